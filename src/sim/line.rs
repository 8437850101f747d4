//! Whom a line of a pool takes next: one structure for each order.

use crate::model::Order;
use crate::sim::pool_plan::LinePlan;
use crate::sim::queue::OPEN;
use crate::sim::ranked::Ranked;
use crate::sim::view::View;
use crate::sim::waiting::WaitingSet;

const NOBODY: u32 = u32::MAX;

/// The waiting households of one line, in its order.
///
/// Households that another line took, or that withdrew, are left in and skipped when they come up.
#[derive(Clone, Debug)]
pub(crate) enum LineQueue {
    /// Household numbers follow the day of receipt: a pointer is enough.
    Oldest { next: Oldest },
    /// A stack, the last received on top.
    Newest { stack: Vec<u32> },
    /// Lists by due day.
    Due { in_time_first: bool, lists: DueLists },
    /// A set of bits.
    Random { waiting: WaitingSet },
    /// By a priority that may change while a household waits.
    Ranked { ranked: Ranked },
}

impl LineQueue {
    pub(crate) fn new(plan: &LinePlan) -> LineQueue {
        if plan.is_ranked() {
            return LineQueue::Ranked { ranked: Ranked::default() };
        }
        let due = |in_time_first| {
            let lists = DueLists::new(plan.due_range);
            LineQueue::Due { in_time_first, lists }
        };
        match plan.order {
            Order::NewestFirst => LineQueue::Newest { stack: Vec::new() },
            Order::EarliestDueFirst => due(false),
            Order::InTimeFirst => due(true),
            Order::Random => LineQueue::Random { waiting: WaitingSet::default() },
            Order::OldestFirst
            | Order::NoticedFirst
            | Order::HighestPenaltyFirst
            | Order::AboutToDefaultFirst
            | Order::Own(_) => LineQueue::Oldest { next: Oldest::default() },
        }
    }

    pub(crate) fn clear(&mut self) {
        match self {
            LineQueue::Oldest { next } => *next = Oldest::default(),
            LineQueue::Newest { stack } => stack.clear(),
            LineQueue::Due { lists, .. } => lists.clear(),
            LineQueue::Random { waiting } => waiting.clear(),
            LineQueue::Ranked { ranked } => ranked.clear(),
        }
    }

    /// A household joins; numbers increase from call to call, but where households come back.
    #[inline]
    pub(crate) fn push(&mut self, id: u32, due: i32, plan: &LinePlan, view: &View<'_>) {
        match self {
            LineQueue::Oldest { .. } => {}
            LineQueue::Newest { stack } => stack.push(id),
            LineQueue::Due { lists, .. } => lists.push(id, due),
            LineQueue::Random { waiting } => waiting.insert(id),
            LineQueue::Ranked { ranked } => ranked.push(id, plan, view),
        }
    }

    /// What is known of a waiting household has changed.
    pub(crate) fn look_again(&mut self, id: u32, plan: &LinePlan, view: &View<'_>) {
        if let LineQueue::Ranked { ranked } = self {
            ranked.look_again(id, plan, view);
        }
    }

    /// A household leaves that need not be on top.
    #[inline]
    pub(crate) fn forget(&mut self, id: u32) {
        if let LineQueue::Random { waiting } = self {
            waiting.remove(id);
        }
    }

    /// The next household to decide; it is taken out.
    ///
    /// `pick` gives 64 random bits for the random order, `serves` whether this line's pool decides
    /// a stream.
    pub(crate) fn next(
        &mut self,
        plan: &LinePlan,
        view: &View<'_>,
        serves: &[bool],
        pick: impl FnOnce() -> u64,
    ) -> Option<u32> {
        let closed = view.closed;
        match self {
            LineQueue::Oldest { next } => next.take(plan, view, serves),
            LineQueue::Newest { stack } => loop {
                let id = stack.pop()?;
                if closed[id as usize] == OPEN {
                    return Some(id);
                }
            },
            LineQueue::Due { in_time_first: true, lists } => {
                lists.pop_from(view.today, closed).or_else(|| lists.pop_first(closed))
            }
            LineQueue::Due { in_time_first: false, lists } => lists.pop_first(closed),
            LineQueue::Random { waiting } => {
                let len = waiting.len() as u128;
                // The pick-th of those who wait, in the order of receipt.
                let k = ((u128::from(pick()) * len) >> 64) as usize;
                (0 < len).then(|| waiting.nth(k))
            }
            LineQueue::Ranked { ranked } => ranked.take(plan, view, serves),
        }
    }
}

/// A pointer at the oldest household that may be waiting.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Oldest {
    pub(crate) cohort: usize,
    pub(crate) id: u32,
}

impl Oldest {
    /// Takes the oldest household that waits.
    pub(crate) fn take(
        &mut self,
        plan: &LinePlan,
        view: &View<'_>,
        serves: &[bool],
    ) -> Option<u32> {
        let found = self.seek(plan, view, serves)?;
        self.id += 1;
        Some(found)
    }

    /// Moves to the oldest household that waits.
    pub(crate) fn seek(
        &mut self,
        plan: &LinePlan,
        view: &View<'_>,
        serves: &[bool],
    ) -> Option<u32> {
        loop {
            let here = view.cohorts.get(self.cohort)?;
            self.id = self.id.max(here.first);
            let end = here.first + here.households;
            let served = serves[usize::from(here.stream)] && plan.takes(here.received);
            if !served || end <= self.id {
                // The last cohort may be the one of today, of which more lines may want to know.
                self.cohort += 1;
                continue;
            }
            let found = (self.id..end).find(|id| view.closed[*id as usize] == OPEN);
            self.id = found.unwrap_or(end);
            if found.is_some() {
                return found;
            }
        }
    }
}

/// First-in-first-out lists by due day, chained through one array.
#[derive(Clone, Debug)]
pub(crate) struct DueLists {
    first_day: i32,
    heads: Vec<u32>,
    tails: Vec<u32>,
    // next[i] follows entry i of the list; one entry a household pushed.
    entries: Vec<(u32, u32)>,
    // A bit a day on which somebody may wait.
    days: Vec<u64>,
}

impl DueLists {
    fn new((first_day, last_day): (i32, i32)) -> DueLists {
        let days = (last_day - first_day + 1) as usize;
        DueLists {
            first_day,
            heads: vec![NOBODY; days],
            tails: vec![NOBODY; days],
            entries: Vec::new(),
            days: vec![0; days.div_ceil(64)],
        }
    }

    fn clear(&mut self) {
        self.heads.fill(NOBODY);
        self.entries.clear();
        self.days.fill(0);
    }

    fn push(&mut self, id: u32, due: i32) {
        let day = (due - self.first_day) as usize;
        let entry = self.entries.len() as u32;
        self.entries.push((id, NOBODY));
        if self.heads[day] == NOBODY {
            self.heads[day] = entry;
            self.days[day / 64] |= 1 << (day % 64);
        } else {
            self.entries[self.tails[day] as usize].1 = entry;
        }
        self.tails[day] = entry;
    }

    fn pop_first(&mut self, closed: &[u32]) -> Option<u32> {
        self.pop_at_or_after(0, closed)
    }

    fn pop_from(&mut self, due: i32, closed: &[u32]) -> Option<u32> {
        self.pop_at_or_after((due - self.first_day).max(0) as usize, closed)
    }

    fn pop_at_or_after(&mut self, first: usize, closed: &[u32]) -> Option<u32> {
        let mut day = self.next_day(first)?;
        loop {
            while self.heads[day] != NOBODY {
                let (id, next) = self.entries[self.heads[day] as usize];
                self.heads[day] = next;
                if next == NOBODY {
                    self.days[day / 64] &= !(1 << (day % 64));
                }
                if closed[id as usize] == OPEN {
                    return Some(id);
                }
            }
            day = self.next_day(day)?;
        }
    }

    /// The first day at or after `first` on which somebody may wait.
    fn next_day(&self, first: usize) -> Option<usize> {
        let mut word = first / 64;
        let mut bits = self.days.get(word)? & (u64::MAX << (first % 64));
        while bits == 0 {
            word += 1;
            bits = *self.days.get(word)?;
        }
        Some(word * 64 + bits.trailing_zeros() as usize)
    }
}

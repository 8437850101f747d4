//! Whom a line of a pool takes next: one structure for each order.

use crate::model::Order;
use crate::sim::by_receipt::Newest;
use crate::sim::by_receipt::Oldest;
use crate::sim::due_lists::DueLists;
use crate::sim::pool_plan::LinePlan;
use crate::sim::queue::OPEN;
use crate::sim::ranked::Ranked;
use crate::sim::view::View;
use crate::sim::waiting::WaitingSet;

/// Households with consecutive numbers, of one stream, one day of receipt and one due day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) first: u32,
    /// The number after the last.
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn one(id: u32) -> Span {
        Span { first: id, end: id + 1 }
    }

    pub(crate) fn len(self) -> u32 {
        self.end - self.first
    }

    /// The first of its households that wait, as many as follow each other, at most `limit`.
    pub(crate) fn first_open(self, closed: &[u32], limit: u32) -> Option<Span> {
        let all = &closed[self.first as usize..self.end as usize];
        let before = all.iter().position(|closed| *closed == OPEN)?;
        let rest = &all[before..];
        let rest = &rest[..rest.len().min(limit as usize)];
        let first = self.first + before as u32;
        Some(Span { first, end: first + leading(rest, OPEN) as u32 })
    }
}

/// How many of the first entries of a list are equal to a value.
#[inline]
pub(crate) fn leading<T: Copy + PartialEq>(list: &[T], value: T) -> usize {
    // Where an order picks households out most runs are of one.
    match list {
        [first, second, ..] if *first == value && *second == value => leading_of_many(list, value),
        _ => usize::from(list.first().is_some_and(|first| *first == value)),
    }
}

#[inline(never)]
fn leading_of_many<T: Copy + PartialEq>(list: &[T], value: T) -> usize {
    const LANES: usize = 16;
    // Whole groups are compared without a branch inside, so that they take one vector operation.
    let same = |group: &&[T; LANES]| group.iter().fold(true, |all, it| all & (*it == value));
    let (groups, _) = list.as_chunks::<LANES>();
    let whole = LANES * groups.iter().take_while(same).count();
    whole + list[whole..].iter().take_while(|it| **it == value).count()
}

/// The waiting households of one line, in its order.
///
/// Households that another line took, or that withdrew, are left in and skipped when they come up.
#[derive(Clone, Debug)]
pub(crate) enum LineQueue {
    /// Household numbers follow the day of receipt: a pointer is enough.
    Oldest { next: Oldest },
    /// A stack, the last received on top.
    Newest { stack: Newest },
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
            Order::NewestFirst => LineQueue::Newest { stack: Newest::default() },
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
            LineQueue::Oldest { next } => next.clear(),
            LineQueue::Newest { stack } => stack.clear(),
            LineQueue::Due { lists, .. } => lists.clear(),
            LineQueue::Random { waiting } => waiting.clear(),
            LineQueue::Ranked { ranked } => ranked.clear(),
        }
    }

    /// Households join; numbers increase from call to call, but where households come back.
    #[inline]
    pub(crate) fn push(&mut self, span: Span, due: i32, plan: &LinePlan, view: &View<'_>) {
        match self {
            LineQueue::Oldest { next } => next.push(span),
            LineQueue::Newest { stack } => stack.push(span),
            LineQueue::Due { lists, .. } => lists.push(span, due),
            LineQueue::Random { waiting } => waiting.insert(span),
            LineQueue::Ranked { ranked } => ranked.push(span, plan, view),
        }
    }

    /// Households have become late.
    pub(crate) fn become_late(&mut self, span: Span, plan: &LinePlan, view: &View<'_>) {
        if let LineQueue::Ranked { ranked } = self {
            ranked.become_late(span, plan, view);
        }
    }

    /// What is known of a waiting household has changed.
    pub(crate) fn look_again(&mut self, id: u32, plan: &LinePlan, view: &View<'_>) {
        if let LineQueue::Ranked { ranked } = self
            && plan.order.looks()
        {
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

    /// The next households to decide, at most `limit` and at least one; they are taken out.
    ///
    /// `pick` gives 64 random bits for the random order.
    #[inline]
    pub(crate) fn next(
        &mut self,
        plan: &LinePlan,
        view: &View<'_>,
        closed: &[u32],
        limit: u32,
        pick: impl FnOnce() -> u64,
    ) -> Option<Span> {
        match self {
            LineQueue::Oldest { next } => next.take(plan, view, closed, limit),
            LineQueue::Newest { stack } => stack.take(closed, limit),
            LineQueue::Due { in_time_first: true, lists } => {
                lists.pop_from(view.today, closed, limit).or_else(|| lists.pop_first(closed, limit))
            }
            LineQueue::Due { in_time_first: false, lists } => lists.pop_first(closed, limit),
            LineQueue::Random { waiting } => {
                let len = waiting.len() as u128;
                // The pick-th of those who wait, in the order of receipt.
                let k = ((u128::from(pick()) * len) >> 64) as usize;
                (0 < len).then(|| Span::one(waiting.take_nth(k)))
            }
            LineQueue::Ranked { ranked } => ranked.take(plan, view, closed, limit),
        }
    }
}

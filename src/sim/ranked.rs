//! Waiting households by a priority that may change while they wait.

use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use crate::sim::by_receipt::Pointer;
use crate::sim::line::Span;
use crate::sim::pool_plan::LinePlan;
use crate::sim::queue::OPEN;
use crate::sim::view::View;

/// The priority of a household that has none: behind all others, oldest first.
const NONE: i64 = i64::MIN;

/// A heap of households that have a priority, and a pointer at the oldest of the others.
///
/// Households of which nothing is known but their receipt have one priority as long as they have
/// one size: they are one entry. Who changes in priority is put in once more; an entry holds for
/// those of its households that wait and have its priority, and passes over the others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ranked {
    heap: BinaryHeap<Entry>,
    // The priority with which each household stands in the line, as far as anybody has one.
    priorities: Vec<i64>,
    others: Pointer,
}

/// Households with one priority as one number, so that comparing takes one step: from the highest
/// bit on the priority, the number of the first household counted down, and the number after the
/// last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry(u128);

impl Entry {
    fn new(priority: i64, span: Span) -> Entry {
        let priority = (priority as u64) ^ (1 << 63);
        let first = u128::from(!span.first) << 32;
        Entry(u128::from(priority) << 64 | first | u128::from(span.end))
    }

    fn priority(self) -> i64 {
        ((self.0 >> 64) as u64 ^ (1 << 63)) as i64
    }

    fn span(self) -> Span {
        Span { first: !((self.0 >> 32) as u32), end: self.0 as u32 }
    }
}

impl Ranked {
    pub(crate) fn clear(&mut self) {
        self.heap.clear();
        self.priorities.clear();
        self.others = Pointer::default();
    }

    /// Households join or come back.
    pub(crate) fn push(&mut self, span: Span, plan: &LinePlan, view: &View<'_>) {
        self.put(span, plan, view, true);
    }

    /// Households have become late, which an order may ask.
    pub(crate) fn become_late(&mut self, span: Span, plan: &LinePlan, view: &View<'_>) {
        self.put(span, plan, view, false);
    }

    /// Puts in households of which some may be known; those that are in already only where their
    /// priority has changed.
    fn put(&mut self, span: Span, plan: &LinePlan, view: &View<'_>, anew: bool) {
        let mut rest = span;
        while rest.first < rest.end {
            let alike = Span { first: rest.first, end: plan.end_of_alike(rest, view.heads) };
            rest.first = alike.end;
            let alone = alike.len() == 1;
            let is_known = |id: &u32| plan.order.looks() && view.watch.knows_of(*id);
            let mut all = alike.first..alike.end;
            if let Some(id) = all.find(|id| alone || !is_known(id)) {
                let priority = priority(id, plan, view);
                let priorities = &mut self.room(alike.end)[id as usize..alike.end as usize];
                let changed = priorities[0] != priority;
                priorities.fill(priority);
                if (anew || changed) && has_entry(priority, plan) {
                    self.heap.push(Entry::new(priority, Span { first: id, ..alike }));
                }
            }
        }
    }

    /// Something has become known of a waiting household.
    pub(crate) fn look_again(&mut self, id: u32, plan: &LinePlan, view: &View<'_>) {
        let priority = priority(id, plan, view);
        let before = &mut self.room(id + 1)[id as usize];
        if *before == priority {
            return;
        }
        *before = priority;
        if has_entry(priority, plan) {
            self.heap.push(Entry::new(priority, Span::one(id)));
        }
    }

    /// The priorities, with room for so many households.
    #[inline]
    fn room(&mut self, households: u32) -> &mut [i64] {
        if self.priorities.len() < households as usize {
            self.priorities.resize(households as usize, NONE);
        }
        &mut self.priorities
    }

    /// Takes the households with the highest priority, at most `limit`.
    #[inline]
    pub(crate) fn take(
        &mut self,
        plan: &LinePlan,
        view: &View<'_>,
        closed: &[u32],
        limit: u32,
    ) -> Option<Span> {
        let all = plan.holds_everyone();
        let least = if all { NONE } else { NONE + 1 };
        if let Some(found) = self.pop(plan, view, closed, limit, least) {
            return Some(found);
        }
        if all {
            return None;
        }
        // One that came back stands among the others, whom the pointer has passed.
        if let Some(back) = self.heap.peek().map(|top| top.span().first) {
            let oldest = self.others.seek(plan, view, closed);
            return match oldest.is_none_or(|oldest| back < oldest) {
                true => self.pop(plan, view, closed, 1, NONE),
                false => self.others.take(plan, view, closed, 1),
            };
        }
        self.others.take(plan, view, closed, limit)
    }

    /// Takes the households that come first in the heap, at most `limit`, if their priority is
    /// `least` or higher; entries that no longer hold are dropped.
    #[inline]
    fn pop(
        &mut self,
        plan: &LinePlan,
        view: &View<'_>,
        closed: &[u32],
        limit: u32,
        least: i64,
    ) -> Option<Span> {
        // Without looking at anybody a term may have passed, which nothing announces.
        let announced = !plan.is_by_due();
        loop {
            let mut top = self.heap.peek_mut()?;
            let (entered, Span { first, end }) = (top.priority(), top.span());
            let priorities = &self.priorities;
            let holds =
                |id: &u32| closed[*id as usize] == OPEN && priorities[*id as usize] == entered;
            let Some(id) = (first..end).find(holds) else {
                PeekMut::pop(top);
                continue;
            };
            let now = if announced { entered } else { priority(id, plan, view) };
            if now != entered {
                self.priorities[id as usize..end as usize].fill(now);
                *top = Entry::new(now, Span { first: id, end });
            } else if entered < least {
                return None;
            } else if id != first {
                // Others of this priority may now come before the rest.
                *top = Entry::new(entered, Span { first: id, end });
            } else {
                let most = end.min(first.saturating_add(limit));
                let run = 1 + (first + 1..most).take_while(holds).count() as u32;
                if first + run == end {
                    PeekMut::pop(top);
                } else {
                    *top = Entry::new(entered, Span { first: first + run, end });
                }
                return Some(Span { first, end: first + run });
            }
        }
    }
}

/// Whether a household of this priority is put in.
///
/// Without one it need not be: the pointer at the oldest has not passed it, and a line that holds
/// everyone gives each a priority or keeps it as one of the last.
fn has_entry(priority: i64, plan: &LinePlan) -> bool {
    priority != NONE || plan.holds_everyone() || plan.returns
}

fn priority(id: u32, plan: &LinePlan, view: &View<'_>) -> i64 {
    view.priority(&plan.order, id).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// One number is compared as priority, first household backwards and end are in turn.
        #[test]
        fn an_entry_keeps_its_parts_and_their_order(
            [a, b] in prop::array::uniform2((
                prop_oneof![Just(NONE), Just(i64::MAX), -2..3_i64, any::<i64>()],
                0..3_u32,
                1..3_u32,
            )),
        ) {
            let span = |(_, first, households): (i64, u32, u32)| Span { first, end: first + households };
            let [one, other] = [a, b].map(|it| Entry::new(it.0, span(it)));
            prop_assert_eq!((one.priority(), one.span()), (a.0, span(a)));
            let parts = |it: (i64, u32, u32)| (it.0, Reverse(it.1), span(it).end);
            prop_assert_eq!(one.cmp(&other), parts(a).cmp(&parts(b)));
        }
    }
}

//! The two orders by receipt: a pointer and a stack, each with those who came back.
//!
//! Household numbers follow the day of receipt. Who has left is passed over when it comes up.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use crate::sim::line::Span;
use crate::sim::pool_plan::LinePlan;
use crate::sim::queue::OPEN;
use crate::sim::view::View;

/// Oldest first: a pointer is enough, but for those who come back when it has passed them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Oldest {
    pub(crate) next: Pointer,
    back: BinaryHeap<Reverse<u32>>,
}

impl Oldest {
    pub(crate) fn clear(&mut self) {
        self.next = Pointer::default();
        self.back.clear();
    }

    /// Households come back.
    pub(crate) fn push(&mut self, span: Span) {
        self.back.extend((span.first..span.end).map(Reverse));
    }

    /// Takes the oldest households that wait, at most `limit`.
    pub(crate) fn take(
        &mut self,
        plan: &LinePlan,
        view: &View<'_>,
        closed: &[u32],
        limit: u32,
    ) -> Option<Span> {
        let Some(Reverse(back)) = first_open(&mut self.back, |it| it.0, closed) else {
            return self.next.take(plan, view, closed, limit);
        };
        if self.next.seek(plan, view, closed).is_some_and(|oldest| oldest < back) {
            return self.next.take(plan, view, closed, 1);
        }
        self.back.pop();
        Some(Span::one(back))
    }
}

/// Newest first: a stack of those who joined, and a heap of those who came back below its top.
#[derive(Clone, Debug, Default)]
pub(crate) struct Newest {
    joined: Vec<Span>,
    // The number after the last that joined.
    end: u32,
    back: BinaryHeap<u32>,
}

impl Newest {
    pub(crate) fn clear(&mut self) {
        self.joined.clear();
        self.end = 0;
        self.back.clear();
    }

    /// Households join, or come back.
    pub(crate) fn push(&mut self, span: Span) {
        if span.first < self.end {
            self.back.extend(span.first..span.end);
        } else {
            self.joined.push(span);
            self.end = span.end;
        }
    }

    /// Takes the newest households that wait, at most `limit`.
    pub(crate) fn take(&mut self, closed: &[u32], limit: u32) -> Option<Span> {
        let Some(back) = first_open(&mut self.back, |it| *it, closed) else {
            return self.take_joined(closed, limit);
        };
        if self.seek_joined(closed).is_some_and(|newest| back < newest) {
            return self.take_joined(closed, 1);
        }
        self.back.pop();
        Some(Span::one(back))
    }

    /// The newest that joined and waits; those above it are taken out.
    fn seek_joined(&mut self, closed: &[u32]) -> Option<u32> {
        loop {
            let top = self.joined.last_mut()?;
            let waits = |id: &u32| closed[*id as usize] == OPEN;
            if let Some(last) = (top.first..top.end).rev().find(waits) {
                top.end = last + 1;
                return Some(last);
            }
            self.joined.pop();
        }
    }

    fn take_joined(&mut self, closed: &[u32], limit: u32) -> Option<Span> {
        let last = self.seek_joined(closed)?;
        let top = self.joined.last_mut()?;
        let waits = |id: &u32| closed[*id as usize] == OPEN;
        let least = top.first.max((last + 1).saturating_sub(limit));
        let first = (least..last).rev().take_while(waits).last().unwrap_or(last);
        top.end = first;
        Some(Span { first, end: last + 1 })
    }
}

/// The first of a heap that waits; those before it are dropped.
fn first_open<T: Copy + Ord>(
    heap: &mut BinaryHeap<T>,
    id: impl Fn(&T) -> u32,
    closed: &[u32],
) -> Option<T> {
    loop {
        let top = heap.peek_mut()?;
        if closed[id(&top) as usize] == OPEN {
            return Some(*top);
        }
        PeekMut::pop(top);
    }
}

/// A pointer at the oldest household that may be waiting.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pointer {
    pub(crate) cohort: usize,
    pub(crate) id: u32,
}

impl Pointer {
    /// Takes the oldest households that wait, at most `limit`.
    pub(crate) fn take(
        &mut self,
        plan: &LinePlan,
        view: &View<'_>,
        closed: &[u32],
        limit: u32,
    ) -> Option<Span> {
        let first = self.seek(plan, view, closed)?;
        let here = view.cohorts[self.cohort];
        let cohort = Span { first, end: here.first + here.households };
        let found = cohort.first_open(closed, limit)?;
        self.id = found.end;
        Some(found)
    }

    /// Moves to the oldest household that waits.
    pub(crate) fn seek(&mut self, plan: &LinePlan, view: &View<'_>, closed: &[u32]) -> Option<u32> {
        loop {
            let here = view.cohorts.get(self.cohort)?;
            self.id = self.id.max(here.first);
            let end = here.first + here.households;
            let served = plan.serves[usize::from(here.stream)] && plan.takes(here.received);
            if !served || end <= self.id {
                // The last cohort may be the one of today, of which more lines may want to know.
                self.cohort += 1;
                continue;
            }
            let found = (self.id..end).find(|id| closed[*id as usize] == OPEN);
            self.id = found.unwrap_or(end);
            if found.is_some() {
                return found;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DONE: u32 = 0;

    #[test]
    fn the_last_that_came_back_stands_where_it_stood() {
        let mut stack = Newest::default();
        let mut closed = vec![OPEN; 6];
        stack.push(Span { first: 0, end: 4 });
        assert_eq!(stack.take(&closed, 1), Some(Span::one(3)));
        closed[3] = DONE;
        stack.push(Span { first: 4, end: 6 });
        closed[3] = OPEN;
        stack.push(Span::one(3));
        assert_eq!(stack.take(&closed, 9), Some(Span::one(5)));
        closed[5] = DONE;
        assert_eq!(stack.take(&closed, 9), Some(Span::one(4)));
        closed[4] = DONE;
        assert_eq!(stack.take(&closed, 9), Some(Span::one(3)));
        closed[3] = DONE;
        assert_eq!(stack.take(&closed, 9), Some(Span { first: 0, end: 3 }));
    }

    proptest! {
        /// The same as looking for the last that waits each time.
        #[test]
        fn newest_first_is_the_last_that_waits(
            steps in prop::collection::vec((0..5_u32, 1..9_u32, 0..999_usize), 1..300),
        ) {
            let mut stack = Newest::default();
            let mut closed: Vec<u32> = Vec::new();
            let mut away: Vec<u32> = Vec::new();
            for (what, number, pick) in steps {
                let first = closed.len() as u32;
                match what {
                    0 => {
                        closed.resize((first + number) as usize, OPEN);
                        stack.push(Span { first, end: first + number });
                    }
                    // Another line takes one.
                    1 if !closed.is_empty() => {
                        let id = pick % closed.len();
                        closed[id] = DONE;
                        away.push(id as u32);
                    }
                    2 if !away.is_empty() => {
                        let id = away.swap_remove(pick % away.len());
                        if closed[id as usize] != OPEN {
                            closed[id as usize] = OPEN;
                            stack.push(Span::one(id));
                        }
                    }
                    _ => {
                        let last = closed.iter().rposition(|it| *it == OPEN);
                        let taken = stack.take(&closed, number);
                        prop_assert_eq!(taken.map(|it| it.end as usize), last.map(|it| it + 1));
                        let Some(taken) = taken else { continue };
                        prop_assert!(0 < taken.len() && taken.len() <= number);
                        for id in taken.first..taken.end {
                            prop_assert_eq!(closed[id as usize], OPEN);
                            closed[id as usize] = DONE;
                            away.push(id);
                        }
                    }
                }
            }
        }
    }
}

//! Waiting households by a priority that may change while they wait.

use std::cmp::Reverse;
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
/// Households of which nothing is known but their receipt have one priority as long as they have one
/// size: they are one entry, in which those who have left, or have an entry of their own since
/// something became known of them, are passed over. Who changes in priority is put in once more;
/// entries that no longer hold are left in and skipped when they come up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ranked {
    // Priority, number of the first household, number after the last.
    heap: BinaryHeap<(i64, Reverse<u32>, u32)>,
    others: Pointer,
}

impl Ranked {
    pub(crate) fn clear(&mut self) {
        self.heap.clear();
        self.others = Pointer::default();
    }

    /// Households join, come back, or become late.
    pub(crate) fn push(&mut self, span: Span, plan: &LinePlan, view: &View<'_>) {
        let mut rest = span;
        while rest.first < rest.end {
            let alike = Span { first: rest.first, end: plan.end_of_alike(rest, view.heads) };
            rest.first = alike.end;
            let alone = alike.len() == 1;
            let mut all = alike.first..alike.end;
            if let Some(id) = all.find(|id| alone || !has_own_entry(*id, plan, view)) {
                self.heap.push((rank(id, plan, view), Reverse(id), alike.end));
            }
        }
    }

    /// Something has become known of a waiting household.
    ///
    /// Without a priority it need not be put in: the pointer at the oldest has not passed it, and a
    /// line that holds everyone gives each a priority or keeps it as one of the last.
    pub(crate) fn look_again(&mut self, id: u32, plan: &LinePlan, view: &View<'_>) {
        let rank = rank(id, plan, view);
        if rank != NONE || plan.holds_everyone() || plan.returns {
            self.heap.push((rank, Reverse(id), id + 1));
        }
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
        if let Some(found) = self.pop(plan, view, closed, limit, if all { NONE } else { NONE + 1 })
        {
            return Some(found);
        }
        if all {
            return None;
        }
        // One that came back stands among the others, whom the pointer has passed.
        if let Some((NONE, Reverse(back), _)) = self.heap.peek().copied() {
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
        loop {
            let mut top = self.heap.peek_mut()?;
            let (entered, Reverse(first), end) = *top;
            let alone = end - first == 1;
            let waits = |id: &u32| {
                closed[*id as usize] == OPEN && (alone || !has_own_entry(*id, plan, view))
            };
            let Some(id) = (first..end).find(waits) else {
                PeekMut::pop(top);
                continue;
            };
            let now = rank(id, plan, view);
            if now != entered {
                PeekMut::pop(top);
                // A term may have passed since it was put in, which nothing announces.
                if plan.returns {
                    self.heap.push((now, Reverse(id), end));
                }
            } else if entered < least {
                return None;
            } else if id != first {
                // Others of this priority may now come before the rest.
                top.1 = Reverse(id);
            } else {
                let most = end.min(first.saturating_add(limit));
                let run = 1 + (first + 1..most).take_while(waits).count() as u32;
                if first + run == end {
                    PeekMut::pop(top);
                } else {
                    top.1 = Reverse(first + run);
                }
                return Some(Span { first, end: first + run });
            }
        }
    }
}

/// Whether something has become known of a household, so that it has an entry of its own.
fn has_own_entry(id: u32, plan: &LinePlan, view: &View<'_>) -> bool {
    plan.order.looks() && view.watch.knows_of(id)
}

fn rank(id: u32, plan: &LinePlan, view: &View<'_>) -> i64 {
    view.priority(&plan.order, id).unwrap_or(NONE)
}

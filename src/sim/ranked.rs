//! Waiting households by a priority that may change while they wait.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::sim::line::Oldest;
use crate::sim::pool_plan::LinePlan;
use crate::sim::queue::OPEN;
use crate::sim::view::View;

/// The priority of a household that has none: behind all others, oldest first.
const NONE: i64 = i64::MIN;

/// A heap of households that have a priority, and a pointer at the oldest of the others.
///
/// A household whose priority changes is put in once more; entries that no longer hold are left in
/// and skipped when they come up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ranked {
    heap: BinaryHeap<(i64, Reverse<u32>)>,
    others: Oldest,
}

impl Ranked {
    pub(crate) fn clear(&mut self) {
        self.heap.clear();
        self.others = Oldest::default();
    }

    /// A household joins, or comes back.
    pub(crate) fn push(&mut self, id: u32, plan: &LinePlan, view: &View<'_>) {
        self.heap.push((rank(id, plan, view), Reverse(id)));
    }

    /// What is known of a waiting household has changed.
    ///
    /// Without a priority it need not be put in: the pointer at the oldest has not passed it, and a
    /// line that holds everyone gives each a priority or keeps it as one of the last.
    pub(crate) fn look_again(&mut self, id: u32, plan: &LinePlan, view: &View<'_>) {
        let rank = rank(id, plan, view);
        if rank != NONE || plan.holds_everyone() || plan.returns {
            self.heap.push((rank, Reverse(id)));
        }
    }

    /// Takes the household with the highest priority.
    pub(crate) fn take(
        &mut self,
        plan: &LinePlan,
        view: &View<'_>,
        serves: &[bool],
    ) -> Option<u32> {
        while let Some((entered, Reverse(id))) = self.heap.peek().copied() {
            let holds = view.closed[id as usize] == OPEN && rank(id, plan, view) == entered;
            if holds && entered != NONE {
                self.heap.pop();
                return Some(id);
            }
            if holds {
                break;
            }
            self.heap.pop();
            // A term may have passed since it was put in, which nothing announces.
            if view.closed[id as usize] == OPEN && plan.returns {
                self.push(id, plan, view);
            }
        }
        let last = self.heap.peek().map(|(_, Reverse(id))| *id);
        if plan.holds_everyone() {
            self.heap.pop();
            return last;
        }
        let oldest = self.others.seek(plan, view, serves);
        match (last, oldest) {
            (Some(last), None) => {
                self.heap.pop();
                Some(last)
            }
            (Some(last), Some(oldest)) if last < oldest => {
                self.heap.pop();
                Some(last)
            }
            (_, Some(_)) => self.others.take(plan, view, serves),
            (None, None) => None,
        }
    }
}

fn rank(id: u32, plan: &LinePlan, view: &View<'_>) -> i64 {
    view.priority(&plan.order, id).unwrap_or(NONE)
}

//! Runs: households of one day of receipt that share due day and end, so that what they share is
//! looked at once.

use crate::sim::fate::NEVER;
use crate::sim::line::leading;
use crate::sim::plan::Engine;
use crate::sim::queue::Cohort;
use crate::sim::queue::Queue;
use crate::sim::queue::WITHDRAWN;
use crate::sim::queue::is_pending;

/// Households of one cohort that have the same due day and the same end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// The number of the first household.
    pub(crate) first: u32,
    /// Its place within its day.
    pub(crate) place: u32,
    pub(crate) households: u32,
    pub(crate) received: i32,
    pub(crate) due: i32,
    /// The day of the decision or withdrawal; [`NEVER`] if still pending.
    pub(crate) closed: i32,
    pub(crate) withdrawn: bool,
}

impl Run {
    pub(crate) fn is_open(&self) -> bool {
        self.closed == NEVER
    }
}

impl Queue {
    /// The households of a cohort in runs with the same due day and the same end, in order.
    #[inline(always)]
    pub(super) fn each_run(&self, engine: &Engine, cohort: &Cohort, mut take: impl FnMut(Run)) {
        let plan = &engine.streams[usize::from(cohort.stream)];
        let range = cohort.first as usize..(cohort.first + cohort.households) as usize;
        let closed = &self.closed[range.clone()];
        let due = self.due.get(range).unwrap_or(&[]);
        let cohort_due = if due.is_empty() { plan.due.of_day(cohort.received) } else { 0 };
        let mut place = 0;
        while place < closed.len() {
            let day = closed[place];
            let its_due = due.get(place).copied().unwrap_or(cohort_due);
            let mut length = leading(&closed[place..], day);
            if !due.is_empty() {
                length = length.min(leading(&due[place..], its_due));
            }
            let end = place + length;
            let open = is_pending(day);
            take(Run {
                first: cohort.first + place as u32,
                place: cohort.first_place + place as u32,
                households: (end - place) as u32,
                received: cohort.received,
                due: its_due,
                closed: if open { NEVER } else { (day & !WITHDRAWN) as i32 },
                withdrawn: !open && day & WITHDRAWN != 0,
            });
            place = end;
        }
    }
}

/// Whether the households of a run were late on any day, or closed on the first day on which they
/// would have been.
#[inline]
pub(super) fn is_late(engine: &Engine, run: &Run) -> bool {
    let first_late = run.due + 1;
    first_late < engine.days as i32 && first_late <= run.closed
}

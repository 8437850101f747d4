//! Notice of default: which late households send one, when, and whether they pursue it.

use crate::random::Delay;
use crate::random::Share;
use crate::time::Day;
use crate::time::Schedule;

/// How late households give notice.
///
/// Each schedule is read on the first late day of the household, so that behaviour may change by
/// date and rise with experience.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The share that gives notice if it waits long enough.
    pub share: Schedule<Share>,
    /// Whole days from the first late day to the notice.
    pub delay: Schedule<Delay>,
    /// The share of the notices that are followed up: penalty claimed, appeal possible.
    pub pursued: Schedule<Share>,
    /// The first day on which a notice counts, if the law says so: earlier ones are sent then.
    pub counts_from: Option<Day>,
    /// The share of the notices that is sent before the term has passed; what they are worth is a
    /// convention.
    pub premature: Share,
}

impl Notice {
    /// The same behaviour on all dates.
    pub fn new(share: Share, delay: Delay, pursued: Share) -> Notice {
        Notice {
            share: Schedule::constant(share),
            delay: Schedule::constant(delay),
            pursued: Schedule::constant(pursued),
            counts_from: None,
            premature: Share::NONE,
        }
    }
}

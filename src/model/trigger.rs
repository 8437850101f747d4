//! Measures that hang on a rule: they begin when the late stock is large, and end when it is small.

use crate::error::Fault;
use crate::model::Hire;
use crate::random::Share;
use crate::time::Day;

/// What a pool does while its rule says so.
#[derive(Clone, Debug, PartialEq)]
pub enum Surge {
    /// People join as said, their day 0 being the first day of the surge; they leave when it ends.
    /// The dates of the hire itself do not matter.
    Hire(Hire),
    /// Extra hours as a share of normal time, beside the overtime that is planned.
    Overtime(Share),
}

/// A rule: the surge is decided on in the evening of a day with more than `late_above` late cases
/// and begins `lead_days` after the next morning; it ends in the evening of a day with fewer than
/// `late_below`. It may begin again.
///
/// The late cases are those of all streams. No day looks at what is not yet known.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Begins above so many late cases.
    pub late_above: u64,
    /// Ends below so many late cases.
    pub late_below: u64,
    /// The first evening on which it may be decided on.
    pub not_before: Day,
    /// Days from the morning after the decision to the first day of the surge.
    pub lead_days: u32,
    /// What happens.
    pub surge: Surge,
}

impl Trigger {
    /// A rule without a lead time.
    ///
    /// # Errors
    /// - it would end above the number at which it begins.
    pub fn new(
        late_above: u64,
        late_below: u64,
        not_before: Day,
        surge: Surge,
    ) -> Result<Trigger, Fault> {
        if !(late_below <= late_above) {
            return Err(Fault::new(late_below, format!("at most {late_above}, where it begins")));
        }
        Ok(Trigger { late_above, late_below, not_before, lead_days: 0, surge })
    }
}

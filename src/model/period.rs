//! The days of a scenario: history, the day on which the forecast is made, futures.

use crate::error::Fault;
use crate::time::Day;

/// The first day, the as-of day and the last day of a scenario.
///
/// # Example
/// ```
/// use arrears::model::Period;
/// use arrears::time::Day;
///
/// let start = Day::new(2020, 1, 1)?;
/// let period = Period::new(start, start, start + 729)?;
/// assert_eq!(period.days(), 730);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    // start <= as_of <= end, at most MAX_DAYS days together.
    start: Day,
    as_of: Day,
    end: Day,
}

impl Period {
    /// The longest scenario, 36,525 days (a century).
    pub const MAX_DAYS: i32 = 36_525;

    /// The period from `start` to `end`, both included, seen from `as_of`.
    ///
    /// # Errors
    /// - `as_of` is before `start` or after `end`.
    /// - the period is longer than a century.
    pub fn new(start: Day, as_of: Day, end: Day) -> Result<Period, Fault> {
        if !(start <= as_of) {
            return Err(Fault::new(as_of, format!("on or after the start, {start}")));
        }
        if !(as_of <= end) {
            return Err(Fault::new(end, format!("on or after the as-of day, {as_of}")));
        }
        let days = end - start + 1;
        if !(days <= Period::MAX_DAYS) {
            // Twenty-five daily series of eight bytes, in the memory of each thread.
            let megabytes = i64::from(days) * 200 / 1_000_000;
            let found = format!(
                "{end}: {days} days from {start} would take {megabytes} MB a replication and \
                 thread"
            );
            return Err(Fault::new(found, "at most 36,525 days (a century) after the start"));
        }
        Ok(Period { start, as_of, end })
    }

    /// The first day.
    pub const fn start(self) -> Day {
        self.start
    }

    /// The day on which the forecast is made: history up to it, futures after it.
    pub const fn as_of(self) -> Day {
        self.as_of
    }

    /// The last day.
    pub const fn end(self) -> Day {
        self.end
    }

    /// The number of days, first and last included.
    pub fn days(self) -> usize {
        (self.end - self.start + 1) as usize
    }

    /// Whether a day lies in the period.
    pub fn contains(self, day: Day) -> bool {
        self.start <= day && day <= self.end
    }

    /// Every day, in order.
    pub fn iter(self) -> impl Iterator<Item = Day> {
        (0..self.days() as i32).map(move |later| self.start + later)
    }
}

//! A value that changes on dates.

use crate::error::Fault;
use crate::time::Day;

/// A value from each of several dates on, until the next.
///
/// The first value also holds for all days before its date, so that a schedule always has an
/// answer.
///
/// # Example
/// ```
/// use arrears::time::{Day, Schedule};
///
/// let hired = Day::new(2020, 7, 1)?;
/// let staff = Schedule::new(vec![(hired - 365, 300.0), (hired, 400.0)])?;
/// assert_eq!(*staff.on(hired - 1), 300.0);
/// assert_eq!(*staff.on(hired), 400.0);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule<T> {
    // Never empty; dates strictly increase.
    steps: Vec<(Day, T)>,
}

impl<T> Schedule<T> {
    /// One value for all days.
    pub fn constant(value: T) -> Schedule<T> {
        Schedule { steps: vec![(Day::FIRST, value)] }
    }

    /// Each value from its date on.
    ///
    /// # Errors
    /// - there is no value.
    /// - a date is not after the one before it.
    pub fn new(steps: Vec<(Day, T)>) -> Result<Schedule<T>, Fault> {
        if steps.is_empty() {
            return Err(Fault::new("an empty list", "at least one value with its date"));
        }
        for pair in steps.windows(2) {
            if !(pair[0].0 < pair[1].0) {
                let right = format!("after {}, the date before it in the list", pair[0].0);
                return Err(Fault::new(pair[1].0, right));
            }
        }
        Ok(Schedule { steps })
    }

    /// The value on a day.
    pub fn on(&self, day: Day) -> &T {
        &self.steps[self.index_on(day)].1
    }

    /// Which of the values holds on a day, from 0.
    pub fn index_on(&self, day: Day) -> usize {
        self.steps.partition_point(|(from, _)| *from <= day).saturating_sub(1)
    }

    /// The dates and values, dates increasing.
    pub fn steps(&self) -> &[(Day, T)] {
        &self.steps
    }

    /// The schedule of what `change` makes of each value.
    pub fn map<U>(&self, change: impl FnMut(&T) -> U) -> Schedule<U> {
        let mut change = change;
        Schedule { steps: self.steps.iter().map(|(from, value)| (*from, change(value))).collect() }
    }
}

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

    /// The dates and values themselves, dates increasing.
    pub fn into_steps(self) -> Vec<(Day, T)> {
        self.steps
    }

    /// The schedule of what `change` makes of each value.
    pub fn map<U>(&self, change: impl FnMut(&T) -> U) -> Schedule<U> {
        let mut change = change;
        Schedule { steps: self.steps.iter().map(|(from, value)| (*from, change(value))).collect() }
    }

    /// The same schedule with the values from one day to another, both included, changed; for good
    /// without a last day.
    ///
    /// # Example
    /// ```
    /// use arrears::time::{Day, Schedule};
    ///
    /// let day = Day::new(2020, 7, 1)?;
    /// let staff = Schedule::constant(300.0).changed(day, Some(day + 30), |fte| fte + 100.0);
    /// let on = [day - 1, day, day + 30, day + 31].map(|day| *staff.on(day));
    /// assert_eq!(on, [300.0, 400.0, 400.0, 300.0]);
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn changed(&self, from: Day, until: Option<Day>, change: impl Fn(&T) -> T) -> Schedule<T>
    where
        T: Clone,
    {
        let mut days: Vec<Day> = self.steps.iter().map(|step| step.0).collect();
        days.push(from);
        days.extend(until.filter(|until| *until < Day::LAST).map(|until| until + 1));
        if from <= self.steps[0].0 {
            // The first value holds before its date too, and must go on doing so.
            days.push(Day::FIRST);
        }
        days.sort_unstable();
        days.dedup();
        let value = |day: Day| match from <= day && until.is_none_or(|until| day <= until) {
            true => change(self.on(day)),
            false => self.on(day).clone(),
        };
        Schedule { steps: days.into_iter().map(|day| (day, value(day))).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_before_the_first_date_leaves_what_was_before_it() {
        let day = |number| Day::new(2020, 1, 1).unwrap() + number;
        let steps = Schedule::new(vec![(day(10), 1), (day(20), 2)]).unwrap();
        let changed = steps.changed(day(5), Some(day(12)), |value| value + 100);
        let on = [4, 5, 9, 10, 12, 13, 19, 20].map(|number| *changed.on(day(number)));
        assert_eq!(on, [1, 101, 101, 101, 101, 1, 1, 2]);
        let changed = steps.changed(day(15), None, |value| value + 100);
        let on = [0, 14, 15, 20, 500].map(|number| *changed.on(day(number)));
        assert_eq!(on, [1, 1, 101, 102, 102]);
    }
}

//! What lateness costs once a penalty runs: a table of days and amounts. The table is data, so a
//! change of law is a change of scenario.

use crate::error::Fault;
use crate::model::Payment;
use crate::model::Rule;
use crate::money::Money;

/// A number of days at one daily amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// How many days it lasts.
    pub days: u32,
    /// The amount for each of them.
    pub per_day: Money,
}

/// A daily penalty in steps; after the last step nothing more is owed.
///
/// # Example
/// ```
/// use arrears::model::{Step, Tariff};
/// use arrears::money::Money;
///
/// // Awb 4:17(2), notices received from 1 January 2019 on.
/// let steps = [(14, 23), (14, 35), (14, 45)];
/// let steps = steps.map(|(days, euros)| Step { days, per_day: Money::units(euros) });
/// let tariff = Tariff::new(steps.to_vec())?;
/// assert_eq!(tariff.owed(15), Money::units(357));
/// assert_eq!(tariff.maximum(), Money::units(1_442));
///
/// // EUR 100 a day up to EUR 15,000.
/// let court = Tariff::capped(Money::units(100), Money::units(15_000))?;
/// assert_eq!(court.days(), 150);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// Awb 4:17(1) and (2); Stcrt 2018, 65542 (amounts from 2019).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tariff {
    // Never empty; every step has at least one day and an amount above 0.
    steps: Vec<Step>,
    days: u32,
    maximum: Money,
}

impl Tariff {
    /// The most days of a tariff (a century) and the largest daily amount.
    const MAX_DAYS: u64 = 36_525;

    /// A tariff of these steps.
    ///
    /// # Errors
    /// - there is no step, a step has 0 days or an amount that is not above 0 and at most 10
    ///   million, or all steps together have more than 36,525 days.
    pub fn new(steps: Vec<Step>) -> Result<Tariff, Fault> {
        if steps.is_empty() {
            return Err(Fault::new("no steps", "at least one step of days and a daily amount"));
        }
        for step in &steps {
            if !(0 < step.days) {
                return Err(Fault::new("a step of 0 days", "steps of at least 1 day"));
            }
            if !(Money::ZERO < step.per_day && step.per_day <= Money::units(10_000_000)) {
                let right = "a daily amount above 0 and at most 10,000,000";
                return Err(Fault::new(step.per_day, right));
            }
        }
        let days: u64 = steps.iter().map(|step| u64::from(step.days)).sum();
        if !(days <= Tariff::MAX_DAYS) {
            return Err(Fault::new(format!("{days} days"), "at most 36,525 days (a century)"));
        }
        let maximum = steps.iter().map(|step| step.per_day * i64::from(step.days)).sum();
        Ok(Tariff { steps, days: days as u32, maximum })
    }

    /// One daily amount up to a maximum; the last day may be a part of the amount.
    ///
    /// # Errors
    /// - the daily amount is not above 0, the maximum is below it, or takes more than 36,525 days.
    pub fn capped(per_day: Money, maximum: Money) -> Result<Tariff, Fault> {
        if !(Money::ZERO < per_day) {
            return Err(Fault::new(per_day, "a daily amount above 0"));
        }
        if !(per_day <= maximum) {
            return Err(Fault::new(maximum, format!("a maximum of at least one day, {per_day}")));
        }
        let days = maximum.in_cents() / per_day.in_cents();
        if !(days < Tariff::MAX_DAYS as i64) {
            let right = "a maximum that is reached within 36,525 days (a century)";
            return Err(Fault::new(maximum, right));
        }
        let rest = Money::cents(maximum.in_cents() % per_day.in_cents());
        let mut steps = vec![Step { days: days as u32, per_day }];
        if Money::ZERO < rest {
            steps.push(Step { days: 1, per_day: rest });
        }
        Tariff::new(steps)
    }

    /// What is owed after `days` days: the sum of the amounts of its days, at most the maximum.
    pub fn owed(&self, days: u32) -> Money {
        let mut left = days;
        let mut owed = Money::ZERO;
        for step in &self.steps {
            let here = left.min(step.days);
            owed += step.per_day * i64::from(here);
            left -= here;
        }
        owed
    }

    /// What the `number`-th day adds, from 1; nothing before the first and after the last.
    pub fn on_day(&self, number: i32) -> Money {
        let mut left = number;
        for step in &self.steps {
            if left <= 0 {
                return Money::ZERO;
            }
            if left <= step.days as i32 {
                return step.per_day;
            }
            left -= step.days as i32;
        }
        Money::ZERO
    }

    /// The most that is ever owed.
    pub fn maximum(&self) -> Money {
        self.maximum
    }

    /// The number of days after which nothing more is owed.
    pub fn days(&self) -> u32 {
        self.days
    }

    /// The steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// The penalty that runs from the end of the grace period after a notice.
///
/// # Source
/// Awb 4:17 and 4:18; for amounts that change it is the date on which the notice was received that
/// decides (Stcrt 2018, 65542).
#[derive(Clone, Debug, PartialEq)]
pub struct AdministrativePenalty {
    /// The tariff; `None` where the penalty is suspended, so that nothing is owed.
    pub tariff: Rule<Option<Tariff>>,
    /// When it is paid.
    pub payment: Payment,
}

impl AdministrativePenalty {
    /// One tariff on all dates.
    pub fn new(tariff: Tariff, payment: Payment) -> AdministrativePenalty {
        AdministrativePenalty { tariff: Rule::constant(Some(tariff)), payment }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tariff(steps: &[(u32, i64)]) -> Tariff {
        let step = |&(days, euros): &(u32, i64)| Step { days, per_day: Money::units(euros) };
        Tariff::new(steps.iter().map(step).collect()).unwrap()
    }

    #[test]
    fn the_circulars_table_by_day_comes_out() {
        // Circular "Wet dwangsom" and Awb 4:17(2) from 2019: cumulative amounts by day.
        let awb = tariff(&[(14, 23), (14, 35), (14, 45)]);
        let rows = [
            (0, 0),
            (1, 23),
            (5, 115),
            (14, 322),
            (15, 357),
            (20, 532),
            (28, 812),
            (29, 857),
            (41, 1_397),
            (42, 1_442),
            (43, 1_442),
            (10_000, 1_442),
        ];
        for (days, euros) in rows {
            assert_eq!(awb.owed(days), Money::units(euros), "{days}");
        }
        assert_eq!(tariff(&[(14, 20), (14, 30), (14, 40)]).maximum(), Money::units(1_260));
    }

    #[test]
    fn a_cap_that_is_no_whole_number_of_days_ends_with_a_part() {
        let capped = Tariff::capped(Money::units(100), Money::units(250)).unwrap();
        let owed = [0, 1, 2, 3, 4].map(|days| capped.owed(days).in_cents() / 100);
        assert_eq!(owed, [0, 100, 200, 250, 250]);
    }

    #[test]
    fn steps_without_days_or_amounts_are_refused() {
        for steps in [vec![], vec![(0, 23)], vec![(14, 0)], vec![(14, -1)], vec![(36_526, 1)]] {
            let step = |(days, euros)| Step { days, per_day: Money::units(euros) };
            assert!(Tariff::new(steps.into_iter().map(step).collect()).is_err());
        }
        assert!(Tariff::capped(Money::units(100), Money::units(99)).is_err());
        assert!(Tariff::capped(Money::ZERO, Money::units(99)).is_err());
        assert!(Tariff::capped(Money::cents(1), Money::units(15_000)).is_err());
    }
}

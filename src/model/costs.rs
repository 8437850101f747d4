//! Costs that somebody names: a programme director, a team, a system; so much a year, or once.

use crate::error::Fault;
use crate::model::Parts;
use crate::money::Money;
use crate::time::Day;

/// How much a named cost is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostAmount {
    /// So much for each full fiscal year, spread over its days.
    PerYear(Money),
    /// So much on the first day.
    Once(Money),
}

/// A cost that somebody names, the same in every future.
///
/// An amount a year is booked on each calendar day: day k (from 0) of a fiscal year of n days gets
/// round(amount × (k + 1) / n) − round(amount × k / n), in whole cents, so that the days of every
/// full year add up to the amount to the cent, leap years included. A part of a year costs what its
/// days are of the year, to within a cent.
///
/// # Example
/// ```
/// use arrears::model::{Cost, CostAmount};
/// use arrears::money::Money;
/// use arrears::time::Day;
///
/// let from = Day::new(2020, 1, 1)?;
/// let director = Cost {
///     name: "programme director".to_owned(),
///     from,
///     until: None,
///     amount: CostAmount::PerYear(Money::units(180_000)),
///     source: None,
/// };
/// let year: Money = (0..366).map(|day| director.on(from + day, 1)).sum();
/// assert_eq!(year, Money::units(180_000));
/// assert_eq!(director.on(from - 1, 1), Money::ZERO);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// What it is called.
    pub name: String,
    /// The first day; of an amount that is spent once, the only one.
    pub from: Day,
    /// The last day; for good when left out.
    pub until: Option<Day>,
    /// How much it is.
    pub amount: CostAmount,
    /// Where the amount comes from, if that is known.
    pub source: Option<String>,
}

impl Cost {
    /// What is booked on a day, in whole cents; `fiscal_year_starts` is the first month of the
    /// fiscal year, 1 to 12.
    pub fn on(&self, day: Day, fiscal_year_starts: u8) -> Money {
        match self.amount {
            CostAmount::Once(amount) if day == self.from => amount,
            CostAmount::Once(_) => Money::ZERO,
            CostAmount::PerYear(_) if day < self.from => Money::ZERO,
            CostAmount::PerYear(_) if self.until.is_some_and(|last| last < day) => Money::ZERO,
            CostAmount::PerYear(amount) => {
                let (k, days) = day_of_fiscal_year(day, fiscal_year_starts);
                let booked = |days_gone| part_of(amount, days_gone, days);
                Money::cents(booked(k + 1) - booked(k))
            }
        }
    }

    /// The amount, whether a year or once.
    fn size(&self) -> Money {
        match self.amount {
            CostAmount::PerYear(amount) | CostAmount::Once(amount) => amount,
        }
    }

    fn amount_key(&self) -> &'static str {
        match self.amount {
            CostAmount::PerYear(_) => "per_year",
            CostAmount::Once(_) => "once",
        }
    }
}

/// amount × part / whole in cents, rounded, halves up.
fn part_of(amount: Money, part: i32, whole: i32) -> i64 {
    let (part, whole) = (i128::from(part), i128::from(whole));
    ((2 * i128::from(amount.in_cents()) * part + whole).div_euclid(2 * whole)) as i64
}

/// Which day of its fiscal year a day is, from 0, and how many days that year has.
fn day_of_fiscal_year(day: Day, fiscal_year_starts: u8) -> (i32, i32) {
    let (year, month, of_month) = day.civil();
    let starts = i32::from(fiscal_year_starts);
    let months_gone = (i32::from(month) - starts).rem_euclid(12);
    let this_month = day - (i32::from(of_month) - 1);
    let next_year = this_month.plus_months((12 - months_gone) as u32);
    // A fiscal year has the 29 February of the year in which it ends, or, if it starts in January
    // or February, of the year in which it starts.
    let first = i32::from(year) - i32::from(i32::from(month) < starts);
    let leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = 365 + i32::from(leap(if starts <= 2 { first } else { first + 1 }));
    (days - (next_year - day), days)
}

impl Parts {
    /// What is wrong with the named costs.
    pub(crate) fn check_costs(&self, fault: &mut impl FnMut(String, Fault)) {
        let (start, end) = (self.period.start(), self.period.end());
        let mut all = 0.0;
        for (i, cost) in self.costs.iter().enumerate() {
            let key = |name: &str| format!("cost[{}].{name}", i + 1);
            if self.costs[..i].iter().any(|other| other.name == cost.name) {
                let found = format!("{:?}", cost.name);
                fault(key("name"), Fault::new(found, "a name of its own: another has it"));
            }
            let once = matches!(cost.amount, CostAmount::Once(_));
            if !(cost.from <= end && (!once || start <= cost.from)) {
                let right = match once {
                    true => format!("a day of the period, {start} to {end}"),
                    false => format!("on or before the last day, {end}"),
                };
                fault(key("from"), Fault::new(cost.from, right));
            }
            if let Some(until) = cost.until {
                if once {
                    let right = "left out: what is spent once has only a first day";
                    fault(key("until"), Fault::new(until, right));
                } else if !(cost.from <= until) {
                    let right = format!("on or after the first day, {}", cost.from);
                    fault(key("until"), Fault::new(until, right));
                } else if !(start <= until) {
                    fault(
                        key("until"),
                        Fault::new(until, format!("on or after the start, {start}")),
                    );
                }
            }
            if !(Money::ZERO <= cost.size()) {
                fault(key(cost.amount_key()), Fault::new(cost.size(), "0 or more"));
            }
            let times = if once { 1 } else { 1 + self.period.days() / 365 };
            let before = all;
            all += cost.size().in_cents() as f64 * times as f64;
            if before <= MOST_CENTS && !(all <= MOST_CENTS) {
                let found = format!("{:.3e} with all costs before it", all / 100.0);
                let right = "at most 5,000,000,000,000,000 in all years together";
                fault(key(cost.amount_key()), Fault::new(found, right));
            }
        }
    }
}

/// What all named costs may be together, so that no sum of cost lines leaves 64 bits.
const MOST_CENTS: f64 = 5e17;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, of_month: i8) -> Day {
        Day::new(year, month, of_month).unwrap()
    }

    #[test]
    fn a_fiscal_year_has_the_leap_day_that_lies_in_it() {
        for (date, starts, expected) in [
            (day(2020, 1, 1), 1, (0, 366)),
            (day(2020, 12, 31), 1, (365, 366)),
            (day(2021, 1, 1), 1, (0, 365)),
            // February 2020 to January 2021 holds 29 February 2020; March 2020 on does not.
            (day(2020, 2, 29), 2, (28, 366)),
            (day(2020, 2, 29), 3, (365, 366)),
            (day(2020, 3, 1), 3, (0, 365)),
            (day(2019, 4, 1), 4, (0, 366)),
            (day(2020, 3, 31), 4, (365, 366)),
            (day(2021, 3, 31), 4, (364, 365)),
            // A century without a leap day, and the ends of the calendar.
            (day(2100, 12, 31), 1, (364, 365)),
            (day(1600, 1, 1), 12, (31, 366)),
            (day(2999, 12, 31), 12, (30, 365)),
        ] {
            assert_eq!(day_of_fiscal_year(date, starts), expected, "{date}, month {starts}");
        }
    }

    #[test]
    fn every_day_of_the_calendar_is_the_next_of_its_fiscal_year() {
        for starts in 1..=12 {
            let mut before = day_of_fiscal_year(Day::FIRST, starts);
            for number in Day::FIRST.number() + 1..=Day::LAST.number() {
                let here = day_of_fiscal_year(Day::from_number(number), starts);
                let next = match before.0 + 1 == before.1 {
                    true => here.0 == 0,
                    false => here == (before.0 + 1, before.1),
                };
                assert!(next, "{before:?} is followed by {here:?}");
                before = here;
            }
        }
    }
}

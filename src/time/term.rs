//! The statutory term: how long a decision may take, and which day is its last.

use std::fmt;

use crate::error::Fault;
use crate::time::Calendar;
use crate::time::Day;

/// A length of time as laws write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Calendar days.
    Days(u32),
    /// Weeks of seven calendar days.
    Weeks(u32),
    /// Calendar months; a month that has no such day ends on its last day.
    Months(u32),
}

impl Length {
    /// The day this long after `day`.
    pub fn after(self, day: Day) -> Day {
        match self {
            Length::Days(days) => day + days as i32,
            Length::Weeks(weeks) => day + 7 * weeks as i32,
            Length::Months(months) => day.plus_months(months),
        }
    }

    fn longest_in_days(self) -> u64 {
        match self {
            Length::Days(days) => u64::from(days),
            Length::Weeks(weeks) => 7 * u64::from(weeks),
            Length::Months(months) => 31 * u64::from(months),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = match self {
            Length::Days(number) => (number, "day"),
            Length::Weeks(number) => (number, "week"),
            Length::Months(number) => (number, "month"),
        };
        write!(formatter, "{number} {unit}{}", if *number == 1 { "" } else { "s" })
    }
}

/// From which day the term is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermStart {
    /// The day after receipt is the first day: six months from 10 April end on 10 October
    /// (RBDHA:2025:2500).
    DayAfterReceipt,
    /// The day of receipt is the first day: six months from 5 September end on 4 March
    /// (RBDHA:2020:7982).
    DayOfReceipt,
}

/// What happens to a term whose last day is not a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermEndOnDayOff {
    /// The last day stays where it is.
    Stays,
    /// The term ends on the next working day.
    NextWorkingDay,
}

/// How the last day of a term is counted; courts differ, so it is a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermConventions {
    /// From which day the term is counted.
    pub start: TermStart,
    /// What happens when the last day is a day off.
    pub end_on_day_off: TermEndOnDayOff,
}

impl Default for TermConventions {
    /// Counted from the day after receipt; the last day stays where it is.
    fn default() -> TermConventions {
        TermConventions {
            start: TermStart::DayAfterReceipt,
            end_on_day_off: TermEndOnDayOff::Stays,
        }
    }
}

/// The time within which a case must be decided.
///
/// A case is late from the day after the term's last day on.
///
/// # Example
/// ```
/// use arrears::time::{Calendar, Day, Length, Term, TermConventions};
///
/// let term = Term::new(Length::Months(6))?;
/// let received = Day::new(2024, 4, 10)?;
/// let due = term.last_day(received, 0, TermConventions::default(), &Calendar::every_day());
/// assert_eq!(due, Day::new(2024, 10, 10)?);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// Awb 4:13 (a term set by law); Vw 2000 art. 42(1): six months after receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    // At least 1 and at most MAX_DAYS long.
    length: Length,
    extension: Option<Length>,
}

impl Term {
    /// The longest term that can be used, in days.
    pub const MAX_DAYS: u64 = 7_320;

    /// A term of this length.
    ///
    /// # Errors
    /// - the length is 0 or above 7,320 days (twenty years).
    pub fn new(length: Length) -> Result<Term, Fault> {
        let days = length.longest_in_days();
        if !(0 < days && days <= Term::MAX_DAYS) {
            return Err(Fault::new(length, "longer than 0 and at most 7,320 days (20 years)"));
        }
        Ok(Term { length, extension: None })
    }

    /// The same term with an extension added to its end.
    ///
    /// # Errors
    /// - the extension is 0 or above 7,320 days.
    pub fn extended(self, by: Length) -> Result<Term, Fault> {
        Term::new(by)?;
        Ok(Term { extension: Some(by), ..self })
    }

    /// How long the term is, without any extension.
    pub fn length(self) -> Length {
        self.length
    }

    /// The due day: the last day on which a decision is in time.
    ///
    /// Rule: `received` + length + extension + days of suspension, one day earlier when the day of
    /// receipt counts; then moved to a working day if the convention says so.
    pub fn last_day(
        self,
        received: Day,
        suspended_days: u32,
        conventions: TermConventions,
        calendar: &Calendar,
    ) -> Day {
        let end = self.length.after(received);
        let end = self.extension.map_or(end, |by| by.after(end)) + suspended_days as i32;
        let last = match conventions.start {
            TermStart::DayAfterReceipt => end,
            TermStart::DayOfReceipt => end - 1,
        };
        match conventions.end_on_day_off {
            TermEndOnDayOff::Stays => last,
            TermEndOnDayOff::NextWorkingDay => calendar.this_or_next_working_day(last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(length: Length, received: &str, conventions: TermConventions) -> String {
        let received = received.parse().unwrap();
        let calendar = Calendar::office(vec![Day::new(2024, 10, 14).unwrap()]);
        Term::new(length).unwrap().last_day(received, 0, conventions, &calendar).to_string()
    }

    #[test]
    fn courts_count_the_day_of_receipt_or_not() {
        let with = TermConventions { start: TermStart::DayOfReceipt, ..Default::default() };
        // RBDHA:2020:7982: received 5 September 2019, "uiterlijk 4 maart 2020".
        assert_eq!(due(Length::Months(6), "2019-09-05", with), "2020-03-04");
        // RBDHA:2025:2500: received 10 April 2024, due 10 October 2024.
        let without = TermConventions::default();
        assert_eq!(due(Length::Months(6), "2024-04-10", without), "2024-10-10");
    }

    #[test]
    fn the_circular_counts_six_weeks_from_the_first_of_october() {
        // Circular "Wet dwangsom", juridische versie (BWBR0035667): "6 weken, vanaf 1 oktober",
        // last day 12 November; 13 days of suspension make it 25 November; two weeks of
        // adjournment 9 December.
        let term = Term::new(Length::Weeks(6)).unwrap();
        let received: Day = "2018-10-01".parse().unwrap();
        let last = |term: Term, suspended: u32| {
            let calendar = Calendar::every_day();
            term.last_day(received, suspended, TermConventions::default(), &calendar).to_string()
        };
        assert_eq!(last(term, 0), "2018-11-12");
        assert_eq!(last(term, 13), "2018-11-25");
        assert_eq!(last(term.extended(Length::Weeks(2)).unwrap(), 13), "2018-12-09");
    }

    #[test]
    fn a_term_that_ends_on_a_day_off_may_roll_over_weekend_and_holiday() {
        let rolls = TermConventions {
            end_on_day_off: TermEndOnDayOff::NextWorkingDay,
            ..Default::default()
        };
        // 12 October 2024 is a Saturday; Monday the 14th is a holiday here.
        assert_eq!(due(Length::Days(30), "2024-09-12", rolls), "2024-10-15");
        assert_eq!(due(Length::Days(30), "2024-09-12", TermConventions::default()), "2024-10-12");
    }

    #[test]
    fn a_term_of_nothing_or_of_an_age_is_refused() {
        for length in [Length::Days(0), Length::Months(0), Length::Weeks(1_046)] {
            assert!(Term::new(length).is_err(), "{length}");
        }
    }
}

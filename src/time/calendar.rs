//! Which days are worked.

use crate::error::Fault;
use crate::time::Day;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names say it.
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The days of a week, Monday first.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// Its English name, with a capital.
    pub const fn name(self) -> &'static str {
        match self {
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        }
    }

    /// The place in the week: Monday is 0, Sunday is 6.
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// The working days of a service: some days of the week, less the holidays.
///
/// # Example
/// ```
/// use arrears::time::{Calendar, Day};
///
/// let new_year = Day::new(2020, 1, 1)?;
/// let office = Calendar::office(vec![new_year]);
/// assert!(!office.is_working_day(new_year));
/// assert!(office.is_working_day(new_year + 1));
/// assert!(!office.is_working_day(new_year + 3)); // a Saturday
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    // At least one is true.
    worked: [bool; 7],
    // Sorted, each once.
    holidays: Vec<Day>,
}

impl Calendar {
    /// The calendar in which `worked` days of the week (Monday first) are worked.
    ///
    /// # Errors
    /// - no day of the week is worked.
    pub fn new(worked: [bool; 7], mut holidays: Vec<Day>) -> Result<Calendar, Fault> {
        if !worked.contains(&true) {
            return Err(Fault::new("no working day", "at least one day of the week"));
        }
        holidays.sort_unstable();
        holidays.dedup();
        Ok(Calendar { worked, holidays })
    }

    /// Monday to Friday, less the holidays.
    pub fn office(holidays: Vec<Day>) -> Calendar {
        let worked = [true, true, true, true, true, false, false];
        Calendar::new(worked, holidays).expect("Monday is worked")
    }

    /// Every day is worked.
    pub fn every_day() -> Calendar {
        Calendar { worked: [true; 7], holidays: Vec::new() }
    }

    /// Whether work is done on this day.
    pub fn is_working_day(&self, day: Day) -> bool {
        self.worked[day.weekday().index()] && self.holidays.binary_search(&day).is_err()
    }

    /// Working days in a week without holidays, 1 to 7.
    pub fn days_per_week(&self) -> u32 {
        self.worked.iter().map(|&worked| u32::from(worked)).sum()
    }

    /// Whether each day of the week is worked, Monday first.
    pub fn worked_weekdays(&self) -> [bool; 7] {
        self.worked
    }

    /// The holidays, sorted.
    pub fn holidays(&self) -> &[Day] {
        &self.holidays
    }

    /// This day if it is worked, otherwise the next working day.
    ///
    /// A run of more than 3,660 days off ends the search where it stands.
    pub fn this_or_next_working_day(&self, day: Day) -> Day {
        let mut days = (0..=3_660).map(|later| day + later);
        days.find(|&day| self.is_working_day(day)).unwrap_or(day)
    }
}

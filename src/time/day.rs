//! A day as a number; people read and write it as a civil date.

use std::fmt;
use std::ops::Add;
use std::ops::Sub;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::Date;

use crate::error::Fault;
use crate::time::Weekday;

/// One calendar day, counted from 1 January 1970 (day 0).
///
/// # Example
/// ```
/// use arrears::time::Day;
///
/// let received: Day = "2019-09-05".parse()?;
/// assert_eq!((received + 183).to_string(), "2020-03-06");
/// assert_eq!(Day::new(1970, 1, 1)?.number(), 0);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The first day that can be used, 1 January 1600.
    pub const FIRST: Day = Day(-135_140);
    /// The last day that can be used, 31 December 2999.
    pub const LAST: Day = Day(376_199);

    /// The day of a civil date.
    ///
    /// # Errors
    /// - the date does not exist, or its year is not in 1600 to 2999.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Day, Fault> {
        let found = format!("{year:04}-{month:02}-{day:02}");
        let date = Date::new(year, month, day)
            .map_err(|_| Fault::new(&found, "a date of the calendar, as 2020-03-03"))?;
        let number = date.duration_since(EPOCH).as_hours() / 24;
        let day = Day(number as i32);
        if !(Day::FIRST <= day && day <= Day::LAST) {
            return Err(Fault::new(found, "a date in the years 1600 to 2999"));
        }
        Ok(day)
    }

    /// The day with this number, where day 0 is 1 January 1970.
    pub const fn from_number(number: i32) -> Day {
        Day(number)
    }

    /// Days since 1 January 1970; negative before it.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    pub fn civil(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        // Day 0, 1 January 1970, was a Thursday.
        Weekday::ALL[(self.0 + 3).rem_euclid(7) as usize]
    }

    /// The same day of the month `months` later, or the last day of that month if it is shorter.
    ///
    /// 31 August plus six months is 28 (or 29) February.
    pub fn plus_months(self, months: u32) -> Day {
        let later = self.date().saturating_add(Span::new().months(i64::from(months)));
        Day((later.duration_since(EPOCH).as_hours() / 24) as i32)
    }

    fn date(self) -> Date {
        EPOCH.saturating_add(Span::new().days(i64::from(self.0)))
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Add<i32> for Day {
    type Output = Day;
    fn add(self, days: i32) -> Day {
        Day(self.0 + days)
    }
}

impl Sub<i32> for Day {
    type Output = Day;
    fn sub(self, days: i32) -> Day {
        Day(self.0 - days)
    }
}

impl Sub for Day {
    type Output = i32;
    /// Days from `earlier` to this day.
    fn sub(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Day {
    /// The ISO form, `2020-03-03`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = Fault;

    /// Reads the ISO form `2020-03-03`.
    fn from_str(text: &str) -> Result<Day, Fault> {
        let wrong = || Fault::new(format!("{text:?}"), "a date, as 2020-03-03");
        let mut parts = text.splitn(3, '-');
        let mut next = |digits: usize| match parts.next() {
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<i16>().map_err(|_| wrong())
            }
            _ => Err(wrong()),
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        Day::new(year, month as i8, day as i8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_fourteen_centuries_is_one_after_the_day_before() {
        // The rule of the Gregorian calendar, counted on from 1 January 1600, a Saturday.
        let (mut year, mut month, mut day) = (1600_i16, 1_i8, 1_i8);
        for number in Day::FIRST.number()..=Day::LAST.number() {
            assert_eq!(Day(number).civil(), (year, month, day));
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 if leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            day += 1;
            if day > length {
                (day, month) = (1, month + 1);
            }
            if month > 12 {
                (month, year) = (1, year + 1);
            }
        }
        assert_eq!((year, month, day), (3000, 1, 1));
        assert_eq!(Day::FIRST.weekday(), Weekday::Saturday);
    }

    #[test]
    fn the_letter_was_written_on_a_tuesday() {
        assert_eq!(Day::new(2020, 3, 3).unwrap().weekday(), Weekday::Tuesday);
    }

    #[test]
    fn months_end_with_the_month() {
        let rows = [
            ("2019-08-31", 6, "2020-02-29"),
            ("2018-08-31", 6, "2019-02-28"),
            ("2019-09-05", 6, "2020-03-05"),
            ("2020-02-29", 12, "2021-02-28"),
        ];
        for (from, months, to) in rows {
            assert_eq!(from.parse::<Day>().unwrap().plus_months(months).to_string(), to);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "2020", "2020-1-01", "2020-02-30", "20-01-2020", "1500-01-01", "２０２０-01-01"]
        {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }
}

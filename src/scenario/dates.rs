//! Stretches of days as people write them: a day, a week or a month.

use crate::time::Day;

/// The first and the last day of a month, written 2020-01.
pub(crate) fn month(text: &str) -> Option<(Day, Day)> {
    if text.len() != 7 {
        return None;
    }
    let first: Day = format!("{text}-01").parse().ok()?;
    Some((first, first.plus_months(1) - 1))
}

/// The first and the last day of what is written as a day or as a month.
pub(crate) fn day_or_month(text: &str) -> Option<(Day, Day)> {
    match text.parse::<Day>() {
        Ok(day) => Some((day, day)),
        Err(_) => month(text),
    }
}

/// The first and the last day of a week, written as its Monday or as 2020-W02.
pub(crate) fn week(text: &str) -> Option<(Day, Day)> {
    let monday = match text.parse::<Day>() {
        Ok(day) => Some(day).filter(|day| day.weekday().index() == 0),
        Err(_) => iso_week(text),
    }?;
    Some((monday, monday + 6))
}

/// The Monday of an ISO week; the first week of a year is the one with 4 January in it.
///
/// # Source
/// ISO 8601:2004, section 2.2.10.
fn iso_week(text: &str) -> Option<Day> {
    let (year, week) = text.split_once("-W")?;
    let first_monday = |year: i16| {
        let day = Day::new(year, 1, 4).ok()?;
        Some(day - day.weekday().index() as i32)
    };
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(week, 2) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let week: i32 = week.parse().ok().filter(|week| 1 <= *week)?;
    let monday = first_monday(year)? + 7 * (week - 1);
    // Only some years have a week 53; the year after the last that can be used has no first week.
    let next = first_monday(year + 1).unwrap_or(Day::LAST);
    (monday < next).then_some(monday)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(stretch: Option<(Day, Day)>) -> String {
        stretch.map_or("none".to_owned(), |(first, last)| format!("{first} {last}"))
    }

    #[test]
    fn weeks_are_those_of_iso_8601() {
        let rows = [
            ("2020-W01", "2019-12-30 2020-01-05"),
            ("2020-W02", "2020-01-06 2020-01-12"),
            ("2020-W53", "2020-12-28 2021-01-03"),
            ("2021-W01", "2021-01-04 2021-01-10"),
            ("2020-01-06", "2020-01-06 2020-01-12"),
            ("2021-W53", "none"),
            ("2020-W00", "none"),
            ("2020-W2", "none"),
            ("2020-W+2", "none"),
            ("2020-01-07", "none"),
        ];
        for (text, right) in rows {
            assert_eq!(written(week(text)), right, "{text}");
        }
    }

    #[test]
    fn a_month_ends_with_its_last_day() {
        assert_eq!(written(month("2020-02")), "2020-02-01 2020-02-29");
        assert_eq!(written(month("2999-12")), "2999-12-01 2999-12-31");
        for wrong in ["2020-13", "2020-1", "2020", "20-01-2", "2020-0é"] {
            assert_eq!(month(wrong), None, "{wrong}");
        }
    }
}

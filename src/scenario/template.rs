//! A scenario to fill in: right as it is, every invented number with its range.

use crate::error::Fault;
use crate::time::Day;

/// The text, with a name between two `@` in the place of each date.
const TEXT: &str = include_str!("template.toml");

/// The rows of the stock, one a month.
const MONTHS: i32 = 12;

/// The text of a scenario to fill in, as of this day.
///
/// It can be read as it is: a stock of the twelve months before `as_of`, intake by month, staff,
/// behaviour with ranges, the Dutch law by name, a budget, an observed figure and a policy. It
/// ends on the last day of the year after that of `as_of`. Every invented number is called an
/// assumption and has a range. The stock is a table by month of receipt, so the forecast is made
/// on the first day of a month.
///
/// # Errors
/// - `as_of` is not the first day of a month from 2010, the first whole year of the law in it, up
///   to 2900.
///
/// # Example
/// ```
/// use arrears::scenario::{Scenario, template};
///
/// let text = template("2026-03-01".parse()?)?;
/// assert!(text.contains("month = \"2025-03\", cases = 5"));
/// let setup = Scenario::read(&text, |_| Err("no file".to_owned()))?.into_setup();
/// assert_eq!(setup.model.streams[0].stock.cases(), 705);
///
/// let wrong = template("2026-03-03".parse()?).unwrap_err();
/// assert!(wrong.to_string().starts_with("2026-03-03, must be the first day of a month"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn template(as_of: Day) -> Result<String, Fault> {
    let (year, month, day) = as_of.civil();
    if !(day == 1 && 2010 <= year && year <= 2900) {
        let right = "the first day of a month from 2010 to 2900, as 2026-03-01, since the stock is \
                     a table by month of receipt; other days can be written into the file";
        return Err(Fault::new(as_of, right));
    }
    let months = i32::from(year) * 12 + i32::from(month) - 1;
    let mut text = TEXT
        .replace("@as_of@", &as_of.to_string())
        .replace("@end@", &format!("{}-12-31", year + 1))
        .replace("@year@", &year.to_string())
        .replace("@date+2@", &as_of.plus_months(2).to_string());
    for back in 1..=MONTHS {
        let there = months - back;
        let month = format!("{:04}-{:02}", there.div_euclid(12), there.rem_euclid(12) + 1);
        text = text.replace(&format!("@month-{back}@"), &month);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(as_of: &str) -> Result<String, Fault> {
        template(as_of.parse().unwrap())
    }

    #[test]
    fn the_rows_are_the_twelve_months_before() {
        let text = of("2026-03-01").unwrap();
        assert!(!text.contains('@'));
        let after = |start: &str| {
            let found: Vec<&str> =
                text.match_indices(start).map(|(at, _)| &text[at + start.len()..][..7]).collect();
            found
        };
        let months = [
            "2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10",
            "2025-11", "2025-12", "2026-01", "2026-02",
        ];
        assert_eq!(after("month = \""), months);
        for line in ["as_of = 2026-03-01 ", "end = 2027-12-31 ", "date = 2026-03-01 "] {
            assert!(text.contains(line), "{line}");
        }
        assert!(text.contains("{ year = 2026, of = \"paid\""));
        assert!(text.contains("from = 2026-05-01, training_days"));
    }

    #[test]
    fn a_line_with_a_number_says_what_the_number_is() {
        let text = of("2026-01-01").unwrap();
        let mut numbers = 0;
        for line in text.lines() {
            let (code, comment) = line.split_once('#').unwrap_or((line, ""));
            if !code.contains(|letter: char| letter.is_ascii_digit()) {
                continue;
            }
            assert!(!comment.trim().is_empty(), "{line}");
            let invented = comment.contains("assumption");
            assert!(
                !invented || comment.contains("range"),
                "an assumption without a range: {line}"
            );
            numbers += 1;
        }
        assert_eq!(numbers, 53);
    }

    #[test]
    fn only_the_first_of_a_month_under_the_law_will_do() {
        for right in ["2010-01-01", "2020-03-01", "2900-12-01"] {
            assert!(of(right).is_ok(), "{right}");
        }
        for wrong in ["2009-12-01", "2026-01-02", "2026-01-31", "2901-01-01"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}

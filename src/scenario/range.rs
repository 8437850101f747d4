//! Ranges as people write them, `300..600:50`, and every value in one.

use crate::error::Fault;
use crate::scenario::notes::quoted;
use crate::time::Day;

/// The most values of a range or a list.
pub(crate) const MOST_VALUES: usize = 1_000;

const RIGHT: &str = "from..to:step, as 300..600:50, 0.1..0.5:0.1 or 2020-04-01..2020-12-01:1 month";

/// Whether a text is meant as a range: it starts with a digit or a sign and has two dots.
pub(crate) fn is_range(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || "+-".contains(first))
        && text.contains("..")
}

/// The values of a range: from, from + step, from + 2 step, … up to and with `to`, if a step ends
/// there; the last one before it otherwise.
///
/// Numbers are exact decimals. Steps of dates are days, weeks or months; months are counted from
/// the first date, so that 31 January is followed by the last day of February and 31 March.
///
/// # Errors
/// - the text is no range, or one of its parts is no date and no number of at most 15 digits.
/// - the step is 0 or leads away from the end, or there are more than 1,000 values.
pub(crate) fn values(text: &str) -> Result<Vec<String>, Fault> {
    let wrong = || Fault::new(quoted(text), RIGHT);
    let (from, rest) = text.split_once("..").ok_or_else(wrong)?;
    let (to, step) = rest.split_once(':').ok_or_else(wrong)?;
    let [from, to, step] = [from, to, step].map(str::trim);
    let values = match (from.parse::<Day>(), to.parse::<Day>()) {
        (Ok(from), Ok(to)) => dates(from, to, step).ok_or_else(wrong)?,
        _ => {
            let decimals = [from, to, step].map(Decimal::parse);
            let [Some(from), Some(to), Some(step)] = decimals else { return Err(wrong()) };
            numbers(from, to, step)
        }
    };
    match values {
        Values::These(values) => Ok(values),
        Values::WrongStep => {
            Err(Fault::new(quoted(text), "a range whose step leads from its start to its end"))
        }
        Values::TooMany => Err(Fault::new(quoted(text), "a range of at most 1,000 values")),
    }
}

/// The days from one to another, both included if a step ends there, in steps of days, weeks or
/// months, as `2 weeks`.
///
/// Months are counted from the first day, so that 31 January is followed by the last day of
/// February and 31 March.
///
/// # Errors
/// - the step is none or 0, the last day is before the first, or there are more than 1,000 days.
///
/// # Example
/// ```
/// use arrears::scenario::days_every;
/// use arrears::time::Day;
///
/// let (from, to) = (Day::new(2020, 1, 31)?, Day::new(2020, 4, 15)?);
/// let days: Vec<String> = days_every(from, to, "1 month")?.iter().map(Day::to_string).collect();
/// assert_eq!(days, ["2020-01-31", "2020-02-29", "2020-03-31"]);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
pub fn days_every(from: Day, to: Day, step: &str) -> Result<Vec<Day>, Fault> {
    if !(from <= to) {
        return Err(Fault::new(to, format!("on or after {from}")));
    }
    match dates(from, to, step.trim()) {
        Some(Values::These(days)) => days.iter().map(|day| day.parse()).collect(),
        Some(Values::TooMany) => Err(Fault::new(quoted(step), "longer: at most 1,000 days")),
        Some(Values::WrongStep) | None => {
            Err(Fault::new(quoted(step), "days, weeks or months, as 1 month or 2 weeks"))
        }
    }
}

enum Values {
    These(Vec<String>),
    WrongStep,
    TooMany,
}

fn numbers(from: Decimal, to: Decimal, step: Decimal) -> Values {
    let scale = from.scale.max(to.scale).max(step.scale);
    let [first, last, step] = [from, to, step].map(|it| it.at_scale(scale));
    if step == 0 || (last - first).signum() * step.signum() < 0 {
        return Values::WrongStep;
    }
    let steps = (last - first) / step;
    if MOST_VALUES as i128 <= steps {
        return Values::TooMany;
    }
    Values::These((0..=steps).map(|i| written(first + i * step, scale)).collect())
}

/// A number with so many decimals, without the zeros at its end.
fn written(digits: i128, scale: u32) -> String {
    let sign = if digits < 0 { "-" } else { "" };
    let unit = 10_u128.pow(scale);
    let (whole, part) = (digits.unsigned_abs() / unit, digits.unsigned_abs() % unit);
    if part == 0 {
        return format!("{sign}{whole}");
    }
    let part = format!("{part:0width$}", width = scale as usize);
    format!("{sign}{whole}.{}", part.trim_end_matches('0'))
}

/// A number as it was written: `digits` with the last `scale` of them behind the point.
#[derive(Clone, Copy)]
struct Decimal {
    digits: i64, // at most 15 digits
    scale: u32,  // at most 15
}

impl Decimal {
    fn parse(text: &str) -> Option<Decimal> {
        let (sign, size) = match text.as_bytes().first()? {
            b'-' => (-1, &text[1..]),
            b'+' => (1, &text[1..]),
            _ => (1, text),
        };
        let (whole, part) = size.split_once('.').unwrap_or((size, "0"));
        // Underscores stand between digits only, as in the scenario.
        let is_number = |text: &str| text.split('_').all(|it| !it.is_empty() && is_digits(it));
        if !is_number(whole) || !is_number(part) {
            return None;
        }
        let plain = |text: &str| text.replace('_', "");
        let part = plain(part);
        let part = part.trim_end_matches('0');
        let digits = format!("{}{part}", plain(whole));
        if 15 < digits.len() {
            return None;
        }
        let digits: i64 = digits.parse().ok()?;
        Some(Decimal { digits: sign * digits, scale: part.len() as u32 })
    }

    /// The number in units of 10^-`scale`, at least its own scale.
    fn at_scale(self, scale: u32) -> i128 {
        i128::from(self.digits) * 10_i128.pow(scale - self.scale)
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Dates on the way forward; `None` where the step is none.
fn dates(from: Day, to: Day, step: &str) -> Option<Values> {
    let end = step.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = (step[..end].parse::<u32>().ok()?, step[end..].trim());
    let later: fn(Day, u32) -> Day = match unit {
        "day" | "days" => |day, days| day + days as i32,
        "week" | "weeks" => |day, weeks| day + 7 * weeks as i32,
        "month" | "months" => Day::plus_months,
        _ => return None,
    };
    // Longer steps lead out of the calendar; a thousand of these are in range of every number.
    const MOST: u32 = 36_525;
    if number == 0 || to < from {
        return Some(Values::WrongStep);
    }
    let mut values = vec![from.to_string()];
    for i in 1.. {
        let day = later(from, i * number.min(MOST));
        if to < day {
            break;
        }
        if values.len() == MOST_VALUES {
            return Some(Values::TooMany);
        }
        values.push(day.to_string());
    }
    Some(Values::These(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        values(text).unwrap_or_else(|fault| panic!("{fault}")).join(" ")
    }

    #[test]
    fn numbers_are_exact_decimals() {
        let rows = [
            ("300..600:50", "300 350 400 450 500 550 600"),
            ("0.1..0.5:0.1", "0.1 0.2 0.3 0.4 0.5"),
            ("0.7..1.3:0.1", "0.7 0.8 0.9 1 1.1 1.2 1.3"),
            ("1..2:0.5", "1 1.5 2"),
            ("1..2:0.3", "1 1.3 1.6 1.9"),
            ("5..5:1", "5"),
            ("-1..1:1", "-1 0 1"),
            ("-0.05..0.05:0.05", "-0.05 0 0.05"),
            ("3..1:-1", "3 2 1"),
            (" 1_000 .. 3_000 : 1_000 ", "1000 2000 3000"),
            ("1.50..2.50:1.0", "1.5 2.5"),
        ];
        for (text, right) in rows {
            assert_eq!(joined(text), right, "{text}");
        }
        assert_eq!(values("1..1000:1").unwrap().len(), 1_000);
    }

    #[test]
    fn dates_go_by_days_weeks_or_months() {
        let rows = [
            ("2020-04-01..2020-07-01:1 month", "2020-04-01 2020-05-01 2020-06-01 2020-07-01"),
            ("2020-01-31..2020-04-30:1month", "2020-01-31 2020-02-29 2020-03-31 2020-04-30"),
            ("2020-02-27..2020-03-01:1 day", "2020-02-27 2020-02-28 2020-02-29 2020-03-01"),
            ("2020-01-01..2020-01-30:2 weeks", "2020-01-01 2020-01-15 2020-01-29"),
            ("2020-01-01..2020-01-01:9999999 months", "2020-01-01"),
            ("1600-01-01..2999-12-31:36525 months", "1600-01-01"),
        ];
        for (text, right) in rows {
            assert_eq!(joined(text), right, "{text}");
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        let wrong = [
            "300..600",
            "300..600:",
            "300..:50",
            "3..x:1",
            "1e3..2e3:1",
            "1...3:1",
            ".1..1:.1",
            "1_..3:1",
            "1__0..30:1",
            "1.._3:1",
            "2020-01-01..2020-02-01:7",
            "1..2020-01-01:1",
            "2020-01-01..2020-02-01:1 year",
            "2020-01-01..2020-02-01:-1 days",
            "+..1:1",
            "--1..1:1",
            "1234567890123456..2:1",
            "0..1:0.000000000000001",
            "1..2:4294967296 days",
        ];
        for text in wrong {
            let right = format!("{text:?}, must be {RIGHT}");
            assert_eq!(values(text).unwrap_err().to_string(), right);
        }
        for text in ["3..1:1", "1..3:-1", "1..3:0", "2020-02-01..2020-01-01:1 day"] {
            let fault = values(text).unwrap_err().to_string();
            assert!(fault.ends_with("whose step leads from its start to its end"), "{fault}");
        }
        for text in ["0..1000:1", "0..1:0.00000000000001", "1600-01-01..2999-12-31:1 day"] {
            let fault = values(text).unwrap_err().to_string();
            assert!(fault.ends_with("at most 1,000 values"), "{fault}");
        }
    }
}

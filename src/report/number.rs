//! The one place where numbers are rounded: none is printed finer than its standard error allows.
//!
//! A number with standard error e is rounded to the power of ten 10^k with 10^k ≤ 2 e < 10^(k+1),
//! at the finest to whole cents, cases or days. A number without any error is exact and printed
//! in full; one whose error is not known gets three significant digits. In sentences an amount that
//! is not exact has at most three significant digits.

use crate::summary::Estimate;
use crate::summary::ShareEstimate;
use crate::time::Day;

/// What stands where there is no number.
pub(crate) const NOTHING: &str = "–";

/// How far a number may be off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Doubt {
    /// Not at all.
    Exact,
    /// By about this standard error, in the unit of the number.
    Error(f64),
    /// Nobody knows.
    Unknown,
}

impl From<Option<f64>> for Doubt {
    fn from(standard_error: Option<f64>) -> Doubt {
        match standard_error {
            Some(0.0) => Doubt::Exact,
            Some(error) if error.is_finite() => Doubt::Error(error.abs()),
            Some(_) | None => Doubt::Unknown,
        }
    }
}

/// A number and how far it may be off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number {
    pub(crate) value: f64,
    pub(crate) doubt: Doubt,
}

impl Number {
    pub(crate) fn exact(value: i64) -> Number {
        Number { value: value as f64, doubt: Doubt::Exact }
    }

    /// The exponent k of the power of ten to which it is rounded, `finest` at least; `None` when it
    /// is exact.
    fn exponent(self, finest: i32) -> Option<i32> {
        let k = match self.doubt {
            Doubt::Exact => return None,
            Doubt::Error(error) => magnitude(2.0 * error),
            Doubt::Unknown => magnitude(self.value.abs()) - 2,
        };
        Some(k.max(finest))
    }

    /// The number in whole 10^`finest`, rounded to what its error allows.
    fn rounded(self, finest: i32) -> Option<i128> {
        if !self.value.is_finite() {
            return None;
        }
        let k = self.exponent(finest).unwrap_or(finest);
        let steps = (self.value / 10_f64.powi(k)).round() as i128;
        Some(steps * 10_i128.pow(((k - finest).min(30)) as u32))
    }
}

impl From<Estimate> for Number {
    fn from(estimate: Estimate) -> Number {
        Number { value: estimate.value, doubt: estimate.standard_error.into() }
    }
}

/// The exponent k with 10^k ≤ `value` < 10^(k+1); −30 for what is smaller than that, and for 0.
fn magnitude(value: f64) -> i32 {
    if !(1e-30 < value) {
        return -30;
    }
    // The logarithm of 1,000 is 2.9999999999999996 on some machines.
    let k = libm::log10(value).floor() as i32;
    if 10_f64.powi(k + 1) <= value {
        k + 1
    } else if value < 10_f64.powi(k) {
        k - 1
    } else {
        k
    }
}

/// A whole number with commas, `scale` of whose last digits are decimals, of which `decimals` are
/// printed.
fn decimal(number: i128, scale: u32, decimals: u32) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let size = number.unsigned_abs();
    let unit = 10_u128.pow(scale);
    let whole = grouped(size / unit);
    if decimals == 0 {
        return format!("{sign}{whole}");
    }
    let part = size % unit / 10_u128.pow(scale - decimals);
    format!("{sign}{whole}.{part:0width$}", width = decimals as usize)
}

/// A whole number with a comma before every third digit from the right.
pub(crate) fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Cases, households, penalties or days, at the finest one of them.
pub(crate) fn count(number: impl Into<Number>) -> String {
    in_units(number.into(), 0)
}

/// A number in whole 10^`unit` of its own, as of thousands of cents.
fn in_units(number: Number, unit: i32) -> String {
    match number.rounded(unit) {
        None => NOTHING.to_owned(),
        Some(0) if 0.5 * 10_f64.powi(unit) > number.value && 0.0 < number.value => "<1".to_owned(),
        Some(rounded) => decimal(rounded, 0, 0),
    }
}

/// A standard error in the digits of its number, rounded up: `± 30`.
pub(crate) fn error_of_count(number: impl Into<Number>) -> String {
    error_in_units(number.into(), 0)
}

fn error_in_units(number: Number, unit: i32) -> String {
    match number.doubt {
        Doubt::Exact => "exact".to_owned(),
        Doubt::Unknown => NOTHING.to_owned(),
        Doubt::Error(error) => {
            let k = magnitude(2.0 * error).max(unit);
            let steps = (error / 10_f64.powi(k)).ceil() as i128;
            let text = decimal(steps * 10_i128.pow((k - unit) as u32), 0, 0);
            format!("± {text}")
        }
    }
}

/// A share in percent, at the finest a tenth of one.
pub(crate) fn percent(share: Number) -> String {
    let doubt = match share.doubt {
        Doubt::Error(error) => Doubt::Error(100.0 * error),
        Doubt::Exact | Doubt::Unknown => share.doubt,
    };
    let percent = Number { value: 100.0 * share.value, doubt };
    let Some(rounded) = percent.rounded(-1) else { return NOTHING.to_owned() };
    let is_end = percent.value == 0.0 || percent.value == 100.0;
    let is_whole = percent.exponent(-1).map_or(rounded % 10 == 0, |k| 0 <= k);
    let whole = is_end || is_whole;
    format!("{}%", decimal(rounded, 1, u32::from(!whole)))
}

/// The standard error of a share in the digits of its percentage, rounded up.
pub(crate) fn error_of_percent(share: Number) -> String {
    match share.doubt {
        Doubt::Exact => "exact".to_owned(),
        Doubt::Unknown => NOTHING.to_owned(),
        Doubt::Error(error) => {
            let k = magnitude(200.0 * error).max(-1);
            let tenths =
                (100.0 * error / 10_f64.powi(k)).ceil() as i128 * 10_i128.pow((k + 1) as u32);
            format!("{}%", decimal(tenths, 1, u32::from(k < 0)))
        }
    }
}

/// A number with up to `most` decimals, as many as its error allows: a ratio, or days for a case.
pub(crate) fn with_decimals(number: impl Into<Number>, most: u32) -> String {
    let number = number.into();
    let finest = -(most as i32);
    let Some(rounded) = number.rounded(finest) else { return NOTHING.to_owned() };
    let k = number.exponent(finest).unwrap_or(finest);
    decimal(rounded, most, k.min(0).unsigned_abs())
}

/// A number of futures, as `1 future` or `1,000 futures`.
pub(crate) fn futures(number: u64) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} future{plural}", grouped(u128::from(number)))
}

/// The share of futures in which something happened, in words that claim no certainty.
pub(crate) fn share_of_futures(share: ShareEstimate) -> String {
    if share.hits() == 0 {
        return format!("none of the {}", futures(share.of()));
    }
    if share.hits() == share.of() {
        return format!("all of the {}", futures(share.of()));
    }
    let number = Number { value: share.value(), doubt: share.standard_error().into() };
    format!("{} of the futures", percent(number))
}

/// The 95% limits of a share, each with the digits that its error allows.
pub(crate) fn share_limits(share: ShareEstimate) -> String {
    let interval = share.interval(0.95);
    let error = Doubt::Error(interval.half_width() / 2.0);
    let limit = |value| percent(Number { value, doubt: error });
    format!("{} to {}", limit(interval.low), limit(interval.high))
}

/// A date; only its month or its year when the error, in days, allows no more.
pub(crate) fn date(number: Day, doubt: Doubt) -> String {
    let text = number.to_string();
    match doubt {
        Doubt::Error(days) if 365.0 <= 2.0 * days => text[..4].to_owned(),
        Doubt::Error(days) if 30.0 <= 2.0 * days => text[..7].to_owned(),
        Doubt::Exact | Doubt::Error(_) | Doubt::Unknown => text,
    }
}

/// An amount in a sentence, as `EUR 34.2 million`.
pub(crate) fn money(currency: &str, cents: impl Into<Number>) -> String {
    let (digits, unit) = digits_and_unit(cents.into());
    format!("{currency} {digits}{unit}")
}

/// Two amounts in a sentence, as `EUR 31.0 to 38.3 million`.
pub(crate) fn money_range(
    currency: &str,
    low: impl Into<Number>,
    high: impl Into<Number>,
) -> String {
    let (low, high) = (digits_and_unit(low.into()), digits_and_unit(high.into()));
    if low.1 == high.1 {
        return format!("{currency} {} to {}{}", low.0, high.0, high.1);
    }
    format!("{currency} {}{} to {currency} {}{}", low.0, low.1, high.0, high.1)
}

const MILLION: u128 = 100_000_000;
const TEN_THOUSAND: u128 = 1_000_000;

/// The digits of an amount in cents, and the name of the unit chosen by its size.
fn digits_and_unit(cents: Number) -> (String, &'static str) {
    if !cents.value.is_finite() {
        return (NOTHING.to_owned(), "");
    }
    let Some(k) = cents.exponent(0) else { return exact_digits(cents.value.round() as i128) };
    let to = |k: i32| (cents.value / 10_f64.powi(k)).round() as i128 * 10_i128.pow(k as u32);
    let k = k.max(magnitude(cents.value.abs()) - 2).min(30);
    // Rounding may add a digit: 999.6 is 1,000.
    let k = k.max(magnitude(to(k).unsigned_abs() as f64) - 2);
    let rounded = to(k);
    let decimals = |unit: u32| unit.saturating_sub(k as u32);
    match rounded.unsigned_abs() {
        MILLION.. => (decimal(rounded, 8, decimals(8)), " million"),
        TEN_THOUSAND.. => (decimal(rounded, 5, decimals(5)), " thousand"),
        _ if k < 2 => (decimal(rounded, 2, 2), ""),
        _ => (decimal(rounded, 2, 0), ""),
    }
}

/// Every digit of an amount; in millions where three decimals show them all.
fn exact_digits(cents: i128) -> (String, &'static str) {
    let size = cents.unsigned_abs();
    let whole_at = |decimals: &u32| size.is_multiple_of(MILLION / 10_u128.pow(*decimals));
    match (0..=3).find(whole_at).filter(|_| MILLION <= size) {
        Some(decimals) => (decimal(cents, 8, decimals), " million"),
        None if size.is_multiple_of(100) => (decimal(cents, 2, 0), ""),
        None => (decimal(cents, 2, 2), ""),
    }
}

/// In what a table prints amounts: whole units, thousands or millions of the currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MoneyUnit {
    // Of cents: 2, 5 or 8.
    exponent: i32,
}

impl MoneyUnit {
    /// The unit in which the largest amount of a table has at most seven digits.
    pub(crate) fn for_largest(cents: i64) -> MoneyUnit {
        let size = cents.unsigned_abs();
        let exponent = match size {
            0..1_000_000_000 => 2,
            1_000_000_000..1_000_000_000_000 => 5,
            1_000_000_000_000.. => 8,
        };
        MoneyUnit { exponent }
    }

    /// The next larger unit; millions stay.
    pub(crate) fn coarser(self) -> MoneyUnit {
        MoneyUnit { exponent: (self.exponent + 3).min(8) }
    }

    /// The unit for a heading, as `EUR thousand`.
    pub(crate) fn name(self, currency: &str) -> String {
        match self.exponent {
            2 => currency.to_owned(),
            5 => format!("{currency} thousand"),
            _ => format!("{currency} million"),
        }
    }

    /// An amount without error, to be printed in whole units.
    pub(crate) fn whole(self, cents: f64) -> Number {
        Number { value: cents, doubt: Doubt::Error(0.5 * 10_f64.powi(self.exponent)) }
    }

    /// An amount in this unit.
    pub(crate) fn amount(self, cents: impl Into<Number>) -> String {
        in_units(cents.into(), self.exponent)
    }

    /// Half the width of the 95% interval of an amount, in the digits of the amount and rounded up.
    pub(crate) fn half_width(self, cents: Estimate) -> String {
        let Some(interval) = cents.interval(0.95) else { return NOTHING.to_owned() };
        match cents.standard_error.into() {
            Doubt::Exact => "0".to_owned(),
            Doubt::Unknown => NOTHING.to_owned(),
            Doubt::Error(error) => {
                let k = magnitude(2.0 * error).max(self.exponent);
                let steps = (interval.half_width() / 10_f64.powi(k)).ceil() as i128;
                decimal(steps * 10_i128.pow((k - self.exponent) as u32), 0, 0)
            }
        }
    }

    /// The standard error of an amount in this unit.
    pub(crate) fn error(self, cents: impl Into<Number>) -> String {
        error_in_units(cents.into(), self.exponent)
    }
}

/// To which digit a column that adds up is printed, and where its point stands.
///
/// Every number of such a column has the digits that the least known of them allows: rounded each
/// by its own error they would not add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Digits {
    // Printed to whole 10^k, in units of 10^scale.
    k: i32,
    scale: i32,
}

impl Digits {
    /// Digits for these numbers in units of 10^`scale`, at the finest to whole 10^`finest`.
    pub(crate) fn new(numbers: &[Number], scale: i32, finest: i32) -> Digits {
        let exponents = numbers.iter().filter_map(|number| number.exponent(finest));
        Digits { k: exponents.max().unwrap_or(finest), scale }
    }

    /// Digits for amounts in cents in a unit of money.
    pub(crate) fn of_money(numbers: &[Number], unit: MoneyUnit) -> Digits {
        Digits::new(numbers, unit.exponent, unit.exponent)
    }

    /// One of the last digit, in the unit of the numbers.
    pub(crate) fn step(self) -> i128 {
        10_i128.pow(self.k.clamp(0, 30) as u32)
    }

    /// So many of the last digit.
    pub(crate) fn whole(self, steps: i128) -> String {
        let decimals = (self.scale - self.k).max(0) as u32;
        decimal(steps * self.step(), self.scale as u32, decimals)
    }

    /// So many of the last digit, with a sign.
    pub(crate) fn change(self, steps: i128) -> String {
        let sign = if 0 < steps { "+" } else { "" };
        format!("{sign}{}", self.whole(steps))
    }

    /// A number rounded to the last digit; a sign before it where it is a change.
    pub(crate) fn rounded(self, value: f64, is_change: bool) -> String {
        self.by(f64::round, value, is_change)
    }

    /// The ends of an interval, rounded outwards: a mean inside of it stays inside, however it is
    /// rounded.
    pub(crate) fn outwards(self, ends: [f64; 2], is_change: bool) -> [String; 2] {
        [self.by(f64::floor, ends[0], is_change), self.by(f64::ceil, ends[1], is_change)]
    }

    fn by(self, round: fn(f64) -> f64, value: f64, is_change: bool) -> String {
        if !value.is_finite() {
            return NOTHING.to_owned();
        }
        let steps = round(value / self.step() as f64) as i128;
        if is_change { self.change(steps) } else { self.whole(steps) }
    }
}

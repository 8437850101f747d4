//! Amounts of money: whole cents, so that sums are exact and their order does not matter.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;
use std::ops::AddAssign;
use std::ops::Mul;
use std::ops::Sub;

use crate::error::Fault;

/// An amount of money in whole cents of the scenario's currency.
///
/// Holds up to 92 thousand billion units; arithmetic beyond that is a defect and panics in debug
/// builds. The currency is a label of the scenario, not of the amount.
///
/// # Example
/// ```
/// use arrears::money::Money;
///
/// let maximum = Money::units(23) * 14 + Money::units(35) * 14 + Money::units(45) * 14;
/// assert_eq!(maximum, Money::cents(144_200));
/// assert_eq!(maximum.to_string(), "1,442.00");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// An amount of whole cents.
    pub const fn cents(cents: i64) -> Money {
        Money(cents)
    }

    /// An amount of whole units of the currency (euros, say).
    pub const fn units(units: i64) -> Money {
        Money(units * 100)
    }

    /// An amount from a number of units as people write it, such as 262.5.
    ///
    /// # Errors
    /// - `units` is negative, not a number, above 10 million million, or not whole in cents.
    pub fn from_units(units: f64) -> Result<Money, Fault> {
        if !(0.0 <= units && units <= 1e13) {
            return Err(Fault::new(units, "an amount of 0 or more, at most 10,000,000,000,000"));
        }
        let cents = (units * 100.0).round();
        if !((cents - units * 100.0).abs() <= 1e-6 * cents.max(1.0)) {
            return Err(Fault::new(units, "an amount in whole cents"));
        }
        Ok(Money(cents as i64))
    }

    /// The amount in cents.
    pub const fn in_cents(self) -> i64 {
        self.0
    }

    /// The amount in units of the currency, for summaries and charts.
    pub fn in_units(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Mul<i64> for Money {
    type Output = Money;
    fn mul(self, times: i64) -> Money {
        Money(self.0 * times)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    /// Units with thousands separated by commas, a point and two decimals: `1,442.00`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(formatter, "{sign}{}.{:02}", with_separators(cents / 100), cents % 100)
    }
}

/// A whole number with a comma before every third digit from the right.
pub(crate) fn with_separators(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_print_with_separators_and_two_decimals() {
        let rows = [(0, "0.00"), (5, "0.05"), (99_999, "999.99"), (-144_200, "-1,442.00")];
        for (cents, text) in rows {
            assert_eq!(Money::cents(cents).to_string(), text);
        }
        assert_eq!(with_separators(1_234_567), "1,234,567");
    }

    #[test]
    fn an_amount_below_zero_or_finer_than_a_cent_is_refused() {
        assert_eq!(Money::from_units(262.5), Ok(Money::cents(26_250)));
        assert_eq!(Money::from_units(0.07), Ok(Money::cents(7)));
        for wrong in [-1.0, f64::NAN, f64::INFINITY, 1.005, 1e14] {
            assert!(Money::from_units(wrong).is_err(), "{wrong}");
        }
    }
}

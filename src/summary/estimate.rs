//! A number and how far it may be off: means, standard deviations and shares.

use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;
use statrs::distribution::StudentsT;

use crate::summary::Tally;

/// A range that is meant to hold the true value; `low <= high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end, in the unit of the value.
    pub low: f64,
    /// The upper end, in the unit of the value.
    pub high: f64,
}

impl Interval {
    /// Half the distance between the ends, (high - low) / 2, in the unit of the value.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

/// A number and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The number itself, in the unit of what was counted.
    pub value: f64,
    /// By how much the number typically misses the truth, in the same unit; `None` when the data
    /// cannot tell, as with a single value.
    pub standard_error: Option<f64>,
    /// The degrees of freedom of the standard error; `None` when the normal law is used instead of
    /// Student's.
    pub degrees_of_freedom: Option<u64>,
}

impl Estimate {
    /// The interval that holds the true value with probability `level`.
    ///
    /// value ± q × standard error, where q is the (1 + level) / 2 quantile of Student's law with
    /// the known degrees of freedom, otherwise of the normal law. In the unit of the value.
    ///
    /// At a standard error of 0 the interval is the value itself: all values were equal. It is
    /// `None` when the standard error is unknown.
    ///
    /// # Panics
    /// - `level` is not above 0 and below 1.
    ///
    /// # Example
    /// ```
    /// use arrears::summary::{Tally, mean};
    ///
    /// let mut days = Tally::new(128);
    /// days.add_all(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    /// // Standard deviation sqrt(11), standard error 1; Student's quantile at 10 is 2.228.
    /// let interval = mean(&days).interval(0.95).expect("more than one value");
    /// assert!((interval.high - 8.228).abs() < 0.001);
    /// ```
    ///
    /// # Source
    /// Student (1908), The probable error of a mean, Biometrika 6, 1–25.
    pub fn interval(&self, level: f64) -> Option<Interval> {
        let quantile = two_sided_quantile(level, self.degrees_of_freedom);
        let half = quantile * self.standard_error?;
        Some(Interval { low: self.value - half, high: self.value + half })
    }
}

/// The mean of all values, with its standard error.
///
/// sum / n, from the exact sum; standard error s / sqrt(n) with s the standard deviation over
/// n - 1; n - 1 degrees of freedom. In the unit of the values.
///
/// The standard error of a single value is unknown; of equal values it is 0. The values must be
/// independent of each other.
///
/// # Panics
/// - the tally is empty.
///
/// # Example
/// ```
/// use arrears::summary::{Tally, mean};
///
/// let mut cents = Tally::new(128);
/// cents.add_all(&[1_000_000_004, 1_000_000_007, 1_000_000_013, 1_000_000_016]);
/// let found = mean(&cents);
/// assert_eq!(found.value, 1_000_000_010.0);
/// assert_eq!(found.standard_error, Some((30f64 / 4.0).sqrt()));
/// ```
///
/// # Source
/// Law, Simulation Modeling and Analysis, 5th edition (2015), section 4.4.
pub fn mean(tally: &Tally) -> Estimate {
    let value = tally.mean().expect("a mean needs at least one value");
    let count = tally.count();
    let standard_error = tally.variance().map(|variance| (variance / count as f64).sqrt());
    let degrees_of_freedom = standard_error.map(|_| count - 1);
    Estimate { value, standard_error, degrees_of_freedom }
}

/// The standard deviation of the values, with its standard error; `None` below two values.
///
/// s = sqrt(sum of (x - mean)^2 / (n - 1)); standard error sqrt((m4 - m2^2) / n) / (2 s), with m2
/// and m4 the mean squared and fourth-power differences from the mean. In the unit of the values.
///
/// The standard error is for large n. It is `None` when all values are equal: 0 / 0. The fourth
/// powers are of values to [`Tally::relative_resolution`].
///
/// # Example
/// ```
/// use arrears::summary::{Tally, standard_deviation};
///
/// let mut days = Tally::new(128);
/// days.add_all(&[4, 4]);
/// let found = standard_deviation(&days).expect("two values");
/// assert_eq!((found.value, found.standard_error), (0.0, None));
/// ```
///
/// # Source
/// Cramér, Mathematical Methods of Statistics (1946), chapter 27.
pub fn standard_deviation(tally: &Tally) -> Option<Estimate> {
    let deviation = tally.standard_deviation()?;
    let count = tally.count() as f64;
    let second = deviation * deviation * (count - 1.0) / count;
    let fourth = tally.fourth_powers() / count;
    // Never negative but for rounding: m2^2 is at most m4. With s^4 in place of m2^2 two values
    // would give the root of a negative number.
    let spread = (fourth - second * second).max(0.0);
    let standard_error = (0.0 < deviation).then(|| (spread / count).sqrt() / (2.0 * deviation));
    Some(Estimate { value: deviation, standard_error, degrees_of_freedom: None })
}

/// How often something happened, as a share between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareEstimate {
    hits: u64, // at most `of`
    of: u64,   // at least 1
}

/// The share of `of` independent trials in which something happened.
///
/// hits / of; without unit. The ends 0 and 1 are possible and have an interval of positive width.
///
/// # Panics
/// - `of` is 0, or `hits` is above it.
///
/// # Example
/// ```
/// use arrears::summary::share;
///
/// // Never in 20 trials: still, up to 16% cannot be excluded.
/// let interval = share(0, 20).interval(0.95);
/// assert_eq!(interval.low, 0.0);
/// assert!((interval.high - 0.1611).abs() < 0.00005);
/// ```
pub fn share(hits: u64, of: u64) -> ShareEstimate {
    assert!(0 < of, "a share needs at least one trial");
    assert!(hits <= of, "{hits} hits in {of} trials");
    ShareEstimate { hits, of }
}

impl ShareEstimate {
    /// In how many trials it happened.
    pub fn hits(&self) -> u64 {
        self.hits
    }

    /// How many trials there were, at least 1.
    pub fn of(&self) -> u64 {
        self.of
    }

    /// The share itself, hits / of, from 0 to 1.
    pub fn value(&self) -> f64 {
        self.hits as f64 / self.of as f64
    }

    /// The standard error sqrt(p (1 - p) / n); `None` when it happened never or always, where the
    /// formula would claim certainty.
    pub fn standard_error(&self) -> Option<f64> {
        let share = self.value();
        let sometimes = 0 < self.hits && self.hits < self.of;
        sometimes.then(|| (share * (1.0 - share) / self.of as f64).sqrt())
    }

    /// The interval of Wilson that holds the true share with probability `level`.
    ///
    /// (p + z²/2n ± z sqrt(p(1 - p)/n + z²/4n²)) / (1 + z²/n), with z the (1 + level) / 2 quantile
    /// of the normal law. From 0 to 1; starts at 0 when it never happened, ends at 1 when it
    /// always did.
    ///
    /// # Panics
    /// - `level` is not above 0 and below 1.
    ///
    /// # Source
    /// Wilson (1927), Probable inference, the law of succession, and statistical inference,
    /// J. Am. Stat. Assoc. 22, 209–212.
    pub fn interval(&self, level: f64) -> Interval {
        let z = two_sided_quantile(level, None);
        let n = self.of as f64;
        let share = self.value();
        let scale = 1.0 + z * z / n;
        let centre = (share + z * z / (2.0 * n)) / scale;
        let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt() / scale;
        // The formula gives 0 and 1 at these ends; its rounding need not.
        let low = if self.hits == 0 { 0.0 } else { (centre - half).max(0.0) };
        let high = if self.hits == self.of { 1.0 } else { (centre + half).min(1.0) };
        Interval { low, high }
    }
}

/// The (1 + level) / 2 quantile of Student's law, or of the normal law without degrees of freedom.
pub(crate) fn two_sided_quantile(level: f64, degrees_of_freedom: Option<u64>) -> f64 {
    assert!(0.0 < level && level < 1.0, "a level of {level} must be above 0 and below 1");
    let probability = (1.0 + level) / 2.0;
    match degrees_of_freedom {
        None => Normal::standard().inverse_cdf(probability),
        Some(few) if few < EXPANDED_FROM => StudentsT::new(0.0, 1.0, few as f64)
            .expect("at least one degree of freedom")
            .inverse_cdf(probability),
        Some(many) => student_expanded(Normal::standard().inverse_cdf(probability), many as f64),
    }
}

// The inverse of the incomplete beta function in statrs 0.19 is slow, and not always ends, when its
// parameters are very unequal. From here on four terms of the expansion are as exact.
const EXPANDED_FROM: u64 = 200;

/// Student's quantile from the normal one: Abramowitz, Stegun (1964), formula 26.7.5.
fn student_expanded(z: f64, degrees: f64) -> f64 {
    let s = z * z;
    let terms = [
        z * (s + 1.0) / 4.0,
        z * ((5.0 * s + 16.0) * s + 3.0) / 96.0,
        z * (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0,
        z * ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) / 92160.0,
    ];
    z + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / degrees)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::tests_tally::tally;

    fn check(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found}, expected {expected}");
    }

    #[test]
    fn students_quantiles_are_those_of_the_printed_table() {
        // Fisher, Yates, Statistical Tables, table III: 95% and 99%, two sides.
        let rows = [
            (1, 12.7062, 63.6567),
            (2, 4.3027, 9.9248),
            (10, 2.2281, 3.1693),
            (30, 2.0423, 2.7500),
            (120, 1.9799, 2.6174),
        ];
        for (degrees, at_95, at_99) in rows {
            check(two_sided_quantile(0.95, Some(degrees)), at_95, 6e-5);
            check(two_sided_quantile(0.99, Some(degrees)), at_99, 6e-5);
        }
        check(two_sided_quantile(0.95, None), 1.959_963_984_540_054, 1e-12);
        check(two_sided_quantile(0.95, Some(10_000_000)), 1.959_964, 1e-6);
    }

    #[test]
    fn the_expansion_meets_the_inverse_where_it_takes_over() {
        for level in [0.1, 0.5, 0.9, 0.95, 0.99, 0.999] {
            let exact = two_sided_quantile(level, Some(EXPANDED_FROM - 1));
            let z = two_sided_quantile(level, None);
            check(student_expanded(z, (EXPANDED_FROM - 1) as f64), exact, 1e-8);
        }
    }

    #[test]
    fn wilsons_interval_is_that_of_newcombe() {
        // Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3.
        let rows = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ];
        for (hits, of, low, high) in rows {
            let interval = share(hits, of).interval(0.95);
            check(interval.low, low, 5.1e-5);
            check(interval.high, high, 5.1e-5);
            let mirrored = share(of - hits, of).interval(0.95);
            check(mirrored.low, 1.0 - high, 5.1e-5);
            check(mirrored.high, 1.0 - low, 5.1e-5);
        }
        assert_eq!(share(7, 7).interval(0.5).high, 1.0);
    }

    #[test]
    fn what_a_share_cannot_know_is_none() {
        assert_eq!(share(0, 9).standard_error(), None);
        assert_eq!(share(9, 9).standard_error(), None);
        assert_eq!(share(1, 2).standard_error(), Some(0.125f64.sqrt()));
    }

    #[test]
    fn a_single_value_has_a_mean_without_an_interval() {
        let single = mean(&tally(&[12]));
        assert_eq!((single.value, single.standard_error), (12.0, None));
        assert_eq!(single.interval(0.95), None);
        assert_eq!(standard_deviation(&tally(&[12])), None);
        let equal = mean(&tally(&[12, 12, 12]));
        assert_eq!(equal.interval(0.95), Some(Interval { low: 12.0, high: 12.0 }));
    }

    #[test]
    fn the_error_of_a_standard_deviation_is_worked_by_hand() {
        // -2, -1, 0, 1, 2: m2 = 10/5 = 2, m4 = 34/5 = 6.8, s^2 = 10/4 = 2.5.
        // sqrt((6.8 - 4) / 5) / (2 sqrt(2.5)) = sqrt(0.56 / 10) = sqrt(0.056).
        let found = standard_deviation(&tally(&[98, 99, 100, 101, 102])).expect("five values");
        check(found.value, 2.5f64.sqrt(), 1e-15);
        check(found.standard_error.expect("values differ"), 0.056f64.sqrt(), 1e-15);
        // Two values: m4 = m2^2, so the first-order error is 0 and not the root of a negative.
        let two = standard_deviation(&tally(&[0, 1])).expect("two values");
        assert_eq!(two.standard_error, Some(0.0));
    }
}

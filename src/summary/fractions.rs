//! Fractions with one denominator, one a future: their mean, exact, and how sure it is.

use crate::summary::Estimate;

/// A record of fractions that have one denominator; it grows future by future, in bounded memory.
///
/// What is a share of whole cents is seldom whole itself. Numerators stay whole, so that the means
/// of the parts of a number add up to its mean exactly.
///
/// # Example
/// ```
/// use arrears::summary::Fractions;
///
/// let mut thirds = Fractions::new(3);
/// [1, 2, 2].into_iter().for_each(|numerator| thirds.add(numerator));
/// assert_eq!(thirds.exact_mean(), (5, 9)); // (1/3 + 2/3 + 2/3) / 3
/// assert_eq!(thirds.mean().value, 5.0 / 9.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Fractions {
    denominator: i64, // at least 1
    count: u64,
    sum: i128,
    // Differences are taken from the first numerator: where all are equal they are exactly 0.
    first: i128,
    // The sum of the squares of (numerator - first) / denominator.
    squares: f64,
}

impl Fractions {
    /// A record without fractions.
    ///
    /// # Panics
    /// - `denominator` is below 1.
    pub fn new(denominator: i64) -> Fractions {
        assert!(0 < denominator, "a denominator is 1 or more");
        Fractions { denominator, count: 0, sum: 0, first: 0, squares: 0.0 }
    }

    /// Adds the numerator of one more future.
    ///
    /// # Panics
    /// - the sum of all numerators does not fit into 128 bits.
    pub fn add(&mut self, numerator: i128) {
        if self.count == 0 {
            self.first = numerator;
        }
        let difference = (numerator - self.first) as f64 / self.denominator as f64;
        self.squares += difference * difference;
        self.sum = self.sum.checked_add(numerator).expect("sums of numerators have 128 bits");
        self.count += 1;
    }

    /// How many fractions there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The mean as numerator and denominator, not reduced: the sum of the numerators over
    /// denominator × count.
    ///
    /// # Panics
    /// - there is no fraction; so does [`Fractions::mean`].
    pub fn exact_mean(&self) -> (i128, i128) {
        assert!(0 < self.count, "a mean needs at least one value");
        (self.sum, i128::from(self.denominator) * i128::from(self.count))
    }

    /// The mean, with the standard error s / sqrt(n) and n - 1 degrees of freedom; the error of a
    /// single fraction is not known.
    pub fn mean(&self) -> Estimate {
        let (sum, denominator) = self.exact_mean();
        let whole = sum.div_euclid(denominator) as f64;
        let value = whole + sum.rem_euclid(denominator) as f64 / denominator as f64;
        let count = self.count as f64;
        let variance = (2 <= self.count).then(|| {
            let from_first = self.sum - self.first * i128::from(self.count);
            let sum = from_first as f64 / self.denominator as f64;
            ((self.squares - sum * sum / count) / (count - 1.0)).max(0.0)
        });
        Estimate {
            value,
            standard_error: variance.map(|variance| (variance / count).sqrt()),
            degrees_of_freedom: variance.map(|_| self.count - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(denominator: i64, numerators: &[i128]) -> Fractions {
        let mut record = Fractions::new(denominator);
        numerators.iter().for_each(|numerator| record.add(*numerator));
        record
    }

    #[test]
    fn a_mean_and_its_error_are_those_of_the_paper() {
        // -2, 0, 5: mean 1, squares 9 + 1 + 16 = 26, over 2 and over 3.
        let found = record(1, &[-2, 0, 5]).mean();
        assert_eq!((found.value, found.degrees_of_freedom), (1.0, Some(2)));
        assert!((found.standard_error.unwrap() - (26.0_f64 / 6.0).sqrt()).abs() < 1e-12);
        // The same in sixths: everything a sixth of it.
        let sixths = record(6, &[-2, 0, 5]).mean();
        assert!((sixths.value - 1.0 / 6.0).abs() < 1e-15);
        let ratio = found.standard_error.unwrap() / sixths.standard_error.unwrap();
        assert!((ratio - 6.0).abs() < 1e-12);
    }

    #[test]
    fn equal_fractions_have_no_error_and_one_has_none_that_is_known() {
        assert_eq!(record(3, &[7; 50]).mean().standard_error, Some(0.0));
        let one = record(3, &[7]).mean();
        assert_eq!((one.standard_error, one.degrees_of_freedom), (None, None));
    }

    #[test]
    fn the_largest_amounts_of_a_future_fit() {
        // 840 × 2^63 in 100 million futures.
        let most = 840 * i128::from(i64::MAX);
        let mut found = record(840, &[most, -most, most]);
        assert_eq!(found.exact_mean(), (most, 2_520));
        found.sum = most * 100_000_000;
        found.count = 100_000_000;
        assert_eq!(found.mean().value, i64::MAX as f64);
    }
}

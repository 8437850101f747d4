//! Sums of whole numbers and of their squares that never round and never overflow.

const LOW_HALF: u128 = u64::MAX as u128;

/// How many values, their sum and the sum of their squares, all exact for up to 2^64 - 1 values.
///
/// The squares need up to 190 bits: `squares_high` counts units of 2^64.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExactSums {
    pub(crate) count: u64,
    pub(crate) sum: i128,
    squares_high: u128,
    squares_low: u64,
}

impl ExactSums {
    /// Counts one more value.
    pub(crate) fn add(&mut self, value: i64) {
        let size = u128::from(value.unsigned_abs());
        self.count += 1;
        self.sum += i128::from(value);
        self.add_squares((size * size) >> 64, (size * size) & LOW_HALF);
    }

    /// Counts all values of another record.
    pub(crate) fn merge(&mut self, other: &ExactSums) {
        self.count += other.count;
        self.sum += other.sum;
        self.add_squares(other.squares_high, u128::from(other.squares_low));
    }

    fn add_squares(&mut self, high: u128, low: u128) {
        let low_sum = u128::from(self.squares_low) + low;
        self.squares_high += high + (low_sum >> 64);
        self.squares_low = (low_sum & LOW_HALF) as u64;
    }

    /// The sum of the squares; `None` from 2^128 on.
    pub(crate) fn sum_of_squares(&self) -> Option<u128> {
        let high = u64::try_from(self.squares_high).ok()?;
        Some((u128::from(high) << 64) | u128::from(self.squares_low))
    }

    /// The largest whole number up to the mean, and the fraction from there to the mean.
    ///
    /// Differences from the mean are taken from the whole part, where they are exact.
    pub(crate) fn split_mean(&self) -> (i64, f64) {
        assert!(0 < self.count, "a mean needs at least one value");
        let count = i128::from(self.count);
        let whole = i64::try_from(self.sum.div_euclid(count))
            .expect("the mean of numbers of 64 bits is a number of 64 bits");
        (whole, self.sum.rem_euclid(count) as f64 / count as f64)
    }

    /// The sum of (value - mean)^2, with c the whole part of the mean and r the rest of sum / n:
    /// (sum of squares) - n c^2 - 2 c r - r^2 / n; all but the last term in whole numbers.
    pub(crate) fn squared_deviations(&self) -> f64 {
        let (whole, _) = self.split_mean();
        let count = u128::from(self.count);
        let rest = self.sum.rem_euclid(i128::from(self.count));
        let whole_squared = u128::from(whole.unsigned_abs()).pow(2);
        let low_product = (whole_squared & LOW_HALF) * count;
        let mut high = self.squares_high as i128 - ((whole_squared >> 64) * count) as i128;
        high -= (low_product >> 64) as i128;
        let mut low = i128::from(self.squares_low) - (low_product & LOW_HALF) as i128;
        let cross = i128::from(whole) * rest;
        for _ in 0..2 {
            high -= cross >> 64;
            low -= cross & LOW_HALF as i128;
        }
        high += low >> 64;
        low &= LOW_HALF as i128;
        assert!(0 <= high, "a sum of squares is never negative");
        let rest = rest as u128;
        if high == 0 {
            return (count * low as u128 - rest * rest) as f64 / count as f64;
        }
        high as f64 * 2f64.powi(64) + low as f64 - rest as f64 * (rest as f64 / count as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(values: &[i64]) -> ExactSums {
        let mut sums = ExactSums::default();
        values.iter().for_each(|&value| sums.add(value));
        sums
    }

    #[test]
    fn the_squares_of_the_extremes_are_exact() {
        // 4 * (2^63)^2 = 2^128 is the first sum of squares that 128 bits cannot hold.
        assert_eq!(sums(&[i64::MIN; 3]).sum_of_squares(), Some(3 << 126));
        assert_eq!(sums(&[i64::MIN; 4]).sum_of_squares(), None);
        assert_eq!(sums(&[i64::MIN; 4]).squares_high, 1 << 64);
        assert_eq!(sums(&[i64::MIN; 4]).squared_deviations(), 0.0);
        // -2^63 and 2^63 - 1: mean -1/2, deviations 2^63 - 1/2 each.
        let extremes = sums(&[i64::MIN, i64::MAX]);
        assert_eq!(extremes.split_mean(), (-1, 0.5));
        assert_eq!(extremes.squared_deviations(), 2f64.powi(127));
    }

    #[test]
    fn small_differences_of_large_numbers_stay_exact() {
        // Mean 1e15 + 1/3: deviations -1/3, -1/3, 2/3, squares 6/9.
        let base = 1_000_000_000_000_000;
        let close = sums(&[base, base, base + 1]);
        assert_eq!(close.squared_deviations(), 2.0 / 3.0);
        let negative = sums(&[-base, -base, -base - 1]);
        assert_eq!(negative.squared_deviations(), 2.0 / 3.0);
    }

    #[test]
    fn all_large_values_merge_to_the_same_sums() {
        let mut left = sums(&[i64::MAX, -5, 7]);
        left.merge(&sums(&[i64::MIN, i64::MAX]));
        assert_eq!(left, sums(&[i64::MIN, 7, i64::MAX, i64::MAX, -5]));
    }
}

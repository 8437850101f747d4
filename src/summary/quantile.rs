//! Quantiles as values that really occurred, between bounds that need no law of the values.

use crate::summary::Tally;
use crate::summary::binomial::at_most;
use crate::summary::estimate::two_sided_quantile;

const INTERVAL_LEVEL: f64 = 0.95;

/// The smallest value that at least a share `p` of all values do not exceed.
///
/// X_(ceil(n p)), the order statistic; always one of the values, to [`Tally::relative_resolution`].
/// In the unit of the values. `p` = 0 gives the smallest value, `p` = 1 the largest.
///
/// # Panics
/// - the tally is empty, or `p` is not between 0 and 1.
///
/// # Example
/// ```
/// use arrears::summary::{Tally, quantile};
///
/// let mut days = Tally::new(128);
/// days.add_all(&[10, 20, 30, 40]);
/// assert_eq!(quantile(&days, 0.5), 20);
/// assert_eq!(quantile(&days, 0.51), 30);
/// ```
///
/// # Source
/// Hyndman, Fan (1996), Sample quantiles in statistical packages, Am. Stat. 50, 361–365, type 1.
pub fn quantile(tally: &Tally, p: f64) -> i64 {
    assert!((0.0..=1.0).contains(&p), "a quantile's level of {p} must be between 0 and 1");
    assert!(0 < tally.count(), "a quantile needs at least one value");
    tally.value_at_rank(quantile_rank(tally.count(), p))
}

/// ceil(n p), at least 1, where n p within rounding of a whole number is that number.
///
/// 100 × 0.55 is 55.00000000000001 in binary fractions, and the 56th value would be wrong.
fn quantile_rank(count: u64, p: f64) -> u64 {
    let product = count as f64 * p;
    let nearest = product.round();
    let whole = (product - nearest).abs() <= 4.0 * f64::EPSILON * product;
    let rank = if whole { nearest } else { product.ceil() };
    (rank as u64).clamp(1, count)
}

/// Between which ranks of a sorted sample a quantile lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileRanks {
    /// The rank of the lower bound, from 1; `None` when even the smallest value is no bound.
    pub low: Option<u64>,
    /// The rank of the upper bound, at most n; `None` when even the largest value is no bound.
    pub high: Option<u64>,
    /// The exact probability that the bounds hold the quantile; a missing bound always holds.
    pub coverage: f64,
}

/// The ranks l and u whose values hold the `p` quantile with probability `level` at least.
///
/// With B the distribution function of the binomial law and a = 1 - level: l is the largest with
/// B(l - 1; n, p) <= a/2, u the smallest with B(u - 1; n, p) >= 1 - a/2. Then
/// P(X_(l) <= q_p < X_(u)) = B(u - 1; n, p) - B(l - 1; n, p), whatever continuous law the values
/// have; equal values only make it more. They must be independent: no antithetic or stratified
/// ones.
///
/// Few values near an end of the sample have no bound there: it is `None`. With no values both are.
/// Time: `O(sqrt(n) log(n))`.
///
/// # Panics
/// - `p` or `level` is not above 0 and below 1.
///
/// # Example
/// ```
/// use arrears::summary::quantile_ranks;
///
/// let ranks = quantile_ranks(1_000, 0.95, 0.95);
/// assert_eq!((ranks.low, ranks.high), (Some(936), Some(964)));
/// // The largest of 50 values is no upper bound of the 99% quantile.
/// assert_eq!(quantile_ranks(50, 0.99, 0.95).high, None);
/// ```
///
/// # Source
/// David, Nagaraja, Order Statistics, 3rd edition (2003), section 7.1.
pub fn quantile_ranks(n: u64, p: f64, level: f64) -> QuantileRanks {
    assert!(0.0 < p && p < 1.0, "a quantile's level of {p} must be above 0 and below 1");
    assert!(0.0 < level && level < 1.0, "a level of {level} must be above 0 and below 1");
    let tail = (1.0 - level) / 2.0;
    let lower = first(0, n, |k| tail < at_most(k, n, p));
    let upper = first(0, n, |k| 1.0 - tail <= at_most(k, n, p)) + 1;
    let low = (0 < lower).then_some(lower);
    let high = (upper <= n).then_some(upper);
    let above_low = low.map_or(0.0, |rank| at_most(rank - 1, n, p));
    let up_to_high = high.map_or(1.0, |rank| at_most(rank - 1, n, p));
    QuantileRanks { low, high, coverage: up_to_high - above_low }
}

/// The first whole number from `low` at which a condition holds that then holds for ever; `high`
/// when it holds nowhere before.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// A quantile with its 95% bounds and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileEstimate {
    /// Which quantile it is, above 0 and below 1.
    pub level: f64,
    /// The quantile, in the unit of the values.
    pub value: i64,
    /// The lower 95% bound, one of the values; `None` when there are too few to have one.
    pub low: Option<i64>,
    /// The upper 95% bound, one of the values; `None` when there are too few to have one.
    pub high: Option<i64>,
    /// (high - low) / (2 × 1.96), in the unit of the values; `None` without both bounds.
    pub standard_error: Option<f64>,
}

/// The `p` quantile with its 95% bounds.
///
/// The value of [`quantile`], the bounds at the ranks of [`quantile_ranks`] at level 0.95, and as
/// standard error their distance over 2 × 1.96, which supposes nearly normal errors. In the unit of
/// the values, to [`Tally::relative_resolution`].
///
/// A bound that the number of values cannot give is `None`, and so is the standard error then.
///
/// # Panics
/// - the tally is empty, or `p` is not above 0 and below 1.
///
/// # Example
/// ```
/// use arrears::summary::{Tally, quantile_estimate};
///
/// let mut cents = Tally::new(128);
/// cents.add_all(&(1..=100).collect::<Vec<_>>());
/// let median = quantile_estimate(&cents, 0.5);
/// assert_eq!((median.value, median.low, median.high), (50, Some(40), Some(61)));
/// ```
pub fn quantile_estimate(tally: &Tally, p: f64) -> QuantileEstimate {
    estimate_at(tally, p, quantile_ranks(tally.count(), p, INTERVAL_LEVEL))
}

/// The `p` quantile with bounds at 95% ranks that were found before.
pub(crate) fn estimate_at(tally: &Tally, p: f64, ranks: QuantileRanks) -> QuantileEstimate {
    let low = ranks.low.map(|rank| tally.value_at_rank(rank));
    let high = ranks.high.map(|rank| tally.value_at_rank(rank));
    let width = low.zip(high).map(|(low, high)| (i128::from(high) - i128::from(low)) as f64);
    let normal = two_sided_quantile(INTERVAL_LEVEL, None);
    let standard_error = width.map(|width| width / (2.0 * normal));
    QuantileEstimate { level: p, value: quantile(tally, p), low, high, standard_error }
}

/// How many values are needed for the `order`-th largest to bound the `p` quantile.
///
/// The smallest n with B(n - order; n, p) >= confidence: then the `order`-th largest of n
/// independent values is at or above the quantile with probability `confidence` at least. A number
/// of values. `order` = 1 is the largest value. Answers above a thousand million are only as good
/// as the logarithms of the factorials: to about 5 digits.
///
/// # Panics
/// - `p` or `confidence` is not above 0 and below 1, or `order` is 0.
///
/// # Example
/// ```
/// use arrears::summary::wilks_sample_size;
///
/// assert_eq!(wilks_sample_size(0.95, 0.95, 1), 59);
/// ```
///
/// # Source
/// Wilks (1941), Determination of sample sizes for setting tolerance limits, Ann. Math. Stat. 12,
/// 91–96.
pub fn wilks_sample_size(p: f64, confidence: f64, order: u64) -> u64 {
    assert!(0.0 < p && p < 1.0, "a quantile's level of {p} must be above 0 and below 1");
    let right = 0.0 < confidence && confidence < 1.0;
    assert!(right, "a confidence of {confidence} must be above 0 and below 1");
    assert!(0 < order, "the largest value has order 1");
    let enough = |n: u64| confidence <= at_most(n - order, n, p);
    let mut most = order;
    // Ends: each doubling doubles the expected number of values above the quantile.
    while !enough(most) {
        most = most.checked_mul(2).expect("fewer than 2^63 values are needed");
    }
    first(order, most, enough)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::tests_tally::tally;

    fn check_ranks(n: u64, p: f64, low: u64, high: u64, coverage: f64) {
        let found = quantile_ranks(n, p, 0.95);
        assert_eq!((found.low, found.high), (Some(low), Some(high)), "{n} {p}");
        assert!((found.coverage - coverage).abs() <= 5.1e-6, "{n} {p} {}", found.coverage);
    }

    #[test]
    fn the_ranks_and_coverages_of_the_exact_binomial_law() {
        check_ranks(100, 0.5, 40, 61, 0.96480);
        check_ranks(100, 0.95, 90, 100, 0.98261);
        check_ranks(1_000, 0.95, 936, 964, 0.95810);
        check_ranks(1_000, 0.99, 983, 997, 0.97609);
        check_ranks(10_000, 0.95, 9_457, 9_543, 0.95153);
        check_ranks(10_000, 0.99, 9_880, 9_920, 0.95575);
    }

    #[test]
    fn ten_million_values_have_the_ranks_of_the_normal_law() {
        // n p ± 1.959964 sqrt(n p (1 - p)): 9,500,000 ± 1,350.8; 5,000,000 ± 3,098.98. The true
        // ranks differ from these by the skewness and the rounding, at most two.
        for (p, middle, half) in [(0.95, 9_500_000.0, 1350.8), (0.5, 5_000_000.0, 3098.98)] {
            let found = quantile_ranks(10_000_000, p, 0.95);
            let low = found.low.expect("a lower bound") as f64;
            let high = found.high.expect("an upper bound") as f64;
            assert!((low - (middle - half)).abs() <= 2.0, "{low}");
            assert!((high - (middle + half)).abs() <= 2.0, "{high}");
            assert!(0.95 <= found.coverage && found.coverage <= 0.9502);
        }
    }

    #[test]
    fn a_bound_that_does_not_exist_is_none() {
        // 1 - 0.95^72 = 0.9751 is the first above 0.975.
        assert_eq!(quantile_ranks(71, 0.95, 0.95).high, None);
        assert_eq!(quantile_ranks(72, 0.95, 0.95).high, Some(72));
        assert_eq!(quantile_ranks(71, 0.05, 0.95).low, None);
        assert_eq!(quantile_ranks(72, 0.05, 0.95).low, Some(1));
        let nothing = QuantileRanks { low: None, high: None, coverage: 1.0 };
        assert_eq!(quantile_ranks(0, 0.5, 0.95), nothing);
        assert_eq!(quantile_ranks(1, 0.5, 0.95), nothing);
        let few = quantile_estimate(&tally(&[1, 2, 3]), 0.95);
        assert_eq!((few.value, few.high, few.standard_error), (3, None, None));
    }

    #[test]
    fn the_sample_sizes_of_wilks() {
        let rows = [
            (0.95, 0.95, 59, 93),
            (0.95, 0.99, 90, 130),
            (0.99, 0.95, 299, 473),
            (0.90, 0.95, 29, 46),
        ];
        for (p, confidence, largest, second) in rows {
            assert_eq!(wilks_sample_size(p, confidence, 1), largest);
            assert_eq!(wilks_sample_size(p, confidence, 2), second);
        }
        // One value in two is above the median.
        assert_eq!(wilks_sample_size(0.5, 0.5, 1), 1);
    }

    #[test]
    fn a_whole_product_is_its_own_rank() {
        let hundred = tally(&(1..=100).collect::<Vec<_>>());
        for percent in 1..=100 {
            assert_eq!(quantile(&hundred, percent as f64 / 100.0), percent);
        }
        assert_eq!(quantile(&hundred, 0.0), 1);
        assert_eq!(quantile(&hundred, 0.550_001), 56);
        assert_eq!(quantile_rank(10_000_000, 0.95), 9_500_000);
    }

    #[test]
    fn the_standard_error_is_the_width_over_twice_1_96() {
        // Ranks 936 and 964: (964 - 936) / 3.919928.
        let found = quantile_estimate(&tally(&(1..=1_000).collect::<Vec<_>>()), 0.95);
        assert_eq!((found.value, found.low, found.high), (950, Some(936), Some(964)));
        let error = found.standard_error.expect("both bounds");
        assert!((error - 28.0 / 3.919_927_97).abs() <= 1e-8, "{error}");
    }
}

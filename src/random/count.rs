//! How many things happen on a day: Poisson and negative binomial counts by inversion.

use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;
use statrs::function::beta::beta_reg;
use statrs::function::gamma::gamma_ur;

use crate::error::Fault;

/// How much a daily count varies about its mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variation {
    // 0 (no variation), or at least 1.
    variance_ratio: f64,
}

impl Variation {
    /// None: the mean itself, with fractions carried on by whoever uses it.
    pub const NONE: Variation = Variation { variance_ratio: 0.0 };
    /// Poisson: the variance is the mean.
    pub const POISSON: Variation = Variation { variance_ratio: 1.0 };

    /// Negative binomial with variance = `variance_ratio` x mean.
    ///
    /// Counts of several days together have the same ratio, so that daily and weekly input mean
    /// the same. In the form with variance mean + mean²/r it is r = mean / (ratio − 1).
    ///
    /// # Errors
    /// - the ratio is not 0 (no variation) nor between 1 (Poisson) and 1,000.
    pub fn negative_binomial(variance_ratio: f64) -> Result<Variation, Fault> {
        if variance_ratio == 0.0 || (1.0 <= variance_ratio && variance_ratio <= 1_000.0) {
            return Ok(Variation { variance_ratio });
        }
        Err(Fault::new(variance_ratio, "0 (none), 1 (Poisson) or more, at most 1,000"))
    }

    /// Variance over mean: 0, or 1 and more.
    pub const fn variance_ratio(self) -> f64 {
        self.variance_ratio
    }
}

/// The count with this mean at a uniform number in (0, 1), by inversion.
///
/// The smallest k with P(count ≤ k) ≥ `uniform`; a larger mean never gives a smaller count. Without
/// variation it is the mean rounded down. Time: proportional to the mean up to 500, then to its
/// square root (Poisson) or constant (large negative binomial counts).
///
/// # Panics
/// - the mean is not between 0 and 1e9.
///
/// # Example
/// ```
/// use arrears::random::{Variation, count};
///
/// // 95% quantile of the negative binomial with mean 70 and r = 10, variance 560.
/// let variation = Variation::negative_binomial(8.0)?;
/// assert_eq!(count(70.0, variation, 0.95), 113);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// L. Devroye, Non-Uniform Random Variate Generation (1986), section III.2: inversion by
/// sequential search. The check value: scipy `nbinom.ppf(.95, 10, .125)`. Negative binomial counts
/// of a skewness up to 0.01: E. A. Cornish, R. A. Fisher, Moments and Cumulants in the
/// Specification of Distributions, Review of the International Statistical Institute 5 (1938), 307,
/// which then differs by one count at most, and seldom.
pub fn count(mean: f64, variation: Variation, uniform: f64) -> u64 {
    assert!(0.0 <= mean && mean <= 1e9, "a mean count is checked on construction");
    if mean == 0.0 {
        return 0;
    }
    if variation.variance_ratio == 0.0 {
        return mean as u64;
    }
    Law::new(mean, variation).inverse(uniform)
}

/// A law of counts: probabilities follow p(k + 1) = p(k) x (a + b k) / (k + 1).
struct Law {
    mean: f64,
    // The chance of a further event: 1 − 1/ratio; 0 for Poisson.
    q: f64,
    // r of the negative binomial; unused for Poisson.
    r: f64,
}

impl Law {
    fn new(mean: f64, variation: Variation) -> Law {
        let ratio = variation.variance_ratio;
        Law { mean, q: 1.0 - 1.0 / ratio, r: mean / (ratio - 1.0) }
    }

    fn is_poisson(&self) -> bool {
        // The standard deviations differ by less than a millionth, and ln Γ(r) would lose all digits.
        self.q < 1e-6
    }

    fn log_none(&self) -> f64 {
        if self.is_poisson() { -self.mean } else { self.r * libm::log(1.0 - self.q) }
    }

    fn ratio_to_next(&self, k: f64) -> f64 {
        let numerator = if self.is_poisson() { self.mean } else { self.q * (self.r + k) };
        numerator / (k + 1.0)
    }

    fn at_most(&self, k: f64) -> f64 {
        if self.is_poisson() {
            gamma_ur(k + 1.0, self.mean)
        } else {
            beta_reg(self.r, k + 1.0, 1.0 - self.q)
        }
    }

    fn inverse(&self, uniform: f64) -> u64 {
        let log_none = self.log_none();
        if -500.0 <= log_none {
            self.search_from_0(log_none, uniform)
        } else if !self.is_poisson() && self.skewness() <= 0.01 {
            self.expand(uniform)
        } else {
            self.bisect(uniform)
        }
    }

    fn skewness(&self) -> f64 {
        (1.0 + self.q) / libm::sqrt(self.r * self.q)
    }

    /// The quantile by its expansion about the normal one.
    ///
    /// The continued fraction of `beta_reg` ends after 140 terms. That is too few near the median
    /// of large counts, where it puts the median of mean 10,000,000 and ratio 8 a sixteenth of a
    /// standard deviation too high.
    fn expand(&self, uniform: f64) -> u64 {
        let z = Normal::standard().inverse_cdf(uniform);
        let skewness = self.skewness();
        let excess = (1.0 + 4.0 * self.q + self.q * self.q) / (self.r * self.q);
        let deviations = z + skewness * (z * z - 1.0) / 6.0 + excess * (z * z - 3.0) * z / 24.0
            - skewness * skewness * (2.0 * z * z - 5.0) * z / 36.0;
        let deviation = libm::sqrt(self.mean / (1.0 - self.q));
        // A whole number stands for half a unit to either side.
        (self.mean + deviation * deviations - 0.5).ceil().max(0.0) as u64
    }

    fn search_from_0(&self, log_none: f64, uniform: f64) -> u64 {
        let mut k = 0.0;
        let mut probability = libm::exp(log_none);
        let mut sum = probability;
        // The sum may end just below 1; no quantile of 2^-53 lies beyond these standard deviations.
        let last =
            self.mean + 60.0 * libm::sqrt(self.mean / (1.0 - self.q)) + 60.0 / (1.0 - self.q);
        while sum < uniform && k < last {
            probability *= self.ratio_to_next(k);
            k += 1.0;
            sum += probability;
        }
        k as u64
    }

    fn bisect(&self, uniform: f64) -> u64 {
        let spread = libm::sqrt(self.mean / (1.0 - self.q)) + 1.0 / (1.0 - self.q);
        let mut low = (self.mean - 12.0 * spread).max(0.0).floor();
        let mut high = (self.mean + 60.0 * spread).ceil();
        while low < high {
            let middle = ((low + high) / 2.0).floor();
            if self.at_most(middle) < uniform { low = middle + 1.0 } else { high = middle }
        }
        low as u64
    }
}

/// The inverse of one law of counts as a table, for laws that are used many times.
///
/// Gives the same count as [`count`] for every uniform number.
#[derive(Clone, Debug, PartialEq)]
pub struct CountTable {
    // sums[k] = P(count <= k); the last is at least every uniform number.
    sums: Vec<f64>,
    // For each 1/256 of (0, 1), the first k that can be the answer.
    guide: Vec<u32>,
}

const GUIDE_CELLS: usize = 256;

impl CountTable {
    /// The largest mean for which a table is worth its memory.
    pub const MAX_MEAN: f64 = 500.0;

    /// The table of a law with some variation; `None` when its mean is 0 or too large for one.
    pub fn new(mean: f64, variation: Variation) -> Option<CountTable> {
        let law = Law::new(mean, variation);
        let usable = 0.0 < mean && mean <= CountTable::MAX_MEAN && 0.0 < variation.variance_ratio;
        if !usable || !(-500.0 <= law.log_none()) {
            return None;
        }
        let greatest = 1.0 - 1.0 / (1_u64 << 53) as f64;
        let most = law.search_from_0(law.log_none(), greatest) as usize;
        let mut probability = libm::exp(law.log_none());
        let mut sums = vec![probability];
        for k in 0..most {
            probability *= law.ratio_to_next(k as f64);
            sums.push(sums[k] + probability);
        }
        sums[most] = 1.0;
        let starts = (0..GUIDE_CELLS).map(|cell| cell as f64 / GUIDE_CELLS as f64);
        let guide = starts.map(|start| sums.partition_point(|sum| *sum < start) as u32).collect();
        Some(CountTable { sums, guide })
    }

    /// The count at a uniform number in (0, 1).
    #[inline]
    pub fn count(&self, uniform: f64) -> u64 {
        let mut k = self.guide[(uniform * GUIDE_CELLS as f64) as usize] as usize;
        while self.sums[k] < uniform {
            k += 1;
        }
        k as u64
    }
}

#[cfg(test)]
mod tests {
    use statrs::distribution::DiscreteCDF;
    use statrs::distribution::NegativeBinomial;
    use statrs::distribution::Poisson;

    use super::*;

    const UNIFORMS: [f64; 7] = [1e-9, 0.01, 0.2, 0.5, 0.8, 0.99, 1.0 - 1e-9];

    #[test]
    fn counts_are_the_quantiles_that_statrs_gives() {
        for mean in [0.3, 3.0, 70.0, 499.0, 501.0, 8_900.0] {
            for uniform in UNIFORMS {
                let poisson = Poisson::new(mean).unwrap().inverse_cdf(uniform);
                assert_eq!(count(mean, Variation::POISSON, uniform), poisson, "{mean} {uniform}");
                let r = mean / 7.0;
                let negative_binomial = NegativeBinomial::new(r, 0.125).unwrap();
                let variation = Variation::negative_binomial(8.0).unwrap();
                let k = count(mean, variation, uniform);
                assert!(uniform <= negative_binomial.cdf(k) + 1e-12, "{mean} {uniform} {k}");
                assert!(
                    k == 0 || negative_binomial.cdf(k - 1) < uniform + 1e-12,
                    "{mean} {uniform}"
                );
            }
        }
    }

    #[test]
    fn huge_counts_lie_as_many_standard_deviations_out_as_they_should() {
        // The skewness of both laws is (2 ratio - 1) / deviation; the expansion to the first order.
        for ratio in [1.0, 1.000_001, 1.01, 2.0, 8.0, 100.0, 1_000.0] {
            for mean in [1e5, 1e6, 1e7, 1e8, 1e9] {
                let variation = Variation::negative_binomial(ratio).unwrap();
                let deviation = f64::sqrt(ratio * mean);
                let skewness = (2.0 * ratio - 1.0) / deviation;
                for z in [-6.0, -2.0, -0.5, -0.05, 0.0, 0.05, 0.5, 2.0, 6.0] {
                    let uniform = Normal::standard().cdf(z);
                    let found = (count(mean, variation, uniform) as f64 - mean) / deviation;
                    let expected = z + skewness * (z * z - 1.0) / 6.0;
                    // What is left out, a whole count, and the digits of ln Γ of a thousand million.
                    let error = skewness.powi(2) * (1.0 + z.abs().powi(3)) + 1.0 / deviation + 2e-4;
                    assert!((found - expected).abs() <= error, "{ratio} {mean} {z}: {found}");
                }
            }
        }
    }

    #[test]
    fn the_expansion_meets_the_bisection_where_both_are_good() {
        for (mean, ratio) in [(50_000.0, 2.0), (300_000.0, 8.0), (12_000.0, 1.01)] {
            let law = Law::new(mean, Variation::negative_binomial(ratio).unwrap());
            assert!(law.skewness() <= 0.01);
            for step in 0..1_000 {
                let uniform = (f64::from(step) + 0.25) / 1_000.0;
                let (expanded, bisected) = (law.expand(uniform), law.bisect(uniform));
                assert!(expanded.abs_diff(bisected) <= 1, "{mean} {uniform}");
            }
        }
    }

    #[test]
    fn a_table_gives_the_same_counts_as_the_search() {
        for (mean, ratio) in [(0.2, 1.0), (65.0, 1.0), (70.0, 8.0), (400.0, 2.5)] {
            let variation = Variation::negative_binomial(ratio).unwrap();
            let table = CountTable::new(mean, variation).unwrap();
            for step in 0..40_000 {
                let uniform = (f64::from(step) + 0.5) / 40_000.0;
                assert_eq!(
                    table.count(uniform),
                    count(mean, variation, uniform),
                    "{mean} {uniform}"
                );
            }
            for uniform in [f64::MIN_POSITIVE, 1.0 - 1.0 / (1_u64 << 53) as f64] {
                assert_eq!(table.count(uniform), count(mean, variation, uniform));
            }
        }
    }

    #[test]
    fn a_larger_mean_never_gives_a_smaller_count() {
        for uniform in UNIFORMS {
            let means = (1..1_200).map(f64::from);
            let counts: Vec<u64> =
                means.map(|mean| count(mean, Variation::POISSON, uniform)).collect();
            assert!(counts.windows(2).all(|pair| pair[0] <= pair[1]), "{uniform}");
        }
    }

    #[test]
    fn ratios_between_0_and_1_are_refused() {
        for ratio in [0.5, -1.0, f64::NAN, 1_001.0] {
            assert!(Variation::negative_binomial(ratio).is_err(), "{ratio}");
        }
    }
}

//! How many replications are enough, and when to stop.

use crate::summary::Tally;
use crate::summary::mean;
use crate::summary::quantile_estimate;

const INTERVAL_LEVEL: f64 = 0.95;

/// Whether a mean is known to a share `g` of its true size.
///
/// half_width / |mean| <= g / (1 + g). The correction by 1 + g makes the error relative to the true
/// mean and not to the estimate. `mean` and `half_width` in one unit, `g` a share such as 0.01.
///
/// A mean of 0 is reached only by a half-width of 0.
///
/// # Panics
/// - `g` is not above 0, or `half_width` is below 0 or not a number.
///
/// # Example
/// ```
/// use arrears::summary::relative_half_width_reached;
///
/// // 0.1 / 1.1 = 0.0909…
/// assert!(relative_half_width_reached(-1_000.0, 90.0, 0.1));
/// assert!(!relative_half_width_reached(-1_000.0, 91.0, 0.1));
/// ```
///
/// # Source
/// Chow, Robbins (1965), On the asymptotic theory of fixed-width sequential confidence intervals
/// for the mean, Ann. Math. Stat. 36, 457–462; Law, Simulation Modeling and Analysis, 5th edition
/// (2015), chapter 9.
pub fn relative_half_width_reached(mean: f64, half_width: f64, g: f64) -> bool {
    assert!(0.0 <= half_width, "a half-width of {half_width} must be 0 or more");
    half_width <= mean.abs() * target(g)
}

fn target(g: f64) -> f64 {
    assert!(0.0 < g && g < f64::INFINITY, "a relative precision of {g} must be above 0");
    g / (1.0 + g)
}

/// How precisely the mean and a quantile are known; see [`precision`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Whether the mean is known to the share asked for, or not yet or unknown.
    pub mean_reached: bool,
    /// Whether the quantile is known to the share asked for, or not yet or unknown.
    pub quantile_reached: bool,
    /// Half the 95% interval of the mean, as a share of the mean; `None` when there is no interval
    /// or the mean is 0 and the interval is not.
    pub mean_relative_half_width: Option<f64>,
    /// Half the 95% interval of the quantile, as a share of the quantile; `None` when a bound is
    /// missing or the quantile is 0 and the interval is not.
    pub quantile_relative_half_width: Option<f64>,
}

/// How precisely the mean and the `quantile_level` quantile are known, against a share `g`.
///
/// Relative half-width w = half the 95% interval over |estimate|, reached when w <= g / (1 + g):
/// for the mean by Student's law, for the quantile between its order statistics. Without unit.
///
/// What has no interval is not reached: a single value, or a quantile without an upper bound.
/// Values that are all equal have half-width 0 and are reached, which after few replications of a
/// rare event proves little: look first after 50. The widths hold for one look; stopping at the
/// first success makes an interval hold a little less often than it says, 93 to 95 times in 100 at
/// a nominal 95% for mildly skewed values.
///
/// # Panics
/// - the tally is empty, `quantile_level` is not above 0 and below 1, or `g` is not above 0.
///
/// # Example
/// ```
/// use arrears::summary::{Tally, precision};
///
/// let mut cents = Tally::new(65_536);
/// cents.add_all(&(901..=1_100).collect::<Vec<_>>());
/// let found = precision(&cents, 0.95, 0.01);
/// // Mean 1,000.5; standard deviation 57.9; half-width 1.972 × 57.9 / sqrt(200) = 8.07.
/// assert!(found.mean_reached);
/// assert!((found.mean_relative_half_width.expect("a mean") - 0.00807).abs() < 0.00001);
/// ```
///
/// # Source
/// As for [`relative_half_width_reached`].
pub fn precision(tally: &Tally, quantile_level: f64, g: f64) -> Precision {
    let mean_width = mean_relative_half_width(tally);
    let quantile_width = quantile_relative_half_width(tally, quantile_level);
    let target = target(g);
    let reached = |width: Option<f64>| width.is_some_and(|width| width <= target);
    Precision {
        mean_reached: reached(mean_width),
        quantile_reached: reached(quantile_width),
        mean_relative_half_width: mean_width,
        quantile_relative_half_width: quantile_width,
    }
}

fn mean_relative_half_width(tally: &Tally) -> Option<f64> {
    let mean = mean(tally);
    relative(mean.value, mean.interval(INTERVAL_LEVEL)?.half_width())
}

fn quantile_relative_half_width(tally: &Tally, level: f64) -> Option<f64> {
    let found = quantile_estimate(tally, level);
    let width = i128::from(found.high?) - i128::from(found.low?);
    relative(found.value as f64, width as f64 / 2.0)
}

/// half_width / |value|; 0 when the half-width is, `None` when only the value is.
fn relative(value: f64, half_width: f64) -> Option<f64> {
    if half_width == 0.0 {
        return Some(0.0);
    }
    (value != 0.0).then(|| half_width / value.abs())
}

/// About how many replications in all a precision takes; see [`replications_needed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplicationsNeeded {
    /// For the mean; `None` when its relative half-width is unknown, as with a mean of 0.
    pub mean: Option<u64>,
    /// For the 95% quantile; `None` when its relative half-width is unknown.
    pub quantile_95: Option<u64>,
}

/// About how many replications in all are needed to know the mean and the 95% quantile to `g`.
///
/// n (w / (g / (1 + g)))^2, rounded up and at least 2, with w the present relative half-width of
/// [`precision`]: half-widths shrink with the root of n. A number of replications, those already
/// made included.
///
/// An estimate, as rough as w squared: after 50 replications of a normal law it is typically off
/// by a fifth, sqrt(2/49), for skewed values and for a quantile by more. `None` where w is unknown:
/// then run more and ask again. An answer below n says that fewer would have done.
///
/// # Panics
/// - the tally is empty, or `g` is not above 0.
///
/// # Example
/// ```
/// use arrears::summary::{Tally, replications_needed};
///
/// let mut cents = Tally::new(128);
/// cents.add_all(&[90, 110]);
/// // Half-width 12.706 × 10 = 127.06, a share of 1.2706 of the mean; the target is 1/11.
/// // 2 × (1.2706 × 11)^2 = 390.7.
/// assert_eq!(replications_needed(&cents, 0.1).mean, Some(391));
/// assert_eq!(replications_needed(&cents, 0.1).quantile_95, None);
/// ```
///
/// # Source
/// Law, Simulation Modeling and Analysis, 5th edition (2015), chapter 9.
pub fn replications_needed(tally: &Tally, g: f64) -> ReplicationsNeeded {
    let target = target(g);
    let needed = |width: f64| {
        let replications = tally.count() as f64 * (width / target).powi(2);
        // Beyond 2^64 the conversion stays at the largest number.
        (replications.ceil() as u64).max(2)
    };
    ReplicationsNeeded {
        mean: mean_relative_half_width(tally).map(needed),
        quantile_95: quantile_relative_half_width(tally, 0.95).map(needed),
    }
}

/// After how many replications in all to look: `min`, then doubling, at last `max`.
///
/// min, 2 min, 4 min, … below `max`, then `max` itself. Numbers of replications, rising. When `max`
/// is not above `min` the only look is at `max`.
///
/// Looking seldom keeps the chance small of stopping on a lucky width. Each look must see the
/// replications 0 to n - 1 and not those that happened to end first.
///
/// # Panics
/// - `min` or `max` is 0.
///
/// # Example
/// ```
/// use arrears::summary::batch_sizes;
///
/// assert_eq!(batch_sizes(50, 300).collect::<Vec<_>>(), [50, 100, 200, 300]);
/// ```
pub fn batch_sizes(min: u64, max: u64) -> impl Iterator<Item = u64> {
    assert!(0 < min && 0 < max, "at least one replication before the first look and in all");
    std::iter::successors(Some(min.min(max)), move |&seen| {
        (seen < max).then(|| seen.saturating_mul(2).min(max))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::tests_tally::tally;

    #[test]
    fn the_correction_divides_by_one_plus_g() {
        // g = 1/4: g / (1 + g) = 1/5.
        assert!(relative_half_width_reached(100.0, 20.0, 0.25));
        assert!(relative_half_width_reached(-100.0, 20.0, 0.25));
        assert!(!relative_half_width_reached(100.0, 20.1, 0.25));
        assert!(!relative_half_width_reached(0.0, 1e-300, 0.25));
        assert!(relative_half_width_reached(0.0, 0.0, 0.25));
    }

    #[test]
    fn the_quantile_is_measured_between_its_ranks() {
        // Ranks 936 and 964 of 1 to 1,000: half-width 14 at 950.
        let found = precision(&tally(&(1..=1_000).collect::<Vec<_>>()), 0.95, 0.015);
        assert_eq!(found.quantile_relative_half_width, Some(14.0 / 950.0));
        // 14/950 = 0.014737 <= 0.015/1.015 = 0.014778, but not 0.0149/1.0149 = 0.014681.
        assert!(found.quantile_reached);
        let tighter = precision(&tally(&(1..=1_000).collect::<Vec<_>>()), 0.95, 0.0149);
        assert!(!tighter.quantile_reached);
    }

    #[test]
    fn what_is_unknown_is_not_reached() {
        let single = precision(&tally(&[5]), 0.95, 0.5);
        assert!(!single.mean_reached && !single.quantile_reached);
        assert_eq!(single.mean_relative_half_width, None);
        let around_zero = tally(&[-1, 1].repeat(100));
        assert_eq!(precision(&around_zero, 0.5, 0.5).mean_relative_half_width, None);
        assert_eq!(replications_needed(&around_zero, 0.5).mean, None);
        let equal = precision(&tally(&[0; 100]), 0.95, 0.01);
        assert!(equal.mean_reached && equal.quantile_reached);
    }

    #[test]
    fn twice_the_precision_takes_four_times_the_replications() {
        // g = 1/3 gives the target 1/4; g = 1/7 gives 1/8. Quantile: 1,000 (14/950)^2 × 16 or × 64
        // = 3.47 or 13.9.
        let values = tally(&(1..=1_000).collect::<Vec<_>>());
        assert_eq!(replications_needed(&values, 1.0 / 3.0).quantile_95, Some(4));
        assert_eq!(replications_needed(&values, 1.0 / 7.0).quantile_95, Some(14));
        assert_eq!(replications_needed(&tally(&[9, 9, 9]), 0.1).mean, Some(2));
    }

    #[test]
    fn looks_double_and_end_at_the_maximum() {
        let rows: [(u64, u64, &[u64]); 5] = [
            (50, 400, &[50, 100, 200, 400]),
            (50, 401, &[50, 100, 200, 400, 401]),
            (50, 50, &[50]),
            (50, 7, &[7]),
            (u64::MAX / 2, u64::MAX, &[u64::MAX / 2, u64::MAX - 1, u64::MAX]),
        ];
        for (min, max, expected) in rows {
            assert_eq!(batch_sizes(min, max).collect::<Vec<_>>(), expected);
        }
    }
}

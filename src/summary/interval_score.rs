//! How good ranges were: their score, and how often they held.

use crate::summary::Interval;
use crate::summary::ShareEstimate;
use crate::summary::share;

/// The score of a central range that was said to hold with probability `level`; lower is better, in
/// the unit of the values.
///
/// (high − low) + (2/α) (low − observed)⁺ + (2/α) (observed − high)⁺ with α = 1 − level: the width,
/// and a fine for missing that is dearer the surer the range was.
///
/// # Panics
/// - `level` is not at least 0 and below 1, or not low ≤ high.
///
/// # Example
/// ```
/// use arrears::summary::{Interval, interval_score};
///
/// let range = Interval { low: 2.0, high: 4.0 };
/// assert_eq!(interval_score(&range, 0.9, 3.0), 2.0);
/// assert!((interval_score(&range, 0.9, 5.0) - 22.0).abs() < 1e-12);
/// assert!((interval_score(&range, 0.9, 0.0) - 42.0).abs() < 1e-12);
/// ```
///
/// # Source
/// T. Gneiting, A. E. Raftery, J. Am. Stat. Assoc. 102 (2007), 359–378, equation 43.
pub fn interval_score(interval: &Interval, level: f64, observed: f64) -> f64 {
    assert!(0.0 <= level && level < 1.0, "a level of {level} must be at least 0 and below 1");
    assert!(interval.low <= interval.high, "a range from {} to {}", interval.low, interval.high);
    let missed = (interval.low - observed).max(0.0) + (observed - interval.high).max(0.0);
    interval.high - interval.low + 2.0 / (1.0 - level) * missed
}

/// The score of a median and several central ranges `(level, range)`; lower is better, in the unit
/// of the values.
///
/// (|observed − median| / 2 + Σ (α/2) × interval score) / (K + 1/2), over the K ranges. With many
/// evenly spread levels it is close to the continuous ranked probability score, of which this is
/// the form for forecasts that are published as a few quantiles. Without ranges it is the distance
/// to the median.
///
/// # Panics
/// - as [`interval_score`].
///
/// # Example
/// ```
/// use arrears::summary::{Interval, weighted_interval_score};
///
/// let half = (0.5, Interval { low: 2.0, high: 4.0 });
/// // (|5 − 3| / 2 + 0.25 x (2 + 4)) / 1.5
/// assert!((weighted_interval_score(3.0, &[half], 5.0) - 2.5 / 1.5).abs() < 1e-12);
/// ```
///
/// # Source
/// J. Bracher, E. L. Ray, T. Gneiting, N. G. Reich, Evaluating epidemic forecasts in an interval
/// format, PLOS Comput. Biol. 17 (2021), e1008618.
pub fn weighted_interval_score(median: f64, intervals: &[(f64, Interval)], observed: f64) -> f64 {
    let part = |(level, interval): &(f64, Interval)| {
        (1.0 - level) / 2.0 * interval_score(interval, *level, observed)
    };
    let ranges: f64 = intervals.iter().map(part).sum();
    (0.5 * (observed - median).abs() + ranges) / (intervals.len() as f64 + 0.5)
}

/// How often ranges held what was observed, ends included.
///
/// Compare with the level they were said to have. The interval of the share is for cases that are
/// independent of each other, which forecasts from the same time are not.
///
/// # Panics
/// - there are no ranges, or not as many observations.
///
/// # Example
/// ```
/// use arrears::summary::{Interval, coverage};
///
/// let ranges = [1.0, 2.0, 3.0].map(|low| Interval { low, high: low + 1.0 });
/// assert_eq!(coverage(&ranges, &[2.0, 1.9, 3.5]).value(), 2.0 / 3.0);
/// ```
pub fn coverage(intervals: &[Interval], observed: &[f64]) -> ShareEstimate {
    assert!(intervals.len() == observed.len(), "one observation a range");
    let holds = |(range, x): (&Interval, &f64)| range.low <= *x && *x <= range.high;
    let hits = intervals.iter().zip(observed).map(holds).filter(|held| *held).count();
    share(hits as u64, intervals.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::normal_quantile;
    use crate::summary::crps_normal;

    #[test]
    fn many_ranges_come_to_the_score_of_the_whole_forecast() {
        let ranges: Vec<(f64, Interval)> = (1..400)
            .map(|k| {
                let level = f64::from(k) / 400.0;
                let high = normal_quantile(0.5 + level / 2.0);
                (level, Interval { low: -high, high })
            })
            .collect();
        for observed in [0.0, 0.7, -2.0] {
            let found = weighted_interval_score(0.0, &ranges, observed);
            let expected = crps_normal(0.0, 1.0, observed);
            assert!((found - expected).abs() < 0.005, "{found} {expected}");
        }
        assert_eq!(weighted_interval_score(3.0, &[], 5.0), 2.0);
    }
}

//! How good a forecast was as a whole: the continuous ranked probability score.

use crate::random::normal_at_most;
use crate::random::normal_density;

/// The continuous ranked probability score of simulated values, in their unit; lower is better.
///
/// The integral of (F(x) − 1[observed ≤ x])² over x, with F the distribution of the values: (1/M) Σ
/// |x − y| − (1/2M²) Σ Σ |x − x'|. For a single value it is the distance to it. Time: that of
/// sorting.
///
/// The values are taken as the forecast. When they are a sample of it, [`crps_fair`] is right on
/// average.
///
/// # Panics
/// - there are no values, or a number is not finite.
///
/// # Example
/// ```
/// use arrears::summary::{crps, crps_fair};
///
/// assert_eq!(crps(&[0.0, 1.0], 0.5), 0.25);
/// assert_eq!(crps_fair(&[0.0, 1.0], 0.5), Some(0.0));
/// assert_eq!(crps(&[3.0], 5.0), 2.0);
/// ```
///
/// # Source
/// J. E. Matheson, R. L. Winkler, Management Science 22 (1976), 1087–1096; T. Gneiting, A. E.
/// Raftery, J. Am. Stat. Assoc. 102 (2007), 359–378, section 4.2.
pub fn crps(values: &[f64], observed: f64) -> f64 {
    let (distance, spread) = parts(values, observed);
    let count = values.len() as f64;
    distance - spread / (count * count)
}

/// The score of the distribution that the values are a sample of, right on average; `None` below
/// two values.
///
/// As [`crps`], with 1 / (2M (M − 1)) in place of 1 / 2M². It may be negative for a single
/// forecast.
///
/// # Panics
/// - there are no values, or a number is not finite.
///
/// # Source
/// C. A. T. Ferro, Fair scores for ensemble forecasts, Q. J. R. Meteorol. Soc. 140 (2014),
/// 1917–1923; M. Zamo, P. Naveau, Mathematical Geosciences 50 (2018), 209–234.
pub fn crps_fair(values: &[f64], observed: f64) -> Option<f64> {
    let (distance, spread) = parts(values, observed);
    let count = values.len() as f64;
    (2 <= values.len()).then(|| distance - spread / (count * (count - 1.0)))
}

/// The score of a normal forecast, in its unit.
///
/// σ (z (2 Φ(z) − 1) + 2 φ(z) − 1/√π), with z = (observed − mean) / σ. At a standard deviation of 0
/// the distance to the mean.
///
/// # Panics
/// - the standard deviation is not finite and 0 or more.
///
/// # Example
/// ```
/// use arrears::summary::crps_normal;
///
/// assert!((crps_normal(0.0, 1.0, 0.0) - 0.233_694_977_255_109).abs() < 1e-14);
/// assert_eq!(crps_normal(4.0, 0.0, 1.0), 3.0);
/// ```
///
/// # Source
/// T. Gneiting et al., Monthly Weather Review 133 (2005), 1098–1118, equation 5.
pub fn crps_normal(mean: f64, standard_deviation: f64, observed: f64) -> f64 {
    let usable = 0.0 <= standard_deviation && standard_deviation.is_finite();
    assert!(usable, "a standard deviation of {standard_deviation}");
    if standard_deviation == 0.0 {
        return (observed - mean).abs();
    }
    let z = (observed - mean) / standard_deviation;
    let root_of_pi = std::f64::consts::PI.sqrt();
    standard_deviation
        * (z * (2.0 * normal_at_most(z) - 1.0) + 2.0 * normal_density(z) - 1.0 / root_of_pi)
}

/// The mean distance to the observed value, and the sum of the distances of all pairs (once each).
fn parts(values: &[f64], observed: f64) -> (f64, f64) {
    assert!(!values.is_empty(), "a score needs at least one value");
    let finite = values.iter().all(|value| value.is_finite()) && observed.is_finite();
    assert!(finite, "a score needs finite numbers");
    // From the observed value, so that large numbers lose no digits.
    let mut away: Vec<f64> = values.iter().map(|value| value - observed).collect();
    away.sort_by(f64::total_cmp);
    let count = away.len() as f64;
    let distance = away.iter().map(|away| away.abs()).sum::<f64>() / count;
    // The value at rank i (from 1) is the larger of i − 1 pairs and the smaller of M − i.
    let part = |(index, away): (usize, &f64)| (2.0 * index as f64 + 1.0 - count) * away;
    (distance, away.iter().enumerate().map(part).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::normal_quantile;

    #[test]
    fn sorted_sums_are_those_of_all_pairs() {
        let values: [f64; 8] = [3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0, 2.0];
        for observed in [-7.0, 0.5, 2.0, 30.0] {
            let count = values.len() as f64;
            let distance: f64 = values.iter().map(|x| (x - observed).abs()).sum();
            let pairs = values.iter().flat_map(|x| values.iter().map(move |y| (x - y).abs()));
            let pairs: f64 = pairs.sum();
            let plain = distance / count - pairs / (2.0 * count * count);
            let fair = distance / count - pairs / (2.0 * count * (count - 1.0));
            assert!((crps(&values, observed) - plain).abs() < 1e-14);
            assert!((crps_fair(&values, observed).unwrap() - fair).abs() < 1e-14);
        }
        assert_eq!(crps_fair(&[1.0], 2.0), None);
    }

    #[test]
    fn a_fine_grid_of_normal_quantiles_has_the_score_of_the_normal_law() {
        // Gneiting, Raftery (2007): 0.233695 at 0, 0.602441 at 1.
        assert!((crps_normal(0.0, 1.0, 1.0) - 0.602_441).abs() < 1e-6);
        let count = 20_000;
        let level = |i: u32| (f64::from(i) + 0.5) / f64::from(count);
        let values: Vec<f64> = (0..count).map(|i| 10.0 + 3.0 * normal_quantile(level(i))).collect();
        for observed in [10.0, 13.0, 2.0] {
            let away = crps(&values, observed) - crps_normal(10.0, 3.0, observed);
            assert!(away.abs() < 1e-3, "{away}");
        }
    }
}

//! Whether one forecaster scored better than another by more than luck.

use crate::random::beta_at_most;
use crate::summary::Estimate;

/// The difference of two forecasters' scores over the same occasions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreDifference {
    /// The mean of (score of the one − score of the other); below 0 the one is better. Its interval
    /// is Student's.
    pub mean: Estimate,
    /// How likely a difference of this size, of either sign, would be if they were equally good.
    pub p: f64,
}

/// The test of Diebold and Mariano, corrected for few occasions, of forecasts `steps` ahead.
///
/// The variance of the mean difference d̄ is (γ₀ + 2 Σ γₖ) / n over lags below `steps`, since
/// forecasts several steps ahead share luck; it is divided by (n + 1 − 2h + h (h − 1) / n) / n,
/// with h the steps, and d̄ over its root is compared with Student's law at n − 1.
///
/// `None` below ten occasions, where the test says nothing that the numbers do not, when `steps` is
/// 0 or not below the occasions, and when the variance is not above 0.
///
/// # Panics
/// - there are not as many scores of the one as of the other.
///
/// # Example
/// ```
/// use arrears::summary::score_difference;
///
/// let one: Vec<f64> = (0..20).map(|i| f64::from(i % 4)).collect();
/// let other: Vec<f64> = (0..20).map(|i| f64::from(i % 4) + f64::from(i % 3)).collect();
/// let found = score_difference(&one, &other, 1).expect("twenty occasions");
/// assert!(found.mean.value < 0.0 && found.p < 0.001);
/// assert_eq!(score_difference(&one[..9], &other[..9], 1), None);
/// ```
///
/// # Source
/// F. X. Diebold, R. S. Mariano, J. Bus. Econ. Stat. 13 (1995), 253–263; D. Harvey, S. Leybourne,
/// P. Newbold, Int. J. Forecasting 13 (1997), 281–291.
pub fn score_difference(one: &[f64], other: &[f64], steps: usize) -> Option<ScoreDifference> {
    assert!(one.len() == other.len(), "scores of the same occasions");
    let occasions = one.len();
    if occasions < 10 || steps == 0 || occasions <= steps {
        return None;
    }
    let n = occasions as f64;
    let differences: Vec<f64> = one.iter().zip(other).map(|(one, other)| one - other).collect();
    let mean = differences.iter().sum::<f64>() / n;
    let lagged = |lag: usize| {
        let pairs = differences.iter().zip(&differences[lag..]);
        pairs.map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / n
    };
    let long_run = lagged(0) + 2.0 * (1..steps).map(lagged).sum::<f64>();
    let h = steps as f64;
    let correction = (n + 1.0 - 2.0 * h + h * (h - 1.0) / n) / n;
    let variance = long_run / n / correction;
    if !(0.0 < variance && 0.0 < correction) {
        return None;
    }
    let error = variance.sqrt();
    let t = mean / error;
    // P(|T| > t) = I of ν / (ν + t²) at (ν/2, 1/2).
    let freedom = n - 1.0;
    let p = beta_at_most(freedom / 2.0, 0.5, freedom / (freedom + t * t));
    let degrees_of_freedom = Some(occasions as u64 - 1);
    let mean = Estimate { value: mean, standard_error: Some(error), degrees_of_freedom };
    Some(ScoreDifference { mean, p })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_ahead_it_is_the_paired_test_of_student() {
        // Student (1908), p. 20: hours of sleep gained by ten patients; difference 1.58, t =
        // 4.0621, two-sided p = 0.002833.
        let one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let other = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let found = score_difference(&other, &one, 1).unwrap();
        assert!((found.mean.value - 1.58).abs() < 1e-12);
        let t = found.mean.value / found.mean.standard_error.unwrap();
        assert!((t - 4.0621).abs() < 5e-5, "{t}");
        assert!((found.p - 0.002833).abs() < 5e-7, "{}", found.p);
    }

    #[test]
    fn two_steps_ahead_neighbours_count() {
        // Differences 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2: mean 2; γ₀ = 6/12, γ₁: products of
        // neighbours are all 0. Correction (12 + 1 − 4 + 2/12) / 12.
        let one: Vec<f64> = [1.0, 2.0, 3.0, 2.0].repeat(3);
        let found = score_difference(&one, &[0.0; 12], 2).unwrap();
        let error = (0.5f64 / 12.0 / ((9.0 + 1.0 / 6.0) / 12.0)).sqrt();
        assert!((found.mean.standard_error.unwrap() - error).abs() < 1e-14);
        assert_eq!(score_difference(&one, &one, 2), None);
        assert_eq!(score_difference(&one, &[0.0; 12], 12), None);
    }
}

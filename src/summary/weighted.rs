//! Draws with weights: what a calibration knows afterwards.

use crate::summary::Estimate;

/// How many equally weighted draws say as much: (Σ w)² / Σ w².
///
/// From 1 (one draw has all the weight) to the number of draws (all weigh the same).
///
/// # Panics
/// - there are no weights, one is negative or not finite, or all are 0; so for every function here.
///
/// # Example
/// ```
/// use arrears::summary::effective_sample_size;
///
/// assert_eq!(effective_sample_size(&[0.5, 0.5, 0.5]), 3.0);
/// assert_eq!(effective_sample_size(&[3.0, 1.0]), 1.6); // 16 / 10
/// ```
///
/// # Source
/// L. Kish, Survey Sampling (1965), section 11.7; J. S. Liu, Monte Carlo Strategies in Scientific
/// Computing (2001), section 2.5.
pub fn effective_sample_size(weights: &[f64]) -> f64 {
    let sum = sum_of(weights);
    sum * sum / weights.iter().map(|weight| weight * weight).sum::<f64>()
}

/// The smallest value that at least a share `p` of the weight does not exceed.
///
/// Always one of the values that have weight; `p` = 0 gives the smallest, `p` = 1 the largest. In
/// the unit of the values.
///
/// # Panics
/// - `p` is not between 0 and 1, a value is not a number, or lengths differ.
///
/// # Example
/// ```
/// use arrears::summary::weighted_quantile;
///
/// let (values, weights) = ([30.0, 10.0, 20.0], [1.0, 1.0, 2.0]);
/// assert_eq!([0.25, 0.3, 0.75, 0.8].map(|p| weighted_quantile(&values, &weights, p)),
///     [10.0, 20.0, 20.0, 30.0]);
/// ```
pub fn weighted_quantile(values: &[f64], weights: &[f64], p: f64) -> f64 {
    assert!((0.0..=1.0).contains(&p), "a quantile's level of {p} must be between 0 and 1");
    let sum = total(values, weights);
    assert!(values.iter().all(|value| !value.is_nan()), "a value is not a number");
    let pairs = values.iter().copied().zip(weights.iter().copied());
    let mut pairs: Vec<(f64, f64)> = pairs.filter(|(_, weight)| 0.0 < *weight).collect();
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut so_far = 0.0;
    for (value, weight) in &pairs {
        so_far += weight;
        // A sum of weights that is p but for rounding is p.
        if p * sum * (1.0 - 1e-12) <= so_far {
            return *value;
        }
    }
    pairs[pairs.len() - 1].0
}

/// The weighted mean Σ w x / Σ w, with the standard error √(Σ w² (x − mean)²) / Σ w, in the unit of
/// the values.
///
/// The error is for independent draws; `None` for one that has all the weight.
///
/// # Panics
/// - lengths differ.
///
/// # Example
/// ```
/// use arrears::summary::weighted_mean;
///
/// let found = weighted_mean(&[1.0, 4.0], &[2.0, 1.0]);
/// assert_eq!(found.value, 2.0);
/// assert_eq!(found.standard_error, Some(8.0f64.sqrt() / 3.0)); // 4 x 1 + 1 x 4
/// ```
///
/// # Source
/// A. B. Owen, Monte Carlo Theory, Methods and Examples (2013), section 9.2.
pub fn weighted_mean(values: &[f64], weights: &[f64]) -> Estimate {
    let sum = total(values, weights);
    let mean = product_sum(values, weights) / sum;
    let away = |(value, weight): (&f64, &f64)| (weight * (value - mean)).powi(2);
    let squares: f64 = values.iter().zip(weights).map(away).sum();
    let several = 1 < weights.iter().filter(|weight| 0.0 < **weight).count();
    let standard_error = several.then(|| squares.sqrt() / sum);
    Estimate { value: mean, standard_error, degrees_of_freedom: None }
}

/// The weighted standard deviation √(Σ w (x − mean)² / (Σ w (1 − 1/ESS))), in the unit of the
/// values; `None` when one draw has all the weight.
///
/// With equal weights it is the usual one over n − 1.
///
/// # Panics
/// - lengths differ.
///
/// # Example
/// ```
/// use arrears::summary::weighted_deviation;
///
/// let found = weighted_deviation(&[1.0, 2.0, 3.0], &[0.2, 0.2, 0.2]).expect("three draws");
/// assert!((found - 1.0).abs() < 1e-12);
/// assert_eq!(weighted_deviation(&[1.0, 2.0], &[1.0, 0.0]), None);
/// ```
pub fn weighted_deviation(values: &[f64], weights: &[f64]) -> Option<f64> {
    covariance(values, values, weights).map(f64::sqrt)
}

/// The weighted correlation of two columns, from −1 to 1; `None` when one of them does not vary.
///
/// # Panics
/// - lengths differ.
///
/// # Example
/// ```
/// use arrears::summary::weighted_correlation;
///
/// let (a, b) = ([1.0, 2.0, 3.0, 9.0], [6.0, 4.0, 2.0, 9.0]);
/// let found = weighted_correlation(&a, &b, &[1.0, 1.0, 1.0, 0.0]).expect("both vary");
/// assert!((found + 1.0).abs() < 1e-12);
/// ```
pub fn weighted_correlation(one: &[f64], other: &[f64], weights: &[f64]) -> Option<f64> {
    let (first, second) = (covariance(one, one, weights)?, covariance(other, other, weights)?);
    let both = covariance(one, other, weights)?;
    let spread = (first * second).sqrt();
    (0.0 < spread).then(|| (both / spread).clamp(-1.0, 1.0))
}

/// `count` draws of equal weight in place of weighted ones: the numbers of the draws to take, in
/// order; one may come several times.
///
/// The weights stand side by side, and are met at (u + i) / count for i from 0. A draw with weight
/// share w comes floor or ceiling of count x w times. `uniform` is a number from 0 to below 1.
///
/// # Panics
/// - `uniform` is not at least 0 and below 1.
///
/// # Example
/// ```
/// use arrears::summary::systematic_resample;
///
/// assert_eq!(systematic_resample(&[1.0, 0.0, 3.0], 4, 0.5), [0, 2, 2, 2]);
/// ```
///
/// # Source
/// G. Kitagawa, J. Comput. Graph. Stat. 5 (1996), 1–25, appendix; R. Douc, O. Cappé, E. Moulines
/// (2005), Comparison of resampling schemes for particle filtering.
pub fn systematic_resample(weights: &[f64], count: usize, uniform: f64) -> Vec<usize> {
    assert!(0.0 <= uniform && uniform < 1.0, "a uniform number of {uniform}");
    let step = sum_of(weights) / count as f64;
    let last = weights.iter().rposition(|weight| 0.0 < *weight).expect("one weight is above 0");
    let (mut draw, mut up_to) = (0, weights[0]);
    let mut taken = Vec::with_capacity(count);
    for number in 0..count {
        let at = (uniform + number as f64) * step;
        while up_to <= at && draw < last {
            draw += 1;
            up_to += weights[draw];
        }
        taken.push(draw);
    }
    taken
}

/// What is left of the spread of an input: its standard deviation afterwards over that before.
///
/// Above 0.9 the data say next to nothing about the input; well below 1 they inform it. `None` when
/// there was no spread before, or one draw has all the weight.
///
/// # Panics
/// - lengths differ.
pub fn spread_ratio(prior_deviation: f64, values: &[f64], weights: &[f64]) -> Option<f64> {
    let after = weighted_deviation(values, weights)?;
    (0.0 < prior_deviation).then(|| after / prior_deviation)
}

/// The posterior predictive p: the weighted share of simulated values that are at least the
/// observed.
///
/// Close to 0 or 1 the model, calibrated as it is, hardly ever gives what was observed. It is not
/// uniform under a right model, but closer to 1/2 where the value was calibrated to; use also
/// values that were left out.
///
/// # Panics
/// - lengths differ.
///
/// # Example
/// ```
/// use arrears::summary::posterior_predictive_p;
///
/// let found = posterior_predictive_p(&[1.0, 2.0, 3.0], &[1.0, 1.0, 2.0], 2.0);
/// assert_eq!(found.value, 0.75);
/// ```
///
/// # Source
/// A. Gelman, X.-L. Meng, H. Stern, Posterior predictive assessment of model fitness, Statistica
/// Sinica 6 (1996), 733–807.
pub fn posterior_predictive_p(simulated: &[f64], weights: &[f64], observed: f64) -> Estimate {
    let at_least: Vec<f64> =
        simulated.iter().map(|value| f64::from(u8::from(observed <= *value))).collect();
    weighted_mean(&at_least, weights)
}

fn sum_of(weights: &[f64]) -> f64 {
    let usable = weights.iter().all(|weight| 0.0 <= *weight && weight.is_finite());
    let sum: f64 = weights.iter().sum();
    assert!(usable && 0.0 < sum, "weights must be 0 or more and not all 0");
    sum
}

fn total(values: &[f64], weights: &[f64]) -> f64 {
    assert!(values.len() == weights.len(), "one weight a value");
    sum_of(weights)
}

fn product_sum(values: &[f64], weights: &[f64]) -> f64 {
    values.iter().zip(weights).map(|(value, weight)| value * weight).sum()
}

fn covariance(one: &[f64], other: &[f64], weights: &[f64]) -> Option<f64> {
    let sum = total(one, weights);
    assert!(other.len() == one.len(), "columns of equal length");
    let (mean_one, mean_other) =
        (product_sum(one, weights) / sum, product_sum(other, weights) / sum);
    let rows = one.iter().zip(other).zip(weights);
    let product =
        |((a, b), weight): ((&f64, &f64), &f64)| weight * (a - mean_one) * (b - mean_other);
    let products: f64 = rows.map(product).sum();
    let rest = 1.0 - 1.0 / effective_sample_size(weights);
    (1e-12 < rest).then(|| products / sum / rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_weights_are_repeated_draws() {
        let (values, weights) = ([4.0, 1.0, 2.0], [1.0, 3.0, 2.0]);
        let repeated = [1.0, 1.0, 1.0, 2.0, 2.0, 4.0];
        for (p, rank) in [(0.0, 0), (0.5, 2), (0.51, 3), (5.0 / 6.0, 4), (0.9, 5), (1.0, 5)] {
            assert_eq!(weighted_quantile(&values, &weights, p), repeated[rank], "{p}");
        }
        assert_eq!(weighted_mean(&values, &weights).value, 11.0 / 6.0);
        // Σ w (x − m)² = 27 − 121/6 = 41/6; over Σ w = 6 and 1 − 14/36.
        let expected = (41.0f64 / 36.0 / (22.0 / 36.0)).sqrt();
        let found = weighted_deviation(&values, &weights).unwrap();
        assert!((found - expected).abs() < 1e-14);
    }

    #[test]
    fn resampling_takes_each_draw_as_often_as_its_weight_says_up_to_one() {
        let weights = [0.11, 0.0, 0.52, 0.001, 0.369];
        for step in 0..100 {
            let taken = systematic_resample(&weights, 50, f64::from(step) / 100.0);
            assert_eq!(taken.len(), 50);
            for (draw, weight) in weights.iter().enumerate() {
                let times = taken.iter().filter(|it| **it == draw).count() as f64;
                assert!((times - 50.0 * weight).abs() < 1.0, "{draw}: {times}");
            }
        }
        assert_eq!(systematic_resample(&[0.0, 1.0, 0.0], 3, 0.999_999), [1, 1, 1]);
    }

    #[test]
    fn equal_weights_give_the_usual_numbers() {
        let values = [3.0, 5.0, 10.0, 2.0];
        let found = weighted_deviation(&values, &[0.25; 4]).unwrap();
        // Mean 5, squares 4 + 0 + 25 + 9 = 38, over 3.
        assert!((found - (38.0f64 / 3.0).sqrt()).abs() < 1e-14);
        assert_eq!(spread_ratio(2.0 * found, &values, &[0.25; 4]), Some(0.5));
        assert_eq!(spread_ratio(0.0, &values, &[0.25; 4]), None);
        assert_eq!(weighted_correlation(&values, &[1.0; 4], &[0.25; 4]), None);
        assert_eq!(weighted_mean(&[7.0, 9.0], &[2.0, 0.0]).standard_error, None);
        assert_eq!(posterior_predictive_p(&values, &[0.25; 4], 4.0).value, 0.5);
    }

    #[test]
    #[should_panic(expected = "weights must be 0 or more and not all 0")]
    fn no_weight_at_all_is_refused() {
        effective_sample_size(&[0.0, 0.0]);
    }
}

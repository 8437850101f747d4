//! Control variates: a mean made surer by another number of the same futures whose mean is known
//! better.

use crate::summary::Estimate;

/// A mean that was made surer by a control.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Controlled {
    /// The mean, with the standard error that remains.
    pub mean: Estimate,
    /// The coefficient β of the control.
    pub coefficient: f64,
    /// How many times more futures the plain mean would take for the same standard error.
    pub variance_ratio: f64,
}

/// The mean of numbers with a fraction, with its standard error s / √n and n − 1 degrees of freedom.
///
/// Both are `None` of a single value. The values must be independent of each other; they are added
/// in their order.
///
/// # Panics
/// - there is no value.
///
/// # Example
/// ```
/// use arrears::summary::mean_of_values;
///
/// let found = mean_of_values(&[1.5, 2.5, 3.5, 4.5]);
/// assert_eq!(found.value, 3.0);
/// // The variance is 5 / 3.
/// assert!((found.standard_error.unwrap() - (5.0_f64 / 12.0).sqrt()).abs() < 1e-15);
/// ```
pub fn mean_of_values(values: &[f64]) -> Estimate {
    assert!(!values.is_empty(), "a mean needs at least one value");
    let number = values.len() as f64;
    let mean = mean(values);
    let variance =
        (1 < values.len()).then(|| products(values, mean, values, mean) / (number - 1.0));
    Estimate {
        value: mean,
        standard_error: variance.map(|variance| (variance / number).sqrt()),
        degrees_of_freedom: variance.map(|_| values.len() as u64 - 1),
    }
}

/// The first sum may be off by rounding; what is left of it is added, which also makes the mean of
/// equal values that value.
fn mean(values: &[f64]) -> f64 {
    let number = values.len() as f64;
    let first = values.iter().sum::<f64>() / number;
    first + values.iter().map(|value| value - first).sum::<f64>() / number
}

fn products(one: &[f64], mean: f64, other: &[f64], other_mean: f64) -> f64 {
    one.iter().zip(other).map(|(x, y)| (x - mean) * (y - other_mean)).sum()
}

/// The mean of `values`, made surer by `controls` of the same futures, whose mean is known.
///
/// ȳ − β (c̄ − μ) with β = s_yc / s_cc. Standard error: the root of
/// s² (1/n + (c̄ − μ)² / ((n − 1) s_cc)) + β² e², where s² is what is left of the variance of y about
/// the line, over n − 2, and e the standard error of μ, which must come from other futures; n − 2
/// degrees of freedom. `None` below three futures, and where the control does not vary.
///
/// Without control and with independent futures, β takes from y what c explains of it: a control that
/// has nothing to do with y costs the factor (n − 1) / (n − 2) in variance.
///
/// # Panics
/// - there is not one control for each value.
///
/// # Example
/// ```
/// use arrears::summary::{Estimate, control_variate};
///
/// // y = 2 c + 1 exactly, and c is known to be 10 on average.
/// let known = Estimate { value: 10.0, standard_error: None, degrees_of_freedom: None };
/// let found = control_variate(&[3.0, 5.0, 9.0, 11.0], &[1.0, 2.0, 4.0, 5.0], known).unwrap();
/// assert_eq!((found.mean.value, found.mean.standard_error), (21.0, Some(0.0)));
/// assert_eq!(found.coefficient, 2.0);
/// ```
///
/// # Source
/// Lavenberg, Welch, A perspective on the use of control variables to increase the efficiency of Monte
/// Carlo simulations, Management Science 27 (1981) 322–335; Asmussen, Glynn, Stochastic Simulation
/// (2007), section V.2.
pub fn control_variate(
    values: &[f64],
    controls: &[f64],
    mean_of_control: Estimate,
) -> Option<Controlled> {
    assert_eq!(values.len(), controls.len(), "one control for each value");
    if values.len() < 3 {
        return None;
    }
    let number = values.len() as f64;
    let (mean_y, mean_c) = (mean(values), mean(controls));
    let c_c = products(controls, mean_c, controls, mean_c);
    if !(0.0 < c_c) {
        return None;
    }
    let y_y = products(values, mean_y, values, mean_y);
    let coefficient = products(values, mean_y, controls, mean_c) / c_c;
    let off = mean_c - mean_of_control.value;
    let line = |(y, c): (&f64, &f64)| (y - mean_y - coefficient * (c - mean_c)).powi(2);
    let left: f64 = values.iter().zip(controls).map(line).sum::<f64>() / (number - 2.0);
    let of_control = mean_of_control.standard_error.unwrap_or(0.0) * coefficient;
    let variance = left * (1.0 / number + off * off / c_c) + of_control * of_control;
    let plain = y_y / (number - 1.0) / number;
    Some(Controlled {
        mean: Estimate {
            value: mean_y - coefficient * off,
            standard_error: Some(variance.sqrt()),
            degrees_of_freedom: Some(values.len() as u64 - 2),
        },
        coefficient,
        variance_ratio: if variance == 0.0 { f64::INFINITY } else { plain / variance },
    })
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_distr::Distribution;
    use rand_distr::StandardNormal;
    use rand_pcg::Pcg64Mcg;

    use super::*;

    fn known(value: f64, standard_error: Option<f64>) -> Estimate {
        Estimate { value, standard_error, degrees_of_freedom: None }
    }

    #[test]
    fn a_line_is_fitted_as_on_paper() {
        // c: −1, 0, 1, 0 about 0; y: 0, 3, 4, 1 about 2. s_yc = 4, s_cc = 2, so β = 2. The rest of y
        // about the line is 0, 1, 0, −1: s² = 2 / 2 = 1. With μ = 1: 2 − 2 (0 − 1) = 4; variance
        // 1 (1/4 + 1/2) = 0.75. Plain: s_yy = 10, 10 / 3 / 4.
        let (y, c) = ([0.0, 3.0, 4.0, 1.0], [-1.0, 0.0, 1.0, 0.0]);
        let found = control_variate(&y, &c, known(1.0, None)).unwrap();
        assert_eq!((found.mean.value, found.coefficient), (4.0, 2.0));
        assert!((found.mean.standard_error.unwrap() - 0.75_f64.sqrt()).abs() < 1e-15);
        assert_eq!(found.mean.degrees_of_freedom, Some(2));
        assert!((found.variance_ratio - 10.0 / 12.0 / 0.75).abs() < 1e-14);
        // What is not known of μ counts β² times.
        let found = control_variate(&y, &c, known(1.0, Some(0.25))).unwrap();
        assert!((found.mean.standard_error.unwrap() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_control_that_says_nothing_is_none() {
        assert_eq!(control_variate(&[1.0, 2.0, 3.0], &[7.0, 7.0, 7.0], known(7.0, None)), None);
        assert_eq!(control_variate(&[1.0, 2.0], &[1.0, 2.0], known(7.0, None)), None);
        let found = mean_of_values(&[0.1]);
        assert_eq!((found.value, found.standard_error), (0.1, None));
        assert_eq!(mean_of_values(&[0.1; 7]).standard_error, Some(0.0));
    }

    #[test]
    fn the_interval_holds_the_truth_as_often_as_it_says() {
        // y = c + e with c and e normal: E y = 0. 2,000 samples of 12.
        let mut random = Pcg64Mcg::seed_from_u64(1);
        let samples = 2_000;
        let mut held = 0_u32;
        for _ in 0..samples {
            let mut draw = || -> f64 { StandardNormal.sample(&mut random) };
            let c: [f64; 12] = std::array::from_fn(|_| draw());
            let y = c.map(|c| c + draw());
            let found = control_variate(&y, &c, known(0.0, None)).unwrap();
            let interval = found.mean.interval(0.9).unwrap();
            held += u32::from(interval.low <= 0.0 && 0.0 <= interval.high);
        }
        let share = f64::from(held) / f64::from(samples);
        assert!((share - 0.9).abs() < 4.5 * (0.09_f64 / f64::from(samples)).sqrt(), "{share}");
    }
}

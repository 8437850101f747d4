//! What anybody could have forecast: the measure of a forecast's skill.

use crate::summary::Estimate;

/// How much better a score is than that of a reference: 1 − score / reference.
///
/// 1 is perfect, 0 no better than the reference, below 0 worse. `None` when the reference is 0.
///
/// # Example
/// ```
/// assert_eq!(arrears::summary::skill(1.0, 4.0), Some(0.75));
/// ```
///
/// # Source
/// T. Gneiting, A. E. Raftery, J. Am. Stat. Assoc. 102 (2007), 359–378, section 2.3.
pub fn skill(score: f64, reference: f64) -> Option<f64> {
    (reference != 0.0).then(|| 1.0 - score / reference)
}

/// The forecast that nothing changes: the last value of an evenly spaced series, `steps` ahead.
///
/// The standard error is that of a single future value, √(steps x Σ d² / (n − 1)) with d the n − 1
/// changes from value to value, and as many degrees of freedom: that of a random walk. Unknown for
/// a single value. `None` for an empty series.
///
/// # Example
/// ```
/// use arrears::summary::naive_last_value;
///
/// let found = naive_last_value(&[5.0, 6.0, 4.0], 4).expect("a last value");
/// assert_eq!(found.value, 4.0);
/// assert_eq!(found.standard_error, Some(10.0f64.sqrt())); // 4 x (1 + 4) / 2
/// ```
///
/// # Source
/// R. J. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd edition (2021),
/// sections 5.2 and 5.5.
pub fn naive_last_value(series: &[f64], steps: u32) -> Option<Estimate> {
    let value = *series.last()?;
    let squares: f64 = series.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum();
    let changes = series.len() as u64 - 1;
    let known = 0 < changes;
    Some(Estimate {
        value,
        standard_error: known.then(|| (f64::from(steps) * squares / changes as f64).sqrt()),
        degrees_of_freedom: known.then_some(changes),
    })
}

/// The forecast that a straight line goes on: least squares through an evenly spaced series,
/// `steps` ahead of its last value.
///
/// The standard error is that of a single future value, s √(1 + 1/n + (x − x̄)² / Σ (xᵢ − x̄)²)
/// with s² the sum of squared residuals over n − 2, which are its degrees of freedom. Unknown for
/// two values. `None` below two.
///
/// # Example
/// ```
/// use arrears::summary::naive_trend;
///
/// let found = naive_trend(&[1.0, 3.0, 4.0, 8.0], 2).expect("a line");
/// assert!((found.value - 11.7).abs() < 1e-12); // 4 + 2.2 x 3.5
/// // Residuals 0.3, 0.1, -1.1, 0.7: s² = 1.8 / 2; 1 + 1/4 + 3.5² / 5.
/// assert!((found.standard_error.unwrap() - (0.9 * 3.7f64).sqrt()).abs() < 1e-12);
/// ```
///
/// # Source
/// N. R. Draper, H. Smith, Applied Regression Analysis, 3rd edition (1998), section 3.1.
pub fn naive_trend(series: &[f64], steps: u32) -> Option<Estimate> {
    if series.len() < 2 {
        return None;
    }
    let count = series.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let mean = series.iter().sum::<f64>() / count;
    let places = || (0..series.len()).map(|place| place as f64 - middle);
    let spread: f64 = places().map(|place| place * place).sum();
    let slope = places().zip(series).map(|(place, y)| place * (y - mean)).sum::<f64>() / spread;
    let residual = |(place, y): (f64, &f64)| (y - mean - slope * place).powi(2);
    let squares: f64 = places().zip(series).map(residual).sum();
    let ahead = middle + f64::from(steps);
    let freedom = series.len() as u64 - 2;
    let factor = 1.0 + 1.0 / count + ahead * ahead / spread;
    let known = 0 < freedom;
    Some(Estimate {
        value: mean + slope * ahead,
        standard_error: known.then(|| (squares / freedom as f64 * factor).sqrt()),
        degrees_of_freedom: known.then_some(freedom),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_known_is_none() {
        assert_eq!(naive_last_value(&[], 1), None);
        assert_eq!(naive_last_value(&[3.0], 1).unwrap().standard_error, None);
        assert_eq!(naive_trend(&[3.0], 1), None);
        let line = naive_trend(&[3.0, 5.0], 3).unwrap();
        assert_eq!((line.value, line.standard_error), (11.0, None));
        let exact = naive_trend(&[1.0, 2.0, 3.0, 4.0], 1).unwrap();
        assert_eq!((exact.value, exact.standard_error), (5.0, Some(0.0)));
        assert_eq!(skill(1.0, 0.0), None);
    }

    #[test]
    fn a_prediction_interval_of_a_textbook() {
        // Draper, Smith's formula with three points 0, 1, 5: mean 2, slope 2.5, residuals 0.5, −1,
        // 0.5. s² = 1.5, at one step ahead 1 + 1/3 + 4/2; Student's 97.5% quantile at 1 is 12.7062.
        let found = naive_trend(&[0.0, 1.0, 5.0], 1).unwrap();
        let interval = found.interval(0.95).unwrap();
        assert_eq!(found.value, 7.0);
        let half = 12.7062 * (1.5f64 * (1.0 + 1.0 / 3.0 + 2.0)).sqrt();
        assert!((interval.half_width() - half).abs() < 1e-3, "{interval:?}");
    }
}

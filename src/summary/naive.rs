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
    naive_last_value_on(&evenly(series), series.len() as f64 - 1.0 + f64::from(steps))
}

/// The same for values on given days, in order; `day` is after the last of them.
///
/// A random walk with the variance a day Σ (d² / Δ) / (n − 1), for changes d over Δ days.
pub fn naive_last_value_on(known: &[(f64, f64)], day: f64) -> Option<Estimate> {
    let (last, value) = *known.last()?;
    let step = |pair: &[(f64, f64)]| (pair[1].1 - pair[0].1).powi(2) / (pair[1].0 - pair[0].0);
    let squares: f64 = known.windows(2).map(step).sum();
    let changes = known.len() as u64 - 1;
    let is_known = 0 < changes;
    Some(Estimate {
        value,
        standard_error: is_known.then(|| ((day - last) * squares / changes as f64).sqrt()),
        degrees_of_freedom: is_known.then_some(changes),
    })
}

/// A series on days 0, 1, 2, …
fn evenly(series: &[f64]) -> Vec<(f64, f64)> {
    series.iter().enumerate().map(|(day, value)| (day as f64, *value)).collect()
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
    naive_trend_on(&evenly(series), series.len() as f64 - 1.0 + f64::from(steps))
}

/// The same for values on given days, all different.
pub fn naive_trend_on(known: &[(f64, f64)], day: f64) -> Option<Estimate> {
    if known.len() < 2 {
        return None;
    }
    let count = known.len() as f64;
    let middle = known.iter().map(|(day, _)| day).sum::<f64>() / count;
    let mean = known.iter().map(|(_, value)| value).sum::<f64>() / count;
    let centred = || known.iter().map(|(day, value)| (day - middle, value - mean));
    let spread: f64 = centred().map(|(day, _)| day * day).sum();
    let slope = centred().map(|(day, value)| day * value).sum::<f64>() / spread;
    let squares: f64 = centred().map(|(day, value)| (value - slope * day).powi(2)).sum();
    let ahead = day - middle;
    let freedom = known.len() as u64 - 2;
    let factor = 1.0 + 1.0 / count + ahead * ahead / spread;
    let is_known = 0 < freedom;
    Some(Estimate {
        value: mean + slope * ahead,
        standard_error: is_known.then(|| (squares / freedom as f64 * factor).sqrt()),
        degrees_of_freedom: is_known.then_some(freedom),
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
    fn values_on_uneven_days() {
        // Changes of 2 over 1 day and 4 over 4 days: (4 / 1 + 16 / 4) / 2 = 4 a day; 9 days ahead.
        let known = [(0.0, 1.0), (1.0, 3.0), (5.0, 7.0)];
        let last = naive_last_value_on(&known, 14.0).unwrap();
        assert_eq!((last.value, last.standard_error), (7.0, Some(6.0)));
        // Days -2, -1, 3 about 2; values -8/3, -2/3, 10/3: slope (16/3 + 2/3 + 10) / 14 = 8/7.
        let trend = naive_trend_on(&known, 9.0).unwrap();
        assert!((trend.value - (11.0 / 3.0 + 8.0 / 7.0 * 7.0)).abs() < 1e-12, "{trend:?}");
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

//! How much of the spread is what is not known, and how much is luck.

use crate::error::Fault;
use crate::summary::Estimate;
use crate::summary::jackknife::jackknife;

/// The variance of a result in two parts: over the unknown inputs, and over luck given the inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceSplit {
    /// The mean of the result, in its unit.
    pub mean: Estimate,
    /// Var E(Y | inputs), in the unit squared: what would go if the inputs became known. Its
    /// estimate may be a little below 0.
    pub unknown: Estimate,
    /// E Var(Y | inputs), in the unit squared: what would stay.
    pub luck: Estimate,
    /// unknown / (unknown + luck), without unit.
    pub unknown_share: Estimate,
}

/// The split from several replications at each of several draws of the inputs.
///
/// Rows are draws of the inputs, columns replications at that draw; all luck is independent, also
/// between draws (no common random numbers). luck = mean square within draws, unknown = (mean
/// square between draws − luck) / replications, both without bias. Standard errors leave out one
/// draw after the other; they need no normal law, and some thirty draws.
///
/// When nothing varies both parts are 0 and the share is not a number: then it is given as 0.
///
/// # Errors
/// - there are fewer than 3 draws or 2 replications, rows have different lengths, or a value is not
///   finite.
///
/// # Example
/// ```
/// use arrears::summary::variance_split;
///
/// // Means 2, 6, 7: variance 7; within draws 2, 2, 2. Unknown 7 − 2/2.
/// let found = variance_split(&[vec![1.0, 3.0], vec![5.0, 7.0], vec![6.0, 8.0]])?;
/// assert!((found.unknown.value - 6.0).abs() < 1e-12);
/// assert!((found.luck.value - 2.0).abs() < 1e-12);
/// assert!((found.unknown_share.value - 0.75).abs() < 1e-12);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// S. R. Searle, G. Casella, C. E. McCulloch, Variance Components (1992), section 3.5; for
/// simulation: Y. Sun, D. W. Apley, J. Staum, Efficient nested simulation for estimating the
/// variance of a conditional expectation, Operations Research 59 (2011), 998–1007.
pub fn variance_split(draws: &[Vec<f64>]) -> Result<VarianceSplit, Fault> {
    let replications = check(draws)?;
    let centre = draws.iter().flatten().sum::<f64>() / (draws.len() * replications) as f64;
    let count = replications as f64;
    // Of each draw: one, its mean, the square of its mean, its squares within.
    let block = |draw: &Vec<f64>| {
        let mean = draw.iter().map(|value| value - centre).sum::<f64>() / count;
        let within = |value: &f64| (value - centre - mean).powi(2);
        vec![1.0, mean, mean * mean, draw.iter().map(within).sum()]
    };
    let blocks: Vec<Vec<f64>> = draws.iter().map(block).collect();
    let luck = |sums: &[f64]| sums[3] / (sums[0] * (count - 1.0));
    let unknown = |sums: &[f64]| variance(sums[0], sums[1], sums[2]) - luck(sums) / count;
    Ok(split(&blocks, centre, unknown, luck))
}

/// The split from two replications at each draw of the inputs: the cheapest way.
///
/// unknown = the covariance of the first and the second, luck = the mean of their variances less
/// that. Luck is independent within and between pairs. For the same number of runs, two
/// replications at many draws tell more about the unknown part than many at few, as long as it is
/// not far smaller than luck.
///
/// # Errors
/// - there are fewer than 3 pairs, or a value is not finite.
///
/// # Example
/// ```
/// use arrears::summary::variance_split_of_pairs;
///
/// // Covariance of (1, 5, 6) and (3, 7, 8) is 7, and so are the variances: no luck.
/// let found = variance_split_of_pairs(&[(1.0, 3.0), (5.0, 7.0), (6.0, 8.0)])?;
/// assert!((found.unknown.value - 7.0).abs() < 1e-12);
/// assert!(found.luck.value.abs() < 1e-12);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// I. M. Sobol, Sensitivity estimates for nonlinear mathematical models, Math. Modelling and
/// Comput. Experiments 1 (1993), 407–414, with luck as the inputs that are drawn anew.
pub fn variance_split_of_pairs(pairs: &[(f64, f64)]) -> Result<VarianceSplit, Fault> {
    let rows: Vec<Vec<f64>> = pairs.iter().map(|(one, other)| vec![*one, *other]).collect();
    check(&rows)?;
    let sum: f64 = pairs.iter().map(|(one, other)| one + other).sum();
    let centre = sum / (2 * pairs.len()) as f64;
    // Of each pair: one, half its sum, then both values, both squares and the product.
    let block = |(one, other): &(f64, f64)| {
        let (a, b) = (one - centre, other - centre);
        vec![1.0, (a + b) / 2.0, a, b, a * a, b * b, a * b]
    };
    let blocks: Vec<Vec<f64>> = pairs.iter().map(block).collect();
    let unknown = |s: &[f64]| (s[6] - s[2] * s[3] / s[0]) / (s[0] - 1.0);
    let whole = |s: &[f64]| (variance(s[0], s[2], s[4]) + variance(s[0], s[3], s[5])) / 2.0;
    Ok(split(&blocks, centre, unknown, |sums| whole(sums) - unknown(sums)))
}

/// The parts and their errors; columns 0 and 1 of the blocks are the number and the sum of means.
fn split(
    blocks: &[Vec<f64>],
    centre: f64,
    unknown: impl Fn(&[f64]) -> f64,
    luck: impl Fn(&[f64]) -> f64,
) -> VarianceSplit {
    let share = |sums: &[f64]| {
        let (unknown, luck) = (unknown(sums), luck(sums));
        if unknown + luck == 0.0 { 0.0 } else { unknown / (unknown + luck) }
    };
    VarianceSplit {
        mean: jackknife(blocks, |sums| centre + sums[1] / sums[0]),
        unknown: jackknife(blocks, &unknown),
        luck: jackknife(blocks, &luck),
        unknown_share: jackknife(blocks, share),
    }
}

/// From the number, the sum and the sum of squares.
fn variance(count: f64, sum: f64, squares: f64) -> f64 {
    (squares - sum * sum / count) / (count - 1.0)
}

/// How many replications each draw has.
fn check(draws: &[Vec<f64>]) -> Result<usize, Fault> {
    if draws.len() < 3 {
        return Err(Fault::new(format!("{} draws", draws.len()), "at least 3 draws"));
    }
    let replications = draws[0].len();
    if replications < 2 {
        let found = format!("{replications} replications a draw");
        let right = "at least 2: one alone cannot tell luck from what is not known";
        return Err(Fault::new(found, right));
    }
    if let Some(draw) = draws.iter().position(|draw| draw.len() != replications) {
        let found = format!("{} replications at draw {draw}", draws[draw].len());
        return Err(Fault::new(found, format!("{replications}, as at draw 0")));
    }
    match draws.iter().flatten().find(|value| !value.is_finite()) {
        Some(value) => Err(Fault::new(value, "finite")),
        None => Ok(replications),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;
    use crate::random::Purpose;
    use crate::random::UncertainNumber;
    use crate::random::normal_quantile;
    use crate::time::Day;

    /// x of a draw and luck of a replication at it; the result is x (1 + luck).
    ///
    /// With x even on 1 to 3 and standard normal luck: unknown Var x = 1/3, luck E x² = 4 + 1/3.
    fn nested(seed: u64, draws: u32, replications: u16) -> Vec<Vec<f64>> {
        let input = UncertainNumber::uniform(1.0, 3.0).unwrap();
        let draw = |draw| {
            let uniform = |stream| {
                let key = Key::from_seed(seed).replication(draw);
                key.at(Purpose::Parameter, stream, Day::FIRST, 0).block(0).uniform(0)
            };
            let x = input.quantile(uniform(0));
            (1..=replications).map(|it| x * (1.0 + normal_quantile(uniform(it)))).collect()
        };
        (0..draws).map(draw).collect()
    }

    fn check_known(found: &VarianceSplit, largest_error: f64) {
        let (unknown, luck) = (1.0 / 3.0, 13.0 / 3.0);
        let rows = [
            (found.mean, 2.0),
            (found.unknown, unknown),
            (found.luck, luck),
            (found.unknown_share, unknown / (unknown + luck)),
        ];
        for (estimate, expected) in rows {
            let error = estimate.standard_error.unwrap();
            assert!(error < largest_error, "{estimate:?}");
            assert!((estimate.value - expected).abs() < 4.5 * error, "{estimate:?} {expected}");
        }
    }

    #[test]
    fn both_ways_find_the_parts_of_a_known_model() {
        check_known(&variance_split(&nested(1, 2_000, 20)).unwrap(), 0.1);
        let pairs: Vec<(f64, f64)> =
            nested(2, 20_000, 2).iter().map(|draw| (draw[0], draw[1])).collect();
        check_known(&variance_split_of_pairs(&pairs).unwrap(), 0.1);
    }

    #[test]
    fn intervals_hold_the_truth_about_as_often_as_they_say() {
        let held = |seed: u64| {
            let found = variance_split(&nested(100 + seed, 60, 10)).unwrap();
            let interval = found.unknown.interval(0.9).unwrap();
            interval.low <= 1.0 / 3.0 && 1.0 / 3.0 <= interval.high
        };
        let hits = (0..400).filter(|seed| held(*seed)).count() as f64;
        // Binomial with 360 expected, standard deviation 6.
        assert!((hits - 360.0).abs() < 4.5 * 6.0, "{hits}");
    }

    #[test]
    fn what_cannot_be_split_is_refused() {
        let row = || vec![1.0, 2.0];
        assert!(variance_split(&[row(), row()]).is_err());
        assert!(variance_split(&[vec![1.0], vec![1.0], vec![2.0]]).is_err());
        assert!(variance_split(&[row(), row(), vec![1.0]]).is_err());
        assert!(variance_split(&[row(), row(), vec![1.0, f64::NAN]]).is_err());
        assert!(variance_split_of_pairs(&[(1.0, 2.0); 2]).is_err());
        let same = variance_split(&[row(), row(), row()]).unwrap();
        assert_eq!(same.luck.value, 0.5);
        assert_eq!(same.unknown.value, -0.25);
        let nothing = variance_split_of_pairs(&[(4.0, 4.0); 5]).unwrap();
        assert_eq!(nothing.unknown_share.value, 0.0);
    }
}

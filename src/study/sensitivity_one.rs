//! One number at a time: what a total becomes when one number is low or high and the others are in
//! the middle.

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::error::Problems;
use crate::random::UncertainNumber;
use crate::study::SensitivityQuestion;
use crate::study::Stopped;
use crate::study::Uncertain;
use crate::study::sensitivity::Steps;
use crate::study::sensitivity::impossible;
use crate::summary::Estimate;
use crate::summary::mean_of_values;
use crate::summary::weighted_quantile;

/// What one number does alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SwingFinding {
    /// The number of the input, from 0.
    pub input: usize,
    /// Its 10% quantile, in its unit.
    pub low: f64,
    /// Its 90% quantile, in its unit.
    pub high: f64,
    /// The mean of the total with this number at its 10% quantile, in the unit of the total.
    pub at_low: Estimate,
    /// The same at its 90% quantile.
    pub at_high: Estimate,
    /// By how much the second is more than the first, in the same futures.
    pub difference: Estimate,
}

/// The levels that stand for low and high.
const ENDS: [f64; 2] = [0.1, 0.9];

/// Each number at its ends, the others at their medians, in the same futures; the widest swing
/// first.
///
/// Quantiles are those of what was believed, or of the draws of a calibration. What numbers have to
/// do with each other is not seen.
pub(super) fn swings(
    question: &SensitivityQuestion,
    seed: u64,
    steps: &mut Steps<'_>,
) -> Result<Vec<SwingFinding>, Stopped> {
    let uncertain = &question.uncertain;
    let inputs = uncertain.inputs().len();
    let medians: Vec<f64> = (0..inputs).map(|it| quantile(uncertain, it, 0.5)).collect();
    let futures = question.size.futures_at_an_end;
    let at = |input: usize, level: f64| -> Result<(f64, Vec<f64>), Problems> {
        let mut values = medians.clone();
        values[input] = quantile(uncertain, input, level);
        Ok((values[input], question.simulate(&values, seed, 0..futures)?))
    };
    let both = |input: usize| -> Result<SwingFinding, Problems> {
        let [(low, at_low), (high, at_high)] = [at(input, ENDS[0])?, at(input, ENDS[1])?];
        let differences: Vec<f64> =
            at_low.iter().zip(&at_high).map(|(low, high)| high - low).collect();
        Ok(SwingFinding {
            input,
            low,
            high,
            at_low: mean_of_values(&at_low),
            at_high: mean_of_values(&at_high),
            difference: mean_of_values(&differences),
        })
    };
    let found: Vec<Result<SwingFinding, Problems>> =
        (0..inputs).into_par_iter().map(both).collect();
    let found: Result<Vec<SwingFinding>, Problems> = found.into_iter().collect();
    let mut found = found.map_err(|problems| impossible(0, problems))?;
    steps.done((2 * inputs as u64 + 1) * u64::from(futures))?;
    let size = |it: &SwingFinding| it.difference.value.abs();
    found.sort_by(|one, other| size(other).total_cmp(&size(one)));
    Ok(found)
}

/// A quantile of one number: of what was believed, or of the draws of a calibration.
fn quantile(uncertain: &Uncertain, input: usize, level: f64) -> f64 {
    let number: &UncertainNumber = &uncertain.numbers()[input];
    let Some(draws) = uncertain.calibrated() else { return number.quantile(level) };
    let (weights, values): (Vec<f64>, Vec<f64>) =
        draws.draws().iter().map(|(weight, values)| (*weight, values[input])).unzip();
    weighted_quantile(&values, &weights, level)
}

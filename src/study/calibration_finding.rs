//! What a calibration says: of every number, of every reported figure, and of both together.

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::random::UncertainNumber;
use crate::random::WeightedDraws;
use crate::study::CalibrationQuestion;
use crate::study::Observed;
use crate::summary::Calibrated;
use crate::summary::CalibratedDraw;
use crate::summary::Estimate;
use crate::summary::posterior_predictive_p;
use crate::summary::spread_ratio;
use crate::summary::weighted_correlation;
use crate::summary::weighted_mean;
use crate::summary::weighted_quantile;

/// Mean and quantiles of one number, in its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// The 5% quantile.
    pub low: f64,
    /// The median.
    pub median: f64,
    /// The 95% quantile.
    pub high: f64,
}

/// What is known of one uncertain number before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibratedInput {
    /// What was believed before.
    pub before: Spread,
    /// What is known given the reported figures.
    pub after: Spread,
    /// The standard deviation afterwards over that before; `None` when one draw has all the weight.
    pub spread_ratio: Option<f64>,
    /// How far the mean moved, in standard deviations of before.
    pub moved: f64,
}

impl CalibratedInput {
    /// Whether the figures say anything about it: its deviation fell by a tenth at least, or its
    /// mean moved by a quarter of the deviation of before.
    pub fn is_informed(&self) -> bool {
        self.spread_ratio.is_none_or(|ratio| ratio < 0.9) || 0.25 <= self.moved.abs()
    }
}

/// How the calibrated model fits one reported figure.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedFigure {
    /// The figure.
    pub observed: Observed,
    /// What the kept draws give with new luck, as it would be reported, in the figure's unit.
    pub predicted: Spread,
    /// The share of them inside the reported range; for a figure without one, within two standard
    /// errors.
    pub inside: Estimate,
    /// The posterior predictive p of the reported value: the share of them at least as high.
    pub p: Estimate,
}

/// Two of a list, and the rank correlation between them over the kept draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The number of the first, from 0.
    pub one: usize,
    /// The number of the second, after the first.
    pub other: usize,
    /// The rank correlation.
    pub correlation: f64,
}

/// What a calibration found.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationFinding {
    /// The draws, the generations, and why it stopped.
    pub calibrated: Calibrated,
    /// Of each uncertain number.
    pub inputs: Vec<CalibratedInput>,
    /// Every pair of numbers, the strongest dependence first.
    pub dependent: Vec<Pair>,
    /// Of each reported figure.
    pub figures: Vec<FittedFigure>,
    /// Pairs of figures of which one is met the worse the better the other is, the strongest first:
    /// the distances of a draw to the two reported values have a rank correlation below −0.1.
    pub fighting: Vec<Pair>,
}

impl CalibrationFinding {
    /// The draws with their weights, as a setup takes them.
    pub fn weighted_draws(&self) -> WeightedDraws {
        let draw = |draw: &CalibratedDraw| (draw.weight, draw.values.clone());
        let draws = self.calibrated.draws.iter().map(draw).collect();
        WeightedDraws::new(draws).expect("weights that sum to 1, and finite values")
    }
}

pub(super) fn finding(
    question: &CalibrationQuestion,
    calibrated: Calibrated,
) -> CalibrationFinding {
    let weights = calibrated.weights();
    let numbers = question.uncertain().numbers().iter().enumerate();
    let inputs: Vec<CalibratedInput> =
        numbers.map(|(index, number)| input(number, &calibrated.values(index), &weights)).collect();
    let values: Vec<Vec<f64>> = (0..inputs.len()).map(|index| calibrated.values(index)).collect();
    let figures = figures(question, &calibrated, &weights);
    let observed = &question.setup().observed;
    let distances = observed.iter().enumerate().map(|(index, observed)| {
        let away = |result: &f64| (result - observed.value as f64).abs();
        calibrated.results(index).iter().map(away).collect::<Vec<f64>>()
    });
    let mut fighting = pairs(&distances.collect::<Vec<_>>(), &weights);
    fighting.retain(|pair| pair.correlation < -0.1);
    CalibrationFinding {
        dependent: pairs(&values, &weights),
        inputs,
        figures,
        fighting,
        calibrated,
    }
}

fn spread_of(values: &[f64], weights: &[f64]) -> Spread {
    Spread {
        mean: weighted_mean(values, weights).value,
        low: weighted_quantile(values, weights, 0.05),
        median: weighted_quantile(values, weights, 0.5),
        high: weighted_quantile(values, weights, 0.95),
    }
}

fn input(number: &UncertainNumber, values: &[f64], weights: &[f64]) -> CalibratedInput {
    let before = Spread {
        mean: number.mean(),
        low: number.quantile(0.05),
        median: number.quantile(0.5),
        high: number.quantile(0.95),
    };
    let after = spread_of(values, weights);
    let deviation = number.standard_deviation();
    CalibratedInput {
        before,
        after,
        spread_ratio: spread_ratio(deviation, values, weights),
        moved: if 0.0 < deviation { (after.mean - before.mean) / deviation } else { 0.0 },
    }
}

/// Every kept draw once more, with luck that no simulation had.
fn figures(
    question: &CalibrationQuestion,
    calibrated: &Calibrated,
    weights: &[f64],
) -> Vec<FittedFigure> {
    let places: Vec<(u32, &CalibratedDraw)> = (0..).zip(&calibrated.draws).collect();
    let again =
        |(place, draw): &(u32, &CalibratedDraw)| question.simulate(&draw.values, u32::MAX - place);
    let results: Vec<Vec<f64>> = places.par_iter().map(again).collect();
    let figure = |(index, observed): (usize, &Observed)| {
        let values: Vec<f64> = results.iter().map(|of| of[index]).collect();
        let (low, high) = limits(observed);
        let is_inside = |value: &f64| f64::from(u8::from(low <= *value && *value <= high));
        let inside: Vec<f64> = values.iter().map(is_inside).collect();
        FittedFigure {
            observed: observed.clone(),
            predicted: spread_of(&values, weights),
            inside: weighted_mean(&inside, weights),
            p: posterior_predictive_p(&values, weights, observed.value as f64),
        }
    };
    question.setup().observed.iter().enumerate().map(figure).collect()
}

/// The range of a figure; two standard errors to both sides where it has none.
fn limits(observed: &Observed) -> (f64, f64) {
    let (low, high) = (observed.low as f64, observed.high as f64);
    let error = observed.standard_error.filter(|_| low == high);
    let wide = 2.0 * error.unwrap_or(0) as f64;
    (low - wide, high + wide)
}

/// The rank correlation of every pair of lists, the strongest first.
fn pairs(lists: &[Vec<f64>], weights: &[f64]) -> Vec<Pair> {
    let ranked: Vec<Vec<f64>> = lists.iter().map(|list| ranks(list)).collect();
    let mut pairs = Vec::new();
    for other in 0..ranked.len() {
        for one in 0..other {
            let found = weighted_correlation(&ranked[one], &ranked[other], weights);
            pairs.extend(found.map(|correlation| Pair { one, other, correlation }));
        }
    }
    pairs.sort_by(|one, other| other.correlation.abs().total_cmp(&one.correlation.abs()));
    pairs
}

/// The rank of each value, from 0; equal values have the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = order[from..].iter().take_while(|it| values[**it] == values[order[from]]);
        let to = from + same.count();
        let rank = (from + to - 1) as f64 / 2.0;
        order[from..to].iter().for_each(|place| ranks[*place] = rank);
        from = to;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_their_ranks() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 7.0]), [1.5, 0.0, 1.5, 3.0]);
        assert!(ranks(&[]).is_empty());
    }

    #[test]
    fn the_strongest_pair_comes_first_whatever_its_sign() {
        let lists = [vec![1.0, 2.0, 3.0, 4.0], vec![4.0, 3.0, 2.0, 1.0], vec![1.0, 3.0, 2.0, 4.0]];
        let found = pairs(&lists, &[1.0; 4]);
        assert_eq!((found[0].one, found[0].other), (0, 1));
        assert!((found[0].correlation + 1.0).abs() < 1e-12);
        // Spearman's 1 - 6 x 2 / (4 x 15) = 0.8.
        assert!((found[1].correlation.abs() - 0.8).abs() < 1e-12);
    }
}

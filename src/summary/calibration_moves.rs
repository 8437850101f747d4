//! How the draws of a calibration move on: steps that keep what was believed and come near enough.

use crate::random::Cholesky;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::normal_quantile;
use crate::summary::CalibrationDraw;
use crate::time::Day;

/// Normal steps with the shape of the draws that are near enough.
pub(crate) struct Steps {
    root: Cholesky,
    inputs: u16,
}

/// The most steps of a draw in one generation.
pub(crate) const MOST_STEPS: u32 = 60;

/// Steps after which all but this share of the draws have moved at least once.
const UNMOVED: f64 = 0.02;

/// How many steps that takes when this share of steps is taken.
pub(crate) fn steps_for(acceptance: f64) -> u32 {
    if 1.0 <= acceptance {
        return 1;
    }
    let steps = libm::log(UNMOVED) / libm::log(1.0 - acceptance.max(1e-6));
    (steps.ceil() as u32).clamp(1, MOST_STEPS)
}

impl Steps {
    /// Steps with 2.38² / inputs times the covariance of these draws.
    ///
    /// # Source
    /// G. O. Roberts, A. Gelman, W. R. Gilks, Annals of Applied Probability 7 (1997), 110–120, for
    /// the factor.
    pub(crate) fn of(draws: &[CalibrationDraw]) -> Steps {
        let scores: Vec<&[f64]> = draws.iter().map(|draw| draw.scores.as_slice()).collect();
        let inputs = scores[0].len();
        let mut covariance = covariance(&scores);
        for (input, row) in covariance.iter_mut().enumerate() {
            row.iter_mut().for_each(|entry| *entry *= 2.38 * 2.38 / inputs as f64);
            // Draws that lie in one plane would leave no way out of it.
            row[input] += 1e-9;
        }
        let root = match Cholesky::new(&covariance) {
            Ok(root) => root,
            Err(_) => Cholesky::new(&diagonal(&covariance)).expect("every entry is above 0"),
        };
        Steps { root, inputs: inputs as u16 }
    }

    /// Where a step leads, if what was believed before allows it: a step to less likely scores is
    /// taken as often as the ratio of the densities says (Metropolis).
    pub(crate) fn propose(&self, from: &[f64], site: &StepSite) -> Option<Vec<f64>> {
        let normal = |input: u16| normal_quantile(site.uniform(input + 1));
        let step: Vec<f64> = (0..self.inputs).map(normal).collect();
        let step = self.root.times(&step);
        let to: Vec<f64> = from.iter().zip(step).map(|(from, step)| from + step).collect();
        let square = |scores: &[f64]| scores.iter().map(|score| score * score).sum::<f64>();
        let ratio = libm::exp((square(from) - square(&to)) / 2.0);
        (site.uniform(self.inputs + 1) < ratio).then_some(to)
    }
}

/// The address of one step of one draw in one generation.
pub(crate) struct StepSite {
    pub(crate) key: Key,
    pub(crate) generation: u32,
    pub(crate) place: u32,
    pub(crate) step: u32,
}

impl StepSite {
    /// Its uniform number; stream 0 picks the draw to start from, stream i + 1 moves input i, the
    /// next one decides whether a less likely place is taken.
    pub(crate) fn uniform(&self, stream: u16) -> f64 {
        let place = self.place * MOST_STEPS + self.step;
        uniform(self.key, self.generation, place, stream)
    }
}

/// The uniform number of a place in a generation.
pub(crate) fn uniform(key: Key, generation: u32, place: u32, stream: u16) -> f64 {
    let day = Day::from_number(generation as i32);
    key.at(Purpose::Calibration, stream, day, place).block(0).uniform(0)
}

fn covariance(rows: &[&[f64]]) -> Vec<Vec<f64>> {
    let (count, inputs) = (rows.len() as f64, rows[0].len());
    let mean = |input: usize| rows.iter().map(|row| row[input]).sum::<f64>() / count;
    let mean: Vec<f64> = (0..inputs).map(mean).collect();
    let entry = |one: usize, other: usize| {
        let product = |row: &&[f64]| (row[one] - mean[one]) * (row[other] - mean[other]);
        rows.iter().map(product).sum::<f64>() / count
    };
    (0..inputs).map(|one| (0..inputs).map(|other| entry(one, other)).collect()).collect()
}

fn diagonal(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let entry = |row: usize, column: usize| if row == column { matrix[row][row] } else { 0.0 };
    (0..matrix.len()).map(|row| (0..matrix.len()).map(|it| entry(row, it)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(scores: [f64; 2]) -> CalibrationDraw {
        CalibrationDraw { number: 0, scores: scores.to_vec(), results: vec![], distance: 0.0 }
    }

    #[test]
    fn steps_are_enough_for_nearly_all_to_move() {
        // 0.5^6 = 0.0156 and 0.5^5 = 0.03.
        assert_eq!(steps_for(0.5), 6);
        assert_eq!(steps_for(1.0), 1);
        assert_eq!(steps_for(0.0), MOST_STEPS);
    }

    #[test]
    fn a_long_walk_keeps_what_was_believed_before() {
        // Independent standard normals: mean 0, variance 1, correlation 0.
        let draws = [[0.4, 0.0], [1.0, 0.5], [-1.0, 0.3], [0.2, -1.0]].map(draw);
        let steps = Steps::of(&draws);
        let (mut at, mut means) = (vec![0.0, 0.0], Vec::new());
        let mut sums = [0.0; 4];
        for walk in 0..40_000 {
            let site = StepSite { key: Key::from_seed(2), generation: 1, place: walk, step: 0 };
            if let Some(to) = steps.propose(&at, &site) {
                at = to;
            }
            let new = [at[0], at[1], at[0] * at[0], at[0] * at[1]];
            sums.iter_mut().zip(new).for_each(|(sum, new)| *sum += new);
            // Means of 400 neighbours are as good as independent.
            if walk % 400 == 399 {
                means.push(sums.map(|sum| sum / 400.0));
                sums = [0.0; 4];
            }
        }
        for (place, expected) in [0.0, 0.0, 1.0, 0.0].into_iter().enumerate() {
            let of: Vec<f64> = means.iter().map(|means| means[place]).collect();
            let found = crate::summary::jackknife::mean_of(&of);
            let error = found.standard_error.unwrap();
            assert!(error < 0.05 && (found.value - expected).abs() < 4.5 * error, "{found:?}");
        }
    }
}

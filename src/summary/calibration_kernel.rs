//! Where the next simulations of a calibration are: near the ones that came out near.

use crate::random::Cholesky;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::normal_quantile;
use crate::summary::CalibrationDraw;
use crate::time::Day;

/// A mixture of normal laws about the kept draws, with twice their weighted covariance.
pub(crate) struct Kernel {
    root: Cholesky,
    centres: Vec<Vec<f64>>,
    // The centres, with the root undone: distances there are plain.
    plain: Vec<Vec<f64>>,
    // Sums of the weights up to each centre; the last is 1.
    up_to: Vec<f64>,
    logarithms: Vec<f64>, // of the weights, which sum to 1
}

impl Kernel {
    /// The kernel of M. A. Beaumont et al., Biometrika 96 (2009), 983–990, with the whole
    /// covariance as in Lenormand et al. (2013).
    pub(crate) fn new(draws: &[CalibrationDraw]) -> Kernel {
        let sum: f64 = draws.iter().map(|draw| draw.weight).sum();
        let shares: Vec<f64> = draws.iter().map(|draw| draw.weight / sum).collect();
        let centres: Vec<Vec<f64>> = draws.iter().map(|draw| draw.scores.clone()).collect();
        let mut covariance = covariance(&centres, &shares);
        for (input, row) in covariance.iter_mut().enumerate() {
            row.iter_mut().for_each(|entry| *entry *= 2.0);
            // Draws that lie in one plane would leave no way out of it.
            row[input] += 1e-9;
        }
        let root = match Cholesky::new(&covariance) {
            Ok(root) => root,
            Err(_) => Cholesky::new(&diagonal(&covariance)).expect("every entry is above 0"),
        };
        let plain = centres.iter().map(|centre| root.solve(centre)).collect();
        let mut so_far = 0.0;
        let sums = shares.iter().map(|share| {
            so_far += share;
            so_far
        });
        let up_to = sums.collect();
        let logarithms = shares.iter().map(|share| libm::log(*share)).collect();
        Kernel { root, centres, plain, up_to, logarithms }
    }

    /// A proposal at the addresses of a generation and a place in it.
    pub(crate) fn propose(&self, key: Key, generation: u32, place: u32) -> Vec<f64> {
        let uniform = |stream| uniform(key, generation, place, stream);
        let pick = uniform(0);
        let draw = self.up_to.partition_point(|up_to| *up_to < pick).min(self.centres.len() - 1);
        let centre = &self.centres[draw];
        let steps: Vec<f64> =
            (1..=centre.len()).map(|stream| normal_quantile(uniform(stream as u16))).collect();
        centre.iter().zip(self.root.times(&steps)).map(|(centre, step)| centre + step).collect()
    }

    /// The density before (independent standard normals) over that of a proposal at `scores`.
    pub(crate) fn weight(&self, scores: &[f64]) -> f64 {
        let before = -0.5 * scores.iter().map(|score| score * score).sum::<f64>();
        let at = self.root.solve(scores);
        let part = |(plain, logarithm): (&Vec<f64>, &f64)| {
            let square: f64 = plain.iter().zip(&at).map(|(a, b)| (a - b) * (a - b)).sum();
            logarithm - 0.5 * square
        };
        let parts: Vec<f64> = self.plain.iter().zip(&self.logarithms).map(part).collect();
        let largest = parts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = parts.iter().map(|part| libm::exp(part - largest)).sum();
        libm::exp(before - largest - libm::log(sum) + self.root.log_determinant())
    }
}

/// The uniform number of a place in a generation; stream 0 picks, stream i + 1 moves input i.
pub(crate) fn uniform(key: Key, generation: u32, place: u32, stream: u16) -> f64 {
    let day = Day::from_number(generation as i32);
    key.at(Purpose::Calibration, stream, day, place).block(0).uniform(0)
}

fn covariance(rows: &[Vec<f64>], shares: &[f64]) -> Vec<Vec<f64>> {
    let inputs = rows[0].len();
    let mut mean = vec![0.0; inputs];
    for (row, share) in rows.iter().zip(shares) {
        mean.iter_mut().zip(row).for_each(|(mean, score)| *mean += share * score);
    }
    let mut covariance = vec![vec![0.0; inputs]; inputs];
    for (row, share) in rows.iter().zip(shares) {
        for one in 0..inputs {
            for other in 0..inputs {
                covariance[one][other] +=
                    share * (row[one] - mean[one]) * (row[other] - mean[other]);
            }
        }
    }
    covariance
}

fn diagonal(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let entry = |row: usize, column: usize| if row == column { matrix[row][row] } else { 0.0 };
    (0..matrix.len()).map(|row| (0..matrix.len()).map(|it| entry(row, it)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(scores: [f64; 2], weight: f64) -> CalibrationDraw {
        let (number, results, distance) = (0, vec![], 0.0);
        CalibrationDraw { number, scores: scores.to_vec(), results, distance, weight }
    }

    fn kernel() -> Kernel {
        let places = [[0.0, 0.0], [1.0, 0.5], [-1.0, 0.3], [0.2, -1.0]];
        let weights = [1.0, 2.0, 0.5, 1.5];
        Kernel::new(&[0, 1, 2, 3].map(|it| draw(places[it], weights[it])))
    }

    #[test]
    fn weights_of_proposals_have_mean_1() {
        // The mean of before / proposed over proposals is the integral of the density before.
        let kernel = kernel();
        let key = Key::from_seed(6);
        let weigh = |place| kernel.weight(&kernel.propose(key, 3, place));
        let weights: Vec<f64> = (0..20_000).map(weigh).collect();
        let found = crate::summary::jackknife::mean_of(&weights);
        let error = found.standard_error.unwrap();
        assert!(error < 0.02 && (found.value - 1.0).abs() < 4.5 * error, "{found:?}");
    }

    #[test]
    fn a_single_centre_gives_the_ratio_of_two_normal_densities() {
        // Two draws at ±1 with equal weight: variance 1, kernel variance 2 (and 1e-9).
        let found = Kernel::new(&[draw([1.0, 0.0], 1.0), draw([-1.0, 0.0], 1.0)]);
        let density = |x: f64, variance: f64| {
            (-x * x / 2.0 / variance).exp() / (2.0 * std::f64::consts::PI * variance).sqrt()
        };
        let first = density(0.3, 1.0) / (density(0.7, 2.0) + density(1.3, 2.0)) * 2.0;
        let second = density(0.0, 1.0) / density(0.0, 1e-9);
        let weight = found.weight(&[0.3, 0.0]);
        assert!((weight / first / second - 1.0).abs() < 1e-6, "{weight}");
    }
}

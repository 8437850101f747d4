//! Which input makes the result uncertain: the shares of its variance, for independent inputs.

use crate::summary::Design;
use crate::summary::Estimate;
use crate::summary::design::evaluate;
use crate::summary::jackknife::jackknife;

/// What one input does to the variance of the result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SobolIndex {
    /// The share of the variance that goes on average when this input becomes known, Var E(Y|Xᵢ) /
    /// Var Y; from 0 to 1, its estimate may be a little outside.
    pub first: Estimate,
    /// The share that stays on average when all others become known, E Var(Y|all but Xᵢ) / Var Y:
    /// its own effect and all its interactions. An input with 0 does nothing.
    pub total: Estimate,
}

/// The variance of a result and its shares.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolIndices {
    /// The mean of the result, in its unit.
    pub mean: Estimate,
    /// The variance of the result, in its unit squared.
    pub variance: Estimate,
    /// The sum of the first-order shares: how much of the variance needs no interactions.
    pub additive: Estimate,
    /// One entry an input, in order.
    pub inputs: Vec<SobolIndex>,
    /// How often the model was evaluated: points x (inputs + 2).
    pub evaluations: u64,
}

/// The first-order and total shares of each of `inputs` independent inputs.
///
/// The model gets one uniform number an input: let it take quantiles of its inputs there. With A
/// and B two halves of a point in twice as many dimensions, and ABᵢ = A with input i from B: first
/// Sᵢ = mean of f(B) (f(ABᵢ) − f(A)) / V with f less its mean, total Tᵢ = mean of (f(A) − f(ABᵢ))²
/// / 2V. Sums run over all scrambles, standard errors over scrambles left out.
///
/// `None` when the result is the same everywhere. Shares are not clipped: a small negative one
/// means about 0. A model that draws luck must use the same luck at every point, or average over
/// much of it; otherwise luck adds to every total share. When inputs depend on each other use
/// [`shapley_effects`](crate::summary::shapley_effects).
///
/// # Panics
/// - there are no inputs, or more than 80.
/// - the model gives a number that is not finite.
///
/// # Example
/// ```
/// use arrears::summary::{Design, sobol_indices};
///
/// // Variances 1/12 x 9 and 1/12 x 16: shares 0.36 and 0.64, no interaction.
/// let found = sobol_indices(2, &Design::new(1, 64, 8)?, |x| 3.0 * x[0] + 4.0 * x[1]);
/// let found = found.expect("the result varies");
/// assert!((found.inputs[0].first.value - 0.36).abs() < 0.02);
/// assert!((found.inputs[1].total.value - 0.64).abs() < 0.02);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// A. Saltelli et al., Variance based sensitivity analysis of model output, Comput. Phys. Commun.
/// 181 (2010), 259–270, table 2 (b) and (f); M. J. W. Jansen, Comput. Phys. Commun. 117 (1999),
/// 35–43.
pub fn sobol_indices(
    inputs: usize,
    design: &Design,
    model: impl Fn(&[f64]) -> f64 + Sync,
) -> Option<SobolIndices> {
    // Rows hold f(A), f(B) and f(AB) of every input.
    let scrambles = design.read(2 * inputs, |point, _| {
        let (a, b) = point.split_at(inputs);
        let mixed = |input: usize| {
            let mut mixed = a.to_vec();
            mixed[input] = b[input];
            evaluate(&model, &mixed)
        };
        let mut results = vec![evaluate(&model, a), evaluate(&model, b)];
        results.extend((0..inputs).map(mixed));
        results
    });
    let count = 2.0 * design.points() as f64;
    let centre = scrambles.iter().flatten().map(|row| row[0] + row[1]).sum::<f64>() / count;
    let blocks: Vec<Vec<f64>> = scrambles.iter().map(|rows| sums(rows, centre)).collect();
    let variance = |sums: &[f64]| {
        let rows = 2.0 * sums[0];
        sums[2] / rows - (sums[1] / rows).powi(2)
    };
    let whole = jackknife(&blocks, variance);
    if !(0.0 < whole.value) {
        return None;
    }
    let first = |sums: &[f64], input: usize| sums[3 + 2 * input] / sums[0] / variance(sums);
    let total = |sums: &[f64], input: usize| sums[4 + 2 * input] / (2.0 * sums[0]) / variance(sums);
    let index = |input| SobolIndex {
        first: jackknife(&blocks, |sums| first(sums, input)),
        total: jackknife(&blocks, |sums| total(sums, input)),
    };
    Some(SobolIndices {
        mean: jackknife(&blocks, |sums| centre + sums[1] / (2.0 * sums[0])),
        variance: whole,
        additive: jackknife(&blocks, |sums| (0..inputs).map(|input| first(sums, input)).sum()),
        inputs: (0..inputs).map(index).collect(),
        evaluations: design.points() * (inputs as u64 + 2),
    })
}

/// Of one scramble: rows; sum and sum of squares of f(A) and f(B); for each input the sums of the
/// first-order and the total estimator.
fn sums(rows: &[Vec<f64>], centre: f64) -> Vec<f64> {
    let mut sums = vec![0.0; 3 + 2 * (rows[0].len() - 2)];
    for row in rows {
        let (a, b) = (row[0] - centre, row[1] - centre);
        sums[0] += 1.0;
        sums[1] += a + b;
        sums[2] += a * a + b * b;
        for (input, mixed) in row[2..].iter().enumerate() {
            let change = mixed - centre - a;
            sums[3 + 2 * input] += b * change;
            sums[4 + 2 * input] += change * change;
        }
    }
    sums
}

//! The variance of a result divided among its inputs, which may depend on each other.

use crate::random::Copula;
use crate::summary::Design;
use crate::summary::Estimate;
use crate::summary::design::Place;
use crate::summary::design::evaluate;
use crate::summary::jackknife::jackknife;

/// A result's variance, divided among the inputs without rest.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapleyEffects {
    /// The mean of the result, in its unit.
    pub mean: Estimate,
    /// The variance of the result, in its unit squared.
    pub variance: Estimate,
    /// The share of each input, in order; they sum to 1. No true share is negative.
    pub shares: Vec<Estimate>,
    /// How often the model was evaluated.
    pub evaluations: u64,
}

/// Shapley effects by random orders of the inputs: inputs + 1 evaluations a point, for any number.
///
/// Let the inputs become known one after the other in a random order, each given those before it.
/// The share of an input is the part of the variance of the result that goes, on average over
/// orders, when its turn comes. What dependent inputs explain together is divided evenly. The model
/// gets the levels of the inputs, with the dependence of the copula: let it take quantiles there.
///
/// In each order, with Yⱼ the result when the first j inputs are those of one draw and the others
/// drawn anew given them, input number j of the order gets ((Yₖ − Yⱼ₋₁)² − (Yₖ − Yⱼ)²) / 2, whose
/// mean is E Var(Y | first j − 1) − E Var(Y | first j). Standard errors over scrambles left out.
///
/// `None` when the result is the same everywhere. Luck must be the same at every point, as for
/// [`sobol_indices`](crate::summary::sobol_indices).
///
/// # Panics
/// - the copula has no inputs, or more than 80; the model gives a number that is not finite.
///
/// # Example
/// ```
/// use arrears::random::Copula;
/// use arrears::summary::{Design, shapley_effects};
///
/// // Two inputs that act alike and depend on each other: half each.
/// let copula = Copula::new(&["a", "b"], &[(0, 1, 0.7)]).expect("one correlation");
/// let found = shapley_effects(&copula, &Design::new(1, 256, 8)?, |levels| levels[0] + levels[1]);
/// let shares = found.expect("the result varies").shares;
/// assert!((shares[0].value - 0.5).abs() < 0.05);
/// assert!((shares[0].value + shares[1].value - 1.0).abs() < 1e-12);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// E. Song, B. L. Nelson, J. Staum, Shapley effects for global sensitivity analysis: theory and
/// computation, SIAM/ASA J. Uncertainty Quantification 4 (2016), 1060–1083; T. Goda, A simple
/// algorithm for global sensitivity analysis with Shapley effects, Reliability Engineering and
/// System Safety 213 (2021), 107702, for one draw an order, here with draws given those before.
pub fn shapley_effects(
    copula: &Copula,
    design: &Design,
    model: impl Fn(&[f64]) -> f64 + Sync,
) -> Option<ShapleyEffects> {
    let inputs = copula.inputs();
    let row = |point: &[f64], place: Place| {
        let order = place.order(inputs);
        let result = |known| evaluate(&model, &mixed(copula, &order, known, point));
        let whole = result(inputs);
        let none = result(0);
        let mut before = none;
        let mut parts = vec![1.0, whole + none];
        parts.resize(2 + inputs, 0.0);
        for (turn, input) in order.iter().enumerate() {
            let after = if turn + 1 == inputs { whole } else { result(turn + 1) };
            // Half the difference of two squares, as a product.
            parts[2 + input] = (after - before) * (whole - (after + before) / 2.0);
            before = after;
        }
        parts
    };
    let evaluations = design.points() * (inputs as u64 + 1);
    divided(&design.read(2 * inputs, row), evaluations)
}

/// Shapley effects by all sets of inputs: no luck of the orders, but 2^inputs evaluations a point
/// (twice that when inputs depend on each other), for up to 10 inputs.
///
/// As [`shapley_effects`], with the weights |J|! (k − |J| − 1)! / k! of the sets J instead of
/// random orders, and E Var(Y | J) = the mean of (Y − Y')² / 2, where Y' has the inputs of J in
/// common with Y and the others drawn anew given them.
///
/// # Panics
/// - the copula has no inputs, or more than 10; the model gives a number that is not finite.
///
/// # Example
/// ```
/// use arrears::random::Copula;
/// use arrears::summary::{Design, shapley_effects_by_sets};
///
/// // A product of two: variances 1/48 each alone, 1/144 together, which is shared.
/// let copula = Copula::independent(2);
/// let found = shapley_effects_by_sets(&copula, &Design::new(1, 256, 8)?, |x| x[0] * x[1]);
/// assert!((found.expect("the result varies").shares[0].value - 0.5).abs() < 0.02);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// A. B. Owen, Sobol' indices and Shapley value, SIAM/ASA J. Uncertainty Quantification 2 (2014),
/// 245–251, and Song, Nelson, Staum (2016), as above.
pub fn shapley_effects_by_sets(
    copula: &Copula,
    design: &Design,
    model: impl Fn(&[f64]) -> f64 + Sync,
) -> Option<ShapleyEffects> {
    let inputs = copula.inputs();
    assert!(inputs <= 10, "all sets of {inputs} inputs are too many");
    let sets = 1_usize << inputs;
    let row = |point: &[f64], _: Place| {
        let alone = |order: &[usize], known| evaluate(&model, &mixed(copula, order, known, point));
        let natural: Vec<usize> = (0..inputs).collect();
        let (whole, none) = (alone(&natural, inputs), alone(&natural, 0));
        // E Var(Y | set), one term a set; nothing is left when all are known.
        let mut left = vec![0.0; sets];
        for (set, left) in left.iter_mut().enumerate().take(sets - 1) {
            let order = members_first(set, inputs);
            let same_draw = copula.is_independent() || set == 0;
            let full = if same_draw { whole } else { alone(&order, inputs) };
            let known = set.count_ones() as usize;
            let anew = if set == 0 { none } else { alone(&order, known) };
            *left = (full - anew) * (full - anew) / 2.0;
        }
        let mut parts = vec![1.0, whole + none];
        parts.extend((0..inputs).map(|input| share_of(input, inputs, &left)));
        parts
    };
    let of_dependent = if copula.is_independent() { 0 } else { sets as u64 - 2 };
    let evaluations = design.points() * (sets as u64 + of_dependent);
    divided(&design.read(2 * inputs, row), evaluations)
}

/// The levels when the first `known` inputs of the order come from the first half of the point and
/// the others, given those, from the second half.
fn mixed(copula: &Copula, order: &[usize], known: usize, point: &[f64]) -> Vec<f64> {
    let (first, second) = point.split_at(order.len());
    let take = |(turn, input): (usize, &usize)| {
        if turn < known { first[*input] } else { second[*input] }
    };
    let in_order: Vec<f64> = order.iter().enumerate().map(take).collect();
    copula.levels_in_order(order, &in_order)
}

fn members_first(set: usize, inputs: usize) -> Vec<usize> {
    let (mut order, others): (Vec<usize>, Vec<usize>) =
        (0..inputs).partition(|input| set >> input & 1 == 1);
    order.extend(others);
    order
}

/// The weighted sum over the sets without an input of what its becoming known takes away.
fn share_of(input: usize, inputs: usize, left: &[f64]) -> f64 {
    let without = (0..left.len()).filter(|set| set >> input & 1 == 0);
    without.map(|set| weight(set, inputs) * (left[set] - left[set | 1 << input])).sum()
}

/// |J|! (k − |J| − 1)! / k! = 1 / (k x (k − 1 over |J|)).
fn weight(set: usize, inputs: usize) -> f64 {
    let size = set.count_ones() as usize;
    let ways = (0..size).fold(1.0, |ways, i| ways * (inputs - 1 - i) as f64 / (i + 1) as f64);
    1.0 / (inputs as f64 * ways)
}

/// The shares from rows of: 1, the sum of two results, and the part of each input.
fn divided(scrambles: &[Vec<Vec<f64>>], evaluations: u64) -> Option<ShapleyEffects> {
    let sum = |rows: &Vec<Vec<f64>>| {
        let mut sums = vec![0.0; rows[0].len()];
        for row in rows {
            sums.iter_mut().zip(row).for_each(|(sum, part)| *sum += part);
        }
        sums
    };
    let blocks: Vec<Vec<f64>> = scrambles.iter().map(sum).collect();
    let whole = |sums: &[f64]| sums[2..].iter().sum::<f64>();
    let variance = jackknife(&blocks, |sums| whole(sums) / sums[0]);
    if !(0.0 < variance.value) {
        return None;
    }
    let inputs = blocks[0].len() - 2;
    let share = |input| jackknife(&blocks, |sums| sums[2 + input] / whole(sums));
    Some(ShapleyEffects {
        mean: jackknife(&blocks, |sums| sums[1] / (2.0 * sums[0])),
        variance,
        shares: (0..inputs).map(share).collect(),
        evaluations,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_of_the_sets_without_an_input_sum_to_1() {
        for inputs in 1..=10 {
            let without_first = (0..1_usize << inputs).filter(|set| set & 1 == 0);
            let sum: f64 = without_first.map(|set| weight(set, inputs)).sum();
            assert!((sum - 1.0).abs() < 1e-12, "{inputs}: {sum}");
        }
        // Three inputs: 1/3 for none, 1/6 for each single, 1/3 for both others.
        assert_eq!(
            [0b000, 0b010, 0b110].map(|set| weight(set, 3)),
            [1.0 / 3.0, 1.0 / 6.0, 1.0 / 3.0]
        );
        assert_eq!(members_first(0b0101, 4), [0, 2, 1, 3]);
    }
}

//! What each input does alone: one at a time from low to high, the others in the middle.

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::summary::design::evaluate;

/// The result at a low and at a high level of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// The number of the input, from 0.
    pub input: usize,
    /// The result with this input at the low level, in the unit of the result.
    pub at_low: f64,
    /// The result with this input at the high level.
    pub at_high: f64,
}

impl Swing {
    /// The distance between the two results.
    pub fn size(&self) -> f64 {
        (self.at_high - self.at_low).abs()
    }
}

/// A result in the middle of all inputs, and where each input alone takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tornado {
    /// The result with every input at its median.
    pub middle: f64,
    /// One entry an input, the widest first; equal ones in the order of the inputs.
    pub swings: Vec<Swing>,
}

/// Sets one input after the other to the levels `low` and `high`, the others to their medians.
///
/// The model gets a level an input: let it take the quantiles there. 2 x inputs + 1 evaluations. It
/// is exact for what it is, and blind to interactions and dependence: show total shares beside it.
///
/// # Panics
/// - not 0 ≤ low < high ≤ 1, or the model gives a number that is not finite.
///
/// # Example
/// ```
/// use arrears::summary::tornado;
///
/// let found = tornado(2, 0.1, 0.9, |x| 10.0 * x[0] - 30.0 * x[1]);
/// assert_eq!(found.middle, -10.0);
/// assert_eq!((found.swings[0].input, found.swings[1].input), (1, 0));
/// assert!((found.swings[0].size() - 24.0).abs() < 1e-12);
/// ```
pub fn tornado(
    inputs: usize,
    low: f64,
    high: f64,
    model: impl Fn(&[f64]) -> f64 + Sync,
) -> Tornado {
    assert!(0.0 <= low && low < high && high <= 1.0, "levels from {low} to {high}");
    let with = |input: usize, level: f64| {
        let mut point = vec![0.5; inputs];
        point[input] = level;
        evaluate(&model, &point)
    };
    let swing = |input| Swing { input, at_low: with(input, low), at_high: with(input, high) };
    let mut swings: Vec<Swing> = (0..inputs).into_par_iter().map(swing).collect();
    swings.sort_by(|one, other| other.size().total_cmp(&one.size()));
    Tornado { middle: evaluate(&model, &vec![0.5; inputs]), swings }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interactions_are_not_seen_and_ties_stay_in_order() {
        // At the middle the product's effect vanishes: each swing is 0, though the result varies.
        let found = tornado(3, 0.2, 0.8, |x| (x[0] - 0.5) * (x[1] - 0.5));
        assert!(found.swings.iter().all(|swing| swing.size() == 0.0));
        assert!(found.swings.iter().map(|swing| swing.input).eq(0..3));
        assert!(tornado(0, 0.1, 0.9, |_| 7.0).swings.is_empty());
    }
}

//! Which inputs matter at all, cheaply: the elementary effects of Morris.

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::error::Fault;
use crate::random::Key;
use crate::summary::Estimate;
use crate::summary::design::Place;
use crate::summary::design::evaluate;
use crate::summary::jackknife::deviation_of;
use crate::summary::jackknife::mean_of;

/// How the elementary effects are sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MorrisDesign {
    key: Key,
    trajectories: u32, // at least 2
    grid: u32,         // even, at least 2
    from: f64,         // in [0, 1), below `to`
    to: f64,           // in (0, 1]
}

impl MorrisDesign {
    /// `trajectories` walks over a grid of `grid` levels from `from` to `to`.
    ///
    /// Inputs without an end need a grid inside 0 to 1, as 0.05 to 0.95. Four levels are usual, ten
    /// to fifty trajectories.
    ///
    /// # Errors
    /// - there are fewer than 2 trajectories, the grid is not even or below 2 levels, or not
    ///   0 ≤ from < to ≤ 1.
    pub fn new(
        seed: u64,
        trajectories: u32,
        grid: u32,
        from: f64,
        to: f64,
    ) -> Result<MorrisDesign, Fault> {
        if !(2 <= trajectories) {
            return Err(Fault::new(format!("{trajectories} trajectories"), "at least 2"));
        }
        if !(2 <= grid && grid <= 1_000 && grid.is_multiple_of(2)) {
            return Err(Fault::new(format!("{grid} levels"), "an even number from 2 to 1,000"));
        }
        if !(0.0 <= from && from < to && to <= 1.0) {
            return Err(Fault::new(format!("a grid from {from} to {to}"), "within 0 to 1"));
        }
        Ok(MorrisDesign { key: Key::from_seed(seed), trajectories, grid, from, to })
    }

    /// The level of a place on the grid.
    fn level(&self, place: u32) -> f64 {
        self.from + (self.to - self.from) * f64::from(place) / f64::from(self.grid - 1)
    }
}

/// The elementary effects of one input, in the unit of the result per whole range of its levels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MorrisEffect {
    /// μ, the mean effect; effects of both signs cancel.
    pub mean: Estimate,
    /// μ*, the mean size of the effect: about 0 when the input does nothing.
    pub mean_size: Estimate,
    /// σ, the standard deviation of the effect: 0 when it is the same everywhere, large when the
    /// input acts in a curve or together with others.
    pub deviation: f64,
}

/// The elementary effects of each input.
///
/// Each trajectory starts at a random place of the grid and moves one input after the other, in a
/// random order, by Δ = half of the places; an effect is (change of the result) / Δ, Δ as a
/// difference of levels. trajectories x (inputs + 1) evaluations; standard errors over
/// trajectories.
///
/// # Panics
/// - the model gives a number that is not finite.
///
/// # Example
/// ```
/// use arrears::summary::{MorrisDesign, morris};
///
/// let design = MorrisDesign::new(1, 10, 4, 0.0, 1.0)?;
/// let effects = morris(2, &design, |x| 5.0 * x[0] - 2.0 * x[1]);
/// assert!((effects[1].mean.value + 2.0).abs() < 1e-12);
/// assert!((effects[1].mean_size.value - 2.0).abs() < 1e-12);
/// assert!(effects[1].deviation < 1e-12);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// M. D. Morris, Factorial sampling plans for preliminary computational experiments, Technometrics
/// 33 (1991), 161–174; μ*: F. Campolongo, J. Cariboni, A. Saltelli, Environ. Model. Softw. 22
/// (2007), 1509–1518.
pub fn morris(
    inputs: usize,
    design: &MorrisDesign,
    model: impl Fn(&[f64]) -> f64 + Sync,
) -> Vec<MorrisEffect> {
    let walk = |number: u32| trajectory(inputs, design, number, &model);
    let walks: Vec<Vec<f64>> = (0..design.trajectories).into_par_iter().map(walk).collect();
    let effect = |input: usize| {
        let effects: Vec<f64> = walks.iter().map(|walk| walk[input]).collect();
        let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
        MorrisEffect {
            mean: mean_of(&effects),
            mean_size: mean_of(&sizes),
            deviation: deviation_of(&effects).expect("at least two trajectories"),
        }
    };
    (0..inputs).map(effect).collect()
}

/// The effect of each input along one walk.
fn trajectory(
    inputs: usize,
    design: &MorrisDesign,
    number: u32,
    model: &impl Fn(&[f64]) -> f64,
) -> Vec<f64> {
    let place = Place::new(design.key, number);
    let half = design.grid / 2;
    // The word as a number of the grid, by multiplying and keeping the upper half.
    let draw = |input: usize| {
        let product = u128::from(place.words(input)[0]) * u128::from(design.grid);
        (product >> 64) as u32
    };
    let start: Vec<u32> = (0..inputs).map(draw).collect();
    let mut point: Vec<f64> = start.iter().map(|place| design.level(*place)).collect();
    let mut before = evaluate(model, &point);
    let mut effects = vec![0.0; inputs];
    for input in place.order(inputs) {
        let from = start[input];
        let to = if from < half { from + half } else { from - half };
        point[input] = design.level(to);
        let after = evaluate(model, &point);
        effects[input] = (after - before) / (design.level(to) - design.level(from));
        before = after;
    }
    effects
}

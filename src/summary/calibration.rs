//! Inputs brought into line with what was reported: approximate Bayesian computation.

use std::ops::ControlFlow;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::random::Key;
use crate::random::normal_level;
use crate::random::normal_quantile;
use crate::summary::CalibrationDraw;
use crate::summary::CalibrationPlan;
use crate::summary::CalibrationState;
use crate::summary::Generation;
use crate::summary::calibration_end::Calibrated;
use crate::summary::calibration_end::CalibrationError;
use crate::summary::calibration_end::CalibrationStop;
use crate::summary::calibration_kernel::Kernel;
use crate::summary::calibration_kernel::uniform;
use crate::summary::target::distance;

/// Hears of the state after each generation, and may end the calibration.
pub type CalibrationWatch<'a> = &'a mut dyn FnMut(&CalibrationState) -> ControlFlow<()>;

/// A watch that hears nothing and ends nothing.
pub fn calibration_unwatched(_: &CalibrationState) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// What is known about the inputs after the targets: weighted draws that come near to them.
///
/// `simulate` gets the values of the inputs and the number of the simulation (its own luck: make it
/// a replication) and gives one result a target. The distance of a simulation is that of its worst
/// target. The first generation is drawn from what was believed before; of all draws the nearest
/// are kept, and each later generation proposes new ones from normal laws about them, weighted by
/// the density before over the density of the proposal. The tolerance is the distance of the
/// farthest kept draw; it falls until the goal is reached, too few simulations come nearer, or no
/// more are allowed.
///
/// The result is what is known given that every target is met to the tolerance: exactly so for
/// ranges at a goal of 0. For a point, a uniform error of ± tolerance standard errors is taken to
/// be in it; at a tolerance of √3 that error has the standard deviation of one standard error. It
/// is a function of plan and simulator: the same bits on any number of threads.
///
/// # Errors
/// - fewer than inputs + 2 simulations of the first generation give finite results.
/// - the tolerance it ends with is above what is acceptable: what was believed before excludes what
///   was reported, targets contradict each other, or the model is wrong.
/// - the watch ended it.
///
/// # Panics
/// - `simulate` gives another number of results than there are targets.
///
/// # Example
/// ```
/// use arrears::random::{Key, Purpose, UncertainInputs, UncertainNumber};
/// use arrears::summary::{CalibrationPlan, CalibrationSampling, Target};
/// use arrears::summary::{calibrate, calibration_unwatched};
/// use arrears::time::Day;
///
/// // A share, believed to be anywhere, of which 40 to 45% were reported, up to luck.
/// let inputs = UncertainInputs::independent(vec![UncertainNumber::uniform(0.0, 1.0)?])?;
/// let targets = vec![Target::range("share", 0.40, 0.45, 0.01)?];
/// let sampling = CalibrationSampling {
///     seed: 1, first: 400, kept: 200, goal: 0.0,
///     least_acceptance: 0.05, acceptable: 1.0, most_simulations: 20_000,
/// };
/// let plan = CalibrationPlan::new(inputs, targets, sampling)?;
/// let simulate = |values: &[f64], number: u32| {
///     let site = Key::from_seed(9).replication(number).at(Purpose::Intake, 0, Day::FIRST, 0);
///     vec![values[0] + 0.02 * (site.block(0).uniform(0) - 0.5)]
/// };
/// let found = calibrate(&plan, simulate, &mut calibration_unwatched)?;
/// assert!((found.mean(0).value - 0.425).abs() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// M. Lenormand, F. Jabot, G. Deffuant, Adaptive approximate Bayesian computation for complex
/// models, Computational Statistics 28 (2013), 2777–2796, in the space of independent normal
/// scores, with a goal beside its stopping rule.
pub fn calibrate(
    plan: &CalibrationPlan,
    simulate: impl Fn(&[f64], u32) -> Vec<f64> + Sync,
    watch: CalibrationWatch<'_>,
) -> Result<Calibrated, CalibrationError> {
    let state = first_generation(plan, &simulate)?;
    if watch(&state).is_break() {
        return Err(CalibrationError::Cancelled);
    }
    go_on(plan, state, &simulate, watch)
}

/// The rest of a calibration from a state that a watch was shown: the same result, bit by bit, as
/// if it had never stopped.
///
/// # Errors
/// As [`calibrate`], and:
/// - the state cannot be one of the plan.
///
/// # Panics
/// - `simulate` gives another number of results than there are targets.
pub fn calibrate_from(
    plan: &CalibrationPlan,
    state: CalibrationState,
    simulate: impl Fn(&[f64], u32) -> Vec<f64> + Sync,
    watch: CalibrationWatch<'_>,
) -> Result<Calibrated, CalibrationError> {
    state.check(plan).map_err(CalibrationError::OtherState)?;
    go_on(plan, state, &simulate, watch)
}

/// Draws from what was believed before that come within a tolerance: the plain way, for comparison
/// and for targets that are easily met.
///
/// Simulations 0 to `simulations` − 1, of which those at most `tolerance` from the targets are kept
/// with equal weights. Exact where [`calibrate`] is, but most simulations are lost. The sampling of
/// the plan is not used but for its seed.
///
/// # Errors
/// - no simulation comes within the tolerance.
///
/// # Panics
/// - `simulate` gives another number of results than there are targets.
///
/// # Source
/// J. K. Pritchard et al., Molecular Biology and Evolution 16 (1999), 1791–1798.
pub fn calibrate_by_rejection(
    plan: &CalibrationPlan,
    simulations: u32,
    tolerance: f64,
    simulate: impl Fn(&[f64], u32) -> Vec<f64> + Sync,
) -> Result<Calibrated, CalibrationError> {
    let all = draws_from_before(plan, simulations, &simulate);
    let near = |draw: &&CalibrationDraw| draw.distance <= tolerance;
    let draws: Vec<CalibrationDraw> = all.iter().filter(near).cloned().collect();
    if draws.is_empty() {
        return Err(CalibrationError::out_of_reach(plan, &all, tolerance));
    }
    let generation = Generation {
        simulations,
        tolerance: draws.iter().map(|draw| draw.distance).fold(0.0, f64::max),
        acceptance: draws.len() as f64 / f64::from(simulations),
        effective_size: draws.len() as f64,
    };
    let state = CalibrationState { draws, path: vec![generation] };
    Ok(Calibrated::new(plan, state, CalibrationStop::SimulationsUsed))
}

fn go_on(
    plan: &CalibrationPlan,
    mut state: CalibrationState,
    simulate: &(impl Fn(&[f64], u32) -> Vec<f64> + Sync),
    watch: CalibrationWatch<'_>,
) -> Result<Calibrated, CalibrationError> {
    // Every generation uses simulations, so that the limit on them ends the loop.
    loop {
        if let Some(stop) = stop(plan, &state) {
            return end(plan, state, stop);
        }
        state = next_generation(plan, &state, simulate);
        if watch(&state).is_break() {
            return Err(CalibrationError::Cancelled);
        }
    }
}

fn stop(plan: &CalibrationPlan, state: &CalibrationState) -> Option<CalibrationStop> {
    let (sampling, last) = (plan.sampling(), state.last());
    let more = u64::from(last.simulations) + u64::from(sampling.first - sampling.kept);
    if last.tolerance <= sampling.goal {
        Some(CalibrationStop::GoalReached)
    } else if last.acceptance < sampling.least_acceptance {
        Some(CalibrationStop::FewComeNearer)
    } else if u64::from(sampling.most_simulations) < more {
        Some(CalibrationStop::SimulationsUsed)
    } else {
        None
    }
}

fn end(
    plan: &CalibrationPlan,
    state: CalibrationState,
    stop: CalibrationStop,
) -> Result<Calibrated, CalibrationError> {
    let acceptable = plan.sampling().acceptable;
    if !(state.last().tolerance <= acceptable) {
        return Err(CalibrationError::out_of_reach(plan, &state.draws, acceptable));
    }
    Ok(Calibrated::new(plan, state, stop))
}

fn first_generation(
    plan: &CalibrationPlan,
    simulate: &(impl Fn(&[f64], u32) -> Vec<f64> + Sync),
) -> Result<CalibrationState, CalibrationError> {
    let first = plan.sampling().first;
    let mut draws = draws_from_before(plan, first, simulate);
    draws.retain(usable);
    let fewest = plan.inputs().count() + 2;
    if draws.len() < fewest {
        return Err(CalibrationError::NoNumbers { finite: draws.len(), of: first });
    }
    Ok(CalibrationState::of_nearest(plan, draws, Vec::new(), first, 1.0))
}

fn draws_from_before(
    plan: &CalibrationPlan,
    simulations: u32,
    simulate: &(impl Fn(&[f64], u32) -> Vec<f64> + Sync),
) -> Vec<CalibrationDraw> {
    let key = Key::from_seed(plan.sampling().seed);
    let inputs = 1..=plan.inputs().count() as u16;
    let draw = |number: u32| {
        let score = |stream| normal_quantile(uniform(key, 0, number, stream));
        simulated(plan, number, inputs.clone().map(score).collect(), 1.0, simulate)
    };
    (0..simulations).into_par_iter().map(draw).collect()
}

fn next_generation(
    plan: &CalibrationPlan,
    state: &CalibrationState,
    simulate: &(impl Fn(&[f64], u32) -> Vec<f64> + Sync),
) -> CalibrationState {
    let (sampling, last) = (plan.sampling(), state.last());
    let (new, number) = (sampling.first - sampling.kept, state.path.len() as u32);
    let key = Key::from_seed(sampling.seed);
    let kernel = Kernel::new(&state.draws);
    let draw = |place: u32| {
        let scores = kernel.propose(key, number, place);
        let weight = kernel.weight(&scores);
        simulated(plan, last.simulations + place, scores, weight, simulate)
    };
    let mut draws: Vec<CalibrationDraw> = (0..new).into_par_iter().map(draw).collect();
    let nearer = draws.iter().filter(|draw| draw.distance < last.tolerance).count();
    draws.retain(usable);
    draws.extend(state.draws.iter().cloned());
    let acceptance = nearer as f64 / f64::from(new);
    let path = state.path.clone();
    CalibrationState::of_nearest(plan, draws, path, last.simulations + new, acceptance)
}

fn simulated(
    plan: &CalibrationPlan,
    number: u32,
    scores: Vec<f64>,
    weight: f64,
    simulate: &impl Fn(&[f64], u32) -> Vec<f64>,
) -> CalibrationDraw {
    let results = simulate(&values(plan, &scores), number);
    let distance = distance(plan.targets(), &results);
    CalibrationDraw { number, scores, results, distance, weight }
}

/// The values of the inputs at independent normal scores.
pub(crate) fn values(plan: &CalibrationPlan, scores: &[f64]) -> Vec<f64> {
    let levels: Vec<f64> = scores.iter().map(|score| normal_level(*score)).collect();
    plan.inputs().values(&levels)
}

/// Draws whose simulation gave no number, or that are too far out to have a weight, are left out.
fn usable(draw: &CalibrationDraw) -> bool {
    draw.distance.is_finite() && 0.0 < draw.weight && draw.weight.is_finite()
}

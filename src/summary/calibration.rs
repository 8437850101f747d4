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
use crate::summary::calibration_moves::StepSite;
use crate::summary::calibration_moves::Steps;
use crate::summary::calibration_moves::steps_for;
use crate::summary::calibration_moves::uniform;
use crate::summary::target::distance;

/// Hears of the state after each generation, and may end the calibration.
pub type CalibrationWatch<'a> = &'a mut dyn FnMut(&CalibrationState) -> ControlFlow<()>;

/// A watch that hears nothing and ends nothing.
pub fn calibration_unwatched(_: &CalibrationState) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// What is known about the inputs after the targets: draws that come near to them.
///
/// `simulate` gets the values of the inputs and the number of the simulation (its own luck: make it
/// a replication) and gives one result a target. The distance of a simulation is that of its worst
/// target. The first generation is drawn from what was believed before, and its nearest draws are
/// kept. Each later generation lowers the tolerance to the distance of the nearer half; the others
/// start anew from draws of that half, picked at random, and every one of them takes so many steps
/// that nearly all move: a step is taken if what was believed before allows it (Metropolis) and the
/// simulation there comes within the tolerance. It ends when the tolerance reaches the goal, after
/// which all draws move once more; when too few steps are taken; or when no more simulations are
/// allowed.
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
/// C. C. Drovandi, A. N. Pettitt, Estimation of parameters for macroparasite population evolution
/// using approximate Bayesian computation, Biometrics 67 (2011), 225–233, in the space of
/// independent normal scores, with a goal beside its stopping rule.
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
        let next = match Next::after(plan, &state) {
            Ok(next) => next,
            Err(stop) => return end(plan, state, stop),
        };
        state = next.generation(plan, &state, simulate);
        if watch(&state).is_break() {
            return Err(CalibrationError::Cancelled);
        }
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
    draws.retain(|draw| draw.distance.is_finite());
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
        simulated(plan, number, inputs.clone().map(score).collect(), simulate)
    };
    (0..simulations).into_par_iter().map(draw).collect()
}

/// What the next generation will do.
struct Next {
    tolerance: f64,
    // How many draws are near enough; they come first.
    near: usize,
    // How many draws move: those that are not near enough, at the end all.
    moving: usize,
    steps: u32,
}

impl Next {
    /// What comes after a state, or why nothing does.
    fn after(plan: &CalibrationPlan, state: &CalibrationState) -> Result<Next, CalibrationStop> {
        let (sampling, last) = (plan.sampling(), state.last());
        if last.tolerance <= sampling.goal {
            return Err(CalibrationStop::GoalReached);
        }
        if last.acceptance < sampling.least_acceptance {
            return Err(CalibrationStop::FewComeNearer);
        }
        let half = state.draws[(state.draws.len() - 1) / 2].distance.max(sampling.goal);
        let nearer = |draw: &&CalibrationDraw| draw.distance < last.tolerance;
        let tolerance = match half < last.tolerance {
            true => half,
            // More than half are equally far: only those that are nearer stay.
            false => match state.draws.iter().rfind(nearer) {
                Some(draw) => draw.distance.max(sampling.goal),
                None => return Err(CalibrationStop::FewComeNearer),
            },
        };
        let near = state.draws.partition_point(|draw| draw.distance <= tolerance);
        let all = state.draws.len();
        let moving = if tolerance <= sampling.goal { all } else { all - near };
        let steps = steps_for(last.acceptance);
        let more = moving as u64 * u64::from(steps);
        if u64::from(sampling.most_simulations) < u64::from(last.simulations) + more {
            return Err(CalibrationStop::SimulationsUsed);
        }
        Ok(Next { tolerance, near, moving, steps })
    }

    fn generation(
        &self,
        plan: &CalibrationPlan,
        state: &CalibrationState,
        simulate: &(impl Fn(&[f64], u32) -> Vec<f64> + Sync),
    ) -> CalibrationState {
        let near = &state.draws[..self.near];
        let walk = Walk {
            plan,
            simulate,
            steps: Steps::of(near),
            generation: state.path.len() as u32,
            first: state.last().simulations,
            next: self,
        };
        let staying = state.draws.len() - self.moving;
        let moved = (0..self.moving as u32).into_par_iter().map(|place| {
            // At the end the near ones move themselves, the others start from one of them.
            let own = (staying < self.near).then(|| near.get(place as usize)).flatten();
            walk.of(own.unwrap_or_else(|| walk.picked(near, place)), place)
        });
        let moved: Vec<(CalibrationDraw, u32)> = moved.collect();
        let taken: u64 = moved.iter().map(|(_, taken)| u64::from(*taken)).sum();
        let tried = self.moving as u64 * u64::from(self.steps);
        let mut draws = near[..staying.min(self.near)].to_vec();
        draws.extend(moved.into_iter().map(|(draw, _)| draw));
        let simulations = walk.first + tried as u32;
        let acceptance = taken as f64 / tried as f64;
        CalibrationState::after_moves(draws, state.path.clone(), simulations, acceptance)
    }
}

/// The steps of one generation.
struct Walk<'a, S> {
    plan: &'a CalibrationPlan,
    simulate: &'a S,
    steps: Steps,
    generation: u32,
    first: u32,
    next: &'a Next,
}

impl<S: Fn(&[f64], u32) -> Vec<f64> + Sync> Walk<'_, S> {
    fn site(&self, place: u32, step: u32) -> StepSite {
        let key = Key::from_seed(self.plan.sampling().seed);
        StepSite { key, generation: self.generation, place, step }
    }

    /// One of the near draws, any as likely as another.
    fn picked<'d>(&self, near: &'d [CalibrationDraw], place: u32) -> &'d CalibrationDraw {
        let pick = self.site(place, 0).uniform(0) * near.len() as f64;
        &near[(pick as usize).min(near.len() - 1)]
    }

    /// Where a draw is after its steps, and how many of these were taken.
    fn of(&self, from: &CalibrationDraw, place: u32) -> (CalibrationDraw, u32) {
        let mut at = from.clone();
        let mut taken = 0;
        for step in 0..self.next.steps {
            let Some(scores) = self.steps.propose(&at.scores, &self.site(place, step)) else {
                continue;
            };
            let number = self.first + place * self.next.steps + step;
            let to = simulated(self.plan, number, scores, self.simulate);
            if to.distance <= self.next.tolerance {
                at = to;
                taken += 1;
            }
        }
        (at, taken)
    }
}

fn simulated(
    plan: &CalibrationPlan,
    number: u32,
    scores: Vec<f64>,
    simulate: &impl Fn(&[f64], u32) -> Vec<f64>,
) -> CalibrationDraw {
    let results = simulate(&values(plan, &scores), number);
    let distance = distance(plan.targets(), &results);
    CalibrationDraw { number, scores, results, distance }
}

/// The values of the inputs at independent normal scores.
pub(crate) fn values(plan: &CalibrationPlan, scores: &[f64]) -> Vec<f64> {
    let levels: Vec<f64> = scores.iter().map(|score| normal_level(*score)).collect();
    plan.inputs().values(&levels)
}

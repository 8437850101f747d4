//! How far a calibration has come, as plain numbers that can be saved and taken up again.

use std::cmp::Ordering;

use crate::error::Fault;
use crate::summary::CalibrationPlan;
use crate::summary::effective_sample_size;

/// One simulation that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationDraw {
    /// The number of the simulation, from 0; it was handed to the simulator.
    pub number: u32,
    /// Where the inputs were: one independent normal score each, before dependence and quantiles.
    pub scores: Vec<f64>,
    /// What came out, one result a target.
    pub results: Vec<f64>,
    /// How far that is from the targets, in units of the farthest one.
    pub distance: f64,
}

/// One generation of a calibration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Generation {
    /// All simulations up to its end.
    pub simulations: u32,
    /// The largest distance of a kept draw.
    pub tolerance: f64,
    /// The share of its steps that were taken: 1 for the first, which has none.
    pub acceptance: f64,
    /// How many draws of equal weight the kept ones are worth: less than their number where some are
    /// copies of another.
    pub effective_size: f64,
}

/// All that a calibration needs to go on, beside its plan and simulator.
///
/// Save every number exactly (Rust's `{:?}` of an `f64` does, and `parse` undoes it): the same
/// state goes on to the same result, bit by bit.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationState {
    /// The kept draws, the nearest first; of equal distances the earlier first.
    pub draws: Vec<CalibrationDraw>,
    /// What each generation so far came to; never empty.
    pub path: Vec<Generation>,
}

impl CalibrationState {
    /// The nearest of the draws: as many as the plan keeps, and all others that meet its goal; with
    /// the generation that this closes.
    pub(crate) fn of_nearest(
        plan: &CalibrationPlan,
        mut draws: Vec<CalibrationDraw>,
        path: Vec<Generation>,
        simulations: u32,
        acceptance: f64,
    ) -> CalibrationState {
        draws.sort_by(nearest_first);
        let sampling = plan.sampling();
        let at_goal = draws.partition_point(|draw| draw.distance <= sampling.goal);
        draws.truncate(at_goal.max(sampling.kept as usize));
        CalibrationState::after_moves(draws, path, simulations, acceptance)
    }

    /// The draws in order, with the generation that this closes.
    pub(crate) fn after_moves(
        mut draws: Vec<CalibrationDraw>,
        mut path: Vec<Generation>,
        simulations: u32,
        acceptance: f64,
    ) -> CalibrationState {
        draws.sort_by(nearest_first);
        let farthest = draws.last().map_or(f64::INFINITY, |draw| draw.distance);
        let copies: Vec<f64> = distinct(&draws).iter().map(|(_, copies)| *copies).collect();
        path.push(Generation {
            simulations,
            tolerance: farthest,
            acceptance,
            effective_size: effective_sample_size(&copies),
        });
        CalibrationState { draws, path }
    }

    /// The generation that was closed last.
    pub fn last(&self) -> &Generation {
        self.path.last().expect("a state has at least one generation")
    }

    /// Whether this can be a state of the plan: a saved text may be of another one.
    ///
    /// # Errors
    /// - there is no generation, or other than the right number of draws, scores or results.
    /// - a number is not finite, or a distance not that of the results.
    pub(crate) fn check(&self, plan: &CalibrationPlan) -> Result<(), Fault> {
        if self.path.is_empty() {
            return Err(Fault::new("a state without a generation", "one of a calibration"));
        }
        let (inputs, targets) = (plan.inputs().count(), plan.targets().len());
        let fewest = inputs + 2;
        if self.draws.len() < fewest {
            let found = format!("a state of {} draws", self.draws.len());
            return Err(Fault::new(found, format!("at least {fewest} draws (inputs + 2)")));
        }
        for draw in &self.draws {
            let fits = draw.scores.len() == inputs && draw.results.len() == targets;
            let numbers = draw.scores.iter().chain(&draw.results).all(|it| it.is_finite());
            if !(fits && numbers) {
                let right = format!("{inputs} finite scores and {targets} finite results");
                return Err(Fault::new(format!("draw {}", draw.number), right));
            }
            let distance = crate::summary::target::distance(plan.targets(), &draw.results);
            if draw.distance != distance {
                let found = format!("draw {} at a distance of {}", draw.number, draw.distance);
                return Err(Fault::new(found, format!("{distance}, by the targets of the plan")));
            }
        }
        Ok(())
    }
}

fn nearest_first(one: &CalibrationDraw, other: &CalibrationDraw) -> Ordering {
    one.distance.total_cmp(&other.distance).then(one.number.cmp(&other.number))
}

/// Each draw once, with how many copies of it there are; copies stand together.
pub(crate) fn distinct(draws: &[CalibrationDraw]) -> Vec<(&CalibrationDraw, f64)> {
    let same = |one: &CalibrationDraw, other: &CalibrationDraw| one.number == other.number;
    draws.chunk_by(same).map(|copies| (&copies[0], copies.len() as f64)).collect()
}

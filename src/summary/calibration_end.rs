//! How a calibration ends: with weighted draws, or with what is in the way.

use std::error::Error;
use std::fmt;

use crate::error::Fault;
use crate::summary::CalibrationDraw;
use crate::summary::CalibrationPlan;
use crate::summary::CalibrationState;
use crate::summary::Estimate;
use crate::summary::Generation;
use crate::summary::calibration::values;
use crate::summary::calibration_state::distinct;
use crate::summary::systematic_resample;
use crate::summary::weighted_deviation;
use crate::summary::weighted_mean;

/// Why a calibration stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalibrationStop {
    /// Every kept draw is within the goal.
    GoalReached,
    /// Too small a share of the steps of the last generation was taken, or no draw is nearer than
    /// the others.
    FewComeNearer,
    /// Another generation would take more simulations than allowed.
    SimulationsUsed,
}

/// One draw of what is known afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibratedDraw {
    /// The number of the simulation it comes from.
    pub number: u32,
    /// The values of the inputs.
    pub values: Vec<f64>,
    /// What the simulation gave, one result a target.
    pub results: Vec<f64>,
    /// How far that is from the worst target.
    pub distance: f64,
    /// Its share of the weight; they sum to 1.
    pub weight: f64,
}

/// What is known about the inputs after the targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibrated {
    /// The kept draws, the nearest first; by rejection, in the order of the simulations.
    pub draws: Vec<CalibratedDraw>,
    /// What each generation came to; the last is the result's.
    pub path: Vec<Generation>,
    /// Why it stopped.
    pub stop: CalibrationStop,
}

impl Calibrated {
    pub(crate) fn new(
        plan: &CalibrationPlan,
        state: CalibrationState,
        stop: CalibrationStop,
    ) -> Calibrated {
        let all = state.draws.len() as f64;
        let draw = |(draw, copies): (&CalibrationDraw, f64)| CalibratedDraw {
            number: draw.number,
            values: values(plan, &draw.scores),
            results: draw.results.clone(),
            distance: draw.distance,
            weight: copies / all,
        };
        let draws = distinct(&state.draws).into_iter().map(draw).collect();
        Calibrated { draws, path: state.path, stop }
    }

    /// The largest distance of a draw.
    pub fn tolerance(&self) -> f64 {
        self.draws.iter().map(|draw| draw.distance).fold(0.0, f64::max)
    }

    /// How many simulations were used.
    pub fn simulations(&self) -> u32 {
        self.path.last().map_or(0, |last| last.simulations)
    }

    /// How many draws of equal weight these are worth.
    pub fn effective_size(&self) -> f64 {
        crate::summary::effective_sample_size(&self.weights())
    }

    /// The shares of the weight, in the order of the draws.
    pub fn weights(&self) -> Vec<f64> {
        self.draws.iter().map(|draw| draw.weight).collect()
    }

    /// The values of an input, in the order of the draws.
    pub fn values(&self, input: usize) -> Vec<f64> {
        self.draws.iter().map(|draw| draw.values[input]).collect()
    }

    /// What the simulations gave for a target, in the order of the draws.
    pub fn results(&self, target: usize) -> Vec<f64> {
        self.draws.iter().map(|draw| draw.results[target]).collect()
    }

    /// The mean of an input, in its unit.
    pub fn mean(&self, input: usize) -> Estimate {
        weighted_mean(&self.values(input), &self.weights())
    }

    /// The standard deviation of an input, in its unit; `None` when one draw has all the weight.
    pub fn deviation(&self, input: usize) -> Option<f64> {
        weighted_deviation(&self.values(input), &self.weights())
    }

    /// Values of all inputs, `count` sets of equal weight; see
    /// [`systematic_resample`](crate::summary::systematic_resample).
    pub fn resampled(&self, count: usize, uniform: f64) -> Vec<&[f64]> {
        let taken = systematic_resample(&self.weights(), count, uniform);
        taken.into_iter().map(|draw| self.draws[draw].values.as_slice()).collect()
    }
}

/// Why there is no calibration.
#[derive(Clone, Debug, PartialEq)]
pub enum CalibrationError {
    /// The watch ended it.
    Cancelled,
    /// Too few simulations of the first generation gave finite results.
    NoNumbers {
        /// How many did.
        finite: usize,
        /// Of how many.
        of: u32,
    },
    /// What was believed before does not reach what was reported.
    OutOfReach {
        /// The largest distance that would be of use.
        acceptable: f64,
        /// The distance of the nearest simulation.
        nearest: f64,
        /// How many simulations come within what would be of use.
        within: usize,
        /// Of how many that were looked at: the nearest of all.
        of: usize,
        /// The target that is farthest away on average.
        target: String,
        /// The smallest and largest result for it among the nearest simulations.
        simulated: (f64, f64),
        /// The ends of what was reported for it.
        reported: (f64, f64),
    },
    /// The state to go on from is not one of this plan.
    OtherState(Fault),
}

impl CalibrationError {
    pub(crate) fn out_of_reach(
        plan: &CalibrationPlan,
        draws: &[CalibrationDraw],
        acceptable: f64,
    ) -> CalibrationError {
        let finite = || draws.iter().filter(|draw| draw.distance.is_finite());
        let count = finite().count();
        if count == 0 {
            return CalibrationError::NoNumbers { finite: 0, of: draws.len() as u32 };
        }
        let away = |target: usize| {
            let of = |draw: &CalibrationDraw| plan.targets()[target].distance(draw.results[target]);
            finite().map(of).sum::<f64>()
        };
        let targets = 0..plan.targets().len();
        let worst = targets.max_by(|one, other| away(*one).total_cmp(&away(*other)));
        let worst = worst.expect("a plan has at least one target");
        let results = || finite().map(|draw| draw.results[worst]);
        CalibrationError::OutOfReach {
            acceptable,
            nearest: finite().map(|draw| draw.distance).fold(f64::INFINITY, f64::min),
            within: finite().filter(|draw| draw.distance <= acceptable).count(),
            of: count,
            target: plan.targets()[worst].name().to_owned(),
            simulated: (
                results().fold(f64::INFINITY, f64::min),
                results().fold(f64::NEG_INFINITY, f64::max),
            ),
            reported: plan.targets()[worst].ends(),
        }
    }
}

impl fmt::Display for CalibrationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CalibrationError::Cancelled => {
                formatter.write_str("the calibration was ended before its last generation")
            }
            CalibrationError::NoNumbers { finite, of } => write!(
                formatter,
                "only {finite} of {of} simulations give finite results; look at the simulator or \
                 narrow the inputs"
            ),
            CalibrationError::OutOfReach {
                acceptable,
                nearest,
                within,
                of,
                target,
                simulated,
                reported,
            } => write!(
                formatter,
                "{within} of the {of} nearest simulations come within {acceptable} units of what \
                 was reported, the nearest to {}. Farthest is \"{target}\": {} to {} simulated, {} \
                 to {} reported. Widen the inputs, or the model is wrong",
                rounded(*nearest),
                rounded(simulated.0),
                rounded(simulated.1),
                reported.0,
                reported.1
            ),
            CalibrationError::OtherState(fault) => {
                write!(formatter, "the saved state is of another calibration: {fault}")
            }
        }
    }
}

/// Four significant digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().expect("a number as it was just written")
}

impl Error for CalibrationError {}

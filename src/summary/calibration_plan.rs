//! What a calibration is asked: inputs, targets, and how long it may look.

use crate::error::Fault;
use crate::error::Problems;
use crate::random::UncertainInputs;
use crate::summary::Target;

/// How a calibration samples, and when it stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalibrationSampling {
    /// The seed of all its draws.
    pub seed: u64,
    /// Simulations of the first generation, drawn from what was believed before.
    pub first: u32,
    /// The nearest draws of the first generation, which are kept and move on. Half of `first` is
    /// usual.
    pub kept: u32,
    /// It stops when every kept draw is at most this far from the targets, and then keeps all such
    /// draws; 0 asks for all inside the ranges.
    pub goal: f64,
    /// It stops when less than this share of the steps of a generation is taken, as 0.01.
    pub least_acceptance: f64,
    /// The largest distance of a kept draw at which the result is of use; beyond it the calibration
    /// fails.
    pub acceptable: f64,
    /// It stops before a generation that would take more simulations than this in all.
    pub most_simulations: u32,
}

/// A calibration that was checked: what was believed, what was reported, and how to sample.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationPlan {
    inputs: UncertainInputs,
    targets: Vec<Target>, // at least one
    sampling: CalibrationSampling,
}

impl CalibrationPlan {
    /// A plan for these inputs and targets.
    ///
    /// # Errors
    /// All of them at once:
    /// - there is no target.
    /// - fewer draws are kept than inputs + 2, or not fewer than the first generation has.
    /// - the goal is negative, or above what is acceptable.
    /// - the least acceptance is not between 0.0001 and 0.5.
    /// - the most simulations are fewer than the first generation.
    pub fn new(
        inputs: UncertainInputs,
        targets: Vec<Target>,
        sampling: CalibrationSampling,
    ) -> Result<CalibrationPlan, Problems> {
        let mut problems = Problems::default();
        let mut refuse = |key: &str, fault: Fault| problems.push(fault.at(key));
        let CalibrationSampling { first, kept, goal, acceptable, .. } = sampling;
        if targets.is_empty() {
            refuse("targets", Fault::new("an empty list", "at least one target"));
        }
        let fewest = inputs.count() as u32 + 2;
        if !(fewest <= kept && kept < first) {
            let right = format!("at least {fewest} (inputs + 2) and below first ({first})");
            refuse("kept", Fault::new(kept, right));
        }
        if !(0.0 <= goal && goal <= acceptable) {
            let right = format!("0 or more and at most what is acceptable ({acceptable})");
            refuse("goal", Fault::new(goal, right));
        }
        if !(0.0001 <= sampling.least_acceptance && sampling.least_acceptance <= 0.5) {
            let fault = Fault::new(sampling.least_acceptance, "between 0.0001 and 0.5");
            refuse("least_acceptance", fault);
        }
        if !(first <= sampling.most_simulations) {
            let fault = Fault::new(sampling.most_simulations, format!("at least first ({first})"));
            refuse("most_simulations", fault);
        }
        problems.into_result(CalibrationPlan { inputs, targets, sampling })
    }

    /// What was believed about the inputs before.
    pub fn inputs(&self) -> &UncertainInputs {
        &self.inputs
    }

    /// What was reported.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// How it samples.
    pub fn sampling(&self) -> &CalibrationSampling {
        &self.sampling
    }
}

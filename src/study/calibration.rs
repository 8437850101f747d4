//! The calibration of a setup: what is not known is brought into line with what was reported.

use crate::error::Fault;
use crate::error::Problems;
use crate::model::Model;
use crate::model::Parts;
use crate::model::Period;
use crate::random::Key;
use crate::sim::Engine;
use crate::sim::Total;
use crate::sim::Workspace;
use crate::study::CalibrationFinding;
use crate::study::Observed;
use crate::study::Setup;
use crate::study::Uncertain;
use crate::study::calibration_finding::finding;
use crate::summary;
use crate::summary::CalibrationError;
use crate::summary::CalibrationPlan;
use crate::summary::CalibrationSampling;
use crate::summary::CalibrationState;
use crate::summary::CalibrationWatch;
use crate::summary::Target;
use crate::time::Day;

/// Which setup is calibrated to which of its reported figures, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationQuestion {
    setup: Setup,
    uncertain: Uncertain,
    plan: CalibrationPlan,
    // Nothing after it is reported.
    last_day: Day,
}

impl CalibrationQuestion {
    /// The usual sampling: 2,600 simulations in the first generation, 1,300 kept, until all of them
    /// meet every figure (or come within one standard error of those without a range), less than 1%
    /// of the steps of a generation is taken, or 1,000,000 simulations are used.
    pub fn usual_sampling(setup: &Setup) -> CalibrationSampling {
        let points = setup.observed.iter().any(|it| it.low == it.high);
        CalibrationSampling {
            seed: setup.seed,
            first: 2_600,
            kept: 1_300,
            goal: if points { 1.0 } else { 0.0 },
            least_acceptance: 0.01,
            acceptable: 1.0,
            most_simulations: 1_000_000,
        }
    }

    /// What do the reported figures of a setup say about its uncertain numbers?
    ///
    /// A figure with a range is met anywhere in it; how far outside is too far is measured in its
    /// standard error, or else in halves of the range. One without a range is met up to its
    /// standard error. Draws of an earlier calibration are not used.
    ///
    /// # Errors
    /// All of them at once:
    /// - every number is known, or no figure was reported.
    /// - a figure has neither a range nor a standard error, or is of a day after the as-of day.
    /// - as [`CalibrationPlan::new`].
    pub fn new(
        setup: &Setup,
        sampling: CalibrationSampling,
    ) -> Result<CalibrationQuestion, Problems> {
        let mut problems = Problems::default();
        if setup.observed.is_empty() {
            let right = "given: figures that were reported, as [[observed]]";
            problems.push(Fault::new("nothing", right).at("observed"));
        }
        let mut targets = Vec::new();
        for (index, observed) in setup.observed.iter().enumerate() {
            match target(observed, setup.model.period.as_of()) {
                Ok(target) => targets.push(target),
                Err(fault) => problems.push(fault.at(format!("observed[{}]", index + 1))),
            }
        }
        let Some(uncertain) = setup.uncertain.clone() else {
            let right = "numbers that are not known, as fte = { pert = [380, 450, 520] }";
            let found = "a scenario in which every number is known";
            problems.push(Fault::new(found, right).at(""));
            return Err(problems);
        };
        problems.into_result(())?;
        let uncertain = uncertain.without_calibration();
        let plan = CalibrationPlan::new(uncertain.before().clone(), targets, sampling)?;
        let last_day = setup.observed.iter().map(|it| it.date).max();
        let last_day = last_day.expect("there is a figure").max(setup.model.period.as_of());
        Ok(CalibrationQuestion { setup: setup.clone(), uncertain, plan, last_day })
    }

    /// The setup.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Its uncertain numbers, as believed before.
    pub fn uncertain(&self) -> &Uncertain {
        &self.uncertain
    }

    /// What is asked of the calibration.
    pub fn plan(&self) -> &CalibrationPlan {
        &self.plan
    }

    /// The reported figures in one future with these values, with the luck of this replication of
    /// the setup's seed; NaN where no such world is possible.
    pub(crate) fn simulate(&self, values: &[f64], replication: u32) -> Vec<f64> {
        let nothing = || vec![f64::NAN; self.setup.observed.len()];
        let Ok(world) = self.uncertain.setup(values) else { return nothing() };
        let engine = Engine::new(&until(&world.model, self.last_day));
        let key = Key::from_seed(self.plan.sampling().seed).replication(replication);
        let outcome = engine.simulate(key, &mut Workspace::default());
        let figure = |observed: &Observed| {
            let total = Total::Quantity(observed.quantity, observed.date);
            match engine.place_of(total) {
                Some(place) => outcome.totals[place] as f64 * observed.reporting_share.value(),
                None => f64::NAN,
            }
        };
        world.observed.iter().map(figure).collect()
    }
}

/// The same model up to a day: no outcome before it is another.
fn until(model: &Model, last: Day) -> Model {
    let mut parts = Parts::clone(model);
    let shorter = Period::new(parts.period.start(), parts.period.as_of(), last);
    let Ok(period) = shorter else { return model.clone() };
    parts.period = period;
    parts.split_on.retain(|day| *day <= last);
    // What is dated later may not be said of a shorter period; then the longer one serves.
    Model::new(parts).unwrap_or_else(|_| model.clone())
}

/// What a calibration is to come near to, in the unit of the quantity.
fn target(observed: &Observed, as_of: Day) -> Result<Target, Fault> {
    let Observed { quantity, date, low, high, standard_error, .. } = observed;
    if !(*date <= as_of) {
        let right = format!("on or before the as-of day, {as_of}: nothing later is used");
        return Err(Fault::new(date, right));
    }
    let name = format!("{quantity}, {date}");
    let half = (high - low) as f64 / 2.0;
    match standard_error {
        Some(error) => Target::range(name, *low as f64, *high as f64, *error as f64),
        None if low < high => Target::range(name, *low as f64, *high as f64, half),
        None => {
            let right = "a figure with low and high, or with a standard_error";
            Err(Fault::new("a figure without a range", right))
        }
    }
}

/// Hears that one more simulation is done; called on many threads.
pub type Simulated<'a> = &'a (dyn Fn() + Sync);

/// Calibrates a setup: draws from what is known of its uncertain numbers given what was reported.
///
/// See [`summary::calibrate`] for the method. Simulation i has the luck of replication i. When it is
/// done every kept draw is simulated once more, with luck of its own, to see how the calibrated
/// model fits each figure.
///
/// `from` is a state that an earlier call's watch was shown: the result is the same, bit by bit, as
/// if that call had not ended.
///
/// # Errors
/// - as [`summary::calibrate`].
pub fn calibrate(
    question: &CalibrationQuestion,
    from: Option<CalibrationState>,
    watch: CalibrationWatch<'_>,
    simulated: Simulated<'_>,
) -> Result<CalibrationFinding, CalibrationError> {
    let simulate = |values: &[f64], number: u32| {
        let results = question.simulate(values, number);
        simulated();
        results
    };
    let calibrated = match from {
        Some(state) => summary::calibrate_from(&question.plan, state, simulate, watch)?,
        None => summary::calibrate(&question.plan, simulate, watch)?,
    };
    Ok(finding(question, calibrated))
}

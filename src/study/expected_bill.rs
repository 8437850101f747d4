//! The expected bill, as surely as the model allows: by table where behaviour does not feed back into
//! the queue, with a control variate where it does.

use crate::ensemble;
use crate::ensemble::Cancelled;
use crate::ensemble::Progress;
use crate::ensemble::Watch;
use crate::model::Model;
use crate::sim::Engine;
use crate::sim::MeanEngine;
use crate::sim::MeanOutcome;
use crate::sim::MeanRefused;
use crate::sim::Total;
use crate::study::Setup;
use crate::study::feedback::without_feedback;
use crate::summary::Estimate;
use crate::summary::control_variate;
use crate::summary::mean_of_values;

/// How an expected bill was found.
#[derive(Clone, Debug, PartialEq)]
pub enum BillMethod {
    /// What is expected of the cases was looked up on each path of intake and capacity.
    ByTable,
    /// Every case was simulated, with what is expected without feedback on the same paths as a control.
    ByControl {
        /// Why it could not be looked up.
        refused: MeanRefused,
        /// How many times more futures the plain mean would take for the same standard error.
        variance_ratio: f64,
    },
    /// Every case was simulated, as no control made the mean surer.
    ByCases {
        /// Why it could not be looked up.
        refused: MeanRefused,
    },
}

/// The mean of the final bill over all futures, in cents.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectedBill {
    /// The bill and its standard error.
    pub bill: Estimate,
    /// How it was found.
    pub method: BillMethod,
    /// How much of the bill's spread is what; only by table.
    pub spread: Option<BillSpread>,
    /// The futures, or paths.
    pub replications: u32,
}

/// The standard deviation of the bill, in cents, by where it comes from: the squares add up to that of
/// the bill itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BillSpread {
    /// From intake and capacity: the deviation of what is expected on each path.
    pub of_paths: f64,
    /// From the cases on a path.
    pub of_cases: f64,
}

/// Paths on which the mean of a control is worked out, for each future that is simulated: they cost
/// little beside it, and leave a tenth of the control's variance.
const CONTROL_PATHS: u32 = 10;

/// The expected bill of a model.
///
/// By table where the [`MeanEngine`] applies. Otherwise every case is simulated, and the mean engine of
/// the same model without feedback is the control: oldest first where an order looks at notices, no
/// work for notices, and of a rule of law of which no table is kept what holds on the as-of day. The
/// control is kept if it makes the mean surer.
///
/// Replications are those of a forecast under the same seed; ten times as many further paths give the
/// mean of a control.
///
/// # Errors
/// - the watch ended the run.
///
/// # Panics
/// - no replication is asked for.
///
/// # Example
/// ```
/// # use arrears::scenario::Scenario;
/// use arrears::ensemble::unwatched;
/// use arrears::study::{BillMethod, expected_bill};
///
/// // 30 late cases that nobody decides, of which half give notice at once: after 14 days of grace 45
/// // of 60 days are owed, at 10 a day.
/// # let text = "format = 1\ntitle = \"Thirty\"\nas_of = 2020-01-01\nend = 2020-02-29\n\
/// #     working_days = \"every day\"\n[[stream]]\nname = \"permits\"\nterm = { days = 10 }\n\
/// #     stock = [{ received = 2019-12-01, cases = 30 }]\n\
/// #     notice = { share = 0.5, delay = 0, pursued = 1, counts_from = 2020-01-01 }\n\
/// #     [[pool]]\nname = \"deciders\"\ndecisions_per_week = 0\n\
/// #     [administrative_penalty]\ntariff = [{ days = 100, per_day = 10 }]\n";
/// # let setup = Scenario::read(text, |_| Err(String::new()))?.into_setup();
/// let found = expected_bill(&setup.model, 1, 10, &mut unwatched)?;
/// assert_eq!(found.method, BillMethod::ByTable);
/// assert_eq!(found.bill.value, 30.0 * 0.5 * 45.0 * 1_000.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// Hammersley, Handscomb, Monte Carlo Methods (1964), sections 5.4 and 5.5; Asmussen, Glynn, Stochastic
/// Simulation (2007), chapter V.
pub fn expected_bill(
    model: &Model,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<ExpectedBill, Cancelled> {
    assert!(0 < replications, "at least one replication");
    match MeanEngine::new(model) {
        Ok(engine) => by_table(&engine, seed, replications, watch),
        Err(refused) => by_cases(model, refused, seed, replications, watch),
    }
}

/// The expected bill of a model to which the mean engine applies.
///
/// # Errors
/// - the watch ended the run.
///
/// # Panics
/// - no replication is asked for.
pub(crate) fn by_table(
    engine: &MeanEngine,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<ExpectedBill, Cancelled> {
    let place = place_of_bill(engine);
    let read = |outcome: MeanOutcome| {
        let value = outcome.values[place];
        (value.mean, value.variance.expect("always worked out"))
    };
    let mut paths = Vec::with_capacity(replications as usize);
    let take = |batch: Vec<(f64, f64)>| paths.extend(batch);
    ensemble::for_each_mean_batch(engine, seed, 0..replications, watch, read, take)?;
    let (means, variances): (Vec<f64>, Vec<f64>) = paths.into_iter().unzip();
    let bill = mean_of_values(&means);
    let spread = bill.standard_error.map(|error| BillSpread {
        of_paths: error * f64::from(replications).sqrt(),
        of_cases: mean_of_values(&variances).value.max(0.0).sqrt(),
    });
    Ok(ExpectedBill { bill, method: BillMethod::ByTable, spread, replications })
}

fn by_cases(
    model: &Model,
    refused: MeanRefused,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<ExpectedBill, Cancelled> {
    let engine = Engine::new(model);
    let control = without_feedback(model).and_then(|model| MeanEngine::new(&model).ok());
    let further = control.as_ref().map_or(0, |_| replications.saturating_mul(CONTROL_PATHS));
    let end = replications.saturating_add(further);
    let futures = u64::from(replications);
    let planned = futures + control.as_ref().map_or(0, |_| u64::from(end));
    let bill = engine.place_of(Total::Bill(None)).expect("always measured");
    let mut bills: Vec<f64> = Vec::with_capacity(replications as usize);
    let mut of_bills = |progress: Progress| watch(Progress { planned, ..progress });
    ensemble::for_each_batch(&engine, seed, 0..replications, &mut of_bills, |outcomes| {
        bills.extend(outcomes.iter().map(|outcome| outcome.totals[bill] as f64));
    })?;
    let plain = mean_of_values(&bills);
    let found = |bill, method| ExpectedBill { bill, method, spread: None, replications };
    let Some(control) = control else {
        return Ok(found(plain, BillMethod::ByCases { refused }));
    };
    let place = place_of_bill(&control);
    let mut controls: Vec<f64> = Vec::with_capacity(end as usize);
    let mut of_control =
        |progress: Progress| watch(Progress { done: futures + progress.done, planned });
    let read = |outcome: MeanOutcome| outcome.values[place].mean;
    let take = |batch: Vec<f64>| controls.extend(batch);
    ensemble::for_each_mean_batch(&control, seed, 0..end, &mut of_control, read, take)?;
    let (of_futures, of_paths) = controls.split_at(bills.len());
    let known = (!of_paths.is_empty()).then(|| mean_of_values(of_paths));
    let controlled = known.and_then(|known| control_variate(&bills, of_futures, known));
    Ok(match controlled.filter(|it| 1.0 < it.variance_ratio) {
        Some(it) => {
            let variance_ratio = it.variance_ratio;
            found(it.mean, BillMethod::ByControl { refused, variance_ratio })
        }
        None => found(plain, BillMethod::ByCases { refused }),
    })
}

fn place_of_bill(engine: &MeanEngine) -> usize {
    let place = engine.totals().iter().position(|total| *total == Total::Bill(None));
    place.expect("always expected")
}

/// Paths on which the expected bill is worked out for each future, and the most of them.
const PATHS_A_FUTURE: u32 = 8;
const MOST_PATHS: u32 = 16_384;

/// The expected bill of a forecast of so many futures, where it costs little beside them.
pub(super) fn of_forecast(
    setup: &Setup,
    engine: &Engine,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<Option<ExpectedBill>, Cancelled> {
    // What is not known moves the bill of one world: its mean would not be theirs.
    if setup.uncertain.is_some() || !MeanEngine::would_be_fast(engine) {
        return Ok(None);
    }
    let Ok(engine) = MeanEngine::new(&setup.model) else { return Ok(None) };
    let paths = replications.saturating_mul(PATHS_A_FUTURE).min(MOST_PATHS);
    let done = u64::from(replications);
    let mut of_paths = |_: Progress| watch(Progress { done, planned: done });
    by_table(&engine, seed, paths, &mut of_paths).map(Some)
}

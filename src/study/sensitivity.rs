//! Sensitivity: which of the numbers that are not known make a total uncertain.

use std::ops::ControlFlow;

use crate::ensemble::Cancelled;
use crate::ensemble::Progress;
use crate::ensemble::Watch;
use crate::error::Fault;
use crate::error::Problems;
use crate::random::Key;
use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Total;
use crate::sim::Workspace;
use crate::study::BudgetOf;
use crate::study::ImpossibleDraw;
use crate::study::Setup;
use crate::study::Stopped;
use crate::study::Uncertain;
use crate::study::sensitivity_global::GlobalFinding;
use crate::study::sensitivity_global::global;
use crate::study::sensitivity_one::SwingFinding;
use crate::study::sensitivity_one::swings;
use crate::study::worlds::Worlds;
use crate::study::worlds::batch_size;
use crate::summary::Estimate;
use crate::summary::Rule;
use crate::summary::RuleSearch;
use crate::summary::ValueOfKnowing;
use crate::summary::mean_of_values;
use crate::summary::patient_rule;
use crate::summary::value_of_knowing;

/// How much is simulated for each part of a sensitivity analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SensitivitySize {
    /// Futures, each with its own values and luck: for what knowing a number is worth, and for the
    /// rules. At least 100.
    pub futures: u32,
    /// Futures at each end of each number, the others in the middle: for one number at a time. At
    /// least 2.
    pub futures_at_an_end: u32,
    /// Low-discrepancy points for the shares of all numbers together, in eight scrambles: 16 or
    /// more, a power of two; 0 for none.
    pub points: u32,
}

impl SensitivitySize {
    /// 2,000 futures, 30 at each end, 512 points.
    pub const USUAL: SensitivitySize =
        SensitivitySize { futures: 2_000, futures_at_an_end: 30, points: 512 };
}

/// Which total of which setup.
#[derive(Clone, Debug, PartialEq)]
pub struct SensitivityQuestion {
    pub(super) setup: Setup,
    pub(super) uncertain: Uncertain,
    pub(super) of: Total,
    pub(super) size: SensitivitySize,
}

impl SensitivityQuestion {
    /// Which numbers of a setup make the total with this name uncertain?
    ///
    /// Names are those of `totals.csv`, as `bill` or `owed.2020`.
    ///
    /// # Errors
    /// - every number is known.
    /// - the setup measures no such total, or the total is a day that may never come.
    /// - there are fewer than 100 futures, fewer than 2 at an end, or points that are not 0 and no
    ///   power of two from 16 to 1,048,576.
    pub fn new(
        setup: &Setup,
        of: &str,
        size: SensitivitySize,
    ) -> Result<SensitivityQuestion, Problems> {
        let mut problems = Problems::default();
        if !(100 <= size.futures) {
            problems.push(Fault::new(size.futures, "at least 100 futures").at("futures"));
        }
        if !(2 <= size.futures_at_an_end) {
            let fault = Fault::new(size.futures_at_an_end, "at least 2 futures at each end");
            problems.push(fault.at("futures_at_an_end"));
        }
        let points = size.points;
        if !(points == 0 || points.is_power_of_two() && 16 <= points && points <= 1 << 20) {
            let right = "0, or a power of two from 16 to 1,048,576, as 512";
            problems.push(Fault::new(points, right).at("points"));
        }
        let engine = Engine::new(&setup.model);
        let named = engine.totals().iter().find(|total| total.to_string() == of);
        if named.is_none_or(|total| *total == Total::Gone) {
            let names: Vec<String> = engine
                .totals()
                .iter()
                .filter(|total| **total != Total::Gone)
                .map(Total::to_string)
                .take(30)
                .collect();
            let right = format!("the name of a total, as one of: {}", names.join(", "));
            problems.push(Fault::new(format!("{of:?}"), right).at("of"));
        }
        if setup.uncertain.is_none() {
            let found = "a scenario in which every number is known";
            let right = "numbers that are not known, as fte = { pert = [380, 450, 520] }";
            problems.push(Fault::new(found, right).at(""));
        }
        match (setup.uncertain.clone(), named) {
            (Some(uncertain), Some(of)) if problems.is_empty() => {
                Ok(SensitivityQuestion { setup: setup.clone(), uncertain, of: *of, size })
            }
            _ => Err(problems),
        }
    }

    /// The setup.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Its numbers that are not known.
    pub fn uncertain(&self) -> &Uncertain {
        &self.uncertain
    }

    /// How much is simulated.
    pub fn size(&self) -> SensitivitySize {
        self.size
    }

    /// The total.
    pub fn of(&self) -> Total {
        self.of
    }

    /// The total in the futures of these replications, all in one world.
    ///
    /// # Errors
    /// - the values cannot be together.
    pub(super) fn simulate(
        &self,
        values: &[f64],
        seed: u64,
        replications: impl Iterator<Item = u32>,
    ) -> Result<Vec<f64>, Problems> {
        let engine = Engine::new(&self.uncertain.setup(values)?.model);
        let Some(place) = engine.place_of(self.of) else {
            let right = "values with which it is measured: a share or a cost stays above 0";
            return Err(Fault::new("values with which the total is not measured", right)
                .at("")
                .into());
        };
        let mut workspace = Workspace::default();
        let key = Key::from_seed(seed);
        let one = |replication| {
            engine.simulate(key.replication(replication), &mut workspace).totals[place] as f64
        };
        Ok(replications.map(one).collect())
    }
}

/// When a total is high: more than a budget, or among the highest tenth.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleFinding {
    /// The budget that is exceeded; `None` for the highest tenth.
    pub budget: Option<BudgetOf>,
    /// The amount or number above which it is high, in the unit of the total.
    pub above: f64,
    /// How many of the futures are.
    pub hits: u32,
    /// One to three conditions under which most of them are; `None` where no rule holds up.
    pub rule: Option<Rule>,
}

/// What makes a total uncertain.
#[derive(Clone, Debug, PartialEq)]
pub struct SensitivityFinding {
    /// The seed.
    pub seed: u64,
    /// The mean of the total, in its unit.
    pub mean: Estimate,
    /// What each number's becoming known would leave of the spread; `None` when the total is the
    /// same in all futures.
    pub knowing: Option<ValueOfKnowing>,
    /// Each number alone at its ends, the widest swing first.
    pub swings: Vec<SwingFinding>,
    /// The shares of all numbers together and of luck.
    pub global: GlobalFinding,
    /// When it is high.
    pub rules: Vec<RuleFinding>,
}

/// Looks which numbers make a total uncertain: one by one, all together, and what knowing each is
/// worth.
///
/// # Errors
/// - the watch ended it, or uncertain numbers got values that cannot be together.
pub fn sensitivity(
    question: &SensitivityQuestion,
    seed: u64,
    watch: Watch<'_>,
) -> Result<SensitivityFinding, Stopped> {
    let mut steps = Steps::new(question, watch);
    let (rows, results) = futures(question, seed, &mut steps)?;
    let knowing = value_of_knowing(&rows, &results).expect("at least 100 futures, all finite");
    let swings = swings(question, seed, &mut steps)?;
    let global = global(question, seed, &mut steps)?;
    let rules = thresholds(question, &results);
    let rules = rules.into_iter().map(|(budget, above)| rule(&rows, &results, budget, above));
    let mean = mean_of_values(&results);
    Ok(SensitivityFinding { seed, mean, knowing, swings, global, rules: rules.collect() })
}

/// How far it is, over all parts.
pub(super) struct Steps<'w> {
    progress: Progress,
    watch: Watch<'w>,
}

impl<'w> Steps<'w> {
    fn new(question: &SensitivityQuestion, watch: Watch<'w>) -> Steps<'w> {
        let size = question.size;
        let inputs = question.uncertain.inputs().len() as u64;
        let ends = (2 * inputs + 1) * u64::from(size.futures_at_an_end);
        let planned = u64::from(size.futures) + ends + GlobalFinding::simulations(question);
        Steps { progress: Progress { done: 0, planned }, watch }
    }

    /// So many more are done.
    pub(super) fn done(&mut self, more: u64) -> Result<(), Cancelled> {
        self.progress.done += more;
        match (self.watch)(self.progress) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Cancelled),
        }
    }
}

/// Futures with values and luck of their own: the values, and the total of each.
fn futures(
    question: &SensitivityQuestion,
    seed: u64,
    steps: &mut Steps<'_>,
) -> Result<(Vec<Vec<f64>>, Vec<f64>), Stopped> {
    let setup = &question.setup;
    let engine = Engine::new(&setup.model);
    let place = engine.place_of(question.of).expect("checked when the question was asked");
    let make = |setup: &Setup| Ok(Engine::new(&setup.model));
    let read = |_: &Engine, outcome: Outcome| outcome.totals[place] as f64;
    let batch = batch_size(setup, u32::MAX);
    let mut results = Vec::new();
    let mut next = 0;
    while next < question.size.futures {
        let range = next..question.size.futures.min(next + batch);
        next = range.end;
        let worlds = Worlds::of(setup, seed, range.clone())?;
        results.extend(worlds.readings(&engine, &make, (seed, range.clone()), |it| it, read)?);
        steps.done(u64::from(range.end - range.start))?;
    }
    let key = Key::from_seed(seed);
    let rows = (0..question.size.futures).map(|it| question.uncertain.draw(key.replication(it)));
    Ok((rows.collect(), results))
}

/// Above what the total is high: each budget that is set for it, otherwise the highest tenth.
fn thresholds(question: &SensitivityQuestion, results: &[f64]) -> Vec<(Option<BudgetOf>, f64)> {
    let budgets = question.setup.budgets.iter().filter(|budget| {
        let total = match budget.of {
            BudgetOf::Owed => Total::Owed(budget.year, None),
            BudgetOf::Paid => Total::Paid(budget.year, None),
        };
        total == question.of
    });
    let budgets: Vec<(Option<BudgetOf>, f64)> =
        budgets.map(|it| (Some(it.of), it.amount.in_cents() as f64)).collect();
    if !budgets.is_empty() {
        return budgets;
    }
    let mut sorted = results.to_vec();
    sorted.sort_by(f64::total_cmp);
    vec![(None, sorted[(sorted.len() * 9).div_ceil(10) - 1])]
}

fn rule(rows: &[Vec<f64>], results: &[f64], budget: Option<BudgetOf>, above: f64) -> RuleFinding {
    let hits: Vec<bool> = results.iter().map(|result| above < *result).collect();
    let rule = patient_rule(rows, &hits, &RuleSearch::USUAL).expect("finite rows, one a result");
    RuleFinding { budget, above, hits: hits.iter().filter(|hit| **hit).count() as u32, rule }
}

/// A replication of no number, whose values cannot be together.
pub(super) fn impossible(replication: u32, problems: Problems) -> Stopped {
    Stopped::Impossible(ImpossibleDraw { replication, problems })
}

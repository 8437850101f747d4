//! A sensitivity analysis as JSON: every number in full.

use serde::Serialize;

use crate::report::facts::unit_name;
use crate::report::json::written;
use crate::report::json_head::Head;
use crate::report::json_totals::EstimateOut;
use crate::study::GlobalFinding;
use crate::study::RuleFinding;
use crate::study::SensitivityFinding;
use crate::study::SensitivityQuestion;
use crate::summary::RuleCondition;

/// The version of the format; it rises when a key changes its meaning or goes.
pub const SENSITIVITY_JSON_FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    currency: &'a str,
    as_of: String,
    of: String,
    unit: &'static str,
    futures: u32,
    futures_at_an_end: u32,
    points: u32,
    mean: EstimateOut,
    standard_deviation: Option<EstimateOut>,
    calibrated: bool,
    /// In the order of the scenario.
    numbers: Vec<NumberOut<'a>>,
    /// The share of luck, of the shares of all numbers together.
    luck: Option<GlobalOut>,
    rules: Vec<RuleOut<'a>>,
}

#[derive(Serialize)]
struct NumberOut<'a> {
    key: &'a str,
    name: Option<&'a str>,
    share_gone_when_known: Option<EstimateOut>,
    deviation_falls_by: Option<EstimateOut>,
    low: f64,
    high: f64,
    total_at_low: EstimateOut,
    total_at_high: EstimateOut,
    difference: EstimateOut,
    global: Option<GlobalOut>,
}

/// First order and total of Sobol, or the one share of Shapley.
#[derive(Serialize)]
struct GlobalOut {
    first: Option<EstimateOut>,
    total: Option<EstimateOut>,
    shapley: Option<EstimateOut>,
}

#[derive(Serialize)]
struct RuleOut<'a> {
    above: f64,
    of_budget: bool,
    hits: u32,
    conditions: Vec<ConditionOut<'a>>,
    coverage: Option<f64>,
    density: Option<f64>,
    base: Option<f64>,
}

#[derive(Serialize)]
struct ConditionOut<'a> {
    key: &'a str,
    low: Option<f64>,
    high: Option<f64>,
    quasi_p: f64,
}

/// A sensitivity analysis as JSON, indented, with a line feed at the end.
///
/// Numbers of the total are in `unit`. The same finding gives the same bytes.
pub fn sensitivity_json(question: &SensitivityQuestion, found: &SensitivityFinding) -> String {
    let (setup, size) = (question.setup(), question.size());
    let inputs = question.uncertain().inputs();
    written(&Document {
        head: Head::new(SENSITIVITY_JSON_FORMAT, setup, found.seed, None).always_with_settings(),
        currency: &setup.currency,
        as_of: setup.model.period.as_of().to_string(),
        of: question.of().to_string(),
        unit: unit_name(question.of().unit()),
        futures: size.futures,
        futures_at_an_end: size.futures_at_an_end,
        points: size.points,
        mean: found.mean.into(),
        standard_deviation: found.knowing.as_ref().map(|it| it.spread.into()),
        calibrated: question.uncertain().calibrated().is_some(),
        numbers: (0..inputs.len()).map(|input| number(question, found, input)).collect(),
        luck: global(&found.global, inputs.len()),
        rules: found.rules.iter().map(|it| rule(question, it)).collect(),
    })
}

fn number<'a>(
    question: &'a SensitivityQuestion,
    found: &SensitivityFinding,
    input: usize,
) -> NumberOut<'a> {
    let of = &question.uncertain().inputs()[input];
    let knowing = found.knowing.as_ref().map(|it| it.inputs[input]);
    let swing = found.swings.iter().find(|it| it.input == input).expect("one an input");
    NumberOut {
        key: &of.key,
        name: of.name.as_deref(),
        share_gone_when_known: knowing.map(|it| it.share.into()),
        deviation_falls_by: knowing.map(|it| it.spread_saved.into()),
        low: swing.low,
        high: swing.high,
        total_at_low: swing.at_low.into(),
        total_at_high: swing.at_high.into(),
        difference: swing.difference.into(),
        global: global(&found.global, input),
    }
}

fn global(found: &GlobalFinding, input: usize) -> Option<GlobalOut> {
    match found {
        GlobalFinding::Independent(indices) => {
            let of = indices.inputs[input];
            let (first, total) = (Some(of.first.into()), Some(of.total.into()));
            Some(GlobalOut { first, total, shapley: None })
        }
        GlobalFinding::Dependent(effects) => {
            let shapley = Some(effects.shares[input].into());
            Some(GlobalOut { first: None, total: None, shapley })
        }
        GlobalFinding::NotAsked | GlobalFinding::Calibrated | GlobalFinding::Constant => None,
    }
}

fn rule<'a>(question: &'a SensitivityQuestion, it: &RuleFinding) -> RuleOut<'a> {
    let condition = |of: &RuleCondition| ConditionOut {
        key: &question.uncertain().inputs()[of.input].key,
        low: of.low,
        high: of.high,
        quasi_p: of.quasi_p,
    };
    let conditions = it.rule.iter().flat_map(|rule| rule.conditions.iter().map(condition));
    RuleOut {
        above: it.above,
        of_budget: it.budget.is_some(),
        hits: it.hits,
        conditions: conditions.collect(),
        coverage: it.rule.as_ref().map(|it| it.coverage().value()),
        density: it.rule.as_ref().map(|it| it.density().value()),
        base: it.rule.as_ref().map(|it| it.base().value()),
    }
}

//! A calibration as files: the draws as CSV, which other commands take, and everything as JSON.

use serde::Serialize;

use crate::report::csv::Sheet;
use crate::report::json::written;
use crate::report::json_head::Head;
use crate::report::json_totals::EstimateOut;
use crate::study::CalibrationFinding;
use crate::study::CalibrationQuestion;
use crate::study::Pair;
use crate::study::Spread;
use crate::summary::CalibrationStop;

/// The version of the format; it rises when a key changes its meaning or goes.
pub const CALIBRATION_JSON_FORMAT: u32 = 1;

/// The draws of a calibration as CSV: a row a draw, its weight and its values, by key.
///
/// A scenario takes it as `posterior = "FILE"`. Values are written so that they are read back
/// without a change.
pub fn posterior_csv(question: &CalibrationQuestion, found: &CalibrationFinding) -> String {
    let mut sheet = Sheet::default();
    let keys = question.uncertain().inputs().iter().map(|input| input.key.clone());
    sheet.row(std::iter::once("weight".to_owned()).chain(keys).collect::<Vec<String>>());
    for draw in &found.calibrated.draws {
        let values = draw.values.iter().map(|value| format!("{value:?}"));
        let weight = format!("{:?}", draw.weight);
        sheet.row(std::iter::once(weight).chain(values).collect::<Vec<String>>());
    }
    sheet.finish()
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    as_of: String,
    currency: &'a str,
    stopped: &'static str,
    simulations: u32,
    draws: usize,
    effective_size: f64,
    tolerance: f64,
    generations: Vec<GenerationOut>,
    numbers: Vec<NumberOut<'a>>,
    figures: Vec<FigureOut<'a>>,
    dependent_numbers: Vec<PairOut<'a>>,
    fighting_figures: Vec<FightOut>,
}

#[derive(Serialize)]
struct GenerationOut {
    simulations: u32,
    tolerance: f64,
    acceptance: f64,
    effective_size: f64,
}

#[derive(Serialize)]
struct SpreadOut {
    mean: f64,
    quantile_5: f64,
    median: f64,
    quantile_95: f64,
}

impl From<Spread> for SpreadOut {
    fn from(of: Spread) -> SpreadOut {
        SpreadOut { mean: of.mean, quantile_5: of.low, median: of.median, quantile_95: of.high }
    }
}

#[derive(Serialize)]
struct NumberOut<'a> {
    key: &'a str,
    name: Option<&'a str>,
    distribution_before: &'a str,
    before: SpreadOut,
    after: SpreadOut,
    spread_ratio: Option<f64>,
    mean_moved_by_deviations: f64,
    informed: bool,
}

/// Amounts in cents, shares in millionths.
#[derive(Serialize)]
struct FigureOut<'a> {
    quantity: String,
    date: String,
    reported: i64,
    reported_low: i64,
    reported_high: i64,
    standard_error: Option<i64>,
    source: &'a str,
    predicted: SpreadOut,
    inside: EstimateOut,
    p: EstimateOut,
}

#[derive(Serialize)]
struct PairOut<'a> {
    one: &'a str,
    other: &'a str,
    rank_correlation: f64,
}

/// Figures by their numbers, from 1.
#[derive(Serialize)]
struct FightOut {
    one: usize,
    other: usize,
    rank_correlation_of_distances: f64,
}

/// Everything that a calibration found, but its draws, as JSON; indented, with a line feed at the
/// end.
pub fn calibration_json(question: &CalibrationQuestion, found: &CalibrationFinding) -> String {
    let (setup, calibrated) = (question.setup(), &found.calibrated);
    let inputs = question.uncertain().inputs();
    let pair = |pair: &Pair| PairOut {
        one: &inputs[pair.one].key,
        other: &inputs[pair.other].key,
        rank_correlation: pair.correlation,
    };
    let fight = |pair: &Pair| FightOut {
        one: pair.one + 1,
        other: pair.other + 1,
        rank_correlation_of_distances: pair.correlation,
    };
    let generations = calibrated.path.iter().map(|it| GenerationOut {
        simulations: it.simulations,
        tolerance: it.tolerance,
        acceptance: it.acceptance,
        effective_size: it.effective_size,
    });
    written(&Document {
        head: Head::new(CALIBRATION_JSON_FORMAT, setup, question.plan().sampling().seed, None)
            .always_with_settings(),
        as_of: setup.model.period.as_of().to_string(),
        currency: &setup.currency,
        stopped: match calibrated.stop {
            CalibrationStop::GoalReached => "goal reached",
            CalibrationStop::FewComeNearer => "few come nearer",
            CalibrationStop::SimulationsUsed => "simulations used",
        },
        simulations: calibrated.simulations(),
        draws: calibrated.draws.len(),
        effective_size: calibrated.effective_size(),
        tolerance: calibrated.tolerance(),
        generations: generations.collect(),
        numbers: numbers(question, found),
        figures: figures(found),
        dependent_numbers: found.dependent.iter().map(pair).collect(),
        fighting_figures: found.fighting.iter().map(fight).collect(),
    })
}

fn numbers<'a>(
    question: &'a CalibrationQuestion,
    found: &CalibrationFinding,
) -> Vec<NumberOut<'a>> {
    let uncertain = question.uncertain();
    let known = uncertain.inputs().iter().zip(uncertain.numbers()).zip(&found.inputs);
    let number = known.map(|((input, number), found)| NumberOut {
        key: &input.key,
        name: input.name.as_deref(),
        distribution_before: number.describe(),
        before: found.before.into(),
        after: found.after.into(),
        spread_ratio: found.spread_ratio,
        mean_moved_by_deviations: found.moved,
        informed: found.is_informed(),
    });
    number.collect()
}

fn figures(found: &CalibrationFinding) -> Vec<FigureOut<'_>> {
    let figures = found.figures.iter().map(|figure| FigureOut {
        quantity: figure.observed.quantity.to_string(),
        date: figure.observed.date.to_string(),
        reported: figure.observed.value,
        reported_low: figure.observed.low,
        reported_high: figure.observed.high,
        standard_error: figure.observed.standard_error,
        source: &figure.observed.source,
        predicted: figure.predicted.into(),
        inside: figure.inside.into(),
        p: figure.p.into(),
    });
    figures.collect()
}

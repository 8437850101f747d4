//! A backtest as JSON and as CSV.

use serde::Serialize;

use crate::report::csv::Sheet;
use crate::report::csv::or_empty;
use crate::report::facts::unit_name;
use crate::report::json::written;
use crate::report::json_head::Head;
use crate::study::BANDS;
use crate::study::BacktestFinding;
use crate::study::BacktestQuestion;
use crate::study::ForecastValue;
use crate::study::QuantityScores;

/// The name of the file that [`backtest_csv`] gives.
pub const BACKTEST_CSV_NAME: &str = "backtest.csv";

/// The version of the format; it rises when a key changes its meaning or goes.
pub const BACKTEST_JSON_FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    currency: &'a str,
    scores: Vec<ScoresOut>,
    forecasts: Vec<ForecastOut<'a>>,
}

#[derive(Serialize)]
struct ScoresOut {
    quantity: String,
    unit: &'static str,
    values: usize,
    mean_crps: f64,
    inside_50: u64,
    inside_80: u64,
    inside_90: u64,
    skill_over_last_value: Option<f64>,
    skill_over_trend: Option<f64>,
    pit_histogram: [usize; 5],
}

#[derive(Serialize)]
struct ForecastOut<'a> {
    as_of: String,
    values: Vec<ValueOut<'a>>,
}

#[derive(Serialize)]
struct ValueOut<'a> {
    quantity: String,
    unit: &'static str,
    date: String,
    observed: Option<i64>,
    not_scored: &'a str,
    source: &'a str,
    median: f64,
    band_50: [f64; 2],
    band_80: [f64; 2],
    band_90: [f64; 2],
    crps: Option<f64>,
    interval_score_50: Option<f64>,
    interval_score_80: Option<f64>,
    interval_score_90: Option<f64>,
    pit: Option<f64>,
    last_value_crps: Option<f64>,
    trend_crps: Option<f64>,
}

/// A backtest as JSON, indented, with a line feed at the end; amounts in cents, shares in millionths.
pub fn backtest_json(question: &BacktestQuestion, found: &BacktestFinding) -> String {
    let setup = &question.setups()[0];
    written(&Document {
        head: Head::new(BACKTEST_JSON_FORMAT, setup, found.seed, found.replications)
            .always_with_settings(),
        currency: &setup.currency,
        scores: found.scores.iter().map(scores).collect(),
        forecasts: found
            .forecasts
            .iter()
            .map(|it| ForecastOut {
                as_of: it.as_of.to_string(),
                values: it.values.iter().map(value).collect(),
            })
            .collect(),
    })
}

fn scores(it: &QuantityScores) -> ScoresOut {
    let [inside_50, inside_80, inside_90] = [0, 1, 2].map(|band| it.coverage[band].hits());
    ScoresOut {
        quantity: it.quantity.to_string(),
        unit: unit_name(it.quantity.unit()),
        values: it.count,
        mean_crps: it.crps,
        inside_50,
        inside_80,
        inside_90,
        skill_over_last_value: it.skill_over_last_value,
        skill_over_trend: it.skill_over_trend,
        pit_histogram: it.pit_histogram,
    }
}

fn value(it: &ForecastValue) -> ValueOut<'_> {
    let [band_50, band_80, band_90] = it.bands.map(|band| [band.low, band.high]);
    let interval_score = |band: usize| it.score.map(|score| score.interval_scores[band]);
    ValueOut {
        quantity: it.observed.quantity.to_string(),
        unit: unit_name(it.observed.quantity.unit()),
        date: it.observed.date.to_string(),
        observed: it.observed.value,
        not_scored: &it.observed.not_scored,
        source: &it.observed.source,
        median: it.median,
        band_50,
        band_80,
        band_90,
        crps: it.score.map(|score| score.crps),
        interval_score_50: interval_score(0),
        interval_score_80: interval_score(1),
        interval_score_90: interval_score(2),
        pit: it.score.map(|score| score.pit),
        last_value_crps: it.score.and_then(|score| score.last_value_crps),
        trend_crps: it.score.and_then(|score| score.trend_crps),
    }
}

/// A backtest as one CSV table: a row for each value of each as-of day, then for each of its bands.
pub fn backtest_csv(found: &BacktestFinding) -> String {
    let columns = ["as_of", "quantity", "unit", "date", "observed", "statistic", "level", "value"];
    let mut sheet = Sheet::new(&columns);
    for forecast in &found.forecasts {
        for it in &forecast.values {
            let first = [
                forecast.as_of.to_string(),
                it.observed.quantity.to_string(),
                unit_name(it.observed.quantity.unit()).to_owned(),
                it.observed.date.to_string(),
                or_empty(it.observed.value),
            ];
            let mut row = |statistic: &str, level: Option<f64>, value: Option<f64>| {
                let last = [statistic.to_owned(), or_empty(level), or_empty(value)];
                sheet.row([first.to_vec(), last.to_vec()].concat());
            };
            row("median", None, Some(it.median));
            for (place, level) in BANDS.into_iter().enumerate() {
                row("band_low", Some(level), Some(it.bands[place].low));
                row("band_high", Some(level), Some(it.bands[place].high));
                let score = it.score.map(|score| score.interval_scores[place]);
                row("interval_score", Some(level), score);
            }
            row("crps", None, it.score.map(|score| score.crps));
            row("pit", None, it.score.map(|score| score.pit));
            row("last_value_crps", None, it.score.and_then(|score| score.last_value_crps));
            row("trend_crps", None, it.score.and_then(|score| score.trend_crps));
        }
    }
    sheet.finish()
}

//! The backtest: forecasts as they could have been made, scored against what followed.

use crate::ensemble::Watch;
use crate::error::Fault;
use crate::error::Problems;
use crate::model::Model;
use crate::model::Parts;
use crate::model::Quantity;
use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Total;
use crate::study::Setup;
use crate::study::Stopped;
use crate::study::worlds;
use crate::summary;
use crate::summary::Estimate;
use crate::summary::Interval;
use crate::summary::ShareEstimate;
use crate::summary::crps_fair;
use crate::summary::crps_normal;
use crate::summary::interval_score;
use crate::summary::naive_last_value_on;
use crate::summary::naive_trend_on;
use crate::summary::pit;
use crate::time::Day;

/// One value of a series that was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedValue {
    /// What was observed.
    pub quantity: Quantity,
    /// On which day.
    pub date: Day,
    /// The value, in the quantity's unit: whole cents, cases or millionths; `None` where it is
    /// missing.
    pub value: Option<i64>,
    /// Why it is shown but not scored, as a change of law that no forecast could know; empty for
    /// a value that is scored.
    pub not_scored: String,
    /// Where it comes from.
    pub source: String,
}

/// A setup for each as-of day, and the series against which they are scored.
#[derive(Clone, Debug, PartialEq)]
pub struct BacktestQuestion {
    setups: Vec<Setup>,
    series: Vec<ObservedValue>,
}

impl BacktestQuestion {
    /// How good were the forecasts of these setups, one an as-of day?
    ///
    /// Scored is what was observed after a setup's as-of day and up to its end; what was observed
    /// before is what naive forecasts are made from.
    ///
    /// # Errors
    /// - there is no setup.
    /// - a setup has nothing to be scored against.
    /// - the series has two values of one quantity on one day.
    pub fn new(
        setups: Vec<Setup>,
        mut series: Vec<ObservedValue>,
    ) -> Result<BacktestQuestion, Problems> {
        let mut problems = Problems::default();
        if setups.is_empty() {
            problems.push(Fault::new("no scenario", "at least one").at("as_of"));
        }
        series.sort_by_key(|it| it.date);
        for (index, one) in series.iter().enumerate() {
            let same = |it: &ObservedValue| (it.quantity, it.date) == (one.quantity, one.date);
            if series[..index].iter().any(same) {
                let found = format!("{} on {} twice", one.quantity, one.date);
                problems.push(Fault::new(found, "each value once").at("observed"));
            }
        }
        for setup in &setups {
            if !series.iter().any(|it| is_scored(it, setup)) {
                let period = setup.model.period;
                let right = format!(
                    "a value that is scored, from {} to {}",
                    period.as_of() + 1,
                    period.end()
                );
                let found = format!("nothing after the as-of day {}", period.as_of());
                problems.push(Fault::new(found, right).at("observed"));
            }
        }
        problems.into_result(BacktestQuestion { setups, series })
    }

    /// The setups, one an as-of day.
    pub fn setups(&self) -> &[Setup] {
        &self.setups
    }

    /// What was observed, by date.
    pub fn series(&self) -> &[ObservedValue] {
        &self.series
    }
}

/// Whether a value comes after what a setup's forecast could know, and within it.
fn is_forecast(value: &ObservedValue, setup: &Setup) -> bool {
    let period = setup.model.period;
    period.as_of() < value.date && value.date <= period.end()
}

fn is_scored(value: &ObservedValue, setup: &Setup) -> bool {
    is_forecast(value, setup) && value.value.is_some() && value.not_scored.is_empty()
}

/// The bands whose coverage is asked: 50, 80 and 90%.
pub const BANDS: [f64; 3] = [0.5, 0.8, 0.9];

/// What a forecast said of one value.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastValue {
    /// What was observed.
    pub observed: ObservedValue,
    /// The median of the futures, in the quantity's unit.
    pub median: f64,
    /// The central bands of 50, 80 and 90% of the futures.
    pub bands: [Interval; 3],
    /// How the observed value scored; `None` where it is missing or not scored.
    pub score: Option<Score>,
}

/// How one observed value scored; lower is better but for `pit` and `inside`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The continuous ranked probability score, in the quantity's unit.
    pub crps: f64,
    /// The interval score of each band, in the quantity's unit.
    pub interval_scores: [f64; 3],
    /// Whether the value lies in each band.
    pub inside: [bool; 3],
    /// Where the value lies in the forecast distribution, 0 to 1.
    pub pit: f64,
    /// The score of the forecast that nothing changes; `None` where fewer than two values had been
    /// observed.
    pub last_value_crps: Option<f64>,
    /// The score of the forecast that a straight line goes on; `None` where fewer than three had.
    pub trend_crps: Option<f64>,
}

/// The scores of one quantity together.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityScores {
    /// The quantity.
    pub quantity: Quantity,
    /// How many values were scored.
    pub count: usize,
    /// The mean score.
    pub crps: f64,
    /// The share of values in each band, over all as-of days.
    pub coverage: [ShareEstimate; 3],
    /// 1 − score / score of the last value, over the values for which there is one.
    pub skill_over_last_value: Option<f64>,
    /// The same against the trend.
    pub skill_over_trend: Option<f64>,
    /// How many values lie in each fifth of their forecast distribution.
    pub pit_histogram: [usize; 5],
}

/// What one as-of day's forecast said.
#[derive(Clone, Debug, PartialEq)]
pub struct AsOfFinding {
    /// The as-of day.
    pub as_of: Day,
    /// Every value that came after it, by date.
    pub values: Vec<ForecastValue>,
}

/// What a backtest found.
#[derive(Clone, Debug, PartialEq)]
pub struct BacktestFinding {
    /// The seed.
    pub seed: u64,
    /// The futures of each forecast.
    pub replications: u32,
    /// One entry an as-of day.
    pub forecasts: Vec<AsOfFinding>,
    /// One entry a quantity that was scored.
    pub scores: Vec<QuantityScores>,
}

/// Simulates the forecast of every as-of day and scores it.
///
/// # Errors
/// - the watch ended it (it hears of each forecast by itself), or uncertain numbers got values that
///   cannot be together.
///
/// # Panics
/// - fewer than 2 replications are asked for.
pub fn backtest(
    question: &BacktestQuestion,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<BacktestFinding, Stopped> {
    assert!(2 <= replications, "at least two replications");
    let mut forecasts = Vec::new();
    for setup in &question.setups {
        forecasts.push(of_setup(question, setup, seed, replications, watch)?);
    }
    let scores = scores(&forecasts);
    Ok(BacktestFinding { seed, replications, forecasts, scores })
}

/// The same model, in which the values can be seen.
fn visible(model: &Model, values: &[&ObservedValue]) -> Result<Model, Problems> {
    let mut parts = Parts::clone(model);
    for value in values {
        if !parts.quantities.contains(&(value.quantity, value.date)) {
            parts.quantities.push((value.quantity, value.date));
        }
    }
    Model::new(parts)
}

fn of_setup(
    question: &BacktestQuestion,
    setup: &Setup,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<AsOfFinding, Stopped> {
    let later: Vec<&ObservedValue> =
        question.series.iter().filter(|it| is_forecast(it, setup)).collect();
    let make = |setup: &Setup| Ok(Engine::new(&visible(&setup.model, &later)?));
    let impossible = |problems| crate::study::ImpossibleDraw { replication: 0, problems };
    let engine = make(setup).map_err(impossible)?;
    let place = |value: &&ObservedValue| {
        let total = Total::Quantity(value.quantity, value.date);
        let place = engine.place_of(total);
        place.expect("it was made visible")
    };
    let places: Vec<usize> = later.iter().map(place).collect();
    let read = |_: &Engine, outcome: Outcome| -> Vec<f64> {
        places.iter().map(|place| outcome.totals[*place] as f64).collect()
    };
    let mut rows: Vec<Vec<f64>> = Vec::new();
    worlds::for_each_batch((setup, &engine), seed, 0..replications, watch, |worlds, range| {
        rows.extend(worlds.readings(&engine, &make, (seed, range), |it| it, read)?);
        Ok(())
    })?;
    let values = later.iter().enumerate().map(|(index, observed)| {
        let futures: Vec<f64> = rows.iter().map(|row| row[index]).collect();
        value(question, setup, observed, futures)
    });
    Ok(AsOfFinding { as_of: setup.model.period.as_of(), values: values.collect() })
}

fn value(
    question: &BacktestQuestion,
    setup: &Setup,
    observed: &ObservedValue,
    mut futures: Vec<f64>,
) -> ForecastValue {
    futures.sort_by(f64::total_cmp);
    let at = |level: f64| {
        let rank = (level * futures.len() as f64).ceil() as usize;
        futures[rank.clamp(1, futures.len()) - 1]
    };
    let bands =
        BANDS.map(|band| Interval { low: at((1.0 - band) / 2.0), high: at((1.0 + band) / 2.0) });
    let scored = observed.value.filter(|_| is_scored(observed, setup));
    let score = scored.map(|value| {
        let value = value as f64;
        let naive = naive(question, setup, observed);
        let crps_of = |it: &Option<Estimate>| {
            let it = it.as_ref()?;
            Some(crps_normal(it.value, it.standard_error?, value))
        };
        let mut interval_scores = [0.0; 3];
        for (score, (band, level)) in interval_scores.iter_mut().zip(bands.iter().zip(BANDS)) {
            *score = interval_score(band, level, value);
        }
        Score {
            crps: crps_fair(&futures, value).expect("at least two futures"),
            interval_scores,
            inside: bands.map(|band| band.low <= value && value <= band.high),
            pit: pit(&futures, value, 0.5),
            last_value_crps: crps_of(&naive[0]),
            trend_crps: crps_of(&naive[1]),
        }
    });
    ForecastValue { observed: observed.clone(), median: at(0.5), bands, score }
}

/// What anybody could have forecast from the values up to the as-of day: the last one, the trend.
fn naive(question: &BacktestQuestion, setup: &Setup, of: &ObservedValue) -> [Option<Estimate>; 2] {
    let as_of = setup.model.period.as_of();
    let before = question.series.iter().filter(|it| it.quantity == of.quantity && it.date <= as_of);
    let known: Vec<(f64, f64)> =
        before.filter_map(|it| Some((f64::from(it.date - as_of), it.value? as f64))).collect();
    let day = f64::from(of.date - as_of);
    [naive_last_value_on(&known, day), naive_trend_on(&known, day)]
}

fn scores(forecasts: &[AsOfFinding]) -> Vec<QuantityScores> {
    let scored = || forecasts.iter().flat_map(|of| &of.values).filter(|it| it.score.is_some());
    let mut quantities: Vec<Quantity> = Vec::new();
    for value in scored() {
        if !quantities.contains(&value.observed.quantity) {
            quantities.push(value.observed.quantity);
        }
    }
    let of_quantity = |quantity: Quantity| {
        let of = scored().filter(|it| it.observed.quantity == quantity);
        let scores: Vec<Score> = of.filter_map(|it| it.score).collect();
        let count = scores.len();
        let coverage = [0, 1, 2].map(|band| {
            let inside = scores.iter().filter(|it| it.inside[band]).count();
            summary::share(inside as u64, count as u64)
        });
        let mut pit_histogram = [0; 5];
        scores.iter().for_each(|it| pit_histogram[((it.pit * 5.0) as usize).min(4)] += 1);
        QuantityScores {
            quantity,
            count,
            crps: mean(scores.iter().map(|it| it.crps)).expect("it was scored"),
            coverage,
            skill_over_last_value: skill(&scores, |it| it.last_value_crps),
            skill_over_trend: skill(&scores, |it| it.trend_crps),
            pit_histogram,
        }
    };
    quantities.into_iter().map(of_quantity).collect()
}

/// How much better the forecasts are than naive ones, over the values for which there are both.
fn skill(scores: &[Score], of: impl Fn(&Score) -> Option<f64>) -> Option<f64> {
    let both: Vec<(f64, f64)> = scores.iter().filter_map(|it| Some((it.crps, of(it)?))).collect();
    let ours = mean(both.iter().map(|it| it.0))?;
    summary::skill(ours, mean(both.iter().map(|it| it.1))?)
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    (0.0 < count).then(|| sum / count)
}

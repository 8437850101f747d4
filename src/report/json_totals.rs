//! The distributions of totals and the shares of futures, as the JSON has them.

use serde::Serialize;

use crate::model::Unit;
use crate::report::facts::unit_name;
use crate::sim::Total;
use crate::sim::Waiting;
use crate::study::Forecast;
use crate::study::Setup;
use crate::study::TotalFinding;
use crate::summary::Estimate;
use crate::summary::QuantileEstimate;
use crate::summary::ShareEstimate;
use crate::summary::Tally;
use crate::summary::expected_shortfall;
use crate::summary::mean;
use crate::summary::quantile;
use crate::summary::quantile_estimate;
use crate::time::Day;

/// The levels of the quantiles of totals.
pub(crate) const LEVELS: [f64; 8] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99];

#[derive(Serialize)]
pub(crate) struct TotalOut {
    name: String,
    unit: &'static str,
    mean: Option<f64>,
    standard_error: Option<f64>,
    standard_deviation: Option<f64>,
    min: Option<i64>,
    max: Option<i64>,
    quantiles: Vec<QuantileOut>,
    expected_shortfall_95: Option<EstimateOut>,
    /// The share of the variance that would go if everything were known; left out where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_known_share: Option<EstimateOut>,
}

#[derive(Serialize)]
pub(crate) struct QuantileOut {
    level: f64,
    value: Option<i64>,
    low: Option<i64>,
    high: Option<i64>,
}

#[derive(Serialize)]
pub(crate) struct EstimateOut {
    value: f64,
    standard_error: Option<f64>,
}

impl From<Estimate> for EstimateOut {
    fn from(estimate: Estimate) -> EstimateOut {
        EstimateOut { value: estimate.value, standard_error: estimate.standard_error }
    }
}

/// A total with how much of its spread is not known.
pub(crate) fn total_and_split(finding: &TotalFinding) -> TotalOut {
    let not_known_share = finding.split.map(|split| split.unknown_share.into());
    TotalOut { not_known_share, ..total(finding.total, &finding.tally) }
}

pub(crate) fn total(total: Total, tally: &Tally) -> TotalOut {
    let found = named(total.to_string(), total.unit(), tally);
    match total {
        Total::Wait(Waiting::Decided | Waiting::OpenAsOf | Waiting::OpenAtEnd) => of_waits(found),
        Total::Bill(_)
        | Total::OwedBefore
        | Total::Owed(..)
        | Total::Paid(..)
        | Total::OwedOn(_)
        | Total::Split(..)
        | Total::AfterEnd
        | Total::Count(_)
        | Total::CountIn(..)
        | Total::UnderRule(..)
        | Total::Gone
        | Total::Quantity(..)
        | Total::Cost(..)
        | Total::Spent(_)
        | Total::PeakOccupied
        | Total::PeakEmergency
        | Total::CaseworkShare(_)
        | Total::LateShare(_) => found,
    }
}

pub(crate) fn named(name: String, unit: Unit, tally: &Tally) -> TotalOut {
    let shortfall = match unit {
        Unit::Cents => expected_shortfall(tally, 0.95),
        Unit::Cases
        | Unit::Households
        | Unit::Penalties
        | Unit::Places
        | Unit::Days
        | Unit::Millionths
        | Unit::Date => None,
    };
    TotalOut {
        name,
        unit: unit_name(unit),
        mean: tally.mean(),
        standard_error: mean(tally).standard_error,
        standard_deviation: tally.standard_deviation(),
        min: tally.min(),
        max: tally.max(),
        quantiles: Vec::from(LEVELS.map(|level| quantile_out(quantile_estimate(tally, level)))),
        expected_shortfall_95: shortfall.map(EstimateOut::from),
        not_known_share: None,
    }
}

fn quantile_out(found: QuantileEstimate) -> QuantileOut {
    QuantileOut { level: found.level, value: Some(found.value), low: found.low, high: found.high }
}

/// A median wait of −1 means that nobody waits: no number of days, and no mean with it.
fn of_waits(found: TotalOut) -> TotalOut {
    if found.min.is_none_or(|days| 0 <= days) {
        return found;
    }
    let days = |days: Option<i64>| days.filter(|days| 0 <= *days);
    let quantile = |it: QuantileOut| QuantileOut {
        level: it.level,
        value: days(it.value),
        low: days(it.low),
        high: days(it.high),
    };
    TotalOut {
        mean: None,
        standard_error: None,
        standard_deviation: None,
        min: days(found.min),
        max: days(found.max),
        quantiles: found.quantiles.into_iter().map(quantile).collect(),
        ..found
    }
}

#[derive(Serialize)]
pub(crate) struct GoneOut {
    at_most: u64,
    for_days: u32,
    never: ShareOut,
    quantiles: Vec<GoneQuantileOut>,
}

/// `null` where the late stock is not gone within the period.
#[derive(Serialize)]
pub(crate) struct GoneQuantileOut {
    level: f64,
    date: Option<String>,
}

pub(crate) fn gone(setup: &Setup, forecast: &Forecast) -> GoneOut {
    let tally = forecast.total(Total::Gone).expect("always measured");
    GoneOut {
        at_most: setup.model.gone.at_most,
        for_days: setup.model.gone.for_days,
        never: share(forecast.never_gone()),
        quantiles: gone_quantiles(tally),
    }
}

pub(crate) fn gone_quantiles(gone: &Tally) -> Vec<GoneQuantileOut> {
    let date = |number: i64| match number {
        Total::NEVER => None,
        number => Some(Day::from_number(number as i32).to_string()),
    };
    Vec::from(LEVELS.map(|level| GoneQuantileOut { level, date: date(quantile(gone, level)) }))
}

#[derive(Serialize)]
pub(crate) struct ShareOut {
    share: f64,
    standard_error: Option<f64>,
    low: f64,
    high: f64,
}

pub(crate) fn share(found: ShareEstimate) -> ShareOut {
    let interval = found.interval(0.95);
    ShareOut {
        share: found.value(),
        standard_error: found.standard_error(),
        low: interval.low,
        high: interval.high,
    }
}

//! Estimates, differences and dates, as the JSON of a comparison has them.

use serde::Serialize;

use crate::report::json_totals::LEVELS;
use crate::report::json_totals::ShareOut;
use crate::report::json_totals::share;
use crate::sim::Total;
use crate::summary::Estimate;
use crate::summary::Interval;
use crate::summary::PairedDifference;
use crate::summary::ShareEstimate;
use crate::summary::Tally;
use crate::summary::quantile;
use crate::time::Day;

/// A number with its standard error and the ends of its 95% interval; `null` where not known.
#[derive(Serialize)]
pub(crate) struct MeanOut {
    mean: f64,
    standard_error: Option<f64>,
    low_95: Option<f64>,
    high_95: Option<f64>,
}

impl From<Estimate> for MeanOut {
    fn from(found: Estimate) -> MeanOut {
        let interval = found.interval(0.95);
        MeanOut {
            mean: found.value,
            standard_error: found.standard_error,
            low_95: interval.map(|it| it.low),
            high_95: interval.map(|it| it.high),
        }
    }
}

/// A share with the exact 95% interval of Clopper and Pearson.
#[derive(Serialize)]
pub(crate) struct ExactShareOut {
    share: f64,
    futures: u64,
    low_95: f64,
    high_95: f64,
}

impl From<ShareEstimate> for ExactShareOut {
    fn from(found: ShareEstimate) -> ExactShareOut {
        let interval = found.exact_interval(0.95);
        ExactShareOut {
            share: found.value(),
            futures: found.hits(),
            low_95: interval.low,
            high_95: interval.high,
        }
    }
}

/// A difference from doing nothing, taken future by future.
#[derive(Serialize)]
pub(crate) struct DifferenceOut {
    mean: f64,
    standard_error: Option<f64>,
    low_95: Option<f64>,
    high_95: Option<f64>,
    lower: ExactShareOut,
    equal: ExactShareOut,
    variance_ratio: Option<f64>,
}

impl From<PairedDifference> for DifferenceOut {
    fn from(found: PairedDifference) -> DifferenceOut {
        let MeanOut { mean, standard_error, low_95, high_95 } = found.mean.into();
        DifferenceOut {
            mean,
            standard_error,
            low_95,
            high_95,
            lower: found.lower.into(),
            equal: found.equal.into(),
            variance_ratio: found.variance_ratio,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct IntervalOut {
    low_95: f64,
    high_95: f64,
}

impl From<Interval> for IntervalOut {
    fn from(found: Interval) -> IntervalOut {
        IntervalOut { low_95: found.low, high_95: found.high }
    }
}

/// Days that may never come, with the share of futures in which they do not.
#[derive(Serialize)]
pub(crate) struct DaysOut {
    never: ShareOut,
    quantiles: Vec<DayOut>,
}

/// `null` where the day never comes within the period.
#[derive(Serialize)]
struct DayOut {
    level: f64,
    date: Option<String>,
}

pub(crate) fn days(tally: &Tally, never: ShareEstimate) -> DaysOut {
    let quantiles = LEVELS.map(|level| DayOut { level, date: day_at(tally, level) });
    DaysOut { never: share(never), quantiles: Vec::from(quantiles) }
}

/// A quantile of days as a date; `None` where the day never comes.
pub(crate) fn day_at(tally: &Tally, level: f64) -> Option<String> {
    match quantile(tally, level) {
        Total::NEVER => None,
        number => Some(Day::from_number(number as i32).to_string()),
    }
}

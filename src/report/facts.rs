//! What several reports read off a forecast, and the words they share.

use crate::model::Model;
use crate::model::Quantity;
use crate::model::Unit;
use crate::report::number::Doubt;
use crate::report::number::Number;
use crate::report::number::count;
use crate::report::number::date;
use crate::report::number::money;
use crate::report::number::money_range;
use crate::report::number::percent;
use crate::report::page::cut;
use crate::sim::Part;
use crate::sim::Tier;
use crate::sim::Total;
use crate::study::ChangedValue;
use crate::study::Forecast;
use crate::study::Observed;
use crate::study::Setup;
use crate::summary::Tally;
use crate::summary::mean;
use crate::summary::quantile_estimate;
use crate::time::Day;

/// The ends and the middle of 90% of the futures.
pub(crate) struct Spread {
    pub(crate) low: Number,
    pub(crate) median: Number,
    pub(crate) high: Number,
    /// Whether every future has the same value.
    pub(crate) is_certain: bool,
}

pub(crate) fn spread(tally: &Tally) -> Spread {
    Spread {
        low: quantile_number(tally, 0.05),
        median: quantile_number(tally, 0.5),
        high: quantile_number(tally, 0.95),
        is_certain: tally.min() == tally.max(),
    }
}

/// A quantile; where it has no error of its own, that of the mean stands in, seldom a larger one.
pub(crate) fn quantile_number(tally: &Tally, level: f64) -> Number {
    let found = quantile_estimate(tally, level);
    let error = found.standard_error.or(mean(tally).standard_error);
    Number { value: found.value as f64, doubt: error.into() }
}

/// An amount with its range, as `EUR 34.2 million (EUR 31.0 to 38.3 million)`.
pub(crate) fn amount_with_range(currency: &str, tally: &Tally) -> String {
    let spread = spread(tally);
    let median = money(currency, spread.median);
    if tally.count() == 1 {
        return median;
    }
    if spread.is_certain {
        return format!("{median} (in every future)");
    }
    format!("{median} ({})", money_range(currency, spread.low, spread.high))
}

/// Changed values in a sentence, as `pool.fte = 400; seed = 7`.
pub(crate) fn changes(changed: &[ChangedValue]) -> String {
    // A value may be a list of any length.
    const MOST: usize = 76;
    let changes: Vec<String> = changed.iter().map(|it| cut(&it.to_string(), MOST)).collect();
    changes.join("; ")
}

/// Whether lateness can cost anything at all.
pub(crate) fn costs_anything(model: &Model) -> bool {
    model.law.administrative.is_some() || model.law.court.is_some()
}

/// The fiscal years that the totals speak of, in order.
pub(crate) fn years(forecast: &Forecast) -> Vec<i32> {
    let year = |total: &Total| match total {
        Total::Owed(year, None) => Some(*year),
        _ => None,
    };
    forecast.totals.iter().filter_map(|finding| year(&finding.total)).collect()
}

/// Which years the period holds only in part, as a sentence; empty when there are none.
pub(crate) fn cut_years(setup: &Setup, years: &[i32]) -> String {
    let month = setup.model.fiscal_year_starts as i8;
    let starts = |year: i32| Day::new(year as i16, month, 1).ok();
    let period = setup.model.period;
    let mut parts = Vec::new();
    if let Some(first) = years.first().filter(|year| starts(**year) < Some(period.start())) {
        parts.push(format!("{} from {} on", year_name(setup, *first), period.start()));
    }
    if let Some(last) = years.last().filter(|year| Some(period.end() + 1) < starts(**year + 1)) {
        parts.push(format!("{} up to {}", year_name(setup, *last), period.end()));
    }
    match parts.is_empty() {
        true => String::new(),
        false => format!(" Counted in part: {}.", parts.join(", ")),
    }
}

/// A text that begins with a capital letter, as a sentence does.
pub(crate) fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The name of a fiscal year, as `2020` or `2020/21`.
pub(crate) fn year_name(setup: &Setup, year: i32) -> String {
    match setup.model.fiscal_year_starts {
        1 => year.to_string(),
        _ => format!("{year}/{:02}", (year + 1).rem_euclid(100)),
    }
}

pub(crate) fn tier_name(tier: Tier) -> &'static str {
    match tier {
        Tier::Administrative => "administrative",
        Tier::Judicial => "judicial",
    }
}

pub(crate) fn part_name(part: Part) -> &'static str {
    match part {
        Part::Paid => "paid",
        Part::Lost => "lost",
        Part::Avoidable => "avoidable",
    }
}

/// The name of a unit, in files and headings.
pub(crate) fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Cents => "cents",
        Unit::Cases => "cases",
        Unit::Households => "households",
        Unit::Penalties => "penalties",
        Unit::Places => "places",
        Unit::Days => "days",
        Unit::Millionths => "millionths",
        Unit::Date => "date",
    }
}

/// A value of a quantity in words.
pub(crate) fn value_in_words(setup: &Setup, quantity: Quantity, number: Number) -> String {
    match quantity.unit() {
        Unit::Cents => money(&setup.currency, number),
        Unit::Millionths => percent(share_of_millionths(number)),
        Unit::Date => date(Day::from_number(number.value as i32), number.doubt),
        Unit::Cases | Unit::Households | Unit::Penalties | Unit::Places | Unit::Days => {
            count(number)
        }
    }
}

/// Two values of a quantity in words, as `EUR 31.0 to 38.3 million`.
pub(crate) fn range_in_words(
    setup: &Setup,
    quantity: Quantity,
    [low, high]: [Number; 2],
) -> String {
    let value = |number| value_in_words(setup, quantity, number);
    match quantity.unit() {
        Unit::Cents => money_range(&setup.currency, low, high),
        Unit::Cases
        | Unit::Households
        | Unit::Penalties
        | Unit::Places
        | Unit::Days
        | Unit::Millionths
        | Unit::Date => format!("{} to {}", value(low), value(high)),
    }
}

pub(crate) fn share_of_millionths(number: Number) -> Number {
    let doubt = match number.doubt {
        Doubt::Error(error) => Doubt::Error(error / 1e6),
        Doubt::Exact | Doubt::Unknown => number.doubt,
    };
    Number { value: number.value / 1e6, doubt }
}

/// Where the model's median lies against the range of a reported figure.
pub(crate) fn mark(observed: &Observed, median: i64) -> &'static str {
    if median < observed.low {
        "below"
    } else if observed.high < median {
        "above"
    } else {
        "inside"
    }
}

/// The smallest number of days within which a share `level` of the cases of a list have waited.
pub(crate) fn days_waited(list: &[u64], level: f64) -> Option<u32> {
    let all: u64 = list.iter().sum();
    let mut seen = 0;
    let enough = |cases: &u64| {
        seen += cases;
        0 < all && level * all as f64 <= seen as f64
    };
    list.iter().position(enough).map(|days| days as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_read_off_the_pooled_list() {
        assert_eq!(days_waited(&[0, 0, 5, 0, 4, 1], 0.5), Some(2));
        assert_eq!(days_waited(&[0, 0, 5, 0, 4, 1], 0.9), Some(4));
        assert_eq!(days_waited(&[0, 0], 0.5), None);
        assert_eq!(days_waited(&[], 0.5), None);
    }
}

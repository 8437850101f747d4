//! The forecast as JSON, for programs: every number in full, in a stable order of keys.

use serde::Serialize;

use crate::model::Unit;
use crate::report::facts::days_waited;
use crate::report::facts::mark;
use crate::report::facts::unit_name;
use crate::report::json_head::Head;
use crate::report::json_totals::GoneOut;
use crate::report::json_totals::ShareOut;
use crate::report::json_totals::TotalOut;
use crate::report::json_totals::gone;
use crate::report::json_totals::named;
use crate::report::json_totals::share;
use crate::report::json_totals::total;
use crate::report::json_totals::total_and_split;
use crate::report::law_tables::RuleOut;
use crate::report::law_tables::rules_out;
use crate::report::tipping::TippingOut;
use crate::report::tipping::tipping_out;
use crate::report::uncertain::UncertainOut;
use crate::report::uncertain::uncertain_out;
use crate::sim::Total;
use crate::study::Budget;
use crate::study::BudgetOf;
use crate::study::ChangedValue;
use crate::study::ExpectedBill;
use crate::study::Forecast;
use crate::study::SeriesFinding;
use crate::study::Setup;
use crate::summary::Fan;
use crate::summary::FanRow;
use crate::summary::Precision;
use crate::summary::ShareEstimate;
use crate::summary::quantile;
use crate::time::Day;

/// The version of the format; it rises when a key changes its meaning or goes.
pub const JSON_FORMAT: u32 = 1;

/// The forecast as JSON, indented, with a line feed at the end.
///
/// Amounts are in cents, shares of quantities in millionths, as `unit` says. What is not known is
/// `null`; there is no NaN and no infinity. The same setup and forecast give the same bytes.
pub fn json(setup: &Setup, forecast: &Forecast) -> String {
    let document = document(setup, forecast);
    written(&document)
}

/// A document as text: indented, with a line feed at the end.
pub(crate) fn written(document: &impl Serialize) -> String {
    let text =
        serde_json::to_string_pretty(document).expect("keys are texts, writing is to memory");
    text + "\n"
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    currency: &'a str,
    start: String,
    as_of: String,
    end: String,
    totals: Vec<TotalOut>,
    /// Who falls under which rule; left out where no rule changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<RuleOut>,
    /// What is not known; left out where every number is.
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertain: Option<UncertainOut<'a>>,
    gone: GoneOut,
    /// Where lateness tips; left out where it makes no work.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tipping: Vec<TippingOut<'a>>,
    lost_at_capacity: Option<TotalOut>,
    budgets: Vec<BudgetOut>,
    observed: Vec<ObservedOut<'a>>,
    waits: WaitsOut,
    precision: Option<PrecisionOut>,
    /// Left out where it is not worked out by table.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected_bill: Option<ExpectedBillOut>,
    weeks: Vec<String>,
    series_levels: [f64; 7],
    series: Vec<SeriesOut>,
}

fn document<'a>(setup: &'a Setup, forecast: &Forecast) -> Document<'a> {
    let period = setup.model.period;
    let totals = forecast.totals.iter().filter(|finding| finding.total != Total::Gone);
    let lost = forecast.lost_at_capacity.as_ref();
    Document {
        head: Head::new(JSON_FORMAT, setup, forecast.seed, forecast.replications),
        currency: &setup.currency,
        start: period.start().to_string(),
        as_of: period.as_of().to_string(),
        end: period.end().to_string(),
        totals: totals.map(total_and_split).collect(),
        uncertain: uncertain_out(setup),
        rules: rules_out(setup, forecast),
        gone: gone(setup, forecast),
        tipping: tipping_out(setup, forecast),
        lost_at_capacity: lost
            .map(|tally| named("lost_at_capacity".to_owned(), Unit::Cents, tally)),
        budgets: forecast.budgets.iter().map(|it| budget(&it.budget, it.exceeded)).collect(),
        observed: observed(setup, forecast),
        waits: waits(forecast),
        precision: forecast.precision.map(precision),
        expected_bill: forecast.expected_bill.as_ref().map(expected_bill),
        weeks: forecast.weeks.iter().map(Day::to_string).collect(),
        series_levels: Fan::LEVELS,
        series: forecast.series.iter().map(|finding| series(setup, finding)).collect(),
    }
}

/// The expected bill by table, in cents.
#[derive(Serialize)]
struct ExpectedBillOut {
    paths: u32,
    mean: f64,
    standard_error: Option<f64>,
    /// Standard deviation of what is expected on a path.
    deviation_of_paths: Option<f64>,
    /// Standard deviation of the cases on a path.
    deviation_of_cases: Option<f64>,
}

fn expected_bill(of: &ExpectedBill) -> ExpectedBillOut {
    ExpectedBillOut {
        paths: of.replications,
        mean: of.bill.value,
        standard_error: of.bill.standard_error,
        deviation_of_paths: of.spread.map(|it| it.of_paths),
        deviation_of_cases: of.spread.map(|it| it.of_cases),
    }
}

/// Key and value as they were typed.
#[derive(Serialize)]
pub(crate) struct ChangedOut<'a> {
    key: &'a str,
    value: &'a str,
}

pub(crate) fn settings(changed: &[ChangedValue]) -> Vec<ChangedOut<'_>> {
    changed.iter().map(|it| ChangedOut { key: &it.key, value: &it.value }).collect()
}

#[derive(Serialize)]
struct BudgetOut {
    year: i32,
    of: &'static str,
    amount_cents: i64,
    exceeded: ShareOut,
}

fn budget(budget: &Budget, exceeded: ShareEstimate) -> BudgetOut {
    BudgetOut {
        year: budget.year,
        of: budget_name(budget.of),
        amount_cents: budget.amount.in_cents(),
        exceeded: share(exceeded),
    }
}

pub(crate) fn budget_name(of: BudgetOf) -> &'static str {
    match of {
        BudgetOf::Owed => "owed",
        BudgetOf::Paid => "paid",
    }
}

#[derive(Serialize)]
struct ObservedOut<'a> {
    date: String,
    reported: i64,
    reported_low: i64,
    reported_high: i64,
    source: &'a str,
    median_is: &'static str,
    model: TotalOut,
}

fn observed<'a>(setup: &'a Setup, forecast: &Forecast) -> Vec<ObservedOut<'a>> {
    let found = setup.observed.iter().filter_map(|it| {
        let of = Total::Quantity(it.quantity, it.date);
        let tally = forecast.total(of)?;
        Some(ObservedOut {
            date: it.date.to_string(),
            reported: it.value,
            reported_low: it.low,
            reported_high: it.high,
            source: &it.source,
            median_is: mark(it, quantile(tally, 0.5)),
            model: total(of, tally),
        })
    });
    found.collect()
}

#[derive(Serialize)]
struct WaitsOut {
    decided: WaitOut,
    open_as_of: WaitOut,
    open_at_end: WaitOut,
    new_cases: NewCasesOut,
}

#[derive(Serialize)]
struct WaitOut {
    cases_in_all_futures: u64,
    median_days: Option<u32>,
    quantile_90_days: Option<u32>,
}

/// By Kaplan and Meier; `null` where the curve does not fall so low within the period.
#[derive(Serialize)]
struct NewCasesOut {
    median_days: Option<u32>,
    quantile_90_days: Option<u32>,
}

fn waits(forecast: &Forecast) -> WaitsOut {
    let waits = &forecast.waits;
    let wait = |list: &[u64]| WaitOut {
        cases_in_all_futures: list.iter().sum(),
        median_days: days_waited(list, 0.5),
        quantile_90_days: days_waited(list, 0.9),
    };
    WaitsOut {
        decided: wait(&waits.decided),
        open_as_of: wait(&waits.open_as_of),
        open_at_end: wait(&waits.open_at_end),
        new_cases: NewCasesOut {
            median_days: waits.new_cases.median(),
            quantile_90_days: waits.new_cases.quantile(0.9),
        },
    }
}

#[derive(Serialize)]
struct PrecisionOut {
    mean_reached: bool,
    quantile_95_reached: bool,
    mean_relative_half_width: Option<f64>,
    quantile_95_relative_half_width: Option<f64>,
}

fn precision(found: Precision) -> PrecisionOut {
    PrecisionOut {
        mean_reached: found.mean_reached,
        quantile_95_reached: found.quantile_reached,
        mean_relative_half_width: found.mean_relative_half_width,
        quantile_95_relative_half_width: found.quantile_relative_half_width,
    }
}

/// Columns; entry i of each is for week i.
#[derive(Serialize)]
struct SeriesOut {
    name: String,
    unit: &'static str,
    quantiles: Vec<[i64; 7]>,
    mean: Vec<f64>,
    standard_error: Vec<Option<f64>>,
    median_low: Vec<Option<i64>>,
    median_high: Vec<Option<i64>>,
}

fn series(setup: &Setup, finding: &SeriesFinding) -> SeriesOut {
    fn column<T>(rows: &[FanRow], of: impl Fn(&FanRow) -> T) -> Vec<T> {
        rows.iter().map(of).collect()
    }
    let rows = &finding.fan.rows;
    SeriesOut {
        name: finding.series.name(&setup.model),
        unit: unit_name(finding.series.unit()),
        quantiles: column(rows, |row| row.quantiles),
        mean: column(rows, |row| row.mean.value),
        standard_error: column(rows, |row| row.mean.standard_error),
        median_low: column(rows, |row| row.median_low),
        median_high: column(rows, |row| row.median_high),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::worlds;

    /// Equal but for the last digit, in which reading may differ from writing.
    fn close(found: &Value, expected: f64) {
        let found = found.as_f64().unwrap();
        assert!((found - expected).abs() <= 4e-16 * expected.abs(), "{found}, {expected}");
    }

    #[test]
    fn what_is_read_back_is_what_was_found() {
        let setup = worlds::office(["asylum", "labour"], "Two streams");
        let forecast = worlds::run(&setup, 300);
        let read: Value = serde_json::from_str(&json(&setup, &forecast)).unwrap();
        assert_eq!(read["format"], 1);
        assert_eq!(read["replications"], 300);
        for finding in &forecast.totals {
            let name = finding.total.to_string();
            let list = read["totals"].as_array().unwrap();
            let Some(found) = list.iter().find(|it| it["name"] == *name) else {
                assert_eq!(finding.total, Total::Gone);
                continue;
            };
            if finding.tally.min() != Some(-1) {
                close(&found["mean"], finding.tally.mean().unwrap());
                let median = quantile(&finding.tally, 0.5);
                assert_eq!(found["quantiles"][3]["value"], median, "{name}");
            }
        }
        let weeks = forecast.weeks.len();
        assert_eq!(read["weeks"].as_array().unwrap().len(), weeks);
        for (finding, found) in forecast.series.iter().zip(read["series"].as_array().unwrap()) {
            let last = finding.fan.rows[weeks - 1];
            assert_eq!(found["quantiles"][weeks - 1], Value::from(last.quantiles.to_vec()));
            close(&found["mean"][weeks - 1], last.mean.value);
        }
    }

    #[test]
    fn one_future_and_hostile_names_are_still_json() {
        let setup = worlds::office([&worlds::hostile(), "labour"], &worlds::hostile());
        let text = json(&setup, &worlds::run(&setup, 1));
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["title"], worlds::hostile());
        assert_eq!(read["totals"][0]["standard_error"], Value::Null);
        assert!(!text.contains("NaN") && !text.contains("inf,"));
    }
}

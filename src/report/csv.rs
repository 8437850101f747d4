//! The forecast as tidy CSV tables, for spreadsheets and statistics programs.

use csv::Writer;

use crate::report::facts::mark;
use crate::report::facts::unit_name;
use crate::report::json::budget_name;
use crate::report::json_totals::LEVELS;
use crate::report::law_tables::rules_csv;
use crate::report::tipping::tipping_rows;
use crate::sim::Total;
use crate::study::Forecast;
use crate::study::Setup;
use crate::summary::Fan;
use crate::summary::Tally;
use crate::summary::expected_shortfall;
use crate::summary::mean;
use crate::summary::quantile_estimate;
use crate::time::Day;

/// The names of the files that [`csv_files`] gives, in order.
pub const CSV_NAMES: [&str; 7] = [
    "totals.csv",
    "series.csv",
    "waits.csv",
    "new_cases.csv",
    "observed.csv",
    "budgets.csv",
    "rules.csv",
];

/// The forecast as CSV files: name and text of each.
///
/// One observation a row, one variable a column, names in the first row. Numbers are in the unit
/// of the column `unit`; amounts are whole cents. What is not known is empty. Dates are ISO.
///
/// | file | a row is |
/// |---|---|
/// | `totals.csv` | a statistic of a total: mean, standard_error, quantile with its level, … |
/// | `series.csv` | a week of a series: mean and quantiles |
/// | `waits.csv` | the cases of all futures that waited a number of days |
/// | `new_cases.csv` | a day on which the share of new cases still open falls (Kaplan–Meier) |
/// | `observed.csv` | a reported figure beside the model's |
/// | `budgets.csv` | a budget and the chance that it is exceeded |
/// | `rules.csv` | households or cases under one version of a rule of law that changes |
pub fn csv_files(setup: &Setup, forecast: &Forecast) -> Vec<(String, String)> {
    let texts = [
        totals(forecast),
        series(setup, forecast),
        waits(forecast),
        new_cases(forecast),
        observed(setup, forecast),
        budgets(forecast),
        rules_csv(setup, forecast),
    ];
    CSV_NAMES.map(str::to_owned).into_iter().zip(texts).collect()
}

/// A table that grows row by row.
pub(crate) struct Sheet(Writer<Vec<u8>>);

impl Default for Sheet {
    /// A table without names of columns.
    fn default() -> Sheet {
        Sheet(Writer::from_writer(Vec::new()))
    }
}

impl Sheet {
    /// A table with these names of columns.
    pub(crate) fn new(columns: &[&str]) -> Sheet {
        let mut sheet = Sheet::default();
        sheet.row(columns.iter().map(|name| name.to_string()).collect());
        sheet
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.0.write_record(cells).expect("rows are equally long, writing is to memory");
    }

    /// The text; every line ends with a line feed.
    pub(crate) fn finish(self) -> String {
        let bytes = self.0.into_inner().expect("writing is to memory");
        String::from_utf8(bytes).expect("only texts were written")
    }
}

pub(crate) fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

fn totals(forecast: &Forecast) -> String {
    let columns = ["total", "unit", "statistic", "level", "value", "low_95", "high_95"];
    let mut sheet = Sheet::new(&columns);
    for finding in &forecast.totals {
        let name = finding.total.to_string();
        match finding.total {
            Total::Gone => gone_rows(&mut sheet, &name, forecast, &finding.tally),
            total => rows_of(&mut sheet, &name, unit_name(total.unit()), &finding.tally),
        }
        if let Some(split) = &finding.split {
            let share = split.unknown_share;
            let limits = share.interval(0.95);
            let [low, high] = [limits.map(|it| it.low), limits.map(|it| it.high)].map(or_empty);
            let first = [&name, "share", "not_known", ""].map(str::to_owned);
            sheet.row([first.to_vec(), vec![share.value.to_string(), low, high]].concat());
        }
    }
    if let Some(tally) = &forecast.lost_at_capacity {
        rows_of(&mut sheet, "lost_at_capacity", "cents", tally);
    }
    tipping_rows(&mut sheet, forecast);
    sheet.finish()
}

pub(crate) fn rows_of(sheet: &mut Sheet, name: &str, unit: &str, tally: &Tally) {
    let mut row = |statistic: &str, level: Option<f64>, [value, low, high]: [String; 3]| {
        let first = [name, unit, statistic].map(str::to_owned);
        sheet.row([first.to_vec(), vec![or_empty(level), value, low, high]].concat());
    };
    // A median wait of -1 means that nobody waits: then there is no mean.
    let whole = unit != "days" || tally.min().is_none_or(|least| 0 <= least);
    let mean = mean(tally);
    let limits = mean.interval(0.95);
    let only =
        |value: Option<f64>| [or_empty(value.filter(|_| whole)), String::new(), String::new()];
    row(
        "mean",
        None,
        match whole {
            true => [
                mean.value.to_string(),
                or_empty(limits.map(|it| it.low)),
                or_empty(limits.map(|it| it.high)),
            ],
            false => only(None),
        },
    );
    row("standard_error", None, only(mean.standard_error));
    row("standard_deviation", None, only(tally.standard_deviation()));
    let days = |value: Option<i64>| or_empty(value.filter(|value| unit != "days" || 0 <= *value));
    row("min", None, [days(tally.min()), String::new(), String::new()]);
    row("max", None, [days(tally.max()), String::new(), String::new()]);
    for level in LEVELS {
        let found = quantile_estimate(tally, level);
        row("quantile", Some(level), [days(Some(found.value)), days(found.low), days(found.high)]);
    }
    if let Some(found) = expected_shortfall(tally, 0.95).filter(|_| unit == "cents") {
        let limits = found.interval(0.95);
        let low = or_empty(limits.map(|it| it.low));
        let high = or_empty(limits.map(|it| it.high));
        row("expected_shortfall", Some(0.95), [found.value.to_string(), low, high]);
    }
}

/// Dates; empty where the late stock is not gone within the period.
fn gone_rows(sheet: &mut Sheet, name: &str, forecast: &Forecast, tally: &Tally) {
    let never = forecast.never_gone();
    let interval = never.interval(0.95);
    let numbers = [never.value(), interval.low, interval.high].map(|it| it.to_string());
    let first = [name, "share", "never", ""].map(str::to_owned);
    sheet.row([first.to_vec(), numbers.to_vec()].concat());
    for level in LEVELS {
        let found = quantile_estimate(tally, level);
        let date = |number: Option<i64>| {
            let number = number.filter(|number| *number != Total::NEVER);
            or_empty(number.map(|number| Day::from_number(number as i32)))
        };
        let first = [name, "date", "quantile", &level.to_string()].map(str::to_owned);
        let dates = [date(Some(found.value)), date(found.low), date(found.high)];
        sheet.row([first.to_vec(), dates.to_vec()].concat());
    }
}

fn series(setup: &Setup, forecast: &Forecast) -> String {
    let mut columns =
        ["date", "series", "unit", "mean", "standard_error"].map(str::to_owned).to_vec();
    columns.extend(Fan::LEVELS.map(|level| format!("quantile_{level:.2}")));
    columns.extend(["median_low_95", "median_high_95"].map(str::to_owned));
    let mut sheet = Sheet::new(&columns.iter().map(String::as_str).collect::<Vec<_>>());
    for finding in &forecast.series {
        let name = finding.series.name(&setup.model);
        for (week, row) in forecast.weeks.iter().zip(&finding.fan.rows) {
            let mut cells = vec![week.to_string(), name.clone()];
            cells.push(unit_name(finding.series.unit()).to_owned());
            cells.push(row.mean.value.to_string());
            cells.push(or_empty(row.mean.standard_error));
            cells.extend(row.quantiles.map(|value| value.to_string()));
            cells.extend([row.median_low, row.median_high].map(or_empty));
            sheet.row(cells);
        }
    }
    sheet.finish()
}

fn waits(forecast: &Forecast) -> String {
    let waits = &forecast.waits;
    let lists = [
        ("decided", &waits.decided),
        ("open_as_of", &waits.open_as_of),
        ("open_at_end", &waits.open_at_end),
    ];
    let mut sheet = Sheet::new(&["cases", "days_waited", "number_in_all_futures"]);
    for (whose, list) in lists {
        for (days, cases) in list.iter().enumerate().filter(|(_, cases)| 0 < **cases) {
            sheet.row(vec![whose.to_owned(), days.to_string(), cases.to_string()]);
        }
    }
    sheet.finish()
}

/// No standard error: Greenwood's is for independent cases, and cases of one future are not.
fn new_cases(forecast: &Forecast) -> String {
    let columns = ["days_waited", "at_risk", "decided", "still_open"];
    let mut sheet = Sheet::new(&columns);
    for step in forecast.waits.new_cases.steps() {
        sheet.row(vec![
            step.days.to_string(),
            step.at_risk.to_string(),
            step.decided.to_string(),
            step.still_open.value.to_string(),
        ]);
    }
    sheet.finish()
}

fn observed(setup: &Setup, forecast: &Forecast) -> String {
    let mut sheet = Sheet::new(&[
        "total",
        "date",
        "unit",
        "reported",
        "reported_low",
        "reported_high",
        "model_0.05",
        "model_0.50",
        "model_0.95",
        "median_is",
        "source",
    ]);
    for it in &setup.observed {
        let total = Total::Quantity(it.quantity, it.date);
        let Some(tally) = forecast.total(total) else { continue };
        let model = [0.05, 0.50, 0.95].map(|level| quantile_estimate(tally, level).value);
        let mut cells = vec![total.to_string(), it.date.to_string()];
        cells.push(unit_name(total.unit()).to_owned());
        cells.extend([it.value, it.low, it.high].map(|value| value.to_string()));
        cells.extend(model.map(|value| value.to_string()));
        cells.extend([mark(it, model[1]).to_owned(), it.source.clone()]);
        sheet.row(cells);
    }
    sheet.finish()
}

fn budgets(forecast: &Forecast) -> String {
    let columns = ["year", "of", "amount_cents", "exceeded_share", "low_95", "high_95"];
    let mut sheet = Sheet::new(&columns);
    for finding in &forecast.budgets {
        let interval = finding.exceeded.interval(0.95);
        let mut cells = vec![finding.budget.year.to_string()];
        cells.push(budget_name(finding.budget.of).to_owned());
        cells.push(finding.budget.amount.in_cents().to_string());
        let shares = [finding.exceeded.value(), interval.low, interval.high];
        cells.extend(shares.map(|share| share.to_string()));
        sheet.row(cells);
    }
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use csv::Reader;

    use super::*;
    use crate::report::worlds;

    #[test]
    fn every_file_can_be_read_back() {
        for (names, replications) in [(["asylum", "labour"], 300), (["a", &worlds::hostile()], 1)] {
            let setup = worlds::office(names, &worlds::hostile());
            let forecast = worlds::run(&setup, replications);
            let files = csv_files(&setup, &forecast);
            assert_eq!(files.iter().map(|file| file.0.as_str()).collect::<Vec<_>>(), CSV_NAMES);
            for (name, text) in files {
                assert!(!text.contains("NaN") && !text.contains(",inf"), "{name}");
                let rows =
                    Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).count();
                // No rule of that law changes.
                assert_eq!(0 < rows, name != "rules.csv", "{name}");
                if name == "series.csv" {
                    assert_eq!(rows, forecast.weeks.len() * forecast.series.len());
                }
            }
        }
    }

    #[test]
    fn totals_hold_the_exact_numbers() {
        let setup = worlds::office(["asylum", "labour"], "Two streams");
        let forecast = worlds::run(&setup, 50);
        let bill = forecast.total(Total::Bill(None)).unwrap();
        let text = &csv_files(&setup, &forecast)[0].1;
        assert!(text.contains(&format!("\nbill,cents,mean,,{},", bill.mean().unwrap())), "{text}");
        let median = quantile_estimate(bill, 0.5).value;
        assert!(text.contains(&format!("\nbill,cents,quantile,0.5,{median},")), "{text}");
    }
}

//! The price of a unit more as JSON and as CSV.

use serde::Serialize;

use crate::report::comparison_json_parts::ExactShareOut;
use crate::report::comparison_json_parts::MeanOut;
use crate::report::csv::Sheet;
use crate::report::csv::or_empty;
use crate::report::json::written;
use crate::report::json_head::Head;
use crate::report::lever::lever_name;
use crate::study::Lever;
use crate::study::Price;
use crate::study::PriceQuestion;
use crate::study::PricedStart;
use crate::study::Setup;
use crate::summary::Estimate;
use crate::summary::mean;

/// The name of the file that [`price_csv`] gives.
pub const PRICE_CSV_NAME: &str = "price.csv";

/// The version of the format; it rises when a key changes its meaning or goes.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    currency: &'a str,
    as_of: String,
    end: String,
    lever: LeverOut<'a>,
    no_longer_pays_from: Option<String>,
    last_that_surely_pays: Option<String>,
    starts: Vec<StartOut>,
}

/// A lever, so many units of it, and in which pool.
#[derive(Serialize)]
pub(crate) struct LeverOut<'a> {
    pool: &'a str,
    lever: &'static str,
    units: u32,
    training_days: Option<u32>,
    learning_days: Option<u32>,
    first_output: Option<f64>,
    trainers: Option<f64>,
}

pub(crate) fn lever_out<'a>(
    setup: &'a Setup,
    pool: usize,
    lever: &Lever,
    units: u32,
) -> LeverOut<'a> {
    let hire = match lever {
        Lever::Hire(hire) => Some(hire),
        Lever::Decisions | Lever::Overtime | Lever::Productivity => None,
    };
    LeverOut {
        pool: &setup.model.pools[pool].name,
        lever: lever_name(lever),
        units,
        training_days: hire.map(|hire| hire.training_days),
        learning_days: hire.map(|hire| hire.learning_days),
        first_output: hire.map(|hire| hire.first_output.value()),
        trainers: hire.map(|hire| hire.trainers()),
    }
}

/// What units that start on one day save and cost.
#[derive(Serialize)]
pub(crate) struct StartOut {
    from: String,
    saved_cents: MeanOut,
    spent_more_cents: MeanOut,
    net_cents: MeanOut,
    pays: ExactShareOut,
    saved_per_unit_and_year_cents: MeanOut,
}

pub(crate) fn start_out(start: &PricedStart) -> StartOut {
    StartOut {
        from: start.from.to_string(),
        saved_cents: mean(&start.saved).into(),
        spent_more_cents: mean(&start.spent).into(),
        net_cents: mean(&start.net).into(),
        pays: start.pays().into(),
        saved_per_unit_and_year_cents: start.saved_per_unit_and_year().into(),
    }
}

/// The price as JSON, indented, with a line feed at the end.
///
/// Amounts are in cents; what is not known is `null`. The same price gives the same bytes.
pub fn price_json(question: &PriceQuestion, price: &Price) -> String {
    let setup = question.setup();
    let period = setup.model.period;
    let document = Document {
        head: Head::new(FORMAT, setup, price.seed, price.replications).always_with_settings(),
        currency: &setup.currency,
        as_of: period.as_of().to_string(),
        end: period.end().to_string(),
        lever: lever_out(setup, question.pool(), question.lever(), question.units()),
        no_longer_pays_from: price.no_longer_pays_from().map(|day| day.to_string()),
        last_that_surely_pays: price.last_that_surely_pays().map(|day| day.to_string()),
        starts: price.starts.iter().map(start_out).collect(),
    };
    written(&document)
}

/// The price as one CSV table: a row for each day on which the units may start.
///
/// Amounts are in cents, dates ISO; what is not known is empty.
pub fn price_csv(price: &Price) -> String {
    let mut columns = vec!["from".to_owned()];
    for name in ["saved", "spent_more", "net", "saved_per_unit_and_year"] {
        let parts = ["mean", "standard_error", "low_95", "high_95"];
        columns.extend(parts.map(|part| format!("{name}_{part}_cents")));
    }
    columns.extend(["pays", "pays_low_95", "pays_high_95"].map(str::to_owned));
    let mut sheet = Sheet::new(&columns.iter().map(String::as_str).collect::<Vec<_>>());
    for start in &price.starts {
        let means = [&start.saved, &start.spent, &start.net].map(mean);
        let mut cells = vec![start.from.to_string()];
        for found in means.into_iter().chain([start.saved_per_unit_and_year()]) {
            cells.extend(estimate_cells(found));
        }
        let pays = start.pays();
        let interval = pays.exact_interval(0.95);
        cells.extend([pays.value(), interval.low, interval.high].map(|it| it.to_string()));
        sheet.row(cells);
    }
    sheet.finish()
}

fn estimate_cells(found: Estimate) -> [String; 4] {
    let interval = found.interval(0.95);
    [
        found.value.to_string(),
        or_empty(found.standard_error),
        or_empty(interval.map(|it| it.low)),
        or_empty(interval.map(|it| it.high)),
    ]
}

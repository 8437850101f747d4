//! A plan as JSON and as CSV.

use serde::Serialize;

use crate::report::comparison_json_parts::ExactShareOut;
use crate::report::csv::Sheet;
use crate::report::json::written;
use crate::report::json_head::Head;
use crate::report::lever::event_in_words;
use crate::report::price_files::LeverOut;
use crate::report::price_files::StartOut;
use crate::report::price_files::lever_out;
use crate::report::price_files::start_out;
use crate::study::Plan;
use crate::study::PlanQuestion;
use crate::study::Tried;

/// The name of the file that [`plan_csv`] gives.
pub const PLAN_CSV_NAME: &str = "plan.csv";

/// The version of the format; it rises when a key changes its meaning or goes.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    currency: &'a str,
    as_of: String,
    end: String,
    event: String,
    probability: f64,
    from: String,
    most: LeverOut<'a>,
    answer: Option<u32>,
    never_falls: bool,
    price: Option<StartOut>,
    tried: Vec<TriedOut>,
}

#[derive(Serialize)]
struct TriedOut {
    units: u32,
    happens: ExactShareOut,
    is_reached: bool,
}

fn tried_out(tried: &Tried) -> TriedOut {
    TriedOut { units: tried.units, happens: tried.happens.into(), is_reached: tried.is_reached }
}

/// The plan as JSON, indented, with a line feed at the end.
///
/// Amounts are in cents; `answer` is `null` when the target is not reached, and `most` says with
/// how many units at most. The same plan gives the same bytes.
pub fn plan_json(question: &PlanQuestion, plan: &Plan) -> String {
    let setup = question.setup();
    let period = setup.model.period;
    let document = Document {
        head: Head::new(FORMAT, setup, plan.seed, plan.replications).always_with_settings(),
        currency: &setup.currency,
        as_of: period.as_of().to_string(),
        end: period.end().to_string(),
        event: event_in_words(setup, &question.target().event),
        probability: question.target().probability(),
        from: question.from().to_string(),
        most: lever_out(setup, question.pool(), question.lever(), question.most()),
        answer: plan.answer,
        never_falls: plan.falls().is_empty(),
        price: plan.price.as_ref().map(start_out),
        tried: plan.tried.iter().map(tried_out).collect(),
    };
    written(&document)
}

/// The plan as one CSV table: a row for each number of units that was tried, rising.
pub fn plan_csv(plan: &Plan) -> String {
    let mut sheet =
        Sheet::new(&["units", "futures", "happens", "share", "low_95", "high_95", "is_reached"]);
    for tried in &plan.tried {
        let interval = tried.happens.exact_interval(0.95);
        sheet.row(vec![
            tried.units.to_string(),
            tried.happens.of().to_string(),
            tried.happens.hits().to_string(),
            tried.happens.value().to_string(),
            interval.low.to_string(),
            interval.high.to_string(),
            tried.is_reached.to_string(),
        ]);
    }
    sheet.finish()
}

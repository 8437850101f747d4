//! The bridge between two forecasts as JSON and as CSV.

use serde::Serialize;

use crate::report::bridge_rows::Kind;
use crate::report::bridge_rows::Route;
use crate::report::bridge_rows::Row;
use crate::report::bridge_rows::routes;
use crate::report::csv::Sheet;
use crate::report::csv::or_empty;
use crate::report::facts::unit_name;
use crate::report::json::ChangedOut;
use crate::report::json::settings;
use crate::report::json::written;
use crate::report::json_head::Head;
use crate::report::json_totals::TotalOut;
use crate::report::json_totals::named;
use crate::sim::Total;
use crate::study::Bridge;
use crate::study::BridgeFinding;
use crate::study::Definition;
use crate::study::Reported;
use crate::summary::Estimate;
use crate::summary::Fractions;
use crate::summary::Interval;
use crate::summary::Tally;

/// The version of the format of [`bridge_json`]; it rises when a key changes its meaning or goes.
pub const BRIDGE_JSON_FORMAT: u32 = 1;

/// The name of the file that [`bridge_csv`] gives.
pub const BRIDGE_CSV_NAME: &str = "bridge.csv";

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    worlds: usize,
    currency: &'a str,
    unit: &'static str,
    definitions: Vec<DefinitionOut<'a>>,
    steps: Vec<StepOut<'a>>,
    definitions_first: RouteOut,
    steps_first: RouteOut,
}

#[derive(Serialize)]
struct DefinitionOut<'a> {
    name: &'a str,
    total: String,
    reported: Option<ReportedOut<'a>>,
    before: TotalOut,
    now: TotalOut,
}

#[derive(Serialize)]
struct ReportedOut<'a> {
    value: i64,
    low: i64,
    high: i64,
    source: &'a str,
}

#[derive(Serialize)]
struct StepOut<'a> {
    name: &'a str,
    before: Vec<ChangedOut<'a>>,
    source: &'a str,
}

#[derive(Serialize)]
struct RouteOut {
    rows: Vec<RowOut>,
    interplay: EffectOut,
}

#[derive(Serialize)]
struct RowOut {
    kind: &'static str,
    name: String,
    /// Of a level: `before` or `now`.
    assumed: Option<&'static str>,
    mean: f64,
    standard_error: Option<f64>,
    low_95: Option<f64>,
    high_95: Option<f64>,
    /// The mean as a fraction, written out: programs read no whole numbers of 128 bits.
    exact: ExactOut,
    /// The mean in whole units, rounded so that changes add up to the next level.
    added_up: i128,
    made_first: Option<EffectOut>,
    made_last: Option<EffectOut>,
}

#[derive(Serialize)]
struct ExactOut {
    numerator: String,
    denominator: String,
}

#[derive(Serialize)]
struct EffectOut {
    mean: f64,
    standard_error: Option<f64>,
    low_95: Option<f64>,
    high_95: Option<f64>,
}

impl From<Estimate> for EffectOut {
    fn from(estimate: Estimate) -> EffectOut {
        let [low_95, high_95] = ends(estimate);
        let Estimate { value, standard_error, .. } = estimate;
        EffectOut { mean: value, standard_error, low_95, high_95 }
    }
}

fn ends(estimate: Estimate) -> [Option<f64>; 2] {
    let interval = estimate.interval(0.95);
    [interval.map(|it: Interval| it.low), interval.map(|it| it.high)]
}

/// The bridge between two forecasts as JSON, indented, with a line feed at the end.
///
/// Numbers are in the `unit`: whole cents, cases, or millionths of a share. In each of the two
/// routes, `added_up` adds up to the last unit from level to level, and `exact` exactly. What is
/// not known is `null`. The same bridge and finding give the same bytes.
pub fn bridge_json(bridge: &Bridge, finding: &BridgeFinding) -> String {
    let setup = bridge.setup();
    let [definitions_first, steps_first] = routes(bridge, finding);
    let definitions = bridge.definitions().iter().zip(finding.before.iter().zip(&finding.now));
    let document = Document {
        head: Head::new(BRIDGE_JSON_FORMAT, setup, finding.seed, finding.replications),
        worlds: bridge.worlds().len(),
        currency: &setup.currency,
        unit: unit_name(bridge.unit()),
        definitions: definitions.map(|(it, (before, now))| definition(it, before, now)).collect(),
        steps: bridge
            .steps()
            .iter()
            .map(|step| StepOut {
                name: &step.name,
                before: settings(&step.before),
                source: &step.source,
            })
            .collect(),
        definitions_first: route(&definitions_first, finding.in_new_terms.interplay()),
        steps_first: route(&steps_first, finding.in_old_terms.interplay()),
    };
    written(&document)
}

fn definition<'a>(it: &'a Definition, before: &Tally, now: &Tally) -> DefinitionOut<'a> {
    let total = Total::Quantity(it.quantity, it.date).to_string();
    let reported = |it: &'a Reported| ReportedOut {
        value: it.value,
        low: it.low,
        high: it.high,
        source: &it.source,
    };
    let numbers = |tally: &Tally| named(total.clone(), it.quantity.unit(), tally);
    DefinitionOut {
        name: &it.name,
        reported: it.reported.as_ref().map(reported),
        before: numbers(before),
        now: numbers(now),
        total,
    }
}

fn route(route: &Route<'_>, interplay: &Fractions) -> RouteOut {
    let rows = route.rows.iter().zip(route.added_up(1));
    let rows = rows.map(|(row, added_up)| row_out(row, added_up)).collect();
    RouteOut { rows, interplay: interplay.mean().into() }
}

fn row_out(row: &Row<'_>, added_up: i128) -> RowOut {
    let (numerator, denominator) = row.exact.exact_mean();
    let EffectOut { mean, standard_error, low_95, high_95 } = row.exact.mean().into();
    let effect = |number: usize| row.first_and_last.map(|both| both[number].mean().into());
    RowOut {
        kind: row.kind.name(),
        name: row.name.clone(),
        assumed: assumed(row),
        mean,
        standard_error,
        low_95,
        high_95,
        exact: ExactOut { numerator: numerator.to_string(), denominator: denominator.to_string() },
        added_up,
        made_first: effect(0),
        made_last: effect(1),
    }
}

/// Under which assumptions a level is.
fn assumed(row: &Row<'_>) -> Option<&'static str> {
    match (row.kind, row.is_now) {
        (Kind::Level, false) => Some("before"),
        (Kind::Level, true) => Some("now"),
        (Kind::Definition | Kind::Step, _) => None,
    }
}

/// The bridge between two forecasts as one CSV table: the rows of both routes in their order.
///
/// `added_up` is the mean in whole units, rounded so that the changes of a route add up from level
/// to level. Amounts are in cents; what is not known is empty.
pub fn bridge_csv(bridge: &Bridge, finding: &BridgeFinding) -> String {
    let mut sheet = Sheet::new(&[
        "route",
        "kind",
        "name",
        "assumed",
        "unit",
        "added_up",
        "mean",
        "standard_error",
        "low_95",
        "high_95",
        "made_first",
        "made_last",
    ]);
    for route in routes(bridge, finding) {
        for (row, added_up) in route.rows.iter().zip(route.added_up(1)) {
            let found = row.exact.mean();
            let mut cells = [route.name, row.kind.name(), &row.name].map(str::to_owned).to_vec();
            cells.push(assumed(row).unwrap_or("").to_owned());
            cells.push(unit_name(bridge.unit()).to_owned());
            cells.extend([added_up.to_string(), found.value.to_string()]);
            cells.push(or_empty(found.standard_error));
            cells.extend(ends(found).map(or_empty));
            let effect = |number: usize| row.first_and_last.map(|it| it[number].mean().value);
            cells.extend([effect(0), effect(1)].map(or_empty));
            sheet.row(cells);
        }
    }
    sheet.finish()
}

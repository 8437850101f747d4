//! Variants of a scenario as JSON and as CSV.

use serde::Serialize;

use crate::model::Unit;
use crate::report::csv::Sheet;
use crate::report::csv::or_empty;
use crate::report::json::ChangedOut;
use crate::report::json::JSON_FORMAT;
use crate::report::json::settings;
use crate::report::json::written;
use crate::report::json_totals::GoneQuantileOut;
use crate::report::json_totals::ShareOut;
use crate::report::json_totals::TotalOut;
use crate::report::json_totals::gone_quantiles;
use crate::report::json_totals::named;
use crate::report::json_totals::share;
use crate::sim::Total;
use crate::study::Variant;
use crate::study::VariantFinding;
use crate::study::Variants;
use crate::summary::Tally;
use crate::summary::mean;
use crate::summary::quantile;
use crate::time::Day;

/// The name of the file that [`variants_csv`] gives.
pub const VARIANTS_CSV_NAME: &str = "grid.csv";

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    program: &'static str,
    version: &'static str,
    keys: &'a [String],
    combinations: Vec<VariantOut<'a>>,
}

#[derive(Serialize)]
struct VariantOut<'a> {
    values: &'a [String],
    title: &'a str,
    fingerprint: &'a str,
    settings: Vec<ChangedOut<'a>>,
    seed: u64,
    replications: u32,
    currency: &'a str,
    start: String,
    as_of: String,
    end: String,
    bill: TotalOut,
    lost: Option<TotalOut>,
    late_at_end: TotalOut,
    gone: GoneOut,
}

#[derive(Serialize)]
struct GoneOut {
    share: ShareOut,
    quantiles: Vec<GoneQuantileOut>,
}

/// Variants as JSON, indented, with a line feed at the end: an entry of `combinations` for each.
///
/// Amounts are in cents; what is not known is `null`. The same findings give the same bytes.
pub fn variants_json(variants: &Variants, findings: &[VariantFinding]) -> String {
    let combinations = variants.variants.iter().zip(findings);
    let document = Document {
        format: JSON_FORMAT,
        program: "arrears",
        version: env!("CARGO_PKG_VERSION"),
        keys: &variants.keys,
        combinations: combinations.map(|(variant, finding)| entry(variant, finding)).collect(),
    };
    written(&document)
}

fn entry<'a>(variant: &'a Variant, finding: &VariantFinding) -> VariantOut<'a> {
    let (setup, period) = (&variant.setup, variant.setup.model.period);
    let cents = |name: &str, tally: &Tally| named(name.to_owned(), Unit::Cents, tally);
    let lost = format!("lost.{}", period.as_of());
    VariantOut {
        values: &variant.values,
        title: &setup.title,
        fingerprint: &setup.fingerprint,
        settings: settings(&setup.changed),
        seed: finding.seed,
        replications: finding.replications,
        currency: &setup.currency,
        start: period.start().to_string(),
        as_of: period.as_of().to_string(),
        end: period.end().to_string(),
        bill: cents("bill", &finding.bill),
        lost: finding.lost.as_ref().map(|tally| cents(&lost, tally)),
        late_at_end: named("late_at_end".to_owned(), Unit::Cases, &finding.late_at_end),
        gone: GoneOut {
            share: share(finding.gone_share()),
            quantiles: gone_quantiles(&finding.gone),
        },
    }
}

/// The levels of the quantiles.
const LEVELS: [f64; 3] = [0.05, 0.5, 0.95];

/// Variants as one CSV table: a row each, a column for each key that differs, units in the names of
/// the other columns.
///
/// Amounts are in cents, dates ISO; what is not known is empty.
pub fn variants_csv(variants: &Variants, findings: &[VariantFinding]) -> String {
    let mut columns = variants.keys.clone();
    columns.extend(unvaried(variants).map(str::to_owned));
    for (name, unit) in [("bill", "cents"), ("lost", "cents"), ("late_at_end", "cases")] {
        columns.push(format!("{name}_mean_{unit}"));
        columns.push(format!("{name}_standard_error_{unit}"));
        columns.extend(LEVELS.map(|level| format!("{name}_quantile_{level:.2}_{unit}")));
    }
    columns.extend(["gone_share", "gone_share_low_95", "gone_share_high_95"].map(str::to_owned));
    columns.extend(LEVELS.map(|level| format!("gone_quantile_{level:.2}_date")));
    let mut sheet = Sheet::new(&columns.iter().map(String::as_str).collect::<Vec<_>>());
    for (variant, finding) in variants.variants.iter().zip(findings) {
        let mut cells = variant.values.clone();
        cells.extend(unvaried(variants).map(|name| fact(name, variant, finding)));
        cells.extend(numbers(finding));
        sheet.row(cells);
    }
    sheet.finish()
}

/// Facts of a variant that have a column, unless their keys are varied and have one already.
fn unvaried(variants: &Variants) -> impl Iterator<Item = &'static str> {
    let facts = ["fingerprint", "seed", "replications", "as_of", "end"];
    facts.into_iter().filter(|fact| !variants.keys.iter().any(|key| key == fact))
}

fn fact(name: &str, variant: &Variant, finding: &VariantFinding) -> String {
    let setup = &variant.setup;
    match name {
        "fingerprint" => setup.fingerprint.clone(),
        "seed" => finding.seed.to_string(),
        "replications" => finding.replications.to_string(),
        "as_of" => setup.model.period.as_of().to_string(),
        _ => setup.model.period.end().to_string(),
    }
}

fn numbers(finding: &VariantFinding) -> Vec<String> {
    let mut cells = Vec::new();
    for tally in [Some(&finding.bill), finding.lost.as_ref(), Some(&finding.late_at_end)] {
        cells.push(or_empty(tally.and_then(Tally::mean)));
        cells.push(or_empty(tally.and_then(|tally| mean(tally).standard_error)));
        cells.extend(LEVELS.map(|level| or_empty(tally.map(|tally| quantile(tally, level)))));
    }
    let share = finding.gone_share();
    let interval = share.interval(0.95);
    cells.extend([share.value(), interval.low, interval.high].map(|it| it.to_string()));
    cells.extend(LEVELS.map(|level| {
        let number = Some(quantile(&finding.gone, level)).filter(|it| *it != Total::NEVER);
        or_empty(number.map(|number| Day::from_number(number as i32)))
    }));
    cells
}

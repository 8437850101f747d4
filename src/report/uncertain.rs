//! What is not known, in words and tables: which numbers, and how much of the spread is theirs.

use serde::Serialize;

use crate::model::Unit;
use crate::random::Copula;
use crate::random::UncertainNumber;
use crate::report::facts::year_name;
use crate::report::facts::years;
use crate::report::number::Doubt;
use crate::report::number::MoneyUnit;
use crate::report::number::Number;
use crate::report::number::count;
use crate::report::number::error_of_percent;
use crate::report::number::grouped;
use crate::report::number::percent;
use crate::report::page::Page;
use crate::report::page::clean;
use crate::sim::Count;
use crate::sim::Part;
use crate::sim::Total;
use crate::study::Forecast;
use crate::study::Setup;
use crate::study::Uncertain;
use crate::study::UncertainInput;
use crate::summary::VarianceSplit;

/// How much of the spread of the main totals is not known, and how much is luck.
pub(crate) fn splits(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let Some(uncertain) = &setup.uncertain else { return };
    page.heading("What is not known, and luck");
    page.paragraph(&format!(
        "{} drawn anew in every future, {}. arrears explain lists them.",
        match uncertain.inputs().len() {
            1 => "1 number of this scenario is not known; it is".to_owned(),
            many => format!("{many} numbers of this scenario are not known; they are"),
        },
        drawn_from(uncertain),
    ));
    let rows: Vec<(String, &VarianceSplit, Unit)> = main_totals(setup, forecast)
        .into_iter()
        .filter_map(|(name, total)| {
            let split = forecast.finding(total)?.split.as_ref()?;
            Some((name, split, total.unit()))
        })
        .collect();
    if rows.is_empty() {
        page.paragraph("How much of the spread is theirs cannot be told from so few futures.");
        return;
    }
    page.paragraph(
        "Share of the variance of each total that would go if they were known, ± one standard \
         error; the rest is luck. Deviations are standard deviations over all futures.",
    );
    let amounts = rows.iter().filter(|(_, _, unit)| *unit == Unit::Cents);
    let largest = amounts.map(|(_, split, _)| deviation(split) as i64).max();
    let unit = MoneyUnit::for_largest(largest.unwrap_or(0));
    let row = |(name, split, of): &(String, &VarianceSplit, Unit)| {
        let spread = Number { value: deviation(split), doubt: Doubt::Unknown };
        let (spread, of) = match of {
            Unit::Cents => (unit.amount(spread), unit.name(&setup.currency)),
            Unit::Cases
            | Unit::Households
            | Unit::Penalties
            | Unit::Places
            | Unit::Days
            | Unit::Millionths
            | Unit::Date => (count(spread), "cases".to_owned()),
        };
        let share = Number::from(split.unknown_share);
        let share = Number { value: share.value.clamp(0.0, 1.0), ..share };
        vec![name.clone(), of, spread, percent(share), error_of_percent(share)]
    };
    page.table(&["total", "unit", "deviation", "not known", "±"], rows.iter().map(row).collect());
}

/// The standard deviation over all futures, in the unit of the total.
fn deviation(split: &VarianceSplit) -> f64 {
    (split.unknown.value + split.luck.value).max(0.0).sqrt()
}

/// The totals of which most is asked.
fn main_totals(setup: &Setup, forecast: &Forecast) -> Vec<(String, Total)> {
    let as_of = setup.model.period.as_of();
    let mut totals = vec![
        ("late cases at the end".to_owned(), Total::Count(Count::Late)),
        ("the whole bill".to_owned(), Total::Bill(None)),
        ("lost on the as-of day".to_owned(), Total::Split(as_of, Part::Lost)),
    ];
    for year in years(forecast) {
        let name = year_name(setup, year);
        totals.push((format!("owed in {name}"), Total::Owed(year, None)));
        totals.push((format!("paid in {name}"), Total::Paid(year, None)));
    }
    let varies =
        |total: &Total| forecast.finding(*total).is_some_and(|it| it.tally.min() != it.tally.max());
    totals.into_iter().filter(|(_, total)| varies(total)).collect()
}

/// From what the values are drawn.
fn drawn_from(uncertain: &Uncertain) -> String {
    match uncertain.calibrated() {
        None => "from what is believed about them".to_owned(),
        Some(draws) => format!(
            "from the {} draws of a calibration, worth {} of equal weight",
            grouped(draws.count() as u128),
            grouped(draws.effective_size().round() as u128),
        ),
    }
}

/// Each number that is not known, with its distribution, and how they depend on each other.
pub(crate) fn numbers(page: &mut Page, setup: &Setup) {
    let Some(uncertain) = &setup.uncertain else { return };
    page.heading("What is not known");
    page.paragraph(&format!(
        "These numbers are not known. Every future draws its own values, {}. Elsewhere on this \
         page they stand at single values.",
        drawn_from(uncertain),
    ));
    let point = |(input, number): (&UncertainInput, &UncertainNumber)| {
        let name = match &input.name {
            Some(name) => format!("{} ({})", clean(name), clean(&input.key)),
            None => clean(&input.key),
        };
        format!("{name}: {}", number.describe())
    };
    let points: Vec<String> =
        uncertain.inputs().iter().zip(uncertain.numbers()).map(point).collect();
    page.points(&points);
    let pairs = correlated(uncertain);
    if pairs.is_empty() {
        page.paragraph("They do not depend on each other, before any calibration.");
    } else {
        page.paragraph("Before any calibration these depend on each other (rank correlation):");
        page.points(&pairs);
    }
}

/// The pairs of numbers that depend on each other, each with its rank correlation.
fn correlated(uncertain: &Uncertain) -> Vec<String> {
    let (inputs, copula): (_, &Copula) = (uncertain.inputs(), uncertain.before().copula());
    let mut pairs = Vec::new();
    for other in 0..inputs.len() {
        for one in 0..other {
            let rank = copula.rank_correlation(one, other);
            if rank != 0.0 {
                let names = [one, other].map(|it| clean(inputs[it].label()));
                pairs.push(format!("{} and {}: {rank:.2}", names[0], names[1]));
            }
        }
    }
    pairs
}

/// What is not known, as the JSON has it.
#[derive(Serialize)]
pub(crate) struct UncertainOut<'a> {
    numbers: Vec<NumberOut<'a>>,
    /// The draws of a calibration from which they are drawn; `null` before one.
    calibrated_draws: Option<usize>,
    calibrated_effective_size: Option<f64>,
}

#[derive(Serialize)]
struct NumberOut<'a> {
    key: &'a str,
    name: Option<&'a str>,
    distribution: &'a str,
    median: f64,
    quantile_5: f64,
    quantile_95: f64,
}

pub(crate) fn uncertain_out(setup: &Setup) -> Option<UncertainOut<'_>> {
    let uncertain = setup.uncertain.as_ref()?;
    let numbers = uncertain.inputs().iter().zip(uncertain.numbers());
    let draws = uncertain.calibrated();
    Some(UncertainOut {
        numbers: numbers
            .map(|(input, number)| NumberOut {
                key: &input.key,
                name: input.name.as_deref(),
                distribution: number.describe(),
                median: number.quantile(0.5),
                quantile_5: number.quantile(0.05),
                quantile_95: number.quantile(0.95),
            })
            .collect(),
        calibrated_draws: draws.map(|it| it.count()),
        calibrated_effective_size: draws.map(|it| it.effective_size()),
    })
}

//! What is spent beside the penalties, and reception, in plain sentences.

use crate::model::Cost;
use crate::model::CostAmount;
use crate::model::Places;
use crate::model::Stream;
use crate::money::Money;
use crate::report::explain::by_date;
use crate::report::explain::share;
use crate::report::explain::tidy;
use crate::report::number::Number;
use crate::report::number::grouped;
use crate::report::number::money;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::study::Setup;

/// The named costs and the places; nothing when there are none.
pub(crate) fn costs(page: &mut Page, setup: &Setup) {
    let model = &setup.model;
    if model.costs.is_empty() && model.places.is_none() {
        return;
    }
    page.heading("What else costs money");
    let mut points: Vec<String> = model.costs.iter().map(|it| cost(setup, it)).collect();
    if let Some(found) = &model.places {
        points.extend(places(setup, found));
    }
    points.push("These costs stand beside the penalties and are not in the bill.".to_owned());
    page.points(&points);
}

/// An amount with its currency.
pub(crate) fn amount(setup: &Setup, amount: Money) -> String {
    money(&setup.currency, Number::exact(amount.in_cents()))
}

/// A named cost, as a sentence.
pub(crate) fn cost(setup: &Setup, cost: &Cost) -> String {
    let when = match (cost.amount, cost.until) {
        (CostAmount::Once(once), _) => format!("{} on {}", amount(setup, once), cost.from),
        (CostAmount::PerYear(per_year), None) => {
            format!("{} a year from {} on, day by day", amount(setup, per_year), cost.from)
        }
        (CostAmount::PerYear(per_year), Some(until)) => {
            let per_year = amount(setup, per_year);
            format!("{per_year} a year from {} to {until}, day by day", cost.from)
        }
    };
    let source = match &cost.source {
        Some(source) => format!(" Source: {source}"),
        None => String::new(),
    };
    format!("{}: {when}.{source}", cut(&cost.name, 60))
}

fn places(setup: &Setup, places: &Places) -> Vec<String> {
    let price = |price: &Money| amount(setup, *price);
    vec![
        format!(
            "Regular places in reception: {}; whoever finds none takes an emergency place.",
            by_date(&places.regular, |places| grouped(u128::from(*places))),
        ),
        format!("A regular place costs {} a day.", by_date(&places.per_place_day, price)),
        format!(
            "An emergency place costs {} a day.",
            by_date(&places.emergency_per_place_day, price),
        ),
        match &places.outflow_per_week {
            Some(limit) => format!(
                "Municipalities house at most so many people a week, who is ready first goes \
                 first: {}.",
                by_date(limit, |heads| tidy(*heads)),
            ),
            None => "Municipalities house everybody who is ready.".to_owned(),
        },
    ]
}

/// Who of a stream lives in reception; nothing when nobody does.
pub(crate) fn reception(stream: &Stream) -> Vec<String> {
    let Some(found) = &stream.reception else { return Vec::new() };
    vec![
        format!(
            "{} of the households live in reception while they wait, a place for each head; who \
             withdraws leaves on that day.",
            share(found.housed.value()),
        ),
        format!(
            "Of the decided, {} are granted and stay until a municipality has a house; days from \
             the decision: {}. The others leave; days from the decision: {}.",
            share(found.granted.value()),
            found.housing_delay.describe(),
            found.leaving_delay.describe(),
        ),
    ]
}

//! What is spent beside the penalties: `[[cost]]`, `[reception]` and a stream's `reception`.

use crate::error::Fault;
use crate::model::Cost;
use crate::model::CostAmount;
use crate::model::Places;
use crate::model::Reception;
use crate::money::Money;
use crate::scenario::delay::delay;
use crate::scenario::schedule::schedule;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::time::Day;
use crate::time::Schedule;

/// The cost that a value describes.
pub(crate) fn cost(node: &Node<'_>) -> Option<Cost> {
    let table = node.table(&["name", "from", "until", "per_year", "once", "source"])?;
    let name = table.required("name", "what the cost is called, as \"programme director\"", |it| {
        it.text(200, "programme director")
    });
    let from = table.required("from", "the first day, as 2020-05-01", Node::date);
    let until = table.maybe("until", Node::date);
    let amount = table.exactly_one(&["per_year", "once"], "180_000");
    let amount = amount.and_then(|(name, node)| match name {
        "per_year" => node.money().map(CostAmount::PerYear),
        _ => node.money().map(CostAmount::Once),
    });
    let source = table.maybe("source", |node| node.text(1_000, "Letter of 3 March 2020"));
    Some(Cost {
        name: name?.to_owned(),
        from: from?,
        until: until?,
        amount: amount?,
        source: source?.map(str::to_owned),
    })
}

/// A cost of nothing in the place of one with a fault, so that the others keep their numbers.
pub(crate) fn no_cost(number: usize, from: Day) -> Cost {
    // No scenario can give a cost this name by accident.
    let name = format!("\0{number}");
    Cost { name, from, until: None, amount: CostAmount::Once(Money::ZERO), source: None }
}

/// The places of reception; without a price when there is a fault, so that no stream seems to have
/// reception without them.
pub(crate) fn places(root: &Table<'_>) -> Option<Places> {
    let node = root.get("reception")?;
    Some(read_places(&node).unwrap_or_else(|| Places::new(0, Money::ZERO)))
}

fn read_places(node: &Node<'_>) -> Option<Places> {
    let table = node.table(&[
        "places",
        "cost_per_place_day",
        "emergency_cost_per_place_day",
        "outflow_per_week",
    ])?;
    let regular = table.required("places", "how many regular places there are, as 20_000", |it| {
        let right = "a whole number of places from 0 to 1,000,000,000";
        schedule(it, |node| Some(node.whole(0..=1_000_000_000, right)?.unsigned_abs()))
    });
    let prices = |node: &Node<'_>| schedule(node, Node::money);
    let what = "what a place costs a day, as 80";
    let per_place_day = table.required("cost_per_place_day", what, prices);
    let emergency = table.maybe("emergency_cost_per_place_day", prices);
    let outflow_per_week = table.maybe("outflow_per_week", outflow);
    let per_place_day = per_place_day?;
    Some(Places {
        regular: regular?,
        emergency_per_place_day: emergency?.unwrap_or_else(|| per_place_day.clone()),
        per_place_day,
        outflow_per_week: outflow_per_week?,
    })
}

fn outflow(node: &Node<'_>) -> Option<Schedule<f64>> {
    schedule(node, |node| {
        let heads = node.number("500")?;
        node.check(Places::checked_outflow(heads))
    })
}

/// Who of a stream lives in reception.
pub(crate) fn reception(node: &Node<'_>) -> Option<Reception> {
    let table = node.table(&["housed", "granted", "housing_delay", "leaving_delay"])?;
    let what = "the share of the households that live in reception, as 0.7";
    let housed = table.required("housed", what, Node::share);
    let what = "the share of the decided households that are granted, as 0.4";
    let granted = table.required("granted", what, Node::share);
    let what = "days from a grant to a house, as 90";
    let housing_delay = table.required("housing_delay", what, delay);
    let what = "days from a refusal to leaving, as 28";
    let leaving_delay = table.required("leaving_delay", what, delay);
    Some(Reception {
        housed: housed?,
        granted: granted?,
        housing_delay: housing_delay?,
        leaving_delay: leaving_delay?,
    })
}

/// Notes places that nobody can live in.
pub(crate) fn note_places_without_reception(root: &Table<'_>, streams: &[Node<'_>]) {
    let anybody = streams.iter().any(|stream| stream.entry("reception").is_some());
    if let Some(node) = root.get("reception").filter(|_| !anybody) {
        let right = "together with reception in a [[stream]], or left out";
        node.fault::<()>(Fault::new("places without anybody in reception", right));
    }
}

//! How long something takes: a number of days, or a named distribution.

use crate::error::Fault;
use crate::random::Delay;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;

const EXAMPLE: &str = "{ exponential = { mean_days = 30 } }";

const NAMES: &[&str] =
    &["days", "uniform", "exponential", "gamma", "lognormal", "weibull", "discrete"];

/// A delay: a whole number of days, or a table with the name of one distribution.
pub(crate) fn delay(node: &Node<'_>) -> Option<Delay> {
    if !node.is_table() {
        let right = format!(
            "a whole number of days from 0 to 36,525, as 14, or a distribution, as {EXAMPLE}"
        );
        let days = node.whole(0..=i64::from(Delay::MAX_DAYS), &right)?;
        return fixed(node, u32::try_from(days).ok()?);
    }
    let table = node.table(NAMES)?;
    let (name, inner) = table.exactly_one(NAMES, EXAMPLE)?;
    match name {
        "days" => fixed(&inner, inner.days(Delay::MAX_DAYS)?),
        "uniform" => uniform(&inner),
        "exponential" => exponential(&inner),
        "gamma" => gamma(&inner),
        "lognormal" => lognormal(&inner),
        "weibull" => weibull(&inner),
        _ => discrete(&inner),
    }
}

fn fixed(node: &Node<'_>, days: u32) -> Option<Delay> {
    node.check(Delay::fixed(days))
}

fn uniform(node: &Node<'_>) -> Option<Delay> {
    let table = node.table(&["from_days", "to_days"])?;
    let days = |node: &Node<'_>| node.days(Delay::MAX_DAYS);
    let from_days = table.required("from_days", "the fewest days, as 0", days);
    let to_days = table.required("to_days", "the most days, as 42", days);
    node.check(Delay::uniform(from_days?, to_days?))
}

fn exponential(node: &Node<'_>) -> Option<Delay> {
    let table = node.table(&["mean_days"])?;
    let mean_days = parameter(&table, "mean_days", "30", Delay::exponential);
    node.check(Delay::exponential(mean_days?))
}

fn gamma(node: &Node<'_>) -> Option<Delay> {
    let table = node.table(&["shape", "scale_days"])?;
    let shape = parameter(&table, "shape", "4", |shape| Delay::gamma(shape, 1.0));
    let scale_days = parameter(&table, "scale_days", "14", |scale| Delay::gamma(1.0, scale));
    node.check(Delay::gamma(shape?, scale_days?))
}

fn lognormal(node: &Node<'_>) -> Option<Delay> {
    let table = node.table(&["median_days", "sigma"])?;
    let median_days =
        parameter(&table, "median_days", "30", |median| Delay::lognormal(median, 1.0));
    let sigma = parameter(&table, "sigma", "1", |sigma| Delay::lognormal(1.0, sigma));
    node.check(Delay::lognormal(median_days?, sigma?))
}

fn weibull(node: &Node<'_>) -> Option<Delay> {
    let table = node.table(&["shape", "scale_days"])?;
    let shape = parameter(&table, "shape", "2", |shape| Delay::weibull(shape, 1.0));
    let scale_days = parameter(&table, "scale_days", "30", |scale| Delay::weibull(1.0, scale));
    node.check(Delay::weibull(shape?, scale_days?))
}

fn discrete(node: &Node<'_>) -> Option<Delay> {
    let rows = node.list("a list, as [{ days = 3, share = 0.5 }, { days = 7, share = 0.5 }]")?;
    let shares = each(&rows, |row| {
        let table = row.table(&["days", "share"])?;
        let days =
            table.required("days", "a number of days, as 3", |node| node.days(Delay::MAX_DAYS));
        let share = table.required("share", "its share, as 0.5", Node::share);
        Some((days?, share?.value()))
    })?;
    node.check(Delay::discrete(shares))
}

/// One parameter, checked at its own key by a distribution whose other parameter is right.
fn parameter(
    table: &Table<'_>,
    name: &'static str,
    example: &str,
    probe: impl Fn(f64) -> Result<Delay, Fault>,
) -> Option<f64> {
    table.required(name, &format!("a number, as {example}"), |node| {
        let number = node.number(example)?;
        node.check(probe(number)).map(|_| number)
    })
}

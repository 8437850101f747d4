//! The intake of a stream: what was recorded, and the forecast of what comes.

use crate::error::Fault;
use crate::model::Forecast;
use crate::model::Intake;
use crate::model::Shock;
use crate::money::with_separators;
use crate::random::Variation;
use crate::scenario::recorded::recorded;
use crate::scenario::sheet::Files;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;

const KEYS: &[&str] = &[
    "recorded",
    "per_day",
    "per_week",
    "per_month",
    "per_year",
    "growth_per_year",
    "season",
    "weekday",
    "wander_per_month",
    "variation",
    "shock",
];

const LEVELS: &[&str] = &["per_day", "per_week", "per_month", "per_year"];

const SHAPES: &[&str] =
    &["growth_per_year", "season", "weekday", "wander_per_month", "variation", "shock"];

/// The intake that a value describes.
///
/// A part that is wrong is left out; a wrong forecast is replaced by one of nothing, so that the
/// model does not complain that there is none.
pub(crate) fn intake(node: &Node<'_>, files: &mut Files<'_>) -> Intake {
    let Some(table) = node.table(KEYS) else {
        return Intake::default();
    };
    let recorded = table.maybe("recorded", |node| recorded(node, files));
    let forecast = match forecast(&table) {
        Some(forecast) => forecast,
        None => Forecast::level(0.0).ok(),
    };
    Intake { recorded: recorded.flatten(), forecast, stop_after: None }
}

fn forecast(table: &Table<'_>) -> Option<Option<Forecast>> {
    let Some((name, node)) = table.at_most_one(LEVELS)? else {
        let without: Vec<Node<'_>> = SHAPES.iter().filter_map(|name| table.get(name)).collect();
        return match without.first() {
            Some(first) => {
                let name = first.key.rsplit('.').next().unwrap_or("");
                let right = format!("together with one of {}", LEVELS.join(", "));
                first.fault(Fault::new(format!("{name} without a level"), right))
            }
            None => Some(None),
        };
    };
    // The shape is read also when the level is wrong, so that its faults are noted too.
    let level = level(name, &node);
    let mut forecast = match &level {
        Some(level) => level.clone(),
        None => Forecast::level(0.0).ok()?,
    };
    let shaped = shape(table, &mut forecast);
    level.and(shaped).map(|()| Some(forecast))
}

/// The level: cases a day from cases a day, a week, a month or a year.
fn level(name: &str, node: &Node<'_>) -> Option<Forecast> {
    let cases = node.number("70.0")?;
    let (per_day, days) = match name {
        "per_day" => (cases, 1.0),
        "per_week" => (cases / 7.0, 7.0),
        "per_month" => (cases * 12.0 / 365.25, 365.25 / 12.0),
        _ => (cases / 365.25, 365.25),
    };
    match Forecast::level(per_day) {
        Ok(forecast) => Some(forecast),
        Err(_) => {
            let most = with_separators((1e7 * days) as u64);
            let unit = name.trim_start_matches("per_");
            node.refuse(format!("0 or more, at most {most} cases a {unit}"))
        }
    }
}

/// Sets all but the level.
fn shape(table: &Table<'_>, forecast: &mut Forecast) -> Option<()> {
    let growth = table.optional("growth_per_year", (), |node| {
        let growth = node.number("0.05")?;
        node.check(forecast.set_growth_per_year(growth))
    });
    let season = table.optional("season", (), |node| {
        let factors = node.numbers("January first")?;
        node.check(forecast.set_season(factors))
    });
    let weekday = table.optional("weekday", (), |node| {
        let factors = node.numbers("Monday first")?;
        node.check(forecast.set_weekday(factors))
    });
    let wander = table.optional("wander_per_month", (), |node| {
        let sigma = node.number("0.05")?;
        node.check(forecast.set_wander_per_month(sigma))
    });
    let variation = table.optional("variation", Variation::POISSON, variation);
    let shocks = table.optional("shock", (), |node| {
        let rows = node.list("a list, as [{ from = 2020-03-16, factor = 0.5 }]")?;
        each(&rows, |row| shock(row, forecast)).map(|_| ())
    });
    growth.and(season).and(weekday).and(wander).and(shocks)?;
    forecast.variation = variation?;
    Some(())
}

fn shock(row: &Node<'_>, forecast: &mut Forecast) -> Option<()> {
    let table = row.table(&["from", "until", "factor"])?;
    let from = table.required("from", "the first day, as 2020-03-16", Node::date);
    let until = table.maybe("until", |node| {
        let until = node.date()?;
        match from.filter(|from| until < *from) {
            Some(from) => node.refuse(format!("on or after the first day, {from}")),
            None => Some(until),
        }
    });
    let factor = table.required("factor", "what intake is multiplied by, as 1.3", |node| {
        let factor = node.number("1.3")?;
        if !(0.0 <= factor && factor <= 100.0) {
            return node.refuse("a factor between 0 and 100");
        }
        Some(factor)
    });
    let (from, until, factor) = (from?, until?, factor?);
    row.check(forecast.add_shock(Shock { from, until, factor }))
}

/// How much a daily count varies: `"none"`, `"poisson"` or a ratio of variance to mean.
fn variation(node: &Node<'_>) -> Option<Variation> {
    if node.is_table() {
        let table = node.table(&["variance_ratio"])?;
        return table.required("variance_ratio", "variance over mean, as 2.0", variance_ratio);
    }
    node.choice(&[("none", Variation::NONE), ("poisson", Variation::POISSON)])
}

/// Variance over mean.
pub(crate) fn variance_ratio(node: &Node<'_>) -> Option<Variation> {
    let ratio = node.number("2.0")?;
    node.check(Variation::negative_binomial(ratio))
}

//! What is asked of the model: budgets and reported figures.

use crate::error::Fault;
use crate::model::Period;
use crate::model::Quantity;
use crate::model::Unit;
use crate::money::Money;
use crate::random::Share;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::study::Budget;
use crate::study::BudgetOf;
use crate::study::Observed;
use crate::time::Day;

/// The budgets of a list, each for a fiscal year of the period.
pub(crate) fn budgets(
    node: &Node<'_>,
    period: Option<Period>,
    fiscal_year_starts: u8,
) -> Option<Vec<Budget>> {
    let example = "[{ year = 2020, of = \"owed\", amount = 17_000_000 }]";
    let rows = node.list(&format!("a list, as {example}"))?;
    let years = period.map(|period| {
        let year = |day: Day| {
            let (year, month, _) = day.civil();
            i64::from(year) - i64::from(month < fiscal_year_starts as i8)
        };
        year(period.start())..=year(period.end())
    });
    each(&rows, |row| {
        let table = row.table(&["year", "of", "amount"])?;
        let year = table.required("year", "the fiscal year, as 2020", |node| {
            let years = years.clone().unwrap_or(0..=9_999);
            let right =
                format!("a fiscal year of the period, {} to {}", years.start(), years.end());
            i32::try_from(node.whole(years, &right)?).ok()
        });
        let of = table.required("of", "\"owed\" or \"paid\"", |node| {
            node.choice(&[("owed", BudgetOf::Owed), ("paid", BudgetOf::Paid)])
        });
        let amount = table.required("amount", "the amount, as 17_000_000", Node::money);
        Some(Budget { year: year?, of: of?, amount: amount? })
    })
}

/// A kind of reported figure; those that are summed from a day on have a `since`.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    On(Quantity),
    Since(fn(Day) -> Quantity),
}

/// What can be looked at on a day, by its name in the file.
pub(crate) const QUANTITIES: [(&str, Kind); 8] = [
    ("late_stock", Kind::On(Quantity::LateStock)),
    ("open_stock", Kind::On(Quantity::OpenStock)),
    ("notice_share", Kind::On(Quantity::NoticeShare)),
    ("penalty_share", Kind::On(Quantity::PenaltyShare)),
    ("owed", Kind::Since(|since| Quantity::Owed { since })),
    ("owed_growth_per_week", Kind::On(Quantity::OwedGrowthPerWeek)),
    ("paid", Kind::Since(|since| Quantity::Paid { since })),
    ("decided", Kind::Since(|since| Quantity::Decided { since })),
];

/// The reported figure that a value describes, and what is to be looked at for it.
///
/// The second is known also when the rest is wrong, as far as there is a date.
pub(crate) fn observed(node: &Node<'_>) -> (Option<Observed>, Option<(Quantity, Day)>) {
    let (observed, date) = dated_figure(node);
    let quantity = observed.as_ref().map_or(Quantity::OpenStock, |it| it.quantity);
    (observed, date.map(|date| (quantity, date)))
}

fn dated_figure(node: &Node<'_>) -> (Option<Observed>, Option<Day>) {
    let keys = &[
        "date",
        "quantity",
        "since",
        "value",
        "low",
        "high",
        "standard_error",
        "reporting_share",
        "source",
    ];
    let Some(table) = node.table(keys) else {
        return (None, None);
    };
    let what = "the day that the figure is for, as 2020-01-31";
    let date = table.required("date", what, Node::date);
    let quantity = table.required("quantity", "what was reported, as \"late_stock\"", |node| {
        node.choice(&QUANTITIES)
    });
    let source = table.required("source", "where it was reported, as a text", |node| {
        node.text(1_000, "Letter of 3 March 2020")
    });
    (figure_of(&table, quantity, date, source), date)
}

fn figure_of(
    table: &Table<'_>,
    kind: Option<Kind>,
    date: Option<Day>,
    source: Option<&str>,
) -> Option<Observed> {
    let quantity = dated_quantity(table, kind?)?;
    let figures = figures(table, quantity);
    let standard_error = table.maybe("standard_error", |node| {
        let error = figure(node, quantity)?;
        if 0 < error { Some(error) } else { node.refuse("above 0") }
    });
    let reporting_share = table.optional("reporting_share", Share::ALL, |node| {
        let share = node.share()?;
        if 0.0 < share.value() { Some(share) } else { node.refuse("above 0, at most 1") }
    });
    let (value, low, high) = figures?;
    Some(Observed {
        quantity,
        date: date?,
        value,
        low,
        high,
        standard_error: standard_error?,
        reporting_share: reporting_share?,
        source: source?.to_owned(),
    })
}

/// The quantity of a kind, with the day from which on it is counted.
pub(crate) fn dated_quantity(table: &Table<'_>, kind: Kind) -> Option<Quantity> {
    match kind {
        Kind::Since(quantity) => {
            let what = "the first day that is counted, as 2020-01-01";
            table.required("since", what, Node::date).map(quantity)
        }
        Kind::On(quantity) => match table.get("since") {
            Some(node) => {
                let right = "left out: only owed, paid and decided are counted from a day on";
                node.fault(Fault::new(format!("since beside {quantity}"), right))
            }
            None => Some(quantity),
        },
    }
}

/// Value, lowest and highest figure.
pub(crate) fn figures(table: &Table<'_>, quantity: Quantity) -> Option<(i64, i64, i64)> {
    let read = |node: &Node<'_>| figure(node, quantity);
    let value = table.required("value", "the reported figure, as 8900", read);
    let low = table.maybe("low", |node| {
        let low = read(node)?;
        match value.filter(|value| *value < low) {
            Some(_) => node.refuse("at most the value"),
            None => Some(low),
        }
    });
    let high = table.maybe("high", |node| {
        let high = read(node)?;
        match value.filter(|value| high < *value) {
            Some(_) => node.refuse("at least the value"),
            None => Some(high),
        }
    });
    let (value, low, high) = (value?, low?, high?);
    Some((value, low.unwrap_or(value), high.unwrap_or(value)))
}

/// A figure in the unit of its quantity: whole cents, cases, or millionths of a share.
fn figure(node: &Node<'_>, quantity: Quantity) -> Option<i64> {
    match quantity.unit() {
        Unit::Cents if quantity == Quantity::OwedGrowthPerWeek => {
            // Growth is the one amount that may be negative.
            let units = node.number("1_000_000 (units of the currency)")?;
            let cents = node.check(Money::from_units(units.abs()))?.in_cents();
            Some(if units < 0.0 { -cents } else { cents })
        }
        Unit::Cents => node.money().map(Money::in_cents),
        Unit::Millionths => {
            let share: Share = node.share()?;
            Some((share.value() * 1e6).round() as i64)
        }
        Unit::Cases
        | Unit::Households
        | Unit::Penalties
        | Unit::Places
        | Unit::Days
        | Unit::Date => i64::try_from(node.cases()?).ok(),
    }
}

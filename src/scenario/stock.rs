//! The opening stock: rows in the scenario, or a CSV file.

use std::collections::BTreeMap;

use crate::error::Fault;
use crate::model::Stock;
use crate::scenario::dates::day_or_month;
use crate::scenario::dates::month;
use crate::scenario::sheet::Files;
use crate::scenario::sheet::Sheet;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::time::Day;

/// The longest stretch over which cases may be spread, in days: a century.
const LONGEST: i32 = 36_525;

/// The stock that a value names or lists.
pub(crate) fn stock(node: &Node<'_>, files: &mut Files<'_>) -> Option<Stock> {
    let stretches = if node.is_table() {
        let table = node.table(&["file"])?;
        let sheet = table.required("file", "the name of a CSV file, as \"stock.csv\"", |node| {
            files.sheet(node)
        })?;
        of_sheet(node, &sheet)?
    } else {
        let right =
            "a list, as [{ received = 2019-11-04, cases = 12 }], or { file = \"stock.csv\" }";
        each(&node.list(right)?, stretch)?
    };
    // Added up by day at once: a long list of long stretches would not fit into memory.
    let mut by_day: BTreeMap<Day, u64> = BTreeMap::new();
    for (from, until, cases) in stretches {
        for (day, cases) in node.check(Stock::spread(from, until, cases))? {
            let sum = by_day.entry(day).or_default();
            *sum = sum.saturating_add(cases);
        }
    }
    Some(Stock::new(by_day.into_iter().collect()))
}

/// One row: the first and the last day of receipt, and the cases.
fn stretch(row: &Node<'_>) -> Option<(Day, Day, u64)> {
    let table = row.table(&["received", "month", "from", "until", "cases"])?;
    let cases = table.required("cases", "a number of cases, as 12", Node::cases);
    let days = match table.exactly_one(&["received", "month", "from"], "received = 2019-11-04") {
        Some(("received", node)) => node.date().map(|day| (day, day)),
        Some(("month", node)) => written_month(&node),
        Some((_, node)) => from_until(&table, &node),
        None => None,
    };
    if let Some(until) = table.get("until").filter(|_| !table.has("from")) {
        let right = "together with from, the first day of receipt";
        return until.fault(Fault::new("until without from", right));
    }
    let (from, until) = days?;
    Some((from, until, cases?))
}

fn written_month(node: &Node<'_>) -> Option<(Day, Day)> {
    let right = "a month, as \"2019-11\"";
    match node.as_text().map(month) {
        Some(Some(days)) => Some(days),
        Some(None) => node.refuse(right),
        None => node.fault(Fault::new(node.in_words(), right)),
    }
}

fn from_until(table: &Table<'_>, from: &Node<'_>) -> Option<(Day, Day)> {
    let from = from.date();
    table.required("until", "the last day of receipt, as 2019-03-31", |node| {
        let (until, from) = (node.date()?, from?);
        checked_stretch(node, from, until)
    })
}

fn checked_stretch(node: &Node<'_>, from: Day, until: Day) -> Option<(Day, Day)> {
    if !(from <= until) {
        return node.refuse(format!("on or after the first day, {from}"));
    }
    if !(until - from < LONGEST) {
        return node.refuse(format!("less than 36,525 days (a century) after {from}"));
    }
    Some((from, until))
}

fn of_sheet(node: &Node<'_>, sheet: &Sheet) -> Option<Vec<(Day, Day, u64)>> {
    let received = sheet.column(node.notes, "received");
    let cases = sheet.column(node.notes, "cases");
    let (received, cases) = (received?, cases?);
    let rows = sheet.rows().map(|row| {
        let days = match day_or_month(row.cell(received)) {
            Some(days) => Some(days),
            None => {
                let right = "a date, as 2019-11-04, or a month, as 2019-11";
                row.refuse(node.notes, received, right)
            }
        };
        let cases = row.cases(node.notes, cases);
        let (first, last) = days?;
        Some((first, last, cases?))
    });
    let rows: Vec<Option<(Day, Day, u64)>> = rows.collect();
    rows.into_iter().collect()
}

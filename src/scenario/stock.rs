//! The opening stock: rows in the scenario, a CSV file of rows, a register of cases.

use std::collections::BTreeMap;

use crate::error::Fault;
use crate::model::Owing;
use crate::model::Stock;
use crate::scenario::dates::day_or_month;
use crate::scenario::dates::month;
use crate::scenario::register::register;
use crate::scenario::sheet::Files;
use crate::scenario::sheet::Sheet;
use crate::scenario::stages;
use crate::scenario::stages::StageColumns;
use crate::scenario::stages::StockRow;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::time::Day;

/// The longest stretch over which cases may be spread, in days: a century.
const LONGEST: i32 = 36_525;

/// The stock that a value names or lists, at the start of a scenario if that is known.
pub(crate) fn stock(node: &Node<'_>, files: &mut Files<'_>, start: Option<Day>) -> Option<Stock> {
    if !node.is_table() {
        let right = "a list, as [{ received = 2019-11-04, cases = 12 }], { file = \"stock.csv\" } \
                     or { register = \"cases.csv\" }";
        return of_rows(node, &each(&node.list(right)?, stretch)?);
    }
    let table = node.table(&["file", "register"])?;
    if !table.has("file") && !table.has("register") {
        let what = "the name of a CSV file, as \"stock.csv\", or register, that of a register";
        return table.missing("file", what);
    }
    let stock = table.optional("file", Stock::default(), |file| {
        let sheet = files.sheet(file)?;
        of_rows(file, &of_sheet(file, &sheet)?)
    });
    let known = table.optional("register", Vec::new(), |file| register(file, files, start));
    let (stock, known) = (stock?, known?);
    within_limit(node, stock.all_known().count() + known.len())?;
    Some(stock.with_known(known))
}

/// The stock of these rows.
fn of_rows(node: &Node<'_>, rows: &[StockRow]) -> Option<Stock> {
    // Added up by day at once: a long list of long stretches would not fit into memory.
    let mut by_day: BTreeMap<Day, u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_plain()) {
        let (from, until) = row.received;
        for (day, cases) in node.check(Stock::spread(from, until, row.cases))? {
            let sum = by_day.entry(day).or_default();
            *sum = sum.saturating_add(cases);
        }
    }
    let mut stock = Stock::new(by_day.into_iter().collect());
    let mut known = Vec::new();
    let mut owing = 0;
    for row in rows.iter().filter(|row| !row.is_plain()) {
        let (more, group) = node.check(row.known())?;
        known.extend(more);
        if let Some(Owing { owed, cases }) = group {
            owing += cases.len();
            stock = stock.with_owing(owed, cases);
        }
        within_limit(node, known.len() + owing)?;
    }
    Some(stock.with_known(known))
}

fn within_limit(node: &Node<'_>, rows: usize) -> Option<()> {
    if rows <= Stock::MOST_KNOWN {
        return Some(());
    }
    let found = "more than 4,000,000 rows of which something is known";
    node.fault(Fault::new(found, "fewer, or stretches of fewer days"))
}

/// One row: the first and the last day of receipt, and the cases.
fn stretch(row: &Node<'_>) -> Option<StockRow> {
    const KEYS: &[&str] =
        &["received", "month", "from", "until", "cases", "noticed", "appealed", "judged", "owed"];
    let table = row.table(KEYS)?;
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
    stages::of_table(&table, days, cases)
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

/// A stretch of days whose last day is written at a node.
pub(crate) fn checked_stretch(node: &Node<'_>, from: Day, until: Day) -> Option<(Day, Day)> {
    if !(from <= until) {
        return node.refuse(format!("on or after the first day, {from}"));
    }
    if !(until - from < LONGEST) {
        return node.refuse(format!("less than 36,525 days (a century) after {from}"));
    }
    Some((from, until))
}

fn of_sheet(node: &Node<'_>, sheet: &Sheet) -> Option<Vec<StockRow>> {
    let names: Vec<&str> = ["received", "cases"].into_iter().chain(StageColumns::names()).collect();
    let known = sheet.knows_columns(node.notes, &names);
    let received = sheet.column(node.notes, "received");
    let cases = sheet.column(node.notes, "cases");
    let stages = StageColumns::of(node, sheet);
    let (_, received, cases, stages) = (known?, received?, cases?, stages?);
    let rows = sheet.rows().map(|row| {
        let days = match day_or_month(row.cell(received)) {
            Some(days) => Some(days),
            None => {
                let right = "a date, as 2019-11-04, or a month, as 2019-11";
                row.refuse(node.notes, received, right)
            }
        };
        let cases = row.cases(node.notes, cases);
        stages.row(node, row, days, cases)
    });
    let rows: Vec<Option<StockRow>> = rows.collect();
    rows.into_iter().collect()
}

//! Values that change on dates: one value, or a list of values each with its first date.

use crate::error::Fault;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::time::Day;
use crate::time::Schedule;

const ROWS: &str = "a list, as [{ from = 2020-01-01, value = 0.4 }]";

/// A value that may be written once for all dates, or as `[{ from = date, value = … }, …]`.
pub(crate) fn schedule<'a, T>(
    node: &Node<'a>,
    read: impl Fn(&Node<'a>) -> Option<T>,
) -> Option<Schedule<T>> {
    if !node.is_list() {
        return Some(Schedule::constant(read(node)?));
    }
    dated(node, &["from", "value"], |row| {
        row.required("value", "the value from that date on", &read)
    })
}

/// A list of tables, each with the date `from` which it holds and what `read` makes of the rest.
pub(crate) fn dated<'a, T>(
    node: &Node<'a>,
    keys: &'static [&'static str],
    read: impl Fn(&Table<'a>) -> Option<T>,
) -> Option<Schedule<T>> {
    let rows = node.list(ROWS)?;
    let mut before = None;
    let steps = each(&rows, |row| {
        let table = row.table(keys)?;
        let from = table
            .required("from", "the first date, as 2020-01-01", |node| later(node, &mut before));
        let value = read(&table);
        Some((from?, value?))
    })?;
    node.check(Schedule::new(steps))
}

/// A date after the one before it.
pub(crate) fn later(node: &Node<'_>, before: &mut Option<Day>) -> Option<Day> {
    let from = node.date()?;
    if let Some(before) = before.filter(|before| from <= *before) {
        let right = format!("after {before}, the date before it in the list");
        return node.fault(Fault::new(from, right));
    }
    *before = Some(from);
    Some(from)
}

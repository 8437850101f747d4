//! Whom a pool takes next, as it is written.

use crate::error::Fault;
use crate::model::Line;
use crate::model::Order;
use crate::model::Pool;
use crate::random::Share;
use crate::scenario::schedule::dated;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::time::Day;
use crate::time::Schedule;

const ORDERS: [(&str, Order); 8] = [
    ("oldest_first", Order::OldestFirst),
    ("newest_first", Order::NewestFirst),
    ("earliest_due_first", Order::EarliestDueFirst),
    ("in_time_first", Order::InTimeFirst),
    ("random", Order::Random),
    ("noticed_first", Order::NoticedFirst),
    ("highest_penalty_first", Order::HighestPenaltyFirst),
    ("about_to_default_first", Order::AboutToDefaultFirst),
];

/// Sets whom a pool takes next: one order or several with their shares, once or by date.
pub(crate) fn order(node: &Node<'_>, pool: &mut Pool) -> Option<()> {
    node.check(pool.set_lines_by_date(by_date(node)?))
}

/// One order or several with their shares, once or by date.
pub(crate) fn by_date(node: &Node<'_>) -> Option<Schedule<Vec<Line>>> {
    if !node.is_list() {
        return lines(node).map(Schedule::constant);
    }
    let rows = node.list("")?;
    let dates = rows.iter().any(|row| row.entry("from").is_some() || row.entry("value").is_some());
    if !dates {
        return lines(node).map(Schedule::constant);
    }
    dated(node, &["from", "value"], |row| {
        row.required("value", "the order from that date on, as \"oldest_first\"", lines)
    })
}

/// One order by its name.
pub(crate) fn one_order(node: &Node<'_>) -> Option<Order> {
    node.choice(&ORDERS)
}

/// One order for the whole pool, or several with their shares.
pub(crate) fn lines(node: &Node<'_>) -> Option<Vec<Line>> {
    if !node.is_list() {
        return one_order(node).map(|order| vec![Line::new(order, Share::ALL)]);
    }
    let rows = node.list("")?;
    let lines = each(&rows, |row| {
        let table = row.table(&["order", "share", "received_from", "received_until"])?;
        let order = table.required("order", "an order, as \"oldest_first\"", one_order);
        let share = table.maybe("share", Node::share);
        let received_from = table.maybe("received_from", Node::date);
        let received_until = received_until(&table, received_from.flatten());
        let (received_from, received_until) = (received_from?, received_until?);
        let line = Line { order: order?, share: Share::NONE, received_from, received_until };
        Some((line, share?))
    })?;
    let lines = with_shares(node, lines)?;
    if lines.is_empty() {
        return node.refuse("at least one order, as [{ order = \"oldest_first\", share = 1 }]");
    }
    // The shares: a fault of theirs belongs to the list.
    let mut trial = Pool::new("", vec![0], 0.0).expect("0 decisions are a capacity");
    node.check(trial.set_lines(lines.clone())).map(|()| lines)
}

/// The lines with their shares: one of them may leave it out, and takes what the others leave.
fn with_shares(node: &Node<'_>, lines: Vec<(Line, Option<Share>)>) -> Option<Vec<Line>> {
    let said = lines.iter().filter_map(|(_, share)| share.map(Share::value));
    let rest = 1.0 - said.sum::<f64>();
    let silent = lines.iter().filter(|(_, share)| share.is_none()).count();
    if 1 < silent {
        let right = "shares of the capacity for all lines but one, which takes the rest";
        return node.fault(Fault::new(format!("{silent} lines without a share"), right));
    }
    // A rest below 0 is a fault of the shares, which is said of the list.
    let rest = Share::new(rest.clamp(0.0, 1.0)).ok()?;
    let line = |(line, share): (Line, Option<Share>)| Line { share: share.unwrap_or(rest), ..line };
    Some(lines.into_iter().map(line).collect())
}

fn received_until(table: &Table<'_>, from: Option<Day>) -> Option<Option<Day>> {
    table.maybe("received_until", |node| {
        let until = node.date()?;
        match from.filter(|from| until < *from) {
            Some(from) => node.fault(Fault::new(until, format!("on or after {from}"))),
            None => Some(until),
        }
    })
}

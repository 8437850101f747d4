//! The opening stock in plain sentences.

use crate::model::Further;
use crate::model::KnownCases;
use crate::model::Reached;
use crate::model::Stream;
use crate::report::explain_costs::amount;
use crate::report::number::grouped;
use crate::study::Setup;

/// What waits at the start, and what is known of it.
pub(crate) fn stock(setup: &Setup, stream: &Stream) -> Vec<String> {
    let start = setup.model.period.start();
    let stock = &stream.stock;
    let waiting = || stock.all_known().filter(|row| row.progress.decided.is_none());
    let days = || stock.rows().iter().map(|row| row.0).chain(waiting().map(|row| row.received));
    let mut points = vec![match days().min().zip(days().max()) {
        Some((first, last)) => format!(
            "At the start, {start}, {} cases wait; the oldest was received on {first}, the newest \
             on {last}.",
            grouped(u128::from(stock.cases())),
        ),
        None => format!("At the start, {start}, nothing waits."),
    }];
    let known: Vec<&KnownCases> = waiting().collect();
    points.extend(reached(&known));
    let owing: Vec<&KnownCases> = stock.owing().iter().flat_map(|it| &it.cases).collect();
    if !owing.is_empty() {
        points.push(format!(
            "{} of these cases owe {} at the start, in groups of which each owes an amount \
             (groups: {}); the days on which they came so far are set so that the amounts come out, \
             to within a day of one household.",
            cases(&owing),
            amount(setup, stock.owing().iter().map(|group| group.owed).sum()),
            stock.owing().len(),
        ));
    }
    if 0 < stock.decided() {
        points.push(format!(
            "{} cases that were decided before the start are known: what they owe by law is part \
             of the bill.",
            grouped(u128::from(stock.decided())),
        ));
    }
    points
}

fn cases(rows: &[&KnownCases]) -> String {
    grouped(rows.iter().map(|row| u128::from(row.cases)).sum())
}

/// How far the cases have come of which that is known.
fn reached(known: &[&KnownCases]) -> Option<String> {
    let nothing = |row: &KnownCases| {
        row.progress.reached == Reached::Nothing && row.progress.further == Further::Unknown
    };
    let known: Vec<&KnownCases> = known.iter().copied().filter(|row| !nothing(row)).collect();
    if known.is_empty() {
        return None;
    }
    let of = |which: fn(&Reached) -> bool| {
        let rows = known.iter().copied().filter(|row| which(&row.progress.reached));
        cases(&rows.collect::<Vec<_>>())
    };
    Some(format!(
        "Of {} of them it is known how far they have come: {} have not given notice, {} have given \
         notice, {} have appealed, {} have a judgment. What is not known of them is drawn given \
         that.",
        cases(&known),
        of(|it| *it == Reached::Nothing),
        of(|it| matches!(it, Reached::Notice { .. })),
        of(|it| matches!(it, Reached::Appeal { .. })),
        of(|it| matches!(it, Reached::Judgment { .. })),
    ))
}

//! In words: whom a pool takes next, and what it does besides.

use crate::model::Casework;
use crate::model::Line;
use crate::model::MICRO;
use crate::model::Order;
use crate::model::Pool;
use crate::random::Share;
use crate::report::explain::share;

/// Sentences about whom a pool takes next, by date.
pub(crate) fn orders(pool: &Pool) -> Vec<String> {
    let steps = pool.lines().steps();
    let mut points = Vec::new();
    for (i, (from, lines)) in steps.iter().enumerate() {
        // The first holds before its date too.
        let when = if i == 0 { String::new() } else { format!("From {from} on: ") };
        points.extend(sentences(lines).into_iter().map(|sentence| format!("{when}{sentence}")));
    }
    points
}

/// Sentences about the parts of a pool that each work in an order.
pub(crate) fn sentences(lines: &[Line]) -> Vec<String> {
    let mut sentences: Vec<String> = lines.iter().map(|line| sentence(line, lines.len())).collect();
    if 1 < lines.len() {
        sentences.push("What one of these parts cannot use goes to the others.".to_owned());
    }
    sentences
}

fn sentence(line: &Line, lines: usize) -> String {
    let of = match (line.received_from, line.received_until) {
        (None, None) => String::new(),
        (Some(from), None) => format!(" of the cases received on {from} or later"),
        (None, Some(until)) => format!(" of the cases received on {until} or earlier"),
        (Some(from), Some(until)) => format!(" of the cases received from {from} to {until}"),
    };
    let next = order(&line.order);
    match lines {
        1 => format!("Next is{of} {next}."),
        _ if line.share == Share::NONE => {
            format!("With what the other parts leave, next is{of} {next}.")
        }
        _ => format!("With {} of its capacity, next is{of} {next}.", share(line.share.value())),
    }
}

fn order(order: &Order) -> String {
    match order {
        Order::OldestFirst => "the household received first",
        Order::NewestFirst => "the household received last",
        Order::EarliestDueFirst => "the household whose term ends first",
        Order::InTimeFirst => {
            "the household that can still be decided in time, earliest due first; then the late \
             ones, earliest due first"
        }
        Order::Random => "any waiting household, each equally likely",
        Order::NoticedFirst => {
            "the household with the earliest notice; then those without one, oldest first"
        }
        Order::HighestPenaltyFirst => {
            "the household for which one more day costs most; where it costs nothing, oldest first"
        }
        Order::AboutToDefaultFirst => {
            "the household whose penalty begins soonest, in its grace period or court term; then \
             the others, oldest first"
        }
        Order::Own(own) => return format!("as the order \"{}\" has it", own.name()),
    }
    .to_owned()
}

/// Sentences about the work that is no decision.
pub(crate) fn other_work(pool: &Pool) -> Vec<String> {
    let mut points = Vec::new();
    if pool.casework != Casework::default() {
        let decisions = |micro: u64| micro as f64 / MICRO as f64;
        points.push(format!(
            "A notice costs it the time of {} decisions, an appeal {}, a judgment {}; that is done \
             first, from the next day on.",
            decisions(pool.casework.notice()),
            decisions(pool.casework.appeal()),
            decisions(pool.casework.judgment()),
        ));
    }
    if let Some(from) = pool.unlimited_from {
        points.push(format!("From {from} on it decides everything that waits, every day."));
    }
    points
}

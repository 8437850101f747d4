//! A `[[stream]]` of the scenario.

use crate::error::Fault;
use crate::model::Extension;
use crate::model::Households;
use crate::model::Intake;
use crate::model::Stock;
use crate::model::Stream;
use crate::model::Suspension;
use crate::model::Withdrawal;
use crate::random::Share;
use crate::scenario::behaviour::appeal;
use crate::scenario::behaviour::notice;
use crate::scenario::completeness::completeness;
use crate::scenario::costs::reception;
use crate::scenario::delay::delay;
use crate::scenario::intake::intake;
use crate::scenario::schedule::schedule;
use crate::scenario::sheet::Files;
use crate::scenario::stock::stock;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::time::Day;
use crate::time::Length;
use crate::time::Schedule;
use crate::time::Term;

/// The keys of a stream.
pub(crate) const KEYS: &[&str] = &[
    "name",
    "term",
    "extension",
    "suspension",
    "stock",
    "intake",
    "households",
    "withdrawal",
    "completeness",
    "notice",
    "appeal",
    "reception",
];

/// The stream that a value describes; what is wrong in it is noted and left out.
///
/// The start of the scenario, if it is right, tells what cannot have happened yet.
pub(crate) fn stream(node: &Node<'_>, files: &mut Files<'_>, start: Option<Day>) -> Stream {
    // No scenario can give a stream this name by accident.
    let unnamed = format!("\0{}", node.key);
    let day = Term::new(Length::Days(1)).expect("a day is a term");
    let Some(table) = node.table(KEYS) else {
        return Stream::new(&unnamed, day);
    };
    let name = table.required("name", "what the stream is called, as \"asylum\"", |node| {
        node.text(200, "asylum")
    });
    let term = table.required("term", "how long a decision may take, as { weeks = 8 }", terms);
    let extensions = table.optional("extension", Vec::new(), extensions);
    let suspension = table.maybe("suspension", suspension);
    let stock = table.optional("stock", Stock::default(), |node| stock(node, files, start));
    let intake = table.optional("intake", Intake::default(), |node| Some(intake(node, files)));
    let households = table.optional("households", Households::single(), households);
    let withdrawal = table.maybe("withdrawal", withdrawal);
    let completeness = table.maybe("completeness", completeness);
    let notice = table.maybe("notice", notice);
    let appeal = table.maybe("appeal", appeal);
    let reception = table.maybe("reception", reception);
    Stream {
        stock: stock.unwrap_or_default(),
        intake: intake.unwrap_or_default(),
        households: households.unwrap_or_else(Households::single),
        extensions: extensions.unwrap_or_default(),
        suspension: suspension.flatten(),
        withdrawal: withdrawal.flatten(),
        completeness: completeness.flatten(),
        notice: notice.flatten(),
        appeal: appeal.flatten(),
        reception: reception.flatten(),
        term: term.unwrap_or_else(|| Schedule::constant(day)),
        ..Stream::new(name.unwrap_or(&unnamed), day)
    }
}

/// One term, or several by day of receipt.
fn terms(node: &Node<'_>) -> Option<Schedule<Term>> {
    schedule(node, term)
}

fn term(node: &Node<'_>) -> Option<Term> {
    let length = length(node)?;
    node.check(Term::new(length))
}

/// A length of time: exactly one of days, weeks, months.
pub(crate) fn length(node: &Node<'_>) -> Option<Length> {
    let table = node.table(&["days", "weeks", "months"])?;
    let (unit, node) = table.exactly_one(&["days", "weeks", "months"], "{ weeks = 8 }")?;
    let right = format!("a whole number of {unit} from 1, at most 7,320 days (20 years)");
    let number = node.whole(1..=7_320, &right)?;
    let number = u32::try_from(number).ok()?;
    let length = match unit {
        "days" => Length::Days(number),
        "weeks" => Length::Weeks(number),
        _ => Length::Months(number),
    };
    match Term::new(length) {
        Ok(_) => Some(length),
        Err(_) => node.refuse(right),
    }
}

fn extensions(node: &Node<'_>) -> Option<Vec<Extension>> {
    let rows = node.list("a list, as [{ by = { months = 9 }, share = 0.5 }]")?;
    let extensions = each(&rows, extension)?;
    // The model refuses more than 8, so a longer list is not compared pair by pair.
    let pairs = extensions.iter().enumerate().take(8);
    let mut right = true;
    for (i, extension) in pairs {
        let mut before = extensions[..i].iter();
        if let Some(other) = before.position(|other| both_for_all(other, extension)) {
            let other = &rows[other].key;
            let found = format!("an extension of all cases, some of which {other} extends already");
            let fault = Fault::new(found, "for other days of receipt, or for a share below 1");
            rows[i].fault::<()>(fault);
            right = false;
        }
    }
    right.then_some(extensions)
}

fn both_for_all(a: &Extension, b: &Extension) -> bool {
    let from = |it: &Extension| it.received_from.unwrap_or(Day::FIRST);
    let until = |it: &Extension| it.received_until.unwrap_or(Day::LAST);
    let both = a.share == Share::ALL && b.share == Share::ALL;
    both && from(a) <= until(b) && from(b) <= until(a)
}

fn extension(row: &Node<'_>) -> Option<Extension> {
    let table = row.table(&["by", "share", "received_from", "received_until"])?;
    let by = table.required("by", "what is added to the term, as { months = 9 }", length);
    let share = table.optional("share", Share::ALL, Node::share);
    let from = table.maybe("received_from", Node::date);
    let until = table.maybe("received_until", |node| {
        let until = node.date()?;
        match from.flatten().filter(|from| until < *from) {
            Some(from) => node.refuse(format!("on or after received_from, {from}")),
            None => Some(until),
        }
    });
    Some(Extension { by: by?, share: share?, received_from: from?, received_until: until? })
}

fn suspension(node: &Node<'_>) -> Option<Suspension> {
    let table = node.table(&["share", "days"])?;
    let share = table.required("share", "the share that is suspended, as 0.2", Node::share);
    let days = table.required("days", "for how long, as 28", delay);
    Some(Suspension { share: share?, days: days? })
}

fn households(node: &Node<'_>) -> Option<Households> {
    let table = node.table(&["sizes", "one_penalty"])?;
    let sizes = table.optional("sizes", vec![1.0], |node| {
        let right = "the shares of households with 1, 2, 3, … heads, as [0.7, 0.3]";
        let values = node.list(right)?;
        if values.is_empty() {
            return node.refuse(right);
        }
        let sizes = each(&values, |node| node.share().map(Share::value))?;
        node.check(Households::new(&sizes, Share::ALL)).map(|_| sizes)
    });
    let one_penalty = table.optional("one_penalty", Share::ALL, Node::share);
    let (sizes, one_penalty) = (sizes?, one_penalty?);
    node.check(Households::new(&sizes, one_penalty))
}

fn withdrawal(node: &Node<'_>) -> Option<Withdrawal> {
    let table = node.table(&["share", "delay"])?;
    let share = table.required("share", "the share that would withdraw, as 0.1", Node::share);
    let delay = table.required("delay", "how long after receipt, as 60", delay);
    Some(Withdrawal::new(share?, delay?))
}

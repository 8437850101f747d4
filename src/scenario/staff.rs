//! How the staff of a `[[pool]]` changes, and what it costs.

use crate::error::Fault;
use crate::model::Attrition;
use crate::model::Hire;
use crate::model::Pool;
use crate::model::Staff;
use crate::model::StaffCost;
use crate::money::Money;
use crate::random::Delay;
use crate::random::Share;
use crate::scenario::schedule::schedule;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::time::Day;
use crate::time::Schedule;

const HIRE_KEYS: &[&str] =
    &["name", "fte", "from", "until", "training_days", "learning_days", "first_output", "trainers"];

const COST_KEYS: &[&str] = &["per_fte_per_year", "overtime_pay", "per_hire"];

/// The staff of a pool, whose own people leave from the day after `as_of` on; what is wrong is
/// noted and left out.
pub(crate) fn staff(table: &Table<'_>, as_of: Option<Day>) -> Staff {
    let mut staff = Staff::unchanging();
    if let Some(hires) = table.optional("hire", Vec::new(), hires) {
        staff.hires = hires;
    }
    if let Some(per_year) = table.maybe("attrition", |node| schedule(node, Node::share)).flatten() {
        // Without a period there is no model, and the day does not matter.
        staff.attrition = Some(Attrition { per_year, after: as_of.unwrap_or(Day::FIRST) });
    }
    if let Some(overtime) = table.maybe("overtime", |node| schedule(node, Node::share)).flatten() {
        staff.overtime = overtime;
    }
    if let Some(productivity) = table.maybe("productivity", productivity).flatten() {
        staff.productivity = productivity;
    }
    staff.cost = table.maybe("staff_cost", cost).flatten();
    if table.has("decisions_per_week") {
        let decisions = |node: &Node<'_>| {
            schedule(node, |node| {
                let decisions = node.number("2.5")?;
                node.check(Staff::checked_decisions_of_one(decisions))
            })
        };
        staff.decisions_per_hired_fte_per_week =
            table.maybe("decisions_per_fte_per_week", decisions).flatten();
        note_people_that_nobody_counts(table);
    }
    staff
}

/// Hires and costs are in people, of whom a pool of so many decisions a week says nothing.
fn note_people_that_nobody_counts(table: &Table<'_>) {
    if table.has("decisions_per_fte_per_week") || table.has("fte") {
        return;
    }
    for name in ["hire", "staff_cost"] {
        if let Some(node) = table.get(name) {
            let right = "together with decisions_per_fte_per_week, what one fte decides in a week, \
                         as 2.5";
            let found = format!("{name} in a pool whose people are not counted");
            node.fault::<()>(Fault::new(found, right));
        }
    }
}

fn productivity(node: &Node<'_>) -> Option<Schedule<f64>> {
    schedule(node, |node| {
        let factor = node.number("1.1")?;
        node.check(Staff::checked_productivity(factor))
    })
}

fn hires(node: &Node<'_>) -> Option<Vec<Hire>> {
    let rows = node.list("a list, as [{ fte = 100, from = 2020-05-01, training_days = 90 }]")?;
    if !(rows.len() <= Staff::MOST_HIRES) {
        return node.fault(Fault::new(rows.len(), "at most 1,000 hires"));
    }
    each(&rows, hire)
}

fn hire(row: &Node<'_>) -> Option<Hire> {
    hire_of(&row.table(HIRE_KEYS)?)
}

/// A hire, in a table that may have other keys too.
pub(crate) fn hire_of(table: &Table<'_>) -> Option<Hire> {
    let name = table.maybe("name", |node| node.text(200, "spring class"));
    let fte = table.required("fte", "how many people start, as 100", |node| {
        let fte = node.number("100")?;
        node.check(Pool::checked_rate(fte))
    });
    let from = table.required("from", "their first day, as 2020-05-01", Node::date);
    let training_days = table.optional("training_days", 0, |node| node.days(Delay::MAX_DAYS));
    let learning_days = table.optional("learning_days", 0, |node| node.days(Delay::MAX_DAYS));
    let first_output = table.maybe("first_output", Node::share);
    // The rest is checked against a hire that is right so far, or at least on the right day.
    let start = from.unwrap_or(Day::FIRST);
    let mut hire = Hire::new(fte.unwrap_or(0.0), start).ok()?;
    let until = table.optional("until", (), |node| {
        let until = node.date()?;
        node.check(hire.set_until(until))
    });
    let trainers = table.optional("trainers", (), |node| {
        let trainers = node.number("0.2")?;
        node.check(hire.set_trainers(trainers))
    });
    let acts = each_acts_on(
        table,
        [
            ("first_output", "learning_days", learning_days),
            ("trainers", "training_days", training_days),
        ],
    );
    fte.and(from).and(until).and(trainers).and(acts)?;
    hire.name = name?.map(str::to_owned);
    hire.training_days = training_days?;
    hire.learning_days = learning_days?;
    hire.first_output = first_output?.unwrap_or(Share::NONE);
    Some(hire)
}

/// Notes a key that has no effect because the time it is about has no days.
fn each_acts_on(
    table: &Table<'_>,
    keys: [(&'static str, &'static str, Option<u32>); 2],
) -> Option<()> {
    let mut right = Some(());
    for (name, time, days) in keys {
        if let Some(node) = table.get(name).filter(|_| days == Some(0)) {
            let found = format!("{name} without {time}");
            node.fault::<()>(Fault::new(
                found,
                format!("together with {time}, as 90, or left out"),
            ));
            right = None;
        }
    }
    right
}

fn cost(node: &Node<'_>) -> Option<StaffCost> {
    let table = node.table(COST_KEYS)?;
    let what = "what one fte costs in a year, as 80_000";
    let per_fte = table.required("per_fte_per_year", what, Node::money);
    let per_hire = table.optional("per_hire", Money::ZERO, Node::money);
    let overtime_pay = table.optional("overtime_pay", StaffCost::OVERTIME_PAY, |node| {
        let pay = node.number("1.5")?;
        node.check(StaffCost::new(Money::ZERO, Money::ZERO, pay)).map(|_| pay)
    });
    node.check(StaffCost::new(per_fte?, per_hire?, overtime_pay?))
}

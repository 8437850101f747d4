//! The court: how long it takes, what it orders, what its judgments cost, second appeals.

use crate::error::Fault;
use crate::model::Court;
use crate::model::CourtPractice;
use crate::model::Follows;
use crate::model::LawChange;
use crate::model::PaymentTrigger;
use crate::model::Rule;
use crate::model::SecondAppeal;
use crate::model::Stage;
use crate::model::Tariff;
use crate::model::presets::LEGAL_COSTS;
use crate::model::presets::PRACTICES;
use crate::money::Money;
use crate::random::Delay;
use crate::random::Share;
use crate::scenario::delay::delay;
use crate::scenario::law::LONGEST_TERM;
use crate::scenario::law::payment;
use crate::scenario::rule::RuleText;
use crate::scenario::rule::preset_of;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;

pub(crate) fn court(node: &Node<'_>) -> Option<Court> {
    let table = node.table(&[
        "duration",
        "term_days",
        "amounts",
        "practice",
        "legal_costs",
        "second_appeal",
        "payment",
    ])?;
    let what = "days from appeal to judgment, as 56";
    let duration = table.required("duration", what, delay);
    let practice = court_practice(&table);
    let legal_costs = table.optional("legal_costs", Rule::constant(Money::ZERO), legal_costs);
    let second_appeal = table.maybe("second_appeal", |node| second_appeal(node, duration.as_ref()));
    let payment = payment(&table, PaymentTrigger::Decision);
    Some(Court {
        duration: duration?,
        practice: practice?,
        legal_costs: legal_costs?,
        second_appeal: second_appeal?,
        payment: payment?,
    })
}

/// Second appeals; the court takes as long as on the first ones unless said otherwise.
fn second_appeal(node: &Node<'_>, duration: Option<&Delay>) -> Option<SecondAppeal> {
    let table =
        node.table(&["share", "follows", "delay", "duration", "term_days", "amounts", "practice"])?;
    let what = "the share of the households that appeal again, as 0.3";
    let share = table.required("share", what, Node::share);
    let what = "\"maximum\" or \"court_term\"";
    let follows = table.required("follows", what, |node| {
        node.choice(&[("maximum", Follows::Maximum), ("court_term", Follows::CourtTerm)])
    });
    let delay_days = table.optional("delay", Delay::fixed(0).expect("0 days"), delay);
    let duration = match table.get("duration") {
        Some(node) => delay(&node),
        None => duration.cloned(),
    };
    let practice = court_practice(&table);
    Some(SecondAppeal {
        share: share?,
        follows: follows?,
        delay: delay_days?,
        duration: duration?,
        practice: practice?,
    })
}

const PRACTICE: RuleText = RuleText {
    keys: &["from", "touches", "name", "term_days", "amounts", "preset"],
    latest: Stage::Judged,
    touches: Some(Stage::Judged),
};

/// What a court orders: once, by date, or by a name.
fn court_practice(table: &Table<'_>) -> Option<Rule<CourtPractice>> {
    let Some(node) = table.get("practice") else {
        return practice(table).map(Rule::constant);
    };
    for name in ["term_days", "amounts"] {
        if table.has(name) {
            let right = "alone, or left out when the practice has no dates";
            return node.fault(Fault::new(format!("practice beside {name}"), right));
        }
    }
    match node.as_text() {
        Some(_) => preset_of(&node, PRACTICES).map(Rule::constant),
        None => PRACTICE.versions(&node, practice_of_row),
    }
}

/// The practice of a row: written out, or by its name.
fn practice_of_row(row: &Table<'_>) -> Option<CourtPractice> {
    let Some(node) = row.get("preset") else { return practice(row) };
    for name in ["term_days", "amounts"] {
        if row.has(name) {
            let found = format!("preset beside {name}");
            return node.fault(Fault::new(found, "alone, or left out"));
        }
    }
    preset_of(&node, PRACTICES)
}

/// A change of what the court orders on first appeals.
pub(crate) fn practice_change(node: &Node<'_>) -> Option<LawChange> {
    PRACTICE.change(node, practice_of_row).map(LawChange::CourtPractice)
}

/// A change of what the court orders on second appeals.
pub(crate) fn second_practice_change(node: &Node<'_>) -> Option<LawChange> {
    PRACTICE.change(node, practice_of_row).map(LawChange::SecondCourtPractice)
}

fn practice(table: &Table<'_>) -> Option<CourtPractice> {
    let what = "days within which the court has the decision made, as 28";
    let term_days = table.required("term_days", what, |node| node.days(LONGEST_TERM));
    let what = "daily amounts, as [{ per_day = 100, maximum = 15_000 }]";
    table.required("amounts", what, |node| {
        let rows = node.list("a list, as [{ per_day = 100, maximum = 15_000 }]")?;
        if rows.is_empty() {
            return node.check(CourtPractice::term_only(term_days?));
        }
        let amounts = each(&rows, amount)?;
        node.check(CourtPractice::new(term_days?, amounts))
    })
}

fn amount(row: &Node<'_>) -> Option<(Share, Tariff)> {
    let table = row.table(&["share", "per_day", "maximum"])?;
    let share = table.optional("share", Share::ALL, Node::share);
    let per_day = table.required("per_day", "the amount for a day, as 100", Node::money);
    let maximum = table.required("maximum", "the most that is owed, as 15_000", Node::money);
    let (per_day, maximum) = (per_day?, maximum?);
    let tariff = row.check(Tariff::capped(per_day, maximum));
    Some((share?, tariff?))
}

const COSTS: RuleText = RuleText {
    keys: &["from", "touches", "name", "value"],
    latest: Stage::Judged,
    touches: Some(Stage::Judged),
};

/// What a judgment costs: one amount, several by date, or those of a name.
fn legal_costs(node: &Node<'_>) -> Option<Rule<Money>> {
    match (node.as_text(), node.is_list()) {
        (Some(_), _) => preset_of(node, LEGAL_COSTS),
        (None, true) => COSTS.versions(node, costs_of_row),
        (None, false) => cost_of_judgment(node).map(Rule::constant),
    }
}

fn costs_of_row(row: &Table<'_>) -> Option<Money> {
    row.required("value", "the amount for a judgment, as 262.50", cost_of_judgment)
}

fn cost_of_judgment(node: &Node<'_>) -> Option<Money> {
    let amount = node.money()?;
    match amount <= Money::units(10_000_000) {
        true => Some(amount),
        false => node.refuse("at most 10,000,000"),
    }
}

/// A change of what a judgment costs.
pub(crate) fn legal_costs_change(node: &Node<'_>) -> Option<LawChange> {
    COSTS.change(node, costs_of_row).map(LawChange::LegalCosts)
}

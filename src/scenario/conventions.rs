//! How the days of a term and of a penalty are counted.

use crate::model::Conventions;
use crate::model::CourtFirstDay;
use crate::model::DecisionDay;
use crate::model::FirstPenaltyDay;
use crate::model::PrematureNotice;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::time::TermConventions;
use crate::time::TermEndOnDayOff;
use crate::time::TermStart;

/// How the days of a term and of a penalty are counted.
pub(crate) fn conventions(node: &Node<'_>) -> Option<(TermConventions, Conventions)> {
    let table = node.table(&[
        "term_starts",
        "term_end_on_day_off",
        "first_penalty_day",
        "decision_day",
        "premature_notice",
        "court_first_day",
    ])?;
    Some((term_conventions(&table), penalty_conventions(&table)))
}

fn term_conventions(table: &Table<'_>) -> TermConventions {
    let mut term = TermConventions::default();
    let choices = [
        ("day_after_receipt", TermStart::DayAfterReceipt),
        ("day_of_receipt", TermStart::DayOfReceipt),
    ];
    choose(table, "term_starts", &choices, &mut term.start);
    let choices =
        [("stays", TermEndOnDayOff::Stays), ("next_working_day", TermEndOnDayOff::NextWorkingDay)];
    choose(table, "term_end_on_day_off", &choices, &mut term.end_on_day_off);
    term
}

fn penalty_conventions(table: &Table<'_>) -> Conventions {
    let mut law = Conventions::default();
    let choices = [
        ("after_grace", FirstPenaltyDay::AfterGrace),
        ("last_day_of_grace", FirstPenaltyDay::LastDayOfGrace),
    ];
    choose(table, "first_penalty_day", &choices, &mut law.first_penalty_day);
    let choices = [("counts", DecisionDay::Counts), ("does_not_count", DecisionDay::DoesNotCount)];
    choose(table, "decision_day", &choices, &mut law.decision_day);
    let choices = [
        ("void", PrematureNotice::Void),
        ("counts_from_end_of_term", PrematureNotice::CountsFromEndOfTerm),
    ];
    choose(table, "premature_notice", &choices, &mut law.premature_notice);
    let choices = [
        ("after_term", CourtFirstDay::AfterTerm),
        ("last_day_of_term", CourtFirstDay::LastDayOfTerm),
    ];
    choose(table, "court_first_day", &choices, &mut law.court_first_day);
    law
}

/// Sets a convention to what is written, if anything is.
fn choose<T: Copy>(table: &Table<'_>, name: &'static str, choices: &[(&str, T)], chosen: &mut T) {
    if let Some(choice) = table.get(name).and_then(|node| node.choice(choices)) {
        *chosen = choice;
    }
}

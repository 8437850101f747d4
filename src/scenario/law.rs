//! What lateness costs: conventions, grace, administrative penalty, court.

use crate::error::Fault;
use crate::model::AdministrativePenalty;
use crate::model::Conventions;
use crate::model::Court;
use crate::model::CourtFirstDay;
use crate::model::CourtPractice;
use crate::model::DecisionDay;
use crate::model::FirstPenaltyDay;
use crate::model::Law;
use crate::model::Payment;
use crate::model::PaymentTrigger;
use crate::model::PrematureNotice;
use crate::model::Rule;
use crate::model::Stage;
use crate::model::Step;
use crate::model::Tariff;
use crate::random::Delay;
use crate::random::Share;
use crate::scenario::delay::delay;
use crate::scenario::schedule::dated;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::time::Schedule;
use crate::time::TermConventions;
use crate::time::TermEndOnDayOff;
use crate::time::TermStart;

/// The longest grace period and court term: ten years.
const LONGEST_TERM: u32 = 3_660;

/// The law of a scenario; what is wrong in it is noted and left out.
pub(crate) fn law(root: &Table<'_>, conventions: Conventions) -> Law {
    let none = Law::none();
    let grace_days = root.maybe("law", |node| {
        let table = node.table(&["grace_days"])?;
        table.maybe("grace_days", |node| node.days(LONGEST_TERM).map(Rule::constant))
    });
    let administrative = root.maybe("administrative_penalty", administrative);
    let court = root.maybe("court", court);
    Law {
        conventions,
        grace_days: grace_days.flatten().flatten().unwrap_or(none.grace_days),
        appeal: none.appeal,
        administrative: administrative.flatten(),
        court: court.flatten(),
    }
}

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

fn administrative(node: &Node<'_>) -> Option<AdministrativePenalty> {
    let table = node.table(&["tariff", "payment"])?;
    let what = "days and daily amounts, as [{ days = 14, per_day = 23 }]";
    let tariff = table.required("tariff", what, dated_tariff);
    let payment = payment(&table, PaymentTrigger::LastOwedDay);
    let tariff = Rule::by_date(Stage::Noticed, tariff?.map(|tariff| Some(tariff.clone())));
    Some(AdministrativePenalty { tariff, payment: payment? })
}

const STEPS: &str = "a list, as [{ days = 14, per_day = 23 }]";

/// One tariff, or several by the date of the notice.
fn dated_tariff(node: &Node<'_>) -> Option<Schedule<Tariff>> {
    let rows = node.list(STEPS)?;
    let keys = rows.iter().filter_map(|row| row.value.get_ref().as_table());
    let mut keys = keys.flat_map(|table| table.keys());
    if !keys.any(|key| key.get_ref() == "from" || key.get_ref() == "steps") {
        return tariff(node).map(Schedule::constant);
    }
    dated(node, &["from", "steps"], |row| row.required("steps", "days and daily amounts", tariff))
}

fn tariff(node: &Node<'_>) -> Option<Tariff> {
    let rows = node.list(STEPS)?;
    let steps = each(&rows, |row| {
        let table = row.table(&["days", "per_day"])?;
        let days = table.required("days", "how many days it lasts, as 14", |node| {
            let right = "a whole number of days from 1 to 36,525";
            u32::try_from(node.whole(1..=36_525, right)?).ok()
        });
        let per_day = table.required("per_day", "the amount for a day, as 23", Node::money);
        let step = Step { days: days?, per_day: per_day? };
        // Each step by itself first: its fault belongs to its own line.
        row.check(Tariff::new(vec![step])).map(|_| step)
    })?;
    node.check(Tariff::new(steps))
}

fn court(node: &Node<'_>) -> Option<Court> {
    let table = node.table(&["duration", "term_days", "amounts", "practice", "payment"])?;
    let what = "days from appeal to judgment, as 56";
    let duration = table.required("duration", what, delay);
    let practice = court_practice(&table);
    let payment = payment(&table, PaymentTrigger::Decision);
    let practice = Rule::by_date(Stage::Judged, practice?);
    Some(Court::new(duration?, practice, payment?))
}

/// What a court orders: once, or by the date of the judgment.
fn court_practice(table: &Table<'_>) -> Option<Schedule<CourtPractice>> {
    let Some(node) = table.get("practice") else {
        return practice(table).map(Schedule::constant);
    };
    for name in ["term_days", "amounts"] {
        if table.has(name) {
            let right = "alone, or left out when the practice has no dates";
            return node.fault(Fault::new(format!("practice beside {name}"), right));
        }
    }
    dated(&node, &["from", "term_days", "amounts"], practice)
}

fn practice(table: &Table<'_>) -> Option<CourtPractice> {
    let what = "days within which the court has the decision made, as 28";
    let term_days = table.required("term_days", what, |node| node.days(LONGEST_TERM));
    let what = "daily amounts, as [{ per_day = 100, maximum = 15_000 }]";
    table.required("amounts", what, |node| {
        let rows = node.list("a list, as [{ per_day = 100, maximum = 15_000 }]")?;
        if rows.is_empty() {
            return node.refuse("at least one amount, as [{ per_day = 100, maximum = 15_000 }]");
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

/// When a penalty is paid: 14 days and up to six weeks after the trigger, unless said otherwise.
fn payment(table: &Table<'_>, trigger: PaymentTrigger) -> Option<Payment> {
    let six_weeks = Delay::uniform(0, 42).expect("0 to 42 days are a delay");
    let default = Payment { trigger, after_days: 14, delay: six_weeks };
    table.optional("payment", default.clone(), |node| {
        let table = node.table(&["trigger", "after_days", "delay"])?;
        let triggers = [
            ("last_owed_day", PaymentTrigger::LastOwedDay),
            ("decision", PaymentTrigger::Decision),
        ];
        let trigger = table.optional("trigger", default.trigger, |node| node.choice(&triggers));
        let after_days =
            table.optional("after_days", default.after_days, |node| node.days(Delay::MAX_DAYS));
        let delay = table.optional("delay", default.delay, delay);
        Some(Payment { trigger: trigger?, after_days: after_days?, delay: delay? })
    })
}

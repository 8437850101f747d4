//! The law in plain sentences: what lateness costs, how its days are counted, when it is paid.

use crate::model::CourtFirstDay;
use crate::model::CourtPractice;
use crate::model::DecisionDay;
use crate::model::FirstPenaltyDay;
use crate::model::Payment;
use crate::model::PaymentTrigger;
use crate::model::PrematureNotice;
use crate::model::Rule;
use crate::model::Tariff;
use crate::money::Money;
use crate::report::explain::share;
use crate::report::number::Number;
use crate::report::number::money;
use crate::report::page::Page;
use crate::study::Setup;

/// What lateness costs.
pub(crate) fn law(page: &mut Page, setup: &Setup) {
    let law = &setup.model.law;
    page.heading("What lateness costs");
    let mut points = vec![format!(
        "For {} after a notice a decision is still free.",
        by_rule(&law.grace_days, days)
    )];
    match &law.administrative {
        Some(penalty) => {
            points.push(format!(
                "Then the administrative penalty runs: {}.",
                by_rule(&penalty.tariff, |tariff| match tariff {
                    Some(tariff) => steps(setup, tariff),
                    None => "suspended, nothing is owed".to_owned(),
                }),
            ));
            points.push(format!("It is paid {}.", payment(&penalty.payment)));
        }
        None => points.push("There is no administrative penalty.".to_owned()),
    }
    match &law.court {
        Some(court) => {
            points.push(format!("Days from appeal to judgment: {}.", court.duration.describe()));
            points.push(format!(
                "The court sets {}.",
                by_rule(&court.practice, |practice| orders(setup, practice)),
            ));
            points.push(format!("The judicial penalty is paid {}.", payment(&court.payment)));
        }
        None => points.push("There is no court.".to_owned()),
    }
    page.points(&points);
    page.paragraph("How its days are counted:");
    page.points(&conventions(setup));
}

fn conventions(setup: &Setup) -> [&'static str; 4] {
    let conventions = setup.model.law.conventions;
    [
        match conventions.first_penalty_day {
            FirstPenaltyDay::AfterGrace => {
                "The administrative penalty runs from the day after the last day of grace."
            }
            FirstPenaltyDay::LastDayOfGrace => {
                "The administrative penalty runs from the last day of grace on."
            }
        },
        match conventions.decision_day {
            DecisionDay::Counts => "The day of the decision counts: a penalty is owed for it.",
            DecisionDay::DoesNotCount => {
                "The day of the decision does not count: the day before is the last owed."
            }
        },
        match conventions.premature_notice {
            PrematureNotice::Void => "A notice before the end of the term is void.",
            PrematureNotice::CountsFromEndOfTerm => {
                "A notice before the end of the term counts as one of the term's last day."
            }
        },
        match conventions.court_first_day {
            CourtFirstDay::AfterTerm => {
                "The judicial penalty runs from the day after the court term's last day."
            }
            CourtFirstDay::LastDayOfTerm => {
                "The judicial penalty runs from the court term's last day on."
            }
        },
    ]
}

/// A rule in words: what holds at first, then for which cases what else holds.
fn by_rule<T>(rule: &Rule<T>, words: impl Fn(&T) -> String) -> String {
    let versions = rule.versions();
    let later = versions[1..].iter().map(|change| {
        let name = change.name.as_ref().map_or(String::new(), |name| format!(" ({name})"));
        let (touches, from) = (change.touches, change.from);
        format!("; for cases {touches} from {from} on{name} {}", words(&change.value))
    });
    std::iter::once(words(&versions[0].value)).chain(later).collect()
}

fn days(days: &u32) -> String {
    if *days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

fn amount(setup: &Setup, amount: Money) -> String {
    money(&setup.currency, Number::exact(amount.in_cents()))
}

fn steps(setup: &Setup, tariff: &Tariff) -> String {
    let steps = tariff.steps().iter();
    let steps = steps.map(|it| match it.days {
        1 => format!("1 day of {}", amount(setup, it.per_day)),
        days => format!("{days} days of {}", amount(setup, it.per_day)),
    });
    let steps: Vec<String> = steps.collect();
    format!("{}, at most {}", steps.join(", "), amount(setup, tariff.maximum()))
}

fn orders(setup: &Setup, practice: &CourtPractice) -> String {
    let amounts = practice.amounts();
    let order = |(part, tariff): &_| match amounts.len() {
        1 => steps(setup, tariff),
        _ => format!(
            "in {} of the judgments {}",
            share(crate::random::Share::value(*part)),
            steps(setup, tariff)
        ),
    };
    let orders: Vec<String> = amounts.iter().map(order).collect();
    let term = format!("a term of {}", days(&practice.term_days));
    match orders.is_empty() {
        true => format!("{term}, and no penalty"),
        false => format!("{term}, and after it {}", orders.join("; ")),
    }
}

fn payment(payment: &Payment) -> String {
    let trigger = match payment.trigger {
        PaymentTrigger::LastOwedDay => "the last owed day (the decision or the day of the maximum)",
        PaymentTrigger::Decision => "the decision, also when the maximum was reached long before",
    };
    let delay = match payment.delay.as_fixed() {
        Some(0) => String::new(),
        Some(_) | None => format!(" plus a delay ({})", payment.delay.describe()),
    };
    match (payment.after_days, delay.as_str()) {
        (0, "") => format!("on the day of {trigger}"),
        (days, delay) => format!("{days} days{delay} after {trigger}"),
    }
}

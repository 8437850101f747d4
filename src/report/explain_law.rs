//! The law in plain sentences: what lateness costs, how its days are counted, when it is paid.

use crate::model::AppealRight;
use crate::model::Change;
use crate::model::Court;
use crate::model::CourtFirstDay;
use crate::model::CourtPractice;
use crate::model::DecisionDay;
use crate::model::FirstPenaltyDay;
use crate::model::Follows;
use crate::model::Law;
use crate::model::LawChange;
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
use crate::report::page::clean;
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
        Some(court) => points.extend(court_points(setup, court)),
        None => points.push("There is no court.".to_owned()),
    }
    page.points(&points);
    page.paragraph("How its days are counted:");
    page.points(&conventions(law));
}

/// Appeals, and what the court makes of them.
fn court_points(setup: &Setup, court: &Court) -> Vec<String> {
    let mut points = Vec::new();
    let appeal = &setup.model.law.appeal;
    if !appeal.is_constant() || appeal.values().any(|right| *right != AppealRight::Allowed) {
        points.push(format!("Appeals are {}.", by_rule(appeal, right)));
    }
    points.push(format!("Days from appeal to judgment: {}.", court.duration.describe()));
    let practice = |rule| by_rule(rule, |practice| orders(setup, practice));
    points.push(format!("The court sets {}.", practice(&court.practice)));
    if court.has_legal_costs() {
        let costs = by_rule(&court.legal_costs, |costs| amount(setup, *costs));
        points.push(format!("Each judgment also costs {costs}, on its day, beside the bill."));
    }
    if let Some(second) = &court.second_appeal {
        let follows = match second.follows {
            Follows::Maximum => "the day on which the maximum is reached",
            Follows::CourtTerm => "the last day of the court term",
        };
        points.push(format!(
            "{} of those who still wait appeal a second time, so many days after {follows}: {}. The \
             court then takes this many days: {}; and sets {}. No new notice is needed.",
            share(second.share.value()),
            second.delay.describe(),
            second.duration.describe(),
            practice(&second.practice),
        ));
    }
    points.push(format!("The judicial penalty is paid {}.", payment(&court.payment)));
    points
}

/// A change of law in a sentence.
pub(crate) fn law_change(setup: &Setup, change: &LawChange) -> String {
    let practice = |change: &Change<CourtPractice>, which: &str| {
        let orders = orders(setup, &change.value);
        in_force(change, &format!("the court sets on a {which} appeal {orders}"))
    };
    match change {
        LawChange::GraceDays(change) => {
            let days = days(&change.value);
            in_force(change, &format!("for {days} after a notice a decision is still free"))
        }
        LawChange::AdministrativeTariff(change) => match &change.value {
            Some(tariff) => {
                let steps = steps(setup, tariff);
                in_force(change, &format!("the administrative penalty is {steps}"))
            }
            None => in_force(change, "the administrative penalty is suspended: nothing is owed"),
        },
        LawChange::Appeal(change) => {
            in_force(change, &format!("appeals are {}", right(&change.value)))
        }
        LawChange::CourtPractice(change) => practice(change, "first"),
        LawChange::SecondCourtPractice(change) => practice(change, "second"),
        LawChange::LegalCosts(change) => {
            let costs = amount(setup, change.value);
            in_force(change, &format!("each judgment also costs {costs}"))
        }
    }
}

fn in_force<T>(change: &Change<T>, rule: &str) -> String {
    let name = change.name.as_ref().map_or(String::new(), |name| format!(" ({})", clean(name)));
    let (touches, from) = (change.touches, change.from);
    format!("For cases {touches} from {from} on{name}: {rule}.")
}

fn right(right: &AppealRight) -> String {
    match right {
        AppealRight::Allowed => "allowed".to_owned(),
        AppealRight::Barred => "barred".to_owned(),
        AppealRight::BarredUntil(day) => format!("barred until {day}, when whoever waits files"),
    }
}

/// How days are counted, in sentences.
pub(crate) fn conventions(law: &Law) -> [&'static str; 4] {
    let conventions = law.conventions;
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
    let named = |change: &Change<T>| match &change.name {
        Some(name) => format!("{} ({})", words(&change.value), clean(name)),
        None => words(&change.value),
    };
    let later = versions[1..].iter().map(|change| {
        format!("; for cases {} from {} on {}", change.touches, change.from, named(change))
    });
    std::iter::once(named(&versions[0])).chain(later).collect()
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

//! Random laws whose every rule may change on dates, for the random models.

use arrears::model::AdministrativePenalty;
use arrears::model::AppealRight;
use arrears::model::Change;
use arrears::model::Conventions;
use arrears::model::Court;
use arrears::model::CourtFirstDay;
use arrears::model::CourtPractice;
use arrears::model::DecisionDay;
use arrears::model::FirstPenaltyDay;
use arrears::model::Follows;
use arrears::model::Law;
use arrears::model::LawChange;
use arrears::model::Payment;
use arrears::model::PaymentTrigger;
use arrears::model::Period;
use arrears::model::PrematureNotice;
use arrears::model::Rule;
use arrears::model::SecondAppeal;
use arrears::model::Stage;
use arrears::model::Step;
use arrears::model::Tariff;
use arrears::money::Money;
use arrears::random::Share;
use arrears::time::Day;

use crate::random_models::Dice;
use crate::worlds::share;

/// A rule with none, one or several changes, each for whoever reaches some stage up to `latest`.
fn random_rule<T>(
    dice: &mut Dice,
    period: Period,
    latest: Stage,
    mut value: impl FnMut(&mut Dice, Day) -> T,
) -> Rule<T> {
    let stages: Vec<Stage> = Stage::ALL.into_iter().filter(|it| *it <= latest).collect();
    let mut day = period.start() - dice.between(0, 200);
    let first = value(dice, day);
    let mut changes = Vec::new();
    while dice.percent(45) {
        day = day + dice.between(1, 250);
        changes.push(Change::new(day, dice.one_of(&stages), value(dice, day)));
    }
    Rule::new(first, changes).unwrap()
}

fn random_payment(dice: &mut Dice) -> Payment {
    let trigger = dice.one_of(&[PaymentTrigger::LastOwedDay, PaymentTrigger::Decision]);
    Payment { trigger, after_days: dice.between(0, 20) as u32, delay: dice.delay() }
}

fn random_tariff(dice: &mut Dice) -> Tariff {
    if dice.percent(30) {
        let maximum = Money::cents(i64::from(dice.between(10_000, 400_000)));
        return Tariff::capped(Money::cents(i64::from(dice.between(99, 10_000))), maximum).unwrap();
    }
    let step = |_| Step {
        days: dice.between(1, 20) as u32,
        per_day: Money::cents(i64::from(dice.between(1, 9_999))),
    };
    Tariff::new((0..3).map(step).collect()).unwrap()
}

fn random_practice(dice: &mut Dice, shortest: u32) -> CourtPractice {
    let term = if dice.percent(15) { shortest } else { dice.between(1, 30) as u32 };
    if dice.percent(10) {
        return CourtPractice::term_only(term).unwrap();
    }
    let amounts = match dice.percent(50) {
        true => vec![(Share::ALL, random_tariff(dice))],
        false => vec![(share(0.75), random_tariff(dice)), (share(0.25), random_tariff(dice))],
    };
    CourtPractice::new(term, amounts).unwrap()
}

fn random_right(dice: &mut Dice, from: Day) -> AppealRight {
    match dice.between(0, 3) {
        0 => AppealRight::Barred,
        1 => AppealRight::BarredUntil(from + dice.between(1, 300)),
        _ => AppealRight::Allowed,
    }
}

fn random_second_appeal(dice: &mut Dice, period: Period, shortest: u32) -> SecondAppeal {
    SecondAppeal {
        share: dice.share(),
        follows: dice.one_of(&[Follows::Maximum, Follows::CourtTerm]),
        delay: dice.delay(),
        duration: dice.delay(),
        practice: random_rule(dice, period, Stage::Judged, |dice, _| {
            random_practice(dice, shortest)
        }),
    }
}

/// A change of one rule from a day on.
pub fn random_change(dice: &mut Dice, from: Day) -> LawChange {
    let stage = |dice: &mut Dice, latest: Stage| {
        let stages: Vec<Stage> = Stage::ALL.into_iter().filter(|it| *it <= latest).collect();
        dice.one_of(&stages)
    };
    let noticed = stage(dice, Stage::Noticed);
    let judged = stage(dice, Stage::Judged);
    match dice.between(0, 5) {
        0 => LawChange::GraceDays(Change::new(from, noticed, dice.between(1, 30) as u32)),
        1 => {
            let tariff = (!dice.percent(30)).then(|| random_tariff(dice));
            LawChange::AdministrativeTariff(Change::new(from, noticed, tariff))
        }
        2 => {
            let right = random_right(dice, from);
            LawChange::Appeal(Change::new(from, stage(dice, Stage::Appealed), right))
        }
        3 => LawChange::CourtPractice(Change::new(from, judged, random_practice(dice, 1))),
        4 => LawChange::SecondCourtPractice(Change::new(from, judged, random_practice(dice, 1))),
        _ => {
            let costs = Money::cents(i64::from(dice.between(0, 99_999)));
            LawChange::LegalCosts(Change::new(from, judged, costs))
        }
    }
}

/// A law; one in three has no second appeal, one in two makes judgments cost something.
pub fn random_law(dice: &mut Dice, period: Period) -> Law {
    use PrematureNotice::CountsFromEndOfTerm;
    let conventions = Conventions {
        first_penalty_day: dice
            .one_of(&[FirstPenaltyDay::AfterGrace, FirstPenaltyDay::LastDayOfGrace]),
        decision_day: dice.one_of(&[DecisionDay::Counts, DecisionDay::DoesNotCount]),
        premature_notice: dice.one_of(&[PrematureNotice::Void, CountsFromEndOfTerm]),
        court_first_day: dice.one_of(&[CourtFirstDay::AfterTerm, CourtFirstDay::LastDayOfTerm]),
    };
    // No penalty may begin on the day of its notice or judgment.
    let shortest_grace = 1 - conventions.days_after_grace() as u32;
    let shortest_term = 1 - conventions.days_after_court_term() as u32;
    let administrative = dice.percent(90).then(|| AdministrativePenalty {
        tariff: random_rule(dice, period, Stage::Noticed, |dice, _| {
            (!dice.percent(15)).then(|| random_tariff(dice))
        }),
        payment: random_payment(dice),
    });
    let court = dice.percent(90).then(|| Court {
        duration: dice.delay(),
        practice: random_rule(dice, period, Stage::Judged, |dice, _| {
            random_practice(dice, shortest_term)
        }),
        legal_costs: random_rule(dice, period, Stage::Judged, |dice, _| {
            Money::cents(dice.one_of(&[0, 0, 25_600, 26_250]))
        }),
        second_appeal: dice.percent(85).then(|| random_second_appeal(dice, period, shortest_term)),
        payment: random_payment(dice),
    });
    let grace = |dice: &mut Dice| {
        if dice.percent(15) { shortest_grace } else { dice.between(1, 21) as u32 }
    };
    let grace_days = match dice.percent(60) {
        true => Rule::constant(grace(dice)),
        false => random_rule(dice, period, Stage::Noticed, |dice, _| grace(dice)),
    };
    let appeal = match dice.percent(40) {
        true => Rule::constant(AppealRight::Allowed),
        false => random_rule(dice, period, Stage::Appealed, random_right),
    };
    Law { conventions, grace_days, administrative, appeal, court, articles: None }
}

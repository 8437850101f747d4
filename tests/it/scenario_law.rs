//! The law of a scenario: its rules with their dates, presets, and law that policies change.

use arrears::error::Fault;
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
use arrears::model::Measure;
use arrears::model::Payment;
use arrears::model::PaymentTrigger;
use arrears::model::PrematureNotice;
use arrears::model::Rule;
use arrears::model::SecondAppeal;
use arrears::model::Stage;
use arrears::model::Step;
use arrears::model::Tariff;
use arrears::model::presets::ACTS;
use arrears::model::presets::LEGAL_COSTS;
use arrears::model::presets::PRACTICES;
use arrears::model::presets::TARIFF_RULES;
use arrears::model::presets::TARIFFS;
use arrears::model::presets::preset;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Share;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::study::Setup;

use crate::scenario_errors::HEAD;
use crate::scenario_errors::POOL;
use crate::scenario_errors::STREAM;
use crate::scenario_model::EVERY_KEY;
use crate::scenario_model::day;
use crate::scenario_model::read as read_with_files;
use crate::scenario_policies::EVERY_MEASURE;
use crate::worlds::share;

fn amount(part: f64, per_day: i64, maximum: i64) -> Result<(Share, Tariff), Fault> {
    Ok((share(part), Tariff::capped(Money::units(per_day), Money::units(maximum))?))
}

fn steps(steps: &[(u32, i64)]) -> Result<Tariff, Fault> {
    let step = |&(days, cents): &(u32, i64)| Step { days, per_day: Money::cents(cents) };
    Tariff::new(steps.iter().map(step).collect())
}

fn change<T>(from: &str, touches: Stage, value: T) -> Change<T> {
    Change::new(day(from), touches, value)
}

fn tariffs() -> Result<Rule<Option<Tariff>>, Fault> {
    let old = steps(&[(14, 2_000)])?;
    let new = steps(&[(14, 2_300), (28, 3_550)])?;
    let awb = steps(&[(14, 2_300), (14, 3_500), (14, 4_500)])?;
    Rule::of_versions(vec![
        change("2009-10-01", Stage::Noticed, Some(old)).named("old"),
        change("2019-01-01", Stage::Noticed, Some(new)),
        change("2020-01-01", Stage::Late, Some(awb)),
        // Of the act.
        change("2020-07-11", Stage::Noticed, None).named("suspension act 2020"),
        change("2020-08-01", Stage::Received, None).named("none"),
    ])
}

fn practices() -> Result<Rule<CourtPractice>, Fault> {
    let summer = vec![amount(0.95, 100, 15_000)?, amount(0.05, 250, 37_500)?];
    Rule::of_versions(vec![
        change(
            "2009-10-01",
            Stage::Judged,
            CourtPractice::new(14, vec![amount(1.0, 100, 15_000)?])?,
        ),
        change("2020-07-01", Stage::Judged, CourtPractice::new(28, summer)?),
        change(
            "2020-10-01",
            Stage::Noticed,
            CourtPractice::new(56, vec![amount(1.0, 100, 7_500)?])?,
        )
        .named("July"),
        change("2020-11-01", Stage::Appealed, CourtPractice::term_only(56)?),
    ])
}

fn court() -> Result<Court, Fault> {
    let again = vec![amount(0.5, 100, 15_000)?, amount(0.5, 200, 15_000)?];
    Ok(Court {
        duration: Delay::fixed(56)?,
        practice: practices()?,
        legal_costs: Rule::of_versions(vec![
            change("2019-01-01", Stage::Judged, Money::units(256)),
            change("2020-01-01", Stage::Appealed, Money::cents(26_250)),
        ])?,
        second_appeal: Some(SecondAppeal {
            share: share(0.3),
            follows: Follows::CourtTerm,
            delay: Delay::fixed(91)?,
            duration: Delay::fixed(40)?,
            practice: Rule::constant(CourtPractice::new(21, again)?),
        }),
        payment: Payment {
            trigger: PaymentTrigger::LastOwedDay,
            after_days: 14,
            delay: Delay::uniform(0, 42)?,
        },
    })
}

/// The law of the scenario with every key.
pub fn law() -> Result<Law, Fault> {
    let until = AppealRight::BarredUntil(day("2021-07-11"));
    Ok(Law {
        articles: None,
        conventions: Conventions {
            first_penalty_day: FirstPenaltyDay::LastDayOfGrace,
            decision_day: DecisionDay::DoesNotCount,
            premature_notice: PrematureNotice::CountsFromEndOfTerm,
            court_first_day: CourtFirstDay::LastDayOfTerm,
        },
        grace_days: Rule::of_versions(vec![
            change("2009-10-01", Stage::Noticed, 21),
            change("2021-01-01", Stage::Received, 28),
        ])?,
        administrative: Some(AdministrativePenalty {
            tariff: tariffs()?,
            payment: Payment {
                trigger: PaymentTrigger::Decision,
                after_days: 10,
                delay: Delay::fixed(3)?,
            },
        }),
        appeal: Rule::new(
            AppealRight::Allowed,
            vec![
                change("2020-07-11", Stage::Noticed, AppealRight::Barred)
                    .named("suspension act 2020"),
                change("2020-09-01", Stage::Noticed, until).named("bar"),
                change("2021-09-01", Stage::Appealed, AppealRight::Allowed),
            ],
        )?,
        court: Some(court()?),
    })
}

fn read(text: &str) -> Setup {
    let scenario = Scenario::read(text, |_| Err("no such file".to_owned()));
    scenario.unwrap_or_else(|problems| panic!("{problems}")).into_setup()
}

/// A scenario with this law, from line 13 on.
pub fn with(law: &str) -> String {
    let late = "notice = { share = 0.4, delay = 30 }\nappeal = { share = 1 }\n";
    format!("{HEAD}{STREAM}{late}{POOL}decisions_per_week = 60\n{law}\n")
}

pub const PENALTY: &str = "[administrative_penalty]\ntariff = \"awb\"\n";
pub const COURT: &str = "[court]\nduration = 56\npractice = \"nl_2020_early\"\n";

#[test]
fn presets_are_what_they_stand_for() {
    let penalty = |tariff: &str| {
        let text = with(&format!("[administrative_penalty]\ntariff = {tariff:?}\n{COURT}"));
        read(&text).model.law.administrative.clone().unwrap().tariff
    };
    assert_eq!(penalty("awb"), (preset(TARIFF_RULES, "awb").unwrap().value)());
    for tariff in TARIFFS {
        assert_eq!(penalty(tariff.name), Rule::constant(Some((tariff.value)())));
    }
    for practice in PRACTICES {
        let rest = format!("practice = {:?}\nlegal_costs = \"nl\"\n", practice.name);
        let court = read(&with(&format!("[court]\nduration = 56\n{rest}"))).model.law.court.clone();
        let court = court.unwrap();
        assert_eq!(court.practice, Rule::constant((practice.value)()));
        assert_eq!(court.legal_costs, (LEGAL_COSTS[0].value)());
    }
    for act in ACTS {
        let acts = format!("{PENALTY}{COURT}[law]\nact = [{:?}]", act.name);
        let plain = read(&with(&format!("{PENALTY}{COURT}")));
        let mut law = plain.model.law.clone();
        LawChange::apply_act(&(act.value)(), &mut law).unwrap();
        assert_eq!(read(&with(&acts)).model.law, law);
    }
}

#[test]
fn an_act_leaves_out_the_rules_that_the_law_does_not_have() {
    // No administrative penalty, no second appeal.
    let law = &read(&with(&format!("{COURT}[law]\nact = \"suspension_act_2021\""))).model.law;
    assert_eq!(law.administrative, None);
    assert_eq!(law.appeal.versions().len(), 2);
    assert_eq!(law.court.as_ref().unwrap().practice.versions().len(), 2);
}

#[test]
fn the_court_takes_as_long_again_unless_it_is_said() {
    let again = "second_appeal = { share = 0.5, follows = \"maximum\", term_days = 14, amounts = [\
                 { per_day = 200, maximum = 15_000 }] }\n";
    let law = read(&with(&format!("{COURT}{again}"))).model.law.clone();
    let second = law.court.unwrap().second_appeal.unwrap();
    assert_eq!(second.duration, Delay::fixed(56).unwrap());
    assert_eq!(second.delay, Delay::fixed(0).unwrap());
}

#[test]
fn policies_change_the_law_from_a_day() -> Result<(), Fault> {
    let setup = read(EVERY_MEASURE);
    let policy = |name: &str| setup.policies.iter().find(|it| it.name == name).unwrap();
    let act = (preset(ACTS, "suspension_act_2020").unwrap().value)();
    assert_eq!(policy("suspension").measures, [Measure::Act(act.clone())]);
    let mut law = setup.model.law.clone();
    LawChange::apply_act(&act, &mut law)?;
    assert_eq!(policy("suspension").model.law, law);
    let half = steps(&[(42, 1_500)])?;
    let barred = AppealRight::BarredUntil(day("2020-12-31"));
    let july = CourtPractice::new(56, vec![amount(1.0, 100, 7_500)?])?;
    let changes = [
        LawChange::GraceDays(change("2020-04-01", Stage::Noticed, 28)),
        LawChange::AdministrativeTariff(
            change("2020-04-01", Stage::Received, Some(half)).named("half"),
        ),
        LawChange::Appeal(change("2020-05-01", Stage::Appealed, barred)),
        LawChange::CourtPractice(change("2020-07-03", Stage::Judged, july)),
        LawChange::SecondCourtPractice(change(
            "2020-07-04",
            Stage::Judged,
            CourtPractice::term_only(14)?,
        )),
        LawChange::LegalCosts(change("2021-01-01", Stage::Judged, Money::units(300))),
    ];
    let found = &policy("other law");
    let measures: Vec<Measure> = changes.iter().cloned().map(Measure::Law).collect();
    assert_eq!(found.measures, measures);
    let mut law = setup.model.law.clone();
    // The presets of the scenario change on 1 January 2021 to 2026 too, but not on this one.
    for change in &changes {
        change.apply(&mut law)?;
    }
    assert_eq!(found.model.law, law);
    Ok(())
}

#[test]
fn explain_says_who_falls_under_what() {
    let flat = |setup: &Setup| {
        let text = report::explain(setup);
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let text = flat(&read_with_files(EVERY_KEY));
    for words in [
        "For 21 days; for cases received from 2021-01-01 on 28 days after a notice a decision is \
         still free.",
        "14 days of CHF 20, at most CHF 280 (old); for cases noticed from 2019-01-01 on 14 days",
        "for cases late from 2020-01-01 on 14 days of CHF 23, 14 days of CHF 35",
        "for cases noticed from 2020-07-11 on suspended, nothing is owed (suspension act 2020);",
        "Appeals are allowed; for cases noticed from 2020-07-11 on barred (suspension act 2020); \
         for cases noticed from 2020-09-01 on barred until 2021-07-11, when whoever waits files \
         (bar); for cases appealed from 2021-09-01 on allowed.",
        "for cases appealed from 2020-11-01 on a term of 56 days, and no penalty.",
        "Each judgment also costs CHF 256; for cases appealed from 2020-01-01 on CHF 262.50",
        "30% of those who still wait appeal a second time, so many days after the last day of the \
         court term: 91 days.",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let text = flat(&read(EVERY_MEASURE));
    for words in [
        "Policy suspension ───────────────── All else stays as it is",
        "For cases noticed from 2020-07-11 on (suspension act 2020): the administrative penalty is \
         suspended: nothing is owed.",
        "For cases noticed from 2020-07-11 on (suspension act 2020): appeals are barred.",
        "For cases received from 2020-04-01 on (half): the administrative penalty is 42 days of \
         EUR 15, at most EUR 630.",
        "For cases noticed from 2020-04-01 on: for 28 days after a notice a decision is still free.",
        "For cases judged from 2020-07-03 on: the court sets on a first appeal a term of 56 days, \
         and after it 75 days of EUR 100, at most EUR 7,500.",
        "For cases judged from 2021-01-01 on: each judgment also costs EUR 300.",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

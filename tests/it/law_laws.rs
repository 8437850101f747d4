//! What must hold of law that changes by date, whatever the model is.

use arrears::model::AppealRight;
use arrears::model::Casework;
use arrears::model::Change;
use arrears::model::CourtPractice;
use arrears::model::Follows;
use arrears::model::LawChange;
use arrears::model::Model;
use arrears::model::Parts;
use arrears::model::Rule;
use arrears::model::Stage;
use arrears::model::Tariff;
use arrears::random::Share;
use arrears::sim::CountedIn;
use arrears::sim::Total;
use arrears::time::Day;

use crate::laws::check;
use crate::laws::simulate;
use crate::laws::total;
use crate::random_models::Dice;
use crate::random_models::random_parts;
use crate::random_pools::look_at_notices_only;

/// A day on which no rule of a random law changes, and a stage up to the latest.
fn day_and_stage(dice: &mut Dice, parts: &Parts, latest: Stage) -> (Day, Stage) {
    let law = &parts.law;
    let court = law.court.as_ref();
    let taken = |day: Day| {
        let changes = |dates: Vec<Day>| dates.contains(&day);
        let of_tariff = law.administrative.iter().flat_map(|it| it.tariff.versions());
        let of_practice = court.iter().flat_map(|it| it.practice.versions());
        changes(of_tariff.map(|it| it.from).collect())
            || changes(of_practice.map(|it| it.from).collect())
            || changes(law.appeal.versions().iter().map(|it| it.from).collect())
    };
    let stages: Vec<Stage> = Stage::ALL.into_iter().filter(|it| *it <= latest).collect();
    let mut day = parts.period.start() + dice.between(0, parts.period.days() as i32);
    while taken(day) {
        day = day + 1;
    }
    (day, dice.one_of(&stages))
}

/// A random model in which who is decided when does not hang on penalties and appeals.
fn blind_to_penalties(seed: u64) -> Parts {
    let mut parts = random_parts(seed);
    for pool in &mut parts.pools {
        look_at_notices_only(pool);
        pool.casework = Casework::default();
    }
    parts
}

#[test]
fn suspending_the_penalty_or_barring_appeals_never_costs_more() {
    check(|seed| {
        let parts = blind_to_penalties(seed);
        let (day, stage) = day_and_stage(&mut Dice::new(seed), &parts, Stage::Noticed);
        let mut less = parts.clone();
        let changes = [
            LawChange::AdministrativeTariff(Change::new(day, stage, None)),
            LawChange::Appeal(Change::new(day, stage, AppealRight::Barred)),
        ];
        LawChange::apply_act(&changes, &mut less.law).unwrap();
        for name in ["bill", "bill.administrative", "bill.judicial", "after_end", "appeals"] {
            assert!(total(&less, seed, name) <= total(&parts, seed, name), "{name}");
        }
        for name in ["decided", "notices", "late_at_end"] {
            assert_eq!(total(&less, seed, name), total(&parts, seed, name), "{name}");
        }
    });
}

#[test]
fn a_change_that_touches_nobody_changes_no_number() {
    check(|seed| {
        let parts = random_parts(seed);
        let mut more = parts.clone();
        // Nothing that is ever looked at comes so late.
        let never = Day::new(2900, 1, 1).unwrap();
        let stage = Dice::new(seed).one_of(&[Stage::Received, Stage::Late, Stage::Noticed]);
        let term = CourtPractice::term_only(3).unwrap();
        let changes = [
            LawChange::GraceDays(Change::new(never, stage, 99)),
            LawChange::AdministrativeTariff(Change::new(never, stage, None)),
            LawChange::Appeal(Change::new(never, Stage::Appealed, AppealRight::Barred)),
            LawChange::CourtPractice(Change::new(never, Stage::Judged, term.clone())),
            LawChange::SecondCourtPractice(Change::new(never, Stage::Judged, term)),
        ];
        LawChange::apply_act(&changes, &mut more.law).unwrap();
        let [(engine, old), (with, new)] = [&parts, &more].map(|parts| simulate(parts, seed));
        for (total, value) in engine.totals().iter().zip(&old.totals) {
            assert_eq!(new.total(&with, &total.to_string()), Some(*value), "{total}");
        }
        assert_eq!(old.weeks, new.weeks);
    });
}

#[test]
fn every_notice_falls_under_one_version_of_the_tariff_and_every_judgment_under_one_practice() {
    check(|seed| {
        let parts = random_parts(seed);
        let (engine, outcome) = simulate(&parts, seed);
        let of = |name: &str| outcome.total(&engine, name);
        let again = of("second_judgments").unwrap_or(0);
        let sums = [
            ("grace_days", of("notices")),
            ("administrative_tariff", of("notices")),
            ("court_practice", of("judgments").map(|all| all - again)),
            ("second_court_practice", Some(again)),
            ("legal_costs", of("judgments")),
        ];
        for counted in CountedIn::ALL {
            for (rule, all) in sums {
                let under = engine.totals().iter().zip(&outcome.totals).filter(|(total, _)| {
                    matches!(total, Total::UnderRule(it, _, unit)
                        if it.name() == rule && *unit == counted)
                });
                let values: Vec<i64> = under.map(|(_, value)| *value).collect();
                if !values.is_empty() && counted == CountedIn::Households {
                    assert_eq!(Some(values.iter().sum::<i64>()), all, "{rule}");
                }
                if !values.is_empty() && counted == CountedIn::Cases {
                    assert!(all <= Some(values.iter().sum::<i64>()), "{rule}");
                }
            }
        }
    });
}

#[test]
fn a_longer_or_higher_judicial_tariff_never_costs_less() {
    let longer = |practice: &CourtPractice| {
        let amounts = practice.amounts().iter().map(|(share, tariff): &(Share, Tariff)| {
            let mut steps = tariff.steps().to_vec();
            steps.last_mut().unwrap().days += 9;
            (*share, Tariff::new(steps).unwrap())
        });
        let amounts: Vec<(Share, Tariff)> = amounts.collect();
        match amounts.is_empty() {
            true => practice.clone(),
            false => CourtPractice::new(practice.term_days, amounts).unwrap(),
        }
    };
    check(|seed| {
        let mut parts = blind_to_penalties(seed);
        let Some(court) = &mut parts.law.court else { return };
        // A second appeal that follows the maximum comes later when that comes later.
        if let Some(second) = &mut court.second_appeal {
            second.follows = Follows::CourtTerm;
        }
        let mut more = parts.clone();
        let of_more = more.law.court.as_mut().unwrap();
        let map = |rule: &Rule<CourtPractice>| rule.map(longer);
        of_more.practice = map(&of_more.practice);
        if let Some(second) = &mut of_more.second_appeal {
            second.practice = map(&second.practice);
        }
        for name in ["bill", "bill.judicial", "after_end", "appeals", "judgments"] {
            assert!(total(&parts, seed, name) <= total(&more, seed, name), "{name}");
        }
    });
}

#[test]
fn files_are_never_more_than_heads() {
    check(|seed| {
        let parts = random_parts(seed);
        let (engine, outcome) = simulate(&parts, seed);
        for name in ["received", "decided", "withdrawn", "pending_at_end", "late_at_end"] {
            let heads = outcome.total(&engine, name).unwrap();
            let files = outcome.total(&engine, &format!("{name}.households")).unwrap_or(heads);
            assert!(files <= heads && (files == 0) == (heads == 0), "{name}");
        }
        for name in ["notices", "appeals", "judgments"] {
            let files = outcome.total(&engine, name).unwrap();
            let heads = outcome.total(&engine, &format!("{name}.cases")).unwrap_or(files);
            assert!(files <= heads && (files == 0) == (heads == 0), "{name}");
        }
    });
}

#[test]
fn a_law_that_hangs_on_what_comes_after_it_is_no_model() {
    let mut parts = random_parts(1);
    let never = Day::new(2900, 1, 1).unwrap();
    let grace = Change::new(never, Stage::Judged, 14);
    LawChange::GraceDays(grace).apply(&mut parts.law).unwrap();
    let right = AppealRight::BarredUntil(never);
    let appeal = Change::new(never, Stage::Judged, right);
    LawChange::Appeal(appeal).apply(&mut parts.law).unwrap();
    let found = Model::new(parts).unwrap_err().to_string();
    for fault in [
        "law.grace_days  judged from 2900-01-01, must be a stage that comes before what the rule \
         is about: received, late, noticed",
        "law.appeal  judged from 2900-01-01, must be a stage that comes before what the rule is \
         about: received, late, noticed, appealed",
        "law.appeal  2900-01-01, must be after 2900-01-01, when appeals are first barred",
    ] {
        assert!(found.contains(fault), "{fault} in {found}");
    }
}

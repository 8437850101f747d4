//! Laws of measures: they change the future only, more decisions never cost more where that is a
//! law, and no policy moves a number of another.

use arrears::ensemble::unwatched;
use arrears::model::Hire;
use arrears::model::Line;
use arrears::model::Measure;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::model::Quantity;
use arrears::random::Share;
use arrears::sim::Total;
use arrears::study::Comparison;
use arrears::study::Policy;
use arrears::study::Setup;
use arrears::study::compare;
use arrears::time::Day;
use rayon::ThreadPoolBuilder;

use crate::laws::check;
use crate::laws::simulate;
use crate::laws::totals;
use crate::random_costs::with_costs;
use crate::random_measures::KINDS;
use crate::random_measures::day_of_measure;
use crate::random_measures::measured;
use crate::random_measures::of_kind;
use crate::random_measures::with_measures;
use crate::random_models::Dice;
use crate::random_models::random_parts;
use crate::second_way::check_model;
use crate::worlds::share;

#[test]
fn the_slow_engine_agrees_about_models_under_measures() {
    for seed in 0..80 {
        let (_, after, _) = with_measures(with_costs(seed), seed);
        check_model(seed, &Model::new(after).unwrap());
    }
}

#[test]
fn every_kind_of_measure_changes_some_future() {
    let mut changed = [0; KINDS as usize];
    for seed in 0..100 {
        let parts = random_parts(seed);
        for (kind, changed) in changed.iter_mut().enumerate() {
            let dice = &mut Dice::new(seed + 1);
            if let Some(measure) = of_kind(dice, &parts, kind as i32, 0) {
                let after = measured(&parts, &[measure]);
                let [before, after] = [&parts, &after].map(|parts| simulate(parts, seed).1);
                *changed += i32::from(before.totals != after.totals);
            }
        }
    }
    assert!(changed.iter().all(|models| 5 <= *models), "{changed:?}");
}

/// What is known of every day before one: stocks, shares, amounts and decisions.
fn days_before(parts: &Parts, seed: u64, day: Day) -> Vec<(String, i64)> {
    let start = parts.period.start();
    let mut parts = parts.clone();
    let kinds = [
        Quantity::OpenStock,
        Quantity::LateStock,
        Quantity::NoticeShare,
        Quantity::PenaltyShare,
        Quantity::Owed { since: start },
        Quantity::Paid { since: start },
        Quantity::Decided { since: start },
    ];
    let days = parts.period.iter().filter(|it| *it < day);
    parts.quantities = days.flat_map(|day| kinds.map(|kind| (kind, day))).collect();
    let (engine, outcome) = simulate(&parts, seed);
    let all = engine.totals().iter().zip(&outcome.totals);
    let asked = all.filter(|(total, _)| matches!(total, Total::Quantity(_, on) if *on < day));
    asked.map(|(total, value)| (total.to_string(), *value)).collect()
}

#[test]
fn measures_change_nothing_before_their_first_day() {
    let compared = std::cell::Cell::new(0);
    check(|seed| {
        let (before, after, measures) = with_measures(random_parts(seed), seed);
        let Some(first) = measures.iter().map(Measure::first_day).min() else { return };
        let days = days_before(&before, seed, first);
        assert_eq!(days, days_before(&after, seed, first), "{measures:?}");
        compared.set(compared.get() + usize::from(!days.is_empty()));
    });
    assert!(80 <= compared.get(), "{}", compared.get());
}

/// A random model in which one more decision makes nobody wait longer: oldest first, in pools that
/// share no stream, nothing hangs on the late stock, no file is incomplete.
fn first_come_first_served(seed: u64) -> Parts {
    let mut parts = random_parts(seed);
    let mut served = Vec::new();
    for pool in &mut parts.pools {
        pool.streams.retain(|stream| !served.contains(stream));
        served.extend(&pool.streams);
        pool.set_lines(vec![Line::new(Order::OldestFirst, Share::ALL)]).unwrap();
        pool.triggers.clear();
    }
    parts.pools.retain(|pool| !pool.streams.is_empty());
    parts.streams.iter_mut().for_each(|stream| stream.completeness = None);
    parts
}

#[test]
fn more_decisions_never_cost_more_oldest_first() {
    let cheaper = std::cell::Cell::new(0);
    check(|seed| {
        let parts = first_come_first_served(seed);
        let dice = &mut Dice::new(seed);
        let from = day_of_measure(dice, &parts);
        let until = dice.percent(50).then(|| from + dice.between(0, 200));
        let pool = dice.between(0, parts.pools.len() as i32 - 1) as usize;
        let mut able = Hire::new(dice.real(0.0, 2.0), from).unwrap();
        if let Some(until) = until {
            able.set_until(until).unwrap();
        }
        let more = [
            Measure::Hire { pool, hire: able },
            Measure::Overtime { pool, from, until, share: share(dice.real(0.0, 1.0)) },
            Measure::Productivity { pool, from, until, factor: dice.real(1.0, 2.0) },
            Measure::DecideAll { from },
        ];
        let names = ["bill", "bill.administrative", "bill.judicial", "late_at_end", "notices"];
        let less = totals(&parts, seed, names);
        for measure in more {
            let more = totals(&measured(&parts, std::slice::from_ref(&measure)), seed, names);
            let all = less.iter().zip(&more);
            assert!(all.clone().all(|(less, more)| more <= less), "{measure:?} {less:?} {more:?}");
            cheaper.set(cheaper.get() + i32::from(more[0] < less[0]));
        }
    });
    // A law about decisions that change nothing would show nothing.
    assert!(100 <= cheaper.get(), "{}", cheaper.get());
}

/// A random model and some policies of random measures.
fn with_policies(seed: u64, policies: u64) -> Setup {
    let parts = with_costs(seed);
    let model = Model::new(parts.clone()).unwrap();
    let mut setup = Setup::new("Random", "EUR", model);
    setup.policies = (0..policies)
        .map(|number| {
            let after = with_measures(parts.clone(), 1_000 * number + seed).1;
            Policy::new(&format!("policy {number}"), Model::new(after).unwrap())
        })
        .collect();
    setup
}

fn compared(setup: &Setup, threads: usize) -> Comparison {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| compare(setup, 7, 70, &mut unwatched)).unwrap()
}

#[test]
fn one_two_and_seven_threads_compare_policies_to_the_same_bytes() {
    for seed in 0..12 {
        let setup = with_policies(seed, 3);
        let one = compared(&setup, 1);
        // Every number, floats to the last bit.
        let bytes = |comparison: &Comparison| format!("{comparison:?}");
        assert_eq!(bytes(&one), bytes(&compared(&setup, 2)));
        assert_eq!(bytes(&one), bytes(&compared(&setup, 7)));
    }
}

#[test]
fn a_policy_added_or_moved_changes_no_number_of_the_others() {
    for seed in 0..25 {
        let all = with_policies(seed, 3);
        let mut fewer = all.clone();
        fewer.policies.remove(1);
        fewer.policies.reverse();
        let (all, fewer) = (compared(&all, 2), compared(&fewer, 2));
        // Doing nothing stands before the policies.
        for (number, same) in [(0, 0), (1, 2), (3, 1)] {
            let [all, fewer] = [&all.policies[number], &fewer.policies[same]];
            assert_eq!(format!("{all:?}"), format!("{fewer:?}"), "seed {seed}");
        }
    }
}

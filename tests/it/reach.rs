//! That the random models reach what they are for: each feature changes what happens in some of
//! them. A law or a comparison over models in which nothing depends on it would show nothing.

use arrears::model::Casework;
use arrears::model::Line;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::model::Pool;
use arrears::model::RuleVersion;
use arrears::random::Share;
use arrears::sim::Total;
use arrears::sim::Waits;
use arrears::time::Schedule;

use crate::laws::simulate;
use crate::random_costs::with_costs;
use crate::random_models::random_parts;

const MODELS: u64 = 160;

#[test]
fn the_random_models_reach_every_total() {
    let mut reached = std::collections::BTreeMap::new();
    for seed in 0..MODELS {
        let (engine, outcome) = simulate(&with_costs(seed), seed);
        for (total, value) in engine.totals().iter().zip(outcome.totals) {
            let mut count = |kind: &str| {
                let is_something = u32::from(0 < value && value < Total::NEVER);
                *reached.entry(kind.to_owned()).or_insert(0) += is_something;
            };
            let name = total.to_string();
            match total {
                Total::UnderRule(rule, RuleVersion::First, _) => count(&format!("{rule:?}, first")),
                Total::UnderRule(rule, RuleVersion::Changed { touches, .. }, _) => {
                    count(&format!("{rule:?}, changed"));
                    count(&format!("changed for the {touches}"));
                }
                Total::CaseworkShare(_) => count("casework_share"),
                Total::LateShare(_) => count("late_share"),
                _ => count(name.split_once(".20").map_or(name.as_str(), |parts| parts.0)),
            }
        }
    }
    // 66 totals; six rules, each at first and changed; five stages.
    assert!(reached.len() == 83 && reached.values().all(|models| 10 <= *models), "{reached:?}");
}

/// Checks that in so many of the random models somebody waits longer or shorter after a change.
#[track_caller]
fn check(at_least: usize, change: impl Fn(&mut Parts)) {
    let waits = |parts: Parts, seed| -> Waits { simulate(&parts, seed).1.waits };
    let differs = |seed: &u64| {
        let mut changed = random_parts(*seed);
        change(&mut changed);
        waits(random_parts(*seed), *seed) != waits(changed, *seed)
    };
    let models = (0..MODELS).filter(differs).count();
    assert!(at_least <= models, "{models}");
}

#[track_caller]
fn check_pools(at_least: usize, change: impl Fn(&mut Pool)) {
    check(at_least, |parts| parts.pools.iter_mut().for_each(&change));
}

/// Changes every line of a pool.
fn change_lines(pool: &mut Pool, change: impl Fn(&Line) -> Line) {
    let lines = pool.lines().map(|lines| lines.iter().map(&change).collect());
    pool.set_lines_by_date(lines).unwrap();
}

#[test]
fn every_order_matters_in_some_random_models() {
    let orders = [
        Order::NewestFirst,
        Order::EarliestDueFirst,
        Order::InTimeFirst,
        Order::Random,
        Order::NoticedFirst,
        Order::HighestPenaltyFirst,
        Order::AboutToDefaultFirst,
    ];
    for order in orders {
        check_pools(5, |pool| {
            change_lines(pool, |line| match line.order == order {
                true => Line { order: Order::OldestFirst, ..line.clone() },
                false => line.clone(),
            });
        });
    }
    check_pools(5, |pool| {
        change_lines(pool, |line| match line.order {
            Order::Own(_) => Line { order: Order::OldestFirst, ..line.clone() },
            _ => line.clone(),
        });
    });
    let everyone = |line: &Line| Line::new(line.order.clone(), line.share);
    check_pools(10, |pool| change_lines(pool, everyone));
    check_pools(10, |pool| {
        let first = pool.lines().steps()[0].1.clone();
        pool.set_lines(first).unwrap();
    });
}

#[test]
fn every_other_work_of_a_pool_matters_in_some_random_models() {
    check(10, |parts| parts.streams.iter_mut().for_each(|stream| stream.completeness = None));
    check_pools(10, |pool| pool.casework = Casework::default());
    check_pools(10, |pool| pool.unlimited_from = None);
    check_pools(10, |pool| pool.triggers.clear());
    check_pools(10, |pool| pool.staff.hires.clear());
    check_pools(10, |pool| pool.staff.attrition = None);
    check_pools(10, |pool| pool.staff.overtime = Schedule::constant(Share::NONE));
    check_pools(10, |pool| pool.staff.productivity = Schedule::constant(1.0));
}

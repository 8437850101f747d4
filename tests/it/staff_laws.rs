//! Laws of staff that hold for every model, on random models.

use arrears::model::CapacityVariation;
use arrears::model::Hire;
use arrears::model::Model;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::random::Variation;
use arrears::sim::Part;
use arrears::sim::Series;
use arrears::time::Calendar;
use arrears::time::Day;

use crate::laws::check;
use crate::laws::simulate;
use crate::random_models::Dice;
use crate::random_models::random_parts;
use crate::random_staff::random_hire;
use crate::second_way::check_model;

#[test]
fn a_hire_of_nobody_changes_nothing() {
    check(|seed| {
        let parts = random_parts(seed);
        let dice = &mut Dice::new(seed + 1);
        let mut more = parts.clone();
        let period = parts.period;
        for pool in &mut more.pools {
            let from = dice.day_in(period) - dice.between(0, 90);
            let at = dice.between(0, pool.staff.hires.len() as i32) as usize;
            pool.staff.hires.insert(at, random_hire(dice, 0.0, from));
        }
        assert_eq!(simulate(&parts, seed).1, simulate(&more, seed).1);
        for (one, other) in parts.pools.iter().zip(&more.pools) {
            let day = dice.day_in(period);
            assert_eq!(one.costs_on(day), other.costs_on(day));
        }
    });
}

/// The series of a replication without what depends on its future.
fn weeks_before(parts: &Parts, seed: u64, day: Day) -> (Vec<i64>, Vec<i64>) {
    let (engine, outcome) = simulate(parts, seed);
    let ends: Vec<Day> = engine.week_ends().collect();
    let rows = engine.series().iter().zip(outcome.weeks.chunks(ends.len().max(1)));
    let causal = rows.filter(|(series, _)| **series != Series::Part(Part::Avoidable));
    let values = causal.flat_map(|(_, row)| ends.iter().copied().zip(row.iter().copied()));
    let (before, after): (Vec<_>, Vec<_>) = values.partition(|(end, _)| *end < day);
    let only = |values: Vec<(Day, i64)>| values.into_iter().map(|(_, value)| value).collect();
    (only(before), only(after))
}

#[test]
fn more_people_from_a_later_day_change_no_number_before_it() {
    let changed = std::cell::Cell::new(0);
    check(|seed| {
        let parts = random_parts(seed);
        let dice = &mut Dice::new(seed + 1);
        let day = dice.day_in(parts.period);
        let mut more = parts.clone();
        for pool in &mut more.pools {
            let hire = random_hire(dice, 3.0, day);
            pool.staff.hires.push(hire);
        }
        let (one, other) = (weeks_before(&parts, seed, day), weeks_before(&more, seed, day));
        assert_eq!(one.0, other.0);
        changed.set(changed.get() + i32::from(one.1 != other.1));
    });
    // A law about hires that never do anything would show nothing.
    assert!(50 <= changed.get(), "{}", changed.get());
}

#[test]
fn the_slow_engine_agrees_about_more_different_days_than_there_are_tables() {
    // 1,500 days of learning are as many different means; the engine keeps tables of 1,000.
    let mut parts = random_parts(3);
    let start = parts.period.start();
    parts.period = Period::new(start, start, start + 1_599).unwrap();
    (parts.split_on, parts.quantities) = (vec![start], Vec::new());
    parts.calendar = Calendar::every_day();
    parts.streams.truncate(1);
    let mut pool = Pool::new("pool", vec![0], 3.5).unwrap();
    pool.variation = CapacityVariation::Count(Variation::POISSON);
    let mut hire = Hire::new(1.0, start + 10).unwrap();
    hire.learning_days = 1_500;
    pool.staff.hires.push(hire);
    let calendar = &parts.calendar;
    let means = parts.period.iter().map(|day| pool.mean_decisions(day, calendar).to_bits());
    let different: std::collections::BTreeSet<u64> = means.collect();
    assert!(1_400 < different.len(), "{}", different.len());
    parts.pools = vec![pool];
    check_model(3, &Model::new(parts).unwrap());
}

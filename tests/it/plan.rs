//! The smallest lever that reaches a target: worlds on paper, and every number tried.

use arrears::ensemble;
use arrears::ensemble::unwatched;
use arrears::model::Parts;
use arrears::model::Quantity;
use arrears::money::Money;
use arrears::sim::Engine;
use arrears::sim::Total;
use arrears::study::Event;
use arrears::study::Lever;
use arrears::study::Plan;
use arrears::study::PlanQuestion;
use arrears::study::Setup;
use arrears::study::Target;
use arrears::study::Tried;
use arrears::study::plan;
use arrears::summary::share;
use arrears::time::Day;

use crate::price::THIRTY;
use crate::price::read;
use crate::worlds;

fn day(after: i32) -> Day {
    Day::new(2020, 1, 1).unwrap() + after
}

fn asked(setup: &Setup, event: Event, lever: Lever, most: u32) -> PlanQuestion {
    let target = Target::new(event, 0.9).unwrap();
    PlanQuestion::new(setup, target, 0, lever, setup.model.period.as_of(), most).unwrap()
}

fn planned(setup: &Setup, event: Event, lever: Lever, most: u32) -> Plan {
    plan(&asked(setup, event, lever, most), 1, 3, &mut unwatched).unwrap()
}

fn hire(setup: &Setup) -> Lever {
    Lever::hire_as_in(setup, 0).unwrap()
}

#[test]
fn thirty_cases_in_so_many_days_take_so_many_people() {
    let setup = read(THIRTY);
    for by in 0..=32 {
        let found =
            planned(&setup, Event::LateStockBy { at_most: 0, by: day(by) }, hire(&setup), 40);
        // 1 + v a day decide 30 cases in by + 1 days.
        let right = (30_u32).div_ceil(by as u32 + 1) - 1;
        assert_eq!(found.answer, Some(right), "by day {by}");
        let tried = |units| found.with(units).unwrap();
        assert!(tried(right).is_reached);
        if 0 < right {
            assert_eq!(tried(right - 1).happens.hits(), 0);
        }
        assert!(found.falls().is_empty());
    }
}

#[test]
fn every_event_is_arithmetic() {
    let setup = read(THIRTY);
    let units = |units| Money::units(units);
    for (event, right) in [
        // With v more, 10 × (1 + v) are decided up to day 9.
        (Event::LateStockOn { at_most: 0, on: day(9) }, 2),
        (Event::LateStockOn { at_most: 10, on: day(9) }, 1),
        (Event::LateStockOn { at_most: 20, on: day(9) }, 0),
        // At most 10 for good from day 4 on: 20 in 5 days.
        (Event::LateStockBy { at_most: 10, by: day(4) }, 3),
        // All that is pending is late, or nothing is.
        (Event::LateShareOn { at_most: 0.99, on: day(9) }, 2),
        (Event::LateShareOn { at_most: 1.0, on: day(9) }, 0),
        // 1,200.00 is owed without, nothing with one more.
        (Event::Bill { at_most: units(1_199) }, 1),
        (Event::Bill { at_most: units(1_200) }, 0),
        (Event::Owed { year: 2020, at_most: Money::cents(119_999) }, 1),
        // Paid after the end, as the tariff runs on a hundred days.
        (Event::Paid { year: 2020, at_most: units(1_200) }, 0),
    ] {
        assert_eq!(planned(&setup, event, hire(&setup), 64).answer, Some(right), "{event:?}");
    }
}

#[test]
fn hours_and_productivity_go_by_hundredths() {
    let setup = read(THIRTY);
    // 25 days of 1.2 decisions.
    let event = Event::LateStockBy { at_most: 0, by: day(24) };
    for lever in [Lever::Overtime, Lever::Productivity] {
        assert_eq!(planned(&setup, event, lever, 100).answer, Some(20));
    }
    let text = THIRTY.replace("fte = 1\ndecisions_per_fte_per_week", "decisions_per_week");
    let setup = read(&text.replace("staff_cost = { per_fte_per_year = 3_652.50 }\n", ""));
    // 30 in 15 days: seven a week more.
    let event = Event::LateStockBy { at_most: 0, by: day(14) };
    assert_eq!(planned(&setup, event, Lever::Decisions, 1_000).answer, Some(7));
}

#[test]
fn a_target_out_of_reach_says_how_far_it_got() {
    let setup = read(THIRTY);
    let event = Event::LateStockBy { at_most: 0, by: day(0) };
    let found = planned(&setup, event, hire(&setup), 28);
    assert_eq!((found.answer, found.price.is_none(), found.tried.len()), (None, true, 2));
    assert_eq!(found.with(28).unwrap().happens.hits(), 0);
    let found = planned(&setup, event, hire(&setup), 29);
    assert_eq!(found.answer, Some(29));
}

#[test]
fn the_answer_has_its_price() {
    let setup = read(THIRTY);
    let found = planned(&setup, Event::Bill { at_most: Money::ZERO }, hire(&setup), 10);
    let price = found.price.unwrap();
    assert_eq!(
        (found.answer, price.saved.max(), price.spent.max()),
        (Some(1), Some(120_000), Some(60_000))
    );
    let nothing = planned(&setup, Event::Bill { at_most: Money::units(1_200) }, hire(&setup), 10);
    assert_eq!((nothing.answer, nothing.price, nothing.tried.len()), (Some(0), None, 1));
}

#[test]
fn halving_finds_what_trying_every_number_finds() {
    // 300 wait, 1.4 a day come in, 1.3 and 1.7 a day are decided, all by chance.
    let mut parts = Parts::clone(&worlds::reference(0.02));
    let on = parts.period.end() - 60;
    parts.quantities.push((Quantity::LateStock, on));
    let model = arrears::model::Model::new(parts).unwrap();
    let setup = Setup::new("Small", "EUR", model);
    let share_with = |units: u32, at_most: i64| {
        let as_of = setup.model.period.as_of();
        let engine = Engine::new(&Lever::Decisions.turned(&setup.model, 0, as_of, units).unwrap());
        let late = Total::Quantity(Quantity::LateStock, on);
        let place = engine.totals().iter().position(|total| *total == late).unwrap();
        let outcomes = ensemble::outcomes(&engine, 1, 0..60);
        outcomes.iter().filter(|outcome| outcome.totals[place] <= at_most).count() as u64
    };
    for (at_most, probability) in [(0, 0.5), (0, 0.9), (20, 0.75)] {
        let target = Target::new(Event::LateStockOn { at_most, on }, probability).unwrap();
        let as_of = setup.model.period.as_of();
        let question = PlanQuestion::new(&setup, target, 0, Lever::Decisions, as_of, 15).unwrap();
        let found = plan(&question, 1, 60, &mut unwatched).unwrap();
        let hits: Vec<u64> = (0..=15).map(|units| share_with(units, at_most as i64)).collect();
        let enough = |hits: &u64| probability * 60.0 <= *hits as f64;
        assert_eq!(found.answer, hits.iter().position(enough).map(|it| it as u32), "{hits:?}");
        for tried in &found.tried {
            assert_eq!(tried.happens.hits(), hits[tried.units as usize]);
        }
    }
}

#[test]
fn a_share_that_falls_as_there_is_more_is_told() {
    let tried = |(units, hits): (u32, u64)| Tried {
        units,
        happens: share(hits, 100),
        is_reached: 90 <= hits,
    };
    let of = |rows: &[(u32, u64)]| Plan {
        seed: 1,
        replications: 100,
        tried: rows.iter().copied().map(tried).collect(),
        answer: Some(4),
        price: None,
    };
    assert!(of(&[(0, 3), (2, 3), (3, 80), (4, 91), (8, 100)]).falls().is_empty());
    let falls = of(&[(0, 3), (2, 2), (3, 80), (4, 91), (8, 90)]).falls();
    let units: Vec<(u32, u32)> =
        falls.iter().map(|(less, more)| (less.units, more.units)).collect();
    assert_eq!(units, [(0, 2), (4, 8)]);
}

#[test]
fn exactly_enough_is_enough() {
    let target =
        |probability| Target::new(Event::Bill { at_most: Money::ZERO }, probability).unwrap();
    for (probability, of) in [(0.9, 1_000), (0.95, 1_000), (0.7, 10), (0.1, 100_000_000), (1.0, 7)]
    {
        let needed = (probability * of as f64).round() as u64;
        assert!(target(probability).is_reached(needed, of));
        assert!(!target(probability).is_reached(needed - 1, of));
    }
    for wrong in [0.0, -0.1, 1.1, f64::NAN] {
        assert!(Target::new(Event::Bill { at_most: Money::ZERO }, wrong).is_err());
    }
}

#[test]
fn an_event_that_cannot_be_seen_is_refused() {
    let setup = read(THIRTY);
    let refused = |event: Event| event.check(&setup.model).unwrap_err().to_string();
    let by = |after| Event::LateStockBy { at_most: 0, by: day(after) };
    let said = "2020-02-03, must be from 2020-01-01 to 2020-02-02: it counts as gone when it stays \
                so for 28 days, up to 2020-02-29";
    assert_eq!(refused(by(33)), said);
    assert!(by(32).check(&setup.model).is_ok());
    let on = Event::LateStockOn { at_most: 0, on: day(-1) };
    assert_eq!(refused(on), "2019-12-31, must be from 2020-01-01 to 2020-02-29");
    let year = Event::Owed { year: 2019, at_most: Money::ZERO };
    assert_eq!(refused(year), "2019, must be a fiscal year from 2020 to 2020");
    let short = read(&THIRTY.replace("2020-02-29", "2020-01-20"));
    let said = "the end, 2020-01-20, must be followed by 28 days, for which the stock stays gone: \
                later end";
    assert_eq!(by(0).check(&short.model).unwrap_err().to_string(), said);
}

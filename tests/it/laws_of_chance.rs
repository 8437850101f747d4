//! Laws of time and of addresses: the future does not reach back, and nothing shifts the luck of
//! anything else.

use arrears::model::Model;
use arrears::model::Parts;
use arrears::model::Pool;
use arrears::model::Shock;
use arrears::model::Stock;
use arrears::model::Suspension;
use arrears::random::Delay;
use arrears::random::Key;
use arrears::random::Share;
use arrears::sim::Engine;
use arrears::sim::Outcome;
use arrears::sim::Part;
use arrears::sim::Series;
use arrears::sim::Workspace;
use arrears::time::Day;
use arrears::time::Schedule;

use crate::laws::check;
use crate::laws::check_under_measures;
use crate::laws::simulate;
use crate::laws::week;
use crate::random_models::Dice;
use crate::random_models::random_model;
use crate::random_models::random_parts;

/// Every weekly series is the same in both models up to the last week that ends before a day.
///
/// The avoidable part is not among them: it is what is still to come.
fn check_same_before(one: &Parts, other: &Parts, seed: u64, day: Day) {
    let ((engine, a), (_, b)) = (simulate(one, seed), simulate(other, seed));
    let weeks = engine.week_ends().filter(|end| *end < day).count();
    for series in engine.series() {
        if *series != Series::Part(Part::Avoidable) {
            let of = |outcome: &Outcome| week(&engine, outcome, *series)[..weeks].to_vec();
            assert_eq!(of(&a), of(&b), "{series:?}");
        }
    }
}

fn some_day(parts: &Parts, seed: u64) -> Day {
    parts.period.start() + Dice::new(seed).between(0, parts.period.days() as i32)
}

#[test]
fn a_future_arrival_never_changes_what_happened_before_its_day() {
    check_under_measures(|parts, seed| {
        let day = some_day(parts, seed);
        let mut busier = parts.clone();
        for stream in &mut busier.streams {
            let shock = Shock { from: day, until: None, factor: 7.0 };
            stream.intake.forecast.as_mut().unwrap().add_shock(shock).unwrap();
        }
        check_same_before(parts, &busier, seed, day);
        let mut stopped = parts.clone();
        stopped.streams[0].intake.stop_after = Some(day - 1);
        let stop = parts.streams[0].intake.stop_after.map_or(day, |last| day.min(last + 1));
        check_same_before(parts, &stopped, seed, stop);
    });
}

#[test]
fn a_change_of_policy_never_changes_what_happened_before_its_day() {
    check(|seed| {
        let parts = random_parts(seed);
        let day = some_day(&parts, seed);
        let mut changed = parts.clone();
        for pool in &mut changed.pools {
            let steps = pool.fte.steps().iter().filter(|step| step.0 < day).copied();
            let mut steps: Vec<(Day, f64)> = steps.collect();
            // A schedule must be known from the start on.
            if steps.is_empty() {
                steps.push((parts.period.start() - 1, *pool.fte.on(parts.period.start())));
            }
            steps.push((day.max(steps.last().unwrap().0 + 1), 5.0));
            pool.fte = Schedule::new(steps).unwrap();
        }
        check_same_before(&parts, &changed, seed, day);
    });
}

#[test]
fn a_stream_with_a_pool_of_its_own_leaves_the_chance_of_the_others_alone() {
    check(|seed| {
        let mut parts = random_parts(seed);
        // What hangs on the late stock hangs on that of all streams.
        parts.pools.iter_mut().for_each(|pool| pool.triggers.clear());
        let mut more = parts.clone();
        let mut stream = random_parts(seed + 1).streams[0].clone();
        stream.name = "one more".to_owned();
        stream.stock = Stock::default();
        stream.intake = parts.streams[0].intake.clone();
        stream.notice = None;
        let number = more.streams.len();
        more.streams.push(stream);
        more.pools.push(Pool::new("one more", vec![number], 20.0).unwrap());
        let ((engine, a), (more_engine, b)) = (simulate(&parts, seed), simulate(&more, seed));
        for series in (0..number).flat_map(|i| [Series::StreamPending(i), Series::StreamLate(i)]) {
            if 1 < number {
                let more = week(&more_engine, &b, series);
                assert_eq!(week(&engine, &a, series), more, "{series:?}");
            }
        }
        for series in [Series::Owed, Series::Noticed, Series::Part(Part::Lost)] {
            assert_eq!(week(&engine, &a, series), week(&more_engine, &b, series), "{series:?}");
        }
        for name in ["bill.judicial", "bill.administrative", "after_end", "notices", "appeals"] {
            assert_eq!(a.total(&engine, name), b.total(&more_engine, name), "{name}");
        }
    });
}

#[test]
fn a_used_workspace_changes_nothing() {
    let mut used = Workspace::default();
    let outcome = |seed: u64, workspace: &mut Workspace| {
        let engine = Engine::new(&random_model(seed));
        engine.simulate(Key::from_seed(seed), workspace)
    };
    // One workspace goes through models with other streams, pools, lines and orders.
    for seed in 0..400 {
        let fresh = outcome(seed, &mut Workspace::default());
        assert_eq!(fresh, outcome(seed, &mut used), "{seed}");
        assert_eq!(fresh, outcome(seed, &mut used), "{seed}");
    }
}

#[test]
fn replications_differ_and_each_is_the_same_alone() {
    check(|seed| {
        let model: Model = random_model(seed);
        let engine = Engine::new(&model);
        let mut workspace = Workspace::default();
        let key = |i| Key::from_seed(seed).replication(i);
        let many: Vec<Outcome> = (0..5).map(|i| engine.simulate(key(i), &mut workspace)).collect();
        assert_eq!(many[3], arrears::sim::simulate(&model, key(3)));
        assert!(many.iter().enumerate().all(|(i, it)| it.replication == i as u32));
    });
}

#[test]
fn a_share_of_nothing_changes_no_luck() {
    // An extension for nobody brings the model onto the path of households with own due days.
    check(|seed| {
        let parts = random_parts(seed);
        let mut other = parts.clone();
        for stream in &mut other.streams {
            let days = Delay::fixed(3).unwrap();
            let none = Suspension { share: Share::NONE, days };
            stream.suspension.get_or_insert(none);
        }
        assert_eq!(simulate(&parts, seed).1, simulate(&other, seed).1);
    });
}

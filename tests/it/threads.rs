//! Whether the number of threads, or what else is simulated, can change a byte.

use arrears::ensemble;
use arrears::ensemble::unwatched;
use arrears::random::Key;
use arrears::report;
use arrears::sim::Engine;
use arrears::sim::Workspace;
use arrears::study::Replications;
use arrears::study::Stopped;
use arrears::study::forecast;
use rayon::ThreadPoolBuilder;

use crate::bundled;

#[test]
fn one_two_and_seven_threads_give_the_same_bytes() {
    for (name, replications) in
        [("minimal.toml", 1_100), ("ind-2020.toml", 60), ("register.toml", 60)]
    {
        let setup = bundled::setup(name);
        let json = |threads: usize| {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let many = Replications::Exactly(replications);
            let forecast = pool.install(|| forecast(&setup, 5, many, &mut unwatched)).unwrap();
            report::json(&setup, &forecast)
        };
        let one = json(1);
        assert_eq!(one, json(2), "{name}");
        assert_eq!(one, json(7), "{name}");
    }
}

#[test]
fn a_run_to_a_precision_ends_at_the_same_replication_on_any_number_of_threads() {
    let setup = bundled::setup("minimal.toml");
    let until = Replications::Until { relative: 0.02, at_least: 100, at_most: 20_000 };
    let replications = |threads: usize| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let forecast = pool.install(|| forecast(&setup, 1, until, &mut unwatched)).unwrap();
        let precision = forecast.precision.unwrap();
        assert!(precision.mean_reached && precision.quantile_reached);
        forecast.replications
    };
    let one = replications(1);
    // 100 doubled some times, and not the most that was allowed.
    assert!(100 < one && one < 20_000 && (one / 100).is_power_of_two(), "{one}");
    assert_eq!([one, one], [replications(2), replications(7)]);
}

#[test]
fn replication_17_alone_is_replication_17_of_any_run() {
    for name in bundled::NAMES {
        let engine = Engine::new(&bundled::setup(name).model);
        let alone = engine.simulate(Key::from_seed(9).replication(17), &mut Workspace::default());
        assert_eq!(alone, ensemble::outcomes(&engine, 9, 0..20)[17], "{name}");
        assert_eq!(alone, ensemble::outcomes(&engine, 9, 16..18)[1], "{name}");
    }
}

#[test]
fn streams_of_chance_differ_between_replications_and_seeds() {
    // Workers that share a stream were a trap of others: no two futures may be the same.
    let engine = Engine::new(&bundled::setup("minimal.toml").model);
    let mut bills: Vec<Vec<i64>> = Vec::new();
    for seed in 0..4 {
        bills.extend(ensemble::outcomes(&engine, seed, 0..250).into_iter().map(|it| it.weeks));
    }
    bills.sort();
    bills.dedup();
    assert_eq!(bills.len(), 1_000);
}

#[test]
fn a_watch_can_end_a_run_and_hears_how_far_it_is() {
    use std::ops::ControlFlow;
    let setup = bundled::setup("minimal.toml");
    let mut heard = Vec::new();
    let mut watch = |progress: ensemble::Progress| {
        heard.push((progress.done, progress.planned));
        if 1_000 < progress.done { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let many = Replications::Exactly(1_000_000);
    assert_eq!(forecast(&setup, 1, many, &mut watch), Err(Stopped::Cancelled));
    assert_eq!(heard, [(512, 1_000_000), (1_024, 1_000_000)]);
}

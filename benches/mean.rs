//! The mean engine against the engine that simulates every case, in one run. Before criterion's
//! figures stands the ratio of their times, taken by turns, so that whatever else the machine does
//! slows both.

#[path = "../tests/it/worlds.rs"]
#[allow(dead_code)] // Other benches and the tests use the rest.
mod worlds;

use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use arrears::model::Model;
use arrears::random::Key;
use arrears::scenario::Scenario;
use arrears::sim::Engine;
use arrears::sim::MeanEngine;
use arrears::sim::MeanWorkspace;
use arrears::sim::Workspace;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;

fn bundled(name: &str) -> Model {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scenarios/");
    let load = |file: &str| std::fs::read_to_string(format!("{folder}{file}"));
    let text = load(name).expect("a bundled scenario");
    let load = |file: &str| load(file).map_err(|error| error.to_string());
    Scenario::read(&text, load).expect("a bundled scenario is right").into_setup().model
}

/// The median of 101 ratios, each of the time of some replications and of as many paths.
fn ratio(engine: &Engine, mean: &MeanEngine, each: u32) -> f64 {
    let (mut cases, mut paths) = (Workspace::default(), MeanWorkspace::default());
    let mut ratios: Vec<f64> = (0..101)
        .map(|turn| {
            let keys = (turn * each..(turn + 1) * each).map(|it| Key::from_seed(1).replication(it));
            let begin = Instant::now();
            keys.clone().for_each(|key| drop(black_box(engine.simulate(key, &mut cases))));
            let of_cases = begin.elapsed();
            let begin = Instant::now();
            keys.for_each(|key| drop(black_box(mean.simulate(key, &mut paths))));
            of_cases.as_secs_f64() / begin.elapsed().as_secs_f64()
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    ratios[50]
}

fn compare(criterion: &mut Criterion, name: &str, model: &Model, each: u32) {
    let mut group = criterion.benchmark_group(name);
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    let engine = Engine::new(model);
    let mean = MeanEngine::new(model).expect("it applies");
    println!("{name}: {:.1} times as fast", ratio(&engine, &mean, each));
    let mut number = 0;
    let mut key = || {
        number += 1;
        Key::from_seed(1).replication(number)
    };
    let mut workspace = Workspace::default();
    group.bench_function("every case, one replication", |bencher| {
        bencher.iter(|| engine.simulate(key(), &mut workspace));
    });
    let mut workspace = MeanWorkspace::default();
    group.bench_function("expected, one path", |bencher| {
        bencher.iter(|| mean.simulate(key(), &mut workspace));
    });
    group.sample_size(10).bench_function("expected, making the tables", |bencher| {
        bencher.iter(|| MeanEngine::new(model));
    });
    group.finish();
}

fn mean(criterion: &mut Criterion) {
    compare(criterion, "reference problem", &worlds::reference(1.0), 30);
    for (name, each) in [("minimal.toml", 200), ("policies.toml", 5), ("ind-2020.toml", 1)] {
        compare(criterion, name, &bundled(name), each);
    }
}

criterion_group!(benches, mean);
criterion_main!(benches);

//! The mean engine against the engine that simulates every case, in one run.

#[path = "../tests/it/worlds.rs"]
#[allow(dead_code)] // Other benches and the tests use the rest.
mod worlds;

use std::time::Duration;

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

fn compare(criterion: &mut Criterion, name: &str, model: &Model) {
    let mut group = criterion.benchmark_group(name);
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    let engine = Engine::new(model);
    let mean = MeanEngine::new(model).expect("it applies");
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
    compare(criterion, "reference problem", &worlds::reference(1.0));
    for name in ["minimal.toml", "ind-2020.toml"] {
        compare(criterion, name, &bundled(name));
    }
}

criterion_group!(benches, mean);
criterion_main!(benches);

//! The cost of a case as replications grow from 10,000 to 3,000,000 cases.

#[path = "../tests/it/worlds.rs"]
#[allow(dead_code)] // Other benches and the tests use the rest.
mod worlds;

use std::time::Duration;

use arrears::random::Key;
use arrears::sim::Engine;
use arrears::sim::Workspace;
use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;

fn scale(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("cases in a replication");
    group.sample_size(10).measurement_time(Duration::from_secs(8));
    for cases in [10_000_u32, 66_100, 300_000, 1_000_000, 3_000_000] {
        let engine = Engine::new(&worlds::reference(f64::from(cases) / 66_100.0));
        let mut workspace = Workspace::default();
        group.throughput(Throughput::Elements(u64::from(cases)));
        let mut number = 0;
        group.bench_function(cases.to_string(), |bencher| {
            bencher.iter(|| {
                number += 1;
                engine.simulate(Key::from_seed(1).replication(number), &mut workspace)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, scale);
criterion_main!(benches);

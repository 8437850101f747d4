//! The reference problem: one replication of the general engine against loops that do nothing else.

#[path = "special.rs"]
mod special;
#[path = "../tests/it/worlds.rs"]
#[allow(dead_code)] // Other benches and the tests use the rest.
mod worlds;

use arrears::random::Key;
use arrears::sim::Engine;
use arrears::sim::Workspace;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use rand_pcg::Pcg64Mcg;
use special::Addressed;
use special::Sequential;
use special::Special;

fn reference(criterion: &mut Criterion) {
    let model = worlds::reference(1.0);
    let engine = Engine::new(&model);
    let start = model.period.start();
    let special = Special::new();
    let mut workspace = Workspace::default();
    let mut group = criterion.benchmark_group("reference problem, one replication");
    let mut number = 0;
    let mut key = || {
        number += 1;
        Key::from_seed(1).replication(number)
    };
    group.bench_function("general engine, all outputs", |bencher| {
        bencher.iter(|| engine.simulate(key(), &mut workspace));
    });
    group.bench_function("special loop, draws at addresses", |bencher| {
        bencher.iter(|| special.replication::<false>(&mut Addressed::new(key(), start)));
    });
    group.bench_function("special loop, draws at addresses, looked at ahead", |bencher| {
        bencher.iter(|| special.replication::<true>(&mut Addressed::new(key(), start)));
    });
    let mut seed = 1;
    group.bench_function("special loop, one fast generator", |bencher| {
        bencher.iter(|| {
            seed += 2;
            special.replication::<false>(&mut Sequential(Pcg64Mcg::new(seed)))
        });
    });
    group.finish();
}

criterion_group!(benches, reference);
criterion_main!(benches);

//! Whole forecasts of the bundled scenarios, on one thread and on two.

use std::time::Duration;

use arrears::ensemble::unwatched;
use arrears::scenario::Scenario;
use arrears::study::Replications;
use arrears::study::Setup;
use arrears::study::forecast;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use rayon::ThreadPoolBuilder;

fn setup(name: &str) -> Setup {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scenarios/");
    let load = |file: &str| std::fs::read_to_string(format!("{folder}{file}"));
    let text = load(name).expect("a bundled scenario");
    let load = |file: &str| load(file).map_err(|error| error.to_string());
    Scenario::read(&text, load).expect("a bundled scenario is right").into_setup()
}

fn ensemble(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("forecast of 1,000 replications");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    for name in ["minimal.toml", "reference.toml", "ind-2020.toml"] {
        let setup = setup(name);
        for threads in [1, 2] {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            group.bench_function(format!("{name}, {threads} thread(s)"), |bencher| {
                let run = || {
                    let thousand = Replications::Exactly(1_000);
                    forecast(&setup, 1, thousand, &mut unwatched).expect("not cancelled")
                };
                bencher.iter(|| pool.install(run));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, ensemble);
criterion_main!(benches);

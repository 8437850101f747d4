//! The cost of each order on the reference problem: one replication, all outputs.

#[path = "../tests/it/worlds.rs"]
#[allow(dead_code)] // Other benches and the tests use the rest.
mod worlds;

use arrears::model::Casework;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::OwnOrder;
use arrears::model::Parts;
use arrears::random::Key;
use arrears::random::Share;
use arrears::sim::Engine;
use arrears::sim::Workspace;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;

fn orders(criterion: &mut Criterion) {
    // A priority for everybody that changes once: who is late goes first.
    let own = OwnOrder::new("late first", |known| Some(i64::from(known.late)));
    let all = [
        ("oldest first", Order::OldestFirst),
        ("newest first", Order::NewestFirst),
        ("earliest due first", Order::EarliestDueFirst),
        ("in time first", Order::InTimeFirst),
        ("random", Order::Random),
        ("noticed first", Order::NoticedFirst),
        ("highest penalty first", Order::HighestPenaltyFirst),
        ("about to default first", Order::AboutToDefaultFirst),
        ("an order of one's own", Order::Own(own)),
    ];
    let mut group = criterion.benchmark_group("orders");
    let mut bench = |name: &str, change: &dyn Fn(&mut Parts)| {
        let mut parts = Parts::clone(&worlds::reference(1.0));
        change(&mut parts);
        let engine = Engine::new(&Model::new(parts).expect("a model"));
        let mut workspace = Workspace::default();
        let mut number = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                number += 1;
                engine.simulate(Key::from_seed(1).replication(number), &mut workspace)
            });
        });
    };
    for (name, order) in all {
        let line = Line::new(order, Share::ALL);
        bench(name, &|parts| parts.pools[0].set_lines(vec![line.clone()]).expect("a line"));
    }
    bench("casework", &|parts| {
        parts.pools[0].casework = Casework::new(0.05, 0.3, 0.1).expect("casework");
    });
    group.finish();
}

criterion_group!(benches, orders);
criterion_main!(benches);

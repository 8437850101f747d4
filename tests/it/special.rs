//! Whether the general engine gives the reference problem's answers: against the loop that does
//! nothing else, cent by cent, and from the bundled file.

#[path = "../../benches/special.rs"]
#[allow(dead_code)] // The benches use the other form of chance.
mod special_loop;

use arrears::random::Key;
use arrears::scenario::Scenario;
use arrears::sim::Engine;
use arrears::sim::Series;
use arrears::sim::Workspace;

use crate::special::special_loop::Addressed;
use crate::special::special_loop::Special;
use crate::worlds;

#[test]
fn the_special_loop_and_the_engine_agree_in_every_output() {
    let model = worlds::reference(1.0);
    let engine = Engine::new(&model);
    let special = Special::new();
    let mut workspace = Workspace::default();
    for number in 0..50 {
        let key = Key::from_seed(3).replication(number);
        let outcome = engine.simulate(key, &mut workspace);
        let mut chance = Addressed::new(key, model.period.start());
        let outputs = special.replication::<true>(&mut chance);
        assert_eq!(outputs, special.replication::<false>(&mut chance));
        let totals = [
            ("bill.administrative", outputs.administrative),
            ("bill.judicial", outputs.judicial),
            ("notices", i64::from(outputs.notices)),
            ("appeals", i64::from(outputs.appeals)),
            ("decided_late", i64::from(outputs.late_decisions)),
        ];
        for (name, expected) in totals {
            assert_eq!(outcome.total(&engine, name), Some(expected), "{name}, {number}");
        }
        for (series, expected) in [(Series::Pending, outputs.pending), (Series::Late, outputs.late)]
        {
            let weeks = engine.week_ends().len();
            let index = engine.series().iter().position(|it| *it == series).unwrap();
            let row = &outcome.weeks[index * weeks..(index + 1) * weeks];
            let expected: Vec<i64> = expected.iter().map(|cases| i64::from(*cases)).collect();
            assert_eq!(row, expected, "{series:?}, {number}");
        }
    }
}

#[test]
fn the_bundled_file_is_the_reference_problem() {
    let text = include_str!("../../examples/scenarios/reference.toml");
    let none = |_: &str| Err("it names no file".to_owned());
    let setup = Scenario::read(text, none).unwrap().into_setup();
    assert_eq!(setup.model, worlds::reference(1.0));
}

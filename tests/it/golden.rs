//! Every number of a few futures of every bundled scenario, kept in a file.
//!
//! This guards against change only; that the numbers are right is for the other tests. After a
//! change that is meant, `INSTA_UPDATE=always cargo test` renews the files, and `CHANGELOG.md` says so
//! under "Changed numbers".

use std::fmt::Write;

use arrears::random::Key;
use arrears::report;
use arrears::sim::Engine;
use arrears::sim::Workspace;
use arrears::study::Replications;
use arrears::study::forecast;

use crate::bundled;

/// All totals of the first three replications, and the weekly series of the first as one sum each.
fn numbers(name: &str) -> String {
    let setup = bundled::setup(name);
    let engine = Engine::new(&setup.model);
    let mut workspace = Workspace::default();
    let outcomes: Vec<_> = (0..3)
        .map(|i| engine.simulate(Key::from_seed(setup.seed).replication(i), &mut workspace))
        .collect();
    let mut text = String::new();
    for (i, total) in engine.totals().iter().enumerate() {
        let values: Vec<i64> = outcomes.iter().map(|outcome| outcome.totals[i]).collect();
        writeln!(text, "{total}: {values:?}").unwrap();
    }
    let weeks = engine.week_ends().len();
    for (i, series) in engine.series().iter().enumerate() {
        // Week by week, weighted, so that values that change places are seen.
        let row = &outcomes[0].weeks[i * weeks..(i + 1) * weeks];
        let sum: i128 = (1_i128..).zip(row).map(|(week, value)| week * i128::from(*value)).sum();
        writeln!(text, "{}: {sum}", series.name(&setup.model)).unwrap();
    }
    text
}

#[test]
fn the_futures_of_the_bundled_scenarios_stay_what_they_are() {
    for name in bundled::NAMES {
        insta::assert_snapshot!(format!("futures_of_{name}"), numbers(name));
    }
}

#[test]
fn the_text_of_a_forecast_stays_what_it_is() {
    let setup = bundled::setup("minimal.toml");
    let hundred = Replications::Exactly(100);
    let forecast = forecast(&setup, 1, hundred, &mut arrears::ensemble::unwatched).unwrap();
    insta::assert_snapshot!("text_of_minimal", report::text(&setup, &forecast));
    insta::assert_snapshot!("explanation_of_minimal", report::explain(&setup));
    let setup = bundled::setup("register.toml");
    insta::assert_snapshot!("explanation_of_register", report::explain(&setup));
}

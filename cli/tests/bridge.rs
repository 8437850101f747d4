//! `arrears bridge`, as users of the program meet it.

mod common;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::common::OFFICE;
use crate::common::names;
use crate::common::path;
use crate::common::refusal_of;
use crate::common::result_of;

const BRIDGE: &str = r#"
[bridge]
from = { name = "paid in 2026", quantity = "paid", since = 2026-01-01, date = 2026-12-31 }
to = { name = "owed by mid 2026", quantity = "owed", since = 2025-07-01, date = 2026-06-30 }

[[bridge.step]]
name = "more notices"
before = ["stream.building.notice.share=0.2"]
source = "assumption"

[[bridge.step]]
name = "less absence"
before = ["pool.absence=0.2"]
"#;

/// The office with a bridge and its CSV files, in a folder of its own.
fn office(folder: &TempDir, bridge: &str) -> String {
    let data = Path::new(OFFICE).parent().unwrap();
    for name in ["stock.csv", "intake.csv"] {
        fs::copy(data.join(name), folder.path().join(name)).unwrap();
    }
    let file = path(folder, "office.toml");
    fs::write(&file, format!("{}{bridge}", fs::read_to_string(OFFICE).unwrap())).unwrap();
    file
}

#[test]
fn a_bridge_is_printed_and_written_and_adds_up() {
    let folder = TempDir::new().unwrap();
    let file = office(&folder, BRIDGE);
    let (json, tables) = (path(&folder, "out.json"), path(&folder, "tables"));
    let options = ["--replications", "30", "--json", &json, "--csv", &tables];
    let found = result_of(&[&["bridge", &file], &options[..]].concat());
    assert!(found.starts_with("A small permit office\n"), "{found}");
    assert!(found.contains("Question: why did") && found.contains("Answer: "), "{found}");
    assert!(found.contains("arrears bridge FILE --seed 3 --replications 30"), "{found}");
    assert!(found.lines().all(|line| line.chars().count() <= 80), "{found}");
    assert_eq!(names(Path::new(&tables)), ["bridge.csv"]);
    let read: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    assert_eq!((&read["worlds"], &read["replications"]), (&4.into(), &30.into()));
    let rows = read["definitions_first"]["rows"].as_array().unwrap();
    let cents: Vec<i64> = rows.iter().map(|row| row["added_up"].as_i64().unwrap()).collect();
    // From, the definition, to, two steps, to.
    assert_eq!(cents[0] + cents[1], cents[2]);
    assert_eq!(cents[2] + cents[3] + cents[4], cents[5]);
    // The last level is what `run` has of the same futures.
    let alone = path(&folder, "alone.json");
    let observed = "[[observed]]\ndate = 2026-06-30\nquantity = \"owed\"\nsince = 2025-07-01\n\
                    value = 1\nsource = \"none\"\n";
    let file = office(&folder, observed);
    result_of(&["run", &file, "--replications", "30", "--json", &alone]);
    let alone: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&alone).unwrap()).unwrap();
    let totals = alone["totals"].as_array().unwrap();
    let total = totals.iter().find(|it| it["name"] == "owed.2025-07-01.2026-06-30").unwrap();
    assert_eq!(total["mean"], rows[5]["mean"]);
}

#[test]
fn a_bridge_is_the_same_on_any_number_of_threads() {
    let folder = TempDir::new().unwrap();
    let file = office(&folder, BRIDGE);
    let run =
        |threads: &str| result_of(&["bridge", &file, "--replications", "40", "--threads", threads]);
    assert_eq!(run("1"), run("2"));
}

#[test]
fn a_bridge_changes_nothing_of_a_run() {
    let folder = TempDir::new().unwrap();
    let file = office(&folder, BRIDGE);
    let (with, plain) =
        (["run", &file, "--replications", "30"], ["run", OFFICE, "--replications", "30"]);
    let page = |run: &[&str]| {
        let found = result_of(run);
        // All but the fingerprint of what was read.
        let lines = found.lines().filter(|line| !line.contains("fingerprint"));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(page(&with), page(&plain));
}

#[test]
fn faults_of_a_bridge_are_said_by_check_and_bridge_and_stop_no_run() {
    let folder = TempDir::new().unwrap();
    let file = office(&folder, &BRIDGE.replace("absence=0.2", "absence=2"));
    for command in ["bridge", "check"] {
        let found = refusal_of(&[command, &file]);
        let right = "bridge.step[2].before[1]  2 at pool[1].absence, must be between 0 and 1";
        assert!(found.starts_with(&format!("{file}:")) && found.contains(right), "{found}");
        assert_eq!(found.lines().count(), 1, "{found}");
    }
    result_of(&["run", &file, "--replications", "2"]);
    let found = refusal_of(&["bridge", OFFICE]);
    assert!(found.contains("bridge  nothing, must be given: a table [bridge]"), "{found}");
    let found = refusal_of(&["bridge", &file, "--set", "seed=2", "--seed", "3"]);
    assert!(found.contains("--set seed beside --seed"), "{found}");
    let found = refusal_of(&["bridge", OFFICE, "--replications", "0"]);
    assert!(found.contains("must be a whole number from 1 to 100,000,000"), "{found}");
}

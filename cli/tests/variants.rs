//! Changed values, combinations and outcomes, as users of the program meet them.

mod common;

use std::fs;
use std::path::Path;

use arrears::ensemble;
use arrears::scenario::Scenario;
use arrears::sim::Engine;
use arrears::time::Day;
use tempfile::TempDir;

use crate::common::OFFICE;
use crate::common::names;
use crate::common::path;
use crate::common::refusal_of;
use crate::common::result_of;

#[test]
fn a_set_value_holds_in_every_command_and_is_said() {
    let set = ["--set", "pool.fte=14", "--set", "stream.events.term={ days = 50 }"];
    let with = |command: &[&str]| result_of(&[command, &set].concat());
    let found = with(&["run", OFFICE, "--replications", "50"]);
    assert!(found.contains("With pool.fte = 14; stream.events.term = { days = 50 }."), "{found}");
    assert!(found.contains("--seed 3 --replications 50"), "{found}");
    let plain = result_of(&["run", OFFICE, "--replications", "50"]);
    let print = |page: &str| page.split("was read: ").nth(1).unwrap()[..12].to_owned();
    assert_ne!(print(&found), print(&plain));
    let found = with(&["explain", OFFICE]);
    assert!(found.contains("14 fte") && found.contains("50 days"), "{found}");
    let found = with(&["check", OFFICE]);
    assert!(found.ends_with("; 2 values set by the command\n"), "{found}");
}

#[test]
fn faults_of_set_values_stand_beside_those_of_the_file() {
    let wrong = ["--set", "pool.absense=0.1", "--set", "stream.building.term.weeks=x"];
    for command in ["run", "check", "explain"] {
        let found = refusal_of(&[&[command, OFFICE], &wrong[..]].concat());
        assert!(found.starts_with("--set pool.absense=0.1  pool[1].absense  unknown key"));
        let right =
            "--set stream.building.term.weeks=x  stream[1].term.weeks  the text \"x\", must";
        assert!(found.contains(right), "{found}");
        assert_eq!(found.lines().count(), 2, "{found}");
    }
    let found = refusal_of(&["check", OFFICE, "--set", "pool.fte"]);
    assert!(found.contains("must be key=value"), "{found}");
}

#[test]
fn nothing_is_said_twice() {
    let rows: [(&[&str], &str); 4] = [
        (&["--set", "seed=1", "--seed", "2"], "--set seed beside --seed"),
        (&["--grid", "seed=1,2", "--seed", "2"], "--grid seed beside --seed"),
        (
            &["--set", "replications=5", "--precision", "1%"],
            "--set replications beside --precision",
        ),
        (&["--grid", "seed=1,2", "--precision", "1%"], "cannot be used with"),
    ];
    for (options, right) in rows {
        let found = refusal_of(&[&["run", OFFICE], options].concat());
        assert!(found.contains(right), "{found}");
    }
}

#[test]
fn a_grid_gives_one_table_and_its_files() {
    let folder = TempDir::new().unwrap();
    let (json, tables) = (path(&folder, "out.json"), path(&folder, "tables"));
    let grid = ["--grid", "pool.fte=10..14:2", "--grid", "pool.order=random,oldest_first"];
    let files = ["--replications", "50", "--json", &json, "--csv", &tables];
    let found = result_of(&[&["run", OFFICE], &grid[..], &files].concat());
    assert!(found.contains("6 combinations of pool.fte and pool.order"), "{found}");
    assert!(found.lines().all(|line| line.chars().count() <= 80), "{found}");
    assert_eq!(names(Path::new(&tables)), ["grid.csv"]);
    assert_eq!(fs::read_to_string(path(&folder, "tables/grid.csv")).unwrap().lines().count(), 7);
    let read: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    // A row has the numbers that the same values have alone.
    let alone = path(&folder, "alone.json");
    let set = ["--set", "pool.fte=14", "--set", "pool.order=random"];
    let one = ["--replications", "50", "--json", &alone];
    result_of(&[&["run", OFFICE], &set[..], &one].concat());
    let alone: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&alone).unwrap()).unwrap();
    let row = &read["combinations"][4];
    assert_eq!(row["values"], serde_json::json!(["14", "random"]));
    assert_eq!(row["bill"], alone["totals"][0]);
    assert_eq!(row["fingerprint"], alone["fingerprint"]);
    let found = refusal_of(&["run", OFFICE, "--grid", "pool.fte=1..2000:1"]);
    assert!(found.contains("at most 1,000 values"), "{found}");
}

#[test]
fn outcomes_are_those_of_the_ensemble_row_by_row() {
    let folder = TempDir::new().unwrap();
    let run = |threads: &str| {
        let file = path(&folder, &format!("outcomes-{threads}.csv"));
        let outcomes = ["--outcomes", &file, "--threads", threads];
        // More than one batch.
        result_of(&[&["run", OFFICE, "--replications", "600"], &outcomes[..]].concat());
        fs::read_to_string(file).unwrap()
    };
    let found = run("1");
    assert_eq!(found, run("2"));
    let load = |name: &str| {
        fs::read_to_string(Path::new(OFFICE).with_file_name(name)).map_err(|it| it.to_string())
    };
    let scenario = Scenario::read(&fs::read_to_string(OFFICE).unwrap(), load).unwrap();
    let engine = Engine::new(&scenario.setup().model);
    let outcomes = ensemble::outcomes(&engine, 3, 0..600);
    let mut lines = found.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(header.len(), 1 + engine.totals().len());
    assert_eq!(header[..2], ["replication", "bill_cents"]);
    for (line, outcome) in lines.by_ref().zip(&outcomes) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells[0], outcome.replication.to_string());
        for ((cell, name), value) in cells.iter().zip(&header).skip(1).zip(&outcome.totals) {
            let right = match *name {
                "gone_date" if *value == i64::MAX => String::new(),
                "gone_date" => Day::from_number(*value as i32).to_string(),
                name if name.starts_with("median_wait") && *value == -1 => String::new(),
                _ => value.to_string(),
            };
            assert_eq!(*cell, right, "{name}");
        }
    }
    assert_eq!(lines.count(), 0);
    assert_eq!(found.lines().count(), 601);
}

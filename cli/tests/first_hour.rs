//! The first hour: a new scenario, its check, explanation and run; completions and manual pages.

mod common;

use std::fs;

use tempfile::TempDir;

use crate::common::OFFICE;
use crate::common::path;
use crate::common::refusal_of;
use crate::common::result_of;

/// Every command, as it is typed.
const COMMANDS: [&str; 16] = [
    "new",
    "run",
    "compare",
    "bridge",
    "calibrate",
    "case",
    "trace",
    "price",
    "plan",
    "sensitivity",
    "backtest",
    "check",
    "explain",
    "schema",
    "completions",
    "man",
];

#[test]
fn a_new_scenario_is_right_as_it_is() {
    let folder = TempDir::new().unwrap();
    let file = path(&folder, "office.toml");
    let said = result_of(&["new", &file]);
    assert!(said.contains("written, as of 2026-01-01"), "{said}");
    let said = result_of(&["check", &file]);
    assert!(said.contains("no faults\n1 stream, 1 pool; 2026-01-01 to 2027-12-31"), "{said}");
    let said = result_of(&["explain", &file]);
    assert!(said.contains("three more people"), "{said}");
    let few = ["--replications", "40"];
    for command in ["run", "compare"] {
        let said = result_of(&[&[command, &file], &few[..]].concat());
        assert!(said.starts_with("An office to fill in\n"), "{said}");
        assert!(!said.contains("NaN") && !said.contains("inf "), "{said}");
    }
}

#[test]
fn another_day_moves_every_date_and_the_same_command_writes_the_same_file() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (path(&folder, "one.toml"), path(&folder, "two.toml"));
    for file in [&one, &two] {
        result_of(&["new", file, "--as-of", "2024-03-01"]);
        let said = result_of(&["check", file]);
        assert!(said.contains("2024-03-01 to 2025-12-31, forecast as of 2024-03-01"), "{said}");
    }
    let text = fs::read_to_string(&one).unwrap();
    assert_eq!(text, fs::read_to_string(&two).unwrap());
    assert!(!text.contains("2026"), "{text}");
}

#[test]
fn what_is_there_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let file = path(&folder, "mine.toml");
    fs::write(&file, "mine").unwrap();
    let said = refusal_of(&["new", &file]);
    let right = "exists already; choose another name, or remove it first\n";
    assert_eq!(said, format!("{file}  {right}"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert!(refusal_of(&["new", folder.path().to_str().unwrap()]).contains("exists already"));
    let said = refusal_of(&["new", &path(&folder, "none/office.toml")]);
    assert!(said.contains("is no folder; make it first"), "{said}");
    let other = path(&folder, "office.toml");
    let said = refusal_of(&["new", &other, "--as-of", "2026-03-03"]);
    assert!(said.starts_with("--as-of 2026-03-03, must be the first day of a month"), "{said}");
    assert_eq!(common::names(folder.path()), ["mine.toml"]);
}

#[test]
fn what_is_odd_is_said_unless_told_to_be_quiet() {
    // 10 fte x 3 decisions, 5% absent: 28.5 a week, and 39.9 from September on; 36 come in.
    let said = result_of(&["check", OFFICE]);
    assert!(!said.contains("No fault, but"), "{said}");
    let few = ["check", OFFICE, "--set", "pool.decisions_per_fte_per_week=1"];
    let said = result_of(&few);
    let odd = "\n\nNo fault, but perhaps not what is meant:\n- Capacity (";
    assert!(said.contains("no faults\n") && said.contains(odd), "{said}");
    assert_eq!(result_of(&[&few[..], &["--quiet"]].concat()), "");
    let said = refusal_of(&["check", OFFICE, "--quiet", "--set", "pool.fte=many"]);
    assert!(said.contains("many"), "{said}");
}

#[test]
fn the_schema_is_json() {
    let schema: serde_json::Value = serde_json::from_str(&result_of(&["schema"])).unwrap();
    assert_eq!(schema["title"], "A scenario of arrears");
}

#[test]
fn every_shell_knows_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = result_of(&["completions", shell]);
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("replications"), "{shell}: an option");
    }
    assert!(refusal_of(&["completions", "tcsh"]).contains("possible values"));
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let page = result_of(&["man"]);
    assert!(page.contains(".TH arrears 1"), "{page}");
    for command in COMMANDS {
        assert!(page.contains(&format!("arrears\\-{command}(1)")), "{command}: {page}");
        let own = result_of(&["man", command]);
        assert!(own.contains(&format!(".TH arrears-{command} 1")), "{own}");
        assert!(own.contains("SYNOPSIS"), "{own}");
    }
    assert!(result_of(&["man", "run"]).contains("\\-\\-replications"));
    let said = refusal_of(&["man", "runs"]);
    assert!(said.starts_with("\"runs\", must be one of the commands new, run,"), "{said}");
    // The list above is whole.
    let listed = page.matches("(1)\n").count();
    assert_eq!(listed, COMMANDS.len() + 1, "every command and help: {page}");
    assert!(result_of(&["check", OFFICE]).contains("no faults"));
}

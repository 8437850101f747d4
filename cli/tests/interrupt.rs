//! Ctrl-C in the middle of a long run: status 130, a line that says so, and no file.

#![cfg(unix)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::common::OFFICE;
use crate::common::arrears;
use crate::common::names;
use crate::common::path;
use crate::common::text;

const POLICIES: &str = include_str!("data/policies.toml");
const BRIDGE: &str = r#"
[bridge]
from = { name = "paid in 2026", quantity = "paid", since = 2026-01-01, date = 2026-12-31 }
to = { name = "paid in 2026", quantity = "paid", since = 2026-01-01, date = 2026-12-31 }
step = [{ name = "less absence", before = ["pool.absence=0.2"] }]
"#;

/// Begins a command that would take hours on an office with policies and a bridge, with files to be
/// written into an empty folder, and interrupts it.
fn interrupt(command: &str, options: &[&str], writes_outcomes: bool) {
    let (office, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for name in ["stock.csv", "intake.csv"] {
        fs::copy(Path::new(OFFICE).with_file_name(name), office.path().join(name)).unwrap();
    }
    let file = path(&office, "office.toml");
    let scenario = fs::read_to_string(OFFICE).unwrap();
    fs::write(&file, format!("{scenario}{POLICIES}{BRIDGE}")).unwrap();
    let [json, tables, outcomes] =
        ["out.json", "tables", "outcomes.csv"].map(|name| path(&folder, name));
    let mut told = vec![command, &file, "--replications", "1000000", "--json", &json];
    told.extend(["--csv", &tables]);
    told.extend(options);
    if writes_outcomes {
        told.extend(["--outcomes", &outcomes]);
    }
    let child = arrears(&told).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_millis(1_500));
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success(), "{command}");
    let found = child.wait_with_output().unwrap();
    let said = text(&found.stderr);
    assert_eq!(said, "arrears: interrupted, nothing was written\n", "{command}");
    assert_eq!(found.status.code(), Some(130), "{command}");
    assert_eq!(text(&found.stdout), "", "{command}");
    assert!(names(folder.path()).is_empty(), "{command}");
}

#[test]
fn an_interrupted_run_leaves_no_file() {
    interrupt("run", &[], true);
}

#[test]
fn an_interrupted_comparison_leaves_no_file() {
    interrupt("compare", &[], true);
}

#[test]
fn an_interrupted_price_leaves_no_file() {
    interrupt("price", &["--set", "pool.staff_cost={ per_fte_per_year = 80_000 }"], false);
}

#[test]
fn an_interrupted_plan_leaves_no_file() {
    let target = "P(late stock = 0 by 2027-01-01) >= 0.9";
    interrupt("plan", &["--lever", "hire", "--target", target], false);
}

#[test]
fn an_interrupted_bridge_leaves_no_file() {
    interrupt("bridge", &[], false);
}

//! The program as its users meet it: what it prints, where, with which status, and what it writes.

mod common;

use std::fs;
use std::path::Path;
use std::process::Stdio;

use tempfile::TempDir;

use crate::common::OFFICE;
use crate::common::arrears;
use crate::common::names;
use crate::common::path;
use crate::common::refusal_of;
use crate::common::result_of;
use crate::common::text;

#[test]
fn the_forecast_is_the_only_thing_on_standard_output() {
    let found = result_of(&["run", OFFICE, "--replications", "50"]);
    assert!(found.starts_with("A small permit office\n"), "{found}");
    assert!(found.contains("--seed 3 --replications 50"), "{found}");
    assert!(found.lines().all(|line| line.chars().count() <= 80), "{found}");
}

#[test]
fn the_scenario_says_how_many_futures_unless_the_command_does() {
    assert!(result_of(&["run", OFFICE]).contains("--seed 3 --replications 400"));
    let found = result_of(&["run", OFFICE, "--seed", "9", "--replications", "20"]);
    assert!(found.contains("--seed 9 --replications 20"), "{found}");
    let found = result_of(&["run", OFFICE, "--precision", "20%"]);
    assert!(found.contains("The precision that was asked for is reached"), "{found}");
}

#[test]
fn the_same_command_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = TempDir::new().unwrap();
    let run = |threads: &str, json: &str| {
        let json = path(&folder, json);
        let run = ["run", OFFICE, "--replications", "600", "--threads", threads, "--json", &json];
        (result_of(&run), fs::read(json).unwrap())
    };
    let one = run("1", "one.json");
    assert_eq!(one, run("1", "again.json"));
    assert_eq!(one, run("2", "two.json"));
}

#[test]
fn json_and_csv_are_written_whole_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let (json, tables) = (path(&folder, "out.json"), path(&folder, "new/tables"));
    result_of(&["run", OFFICE, "--replications", "50", "--json", &json, "--csv", &tables]);
    let read: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    assert_eq!(read["replications"], 50);
    assert_eq!(names(folder.path()), ["new", "out.json"]);
    let expected = [
        "budgets.csv",
        "new_cases.csv",
        "observed.csv",
        "rules.csv",
        "series.csv",
        "totals.csv",
        "waits.csv",
    ];
    assert_eq!(names(Path::new(&tables)), expected);
    // A second run replaces them.
    result_of(&["run", OFFICE, "--replications", "60", "--json", &json, "--csv", &tables]);
    assert!(fs::read_to_string(&json).unwrap().contains("\"replications\": 60"));
}

#[test]
fn a_good_scenario_is_checked_and_explained() {
    let found = result_of(&["check", OFFICE]);
    assert!(found.starts_with(&format!("{OFFICE}: no faults\n2 streams, 1 pool;")), "{found}");
    let found = result_of(&["explain", OFFICE]);
    assert!(found.contains("Stream building"), "{found}");
}

#[test]
fn all_faults_are_named_with_their_lines() {
    let folder = TempDir::new().unwrap();
    let file = path(&folder, "wrong.toml");
    let office = fs::read_to_string(OFFICE).unwrap();
    let wrong = office.replace("share = 0.4,", "share = 40,").replace("absence =", "absense =");
    fs::write(&file, wrong).unwrap();
    for command in ["run", "check", "explain"] {
        let found = refusal_of(&[command, &file]);
        assert!(found.contains(&format!("{file}:24  stream[1].notice.share  40, must")), "{found}");
        assert!(found.contains("absense"), "{found}");
        // The CSV files are looked for in the scenario's folder.
        assert!(found.contains("stock.csv"), "{found}");
        assert!(3 < found.lines().count(), "{found}");
    }
}

#[test]
fn what_is_no_scenario_is_refused_in_one_line() {
    let folder = TempDir::new().unwrap();
    let file = path(&folder, "latin.toml");
    fs::write(&file, b"format = 1\ntitle = \"caf\xe9\"\n").unwrap();
    let rows = [
        (path(&folder, "missing.toml"), "does not exist"),
        (path(&folder, ""), "is a folder"),
        (file, "is not UTF-8 in line 2"),
    ];
    for (file, reason) in rows {
        let found = refusal_of(&["run", &file]);
        assert!(found.contains(reason) && found.starts_with(&file), "{found}");
        assert_eq!(found.lines().count(), 1, "{found}");
    }
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    let rows: [&[&str]; 8] = [
        &["run"],
        &["run", OFFICE, "--threads", "0"],
        &["run", OFFICE, "--replications", "0"],
        &["run", OFFICE, "--replications", "many"],
        &["run", OFFICE, "--precision", "0"],
        &["run", OFFICE, "--precision", "1"],
        &["run", OFFICE, "--precision", "1%", "--replications", "5"],
        &["run", OFFICE, "--seed", "-1"],
    ];
    for row in rows {
        refusal_of(row);
    }
}

#[test]
fn targets_that_cannot_be_written_are_refused_before_the_run() {
    let folder = TempDir::new().unwrap();
    let scenario = path(&folder, "office.toml");
    let file = path(&folder, "file");
    let (inside, missing) = (format!("{file}/tables"), path(&folder, "missing/out.json"));
    let (both, here) = (path(&folder, "totals.csv"), path(&folder, ""));
    for name in ["office.toml", "stock.csv", "intake.csv"] {
        let from = Path::new(OFFICE).with_file_name(name);
        fs::copy(from, folder.path().join(name)).unwrap();
    }
    fs::write(&file, "kept").unwrap();
    let rows: [(&[&str], &str); 9] = [
        (&["--outcomes", &missing], "make it first"),
        (&["--outcomes", &both, "--json", &both], "would be written twice"),
        (&["--outcomes", &scenario], "belongs to the scenario"),
        (&["--json", &missing], "make it first"),
        (&["--json", &here], "is not a file"),
        (&["--json", &scenario], "belongs to the scenario"),
        (&["--csv", &file], "is no folder"),
        (&["--csv", &inside], "is no folder"),
        (&["--json", &both, "--csv", &here], "would be written twice"),
    ];
    for (targets, reason) in rows {
        // So many futures would take days: a refusal comes before them.
        let run = ["run", &scenario, "--replications", "100000000"];
        let found = refusal_of(&[&run[..], targets].concat());
        assert!(found.contains(reason), "{found}");
        assert_eq!(found.lines().count(), 1, "{found}");
    }
    assert_eq!(names(folder.path()), ["file", "intake.csv", "office.toml", "stock.csv"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "kept");
}

#[test]
fn help_names_units_defaults_and_an_example() {
    let found = result_of(&["run", "--help"]);
    let words = [
        "[default: scenario's, else 1,000]",
        "Examples:",
        "0.5%",
        "cents",
        "--set pool.fte=12",
        "--grid pool.fte=10..20:2",
        "--outcomes outcomes.csv",
    ];
    for words in words {
        let joined = found.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(joined.contains(words), "{words} in {found}");
    }
    for (command, examples) in [("check", "Examples:"), ("explain", "Example:")] {
        assert!(result_of(&[command, "--help"]).contains(examples));
    }
}

#[cfg(unix)]
mod unix {
    use super::*;

    #[test]
    fn a_reader_that_goes_away_is_no_fault() {
        let mut child = arrears(&["run", OFFICE, "--replications", "50"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let found = child.wait_with_output().unwrap();
        assert_eq!(text(&found.stderr), "");
        assert_eq!(found.status.code(), Some(0));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_is_said() {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let found = arrears(&["check", OFFICE]).stdout(full).output().unwrap();
        assert_eq!(found.status.code(), Some(1));
        assert!(text(&found.stderr).contains("standard output could not be written"));
    }

    #[test]
    fn a_written_file_is_as_readable_as_any_new_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = TempDir::new().unwrap();
        let (json, plain) = (path(&folder, "out.json"), path(&folder, "plain"));
        fs::write(&plain, "").unwrap();
        result_of(&["run", OFFICE, "--replications", "20", "--json", &json]);
        let mode = |file: &str| fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode(&json), mode(&plain));
    }
}

//! What is not known, as users of the program meet it: calibrations, sensitivity, backtests.

mod common;

use std::fs;

use tempfile::TempDir;

use crate::common::arrears;
use crate::common::path;
use crate::common::refusal_of;
use crate::common::result_of;

/// 20 working days before the as-of day on which each of the staff decides one case.
const OFFICE: &str = include_str!("../../tests/data/uncertain-office.toml");

fn office(folder: &TempDir) -> String {
    let file = path(folder, "office.toml");
    fs::write(&file, OFFICE).unwrap();
    file
}

fn is_narrow(page: &str) {
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
}

#[test]
fn a_run_says_how_much_is_not_known() {
    let folder = TempDir::new().unwrap();
    let page = result_of(&["run", &office(&folder)]);
    is_narrow(&page);
    assert!(page.contains("2 numbers of this scenario are not known"), "{page}");
    let page = result_of(&["explain", &office(&folder)]);
    is_narrow(&page);
    assert!(page.contains("staff (pool[1].fte): uniform from 8 to 12"), "{page}");
}

#[test]
fn a_calibration_gives_draws_that_other_commands_take() {
    let folder = TempDir::new().unwrap();
    let file = office(&folder);
    let [draws, json, state] =
        ["draws.csv", "out.json", "office.state"].map(|name| path(&folder, name));
    let told = [
        ["calibrate", &file, "--draws", "100"],
        ["--posterior", &draws, "--json", &json],
        ["--state", &state, "--threads", "2"],
    ]
    .concat();
    let page = result_of(&told);
    is_narrow(&page);
    assert!(page.contains("All figures can be met together"), "{page}");
    assert!(fs::read_to_string(&json).unwrap().contains("\"stopped\""));
    // Taken up again from its last generation it ends with the same.
    let first = fs::read_to_string(&draws).unwrap();
    assert_eq!(result_of(&told), page);
    assert_eq!(fs::read_to_string(&draws).unwrap(), first);
    let with_draws = ["--set", "posterior=draws.csv"];
    let page = result_of(&[&["run", &file], &with_draws[..]].concat());
    assert!(page.contains("draws of a calibration, worth"), "{page}");
    let page = result_of(
        &[&["sensitivity", &file, "--replications", "100", "--at-ends", "2"], &with_draws[..]]
            .concat(),
    );
    is_narrow(&page);
    assert!(page.contains("With --before"), "{page}");
    // The state of another seed is refused.
    let said = refusal_of(&[&told[..], &["--seed", "9"]].concat());
    assert!(said.starts_with("--state ") && said.contains("must be fingerprint"), "{said}");
}

#[test]
fn a_sensitivity_fits_the_terminal_and_refuses_what_is_no_total() {
    let folder = TempDir::new().unwrap();
    let file = office(&folder);
    let json = path(&folder, "out.json");
    let few = ["--replications", "100", "--at-ends", "2", "--points", "16"];
    let page = result_of(
        &[&["sensitivity", &file, "--of", "decided", "--json", &json], &few[..]].concat(),
    );
    is_narrow(&page);
    assert!(page.contains("What to count next"), "{page}");
    assert!(fs::read_to_string(&json).unwrap().contains("share_gone_when_known"));
    let said = refusal_of(&[&["sensitivity", &file, "--of", "owed"], &few[..]].concat());
    assert!(said.contains("must be the name of a total, as one of: bill"), "{said}");
    let said = refusal_of(&["sensitivity", &file, "--points", "100"]);
    assert!(said.contains("a power of two from 16"), "{said}");
}

#[test]
fn a_backtest_is_scored_from_one_day_or_several() {
    let folder = TempDir::new().unwrap();
    let file = office(&folder);
    let [seen, json] = ["seen.csv", "out.json"].map(|name| path(&folder, name));
    let series = "date,quantity,value\n2026-01-10,open_stock,950\n2026-02-20,open_stock,650\n\
                  2026-03-20,open_stock,\n";
    fs::write(&seen, series).unwrap();
    let page = result_of(&["backtest", &file, "--observed", &seen, "--json", &json]);
    is_narrow(&page);
    assert!(page.contains("Forecast as of 2026-02-01"), "{page}");
    assert!(fs::read_to_string(&json).unwrap().contains("\"mean_crps\""));
    let days = ["--as-of", "2026-01-07", "--as-of", "2026-02-10"];
    let page = result_of(&[&["backtest", &file, "--observed", &seen], &days[..]].concat());
    assert!(page.contains("Forecast as of 2026-01-07") && page.contains("2026-02-10"), "{page}");
    let missing = path(&folder, "none.csv");
    let said = refusal_of(&["backtest", &file, "--observed", &missing]);
    assert!(said.ends_with("none.csv: does not exist\n"), "{said}");
    fs::write(&seen, "date,quantity,value\n2026-02-20,open_stock,many\n").unwrap();
    let said = refusal_of(&["backtest", &file, "--observed", &seen]);
    assert!(said.contains("seen.csv:2  value  \"many\", must be a whole number"), "{said}");
}

#[test]
fn what_cannot_be_calibrated_is_refused_before_anything_is_simulated() {
    let folder = TempDir::new().unwrap();
    let file = office(&folder);
    let said = refusal_of(&[
        "calibrate",
        &file,
        "--set",
        "pool.fte=10",
        "--set",
        "stream.notice.share=0.4",
    ]);
    assert!(said.contains("every number is known"), "{said}");
    let draws = path(&folder, "draws.csv");
    let set = ["--set", "observed[1].high=500", "--set", "observed[1].low=480"];
    let set = [&set[..], &["--set", "observed[1].value=490"]].concat();
    let told = [&["calibrate", &file, "--draws", "20", "--posterior", &draws], &set[..]].concat();
    let said = refusal_of(&told);
    assert!(said.contains("Widen the inputs, or the model is wrong"), "{said}");
    assert!(!fs::exists(&draws).unwrap());
    assert!(arrears(&["calibrate", "--help"]).output().unwrap().status.success());
}

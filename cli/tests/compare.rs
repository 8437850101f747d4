//! Policies and scenarios side by side, as users of the program meet them.

mod common;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::common::OFFICE;
use crate::common::names;
use crate::common::path;
use crate::common::refusal_of;
use crate::common::result_of;

const POLICIES: &str = include_str!("data/policies.toml");

/// A folder with the office, with policies and without, and the files that it names.
fn office() -> (TempDir, String, String) {
    let folder = TempDir::new().unwrap();
    for name in ["stock.csv", "intake.csv"] {
        fs::copy(Path::new(OFFICE).with_file_name(name), folder.path().join(name)).unwrap();
    }
    let text = fs::read_to_string(OFFICE).unwrap();
    let (with, without) = (path(&folder, "with.toml"), path(&folder, "without.toml"));
    fs::write(&with, format!("{text}{POLICIES}")).unwrap();
    fs::write(&without, text).unwrap();
    (folder, with, without)
}

fn json(file: &str) -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn policies_are_ranked_and_all_is_written() {
    let (folder, with, _) = office();
    let [out, tables, rows] = ["out.json", "tables", "rows.csv"].map(|name| path(&folder, name));
    let files = ["--json", &out, "--csv", &tables, "--outcomes", &rows];
    let found = result_of(&[&["compare", &with, "--replications", "60"], &files[..]].concat());
    assert!(found.starts_with("A small permit office\n"), "{found}");
    assert!(found.contains("--seed 3 --replications 60"), "{found}");
    assert!(found.lines().all(|line| line.chars().count() <= 80), "{found}");
    for name in ["hire 4", "overtime, all year", "in time first", "do nothing"] {
        assert!(found.lines().any(|line| line.starts_with(name)), "{name} in {found}");
    }
    let read = json(&out);
    assert_eq!(read["policies"].as_array().unwrap().len(), 4);
    assert_eq!(read["replications"], 60);
    let expected = ["policies.csv", "policy_dates.csv", "policy_totals.csv", "policy_waits.csv"];
    assert_eq!(names(Path::new(&tables)), expected);
    let rows = fs::read_to_string(&rows).unwrap();
    assert!(rows.starts_with("policy,name,replication,bill_cents,"), "{rows}");
    assert_eq!(rows.lines().count(), 1 + 4 * 60);
    assert!(rows.lines().nth(3).unwrap().starts_with("2,\"overtime, all year\",0,"), "{rows}");
}

#[test]
fn the_same_comparison_gives_the_same_bytes_on_any_number_of_threads() {
    let (folder, with, _) = office();
    let run = |threads: &str| {
        let [out, rows] =
            ["json", "csv"].map(|ending| path(&folder, &format!("{threads}.{ending}")));
        let files = ["--json", &out, "--outcomes", &rows];
        let told = ["compare", &with, "--replications", "600", "--threads", threads];
        let page = result_of(&[&told[..], &files].concat());
        (page, fs::read(out).unwrap(), fs::read(rows).unwrap())
    };
    assert_eq!(run("1"), run("2"));
}

#[test]
fn a_policy_has_the_numbers_that_it_has_alone_and_those_of_the_forecast() {
    let (folder, with, without) = office();
    let run = |name: &str, arguments: &[&str]| {
        let out = path(&folder, name);
        result_of(&[arguments, &["--replications", "50", "--json", &out]].concat());
        json(&out)
    };
    let all = run("all", &["compare", &with]);
    let only = "overtime, all year";
    let one = run("one", &["compare", &with, "--only", only]);
    assert_eq!(one["policies"].as_array().unwrap().len(), 2);
    assert_eq!(one["policies"][0], all["policies"][0]);
    assert_eq!(one["policies"][1], all["policies"][2]);
    let two = run("two", &["compare", &with, "--only", "in time first,hire 4"]);
    assert_eq!(two["policies"][1], all["policies"][1]);
    assert_eq!(two["policies"][2], all["policies"][3]);
    // Doing nothing is the forecast of the scenario without policies.
    let forecast = run("forecast", &["run", &without]);
    let bill = &all["policies"][0]["totals"][0];
    assert_eq!(
        (bill["name"].as_str(), &bill["mean"]),
        (Some("bill"), &forecast["totals"][0]["mean"])
    );
    let found = refusal_of(&["compare", &with, "--only", "hire, x"]);
    assert_eq!(
        found,
        "--only  \"hire\", must be the name of a policy, one of: \"hire 4\", \"overtime, all \
         year\", \"in time first\"; did you mean \"hire 4\"?\n\
         --only  \"x\", must be the name of a policy, one of: \"hire 4\", \"overtime, all year\", \
         \"in time first\"\n"
    );
}

#[test]
fn values_are_set_in_every_policy_and_said() {
    let (folder, with, _) = office();
    let out = path(&folder, "out.json");
    let set = ["--set", "pool.absence=0.1", "--set", "policy.\"hire 4\".hire.fte=6"];
    let found = result_of(
        &[&["compare", &with, "--replications", "20", "--json", &out], &set[..]].concat(),
    );
    assert!(found.contains("With pool.absence = 0.1; policy.\"hire 4\".hire.fte = 6."), "{found}");
    assert_eq!(json(&out)["settings"][0]["key"], "pool.absence");
    let found = refusal_of(&["compare", &with, "--set", "seed=1", "--seed", "2"]);
    assert!(found.contains("--set seed beside --seed"), "{found}");
    let found = refusal_of(&["compare", &with, "--set", "policy.\"hire 4\".hire.from=2025-12-31"]);
    assert!(found.contains("must be on or after the as-of day, 2026-01-01"), "{found}");
}

#[test]
fn whole_scenarios_stand_side_by_side() {
    let (folder, with, without) = office();
    let text = fs::read_to_string(&without).unwrap();
    let more = path(&folder, "more.toml");
    fs::write(&more, text.replace("value = 14", "value = 20").replace("A small", "A large"))
        .unwrap();
    let found = result_of(&["compare", &without, &more, &with, "--replications", "40"]);
    let page = found.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("how much less than “without”"), "{found}");
    assert!(page.contains("more: A large permit office"), "{found}");
    assert!(page.contains("Answer: “more”, with 95% confidence"), "{found}");
    // The policies of the files themselves are left out.
    assert!(!page.contains("hire 4"), "{found}");
    let found = result_of(&["compare", &without, &more, &with, "--only", "more"]);
    assert!(!found.lines().any(|line| line.starts_with("with ")), "{found}");
    let later = path(&folder, "later.toml");
    fs::write(&later, text.replace("as_of = 2026-01-01", "as_of = 2026-01-02")).unwrap();
    let found = refusal_of(&["compare", &without, &later]);
    let said = "later  as_of  2026-01-02, must be 2026-01-01, as in without: scenarios are \
                compared over the same days and years; --set as_of=2026-01-01 makes it so in all\n";
    assert_eq!(found, said);
    // What is wrong with each file is said, not only with the first.
    let wrong = [&without, &more].map(|file| {
        let name = format!("{file}.wrong.toml");
        fs::write(&name, fs::read_to_string(file).unwrap().replace("seed = 3", "seed = x3"))
            .unwrap();
        name
    });
    let found = refusal_of(&["compare", &wrong[0], &wrong[1]]);
    assert_eq!(found.lines().count(), 2, "{found}");
    assert!(found.starts_with(&format!("{}:9  ", wrong[0])), "{found}");
}

#[test]
fn without_a_policy_there_is_nothing_to_compare() {
    let (folder, with, without) = office();
    let found = refusal_of(&["compare", &without]);
    let said = "nothing to compare, must have a [[policy]], or be followed by another scenario";
    assert_eq!(found, format!("{without}  {said}\n"));
    let found = refusal_of(&["compare"]);
    assert!(found.contains("<FILE>..."), "{found}");
    let found = refusal_of(&["compare", &with, &with]);
    assert!(found.contains("must be a scenario of its own: it is there already"), "{found}");
    // Nothing that was read is written over.
    let found = refusal_of(&["compare", &with, "--json", &with]);
    assert!(found.contains("belongs to the scenario"), "{found}");
    let rows = path(&folder, "none/rows.csv");
    let found = refusal_of(&["compare", &with, "--outcomes", &rows]);
    assert!(found.contains("is no folder; make it first"), "{found}");
    assert_eq!(names(folder.path()).len(), 4);
}

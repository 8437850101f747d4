//! Prices and plans, as users of the program meet them.

mod common;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::common::OFFICE;
use crate::common::names;
use crate::common::path;
use crate::common::refusal_of;
use crate::common::result_of;

const PERMITS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/scenarios/minimal.toml");
const FEW: [&str; 2] = ["--replications", "40"];

fn json(file: &str) -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_price_has_a_row_a_month_and_its_files() {
    let folder = TempDir::new().unwrap();
    let [out, tables] = ["out.json", "tables"].map(|name| path(&folder, name));
    let cost = ["--set", "pool.staff_cost={ per_fte_per_year = 80_000 }"];
    let files = ["--json", &out, "--csv", &tables];
    let found = result_of(&[&["price", OFFICE, "--of", "fte"], &FEW[..], &cost, &files].concat());
    assert!(found.lines().all(|line| line.chars().count() <= 80), "{found}");
    assert!(found.contains("With pool.staff_cost = { per_fte_per_year = 80_000 }."), "{found}");
    assert!(found.contains("--seed 3 --replications 40"), "{found}");
    // From the as-of day, 1 January 2026, to the end, 30 June 2027.
    let rows = |text: &str| text.lines().filter(|line| line.starts_with("202")).count();
    assert_eq!(rows(&found), 18, "{found}");
    let read = json(&out);
    assert_eq!(read["starts"][17]["from"], "2027-06-01");
    assert_eq!((&read["lever"]["lever"], &read["lever"]["units"]), (&"hire".into(), &1.into()));
    assert_eq!(names(Path::new(&tables)), ["price.csv"]);
    assert_eq!(rows(&fs::read_to_string(path(&folder, "tables/price.csv")).unwrap()), 18);
}

#[test]
fn a_price_is_asked_for_some_days_training_and_units() {
    let told = ["--from", "2026-02-01", "--until", "2026-04-30", "--every", "6 weeks"];
    let training = ["--training-days", "90", "--learning-days", "60", "--first-output", "0.5"];
    let more = ["--trainers", "0.2", "--units", "3", "--pool", "deciders"];
    let found = result_of(&[&["price", OFFICE], &FEW[..], &told, &training, &more].concat());
    let page = one_line(&found);
    assert!(page.contains("to have 3 more fte in pool deciders"), "{found}");
    assert!(
        page.contains("90 days of training without decisions, in which each keeps 0.2"),
        "{found}"
    );
    assert!(page.contains("then 60 days of learning"), "{found}");
    let days: Vec<&str> = found.lines().filter(|line| line.starts_with("2026")).collect();
    assert_eq!(
        days.iter().map(|day| &day[..10]).collect::<Vec<_>>(),
        ["2026-02-01", "2026-03-15", "2026-04-26",]
    );
    assert!(page.contains("The scenario does not say what that costs"), "{found}");
}

#[test]
fn a_pool_without_people_is_priced_by_decisions() {
    let told = ["price", PERMITS, "--replications", "16", "--every", "12 months"];
    let found = result_of(&told);
    assert!(one_line(&found).contains("1 more decision a week in pool deciders"), "{found}");
    let found = refusal_of(&[&told[..], &["--of", "fte"]].concat());
    let said = "--of fte  people for \"deciders\", of which only decisions are known, must be for \
                a pool with decisions_per_fte_per_week, what one fte decides in a week\n";
    assert_eq!(found, said);
    let found = refusal_of(&["price", OFFICE, "--of", "decisions"]);
    let said = "--of decisions  decisions for \"deciders\", whose people are counted, must be fte, \
                people who are hired\n";
    assert_eq!(found, said);
}

#[test]
fn what_is_wrong_with_a_price_is_told_with_its_option() {
    for (options, said) in [
        (
            &["--from", "2025-12-31"][..],
            "--from  2025-12-31, must be from the as-of day, 2026-01-01, to the last, 2027-06-30\n",
        ),
        (
            &["--until", "2027-07-01"],
            "--until  2027-07-01, must be from the as-of day, 2026-01-01, to the last, \
             2027-06-30\n",
        ),
        (
            &["--every", "soon"],
            "--every  \"soon\", must be days, weeks or months, as 1 month or 2 weeks\n",
        ),
        (
            &["--every", "0 days"],
            "--every  \"0 days\", must be days, weeks or months, as 1 month or 2 weeks\n",
        ),
        (
            &["--from", "2026-05-01", "--until", "2026-04-01"],
            "--every  2026-04-01, must be on or after 2026-05-01\n",
        ),
        (
            &["--pool", "desk"],
            "--pool  \"desk\", must be the name of a pool, one of: \"deciders\"\n",
        ),
        (
            &["--first-output", "0.5"],
            "--first-output  given alone, must be together with --learning-days, as 90\n",
        ),
        (
            &["--trainers", "11"],
            "--trainers  11, must be between 0 and 10 fte for each hired fte\n",
        ),
        (
            &["--of", "decisions", "--training-days", "3"],
            "--of decisions  with training, must be left out: only people who are hired are \
             trained\n",
        ),
        (
            &["--set", "seed=1", "--seed", "2"],
            "--set seed beside --seed, must be one of them alone\n",
        ),
    ] {
        assert_eq!(refusal_of(&[&["price", OFFICE], options].concat()), said);
    }
    let found = refusal_of(&["price", OFFICE, "--units", "0"]);
    assert!(found.contains("must be a whole number from 1 to 1,000,000, as 10"), "{found}");
    let found = refusal_of(&["price", OFFICE, "--from", "soon"]);
    assert!(found.contains("must be a date, as 2020-03-03"), "{found}");
}

#[test]
fn a_plan_says_its_answer_and_writes_its_files() {
    let folder = TempDir::new().unwrap();
    let [out, tables] = ["out.json", "tables"].map(|name| path(&folder, name));
    let target = ["--target", "P(owed in 2026 <= 100 thousand) >= 80%", "--lever", "hire"];
    let files = ["--json", &out, "--csv", &tables];
    let told = [&["plan", OFFICE], &FEW[..], &target].concat();
    let found = result_of(&[&told[..], &files].concat());
    assert!(found.lines().all(|line| line.chars().count() <= 80), "{found}");
    let read = json(&out);
    let answer = read["answer"].as_u64().unwrap();
    let tried = |units: u64| {
        let all = read["tried"].as_array().unwrap();
        all.iter().find(|it| it["units"] == units).unwrap().clone()
    };
    assert!(0 < answer && tried(answer)["is_reached"] == true, "{found}");
    assert_eq!(tried(answer - 1)["is_reached"], false);
    assert!(0.8 <= tried(answer)["happens"]["share"].as_f64().unwrap());
    let page = one_line(&found);
    assert!(
        page.contains(&format!("Answer: {answer} more fte. With that it happens in")),
        "{found}"
    );
    assert_eq!(names(Path::new(&tables)), ["plan.csv"]);
    // The same on other threads, and a policy of so many is as the plan says.
    assert_eq!(result_of(&[&told[..], &["--threads", "2"]].concat()), found);
    let outcomes = path(&folder, "outcomes.csv");
    let hire = format!("pool.hire=[{{ fte = {answer}, from = 2026-01-01 }}]");
    let run = ["run", OFFICE, "--set", &hire, "--outcomes", &outcomes];
    result_of(&[&run[..], &FEW].concat());
    let rows = fs::read_to_string(outcomes).unwrap();
    let place = rows.lines().next().unwrap().split(',').position(|it| it == "owed.2026_cents");
    let owed = |row: &str| row.split(',').nth(place.unwrap()).unwrap().parse::<u64>().unwrap();
    let hits = rows.lines().skip(1).filter(|row| owed(row) <= 10_000_000).count();
    assert_eq!(tried(answer)["happens"]["futures"], hits);
}

#[test]
fn a_plan_that_cannot_be_reached_says_how_far_it_got() {
    let told = ["--target", "P(late stock = 0 by 2026-01-05) >= 0.9", "--lever", "overtime"];
    let found = result_of(&[&["plan", OFFICE, "--at-most", "20"], &FEW[..], &told].concat());
    let page = one_line(&found);
    assert!(page.contains("Answer: it cannot be reached with 20% overtime at most."), "{found}");
    let easy = ["--target", "P(bill <= 100 million) >= 1", "--lever", "productivity"];
    let found = result_of(&[&["plan", OFFICE], &FEW[..], &easy].concat());
    assert!(one_line(&found).contains("Answer: nothing more."), "{found}");
}

#[test]
fn what_is_wrong_with_a_plan_is_told_with_its_option() {
    let target = |text: &'static str, lever: &'static str| {
        refusal_of(&["plan", OFFICE, "--target", text, "--lever", lever])
    };
    let found = target("P(late stock = 0 by soon) >= 0.9", "hire");
    assert!(found.contains("\"soon) >= 0.9\", must be a date, as 2021-01-01"), "{found}");
    let found = target("the stock is gone", "hire");
    assert!(found.contains("must be P(EVENT) >= SHARE, as P(late stock = 0 by"), "{found}");
    let found = target("P(late stock = 0 by 2027-06-30) >= 0.9", "hire");
    let said = "--target  2027-06-30, must be from 2026-01-01 to 2027-06-03: it counts as gone \
                when it stays so for 28 days, up to 2027-06-30\n";
    assert_eq!(found, said);
    let found = target("P(paid in 2030 <= 1) >= 0.9", "hire");
    assert_eq!(found, "--target  2030, must be a fiscal year from 2025 to 2027\n");
    let found = target("P(bill <= 1) >= 0.9", "decisions");
    assert!(found.starts_with("--lever decisions  decisions for \"deciders\", whose people are"));
    let found = refusal_of(&[
        "plan",
        OFFICE,
        "--target",
        "P(bill <= 1) >= 0.9",
        "--lever",
        "overtime",
        "--at-most",
        "101",
    ]);
    assert_eq!(found, "--lever overtime  101% overtime, must be at most 100%\n");
    let found = refusal_of(&["plan", OFFICE, "--lever", "hire"]);
    assert!(found.contains("--target <TARGET>"), "{found}");
}

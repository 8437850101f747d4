//! A register that is equal to the history which a replay has produced goes on as the replay does.
//!
//! Everything is fixed, so that the history can be written down by hand: 120 cases wait on the first
//! day, one received on each of the 120 days before it; two come in on each of the first hundred days;
//! one is decided a day, the oldest first. So the case with number k, from 0, is decided on day k.

use std::collections::BTreeMap;
use std::fmt::Write;

use arrears::random::Key;
use arrears::scenario::Scenario;
use arrears::sim::Engine;
use arrears::sim::Outcome;
use arrears::sim::Workspace;
use arrears::time::Day;

/// The day on which the register is written: 36 weeks after the first.
const WRITTEN: i32 = 252;
const CASES: i32 = 320;

fn day(t: i32) -> Day {
    Day::new(2020, 1, 6).unwrap() + t
}

/// The scenario from a day on, with this stock and intake.
fn scenario(start: i32, stock: &str, intake: &str, conventions: &str) -> String {
    let splits = [WRITTEN, WRITTEN + 30, WRITTEN + 111].map(|t| day(t).to_string()).join(", ");
    let (start, as_of, end) = (day(start), day(WRITTEN), day(700));
    format!(
        r#"
format = 1
title = "History"
start = {start}
as_of = {as_of}
end = {end}
split_on = [{splits}]
working_days = "every day"
{conventions}
[[stream]]
name = "cases"
term = {{ days = 28 }}
stock = {stock}
intake = {{ {intake} per_day = 0.5, variation = "none" }}
notice = {{ share = 1, delay = 10 }}
appeal = {{ share = 1, delay = 7 }}
[[pool]]
name = "deciders"
decisions_per_week = 7
[administrative_penalty]
tariff = [{{ days = 14, per_day = 23 }}, {{ days = 14, per_day = 35 }}, {{ days = 14, per_day = 45 }}]
payment = {{ after_days = 14, delay = 42 }}
[court]
duration = 56
term_days = 28
amounts = [{{ per_day = 100, maximum = 15_000 }}]
payment = {{ trigger = "decision", after_days = 0, delay = 30 }}
"#
    )
}

fn simulate(text: &str, files: &[(&str, String)]) -> (Engine, Outcome) {
    let load = |name: &str| {
        let found = files.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.clone()).ok_or_else(|| "no such file".to_owned())
    };
    let setup = Scenario::read(text, load).unwrap_or_else(|it| panic!("{it}")).into_setup();
    let engine = Engine::new(&setup.model);
    let outcome = engine.simulate(Key::from_seed(1), &mut Workspace::default());
    (engine, outcome)
}

/// What has happened to case number k up to the day before the register is written.
fn row(k: i32) -> String {
    let received = if k < 120 { k - 120 } else { (k - 120) / 2 };
    // What falls on the day of the decision, or after it, does not happen.
    let has_come = |t: i32| if t < k && t < WRITTEN { day(t).to_string() } else { String::new() };
    let notice = received + 28 + 1 + 10;
    let appeal = notice + 14 + 7;
    let decided = if k < WRITTEN { day(k).to_string() } else { String::new() };
    let [noticed, appealed, judged] = [notice, appeal, appeal + 56].map(has_come);
    format!("{},{noticed},{appealed},{judged},{decided}", day(received))
}

fn register() -> String {
    let mut text = "received,noticed,appealed,judged,decided\n".to_owned();
    for k in 0..CASES {
        writeln!(text, "{}", row(k)).unwrap();
    }
    text
}

fn recorded() -> String {
    let mut text = "day,count\n".to_owned();
    for t in 0..WRITTEN {
        writeln!(text, "{},{}", day(t), if t < 100 { 2 } else { 0 }).unwrap();
    }
    text
}

/// Every total and every week of the replay from the day of the register on, by name.
fn from_then_on((engine, outcome): &(Engine, Outcome)) -> BTreeMap<String, i64> {
    let mut found = BTreeMap::new();
    // What is counted from the start of the scenario starts on another day.
    let differs = ["received", "decided", "decided_late", "owed.before"];
    for (total, value) in engine.totals().iter().zip(&outcome.totals) {
        let name = total.to_string();
        if !differs.contains(&name.as_str()) && !name.ends_with(".2020") {
            found.insert(name, *value);
        }
    }
    let weeks = engine.week_ends().len();
    for (i, series) in engine.series().iter().enumerate() {
        let name = series.name(engine.model());
        for (week, end) in engine.week_ends().enumerate().filter(|(_, end)| day(WRITTEN) <= *end) {
            found.insert(format!("{name} {end}"), outcome.weeks[i * weeks + week]);
        }
    }
    found
}

#[test]
fn a_register_of_what_has_happened_goes_on_as_the_replay_does() {
    for conventions in [
        "",
        "conventions.decision_day = \"does_not_count\"",
        "conventions.first_penalty_day = \"last_day_of_grace\"",
    ] {
        let stock = "[{ from = 2019-09-08, until = 2020-01-05, cases = 120 }]";
        let replay = scenario(0, stock, "recorded = { file = \"days.csv\" },", conventions);
        let replay = simulate(&replay, &[("days.csv", recorded())]);
        let goes_on = scenario(WRITTEN, "{ register = \"cases.csv\" }", "", conventions);
        let goes_on = simulate(&goes_on, &[("cases.csv", register())]);
        let (right, found) = (from_then_on(&replay), from_then_on(&goes_on));
        assert_eq!(right.len(), found.len());
        for (name, value) in &right {
            assert_eq!(found.get(name), Some(value), "{name} {conventions}");
        }
        // A comparison of zeros would show nothing.
        for name in
            ["bill.judicial", "lost.2020-09-14", "paid_by.2020-09-14", "avoidable.2020-09-14"]
        {
            assert!(0 < right[name], "{name}");
        }
        assert!(right["paid_by.2020-09-14"] < right["paid_by.2021-01-03"]);
    }
}

#[test]
fn the_order_of_the_rows_of_a_register_does_not_matter() {
    let text = scenario(WRITTEN, "{ register = \"cases.csv\" }", "", "");
    let read = |register: String| {
        let load = |_: &str| Ok(register.clone());
        Scenario::read(&text, load).unwrap().into_setup().model
    };
    let register = register();
    let mut lines: Vec<&str> = register.lines().collect();
    lines[1..].reverse();
    lines[3..90].rotate_left(17);
    assert_eq!(read(register.clone()), read(lines.join("\n")));
}

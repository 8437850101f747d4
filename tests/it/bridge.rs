//! The bridge between two forecasts: on paper, by a second way, its laws, and that it adds up.

use arrears::ensemble;
use arrears::ensemble::Progress;
use arrears::ensemble::unwatched;
use arrears::model::Model;
use arrears::model::Unit;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::scenario::Setting;
use arrears::sim::Engine;
use arrears::study;
use arrears::study::Bridge;
use arrears::study::BridgeFinding;
use arrears::study::Definition;
use arrears::summary::Fractions;
use rayon::ThreadPoolBuilder;
use serde_json::Value;

use crate::bundled;
use crate::scenario_model::load;

/// Cases that become late on 6 January, give notice on that day and are never decided.
///
/// With 14 days of grace the first penalty day is 21 January, with 4 it is 11 January: up to 30
/// January 10 or 20 days are owed, up to 9 February 20 or 30.
const ON_PAPER: &str = r#"
format = 1
title = "On paper"
as_of = 2026-01-05
end = 2026-02-28
law.grace_days = 4
administrative_penalty.tariff = [{ days = 400, per_day = 30 }]
pool = [{ name = "deciders", decisions_per_week = 0 }]

[[stream]]
name = "permits"
term.days = 28
stock = [{ received = 2025-12-08, cases = 20 }]
notice = { share = 1, delay = 0 }

[bridge]
from = { name = "in January", quantity = "owed", since = 2026-01-01, date = 2026-01-30 }
to = { name = "up to February", quantity = "owed", since = 2026-01-01, date = 2026-02-09 }

[[bridge.step]]
name = "more cases"
before = ["stream.stock=[{ received = 2025-12-08, cases = 10 }]"]

[[bridge.step]]
name = "a higher tariff"
before = ["administrative_penalty.tariff[1].per_day=10"]

[[bridge.step]]
name = "less grace"
before = ["law.grace_days=14"]
"#;

/// A permit office with chance in everything, and four steps.
const OFFICE: &str = r#"
[bridge]
from = { name = "paid", quantity = "paid", since = 2026-01-01, date = 2026-12-31 }
via = [{ name = "owed in the year", quantity = "owed", since = 2026-01-01, date = 2026-12-31 }]
to = { name = "owed by autumn", quantity = "owed", since = 2026-01-01, date = 2026-09-30 }

[[bridge.step]]
name = "more notices"
before = ["stream.notice.share=0.2"]

[[bridge.step]]
name = "more intake"
before = ["stream.intake.per_week=50"]

[[bridge.step]]
name = "fewer decisions"
before = ["pool.decisions_per_week=55"]

[[bridge.step]]
name = "a longer wait for the notice"
before = ["stream.notice.delay=14"]
"#;

fn office() -> String {
    let minimal = include_str!("../../examples/scenarios/minimal.toml");
    format!("{minimal}{OFFICE}")
}

fn read(text: &str) -> Bridge {
    Scenario::read_bridge(text, &[], load).unwrap_or_else(|it| panic!("{it}"))
}

fn found(text: &str, replications: u32) -> BridgeFinding {
    study::bridge(&read(text), 3, replications, &mut unwatched).unwrap()
}

/// The mean in whole euros times the denominator, as numerator and denominator.
fn euros(record: &Fractions) -> (i128, i128) {
    let (numerator, denominator) = record.exact_mean();
    assert_eq!(numerator % 100, 0);
    (numerator / 100, denominator)
}

#[test]
fn three_steps_that_multiply_are_shared_as_on_paper() {
    let found = found(ON_PAPER, 4);
    // Cases × tariff × days: 10 × 10 × 20 before, 20 × 30 × 30 now.
    let terms = &found.in_new_terms;
    assert_eq!([terms.start(), terms.end()].map(|it| it.mean().value), [200_000.0, 1_800_000.0]);
    // Cases: 10 more × (10·20/3 + (30·20 + 10·30)/6 + 30·30/3) = 10 × 516 2/3; in 24ths: four
    // futures, the least common multiple of 1, 2 and 3 is 6.
    let shares = [0, 1, 2].map(|step| euros(terms.contribution(step)));
    assert_eq!(shares[0], (15_500 * 24 / 3, 24));
    // Tariff: 20 more × (10·20/3 + (20·20 + 10·30)/6 + 20·30/3) = 20 × 383 1/3.
    assert_eq!(shares[1], (23_000 * 24 / 3, 24));
    // Days: 10 more × (10·10/3 + (20·10 + 10·30)/6 + 20·30/3) = 10 × 316 2/3.
    assert_eq!(shares[2], (9_500 * 24 / 3, 24));
    let first = [0, 1, 2].map(|step| terms.first(step).mean().value / 100.0);
    assert_eq!(first, [2_000.0, 4_000.0, 1_000.0]);
    let last = [0, 1, 2].map(|step| terms.last(step).mean().value / 100.0);
    assert_eq!(last, [9_000.0, 12_000.0, 6_000.0]);
    assert_eq!(terms.interplay().mean().value, 900_000.0); // 16,000 - 2,000 - 4,000 - 1,000
    let error = |step| terms.contribution(step).mean().standard_error;
    assert_eq!([0, 1, 2].map(error), [Some(0.0); 3]);
}

#[test]
fn another_definition_counts_other_days_of_the_same_worlds() {
    let found = found(ON_PAPER, 1);
    let mean = |record: &Fractions| record.mean().value / 100.0;
    // Ten days more: of 10 cases at 10 before, of 20 cases at 30 now.
    assert_eq!(found.redefined_before.iter().map(mean).collect::<Vec<_>>(), [1_000.0]);
    assert_eq!(found.redefined_now.iter().map(mean).collect::<Vec<_>>(), [6_000.0]);
    assert_eq!(mean(found.in_old_terms.start()), 1_000.0); // 10 × 10 × 10
    assert_eq!(mean(found.in_old_terms.end()), 12_000.0); // 20 × 30 × 20
    let tallies = [&found.before, &found.now].map(|it| it.iter().map(|it| it.mean().unwrap()));
    let [before, now] = tallies.map(Iterator::collect::<Vec<f64>>);
    assert_eq!((before, now), (vec![1e5, 2e5], vec![1.2e6, 1.8e6]));
}

#[test]
fn the_shown_numbers_add_up_to_the_cent_and_to_the_euro() {
    let bridge = read(ON_PAPER);
    let found = study::bridge(&bridge, 1, 5, &mut unwatched).unwrap();
    let text = report::bridge_text(&bridge, &found);
    // 5,166 2/3 + 7,666 2/3 + 3,166 2/3: two of the three go up.
    for row in [
        "up to February, as assumed before 2,000",
        "more cases +5,167",
        "a higher tariff +7,667",
        "less grace +3,166",
        "up to February, as assumed now 18,000",
    ] {
        let is =
            |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ").starts_with(row);
        assert!(text.lines().any(is), "{row}\n{text}");
    }
    let json: Value = serde_json::from_str(&report::bridge_json(&bridge, &found)).unwrap();
    let rows = json["definitions_first"]["rows"].as_array().unwrap();
    let cents: Vec<i64> = rows.iter().map(|row| row["added_up"].as_i64().unwrap()).collect();
    assert_eq!(cents, [100_000, 100_000, 200_000, 516_667, 766_667, 316_666, 1_800_000]);
}

/// The rows of both routes of a finding add up from level to level.
fn check_sums(bridge: &Bridge, found: &BridgeFinding) {
    let json: Value = serde_json::from_str(&report::bridge_json(bridge, found)).unwrap();
    for route in ["definitions_first", "steps_first"] {
        let mut sum = None;
        for row in json[route]["rows"].as_array().unwrap() {
            let whole = row["added_up"].as_i64().unwrap();
            sum = match (row["kind"].as_str().unwrap(), sum) {
                ("level", Some(sum)) => {
                    assert_eq!(sum, whole, "{route}: {row}");
                    Some(whole)
                }
                ("level", None) => Some(whole),
                (_, sum) => Some(sum.unwrap() + whole),
            };
        }
    }
}

#[test]
fn every_bridge_adds_up_to_the_cent() {
    for seed in 0..6 {
        let bridge = read(&office());
        let found = study::bridge(&bridge, seed, 7, &mut unwatched).unwrap();
        check_sums(&bridge, &found);
    }
}

/// What each setting contributes, by hand: every set read on its own, then every order.
fn by_orders(text: &str, settings: &[&str], total: &str, seed: u64, futures: u32) -> Vec<f64> {
    let value = |made: usize| -> Vec<i64> {
        let undone = settings.iter().enumerate().filter(|(i, _)| made >> i & 1 == 0);
        let undone: Vec<Setting> =
            undone.map(|(_, setting)| Setting::parse(setting).unwrap()).collect();
        let setup = Scenario::read_with(text, &undone, load).unwrap().into_setup();
        let engine = Engine::new(&setup.model);
        let outcomes = ensemble::outcomes(&engine, seed, 0..futures);
        outcomes.iter().map(|it| it.total(&engine, total).unwrap()).collect()
    };
    let values: Vec<Vec<i64>> = (0..1 << settings.len()).map(value).collect();
    let mean = |made: usize| values[made].iter().sum::<i64>() as f64 / f64::from(futures);
    let mut orders = vec![Vec::new()];
    for next in 0..settings.len() {
        let longer = |order: &Vec<usize>| {
            let places = 0..=order.len();
            let insert = |at: usize| [&order[..at], &[next], &order[at..]].concat();
            places.map(insert).collect::<Vec<_>>()
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    let mut shares = vec![0.0; settings.len()];
    for order in &orders {
        let mut made = 0;
        for step in order {
            shares[*step] += (mean(made | 1 << step) - mean(made)) / orders.len() as f64;
            made |= 1 << step;
        }
    }
    shares
}

#[test]
fn contributions_are_those_of_all_orders_of_scenarios_read_one_by_one() {
    let settings = [
        "stream.notice.share=0.2",
        "stream.intake.per_week=50",
        "pool.decisions_per_week=55",
        "stream.notice.delay=14",
    ];
    // The same quantities as reported figures, so that a run has them.
    let observed = "[[observed]]
        date = 2026-09-30
        quantity = \"owed\"
        since = 2026-01-01
        value = 1
        source = \"none\"\n";
    let plain = format!("{}{observed}", include_str!("../../examples/scenarios/minimal.toml"));
    let total = "owed.2026-01-01.2026-09-30";
    let right = by_orders(&plain, &settings, total, 3, 40);
    let found = found(&office(), 40);
    for (step, right) in right.iter().enumerate() {
        let mean = found.in_new_terms.contribution(step).mean();
        assert!((mean.value - right).abs() < 1e-3, "{step}: {mean:?} {right}");
        // It matters, so that the test has something to see.
        assert!(1_000.0 < mean.value.abs(), "{step}: {mean:?}");
    }
}

#[test]
fn the_order_of_the_steps_changes_nothing_but_the_order_of_the_rows() {
    let text = office();
    let (head, steps) = text.split_once("[[bridge.step]]").unwrap();
    let mut steps: Vec<&str> = steps.split("[[bridge.step]]").collect();
    let straight = found(&text, 25);
    steps.reverse();
    let turned: String = steps.iter().map(|step| format!("[[bridge.step]]{step}")).collect();
    let turned = found(&format!("{head}{turned}"), 25);
    for step in 0..4 {
        let (one, other) = (&straight.in_new_terms, &turned.in_new_terms);
        assert_eq!(one.contribution(step), other.contribution(3 - step));
        assert_eq!(one.first(step), other.first(3 - step));
        assert_eq!(one.last(step), other.last(3 - step));
    }
}

#[test]
fn a_step_that_changes_nothing_contributes_nothing_and_takes_nothing() {
    let idle = "[[bridge.step]]
        name = \"the same\"
        before = [\"pool.order=oldest_first\"]\n";
    let (with, without) = (found(&format!("{}{idle}", office()), 25), found(&office(), 25));
    let nothing = with.in_new_terms.contribution(4);
    assert_eq!((nothing.mean().value, nothing.mean().standard_error), (0.0, Some(0.0)));
    for step in 0..4 {
        let exact = |it: &BridgeFinding| it.in_new_terms.contribution(step).exact_mean();
        let ((a, of_a), (b, of_b)) = (exact(&with), exact(&without));
        assert_eq!(a * of_b, b * of_a);
    }
}

#[test]
fn the_bridge_back_takes_away_what_the_bridge_there_adds() {
    let text = office();
    let rows = [
        ("share = 0.3,", "share = 0.2,", "notice.share=0.2", "notice.share=0.3"),
        ("intake.per_week = 55", "intake.per_week = 50", "per_week=50", "per_week=55"),
        ("per_week = 50 }", "per_week = 55 }", "decisions_per_week=55", "decisions_per_week=50"),
        (
            "delay.exponential.mean_days = 30",
            "delay = 14",
            "notice.delay=14",
            "notice.delay={ exponential = { mean_days = 30 } }",
        ),
    ];
    let mut back = text.clone();
    for (now, then, before, after) in rows {
        assert!(back.contains(now) && back.contains(before), "{now} {before}");
        back = back.replace(now, then).replace(before, after);
    }
    let (there, back) = (found(&text, 25), found(&back, 25));
    for step in 0..4 {
        let mean = |it: &BridgeFinding| it.in_new_terms.contribution(step).exact_mean();
        assert_eq!(mean(&there).0, -mean(&back).0);
    }
    assert_eq!(there.before, back.now);
}

#[test]
fn a_bridge_is_the_same_on_any_number_of_threads_and_in_blocks() {
    let bridge = read(&office());
    let bytes = |threads: usize, replications: u32| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let run = || study::bridge(&bridge, 3, replications, &mut unwatched).unwrap();
        let found = pool.install(run);
        [
            report::bridge_text(&bridge, &found),
            report::bridge_json(&bridge, &found),
            report::bridge_csv(&bridge, &found),
        ]
    };
    let one = bytes(1, 600);
    assert_eq!(one, bytes(2, 600));
    assert_eq!(one, bytes(7, 600));
    // More futures than are kept at once.
    let text = ON_PAPER
        .replace("[[bridge.step]]\nname = \"less grace\"", "#")
        .replace("before = [\"law.grace_days=14\"]", "");
    let many = found(&text, 5_000);
    assert_eq!(many.in_new_terms.contribution(0).count(), 5_000);
    assert_eq!(many.now[0].count(), 5_000);
}

#[test]
fn the_watch_hears_of_all_worlds_and_can_end_them() {
    use std::ops::ControlFlow;
    let bridge = read(&office());
    let mut heard = Vec::new();
    let mut watch = |progress: Progress| {
        heard.push((progress.done, progress.planned));
        if 1_000 < progress.done { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert!(study::bridge(&bridge, 1, 600, &mut watch).is_err());
    assert_eq!(heard, [(512, 9_600), (600, 9_600), (1_112, 9_600)]);
}

#[test]
fn cases_and_shares_have_bridges_too() {
    let text = office();
    let head = text.split_once("[bridge]").unwrap().0;
    let step = "step = [
        { name = \"more\", before = [\"stream.notice.share=0.2\"] },
        { name = \"fewer\", before = [\"pool.decisions_per_week=55\"] },
    ]";
    for (quantity, unit) in [("late_stock", Unit::Cases), ("notice_share", Unit::Millionths)] {
        let count = format!("{{ name = \"x\", quantity = \"{quantity}\", date = 2026-09-30 }}");
        let text = format!("{head}[bridge]\nfrom = {count}\nto = {count}\n{step}\n");
        let bridge = read(&text);
        assert_eq!(bridge.unit(), unit);
        let found = study::bridge(&bridge, 1, 50, &mut unwatched).unwrap();
        check_sums(&bridge, &found);
        let page = report::bridge_text(&bridge, &found);
        // What counts the same needs no other route.
        assert!(!page.contains("other way round") && !page.contains("counted as"), "{page}");
        assert!(page.contains(if unit == Unit::Cases { "In cases." } else { "In percent." }));
    }
}

#[test]
fn in_rust_a_bridge_is_checked_too() {
    let bridge = read(ON_PAPER);
    let (setup, definitions) = (bridge.setup().clone(), bridge.definitions().to_vec());
    let (steps, worlds) = (bridge.steps().to_vec(), bridge.worlds().to_vec());
    let new = |definitions: &[Definition], steps: usize, worlds: &[Model]| {
        let steps = bridge.steps()[..steps].to_vec();
        Bridge::new(setup.clone(), definitions.to_vec(), steps, worlds.to_vec())
    };
    assert_eq!(new(&definitions, 3, &worlds).unwrap(), bridge);
    let said = |found: Result<Bridge, arrears::error::Problems>| found.unwrap_err().to_string();
    assert!(said(new(&definitions, 2, &worlds)).contains("8 worlds, must be a world for each"));
    assert!(said(new(&definitions, 0, &worlds)).contains("0 steps, must be at least one"));
    assert!(said(new(&[], 3, &worlds)).contains("0 definitions, must be at least one"));
    let mut late = definitions.clone();
    late[1].date = setup.model.period.end() + 1;
    assert!(said(new(&late, 3, &worlds)).contains("must be from 2026-01-05 to 2026-02-28"));
    let other = bundled::setup("minimal.toml").model;
    let mut others = worlds;
    others[0] = other;
    assert!(said(new(&definitions, 3, &others)).contains("a world of other days"));
    assert_eq!(steps.len(), 3);
}

//! Combinations of values: which there are, and that each is the scenario with these values.

use arrears::ensemble;
use arrears::ensemble::Progress;
use arrears::ensemble::unwatched;
use arrears::report;
use arrears::scenario::Axis;
use arrears::scenario::Grid;
use arrears::scenario::Scenario;
use arrears::scenario::Setting;
use arrears::sim::Engine;
use arrears::sim::Outcome;
use arrears::sim::Total;
use arrears::study;
use arrears::study::Replications;
use arrears::study::Variants;
use proptest::prelude::*;
use rayon::ThreadPoolBuilder;

use crate::scenario_errors::end;
use crate::scenario_model::load;

const MINIMAL: &str = include_str!("../../examples/scenarios/minimal.toml");

fn grid(axes: &[&str]) -> Grid {
    Grid::new(axes.iter().map(|text| Axis::parse(text).unwrap()).collect()).unwrap()
}

fn variants(text: &str, axes: &[&str]) -> Variants {
    grid(axes).read(text, &[], load).unwrap_or_else(|it| panic!("{it}"))
}

#[test]
fn every_combination_is_there_once_the_last_key_fastest() {
    let grid = grid(&["a=1,2", "b.c=x, \"y, z\"", "d=1..3:2"]);
    let written = |settings: Vec<Setting>| -> String {
        let settings: Vec<String> = settings.iter().map(ToString::to_string).collect();
        settings.join(" ")
    };
    let found: Vec<String> = grid.combinations().map(written).collect();
    let right = [
        "a=1 b.c=x d=1",
        "a=1 b.c=x d=3",
        "a=1 b.c=\"y, z\" d=1",
        "a=1 b.c=\"y, z\" d=3",
        "a=2 b.c=x d=1",
        "a=2 b.c=x d=3",
        "a=2 b.c=\"y, z\" d=1",
        "a=2 b.c=\"y, z\" d=3",
    ];
    assert_eq!(found, right);
}

#[test]
fn commas_in_quotes_and_brackets_part_nothing() {
    let rows: [(&str, &[&str]); 6] = [
        ("k={ a = 1, b = 2 },[1, 2],3", &["{ a = 1, b = 2 }", "[1, 2]", "3"]),
        ("k=\"a\\\",b\",'c,d\\',e", &["\"a\\\",b\"", "'c,d\\'", "e"]),
        ("k=[\"]\", 1],2", &["[\"]\", 1]", "2"]),
        ("k=2020-01-01, 2020-03-01", &["2020-01-01", "2020-03-01"]),
        ("k=../a.csv,../b.csv", &["../a.csv", "../b.csv"]),
        ("k=\"1..3:1\"", &["\"1..3:1\""]),
    ];
    for (text, right) in rows {
        assert_eq!(Axis::parse(text).unwrap().values(), right, "{text}");
    }
    assert_eq!(Axis::parse(" pool.fte = 1..3:1").unwrap().key(), "pool.fte");
}

#[test]
fn what_is_no_axis_is_refused() {
    let rows = [
        (
            "pool.fte",
            "\"pool.fte\", must be key=a,b,c or key=from..to:step, as pool.fte=300..600:50",
        ),
        ("k=1,,2", "nothing, must be a value after the =, as pool.fte=400"),
        ("k=1,2,1", "\"1\", must be in the list once"),
        ("k=1,2..3:1", "\"2..3:1\", must be a value; a range stands alone"),
    ];
    for (text, right) in rows {
        assert_eq!(Axis::parse(text).unwrap_err().to_string(), right);
    }
    let many: Vec<String> = (0..1_001).map(|number| number.to_string()).collect();
    let fault = Axis::parse(&format!("k={}", many.join(","))).unwrap_err();
    assert_eq!(fault.to_string(), "1001, must be at most 1,000 values");
    let axes = ["a=1..40:1", "b=1..25:1", "c=1,2"].map(|text| Axis::parse(text).unwrap());
    assert!(Grid::new(axes[..2].to_vec()).is_ok());
    let fault = Grid::new(axes.to_vec()).unwrap_err().to_string();
    assert_eq!(fault, "40 x 25 x 2 combinations, must be at most 1,000");
    assert!(Grid::new(Vec::new()).is_err());
}

#[test]
fn each_fault_is_said_once_with_its_value() {
    let text = end("").replace("weeks = 8", "weeks = 0");
    let axes = grid(&["pool.decisions_per_week=-20..20:20", "seed=1,x", "pool.no.way=1,2"]);
    let problems = axes.read(&text, &[Setting::parse("end=soon").unwrap()], load).unwrap_err();
    let said = problems.display_in("s.toml");
    let rows = [
        "s.toml:7  stream[1].term.weeks  0, must be ",
        "--set end=soon  end  the text \"soon\", must be a date",
        "--grid pool.decisions_per_week=-20  pool[1].decisions_per_week  -20, must be 0 or more",
        "--grid pool.no.way=1  pool[1].no  unknown key \"no\"",
        "--grid seed=x  seed  the text \"x\", must be a whole number",
    ];
    for row in rows {
        assert_eq!(said.lines().filter(|line| line.starts_with(row)).count(), 1, "{row}\n{said}");
    }
    assert_eq!(said.lines().count(), rows.len(), "{said}");
    let problems = grid(&["currency=EUR,CHF"]).read(&end(""), &[], load).unwrap_err();
    let right = "--grid  currency  EUR and CHF, must be the same in all combinations";
    assert_eq!(problems.to_string(), right);
    let problems = grid(&["seed=1,2", "seed=3,4"]).read(&end(""), &[], load).unwrap_err();
    assert!(problems.to_string().contains("would undo --grid seed=1"), "{problems}");
}

#[test]
fn a_csv_file_is_loaded_once_for_all_combinations() {
    let mut loaded = Vec::new();
    let load_and_count = |name: &str| {
        loaded.push(name.to_owned());
        load(name)
    };
    let stock = [Setting::parse("stream.permits.stock={ file = \"stock.csv\" }").unwrap()];
    let found = grid(&["seed=1..5:1"]).read(&end(""), &stock, load_and_count).unwrap();
    assert_eq!(found.variants.len(), 5);
    assert!(found.variants.iter().all(|it| it.setup.model.streams[0].stock.cases() == 37));
    assert_eq!(loaded, ["stock.csv"]);
}

#[test]
fn a_variant_is_the_scenario_with_these_values_and_the_same_luck() {
    let axes = ["pool.decisions_per_week=45..55:5", "stream.notice.share=0.2,0.3"];
    let found = variants(MINIMAL, &axes);
    let findings = study::variants(&found, Some(5), Some(300), &mut unwatched).unwrap();
    for (variant, finding) in found.variants.iter().zip(&findings) {
        let settings: Vec<Setting> = ["pool.decisions_per_week", "stream.notice.share"]
            .iter()
            .zip(&variant.values)
            .map(|(key, value)| Setting::parse(&format!("{key}={value}")).unwrap())
            .collect();
        let alone = Scenario::read_with(MINIMAL, &settings, load).unwrap().into_setup();
        assert_eq!(variant.setup, alone);
        let many = Replications::Exactly(300);
        let forecast = study::forecast(&alone, 5, many, &mut unwatched).unwrap();
        let total = |total| forecast.total(total).unwrap().iter().collect::<Vec<_>>();
        let bill: Vec<_> = finding.bill.iter().collect();
        assert_eq!(bill, total(Total::Bill(None)));
        let engine = Engine::new(&alone.model);
        let outcomes = ensemble::outcomes(&engine, 5, 0..300);
        let sum_of = |name: &str| -> i128 {
            outcomes.iter().map(|it| i128::from(it.total(&engine, name).unwrap())).sum()
        };
        assert_eq!(finding.bill.sum(), sum_of("bill"));
        assert_eq!(finding.late_at_end.sum(), sum_of("late_at_end"));
        assert_eq!(finding.lost.as_ref().unwrap().sum(), sum_of("lost.2026-01-01"));
        let gone = |it: &&Outcome| it.total(&engine, "gone") != Some(Total::NEVER);
        assert_eq!(finding.gone_share().hits(), outcomes.iter().filter(gone).count() as u64);
    }
    // More decisions never cost more, and here every future has some cost.
    let mean = |i: usize| findings[i].bill.mean().unwrap();
    assert!(mean(4) < mean(2) && mean(2) < mean(0));
}

#[test]
fn variants_give_the_same_bytes_on_any_number_of_threads_and_in_any_company() {
    let all = variants(MINIMAL, &["pool.decisions_per_week=45..55:5"]);
    let files = |threads: usize| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool.install(|| study::variants(&all, None, Some(700), &mut unwatched));
        let found = found.unwrap();
        let text = report::variants_text(&all, &found);
        [text, report::variants_json(&all, &found), report::variants_csv(&all, &found)]
    };
    let one = files(1);
    assert_eq!(one, files(2));
    assert_eq!(one, files(7));
    let alone = variants(MINIMAL, &["pool.decisions_per_week=50"]);
    let findings = study::variants(&all, None, Some(700), &mut unwatched).unwrap();
    let lone = study::variants(&alone, None, Some(700), &mut unwatched).unwrap();
    assert_eq!(findings[1], lone[0]);
}

#[test]
fn the_csv_has_a_row_a_variant() {
    let all = variants(MINIMAL, &["seed=1,2", "stream.notice.share=0.1..0.3:0.1"]);
    let findings = study::variants(&all, None, Some(50), &mut unwatched).unwrap();
    let text = report::variants_csv(&all, &findings);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|it| it == name).unwrap();
    // The seed is varied and has one column.
    assert_eq!(header.iter().filter(|name| *name == "seed").count(), 1);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    for ((row, variant), finding) in rows.iter().zip(&all.variants).zip(&findings) {
        assert_eq!([&row[0], &row[1]], [&variant.values[0][..], &variant.values[1]]);
        assert_eq!(row[at("fingerprint")], variant.setup.fingerprint);
        let mean: f64 = row[at("bill_mean_cents")].parse().unwrap();
        assert_eq!(Some(mean), finding.bill.mean());
    }
}

#[test]
fn the_watch_hears_of_all_variants_together_and_can_end_them() {
    use std::ops::ControlFlow;
    let all = variants(MINIMAL, &["seed=1..3:1"]);
    let mut heard = Vec::new();
    let mut watch = |progress: Progress| {
        heard.push((progress.done, progress.planned));
        if 700 <= progress.done { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert!(study::variants(&all, None, Some(600), &mut watch).is_err());
    assert_eq!(heard, [(512, 1_800), (600, 1_800), (1_112, 1_800)]);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 5_000,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn any_text_may_be_an_axis(text in any::<String>()) {
        let _ = Axis::parse(&text);
        let _ = Axis::parse(&format!("k={text}"));
    }

    #[test]
    fn any_text_like_an_axis_may_be_one(
        text in "([0-9._+:,\\[\\]{}\"' -]|2020-01-31|month|days|99999999999999999){0,12}",
    ) {
        if let Ok(axis) = Axis::parse(&format!("k={text}")) {
            prop_assert!(!axis.values().is_empty() && axis.values().len() <= 1_000);
        }
    }
}

//! Bridges as text and files: whatever names hold, however many futures there are.

use unicode_width::UnicodeWidthStr;

use crate::ensemble::unwatched;
use crate::model::Model;
use crate::model::Parts;
use crate::model::Quantity;
use crate::report::bridge_csv;
use crate::report::bridge_json;
use crate::report::bridge_text;
use crate::report::number::Digits;
use crate::report::number::Doubt;
use crate::report::number::MoneyUnit;
use crate::report::number::Number;
use crate::report::page::WIDTH;
use crate::report::worlds;
use crate::study;
use crate::study::Bridge;
use crate::study::BridgeFinding;
use crate::study::BridgeStep;
use crate::study::ChangedValue;
use crate::study::Definition;
use crate::study::Reported;

/// Two streams that give notice or not, under a law with both penalties or without the court's.
fn bridge(name: &str) -> Bridge {
    let mut setup = worlds::office([name, "labour"], name);
    setup.changed = vec![ChangedValue { key: "seed".to_owned(), value: name.to_owned() }];
    let as_of = setup.model.period.as_of();
    let start = setup.model.period.start();
    let definition = |quantity, reported| Definition {
        name: name.to_owned(),
        quantity,
        date: as_of + 100,
        reported,
    };
    let said = Reported { value: 900_000, low: 800_000, high: 900_001, source: name.to_owned() };
    let definitions = vec![
        definition(Quantity::Paid { since: start }, Some(said)),
        definition(Quantity::Owed { since: start + 60 }, None),
        definition(Quantity::Owed { since: start }, None),
    ];
    let value = ChangedValue { key: name.to_owned(), value: name.repeat(4) };
    let step = |name: String| BridgeStep {
        name,
        before: vec![value.clone()],
        now: vec![None],
        source: String::new(),
    };
    let steps = vec![step(name.to_owned()), step(format!("{name} two"))];
    let world = |made: usize| {
        let mut parts: Parts = (*setup.model).clone();
        if made & 1 == 0 {
            parts.law.court = None;
        }
        if made & 2 == 0 {
            parts.streams[1].notice = None;
        }
        Model::new(parts).unwrap()
    };
    let all = (0..4).map(world).collect();
    Bridge::new(setup.clone(), definitions, steps, all).unwrap()
}

fn pages(name: &str, replications: u32) -> (Bridge, BridgeFinding, String) {
    let bridge = bridge(name);
    let found = study::bridge(&bridge, 1, replications, &mut unwatched).unwrap();
    let text = bridge_text(&bridge, &found);
    for line in text.lines() {
        assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    assert!(!text.contains("NaN") && !text.contains("9,223,372"), "{text}");
    (bridge, found, text)
}

#[test]
fn hostile_names_neither_break_the_page_nor_the_files() {
    let (bridge, found, _) = pages(&worlds::hostile(), 20);
    let json: serde_json::Value = serde_json::from_str(&bridge_json(&bridge, &found)).unwrap();
    assert_eq!(json["steps"][0]["name"], worlds::hostile());
    assert_eq!(json["definitions"][0]["reported"]["high"], 900_001);
    let csv = bridge_csv(&bridge, &found);
    let rows = csv::Reader::from_reader(csv.as_bytes()).records().map(Result::unwrap).count();
    // Both routes: three levels, two definitions, two steps.
    assert_eq!(rows, 14);
}

#[test]
fn the_question_and_the_answer_come_first() {
    let (_, _, text) = pages("asylum", 100);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(text.starts_with("asylum ──"), "{text}");
    assert!(place("Question: why did EUR") < place("Answer: counted as asylum"));
    assert!(place("Answer:") < place("First what is counted"));
    assert!(place("First what is counted") < place("average of its effects over all 2 orders"));
    assert!(place("The other way round") < place("What was assumed before"));
    assert!(place("asylum: EUR 9,000 (EUR 8,000 to 9,000.01) was said (asylum)") < text.len());
    place("--seed 1 --replications 100 with the settings named above");
}

#[test]
fn one_future_has_no_limits_and_says_so() {
    let (bridge, found, text) = pages("one", 1);
    let row = text.lines().find(|line| line.starts_with("one two")).unwrap();
    assert_eq!(row.matches('–').count(), 2, "{row}");
    let json: serde_json::Value = serde_json::from_str(&bridge_json(&bridge, &found)).unwrap();
    let row = &json["steps_first"]["rows"][1];
    assert_eq!((&row["standard_error"], &row["low_95"]), (&json["none"], &json["none"]));
    assert!(row["mean"].is_number() && row["made_last"]["mean"].is_number());
}

#[test]
fn a_column_has_the_digits_of_its_least_known_number() {
    let number = |value, error| Number { value, doubt: Doubt::Error(error) };
    let numbers = [number(1_234_567_800.0, 600_000.0), number(4_567.0, 30.0), Number::exact(7)];
    let digits = Digits::of_money(&numbers, MoneyUnit::for_largest(1_234_567_800));
    // Twice the error is 1.2 million cents: whole ten thousands, in thousands.
    assert_eq!(digits.step(), 1_000_000);
    assert_eq!(digits.whole(1_235), "12,350");
    assert_eq!((digits.change(3), digits.change(-3)), ("+30".to_owned(), "-30".to_owned()));
    assert_eq!((digits.change(0), digits.rounded(1.6e6, true)), ("0".to_owned(), "+20".to_owned()));
    let ends = digits.outwards([1.1e6, 2.9e6], true);
    assert_eq!(ends, ["+10", "+30"].map(str::to_owned));
    assert_eq!(digits.outwards([-0.1e6, 0.0], true), ["-10", "0"].map(str::to_owned));
    // Millionths as percentages, at the finest to a hundredth of a percent.
    let share = |error| Digits::new(&[number(412_345.0, error)], 4, 2);
    assert_eq!(share(10.0).rounded(412_345.0, false), "41.23");
    assert_eq!(share(600.0).rounded(412_345.0, false), "41.2");
    assert_eq!(share(60_000.0).rounded(412_345.0, false), "40");
}

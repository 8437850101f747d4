//! Values that are changed before a scenario is read: where they go, and what is said when they
//! cannot.

use arrears::error::Problems;
use arrears::model::Order;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::scenario::Setting;
use arrears::study::Setup;
use proptest::prelude::*;

use crate::scenario_errors::end;
use crate::scenario_model::EVERY_KEY;
use crate::scenario_model::day;
use crate::scenario_model::load;

/// Two streams and two pools with names.
const TWO: &str = r#"format = 1
title = "Two of each"
as_of = 2026-01-01
end = 2026-12-31
administrative_penalty.tariff = [{ days = 14, per_day = 23 }, { days = 14, per_day = 35 }]
[[stream]]
name = "asylum, spoor 4"
term = { weeks = 8 }
notice = { share = 0.4, delay = 14 }
[[stream]]
name = "labour"
term = { months = 6 }
stock = [{ received = 2025-12-01, cases = 12 }]
[[pool]]
name = "deciders"
streams = ["asylum, spoor 4"]
fte = [{ from = 2026-01-01, value = 10 }, { from = 2026-07-01, value = 12 }]
decisions_per_fte_per_week = 3
[[pool]]
name = "others"
decisions_per_week = 60
"#;

fn settings(written: &[&str]) -> Vec<Setting> {
    written.iter().map(|text| Setting::parse(text).unwrap()).collect()
}

fn with(text: &str, written: &[&str]) -> Result<Setup, Problems> {
    Scenario::read_with(text, &settings(written), load).map(Scenario::into_setup)
}

/// Checks that settings do what a change of the text does.
#[track_caller]
fn same(text: &str, written: &[&str], changes: &[(&str, &str)]) {
    let mut edited = text.to_owned();
    for (old, new) in changes {
        assert_eq!(edited.matches(old).count(), 1, "{old}");
        edited = edited.replace(old, new);
    }
    let found = with(text, written).unwrap_or_else(|it| panic!("{it}"));
    let mut expected = with(&edited, &[]).unwrap_or_else(|it| panic!("{it}"));
    assert_ne!(found.fingerprint, expected.fingerprint);
    expected.fingerprint.clone_from(&found.fingerprint);
    expected.changed.clone_from(&found.changed);
    assert_eq!(found, expected, "{written:?}");
}

/// Checks all that is said about settings of `TWO`.
#[track_caller]
fn refused(written: &[&str], expected: &str) {
    let problems = with(TWO, written).unwrap_err();
    assert_eq!(problems.display_in("s.toml"), expected);
}

#[test]
fn a_setting_does_what_an_edited_file_does() {
    let new = "replications = 7\nas_of";
    same(TWO, &["replications=7"], &[("as_of", new)]);
    same(TWO, &["end = 2027-06-30"], &[("2026-12-31", "2027-06-30")]);
    same(TWO, &["title=Other words, here"], &[("Two of each", "Other words, here")]);
    let new = "order = \"random\"\ndecisions_per_week = 60";
    for text in
        ["pool[2].order=random", "pool.others.order=\"random\"", "pool.others.order='random'"]
    {
        same(TWO, &[text], &[("decisions_per_week = 60", new)]);
    }
    let schedule = "[{ from = 2026-01-01, value = 10 }, { from = 2026-07-01, value = 12 }]";
    same(TWO, &["pool[1].fte=11.5"], &[(schedule, "11.5")]);
    same(TWO, &["pool.deciders.fte[2].value=20"], &[("12 }]\ndec", "20 }]\ndec")]);
    let spoor = ["stream.\"asylum, spoor 4\".term={ months = 9 }"];
    same(TWO, &spoor, &[("weeks = 8", "months = 9")]);
    same(TWO, &["stream[1].notice.share=0.5"], &[("share = 0.4", "share = 0.5")]);
    let tariff = ["administrative_penalty.tariff[1].per_day=30"];
    same(TWO, &tariff, &[("per_day = 23", "per_day = 30")]);
    let step = ["administrative_penalty.tariff[2]={ days = 7, per_day = 45 }"];
    same(TWO, &step, &[("days = 14, per_day = 35", "days = 7, per_day = 45")]);
    // A table that the file does not have is made.
    same(TWO, &["gone.at_most=3"], &[("as_of", "gone = { at_most = 3 }\nas_of")]);
    let delay = ["stream.labour.withdrawal.share=0.1", "stream.labour.withdrawal.delay=90"];
    let new = "withdrawal = { share = 0.1, delay = 90 }\nterm = { months = 6 }";
    same(TWO, &delay, &[("term = { months = 6 }", new)]);
    // Of a list with one entry neither name nor number is needed, however deep it stands.
    same(TWO, &["stream.labour.stock.cases=40"], &[("cases = 12", "cases = 40")]);
    let one = end("");
    same(&one, &["pool.decisions_per_week=30"], &[("= 60", "= 30")]);
    same(&one, &["stream.permits.term.weeks=4"], &[("weeks = 8", "weeks = 4")]);
}

#[test]
fn csv_files_named_by_a_setting_are_loaded() {
    let setup = with(TWO, &["stream.labour.stock.received=2025-12-02"]).unwrap();
    assert_eq!(setup.model.streams[1].stock.cases(), 12);
    let file = ["stream.labour.stock={ file = \"stock.csv\" }"];
    let setup = with(TWO, &file).unwrap();
    assert_eq!(setup.model.streams[1].stock.cases(), 3 + 30 + 4);
    let expected = "--set stream.labour.stock={ file = \"none.csv\" }  stream[2].stock.file  \
                    \"none.csv\" (no such file), must be the name of a CSV file that can be read";
    refused(&["stream.labour.stock={ file = \"none.csv\" }"], expected);
}

#[test]
fn the_changes_are_said_and_change_the_fingerprint() {
    let written = ["pool[1].order= random ", "seed =8"];
    let setup = with(TWO, &written).unwrap();
    let said: Vec<String> = setup.changed.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["pool[1].order = random", "seed = 8"]);
    assert_eq!(setup.model.pools[0].lines().on(setup.model.period.as_of())[0].order, Order::Random);
    let page = report::explain(&setup);
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("set by the command: pool[1].order = random; seed = 8."), "{page}");
    let print = |written: &[&str]| with(TWO, written).unwrap().fingerprint;
    let prints = [print(&[]), print(&["seed=8"]), print(&["seed=9"]), setup.fingerprint];
    for (number, one) in prints.iter().enumerate() {
        assert!(!prints[..number].contains(one), "{number}");
    }
    assert_eq!(print(&[]), Scenario::read(TWO, load).unwrap().setup().fingerprint);
}

#[test]
fn every_fault_is_said_at_its_setting_with_the_others() {
    let text = TWO.replace("share = 0.4", "share = 40");
    let written = ["pool[1].fte=many", "pool[2].absense=0.1", "end=2026-02-30", "stream[3].term=1"];
    let expected = "\
        s.toml:9  stream[1].notice.share  40, must be between 0 and 1; did you mean 0.4?\n\
        --set pool[1].fte=many  pool[1].fte  the text \"many\", must be a number, as 60\n\
        --set pool[2].absense=0.1  pool[2].absense  unknown key \"absense\", must be one of: name, \
        streams, fte, decisions_per_fte_per_week, decisions_per_week, absence, variation, order, \
        effort, casework, unlimited_from, hire, attrition, overtime, productivity, \
        staff_cost; did you mean \"absence\"?\n\
        --set end=2026-02-30  end  the text \"2026-02-30\", must be a date without quotes, as \
        2020-03-03\n\
        --set stream[3].term=1  stream  entry 3, must be from 1 to 2, the entries there are";
    assert_eq!(with(&text, &written).unwrap_err().display_in("s.toml"), expected);
}

#[test]
fn what_the_model_finds_wrong_is_said_at_the_setting() {
    let expected = "--set end=2025-01-01  end  2025-01-01, must be on or after the as-of day, \
                    2026-01-01";
    refused(&["end=2025-01-01"], expected);
    let problems = with(TWO, &["stream[2].name=asylum, spoor 4"]).unwrap_err().to_string();
    assert!(problems.starts_with("--set stream[2].name=asylum, spoor 4  stream[2].name"));
}

#[test]
fn a_setting_that_leads_nowhere_says_where_it_ends() {
    let rows = [
        (
            "pool.fte=4",
            "pool  \"fte\" in a list of 2, must be the number of an entry, as [1], or one of: \
             \"deciders\", \"others\"",
        ),
        (
            "pool.decidres.fte=4",
            "pool  \"decidres\" in a list of 2, must be the number of an entry, as [1], or one of: \
             \"deciders\", \"others\"; did you mean \"deciders\"?",
        ),
        (
            "administrative_penalty.tariff.per_day=4",
            "administrative_penalty.tariff  \"per_day\" in a list of 2, must be the number of an \
             entry, as [1]",
        ),
        (
            "title.x=4",
            "title  a text, must be a table or a list to have keys or entries; set it as a whole",
        ),
        (
            "stream[1].notice.delay.days=4",
            "stream[1].notice.delay  a number, must be a table or a list to have keys or entries; \
             set it as a whole",
        ),
        ("holidays[1]=2026-01-01", "holidays  nothing, must be a list with entries"),
        (
            "stream[1].notice[1]=4",
            "stream[1].notice  a table, must be a list for [1]; a table has keys",
        ),
        (
            "pool[1].streams[2]=labour",
            "pool[1].streams  entry 2, must be from 1 to 1, the entries \
                                       there are",
        ),
    ];
    for (written, expected) in rows {
        refused(&[written], &format!("--set {written}  {expected}"));
    }
}

#[test]
fn no_setting_undoes_another() {
    let text = end("");
    let problems = |written: &[&str]| with(&text, written).unwrap_err().to_string();
    let expected = "--set pool[1].effort.household=2  pool[1].effort.household  a value that would \
                    undo --set pool.effort.household=3, must be set before it, or left out";
    assert_eq!(problems(&["pool.effort.household=3", "pool[1].effort.household=2"]), expected);
    let found = problems(&["pool.effort.household=3", "pool[1].effort={}"]);
    assert!(found.contains("would undo --set pool.effort.household=3"), "{found}");
    let setup = with(&text, &["pool.effort={}", "pool.effort.household=3"]).unwrap();
    assert_eq!(setup.model.pools[0].effort.household(), 3.0);
    // A key that only starts with the same letters is another one.
    assert!(with(&text, &["end=2020-12-30", "seed=1", "title=x"]).is_ok());
}

#[test]
fn what_is_no_setting_is_refused() {
    let rows = [
        (
            "pool.fte 400",
            "\"pool.fte 400\", must be key=value, as pool.fte=400 or \
                          stream[1].notice.share=0.4",
        ),
        ("seed=", "nothing, must be a value after the =, as pool.fte=400"),
        (
            "seed=[1",
            "\"[1\", must be a value as in a scenario: 400, 0.4, 2020-03-03, \"a text\", \
                     { months = 9 } or [1, 2]",
        ),
        ("pool[0].fte=4", "\"[0]\", must be the number of an entry, from 1, as pool[1]"),
    ];
    for (text, expected) in rows {
        assert_eq!(Setting::parse(text).unwrap_err().to_string(), expected);
    }
    for text in ["x=\"a", "x='a", "x={ a = 1", "x=\"a\" \"b\"", "x=a\nb", "x=\u{7}"] {
        assert!(Setting::parse(text).is_err(), "{text}");
    }
}

#[test]
fn places_in_the_text_do_not_move() {
    // The value is longer than the scenario's, and stands on several lines.
    let holidays = "holidays=[\n2026-04-06,\n2026-04-27,\n2026-05-05]";
    let setup = with(TWO, &[holidays]).unwrap();
    assert_eq!(setup.model.calendar.holidays().len(), 3);
    assert!(setup.model.calendar.holidays().contains(&day("2026-05-05")));
    let text = TWO.replace("months = 6", "months = 600");
    let problems = with(&text, &[holidays, "holidays[2]=x"]).unwrap_err();
    let lines: Vec<Option<u32>> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [Some(12), None]);
    assert!(problems.iter().all(|problem| !problem.to_string().contains('\n')));
}

/// Reads a scenario with one setting, if it is one; whether it is right does not matter.
fn try_any(text: &str) {
    let Ok(setting) = Setting::parse(text) else { return };
    assert!(!setting.to_string().is_empty());
    if let Err(problems) = Scenario::read_with(EVERY_KEY, &[setting], load) {
        for problem in problems.iter() {
            assert!(!problem.to_string().contains('\n'), "{problem}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn any_text_may_be_set(text in any::<String>()) {
        try_any(&text);
        try_any(&format!("title={text}"));
        try_any(&format!("{text}=1"));
    }

    #[test]
    fn any_text_like_a_setting_may_be_set(
        text in "(pool|stream|asylum|law|end|tariff|stock|[.\\[\\]=\"'{}0-9a é,\\\\-]){1,12}",
    ) {
        try_any(&text);
        try_any(&format!("{text}={{ a = 1 }}"));
    }

    #[test]
    fn every_part_may_be_set_to_anything(
        key in prop::sample::select(vec![
            "stream", "stream[1]", "stream[1].stock", "stream[1].stock[2]", "pool", "pool[1].fte",
            "court", "court.practice[1].amounts[1].share", "administrative_penalty.tariff", "end",
            "budget[1]", "observed", "stream[1].intake.recorded.file", "conventions", "format",
        ]),
        value in prop::sample::select(vec![
            "0", "-1", "1e400", "nan", "9223372036854775808", "0000-01-01", "2999-12-31", "[]",
            "[[]]", "{}", "[{}]", "\"\"", "true", "{ a = { b = [[[{ d = 1 }]]] } }", "word",
        ]),
    ) {
        try_any(&format!("{key}={value}"));
    }
}

#[test]
fn a_setting_may_nest_absurdly() {
    for depth in [10, 79, 80, 81, 10_000, 100_000] {
        try_any(&format!("x={}{}", "[".repeat(depth), "]".repeat(depth)));
        try_any(&format!("{}x=1", "a.".repeat(depth)));
        try_any(&format!("stream{}=1", "[1]".repeat(depth)));
    }
}

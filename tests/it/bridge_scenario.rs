//! The `[bridge]` table: what it means, and what is said of every fault in it.

use arrears::scenario::Scenario;
use arrears::scenario::Setting;
use arrears::study::Bridge;
use proptest::prelude::*;

use crate::scenario_errors::check;
use crate::scenario_errors::end;
use crate::scenario_model::load;

const COUNT: &str =
    "{ name = \"x\", quantity = \"decided\", since = 2020-03-03, date = 2020-03-31 }";
const STEP: &str = "step = [{ name = \"a\", before = [\"pool.decisions_per_week=50\"] }]";

/// A bridge from line 11 on, with these lines after `from` and `to`.
fn with(lines: &str) -> String {
    end(&format!("[bridge]\nfrom = {COUNT}\nto = {COUNT}\n{lines}"))
}

fn refusal(text: &str, settings: &[&str]) -> String {
    let settings: Vec<Setting> = settings.iter().map(|it| Setting::parse(it).unwrap()).collect();
    Scenario::read_bridge(text, &settings, load).unwrap_err().display_in("s.toml")
}

fn read(text: &str) -> Bridge {
    Scenario::read_bridge(text, &[], load).unwrap_or_else(|it| panic!("{it}"))
}

#[test]
fn the_scenario_is_the_side_of_now_and_each_world_lacks_some_steps() {
    let steps = "step = [
        { name = \"a\", before = [\"pool.decisions_per_week=50\"] },
        { name = \"b\", source = \"c\", before = [
            \"stream.term={ weeks = 6 }\",
            \"pool.order=random\",
        ] },
    ]";
    let text = with(steps);
    let bridge = read(&text);
    let names: Vec<&str> = bridge.steps().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(bridge.steps()[1].before[1].to_string(), "pool.order = random");
    assert_eq!(bridge.steps()[1].source, "c");
    let settings = ["pool.decisions_per_week=50", "stream.term={ weeks = 6 }", "pool.order=random"];
    let settings = settings.map(|it| Setting::parse(it).unwrap());
    let undone: [&[Setting]; 4] = [&settings, &settings[1..], &settings[..1], &[]];
    for (world, undone) in bridge.worlds().iter().zip(undone) {
        let setup = Scenario::read_with(&text, undone, load).unwrap().into_setup();
        assert_eq!((&world.streams, &world.pools), (&setup.model.streams, &setup.model.pools));
    }
    // A bridge changes nothing of what the scenario asks otherwise.
    let setup = Scenario::read(&text, load).unwrap().into_setup();
    let plain = Scenario::read(&end(""), load).unwrap().into_setup();
    assert_eq!(setup.model, plain.model);
}

#[test]
fn a_step_knows_the_values_of_now_as_they_are_written() {
    let steps = "step = [{ name = \"a\", before = [
        \"pool.decisions_per_week=50\",
        \"pool.deciders.order=random\",
        \"stream.stock=[]\",
        \"stream.term={ months = 2 }\",
        'stream.name=\"others\"',
    ] }]";
    let stock = "stock = [  # by day\n{ received = 2020-01-06, cases = 1_000 },\n]";
    let text = with(steps).replace("term = { weeks = 8 }", &format!("term = {{weeks=8}}\n{stock}"));
    let now = |settings: &[&str]| {
        let settings: Vec<Setting> =
            settings.iter().map(|it| Setting::parse(it).unwrap()).collect();
        let setup = Scenario::read_with(&text, &settings, load).unwrap().into_setup();
        setup.bridge.unwrap().steps[0].now.clone()
    };
    let stock = Some("[{ received = 2020-01-06, cases = 1_000 }]".to_owned());
    let some = |text: &str| Some(text.to_owned());
    let (term, name) = (some("{ weeks = 8 }"), some("\"permits\""));
    assert_eq!(now(&[]), [some("60"), None, stock, term.clone(), name.clone()]);
    // Also those that the command sets.
    let set = ["stream.stock=[]", "pool.order=newest_first", "pool.decisions_per_week=6e1"];
    assert_eq!(now(&set), [some("6e1"), some("newest_first"), some("[]"), term, name]);
}

#[test]
fn a_bridge_is_explained() {
    let steps = "via = [{ name = \"y\", quantity = \"open_stock\", date = 2020-03-05 }]
        step = [
            { name = \"slower\", source = \"a letter\", before = [\"pool.decisions_per_week=50\"] },
            { name = \"law\", before = [\"pool.order=random\", \"stream.term={ weeks = 6 }\"] },
        ]\nreplications = 30";
    let said = COUNT.replace(" }", ", value = 1_040, high = 1_045, source = \"letter\" }");
    let text = with(steps).replacen(COUNT, &said, 1);
    let page = arrears::report::explain(Scenario::read(&text, load).unwrap().setup());
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let page = page.split_whitespace().collect::<Vec<&str>>().join(" ");
    for words in [
        "30 futures are simulated in each of 4 worlds",
        "Before: x: decided since 2020-03-03, at the end of 2020-03-31. Reported: 1,040 (1,040 to \
         1,045). Source: letter",
        "Then: y: open cases, at the end of 2020-03-05.",
        "Now: x: decided since 2020-03-03, at the end of 2020-03-31. What",
        "- slower: pool.decisions_per_week was 50, now 60. Source: a letter",
        "- law: pool.order was random, now left to its default; stream.term was { weeks = 6 }, now \
         { weeks = 8 }.",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let plain = Scenario::read(&end(""), load).unwrap().into_setup();
    assert!(!arrears::report::explain(&plain).contains("bridge"));
}

#[test]
fn what_was_said_is_read_with_its_range() {
    let said = COUNT.replace(" }", ", value = 40, high = 45, source = \"letter\" }");
    let text = with(STEP).replacen(COUNT, &said, 1);
    let bridge = read(&text);
    let reported = bridge.definitions()[0].reported.as_ref().unwrap();
    assert_eq!((reported.low, reported.value, reported.high), (40, 40, 45));
    assert_eq!(bridge.definitions()[1].reported, None);
}

#[test]
fn a_bridge_may_have_a_number_of_futures_of_its_own() {
    let scenario = with(STEP).replace("format = 1", "format = 1\nreplications = 70");
    assert_eq!(read(&scenario).setup().replications, 70);
    let text = with(&format!("{STEP}\nreplications = 30"));
    assert_eq!(read(&text).setup().replications, 30);
    assert_eq!(Scenario::read(&text, load).unwrap().setup().replications, 1_000);
    let right = "s.toml:15  bridge.replications  0, must be a whole number from 1 to 100,000,000";
    check(&text.replace("= 30", "= 0"), &[], right);
}

#[test]
fn a_bridge_needs_from_to_and_steps() {
    let right = "\
        s.toml:11  bridge.from  nothing, must be given: what the number of the forecast before \
        counts\n\
        s.toml:11  bridge.to  nothing, must be given: what the number of the forecast now counts\n\
        s.toml:11  bridge.step  nothing, must be given: at least one [[bridge.step]]";
    check(&end("[bridge]"), &[], right);
    let found = refusal(&end(""), &[]);
    let right = "s.toml  bridge  nothing, must be given: a table [bridge] with from, to and step";
    assert_eq!(found, right);
}

#[test]
fn every_fault_of_a_definition_is_named() {
    let rows = [
        ("2020-03-31", "2021-01-01", "date  2021-01-01, must be from 2020-03-03 to 2020-12-31"),
        (
            "since = 2020-03-03",
            "since = 2020-04-01",
            "since  2020-04-01, must be on or before the \
          date, 2020-03-31",
        ),
        (
            "since = 2020-03-03,",
            "",
            "since  nothing, must be given: the first day that is counted, \
          as 2020-01-01",
        ),
        (
            "\"decided\", since",
            "\"late_stock\", since",
            "since  since beside late cases, must be \
          left out: only owed, paid and decided are counted from a day on",
        ),
        (
            "31 }",
            "31, low = 4 }",
            "low  low without value, must be together with the value that \
          was said, or left out",
        ),
        ("31 }", "31, value = 4 }", "source  nothing, must be given: who said so, as a text"),
        ("31 }", "31, value = 4, low = 5, source = \"a\" }", "low  5, must be at most the value"),
        ("\"x\"", "\"\"", "name  \"\", must be a text that is not empty, as \"paid in 2020\""),
    ];
    for (now, then, right) in rows {
        let from = COUNT.replace(now, then);
        let text = with(STEP).replacen(COUNT, &from, 1);
        check(&text, &[], &format!("s.toml:12  bridge.from.{right}"));
    }
    let owed = COUNT.replace("decided", "owed");
    let right = "s.toml:11  bridge  decided since 2020-03-03, then owed since 2020-03-03, must be \
                 quantities of the same unit: all amounts, all cases or all shares";
    check(&with(STEP).replace(&format!("to = {COUNT}"), &format!("to = {owed}")), &[], right);
}

#[test]
fn every_fault_of_a_step_is_named() {
    let rows = [
        ("step = []", "step  0 steps, must be at least one and at most 8: each doubles the work"),
        ("step = { name = \"a\" }", "step  a table, must be written as [[bridge.step]]"),
        (
            "step = [{ name = \"a\", before = [] }]",
            "step[1].before  an empty list, must be at least one setting, as \
             [\"stream.notice.share=0.3\"]",
        ),
        (
            "step = [{ name = \"a\", before = [3] }]",
            "step[1].before[1]  the number 3, must be a setting in quotes, as \
             \"stream.notice.share=0.3\"",
        ),
        (
            "step = [{ name = \"a\", before = [\"pool.fte\"] }]",
            "step[1].before[1]  \"pool.fte\", must be key=value, as pool.fte=400 or \
             stream[1].notice.share=0.4",
        ),
        (
            "step = [{ name = \"a\", before = [\"seed=2\"] }]",
            "step[1].before[1]  \"seed\", must be a key of the world, not of what is asked; both \
             sides have the same",
        ),
        (
            "step = [{ name = \"a\", before = [\"bridge.step=2\"] }]",
            "step[1].before[1]  \"bridge\", must be a key of the world, not of what is asked; both \
             sides have the same",
        ),
        (
            "step = [{ name = \"a\", befor = [\"pool.order=random\"] }]",
            "step[1].before  nothing, must be given: the values that were assumed before, as \
             [\"stream.notice.share=0.3\"]\ns.toml:14  bridge.step[1].befor  unknown key \"befor\
             \", must be one of: name, before, source; did you mean \"before\"?",
        ),
        (
            "step = [{ name = \"a\", before = [\"a=1\"] }, { name = \"a\", before = [\"b=1\"] }]",
            "step[2].name  \"a\", must be a name of its own: another step has it",
        ),
    ];
    for (step, right) in rows {
        check(&with(step), &[], &format!("s.toml:14  bridge.{right}"));
    }
    let many: Vec<String> =
        (0..9).map(|it| format!("{{ name = \"{it}\", before = [] }}")).collect();
    let right = "s.toml:14  bridge.step  9 steps, must be at least one and at most 8: each doubles \
                 the work";
    check(&with(&format!("step = [{}]", many.join(", "))), &[], right);
}

#[test]
fn a_wrong_value_of_before_is_said_once_at_its_line() {
    let steps = "[[bridge.step]]
name = \"a\"
before = [
  \"pool.decisions_per_week=-50\",
  \"stream.trem={ weeks = 6 }\",
]
[[bridge.step]]
name = \"b\"
before = [\"pool[2].order=random\"]";
    let found = refusal(&with(steps), &[]);
    let rows = [
        "s.toml:17  bridge.step[1].before[1]  -50 at pool[1].decisions_per_week, must be 0 or more",
        "s.toml:18  bridge.step[1].before[2]  unknown key \"trem\" at stream[1].trem, must be",
        "s.toml:22  bridge.step[2].before[1]  entry 2 at pool, must be from 1 to 1, the entries",
    ];
    let lines: Vec<&str> = found.lines().collect();
    assert_eq!(lines.len(), 3, "{found}");
    for (line, row) in lines.iter().zip(rows) {
        assert!(line.starts_with(row), "{line}");
    }
    // Who only runs the scenario is not told of other worlds.
    assert!(Scenario::read(&with(steps), load).is_ok());
}

#[test]
fn what_a_step_breaks_elsewhere_is_said_of_the_step() {
    let text =
        with("step = [{ name = \"a\", before = [\"stream.appeal={ share = 1, delay = 3 }\"] }]");
    let right = "s.toml:14  bridge.step[1].before[1]  an appeal without notice at \
                 stream[1].appeal, must be together with notice in the same [[stream]], or left \
                 out\n\
                 s.toml:14  bridge.step[1].before[1]  an appeal without a court at \
                 stream[1].appeal, must be together with [court], or left out";
    assert_eq!(refusal(&text, &[]), right);
    // The fault is in a line of the scenario, the reason in the step.
    let text = with("step = [{ name = \"a\", before = [\"stream.name=visas\"] }]")
        .replace("name = \"deciders\"", "name = \"deciders\"\nstreams = [\"permits\"]");
    let right = "s.toml:15  bridge.step[1]  with its values of before: \"permits\" at \
                 pool[1].streams[1], must be ";
    let found = refusal(&text, &[]);
    assert!(found.starts_with(right) && found.lines().count() == 1, "{found}");
}

#[test]
fn a_policy_need_not_be_possible_before() {
    let overtime = "overtime = { pool = \"deciders\", from = 2020-04-01, share = 0.1 }";
    let policy = format!("[[policy]]\nname = \"overtime\"\n{overtime}");
    let step = "step = [{ name = \"a\", before = [\"pool.name=staff\"] }]";
    let text = format!("{}\n{policy}\n", with(step));
    let setting = [Setting::parse("pool.name=staff").unwrap()];
    assert!(Scenario::read_with(&text, &setting, load).is_err());
    let bridge = read(&text);
    assert_eq!(bridge.worlds()[0].pools[0].name, "staff");
    assert_eq!(bridge.setup().policies.len(), 1);
}

#[test]
fn what_steps_break_together_is_said_of_them() {
    // Two steps for one value.
    let steps = "step = [
        { name = \"a\", before = [\"pool.decisions_per_week=50\"] },
        { name = \"b\", before = [\"pool[1].decisions_per_week=40\"] },
    ]";
    let right = "s.toml:16  bridge.step[2].before[1]  a value that would undo \
                 bridge.step[1].before[1] pool.decisions_per_week=50 at \
                 pool[1].decisions_per_week, must be set before it, or left out";
    assert_eq!(refusal(&with(steps), &[]), right);
    // Each step alone is right: 55 million cases; both together are more than 100.
    let steps = "step = [
        { name = \"a\", before = [\"stream[1].intake.per_day=181000\"] },
        { name = \"b\", before = [\"stream[2].intake.per_day=181000\"] },
    ]";
    let second = "[[stream]]\nname = \"visas\"\nterm = { weeks = 8 }\n[[pool]]";
    let text = with(steps).replace("[[pool]]", second);
    let right = "s.toml:14  bridge  with the values before steps 1 and 2: 110048000 cases in a \
                 replication, which would take 2 GB a thread at stream, must be at most \
                 100,000,000 cases in a replication";
    assert_eq!(refusal(&text, &[]), right);
}

#[test]
fn settings_of_the_command_hold_on_both_sides_and_may_change_the_bridge() {
    let text = with(STEP);
    let order = [Setting::parse("pool.order=random").unwrap()];
    let bridge = Scenario::read_bridge(&text, &order, load).unwrap();
    let pools = bridge.worlds().iter().map(|it| format!("{:?}", it.pools[0].lines()));
    let pools: Vec<String> = pools.collect();
    assert!(pools.iter().all(|it| it.contains("Random")), "{pools:?}");
    assert_eq!(bridge.setup().changed.len(), 1);
    let other = "bridge.step[1].before=[\"pool.decisions_per_week=-1\"]";
    let right = "--set bridge.step[1].before=[\"pool.decisions_per_week=-1\"]  \
                 bridge.step[1].before[1]  -1 at pool[1].decisions_per_week, must be 0 or more, at \
                 most 10,000,000";
    assert_eq!(refusal(&text, &[other]), right);
    let found = refusal(&text, &["pool.decisions_per_week=55"]);
    assert!(found.contains("would undo --set pool.decisions_per_week=55"), "{found}");
}

#[test]
fn a_csv_file_is_loaded_once_for_all_worlds() {
    let text = with(STEP)
        .replace("term = { weeks = 8 }", "term = { weeks = 8 }\nstock.file = \"stock.csv\"");
    let mut loaded = Vec::new();
    let load_and_count = |name: &str| {
        loaded.push(name.to_owned());
        load(name)
    };
    Scenario::read_bridge(&text, &[], load_and_count).unwrap();
    assert_eq!(loaded, ["stock.csv"]);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn any_text_may_stand_in_before(text in "[^'\\p{Cc}]{0,40}") {
        let step = format!("step = [{{ name = \"a\", before = ['{text}', 'pool.{text}'] }}]");
        let _ = Scenario::read_bridge(&with(&step), &[], load);
    }

    #[test]
    fn any_text_may_be_a_bridge(text in "\\PC{0,60}") {
        let _ = Scenario::read_bridge(&end(&format!("[bridge]\n{text}")), &[], load);
        let _ = Scenario::read_bridge(&end(&format!("bridge = {text}")), &[], load);
    }
}

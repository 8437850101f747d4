//! One case on paper, and one household of one future, as users of the program meet them.

mod common;

use unicode_width::UnicodeWidthStr;

use crate::common::OFFICE;
use crate::common::refusal_of;
use crate::common::result_of;

const IND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/scenarios/ind-2020.toml");

/// The lines of the calendar that a text has, without blanks between its columns.
fn lines(page: &str) -> Vec<String> {
    page.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_case_is_put_on_paper_under_the_law_of_the_scenario() {
    // Notice on Monday 8 July 2019: EUR 1,442 from 23 July to 2 September; judgment on 1 October and
    // four weeks: EUR 100 a day from 30 October to the decision on 15 January 2020, 78 days.
    let page = result_of(&[
        "case",
        IND,
        "--received=2019-01-07",
        "--noticed=2019-07-08",
        "--appealed=2019-08-01",
        "--judged=2019-10-01",
        "--decided=2020-01-15",
    ]);
    assert!(page.lines().all(|line| line.width() <= 80), "{page}");
    let lines = lines(&page);
    for expected in [
        "Up to 2020-01-15 EUR 9,242 is owed: EUR 1,442 administrative penalty and EUR",
        "2019-10-29 Tue last day of the court term [Awb 1,442 0 1,442",
        "2020-01-15 Wed court penalty: last day owed [Awb 1,442 7,800 9,242",
    ] {
        assert!(lines.iter().any(|line| line.starts_with(expected)), "{expected}\n{page}");
    }
}

#[test]
fn a_judgment_may_be_typed_out() {
    // RBDHA:2021:2873: judgment 21 August 2020, 8 weeks, EUR 100 up to 7,500: full on 30 December.
    let page = result_of(&[
        "case",
        IND,
        "--received=2019-06-01",
        "--noticed=2020-05-01",
        "--appealed=2020-06-15",
        "--judged=2020-08-21",
        "--court-term-days=56",
        "--per-day=100",
        "--maximum=7500",
        "--penalties=2",
    ]);
    let lines = lines(&page);
    let full = "2020-12-30 Wed court penalty reaches its maximum 2,884 15,000 17,884";
    assert!(lines.iter().any(|line| line.starts_with(full)), "{page}");
    // Nothing ends it: a year after the last date that is given.
    assert!(lines.iter().any(|line| line.starts_with("2021-08-21 Sat still pending")), "{page}");
}

#[test]
fn without_a_scenario_the_law_is_the_dutch_one_by_date() {
    let case = ["case", "--received=2018-06-01", "--due=2018-12-01", "--until=2019-12-31"];
    let page = |notice: &str| result_of(&[&case[..], &[notice]].concat());
    // 42 days of 20, 30 and 40 for a notice of before 2019, of 23, 35 and 45 from then on.
    assert!(page("--noticed=2018-12-31").contains("EUR 1,260 is owed"));
    let page = page("--noticed=2019-01-01");
    assert!(page.contains("EUR 1,442 is owed") && page.contains("[Awb 4:17]"), "{page}");
    let wrong = refusal_of(&["case", "--received=2018-06-01"]);
    assert!(wrong.starts_with("--due  must be given"), "{wrong}");
}

#[test]
fn wrong_dates_are_said_with_their_options() {
    let wrong = refusal_of(&[
        "case",
        IND,
        "--received=2019-01-07",
        "--due=2019-01-06",
        "--noticed=2019-06-08",
        "--appealed=2019-06-20",
        "--penalties=0",
    ]);
    let expected = "\
        --due  2019-01-06, must be on or after 2019-01-07, the day of receipt\n\
        --appealed  2019-06-20, must be on or after 2019-06-22, the end of the grace period\n\
        --penalties  0, must be 1 to 255\n";
    assert_eq!(wrong, expected);
    let wrong = refusal_of(&["case", IND, "--received=2019-02-30"]);
    assert!(wrong.contains("\"2019-02-30\", must be a date, as 2020-03-03"), "{wrong}");
    let wrong = refusal_of(&["case", OFFICE, "--received=2026-02-01"]);
    assert!(wrong.starts_with("--stream  must be one of: \""), "{wrong}");
}

#[test]
fn the_dearest_households_are_listed_and_each_has_its_calendar() {
    let list = result_of(&["trace", IND, "--replication=17", "--dearest=3"]);
    let rows: Vec<Vec<String>> = lines(&list)
        .iter()
        .filter(|line| line.starts_with("20") && line.contains('/'))
        .map(|line| line.split(' ').map(str::to_owned).collect::<Vec<String>>())
        .filter(|row| row.len() == 2)
        .collect();
    assert_eq!(rows.len(), 3, "{list}");
    for row in &rows {
        let page = result_of(&["trace", IND, "--replication=17", "--case", &row[0]]);
        assert!(page.lines().all(|line| line.width() <= 80), "{page}");
        let owed = format!("EUR {} is owed", row[1]);
        assert!(page.split_whitespace().collect::<Vec<_>>().join(" ").contains(&owed), "{page}");
        // Under a policy that decides everything at once it is owed no more.
        let at_once = ["trace", IND, "--replication=17", "--policy=everything at once", "--case"];
        let page = result_of(&[&at_once[..], &[&row[0]]].concat());
        assert!(lines(&page).iter().any(|line| line.contains(" decided")), "{page}");
    }
}

#[test]
fn a_trace_of_nobody_is_refused_with_what_would_be_right() {
    let wrong = refusal_of(&["trace", IND, "--case=1990-01-01/1"]);
    assert!(wrong.starts_with("--case 1990-01-01/1  nobody stands there"), "{wrong}");
    for text in ["2019-05-03", "2019-05-03/0", "2019-05-32/1", "/", "x/y"] {
        let wrong = refusal_of(&["trace", IND, "--case", text]);
        assert!(wrong.contains("must be a day of receipt and a place"), "{wrong}");
    }
    let wrong = refusal_of(&["trace", IND, "--policy=hire 1000"]);
    assert!(wrong.starts_with("--policy \"hire 1000\", must be one of: \"hire 100\""), "{wrong}");
}

//! What is odd in a scenario that is right: each remark by hand, and none where nothing is odd.

use arrears::report::remarks_text;
use arrears::scenario::Scenario;
use arrears::scenario::template;
use arrears::study::Remark;
use arrears::study::Setup;
use arrears::study::remarks;

use crate::bundled;

/// 364 days from a Monday on, 70 cases and 77 decisions a week: nothing is odd.
const OFFICE: &str = r#"
format = 1
title = "Permits"
start = 2026-01-01
as_of = 2026-01-05
end = 2027-01-03
budget = [{ year = 2026, of = "paid", amount = 1_000 }]

[[stream]]
name = "permits"
term = { weeks = 8 }
stock = [{ received = 2025-12-01, cases = 100 }]
intake = { per_day = 10 }
notice = { share = 0.3, delay = 30 }

[[pool]]
name = "deciders"
decisions_per_week = 77

[administrative_penalty]
tariff = "awb"

[[observed]]
date = 2026-01-05
quantity = "late_stock"
value = 0
low = 0
high = 5
source = "invented"
"#;

fn read(text: &str) -> Setup {
    let load = |name: &str| match name {
        "october.csv" => Ok("month,count\n2025-10,310\n".to_owned()),
        "november.csv" => Ok("month,count\n2025-11,300\n".to_owned()),
        _ => Err("no such file".to_owned()),
    };
    Scenario::read(text, load).unwrap_or_else(|problems| panic!("{problems}\n{text}")).into_setup()
}

/// The office with some of its text replaced.
fn office(changes: &[(&str, &str)]) -> Setup {
    let mut text = OFFICE.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    read(&text)
}

/// The remarks in words, one a line.
fn said(setup: &Setup) -> Vec<String> {
    let text = remarks_text(setup, &remarks(setup));
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let mut points: Vec<String> = Vec::new();
    for line in text.lines().skip_while(|line| !line.starts_with("- ")) {
        match (line.strip_prefix("- "), points.last_mut()) {
            (Some(begun), _) => points.push(begun.to_owned()),
            (None, Some(point)) => *point = format!("{point} {}", line.trim()),
            (None, None) => unreachable!("the first line is a point"),
        }
    }
    points
}

#[test]
fn nothing_is_said_of_what_is_not_odd() {
    let setup = office(&[]);
    assert_eq!(remarks(&setup), []);
    assert_eq!(remarks_text(&setup, &[]), "");
    let template = read(&template("2026-01-01".parse().unwrap()).unwrap());
    assert_eq!(remarks(&template), []);
}

#[test]
fn capacity_below_the_intake_is_said_with_the_day_from_which_it_is() {
    let setup = office(&[("per_week = 77", "per_week = 63")]);
    let right = "Capacity (63 decisions a week) is below what the intake takes (70 a week) from \
                 2026-01-05 on: \
                 the stock cannot shrink. Means over the weeks up to 2027-01-03.";
    assert_eq!(said(&setup), [right]);
    // A thousandth may be rounding.
    assert_eq!(remarks(&office(&[("per_week = 77", "per_week = 69.93")])), []);

    // Two years, of which the second half of the first and all of the second are short.
    let setup = office(&[
        ("end = 2027-01-03", "end = 2028-01-02"),
        (
            "decisions_per_week = 77",
            "decisions_per_week = [{ from = 2026-01-01, value = 77 }, { from = 2026-07-01, value \
             = 63 }]",
        ),
    ]);
    let right = "Capacity (63 decisions a week) is below what the intake takes (70 a week) from \
                 2026-07-01 on: \
                 the stock cannot shrink. Means over the weeks up to 2028-01-02.";
    assert_eq!(said(&setup), [right]);
    // A shortage that ends is none.
    let setup = office(&[
        ("end = 2027-01-03", "end = 2028-01-02"),
        (
            "decisions_per_week = 77",
            "decisions_per_week = [{ from = 2026-01-01, value = 50 }, { from = 2026-07-01, value \
             = 77 }]",
        ),
    ]);
    assert_eq!(remarks(&setup), []);
}

#[test]
fn withdrawals_effort_and_files_that_come_back_are_counted() {
    let leave =
        |share: &str| format!("per_day = 10 }}\nwithdrawal = {{ share = {share}, delay = 30 }}");
    // 70 a week, of which 56 stay.
    let changes = [("per_week = 77", "per_week = 63"), ("per_day = 10 }", &leave("0.2"))];
    assert_eq!(remarks(&office(&changes)), []);
    let changes = [("per_week = 77", "per_week = 49"), ("per_day = 10 }", &leave("0.2"))];
    let right = "Capacity (49 decisions a week) is below what the intake takes (70 a week, 56 of \
                 it even if all \
                 are withdrawn that ever would be) from 2026-01-05 on: the backlog cannot be worked \
                 off. Means over the weeks up to 2027-01-03.";
    assert_eq!(said(&office(&changes)), [right]);
    // 70 x 1.5 = 105 decisions; half of the files waste a fifth: 70 x 1.1 = 77, just enough.
    let setup = office(&[("per_week = 77", "per_week = 77\neffort = { household = 1.5 }")]);
    let [Remark::CapacityBelowIntake { capacity, intake, least, .. }] = &remarks(&setup)[..] else {
        panic!("one remark");
    };
    assert!((capacity - 77.0).abs() < 1e-6 && (intake - 105.0).abs() < 1e-6, "{intake}");
    assert!((least - 105.0).abs() < 1e-6);
    let files = "per_day = 10 }\ncompleteness = { incomplete = 0.5, wasted = 0.2, delay = 7 }";
    assert_eq!(remarks(&office(&[("per_day = 10 }", files)])), []);
    let setup = office(&[("per_day = 10 }", files), ("per_week = 77", "per_week = 76")]);
    assert_eq!(remarks(&setup).len(), 1);
    // Unlimited capacity is enough.
    let setup = office(&[("per_week = 77", "per_week = 7\nunlimited_from = 2026-03-01")]);
    assert_eq!(remarks(&setup), []);
}

#[test]
fn pools_count_together_where_they_share_streams_and_are_named_where_there_are_others() {
    let more = "\n[[stream]]\nname = \"events\"\nterm = { weeks = 6 }\nintake = { per_day = 1 }\n\n\
                [[pool]]\nname = \"others\"\nstreams = [\"events\"]\ndecisions_per_week = 6\n\n\
                [[pool]]\nname = \"helpers\"\nstreams = [\"permits\"]\ndecisions_per_week = 10\n";
    let pool = "decisions_per_week = 77";
    let both = "streams = [\"permits\"]\ndecisions_per_week = 65";
    let setup = office(&[
        (pool, both),
        ("[administrative_penalty]", &format!("{more}\n[administrative_penalty]")),
    ]);
    // Deciders and helpers: 75 for 70. Others: 6 for 7.
    let right = "Capacity of others (6 decisions a week) is below what the intake takes (7 a \
                 week) from \
                 2026-01-05 on: the stock cannot shrink. Means over the weeks up to 2027-01-03.";
    assert_eq!(said(&setup), [right]);
}

#[test]
fn a_share_of_notices_of_0_or_1_is_said() {
    let share = |text: &str| said(&office(&[("share = 0.3", &format!("share = {text}"))]));
    let none = "Nobody who is late gives notice, and nothing is owed for it (a share of 0).";
    assert_eq!(share("0"), [none]);
    let all = "Every household that is late gives notice if it waits long enough (a share of 1).";
    assert_eq!(share("1.0"), [all]);
    let later = "[{ from = 2025-01-01, value = 0.3 }, { from = 2026-06-01, value = 1 }]";
    let right = "From 2026-06-01 on, every household that is late gives notice if it waits long \
                 enough (a share of 1).";
    assert_eq!(share(later), [right]);
    // What was before the first day, or comes after the last one, is not asked.
    let never = "[{ from = 2025-01-01, value = 0 }, { from = 2026-01-01, value = 0.3 }, { from = \
                 2027-02-01, value = 1 }]";
    assert_eq!(share(never), Vec::<String>::new());
}

#[test]
fn a_record_that_ended_long_ago_is_said() {
    let recorded = |file: &str| {
        let intake = format!("intake = {{ per_day = 10, recorded = {{ file = \"{file}\" }} }}");
        said(&office(&[("intake = { per_day = 10 }", &intake)]))
    };
    let right = "The record of the intake ends on 2025-10-31, 66 days before the forecast is made \
                 on \
                 2026-01-05: what came in since then is drawn, not counted.";
    assert_eq!(recorded("october.csv"), [right]);
    assert_eq!(recorded("november.csv"), Vec::<String>::new());
}

#[test]
fn a_stock_of_years_is_said() {
    // 0.1 a day are 36.525 a year; 100 cases are 2.74 of these.
    let setup = office(&[("per_day = 10", "per_day = 0.1")]);
    let right = "The stock (100 cases on 2026-01-01) is what comes in during 2.7 years (36.5 \
                 cases a \
                 year).";
    assert_eq!(said(&setup), [right]);
    assert_eq!(remarks(&office(&[("per_day = 10", "per_day = 0.14")])), []);
    // Where nothing comes in, a stock is no number of years.
    assert_eq!(remarks(&office(&[("per_day = 10", "per_day = 0")])), []);
}

#[test]
fn a_term_longer_than_the_forecast_is_said() {
    let term = |text: &str| said(&office(&[("term = { weeks = 8 }", &format!("term = {text}"))]));
    let right = "The term is longer than the forecast: a case received on 2026-01-05 is in time up \
                 to 2027-02-05, so that none received from that day on is late before the end, \
                 2027-01-03.";
    assert_eq!(term("{ months = 13 }"), [right]);
    // Received on 5 January, due on day 363, late on the last day, which is day 364.
    assert_eq!(term("{ days = 362 }"), Vec::<String>::new());
    assert_eq!(term("{ days = 363 }").len(), 1);
    let shorter = "[{ from = 2025-01-01, value = { months = 13 } }, { from = 2026-06-01, value = \
                   { weeks = 8 } }]";
    assert_eq!(term(shorter), Vec::<String>::new());
}

#[test]
fn a_figure_without_range_and_a_budget_of_part_of_a_year_are_said() {
    let right = "The reported figure of 2026-01-05 (late cases) has no range, as if it were exact: \
                 `low` and `high` say what the report allows, or `standard_error` how far off it may \
                 be.";
    assert_eq!(said(&office(&[("low = 0\nhigh = 5\n", "")])), [right]);
    assert_eq!(remarks(&office(&[("low = 0\nhigh = 5\n", "standard_error = 2\n")])), []);
    let right = "The budget of what is paid in 2026 is for a whole year, of which only the days \
                 from \
                 2026-01-05 to 2027-01-03 are simulated.";
    assert_eq!(said(&office(&[("start = 2026-01-01\n", "")])), [right]);
    let fiscal = "fiscal_year_starts = 4\nstart = 2026-01-01";
    let right = "The budget of what is paid in 2026/27 is for a whole year, of which only the days \
                 from 2026-01-01 to 2027-01-03 are simulated.";
    assert_eq!(said(&office(&[("start = 2026-01-01", fiscal)])), [right]);
}

#[test]
fn what_is_said_of_the_bundled_scenarios_is_so() {
    // Each by its name, with capacity and intake a week, in decisions; the others have no remark.
    let short = [
        ("minimal.toml", [50.0, 55.0]),
        // 22 people decide 2.5 each; a quarter of the files wastes 0.3 of the effort.
        ("policies.toml", [55.0, 60.0 * (1.0 + 0.25 * 0.3)]),
        // 226 a week, but for eleven holidays on working days in 95 weeks; 15% of the files waste
        // a quarter of the effort.
        (
            "ind-2020.toml",
            [226.0 - 226.0 / 5.0 * 11.0 / 95.0, 1_155.0 * 12.0 / 365.25 * 7.0 * 1.0375],
        ),
    ];
    for name in bundled::NAMES {
        let setup = bundled::setup(name);
        let found = remarks(&setup);
        let Some((_, [capacity, intake])) = short.iter().find(|it| it.0 == name) else {
            assert_eq!(found, [], "{name}");
            continue;
        };
        let [Remark::CapacityBelowIntake { from, capacity: can, intake: takes, .. }] = &found[..]
        else {
            panic!("{name}: {found:?}");
        };
        assert_eq!(*from, setup.model.period.as_of(), "{name}");
        assert!((can - capacity).abs() < 5e-3 * capacity, "{name}: {can}, not {capacity}");
        assert!((takes - intake).abs() < 1e-3 * intake, "{name}: {takes}, not {intake}");
    }
}

//! The exact message for every kind of fault in the keys and values of a scenario.
//!
//! `scenario_errors_between` has the faults that need more than one value to be seen.

use arrears::scenario::Scenario;

/// Lines 1 to 4 of every scenario here.
pub const HEAD: &str = "format = 1
title = \"Permits\"
as_of = 2020-03-03
end = 2020-12-31
";

pub const STREAM: &str = "[[stream]]
name = \"permits\"
term = { weeks = 8 }
";

pub const POOL: &str = "[[pool]]
name = \"deciders\"
";

/// A scenario with these lines at the top, from line 5 on.
pub fn top(lines: &str) -> String {
    format!("{HEAD}{lines}\n{STREAM}{POOL}decisions_per_week = 60\n")
}

/// A scenario with these lines in its stream, from line 8 on.
pub fn stream(lines: &str) -> String {
    format!("{HEAD}{STREAM}{lines}\n{POOL}decisions_per_week = 60\n")
}

/// A scenario with these lines in its pool, from line 10 on.
pub fn pool(lines: &str) -> String {
    format!("{HEAD}{STREAM}{POOL}{lines}\n")
}

/// A scenario with these lines at the end, from line 11 on.
pub fn end(lines: &str) -> String {
    format!("{HEAD}{STREAM}{POOL}decisions_per_week = 60\n{lines}\n")
}

/// Checks all that is said about a scenario, which may use these CSV files.
#[track_caller]
pub fn check(text: &str, csvs: &[(&str, &str)], expected: &str) {
    let load = |name: &str| {
        let csv = csvs.iter().find(|(known, _)| *known == name);
        csv.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "no such file".to_owned())
    };
    let problems = Scenario::read(text, load).unwrap_err();
    assert_eq!(problems.display_in("s.toml"), expected, "\n{text}");
}

#[test]
fn an_empty_file_is_told_all_that_it_lacks() {
    let right = "\
        s.toml:1  format  nothing, must be given: 1, the version this program reads\n\
        s.toml:1  title  nothing, must be given: what the scenario is called, as a text\n\
        s.toml:1  as_of  nothing, must be given: the day of the forecast, as 2020-03-03\n\
        s.toml:1  end  nothing, must be given: the last day, as 2021-12-31\n\
        s.toml:1  stream  0, must be at least one [[stream]] and at most 4,095\n\
        s.toml:1  pool  0, must be at least one [[pool]] and at most 4,095";
    check("", &[], right);
}

#[test]
fn the_four_forms_are_right_without_further_lines() {
    for text in [top(""), stream(""), pool("decisions_per_week = 60"), end("")] {
        assert!(Scenario::read(&text, |_| Err(String::new())).is_ok());
    }
}

#[test]
fn what_is_not_toml_stands_alone() {
    let text = top("seed = \nreplications = -1");
    let right = "s.toml:5  string values must be quoted, expected literal string, \
                 must be TOML, with each key once and values as \"a text\", 2020-03-03, 0.4, \
                 17_000_000";
    check(&text, &[], right);
}

#[test]
fn the_same_key_twice_is_not_toml() {
    let right = "s.toml:5  duplicate key, must be TOML, with each key once and values as \
                 \"a text\", 2020-03-03, 0.4, 17_000_000";
    check(&top("title = \"Other\""), &[], right);
}

#[test]
fn an_unknown_key_is_answered_with_all_and_the_nearest() {
    let text = stream("notice = { share = 0.4, delay = 14, pursuid = 0.9 }");
    let right = "s.toml:8  stream[1].notice.pursuid  unknown key \"pursuid\", must be one of: \
                 share, delay, pursued, counts_from, premature; did you mean \"pursued\"?";
    check(&text, &[], right);
}

#[test]
fn an_unknown_key_far_from_all_is_answered_with_all() {
    let right = "s.toml:8  stream[1].suspension.\"how long\"  unknown key \"how long\", must be \
                 one of: share, days";
    let text = stream("suspension = { share = 0.1, days = 3, \"how long\" = 3 }");
    check(&text, &[], right);
}

#[test]
fn a_missing_key_is_reported_at_its_table() {
    let text = end("").replace("as_of = 2020-03-03\n", "");
    let right = "s.toml:1  as_of  nothing, must be given: the day of the forecast, as 2020-03-03";
    check(&text, &[], right);
    let text = end("").replace("term = { weeks = 8 }\n", "");
    let right = "s.toml:5  stream[1].term  nothing, must be given: how long a decision may take, \
                 as { weeks = 8 }";
    check(&text, &[], right);
}

#[test]
fn one_of_several_keys_must_be_given_and_only_one() {
    let text = end("").replace("{ weeks = 8 }", "{}");
    let right = "s.toml:7  stream[1].term  nothing, must be given: one of days, weeks, months, as \
                 { weeks = 8 }";
    check(&text, &[], right);
    let text = stream("intake.per_day = 3\nintake.per_week = 21");
    let right = "s.toml:9  stream[1].intake.per_week  per_week beside per_day, must be alone: only \
                 one of per_day, per_week, per_month, per_year";
    check(&text, &[], right);
}

#[test]
fn another_format_is_refused() {
    let right = "s.toml:1  format  2, must be 1, the version this program reads";
    check(&end("").replace("format = 1", "format = 2"), &[], right);
}

#[test]
fn a_wrong_type_is_named_in_words() {
    let text = stream("notice = { share = \"x\", delay = 14 }");
    let right = "s.toml:8  stream[1].notice.share  the text \"x\", must be a number, as 0.4 (a \
                 share between 0 and 1)";
    check(&text, &[], right);
    let text = top("start = \"2020-01-01\"");
    let right = "s.toml:5  start  the text \"2020-01-01\", must be a date without quotes, as \
                 2020-03-03";
    check(&text, &[], right);
    let text = top("start = 2020-01-01T12:00:00");
    let right = "s.toml:5  start  the time 2020-01-01T12:00:00, must be a date without quotes, as \
                 2020-03-03";
    check(&text, &[], right);
    let text = end("").replace("\"Permits\"", "3");
    let right = "s.toml:2  title  the number 3, must be a text, as \"Permits, spring forecast\"";
    check(&text, &[], right);
    let right = "s.toml:5  seed  the number 1.5, must be a whole number from 0 to \
                 9,223,372,036,854,775,807";
    check(&top("seed = 1.5"), &[], right);
    let right = "s.toml:8  stream[1].notice  true, must be a table with the keys share, delay, \
                 pursued, counts_from, premature";
    check(&stream("notice = true"), &[], right);
    let right = "s.toml:8  stream[1].withdrawal.delay  the date 2020-01-01, must be a whole number \
                 of days from 0 to 36,525, as 14, or a distribution, as { exponential = { \
                 mean_days = 30 } }";
    let text = stream("withdrawal = { share = 0.1, delay = 2020-01-01 }");
    check(&text, &[], right);
}

#[test]
fn what_is_not_a_finite_number_is_refused() {
    let right = "s.toml:8  stream[1].intake.per_week  nan, must be a number, as 70.0";
    check(&stream("intake.per_week = nan"), &[], right);
    let right = "s.toml:8  stream[1].intake.per_week  -inf, must be a number, as 70.0";
    check(&stream("intake.per_week = -inf"), &[], right);
    let right = "s.toml:8  stream[1].intake.per_week  1e400, must be a number, as 70.0";
    check(&stream("intake.per_week = 1e400"), &[], right);
}

#[test]
fn a_negative_number_is_refused_as_it_was_written() {
    let right = "s.toml:8  stream[1].intake.per_week  -3.0, must be 0 or more, at most 70,000,000 \
                 cases a week";
    check(&stream("intake.per_week = -3.0"), &[], right);
    let right = "s.toml:10  pool[1].fte  -3, must be 0 or more, at most 10,000,000";
    check(&pool("fte = -3\ndecisions_per_fte_per_week = 2"), &[], right);
    let right = "s.toml:5  budget[1].amount  -1, must be an amount of 0 or more, at most \
                 10,000,000,000,000";
    check(&top("budget = [{ year = 2020, of = \"owed\", amount = -1 }]"), &[], right);
}

#[test]
fn an_empty_list_or_name_is_refused() {
    let right = "s.toml:6  stream[1].name  \"\", must be a text that is not empty, as \"asylum\"";
    check(&end("").replace("\"permits\"", "\"\""), &[], right);
    let right = "s.toml:8  stream[1].households.sizes  an empty list, must be the shares of \
                 households with 1, 2, 3, … heads, as [0.7, 0.3]";
    check(&stream("households = { sizes = [] }"), &[], right);
    let right = "s.toml:8  stream[1].notice.share  an empty list, must be at least one value with \
                 its date";
    check(&stream("notice = { share = [], delay = 14 }"), &[], right);
    let right = "s.toml:11  pool[1].streams  an empty list, must be the names of one or more \
                 streams, each once, as [\"asylum\"]";
    check(&pool("decisions_per_week = 60\nstreams = []"), &[], right);
    let text = end("").replace("\"permits\"", &format!("{:?}", "é".repeat(201)));
    let right =
        "s.toml:6  stream[1].name  a text of 201 characters, must be at most 200 characters";
    check(&text, &[], right);
}

#[test]
fn a_date_beyond_the_calendar_is_refused() {
    let right = "s.toml:4  end  9999-12-31, must be a date in the years 1600 to 2999";
    check(&end("").replace("2020-12-31", "9999-12-31"), &[], right);
}

#[test]
fn a_share_in_per_cent_is_refused_with_what_was_meant() {
    let right = "s.toml:8  stream[1].notice.share  40, must be between 0 and 1; did you mean 0.4?";
    check(&stream("notice = { share = 40, delay = 14 }"), &[], right);
}

#[test]
fn all_faults_are_reported_at_once_in_file_order() {
    let head = format!("{HEAD}split_on = [0, 2021-01-01]\n");
    let text = format!(
        "{head}{STREAM}notice = {{ share = 40, delay = -1 }}\nstock = {{ file = \"stock.csv\" }}\n\
         [[pool]]\nname = 1\n[[pool]]\nname = \"b\"\ndecisions_per_week = 1\n\
         [[observed]]\ndate = 2021-01-01\nquantity = \"late_stock\"\nvalue = 3\n",
    );
    let right = "s.toml:5  split_on[1]  the number 0, must be a date without quotes, as \
                 2020-03-03\n\
                 s.toml:5  split_on[2]  2021-01-01, must be from 2020-03-03 to 2020-12-31\n\
                 s.toml:9  stream[1].notice.share  40, must be between 0 and 1; did you mean 0.4?\n\
                 s.toml:9  stream[1].notice.delay  -1, must be a whole number of days from 0 to \
                 36,525, as 14, or a distribution, as { exponential = { mean_days = 30 } }\n\
                 s.toml:11  pool[1]  no capacity, must be given: decisions_per_week, or fte and \
                 decisions_per_fte_per_week\n\
                 s.toml:12  pool[1].name  the number 1, must be a text, as \"deciders\"\n\
                 s.toml:16  observed[1].source  nothing, must be given: where it was reported, as \
                 a text\n\
                 s.toml:17  observed[1].date  2021-01-01, must be from 2020-03-03 to 2020-12-31\n\
                 stock.csv:2  cases  \"-1\", must be a whole number, 0 or more";
    check(&text, &[("stock.csv", "received,cases\n2019-11-04,-1\n")], right);
}

#[test]
fn a_currency_is_three_capital_letters() {
    let right = "s.toml:5  currency  \"euro\", must be three capital letters, as EUR";
    check(&top("currency = \"euro\""), &[], right);
}

#[test]
fn a_choice_is_answered_with_all_and_the_nearest() {
    let right = "s.toml:11  pool[1].order  \"oldest_frist\", must be one of: \"oldest_first\", \
                 \"newest_first\", \"earliest_due_first\", \"in_time_first\", \"random\", \
                 \"noticed_first\", \"highest_penalty_first\", \"about_to_default_first\"; did \
                 you mean \"oldest_first\"?";
    check(&pool("decisions_per_week = 60\norder = \"oldest_frist\""), &[], right);
}

#[test]
fn a_parameter_of_a_distribution_is_refused_at_its_own_key() {
    let right = "s.toml:8  stream[1].suspension.days.gamma.scale_days  0, must be above 0 and at \
                 most 36,525 days (a century)";
    let text =
        stream("suspension = { share = 0.1, days = { gamma = { shape = 4, scale_days = 0 } } }");
    check(&text, &[], right);
    let right = "s.toml:8  stream[1].suspension.days  nothing, must be given: one of days, \
                 uniform, exponential, gamma, lognormal, weibull, discrete, as { exponential = { \
                 mean_days = 30 } }";
    check(&stream("suspension = { share = 0.1, days = {} }"), &[], right);
}

//! The exact message for every kind of fault between the values of a scenario and in its files.

use crate::scenario_errors::HEAD;
use crate::scenario_errors::STREAM;
use crate::scenario_errors::check;
use crate::scenario_errors::end;
use crate::scenario_errors::pool;
use crate::scenario_errors::stream;
use crate::scenario_errors::top;

#[test]
fn dates_in_the_wrong_order_are_refused() {
    let right = "s.toml:3  as_of  2020-03-03, must be on or after the start, 2021-01-01";
    check(&top("start = 2021-01-01"), &[], right);
    let right = "s.toml:4  end  2020-01-31, must be on or after the as-of day, 2020-03-03";
    check(&end("").replace("2020-12-31", "2020-01-31"), &[], right);
    let text = stream("stock = [{ from = 2020-01-31, until = 2020-01-01, cases = 3 }]");
    let right = "s.toml:8  stream[1].stock[1].until  2020-01-01, must be on or after the first \
                 day, 2020-01-31";
    check(&text, &[], right);
    let text = stream(
        "extension = [{ by = { months = 9 }, received_from = 2020-02-01, \
         received_until = 2020-01-01 }]",
    );
    let right = "s.toml:8  stream[1].extension[1].received_until  2020-01-01, must be on or after \
                 received_from, 2020-02-01";
    check(&text, &[], right);
}

#[test]
fn a_csv_file_that_cannot_be_read_is_reported_where_it_is_named() {
    let right = "s.toml:8  stream[1].stock.file  \"stock.csv\" (no such file), must be the name of \
                 a CSV file that can be read";
    check(&stream("stock = { file = \"stock.csv\" }"), &[], right);
}

#[test]
fn every_malformed_row_is_reported_with_its_line() {
    let csv = "received,cases\r\n2019-11-04,12\r\n\r\n2019-11,12x\r\nNovember,3\r\n2019-12-01\r\n";
    let right = "stock.csv:4  cases  \"12x\", must be a whole number, 0 or more\n\
                 stock.csv:5  received  \"November\", must be a date, as 2019-11-04, or a month, \
                 as 2019-11\n\
                 stock.csv:6  cases  nothing, must be a whole number, 0 or more";
    check(&stream("stock = { file = \"stock.csv\" }"), &[("stock.csv", csv)], right);
}

#[test]
fn a_csv_file_must_name_its_columns() {
    let stock = stream("stock = { file = \"stock.csv\" }");
    let right = "stock.csv:1  cases  the columns \"received,count\", must be columns of which one \
                 is called \"cases\"";
    check(&stock, &[("stock.csv", "received,count\n2019-11-04,12\n")], right);
    let right = "stock.csv:1  an empty file, must be a file that starts with the names of its \
                 columns";
    check(&stock, &[("stock.csv", "")], right);
    let right = "stock.csv:1  no rows, must be followed by at least one row";
    check(&stock, &[("stock.csv", "received,cases\n")], right);
    let intake = stream("intake.recorded = { file = \"i.csv\" }\nintake.per_week = 0");
    let right = "i.csv:1  the columns \"date,count\", must be columns of which the first is called \
                 day, week or month";
    check(&intake, &[("i.csv", "date,count\n2019-11-04,12\n")], right);
    let right = "stock.csv:1  received  the columns \"received;cases\", must be columns of which \
                 one is called \"received\", separated by commas\n\
                 stock.csv:1  cases  the columns \"received;cases\", must be columns of which one \
                 is called \"cases\", separated by commas";
    check(&stock, &[("stock.csv", "received;cases\n2019-11-04;12\n")], right);
}

#[test]
fn a_missing_or_repeated_period_is_reported_with_its_row() {
    let text = stream("intake.recorded = { file = \"i.csv\" }\nintake.per_week = 0");
    let csv = "month,count\n2020-01,3\n2019-12,4\n2020-01,5\n2020-03,6\n";
    let right = "i.csv:4  month  \"2020-01\", must be a month that has no other row (line 2 has it \
                 too)\n\
                 i.csv:5  month  \"2020-03\", must be 2020-02, the month after the month before \
                 it: no month may be missing";
    check(&text, &[("i.csv", csv)], right);
    let csv = "week,count\n2020-01-07,3\n2020-W54,3\n";
    let right = "i.csv:2  week  \"2020-01-07\", must be the Monday on which a week starts, as \
                 2020-01-06, or the week, as 2020-W02\n\
                 i.csv:3  week  \"2020-W54\", must be the Monday on which a week starts, as \
                 2020-01-06, or the week, as 2020-W02";
    check(&text, &[("i.csv", csv)], right);
}

#[test]
fn a_schedule_that_goes_back_or_stands_still_is_refused_at_its_row() {
    let text = stream(
        "notice.delay = 14\nnotice.share = [\n  { from = 2020-06-01, value = 0.4 },\n  \
         { from = 2020-05-01, value = 0.5 },\n  { from = 2020-06-01, value = 0.6 },\n]",
    );
    let right = "s.toml:11  stream[1].notice.share[2].from  2020-05-01, must be after 2020-06-01, \
                 the date before it in the list\n\
                 s.toml:12  stream[1].notice.share[3].from  2020-06-01, must be after 2020-06-01, \
                 the date before it in the list";
    check(&text, &[], right);
}

#[test]
fn a_case_may_not_be_extended_for_certain_twice() {
    let text = stream(
        "extension = [\n  { by = { months = 9 }, received_until = 2020-02-01 },\n  \
         { by = { months = 3 }, received_from = 2020-02-01 },\n]",
    );
    let right = "s.toml:10  stream[1].extension[2]  an extension of all cases, some of which \
                 stream[1].extension[1] extends already, must be for other days of receipt, or for \
                 a share below 1";
    check(&text, &[], right);
}

#[test]
fn a_horizon_beyond_a_century_is_refused_with_its_memory() {
    let right = "s.toml:4  end  2999-12-31: 357876 days from 2020-03-03 would take 71 MB a \
                 replication and thread, must be at most 36,525 days (a century) after the start";
    check(&end("").replace("2020-12-31", "2999-12-31"), &[], right);
}

#[test]
fn a_size_beyond_memory_is_refused_with_its_memory() {
    // 43 weeks and 3 days of 7 million.
    let right = "s.toml:5  stream[1]  304000000 cases in a replication, which would take 5 GB a \
                 thread, must be at most 100,000,000 cases in a replication";
    check(&stream("intake.per_week = 7_000_000"), &[], right);
    let right = "s.toml:8  stream[1].stock[1].cases  9223372036854775807, must be a whole number \
                 of cases, 0 or more, at most 1,000,000,000,000";
    let text = stream("stock = [{ received = 2019-01-01, cases = 9223372036854775807 }]");
    check(&text, &[], right);
}

#[test]
fn a_setting_without_effect_is_refused_with_what_is_missing() {
    let court =
        "[court]\nduration = 56\nterm_days = 28\namounts = [{ per_day = 100, maximum = 15_000 }]";
    let right = "s.toml:11  court  a court without any appeal, must be together with appeal in a \
                 [[stream]], or left out";
    check(&end(court), &[], right);
    let right = "s.toml:8  stream[1].appeal  an appeal without notice, must be together with \
                 notice in the same [[stream]], or left out\n\
                 s.toml:8  stream[1].appeal  an appeal without a court, must be together with \
                 [court], or left out";
    check(&stream("appeal = { share = 0.3 }"), &[], right);
    let penalty = "[administrative_penalty]\ntariff = [{ days = 14, per_day = 23 }]";
    let right = "s.toml:11  administrative_penalty  a penalty without any notice, must be together \
                 with notice in a [[stream]], or left out";
    check(&end(penalty), &[], right);
    let right = "s.toml:8  stream[1].intake.season  season without a level, must be together with \
                 one of per_day, per_week, per_month, per_year";
    check(&stream("intake.season = [1,1,1,1,1,1,1,1,1,1,1,1]"), &[], right);
    let right = "s.toml:5  budget[1].year  2030, must be a fiscal year of the period, 2020 to 2020";
    check(&top("budget = [{ year = 2030, of = \"paid\", amount = 1 }]"), &[], right);
}

#[test]
fn a_pool_may_only_name_streams_that_there_are() {
    let right = "s.toml:11  pool[1].streams[2]  \"permit\", must be the name of a stream, one of: \
                 \"permits\"; did you mean \"permits\"?";
    let text = pool("decisions_per_week = 60\nstreams = [\"permits\", \"permit\"]");
    check(&text, &[], right);
    let right = "s.toml:11  pool[1].streams[2]  \"permits\", must be each stream once: it is in \
                 the list already";
    let text = pool("decisions_per_week = 60\nstreams = [\"permits\", \"permits\"]");
    check(&text, &[], right);
}

#[test]
fn what_only_the_model_can_see_is_reported_where_it_was_written() {
    let right = "s.toml:9  stream[1].intake  a record that ends on 2020-02-29 and no forecast, \
                 must be continued by a forecast (per_week = 0 says that nothing comes)";
    let text = stream("intake.recorded = { file = \"i.csv\" }");
    let text = text.replace("end =", "start = 2020-02-01\nend =");
    check(&text, &[("i.csv", "month,count\n2020-02,3\n")], right);
    let right = "s.toml:10  pool[1].decisions_per_week  from 2020-06-01, must be known from the \
                 start, 2020-03-03, on";
    let text = pool("decisions_per_week = [{ from = 2020-06-01, value = 60 }]");
    check(&text, &[], right);
    let right = "s.toml:1  pool  0, must be at least one [[pool]] and at most 4,095";
    check(&format!("{HEAD}{STREAM}"), &[], right);
}

#[test]
fn a_reported_figure_lies_in_its_range_and_has_a_first_day_where_it_needs_one() {
    let figure = |lines: &str| {
        end(&format!("[[observed]]\ndate = 2020-03-03\nsource = \"Letter\"\n{lines}"))
    };
    let right = "s.toml:16  observed[1].low  9000, must be at most the value\n\
                 s.toml:17  observed[1].high  8000, must be at least the value";
    let text = figure("quantity = \"late_stock\"\nvalue = 8900\nlow = 9000\nhigh = 8000");
    check(&text, &[], right);
    let right = "s.toml:11  observed[1].since  nothing, must be given: the first day that is \
                 counted, as 2020-01-01";
    check(&figure("quantity = \"owed\"\nvalue = 8900"), &[], right);
    let right = "s.toml:15  observed[1].since  since beside late cases, must be left out: only \
                 owed, paid and decided are counted from a day on";
    let text = figure("quantity = \"late_stock\"\nsince = 2020-03-03\nvalue = 1");
    check(&text, &[], right);
}

//! The exact message for every kind of fault in counts by stage and in registers of cases.

use crate::scenario_errors::check;
use crate::stock_register::with;

/// What is said about a register.
#[track_caller]
fn check_register(file: &str, expected: &str) {
    check(&with("{ register = \"cases.csv\" }"), &[("cases.csv", file)], expected);
}

#[test]
fn counts_that_cannot_be_are_refused() {
    let row = |counts: &str| with(&format!("[{{ month = \"2019-11\", cases = 30, {counts} }}]"));
    for (counts, right) in [
        ("noticed = 31", "noticed  31, must be at most 30, of which they are a part"),
        ("noticed = 3, appealed = 4", "appealed  4, must be at most 3, of which they are a part"),
        (
            "appealed = 4",
            "appealed  appealed without noticed, must be together with noticed, of which they are a part",
        ),
        (
            "noticed = 4, judged = 1",
            "judged  judged without appealed, must be together with appealed, of which they are a part",
        ),
        ("owed = 4", "owed  owed without noticed, must be together with noticed, those who owe it"),
        (
            "noticed = { cases = 4, from = 2020-01-01, until = 2020-01-31 }, owed = 4",
            "owed  owed beside the days of all stages, must be left out, or a stage without days: they \
             say what is owed",
        ),
        (
            "noticed = { cases = 4, from = 2020-01-05, until = 2020-01-04 }",
            "noticed.until  2020-01-04, must be on or after the first day, 2020-01-05",
        ),
        (
            "noticed = { cases = 4, until = 2020-01-04 }",
            "noticed.until  until without from, must be together with from, the first of these days",
        ),
        (
            "noticed = { cases = 4, from = 2020-01-04 }",
            "noticed.until  nothing, must be given: the last of these days, as 2019-12-31",
        ),
    ] {
        check(&row(counts), &[], &format!("s.toml:8  stream[1].stock[1].{right}"));
    }
    // What the model finds stands at the stock as a whole.
    for (counts, right) in [
        (
            "noticed = { cases = 4, from = 2020-01-05, until = 2020-03-03 }",
            "noticed 2020-03-03, must be before the start, 2020-03-03, or left out",
        ),
        (
            "noticed = { cases = 30, from = 2019-11-10, until = 2019-11-10 }",
            "noticed 2019-11-10, must be on or after received, 2019-11-11",
        ),
        (
            "noticed = 3, appealed = 0, owed = 3_781",
            "3,781.00 owed at the start, must be from 0 to 3,780.00, the most that these cases can owe",
        ),
        (
            "noticed = 3, appealed = 2, judged = 1, owed = 18_781",
            "18,781.00 owed at the start, must be from 0 to 18,780.00, the most that these cases can \
             owe",
        ),
    ] {
        check(&row(counts), &[], &format!("s.toml:8  stream[1].stock  {right}"));
    }
    let text = with("[{ month = \"2019-11\", cases = 30, noticed = 3, appealed = 2 }]");
    let text = text.split("[court]").next().unwrap().replace("appeal = { share = 1 }\n", "");
    let right =
        "s.toml:8  stream[1].stock  cases that have appealed, must be in a scenario with a court";
    check(&text, &[], right);
}

#[test]
fn every_wrong_count_of_a_file_is_reported_with_its_line() {
    let file = with("{ file = \"stock.csv\" }");
    let csv = "received,cases,noticed,noticed_from,noticed_until,appealed,owed\n\
               2019-11,30,31,,,1,\n\
               2019-11,30,,,,,\n\
               2019-11,30,3,2020-01-01,,4,1e3\n\
               2019-11,30,3,2020-01-09,2020-01-08,3,\n\
               2019-11,30,3,,yesterday,0,0.001\n\
               2019-10,30,3,,,3,200\n";
    let right = "stock.csv:2  noticed  \"31\", must be at most 30, of which they are a part\n\
                 stock.csv:3  noticed  nothing, must be a whole number, 0 or more\n\
                 stock.csv:3  appealed  nothing, must be a whole number, 0 or more\n\
                 stock.csv:4  noticed_until  nothing, must be the last of these days\n\
                 stock.csv:4  appealed  \"4\", must be at most 3, of which they are a part\n\
                 stock.csv:4  owed  \"1e3\", must be an amount, as 17000 or 262.50\n\
                 stock.csv:5  noticed_until  \"2020-01-08\", must be on or after the first day, \
                 2020-01-09\n\
                 stock.csv:6  noticed_until  \"yesterday\", must be a date, as 2019-11-04, or nothing\n\
                 stock.csv:6  owed  \"0.001\", must be an amount in whole cents";
    check(&file, &[("stock.csv", csv)], right);
}

#[test]
fn columns_of_counts_belong_together() {
    let file = with("{ file = \"stock.csv\" }");
    for (columns, right) in [
        (
            "received,cases,appealed",
            "appealed  the columns \"received,cases,appealed\", must be columns of which one is called \
             \"noticed\"",
        ),
        (
            "received,cases,noticed,noticed_from",
            "noticed  the columns \"received,cases,noticed,noticed_from\", must be columns with both \
             noticed_from and noticed_until, or neither",
        ),
        (
            "received,cases,judged_until",
            "judged_until  the columns \"received,cases,judged_until\", must be columns of which one is \
             called \"judged\"",
        ),
        (
            "received,cases,owed",
            "owed  the columns \"received,cases,owed\", must be columns of which one is called \
             \"noticed\"",
        ),
        (
            "received,cases,Noticed",
            "noticed  the column \"Noticed\", must be called \"noticed\", or quite otherwise",
        ),
    ] {
        let csv = format!("{columns}\n2019-11,3,0,,\n");
        check(&file, &[("stock.csv", &csv)], &format!("stock.csv:1  {right}"));
    }
}

#[test]
fn every_wrong_row_of_a_register_is_reported_with_its_line() {
    let file = "received,due,heads,noticed,pursued,appealed,judged,court_term_days,court_term_ends,\
                court_per_day,court_maximum,decided\n\
                ,,,,,,,,,,,\n\
                3-6-2019,,,,,,,,,,,\n\
                2020-03-03,,,,,,,,,,,\n\
                2019-06-03,2019-06-02,,,,,,,,,,\n\
                2019-06-03,,0,2019-06-02,,,,,,,,\n\
                2019-06-03,,101,2020-03-03,,,,,,,,\n\
                2019-06-03,,,,yes,,,,,,,\n\
                2019-06-03,,,,,2019-12-03,,,,,,\n\
                2019-06-03,,,2019-12-03,,,2019-12-20,,,,,\n\
                2019-06-03,,,2019-12-03,no,2019-12-20,,,,,,\n\
                2019-06-03,,,2019-12-03,perhaps,,,28,,,,\n\
                2019-06-03,2019-12-20,,2019-12-03,,2019-12-20,2020-01-02,,,,,2020-01-01\n\
                2019-06-03,,,2019-12-03,,2019-12-20,2020-01-02,28,2020-01-30,100,,\n\
                2019-06-03,,,2019-12-03,,2019-12-20,2020-01-02,,2020-01-01,,15000,\n\
                2019-06-03,,,2019-12-03,,2019-12-20,2020-01-02,4000,,100,50,\n\
                2019-06-03,,,2019-12-03,,2019-12-20,2020-01-02,x,,0,50,\n";
    let right = [
        "2  received  nothing, must be a date, as 2019-11-04",
        "3  received  \"3-6-2019\", must be a date, as 2019-11-04, or nothing",
        "4  received  \"2020-03-03\", must be before the start, 2020-03-03",
        "5  due  \"2019-06-02\", must be on or after received, 2019-06-03",
        "6  heads  \"0\", must be a whole number from 1 to 100, or nothing",
        "7  heads  \"101\", must be a whole number from 1 to 100, or nothing",
        "8  pursued  \"yes\", must be nothing, as there is no notice",
        "9  noticed  nothing, must be a date, as the household has appealed",
        "10  appealed  nothing, must be a date, as the court has judged",
        "11  pursued  \"no\", must be yes or nothing, as the household has appealed",
        "12  pursued  \"perhaps\", must be yes, no or nothing",
        "12  court_term_days  \"28\", must be nothing, as there is no judgment",
        "13  decided  \"2020-01-01\", must be on or after judged, 2020-01-02",
        "13  appealed  \"2019-12-20\", must be after due, 2019-12-20, as only a late household appeals",
        "14  court_term_ends  \"2020-01-30\", must be nothing, as court_term_days says when it ends",
        "14  court_maximum  nothing, must be an amount, as there is a daily amount",
        "15  court_term_ends  \"2020-01-01\", must be on or after judged, 2020-01-02",
        "15  court_per_day  nothing, must be an amount, as there is a maximum",
        "16  court_maximum  \"50\", must be a maximum of at least one day, 100.00",
        "17  court_term_days  \"x\", must be a whole number of days, as 28, or nothing",
        "17  court_per_day  \"0\", must be a daily amount above 0",
    ];
    check_register(file, &right.map(|line| format!("cases.csv:{line}")).join("\n"));
    let long = "received,noticed,appealed,judged,court_term_days\n\
                2019-06-03,2019-12-03,2019-12-20,2020-01-02,4000\n";
    check_register(
        long,
        "cases.csv:2  court_term_days  \"4000\", must be at most 3,660 days (10 years)",
    );
}

#[test]
fn columns_of_a_register_belong_together() {
    for (columns, right) in [
        (
            "day,noticed",
            "received  the columns \"day,noticed\", must be columns of which one is called \"received\"",
        ),
        (
            "received,appealed",
            "appealed  the columns \"received,appealed\", must be columns of which one is called \
             \"noticed\"",
        ),
        (
            "received,noticed,appealed,judged,court_per_day",
            "court_per_day  the columns \"received,noticed,appealed,judged,court_per_day\", must be \
             columns of which one is called \"court_maximum\"",
        ),
        (
            "received,notced,heads",
            "noticed  the column \"notced\", must be called \"noticed\", or quite otherwise",
        ),
    ] {
        check_register(&format!("{columns}\n2019-06-03\n"), &format!("cases.csv:1  {right}"));
    }
    check_register(
        "",
        "cases.csv:1  an empty file, must be a file that starts with the names of its columns",
    );
    check_register("received\n", "cases.csv:1  no rows, must be followed by at least one row");
    let right = "s.toml:8  stream[1].stock.file  nothing, must be given: the name of a CSV file, as \
                 \"stock.csv\", or register, that of a register";
    check(&with("{}"), &[], right);
}

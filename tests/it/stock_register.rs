//! Counts by stage and registers of cases as scenarios have them: what they mean.

use std::fmt::Write;

use arrears::model::Further;
use arrears::model::KnownCases;
use arrears::model::Progress;
use arrears::model::Reached;
use arrears::model::Stock;
use arrears::model::Tariff;
use arrears::money::Money;
use arrears::scenario::Scenario;
use arrears::time::Day;

use crate::scenario_errors::HEAD;
use crate::scenario_errors::POOL;
use crate::scenario_errors::STREAM;
use crate::scenario_model::day;

/// A scenario that starts on 2020-03-03 with this stock of permits, on line 8, and with a court.
pub fn with(stock: &str) -> String {
    format!(
        "{HEAD}{STREAM}stock = {stock}\nnotice = {{ share = 1, delay = 10 }}\n\
         appeal = {{ share = 1 }}\n{POOL}decisions_per_week = 60\n\
         [administrative_penalty]\ntariff = [{{ days = 42, per_day = 30 }}]\n\
         [court]\nduration = 56\nterm_days = 28\n\
         amounts = [{{ per_day = 100, maximum = 15_000 }}]\n"
    )
}

/// The stock of such a scenario, with what its file has.
fn stock(written: &str, file: &str) -> Stock {
    let load = |_: &str| Ok(file.to_owned());
    let scenario = Scenario::read(&with(written), load).unwrap_or_else(|it| panic!("{it}"));
    scenario.into_setup().model.streams[0].stock.clone()
}

fn register(file: &str) -> Stock {
    stock("{ register = \"cases.csv\" }", file)
}

/// Cases received evenly in November 2019 that have reached something.
fn november(cases: u64, reached: &Reached, further: Further) -> Vec<KnownCases> {
    let rows = Stock::spread(day("2019-11-01"), day("2019-11-30"), cases).unwrap();
    let progress = Progress { reached: reached.clone(), further, ..Progress::waiting() };
    let known = |(received, cases)| {
        let progress = progress.clone();
        KnownCases { received, cases, heads: None, progress }
    };
    rows.into_iter().map(known).collect()
}

fn notice(day: Option<Day>) -> Reached {
    Reached::Notice { day, pursued: None }
}

fn appeal(day: Option<Day>) -> Reached {
    Reached::Appeal { noticed: None, day }
}

fn judgment(day: Option<Day>) -> Reached {
    Reached::Judgment { noticed: None, appealed: None, day, term_days: None, tariff: None }
}

/// A register with every column.
pub const EVERY_COLUMN: &str = "received,due,heads,noticed,pursued,appealed,judged,court_term_days,\
    court_term_ends,court_per_day,court_maximum,decided\n\
    2019-05-01,2019-08-01,2,2019-08-02,yes,2019-08-30,2019-10-25,14,,250,37500.5,2019-12-30\n\
    2019-05-01,2019-08-01,2,2019-08-02,yes,2019-08-30,2019-10-25,,2019-11-08,250,37500.5,2019-12-30\n";

/// The counts of `every_key.toml` beside its other rows.
pub fn with_counts(stock: Stock) -> Stock {
    let owing = Stock::spread(day("2018-10-01"), day("2018-10-31"), 31).unwrap();
    let row = |received: Day, cases: u64, reached: Reached, further: Further| {
        let progress = Progress { reached, further, ..Progress::waiting() };
        KnownCases { received, cases, heads: None, progress }
    };
    let waiting = owing.iter().map(|it| row(it.0, it.1, Reached::Nothing, Further::No));
    let judged = owing.iter().map(|it| row(it.0, it.1, judgment(None), Further::No));
    let september = day("2018-09-03");
    let noticed =
        (0..5).map(|i| row(september, 1, notice(Some(day("2019-12-01") + i)), Further::Unknown));
    stock
        .with_known(waiting.chain(noticed).collect())
        .with_known(vec![row(september, 4, Reached::Nothing, Further::No)])
        .with_owing(Money::cents(2_000_050), judged.collect())
}

/// The register with every column beside other rows.
pub fn with_register(stock: Stock) -> Stock {
    let reached = Reached::Judgment {
        noticed: Some(day("2019-08-02")),
        appealed: Some(day("2019-08-30")),
        day: Some(day("2019-10-25")),
        term_days: Some(14),
        tariff: Some(Tariff::capped(Money::units(250), Money::cents(3_750_050)).unwrap()),
    };
    let (due, decided) = (Some(day("2019-08-01")), Some(day("2019-12-30")));
    let progress = Progress { due, reached, further: Further::No, decided };
    stock.with_known(vec![KnownCases {
        received: day("2019-05-01"),
        cases: 4,
        heads: Some(2),
        progress,
    }])
}

#[test]
fn counts_say_how_many_have_come_how_far() {
    let row = |counts: &str| format!("[{{ month = \"2019-11\", cases = 30, {counts} }}]");
    let all = [
        november(18, &Reached::Nothing, Further::No),
        november(7, &notice(None), Further::No),
        november(3, &appeal(None), Further::No),
        november(2, &judgment(None), Further::No),
    ];
    let expected = Stock::default().with_known(all.concat());
    assert_eq!(stock(&row("noticed = 12, appealed = 5, judged = 2"), ""), expected);
    // What is left out is not known.
    let some = [
        november(18, &Reached::Nothing, Further::No),
        november(7, &notice(None), Further::No),
        november(5, &appeal(None), Further::Unknown),
    ];
    let expected = Stock::default().with_known(some.concat());
    assert_eq!(stock(&row("noticed = 12, appealed = 5"), ""), expected);
    let expected = Stock::default().with_known(november(30, &Reached::Nothing, Further::No));
    assert_eq!(stock(&row("noticed = 0"), ""), expected);
    // The days of a stage are those of whoever has come no further.
    let dated = "noticed = { cases = 12, from = 2020-01-05, until = 2020-01-05 }, appealed = 12";
    let expected = Stock::default().with_known(
        [
            november(18, &Reached::Nothing, Further::No),
            november(12, &appeal(None), Further::Unknown),
        ]
        .concat(),
    );
    assert_eq!(stock(&row(dated), ""), expected);
    let dated = "noticed = { cases = 3, from = 2020-02-01, until = 2020-02-03 }";
    let mut rows = november(27, &Reached::Nothing, Further::No);
    for (i, received) in ["2019-11-10", "2019-11-20", "2019-11-30"].into_iter().enumerate() {
        let reached = notice(Some(day("2020-02-01") + i as i32));
        let progress = Progress { reached, further: Further::Unknown, ..Progress::waiting() };
        rows.push(KnownCases { received: day(received), cases: 1, heads: None, progress });
    }
    assert_eq!(stock(&row(dated), ""), Stock::default().with_known(rows));
}

#[test]
fn what_is_owed_is_owed_by_those_who_have_given_notice() {
    let written =
        "[{ month = \"2019-11\", cases = 30, noticed = 12, appealed = 5, owed = 3_000.5 }]";
    let owing =
        [november(7, &notice(None), Further::No), november(5, &appeal(None), Further::Unknown)];
    let expected = Stock::default()
        .with_known(november(18, &Reached::Nothing, Further::No))
        .with_owing(Money::cents(300_050), owing.concat());
    assert_eq!(stock(written, ""), expected);
}

#[test]
fn a_file_of_counts_is_a_list_of_counts() {
    let rows = "received,cases,noticed,noticed_from,noticed_until,appealed,judged,owed,remark\n\
                2019-11,30,12,,,5,2,20000.50,none\n\
                2019-12-03,9,4,2020-02-10,2020-02-20,0,0,,none\n\
                2019-10,5,0,,,0,0,,none\n";
    let list = "[
        { month = \"2019-11\", cases = 30, noticed = 12, appealed = 5, judged = 2, owed = 20_000.5 },
        { received = 2019-12-03, cases = 9, appealed = 0, judged = 0,
          noticed = { cases = 4, from = 2020-02-10, until = 2020-02-20 } },
        { month = \"2019-10\", cases = 5, noticed = 0, appealed = 0, judged = 0 },
    ]";
    // TOML before 1.1 has inline tables on one line.
    let list = list.replace("judged = 0,\n         ", "judged = 0,");
    assert_eq!(stock("{ file = \"stock.csv\" }", rows), stock(&list, ""));
}

#[test]
fn a_register_has_a_row_for_each_household() {
    let found = register(
        "received,due,heads,noticed,pursued,appealed,judged,court_term_days,court_term_ends,\
         court_per_day,court_maximum,decided,office\n\
         2019-06-03,,,,,,,,,,,,north\n\
         2019-06-03,,,,,,,,,,,,south\n\
         2019-06-03,2019-12-01,3,2019-12-20,yes,,,,,,,,\n\
         2019-05-01,,,2019-11-20,no,,,,,,,,\n\
         2019-05-01,,,2019-08-01,,2019-08-30,,,,,,2020-03-02,\n\
         2019-05-01,,2,2019-08-01,,2019-08-30,2019-10-25,14,,250,37500.5,,\n\
         2019-05-01,,,2019-08-01,,2019-08-30,2019-10-25,,2019-11-22,,,,\n",
    );
    let row = |received: &str, cases: u64, heads: u8, reached: Reached| KnownCases {
        received: day(received),
        cases,
        heads: Some(heads),
        progress: Progress { reached, ..Progress::waiting() },
    };
    let judged = |term_days, tariff| Reached::Judgment {
        noticed: Some(day("2019-08-01")),
        appealed: Some(day("2019-08-30")),
        day: Some(day("2019-10-25")),
        term_days: Some(term_days),
        tariff,
    };
    let high = Tariff::capped(Money::units(250), Money::cents(3_750_050)).unwrap();
    let pursued =
        |on: &str, pursued| Reached::Notice { day: Some(day(on)), pursued: Some(pursued) };
    let mut with_due = row("2019-06-03", 3, 3, pursued("2019-12-20", true));
    with_due.progress.due = Some(day("2019-12-01"));
    let filed = Reached::Appeal { noticed: Some(day("2019-08-01")), day: Some(day("2019-08-30")) };
    let mut decided = row("2019-05-01", 1, 1, filed);
    decided.progress.decided = Some(day("2020-03-02"));
    let expected = vec![
        row("2019-06-03", 2, 1, Reached::Nothing),
        with_due,
        row("2019-05-01", 1, 1, pursued("2019-11-20", false)),
        decided,
        row("2019-05-01", 2, 2, judged(14, Some(high))),
        row("2019-05-01", 1, 1, judged(28, None)),
    ];
    assert_eq!(found, Stock::default().with_known(expected));
    assert_eq!((found.cases(), found.decided()), (9, 1));
}

#[test]
fn a_column_that_is_not_there_leaves_things_unknown() {
    let further = |file: &str| register(file).known()[0].progress.further;
    assert_eq!(further("received\n2019-06-03\n"), Further::Unknown);
    assert_eq!(further("received,noticed\n2019-06-03,\n"), Further::No);
    assert_eq!(further("received,noticed\n2019-06-03,2019-12-03\n"), Further::Unknown);
    assert_eq!(further("received,noticed,appealed\n2019-06-03,2019-12-03,\n"), Further::No);
    let filed = "received,noticed,appealed\n2019-06-03,2019-12-03,2019-12-20\n";
    assert_eq!(further(filed), Further::Unknown);
}

#[test]
fn a_file_of_counts_and_a_register_may_stand_beside_each_other() {
    let written = "{ file = \"stock.csv\", register = \"cases.csv\" }";
    let load = |name: &str| match name {
        "stock.csv" => Ok("received,cases\n2019-12,31\n".to_owned()),
        _ => Ok("received,noticed,decided\n2019-06-03,2019-12-03,2020-01-09\n".to_owned()),
    };
    let setup = Scenario::read(&with(written), load).unwrap().into_setup();
    let stock = &setup.model.streams[0].stock;
    assert_eq!((stock.rows().len(), stock.cases(), stock.decided()), (31, 31, 1));
}

#[test]
fn a_long_register_is_read_to_its_end() {
    let mut file = "received,noticed,appealed,judged,decided\n".to_owned();
    let first = day("2019-01-01");
    for i in 0..100_000 {
        let received = first + i % 350;
        writeln!(file, "{received},{},,,", received + 60).unwrap();
    }
    let found = register(&file);
    // As many different rows as days.
    assert_eq!((found.cases(), found.known().len()), (100_000, 350));
}

//! Traps that other simulators fell into, as far as no other file has a test for them: results that
//! depend on the form of the input, units that are taken for others, limits that are not checked.

use arrears::ensemble::unwatched;
use arrears::error::Problems;
use arrears::model::CapacityVariation;
use arrears::model::CourtPractice;
use arrears::model::Extension;
use arrears::model::Forecast;
use arrears::model::Model;
use arrears::model::Parts;
use arrears::model::Pool;
use arrears::model::Rule;
use arrears::model::Stock;
use arrears::random::Share;
use arrears::random::Variation;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::study::Forecast as Findings;
use arrears::study::Replications;
use arrears::study::Setup;
use arrears::study::forecast;
use arrears::time::Length;
use arrears::time::Schedule;

use crate::by_hand::never_decided_until;
use crate::laws::simulate;
use crate::worlds::court_tariff;
use crate::worlds::reference;

/// An office with eight weeks of recorded intake and too few people, so that something is owed.
const OFFICE: &str = r#"
format = 1
title = "Permits"
currency = "EUR"
start = 2020-01-06
as_of = 2020-03-02
end = 2020-12-31
budget = [{ year = 2020, of = "owed", amount = 50_000 }]
[[stream]]
name = "permits"
term = { weeks = 8 }
stock = [{ from = 2019-10-01, until = 2019-12-29, cases = 180 }]
intake.recorded = { file = "intake.csv" }
intake.per_week = 70
notice = { share = 0.4, delay = { exponential = { mean_days = 30 } }, pursued = 0.5 }
appeal = { share = 0.9, delay = 7 }
[[pool]]
name = "deciders"
streams = ["permits"]
decisions_per_week = 55
[administrative_penalty]
tariff = [{ days = 14, per_day = 23 }, { days = 14, per_day = 35 }, { days = 14, per_day = 45 }]
[court]
duration = 56
term_days = 28
amounts = [{ per_day = 100, maximum = 15_000 }]
"#;

/// 63 cases in each of eight weeks, nine a day.
fn by_week() -> String {
    let weeks = ["01-06", "01-13", "01-20", "01-27", "02-03", "02-10", "02-17", "02-24"];
    let rows = weeks.map(|monday| format!("2020-{monday},63\n"));
    format!("week,count\n{}", rows.concat())
}

fn by_day() -> String {
    let day = |i: i32| format!("{},9\n", "2020-01-06".parse::<arrears::time::Day>().unwrap() + i);
    format!("day,count\n{}", (0..56).map(day).collect::<String>())
}

fn read(text: &str, csv: &str) -> Setup {
    Scenario::read(text, |_| Ok(csv.to_owned())).unwrap_or_else(|it| panic!("{it}")).into_setup()
}

fn findings(setup: &Setup) -> Findings {
    forecast(setup, setup.seed, Replications::Exactly(40), &mut unwatched).unwrap()
}

/// Checks that two ways to write one scenario give one model, and so the same of everything.
#[track_caller]
fn check_same_model(one: (&str, &str), other: (&str, &str)) {
    let (one, other) = (read(one.0, one.1), read(other.0, other.1));
    assert!(one.model == other.model, "two models");
    assert_eq!(findings(&one), findings(&other));
}

#[test]
fn intake_recorded_by_week_or_by_day_is_the_same() {
    check_same_model((OFFICE, &by_week()), (OFFICE, &by_day()));
}

#[test]
fn stock_in_one_row_or_in_several_is_the_same() {
    let rows = "stock = [{ from = 2019-11-15, until = 2019-12-29, cases = 90 }, \
                { from = 2019-10-01, until = 2019-11-14, cases = 45 }, \
                { from = 2019-10-01, until = 2019-11-14, cases = 45 }]";
    let row = "stock = [{ from = 2019-10-01, until = 2019-12-29, cases = 180 }]";
    assert!(OFFICE.contains(row));
    check_same_model((OFFICE, &by_week()), (&OFFICE.replace(row, rows), &by_week()));
}

#[test]
fn weeks_and_days_are_never_taken_for_each_other() {
    for (weeks, days) in
        [("term = { weeks = 8 }", "term = { days = 56 }"), ("per_week = 70", "per_day = 10")]
    {
        assert!(OFFICE.contains(weeks));
        let (weekly, daily) = (read(OFFICE, &by_week()), OFFICE.replace(weeks, days));
        assert_eq!(findings(&weekly), findings(&read(&daily, &by_week())), "{days}");
    }
}

#[test]
fn another_currency_changes_labels_only() {
    let euros = read(OFFICE, &by_week());
    let pounds = read(&OFFICE.replace("\"EUR\"", "\"GBP\""), &by_week());
    assert_eq!(euros.model, pounds.model);
    let found = findings(&euros);
    assert!(found.total(arrears::sim::Total::Bill(None)).unwrap().mean().unwrap() > 0.0);
    let json = report::json(&euros, &found).replace("\"EUR\"", "\"GBP\"");
    let json = json.replace(&euros.fingerprint, &pounds.fingerprint);
    assert_eq!(json, report::json(&pounds, &findings(&pounds)));
}

fn problems(parts: Parts) -> String {
    Model::new(parts).unwrap_err().to_string()
}

fn parts() -> Parts {
    (*reference(1.0)).clone()
}

#[test]
fn streams_that_are_too_large_only_together_are_refused() {
    let mut parts = parts();
    let mut more = parts.streams[0].clone();
    "more".clone_into(&mut more.name);
    parts.pools[0].streams.push(1);
    for stream in [&mut parts.streams[0], &mut more] {
        stream.intake.forecast = Some(Forecast::level(80_000.0).unwrap());
    }
    parts.streams.push(more);
    // 2 x (730 x 80,000 + 15,000).
    assert!(problems(parts).contains("116830000 cases in a replication"));
}

#[test]
fn a_pool_beyond_all_counting_is_refused_before_it_is_drawn() {
    let mut parts = parts();
    parts.pools[0].variation = CapacityVariation::Count(Variation::POISSON);
    parts.pools[0].fte = Schedule::constant(1e7);
    assert!(problems(parts.clone()).contains("4550000000 decisions in a week"));
    parts.pools[0].fte = Schedule::constant(f64::NAN);
    assert!(Model::new(parts.clone()).is_err());
    // The most that is allowed is decided to the last day: sums of capacity do not overflow.
    parts.pools = vec![Pool::new("deciders", vec![0], 1e7).unwrap()];
    parts.pools[0].fte = Schedule::constant(100.0);
    let (engine, outcome) = simulate(&parts, 1);
    assert_eq!(outcome.total(&engine, "pending_at_end"), Some(0));
}

#[test]
fn lengths_that_no_number_of_days_can_hold_are_refused() {
    let mut long = parts();
    long.law.grace_days = Rule::constant(u32::MAX);
    let court = long.law.court.as_mut().unwrap();
    court.payment.after_days = u32::MAX;
    let mut practice = court.practice.versions()[0].value.clone();
    practice.term_days = i32::MAX as u32;
    court.practice = Rule::constant(practice);
    let found = problems(long);
    for key in ["law.grace_days", "court.term_days", "court.payment.after_days"] {
        assert!(found.contains(key), "{found}");
    }
    let mut extended = parts();
    let (by, share) = (Length::Days(0), Share::ALL);
    let extension = Extension { by, share, received_from: None, received_until: None };
    extended.streams[0].extensions = vec![extension];
    assert!(problems(extended).contains("stream[1].extension[1].by"));
}

#[test]
fn a_bill_that_64_bits_cannot_hold_is_refused() {
    let mut parts = parts();
    parts.streams[0].stock = Stock::new(vec![(parts.period.start() - 1, 90_000_000)]);
    let amounts = |maximum| vec![(Share::ALL, court_tariff(10_000_000, maximum))];
    let practice = |maximum| CourtPractice::new(28, amounts(maximum)).unwrap();
    let court = parts.law.court.as_mut().unwrap();
    court.practice = Rule::constant(practice(100_000_000));
    assert!(Model::new(parts.clone()).is_ok());
    let court = parts.law.court.as_mut().unwrap();
    court.practice = Rule::constant(practice(200_000_000));
    let found: Problems = Model::new(parts).unwrap_err();
    assert!(found.to_string().contains("court  90"), "{found}");
}

#[test]
fn any_number_of_late_cases_may_count_as_none() {
    let mut parts = never_decided_until(200);
    parts.gone.at_most = u64::MAX;
    parts.gone.for_days = 1;
    let (engine, outcome) = simulate(&parts, 1);
    let as_of = i64::from(parts.period.as_of().number());
    assert_eq!(outcome.total(&engine, "gone"), Some(as_of));
}

#[test]
fn intake_that_has_stopped_does_not_come_back_when_it_is_stopped_later() {
    let mut parts = parts();
    let start = parts.period.start();
    parts.streams[0].intake.stop_after = Some(start + 10);
    let model = Model::new(parts).unwrap();
    assert_eq!(model.without_intake_after(start + 20), model);
    let earlier = model.without_intake_after(start + 5);
    assert_eq!(earlier.streams[0].intake.stop_after, Some(start + 5));
}

//! Worlds of fixed values: which day something falls on, and what the ledger says on it.

use arrears::model::DecisionDay;
use arrears::model::Effort;
use arrears::model::Forecast;
use arrears::model::Households;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::model::Quantity;
use arrears::model::Recorded;
use arrears::model::Stock;
use arrears::random::Share;
use arrears::random::Variation;
use arrears::time::Calendar;
use arrears::time::Day;
use arrears::time::Length;
use arrears::time::Schedule;
use arrears::time::Term;
use arrears::time::TermEndOnDayOff;

use crate::by_hand::check;
use crate::by_hand::day;
use crate::by_hand::decided_on;
use crate::by_hand::never_decided_until;

/// Decided by the end of each of these days, from the start on.
fn check_decided(parts: &Parts, rows: &[(i32, i64)]) {
    let mut parts = parts.clone();
    let decided = |t: i32| (Quantity::Decided { since: day(0) }, day(t));
    parts.quantities = rows.iter().map(|row| decided(row.0)).collect();
    for (t, cases) in rows {
        check(&parts, &format!("decided.{}.{} = {cases}", day(0), day(*t)));
    }
}

/// Paid, lost and avoidable at the start of a day.
fn check_split(parts: &Parts, t: i32, paid: &str, lost: &str, avoidable: &str) {
    let mut parts = parts.clone();
    parts.split_on = vec![day(t)];
    let on = day(t);
    check(
        &parts,
        &format!("paid_by.{on} = {paid}, lost.{on} = {lost}, avoidable.{on} = {avoidable}"),
    );
}

#[test]
fn part_decisions_carry_over_and_unused_capacity_is_lost() {
    let mut parts = decided_on(0);
    // 2.8 a week are 0.4 a day: 0.4, 0.8, 1.2 (one done, 0.2 for the next), 0.6, 1.0.
    parts.pools[0].decisions_per_fte_per_week = Schedule::constant(2.8);
    parts.streams[0].stock = Stock::new(vec![(day(-1), 2)]);
    check_decided(&parts, &[(1, 0), (2, 1), (3, 1), (4, 2), (399, 2)]);
    // The third comes on day 10: nothing was saved for it on days 5 to 9.
    let counts = vec![(day(0), day(9), 0), (day(10), day(10), 1)];
    let recorded = Recorded::new(counts, Share::ALL, [1.0; 7]).unwrap();
    parts.period = Period::new(day(0), day(10), day(399)).unwrap();
    parts.streams[0].intake.recorded = Some(recorded);
    parts.streams[0].intake.forecast = Some(Forecast::level(0.0).unwrap());
    check_decided(&parts, &[(10, 2), (11, 2), (12, 3), (399, 3)]);
}

#[test]
fn an_unfinished_household_carries_its_effort_over() {
    let mut parts = decided_on(0);
    parts.streams[0].stock = Stock::new(vec![(day(-1), 4)]);
    parts.streams[0].households = Households::new(&[0.0, 0.0, 1.0], Share::ALL).unwrap();
    // 3 heads take 1 + 2 x 0.5 = 2 days; the fourth case is a household of its own, 1 day.
    parts.pools[0].effort = Effort::new(1.0, 0.5).unwrap();
    check_decided(&parts, &[(0, 0), (1, 3), (2, 4)]);
    // One decision a head: 3 days and 1 day.
    parts.pools[0].effort = Effort::PER_HEAD;
    check_decided(&parts, &[(1, 0), (2, 3), (3, 4)]);
}

#[test]
fn a_term_that_ends_in_a_weekend_rolls_over_where_the_law_says_so() {
    // Received on Sunday 5 January; 27 days later is Saturday 1 February. Decided on Monday the
    // third, day 28, or on Tuesday.
    let with = |decided: i32, rolls: bool, holidays: Vec<Day>| {
        let mut parts = decided_on(decided);
        parts.streams[0].term = Schedule::constant(Term::new(Length::Days(27)).unwrap());
        parts.calendar = Calendar::office(holidays);
        let convention = &mut parts.term_conventions.end_on_day_off;
        *convention = if rolls { TermEndOnDayOff::NextWorkingDay } else { TermEndOnDayOff::Stays };
        parts
    };
    check(&with(28, false, vec![]), "decided = 1, decided_late = 1");
    check(&with(28, true, vec![]), "decided = 1, decided_late = 0");
    check(&with(29, true, vec![]), "decided = 1, decided_late = 1");
    check(&with(29, true, vec![day(28)]), "decided = 1, decided_late = 0");
    check(&with(30, true, vec![day(28)]), "decided = 1, decided_late = 1");
}

#[test]
fn six_months_from_the_end_of_august_end_with_february_in_a_leap_year_too() {
    // 29 February 2020 is day 54.
    for received in [29, 30, 31] {
        let with = |decided: i32| {
            let mut parts = decided_on(decided);
            parts.streams[0].term = Schedule::constant(Term::new(Length::Months(6)).unwrap());
            let received = Day::new(2019, 8, received).unwrap();
            parts.streams[0].stock = Stock::new(vec![(received, 1)]);
            parts
        };
        assert_eq!(day(54).to_string(), "2020-02-29");
        check(&with(54), "decided_late = 0");
        check(&with(55), "decided_late = 1");
    }
}

#[test]
fn what_happens_on_the_last_day_is_not_lost() {
    for (end, what) in [
        (27, "late_at_end = 0, pending_at_end = 1"),
        (28, "late_at_end = 1, notices = 0"),
        (37, "notices = 0"),
        (38, "notices = 1"),
        (51, "appeals = 0"),
        (52, "appeals = 1, bill = 0.00, after_end = 16442.00"),
        (53, "bill = 23.00, after_end = 16419.00"),
        (93, "administrative_maxima = 0, bill = 1397.00"),
        (94, "administrative_maxima = 1, bill = 1442.00"),
        (107, "judgments = 0"),
        (108, "judgments = 1"),
        (136, "bill.judicial = 0.00"),
        (137, "bill.judicial = 100.00, after_end = 14900.00"),
        (149, "paid.2020 = 0.00"),
        (150, "paid.2020 = 1442.00"), // 94 + 14 + 42: the maximum is paid without a decision
        (286, "judicial_maxima = 1, after_end = 0.00"),
    ] {
        check(&never_decided_until(end), what);
    }
    let mut parts = decided_on(60);
    parts.period = Period::new(day(0), day(60), day(60)).unwrap();
    let counts = vec![(day(0), day(59), 0), (day(60), day(60), 5)];
    let recorded = Recorded::new(counts, Share::ALL, [1.0; 7]).unwrap();
    parts.streams[0].intake.recorded = Some(recorded);
    let totals = "received = 5, decided = 1, pending_at_end = 5, bill = 184.00, after_end = 0.00";
    // Five cases of the last day wait within their term: nothing stands beside the bill.
    check(&parts, totals);
}

#[test]
fn a_penalty_is_paid_some_days_after_its_trigger() {
    // Days 53 to 60 are 184; paid on 60 + 14 + 42 = 116.
    check_split(&decided_on(60), 116, "0.00", "184.00", "0.00");
    check_split(&decided_on(60), 117, "184.00", "0.00", "0.00");
    // The judicial penalty is paid 30 days after the decision of day 300, not after its maximum.
    check_split(&decided_on(300), 330, "1442.00", "15000.00", "0.00");
    check_split(&decided_on(300), 331, "16442.00", "0.00", "0.00");
    // Day 361 is 1 January 2021.
    check(&decided_on(330), "paid.judicial.2020 = 15000.00, paid.judicial.2021 = 0.00");
    check(&decided_on(331), "paid.judicial.2020 = 0.00, paid.judicial.2021 = 15000.00");
}

#[test]
fn the_bill_splits_into_paid_lost_and_avoidable() {
    // Decided on 60, the bill is 8 x 23 = 184; on 55 it would be 3 x 23 = 69.
    check_split(&decided_on(60), 0, "0.00", "0.00", "184.00");
    check_split(&decided_on(60), 52, "0.00", "0.00", "184.00");
    check_split(&decided_on(60), 53, "0.00", "23.00", "161.00");
    check_split(&decided_on(60), 55, "0.00", "69.00", "115.00");
    check_split(&decided_on(60), 60, "0.00", "184.00", "0.00");
    // On 200: 1,442 paid on 150; 137 to 200 are 64 days of 100.
    check_split(&decided_on(300), 200, "1442.00", "6400.00", "8600.00");
    // Without the day of the decision: 7 x 23 = 161; on 55 it would be 46.
    let mut parts = decided_on(60);
    parts.law.conventions.decision_day = DecisionDay::DoesNotCount;
    check_split(&parts, 53, "0.00", "0.00", "161.00");
    check_split(&parts, 55, "0.00", "46.00", "115.00");
    check_split(&parts, 60, "0.00", "161.00", "0.00");
}

#[test]
fn fiscal_years_may_start_in_july() {
    let mut parts = decided_on(200);
    parts.fiscal_year_starts = 7;
    // 1 July 2020 is day 177: 137 to 176 are 40 days, 177 to 200 are 24.
    assert_eq!(day(177).to_string(), "2020-07-01");
    let judicial = "owed.judicial.2019 = 4000.00, owed.judicial.2020 = 2400.00";
    // The administrative penalty is paid on 150, the judicial one on 230.
    let paid = "paid.2019 = 1442.00, paid.2020 = 6400.00";
    check(&parts, &format!("{judicial}, owed.administrative.2019 = 1442.00, {paid}"));
}

#[test]
fn the_first_and_the_last_year_can_be_used() {
    for year in [1600, 2999] {
        let mut parts = decided_on(0);
        parts.streams[0].stock = Stock::default();
        let (first, last) = (Day::new(year, 1, 1).unwrap(), Day::new(year, 12, 31).unwrap());
        parts.period = Period::new(first, first, last).unwrap();
        parts.pools[0].fte = Schedule::constant(1.0);
        parts.split_on = vec![first, last];
        check(&parts, &format!("owed.{year} = 0.00, paid.{year} = 0.00, decided = 0"));
    }
}

#[test]
fn the_late_stock_is_gone_on_the_first_of_28_days_without_it() {
    let number = |t: i32| i64::from(day(t).number());
    // Late from 28 to 99; the 28 days are 100 to 127. Before that the 28 days 0 to 27 are free.
    check(&decided_on(100), &format!("gone = {}", number(0)));
    let mut parts = decided_on(100);
    parts.gone.for_days = 29;
    check(&parts, &format!("gone = {}", number(100)));
    parts.period = Period::new(day(0), day(0), day(128)).unwrap();
    check(&parts, &format!("gone = {}", number(100)));
    parts.period = Period::new(day(0), day(0), day(127)).unwrap();
    check(&parts, &format!("gone = {}", i64::MAX));
}

#[test]
fn a_case_a_week_comes_once_a_week() {
    let mut parts = decided_on(1_000);
    let mut forecast = Forecast::level(1.0 / 7.0).unwrap();
    forecast.variation = Variation::NONE;
    parts.streams[0].intake.forecast = Some(forecast);
    parts.streams[0].stock = Stock::default();
    for (end, received) in [(5, 0), (6, 1), (12, 1), (13, 2), (363, 52), (2_099, 300)] {
        parts.period = Period::new(day(0), day(0), day(end)).unwrap();
        check(&parts, &format!("received = {received}"));
    }
}

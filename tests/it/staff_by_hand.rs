//! Staff that comes, learns, leaves and costs: every number worked out on paper.
//!
//! Unless a test says otherwise, twenty fte of five decisions a week each make 100.

use arrears::error::Fault;
use arrears::model::Attrition;
use arrears::model::Hire;
use arrears::model::Pool;
use arrears::model::StaffCost;
use arrears::model::StaffCosts;
use arrears::model::Stock;
use arrears::money::Money;
use arrears::time::Calendar;
use arrears::time::Schedule;

use crate::by_hand::check;
use crate::by_hand::day;
use crate::by_hand::received_and_decided;
use crate::worlds::share;

fn office() -> Pool {
    let mut pool = Pool::new("deciders", vec![0], 5.0).unwrap();
    pool.fte = Schedule::constant(20.0);
    pool
}

/// So many fte who start on day 10 and need no training.
fn able(fte: f64) -> Hire {
    Hire::new(fte, day(10)).unwrap()
}

/// Checks the decisions in a full week on some days.
#[track_caller]
fn check_weeks(pool: &Pool, rows: &[(i32, f64)]) {
    for (t, right) in rows {
        let found = pool.decisions_per_week(day(*t));
        assert!((found - right).abs() < 1e-9, "day {t}: {found}, not {right}");
    }
}

#[test]
fn a_hire_is_trained_then_learns_in_a_straight_line() {
    let mut pool = office();
    let mut hire = able(4.0);
    (hire.training_days, hire.learning_days) = (3, 4);
    hire.first_output = share(0.2);
    pool.staff.hires.push(hire);
    // Four fte of five decisions; a fifth more of them every day from day 13 to day 17.
    let training = [(9, 100.0), (10, 100.0), (12, 100.0)];
    let learning = [(13, 104.0), (14, 108.0), (15, 112.0), (16, 116.0)];
    let learned = [(17, 120.0), (18, 120.0), (1_000, 120.0)];
    for rows in [&training[..], &learning, &learned] {
        check_weeks(&pool, rows);
    }
    // Day 13 is a Sunday; a day of a seven-day week is a seventh.
    assert_eq!(pool.mean_decisions(day(13), &Calendar::office(Vec::new())), 0.0);
    assert_eq!(pool.mean_decisions(day(13), &Calendar::every_day()), 104.0 / 7.0);
    assert_eq!(pool.mean_decisions(day(14), &Calendar::office(Vec::new())), 108.0 / 5.0);
}

#[test]
fn learning_without_training_starts_on_the_first_day_with_nothing_unless_said() {
    let mut pool = office();
    let mut hire = able(4.0);
    hire.learning_days = 2;
    pool.staff.hires.push(hire);
    check_weeks(&pool, &[(9, 100.0), (10, 100.0), (11, 110.0), (12, 120.0)]);
}

#[test]
fn training_and_learning_may_last_for_ever() {
    let mut pool = office();
    let mut hire = able(4.0);
    (hire.training_days, hire.learning_days) = (u32::MAX, u32::MAX);
    pool.staff.hires.push(hire);
    check_weeks(&pool, &[(10, 100.0), (300_000, 100.0)]);
}

#[test]
fn a_temporary_team_works_on_its_last_day() {
    let mut pool = office();
    let mut team = able(4.0);
    team.set_until(day(12)).unwrap();
    pool.staff.hires.push(team);
    check_weeks(&pool, &[(9, 100.0), (10, 120.0), (12, 120.0), (13, 100.0)]);
    // A team that is gone before its training ends decides nothing.
    pool.staff.hires[0].training_days = 5;
    check_weeks(&pool, &[(10, 100.0), (12, 100.0), (13, 100.0), (15, 100.0)]);
    // A team of one day.
    pool.staff.hires[0].training_days = 0;
    pool.staff.hires[0].set_until(day(10)).unwrap();
    check_weeks(&pool, &[(9, 100.0), (10, 120.0), (11, 100.0)]);
}

#[test]
fn training_keeps_experienced_people_busy() {
    let mut pool = office();
    let mut hire = able(4.0);
    hire.training_days = 3;
    hire.set_trainers(0.5).unwrap();
    pool.staff.hires.push(hire);
    // Two of the twenty train.
    check_weeks(&pool, &[(9, 100.0), (10, 90.0), (12, 90.0), (13, 120.0)]);
    // One fte of its own cannot train four, and nobody is less than nobody.
    pool.fte = Schedule::constant(1.0);
    check_weeks(&pool, &[(9, 5.0), (10, 0.0), (12, 0.0), (13, 25.0)]);
    // Three who were hired before and have learned train too: (1 + 3 - 2) x 5.
    let mut before = Hire::new(3.0, day(0)).unwrap();
    pool.staff.hires.push(before.clone());
    check_weeks(&pool, &[(9, 20.0), (10, 10.0), (13, 40.0)]);
    // While those three still learn they train nobody, but decide: max(1 - 2, 0) x 5 + 3 x 5 x 1/3.
    (before.training_days, before.learning_days) = (0, 30);
    pool.staff.hires[1] = before;
    check_weeks(&pool, &[(10, 5.0)]);
}

#[test]
fn a_share_leaves_in_a_year_and_the_rest_compounds() {
    let mut pool = office();
    let leaves = |steps| Some(Attrition { per_year: Schedule::new(steps).unwrap(), after: day(0) });
    // Four years have 1,461 days: 0.81^4 = 0.43046721 of the people are left.
    pool.staff.attrition = leaves(vec![(day(-9), share(0.19))]);
    check_weeks(&pool, &[(-9, 100.0), (0, 100.0), (1_461, 43.046721)]);
    // The first value holds before its date too; a new one holds on its date.
    pool.staff.attrition = leaves(vec![(day(700), share(0.19)), (day(1_462), share(0.0))]);
    check_weeks(&pool, &[(0, 100.0), (1_461, 43.046721), (1_462, 43.046721), (9_999, 43.046721)]);
    // 0.81^(1/365.25) = 0.9994232436465 after one day.
    pool.staff.attrition = leaves(vec![(day(-9), share(0.0)), (day(10), share(0.19))]);
    check_weeks(&pool, &[(9, 100.0), (10, 99.94232436465), (1_470, 43.046721)]);
    // Where all leave, they leave in a day.
    pool.staff.attrition = leaves(vec![(day(-9), share(1.0))]);
    check_weeks(&pool, &[(0, 100.0), (1, 0.0), (2, 0.0)]);
}

#[test]
fn those_hired_leave_from_the_day_after_their_first() {
    let mut pool = office();
    pool.fte = Schedule::constant(0.0);
    let per_year = Schedule::constant(share(0.19));
    pool.staff.attrition = Some(Attrition { per_year, after: day(0) });
    pool.staff.hires.push(able(20.0));
    check_weeks(&pool, &[(9, 0.0), (10, 100.0), (1_471, 43.046721)]);
    // Also those who came before the pool's own people begin to leave.
    pool.staff.hires[0] = Hire::new(20.0, day(-1_461)).unwrap();
    check_weeks(&pool, &[(-1_461, 100.0), (0, 43.046721)]);
    // Who leaves in training needs no trainer: 0.81^4 of four fte, half a trainer each.
    let mut slow = Hire::new(4.0, day(-1_461)).unwrap();
    slow.training_days = 9_999;
    slow.set_trainers(0.5).unwrap();
    pool.staff.hires[0] = slow;
    pool.fte = Schedule::constant(20.0);
    check_weeks(&pool, &[(-1_461, 90.0), (0, 100.0 - 4.3046721)]);
}

#[test]
fn overtime_and_productivity_are_factors_by_date() {
    let mut pool = office();
    let dated = |value, from, later| Schedule::new(vec![(day(0), value), (from, later)]).unwrap();
    pool.absence = Schedule::constant(share(0.25));
    pool.staff.overtime = dated(0.0, day(10), 0.1).map(|it| share(*it));
    pool.staff.productivity = dated(1.0, day(20), 1.2);
    check_weeks(&pool, &[(9, 75.0), (10, 82.5), (19, 82.5), (20, 99.0)]);
}

#[test]
fn staff_costs_money_on_every_calendar_day() {
    let mut pool = office();
    pool.absence = Schedule::constant(share(0.25));
    pool.staff.overtime = Schedule::constant(share(0.1));
    let mut hire = able(4.0);
    hire.training_days = 3;
    hire.set_until(day(15)).unwrap();
    pool.staff.hires.push(hire);
    assert_eq!(pool.costs_on(day(10)), StaffCosts::default());
    // 365.25 x 200 a year is 200 a day.
    let cost = StaffCost::new(Money::units(73_050), Money::units(5_000), 1.5).unwrap();
    pool.staff.cost = Some(cost);
    // In cents. Overtime: fte that are not in training x 0.75 x 0.1 x 1.5 x 20,000.
    let rows = [
        (6, 400_000.0, 0.0, 45_000.0), // a Sunday
        (9, 400_000.0, 0.0, 45_000.0),
        (10, 480_000.0, 2_000_000.0, 45_000.0),
        (12, 480_000.0, 0.0, 45_000.0),
        (13, 480_000.0, 0.0, 54_000.0),
        (15, 480_000.0, 0.0, 54_000.0),
        (16, 400_000.0, 0.0, 45_000.0),
    ];
    for (t, staff, hiring, overtime) in rows {
        let found = pool.costs_on(day(t));
        let right = [staff, hiring, overtime];
        let pairs = [found.staff, found.hiring, found.overtime].into_iter().zip(right);
        for (found, right) in pairs {
            assert!((found - right).abs() < 1e-6, "day {t}: {found}, not {right}");
        }
    }
}

#[test]
fn a_pool_of_decisions_has_people_once_it_is_said_what_one_decides() {
    let mut pool = Pool::new("deciders", vec![0], 60.0).unwrap();
    pool.staff.decisions_per_hired_fte_per_week = Some(Schedule::constant(2.5));
    pool.staff.hires.push(able(10.0));
    let cost = StaffCost::new(Money::units(73_050), Money::ZERO, 1.5).unwrap();
    pool.staff.cost = Some(cost);
    // 60 decisions are the work of 24 fte; ten more make 25.
    check_weeks(&pool, &[(9, 60.0), (10, 85.0)]);
    assert_eq!([pool.people_on(day(9)), pool.people_on(day(10))], [24.0, 34.0]);
    assert_eq!(pool.costs_on(day(10)).staff, 680_000.0);
    let per_year = Schedule::constant(share(0.19));
    pool.staff.attrition = Some(Attrition { per_year, after: day(0) });
    pool.staff.hires.clear();
    assert!((pool.people_on(day(1_461)) - 24.0 * 0.43046721).abs() < 1e-9);
}

#[test]
fn the_hired_decide_cases_once_they_are_trained() {
    let mut parts = received_and_decided(-1, 0);
    parts.streams[0].stock = Stock::new(vec![(day(-1), 100)]);
    parts.period = arrears::model::Period::new(day(0), day(0), day(19)).unwrap();
    // One decision a day, and a second one on the days 15 to 19.
    let mut hire = able(1.0);
    hire.training_days = 5;
    parts.pools[0].staff.hires.push(hire);
    check(&parts, "decided = 25");
    parts.pools[0].staff.hires[0].set_until(day(17)).unwrap();
    check(&parts, "decided = 23");
}

#[test]
fn hires_and_costs_that_cannot_be_are_refused() {
    let message = |result: Result<(), Fault>| result.unwrap_err().to_string();
    let number = "must be 0 or more, at most 10,000,000";
    assert_eq!(message(Hire::new(-1.0, day(0)).map(|_| ())), format!("-1, {number}"));
    assert_eq!(message(Hire::new(f64::NAN, day(0)).map(|_| ())), format!("NaN, {number}"));
    let mut hire = able(1.0);
    let right = "2020-01-15, must be on or after the first day, 2020-01-16";
    assert_eq!(message(hire.set_until(day(9))), right);
    let right = "10.5, must be between 0 and 10 fte for each hired fte";
    assert_eq!(message(hire.set_trainers(10.5)), right);
    assert!(hire.set_trainers(f64::NAN).is_err());
    assert_eq!((hire.until(), hire.trainers()), (None, 0.0));
    let cost = |year, hire, pay| StaffCost::new(Money::units(year), Money::units(hire), pay);
    let right = "-1.00, must be an amount of 0 or more";
    assert_eq!(message(cost(-1, 0, 1.0).map(|_| ())), right);
    assert_eq!(message(cost(0, -1, 1.0).map(|_| ())), right);
    let right = "10.5, must be between 0 and 10 times a normal hour";
    assert_eq!(message(cost(0, 0, 10.5).map(|_| ())), right);
    assert!(cost(0, 0, f64::NAN).is_err());
}

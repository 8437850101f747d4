//! Staff in a scenario: every fault with its message, and what `explain` says.
//!
//! That all keys are read is shown by `scenario_model`.

use arrears::model::Attrition;
use arrears::model::Hire;
use arrears::model::Model;
use arrears::model::Parts;
use arrears::model::Staff;
use arrears::model::StaffCost;
use arrears::money::Money;
use arrears::report;
use arrears::time::Schedule;

use crate::scenario_errors::check;
use crate::scenario_errors::pool;
use crate::scenario_model::day;
use crate::scenario_model::read;
use crate::scenario_model::share;

const FTE: &str = "fte = 24\ndecisions_per_fte_per_week = 2.5\n";

/// A scenario whose pool counts people, with these lines from line 12 on.
fn people(lines: &str) -> String {
    pool(&format!("{FTE}{lines}"))
}

#[test]
fn a_pool_without_people_has_no_hires_and_no_staff_costs() {
    let text = pool(
        "decisions_per_week = 60\nhire = [{ fte = 3, from = 2020-05-01 }]\n\
         staff_cost = { per_fte_per_year = 80_000 }",
    );
    let right = "s.toml:11  pool[1].hire  hire in a pool whose people are not counted, must be \
                 together with decisions_per_fte_per_week, what one fte decides in a week, as 2.5\n\
                 s.toml:12  pool[1].staff_cost  staff_cost in a pool whose people are not \
                 counted, must be together with decisions_per_fte_per_week, what one fte decides \
                 in a week, as 2.5";
    check(&text, &[], right);
    read(&text.replace("hire =", "decisions_per_fte_per_week = 2.5\nhire ="));
    // These are shares and factors, for which nobody need be counted.
    read(&pool("decisions_per_week = 60\nattrition = 0.1\novertime = 0.1\nproductivity = 1.1"));
}

#[test]
fn decisions_a_week_are_not_beside_people() {
    let right = "s.toml:10  pool[1].decisions_per_week  decisions_per_week beside fte, must be \
                 alone, or left out when people are counted";
    check(&pool("decisions_per_week = 60\nfte = 3"), &[], right);
}

#[test]
fn a_hire_is_refused_key_by_key() {
    let right = "s.toml:12  pool[1].hire[1].fte  -1, must be 0 or more, at most 10,000,000\n\
                 s.toml:12  pool[1].hire[1].until  2020-04-30, must be on or after the first day, \
                 2020-05-01\n\
                 s.toml:12  pool[1].hire[1].training_days  -5, must be a whole number of days from \
                 0 to 36,525\n\
                 s.toml:13  pool[1].hire[2].fte  nothing, must be given: how many people start, as \
                 100\n\
                 s.toml:13  pool[1].hire[2].from  nothing, must be given: their first day, as \
                 2020-05-01\n\
                 s.toml:13  pool[1].hire[2].first_output  40, must be between 0 and 1; did you \
                 mean 0.4?\n\
                 s.toml:13  pool[1].hire[2].trainers  11, must be between 0 and 10 fte for each \
                 hired fte";
    let text = people(
        "hire = [{ fte = -1, from = 2020-05-01, until = 2020-04-30, training_days = -5 },\n\
         { learning_days = 3, training_days = 3, first_output = 40, trainers = 11 }]",
    );
    check(&text, &[], right);
    let right = "s.toml:12  pool[1].hire  the number 3, must be a list, as [{ fte = 100, from = \
                 2020-05-01, training_days = 90 }]";
    check(&people("hire = 3"), &[], right);
    let right = "s.toml:12  pool[1].hire  1001, must be at most 1,000 hires";
    let many = "{ fte = 1, from = 2020-05-01 }, ".repeat(1_001);
    check(&people(&format!("hire = [{many}]")), &[], right);
}

#[test]
fn what_a_hire_does_in_a_time_of_no_days_is_refused() {
    let right = "s.toml:12  pool[1].hire[1].first_output  first_output without learning_days, must \
                 be together with learning_days, as 90, or left out\n\
                 s.toml:12  pool[1].hire[1].trainers  trainers without training_days, must be \
                 together with training_days, as 90, or left out";
    let hire = "hire = [{ fte = 3, from = 2020-05-01, first_output = 0.5, trainers = 0.2 }]";
    check(&people(hire), &[], right);
}

#[test]
fn rates_and_costs_are_refused_where_they_stand() {
    let right = "s.toml:12  pool[1].attrition  8, must be between 0 and 1; did you mean 0.08?\n\
                 s.toml:13  pool[1].overtime  -0.1, must be between 0 and 1\n\
                 s.toml:14  pool[1].productivity  105, must be a factor between 0 and 100\n\
                 s.toml:15  pool[1].staff_cost.per_fte_per_year  nothing, must be given: what one \
                 fte costs in a year, as 80_000\n\
                 s.toml:15  pool[1].staff_cost.overtime_pay  150, must be between 0 and 10 times a \
                 normal hour\n\
                 s.toml:15  pool[1].staff_cost.per_hire  -1, must be an amount of 0 or more, at \
                 most 10,000,000,000,000";
    let text = people(
        "attrition = 8\novertime = -0.1\nproductivity = 105\n\
         staff_cost = { overtime_pay = 150, per_hire = -1 }",
    );
    check(&text, &[], right);
    let right = "s.toml:11  pool[1].decisions_per_fte_per_week  0, must be between 0.001 and \
                 10,000,000 beside decisions_per_week";
    check(&pool("decisions_per_week = 60\ndecisions_per_fte_per_week = 0"), &[], right);
}

#[test]
fn what_changes_on_dates_is_known_from_the_start() {
    let late = "[{ from = 2020-03-04, value = 0.5 }]";
    let text = pool(&format!(
        "decisions_per_week = {late}\ndecisions_per_fte_per_week = {late}\nattrition = {late}\n\
         overtime = {late}\nproductivity = {late}",
    ));
    let keys = [
        "decisions_per_week",
        "decisions_per_fte_per_week",
        "attrition",
        "overtime",
        "productivity",
    ];
    let fault = "from 2020-03-04, must be known from the start, 2020-03-03, on";
    let lines =
        keys.iter().zip(10..).map(|(key, line)| format!("s.toml:{line}  pool[1].{key}  {fault}"));
    check(&text, &[], &lines.collect::<Vec<String>>().join("\n"));
}

#[test]
fn staff_beyond_all_measure_is_refused() {
    // (24 + 10,000,000) x 2.5 x 50.
    let right = "s.toml:12  pool[1].hire  1250003000 decisions in a week, with those hired and all \
                 overtime, must be at most 1,000,000,000, all people together";
    let hire = "hire = [{ fte = 10_000_000, from = 2020-05-01 }]\n";
    check(&people(&format!("{hire}productivity = 50")), &[], right);
    read(&people(hire));
    let right = "s.toml:12  pool[1].productivity  6000000000 decisions in a week, with those hired \
                 and all overtime, must be at most 1,000,000,000, all people together";
    let text = pool("fte = 10_000\ndecisions_per_fte_per_week = 10_000\nproductivity = 60");
    check(&text, &[], right);
    // 10,000,000 x 1e13 x 304 days of 365.25.
    let right = "s.toml:13  pool[1].staff_cost  staff that may cost 8.323e19 in all, must be at \
                 most 11,000,000,000,000,000 in all";
    let cost = "staff_cost = { per_fte_per_year = 10_000_000_000_000 }";
    check(&people(&format!("{hire}{cost}")), &[], right);
}

#[test]
fn a_model_that_is_built_in_rust_is_checked_too() {
    let setup = read(&people(""));
    let faults = |change: &dyn Fn(&mut Staff)| {
        let mut parts = Parts::clone(&setup.model);
        change(&mut parts.pools[0].staff);
        Model::new(parts).unwrap_err().to_string()
    };
    let found = faults(&|staff| staff.productivity = Schedule::constant(f64::NAN));
    assert_eq!(found, "pool[1].productivity  NaN, must be a factor between 0 and 100");
    let found = faults(&|staff| {
        staff.hires = vec![Hire::new(1.0, day("2020-05-01")).unwrap(); 1_001];
    });
    assert_eq!(found, "pool[1].hire  1001, must be at most 1,000 hires");
    let none = Some(Schedule::constant(0.0));
    let found = faults(&|staff| staff.decisions_per_hired_fte_per_week = none.clone());
    let right = "pool[1].decisions_per_fte_per_week  0, must be between 0.001 and 10,000,000 \
                 beside decisions_per_week";
    assert_eq!(found, right);
}

#[test]
fn people_leave_from_the_day_after_the_forecast_is_made() {
    let setup = read(&people("attrition = 0.1\nstaff_cost = { per_fte_per_year = 1 }"));
    let staff = &setup.model.pools[0].staff;
    let per_year = Schedule::constant(share(0.1));
    assert_eq!(staff.attrition, Some(Attrition { per_year, after: day("2020-03-03") }));
    // What is left out: no cost of hiring, time and a half.
    assert_eq!(staff.cost, StaffCost::new(Money::units(1), Money::ZERO, 1.5).ok());
    assert_eq!(read(&people("")).model.pools[0].staff, Staff::unchanging());
}

#[test]
fn explain_says_all_that_staff_does() {
    let text = pool(
        "decisions_per_week = 60\ndecisions_per_fte_per_week = 2.5\n\
         hire = [{ name = \"spring\", fte = 100, from = 2020-05-01, training_days = 90,\n\
         learning_days = 180, first_output = 0.25, trainers = 0.2 },\n\
         { fte = 10, from = 2020-04-01, until = 2020-06-30, training_days = 1 }]\n\
         overtime = 0.1\nproductivity = 1.05\nattrition = 0.08\n\
         staff_cost = { per_fte_per_year = 80_000, per_hire = 5_000 }",
    );
    let text = report::explain(&read(&text));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "From 2020-03-03 on its own people alone would make 60 decisions in a full week.",
        "spring: 100 fte join on 2020-05-01: 90 days of training without decisions, in which each \
         keeps 0.2 experienced fte busy, then 180 days of learning, on which output rises in a \
         straight line from 25% of that of an experienced colleague to all of it.",
        "10 fte are there from 2020-04-01 to 2020-06-30: 1 day of training without decisions, then \
         at once as able as anybody.",
        "One fte decides 2.5 in a full week: what the pool's own people decide counts as the work \
         of 24 fte on 2020-03-03.",
        "Of the people 8% leave in a year and are not replaced: the pool's own from 2020-03-04 on, \
         those hired from the day after their first.",
        "Overtime adds to all decisions: 10%.",
        "All decisions are multiplied by a productivity: 1.05.",
        // 60 x 1.1 x 1.05.
        "All this together, it makes 69.3 decisions in a full week on 2020-03-03",
        "One fte costs EUR 80,000 a year, spread over all days; an hour of overtime costs 1.5 \
         times a normal one; each hired fte costs EUR 5,000 once, on the first day.",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn explain_counts_the_people_of_a_pool_of_decisions() {
    let lines = "decisions_per_week = 60\ndecisions_per_fte_per_week = 2.5\nabsence = 0.1";
    let text = report::explain(&read(&pool(lines)));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = "its own people alone would make 54 decisions in a full week: 24 fte, each 2.5 \
                 decisions, absent 10% of the time.";
    assert!(text.contains(words), "{text}");
}

//! The price of one unit more: worlds on paper, and what must hold of every price.

use arrears::ensemble::unwatched;
use arrears::model::Hire;
use arrears::model::Measure;
use arrears::scenario::Scenario;
use arrears::study::Lever;
use arrears::study::Policy;
use arrears::study::Price;
use arrears::study::PriceQuestion;
use arrears::study::PricedStart;
use arrears::study::Setup;
use arrears::study::compare;
use arrears::study::price;
use arrears::summary::mean;
use arrears::time::Day;

use crate::bundled;
use crate::worlds::share;

/// Thirty late cases and one decision a day: case k, from 0, is decided on day k. From day 15 on
/// each that waits costs 10 a day, the day of the decision included. One fte costs 10.00 a day.
pub const THIRTY: &str = r#"
format = 1
title = "Thirty cases"
as_of = 2020-01-01
end = 2020-02-29
working_days = "every day"
[[stream]]
name = "permits"
term = { days = 10 }
stock = [{ received = 2019-12-01, cases = 30 }]
notice = { share = 1, delay = 0, pursued = 1, counts_from = 2020-01-01 }
[[pool]]
name = "deciders"
fte = 1
decisions_per_fte_per_week = 7
staff_cost = { per_fte_per_year = 3_652.50 }
[administrative_penalty]
tariff = [{ days = 100, per_day = 10 }]
"#;

/// The same, of which only decisions are known.
fn decisions() -> String {
    let staff = "staff_cost = { per_fte_per_year = 3_652.50 }\n";
    THIRTY.replace(staff, "").replace("fte = 1\n", "").replace("per_fte_per_week", "per_week")
}

pub fn read(text: &str) -> Setup {
    Scenario::read(text, |_| Err("no such file".to_owned())).unwrap().into_setup()
}

fn day(after: i32) -> Day {
    Day::new(2020, 1, 1).unwrap() + after
}

fn priced(setup: &Setup, lever: Lever, units: u32, starts: &[i32]) -> Price {
    let starts = starts.iter().map(|after| day(*after)).collect();
    let question = PriceQuestion::new(setup, 0, lever, units, starts).unwrap();
    price(&question, 1, 3, &mut unwatched).unwrap()
}

/// The amounts of a start, in whole units, the same in every future.
fn amounts(start: &PricedStart) -> [i64; 3] {
    [&start.saved, &start.spent, &start.net].map(|tally| {
        assert_eq!(tally.min(), tally.max());
        assert_eq!(tally.max().unwrap() % 100, 0);
        tally.max().unwrap() / 100
    })
}

#[test]
fn a_person_who_comes_later_saves_less_and_costs_less() {
    let setup = read(THIRTY);
    let hire = Lever::hire_as_in(&setup, 0).unwrap();
    let found = priced(&setup, hire, 1, &[0, 10, 20, 29, 59]);
    // Without: 1 to 15 days owed, 120 days of 10.00. Two a day from the start: none. From day 10
    // on: two on each of the days 15 to 19, 30 days. From day 20 on: one on each of the days 15 to
    // 19, two on each of the days 20 to 24 with 6 to 10 days: 95 days. From day 29 on: no difference.
    let rows = [[1_200, 600, 600], [900, 500, 400], [250, 400, -150], [0, 310, -310], [0, 10, -10]];
    assert_eq!(found.starts.iter().map(amounts).collect::<Vec<_>>(), rows);
    assert_eq!(found.no_longer_pays_from(), Some(day(20)));
    assert_eq!(found.last_that_surely_pays(), Some(day(10)));
    let surely: Vec<_> = found.starts.iter().map(PricedStart::surely_pays).collect();
    assert_eq!(surely, [Some(true), Some(true), Some(false), Some(false), Some(false)]);
    assert_eq!(found.starts[0].pays().hits(), 3);
    // 1,200.00 in 60 days.
    let per_year = found.starts[0].saved_per_unit_and_year().value;
    assert!((per_year - 120_000.0 * 365.25 / 60.0).abs() < 1e-6, "{per_year}");
}

#[test]
fn what_is_said_of_the_dates_follows_the_rows() {
    let setup = read(THIRTY);
    let hire = || Lever::hire_as_in(&setup, 0).unwrap();
    let pays = priced(&setup, hire(), 1, &[0, 10]);
    assert_eq!((pays.no_longer_pays_from(), pays.last_that_surely_pays()), (None, Some(day(10))));
    let never = priced(&setup, hire(), 1, &[20, 29]);
    assert_eq!((never.no_longer_pays_from(), never.last_that_surely_pays()), (Some(day(20)), None));
}

#[test]
fn two_persons_are_two_units() {
    let setup = read(THIRTY);
    let hire = Lever::hire_as_in(&setup, 0).unwrap();
    let found = priced(&setup, hire, 2, &[0]);
    assert_eq!(amounts(&found.starts[0]), [1_200, 1_200, 0]);
    let per_year = found.starts[0].saved_per_unit_and_year().value;
    assert!((per_year - 120_000.0 * 365.25 / 120.0).abs() < 1e-6, "{per_year}");
}

#[test]
fn training_is_paid_and_keeps_colleagues_busy() {
    let setup = read(THIRTY);
    let mut hire = Hire::new(1.0, day(0)).unwrap();
    hire.training_days = 10;
    hire.set_trainers(1.0).unwrap();
    let found = priced(&setup, Lever::Hire(hire.clone()), 1, &[0]);
    // Nothing is decided in ten days, then two a day: case k on day 10 + k / 2. On the days 15 to
    // 24 two each owe 1 to 10 days: 110 days.
    assert_eq!(amounts(&found.starts[0]), [100, 600, -500]);
    // The number, the dates and the name of the pattern do not matter.
    let mut other = Hire::new(33.0, day(50)).unwrap();
    other.set_until(day(51)).unwrap();
    other.name = Some("spring".to_owned());
    other.training_days = 10;
    other.set_trainers(1.0).unwrap();
    assert_eq!(priced(&setup, Lever::Hire(other), 1, &[0]), found);
    hire.set_trainers(0.0).unwrap();
    let found = priced(&setup, Lever::Hire(hire), 1, &[0]);
    // One a day for ten days, then two: as one who comes on day 10, but paid from the start.
    assert_eq!(amounts(&found.starts[0]), [900, 600, 300]);
}

#[test]
fn a_decision_more_is_a_unit_where_no_people_are_counted() {
    let setup = read(&decisions());
    // Seven a week more are one a day more.
    let found = priced(&setup, Lever::Decisions, 7, &[0, 10, 20]);
    let rows = [[1_200, 0, 1_200], [900, 0, 900], [250, 0, 250]];
    assert_eq!(found.starts.iter().map(amounts).collect::<Vec<_>>(), rows);
    assert!(!found.starts[0].spends());
    // 1,200.00 by 60 decisions.
    assert_eq!(found.starts[0].saved_per_unit_and_week().value, 2_000.0);
    assert_eq!(found.no_longer_pays_from(), None);
}

#[test]
fn hours_and_productivity_are_hundredths() {
    let setup = read(THIRTY);
    for lever in [Lever::Overtime, Lever::Productivity] {
        let found = priced(&setup, lever, 100, &[0, 10]);
        assert_eq!([0, 1].map(|at| amounts(&found.starts[at])[0]), [1_200, 900]);
    }
}

#[test]
fn those_who_are_hired_are_trained_as_in_the_scenario() {
    let hire = |text: &str| match Lever::hire_as_in(&read(text), 0).unwrap() {
        Lever::Hire(hire) => (hire.training_days, hire.learning_days, hire.first_output),
        lever => panic!("{lever:?}"),
    };
    assert_eq!(hire(THIRTY), (0, 0, share(0.0)));
    let planned = "hire = [{ fte = 3, from = 2020-02-01, training_days = 9 }]\nstaff_cost";
    let planned = THIRTY.replace("staff_cost", planned);
    let policy = "[[policy]]\nname = \"spring\"\n\
                  hire = { fte = 5, from = 2020-02-01, learning_days = 20, first_output = 0.5 }\n";
    assert_eq!(hire(&format!("{planned}{policy}")), (9, 0, share(0.0)));
    assert_eq!(hire(&format!("{THIRTY}{policy}")), (0, 20, share(0.5)));
}

#[test]
fn a_question_that_cannot_be_asked_is_told_why() {
    let setup = read(THIRTY);
    let refused = |setup: &Setup, lever: Lever, pool: usize, units: u32, starts: &[i32]| {
        let starts = starts.iter().map(|after| day(*after)).collect();
        PriceQuestion::new(setup, pool, lever, units, starts).unwrap_err().to_string()
    };
    let hire = || Lever::Hire(Hire::new(1.0, day(0)).unwrap());
    let said = "people for \"deciders\", of which only decisions are known, must be for a pool \
                with decisions_per_fte_per_week, what one fte decides in a week";
    assert_eq!(refused(&read(&decisions()), hire(), 0, 1, &[0]), said);
    let three = read(&THIRTY.replace("fte = 1\n", "fte = 3\n"));
    let said = "decisions for \"deciders\", whose people are counted, must be fte, people who are \
                hired";
    assert_eq!(refused(&three, Lever::Decisions, 0, 1, &[0]), said);
    let said =
        "2019-12-31, must be on or after the as-of day, 2020-01-01: the past cannot be changed";
    assert_eq!(refused(&setup, hire(), 0, 1, &[-1]), said);
    assert_eq!(refused(&setup, Lever::Decisions, 0, 1, &[-1]), said);
    let said =
        "2020-03-01, must be on or before the last day, 2020-02-29: later it changes nothing";
    assert_eq!(refused(&setup, hire(), 0, 1, &[60]), said);
    assert_eq!(refused(&setup, hire(), 1, 1, &[0]), "1, must be the number of a pool, from 0");
    assert_eq!(refused(&setup, hire(), 0, 0, &[0]), "units  0, must be at least 1");
    assert_eq!(
        refused(&setup, hire(), 0, 1, &[]),
        "starts  0, must be at least one day and at most 1,000"
    );
    let said = "starts  2020-01-05, must be after 2020-01-05, the day before it";
    assert_eq!(refused(&setup, hire(), 0, 1, &[4, 4]), said);
    let said = "101% overtime, must be at most 100%";
    assert_eq!(refused(&setup, Lever::Overtime, 0, 101, &[0]), said);
    assert_eq!(
        Lever::hire_as_in(&setup, 7).unwrap_err().to_string(),
        "7, must be the number of a pool, from 0"
    );
}

/// The Dutch service, of which somebody says what one fte decides and costs.
fn ind() -> Setup {
    let mut setup = bundled::setup("ind-2020.toml");
    let mut parts = arrears::model::Parts::clone(&setup.model);
    parts.pools[0].counts_people = true;
    setup.model = arrears::model::Model::new(parts).unwrap();
    setup
}

#[test]
fn a_price_is_what_a_comparison_says_and_no_other_day_changes_it() {
    let setup = ind();
    let as_of = setup.model.period.as_of();
    let hire = Hire::new(1.0, as_of + 100).unwrap();
    let ask = |starts: Vec<Day>| {
        let lever = Lever::Hire(hire.clone());
        PriceQuestion::new(&setup, 0, lever, 1, starts).unwrap()
    };
    let found = price(&ask(vec![as_of, as_of + 100, as_of + 200]), 9, 24, &mut unwatched).unwrap();
    let alone = price(&ask(vec![as_of + 100]), 9, 24, &mut unwatched).unwrap();
    assert_eq!(found.starts[1], alone.starts[0]);
    let mut compared = setup.clone();
    let measure = Measure::Hire { pool: 0, hire: hire.clone() };
    compared.policies = vec![Policy::of("one", &setup.model, vec![measure]).unwrap()];
    let compared = compare(&compared, 9, 24, &mut unwatched).unwrap();
    assert_eq!(mean(&compared.policies[1].saved), mean(&alone.starts[0].saved));
    assert!(mean(&alone.starts[0].saved).standard_error.unwrap() > 0.0);
}

#[test]
fn the_number_of_threads_changes_nothing_and_a_watch_may_end_it() {
    let setup = ind();
    let as_of = setup.model.period.as_of();
    let hire = Lever::hire_as_in(&setup, 0).unwrap();
    let question = PriceQuestion::new(&setup, 0, hire, 1, vec![as_of, as_of + 60]).unwrap();
    let run = |threads: usize| {
        let pool = rayon_pool(threads);
        pool.install(|| price(&question, 3, 20, &mut unwatched).unwrap())
    };
    assert_eq!(run(1), run(3));
    let mut heard = Vec::new();
    let mut watch = |progress: arrears::ensemble::Progress| {
        heard.push((progress.done, progress.planned));
        match heard.len() {
            2 => std::ops::ControlFlow::Break(()),
            _ => std::ops::ControlFlow::Continue(()),
        }
    };
    assert!(price(&question, 3, 20, &mut watch).is_err());
    assert_eq!(heard, [(20, 60), (40, 60)]);
}

fn rayon_pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

//! Futures with worlds of their own: which world each has, and what that makes of the spread.

use arrears::ensemble::unwatched;
use arrears::random::Key;
use arrears::report;
use arrears::scenario::side_by_side;
use arrears::sim::Count;
use arrears::sim::Total;
use arrears::study::Replications;
use arrears::study::compare;
use arrears::study::forecast;

use crate::uncertain_scenario::OFFICE;
use crate::uncertain_scenario::read;
use crate::uncertain_scenario::two_numbers;
use crate::uncertain_scenario::uncertain;
use crate::uncertain_scenario::with_fte;

#[test]
fn a_future_has_the_world_of_its_own_draw() {
    let setup = read(&with_fte("{ uniform = [8, 12] }")).unwrap();
    let mut decided = Vec::new();
    arrears::study::forecast_seen(
        &setup,
        3,
        Replications::Exactly(50),
        &mut unwatched,
        &mut |totals, outcomes| {
            let place = totals.iter().position(|it| *it == Total::Count(Count::Decided)).unwrap();
            decided.extend(outcomes.iter().map(|outcome| outcome.totals[place]));
        },
    )
    .unwrap();
    for (replication, decided) in decided.iter().enumerate() {
        let fte = uncertain(&setup).draw(Key::from_seed(3).replication(replication as u32))[0];
        // 20 working days, `fte` decisions a day; a started decision is finished on a later day.
        let made = (20.0 * fte).floor() as i64;
        assert!((decided - made).abs() <= 1, "replication {replication}: {decided}, {made}");
    }
}

#[test]
fn the_split_of_the_spread_is_that_of_a_model_known_by_hand() {
    // Decisions are exact: all that varies is the number of people, so nothing is luck.
    let decided = Total::Count(Count::Decided);
    let text = with_fte("{ uniform = [8, 12] }").replace("replications = 50", "replications = 400");
    let setup = read(&text).unwrap();
    let found = forecast(&setup, 1, Replications::Exactly(400), &mut unwatched).unwrap();
    let split = found.finding(decided).unwrap().split.unwrap();
    assert_eq!(split.luck.value, 0.0);
    assert!((split.unknown_share.value - 1.0).abs() < 1e-12);
    // 20 days of 8 to 12: a variance of 80² / 12, up to the rounding to whole decisions.
    let error = split.unknown.standard_error.unwrap();
    let expected: f64 = 80.0 * 80.0 / 12.0;
    let rounding = 2.0 * expected.sqrt() * 0.5;
    assert!((split.unknown.value - expected).abs() < 4.5 * error + rounding, "{split:?}");

    // Of those who give notice all is luck when nothing else varies …
    let notices = Total::Count(Count::Notices);
    let luck = with_fte("{ uniform = [9.999999, 10.000001] }");
    let found =
        forecast(&read(&luck).unwrap(), 1, Replications::Exactly(400), &mut unwatched).unwrap();
    let split = found.finding(notices).unwrap().split.unwrap();
    let error = split.unknown_share.standard_error.unwrap();
    assert!(split.unknown_share.value.abs() < 4.5 * error, "{split:?}");
    // … and where everything is known there is no split.
    let found = forecast(&read(OFFICE).unwrap(), 1, Replications::Exactly(20), &mut unwatched);
    assert!(found.unwrap().totals.iter().all(|it| it.split.is_none()));
}

#[test]
fn any_number_of_threads_draws_the_same_worlds() {
    let setup = read(&two_numbers("")).unwrap();
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let found = forecast(&setup, 1, Replications::Exactly(300), &mut unwatched).unwrap();
            report::json(&setup, &found)
        })
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(7));
    assert!(one.contains("\"not_known_share\""));
}

#[test]
fn scenarios_side_by_side_have_the_same_values_of_what_is_not_known() {
    let uncertain = with_fte("{ uniform = [8, 12] }");
    let more =
        uncertain.replace("decisions_per_fte_per_week = 5", "decisions_per_fte_per_week = 6");
    let pair = |one: &str, other: &str| {
        let scenarios = vec![
            ("one".to_owned(), read(one).unwrap()),
            ("other".to_owned(), read(other).unwrap()),
        ];
        side_by_side(scenarios)
    };
    // 6 instead of 5 decisions by each of 8 to 12 people on 20 days: the same people in both.
    let setup = pair(&uncertain, &more).unwrap();
    let found = compare(&setup, 1, 200, &mut unwatched).unwrap();
    let decided = found.policies[1].total(Total::Count(Count::Decided)).unwrap();
    let gained = decided.difference.as_ref().unwrap().paired.mean;
    let expected = 20.0 / 5.0 * 10.0;
    let error = gained.standard_error.unwrap();
    assert!((gained.value - expected).abs() < 4.5 * error, "{gained:?}");
    // Its deviation is that of 4 x the people, 4 x 4 / sqrt(12), up to whole decisions.
    let deviation = error * 200_f64.sqrt();
    assert!((deviation - 16.0 / 12_f64.sqrt()).abs() < 1.0, "{deviation}");
    // One in which the number is known may stand on either side.
    for (one, other) in [(OFFICE, more.as_str()), (uncertain.as_str(), OFFICE)] {
        let setup = pair(one, other).unwrap();
        assert!(compare(&setup, 1, 20, &mut unwatched).is_ok());
    }
    let differently = with_fte("{ uniform = [8, 13] }");
    assert_eq!(
        pair(&uncertain, &differently).unwrap_err().to_string(),
        "other  other numbers that are not known, must be the same as in the other scenarios, or \
         known: scenarios are compared with the same values of what is not known"
    );
}

#[test]
fn a_world_that_is_possible_number_by_number_but_not_together_names_its_replication() {
    // Each alone fits beside the other's median, 15 and 22.5; together they may cross.
    let days =
        "{ uniform = { from_days = { uniform = [10, 20] }, to_days = { uniform = [15, 30] } } }";
    let setup = read(&OFFICE.replace("{ exponential = { mean_days = 30 } }", days)).unwrap();
    let worlds = uncertain(&setup);
    let drawn = |replication: u32| worlds.draw(Key::from_seed(1).replication(replication));
    let first = (0..).find(|it| drawn(*it)[1].round() < drawn(*it)[0].round()).unwrap();
    let stopped = forecast(&setup, 1, Replications::Exactly(200), &mut unwatched).unwrap_err();
    let said = stopped.to_string();
    let start = format!(
        "replication {first} draws numbers that cannot be together; cut their distributions, as \
         with cut = [0, 1]:\nline 11  stream[1].notice.delay.uniform"
    );
    assert!(said.starts_with(&start), "{said}\n{start}");
}

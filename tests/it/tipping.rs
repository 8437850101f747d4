//! The tipping point: the closed form part by part, and worlds of fixed values on both sides of it.

use std::sync::Arc;

use arrears::ensemble::unwatched;
use arrears::model::Appeal;
use arrears::model::AppealRight;
use arrears::model::Casework;
use arrears::model::Change;
use arrears::model::Completeness;
use arrears::model::CourtPractice;
use arrears::model::Effort;
use arrears::model::Follows;
use arrears::model::Forecast;
use arrears::model::Households;
use arrears::model::Intake;
use arrears::model::Model;
use arrears::model::Notice;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::model::PrematureNotice;
use arrears::model::Rule;
use arrears::model::SecondAppeal;
use arrears::model::Stage;
use arrears::model::Stock;
use arrears::model::Stream;
use arrears::random::Key;
use arrears::random::Share;
use arrears::random::UncertainInputs;
use arrears::random::UncertainNumber;
use arrears::random::Variation;
use arrears::sim::Total;
use arrears::study::Replications;
use arrears::study::Setup;
use arrears::study::TippingPoint;
use arrears::study::Tips;
use arrears::study::Uncertain;
use arrears::study::UncertainInput;
use arrears::study::forecast;
use arrears::study::tipping_points;
use arrears::time::Calendar;
use arrears::time::Length;
use arrears::time::Schedule;
use arrears::time::Term;

use crate::by_hand::check;
use crate::by_hand::day;
use crate::by_hand::fixed;
use crate::by_hand::law;
use crate::worlds::share;

/// So many cases a day, without chance.
fn intake(per_day: f64) -> Intake {
    let mut forecast = Forecast::level(per_day).unwrap();
    forecast.variation = Variation::NONE;
    Intake { forecast: Some(forecast), ..Intake::default() }
}

/// A stream whose late cases give notice at once.
fn stream(name: &str, term_days: u32, per_day: f64) -> Stream {
    let mut stream = Stream::new(name, Term::new(Length::Days(term_days)).unwrap());
    stream.intake = intake(per_day);
    stream.notice = Some(Notice::new(Share::ALL, fixed(0), Share::ALL));
    stream
}

/// Ten cases a day, three of them with a term of a day and seven with 200 days; a notice costs a
/// decision. Of a thousand that wait before them nobody is ever late.
fn busy(decisions_per_day: f64, end: i32) -> Parts {
    let mut streams = vec![stream("short", 1, 3.0), stream("long", 200, 7.0)];
    streams.push(stream("waiting", 3_660, 0.0));
    streams[2].intake = Intake::default();
    streams[2].stock = Stock::new(vec![(day(-1), 1_000)]);
    let mut pool = Pool::new("deciders", vec![0, 1, 2], 7.0 * decisions_per_day).unwrap();
    pool.casework = Casework::new(1.0, 0.0, 0.0).unwrap();
    let period = Period::new(day(0), day(0), day(end)).unwrap();
    let mut parts = Parts::new(period, streams, vec![pool], law());
    parts.calendar = Calendar::every_day();
    parts
}

fn one(parts: &Parts) -> TippingPoint {
    let points = tipping_points(&Model::new(parts.clone()).unwrap());
    assert_eq!(points.len(), 1);
    points[0].clone()
}

/// Capacity, work of the intake, casework if all are late, in decisions a week.
#[track_caller]
fn check_point(parts: &Parts, [capacity, intake, casework]: [f64; 3]) {
    let point = one(parts);
    assert_eq!((point.capacity, point.intake), (capacity, intake));
    assert_eq!(point.casework_if_all_late, casework);
}

#[test]
fn a_backlog_shrinks_below_the_tipping_point_and_grows_without_end_above_it() {
    // A short case that waits behind the thousand is late on its third day, and its notice makes
    // work from the fourth day of the world on: three decisions a day from day 3. So three in ten
    // are late, and with c decisions a day the backlog changes by 13 − c.
    for (decisions, tips, at_599, casework) in [
        (14.0, 0.4, 1_000 + 6_000 - 3 * 14 - 597 * 11, 3_000_000 / 14),
        (12.0, 0.2, 1_000 + 6_000 - 3 * 12 - 597 * 9, 3_000_000 / 12),
        (13.0, 0.3, 1_000 + 6_000 - 3 * 13 - 597 * 10, 3_000_000 / 13),
    ] {
        let parts = busy(decisions, 599);
        let shares = format!("late_share.1 = 300000, casework_share.1 = {casework}");
        check(&parts, &format!("pending_at_end = {at_599}, {shares}"));
        let Tips::At(found) = one(&parts).tips() else { panic!("it tips") };
        assert!((found - tips).abs() < 1e-9, "{found}");
    }
}

#[test]
fn a_backlog_changes_by_what_the_late_are_beyond_the_tipping_point() {
    // In 200 days by 200 × 10 × (share that is late − tipping point), also where these are near.
    for (decisions, tips) in [(13.1, 0.31), (12.9, 0.29), (13.5, 0.35), (12.5, 0.25)] {
        let pending = |end| {
            let setup = Setup::new("Permits", "EUR", Model::new(busy(decisions, end)).unwrap());
            let found = forecast(&setup, 1, Replications::Exactly(1), &mut unwatched).unwrap();
            let beyond = found.tipping[0].beyond.unwrap().value();
            let pending = Total::Count(arrears::sim::Count::Pending);
            (found.total(pending).unwrap().mean().unwrap(), beyond)
        };
        let ((before, _), (after, beyond)) = (pending(399), pending(599));
        let right = 2_000.0 * (0.3 - tips);
        assert!((after - before - right).abs() <= 1.0, "{decisions}: {before}, {after}");
        assert_eq!(beyond, if tips < 0.3 { 1.0 } else { 0.0 }, "{decisions}");
    }
}

#[test]
fn where_numbers_are_uncertain_each_future_has_its_own_point() {
    // 12 or 14 decisions a day tip at a fifth or at two fifths; three in ten are late.
    let setup_of = |values: &[f64]| {
        Ok(Setup::new("Permits", "EUR", Model::new(busy(values[0], 599)).unwrap()))
    };
    let number = UncertainNumber::discrete(&[(12.0, 1.0), (14.0, 1.0)]).unwrap();
    let input = UncertainInput { key: "decisions".to_owned(), name: None };
    let inputs = UncertainInputs::independent(vec![number]).unwrap();
    let uncertain = Uncertain::new(vec![input], inputs, Arc::new(setup_of));
    let mut setup = setup_of(&[13.0]).unwrap();
    setup.uncertain = Some(uncertain.clone());
    let found = forecast(&setup, 1, Replications::Exactly(40), &mut unwatched).unwrap();
    let key = |replication| Key::from_seed(1).replication(replication);
    let slow = (0..40).filter(|it| uncertain.draw(key(*it)) == [12.0]).count() as u64;
    let tipping = &found.tipping[0];
    assert_eq!(tipping.point, None);
    let at: Vec<(i64, u64)> = tipping.tips_at.iter().collect();
    assert_eq!(at, [(200_000, slow), (400_000, 40 - slow)]);
    let beyond = tipping.beyond.unwrap();
    assert_eq!((beyond.hits(), beyond.of()), (slow, 40));
}

#[test]
fn casework_and_decisions_are_all_that_a_busy_pool_does() {
    // Nobody idles: 600 days of 12.5 decisions, of which the notices of three cases on each of the
    // days 2 to 598 take one each.
    let parts = busy(12.5, 599);
    check(&parts, &format!("decided = {}", 600 * 25 / 2 - 3 * 597));
}

#[test]
fn the_last_year_is_52_weeks_or_what_there_is_from_the_as_of_day_on() {
    for (as_of, from) in [(0, 236), (236, 236), (237, 237), (599, 599)] {
        let mut parts = busy(14.0, 599);
        parts.period = Period::new(day(0), day(as_of), day(599)).unwrap();
        let point = one(&parts);
        assert_eq!((point.from, point.until), (day(from), day(599)));
    }
    // The work of one day: none on the first three.
    for (as_of, end, casework) in [(0, 2, 0), (0, 3, 3_000_000 / 56), (3, 3, 3_000_000 / 14)] {
        let mut parts = busy(14.0, end);
        parts.period = Period::new(day(0), day(as_of), day(end)).unwrap();
        check(&parts, &format!("casework_share.1 = {casework}"));
    }
}

#[test]
fn the_ends_are_said() {
    let mut parts = busy(9.0, 599);
    assert_eq!(one(&parts).tips(), Tips::Already);
    parts = busy(10.0, 599);
    assert_eq!(one(&parts).tips(), Tips::At(0.0));
    parts = busy(20.0, 599);
    assert_eq!(one(&parts).tips(), Tips::Never);
    parts.pools[0].unlimited_from = Some(day(599));
    assert_eq!((one(&parts).capacity, one(&parts).share()), (f64::INFINITY, None));
    assert_eq!(one(&parts).tips(), Tips::Never);
    // No intake, nobody who gives notice, nobody who decides.
    parts = busy(0.0, 599);
    parts.streams.iter_mut().for_each(|stream| stream.intake = Intake::default());
    assert_eq!((one(&parts).tips(), one(&parts).share()), (Tips::Never, None));
    check(&parts, "late_share.1 = 0, casework_share.1 = 0");
    parts.pools[0].casework = Casework::default();
    assert!(tipping_points(&Model::new(parts).unwrap()).is_empty());
}

#[test]
fn capacity_and_intake_are_what_is_planned_for_the_last_year() {
    // Closed on the weekend: 14 on each of the five days make 70 a week.
    let mut parts = busy(10.0, 599);
    parts.calendar = Calendar::office(Vec::new());
    check_point(&parts, [70.0, 70.0, 70.0]);
    // From the middle of the last year on another one, and no more intake.
    let middle = day(236 + 182);
    let another = Schedule::new(vec![(day(0), 1.0), (middle, 3.0)]).unwrap();
    parts.pools[0].fte = another;
    parts.streams[0].intake.stop_after = Some(middle - 1);
    check_point(&parts, [140.0, 59.5, 59.5]);
}

#[test]
fn effort_counts_heads_and_what_incomplete_files_waste() {
    let mut parts = busy(14.0, 599);
    parts.pools[0].effort = Effort::new(2.0, 0.5).unwrap();
    // Households of two: 35 a week, each of 2.5 decisions.
    for stream in &mut parts.streams {
        stream.households = Households::new(&[0.0, 1.0], Share::ALL).unwrap();
    }
    check_point(&parts, [98.0, 87.5, 35.0]);
    // A quarter of the files waste four tenths.
    for stream in &mut parts.streams {
        let incomplete = Schedule::constant(share(0.25));
        let (wasted, delay) = (share(0.4), fixed(7));
        stream.completeness = Some(Completeness { incomplete, wasted, delay });
    }
    check_point(&parts, [98.0, 96.25, 35.0]);
}

/// Every second notice is pursued, every fifth of those appeals; 0.1, 2 and 3 decisions.
fn in_court() -> Parts {
    let mut parts = busy(14.0, 599);
    for stream in &mut parts.streams {
        stream.notice = Some(Notice::new(share(0.8), fixed(0), share(0.5)));
        stream.appeal = Some(Appeal { share: Schedule::constant(share(0.2)), delay: fixed(0) });
    }
    parts.pools[0].casework = Casework::new(0.1, 2.0, 3.0).unwrap();
    parts
}

#[test]
fn a_late_household_makes_the_work_of_its_notice_appeals_and_judgments() {
    // 70 × 0.8 × (0.1 + 0.5 × 0.2 × 5).
    let mut parts = in_court();
    check_point(&parts, [98.0, 70.0, 33.6]);
    // A quarter of the notices is premature: void, they are not pursued.
    for stream in &mut parts.streams {
        stream.notice.as_mut().unwrap().premature = share(0.25);
    }
    check_point(&parts, [98.0, 70.0, 26.6]);
    parts.law.conventions.premature_notice = PrematureNotice::CountsFromEndOfTerm;
    check_point(&parts, [98.0, 70.0, 33.6]);
    // No court: notices only.
    parts.law.court = None;
    parts.streams.iter_mut().for_each(|stream| stream.appeal = None);
    check_point(&parts, [98.0, 70.0, 5.6]);
}

#[test]
fn second_appeals_make_the_same_work_where_there_is_something_to_follow() {
    let mut parts = in_court();
    let practice = Rule::constant(CourtPractice::term_only(14).unwrap());
    let (delay, duration) = (fixed(0), fixed(56));
    let mut second =
        SecondAppeal { share: share(0.5), follows: Follows::Maximum, delay, duration, practice };
    let court = |second: &SecondAppeal, first: Option<CourtPractice>| {
        let mut parts = in_court();
        let court = parts.law.court.as_mut().unwrap();
        court.second_appeal = Some(second.clone());
        court.practice = first.map_or(court.practice.clone(), Rule::constant);
        parts
    };
    // 70 × 0.8 × (0.1 + 0.5 × 0.2 × 1.5 × 5).
    check_point(&court(&second, None), [98.0, 70.0, 47.6]);
    // No maximum is ever reached where the court sets a term only; the term passes.
    let term_only = CourtPractice::term_only(14).unwrap();
    check_point(&court(&second, Some(term_only.clone())), [98.0, 70.0, 33.6]);
    second.follows = Follows::CourtTerm;
    check_point(&court(&second, Some(term_only)), [98.0, 70.0, 47.6]);
    // Whoever is noticed from the middle of the last year on may not appeal, or not within the period.
    for right in [AppealRight::Barred, AppealRight::BarredUntil(day(600))] {
        let change = Change::new(day(236 + 182), Stage::Noticed, right);
        parts.law.appeal = Rule::new(AppealRight::Allowed, vec![change]).unwrap();
        check_point(&parts, [98.0, 70.0, 19.6]);
    }
}

#[test]
fn pools_that_share_no_stream_tip_by_themselves() {
    let mut parts = busy(14.0, 599);
    parts.pools[0].streams = vec![1, 2];
    let mut other = Pool::new("others", vec![0], 70.0).unwrap();
    other.casework = Casework::new(2.0, 0.0, 0.0).unwrap();
    parts.pools.push(other);
    let points = tipping_points(&Model::new(parts.clone()).unwrap());
    let works = |it: &TippingPoint| (it.capacity, it.intake, it.casework_if_all_late);
    assert_eq!(
        points.iter().map(works).collect::<Vec<_>>(),
        [(98.0, 49.0, 49.0), (70.0, 21.0, 42.0)]
    );
    // Three cases a day are decided on the day on which they come; the thousand in 143 days.
    check(&parts, "late_share.1 = 0, late_share.2 = 0, casework_share.2 = 0");
    // A third pool that takes from both makes one of all; it is first for none, so that its own
    // casework is nobody's.
    let mut third = Pool::new("helpers", vec![0, 1], 7.0).unwrap();
    third.casework = Casework::new(50.0, 0.0, 0.0).unwrap();
    parts.pools.push(third);
    check_point(&parts, [175.0, 70.0, 91.0]);
    assert_eq!(one(&parts).branch.pools, [0, 1, 2]);
}

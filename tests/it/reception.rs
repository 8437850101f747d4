//! Reception on paper, place by place and day by day; its shares against their law; its laws.

use arrears::model::Households;
use arrears::model::Model;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::model::Places;
use arrears::model::Reception;
use arrears::model::Recorded;
use arrears::model::Stock;
use arrears::model::Withdrawal;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Key;
use arrears::random::Share;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::sim::Engine;
use arrears::sim::Outcome;
use arrears::sim::Series;
use arrears::sim::Workspace;
use arrears::study::Replications;
use arrears::study::Setup;
use arrears::study::forecast;
use arrears::time::Schedule;
use rayon::ThreadPoolBuilder;

use crate::by_hand::check;
use crate::by_hand::day;
use crate::by_hand::fixed;
use crate::by_hand::received_and_decided;
use crate::laws::simulate;
use crate::laws::week;
use crate::worlds::share;

/// All are housed; granted or refused, they leave so many days after the decision.
pub fn reception(granted: Share, days: u32) -> Option<Reception> {
    let [housing_delay, leaving_delay] = match granted == Share::ALL {
        true => [fixed(days), fixed(9_999)],
        false => [fixed(9_999), fixed(days)],
    };
    Some(Reception { housed: Share::ALL, granted, housing_delay, leaving_delay })
}

/// Three cases of before the start are decided on days 3, 4 and 5. A place costs 80, an emergency
/// place 146.
fn three(granted: Share, days: u32, regular: u64) -> Parts {
    let mut parts = received_and_decided(-1, 3);
    parts.streams[0].stock = Stock::new(vec![(day(-1), 3)]);
    parts.streams[0].reception = reception(granted, days);
    let mut places = Places::new(regular, Money::units(80));
    places.emergency_per_place_day = Schedule::constant(Money::units(146));
    parts.places = Some(places);
    parts
}

/// Checks how many places are occupied at the end of each day from 0 on, of which `regular` are
/// regular, by what they have cost up to that day.
#[track_caller]
fn check_days(parts: &Parts, regular: i64, occupied: &[i64]) {
    let (mut cost, mut emergency_cost) = (0, 0);
    for (t, heads) in occupied.iter().enumerate() {
        let mut parts = parts.clone();
        let end = day(t as i32);
        parts.period = Period::new(day(0), end, end).unwrap();
        parts.split_on = vec![end];
        let over = (heads - regular).max(0);
        cost += 80 * (heads - over);
        emergency_cost += 146 * over;
        check(
            &parts,
            &format!(
                "cost.reception.2020 = {cost}.00, \
                 cost.emergency_reception.2020 = {emergency_cost}.00, \
                 spent.2020 = {}.00, peak_occupied = {heads}, peak_emergency = {over}",
                cost + emergency_cost,
            ),
        );
    }
}

#[test]
fn the_refused_leave_some_days_after_their_decision() {
    check_days(&three(Share::NONE, 2, 99), 99, &[3, 3, 3, 3, 3, 2, 1, 0, 0]);
    check_days(&three(Share::NONE, 0, 99), 99, &[3, 3, 3, 2, 1, 0, 0]);
}

#[test]
fn the_granted_leave_when_there_is_a_house() {
    check_days(&three(Share::ALL, 1, 99), 99, &[3, 3, 3, 3, 2, 1, 0, 0]);
    check_days(&three(Share::ALL, 0, 99), 99, &[3, 3, 3, 2, 1, 0, 0]);
}

#[test]
fn whoever_finds_no_regular_place_takes_an_emergency_place() {
    check_days(&three(Share::NONE, 2, 2), 2, &[3, 3, 3, 3, 3, 2, 1, 0]);
    check_days(&three(Share::NONE, 2, 0), 0, &[3, 3, 3, 3, 3, 2, 1, 0]);
    check_days(&three(Share::NONE, 2, 3), 3, &[3, 3, 3, 3, 3, 2, 1, 0]);
}

#[test]
fn places_and_prices_change_on_their_dates() {
    let mut parts = three(Share::NONE, 999, 0);
    let places = parts.places.as_mut().unwrap();
    places.regular = Schedule::new(vec![(day(0), 3), (day(2), 1)]).unwrap();
    let price = |units| Money::units(units);
    places.per_place_day = Schedule::new(vec![(day(0), price(10)), (day(3), price(20))]).unwrap();
    let emergency = vec![(day(0), price(100)), (day(4), price(200))];
    places.emergency_per_place_day = Schedule::new(emergency).unwrap();
    parts.period = Period::new(day(0), day(0), day(4)).unwrap();
    parts.split_on = vec![day(0)];
    // Regular: 30, 30, 10, 20, 20. Emergency: 0, 0, 200, 200, 400.
    let costs = "cost.reception.2020 = 110.00, cost.emergency_reception.2020 = 800.00";
    check(&parts, &format!("{costs}, peak_occupied = 3, peak_emergency = 2"));
    // From the as-of day on there may be fewer.
    parts.places.as_mut().unwrap().regular = Schedule::new(vec![(day(0), 1), (day(2), 3)]).unwrap();
    check(&parts, "peak_emergency = 2");
    parts.period = Period::new(day(0), day(2), day(4)).unwrap();
    check(&parts, "peak_emergency = 0");
}

#[test]
fn municipalities_house_so_many_a_week_first_come_first_served() {
    let with = |days, steps: Vec<(i32, f64)>| {
        let mut parts = three(Share::ALL, days, 99);
        let steps = steps.into_iter().map(|(t, heads)| (day(t), heads)).collect();
        parts.places.as_mut().unwrap().outflow_per_week = Some(Schedule::new(steps).unwrap());
        parts
    };
    // 3.5 a week: one on days 1, 3, 5, 7. Ready on days 3, 4 and 5.
    check_days(&with(0, vec![(0, 3.5)]), 99, &[3, 3, 3, 2, 2, 1, 1, 0, 0]);
    // Nobody until day 5; then one a day. What was not used before is lost.
    check_days(&with(0, vec![(0, 0.0), (6, 7.0)]), 99, &[3, 3, 3, 3, 3, 3, 2, 1, 0, 0]);
    check_days(&with(0, vec![(0, 7.0), (6, 700.0)]), 99, &[3, 3, 3, 2, 1, 0, 0]);
    // Three a week: floor(3 (t + 1) / 7) rises on days 2, 4, 6 and 9. Ready on days 4, 5 and 6.
    check_days(&with(1, vec![(0, 3.0)]), 99, &[3, 3, 3, 3, 2, 2, 1, 1, 1, 0, 0]);
    // 14 a week would be two a day, but only one is ready.
    check_days(&with(0, vec![(0, 14.0)]), 99, &[3, 3, 3, 2, 1, 0, 0]);
    // The refused are no part of it.
    let mut refused = with(0, vec![(0, 0.0)]);
    refused.streams[0].reception = reception(Share::NONE, 0);
    check_days(&refused, 99, &[3, 3, 3, 2, 1, 0, 0]);
}

#[test]
fn every_head_takes_a_place() {
    let mut parts = three(Share::ALL, 0, 2);
    parts.streams[0].households = Households::new(&[0.0, 0.0, 1.0], Share::ALL).unwrap();
    // One household of three heads, three decisions a day: decided on day 3.
    parts.pools[0].decisions_per_fte_per_week = Schedule::constant(21.0);
    check_days(&parts, 2, &[3, 3, 3, 0, 0]);
    // Head by head where municipalities house one a day.
    parts.places.as_mut().unwrap().outflow_per_week = Some(Schedule::constant(7.0));
    check_days(&parts, 2, &[3, 3, 3, 2, 1, 0, 0]);
}

#[test]
fn a_case_takes_a_place_from_the_day_of_receipt() {
    let received_on_2 = |decided, days| {
        let mut parts = three(Share::ALL, days, 99);
        parts.pools[0].fte = Schedule::new(vec![(day(-1), 0.0), (day(decided), 1.0)]).unwrap();
        parts.streams[0].stock = Stock::default();
        let counts = vec![(day(0), day(1), 0), (day(2), day(2), 1), (day(3), day(9), 0)];
        let recorded = Recorded::new(counts, Share::ALL, [1.0; 7]).unwrap();
        parts.streams[0].intake.recorded = Some(recorded);
        let end = day(9);
        parts.period = Period::new(day(0), end, end).unwrap();
        parts.split_on = vec![end];
        parts
    };
    for (decided, days, place_days) in [(4, 3, 5), (4, 0, 2), (2, 1, 1), (2, 0, 0), (9, 0, 7)] {
        let cost = format!("cost.reception.2020 = {}.00", 80 * place_days);
        check(&received_on_2(decided, days), &cost);
    }
}

#[test]
fn who_withdraws_leaves_on_that_day() {
    let mut parts = three(Share::ALL, 500, 99);
    // Received on −1: they withdraw on day 4, the two that are not decided on day 3.
    parts.streams[0].withdrawal = Some(Withdrawal::new(Share::ALL, fixed(5)));
    check_days(&parts, 99, &[3, 3, 3, 3, 1, 1, 1]);
}

#[test]
fn a_stream_without_reception_takes_no_place() {
    let mut parts = three(Share::NONE, 2, 99);
    let mut other = parts.streams[0].clone();
    (other.name, other.reception) = ("other".to_owned(), None);
    // The six cases are decided in turn, first those of the first stream.
    parts.streams.push(other);
    parts.pools[0].streams = vec![0, 1];
    check_days(&parts, 99, &[3, 3, 3, 3, 3, 2, 1, 0]);
    parts.streams[0].reception.as_mut().unwrap().housed = Share::NONE;
    check_days(&parts, 99, &[0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn a_model_with_wrong_places_is_refused() {
    let refused = |change: fn(&mut Parts), right: &str| {
        let mut parts = three(Share::NONE, 2, 2);
        change(&mut parts);
        assert_eq!(Model::new(parts).unwrap_err().to_string(), right);
    };
    let right = "stream[1].reception  reception without its places, must be together with \
                 [reception], or left out";
    refused(|parts| parts.places = None, right);
    let price = |parts: &mut Parts| {
        parts.places.as_mut().unwrap().per_place_day = Schedule::constant(Money::cents(-1));
    };
    refused(price, "reception.cost_per_place_day  -0.01, must be 0 or more");
    let outflow = |parts: &mut Parts| {
        let nan = Some(Schedule::constant(f64::NAN));
        parts.places.as_mut().unwrap().outflow_per_week = nan;
    };
    let right = "reception.outflow_per_week  NaN, must be 0 or more, at most 10,000,000 heads a \
                 week";
    refused(outflow, right);
    // 3 cases x 400 days x 1e13 = 1.2e16.
    let price = |parts: &mut Parts| {
        let high = Schedule::constant(Money::units(10_000_000_000_000));
        parts.places.as_mut().unwrap().emergency_per_place_day = high;
    };
    let right = "reception.emergency_cost_per_place_day  3 cases that may cost 1.200e16 together, \
                 must be at most 5,000,000,000,000,000 in all";
    refused(price, right);
}

/// 40,000 single cases wait; all are decided on the first day, if any.
fn many(reception: Reception, decisions: f64, days: i32) -> Vec<i64> {
    let mut parts = three(Share::ALL, 0, 0);
    parts.streams[0].stock = Stock::new(vec![(day(-1), 40_000)]);
    parts.streams[0].notice = None;
    parts.streams[0].appeal = None;
    parts.streams[0].reception = Some(reception);
    parts.pools[0].fte = Schedule::constant(1.0);
    parts.pools[0].decisions_per_fte_per_week = Schedule::constant(decisions);
    parts.places = Some(Places::new(1_000_000, Money::cents(1)));
    parts.period = Period::new(day(0), day(0), day(days - 1)).unwrap();
    let engine = Engine::new(&Model::new(parts).unwrap());
    let key = Key::from_seed(20_200_303);
    let outcome = engine.simulate(key, &mut Workspace::default());
    let mut numbers = week(&engine, &outcome, Series::Occupied);
    numbers.extend(outcome.total(&engine, "spent.2020"));
    numbers
}

/// Each tolerance is 4.5 standard errors, computed from the law: one failure in 150,000.
fn check_near(found: i64, mean: f64, deviation: f64) {
    println!("{found}, expected {mean:.1} +- {deviation:.1}");
    assert!((found as f64 - mean).abs() <= 4.5 * deviation, "{found}: {mean} +- {deviation}");
}

#[test]
fn shares_and_delays_of_reception_follow_their_laws() {
    const CASES: f64 = 40_000.0;
    let stay = |housing_delay, leaving_delay| Reception {
        housed: share(0.75),
        granted: share(0.45),
        housing_delay,
        leaving_delay,
    };
    let binomial = |found: i64, p: f64| {
        check_near(found, CASES * p, (CASES * p * (1.0 - p)).sqrt());
    };
    // Nobody is decided: the housed are there.
    binomial(many(stay(fixed(0), fixed(0)), 0.0, 7)[0], 0.75);
    // All are decided on the first day: the granted stay, or the refused.
    binomial(many(stay(fixed(9_999), fixed(0)), 1e6, 7)[0], 0.75 * 0.45);
    binomial(many(stay(fixed(0), fixed(9_999)), 1e6, 7)[0], 0.75 * 0.55);
    // Whole days of an exponential delay of mean 30 are geometric with q = exp(-1/30): a case that
    // is granted (p) takes D place-days, with mean q / (1 - q) and variance q / (1 - q)^2.
    let exponential = Delay::exponential(30.0).unwrap();
    // What comes after 350 days is a share of exp(-350/30) = 9e-6, 0.001 deviations of the sum.
    let place_days = *many(stay(exponential, fixed(0)), 1e6, 350).last().unwrap();
    let q = (-1.0_f64 / 30.0).exp();
    let (p, mean, variance) = (0.75 * 0.45, q / (1.0 - q), q / (1.0 - q).powi(2));
    let of_case = p * (variance + mean * mean) - (p * mean).powi(2);
    check_near(place_days, CASES * p * mean, (CASES * of_case).sqrt());
}

fn small_scenario() -> Setup {
    let text = include_str!("../data/reception.toml");
    Scenario::read(text, |_| Err("no file".to_owned())).unwrap().into_setup()
}

#[test]
fn one_two_and_seven_threads_give_the_same_places() {
    let setup = small_scenario();
    let json = |threads: usize| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let watch = &mut arrears::ensemble::unwatched;
        let many = Replications::Exactly(300);
        let forecast = pool.install(|| forecast(&setup, 5, many, watch)).unwrap();
        report::json(&setup, &forecast)
    };
    let one = json(1);
    assert!(one.contains("\"cost.emergency_reception.2022\"") && one.contains("\"occupied\""));
    assert_eq!(one, json(2));
    assert_eq!(one, json(7));
}

#[test]
fn another_stream_with_reception_changes_no_luck_of_the_first() {
    let setup = small_scenario();
    let alone = |outcome: &(Engine, Outcome)| week(&outcome.0, &outcome.1, Series::Occupied);
    let mut parts = (*setup.model).clone();
    // A pool for each stream, so that the second does not change who of the first is decided.
    parts.pools.push(parts.pools[0].clone());
    parts.pools[1].name = "others".to_owned();
    (parts.pools[0].streams, parts.pools[1].streams) = (vec![0], vec![1]);
    parts.places.as_mut().unwrap().outflow_per_week = None;
    let first = alone(&simulate(&parts, 3));
    let mut only_second = parts.clone();
    only_second.streams[1].reception = parts.streams[0].reception.clone();
    let both = alone(&simulate(&only_second, 3));
    only_second.streams[0].reception = None;
    let second = alone(&simulate(&only_second, 3));
    let sum: Vec<i64> = first.iter().zip(&second).map(|(a, b)| a + b).collect();
    assert_eq!(both, sum);
    assert!(second.iter().any(|heads| 0 < *heads));
}

//! Random worlds against closed forms, with fixed seeds. Each tolerance is 4.5 standard errors of
//! the sample at hand (one failure in 150,000 for a right program); a failure means a defect.

use arrears::model::AdministrativePenalty;
use arrears::model::Appeal;
use arrears::model::Court;
use arrears::model::CourtPractice;
use arrears::model::Forecast;
use arrears::model::Law;
use arrears::model::Model;
use arrears::model::Notice;
use arrears::model::Parts;
use arrears::model::PaymentTrigger;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::model::Rule;
use arrears::model::Shock;
use arrears::model::Stock;
use arrears::model::Stream;
use arrears::model::Tariff;
use arrears::model::Withdrawal;
use arrears::random::Delay;
use arrears::random::Key;
use arrears::random::Share;
use arrears::random::Variation;
use arrears::sim::Engine;
use arrears::sim::Outcome;
use arrears::sim::Series;
use arrears::sim::Workspace;
use arrears::time::Calendar;
use arrears::time::Day;
use arrears::time::Length;
use arrears::time::Schedule;
use arrears::time::Term;
use rayon::prelude::*;

use crate::worlds::at_once;
use crate::worlds::awb_tariff;
use crate::worlds::court_tariff;
use crate::worlds::reference;
use crate::worlds::reference_law;

const STANDARD_ERRORS: f64 = 4.5;

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The mean of the `power`-th powers of the distances from the mean.
fn moment(values: &[f64], power: i32) -> f64 {
    let mean = mean(values);
    values.iter().map(|value| (value - mean).powi(power)).sum::<f64>() / values.len() as f64
}

/// The sample variance, with n − 1.
fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    moment(values, 2) * n / (n - 1.0)
}

fn check_mean(what: &str, values: &[f64], expected: f64) {
    let error = (variance(values) / values.len() as f64).sqrt();
    let found = mean(values);
    println!("{what}: {found:.3} +- {error:.3}, expected {expected:.3}");
    assert!((found - expected).abs() <= STANDARD_ERRORS * error, "{what}: {found} +- {error}");
}

/// The standard error of a variance: sqrt((m4 − m2²) / n), M. G. Kendall and A. Stuart, The
/// Advanced Theory of Statistics, volume 1 (1977), section 10.5.
fn check_variance(what: &str, values: &[f64], expected: f64) {
    let spread = moment(values, 4) - moment(values, 2).powi(2);
    let error = (spread / values.len() as f64).sqrt();
    let found = variance(values);
    println!("{what}, variance: {found:.4} +- {error:.4}, expected {expected:.4}");
    assert!((found - expected).abs() <= STANDARD_ERRORS * error, "{what}: {found} +- {error}");
}

fn simulate(engine: &Engine, replications: u32) -> Vec<Outcome> {
    let key = |i| Key::from_seed(20_200_303).replication(i);
    let one = |workspace: &mut Workspace, i| engine.simulate(key(i), workspace);
    (0..replications).into_par_iter().map_init(Workspace::default, one).collect()
}

fn totals(engine: &Engine, outcomes: &[Outcome], name: &str) -> Vec<f64> {
    outcomes.iter().map(|it| it.total(engine, name).unwrap() as f64).collect()
}

fn start() -> Day {
    Day::new(2020, 1, 15).unwrap()
}

/// A stream with a term of one day and nobody who decides, for so many days.
fn undecided(days: i32, law: Law) -> Parts {
    let stream = Stream::new("cases", Term::new(Length::Days(1)).unwrap());
    let period = Period::new(start(), start(), start() + (days - 1)).unwrap();
    let pool = Pool::new("nobody", vec![0], 0.0).unwrap();
    let mut parts = Parts::new(period, vec![stream], vec![pool], law);
    parts.calendar = Calendar::every_day();
    parts
}

/// Households whose penalty begins on the first day and ends after an exponential wait.
///
/// The law of the reference problem: the day of leaving is not counted, so that k days are owed
/// with probability exp(−k / mean). Received −`earlier`; the first late day is −`earlier` + 2.
fn exponential_waits(mean_days: f64, earlier: i32, households: u64) -> Engine {
    let mut law = reference_law();
    law.court = Some(Court::new(
        Delay::fixed(0).unwrap(),
        Rule::constant(one_amount(28, court_tariff(100, 15_000))),
        at_once(PaymentTrigger::Decision),
    ));
    let mut parts = undecided(200, law);
    let stream = &mut parts.streams[0];
    stream.stock = Stock::new(vec![(start() - earlier, households)]);
    let exponential = Delay::exponential(mean_days).unwrap();
    stream.withdrawal = Some(Withdrawal::new(Share::ALL, exponential));
    stream.notice = Some(Notice::new(Share::ALL, Delay::fixed(0).unwrap(), Share::ALL));
    let share = Schedule::constant(Share::ALL);
    stream.appeal = Some(Appeal { share, delay: Delay::fixed(0).unwrap() });
    Engine::new(&Model::new(parts).unwrap())
}

fn one_amount(term_days: u32, tariff: Tariff) -> CourtPractice {
    CourtPractice::new(term_days, vec![(Share::ALL, tariff)]).unwrap()
}

#[test]
fn an_exponential_wait_through_the_court_cap_costs_what_the_closed_form_says() {
    // EUR 100 x sum of exp(-k / m), k = 1 to 150; at the mean it would be 100 m, at most 15,000.
    // 2,000 futures of 250 households each. First day = notice −42 + 14 + 0 + 28 = 0.
    let rows = [
        (30.0, 2_930.40),
        (60.0, 5_461.72),
        (100.0, 7_729.92),
        (150.0, 9_450.24),
        (300.0, 11_784.42),
    ];
    for (mean_days, expected) in rows {
        let sum: f64 = (1..=150).map(|k| (-f64::from(k) / mean_days).exp()).sum();
        assert!((100.0 * sum - expected).abs() < 0.005);
        let engine = exponential_waits(mean_days, 44, 250);
        let bills = totals(&engine, &simulate(&engine, 2_000), "bill.judicial");
        let each: Vec<f64> = bills.iter().map(|cents| cents / 100.0 / 250.0).collect();
        check_mean(&format!("court, mean wait {mean_days}"), &each, expected);
    }
}

#[test]
fn an_exponential_wait_through_the_bands_costs_what_the_closed_form_says() {
    // Each day at its own amount: 23 for k = 1 to 14, 35 to 28, 45 to 42.
    for mean_days in [30.0, 60.0, 100.0, 150.0, 300.0] {
        let of_day = |k: u32| (awb_tariff().owed(k) - awb_tariff().owed(k - 1)).in_units();
        let expected = (1..=42).map(|k| of_day(k) * (-f64::from(k) / mean_days).exp()).sum();
        let engine = exponential_waits(mean_days, 16, 250);
        let bills = totals(&engine, &simulate(&engine, 2_000), "bill.administrative");
        let each: Vec<f64> = bills.iter().map(|cents| cents / 100.0 / 250.0).collect();
        check_mean(&format!("bands, mean wait {mean_days}"), &each, expected);
    }
}

#[test]
fn without_capacity_every_case_runs_to_its_caps_and_with_all_of_it_none_is_late() {
    let mut law = reference_law();
    law.court.as_mut().unwrap().practice =
        Rule::constant(one_amount(28, court_tariff(100, 15_000)));
    law.administrative = Some(AdministrativePenalty {
        tariff: Rule::constant(Some(awb_tariff())),
        payment: at_once(PaymentTrigger::LastOwedDay),
    });
    let mut parts = undecided(730, law);
    let stream = &mut parts.streams[0];
    stream.stock = Stock::new(Stock::spread(start() - 50, start() - 1, 500).unwrap());
    stream.intake.forecast = Some(Forecast::level(1.0).unwrap());
    let exponential = Delay::exponential(30.0).unwrap();
    stream.notice = Some(Notice::new(Share::ALL, exponential.clone(), Share::ALL));
    stream.appeal = Some(Appeal { share: Schedule::constant(Share::ALL), delay: exponential });
    let engine = Engine::new(&Model::new(parts.clone()).unwrap());
    for outcome in simulate(&engine, 20) {
        let of = |name| outcome.total(&engine, name).unwrap();
        let cases = 500 + of("received");
        // Those that are still within their term on the last day are in neither amount.
        assert!(500 < of("late_at_end") && of("late_at_end") <= cases);
        assert_eq!(of("bill") + of("after_end"), of("late_at_end") * (1_442 + 15_000) * 100);
        assert_eq!((of("pending_at_end"), of("decided")), (cases, 0));
    }
    parts.streams[0].stock = Stock::default();
    parts.pools[0] = Pool::new("everybody", vec![0], 1e6).unwrap();
    let engine = Engine::new(&Model::new(parts).unwrap());
    for outcome in simulate(&engine, 20) {
        let of = |name| outcome.total(&engine, name).unwrap();
        assert!(600 < of("received") && of("received") == of("decided"));
        assert_eq!((of("decided_late"), of("bill"), of("after_end")), (0, 0, 0));
    }
}

#[test]
fn intake_has_the_mean_and_the_variance_that_were_asked_for() {
    // 20,000 futures of 28 days.
    for (per_day, ratio) in [(3.0, 1.0), (0.2, 1.0), (70.0, 1.0), (3.0, 8.0), (12.0, 2.5)] {
        let mut parts = undecided(28, Law::none());
        let mut forecast = Forecast::level(per_day).unwrap();
        forecast.variation = Variation::negative_binomial(ratio).unwrap();
        parts.streams[0].intake.forecast = Some(forecast);
        let engine = Engine::new(&Model::new(parts).unwrap());
        let received = totals(&engine, &simulate(&engine, 20_000), "received");
        let what = format!("intake {per_day} a day, ratio {ratio}");
        check_mean(&what, &received, 28.0 * per_day);
        check_variance(&what, &received, 28.0 * per_day * ratio);
    }
}

#[test]
fn a_wandering_level_keeps_its_mean_and_spreads_with_the_square_root_of_time() {
    // 4,000 futures; only the week of 16 to 22 December comes in, after 11 steps of sigma 0.1.
    let (sigma, steps) = (0.1, 11.0);
    let mut parts = undecided(343, Law::none());
    let mut forecast = Forecast::level(300.0).unwrap();
    forecast.variation = Variation::NONE;
    forecast.set_wander_per_month(sigma).unwrap();
    let until = Some(start() + 335);
    forecast.add_shock(Shock { from: start(), until, factor: 0.0 }).unwrap();
    parts.streams[0].intake.forecast = Some(forecast);
    let engine = Engine::new(&Model::new(parts).unwrap());
    let received = totals(&engine, &simulate(&engine, 4_000), "received");
    let levels: Vec<f64> = received.iter().map(|cases| cases / 7.0 / 300.0).collect();
    check_mean("level", &levels, 1.0);
    let logs: Vec<f64> = levels.iter().map(|level| level.ln()).collect();
    check_mean("log level", &logs, -steps * sigma * sigma / 2.0);
    check_variance("log level", &logs, steps * sigma * sigma);
}

/// The interval of order statistics that holds a quantile.
fn check_quantile(values: &[f64], level: f64, expected: f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let reach = STANDARD_ERRORS * (n * level * (1.0 - level)).sqrt();
    let at = |rank: f64| sorted[rank.clamp(0.0, n - 1.0) as usize];
    let (low, high) = (at(n * level - reach), at(n * level + reach));
    println!("{level}: {low:.0} to {high:.0}, expected {expected:.0}");
    assert!(low <= expected && expected <= high, "{level}: {low} to {high}");
}

#[test]
fn the_reference_problem_comes_out() {
    // Means, standard deviation and quantiles on which 28 independent programs agree; 4,000
    // futures.
    let engine = Engine::new(&reference(1.0));
    let outcomes = simulate(&engine, 4_000);
    let euros = |name| -> Vec<f64> {
        totals(&engine, &outcomes, name).iter().map(|cents| cents / 100.0).collect()
    };
    let bills = euros("bill");
    check_mean("bill", &bills, 2_484_709.0);
    check_variance("bill", &bills, 100_650.0_f64.powi(2));
    check_quantile(&bills, 0.05, 2_322_334.0);
    check_quantile(&bills, 0.50, 2_483_033.0);
    check_quantile(&bills, 0.95, 2_652_927.0);
    let counts = [("decided_late", 29_040.0), ("notices", 7_692.3), ("appeals", 2_840.5)];
    for (name, expected) in counts {
        check_mean(name, &totals(&engine, &outcomes, name), expected);
    }
    println!("judicial {:.0}", mean(&euros("bill.judicial")));
    let weeks = engine.week_ends().len();
    let series = engine.series().iter().position(|it| *it == Series::Late).unwrap();
    for (t, expected) in [(6, 5_695.0), (363, 269.0), (727, 0.0)] {
        let late = outcomes.iter().map(|it| it.weeks[series * weeks + t / 7] as f64);
        check_mean(&format!("late on day {t}"), &late.collect::<Vec<f64>>(), expected);
    }
}

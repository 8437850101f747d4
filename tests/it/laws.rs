//! Laws that hold for every model, on random models.

use arrears::model::Appeal;
use arrears::model::CapacityVariation;
use arrears::model::CourtPractice;
use arrears::model::Effort;
use arrears::model::Follows;
use arrears::model::Forecast;
use arrears::model::Households;
use arrears::model::KnownCases;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Notice;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::model::Pool;
use arrears::model::Rule;
use arrears::model::SecondAppeal;
use arrears::model::Stock;
use arrears::model::Stream;
use arrears::model::Tariff;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Key;
use arrears::random::Share;
use arrears::random::Variation;
use arrears::sim::Engine;
use arrears::sim::Outcome;
use arrears::sim::Series;
use arrears::sim::Total;
use arrears::sim::Workspace;
use arrears::time::Calendar;
use arrears::time::Schedule;
use proptest::test_runner::Config;
use proptest::test_runner::RngAlgorithm;
use proptest::test_runner::TestRng;
use proptest::test_runner::TestRunner;

use crate::random_models::Dice;
use crate::random_models::random_parts;
use crate::worlds::court_tariff;

/// Checks a law on 150 random models; proptest names the seed of one that breaks it.
pub fn check(law: impl Fn(u64)) {
    let config = Config { cases: 150, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    runner
        .run(&(0_u64..1_000_000), |seed| {
            law(seed);
            Ok(())
        })
        .unwrap();
}

pub fn simulate(parts: &Parts, seed: u64) -> (Engine, Outcome) {
    let engine = Engine::new(&Model::new(parts.clone()).unwrap());
    let outcome = engine.simulate(Key::from_seed(seed), &mut Workspace::default());
    (engine, outcome)
}

pub fn total(parts: &Parts, seed: u64, name: &str) -> i64 {
    let (engine, outcome) = simulate(parts, seed);
    outcome.total(&engine, name).unwrap()
}

pub fn week(engine: &Engine, outcome: &Outcome, series: Series) -> Vec<i64> {
    let weeks = engine.week_ends().len();
    let index = engine.series().iter().position(|it| *it == series).unwrap();
    outcome.weeks[index * weeks..(index + 1) * weeks].to_vec()
}

/// The same model with everything that a stream says about chance replaced by a fixed value.
fn with_fixed_values(mut parts: Parts) -> Parts {
    for stream in &mut parts.streams {
        stream.households = Households::single();
        stream.withdrawal = None;
        stream.suspension = None;
        stream.extensions.clear();
        if let Some(forecast) = &mut stream.intake.forecast {
            forecast.variation = Variation::NONE;
            forecast.set_wander_per_month(0.0).unwrap();
        }
    }
    parts
}

#[test]
fn received_and_opening_are_decided_withdrawn_or_pending() {
    check(|seed| {
        let parts = random_parts(seed);
        let (engine, outcome) = simulate(&parts, seed);
        let of = |name| outcome.total(&engine, name).unwrap();
        let opening: u64 = parts.streams.iter().map(|it| it.stock.cases()).sum();
        let left = of("decided") + of("withdrawn") + of("pending_at_end");
        assert_eq!(opening as i64 + of("received"), left);
        assert!(of("late_at_end") <= of("pending_at_end"));
        assert!(of("decided_late") <= of("decided"));
        // Each week of a model without withdrawals, and the streams of each week.
        let mut pending = opening as i64;
        let [received, decided, all, late] =
            [Series::Received, Series::Decided, Series::Pending, Series::Late]
                .map(|series| week(&engine, &outcome, series));
        for t in 0..all.len() {
            pending += received[t] - decided[t];
            if parts.streams.iter().all(|it| it.withdrawal.is_none()) {
                assert_eq!(all[t], pending);
            }
            assert!(0 <= late[t] && late[t] <= all[t] && all[t] <= pending);
            if 1 < parts.streams.len() {
                let streams = 0..parts.streams.len();
                let sum = |of: fn(usize) -> Series| -> i64 {
                    streams.clone().map(|i| week(&engine, &outcome, of(i))[t]).sum()
                };
                assert_eq!(sum(Series::StreamPending), all[t]);
                assert_eq!(sum(Series::StreamLate), late[t]);
            }
        }
    });
}

#[test]
fn paid_lost_and_avoidable_are_the_bill() {
    check(|seed| {
        let parts = random_parts(seed);
        let (engine, outcome) = simulate(&parts, seed);
        let bill = outcome.total(&engine, "bill").unwrap();
        for day in &parts.split_on {
            let parts = ["paid_by", "lost", "avoidable"]
                .map(|part| outcome.total(&engine, &format!("{part}.{day}")).unwrap());
            assert_eq!(parts.iter().sum::<i64>(), bill);
            assert!(parts.iter().all(|amount| 0 <= *amount), "{parts:?}");
        }
        let owed: i64 = (engine.totals().iter().zip(&outcome.totals))
            .filter(|(total, _)| matches!(total, Total::Owed(_, None)))
            .map(|(_, owed)| owed)
            .sum();
        assert_eq!(outcome.total(&engine, "owed.before").unwrap() + owed, bill);
    });
}

#[test]
fn unlimited_capacity_from_the_as_of_day_on_leaves_nothing_avoidable() {
    check(|seed| {
        let mut parts = random_parts(seed);
        let as_of = parts.period.as_of();
        parts.calendar = Calendar::every_day();
        for pool in &mut parts.pools {
            pool.variation = CapacityVariation::None;
            pool.absence = Schedule::constant(Share::NONE);
            let rates = vec![(as_of - 10_000, 3.0), (as_of, 1e6)];
            pool.decisions_per_fte_per_week = Schedule::new(rates).unwrap();
            pool.fte = Schedule::constant(1.0);
            pool.set_lines(vec![Line::new(Order::NewestFirst, Share::ALL)]).unwrap();
        }
        parts.split_on = vec![as_of];
        assert_eq!(total(&parts, seed, &format!("avoidable.{as_of}")), 0);
        assert_eq!(total(&parts, seed, "pending_at_end"), 0);
    });
}

#[test]
fn one_more_decision_never_costs_more_oldest_first() {
    check(|seed| {
        let mut parts = random_parts(seed);
        for stream in &mut parts.streams {
            stream.withdrawal = None;
            stream.households = Households::single();
        }
        for pool in &mut parts.pools {
            pool.variation = CapacityVariation::None;
            pool.effort = Effort::PER_HEAD;
            pool.set_lines(vec![Line::new(Order::OldestFirst, Share::ALL)]).unwrap();
        }
        // Each stream has one pool: with shared ones a decision may change who takes whom.
        parts.pools.truncate(1);
        parts.pools[0].streams = (0..parts.streams.len()).collect();
        let mut more = parts.clone();
        let extra = Schedule::constant(f64::from(parts.calendar.days_per_week()));
        let fte = more.pools[0].fte.clone();
        let rate = more.pools[0].decisions_per_fte_per_week.clone();
        let mut days: Vec<_> = fte.steps().iter().map(|step| step.0).collect();
        days.extend(rate.steps().iter().map(|step| step.0));
        days.sort_unstable();
        days.dedup();
        let both = days.iter().map(|day| (*day, fte.on(*day) * rate.on(*day)));
        let both: Vec<_> = both.map(|(day, it)| (day, it + extra.on(day))).collect();
        more.pools[0].fte = Schedule::constant(1.0);
        more.pools[0].decisions_per_fte_per_week = Schedule::new(both).unwrap();
        more.pools[0].absence = parts.pools[0].absence.clone();
        for name in ["bill", "bill.administrative", "bill.judicial", "late_at_end", "notices"] {
            assert!(total(&more, seed, name) <= total(&parts, seed, name), "{name}");
        }
    });
}

#[test]
fn no_penalty_is_negative_or_above_its_maximum() {
    check(|seed| {
        let parts = random_parts(seed);
        let (engine, outcome) = simulate(&parts, seed);
        for (total, value) in engine.totals().iter().zip(&outcome.totals) {
            assert!(-1 <= *value, "{total}: {value}");
        }
        assert!(outcome.weeks.iter().all(|value| 0 <= *value));
        let of = |name| outcome.total(&engine, name).unwrap();
        let tariffs = parts.law.administrative.iter().flat_map(|it| it.tariff.values().flatten());
        let most = tariffs.map(|tariff| tariff.maximum().in_cents()).max().unwrap_or(0);
        assert!(of("bill.administrative") <= most * of("administrative_penalties"));
        let court = parts.law.court.iter();
        let second = court.clone().flat_map(|it| &it.second_appeal);
        let practices = court.map(|it| &it.practice).chain(second.map(|it| &it.practice));
        let tariffs = practices.flat_map(Rule::values).flat_map(CourtPractice::amounts);
        let most = tariffs.map(|(_, tariff)| tariff.maximum().in_cents()).max().unwrap_or(0);
        let ordered = parts.streams.iter().map(|it| it.stock.most_ordered().in_cents());
        let most = most.max(ordered.max().unwrap_or(0));
        assert!(of("bill.judicial") <= most * of("judicial_penalties"));
        let one_head = |it: &KnownCases| it.heads.is_none_or(|heads| heads == 1);
        let single =
            |it: &Stream| it.households.always_single() && it.stock.all_known().all(one_head);
        if parts.streams.iter().all(single) {
            assert!(of("bill.judicial") <= most * of("appeals"));
        }
        assert!(of("judicial_maxima") <= of("judicial_penalties"));
        let second = |name: &str| outcome.total(&engine, name).unwrap_or(0);
        let (again, judged_again) = (second("second_appeals"), second("second_judgments"));
        let (appeals, judgments) = (of("appeals") - again, of("judgments") - judged_again);
        assert!(judgments <= appeals && appeals <= of("notices"));
        assert!(judged_again <= again && again <= judgments);
    });
}

#[test]
fn a_longer_or_higher_tariff_never_costs_less() {
    let dearer = |tariff: &Tariff, days: u32, cents: i64| {
        let mut steps = tariff.steps().to_vec();
        let last = steps.last_mut().unwrap();
        last.days += days;
        steps.iter_mut().for_each(|step| step.per_day += Money::cents(cents));
        Tariff::new(steps).unwrap()
    };
    check(|seed| {
        let mut parts = random_parts(seed);
        for stream in &mut parts.streams {
            // A higher tariff means that what is owed at the start was reached in a shorter time.
            let known = stream.stock.known().to_vec();
            stream.stock = Stock::new(stream.stock.rows().to_vec()).with_known(known);
        }
        for (days, cents) in [(7, 0), (0, 5)] {
            let mut more = parts.clone();
            if let Some(administrative) = &mut more.law.administrative {
                administrative.tariff = administrative
                    .tariff
                    .map(|it| it.as_ref().map(|tariff| dearer(tariff, days, cents)));
            }
            for name in ["bill", "bill.administrative", "after_end"] {
                assert!(total(&parts, seed, name) <= total(&more, seed, name), "{name}");
            }
            assert_eq!(total(&parts, seed, "bill.judicial"), total(&more, seed, "bill.judicial"));
        }
    });
}

/// One stream of fixed values in one pool; `cases` a day and so many times its stock.
fn one_stream_of_fixed_values(seed: u64, cases: u64) -> Parts {
    let dice = &mut Dice::new(seed);
    let mut parts = with_fixed_values(random_parts(seed));
    parts.streams.truncate(1);
    let fixed = |dice: &mut Dice| Delay::fixed(dice.between(0, 30) as u32).unwrap();
    let all_or_none = |yes| if yes { Share::ALL } else { Share::NONE };
    let stream = &mut parts.streams[0];
    let pursued = all_or_none(dice.percent(80));
    stream.notice = Some(Notice::new(Share::ALL, fixed(dice), pursued));
    let share = Schedule::constant(all_or_none(dice.percent(80)));
    stream.appeal = Some(Appeal { share, delay: fixed(dice) });
    stream.intake.recorded = None;
    stream.intake.forecast = Some(Forecast::level(cases as f64).unwrap());
    stream.intake.forecast.as_mut().unwrap().variation = Variation::NONE;
    let rows = stream.stock.rows().iter().map(|row| (row.0, cases * row.1));
    stream.stock = Stock::new(rows.collect());
    if let Some(court) = &mut parts.law.court {
        (court.duration, court.payment.delay) = (fixed(dice), fixed(dice));
        let amounts = vec![(Share::ALL, court_tariff(100, 1_550))];
        court.practice = Rule::constant(CourtPractice::new(14, amounts).unwrap());
        let practice = court.practice.clone();
        let share = all_or_none(dice.percent(70));
        court.second_appeal = Some(SecondAppeal {
            share,
            follows: Follows::Maximum,
            delay: fixed(dice),
            duration: fixed(dice),
            practice,
        });
    }
    if let Some(administrative) = &mut parts.law.administrative {
        administrative.payment.delay = fixed(dice);
    }
    let mut pool = Pool::new("pool", vec![0], f64::from(dice.between(1, 13))).unwrap();
    pool.variation = CapacityVariation::Count(Variation::POISSON);
    let orders = [Order::OldestFirst, Order::EarliestDueFirst, Order::InTimeFirst];
    let order = orders[dice.between(0, 2) as usize].clone();
    pool.set_lines(vec![Line::new(order, Share::ALL)]).unwrap();
    parts.pools = vec![pool];
    parts
}

#[test]
fn two_identical_streams_with_half_of_the_cases_each_are_the_same_to_the_cent() {
    check(|seed| {
        let whole = one_stream_of_fixed_values(seed, 2);
        let mut halves = one_stream_of_fixed_values(seed, 1);
        halves.streams.push(halves.streams[0].clone());
        halves.streams[1].name = "the other half".to_owned();
        halves.pools[0].streams = vec![0, 1];
        let ((_, one), (engine, two)) = (simulate(&whole, seed), simulate(&halves, seed));
        assert_eq!(one.totals, two.totals);
        // All series but those of each stream.
        let weeks = 12 * engine.week_ends().len();
        assert_eq!(one.weeks[..weeks], two.weeks[..weeks]);
    });
}

#[test]
fn the_order_of_stock_rows_does_not_matter() {
    check(|seed| {
        let mut parts = random_parts(seed);
        for stream in &mut parts.streams {
            // Those of which more is known are permuted in stock_laws.
            stream.stock = Stock::new(stream.stock.rows().to_vec());
        }
        let mut permuted = parts.clone();
        for stream in &mut permuted.streams {
            let halves = |row: &(_, u64)| [(row.0, row.1 / 2), (row.0, row.1 - row.1 / 2)];
            let rows = stream.stock.rows().iter().rev().flat_map(halves);
            stream.stock = Stock::new(rows.collect());
        }
        assert_eq!(simulate(&parts, seed).1, simulate(&permuted, seed).1);
    });
}

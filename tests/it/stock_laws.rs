//! What must hold for every opening stock of which more is known, and what such cases do on average.

use arrears::model::Appeal;
use arrears::model::Forecast;
use arrears::model::Further;
use arrears::model::Households;
use arrears::model::KnownCases;
use arrears::model::Model;
use arrears::model::Owing;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::model::Progress;
use arrears::model::Reached;
use arrears::model::Stock;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Key;
use arrears::sim::Engine;
use arrears::sim::Series;
use arrears::sim::Workspace;
use arrears::time::Day;
use arrears::time::Schedule;

use crate::laws::check;
use crate::laws::simulate;
use crate::laws::week;
use crate::random_models::Dice;
use crate::random_models::random_parts;
use crate::worlds::reference;
use crate::worlds::share;

/// The rows in another order, each in two parts where it can be divided.
fn shuffled(dice: &mut Dice, rows: &[KnownCases]) -> Vec<KnownCases> {
    let mut parts = Vec::new();
    for row in rows {
        let heads = u64::from(row.heads.unwrap_or(1));
        let first = heads * (row.cases / heads / 2);
        parts.push(KnownCases { cases: first, ..row.clone() });
        parts.push(KnownCases { cases: row.cases - first, ..row.clone() });
    }
    for last in (1..parts.len()).rev() {
        parts.swap(last, dice.between(0, last as i32) as usize);
    }
    parts
}

#[test]
fn the_order_of_known_rows_does_not_matter() {
    check(|seed| {
        let parts = random_parts(seed);
        let mut permuted = parts.clone();
        let dice = &mut Dice::new(seed);
        for stream in &mut permuted.streams {
            let old = stream.stock.clone();
            let mut stock = Stock::new(old.rows().iter().rev().copied().collect());
            for Owing { owed, cases } in old.owing().iter().rev() {
                stock = stock.with_owing(*owed, shuffled(dice, cases));
            }
            let rows = shuffled(dice, old.known());
            let (some, others) = rows.split_at(rows.len() / 3);
            stream.stock = stock.with_known(some.to_vec()).with_known(others.to_vec());
        }
        assert_eq!(parts, permuted);
        assert_eq!(simulate(&parts, seed).1, simulate(&permuted, seed).1);
    });
}

#[test]
fn to_know_nothing_changes_nothing() {
    check(|seed| {
        let mut plain = random_parts(seed);
        for stream in &mut plain.streams {
            stream.stock = Stock::new(stream.stock.rows().to_vec());
        }
        let mut known = plain.clone();
        for stream in &mut known.streams {
            let progress = Progress { further: Further::Unknown, ..Progress::waiting() };
            let known = |row: &(Day, u64)| {
                let progress = progress.clone();
                KnownCases { received: row.0, cases: row.1, heads: None, progress }
            };
            // Half of the days of receipt, so that both kinds stand beside each other.
            let rows = stream.stock.rows().to_vec();
            let (some, others) = rows.split_at(rows.len() / 2);
            stream.stock = Stock::new(others.to_vec()).with_known(some.iter().map(known).collect());
        }
        assert_eq!(simulate(&plain, seed).1, simulate(&known, seed).1);
    });
}

#[test]
fn what_is_decided_before_the_start_adds_money_and_nothing_else() {
    check(|seed| {
        let with = random_parts(seed);
        let mut without = with.clone();
        for stream in &mut without.streams {
            let rows = stream.stock.known().iter().filter(|it| it.progress.decided.is_none());
            let mut stock = Stock::new(stream.stock.rows().to_vec());
            stock = stock.with_known(rows.cloned().collect());
            for Owing { owed, cases } in stream.stock.owing() {
                stock = stock.with_owing(*owed, cases.clone());
            }
            stream.stock = stock;
        }
        let ((engine, with), (fewer, without)) = (simulate(&with, seed), simulate(&without, seed));
        let queue = [Series::Pending, Series::Late, Series::Noticed, Series::Received];
        for series in queue.into_iter().chain([Series::Decided]) {
            assert_eq!(week(&engine, &with, series), week(&fewer, &without, series));
        }
        assert_eq!(with.waits.decided, without.waits.decided);
        for name in ["owed.before", "bill", "notices", "judgments", "judicial_penalties"] {
            let [with, without] = [(&with, &engine), (&without, &fewer)]
                .map(|(outcome, engine)| outcome.total(engine, name).unwrap());
            assert!(without <= with, "{name}");
        }
        for name in ["decided", "decided_late", "withdrawn", "pending_at_end", "after_end"] {
            assert_eq!(with.total(&engine, name), without.total(&fewer, name), "{name}");
        }
    });
}

const CASES: u64 = 20_000;

/// Cases received 300 days before the start, late since 116 days then, of which this is known; nobody
/// comes in or is decided. Behaviour and law are those of the reference problem but for the appeals:
/// six in ten of the pursued, after 50 days on average.
fn nobody_decides(days: i32, progress: Progress) -> Parts {
    let mut parts = Parts::clone(&reference(1.0));
    let start = parts.period.start();
    parts.period = Period::new(start, start, start + (days - 1)).unwrap();
    let stream = &mut parts.streams[0];
    let received = start - 300;
    stream.stock = Stock::default().with_known(vec![KnownCases {
        received,
        cases: CASES,
        heads: None,
        progress,
    }]);
    stream.intake.forecast = Some(Forecast::level(0.0).unwrap());
    stream.notice.as_mut().unwrap().counts_from = None;
    let delay = Delay::exponential(50.0).unwrap();
    stream.appeal = Some(Appeal { share: Schedule::constant(share(0.6)), delay });
    parts.pools[0].decisions_per_fte_per_week = Schedule::constant(0.0);
    parts
}

/// Checks that a number of the cases has a share within 4.5 standard errors of one that is computed.
fn check_share(found: i64, share: f64) {
    let cases = CASES as f64;
    let error = (share * (1.0 - share) / cases).sqrt();
    let found = found as f64 / cases;
    assert!((found - share).abs() < 4.5 * error, "{found} is not {share} ± {error}");
}

#[test]
fn notices_that_have_not_come_come_with_the_rest_of_the_chance() {
    let parts = nobody_decides(1_400, Progress::waiting());
    let (engine, outcome) = simulate(&parts, 7);
    // Of 0.4 with a mean of 30 days, 116 days have gone.
    let gone = 1.0 - (-116.0_f64 / 30.0).exp();
    let share = 0.4 * (1.0 - gone) / (1.0 - 0.4 * gone);
    check_share(outcome.total(&engine, "notices").unwrap(), share);
    // An exponential wait does not age: within 28 days as many as of any 28 days.
    let in_28_days = share * (1.0 - (-28.0_f64 / 30.0).exp());
    check_share(week(&engine, &outcome, Series::Noticed)[3], in_28_days);
}

#[test]
fn appeals_that_have_not_come_come_with_the_rest_of_the_chance() {
    let start = reference(1.0).period.start();
    let reached = Reached::Notice { day: Some(start - 60), pursued: None };
    let parts = nobody_decides(3_000, Progress { reached, ..Progress::waiting() });
    let (engine, outcome) = simulate(&parts, 7);
    // Half are pursued; of these six in ten appeal, in a mean of 50 days, of which 46 have gone.
    let gone = 1.0 - (-46.0_f64 / 50.0).exp();
    let whole = 1.0 - 0.5 * 0.6 * gone;
    let total = |name| outcome.total(&engine, name).unwrap();
    assert_eq!(total("notices"), CASES as i64);
    check_share(total("administrative_penalties"), 0.5 * (1.0 - 0.6 * gone) / whole);
    check_share(total("appeals"), 0.5 * 0.6 * (1.0 - gone) / whole);
}

#[test]
fn judgments_that_have_not_come_come_with_the_rest_of_the_chance() {
    let start = reference(1.0).period.start();
    let reached = Reached::Appeal { noticed: Some(start - 90), day: Some(start - 60) };
    let judged_within = |days: i32| {
        let parts =
            nobody_decides(days, Progress { reached: reached.clone(), ..Progress::waiting() });
        let (engine, outcome) = simulate(&parts, 7);
        outcome.total(&engine, "judgments").unwrap()
    };
    // A gamma of shape 4 and scale 14: Erlang, so that its tail is a sum.
    let at_least = |days: f64| {
        let x = days / 14.0;
        (-x).exp() * (1.0 + x + x * x / 2.0 + x * x * x / 6.0)
    };
    check_share(judged_within(28), 1.0 - at_least(88.0) / at_least(60.0));
    assert_eq!(judged_within(1_000), CASES as i64);
}

#[test]
fn days_that_are_not_known_lie_before_the_start_with_their_chance() {
    let reached = Reached::Notice { day: None, pursued: Some(true) };
    let mut parts = nobody_decides(1, Progress { reached, ..Progress::waiting() });
    parts.streams[0].appeal = None;
    parts.law.court = None;
    let (engine, outcome) = simulate(&parts, 7);
    let total = |name| outcome.total(&engine, name).unwrap();
    assert_eq!(total("notices"), CASES as i64);
    // The penalty begins 14 days after the notice: by day 0 for those whose notice came on one of the
    // first 103 of the 116 days.
    let within = |days: f64| 1.0 - (-days / 30.0).exp();
    check_share(total("administrative_penalties"), within(103.0) / within(116.0));
}

#[test]
fn amounts_come_out_in_every_future() {
    // Households of one to three heads with one penalty or several, two daily amounts, notices that
    // are pursued or not: what is drawn differs from future to future, the amount does not.
    let start = reference(1.0).period.start();
    for (owed, reached) in [
        (2_000, Reached::Notice { day: None, pursued: None }),
        (160_000, Reached::Appeal { noticed: None, day: None }),
        (700_000, judged()),
        (1_000_000, judged()),
    ] {
        let row = |days| KnownCases {
            received: start - days,
            cases: 60,
            heads: None,
            progress: Progress { reached: reached.clone(), ..Progress::waiting() },
        };
        let mut parts = nobody_decides(30, Progress::waiting());
        let owed = Money::units(owed);
        let rows = [300, 310, 320].map(row).to_vec();
        parts.streams[0].stock = Stock::default().with_owing(owed, rows);
        parts.streams[0].households = Households::new(&[0.5, 0.3, 0.2], share(0.6)).unwrap();
        let engine = Engine::new(&Model::new(parts).unwrap());
        let mut workspace = Workspace::default();
        for replication in 0..200 {
            let outcome =
                engine.simulate(Key::from_seed(1).replication(replication), &mut workspace);
            let before = outcome.total(&engine, "owed.before").unwrap();
            // A day of one household: three penalties of EUR 250 and three of 45.
            let left = owed.in_cents() - before;
            assert!(0 <= left && left < 3 * 29_500, "{owed}: {left} in {replication}");
        }
    }
}

fn judged() -> Reached {
    let (noticed, appealed, day, term_days, tariff) = (None, None, None, None, None);
    Reached::Judgment { noticed, appealed, day, term_days, tariff }
}

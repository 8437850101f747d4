//! What it gains to compare policies under the same luck: how many times smaller the variance of a
//! difference is than with independent seeds, on the reference problem.
//!
//! `cargo test --test it paired -- --nocapture` prints the figures of `docs/performance.md`.

use arrears::ensemble;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::random::Share;
use arrears::sim::Engine;
use arrears::time::Schedule;

use crate::bundled;
use crate::worlds::share;

/// The futures that are compared.
const FUTURES: u32 = 400;

/// The bills of the reference problem after a change, replication by replication.
fn bills(change: impl Fn(&mut Parts)) -> Vec<f64> {
    let mut parts = Parts::clone(&bundled::setup("reference.toml").model);
    change(&mut parts);
    let engine = Engine::new(&Model::new(parts).unwrap());
    let outcomes = ensemble::outcomes(&engine, 1, 0..FUTURES);
    outcomes.iter().map(|it| it.total(&engine, "bill").unwrap() as f64).collect()
}

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let (sum, number) = values.clone().fold((0.0, 0.0), |all, value| (all.0 + value, all.1 + 1.0));
    let mean = sum / number;
    values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / (number - 1.0)
}

/// (variance of the one + variance of the other) / variance of the difference, over the futures that
/// are asked for.
fn ratio(one: &[f64], other: &[f64], asked: impl Fn(usize) -> bool) -> f64 {
    let futures = || (0..one.len()).filter(|future| asked(*future));
    let of = |values: fn(f64, f64) -> f64| {
        variance(futures().map(|i| values(one[i], other[i])).collect::<Vec<f64>>().into_iter())
    };
    (of(|one, _| one) + of(|_, other| other)) / of(|one, other| one - other)
}

/// The variance ratio and its standard error, by the jackknife over 20 groups of futures.
///
/// # Source
/// J. Shao, D. Tu, The Jackknife and Bootstrap (1995), section 1.3: the grouped jackknife.
fn variance_ratio(one: &[f64], other: &[f64]) -> (f64, f64) {
    const GROUPS: usize = 20;
    let without = |group: usize| ratio(one, other, |future| future % GROUPS != group);
    let parts: Vec<f64> = (0..GROUPS).map(without).collect();
    let mean = parts.iter().sum::<f64>() / GROUPS as f64;
    let squares: f64 = parts.iter().map(|part| (part - mean) * (part - mean)).sum();
    let error = (squares * (GROUPS as f64 - 1.0) / GROUPS as f64).sqrt();
    (ratio(one, other, |_| true), error)
}

/// Prints the variance ratio of two policies beside the most that any common luck could give: with
/// correlation 1, two policies of standard deviations s and t still differ by s - t.
fn show(what: &str, one: &[f64], other: &[f64]) -> (f64, f64) {
    let (ratio, error) = variance_ratio(one, other);
    let [s, t] = [one, other].map(|bills| variance(bills.iter().copied()).sqrt());
    let most = (s * s + t * t) / ((s - t) * (s - t));
    println!("{what}: {ratio:.1} ± {error:.1}; at most {most:.1}");
    assert!(ratio <= most);
    (ratio, error)
}

#[track_caller]
fn check(what: &str, at_least: f64, one: &[f64], other: &[f64]) {
    let (ratio, error) = show(what, one, other);
    assert!(at_least <= ratio - 4.5 * error, "{what}: {ratio} ± {error}");
}

#[test]
fn five_more_decisions_a_day_under_the_same_luck() {
    let decisions = |later: f64| {
        bills(|parts| {
            let start = parts.period.start();
            let a_week = vec![(start, 7.0 * 65.0), (start + 180, 7.0 * later)];
            parts.pools[0].decisions_per_fte_per_week = Schedule::new(a_week).unwrap();
        })
    };
    check("90 instead of 85 decisions a day", 100.0, &decisions(85.0), &decisions(90.0));
}

/// The bills when a share of the pool works in an order, from a day on; the rest is oldest first.
fn order(order: &Order, part: f64, from: i32) -> Vec<f64> {
    bills(|parts| {
        let oldest = |part| Line::new(Order::OldestFirst, share(part));
        let mut lines = vec![oldest(1.0 - part), Line::new(order.clone(), share(part))];
        lines.retain(|line| line.share != Share::NONE);
        let start = parts.period.start();
        let by_date = vec![(start - 1, vec![oldest(1.0)]), (start + from, lines)];
        parts.pools[0].set_lines_by_date(Schedule::new(by_date).unwrap()).unwrap();
    })
}

#[test]
fn another_order_under_the_same_luck() {
    let oldest = bills(|_| {});
    for (what, other) in [
        ("a tenth of the pool noticed first", order(&Order::NoticedFirst, 0.1, 0)),
        ("a twentieth of the pool in time first", order(&Order::InTimeFirst, 0.05, 0)),
        ("noticed first from day 270", order(&Order::NoticedFirst, 1.0, 270)),
        ("highest penalty first from day 270", order(&Order::HighestPenaltyFirst, 1.0, 270)),
    ] {
        check(what, 50.0, &oldest, &other);
    }
    // A change that leaves little of the luck of the first policy has little luck to share.
    for (what, other) in [
        ("a fifth of the pool noticed first", order(&Order::NoticedFirst, 0.2, 0)),
        ("noticed first from day 0", order(&Order::NoticedFirst, 1.0, 0)),
        ("in time first from day 0", order(&Order::InTimeFirst, 1.0, 0)),
    ] {
        show(what, &oldest, &other);
    }
}

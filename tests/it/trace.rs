//! A household taken out of a replication: the calendars of all of them add up to the replication.

use arrears::model::Model;
use arrears::model::Quantity;
use arrears::random::Key;
use arrears::sim::Clock;
use arrears::sim::Count;
use arrears::sim::Ending;
use arrears::sim::Engine;
use arrears::sim::HouseholdAddress;
use arrears::sim::Total;
use arrears::sim::Trace;
use arrears::sim::Workspace;
use arrears::sim::calendar;
use arrears::time::Day;

use crate::random_models::random_model;
use crate::random_models::random_parts;

/// All households of a replication, by trying every address.
fn all_traces(engine: &Engine, key: Key, first: Day, last: Day) -> Vec<Trace> {
    let mut workspace = Workspace::default();
    let mut traces = Vec::new();
    for stream in 0..engine.model().streams.len() {
        for day in first.number()..=last.number() {
            let received = Day::from_number(day);
            for place in 0.. {
                let address = HouseholdAddress { stream, received, place };
                match engine.trace(key, &mut workspace, address) {
                    Some(trace) => traces.push(trace),
                    None => break,
                }
            }
        }
    }
    traces
}

fn check(seed: u64) {
    let mut parts = random_parts(seed);
    let (start, end) = (parts.period.start(), parts.period.end());
    let stock = parts.streams.iter().filter_map(|it| it.stock.received());
    let first = stock.map(|(first, _)| first).min().unwrap_or(start);
    parts.quantities.push((Quantity::Paid { since: first }, end));
    let model = Model::new(parts).unwrap();
    let engine = Engine::new(&model);
    let key = Key::from_seed(seed);
    let outcome = engine.simulate(key, &mut Workspace::default());
    let traces = all_traces(&engine, key, first, end);
    let (mut owed, mut paid, mut heads, mut after) = ([0_i64; 3], [0_i64; 3], 0, 0);
    let mut counts = [0_i64; 4];
    for trace in &traces {
        let page = calendar(&model.law, &trace.dates, end).unwrap();
        for clock in Clock::ALL {
            owed[clock as usize] += page.owed[clock as usize].in_cents();
        }
        for transfer in trace.transfers.iter().filter(|it| it.day <= end) {
            paid[transfer.clock as usize] += transfer.amount.in_cents();
        }
        after += page.may_follow.in_cents();
        let before = trace.dates.ending.is_some_and(|ending| ending.day() < start);
        heads += if before { 0 } else { i64::from(trace.heads) };
        counts[0] += i64::from(trace.dates.notice.is_some());
        counts[1] += trace.dates.appeals.len() as i64;
        counts[2] += trace.dates.appeals.iter().filter(|it| it.judgment.is_some()).count() as i64;
        if let Some(Ending::Decided(_)) = trace.dates.ending
            && !before
        {
            counts[3] += i64::from(trace.heads);
        }
    }
    let of = |name: &str| outcome.total(&engine, name).unwrap();
    assert_eq!(owed.iter().sum::<i64>(), of("bill"), "seed {seed}");
    assert_eq!(owed[0], of("bill.administrative"), "seed {seed}");
    assert_eq!(owed[1] + owed[2], of("bill.judicial"), "seed {seed}");
    let since_ever = Total::Quantity(Quantity::Paid { since: first }, end).to_string();
    assert_eq!(paid.iter().sum::<i64>(), of(&since_ever), "seed {seed}");
    // What may follow of a judgment that is yet to come is not fixed by the last day.
    assert!(after <= of("after_end"), "seed {seed}");
    let expected = [Count::Notices, Count::Appeals, Count::Judgments, Count::Decided];
    assert_eq!(counts, expected.map(|count| of(count.name())), "seed {seed}");
    let opening: u64 = model.streams.iter().map(|it| it.stock.cases()).sum();
    assert_eq!(heads, opening as i64 + of("received"), "seed {seed}");
}

#[test]
fn the_calendars_of_all_households_add_up_to_the_replication() {
    let mut some = 0;
    for seed in 0..60 {
        let model = random_model(seed);
        // Every address is a replication of its own here.
        if model.streams.iter().map(|it| it.expected_cases(model.period)).sum::<f64>() < 400.0 {
            check(seed);
            some += 1;
        }
    }
    assert!(10 <= some, "{some}");
}

#[test]
fn the_dearest_households_are_found_in_order() {
    for seed in 0..20 {
        let model = random_model(seed);
        let engine = Engine::new(&model);
        let (key, mut workspace) = (Key::from_seed(seed), Workspace::default());
        let all = engine.dearest(key, &mut workspace, usize::MAX);
        let outcome = engine.simulate(key, &mut workspace);
        let bill = outcome.total(&engine, "bill").unwrap();
        assert_eq!(all.iter().map(|it| it.1.in_cents()).sum::<i64>(), bill);
        assert!(all.windows(2).all(|two| two[1].1 <= two[0].1));
        assert_eq!(engine.dearest(key, &mut workspace, 3), all[..all.len().min(3)]);
    }
}

//! Reception and costs of random models, counted slowly from the households of the slow engine: who
//! lives there on each day, head by head; and what must hold for every model.

use std::collections::VecDeque;

use arrears::model::Cost;
use arrears::model::CostAmount;
use arrears::model::Model;
use arrears::model::Parts;
use arrears::model::Places;
use arrears::model::Reception;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Key;
use arrears::random::Purpose;
use arrears::random::Share;
use arrears::sim::CostLine;
use arrears::sim::Engine;
use arrears::sim::Outcome;
use arrears::sim::Series;
use arrears::sim::Total;
use arrears::sim::Workspace;
use arrears::time::Day;
use arrears::time::Schedule;

use crate::costs::cost;
use crate::laws::simulate;
use crate::laws::week;
use crate::random_models::Dice;
use crate::random_models::random_parts;
use crate::slow_engine::SlowEngine;
use crate::worlds::share;

/// A random value from each of some dates on.
fn schedule<T>(dice: &mut Dice, start: Day, value: impl Fn(&mut Dice) -> T) -> Schedule<T> {
    let mut steps = vec![(start - 1, value(dice))];
    while dice.percent(50) {
        let before = steps.last().unwrap().0;
        steps.push((before + dice.between(1, 200), value(dice)));
    }
    Schedule::new(steps).unwrap()
}

fn random_delay(dice: &mut Dice) -> Delay {
    match dice.between(0, 2) {
        0 => Delay::fixed(dice.between(0, 40) as u32),
        1 => Delay::uniform(0, dice.between(1, 90) as u32),
        _ => Delay::exponential(f64::from(dice.between(1, 120))),
    }
    .unwrap()
}

fn random_reception(dice: &mut Dice) -> Reception {
    let quarters = |dice: &mut Dice| share(f64::from(dice.between(0, 4)) / 4.0);
    Reception {
        housed: quarters(dice),
        granted: quarters(dice),
        housing_delay: random_delay(dice),
        leaving_delay: random_delay(dice),
    }
}

fn random_cost(dice: &mut Dice, parts: &Parts, number: usize) -> Cost {
    let (start, end) = (parts.period.start(), parts.period.end());
    let from = start + dice.between(0, end - start);
    let cents = Money::cents(i64::from(dice.between(0, 99_999_999)));
    let name = format!("cost {number}");
    if dice.percent(30) {
        return cost(&name, from, None, CostAmount::Once(cents));
    }
    let until = dice.percent(50).then(|| from + dice.between(0, 400));
    cost(&name, from, until, CostAmount::PerYear(cents))
}

/// The random model of a seed with reception and costs besides.
fn with_costs(seed: u64) -> Parts {
    let mut parts = random_parts(seed);
    let (dice, start) = (&mut Dice::new(seed + 77), parts.period.start());
    for stream in &mut parts.streams {
        stream.reception = dice.percent(75).then(|| random_reception(dice));
    }
    let price = |dice: &mut Dice| Money::cents(i64::from(dice.between(0, 20_000)));
    let quarters = |dice: &mut Dice| f64::from(dice.between(0, 120)) / 4.0;
    parts.places = Some(Places {
        regular: schedule(dice, start, |dice| dice.between(0, 100) as u64),
        per_place_day: schedule(dice, start, price),
        emergency_per_place_day: schedule(dice, start, price),
        outflow_per_week: dice.percent(60).then(|| schedule(dice, start, quarters)),
    });
    parts.costs = (0..dice.between(0, 3) as usize).map(|i| random_cost(dice, &parts, i)).collect();
    parts
}

/// What the slow count says of one day.
#[derive(Clone, Copy, Default)]
struct SlowDay {
    occupied: i64,
    emergency: i64,
    cents: [i64; 2],
    measures: i64,
    legal: i64,
}

/// A household in reception: from when, until when, and from when on ready if it is granted.
struct Resident {
    from: Day,
    until: Option<Day>,
    ready: Option<Day>,
    heads: i64,
}

fn residents(slow: &SlowEngine<'_>) -> Vec<Resident> {
    let mut all = Vec::new();
    for (number, stream) in slow.model.streams.iter().enumerate() {
        let Some(reception) = &stream.reception else { continue };
        let housing = reception.housing_delay.table();
        let leaving = reception.leaving_delay.table();
        for it in slow.households.iter().filter(|it| it.stream == number) {
            let block = slow.block(Purpose::Reception, number, it.received, it.place);
            if !reception.housed.accepts(block.lane(0)) {
                continue;
            }
            let granted = reception.granted.accepts(block.lane(1)) && !it.withdrawn;
            let ready = it.closed.filter(|_| granted);
            let until = it.closed.filter(|_| !granted);
            let leaving = |day| match it.withdrawn {
                true => day,
                false => day + leaving.days(block.lane(2)) as i32,
            };
            let until = until.map(leaving);
            let ready = ready.map(|day| day + housing.days(block.lane(2)) as i32);
            // Who was decided before the start may be gone by then.
            let gone = |day: Option<Day>| day.is_some_and(|day| day < slow.model.period.start());
            if !gone(until) && !gone(ready) {
                all.push(Resident { from: it.received, until, ready, heads: it.heads });
            }
        }
    }
    all
}

fn slow_days(slow: &SlowEngine<'_>) -> Vec<SlowDay> {
    let model = slow.model;
    let places = model.places.as_ref().unwrap();
    let residents = residents(slow);
    let mut waiting: VecDeque<Day> = VecDeque::new();
    let (mut quarters, mut housed_at_most, mut housed) = (0, 0, 0);
    let mut days = Vec::new();
    for day in model.period.iter() {
        let there = residents
            .iter()
            .filter(|it| it.from <= day && it.until.is_none_or(|until| day < until));
        let there: i64 = there.map(|it| it.heads).sum();
        for resident in residents.iter().filter(|it| it.ready == Some(day)) {
            waiting.extend((0..resident.heads).map(|_| day));
        }
        // Quarters of a head a week, so that 28 of them are a head on a day.
        let limit = places.outflow_per_week.as_ref();
        quarters += limit.map_or(0, |it| (it.on(day) * 4.0) as i64);
        let today = quarters / 28 - housed_at_most;
        housed_at_most += today;
        for _ in 0..limit.map_or(i64::MAX, |_| today) {
            if waiting.pop_front().is_none() {
                break;
            }
            housed += 1;
        }
        let occupied = there - housed;
        let regular = *places.regular.on(day) as i64;
        let emergency = if regular < occupied { occupied - regular } else { 0 };
        let price = |of: &Schedule<Money>| of.on(day).in_cents();
        days.push(SlowDay {
            occupied,
            emergency,
            cents: [
                (occupied - emergency) * price(&places.per_place_day),
                emergency * price(&places.emergency_per_place_day),
            ],
            measures: model.costs.iter().map(|it| measure_on(model, it, day)).sum(),
            legal: slow.pages[(day - slow.first) as usize].legal_costs,
        });
    }
    days
}

fn fiscal_year(model: &Model, day: Day) -> i32 {
    let (year, month, _) = day.civil();
    i32::from(year) - i32::from((month as u8) < model.fiscal_year_starts)
}

/// What a cost books on a day: the days of its fiscal year are counted one by one.
fn measure_on(model: &Model, cost: &Cost, day: Day) -> i64 {
    match cost.amount {
        CostAmount::Once(amount) => amount.in_cents() * i64::from(day == cost.from),
        CostAmount::PerYear(amount) => {
            if day < cost.from || cost.until.is_some_and(|until| until < day) {
                return 0;
            }
            let same = |it: &Day| fiscal_year(model, *it) == fiscal_year(model, day);
            let before = (1..=366).map(|i| day - i).filter(same).count() as i64;
            let after = (1..=366).map(|i| day + i).filter(same).count() as i64;
            let booked = |gone: i64| {
                // Halves up: twice the part, and one, over twice the whole.
                let whole = before + 1 + after;
                (2 * amount.in_cents() * gone + whole) / (2 * whole)
            };
            booked(before + 1) - booked(before)
        }
    }
}

fn slow_total(model: &Model, days: &[SlowDay], total: Total) -> Option<i64> {
    let sum = |year: i32, of: &dyn Fn(&SlowDay) -> i64| -> i64 {
        let of_year = model.period.iter().zip(days);
        of_year.filter(|(day, _)| fiscal_year(model, *day) == year).map(|(_, it)| of(it)).sum()
    };
    let from_as_of = (model.period.as_of() - model.period.start()) as usize;
    let peak = |of: fn(&SlowDay) -> i64| days[from_as_of..].iter().map(of).max().unwrap();
    match total {
        Total::Cost(CostLine::Reception, year) => Some(sum(year, &|it| it.cents[0])),
        Total::Cost(CostLine::EmergencyReception, year) => Some(sum(year, &|it| it.cents[1])),
        Total::Cost(CostLine::Measures, year) => Some(sum(year, &|it| it.measures)),
        Total::Cost(CostLine::LegalCosts, year) => Some(sum(year, &|it| it.legal)),
        Total::Spent(year) => {
            Some(sum(year, &|it| it.measures + it.legal + it.cents.iter().sum::<i64>()))
        }
        Total::PeakOccupied => Some(peak(|it| it.occupied)),
        Total::PeakEmergency => Some(peak(|it| it.emergency)),
        _ => None,
    }
}

fn compare(seed: u64, engine: &Engine, outcome: &Outcome, days: &[SlowDay]) -> [bool; 2] {
    let mut compared = 0;
    for (total, fast) in engine.totals().iter().zip(&outcome.totals) {
        if let Some(slow) = slow_total(engine.model(), days, *total) {
            assert_eq!(*fast, slow, "seed {seed}: {total}");
            compared += 1;
        }
    }
    if days.len() < 7 || !engine.series().contains(&Series::Spent) {
        return [false; 2];
    }
    let spent = week(engine, outcome, Series::Spent);
    let mut sum = 0;
    for (t, day) in days.iter().enumerate() {
        sum += day.measures + day.legal + day.cents.iter().sum::<i64>();
        if t % 7 == 6 {
            assert_eq!(spent[t / 7], sum, "seed {seed}: spent, week {}", t / 7);
        }
    }
    if engine.series().contains(&Series::Occupied) {
        let occupied = week(engine, outcome, Series::Occupied);
        let emergency = week(engine, outcome, Series::Emergency);
        for (at, day) in days.iter().skip(6).step_by(7).enumerate() {
            let (fast, slow) = ((occupied[at], emergency[at]), (day.occupied, day.emergency));
            assert_eq!(fast, slow, "seed {seed}: places, week {at}");
        }
    }
    assert!(2 <= compared, "seed {seed}");
    [days.iter().any(|it| 0 < it.emergency), days.iter().any(|it| 0 < it.measures)]
}

#[test]
fn a_slow_count_gives_every_place_and_every_cent_of_random_models() {
    let (mut with_emergency, mut with_measures) = (0, 0);
    let mut workspace = Workspace::default();
    for seed in 0..120 {
        let model = Model::new(with_costs(seed)).unwrap();
        let engine = Engine::new(&model);
        for replication in 0..2 {
            let key = Key::from_seed(seed).replication(replication);
            let outcome = engine.simulate(key, &mut workspace);
            let days = slow_days(&SlowEngine::run(&model, key));
            let [emergency, measures] = compare(seed, &engine, &outcome, &days);
            with_emergency += i32::from(emergency);
            with_measures += i32::from(measures);
        }
    }
    // A comparison of zeros would show nothing.
    assert!(60 <= with_emergency && 60 <= with_measures, "{with_emergency} {with_measures}");
}

#[test]
fn reception_and_costs_change_nothing_else() {
    crate::laws::check(|seed| {
        let (plain, more) =
            (simulate(&random_parts(seed), seed), simulate(&with_costs(seed), seed));
        let totals = plain.0.totals().iter().zip(&plain.1.totals);
        for (total, value) in totals.filter(|it| !matches!(it.0, Total::Spent(_))) {
            assert_eq!(more.1.total(&more.0, &total.to_string()), Some(*value), "{total}");
        }
        for series in plain.0.series().iter().filter(|it| **it != Series::Spent) {
            let [plain, more] = [&plain, &more].map(|it| week(&it.0, &it.1, *series));
            assert_eq!(plain, more, "{series:?}");
        }
        assert_eq!(plain.1.waits, more.1.waits);
    });
}

#[test]
fn the_lines_of_a_year_are_what_is_spent_in_it() {
    crate::laws::check(|seed| {
        let (engine, outcome) = simulate(&with_costs(seed), seed);
        let all = || engine.totals().iter().zip(&outcome.totals);
        for (total, spent) in all() {
            let Total::Spent(year) = *total else { continue };
            let line = |total: &Total| matches!(total, Total::Cost(_, of) if *of == year);
            let lines = all().filter(|(total, _)| line(total)).map(|(_, cents)| cents);
            assert_eq!(lines.sum::<i64>(), *spent, "{year}");
        }
    });
}

#[test]
fn whoever_waits_in_reception_has_a_place() {
    crate::laws::check(|seed| {
        let mut parts = with_costs(seed);
        for stream in &mut parts.streams {
            let mut reception = random_reception(&mut Dice::new(seed));
            reception.housed = Share::ALL;
            stream.reception = Some(reception);
        }
        let (engine, outcome) = simulate(&parts, seed);
        let [pending, occupied, emergency] = [Series::Pending, Series::Occupied, Series::Emergency]
            .map(|series| week(&engine, &outcome, series));
        for (t, heads) in pending.iter().enumerate() {
            assert!(*heads <= occupied[t] && 0 <= emergency[t] && emergency[t] <= occupied[t]);
        }
        // Those and nobody else, where all leave on the day of their decision.
        for stream in &mut parts.streams {
            let at_once = Delay::fixed(0).unwrap();
            let reception = stream.reception.as_mut().unwrap();
            (reception.housing_delay, reception.leaving_delay) = (at_once.clone(), at_once);
        }
        parts.places.as_mut().unwrap().outflow_per_week = None;
        let (engine, outcome) = simulate(&parts, seed);
        assert_eq!(week(&engine, &outcome, Series::Occupied), pending);
    });
}

#[test]
fn more_outflow_never_takes_more_places() {
    crate::laws::check(|seed| {
        let mut parts = with_costs(seed);
        for stream in &mut parts.streams {
            stream.reception = Some(random_reception(&mut Dice::new(seed)));
        }
        let occupied = |per_week: Option<f64>| {
            let mut parts = parts.clone();
            let limit = per_week.map(Schedule::constant);
            parts.places.as_mut().unwrap().outflow_per_week = limit;
            let (engine, outcome) = simulate(&parts, seed);
            week(&engine, &outcome, Series::Occupied)
        };
        let [none, some, more, all] = [Some(0.0), Some(2.5), Some(11.0), None].map(occupied);
        for t in 0..none.len() {
            assert!(all[t] <= more[t] && more[t] <= some[t] && some[t] <= none[t]);
        }
    });
}

//! Reception and costs of random models, counted slowly from the households of the slow engine: who
//! lives there on each day, head by head; and what must hold for every model.

use std::collections::VecDeque;

use arrears::model::Cost;
use arrears::model::CostAmount;
use arrears::model::Model;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Purpose;
use arrears::random::Share;
use arrears::sim::CostLine;
use arrears::sim::Series;
use arrears::sim::Total;
use arrears::time::Day;
use arrears::time::Schedule;

use crate::laws::simulate;
use crate::laws::week;
use crate::random_costs::random_reception;
use crate::random_costs::with_costs;
use crate::random_models::Dice;
use crate::random_models::random_parts;
use crate::slow_costs::StaffCents;
use crate::slow_costs::staff_cents;
use crate::slow_engine::SlowEngine;

/// What the slow count says of one day.
#[derive(Clone, Copy, Default)]
pub struct SlowDay {
    occupied: i64,
    emergency: i64,
    cents: [i64; 2],
    measures: i64,
    staff: StaffCents,
    legal: i64,
}

impl SlowDay {
    fn spent(&self) -> i64 {
        let staff: i64 = self.staff.iter().sum();
        self.measures + self.legal + staff + self.cents.iter().sum::<i64>()
    }
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

/// What is spent, and who lives in reception, on each day.
pub fn slow_days(slow: &SlowEngine<'_>) -> Vec<SlowDay> {
    let model = slow.model;
    let staff = staff_cents(slow);
    let measures = |day: Day| model.costs.iter().map(|it| measure_on(model, it, day)).sum();
    let by_day = model.period.iter().zip(staff);
    let mut days: Vec<SlowDay> = by_day
        .map(|(day, staff)| SlowDay {
            staff,
            measures: measures(day),
            legal: slow.pages[(day - slow.first) as usize].legal_costs,
            ..SlowDay::default()
        })
        .collect();
    if model.places.is_some() {
        count_places(slow, &mut days);
    }
    days
}

fn count_places(slow: &SlowEngine<'_>, days: &mut [SlowDay]) {
    let model = slow.model;
    let places = model.places.as_ref().unwrap();
    let residents = residents(slow);
    let mut waiting: VecDeque<Day> = VecDeque::new();
    let (mut quarters, mut housed_at_most, mut housed) = (0, 0, 0);
    for (day, counted) in model.period.iter().zip(days) {
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
        (counted.occupied, counted.emergency) = (occupied, emergency);
        counted.cents = [
            (occupied - emergency) * price(&places.per_place_day),
            emergency * price(&places.emergency_per_place_day),
        ];
    }
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

/// A total of costs or places; none for any other.
pub fn slow_total(model: &Model, days: &[SlowDay], total: Total) -> Option<i64> {
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
        Total::Cost(CostLine::Staff, year) => Some(sum(year, &|it| it.staff[0])),
        Total::Cost(CostLine::Hiring, year) => Some(sum(year, &|it| it.staff[1])),
        Total::Cost(CostLine::Overtime, year) => Some(sum(year, &|it| it.staff[2])),
        Total::Cost(CostLine::LegalCosts, year) => Some(sum(year, &|it| it.legal)),
        Total::Spent(year) => Some(sum(year, &SlowDay::spent)),
        Total::PeakOccupied => Some(peak(|it| it.occupied)),
        Total::PeakEmergency => Some(peak(|it| it.emergency)),
        _ => None,
    }
}

/// A weekly series of costs or places; none for any other.
pub fn slow_week(days: &[SlowDay], series: Series, t: usize) -> Option<i64> {
    match series {
        Series::Spent => Some(days[..=t].iter().map(SlowDay::spent).sum()),
        Series::Occupied => Some(days[t].occupied),
        Series::Emergency => Some(days[t].emergency),
        _ => None,
    }
}

#[test]
fn reception_and_costs_change_nothing_else() {
    crate::laws::check(|seed| {
        let (plain, more) =
            (simulate(&random_parts(seed), seed), simulate(&with_costs(seed), seed));
        for (total, value) in plain.0.totals().iter().zip(&plain.1.totals) {
            let is_sum = matches!(total, Total::Spent(_));
            let same = more.1.total(&more.0, &total.to_string());
            assert!(is_sum || same == Some(*value), "{total}: {value}, {same:?}");
        }
        let others = plain.0.series().iter().filter(|series| **series != Series::Spent);
        for series in others.copied() {
            let [plain, more] = [&plain, &more].map(|it| week(&it.0, &it.1, series));
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

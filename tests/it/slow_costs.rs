//! What the people of a random model cost, counted slowly: pool by pool, person by person, day by
//! day, with the surges of the slow engine.

use arrears::model::Pool;
use arrears::model::Surge;
use arrears::money::Money;
use arrears::time::Day;

use crate::slow_engine::SlowEngine;
use crate::slow_staff::People;

/// Cents of staff, hiring and overtime on one day.
pub type StaffCents = [i64; 3];

/// Costs on each day of a period, in parts of a cent. What is booked up to the end of a day is their
/// sum, rounded.
fn book(days: &mut [StaffCents], line: usize, costs: impl Iterator<Item = f64>) {
    let (mut exact, mut booked) = (0.0_f64, 0);
    for (day, cost) in days.iter_mut().zip(costs) {
        exact += cost;
        day[line] += exact.round() as i64 - booked;
        booked = exact.round() as i64;
    }
}

/// What one fte costs a day, what an hour of overtime costs in normal hours, and a hire.
fn prices(pool: &Pool) -> Option<(f64, f64, f64)> {
    let cost = pool.staff.cost.as_ref()?;
    let cents = |amount: Money| amount.in_cents() as f64;
    let per_fte_per_day = cents(cost.per_fte_per_year()) / 365.25;
    Some((per_fte_per_day, cost.overtime_pay(), cents(cost.per_hire())))
}

fn present(pool: &Pool, day: Day) -> f64 {
    1.0 - pool.absence.on(day).value()
}

/// What all pools spend on staff, hiring and overtime on each day.
pub fn staff_cents(slow: &SlowEngine<'_>) -> Vec<StaffCents> {
    let days: Vec<Day> = slow.model.period.iter().collect();
    let mut cents = vec![[0; 3]; days.len()];
    for (pool, rules) in slow.model.pools.iter().zip(&slow.rules) {
        let Some((per_fte, pay, per_hire)) = prices(pool) else { continue };
        let people: Vec<People> = days.iter().map(|day| People::of(pool, *day)).collect();
        let all = || days.iter().zip(&people);
        book(&mut cents, 0, people.iter().map(|people| people.all() * per_fte));
        let starting = |day: &Day| {
            let hires = pool.staff.hires.iter().filter(|hire| hire.from() == *day);
            hires.map(|hire| hire.fte()).sum::<f64>() * per_hire
        };
        book(&mut cents, 1, days.iter().map(starting));
        let overtime = |(day, people): (&Day, &People), share: f64| {
            let at_work = (people.all() - people.in_training) * present(pool, *day);
            at_work * share * pay * per_fte
        };
        book(&mut cents, 2, all().map(|it| overtime(it, pool.staff.overtime.on(*it.0).value())));
        for (trigger, rule) in pool.triggers.iter().zip(rules) {
            let end = slow.model.period.end();
            let running = rule.since.filter(|first| *first <= end).map(|first| (first, end));
            for (first, last) in rule.ended.iter().copied().chain(running) {
                let from = (first - days[0]) as usize;
                let on = from..=(last - days[0]) as usize;
                let cents = &mut cents[on.clone()];
                match &trigger.surge {
                    Surge::Overtime(share) => {
                        book(cents, 2, all().skip(from).map(|it| overtime(it, share.value())));
                    }
                    Surge::Hire(hire) => {
                        book(cents, 0, days[on.clone()].iter().map(|_| hire.fte() * per_fte));
                        book(cents, 1, std::iter::once(hire.fte() * per_hire));
                        let trained = |day: &&Day| hire.training_days as i32 <= **day - first;
                        let extra = |day: &Day| {
                            let share = pool.staff.overtime.on(*day).value();
                            hire.fte() * present(pool, *day) * share * pay * per_fte
                        };
                        let costs = days[on].iter();
                        let costs = costs.map(|day| if trained(&day) { extra(day) } else { 0.0 });
                        book(cents, 2, costs);
                    }
                }
            }
        }
    }
    cents
}

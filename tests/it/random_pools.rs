//! The pools of random models: orders that look and orders that do not, by date, ring-fenced, with
//! the work that lateness makes.

use arrears::model::CapacityVariation;
use arrears::model::Casework;
use arrears::model::Effort;
use arrears::model::Known;
use arrears::model::Line;
use arrears::model::Looks;
use arrears::model::Order;
use arrears::model::OwnOrder;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::random::Variation;
use arrears::time::Schedule;

use crate::random_models::Dice;
use crate::random_staff::random_staff;
use crate::random_staff::random_triggers;
use crate::worlds::share;

/// Pools that serve every stream at least once.
pub fn random_pools(dice: &mut Dice, period: Period, streams: usize) -> Vec<Pool> {
    let number = dice.between(1, 3) as usize;
    let mut served: Vec<Vec<usize>> = (0..number)
        .map(|_| (0..streams).filter(|_| dice.percent(60)).collect::<Vec<usize>>())
        .collect();
    for stream in 0..streams {
        if !served.iter().flatten().any(|it| *it == stream) {
            let pool = dice.between(0, number as i32 - 1) as usize;
            served[pool].push(stream);
        }
    }
    served.retain(|streams| !streams.is_empty());
    let pool = |(i, streams): (usize, Vec<usize>)| random_pool(dice, period, i, streams);
    served.into_iter().enumerate().map(pool).collect()
}

pub fn random_pool(dice: &mut Dice, period: Period, number: usize, streams: Vec<usize>) -> Pool {
    let most = 7.0 * 150.0 * streams.len() as f64 / (period.days() as f64).max(60.0);
    let mut pool = Pool::new(&format!("pool {number}"), streams, 0.0).unwrap();
    pool.decisions_per_fte_per_week = dice.schedule(period, |dice| dice.real(0.0, most));
    pool.fte = dice.schedule(period, |dice| dice.one_of(&[1.0, 0.5, 0.0, 1.25]));
    if dice.percent(30) {
        pool.absence = dice.schedule(period, |dice| share(dice.real(0.0, 0.3)));
    }
    pool.variation = match dice.between(0, 4) {
        0 | 1 => CapacityVariation::None,
        2 => CapacityVariation::Count(Variation::POISSON),
        3 => CapacityVariation::Count(Variation::negative_binomial(3.0).unwrap()),
        _ => CapacityVariation::Relative(dice.real(0.1, 1.0)),
    };
    if dice.percent(60) {
        pool.effort = Effort::new(dice.real(0.2, 2.0), dice.one_of(&[0.0, 0.25, 1.0])).unwrap();
    }
    let lines = match dice.percent(35) {
        true => dice.schedule(period, |dice| random_lines(dice, period)),
        false => Schedule::constant(random_lines(dice, period)),
    };
    pool.set_lines_by_date(lines).unwrap();
    if dice.percent(50) {
        let [notice, appeal, judgment] = [(); 3].map(|()| dice.one_of(&[0.0, 0.1, 0.75, 3.0]));
        pool.casework = Casework::new(notice, appeal, judgment).unwrap();
    }
    if dice.percent(10) {
        pool.unlimited_from = Some(period.start() + dice.between(-30, period.days() as i32 + 30));
    }
    random_staff(dice, period, &mut pool);
    random_triggers(dice, period, &mut pool);
    pool
}

/// The orders of a pool with their shares, some for a stretch of days of receipt only.
pub fn random_lines(dice: &mut Dice, period: Period) -> Vec<Line> {
    let shares = dice.one_of(&[&[1.0][..], &[1.0], &[0.5, 0.5], &[0.2, 0.3, 0.5], &[0.0, 1.0]]);
    let mut line = |it: &f64| {
        let mut line = Line::new(random_order(dice), share(*it));
        if dice.percent(20) {
            line.received_from = Some(period.start() + dice.between(-200, 200));
        }
        if dice.percent(20) {
            let from = line.received_from.unwrap_or(period.start());
            line.received_until = Some(from + dice.between(0, 200));
        }
        line
    };
    shares.iter().map(&mut line).collect()
}

/// Lets a pool take the earliest notice first wherever an order of its looks at penalties.
pub fn look_at_notices_only(pool: &mut Pool) {
    let blind = |line: &Line| match line.order {
        Order::HighestPenaltyFirst | Order::AboutToDefaultFirst | Order::Own(_) => {
            Line { order: Order::NoticedFirst, ..line.clone() }
        }
        _ => line.clone(),
    };
    let lines = pool.lines().map(|lines| lines.iter().map(blind).collect());
    pool.set_lines_by_date(lines).unwrap();
}

fn random_order(dice: &mut Dice) -> Order {
    match dice.between(0, 14) {
        0 => Order::NewestFirst,
        1 | 2 => Order::EarliestDueFirst,
        3 => Order::InTimeFirst,
        4 => Order::Random,
        5 => Order::NoticedFirst,
        6..=8 => Order::HighestPenaltyFirst,
        9 | 10 => Order::AboutToDefaultFirst,
        11 | 12 => Order::Own(random_own(dice)),
        _ => Order::OldestFirst,
    }
}

/// An order that a caller might bring; together they look at everything that may be known. Some say
/// what they look at, which must change nothing.
fn random_own(dice: &mut Dice) -> OwnOrder {
    let none = Looks::AT_RECEIPT;
    let (looks, priority): (Looks, fn(&Known) -> Option<i64>) = match dice.between(0, 4) {
        0 => (none, |known| Some(i64::from(known.heads) - 2 * known.stream as i64)),
        1 => (Looks { late: true, next_day_costs: true, ..none }, |known| {
            known.late.then(|| known.next_day_costs.in_cents())
        }),
        2 => (Looks { late: true, ..none }, |known| {
            Some(i64::from(known.due.number() % 9) + 5 * i64::from(known.late))
        }),
        3 => (Looks { notice: true, court: true, ..none }, |known| {
            let happened = [known.notice, known.appeal, known.judgment].into_iter().flatten();
            let happened = happened.count() as i64;
            (0 < happened).then_some(happened)
        }),
        _ => (Looks { next_penalty: true, ..none }, |known| {
            known.next_penalty.map(|day| i64::from(day.number()))
        }),
    };
    let looks = if dice.between(0, 3) == 0 { Looks::EVERYTHING } else { looks };
    OwnOrder::looking_at("of one's own", looks, priority)
}

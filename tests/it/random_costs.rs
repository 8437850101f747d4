//! Reception and named costs of random models.

use arrears::model::Cost;
use arrears::model::CostAmount;
use arrears::model::Parts;
use arrears::model::Places;
use arrears::model::Reception;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::time::Day;
use arrears::time::Schedule;

use crate::costs::cost;
use crate::random_models::Dice;
use crate::random_models::random_parts;
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

/// Who of a stream lives in reception.
pub fn random_reception(dice: &mut Dice) -> Reception {
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
pub fn with_costs(seed: u64) -> Parts {
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

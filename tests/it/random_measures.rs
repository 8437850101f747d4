//! Random lists of measures for random models: every kind, from the as-of day on.

use arrears::model::Cost;
use arrears::model::CostAmount;
use arrears::model::Extension;
use arrears::model::LawChange;
use arrears::model::Measure;
use arrears::model::Model;
use arrears::model::Parts;
use arrears::model::Pool;
use arrears::money::Money;
use arrears::time::Day;
use arrears::time::Length;

use crate::random_law::random_change;
use crate::random_models::Dice;
use crate::random_pools::random_lines;
use crate::random_pools::random_pool;
use crate::random_staff::random_hire;
use crate::random_staff::random_trigger;
use crate::worlds::share;

/// The kinds of measures.
pub const KINDS: i32 = 12;

/// One to four measures that the model of these parts can take.
pub fn random_measures(dice: &mut Dice, parts: &Parts) -> Vec<Measure> {
    let number = dice.between(1, 4);
    let kinds: Vec<i32> = (0..number).map(|_| dice.between(0, KINDS - 1)).collect();
    let mut measures = Vec::new();
    let mut law = parts.law.clone();
    for (i, kind) in kinds.into_iter().enumerate() {
        let Some(measure) = of_kind(dice, parts, kind, i) else { continue };
        // No rule changes twice on one date.
        let may_be = match &measure {
            Measure::Law(change) => change.apply(&mut law).is_ok(),
            Measure::Act(act) => LawChange::apply_act(act, &mut law).is_ok(),
            _ => true,
        };
        if may_be {
            measures.push(measure);
        }
    }
    measures
}

/// A day from the as-of day to the last.
pub fn day_of_measure(dice: &mut Dice, parts: &Parts) -> Day {
    let (as_of, end) = (parts.period.as_of(), parts.period.end());
    as_of + dice.between(0, end - as_of)
}

/// A measure of a kind from 0 to [`KINDS`] − 1, if the model can take it.
pub fn of_kind(dice: &mut Dice, parts: &Parts, kind: i32, number: usize) -> Option<Measure> {
    let from = day_of_measure(dice, parts);
    let until = dice.percent(50).then(|| from + dice.between(0, 200));
    let pool = dice.between(0, parts.pools.len() as i32 - 1) as usize;
    let stream = dice.between(0, parts.streams.len() as i32 - 1) as usize;
    Some(match kind {
        0 => Measure::Hire { pool, hire: random_hire(dice, 1.5, from) },
        1 => Measure::Overtime { pool, from, until, share: share(dice.real(0.0, 0.5)) },
        2 => Measure::Productivity { pool, from, until, factor: dice.real(0.5, 1.5) },
        3 => Measure::Orders { pool, from, lines: random_lines(dice, parts.period) },
        4 => {
            let pool = Box::new(new_pool(dice, parts, from, number));
            Measure::NewPool { from, until, pool }
        }
        5 => Measure::Cost(Cost {
            name: format!("measure {number}"),
            from,
            until,
            amount: CostAmount::PerYear(Money::cents(i64::from(dice.between(0, 9_999_999)))),
            source: None,
        }),
        6 => {
            parts.streams[stream].completeness.as_ref()?;
            Measure::Complete { stream, from, incomplete: dice.share() }
        }
        7 => {
            let by = dice.one_of(&[Length::Days(17), Length::Weeks(6), Length::Months(2)]);
            let (received_from, received_until) = (Some(from), until);
            let extension = Extension { by, share: dice.share(), received_from, received_until };
            Measure::Extend { stream, extension }
        }
        8 => Measure::DecideAll { from },
        9 => {
            let change = random_change(dice, from);
            change.apply(&mut parts.law.clone()).ok()?;
            Measure::Law(change)
        }
        10 => {
            let act = vec![random_change(dice, from), random_change(dice, from + 1)];
            LawChange::apply_act(&act, &mut parts.law.clone()).ok()?;
            Measure::Act(act)
        }
        _ => Measure::When { pool, trigger: random_trigger(dice, from) },
    })
}

/// A pool of which nothing begins before its first day.
fn new_pool(dice: &mut Dice, parts: &Parts, from: Day, number: usize) -> Pool {
    let mut streams: Vec<usize> = (0..parts.streams.len()).filter(|_| dice.percent(60)).collect();
    if streams.is_empty() {
        streams.push(0);
    }
    let mut pool = random_pool(dice, parts.period, 100 + number, streams);
    pool.staff.hires.retain(|hire| from <= hire.from());
    pool.triggers.retain(|trigger| from <= trigger.not_before);
    pool.unlimited_from = pool.unlimited_from.filter(|day| from <= *day);
    pool
}

/// The parts of a model after some measures.
pub fn measured(parts: &Parts, measures: &[Measure]) -> Parts {
    let model = Model::new(parts.clone()).unwrap();
    Parts::clone(&Measure::apply_all(&model, measures).unwrap())
}

/// The parts of a model, those after random measures, and the measures.
pub fn with_measures(parts: Parts, seed: u64) -> (Parts, Parts, Vec<Measure>) {
    let measures = random_measures(&mut Dice::new(seed + 0xA11), &parts);
    let after = measured(&parts, &measures);
    (parts, after, measures)
}

//! Measures that hang on the late stock: when they run in one replication, and what they add.

use crate::model::Model;
use crate::model::Surge;
use crate::model::Trigger;
use crate::sim::plan::Engine;
use crate::time::Day;

/// A rule of a pool, compiled.
#[derive(Clone, Debug)]
pub(crate) struct TriggerPlan {
    pub(crate) pool: usize,
    late_above: i64,
    late_below: i64,
    not_before: i32,
    lead_days: i32,
    effect: Effect,
    // The normal decisions of one fte (of a hire) or of the whole pool (of overtime) on each day.
    decisions: Vec<f64>,
}

#[derive(Clone, Debug)]
enum Effect {
    /// What the hired people add, in fte of experienced colleagues, on each of their days; the last
    /// holds from then on.
    Hire(Vec<f64>),
    /// The share of extra hours.
    Overtime(f64),
}

/// The days on which a rule runs in one replication, so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Running {
    /// The first day of the surge that is decided on.
    pub(crate) since: Option<i32>,
}

/// A surge of one replication, from its first to its last day, in days since the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Surged {
    pub(crate) trigger: usize,
    pub(crate) first: i32,
    pub(crate) last: i32,
}

/// The rules of all pools of a model, in their order.
pub(crate) fn plans(model: &Model) -> Vec<TriggerPlan> {
    let pools = model.pools.iter().enumerate();
    let rules = pools.flat_map(|(pool, of)| of.triggers.iter().map(move |rule| (pool, rule)));
    rules.map(|(pool, rule)| TriggerPlan::new(model, pool, rule)).collect()
}

impl TriggerPlan {
    fn new(model: &Model, pool: usize, rule: &Trigger) -> TriggerPlan {
        let of = &model.pools[pool];
        let calendar = &model.calendar;
        let working = |day: Day| {
            let days = f64::from(calendar.days_per_week());
            if calendar.is_working_day(day) { 1.0 / days } else { 0.0 }
        };
        let (effect, decisions): (Effect, Vec<f64>) = match &rule.surge {
            Surge::Hire(hire) => {
                let one = |day: Day| of.decisions_of_one_per_week(day) * working(day);
                let days = hire.training_days + hire.learning_days + 1;
                let adds = (0..days).map(|k| hire.adds_after(k));
                (Effect::Hire(adds.collect()), model.period.iter().map(one).collect())
            }
            Surge::Overtime(share) => {
                let normal = |day: Day| {
                    let planned = 1.0 + of.staff.overtime.on(day).value();
                    of.mean_decisions(day, calendar) / planned
                };
                (Effect::Overtime(share.value()), model.period.iter().map(normal).collect())
            }
        };
        TriggerPlan {
            pool,
            late_above: i64::try_from(rule.late_above).unwrap_or(i64::MAX),
            late_below: i64::try_from(rule.late_below).unwrap_or(i64::MAX),
            not_before: rule.not_before - model.period.start(),
            lead_days: rule.lead_days as i32,
            effect,
            decisions,
        }
    }

    /// The decisions that it adds to the mean of a day, given since when it runs; below 0 while those
    /// who train the new decide less.
    pub(crate) fn adds(&self, t: usize, since: i32) -> f64 {
        let day = t as i32 - since;
        if day < 0 {
            return 0.0;
        }
        match &self.effect {
            Effect::Hire(adds) => adds[(day as usize).min(adds.len() - 1)] * self.decisions[t],
            Effect::Overtime(share) => share * self.decisions[t],
        }
    }

    /// The evening of day `t` with so many late cases; a surge that ends is handed on.
    pub(crate) fn look(&self, running: &mut Running, t: i32, late: i64) -> Option<(i32, i32)> {
        match running.since {
            None if self.late_above < late && self.not_before <= t => {
                running.since = Some(t + 1 + self.lead_days);
                None
            }
            Some(first) if late < self.late_below => {
                running.since = None;
                // It may have been called off before it began.
                (first <= t).then_some((first, t))
            }
            None | Some(_) => None,
        }
    }
}

/// What all rules of a pool add to its mean on a day.
pub(crate) fn added(engine: &Engine, running: &[Running], pool: usize, t: usize) -> f64 {
    let rules = engine.triggers.iter().zip(running).filter(|(plan, _)| plan.pool == pool);
    rules.filter_map(|(plan, running)| Some(plan.adds(t, running.since?))).sum()
}

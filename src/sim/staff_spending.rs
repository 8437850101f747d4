//! What the people of the pools cost: planned, the same in all replications, and in surges.

use std::borrow::Cow;

use crate::model::Model;
use crate::model::Pool;
use crate::model::Staff;
use crate::model::StaffCost;
use crate::model::StaffCosts;
use crate::model::Surge;
use crate::money::Money;
use crate::sim::CostLine;
use crate::sim::surge::Surged;

/// What all pools cost on each day on one line, in cents.
///
/// Each pool's running sum is rounded, so that no part of a cent is lost.
pub(crate) fn daily_staff_costs(model: &Model, of: fn(StaffCosts) -> f64) -> Vec<i64> {
    let mut daily = vec![0; model.period.days()];
    for pool in &model.pools {
        let mut exact = 0.0_f64;
        let mut booked = 0_i64;
        for (cents, day) in daily.iter_mut().zip(model.period.iter()) {
            exact += of(pool.costs_on(day));
            let now = exact.round() as i64;
            *cents += now - booked;
            booked = now;
        }
    }
    daily
}

/// What a surge costs on each day on which it runs, in cents and parts of cents.
#[derive(Clone, Debug)]
pub(crate) struct SurgeCosts {
    line: CostLine,
    daily: Vec<f64>,
    /// Once, on its first day.
    hiring: i64,
}

/// What the surges of a model cost, trigger by trigger.
pub(crate) fn surge_costs(model: &Model) -> Vec<SurgeCosts> {
    let triggers = |pool: &'_ Pool| -> Vec<SurgeCosts> {
        pool.triggers.iter().map(|it| SurgeCosts::new(model, pool, &it.surge)).collect()
    };
    model.pools.iter().flat_map(triggers).collect()
}

impl SurgeCosts {
    fn new(model: &Model, pool: &Pool, surge: &Surge) -> SurgeCosts {
        let days = || model.period.iter();
        match surge {
            Surge::Hire(hire) => {
                let cents = |of: fn(&StaffCost) -> Money| {
                    pool.staff.cost.as_ref().map_or(0.0, |cost| of(cost).in_cents() as f64)
                };
                let a_day = hire.fte() * cents(|it| it.per_fte_per_year()) / Staff::DAYS_PER_YEAR;
                SurgeCosts {
                    line: CostLine::Staff,
                    daily: days().map(|_| a_day).collect(),
                    hiring: (hire.fte() * cents(|it| it.per_hire())).round() as i64,
                }
            }
            Surge::Overtime(share) => SurgeCosts {
                line: CostLine::Overtime,
                daily: days().map(|day| pool.overtime_costs_on(day, share.value())).collect(),
                hiring: 0,
            },
        }
    }

    /// Books a surge on the lines, where the model has them.
    pub(crate) fn book(&self, surge: &Surged, lines: &mut [(CostLine, Cow<'_, [i64]>)]) {
        for (line, cents) in lines {
            let on = surge.first as usize..=surge.last as usize;
            if *line == CostLine::Hiring {
                cents.to_mut()[surge.first as usize] += self.hiring;
            }
            if *line == self.line {
                let (mut exact, mut booked) = (0.0_f64, 0_i64);
                for (cents, daily) in cents.to_mut()[on.clone()].iter_mut().zip(&self.daily[on]) {
                    exact += daily;
                    *cents += exact.round() as i64 - booked;
                    booked = exact.round() as i64;
                }
            }
        }
    }
}

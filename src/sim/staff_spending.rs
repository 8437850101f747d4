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
        book(&mut daily, model.period.iter().map(|day| of(pool.costs_on(day))));
    }
    daily
}

/// What a surge costs on each day on which it runs, in cents and parts of cents.
#[derive(Clone, Debug)]
pub(crate) struct SurgeCosts {
    /// Normal time of those hired, on each of its days.
    staff: f64,
    /// Once, on its first day.
    hiring: i64,
    /// Extra hours by calendar day, …
    overtime: Vec<f64>,
    /// … from so many days after its first: in training nobody works them.
    training_days: usize,
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
                let planned = |day| pool.staff.overtime.on(day).value();
                let extra = |day| pool.extra_hours_costs_on(day, hire.fte(), planned(day));
                SurgeCosts {
                    staff: hire.fte() * cents(|it| it.per_fte_per_year()) / Staff::DAYS_PER_YEAR,
                    hiring: (hire.fte() * cents(|it| it.per_hire())).round() as i64,
                    overtime: days().map(extra).collect(),
                    training_days: hire.training_days as usize,
                }
            }
            Surge::Overtime(share) => SurgeCosts {
                staff: 0.0,
                hiring: 0,
                overtime: days().map(|day| pool.overtime_costs_on(day, share.value())).collect(),
                training_days: 0,
            },
        }
    }

    /// Books a surge on the lines, where the model has them.
    pub(crate) fn book(&self, surge: &Surged, lines: &mut [(CostLine, Cow<'_, [i64]>)]) {
        let (first, last) = (surge.first as usize, surge.last as usize);
        let trained = (first + self.training_days).min(last + 1);
        for (line, cents) in lines {
            match line {
                CostLine::Staff => {
                    book(&mut cents.to_mut()[first..=last], std::iter::repeat(self.staff));
                }
                CostLine::Hiring => cents.to_mut()[first] += self.hiring,
                CostLine::Overtime => {
                    let costs = self.overtime[trained..].iter().copied();
                    book(&mut cents.to_mut()[trained..=last], costs);
                }
                CostLine::Measures
                | CostLine::LegalCosts
                | CostLine::Reception
                | CostLine::EmergencyReception => {}
            }
        }
    }
}

/// Adds costs to days; their running sum is rounded, so that no part of a cent is lost.
fn book(days: &mut [i64], costs: impl Iterator<Item = f64>) {
    let (mut exact, mut booked) = (0.0_f64, 0_i64);
    for (cents, cost) in days.iter_mut().zip(costs) {
        exact += cost;
        let now = exact.round() as i64;
        *cents += now - booked;
        booked = now;
    }
}

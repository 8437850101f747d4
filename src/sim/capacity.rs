//! How much a pool can decide on each day of one replication.

use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;

use crate::model::CapacityVariation;
use crate::model::MICRO;
use crate::model::Model;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::Variation;
use crate::random::count;
use crate::sim::count_tables::CountTables;
use crate::time::Day;

/// The capacity of one pool, compiled: for each day its law.
#[derive(Clone, Debug)]
pub(crate) struct CapacityPlan {
    pool: u16,
    start: Day,
    days: Vec<DayCapacity>,
    tables: CountTables,
}

#[derive(Clone, Copy, Debug)]
enum DayCapacity {
    /// The same in all replications, in millionths of a decision.
    Fixed(u64),
    Table(u32),
    Count(f64, Variation),
    /// A mean and the standard deviation of the logarithm of its factor.
    Relative(f64, f64),
}

impl CapacityPlan {
    pub(crate) fn new(model: &Model, pool: usize) -> CapacityPlan {
        let of = &model.pools[pool];
        let start = model.period.start();
        let mut plan = CapacityPlan {
            pool: pool as u16,
            start,
            days: Vec::new(),
            tables: CountTables::default(),
        };
        let mut exact = 0.0;
        let mut given = 0_u64;
        for day in model.period.iter() {
            let mean = of.mean_decisions(day, &model.calendar);
            exact += mean * MICRO as f64;
            let law = match of.variation {
                CapacityVariation::None => {
                    // The running sum is rounded, so that thirds of a decision add up.
                    let micro = (exact.round() as u64).saturating_sub(given);
                    given += micro;
                    DayCapacity::Fixed(micro)
                }
                CapacityVariation::Count(variation) => {
                    let table = plan.tables.number(mean, variation);
                    table.map_or(DayCapacity::Count(mean, variation), DayCapacity::Table)
                }
                CapacityVariation::Relative(coefficient) => {
                    // Of a log-normal factor with mean 1: ln(1 + c^2) is its log-variance.
                    let log_variance = libm::log1p(coefficient * coefficient);
                    DayCapacity::Relative(mean, libm::sqrt(log_variance))
                }
            };
            plan.days.push(if mean == 0.0 { DayCapacity::Fixed(0) } else { law });
        }
        plan
    }

    /// Day `t` of the scenario.
    pub(crate) fn day(&self, t: usize) -> Day {
        self.start + t as i32
    }

    /// What the pool can decide on day `t`, in millionths of a decision.
    pub(crate) fn draw(&self, key: Key, t: usize) -> u64 {
        let day = self.day(t);
        let uniform = || key.at(Purpose::Capacity, self.pool, day, 0).block(0).uniform(0);
        match self.days[t] {
            DayCapacity::Fixed(micro) => micro,
            DayCapacity::Table(number) => MICRO * self.tables.count(number, uniform()),
            DayCapacity::Count(mean, variation) => MICRO * count(mean, variation, uniform()),
            DayCapacity::Relative(mean, sigma) => {
                let z = Normal::standard().inverse_cdf(uniform());
                let factor = libm::exp(sigma * z - sigma * sigma / 2.0);
                (mean * factor * MICRO as f64).round() as u64
            }
        }
    }
}

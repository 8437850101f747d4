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
    variation: CapacityVariation,
    means: Vec<f64>,
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
            variation: of.variation,
            means: Vec::new(),
        };
        let mut exact = 0.0;
        let mut given = 0_u64;
        for day in model.period.iter() {
            let mean = of.mean_decisions(day, &model.calendar);
            exact += mean * MICRO as f64;
            plan.means.push(mean);
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
                    DayCapacity::Relative(mean, log_deviation(coefficient))
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
        match self.days[t] {
            DayCapacity::Fixed(micro) => micro,
            DayCapacity::Table(number) => MICRO * self.tables.count(number, self.uniform(key, t)),
            DayCapacity::Count(mean, variation) => {
                MICRO * count(mean, variation, self.uniform(key, t))
            }
            DayCapacity::Relative(mean, sigma) => relative(mean, sigma, self.uniform(key, t)),
        }
    }

    /// What the pool can decide on each day, in millionths of a decision: as [`CapacityPlan::draw`].
    pub(crate) fn draw_all(&self, key: Key, capacities: &mut Vec<u64>) {
        // Chance first, then look-ups: draws that do not wait for each other take half the time.
        const TOGETHER: usize = 32;
        capacities.clear();
        for (number, days) in self.days.chunks(TOGETHER).enumerate() {
            let first = number * TOGETHER;
            let mut uniforms = [0.5; TOGETHER];
            for (later, law) in days.iter().enumerate() {
                if let DayCapacity::Table(_) = law {
                    uniforms[later] = self.uniform(key, first + later);
                }
            }
            capacities.extend(days.iter().zip(uniforms).enumerate().map(
                |(later, (law, uniform))| match law {
                    DayCapacity::Table(table) => MICRO * self.tables.count(*table, uniform),
                    DayCapacity::Fixed(_) | DayCapacity::Count(..) | DayCapacity::Relative(..) => {
                        self.draw(key, first + later)
                    }
                },
            ));
        }
    }

    /// The same when something adds to the mean of the day; the chance of the day stays.
    pub(crate) fn draw_with(&self, key: Key, t: usize, added: f64) -> u64 {
        if added == 0.0 {
            return self.draw(key, t);
        }
        let mean = (self.means[t] + added).max(0.0);
        match self.variation {
            CapacityVariation::None => {
                let micro = self.draw(key, t) as f64 + added * MICRO as f64;
                micro.round().max(0.0) as u64
            }
            CapacityVariation::Count(variation) => {
                MICRO * count(mean, variation, self.uniform(key, t))
            }
            CapacityVariation::Relative(coefficient) => {
                relative(mean, log_deviation(coefficient), self.uniform(key, t))
            }
        }
    }

    fn uniform(&self, key: Key, t: usize) -> f64 {
        key.at(Purpose::Capacity, self.pool, self.day(t), 0).block(0).uniform(0)
    }
}

/// Of a log-normal factor with mean 1 and a coefficient of variation c: ln(1 + c^2) is its
/// log-variance.
fn log_deviation(coefficient: f64) -> f64 {
    libm::sqrt(libm::log1p(coefficient * coefficient))
}

/// A mean times a log-normal factor with mean 1, in millionths of a decision.
fn relative(mean: f64, sigma: f64, uniform: f64) -> u64 {
    let z = Normal::standard().inverse_cdf(uniform);
    let factor = libm::exp(sigma * z - sigma * sigma / 2.0);
    (mean * factor * MICRO as f64).round() as u64
}

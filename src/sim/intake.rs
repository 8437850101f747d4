//! How many cases a stream receives on each day of one replication.

use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;

use crate::model::Model;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::Variation;
use crate::random::count;
use crate::sim::count_tables::CountTables;
use crate::time::Day;

/// The intake of one stream, compiled: for each day its law.
#[derive(Clone, Debug)]
pub(crate) struct IntakePlan {
    stream: u16,
    start: Day,
    days: Vec<DayIntake>,
    tables: CountTables,
    variation: Variation,
    wander_per_month: f64,
}

#[derive(Clone, Copy, Debug)]
enum DayIntake {
    Recorded(u64),
    /// A law whose table was made in advance.
    Table(u32),
    /// A mean that is not the same in all replications, or too large for a table; `true` on the
    /// first of a month, when the level takes a step.
    Mean(f64, bool),
}

impl IntakePlan {
    pub(crate) fn new(model: &Model, stream: usize) -> IntakePlan {
        let intake = &model.streams[stream].intake;
        let first = model.first_forecast_day(stream);
        let forecast = intake.forecast.as_ref();
        let variation = forecast.map_or(Variation::NONE, |forecast| forecast.variation);
        let wander_per_month = forecast.map_or(0.0, |forecast| forecast.wander_per_month());
        let mut plan = IntakePlan {
            stream: stream as u16,
            start: model.period.start(),
            days: Vec::new(),
            tables: CountTables::default(),
            variation,
            wander_per_month,
        };
        for day in model.period.iter() {
            let law = if intake.stop_after.is_some_and(|last| last < day) {
                DayIntake::Recorded(0)
            } else if let Some(cases) = intake.recorded.as_ref().and_then(|it| it.on(day)) {
                DayIntake::Recorded(cases)
            } else {
                let mean = forecast.map_or(0.0, |forecast| forecast.mean_on(day, first));
                plan.law_of_mean(mean, first < day && day.civil().2 == 1)
            };
            plan.days.push(law);
        }
        plan
    }

    fn law_of_mean(&mut self, mean: f64, month_starts: bool) -> DayIntake {
        if self.wander_per_month > 0.0 {
            return DayIntake::Mean(mean, month_starts);
        }
        let table = self.tables.number(mean, self.variation);
        table.map_or(DayIntake::Mean(mean, month_starts), DayIntake::Table)
    }

    /// The cases received on each day of a replication.
    ///
    /// Without variation the running sum of the means is rounded down, so that no fraction is lost.
    pub(crate) fn draw(&self, key: Key, cases: &mut Vec<u64>) {
        // Chance first, then look-ups: draws that do not wait for each other take half the time.
        const TOGETHER: usize = 32;
        cases.clear();
        let mut log_level = 0.0;
        let (mut exact, mut given) = (0.0, 0_u64);
        for (number, laws) in self.days.chunks(TOGETHER).enumerate() {
            let first = self.start + (number * TOGETHER) as i32;
            let mut uniforms = [0.5; TOGETHER];
            for (later, law) in laws.iter().enumerate() {
                if let DayIntake::Table(_) | DayIntake::Mean(..) = law {
                    let site = key.at(Purpose::Intake, self.stream, first + later as i32, 0);
                    uniforms[later] = site.block(0).uniform(0);
                }
            }
            for (later, (law, uniform)) in laws.iter().zip(uniforms).enumerate() {
                cases.push(match *law {
                    DayIntake::Recorded(cases) => cases,
                    DayIntake::Table(number) => self.tables.count(number, uniform),
                    DayIntake::Mean(mean, month_starts) => {
                        if month_starts && 0.0 < self.wander_per_month {
                            log_level += self.step(key, first + later as i32);
                        }
                        let mean = (mean * libm::exp(log_level)).min(1e9);
                        if self.variation == Variation::NONE {
                            // In rounded millionths, so that seven sevenths of a case are one.
                            exact += mean * 1e6;
                            let cases = exact.round() as u64 / 1_000_000 - given;
                            given += cases;
                            cases
                        } else {
                            count(mean, self.variation, uniform)
                        }
                    }
                });
            }
        }
    }

    fn step(&self, key: Key, day: Day) -> f64 {
        let uniform = key.at(Purpose::IntakeLevel, self.stream, day, 0).block(0).uniform(0);
        let z = Normal::standard().inverse_cdf(uniform);
        self.wander_per_month * z - self.wander_per_month * self.wander_per_month / 2.0
    }
}

//! What can be turned up in a pool from a day on, in whole units.

use crate::error::Fault;
use crate::error::Problems;
use crate::model::Hire;
use crate::model::Measure;
use crate::model::Model;
use crate::model::Parts;
use crate::random::Share;
use crate::study::Setup;
use crate::time::Day;
use crate::time::Schedule;

/// Something of which a pool can have more, in whole units.
#[derive(Clone, Debug, PartialEq)]
pub enum Lever {
    /// People are hired, a unit is one fte. Each is trained and learns as this one; its number, its
    /// dates and its name do not matter.
    Hire(Hire),
    /// More is decided, a unit is one decision in a full week, as the pool counts them: before
    /// absence, overtime and productivity. For pools of which only decisions are known.
    Decisions,
    /// More hours are worked beside the planned overtime, a unit is a hundredth of normal time.
    Overtime,
    /// More is decided in the same time, a unit is a hundredth more.
    Productivity,
}

impl Lever {
    /// People who are hired as those of the scenario: as the first hire of the pool, else as the
    /// first that a policy makes into it, else without training.
    ///
    /// # Errors
    /// - there is no such pool.
    pub fn hire_as_in(setup: &Setup, pool: usize) -> Result<Lever, Fault> {
        let wrong = || Fault::new(pool, "the number of a pool, from 0");
        let of = setup.model.pools.get(pool).ok_or_else(wrong)?;
        let planned = of.staff.hires.first();
        let mut measures = setup.policies.iter().flat_map(|policy| &policy.measures);
        let hired = || {
            measures.find_map(|measure| {
                let Measure::Hire { pool: into, hire } = measure else { return None };
                (*into == pool).then_some(hire)
            })
        };
        let pattern = planned.or_else(hired).cloned();
        Ok(Lever::Hire(match pattern {
            Some(pattern) => pattern,
            None => Hire::new(1.0, setup.model.period.as_of())?,
        }))
    }

    /// The model in which a pool has so many units more from a day on, for good.
    ///
    /// # Errors
    /// - there is no such pool, or the day is before the as-of day or after the last day.
    /// - people are hired into a pool of which only decisions are known, or decisions are added
    ///   where people are counted.
    /// - overtime would be more than all of normal time, or what comes out is no model.
    pub fn turned(
        &self,
        model: &Model,
        pool: usize,
        from: Day,
        units: u32,
    ) -> Result<Model, Problems> {
        if units == 0 {
            return Ok(model.clone());
        }
        let hundredths = f64::from(units) / 100.0;
        let measure = match self {
            Lever::Decisions => return more_decisions(model, pool, from, units),
            Lever::Hire(pattern) => {
                let problem = |fault: Fault| Problems::from(fault.at(""));
                let mut hire = Hire::new(f64::from(units), from).map_err(problem)?;
                (hire.training_days, hire.learning_days) =
                    (pattern.training_days, pattern.learning_days);
                hire.first_output = pattern.first_output;
                hire.set_trainers(pattern.trainers()).map_err(problem)?;
                Measure::Hire { pool, hire }
            }
            Lever::Overtime => {
                let share = Share::new(hundredths).map_err(|_| {
                    let fault = Fault::new(format!("{units}% overtime"), "at most 100%");
                    Problems::from(fault.at(""))
                })?;
                Measure::Overtime { pool, from, until: None, share }
            }
            Lever::Productivity => {
                Measure::Productivity { pool, from, until: None, factor: 1.0 + hundredths }
            }
        };
        Measure::apply_all(model, &[measure]).map_err(without_place)
    }
}

/// Problems of the only measure there is need not say which.
fn without_place(problems: Problems) -> Problems {
    let mut others = Problems::default();
    for problem in problems.iter() {
        let mut problem = problem.clone();
        if problem.key == "measure[1]" {
            problem.key.clear();
        }
        others.push(problem);
    }
    others
}

fn more_decisions(model: &Model, pool: usize, from: Day, units: u32) -> Result<Model, Problems> {
    // No measure adds decisions; its day is checked as that of one that does nothing.
    let nothing = Measure::Productivity { pool, from, until: None, factor: 1.0 };
    let same = Measure::apply_all(model, &[nothing]).map_err(without_place)?;
    let mut parts = Parts::clone(&same);
    let of = &mut parts.pools[pool];
    if of.fte != Schedule::constant(1.0) {
        let found = format!("decisions for {:?}, whose people are counted", of.name);
        let right = "fte, people who are hired";
        return Err(Fault::new(found, right).at("").into());
    }
    of.decisions_per_fte_per_week =
        of.decisions_per_fte_per_week.changed(from, None, |rate| rate + f64::from(units));
    Model::new(parts)
}

//! Measures: dated changes to a model, which together make a policy.

use crate::error::Fault;
use crate::error::Problems;
use crate::model::Cost;
use crate::model::Extension;
use crate::model::Hire;
use crate::model::LawChange;
use crate::model::Line;
use crate::model::Model;
use crate::model::Parts;
use crate::model::Pool;
use crate::model::Staff;
use crate::model::Stream;
use crate::model::Surge;
use crate::model::Trigger;
use crate::random::Share;
use crate::time::Day;
use crate::time::Schedule;

/// One dated change to a model. Pools and streams are numbered from 0.
///
/// Measures change the future only: none may begin before the as-of day.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// People join a pool.
    Hire {
        /// The number of the pool.
        pool: usize,
        /// Who, and when.
        hire: Hire,
    },
    /// A pool works more hours, beside the overtime that was planned.
    Overtime {
        /// The number of the pool.
        pool: usize,
        /// The first day.
        from: Day,
        /// The last day; for good when left out.
        until: Option<Day>,
        /// Extra hours as a share of normal time.
        share: Share,
    },
    /// A pool decides more in the same time, as by better steering.
    Productivity {
        /// The number of the pool.
        pool: usize,
        /// The first day.
        from: Day,
        /// The last day; for good when left out.
        until: Option<Day>,
        /// What its decisions are multiplied by.
        factor: f64,
    },
    /// A pool works in other orders from a day on.
    Orders {
        /// The number of the pool.
        pool: usize,
        /// The first day.
        from: Day,
        /// The orders, each with its share of the capacity.
        lines: Vec<Line>,
    },
    /// A pool of its own is set up; outside its days it has no people, decides nothing and costs
    /// nothing, and all its people are there on its first day.
    NewPool {
        /// The first day.
        from: Day,
        /// The last day; for good when left out.
        until: Option<Day>,
        /// The pool.
        pool: Box<Pool>,
    },
    /// Money that somebody names, as the salary of a programme director.
    Cost(Cost),
    /// Files are completed before they are opened: from a day on fewer are incomplete.
    Complete {
        /// The number of the stream.
        stream: usize,
        /// The first day.
        from: Day,
        /// The share that is still incomplete when it is opened.
        incomplete: Share,
    },
    /// Longer terms for cases of a stream that no other extension covers.
    Extend {
        /// The number of the stream.
        stream: usize,
        /// By how much, and for which days of receipt.
        extension: Extension,
    },
    /// A rule of law changes.
    Law(LawChange),
    /// An act changes several rules of law; those that the law does not have are left out.
    Act(Vec<LawChange>),
    /// Everything that waits is decided at once, from a day on: the bound of what capacity can do.
    DecideAll {
        /// The first day.
        from: Day,
    },
    /// More people or hours that come and go with the late stock.
    When {
        /// The number of the pool.
        pool: usize,
        /// The rule.
        trigger: Trigger,
    },
}

impl Measure {
    /// The first day on which it changes anything; for one that hangs on the late stock the first
    /// on which it may be decided on.
    pub fn first_day(&self) -> Day {
        match self {
            Measure::Hire { hire, .. } => hire.from(),
            Measure::Overtime { from, .. }
            | Measure::Productivity { from, .. }
            | Measure::Orders { from, .. }
            | Measure::NewPool { from, .. }
            | Measure::Complete { from, .. }
            | Measure::DecideAll { from } => *from,
            Measure::Cost(cost) => cost.from,
            Measure::Law(change) => change.from(),
            Measure::Act(act) => act.iter().map(LawChange::from).min().unwrap_or(Day::LAST),
            Measure::Extend { extension, .. } => extension.received_from.unwrap_or(Day::FIRST),
            Measure::When { trigger, .. } => trigger.not_before,
        }
    }

    /// The model with these measures, one after the other.
    ///
    /// # Errors
    /// - a measure begins before the as-of day or after the last day, or names a pool or stream
    ///   that is not there.
    /// - people are hired into a pool of which only decisions are known.
    /// - orders are no orders (see [`Pool::set_lines`]); files of a stream are completed that are
    ///   never incomplete.
    /// - something of a new pool begins before it does.
    /// - what comes out is no model ([`Model::new`]).
    ///
    /// # Example
    /// ```
    /// # use arrears::model::{Law, Model, Parts, Period, Pool, Stream};
    /// # use arrears::time::{Day, Length, Term};
    /// use arrears::model::{Hire, Measure};
    ///
    /// # let start = Day::new(2026, 1, 5)?;
    /// # let period = Period::new(start, start, start + 27)?;
    /// # let permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
    /// # let pool = Pool::new("deciders", vec![0], 10.0)?;
    /// # let model = Model::new(Parts::new(period, vec![permits], vec![pool], Law::none()))?;
    /// let hire = Hire::new(1.0, start + 7)?;
    /// let doubled = Measure::apply_all(&model, &[Measure::Hire { pool: 0, hire }])?;
    /// assert_eq!(doubled.pools[0].decisions_per_week(start + 6), 10.0);
    /// assert_eq!(doubled.pools[0].decisions_per_week(start + 7), 20.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply_all(model: &Model, measures: &[Measure]) -> Result<Model, Problems> {
        let mut parts = Parts::clone(model);
        let mut problems = Problems::default();
        let (as_of, end) = (model.period.as_of(), model.period.end());
        for (i, measure) in measures.iter().enumerate() {
            let key = format!("measure[{}]", i + 1);
            let first = measure.first_day();
            if !(as_of <= first) {
                let right =
                    format!("on or after the as-of day, {as_of}: the past cannot be changed");
                problems.push(Fault::new(first, right).at(key));
            } else if !(first <= end) {
                let right = format!("on or before the last day, {end}: later it changes nothing");
                problems.push(Fault::new(first, right).at(key));
            } else if let Err(fault) = measure.apply(&mut parts) {
                problems.push(fault.at(key));
            }
        }
        problems.into_result(parts).and_then(Model::new)
    }

    fn apply(&self, parts: &mut Parts) -> Result<(), Fault> {
        match self {
            Measure::Hire { pool, hire } => {
                let pool = of_pool_of_people(parts, *pool)?;
                pool.staff.hires.push(hire.clone());
            }
            Measure::Overtime { pool, from, until, share } => {
                let staff = &mut of_pool(parts, *pool)?.staff;
                let more = |planned: &Share| {
                    Share::new((planned.value() + share.value()).min(1.0)).expect("a share")
                };
                staff.overtime = staff.overtime.changed(*from, *until, more);
            }
            Measure::Productivity { pool, from, until, factor } => {
                let factor = Staff::checked_productivity(*factor)?;
                let staff = &mut of_pool(parts, *pool)?.staff;
                staff.productivity =
                    staff.productivity.changed(*from, *until, |planned| planned * factor);
            }
            Measure::Orders { pool, from, lines } => {
                let pool = of_pool(parts, *pool)?;
                let changed = pool.lines().changed(*from, None, |_| lines.clone());
                pool.set_lines_by_date(changed)?;
            }
            Measure::NewPool { from, until, pool } => {
                parts.pools.push(present(*from, *until, pool)?);
            }
            Measure::Cost(cost) => parts.costs.push(cost.clone()),
            Measure::Complete { stream, from, incomplete } => {
                let stream = of_stream(parts, *stream)?;
                let Some(files) = &mut stream.completeness else {
                    let right = "a stream with completeness: its files are never incomplete";
                    return Err(Fault::new(format!("{:?}", stream.name), right));
                };
                files.incomplete = files.incomplete.changed(*from, None, |_| *incomplete);
            }
            Measure::Extend { stream, extension } => {
                of_stream(parts, *stream)?.extensions.push(*extension);
            }
            Measure::Law(change) => change.apply(&mut parts.law)?,
            Measure::Act(act) => LawChange::apply_act(act, &mut parts.law)?,
            Measure::DecideAll { from } => {
                for pool in &mut parts.pools {
                    let earlier = pool.unlimited_from.map_or(*from, |already| already.min(*from));
                    pool.unlimited_from = Some(earlier);
                }
            }
            Measure::When { pool, trigger } => {
                let pool = match trigger.surge {
                    Surge::Hire(_) => of_pool_of_people(parts, *pool)?,
                    Surge::Overtime(_) => of_pool(parts, *pool)?,
                };
                pool.triggers.push(trigger.clone());
            }
        }
        Ok(())
    }
}

fn of_pool(parts: &mut Parts, pool: usize) -> Result<&mut Pool, Fault> {
    let wrong = Fault::new(pool, "the number of a pool, from 0");
    parts.pools.get_mut(pool).ok_or(wrong)
}

/// A pool to which people may come.
fn of_pool_of_people(parts: &mut Parts, pool: usize) -> Result<&mut Pool, Fault> {
    let pool = of_pool(parts, pool)?;
    if !pool.counts_people {
        let found = format!("people for {:?}, of which only decisions are known", pool.name);
        let right = "for a pool with decisions_per_fte_per_week, what one fte decides in a week";
        return Err(Fault::new(found, right));
    }
    Ok(pool)
}

/// A pool that is there from one day to another, or for good.
fn present(from: Day, until: Option<Day>, pool: &Pool) -> Result<Pool, Fault> {
    let mut pool = Pool::clone(pool);
    let hires = pool.staff.hires.iter().map(|hire| ("hire", hire.from()));
    let unlimited = pool.unlimited_from.map(|day| ("unlimited_from", day));
    let triggers = pool.triggers.iter().map(|it| ("rule on the late stock", it.not_before));
    let mut begins = hires.chain(unlimited).chain(triggers);
    if let Some((what, day)) = begins.find(|(_, day)| *day < from) {
        let found = format!("{what} of {:?} on {day}", pool.name);
        return Err(Fault::new(found, format!("on or after the first day of the pool, {from}")));
    }
    // What is not there has no people, makes no decisions and costs nothing.
    let nobody = |of: &Schedule<f64>| {
        let begun = of.changed(Day::FIRST, Some(from - 1), |_| 0.0);
        until.map_or(begun.clone(), |last| begun.changed(last + 1, None, |_| 0.0))
    };
    pool.fte = nobody(&pool.fte);
    pool.decisions_per_fte_per_week = nobody(&pool.decisions_per_fte_per_week);
    if let Some(attrition) = &mut pool.staff.attrition {
        attrition.after = attrition.after.max(from);
    }
    Ok(pool)
}

fn of_stream(parts: &mut Parts, stream: usize) -> Result<&mut Stream, Fault> {
    let wrong = Fault::new(stream, "the number of a stream, from 0");
    parts.streams.get_mut(stream).ok_or(wrong)
}

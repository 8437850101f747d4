//! The plan: how much of a lever it takes to reach a target.

use crate::ensemble;
use crate::ensemble::Progress;
use crate::ensemble::Watch;
use crate::error::Fault;
use crate::error::Problems;
use crate::sim::Engine;
use crate::sim::MeanEngine;
use crate::sim::MeanOutcome;
use crate::sim::Outcome;
use crate::study::Lever;
use crate::study::Price;
use crate::study::PriceQuestion;
use crate::study::PricedStart;
use crate::study::Setup;
use crate::study::Stopped;
use crate::study::Target;
use crate::study::price;
use crate::study::worlds;
use crate::summary;
use crate::summary::ShareEstimate;
use crate::time::Day;

/// A target, and the lever that is to reach it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanQuestion {
    setup: Setup,
    target: Target,
    pool: usize,
    lever: Lever,
    from: Day,
    most: u32,
}

impl PlanQuestion {
    /// How many units of a lever in a pool, from a day on and at most `most`, reach a target?
    ///
    /// # Errors
    /// - the target cannot be seen in the scenario ([`Event::check`](crate::study::Event::check));
    ///   `most` is 0.
    /// - as [`Lever::turned`], for `most` units.
    pub fn new(
        setup: &Setup,
        target: Target,
        pool: usize,
        lever: Lever,
        from: Day,
        most: u32,
    ) -> Result<PlanQuestion, Problems> {
        target.event.check(&setup.model).map_err(|fault| fault.at("target"))?;
        if most == 0 {
            return Err(Fault::new(most, "at least 1").at("most").into());
        }
        lever.turned(&setup.model, pool, from, most)?;
        Ok(PlanQuestion { setup: setup.clone(), target, pool, lever, from, most })
    }

    /// The scenario.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The target.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// The number of the pool.
    pub fn pool(&self) -> usize {
        self.pool
    }

    /// The lever.
    pub fn lever(&self) -> &Lever {
        &self.lever
    }

    /// The first day of what the lever brings.
    pub fn from(&self) -> Day {
        self.from
    }

    /// The most units that are tried.
    pub fn most(&self) -> u32 {
        self.most
    }
}

/// In how many futures the target's event happens with so many units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Units of the lever.
    pub units: u32,
    /// The futures in which the event happens.
    pub happens: ShareEstimate,
    /// Whether these are enough for the target.
    pub is_reached: bool,
}

/// How much of a lever it takes to reach a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// The number of futures for each number of units.
    pub replications: u32,
    /// All numbers of units that were tried, rising.
    pub tried: Vec<Tried>,
    /// The smallest number of units found with which the target is reached and with one less it is
    /// not; `None` when it is not reached with the most units.
    pub answer: Option<u32>,
    /// What the units of the answer save and cost; `None` without an answer, and for 0 units.
    pub price: Option<PricedStart>,
}

impl Plan {
    /// What was found for so many units; `None` when they were not tried.
    pub fn with(&self, units: u32) -> Option<&Tried> {
        self.tried.iter().find(|tried| tried.units == units)
    }

    /// The pairs of neighbours among the numbers tried between which the event happens less often
    /// although there are more units. Without any the answer is the smallest of all as far as was
    /// looked.
    pub fn falls(&self) -> Vec<(Tried, Tried)> {
        let pairs = self.tried.windows(2).map(|pair| (pair[0], pair[1]));
        pairs.filter(|(less, more)| more.happens.hits() < less.happens.hits()).collect()
    }
}

/// Finds the smallest number of units with which the target is reached, by halving.
///
/// No unit and the most are tried first; then, as long as there are numbers between one with which
/// the target is not reached and a larger one with which it is, the one in the middle. With the
/// same luck for every number the share of futures hardly ever falls as units rise, and then the
/// answer is the smallest number there is; [`Plan::falls`] says where it does. The target counts as
/// reached when the event happens in at least its share of these futures, so the answer depends on
/// question, seed and replications alone.
///
/// Time: about log2(most) + 4 runs.
///
/// # Errors
/// - the watch ended the run; how many futures are planned is a bound.
///
/// # Panics
/// - no replication is asked for.
///
/// # Example
/// ```
/// # use arrears::scenario::Scenario;
/// use arrears::ensemble::unwatched;
/// use arrears::study::{Event, Lever, PlanQuestion, Target, plan};
///
/// // 30 late cases, one decision a day on every day.
/// # let text = "format = 1\ntitle = \"Thirty\"\nas_of = 2020-01-01\nend = 2020-02-29\n\
/// #     working_days = \"every day\"\n[[stream]]\nname = \"permits\"\nterm = { days = 10 }\n\
/// #     stock = [{ received = 2019-12-01, cases = 30 }]\n\
/// #     [[pool]]\nname = \"deciders\"\nfte = 1\ndecisions_per_fte_per_week = 7\n";
/// # let setup = Scenario::read(text, |_| Err(String::new()))?.into_setup();
/// let from = setup.model.period.as_of();
/// // Gone on the sixth day: 30 / 6 = 5 a day.
/// let target = Target::new(Event::LateStockBy { at_most: 0, by: from + 5 }, 0.9)?;
/// let hire = Lever::hire_as_in(&setup, 0)?;
/// let question = PlanQuestion::new(&setup, target, 0, hire, from, 100)?;
/// assert_eq!(plan(&question, 1, 10, &mut unwatched)?.answer, Some(4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn plan(
    question: &PlanQuestion,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<Plan, Stopped> {
    assert!(0 < replications, "at least one replication");
    let halvings = u32::BITS - question.most.leading_zeros();
    let runs = u64::from(halvings) + 4;
    let mut done = 0;
    let planned = runs * u64::from(replications);
    let mut tried: Vec<Tried> = Vec::new();
    let mut reaches = |units: u32, watch: Watch<'_>| -> Result<bool, Stopped> {
        let mut of_one =
            |progress: Progress| watch(Progress { done: done + progress.done, planned });
        let found = question.with(units, seed, replications, &mut of_one)?;
        done += u64::from(replications);
        tried.push(found);
        Ok(found.is_reached)
    };
    let answer = if reaches(0, watch)? {
        Some(0)
    } else if !reaches(question.most, watch)? {
        None
    } else {
        let (mut too_few, mut enough) = (0, question.most);
        while 1 < enough - too_few {
            let middle = too_few + (enough - too_few) / 2;
            match reaches(middle, watch)? {
                true => enough = middle,
                false => too_few = middle,
            }
        }
        Some(enough)
    };
    tried.sort_by_key(|it| it.units);
    let mut of_price = |progress: Progress| watch(Progress { done: done + progress.done, planned });
    let units = answer.filter(|units| 0 < *units);
    let price = units.map(|units| question.price(units, seed, replications, &mut of_price));
    let price = price.transpose()?.map(|mut price: Price| price.starts.remove(0));
    Ok(Plan { seed, replications, tried, answer, price })
}

impl PlanQuestion {
    /// In how many futures the event happens with so many units.
    fn with(
        &self,
        units: u32,
        seed: u64,
        replications: u32,
        watch: Watch<'_>,
    ) -> Result<Tried, Stopped> {
        let event = &self.target.event;
        let turned = |setup: &Setup| {
            let model = self.lever.turned(&setup.model, self.pool, self.from, units)?;
            Ok(event.visible_in(&model))
        };
        let model = turned(&self.setup).expect("fewer units than those that were checked");
        let mut hits = 0;
        // What happens in the queue alone needs no household, where notices change nothing in it; the
        // answer is the same.
        let is_of_queue = event.is_of_queue() && self.setup.uncertain.is_none();
        let of_queue = is_of_queue.then(|| MeanEngine::of_queue(&model).ok()).flatten();
        if let Some(engine) = of_queue {
            let reader = event.reader(engine.totals());
            let read = |path: MeanOutcome| reader.happens_on(&path);
            let take = |batch: Vec<bool>| hits += batch.iter().filter(|it| **it).count() as u64;
            ensemble::for_each_mean_batch(&engine, seed, 0..replications, watch, read, take)?;
        } else {
            let engine = Engine::new(&model);
            let make = |setup: &Setup| turned(setup).map(|model| Engine::new(&model));
            let reader = event.reader(engine.totals());
            let read = |_: &Engine, outcome: Outcome| reader.happens(&outcome);
            let of = (&self.setup, &engine);
            worlds::for_each_batch(of, seed, 0..replications, watch, |worlds, range| {
                let happened = worlds.readings(&engine, &make, (seed, range), |it| it, read)?;
                hits += happened.into_iter().filter(|happens| *happens).count() as u64;
                Ok(())
            })?;
        }
        let of = u64::from(replications);
        let is_reached = self.target.is_reached(hits, of);
        Ok(Tried { units, happens: summary::share(hits, of), is_reached })
    }

    fn price(
        &self,
        units: u32,
        seed: u64,
        replications: u32,
        watch: Watch<'_>,
    ) -> Result<Price, Stopped> {
        let (setup, lever) = (&self.setup, self.lever.clone());
        let question = PriceQuestion::new(setup, self.pool, lever, units, vec![self.from]);
        price(&question.expect("it was checked"), seed, replications, watch)
    }
}

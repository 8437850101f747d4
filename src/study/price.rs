//! The price of one unit more: what it saves and what it costs, by the day on which it starts.

use crate::ensemble;
use crate::ensemble::Cancelled;
use crate::ensemble::Progress;
use crate::ensemble::Watch;
use crate::error::Fault;
use crate::error::Problems;
use crate::model::Model;
use crate::model::Staff;
use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Total;
use crate::study::Lever;
use crate::study::Setup;
use crate::study::Stopped;
use crate::study::spending::spent;
use crate::study::worlds;
use crate::study::worlds::Worlds;
use crate::summary;
use crate::summary::Estimate;
use crate::summary::ShareEstimate;
use crate::summary::Tally;
use crate::time::Day;

/// What is more than in the scenario, and from when on.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceQuestion {
    setup: Setup,
    pool: usize,
    lever: Lever,
    units: u32,
    // Days that increase, with the model in which it starts on that day.
    starts: Vec<(Day, Model)>,
}

impl PriceQuestion {
    /// The most days on which it may start.
    pub const MOST_STARTS: usize = 1_000;

    /// What do so many units more of a lever in a pool save, by the day on which they start?
    ///
    /// # Errors
    /// - there is no unit; there is no day, more than 1,000, or one that is not after the one
    ///   before it.
    /// - as [`Lever::turned`], for any of the days.
    pub fn new(
        setup: &Setup,
        pool: usize,
        lever: Lever,
        units: u32,
        starts: Vec<Day>,
    ) -> Result<PriceQuestion, Problems> {
        if units == 0 {
            return Err(Fault::new(units, "at least 1").at("units").into());
        }
        if !(!starts.is_empty() && starts.len() <= PriceQuestion::MOST_STARTS) {
            let fault = Fault::new(starts.len(), "at least one day and at most 1,000");
            return Err(fault.at("starts").into());
        }
        if let Some(pair) = starts.windows(2).find(|pair| !(pair[0] < pair[1])) {
            let fault = Fault::new(pair[1], format!("after {}, the day before it", pair[0]));
            return Err(fault.at("starts").into());
        }
        let mut models = Vec::new();
        for from in starts {
            models.push((from, lever.turned(&setup.model, pool, from, units)?));
        }
        Ok(PriceQuestion { setup: setup.clone(), pool, lever, units, starts: models })
    }

    /// The scenario.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The model of a setup with the units more from a day on, or without them.
    fn model(&self, setup: &Setup, from: Option<Day>) -> Result<Model, Problems> {
        match from {
            Some(from) => self.lever.turned(&setup.model, self.pool, from, self.units),
            None => Ok(setup.model.clone()),
        }
    }

    /// The number of the pool.
    pub fn pool(&self) -> usize {
        self.pool
    }

    /// Of what there is more.
    pub fn lever(&self) -> &Lever {
        &self.lever
    }

    /// How many units more.
    pub fn units(&self) -> u32 {
        self.units
    }
}

/// What units more save and cost, by the day on which they start.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// The seed.
    pub seed: u64,
    /// The number of futures for each day.
    pub replications: u32,
    /// The days, increasing.
    pub starts: Vec<PricedStart>,
}

/// What units more that start on one day save and cost, against none in the same futures.
#[derive(Clone, Debug, PartialEq)]
pub struct PricedStart {
    /// The first day.
    pub from: Day,
    /// Units × days from the first day to the last of the scenario, both included.
    pub unit_days: f64,
    /// Penalties saved: the bill without less the bill with, future by future, in cents.
    pub saved: Tally,
    /// Money spent more beside the penalties, future by future, in cents.
    pub spent: Tally,
    /// Saved less spent, future by future, in cents.
    pub net: Tally,
}

impl PricedStart {
    /// Whether anything is spent in any future, as far as the scenario says.
    pub fn spends(&self) -> bool {
        (self.spent.min(), self.spent.max()) != (Some(0), Some(0))
    }

    /// The share of the futures in which more is saved than is spent.
    pub fn pays(&self) -> ShareEstimate {
        summary::share(self.net.count_above(0), self.net.count())
    }

    /// Whether it pays in the mean: `None` where the 95% interval of the net gain holds 0.
    pub fn surely_pays(&self) -> Option<bool> {
        let interval = summary::mean(&self.net).interval(0.95)?;
        match (0.0 < interval.low, interval.high < 0.0) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            (false, false) => None,
        }
    }

    /// Penalties saved for each unit and year of 365.25 days in which it is there, in cents: what a
    /// person may cost a year and still pay.
    pub fn saved_per_unit_and_year(&self) -> Estimate {
        self.saved_per(Staff::DAYS_PER_YEAR)
    }

    /// Penalties saved for each unit and week in which it is there, in cents: where a unit is a
    /// decision a week, what each decision saves.
    pub fn saved_per_unit_and_week(&self) -> Estimate {
        self.saved_per(7.0)
    }

    fn saved_per(&self, days: f64) -> Estimate {
        let saved = summary::mean(&self.saved);
        let times = days / self.unit_days;
        let standard_error = saved.standard_error.map(|error| error * times);
        Estimate { value: saved.value * times, standard_error, ..saved }
    }
}

impl Price {
    /// The first of the days from which on to the last the mean net gain is 0 or less:
    /// whoever starts then no longer pays. `None` when the last day pays.
    pub fn no_longer_pays_from(&self) -> Option<Day> {
        let loses = |start: &&PricedStart| summary::mean(&start.net).value <= 0.0;
        self.starts.iter().rev().take_while(loses).last().map(|start| start.from)
    }

    /// The last of the days on which a start surely pays, with 95% confidence for each day for
    /// itself; `None` when there is none.
    pub fn last_that_surely_pays(&self) -> Option<Day> {
        let pays = |start: &&PricedStart| start.surely_pays() == Some(true);
        self.starts.iter().rev().find(pays).map(|start| start.from)
    }
}

/// Different values of an amount that are kept apart; means and variances are exact whatever their
/// number.
const VALUES: usize = 2_048;

/// Simulates the same futures without and with the units, for every day on which they may start.
///
/// Replication i has the same luck in all of them, so that what differs is what the units do. A
/// day's numbers depend on no other day. What is spent more is what the scenario says of its costs:
/// staff where the pool has `staff_cost`, and whatever else changes with the number of decisions.
///
/// # Errors
/// - the watch ended the run; it hears of all days together.
///
/// # Panics
/// - no replication is asked for.
///
/// # Example
/// ```
/// # use arrears::scenario::Scenario;
/// use arrears::ensemble::unwatched;
/// use arrears::study::{Lever, PriceQuestion, price};
///
/// // 30 late cases, one decision a day; from day 15 on each that waits costs 10 a day.
/// # let text = "format = 1\ntitle = \"Thirty\"\nas_of = 2020-01-01\nend = 2020-02-29\n\
/// #     working_days = \"every day\"\n[[stream]]\nname = \"permits\"\nterm = { days = 10 }\n\
/// #     stock = [{ received = 2019-12-01, cases = 30 }]\n\
/// #     notice = { share = 1, delay = 0, pursued = 1, counts_from = 2020-01-01 }\n\
/// #     [[pool]]\nname = \"deciders\"\nfte = 1\ndecisions_per_fte_per_week = 7\n\
/// #     [administrative_penalty]\ntariff = [{ days = 100, per_day = 10 }]\n";
/// # let setup = Scenario::read(text, |_| Err(String::new()))?.into_setup();
/// let hire = Lever::hire_as_in(&setup, 0)?;
/// let as_of = setup.model.period.as_of();
/// let question = PriceQuestion::new(&setup, 0, hire, 1, vec![as_of, as_of + 29])?;
/// let found = price(&question, 1, 10, &mut unwatched)?;
/// assert_eq!(found.starts[0].saved.mean(), Some(120_000.0)); // 120 days of 10
/// // On the day of the last decision nobody is left whom one more person could help.
/// assert_eq!(found.starts[1].saved.mean(), Some(0.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn price(
    question: &PriceQuestion,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<Price, Stopped> {
    assert!(0 < replications, "at least one replication");
    let without = Engine::new(&question.setup.model);
    let with: Vec<Engine> = question.starts.iter().map(|(_, model)| Engine::new(model)).collect();
    let end = question.setup.model.period.end();
    let start = |(from, _): &(Day, Model)| PricedStart::new(*from, end, question.units);
    let mut starts: Vec<PricedStart> = question.starts.iter().map(start).collect();
    let runs = with.len() as u64 + 1;
    let mut progress = Progress { done: 0, planned: runs * u64::from(replications) };
    let batch = with.iter().chain([&without]).map(ensemble::batch_size).min();
    let batch = worlds::batch_size(&question.setup, batch.expect("there is an engine"));
    let mut next = 0;
    while next < replications {
        let range = next..replications.min(next.saturating_add(batch));
        next = range.end;
        let worlds = Worlds::of(&question.setup, seed, range.clone())?;
        let mut read = |engine: &Engine, from: Option<Day>| -> Result<_, Stopped> {
            let make = |setup: &Setup| Ok(Engine::new(&question.model(setup, from)?));
            let asked = (seed, range.clone());
            let read = |engine: &Engine, of: Outcome| amounts(engine, &of);
            let amounts = worlds.readings(engine, &make, asked, |it| it, read)?;
            progress.done += u64::from(range.end - range.start);
            if watch(progress).is_break() { Err(Cancelled.into()) } else { Ok(amounts) }
        };
        let nothing = read(&without, None)?;
        for ((engine, start), (from, _)) in with.iter().zip(&mut starts).zip(&question.starts) {
            start.add(&nothing, &read(engine, Some(*from))?);
        }
    }
    Ok(Price { seed, replications, starts })
}

/// The bill of a future and what is spent beside it, in cents.
fn amounts(engine: &Engine, outcome: &Outcome) -> [i64; 2] {
    let bill = engine.place_of(Total::Bill(None));
    [outcome.totals[bill.expect("always measured")], spent(engine, outcome)]
}

impl PricedStart {
    fn new(from: Day, end: Day, units: u32) -> PricedStart {
        let [saved, spent, net] = [(); 3].map(|()| Tally::new(VALUES));
        let unit_days = f64::from(units) * f64::from(end - from + 1);
        PricedStart { from, unit_days, saved, spent, net }
    }

    /// Adds bill and spending of some futures without and with the units.
    fn add(&mut self, without: &[[i64; 2]], with: &[[i64; 2]]) {
        let all = |of: fn(&[i64; 2], &[i64; 2]) -> i64| -> Vec<i64> {
            without.iter().zip(with).map(|(without, with)| of(without, with)).collect()
        };
        self.saved.add_all(&all(|without, with| without[0] - with[0]));
        self.spent.add_all(&all(|without, with| with[1] - without[1]));
        self.net.add_all(&all(|without, with| without[0] - with[0] - (with[1] - without[1])));
    }
}

//! Targets: what is to happen, and in which share of the futures.

use crate::error::Fault;
use crate::model::Gone;
use crate::model::Model;
use crate::model::Parts;
use crate::model::Quantity;
use crate::money::Money;
use crate::sim::Engine;
use crate::sim::MeanOutcome;
use crate::sim::Outcome;
use crate::sim::Total;
use crate::time::Day;

/// What is to happen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// The late stock is gone by a day: on it or earlier, from the as-of day on, there are at most
    /// so many late cases, and it stays so for as many days as the scenario's rule says
    /// ([`Gone::for_days`]).
    LateStockBy {
        /// The most late cases.
        at_most: u64,
        /// The last day on which that may begin.
        by: Day,
    },
    /// At the end of a day there are at most so many late cases.
    LateStockOn {
        /// The most late cases.
        at_most: u64,
        /// The day.
        on: Day,
    },
    /// At the end of a day at most this share of the pending cases is late; where none is pending,
    /// none is late.
    LateShareOn {
        /// The largest share, in [0, 1].
        at_most: f64,
        /// The day.
        on: Day,
    },
    /// The final bill is at most so much.
    Bill {
        /// The largest amount.
        at_most: Money,
    },
    /// What is run up in a fiscal year is at most so much.
    Owed {
        /// The fiscal year.
        year: i32,
        /// The largest amount.
        at_most: Money,
    },
    /// What is transferred in a fiscal year is at most so much.
    Paid {
        /// The fiscal year.
        year: i32,
        /// The largest amount.
        at_most: Money,
    },
}

/// What is to happen in at least a share of the futures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// What is to happen.
    pub event: Event,
    // Above 0, at most 1.
    probability: f64,
}

impl Target {
    /// The event is to happen with at least this probability.
    ///
    /// # Errors
    /// - the probability is not above 0 and at most 1.
    pub fn new(event: Event, probability: f64) -> Result<Target, Fault> {
        if !(0.0 < probability && probability <= 1.0) {
            return Err(Fault::new(probability, "a probability above 0, at most 1"));
        }
        Ok(Target { event, probability })
    }

    /// The least probability with which it is to happen.
    pub fn probability(&self) -> f64 {
        self.probability
    }

    /// Whether so many of the futures are enough: hits / of is at least the probability.
    pub fn is_reached(&self, hits: u64, of: u64) -> bool {
        // 0.9 × 1,000 is 900.0000000000001 to some, and a share of futures is never that near.
        self.probability * of as f64 <= hits as f64 + 1e-6
    }
}

impl Event {
    /// Whether it can be seen in a model.
    ///
    /// # Errors
    /// - its day is before the as-of day or after the last; for a stock that is to be gone, too
    ///   late for it to stay so within the period.
    /// - no day of its year is simulated.
    pub fn check(&self, model: &Model) -> Result<(), Fault> {
        let (as_of, end) = (model.period.as_of(), model.period.end());
        let day = |day: Day, last: Day, why: &str| {
            if as_of <= day && day <= last {
                return Ok(());
            }
            Err(Fault::new(day, format!("from {as_of} to {last}{why}")))
        };
        match *self {
            Event::LateStockBy { by, .. } => {
                let days = model.gone.for_days;
                let last = (end - (days as i32 - 1)).max(as_of - 1);
                if last < as_of {
                    let right = format!(
                        "followed by {days} days, for which the stock stays gone: later end"
                    );
                    return Err(Fault::new(format!("the end, {end}"), right));
                }
                let why =
                    format!(": it counts as gone when it stays so for {days} days, up to {end}");
                day(by, last, &why)
            }
            Event::LateStockOn { on, .. } | Event::LateShareOn { on, .. } => day(on, end, ""),
            Event::Bill { .. } => Ok(()),
            Event::Owed { year, .. } | Event::Paid { year, .. } => {
                let engine = Engine::new(model);
                let years = engine.totals().iter().filter_map(|total| match total {
                    Total::Owed(year, None) => Some(*year),
                    _ => None,
                });
                let years: Vec<i32> = years.collect();
                match (years.first(), years.last()) {
                    (Some(first), Some(last)) if !years.contains(&year) => {
                        Err(Fault::new(year, format!("a fiscal year from {first} to {last}")))
                    }
                    (_, _) => Ok(()),
                }
            }
        }
    }

    /// The same model, in which the event can be seen; no penalty and no decision is another.
    pub(crate) fn visible_in(&self, model: &Model) -> Model {
        let mut parts = Parts::clone(model);
        match *self {
            Event::LateStockBy { at_most, .. } => parts.gone = Gone { at_most, ..parts.gone },
            Event::LateStockOn { on, .. } => parts.quantities.push((Quantity::LateStock, on)),
            Event::LateShareOn { on, .. } => {
                parts.quantities.push((Quantity::LateStock, on));
                parts.quantities.push((Quantity::OpenStock, on));
            }
            Event::Bill { .. } | Event::Owed { .. } | Event::Paid { .. } => {}
        }
        Model::new(parts).expect("what is looked at was checked")
    }

    /// Whether it happens in the queue alone, whatever becomes of the late.
    pub(crate) fn is_of_queue(&self) -> bool {
        match self {
            Event::LateStockBy { .. } | Event::LateStockOn { .. } | Event::LateShareOn { .. } => {
                true
            }
            Event::Bill { .. } | Event::Owed { .. } | Event::Paid { .. } => false,
        }
    }

    /// How it is read off the totals of a future of a model that was made visible.
    pub(crate) fn reader(&self, totals: &[Total]) -> EventReader {
        let place = |total: Total| {
            let at = totals.iter().position(|known| *known == total);
            at.expect("made visible and checked")
        };
        let late = |on| place(Total::Quantity(Quantity::LateStock, on));
        match *self {
            Event::LateStockBy { by, .. } => {
                EventReader::AtMost(place(Total::Gone), i64::from(by.number()))
            }
            Event::LateStockOn { at_most, on } => {
                EventReader::AtMost(late(on), i64::try_from(at_most).unwrap_or(i64::MAX))
            }
            Event::LateShareOn { at_most, on } => {
                let open = place(Total::Quantity(Quantity::OpenStock, on));
                EventReader::ShareAtMost { part: late(on), whole: open, at_most }
            }
            Event::Bill { at_most } => {
                EventReader::AtMost(place(Total::Bill(None)), at_most.in_cents())
            }
            Event::Owed { year, at_most } => {
                EventReader::AtMost(place(Total::Owed(year, None)), at_most.in_cents())
            }
            Event::Paid { year, at_most } => {
                EventReader::AtMost(place(Total::Paid(year, None)), at_most.in_cents())
            }
        }
    }
}

/// Where in an outcome it stands whether an event happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum EventReader {
    /// A total is at most so much.
    AtMost(usize, i64),
    /// One total is at most a share of another.
    ShareAtMost { part: usize, whole: usize, at_most: f64 },
}

impl EventReader {
    /// The same on a path, of which these totals are exact.
    pub(crate) fn happens_on(self, path: &MeanOutcome) -> bool {
        match self {
            EventReader::AtMost(place, most) => path.values[place].mean <= most as f64,
            EventReader::ShareAtMost { part, whole, at_most } => {
                path.values[part].mean <= at_most * path.values[whole].mean
            }
        }
    }

    pub(crate) fn happens(self, outcome: &Outcome) -> bool {
        match self {
            EventReader::AtMost(place, most) => outcome.totals[place] <= most,
            EventReader::ShareAtMost { part, whole, at_most } => {
                outcome.totals[part] as f64 <= at_most * outcome.totals[whole] as f64
            }
        }
    }
}

//! Pairs of futures of the same world, which tell what is not known from luck.

use crate::model::Unit;
use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Total;
use crate::summary;
use crate::summary::VarianceSplit;

/// Each total of pairs of futures of the same world with different luck.
pub(crate) struct Pairs {
    totals: Vec<Vec<(f64, f64)>>,
}

impl Pairs {
    /// No pairs yet.
    pub(crate) fn new(engine: &Engine) -> Pairs {
        Pairs { totals: vec![Vec::new(); engine.totals().len()] }
    }

    /// Adds futures, each with the other of its pair.
    pub(crate) fn add(&mut self, outcomes: &[Outcome], others: &[Vec<i64>]) {
        for (outcome, other) in outcomes.iter().zip(others) {
            for (pairs, (one, other)) in
                self.totals.iter_mut().zip(outcome.totals.iter().zip(other))
            {
                pairs.push((*one as f64, *other as f64));
            }
        }
    }

    /// The split of a total, if there are enough pairs and it has no value that is no number.
    pub(crate) fn split(&self, index: usize, total: Total) -> Option<VarianceSplit> {
        match total.unit() {
            Unit::Date => None,
            Unit::Cents
            | Unit::Cases
            | Unit::Households
            | Unit::Penalties
            | Unit::Places
            | Unit::Days
            | Unit::Millionths => summary::variance_split_of_pairs(&self.totals[index]).ok(),
        }
    }
}

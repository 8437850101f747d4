//! Pairs of futures that share a world and not their luck: they tell what is not known from luck.

use crate::model::Unit;
use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Total;
use crate::summary;
use crate::summary::VarianceSplit;

/// Each total of pairs of futures of the same world with different luck.
pub(super) struct Pairs {
    totals: Vec<Vec<(f64, f64)>>,
}

impl Pairs {
    /// No pairs yet.
    pub(super) fn new(engine: &Engine) -> Pairs {
        Pairs { totals: vec![Vec::new(); engine.totals().len()] }
    }

    /// Adds futures and the other futures of their worlds.
    pub(super) fn add(&mut self, outcomes: &[Outcome], others: &[Vec<i64>]) {
        for (outcome, other) in outcomes.iter().zip(others) {
            for (pairs, (one, other)) in
                self.totals.iter_mut().zip(outcome.totals.iter().zip(other))
            {
                pairs.push((*one as f64, *other as f64));
            }
        }
    }

    /// The split of a total, if there are enough pairs and it has no value that is no number.
    pub(super) fn split(&self, index: usize, total: Total) -> Option<VarianceSplit> {
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

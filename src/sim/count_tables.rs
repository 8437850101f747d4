//! Tables for the laws of daily counts that occur more than once in a model.

use crate::random::CountTable;
use crate::random::Variation;

/// One table for each different mean, as long as there are not too many of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountTables {
    means: Vec<f64>,
    tables: Vec<CountTable>,
}

impl CountTables {
    /// More different means than this are drawn without tables, which gives the same counts.
    const MOST: usize = 1_000;

    /// The number of the table of a law, made if need be; `None` when it is drawn without one. All
    /// laws of one set have the same variation.
    pub(crate) fn number(&mut self, mean: f64, variation: Variation) -> Option<u32> {
        if let Some(known) = self.means.iter().position(|known| *known == mean) {
            return Some(known as u32);
        }
        if CountTables::MOST <= self.means.len() {
            return None;
        }
        self.tables.push(CountTable::new(mean, variation)?);
        self.means.push(mean);
        Some(self.means.len() as u32 - 1)
    }

    /// The count of a table at a uniform number.
    #[inline]
    pub(crate) fn count(&self, number: u32, uniform: f64) -> u64 {
        self.tables[number as usize].count(uniform)
    }
}

//! The opening stock: what waits on the first day, by the day it was received.

use crate::error::Fault;
use crate::time::Day;

/// Cases that wait at the start, by date of receipt.
///
/// # Example
/// ```
/// use arrears::model::Stock;
/// use arrears::time::Day;
///
/// let day = Day::new(2019, 3, 1)?;
/// let stock = Stock::new(vec![(day + 5, 10), (day, 4), (day, 1)]);
/// assert_eq!(stock.rows(), [(day, 5), (day + 5, 10)]);
/// assert_eq!(stock.cases(), 15);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    // Days strictly increase; no count is 0.
    rows: Vec<(Day, u64)>,
}

impl Stock {
    /// The stock of these rows (day received, cases); their order does not matter.
    pub fn new(mut rows: Vec<(Day, u64)>) -> Stock {
        rows.sort_unstable();
        let mut merged: Vec<(Day, u64)> = Vec::new();
        for (day, cases) in rows {
            match merged.last_mut() {
                Some((last, sum)) if *last == day => *sum = sum.saturating_add(cases),
                _ => merged.push((day, cases)),
            }
        }
        merged.retain(|(_, cases)| 0 < *cases);
        Stock { rows: merged }
    }

    /// Rows for cases received evenly from one day to another, both included.
    ///
    /// The first days of n get ⌊cases x i / n⌋ together, so that the sum is exact.
    ///
    /// # Errors
    /// - `until` is before `from`.
    pub fn spread(from: Day, until: Day, cases: u64) -> Result<Vec<(Day, u64)>, Fault> {
        if !(from <= until) {
            return Err(Fault::new(until, format!("on or after {from}")));
        }
        let days = (until - from + 1) as u128;
        let up_to = |day: u128| (u128::from(cases) * day / days) as u64;
        Ok((0..days).map(|i| (from + i as i32, up_to(i + 1) - up_to(i))).collect())
    }

    /// Day received and cases, days increasing, each day once.
    pub fn rows(&self) -> &[(Day, u64)] {
        &self.rows
    }

    /// All cases together.
    pub fn cases(&self) -> u64 {
        self.rows.iter().fold(0, |sum, (_, cases)| sum.saturating_add(*cases))
    }
}

//! The opening stock: what waits on the first day, by the day it was received, and how far it has
//! come where that is known.

use crate::error::Fault;
use crate::model::KnownCases;
use crate::model::Reached;
use crate::money::Money;
use crate::time::Day;

/// Cases that wait at the start, by date of receipt; of some it is known how far they have come.
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
    // Sorted; no two rows differ in their cases only; no count is 0.
    known: Vec<KnownCases>,
    // Sorted; each list as `known`.
    owing: Vec<Owing>,
}

/// Cases that together owe a certain amount at the start.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owing {
    /// What has run up before the start, all together.
    pub owed: Money,
    /// The cases. Where the days of what they have reached are not known, the last of these days is
    /// set so that the amount comes out.
    pub cases: Vec<KnownCases>,
}

impl Stock {
    /// The most rows of which something is known.
    pub const MOST_KNOWN: usize = 4_000_000;

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
        Stock { rows: merged, ..Stock::default() }
    }

    /// The same stock and cases of which something is known; their order does not matter.
    ///
    /// # Example
    /// ```
    /// use arrears::model::{KnownCases, Progress, Stock};
    /// use arrears::time::Day;
    ///
    /// let received = Day::new(2019, 3, 1)?;
    /// let progress = Progress::waiting();
    /// let some = |cases| KnownCases { received, cases, heads: None, progress: progress.clone() };
    /// let stock = Stock::new(vec![(received, 4)]).with_known(vec![some(2), some(5)]);
    /// assert_eq!((stock.known().len(), stock.cases()), (1, 11));
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn with_known(mut self, mut known: Vec<KnownCases>) -> Stock {
        self.known.append(&mut known);
        self.known = merged(self.known);
        self
    }

    /// The same stock and cases that together owe an amount at the start; the order in which such
    /// groups are added does not matter.
    ///
    /// The model makes the amount come out to within one day of one household, where the maxima of
    /// the penalties allow it.
    pub fn with_owing(mut self, owed: Money, cases: Vec<KnownCases>) -> Stock {
        self.owing.push(Owing { owed, cases: merged(cases) });
        self.owing.retain(|group| !group.cases.is_empty());
        self.owing.sort();
        self
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

    /// Rows for cases received evenly over one stretch of days, each of which reached something on a
    /// day of another: day received, day reached, cases.
    ///
    /// Both stretches are spread as by [`Stock::spread`]; whoever was received first reached it
    /// first.
    ///
    /// # Errors
    /// - either stretch ends before it begins.
    ///
    /// # Example
    /// ```
    /// use arrears::model::Stock;
    /// use arrears::time::Day;
    ///
    /// let day = Day::new(2019, 3, 1)?;
    /// let rows = Stock::spread_twice((day, day + 1), (day + 60, day + 62), 6)?;
    /// let days = rows.iter().map(|row| (row.0 - day, row.1 - day, row.2));
    /// assert_eq!(days.collect::<Vec<_>>(), [(0, 60, 2), (0, 61, 1), (1, 61, 1), (1, 62, 2)]);
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn spread_twice(
        received: (Day, Day),
        reached: (Day, Day),
        cases: u64,
    ) -> Result<Vec<(Day, Day, u64)>, Fault> {
        let first = Stock::spread(received.0, received.1, cases)?;
        let mut second = Stock::spread(reached.0, reached.1, cases)?.into_iter();
        let mut rows = Vec::new();
        let (mut then, mut there) = (reached.0, 0);
        for (day, mut here) in first {
            while 0 < here {
                while there == 0 {
                    (then, there) = second.next().expect("both stretches have all the cases");
                }
                let both = here.min(there);
                rows.push((day, then, both));
                (here, there) = (here - both, there - both);
            }
        }
        Ok(rows)
    }

    /// Day received and cases of which no more is known, days increasing, each day once.
    pub fn rows(&self) -> &[(Day, u64)] {
        &self.rows
    }

    /// Cases of which more is known, by day received.
    pub fn known(&self) -> &[KnownCases] {
        &self.known
    }

    /// Cases of which more is known, among it what they owe.
    pub fn owing(&self) -> &[Owing] {
        &self.owing
    }

    /// All cases of which more is known than their receipt.
    pub fn all_known(&self) -> impl Iterator<Item = &KnownCases> {
        self.known.iter().chain(self.owing.iter().flat_map(|group| &group.cases))
    }

    /// All cases that wait together; without those decided before the start.
    pub fn cases(&self) -> u64 {
        let waiting = self.all_known().filter(|row| row.progress.decided.is_none());
        let all = self.rows.iter().map(|(_, cases)| *cases).chain(waiting.map(|row| row.cases));
        all.fold(0, u64::saturating_add)
    }

    /// All cases together that were decided before the start.
    pub fn decided(&self) -> u64 {
        let decided = self.all_known().filter(|row| row.progress.decided.is_some());
        decided.fold(0, |sum, row| sum.saturating_add(row.cases))
    }

    /// The largest maximum that a court is known to have ordered.
    pub fn most_ordered(&self) -> Money {
        let maximum = |row: &KnownCases| match &row.progress.reached {
            Reached::Judgment { tariff: Some(tariff), .. } => tariff.maximum(),
            Reached::Judgment { tariff: None, .. }
            | Reached::Nothing
            | Reached::Notice { .. }
            | Reached::Appeal { .. } => Money::ZERO,
        };
        self.all_known().map(maximum).max().unwrap_or(Money::ZERO)
    }

    /// The first and the last day of receipt; `None` when there is nobody.
    pub fn received(&self) -> Option<(Day, Day)> {
        let days =
            || self.rows.iter().map(|row| row.0).chain(self.all_known().map(|it| it.received));
        days().min().zip(days().max())
    }
}

fn merged(mut known: Vec<KnownCases>) -> Vec<KnownCases> {
    let key = |it: &KnownCases| (it.received, it.heads);
    known.sort_unstable_by(|a, b| (key(a), &a.progress).cmp(&(key(b), &b.progress)));
    let mut merged: Vec<KnownCases> = Vec::new();
    for row in known {
        match merged.last_mut() {
            Some(last) if (key(last), &last.progress) == (key(&row), &row.progress) => {
                last.cases = last.cases.saturating_add(row.cases);
            }
            _ => merged.push(row),
        }
    }
    merged.retain(|row| 0 < row.cases);
    merged.shrink_to_fit();
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spreads_have_the_sums_of_each() {
        let day = Day::new(2019, 3, 1).unwrap();
        for (cases, first, second) in [(1, 30, 92), (300, 31, 5), (7, 1, 1), (100, 9, 200)] {
            let (received, reached) = ((day, day + first - 1), (day + 90, day + 89 + second));
            let rows = Stock::spread_twice(received, reached, cases).unwrap();
            let sum_by = |of: fn(&(Day, Day, u64)) -> Day| {
                Stock::new(rows.iter().map(|row| (of(row), row.2)).collect())
            };
            let spread = |(from, until)| Stock::new(Stock::spread(from, until, cases).unwrap());
            assert_eq!(sum_by(|row| row.0), spread(received));
            assert_eq!(sum_by(|row| row.1), spread(reached));
            assert!(rows.is_sorted());
        }
    }
}

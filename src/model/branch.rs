//! Branches: pools that share streams, so that what makes work for one keeps the others busy too.

use crate::model::Casework;
use crate::model::Model;
use crate::time::Day;

/// Pools that share streams, directly or through others, and the streams that they decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Its pools, by their number from 0, in rising order.
    pub pools: Vec<usize>,
    /// Its streams, by their number from 0, in rising order.
    pub streams: Vec<usize>,
}

impl Model {
    /// The days of the last year that the tipping point is about: 52 weeks.
    pub const LAST_YEAR_DAYS: i32 = 364;

    /// The first day of the last year: the last 364 days of the period, none before the as-of day.
    pub fn last_year(&self) -> Day {
        let period = self.period;
        period.as_of().max(period.end() - (Model::LAST_YEAR_DAYS - 1))
    }

    /// All branches, in the order of their first pools; each pool and stream is in one.
    pub fn branches(&self) -> Vec<Branch> {
        let mut branches: Vec<Branch> = Vec::new();
        for (pool, of) in self.pools.iter().enumerate() {
            let shares = |it: &mut Branch| it.streams.iter().any(|it| of.streams.contains(it));
            let mut joined = Branch { pools: vec![pool], streams: of.streams.clone() };
            for branch in branches.extract_if(.., shares) {
                joined.pools.extend(branch.pools);
                joined.streams.extend(branch.streams);
            }
            joined.pools.sort_unstable();
            joined.streams.sort_unstable();
            joined.streams.dedup();
            branches.push(joined);
        }
        branches.sort_unstable_by_key(|branch| branch.pools[0]);
        branches
    }

    /// The branches in which notices, appeals or judgments make work for any pool, in the order of
    /// their first pools.
    ///
    /// # Example
    /// ```
    /// # use arrears::model::{Casework, Law, Model, Parts, Period, Pool, Stream};
    /// # use arrears::time::{Day, Length, Term};
    /// # let start = Day::new(2026, 1, 5)?;
    /// # let period = Period::new(start, start, start + 27)?;
    /// # let stream = |name| Ok::<_, arrears::error::Fault>(
    /// #     Stream::new(name, Term::new(Length::Weeks(8))?));
    /// # let streams = vec![stream("a")?, stream("b")?, stream("c")?];
    /// // The first and the last pool share stream 2.
    /// let mut pools = vec![
    ///     Pool::new("one", vec![0, 2], 10.0)?,
    ///     Pool::new("two", vec![1], 10.0)?,
    ///     Pool::new("three", vec![2], 10.0)?,
    /// ];
    /// pools[2].casework = Casework::new(0.1, 0.0, 0.0)?;
    /// let model = Model::new(Parts::new(period, streams, pools, Law::none()))?;
    /// let branches = model.branches_with_casework();
    /// assert_eq!((&branches[0].pools, &branches[0].streams), (&vec![0, 2], &vec![0, 2]));
    /// assert_eq!(branches.len(), 1);
    /// assert_eq!(model.branches().len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn branches_with_casework(&self) -> Vec<Branch> {
        let works = |pool: &usize| self.pools[*pool].casework != Casework::default();
        let mut branches = self.branches();
        branches.retain(|branch| branch.pools.iter().any(works));
        branches
    }
}

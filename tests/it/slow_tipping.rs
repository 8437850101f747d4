//! What the slow engine says of the last year: what lateness took of a branch's capacity, and how
//! many of its households were late.

use arrears::time::Day;

use crate::slow_engine::SlowEngine;

impl SlowEngine<'_> {
    /// The pools that share streams with a pool, directly or through others.
    fn pools_with(&self, pool: usize) -> Vec<usize> {
        let pools = &self.model.pools;
        let mut found = vec![pool];
        for _ in pools {
            let streams = |of: usize| pools[of].streams.iter();
            let meets = |it: &usize| {
                streams(*it)
                    .any(|stream| found.iter().any(|of| pools[*of].streams.contains(stream)))
            };
            found = (0..pools.len()).filter(meets).collect();
        }
        found
    }

    /// Whether a day lies in the last 364 of the period, and not before the as-of day.
    pub fn in_last_year(&self, day: Day) -> bool {
        let (as_of, end) = (self.model.period.as_of(), self.model.period.end());
        as_of <= day && end - 363 <= day && day <= end
    }

    pub fn casework_share(&self, pool: usize) -> i64 {
        let worked = self.pools_with(pool).into_iter().map(|it| self.worked[it]);
        let all = worked.fold([0; 2], |all, it| [all[0] + it[0], all[1] + it[1]]);
        if all[0] == 0 { 0 } else { (u128::from(all[1]) * 1_000_000 / u128::from(all[0])) as i64 }
    }

    pub fn late_share(&self, pool: usize) -> i64 {
        let pools = self.pools_with(pool);
        let of_branch =
            |stream| pools.iter().any(|it| self.model.pools[*it].streams.contains(&stream));
        let households: Vec<_> = self
            .households
            .iter()
            .filter(|it| it.past().is_none())
            .filter(|it| of_branch(it.stream) && self.in_last_year(it.due + 1))
            .collect();
        let late = households.iter().filter(|it| it.closed.is_none_or(|closed| it.due < closed));
        late.count() as i64 * 1_000_000 / households.len().max(1) as i64
    }
}

//! The costs of several policies in the same futures, compared future by future.
//!
//! Good luck and bad luck are shared, so that the difference between two policies varies far less
//! than either: what is taken from it is what the policies do.

use crate::summary::Estimate;
use crate::summary::ShareEstimate;
use crate::summary::Tally;
use crate::summary::exact::ExactSums;
use crate::summary::share;

/// How one policy differs from another in the same futures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedDifference {
    /// The mean of (this policy - the other) over the futures, in the unit of the values, with the
    /// standard error s / sqrt(n) of the differences and n - 1 degrees of freedom.
    pub mean: Estimate,
    /// The share of futures in which this policy has less. Equal futures are not among them.
    pub lower: ShareEstimate,
    /// The share of futures in which both have the same.
    pub equal: ShareEstimate,
    /// How many times more futures independent luck would take for the same precision:
    /// (variance of the one + variance of the other) / variance of the difference. `None` where
    /// the difference does not vary, and below two futures.
    pub variance_ratio: Option<f64>,
}

/// The mean of a record of whole numbers, with its standard error.
fn mean_of(sums: &ExactSums) -> Estimate {
    let (whole, fraction) = sums.split_mean();
    let variance = variance_of(sums);
    Estimate {
        value: whole as f64 + fraction,
        standard_error: variance.map(|variance| (variance / sums.count as f64).sqrt()),
        degrees_of_freedom: variance.map(|_| sums.count - 1),
    }
}

fn variance_of(sums: &ExactSums) -> Option<f64> {
    (2 <= sums.count).then(|| sums.squared_deviations() / (sums.count - 1) as f64)
}

/// (a + b) / d of three variances, where d is not 0.
fn variance_ratio(one: Option<f64>, other: Option<f64>, difference: Option<f64>) -> Option<f64> {
    let difference = difference.filter(|variance| 0.0 < *variance)?;
    Some((one? + other?) / difference)
}

/// How a policy differs from another, from the values of each and the tally of the differences
/// (this policy - the other), future by future.
///
/// # Panics
/// - the tallies are empty or have different counts.
///
/// # Example
/// ```
/// use arrears::summary::{Tally, paired_difference};
///
/// let tally = |values: &[i64]| {
///     let mut tally = Tally::new(128);
///     tally.add_all(values);
///     tally
/// };
/// // Three futures, of luck that differs widely: 10 less in each.
/// let (policy, other) = (tally(&[90, 490, 890]), tally(&[100, 500, 900]));
/// let found = paired_difference(&policy, &other, &tally(&[-10, -10, -10]));
/// assert_eq!((found.mean.value, found.mean.standard_error), (-10.0, Some(0.0)));
/// assert_eq!(found.lower.value(), 1.0);
/// ```
pub fn paired_difference(policy: &Tally, other: &Tally, differences: &Tally) -> PairedDifference {
    let futures = differences.count();
    assert!(policy.count() == futures && other.count() == futures, "the futures are the same");
    // However few bits of a value a tally keeps, its sign and a value of 0 stay what they are.
    let (above, not_below) = (differences.count_above(0), differences.count_above(-1));
    PairedDifference {
        mean: crate::summary::mean(differences),
        lower: share(futures - not_below, futures),
        equal: share(not_below - above, futures),
        variance_ratio: variance_ratio(policy.variance(), other.variance(), differences.variance()),
    }
}

/// How often a policy is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BestShare {
    /// The share of futures in which no other policy costs less. Futures with a tie count for each
    /// of the tied policies, so that these shares may sum to more than 1.
    pub best: ShareEstimate,
    /// The share of futures in which every other policy costs more.
    pub alone: ShareEstimate,
}

/// The costs of several policies in the same futures: a record that grows future by future, in
/// bounded memory, and does not depend on the order of the futures.
///
/// Less is better. Memory grows with the square of the number of policies and not with the futures.
///
/// # Example
/// ```
/// use arrears::summary::PairedCosts;
///
/// // Rows are policies, columns are futures.
/// let costs = PairedCosts::from_rows(&[vec![10, 20, 30], vec![8, 20, 25]]);
/// assert_eq!(costs.difference(1, 0).mean.value, -7.0 / 3.0);
/// assert_eq!(costs.difference(1, 0).lower.hits(), 2);
/// assert_eq!(costs.regret(0).value, 7.0 / 3.0); // 2, 0 and 5 above the least
/// assert_eq!(costs.best(0).best.hits(), 1); // the tie of the second future
/// assert_eq!(costs.best(0).alone.hits(), 0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairedCosts {
    policies: usize, // at least 1
    futures: u64,
    costs: Vec<ExactSums>,
    regrets: Vec<ExactSums>,
    best: Vec<u64>,
    alone: Vec<u64>,
    // Rows are policies, columns the others; entry (i, j) is of cost i - cost j.
    differences: Vec<ExactSums>,
    lower: Vec<u64>,
}

impl PairedCosts {
    /// A record without futures.
    ///
    /// # Panics
    /// - there is no policy.
    pub fn new(policies: usize) -> PairedCosts {
        assert!(0 < policies, "at least one policy");
        let sums = |number: usize| vec![ExactSums::default(); number];
        PairedCosts {
            policies,
            futures: 0,
            costs: sums(policies),
            regrets: sums(policies),
            best: vec![0; policies],
            alone: vec![0; policies],
            differences: sums(policies * policies),
            lower: vec![0; policies * policies],
        }
    }

    /// The record of a matrix: rows are policies, columns are futures.
    ///
    /// # Panics
    /// - there is no row, or the rows differ in length.
    pub fn from_rows(rows: &[Vec<i64>]) -> PairedCosts {
        let mut costs = PairedCosts::new(rows.len());
        let futures = rows[0].len();
        assert!(rows.iter().all(|row| row.len() == futures), "rows are equally long");
        for future in 0..futures {
            costs.add(&rows.iter().map(|row| row[future]).collect::<Vec<i64>>());
        }
        costs
    }

    /// Adds one future: what each policy costs in it. Time: the square of the number of policies.
    ///
    /// # Panics
    /// - there is not one cost for each policy, or two differ by 2^63 or more.
    pub fn add(&mut self, costs: &[i64]) {
        assert_eq!(costs.len(), self.policies, "one cost for each policy");
        let minus =
            |one: i64, other: i64| one.checked_sub(other).expect("differences have 64 bits");
        let least = *costs.iter().min().expect("at least one policy");
        let holders = costs.iter().filter(|cost| **cost == least).count();
        self.futures += 1;
        for (i, cost) in costs.iter().enumerate() {
            self.costs[i].add(*cost);
            self.regrets[i].add(minus(*cost, least));
            self.best[i] += u64::from(*cost == least);
            self.alone[i] += u64::from(*cost == least && holders == 1);
            for (j, other) in costs.iter().enumerate() {
                let at = i * self.policies + j;
                self.differences[at].add(minus(*cost, *other));
                self.lower[at] += u64::from(cost < other);
            }
        }
    }

    /// How many policies there are.
    pub fn policies(&self) -> usize {
        self.policies
    }

    /// How many futures there are.
    pub fn futures(&self) -> u64 {
        self.futures
    }

    /// The mean cost of a policy.
    ///
    /// # Panics
    /// - there is no future, or no such policy; so do all that follow.
    pub fn mean(&self, policy: usize) -> Estimate {
        mean_of(&self.costs[policy])
    }

    /// How a policy differs from another.
    pub fn difference(&self, policy: usize, other: usize) -> PairedDifference {
        let at = policy * self.policies + other;
        let lower = self.lower[at];
        let higher = self.lower[other * self.policies + policy];
        PairedDifference {
            mean: mean_of(&self.differences[at]),
            lower: share(lower, self.futures),
            equal: share(self.futures - lower - higher, self.futures),
            variance_ratio: variance_ratio(
                variance_of(&self.costs[policy]),
                variance_of(&self.costs[other]),
                variance_of(&self.differences[at]),
            ),
        }
    }

    /// In how many futures a policy is the best.
    pub fn best(&self, policy: usize) -> BestShare {
        BestShare {
            best: share(self.best[policy], self.futures),
            alone: share(self.alone[policy], self.futures),
        }
    }

    /// The expected regret of a policy: the mean over the futures of its cost less the least cost
    /// in that future.
    ///
    /// What would be gained by knowing the future before choosing. 0 or more; 0 for a policy that is
    /// the best in every future.
    ///
    /// # Source
    /// Savage (1951), The theory of statistical decision, J. Am. Stat. Assoc. 46, 55–67.
    pub fn regret(&self, policy: usize) -> Estimate {
        mean_of(&self.regrets[policy])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::tests_tally::tally;

    /// Three policies in four futures.
    fn costs() -> PairedCosts {
        PairedCosts::from_rows(&[
            vec![100, 200, 300, 400],
            vec![90, 190, 310, 390],
            vec![95, 190, 280, 400],
        ])
    }

    #[test]
    fn differences_are_taken_future_by_future() {
        // -10, -10, 10, -10: mean -5, squares 25 + 25 + 225 + 25 = 300, over 3 and over 4: 25.
        let found = costs().difference(1, 0);
        assert_eq!((found.mean.value, found.mean.standard_error), (-5.0, Some(5.0)));
        assert_eq!(found.mean.degrees_of_freedom, Some(3));
        // Student's quantile at 3 is 3.1824.
        let interval = found.mean.interval(0.95).unwrap();
        assert!((interval.high - (15.9122 - 5.0)).abs() <= 1e-3, "{interval:?}");
        assert_eq!((found.lower.hits(), found.equal.hits(), found.lower.of()), (3, 0, 4));
        // Variances: 50,000 / 3; -155, -55, 65, 145: 52,300 / 3; of the difference 100.
        assert_eq!(found.variance_ratio, Some((50_000.0 / 3.0 + 52_300.0 / 3.0) / 100.0));
        let other_way = costs().difference(0, 1);
        assert_eq!(other_way.mean.value, 5.0);
        assert_eq!(other_way.lower.hits(), 1);
        assert_eq!(costs().difference(2, 0).equal.hits(), 1);
    }

    #[test]
    fn ties_count_for_each_and_regret_is_above_the_least() {
        // Least: 90, 190 (policies 1 and 2), 280, 390.
        let shares = [0, 1, 2].map(|policy| costs().best(policy));
        assert_eq!(shares.map(|it| it.best.hits()), [0, 3, 2]);
        assert_eq!(shares.map(|it| it.alone.hits()), [0, 2, 1]);
        // 10, 10, 20, 10; 0, 0, 30, 0; 5, 0, 0, 10.
        let regrets = [0, 1, 2].map(|policy| costs().regret(policy));
        assert_eq!(regrets.map(|it| it.value), [12.5, 7.5, 3.75]);
        // 10, 10, 20, 10: squares 6.25 × 3 + 56.25 = 75, over 3 and 4.
        assert_eq!(regrets[0].standard_error, Some(2.5));
    }

    #[test]
    fn a_policy_against_itself_differs_in_nothing() {
        let found = costs().difference(2, 2);
        assert_eq!((found.mean.value, found.mean.standard_error), (0.0, Some(0.0)));
        assert_eq!((found.equal.hits(), found.variance_ratio), (4, None));
    }

    #[test]
    fn tallies_say_the_same_as_the_matrix() {
        let (one, other) = (tally(&[90, 190, 310, 390]), tally(&[100, 200, 300, 400]));
        let found = paired_difference(&one, &other, &tally(&[-10, -10, 10, -10]));
        assert_eq!(found, costs().difference(1, 0));
        // Cut to few bits, a difference keeps its sign.
        let mut cut = Tally::new(128);
        cut.add_all(&(-400..=600).collect::<Vec<i64>>());
        let found = paired_difference(&cut, &cut, &cut);
        assert!(cut.significant_bits().is_some());
        assert_eq!((found.lower.hits(), found.equal.hits()), (400, 1));
    }

    #[test]
    fn one_future_has_no_standard_error() {
        let found = PairedCosts::from_rows(&[vec![3], vec![5]]).difference(1, 0);
        assert_eq!((found.mean.value, found.mean.standard_error), (2.0, None));
        assert_eq!(found.variance_ratio, None);
    }

    #[test]
    fn another_policy_changes_no_pair() {
        let two = PairedCosts::from_rows(&[vec![1, 5, 9], vec![2, 4, 4]]);
        let three = PairedCosts::from_rows(&[vec![1, 5, 9], vec![2, 4, 4], vec![0, 0, 7]]);
        assert_eq!(two.difference(1, 0), three.difference(1, 0));
        assert_eq!(two.mean(1), three.mean(1));
        assert_ne!(two.regret(1), three.regret(1));
    }
}

//! Which of several policies may be the best, in statements that all hold together.

use crate::summary::Interval;
use crate::summary::PairedCosts;
use crate::summary::estimate::two_sided_quantile;

/// For each policy i the interval of mean cost i - (least mean cost of the others), all of which
/// hold together with probability `level`; `None` below two policies or two futures.
///
/// With D_ij the mean difference of i and j over the futures, S_ij / sqrt(n) its standard error and
/// w_ij = t S_ij / sqrt(n), t the quantile 1 - (1 - level) / (k - 1) of Student's law with n - 1
/// degrees of freedom, k policies:
///
/// low_i = min(0, max over j of (D_ij - w_ij)), high_i = max(0, max over j of (D_ij + w_ij)).
///
/// Below 0: i may be the best by up to that much. An interval that ends at 0 belongs to the best;
/// one that starts at 0 to a policy that is not better than the best of the others. In the unit of
/// the costs.
///
/// Why it holds under the same luck: let b be the best. The k - 1 one-sided paired t statements
/// "mean i - mean b <= D_ib + w_ib" hold together with probability `level` by Bonferroni, however
/// the policies' costs depend on each other, and all the intervals follow from them. The
/// differences must be nearly normal, as means over many futures are.
///
/// # Panics
/// - `level` is not at least 0.5 and below 1.
///
/// # Example
/// ```
/// use arrears::summary::{PairedCosts, best_intervals};
///
/// // The second costs 10 less in every future, whatever the luck.
/// let costs = PairedCosts::from_rows(&[vec![110, 530, 980], vec![100, 520, 970]]);
/// let intervals = best_intervals(&costs, 0.95).expect("two policies");
/// assert_eq!((intervals[0].low, intervals[0].high), (0.0, 10.0));
/// assert_eq!((intervals[1].low, intervals[1].high), (-10.0, 0.0));
/// ```
///
/// # Source
/// Hsu (1984), Constrained simultaneous confidence intervals for multiple comparisons with the
/// best, Ann. Statist. 12, 1136–1144; under common random numbers with Bonferroni's inequality:
/// Yang, Nelson (1991), Using common random numbers and control variates in multiple-comparison
/// procedures, Oper. Res. 39, 583–591.
pub fn best_intervals(costs: &PairedCosts, level: f64) -> Option<Vec<Interval>> {
    assert!(0.5 <= level && level < 1.0, "a level of {level} must be at least 0.5 and below 1");
    let (policies, futures) = (costs.policies(), costs.futures());
    if policies < 2 || futures < 2 {
        return None;
    }
    let tail = (1.0 - level) / (policies - 1) as f64;
    let quantile = two_sided_quantile(1.0 - 2.0 * tail, Some(futures - 1));
    let interval = |i: usize| {
        let mut found = Interval { low: f64::NEG_INFINITY, high: f64::NEG_INFINITY };
        for j in (0..policies).filter(|j| *j != i) {
            let mean = costs.difference(i, j).mean;
            let half = quantile * mean.standard_error.expect("two futures or more");
            found.low = found.low.max(mean.value - half);
            found.high = found.high.max(mean.value + half);
        }
        Interval { low: found.low.min(0.0), high: found.high.max(0.0) }
    };
    Some((0..policies).map(interval).collect())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_distr::Distribution;
    use rand_distr::StandardNormal;
    use rand_pcg::Pcg64Mcg;

    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-3, "{found}, expected {expected}");
    }

    #[test]
    fn three_policies_are_worked_by_hand() {
        // Differences 0 - 1: 10, 10, -10, 10 (mean 5, error 5); 0 - 2: 5, 10, 20, 0 (8.75, error
        // sqrt(218.75 / 12) = 4.26956); 1 - 2: -5, 0, 30, -10 (3.75, error sqrt(968.75 / 12) =
        // 8.98494). Student's quantile 0.975 at 3 degrees, two statements each: 3.18245.
        let costs = PairedCosts::from_rows(&[
            vec![100, 200, 300, 400],
            vec![90, 190, 310, 390],
            vec![95, 190, 280, 400],
        ]);
        let found = best_intervals(&costs, 0.95).unwrap();
        // 0: low max(5 - 15.912, 8.75 - 13.588), high max(5 + 15.912, 8.75 + 13.588).
        close(found[0].low, -4.83764);
        close(found[0].high, 22.33764);
        // 1: against 0 -5 ± 15.912, against 2 3.75 ± 28.594.
        close(found[1].low, -20.91223);
        close(found[1].high, 32.34404);
        // 2: against 0 -8.75 ± 13.588, against 1 -3.75 ± 28.594.
        close(found[2].low, -22.33764);
        close(found[2].high, 24.84404);
    }

    #[test]
    fn equal_policies_and_single_ones_claim_nothing() {
        let twins = PairedCosts::from_rows(&[vec![1, 5], vec![1, 5]]);
        let found = best_intervals(&twins, 0.95).unwrap();
        assert_eq!(found, [Interval { low: 0.0, high: 0.0 }; 2]);
        assert_eq!(best_intervals(&PairedCosts::from_rows(&[vec![1, 5]]), 0.95), None);
        assert_eq!(best_intervals(&PairedCosts::from_rows(&[vec![1], vec![5]]), 0.95), None);
    }

    /// In how many of 2,000 samples of 20 futures all intervals hold together. The costs are the
    /// same luck and a share of their own, of different size for each policy.
    fn covered(means: &[f64], seed: u64) -> u32 {
        let mut random = Pcg64Mcg::seed_from_u64(seed);
        let mut normal = || -> f64 { StandardNormal.sample(&mut random) };
        let mut covered = 0;
        for _ in 0..2_000 {
            let mut costs = PairedCosts::new(means.len());
            for _ in 0..20 {
                let luck = 1e6 * normal();
                let cost = |(i, mean): (usize, &f64)| {
                    (1e6 * mean + luck + (i + 1) as f64 * 1e5 * normal()).round() as i64
                };
                costs.add(&means.iter().enumerate().map(cost).collect::<Vec<i64>>());
            }
            let intervals = best_intervals(&costs, 0.95).unwrap();
            let holds = |(i, interval): (usize, &Interval)| {
                let others = means.iter().enumerate().filter(|(j, _)| *j != i);
                let least = others.map(|(_, mean)| *mean).fold(f64::INFINITY, f64::min);
                let truth = 1e6 * (means[i] - least);
                // Half a cent: costs are rounded.
                interval.low - 0.5 <= truth && truth <= interval.high + 0.5
            };
            covered += u32::from(intervals.iter().enumerate().all(holds));
        }
        covered
    }

    #[test]
    fn all_intervals_hold_together_at_least_as_often_as_they_say() {
        // 95% of 2,000 is 1,900, standard error 9.7: 4.5 of them below is 1,856. Others that cost
        // hardly more than the best are the hardest case: a truth of 0 is in every interval.
        for (means, seed) in [
            (&[1.0, 1.0 + 1e-3, 1.0 + 1e-3, 1.0 + 1e-3, 1.0 + 1e-3][..], 1),
            (&[1.0, 1.05, 1.1, 1.2, 1.4], 2),
            (&[1.5, 1.0, 1.0, 2.0, 2.0], 3),
            (&[1.0 + 1e-3, 1.0 + 2e-3, 1.0], 4),
        ] {
            let covered = covered(means, seed);
            assert!(1_856 <= covered, "{means:?}: {covered} of 2,000");
        }
    }

    #[test]
    fn two_policies_are_compared_without_waste() {
        // Then all rests on one one-sided t statement, which fails in 5% of the samples.
        let covered = covered(&[1.0, 1.0 + 1e-3], 5);
        // 1,900 ± 4.5 × 9.7.
        assert!((1_856..=1_944).contains(&covered), "{covered} of 2,000");
    }
}

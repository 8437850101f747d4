//! How long cases wait, when many of them are still waiting.

use crate::summary::Estimate;

// Products of shares such as 13/14 × 12/13 × 10/12 × 7/10 miss 1/2 by the last digits.
const ROUNDING: f64 = 1e-12;

/// A day on which the share of open cases falls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalStep {
    /// Whole days waited.
    pub days: u32,
    /// How many cases had been watched up to this wait and were still open before its decisions.
    pub at_risk: u64,
    /// How many of these were decided at this wait; at least 1.
    pub decided: u64,
    /// The share of all cases still open after this wait, with Greenwood's standard error; `None`
    /// for the standard error at a share of 0, where the formula is 0 × ∞.
    pub still_open: Estimate,
}

/// What share of cases is still open after any number of days: a curve that falls in steps.
///
/// Made by [`survival`].
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    // In rising order of days; the shares fall.
    steps: Vec<SurvivalStep>,
    // The largest wait at which a case was seen; `None` without cases.
    largest_wait: Option<u32>,
}

/// The curve of Kaplan and Meier, from cases decided and cases still open.
///
/// `decided[d]` cases were decided after d whole days; `open[d]` cases were watched for d whole
/// days and were still open then, pending or withdrawn. The share open after t days is the product
/// over all d <= t of (1 - decided at d / at risk at d). At risk at d are all cases seen for d days
/// or more: at an equal wait decisions come first, so cases left open at d count as at risk there.
///
/// Standard error by Greenwood: S(t) sqrt(sum over d <= t of decided / (at risk (at risk -
/// decided))). Supposes that cases still open resemble the others; withdrawal that depends on the
/// prospect of a decision breaks this.
///
/// The slices may differ in length; what is missing is 0. Without any case nothing is known.
///
/// # Panics
/// - there are 2^32 days or more, or 2^64 cases or more.
///
/// # Example
/// ```
/// use arrears::summary::survival;
///
/// // Four cases: decided after 1 and 2 days, one open at 1 day, one at 3.
/// let curve = survival(&[0, 1, 1], &[0, 1, 0, 1]);
/// // (1 - 1/4) (1 - 1/2)
/// assert_eq!(curve.still_open_after(2).expect("seen").value, 0.375);
/// assert_eq!(curve.median(), Some(2));
/// ```
///
/// # Source
/// Kaplan, Meier (1958), Nonparametric estimation from incomplete observations, J. Am. Stat. Assoc.
/// 53, 457–481; Greenwood (1926), The natural duration of cancer, Reports on Public Health and
/// Medical Subjects 33.
pub fn survival(decided: &[u64], open: &[u64]) -> Survival {
    let days = decided.len().max(open.len());
    let days = u32::try_from(days).expect("waits are below 2^32 days");
    let at = |counts: &[u64], day: u32| counts.get(day as usize).copied().unwrap_or(0);
    let mut at_risk = 0_u64;
    for count in decided.iter().chain(open) {
        at_risk = at_risk.checked_add(*count).expect("fewer than 2^64 cases");
    }
    let mut steps = vec![];
    let mut largest_wait = None;
    let mut share = 1.0;
    let mut greenwood = 0.0;
    for day in 0..days {
        let (now, left) = (at(decided, day), at(open, day));
        if 0 < now {
            let remain = at_risk - now;
            share *= remain as f64 / at_risk as f64;
            greenwood += now as f64 / (at_risk as f64 * remain as f64);
            let standard_error = (0 < remain).then(|| share * f64::sqrt(greenwood));
            let still_open = Estimate { value: share, standard_error, degrees_of_freedom: None };
            steps.push(SurvivalStep { days: day, at_risk, decided: now, still_open });
        }
        if 0 < now || 0 < left {
            largest_wait = Some(day);
        }
        at_risk -= now + left;
    }
    assert!(at_risk == 0, "every case leaves the risk once");
    Survival { steps, largest_wait }
}

impl Survival {
    /// The days on which the curve falls, in order.
    pub fn steps(&self) -> &[SurvivalStep] {
        &self.steps
    }

    /// The share of cases still open after `days` whole days, from 1 down to 0.
    ///
    /// Before the first decision the share is 1, and at the end it may be 0: there Greenwood's
    /// formula knows no standard error. `None` beyond the largest wait seen while cases were still
    /// open there: nobody has waited longer, so nothing is known.
    pub fn still_open_after(&self, days: u32) -> Option<Estimate> {
        let passed = self.steps.partition_point(|step| step.days <= days);
        let last = passed.checked_sub(1).map(|index| self.steps[index].still_open);
        let all_open = Estimate { value: 1.0, standard_error: None, degrees_of_freedom: None };
        let found = last.unwrap_or(all_open);
        let seen = self.largest_wait.is_some_and(|largest| days <= largest);
        (seen || found.value == 0.0).then_some(found)
    }

    /// The first number of whole days after which at most half of all cases are open.
    ///
    /// `None` when more than half are still open at the largest wait seen: the median is then only
    /// known to be longer.
    pub fn median(&self) -> Option<u32> {
        self.quantile(0.5)
    }

    /// The first number of whole days within which a share `p` of all cases is decided.
    ///
    /// The smallest t with S(t) <= 1 - p, in days. `None` when the curve does not fall that low.
    ///
    /// # Panics
    /// - `p` is not above 0 and at most 1.
    pub fn quantile(&self, p: f64) -> Option<u32> {
        assert!(0.0 < p && p <= 1.0, "a quantile's level of {p} must be above 0 and at most 1");
        let enough = |step: &&SurvivalStep| step.still_open.value <= 1.0 - p + ROUNDING;
        self.steps.iter().find(enough).map(|step| step.days)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prop_assert;
    use proptest::prop_assert_eq;
    use proptest::proptest;

    use super::*;

    fn counts(waits: &[usize]) -> Vec<u64> {
        let mut counts = vec![0; 40];
        waits.iter().for_each(|&wait| counts[wait] += 1);
        counts
    }

    /// Weeks of remission of 21 children under 6-mercaptopurine; open ones are those in remission
    /// when last seen. Freireich et al. (1963), Blood 21, 699–716.
    fn leukaemia() -> Survival {
        let relapsed = counts(&[6, 6, 6, 7, 10, 13, 16, 22, 23]);
        let in_remission = counts(&[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]);
        survival(&relapsed, &in_remission)
    }

    #[test]
    fn the_leukaemia_trial_has_its_textbook_curve() {
        // 18/21; × 16/17; × 14/15; × 11/12; × 10/11; × 6/7; × 5/6.
        let rows = [
            (6, 21, 0.8571),
            (7, 17, 0.8067),
            (10, 15, 0.7529),
            (13, 12, 0.6902),
            (16, 11, 0.6275),
            (22, 7, 0.5378),
            (23, 6, 0.4482),
        ];
        let curve = leukaemia();
        assert_eq!(curve.steps().len(), rows.len());
        for (step, (days, at_risk, share)) in curve.steps().iter().zip(rows) {
            assert_eq!((step.days, step.at_risk), (days, at_risk));
            assert!((step.still_open.value - share).abs() <= 5.1e-5, "{step:?}");
        }
        assert_eq!(curve.median(), Some(23));
        assert_eq!(curve.quantile(0.25), Some(13));
        assert_eq!(curve.quantile(0.75), None);
    }

    #[test]
    fn greenwoods_errors_are_those_of_the_textbook() {
        // After 6: 18/21 sqrt(3 / (21 × 18)) = 0.0764.
        for (days, error) in [(6, 0.0764), (8, 0.0869), (23, 0.1346), (35, 0.1346)] {
            let found = leukaemia().still_open_after(days).and_then(|open| open.standard_error);
            let found = found.expect("some are open and some are not");
            assert!((found - error).abs() <= 5.1e-5, "{days} {found}");
        }
    }

    #[test]
    fn beyond_the_largest_wait_nothing_is_claimed() {
        let curve = leukaemia();
        assert_eq!(curve.still_open_after(5).map(|open| open.value), Some(1.0));
        assert!(curve.still_open_after(35).is_some());
        assert_eq!(curve.still_open_after(36), None);
        // All decided: nobody is open, ever after.
        let ended = survival(&[0, 2, 1], &[]);
        let none_open = Estimate { value: 0.0, standard_error: None, degrees_of_freedom: None };
        assert_eq!(ended.still_open_after(1_000), Some(none_open));
        assert_eq!((ended.median(), ended.quantile(1.0)), (Some(1), Some(2)));
        let nothing = survival(&[], &[]);
        assert_eq!((nothing.still_open_after(0), nothing.median()), (None, None));
    }

    #[test]
    fn exactly_half_open_is_the_median_and_more_than_half_is_none() {
        // 2/3 × 3/4 of six cases: decided 2 of 6, then 1 of 4: three of six.
        assert_eq!(survival(&[0, 2, 1], &[0, 0, 3]).median(), Some(2));
        assert_eq!(survival(&[0, 2, 1], &[0, 0, 4]).median(), None);
        // 13/14 × 12/13 × 10/12 × 7/10 is 1/2, in binary fractions 0.5000000000000001.
        assert_eq!(survival(&[0, 1, 1, 2, 3, 7], &[]).median(), Some(4));
    }

    proptest! {
        #[test]
        fn without_open_cases_the_curve_is_the_share_not_yet_decided(
            decided in vec(0_u64..50, 1..60),
        ) {
            let all: u64 = decided.iter().sum();
            let curve = survival(&decided, &[]);
            let mut open = all;
            for (day, now) in decided.iter().enumerate() {
                open -= now;
                let Some(found) = curve.still_open_after(day as u32) else { continue };
                let share = open as f64 / all as f64;
                prop_assert!((found.value - share).abs() <= 1e-12);
                // Greenwood's formula is then that of a binomial share.
                if let Some(error) = found.standard_error {
                    let binomial = (share * (1.0 - share) / all as f64).sqrt();
                    prop_assert!((error - binomial).abs() <= 1e-12);
                }
            }
            prop_assert_eq!(curve.quantile(1.0).is_some(), 0 < all);
        }
    }
}

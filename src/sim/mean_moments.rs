//! What is expected of one household by the days since something happened: means and mean squares,
//! and how they follow each other through a wait.

use crate::random::DelayTable;

/// What is expected of a household, by day.
pub(super) type Moments = [f64; MOMENTS];

/// How many numbers there are.
pub(super) const MOMENTS: usize = 16;

/// The chance of a notice.
pub(super) const NOTICES: usize = 0;
/// The administrative penalty in cents.
pub(super) const ADMINISTRATIVE: usize = 1;
/// The judicial penalties in cents, of both appeals together.
pub(super) const JUDICIAL: usize = 2;
/// The square of [`ADMINISTRATIVE`].
pub(super) const ADMINISTRATIVE_SQUARED: usize = 3;
/// The square of [`JUDICIAL`].
pub(super) const JUDICIAL_SQUARED: usize = 4;
/// [`ADMINISTRATIVE`] times [`JUDICIAL`].
pub(super) const PRODUCT: usize = 5;
/// The chance of an administrative penalty above zero.
pub(super) const ADMINISTRATIVE_BEGUN: usize = 6;
/// The chance that it reaches its maximum.
pub(super) const ADMINISTRATIVE_MAXIMUM: usize = 7;
/// The chance of an appeal.
pub(super) const APPEALS: usize = 8;
/// The chance of its judgment.
pub(super) const JUDGMENTS: usize = 9;
/// The chance of a judicial penalty above zero.
pub(super) const JUDICIAL_BEGUN: usize = 10;
/// The chance that it reaches its maximum.
pub(super) const JUDICIAL_MAXIMUM: usize = 11;
/// From a number of the first appeal to the same of the second.
pub(super) const TO_SECOND: usize = 4;

/// Nothing happens.
pub(super) const NOTHING_YET: Moments = [0.0; MOMENTS];

/// `sum += chance * moments`.
#[inline]
pub(super) fn add(sum: &mut Moments, chance: f64, moments: &Moments) {
    for (sum, moment) in sum.iter_mut().zip(moments) {
        *sum += chance * moment;
    }
}

/// What is expected by the days since the beginning of a wait, from what is expected by the days
/// since its end.
///
/// Rule: after m days the sum over k < m of P(wait = k) × (what is expected after m − k days).
pub(super) fn after_wait(wait: &DelayTable, then: &[Moments]) -> Vec<Moments> {
    let mut all = vec![NOTHING_YET; then.len()];
    for days in wait.least()..=wait.most() {
        let Some(rest) = all.get_mut(days as usize..) else { break };
        let chance = wait.chance_of(i64::from(days));
        if 0.0 < chance {
            rest.iter_mut().zip(then).for_each(|(sum, moments)| add(sum, chance, moments));
        }
    }
    all
}

/// The same after a wait of a fixed number of days.
pub(super) fn after_days(days: usize, then: &[Moments]) -> Vec<Moments> {
    let mut all = vec![NOTHING_YET; then.len()];
    if let Some(rest) = all.get_mut(days..) {
        rest.iter_mut().zip(then).for_each(|(here, moments)| *here = *moments);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Delay;

    #[test]
    fn a_wait_moves_what_follows_by_its_chances() {
        let wait = Delay::discrete(vec![(1, 0.25), (3, 0.75)]).unwrap().table();
        let then: Vec<Moments> = (0..6).map(|day| [f64::from(day); MOMENTS]).collect();
        // After 5 days: 0.25 × 4 + 0.75 × 2.
        let found: Vec<f64> = after_wait(&wait, &then).iter().map(|it| it[JUDICIAL]).collect();
        assert_eq!(found, [0.0, 0.0, 0.25, 0.5, 1.5, 2.5]);
        let later: Vec<f64> = after_days(4, &then).iter().map(|it| it[NOTICES]).collect();
        assert_eq!(later, [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
        assert!(after_days(9, &then).iter().all(|it| *it == NOTHING_YET));
    }
}

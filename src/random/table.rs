//! A distribution of whole days as a table: a draw is one lane and a look-up.

use crate::random::Delay;

/// Whole days by inversion: the smallest k for which the lane is below 2³² x P(delay ≤ k).
///
/// The probabilities are rounded to multiples of 2⁻³² (2.3e-10), which also makes the draw
/// independent of the last digits of a platform's mathematics. Larger lanes never give shorter
/// delays.
///
/// # Example
/// ```
/// use arrears::random::Delay;
///
/// let table = Delay::uniform(0, 3)?.table();
/// assert_eq!([0, 1 << 30, 1 << 31, u32::MAX].map(|lane| table.days(lane)), [0, 1, 2, 3]);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DelayTable {
    first_days: u32,
    // bounds[k] = 2^32 x P(delay <= first_days + k) - 1; never falls; the last is u32::MAX.
    bounds: Vec<u32>,
    // For each value of the lane's highest bits, the first k that can be the answer.
    guide: Vec<u32>,
}

const GUIDE_BITS: u32 = 10;

impl DelayTable {
    /// The table of a delay.
    ///
    /// Time: as many evaluations of the distribution as there are days with a chance of 2⁻³³.
    pub(crate) fn new(delay: &Delay) -> DelayTable {
        let scaled = |days: u32| (delay.at_most(days) * 4_294_967_296.0).round() as u64;
        // The first day that has any chance; found by bisection, since a delay may start late.
        let (mut low, mut high) = (0, Delay::MAX_DAYS);
        while low < high {
            let middle = (low + high) / 2;
            if 0 < scaled(middle) { high = middle } else { low = middle + 1 }
        }
        let mut bounds: Vec<u32> = Vec::new();
        for days in low..=Delay::MAX_DAYS {
            // Rounding may undo monotonicity in the last digit; a bound never falls.
            let bound = (scaled(days).max(1) - 1) as u32;
            bounds.push(bound.max(bounds.last().copied().unwrap_or(0)));
            if bound == u32::MAX {
                break;
            }
        }
        let guide = guide(&bounds);
        DelayTable { first_days: low, bounds, guide }
    }

    /// The delay of a lane, in whole days.
    #[inline]
    pub fn days(&self, lane: u32) -> u32 {
        let mut k = self.guide[(lane >> (32 - GUIDE_BITS)) as usize] as usize;
        while self.bounds[k] < lane {
            k += 1;
        }
        self.first_days + k as u32
    }

    /// 2³² x the probability of at most `days` days.
    pub(crate) fn lanes_at_most(&self, days: i64) -> u64 {
        match days - i64::from(self.first_days) {
            k if k < 0 => 0,
            k => self.bounds.get(k as usize).map_or(1 << 32, |bound| u64::from(*bound) + 1),
        }
    }

    /// The fewest days.
    pub(crate) fn least(&self) -> u32 {
        self.first_days
    }

    /// The most days.
    pub(crate) fn most(&self) -> u32 {
        self.first_days + self.bounds.len() as u32 - 1
    }

    /// The probability of exactly so many days, as they are drawn.
    pub(crate) fn chance_of(&self, days: i64) -> f64 {
        let lanes = self.lanes_at_most(days) - self.lanes_at_most(days - 1);
        lanes as f64 / 4_294_967_296.0
    }

    /// The delay of a lane, given that it is at least so many days; `None` when it never is.
    pub(crate) fn days_from(&self, lane: u32, least: i64) -> Option<u32> {
        const ALL: u64 = 1 << 32;
        let gone = self.lanes_at_most(least - 1);
        let rest = gone + u64::from(lane) * (ALL - gone) / ALL;
        (gone < ALL).then(|| self.days(rest as u32))
    }

    /// The delay of a lane, given that it is less than so many days; `None` when it never is.
    pub(crate) fn days_below(&self, lane: u32, end: i64) -> Option<u32> {
        const ALL: u64 = 1 << 32;
        let most = self.lanes_at_most(end - 1);
        let part = (u128::from(lane) * u128::from(most) / u128::from(ALL)) as u32;
        (0 < most).then(|| self.days(part))
    }
}

fn guide(bounds: &[u32]) -> Vec<u32> {
    let mut k = 0;
    let starts = (0..1_u32 << GUIDE_BITS).map(|cell| cell << (32 - GUIDE_BITS));
    starts
        .map(|lane| {
            while bounds[k] < lane {
                k += 1;
            }
            k as u32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_delay_is_drawn_as_the_delay_is() {
        let table = Delay::uniform(3, 6).unwrap().table();
        let quarters = [0, 1 << 30, 1 << 31, 3 << 30];
        assert_eq!(quarters.map(|lane| table.days_from(lane, 0)), [3, 4, 5, 6].map(Some));
        assert_eq!(quarters.map(|lane| table.days_from(lane, 5)), [5, 5, 6, 6].map(Some));
        assert_eq!(quarters.map(|lane| table.days_from(lane, 7)), [None; 4]);
        assert_eq!(quarters.map(|lane| table.days_below(lane, 99)), [3, 4, 5, 6].map(Some));
        assert_eq!(quarters.map(|lane| table.days_below(lane, 5)), [3, 3, 4, 4].map(Some));
        assert_eq!(quarters.map(|lane| table.days_below(lane, 3)), [None; 4]);
        assert_eq!([u32::MAX - 1, u32::MAX].map(|lane| table.days_from(lane, 6)), [Some(6); 2]);
        assert_eq!(table.days_below(u32::MAX, 5), Some(4));
        assert_eq!((table.least(), table.most()), (3, 6));
        assert_eq!([2, 3, 6, 7].map(|days| table.chance_of(days)), [0.0, 0.25, 0.25, 0.0]);
    }
}

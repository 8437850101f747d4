//! A share: a number between 0 and 1, and the yes-or-no draw that goes with it.

use crate::error::Fault;

/// A probability or a fraction, in [0, 1].
///
/// # Example
/// ```
/// use arrears::random::Share;
///
/// assert_eq!(Share::new(0.40)?.value(), 0.40);
/// let refused = Share::new(40.0).unwrap_err().to_string();
/// assert_eq!(refused, "40, must be between 0 and 1; did you mean 0.4?");
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share {
    value: f64, // in [0, 1]
    // The value times 2^32, rounded.
    threshold: u64,
}

impl Share {
    /// Never.
    pub const NONE: Share = Share { value: 0.0, threshold: 0 };
    /// Always.
    pub const ALL: Share = Share { value: 1.0, threshold: 1 << 32 };

    /// A share of this value.
    ///
    /// # Errors
    /// - the value is not between 0 and 1.
    pub fn new(value: f64) -> Result<Share, Fault> {
        if 0.0 <= value && value <= 1.0 {
            let threshold = (value * 4_294_967_296.0).round() as u64;
            return Ok(Share { value, threshold });
        }
        if 1.0 < value && value <= 100.0 {
            let meant = format!("between 0 and 1; did you mean {}?", value / 100.0);
            return Err(Fault::new(value, meant));
        }
        Err(Fault::new(value, "between 0 and 1"))
    }

    /// The share as a number in [0, 1].
    pub const fn value(self) -> f64 {
        self.value
    }

    /// Lanes below this number mean yes: the share times 2³², rounded.
    #[inline]
    pub const fn threshold(self) -> u64 {
        self.threshold
    }

    /// Whether a lane means yes.
    #[inline]
    pub fn accepts(self, lane: u32) -> bool {
        u64::from(lane) < self.threshold
    }

    /// Whether a lane means yes, given that it has not happened yet.
    ///
    /// Rule: with s the share and F, `gone` over 2³², the part of those who would have done it by
    /// now, somebody who has not still will with probability s (1 − F) / (1 − s F); nobody will
    /// where all would have.
    pub(crate) fn accepts_later(self, lane: u32, gone: u64) -> bool {
        const ALL: u128 = 1 << 32;
        let (share, gone) = (u128::from(self.threshold), u128::from(gone));
        // lane / 2^32 < s (1 - F) / (1 - s F), in whole numbers.
        (ALL * ALL - share * gone) * u128::from(lane) < ALL * share * (ALL - gone)
    }
}

/// The number of lanes that mean yes, given that it has not happened yet: of `threshold` lanes for
/// somebody of whom nothing is known.
///
/// The rule is that of [`Share::accepts_later`]; but what is certain stays certain, also where it
/// should have happened by now.
pub(crate) fn threshold_later(threshold: u64, gone: u64) -> u64 {
    const ALL: u128 = 1 << 32;
    let (share, gone) = (u128::from(threshold), u128::from(gone));
    match ALL * ALL - share * gone {
        0 => 1 << 32,
        still => (ALL * share * (ALL - gone)).div_ceil(still) as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_not_done_it_yet_is_less_likely_to() {
        let half = Share::new(0.5).unwrap();
        let third = (1_u64 << 32) / 3;
        // Half of half are gone: of the other three quarters a third still will.
        assert!(half.accepts_later(third as u32, 1 << 31));
        assert!(!half.accepts_later(third as u32 + 1, 1 << 31));
        for lane in [0, 1, (1 << 31) - 1, 1 << 31, u32::MAX] {
            assert_eq!(half.accepts_later(lane, 0), half.accepts(lane));
            assert!(!half.accepts_later(lane, 1 << 32) && !Share::NONE.accepts_later(lane, 7));
            assert!(Share::ALL.accepts_later(lane, 7) && !Share::ALL.accepts_later(lane, 1 << 32));
        }
        let shares = [0.0, 1e-9, 0.25, 0.7, 1.0].map(|value| Share::new(value).unwrap());
        assert_eq!(threshold_later(1 << 32, 1 << 32), 1 << 32);
        for (share, gone) in shares.iter().flat_map(|it| [0, 7, 1 << 31, 1 << 32].map(|g| (it, g)))
        {
            if *share == Share::ALL && gone == 1 << 32 {
                continue;
            }
            let yes = threshold_later(share.threshold(), gone);
            let around = [yes.saturating_sub(1), yes, yes + 1].map(|it| it.min((1 << 32) - 1));
            for lane in around.into_iter().chain([0, (1 << 32) - 1]) {
                assert_eq!(share.accepts_later(lane as u32, gone), lane < yes, "{share:?} {gone}");
            }
        }
    }
}

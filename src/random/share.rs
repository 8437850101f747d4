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
}

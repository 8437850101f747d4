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
pub struct Share(f64); // in [0, 1]

impl Share {
    /// Never.
    pub const NONE: Share = Share(0.0);
    /// Always.
    pub const ALL: Share = Share(1.0);

    /// A share of this value.
    ///
    /// # Errors
    /// - the value is not between 0 and 1.
    pub fn new(value: f64) -> Result<Share, Fault> {
        if 0.0 <= value && value <= 1.0 {
            return Ok(Share(value));
        }
        if 1.0 < value && value <= 100.0 {
            let meant = format!("between 0 and 1; did you mean {}?", value / 100.0);
            return Err(Fault::new(value, meant));
        }
        Err(Fault::new(value, "between 0 and 1"))
    }

    /// The share as a number in [0, 1].
    pub const fn value(self) -> f64 {
        self.0
    }

    /// Lanes below this number mean yes: the share times 2³², rounded.
    pub fn threshold(self) -> u64 {
        (self.0 * 4_294_967_296.0).round() as u64
    }

    /// Whether a lane means yes.
    #[inline]
    pub fn accepts(self, lane: u32) -> bool {
        u64::from(lane) < self.threshold()
    }
}

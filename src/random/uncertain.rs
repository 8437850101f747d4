//! A number that is not known: what is believed about it, as a distribution with one uniform a
//! draw.

use crate::error::Fault;
use crate::random::uncertain_shape::Shape;

/// What is believed about a number that is not known.
///
/// A draw is its quantile at a uniform number, so that a larger uniform never gives a smaller value
/// and one uniform is used whatever the distribution. The units are those of the parameters.
///
/// # Example
/// ```
/// use arrears::random::UncertainNumber;
///
/// let intake = UncertainNumber::pert(60.0, 70.0, 95.0)?; // a day
/// assert_eq!(intake.support(), (60.0, 95.0));
/// assert!((intake.mean() - 72.5).abs() < 1e-12); // (60 + 4 x 70 + 95) / 6
/// let drawn = intake.quantile(0.9);
/// assert!((intake.at_most(drawn) - 0.9).abs() < 1e-12);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainNumber {
    description: String,
    shape: Shape,
    location: f64,
    scale: f64, // above 0
    cut: Option<Cut>,
}

/// The range that a distribution was cut to, in the units of the number.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cut {
    low: f64,
    high: f64,
    // The levels of the ends in the whole distribution; the first is below the second.
    low_level: f64,
    high_level: f64,
}

impl UncertainNumber {
    /// A distribution in standard form, moved and widened; `scale` is above 0.
    pub(super) fn standard(
        description: String,
        shape: Shape,
        location: f64,
        scale: f64,
    ) -> UncertainNumber {
        UncertainNumber { description, shape, location, scale, cut: None }
    }

    /// The value that is not exceeded with probability `level`: the draw at this uniform number.
    ///
    /// Never falls as the level rises. At levels 0 and 1 the ends of the support, infinite where
    /// there is none.
    ///
    /// # Panics
    /// - `level` is not between 0 and 1.
    pub fn quantile(&self, level: f64) -> f64 {
        assert!(0.0 <= level && level <= 1.0, "a level of {level} must be between 0 and 1");
        let Some(cut) = self.cut else {
            return self.location + self.scale * self.shape.quantile(level);
        };
        let inside = cut.low_level + level * (cut.high_level - cut.low_level);
        (self.location + self.scale * self.shape.quantile(inside)).clamp(cut.low, cut.high)
    }

    /// The probability of at most `value`.
    pub fn at_most(&self, value: f64) -> f64 {
        let whole = self.shape.at_most((value - self.location) / self.scale);
        let Some(cut) = self.cut else { return whole };
        ((whole - cut.low_level) / (cut.high_level - cut.low_level)).clamp(0.0, 1.0)
    }

    /// The mean, in the unit of the number.
    pub fn mean(&self) -> f64 {
        self.location + self.scale * self.standard_moments()[0]
    }

    /// The standard deviation, in the unit of the number.
    pub fn standard_deviation(&self) -> f64 {
        let [mean, mean_square] = self.standard_moments();
        self.scale * (mean_square - mean * mean).max(0.0).sqrt()
    }

    /// The mean and the mean square in standard form, of what the cut leaves.
    fn standard_moments(&self) -> [f64; 2] {
        let Some(cut) = self.cut else { return self.shape.moments_up_to(f64::INFINITY) };
        let upper = self.shape.moments_up_to((cut.high - self.location) / self.scale);
        let lower = self.shape.moments_up_to((cut.low - self.location) / self.scale);
        [0, 1].map(|i| (upper[i] - lower[i]) / (cut.high_level - cut.low_level))
    }

    /// The smallest and the largest possible value; infinite where there is no end.
    pub fn support(&self) -> (f64, f64) {
        let (low, high) = self.shape.support();
        let (low, high) = (self.location + self.scale * low, self.location + self.scale * high);
        self.cut.map_or((low, high), |cut| (low.max(cut.low), high.min(cut.high)))
    }

    /// The distribution in words, as "PERT from 60 to 95, likeliest 70".
    pub fn describe(&self) -> &str {
        &self.description
    }

    /// The same belief, given that the number is between `low` and `high` (both possible).
    ///
    /// # Errors
    /// - `low` is not below `high`, or less than a millionth of the distribution is between them.
    ///
    /// # Example
    /// ```
    /// use arrears::random::UncertainNumber;
    ///
    /// let share = UncertainNumber::normal(0.9, 0.2)?;
    /// assert!(share.within(0.0, 1.0).is_err());
    /// let share = share.cut(0.0, 1.0)?;
    /// assert!(share.within(0.0, 1.0).is_ok());
    /// assert!(share.mean() < 0.9);
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn cut(&self, low: f64, high: f64) -> Result<UncertainNumber, Fault> {
        if !(low < high) {
            return Err(Fault::new(format!("a cut from {low} to {high}"), "from below to above"));
        }
        let description = format!("{}, cut to {low} to {high}", self.description);
        let (low, high) = match self.cut {
            Some(cut) => (low.max(cut.low), high.min(cut.high)),
            None => (low, high),
        };
        let (from, to) = ((low - self.location) / self.scale, (high - self.location) / self.scale);
        let (low_level, high_level) = (self.shape.below(from), self.shape.at_most(to));
        if !(1e-6 <= high_level - low_level) {
            let right = "a cut that leaves at least a millionth of the distribution";
            return Err(Fault::new(description, right));
        }
        if let Shape::Discrete { values } = &self.shape {
            // What is left is a list of values again, both ends included.
            let left = values.iter().filter(|(value, _)| from <= *value && *value <= to);
            let level = |at_most: f64| ((at_most - low_level) / (high_level - low_level)).min(1.0);
            let values = left.map(|(value, at_most)| (*value, level(*at_most))).collect();
            return Ok(UncertainNumber {
                description,
                shape: Shape::Discrete { values },
                ..self.clone()
            });
        }
        let cut = Some(Cut { low, high, low_level, high_level });
        Ok(UncertainNumber { description, cut, ..self.clone() })
    }

    /// Whether no value outside `low` to `high` is possible, as a share needs 0 to 1.
    ///
    /// # Errors
    /// - a value below `low` or above `high` is possible; the fault names
    ///   [`UncertainNumber::cut`]'s word as the remedy.
    pub fn within(&self, low: f64, high: f64) -> Result<(), Fault> {
        let (lowest, highest) = self.support();
        if low <= lowest && highest <= high {
            return Ok(());
        }
        let found = format!("{}, which goes from {lowest} to {highest}", self.description);
        Err(Fault::new(found, format!("within {low} to {high}; cut it to that range")))
    }
}

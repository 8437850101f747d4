//! What a calibration should come out near to: reported ranges and reported numbers.

use crate::error::Fault;

/// A result that was reported, and how far from it a simulated one is.
///
/// # Example
/// ```
/// use arrears::summary::Target;
///
/// let liability = Target::range("liability, million EUR", 30.0, 40.0, 5.0)?;
/// assert_eq!([25.0, 30.0, 38.0, 50.0].map(|x| liability.distance(x)), [1.0, 0.0, 0.0, 2.0]);
/// let late = Target::point("late cases", 8_900.0, 90.0)?;
/// assert_eq!(late.distance(8_720.0), 2.0);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    name: String,
    low: f64,  // finite, at most `high`
    high: f64, // finite
    unit: f64, // finite, above 0
}

impl Target {
    /// Anything from `low` to `high` is right; outside, the distance to the nearer end is counted
    /// in `unit`s: how far outside is as bad as one standard error of a point.
    ///
    /// # Errors
    /// - an end is not finite, `low` is above `high`, or `unit` not finite and above 0.
    pub fn range(name: impl Into<String>, low: f64, high: f64, unit: f64) -> Result<Target, Fault> {
        let name = name.into();
        if !(low <= high && low.is_finite() && high.is_finite()) {
            let found = format!("{name}: {low} to {high}");
            return Err(Fault::new(found, "two finite ends, the first not above the second"));
        }
        if !(0.0 < unit && unit.is_finite()) {
            return Err(Fault::new(format!("{name}: a unit of {unit}"), "above 0"));
        }
        Ok(Target { name, low, high, unit })
    }

    /// A number that is known with a standard error; the distance is counted in standard errors.
    ///
    /// # Errors
    /// - `value` is not finite, or the standard error not finite and above 0.
    pub fn point(
        name: impl Into<String>,
        value: f64,
        standard_error: f64,
    ) -> Result<Target, Fault> {
        Target::range(name, value, value, standard_error)
    }

    /// The name, as it stands in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ends of what is right; the same number twice for a point.
    pub fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// How far a simulated result is from what is right, 0 or more; infinite when it is no number.
    pub fn distance(&self, result: f64) -> f64 {
        if !result.is_finite() {
            return f64::INFINITY;
        }
        (self.low - result).max(result - self.high).max(0.0) / self.unit
    }
}

/// How far a simulation is from all targets: the largest of its distances, so that at tolerance ε
/// every single target is met to ε units.
///
/// # Panics
/// - there are not as many results as targets.
pub(crate) fn distance(targets: &[Target], results: &[f64]) -> f64 {
    assert!(targets.len() == results.len(), "a simulation gives one result a target");
    let distances = targets.iter().zip(results).map(|(target, result)| target.distance(*result));
    distances.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_target_counts_and_what_is_no_number_is_infinitely_far() {
        let targets =
            [Target::range("a", 0.0, 1.0, 1.0).unwrap(), Target::point("b", 10.0, 2.0).unwrap()];
        assert_eq!(distance(&targets, &[0.5, 10.0]), 0.0);
        assert_eq!(distance(&targets, &[3.0, 11.0]), 2.0);
        assert_eq!(distance(&targets, &[0.0, 4.0]), 3.0);
        assert_eq!(distance(&targets, &[f64::NAN, 10.0]), f64::INFINITY);
        assert!(Target::range("a", 2.0, 1.0, 1.0).is_err());
        assert!(Target::range("a", f64::NAN, 1.0, 1.0).is_err());
        assert!(Target::point("b", 1.0, 0.0).is_err());
    }
}

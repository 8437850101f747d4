//! The exact interval of a share: it claims no more than the binomial law does.

use crate::summary::Interval;
use crate::summary::ShareEstimate;
use crate::summary::binomial::at_most;

impl ShareEstimate {
    /// The interval of Clopper and Pearson: it holds the true share with probability `level` at
    /// least, whatever the share and however few the trials.
    ///
    /// From the share p with P(X >= hits; p) = (1 - level) / 2 to that with P(X <= hits; p) =
    /// (1 - level) / 2, X binomial. From 0 to 1; starts at 0 when it never happened, ends at 1 when
    /// it always did. Wider than [`ShareEstimate::interval`]. Time: `O(sqrt(n))`.
    ///
    /// # Panics
    /// - `level` is not above 0 and below 1.
    ///
    /// # Example
    /// ```
    /// use arrears::summary::share;
    ///
    /// // Never in 20 trials: up to 1 - 0.025^(1/20).
    /// let interval = share(0, 20).exact_interval(0.95);
    /// assert_eq!(interval.low, 0.0);
    /// assert!((interval.high - 0.168433).abs() < 1e-6);
    /// ```
    ///
    /// # Source
    /// Clopper, Pearson (1934), The use of confidence or fiducial limits illustrated in the case of
    /// the binomial, Biometrika 26, 404–413.
    pub fn exact_interval(&self, level: f64) -> Interval {
        assert!(0.0 < level && level < 1.0, "a level of {level} must be above 0 and below 1");
        let (hits, of, tail) = (self.hits(), self.of(), (1.0 - level) / 2.0);
        let low = match hits {
            0 => 0.0,
            _ => falling_through(1.0 - tail, |chance| at_most(hits - 1, of, chance)),
        };
        let high = match hits == of {
            true => 1.0,
            false => falling_through(tail, |chance| at_most(hits, of, chance)),
        };
        Interval { low, high }
    }
}

/// Where a function that falls from 1 to 0 over the chances passes a value.
fn falling_through(value: f64, of: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    // Halved until the middle is one of the ends.
    loop {
        let middle: f64 = (low + high) / 2.0;
        if middle <= low || high <= middle {
            return middle;
        }
        if value < of(middle) {
            low = middle;
        } else {
            high = middle;
        }
        if high - low <= 1e-15 * high {
            return middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::summary::share;

    #[test]
    fn the_exact_interval_is_that_of_newcombe() {
        // Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 5.
        let rows = [
            (81, 263, 0.2527, 0.3676),
            (15, 148, 0.0578, 0.1617),
            (0, 20, 0.0, 0.1684),
            (1, 29, 0.0009, 0.1776),
        ];
        for (hits, of, low, high) in rows {
            let interval = share(hits, of).exact_interval(0.95);
            assert!((interval.low - low).abs() <= 5.1e-5, "{hits} {interval:?}");
            assert!((interval.high - high).abs() <= 5.1e-5, "{hits} {interval:?}");
            let mirrored = share(of - hits, of).exact_interval(0.95);
            assert!((mirrored.low - (1.0 - high)).abs() <= 5.1e-5, "{hits} {mirrored:?}");
            assert!((mirrored.high - (1.0 - low)).abs() <= 5.1e-5, "{hits} {mirrored:?}");
        }
    }

    #[test]
    fn a_single_trial_has_ends_that_are_known_exactly() {
        // P(X >= 1; p) = p = 0.025, and P(X <= 0; p) = 1 - p = 0.025.
        let (never, once) = (share(0, 1), share(1, 1));
        assert!((never.exact_interval(0.95).high - 0.975).abs() <= 1e-14);
        assert!((once.exact_interval(0.95).low - 0.025).abs() <= 1e-14);
        assert_eq!((never.exact_interval(0.95).low, once.exact_interval(0.95).high), (0.0, 1.0));
    }

    #[test]
    fn a_million_trials_are_close_to_the_normal_law() {
        let interval = share(500_000, 1_000_000).exact_interval(0.95);
        // 1/2 ± 1.96 × 0.0005, and half a trial more for the steps.
        assert!((interval.high - 0.5 - 0.000_980_5).abs() <= 1e-7, "{interval:?}");
        assert!((0.5 - interval.low - 0.000_980_5).abs() <= 1e-7, "{interval:?}");
    }
}

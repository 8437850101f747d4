//! The distributions that may be named for an uncertain number, each refused at the door when its
//! parameters make no sense.

use crate::error::Fault;
use crate::random::UncertainNumber;
use crate::random::quantile_pieces::QuantilePieces;
use crate::random::uncertain_shape::Shape;

/// Every parameter must be a number of at most 1e100 in size; what is not is called not finite
/// below.
impl UncertainNumber {
    /// Every value from `low` to `high` equally likely.
    ///
    /// # Errors
    /// - an end is not a finite number, or `low` is not below `high`.
    pub fn uniform(low: f64, high: f64) -> Result<UncertainNumber, Fault> {
        ends("uniform", low, high)?;
        Ok(UncertainNumber::standard(
            format!("uniform from {low} to {high}"),
            Shape::Uniform,
            low,
            high - low,
        ))
    }

    /// Triangular: the density rises straight from `low` to the likeliest value and falls straight
    /// to `high`; the mean is the mean of the three.
    ///
    /// # Errors
    /// - a parameter is not finite, `low` is not below `high`, or `likeliest` is not between them.
    pub fn triangular(low: f64, likeliest: f64, high: f64) -> Result<UncertainNumber, Fault> {
        three_points("triangular", low, likeliest, high)?;
        let words = format!("triangular from {low} to {high}, likeliest {likeliest}");
        let peak = ((likeliest - low) / (high - low)).clamp(0.0, 1.0);
        Ok(UncertainNumber::standard(words, Shape::Triangular { peak }, low, high - low))
    }

    /// PERT: a beta distribution from `low` to `high` with the mean (low + 4 likeliest + high) / 6.
    ///
    /// Its parameters are a = 1 + 4 (likeliest − low) / (high − low) and b = 6 − a. It is smoother
    /// than the triangular one and puts less into the ends.
    ///
    /// # Errors
    /// - a parameter is not finite, `low` is not below `high`, or `likeliest` is not between them.
    ///
    /// # Source
    /// D. G. Malcolm et al., Application of a technique for research and development program
    /// evaluation, Operations Research 7 (1959), 646–669.
    pub fn pert(low: f64, likeliest: f64, high: f64) -> Result<UncertainNumber, Fault> {
        three_points("PERT", low, likeliest, high)?;
        let words = format!("PERT from {low} to {high}, likeliest {likeliest}");
        let a = 1.0 + 4.0 * (likeliest - low) / (high - low);
        Ok(UncertainNumber::standard(words, Shape::Beta { a, b: 6.0 - a }, low, high - low))
    }

    /// Beta on 0 to 1, with density proportional to x^(a − 1) (1 − x)^(b − 1); the mean is
    /// a / (a + b).
    ///
    /// # Errors
    /// - `a` or `b` is not between 0.01 and 100,000,000.
    pub fn beta(a: f64, b: f64) -> Result<UncertainNumber, Fault> {
        for parameter in [a, b] {
            if !(0.01 <= parameter && parameter <= 1e8) {
                let right = "two parameters between 0.01 and 100,000,000";
                return Err(Fault::new(format!("beta with {a} and {b}"), right));
            }
        }
        Ok(UncertainNumber::standard(
            format!("beta with parameters {a} and {b}"),
            Shape::Beta { a, b },
            0.0,
            1.0,
        ))
    }

    /// Beta on 0 to 1 with this mean and standard deviation.
    ///
    /// a = mean x s and b = (1 − mean) x s with s = mean (1 − mean) / sd² − 1.
    ///
    /// # Errors
    /// - `mean` is not above 0 and below 1.
    /// - the standard deviation is not above 0 and below √(mean (1 − mean)), or so close to an end
    ///   that a parameter leaves 0.01 to 100,000,000.
    ///
    /// # Example
    /// ```
    /// use arrears::random::UncertainNumber;
    ///
    /// let share = UncertainNumber::beta_with_mean(0.4, 0.05)?;
    /// assert!((share.mean() - 0.4).abs() < 1e-12);
    /// assert!((share.standard_deviation() - 0.05).abs() < 1e-12);
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn beta_with_mean(mean: f64, standard_deviation: f64) -> Result<UncertainNumber, Fault> {
        if !(0.0 < mean && mean < 1.0) {
            return Err(Fault::new(format!("beta with mean {mean}"), "a mean above 0 and below 1"));
        }
        let widest = (mean * (1.0 - mean)).sqrt();
        let size = (widest / standard_deviation).powi(2) - 1.0;
        let (a, b) = (mean * size, (1.0 - mean) * size);
        let usable = |parameter: f64| 0.01 <= parameter && parameter <= 1e8;
        if !(0.0 < standard_deviation && usable(a) && usable(b)) {
            let found =
                format!("beta with mean {mean} and standard deviation {standard_deviation}");
            let sizes = [1e8 / mean.max(1.0 - mean), 0.01 / mean.min(1.0 - mean)];
            let ends = sizes.map(|size| widest / (size + 1.0).sqrt());
            let right = format!("a standard deviation between {:.2e} and {:.3}", ends[0], ends[1]);
            return Err(Fault::new(found, right));
        }
        let words = format!("beta with mean {mean} and standard deviation {standard_deviation}");
        Ok(UncertainNumber::standard(words, Shape::Beta { a, b }, 0.0, 1.0))
    }

    /// Normal with this mean and standard deviation; both ends are open, see
    /// [`UncertainNumber::cut`].
    ///
    /// # Errors
    /// - the mean is not finite, or the standard deviation not finite and above 0.
    pub fn normal(mean: f64, standard_deviation: f64) -> Result<UncertainNumber, Fault> {
        let words = format!("normal with mean {mean} and standard deviation {standard_deviation}");
        if !(usable(mean) && 0.0 < standard_deviation && usable(standard_deviation)) {
            return Err(Fault::new(words, "a finite mean and a standard deviation above 0"));
        }
        Ok(UncertainNumber::standard(words, Shape::Normal, mean, standard_deviation))
    }

    /// Log-normal: half of the values are below `median`, and `sigma` is the standard deviation of
    /// the natural logarithm.
    ///
    /// # Errors
    /// - `median` is not finite and above 0, or `sigma` not above 0 and at most 10.
    pub fn lognormal(median: f64, sigma: f64) -> Result<UncertainNumber, Fault> {
        let words = format!("log-normal with median {median} and sigma {sigma}");
        if !(0.0 < median && usable(median) && 0.0 < sigma && sigma <= 10.0) {
            return Err(Fault::new(words, "a median above 0 and a sigma above 0 and at most 10"));
        }
        Ok(UncertainNumber::standard(words, Shape::LogNormal { sigma }, 0.0, median))
    }

    /// Log-normal with this mean and standard deviation.
    ///
    /// sigma² = ln(1 + (sd / mean)²), median = mean / √(1 + (sd / mean)²).
    ///
    /// # Errors
    /// - the mean or the standard deviation is not finite and above 0, or sigma is above 10.
    pub fn lognormal_with_mean(
        mean: f64,
        standard_deviation: f64,
    ) -> Result<UncertainNumber, Fault> {
        let words =
            format!("log-normal with mean {mean} and standard deviation {standard_deviation}");
        let square = (standard_deviation / mean).powi(2);
        let sigma = libm::sqrt(libm::log1p(square));
        let positive = 0.0 < mean && usable(mean) && 0.0 < standard_deviation;
        if !(positive && 0.0 < sigma && sigma <= 10.0) {
            return Err(Fault::new(words, "a mean and a standard deviation above 0"));
        }
        let median = mean / (1.0 + square).sqrt();
        Ok(UncertainNumber::standard(words, Shape::LogNormal { sigma }, 0.0, median))
    }

    /// One of several values, each with its weight; the weights are made to sum to 1.
    ///
    /// # Errors
    /// - there is no value, a value is not finite, or not above the one before it.
    /// - a weight is not finite and above 0.
    ///
    /// # Example
    /// ```
    /// use arrears::random::UncertainNumber;
    ///
    /// let judges = UncertainNumber::discrete(&[(10.0, 1.0), (20.0, 3.0)])?;
    /// assert_eq!([0.2, 0.3].map(|level| judges.quantile(level)), [10.0, 20.0]);
    /// assert_eq!(judges.mean(), 17.5);
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn discrete(weighted: &[(f64, f64)]) -> Result<UncertainNumber, Fault> {
        let parts: Vec<String> = weighted.iter().map(|(v, w)| format!("{v} ({w})")).collect();
        let words = format!("one of {}, with weights", parts.join(", "));
        if weighted.is_empty() {
            return Err(Fault::new("an empty list", "at least one value with its weight"));
        }
        if !weighted.iter().all(|(_, weight)| 0.0 < *weight && usable(*weight)) {
            return Err(Fault::new(words, "weights that are finite and above 0"));
        }
        if !increasing(weighted.iter().map(|(value, _)| *value)) {
            return Err(Fault::new(words, "finite values, each above the one before it"));
        }
        let first = weighted[0].0;
        let sum: f64 = weighted.iter().map(|(_, weight)| weight).sum();
        let mut so_far = 0.0;
        let mut values = Vec::with_capacity(weighted.len());
        for (value, weight) in weighted {
            so_far += weight;
            values.push((value - first, so_far / sum));
        }
        values[weighted.len() - 1].1 = 1.0;
        Ok(UncertainNumber::standard(words, Shape::Discrete { values }, first, 1.0))
    }

    /// Through given quantiles, as 10% 300, 50% 450, 90% 800.
    ///
    /// Between two levels strictly inside 0 to 1 the value goes straight along the log-odds of the
    /// level, ln(u / (1 − u)). Beyond the outermost one it goes on along the nearest such line: the
    /// tail is exponential, and what exceeds the value at level p does so by slope x ln(1/p) / (1 −
    /// p) on average (at 90% by 1.05 slopes). Where level 0 or 1 is among the given, that value is
    /// the end, and the density up to it is even. All of it is monotone and passes through what was
    /// given.
    ///
    /// # Errors
    /// - levels or values do not strictly increase, a level is not between 0 and 1, or a value not
    ///   finite.
    /// - there are neither two levels strictly between 0 and 1 nor both ends.
    /// - there is one level strictly between 0 and 1 and only one end.
    ///
    /// # Example
    /// ```
    /// use arrears::random::UncertainNumber;
    ///
    /// let open = UncertainNumber::from_quantiles(&[(0.1, 300.0), (0.5, 450.0), (0.9, 800.0)])?;
    /// assert!((open.quantile(0.5) - 450.0).abs() < 1e-9);
    /// assert_eq!(open.support().1, f64::INFINITY);
    /// let closed = [(0.0, 250.0), (0.1, 300.0), (0.5, 450.0), (0.9, 800.0), (1.0, 1_200.0)];
    /// let closed = UncertainNumber::from_quantiles(&closed)?;
    /// assert!((closed.quantile(0.95) - 1_000.0).abs() < 1e-9); // half way from 800 to 1,200
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    ///
    /// # Source
    /// The piece between two quantiles is that of the logistic distribution, as the first two terms
    /// of T. W. Keelin, The metalog distributions, Decision Analysis 13 (2016), 243–277; the even
    /// pieces up to the ends are those of R. M. Cooke, Experts in Uncertainty (1991), chapter 12.
    pub fn from_quantiles(given: &[(f64, f64)]) -> Result<UncertainNumber, Fault> {
        let words =
            |(level, value): &(f64, f64)| format!("{}% {value}", (level * 1e6).round() / 1e4);
        let words: Vec<String> = given.iter().map(words).collect();
        let words = format!("through the quantiles {}", words.join(", "));
        let levels = || given.iter().map(|(level, _)| *level);
        let in_range = levels().all(|level| 0.0 <= level && level <= 1.0);
        if !(in_range && increasing(levels())) {
            return Err(Fault::new(words, "levels between 0 and 1, each above the one before it"));
        }
        if !increasing(given.iter().map(|(_, value)| *value)) {
            return Err(Fault::new(words, "finite values, each above the one before it"));
        }
        let inside = levels().filter(|level| 0.0 < *level && *level < 1.0).count();
        if !(2 <= inside || given.len() - inside == 2) {
            let right = "two levels between 0 and 1, or the values at 0 and at 1";
            return Err(Fault::new(words, right));
        }
        let (location, scale) = (given[0].1, given[given.len() - 1].1 - given[0].1);
        let standard: Vec<(f64, f64)> =
            given.iter().map(|(level, value)| (*level, (value - location) / scale)).collect();
        Ok(UncertainNumber::standard(
            words,
            Shape::Pieces(QuantilePieces::new(&standard)),
            location,
            scale,
        ))
    }
}

/// Whether a number is one, and of a size that can be squared.
fn usable(value: f64) -> bool {
    value.abs() <= 1e100
}

fn increasing(values: impl Iterator<Item = f64>) -> bool {
    let mut before = f64::NEG_INFINITY;
    for value in values {
        if !(before < value && usable(value)) {
            return false;
        }
        before = value;
    }
    true
}

fn ends(name: &str, low: f64, high: f64) -> Result<(), Fault> {
    if low < high && usable(low) && usable(high) {
        return Ok(());
    }
    Err(Fault::new(format!("{name} from {low} to {high}"), "from below to above, both finite"))
}

fn three_points(name: &str, low: f64, likeliest: f64, high: f64) -> Result<(), Fault> {
    ends(name, low, high)?;
    if low <= likeliest && likeliest <= high {
        return Ok(());
    }
    let right = format!("likeliest between {low} and {high}");
    Err(Fault::new(format!("{name} from {low} to {high}, likeliest {likeliest}"), right))
}

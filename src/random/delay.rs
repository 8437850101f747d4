//! How long something takes, in whole days: the distributions that a scenario may name.

use statrs::distribution::ContinuousCDF;
use statrs::distribution::Gamma;
use statrs::function::erf::erfc;

use crate::error::Fault;
use crate::random::DelayTable;

/// A distribution of whole days, 0 or more.
///
/// The continuous ones are rounded down: a delay of 2.9 days is 2 whole days.
///
/// # Example
/// ```
/// use arrears::random::Delay;
///
/// let wait = Delay::exponential(30.0)?;
/// let at_most_9 = 1.0 - (-10.0_f64 / 30.0).exp();
/// assert!((wait.at_most(9) - at_most_9).abs() < 1e-15);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Delay {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Fixed { days: u32 },
    Uniform { from_days: u32, to_days: u32 },
    Exponential { mean_days: f64 },
    Gamma { shape: f64, scale_days: f64 },
    LogNormal { median_days: f64, sigma: f64 },
    Weibull { shape: f64, scale_days: f64 },
    // Days strictly increase; the shares sum to 1.
    Discrete { shares: Vec<(u32, f64)> },
}

impl Delay {
    /// The longest delay, 36,525 days (a century); what would last longer lasts this long.
    pub const MAX_DAYS: u32 = 36_525;

    /// Always the same number of days.
    ///
    /// # Errors
    /// - `days` is above 36,525.
    pub fn fixed(days: u32) -> Result<Delay, Fault> {
        if !(days <= Delay::MAX_DAYS) {
            return Err(Fault::new(days, "at most 36,525 days (a century)"));
        }
        Ok(Delay { kind: Kind::Fixed { days } })
    }

    /// Each whole number of days from `from_days` to `to_days` equally likely.
    ///
    /// # Errors
    /// - `from_days` is above `to_days`, or `to_days` above 36,525.
    pub fn uniform(from_days: u32, to_days: u32) -> Result<Delay, Fault> {
        if !(from_days <= to_days && to_days <= Delay::MAX_DAYS) {
            let found = format!("{from_days} to {to_days} days");
            return Err(Fault::new(found, "a first day not after the last, both at most 36,525"));
        }
        Ok(Delay { kind: Kind::Uniform { from_days, to_days } })
    }

    /// Exponential with this mean: P(delay ≤ k) = 1 − exp(−(k + 1) / mean).
    ///
    /// # Errors
    /// - `mean_days` is not above 0 and at most 36,525.
    pub fn exponential(mean_days: f64) -> Result<Delay, Fault> {
        let mean_days = duration(mean_days)?;
        Ok(Delay { kind: Kind::Exponential { mean_days } })
    }

    /// Gamma with this shape and scale; the mean is shape x scale.
    ///
    /// # Errors
    /// - `shape` is not between 0.01 and 10,000, or `scale_days` not above 0 and at most 36,525.
    pub fn gamma(shape: f64, scale_days: f64) -> Result<Delay, Fault> {
        let (shape, scale_days) = (shape_parameter(shape)?, duration(scale_days)?);
        Ok(Delay { kind: Kind::Gamma { shape, scale_days } })
    }

    /// Log-normal: half of the delays are below the median; `sigma` is the standard deviation of
    /// the natural logarithm.
    ///
    /// # Errors
    /// - `median_days` is not above 0 and at most 36,525, or `sigma` not above 0 and at most 10.
    pub fn lognormal(median_days: f64, sigma: f64) -> Result<Delay, Fault> {
        if !(0.0 < sigma && sigma <= 10.0) {
            return Err(Fault::new(sigma, "above 0 and at most 10"));
        }
        Ok(Delay { kind: Kind::LogNormal { median_days: duration(median_days)?, sigma } })
    }

    /// Weibull: P(longer than x) = exp(−(x / scale)^shape).
    ///
    /// # Errors
    /// - `shape` is not between 0.01 and 10,000, or `scale_days` not above 0 and at most 36,525.
    pub fn weibull(shape: f64, scale_days: f64) -> Result<Delay, Fault> {
        let (shape, scale_days) = (shape_parameter(shape)?, duration(scale_days)?);
        Ok(Delay { kind: Kind::Weibull { shape, scale_days } })
    }

    /// Named numbers of days, each with its share.
    ///
    /// # Errors
    /// - the list is empty, a number of days is above 36,525 or not after the one before it.
    /// - a share is negative, or the shares do not sum to 1 (within 0.000001).
    pub fn discrete(shares: Vec<(u32, f64)>) -> Result<Delay, Fault> {
        let last = shares.last().ok_or_else(|| {
            Fault::new("an empty list", "at least one number of days with its share")
        })?;
        if !(last.0 <= Delay::MAX_DAYS) {
            return Err(Fault::new(last.0, "at most 36,525 days (a century)"));
        }
        if let Some(pair) = shares.windows(2).find(|pair| !(pair[0].0 < pair[1].0)) {
            return Err(Fault::new(pair[1].0, format!("above {}, the days before it", pair[0].0)));
        }
        if let Some((_, share)) = shares.iter().find(|(_, share)| !(0.0 <= *share)) {
            return Err(Fault::new(share, "0 or more"));
        }
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        if !((sum - 1.0).abs() <= 1e-6) {
            return Err(Fault::new(
                format!("shares that sum to {}", (sum * 1e9).round() / 1e9),
                "shares that sum to 1",
            ));
        }
        Ok(Delay { kind: Kind::Discrete { shares } })
    }

    /// The number of days when it is always the same.
    pub fn as_fixed(&self) -> Option<u32> {
        match self.kind {
            Kind::Fixed { days } => Some(days),
            _ => None,
        }
    }

    /// The probability that the delay is at most `days` whole days.
    pub fn at_most(&self, days: u32) -> f64 {
        if Delay::MAX_DAYS <= days {
            return 1.0;
        }
        let end = f64::from(days) + 1.0;
        match &self.kind {
            Kind::Fixed { days: fixed } => f64::from(u8::from(*fixed <= days)),
            Kind::Uniform { from_days, to_days } => {
                let width = f64::from(to_days - from_days) + 1.0;
                ((end - f64::from(*from_days)) / width).clamp(0.0, 1.0)
            }
            Kind::Exponential { mean_days } => -libm::expm1(-end / mean_days),
            // So far out nothing is left, and the quotient may be too large for `cdf`, which panics.
            Kind::Gamma { scale_days, .. } if 1e9 < end / scale_days => 1.0,
            Kind::Gamma { shape, scale_days } => {
                Gamma::new(*shape, 1.0 / scale_days).expect("checked by `gamma`").cdf(end)
            }
            Kind::LogNormal { median_days, sigma } => {
                let z = libm::log(end / median_days) / sigma;
                0.5 * erfc(-z / std::f64::consts::SQRT_2)
            }
            Kind::Weibull { shape, scale_days } => {
                -libm::expm1(-libm::pow(end / scale_days, *shape))
            }
            Kind::Discrete { shares } => {
                let below = shares.iter().take_while(|(at, _)| *at <= days);
                let sum: f64 = below.map(|(_, share)| share).sum();
                if shares.last().is_some_and(|(last, _)| *last <= days) { 1.0 } else { sum }
            }
        }
    }

    /// The table from which delays are drawn.
    pub fn table(&self) -> DelayTable {
        DelayTable::new(self)
    }

    /// The distribution in words, as "exponential with mean 30 days, in whole days".
    pub fn describe(&self) -> String {
        match &self.kind {
            Kind::Fixed { days: 1 } => "1 day".to_owned(),
            Kind::Fixed { days } => format!("{days} days"),
            Kind::Uniform { from_days, to_days } => format!("{from_days} to {to_days} days"),
            Kind::Exponential { mean_days } => format!("exponential with mean {mean_days} days"),
            Kind::Gamma { shape, scale_days } => {
                // Nine decimals: a product such as 9 x 4.8 is not exact in floats.
                let mean_days = (shape * scale_days * 1e9).round() / 1e9;
                format!("gamma with mean {mean_days} days (shape {shape})")
            }
            Kind::LogNormal { median_days, sigma } => {
                format!("log-normal with median {median_days} days (sigma {sigma})")
            }
            Kind::Weibull { shape, scale_days } => {
                format!("Weibull with scale {scale_days} days (shape {shape})")
            }
            Kind::Discrete { shares } => {
                let parts: Vec<String> =
                    shares.iter().map(|(days, share)| format!("{days} days: {share}")).collect();
                format!("one of ({})", parts.join(", "))
            }
        }
    }
}

fn duration(days: f64) -> Result<f64, Fault> {
    if 0.0 < days && days <= f64::from(Delay::MAX_DAYS) {
        return Ok(days);
    }
    Err(Fault::new(days, "above 0 and at most 36,525 days (a century)"))
}

fn shape_parameter(shape: f64) -> Result<f64, Fault> {
    if 0.01 <= shape && shape <= 10_000.0 {
        return Ok(shape);
    }
    Err(Fault::new(shape, "between 0.01 and 10,000"))
}

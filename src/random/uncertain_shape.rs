//! The shapes of uncertain numbers in standard form: where they lie and how wide they are is added
//! outside.

use crate::random::beta::beta_at_most;
use crate::random::beta::beta_quantile;
use crate::random::normal::normal_at_most;
use crate::random::normal::normal_density;
use crate::random::normal::normal_quantile;
use crate::random::quantile_pieces::QuantilePieces;

/// A distribution in standard form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// Even on 0 to 1.
    Uniform,
    /// On 0 to 1, the density a triangle with its peak at `peak`, in [0, 1].
    Triangular { peak: f64 },
    /// On 0 to 1, with density proportional to x^(a − 1) (1 − x)^(b − 1).
    Beta { a: f64, b: f64 },
    /// Mean 0, standard deviation 1.
    Normal,
    /// Median 1; the logarithm has standard deviation `sigma`.
    LogNormal { sigma: f64 },
    /// Values that strictly increase, each with the probability of at most it; the last has 1.
    Discrete { values: Vec<(f64, f64)> },
    /// Between and beyond given quantiles.
    Pieces(QuantilePieces),
}

impl Shape {
    /// The smallest and the largest value that are possible.
    pub(crate) fn support(&self) -> (f64, f64) {
        match self {
            Shape::Uniform | Shape::Triangular { .. } | Shape::Beta { .. } => (0.0, 1.0),
            Shape::Normal => (f64::NEG_INFINITY, f64::INFINITY),
            Shape::LogNormal { .. } => (0.0, f64::INFINITY),
            Shape::Discrete { values } => (values[0].0, values[values.len() - 1].0),
            Shape::Pieces(pieces) => pieces.support(),
        }
    }

    /// The probability of at most `x`.
    pub(crate) fn at_most(&self, x: f64) -> f64 {
        let (lowest, highest) = self.support();
        if x < lowest {
            return 0.0;
        }
        if highest <= x {
            return 1.0;
        }
        match self {
            Shape::Uniform => x,
            Shape::Triangular { peak } if x <= *peak && 0.0 < *peak => x * x / peak,
            Shape::Triangular { peak } => 1.0 - (1.0 - x) * (1.0 - x) / (1.0 - peak),
            Shape::Beta { a, b } => beta_at_most(*a, *b, x),
            Shape::Normal => normal_at_most(x),
            Shape::LogNormal { sigma } => normal_at_most(libm::log(x) / sigma),
            Shape::Discrete { values } => {
                let count = values.partition_point(|(value, _)| *value <= x);
                values[..count].last().map_or(0.0, |(_, level)| *level)
            }
            Shape::Pieces(pieces) => pieces.at_most(x),
        }
    }

    /// The probability of less than `x`.
    pub(crate) fn below(&self, x: f64) -> f64 {
        let Shape::Discrete { values } = self else { return self.at_most(x) };
        let count = values.partition_point(|(value, _)| *value < x);
        values[..count].last().map_or(0.0, |(_, level)| *level)
    }

    /// The number that is not exceeded with probability `level`.
    pub(crate) fn quantile(&self, level: f64) -> f64 {
        match self {
            Shape::Uniform => level,
            Shape::Triangular { peak } if level <= *peak => libm::sqrt(level * peak),
            Shape::Triangular { peak } => 1.0 - libm::sqrt((1.0 - level) * (1.0 - peak)),
            Shape::Beta { a, b } => beta_quantile(*a, *b, level),
            Shape::Normal => normal_quantile(level),
            Shape::LogNormal { sigma } => libm::exp(sigma * normal_quantile(level)),
            Shape::Discrete { values } => {
                let below = values.partition_point(|(_, at_most)| *at_most < level);
                values[below.min(values.len() - 1)].0
            }
            Shape::Pieces(pieces) => pieces.quantile(level),
        }
    }

    /// The parts of the mean and of the mean square that values up to `x` contribute.
    pub(crate) fn moments_up_to(&self, x: f64) -> [f64; 2] {
        let (lowest, highest) = self.support();
        if x < lowest {
            return [0.0, 0.0];
        }
        let x = x.min(highest);
        match self {
            Shape::Uniform => [x * x / 2.0, x * x * x / 3.0],
            Shape::Triangular { peak } => triangular_moments(*peak, x),
            Shape::Beta { a, b } => {
                let (sum, first) = (a + b, beta_at_most(a + 1.0, *b, x));
                let second = beta_at_most(a + 2.0, *b, x);
                [a / sum * first, a / sum * (a + 1.0) / (sum + 1.0) * second]
            }
            Shape::Normal if x.is_infinite() => [0.0, if 0.0 < x { 1.0 } else { 0.0 }],
            Shape::Normal => {
                let density = normal_density(x);
                [-density, normal_at_most(x) - x * density]
            }
            Shape::LogNormal { sigma } => {
                let z = if 0.0 < x { libm::log(x) / sigma } else { f64::NEG_INFINITY };
                let moment =
                    |n: f64| libm::exp(n * n * sigma * sigma / 2.0) * normal_at_most(z - n * sigma);
                [moment(1.0), moment(2.0)]
            }
            Shape::Discrete { values } => discrete_moments(values, x),
            Shape::Pieces(pieces) => pieces.moments_up_to_level(pieces.at_most(x)),
        }
    }
}

/// Integrals of t and t² times the density 2t/peak up to the peak and 2(1 − t)/(1 − peak) above.
fn triangular_moments(peak: f64, x: f64) -> [f64; 2] {
    let rising = x.min(peak);
    let mut moments = [0.0, 0.0];
    if 0.0 < peak {
        moments = [2.0 * rising.powi(3) / (3.0 * peak), rising.powi(4) / (2.0 * peak)];
    }
    if peak < x {
        let first = |t: f64| t * t - 2.0 / 3.0 * t * t * t;
        let second = |t: f64| 2.0 / 3.0 * t * t * t - 0.5 * t * t * t * t;
        moments[0] += (first(x) - first(peak)) / (1.0 - peak);
        moments[1] += (second(x) - second(peak)) / (1.0 - peak);
    }
    moments
}

fn discrete_moments(values: &[(f64, f64)], x: f64) -> [f64; 2] {
    let mut moments = [0.0, 0.0];
    let mut before = 0.0;
    for (value, at_most) in values.iter().take_while(|(value, _)| *value <= x) {
        let share = at_most - before;
        moments[0] += share * value;
        moments[1] += share * value * value;
        before = *at_most;
    }
    moments
}

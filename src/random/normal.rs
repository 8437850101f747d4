//! The standard normal law: density, distribution function and quantiles.

use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;

const ROOT_OF_2_PI: f64 = 2.506_628_274_631_000_7;

/// The density exp(−z²/2) / √(2π); 0 at the infinities.
pub(crate) fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / ROOT_OF_2_PI
}

/// The probability of at most `z`.
pub(crate) fn normal_at_most(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The number that is not exceeded with probability `level`; levels 0 and 1 are the infinities.
pub(crate) fn normal_quantile(level: f64) -> f64 {
    match level {
        0.0 => f64::NEG_INFINITY,
        1.0 => f64::INFINITY,
        inside => Normal::standard().inverse_cdf(inside),
    }
}

/// The level of a normal score, kept strictly between 0 and 1 so that it can be used as a draw.
pub(crate) fn normal_level(score: f64) -> f64 {
    const SMALLEST: f64 = 1.0 / (1_u64 << 53) as f64;
    normal_at_most(score).clamp(SMALLEST, 1.0 - SMALLEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_and_levels_undo_each_other() {
        // Abramowitz, Stegun (1964), table 26.1: P(1) and P(2); the 97.5% quantile.
        assert!((normal_at_most(1.0) - 0.841_344_746_068_543).abs() < 1e-14);
        assert!((normal_at_most(-2.0) - 0.022_750_131_948_179).abs() < 1e-14);
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-11);
        assert!((normal_density(0.0) - 0.398_942_280_401_433).abs() < 1e-15);
        for level in [1e-12, 1e-6, 0.02, 0.5, 0.7, 0.999, 1.0 - 1e-9] {
            let back = normal_at_most(normal_quantile(level));
            assert!((back - level).abs() <= 1e-9 * level, "{level}: {back}");
        }
        assert!(0.0 < normal_level(-60.0) && normal_level(60.0) < 1.0);
    }
}

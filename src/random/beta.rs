//! The incomplete beta function and its inverse, also for very large parameters.
//!
//! `beta_reg` of statrs 0.19 stops after 140 steps of its continued fraction, which needs about
//! √(a + b) of them, and `inv_beta_reg` does not always end.

const MAX_STEPS: u32 = 100_000;
const LARGEST_LOG_ODDS: f64 = 700.0;

/// I_x(a, b): the probability that a beta number is at most `x`.
///
/// By the continued fraction of the side on which `x` lies; `a` and `b` are between 0.01 and 1e8.
/// Absolute error below 1e-11.
///
/// # Source
/// W. H. Press et al., Numerical Recipes, 3rd edition (2007), section 6.4 (continued fraction);
/// W. J. Lentz, Applied Optics 15 (1976), 668.
pub(crate) fn beta_at_most(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if 1.0 <= x {
        return 1.0;
    }
    tails(a, b, x, 1.0 - x)[0]
}

/// I and 1 − I at x, `rest` being 1 − x to all its digits; the smaller one has all of its digits.
fn tails(a: f64, b: f64, x: f64, rest: f64) -> [f64; 2] {
    if x <= (a + 1.0) / (a + b + 2.0) {
        let below = (power_term(a, b, x, rest) * fraction(a, b, x) / a).min(1.0);
        [below, 1.0 - below]
    } else {
        let above = (power_term(a, b, x, rest) * fraction(b, a, rest) / b).min(1.0);
        [1.0 - above, above]
    }
}

/// x^a (1 − x)^b / B(a, b), by differences of logarithms that stay small, as in C. Loader, Fast and
/// Accurate Computation of Binomial Probabilities (2000).
fn power_term(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    let sum = a + b;
    // One minus the rounded mean and one difference for both: then the errors of rounding cancel,
    // which would otherwise be multiplied by the parameters.
    let mean = if a <= b { a / sum } else { 1.0 - b / sum };
    let mean_rest = if a <= b { 1.0 - a / sum } else { b / sum };
    let away = if x <= 0.5 { x - mean } else { mean_rest - rest };
    let logarithms = a * log_ratio(x, mean, away) + b * log_ratio(rest, mean_rest, -away);
    let at_mean = 0.5 * libm::log(a * (b / sum) / (2.0 * std::f64::consts::PI));
    libm::exp(logarithms + at_mean - stirling_rest(a) - stirling_rest(b) + stirling_rest(sum))
}

/// ln(x / y), from the difference x − y where they are close.
fn log_ratio(x: f64, y: f64, difference: f64) -> f64 {
    let share = difference / y;
    if share.abs() < 0.5 { libm::log1p(share) } else { libm::log(x) - libm::log(y) }
}

/// ln Γ(z) − ((z − 1/2) ln z − z + ln(2π)/2).
fn stirling_rest(z: f64) -> f64 {
    if 16.0 <= z {
        let s = 1.0 / (z * z);
        // Abramowitz, Stegun (1964), formula 6.1.41.
        return (1.0 / 12.0
            - s * (1.0 / 360.0 - s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s / 1188.0))))
            / z;
    }
    let half_log_2_pi = 0.918_938_533_204_672_7;
    libm::lgamma(z) - ((z - 0.5) * libm::log(z) - z + half_log_2_pi)
}

/// The continued fraction, by the modified method of Lentz.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let away_from_0 = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_0(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..=MAX_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away_from_0(1.0 + term * d);
            c = away_from_0(1.0 + term / c);
            change = c * d;
            result *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    result
}

/// The x with I_x(a, b) = `level`; 0 and 1 at the ends, and where x would be below 1e-303.
///
/// Newton's method in the log-odds of x, for the logarithm of the smaller of I and 1 − I, which is
/// nearly straight there; kept between bounds by bisection.
pub(crate) fn beta_quantile(a: f64, b: f64, level: f64) -> f64 {
    if level <= 0.0 {
        return 0.0;
    }
    if 1.0 <= level {
        return 1.0;
    }
    let (mut low, mut high) = (-LARGEST_LOG_ODDS, LARGEST_LOG_ODDS);
    let mut at = libm::log(a / b);
    for _ in 0..200 {
        let (x, rest) = (1.0 / (1.0 + libm::exp(-at)), 1.0 / (1.0 + libm::exp(at)));
        let [below, above] = tails(a, b, x, rest);
        if below < level {
            low = at
        } else {
            high = at
        }
        // d I / d log-odds = x^a (1 − x)^b / B(a, b).
        let slope = power_term(a, b, x, rest);
        let step = if level < 0.5 {
            (libm::log(below) - libm::log(level)) * below / slope
        } else {
            (libm::log1p(-level) - libm::log(above)) * above / slope
        };
        let newton = at - step;
        let next = if low < newton && newton < high { newton } else { 0.5 * (low + high) };
        let arrived = (next - at).abs() <= 1e-15 * at.abs().max(1e-2);
        at = next;
        if arrived {
            break;
        }
    }
    // Beyond the bounds x has no digits left.
    match at {
        tiny if tiny < 0.999 * -LARGEST_LOG_ODDS => 0.0,
        at => 1.0 / (1.0 + libm::exp(-at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: f64, expected: f64, relative: f64) {
        assert!((found - expected).abs() <= relative * expected.abs(), "{found}, not {expected}");
    }

    // The binomial law of three trials, of which a beta number with a + b = 4 is the order
    // statistic.
    #[test]
    fn small_whole_parameters_are_polynomials() {
        for x in [0.01, 0.2, 0.5, 0.77, 0.999] {
            check(beta_at_most(1.0, 1.0, x), x, 1e-14);
            check(beta_at_most(2.0, 2.0, x), x * x * (3.0 - 2.0 * x), 1e-13);
            check(beta_at_most(1.0, 3.0, x), 1.0 - (1.0 - x).powi(3), 1e-13);
            check(beta_quantile(3.0, 1.0, x), x.cbrt(), 1e-13);
        }
    }

    #[test]
    fn probabilities_are_those_of_two_other_programs() {
        // mpmath 1.3 with 30 digits (first four) and scipy 1.17 `betainc` (the others).
        let rows = [
            (2.5, 7.25, 0.3, 0.660_482_273_581_907_2),
            (0.05, 0.3, 1e-8, 0.348_053_967_560_671_04),
            (200.0, 2.0, 0.98, 0.087_939_733_028_607_57),
            (5_000.0, 4_000.0, 0.56, 0.801_865_124_950_346),
            (1e5, 2e5, 0.3340, 0.780_761_813_832_153_5),
            (1e6, 1e6, 0.5005, 0.921_350_422_419_075_8),
            (4e7, 6e7, 0.40005, 0.846_282_782_760_626_1),
            (30.0, 0.5, 0.9, 0.012_282_448_499_852_763),
        ];
        for (a, b, x, expected) in rows {
            check(beta_at_most(a, b, x), expected, 1e-11);
        }
    }

    #[test]
    fn quantiles_are_those_of_another_program() {
        // scipy 1.17 `betaincinv`.
        let rows = [
            (2.5, 7.25, 0.01, 0.034_174_654_813_464_88),
            (0.05, 0.3, 0.001, 1.469_157_063_895_388_5e-59),
            (200.0, 2.0, 1e-9, 0.887_449_666_832_703_4),
            (5_000.0, 4_000.0, 0.9, 0.562_265_332_960_037_6),
            (1e5, 2e5, 0.05, 0.331_918_302_709_781_34),
            (1e6, 1e6, 0.999, 0.501_092_560_941_955),
            (4e7, 6e7, 0.3, 0.399_974_309_243_085_64),
            (0.5, 0.5, 0.75, 0.853_553_390_593_273_7),
        ];
        for (a, b, level, expected) in rows {
            check(beta_quantile(a, b, level), expected, 1e-11);
        }
    }

    #[test]
    fn a_quantile_is_undone_wherever_a_draw_may_fall() {
        let smallest = 1.0 / (1_u64 << 53) as f64;
        for a in [0.01, 0.3, 1.0, 2.0, 45.0, 3_000.0, 1e6, 1e8] {
            for b in [0.01, 0.7, 1.0, 17.0, 2_500.0, 1e8] {
                for level in [smallest, 1e-6, 0.1, 0.5, 0.97, 1.0 - 1e-9] {
                    let x = beta_quantile(a, b, level);
                    assert!(0.0 <= x && x <= 1.0, "{a} {b} {level}: {x}");
                    // Where x itself has no more digits, the level cannot be met.
                    let (below, above) = (x * (1.0 - 3e-16), x + 1.2e-16);
                    let tolerance = 1e-9 * level + 1e-12;
                    let met = beta_at_most(a, b, below) <= level + tolerance
                        && level - tolerance <= beta_at_most(a, b, above);
                    assert!(met || x == 0.0, "{a} {b} {level}: {x}");
                }
            }
        }
    }
}

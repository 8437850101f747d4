//! A distribution through given quantiles: pieces of its quantile function, with stated tails.

/// The quantile function in pieces that join.
///
/// Between two given levels that are strictly between 0 and 1 the value goes straight along the
/// log-odds of the level, ln(u / (1 − u)). Beyond the outermost given level it goes on along the
/// nearest such line, which makes the tail exponential; where the value at level 0 or 1 is given,
/// it goes straight along the level itself (an even density) up to that bound.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct QuantilePieces {
    // Never empty; each begins at the level and value at which the one before it ends.
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    from_level: f64,
    to_level: f64,
    line: Line,
}

/// The value at a level: start + slope x (the level, or its log-odds); the slope is above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Line {
    Even { start: f64, slope: f64 },
    LogOdds { start: f64, slope: f64 },
}

fn log_odds(level: f64) -> f64 {
    libm::log(level) - libm::log1p(-level)
}

impl QuantilePieces {
    /// Pieces through `(level, value)`, both strictly increasing.
    ///
    /// At least two levels are strictly between 0 and 1, or else both bounds are given and at most
    /// one level is between them; the caller has checked.
    pub(crate) fn new(given: &[(f64, f64)]) -> QuantilePieces {
        let mut pieces: Vec<Piece> =
            given.windows(2).map(|pair| between(pair[0], pair[1])).collect();
        let (first, last) = (pieces[0], pieces[pieces.len() - 1]);
        if 0.0 < first.from_level {
            pieces.insert(0, Piece { from_level: 0.0, to_level: first.from_level, ..first });
        }
        if last.to_level < 1.0 {
            pieces.push(Piece { from_level: last.to_level, to_level: 1.0, ..last });
        }
        QuantilePieces { pieces }
    }

    pub(crate) fn support(&self) -> (f64, f64) {
        (self.quantile(0.0), self.quantile(1.0))
    }

    pub(crate) fn quantile(&self, level: f64) -> f64 {
        let before = self.pieces.partition_point(|piece| piece.to_level < level);
        self.pieces[before.min(self.pieces.len() - 1)].line.value(level)
    }

    pub(crate) fn at_most(&self, x: f64) -> f64 {
        let before = self.pieces.partition_point(|piece| piece.line.value(piece.to_level) < x);
        let Some(piece) = self.pieces.get(before) else { return 1.0 };
        let level = match piece.line {
            Line::Even { start, slope } => (x - start) / slope,
            Line::LogOdds { start, slope } => 1.0 / (1.0 + libm::exp((start - x) / slope)),
        };
        level.clamp(piece.from_level, piece.to_level)
    }

    /// The integrals of the value and of its square over the levels up to `level`.
    pub(crate) fn moments_up_to_level(&self, level: f64) -> [f64; 2] {
        let mut moments = [0.0, 0.0];
        for piece in self.pieces.iter().take_while(|piece| piece.from_level < level) {
            let to = level.min(piece.to_level);
            let (from, width) = (piece.from_level, to - piece.from_level);
            let (start, slope, first, second) = match piece.line {
                Line::Even { start, slope } => (
                    start,
                    slope,
                    (to * to - from * from) / 2.0,
                    (to * to * to - from * from * from) / 3.0,
                ),
                Line::LogOdds { start, slope } => {
                    let (low, high) = (log_odds_integrals(from), log_odds_integrals(to));
                    (start, slope, high[0] - low[0], high[1] - low[1])
                }
            };
            moments[0] += start * width + slope * first;
            moments[1] +=
                start * start * width + 2.0 * start * slope * first + slope * slope * second;
        }
        moments
    }
}

fn between(from: (f64, f64), to: (f64, f64)) -> Piece {
    let line = if from.0 == 0.0 || to.0 == 1.0 {
        let slope = (to.1 - from.1) / (to.0 - from.0);
        Line::Even { start: from.1 - slope * from.0, slope }
    } else {
        let slope = (to.1 - from.1) / (log_odds(to.0) - log_odds(from.0));
        Line::LogOdds { start: from.1 - slope * log_odds(from.0), slope }
    };
    Piece { from_level: from.0, to_level: to.0, line }
}

impl Line {
    fn value(self, level: f64) -> f64 {
        match self {
            Line::Even { start, slope } => start + slope * level,
            Line::LogOdds { start, slope } => start + slope * log_odds(level),
        }
    }
}

/// The integrals from 0 to `level` of the log-odds L and of L².
///
/// u ln u + (1 − u) ln(1 − u), and u L² − 2 Li₂(1 − u) − ln²(1 − u) + π²/3, by parts.
fn log_odds_integrals(level: f64) -> [f64; 2] {
    const PI_SQUARED: f64 = std::f64::consts::PI * std::f64::consts::PI;
    if level == 0.0 {
        return [0.0, 0.0];
    }
    if level == 1.0 {
        return [0.0, PI_SQUARED / 3.0];
    }
    let (log_level, log_rest) = (libm::log(level), libm::log1p(-level));
    let odds = log_level - log_rest;
    let first = level * log_level + (1.0 - level) * log_rest;
    let second = level * odds * odds - 2.0 * dilogarithm(1.0 - level) - log_rest * log_rest
        + PI_SQUARED / 3.0;
    [first, second]
}

/// Li₂(z), the sum of z^k / k², for z between 0 and 1.
fn dilogarithm(z: f64) -> f64 {
    const AT_1: f64 = std::f64::consts::PI * std::f64::consts::PI / 6.0;
    if z <= 0.0 {
        return 0.0;
    }
    if 1.0 <= z {
        return AT_1;
    }
    if 0.5 < z {
        // Euler's reflection; the series then halves with each term.
        return AT_1 - libm::log(z) * libm::log1p(-z) - dilogarithm(1.0 - z);
    }
    let mut power = 1.0;
    let mut sum = 0.0;
    for k in 1..=60 {
        power *= z;
        sum += power / f64::from(k * k);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_integrals_are_those_of_the_logistic_law() {
        // A logistic number has mean 0, variance π²/3, and is symmetric.
        let pi_squared = std::f64::consts::PI * std::f64::consts::PI;
        assert!((log_odds_integrals(0.5)[0] + 2.0f64.ln()).abs() < 1e-15);
        assert!((log_odds_integrals(0.5)[1] - pi_squared / 6.0).abs() < 1e-13);
        assert!((log_odds_integrals(1.0 - 1e-12)[1] - pi_squared / 3.0).abs() < 1e-8);
        assert!(log_odds_integrals(1e-12)[1].abs() < 1e-8);
        // Li₂(1/2) = π²/12 − ln²2 / 2.
        let half = pi_squared / 12.0 - 2.0f64.ln().powi(2) / 2.0;
        assert!((dilogarithm(0.5) - half).abs() < 1e-15);
    }

    #[test]
    fn moments_agree_with_a_sum_over_levels() {
        let given = [(0.0, 2.0), (0.1, 3.0), (0.5, 4.5), (0.9, 8.0)];
        let pieces = QuantilePieces::new(&given);
        for level in [0.05, 0.3, 0.75, 0.97] {
            let steps = 200_000;
            let mut sums = [0.0, 0.0];
            for step in 0..steps {
                let x = pieces.quantile(level * (f64::from(step) + 0.5) / f64::from(steps));
                sums[0] += x * level / f64::from(steps);
                sums[1] += x * x * level / f64::from(steps);
            }
            let moments = pieces.moments_up_to_level(level);
            assert!((moments[0] - sums[0]).abs() < 1e-8, "{moments:?} {sums:?}");
            assert!((moments[1] - sums[1]).abs() < 1e-7, "{moments:?} {sums:?}");
        }
    }
}

//! Points that fill a cube evenly: Sobol's sequence, scrambled so that each point is random.

use crate::error::Fault;
use crate::random::Block;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::sobol_numbers::NUMBERS;
use crate::time::Day;

const INDEX_BITS: usize = 32;
/// How many digits of a number one block of 128 bits can scramble: 1 + 2 + … + 64 = 127 flips.
const DIGITS_OF_BLOCK: u32 = 7;

/// The points of Sobol's sequence under a scramble that is a function of the key.
///
/// Each point alone is uniform in the cube, and the first 2^m points are spread far more evenly
/// than independent ones. Means over them have no bias, and their standard error is taken from
/// several scrambles (replications of the key), never from the points of one.
///
/// The scramble is Owen's: binary digit k of a coordinate is flipped or not by a random bit that
/// depends on the digits before it. Coordinates have 52 random digits and are strictly between 0
/// and 1. Use the first 2^m points, from index 0 on.
///
/// # Example
/// ```
/// use arrears::random::{Key, ScrambledSobol};
///
/// let points = ScrambledSobol::new(2, Key::from_seed(1))?;
/// // One of four points in each quarter of each axis.
/// let mut quarters: Vec<u32> = (0..4).map(|i| (4.0 * points.coordinate(i, 1)) as u32).collect();
/// quarters.sort_unstable();
/// assert_eq!(quarters, [0, 1, 2, 3]);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// I. M. Sobol, USSR Comput. Math. Math. Phys. 7 (1967), 86–112; A. B. Owen, Monte Carlo variance
/// of scrambled net quadrature, SIAM J. Numer. Anal. 34 (1997), 1884–1910; the direction numbers
/// are those of Joe and Kuo (2008).
#[derive(Clone, Debug, PartialEq)]
pub struct ScrambledSobol {
    key: Key,
    // One row a dimension: what each bit of the index adds, without carry.
    directions: Vec<[u32; INDEX_BITS]>,
}

impl ScrambledSobol {
    /// The most dimensions there are numbers for.
    pub const MAX_DIMENSIONS: usize = NUMBERS.len() + 1;

    /// Points in this many dimensions, scrambled by seed and replication of the key.
    ///
    /// # Errors
    /// - there are no dimensions, or more than 160.
    pub fn new(dimensions: usize, key: Key) -> Result<ScrambledSobol, Fault> {
        if dimensions == 0 || ScrambledSobol::MAX_DIMENSIONS < dimensions {
            return Err(Fault::new(format!("{dimensions} dimensions"), "1 to 160 dimensions"));
        }
        Ok(ScrambledSobol { key, directions: (0..dimensions).map(directions).collect() })
    }

    /// How many coordinates a point has.
    pub fn dimensions(&self) -> usize {
        self.directions.len()
    }

    /// A coordinate of point `index`, strictly between 0 and 1.
    ///
    /// # Panics
    /// - `dimension` is not below the number of dimensions.
    pub fn coordinate(&self, index: u32, dimension: usize) -> f64 {
        let digits = plain(&self.directions[dimension], index);
        let block = |depth: u32, prefix: u32| {
            let day = Day::from_number(depth as i32);
            self.key.at(Purpose::Scramble, dimension as u16, day, prefix).block(0)
        };
        let mut scrambled = 0;
        for depth in (0..u32::BITS).step_by(DIGITS_OF_BLOCK as usize) {
            let prefix = digits.checked_shr(u32::BITS - depth).unwrap_or(0);
            scrambled |= flips(block(depth, prefix), digits, depth);
        }
        scrambled ^= digits;
        // Different points differ within the first 32 digits, so that the rest is their own.
        let rest = block(u32::BITS, digits).word(0) >> 44;
        ((u64::from(scrambled) << 20 | rest) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
    }

    /// All coordinates of point `index`.
    pub fn point(&self, index: u32) -> Vec<f64> {
        (0..self.dimensions()).map(|dimension| self.coordinate(index, dimension)).collect()
    }
}

/// Which of the digits from `depth` on are flipped: one bit for each node of the tree of digits.
fn flips(block: Block, digits: u32, depth: u32) -> u32 {
    let mut node = 1_u32;
    let mut flips = 0;
    for place in depth..u32::BITS.min(depth + DIGITS_OF_BLOCK) {
        let bit = block.word((node / 64) as usize) >> (node % 64) & 1;
        let from_left = u32::BITS - 1 - place;
        flips |= (bit as u32) << from_left;
        node = node << 1 | digits >> from_left & 1;
    }
    flips
}

/// The point before the scramble, as 32 binary digits.
fn plain(directions: &[u32; INDEX_BITS], index: u32) -> u32 {
    let mut digits = 0;
    let mut rest = index;
    while rest != 0 {
        digits ^= directions[rest.trailing_zeros() as usize];
        rest &= rest - 1;
    }
    digits
}

/// The numbers of a dimension by the recurrence of its polynomial.
fn directions(dimension: usize) -> [u32; INDEX_BITS] {
    let mut numbers = [0; INDEX_BITS];
    let Some(before) = dimension.checked_sub(1) else {
        return std::array::from_fn(|bit| 1 << (31 - bit));
    };
    let (degree, coefficients, first) = NUMBERS[before];
    let degree = degree as usize;
    for bit in 0..INDEX_BITS {
        if bit < degree {
            numbers[bit] = first[bit] << (31 - bit);
            continue;
        }
        let mut next = numbers[bit - degree] ^ numbers[bit - degree] >> degree;
        for term in 1..degree {
            if coefficients >> (degree - 1 - term) & 1 == 1 {
                next ^= numbers[bit - term];
            }
        }
        numbers[bit] = next;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(dimensions: usize, seed: u64, scramble: u32) -> ScrambledSobol {
        let key = Key::from_seed(seed).replication(scramble);
        ScrambledSobol::new(dimensions, key).expect("few dimensions")
    }

    #[test]
    fn before_the_scramble_they_are_those_of_another_program() {
        // scipy 1.17 `qmc.Sobol(160, scramble=False)` x 2^32, which counts in Gray code.
        let rows: [(u32, [u32; 7]); 4] = [
            (1, [1 << 31; 7]),
            (
                5,
                [
                    3_758_096_384,
                    3_758_096_384,
                    536_870_912,
                    1_610_612_736,
                    1_610_612_736,
                    2_684_354_560,
                    536_870_912,
                ],
            ),
            (
                37,
                [
                    3_959_422_976,
                    2_751_463_424,
                    2_483_027_968,
                    3_959_422_976,
                    67_108_864,
                    335_544_320,
                    4_227_858_432,
                ],
            ),
            (
                63,
                [
                    67_108_864,
                    3_422_552_064,
                    1_543_503_872,
                    1_946_157_056,
                    1_811_939_328,
                    1_275_068_416,
                    2_751_463_424,
                ],
            ),
        ];
        for (number, expected) in rows {
            for (dimension, expected) in [0, 1, 2, 3, 10, 60, 159].into_iter().zip(expected) {
                let found = plain(&directions(dimension), number ^ number >> 1);
                assert_eq!(found, expected, "point {number}, dimension {dimension}");
            }
        }
    }

    #[test]
    fn each_axis_is_covered_once_and_the_first_two_in_every_elementary_box() {
        let points = points(ScrambledSobol::MAX_DIMENSIONS, 7, 0);
        let count = 256;
        for dimension in 0..points.dimensions() {
            let cell = |index| (points.coordinate(index, dimension) * f64::from(count)) as usize;
            let mut seen = [false; 256];
            (0..count).for_each(|index| seen[cell(index)] = true);
            assert!(seen.iter().all(|seen| *seen), "dimension {dimension}");
        }
        // Boxes of width 2^-k and height 2^-(8 - k) hold one point each.
        for k in 0..=8 {
            let mut seen = [false; 256];
            for index in 0..count {
                let cell = |dimension, cells: usize| {
                    (points.coordinate(index, dimension) * cells as f64) as usize
                };
                let (wide, high) = (1 << k, 1 << (8 - k));
                seen[cell(0, wide) * high + cell(1, high)] = true;
            }
            assert!(seen.iter().all(|seen| *seen), "boxes {k}");
        }
    }

    #[test]
    fn means_have_no_bias_and_far_smaller_errors_than_independent_points() {
        // The product of (1/2 + x) over 6 coordinates has mean 1, variance (13/12)^6 − 1 = 0.616.
        let mean = |scramble| {
            let points = points(6, 1, scramble);
            let product = |index| points.point(index).iter().map(|x| 0.5 + x).product::<f64>();
            (0..256).map(product).sum::<f64>() / 256.0
        };
        let means: Vec<f64> = (0..200).map(mean).collect();
        let whole = means.iter().sum::<f64>() / 200.0;
        let variance =
            means.iter().map(|mean| (mean - whole) * (mean - whole)).sum::<f64>() / 199.0;
        assert!((whole - 1.0).abs() < 4.5 * (variance / 200.0).sqrt(), "{whole} {variance}");
        let independent = ((13.0f64 / 12.0).powi(6) - 1.0) / 256.0;
        assert!(variance < independent / 20.0, "{variance} {independent}");
    }

    #[test]
    fn beyond_the_digits_that_points_share_they_are_independent() {
        // Points 0 and 1 lie in different halves; where within them is not related. The same for
        // points 0 and 128 in the first axis, which share seven digits.
        for (other, shared) in [(1, 2.0), (128, 256.0)] {
            let scrambles = 4_000;
            let mut products = Vec::new();
            for scramble in 0..scrambles {
                let points = points(1, 2, scramble);
                let within = |index| (points.coordinate(index, 0) * shared).fract() - 0.5;
                products.push(within(0) * within(other));
            }
            let mean: f64 = products.iter().sum::<f64>() / f64::from(scrambles);
            // The product of two such numbers has standard deviation 1/12.
            assert!(mean.abs() < 4.5 / 12.0 / f64::from(scrambles).sqrt(), "{other}: {mean}");
        }
        assert!(ScrambledSobol::new(0, Key::from_seed(1)).is_err());
        assert!(ScrambledSobol::new(161, Key::from_seed(1)).is_err());
    }
}

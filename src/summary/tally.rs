//! An order-free record of very many whole numbers in bounded memory.

use crate::summary::exact::ExactSums;

// The magnitudes of all numbers of 64 bits but the smallest have at most 63 bits, and the smallest
// is a power of two: truncation to 63 significant bits changes nothing.
const ALL_BITS: u32 = 63;

/// A record of many whole numbers: each distinct value and how often it was seen.
///
/// Count, sum, sum of squares, smallest and largest value are always exact, and so are mean and
/// variance up to the rounding of one `f64`. The distinct values are exact as long as there are at
/// most `most_values` of them; beyond that all are kept to the same number of significant bits,
/// the largest number p at which the distinct values fit. A value is then off by at most a share
/// of 2^-p ([`Tally::relative_resolution`]) of itself.
///
/// The state depends only on which values were added and how often, never on their order, on how
/// they were cut into batches, or on which tallies were merged. Two tallies with equal values and
/// equal `most_values` are equal.
///
/// - Units: those of the values; cents, counts or days.
/// - Memory: 16 bytes for each distinct value, for at most twice `most_values` while adding.
/// - Ends: an empty tally has no mean, no smallest value and no ranks.
///
/// # Example
/// ```
/// use arrears::summary::Tally;
///
/// let mut costs = Tally::new(65_536);
/// costs.add_all(&[300, 100, 100]);
/// assert_eq!(costs.iter().collect::<Vec<_>>(), [(100, 2), (300, 1)]);
/// assert_eq!(costs.value_at_rank(2), 100);
/// assert_eq!(costs.significant_bits(), None);
/// ```
///
/// # Source
/// Buckets of equal relative width with whole-number arithmetic: Tene, HdrHistogram (2012 on).
/// Here the width follows from the values, so that small records stay exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    most_values: usize,
    bits: u32, // in 1..=63
    sums: ExactSums,
    smallest: i64, // above `largest` while empty
    largest: i64,
    // Truncated values in rising order, each once, with its count of at least 1.
    runs: Vec<(i64, u64)>,
}

impl Tally {
    /// The smallest bound a tally accepts: with one significant bit there are 64 powers of two on
    /// the negative side, 63 on the positive, and zero; they always fit.
    pub const LEAST_MOST_VALUES: usize = 128;

    /// An empty record that keeps at most `most_values` distinct values.
    ///
    /// 65,536 keeps any 65,536 values exactly, and millions of spread-out ones to about 15 bits.
    ///
    /// # Panics
    /// - `most_values` is below [`Tally::LEAST_MOST_VALUES`].
    pub fn new(most_values: usize) -> Tally {
        assert!(
            Tally::LEAST_MOST_VALUES <= most_values,
            "a tally must keep at least {} values, not {most_values}",
            Tally::LEAST_MOST_VALUES
        );
        let sums = ExactSums::default();
        Tally {
            most_values,
            bits: ALL_BITS,
            sums,
            smallest: i64::MAX,
            largest: i64::MIN,
            runs: vec![],
        }
    }

    /// Adds every value of a slice, in any order.
    ///
    /// Time: `O(k log k + k log m)` for k values into m distinct ones, and `O(m)` more when a value
    /// is new. Large batches are cheaper than many small ones.
    pub fn add_all(&mut self, values: &[i64]) {
        for chunk in values.chunks(self.most_values) {
            let mut sorted = chunk.to_vec();
            sorted.sort_unstable();
            let (Some(&first), Some(&last)) = (sorted.first(), sorted.last()) else {
                return;
            };
            self.smallest = self.smallest.min(first);
            self.largest = self.largest.max(last);
            sorted.iter().for_each(|&value| self.sums.add(value));
            let mut runs: Vec<(i64, u64)> = sorted.into_iter().map(|value| (value, 1)).collect();
            truncate_runs(&mut runs, self.bits);
            self.add_runs(&runs);
        }
    }

    /// Adds all values of another tally.
    ///
    /// # Panics
    /// - the two keep different numbers of distinct values: their sum would depend on the order.
    pub fn merge(&mut self, other: &Tally) {
        assert_eq!(self.most_values, other.most_values, "merged tallies must keep equally many");
        self.sums.merge(&other.sums);
        self.smallest = self.smallest.min(other.smallest);
        self.largest = self.largest.max(other.largest);
        self.lower_bits_to(self.bits.min(other.bits));
        let mut runs = other.runs.clone();
        truncate_runs(&mut runs, self.bits);
        self.add_runs(&runs);
    }

    /// Adds truncated runs in rising order, then drops significant bits until they fit.
    ///
    /// The set of distinct values only grows. So the bits that remain are those that the whole
    /// record needs, whatever came first.
    fn add_runs(&mut self, added: &[(i64, u64)]) {
        let mut fresh: Vec<(i64, u64)> = vec![];
        for &(value, count) in added {
            match self.runs.binary_search_by_key(&value, |run| run.0) {
                Ok(index) => self.runs[index].1 += count,
                Err(_) => fresh.push((value, count)),
            }
        }
        insert_runs(&mut self.runs, &fresh);
        while self.most_values < self.runs.len() {
            self.lower_bits_to(self.bits - 1);
        }
    }

    fn lower_bits_to(&mut self, bits: u32) {
        if bits < self.bits {
            assert!(0 < bits, "one significant bit always fits");
            self.bits = bits;
            truncate_runs(&mut self.runs, bits);
        }
    }

    /// How many values were added.
    pub fn count(&self) -> u64 {
        self.sums.count
    }

    /// The exact sum of the values; 0 when there are none.
    pub fn sum(&self) -> i128 {
        self.sums.sum
    }

    /// The exact sum of the squares of the values; `None` when it is 2^128 or more.
    ///
    /// The variance is exact even then. Ten million values of 5 million million stay far below.
    pub fn sum_of_squares(&self) -> Option<u128> {
        self.sums.sum_of_squares()
    }

    /// The exact smallest value; `None` when there are none.
    pub fn min(&self) -> Option<i64> {
        (0 < self.count()).then_some(self.smallest)
    }

    /// The exact largest value; `None` when there are none.
    pub fn max(&self) -> Option<i64> {
        (0 < self.count()).then_some(self.largest)
    }

    /// To how many significant bits single values are kept; `None` while they are exact.
    pub fn significant_bits(&self) -> Option<u32> {
        (self.bits < ALL_BITS).then_some(self.bits)
    }

    /// By what share of itself a single value may be off: 2^-p with p significant bits, 0 while
    /// values are exact.
    ///
    /// Each value that was cut stands for its bucket's middle.
    pub fn relative_resolution(&self) -> f64 {
        self.significant_bits().map_or(0.0, |bits| 2f64.powi(-(bits as i32)))
    }

    /// The mean, sum / n, from the exact sum; `None` when there are no values.
    ///
    /// Its standard error comes with [`mean`](crate::summary::mean()).
    pub fn mean(&self) -> Option<f64> {
        (0 < self.count()).then(|| {
            let (whole, fraction) = self.sums.split_mean();
            whole as f64 + fraction
        })
    }

    /// The sample variance, sum of (x - mean)^2 / (n - 1), in the unit of the values squared;
    /// `None` below two values.
    ///
    /// Computed from whole numbers: the differences of large, nearly equal values do not cancel.
    ///
    /// # Example
    /// ```
    /// let mut tally = arrears::summary::Tally::new(128);
    /// tally.add_all(&[1_000_000_004, 1_000_000_007, 1_000_000_013, 1_000_000_016]);
    /// assert_eq!(tally.variance(), Some(30.0));
    /// ```
    pub fn variance(&self) -> Option<f64> {
        (2 <= self.count()).then(|| self.sums.squared_deviations() / (self.count() - 1) as f64)
    }

    /// The sample standard deviation, the root of [`Tally::variance`], in the unit of the values;
    /// `None` below two values.
    ///
    /// Its standard error comes with
    /// [`standard_deviation`](crate::summary::standard_deviation()).
    pub fn standard_deviation(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// The sum of (x - mean)^4, from values to the resolution.
    pub(crate) fn fourth_powers(&self) -> f64 {
        let (whole, fraction) = self.sums.split_mean();
        self.iter()
            .map(|(value, count)| {
                let off = (i128::from(value) - i128::from(whole)) as f64 - fraction;
                count as f64 * (off * off) * (off * off)
            })
            .sum()
    }

    /// The value at a rank in rising order; rank 1 is the smallest, rank n the largest value.
    ///
    /// Exact at both ends; between them to [`Tally::relative_resolution`]. Time: `O(m)` for m
    /// distinct values.
    ///
    /// # Panics
    /// - `rank` is 0 or above the count.
    pub fn value_at_rank(&self, rank: u64) -> i64 {
        let count = self.count();
        assert!(0 < rank && rank <= count, "rank {rank} must be in 1..={count}");
        if rank == 1 {
            return self.smallest;
        }
        if rank == count {
            return self.largest;
        }
        let mut seen = 0;
        let reached = |run: &(i64, u64)| {
            seen += run.1;
            rank <= seen
        };
        self.iter().find(reached).expect("the counts of the runs add up to the count").0
    }

    /// How many values are above `limit`.
    ///
    /// Exact while the values are; after that a bucket counts in full when its middle is above
    /// the limit, so only values within [`Tally::relative_resolution`] of the limit can be
    /// counted on the wrong side. Exact at both ends: 0 from the largest value on, n below the
    /// smallest. Time: `O(m)` for m distinct values.
    pub fn count_above(&self, limit: i64) -> u64 {
        self.iter().filter(|&(value, _)| limit < value).map(|(_, count)| count).sum()
    }

    /// Each distinct value in rising order with how often it was seen.
    ///
    /// To [`Tally::relative_resolution`]; never below the smallest or above the largest value.
    pub fn iter(&self) -> impl Iterator<Item = (i64, u64)> + '_ {
        self.runs.iter().map(|&(value, count)| (self.representative(value), count))
    }

    /// The middle of the bucket that starts at a truncated value, within smallest and largest.
    fn representative(&self, truncated: i64) -> i64 {
        let size = truncated.unsigned_abs();
        let cut = (u64::BITS - size.leading_zeros()).saturating_sub(self.bits);
        let middle = i128::from(size) + ((1_i128 << cut) >> 1);
        let signed = if truncated < 0 { -middle } else { middle };
        let within = signed.clamp(i128::from(self.smallest), i128::from(self.largest));
        i64::try_from(within).expect("between two numbers of 64 bits")
    }
}

/// Towards zero to a number of significant bits. First to p and then to q < p bits is the same as
/// to q bits at once, which rounding to nearest would not be.
fn truncate(value: i64, bits: u32) -> i64 {
    let size = value.unsigned_abs();
    let cut = (u64::BITS - size.leading_zeros()).saturating_sub(bits);
    let kept = (size >> cut) << cut;
    // The magnitude 2^63 becomes the smallest number and stays it.
    if value < 0 { (kept as i64).wrapping_neg() } else { kept as i64 }
}

/// Truncates each value of rising runs and joins those that became equal.
fn truncate_runs(runs: &mut Vec<(i64, u64)>, bits: u32) {
    runs.iter_mut().for_each(|run| run.0 = truncate(run.0, bits));
    runs.dedup_by(|later, earlier| {
        let same = later.0 == earlier.0;
        earlier.1 += if same { later.1 } else { 0 };
        same
    });
}

/// Merges rising runs that are not yet there, in place and from the back.
fn insert_runs(runs: &mut Vec<(i64, u64)>, mut fresh: &[(i64, u64)]) {
    let mut old = runs.len();
    runs.resize(old + fresh.len(), (0, 0));
    let mut place = runs.len();
    while let Some((&last, others)) = fresh.split_last() {
        place -= 1;
        if 0 < old && last.0 < runs[old - 1].0 {
            old -= 1;
            runs[place] = runs[old];
        } else {
            runs[place] = last;
            fresh = others;
        }
    }
}

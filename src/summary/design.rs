//! At which points a model is evaluated to see what its inputs do.

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::error::Fault;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::ScrambledSobol;
use crate::time::Day;

/// Several scrambles of as many low-discrepancy points each.
///
/// More rows make an estimate better, more scrambles make its standard error better known: the
/// interval is Student's with one degree of freedom less than there are scrambles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Design {
    key: Key,
    rows: u32,      // a power of two, at least 2
    scrambles: u32, // at least 2
}

impl Design {
    /// A design of `rows` points in each of `scrambles` scrambles, which are replications of
    /// `seed`.
    ///
    /// # Errors
    /// - `rows` is not a power of two from 2 to 2²⁰: Sobol's points are even in such numbers only.
    /// - `scrambles` is not between 2 and 1,000: one alone has no standard error.
    ///
    /// # Example
    /// ```
    /// use arrears::summary::Design;
    ///
    /// assert!(Design::new(1, 512, 16).is_ok());
    /// let message = Design::new(1, 500, 16).unwrap_err().to_string();
    /// assert_eq!(message, "500 rows, must be a power of two from 2 to 1,048,576, as 512");
    /// ```
    pub fn new(seed: u64, rows: u32, scrambles: u32) -> Result<Design, Fault> {
        if !(rows.is_power_of_two() && 2 <= rows && rows <= 1 << 20) {
            let near = rows.clamp(2, 1 << 20).next_power_of_two();
            let right = format!("a power of two from 2 to 1,048,576, as {near}");
            return Err(Fault::new(format!("{rows} rows"), right));
        }
        if !(2 <= scrambles && scrambles <= 1_000) {
            return Err(Fault::new(format!("{scrambles} scrambles"), "2 to 1,000 scrambles"));
        }
        Ok(Design { key: Key::from_seed(seed), rows, scrambles })
    }

    /// Points in each scramble.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Independent scrambles.
    pub fn scrambles(&self) -> u32 {
        self.scrambles
    }

    /// All points together.
    pub fn points(&self) -> u64 {
        u64::from(self.rows) * u64::from(self.scrambles)
    }

    /// What `read` makes of each point, scramble by scramble, on the threads of the rayon pool it
    /// is called in; `read` also gets the place of the point's own draws.
    ///
    /// # Panics
    /// - there are no or too many dimensions.
    pub(crate) fn read<T: Send>(
        &self,
        dimensions: usize,
        read: impl Fn(&[f64], Place) -> T + Sync,
    ) -> Vec<Vec<T>> {
        let of_scramble = |scramble: u32| {
            let key = self.key.replication(scramble);
            let points = ScrambledSobol::new(dimensions, key)
                .unwrap_or_else(|fault| panic!("too many or no inputs: {fault}"));
            let of_row = |row: u32| read(&points.point(row), Place { key, row });
            (0..self.rows).into_par_iter().map(of_row).collect()
        };
        (0..self.scrambles).map(of_scramble).collect()
    }
}

/// Where a point draws what is not a coordinate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    key: Key,
    row: u32,
}

impl Place {
    pub(crate) fn new(key: Key, row: u32) -> Place {
        Place { key, row }
    }

    /// Two words for an input.
    pub(crate) fn words(self, input: usize) -> [u64; 2] {
        let day = Day::from_number(0);
        let block = self.key.at(Purpose::Design, input as u16, day, self.row).block(0);
        [block.word(0), block.word(1)]
    }

    /// An order of the inputs, each equally likely.
    pub(crate) fn order(self, inputs: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..inputs).collect();
        order.sort_by_key(|input| (self.words(*input)[1], *input));
        order
    }
}

/// What a model gives at a point.
///
/// # Panics
/// - it is not finite: no variance could be taken.
pub(crate) fn evaluate(model: &impl Fn(&[f64]) -> f64, point: &[f64]) -> f64 {
    let result = model(point);
    assert!(result.is_finite(), "a model must give finite numbers; it gave {result} at {point:?}");
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_all_equally_likely() {
        let mut counts = [0_u32; 27];
        let rows = 60_000;
        for row in 0..rows {
            let order = Place::new(Key::from_seed(4), row).order(3);
            counts[order[0] * 9 + order[1] * 3 + order[2]] += 1;
        }
        let seen: Vec<u32> = counts.into_iter().filter(|count| 0 < *count).collect();
        assert_eq!(seen.len(), 6);
        // Each with chance 1/6: standard deviation √(60,000 x 5/36) = 91.3.
        assert!(seen.iter().all(|count| (f64::from(*count) - 1e4).abs() < 4.5 * 91.3), "{seen:?}");
    }

    #[test]
    #[should_panic(expected = "a model must give finite numbers; it gave NaN at [0.5]")]
    fn a_model_that_gives_no_number_is_stopped() {
        evaluate(&|_: &[f64]| f64::NAN, &[0.5]);
    }
}

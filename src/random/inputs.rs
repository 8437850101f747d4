//! Several uncertain numbers together: what is believed about each, and how they depend.

use crate::error::Fault;
use crate::random::Copula;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::UncertainNumber;
use crate::time::Day;

/// Uncertain numbers and their dependence: the joint distribution of a scenario's inputs.
///
/// # Example
/// ```
/// use arrears::random::{Copula, Key, UncertainInputs, UncertainNumber};
///
/// let intake = UncertainNumber::pert(60.0, 70.0, 95.0)?;
/// let notices = UncertainNumber::beta_with_mean(0.4, 0.05)?;
/// let copula = Copula::new(&["intake", "notices"], &[(0, 1, 0.6)])?;
/// let inputs = UncertainInputs::new(vec![intake, notices], copula)?;
/// let drawn = inputs.draw(Key::from_seed(1).replication(17));
/// assert_eq!(drawn, inputs.draw(Key::from_seed(1).replication(17)));
/// assert!(60.0 <= drawn[0] && drawn[0] <= 95.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainInputs {
    numbers: Vec<UncertainNumber>,
    copula: Copula, // of as many inputs
}

impl UncertainInputs {
    /// The most inputs that have an address of their own.
    pub const MAX_INPUTS: usize = 1_000;

    /// The joint distribution of numbers and their dependence.
    ///
    /// # Errors
    /// - there is no number, more than 1,000 of them, or the copula is of another number of inputs.
    pub fn new(numbers: Vec<UncertainNumber>, copula: Copula) -> Result<UncertainInputs, Fault> {
        if numbers.is_empty() || UncertainInputs::MAX_INPUTS < numbers.len() {
            return Err(Fault::new(format!("{} inputs", numbers.len()), "1 to 1,000 inputs"));
        }
        if copula.inputs() != numbers.len() {
            let found = format!("a copula of {} inputs", copula.inputs());
            return Err(Fault::new(found, format!("one of {} inputs", numbers.len())));
        }
        Ok(UncertainInputs { numbers, copula })
    }

    /// Numbers that do not depend on each other.
    ///
    /// # Errors
    /// - there is no number, or more than 1,000 of them.
    pub fn independent(numbers: Vec<UncertainNumber>) -> Result<UncertainInputs, Fault> {
        let copula = Copula::independent(numbers.len());
        UncertainInputs::new(numbers, copula)
    }

    /// How many inputs there are, at least 1.
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    /// The distribution of each input, in order.
    pub fn numbers(&self) -> &[UncertainNumber] {
        &self.numbers
    }

    /// How they depend on each other.
    pub fn copula(&self) -> &Copula {
        &self.copula
    }

    /// The values at independent uniform numbers, one an input.
    ///
    /// # Panics
    /// - there are not as many numbers as inputs, or one is not between 0 and 1.
    pub fn values(&self, independent: &[f64]) -> Vec<f64> {
        self.values_at_levels(&self.copula.levels(independent))
    }

    /// The value of each input at its own level; what the copula says is not used.
    ///
    /// # Panics
    /// - there are not as many levels as inputs, or one is not between 0 and 1.
    pub fn values_at_levels(&self, levels: &[f64]) -> Vec<f64> {
        assert!(levels.len() == self.count(), "one level an input");
        self.numbers.iter().zip(levels).map(|(number, level)| number.quantile(*level)).collect()
    }

    /// The values of a replication.
    ///
    /// Input i is drawn at purpose `Parameter`, stream i, word 0; it stays the same when inputs are
    /// added behind it.
    pub fn draw(&self, key: Key) -> Vec<f64> {
        let day = Day::from_number(0);
        let level = |input| key.at(Purpose::Parameter, input, day, 0).block(0).uniform(0);
        let levels: Vec<f64> = (0..self.count() as u16).map(level).collect();
        self.values(&levels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_added_behind_change_nothing_before_them() {
        let number = || UncertainNumber::normal(10.0, 2.0).unwrap();
        let two = UncertainInputs::independent(vec![number(), number()]).unwrap();
        let copula = Copula::new(&["a", "b", "c"], &[(1, 2, 0.5)]).unwrap();
        let three = UncertainInputs::new(vec![number(), number(), number()], copula).unwrap();
        let key = Key::from_seed(3).replication(9);
        let (few, more) = (two.draw(key), three.draw(key));
        for (few, more) in few.iter().zip(more) {
            assert!((few - more).abs() < 1e-9, "{few} {more}");
        }
        assert!(UncertainInputs::independent(vec![]).is_err());
        assert!(UncertainInputs::new(vec![number()], Copula::independent(2)).is_err());
        assert_eq!(three.values_at_levels(&[0.5, 0.5, 0.5]), [10.0, 10.0, 10.0]);
    }
}

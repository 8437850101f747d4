//! What is known about several numbers after reports came in: draws with weights.

use crate::error::Fault;
use crate::random::Key;
use crate::random::Purpose;
use crate::time::Day;

/// Sets of values of some numbers, each with its weight.
///
/// # Example
/// ```
/// use arrears::random::{Key, WeightedDraws};
///
/// // Intake and share of notices: the first set counts three times as much as the second.
/// let draws = WeightedDraws::new(vec![(3.0, vec![70.0, 0.4]), (1.0, vec![80.0, 0.3])])?;
/// let key = Key::from_seed(1).replication(17);
/// assert_eq!(draws.draw(key), draws.draw(key));
/// assert_eq!(draws.effective_size(), 1.6); // (3 + 1)² / (3² + 1²)
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedDraws {
    // Each set with its share of the weight; at least one, all equally long.
    draws: Vec<(f64, Vec<f64>)>,
    // The share of the weight of each set and all before it.
    at_most: Vec<f64>,
}

impl WeightedDraws {
    /// Draws as pairs of weight and values; the weights are made to sum to 1.
    ///
    /// # Errors
    /// - there is no draw, draws have different lengths, a value is not finite, a weight is
    ///   negative or not finite, or all weights are 0.
    pub fn new(draws: Vec<(f64, Vec<f64>)>) -> Result<WeightedDraws, Fault> {
        let Some((_, first)) = draws.first() else {
            return Err(Fault::new("no draw", "at least one draw"));
        };
        let count = first.len();
        for (index, (weight, values)) in draws.iter().enumerate() {
            let wrong = |found: String, right: &str| {
                Err(Fault::new(format!("draw {}: {found}", index + 1), right))
            };
            if !(0.0 <= *weight && weight.is_finite()) {
                return wrong(format!("a weight of {weight}"), "a finite weight, 0 or more");
            }
            if values.len() != count {
                let right = format!("{count} values, as the first draw has");
                return wrong(format!("{} values", values.len()), &right);
            }
            if let Some(value) = values.iter().find(|value| !value.is_finite()) {
                return wrong(value.to_string(), "finite values");
            }
        }
        let sum: f64 = draws.iter().map(|(weight, _)| weight).sum();
        if !(0.0 < sum && sum.is_finite()) {
            return Err(Fault::new(format!("weights that sum to {sum}"), "weights above 0"));
        }
        let draws: Vec<(f64, Vec<f64>)> =
            draws.into_iter().map(|(weight, values)| (weight / sum, values)).collect();
        let mut before = 0.0;
        let up_to = draws.iter().map(|(weight, _)| {
            before += weight;
            before
        });
        let at_most = up_to.collect();
        Ok(WeightedDraws { draws, at_most })
    }

    /// How many sets there are, at least 1.
    pub fn count(&self) -> usize {
        self.draws.len()
    }

    /// Each set with its share of the weight.
    pub fn draws(&self) -> &[(f64, Vec<f64>)] {
        &self.draws
    }

    /// How many draws of equal weight these are worth: 1 / sum of squared shares (Kish).
    pub fn effective_size(&self) -> f64 {
        1.0 / self.draws.iter().map(|(weight, _)| weight * weight).sum::<f64>()
    }

    /// The values of a replication: one of the sets, each as often as its weight says.
    ///
    /// Drawn at purpose `Posterior`, word 0.
    pub fn draw(&self, key: Key) -> &[f64] {
        let day = Day::from_number(0);
        let level = key.at(Purpose::Posterior, 0, day, 0).block(0).uniform(0);
        let index = self.at_most.partition_point(|at_most| *at_most < level);
        &self.draws[index.min(self.draws.len() - 1)].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_come_as_often_as_they_weigh() {
        let draws =
            WeightedDraws::new(vec![(1.0, vec![0.0]), (0.0, vec![1.0]), (3.0, vec![2.0])]).unwrap();
        let number = 40_000;
        let drawn = (0..number).map(|i| draws.draw(Key::from_seed(5).replication(i))[0]);
        let twos = drawn.inspect(|it| assert_ne!(*it, 1.0)).filter(|it| *it == 2.0).count();
        // Three quarters; 4.5 standard errors of a share of 40,000.
        let error = (0.75_f64 * 0.25 / f64::from(number)).sqrt();
        assert!((twos as f64 / f64::from(number) - 0.75).abs() < 4.5 * error, "{twos}");
    }

    #[test]
    fn what_cannot_be_drawn_from_is_refused() {
        let refused = |draws| WeightedDraws::new(draws).unwrap_err().to_string();
        assert_eq!(refused(vec![]), "no draw, must be at least one draw");
        assert_eq!(
            refused(vec![(0.0, vec![1.0])]),
            "weights that sum to 0, must be weights above 0"
        );
        assert_eq!(
            refused(vec![(1.0, vec![1.0]), (-1.0, vec![1.0])]),
            "draw 2: a weight of -1, must be a finite weight, 0 or more"
        );
        assert_eq!(
            refused(vec![(1.0, vec![1.0]), (1.0, vec![])]),
            "draw 2: 0 values, must be 1 values, as the first draw has"
        );
        assert_eq!(refused(vec![(1.0, vec![f64::NAN])]), "draw 1: NaN, must be finite values");
    }
}

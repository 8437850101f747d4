//! Where in its forecast an observation fell: uniform when forecasts are right.

/// The randomised place of an observation among simulated values, from 0 to 1.
///
/// (values below + u x (values equal + 1)) / (M + 1), with u a uniform number. If the observation
/// is one more draw of what the values are draws of, it is exactly uniform, with any ties. Over
/// many forecasts: a heap in the middle says ranges are too wide, heaps at the ends too narrow, a
/// slope says that forecasts are too high or too low.
///
/// # Panics
/// - a number is not a number, or `uniform` not between 0 and 1.
///
/// # Example
/// ```
/// use arrears::summary::pit;
///
/// // Two of four values are below, one is equal: between 2/5 and 4/5.
/// assert_eq!(pit(&[1.0, 2.0, 3.0, 4.0], 3.0, 0.5), 0.6);
/// ```
///
/// # Source
/// T. Gneiting, F. Balabdaoui, A. E. Raftery, J. R. Stat. Soc. B 69 (2007), 243–268; randomised: C.
/// Czado, T. Gneiting, L. Held, Biometrics 65 (2009), 1254–1261.
pub fn pit(values: &[f64], observed: f64, uniform: f64) -> f64 {
    let numbers = values.iter().all(|value| !value.is_nan()) && !observed.is_nan();
    assert!(numbers, "a value is not a number");
    assert!(0.0 <= uniform && uniform <= 1.0, "a uniform number of {uniform}");
    let below = values.iter().filter(|value| **value < observed).count() as f64;
    let equal = values.iter().filter(|value| **value == observed).count() as f64;
    (below + uniform * (equal + 1.0)) / (values.len() as f64 + 1.0)
}

/// The randomised place of an observed count in a known law: P(less) + u (P(at most) − P(less)).
///
/// # Panics
/// - not 0 ≤ `less` ≤ `at_most` ≤ 1, or `uniform` not between 0 and 1.
///
/// # Example
/// ```
/// assert_eq!(arrears::summary::pit_of_count(0.25, 0.75, 0.5), 0.5);
/// ```
///
/// # Source
/// C. Czado, T. Gneiting, L. Held, Biometrics 65 (2009), 1254–1261.
pub fn pit_of_count(less: f64, at_most: f64, uniform: f64) -> f64 {
    let ordered = 0.0 <= less && less <= at_most && at_most <= 1.0;
    assert!(ordered, "probabilities {less} and {at_most}");
    assert!(0.0 <= uniform && uniform <= 1.0, "a uniform number of {uniform}");
    less + uniform * (at_most - less)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;
    use crate::random::Purpose;
    use crate::time::Day;

    #[test]
    fn with_many_ties_it_is_uniform_when_the_forecast_is_right() {
        // Counts from 0 to 2 with chances 0.5, 0.3, 0.2; nine values and one observation.
        let draws = 10_000;
        let mut cells = [0.0_f64; 10];
        for draw in 0..draws {
            let uniform = |stream| {
                let site = Key::from_seed(8).at(Purpose::Parameter, stream, Day::FIRST, draw);
                site.block(0).uniform(0)
            };
            let count = |stream| match uniform(stream) {
                low if low < 0.5 => 0.0,
                middle if middle < 0.8 => 1.0,
                _ => 2.0,
            };
            let values: Vec<f64> = (0..9).map(count).collect();
            cells[(10.0 * pit(&values, count(9), uniform(10))) as usize] += 1.0;
        }
        // Each cell is binomial: 1,000 expected, standard deviation 30.
        assert!(cells.iter().all(|cell| (cell - 1_000.0).abs() < 4.5 * 30.0), "{cells:?}");
    }
}

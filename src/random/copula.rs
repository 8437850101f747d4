//! Uncertain numbers that depend on each other: the Gaussian copula.

use std::f64::consts::PI;

use crate::error::Fault;
use crate::error::Problems;
use crate::random::cholesky::Cholesky;
use crate::random::normal::normal_level;
use crate::random::normal::normal_quantile;

/// How the levels of several uncertain numbers depend on each other: as those of normal numbers
/// with given rank correlations, whatever the distributions of the numbers themselves.
///
/// A rank correlation ρ (Spearman's) needs the correlation 2 sin(π ρ / 6) of the normal numbers.
///
/// # Example
/// ```
/// use arrears::random::Copula;
///
/// let names = ["intake", "notices"];
/// let copula = Copula::new(&names, &[(0, 1, 0.6)])?;
/// let levels = copula.levels(&[0.9, 0.5]);
/// assert!((levels[0] - 0.9).abs() < 1e-12); // the first number keeps its level
/// assert!(0.7 < levels[1]); // the second is drawn along
/// # Ok::<(), arrears::error::Problems>(())
/// ```
///
/// # Source
/// K. Pearson, On further methods of determining correlation (1907), for the formula; R. B. Nelsen,
/// An Introduction to Copulas, 2nd edition (2006), section 2.3.
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    // Of the normal numbers; symmetric, ones on the diagonal, positive definite.
    correlations: Vec<Vec<f64>>,
    // None where every correlation is 0: levels then pass unchanged.
    root: Option<Cholesky>,
}

impl Copula {
    /// No dependence between `inputs` numbers.
    pub fn independent(inputs: usize) -> Copula {
        Copula { correlations: identity(inputs), root: None }
    }

    /// The copula of named inputs with rank correlations `(input, other input, correlation)`; pairs
    /// that are not listed are not correlated.
    ///
    /// # Errors
    /// All of them at once:
    /// - a pair names an input that is not there, one input twice, or a pair that was already
    ///   named.
    /// - a correlation is not between −1 and 1.
    /// - the correlations contradict each other (no numbers can have them): which input shows it,
    ///   and the factor by which all of them must be made smaller at least.
    ///
    /// # Example
    /// ```
    /// use arrears::random::Copula;
    ///
    /// let names = ["a", "b", "c"];
    /// let error = Copula::new(&names, &[(0, 1, 0.9), (0, 2, 0.9), (1, 2, -0.9)]).unwrap_err();
    /// let message = error.to_string();
    /// assert!(message.starts_with("correlation of c  a: 0.9, b: -0.9, must be"), "{message}");
    /// assert!(message.ends_with("multiplied by 0.53 all correlations are possible"), "{message}");
    /// ```
    pub fn new(names: &[&str], pairs: &[(usize, usize, f64)]) -> Result<Copula, Problems> {
        let mut problems = Problems::default();
        let mut ranks = identity(names.len());
        let mut named: Vec<(usize, usize)> = Vec::new();
        for (one, other, correlation) in pairs {
            if !(*one < names.len() && *other < names.len() && one != other) {
                let right =
                    format!("two different inputs, numbered 0 to {}", names.len().max(1) - 1);
                problems.push(Fault::new(format!("{one} and {other}"), right).at("correlation"));
                continue;
            }
            let key = format!("correlation of {} and {}", names[*one], names[*other]);
            let pair = (*one.min(other), *one.max(other));
            if named.contains(&pair) {
                problems.push(Fault::new("a second value", "given once").at(key));
            } else if !(correlation.abs() <= 1.0) {
                problems.push(Fault::new(correlation, "between -1 and 1").at(key));
            }
            named.push(pair);
            ranks[*one][*other] = *correlation;
            ranks[*other][*one] = *correlation;
        }
        problems.into_result(())?;
        Copula::of_ranks(names, &ranks)
    }

    /// The copula of a whole matrix of rank correlations; rows and columns are the inputs.
    ///
    /// # Errors
    /// As [`Copula::new`], and:
    /// - the matrix is not square with one row an input, not 1 on the diagonal, or not symmetric.
    pub fn from_matrix(names: &[&str], matrix: &[Vec<f64>]) -> Result<Copula, Problems> {
        let inputs = names.len();
        if !(matrix.len() == inputs && matrix.iter().all(|row| row.len() == inputs)) {
            let found = format!("{} rows", matrix.len());
            let right = format!("{inputs} rows of {inputs} correlations, one row an input");
            return Err(Fault::new(found, right).at("correlation").into());
        }
        let mut problems = Problems::default();
        let mut pairs = Vec::new();
        for (one, row) in matrix.iter().enumerate() {
            if row[one] != 1.0 {
                let key = format!("correlation of {} with itself", names[one]);
                problems.push(Fault::new(row[one], "1").at(key));
            }
            for other in 0..one {
                let (found, mirrored) = (row[other], matrix[other][one]);
                if found != mirrored {
                    let key = format!("correlation of {} and {}", names[other], names[one]);
                    let found = format!("{mirrored} in one place and {found} in the other");
                    problems.push(Fault::new(found, "the same in both").at(key));
                }
                pairs.push((other, one, found));
            }
        }
        problems.into_result(())?;
        Copula::new(names, &pairs)
    }

    fn of_ranks(names: &[&str], ranks: &[Vec<f64>]) -> Result<Copula, Problems> {
        let correlations = of_normals(ranks, 1.0);
        if correlations == identity(names.len()) {
            return Ok(Copula::independent(names.len()));
        }
        if let Err(row) = possible(&correlations) {
            return Err(contradiction(names, ranks, row));
        }
        let root = Some(Cholesky::new(&correlations).expect("checked with a margin"));
        Ok(Copula { correlations, root })
    }

    /// How many numbers there are.
    pub fn inputs(&self) -> usize {
        self.correlations.len()
    }

    /// Whether no number depends on another.
    pub fn is_independent(&self) -> bool {
        self.root.is_none()
    }

    /// The rank correlation of two inputs, (6 / π) asin(r / 2).
    pub fn rank_correlation(&self, one: usize, other: usize) -> f64 {
        6.0 / PI * (self.correlations[one][other] / 2.0).asin()
    }

    /// The dependent levels that belong to independent ones; each is uniform.
    ///
    /// The level of an input depends on the independent levels up to its own.
    ///
    /// # Panics
    /// - there are not as many levels as inputs.
    pub fn levels(&self, independent: &[f64]) -> Vec<f64> {
        assert!(independent.len() == self.inputs(), "one level an input");
        match &self.root {
            None => independent.to_vec(),
            Some(root) => correlate(root, independent),
        }
    }

    /// As [`Copula::levels`], worked out in another order of the inputs: the first n inputs of
    /// `order` depend on the first n of `independent` alone.
    ///
    /// New numbers for the others then draw the other inputs given those. Each order gives other
    /// levels of the same joint distribution. `independent` stands in the order of `order`, what is
    /// returned in the order of the inputs.
    ///
    /// # Panics
    /// - `order` does not name every input once, or the lengths differ.
    ///
    /// # Source
    /// T. A. Mara, S. Tarantola, Variance-based sensitivity indices for models with dependent
    /// inputs, Reliability Engineering and System Safety 107 (2012), 115–121.
    pub fn levels_in_order(&self, order: &[usize], independent: &[f64]) -> Vec<f64> {
        assert!(independent.len() == self.inputs(), "one level an input");
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        assert!(sorted.iter().copied().eq(0..self.inputs()), "an order names every input once");
        let in_order = match &self.root {
            None => independent.to_vec(),
            Some(_) => correlate(&self.root_in_order(order), independent),
        };
        let mut levels = vec![0.0; order.len()];
        for (input, level) in order.iter().zip(in_order) {
            levels[*input] = level;
        }
        levels
    }

    fn root_in_order(&self, order: &[usize]) -> Cholesky {
        let row = |one: &usize| order.iter().map(|other| self.correlations[*one][*other]).collect();
        let reordered: Vec<Vec<f64>> = order.iter().map(row).collect();
        Cholesky::new(&reordered).expect("positive definite in every order")
    }
}

fn correlate(root: &Cholesky, independent: &[f64]) -> Vec<f64> {
    let scores: Vec<f64> = independent.iter().map(|level| normal_quantile(*level)).collect();
    root.times(&scores).into_iter().map(normal_level).collect()
}

fn identity(inputs: usize) -> Vec<Vec<f64>> {
    let entry = |row: usize, column: usize| if row == column { 1.0 } else { 0.0 };
    (0..inputs).map(|row| (0..inputs).map(|column| entry(row, column)).collect()).collect()
}

/// The correlations of the normal numbers, with all rank correlations multiplied by `factor`.
fn of_normals(ranks: &[Vec<f64>], factor: f64) -> Vec<Vec<f64>> {
    let mut correlations = identity(ranks.len());
    for (one, row) in ranks.iter().enumerate() {
        for (other, rank) in row.iter().enumerate().filter(|(other, _)| *other != one) {
            correlations[one][other] = 2.0 * libm::sin(PI * factor * rank / 6.0);
        }
    }
    correlations
}

/// Whether numbers can have these correlations in any order; otherwise the row where it shows.
///
/// Every pivot, in every order, is at least the smallest eigenvalue, which must be above 1e-9.
fn possible(correlations: &[Vec<f64>]) -> Result<(), usize> {
    let mut less = correlations.to_vec();
    for (number, row) in less.iter_mut().enumerate() {
        row[number] -= 1e-9;
    }
    Cholesky::new(&less).map(|_| ())
}

fn contradiction(names: &[&str], ranks: &[Vec<f64>], row: usize) -> Problems {
    let earlier = ranks[row][..row].iter().zip(names).filter(|(rank, _)| **rank != 0.0);
    let parts: Vec<String> = earlier.map(|(rank, name)| format!("{name}: {rank}")).collect();
    // The hundredths that are possible are an interval from 0: the matrices are a mixture with that
    // of independence, but for the curve of the sine.
    let works =
        |hundredths: &u32| possible(&of_normals(ranks, f64::from(*hundredths) / 100.0)).is_ok();
    let factor = f64::from((1..100).rev().find(works).unwrap_or(0)) / 100.0;
    let right = format!(
        "correlations that numbers can have together; multiplied by {factor} all correlations are \
         possible"
    );
    Fault::new(parts.join(", "), right).at(format!("correlation of {}", names[row])).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;
    use crate::random::Purpose;
    use crate::time::Day;

    const NAMES: [&str; 3] = ["intake", "capacity", "notices"];

    fn uniforms(draw: u32, inputs: u16) -> Vec<f64> {
        let site = |input| Key::from_seed(5).at(Purpose::Parameter, input, Day::FIRST, draw);
        (0..inputs).map(|input| site(input).block(0).uniform(0)).collect()
    }

    /// Spearman's correlation of two columns without ties.
    fn spearman(rows: &[Vec<f64>], one: usize, other: usize) -> f64 {
        let ranks = |column: usize| {
            let mut order: Vec<usize> = (0..rows.len()).collect();
            order.sort_by(|a, b| rows[*a][column].total_cmp(&rows[*b][column]));
            let mut ranks = vec![0.0; rows.len()];
            for (rank, row) in order.into_iter().enumerate() {
                ranks[row] = rank as f64;
            }
            ranks
        };
        let (a, b) = (ranks(one), ranks(other));
        let squares: f64 = a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b)).sum();
        let n = rows.len() as f64;
        1.0 - 6.0 * squares / (n * (n * n - 1.0))
    }

    #[test]
    fn the_rank_correlations_come_back_in_every_order() {
        let pairs = [(0, 1, 0.6), (0, 2, -0.3), (1, 2, 0.25)];
        let copula = Copula::new(&NAMES, &pairs).unwrap();
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            let draw = |draw| copula.levels_in_order(&order, &uniforms(draw, 3));
            let rows: Vec<Vec<f64>> = (0..20_000).map(draw).collect();
            for (one, other, rank) in pairs {
                assert!((copula.rank_correlation(one, other) - rank).abs() < 1e-14);
                // Bonett, Wright, Psychometrika 65 (2000), 23: the variance of atanh is
                // (1 + ρ²/2) / (n − 3).
                let found = spearman(&rows, one, other);
                let error = ((1.0 + rank * rank / 2.0) / 19_997.0).sqrt();
                let away = found.atanh() - f64::atanh(rank);
                assert!(away.abs() < 4.5 * error, "{order:?} {one} {other}: {found}");
            }
            // Each level is uniform: mean 1/2, standard deviation 1 / sqrt(12).
            for input in 0..3 {
                let mean: f64 = rows.iter().map(|row| row[input]).sum::<f64>() / 20_000.0;
                assert!((mean - 0.5).abs() < 4.5 * (1.0 / 12.0 / 20_000.0f64).sqrt());
            }
        }
    }

    #[test]
    fn what_comes_first_in_the_order_depends_on_its_own_numbers_alone() {
        let copula = Copula::new(&NAMES, &[(0, 1, 0.8), (1, 2, 0.5)]).unwrap();
        let order = [2, 1, 0];
        let one = copula.levels_in_order(&order, &[0.3, 0.6, 0.9]);
        let other = copula.levels_in_order(&order, &[0.3, 0.6, 0.1]);
        assert_eq!(one[1..], other[1..]);
        assert!(other[0] < one[0]);
        let natural = copula.levels(&[0.3, 0.6, 0.9]);
        assert_eq!(natural, copula.levels_in_order(&[0, 1, 2], &[0.3, 0.6, 0.9]));
        let free = Copula::new(&NAMES, &[(0, 1, 0.0)]).unwrap();
        assert!(free.is_independent());
        assert_eq!(free.levels(&[0.1, 0.2, 0.3]), [0.1, 0.2, 0.3]);
        assert_eq!(free.levels_in_order(&order, &[0.1, 0.2, 0.3]), [0.3, 0.2, 0.1]);
    }

    #[test]
    fn what_is_wrong_is_said_all_at_once_with_a_remedy() {
        let message = |pairs: &[_]| Copula::new(&NAMES, pairs).unwrap_err().to_string();
        assert_eq!(
            message(&[(0, 1, 1.5), (1, 1, 0.2), (0, 3, 0.1), (0, 2, f64::NAN), (1, 0, 0.1)]),
            "correlation of intake and capacity  1.5, must be between -1 and 1\n\
             correlation  1 and 1, must be two different inputs, numbered 0 to 2\n\
             correlation  0 and 3, must be two different inputs, numbered 0 to 2\n\
             correlation of intake and notices  NaN, must be between -1 and 1\n\
             correlation of capacity and intake  a second value, must be given once"
        );
        // The smallest eigenvalue is 1 − 2 r: r = 2 sin(π 0.9 c / 6) is below 1/2 up to c = 0.536.
        assert_eq!(
            message(&[(0, 1, 0.9), (0, 2, 0.9), (1, 2, -0.9)]),
            "correlation of notices  intake: 0.9, capacity: -0.9, must be correlations that \
             numbers can have together; multiplied by 0.53 all correlations are possible"
        );
        assert!(Copula::new(&NAMES, &[(0, 1, 1.0)]).is_err());
        assert!(Copula::new(&NAMES, &[(0, 1, 0.999)]).is_ok());
        let matrix = |a: f64, b: f64, c: f64| vec![vec![c, a], vec![b, 1.0]];
        let found = |matrix: &[Vec<f64>]| Copula::from_matrix(&NAMES[..2], matrix);
        assert!(found(&matrix(0.3, 0.3, 1.0)).is_ok());
        assert_eq!(
            found(&matrix(0.3, 0.2, 0.9)).unwrap_err().to_string(),
            "correlation of intake with itself  0.9, must be 1\n\
             correlation of intake and capacity  0.3 in one place and 0.2 in the other, must be \
             the same in both"
        );
        assert!(found(&[vec![1.0]]).is_err());
    }
}

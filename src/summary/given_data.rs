//! What it would be worth to know an input: the spread of the result that would go, from runs that
//! already exist.

use crate::error::Fault;
use crate::summary::Estimate;
use crate::summary::jackknife::jackknife;

/// Groups that are left out in turn for the standard errors.
const GROUPS: usize = 20;

/// The spread of a result, and what is left of it when one input becomes known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnowingInput {
    /// The share of the variance that goes on average, 1 − E Var(Y|X) / Var Y; its estimate may be
    /// a little below 0 when the input tells nothing.
    pub share: Estimate,
    /// The standard deviation that is left, √(E Var(Y|X)), in the unit of the result.
    pub spread_left: Estimate,
    /// By how much the standard deviation falls, in the unit of the result.
    pub spread_saved: Estimate,
    /// How many classes of the input were compared.
    pub classes: usize,
}

/// The spread of results and what each input's becoming known would leave of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueOfKnowing {
    /// The standard deviation now, in the unit of the result.
    pub spread: Estimate,
    /// One entry an input, in order.
    pub inputs: Vec<KnowingInput>,
}

/// What each input's becoming known would leave of the spread of the results; no further runs
/// needed.
///
/// `rows` are the inputs of each run, `results` what came out; runs are independent of each other.
/// Each input is cut into classes of about equal size (a twentieth of the runs, at most 50; equal
/// values stay together), and the share is 1 − (SSW / (n − c)) / (SST / (n − 1)): sums of squares
/// within c classes and in total, corrected for the classes' own luck. Luck in the results counts
/// as spread that no input explains. Where the result bends within a class the share is a little
/// too low. When inputs depend on each other, what an input tells about the others counts for it
/// too.
///
/// Standard errors leave out twentieths of the runs in turn (run i belongs to group i mod 20).
///
/// `None` when all results are the same.
///
/// # Errors
/// - there are fewer than 100 runs, numbers of rows and results differ, rows have different
///   lengths, or a number is not finite.
///
/// # Example
/// ```
/// use arrears::summary::value_of_knowing;
///
/// // The result is the first input, but for a little; the second says nothing.
/// let row = |i| vec![f64::from(i * 37 % 400), f64::from(i % 7)];
/// let rows: Vec<Vec<f64>> = (0..400).map(row).collect();
/// let results: Vec<f64> = rows.iter().map(|row| row[0] + row[1] / 10.0).collect();
/// let found = value_of_knowing(&rows, &results)?.expect("results differ");
/// assert!(0.99 < found.inputs[0].share.value);
/// assert!(found.inputs[1].share.value.abs() < 0.05);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// E. Plischke, E. Borgonovo, C. L. Smith, Global sensitivity measures from given data, European
/// Journal of Operational Research 226 (2013), 536–550; the correction: T. L. Kelley, An unbiased
/// correlation ratio measure, PNAS 21 (1935), 554–559.
pub fn value_of_knowing(
    rows: &[Vec<f64>],
    results: &[f64],
) -> Result<Option<ValueOfKnowing>, Fault> {
    check(rows, results)?;
    let centre = results.iter().sum::<f64>() / results.len() as f64;
    let centred: Vec<f64> = results.iter().map(|result| result - centre).collect();
    // With one class the sums within it are the total sums.
    let blocks = block_sums(&vec![0; results.len()], 1, &centred);
    let spread = jackknife(&blocks, |sums| Squares::of(sums).total_variance().sqrt());
    if !(0.0 < spread.value) {
        return Ok(None);
    }
    let inputs = (0..rows[0].len()).map(|input| knowing(rows, input, &centred)).collect();
    Ok(Some(ValueOfKnowing { spread, inputs }))
}

fn check(rows: &[Vec<f64>], results: &[f64]) -> Result<(), Fault> {
    if rows.len() != results.len() {
        let found = format!("{} rows and {} results", rows.len(), results.len());
        return Err(Fault::new(found, "one result a row"));
    }
    if rows.len() < 100 {
        return Err(Fault::new(format!("{} runs", rows.len()), "at least 100 runs"));
    }
    if let Some(row) = rows.iter().position(|row| row.len() != rows[0].len()) {
        let found = format!("{} inputs in row {row}", rows[row].len());
        return Err(Fault::new(found, format!("{}, as in row 0", rows[0].len())));
    }
    match rows.iter().flatten().chain(results).find(|number| !number.is_finite()) {
        Some(number) => Err(Fault::new(number, "finite")),
        None => Ok(()),
    }
}

fn knowing(rows: &[Vec<f64>], input: usize, centred: &[f64]) -> KnowingInput {
    let column: Vec<f64> = rows.iter().map(|row| row[input]).collect();
    let (classes, count) = classes(&column);
    let blocks = block_sums(&classes, count, centred);
    let left = |sums: &[f64]| Squares::of(sums).within_variance().sqrt();
    let now = |sums: &[f64]| Squares::of(sums).total_variance().sqrt();
    KnowingInput {
        share: jackknife(&blocks, |sums| 1.0 - (left(sums) / now(sums)).powi(2)),
        spread_left: jackknife(&blocks, left),
        spread_saved: jackknife(&blocks, |sums| now(sums) - left(sums)),
        classes: count,
    }
}

/// The class of each value, from 0, and how many classes there are.
fn classes(column: &[f64]) -> (Vec<usize>, usize) {
    let count = column.len();
    let wanted = (count / 20).min(50);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| column[*one].total_cmp(&column[*other]));
    let mut classes = vec![0; count];
    let (mut class, mut slot) = (0, 0);
    for (rank, run) in order.iter().enumerate() {
        let wanted_slot = rank * wanted / count;
        let new_value = 0 < rank && column[order[rank - 1]] != column[*run];
        if slot < wanted_slot && new_value {
            class += 1;
            slot = wanted_slot;
        }
        classes[*run] = class;
    }
    (classes, class + 1)
}

/// One row a group: number, sum and sum of squares of each class.
fn block_sums(classes: &[usize], count: usize, results: &[f64]) -> Vec<Vec<f64>> {
    let mut blocks = vec![vec![0.0; 3 * count]; GROUPS];
    for (run, (class, result)) in classes.iter().zip(results).enumerate() {
        let sums = &mut blocks[run % GROUPS];
        sums[3 * class] += 1.0;
        sums[3 * class + 1] += result;
        sums[3 * class + 2] += result * result;
    }
    blocks
}

/// Sums of squares of results in classes.
struct Squares {
    runs: f64,
    classes: f64,
    within: f64,
    total: f64,
}

impl Squares {
    fn of(sums: &[f64]) -> Squares {
        let mut squares = Squares { runs: 0.0, classes: 0.0, within: 0.0, total: 0.0 };
        let mut sum = 0.0;
        for class in sums.chunks_exact(3).filter(|class| 0.0 < class[0]) {
            squares.runs += class[0];
            squares.classes += 1.0;
            squares.within += class[2] - class[1] * class[1] / class[0];
            squares.total += class[2];
            sum += class[1];
        }
        squares.total -= sum * sum / squares.runs;
        squares
    }

    fn within_variance(&self) -> f64 {
        (self.within / (self.runs - self.classes)).max(0.0)
    }

    fn total_variance(&self) -> f64 {
        (self.total / (self.runs - 1.0)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_stay_together_and_classes_are_about_equal() {
        let column: Vec<f64> = (0..200).map(|run| f64::from(run % 3)).collect();
        let (found, count) = classes(&column);
        assert_eq!(count, 3);
        assert!((0..200).all(|run| found[run] == run % 3));
        let column: Vec<f64> = (0..200).map(|run| f64::from(run * 77 % 200)).collect();
        let (found, count) = classes(&column);
        assert_eq!(count, 10);
        assert!((0..10).all(|class| found.iter().filter(|it| **it == class).count() == 20));
    }

    #[test]
    fn sums_of_squares_are_worked_by_hand() {
        // Classes {1, 3} and {5, 9}: within 2 + 8, mean 4.5, total 35; variances 10/2 and 35/3.
        let squares = Squares::of(&[2.0, 4.0, 10.0, 2.0, 14.0, 106.0]);
        assert_eq!((squares.within_variance(), squares.total_variance()), (5.0, 35.0 / 3.0));
    }

    #[test]
    fn runs_that_cannot_be_used_are_refused() {
        let rows = vec![vec![1.0]; 100];
        let results = vec![1.0; 100];
        assert_eq!(value_of_knowing(&rows, &results), Ok(None));
        assert!(value_of_knowing(&rows[..99], &results).is_err());
        assert!(value_of_knowing(&rows[..99], &results[..99]).is_err());
        let mut ragged = rows.clone();
        ragged[3] = vec![];
        assert!(value_of_knowing(&ragged, &results).is_err());
        ragged[3] = vec![f64::NAN];
        assert!(value_of_knowing(&ragged, &results).is_err());
    }
}

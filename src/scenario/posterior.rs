//! The draws of a calibration: a CSV file with a weight and a column for each number.

use crate::error::Fault;
use crate::random::WeightedDraws;
use crate::scenario::belief::named;
use crate::scenario::nearest::one_of_keys;
use crate::scenario::notes::quoted;
use crate::scenario::sheet::Files;
use crate::scenario::uncertain::WrittenNumber;
use crate::scenario::value::Node;

/// The column of the weights.
pub(crate) const WEIGHT: &str = "weight";

/// The draws in the file that a value names, with the values in the order of the numbers.
pub(crate) fn posterior(
    node: &Node<'_>,
    files: &mut Files<'_>,
    numbers: &[WrittenNumber],
) -> Option<WeightedDraws> {
    let sheet = files.sheet(node)?;
    let notes = node.notes;
    let weight = sheet.column(notes, WEIGHT)?;
    let mut columns = vec![None; numbers.len()];
    let mut right = true;
    for (place, name) in sheet.columns().enumerate().filter(|(place, _)| *place != weight) {
        match named(name, numbers) {
            Some(number) if columns[number].is_none() => columns[number] = Some(place),
            Some(_) => right = sheet.refuse_columns(notes, name, "each once").unwrap_or(false),
            None => {
                let known: Vec<&str> = numbers.iter().map(|it| it.key.as_str()).collect();
                let meant = format!("a weight and {}", one_of_keys(name, &known));
                right = sheet.refuse_columns(notes, name, meant).unwrap_or(false);
            }
        }
    }
    for (number, column) in numbers.iter().zip(&columns) {
        if column.is_none() {
            let meant = format!("columns of which one is {}; calibrate again", number.key);
            right = sheet.refuse_columns(notes, &number.key, meant).unwrap_or(false);
        }
    }
    let columns: Vec<usize> = columns.into_iter().flatten().collect();
    if !right {
        return None;
    }
    let mut draws = Vec::new();
    for row in sheet.rows() {
        let weight = row.number(notes, weight);
        let values: Vec<Option<f64>> = columns
            .iter()
            .zip(numbers)
            .map(|(column, number)| {
                let value = row.number(notes, *column)?;
                let (low, high) = number.number.support();
                match low <= value && value <= high {
                    true => Some(value),
                    false => {
                        let meant = format!("{}; calibrate again", number.number.describe());
                        row.refuse(notes, *column, meant)
                    }
                }
            })
            .collect();
        draws.push(weight.zip(values.into_iter().collect::<Option<Vec<f64>>>()));
    }
    let draws = draws.into_iter().collect::<Option<Vec<_>>>()?;
    match WeightedDraws::new(draws) {
        Ok(draws) => Some(draws),
        Err(fault) => node
            .fault(Fault::new(format!("{}: {}", quoted(sheet.name()), fault.found), fault.right)),
    }
}

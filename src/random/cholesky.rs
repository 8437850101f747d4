//! The triangular root of a symmetric matrix: what makes independent normal numbers dependent.

/// The lower triangular L with L Lᵀ = the matrix; rows of growing length.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cholesky {
    rows: Vec<Vec<f64>>,
}

impl Cholesky {
    /// The root of a symmetric matrix, of which only the lower triangle is read.
    ///
    /// # Errors
    /// - the matrix is not positive definite: the number of the row where that shows. A pivot
    ///   counts as 0 below 1e-10 of its diagonal.
    pub(crate) fn new(matrix: &[Vec<f64>]) -> Result<Cholesky, usize> {
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
        for (number, line) in matrix.iter().enumerate() {
            let mut row: Vec<f64> = Vec::with_capacity(number + 1);
            for column in 0..number {
                let product = dot(&row, &rows[column][..column]);
                row.push((line[column] - product) / rows[column][column]);
            }
            let pivot = line[number] - dot(&row, &row);
            if !(1e-10 * line[number] < pivot) {
                return Err(number);
            }
            row.push(pivot.sqrt());
            rows.push(row);
        }
        Ok(Cholesky { rows })
    }

    /// L times a vector.
    pub(crate) fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.rows.iter().map(|row| dot(row, vector)).collect()
    }
}

/// The sum of products, over the shorter of the two, in order.
fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_worked_by_hand() {
        let matrix = [vec![4.0, 12.0, -16.0], vec![12.0, 37.0, -43.0], vec![-16.0, -43.0, 98.0]];
        let root = Cholesky::new(&matrix).expect("positive definite");
        assert_eq!(root.rows, [vec![2.0], vec![6.0, 1.0], vec![-8.0, 5.0, 3.0]]);
        assert_eq!(root.times(&[1.0, 1.0, 1.0]), [2.0, 7.0, 0.0]);
    }

    #[test]
    fn the_row_that_breaks_it_is_named() {
        let rows = |third: f64| [vec![1.0], vec![0.9, 1.0], vec![0.9, third, 1.0]];
        assert!(Cholesky::new(&rows(0.9)).is_ok());
        assert_eq!(Cholesky::new(&rows(-0.9)), Err(2));
        assert_eq!(Cholesky::new(&[vec![1.0], vec![1.0, 1.0]]), Err(1));
        assert_eq!(Cholesky::new(&[vec![f64::NAN]]), Err(0));
    }
}

//! The error of any statistic of sums, by leaving out one block after the other.

use crate::summary::Estimate;

/// A statistic of the sums over all blocks, with its standard error.
///
/// Rows of `blocks` are blocks of equal standing (scrambles, groups of rows, outer draws), columns
/// are sums. The standard error is √((R − 1)/R Σ (θ₍ᵢ₎ − θ̄)²), where θ₍ᵢ₎ leaves out block i; R −
/// 1 degrees of freedom; unknown for one block.
///
/// # Source
/// B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 11.
pub(crate) fn jackknife(blocks: &[Vec<f64>], statistic: impl Fn(&[f64]) -> f64) -> Estimate {
    let mut total = vec![0.0; blocks.first().map_or(0, Vec::len)];
    for block in blocks {
        total.iter_mut().zip(block).for_each(|(total, sum)| *total += sum);
    }
    let without = |block: &Vec<f64>| {
        let rest: Vec<f64> = total.iter().zip(block).map(|(total, sum)| total - sum).collect();
        statistic(&rest)
    };
    let value = statistic(&total);
    if blocks.len() < 2 {
        return Estimate { value, standard_error: None, degrees_of_freedom: None };
    }
    let left: Vec<f64> = blocks.iter().map(without).collect();
    let count = blocks.len() as f64;
    let mean = left.iter().sum::<f64>() / count;
    let squares: f64 = left.iter().map(|left| (left - mean) * (left - mean)).sum();
    Estimate {
        value,
        standard_error: Some(((count - 1.0) / count * squares).sqrt()),
        degrees_of_freedom: Some(blocks.len() as u64 - 1),
    }
}

/// The mean of values, with the standard error s / √n and n − 1 degrees of freedom.
pub(crate) fn mean_of(values: &[f64]) -> Estimate {
    let blocks: Vec<Vec<f64>> = values.iter().map(|value| vec![1.0, *value]).collect();
    jackknife(&blocks, |sums| sums[1] / sums[0])
}

/// The standard deviation of values over n − 1; `None` below two values.
pub(crate) fn deviation_of(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (2 <= values.len()).then(|| (squares / (count - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jackknife_of_a_mean_is_the_known_standard_error() {
        // 1, 2, 3, 6: mean 3, s² = (4 + 1 + 0 + 9) / 3 = 14/3, error √(14/12).
        let found = mean_of(&[1.0, 2.0, 3.0, 6.0]);
        assert_eq!((found.value, found.degrees_of_freedom), (3.0, Some(3)));
        assert!((found.standard_error.unwrap() - (14.0f64 / 12.0).sqrt()).abs() < 1e-15);
        assert_eq!(mean_of(&[5.0]).standard_error, None);
        assert_eq!(deviation_of(&[1.0, 3.0]), Some(2.0f64.sqrt()));
    }

    #[test]
    fn the_jackknife_of_a_ratio_is_worked_by_hand() {
        // 1/2, 3/2, 2/2: whole 1; without each 5/4, 3/4, 1: mean 1, squares 1/8, times 2/3.
        let blocks = [vec![1.0, 2.0], vec![3.0, 2.0], vec![2.0, 2.0]];
        let found = jackknife(&blocks, |sums| sums[0] / sums[1]);
        assert_eq!(found.value, 1.0);
        assert!((found.standard_error.unwrap() - (1.0f64 / 12.0).sqrt()).abs() < 1e-15);
    }
}

//! A fan: week by week, where the futures lie.

use crate::summary::Estimate;
use crate::summary::QuantileRanks;
use crate::summary::Tally;
use crate::summary::mean;
use crate::summary::quantile;
use crate::summary::quantile::estimate_at;
use crate::summary::quantile_ranks;

/// Quantiles of a series, week by week: rows are weeks, columns are [`Fan::LEVELS`].
#[derive(Clone, Debug, PartialEq)]
pub struct Fan {
    /// One row a week, in the order of the weeks.
    pub rows: Vec<FanRow>,
}

impl Fan {
    /// The level of each column, as shares between 0 and 1.
    pub const LEVELS: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

    /// The column of the median.
    pub const MEDIAN: usize = 3;
}

/// One week of a [`Fan`]; all in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FanRow {
    /// The quantiles at [`Fan::LEVELS`], never falling from left to right.
    pub quantiles: [i64; 7],
    /// The mean with its standard error.
    pub mean: Estimate,
    /// The lower 95% bound of the median; `None` when there are too few values to have one.
    pub median_low: Option<i64>,
    /// The upper 95% bound of the median; `None` when there are too few values to have one.
    pub median_high: Option<i64>,
}

/// The fan of a series: one tally for each week, each with one value from every future.
///
/// Every cell is the order statistic X_(ceil(n p)) of its week, so a column is not one future. In
/// the unit of the values. No weeks give no rows. Time: `O(m)` for each week of m distinct values.
///
/// # Panics
/// - a tally is empty.
///
/// # Example
/// ```
/// use arrears::summary::{Fan, Tally, fan};
///
/// let mut week = Tally::new(128);
/// week.add_all(&(1..=100).collect::<Vec<_>>());
/// let rows = fan(&[week]).rows;
/// assert_eq!(rows[0].quantiles, [5, 10, 25, 50, 75, 90, 95]);
/// assert_eq!(rows[0].quantiles[Fan::MEDIAN], 50);
/// assert_eq!((rows[0].median_low, rows[0].median_high), (Some(40), Some(61)));
/// ```
///
/// # Source
/// The fan chart: Britton, Fisher, Whitley (1998), The Inflation Report projections: understanding
/// the fan chart, Bank of England Quarterly Bulletin 38, 30–37. The bounds of the median:
/// [`quantile_ranks`].
pub fn fan(weeks: &[Tally]) -> Fan {
    let mut rows = Vec::with_capacity(weeks.len());
    // The weeks of a series have equally many values, so their ranks are found once.
    let mut known: Option<(u64, QuantileRanks)> = None;
    for week in weeks {
        let ranks = match known {
            Some((count, ranks)) if count == week.count() => ranks,
            _ => quantile_ranks(week.count(), Fan::LEVELS[Fan::MEDIAN], 0.95),
        };
        known = Some((week.count(), ranks));
        rows.push(row(week, ranks));
    }
    Fan { rows }
}

fn row(week: &Tally, ranks: QuantileRanks) -> FanRow {
    let median = estimate_at(week, Fan::LEVELS[Fan::MEDIAN], ranks);
    FanRow {
        quantiles: Fan::LEVELS.map(|level| quantile(week, level)),
        mean: mean(week),
        median_low: median.low,
        median_high: median.high,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary::tests_tally::tally;

    #[test]
    fn rows_are_weeks_and_columns_are_levels() {
        let first: Vec<i64> = (1..=100).collect();
        let second: Vec<i64> = (1..=20).map(|value| 10 * value).collect();
        let found = fan(&[tally(&first), tally(&second), tally(&[7])]);
        assert_eq!(found.rows.len(), 3);
        assert_eq!(found.rows[0].quantiles, [5, 10, 25, 50, 75, 90, 95]);
        // ceil(20 p): 1, 2, 5, 10, 15, 18, 19.
        assert_eq!(found.rows[1].quantiles, [10, 20, 50, 100, 150, 180, 190]);
        assert_eq!(found.rows[2].quantiles, [7; 7]);
    }

    #[test]
    fn each_row_has_its_own_bounds_of_the_median() {
        let hundred: Vec<i64> = (1..=100).collect();
        let twenty: Vec<i64> = (1..=20).collect();
        let found = fan(&[tally(&hundred), tally(&twenty), tally(&[7])]);
        let bounds: Vec<_> = found.rows.iter().map(|r| (r.median_low, r.median_high)).collect();
        // n = 20: B(5) = 21,700 / 2^20 = 0.0207 <= 0.025 < B(6) = 0.0577, so ranks 6 and 15.
        let expected = [(Some(40), Some(61)), (Some(6), Some(15)), (None, None)];
        assert_eq!(bounds, expected);
        assert_eq!(found.rows[0].mean.value, 50.5);
        assert_eq!(found.rows[2].mean.standard_error, None);
    }

    #[test]
    fn the_median_column_is_the_median() {
        assert_eq!(Fan::LEVELS[Fan::MEDIAN], 0.5);
        assert_eq!(fan(&[]).rows, []);
    }
}

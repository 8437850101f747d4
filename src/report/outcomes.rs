//! The outcomes themselves as CSV: a row a replication, a column a total.

use crate::model::Unit;
use crate::report::csv::Sheet;
use crate::report::facts::unit_name;
use crate::sim::Outcome;
use crate::sim::Total;
use crate::study::PolicyFuture;
use crate::time::Day;

/// The first row of a CSV table of outcomes: `replication`, then each total's name and unit, as
/// `bill_cents` or `gone_date`; ends with a line feed.
///
/// # Example
/// ```
/// use arrears::report::outcomes_header;
/// use arrears::sim::{Count, Total};
///
/// let totals = [Total::Bill(None), Total::Count(Count::Late), Total::Gone];
/// assert_eq!(outcomes_header(&totals), "replication,bill_cents,late_at_end_cases,gone_date\n");
/// ```
pub fn outcomes_header(totals: &[Total]) -> String {
    let name = |total: &Total| format!("{total}_{}", unit_name(total.unit()));
    let names: Vec<String> = totals.iter().map(name).collect();
    let mut columns = vec!["replication"];
    columns.extend(names.iter().map(String::as_str));
    Sheet::new(&columns).finish()
}

/// The rows of some outcomes, in their order, below [`outcomes_header`] of the same totals.
///
/// Amounts are whole cents, shares millionths, dates ISO. A cell is empty where the late stock is
/// not gone within the period, and where nobody waits.
///
/// # Panics
/// - an outcome has another number of totals.
pub fn outcome_rows(totals: &[Total], outcomes: &[Outcome]) -> String {
    let mut sheet = Sheet::default();
    for outcome in outcomes {
        assert_eq!(totals.len(), outcome.totals.len());
        let mut cells = vec![outcome.replication.to_string()];
        cells.extend(totals.iter().zip(&outcome.totals).map(|(total, value)| cell(*total, *value)));
        sheet.row(cells);
    }
    sheet.finish()
}

/// The first row of a CSV table of outcomes under several policies: `policy`, `name`,
/// `replication`, then each total as in [`outcomes_header`].
pub fn policy_outcomes_header(totals: &[Total]) -> String {
    format!("policy,name,{}", outcomes_header(totals))
}

/// The row of one future under one policy, below [`policy_outcomes_header`] of the same totals.
///
/// As in [`outcome_rows`]; a cell is empty where the policy's model does not measure the total too.
pub fn policy_outcome_row(totals: &[Total], future: PolicyFuture<'_>) -> String {
    assert_eq!(totals.len(), future.values.len());
    let mut sheet = Sheet::default();
    let mut cells =
        vec![future.policy.to_string(), future.name.to_owned(), future.replication.to_string()];
    let values = totals.iter().zip(future.values);
    cells.extend(values.map(|(total, value)| value.map_or(String::new(), |it| cell(*total, it))));
    sheet.row(cells);
    sheet.finish()
}

fn cell(total: Total, value: i64) -> String {
    match total.unit() {
        Unit::Date if value == Total::NEVER => String::new(),
        Unit::Date => Day::from_number(value as i32).to_string(),
        // A median wait of -1 means that nobody waits.
        Unit::Days if value < 0 => String::new(),
        Unit::Days
        | Unit::Cents
        | Unit::Cases
        | Unit::Households
        | Unit::Penalties
        | Unit::Places
        | Unit::Millionths => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Quantity;
    use crate::sim::Part;
    use crate::sim::Waiting;
    use crate::sim::Waits;

    #[test]
    fn a_row_has_dates_as_dates_and_nothing_where_nothing_is_known() {
        let day = Day::new(2020, 3, 3).unwrap();
        let totals = [
            Total::Bill(None),
            Total::Owed(2020, None),
            Total::Split(day, Part::Lost),
            Total::Gone,
            Total::Wait(Waiting::Decided),
            Total::Quantity(Quantity::NoticeShare, day),
        ];
        let header = "replication,bill_cents,owed.2020_cents,lost.2020-03-03_cents,gone_date,\
                      median_wait.decided_days,notice_share.2020-03-03_millionths\n";
        assert_eq!(outcomes_header(&totals), header);
        let outcome = |replication, totals: [i64; 6]| Outcome {
            replication,
            totals: totals.to_vec(),
            weeks: Vec::new(),
            waits: Waits::default(),
            group_waits: Vec::new(),
        };
        let outcomes = [
            outcome(7, [123, -1, 0, i64::from(day.number()), 0, 400_000]),
            outcome(8, [i64::MAX, 5, 6, Total::NEVER, -1, 0]),
        ];
        let rows = "7,123,-1,0,2020-03-03,0,400000\n8,9223372036854775807,5,6,,,0\n";
        assert_eq!(outcome_rows(&totals, &outcomes), rows);
        assert_eq!(outcome_rows(&totals, &[]), "");
    }
}

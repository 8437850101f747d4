//! What several reports read off a comparison, and the words they share.

use crate::report::facts::year_name;
use crate::report::number::MoneyUnit;
use crate::report::number::NOTHING;
use crate::report::number::Number;
use crate::report::number::percent;
use crate::report::page::Page;
use crate::report::page::WIDTH;
use crate::report::page::cut;
use crate::sim::Total;
use crate::sim::WaitGroup;
use crate::study::Comparison;
use crate::study::Policy;
use crate::study::PolicyFinding;
use crate::study::Setup;
use crate::summary::Estimate;
use crate::summary::PairedDifference;
use crate::summary::ShareEstimate;

/// The name of a policy as it may stand in a sentence or at the head of some rows.
pub(crate) fn name_of(policy: &PolicyFinding) -> String {
    cut(&policy.name, 60)
}

/// The name of a policy as it may stand in a table; a bound is said to be one.
pub(crate) fn row_name(policy: &PolicyFinding) -> String {
    match policy.is_bound {
        true => format!("{} (bound)", cut(&policy.name, 52)),
        false => name_of(policy),
    }
}

/// The name of a policy as it may stand in a sentence.
pub(crate) fn quoted(policy: &PolicyFinding) -> String {
    format!("“{}”", name_of(policy))
}

/// Some names, as `“a”, “b” and 3 more`.
pub(crate) fn list_of(names: &[String]) -> String {
    const MOST: usize = 4;
    match names {
        [] => String::new(),
        [one] => one.clone(),
        _ if names.len() <= MOST => {
            let (last, first) = names.split_last().expect("there are some");
            format!("{} and {last}", first.join(", "))
        }
        _ => format!("{} and {} more", names[..MOST].join(", "), names.len() - MOST),
    }
}

/// How often, in a table: `all` and `none` claim less than 100% and 0% do.
pub(crate) fn share_cell(share: ShareEstimate) -> String {
    match share.hits() {
        0 => "none".to_owned(),
        hits if hits == share.of() => "all".to_owned(),
        _ => percent(Number { value: share.value(), doubt: share.standard_error().into() }),
    }
}

/// The ends of the 95% interval of an estimate, each with the digits that its error allows; `None`
/// where there is no interval.
pub(crate) fn limits(estimate: Estimate) -> Option<[Number; 2]> {
    let interval = estimate.interval(0.95)?;
    let doubt = estimate.standard_error.into();
    Some([interval.low, interval.high].map(|value| Number { value, doubt }))
}

/// The same as two cells of a table.
pub(crate) fn limit_cells(estimate: Estimate, cell: impl Fn(Number) -> String) -> [String; 2] {
    limits(estimate).map_or([NOTHING; 2].map(str::to_owned), |ends| ends.map(cell))
}

/// How the cost of a policy differs from that of policy 0.
pub(crate) fn against_first(comparison: &Comparison, policy: usize) -> PairedDifference {
    comparison.costs.difference(policy, 0)
}

/// Whether a policy spends more or less than policy 0 in any future.
pub(crate) fn spends(policy: &PolicyFinding) -> bool {
    (policy.spent.min(), policy.spent.max()) != (Some(0), Some(0))
}

/// The fiscal years that policy 0 speaks of, in order.
pub(crate) fn years(comparison: &Comparison) -> Vec<i32> {
    let year = |total: Total| match total {
        Total::Owed(year, None) => Some(year),
        _ => None,
    };
    comparison.policies[0].totals.iter().filter_map(|finding| year(finding.total)).collect()
}

/// A group of cases in words.
pub(crate) fn group_in_words(setup: &Setup, group: WaitGroup) -> String {
    let as_of = setup.model.period.as_of();
    match group {
        WaitGroup::LateAsOf => format!("late on {as_of}"),
        WaitGroup::InTimeAsOf => format!("in time on {as_of}"),
        WaitGroup::ReceivedIn(year) => format!("received in {}", year_name(setup, year)),
    }
}

/// A group of cases in files.
pub(crate) fn group_name(group: WaitGroup) -> String {
    match group {
        WaitGroup::LateAsOf => "late_as_of".to_owned(),
        WaitGroup::InTimeAsOf => "in_time_as_of".to_owned(),
        WaitGroup::ReceivedIn(year) => format!("received.{year}"),
    }
}

/// The columns that a table leaves for the names of policies.
pub(crate) fn room_for_names(columns: &[&str], rows: &[Vec<String>]) -> usize {
    let widest = |at: usize| {
        let heading = columns[at].split('\n').map(|line| line.chars().count()).max();
        let cells = rows.iter().map(|row| row[at].chars().count()).max();
        2 + heading.max(cells).unwrap_or(0)
    };
    WIDTH.saturating_sub((1..columns.len()).map(widest).sum())
}

/// The fewest columns in which names can be read.
const ROOM: usize = 16;

/// Whether a table leaves room for names.
pub(crate) fn leaves_room(columns: &[String], rows: &[Vec<String>]) -> bool {
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    ROOM <= room_for_names(&columns, rows)
}

/// The unit in which the costs of all policies can be read.
pub(crate) fn unit_of(comparison: &Comparison) -> MoneyUnit {
    let means = comparison.policies.iter().filter_map(|policy| policy.cost.mean());
    MoneyUnit::for_largest(means.fold(0.0, |all: f64, mean| all.max(mean.abs())) as i64)
}

/// That unit and the coarser ones.
pub(crate) fn units_of(comparison: &Comparison) -> [MoneyUnit; 3] {
    let unit = unit_of(comparison);
    [unit, unit.coarser(), unit.coarser().coarser()]
}

/// Prints the table with the finest of some units in which it leaves room for names.
pub(crate) fn table_in_units<U: Copy>(
    page: &mut Page,
    units: &[U],
    table: impl Fn(U) -> (Vec<String>, Vec<Vec<String>>),
    mut before: impl FnMut(&mut Page, U),
) {
    let fits = |unit: &&U| {
        let (columns, rows) = table(**unit);
        leaves_room(&columns, &rows)
    };
    let coarsest = units.last().expect("there are units");
    let unit = *units.iter().find(fits).unwrap_or(coarsest);
    before(page, unit);
    let (columns, rows) = table(unit);
    page.table(&columns.iter().map(String::as_str).collect::<Vec<_>>(), rows);
}

/// What policies are compared with, in a sentence.
pub(crate) fn baseline(comparison: &Comparison) -> String {
    match comparison.policies[0].name.as_str() {
        Policy::DO_NOTHING => "doing nothing".to_owned(),
        _ => quoted(&comparison.policies[0]),
    }
}

/// The same at the head of a column, after a word or two.
pub(crate) fn baseline_head(comparison: &Comparison) -> &'static str {
    match comparison.policies[0].name.as_str() {
        Policy::DO_NOTHING => "nothing",
        _ => "the first",
    }
}

//! What several reports read off a comparison, and the words they share.

use crate::report::facts::year_name;
use crate::report::number::NOTHING;
use crate::report::number::Number;
use crate::report::number::percent;
use crate::report::page::Page;
use crate::report::page::WIDTH;
use crate::report::page::cut;
use crate::sim::Total;
use crate::sim::WaitGroup;
use crate::study::Comparison;
use crate::study::PolicyFinding;
use crate::study::Setup;
use crate::summary::Estimate;
use crate::summary::PairedDifference;
use crate::summary::ShareEstimate;

/// The name of a policy as it may stand in a table.
pub(crate) fn name_of(policy: &PolicyFinding) -> String {
    cut(&policy.name, 60)
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

/// How the cost of a policy differs from that of doing nothing.
pub(crate) fn against_nothing(comparison: &Comparison, policy: usize) -> PairedDifference {
    comparison.costs.difference(policy, 0)
}

/// Whether any policy spends more or less than doing nothing in any future.
pub(crate) fn any_spends(comparison: &Comparison) -> bool {
    let differs = |policy: &PolicyFinding| (policy.spent.min(), policy.spent.max());
    comparison.policies.iter().any(|policy| differs(policy) != (Some(0), Some(0)))
}

/// The fiscal years that doing nothing speaks of, in order.
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

/// Prints the table with the finest of some units in which it leaves room for names.
pub(crate) fn table_in_units<U: Copy>(
    page: &mut Page,
    units: &[U],
    table: impl Fn(U) -> (Vec<String>, Vec<Vec<String>>),
    mut before: impl FnMut(&mut Page, U),
) {
    let fits = |unit: &&U| {
        let (columns, rows) = table(**unit);
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        ROOM <= room_for_names(&columns, &rows)
    };
    let coarsest = units.last().expect("there are units");
    let unit = *units.iter().find(fits).unwrap_or(coarsest);
    before(page, unit);
    let (columns, rows) = table(unit);
    page.table(&columns.iter().map(String::as_str).collect::<Vec<_>>(), rows);
}

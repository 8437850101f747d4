//! Who waits longer because of a policy, and who waits less.

use crate::report::comparison_facts::baseline;
use crate::report::comparison_facts::baseline_head;
use crate::report::comparison_facts::group_in_words;
use crate::report::comparison_facts::quoted;
use crate::report::comparison_facts::row_name;
use crate::report::comparison_tables::days_with_limits;
use crate::report::number::Doubt;
use crate::report::number::NOTHING;
use crate::report::number::Number;
use crate::report::number::count;
use crate::report::number::with_decimals;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::study::Comparison;
use crate::study::GroupFinding;
use crate::study::Policy;
use crate::study::PolicyFinding;
use crate::study::Setup;
use crate::summary::Estimate;

/// Rows of the table; the others are in the files.
const MOST_ROWS: usize = 60;

/// For each policy the groups of cases that wait longer or less than when nothing is done.
pub(crate) fn who_waits_longer(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    if comparison.policies.len() == 1 {
        return;
    }
    page.heading("Who waits longer because of it");
    let period = setup.model.period;
    page.paragraph(&format!(
        "Mean days that a case waits from {} on, from receipt if that is later, to its decision or \
         withdrawal, at most to {}: under the policy, under {}, and by how much longer (or, below \
         0, less), with 95% limits, each for itself. Groups for which no difference can be seen \
         are left out.",
        period.as_of(),
        period.end(),
        match comparison.policies[0].name.as_str() {
            Policy::DO_NOTHING => "“do nothing”".to_owned(),
            _ => baseline(comparison),
        },
    ));
    let with = format!("with\n{}", baseline_head(comparison));
    let columns = ["", "cases", "days", &with, "longer\nby", "from", "to"];
    let (mut rows, mut left_out, mut same) = (Vec::new(), 0, Vec::new());
    for policy in &comparison.policies[1..] {
        let differing = |group: &&GroupFinding| group.longer.is_some_and(differs);
        let groups: Vec<&GroupFinding> = policy.groups.iter().filter(differing).collect();
        if groups.is_empty() {
            same.push(quoted(policy));
            continue;
        }
        if MOST_ROWS < rows.len() + 1 + groups.len() {
            left_out += 1;
            continue;
        }
        let mut heading = vec![row_name(policy)];
        heading.resize(columns.len(), String::new());
        rows.push(heading);
        rows.extend(groups.into_iter().map(|group| row(setup, comparison, policy, group)));
    }
    if !rows.is_empty() {
        page.table(&columns, rows);
    }
    if !same.is_empty() {
        page.paragraph(&format!(
            "No group can be seen to wait longer or less under {}.",
            same.join(", "),
        ));
    }
    if 0 < left_out {
        page.paragraph(&format!("{left_out} more policies are in the JSON and CSV files."));
    }
}

/// Whether the 95% interval leaves 0 out.
fn differs(longer: Estimate) -> bool {
    longer.interval(0.95).is_some_and(|it| 0.0 < it.low || it.high < 0.0)
}

fn row(
    setup: &Setup,
    comparison: &Comparison,
    policy: &PolicyFinding,
    group: &GroupFinding,
) -> Vec<String> {
    let words = group_in_words(setup, group.group);
    let several = policy.groups.iter().any(|other| other.stream != group.stream);
    let label = match several {
        true => format!("  {}, {words}", cut(&group.stream, 24)),
        false => format!("  {words}"),
    };
    let same = |it: &&GroupFinding| (&it.stream, it.group) == (&group.stream, group.group);
    let nothing = comparison.policies[0].groups.iter().find(same).and_then(|it| it.days);
    let days =
        |days: Option<Estimate>| days.map_or(NOTHING.to_owned(), |days| with_decimals(days, 1));
    let cases = Number { value: group.cases, doubt: Doubt::Unknown };
    let mut cells = vec![label, count(cases), days(group.days), days(nothing)];
    cells.extend(group.longer.map_or([NOTHING; 3].map(str::to_owned), days_with_limits));
    cells
}

//! Recorded intake: a CSV file with a count for each day, week or month.

use crate::error::Fault;
use crate::model::Recorded;
use crate::random::Share;
use crate::scenario::dates::month;
use crate::scenario::dates::week;
use crate::scenario::sheet::Files;
use crate::scenario::sheet::Row;
use crate::scenario::sheet::Sheet;
use crate::scenario::value::Node;
use crate::time::Day;

/// A kind of period: its column, how it is read and what would be right.
struct Kind {
    name: &'static str,
    read: fn(&str) -> Option<(Day, Day)>,
    right: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind {
        name: "day",
        read: |text| text.parse().ok().map(|day| (day, day)),
        right: "a date, as 2020-01-31",
    },
    Kind {
        name: "week",
        read: week,
        right: "the Monday on which a week starts, as 2020-01-06, or the week, as 2020-W02",
    },
    Kind { name: "month", read: month, right: "a month, as 2020-01" },
];

/// The counts of one row.
#[derive(Clone, Copy)]
struct Count<'a> {
    first: Day,
    last: Day,
    row: Row<'a>,
    cases: u64,
}

/// The recorded intake that a value describes.
pub(crate) fn recorded(node: &Node<'_>, files: &mut Files<'_>) -> Option<Recorded> {
    let table = node.table(&["file", "column", "share", "weekday"])?;
    let column = table.optional("column", "count", |node| node.text(200, "count"));
    let share = table.optional("share", Share::ALL, Node::share);
    let weekday = table.optional("weekday", [1.0; 7], weekday_weights);
    let what = "the name of a CSV file, as \"intake.csv\"";
    let sheet = table.required("file", what, |node| files.sheet(node));
    let (column, sheet) = (column?, sheet?);
    let periods = periods(node, &sheet, column)?;
    node.check(Recorded::new(periods, share?, weekday?))
}

fn weekday_weights(node: &Node<'_>) -> Option<[f64; 7]> {
    let weights: [f64; 7] = node.numbers("Monday first")?;
    if let Some(wrong) = weights.iter().find(|it| !(0.0 <= **it && **it <= 1e6)) {
        return node.fault(Fault::new(wrong, "0 or more, at most 1,000,000"));
    }
    if !(0.0 < weights.iter().sum()) {
        return node.fault(Fault::new("weights that are all 0", "above 0 at least once"));
    }
    Some(weights)
}

/// First day, last day and cases of each row, days increasing.
fn periods(node: &Node<'_>, sheet: &Sheet, column: &str) -> Option<Vec<(Day, Day, u64)>> {
    let notes = node.notes;
    let name = sheet.first_column();
    let kind = KINDS.iter().find(|kind| kind.name == name).or_else(|| {
        let right = "columns of which the first is called day, week or month";
        sheet.refuse_columns(notes, "", right)
    });
    let column = sheet.column(notes, column);
    let (kind, column) = (kind?, column?);
    let counts = sheet.rows().map(|row| {
        let period = match (kind.read)(row.cell(0)) {
            Some(period) => Some(period),
            None => row.refuse(notes, 0, kind.right),
        };
        let cases = row.cases(notes, column);
        let ((first, last), cases) = (period?, cases?);
        Some(Count { first, last, row, cases })
    });
    let counts: Vec<Option<Count<'_>>> = counts.collect();
    let mut counts: Vec<Count<'_>> = counts.into_iter().collect::<Option<_>>()?;
    counts.sort_by_key(|count| (count.first, count.row.line));
    let right = counts.windows(2).filter(|pair| !follows(node, kind, pair[0], pair[1]));
    if right.count() != 0 {
        return None;
    }
    Some(counts.iter().map(|it| (it.first, it.last, it.cases)).collect())
}

/// Whether a period starts on the day after the one before it; anything else is noted.
fn follows(node: &Node<'_>, kind: &Kind, before: Count<'_>, count: Count<'_>) -> bool {
    let next = before.last + 1;
    if count.first == next {
        return true;
    }
    let name = kind.name;
    let right = if count.first == before.first {
        let line = before.row.line;
        format!("a {name} that has no other row (line {line} has it too)")
    } else {
        let next = match name {
            "month" => next.to_string()[..7].to_owned(),
            _ => next.to_string(),
        };
        format!("{next}, the {name} after the {name} before it: no {name} may be missing")
    };
    count.row.refuse::<()>(node.notes, 0, right);
    false
}

//! A row of the opening stock that says how many of its cases have come how far.

use crate::error::Fault;
use crate::model::Further;
use crate::model::KnownCases;
use crate::model::Owing;
use crate::model::Progress;
use crate::model::Reached;
use crate::model::Stock;
use crate::money::Money;
use crate::scenario::sheet::Row;
use crate::scenario::sheet::Sheet;
use crate::scenario::stock::checked_stretch;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::time::Day;

/// The stages that are counted, each a part of the one before it: the key of the count and, in a
/// file, the columns of the first and the last day on which it was reached.
const STAGES: [[&str; 3]; 3] = [
    ["noticed", "noticed_from", "noticed_until"],
    ["appealed", "appealed_from", "appealed_until"],
    ["judged", "judged_from", "judged_until"],
];

/// How many cases have reached a stage at least, and when those did who have come no further.
#[derive(Clone, Copy)]
struct Count {
    cases: u64,
    days: Option<(Day, Day)>,
}

/// A row of the stock: when its cases were received, and how far they have come if that is known.
#[derive(Clone)]
pub(crate) struct StockRow {
    /// The first and the last day of receipt.
    pub(crate) received: (Day, Day),
    /// All cases.
    pub(crate) cases: u64,
    // Those who have given notice, of these those who have appealed, of these those judged; none
    // where that is not known.
    counts: Vec<Count>,
    owed: Option<Money>,
}

impl StockRow {
    /// Whether nothing is known but the receipt.
    pub(crate) fn is_plain(&self) -> bool {
        self.counts.is_empty()
    }

    /// Its cases of which more is known, and those that together owe an amount; the row is not
    /// plain.
    pub(crate) fn known(&self) -> Result<(Vec<KnownCases>, Option<Owing>), Fault> {
        let waiting = self.cases - self.counts.first().map_or(0, |noticed| noticed.cases);
        let mut known = self.spread(waiting, None, |_| Reached::Nothing, Further::No)?;
        let mut further = Vec::new();
        for (stage, count) in self.counts.iter().enumerate() {
            let next = self.counts.get(stage + 1);
            let last = stage + 1 == STAGES.len();
            let more = if last || next.is_some() { Further::No } else { Further::Unknown };
            let cases = count.cases - next.map_or(0, |next| next.cases);
            further.extend(self.spread(cases, count.days, |day| reached(stage, day), more)?);
        }
        let owing = match self.owed {
            Some(owed) => Some(Owing { owed, cases: further }),
            None => {
                known.extend(further);
                None
            }
        };
        Ok((known, owing))
    }

    fn spread(
        &self,
        cases: u64,
        days: Option<(Day, Day)>,
        reached: impl Fn(Option<Day>) -> Reached,
        further: Further,
    ) -> Result<Vec<KnownCases>, Fault> {
        let (from, until) = self.received;
        let rows: Vec<(Day, Option<Day>, u64)> = match days {
            Some(days) => {
                let rows = Stock::spread_twice(self.received, days, cases)?.into_iter();
                rows.map(|(received, day, cases)| (received, Some(day), cases)).collect()
            }
            None => {
                let rows = Stock::spread(from, until, cases)?.into_iter();
                rows.map(|(received, cases)| (received, None, cases)).collect()
            }
        };
        let known = |(received, day, cases)| {
            let progress = Progress { reached: reached(day), further, ..Progress::waiting() };
            KnownCases { received, cases, heads: None, progress }
        };
        Ok(rows.into_iter().filter(|row| 0 < row.2).map(known).collect())
    }
}

fn reached(stage: usize, day: Option<Day>) -> Reached {
    match stage {
        0 => Reached::Notice { day, pursued: None },
        1 => Reached::Appeal { noticed: None, day },
        _ => {
            let (noticed, appealed, term_days, tariff) = (None, None, None, None);
            Reached::Judgment { noticed, appealed, day, term_days, tariff }
        }
    }
}

/// The row of a stretch of receipt with its counts as a table of the scenario has them.
pub(crate) fn of_table(
    table: &Table<'_>,
    received: Option<(Day, Day)>,
    cases: Option<u64>,
) -> Option<StockRow> {
    let mut counts = Vec::new();
    let mut right = true;
    for (stage, [name, ..]) in STAGES.into_iter().enumerate() {
        let Some(node) = table.get(name) else { continue };
        if stage != counts.len() {
            let [before, ..] = STAGES[stage - 1];
            let wanted = format!("together with {before}, of which they are a part");
            node.fault::<()>(Fault::new(format!("{name} without {before}"), wanted));
            right = false;
            break;
        }
        counts.push(count_of_node(&node));
    }
    let whole = std::iter::once(cases).chain(counts.iter().map(|count| count.map(|it| it.cases)));
    for ([name, ..], (whole, count)) in STAGES.into_iter().zip(whole.zip(&counts)) {
        let (Some(whole), Some(count)) = (whole, count) else { continue };
        if whole < count.cases
            && let Some(node) = table.get(name)
        {
            let wanted = format!("at most {whole}, of which they are a part");
            node.fault::<()>(Fault::new(count.cases, wanted));
            right = false;
        }
    }
    let owed = table.maybe("owed", |node| {
        let owed = node.money()?;
        let counts: Option<Vec<Count>> = counts.iter().copied().collect();
        match counts.as_deref().map(owing_fault) {
            Some(Some((found, right))) => node.fault(Fault::new(found, right)),
            Some(None) | None => Some(owed),
        }
    });
    let counts: Option<Vec<Count>> = counts.into_iter().collect();
    let row = StockRow { received: received?, cases: cases?, counts: counts?, owed: owed? };
    right.then_some(row)
}

/// A number, or a table with the days beside it.
fn count_of_node(node: &Node<'_>) -> Option<Count> {
    if !node.is_table() {
        return node.cases().map(|cases| Count { cases, days: None });
    }
    let table = node.table(&["cases", "from", "until"])?;
    let cases = table.required("cases", "a number of cases, as 12", Node::cases);
    let from = table.maybe("from", Node::date);
    let what = "the last of these days, as 2019-12-31";
    let days = match (from, table.get("until")) {
        (Some(None), None) => Some(None),
        (Some(None), Some(until)) => {
            let right = "together with from, the first of these days";
            until.fault(Fault::new("until without from", right))
        }
        (from, _) => table.required("until", what, |node| {
            let (until, from) = (node.date()?, from??);
            checked_stretch(node, from, until).map(Some)
        }),
    };
    Some(Count { cases: cases?, days: days? })
}

/// Why an amount cannot stand beside these counts, if it cannot: what was found, what would be right.
fn owing_fault(counts: &[Count]) -> Option<(&'static str, &'static str)> {
    if counts.is_empty() {
        return Some(("owed without noticed", "together with noticed, those who owe it"));
    }
    let all_days = counts.iter().all(|count| count.days.is_some());
    all_days.then_some((
        "owed beside the days of all stages",
        "left out, or a stage without days: they say what is owed",
    ))
}

/// The columns of a file that hold counts, owed and days.
pub(crate) struct StageColumns {
    // As far as there are columns, in the order of the stages.
    stages: Vec<(usize, Option<(usize, usize)>)>,
    owed: Option<usize>,
}

impl StageColumns {
    /// All names that columns may have.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        STAGES.into_iter().flatten().chain(["owed"])
    }

    /// The columns of a sheet; what is wrong with them is noted.
    pub(crate) fn of(node: &Node<'_>, sheet: &Sheet) -> Option<StageColumns> {
        let mut stages = Vec::new();
        let mut right = true;
        let mut refuse = |name: &str, wanted: String| {
            sheet.refuse_columns::<()>(node.notes, name, wanted);
            right = false;
        };
        for (stage, [name, from, until]) in STAGES.into_iter().enumerate() {
            let days = [from, until].map(|name| sheet.optional_column(name));
            let Some(column) = sheet.optional_column(name) else {
                for (of, _) in [from, until].into_iter().zip(days).filter(|it| it.1.is_some()) {
                    refuse(of, format!("columns of which one is called {name:?}"));
                }
                continue;
            };
            if stage != stages.len() {
                let [before, ..] = STAGES[stage - 1];
                refuse(name, format!("columns of which one is called {before:?}"));
                break;
            }
            let days = match days {
                [Some(from), Some(until)] => Some((from, until)),
                [None, None] => None,
                [Some(_), None] | [None, Some(_)] => {
                    refuse(name, format!("columns with both {from} and {until}, or neither"));
                    None
                }
            };
            stages.push((column, days));
        }
        let owed = sheet.optional_column("owed");
        if owed.is_some() && stages.is_empty() && right {
            sheet.refuse_columns::<()>(
                node.notes,
                "owed",
                "columns of which one is called \"noticed\"",
            );
            right = false;
        }
        right.then_some(StageColumns { stages, owed })
    }

    /// The row of a stretch of receipt.
    pub(crate) fn row(
        &self,
        node: &Node<'_>,
        row: Row<'_>,
        received: Option<(Day, Day)>,
        cases: Option<u64>,
    ) -> Option<StockRow> {
        let notes = node.notes;
        let mut counts = Vec::new();
        let mut whole = cases;
        for (column, days) in &self.stages {
            let count = row.cases(notes, *column);
            let count = match (whole, count) {
                (Some(whole), Some(count)) if whole < count => {
                    let right = format!("at most {whole}, of which they are a part");
                    row.refuse(notes, *column, right)
                }
                (_, count) => count,
            };
            whole = count;
            let days = days.map_or(Some(None), |columns| days_of_row(node, row, columns));
            counts.push(count.zip(days).map(|(cases, days)| Count { cases, days }));
        }
        let counts: Option<Vec<Count>> = counts.into_iter().collect();
        let owed = match self.owed {
            None => Some(None),
            Some(column) if row.cell(column).is_empty() => Some(None),
            Some(column) => {
                row.money(notes, column).and_then(|owed| match counts.as_deref().map(owing_fault) {
                    Some(Some((_, right))) => row.refuse(notes, column, right),
                    Some(None) | None => Some(Some(owed)),
                })
            }
        };
        Some(StockRow { received: received?, cases: cases?, counts: counts?, owed: owed? })
    }
}

/// The days of a stage; both cells may be empty.
fn days_of_row(
    node: &Node<'_>,
    row: Row<'_>,
    (from, until): (usize, usize),
) -> Option<Option<(Day, Day)>> {
    let days = [from, until].map(|column| row.date(node.notes, column));
    match days {
        [Some(None), Some(None)] => Some(None),
        [Some(Some(first)), Some(Some(last))] if first <= last => Some(Some((first, last))),
        [Some(Some(first)), Some(Some(_))] => {
            row.refuse(node.notes, until, format!("on or after the first day, {first}"))
        }
        [Some(Some(_)), Some(None)] => row.refuse(node.notes, until, "the last of these days"),
        [Some(None), Some(Some(_))] => row.refuse(node.notes, from, "the first of these days"),
        [None, _] | [_, None] => None,
    }
}

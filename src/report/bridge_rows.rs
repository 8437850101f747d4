//! The rows of a bridge, as every report of it shows them: levels, and the changes between them.

use crate::model::Unit;
use crate::report::number::Digits;
use crate::report::number::MoneyUnit;
use crate::report::number::Number;
use crate::report::page::cut;
use crate::study::Bridge;
use crate::study::BridgeFinding;
use crate::study::Definition;
use crate::summary::Attribution;
use crate::summary::Fractions;
use crate::summary::add_up;

/// What a row of a bridge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number that is reached: the first row, the last, and one on the way.
    Level,
    /// What another definition changes.
    Definition,
    /// What a step contributes.
    Step,
}

impl Kind {
    /// Its name in files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Level => "level",
            Kind::Definition => "definition",
            Kind::Step => "step",
        }
    }
}

/// A row of a bridge.
pub(crate) struct Row<'a> {
    pub(crate) kind: Kind,
    /// The definition that is counted by, or the name of the step.
    pub(crate) name: String,
    /// Of a level: whether all steps are made.
    pub(crate) is_now: bool,
    /// The level, or the change.
    pub(crate) exact: &'a Fractions,
    /// Of a step: its effects when it is made first, and when it is made last.
    pub(crate) first_and_last: Option<[&'a Fractions; 2]>,
}

/// A way from the forecast before to the forecast now.
pub(crate) struct Route<'a> {
    /// Its name in files.
    pub(crate) name: &'static str,
    /// Begins and ends with a level; adds up from level to level.
    pub(crate) rows: Vec<Row<'a>>,
}

impl Route<'_> {
    /// Every row in whole `unit`, rounded so that changes add up to the next level.
    pub(crate) fn added_up(&self, unit: i128) -> Vec<i128> {
        let mut whole = Vec::new();
        let mut at = 0;
        while at < self.rows.len() {
            let changes = self.rows[at + 1..].iter().take_while(|row| row.kind != Kind::Level);
            let changes: Vec<&Fractions> = changes.map(|row| row.exact).collect();
            let found = add_up(self.rows[at].exact, &changes, unit);
            whole.push(found.start);
            at += 1 + changes.len();
            whole.extend(found.changes);
        }
        whole
    }
}

/// Both ways: first the definitions, then the steps; and the other way round.
pub(crate) fn routes<'a>(bridge: &Bridge, finding: &'a BridgeFinding) -> [Route<'a>; 2] {
    let (new, old) = (&finding.in_new_terms, &finding.in_old_terms);
    let definitions = bridge.definitions();
    let (first, last) = (&definitions[0], &definitions[definitions.len() - 1]);
    let level = |it: &Definition, is_now: bool, exact| Row {
        kind: Kind::Level,
        name: it.name.clone(),
        is_now,
        exact,
        first_and_last: None,
    };
    let start = || level(first, false, old.start());
    let end = || level(last, true, new.end());
    let on_the_way = |row: Row<'a>, redefined: &[Row<'a>]| (!redefined.is_empty()).then_some(row);
    let before = redefined(bridge, &finding.redefined_before);
    let mut rows = vec![start()];
    let way = on_the_way(level(last, false, new.start()), &before);
    rows.extend(before.into_iter().chain(way).chain(steps(bridge, new)));
    rows.push(end());
    let definitions_first = Route { name: "definitions_first", rows };
    let now = redefined(bridge, &finding.redefined_now);
    let mut rows = vec![start()];
    let way = on_the_way(level(first, true, old.end()), &now);
    rows.extend(steps(bridge, old).into_iter().chain(way).chain(now));
    rows.push(end());
    [definitions_first, Route { name: "steps_first", rows }]
}

/// What each definition changes; one that counts the same as the one before it has no row.
fn redefined<'a>(bridge: &Bridge, changes: &'a [Fractions]) -> Vec<Row<'a>> {
    let pairs = bridge.definitions().windows(2).zip(changes);
    let changed = pairs.filter(|(pair, _)| !pair[0].counts_as(&pair[1]));
    let row = |(pair, exact): (&[Definition], &'a Fractions)| Row {
        kind: Kind::Definition,
        name: pair[1].name.clone(),
        is_now: false,
        exact,
        first_and_last: None,
    };
    changed.map(row).collect()
}

fn steps<'a>(bridge: &Bridge, terms: &'a Attribution) -> Vec<Row<'a>> {
    let row = |(number, step): (usize, &crate::study::BridgeStep)| Row {
        kind: Kind::Step,
        name: step.name.clone(),
        is_now: false,
        exact: terms.contribution(number),
        first_and_last: Some([terms.first(number), terms.last(number)]),
    };
    bridge.steps().iter().enumerate().map(row).collect()
}

/// In what the numbers of a bridge are printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scale {
    /// In a unit of money.
    Money(MoneyUnit),
    /// As percentages.
    Percent,
    /// As they are.
    Count,
}

impl Scale {
    /// The scales in which a bridge may be printed, the finest first.
    pub(crate) fn of(bridge: &Bridge, finding: &BridgeFinding) -> Vec<Scale> {
        let tallies = finding.before.iter().chain(&finding.now);
        let sizes = tallies.flat_map(|it| [it.min(), it.max()]).flatten();
        let largest = sizes.max_by_key(|it| it.unsigned_abs()).unwrap_or(0);
        match bridge.unit() {
            Unit::Cents => {
                let unit = MoneyUnit::for_largest(largest);
                let coarser = unit.coarser();
                [unit, coarser, coarser.coarser()].map(Scale::Money).to_vec()
            }
            Unit::Millionths => vec![Scale::Percent],
            Unit::Cases
            | Unit::Households
            | Unit::Penalties
            | Unit::Places
            | Unit::Days
            | Unit::Date => vec![Scale::Count],
        }
    }

    /// What it is called in a sentence.
    pub(crate) fn name(self, bridge: &Bridge) -> String {
        match self {
            Scale::Money(unit) => unit.name(&bridge.setup().currency),
            Scale::Percent => "percent".to_owned(),
            Scale::Count => "cases".to_owned(),
        }
    }

    /// The digits of a route's numbers.
    pub(crate) fn digits(self, route: &Route<'_>) -> Digits {
        let numbers: Vec<Number> = route.rows.iter().map(|row| row.exact.mean().into()).collect();
        match self {
            Scale::Money(unit) => Digits::of_money(&numbers, unit),
            Scale::Percent => Digits::new(&numbers, 4, 2),
            Scale::Count => Digits::new(&numbers, 0, 0),
        }
    }
}

/// The name of a row as it may stand in a table.
pub(crate) fn label(row: &Row<'_>) -> String {
    let name = cut(&row.name, 60);
    match (row.kind, row.is_now) {
        (Kind::Level, false) => format!("{name}, as assumed before"),
        (Kind::Level, true) => format!("{name}, as assumed now"),
        (Kind::Definition, _) => format!("counted as: {name}"),
        (Kind::Step, _) => name,
    }
}

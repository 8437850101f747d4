//! What is believed about the numbers that are not known: how they depend on each other, and what a
//! calibration said of them.

use crate::error::Fault;
use crate::random::Copula;
use crate::random::UncertainInputs;
use crate::random::UncertainNumber;
use crate::random::WeightedDraws;
use crate::scenario::key::KeyPath;
use crate::scenario::key::Part;
use crate::scenario::nearest::one_of_keys;
use crate::scenario::posterior::posterior;
use crate::scenario::sheet::Files;
use crate::scenario::table::Table;
use crate::scenario::uncertain::WrittenNumber;
use crate::scenario::value::Node;
use crate::study::UncertainInput;

/// All that is believed about the numbers of a scenario that are not known.
pub(crate) struct Belief {
    pub(crate) inputs: Vec<UncertainInput>,
    pub(crate) before: UncertainInputs,
    pub(crate) after: Option<WeightedDraws>,
}

/// What is believed, or `None` inside when every number is known.
pub(crate) fn belief(
    root: &Table<'_>,
    files: &mut Files<'_>,
    numbers: &[WrittenNumber],
) -> Option<Option<Belief>> {
    let copula = copula(root, numbers);
    let after = root.maybe("posterior", |node| match numbers.is_empty() {
        true => nothing_unknown(node),
        false => posterior(node, files, numbers),
    });
    let (copula, after) = (copula?, after?);
    if numbers.is_empty() {
        return Some(None);
    }
    let believed: Vec<UncertainNumber> = numbers.iter().map(|it| it.number.clone()).collect();
    let before = UncertainInputs::new(believed, copula).ok()?;
    let input = |number: &WrittenNumber| UncertainInput {
        key: number.key.clone(),
        name: number.name.clone(),
    };
    Some(Some(Belief { inputs: numbers.iter().map(input).collect(), before, after }))
}

fn nothing_unknown<T>(node: &Node<'_>) -> Option<T> {
    let right = "left out, or numbers that are not known, as { pert = [380, 450, 520] }";
    node.fault(Fault::new(format!("{}, but every number is known", node.shown()), right))
}

const EXAMPLE: &str = "{ between = [\"pool[1].fte\", \"share of notices\"], rank = 0.5 }";

/// How the numbers depend on each other.
fn copula(root: &Table<'_>, numbers: &[WrittenNumber]) -> Option<Copula> {
    let Some(node) = root.get("correlation") else {
        return Some(Copula::independent(numbers.len()));
    };
    let rows = node.list(&format!("a list, as [{EXAMPLE}]"))?;
    let pairs: Vec<Option<(usize, usize, f64)>> =
        rows.iter().map(|row| correlation(row, numbers)).collect();
    let pairs: Vec<(usize, usize, f64)> = pairs.into_iter().collect::<Option<_>>()?;
    let names: Vec<&str> = numbers.iter().map(|it| it.name.as_deref().unwrap_or(&it.key)).collect();
    match Copula::new(&names, &pairs) {
        Ok(copula) => Some(copula),
        Err(problems) => {
            for problem in problems.iter() {
                let found = format!("{}: {}", problem.key, problem.fault.found);
                node.fault::<()>(Fault::new(found, problem.fault.right.clone()));
            }
            None
        }
    }
}

fn correlation(row: &Node<'_>, numbers: &[WrittenNumber]) -> Option<(usize, usize, f64)> {
    let table = row.table(&["between", "rank"])?;
    let right = "two numbers that are not known, by key or name";
    let between = table.required("between", right, |node| {
        let nodes = node.list(right)?;
        let found: Vec<Option<usize>> = nodes.iter().map(|it| input(it, numbers)).collect();
        match found[..] {
            [one, other] => {
                let (one, other) = (one?, other?);
                if one == other {
                    return node.fault(Fault::new("one number twice", right));
                }
                Some((one, other))
            }
            _ => node.fault(Fault::new(format!("a list of {}", found.len()), right)),
        }
    });
    let rank = table.required("rank", "their rank correlation, as 0.5", |node| {
        let rank = node.number("0.5")?;
        if rank.abs() <= 1.0 { Some(rank) } else { node.refuse("between -1 and 1") }
    });
    let ((one, other), rank) = (between?, rank?);
    Some((one, other, rank))
}

/// The input that a text means: by its name, by its key, or by the names of entries on the way.
fn input(node: &Node<'_>, numbers: &[WrittenNumber]) -> Option<usize> {
    let text = node.text(1_000, "pool[1].fte")?;
    if let Some(index) = named(text, numbers) {
        return Some(index);
    }
    let known: Vec<&str> = numbers.iter().map(|it| it.name.as_deref().unwrap_or(&it.key)).collect();
    match known.is_empty() {
        true => node.refuse("a number that is not known; this scenario has none"),
        false => node.refuse(one_of_keys(text, &known)),
    }
}

/// The place of the number of this name or key.
pub(crate) fn named(text: &str, numbers: &[WrittenNumber]) -> Option<usize> {
    let by_name = numbers.iter().position(|it| it.name.as_deref() == Some(text));
    by_name.or_else(|| {
        let path = KeyPath::split(&format!("{text}=0"), "").ok()?.0;
        numbers.iter().position(|it| leads_to(path.parts(), &it.parts, &it.entry_names))
    })
}

/// Whether a path leads to a number: entries of lists by their number or name, and the first entry
/// by neither, as in settings.
fn leads_to(path: &[Part], parts: &[Part], names: &[Option<String>]) -> bool {
    let (Some((part, parts)), Some((name, names))) = (parts.split_first(), names.split_first())
    else {
        return path.is_empty();
    };
    let named = match path.first() {
        Some(Part::Name(said)) => name.as_ref() == Some(said),
        Some(Part::Number(_)) | None => false,
    };
    let said = named || path.first() == Some(part);
    said && leads_to(&path[1..], parts, names)
        || *part == Part::Number(1) && leads_to(path, parts, names)
}

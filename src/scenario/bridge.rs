//! The `[bridge]` table: two definitions and the assumptions that changed between them, as written.

use crate::error::Fault;
use crate::model::Period;
use crate::scenario::asked::QUANTITIES;
use crate::scenario::asked::dated_quantity;
use crate::scenario::asked::figures;
use crate::scenario::notes::quoted;
use crate::scenario::place::find;
use crate::scenario::setting::Setting;
use crate::scenario::setup::replications;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::study::BridgeOutline;
use crate::study::BridgeStep;
use crate::study::Definition;
use crate::study::Reported;
use crate::summary::MOST_CHANGES;
use crate::time::Day;

/// A bridge as it is written: its worlds are still to be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) place: Place,
    /// What the numbers count, from the forecast before to the forecast now; at least two.
    pub(crate) definitions: Vec<Definition>,
    /// From 1 to [`MOST_CHANGES`].
    pub(crate) steps: Vec<DraftStep>,
    /// How many futures are simulated in each world, where that is not the scenario's number.
    pub(crate) replications: Option<u32>,
}

/// A step as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DraftStep {
    pub(crate) place: Place,
    name: String,
    source: String,
    /// The values that were assumed before; at least one.
    pub(crate) before: Vec<Before>,
}

/// A value that was assumed before.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Before {
    pub(crate) place: Place,
    pub(crate) setting: Setting,
    /// The value that the scenario has instead, as it is written.
    now: Option<String>,
}

/// Where something stands: in a line of the scenario, or in a setting.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) file: Option<String>,
    pub(crate) line: Option<u32>,
    pub(crate) key: String,
}

impl Place {
    fn of(node: &Node<'_>) -> Place {
        let (file, line) = node.notes.place_of(node.at);
        Place { file, line, key: node.key.clone() }
    }
}

impl DraftStep {
    /// The step without its places.
    pub(crate) fn step(&self) -> BridgeStep {
        BridgeStep {
            name: self.name.clone(),
            before: self.before.iter().map(|it| it.setting.changed()).collect(),
            now: self.before.iter().map(|it| it.now.clone()).collect(),
            source: self.source.clone(),
        }
    }
}

impl Draft {
    /// The bridge without its places and worlds.
    pub(crate) fn outline(&self) -> BridgeOutline {
        BridgeOutline {
            definitions: self.definitions.clone(),
            steps: self.steps.iter().map(DraftStep::step).collect(),
            replications: self.replications,
        }
    }
}

/// The bridge of a scenario, if it has one; the days of its definitions are checked only with a
/// period.
pub(crate) fn bridge(root: &Table<'_>, period: Option<Period>) -> Option<Option<Draft>> {
    root.maybe("bridge", |node| {
        let table = node.table(&["from", "via", "to", "step", "replications"])?;
        let what = "what the number of the forecast before counts";
        let from = table.required("from", what, |node| definition(node, period));
        let via = table.optional("via", Vec::new(), |node| {
            let right = "a list of definitions, each as in from";
            each(&node.list(right)?, |node| definition(node, period))
        });
        let what = "what the number of the forecast now counts";
        let to = table.required("to", what, |node| definition(node, period));
        let steps =
            table.required("step", "at least one [[bridge.step]]", |node| steps(node, root));
        let replications = table.maybe("replications", replications);
        let (from, via, to) = (from?, via?, to?);
        let definitions: Vec<Definition> =
            std::iter::once(from).chain(via).chain(std::iter::once(to)).collect();
        let units = definitions.iter().map(|it| it.quantity.unit());
        if units.collect::<Vec<_>>().windows(2).any(|pair| pair[0] != pair[1]) {
            let counted: Vec<String> =
                definitions.iter().map(|it| it.quantity.to_string()).collect();
            let right = "quantities of the same unit: all amounts, all cases or all shares";
            return node.fault(Fault::new(counted.join(", then "), right));
        }
        Some(Draft {
            place: Place::of(node),
            definitions,
            steps: steps?,
            replications: replications?,
        })
    })
}

const NAME: &str = "what it is called, as a text";

fn definition(node: &Node<'_>, period: Option<Period>) -> Option<Definition> {
    let keys = &["name", "date", "quantity", "since", "value", "low", "high", "source"];
    let table = node.table(keys)?;
    let name = table.required("name", NAME, |node| node.text(200, "paid in 2020"));
    let what = "the day up to which it is counted, as 2020-12-31";
    let date = table.required("date", what, |node| {
        let date = node.date()?;
        match period.filter(|period| !period.contains(date)) {
            Some(period) => node.refuse(format!("from {} to {}", period.start(), period.end())),
            None => Some(date),
        }
    });
    let quantity = table
        .required("quantity", "what is counted, as \"paid\"", |node| node.choice(&QUANTITIES))
        .and_then(|kind| dated_quantity(&table, kind));
    let since_in_time = match (quantity.and_then(|it| it.since()), date) {
        (Some(since), Some(date)) => since_in_time(&table, since, date),
        (Some(_) | None, _) => Some(()),
    };
    let reported = match (table.has("value"), quantity) {
        (true, Some(quantity)) => {
            let figures = figures(&table, quantity);
            let source = table.required("source", "who said so, as a text", |node| {
                node.text(1_000, "Letter of 3 March 2020")
            });
            figures.zip(source).map(|((value, low, high), source)| {
                Some(Reported { value, low, high, source: source.to_owned() })
            })
        }
        (true, None) => None,
        (false, _) => without_value(&table),
    };
    since_in_time?;
    let (name, reported) = (name?.to_owned(), reported?);
    Some(Definition { name, quantity: quantity?, date: date?, reported })
}

fn since_in_time(table: &Table<'_>, since: Day, date: Day) -> Option<()> {
    match table.get("since").filter(|_| date < since) {
        Some(node) => node.refuse(format!("on or before the date, {date}")),
        None => Some(()),
    }
}

/// A range or a source of a figure that is not given is noted.
fn without_value(table: &Table<'_>) -> Option<Option<Reported>> {
    for key in ["low", "high", "source"] {
        if let Some(node) = table.get(key) {
            let right = "together with the value that was said, or left out";
            return node.fault(Fault::new(format!("{key} without value"), right));
        }
    }
    Some(None)
}

fn steps(node: &Node<'_>, root: &Table<'_>) -> Option<Vec<DraftStep>> {
    let nodes = node.list("written as [[bridge.step]]")?;
    if nodes.is_empty() || MOST_CHANGES < nodes.len() {
        let right = format!("at least one and at most {MOST_CHANGES}: each doubles the work");
        return node.fault(Fault::new(format!("{} steps", nodes.len()), right));
    }
    let mut names: Vec<String> = Vec::new();
    each(&nodes, |node| {
        let table = node.table(&["name", "before", "source"])?;
        let name = table.required("name", NAME, |node| {
            let name = node.text(200, "more applicants give notice")?;
            if names.iter().any(|known| known == name) {
                return node.refuse("a name of its own: another step has it");
            }
            names.push(name.to_owned());
            Some(name.to_owned())
        });
        let what = "the values that were assumed before, as [\"stream.notice.share=0.3\"]";
        let before = table.required("before", what, |node| {
            let nodes = node.list("a list of settings, as [\"stream.notice.share=0.3\"]")?;
            if nodes.is_empty() {
                return node.refuse("at least one setting, as [\"stream.notice.share=0.3\"]");
            }
            each(&nodes, |node| before(node, root))
        });
        let source = table.optional("source", String::new(), |node| {
            node.text(1_000, "assumption; range 0.2 to 0.4").map(str::to_owned)
        });
        let (name, before, source) = (name?, before?, source?);
        Some(DraftStep { place: Place::of(node), name, source, before })
    })
}

/// Keys that say what is asked, and of which days; they are the same on both sides.
const SAME: [&str; 15] = [
    "format",
    "title",
    "currency",
    "fiscal_year_starts",
    "start",
    "as_of",
    "end",
    "seed",
    "replications",
    "split_on",
    "gone",
    "budget",
    "observed",
    "policy",
    "bridge",
];

fn before(node: &Node<'_>, root: &Table<'_>) -> Option<Before> {
    let Some(text) = node.as_text() else {
        let right = "a setting in quotes, as \"stream.notice.share=0.3\"";
        return node.fault(Fault::new(node.in_words(), right));
    };
    let setting = node.check(Setting::from_text(&node.key, text))?;
    let first = setting.path().first();
    if SAME.contains(&first) {
        let right = "a key of the world, not of what is asked; both sides have the same";
        return node.fault(Fault::new(quoted(first), right));
    }
    let now = find(root.entries(), setting.path().parts()).map(|it| node.notes.one_line(it));
    Some(Before { place: Place::of(node), setting, now })
}

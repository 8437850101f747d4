//! Numbers of a scenario that are written as distributions: `{ pert = [380, 450, 520] }`.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::error::Fault;
use crate::random::UncertainInputs;
use crate::random::UncertainNumber;
use crate::scenario::key::Part;
use crate::scenario::notes::Notes;
use crate::scenario::notes::path;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;

/// The names of the distributions.
const LAWS: &[&str] =
    &["uniform", "triangular", "pert", "beta", "normal", "lognormal", "values", "quantiles"];

/// The keys of a number that is not known.
const KEYS: &[&str] = &[
    "uniform",
    "triangular",
    "pert",
    "beta",
    "normal",
    "lognormal",
    "values",
    "quantiles",
    "cut",
    "value",
    "name",
];

const EXAMPLE: &str = "{ pert = [380, 450, 520] }";

/// Keys of the scenario that are always known: what is asked, and how it is computed.
const KNOWN: &[&str] = &[
    "format",
    "seed",
    "replications",
    "budget",
    "bridge",
    "correlation",
    "posterior",
    "calibration",
];

/// A number that is written as a distribution, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WrittenNumber {
    /// The way to it from the scenario; entries of lists by their number.
    pub(crate) parts: Vec<Part>,
    /// For each part that is an entry of a list, the name of the entry, if it has one.
    pub(crate) entry_names: Vec<Option<String>>,
    /// The same as a key, `stream[1].notice.share`.
    pub(crate) key: String,
    /// What its author calls it, if anything.
    pub(crate) name: Option<String>,
    /// Where its key stands.
    pub(crate) at: usize,
    /// Where its value stands.
    pub(crate) span: Range<usize>,
    /// What is believed about it.
    pub(crate) number: UncertainNumber,
    /// What stands for it where one world is asked for.
    pub(crate) single: f64,
}

/// Every number of a scenario that is written as a distribution, in file order; what is wrong with
/// one is noted, and then nothing more is said of its key.
pub(crate) fn written_numbers<'a>(
    notes: &'a Notes<'a>,
    root: &'a DeTable<'a>,
) -> Vec<WrittenNumber> {
    let mut search =
        Search { notes, parts: Vec::new(), entry_names: Vec::new(), found: Vec::new() };
    for (name, value) in root.iter() {
        if !KNOWN.contains(&name.get_ref().as_ref()) {
            search.entry("", name, value);
        }
    }
    let mut found = search.found;
    found.sort_by_key(|number| number.at);
    if let Some(one_more) = found.get(UncertainInputs::MAX_INPUTS) {
        let right = "at most 1,000 numbers that are not known";
        notes.push(one_more.at, &one_more.key, Fault::new("one more", right));
        found.truncate(UncertainInputs::MAX_INPUTS);
    }
    found
}

/// A walk through a scenario. The parser bounds its depth.
struct Search<'a> {
    notes: &'a Notes<'a>,
    parts: Vec<Part>,
    entry_names: Vec<Option<String>>,
    found: Vec<WrittenNumber>,
}

impl<'a> Search<'a> {
    fn entry(
        &mut self,
        table: &str,
        name: &'a Spanned<toml::de::DeString<'a>>,
        value: &'a Spanned<DeValue<'a>>,
    ) {
        let key = path(table, name.get_ref());
        self.inside(Part::Name(name.get_ref().to_string()), None, |search| {
            search.value(key, name.span().start, value);
        });
    }

    /// What `walk` finds one part farther.
    fn inside(&mut self, part: Part, name: Option<String>, walk: impl FnOnce(&mut Search<'a>)) {
        self.parts.push(part);
        self.entry_names.push(name);
        walk(self);
        self.parts.pop();
        self.entry_names.pop();
    }

    fn value(&mut self, key: String, at: usize, value: &'a Spanned<DeValue<'a>>) {
        match value.get_ref() {
            DeValue::Table(entries) if is_distribution(entries) => {
                self.number(Node { key, at, notes: self.notes, value });
            }
            DeValue::Table(entries) => {
                entries.iter().for_each(|(name, value)| self.entry(&key, name, value));
            }
            DeValue::Array(values) => {
                for (index, value) in values.iter().enumerate() {
                    let key = format!("{key}[{}]", index + 1);
                    let table = value.get_ref().as_table();
                    let name = table.and_then(|it| it.get("name")?.get_ref().as_str());
                    self.inside(Part::Number(index + 1), name.map(str::to_owned), |search| {
                        search.value(key, value.span().start, value);
                    });
                }
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }

    fn number(&mut self, node: Node<'a>) {
        match number(&node) {
            Some((number, single, name)) => self.found.push(WrittenNumber {
                parts: self.parts.clone(),
                entry_names: self.entry_names.clone(),
                name,
                single,
                at: node.at,
                span: node.value.span(),
                number,
                key: node.key,
            }),
            None => self.notes.say_no_more_of(&node.key),
        }
    }
}

/// Whether a table is meant as the distribution of a number, not as one of days.
fn is_distribution(table: &DeTable<'_>) -> bool {
    let has = |law: &str| match (law, table.get(law).map(Spanned::get_ref)) {
        (_, None) => false,
        ("uniform", Some(value)) => value.is_array(),
        ("lognormal", Some(value)) => {
            let of_days = |inner: &DeTable<'_>| inner.contains_key("median_days");
            !value.as_table().is_some_and(of_days)
        }
        (_, Some(_)) => true,
    };
    LAWS.iter().any(|law| has(law))
}

/// The distribution that a table describes, its single value, and what the number is called.
fn number(node: &Node<'_>) -> Option<(UncertainNumber, f64, Option<String>)> {
    let table = node.table(KEYS)?;
    let name = table.maybe("name", |node| node.text(60, "share of notices"));
    let cut = table.maybe("cut", |node| Some((node.clone(), node.numbers("lowest, highest")?)));
    let (law, inner) = table.exactly_one(LAWS, EXAMPLE)?;
    let whole = distribution(law, &inner)?;
    let number = match cut? {
        Some((node, [low, high])) => node.check(whole.cut(low, high))?,
        None => whole,
    };
    let single = table.optional("value", number.quantile(0.5), |node| {
        let value = node.number("450")?;
        let (low, high) = number.support();
        if low <= value && value <= high { Some(value) } else { node.refuse(number.describe()) }
    });
    Some((number.clone(), single?, name?.map(str::to_owned)))
}

fn distribution(law: &str, node: &Node<'_>) -> Option<UncertainNumber> {
    match law {
        "uniform" => {
            let [low, high] = node.numbers("lowest, highest")?;
            node.check(UncertainNumber::uniform(low, high))
        }
        "triangular" => {
            let [low, likeliest, high] = node.numbers("lowest, likeliest, highest")?;
            node.check(UncertainNumber::triangular(low, likeliest, high))
        }
        "pert" => {
            let [low, likeliest, high] = node.numbers("lowest, likeliest, highest")?;
            node.check(UncertainNumber::pert(low, likeliest, high))
        }
        "beta" => {
            let (mean, deviation) = mean_and_deviation(&node.table(MEAN)?)?;
            node.check(UncertainNumber::beta_with_mean(mean, deviation))
        }
        "normal" => {
            let (mean, deviation) = mean_and_deviation(&node.table(MEAN)?)?;
            node.check(UncertainNumber::normal(mean, deviation))
        }
        "lognormal" => lognormal(node),
        "values" => values(node),
        _ => quantiles(node),
    }
}

const MEAN: &[&str] = &["mean", "standard_deviation"];

fn mean_and_deviation(table: &Table<'_>) -> Option<(f64, f64)> {
    let mean = table.required("mean", "a number, as 0.4", |node| node.number("0.4"));
    let deviation =
        table.required("standard_deviation", "a number, as 0.05", |node| node.number("0.05"));
    Some((mean?, deviation?))
}

/// By median and sigma, or by mean and standard deviation.
fn lognormal(node: &Node<'_>) -> Option<UncertainNumber> {
    let table = node.table(&["median", "sigma", "mean", "standard_deviation"])?;
    if table.has("mean") || table.has("standard_deviation") {
        for name in ["median", "sigma"] {
            if let Some(other) = table.get(name) {
                let right = "left out beside mean and standard_deviation";
                return other.fault(Fault::new(other.shown(), right));
            }
        }
        let (mean, deviation) = mean_and_deviation(&table)?;
        return node.check(UncertainNumber::lognormal_with_mean(mean, deviation));
    }
    let what = "half of the values are below it, as 450";
    let median = table.required("median", what, |node| node.number("450"));
    let what = "the standard deviation of the logarithm, as 0.3";
    let sigma = table.required("sigma", what, |node| node.number("0.3"));
    node.check(UncertainNumber::lognormal(median?, sigma?))
}

/// One of several values, each with its weight.
fn values(node: &Node<'_>) -> Option<UncertainNumber> {
    let rows = node.list("a list of values and weights, as [[0.4, 3], [0.6, 1]]")?;
    let pairs = each(&rows, |row| row.numbers("a value and its weight"))?;
    let pairs: Vec<(f64, f64)> = pairs.iter().map(|[value, weight]| (*value, *weight)).collect();
    node.check(UncertainNumber::discrete(&pairs))
}

/// Through quantiles, as `"10% 300, 50% 450, 90% 800"`.
fn quantiles(node: &Node<'_>) -> Option<UncertainNumber> {
    let example = "10% 300, 50% 450, 90% 800";
    let text = node.text(1_000, example)?;
    let given: Option<Vec<(f64, f64)>> = text.split(',').map(quantile).collect();
    match given {
        Some(given) => node.check(UncertainNumber::from_quantiles(&given)),
        None => node.refuse(format!("levels and values, as {example:?}")),
    }
}

fn quantile(text: &str) -> Option<(f64, f64)> {
    let (level, value) = text.split_once('%')?;
    let plain = |text: &str| -> Option<f64> {
        let digits = text.trim().replace('_', "");
        digits.parse().ok().filter(|number: &f64| number.is_finite())
    };
    Some((plain(level)? / 100.0, plain(value)?))
}

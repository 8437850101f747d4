//! A `[[pool]]` of the scenario.

use crate::error::Fault;
use crate::model::CapacityVariation;
use crate::model::Casework;
use crate::model::Effort;
use crate::model::Pool;
use crate::random::Share;
use crate::random::Variation;
use crate::scenario::intake::variance_ratio;
use crate::scenario::nearest::one_of_texts;
use crate::scenario::order::order;
use crate::scenario::schedule::schedule;
use crate::scenario::staff::staff;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::time::Day;
use crate::time::Schedule;

const KEYS: &[&str] = &[
    "name",
    "streams",
    "fte",
    "decisions_per_fte_per_week",
    "decisions_per_week",
    "absence",
    "variation",
    "order",
    "effort",
    "casework",
    "unlimited_from",
    "hire",
    "attrition",
    "overtime",
    "productivity",
    "staff_cost",
];

/// The pool that a value describes, which may decide these streams, in a forecast made on `as_of`;
/// what is wrong in it is noted and left out.
pub(crate) fn pool(node: &Node<'_>, streams: &[&str], as_of: Option<Day>) -> Pool {
    // A pool whose streams are wrong serves all, so that no stream seems to be without one.
    let all: Vec<usize> = (0..streams.len()).collect();
    let unnamed = format!("\0{}", node.key);
    let mut pool = Pool::new(&unnamed, all, 0.0).expect("0 decisions are a capacity");
    let Some(table) = node.table(KEYS) else {
        return pool;
    };
    let name = table.required("name", "what the pool is called, as \"deciders\"", |node| {
        node.text(200, "deciders")
    });
    if let Some(name) = name {
        pool.name = name.to_owned();
    }
    if let Some(served) = table.maybe("streams", |node| served(node, streams)).flatten() {
        pool.streams = served;
    }
    if let Some((fte, rate)) = capacity(&table) {
        pool.fte = fte;
        pool.decisions_per_fte_per_week = rate;
    }
    pool.counts_people = table.has("fte") || table.has("decisions_per_fte_per_week");
    let none = Schedule::constant(Share::NONE);
    if let Some(absence) = table.optional("absence", none, |node| schedule(node, Node::share)) {
        pool.absence = absence;
    }
    if let Some(variation) = table.optional("variation", CapacityVariation::None, variation) {
        pool.variation = variation;
    }
    table.optional("order", (), |node| order(node, &mut pool));
    if let Some(casework) = table.optional("casework", Casework::default(), casework) {
        pool.casework = casework;
    }
    pool.unlimited_from = table.maybe("unlimited_from", Node::date).flatten();
    if let Some(effort) = table.optional("effort", Effort::PER_HEAD, effort) {
        pool.effort = effort;
    }
    pool.staff = staff(&table, as_of);
    pool
}

/// The numbers of the named streams.
fn served(node: &Node<'_>, streams: &[&str]) -> Option<Vec<usize>> {
    let right = "the names of one or more streams, each once, as [\"asylum\"]";
    let names = node.list(right)?;
    if names.is_empty() {
        return node.refuse(right);
    }
    let mut served = Vec::new();
    each(&names, |node| {
        let name = node.text(200, "asylum")?;
        let Some(number) = streams.iter().position(|stream| *stream == name) else {
            let named: Vec<&str> = streams.iter().copied().filter(|it| is_name(it)).collect();
            return node.refuse(format!("the name of a stream, {}", one_of_texts(name, &named)));
        };
        if served.contains(&number) {
            return node.refuse("each stream once: it is in the list already");
        }
        served.push(number);
        Some(())
    })?;
    Some(served)
}

/// Whether a stream has a name of its own, not a makeshift one.
fn is_name(name: &str) -> bool {
    !name.starts_with('\0')
}

/// Full-time equivalents, and decisions of each in a week.
fn capacity(table: &Table<'_>) -> Option<(Schedule<f64>, Schedule<f64>)> {
    if let Some(node) = table.get("decisions_per_week") {
        let rate = rates(&node);
        if table.has("fte") {
            let right = "alone, or left out when people are counted";
            return node.fault(Fault::new("decisions_per_week beside fte", right));
        }
        return Some((Schedule::constant(1.0), rate?));
    }
    if !table.has("fte") && !table.has("decisions_per_fte_per_week") {
        let right = "given: decisions_per_week, or fte and decisions_per_fte_per_week";
        return table.fault(Fault::new("no capacity", right));
    }
    let fte = table.required("fte", "how many people decide, as 300", rates);
    let what = "decisions that one of them makes in a week, as 2.5";
    let rate = table.required("decisions_per_fte_per_week", what, rates);
    Some((fte?, rate?))
}

fn rates(node: &Node<'_>) -> Option<Schedule<f64>> {
    schedule(node, |node| {
        let rate = node.number("60")?;
        node.check(Pool::checked_rate(rate))
    })
}

fn variation(node: &Node<'_>) -> Option<CapacityVariation> {
    if !node.is_table() {
        let poisson = CapacityVariation::Count(Variation::POISSON);
        return node.choice(&[("none", CapacityVariation::None), ("poisson", poisson)]);
    }
    let names = &["variance_ratio", "coefficient"];
    let (name, inner) = node.table(names)?.exactly_one(names, "{ coefficient = 0.15 }")?;
    match name {
        "variance_ratio" => variance_ratio(&inner).map(CapacityVariation::Count),
        _ => {
            let coefficient = inner.number("0.15")?;
            if !(0.0 < coefficient && coefficient <= 3.0) {
                return inner.refuse("above 0 and at most 3");
            }
            Some(CapacityVariation::Relative(coefficient))
        }
    }
}

/// What notices, appeals and judgments cost the pool.
fn casework(node: &Node<'_>) -> Option<Casework> {
    let table = node.table(&["notice", "appeal", "judgment"])?;
    let number = |name| {
        table.optional(name, 0.0, |node| {
            let number = node.number("0.1")?;
            node.check(Casework::new(number, 0.0, 0.0)).map(|_| number)
        })
    };
    let (notice, appeal, judgment) = (number("notice"), number("appeal"), number("judgment"));
    node.check(Casework::new(notice?, appeal?, judgment?))
}

fn effort(node: &Node<'_>) -> Option<Effort> {
    let table = node.table(&["household", "further_head"])?;
    let household = table.optional("household", 1.0, |node| {
        let household = node.number("1.0")?;
        node.check(Effort::new(household, 1.0)).map(|_| household)
    });
    let further_head = table.optional("further_head", 1.0, |node| {
        let further_head = node.number("0.5")?;
        node.check(Effort::new(1.0, further_head)).map(|_| further_head)
    });
    node.check(Effort::new(household?, further_head?))
}

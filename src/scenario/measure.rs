//! The measures of a `[[policy]]`, each a table under its key, or a list of them.

use crate::error::Fault;
use crate::model::Extension;
use crate::model::Line;
use crate::model::Measure;
use crate::model::Order;
use crate::model::Staff;
use crate::model::Surge;
use crate::model::Trigger;
use crate::random::Delay;
use crate::random::Share;
use crate::scenario::costs::cost;
use crate::scenario::court::legal_costs_change;
use crate::scenario::court::practice_change;
use crate::scenario::court::second_practice_change;
use crate::scenario::law::act;
use crate::scenario::law::appeal_change;
use crate::scenario::law::grace_change;
use crate::scenario::law::tariff_change;
use crate::scenario::nearest::one_of_texts;
use crate::scenario::order::lines;
use crate::scenario::order::one_order;
use crate::scenario::pool;
use crate::scenario::staff;
use crate::scenario::stream::length;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::time::Day;

/// The parts of the scenario that a measure may name.
pub(crate) struct Named<'a> {
    /// The names of the streams.
    pub(crate) streams: &'a [&'a str],
    /// The names of the pools.
    pub(crate) pools: &'a [&'a str],
    /// The day of the forecast, if it is right.
    pub(crate) as_of: Option<Day>,
}

/// A measure and where it is written.
pub(crate) struct Written<'a> {
    pub(crate) measure: Measure,
    pub(crate) node: Node<'a>,
}

/// The keys of a `[[policy]]`: what it is called, then its measures.
pub(crate) const KEYS: &[&str] = &[
    "name",
    "description",
    "hire",
    "overtime",
    "productivity",
    "order",
    "ring_fence",
    "new_pool",
    "cost",
    "complete",
    "extend",
    "law",
    "grace_days",
    "tariff",
    "appeal",
    "court_practice",
    "second_court_practice",
    "legal_costs",
    "decide_all_from",
];
const MEASURES: &[&str] = KEYS.split_at(2).1;

/// The measures of a policy, key by key; what is wrong is noted and left out.
pub(crate) fn measures<'a>(policy: &Table<'a>, named: &Named<'_>) -> Vec<Written<'a>> {
    let mut written = Vec::new();
    for key in MEASURES {
        let Some(node) = policy.get(key) else { continue };
        for node in node.one_or_more() {
            let measure = match *key {
                "hire" => hire(&node, named),
                "overtime" => overtime(&node, named),
                "productivity" => productivity(&node, named),
                "order" => order(&node, named),
                "ring_fence" => ring_fence(&node, named),
                "new_pool" => new_pool(&node, named),
                "cost" => cost(&node).map(Measure::Cost),
                "complete" => complete(&node, named),
                "extend" => extend(&node, named),
                "law" => act(&node).map(Measure::Act),
                "grace_days" => grace_change(&node).map(Measure::Law),
                "tariff" => tariff_change(&node).map(Measure::Law),
                "appeal" => appeal_change(&node).map(Measure::Law),
                "court_practice" => practice_change(&node).map(Measure::Law),
                "second_court_practice" => second_practice_change(&node).map(Measure::Law),
                "legal_costs" => legal_costs_change(&node).map(Measure::Law),
                _ => node.date().map(|from| Measure::DecideAll { from }),
            };
            written.extend(measure.map(|measure| Written { measure, node }));
        }
    }
    written
}

/// The number of the named part; the only one need not be named.
fn number(table: &Table<'_>, kind: &'static str, names: &[&str]) -> Option<usize> {
    match table.get(kind) {
        None if names.len() == 1 => Some(0),
        None => table.missing(kind, &format!("which {kind}, by its name")),
        Some(node) => {
            let name = node.text(200, names.first().unwrap_or(&"deciders"))?;
            let found = names.iter().position(|known| *known == name);
            let known: Vec<&str> =
                names.iter().copied().filter(|name| !name.starts_with('\0')).collect();
            found.or_else(|| {
                node.refuse(format!("the name of a {kind}, {}", one_of_texts(name, &known)))
            })
        }
    }
}

const FROM: &str = "the first day, as 2020-04-01";

fn hire(node: &Node<'_>, named: &Named<'_>) -> Option<Measure> {
    const KEYS: &[&str] = &[
        "pool",
        "fte",
        "name",
        "from",
        "until",
        "training_days",
        "learning_days",
        "first_output",
        "trainers",
        "when",
    ];
    let table = node.table(KEYS)?;
    let pool = number(&table, "pool", named.pools);
    let hire = staff::hire_of(&table);
    let when = table.maybe("when", When::read);
    no_end_beside_when(&table)?;
    let (pool, hire) = (pool?, hire?);
    Some(match when? {
        None => Measure::Hire { pool, hire },
        Some(when) => {
            let trigger = when.trigger(hire.from(), Surge::Hire(hire));
            Measure::When { pool, trigger: node.check(trigger)? }
        }
    })
}

fn overtime(node: &Node<'_>, named: &Named<'_>) -> Option<Measure> {
    let table = node.table(&["pool", "from", "until", "share", "when"])?;
    let pool = number(&table, "pool", named.pools);
    let from = table.required("from", FROM, Node::date);
    let until = until(&table, from);
    let what = "extra hours as a share of normal time, as 0.1";
    let share = table.required("share", what, Node::share);
    let when = table.maybe("when", When::read);
    no_end_beside_when(&table)?;
    let (pool, from, until, share) = (pool?, from?, until?, share?);
    Some(match when? {
        None => Measure::Overtime { pool, from, until, share },
        Some(when) => {
            let trigger = when.trigger(from, Surge::Overtime(share));
            Measure::When { pool, trigger: node.check(trigger)? }
        }
    })
}

/// A rule on the late stock.
struct When {
    late_above: u64,
    late_below: u64,
    lead_days: u32,
}

impl When {
    fn read(node: &Node<'_>) -> Option<When> {
        let table = node.table(&["late_above", "late_below", "lead_days"])?;
        let what = "it begins with more late cases than this, as 10_000";
        let above = table.required("late_above", what, Node::cases);
        let what = "it ends with fewer late cases than this, as 2_000";
        let below = table.required("late_below", what, Node::cases);
        let lead_days = table.optional("lead_days", 0, |node| node.days(Delay::MAX_DAYS));
        let (late_above, late_below) = (above?, below?);
        if !(late_below <= late_above) {
            let right = format!("at most late_above, {late_above}");
            return node.fault(Fault::new(format!("late_below = {late_below}"), right));
        }
        Some(When { late_above, late_below, lead_days: lead_days? })
    }

    fn trigger(self, not_before: Day, surge: Surge) -> Result<Trigger, Fault> {
        let trigger = Trigger::new(self.late_above, self.late_below, not_before, surge)?;
        Ok(Trigger { lead_days: self.lead_days, ..trigger })
    }
}

/// A measure that hangs on the late stock ends with it.
fn no_end_beside_when(table: &Table<'_>) -> Option<()> {
    match table.get("until").filter(|_| table.has("when")) {
        Some(until) => {
            let right =
                "left out: it ends with fewer late cases than late_below; or leave out when";
            until.fault(Fault::new("until beside when", right))
        }
        None => Some(()),
    }
}

fn until(table: &Table<'_>, from: Option<Day>) -> Option<Option<Day>> {
    table.maybe("until", |node| {
        let until = node.date()?;
        match from.filter(|from| until < *from) {
            Some(from) => node.fault(Fault::new(until, format!("on or after {from}"))),
            None => Some(until),
        }
    })
}

fn productivity(node: &Node<'_>, named: &Named<'_>) -> Option<Measure> {
    let table = node.table(&["pool", "from", "until", "factor"])?;
    let pool = number(&table, "pool", named.pools);
    let from = table.required("from", FROM, Node::date);
    let until = until(&table, from);
    let factor = table.required("factor", "what decisions are multiplied by, as 1.1", |node| {
        let factor = node.number("1.1")?;
        node.check(Staff::checked_productivity(factor))
    });
    Some(Measure::Productivity { pool: pool?, from: from?, until: until?, factor: factor? })
}

fn order(node: &Node<'_>, named: &Named<'_>) -> Option<Measure> {
    let table = node.table(&["pool", "from", "value"])?;
    let pool = number(&table, "pool", named.pools);
    let from = table.required("from", FROM, Node::date);
    let what = "the order from that day on, as \"noticed_first\"";
    let lines = table.required("value", what, lines);
    Some(Measure::Orders { pool: pool?, from: from?, lines: lines? })
}

/// A part of a pool takes only what was received up to a day, the rest only what came after it.
fn ring_fence(node: &Node<'_>, named: &Named<'_>) -> Option<Measure> {
    const KEYS: &[&str] = &["pool", "from", "share", "received_until", "old_order", "new_order"];
    let table = node.table(KEYS)?;
    let pool = number(&table, "pool", named.pools);
    let from = table.required("from", FROM, Node::date);
    let what = "the share of the capacity that is kept for the old cases, as 0.4";
    let share = table.required("share", what, Node::share);
    let received_until = table.maybe("received_until", Node::date);
    let old_order = table.optional("old_order", Order::OldestFirst, one_order);
    let new_order = table.optional("new_order", Order::InTimeFirst, one_order);
    let (pool, from, share) = (pool?, from?, share?);
    let last = received_until?.unwrap_or(from - 1);
    let rest = Share::new(1.0 - share.value()).expect("what is left of a share is one");
    let old = Line { received_until: Some(last), ..Line::new(old_order?, share) };
    let new = Line { received_from: Some(last + 1), ..Line::new(new_order?, rest) };
    Some(Measure::Orders { pool, from, lines: vec![old, new] })
}

fn new_pool(node: &Node<'_>, named: &Named<'_>) -> Option<Measure> {
    let table = node.table(&["from", "until", "pool"])?;
    let from = table.required("from", FROM, Node::date);
    let until = until(&table, from);
    let what = "the pool, with the keys of a [[pool]]";
    let pool = table.required("pool", what, |node| {
        let pool = pool::pool(node, named.streams, named.as_of);
        if named.pools.contains(&pool.name.as_str()) {
            let right = "a name that no other pool has";
            return node.fault(Fault::new(format!("{:?}", pool.name), right));
        }
        Some(pool)
    });
    Some(Measure::NewPool { from: from?, until: until?, pool: Box::new(pool?) })
}

fn complete(node: &Node<'_>, named: &Named<'_>) -> Option<Measure> {
    let table = node.table(&["stream", "from", "incomplete"])?;
    let stream = number(&table, "stream", named.streams);
    let from = table.required("from", FROM, Node::date);
    let what = "the share that is still incomplete when it is opened, as 0.05";
    let incomplete = table.required("incomplete", what, Node::share);
    Some(Measure::Complete { stream: stream?, from: from?, incomplete: incomplete? })
}

fn extend(node: &Node<'_>, named: &Named<'_>) -> Option<Measure> {
    let table = node.table(&["stream", "by", "share", "received_from", "received_until"])?;
    let stream = number(&table, "stream", named.streams);
    let by = table.required("by", "what is added to the term, as { months = 6 }", length);
    let share = table.optional("share", Share::ALL, Node::share);
    let what = "the first day of receipt, as 2020-04-01";
    let received_from = table.required("received_from", what, Node::date);
    let received_until = table.maybe("received_until", Node::date);
    let extension = Extension {
        by: by?,
        share: share?,
        received_from: Some(received_from?),
        received_until: received_until?,
    };
    Some(Measure::Extend { stream: stream?, extension })
}

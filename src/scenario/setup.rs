//! The scenario as a whole: its own keys, its parts, and the model that they make.

use crate::error::Fault;
use crate::model::Conventions;
use crate::model::Cost;
use crate::model::Gone;
use crate::model::Model;
use crate::model::Parts;
use crate::model::Period;
use crate::model::Pool;
use crate::model::Quantity;
use crate::model::Stock;
use crate::model::Stream;
use crate::scenario::asked::budgets;
use crate::scenario::asked::observed;
use crate::scenario::conventions::conventions;
use crate::scenario::costs::cost;
use crate::scenario::costs::no_cost;
use crate::scenario::costs::places;
use crate::scenario::effect::note_settings_without_effect;
use crate::scenario::law::law;
use crate::scenario::measure::Named;
use crate::scenario::policy::drafts;
use crate::scenario::policy::policies;
use crate::scenario::pool::pool;
use crate::scenario::sheet::Files;
use crate::scenario::stream::stream;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::study::Setup;
use crate::time::Calendar;
use crate::time::Day;
use crate::time::TermConventions;

/// The keys of a scenario.
pub(crate) const KEYS: &[&str] = &[
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
    "working_days",
    "holidays",
    "conventions",
    "stream",
    "pool",
    "administrative_penalty",
    "court",
    "law",
    "cost",
    "reception",
    "observed",
    "policy",
    "bridge",
    "correlation",
    "posterior",
];

/// What a scenario asks of which model; every fault is noted, and then there is nothing.
///
/// A part with a fault is replaced by one that does nothing, so that the model can be checked as a
/// whole; without a period only its lists can be checked.
pub(crate) fn setup(root: &Table<'_>, files: &mut Files<'_>) -> Option<Setup> {
    let written = Header::read(root);
    let period = period(root);
    let fiscal_year_starts = fiscal_year_starts(root);
    let budgets =
        root.optional("budget", Vec::new(), |node| budgets(node, period, fiscal_year_starts));
    let defaults = (TermConventions::default(), Conventions::default());
    let conventions = root.optional("conventions", defaults, conventions);
    let (term_conventions, law_conventions) = conventions.unwrap_or(defaults);
    let stream_nodes = tables(root, "stream");
    let start = period.map(Period::start);
    let streams: Vec<Stream> = stream_nodes.iter().map(|node| stream(node, files, start)).collect();
    let names: Vec<&str> = streams.iter().map(|stream| stream.name.as_str()).collect();
    let as_of = period.map(Period::as_of);
    let pool = |node: &Node<'_>| pool(node, &names, as_of);
    let pools: Vec<Pool> = tables(root, "pool").iter().map(pool).collect();
    let law = law(root, law_conventions);
    let stocks: Vec<&Stock> = streams.iter().map(|stream| &stream.stock).collect();
    note_settings_without_effect(root, &stream_nodes, &stocks);
    let policy_nodes = tables(root, "policy");
    let pool_names: Vec<&str> = pools.iter().map(|pool| pool.name.as_str()).collect();
    let named = Named { streams: &names, pools: &pool_names, as_of };
    let drafts = drafts(&policy_nodes, &named);
    let costs: Vec<Option<Cost>> = tables(root, "cost").iter().map(cost).collect();
    let places = places(root);
    let (observed, looked_at): (Vec<_>, Vec<_>) =
        tables(root, "observed").iter().map(observed).unzip();
    let calendar = calendar(root);
    let gone = root.optional("gone", Gone::default(), gone);
    let split_on = split_on(root, as_of);

    let Some(period) = period else {
        root.notes().adopt(&Parts::list_problems(&streams, &pools));
        return None;
    };
    let mut parts = Parts::new(period, streams, pools, law);
    parts.calendar = calendar.unwrap_or(parts.calendar);
    parts.term_conventions = term_conventions;
    let costs = costs.into_iter().enumerate();
    let costs = costs.map(|(i, cost)| cost.unwrap_or_else(|| no_cost(i, period.start())));
    parts.costs = costs.collect();
    parts.places = places;
    parts.fiscal_year_starts = fiscal_year_starts;
    parts.gone = gone.unwrap_or_default();
    parts.split_on = split_on.unwrap_or_default();
    let anything = (Quantity::OpenStock, period.as_of());
    parts.quantities = looked_at.into_iter().map(|it| it.unwrap_or(anything)).collect();
    let model = checked(root, parts)?;
    let policies = policies(drafts, &model);
    let (title, currency, seed, replications) = written.complete()?;
    let mut setup = Setup::new(title, currency, model);
    setup.seed = seed;
    setup.replications = replications;
    setup.budgets = budgets?;
    setup.policies = policies?;
    setup.observed = observed.into_iter().collect::<Option<_>>()?;
    Some(setup)
}

/// The keys that name the scenario and its size.
struct Header<'a> {
    title: Option<&'a str>,
    currency: Option<&'a str>,
    seed: Option<u64>,
    replications: Option<u32>,
}

impl<'a> Header<'a> {
    fn read(root: &Table<'a>) -> Header<'a> {
        let version = "1, the version this program reads";
        root.required("format", version, |node| node.whole(1..=1, version));
        let title = root.required("title", "what the scenario is called, as a text", |node| {
            node.text(200, "Permits, spring forecast")
        });
        let currency = root.optional("currency", "EUR", |node| {
            let code = node.text(200, "EUR")?;
            if code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase()) {
                return Some(code);
            }
            node.refuse("three capital letters, as EUR")
        });
        let seed = root.optional("seed", Setup::DEFAULT_SEED, |node| {
            let right = "a whole number from 0 to 9,223,372,036,854,775,807";
            node.whole(0..=i64::MAX, right).map(i64::unsigned_abs)
        });
        let replications = root.optional("replications", Setup::DEFAULT_REPLICATIONS, replications);
        Header { title, currency, seed, replications }
    }

    fn complete(self) -> Option<(&'a str, &'a str, u64, u32)> {
        Some((self.title?, self.currency?, self.seed?, self.replications?))
    }
}

/// A number of futures.
pub(crate) fn replications(node: &Node<'_>) -> Option<u32> {
    let right = "a whole number from 1 to 100,000,000";
    u32::try_from(node.whole(1..=100_000_000, right)?).ok()
}

/// The period; without a start it starts on the as-of day.
fn period(root: &Table<'_>) -> Option<Period> {
    let start = root.maybe("start", Node::date);
    let what = "the day of the forecast, as 2020-03-03";
    let as_of = root.required("as_of", what, |node| Some((node.clone(), node.date()?)));
    let what = "the last day, as 2021-12-31";
    let end = root.required("end", what, |node| Some((node.clone(), node.date()?)));
    let (start, (as_of_node, as_of), (end_node, end)) = (start?, as_of?, end?);
    let start = start.unwrap_or(as_of);
    let wrong = if start <= as_of { end_node } else { as_of_node };
    wrong.check(Period::new(start, as_of, end))
}

fn fiscal_year_starts(root: &Table<'_>) -> u8 {
    let month = root.optional("fiscal_year_starts", 1, |node| {
        u8::try_from(node.whole(1..=12, "a month, 1 to 12")?).ok()
    });
    month.unwrap_or(1)
}

fn calendar(root: &Table<'_>) -> Option<Calendar> {
    let office = [true, true, true, true, true, false, false];
    let worked = root.optional("working_days", office, |node| {
        node.choice(&[("monday to friday", office), ("every day", [true; 7])])
    });
    let dates = root.optional("holidays", Vec::new(), |node| {
        each(&node.list("a list of dates, as [2020-04-13]")?, Node::date)
    });
    Calendar::new(worked?, dates?).ok()
}

fn gone(node: &Node<'_>) -> Option<Gone> {
    let table = node.table(&["at_most", "for_days"])?;
    let default = Gone::default();
    let at_most = table.optional("at_most", default.at_most, Node::cases);
    let for_days = table.optional("for_days", default.for_days, |node| {
        let right = "a whole number of days from 1 to 36,525";
        u32::try_from(node.whole(1..=36_525, right)?).ok()
    });
    Some(Gone { at_most: at_most?, for_days: for_days? })
}

/// The days of the split; a wrong one is replaced by the as-of day, so that the others keep their
/// numbers.
fn split_on(root: &Table<'_>, as_of: Option<Day>) -> Option<Vec<Day>> {
    let as_of = as_of?;
    root.optional("split_on", vec![as_of], |node| {
        let days = node.list("a list of dates, as [2020-03-03]")?;
        Some(days.iter().map(|day| day.date().unwrap_or(as_of)).collect())
    })
}

/// The tables that are written as `[[name]]`; none if there are too many to look at.
fn tables<'a>(root: &Table<'a>, name: &'static str) -> Vec<Node<'a>> {
    const MOST: usize = 4_095;
    let nodes = root.get(name).and_then(|node| {
        let nodes = node.list(&format!("written as [[{name}]]"))?;
        if !(nodes.len() <= MOST) {
            return node.fault(Fault::new(nodes.len(), "at most 4,095"));
        }
        Some(nodes)
    });
    nodes.unwrap_or_default()
}

/// The model of these parts; what it finds wrong is noted where it was written.
fn checked(root: &Table<'_>, parts: Parts) -> Option<Model> {
    match Model::new(parts) {
        Ok(model) => Some(model),
        Err(problems) => {
            root.notes().adopt(&problems);
            None
        }
    }
}

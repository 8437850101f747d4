//! A pool compiled: its capacity by day, and in which orders it works when.

use crate::model::Branch;
use crate::model::Casework;
use crate::model::Effort;
use crate::model::Line;
use crate::model::Looks;
use crate::model::Model;
use crate::model::Order;
use crate::sim::capacity::CapacityPlan;
use crate::sim::line::Span;
use crate::sim::line::leading;
use crate::sim::plan::Engine;

#[derive(Clone, Debug)]
pub(crate) struct PoolPlan {
    pub(crate) capacity: CapacityPlan,
    pub(crate) effort: Effort,
    pub(crate) casework: Casework,
    /// From this day on everything is decided at once, in days since the start.
    pub(crate) unlimited_from: i32,
    pub(crate) serves: Vec<bool>,
    /// The orders by date, in days since the start; the first from before the first day.
    pub(crate) works: Vec<(i32, WorkPlan)>,
    /// How many lines of all pools have the random order and must hear who leaves.
    pub(crate) random_lines: usize,
    /// Whether households are alike, so that no line but those at random must hear of each that is
    /// decided.
    pub(crate) decides_runs: bool,
}

/// How a pool works from one date until the next.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WorkPlan {
    pub(crate) lines: Vec<LinePlan>,
    /// Whether whole runs of households can be closed at once.
    pub(crate) takes_runs: bool,
    /// Whether no line must hear of each household.
    pub(crate) needs_no_push: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LinePlan {
    pub(crate) order: Order,
    pub(crate) share: f64,
    pub(crate) due_range: (i32, i32),
    /// The first and last day of receipt of the cases that it takes, in days since the start.
    pub(crate) received: (i32, i32),
    /// Whether households may come back into the queue.
    pub(crate) returns: bool,
    /// Which streams its pool decides.
    pub(crate) serves: Vec<bool>,
}

impl LinePlan {
    fn new(engine: &Engine, line: &Line, due_range: (i32, i32), serves: &[bool]) -> LinePlan {
        LinePlan {
            serves: serves.to_vec(),
            order: line.order.clone(),
            share: line.share.value(),
            due_range,
            received: (
                line.received_from.map_or(i32::MIN, |day| day - engine.start),
                line.received_until.map_or(i32::MAX, |day| day - engine.start),
            ),
            returns: engine.files_return,
        }
    }

    /// Whether it takes cases received on a day.
    #[inline]
    pub(crate) fn takes(&self, received: i32) -> bool {
        self.received.0 <= received && received <= self.received.1
    }

    /// Whether it is kept as households by priority.
    pub(crate) fn is_ranked(&self) -> bool {
        self.order.looks()
            || matches!(self.order, Order::Own(_))
            || self.returns && self.is_by_due()
    }

    /// Whether it goes by the end of the term.
    pub(crate) fn is_by_due(&self) -> bool {
        matches!(self.order, Order::EarliestDueFirst | Order::InTimeFirst)
    }

    /// The end of the first of some households that have one priority as long as nothing else is
    /// known of them; an order of the caller's own may ask for their size.
    pub(crate) fn end_of_alike(&self, span: Span, heads: &[u8]) -> u32 {
        match self.order {
            Order::NewestFirst => span.first + 1,
            Order::Own(_) if !heads.is_empty() => {
                let heads = &heads[span.first as usize..span.end as usize];
                span.first + leading(heads, heads[0]) as u32
            }
            Order::OldestFirst
            | Order::EarliestDueFirst
            | Order::InTimeFirst
            | Order::Random
            | Order::NoticedFirst
            | Order::HighestPenaltyFirst
            | Order::AboutToDefaultFirst
            | Order::Own(_) => span.end,
        }
    }

    /// Whether it must hear of every household that joins: who has no priority then is found as the
    /// oldest of those who wait.
    pub(crate) fn hears_of_everyone(&self) -> bool {
        self.holds_everyone() || matches!(self.order, Order::Own(_))
    }

    /// Whether every household must be put into it, rather than those that have a priority only.
    pub(crate) fn holds_everyone(&self) -> bool {
        match self.order {
            Order::OldestFirst
            | Order::NoticedFirst
            | Order::HighestPenaltyFirst
            | Order::AboutToDefaultFirst
            | Order::Own(_) => false,
            Order::NewestFirst | Order::EarliestDueFirst | Order::InTimeFirst | Order::Random => {
                true
            }
        }
    }
}

impl PoolPlan {
    pub(crate) fn new(engine: &Engine, index: usize) -> PoolPlan {
        let model = &engine.model;
        let of = &model.pools[index];
        let steps = of.lines().steps().iter();
        let random_lines = orders(model).filter(|order| **order == Order::Random).count();
        PoolPlan {
            capacity: CapacityPlan::new(model, index),
            effort: of.effort,
            casework: of.casework,
            unlimited_from: of.unlimited_from.map_or(i32::MAX, |day| day - engine.start),
            works: steps
                .map(|(from, lines)| (*from - engine.start, WorkPlan::new(engine, index, lines)))
                .collect(),
            random_lines,
            decides_runs: !engine.households_vary
                && !engine.files_return
                && engine.triggers.is_empty(),
            serves: serves(model, index),
        }
    }

    /// Whether lines at random beside this one must hear whom it decides.
    pub(crate) fn must_tell(&self, line: &LinePlan) -> bool {
        usize::from(line.order == Order::Random) < self.random_lines
    }

    /// Which of the orders by date holds on a day.
    pub(crate) fn work_on(&self, t: i32) -> usize {
        self.works.partition_point(|(from, _)| *from <= t).saturating_sub(1)
    }
}

fn serves(model: &Model, pool: usize) -> Vec<bool> {
    let streams = &model.pools[pool].streams;
    (0..model.streams.len()).map(|stream| streams.contains(&stream)).collect()
}

impl WorkPlan {
    fn new(engine: &Engine, index: usize, lines: &[Line]) -> WorkPlan {
        let model = &engine.model;
        let of = &model.pools[index];
        let serves = serves(model, index);
        let alone = model.pools.iter().enumerate().all(|(other, pool)| {
            other == index || !pool.streams.iter().any(|stream| serves[*stream])
        });
        let ranges = of.streams.iter().map(|stream| engine.streams[*stream].due.range());
        let due_range =
            ranges.fold((i32::MAX, i32::MIN), |all, one| (all.0.min(one.0), all.1.max(one.1)));
        let lines: Vec<LinePlan> =
            lines.iter().map(|line| LinePlan::new(engine, line, due_range, &serves)).collect();
        let first_come = |line: &LinePlan| line.order == Order::OldestFirst && !line.returns;
        WorkPlan {
            takes_runs: lines.len() == 1
                && first_come(&lines[0])
                && lines[0].received == (i32::MIN, i32::MAX)
                && of.lines().steps().len() == 1
                && engine.triggers.is_empty()
                && alone
                && !engine.households_vary
                && !engine.withdrawals,
            needs_no_push: lines.iter().all(|line| !line.hears_of_everyone()),
            lines,
        }
    }
}

/// Every order in which any pool ever works.
pub(crate) fn orders(model: &Model) -> impl Iterator<Item = &Order> {
    let lines = model.pools.iter().flat_map(|pool| pool.lines().steps());
    lines.flat_map(|(_, lines)| lines).map(|line| &line.order)
}

/// What the queue must know of households while they wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Watches {
    /// Who is late: for orders of the caller's own and for measures that hang on the late stock.
    pub(crate) late: bool,
    /// Who gives notice.
    pub(crate) notices: bool,
    /// Who appeals, and what the court says.
    pub(crate) appeals: bool,
    /// On which days appeals are filed.
    pub(crate) filings: bool,
    /// Which penalties run or begin.
    pub(crate) penalties: bool,
    /// Which penalty begins next.
    pub(crate) begins: bool,
    /// What the next day costs.
    pub(crate) rates: bool,
    /// Whether any order asks again when something becomes known.
    pub(crate) orders: bool,
}

impl Watches {
    pub(crate) fn new(model: &Model) -> Watches {
        let looks = |of: fn(Looks) -> bool| orders(model).any(|order| of(order.looks_at()));
        let (begins, rates) = (looks(|it| it.next_penalty), looks(|it| it.next_day_costs));
        let penalties = begins || rates;
        let court = looks(|it| it.court);
        let casework = |of: fn(Casework) -> bool| model.pools.iter().any(|it| of(it.casework));
        let court_work = casework(|of| 0 < of.appeal() + of.judgment());
        Watches {
            late: looks(|it| it.late) || model.pools.iter().any(|pool| !pool.triggers.is_empty()),
            notices: looks(|it| Looks { late: false, ..it } != Looks::AT_RECEIPT)
                || casework(|of| of != Casework::default()),
            appeals: penalties || court || court_work,
            filings: court || court_work,
            penalties,
            begins,
            rates,
            orders: looks(|it| it != Looks::AT_RECEIPT),
        }
    }

    /// Whether it must know anything.
    pub(crate) fn any(self) -> bool {
        self.late || self.notices
    }
}

/// The first pool of each stream, which does the work that its notices make.
pub(crate) fn casework_of(model: &Model) -> Vec<usize> {
    let first = |stream| model.pools.iter().position(|pool| pool.streams.contains(&stream));
    (0..model.streams.len()).map(|stream| first(stream).expect("each has a pool")).collect()
}

/// The branch of each stream; `None` where it is in none of them.
pub(crate) fn branch_of(streams: usize, branches: &[Branch]) -> Vec<Option<usize>> {
    let of = |stream| branches.iter().position(|branch| branch.streams.contains(&stream));
    (0..streams).map(of).collect()
}

//! The queue as an order may see it, in the morning of a day.

use crate::model::Known;
use crate::model::Order;
use crate::model::OwnOrder;
use crate::money::Money;
use crate::sim::fate::NEVER;
use crate::sim::line::Span;
use crate::sim::line::leading;
use crate::sim::plan::Engine;
use crate::sim::queue::Cohort;
use crate::sim::watch::Watch;
use crate::sim::watch::Watched;

/// The queue as an order may see it, in the morning of a day.
pub(crate) struct View<'a> {
    pub(crate) engine: &'a Engine,
    /// The day, in days since the start.
    pub(crate) today: i32,
    pub(crate) heads: &'a [u8],
    pub(crate) cohorts: &'a [Cohort],
    pub(crate) due: &'a [i32],
    pub(crate) watch: &'a Watch,
}

impl View<'_> {
    /// The priority of a waiting household in an order, the highest first; `None` for one that comes
    /// after all that have one, oldest first.
    pub(crate) fn priority(&self, order: &Order, id: u32) -> Option<i64> {
        match order {
            Order::OldestFirst | Order::Random => None,
            Order::NewestFirst => Some(i64::from(id)),
            Order::EarliestDueFirst => Some(-i64::from(self.due_of(id))),
            Order::InTimeFirst => {
                let due = self.due_of(id);
                let in_time = if self.today <= due { 1 << 40 } else { 0 };
                Some(in_time - i64::from(due))
            }
            Order::NoticedFirst => {
                let notice = self.watch.of(id)?.notice;
                (notice != NEVER).then_some(-i64::from(notice))
            }
            Order::HighestPenaltyFirst => {
                let costs = self.watch.of(id)?.next_day_costs;
                (0 < costs).then_some(costs)
            }
            Order::AboutToDefaultFirst => {
                let begins = self.watch.of(id)?.next_penalty;
                (begins != NEVER).then_some(-i64::from(begins))
            }
            Order::Own(order) => self.own(order, id),
        }
    }

    /// The last day of the term of a household.
    pub(crate) fn due_of(&self, id: u32) -> i32 {
        self.due.get(id as usize).copied().unwrap_or_else(|| self.due_in(self.cohort_of(id), id))
    }

    /// The same for a household of a cohort.
    pub(crate) fn due_in(&self, cohort: &Cohort, id: u32) -> i32 {
        self.due.get(id as usize).copied().unwrap_or_else(|| {
            self.engine.streams[usize::from(cohort.stream)].due.of_day(cohort.received)
        })
    }

    /// The households of a cohort, as many together as follow each other with one due day.
    pub(crate) fn each_due(&self, cohort: &Cohort, mut take: impl FnMut(Span, i32)) {
        let mut rest = Span { first: cohort.first, end: cohort.first + cohort.households };
        let due = self.due.get(rest.first as usize..rest.end as usize).unwrap_or(&[]);
        if due.is_empty() && 0 < rest.len() {
            return take(rest, self.due_of(rest.first));
        }
        let mut due = due;
        while let Some(day) = due.first() {
            let alike = leading(due, *day);
            let end = rest.first + alike as u32;
            take(Span { end, ..rest }, *day);
            rest.first = end;
            due = &due[alike..];
        }
    }

    /// The cohort of a household.
    pub(crate) fn cohort_of(&self, id: u32) -> &Cohort {
        &self.cohorts[self.cohort_number(id) as usize]
    }

    /// The number of the cohort of a household.
    pub(crate) fn cohort_number(&self, id: u32) -> u32 {
        self.cohorts.partition_point(|cohort| cohort.first <= id) as u32 - 1
    }

    fn own(&self, order: &OwnOrder, id: u32) -> Option<i64> {
        let start = self.engine.start;
        let watched = self.watch.of(id);
        let cohort = watched.map(|it| &self.cohorts[it.cohort as usize]);
        let cohort = cohort.unwrap_or_else(|| self.cohort_of(id));
        let due = self.due_in(cohort, id);
        let looks = order.looks();
        let day = |sees: bool, of: fn(&Watched) -> i32| {
            watched.filter(|_| sees).map(of).filter(|t| *t != NEVER).map(|t| start + t)
        };
        let cost = watched.filter(|_| looks.next_day_costs).map_or(0, |it| it.next_day_costs);
        order.priority(&Known {
            stream: usize::from(cohort.stream),
            received: start + cohort.received,
            due: start + due,
            late: looks.late && due + 1 < self.today,
            heads: self.heads.get(id as usize).map_or(1, |heads| u32::from(*heads)),
            notice: day(looks.notice, |it| it.notice),
            next_penalty: day(looks.next_penalty, |it| it.next_penalty),
            appeal: day(looks.court, |it| it.appeal),
            judgment: day(looks.court, |it| it.judgment),
            next_day_costs: Money::cents(cost),
        })
    }
}

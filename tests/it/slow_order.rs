//! The orders of the slow engine: what is known of each household in the morning of a day, and who
//! of all that wait is next.

use std::cmp::Reverse;

use arrears::model::DecisionDay;
use arrears::model::Known;
use arrears::model::Order;
use arrears::money::Money;
use arrears::random::Purpose;
use arrears::time::Day;

use crate::slow_clock::holds;
use crate::slow_engine::SlowEngine;
use crate::slow_household::Household;

impl SlowEngine<'_> {
    /// Whom a line takes next, of all that wait and that nobody has begun.
    pub fn next(&self, pool: usize, line: usize, day: Day, picks: &mut u32) -> Option<usize> {
        let of = &self.model.pools[pool];
        let line = &of.lines().on(day)[line];
        let waits = |number: &usize| {
            let it = &self.households[*number];
            let is_here = it.back.is_none_or(|back| back <= day);
            let free = it.closed.is_none() && it.begun.is_none() && is_here;
            free && of.streams.contains(&it.stream) && line.takes(it.received)
        };
        let mut waiting = (0..self.households.len()).filter(waits);
        let household = |number: &usize| &self.households[*number];
        let due = |number: &usize| household(number).due;
        // Who has a priority goes first, the highest first; of equals the one received first.
        let first_by = |priority: &dyn Fn(&Household) -> Option<i64>| {
            let place = |number: &usize| {
                let priority = priority(household(number));
                (priority.is_none(), Reverse(priority), *number)
            };
            waiting.clone().min_by_key(place)
        };
        match &line.order {
            Order::OldestFirst => waiting.next(),
            Order::NewestFirst => waiting.next_back(),
            Order::EarliestDueFirst => waiting.min_by_key(due),
            Order::InTimeFirst => waiting.min_by_key(|number| (due(number) < day, due(number))),
            Order::Random => {
                let waiting: Vec<usize> = waiting.collect();
                let word = self.block(Purpose::Pick, pool, day, *picks).word(0);
                *picks += 1;
                let k = (u128::from(word) * waiting.len() as u128) >> 64;
                waiting.get(k as usize).copied()
            }
            Order::NoticedFirst => {
                first_by(&|it| it.noticed.map(|noticed| -i64::from(noticed.number())))
            }
            Order::HighestPenaltyFirst => {
                first_by(&|it| Some(self.next_day_costs(it, day)).filter(|cents| 0 < *cents))
            }
            Order::AboutToDefaultFirst => {
                let begins = |it: &Household| self.next_penalty(it, day);
                first_by(&|it| begins(it).map(|first| -i64::from(first.number())))
            }
            Order::Own(own) => first_by(&|it| own.priority(&self.known(it, day))),
        }
    }

    /// What is known of a household in the morning: everything that happened by the evening before.
    fn known(&self, household: &Household, day: Day) -> Known {
        Known {
            stream: household.stream,
            received: household.received,
            due: household.due,
            late: household.is_late(day - 1),
            heads: household.heads as u32,
            notice: household.noticed,
            next_penalty: self.next_penalty(household, day),
            appeal: household.appeals_on.iter().filter_map(|it| it.filed).max(),
            judgment: household.appeals_on.iter().filter_map(|it| it.judged).max(),
            next_day_costs: Money::cents(self.next_day_costs(household, day)),
        }
    }

    /// The first day of the next penalty that had not begun the evening before. A notice fixes that
    /// of the administrative penalty, pursued or not, a judgment that of the judicial one.
    fn next_penalty(&self, household: &Household, day: Day) -> Option<Day> {
        let law = &self.model.law;
        let tariff = law.administrative.as_ref().map(|it| holds(&it.tariff, household, None, None));
        let runs = tariff.is_some_and(|(_, tariff)| tariff.is_some());
        let end_of_grace = household.end_of_grace.filter(|_| runs);
        let after_notice = end_of_grace.map(|it| it + law.conventions.days_after_grace());
        let judicial = household.clocks[1..].iter().flatten().map(|clock| clock.first);
        judicial.chain(after_notice).filter(|first| day <= *first).min()
    }

    /// What a decision today saves: the first day that it need not be paid for, of every penalty that
    /// is known to run on it. Whether a notice is pursued shows on the penalty's first day.
    fn next_day_costs(&self, household: &Household, day: Day) -> i64 {
        let counts = self.model.law.conventions.decision_day == DecisionDay::Counts;
        let saved = if counts { day + 1 } else { day };
        let shown = household.clocks[0].as_ref().filter(|clock| clock.first < day);
        let clocks = shown.into_iter().chain(household.clocks[1..].iter().flatten());
        clocks.map(|clock| clock.amount_of(saved - clock.first) * household.penalties).sum()
    }
}

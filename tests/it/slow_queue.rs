//! The decisions of the slow engine: whom the pools take, one household after the other.

use arrears::model::CapacityVariation;
use arrears::model::MICRO;
use arrears::model::Order;
use arrears::random::Purpose;
use arrears::random::count;
use arrears::time::Day;
use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;

use crate::slow_engine::Household;
use crate::slow_engine::SlowEngine;

impl SlowEngine<'_> {
    fn capacity(&mut self, pool: usize, day: Day) -> u64 {
        let of = &self.model.pools[pool];
        let mean = of.mean_decisions(day, &self.model.calendar);
        let uniform = self.block(Purpose::Capacity, pool, day, 0).uniform(0);
        match of.variation {
            CapacityVariation::None => {
                let before = self.exact_capacity[pool].round();
                self.exact_capacity[pool] += mean * MICRO as f64;
                (self.exact_capacity[pool].round() - before) as u64
            }
            CapacityVariation::Count(variation) => MICRO * count(mean, variation, uniform),
            CapacityVariation::Relative(coefficient) => {
                let log_variance = libm::log1p(coefficient * coefficient);
                let sigma = libm::sqrt(log_variance);
                let z = Normal::standard().inverse_cdf(uniform);
                let factor = libm::exp(sigma * z - sigma * sigma / 2.0);
                (mean * factor * MICRO as f64).round() as u64
            }
        }
    }

    /// Step 3 of a day: a pool spends its capacity, line by line.
    pub fn decide(&mut self, pool: usize, day: Day) {
        let whole = self.capacity(pool, day);
        let lines = self.model.pools[pool].lines().on(day);
        let mut rest = whole;
        let mut unused = 0;
        let mut picks = 0;
        for (number, line) in lines.iter().enumerate() {
            let part = ((whole as f64 * line.share.value()).round() as u64).min(rest);
            let part = if number + 1 == lines.len() { rest } else { part };
            rest -= part;
            unused += self.spend(pool, number, day, part, &mut picks);
        }
        if 1 < lines.len() {
            for number in 0..lines.len() {
                if 0 < unused {
                    unused = self.spend(pool, number, day, unused, &mut picks);
                }
            }
        }
    }

    /// Spends a part of the capacity on one line; returns what is left when nobody waits.
    fn spend(&mut self, pool: usize, line: usize, day: Day, mut part: u64, picks: &mut u32) -> u64 {
        while 0 < part {
            let Some(next) = self.begin_or_go_on(pool, line, day, picks) else { break };
            let household = &mut self.households[next];
            let needs = household.begun.unwrap().2;
            if needs <= part {
                household.closed = Some(day);
            } else {
                household.begun = Some((pool, line, needs - part));
            }
            part -= needs.min(part);
        }
        part
    }

    fn begin_or_go_on(
        &mut self,
        pool: usize,
        line: usize,
        day: Day,
        picks: &mut u32,
    ) -> Option<usize> {
        let mine = |it: &Household| {
            it.closed.is_none() && it.begun.is_some_and(|(p, l, _)| (p, l) == (pool, line))
        };
        if let Some(begun) = self.households.iter().position(mine) {
            return Some(begun);
        }
        let next = self.next(pool, line, day, picks)?;
        let heads = self.households[next].heads as u32;
        self.households[next].begun = Some((pool, line, self.model.pools[pool].effort.of(heads)));
        Some(next)
    }

    /// Whom a line takes next, of all that wait and that nobody has begun.
    fn next(&self, pool: usize, line: usize, day: Day, picks: &mut u32) -> Option<usize> {
        let of = &self.model.pools[pool];
        let waits = |number: &usize| {
            let it = &self.households[*number];
            it.closed.is_none() && it.begun.is_none() && of.streams.contains(&it.stream)
        };
        let mut waiting = (0..self.households.len()).filter(waits);
        let due = |number: &usize| self.households[*number].due;
        match of.lines().on(day)[line].order {
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
            Order::NoticedFirst
            | Order::HighestPenaltyFirst
            | Order::AboutToDefaultFirst
            | Order::Own(_) => unreachable!("no random model has an order that looks"),
        }
    }
}

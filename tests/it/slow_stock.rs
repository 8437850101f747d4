//! The opening stock of the slow engine: who waits at the start, and in which places; amounts that come
//! out.

use arrears::model::KnownCases;

use crate::slow_engine::SlowEngine;
use crate::slow_household::Household;
use crate::slow_household::Known;

impl SlowEngine<'_> {
    /// All households of the opening stock: by day of receipt, then stream; of these first those of
    /// whom nothing is known, last those who were decided before the start.
    pub fn opening_stock(&self) -> Vec<Household> {
        let mut all = Vec::new();
        for later in 0..self.model.period.start() - self.first {
            let day = self.first + later;
            for stream in 0..self.model.streams.len() {
                let mut today = Vec::new();
                let stock = &self.model.streams[stream].stock;
                for row in stock.rows().iter().filter(|row| row.0 == day) {
                    let mut households = self.grouped(stream, day, 0, row.1, None);
                    households.iter_mut().for_each(|it| self.plan_notice(it));
                    today.extend(households);
                }
                let known = stock.known().iter().map(|row| (row, None));
                let groups = stock.owing().iter().enumerate();
                let owing =
                    groups.flat_map(|(i, it)| it.cases.iter().map(move |row| (row, Some(i))));
                let decided = |it: &(&KnownCases, _)| it.0.progress.decided.is_some();
                let waiting = known.clone().filter(|it| !decided(it)).chain(owing);
                let rows = waiting.chain(known.filter(decided));
                for (row, group) in rows.filter(|it| it.0.received == day) {
                    today.extend(self.known_households(stream, row, group, today.len() as u32));
                }
                all.extend(today);
            }
        }
        for stream in 0..self.model.streams.len() {
            for group in 0..self.model.streams[stream].stock.owing().len() {
                self.let_amount_come_out(&mut all, stream, group);
            }
        }
        all
    }

    fn known_households(
        &self,
        stream: usize,
        row: &KnownCases,
        group: Option<usize>,
        place: u32,
    ) -> Vec<Household> {
        let mut households = self.grouped(stream, row.received, place, row.cases, row.heads);
        for household in &mut households {
            let progress = row.progress.clone();
            household.known = Some(Known { progress, group, appeal: None, judgment: None });
            self.look_back(household, None);
        }
        households
    }

    /// What a household has run up before the start, day by day.
    fn owed_before(&self, household: &Household) -> i64 {
        let mut household = household.clone();
        let mut sum = 0;
        for later in 0..self.model.period.start() - self.first {
            let day = self.first + later;
            self.clock(&mut household, day);
            for clock in household.clocks.iter_mut().flatten() {
                let amount = clock.amount_on(day);
                clock.days += u32::from(0 < amount);
                sum += amount * household.penalties;
            }
        }
        sum
    }

    /// All of a group reached their last stages the same number of days before the start; some of
    /// them a day later.
    fn let_amount_come_out(&self, all: &mut [Household], stream: usize, group: usize) {
        let start = self.model.period.start();
        let owed = self.model.streams[stream].stock.owing()[group].owed.in_cents();
        let mine = |it: &&mut Household| {
            it.stream == stream && it.known.as_ref().is_some_and(|known| known.group == Some(group))
        };
        let mut members: Vec<&mut Household> = all.iter_mut().filter(mine).collect();
        let set = |household: &Household, days: i32| {
            let mut set = household.clone();
            self.look_back(&mut set, Some(start - days));
            let owed = self.owed_before(&set);
            (set, owed)
        };
        let oldest = members.iter().map(|it| it.received).min().unwrap();
        let total = |days: i32| members.iter().map(|it| set(it, days).1).sum::<i64>();
        let most = start - oldest;
        let target = owed.min(total(most));
        // The tariffs may fall with the dates: the rule is that of a bisection.
        let (mut low, mut high) = (1, most);
        while low < high {
            let middle = (low + high) / 2;
            if target <= total(middle) { high = middle } else { low = middle + 1 }
        }
        let fewer = (low - 1).max(1);
        let mut sum = total(fewer);
        for member in &mut members {
            let (later, earlier) = (set(member, fewer), set(member, low));
            let fits = sum - later.1 + earlier.1 <= target;
            sum += if fits { earlier.1 - later.1 } else { 0 };
            **member = if fits { earlier.0 } else { later.0 };
        }
    }
}

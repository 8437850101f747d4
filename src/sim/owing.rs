//! Groups of the opening stock of which it is known what they owe together: their clocks are set so
//! that the amount comes out.

use crate::random::Key;
use crate::sim::fate::Given;
use crate::sim::fate::penalties_of;
use crate::sim::fate::whole;
use crate::sim::history::History;
use crate::sim::plan::Engine;
use crate::sim::queue::Queue;

/// A household of a group that owes an amount together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) group: u32,
    /// The number of its cohort.
    pub(crate) cohort: u32,
    pub(crate) id: u32,
    /// Its place within its day.
    pub(crate) place: u32,
    /// Where its notice is kept.
    pub(crate) given: u32,
}

impl Queue {
    /// Sets the days on which the households of each group reached their last stages, so that the
    /// group owes its amount.
    pub(super) fn set_clocks(&mut self, engine: &Engine, key: Key) {
        let mut members = std::mem::take(&mut self.members);
        members.sort_by_key(|member| member.group);
        for group in members.chunk_by(|a, b| a.group == b.group) {
            let owed = engine.opening.owing[group[0].group as usize];
            self.set_clocks_of(engine, key, group, owed);
        }
        members.clear();
        self.members = members;
    }

    /// Rule: all households of the group reached their last stages the same number of days before
    /// the start, the fewest with which no less than the amount is owed; but as many of them one
    /// day later as must, the last ones that can, so that no more is owed.
    fn set_clocks_of(&mut self, engine: &Engine, key: Key, group: &[Member], owed: i64) {
        let on = |member: &Member, days: i32| self.history_of(engine, key, member, days);
        let all = |days: i32| group.iter().map(|member| on(member, days).2).sum::<i64>();
        let oldest = group.iter().map(|it| self.cohorts[it.cohort as usize].received).min();
        let most = oldest.map_or(1, |received| -received);
        let owed = owed.min(all(most));
        let (mut low, mut high) = (1, most);
        while low < high {
            let middle = low + (high - low) / 2;
            if owed <= all(middle) { high = middle } else { low = middle + 1 }
        }
        let fewer = (low - 1).max(1);
        let mut so_far = all(fewer);
        let mut set = Vec::with_capacity(group.len());
        for member in group {
            let (later, earlier) = (on(member, fewer), on(member, low));
            let more = earlier.2 - later.2;
            let is_earlier = so_far + more <= owed;
            so_far += if is_earlier { more } else { 0 };
            set.push(if is_earlier { earlier } else { later });
        }
        for (member, (due, given, _)) in group.iter().zip(set) {
            self.due[member.id as usize] = due;
            self.given[member.given as usize] = given;
        }
    }

    /// The due day and the notice of a household that reached its last stage so many days before the
    /// start, and what it owes by then in cents.
    fn history_of(
        &self,
        engine: &Engine,
        key: Key,
        member: &Member,
        days: i32,
    ) -> (i32, Given, i64) {
        let cohort = &self.cohorts[member.cohort as usize];
        let history = History::new(engine, key, cohort.stream, cohort.received, cohort.known);
        let (due, given) = history.of(member.place, Some(-days));
        let asked = history.asked(member.place, due);
        let heads = i64::from(self.heads_of(member.id));
        let penalties = penalties_of(engine, &history.sites, member.place, heads);
        let fate = whole(engine, &history.sites, &asked, &given);
        let mut owed = 0;
        fate.each_penalty(engine, |penalty| {
            let tariff = penalty.tariff.filter(|_| penalty.first < 0);
            owed += tariff.map_or(0, |tariff| tariff.owed(-penalty.first as u32).in_cents());
        });
        (due, given, owed * penalties)
    }
}

//! The decisions of a day: how each pool spends its capacity.

use std::collections::VecDeque;

use crate::random::Key;
use crate::random::Purpose;
use crate::sim::by_receipt::Oldest;
use crate::sim::line::LineQueue;
use crate::sim::line::Span;
use crate::sim::plan::Engine;
use crate::sim::pool_plan::LinePlan;
use crate::sim::pool_plan::PoolPlan;
use crate::sim::pool_plan::WorkPlan;
use crate::sim::queue::Cohort;
use crate::sim::queue::IN_WORK;
use crate::sim::queue::OPEN;
use crate::sim::queue::Queue;
use crate::sim::queue::Worked;
use crate::sim::queue::is_pending;
use crate::sim::surge;
use crate::sim::view::View;

/// What a pool does at the moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct PoolState {
    // The lines of each date on which the orders change; only those of now are filled.
    works: Vec<Vec<LineState>>,
    now: usize,
    // Households begun by lines that are no more, in the order in which they are finished.
    left_begun: VecDeque<Begun>,
    /// Work that notices, appeals and judgments have made and that is yet to be done, in millionths
    /// of a decision.
    pub(super) casework: u64,
    // The first household that is not decided yet, once everything is decided at once.
    first_undecided: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct LineState {
    pub(crate) queue: LineQueue,
    plan: LinePlan,
    begun: Option<Begun>,
}

/// A household that somebody works on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    pub(super) id: u32,
    /// The effort that it still needs.
    pub(super) needs: u64,
    /// Whether its file will turn out to be incomplete.
    pub(super) incomplete: bool,
}

impl PoolState {
    pub(super) fn reset(&mut self, plan: &PoolPlan) {
        let plans = plan.works.iter().map(|(_, work)| work.lines.iter());
        let same = |(lines, plans): (&Vec<LineState>, std::slice::Iter<'_, LinePlan>)| {
            lines.iter().map(|line| &line.plan).eq(plans)
        };
        if self.works.len() == plans.len() && self.works.iter().zip(plans.clone()).all(same) {
            self.works.iter_mut().flatten().for_each(LineState::clear);
        } else {
            self.works = plans.map(|lines| lines.map(LineState::new).collect()).collect();
        }
        self.now = plan.work_on(0);
        self.left_begun.clear();
        self.casework = 0;
        self.first_undecided = 0;
    }

    /// How the pool works now, and its lines.
    pub(super) fn now<'a>(
        &'a mut self,
        plan: &'a PoolPlan,
    ) -> (&'a WorkPlan, &'a mut Vec<LineState>) {
        (&plan.works[self.now].1, &mut self.works[self.now])
    }

    /// Its lines of now.
    pub(super) fn lines_now(&mut self) -> std::slice::IterMut<'_, LineState> {
        self.works[self.now].iter_mut()
    }
}

impl LineState {
    fn new(plan: &LinePlan) -> LineState {
        LineState { queue: LineQueue::new(plan), plan: plan.clone(), begun: None }
    }

    fn clear(&mut self) {
        self.queue.clear();
        self.begun = None;
    }

    /// The households of a cohort that wait join the line, with all that is known of them.
    fn rejoin(&mut self, cohort: &Cohort, plan: &LinePlan, view: &View<'_>, closed: &[u32]) {
        if plan.hears_of_everyone() {
            view.each_due(cohort, |all, due| {
                let mut rest = all;
                while let Some(open) = rest.first_open(closed, u32::MAX) {
                    self.queue.push(open, due, plan, view);
                    rest.first = open.end;
                }
            });
        }
        for id in cohort.first..cohort.first + cohort.households {
            if view.watch.knows_of(id) && closed[id as usize] == OPEN {
                self.queue.look_again(id, plan, view);
            }
        }
    }
}

impl Queue {
    /// One day of a pool.
    pub(super) fn work(&mut self, engine: &Engine, key: Key, pool: usize, t: usize) {
        let plan = &engine.pools[pool];
        let now = plan.work_on(t as i32);
        if now != self.pools[pool].now {
            self.change_orders(engine, pool, now, t as i32);
        }
        if plan.unlimited_from <= t as i32 {
            self.decide_all(plan, pool, t);
            return;
        }
        let added = surge::added(engine, &self.running, pool, t);
        let mut capacity = plan.capacity.draw_with(key, t, added);
        let state = &mut self.pools[pool];
        let casework = state.casework.min(capacity);
        state.casework -= casework;
        self.note_work(engine, pool, t, Worked { capacity, casework });
        capacity -= casework;
        if 0 < capacity {
            self.decide(engine, key, pool, t, capacity);
        }
    }

    /// From today on a pool works in other orders; the work that was begun goes on first.
    fn change_orders(&mut self, engine: &Engine, pool: usize, now: usize, t: i32) {
        let Queue { pools, closed, heads, cohorts, due, watch, .. } = self;
        let (plan, state) = (&engine.pools[pool], &mut pools[pool]);
        let PoolState { works, left_begun, now: before, .. } = state;
        left_begun.extend(works[*before].iter_mut().filter_map(|line| line.begun.take()));
        state.now = now;
        let view = View { engine, today: t, heads, cohorts, due, watch };
        let (work, lines) = state.now(plan);
        lines.iter_mut().for_each(LineState::clear);
        for cohort in view.cohorts.iter().filter(|it| plan.serves[usize::from(it.stream)]) {
            for (line, of) in lines.iter_mut().zip(&work.lines) {
                if of.takes(cohort.received) {
                    line.rejoin(cohort, of, &view, closed);
                }
            }
        }
    }

    /// Decides everything that waits, complete or not.
    fn decide_all(&mut self, plan: &PoolPlan, pool: usize, t: usize) {
        let first = self.pools[pool].first_undecided;
        let begin = self.cohorts.partition_point(|it| it.first + it.households <= first);
        for at in begin..self.cohorts.len() {
            let Cohort { stream, first, households, .. } = self.cohorts[at];
            for id in first..first + households {
                if plan.serves[usize::from(stream)] && is_pending(self.closed[id as usize]) {
                    self.close(id, t as u32);
                    if 0 < plan.random_lines {
                        self.forget(id);
                    }
                }
            }
        }
        self.pools[pool].first_undecided = self.closed.len() as u32;
    }

    /// Spends a pool's capacity of one day, line by line; what one cannot use goes to the others.
    fn decide(&mut self, engine: &Engine, key: Key, pool: usize, t: usize, capacity: u64) {
        let plan = &engine.pools[pool];
        let lines = &plan.works[self.pools[pool].now].1.lines;
        if plan.works[self.pools[pool].now].1.takes_runs {
            return self.spend_on_runs(pool, plan, t, capacity);
        }
        let mut left = capacity;
        let mut unused = 0;
        let mut picks = 0;
        for (line, of) in lines.iter().enumerate() {
            let last = line + 1 == lines.len();
            let part = (capacity as f64 * of.share).round() as u64;
            let part = if last { left } else { part.min(left) };
            left -= part;
            unused += self.spend(engine, key, (pool, line), t, part, &mut picks);
        }
        for line in 0..lines.len() {
            if 0 < unused && 1 < lines.len() {
                unused = self.spend(engine, key, (pool, line), t, unused, &mut picks);
            }
        }
    }

    /// Spends a capacity on one line; returns what is left when nobody waits.
    fn spend(
        &mut self,
        engine: &Engine,
        key: Key,
        (pool, line): (usize, usize),
        t: usize,
        mut capacity: u64,
        picks: &mut u32,
    ) -> u64 {
        let plan = &engine.pools[pool];
        let of = &plan.works[self.pools[pool].now].1.lines[line];
        let decides_runs = plan.decides_runs && !plan.must_tell(of);
        while 0 < capacity {
            let state = &mut self.pools[pool];
            let now = state.now;
            let begun = state.works[now][line].begun.take();
            let begun = begun.or_else(|| state.left_begun.pop_front());
            let work = match begun {
                // Whoever has withdrawn meanwhile is gone.
                Some(begun) if self.closed[begun.id as usize] != IN_WORK => continue,
                Some(begun) => begun,
                None => {
                    let effort = plan.effort.of(1);
                    if decides_runs && effort <= capacity {
                        let all = capacity / effort;
                        let decided = self.decide_run(engine, key, (pool, line), t, all, picks);
                        capacity -= effort * decided;
                        if decided < all {
                            return capacity;
                        }
                        continue;
                    }
                    match self.next(engine, key, (pool, line), t, picks) {
                        None => return capacity,
                        Some(id) => self.open(engine, key, pool, t, id),
                    }
                }
            };
            let Begun { id, needs, incomplete } = work;
            if capacity < needs {
                self.closed[id as usize] = IN_WORK;
                let begun = Begun { needs: needs - capacity, ..work };
                self.pools[pool].works[now][line].begun = Some(begun);
                return 0;
            }
            capacity -= needs;
            match incomplete {
                true => self.send_away(engine, key, t, id),
                false => self.close(id, t as u32),
            }
        }
        0
    }

    fn next(
        &mut self,
        engine: &Engine,
        key: Key,
        (pool, line): (usize, usize),
        t: usize,
        picks: &mut u32,
    ) -> Option<u32> {
        let Queue { pools, closed, heads, cohorts, due, watch, .. } = self;
        let plan = &engine.pools[pool];
        let view = View { engine, today: t as i32, heads, cohorts, due, watch };
        let pick = || {
            let day = plan.capacity.day(t);
            let word = key.at(Purpose::Pick, pool as u16, day, *picks).block(0).word(0);
            *picks += 1;
            word
        };
        let (work, lines) = pools[pool].now(plan);
        let Span { first: id, .. } =
            lines[line].queue.next(&work.lines[line], &view, closed, 1, pick)?;
        if plan.must_tell(&work.lines[line]) {
            self.forget(id);
        }
        Some(id)
    }

    /// Decides the next households of a line whose households are all alike, at most `limit`;
    /// returns how many there are.
    fn decide_run(
        &mut self,
        engine: &Engine,
        key: Key,
        (pool, line): (usize, usize),
        t: usize,
        limit: u64,
        picks: &mut u32,
    ) -> u64 {
        let Queue { pools, closed, heads, cohorts, due, watch, .. } = self;
        let plan = &engine.pools[pool];
        let view = View { engine, today: t as i32, heads, cohorts, due, watch };
        let site = key.at(Purpose::Pick, pool as u16, plan.capacity.day(t), 0);
        let (work, lines) = pools[pool].now(plan);
        let (queue, plan) = (&mut lines[line].queue, &work.lines[line]);
        let mut left = limit;
        while 0 < left {
            let most = left.min(u64::from(u32::MAX)) as u32;
            let pick = || {
                *picks += 1;
                site.with_place(*picks - 1).block(0).word(0)
            };
            let Some(span) = queue.next(plan, &view, closed, most, pick) else { break };
            closed[span.first as usize..span.end as usize].fill(t as u32);
            left -= u64::from(span.len());
        }
        limit - left
    }

    /// The same as [`Queue::spend`] for one line, oldest first, that has its streams to itself,
    /// single heads and nobody who withdraws: whole runs of households are closed at once.
    fn spend_on_runs(&mut self, pool: usize, plan: &PoolPlan, t: usize, mut capacity: u64) {
        let effort = plan.effort.of(1);
        let (_, lines) = self.pools[pool].now(plan);
        let state = &mut lines[0];
        let LineQueue::Oldest { next: Oldest { next, .. } } = &mut state.queue else {
            unreachable!("only oldest first takes runs")
        };
        if let Some(begun) = state.begun.take() {
            if capacity < begun.needs {
                state.begun = Some(Begun { needs: begun.needs - capacity, ..begun });
                return;
            }
            capacity -= begun.needs;
            self.closed[begun.id as usize] = t as u32;
        }
        while let Some(here) = self.cohorts.get(next.cohort) {
            next.id = next.id.max(here.first);
            let end = here.first + here.households;
            if !plan.serves[usize::from(here.stream)] || end <= next.id {
                next.cohort += 1;
                continue;
            }
            let decided = (capacity / effort).min(u64::from(end - next.id)) as u32;
            self.closed[next.id as usize..(next.id + decided) as usize].fill(t as u32);
            next.id += decided;
            capacity -= effort * u64::from(decided);
            if next.id < end {
                if 0 < capacity {
                    self.closed[next.id as usize] = IN_WORK;
                    let needs = effort - capacity;
                    state.begun = Some(Begun { id: next.id, needs, incomplete: false });
                    next.id += 1;
                }
                return;
            }
        }
    }
}

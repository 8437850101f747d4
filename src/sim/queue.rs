//! The first half of a replication: who leaves the queue when.

use crate::model::Model;
use crate::model::Withdrawal;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::Site;
use crate::sim::line::LineQueue;
use crate::sim::plan::Engine;
use crate::sim::plan::LinePlan;
use crate::sim::plan::PoolPlan;
use crate::sim::plan::StreamPlan;

/// The closing day of a household that is pending.
pub(crate) const OPEN: u32 = u32::MAX;
/// The closing day of a household that somebody works on.
pub(crate) const IN_WORK: u32 = u32::MAX - 1;
/// Set in the closing day of a household that withdrew.
pub(crate) const WITHDRAWN: u32 = 1 << 31;

/// The households of one stream that were received on one day, with consecutive numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cohort {
    pub(crate) stream: u16,
    /// Days since the start; negative for the opening stock.
    pub(crate) received: i32,
    pub(crate) first: u32,
    pub(crate) households: u32,
}

/// All households of a replication. Numbers follow the day of receipt, then stream, then place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    pub(crate) cohorts: Vec<Cohort>,
    /// The closing day of each household, or [`OPEN`], [`IN_WORK`]; with [`WITHDRAWN`] set if so.
    pub(crate) closed: Vec<u32>,
    /// Heads of each household; empty when all are single.
    pub(crate) heads: Vec<u8>,
    /// Due day of each household; empty when a cohort has one due day.
    pub(crate) due: Vec<i32>,
    lines: Vec<Vec<LineState>>,
    intake: Vec<Vec<u64>>,
    // Cases received so far, the opening stock included.
    cases: u64,
    // The households that withdraw on each day, chained through `leaving_next`.
    leaving: Vec<u32>,
    leaving_next: Vec<(u32, u32)>,
}

#[derive(Clone, Debug)]
struct LineState {
    plan: LinePlan,
    queue: LineQueue,
    // The household begun and the effort it still needs.
    in_work: Option<(u32, u64)>,
}

const NOBODY: u32 = u32::MAX;

impl Queue {
    /// Simulates the queue of one replication from the first day to the last.
    pub(crate) fn run(&mut self, engine: &Engine, key: Key) {
        self.reset(engine, key);
        for opening in &engine.opening {
            self.receive(engine, key, opening.stream, opening.received, opening.cases);
        }
        for t in 0..engine.days {
            for stream in 0..engine.streams.len() {
                let cases = self.intake[stream][t];
                if 0 < cases {
                    self.receive(engine, key, stream as u16, t as i32, cases);
                }
            }
            if engine.withdrawals {
                self.withdraw(t);
            }
            for (pool, plan) in engine.pools.iter().enumerate() {
                let capacity = plan.capacity.draw(key, t);
                if 0 < capacity {
                    self.decide(key, pool, plan, t, capacity);
                }
            }
        }
    }

    fn reset(&mut self, engine: &Engine, key: Key) {
        self.cohorts.clear();
        self.closed.clear();
        self.heads.clear();
        self.due.clear();
        self.leaving.clear();
        self.leaving_next.clear();
        self.cases = 0;
        if engine.withdrawals {
            self.leaving.resize(engine.days, NOBODY);
        }
        self.intake.resize(engine.streams.len(), Vec::new());
        for (plan, cases) in engine.streams.iter().zip(&mut self.intake) {
            plan.intake.draw(key, cases);
        }
        if self.has_the_lines_of(engine) {
            self.lines.iter_mut().flatten().for_each(LineState::clear);
        } else {
            let lines = |pool: &PoolPlan| pool.lines.iter().map(LineState::new).collect();
            self.lines = engine.pools.iter().map(lines).collect();
        }
    }

    /// Whether the lines were made for the same pools; the workspace may come from another model.
    fn has_the_lines_of(&self, engine: &Engine) -> bool {
        let same = |(lines, pool): (&Vec<LineState>, &PoolPlan)| {
            lines.iter().map(|line| &line.plan).eq(&pool.lines)
        };
        self.lines.len() == engine.pools.len() && self.lines.iter().zip(&engine.pools).all(same)
    }

    /// Groups today's cases into households and lets them join the lines that serve their stream.
    fn receive(&mut self, engine: &Engine, key: Key, stream: u16, received: i32, cases: u64) {
        let plan = &engine.streams[usize::from(stream)];
        // The mean was checked, but a level that wanders has no bound.
        let cases = cases.min(Model::MOST_CASES - self.cases);
        self.cases += cases;
        let first = self.closed.len() as u32;
        let day = engine.start + received;
        let households = match engine.households_vary {
            true => self.group(plan, key.at(Purpose::Household, stream, day, 0), cases),
            false => cases as u32,
        };
        self.closed.resize((first + households) as usize, OPEN);
        self.cohorts.push(Cohort { stream, received, first, households });
        if engine.due_varies {
            let site = key.at(Purpose::Term, stream, day, 0);
            for place in 0..households {
                self.due.push(plan.due.of_household(received, site.with_place(place)));
            }
        }
        if let Some(withdrawal) = &plan.withdrawal {
            let site = key.at(Purpose::Withdrawal, stream, day, 0);
            self.plan_withdrawals(withdrawal, site, received, first, households);
        }
        let fixed_due = if engine.due_varies { 0 } else { plan.due.of_day(received) };
        for (pool, lines) in engine.pools.iter().zip(&mut self.lines) {
            if !pool.serves[usize::from(stream)] || pool.needs_no_push {
                continue;
            }
            for line in lines {
                for id in first..first + households {
                    let due = self.due.get(id as usize).copied().unwrap_or(fixed_due);
                    line.queue.push(id, due);
                }
            }
        }
    }

    /// Groups the cases of a day into households: sizes are drawn in order of place, and the last
    /// household is cut to the cases that are left. Returns how many there are.
    ///
    /// A loop over all households that draws: kept apart so that it has the registers to itself.
    #[inline(never)]
    fn group(&mut self, plan: &StreamPlan, site: Site, cases: u64) -> u32 {
        if plan.households.always_single() {
            self.heads.resize(self.heads.len() + cases as usize, 1);
            return cases as u32;
        }
        let (mut place, mut left) = (0, cases);
        while 0 < left {
            let lane = site.with_place(place).block(0).lane(0);
            let heads = u64::from(plan.households.heads(lane)).min(left);
            self.heads.push(heads as u8);
            left -= heads;
            place += 1;
        }
        place
    }

    /// Finds who of the households of a day will withdraw when, if they still wait.
    #[inline(never)]
    fn plan_withdrawals(
        &mut self,
        withdrawal: &Withdrawal,
        site: Site,
        received: i32,
        first: u32,
        households: u32,
    ) {
        // Whoever is in the opening stock has not withdrawn in the days up to the start.
        let waited = i64::from(-received.min(0)) - 1;
        for place in 0..households {
            let days = withdrawal.days(site.with_place(place).block(0), waited);
            let t = days.map(|days| i64::from(received) + i64::from(days));
            if let Some(t) = t.and_then(|t| usize::try_from(t).ok())
                && t < self.leaving.len()
            {
                self.leaving_next.push((first + place, self.leaving[t]));
                self.leaving[t] = self.leaving_next.len() as u32 - 1;
            }
        }
    }

    fn withdraw(&mut self, t: usize) {
        let mut entry = self.leaving[t];
        while entry != NOBODY {
            let (id, next) = self.leaving_next[entry as usize];
            let status = self.closed[id as usize];
            if status == OPEN || status == IN_WORK {
                self.closed[id as usize] = t as u32 | WITHDRAWN;
                self.forget(id);
            }
            entry = next;
        }
    }

    fn forget(&mut self, id: u32) {
        for line in self.lines.iter_mut().flatten() {
            line.queue.forget(id);
        }
    }

    /// Spends a pool's capacity of one day, line by line.
    fn decide(&mut self, key: Key, pool: usize, plan: &PoolPlan, t: usize, capacity: u64) {
        let mut left = capacity;
        let mut picks = 0;
        for (line, of) in plan.lines.iter().enumerate() {
            let last = line + 1 == plan.lines.len();
            let part = (capacity as f64 * of.share).round() as u64;
            let part = if last { left } else { part.min(left) };
            left -= part;
            if plan.takes_runs {
                self.spend_on_runs(pool, plan, t, part);
            } else {
                self.spend(key, pool, line, plan, t, part, &mut picks);
            }
        }
    }

    #[allow(clippy::too_many_arguments)] // One call, and each is a plain value.
    fn spend(
        &mut self,
        key: Key,
        pool: usize,
        line: usize,
        plan: &PoolPlan,
        t: usize,
        mut capacity: u64,
        picks: &mut u32,
    ) {
        while 0 < capacity {
            let begun = self.lines[pool][line].in_work.take();
            let begun = begun.filter(|(id, _)| self.closed[*id as usize] == IN_WORK);
            let (id, effort) = match begun {
                Some(work) => work,
                None => match self.next(key, pool, line, plan, t, picks) {
                    Some(id) => (id, plan.effort.of(self.heads_of(id))),
                    None => return,
                },
            };
            if effort <= capacity {
                capacity -= effort;
                self.closed[id as usize] = t as u32;
            } else {
                self.closed[id as usize] = IN_WORK;
                self.lines[pool][line].in_work = Some((id, effort - capacity));
                capacity = 0;
            }
        }
    }

    fn next(
        &mut self,
        key: Key,
        pool: usize,
        line: usize,
        plan: &PoolPlan,
        t: usize,
        picks: &mut u32,
    ) -> Option<u32> {
        let day = plan.capacity.day(t);
        let pick = || {
            let word = key.at(Purpose::Pick, pool as u16, day, *picks).block(0).word(0);
            *picks += 1;
            word
        };
        let queue = &mut self.lines[pool][line].queue;
        let id = queue.next(t as i32, &self.closed, &self.cohorts, &plan.serves, pick)?;
        if plan.random_lines {
            self.forget(id);
        }
        Some(id)
    }

    /// The same as [`Queue::spend`] for one line, oldest first, that has its streams to itself,
    /// single heads and nobody who withdraws: whole runs of households are closed at once.
    fn spend_on_runs(&mut self, pool: usize, plan: &PoolPlan, t: usize, mut capacity: u64) {
        let effort = plan.effort.of(1);
        let state = &mut self.lines[pool][0];
        let LineQueue::Oldest { cohort, id } = &mut state.queue else {
            unreachable!("only oldest first takes runs")
        };
        if let Some((begun, needs)) = state.in_work.take() {
            if capacity < needs {
                state.in_work = Some((begun, needs - capacity));
                return;
            }
            capacity -= needs;
            self.closed[begun as usize] = t as u32;
        }
        while let Some(here) = self.cohorts.get(*cohort) {
            *id = (*id).max(here.first);
            let end = here.first + here.households;
            if !plan.serves[usize::from(here.stream)] || end <= *id {
                *cohort += 1;
                continue;
            }
            let decided = (capacity / effort).min(u64::from(end - *id)) as u32;
            self.closed[*id as usize..(*id + decided) as usize].fill(t as u32);
            *id += decided;
            capacity -= effort * u64::from(decided);
            if *id < end {
                if 0 < capacity {
                    self.closed[*id as usize] = IN_WORK;
                    state.in_work = Some((*id, effort - capacity));
                    *id += 1;
                }
                return;
            }
        }
    }

    fn heads_of(&self, id: u32) -> u32 {
        self.heads.get(id as usize).map_or(1, |heads| u32::from(*heads))
    }
}

impl LineState {
    fn new(plan: &LinePlan) -> LineState {
        let queue = LineQueue::new(plan.order, plan.due_range);
        LineState { plan: plan.clone(), queue, in_work: None }
    }

    fn clear(&mut self) {
        self.queue.clear();
        self.in_work = None;
    }
}

//! The queue where whole runs of households are decided, oldest first: counts are enough, and no
//! household is written down.

use crate::model::Model;
use crate::random::Key;
use crate::sim::fate::NEVER;
use crate::sim::plan::Engine;

/// Households of one stream and day of receipt that are closed on the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Closed {
    pub(super) stream: u16,
    /// Days since the start; negative for the opening stock.
    pub(super) received: i32,
    /// Their due day.
    pub(super) due: i32,
    pub(super) households: u32,
    /// The day of the decision; [`NEVER`] if still pending at the end.
    pub(super) closed: i32,
}

/// The households of one stream and day that wait.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    stream: u16,
    received: i32,
    due: i32,
    households: u32,
}

/// The queue of one pool.
#[derive(Clone, Debug, Default)]
struct Line {
    cohorts: Vec<Waiting>,
    // The first cohort of which somebody waits.
    next: usize,
    /// The effort that the first household still needs, when somebody works on it.
    begun: Option<u64>,
    // What the pool can decide on each day.
    capacities: Vec<u64>,
}

/// The queues of one replication.
#[derive(Clone, Debug, Default)]
pub(super) struct Fifo {
    lines: Vec<Line>,
    intake: Vec<Vec<u64>>,
    cases: u64,
}

/// Whether the queue of an engine is one of counts: every pool decides oldest first, has its streams
/// to itself, and nobody withdraws, comes back, has several heads or a due day of their own.
pub(super) fn counts_are_enough(engine: &Engine) -> bool {
    let plain = |pool: &crate::sim::pool_plan::PoolPlan| {
        pool.decides_runs && pool.works[0].1.takes_runs && pool.unlimited_from == i32::MAX
    };
    engine.pools.iter().all(plain)
        && !engine.watches.any()
        && !engine.due_varies
        && !engine.opening.due_varies
        && engine.opening.known.is_empty()
}

impl Fifo {
    /// Simulates the queue of one replication and hands on who is closed when; who still waits at
    /// the end comes last.
    pub(super) fn run(&mut self, engine: &Engine, key: Key, mut take: impl FnMut(Closed)) {
        self.reset(engine, key);
        for row in &engine.opening.rows {
            self.receive(engine, row.stream, row.received, row.cases);
        }
        for t in 0..engine.days {
            for stream in 0..engine.streams.len() {
                let cases = self.intake[stream][t];
                if 0 < cases {
                    self.receive(engine, stream as u16, t as i32, cases);
                }
            }
            for (line, plan) in self.lines.iter_mut().zip(&engine.pools) {
                line.spend(line.capacities[t], plan.effort.of(1), t as i32, &mut take);
            }
        }
        for line in &self.lines {
            for cohort in &line.cohorts[line.next..] {
                take(cohort.closed(cohort.households, NEVER));
            }
        }
    }

    fn reset(&mut self, engine: &Engine, key: Key) {
        self.lines.resize_with(engine.pools.len(), Line::default);
        for (line, plan) in self.lines.iter_mut().zip(&engine.pools) {
            line.cohorts.clear();
            (line.next, line.begun) = (0, None);
            plan.capacity.draw_all(key, &mut line.capacities);
        }
        self.cases = 0;
        self.intake.resize(engine.streams.len(), Vec::new());
        for (plan, cases) in engine.streams.iter().zip(&mut self.intake) {
            plan.intake.draw(key, cases);
        }
    }

    fn receive(&mut self, engine: &Engine, stream: u16, received: i32, cases: u64) {
        let cases = cases.min(Model::MOST_CASES - self.cases);
        self.cases += cases;
        let due = engine.streams[usize::from(stream)].due.of_day(received);
        let cohort = Waiting { stream, received, due, households: cases as u32 };
        // Every stream has a pool of its own, which is the one that serves it.
        let pool = engine.casework_of[usize::from(stream)];
        if 0 < cohort.households {
            self.lines[pool].cohorts.push(cohort);
        }
    }
}

impl Waiting {
    fn closed(&self, households: u32, closed: i32) -> Closed {
        let Waiting { stream, received, due, .. } = *self;
        Closed { stream, received, due, households, closed }
    }
}

impl Line {
    /// One day of a pool; the rule is that of the queue of households.
    fn spend(&mut self, mut capacity: u64, effort: u64, t: i32, take: &mut impl FnMut(Closed)) {
        let mut decided = 0;
        if let Some(needs) = self.begun.take() {
            if capacity < needs {
                self.begun = Some(needs - capacity);
                return;
            }
            capacity -= needs;
            decided = 1;
        }
        let whole = capacity / effort;
        decided += whole;
        while let Some(first) = self.cohorts.get_mut(self.next) {
            let here = decided.min(u64::from(first.households)) as u32;
            if 0 < here {
                take(first.closed(here, t));
                first.households -= here;
                decided -= u64::from(here);
            }
            if 0 < first.households {
                let rest = capacity - effort * whole;
                self.begun = (0 < rest).then(|| effort - rest);
                return;
            }
            self.next += 1;
        }
    }
}

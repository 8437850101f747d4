//! Files that turn out to be incomplete when they are opened: they leave the queue and come back.

use crate::random::Key;
use crate::random::Purpose;
use crate::sim::line::Span;
use crate::sim::plan::Engine;
use crate::sim::plan::dated;
use crate::sim::queue::AWAY;
use crate::sim::queue::OPEN;
use crate::sim::queue::OPENED;
use crate::sim::queue::Queue;
use crate::sim::spend::Begun;
use crate::sim::view::View;

impl Queue {
    /// Opens the file of a household: what it needs, and whether it is incomplete.
    pub(super) fn open(
        &mut self,
        engine: &Engine,
        key: Key,
        pool: usize,
        t: usize,
        id: u32,
    ) -> Begun {
        let effort = engine.pools[pool].effort.of(self.heads_of(id));
        let whole = Begun { id, needs: effort, incomplete: false };
        let Some(file) = self.files.get_mut(id as usize).filter(|file| **file < OPENED) else {
            return whole;
        };
        let cohort = self.cohorts[*file as usize];
        *file |= OPENED;
        let plan = &engine.streams[usize::from(cohort.stream)].completeness;
        let Some(plan) = plan else { return whole };
        let day = engine.start + cohort.received;
        let site = key.at(Purpose::Completeness, cohort.stream, day, cohort.place_of(id));
        if !dated(&plan.incomplete, t as i32).accepts(site.block(0).lane(0)) {
            return whole;
        }
        let wasted = (effort as f64 * plan.wasted.value()).round() as u64;
        Begun { id, needs: wasted, incomplete: true }
    }

    /// An incomplete file leaves the queue for a time.
    pub(super) fn send_away(&mut self, engine: &Engine, key: Key, t: usize, id: u32) {
        let cohort = self.cohorts[(self.files[id as usize] & !OPENED) as usize];
        let plan = &engine.streams[usize::from(cohort.stream)].completeness;
        let plan = plan.as_ref().expect("only incomplete files are sent away");
        let day = engine.start + cohort.received;
        let site = key.at(Purpose::Completeness, cohort.stream, day, cohort.place_of(id));
        let days = plan.delay.days(site.block(0).lane(1)).max(1);
        self.closed[id as usize] = AWAY;
        self.returning.add(t as i32 + days as i32, id);
    }

    /// Files that were incomplete come back today, complete.
    pub(super) fn bring_back(&mut self, engine: &Engine, t: i32) {
        while let Some(id) = self.returning.take(t) {
            if self.closed[id as usize] != AWAY {
                continue;
            }
            self.closed[id as usize] = OPEN;
            let Queue { pools, files, heads, cohorts, due, watch, .. } = self;
            let view = View { engine, today: t, heads, cohorts, due, watch };
            let cohort = &cohorts[(files[id as usize] & !OPENED) as usize];
            let due = view.due_in(cohort, id);
            for (plan, state) in engine.pools.iter().zip(pools) {
                if !plan.serves[usize::from(cohort.stream)] {
                    continue;
                }
                let (work, lines) = state.now(plan);
                for (line, of) in lines.iter_mut().zip(&work.lines) {
                    if of.takes(cohort.received) {
                        line.queue.push(Span::one(id), due, of, &view);
                    }
                }
            }
        }
    }
}

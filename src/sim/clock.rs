//! The evening of a day in the queue: who becomes late, gives notice, appeals and is judged.
//!
//! Only where an order looks at it or the pools work on it; what it costs is settled afterwards.

use crate::model::Casework;
use crate::random::Key;
use crate::sim::fate::Sites;
use crate::sim::plan::Engine;
use crate::sim::queue::OPEN;
use crate::sim::queue::Queue;
use crate::sim::queue::is_pending;
use crate::sim::surge::Surged;
use crate::sim::view::View;
use crate::sim::watch::Event;

impl Queue {
    /// All that becomes known on day `t`, after its decisions; the time before the first day is one
    /// day.
    pub(super) fn clock(&mut self, engine: &Engine, key: Key, t: i32) {
        while let Some((first, households)) = self.watch.next_late(t) {
            let cohort = *self.view(engine, t).cohort_of(first);
            let sites = Sites::new(key, cohort.stream, engine.start + cohort.received);
            for id in first..first + households {
                if !is_pending(self.closed[id as usize]) {
                    continue;
                }
                let household = self.received(engine, &cohort, id);
                if !engine.triggers.is_empty() {
                    self.is_late[id as usize] = true;
                    self.late_cases += i64::from(household.heads);
                }
                let known = self.known_notice(engine, &cohort, id);
                self.watch.become_late(engine, &sites, household, known, t);
                if engine.watches_everyone {
                    self.look_again(engine, usize::from(cohort.stream), id, t);
                }
            }
        }
        while let Some((event, household)) = self.watch.next_event(t) {
            if !is_pending(self.closed[household.id as usize]) {
                continue;
            }
            let stream = usize::from(household.stream);
            self.watch.happen(engine, t, event, household.id);
            self.look_again(engine, stream, household.id, t);
            // What happened before the first day made its work before it.
            if 0 <= t {
                let pool = engine.casework_of[stream];
                self.pools[pool].casework += casework(engine.pools[pool].casework, event);
            }
        }
        self.look_at_triggers(engine, t);
    }

    /// Decides in the evening of day `t` which measures begin or end with the late stock.
    fn look_at_triggers(&mut self, engine: &Engine, t: i32) {
        let Queue { running, surged, late_cases, .. } = self;
        for (trigger, (plan, running)) in engine.triggers.iter().zip(running).enumerate() {
            if let Some((first, last)) = plan.look(running, t, *late_cases) {
                surged.push(Surged { trigger, first, last });
            }
        }
    }

    /// Notes the surges that run on the last day.
    pub(super) fn end_surges(&mut self, engine: &Engine) {
        let last = engine.days as i32 - 1;
        for (trigger, running) in self.running.iter().enumerate() {
            if let Some(first) = running.since.filter(|first| *first <= last) {
                self.surged.push(Surged { trigger, first, last });
            }
        }
    }

    /// The queue as the orders see it in the morning after day `t`.
    pub(super) fn view<'a>(&'a self, engine: &'a Engine, t: i32) -> View<'a> {
        View {
            engine,
            today: t + 1,
            closed: &self.closed,
            cohorts: &self.cohorts,
            due: &self.due,
            watch: &self.watch,
        }
    }

    /// Lets all lines know that more is known of a household.
    fn look_again(&mut self, engine: &Engine, stream: usize, id: u32, t: i32) {
        let Queue { pools, closed, cohorts, due, watch, .. } = self;
        if closed[id as usize] != OPEN {
            return;
        }
        let view = View { engine, today: t + 1, closed, cohorts, due, watch };
        let received = view.cohort_of(id).received;
        for (plan, state) in engine.pools.iter().zip(pools) {
            if !plan.serves[stream] {
                continue;
            }
            let (work, lines) = state.now(plan);
            for (line, of) in lines.iter_mut().zip(&work.lines) {
                if of.takes(received) {
                    line.queue.look_again(id, of, &view);
                }
            }
        }
    }
}

/// The work that an event makes, in millionths of a decision.
fn casework(of: Casework, event: Event) -> u64 {
    match event {
        Event::Notice => of.notice(),
        Event::Appeal | Event::SecondAppeal => of.appeal(),
        Event::Judgment | Event::SecondJudgment => of.judgment(),
        Event::Change => 0,
    }
}

//! The evening of a day in the queue: who becomes late, gives notice, appeals and is judged.
//!
//! Only where an order looks at it or the pools work on it; what it costs is settled afterwards.

use crate::model::Casework;
use crate::model::Order;
use crate::random::Key;
use crate::sim::fate::Asked;
use crate::sim::fate::Given;
use crate::sim::fate::Sites;
use crate::sim::fate::given;
use crate::sim::fate::gives_notice;
use crate::sim::fate::notice;
use crate::sim::fate::penalties_of;
use crate::sim::fate::whole;
use crate::sim::line::LineQueue;
use crate::sim::line::Span;
use crate::sim::opening::KnownNotice;
use crate::sim::plan::Engine;
use crate::sim::plan::dated;
use crate::sim::pool_plan::LinePlan;
use crate::sim::queue::OPEN;
use crate::sim::queue::Queue;
use crate::sim::queue::is_pending;
use crate::sim::surge::Surged;
use crate::sim::view::View;
use crate::sim::watch::Event;
use crate::sim::watch::Received;

impl Queue {
    /// All that becomes known on day `t`, after its decisions; the time before the first day is one
    /// day.
    pub(super) fn clock(&mut self, engine: &Engine, key: Key, t: i32) {
        while let Some(span) = self.watch.next_fates(t) {
            self.foresee(engine, key, span, t);
        }
        while let Some(span) = self.watch.next_late(t) {
            self.become_late(engine, span, t);
        }
        while let Some((event, household)) = self.watch.next_event(t) {
            if !is_pending(self.closed[household.id as usize]) {
                continue;
            }
            let stream = usize::from(household.stream);
            self.watch.happen(engine, t, event, household.id);
            if engine.watches.orders && self.closed[household.id as usize] == OPEN {
                let Received { id, stream, received } = household;
                self.tell_lines(engine, stream, received, t, |queue, plan, view| {
                    queue.look_again(id, plan, view);
                });
            }
            // What happened before the first day made its work before it.
            if 0 <= t {
                let pool = engine.casework_of[stream];
                self.pools[pool].casework += casework(engine.pools[pool].casework, event);
            }
        }
        self.look_at_triggers(engine, t);
    }

    /// The term of some households has passed: finds who of those who wait will give notice, and
    /// watches them.
    fn foresee(&mut self, engine: &Engine, key: Key, span: Span, t: i32) {
        let cohort = *self.view(engine, t).cohort_of(span.first);
        let due = self.view(engine, t).due_of(span.first);
        let plan = engine.streams[usize::from(cohort.stream)].notice.as_ref();
        let plan = plan.expect("only streams with notices are foreseen");
        let behaviour = dated(&plan.behaviour, due + 1);
        let sites = Sites::new(key, cohort.stream, engine.start + cohort.received);
        let (bound, not_before) = match self.known_notice(engine, &cohort, span.first) {
            KnownNotice::NoneBefore(day) => (gives_notice(plan, behaviour, due, day), day),
            KnownNotice::Given(_) => (u64::MAX, i32::MIN),
        };
        for id in span.first..span.end {
            if !is_pending(self.closed[id as usize]) {
                continue;
            }
            let place = cohort.place_of(id);
            let block = sites.notice.with_place(place).block(0);
            if bound <= u64::from(block.lane(0)) {
                continue;
            }
            let asked = Asked { place, block, due, not_before };
            let given = match self.known_notice(engine, &cohort, id) {
                KnownNotice::Given(given) => given,
                KnownNotice::NoneBefore(_) if engine.watches.appeals => {
                    given(engine, plan, behaviour, &sites, &asked)
                }
                KnownNotice::NoneBefore(_) => {
                    let (notice, pursued) = notice(engine, plan, behaviour, &sites, &asked);
                    Given { notice, pursued, wish: None }
                }
            };
            let fate = whole(engine, &sites, &asked, &given);
            let heads = i64::from(self.heads_of(id));
            let penalties = penalties_of(engine, &sites, place, heads);
            let household = Received { id, stream: cohort.stream, received: cohort.received };
            self.watch.watch(household, fate, penalties, t);
        }
    }

    fn become_late(&mut self, engine: &Engine, span: Span, t: i32) {
        if !engine.triggers.is_empty() {
            for id in span.first..span.end {
                if is_pending(self.closed[id as usize]) {
                    self.is_late[id as usize] = true;
                    self.late_cases += i64::from(self.heads_of(id));
                }
            }
        }
        if engine.watches.orders {
            let cohort = *self.view(engine, t).cohort_of(span.first);
            self.tell_lines(engine, cohort.stream, cohort.received, t, |queue, plan, view| {
                if !matches!(plan.order, Order::Own(_)) {
                    return;
                }
                queue.push(span, view.due_of(span.first), plan, view);
                // Those who gave notice before the end of their term.
                for id in (span.first..span.end).filter(|id| view.watch.knows_of(*id)) {
                    queue.look_again(id, plan, view);
                }
            });
        }
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
            heads: &self.heads,
            cohorts: &self.cohorts,
            due: &self.due,
            watch: &self.watch,
        }
    }

    /// Lets the lines that take a household of a stream and a day of receipt know something.
    fn tell_lines(
        &mut self,
        engine: &Engine,
        stream: u16,
        received: i32,
        t: i32,
        tell: impl Fn(&mut LineQueue, &LinePlan, &View<'_>),
    ) {
        let Queue { pools, heads, cohorts, due, watch, .. } = self;
        let view = View { engine, today: t + 1, heads, cohorts, due, watch };
        for (plan, state) in engine.pools.iter().zip(pools) {
            if !plan.serves[usize::from(stream)] {
                continue;
            }
            let (work, lines) = state.now(plan);
            for (line, of) in lines.iter_mut().zip(&work.lines) {
                if of.takes(received) {
                    tell(&mut line.queue, of, &view);
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

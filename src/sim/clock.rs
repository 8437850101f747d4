//! The evening of a day in the queue: who becomes late, gives notice, appeals and is judged.
//!
//! Only where an order looks at it or the pools work on it; what it costs is settled afterwards.

use crate::model::Casework;
use crate::random::Key;
use crate::sim::appeals::appeal;
use crate::sim::fate::Asked;
use crate::sim::fate::Given;
use crate::sim::fate::NEVER;
use crate::sim::fate::Sites;
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
use crate::sim::queue::Cohort;
use crate::sim::queue::OPEN;
use crate::sim::queue::Queue;
use crate::sim::queue::is_pending;
use crate::sim::surge::Surged;
use crate::sim::view::View;
use crate::sim::watch::Event;
use crate::sim::watch::Watched;

impl Queue {
    /// All that becomes known on day `t`, after its decisions; the time before the first day is one
    /// day.
    pub(super) fn clock(&mut self, engine: &Engine, key: Key, t: i32) {
        while let Some(span) = self.watch.next_terms(t) {
            self.find_notices(engine, key, span, t);
        }
        while let Some(span) = self.watch.next_late(t) {
            self.become_late(engine, span, t);
        }
        while let Some((event, entry)) = self.watch.next_event(t) {
            let Watched { id, cohort, .. } = *self.watch.entry(entry);
            let closed = self.closed[id as usize];
            if !is_pending(closed) {
                continue;
            }
            let cohort = self.cohorts[cohort as usize];
            if event == Event::EndOfGrace {
                self.foresee(engine, key, entry, &cohort);
                continue;
            }
            self.watch.happen(engine, t, (event, entry), &cohort);
            if engine.watches.orders && closed == OPEN {
                self.tell_lines(engine, cohort.stream, cohort.received, t, |queue, plan, view| {
                    queue.look_again(id, plan, view);
                });
            }
            // What happened before the first day made its work before it.
            if 0 <= t {
                let pool = engine.casework_of[usize::from(cohort.stream)];
                self.pools[pool].casework += casework(engine.pools[pool].casework, event);
            }
        }
        self.look_at_triggers(engine, t);
    }

    /// The term of some households has passed: finds who of those who wait will give notice, and
    /// watches them.
    fn find_notices(&mut self, engine: &Engine, key: Key, span: Span, t: i32) {
        let view = self.view(engine, t);
        let number = view.cohort_number(span.first);
        let (cohort, due) = (view.cohorts[number as usize], view.due_of(span.first));
        let plan = engine.streams[usize::from(cohort.stream)].notice.as_ref();
        let plan = plan.expect("only streams with notices are watched");
        let behaviour = dated(&plan.behaviour, due + 1);
        let sites = Sites::new(key, cohort.stream, engine.start + cohort.received);
        let (bound, not_before) = match self.known_notice(engine, &cohort, span.first) {
            KnownNotice::NoneBefore(day) => (gives_notice(plan, behaviour, due, day), day),
            KnownNotice::Given(_) => (u64::MAX, i32::MIN),
        };
        let mut rest = span;
        while 0 < rest.len() && 0 < bound {
            let closed = &self.closed[rest.first as usize..rest.end as usize];
            let places = cohort.place_of(rest.first)..cohort.place_of(rest.first) + rest.len();
            rest.first += self.noticed.ask_some(places, closed, is_pending);
            self.noticed.find(sites.notice, bound);
            while let Some((place, block)) = self.noticed.take() {
                let asked = Asked { place, block, due, not_before };
                let id = cohort.first + (place - cohort.first_place);
                let gives = match self.known_notice(engine, &cohort, id) {
                    KnownNotice::Given(given) => (given.notice, given.pursued),
                    KnownNotice::NoneBefore(_) => notice(engine, plan, behaviour, &sites, &asked),
                };
                let heads = i64::from(self.heads_of(id));
                let penalties = penalties_of(engine, &sites, place, heads);
                self.watch.watch((id, number), asked, gives, penalties, t);
            }
        }
    }

    /// The grace period of a household that waits has passed: finds what a court will do.
    fn foresee(&mut self, engine: &Engine, key: Key, entry: u32, cohort: &Cohort) {
        let Watched { asked, id, gives: notice, pursued, .. } = *self.watch.entry(entry);
        let sites = Sites::new(key, cohort.stream, engine.start + cohort.received);
        let given = match self.known_notice(engine, cohort, id) {
            KnownNotice::Given(given) => given,
            KnownNotice::NoneBefore(_) => {
                let plan = engine.streams[usize::from(cohort.stream)].notice.as_ref();
                let plan = plan.expect("only streams with notices are watched");
                let behaviour = dated(&plan.behaviour, asked.due + 1);
                let wish = appeal(engine, plan, behaviour, &sites, &asked, notice, NEVER);
                Given { notice, pursued, wish }
            }
        };
        let fate = whole(engine, &sites, &asked, &given);
        self.watch.foresee(engine, entry, fate);
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
                if !plan.order.looks_at().late {
                    return;
                }
                queue.become_late(span, plan, view);
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
        Event::EndOfGrace | Event::Change => 0,
    }
}

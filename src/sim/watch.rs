//! What becomes of households while they wait, for orders that look at it and for the work it makes.
//!
//! The fate of a late household is the same pure function of its address here and where its wait is
//! settled (`fate.rs`), which takes over what has been drawn here. Who gives notice is found when the
//! term has passed, what a court will do when the grace period has; each part becomes known on its
//! own day.

use crate::sim::appeals::Appealed;
use crate::sim::day_lists::DayLists;
use crate::sim::fate::Asked;
use crate::sim::fate::Fate;
use crate::sim::fate::NEVER;
use crate::sim::fate::stage_days;
use crate::sim::line::Span;
use crate::sim::opening::NOTHING;
use crate::sim::plan::Engine;
use crate::sim::queue::Cohort;

const NOBODY: u32 = u32::MAX;

/// What is known of some waiting households, and what will become known of them when.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    // The entry of each household in `watched`, or NOBODY; empty when nothing is watched.
    entry_of: Vec<u32>,
    watched: Vec<Watched>,
    // The fates of those whose grace period has passed.
    fates: Vec<Fate>,
    // Households whose notices are looked for.
    terms: DayLists<Span>,
    // Households that become late, where somebody counts or asks.
    late: DayLists<Span>,
    events: DayLists<(u32, Event)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Notice,
    /// The first day on which it can appeal: what the court will do is worked out.
    EndOfGrace,
    Appeal,
    Judgment,
    SecondAppeal,
    SecondJudgment,
    /// What the next day costs, or which penalty begins next, changes.
    Change,
}

/// A household that gives notice if it waits long enough.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watched {
    pub(crate) asked: Asked,
    pub(crate) id: u32,
    /// The number of its cohort.
    pub(crate) cohort: u32,
    /// The day of the notice that it will give.
    pub(crate) gives: i32,
    /// Whether it will follow that up.
    pub(crate) pursued: bool,
    // Its entry in `fates`, or NOBODY.
    fate: u32,
    penalties: u32,
    /// What has become known so far; [`NEVER`] for what has not.
    pub(crate) notice: i32,
    /// The last appeal and the last judgment; the appeal only where anybody asks for it.
    pub(crate) appeal: i32,
    pub(crate) judgment: i32,
    /// The first day of the next penalty that has yet to begin, where anybody asks for it.
    pub(crate) next_penalty: i32,
    /// What one more day of waiting costs, in cents, where anybody asks for it.
    pub(crate) next_day_costs: i64,
}

impl Watch {
    pub(crate) fn reset(&mut self, engine: &Engine) {
        self.entry_of.clear();
        self.watched.clear();
        self.fates.clear();
        if engine.watches.any() {
            self.terms.reset(engine.days);
            self.late.reset(engine.days);
            self.events.reset(engine.days);
        }
    }

    /// Households with consecutive numbers of one stream that are received together and have one due
    /// day.
    ///
    /// Their notices are looked for on the first late day, or where notices may be premature on the
    /// due day, whose date those have.
    pub(crate) fn receive(&mut self, engine: &Engine, cohort: &Cohort, span: Span, due: i32) {
        self.entry_of.resize(span.end as usize, NOBODY);
        let notice = engine.streams[usize::from(cohort.stream)].notice.as_ref();
        if let Some(plan) = notice.filter(|_| engine.watches.notices) {
            let may_be_premature = plan.any_premature || cohort.given != NOTHING;
            self.terms.add(due + i32::from(!may_be_premature), span);
        }
        if engine.watches.late {
            self.late.add(due + 1, span);
        }
    }

    /// The next households whose notices are looked for on a day.
    pub(crate) fn next_terms(&mut self, t: i32) -> Option<Span> {
        self.terms.take(t)
    }

    /// The next households that become late on a day, where somebody counts or asks.
    pub(crate) fn next_late(&mut self, t: i32) -> Option<Span> {
        self.late.take(t)
    }

    /// What is known of a household, if more is than its receipt.
    pub(crate) fn of(&self, id: u32) -> Option<&Watched> {
        let entry = *self.entry_of.get(id as usize)?;
        (entry != NOBODY).then(|| &self.watched[entry as usize])
    }

    /// Whether anything has become known of a household but that it is late.
    pub(crate) fn knows_of(&self, id: u32) -> bool {
        self.of(id).is_some_and(|watched| watched.notice != NEVER)
    }

    /// All that are watched; those of one cohort and due day follow each other.
    pub(crate) fn all(&self) -> &[Watched] {
        &self.watched
    }

    pub(crate) fn entry(&self, entry: u32) -> &Watched {
        &self.watched[entry as usize]
    }

    /// The whole fate of a household, if its grace period has passed and anybody asked for it.
    #[inline]
    pub(crate) fn fate_of(&self, watched: &Watched) -> Option<&Fate> {
        self.fates.get(watched.fate as usize)
    }

    /// Begins to watch a household that will give notice if it waits: from the evening of day `t` on.
    #[inline]
    pub(crate) fn watch(
        &mut self,
        (id, cohort): (u32, u32),
        asked: Asked,
        (gives, pursued): (i32, bool),
        penalties: i64,
        t: i32,
    ) {
        let entry = self.watched.len() as u32;
        self.entry_of[id as usize] = entry;
        self.watched.push(Watched {
            asked,
            id,
            cohort,
            gives,
            pursued,
            fate: NOBODY,
            penalties: penalties as u32,
            notice: NEVER,
            appeal: NEVER,
            judgment: NEVER,
            next_penalty: NEVER,
            next_day_costs: 0,
        });
        // All that came before the first day is known on its eve.
        self.events.add(gives.max(t), (entry, Event::Notice));
    }

    /// The next thing that happens on a day: what, and to whom.
    #[inline]
    pub(crate) fn next_event(&mut self, t: i32) -> Option<(Event, u32)> {
        self.events.take(t).map(|(entry, event)| (event, entry))
    }

    /// From now on the fate of a household is known here; the appeals in it come on their days.
    pub(crate) fn foresee(&mut self, engine: &Engine, entry: u32, fate: Fate) {
        self.watched[entry as usize].fate = self.fates.len() as u32;
        self.fates.push(fate);
        if let Some(appealed) = fate.appealed() {
            self.add_appeal(engine, entry, [Event::Appeal, Event::Judgment], &appealed);
        }
    }

    /// An appeal and its judgment will come; of the appeal nobody need hear who only looks at
    /// penalties.
    fn add_appeal(&mut self, engine: &Engine, entry: u32, events: [Event; 2], of: &Appealed) {
        match engine.watches.filings {
            true => self.events.add(of.appeal, (entry, events[0])),
            false => self.events.add(of.judgment, (entry, events[1])),
        }
    }

    /// Something happens to a waiting household on day `t`; from then on it is known.
    ///
    /// What the court will do is worked out when its grace period has passed, or at once where it
    /// is known of the opening stock.
    pub(crate) fn happen(
        &mut self,
        engine: &Engine,
        t: i32,
        (event, entry): (Event, u32),
        cohort: &Cohort,
    ) {
        let watched = &mut self.watched[entry as usize];
        let Watched { asked, gives: notice, pursued, .. } = *watched;
        let case = || stage_days(engine, engine.start + cohort.received, &asked, notice);
        let fate = self.fates.get(watched.fate as usize);
        let first = || fate.and_then(Fate::appealed).expect("an appeal is part of the fate");
        let second = || fate.and_then(|it| it.second).expect("an appeal is part of the fate");
        match event {
            Event::Notice => {
                watched.notice = notice;
                if engine.watches.appeals && pursued {
                    let is_known = cohort.given != NOTHING;
                    let grace = if is_known { 0 } else { engine.law.grace_days(case) };
                    self.events.add((notice + grace).max(t), (entry, Event::EndOfGrace));
                }
            }
            Event::Appeal => {
                watched.appeal = first().appeal;
                self.events.add(first().judgment, (entry, Event::Judgment));
            }
            Event::Judgment => watched.judgment = first().judgment,
            Event::SecondAppeal => {
                watched.appeal = second().appeal;
                self.events.add(second().judgment, (entry, Event::SecondJudgment));
            }
            Event::SecondJudgment => watched.judgment = second().judgment,
            Event::EndOfGrace | Event::Change => {}
        }
        let may_cost = match event {
            Event::EndOfGrace | Event::Appeal | Event::SecondAppeal => false,
            Event::Notice | Event::Judgment | Event::SecondJudgment | Event::Change => true,
        };
        if may_cost && engine.watches.penalties {
            let administrative = Fate { notice, pursued, case: case(), wish: None, second: None };
            if let Some(next) = watched.look(engine, fate.unwrap_or(&administrative), t) {
                self.events.add(next, (entry, Event::Change));
            }
        }
        let appeals_again = fate.and_then(|it| it.second).filter(|_| event == Event::Judgment);
        if let Some(second) = appeals_again {
            self.add_appeal(engine, entry, [Event::SecondAppeal, Event::SecondJudgment], &second);
        }
    }
}

impl Watched {
    /// Finds what is known at the end of day `t`, for the decisions of the next day; returns the day
    /// at whose end that changes by itself.
    fn look(&mut self, engine: &Engine, fate: &Fate, t: i32) -> Option<i32> {
        // The day that a decision of tomorrow saves.
        let saved = 1 + engine.law.decision_day;
        let (mut next, mut costs) = (NEVER, 0);
        self.next_penalty = NEVER;
        let (begins, rates) = (engine.watches.begins, engine.watches.rates);
        let penalties = i64::from(self.penalties);
        let next_penalty = &mut self.next_penalty;
        fate.each_penalty(engine, |penalty| {
            if t < penalty.announced {
                return;
            }
            if begins && t < penalty.first {
                *next_penalty = penalty.first.min(*next_penalty);
                next = next.min(penalty.first);
            }
            let Some(tariff) = penalty.tariff.filter(|_| rates) else { return };
            if t < penalty.runs_for_sure {
                next = next.min(penalty.runs_for_sure);
                return;
            }
            costs += tariff.on_day(t + saved - penalty.first + 1).in_cents() * penalties;
            // The first day of each step is a change one decision earlier.
            let mut begins_on = penalty.first - saved;
            let steps = tariff.steps().iter().map(|step| step.days as i32);
            for days in std::iter::once(0).chain(steps) {
                begins_on += days;
                if t < begins_on {
                    next = next.min(begins_on);
                    break;
                }
            }
        });
        self.next_day_costs = costs;
        (next != NEVER).then_some(next)
    }
}

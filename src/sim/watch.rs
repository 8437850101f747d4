//! What becomes of households while they wait, for orders that look at it and for the work it makes.
//!
//! The fate of a late household is the same pure function of its address here and where its wait is
//! settled (`fate.rs`). Here it is worked out on its first late day, and each part of it becomes
//! known on its own day.

use crate::sim::day_lists::DayLists;
use crate::sim::fate::Asked;
use crate::sim::fate::Fate;
use crate::sim::fate::NEVER;
use crate::sim::fate::Sites;
use crate::sim::fate::given;
use crate::sim::fate::gives_notice;
use crate::sim::fate::penalties_of;
use crate::sim::fate::whole;
use crate::sim::opening::KnownNotice;
use crate::sim::plan::Engine;
use crate::sim::plan::dated;

const NOBODY: u32 = u32::MAX;

/// What is known of some waiting households, and what will become known of them when.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch {
    // The entry of each household in `watched`, or NOBODY; empty when nothing is watched.
    entry_of: Vec<u32>,
    watched: Vec<Watched>,
    // Households that become late, as ranges of consecutive numbers.
    late: DayLists<(u32, u32)>,
    events: DayLists<(u32, Event)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Notice,
    Appeal,
    Judgment,
    SecondAppeal,
    SecondJudgment,
    /// What the next day costs, or which penalty begins next, changes.
    Change,
}

/// A household as it was received.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Received {
    pub(crate) id: u32,
    pub(crate) stream: u16,
    /// Its place within its day.
    pub(crate) place: u32,
    pub(crate) received: i32,
    pub(crate) due: i32,
    pub(crate) heads: u32,
}

/// A household of which more is known than its receipt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watched {
    pub(crate) household: Received,
    fate: Option<Fate>,
    penalties: i64,
    /// What has become known so far; [`NEVER`] for what has not.
    pub(crate) notice: i32,
    /// The last appeal and the last judgment.
    pub(crate) appeal: i32,
    pub(crate) judgment: i32,
    /// The first day of the next penalty that has yet to begin.
    pub(crate) next_penalty: i32,
    /// What one more day of waiting costs, in cents.
    pub(crate) next_day_costs: i64,
}

impl Watch {
    pub(crate) fn reset(&mut self, engine: &Engine) {
        self.entry_of.clear();
        self.watched.clear();
        if engine.watches {
            self.late.reset(engine.days);
            self.events.reset(engine.days);
        }
    }

    /// Households with consecutive numbers that are received together and have one due day.
    pub(crate) fn receive(&mut self, first: u32, households: u32, due: i32) {
        self.entry_of.resize((first + households) as usize, NOBODY);
        self.late.add(due + 1, (first, households));
    }

    /// The next households that become late on a day.
    pub(crate) fn next_late(&mut self, t: i32) -> Option<(u32, u32)> {
        self.late.take(t)
    }

    /// What is known of a household, if more is than its receipt.
    pub(crate) fn of(&self, id: u32) -> Option<&Watched> {
        let entry = *self.entry_of.get(id as usize)?;
        (entry != NOBODY).then(|| &self.watched[entry as usize])
    }

    /// Begins to watch a household.
    pub(crate) fn watch(&mut self, household: Received) {
        self.entry_of[household.id as usize] = self.watched.len() as u32;
        self.watched.push(Watched {
            household,
            fate: None,
            penalties: 1,
            notice: NEVER,
            appeal: NEVER,
            judgment: NEVER,
            next_penalty: NEVER,
            next_day_costs: 0,
        });
    }

    /// A household becomes late: finds what it will do, and watches it if it will do anything.
    pub(crate) fn become_late(
        &mut self,
        engine: &Engine,
        sites: &Sites,
        household: Received,
        known: KnownNotice,
        t: i32,
    ) {
        let Received { place, due, .. } = household;
        let Some(plan) = &engine.streams[usize::from(household.stream)].notice else { return };
        let behaviour = dated(&plan.behaviour, due + 1);
        let block = sites.notice.with_place(place).block(0);
        let mut asked = Asked { place, block, due, not_before: i32::MIN };
        let given = match known {
            KnownNotice::Given(given) => given,
            KnownNotice::NoneBefore(day) => {
                if gives_notice(plan, behaviour, due, day) <= u64::from(block.lane(0)) {
                    return;
                }
                asked.not_before = day;
                given(engine, plan, behaviour, sites, &asked)
            }
        };
        let fate = whole(engine, sites, &asked, &given);
        if self.of(household.id).is_none() {
            self.watch(household);
        }
        let entry = self.entry_of[household.id as usize];
        let watched = &mut self.watched[entry as usize];
        let heads = i64::from(household.heads);
        watched.penalties = penalties_of(engine, sites, household.place, heads);
        watched.fate = Some(fate);
        // A premature notice is dated before the first late day.
        self.events.add(fate.notice.max(t), (entry, Event::Notice));
    }

    /// The next thing that happens on a day: what, and to whom.
    pub(crate) fn next_event(&mut self, t: i32) -> Option<(Event, Received)> {
        let (entry, event) = self.events.take(t)?;
        Some((event, self.watched[entry as usize].household))
    }

    /// Something happens to a waiting household on day `t`; from then on it is known.
    pub(crate) fn happen(&mut self, engine: &Engine, t: i32, event: Event, id: u32) {
        let entry = self.entry_of[id as usize];
        let watched = &mut self.watched[entry as usize];
        let fate = watched.fate.expect("something happens to late households only");
        match event {
            Event::Notice => {
                watched.notice = fate.notice;
                if let Some(appealed) = fate.appealed {
                    self.events.add(appealed.appeal, (entry, Event::Appeal));
                }
            }
            Event::Appeal => {
                let appealed = fate.appealed.expect("an appeal is part of the fate");
                watched.appeal = appealed.appeal;
                self.events.add(appealed.judgment, (entry, Event::Judgment));
            }
            Event::Judgment => {
                watched.judgment = fate.appealed.expect("a judgment follows an appeal").judgment;
                if let Some(second) = fate.second {
                    self.events.add(second.appeal, (entry, Event::SecondAppeal));
                }
            }
            Event::SecondAppeal => {
                let second = fate.second.expect("an appeal is part of the fate");
                watched.appeal = second.appeal;
                self.events.add(second.judgment, (entry, Event::SecondJudgment));
            }
            Event::SecondJudgment => {
                watched.judgment = fate.second.expect("a judgment follows an appeal").judgment;
            }
            Event::Change => {}
        }
        let may_cost = match event {
            Event::Appeal | Event::SecondAppeal => false,
            Event::Notice | Event::Judgment | Event::SecondJudgment | Event::Change => true,
        };
        if may_cost && let Some(next) = watched.look(engine, &fate, t) {
            self.events.add(next, (entry, Event::Change));
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
        for penalty in fate.penalties(engine) {
            if t < penalty.announced {
                continue;
            }
            if t < penalty.first {
                self.next_penalty = self.next_penalty.min(penalty.first);
                next = next.min(penalty.first);
            }
            let Some(tariff) = penalty.tariff.filter(|_| penalty.runs_for_sure <= t) else {
                continue;
            };
            costs += tariff.on_day(t + saved - penalty.first + 1).in_cents() * self.penalties;
            // The first day of each step is a change one decision earlier.
            let mut begins = penalty.first - saved;
            let steps = tariff.steps().iter().map(|step| step.days as i32);
            for days in std::iter::once(0).chain(steps) {
                begins += days;
                if t < begins {
                    next = next.min(begins);
                    break;
                }
            }
        }
        self.next_day_costs = costs;
        (next != NEVER).then_some(next)
    }
}

//! The history of a household of the opening stock of which it is known how far it has come.
//!
//! What is known stands. What is not is drawn at the same addresses as always, given that it agrees
//! with what is known. All days are days since the start.

use crate::random::Block;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::Site;
use crate::random::threshold_later;
use crate::sim::appeals::Appealed;
use crate::sim::appeals::Filed;
use crate::sim::appeals::Wish;
use crate::sim::appeals::appeal;
use crate::sim::appeals::judged;
use crate::sim::fate::Asked;
use crate::sim::fate::Given;
use crate::sim::fate::NEVER;
use crate::sim::fate::Sites;
use crate::sim::fate::given;
use crate::sim::fate::gives_notice;
use crate::sim::fate::stage_days;
use crate::sim::law_plan::CourtPlan;
use crate::sim::opening::KnownPlan;
use crate::sim::plan::Behaviour;
use crate::sim::plan::Engine;
use crate::sim::plan::NoticePlan;
use crate::sim::plan::StreamPlan;
use crate::sim::plan::dated;

/// What became of households of one stream and day of receipt of which the same is known.
pub(crate) struct History<'a> {
    engine: &'a Engine,
    stream: &'a StreamPlan,
    /// Which of the known rows of the opening stock they belong to.
    number: u32,
    known: &'a KnownPlan,
    received: i32,
    pub(crate) sites: Sites,
    term: Site,
}

impl<'a> History<'a> {
    pub(crate) fn new(
        engine: &'a Engine,
        key: Key,
        stream: u16,
        received: i32,
        number: u32,
    ) -> History<'a> {
        let day = engine.start + received;
        History {
            engine,
            stream: &engine.streams[usize::from(stream)],
            number,
            known: &engine.opening.known[number as usize],
            received,
            sites: Sites::new(key, stream, day),
            term: key.at(Purpose::Term, stream, day, 0),
        }
    }

    /// The due day of a household of which it is not known that it has given notice.
    pub(crate) fn due(&self, place: u32) -> i32 {
        let plan = &self.stream.due;
        self.known.due.unwrap_or_else(|| match self.engine.due_varies {
            true => plan.of_household(self.received, self.term.with_place(place)),
            false => plan.of_day(self.received),
        })
    }

    /// A household, as its fate is asked.
    pub(crate) fn asked(&self, place: u32, due: i32) -> Asked {
        let block = self.sites.notice.with_place(place).block(0);
        Asked { place, block, due, not_before: i32::MIN }
    }

    /// What such a household will do, or has done; `None` when it never gives notice.
    pub(crate) fn perhaps(&self, place: u32, due: i32) -> Option<Given> {
        let plan = self.stream.notice.as_ref()?;
        let behaviour = dated(&plan.behaviour, due + 1);
        let asked = Asked { not_before: self.known.seen, ..self.asked(place, due) };
        let bound = gives_notice(plan, behaviour, due, self.known.seen);
        let gives = u64::from(asked.block.lane(0)) < bound;
        gives.then(|| given(self.engine, plan, behaviour, &self.sites, &asked))
    }

    /// The due day of a household that has given notice, and what it has done and will do.
    ///
    /// The day on which it reached its last stage may be `set` where it is not known.
    pub(crate) fn of(&self, place: u32, set: Option<i32>) -> (i32, Given) {
        let mut days = self.known.days;
        let last = &mut days[self.known.reached - 1];
        let set = set.filter(|_| last.is_none());
        *last = last.or(set.map(|day| day.max(self.earliest())));
        let due = self.due_that_agrees(place, &days);
        let plan = self.stream.notice.as_ref().expect("who has given notice has a plan for it");
        let mut household = Household {
            engine: self.engine,
            sites: &self.sites,
            known: self.known,
            number: self.number,
            plan,
            behaviour: dated(&plan.behaviour, due + 1),
            asked: self.asked(place, due),
            appeal: self.sites.appeal.with_place(place).block(0),
            first_late: due + 1,
            last: self.last(),
            earliest: self.earliest(),
            is_set: set.is_some(),
        };
        let notice = household.notice(&days);
        // Only a notice whose day is known, and that no appeal has followed, may be premature.
        if self.known.due.is_none() && (self.known.days[0].is_none() || 1 < self.known.reached) {
            household.asked.due = due.min(notice - 1).max(self.received);
        }
        (household.asked.due, household.given(notice, &days))
    }

    /// The last day on which anything of what is known can have happened.
    fn last(&self) -> i32 {
        self.known.decided.unwrap_or(0) - 1
    }

    /// The first day on which a household is taken to have done what nobody knows the day of.
    fn earliest(&self) -> i32 {
        (self.received + 1).min(self.last()).max(self.received)
    }

    /// The due day as always; if that comes after something it must precede, the due day of a term
    /// that was neither suspended nor extended for a share of the cases only.
    fn due_that_agrees(&self, place: u32, days: &[Option<i32>; 3]) -> i32 {
        let due = self.due(place);
        let first = days.iter().flatten().min().copied().unwrap_or(self.last());
        match self.known.due.is_none() && first <= due {
            true => due.min(self.stream.due.of_day(self.received)),
            false => due,
        }
    }
}

/// One household whose history is asked.
struct Household<'a> {
    engine: &'a Engine,
    sites: &'a Sites,
    known: &'a KnownPlan,
    number: u32,
    plan: &'a NoticePlan,
    behaviour: &'a Behaviour,
    asked: Asked,
    // Its block 0 for an appeal.
    appeal: Block,
    // As its term says, whatever else is known.
    first_late: i32,
    // The last day on which anything of what is known can have happened, and the first for what
    // nobody knows the day of.
    last: i32,
    earliest: i32,
    // Whether the day of its last stage was set so that an amount comes out.
    is_set: bool,
}

impl<'a> Household<'a> {
    fn court(&self) -> &'a CourtPlan {
        self.engine.law.court.as_ref().expect("a stock with appeals has a court")
    }

    fn grace_after(&self, notice: i32) -> i32 {
        let case = stage_days(self.engine, self.sites.received, &self.asked, notice);
        *self.engine.law.grace.of(&case) as i32
    }

    /// The same for a notice that an appeal has followed: the household was late by then, whatever
    /// its term says, so that no law of later cases touches it.
    fn grace_before(&self, notice: i32) -> i32 {
        let asked = Asked { due: self.asked.due.min(notice - 1), ..self.asked };
        let case = stage_days(self.engine, self.sites.received, &asked, notice);
        *self.engine.law.grace.of(&case) as i32
    }

    // ---- Days that are not known, worked out backwards from those that are.

    fn appeal_before(&self, judgment: i32) -> i32 {
        let worked_out = judgment - self.court().duration.days(self.appeal.lane(1)) as i32;
        let allowed = self.first_late + self.grace_after(self.first_late);
        worked_out.max(allowed.min(judgment))
    }

    fn notice_before(&self, appeal: i32) -> i32 {
        let end_of_grace = appeal - self.plan.appeal_delay.days(self.appeal.lane(0)) as i32;
        let grace = self.grace_before(end_of_grace);
        (end_of_grace - grace).max(self.first_late.min(appeal - grace))
    }

    // ---- Days that are not known, forwards: as always, given that they are early enough.

    /// The fewest days that the stages that it has reached take after its notice.
    fn least_after_notice(&self) -> i32 {
        let appeal = self.grace_before(self.last) + self.plan.appeal_delay.least() as i32;
        match self.known.reached {
            1 => 0,
            2 => appeal,
            _ => appeal + self.court().duration.least() as i32,
        }
    }

    /// The day of the notice.
    fn notice(&self, days: &[Option<i32>; 3]) -> i32 {
        let worked_out = match *days {
            [Some(notice), _, _] => return notice,
            [None, Some(appeal), _] => self.notice_before(appeal),
            [None, None, Some(judgment)] => self.notice_before(self.appeal_before(judgment)),
            [None, None, None] => {
                let latest = self.last - self.least_after_notice();
                let days = i64::from(latest) - i64::from(self.first_late) + 1;
                let delay = self.behaviour.delay.days_below(self.asked.block.lane(1), days);
                let regular = delay.map_or(latest, |delay| self.first_late + delay as i32);
                regular.max(self.plan.counts_from).min(latest)
            }
        };
        worked_out.max(self.earliest)
    }

    /// The day of the appeal of a household that has appealed.
    fn appealed(&self, notice: i32, days: &[Option<i32>; 3]) -> i32 {
        let end_of_grace = notice + self.grace_after(notice);
        let day = match *days {
            [_, Some(appeal), _] => appeal,
            [_, None, Some(judgment)] => {
                self.appeal_before(judgment).max(end_of_grace).min(judgment)
            }
            [_, None, None] => {
                let latest = match self.known.reached {
                    2 => self.last,
                    _ => self.last - self.court().duration.least() as i32,
                };
                let days = i64::from(latest) - i64::from(end_of_grace) + 1;
                let delay = self.plan.appeal_delay.days_below(self.appeal.lane(0), days);
                delay.map_or(latest, |delay| end_of_grace + delay as i32)
            }
        };
        day.max(notice)
    }

    /// The day of the judgment of a household that has appealed.
    fn judgment(&self, appeal: i32, days: &[Option<i32>; 3]) -> i32 {
        let (duration, lane) = (&self.court().duration, self.appeal.lane(1));
        let since = |from: i32| i64::from(from) - i64::from(appeal);
        if let Some(judgment) = days[2] {
            return judgment.max(appeal);
        }
        if self.known.reached == 3 {
            let days = duration.days_below(lane, since(self.last) + 1);
            return days.map_or(self.last, |days| appeal + days as i32).max(appeal);
        }
        match self.known.seen {
            i32::MIN => appeal + duration.days(lane) as i32,
            seen => duration.days_from(lane, since(seen)).map_or(seen, |it| appeal + it as i32),
        }
    }

    // ---- What follows.

    /// All that it has done and will do, after a notice on a day.
    fn given(&self, notice: i32, days: &[Option<i32>; 3]) -> Given {
        let is_premature = notice <= self.asked.due;
        let notice = notice.max(self.asked.due);
        if self.known.reached == 1 {
            let is_void = is_premature && self.engine.law.premature_is_void;
            let (pursued, wish) = self.open_notice(notice, is_void);
            return Given { notice, pursued, wish };
        }
        let appeal = self.appealed(notice, days);
        let judgment = self.judgment(appeal, days);
        let case = stage_days(self.engine, self.sites.received, &self.asked, notice);
        let practice = &self.court().practice;
        let lane = self.appeal.lane(2);
        let appealed =
            judged(self.engine, practice, || case, (appeal, judgment), lane, self.number);
        let (right, _) = self.engine.law.appeal.first_appeal(case, self.engine.start + appeal);
        let wish = Wish { day: appeal, right: right as u32, appealed: Some(appealed) };
        Given { notice, pursued: true, wish: Some(wish) }
    }

    /// Whether a notice that no appeal has followed is pursued, and the appeal that will follow it.
    fn open_notice(&self, notice: i32, is_void: bool) -> (bool, Option<Wish>) {
        let block = &self.asked.block;
        // A day that was set hangs on who pursues a notice, so that cannot hang on the day.
        let gone = if self.is_set { 0 } else { self.appealed_by_now(notice) };
        let by_share = || {
            let would = (u128::from(self.behaviour.appeals) * u128::from(gone)) >> 32;
            u64::from(block.lane(2)) < threshold_later(self.behaviour.pursued, would as u64)
        };
        let pursued = self.known.pursued.unwrap_or_else(|| !is_void && by_share());
        if !pursued {
            return (false, None);
        }
        if self.known.seen == i32::MIN {
            let wish = appeal(
                self.engine,
                self.plan,
                self.behaviour,
                self.sites,
                &self.asked,
                notice,
                NEVER,
            );
            return (true, wish);
        }
        (true, self.later_appeal(notice))
    }

    /// The share, over 2³², of those who appeal that would have done so before the day up to which
    /// all is known, for a notice on a day.
    fn appealed_by_now(&self, notice: i32) -> u64 {
        let (engine, seen) = (self.engine, self.known.seen);
        let end_of_grace = notice + self.grace_after(notice);
        if engine.law.court.is_none() || seen <= end_of_grace {
            return 0;
        }
        let case = stage_days(engine, self.sites.received, &self.asked, notice);
        let (_, last) = engine.law.appeal.first_appeal(case, engine.start + (seen - 1));
        let could = last.is_some_and(|last| last < engine.start + seen);
        let days = i64::from(seen) - i64::from(end_of_grace);
        if could { self.plan.appeal_delay.lanes_at_most(days - 1) } else { 0 }
    }

    /// The appeal of a household that has not appealed up to a day.
    fn later_appeal(&self, notice: i32) -> Option<Wish> {
        let (engine, seen) = (self.engine, self.known.seen);
        let gone = self.appealed_by_now(notice);
        let appeals = threshold_later(self.behaviour.appeals, gone);
        let court = engine.law.court.as_ref()?;
        if appeals <= u64::from(self.asked.block.lane(3)) {
            return None;
        }
        let end_of_grace = notice + self.grace_after(notice);
        let lane = self.appeal.lane(0);
        let wished = match gone {
            0 => end_of_grace + self.plan.appeal_delay.days(lane) as i32,
            _ => {
                let least = i64::from(seen) - i64::from(end_of_grace);
                let delay = self.plan.appeal_delay.days_from(lane, least);
                delay.map_or(seen, |delay| end_of_grace + delay as i32)
            }
        };
        let case = stage_days(engine, self.sites.received, &self.asked, notice);
        let filed = |wished| {
            let duration = court.duration.days(self.appeal.lane(1)) as i32;
            let amount = self.appeal.lane(2);
            Filed { wished, duration, practice: &court.practice, amount }.wish(engine, || case)
        };
        let wish = filed(wished);
        let is_early = |it: Appealed| it.appeal < seen;
        Some(if wish.appealed.is_some_and(is_early) { filed(seen) } else { wish })
    }
}

//! What households of the opening stock have done of which more is known, for the slow engine. The rules
//! are those of `docs/model.md`, "Opening stock", one after the other.

use arrears::model::AppealRight;
use arrears::model::Further;
use arrears::model::Notice;
use arrears::model::PrematureNotice;
use arrears::model::Progress;
use arrears::model::Reached;
use arrears::model::Tariff;
use arrears::random::Delay;
use arrears::random::DelayTable;
use arrears::random::Purpose;
use arrears::random::Share;
use arrears::time::Day;

use crate::slow_clock::holds;
use crate::slow_engine::SlowEngine;
use crate::slow_household::Household;
use crate::slow_household::Known;

const LANES: u128 = 1 << 32;

/// The number of lanes that draw less than so many days.
fn lanes_below(table: &DelayTable, days: i32) -> u128 {
    let (mut low, mut high) = (0, LANES);
    while low < high {
        let lane = (low + high) / 2;
        if i64::from(table.days(lane as u32)) < i64::from(days) {
            low = lane + 1
        } else {
            high = lane
        }
    }
    low
}

/// A delay, given that it is at least so many days.
fn given_from(table: &DelayTable, lane: u32, least: i32) -> Option<i32> {
    let gone = lanes_below(table, least);
    let rest = gone + u128::from(lane) * (LANES - gone) / LANES;
    (gone < LANES).then(|| table.days(rest as u32) as i32)
}

/// A delay, given that it is less than so many days.
fn given_below(table: &DelayTable, lane: u32, end: i32) -> Option<i32> {
    let there = lanes_below(table, end);
    let part = u128::from(lane) * there / LANES;
    (0 < there).then(|| table.days(part as u32) as i32)
}

/// Whether a lane means yes, given that it has not happened although it would have for so many lanes.
fn still(share: Share, lane: u32, gone: u128) -> bool {
    let share = u128::from(share.threshold());
    // s (1 - F) / (1 - s F); what is certain stays certain.
    let (part, whole) = (share * (LANES - gone), LANES * LANES - share * gone);
    whole == 0 || u128::from(lane) * whole < part * LANES
}

impl Household {
    pub fn known_appeal(&self) -> Option<(Day, bool)> {
        self.known.as_ref()?.appeal
    }

    /// The court term and the penalty that are known to have been ordered.
    pub fn ordered(&self, which: usize) -> (Option<u32>, Option<Tariff>) {
        match self.known.as_ref().filter(|_| which == 0).map(|it| &it.progress.reached) {
            Some(Reached::Judgment { term_days, tariff, .. }) => (*term_days, tariff.clone()),
            _ => (None, None),
        }
    }
}

impl SlowEngine<'_> {
    /// Works out what a household of which more is known has done and will do.
    pub fn look_back(&self, household: &mut Household, set: Option<Day>) {
        let progress = household.known.as_ref().unwrap().progress.clone();
        let group = household.known.as_ref().unwrap().group;
        let known = Known { progress: progress.clone(), group, appeal: None, judgment: None };
        household.known = Some(known);
        household.due =
            progress.due.unwrap_or(self.due(household.stream, household.received, household.place));
        if progress.reached != Reached::Nothing {
            return self.look_back_at_notice(household, &progress, set);
        }
        self.plan_notice_unless_gone(household, &progress);
        if let Some(notice) = household.notice.filter(|_| household.pursued && household.appeals) {
            let appeal = self.model.streams[household.stream].appeal.as_ref().unwrap();
            let delay = appeal.delay.table().days(self.lane(Purpose::Appeal, household, 0));
            let wished = notice + self.grace(household, notice) + delay as i32;
            household.known.as_mut().unwrap().appeal = Some((wished, false));
        }
    }

    fn notice_of(&self, household: &Household) -> Notice {
        let nobody = || Notice::new(Share::NONE, Delay::fixed(0).unwrap(), Share::ALL);
        self.model.streams[household.stream].notice.clone().unwrap_or_else(nobody)
    }

    /// The grace period of a notice on a day.
    fn grace(&self, household: &Household, notice: Day) -> i32 {
        let with_notice = Household { noticed: Some(notice), ..household.clone() };
        *holds(&self.model.law.grace_days, &with_notice, None, None).1 as i32
    }

    /// The grace period of a notice on a day that an appeal has followed: it was late by then.
    fn grace_before(&self, household: &Household, notice: Day) -> i32 {
        let due = household.due.min(notice - 1);
        self.grace(&Household { due, ..household.clone() }, notice)
    }

    // ---- No notice is known.

    /// A notice as always; of those who are known to have given none, drawn given that.
    fn plan_notice_unless_gone(&self, household: &mut Household, progress: &Progress) {
        let seen = progress.decided.unwrap_or(self.model.period.start());
        let notice = self.notice_of(household);
        let could = household.due < seen && notice.counts_from.is_none_or(|from| from < seen);
        if progress.further == Further::Unknown || !could {
            return self.plan_notice(household);
        }
        let first_late = household.due + 1;
        let lane = |lane| self.lane(Purpose::Notice, household, lane);
        let table = notice.delay.on(first_late).table();
        let premature = u128::from(notice.premature.threshold());
        let gone = premature + (LANES - premature) * lanes_below(&table, seen - first_late) / LANES;
        if !still(*notice.share.on(first_late), lane(0), gone) {
            return;
        }
        let delay = given_from(&table, lane(1), seen - first_late);
        let day = delay.map_or(seen, |delay| first_late + delay);
        let appeal = self.model.streams[household.stream].appeal.as_ref();
        let appeals = self.model.law.court.is_some()
            && appeal.is_some_and(|it| it.share.on(first_late).accepts(lane(3)));
        let pursued = notice.pursued.on(first_late).accepts(lane(2));
        (household.notice, household.pursued, household.appeals) = (Some(day), pursued, appeals);
    }

    // ---- A notice is known.

    fn look_back_at_notice(
        &self,
        household: &mut Household,
        progress: &Progress,
        set: Option<Day>,
    ) {
        let (stream, received) = (household.stream, household.received);
        let end = progress.decided.unwrap_or(self.model.period.start());
        let earliest = (received + 1).min(end - 1).max(received);
        let has_appealed = progress.reached.has_appealed();
        let mut days = progress.reached.days();
        let last = match progress.reached {
            Reached::Nothing => unreachable!("it has given notice"),
            Reached::Notice { .. } => 0,
            Reached::Appeal { .. } => 1,
            Reached::Judgment { .. } => 2,
        };
        let set = set.filter(|_| days[last].is_none()).map(|day| day.max(earliest));
        days[last] = days[last].or(set);
        // The term: what is known has come after its end, if it can.
        let first = days.iter().flatten().min().copied().unwrap_or(end - 1);
        if progress.due.is_none() && first <= household.due {
            let certain = |_, it: &arrears::model::Extension| it.share == Share::ALL;
            let shortest = self.last_of_term(stream, received, certain, 0);
            household.due = household.due.min(shortest);
        }
        let first_late = household.due + 1;
        let worked_out = WorkedOut { days, first_late, last, end };
        let notice = match days[0] {
            Some(notice) => notice,
            None => self.notice_worked_out(household, &worked_out).max(earliest),
        };
        let day_is_known = progress.reached.days()[0].is_some();
        if progress.due.is_none() && (!day_is_known || has_appealed) {
            household.due = household.due.min(notice - 1).max(received);
        }
        let is_premature = notice <= household.due;
        let notice = notice.max(household.due);
        household.notice = Some(notice).filter(|_| household.due < self.model.period.end());
        household.pursued = true;
        if !has_appealed {
            return self.look_ahead_from_notice(
                household,
                progress,
                first_late,
                notice,
                is_premature,
                set,
            );
        }
        let appeal = self.appeal_worked_out(household, &worked_out, notice);
        let judgment = self.judgment_worked_out(household, &worked_out, progress, appeal);
        let known = household.known.as_mut().unwrap();
        (known.appeal, known.judgment) = (Some((appeal, true)), Some(judgment));
    }

    /// The delay of the appeal of a household that has a notice.
    fn appeal_delay(&self, household: &Household) -> DelayTable {
        let appeal = self.model.streams[household.stream].appeal.as_ref();
        appeal.map_or(Delay::fixed(0).unwrap(), |it| it.delay.clone()).table()
    }

    fn court_time(&self) -> DelayTable {
        self.model.law.court.as_ref().unwrap().duration.table()
    }

    /// Backwards from the appeal, or from the judgment; or as always, early enough for what is known.
    fn notice_worked_out(&self, household: &Household, of: &WorkedOut) -> Day {
        let appeal_lane = |lane| self.lane(Purpose::Appeal, household, lane);
        let delay = self.appeal_delay(household);
        let backwards = |appeal: Day| {
            let end_of_grace = appeal - delay.days(appeal_lane(0)) as i32;
            let grace = self.grace_before(household, end_of_grace);
            (end_of_grace - grace).max(of.first_late.min(appeal - grace))
        };
        match of.days {
            [_, Some(appeal), _] => backwards(appeal),
            [_, None, Some(judgment)] => backwards(self.appeal_before(household, of, judgment)),
            [_, None, None] => {
                let mut latest = of.end - 1;
                if 1 <= of.last {
                    latest =
                        latest - self.grace_before(household, of.end - 1) - delay.days(0) as i32;
                }
                if 2 <= of.last {
                    latest = latest - self.court_time().days(0) as i32;
                }
                let notice = self.notice_of(household);
                let table = notice.delay.on(of.first_late).table();
                let lane = self.lane(Purpose::Notice, household, 1);
                let delay = given_below(&table, lane, latest - of.first_late + 1);
                let day = delay.map_or(latest, |delay| of.first_late + delay);
                notice.counts_from.map_or(day, |from| day.max(from)).min(latest)
            }
        }
    }

    fn appeal_before(&self, household: &Household, of: &WorkedOut, judgment: Day) -> Day {
        let time = self.court_time().days(self.lane(Purpose::Appeal, household, 1)) as i32;
        let allowed = of.first_late + self.grace(household, of.first_late);
        (judgment - time).max(allowed.min(judgment))
    }

    fn appeal_worked_out(&self, household: &Household, of: &WorkedOut, notice: Day) -> Day {
        let end_of_grace = notice + self.grace(household, notice);
        let day = match of.days {
            [_, Some(appeal), _] => appeal,
            [_, None, Some(judgment)] => {
                self.appeal_before(household, of, judgment).max(end_of_grace).min(judgment)
            }
            [_, None, None] => {
                let court = if of.last == 2 { self.court_time().days(0) as i32 } else { 0 };
                let latest = of.end - 1 - court;
                let lane = self.lane(Purpose::Appeal, household, 0);
                let table = self.appeal_delay(household);
                let delay = given_below(&table, lane, latest - end_of_grace + 1);
                delay.map_or(latest, |delay| end_of_grace + delay)
            }
        };
        day.max(notice)
    }

    fn judgment_worked_out(
        &self,
        household: &Household,
        of: &WorkedOut,
        progress: &Progress,
        appeal: Day,
    ) -> Day {
        let (table, lane) = (self.court_time(), self.lane(Purpose::Appeal, household, 1));
        if let Some(judgment) = of.days[2] {
            return judgment.max(appeal);
        }
        if of.last == 2 {
            let time = given_below(&table, lane, of.end - appeal);
            return time.map_or(of.end - 1, |time| appeal + time).max(appeal);
        }
        match progress.further {
            Further::Unknown => appeal + table.days(lane) as i32,
            Further::No => {
                given_from(&table, lane, of.end - appeal).map_or(of.end, |time| appeal + time)
            }
        }
    }

    /// Whether a notice without an appeal is pursued, and when the appeal comes.
    fn look_ahead_from_notice(
        &self,
        household: &mut Household,
        progress: &Progress,
        first_late: Day,
        notice: Day,
        is_premature: bool,
        set: Option<Day>,
    ) {
        let seen = progress.decided.unwrap_or(self.model.period.start());
        let behaviour = self.notice_of(household);
        let lane = |lane| self.lane(Purpose::Notice, household, lane);
        let stream = &self.model.streams[household.stream];
        let share = stream.appeal.as_ref().filter(|_| self.model.law.court.is_some());
        let share = share.map_or(Share::NONE, |it| *it.share.on(first_late));
        let table = self.appeal_delay(household);
        let end_of_grace = notice + self.grace(household, notice);
        let gone = match progress.further {
            Further::No if self.may_appeal_before(household, notice, seen) => {
                lanes_below(&table, seen - end_of_grace)
            }
            Further::No | Further::Unknown => 0,
        };
        let Reached::Notice { pursued, .. } = progress.reached else { unreachable!("a notice") };
        let is_void =
            is_premature && self.model.law.conventions.premature_notice == PrematureNotice::Void;
        let gone_of_all =
            if set.is_some() { 0 } else { u128::from(share.threshold()) * gone / LANES };
        let by_share = still(*behaviour.pursued.on(first_late), lane(2), gone_of_all);
        let appeals = still(share, lane(3), gone) && share != Share::NONE;
        household.pursued = pursued.unwrap_or(by_share && !is_void);
        if !appeals {
            return;
        }
        let appeal_lane = self.lane(Purpose::Appeal, household, 0);
        let delay = match gone {
            0 => Some(table.days(appeal_lane) as i32),
            _ => given_from(&table, appeal_lane, seen - end_of_grace),
        };
        let mut wished = delay.map_or(seen, |delay| end_of_grace + delay);
        if progress.further == Further::No
            && self.appeal_of(household, notice, wished).is_some_and(|appeal| appeal < seen)
        {
            wished = seen;
        }
        household.known.as_mut().unwrap().appeal = Some((wished, false));
    }

    /// The appeal of somebody who would appeal on a day.
    fn appeal_of(&self, household: &Household, notice: Day, wished: Day) -> Option<Day> {
        let with_notice = Household { noticed: Some(notice), ..household.clone() };
        let mut day = wished;
        // Whoever may not yet asks again when the bar ends.
        for _ in 0..100 {
            match holds(&self.model.law.appeal, &with_notice, Some(day), None).1 {
                AppealRight::Allowed => return Some(day),
                AppealRight::Barred => return None,
                AppealRight::BarredUntil(end) if *end <= day => return Some(day),
                AppealRight::BarredUntil(end) => day = *end,
            }
        }
        unreachable!("no law of the random models has so many bars")
    }

    /// Whether anybody with this notice could have appealed before a day.
    fn may_appeal_before(&self, household: &Household, notice: Day, seen: Day) -> bool {
        let end_of_grace = notice + self.grace(household, notice);
        let last = self.appeal_of(household, notice, seen - 1);
        end_of_grace < seen && last.is_some_and(|last| last < seen)
    }
}

/// What a day that is not known is worked out from.
struct WorkedOut {
    days: [Option<Day>; 3],
    first_late: Day,
    // The number of the last stage that is known to have been reached.
    last: usize,
    // The day before which all that is known has happened.
    end: Day,
}

//! The appeals of one late household: when it appeals, and what the court then orders.

use crate::model::CourtPractice;
use crate::model::Follows;
use crate::model::Rule;
use crate::model::StageDays;
use crate::model::Tariff;
use crate::sim::fate::Asked;
use crate::sim::fate::Sites;
use crate::sim::fate::stage_days;
use crate::sim::opening::NOTHING;
use crate::sim::plan::Behaviour;
use crate::sim::plan::Engine;
use crate::sim::plan::NoticePlan;

/// That a household would appeal, and what comes of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    /// The day on which it would appeal.
    pub(crate) day: i32,
    /// Which version of the rule on appeals holds for it.
    pub(crate) right: u32,
    /// The appeal, if it is allowed.
    pub(crate) appealed: Option<Appealed>,
}

/// An appeal and what follows it if the household waits long enough.
///
/// Days are counted from the start of the scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Appealed {
    /// The day of the appeal.
    pub(crate) appeal: i32,
    /// The day of the judgment.
    pub(crate) judgment: i32,
    /// The first day of the judicial penalty.
    pub(crate) judicial_first: i32,
    /// Which version of the court's practice holds for it.
    pub(crate) practice: u32,
    /// The lane that draws the daily amount.
    amount: u32,
    /// Which entry of the known rows of the opening stock says what the court has ordered, or
    /// [`NOTHING`].
    known: u32,
}

impl Appealed {
    /// What the court orders beside its term; `None` when it sets a term only.
    pub(crate) fn tariff<'a>(
        &self,
        engine: &'a Engine,
        practice: &'a Rule<CourtPractice>,
    ) -> Option<&'a Tariff> {
        let known = engine.opening.known.get(self.known as usize);
        let drawn = || practice.versions()[self.practice as usize].value.tariff(self.amount);
        known.and_then(|known| known.tariff.as_ref()).or_else(drawn)
    }

    /// The court term in days.
    pub(crate) fn term_days(&self, engine: &Engine) -> u32 {
        (self.judicial_first - self.judgment - engine.law.after_court_term) as u32
    }

    /// The days of a case with this appeal and its judgment.
    pub(crate) fn stage_days(&self, engine: &Engine, case: StageDays) -> StageDays {
        let [appeal, judgment] = [self.appeal, self.judgment].map(|t| Some(engine.start + t));
        StageDays { appeal, judgment, ..case }
    }
}

/// The appeal that would follow a pursued notice, and what the court then orders; `None` when there
/// is none, or when the household is closed, on day `until`, before or on the day of that appeal.
///
/// Rule: appeal = notice + grace + delay, where it is allowed; judgment = appeal + the court's time;
/// first judicial day = judgment + court term (+ 1 by convention). The appeal lapses when the
/// household is closed before or on the day of the judgment.
#[inline(always)]
pub(crate) fn appeal(
    engine: &Engine,
    plan: &NoticePlan,
    behaviour: &Behaviour,
    sites: &Sites,
    asked: &Asked,
    notice: i32,
    until: i32,
) -> Option<Wish> {
    let law = &engine.law;
    let appeals = u64::from(asked.block.lane(3)) < behaviour.appeals;
    let court = law.court.as_ref().filter(|_| appeals)?;
    let case = || stage_days(engine, sites.received, asked, notice);
    let end_of_grace = notice + law.grace_days(case);
    if until <= end_of_grace {
        return None;
    }
    let block = sites.appeal.with_place(asked.place).block(0);
    let wished = end_of_grace + plan.appeal_delay.days(block.lane(0)) as i32;
    let duration = court.duration.days(block.lane(1)) as i32;
    let filed = Filed { wished, duration, practice: &court.practice, amount: block.lane(2) };
    (wished < until).then(|| filed.wish(engine, case))
}

/// The second appeal of a household, and what the court then orders; `None` when there is none, or
/// when the household is closed, on day `until`, before or on the day of that appeal.
///
/// Rule: second appeal = the last day of the first penalty's maximum, or of the first court term, +
/// delay, where appeal is allowed; from there on as the first.
pub(crate) fn second_appeal(
    engine: &Engine,
    sites: &Sites,
    asked: &Asked,
    notice: i32,
    first: &Appealed,
    until: i32,
) -> Option<Appealed> {
    let court = engine.law.court.as_ref()?;
    let second = court.second_appeal.as_ref()?;
    let follows = match second.follows {
        Follows::Maximum => {
            first.judicial_first + first.tariff(engine, &court.practice)?.days() as i32 - 1
        }
        Follows::CourtTerm => first.judicial_first - engine.law.after_court_term,
    };
    if until <= follows {
        return None;
    }
    let block = sites.second_appeal.with_place(asked.place).block(0);
    if !second.share.accepts(block.lane(0)) {
        return None;
    }
    let wished = follows + second.delay.days(block.lane(1)) as i32;
    let duration = second.duration.days(block.lane(2)) as i32;
    let filed = Filed { wished, duration, practice: &second.practice, amount: block.lane(3) };
    let appealed =
        filed.wish(engine, || stage_days(engine, sites.received, asked, notice)).appealed;
    appealed.filter(|it| it.appeal < until)
}

/// An appeal that somebody wishes to file.
pub(crate) struct Filed<'a> {
    pub(crate) wished: i32,
    pub(crate) duration: i32,
    pub(crate) practice: &'a Rule<CourtPractice>,
    pub(crate) amount: u32,
}

impl Filed<'_> {
    #[inline]
    pub(crate) fn wish(&self, engine: &Engine, case: impl Fn() -> StageDays) -> Wish {
        let (law, start) = (&engine.law, engine.start);
        let (right, appeal) = match law.all_may_appeal {
            true => (0, Some(self.wished)),
            false => {
                let (right, appeal) = law.appeal.first_appeal(case(), start + self.wished);
                (right as u32, appeal.map(|appeal| appeal - start))
            }
        };
        let appealed = appeal.map(|appeal| {
            let days = (appeal, appeal + self.duration);
            judged(engine, self.practice, case, days, self.amount, NOTHING)
        });
        Wish { day: self.wished, right, appealed }
    }
}

/// An appeal of a case with its judgment, on days since the start, and what the court then orders: as
/// its practice says, unless an entry of the known rows says more.
#[inline]
pub(crate) fn judged(
    engine: &Engine,
    practice: &Rule<CourtPractice>,
    case: impl FnOnce() -> StageDays,
    (appeal, judgment): (i32, i32),
    amount: u32,
    known: u32,
) -> Appealed {
    let version = practice.version_where(|| {
        let [appeal, judgment] = [appeal, judgment].map(|t| Some(engine.start + t));
        StageDays { appeal, judgment, ..case() }
    });
    let of_known = engine.opening.known.get(known as usize).and_then(|it| it.term_days);
    let term = of_known.unwrap_or(practice.versions()[version].value.term_days as i32);
    let judicial_first = judgment + term + engine.law.after_court_term;
    Appealed { appeal, judgment, judicial_first, practice: version as u32, amount, known }
}

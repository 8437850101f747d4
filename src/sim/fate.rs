//! The fate of one late household: what it will do and what the court will order, if it waits.

use crate::model::CourtPractice;
use crate::model::Follows;
use crate::model::Rule;
use crate::model::StageDays;
use crate::model::Tariff;
use crate::random::Block;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::Share;
use crate::random::Site;
use crate::random::threshold_later;
use crate::sim::opening::NOTHING;
use crate::sim::plan::Behaviour;
use crate::sim::plan::Engine;
use crate::sim::plan::NoticePlan;
use crate::time::Day;

/// A day that never comes.
pub(crate) const NEVER: i32 = i32::MAX / 2;

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

/// The sites at which the households of one cohort draw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sites {
    pub(crate) stream: u16,
    received: Day,
    pub(crate) notice: Site,
    pub(crate) appeal: Site,
    second_appeal: Site,
    pub(crate) payment: Site,
    pub(crate) household: Site,
}

impl Sites {
    pub(crate) fn new(key: Key, stream: u16, received: Day) -> Sites {
        let at = |purpose| key.at(purpose, stream, received, 0);
        Sites {
            stream,
            received,
            notice: at(Purpose::Notice),
            appeal: at(Purpose::Appeal),
            second_appeal: at(Purpose::SecondAppeal),
            payment: at(Purpose::Payment),
            household: at(Purpose::Household),
        }
    }
}

/// A late household whose fate is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) place: u32,
    /// Its block 0 for [`Purpose::Notice`].
    pub(crate) block: Block,
    pub(crate) due: i32,
    /// The day before which it is known to have given no notice; [`i32::MIN`] when that is not
    /// known.
    pub(crate) not_before: i32,
}

/// Below which bound lane 0 means that households with a due day give notice.
///
/// Rule: with the share, or of those known to have given none before a day the rest of the share.
#[inline]
pub(crate) fn gives_notice(
    plan: &NoticePlan,
    behaviour: &Behaviour,
    due: i32,
    not_before: i32,
) -> u64 {
    if !could_have_noticed(plan, due, not_before) {
        return behaviour.notice;
    }
    // A premature notice would be there, and of the others those of the days that have gone.
    let premature = plan.premature.threshold();
    let days = i64::from(not_before - due - 1);
    let gone = (u128::from(behaviour.delay.lanes_at_most(days - 1))
        * u128::from((1 << 32) - premature))
        >> 32;
    threshold_later(behaviour.notice, premature + gone as u64)
}

/// Whether a household with a due day could have given notice before a day.
#[inline]
fn could_have_noticed(plan: &NoticePlan, due: i32, day: i32) -> bool {
    due < day && plan.counts_from < day
}

/// The day of the notice of a household that gives one, and whether it is followed up.
///
/// Rule: first late day + delay, not before the day from which notices count. A household that is
/// closed on that day or before gives no notice. Of one that is known to have given none before a day
/// the delay is drawn given that.
#[inline]
pub(crate) fn notice(
    engine: &Engine,
    plan: &NoticePlan,
    behaviour: &Behaviour,
    sites: &Sites,
    asked: &Asked,
) -> (i32, bool) {
    let pursued = u64::from(asked.block.lane(2)) < behaviour.pursued;
    if could_have_noticed(plan, asked.due, asked.not_before) {
        let least = i64::from(asked.not_before - asked.due - 1);
        let delay = behaviour.delay.days_from(asked.block.lane(1), least);
        let regular = delay.map_or(asked.not_before, |delay| asked.due + 1 + delay as i32);
        return (regular, pursued);
    }
    if plan.premature != Share::NONE
        && plan.premature.accepts(sites.notice.with_place(asked.place).block(1).lane(0))
    {
        // A notice of before the end of the term is worth one of its last day, or nothing.
        return (asked.due.max(plan.counts_from), pursued && !engine.law.premature_is_void);
    }
    let regular = asked.due + 1 + behaviour.delay.days(asked.block.lane(1)) as i32;
    (regular.max(plan.counts_from), pursued)
}

/// The days on which a household reached its stages when it has given notice, for the rules of law.
#[inline]
pub(crate) fn stage_days(engine: &Engine, sites: &Sites, asked: &Asked, notice: i32) -> StageDays {
    let mut case = StageDays::late(sites.received, engine.start + (asked.due + 1));
    case.notice = Some(engine.start + notice);
    case
}

/// The appeal that would follow a pursued notice, and what the court then orders; `None` when there
/// is none, or when the household is closed, on day `until`, before or on the day of that appeal.
///
/// Rule: appeal = notice + grace + delay, where it is allowed; judgment = appeal + the court's time;
/// first judicial day = judgment + court term (+ 1 by convention). The appeal lapses when the
/// household is closed before or on the day of the judgment.
#[inline]
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
    let case = || stage_days(engine, sites, asked, notice);
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
    let appealed = filed.wish(engine, || stage_days(engine, sites, asked, notice)).appealed;
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

/// The notice of a household, and the appeal that it would file, if it is never decided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given {
    /// The day of the notice.
    pub(crate) notice: i32,
    pub(crate) pursued: bool,
    /// What follows a pursued notice.
    pub(crate) wish: Option<Wish>,
}

/// All that a household which gives notice will do, if it is never decided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fate {
    /// The day of the notice.
    pub(crate) notice: i32,
    /// Whether it is followed up.
    pub(crate) pursued: bool,
    /// The days of its stages up to the notice.
    pub(crate) case: StageDays,
    /// What follows a pursued notice.
    pub(crate) appealed: Option<Appealed>,
    /// The appeal after that.
    pub(crate) second: Option<Appealed>,
}

/// A penalty of a household, and from when on people know of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Announced<'a> {
    /// The day from which on its first day is fixed.
    pub(crate) announced: i32,
    /// Its first day.
    pub(crate) first: i32,
    /// The day from which on it is known to run on that day.
    pub(crate) runs_for_sure: i32,
    /// What it costs; `None` when it never will.
    pub(crate) tariff: Option<&'a Tariff>,
}

/// The notice and the appeal of a household that gives notice.
pub(crate) fn given(
    engine: &Engine,
    plan: &NoticePlan,
    behaviour: &Behaviour,
    sites: &Sites,
    asked: &Asked,
) -> Given {
    let (notice, pursued) = notice(engine, plan, behaviour, sites, asked);
    let wish = match pursued {
        true => appeal(engine, plan, behaviour, sites, asked, notice, NEVER),
        false => None,
    };
    Given { notice, pursued, wish }
}

/// The whole fate of a household that has given this notice.
pub(crate) fn whole(engine: &Engine, sites: &Sites, asked: &Asked, given: &Given) -> Fate {
    let Given { notice, pursued, wish } = *given;
    let appealed = wish.and_then(|wish| wish.appealed);
    let second = appealed.and_then(|it| second_appeal(engine, sites, asked, notice, &it, NEVER));
    Fate { notice, pursued, case: stage_days(engine, sites, asked, notice), appealed, second }
}

impl Fate {
    /// The penalties that follow, each with what people know of it.
    ///
    /// A notice fixes the first day of the administrative penalty, but only on that day is it known
    /// whether the notice is pursued; a judgment fixes everything.
    pub(crate) fn penalties<'a>(
        &self,
        engine: &'a Engine,
    ) -> impl Iterator<Item = Announced<'a>> + use<'a> {
        let law = &engine.law;
        let first = self.notice + law.to_first_penalty(|| self.case);
        let tariff = law.tariff.as_ref().and_then(|(rule, _)| rule.of(&self.case).as_ref());
        let administrative = tariff.map(|tariff| Announced {
            announced: self.notice,
            first,
            runs_for_sure: first,
            tariff: self.pursued.then_some(tariff),
        });
        let practices = law.court.as_ref().map(|court| {
            (&court.practice, court.second_appeal.as_ref().map(|second| &second.practice))
        });
        let judicial = |appealed: Option<Appealed>, practice: Option<&'a Rule<CourtPractice>>| {
            let (appealed, practice) = appealed.zip(practice)?;
            Some(Announced {
                announced: appealed.judgment,
                first: appealed.judicial_first,
                runs_for_sure: appealed.judgment,
                tariff: Some(appealed.tariff(engine, practice)?),
            })
        };
        let of_first = judicial(self.appealed, practices.map(|it| it.0));
        let of_second = judicial(self.second, practices.and_then(|it| it.1));
        [administrative, of_first, of_second].into_iter().flatten()
    }
}

/// The number of penalties of a household: one for all its heads, or one for each.
pub(crate) fn penalties_of(engine: &Engine, sites: &Sites, place: u32, heads: i64) -> i64 {
    if heads == 1 {
        return 1;
    }
    let share = engine.streams[usize::from(sites.stream)].households.one_penalty;
    let one =
        share == Share::ALL || share.accepts(sites.household.with_place(place).block(0).lane(1));
    if one { 1 } else { heads }
}

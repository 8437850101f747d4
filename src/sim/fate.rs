//! The fate of one late household: what it will do, if it waits.

use crate::model::CourtPractice;
use crate::model::Rule;
use crate::model::StageDays;
use crate::model::Tariff;
use crate::random::Block;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::Share;
use crate::random::Site;
use crate::random::threshold_later;
use crate::sim::appeals::Appealed;
use crate::sim::appeals::Wish;
use crate::sim::appeals::appeal;
use crate::sim::appeals::second_appeal;
use crate::sim::plan::Behaviour;
use crate::sim::plan::Engine;
use crate::sim::plan::NoticePlan;
use crate::time::Day;

/// A day that never comes.
pub(crate) const NEVER: i32 = i32::MAX / 2;

/// The sites at which the households of one cohort draw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sites {
    pub(crate) stream: u16,
    pub(crate) received: Day,
    pub(crate) notice: Site,
    pub(crate) appeal: Site,
    pub(crate) second_appeal: Site,
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
pub(crate) fn could_have_noticed(plan: &NoticePlan, due: i32, day: i32) -> bool {
    due < day && plan.counts_from < day
}

/// The day of the notice of a household that gives one, and whether it is followed up.
///
/// Rule: first late day + delay, not before the day from which notices count. A household that is
/// closed on that day or before gives no notice. Of one that is known to have given none before a day
/// the delay is drawn given that.
#[inline(always)]
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
    if plan.any_premature
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
pub(crate) fn stage_days(engine: &Engine, received: Day, asked: &Asked, notice: i32) -> StageDays {
    let mut case = StageDays::late(received, engine.start + (asked.due + 1));
    case.notice = Some(engine.start + notice);
    case
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
    pub(crate) wish: Option<Wish>,
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
    Fate { notice, pursued, case: stage_days(engine, sites.received, asked, notice), wish, second }
}

impl Fate {
    /// The first appeal, if there is one and it is allowed.
    pub(crate) fn appealed(&self) -> Option<Appealed> {
        self.wish.and_then(|wish| wish.appealed)
    }

    /// Shows the penalties that follow, each with what people know of it.
    ///
    /// A notice fixes the first day of the administrative penalty, but only on that day is it known
    /// whether the notice is pursued; a judgment fixes everything.
    #[inline(always)]
    pub(crate) fn each_penalty<'a>(&self, engine: &'a Engine, mut show: impl FnMut(Announced<'a>)) {
        let law = &engine.law;
        if let Some((rule, _)) = &law.tariff
            && let Some(tariff) = &rule.versions()[rule.version_where(|| self.case)].value
        {
            let first = self.notice + law.to_first_penalty(|| self.case);
            show(Announced {
                announced: self.notice,
                first,
                runs_for_sure: first,
                tariff: self.pursued.then_some(tariff),
            });
        }
        let mut judicial = |appealed: Appealed, practice: &'a Rule<CourtPractice>| {
            if let Some(tariff) = appealed.tariff(engine, practice) {
                show(Announced {
                    announced: appealed.judgment,
                    first: appealed.judicial_first,
                    runs_for_sure: appealed.judgment,
                    tariff: Some(tariff),
                });
            }
        };
        let (Some(appealed), Some(court)) = (self.appealed(), &law.court) else { return };
        judicial(appealed, &court.practice);
        if let (Some(second), Some(plan)) = (self.second, &court.second_appeal) {
            judicial(second, &plan.practice);
        }
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

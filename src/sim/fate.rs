//! The fate of one late household: what it will do and what the court will order, if it waits.

use crate::model::Tariff;
use crate::random::Block;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::Share;
use crate::random::Site;
use crate::sim::plan::Behaviour;
use crate::sim::plan::Engine;
use crate::sim::plan::NoticePlan;
use crate::sim::plan::dated;
use crate::time::Day;

/// A day that never comes.
pub(crate) const NEVER: i32 = i32::MAX / 2;

/// What follows a pursued notice if the household waits long enough.
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
    /// Which of the daily amounts in use on the day of the judgment.
    pub(crate) amount: usize,
}

/// The sites at which the households of one cohort draw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sites {
    pub(crate) stream: u16,
    pub(crate) notice: Site,
    pub(crate) appeal: Site,
    pub(crate) payment: Site,
    pub(crate) household: Site,
}

impl Sites {
    pub(crate) fn new(key: Key, stream: u16, received: Day) -> Sites {
        let at = |purpose| key.at(purpose, stream, received, 0);
        Sites {
            stream,
            notice: at(Purpose::Notice),
            appeal: at(Purpose::Appeal),
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
}

/// The day of the notice of a household that gives one, and whether it is followed up.
///
/// Rule: first late day + delay, not before the day from which notices count. A household that is
/// closed on that day or before gives no notice.
#[inline]
pub(crate) fn notice(
    engine: &Engine,
    plan: &NoticePlan,
    behaviour: &Behaviour,
    sites: &Sites,
    asked: &Asked,
) -> (i32, bool) {
    let pursued = u64::from(asked.block.lane(2)) < behaviour.pursued;
    if plan.premature != Share::NONE
        && plan.premature.accepts(sites.notice.with_place(asked.place).block(1).lane(0))
    {
        // A notice of before the end of the term is worth one of its last day, or nothing.
        return (asked.due.max(plan.counts_from), pursued && !engine.law.premature_is_void);
    }
    let regular = asked.due + 1 + behaviour.delay.days(asked.block.lane(1)) as i32;
    (regular.max(plan.counts_from), pursued)
}

/// The appeal that follows a pursued notice, and what the court then orders; `None` when there is
/// none, or when the household is closed, on day `until`, before or on the day of the appeal.
///
/// Rule: appeal = notice + grace + delay; judgment = appeal + the court's time; first judicial day
/// = judgment + court term (+ 1 by convention). The appeal lapses when the household is closed
/// before or on the day of the judgment.
#[inline]
pub(crate) fn appeal(
    engine: &Engine,
    plan: &NoticePlan,
    behaviour: &Behaviour,
    sites: &Sites,
    asked: &Asked,
    notice: i32,
    until: i32,
) -> Option<Appealed> {
    let law = &engine.law;
    let appeals = u64::from(asked.block.lane(3)) < behaviour.appeals;
    let court = law.court.as_ref().filter(|_| appeals && notice + law.grace < until)?;
    let block = sites.appeal.with_place(asked.place).block(0);
    let appeal = notice + law.grace + plan.appeal_delay.days(block.lane(0)) as i32;
    if until <= appeal {
        return None;
    }
    let judgment = appeal + court.duration.days(block.lane(1)) as i32;
    let practice = dated(&court.practice, judgment);
    let judicial_first = judgment + practice.term_days as i32 + law.after_court_term;
    Some(Appealed {
        appeal,
        judgment,
        judicial_first,
        amount: practice.amount_index(block.lane(2)),
    })
}

/// All that a household which gives notice will do, if it is never decided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fate {
    /// The day of the notice.
    pub(crate) notice: i32,
    pursued: bool,
    /// What follows a pursued notice.
    pub(crate) appealed: Option<Appealed>,
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

/// The fate of a household that gives notice, as far as the queue asks.
pub(crate) fn whole(
    engine: &Engine,
    plan: &NoticePlan,
    behaviour: &Behaviour,
    sites: &Sites,
    asked: &Asked,
) -> Fate {
    let (notice, pursued) = notice(engine, plan, behaviour, sites, asked);
    let appealed = match pursued && engine.watches.appeals {
        true => appeal(engine, plan, behaviour, sites, asked, notice, NEVER),
        false => None,
    };
    Fate { notice, pursued, appealed }
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
        let first = self.notice + law.to_first_penalty;
        let tariff = law.tariff.as_ref().map(|(tariffs, _)| dated(tariffs, self.notice));
        let administrative = tariff.map(|tariff| Announced {
            announced: self.notice,
            first,
            runs_for_sure: first,
            tariff: self.pursued.then_some(tariff),
        });
        let judicial = self.appealed.map(|it| {
            let court = law.court.as_ref().expect("a judgment comes from a court");
            Announced {
                announced: it.judgment,
                first: it.judicial_first,
                runs_for_sure: it.judgment,
                tariff: Some(&dated(&court.practice, it.judgment).amounts()[it.amount].1),
            }
        });
        [administrative, judicial].into_iter().flatten()
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

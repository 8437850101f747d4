//! The fate of one late household: what it will do and what the court will order, if it waits.

use crate::random::Key;
use crate::random::Purpose;
use crate::random::Site;
use crate::sim::plan::Behaviour;
use crate::sim::plan::Engine;
use crate::sim::plan::NoticePlan;
use crate::sim::plan::dated;
use crate::time::Day;

/// A day that never comes.
pub(crate) const NEVER: i32 = i32::MAX / 2;

/// What becomes of a household that has given notice, as long as it is not decided.
///
/// Days are counted from the start of the scenario; a day after the household's end may be left at
/// [`NEVER`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fate {
    /// The day of the notice.
    pub(crate) notice: i32,
    /// Whether it is followed up.
    pub(crate) pursued: bool,
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

/// The fate of a household that gives notice, given its lanes; `None` when it is closed, on day
/// `until`, before or on the day of the notice.
///
/// Rule: notice = first late day + delay, not before the day from which notices count. If pursued
/// and followed by an appeal: appeal = notice + grace + delay; judgment = appeal + the court's
/// time; first judicial day = judgment + court term (+ 1 by convention). A household that is closed
/// on a day before or equal to one of these days never sees it.
pub(crate) fn fate(
    engine: &Engine,
    plan: &NoticePlan,
    behaviour: &Behaviour,
    sites: &Sites,
    place: u32,
    due: i32,
    until: i32,
) -> Option<Fate> {
    let law = &engine.law;
    let site = sites.notice.with_place(place);
    let block = site.block(0);
    let regular = due + 1 + behaviour.delay.days(block.lane(1)) as i32;
    let mut notice = regular.max(plan.counts_from);
    let mut pursued = u64::from(block.lane(2)) < behaviour.pursued;
    if let Some((share, _)) = &plan.premature
        && share.accepts(site.block(1).lane(0))
    {
        // A notice of before the end of the term is worth one of its last day, or nothing.
        notice = due.max(plan.counts_from);
        pursued &= !law.premature_is_void;
    }
    if until <= notice {
        return None;
    }
    let mut fate =
        Fate { notice, pursued, appeal: NEVER, judgment: NEVER, judicial_first: NEVER, amount: 0 };
    let appeals = pursued && u64::from(block.lane(3)) < behaviour.appeals;
    let Some(court) = law.court.as_ref().filter(|_| appeals) else { return Some(fate) };
    if until <= notice + law.grace {
        return Some(fate);
    }
    let block = sites.appeal.with_place(place).block(0);
    let appeal = notice + law.grace + plan.appeal_delay.days(block.lane(0)) as i32;
    if until <= appeal {
        return Some(fate);
    }
    fate.appeal = appeal;
    fate.judgment = appeal + court.duration.days(block.lane(1)) as i32;
    let practice = dated(&court.practice, fate.judgment);
    fate.judicial_first = fate.judgment + practice.term_days as i32 + law.after_court_term;
    fate.amount = practice.amount_index(block.lane(2));
    Some(fate)
}

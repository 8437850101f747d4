//! The tipping point: how many may be late before lateness makes more work than there is time for.

use crate::model::Branch;
use crate::model::Casework;
use crate::model::Follows;
use crate::model::MICRO;
use crate::model::Model;
use crate::model::PrematureNotice;
use crate::model::StageDays;
use crate::model::Stream;
use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Total;
use crate::study::Setup;
use crate::study::worlds::Worlds;
use crate::summary::ShareEstimate;
use crate::summary::Tally;
use crate::summary::share;
use crate::time::Day;

/// The work of a branch in the last year, by its means; in decisions a week.
///
/// Means are over the days from [`Model::last_year`] to the end, to a millionth of a decision. The
/// same for all futures.
#[derive(Clone, Debug, PartialEq)]
pub struct TippingPoint {
    /// The pools and streams that it is about.
    pub branch: Branch,
    /// The first day of the last year.
    pub from: Day,
    /// Its last day, the end of the period.
    pub until: Day,
    /// What the pools can decide as planned, surges left out; infinite where the capacity of one is
    /// unlimited on any of the days.
    pub capacity: f64,
    /// The work of deciding the intake, with what its incomplete files waste. Withdrawals are left
    /// out, as if everybody waited for a decision.
    pub intake: f64,
    /// The work that notices, appeals and judgments of the intake make if every household is late
    /// and waits for all of them.
    pub casework_if_all_late: f64,
}

/// Where lateness tips.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tips {
    /// With nobody late: capacity does not suffice for the intake, so that the backlog grows anyway.
    Already,
    /// When more than this share of the households is late; in [0, 1).
    At(f64),
    /// Not even when all are late.
    Never,
}

impl TippingPoint {
    /// (capacity − intake) / casework if all are late; below 0 the backlog grows with nobody late,
    /// from 1 on it grows not even with all late. `None` where it is no number: nobody makes any
    /// casework, or capacity is unlimited.
    pub fn share(&self) -> Option<f64> {
        let share = (self.capacity - self.intake) / self.casework_if_all_late;
        (0.0 < self.casework_if_all_late).then_some(share).filter(|share| share.is_finite())
    }

    /// The share of the households beyond which the work that lateness makes takes more than the
    /// intake leaves of the capacity, so that the backlog grows by itself:
    ///
    /// (capacity − intake) / casework if all are late.
    ///
    /// # Example
    /// ```
    /// use arrears::model::Branch;
    /// use arrears::study::{TippingPoint, Tips};
    /// use arrears::time::Day;
    ///
    /// let day = Day::new(2026, 1, 5)?;
    /// let branch = Branch { pools: vec![0], streams: vec![0] };
    /// let mut point = TippingPoint {
    ///     branch, from: day, until: day, capacity: 120.0, intake: 100.0, casework_if_all_late: 80.0,
    /// };
    /// assert_eq!(point.tips(), Tips::At(0.25));
    /// point.capacity = 180.0;
    /// assert_eq!(point.tips(), Tips::Never);
    /// point.capacity = 99.0;
    /// assert_eq!(point.tips(), Tips::Already);
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn tips(&self) -> Tips {
        let left = self.capacity - self.intake;
        if left < 0.0 {
            Tips::Already
        } else if self.casework_if_all_late <= left {
            Tips::Never
        } else {
            Tips::At(left / self.casework_if_all_late)
        }
    }
}

/// The tipping point of a branch and the futures.
#[derive(Clone, Debug, PartialEq)]
pub struct TippingFinding {
    /// The pools and streams that it is about.
    pub branch: Branch,
    /// The first day of the last year.
    pub from: Day,
    /// Its last day, the end of the period.
    pub until: Day,
    /// Where lateness tips; `None` where uncertain numbers give each future a world of its own.
    pub point: Option<TippingPoint>,
    /// Where it tips in each future, a share of the households in millionths: 0 where that is
    /// already, 1,000,000 where it is never.
    pub tips_at: Tally,
    /// The share of capacity that notices, appeals and judgments took in the last year of each
    /// future, in millionths ([`Total::CaseworkShare`]).
    pub casework_share: Tally,
    /// The share of the households that were late in it, in millionths ([`Total::LateShare`]).
    pub late_share: Tally,
    /// The share of the futures beyond the tipping point: in which a larger share of the households
    /// was late, both in whole millionths, or capacity does not suffice with nobody late. `None`
    /// where that is so, or cannot be, in every future alike.
    pub beyond: Option<ShareEstimate>,
}

/// The tipping points of futures, as they come in.
pub(crate) struct Tipped {
    points: Vec<TippingPoint>,
    // Of each point: where its late share stands among the totals, and what is found.
    late: Vec<usize>,
    tips_at: Vec<Tally>,
    beyond: Vec<u64>,
    is_uncertain: bool,
}

impl Tipped {
    /// No futures yet.
    pub(crate) fn new(setup: &Setup, engine: &Engine) -> Tipped {
        let points = tipping_points(&setup.model);
        let late = |point: &TippingPoint| {
            let total = Total::LateShare(point.branch.pools[0]);
            engine.place_of(total).expect("measured in each branch")
        };
        Tipped {
            late: points.iter().map(late).collect(),
            tips_at: vec![Tally::new(MOST_POINTS); points.len()],
            beyond: vec![0; points.len()],
            is_uncertain: setup.uncertain.is_some(),
            points,
        }
    }

    /// Adds the futures of some worlds, in their order.
    pub(crate) fn add(&mut self, worlds: &Worlds, outcomes: &[Outcome]) {
        if self.points.is_empty() {
            return;
        }
        match worlds {
            Worlds::Same => {
                let points = self.points.clone();
                self.add_futures(&points, outcomes);
            }
            Worlds::Each(_, setups) => {
                for (setup, outcome) in setups.iter().zip(outcomes) {
                    self.add_futures(&tipping_points(&setup.model), std::slice::from_ref(outcome));
                }
            }
        }
    }

    /// Adds futures of one world.
    fn add_futures(&mut self, points: &[TippingPoint], outcomes: &[Outcome]) {
        for (branch, point) in points.iter().enumerate() {
            let tips = point.tips();
            let at = match tips {
                Tips::Already => 0,
                Tips::At(share) => (share * 1e6).round() as i64,
                Tips::Never => 1_000_000,
            };
            self.tips_at[branch].add_all(&vec![at; outcomes.len()]);
            let late = outcomes.iter().map(|outcome| outcome.totals[self.late[branch]]);
            let beyond = late.filter(|late| tips == Tips::Already || at < *late).count();
            self.beyond[branch] += beyond as u64;
        }
    }

    /// What was found; `tally` knows the totals of all futures.
    pub(crate) fn findings<'a>(
        self,
        tally: impl Fn(Total) -> Option<&'a Tally>,
    ) -> Vec<TippingFinding> {
        let Tipped { points, tips_at, beyond, is_uncertain, .. } = self;
        let finding = |((point, tips_at), beyond): ((TippingPoint, Tally), u64)| {
            let pool = point.branch.pools[0];
            let beyond = match point.tips() {
                Tips::Already | Tips::Never if !is_uncertain => None,
                Tips::Already | Tips::At(_) | Tips::Never => Some(share(beyond, tips_at.count())),
            };
            Some(TippingFinding {
                branch: point.branch.clone(),
                from: point.from,
                until: point.until,
                casework_share: tally(Total::CaseworkShare(pool))?.clone(),
                late_share: tally(Total::LateShare(pool))?.clone(),
                tips_at,
                beyond,
                point: Some(point).filter(|_| !is_uncertain),
            })
        };
        points.into_iter().zip(tips_at).zip(beyond).filter_map(finding).collect()
    }
}

/// Different tipping points that are kept apart: exact up to this many uncertain worlds.
const MOST_POINTS: usize = 65_536;

/// The tipping points of all branches in which lateness makes work.
///
/// Time: days of the last year × streams.
pub fn tipping_points(model: &Model) -> Vec<TippingPoint> {
    model.branches_with_casework().into_iter().map(|branch| point(model, branch)).collect()
}

fn point(model: &Model, branch: Branch) -> TippingPoint {
    let (from, until) = (model.last_year(), model.period.end());
    let days = until - from + 1;
    let [mut capacity, mut intake, mut casework] = [0.0; 3];
    for day in (0..days).map(|later| from + later) {
        for pool in branch.pools.iter().map(|pool| &model.pools[*pool]) {
            capacity += match pool.unlimited_from.is_some_and(|from| from <= day) {
                true => f64::INFINITY,
                false => pool.mean_decisions(day, &model.calendar),
            };
        }
        for stream in &branch.streams {
            let cases = mean_cases(model, *stream, day);
            if 0.0 < cases {
                let households = cases / model.streams[*stream].households.mean_heads();
                intake += work_of_deciding(model, *stream, day, cases, households);
                casework += households * casework_of_late(model, *stream, day);
            }
        }
    }
    // To a millionth of a decision, in which capacity is counted: sums of many days are off by less.
    let micro = MICRO as f64;
    let a_week = |sum: f64| (7.0 * sum / f64::from(days) * micro).round() / micro;
    TippingPoint {
        branch,
        from,
        until,
        capacity: a_week(capacity),
        intake: a_week(intake),
        casework_if_all_late: a_week(casework),
    }
}

/// The cases that a stream receives on a day, on average.
pub(crate) fn mean_cases(model: &Model, stream: usize, day: Day) -> f64 {
    let intake = &model.streams[stream].intake;
    if intake.stop_after.is_some_and(|last| last < day) {
        return 0.0;
    }
    let first = model.first_forecast_day(stream);
    match intake.recorded.as_ref().and_then(|recorded| recorded.on(day)) {
        Some(cases) => cases as f64,
        None => intake.forecast.as_ref().map_or(0.0, |it| it.mean_on(day, first)),
    }
}

/// The first pool that decides a stream; it does what its notices, appeals and judgments ask.
fn first_pool(model: &Model, stream: usize) -> usize {
    let mut pools = model.pools.iter();
    pools.position(|pool| pool.streams.contains(&stream)).expect("each stream has a pool")
}

/// What deciding so many cases and households costs its first pool, in decisions.
pub(crate) fn work_of_deciding(
    model: &Model,
    stream: usize,
    day: Day,
    cases: f64,
    households: f64,
) -> f64 {
    let effort = model.pools[first_pool(model, stream)].effort;
    let once = effort.household() * households + effort.further_head() * (cases - households);
    let files = model.streams[stream].completeness.as_ref();
    let wasted = files.map_or(0.0, |it| it.incomplete.on(day).value() * it.wasted.value());
    once * (1.0 + wasted)
}

/// The work of a household that is late and waits for all that may follow, in decisions, as
/// behaviour and law stand on a day:
///
/// notice share × (notice + pursued × appeal share × (1 + second appeal share) × (appeal + judgment)).
fn casework_of_late(model: &Model, stream: usize, day: Day) -> f64 {
    let of = model.pools[first_pool(model, stream)].casework;
    let stream = &model.streams[stream];
    let Some(notice) = stream.notice.as_ref().filter(|_| of != Casework::default()) else {
        return 0.0;
    };
    let decisions = |micro: u64| micro as f64 / MICRO as f64;
    let an_appeal = decisions(of.appeal()) + decisions(of.judgment());
    let void = match model.law.conventions.premature_notice {
        PrematureNotice::Void => notice.premature.value(),
        PrematureNotice::CountsFromEndOfTerm => 0.0,
    };
    let pursued = notice.pursued.on(day).value() * (1.0 - void);
    let court = pursued * appeals(model, stream, day) * an_appeal;
    notice.share.on(day).value() * (decisions(of.notice()) + court)
}

/// First and second appeals for each pursued notice of a day.
fn appeals(model: &Model, stream: &Stream, day: Day) -> f64 {
    let (Some(appeal), Some(court)) = (&stream.appeal, &model.law.court) else { return 0.0 };
    let mut case = StageDays::late(day, day);
    case.notice = Some(day);
    let (_, allowed) = model.law.appeal.first_appeal(case, day);
    let Some(filed) = allowed.filter(|filed| *filed <= model.period.end()) else { return 0.0 };
    (case.appeal, case.judgment) = (Some(filed), Some(filed));
    let has_penalty = !court.practice.of(&case).amounts().is_empty();
    let second = court.second_appeal.as_ref().filter(|second| match second.follows {
        Follows::Maximum => has_penalty,
        Follows::CourtTerm => true,
    });
    let second = second.map_or(0.0, |second| second.share.value());
    appeal.share.on(day).value() * (1.0 + second)
}

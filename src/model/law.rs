//! The law of lateness: conventions of counting, the administrative penalty, the court.

use crate::model::AdministrativePenalty;
use crate::model::Articles;
use crate::model::Court;
use crate::model::Rule;
use crate::model::StageDays;
use crate::time::Day;

/// The first day for which the administrative penalty is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstPenaltyDay {
    /// Notice + grace days + 1: the circular has a notice of Monday run from the Tuesday two weeks
    /// later.
    AfterGrace,
    /// Notice + grace days, as Awb 4:17(3) is read elsewhere.
    LastDayOfGrace,
}

/// Whether a penalty is owed for the day on which the decision is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionDay {
    /// It is: the last day owed is the day the decision is sent (Awb 4:18, explanatory
    /// memorandum).
    Counts,
    /// It is not: the last day owed is the day before.
    DoesNotCount,
}

/// What a notice is worth that was sent before the term had passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrematureNotice {
    /// Nothing (RBDHA:2023:4223).
    Void,
    /// As much as one received on the last day of the term.
    CountsFromEndOfTerm,
}

/// The first day for which the judicial penalty is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourtFirstDay {
    /// Judgment + court term + 1: the day after the court term's last day (RBDHA:2021:2873).
    AfterTerm,
    /// Judgment + court term.
    LastDayOfTerm,
}

/// The counting conventions that differ in practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conventions {
    /// The first day of the administrative penalty.
    pub first_penalty_day: FirstPenaltyDay,
    /// Whether the day of the decision counts, for both penalties.
    pub decision_day: DecisionDay,
    /// What a premature notice is worth.
    pub premature_notice: PrematureNotice,
    /// The first day of the judicial penalty.
    pub court_first_day: CourtFirstDay,
}

impl Default for Conventions {
    /// Notice + grace + 1; the decision day counts; premature notices are void; judgment + term
    /// + 1.
    fn default() -> Conventions {
        Conventions {
            first_penalty_day: FirstPenaltyDay::AfterGrace,
            decision_day: DecisionDay::Counts,
            premature_notice: PrematureNotice::Void,
            court_first_day: CourtFirstDay::AfterTerm,
        }
    }
}

impl Conventions {
    /// Days from the end of the grace period to the first penalty day: 1 or 0.
    pub fn days_after_grace(self) -> i32 {
        match self.first_penalty_day {
            FirstPenaltyDay::AfterGrace => 1,
            FirstPenaltyDay::LastDayOfGrace => 0,
        }
    }

    /// Days from the end of the court term to the first judicial penalty day: 1 or 0.
    pub fn days_after_court_term(self) -> i32 {
        match self.court_first_day {
            CourtFirstDay::AfterTerm => 1,
            CourtFirstDay::LastDayOfTerm => 0,
        }
    }

    /// Days of a running penalty that the day of the decision adds: 1 or 0.
    pub fn decision_day_days(self) -> i32 {
        match self.decision_day {
            DecisionDay::Counts => 1,
            DecisionDay::DoesNotCount => 0,
        }
    }
}

/// Whether a household may appeal for not deciding in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppealRight {
    /// It may.
    Allowed,
    /// It may not.
    Barred,
    /// It may from this day on: who would have appealed before it and still waits does so then.
    BarredUntil(Day),
}

impl Rule<AppealRight> {
    /// Which version of the rule holds for a case that would appeal on a day, from 0, and the day on
    /// which it may; `None` when it never may.
    ///
    /// A household that may not appeal yet asks again on the day on which its bar ends: what then
    /// holds for appeals of that day decides.
    ///
    /// # Example
    /// ```
    /// use arrears::model::{AppealRight, Change, Rule, Stage, StageDays};
    /// use arrears::time::Day;
    ///
    /// let (act, end) = (Day::new(2020, 7, 11)?, Day::new(2021, 7, 11)?);
    /// let barred = Change::new(act, Stage::Noticed, AppealRight::BarredUntil(end));
    /// let rule = Rule::new(AppealRight::Allowed, vec![barred])?;
    /// let mut case = StageDays::late(act - 200, act - 17);
    /// case.notice = Some(act);
    /// assert_eq!(rule.first_appeal(case, act + 14), (1, Some(end)));
    /// case.notice = Some(act - 1);
    /// assert_eq!(rule.first_appeal(case, act + 13), (0, Some(act + 13)));
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn first_appeal(&self, case: StageDays, wished: Day) -> (usize, Option<Day>) {
        let mut day = wished;
        loop {
            let version = self.version_of(&StageDays { appeal: Some(day), ..case });
            match self.versions()[version].value {
                AppealRight::Allowed => return (version, Some(day)),
                AppealRight::Barred => return (version, None),
                AppealRight::BarredUntil(end) if end <= day => return (version, Some(day)),
                // The day only grows, to the end of one of the bars: the loop ends.
                AppealRight::BarredUntil(end) => day = end,
            }
        }
    }
}

/// The rules by which lateness costs money. Each may change on dates ([`Rule`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// How days are counted.
    pub conventions: Conventions,
    /// Days after the notice in which a decision is still free (Awb 4:17(3): two weeks); appeal is
    /// possible from their end on (Awb 6:12(2)).
    pub grace_days: Rule<u32>,
    /// The penalty after a notice; none when left out.
    pub administrative: Option<AdministrativePenalty>,
    /// Whether appeal is allowed ([`Rule::first_appeal`]).
    pub appeal: Rule<AppealRight>,
    /// The court; no judgments when left out.
    pub court: Option<Court>,
    /// Where all this is written; printed beside calendars, changes no number.
    pub articles: Option<Articles>,
}

impl Law {
    /// Lateness costs nothing.
    pub fn none() -> Law {
        Law {
            conventions: Conventions::default(),
            grace_days: Rule::constant(14),
            administrative: None,
            appeal: Rule::constant(AppealRight::Allowed),
            court: None,
            articles: None,
        }
    }
}

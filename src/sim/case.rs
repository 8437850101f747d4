//! One case on paper: its dates, and what its calendar says.

use crate::model::Law;
use crate::model::PrematureNotice;
use crate::model::StageDays;
use crate::model::Tariff;
use crate::money::Money;
use crate::time::Day;

/// How a case ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is decided on this day.
    Decided(Day),
    /// It is withdrawn on this day.
    Withdrawn(Day),
}

impl Ending {
    /// The day on which it ends.
    pub fn day(self) -> Day {
        match self {
            Ending::Decided(day) | Ending::Withdrawn(day) => day,
        }
    }
}

/// A judgment for not deciding in time.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgment {
    /// The day on which it is sent.
    pub day: Day,
    /// The court term in days; that of the court's practice when left out.
    pub term_days: Option<u32>,
    /// The daily penalty; the most frequent of the court's practice when left out.
    pub tariff: Option<Tariff>,
}

impl Judgment {
    /// A judgment by the court's practice.
    pub fn on(day: Day) -> Judgment {
        Judgment { day, term_days: None, tariff: None }
    }
}

/// An appeal for not deciding in time.
#[derive(Clone, Debug, PartialEq)]
pub struct AppealDates {
    /// The day on which it is filed.
    pub filed: Day,
    /// The judgment, if there is one.
    pub judgment: Option<Judgment>,
}

/// What happened to one household, as far as it has happened.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseDates {
    /// The day of receipt.
    pub received: Day,
    /// The last day of its term.
    pub due: Day,
    /// The day of the notice of default.
    pub notice: Option<Day>,
    /// Whether the notice is followed up: penalty claimed, appeal possible.
    pub pursued: bool,
    /// The appeals, in order; at most two.
    pub appeals: Vec<AppealDates>,
    /// How it ends, if it does.
    pub ending: Option<Ending>,
    /// How many penalties run for the household: one for all its heads, or one for each.
    pub penalties: u32,
    /// Whether the dates are those of a record, and stand also where the law would not have it so: a
    /// pursued notice of before the end of the term, a first appeal before the end of the grace period
    /// or while appeals are barred.
    pub recorded: bool,
}

impl CaseDates {
    /// A case of which only receipt and term are known; a notice will be followed up, and cost one
    /// penalty.
    pub fn new(received: Day, due: Day) -> CaseDates {
        CaseDates {
            received,
            due,
            notice: None,
            pursued: true,
            appeals: Vec::new(),
            ending: None,
            penalties: 1,
            recorded: false,
        }
    }

    /// Whether the notice came before the term had passed.
    pub(crate) fn is_premature(&self) -> bool {
        self.notice.is_some_and(|notice| notice <= self.due)
    }

    /// The day from which the notice counts; `None` without a notice that counts.
    pub(crate) fn effective_notice(&self, law: &Law) -> Option<Day> {
        let stands = self.recorded && self.pursued;
        match law.conventions.premature_notice {
            PrematureNotice::Void if self.is_premature() && !stands => None,
            PrematureNotice::Void | PrematureNotice::CountsFromEndOfTerm => {
                self.notice.map(|notice| notice.max(self.due))
            }
        }
    }

    /// The days of its stages up to the notice.
    pub(crate) fn stage_days(&self, notice: Option<Day>) -> StageDays {
        StageDays { notice, ..StageDays::late(self.received, self.due + 1) }
    }
}

/// One of the penalties of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The administrative penalty.
    Administrative,
    /// The judicial penalty of the first appeal.
    Judicial,
    /// The judicial penalty of the second appeal.
    SecondJudicial,
}

impl Clock {
    /// All of them, in the order of a case.
    pub const ALL: [Clock; 3] = [Clock::Administrative, Clock::Judicial, Clock::SecondJudicial];
}

/// Something that happens on a day of the calendar.
#[derive(Clone, Debug, PartialEq)]
pub enum Milestone {
    /// The case is received.
    Received,
    /// The last day of the term.
    TermEnds,
    /// The first late day.
    BecomesLate,
    /// A notice of default.
    Notice,
    /// A notice before the term had passed, which counts for nothing or from the end of the term.
    PrematureNotice(PrematureNotice),
    /// The last day on which a decision is free of the administrative penalty.
    GraceEnds,
    /// Under the law that holds for this case no administrative penalty runs.
    PenaltySuspended,
    /// The first day of a penalty, at this amount a day for each penalty.
    Begins(Clock, Money),
    /// The first day of another daily amount.
    Changes(Clock, Money),
    /// The last day of a penalty: its maximum is reached.
    Maximum(Clock),
    /// The last day that is owed of a penalty that a decision or withdrawal ends.
    LastDayOwed(Clock),
    /// An appeal is filed; the second, if so.
    Appeal {
        /// Whether it is the second.
        second: bool,
    },
    /// An appeal is filed that the law bars: nothing follows.
    AppealBarred,
    /// The court gives judgment.
    Judgment {
        /// Whether it is on the second appeal.
        second: bool,
        /// The court term in days.
        term_days: u32,
        /// The most that is then owed, for each penalty; nothing when the court sets a term only.
        maximum: Option<Money>,
        /// Legal costs that it makes the service pay.
        legal_costs: Money,
    },
    /// The last day of a court term.
    CourtTermEnds {
        /// Whether it is of the second judgment.
        second: bool,
    },
    /// The case is decided.
    Decided,
    /// The case is withdrawn.
    Withdrawn,
    /// The calendar ends and the case is still pending.
    StillPending,
}

/// A line of the calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The day.
    pub day: Day,
    /// What happens.
    pub what: Milestone,
    /// What is owed at the end of that day by each penalty, in the order of [`Clock::ALL`], for all
    /// penalties of the household together.
    pub owed: [Money; 3],
}

impl Entry {
    /// All that is owed at the end of that day.
    pub fn total(&self) -> Money {
        self.owed.iter().copied().sum()
    }
}

/// The calendar of one case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseCalendar {
    /// What happens, in the order of the days.
    pub entries: Vec<Entry>,
    /// What is owed at the end by each penalty, in the order of [`Clock::ALL`].
    pub owed: [Money; 3],
    /// What may still run up after the last day of the calendar if the case is never closed, of
    /// the penalties that are fixed by then.
    pub may_follow: Money,
    /// Legal costs of all judgments; not among the penalties.
    pub legal_costs: Money,
    /// How many penalties run for the household.
    pub penalties: u32,
}

impl CaseCalendar {
    /// All penalties together.
    pub fn total(&self) -> Money {
        self.owed.iter().copied().sum()
    }
}

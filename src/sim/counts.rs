//! What is counted in every replication, and in what: files or heads.

use crate::model::Model;
use crate::model::Unit;

/// Something that is counted up to the last day. Notices, penalties, appeals and judgments that the
/// opening stock met before the first day are among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Count {
    /// Cases received, without the opening stock.
    Received = 0,
    /// Cases decided.
    Decided,
    /// Cases decided after their due day.
    DecidedLate,
    /// Cases withdrawn.
    Withdrawn,
    /// Cases pending at the end of the last day.
    Pending,
    /// Late cases at the end of the last day.
    Late,
    /// Households that gave notice.
    Notices,
    /// Administrative penalties above zero.
    AdministrativePenalties,
    /// Administrative penalties that reached their maximum.
    AdministrativeMaxima,
    /// Appeals of households, first and second.
    Appeals,
    /// Judgments, on first and second appeals.
    Judgments,
    /// Judicial penalties above zero, of first and second appeals.
    JudicialPenalties,
    /// Judicial penalties that reached their maximum.
    JudicialMaxima,
    /// Second appeals; they are among the appeals too.
    SecondAppeals,
    /// Judgments on second appeals; they are among the judgments too.
    SecondJudgments,
}

impl Count {
    /// Everything that is counted, in the order of a case's life.
    pub const ALL: [Count; 15] = [
        Count::Received,
        Count::Decided,
        Count::DecidedLate,
        Count::Withdrawn,
        Count::Pending,
        Count::Late,
        Count::Notices,
        Count::AdministrativePenalties,
        Count::AdministrativeMaxima,
        Count::Appeals,
        Count::Judgments,
        Count::JudicialPenalties,
        Count::JudicialMaxima,
        Count::SecondAppeals,
        Count::SecondJudgments,
    ];

    /// What is counted in a model: second appeals only where there are any.
    pub fn all_of(model: &Model) -> impl Iterator<Item = Count> {
        let second = model.law.court.as_ref().is_some_and(|it| it.second_appeal.is_some());
        let is_second = |of: &Count| matches!(of, Count::SecondAppeals | Count::SecondJudgments);
        Count::ALL.into_iter().filter(move |of| second || !is_second(of))
    }

    /// Its name, as in files.
    pub fn name(self) -> &'static str {
        match self {
            Count::Received => "received",
            Count::Decided => "decided",
            Count::DecidedLate => "decided_late",
            Count::Withdrawn => "withdrawn",
            Count::Pending => "pending_at_end",
            Count::Late => "late_at_end",
            Count::Notices => "notices",
            Count::AdministrativePenalties => "administrative_penalties",
            Count::AdministrativeMaxima => "administrative_maxima",
            Count::Appeals => "appeals",
            Count::Judgments => "judgments",
            Count::JudicialPenalties => "judicial_penalties",
            Count::JudicialMaxima => "judicial_maxima",
            Count::SecondAppeals => "second_appeals",
            Count::SecondJudgments => "second_judgments",
        }
    }

    /// In what else it can be counted.
    pub fn other_unit(self) -> CountedIn {
        match self.unit() {
            Unit::Households => CountedIn::Cases,
            Unit::Cases
            | Unit::Penalties
            | Unit::Places
            | Unit::Cents
            | Unit::Days
            | Unit::Millionths
            | Unit::Date => CountedIn::Households,
        }
    }

    pub(crate) fn unit(self) -> Unit {
        match self {
            Count::Received
            | Count::Decided
            | Count::DecidedLate
            | Count::Withdrawn
            | Count::Pending
            | Count::Late => Unit::Cases,
            Count::Notices
            | Count::Appeals
            | Count::Judgments
            | Count::SecondAppeals
            | Count::SecondJudgments => Unit::Households,
            Count::AdministrativePenalties
            | Count::AdministrativeMaxima
            | Count::JudicialPenalties
            | Count::JudicialMaxima => Unit::Penalties,
        }
    }
}

/// In what something is counted: files or heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedIn {
    /// Households, each once: files.
    Households,
    /// Cases: the heads of the households.
    Cases,
}

impl CountedIn {
    /// Both, households first.
    pub const ALL: [CountedIn; 2] = [CountedIn::Households, CountedIn::Cases];

    /// Its name, as in files.
    pub fn name(self) -> &'static str {
        match self {
            CountedIn::Households => "households",
            CountedIn::Cases => "cases",
        }
    }

    pub(crate) fn unit(self) -> Unit {
        match self {
            CountedIn::Households => Unit::Households,
            CountedIn::Cases => Unit::Cases,
        }
    }
}

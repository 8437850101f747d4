//! One possible future: who is decided when, what becomes of each household, and the ledger.
//!
//! [`Engine::new`] compiles a model into tables once; [`Engine::simulate`] is then a pure function
//! of a [`Key`]. A replication has two halves that meet in one array of closing days: `queue` finds
//! the day on which each household leaves, `settle` works out what its wait cost.

mod appeals;
mod by_receipt;
mod capacity;
mod case;
mod case_calendar;
mod case_check;
mod clock;
mod count_tables;
mod counts;
mod day_lists;
mod due;
mod due_lists;
mod fate;
mod fifo;
mod files;
mod groups;
mod history;
mod intake;
mod law_plan;
mod ledger;
mod line;
mod mean;
mod mean_court;
mod mean_moments;
mod mean_notice;
mod mean_outcome;
mod mean_reason;
mod mean_table;
mod mean_tally;
mod noticed;
mod opening;
mod outcome;
mod owing;
mod places;
mod plan;
mod pool_plan;
mod queue;
mod ranked;
mod runs;
mod settle;
mod settle_notice;
mod spend;
mod spending;
mod staff_spending;
mod surge;
mod totals;
mod trace;
mod view;
mod waiting;
mod watch;

pub use case::AppealDates;
pub use case::CaseCalendar;
pub use case::CaseDates;
pub use case::Clock;
pub use case::Ending;
pub use case::Entry;
pub use case::Judgment;
pub use case::Milestone;
pub use case_calendar::calendar;
pub use counts::Count;
pub use counts::CountedIn;
pub use groups::GroupWait;
pub use groups::WaitGroup;
pub use mean::MeanEngine;
pub use mean::MeanWorkspace;
pub use mean_outcome::MeanOutcome;
pub use mean_outcome::MeanValue;
pub use mean_reason::MeanReason;
pub use mean_reason::MeanRefused;
pub use outcome::Outcome;
pub use outcome::Waits;
pub use plan::Engine;
pub use settle::Workspace;
pub use spending::CostLine;
pub(crate) use spending::spends;
pub use totals::Part;
pub use totals::Series;
pub use totals::Tier;
pub use totals::Total;
pub use totals::Waiting;
pub use trace::HouseholdAddress;
pub use trace::Trace;
pub use trace::Transfer;

use crate::model::Model;
use crate::random::Key;

/// One future of a model, for callers who want only one.
///
/// The same as `Engine::new(model).simulate(key)`; for many futures keep the engine.
pub fn simulate(model: &Model, key: Key) -> Outcome {
    Engine::new(model).simulate(key, &mut Workspace::default())
}

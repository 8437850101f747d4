//! Days, civil dates, working days and statutory terms.

mod calendar;
mod day;
mod schedule;
mod term;

pub use calendar::Calendar;
pub use calendar::Weekday;
pub use day::Day;
pub use schedule::Schedule;
pub use term::Length;
pub use term::Term;
pub use term::TermConventions;
pub use term::TermEndOnDayOff;
pub use term::TermStart;

//! Pools of people who decide.

use crate::error::Fault;
use crate::model::Line;
use crate::model::Order;
use crate::model::Staff;
use crate::model::Trigger;
use crate::random::Share;
use crate::random::Variation;
use crate::time::Calendar;
use crate::time::Day;
use crate::time::Schedule;

/// Parts of one decision in which capacity and effort are counted: a millionth.
pub const MICRO: u64 = 1_000_000;

/// How a pool's capacity varies from day to day about its mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CapacityVariation {
    /// Not at all.
    None,
    /// A whole number of decisions, Poisson or negative binomial.
    Count(Variation),
    /// A log-normal factor with mean 1 and this coefficient of variation, in (0, 3].
    Relative(f64),
}

/// What one household costs to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    // In micro-decisions; above 0.
    household: u64,
    // In micro-decisions; 0 or more.
    further_head: u64,
}

impl Effort {
    /// `household` decisions for the first head and `further_head` for each other.
    ///
    /// # Errors
    /// - `household` is not between 0.001 and 1,000, or `further_head` not between 0 and 1,000.
    pub fn new(household: f64, further_head: f64) -> Result<Effort, Fault> {
        if !(0.001 <= household && household <= 1_000.0) {
            return Err(Fault::new(household, "between 0.001 and 1,000 decisions"));
        }
        if !(0.0 <= further_head && further_head <= 1_000.0) {
            return Err(Fault::new(further_head, "between 0 and 1,000 decisions"));
        }
        let micro = |decisions: f64| (decisions * MICRO as f64).round() as u64;
        Ok(Effort { household: micro(household), further_head: micro(further_head) })
    }

    /// One decision for each head.
    pub const PER_HEAD: Effort = Effort { household: MICRO, further_head: MICRO };

    /// The effort for a household of so many heads, in millionths of a decision.
    #[inline]
    pub fn of(self, heads: u32) -> u64 {
        self.household + self.further_head * u64::from(heads - 1)
    }

    /// The effort for the first head, in decisions.
    pub fn household(self) -> f64 {
        self.household as f64 / MICRO as f64
    }

    /// The effort for each further head, in decisions.
    pub fn further_head(self) -> f64 {
        self.further_head as f64 / MICRO as f64
    }
}

/// What lateness costs the pool itself, in decisions that are not made meanwhile.
///
/// The work of a day is done on the pool's next days, before any decision, for every household of
/// the streams for which this pool is the first in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Casework {
    // In micro-decisions.
    notice: u64,
    appeal: u64,
    judgment: u64,
}

impl Casework {
    /// So many decisions for each notice, appeal and judgment of a household.
    ///
    /// # Errors
    /// - a number is not between 0 and 1,000.
    pub fn new(notice: f64, appeal: f64, judgment: f64) -> Result<Casework, Fault> {
        for number in [notice, appeal, judgment] {
            if !(0.0 <= number && number <= 1_000.0) {
                return Err(Fault::new(number, "between 0 and 1,000 decisions"));
            }
        }
        let micro = |decisions: f64| (decisions * MICRO as f64).round() as u64;
        Ok(Casework { notice: micro(notice), appeal: micro(appeal), judgment: micro(judgment) })
    }

    /// For a notice, in millionths of a decision.
    pub fn notice(self) -> u64 {
        self.notice
    }

    /// For an appeal, in millionths of a decision.
    pub fn appeal(self) -> u64 {
        self.appeal
    }

    /// For a judgment, in millionths of a decision.
    pub fn judgment(self) -> u64 {
        self.judgment
    }
}

/// A pool of people who decide the cases of some streams.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// What it is called.
    pub name: String,
    /// The streams it decides, by their number from 0.
    pub streams: Vec<usize>,
    /// The pool's own people, in full-time equivalents, by date; see [`Staff`] for those who are
    /// hired and those who leave.
    pub fte: Schedule<f64>,
    /// Decisions that one fte makes in a full week, by date.
    pub decisions_per_fte_per_week: Schedule<f64>,
    /// Whether somebody said what one fte decides, so that a person more is a number of decisions
    /// more; `false` where only the decisions of all together are known, and `fte` stands at 1 for
    /// them.
    pub counts_people: bool,
    /// The share of the time that people are absent, hired or not, by date.
    pub absence: Schedule<Share>,
    /// How much a day's capacity varies.
    pub variation: CapacityVariation,
    /// What a household costs to decide.
    pub effort: Effort,
    /// Who comes and goes beside `fte`, overtime, productivity and costs.
    pub staff: Staff,
    /// What lateness costs the pool itself.
    pub casework: Casework,
    /// From this day on everything that waits is decided at once, on every day of the week; never
    /// when left out. The bound of what capacity can do.
    pub unlimited_from: Option<Day>,
    /// Measures that begin and end with the late stock.
    pub triggers: Vec<Trigger>,
    // No list is empty; the shares of each sum to 1.
    lines: Schedule<Vec<Line>>,
}

impl Pool {
    /// The most decisions that a pool can make in a week.
    pub const MOST_PER_WEEK: f64 = 1e9;

    /// A pool of one fte that makes so many decisions a week, oldest first, without variation.
    ///
    /// # Errors
    /// - `decisions_per_week` is not between 0 and 10,000,000.
    pub fn new(name: &str, streams: Vec<usize>, decisions_per_week: f64) -> Result<Pool, Fault> {
        let rate = Pool::checked_rate(decisions_per_week)?;
        Ok(Pool {
            name: name.to_owned(),
            streams,
            fte: Schedule::constant(1.0),
            decisions_per_fte_per_week: Schedule::constant(rate),
            counts_people: true,
            absence: Schedule::constant(Share::NONE),
            variation: CapacityVariation::None,
            effort: Effort::PER_HEAD,
            casework: Casework::default(),
            unlimited_from: None,
            triggers: Vec::new(),
            staff: Staff::unchanging(),
            lines: Schedule::constant(vec![Line::new(Order::OldestFirst, Share::ALL)]),
        })
    }

    /// A number of people or of decisions, as a pool may have.
    ///
    /// # Errors
    /// - the number is not between 0 and 10,000,000.
    pub fn checked_rate(number: f64) -> Result<f64, Fault> {
        if 0.0 <= number && number <= 1e7 {
            return Ok(number);
        }
        Err(Fault::new(number, "0 or more, at most 10,000,000"))
    }

    /// Splits the pool over orders by share, on all dates.
    ///
    /// # Errors
    /// - there is no line, more than 100, or their shares do not sum to 1 (within 0.000001).
    /// - a line takes cases up to a day before the one from which it takes them.
    pub fn set_lines(&mut self, lines: Vec<Line>) -> Result<(), Fault> {
        self.set_lines_by_date(Schedule::constant(lines))
    }

    /// Splits the pool over orders by share, anew on dates. Work that is begun goes on.
    ///
    /// # Errors
    /// - as [`Pool::set_lines`], for any of the dates.
    pub fn set_lines_by_date(&mut self, lines: Schedule<Vec<Line>>) -> Result<(), Fault> {
        for (_, lines) in lines.steps() {
            check_lines(lines)?;
        }
        self.lines = lines;
        Ok(())
    }

    /// The orders in which the pool works by date, each with its share of the capacity.
    pub fn lines(&self) -> &Schedule<Vec<Line>> {
        &self.lines
    }

    /// The mean number of decisions on a day: [decisions per week](Pool::decisions_per_week) /
    /// working days in a week; 0 on a day off. The same in every replication.
    pub fn mean_decisions(&self, day: Day, calendar: &Calendar) -> f64 {
        if !calendar.is_working_day(day) {
            return 0.0;
        }
        self.decisions_per_week(day) / f64::from(calendar.days_per_week())
    }
}

fn check_lines(lines: &[Line]) -> Result<(), Fault> {
    if !(lines.len() <= 100) {
        return Err(Fault::new(lines.len(), "at most 100 orders"));
    }
    let sum: f64 = lines.iter().map(|line| line.share.value()).sum();
    if !((sum - 1.0).abs() <= 1e-6) {
        return Err(Fault::new(
            format!("shares that sum to {}", (sum * 1e9).round() / 1e9),
            "shares that sum to 1",
        ));
    }
    for line in lines {
        if let (Some(from), Some(until)) = (line.received_from, line.received_until)
            && !(from <= until)
        {
            return Err(Fault::new(until, format!("on or after {from}")));
        }
    }
    Ok(())
}

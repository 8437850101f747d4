//! What is known at the start of cases that came in before it: how far each of them has come.

use crate::error::Fault;
use crate::model::Households;
use crate::model::Tariff;
use crate::time::Day;

/// Some cases of one day of receipt of which more is known than that they wait.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownCases {
    /// The day of receipt.
    pub received: Day,
    /// How many cases.
    pub cases: u64,
    /// The heads of each household, where they are known; else sizes are drawn as always.
    pub heads: Option<u8>,
    /// What is known of each of them.
    pub progress: Progress,
}

/// What is known of a household before the start. All days are before the start but for `due`.
///
/// # Example
/// ```
/// use arrears::model::{Progress, Reached};
/// use arrears::time::Day;
///
/// let start = Day::new(2020, 3, 3)?;
/// // Ten days ago a court ordered a decision within four weeks.
/// let mut progress = Progress::waiting();
/// progress.reached = Reached::Judgment {
///     noticed: Some(start - 90),
///     appealed: Some(start - 70),
///     day: Some(start - 10),
///     term_days: Some(28),
///     tariff: None,
/// };
/// assert!(progress.faults(start - 300, start).is_empty());
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Progress {
    /// The last day of the term; as the term says when left out.
    pub due: Option<Day>,
    /// How far it has come.
    pub reached: Reached,
    /// Whether it has come further than that.
    pub further: Further,
    /// The day of the decision, if it was decided before the start: then it is no stock, but may
    /// still owe.
    pub decided: Option<Day>,
}

/// How far a household has come before the start. A day that is left out has passed, but is not
/// known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// It has not given notice.
    Nothing,
    /// It has given notice.
    Notice {
        /// The day of the notice.
        day: Option<Day>,
        /// Whether the notice is followed up, if that is known.
        pursued: Option<bool>,
    },
    /// It has appealed.
    Appeal {
        /// The day of the notice.
        noticed: Option<Day>,
        /// The day of the appeal.
        day: Option<Day>,
    },
    /// The court has given judgment.
    Judgment {
        /// The day of the notice.
        noticed: Option<Day>,
        /// The day of the appeal.
        appealed: Option<Day>,
        /// The day of the judgment.
        day: Option<Day>,
        /// The court term in days; that of the court's practice when left out.
        term_days: Option<u32>,
        /// The daily amount and its maximum; drawn from the court's practice when left out.
        tariff: Option<Tariff>,
    },
}

/// Whether a household has come further than what it is known to have reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Further {
    /// It has not: what comes next is drawn given that it did not happen before the start.
    No,
    /// That is not known: what comes next is drawn as always, and may lie before the start.
    Unknown,
}

impl Reached {
    /// The days of the notice, the appeal and the judgment, as far as they are known.
    pub fn days(&self) -> [Option<Day>; 3] {
        match self {
            Reached::Nothing => [None; 3],
            Reached::Notice { day, .. } => [*day, None, None],
            Reached::Appeal { noticed, day } => [*noticed, *day, None],
            Reached::Judgment { noticed, appealed, day, .. } => [*noticed, *appealed, *day],
        }
    }

    /// The day on which it reached its last stage, if that is known.
    pub fn last_day(&self) -> Option<Day> {
        match self {
            Reached::Nothing => None,
            Reached::Notice { day, .. }
            | Reached::Appeal { day, .. }
            | Reached::Judgment { day, .. } => *day,
        }
    }

    /// Whether it has appealed, judged or not.
    pub fn has_appealed(&self) -> bool {
        match self {
            Reached::Nothing | Reached::Notice { .. } => false,
            Reached::Appeal { .. } | Reached::Judgment { .. } => true,
        }
    }
}

/// The names of the stages of a household, as a register calls them.
const STAGES: [&str; 3] = ["noticed", "appealed", "judged"];

impl Progress {
    /// It waits and has not given notice.
    pub fn waiting() -> Progress {
        let (due, reached, decided) = (None, Reached::Nothing, None);
        Progress { due, reached, further: Further::No, decided }
    }

    /// Whether it may have come further than what it is known to have reached.
    pub fn may_be_further(&self) -> bool {
        self.further == Further::Unknown
    }

    /// What cannot be, for a household received on a day and a scenario that starts on another: each
    /// fault with what it is about, as a register calls it (`noticed`, `court_term_days`, …).
    pub fn faults(&self, received: Day, start: Day) -> Vec<(&'static str, Fault)> {
        let mut faults = Vec::new();
        if !(received < start) {
            let right = format!("before the start, {start}");
            faults.push(("received", Fault::new(received, right)));
        }
        if let Some(due) = self.due.filter(|due| !(received <= *due)) {
            faults.push(("due", Fault::new(due, format!("on or after received, {received}"))));
        }
        let reached = STAGES.into_iter().zip(self.reached.days());
        let decided = self.decided.map(|day| ("decided", Some(day)));
        let (mut before, mut last) = ("received", received);
        for (name, day) in reached.chain(decided) {
            let Some(day) = day else { continue };
            if !(last <= day) {
                faults.push((name, Fault::new(day, format!("on or after {before}, {last}"))));
            } else if !(day < start) {
                let right = format!("before the start, {start}, or left out");
                faults.push((name, Fault::new(day, right)));
            }
            (before, last) = (name, day);
        }
        if let (Some(due), [_, Some(appealed), _]) = (self.due, self.reached.days())
            && !(due < appealed)
        {
            let right = format!("after due, {due}, as only a late household appeals");
            faults.push(("appealed", Fault::new(appealed, right)));
        }
        if let Reached::Judgment { term_days: Some(days), .. } = self.reached
            && !(days <= 3_660)
        {
            let fault = Fault::new(days, "at most 3,660 days (10 years)");
            faults.push(("court_term_days", fault));
        }
        faults
    }
}

impl KnownCases {
    /// What is wrong with the numbers, or else with what is known.
    pub(crate) fn faults(&self, start: Day) -> Vec<(&'static str, Fault)> {
        let mut faults = self.progress.faults(self.received, start);
        if let Some(heads) = self.heads {
            let most = Households::MAX_HEADS;
            if !(1 <= heads && usize::from(heads) <= most) {
                faults.push(("heads", Fault::new(heads, format!("from 1 to {most}"))));
            } else if !self.cases.is_multiple_of(u64::from(heads)) {
                let found = format!("{} cases in households of {heads}", self.cases);
                faults.push(("heads", Fault::new(found, "whole households")));
            }
        } else if self.progress.decided.is_some() {
            let right = "known of households that were decided before the start";
            faults.push(("heads", Fault::new("no number of heads", right)));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(t: i32) -> Day {
        Day::new(2020, 3, 3).unwrap() + t
    }

    fn faults(progress: &Progress) -> String {
        let faults = progress.faults(day(-100), day(0)).into_iter();
        faults.map(|(name, fault)| format!("{name} {fault}\n")).collect()
    }

    fn judged(noticed: i32, appealed: i32, judged: i32) -> Progress {
        let reached = Reached::Judgment {
            noticed: Some(day(noticed)),
            appealed: Some(day(appealed)),
            day: Some(day(judged)),
            term_days: None,
            tariff: None,
        };
        Progress { reached, ..Progress::waiting() }
    }

    #[test]
    fn days_come_in_the_order_of_the_stages_and_before_the_start() {
        assert_eq!(faults(&judged(-60, -40, -1)), "");
        assert_eq!(faults(&judged(-100, -100, -100)), "");
        let out_of_order = "noticed 2019-11-23, must be on or after received, 2019-11-24\n\
                            judged 2020-01-22, must be on or after appealed, 2020-01-23\n";
        assert_eq!(faults(&judged(-101, -40, -41)), out_of_order);
        let after_the_start =
            "judged 2020-03-03, must be before the start, 2020-03-03, or left out\n";
        assert_eq!(faults(&judged(-60, -40, 0)), after_the_start);
        let decided = Progress { decided: Some(day(-2)), ..judged(-60, -40, -1) };
        assert_eq!(
            faults(&decided),
            "decided 2020-03-01, must be on or after judged, 2020-03-02\n"
        );
        // A day that is not known is passed over.
        let reached = Reached::Appeal { noticed: Some(day(-9)), day: None };
        assert_eq!(
            faults(&Progress { reached, decided: Some(day(-9)), ..Progress::waiting() }),
            ""
        );
    }

    #[test]
    fn only_a_late_household_appeals() {
        let with_due = |due| faults(&Progress { due: Some(day(due)), ..judged(-60, -40, -20) });
        assert_eq!(with_due(-41), "");
        assert!(with_due(-40).starts_with("appealed 2020-01-23, must be after due, 2020-01-23"));
        assert!(with_due(-101).starts_with("due 2019-11-23, must be on or after received"));
        let late = Progress { due: Some(day(50)), ..Progress::waiting() };
        assert_eq!(faults(&late), "");
        let early = late.faults(day(0), day(0));
        assert_eq!(early[0].1.to_string(), "2020-03-03, must be before the start, 2020-03-03");
    }

    #[test]
    fn households_are_whole() {
        let cases = |cases, heads| {
            let progress = Progress::waiting();
            KnownCases { received: day(-9), cases, heads, progress }.faults(day(0)).len()
        };
        let found = [(6, Some(3)), (7, Some(3)), (7, Some(0)), (7, None), (202, Some(101))];
        assert_eq!(found.map(|(all, heads)| cases(all, heads)), [0, 1, 1, 0, 1]);
    }
}

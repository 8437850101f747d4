//! Rules that change on dates, and which cases each change touches.

use std::fmt;

use crate::error::Fault;
use crate::time::Day;
use crate::time::Schedule;

/// A stage in the life of a case, in their order; transitional rules hang on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It was received.
    Received,
    /// Its term has passed: its first late day, the day after the due day.
    Late,
    /// It is late and has given notice: the later of the two days, so that a notice of before the
    /// end of the term comes no earlier than that end.
    Noticed,
    /// It appeals.
    Appealed,
    /// The court gives judgment.
    Judged,
}

impl Stage {
    /// All stages, in their order.
    pub const ALL: [Stage; 5] =
        [Stage::Received, Stage::Late, Stage::Noticed, Stage::Appealed, Stage::Judged];

    /// Its name, as in files.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Received => "received",
            Stage::Late => "late",
            Stage::Noticed => "noticed",
            Stage::Appealed => "appealed",
            Stage::Judged => "judged",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The days on which a case reached its stages, as far as it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageDays {
    /// The day of receipt.
    pub received: Day,
    /// The day after the last day of the term.
    pub first_late: Day,
    /// The day of the notice.
    pub notice: Option<Day>,
    /// The day of the appeal.
    pub appeal: Option<Day>,
    /// The day of the judgment.
    pub judgment: Option<Day>,
}

impl StageDays {
    /// A case that has become late, and no more yet.
    pub fn late(received: Day, first_late: Day) -> StageDays {
        StageDays { received, first_late, notice: None, appeal: None, judgment: None }
    }

    /// The day on which it reached a stage; `None` when it has not.
    #[inline]
    pub fn of(&self, stage: Stage) -> Option<Day> {
        match stage {
            Stage::Received => Some(self.received),
            Stage::Late => Some(self.first_late),
            Stage::Noticed => self.notice.map(|notice| notice.max(self.first_late)),
            Stage::Appealed => self.appeal,
            Stage::Judged => self.judgment,
        }
    }
}

/// A change of a rule: from a date on, for the cases that reach a stage on that date or later.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<T> {
    /// The first day.
    pub from: Day,
    /// Which cases it touches: those that reach this stage on that day or later.
    pub touches: Stage,
    /// What it is called in reports; its date and stage when left out.
    pub name: Option<String>,
    /// What holds for them.
    pub value: T,
}

impl<T> Change<T> {
    /// A change without a name of its own.
    pub fn new(from: Day, touches: Stage, value: T) -> Change<T> {
        Change { from, touches, name: None, value }
    }

    /// The same change under a name.
    pub fn named(self, name: &str) -> Change<T> {
        Change { name: Some(name.to_owned()), ..self }
    }

    /// Whether it touches a case.
    #[inline]
    pub fn touches(&self, case: &StageDays) -> bool {
        case.of(self.touches).is_some_and(|day| self.from <= day)
    }
}

/// A rule of law: what held at first, and its changes.
///
/// A case falls under the last change that touches it, and under the first version when none does. So
/// a case that reaches the stage the day before a change keeps the old rule for good.
///
/// # Example
/// ```
/// use arrears::model::{Change, Rule, Stage, StageDays};
/// use arrears::time::Day;
///
/// // Two weeks of grace; four for whoever is noticed from 11 July 2020 on.
/// let act = Day::new(2020, 7, 11)?;
/// let grace = Rule::new(14, vec![Change::new(act, Stage::Noticed, 28)])?;
/// let mut case = StageDays::late(act - 300, act - 100);
/// case.notice = Some(act - 1);
/// assert_eq!(*grace.of(&case), 14);
/// case.notice = Some(act);
/// assert_eq!(*grace.of(&case), 28);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rule<T> {
    // Never empty; dates strictly increase. The first holds for all that no other touches: its date
    // and stage only say whence it is.
    versions: Vec<Change<T>>,
}

impl<T> Rule<T> {
    /// A rule that never changes.
    pub fn constant(value: T) -> Rule<T> {
        Rule { versions: vec![Change::new(Day::FIRST, Stage::Received, value)] }
    }

    /// A rule and its changes.
    ///
    /// # Errors
    /// - the date of a change is not after that of the one before it.
    pub fn new(first: T, changes: Vec<Change<T>>) -> Result<Rule<T>, Fault> {
        let first = Change::new(Day::FIRST, Stage::Received, first);
        Rule::of_versions(std::iter::once(first).chain(changes).collect())
    }

    /// A rule of these versions; the first holds for all cases that no other touches.
    ///
    /// # Errors
    /// - there is no version, or the date of one is not after that of the one before it.
    pub fn of_versions(versions: Vec<Change<T>>) -> Result<Rule<T>, Fault> {
        if versions.is_empty() {
            return Err(Fault::new("an empty list", "at least one value with its date"));
        }
        for pair in versions.windows(2) {
            if !(pair[0].from < pair[1].from) {
                let right = format!("after {}, the date before it in the list", pair[0].from);
                return Err(Fault::new(pair[1].from, right));
            }
        }
        Ok(Rule { versions })
    }

    /// A rule that goes by the date of one stage; constant where the schedule is.
    pub fn by_date(touches: Stage, schedule: Schedule<T>) -> Rule<T> {
        let touches = if schedule.steps().len() == 1 { Stage::Received } else { touches };
        let change = |(from, value)| Change::new(from, touches, value);
        Rule { versions: schedule.into_steps().into_iter().map(change).collect() }
    }

    /// The rule with one more change.
    ///
    /// # Errors
    /// - the rule changes on that date already, or does not begin before it.
    pub fn with(self, change: Change<T>) -> Result<Rule<T>, Fault> {
        let Rule { mut versions } = self;
        let later = 1 + versions[1..].partition_point(|it| it.from < change.from);
        let taken = versions.get(later).is_some_and(|it| it.from == change.from);
        if taken {
            let right = "another date: the rule changes on this one already, and once a day only";
            return Err(Fault::new(change.from, right));
        }
        if !(versions[0].from < change.from) {
            return Err(Fault::new(
                change.from,
                format!("after {}, where the rule begins", versions[0].from),
            ));
        }
        versions.insert(later, change);
        Ok(Rule { versions })
    }

    /// What holds for a case.
    #[inline]
    pub fn of(&self, case: &StageDays) -> &T {
        &self.versions[self.version_of(case)].value
    }

    /// Which of the versions holds for a case, from 0.
    pub fn version_of(&self, case: &StageDays) -> usize {
        match self.versions.as_slice() {
            [_] => 0,
            [_, changes @ ..] => {
                changes.iter().rposition(|it| it.touches(case)).map_or(0, |change| change + 1)
            }
            [] => unreachable!("a rule has a version"),
        }
    }

    /// The same for a case whose days are asked only where the rule changes at all.
    #[inline]
    pub(crate) fn version_where(&self, case: impl FnOnce() -> StageDays) -> usize {
        if self.is_constant() { 0 } else { self.version_of(&case()) }
    }

    /// All versions, the first one first; its date and stage only say whence it is.
    pub fn versions(&self) -> &[Change<T>] {
        &self.versions
    }

    /// What a version is called: its name, or the cases that it touches.
    pub fn name_of(&self, version: usize) -> String {
        let change = &self.versions[version];
        match (&change.name, version) {
            (Some(name), _) => name.clone(),
            (None, 0) => "all others".to_owned(),
            (None, _) => format!("{} from {} on", change.touches, change.from),
        }
    }

    /// Whether it never changes.
    #[inline]
    pub fn is_constant(&self) -> bool {
        self.versions.len() == 1
    }

    /// The values of all versions.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.versions.iter().map(|it| &it.value)
    }

    /// The rule of what `change` makes of each value.
    pub fn map<U>(&self, change: impl FnMut(&T) -> U) -> Rule<U> {
        let mut change = change;
        let version = |it: &Change<T>| Change {
            from: it.from,
            touches: it.touches,
            name: it.name.clone(),
            value: change(&it.value),
        };
        Rule { versions: self.versions.iter().map(version).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i32) -> Day {
        Day::new(2020, 7, 11).unwrap() + number
    }

    /// A case that reaches all stages, each a day after the one before it.
    fn case(received: i32) -> StageDays {
        StageDays {
            received: day(received),
            first_late: day(received + 1),
            notice: Some(day(received + 2)),
            appeal: Some(day(received + 3)),
            judgment: Some(day(received + 4)),
        }
    }

    #[test]
    fn a_change_touches_whoever_reaches_its_stage_from_its_day_on() {
        for (later, stage) in Stage::ALL.into_iter().enumerate() {
            let rule = Rule::new("old", vec![Change::new(day(0), stage, "new")]).unwrap();
            let later = later as i32;
            assert_eq!(*rule.of(&case(-1 - later)), "old", "{stage}, the day before");
            assert_eq!(*rule.of(&case(-later)), "new", "{stage}, the day itself");
            assert_eq!(*rule.of(&case(9)), "new", "{stage}, later");
        }
    }

    #[test]
    fn a_stage_that_is_not_reached_is_not_touched() {
        let late = StageDays::late(day(5), day(6));
        for stage in [Stage::Noticed, Stage::Appealed, Stage::Judged] {
            let rule = Rule::new("old", vec![Change::new(day(0), stage, "new")]).unwrap();
            assert_eq!(*rule.of(&late), "old", "{stage}");
        }
    }

    #[test]
    fn a_premature_notice_is_noticed_when_the_case_is_late() {
        let act = Rule::new("old", vec![Change::new(day(0), Stage::Noticed, "new")]).unwrap();
        let mut case = StageDays::late(day(-200), day(0));
        case.notice = Some(day(-30));
        assert_eq!(*act.of(&case), "new");
        case.first_late = day(-1);
        assert_eq!(*act.of(&case), "old");
    }

    #[test]
    fn the_last_change_that_touches_a_case_holds() {
        let changes = vec![
            Change::new(day(0), Stage::Judged, 1),
            Change::new(day(10), Stage::Noticed, 2),
            Change::new(day(20), Stage::Judged, 3),
        ];
        let rule = Rule::new(0, changes).unwrap();
        // Judged on day 12, noticed on day 10: the second change is the later one.
        assert_eq!(*rule.of(&case(8)), 2);
        // Judged on day 11, noticed on day 9: only the first.
        assert_eq!(*rule.of(&case(7)), 1);
        // Judged on day 20.
        assert_eq!(*rule.of(&case(16)), 3);
    }

    #[test]
    fn a_rule_changes_once_a_day() {
        let change = |t| Change::new(day(t), Stage::Late, t);
        let fault = Rule::new(0, vec![change(3), change(3)]).unwrap_err();
        assert_eq!(fault.right, "after 2020-07-14, the date before it in the list");
        assert!(Rule::<i32>::of_versions(Vec::new()).is_err());
        let rule = Rule::new(0, vec![change(3), change(9)]).unwrap();
        let more = rule.clone().with(change(5)).unwrap();
        assert_eq!(more.values().copied().collect::<Vec<i32>>(), [0, 3, 5, 9]);
        for again in [3, 9] {
            assert!(rule.clone().with(change(again)).is_err());
        }
    }
}

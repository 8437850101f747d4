//! The rules of a law by name, with their versions: for tables of who falls under which.

use std::fmt;

use crate::model::Change;
use crate::model::Law;
use crate::model::Rule;
use crate::model::Stage;
use crate::model::StageDays;
use crate::time::Day;

/// A rule of law that may change on dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum LawRule {
    /// How many days after a notice a decision is still free.
    GraceDays = 0,
    /// What the administrative penalty costs, and whether there is one.
    AdministrativeTariff,
    /// Whether appeal is allowed.
    Appeal,
    /// What the court orders on a first appeal.
    CourtPractice,
    /// What the court orders on a second appeal.
    SecondCourtPractice,
    /// What a judgment costs beside the penalty.
    LegalCosts,
}

impl LawRule {
    /// All rules, in the order of a case's life.
    pub const ALL: [LawRule; 6] = [
        LawRule::GraceDays,
        LawRule::AdministrativeTariff,
        LawRule::Appeal,
        LawRule::CourtPractice,
        LawRule::SecondCourtPractice,
        LawRule::LegalCosts,
    ];

    /// Its name, as in files.
    pub fn name(self) -> &'static str {
        match self {
            LawRule::GraceDays => "grace_days",
            LawRule::AdministrativeTariff => "administrative_tariff",
            LawRule::Appeal => "appeal",
            LawRule::CourtPractice => "court_practice",
            LawRule::SecondCourtPractice => "second_court_practice",
            LawRule::LegalCosts => "legal_costs",
        }
    }
}

/// Which version of a rule: the first one, or that of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleVersion {
    /// What holds for all cases that no change touches.
    First,
    /// What holds from a date on for the cases that reach a stage from then on.
    Changed {
        /// The first day.
        from: Day,
        /// The stage.
        touches: Stage,
    },
}

impl fmt::Display for RuleVersion {
    /// The name in files, as `first` or `noticed.2020-07-11`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RuleVersion::First => formatter.write_str("first"),
            RuleVersion::Changed { from, touches } => write!(formatter, "{touches}.{from}"),
        }
    }
}

/// What can be asked of a rule whatever it rules.
trait Versions {
    fn list(&self) -> Vec<(RuleVersion, String)>;
    fn version_of(&self, case: &StageDays) -> usize;
}

impl<T> Versions for Rule<T> {
    fn list(&self) -> Vec<(RuleVersion, String)> {
        let version = |(number, change): (usize, &Change<T>)| {
            let version = match number {
                0 => RuleVersion::First,
                _ => RuleVersion::Changed { from: change.from, touches: change.touches },
            };
            (version, self.name_of(number))
        };
        self.versions().iter().enumerate().map(version).collect()
    }

    fn version_of(&self, case: &StageDays) -> usize {
        Rule::version_of(self, case)
    }
}

impl Law {
    /// The versions of a rule with their names, in the order of [`Rule::versions`]; none where the
    /// law has no such rule.
    pub fn versions(&self, rule: LawRule) -> Vec<(RuleVersion, String)> {
        self.rule(rule).map_or(Vec::new(), |rule| rule.list())
    }

    /// Which of the versions of a rule holds for a case, from 0; `None` where the law has no such
    /// rule.
    ///
    /// The days must be those that the rule looks at: for the court's practice those of the appeal
    /// and judgment that it is about, for the right to appeal the day of that appeal.
    pub fn version_of(&self, rule: LawRule, case: &StageDays) -> Option<usize> {
        self.rule(rule).map(|rule| rule.version_of(case))
    }

    fn rule(&self, rule: LawRule) -> Option<&dyn Versions> {
        let court = self.court.as_ref();
        match rule {
            LawRule::GraceDays => Some(&self.grace_days),
            LawRule::AdministrativeTariff => {
                self.administrative.as_ref().map(|it| &it.tariff as &dyn Versions)
            }
            LawRule::Appeal => Some(&self.appeal),
            LawRule::CourtPractice => court.map(|it| &it.practice as &dyn Versions),
            LawRule::SecondCourtPractice => {
                let second = court.and_then(|it| it.second_appeal.as_ref());
                second.map(|it| &it.practice as &dyn Versions)
            }
            LawRule::LegalCosts => court.map(|it| &it.legal_costs as &dyn Versions),
        }
    }
}

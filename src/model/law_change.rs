//! One change of one rule of law, for policies and acts.

use crate::error::Fault;
use crate::model::AppealRight;
use crate::model::Change;
use crate::model::CourtPractice;
use crate::model::Law;
use crate::model::LawRule;
use crate::model::Rule;
use crate::model::Tariff;
use crate::money::Money;
use crate::time::Day;

/// One change of one rule of law.
///
/// # Example
/// ```
/// use arrears::model::{AppealRight, Change, Law, LawChange, Stage};
/// use arrears::time::Day;
///
/// let from = Day::new(2020, 7, 11)?;
/// let barred = Change::new(from, Stage::Noticed, AppealRight::Barred);
/// let mut law = Law::none();
/// LawChange::Appeal(barred).apply(&mut law)?;
/// assert_eq!(law.appeal.versions().len(), 2);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum LawChange {
    /// Another grace period.
    GraceDays(Change<u32>),
    /// Another tariff of the administrative penalty, or none at all.
    AdministrativeTariff(Change<Option<Tariff>>),
    /// Appeals are allowed, barred, or barred for a time.
    Appeal(Change<AppealRight>),
    /// The court orders something else on a first appeal.
    CourtPractice(Change<CourtPractice>),
    /// The court orders something else on a second appeal.
    SecondCourtPractice(Change<CourtPractice>),
    /// A judgment costs something else beside the penalty.
    LegalCosts(Change<Money>),
}

impl LawChange {
    /// The rule that it changes.
    pub fn rule(&self) -> LawRule {
        match self {
            LawChange::GraceDays(_) => LawRule::GraceDays,
            LawChange::AdministrativeTariff(_) => LawRule::AdministrativeTariff,
            LawChange::Appeal(_) => LawRule::Appeal,
            LawChange::CourtPractice(_) => LawRule::CourtPractice,
            LawChange::SecondCourtPractice(_) => LawRule::SecondCourtPractice,
            LawChange::LegalCosts(_) => LawRule::LegalCosts,
        }
    }

    /// The date from which on it touches cases.
    pub fn from(&self) -> Day {
        match self {
            LawChange::GraceDays(change) => change.from,
            LawChange::AdministrativeTariff(change) => change.from,
            LawChange::Appeal(change) => change.from,
            LawChange::CourtPractice(change) | LawChange::SecondCourtPractice(change) => {
                change.from
            }
            LawChange::LegalCosts(change) => change.from,
        }
    }

    /// Makes the change.
    ///
    /// # Errors
    /// - the law has no such rule: no administrative penalty, court or second appeal.
    /// - the rule changes on that date already.
    pub fn apply(&self, law: &mut Law) -> Result<(), Fault> {
        let court = law.court.as_mut();
        match self {
            LawChange::GraceDays(change) => add(Some(&mut law.grace_days), change),
            LawChange::AdministrativeTariff(change) => {
                add(law.administrative.as_mut().map(|it| &mut it.tariff), change)
            }
            LawChange::Appeal(change) => add(Some(&mut law.appeal), change),
            LawChange::CourtPractice(change) => add(court.map(|it| &mut it.practice), change),
            LawChange::SecondCourtPractice(change) => {
                let second = court.and_then(|it| it.second_appeal.as_mut());
                add(second.map(|it| &mut it.practice), change)
            }
            LawChange::LegalCosts(change) => add(court.map(|it| &mut it.legal_costs), change),
        }
        .map_err(|fault| {
            Fault::new(format!("{}: {}", self.rule().name(), fault.found), fault.right)
        })
    }

    /// Makes the changes of an act, those of rules that the law does not have left out.
    ///
    /// # Errors
    /// - a rule changes on the date of one already.
    pub fn apply_act(act: &[LawChange], law: &mut Law) -> Result<(), Fault> {
        for change in act {
            if !law.versions(change.rule()).is_empty() {
                change.apply(law)?;
            }
        }
        Ok(())
    }
}

fn add<T: Clone>(rule: Option<&mut Rule<T>>, change: &Change<T>) -> Result<(), Fault> {
    let Some(rule) = rule else {
        let right = "a rule that the law has: an administrative penalty, a court, second appeals";
        return Err(Fault::new("no such rule", right));
    };
    *rule = rule.clone().with(change.clone())?;
    Ok(())
}

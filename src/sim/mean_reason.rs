//! Why the mean engine does not apply to a model.

use std::error::Error;
use std::fmt;

use crate::model::AppealRight;
use crate::model::Casework;
use crate::model::LawRule;
use crate::model::Model;
use crate::model::Rule;
use crate::model::Stage;

/// One reason why the chance of the cases cannot be integrated out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeanReason {
    /// Whom a pool takes next depends on notices, penalties or judgments.
    OrderLooks {
        /// The name of the pool.
        pool: String,
    },
    /// Notices, appeals or judgments take a pool's time.
    Casework {
        /// The name of the pool.
        pool: String,
    },
    /// A rule changes for cases that reach a stage on which no table is kept.
    LawChanges {
        /// The rule.
        rule: LawRule,
        /// The stage at which it changes; `None` for a bar that ends on a date.
        touches: Option<Stage>,
    },
}

impl fmt::Display for MeanReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MeanReason::OrderLooks { pool } => write!(
                formatter,
                "whom pool {pool:?} takes next depends on notices, penalties or judgments"
            ),
            MeanReason::Casework { pool } => {
                write!(formatter, "notices, appeals or judgments take time of pool {pool:?}")
            }
            MeanReason::LawChanges { rule, touches: Some(stage) } => {
                write!(
                    formatter,
                    "the rule {} changes for cases {stage} from a date on",
                    rule.name()
                )
            }
            MeanReason::LawChanges { rule, touches: None } => {
                write!(formatter, "the rule {} bars appeals until a date", rule.name())
            }
        }
    }
}

/// The mean engine does not apply to a model; at least one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeanRefused {
    reasons: Vec<MeanReason>,
}

impl MeanRefused {
    /// All reasons, pools first.
    pub fn reasons(&self) -> &[MeanReason] {
        &self.reasons
    }
}

impl fmt::Display for MeanRefused {
    /// The reasons, joined by semicolons.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, reason) in self.reasons.iter().enumerate() {
            let between = if number == 0 { "" } else { "; " };
            write!(formatter, "{between}{reason}")?;
        }
        Ok(())
    }
}

impl Error for MeanRefused {}

/// The stages at which a rule changes, other than those that are allowed.
fn changes<T>(rule: &Rule<T>, allowed: &[Stage]) -> Option<Stage> {
    let later = rule.versions().iter().skip(1).map(|version| version.touches);
    later.into_iter().find(|stage| !allowed.contains(stage))
}

/// That the mean engine applies to a model.
///
/// # Errors
/// - all reasons why it does not.
pub(super) fn check(model: &Model) -> Result<(), MeanRefused> {
    let mut reasons = feedback(model);
    check_law(model, &mut reasons);
    if reasons.is_empty() { Ok(()) } else { Err(MeanRefused { reasons }) }
}

/// That what happens to late cases changes nothing in the queue.
///
/// # Errors
/// - all reasons why it does.
pub(super) fn check_feedback(model: &Model) -> Result<(), MeanRefused> {
    let reasons = feedback(model);
    if reasons.is_empty() { Ok(()) } else { Err(MeanRefused { reasons }) }
}

/// What feeds back into the queue.
fn feedback(model: &Model) -> Vec<MeanReason> {
    let mut reasons = Vec::new();
    for pool in &model.pools {
        let name = pool.name.clone();
        let mut lines = pool.lines().steps().iter().flat_map(|(_, lines)| lines);
        if lines.any(|line| line.order.looks()) {
            reasons.push(MeanReason::OrderLooks { pool: name.clone() });
        }
        if pool.casework != Casework::default() {
            reasons.push(MeanReason::Casework { pool: name });
        }
    }
    reasons
}

fn check_law(model: &Model, reasons: &mut Vec<MeanReason>) {
    let law = &model.law;
    let of_notice = [Stage::Late, Stage::Noticed];
    let mut changed = |rule: LawRule, stage: Option<Stage>| {
        let reason = |touches| MeanReason::LawChanges { rule, touches: Some(touches) };
        reasons.extend(stage.map(reason));
    };
    changed(LawRule::GraceDays, changes(&law.grace_days, &of_notice));
    if let Some(penalty) = &law.administrative {
        changed(LawRule::AdministrativeTariff, changes(&penalty.tariff, &of_notice));
    }
    let Some(court) = &law.court else { return };
    changed(LawRule::Appeal, changes(&law.appeal, &[]));
    changed(LawRule::CourtPractice, changes(&court.practice, &[]));
    if let Some(second) = &court.second_appeal {
        changed(LawRule::SecondCourtPractice, changes(&second.practice, &[]));
    }
    if law.appeal.values().any(|right| matches!(right, AppealRight::BarredUntil(_))) {
        let reason = MeanReason::LawChanges { rule: LawRule::Appeal, touches: None };
        reasons.push(reason);
    }
}

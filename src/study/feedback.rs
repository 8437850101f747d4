//! A model without what feeds back from late cases into the queue: a control for the one with it.

use crate::model::AppealRight;
use crate::model::Casework;
use crate::model::Line;
use crate::model::Model;
use crate::model::Order;
use crate::model::Parts;
use crate::model::Rule;
use crate::model::Stage;
use crate::model::StageDays;
use crate::time::Day;

/// The same model, to which the mean engine applies: orders that look at notices become oldest first,
/// notices take no work, and of a rule of law of which no table is kept what holds on the as-of day
/// holds for all. `None` where that is no model.
pub(crate) fn without_feedback(model: &Model) -> Option<Model> {
    let mut parts = Parts::clone(model);
    for pool in &mut parts.pools {
        pool.casework = Casework::default();
        let blind = |line: &Line| match line.order.looks() {
            true => Line { order: Order::OldestFirst, ..line.clone() },
            false => line.clone(),
        };
        let lines = pool.lines().map(|lines| lines.iter().map(blind).collect());
        pool.set_lines_by_date(lines).ok()?;
    }
    let as_of = model.period.as_of();
    let law = &mut parts.law;
    law.grace_days = held(&law.grace_days, as_of, true);
    if let Some(penalty) = &mut law.administrative {
        penalty.tariff = held(&penalty.tariff, as_of, true);
    }
    if let Some(court) = &mut law.court {
        law.appeal = held(&law.appeal, as_of, false).map(|right| match right {
            AppealRight::BarredUntil(_) => AppealRight::Allowed,
            AppealRight::Allowed | AppealRight::Barred => *right,
        });
        court.practice = held(&court.practice, as_of, false);
        if let Some(second) = &mut court.second_appeal {
            second.practice = held(&second.practice, as_of, false);
        }
    }
    Model::new(parts).ok()
}

/// A rule, or what of it holds on a day if it changes at a stage of which no table is kept.
fn held<T: Clone>(rule: &Rule<T>, day: Day, by_notice: bool) -> Rule<T> {
    let kept = |stage: Stage| by_notice && matches!(stage, Stage::Late | Stage::Noticed);
    if rule.versions().iter().skip(1).all(|version| kept(version.touches)) {
        return rule.clone();
    }
    let mut case = StageDays::late(day, day);
    (case.notice, case.appeal, case.judgment) = (Some(day), Some(day), Some(day));
    Rule::constant(rule.of(&case).clone())
}

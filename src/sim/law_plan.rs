//! The law, compiled for simulation.

use crate::model::AppealRight;
use crate::model::Court;
use crate::model::CourtPractice;
use crate::model::Follows;
use crate::model::Law;
use crate::model::LawRule;
use crate::model::Payment;
use crate::model::PaymentTrigger;
use crate::model::PrematureNotice;
use crate::model::Rule;
use crate::model::SecondAppeal;
use crate::model::StageDays;
use crate::model::Tariff;
use crate::money::Money;
use crate::random::DelayTable;
use crate::random::Share;

#[derive(Clone, Debug)]
pub(crate) struct LawPlan {
    pub(super) grace: Rule<u32>,
    // What is asked of every notice is kept at hand for a rule that never changes.
    grace_of_all: i32,
    grace_changes: bool,
    /// From the end of the grace period to the first day of the administrative penalty.
    pub(crate) after_grace: i32,
    /// From the end of the court term to the first day of the judicial penalty.
    pub(crate) after_court_term: i32,
    /// Days that the day of the decision adds.
    pub(crate) decision_day: i32,
    pub(crate) premature_is_void: bool,
    /// The administrative penalty; `None` for whom it is suspended.
    pub(crate) tariff: Option<(Rule<Option<Tariff>>, PaymentPlan)>,
    pub(crate) appeal: Rule<AppealRight>,
    /// Whether everybody may appeal, so that the rule need not be asked.
    pub(crate) all_may_appeal: bool,
    pub(crate) court: Option<CourtPlan>,
    // For each rule that has several versions, the number of its first among those of all.
    counted_from: [Option<usize>; LawRule::ALL.len()],
    /// How many versions the rules with several have.
    pub(crate) counted_versions: usize,
    /// Whether any rule changes, judgments cost anything, or anybody appeals again: the one question
    /// that a plain law is asked.
    pub(crate) is_more_than_plain: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct CourtPlan {
    pub(crate) duration: DelayTable,
    pub(crate) practice: Rule<CourtPractice>,
    /// What a judgment costs; none when it never costs anything and is no rule of several versions.
    pub(crate) legal_costs: Option<Rule<Money>>,
    pub(crate) second_appeal: Option<SecondAppealPlan>,
    pub(crate) payment: PaymentPlan,
}

#[derive(Clone, Debug)]
pub(crate) struct SecondAppealPlan {
    pub(crate) share: Share,
    pub(crate) follows: Follows,
    pub(crate) delay: DelayTable,
    pub(crate) duration: DelayTable,
    pub(crate) practice: Rule<CourtPractice>,
}

#[derive(Clone, Debug)]
pub(crate) struct PaymentPlan {
    trigger: PaymentTrigger,
    after_days: i32,
    delay: DelayTable,
    // Whether the delay is always the same, so that nothing need be drawn.
    fixed: bool,
}

impl LawPlan {
    pub(super) fn new(law: &Law) -> LawPlan {
        let conventions = law.conventions;
        let mut counted_versions = 0;
        let counted_from = LawRule::ALL.map(|rule| {
            let (first, versions) = (counted_versions, law.versions(rule).len());
            let has_several = 1 < versions;
            counted_versions += if has_several { versions } else { 0 };
            has_several.then_some(first)
        });
        let court = law.court.as_ref();
        let more = |court: &Court| court.has_legal_costs() || court.second_appeal.is_some();
        LawPlan {
            is_more_than_plain: counted_versions != 0 || court.is_some_and(more),
            counted_from,
            counted_versions,
            grace: law.grace_days.clone(),
            grace_of_all: law.grace_days.versions()[0].value as i32,
            grace_changes: !law.grace_days.is_constant(),
            after_grace: conventions.days_after_grace(),
            after_court_term: conventions.days_after_court_term(),
            decision_day: conventions.decision_day_days(),
            premature_is_void: conventions.premature_notice == PrematureNotice::Void,
            tariff: law
                .administrative
                .as_ref()
                .map(|penalty| (penalty.tariff.clone(), PaymentPlan::new(&penalty.payment))),
            appeal: law.appeal.clone(),
            all_may_appeal: law.appeal.is_constant()
                && law.appeal.values().all(|right| *right == AppealRight::Allowed),
            court: law.court.as_ref().map(|court| CourtPlan {
                duration: court.duration.table(),
                practice: court.practice.clone(),
                legal_costs: (court.has_legal_costs() || !court.legal_costs.is_constant())
                    .then(|| court.legal_costs.clone()),
                second_appeal: court.second_appeal.as_ref().map(SecondAppealPlan::new),
                payment: PaymentPlan::new(&court.payment),
            }),
        }
    }

    /// Where those are counted who fall under the versions of a rule; `None` for a rule of one.
    #[inline]
    pub(crate) fn counted_from(&self, rule: LawRule) -> Option<usize> {
        self.counted_from[rule as usize]
    }

    /// The days of grace of a case.
    #[inline]
    pub(crate) fn grace_days(&self, case: impl FnOnce() -> StageDays) -> i32 {
        if self.grace_changes { *self.grace.of(&case()) as i32 } else { self.grace_of_all }
    }

    /// Days from the notice of a case to the first day of its administrative penalty.
    #[inline]
    pub(crate) fn to_first_penalty(&self, case: impl FnOnce() -> StageDays) -> i32 {
        self.grace_days(case) + self.after_grace
    }
}

impl SecondAppealPlan {
    fn new(of: &SecondAppeal) -> SecondAppealPlan {
        SecondAppealPlan {
            share: of.share,
            follows: of.follows,
            delay: of.delay.table(),
            duration: of.duration.table(),
            practice: of.practice.clone(),
        }
    }
}

impl PaymentPlan {
    /// The earliest day on which a penalty can be paid whose household is closed on a day, and
    /// whose maximum was reached on another, if it was.
    #[inline]
    pub(crate) fn earliest(&self, closed: i32, exhausted: Option<i32>) -> i32 {
        let trigger = match (self.trigger, exhausted) {
            (PaymentTrigger::LastOwedDay, Some(last)) => last,
            // Short of the maximum it is the decision that ends it, whether its day counts or not.
            (PaymentTrigger::LastOwedDay | PaymentTrigger::Decision, _) => closed,
        };
        trigger.saturating_add(self.after_days)
    }

    /// The day on which it is paid.
    #[inline]
    pub(crate) fn paid_on(&self, earliest: i32, lane: impl FnOnce() -> u32) -> i32 {
        let lane = if self.fixed { 0 } else { lane() };
        earliest + self.delay.days(lane) as i32
    }

    fn new(payment: &Payment) -> PaymentPlan {
        PaymentPlan {
            trigger: payment.trigger,
            after_days: payment.after_days as i32,
            delay: payment.delay.table(),
            fixed: payment.delay.as_fixed().is_some(),
        }
    }
}

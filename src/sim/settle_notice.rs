//! What follows a notice: penalties, appeals and judgments of one household whose end is known.

use crate::model::LawRule;
use crate::model::StageDays;
use crate::model::Tariff;
use crate::sim::Count;
use crate::sim::appeals::Appealed;
use crate::sim::appeals::Wish;
use crate::sim::appeals::second_appeal;
use crate::sim::fate::Asked;
use crate::sim::fate::NEVER;
use crate::sim::fate::Sites;
use crate::sim::fate::penalties_of;
use crate::sim::fate::stage_days;
use crate::sim::law_plan::PaymentPlan;
use crate::sim::plan::Engine;
use crate::sim::settle::Settler;
use crate::sim::totals::Tier;

/// A household that gives notice, as it is settled.
pub(super) struct Household<'a> {
    pub(super) sites: &'a Sites,
    pub(super) asked: &'a Asked,
    pub(super) notice: i32,
    pub(super) heads: i64,
    /// The day of the decision or withdrawal; [`NEVER`] if still pending.
    pub(super) closed: i32,
}

impl Household<'_> {
    /// The days of its stages up to the notice.
    fn case(&self, engine: &Engine) -> StageDays {
        stage_days(engine, self.sites.received, self.asked, self.notice)
    }
}

/// One penalty of a household, or of each of its heads.
struct Penalty {
    tier: Tier,
    first: i32,
    /// The lane that draws when it is paid.
    lane: usize,
    penalties: i64,
}

impl Settler<'_> {
    #[inline(always)]
    pub(super) fn settle_notice(
        &mut self,
        of: Household,
        pursued: bool,
        appeal: impl FnOnce() -> Option<Wish>,
    ) {
        let (law, notice) = (&self.engine.law, of.notice);
        if notice < self.ledger.days {
            self.count(Count::Notices, of.heads);
            self.ledger.noticed(notice.max(of.asked.due + 1), of.closed, of.heads);
            self.ledger.end_grace(notice + law.grace_days(|| of.case(self.engine)));
            if law.is_more_than_plain {
                self.count_rules_of_notice(&Household { ..of });
            }
        }
        if !pursued {
            return;
        }
        let of = &Household { ..of };
        let penalties = penalties_of(self.engine, of.sites, of.asked.place, of.heads);
        self.settle_administrative(of, penalties);
        let Some(wish) = appeal() else { return };
        if law.is_more_than_plain && wish.day < self.ledger.days {
            self.count_under(LawRule::Appeal, of, wish.right);
        }
        let Some(first) = wish.appealed else { return };
        if !self.settle_appeal(of, &first, penalties) {
            return;
        }
        if law.is_more_than_plain {
            self.settle_second_appeal(of, &first, penalties);
        }
    }

    /// Counts a household, and its heads. Two sums are cheaper than a question.
    #[inline]
    fn count(&mut self, what: Count, heads: i64) {
        self.ledger.count(what, 1);
        self.ledger.count_in_other(what, heads);
    }

    /// Counts a household under the version of a rule that holds for it, if the rule has several.
    #[inline]
    fn count_under(&mut self, rule: LawRule, of: &Household, version: u32) {
        if let Some(first) = self.engine.law.counted_from(rule) {
            self.ledger.under_rule(first + version as usize, of.heads);
        }
    }

    /// Counts a household with a notice under the rules that hold from then on.
    #[inline(never)]
    fn count_rules_of_notice(&mut self, of: &Household) {
        let (law, case) = (&self.engine.law, of.case(self.engine));
        self.count_under(LawRule::GraceDays, of, law.grace.version_of(&case) as u32);
        if let Some((rule, _)) = &law.tariff {
            self.count_under(LawRule::AdministrativeTariff, of, rule.version_of(&case) as u32);
        }
    }

    // Most notices go this way: one function keeps what it needs at hand.
    #[inline(always)]
    fn settle_administrative(&mut self, of: &Household, penalties: i64) {
        let law = &self.engine.law;
        let Some((rule, payment)) = &law.tariff else { return };
        let version = rule.version_where(|| of.case(self.engine));
        let Some(tariff) = &rule.versions()[version].value else { return };
        let first = of.notice + law.to_first_penalty(|| of.case(self.engine));
        let penalty = Penalty { tier: Tier::Administrative, first, lane: 0, penalties };
        if self.settle_penalty(of, &penalty, tariff, payment) {
            self.ledger.begin_penalty(first);
        }
    }

    /// The first appeal, if the household still waits then; returns whether it still waits on the
    /// day of the judgment.
    #[inline(always)]
    fn settle_appeal(&mut self, of: &Household, appealed: &Appealed, penalties: i64) -> bool {
        let court = self.engine.law.court.as_ref().expect("a judgment comes from a court");
        let days = self.ledger.days;
        if of.closed <= appealed.appeal {
            return false;
        }
        if appealed.appeal < days {
            self.count(Count::Appeals, of.heads);
        }
        if of.closed <= appealed.judgment {
            return false;
        }
        if appealed.judgment < days {
            self.count(Count::Judgments, of.heads);
            if self.engine.law.is_more_than_plain {
                self.settle_judgment(of, appealed, LawRule::CourtPractice);
            }
        }
        if let Some(tariff) = appealed.tariff(self.engine, &court.practice) {
            let first = appealed.judicial_first;
            let penalty = Penalty { tier: Tier::Judicial, first, lane: 1, penalties };
            self.settle_penalty(of, &penalty, tariff, &court.payment);
        }
        true
    }

    /// The second appeal of a household, if it appeals again and still waits then.
    #[inline(never)]
    fn settle_second_appeal(&mut self, of: &Household, first: &Appealed, penalties: i64) {
        let (engine, days) = (self.engine, self.ledger.days);
        let court = engine.law.court.as_ref().expect("a judgment comes from a court");
        let Some(second) = &court.second_appeal else { return };
        let Household { sites, asked, notice, closed, .. } = *of;
        let appealed = second_appeal(engine, sites, asked, notice, first, closed);
        let Some(appealed) = &appealed else { return };
        if appealed.appeal < days {
            self.count(Count::Appeals, of.heads);
            self.count(Count::SecondAppeals, of.heads);
        }
        if of.closed <= appealed.judgment {
            return;
        }
        if appealed.judgment < days {
            self.count(Count::Judgments, of.heads);
            self.count(Count::SecondJudgments, of.heads);
            self.settle_judgment(of, appealed, LawRule::SecondCourtPractice);
        }
        if let Some(tariff) = appealed.tariff(self.engine, &second.practice) {
            let first = appealed.judicial_first;
            let penalty = Penalty { tier: Tier::Judicial, first, lane: 2, penalties };
            self.settle_penalty(of, &penalty, tariff, &court.payment);
        }
    }

    /// What a judgment costs beside the penalty, on its day, and which rules held for it. Costs of
    /// before the first day are no part of what is spent.
    #[inline(never)]
    fn settle_judgment(&mut self, of: &Household, appealed: &Appealed, practice: LawRule) {
        let engine = self.engine;
        self.count_under(practice, of, appealed.practice);
        let court = engine.law.court.as_ref().expect("a judgment comes from a court");
        let Some(rule) = &court.legal_costs else { return };
        let case = appealed.stage_days(engine, of.case(engine));
        let version = rule.version_of(&case);
        self.count_under(LawRule::LegalCosts, of, version as u32);
        if 0 <= appealed.judgment {
            self.ledger.legal_costs(appealed.judgment, rule.versions()[version].value);
        }
    }

    /// Counts the penalties of a household, and the household.
    #[inline]
    fn count_penalties(&mut self, what: Count, penalties: i64) {
        self.ledger.count(what, penalties);
        self.ledger.count_in_other(what, 1);
    }

    /// Books one penalty: what is owed day by day, when it is paid, what is left for after the end.
    /// Returns whether anything is ever owed.
    #[inline(never)]
    fn settle_penalty(
        &mut self,
        of: &Household,
        penalty: &Penalty,
        tariff: &Tariff,
        payment: &PaymentPlan,
    ) -> bool {
        let Penalty { tier, first, lane, penalties } = *penalty;
        let end = of.closed + self.engine.law.decision_day;
        let owed_days = (end - first).clamp(0, tariff.days() as i32);
        if owed_days == 0 {
            return false;
        }
        let [begun, at_its_maximum] = tier.counts();
        let days = self.ledger.days;
        let in_time = (days - first).clamp(0, owed_days);
        if 0 < in_time {
            self.ledger.accrue(tier, tariff, first, in_time, penalties);
            self.count_penalties(begun, penalties);
        }
        let at_maximum = owed_days == tariff.days() as i32;
        if at_maximum && first + owed_days <= days {
            self.count_penalties(at_its_maximum, penalties);
        }
        if of.closed == NEVER {
            let rest = tariff.maximum() - tariff.owed(in_time as u32);
            self.ledger.after_end += rest.in_cents() * penalties;
        }
        let exhausted = at_maximum.then_some(first + owed_days - 1);
        let earliest = payment.earliest(of.closed, exhausted);
        if earliest < days {
            let site = of.sites.payment.with_place(of.asked.place);
            let day = payment.paid_on(earliest, || site.block(0).lane(lane));
            self.ledger.pay(tier, day, tariff.owed(owed_days as u32) * penalties);
        }
        true
    }
}

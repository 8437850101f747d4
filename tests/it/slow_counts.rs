//! What the slow engine counts: files, heads and penalties, and who falls under which rule.

use arrears::model::AppealRight;
use arrears::model::LawRule;
use arrears::model::RuleVersion;
use arrears::sim::Count;
use arrears::sim::CountedIn;

use crate::slow_clock::holds;
use crate::slow_engine::Clock;
use crate::slow_engine::Household;
use crate::slow_engine::SlowEngine;

impl SlowEngine<'_> {
    fn number(&self, of: impl Fn(&Household) -> bool) -> i64 {
        self.households.iter().filter(|it| of(it)).count() as i64
    }

    fn heads(&self, of: impl Fn(&Household) -> bool) -> i64 {
        self.households.iter().filter(|it| of(it)).map(|it| it.heads).sum()
    }

    /// Clocks of the administrative penalty (0) or of the judicial ones (1 and 2) of a household.
    fn clocks(household: &Household, judicial: bool, of: fn(&Clock) -> bool) -> i64 {
        let clocks = if judicial { &household.clocks[1..] } else { &household.clocks[..1] };
        clocks.iter().flatten().filter(|it| of(it)).count() as i64
    }

    fn penalties(&self, judicial: bool, of: fn(&Clock) -> bool) -> i64 {
        let each = |it: &Household| Self::clocks(it, judicial, of) * it.penalties;
        self.households.iter().map(each).sum()
    }

    fn with_penalty(&self, judicial: bool, of: fn(&Clock) -> bool) -> i64 {
        self.households.iter().map(|it| Self::clocks(it, judicial, of)).sum()
    }

    pub fn counted(&self, count: Count) -> i64 {
        let (start, end) = (self.model.period.start(), self.model.period.end());
        let filed = |which: usize| self.number(|it| it.appeals_on[which].filed.is_some());
        let judged = |which: usize| self.number(|it| it.appeals_on[which].judged.is_some());
        match count {
            Count::Received => self.flow(start, end, |flow| flow.received),
            Count::Decided => self.flow(start, end, |flow| flow.decided),
            Count::DecidedLate => self.heads(decided_late),
            Count::Withdrawn => self.flow(start, end, |flow| flow.withdrawn),
            Count::Pending => self.flow(end, end, |flow| flow.pending),
            Count::Late => self.flow(end, end, |flow| flow.late),
            Count::Notices => self.number(|it| it.noticed.is_some()),
            Count::AdministrativePenalties => self.penalties(false, |it| 0 < it.days),
            Count::AdministrativeMaxima => self.penalties(false, Clock::is_full),
            Count::Appeals => filed(0) + filed(1),
            Count::Judgments => judged(0) + judged(1),
            Count::JudicialPenalties => self.penalties(true, |it| 0 < it.days),
            Count::JudicialMaxima => self.penalties(true, Clock::is_full),
            Count::SecondAppeals => filed(1),
            Count::SecondJudgments => judged(1),
        }
    }

    pub fn counted_in_other(&self, count: Count) -> i64 {
        let (start, end) = (self.model.period.start(), self.model.period.end());
        let filed = |which: usize| self.heads(|it| it.appeals_on[which].filed.is_some());
        let judged = |which: usize| self.heads(|it| it.appeals_on[which].judged.is_some());
        match count {
            Count::Received => self.number(|it| start <= it.received),
            Count::Decided => {
                self.number(|it| it.closed.is_some() && !it.withdrawn && it.past().is_none())
            }
            Count::DecidedLate => self.number(decided_late),
            Count::Withdrawn => self.number(|it| it.withdrawn),
            Count::Pending => self.number(|it| it.closed.is_none()),
            Count::Late => self.number(|it| it.closed.is_none() && it.is_late(end)),
            Count::Notices => self.heads(|it| it.noticed.is_some()),
            Count::AdministrativePenalties => self.with_penalty(false, |it| 0 < it.days),
            Count::AdministrativeMaxima => self.with_penalty(false, Clock::is_full),
            Count::Appeals => filed(0) + filed(1),
            Count::Judgments => judged(0) + judged(1),
            Count::JudicialPenalties => self.with_penalty(true, |it| 0 < it.days),
            Count::JudicialMaxima => self.with_penalty(true, Clock::is_full),
            Count::SecondAppeals => filed(1),
            Count::SecondJudgments => judged(1),
        }
    }

    /// Who falls under one version of a rule.
    pub fn under_rule(&self, rule: LawRule, version: RuleVersion, counted: CountedIn) -> i64 {
        let versions = self.model.law.versions(rule);
        let number = versions.iter().position(|it| it.0 == version).unwrap();
        let each = |it: &Household| {
            let times = self.falls_under(rule, it).into_iter().filter(|it| *it == number).count();
            match counted {
                CountedIn::Households => times as i64,
                CountedIn::Cases => times as i64 * it.heads,
            }
        };
        self.households.iter().map(each).sum()
    }

    /// The versions of a rule that a household falls under: once for each time that it is asked.
    fn falls_under(&self, rule: LawRule, household: &Household) -> Vec<usize> {
        let law = &self.model.law;
        let noticed = household.noticed.iter();
        let [first, second] = household.appeals_on;
        match rule {
            LawRule::GraceDays => {
                noticed.map(|_| holds(&law.grace_days, household, None, None).0).collect()
            }
            LawRule::AdministrativeTariff => {
                let tariff = &law.administrative.as_ref().unwrap().tariff;
                noticed.map(|_| holds(tariff, household, None, None).0).collect()
            }
            LawRule::Appeal => {
                // What decides is the rule of the last day on which it asks, if it waits that long.
                let mut last = first.first_wished;
                while let Some(day) = last
                    && let AppealRight::BarredUntil(until) =
                        holds(&law.appeal, household, last, None).1
                    && day < *until
                {
                    last = Some(*until);
                }
                last.iter().map(|_| holds(&law.appeal, household, last, None).0).collect()
            }
            LawRule::CourtPractice => {
                first.judged.iter().map(|_| self.practice(household, 0).0).collect()
            }
            LawRule::SecondCourtPractice => {
                second.judged.iter().map(|_| self.practice(household, 1).0).collect()
            }
            LawRule::LegalCosts => {
                let costs = &law.court.as_ref().unwrap().legal_costs;
                let judged = [first, second].into_iter().filter(|it| it.judged.is_some());
                judged.map(|it| holds(costs, household, it.filed, it.judged).0).collect()
            }
        }
    }
}

fn decided_late(household: &Household) -> bool {
    let before = household.past().is_some();
    !before
        && !household.withdrawn
        && household.closed.is_some_and(|closed| household.is_late(closed))
}

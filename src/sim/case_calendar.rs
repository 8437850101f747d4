//! From the dates of a case to its calendar and what it owes. The test bench of the law.

use crate::error::Problems;
use crate::model::CourtPractice;
use crate::model::Follows;
use crate::model::Law;
use crate::model::Rule;
use crate::model::StageDays;
use crate::model::Tariff;
use crate::money::Money;
use crate::random::Share;
use crate::sim::CaseCalendar;
use crate::sim::CaseDates;
use crate::sim::Clock;
use crate::sim::Ending;
use crate::sim::Entry;
use crate::sim::Judgment;
use crate::sim::Milestone;
use crate::sim::case_check;
use crate::time::Day;

/// The calendar of a case up to a day: every date, the running amounts and the total, under a law
/// and its conventions.
///
/// Rule: the administrative penalty begins after notice and grace period, a judicial one after
/// judgment and court term; each runs day by day through its tariff until the decision or
/// withdrawal, or the end of the calendar. What happens on the day of the decision, or after it,
/// does not happen: dates that say so are refused.
///
/// # Errors
/// All of these at once, each with the name of its date:
/// - a date is before the one that it follows: the end of the term before receipt, a notice before
///   receipt, an appeal before the grace period ends, a judgment before its appeal, a second appeal
///   before the day it may follow.
/// - something happens on the day of the decision or after it, or after the last day.
/// - an appeal without a notice that counts, or without a court; more than two; a second one without
///   a judgment on the first, or that the law does not know.
/// - no penalty, or more than 255.
///
/// # Example
/// ```
/// use arrears::model::{AdministrativePenalty, Law, Payment, PaymentTrigger, Rule, Step, Tariff};
/// use arrears::money::Money;
/// use arrears::random::Delay;
/// use arrears::sim::{CaseDates, Ending, calendar};
/// use arrears::time::Day;
///
/// let steps = [(14, 23), (14, 35), (14, 45)];
/// let steps = steps.map(|(days, euros)| Step { days, per_day: Money::units(euros) });
/// let tariff = Rule::constant(Some(Tariff::new(steps.to_vec())?));
/// let (trigger, delay) = (PaymentTrigger::LastOwedDay, Delay::fixed(42)?);
/// let payment = Payment { trigger, after_days: 14, delay };
/// let law = Law { administrative: Some(AdministrativePenalty { tariff, payment }), ..Law::none() };
///
/// let mut case = CaseDates::new(Day::new(2019, 1, 7)?, Day::new(2019, 7, 7)?);
/// case.notice = Some(Day::new(2019, 7, 8)?); // a Monday: the penalty begins on Tuesday 23 July
/// case.ending = Some(Ending::Decided(Day::new(2019, 7, 27)?));
/// let calendar = calendar(&law, &case, Day::new(2019, 12, 31)?)?;
/// assert_eq!(calendar.total(), Money::units(5 * 23)); // the day of the decision counts
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// Awb 4:13, 4:17, 4:18, 6:2, 6:12, 8:55b and 8:55d; circular "Wet dwangsom en beroep bij niet
/// tijdig beslissen" (BWBR0035667).
pub fn calendar(law: &Law, case: &CaseDates, until: Day) -> Result<CaseCalendar, Problems> {
    case_check::problems(law, case, until).into_result(())?;
    let mut writer = Writer::new(law, case, until);
    writer.term();
    writer.notice();
    writer.ending();
    Ok(writer.finish())
}

/// A penalty that is fixed: its first day and its tariff.
struct Running {
    clock: Clock,
    first: Day,
    tariff: Tariff,
}

impl Running {
    /// The days that run up to a last day, at most those of the tariff.
    fn days_up_to(&self, last: Day) -> u32 {
        (last - self.first + 1).clamp(0, self.tariff.days() as i32) as u32
    }
}

struct Writer<'a> {
    law: &'a Law,
    case: &'a CaseDates,
    until: Day,
    // The last day that is owed of a penalty that runs.
    last_owed: Day,
    dated: Vec<(Day, Milestone)>,
    running: Vec<Running>,
    legal_costs: Money,
}

impl<'a> Writer<'a> {
    fn new(law: &'a Law, case: &'a CaseDates, until: Day) -> Writer<'a> {
        let closed = case.ending.map(Ending::day);
        let last_owed = closed.map_or(until, |day| day + (law.conventions.decision_day_days() - 1));
        Writer {
            law,
            case,
            until,
            last_owed: last_owed.min(until),
            dated: Vec::new(),
            running: Vec::new(),
            legal_costs: Money::ZERO,
        }
    }

    /// Whether the case is pending at the end of a day.
    fn is_pending(&self, day: Day) -> bool {
        self.case.ending.is_none_or(|ending| day < ending.day())
    }

    fn add(&mut self, day: Day, what: Milestone) {
        if day <= self.until {
            self.dated.push((day, what));
        }
    }

    fn term(&mut self) {
        let CaseDates { received, due, .. } = *self.case;
        self.add(received, Milestone::Received);
        if self.is_pending(due) {
            self.add(due, Milestone::TermEnds);
            self.add(due + 1, Milestone::BecomesLate);
        }
    }

    fn notice(&mut self) {
        let Some(notice) = self.case.notice else { return };
        let what = match self.case.is_premature() {
            true => Milestone::PrematureNotice(self.law.conventions.premature_notice),
            false => Milestone::Notice,
        };
        self.add(notice, what);
        let Some(effective) = self.case.effective_notice(self.law) else { return };
        let stages = self.case.stage_days(Some(effective));
        let end_of_grace = effective + *self.law.grace_days.of(&stages) as i32;
        let after_grace = self.law.conventions.days_after_grace();
        if self.is_pending(end_of_grace) {
            // The last free day: the penalty begins on the next.
            self.add(end_of_grace + (after_grace - 1), Milestone::GraceEnds);
        }
        if !self.case.pursued {
            return;
        }
        if let Some(penalty) = &self.law.administrative {
            let first = end_of_grace + after_grace;
            match penalty.tariff.of(&stages) {
                Some(tariff) => self.run(Clock::Administrative, first, tariff.clone()),
                None if first <= self.last_owed => self.add(first, Milestone::PenaltySuspended),
                None => {}
            }
        }
        self.appeals(stages);
    }

    fn appeals(&mut self, mut stages: StageDays) {
        let Some(court) = &self.law.court else { return };
        let practices = [
            (Clock::Judicial, Some(&court.practice)),
            (Clock::SecondJudicial, court.second_appeal.as_ref().map(|it| &it.practice)),
        ];
        for (appeal, (clock, practice)) in self.case.appeals.iter().zip(practices) {
            let second = clock == Clock::SecondJudicial;
            stages.appeal = Some(appeal.filed);
            let right = self.law.appeal.first_appeal(stages, appeal.filed).1;
            let stands = self.case.recorded && !second;
            if right != Some(appeal.filed) && !stands {
                self.add(appeal.filed, Milestone::AppealBarred);
                return;
            }
            self.add(appeal.filed, Milestone::Appeal { second });
            let (Some(judgment), Some(practice)) = (&appeal.judgment, practice) else { return };
            stages.judgment = Some(judgment.day);
            self.judge(clock, judgment, practice, &stages);
        }
    }

    fn judge(
        &mut self,
        clock: Clock,
        judgment: &Judgment,
        practice: &Rule<CourtPractice>,
        stages: &StageDays,
    ) {
        let second = clock == Clock::SecondJudicial;
        let (term_days, tariff) = ordered(judgment, practice.of(stages));
        let legal_costs =
            self.law.court.as_ref().map_or(Money::ZERO, |court| *court.legal_costs.of(stages));
        self.legal_costs += legal_costs;
        let maximum = tariff.map(Tariff::maximum);
        let what = Milestone::Judgment { second, term_days, maximum, legal_costs };
        self.add(judgment.day, what);
        let last_of_term = judgment.day + term_days as i32;
        if self.is_pending(last_of_term) {
            self.add(last_of_term, Milestone::CourtTermEnds { second });
        }
        if let Some(tariff) = tariff {
            let first = last_of_term + self.law.conventions.days_after_court_term();
            self.run(clock, first, tariff.clone());
        }
    }

    /// A penalty runs from its first day on, unless the case is closed before it.
    fn run(&mut self, clock: Clock, first: Day, tariff: Tariff) {
        let running = Running { clock, first, tariff };
        let days = running.days_up_to(self.last_owed);
        if 0 < days {
            let mut from = first;
            for (number, step) in running.tariff.steps().iter().enumerate() {
                if self.last_owed < from {
                    break;
                }
                let begins = match number {
                    0 => Milestone::Begins(clock, step.per_day),
                    _ => Milestone::Changes(clock, step.per_day),
                };
                self.add(from, begins);
                from = from + step.days as i32;
            }
            let last = first + (days as i32 - 1);
            if days == running.tariff.days() {
                self.add(last, Milestone::Maximum(clock));
            } else if self.case.ending.is_some_and(|ending| ending.day() <= self.until) {
                self.add(last, Milestone::LastDayOwed(clock));
            }
        }
        self.running.push(running);
    }

    fn ending(&mut self) {
        match self.case.ending {
            Some(Ending::Decided(day)) if day <= self.until => self.add(day, Milestone::Decided),
            Some(Ending::Withdrawn(day)) if day <= self.until => {
                self.add(day, Milestone::Withdrawn);
            }
            Some(_) | None => self.add(self.until, Milestone::StillPending),
        }
    }

    fn owed_on(&self, day: Day) -> [Money; 3] {
        let mut owed = [Money::ZERO; 3];
        for running in &self.running {
            let days = running.days_up_to(day.min(self.last_owed));
            owed[running.clock as usize] =
                running.tariff.owed(days) * i64::from(self.case.penalties);
        }
        owed
    }

    fn finish(mut self) -> CaseCalendar {
        // Stable: what happens on one day stays in the order of a case's life.
        let mut dated = std::mem::take(&mut self.dated);
        dated.sort_by_key(|(day, _)| *day);
        let entry = |(day, what)| Entry { day, what, owed: self.owed_on(day) };
        let entries = dated.into_iter().map(entry).collect();
        let owed = self.owed_on(self.until);
        let open = self.case.ending.is_none_or(|ending| self.until < ending.day());
        let most: Money = self.running.iter().map(|it| it.tariff.maximum()).sum();
        let may_follow = match open {
            true => most * i64::from(self.case.penalties) - owed.iter().copied().sum(),
            false => Money::ZERO,
        };
        CaseCalendar {
            entries,
            owed,
            may_follow,
            legal_costs: self.legal_costs,
            penalties: self.case.penalties,
        }
    }
}

/// What a judgment orders: the term in days and the daily penalty, if any.
pub(crate) fn ordered<'a>(
    judgment: &'a Judgment,
    practice: &'a CourtPractice,
) -> (u32, Option<&'a Tariff>) {
    let term_days = judgment.term_days.unwrap_or(practice.term_days);
    let most_frequent = || {
        let by_share =
            |a: &&(Share, Tariff), b: &&(Share, Tariff)| a.0.value().total_cmp(&b.0.value());
        // Of equal shares the first.
        practice.amounts().iter().rev().max_by(by_share).map(|(_, tariff)| tariff)
    };
    (term_days, judgment.tariff.as_ref().or_else(most_frequent))
}

/// The first day on which a second appeal may be filed after a judgment; `None` when it never may.
pub(crate) fn second_from(law: &Law, judgment: &Judgment, stages: &StageDays) -> Option<Day> {
    let court = law.court.as_ref()?;
    let second = court.second_appeal.as_ref()?;
    let (term_days, tariff) = ordered(judgment, court.practice.of(stages));
    let last_of_term = judgment.day + term_days as i32;
    match second.follows {
        Follows::CourtTerm => Some(last_of_term),
        Follows::Maximum => {
            let first = last_of_term + law.conventions.days_after_court_term();
            Some(first + (tariff?.days() as i32 - 1))
        }
    }
}

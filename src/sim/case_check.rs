//! What is wrong with the dates of a case: all of it, in the order of a case's life.

use crate::error::Fault;
use crate::error::Problems;
use crate::model::Law;
use crate::model::StageDays;
use crate::sim::AppealDates;
use crate::sim::CaseDates;
use crate::sim::Ending;
use crate::sim::Judgment;
use crate::sim::case_calendar::second_from;
use crate::time::Day;

const APPEALS: [[&str; 2]; 2] = [["appealed", "judged"], ["appealed_again", "judged_again"]];

/// What is wrong with the dates of a case whose calendar goes up to a day.
pub(crate) fn problems(law: &Law, case: &CaseDates, until: Day) -> Problems {
    let mut check = Check { law, case, until, problems: Problems::default() };
    check.not_before("due", case.due, case.received, "the day of receipt");
    check.in_calendar("received", case.received);
    if let Some(notice) = case.notice {
        check.not_before("noticed", notice, case.received, "the day of receipt");
        check.happens("noticed", notice);
    }
    check.appeals();
    if let Some(ending) = case.ending {
        let name = match ending {
            Ending::Decided(_) => "decided",
            Ending::Withdrawn(_) => "withdrawn",
        };
        check.not_before(name, ending.day(), case.received, "the day of receipt");
    }
    if !(1 <= case.penalties && case.penalties <= 255) {
        check.fault("penalties", Fault::new(case.penalties, "1 to 255"));
    }
    check.problems
}

struct Check<'a> {
    law: &'a Law,
    case: &'a CaseDates,
    until: Day,
    problems: Problems,
}

impl Check<'_> {
    fn fault(&mut self, name: &str, fault: Fault) {
        self.problems.push(fault.at(name.to_owned()));
    }

    fn not_before(&mut self, name: &str, day: Day, first: Day, what: &str) {
        if !(first <= day) {
            self.fault(name, Fault::new(day, format!("on or after {first}, {what}")));
        }
    }

    fn in_calendar(&mut self, name: &str, day: Day) {
        if !(day <= self.until) {
            let right = format!("on or before {}, the last day of the calendar", self.until);
            self.fault(name, Fault::new(day, right));
        }
    }

    /// Something happens only to a case that is pending at the end of its day.
    fn happens(&mut self, name: &str, day: Day) {
        self.in_calendar(name, day);
        if let Some(closed) = self.case.ending.map(Ending::day)
            && !(day < closed)
        {
            let right = format!("before {closed}, the day on which the case is closed");
            self.fault(name, Fault::new(day, right));
        }
    }

    fn appeals(&mut self) {
        let Some(first) = self.case.appeals.first() else { return };
        if 2 < self.case.appeals.len() {
            let found = format!("{} appeals", self.case.appeals.len());
            self.fault("appealed", Fault::new(found, "at most two"));
        }
        if self.law.court.is_none() {
            let right = "left out: this law has no court";
            self.fault("appealed", Fault::new(first.filed, right));
            return;
        }
        let Some(effective) = self.case.effective_notice(self.law) else {
            let right = match self.case.notice {
                None => "left out, or with the day of the notice that it follows",
                Some(_) => "left out: a notice before the end of the term is void here",
            };
            self.fault("appealed", Fault::new(first.filed, right));
            return;
        };
        if !self.case.pursued {
            let right = "left out: the notice is not followed up";
            self.fault("appealed", Fault::new(first.filed, right));
        }
        let mut stages = self.case.stage_days(Some(effective));
        let end_of_grace = effective + *self.law.grace_days.of(&stages) as i32;
        self.appeal(0, first, end_of_grace, "the end of the grace period", &mut stages);
        let Some(second) = self.case.appeals.get(1) else { return };
        let Some(judgment) = &first.judgment else {
            let right = "left out, or with the judgment on the first appeal";
            self.fault(APPEALS[1][0], Fault::new(second.filed, right));
            return;
        };
        match second_from(self.law, judgment, &stages) {
            None => {
                let right = "left out: this law knows no second appeal after such a judgment";
                self.fault(APPEALS[1][0], Fault::new(second.filed, right));
            }
            Some(from) => {
                let what = "the day that a second appeal follows";
                self.appeal(1, second, from, what, &mut stages);
            }
        }
    }

    fn appeal(
        &mut self,
        number: usize,
        appeal: &AppealDates,
        from: Day,
        what: &str,
        stages: &mut StageDays,
    ) {
        let [appealed, judged] = APPEALS[number];
        if number != 0 || !self.case.recorded {
            self.not_before(appealed, appeal.filed, from, what);
        }
        self.happens(appealed, appeal.filed);
        stages.appeal = Some(appeal.filed);
        if let Some(Judgment { day, term_days, .. }) = appeal.judgment.as_ref() {
            stages.judgment = Some(*day);
            self.not_before(judged, *day, appeal.filed, "the day of the appeal");
            self.happens(judged, *day);
            if let Some(days) = term_days.filter(|days| !(*days <= 3_660)) {
                self.fault("court_term_days", Fault::new(days, "at most 3,660 days (10 years)"));
            }
        }
    }
}

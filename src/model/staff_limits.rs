//! What must hold between a pool, its staff and the period.

use crate::error::Fault;
use crate::model::Parts;
use crate::model::Period;
use crate::model::Pool;
use crate::model::Staff;
use crate::time::Day;
use crate::time::Schedule;

/// The most that all staff may cost in a replication, in cents: sums must fit into 64 bits.
const MOST_COST: f64 = i64::MAX as f64 / 8.0;

impl Parts {
    /// What is wrong with the staff of the pools.
    pub(crate) fn check_staff(&self, fault: &mut impl FnMut(String, Fault)) {
        let mut cost = 0.0;
        for (i, pool) in self.pools.iter().enumerate() {
            let mut fault = |name: &str, wrong| fault(format!("pool[{}].{name}", i + 1), wrong);
            pool.check_first_days(self.period.start(), &mut fault);
            pool.check_staff_numbers(&mut fault);
            let before = cost <= MOST_COST;
            cost += pool.most_staff_cost(self.period);
            if before && !(cost <= MOST_COST) {
                let found = format!("staff that may cost {:.3e} in all", cost / 100.0);
                fault("staff_cost", Fault::new(found, "at most 11,000,000,000,000,000 in all"));
            }
        }
    }
}

impl Pool {
    fn check_first_days(&self, start: Day, fault: &mut impl FnMut(&str, Fault)) {
        let staff = &self.staff;
        let mut check = |name: &str, first: Day| {
            if !(first <= start) {
                let right = format!("known from the start, {start}, on");
                fault(name, Fault::new(format!("from {first}"), right));
            }
        };
        if let Some(attrition) = &staff.attrition {
            check("attrition", attrition.per_year.steps()[0].0);
        }
        check("overtime", staff.overtime.steps()[0].0);
        check("productivity", staff.productivity.steps()[0].0);
        if let Some(each) = &staff.decisions_per_hired_fte_per_week {
            check("decisions_per_fte_per_week", each.steps()[0].0);
        }
    }

    fn check_staff_numbers(&self, fault: &mut impl FnMut(&str, Fault)) {
        let staff = &self.staff;
        if !(staff.hires.len() <= Staff::MOST_HIRES) {
            fault("hire", Fault::new(staff.hires.len(), "at most 1,000 hires"));
        }
        for (_, factor) in staff.productivity.steps() {
            if let Err(wrong) = Staff::checked_productivity(*factor) {
                fault("productivity", wrong);
            }
        }
        for (_, each) in staff.decisions_per_hired_fte_per_week.iter().flat_map(Schedule::steps) {
            if let Err(wrong) = Staff::checked_decisions_of_one(*each) {
                fault("decisions_per_fte_per_week", wrong);
            }
        }
        let (own, all) = (self.most_of_own_per_week(), self.most_per_week());
        if own <= Pool::MOST_PER_WEEK && !(all <= Pool::MOST_PER_WEEK) {
            let found = format!("{all} decisions in a week, with those hired and all overtime");
            let name = if staff.hires.is_empty() { "productivity" } else { "hire" };
            fault(name, Fault::new(found, "at most 1,000,000,000, all people together"));
        }
    }

    /// What the pool's own people decide in a week, at most.
    fn most_of_own_per_week(&self) -> f64 {
        let (fte, each) = (&self.fte, &self.decisions_per_fte_per_week);
        let days = fte.steps().iter().map(|step| step.0);
        let days = days.chain(each.steps().iter().map(|step| step.0));
        days.map(|day| fte.on(day) * each.on(day)).fold(0.0, f64::max)
    }

    /// A bound of what all decide in a week, as if all hired were there at once.
    fn most_per_week(&self) -> f64 {
        let staff = &self.staff;
        let hired: f64 = staff.hires.iter().map(|hire| hire.fte()).sum();
        let each = staff.decisions_per_hired_fte_per_week.as_ref();
        let each = most(each.unwrap_or(&self.decisions_per_fte_per_week), |each| *each);
        let factor = most(&staff.productivity, |factor| *factor) * self.most_time();
        (self.most_of_own_per_week() + hired * each) * factor
    }

    /// Normal time and overtime as a share of normal time, at most.
    fn most_time(&self) -> f64 {
        1.0 + most(&self.staff.overtime, |overtime| overtime.value())
    }

    /// A bound of what the staff costs over a period, in cents.
    fn most_staff_cost(&self, period: Period) -> f64 {
        let Some(cost) = &self.staff.cost else {
            return 0.0;
        };
        let own = match &self.staff.decisions_per_hired_fte_per_week {
            None => most(&self.fte, |fte| *fte),
            // The least that one decides makes the most people.
            Some(each) => self.most_of_own_per_week() / -most(each, |each| -each),
        };
        let hired: f64 = self.staff.hires.iter().map(|hire| hire.fte()).sum();
        let years = period.days() as f64 / Staff::DAYS_PER_YEAR;
        let time = 1.0 + (self.most_time() - 1.0) * cost.overtime_pay();
        let per_year = cost.per_fte_per_year().in_cents() as f64;
        (own + hired) * per_year * years * time + hired * cost.per_hire().in_cents() as f64
    }
}

/// The highest of what `number` makes of the values of a schedule.
fn most<T>(schedule: &Schedule<T>, number: impl Fn(&T) -> f64) -> f64 {
    schedule.steps().iter().map(|(_, value)| number(value)).fold(f64::NEG_INFINITY, f64::max)
}

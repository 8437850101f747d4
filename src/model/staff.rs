//! The staff of a pool as it changes: hires, attrition, overtime, productivity, and what it costs.

use crate::error::Fault;
use crate::model::Hire;
use crate::model::Pool;
use crate::model::hire::Stage;
use crate::money::Money;
use crate::random::Share;
use crate::time::Day;
use crate::time::Schedule;

/// People who leave and are not replaced.
///
/// Of the people there on a day, the share (1 − a)^(1/365.25) is still there a day later, where a
/// is the share that leaves in a year as it stands on the later day.
#[derive(Clone, Debug, PartialEq)]
pub struct Attrition {
    /// The share of the people that leaves in a year, by date; 1 means that all leave in a day.
    pub per_year: Schedule<Share>,
    /// The last day on which all of the pool's own people are there: nobody leaves before the day
    /// after it. A scenario takes its as-of day, as `fte` says up to then who was there.
    pub after: Day,
}

impl Attrition {
    /// The share of the people there at the end of the day `since` that is there on `day`:
    /// the product of (1 − a)^(1/365.25) over the days after `since` up to and with `day`; 1 when
    /// there are none.
    ///
    /// Time: linear in the number of dates on which the share changes.
    ///
    /// # Example
    /// ```
    /// use arrears::model::Attrition;
    /// use arrears::random::Share;
    /// use arrears::time::{Day, Schedule};
    ///
    /// let after = Day::new(2020, 3, 3)?;
    /// let attrition = Attrition { per_year: Schedule::constant(Share::new(0.19)?), after };
    /// assert_eq!(attrition.left(after, after), 1.0);
    /// // Four years have 1,461 days, and 0.81^4 is left: 43%.
    /// assert!((attrition.left(after, after + 1_461) - 0.43046721).abs() < 1e-12);
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn left(&self, since: Day, day: Day) -> f64 {
        let steps = self.per_year.steps();
        let (first, last) = (self.per_year.index_on(since + 1), self.per_year.index_on(day));
        let mut left = 1.0;
        for at in first..=last {
            // The value before the first date is the first value.
            let from = if at == first { since + 1 } else { steps[at].0 };
            let until = if at == last { day } else { steps[at + 1].0 - 1 };
            let days = f64::from((until - from + 1).max(0));
            left *= libm::pow(1.0 - steps[at].1.value(), days / Staff::DAYS_PER_YEAR);
        }
        left
    }
}

/// What staff costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StaffCost {
    // 0 or more.
    per_fte_per_year: Money,
    // In [0, 10].
    overtime_pay: f64,
    // 0 or more.
    per_hire: Money,
}

impl StaffCost {
    /// What an hour of overtime costs when nothing is said, as a multiple of a normal hour.
    ///
    /// # Source
    /// "Time and a half": United States, Fair Labor Standards Act, 29 U.S.C. 207(a)(1). Elsewhere
    /// an assumption.
    pub const OVERTIME_PAY: f64 = 1.5;

    /// One fte costs `per_fte_per_year`, an hour of overtime `overtime_pay` times a normal hour,
    /// and each hired fte `per_hire` once.
    ///
    /// # Errors
    /// - an amount is negative, or `overtime_pay` is not between 0 and 10.
    pub fn new(
        per_fte_per_year: Money,
        per_hire: Money,
        overtime_pay: f64,
    ) -> Result<StaffCost, Fault> {
        for amount in [per_fte_per_year, per_hire] {
            if amount < Money::ZERO {
                return Err(Fault::new(amount, "an amount of 0 or more"));
            }
        }
        if !(0.0 <= overtime_pay && overtime_pay <= 10.0) {
            return Err(Fault::new(overtime_pay, "between 0 and 10 times a normal hour"));
        }
        Ok(StaffCost { per_fte_per_year, overtime_pay, per_hire })
    }

    /// What one fte costs in a year of 365.25 days.
    pub fn per_fte_per_year(&self) -> Money {
        self.per_fte_per_year
    }

    /// What each hired fte costs once, on the first day.
    pub fn per_hire(&self) -> Money {
        self.per_hire
    }

    /// What an hour of overtime costs, as a multiple of a normal hour.
    pub fn overtime_pay(&self) -> f64 {
        self.overtime_pay
    }
}

/// What the staff of a pool costs on one day, in cents and parts of cents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StaffCosts {
    /// Normal time.
    pub staff: f64,
    /// Hiring those whose first day it is.
    pub hiring: f64,
    /// Overtime.
    pub overtime: f64,
}

/// How a pool's staff changes: the same in every replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Staff {
    /// Those hired beside the pool's own fte; at most 1,000 groups.
    pub hires: Vec<Hire>,
    /// Who leaves: of the pool's own people from the day after [`Attrition::after`], of the hired
    /// from the day after their first.
    pub attrition: Option<Attrition>,
    /// Extra hours as a share of normal time, by date: 0.1 is 10% more decisions.
    pub overtime: Schedule<Share>,
    /// A factor on all decisions, by date, 0 to 100; 1 changes nothing.
    pub productivity: Schedule<f64>,
    /// For a pool whose numbers count decisions rather than people (`fte` stands at 1 for all
    /// together): what one fte decides in a full week, by date, 0.001 to 10,000,000. Then that is
    /// what a hired fte decides, and the pool's own decisions divided by it are its own fte. `None`
    /// where `fte` counts people.
    pub decisions_per_hired_fte_per_week: Option<Schedule<f64>>,
    /// What staff costs; `None` when that is not asked.
    pub cost: Option<StaffCost>,
}

impl Staff {
    /// The most groups of hires in a pool.
    pub const MOST_HIRES: usize = 1_000;

    /// The mean length of a year in days, by which amounts and shares a year are spread over days.
    pub const DAYS_PER_YEAR: f64 = 365.25;

    /// Nobody comes or goes, no overtime, productivity 1, no costs.
    pub fn unchanging() -> Staff {
        Staff {
            hires: Vec::new(),
            attrition: None,
            overtime: Schedule::constant(Share::NONE),
            productivity: Schedule::constant(1.0),
            decisions_per_hired_fte_per_week: None,
            cost: None,
        }
    }

    /// A factor on all decisions.
    ///
    /// # Errors
    /// - the factor is not between 0 and 100.
    pub fn checked_productivity(factor: f64) -> Result<f64, Fault> {
        if 0.0 <= factor && factor <= 100.0 {
            return Ok(factor);
        }
        Err(Fault::new(factor, "a factor between 0 and 100"))
    }

    /// What one fte decides in a full week, where a pool's numbers count decisions.
    ///
    /// # Errors
    /// - the number is not between 0.001 and 10,000,000: at 0, no number of people would do.
    pub fn checked_decisions_of_one(number: f64) -> Result<f64, Fault> {
        if 0.001 <= number && number <= 1e7 {
            return Ok(number);
        }
        Err(Fault::new(number, "between 0.001 and 10,000,000 beside decisions_per_week"))
    }

    /// The share of the people there at the end of the day `since` that is there on `day`.
    fn left(&self, since: Day, day: Day) -> f64 {
        self.attrition.as_ref().map_or(1.0, |attrition| attrition.left(since, day))
    }

    /// The share of the pool's own people that is there on a day.
    fn own_left(&self, day: Day) -> f64 {
        self.attrition.as_ref().map_or(1.0, |attrition| attrition.left(attrition.after, day))
    }

    fn hired_on(&self, day: Day) -> Hired {
        let mut hired = Hired::default();
        for hire in &self.hires {
            let stage = hire.stage_on(day);
            if stage == Stage::Away {
                continue;
            }
            let fte = hire.fte() * self.left(hire.from(), day);
            match stage {
                Stage::Away => {}
                Stage::Training => {
                    hired.in_training += fte;
                    hired.trainers += fte * hire.trainers();
                }
                Stage::Learning(output) => {
                    hired.learning += fte;
                    hired.output_of_learning += fte * output;
                }
                Stage::Experienced => hired.experienced += fte,
            }
        }
        hired
    }
}

/// Those hired who are there on a day, in fte.
#[derive(Clone, Copy, Debug, Default)]
struct Hired {
    in_training: f64,
    learning: f64,
    /// What the learning decide, in fte of experienced colleagues.
    output_of_learning: f64,
    experienced: f64,
    /// Experienced colleagues whom the training keeps busy.
    trainers: f64,
}

impl Pool {
    /// The mean number of decisions in a full week as things stand on a day:
    ///
    /// (max(own × left + each × (experienced − trainers), 0) + each × output of the learning) ×
    /// (1 − absence) × (1 + overtime) × productivity,
    ///
    /// where *own* is fte × decisions per fte per week, *left* what attrition leaves of it, *each*
    /// what one fte decides in a week, and the rest is said at [`Hire`]. Training takes experienced
    /// people, own or hired, from deciding, but never more than there are.
    ///
    /// Time: linear in the number of hires and of changes of the attrition.
    ///
    /// # Example
    /// ```
    /// use arrears::model::{Hire, Pool};
    /// use arrears::time::Day;
    ///
    /// let from = Day::new(2020, 5, 1)?;
    /// let mut pool = Pool::new("deciders", vec![0], 2.5)?; // one fte that decides 2.5 a week
    /// pool.fte = arrears::time::Schedule::constant(40.0);
    /// let mut hire = Hire::new(10.0, from)?;
    /// hire.training_days = 90;
    /// hire.set_trainers(0.5)?;
    /// pool.staff.hires.push(hire);
    /// assert_eq!(pool.decisions_per_week(from - 1), 100.0);
    /// assert_eq!(pool.decisions_per_week(from), 87.5); // five of the forty train
    /// assert_eq!(pool.decisions_per_week(from + 90), 125.0);
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn decisions_per_week(&self, day: Day) -> f64 {
        let staff = &self.staff;
        let own = self.fte.on(day) * self.decisions_per_fte_per_week.on(day);
        let (each, hired) = (self.decisions_of_one(day), staff.hired_on(day));
        let experienced = own * staff.own_left(day) + each * hired.experienced;
        let training = each * hired.trainers;
        let deciding = (experienced - training).max(0.0) + each * hired.output_of_learning;
        let present = 1.0 - self.absence.on(day).value();
        deciding * present * (1.0 + staff.overtime.on(day).value()) * staff.productivity.on(day)
    }

    /// What one experienced fte decides in a full week as things stand on a day: what it decides when
    /// at work × (1 − absence) × (1 + overtime) × productivity.
    pub fn decisions_of_one_per_week(&self, day: Day) -> f64 {
        self.decisions_of_one(day) * self.at_work(day)
    }

    /// (1 − absence) × (1 + overtime) × productivity.
    fn at_work(&self, day: Day) -> f64 {
        let present = 1.0 - self.absence.on(day).value();
        present * (1.0 + self.staff.overtime.on(day).value()) * self.staff.productivity.on(day)
    }

    /// People on the payroll on a day, in fte: the pool's own and the hired, in training or not,
    /// less those who have left.
    pub fn people_on(&self, day: Day) -> f64 {
        let hired = self.staff.hired_on(day);
        let own = self.own_fte(day) * self.staff.own_left(day);
        own + hired.in_training + hired.learning + hired.experienced
    }

    /// What the staff costs on a calendar day, working day or not; nothing without
    /// [`Staff::cost`].
    ///
    /// - `staff`: [people](Pool::people_on) × cost per fte per year / 365.25.
    /// - `hiring`: on the first day of a hire, its fte × cost per hire.
    /// - `overtime`: (people − those in training) × (1 − absence) × overtime × overtime pay × cost
    ///   per fte per year / 365.25. An hour of overtime is worked by those who are at work, and
    ///   costs `overtime_pay` times what an hour of the year's normal time costs.
    pub fn costs_on(&self, day: Day) -> StaffCosts {
        let Some(cost) = &self.staff.cost else {
            return StaffCosts::default();
        };
        let cents = |amount: Money| amount.in_cents() as f64;
        let per_fte = cents(cost.per_fte_per_year) / Staff::DAYS_PER_YEAR;
        let people = self.people_on(day);
        let starting = self.staff.hires.iter().filter(|hire| hire.from() == day);
        let hired: f64 = starting.map(Hire::fte).sum();
        StaffCosts {
            staff: people * per_fte,
            hiring: hired * cents(cost.per_hire),
            overtime: self.overtime_costs_on(day, self.staff.overtime.on(day).value()),
        }
    }

    /// What extra hours, as a share of normal time, cost on a calendar day, in cents.
    pub(crate) fn overtime_costs_on(&self, day: Day, share: f64) -> f64 {
        let people = self.people_on(day) - self.staff.hired_on(day).in_training;
        self.extra_hours_costs_on(day, people, share)
    }

    /// What extra hours of so many fte who are not in training cost on a calendar day, in cents.
    pub(crate) fn extra_hours_costs_on(&self, day: Day, fte: f64, share: f64) -> f64 {
        let at_work = fte * (1.0 - self.absence.on(day).value());
        let (pay, per_fte) = self.staff.cost.as_ref().map_or((0.0, 0.0), |cost| {
            let per_fte = cost.per_fte_per_year.in_cents() as f64 / Staff::DAYS_PER_YEAR;
            (cost.overtime_pay, per_fte)
        });
        at_work * (share * pay) * per_fte
    }

    /// The pool's own people on a day before anybody leaves, in fte.
    pub(crate) fn own_fte(&self, day: Day) -> f64 {
        match &self.staff.decisions_per_hired_fte_per_week {
            None => *self.fte.on(day),
            Some(each) => self.fte.on(day) * self.decisions_per_fte_per_week.on(day) / each.on(day),
        }
    }

    /// What one fte decides in a full week on a day.
    pub(crate) fn decisions_of_one(&self, day: Day) -> f64 {
        let each = self.staff.decisions_per_hired_fte_per_week.as_ref();
        *each.unwrap_or(&self.decisions_per_fte_per_week).on(day)
    }
}

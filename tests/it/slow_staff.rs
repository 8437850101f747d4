//! The people of the slow engine: who is there on a day, what they decide, and the surges that come
//! and go with the late stock.

use arrears::model::CapacityVariation;
use arrears::model::Hire;
use arrears::model::MICRO;
use arrears::model::Pool;
use arrears::model::Surge;
use arrears::random::Purpose;
use arrears::random::count;
use arrears::time::Day;
use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;

use crate::slow_engine::SlowEngine;

/// People of a pool on a day, in fte.
#[derive(Clone, Copy, Default)]
pub struct People {
    /// The pool's own.
    pub own: f64,
    pub in_training: f64,
    pub learning: f64,
    /// Hired, and as able as anybody.
    pub experienced: f64,
    /// What the learning decide, in fte of experienced colleagues.
    pub output: f64,
    /// Experienced fte who train instead of deciding.
    pub trainers: f64,
}

/// The share of the people of one day that is there on another.
fn left(pool: &Pool, since: Day, day: Day) -> f64 {
    let Some(attrition) = &pool.staff.attrition else { return 1.0 };
    // How many days had which share a year: so many 365.25ths of a year.
    let mut days: Vec<(f64, u32)> = Vec::new();
    for later in 1..=day - since {
        let per_year = attrition.per_year.on(since + later).value();
        match days.last_mut().filter(|(last, _)| *last == per_year) {
            Some((_, number)) => *number += 1,
            None => days.push((per_year, 1)),
        }
    }
    days.iter().map(|(share, number)| (1.0 - share).powf(f64::from(*number) / 365.25)).product()
}

impl People {
    /// Adds those of a hire on its day k, from 0, of whom a share has not left.
    fn add(&mut self, hire: &Hire, k: i32, left: f64) {
        let (training, learning) = (hire.training_days as i32, hire.learning_days as i32);
        let fte = hire.fte() * left;
        if k < 0 {
        } else if k < training {
            self.in_training += fte;
            self.trainers += fte * hire.trainers();
        } else if k < training + learning {
            let first = hire.first_output.value();
            let learned = f64::from(k - training) / f64::from(learning);
            self.learning += fte;
            self.output += fte * (first + (1.0 - first) * learned);
        } else {
            self.experienced += fte;
        }
    }

    /// The planned people of a pool.
    pub fn of(pool: &Pool, day: Day) -> People {
        let own = match &pool.staff.decisions_per_hired_fte_per_week {
            Some(each) => own_decisions(pool, day) / each.on(day),
            None => *pool.fte.on(day),
        };
        let after = pool.staff.attrition.as_ref().map_or(day, |it| it.after);
        let mut people = People { own: own * left(pool, after, day), ..People::default() };
        for hire in &pool.staff.hires {
            if hire.from() <= day && hire.until().is_none_or(|until| day <= until) {
                people.add(hire, day - hire.from(), left(pool, hire.from(), day));
            }
        }
        people
    }

    /// All of them.
    pub fn all(&self) -> f64 {
        self.own + self.in_training + self.learning + self.experienced
    }
}

fn own_decisions(pool: &Pool, day: Day) -> f64 {
    pool.fte.on(day) * pool.decisions_per_fte_per_week.on(day)
}

/// What one fte decides in a week of nothing but normal time.
fn each(pool: &Pool, day: Day) -> f64 {
    let each = pool.staff.decisions_per_hired_fte_per_week.as_ref();
    *each.unwrap_or(&pool.decisions_per_fte_per_week).on(day)
}

fn factors(pool: &Pool, day: Day) -> f64 {
    let present = 1.0 - pool.absence.on(day).value();
    present * (1.0 + pool.staff.overtime.on(day).value()) * pool.staff.productivity.on(day)
}

impl SlowEngine<'_> {
    /// The share of a week's decisions that falls on a day.
    fn part_of_week(&self, day: Day) -> f64 {
        let calendar = &self.model.calendar;
        match calendar.is_working_day(day) {
            true => 1.0 / f64::from(calendar.days_per_week()),
            false => 0.0,
        }
    }

    /// The planned mean of a day.
    fn mean(&self, pool: &Pool, day: Day) -> f64 {
        let people = People::of(pool, day);
        let after = pool.staff.attrition.as_ref().map_or(day, |it| it.after);
        let own = own_decisions(pool, day) * left(pool, after, day);
        let able = own + each(pool, day) * (people.experienced - people.trainers);
        let deciding = able.max(0.0) + each(pool, day) * people.output;
        deciding * factors(pool, day) * self.part_of_week(day)
    }

    /// What the surges of a pool that run add to the mean of a day.
    fn added(&self, pool: usize, day: Day) -> f64 {
        let of = &self.model.pools[pool];
        let mut added = 0.0;
        for (trigger, rule) in of.triggers.iter().zip(&self.rules[pool]) {
            let Some(since) = rule.since.filter(|since| *since <= day) else { continue };
            added += match &trigger.surge {
                Surge::Hire(hire) => {
                    let mut people = People::default();
                    people.add(hire, day - since, 1.0);
                    let fte = people.experienced + people.output - people.trainers;
                    fte * each(of, day) * factors(of, day) * self.part_of_week(day)
                }
                Surge::Overtime(share) => {
                    let normal = self.mean(of, day) / (1.0 + of.staff.overtime.on(day).value());
                    share.value() * normal
                }
            };
        }
        added
    }

    /// What a pool can decide on a day, in millionths of a decision.
    pub fn capacity(&mut self, pool: usize, day: Day) -> u64 {
        let of = &self.model.pools[pool];
        let (mean, added) = (self.mean(of, day), self.added(pool, day));
        let uniform = self.block(Purpose::Capacity, pool, day, 0).uniform(0);
        let all = (mean + added).max(0.0);
        match of.variation {
            CapacityVariation::None => {
                let before = self.exact_capacity[pool].round();
                self.exact_capacity[pool] += mean * MICRO as f64;
                let planned = self.exact_capacity[pool].round() - before;
                (planned + added * MICRO as f64).round().max(0.0) as u64
            }
            CapacityVariation::Count(variation) => MICRO * count(all, variation, uniform),
            CapacityVariation::Relative(coefficient) => {
                let log_variance = libm::log1p(coefficient * coefficient);
                let sigma = libm::sqrt(log_variance);
                let z = Normal::standard().inverse_cdf(uniform);
                let factor = libm::exp(sigma * z - sigma * sigma / 2.0);
                (all * factor * MICRO as f64).round() as u64
            }
        }
    }

    /// The evening of a day: surges are decided on, or end.
    pub fn look_at_rules(&mut self, day: Day) {
        let late: i64 = match self.first <= day {
            true => self.page(day).flows.iter().map(|flow| flow.late).sum(),
            false => 0,
        };
        for (pool, of) in self.model.pools.iter().enumerate() {
            for (trigger, rule) in of.triggers.iter().zip(&mut self.rules[pool]) {
                match rule.since {
                    None if (trigger.late_above as i64) < late && trigger.not_before <= day => {
                        rule.since = Some(day + 1 + trigger.lead_days as i32);
                    }
                    Some(first) if late < trigger.late_below as i64 => {
                        rule.since = None;
                        // It may be called off before it has begun.
                        if first <= day {
                            rule.ended.push((first, day));
                        }
                    }
                    None | Some(_) => {}
                }
            }
        }
    }
}

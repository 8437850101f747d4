//! The staff of random models: hires, attrition, overtime, productivity, costs, and surges that come
//! and go with the late stock.

use arrears::model::Attrition;
use arrears::model::Hire;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::model::Staff;
use arrears::model::StaffCost;
use arrears::model::Surge;
use arrears::model::Trigger;
use arrears::money::Money;
use arrears::random::Share;
use arrears::time::Day;
use arrears::time::Schedule;

use crate::random_models::Dice;
use crate::worlds::share;

/// A share of so many hundredths at most.
fn hundredths(dice: &mut Dice, most: i32) -> Share {
    share(f64::from(dice.between(0, most)) / 100.0)
}

/// People who are hired on a day.
pub fn random_hire(dice: &mut Dice, fte: f64, from: Day) -> Hire {
    let mut hire = Hire::new(fte, from).unwrap();
    hire.training_days = dice.between(0, 60) as u32;
    hire.learning_days = dice.between(0, 120) as u32;
    hire.first_output = hundredths(dice, 100);
    hire.set_trainers(f64::from(dice.between(0, 4)) / 4.0).unwrap();
    if dice.percent(30) {
        hire.set_until(from + dice.between(0, 300)).unwrap();
    }
    hire
}

/// Gives a pool a staff that changes, or leaves it as it is.
pub fn random_staff(dice: &mut Dice, period: Period, pool: &mut Pool) {
    let staff = &mut pool.staff;
    if dice.percent(40) {
        for _ in 0..dice.between(1, 3) {
            let from = dice.day_in(period) - dice.between(0, 90);
            let fte = f64::from(dice.between(0, 4)) / 4.0;
            staff.hires.push(random_hire(dice, fte, from));
        }
    }
    if dice.percent(30) {
        let per_year = dice.schedule(period, |dice| hundredths(dice, 60));
        staff.attrition = Some(Attrition { per_year, after: period.as_of() });
    }
    if dice.percent(30) {
        staff.overtime = dice.schedule(period, |dice| hundredths(dice, 30));
    }
    if dice.percent(20) {
        staff.productivity = dice.schedule(period, |dice| dice.one_of(&[0.5, 1.0, 1.2]));
    }
    if dice.percent(25) {
        let each = dice.schedule(period, |dice| dice.real(0.1, 4.0));
        staff.decisions_per_hired_fte_per_week = Some(each);
    }
    if dice.percent(60) {
        let [per_year, per_hire] = [(20_000, 90_000), (0, 9_000)]
            .map(|(low, high)| Money::cents(100 * i64::from(dice.between(low, high)) + 33));
        let overtime_pay = dice.one_of(&[1.0, 1.5, 2.0]);
        staff.cost = Some(StaffCost::new(per_year, per_hire, overtime_pay).unwrap());
    }
}

/// Gives a pool rules by which people or hours come and go with the late stock, or none.
pub fn random_triggers(dice: &mut Dice, period: Period, pool: &mut Pool) {
    while dice.percent(25) && pool.triggers.len() < 3 {
        let not_before = period.start() - 5 + dice.between(0, 60);
        pool.triggers.push(random_trigger(dice, not_before));
    }
}

/// A rule that may begin from a day on.
pub fn random_trigger(dice: &mut Dice, not_before: Day) -> Trigger {
    let above = dice.between(0, 40);
    let below = dice.between(0, above);
    let surge = match dice.percent(50) {
        true => Surge::Overtime(hundredths(dice, 80)),
        false => Surge::Hire(random_hire(dice, 0.75, Day::FIRST)),
    };
    let trigger = Trigger::new(above as u64, below as u64, not_before, surge).unwrap();
    let lead_days = if dice.percent(50) { 0 } else { dice.between(1, 40) as u32 };
    Trigger { lead_days, ..trigger }
}

/// Leaves a pool the staff that it has of its own, which nobody joins or leaves.
pub fn keep_only_own_staff(pool: &mut Pool) {
    pool.staff = Staff::unchanging();
    pool.triggers.clear();
    pool.absence = Schedule::constant(Share::NONE);
}

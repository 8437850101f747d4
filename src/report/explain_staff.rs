//! How the staff of a pool changes, in plain sentences.

use crate::model::Hire;
use crate::model::Pool;
use crate::model::Staff;
use crate::model::StaffCost;
use crate::money::Money;
use crate::random::Share;
use crate::report::explain::by_date;
use crate::report::explain::share;
use crate::report::explain::tidy;
use crate::report::number::Number;
use crate::report::number::money;
use crate::report::page::cut;
use crate::study::Setup;
use crate::time::Day;
use crate::time::Schedule;

/// What changes a pool's own capacity; nothing where nothing does. The pool is there from `first`
/// on.
pub(crate) fn staff(setup: &Setup, pool: &Pool, first: Day) -> Vec<String> {
    let (staff, period) = (&pool.staff, setup.model.period);
    if *staff == Staff::unchanging() {
        return Vec::new();
    }
    let (as_of, end) = (period.as_of().max(first), period.end());
    let day = if first <= period.as_of() { "the day of the forecast" } else { "its first day" };
    let mut points: Vec<String> = staff.hires.iter().map(hire).collect();
    if let Some(each) = &staff.decisions_per_hired_fte_per_week {
        points.push(format!(
            "One fte decides {} in a full week: what the pool's own people decide counts as the \
             work of {} fte on {as_of}.",
            by_date(each, |each| tidy(*each)),
            hundredths(pool.own_fte(as_of)),
        ));
    }
    if let Some(attrition) = &staff.attrition {
        points.push(format!(
            "Of the people {} leave in a year and are not replaced: the pool's own from {} on, \
             those hired from the day after their first. What is said of its own people on later \
             dates is the number before anybody leaves.",
            by_date(&attrition.per_year, percent),
            attrition.after + 1,
        ));
    }
    if staff.overtime != Schedule::constant(Share::NONE) {
        let overtime = by_date(&staff.overtime, percent);
        points.push(format!("Overtime adds to all decisions: {overtime}."));
    }
    if staff.productivity != Schedule::constant(1.0) {
        let factor = by_date(&staff.productivity, |factor| tidy(*factor));
        points.push(format!("All decisions are multiplied by a productivity: {factor}."));
    }
    points.push(format!(
        "All this together, it makes {} decisions in a full week on {as_of}, {day}, and {} \
         on {end}, the last day.",
        hundredths(pool.decisions_per_week(as_of)),
        hundredths(pool.decisions_per_week(end)),
    ));
    points.extend(staff.cost.iter().map(|it| cost(setup, it)));
    points
}

/// A number that was worked out, to two decimals.
fn hundredths(value: f64) -> String {
    tidy((value * 100.0).round() / 100.0)
}

fn percent(value: &Share) -> String {
    share(value.value())
}

/// People who are hired, as a sentence.
pub(crate) fn hire(hire: &Hire) -> String {
    let name = hire.name.as_ref().map_or(String::new(), |name| format!("{}: ", cut(name, 60)));
    let from = hire.from();
    let until = match hire.until() {
        Some(until) => format!("are there from {from} to {until}"),
        None => format!("join on {from}"),
    };
    format!("{name}{} fte {until}: {}.", tidy(hire.fte()), learns(hire))
}

/// How somebody who is hired is trained and learns.
pub(crate) fn learns(hire: &Hire) -> String {
    let days = |days: u32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    let training = match (hire.training_days, hire.trainers()) {
        (0, _) => "no training".to_owned(),
        (many, 0.0) => format!("{} of training without decisions", days(many)),
        (many, trainers) => format!(
            "{} of training without decisions, in which each keeps {} experienced fte busy",
            days(many),
            tidy(trainers),
        ),
    };
    let learning = match hire.learning_days {
        0 => "then at once as able as anybody".to_owned(),
        many => format!(
            "then {} of learning, on which output rises in a straight line from {} of that of \
             an experienced colleague to all of it",
            days(many),
            share(hire.first_output.value()),
        ),
    };
    format!("{training}, {learning}")
}

fn cost(setup: &Setup, cost: &StaffCost) -> String {
    let amount = |amount: Money| money(&setup.currency, Number::exact(amount.in_cents()));
    format!(
        "One fte costs {} a year, spread over all days; an hour of overtime costs {} times a \
         normal one; each hired fte costs {} once, on the first day.",
        amount(cost.per_fte_per_year()),
        tidy(cost.overtime_pay()),
        amount(cost.per_hire()),
    )
}

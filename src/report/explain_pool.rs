//! A pool in plain sentences.

use crate::model::CapacityVariation;
use crate::model::Pool;
use crate::model::Staff;
use crate::report::explain::share;
use crate::report::explain::tidy;
use crate::report::explain_order;
use crate::report::explain_staff::staff;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::study::Setup;
use crate::time::Day;
use crate::time::Schedule;

/// A pool of the scenario, under a heading of its own.
pub(crate) fn pool(page: &mut Page, setup: &Setup, pool: &Pool) {
    page.heading(&format!("Pool {}", pool.name));
    page.paragraph(&format!("It decides the cases of {}.", served(setup, pool)));
    page.points(&points(setup, pool, setup.model.period.start()));
}

/// The streams that a pool decides.
pub(crate) fn served(setup: &Setup, pool: &Pool) -> String {
    let model = &setup.model;
    let names: Vec<String> =
        pool.streams.iter().map(|number| cut(&model.streams[*number].name, 60)).collect();
    match names.len() == model.streams.len() {
        true => "all streams".to_owned(),
        false => names.join(", "),
    }
}

/// What a pool does from a day on, in sentences.
pub(crate) fn points(setup: &Setup, pool: &Pool, first: Day) -> Vec<String> {
    let mut points = capacity(setup, pool, first);
    points.extend(staff(setup, pool, first));
    points.push(match pool.variation {
        CapacityVariation::None => "A day's capacity does not vary about its mean.".to_owned(),
        CapacityVariation::Count(variation) if variation.variance_ratio() == 0.0 => {
            "A day's capacity does not vary about its mean.".to_owned()
        }
        CapacityVariation::Count(variation) => {
            let ratio = variation.variance_ratio();
            let law = if ratio == 1.0 { "Poisson" } else { "negative binomial" };
            format!("A day's capacity varies: {law}, variance {ratio} times the mean.")
        }
        CapacityVariation::Relative(coefficient) => format!(
            "A day's capacity varies by a log-normal factor with mean 1 and standard deviation \
             {coefficient}."
        ),
    });
    points.push(match pool.effort.household() == 1.0 && pool.effort.further_head() == 1.0 {
        true => "Each head of a household costs one decision.".to_owned(),
        false => format!(
            "The first head of a household costs {} of a decision, each further head {}.",
            pool.effort.household(),
            pool.effort.further_head(),
        ),
    });
    points.extend(explain_order::orders(pool));
    points.extend(explain_order::other_work(pool));
    points.push(
        "What is left of a decision at the end of a day goes on to the next; capacity without \
         cases is lost."
            .to_owned(),
    );
    points
}

/// Decisions in a full week on every date on which they change, from a day on.
fn capacity(setup: &Setup, pool: &Pool, first: Day) -> Vec<String> {
    let period = setup.model.period;
    let per_week = |day: Day| {
        pool.fte.on(day)
            * pool.decisions_per_fte_per_week.on(day)
            * (1.0 - pool.absence.on(day).value())
    };
    let unchanging = pool.staff == Staff::unchanging();
    let it_makes = if unchanging { "it makes" } else { "its own people alone would make" };
    let sentence = |day: Day| {
        let (fte, rate) = (pool.own_fte(day), pool.decisions_of_one(day));
        let absence = pool.absence.on(day).value();
        let total = tidy(per_week(day));
        if *pool.fte.on(day) == 1.0 && absence == 0.0 {
            return format!("From {day} on {it_makes} {total} decisions in a full week.");
        }
        format!(
            "From {day} on {it_makes} {total} decisions in a full week: {} fte, each {} \
             decisions, absent {} of the time.",
            tidy(fte),
            tidy(rate),
            share(absence),
        )
    };
    let mut days = vec![first];
    days.extend(dates(&pool.fte));
    days.extend(dates(&pool.decisions_per_fte_per_week));
    days.extend(dates(&pool.absence));
    days.retain(|day| first <= *day && *day <= period.end());
    days.sort_unstable();
    days.dedup();
    let as_of = period.as_of();
    let mut points: Vec<String> = days.iter().map(|day| sentence(*day)).collect();
    if 1 < days.len() && unchanging && first <= as_of {
        let now = tidy(per_week(as_of));
        points.push(format!("On {as_of}, the day of the forecast, it is {now} a week."));
    }
    points
}

fn dates<T>(schedule: &Schedule<T>) -> impl Iterator<Item = Day> {
    schedule.steps().iter().map(|(day, _)| *day)
}

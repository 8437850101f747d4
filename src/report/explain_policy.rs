//! The policies of a scenario, measure by measure, in plain sentences.

use crate::model::Hire;
use crate::model::Measure;
use crate::model::Pool;
use crate::model::Surge;
use crate::model::Trigger;
use crate::report::explain::share;
use crate::report::explain::tidy;
use crate::report::explain_costs::cost;
use crate::report::explain_law::law_change;
use crate::report::explain_order;
use crate::report::explain_pool;
use crate::report::explain_staff::hire;
use crate::report::explain_stream::extension;
use crate::report::number::grouped;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::study::Policy;
use crate::study::Setup;
use crate::time::Day;

/// What could be done instead of nothing; nothing when the scenario names no policy.
pub(crate) fn policies(page: &mut Page, setup: &Setup) {
    for policy in &setup.policies {
        page.heading(&format!("Policy {}", policy.name));
        if !policy.description.is_empty() {
            page.paragraph(&policy.description);
        }
        page.paragraph(match policy.measures.is_empty() {
            true if policy.model == setup.model => "It changes nothing.",
            true => "It is a model of its own.",
            false => "All else stays as it is:",
        });
        page.points(&measures(setup, policy));
    }
}

/// The measures of a policy, one or several sentences each.
pub(crate) fn measures(setup: &Setup, policy: &Policy) -> Vec<String> {
    policy.measures.iter().flat_map(|measure| sentences(setup, policy, measure)).collect()
}

fn sentences(setup: &Setup, policy: &Policy, measure: &Measure) -> Vec<String> {
    let model = &policy.model;
    let named = |name: Option<&str>| cut(name.unwrap_or("?"), 60);
    let pool = |number: &usize| named(model.pools.get(*number).map(|it| it.name.as_str()));
    let stream = |number: &usize| named(model.streams.get(*number).map(|it| it.name.as_str()));
    match measure {
        Measure::Hire { pool: number, hire: found } => {
            vec![format!("Pool {}: {}", pool(number), hire(found))]
        }
        Measure::Overtime { pool: number, from, until, share: hours } => vec![format!(
            "Pool {}: overtime of {} of normal time {}, beside what is planned.",
            pool(number),
            share(hours.value()),
            days(*from, *until),
        )],
        Measure::Productivity { pool: number, from, until, factor } => vec![format!(
            "Pool {}: {} times as many decisions in the same time {}.",
            pool(number),
            tidy(*factor),
            days(*from, *until),
        )],
        Measure::Orders { pool: number, from, lines } => {
            let orders = explain_order::sentences(lines).join(" ");
            vec![format!("Pool {}, from {from} on: {orders}", pool(number))]
        }
        Measure::NewPool { from, until, pool } => {
            // As it is in the model: nobody has left before its first day.
            let made = model.pools.iter().find(|it| it.name == pool.name);
            new_pool(setup, *from, *until, made.unwrap_or(pool))
        }
        Measure::Cost(found) => vec![cost(setup, found)],
        Measure::Complete { stream: number, from, incomplete } => vec![format!(
            "Stream {}: from {from} on {} of the files are incomplete when they are opened.",
            stream(number),
            share(incomplete.value()),
        )],
        Measure::Extend { stream: number, extension: found } => {
            vec![format!("Stream {}: {}", stream(number), lower_first(&extension(found)))]
        }
        Measure::Law(change) => vec![law_change(setup, change)],
        Measure::Act(act) => act.iter().map(|change| law_change(setup, change)).collect(),
        Measure::DecideAll { from } => vec![format!(
            "From {from} on everything that waits is decided at once, on every day: no measure can \
             do more."
        )],
        Measure::When { pool: number, trigger } => {
            vec![format!("Pool {}: {}", pool(number), when(trigger))]
        }
    }
}

fn days(from: Day, until: Option<Day>) -> String {
    match until {
        Some(until) => format!("from {from} to {until}"),
        None => format!("from {from} on"),
    }
}

fn lower_first(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

fn new_pool(setup: &Setup, from: Day, until: Option<Day>, pool: &Pool) -> Vec<String> {
    let name = cut(&pool.name, 60);
    let begins = format!(
        "A new pool, {name}, is there {}. It decides the cases of {}.",
        days(from, until),
        explain_pool::served(setup, pool),
    );
    let points = explain_pool::points(setup, pool, from).into_iter();
    std::iter::once(begins).chain(points.map(|point| format!("Pool {name}: {point}"))).collect()
}

fn when(trigger: &Trigger) -> String {
    let surge = match &trigger.surge {
        Surge::Hire(found) => surge_of(found),
        Surge::Overtime(hours) => {
            format!("there is overtime of {} of normal time", share(hours.value()))
        }
    };
    let begins = match trigger.lead_days {
        0 => "from the next morning on".to_owned(),
        1 => "from 1 day after the next morning on".to_owned(),
        many => format!("from {many} days after the next morning on"),
    };
    format!(
        "when more than {} cases are late in the evening of a day, {} at the earliest, {surge} \
         {begins}, until the evening on which fewer than {} are late; and again.",
        grouped(u128::from(trigger.late_above)),
        trigger.not_before,
        grouped(u128::from(trigger.late_below)),
    )
}

/// Who is hired by a rule; the dates of the hire do not matter.
fn surge_of(found: &Hire) -> String {
    let name = found.name.as_ref().map_or(String::new(), |name| format!(" ({})", cut(name, 60)));
    let days = |days: u32| if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    let mut learns = Vec::new();
    if 0 < found.training_days {
        learns.push(format!("{} of training without decisions", days(found.training_days)));
    }
    if 0.0 < found.trainers() {
        learns.push(format!("{} experienced fte busy with each meanwhile", tidy(found.trainers())));
    }
    if 0 < found.learning_days {
        learns.push(format!(
            "{} of learning from {} of the output of a colleague on",
            days(found.learning_days),
            share(found.first_output.value()),
        ));
    }
    let learns = match learns.is_empty() {
        true => String::new(),
        false => format!(", with {},", learns.join(", ")),
    };
    format!("{} fte{name} join{learns}", tidy(found.fte()))
}

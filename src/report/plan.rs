//! A plan as plain text: how much of a lever it takes, and what was tried on the way.

use crate::report::facts::changes;
use crate::report::lever::about_units;
use crate::report::lever::event_in_words;
use crate::report::lever::pool_name;
use crate::report::lever::unit_head;
use crate::report::lever::units_in_words;
use crate::report::number::Doubt;
use crate::report::number::Number;
use crate::report::number::futures;
use crate::report::number::grouped;
use crate::report::number::percent;
use crate::report::number::share_of_futures;
use crate::report::page::Page;
use crate::report::price::about;
use crate::report::price::with_limits;
use crate::study::Lever;
use crate::study::Plan;
use crate::study::PlanQuestion;
use crate::study::Tried;
use crate::summary::Estimate;
use crate::summary::ShareEstimate;
use crate::summary::mean;

/// The plan as plain text, no line wider than 80 columns.
///
/// Numbers have the digits that their standard errors allow. The same question and plan give the
/// same text.
pub fn plan_text(question: &PlanQuestion, plan: &Plan) -> String {
    let mut page = Page::default();
    let setup = question.setup();
    page.heading(&setup.title);
    page.paragraph(&format!(
        "As of {}: {} in pool {} from {} on, so that {} with a probability of at least {}?",
        setup.model.period.as_of(),
        what(question.lever()),
        pool_name(setup, question.pool()),
        question.from(),
        event_in_words(setup, &question.target().event),
        exact_percent(question.target().probability()),
    ));
    let about = about_units(question.lever());
    if !about.is_empty() {
        page.paragraph(&about);
    }
    if !setup.changed.is_empty() {
        page.paragraph(&format!("With {}.", changes(&setup.changed)));
    }
    page.paragraph(&format!("Answer: {}", answer(question, plan)));
    if let Some(costs) = costs(question, plan) {
        page.paragraph(&costs);
    }
    tried(&mut page, question, plan);
    found(&mut page, question, plan);
    page.finish()
}

fn what(lever: &Lever) -> &'static str {
    match lever {
        Lever::Hire(_) => "how many people must be hired",
        Lever::Decisions => "how many decisions a week more does it take",
        Lever::Overtime => "how much overtime does it take",
        Lever::Productivity => "how many more decisions in the same time does it take",
    }
}

/// A probability that somebody asked for, in percent, with as many digits as it was written with.
fn exact_percent(probability: f64) -> String {
    crate::report::explain::share(probability)
}

/// A share of the futures with its exact limits.
fn with_exact_limits(share: ShareEstimate) -> String {
    let [low, high] = exact_limits(share);
    format!("{} (95% limits: {low} to {high})", share_of_futures(share))
}

fn exact_limits(share: ShareEstimate) -> [String; 2] {
    let interval = share.exact_interval(0.95);
    let doubt = Doubt::Error((interval.high - interval.low) / 4.0);
    [interval.low, interval.high].map(|value| percent(Number { value, doubt }))
}

fn answer(question: &PlanQuestion, plan: &Plan) -> String {
    let with = |units: u32| plan.with(units).expect("it was tried").happens;
    let Some(units) = plan.answer else {
        let most = question.most();
        let best = plan.tried.iter().max_by_key(|it| (it.happens.hits(), it.units));
        let best = best.expect("two are always tried");
        let far = match best.units == most {
            true => String::new(),
            false => format!(
                " The most was reached with {}: {}.",
                units_in_words(question.lever(), best.units),
                share_of_futures(best.happens),
            ),
        };
        return format!(
            "it cannot be reached with {} at most. With that it happens in {}, without in {}.{far}",
            units_in_words(question.lever(), most),
            with_exact_limits(with(most)),
            share_of_futures(with(0)),
        );
    };
    if units == 0 {
        return format!("nothing more. It happens in {} as it is.", with_exact_limits(with(0)));
    }
    format!(
        "{}. With that it happens in {}, with {} in {}, without in {}.",
        units_in_words(question.lever(), units),
        with_exact_limits(with(units)),
        match units - 1 {
            0 => "nothing more".to_owned(),
            less => units_in_words(question.lever(), less),
        },
        share_of_futures(with(units - 1)),
        share_of_futures(with(0)),
    )
}

fn costs(question: &PlanQuestion, plan: &Plan) -> Option<String> {
    let price = plan.price.as_ref()?;
    let currency = &question.setup().currency;
    let saved = mean(&price.saved);
    let size = Estimate { value: saved.value.abs(), ..saved };
    let saves = if saved.value < 0.0 { "It adds to the penalties" } else { "It saves" };
    let saves = format!("{saves} {}", with_limits(currency, size));
    Some(match price.spends() {
        true => {
            let net = mean(&price.net);
            let gain = if net.value < 0.0 { "loss" } else { "gain" };
            format!(
                "{saves} in penalties up to {} and costs {}: a net {gain} of {}.",
                question.setup().model.period.end(),
                about(currency, mean(&price.spent)),
                with_limits(currency, Estimate { value: net.value.abs(), ..net }),
            )
        }
        false => format!(
            "{saves} in penalties up to {}; the scenario does not say what it costs.",
            question.setup().model.period.end(),
        ),
    })
}

fn tried(page: &mut Page, question: &PlanQuestion, plan: &Plan) {
    page.paragraph(
        "What was tried: in how many of the futures it happens, with exact 95% limits, and whether \
         that is enough.",
    );
    let row = |tried: &Tried| {
        let [low, high] = exact_limits(tried.happens);
        let enough = if tried.is_reached { "yes" } else { "no" };
        let share = Number {
            value: tried.happens.value(),
            doubt: Doubt::Error(tried.happens.standard_error().unwrap_or(0.0005)),
        };
        let units = grouped(u128::from(tried.units));
        vec![units, percent(share), low, high, enough.to_owned()]
    };
    let columns = [unit_head(question.lever()), "happens\nin", "from", "to", "enough"];
    page.table(&columns, plan.tried.iter().map(row).collect());
}

fn found(page: &mut Page, question: &PlanQuestion, plan: &Plan) {
    page.heading("How this was found");
    let falls = plan.falls();
    let rises = match falls.first() {
        None => {
            "The share of futures never fell as there was more: the answer is the smallest, as \
                 far as that holds between the numbers tried too."
                .to_owned()
        }
        Some((less, more)) => format!(
            "The share of futures fell between {} and {} ({} and {} futures), so a smaller answer \
             cannot be excluded.",
            units_in_words(question.lever(), less.units),
            units_in_words(question.lever(), more.units),
            less.happens.hits(),
            more.happens.hits(),
        ),
    };
    page.paragraph(&format!(
        "By halving, between nothing and {}, in whole units, each number in the same {}: the same \
         cases and the same luck. It is enough when it happens in the asked share of these \
         futures; with other futures the answer may be another number nearby, as the limits show. \
         {rises}",
        units_in_words(question.lever(), question.most()),
        futures(u64::from(plan.replications)),
    ));
    let setup = question.setup();
    let fingerprint = match setup.fingerprint.is_empty() {
        true => String::new(),
        false => format!(", fingerprint {}", setup.fingerprint),
    };
    page.paragraph(&format!(
        "The same numbers again: arrears plan FILE … --seed {} --replications {} (arrears \
         {}{fingerprint}).",
        plan.seed,
        plan.replications,
        env!("CARGO_PKG_VERSION"),
    ));
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::ensemble::unwatched;
    use crate::money::Money;
    use crate::report::page::WIDTH;
    use crate::report::plan_csv;
    use crate::report::plan_json;
    use crate::report::worlds;
    use crate::study::ChangedValue;
    use crate::study::Event;
    use crate::study::Setup;
    use crate::study::Target;
    use crate::study::plan;

    #[track_caller]
    fn page(setup: &Setup, event: Event, lever: Lever, most: u32) -> String {
        let target = Target::new(event, 0.9).unwrap();
        let from = setup.model.period.as_of();
        let question = PlanQuestion::new(setup, target, 0, lever, from, most).unwrap();
        let found = plan(&question, 1, 40, &mut unwatched).unwrap();
        let text = plan_text(&question, &found);
        for line in text.lines() {
            assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        for text in [text.clone(), plan_json(&question, &found), plan_csv(&found)] {
            assert!(!text.contains("NaN") && !text.contains("inf,"), "{text}");
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn office() -> Setup {
        worlds::office(["asylum", "labour"], "Two streams")
    }

    #[test]
    fn a_plan_says_the_answer_its_neighbour_and_what_was_tried() {
        let setup = office();
        let on = setup.model.period.as_of() + 200;
        let event = Event::LateStockOn { at_most: 5, on };
        let text = page(&setup, event, Lever::Decisions, 100);
        for words in [
            "how many decisions a week more does it take in pool asylum from 2020-03-03 on, so \
             that at most 5 cases are late on 2020-09-19 with a probability of at least 90%?",
            "more decisions a week. With that it happens in",
            "(95% limits:",
            "without in none of the 40 futures.",
            "the scenario does not say what it costs.",
            "decisions happens from to enough a week in",
            "The share of futures never fell as there was more",
        ] {
            assert!(text.contains(words), "{words} in {text}");
        }
    }

    #[test]
    fn a_target_that_is_reached_already_or_never_is_said_to_be() {
        let setup = office();
        let bill = |at_most| Event::Bill { at_most };
        let text = page(&setup, bill(Money::units(100_000_000)), Lever::Overtime, 10);
        let right = "Answer: nothing more. It happens in all of the 40 futures";
        assert!(text.contains(right), "{text}");
        let text = page(&setup, bill(Money::units(1)), Lever::Overtime, 10);
        let right = "Answer: it cannot be reached with 10% overtime at most. With that it happens \
                     in none of the 40 futures";
        assert!(text.contains(right), "{text}");
    }

    #[test]
    fn every_event_and_every_lever_has_words() {
        let setup = office();
        let day = setup.model.period.as_of() + 300;
        let at_most = Money::units(300_000);
        for event in [
            Event::LateStockBy { at_most: 0, by: day },
            Event::LateStockBy { at_most: 1_000, by: day },
            Event::LateStockOn { at_most: 0, on: day },
            Event::LateShareOn { at_most: 0.125, on: day },
            Event::Owed { year: 2020, at_most },
            Event::Paid { year: 2021, at_most },
        ] {
            page(&setup, event, Lever::hire_as_in(&setup, 0).unwrap(), 4);
            page(&setup, event, Lever::Productivity, 100);
        }
    }

    #[test]
    fn hostile_names_keep_the_page_in_order() {
        let name = worlds::hostile();
        let mut setup = worlds::office([&name, "labour"], &name);
        setup.changed = vec![ChangedValue { key: name.clone(), value: name }];
        let at_most = Money::units(1);
        page(&setup, Event::Bill { at_most }, Lever::Decisions, 3);
    }
}

//! A stream in plain sentences.

use crate::model::Extension;
use crate::model::Forecast;
use crate::model::Intake;
use crate::model::Notice;
use crate::model::Stream;
use crate::random::Share;
use crate::report::explain::by_date;
use crate::report::explain::share;
use crate::report::explain::tidy;
use crate::report::explain_costs::reception;
use crate::report::explain_stock::stock;
use crate::report::number::grouped;
use crate::report::page::Page;
use crate::study::Setup;

/// What a stream means.
pub(crate) fn stream(page: &mut Page, setup: &Setup, number: usize) {
    let stream = &setup.model.streams[number];
    page.heading(&format!("Stream {}", stream.name));
    let mut points = stock(setup, stream);
    points.extend(intake(setup, number, &stream.intake));
    points.push(households(stream));
    points.extend(term(stream));
    points.push(match &stream.withdrawal {
        Some(withdrawal) => format!(
            "{} of the households would leave without a decision if they waited for ever; days \
             from receipt: {}.",
            share(withdrawal.share().value()),
            withdrawal.delay().describe(),
        ),
        None => "Nobody leaves without a decision.".to_owned(),
    });
    points.extend(stream.completeness.as_ref().map(|of| {
        format!(
            "Of the files that are opened, {} are incomplete: {} of the effort is wasted, and they \
             come back after days: {}.",
            by_date(&of.incomplete, percent),
            share(of.wasted.value()),
            of.delay.describe(),
        )
    }));
    match &stream.notice {
        Some(found) => points.extend(notice(found)),
        None => points.push("Nobody gives notice of default.".to_owned()),
    }
    points.push(match &stream.appeal {
        Some(appeal) => format!(
            "Of the pursued notices, {} go to court; days from the end of grace to the appeal: {}.",
            by_date(&appeal.share, percent),
            appeal.delay.describe(),
        ),
        None => "Nobody goes to court.".to_owned(),
    });
    points.extend(reception(stream));
    page.points(&points);
}

fn percent(value: &Share) -> String {
    share(value.value())
}

fn intake(setup: &Setup, number: usize, intake: &Intake) -> Vec<String> {
    let mut points = Vec::new();
    if let Some(recorded) = &intake.recorded {
        let (first, last) = (recorded.first_day(), recorded.last_day());
        let days = (0..=last - first).filter_map(|later| recorded.on(first + later));
        points.push(format!(
            "Intake is recorded from {first} to {last}: {} cases, the same in every future.",
            grouped(days.map(u128::from).sum()),
        ));
    }
    match &intake.forecast {
        Some(forecast) => points.extend(forecast_of_intake(setup, number, forecast)),
        None if intake.recorded.is_none() => points.push("Nothing comes in.".to_owned()),
        None => {}
    }
    if let Some(day) = intake.stop_after {
        points.push(format!("Nothing comes in after {day}."));
    }
    points
}

fn forecast_of_intake(setup: &Setup, number: usize, forecast: &Forecast) -> Vec<String> {
    let first = setup.model.first_forecast_day(number);
    let per_day = forecast.per_day();
    let ratio = forecast.variation.variance_ratio();
    let varies = match ratio {
        0.0 => "a day's count does not vary about its mean".to_owned(),
        1.0 => "a day's count is Poisson".to_owned(),
        _ => format!("a day's count is negative binomial, its variance {ratio} times its mean"),
    };
    let mut points = vec![format!(
        "From {first} on {} cases come in a week on average ({} a day); {varies}.",
        tidy((per_day * 7.0 * 100.0).round() / 100.0),
        tidy((per_day * 1_000.0).round() / 1_000.0),
    )];
    let growth = forecast.growth_per_year();
    let wander = forecast.wander_per_month();
    points.push(match growth {
        0.0 => "The level of intake has no trend.".to_owned(),
        _ => format!("The level of intake changes by {}% a year.", tidy(100.0 * growth)),
    });
    points.push(match wander {
        0.0 => "The level of intake does not wander.".to_owned(),
        _ => format!(
            "The level of intake wanders by {} a month (standard deviation).",
            share(wander)
        ),
    });
    let factors = |list: &[f64]| -> String {
        let texts = list.iter().map(|factor| tidy((factor * 100.0).round() / 100.0));
        texts.collect::<Vec<String>>().join(", ")
    };
    points.push(match forecast.season() {
        season if season == [1.0; 12] => "All months are alike.".to_owned(),
        season => format!("Factors of the months, January first: {}.", factors(&season)),
    });
    points.push(match forecast.weekday() {
        weekday if weekday == [1.0; 7] => "Cases come in on all days of the week alike.".to_owned(),
        weekday => format!("Factors of the days of the week, Monday first: {}.", factors(&weekday)),
    });
    for shock in forecast.shocks() {
        let until = shock.until.map_or("on".to_owned(), |day| format!("to {day}"));
        points
            .push(format!("From {} {until} intake is multiplied by {}.", shock.from, shock.factor));
    }
    points
}

fn households(stream: &Stream) -> String {
    let households = &stream.households;
    if households.always_single() {
        return "Every case is a household of its own.".to_owned();
    }
    let shares = households.shares().iter().enumerate();
    let sizes = shares.filter(|(_, part)| 0.0 < **part);
    let sizes: Vec<String> =
        sizes.map(|(i, part)| format!("{}: {}", i + 1, share(*part))).collect();
    format!(
        "Households by number of heads: {} (mean {}). {} of the households get one penalty \
         together, the others one for each head.",
        sizes.join(", "),
        tidy(households.mean_heads()),
        share(households.one_penalty.value()),
    )
}

fn term(stream: &Stream) -> Vec<String> {
    let mut points = vec![format!(
        "A decision must come within {}; a case is late from the day after its term's last day.",
        by_date(&stream.term, |term| term.length().to_string()),
    )];
    points.extend(stream.extensions.iter().map(extension));
    if stream.extensions.is_empty() {
        points.push("No term is extended.".to_owned());
    }
    points.push(match &stream.suspension {
        Some(suspension) => format!(
            "For {} of the households the term stands still for {}.",
            share(suspension.share.value()),
            suspension.days.describe(),
        ),
        None => "No term stands still.".to_owned(),
    });
    points
}

/// An extension of the term, as a sentence.
pub(crate) fn extension(extension: &Extension) -> String {
    let received = match (extension.received_from, extension.received_until) {
        (None, None) => String::new(),
        (Some(from), None) => format!(" received from {from} on"),
        (None, Some(until)) => format!(" received up to {until}"),
        (Some(from), Some(until)) => format!(" received from {from} to {until}"),
    };
    format!(
        "For {} of the households{received} the term is {} longer.",
        share(extension.share.value()),
        extension.by,
    )
}

fn notice(notice: &Notice) -> Vec<String> {
    let mut points = vec![format!(
        "Of the late households, {} give notice of default if they wait long enough; days from \
         the first late day: {}.",
        by_date(&notice.share, percent),
        by_date(&notice.delay, |delay| delay.describe()),
    )];
    points.push(format!(
        "Of the notices, {} are pursued: the penalty is claimed, an appeal is possible.",
        by_date(&notice.pursued, percent),
    ));
    if let Some(day) = notice.counts_from {
        points.push(format!("Notices count from {day} on; earlier ones are sent then."));
    }
    points.push(match notice.premature == Share::NONE {
        true => "No notice is sent before the term has passed.".to_owned(),
        false => {
            let part = share(notice.premature.value());
            format!("{part} of the notices are sent before the term has passed.")
        }
    });
    points
}

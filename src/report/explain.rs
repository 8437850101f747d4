//! What a scenario means, in plain sentences, with every default filled in.

use crate::report::explain_bridge::bridge;
use crate::report::explain_costs::costs;
use crate::report::explain_law::law;
use crate::report::explain_policy::policies;
use crate::report::explain_pool;
use crate::report::explain_stream::stream;
use crate::report::facts::changes;
use crate::report::facts::costs_anything;
use crate::report::facts::range_in_words;
use crate::report::facts::value_in_words;
use crate::report::facts::year_name;
use crate::report::number::Number;
use crate::report::number::futures;
use crate::report::number::grouped;
use crate::report::number::money;
use crate::report::page::Page;
use crate::report::page::clean;
use crate::report::uncertain;
use crate::sim::MeanEngine;
use crate::study::BudgetOf;
use crate::study::Setup;
use crate::time::Day;
use crate::time::Schedule;
use crate::time::TermEndOnDayOff;
use crate::time::TermStart;
use crate::time::Weekday;

/// What a scenario means in plain sentences, no line wider than 80 columns.
///
/// Everything that the futures depend on is said, also what the scenario leaves to its default.
/// Control characters of titles and names are left out.
pub fn explain(setup: &Setup) -> String {
    let mut page = Page::default();
    period(&mut page, setup);
    for number in 0..setup.model.streams.len() {
        stream(&mut page, setup, number);
    }
    for pool in &setup.model.pools {
        explain_pool::pool(&mut page, setup, pool);
    }
    law(&mut page, setup);
    costs(&mut page, setup);
    policies(&mut page, setup);
    bridge(&mut page, setup);
    uncertain::numbers(&mut page, setup);
    if costs_anything(&setup.model) {
        expected(&mut page, setup);
    }
    asked(&mut page, setup);
    page.finish()
}

/// Whether the expected bill can be looked up.
fn expected(page: &mut Page, setup: &Setup) {
    page.heading("What is expected of the cases");
    page.paragraph(&match MeanEngine::check(&setup.model) {
        Ok(()) => "It can be worked out by table, without simulating each of them, since whom the \
                   pools take next does not depend on it."
            .to_owned(),
        Err(refused) => format!(
            "It cannot be worked out by table, without simulating each of them: {}.",
            clean(&refused.to_string()),
        ),
    });
}

fn period(page: &mut Page, setup: &Setup) {
    let (model, period) = (&setup.model, setup.model.period);
    page.heading(&setup.title);
    let (start, as_of, end) = (period.start(), period.as_of(), period.end());
    page.paragraph(&match start == as_of {
        true => format!("The forecast is made on {as_of}, the first day, and goes to {end}."),
        false => format!(
            "Days are simulated from {start} to {end}. The forecast is made on {as_of}: what is \
             recorded before it is history, what follows is many possible futures."
        ),
    });
    page.paragraph(&format!(
        "{} simulated, with seed {}, unless the command says otherwise.",
        match setup.replications {
            1 => "1 future is".to_owned(),
            many => format!("{} are", futures(u64::from(many))),
        },
        setup.seed,
    ));
    if !setup.changed.is_empty() {
        page.paragraph(&format!(
            "Values that stand otherwise in the scenario's file, or not at all, set by the \
             command: {}.",
            changes(&setup.changed),
        ));
    }
    let mut points = vec![working_days(setup)];
    points.push(format!("Amounts are in {}, in whole cents.", setup.currency));
    let month = model.fiscal_year_starts;
    points.push(match month {
        1 => "The fiscal year is the calendar year.".to_owned(),
        _ => format!(
            "The fiscal year starts with month {month} and is named after the calendar year in \
             which it starts."
        ),
    });
    points.push(match model.term_conventions.start {
        TermStart::DayAfterReceipt => {
            "The day after receipt is the first day of a term.".to_owned()
        }
        TermStart::DayOfReceipt => "The day of receipt is the first day of a term.".to_owned(),
    });
    points.push(match model.term_conventions.end_on_day_off {
        TermEndOnDayOff::Stays => "A term may end on a day off.".to_owned(),
        TermEndOnDayOff::NextWorkingDay => {
            "A term that would end on a day off ends on the next working day.".to_owned()
        }
    });
    page.paragraph("How days and years are counted:");
    page.points(&points);
}

fn working_days(setup: &Setup) -> String {
    let calendar = &setup.model.calendar;
    let worked = Weekday::ALL.iter().filter(|day| calendar.worked_weekdays()[day.index()]);
    let names: Vec<String> = worked.map(|day| format!("{day:?}")).collect();
    let period = setup.model.period;
    let holidays = calendar.holidays().iter().filter(|day| period.contains(**day)).count();
    let holidays = match holidays {
        0 => "no holidays".to_owned(),
        1 => "1 holiday".to_owned(),
        many => format!("{many} holidays"),
    };
    let days = match names.len() {
        7 => "every day".to_owned(),
        _ if names.join(" ") == "Monday Tuesday Wednesday Thursday Friday" => {
            "Monday to Friday".to_owned()
        }
        _ => names.join(", "),
    };
    format!("Decisions are made on working days: {days}, {holidays} in the period.")
}

fn asked(page: &mut Page, setup: &Setup) {
    let model = &setup.model;
    page.heading("What is asked");
    let days: Vec<String> = model.split_on.iter().map(Day::to_string).collect();
    let mut points = vec![format!(
        "The late stock is gone on the first day with at most {} late cases that stays so for {} \
         days.",
        grouped(u128::from(model.gone.at_most)),
        model.gone.for_days,
    )];
    if !days.is_empty() {
        let days = days.join(", ");
        points.push(format!("The bill is divided into paid, lost and avoidable on {days}."));
    }
    points.extend(setup.budgets.iter().map(|budget| {
        let of = match budget.of {
            BudgetOf::Owed => "owed (run up)",
            BudgetOf::Paid => "paid (transferred)",
        };
        let amount = money(&setup.currency, Number::exact(budget.amount.in_cents()));
        format!(
            "How likely is it that more than {amount} is {of} in {}?",
            year_name(setup, budget.year)
        )
    }));
    points.extend(setup.observed.iter().map(|observed| {
        let ends = [observed.low, observed.high].map(Number::exact);
        format!(
            "Reported for {}: {} {} ({}). Source: {}",
            observed.date,
            observed.quantity,
            value_in_words(setup, observed.quantity, Number::exact(observed.value)),
            range_in_words(setup, observed.quantity, ends),
            match observed.source.as_str() {
                "" => "not given",
                source => source,
            },
        )
    }));
    page.points(&points);
    if !setup.fingerprint.is_empty() {
        page.paragraph(&format!("Fingerprint of all that was read: {}", setup.fingerprint));
    }
}

/// A share that somebody wrote, in percent.
pub(crate) fn share(value: f64) -> String {
    format!("{}%", tidy(100.0 * value))
}

/// A number that somebody wrote, without the dust of binary fractions.
pub(crate) fn tidy(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    let text = rounded.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let whole = match whole.parse::<u128>() {
        Ok(number) => grouped(number),
        Err(_) => whole.to_owned(),
    };
    if part.is_empty() { whole } else { format!("{whole}.{part}") }
}

/// A value that changes on dates, as "5% before 2020-01-01, 10% from then on".
pub(crate) fn by_date<T>(schedule: &Schedule<T>, words: impl Fn(&T) -> String) -> String {
    let steps = schedule.steps();
    let first = words(&steps[0].1);
    if steps.len() == 1 {
        return first;
    }
    let later = steps[1..].iter().map(|(day, value)| format!("{} from {day} on", words(value)));
    let later: Vec<String> = later.collect();
    format!("{first} before {}, {}", steps[1].0, later.join(", "))
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::random::Delay;
    use crate::report::page::WIDTH;
    use crate::report::worlds;

    #[test]
    fn every_part_is_explained_within_80_columns() {
        let text = explain(&worlds::office(["asylum", "labour"], "Two streams"));
        for words in [
            "Stream asylum",
            "Stream labour",
            "Pool asylum",
            "14 decisions in a full week",
            "at most EUR 1,442",
            "The day of the decision counts",
            "more than EUR 400,000",
        ] {
            let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(joined.contains(words), "{words} in {text}");
        }
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
    }

    #[test]
    fn hostile_names_are_cut_and_cleaned() {
        let name = worlds::hostile();
        let text = explain(&worlds::office([&name, "labour"], &name));
        for line in text.lines() {
            assert!(line.width() <= WIDTH && !line.chars().any(char::is_control), "{line}");
        }
    }

    #[test]
    fn numbers_lose_their_dust() {
        let gamma = Delay::gamma(9.0, 4.8).unwrap().describe();
        assert_eq!(gamma, "gamma with mean 43.2 days (shape 9)");
        assert_eq!(tidy(0.1 + 0.2), "0.3");
        assert_eq!(tidy(1_234.5), "1,234.5");
        assert_eq!(share(0.07), "7%");
        assert_eq!(share(0.125), "12.5%");
    }
}

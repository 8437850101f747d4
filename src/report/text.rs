//! The forecast as plain text for a terminal: the answer first, then the tables behind it.

use crate::report::answer::answer;
use crate::report::case_tables;
use crate::report::cost_tables;
use crate::report::facts::costs_anything;
use crate::report::law_tables::law_tables;
use crate::report::money_tables::money_tables;
use crate::report::number::Doubt;
use crate::report::number::Number;
use crate::report::number::futures;
use crate::report::number::grouped;
use crate::report::number::percent;
use crate::report::page::Page;
use crate::report::page::clean;
use crate::report::uncertain;
use crate::sim::Total;
use crate::study::Forecast;
use crate::study::Setup;
use crate::summary::precision;
use crate::summary::replications_needed;

/// The forecast as plain text, no line wider than 80 columns.
///
/// Numbers have the digits that their standard errors allow. Control characters of titles and names
/// are left out. The same setup and forecast give the same text.
pub fn text(setup: &Setup, forecast: &Forecast) -> String {
    let mut page = Page::default();
    answer(&mut page, setup, forecast);
    case_tables::observed(&mut page, setup, forecast);
    if costs_anything(&setup.model) {
        money_tables(&mut page, setup, forecast);
    }
    cost_tables::cost_tables(&mut page, setup, forecast);
    case_tables::funnel(&mut page, setup, forecast);
    case_tables::files_and_heads(&mut page, setup, forecast);
    law_tables(&mut page, setup, forecast);
    case_tables::stocks(&mut page, setup, forecast);
    cost_tables::places(&mut page, setup, forecast);
    case_tables::waits(&mut page, setup, forecast);
    if costs_anything(&setup.model) {
        how_sure(&mut page, forecast);
    }
    uncertain::splits(&mut page, setup, forecast);
    provenance(&mut page, setup, forecast);
    page.finish()
}

fn how_sure(page: &mut Page, forecast: &Forecast) {
    let Some(bill) = forecast.total(Total::Bill(None)) else { return };
    let found = precision(bill, 0.95, 0.01);
    let needed = replications_needed(bill, 0.01);
    let share = |width: Option<f64>| match width {
        Some(value) if 0.0 < value && value < 0.001 => "less than 0.1%".to_owned(),
        Some(value) => percent(Number { value, doubt: Doubt::Unknown }),
        None => "unknown with so few futures".to_owned(),
    };
    let number = |needed: Option<u64>| match needed {
        Some(number) => format!("about {}", rough(number)),
        None => "unknown".to_owned(),
    };
    page.heading("How sure these numbers are");
    page.paragraph(&format!(
        "With {}, half the 95% confidence interval of the bill's mean is {} of it, and of \
         its 95% quantile {}. Futures needed for 1%: for the mean {}, for the 95% quantile {}. \
         This is the error of simulating; it says nothing of whether the assumptions are right.",
        futures(u64::from(forecast.replications)),
        share(found.mean_relative_half_width),
        share(found.quantile_relative_half_width),
        number(needed.mean),
        number(needed.quantile_95),
    ));
    if let Some(asked) = forecast.precision {
        let reached = match (asked.mean_reached, asked.quantile_reached) {
            (true, true) => "reached for the mean and for the 95% quantile of the bill",
            (true, false) => "reached for the mean of the bill, but not for its 95% quantile",
            (false, true) => "reached for the 95% quantile of the bill, but not for its mean",
            (false, false) => "not reached, neither for the mean nor for the 95% quantile",
        };
        page.paragraph(&format!("The precision that was asked for is {reached}."));
    }
}

/// A number of replications to two digits: it is an estimate.
fn rough(number: u64) -> String {
    let step = 10_u64.pow(number.checked_ilog10().unwrap_or(0).saturating_sub(1));
    grouped(u128::from(number.div_ceil(step)) * u128::from(step))
}

fn provenance(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    page.heading("Where these numbers come from");
    let mut points = vec![
        format!("scenario: {}", clean(&setup.title)),
        format!(
            "seed {}, {} replications, arrears {}",
            forecast.seed,
            grouped(u128::from(forecast.replications)),
            env!("CARGO_PKG_VERSION"),
        ),
    ];
    if !setup.fingerprint.is_empty() {
        points.push(format!("fingerprint of all that was read: {}", setup.fingerprint));
    }
    let settings = match setup.changed.len() {
        0 => "",
        1 => " and the setting named at the top",
        _ => " and the settings named at the top",
    };
    points.push(format!(
        "the same numbers again: arrears run FILE --seed {} --replications {}{settings}",
        forecast.seed, forecast.replications,
    ));
    page.points(&points);
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::report::page::WIDTH;
    use crate::report::worlds;

    fn check(setup: &Setup, replications: u32) -> String {
        let text = text(setup, &worlds::run(setup, replications));
        for line in text.lines() {
            assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        for wrong in ["NaN", "inf ", "inf%", "9,223,372"] {
            assert!(!text.contains(wrong), "{wrong} in {text}");
        }
        text
    }

    #[test]
    fn the_answer_comes_first_and_fits_a_terminal() {
        let text = check(&worlds::office(["asylum", "labour"], "Two streams"), 200);
        assert!(text.starts_with("Two streams\n"), "{text}");
        let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
        assert!(place("On 2020-03-03 EUR") < place("What each fiscal year costs"));
        assert!(place("The budget of EUR 400,000") < place("The late stock is"));
        assert!(place("The late stock is") < place("Reported figures"));
        assert!(place("--seed 1 --replications 200") < text.len());
    }

    #[test]
    fn hostile_names_neither_break_the_page_nor_send_commands() {
        let name = worlds::hostile();
        let other: String = name.chars().rev().collect();
        check(&worlds::office([&name, &other], &name), 20);
    }

    #[test]
    fn one_future_has_no_error_and_says_so() {
        let text = check(&worlds::office(["asylum", "labour"], "One future"), 1);
        assert!(text.contains("unknown with so few futures"), "{text}");
    }
}

//! The price of a unit more as plain text: by the day on which it starts.

use crate::report::comparison_facts::leaves_room;
use crate::report::comparison_facts::limits;
use crate::report::comparison_facts::share_cell;
use crate::report::facts::changes;
use crate::report::lever::about_units;
use crate::report::lever::pool_name;
use crate::report::lever::units_in_words;
use crate::report::number::Doubt;
use crate::report::number::MoneyUnit;
use crate::report::number::Number;
use crate::report::number::futures;
use crate::report::number::money;
use crate::report::number::money_range;
use crate::report::page::Page;
use crate::study::Lever;
use crate::study::Price;
use crate::study::PriceQuestion;
use crate::study::PricedStart;
use crate::summary::Estimate;
use crate::summary::Tally;
use crate::summary::mean;

/// The price as plain text, no line wider than 80 columns.
///
/// Numbers have the digits that their standard errors allow. The same question and price give the
/// same text.
pub fn price_text(question: &PriceQuestion, price: &Price) -> String {
    let mut page = Page::default();
    let setup = question.setup();
    let period = setup.model.period;
    page.heading(&setup.title);
    page.paragraph(&format!(
        "As of {}: what does it save and cost up to {} to have {} in pool {}, by the first day? \
         Every first day in the same {}, with and without.",
        period.as_of(),
        period.end(),
        units_in_words(question.lever(), question.units()),
        pool_name(setup, question.pool()),
        futures(u64::from(price.replications)),
    ));
    let about = about_units(question.lever());
    if !about.is_empty() {
        page.paragraph(&about);
    }
    if !setup.changed.is_empty() {
        page.paragraph(&format!("With {}.", changes(&setup.changed)));
    }
    page.paragraph(&format!("Answer: {}", answer(question, price)));
    table(&mut page, question, price);
    page.heading("How this was found");
    let fingerprint = match setup.fingerprint.is_empty() {
        true => String::new(),
        false => format!(", fingerprint {}", setup.fingerprint),
    };
    page.paragraph(&format!(
        "Differences are taken future by future, with the same cases and the same luck; limits are \
         Student's, 95%, for each first day by itself. The same numbers again: arrears price FILE \
         … --seed {} --replications {} (arrears {}{fingerprint}).",
        price.seed,
        price.replications,
        env!("CARGO_PKG_VERSION"),
    ));
    page.finish()
}

/// Whether the scenario says what it costs.
fn is_cost_known(price: &Price) -> bool {
    price.starts.iter().any(PricedStart::spends)
}

/// An amount that is the same in every future, to three digits.
pub(crate) fn about(currency: &str, of: Estimate) -> String {
    let doubt = match of.standard_error.into() {
        Doubt::Exact => Doubt::Unknown,
        doubt => doubt,
    };
    money(currency, Number { value: of.value, doubt })
}

/// An amount with its limits, as `EUR 34 thousand (95% limits: EUR 31 to 38 thousand)`.
pub(crate) fn with_limits(currency: &str, of: Estimate) -> String {
    let amount = about(currency, of);
    match limits(of) {
        Some([low, high]) if of.standard_error != Some(0.0) => {
            format!("{amount} (95% limits: {})", money_range(currency, low, high))
        }
        Some(_) | None => amount,
    }
}

fn answer(question: &PriceQuestion, price: &Price) -> String {
    let currency = &question.setup().currency;
    let (first, last) = (&price.starts[0], &price.starts[price.starts.len() - 1]);
    let units = units_in_words(question.lever(), question.units());
    let saves = format!(
        "{units} from {} on saves {} in penalties",
        first.from,
        with_limits(currency, mean(&first.saved)),
    );
    if !is_cost_known(price) {
        let right = match question.lever() {
            Lever::Hire(_) => "the last column is what a person may cost a year and still pay",
            Lever::Decisions => "the last column is what a decision may cost and still pay",
            Lever::Overtime | Lever::Productivity => {
                "the last column is what a unit may cost a year and still pay"
            }
        };
        return format!("{saves}. The scenario does not say what that costs: {right}.");
    }
    let net = mean(&first.net);
    let gain = if net.value < 0.0 { "a loss" } else { "a net gain" };
    let size = Estimate { value: net.value.abs(), ..net };
    let until = match (price.no_longer_pays_from(), price.last_that_surely_pays()) {
        (Some(day), _) if day == first.from => "It does not pay, whenever it starts.".to_owned(),
        (Some(day), Some(sure)) => format!(
            "The last first day on which it surely pays is {sure}; from {day} on it no longer pays."
        ),
        (Some(day), None) => format!(
            "On no first day it surely pays; from {day} on it does not pay in the mean either."
        ),
        (None, Some(sure)) if sure == last.from => {
            format!("It still pays with {sure}, the last first day looked at.")
        }
        (None, Some(sure)) => format!(
            "The last first day on which it surely pays is {sure}; with {} it still does in the \
             mean.",
            last.from,
        ),
        (None, None) => "On no first day it surely pays.".to_owned(),
    };
    format!(
        "{saves} and costs {}: {gain} of {}. {until}",
        about(currency, mean(&first.spent)),
        with_limits(currency, size),
    )
}

fn table(page: &mut Page, question: &PriceQuestion, price: &Price) {
    let known = is_cost_known(price);
    let currency = &question.setup().currency;
    let largest = price.starts.iter().flat_map(|start| [&start.saved, &start.spent]);
    let largest = largest.filter_map(Tally::mean).fold(0.0, |all: f64, it| all.max(it.abs()));
    let unit = MoneyUnit::for_largest(largest as i64);
    let made = |unit: MoneyUnit| columns_and_rows(question, price, unit, known);
    let coarser = [unit, unit.coarser(), unit.coarser().coarser()];
    let fits = |unit: &&MoneyUnit| {
        let (columns, rows) = made(**unit);
        leaves_room(&columns, &rows)
    };
    let unit = *coarser.iter().find(fits).unwrap_or(&coarser[2]);
    let costs = match known {
        true => {
            "; what it costs; the net gain, saved less spent; in how many of the futures more is \
             saved than spent"
        }
        false => "",
    };
    page.paragraph(&format!(
        "Means in {}, ± half the width of the 95% limits: penalties saved{costs}; {}.",
        unit.name(currency),
        match question.lever() {
            Lever::Hire(_) => "saved for each fte and year in which it is there",
            Lever::Decisions => "saved for each decision more",
            Lever::Overtime | Lever::Productivity => "saved for each unit and year",
        },
    ));
    let (columns, rows) = made(unit);
    page.table(&columns.iter().map(String::as_str).collect::<Vec<_>>(), rows);
}

fn columns_and_rows(
    question: &PriceQuestion,
    price: &Price,
    unit: MoneyUnit,
    known: bool,
) -> (Vec<String>, Vec<Vec<String>>) {
    let mut columns = vec!["first day", "saved", "±"];
    if known {
        columns.extend(["cost", "net", "±", "pays\nin"]);
    }
    columns.push(match question.lever() {
        Lever::Hire(_) => "saved per\nfte, year",
        Lever::Decisions => "saved per\ndecision",
        Lever::Overtime | Lever::Productivity => "saved per\nunit, year",
    });
    let row = |start: &PricedStart| {
        let saved = mean(&start.saved);
        let mut cells = vec![start.from.to_string(), unit.amount(saved), unit.half_width(saved)];
        if known {
            let net = mean(&start.net);
            cells.push(unit.amount(unit.whole(mean(&start.spent).value)));
            cells.extend([unit.amount(net), unit.half_width(net), share_cell(start.pays())]);
        }
        cells.push(match question.lever() {
            Lever::Decisions => unit.amount(start.saved_per_unit_and_week()),
            Lever::Hire(_) | Lever::Overtime | Lever::Productivity => {
                unit.amount(start.saved_per_unit_and_year())
            }
        });
        cells
    };
    (columns.into_iter().map(str::to_owned).collect(), price.starts.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::ensemble::unwatched;
    use crate::model::Model;
    use crate::model::Parts;
    use crate::model::StaffCost;
    use crate::money::Money;
    use crate::report::page::WIDTH;
    use crate::report::price_csv;
    use crate::report::price_json;
    use crate::report::worlds;
    use crate::study::ChangedValue;
    use crate::study::Setup;
    use crate::study::price;

    /// Two streams; one fte of the first pool costs so much a year.
    fn office(name: &str, per_year: Option<i64>) -> Setup {
        let mut setup = worlds::office([name, "labour"], name);
        let mut parts = Parts::clone(&setup.model);
        parts.pools[0].staff.cost =
            per_year.map(|units| StaffCost::new(Money::units(units), Money::ZERO, 1.5).unwrap());
        setup.model = Model::new(parts).unwrap();
        setup
    }

    #[track_caller]
    fn page(setup: &Setup, lever: Lever, replications: u32) -> String {
        let as_of = setup.model.period.as_of();
        let starts = vec![as_of, as_of + 200, as_of + 400];
        let question = PriceQuestion::new(setup, 0, lever, 1, starts).unwrap();
        let found = price(&question, 1, replications, &mut unwatched).unwrap();
        let text = price_text(&question, &found);
        for line in text.lines() {
            assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        for text in [text.clone(), price_json(&question, &found), price_csv(&found)] {
            assert!(!text.contains("NaN") && !text.contains("inf,"), "{text}");
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn hire(setup: &Setup) -> Lever {
        Lever::hire_as_in(setup, 0).unwrap()
    }

    #[test]
    fn a_price_says_what_is_saved_what_it_costs_and_when_it_no_longer_pays() {
        // One fte of this pool decides fourteen a week: all that is late.
        let setup = office("asylum", Some(1_000));
        let text = page(&setup, hire(&setup), 40);
        for words in [
            "to have 1 more fte in pool asylum, by the first day?",
            "Whoever is hired stays for good: no training, then at once as able as anybody.",
            "Answer: 1 more fte from 2020-03-03 on saves EUR",
            "a net gain of EUR",
            "first day saved ± cost net ± pays saved per in fte, year",
            "2021-04-07",
        ] {
            assert!(text.contains(words), "{words} in {text}");
        }
        let setup = office("asylum", Some(10_000_000));
        let text = page(&setup, hire(&setup), 40);
        assert!(text.contains("a loss of EUR"), "{text}");
        assert!(text.contains("It does not pay, whenever it starts."), "{text}");
    }

    #[test]
    fn without_costs_a_price_says_what_a_unit_is_worth() {
        let setup = office("asylum", None);
        let text = page(&setup, hire(&setup), 20);
        assert!(text.contains("what a person may cost a year and still pay."), "{text}");
        let text = page(&setup, Lever::Decisions, 20);
        assert!(text.contains("what a decision may cost and still pay."), "{text}");
        assert!(text.contains("1 more decision a week from 2020-03-03 on"), "{text}");
        let text = page(&setup, Lever::Overtime, 20);
        assert!(text.contains("to have 1% overtime in pool asylum"), "{text}");
    }

    #[test]
    fn one_future_and_hostile_names_keep_the_page_in_order() {
        let mut setup = office(&worlds::hostile(), Some(80_000));
        let (key, value) = (worlds::hostile(), worlds::hostile());
        setup.changed = vec![ChangedValue { key, value }];
        page(&setup, hire(&setup), 1);
        page(&setup, Lever::Productivity, 2);
    }
}

//! The bridge of a scenario in plain sentences: what its numbers count, and what was assumed before.

use crate::report::facts::range_in_words;
use crate::report::facts::value_in_words;
use crate::report::number::Number;
use crate::report::number::futures;
use crate::report::number::grouped;
use crate::report::page::Page;
use crate::report::page::clean;
use crate::report::page::cut;
use crate::study::BridgeOutline;
use crate::study::BridgeStep;
use crate::study::ChangedValue;
use crate::study::Definition;
use crate::study::Setup;

/// The longest value that is printed whole.
const MOST: usize = 1_000;

/// The bridge from another forecast; nothing where the scenario has none.
pub(crate) fn bridge(page: &mut Page, setup: &Setup) {
    let Some(bridge) = &setup.bridge else { return };
    page.heading("The bridge from the forecast before");
    page.paragraph(&worlds(setup, bridge));
    let last = bridge.definitions.len() - 1;
    let definitions = bridge.definitions.iter().enumerate().map(|(number, it)| {
        let side = match number {
            0 => "Before",
            number if number == last => "Now",
            _ => "Then",
        };
        format!("{side}: {}", definition(setup, it))
    });
    page.paragraph("What the numbers count:");
    page.points(&definitions.collect::<Vec<String>>());
    page.paragraph("What was assumed before each step, and is assumed now:");
    page.points(&bridge.steps.iter().map(step).collect::<Vec<String>>());
}

fn worlds(setup: &Setup, bridge: &BridgeOutline) -> String {
    let replications = bridge.replications.unwrap_or(setup.replications);
    format!(
        "arrears bridge says why the number of another forecast became that of this one. {} \
         simulated in each of {} worlds, one for each set of the steps made.",
        match replications {
            1 => "1 future is".to_owned(),
            many => format!("{} are", futures(u64::from(many))),
        },
        grouped(1 << bridge.steps.len()),
    )
}

fn definition(setup: &Setup, it: &Definition) -> String {
    let counts = format!("{}: {}, at the end of {}.", cut(&it.name, 60), it.quantity, it.date);
    let Some(reported) = &it.reported else { return counts };
    let value = value_in_words(setup, it.quantity, Number::exact(reported.value));
    let ends = [reported.low, reported.high].map(Number::exact);
    let range = match reported.low == reported.high {
        true => String::new(),
        false => format!(" ({})", range_in_words(setup, it.quantity, ends)),
    };
    format!("{counts} Reported: {value}{range}. Source: {}", clean(&reported.source))
}

fn step(step: &BridgeStep) -> String {
    let value = |(before, now): (&ChangedValue, &Option<String>)| {
        let now = match now {
            Some(value) => format!("now {}", cut(value, MOST)),
            None => "now left to its default".to_owned(),
        };
        format!("{} was {}, {now}", cut(&before.key, 100), cut(&before.value, MOST))
    };
    let values: Vec<String> = step.before.iter().zip(&step.now).map(value).collect();
    let source = match step.source.as_str() {
        "" => String::new(),
        source => format!(" Source: {}", clean(source)),
    };
    format!("{}: {}.{source}", cut(&step.name, 60), values.join("; "))
}

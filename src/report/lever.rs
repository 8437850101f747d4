//! Levers, their units and events in words.

use crate::report::explain::share;
use crate::report::explain_staff::learns;
use crate::report::number::Number;
use crate::report::number::grouped;
use crate::report::number::money;
use crate::report::page::cut;
use crate::study::Event;
use crate::study::Lever;
use crate::study::Setup;
use crate::time::Day;

/// So many units more, as `1 more fte` or `10% overtime`.
pub(crate) fn units_in_words(lever: &Lever, units: u32) -> String {
    let number = grouped(u128::from(units));
    match lever {
        Lever::Hire(_) => format!("{number} more fte"),
        Lever::Decisions if units == 1 => "1 more decision a week".to_owned(),
        Lever::Decisions => format!("{number} more decisions a week"),
        Lever::Overtime => format!("{number}% overtime"),
        Lever::Productivity => format!("{number}% more decisions in the same time"),
    }
}

/// The name of a lever in files.
pub(crate) fn lever_name(lever: &Lever) -> &'static str {
    match lever {
        Lever::Hire(_) => "hire",
        Lever::Decisions => "decisions",
        Lever::Overtime => "overtime",
        Lever::Productivity => "productivity",
    }
}

/// What a unit is, at the head of a column.
pub(crate) fn unit_head(lever: &Lever) -> &'static str {
    match lever {
        Lever::Hire(_) => "more\nfte",
        Lever::Decisions => "decisions\na week",
        Lever::Overtime => "overtime\n%",
        Lever::Productivity => "more\n%",
    }
}

/// What is said once of all units, as a sentence; empty where there is nothing to say.
pub(crate) fn about_units(lever: &Lever) -> String {
    match lever {
        Lever::Hire(pattern) => {
            format!("Whoever is hired stays for good: {}.", learns(pattern))
        }
        Lever::Decisions => "A decision more is one before absence, overtime and productivity, in \
                             every week up to the end."
            .to_owned(),
        Lever::Overtime | Lever::Productivity => String::new(),
    }
}

/// The name of a pool.
pub(crate) fn pool_name(setup: &Setup, pool: usize) -> String {
    cut(&setup.model.pools[pool].name, 60)
}

/// An event as the rest of a sentence that begins with "that".
pub(crate) fn event_in_words(setup: &Setup, event: &Event) -> String {
    let amount = |of: crate::money::Money| money(&setup.currency, Number::exact(of.in_cents()));
    let cases = |most: u64, on: Day| match most {
        0 => format!("no case is late on {on}"),
        most => format!("at most {} cases are late on {on}", grouped(u128::from(most))),
    };
    match event {
        Event::LateStockBy { at_most, by } => {
            let days = setup.model.gone.for_days;
            let gone = match at_most {
                0 => "no case is late".to_owned(),
                most => format!("at most {} cases are late", grouped(u128::from(*most))),
            };
            format!("{gone} from {by} or an earlier day on, for {days} days at least")
        }
        Event::LateStockOn { at_most, on } => cases(*at_most, *on),
        Event::LateShareOn { at_most, on } => {
            format!("at most {} of the pending cases are late on {on}", share(*at_most))
        }
        Event::Bill { at_most } => format!("the bill is at most {}", amount(*at_most)),
        Event::Owed { year, at_most } => {
            format!("at most {} is owed (run up) in {}", amount(*at_most), year_of(setup, *year))
        }
        Event::Paid { year, at_most } => {
            format!("at most {} is paid in {}", amount(*at_most), year_of(setup, *year))
        }
    }
}

fn year_of(setup: &Setup, year: i32) -> String {
    crate::report::facts::year_name(setup, year)
}

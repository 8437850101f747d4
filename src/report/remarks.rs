//! What is odd in a scenario that is right, in sentences.

use crate::model::Branch;
use crate::report::answer::budget_of;
use crate::report::comparison_facts::list_of;
use crate::report::facts::sentence_case;
use crate::report::facts::year_name;
use crate::report::number::Doubt;
use crate::report::number::Number;
use crate::report::number::count;
use crate::report::number::with_decimals;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::study::Remark;
use crate::study::Setup;
use crate::time::Day;

/// The remarks on a scenario as a list, no line wider than 80 columns; empty where there are none.
///
/// # Example
/// ```
/// use arrears::report::remarks_text;
/// use arrears::scenario::Scenario;
/// use arrears::study::remarks;
///
/// let text = r#"
/// format = 1
/// title = "Permits"
/// as_of = 2026-01-01
/// end = 2026-12-30
/// stream = [{ name = "permits", term = { weeks = 8 }, intake = { per_week = 55 } }]
/// pool = [{ name = "deciders", decisions_per_week = 50 }]
/// "#;
/// let setup = Scenario::read(text, |_| Err("no such file".to_owned()))?.into_setup();
/// let said = remarks_text(&setup, &remarks(&setup));
/// assert!(said.contains("Capacity (50 decisions a week) is below what the intake takes"));
/// # Ok::<(), arrears::error::Problems>(())
/// ```
pub fn remarks_text(setup: &Setup, remarks: &[Remark]) -> String {
    let mut page = Page::default();
    if remarks.is_empty() {
        return page.finish();
    }
    page.paragraph(match setup.uncertain {
        None => "No fault, but perhaps not what is meant:",
        Some(_) => {
            "No fault, but perhaps not what is meant (numbers that are not known at their single \
             values):"
        }
    });
    let points: Vec<String> = remarks.iter().map(|remark| sentence(setup, remark)).collect();
    page.points(&points);
    page.finish()
}

fn sentence(setup: &Setup, remark: &Remark) -> String {
    let period = setup.model.period;
    let (as_of, end) = (period.as_of(), period.end());
    match remark {
        Remark::CapacityBelowIntake { branch, from, capacity, intake, least } => {
            shortfall(setup, branch, *from, [*capacity, *intake, *least])
        }
        Remark::NoticeOfAllOrNone { stream, from, all } => {
            let from = from.map_or(String::new(), |from| format!("From {from} on, "));
            let share = if *all { 1 } else { 0 };
            let said = match all {
                true => "every household that is late gives notice if it waits long enough",
                false => "nobody who is late gives notice, and nothing is owed for it",
            };
            sentence_case(&format!(
                "{from}{said}{} (a share of {share}).",
                of_stream(setup, *stream)
            ))
        }
        Remark::OldRecord { stream, last } => format!(
            "The record of the intake{} ends on {last}, {} days before the forecast is made on \
             {as_of}: what came in since then is drawn, not counted.",
            of_stream(setup, *stream),
            as_of - *last,
        ),
        Remark::StockOfYears { stream, cases, a_year } => format!(
            "The stock{} ({} cases on {}) is what comes in during {} years ({} cases a year).",
            of_stream(setup, *stream),
            count(Number { value: *cases as f64, doubt: Doubt::Exact }),
            period.start(),
            amount(*cases as f64 / a_year),
            amount(*a_year),
        ),
        Remark::TermBeyondEnd { stream, due } => format!(
            "The term{} is longer than the forecast: a case received on {as_of} is in time up to \
             {due}, so that none received from that day on is late before the end, {end}.",
            of_stream(setup, *stream),
        ),
        Remark::FigureWithoutRange { observed } => {
            let figure = &setup.observed[*observed];
            format!(
                "The reported figure of {} ({}) has no range, as if it were exact: `low` and \
                 `high` say what the report allows, or `standard_error` how far off it may be.",
                figure.date, figure.quantity,
            )
        }
        Remark::BudgetOfPartYear { budget } => {
            let budget = &setup.budgets[*budget];
            let what = budget_of(budget.of);
            format!(
                "The budget of {what} in {} is for a whole year, of which only the days from \
                 {} to {end} are simulated.",
                year_name(setup, budget.year),
                period.start(),
            )
        }
    }
}

fn shortfall(
    setup: &Setup,
    branch: &Branch,
    from: Day,
    [capacity, intake, least]: [f64; 3],
) -> String {
    let pools: Vec<String> =
        branch.pools.iter().map(|pool| cut(&setup.model.pools[*pool].name, 40)).collect();
    let of = match setup.model.pools.len() == pools.len() {
        true => String::new(),
        false => format!(" of {}", list_of(&pools)),
    };
    let (rest, so) = match least < intake {
        true => (
            format!(", {} of it even if all are withdrawn that ever would be", amount(least)),
            "the backlog cannot be worked off",
        ),
        false => (String::new(), "the stock cannot shrink"),
    };
    format!(
        "Capacity{of} ({} decisions a week) is below what the intake takes ({} a week{rest}) from \
         {from} on: {so}. Means over the weeks up to {}.",
        amount(capacity),
        amount(intake),
        setup.model.period.end(),
    )
}

/// A number with a decimal where it is small.
fn amount(value: f64) -> String {
    let decimals = if value < 1_000.0 { 1 } else { 0 };
    let text = with_decimals(Number { value, doubt: Doubt::Exact }, decimals);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Which stream is meant, where there are several.
fn of_stream(setup: &Setup, stream: usize) -> String {
    match setup.model.streams.len() {
        1 => String::new(),
        _ => format!(" of {}", cut(&setup.model.streams[stream].name, 40)),
    }
}

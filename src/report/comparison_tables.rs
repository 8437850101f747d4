//! What the policies change per year, what they spend and save, and when the late stock is gone.

use crate::report::comparison_facts::any_spends;
use crate::report::comparison_facts::limit_cells;
use crate::report::comparison_facts::name_of;
use crate::report::comparison_facts::share_cell;
use crate::report::comparison_facts::table_in_units;
use crate::report::comparison_facts::years;
use crate::report::facts::costs_anything;
use crate::report::facts::cut_years;
use crate::report::facts::year_name;
use crate::report::number::Doubt;
use crate::report::number::MoneyUnit;
use crate::report::number::NOTHING;
use crate::report::number::Number;
use crate::report::number::date;
use crate::report::number::with_decimals;
use crate::report::page::Page;
use crate::sim::Count;
use crate::sim::Part;
use crate::sim::Total;
use crate::study::Comparison;
use crate::study::PolicyFinding;
use crate::study::Setup;
use crate::study::TotalOfPolicy;
use crate::summary::Estimate;
use crate::summary::Tally;
use crate::summary::mean;
use crate::summary::quantile_estimate;
use crate::time::Day;

/// Totals side by side in one table.
const TOGETHER: usize = 3;
/// Years in the tables; the others are in the files.
const MOST_YEARS: usize = 9;

/// Owed and paid per year, lost and avoidable: amounts of doing nothing, then differences from it.
pub(crate) fn per_year(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    let models = std::iter::once(&setup.model).chain(setup.policies.iter().map(|it| &it.model));
    if !models.into_iter().any(costs_anything) {
        return;
    }
    let years = years(comparison);
    page.heading("What changes in each year");
    page.paragraph(&format!(
        "The first row is what doing nothing costs; each other row, how much more (or, below 0, \
         less) than that. Means; ±: standard error.{}",
        cut_years(setup, &years),
    ));
    let as_of = setup.model.period.as_of();
    let name = |year: &i32| year_name(setup, *year);
    let shown = &years[years.len().saturating_sub(MOST_YEARS)..];
    let owed = shown.iter().map(|year| (format!("owed\n{}", name(year)), Total::Owed(*year, None)));
    let paid = shown.iter().map(|year| (format!("paid\n{}", name(year)), Total::Paid(*year, None)));
    let part = |word: &str, part| (format!("{word}\n{as_of}"), Total::Split(as_of, part));
    let parts = [part("lost on", Part::Lost), part("avoidable", Part::Avoidable)];
    for totals in [owed.collect::<Vec<_>>(), paid.collect(), parts.to_vec()] {
        for together in totals.chunks(TOGETHER) {
            differences(page, setup, comparison, together);
        }
    }
    if shown.len() < years.len() {
        page.paragraph("Earlier years are in the JSON and CSV files.");
    }
}

fn differences(
    page: &mut Page,
    setup: &Setup,
    comparison: &Comparison,
    totals: &[(String, Total)],
) {
    let known = |(_, total): &&(String, Total)| comparison.policies[0].total(*total).is_some();
    let totals: Vec<&(String, Total)> = totals.iter().filter(known).collect();
    if totals.is_empty() {
        return;
    }
    let table = |unit: MoneyUnit| {
        let mut columns = vec![unit.name(&setup.currency)];
        for (name, _) in &totals {
            columns.extend([name.clone(), "±".to_owned()]);
        }
        let row = |policy: &PolicyFinding| {
            let cells = totals.iter().flat_map(|(_, total)| {
                let Some(found) = policy.total(*total) else {
                    return [NOTHING; 2].map(String::from);
                };
                let number = difference_or_mean(found);
                [unit.amount(number), bare_error(unit, number)]
            });
            std::iter::once(name_of(policy)).chain(cells).collect()
        };
        (columns, comparison.policies.iter().map(row).collect())
    };
    table_in_units(page, &MoneyUnit::ALL, table, |_, _| {});
}

fn difference_or_mean(found: &TotalOfPolicy) -> Estimate {
    found.difference.as_ref().map_or_else(|| mean(&found.tally), |it| it.paired.mean)
}

/// Without the sign, which stands at the head of the column.
fn bare_error(unit: MoneyUnit, number: impl Into<Number>) -> String {
    unit.error(number).trim_start_matches("± ").replace("exact", "0")
}

/// Saved penalties, spending and what each unit of money spent saves.
pub(crate) fn spent_and_saved(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    if comparison.policies.len() == 1 {
        return;
    }
    page.heading("Spent and saved");
    if !any_spends(comparison) {
        page.paragraph(
            "No policy spends more or less than doing nothing beside the penalties, as far as the \
             scenario says. So the whole difference in cost is saved penalties, and nothing has to \
             be earned back.",
        );
        return;
    }
    let currency = &setup.currency;
    let table = |unit: MoneyUnit| {
        let per = format!("saved per\n{currency} spent");
        let columns = ["", "saved", "±", "spent\nmore", "±", &per, "from", "to"];
        let row = |policy: &PolicyFinding| {
            let mut cells = vec![name_of(policy)];
            for tally in [&policy.saved, &policy.spent] {
                let found = mean(tally);
                cells.extend([unit.amount(found), bare_error(unit, found)]);
            }
            cells.extend(per_spent(policy));
            cells
        };
        let rows = comparison.policies[1..].iter().map(row).collect();
        (columns.map(str::to_owned).to_vec(), rows)
    };
    let intro = |page: &mut Page, unit: MoneyUnit| {
        page.paragraph(&format!(
            "Against doing nothing, means in {} with standard errors: penalties saved and money \
             spent beside them; then penalties saved for each {currency} spent, with 95% limits \
             (– where nothing more is spent, or too little to say).",
            unit.name(currency),
        ));
    };
    table_in_units(page, &MoneyUnit::ALL, table, intro);
    pays_from(page, comparison);
}

fn per_spent(policy: &PolicyFinding) -> [String; 3] {
    let nothing = || NOTHING.to_owned();
    let Some(found) = policy.saved_per_spent else { return [nothing(), nothing(), nothing()] };
    let doubt = found.ratio.standard_error.into();
    let cell = |value: f64| with_decimals(Number { value, doubt }, 2);
    let ends = found.interval.map_or([nothing(), nothing()], |it| [cell(it.low), cell(it.high)]);
    let [low, high] = ends;
    [cell(found.ratio.value), low, high]
}

fn pays_from(page: &mut Page, comparison: &Comparison) {
    page.paragraph(
        "From when on a policy has paid for itself: the first end of a week from which to the end \
         all penalties saved are at least all money spent more; quantiles of the futures.",
    );
    let row = |policy: &PolicyFinding| {
        let mut cells = vec![name_of(policy)];
        cells.extend([0.5, 0.05, 0.95].map(|level| day_cell(&policy.break_even, level)));
        cells.push(share_cell(policy.never_even()));
        cells
    };
    let rows = comparison.policies[1..].iter().map(row).collect();
    page.table(&["", "50%", "5%", "95%", "never"], rows);
}

/// A quantile of days; `never` where it lies in the futures in which the day never comes.
fn day_cell(days: &Tally, level: f64) -> String {
    let found = quantile_estimate(days, level);
    if found.value == Total::NEVER {
        return "never".to_owned();
    }
    let doubt = match found.high {
        Some(Total::NEVER) => Doubt::Error(365.0),
        Some(_) | None => found.standard_error.into(),
    };
    date(Day::from_number(found.value as i32), doubt)
}

/// When the late stock is gone, and how many cases are late at the end.
pub(crate) fn dates(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    let rule = setup.model.gone;
    page.heading("When the late stock is gone");
    page.paragraph(&format!(
        "The first day with at most {} late cases that stays so for {} days, quantiles of the \
         futures; in how many it never comes up to {}; how many days later (or, below 0, earlier) \
         than doing nothing, in the futures where both come; late cases at the end, mean.",
        rule.at_most,
        rule.for_days,
        setup.model.period.end(),
    ));
    let row = |policy: &PolicyFinding| {
        let mut cells = vec![name_of(policy)];
        cells.extend([0.5, 0.05, 0.95].map(|level| day_cell(&policy.gone, level)));
        cells.push(share_cell(policy.never_gone()));
        cells.push(later(comparison, policy));
        let late = policy.total(Total::Count(Count::Late));
        cells.push(late.map_or(NOTHING.to_owned(), |it| with_decimals(mean(&it.tally), 0)));
        cells
    };
    let rows = comparison.policies.iter().map(row).collect();
    page.table(&["", "50%", "5%", "95%", "never", "days\nlater", "late at\nthe end"], rows);
}

fn later(comparison: &Comparison, policy: &PolicyFinding) -> String {
    if std::ptr::eq(policy, &comparison.policies[0]) {
        return String::new();
    }
    policy.gone_difference.days.map_or(NOTHING.to_owned(), |days| with_decimals(days, 0))
}

/// The mean and the ends of its 95% interval, for a table of days.
pub(crate) fn days_with_limits(estimate: Estimate) -> [String; 3] {
    let cell = |number: Number| with_decimals(number, 1);
    let [low, high] = limit_cells(estimate, cell);
    [with_decimals(estimate, 1), low, high]
}

//! What the policies change per year, what they spend and save, when the late stock is gone.

use crate::report::comparison_facts::baseline;
use crate::report::comparison_facts::leaves_room;
use crate::report::comparison_facts::limit_cells;
use crate::report::comparison_facts::row_name;
use crate::report::comparison_facts::share_cell;
use crate::report::comparison_facts::spends;
use crate::report::comparison_facts::table_in_units;
use crate::report::comparison_facts::unit_of;
use crate::report::comparison_facts::units_of;
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

/// Years in the tables; the others are in the files.
const MOST_YEARS: usize = 9;

/// Owed, paid and spent per year, lost and avoidable: amounts of policy 0, then how others differ.
pub(crate) fn per_year(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    let models = std::iter::once(&setup.model).chain(setup.policies.iter().map(|it| &it.model));
    if !models.into_iter().any(costs_anything) {
        return;
    }
    let years = years(comparison);
    page.heading("What changes in each year");
    page.paragraph(&format!(
        "In {}: the first row is what {} costs; each other row, how much more (or, below 0, less) \
         than that. Means; ±: half the width of the 95% limits.{}",
        unit_of(comparison).name(&setup.currency),
        baseline(comparison),
        cut_years(setup, &years),
    ));
    let as_of = setup.model.period.as_of();
    let shown = &years[years.len().saturating_sub(MOST_YEARS)..];
    let of = |word: &str, total: fn(i32) -> Total| -> Vec<(String, Total)> {
        let named = |year: &i32| (format!("{word}\n{}", year_name(setup, *year)), total(*year));
        shown.iter().map(named).collect()
    };
    let part = |word: &str, part| (format!("{word}\n{as_of}"), Total::Split(as_of, part));
    let mut parts = vec![part("lost on", Part::Lost), part("avoidable", Part::Avoidable)];
    // Where nothing that is lost changes, the other part changes by what is saved.
    parts.truncate(if any_changes(comparison, parts[0].1) { 2 } else { 1 });
    let mut same = Vec::new();
    for totals in [
        of("owed", |year| Total::Owed(year, None)),
        of("paid", |year| Total::Paid(year, None)),
        of("spent", Total::Spent),
        parts,
    ] {
        let known = totals.into_iter().filter(|(_, total)| is_known(comparison, *total));
        let (changed, unchanged): (Vec<_>, Vec<_>) =
            known.partition(|(_, total)| any_changes(comparison, *total));
        same.extend(unchanged.into_iter().map(|(name, _)| name.replace('\n', " ")));
        differences(page, comparison, &changed);
    }
    if !same.is_empty() {
        page.paragraph(&format!("The same under every policy: {}.", same.join(", ")));
    }
    if shown.len() < years.len() {
        page.paragraph("Earlier years are in the JSON and CSV files.");
    }
}

/// Whether some policy has a total.
fn is_known(comparison: &Comparison, total: Total) -> bool {
    comparison.policies.iter().any(|policy| policy.total(total).is_some())
}

/// Whether a total is another in some future under some policy.
fn any_changes(comparison: &Comparison, total: Total) -> bool {
    let differences = comparison.policies[1..].iter().filter_map(|policy| {
        let found = policy.total(total)?.difference.as_ref()?;
        Some((found.tally.min(), found.tally.max()))
    });
    let mut differences = differences;
    differences.any(|ends| ends != (Some(0), Some(0)))
}

/// Totals side by side, as many in a table as leave room for names.
fn differences(page: &mut Page, comparison: &Comparison, totals: &[(String, Total)]) {
    let unit = unit_of(comparison);
    let mut rest = totals;
    while !rest.is_empty() {
        let fits = |number: &usize| {
            let (columns, rows) = difference_table(comparison, unit, &rest[..*number]);
            leaves_room(&columns, &rows)
        };
        let number = (2..=rest.len()).rev().find(fits).unwrap_or(1);
        let (columns, rows) = difference_table(comparison, unit, &rest[..number]);
        page.table(&columns.iter().map(String::as_str).collect::<Vec<_>>(), rows);
        rest = &rest[number..];
    }
}

fn difference_table(
    comparison: &Comparison,
    unit: MoneyUnit,
    totals: &[(String, Total)],
) -> (Vec<String>, Vec<Vec<String>>) {
    let mut columns = vec![String::new()];
    for (name, _) in totals {
        columns.extend([name.clone(), "±".to_owned()]);
    }
    let row = |policy: &PolicyFinding| {
        let cells = totals.iter().flat_map(|(_, total)| match policy.total(*total) {
            Some(found) => {
                let number = difference_or_mean(found);
                [unit.amount(number), unit.half_width(number)]
            }
            // Who has no costs beside the penalties spends nothing.
            None if matches!(total, Total::Spent(_)) => ["0"; 2].map(String::from),
            None => [NOTHING; 2].map(String::from),
        });
        std::iter::once(row_name(policy)).chain(cells).collect()
    };
    (columns, comparison.policies.iter().map(row).collect())
}

fn difference_or_mean(found: &TotalOfPolicy) -> Estimate {
    found.difference.as_ref().map_or_else(|| mean(&found.tally), |it| it.paired.mean)
}

/// Saved penalties, spending and what each unit of money spent saves.
pub(crate) fn spent_and_saved(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    let spending: Vec<&PolicyFinding> =
        comparison.policies[1..].iter().filter(|policy| spends(policy)).collect();
    if comparison.policies.len() == 1 {
        return;
    }
    page.heading("Spent and saved");
    let than = baseline(comparison);
    if spending.is_empty() {
        page.paragraph(&format!(
            "No policy spends more or less than {than} beside the penalties, as far as the \
             scenario says. So the whole difference in cost is saved penalties, and nothing has to \
             be earned back.",
        ));
        return;
    }
    let currency = &setup.currency;
    let table = |unit: MoneyUnit| {
        let per = format!("saved per\n{currency} spent");
        let columns = ["", "saved", "±", "spent\nmore", "±", &per, "from", "to"];
        let row = |policy: &PolicyFinding| {
            let mut cells = vec![row_name(policy)];
            for tally in [&policy.saved, &policy.spent] {
                let found = mean(tally);
                cells.extend([unit.amount(rough(unit, found)), unit.half_width(found)]);
            }
            cells.extend(per_spent(policy));
            cells
        };
        let rows = comparison.policies[1..].iter().map(row).collect();
        (columns.map(str::to_owned).to_vec(), rows)
    };
    let intro = |page: &mut Page, unit: MoneyUnit| {
        page.paragraph(&format!(
            "Against {than}, means in {}, ± half the width of the 95% limits: penalties saved, and \
             money spent beside them; then penalties saved for each {currency} spent, with 95% \
             limits ({NOTHING} where nothing more is spent, or too little to say).",
            unit.name(currency),
        ));
    };
    table_in_units(page, &units_of(comparison), table, intro);
    pays_from(page, &spending);
}

/// An amount that is the same in every future, rounded to the unit.
fn rough(unit: MoneyUnit, found: Estimate) -> Number {
    match found.standard_error {
        Some(0.0) => unit.whole(found.value),
        Some(_) | None => found.into(),
    }
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

fn pays_from(page: &mut Page, spending: &[&PolicyFinding]) {
    page.paragraph(
        "From when on a policy that spends more has paid for itself: the first end of a week from \
         which to the end all penalties saved are at least all money spent more, in the middle one \
         of the futures, with 90% of them between the 5% and the 95% quantile.",
    );
    let row = |policy: &&PolicyFinding| {
        let mut cells = vec![row_name(policy)];
        cells.extend([0.5, 0.05, 0.95].map(|level| day_cell(&policy.break_even, level)));
        cells.push(share_cell(policy.never_even()));
        cells
    };
    page.table(&["", "median", "5%", "95%", "never"], spending.iter().map(row).collect());
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
        "The first day with at most {} late cases that stays so for {} days: median and the ends \
         of 90% of the futures; in how many it never comes up to {}; how many days later (or, \
         below 0, earlier) than {}, in the futures where both come; late cases at the end, mean.",
        rule.at_most,
        rule.for_days,
        setup.model.period.end(),
        baseline(comparison),
    ));
    let row = |policy: &PolicyFinding| {
        let mut cells = vec![row_name(policy)];
        cells.extend([0.5, 0.05, 0.95].map(|level| day_cell(&policy.gone, level)));
        cells.push(share_cell(policy.never_gone()));
        cells.push(later(comparison, policy));
        let late = policy.total(Total::Count(Count::Late));
        cells.push(late.map_or(NOTHING.to_owned(), |it| with_decimals(mean(&it.tally), 0)));
        cells
    };
    let rows = comparison.policies.iter().map(row).collect();
    page.table(&["", "median", "5%", "95%", "never", "days\nlater", "late at\nthe end"], rows);
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

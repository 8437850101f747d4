//! The comparison as plain text for a terminal: the question and its answer, then the tables.

use crate::report::comparison_facts::against_nothing;
use crate::report::comparison_facts::limit_cells;
use crate::report::comparison_facts::limits;
use crate::report::comparison_facts::list_of;
use crate::report::comparison_facts::name_of;
use crate::report::comparison_facts::quoted;
use crate::report::comparison_facts::share_cell;
use crate::report::comparison_facts::table_in_units;
use crate::report::comparison_tables;
use crate::report::comparison_waits;
use crate::report::number::MoneyUnit;
use crate::report::number::Number;
use crate::report::number::futures;
use crate::report::number::grouped;
use crate::report::number::money;
use crate::report::number::money_range;
use crate::report::number::share_of_futures;
use crate::report::number::with_decimals;
use crate::report::page::Page;
use crate::report::page::clean;
use crate::study::Comparison;
use crate::study::PolicyFinding;
use crate::study::Setup;
use crate::summary::Estimate;

/// The comparison as plain text, no line wider than 80 columns.
///
/// Numbers have the digits that their standard errors allow. Control characters of titles and names
/// are left out. The same setup and comparison give the same text.
pub fn comparison_text(setup: &Setup, comparison: &Comparison) -> String {
    let mut page = Page::default();
    page.heading(&setup.title);
    page.paragraph(&format!(
        "Question: which of these policies costs least up to {}, penalties and spending together, \
         against doing nothing?",
        setup.model.period.end(),
    ));
    page.paragraph(&format!("Answer: {}", answer(setup, comparison)));
    ranked(&mut page, setup, comparison);
    descriptions(&mut page, comparison);
    comparison_tables::per_year(&mut page, setup, comparison);
    comparison_tables::spent_and_saved(&mut page, setup, comparison);
    comparison_tables::dates(&mut page, setup, comparison);
    comparison_waits::who_waits_longer(&mut page, setup, comparison);
    method(&mut page, setup, comparison);
    page.finish()
}

fn answer(setup: &Setup, comparison: &Comparison) -> String {
    let policies = &comparison.policies;
    if policies.len() == 1 {
        return "there is nothing to choose: no policy is named.".to_owned();
    }
    let first = comparison.ranking()[0];
    let lead = format!("{} has the lowest mean: {}", quoted(&policies[first]), {
        gain(setup, comparison, first)
    });
    let may = |policy: &usize| comparison.may_be_best(*policy) == Some(true);
    let best: Vec<usize> = comparison.ranking().into_iter().filter(may).collect();
    if comparison.best.is_none() {
        return format!("one future cannot tell. {lead}");
    }
    let certain = comparison.costs.best(first).best;
    if best.len() == 1 {
        let gain = gain(setup, comparison, first);
        return format!(
            "{}, with 95% confidence: {gain} Of all it costs least in {}.",
            quoted(&policies[first]),
            share_of_futures(certain),
        );
    }
    let names: Vec<String> = best.iter().map(|policy| quoted(&policies[*policy])).collect();
    format!(
        "it cannot be told for certain; with 95% confidence the best is among {}. {lead}",
        list_of(&names),
    )
}

/// How much less a policy costs than doing nothing, as the end of a sentence.
fn gain(setup: &Setup, comparison: &Comparison, policy: usize) -> String {
    if policy == 0 {
        let cost = money(&setup.currency, comparison.costs.mean(0));
        return format!("{cost}, less than any policy.");
    }
    let found = against_nothing(comparison, policy);
    let size = Estimate { value: found.mean.value.abs(), ..found.mean };
    let than = if found.mean.value <= 0.0 { "less" } else { "more" };
    let range = match limits(size) {
        Some([low, high]) if found.mean.standard_error != Some(0.0) => {
            format!(" (95% limits: {})", money_range(&setup.currency, low, high))
        }
        _ => String::new(),
    };
    format!(
        "{} {than} than doing nothing{range}, and less in {}.",
        money(&setup.currency, size),
        share_of_futures(found.lower),
    )
}

const COLUMNS: [&str; 8] =
    ["", "cost", "against\nnothing", "from", "to", "less\nin", "least\nin", "regret"];

fn ranked(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    let ranking = comparison.ranking();
    let table = |unit: MoneyUnit| {
        let rows = ranking.iter().map(|policy| row(comparison, *policy, unit)).collect();
        (COLUMNS.map(str::to_owned).to_vec(), rows)
    };
    let intro = |page: &mut Page, unit: MoneyUnit| {
        page.paragraph(&format!(
            "The cheapest first, means in {}: cost; how much more (or, below 0, less) than doing \
             nothing, with 95% limits; in how many futures it costs less than doing nothing; in \
             how many no other costs less; regret: how much more than the cheapest of each future.",
            unit.name(&setup.currency),
        ));
    };
    table_in_units(page, &MoneyUnit::ALL, table, intro);
}

fn row(comparison: &Comparison, policy: usize, unit: MoneyUnit) -> Vec<String> {
    let costs = &comparison.costs;
    let mut cells = vec![name_of(&comparison.policies[policy])];
    cells.push(unit.amount(costs.mean(policy)));
    if policy == 0 {
        cells.extend(vec![String::new(); 4]);
    } else {
        let found = against_nothing(comparison, policy);
        cells.push(unit.amount(found.mean));
        cells.extend(limit_cells(found.mean, |end: Number| unit.amount(end)));
        cells.push(share_cell(found.lower));
    }
    cells.push(share_cell(costs.best(policy).best));
    cells.push(unit.amount(costs.regret(policy)));
    cells
}

fn descriptions(page: &mut Page, comparison: &Comparison) {
    let described = comparison.policies[1..].iter().filter(|it| !it.description.is_empty());
    let point = |it: &PolicyFinding| format!("{}: {}", name_of(it), clean(&it.description));
    let points: Vec<String> = described.map(point).collect();
    if !points.is_empty() {
        page.paragraph("What the policies are:");
        page.points(&points);
    }
}

/// The gain of the same luck, as the least and the largest of all policies.
fn gain_of_same_luck(comparison: &Comparison) -> String {
    let ratio = |policy: usize| against_nothing(comparison, policy).variance_ratio;
    let mut ratios: Vec<f64> = (1..comparison.policies.len()).filter_map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let rough = |ratio: f64| {
        // The ratio of two variances is known to sqrt(4 / n) of itself.
        let error = ratio * (4.0 / f64::from(comparison.replications)).sqrt();
        with_decimals(Estimate { value: ratio, standard_error: Some(error), ..UNKNOWN }, 1)
    };
    match (ratios.first(), ratios.last()) {
        (Some(least), Some(most)) if rough(*least) != rough(*most) => format!(
            " Independent futures would have to be {} to {} times as many for the same limits.",
            rough(*least),
            rough(*most),
        ),
        (Some(only), _) => format!(
            " Independent futures would have to be {} times as many for the same limits.",
            rough(*only),
        ),
        (None, _) => String::new(),
    }
}

const UNKNOWN: Estimate = Estimate { value: 0.0, standard_error: None, degrees_of_freedom: None };

fn method(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    page.heading("How this was found");
    page.paragraph(&format!(
        "Every policy meets the same {}: the same cases and the same luck. Differences are taken \
         future by future, with limits by Student's law; who may be the best follows Hsu's \
         comparison with the best, with Bonferroni's inequality.{}",
        futures(u64::from(comparison.replications)),
        gain_of_same_luck(comparison),
    ));
    let fingerprint = match setup.fingerprint.is_empty() {
        true => String::new(),
        false => format!(", fingerprint {}", setup.fingerprint),
    };
    page.paragraph(&format!(
        "The same numbers again: arrears compare FILE … --seed {} --replications {} (arrears \
         {}, {} policies{fingerprint}).",
        comparison.seed,
        comparison.replications,
        env!("CARGO_PKG_VERSION"),
        grouped(comparison.policies.len() as u128),
    ));
}

//! Which of the policies may be the best, in statements that hold together.

use crate::report::comparison_facts::name_of;
use crate::report::comparison_facts::share_cell;
use crate::report::comparison_facts::table_in_units;
use crate::report::comparison_facts::units_of;
use crate::report::number::Doubt;
use crate::report::number::MoneyUnit;
use crate::report::number::NOTHING;
use crate::report::number::Number;
use crate::report::page::Page;
use crate::study::Comparison;
use crate::study::Setup;

/// How often each is the cheapest, what it costs to have chosen it, and whether it may be the best.
pub(crate) fn which_may_be_best(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    let contest = &comparison.contest;
    if contest.policies().len() == 1 {
        return;
    }
    page.heading("Which may be the best");
    let ranking = comparison.ranking().into_iter();
    let ranking: Vec<usize> = ranking.filter(|it| contest.policies().contains(it)).collect();
    let table = |unit: MoneyUnit| {
        let columns = ["", "least\nin", "regret", "above the\nothers", "to", "may be\nbest"];
        let row = |policy: &usize| {
            let least = contest.best(*policy).map(|it| share_cell(it.best));
            let regret = contest.regret(*policy).map(|it| unit.amount(it));
            let interval = contest.more_than_best_other(*policy);
            let error = error(comparison, &ranking, *policy);
            let [low, high] = interval.map_or([NOTHING; 2].map(str::to_owned), |found| {
                [found.low, found.high].map(|end| unit.amount(rounded(end, error)))
            });
            let may_be = match contest.may_be_best(*policy) {
                Some(true) => "yes",
                Some(false) => "no",
                None => NOTHING,
            };
            let cells = [least, regret].map(|cell| cell.unwrap_or(NOTHING.to_owned()));
            let name = vec![name_of(&comparison.policies[*policy])];
            [name, cells.to_vec(), vec![low, high, may_be.to_owned()]].concat()
        };
        (columns.map(str::to_owned).to_vec(), ranking.iter().map(row).collect())
    };
    let intro = |page: &mut Page, unit: MoneyUnit| {
        page.paragraph(&format!(
            "In how many of the futures no other costs less; regret, in {}: how much more it costs \
             than the cheapest of each future, which would have to be known beforehand; how much \
             more its mean is than the lowest of the others (below 0: less), as limits that hold \
             for all rows together with 95% confidence.",
            unit.name(&setup.currency),
        ));
    };
    table_in_units(page, &units_of(comparison), table, intro);
}

/// The standard error of the difference between a policy and the cheapest of the others.
fn error(comparison: &Comparison, ranking: &[usize], policy: usize) -> Option<f64> {
    let other = ranking.iter().find(|other| **other != policy)?;
    comparison.costs.difference(policy, *other).mean.standard_error
}

/// An end of an interval with the digits that an error allows; 0 is exact, as it is what makes a
/// policy the best or not.
fn rounded(end: f64, error: Option<f64>) -> Number {
    let doubt = if end == 0.0 { Doubt::Exact } else { error.into() };
    Number { value: end, doubt }
}

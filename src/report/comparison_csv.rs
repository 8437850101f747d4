//! The comparison as tidy CSV tables, for spreadsheets and statistics programs.

use crate::report::comparison_facts::group_name;
use crate::report::comparison_json_parts::day_at;
use crate::report::csv::Sheet;
use crate::report::csv::or_empty;
use crate::report::facts::unit_name;
use crate::report::json_totals::LEVELS;
use crate::study::Comparison;
use crate::study::PolicyFinding;
use crate::summary::Estimate;
use crate::summary::Interval;
use crate::summary::PairedDifference;
use crate::summary::ShareEstimate;
use crate::summary::mean;
use crate::summary::quantile_estimate;

/// The names of the files that [`comparison_csv_files`] gives, in order.
pub const COMPARISON_CSV_NAMES: [&str; 4] =
    ["policies.csv", "policy_totals.csv", "policy_dates.csv", "policy_waits.csv"];

/// The comparison as CSV files: name and text of each.
///
/// One observation a row, one variable a column, names in the first row. Amounts are whole cents in
/// each future; policy 0 is doing nothing. What is not known is empty. Dates are ISO.
///
/// | file | a row is |
/// |---|---|
/// | `policies.csv` | a statistic of a policy: cost, its difference, how often best, regret, … |
/// | `policy_totals.csv` | a total of a policy and how it differs from doing nothing |
/// | `policy_dates.csv` | a quantile of the day gone or of the break-even date |
/// | `policy_waits.csv` | how long a group of cases waits, and how much longer |
pub fn comparison_csv_files(comparison: &Comparison) -> Vec<(String, String)> {
    let texts = [policies(comparison), totals(comparison), dates(comparison), waits(comparison)];
    COMPARISON_CSV_NAMES.map(str::to_owned).into_iter().zip(texts).collect()
}

/// The rows of one policy in `policies.csv`.
struct Statistics<'a> {
    sheet: &'a mut Sheet,
    first: [String; 2],
}

impl Statistics<'_> {
    fn row(&mut self, name: &str, level: Option<f64>, numbers: [String; 4]) {
        let cells = [self.first.to_vec(), vec![name.to_owned(), or_empty(level)]].concat();
        self.sheet.row([cells, numbers.to_vec()].concat());
    }

    fn estimate(&mut self, name: &str, found: Estimate, interval: Option<Interval>) {
        let error = or_empty(found.standard_error);
        let [low, high] = ends(interval);
        self.row(name, None, [found.value.to_string(), error, low, high]);
    }

    fn mean(&mut self, name: &str, found: Estimate) {
        self.estimate(name, found, found.interval(0.95));
    }

    fn share(&mut self, name: &str, found: ShareEstimate) {
        let [low, high] = ends(Some(found.exact_interval(0.95)));
        let numbers = [found.value().to_string(), or_empty(found.standard_error()), low, high];
        self.row(name, None, numbers);
    }
}

fn ends(interval: Option<Interval>) -> [String; 2] {
    [or_empty(interval.map(|it| it.low)), or_empty(interval.map(|it| it.high))]
}

fn first_cells(number: usize, policy: &PolicyFinding) -> [String; 2] {
    [number.to_string(), policy.name.clone()]
}

fn policies(comparison: &Comparison) -> String {
    let columns =
        ["policy", "name", "statistic", "level", "value", "standard_error", "low_95", "high_95"];
    let mut sheet = Sheet::new(&columns);
    for (number, policy) in comparison.policies.iter().enumerate() {
        let first = first_cells(number, policy);
        let mut rows = Statistics { sheet: &mut sheet, first };
        rows.mean("cost", comparison.costs.mean(number));
        for level in LEVELS {
            let found = quantile_estimate(&policy.cost, level);
            let error = or_empty(found.standard_error);
            let numbers =
                [found.value.to_string(), error, or_empty(found.low), or_empty(found.high)];
            rows.row("cost_quantile", Some(level), numbers);
        }
        if 0 < number {
            differences(&mut rows, comparison.costs.difference(number, 0));
        }
        let contest = &comparison.contest;
        if let Some(best) = contest.best(number) {
            rows.share("best", best.best);
            rows.share("best_alone", best.alone);
        }
        if let Some(regret) = contest.regret(number) {
            rows.mean("regret", regret);
        }
        if let Some(interval) = contest.more_than_best_other(number) {
            let [low, high] = ends(Some(interval));
            let numbers = [String::new(), String::new(), low, high];
            rows.row("more_than_best_other", None, numbers);
        }
        rows.mean("saved", mean(&policy.saved));
        rows.mean("spent_more", mean(&policy.spent));
        if let Some(found) = policy.saved_per_spent {
            rows.estimate("saved_per_spent", found.ratio, found.interval);
        }
        rows.share("never_even", policy.never_even());
        rows.share("never_gone", policy.never_gone());
        if let Some(days) = policy.gone_difference.days {
            rows.mean("gone_days_later", days);
        }
    }
    sheet.finish()
}

fn differences(rows: &mut Statistics<'_>, found: PairedDifference) {
    rows.mean("cost_difference", found.mean);
    rows.share("cost_lower", found.lower);
    rows.share("cost_equal", found.equal);
    let ratio = or_empty(found.variance_ratio);
    rows.row("variance_ratio", None, [ratio, String::new(), String::new(), String::new()]);
}

fn totals(comparison: &Comparison) -> String {
    let mut sheet = Sheet::new(&[
        "policy",
        "name",
        "total",
        "unit",
        "mean",
        "standard_error",
        "difference",
        "difference_standard_error",
        "low_95",
        "high_95",
        "lower",
        "equal",
        "variance_ratio",
    ]);
    for (number, policy) in comparison.policies.iter().enumerate() {
        for finding in &policy.totals {
            let mean = mean(&finding.tally);
            let mut cells = first_cells(number, policy).to_vec();
            cells.push(finding.total.to_string());
            cells.push(unit_name(finding.total.unit()).to_owned());
            cells.extend([mean.value.to_string(), or_empty(mean.standard_error)]);
            let paired = finding.difference.as_ref().map(|it| it.paired);
            cells.push(or_empty(paired.map(|it| it.mean.value)));
            cells.push(or_empty(paired.and_then(|it| it.mean.standard_error)));
            cells.extend(ends(paired.and_then(|it| it.mean.interval(0.95))));
            cells.push(or_empty(paired.map(|it| it.lower.value())));
            cells.push(or_empty(paired.map(|it| it.equal.value())));
            cells.push(or_empty(paired.and_then(|it| it.variance_ratio)));
            sheet.row(cells);
        }
    }
    sheet.finish()
}

fn dates(comparison: &Comparison) -> String {
    let mut sheet = Sheet::new(&["policy", "name", "day", "level", "date"]);
    for (number, policy) in comparison.policies.iter().enumerate() {
        for (what, tally) in [("gone", &policy.gone), ("break_even", &policy.break_even)] {
            for level in LEVELS {
                let cells = [what.to_owned(), level.to_string(), or_empty(day_at(tally, level))];
                sheet.row([first_cells(number, policy).to_vec(), cells.to_vec()].concat());
            }
        }
    }
    sheet.finish()
}

fn waits(comparison: &Comparison) -> String {
    let mut sheet = Sheet::new(&[
        "policy",
        "name",
        "stream",
        "group",
        "cases",
        "days",
        "standard_error",
        "longer",
        "longer_standard_error",
        "low_95",
        "high_95",
    ]);
    for (number, policy) in comparison.policies.iter().enumerate() {
        for group in &policy.groups {
            let mut cells = first_cells(number, policy).to_vec();
            cells.extend([group.stream.clone(), group_name(group.group)]);
            cells.push(group.cases.to_string());
            for found in [group.days, group.longer] {
                cells.push(or_empty(found.map(|it| it.value)));
                cells.push(or_empty(found.and_then(|it| it.standard_error)));
            }
            cells.extend(ends(group.longer.and_then(|it| it.interval(0.95))));
            sheet.row(cells);
        }
    }
    sheet.finish()
}

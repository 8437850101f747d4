//! In which part of the inputs something happens: a box of few conditions, by patient rule
//! induction.

use crate::error::Fault;
use crate::summary::ShareEstimate;
use crate::summary::binomial::at_most;
use crate::summary::rule_peel::Bounds;
use crate::summary::rule_peel::Sample;
use crate::summary::rule_peel::Tally;
use crate::summary::rule_peel::best_box;
use crate::summary::share;

/// How a rule is looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleSearch {
    /// The share of the runs in the box that one step takes away; 0.05 is patient.
    pub peel: f64,
    /// The smallest share of all runs that a box may hold.
    pub least_support: f64,
    /// The most conditions, 1 to 3: more are not understood.
    pub most_conditions: usize,
    /// How likely luck alone may give a rule, at most.
    pub level: f64,
}

impl RuleSearch {
    /// Steps of 5%, boxes of at least 5% of the runs, three conditions, level 0.01.
    pub const USUAL: RuleSearch =
        RuleSearch { peel: 0.05, least_support: 0.05, most_conditions: 3, level: 0.01 };
}

/// A range of one input; at least one end is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleCondition {
    /// The number of the input, from 0.
    pub input: usize,
    /// The smallest value in the box, included; `None` when the range has no lower end.
    pub low: Option<f64>,
    /// The largest value in the box, included; `None` when the range has no upper end.
    pub high: Option<f64>,
    /// How likely so many hits are by luck alone if this condition did nothing: P(Bin(n, p) ≥
    /// hits), with n the runs in the box and p the share of hits without this condition.
    pub quasi_p: f64,
}

/// A box in the inputs, and what share of the runs in it are hits.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// One to three conditions, the most telling first; all must hold.
    pub conditions: Vec<RuleCondition>,
    inside: Tally,
    all: Tally,
}

impl Rule {
    /// Of all hits, the share that lies in the box.
    pub fn coverage(&self) -> ShareEstimate {
        share(self.inside.hits, self.all.hits)
    }

    /// Of the runs in the box, the share that are hits. Chosen among many boxes it is a little too
    /// high; look at new runs to know.
    pub fn density(&self) -> ShareEstimate {
        share(self.inside.hits, self.inside.runs)
    }

    /// Of all runs, the share that are hits: the density without the rule.
    pub fn base(&self) -> ShareEstimate {
        share(self.all.hits, self.all.runs)
    }

    /// Of all runs, the share that lies in the box.
    pub fn support(&self) -> ShareEstimate {
        share(self.inside.runs, self.all.runs)
    }

    /// Whether a run is in the box.
    ///
    /// # Panics
    /// - the run has no input of a condition.
    pub fn holds(&self, run: &[f64]) -> bool {
        let holds = |condition: &RuleCondition| {
            let value = run[condition.input];
            condition.low.is_none_or(|low| low <= value)
                && condition.high.is_none_or(|high| value <= high)
        };
        self.conditions.iter().all(holds)
    }
}

/// The box of few conditions in which `hits` are dense and of which it misses few.
///
/// `rows` are the inputs of each run, `hits` says whether it is of the kind that is looked for. For
/// a set of inputs, the box starts with all runs and peels off, again and again, the lowest or
/// highest runs of one of the inputs (a share `peel` of those inside), where the share of hits
/// rises most per run lost; of all boxes on the way it takes the one with the largest 2 c d / (c +
/// d), the harmonic mean of coverage c and density d, and then pastes runs on again or moves single
/// ends by one value as long as that grows. Inputs join the set one at a time, each time the one
/// with the best box, while the mean grows and every condition is significant: its quasi-p at most
/// `level` divided by the inputs and by the 1 / (2 peel²) ranges that could have been chosen in
/// each.
///
/// `None` when no run is a hit, all are, or nothing is significant. Values that are equal stay
/// together. Time: inputs x conditions x 60 steps x runs.
///
/// # Errors
/// - numbers of rows and hits differ, there are no runs or inputs, rows have different lengths, or
///   a value is not finite.
/// - `peel` or `level` is not above 0 and below 0.5, `least_support` not from 0 to below 1, or
///   `most_conditions` not 1 to 3.
///
/// # Example
/// ```
/// use arrears::summary::{RuleSearch, patient_rule};
///
/// // Hits are where the first input is above 69 of 100.
/// let row = |i| vec![f64::from(i * 37 % 100), f64::from(i % 7)];
/// let rows: Vec<Vec<f64>> = (0..400).map(row).collect();
/// let hits: Vec<bool> = rows.iter().map(|row| 69.0 < row[0]).collect();
/// let rule = patient_rule(&rows, &hits, &RuleSearch::USUAL)?.expect("a rule");
/// assert_eq!(rule.conditions.len(), 1);
/// assert_eq!((rule.conditions[0].low, rule.conditions[0].high), (Some(70.0), None));
/// assert_eq!((rule.coverage().value(), rule.density().value()), (1.0, 1.0));
/// # Ok::<(), arrears::error::Fault>(())
/// ```
///
/// # Source
/// J. H. Friedman, N. I. Fisher, Bump hunting in high-dimensional data, Statistics and Computing 9
/// (1999), 123–143; quasi-p, coverage and density: B. P. Bryant, R. J. Lempert, Thinking inside the
/// box, Technological Forecasting and Social Change 77 (2010), 34–49.
pub fn patient_rule(
    rows: &[Vec<f64>],
    hits: &[bool],
    search: &RuleSearch,
) -> Result<Option<Rule>, Fault> {
    check_search(search)?;
    check_runs(rows, hits)?;
    let sample = Sample { rows, hits };
    let all = sample.tally(&Bounds::open(0));
    if all.hits == 0 || all.hits == all.runs {
        return Ok(None);
    }
    let inputs = rows[0].len();
    let mut rule: Option<Rule> = None;
    let mut best = all.score(&all);
    let mut set: Vec<usize> = Vec::new();
    for _ in 0..search.most_conditions.min(inputs) {
        let grown = (0..inputs).filter(|input| !set.contains(input)).map(|input| {
            let set = [set.as_slice(), &[input]].concat();
            let bounds = best_box(&sample, &set, search);
            (sample.tally(&bounds).score(&all), set, bounds)
        });
        // Of equal scores the input that comes first.
        let Some((score, larger, bounds)) = grown.reduce(|a, b| if a.0 < b.0 { b } else { a })
        else {
            break;
        };
        let found =
            Rule { conditions: conditions(&sample, &bounds), inside: sample.tally(&bounds), all };
        let limit = search.level * 2.0 * search.peel * search.peel / inputs as f64;
        let significant = found.conditions.iter().all(|condition| condition.quasi_p <= limit);
        if !(best < score && significant) {
            break;
        }
        (best, set, rule) = (score, larger, Some(found));
    }
    Ok(rule)
}

/// The conditions of a box with their quasi-p, the least likely by luck first.
fn conditions(sample: &Sample<'_>, bounds: &Bounds) -> Vec<RuleCondition> {
    let inside = sample.tally(bounds);
    let condition = |(input, low, high): (usize, Option<f64>, Option<f64>)| {
        let without = sample.tally(&bounds.without(input));
        let chance = without.hits as f64 / without.runs as f64;
        let quasi_p = if inside.hits == 0 || 1.0 <= chance {
            1.0
        } else {
            1.0 - at_most(inside.hits - 1, inside.runs, chance)
        };
        RuleCondition { input, low, high, quasi_p }
    };
    let mut conditions: Vec<RuleCondition> = bounds.ends().map(condition).collect();
    conditions.sort_by(|one, other| {
        one.quasi_p.total_cmp(&other.quasi_p).then(one.input.cmp(&other.input))
    });
    conditions
}

fn check_search(search: &RuleSearch) -> Result<(), Fault> {
    for (name, value) in [("peel", search.peel), ("level", search.level)] {
        if !(0.0 < value && value < 0.5) {
            return Err(Fault::new(format!("{name} {value}"), "above 0 and below 0.5"));
        }
    }
    if !(0.0 <= search.least_support && search.least_support < 1.0) {
        let found = format!("least support {}", search.least_support);
        return Err(Fault::new(found, "at least 0 and below 1"));
    }
    if !(1 <= search.most_conditions && search.most_conditions <= 3) {
        let found = format!("{} conditions", search.most_conditions);
        return Err(Fault::new(found, "1 to 3 conditions"));
    }
    Ok(())
}

fn check_runs(rows: &[Vec<f64>], hits: &[bool]) -> Result<(), Fault> {
    if rows.len() != hits.len() {
        let found = format!("{} rows and {} hits", rows.len(), hits.len());
        return Err(Fault::new(found, "as many of both"));
    }
    let Some(first) = rows.first().filter(|row| !row.is_empty()) else {
        return Err(Fault::new("no runs or inputs", "at least one of both"));
    };
    if let Some(row) = rows.iter().position(|row| row.len() != first.len()) {
        let found = format!("{} inputs in row {row}", rows[row].len());
        return Err(Fault::new(found, format!("{}, as in row 0", first.len())));
    }
    match rows.iter().flatten().find(|value| !value.is_finite()) {
        Some(value) => Err(Fault::new(value, "finite")),
        None => Ok(()),
    }
}

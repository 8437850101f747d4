//! The comparison as JSON, for programs: every number in full, in a stable order of keys.

use serde::Serialize;

use crate::model::Unit;
use crate::report::comparison_facts::group_name;
use crate::report::comparison_json_parts::DaysOut;
use crate::report::comparison_json_parts::DifferenceOut;
use crate::report::comparison_json_parts::ExactShareOut;
use crate::report::comparison_json_parts::IntervalOut;
use crate::report::comparison_json_parts::MeanOut;
use crate::report::comparison_json_parts::days;
use crate::report::json::ChangedOut;
use crate::report::json::settings;
use crate::report::json::written;
use crate::report::json_totals::TotalOut;
use crate::report::json_totals::named;
use crate::study::Comparison;
use crate::study::GoneDifference;
use crate::study::GroupFinding;
use crate::study::PolicyFinding;
use crate::study::SavedPerSpent;
use crate::study::Setup;
use crate::study::TotalOfPolicy;
use crate::summary::mean;

/// The version of the format; it rises when a key changes its meaning or goes.
pub const COMPARISON_JSON_FORMAT: u32 = 1;

/// The comparison as JSON, indented, with a line feed at the end.
///
/// Amounts are in cents, as `unit` says. What is not known is `null`; there is no NaN and no
/// infinity. Under `together` stands what depends on all policies; all else of a policy is the same
/// to the byte whatever other policies are compared. The same setup and comparison give the same
/// bytes.
pub fn comparison_json(setup: &Setup, comparison: &Comparison) -> String {
    let document = document(setup, comparison);
    written(&document)
}

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    program: &'static str,
    version: &'static str,
    title: &'a str,
    fingerprint: &'a str,
    seed: u64,
    replications: u32,
    currency: &'a str,
    as_of: String,
    end: String,
    settings: Vec<ChangedOut<'a>>,
    together: Vec<TogetherOut<'a>>,
    policies: Vec<PolicyOut<'a>>,
}

fn document<'a>(setup: &'a Setup, comparison: &'a Comparison) -> Document<'a> {
    let period = setup.model.period;
    let ranking = comparison.ranking();
    Document {
        format: COMPARISON_JSON_FORMAT,
        program: "arrears",
        version: env!("CARGO_PKG_VERSION"),
        title: &setup.title,
        fingerprint: &setup.fingerprint,
        seed: comparison.seed,
        replications: comparison.replications,
        currency: &setup.currency,
        as_of: period.as_of().to_string(),
        end: period.end().to_string(),
        settings: settings(&setup.changed),
        together: ranking.iter().map(|policy| together(comparison, *policy)).collect(),
        policies: (0..comparison.policies.len()).map(|it| policy(comparison, it)).collect(),
    }
}

/// A policy among the others, the cheapest first; `null` for a bound, which takes no part.
#[derive(Serialize)]
struct TogetherOut<'a> {
    policy: usize,
    name: &'a str,
    best: Option<ExactShareOut>,
    best_alone: Option<ExactShareOut>,
    regret_cents: Option<MeanOut>,
    more_than_best_other_cents: Option<IntervalOut>,
    may_be_best: Option<bool>,
}

fn together(comparison: &Comparison, policy: usize) -> TogetherOut<'_> {
    let contest = &comparison.contest;
    let share = contest.best(policy);
    TogetherOut {
        policy,
        name: &comparison.policies[policy].name,
        best: share.map(|it| it.best.into()),
        best_alone: share.map(|it| it.alone.into()),
        regret_cents: contest.regret(policy).map(MeanOut::from),
        more_than_best_other_cents: contest.more_than_best_other(policy).map(IntervalOut::from),
        may_be_best: contest.may_be_best(policy),
    }
}

#[derive(Serialize)]
struct PolicyOut<'a> {
    name: &'a str,
    description: &'a str,
    is_bound: bool,
    cost: TotalOut,
    cost_difference: Option<DifferenceOut>,
    saved_cents: MeanOut,
    spent_more_cents: MeanOut,
    saved_per_spent: Option<PerSpentOut>,
    break_even: DaysOut,
    gone: DaysOut,
    gone_difference: GoneDifferenceOut,
    totals: Vec<ComparedOut>,
    waits: Vec<WaitOut<'a>>,
}

fn policy(comparison: &Comparison, number: usize) -> PolicyOut<'_> {
    let of: &PolicyFinding = &comparison.policies[number];
    let difference = (0 < number).then(|| comparison.costs.difference(number, 0));
    PolicyOut {
        name: &of.name,
        description: &of.description,
        is_bound: of.is_bound,
        cost: named("cost".to_owned(), Unit::Cents, &of.cost),
        cost_difference: difference.map(DifferenceOut::from),
        saved_cents: mean(&of.saved).into(),
        spent_more_cents: mean(&of.spent).into(),
        saved_per_spent: of.saved_per_spent.map(per_spent),
        break_even: days(&of.break_even, of.never_even()),
        gone: days(&of.gone, of.never_gone()),
        gone_difference: gone_difference(of.gone_difference),
        totals: of.totals.iter().map(compared).collect(),
        waits: of.groups.iter().map(wait).collect(),
    }
}

/// Saved penalties for each unit of money spent more; the interval is Fieller's.
#[derive(Serialize)]
struct PerSpentOut {
    ratio: f64,
    standard_error: Option<f64>,
    low_95: Option<f64>,
    high_95: Option<f64>,
}

fn per_spent(found: SavedPerSpent) -> PerSpentOut {
    PerSpentOut {
        ratio: found.ratio.value,
        standard_error: found.ratio.standard_error,
        low_95: found.interval.map(|it| it.low),
        high_95: found.interval.map(|it| it.high),
    }
}

#[derive(Serialize)]
struct GoneDifferenceOut {
    both: u64,
    only_policy: u64,
    only_nothing: u64,
    neither: u64,
    days_later: Option<MeanOut>,
}

fn gone_difference(found: GoneDifference) -> GoneDifferenceOut {
    let GoneDifference { both, only_policy, only_nothing, neither, days } = found;
    let days_later = days.map(MeanOut::from);
    GoneDifferenceOut { both, only_policy, only_nothing, neither, days_later }
}

#[derive(Serialize)]
struct ComparedOut {
    #[serde(flatten)]
    total: TotalOut,
    difference: Option<DifferenceOut>,
}

fn compared(found: &TotalOfPolicy) -> ComparedOut {
    ComparedOut {
        total: named(found.total.to_string(), found.total.unit(), &found.tally),
        difference: found.difference.as_ref().map(|it| it.paired.into()),
    }
}

#[derive(Serialize)]
struct WaitOut<'a> {
    stream: &'a str,
    group: String,
    cases: f64,
    days: Option<MeanOut>,
    longer: Option<MeanOut>,
}

fn wait(found: &GroupFinding) -> WaitOut<'_> {
    WaitOut {
        stream: &found.stream,
        group: group_name(found.group),
        cases: found.cases,
        days: found.days.map(MeanOut::from),
        longer: found.longer.map(MeanOut::from),
    }
}

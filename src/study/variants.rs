//! Some numbers of many variants of one scenario, each under the same chance.

use std::ops::ControlFlow;

use crate::ensemble::Progress;
use crate::ensemble::Watch;
use crate::sim::Count;
use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Part;
use crate::sim::Total;
use crate::study::Setup;
use crate::study::Stopped;
use crate::study::worlds;
use crate::summary;
use crate::summary::ShareEstimate;
use crate::summary::Tally;

/// A setup and the values in which it differs from others.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// One value for each of the keys of [`Variants`], as typed.
    pub values: Vec<String>,
    /// What is asked of which model.
    pub setup: Setup,
}

/// Setups that differ in the values of some keys; all have the same currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Variants {
    /// The keys that differ, as typed.
    pub keys: Vec<String>,
    /// The setups, in the order in which they are shown.
    pub variants: Vec<Variant>,
}

/// What the futures of one variant say.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantFinding {
    /// The seed.
    pub seed: u64,
    /// The number of futures.
    pub replications: u32,
    /// The bill up to the last day, in cents.
    pub bill: Tally,
    /// What is lost on the as-of day, in cents; `None` when the bill is not split on that day.
    pub lost: Option<Tally>,
    /// Late cases at the end of the last day.
    pub late_at_end: Tally,
    /// The day on which the late stock is gone; [`Total::NEVER`] if it never is.
    pub gone: Tally,
}

impl VariantFinding {
    /// The share of futures in which the late stock is gone within the period.
    pub fn gone_share(&self) -> ShareEstimate {
        let never = self.gone.count_above(i64::from(i32::MAX));
        summary::share(self.gone.count() - never, self.gone.count())
    }
}

/// Different values that are kept apart: exact up to this many replications, and of dates always.
/// Less than a forecast keeps, because there may be a thousand variants.
const VALUES: usize = 4_096;
const DATES: usize = 65_536;

/// Simulates the futures of every variant and summarises them, in order.
///
/// `seed` and `replications` hold for all; without them each setup's own hold. With one seed,
/// replication i of every variant has the same luck: two variants differ only by what their values
/// change. A finding depends on its own variant alone.
///
/// # Errors
/// - the watch ended the run (it hears of all variants together), or uncertain numbers got values
///   that cannot be together.
///
/// # Panics
/// - no replication is asked for.
pub fn variants(
    variants: &Variants,
    seed: Option<u64>,
    replications: Option<u32>,
    watch: Watch<'_>,
) -> Result<Vec<VariantFinding>, Stopped> {
    let number = |setup: &Setup| replications.unwrap_or(setup.replications);
    let planned = variants.variants.iter().map(|it| u64::from(number(&it.setup))).sum();
    let mut before = 0;
    let mut findings = Vec::new();
    for Variant { setup, .. } in &variants.variants {
        let mut watch_one = |progress: Progress| -> ControlFlow<()> {
            watch(Progress { done: before + progress.done, planned })
        };
        let seed = seed.unwrap_or(setup.seed);
        findings.push(finding(setup, seed, number(setup), &mut watch_one)?);
        before += u64::from(number(setup));
    }
    Ok(findings)
}

fn finding(
    setup: &Setup,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<VariantFinding, Stopped> {
    assert!(0 < replications, "at least one replication");
    let engine = Engine::new(&setup.model);
    let as_of = setup.model.period.as_of();
    let asked = [
        (Total::Bill(None), VALUES),
        (Total::Count(Count::Late), VALUES),
        (Total::Gone, DATES),
        (Total::Split(as_of, Part::Lost), VALUES),
    ];
    let mut tallies: Vec<(usize, Tally)> = asked
        .iter()
        .filter_map(|(total, values)| Some((engine.place_of(*total)?, Tally::new(*values))))
        .collect();
    let places: Vec<usize> = tallies.iter().map(|(place, _)| *place).collect();
    let make = |setup: &Setup| Ok(Engine::new(&setup.model));
    let read = |_: &Engine, outcome: Outcome| -> Vec<i64> {
        places.iter().map(|place| outcome.totals[*place]).collect()
    };
    worlds::for_each_batch((setup, &engine), seed, 0..replications, watch, |worlds, range| {
        let values = worlds.readings(&engine, &make, (seed, range), |it| it, read)?;
        for (index, (_, tally)) in tallies.iter_mut().enumerate() {
            tally.add_all(&values.iter().map(|of| of[index]).collect::<Vec<i64>>());
        }
        Ok(())
    })?;
    let mut found = tallies.into_iter().map(|(_, tally)| tally);
    let mut next = || found.next().expect("always measured");
    let (bill, late_at_end, gone) = (next(), next(), next());
    Ok(VariantFinding { seed, replications, bill, late_at_end, gone, lost: found.next() })
}

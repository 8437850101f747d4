//! Why one forecast became another: every changed assumption replayed under the same luck.

use std::ops::ControlFlow;
use std::ops::Range;

use crate::ensemble;
use crate::ensemble::Cancelled;
use crate::ensemble::Progress;
use crate::ensemble::Watch;
use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Total;
use crate::study::Bridge;
use crate::summary::Attribution;
use crate::summary::Fractions;
use crate::summary::Tally;

/// What each definition and each step contributes between two forecasts.
///
/// Before: the world in which no step is made. Now: the world in which all are.
///
/// Two routes lead from the forecast before to the forecast now, and each adds up exactly:
///
/// - the definitions first, by the assumptions before (`redefined_before`), then the steps, counted
///   by the last definition (`in_new_terms`);
/// - the steps first, counted by the first definition (`in_old_terms`), then the definitions, by
///   the assumptions of now (`redefined_now`).
#[derive(Clone, Debug, PartialEq)]
pub struct BridgeFinding {
    /// The seed.
    pub seed: u64,
    /// The number of futures in each world.
    pub replications: u32,
    /// The number of each definition over the futures before.
    pub before: Vec<Tally>,
    /// The number of each definition over the futures of now.
    pub now: Vec<Tally>,
    /// What each definition after the first changes against the one in front of it, before.
    pub redefined_before: Vec<Fractions>,
    /// The same now.
    pub redefined_now: Vec<Fractions>,
    /// What each step contributes to the number of the first definition.
    pub in_old_terms: Attribution,
    /// What each step contributes to the number of the last definition.
    pub in_new_terms: Attribution,
}

/// Different values of a number that are kept apart: exact up to this many replications.
const VALUES: usize = 4_096;

/// Futures whose numbers in all worlds are kept until they are compared: at most 8 MB a definition.
const BLOCK: u32 = 4_096;

/// Simulates the same futures in every world of a bridge and says what each step contributes.
///
/// Replication i of a world has the seed, the number and so the luck of replication i of every
/// other, so that contributions are taken future by future. The contribution of a step is its
/// Shapley value: its effect, averaged over all orders in which the steps can be made (see
/// [`crate::summary::shapley_values`]). The watch hears of the futures of all worlds together. Time
/// doubles with each step; memory does not grow with the number of replications.
///
/// # Errors
/// - the watch ended the run.
///
/// # Panics
/// - no replication is asked for.
///
/// # Example
/// ```
/// use arrears::ensemble::unwatched;
/// use arrears::scenario::Scenario;
/// use arrears::study;
///
/// let text = r#"
/// format = 1
/// title = "Permits"
/// as_of = 2026-01-05
/// end = 2026-01-30
/// pool = [{ name = "deciders", decisions_per_week = 60 }]
///
/// [[stream]]
/// name = "permits"
/// term = { weeks = 8 }
/// stock = [{ received = 2025-10-01, cases = 500 }]
///
/// [bridge]
/// from = { name = "decided", quantity = "decided", since = 2026-01-05, date = 2026-01-30 }
/// to = { name = "decided", quantity = "decided", since = 2026-01-05, date = 2026-01-30 }
/// step = [{ name = "more people", before = ["pool.decisions_per_week=40"] }]
/// "#;
/// let bridge = Scenario::read_bridge(text, &[], |_| Err("no file is named".to_owned()))?;
/// let found = study::bridge(&bridge, 1, 10, &mut unwatched)?;
/// // Four weeks of 60 instead of 40.
/// assert_eq!(found.in_new_terms.contribution(0).mean().value, 80.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bridge(
    bridge: &Bridge,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<BridgeFinding, Cancelled> {
    assert!(0 < replications, "at least one replication");
    let planned = u64::from(replications) * bridge.worlds().len() as u64;
    let mut progress = Progress { done: 0, planned };
    let mut finding = BridgeFinding::new(bridge, seed, replications);
    let mut next = 0;
    while next < replications {
        let range = next..replications.min(next.saturating_add(BLOCK));
        let mut worlds = Vec::with_capacity(bridge.worlds().len());
        for world in bridge.worlds() {
            // One engine at a time: 256 of them would take as much memory as all the rest.
            worlds.push(numbers(bridge, &Engine::new(world), seed, range.clone(), |done| {
                progress.done += done;
                watch(progress)
            })?);
        }
        finding.add(&worlds);
        next = range.end;
    }
    Ok(finding)
}

/// The number of each definition in each future of a world, future after future.
fn numbers(
    bridge: &Bridge,
    engine: &Engine,
    seed: u64,
    range: Range<u32>,
    mut done: impl FnMut(u64) -> ControlFlow<()>,
) -> Result<Vec<i64>, Cancelled> {
    let definitions = bridge.definitions().iter();
    let places = definitions.map(|it| engine.place_of(Total::Quantity(it.quantity, it.date)));
    let places: Vec<usize> =
        places.map(|place| place.expect("every world looks at the definitions")).collect();
    let read = |it: Outcome| -> Vec<i64> { places.iter().map(|at| it.totals[*at]).collect() };
    let mut numbers = Vec::with_capacity(range.len() * places.len());
    let mut next = range.start;
    while next < range.end {
        let until = range.end.min(next.saturating_add(ensemble::batch_size(engine)));
        numbers.extend(ensemble::readings(engine, seed, next..until, read).into_iter().flatten());
        if done(u64::from(until - next)).is_break() {
            return Err(Cancelled);
        }
        next = until;
    }
    Ok(numbers)
}

impl BridgeFinding {
    fn new(bridge: &Bridge, seed: u64, replications: u32) -> BridgeFinding {
        let definitions = bridge.definitions().len();
        let attribution = Attribution::new(bridge.steps().len());
        BridgeFinding {
            seed,
            replications,
            before: vec![Tally::new(VALUES); definitions],
            now: vec![Tally::new(VALUES); definitions],
            redefined_before: vec![Fractions::new(1); definitions - 1],
            redefined_now: vec![Fractions::new(1); definitions - 1],
            in_old_terms: attribution.clone(),
            in_new_terms: attribution,
        }
    }

    /// Adds some futures of all worlds; each has the number of each definition, future after
    /// future.
    fn add(&mut self, worlds: &[Vec<i64>]) {
        let definitions = self.before.len();
        let (before, now) = (&worlds[0], &worlds[worlds.len() - 1]);
        for (tallies, numbers) in [(&mut self.before, before), (&mut self.now, now)] {
            for (at, tally) in tallies.iter_mut().enumerate() {
                let of_definition = numbers.iter().skip(at).step_by(definitions);
                tally.add_all(&of_definition.copied().collect::<Vec<i64>>());
            }
        }
        let redefined = [(&mut self.redefined_before, before), (&mut self.redefined_now, now)];
        for (records, numbers) in redefined {
            for future in numbers.chunks(definitions) {
                for (record, pair) in records.iter_mut().zip(future.windows(2)) {
                    record.add(i128::from(pair[1]) - i128::from(pair[0]));
                }
            }
        }
        let terms = [(&mut self.in_old_terms, 0), (&mut self.in_new_terms, definitions - 1)];
        for (attribution, definition) in terms {
            for future in 0..before.len() / definitions {
                let number = |world: &Vec<i64>| world[future * definitions + definition];
                attribution.add(&worlds.iter().map(number).collect::<Vec<i64>>());
            }
        }
    }
}

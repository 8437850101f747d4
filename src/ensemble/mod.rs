//! Many futures at once. Replication `i` is a function of model, seed and `i` alone, so that the
//! number of threads changes nothing.

use std::error::Error;
use std::fmt;
use std::ops::ControlFlow;
use std::ops::Range;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::model::Stream;
use crate::random::Key;
use crate::sim::Engine;
use crate::sim::MeanEngine;
use crate::sim::MeanOutcome;
use crate::sim::MeanWorkspace;
use crate::sim::Outcome;
use crate::sim::Workspace;

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Replications simulated so far.
    pub done: u64,
    /// Replications that are planned at the moment; a run to a precision may plan more later.
    pub planned: u64,
}

/// Hears of progress between batches, and may end the run.
///
/// It is called on the caller's thread, about every 500 replications, of large models more
/// often.
pub type Watch<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// A watch that hears nothing and ends nothing.
pub fn unwatched(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// A run that its watch has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the run was ended before its last replication")
    }
}

impl Error for Cancelled {}

/// Replications that are simulated together before their outcomes are handed on: 512, or fewer where
/// a replication is large, so that the watch is heard of every few seconds.
pub(crate) fn batch_size(engine: &Engine) -> u32 {
    let model = engine.model();
    let cases = |stream: &Stream| stream.expected_cases(model.period);
    let cases: f64 = model.streams.iter().map(cases).sum();
    (64e6 / cases.max(1.0)).clamp(16.0, 512.0) as u32
}

/// The outcomes of some replications, in order.
///
/// Runs on the threads of the rayon pool it is called in. Memory grows with the number of
/// replications: use [`for_each_batch`] for very many.
///
/// # Example
/// ```
/// # use arrears::model::{Law, Model, Parts, Period, Pool, Stock, Stream};
/// # use arrears::sim::Engine;
/// # use arrears::time::{Day, Length, Term};
/// # let start = Day::new(2026, 1, 5)?;
/// # let period = Period::new(start, start, start + 27)?;
/// # let mut permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
/// # permits.stock = Stock::new(vec![(start - 90, 100)]);
/// # let pool = Pool::new("deciders", vec![0], 10.0)?;
/// # let model = Model::new(Parts::new(period, vec![permits], vec![pool], Law::none()))?;
/// use arrears::ensemble;
///
/// let engine = Engine::new(&model);
/// let hundred = ensemble::outcomes(&engine, 1, 0..100);
/// assert_eq!(hundred[17], ensemble::outcomes(&engine, 1, 17..18)[0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn outcomes(engine: &Engine, seed: u64, replications: Range<u32>) -> Vec<Outcome> {
    readings(engine, seed, replications, |outcome| outcome)
}

/// What `read` takes from each outcome, in order; what it leaves is freed at once.
///
/// As [`outcomes`], for callers who need little of each outcome.
pub fn readings<T: Send>(
    engine: &Engine,
    seed: u64,
    replications: Range<u32>,
    read: impl Fn(Outcome) -> T + Sync,
) -> Vec<T> {
    let key = Key::from_seed(seed);
    readings_of(engine, replications, |number| key.replication(number), read)
}

/// The same for the futures of other keys: `key_of` gives the key of each number.
pub fn readings_of<T: Send>(
    engine: &Engine,
    numbers: Range<u32>,
    key_of: impl Fn(u32) -> Key + Sync,
    read: impl Fn(Outcome) -> T + Sync,
) -> Vec<T> {
    let simulate =
        |workspace: &mut Workspace, number: u32| read(engine.simulate(key_of(number), workspace));
    numbers.into_par_iter().map_init(Workspace::default, simulate).collect()
}

/// What is expected on the paths of some replications, in order: what `read` takes from each.
///
/// Runs on the threads of the rayon pool it is called in. The paths are those of [`outcomes`] under
/// the same seed.
///
/// # Example
/// ```
/// # use arrears::model::{Law, Model, Parts, Period, Pool, Stock, Stream};
/// # use arrears::sim::MeanEngine;
/// # use arrears::time::{Day, Length, Term};
/// # let start = Day::new(2026, 1, 5)?;
/// # let period = Period::new(start, start, start + 27)?;
/// # let mut permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
/// # permits.stock = Stock::new(vec![(start - 90, 100)]);
/// # let pool = Pool::new("deciders", vec![0], 10.0)?;
/// # let model = Model::new(Parts::new(period, vec![permits], vec![pool], Law::none()))?;
/// use arrears::ensemble;
///
/// let engine = MeanEngine::new(&model)?;
/// let decided = ensemble::mean_readings(&engine, 1, 0..100, |outcome| {
///     outcome.total(&engine, "decided").unwrap().mean
/// });
/// assert_eq!(decided, [40.0; 100]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn mean_readings<T: Send>(
    engine: &MeanEngine,
    seed: u64,
    replications: Range<u32>,
    read: impl Fn(MeanOutcome) -> T + Sync,
) -> Vec<T> {
    let key = Key::from_seed(seed);
    let simulate = |workspace: &mut MeanWorkspace, number: u32| {
        read(engine.simulate(key.replication(number), workspace))
    };
    replications.into_par_iter().map_init(MeanWorkspace::default, simulate).collect()
}

/// Simulates replications batch by batch and hands each batch on, in order.
///
/// # Errors
/// - the watch ended the run.
pub fn for_each_batch(
    engine: &Engine,
    seed: u64,
    replications: Range<u32>,
    watch: Watch<'_>,
    mut take: impl FnMut(Vec<Outcome>),
) -> Result<(), Cancelled> {
    in_batches(engine, replications, watch, |range| take(outcomes(engine, seed, range)))
}

/// As [`for_each_batch`], for what is expected on the paths: what `read` takes from each.
///
/// # Errors
/// - the watch ended the run.
pub fn for_each_mean_batch<T: Send>(
    engine: &MeanEngine,
    seed: u64,
    replications: Range<u32>,
    watch: Watch<'_>,
    read: impl Fn(MeanOutcome) -> T + Sync,
    mut take: impl FnMut(Vec<T>),
) -> Result<(), Cancelled> {
    in_batches(engine.case_engine(), replications, watch, |range| {
        take(mean_readings(engine, seed, range, &read));
    })
}

fn in_batches(
    engine: &Engine,
    replications: Range<u32>,
    watch: Watch<'_>,
    mut simulate: impl FnMut(Range<u32>),
) -> Result<(), Cancelled> {
    let planned = u64::from(replications.end);
    let batch = batch_size(engine);
    let mut next = replications.start;
    while next < replications.end {
        let end = replications.end.min(next.saturating_add(batch));
        simulate(next..end);
        next = end;
        if watch(Progress { done: u64::from(next), planned }).is_break() {
            return Err(Cancelled);
        }
    }
    Ok(())
}

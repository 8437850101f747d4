//! The worlds of a study: one setup for all replications, or one each where numbers are not known.

use std::borrow::Cow;
use std::ops::Range;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::ensemble;
use crate::ensemble::Cancelled;
use crate::ensemble::Progress;
use crate::ensemble::Watch;
use crate::error::Fault;
use crate::error::Problems;
use crate::random::Key;
use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Workspace;
use crate::study::ImpossibleDraw;
use crate::study::Setup;
use crate::study::Stopped;
use crate::study::Uncertain;

/// The setups of some replications.
pub(crate) enum Worlds {
    /// Nothing is uncertain: the same in all.
    Same,
    /// One each, from this replication on.
    Each(u32, Vec<Setup>),
}

impl Setup {
    /// The setup of one replication: the same, or, where numbers are not known, that of its draw.
    ///
    /// # Errors
    /// - the values of the replication cannot be together.
    pub fn world(&self, key: Key) -> Result<Cow<'_, Setup>, ImpossibleDraw> {
        match &self.uncertain {
            None => Ok(Cow::Borrowed(self)),
            Some(uncertain) => world(uncertain, key).map(Cow::Owned),
        }
    }
}

/// What makes the engine of a study from the setup of a replication.
pub(crate) trait MakeEngine: Fn(&Setup) -> Result<Engine, Problems> + Sync {}
impl<F: Fn(&Setup) -> Result<Engine, Problems> + Sync> MakeEngine for F {}

impl Worlds {
    /// The setups of replications of a seed.
    ///
    /// # Errors
    /// - the values of a replication cannot be together: the first such replication.
    pub(crate) fn of(
        setup: &Setup,
        seed: u64,
        replications: Range<u32>,
    ) -> Result<Worlds, ImpossibleDraw> {
        let Some(uncertain) = &setup.uncertain else { return Ok(Worlds::Same) };
        let first = replications.start;
        let key = Key::from_seed(seed);
        let world = |replication: u32| world(uncertain, key.replication(replication));
        let worlds: Vec<Result<Setup, ImpossibleDraw>> =
            replications.into_par_iter().map(world).collect();
        Ok(Worlds::Each(first, worlds.into_iter().collect::<Result<_, _>>()?))
    }

    /// What `read` takes from the outcome of each replication, in order.
    ///
    /// Replication i has its own world and, for the luck, the number `luck(i)`. Where all worlds
    /// are the same `engine` is theirs; otherwise it is that of the setup itself and says what is
    /// measured.
    ///
    /// # Errors
    /// - `make` cannot make the engine of a world, or one that measures the same: the first such
    ///   replication.
    pub(crate) fn readings<T: Send>(
        &self,
        engine: &Engine,
        make: &impl MakeEngine,
        (seed, replications): (u64, Range<u32>),
        luck: impl Fn(u32) -> u32 + Sync,
        read: impl Fn(&Engine, Outcome) -> T + Sync,
    ) -> Result<Vec<T>, ImpossibleDraw> {
        let key = Key::from_seed(seed);
        match self {
            Worlds::Same => {
                let keys = |replication: u32| key.replication(luck(replication));
                let read = |outcome| read(engine, outcome);
                Ok(ensemble::readings_of(engine, replications, keys, read))
            }
            Worlds::Each(first, setups) => {
                let simulate = |workspace: &mut Workspace, replication: u32| {
                    let own = make(&setups[(replication - first) as usize]);
                    let own = own.and_then(|own| same_measures(own, engine));
                    let own = own.map_err(|problems| ImpossibleDraw { replication, problems })?;
                    let key = key.replication(luck(replication));
                    Ok(read(&own, own.simulate(key, workspace)))
                };
                let all: Vec<Result<T, ImpossibleDraw>> =
                    replications.into_par_iter().map_init(Workspace::default, simulate).collect();
                all.into_iter().collect()
            }
        }
    }
}

/// The world of one replication.
fn world(uncertain: &Uncertain, key: Key) -> Result<Setup, ImpossibleDraw> {
    let replication = key.number();
    let setup = uncertain.setup(&uncertain.draw(key));
    setup.map_err(|problems| ImpossibleDraw { replication, problems })
}

/// The engine of a world, if its outcomes are made of the same numbers as those of another.
fn same_measures(own: Engine, known: &Engine) -> Result<Engine, Problems> {
    let same = own.totals() == known.totals()
        && own.series() == known.series()
        && own.week_ends().eq(known.week_ends());
    if same {
        return Ok(own);
    }
    let found = "values with which other totals are measured";
    let right = "values that change no list of totals: a share or a cost stays above 0";
    Err(Fault::new(found, right).at("").into())
}

/// Hands on the worlds of replications batch by batch; the watch hears after each.
///
/// # Errors
/// - the watch ended the run, the values of a replication cannot be together, or `take` says so.
pub(crate) fn for_each_batch(
    (setup, engine): (&Setup, &Engine),
    seed: u64,
    replications: Range<u32>,
    watch: Watch<'_>,
    mut take: impl FnMut(&Worlds, Range<u32>) -> Result<(), ImpossibleDraw>,
) -> Result<(), Stopped> {
    let planned = u64::from(replications.end);
    let batch = batch_size(setup, ensemble::batch_size(engine));
    let mut next = replications.start;
    while next < replications.end {
        let range = next..replications.end.min(next.saturating_add(batch));
        next = range.end;
        take(&Worlds::of(setup, seed, range.clone())?, range)?;
        if watch(Progress { done: u64::from(next), planned }).is_break() {
            return Err(Cancelled.into());
        }
    }
    Ok(())
}

/// Replications that are simulated together: fewer where each has a world of its own, so that these
/// need little memory.
pub(crate) fn batch_size(setup: &Setup, of_engines: u32) -> u32 {
    const MOST_WORLDS: u32 = 128;
    if setup.uncertain.is_some() { of_engines.min(MOST_WORLDS) } else { of_engines }
}

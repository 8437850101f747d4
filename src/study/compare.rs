//! The comparison: what each policy changes, in the same futures.

use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelRefMutIterator;
use rayon::iter::ParallelIterator;

use crate::ensemble;
use crate::ensemble::Cancelled;
use crate::ensemble::Progress;
use crate::ensemble::Watch;
use crate::model::Model;
use crate::sim::Engine;
use crate::sim::Total;
use crate::study::Comparison;
use crate::study::Contest;
use crate::study::Policy;
use crate::study::PolicyFinding;
use crate::study::Setup;
use crate::study::Stopped;
use crate::study::policy_record::PolicyRecord;
use crate::study::policy_record::Reading;
use crate::study::spending::is_zero_when_absent;
use crate::study::worlds;
use crate::study::worlds::Worlds;
use crate::summary::PairedCosts;

/// Simulates the same futures under doing nothing and under every policy of a setup.
///
/// Replication i of a policy has the seed, the number and so the luck of replication i of every
/// other. The watch hears of the futures of all policies together. Memory grows with the number of
/// policies and of totals, not with that of replications. Leaving out a policy, or adding one,
/// changes no number of the others but those that are about all: who is best, regret, and the
/// intervals of the best.
///
/// # Errors
/// - the watch ended the run, or uncertain numbers got values that cannot be together.
///
/// # Panics
/// - no replication is asked for, or a policy cannot be compared; see [`Policy::mismatch`].
///
/// # Example
/// ```
/// # use arrears::model::{Law, Model, Parts, Period, Pool, Stock, Stream};
/// # use arrears::time::{Day, Length, Term};
/// # let start = Day::new(2026, 1, 5)?;
/// # let period = Period::new(start, start, start + 27)?;
/// # let mut permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
/// # permits.stock = Stock::new(vec![(start - 90, 100)]);
/// # let parts = |per_week: f64| -> Result<Parts, Box<dyn std::error::Error>> {
/// #     let pool = Pool::new("deciders", vec![0], per_week)?;
/// #     Ok(Parts::new(period, vec![permits.clone()], vec![pool], Law::none()))
/// # };
/// use arrears::ensemble::unwatched;
/// use arrears::sim::{Count, Total};
/// use arrears::study::{Policy, Setup, compare};
///
/// let mut setup = Setup::new("Permits", "EUR", Model::new(parts(10.0)?)?);
/// setup.policies = vec![Policy::new("hire", Model::new(parts(15.0)?)?)];
/// let comparison = compare(&setup, setup.seed, 100, &mut unwatched)?;
/// // 3 instead of 2 decisions a day on 20 working days, in every future.
/// let decided = comparison.policies[1].total(Total::Count(Count::Decided)).unwrap();
/// assert_eq!(decided.difference.as_ref().unwrap().paired.mean.value, 20.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare(
    setup: &Setup,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
) -> Result<Comparison, Stopped> {
    compare_seen(setup, seed, replications, watch, &mut |_, _| {})
}

/// One future under one policy, as it is shown to whoever looks on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolicyFuture<'a> {
    /// The number of the policy; 0 is doing nothing.
    pub policy: usize,
    /// What the policy is called.
    pub name: &'a str,
    /// The number of the replication.
    pub replication: u32,
    /// One value for each of the totals that are shown; `None` where this policy's model does not
    /// measure it.
    pub values: &'a [Option<i64>],
}

/// As [`compare`], and shows every future under every policy to `see`, once each: which totals are
/// shown, and the future.
///
/// Futures come in the order of the replications, each under policy 0 first and then under the
/// others in their order. The totals are those of policy 0, then those that only another has; the
/// same in every call. A line of costs that a policy lacks is 0. The comparison is the same to the
/// byte as without anyone looking.
///
/// # Errors
/// - the watch ended the run, or uncertain numbers got values that cannot be together.
///
/// # Panics
/// - as [`compare`].
pub fn compare_seen(
    setup: &Setup,
    seed: u64,
    replications: u32,
    watch: Watch<'_>,
    see: &mut dyn FnMut(&[Total], PolicyFuture<'_>),
) -> Result<Comparison, Stopped> {
    assert!(0 < replications, "at least one replication");
    let models: Vec<&Model> =
        (0..=setup.policies.len()).map(|policy| setup.policy_model(policy)).collect();
    for model in &models {
        let mismatch = Policy::mismatch(model, &setup.model);
        assert!(mismatch.is_none(), "a policy must not differ in {mismatch:?}");
    }
    let engines: Vec<Engine> = models.into_iter().map(Engine::new).collect();
    let mut records: Vec<PolicyRecord> =
        engines.iter().map(|engine| PolicyRecord::new(engine, &engines[0])).collect();
    let show = Show::new(setup, &engines);
    let mut costs = PairedCosts::new(engines.len());
    let of_contest = contestants(setup);
    let mut contest = PairedCosts::new(of_contest.len());
    let batch = engines.iter().map(ensemble::batch_size).min().expect("at least one policy");
    let mut progress =
        Progress { done: 0, planned: u64::from(replications) * engines.len() as u64 };
    let batch = worlds::batch_size(setup, batch);
    let mut next = 0;
    while next < replications {
        let range = next..replications.min(next.saturating_add(batch));
        let worlds = Worlds::of(setup, seed, range.clone())?;
        let mut readings = Vec::with_capacity(engines.len());
        for (policy, engine) in engines.iter().enumerate() {
            let make = |world: &Setup| Ok(Engine::new(&*setup.policy_in(world, policy)?));
            let asked = (seed, range.clone());
            readings.push(worlds.readings(engine, &make, asked, |it| it, Reading::new)?);
            progress.done += u64::from(range.end - range.start);
            if watch(progress).is_break() {
                return Err(Cancelled.into());
            }
        }
        for future in 0..readings[0].len() {
            let of_all: Vec<i64> = readings.iter().map(|of| of[future].cost()).collect();
            costs.add(&of_all);
            contest.add(&of_contest.iter().map(|it| of_all[*it]).collect::<Vec<i64>>());
            let futures: Vec<&Reading> = readings.iter().map(|of| &of[future]).collect();
            show.future(next + future as u32, &futures, see);
        }
        let nothing = &readings[0];
        records.par_iter_mut().zip(&readings).for_each(|(record, of)| record.add(of, nothing));
        next = range.end;
    }
    let contest = Contest::new(of_contest, contest);
    Ok(findings(setup, seed, replications, &records, costs, contest))
}

/// The numbers of the policies that can be chosen.
fn contestants(setup: &Setup) -> Vec<usize> {
    let mut numbers = vec![0];
    let chosen = |(_, policy): &(usize, &Policy)| !policy.is_bound(&setup.model);
    let others = setup.policies.iter().enumerate().filter(chosen);
    numbers.extend(others.map(|(number, _)| number + 1));
    numbers
}

/// What is shown of every future.
struct Show<'a> {
    names: Vec<&'a str>,
    totals: Vec<Total>,
    // For each policy the place of each total in its outcomes.
    places: Vec<Vec<Option<usize>>>,
}

impl<'a> Show<'a> {
    fn new(setup: &'a Setup, engines: &[Engine]) -> Show<'a> {
        let others = setup.policies.iter().map(|policy| policy.name.as_str());
        let mut totals: Vec<Total> = Vec::new();
        for total in engines.iter().flat_map(Engine::totals) {
            if !totals.contains(total) {
                totals.push(*total);
            }
        }
        let places = engines.iter().map(|engine| {
            let place = |total: &Total| engine.place_of(*total);
            totals.iter().map(place).collect()
        });
        Show {
            places: places.collect(),
            names: std::iter::once(setup.baseline.as_str()).chain(others).collect(),
            totals,
        }
    }

    /// Shows one future under every policy.
    fn future(
        &self,
        replication: u32,
        readings: &[&Reading],
        see: &mut dyn FnMut(&[Total], PolicyFuture<'_>),
    ) {
        for (policy, reading) in readings.iter().enumerate() {
            let value = |(total, place): (&Total, &Option<usize>)| match place {
                Some(place) => Some(reading.total(*place)),
                None => is_zero_when_absent(*total).then_some(0),
            };
            let values: Vec<Option<i64>> =
                self.totals.iter().zip(&self.places[policy]).map(value).collect();
            let name = self.names[policy];
            see(&self.totals, PolicyFuture { policy, name, replication, values: &values });
        }
    }
}

fn findings(
    setup: &Setup,
    seed: u64,
    replications: u32,
    records: &[PolicyRecord],
    costs: PairedCosts,
    contest: Contest,
) -> Comparison {
    let mut policies = vec![records[0].finding(&setup.baseline, &setup.title, None)];
    for (policy, record) in setup.policies.iter().zip(&records[1..]) {
        let finding = record.finding(&policy.name, &policy.description, Some(&records[0]));
        policies.push(PolicyFinding { is_bound: policy.is_bound(&setup.model), ..finding });
    }
    Comparison { seed, replications, policies, costs, contest }
}

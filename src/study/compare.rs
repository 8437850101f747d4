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
use crate::study::Comparison;
use crate::study::Policy;
use crate::study::Setup;
use crate::study::policy_record::PolicyRecord;
use crate::study::policy_record::Reading;
use crate::summary::PairedCosts;
use crate::summary::best_intervals;

/// Simulates the same futures under doing nothing and under every policy of a setup.
///
/// Replication i of a policy has the seed, the number and so the luck of replication i of every
/// other. The watch hears of the futures of all policies together. Memory grows with the number of
/// policies and of totals, not with that of replications. Leaving out a policy, or adding one,
/// changes no number of the others but those that are about all: who is best, regret, and the
/// intervals of the best.
///
/// # Errors
/// - the watch ended the run.
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
/// let (name, description) = ("hire".to_owned(), String::new());
/// setup.policies = vec![Policy { name, description, model: Model::new(parts(15.0)?)? }];
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
) -> Result<Comparison, Cancelled> {
    assert!(0 < replications, "at least one replication");
    let others = setup.policies.iter().map(|policy| &policy.model);
    let models: Vec<&Model> = std::iter::once(&setup.model).chain(others).collect();
    for model in &models {
        let mismatch = Policy::mismatch(model, &setup.model);
        assert!(mismatch.is_none(), "a policy must not differ in {mismatch:?}");
    }
    let engines: Vec<Engine> = models.into_iter().map(Engine::new).collect();
    let mut records: Vec<PolicyRecord> =
        engines.iter().map(|engine| PolicyRecord::new(engine, &engines[0])).collect();
    let mut costs = PairedCosts::new(engines.len());
    let batch = engines.iter().map(ensemble::batch_size).min().expect("at least one policy");
    let mut progress =
        Progress { done: 0, planned: u64::from(replications) * engines.len() as u64 };
    let mut next = 0;
    while next < replications {
        let range = next..replications.min(next.saturating_add(batch));
        next = range.end;
        let mut readings = Vec::with_capacity(engines.len());
        for engine in &engines {
            let read = |outcome| Reading::new(engine, outcome);
            readings.push(ensemble::readings(engine, seed, range.clone(), read));
            progress.done += u64::from(range.end - range.start);
            if watch(progress).is_break() {
                return Err(Cancelled);
            }
        }
        for future in 0..readings[0].len() {
            costs.add(&readings.iter().map(|of| of[future].cost()).collect::<Vec<i64>>());
        }
        let nothing = &readings[0];
        records.par_iter_mut().zip(&readings).for_each(|(record, of)| record.add(of, nothing));
    }
    Ok(findings(setup, seed, replications, &records, costs))
}

fn findings(
    setup: &Setup,
    seed: u64,
    replications: u32,
    records: &[PolicyRecord],
    costs: PairedCosts,
) -> Comparison {
    let mut policies = vec![records[0].finding(Policy::DO_NOTHING, &setup.title, None)];
    for (policy, record) in setup.policies.iter().zip(&records[1..]) {
        policies.push(record.finding(&policy.name, &policy.description, Some(&records[0])));
    }
    let best = best_intervals(&costs, 0.95);
    Comparison { seed, replications, policies, costs, best }
}

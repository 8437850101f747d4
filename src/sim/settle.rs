//! The second half of a replication: what each household's wait cost, now that its end is known.
//!
//! Households are looked at in runs with the same day of receipt, due day and closing day, so that
//! what they share is counted once. Only late households draw anything, and those of a stream with
//! reception.

use crate::random::Key;
use crate::sim::Count;
use crate::sim::Outcome;
use crate::sim::appeals::appeal;
use crate::sim::fate::Asked;
use crate::sim::fate::Given;
use crate::sim::fate::Sites;
use crate::sim::fate::gives_notice;
use crate::sim::fate::notice;
use crate::sim::groups::GroupWaits;
use crate::sim::ledger::Ledger;
use crate::sim::noticed::Noticed;
use crate::sim::opening::KnownNotice;
use crate::sim::opening::NOTHING;
use crate::sim::outcome;
use crate::sim::outcome::Waits;
use crate::sim::plan::Engine;
use crate::sim::plan::dated;
use crate::sim::queue::Cohort;
use crate::sim::queue::Queue;
use crate::sim::runs::Run;
use crate::sim::runs::is_late;
use crate::sim::settle_notice::Household;
use crate::sim::watch::Watched;

/// The memory of one thread, kept from replication to replication to save allocations.
///
/// Nothing in it changes a result.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    queue: Queue,
    ledger: Ledger,
}

impl Workspace {
    /// Who of one replication leaves the queue when, and nothing of what that costs.
    pub(crate) fn run_queue(&mut self, engine: &Engine, key: Key) -> &Queue {
        self.queue.run(engine, key);
        &self.queue
    }
}

/// Simulates one replication of an engine.
pub(crate) fn simulate(engine: &Engine, key: Key, workspace: &mut Workspace) -> Outcome {
    let Workspace { queue, ledger } = workspace;
    queue.run(engine, key);
    let rule_versions = engine.law.counted_versions;
    let (streams, branches) = (engine.streams.len(), engine.branches.len());
    ledger.reset(engine.days, engine.kept_before, streams, rule_versions, branches);
    let mut waits = Waits::new(engine);
    let mut groups = GroupWaits::new(engine);
    let mut settler = Settler {
        engine,
        key,
        queue,
        ledger,
        waits: &mut waits,
        groups: &mut groups,
        noticed: &mut Noticed::default(),
    };
    for cohort in &queue.cohorts {
        settler.settle_cohort(cohort);
    }
    settler.settle_watched();
    settler.settle_past();
    ledger.close();
    outcome::collect(engine, key, ledger, waits, groups, queue)
}

/// What the penalties of those cost of whom it is known that they have given notice, or who were
/// decided before the start: the totals of their notices alone. `None` when there is nobody like
/// that.
///
/// The queue of the replication has been run.
pub(super) fn simulate_known(
    engine: &Engine,
    key: Key,
    workspace: &mut Workspace,
) -> Option<Outcome> {
    let Workspace { queue, ledger } = workspace;
    let given = |cohort: &&Cohort| cohort.given != NOTHING;
    if queue.past.is_empty() && !queue.cohorts.iter().any(|it| given(&it)) {
        return None;
    }
    let rule_versions = engine.law.counted_versions;
    let (streams, branches) = (engine.streams.len(), engine.branches.len());
    ledger.reset(engine.days, engine.kept_before, streams, rule_versions, branches);
    let (mut waits, mut groups) = (Waits::new(engine), GroupWaits::new(engine));
    let mut settler = Settler {
        engine,
        key,
        queue,
        ledger,
        waits: &mut waits,
        groups: &mut groups,
        noticed: &mut Noticed::default(),
    };
    for cohort in queue.cohorts.iter().filter(given) {
        queue.each_run(engine, cohort, |run| {
            if is_late(engine, &run) {
                settler.settle_known_notices(cohort, &run);
            }
        });
    }
    settler.settle_past();
    ledger.close();
    Some(outcome::collect(engine, key, ledger, waits, groups, queue))
}

pub(super) struct Settler<'a> {
    pub(super) engine: &'a Engine,
    key: Key,
    queue: &'a Queue,
    pub(super) ledger: &'a mut Ledger,
    waits: &'a mut Waits,
    groups: &'a mut GroupWaits,
    noticed: &'a mut Noticed,
}

impl<'a> Settler<'a> {
    #[inline(never)]
    fn settle_cohort(&mut self, cohort: &Cohort) {
        let (engine, queue) = (self.engine, self.queue);
        let notices = self.notices_of(cohort);
        let (mut received, mut last_due, mut group) = (0, i32::MIN, 0);
        queue.each_run(engine, cohort, |run| {
            if last_due != run.due {
                if let Some(KnownNotice::NoneBefore(not_before)) = notices {
                    self.settle_notices(cohort, last_due, not_before);
                }
                group = self.groups.group(engine, cohort.stream, cohort.received, run.due);
                last_due = run.due;
            }
            let alone = queue.heads.is_empty();
            let cases = if alone { run.households.into() } else { self.cases_of(&run) };
            received += cases;
            if self.settle_run(cohort.stream, group, &run, cases) {
                match notices {
                    None => {}
                    Some(KnownNotice::NoneBefore(not_before)) => {
                        self.ask(cohort, &run, not_before);
                    }
                    Some(KnownNotice::Given(_)) => self.settle_known_notices(cohort, &run),
                }
            }
        });
        if let Some(KnownNotice::NoneBefore(not_before)) = notices {
            self.settle_notices(cohort, last_due, not_before);
        }
        let flows = &mut self.ledger.streams[usize::from(cohort.stream)];
        match usize::try_from(cohort.received) {
            Ok(t) => flows.received[t] += received,
            Err(_) => flows.opening += received,
        }
    }

    /// How the notices of a cohort are found; `None` when nobody gives any, or when those who do
    /// are settled apart since the queue has watched them.
    fn notices_of(&self, cohort: &Cohort) -> Option<KnownNotice> {
        self.engine.streams[usize::from(cohort.stream)].notice.as_ref()?;
        match self.queue.known_notice(self.engine, cohort, cohort.first) {
            KnownNotice::NoneBefore(_) if self.engine.watches.notices => None,
            known => Some(known),
        }
    }

    /// Settles what households share; returns whether any may have given a notice that counts.
    #[inline]
    fn settle_run(&mut self, stream: u16, group: usize, run: &Run, cases: i64) -> bool {
        self.waits.add(self.engine, run.received, run.closed, run.withdrawn, cases);
        self.groups.add(self.engine, group, [run.received, run.closed], cases);
        let flows = &mut self.ledger.streams[usize::from(stream)];
        if run.withdrawn {
            flows.withdrawn[run.closed as usize] += cases;
        } else if !run.is_open() {
            flows.decided[run.closed as usize] += cases;
            if run.due < run.closed {
                self.ledger.count(Count::DecidedLate, cases);
            }
        }
        if self.engine.households_vary {
            self.count_households(run);
        }
        if let Some(places) = &self.engine.places {
            places.settle(self.key, stream, run, &self.queue.heads, &mut self.ledger.places);
        }
        if self.engine.last_year <= run.due + 1
            && run.due + 1 < self.ledger.days
            && let Some(branch) = self.engine.branch_of[usize::from(stream)]
        {
            let is_late = run.due < run.closed;
            self.ledger.end_terms(branch, i64::from(run.households), is_late);
        }
        let is_late = is_late(self.engine, run);
        // A premature notice is dated the due day: it stands although the decision came on the
        // first late day.
        if is_late {
            self.ledger.late(usize::from(stream), run.due + 1, run.closed, cases);
        }
        is_late
    }

    /// Counts the files of what is counted in heads.
    fn count_households(&mut self, run: &Run) {
        let households = i64::from(run.households);
        let is_decided = !run.is_open() && !run.withdrawn;
        let counts = [
            (Count::Received, 0 <= run.received),
            (Count::Decided, is_decided),
            (Count::DecidedLate, is_decided && run.due < run.closed),
            (Count::Withdrawn, run.withdrawn),
            (Count::Pending, run.is_open()),
            (Count::Late, run.is_open() && run.due + 1 < self.ledger.days),
        ];
        for (count, _) in counts.into_iter().filter(|it| it.1) {
            self.ledger.count_in_other(count, households);
        }
    }

    fn cases_of(&self, run: &Run) -> i64 {
        let heads = |heads: &[u8]| heads.iter().map(|heads| i64::from(*heads)).sum();
        let range = run.first as usize..(run.first + run.households) as usize;
        self.queue.heads.get(range).map_or(i64::from(run.households), heads)
    }

    /// Households that are known to have given notice before the start.
    fn settle_known_notices(&mut self, cohort: &Cohort, run: &Run) {
        let (engine, queue) = (self.engine, self.queue);
        let sites = Sites::new(self.key, cohort.stream, engine.start + run.received);
        for id in run.first..run.first + run.households {
            if let KnownNotice::Given(given) = queue.known_notice(engine, cohort, id) {
                let heads = i64::from(queue.heads_of(id));
                self.settle_given(&sites, run, cohort.place_of(id), heads, &given);
            }
        }
    }

    /// Households that were decided before the start: they are no stock, but what they owe is a part
    /// of the bill, and they may still live in reception.
    fn settle_past(&mut self) {
        let (engine, queue) = (self.engine, self.queue);
        for past in &queue.past {
            let run = Run {
                first: 0,
                place: past.place,
                households: 1,
                received: past.received,
                due: past.due,
                closed: past.decided,
                withdrawn: false,
            };
            if let Some(places) = &engine.places {
                let heads = &[past.heads];
                places.settle(self.key, past.stream, &run, heads, &mut self.ledger.places);
            }
            if let Some(given) = past.given.filter(|_| past.due < past.decided) {
                let sites = Sites::new(self.key, past.stream, engine.start + past.received);
                self.settle_given(&sites, &run, past.place, i64::from(past.heads), &given);
            }
        }
    }

    #[inline(never)]
    fn settle_given(&mut self, sites: &Sites, run: &Run, place: u32, heads: i64, given: &Given) {
        let Given { notice, pursued, wish } = *given;
        if run.closed <= notice {
            return;
        }
        let block = sites.notice.with_place(place).block(0);
        let asked = Asked { place, block, due: run.due, not_before: i32::MIN };
        let of = Household { sites, asked: &asked, notice, heads, closed: run.closed };
        self.settle_notice(of, pursued, || wish.filter(|wish| wish.day < run.closed));
    }

    /// Asks late households of a cohort with one due day whether they give notice.
    #[inline]
    fn ask(&mut self, cohort: &Cohort, run: &Run, not_before: i32) {
        let mut places = run.place..run.place + run.households;
        loop {
            places.start += self.noticed.ask(places.clone());
            if !self.noticed.is_full() {
                return;
            }
            self.settle_notices(cohort, run.due, not_before);
        }
    }

    /// Settles those who were asked and give notice, if any were asked.
    #[inline(never)]
    fn settle_notices(&mut self, cohort: &Cohort, due: i32, not_before: i32) {
        if self.noticed.is_empty() {
            return;
        }
        let (engine, stream) = (self.engine, cohort.stream);
        let plan = engine.streams[usize::from(stream)].notice.as_ref();
        let plan = plan.expect("only streams with notices are asked");
        let behaviour = dated(&plan.behaviour, due + 1);
        let sites = Sites::new(self.key, stream, engine.start + cohort.received);
        self.noticed.find(sites.notice, gives_notice(plan, behaviour, due, not_before));
        while let Some((place, block)) = self.noticed.take() {
            let asked = Asked { place, block, due, not_before };
            let (notice, pursued) = notice(engine, plan, behaviour, &sites, &asked);
            let id = cohort.first + (place - cohort.first_place);
            let closed = self.queue.closed_on(id);
            if notice < closed {
                let heads = i64::from(self.queue.heads_of(id));
                let of = Household { sites: &sites, asked: &asked, notice, heads, closed };
                self.settle_notice(of, pursued, || {
                    appeal(engine, plan, behaviour, &sites, &asked, notice, closed)
                });
            }
        }
    }

    /// Households of which the queue has found that they give notice.
    #[inline(never)]
    fn settle_watched(&mut self) {
        let (engine, queue) = (self.engine, self.queue);
        let (mut of_cohort, mut sites) = (NOTHING, None);
        for watched in queue.watch.all() {
            let Watched { asked, id, cohort, gives: notice, pursued, .. } = watched;
            let (id, notice, closed) = (*id, *notice, queue.closed_on(*id));
            if closed <= notice || self.ledger.days <= asked.due + 1 {
                continue;
            }
            let at = &queue.cohorts[*cohort as usize];
            // What is known of the opening stock is settled run by run.
            if at.given != NOTHING {
                continue;
            }
            if *cohort != of_cohort {
                of_cohort = *cohort;
                sites = Some(Sites::new(self.key, at.stream, engine.start + at.received));
            }
            let Some(sites) = &sites else { continue };
            let heads = i64::from(queue.heads_of(id));
            let of = Household { sites, asked, notice, heads, closed };
            self.settle_notice(of, *pursued, || match queue.watch.fate_of(watched) {
                Some(fate) => fate.wish.filter(|wish| wish.day < closed),
                None => {
                    let plan = engine.streams[usize::from(at.stream)].notice.as_ref()?;
                    let behaviour = dated(&plan.behaviour, asked.due + 1);
                    appeal(engine, plan, behaviour, sites, asked, notice, closed)
                }
            });
        }
    }
}

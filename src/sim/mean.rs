//! The mean engine: one possible path of intake and capacity, and what is expected of the cases on
//! it.
//!
//! Where behaviour does not feed back into the queue, the households are independent of each other
//! once it is known who is closed when. What one is expected to cost then depends on its due day and
//! its last day alone, and is looked up. Intake and capacity are drawn at the addresses of the
//! [`Engine`], so that both have the same queue under the same key.

use crate::model::Model;
use crate::random::Key;
use crate::sim::Engine;
use crate::sim::MeanOutcome;
use crate::sim::MeanRefused;
use crate::sim::Total;
use crate::sim::Workspace;
use crate::sim::fate::NEVER;
use crate::sim::fifo;
use crate::sim::fifo::Fifo;
use crate::sim::mean_outcome;
use crate::sim::mean_reason;
use crate::sim::mean_table::StreamTables;
use crate::sim::mean_table::stream_tables;
use crate::sim::mean_tally::Heads;
use crate::sim::mean_tally::MeanTally;
use crate::sim::opening::NOTHING;
use crate::sim::queue::Cohort;
use crate::sim::queue::Queue;
use crate::sim::runs::Run;
use crate::sim::runs::is_late;
use crate::sim::settle;

/// A second implementation of the model, in which the chance of the cases is integrated out.
///
/// It gives, for each path of intake and capacity, the conditional mean of what an [`Engine`] gives
/// under the same key, and for the bill and most counts the conditional variance.
///
/// Rule: with p(n) the chance that a household gives notice on day n, followed up, and c(m) what it
/// has cost m days after that, the mean is h = Σ p(n) c(closed − n), the variance Σ p(n) c²(closed − n)
/// − h², and both are summed over the households. What is known of households that gave notice before
/// the start is no chance of theirs any more; what is not known of them is drawn as the [`Engine`]
/// draws it.
///
/// # Example
/// ```
/// use arrears::model::{Law, Model, Parts, Period, Pool, Stock, Stream};
/// use arrears::random::Key;
/// use arrears::sim::{MeanEngine, MeanWorkspace};
/// use arrears::time::{Day, Length, Term};
///
/// let start = Day::new(2026, 1, 5)?;
/// let period = Period::new(start, start, start + 27)?;
/// let mut permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
/// permits.stock = Stock::new(vec![(start - 90, 100)]);
/// let pool = Pool::new("deciders", vec![0], 10.0)?;
/// let model = Model::new(Parts::new(period, vec![permits], vec![pool], Law::none()))?;
///
/// let engine = MeanEngine::new(&model)?;
/// let outcome = engine.simulate(Key::from_seed(1), &mut MeanWorkspace::default());
/// let decided = outcome.total(&engine, "decided").unwrap();
/// assert_eq!((decided.mean, decided.variance), (40.0, Some(0.0))); // 2 on each of 20 working days
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// Conditional Monte Carlo: Hammersley, Handscomb, Monte Carlo Methods (1964), section 5.4; Asmussen,
/// Glynn, Stochastic Simulation (2007), chapter V.4.
#[derive(Clone, Debug)]
pub struct MeanEngine {
    pub(super) engine: Engine,
    pub(super) totals: Vec<Total>,
    /// The days, since the start, up to whose ends amounts are asked for; sorted, none of the last
    /// day or later.
    pub(super) ends: Vec<i32>,
    streams: Vec<Option<StreamTables>>,
    counts_are_enough: bool,
    queue_alone: bool,
}

/// The memory of one thread, kept from replication to replication to save allocations.
///
/// Nothing in it changes a result.
#[derive(Clone, Debug, Default)]
pub struct MeanWorkspace {
    fifo: Fifo,
    cases: Workspace,
    tally: MeanTally,
}

impl MeanEngine {
    /// Compiles a model.
    ///
    /// Time: the length of the period, times that of the delays; more where the law changes or notices
    /// count from a date on.
    ///
    /// # Errors
    /// - the chance of the cases cannot be integrated out: whom a pool takes next depends on notices,
    ///   notices take its time, or a rule of law changes at a stage on which no table is kept.
    pub fn new(model: &Model) -> Result<MeanEngine, MeanRefused> {
        mean_reason::check(model)?;
        let engine = Engine::new(model);
        let totals = mean_outcome::totals(&engine);
        let ends = mean_outcome::ends(&engine, &totals);
        // What is owed by the end of a day is what is owed if everybody is closed on the next; or on
        // that day, if the day of the decision counts.
        let first_asked = ends.first().map_or(0, |end| end + 1 - engine.law.decision_day).min(0);
        let silent = engine.opening.known.iter().any(|it| it.reached == 0 && 0 <= it.seen);
        let tables = engine.streams.iter();
        let tables = tables.map(|it| stream_tables(&engine, it, first_asked, silent));
        let streams = tables.collect();
        let counts_are_enough = fifo::counts_are_enough(&engine);
        Ok(MeanEngine { engine, totals, ends, streams, counts_are_enough, queue_alone: false })
    }

    /// Whether that of an engine's model would be ([`MeanEngine::is_fast`]).
    pub(crate) fn would_be_fast(engine: &Engine) -> bool {
        fifo::counts_are_enough(engine)
    }

    /// Whether the chance of a model's cases can be integrated out.
    ///
    /// # Errors
    /// - as [`MeanEngine::new`].
    pub fn check(model: &Model) -> Result<(), MeanRefused> {
        mean_reason::check(model)
    }

    /// Compiles the queue of a model alone: its totals are those that intake and capacity decide, and
    /// they are exactly those of an [`Engine`] under the same key. No table is made, and any law will
    /// do.
    ///
    /// # Errors
    /// - whom a pool takes next depends on notices, or notices take its time.
    pub fn of_queue(model: &Model) -> Result<MeanEngine, MeanRefused> {
        mean_reason::check_feedback(model)?;
        let engine = Engine::new(model);
        let totals = mean_outcome::totals_of_queue(&engine);
        let streams = engine.streams.iter().map(|_| None).collect();
        let counts_are_enough = fifo::counts_are_enough(&engine);
        let ends = Vec::new();
        Ok(MeanEngine { engine, totals, ends, streams, counts_are_enough, queue_alone: true })
    }

    /// Whether it works with numbers of households instead of households, which makes a path at least
    /// ten times as fast as a future of the [`Engine`]: every pool decides oldest first and has its
    /// streams to itself, all heads are single, and nobody withdraws, comes back, is known to be
    /// further, or has a due day that is drawn.
    pub fn is_fast(&self) -> bool {
        self.counts_are_enough
    }

    /// The model that was compiled.
    pub fn model(&self) -> &Model {
        self.engine.model()
    }

    /// The engine that simulates every case, whose means these are.
    pub fn case_engine(&self) -> &Engine {
        &self.engine
    }

    /// What the numbers of a [`MeanOutcome`] are, in their order: those of [`Engine::totals`] that can
    /// be integrated. Payments, medians of waits, shares of the stock, costs other than those of
    /// judgments, and what falls under each version of a rule are not among them.
    pub fn totals(&self) -> &[Total] {
        &self.totals
    }

    /// What is expected on one path: a pure function of the model and the key.
    ///
    /// The workspace holds nothing that matters; keep one a thread to save its allocations.
    pub fn simulate(&self, key: Key, workspace: &mut MeanWorkspace) -> MeanOutcome {
        let engine = &self.engine;
        let MeanWorkspace { fifo, cases, tally } = workspace;
        tally.reset(engine.days, self.ends.len());
        if self.counts_are_enough {
            fifo.run(engine, key, |closed| {
                let stream = usize::from(closed.stream);
                let run = Run {
                    first: 0,
                    place: 0,
                    households: closed.households,
                    received: closed.received,
                    due: closed.due,
                    closed: closed.closed,
                    withdrawn: false,
                };
                self.add(tally, stream, i32::MIN, &run, &Heads::single(run.households));
            });
            return mean_outcome::collect(self, key, tally, None);
        }
        let queue = cases.run_queue(engine, key);
        for cohort in &queue.cohorts {
            queue.each_run(engine, cohort, |run| self.add_run(tally, queue, cohort, &run));
        }
        let known = match self.queue_alone {
            true => None,
            false => settle::simulate_known(engine, key, cases),
        };
        mean_outcome::collect(self, key, tally, known.as_ref())
    }

    fn add_run(&self, tally: &mut MeanTally, queue: &Queue, cohort: &Cohort, run: &Run) {
        let range = run.first as usize..(run.first + run.households) as usize;
        let stream = usize::from(cohort.stream);
        let share = self.engine.streams[stream].households.one_penalty;
        let heads = match queue.heads.get(range) {
            Some(heads) => Heads::new(heads, share.threshold() as f64 / 4_294_967_296.0),
            None => Heads::single(run.households),
        };
        if cohort.given != NOTHING {
            return tally.add_waits(run, &heads, is_late(&self.engine, run));
        }
        let known = self.engine.opening.known.get(cohort.known as usize);
        let not_before = known.map_or(i32::MIN, |known| known.seen);
        self.add(tally, stream, not_before, run, &heads);
    }

    /// Adds who waits for how long, and what is expected of their notices.
    #[inline(always)]
    fn add(&self, tally: &mut MeanTally, stream: usize, not_before: i32, run: &Run, heads: &Heads) {
        let is_late = is_late(&self.engine, run);
        tally.add_waits(run, heads, is_late);
        let Some(tables) = self.streams[stream].as_ref().filter(|_| is_late) else { return };
        let (days, counts) = (self.engine.days as i32, self.engine.law.decision_day);
        let rows = tables.rows(run.due, not_before);
        let (amounts, events) = (run.closed.min(days - counts), run.closed.min(days));
        let at_end = rows.on(amounts);
        let events = if amounts == events { at_end } else { rows.on(events) };
        tally.add(at_end, events, heads);
        for (number, end) in self.ends.iter().enumerate().rev() {
            if *end < run.due {
                break;
            }
            if run.closed <= end + 1 - counts {
                tally.add_by(number, at_end, at_end, heads);
            } else {
                let events = rows.on(run.closed.min(end + 1));
                tally.add_by(number, rows.on(end + 1 - counts), events, heads);
            }
        }
        if run.closed == NEVER {
            tally.add_rest(rows.in_the_end, at_end, heads);
        }
    }
}

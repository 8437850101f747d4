//! A model compiled for simulation: everything that is the same in all replications, as tables.

use crate::model::Branch;
use crate::model::Completeness;
use crate::model::Households;
use crate::model::Model;
use crate::model::Notice;
use crate::model::Quantity;
use crate::model::Reached;
use crate::model::Stream;
use crate::model::Withdrawal;
use crate::random::Delay;
use crate::random::DelayTable;
use crate::random::Key;
use crate::random::Share;
use crate::sim::Outcome;
use crate::sim::Series;
use crate::sim::Total;
use crate::sim::WaitGroup;
use crate::sim::Workspace;
use crate::sim::due::DuePlan;
use crate::sim::groups;
use crate::sim::groups::WaitGroupOf;
use crate::sim::intake::IntakePlan;
use crate::sim::law_plan::LawPlan;
use crate::sim::opening::OpeningPlan;
use crate::sim::places::PlacesPlan;
use crate::sim::pool_plan;
use crate::sim::pool_plan::PoolPlan;
use crate::sim::pool_plan::Watches;
use crate::sim::settle;
use crate::sim::spending::SpendingPlan;
use crate::sim::surge;
use crate::sim::surge::TriggerPlan;
use crate::sim::totals;
use crate::time::Day;
use crate::time::Schedule;

/// A model compiled once, ready to simulate any of its futures.
///
/// # Example
/// ```
/// use arrears::model::{Law, Model, Parts, Period, Pool, Stock, Stream};
/// use arrears::random::Key;
/// use arrears::sim::{Engine, Workspace};
/// use arrears::time::{Day, Length, Term};
///
/// let start = Day::new(2026, 1, 5)?;
/// let period = Period::new(start, start, start + 27)?;
/// let mut permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
/// permits.stock = Stock::new(vec![(start - 90, 100)]);
/// let pool = Pool::new("deciders", vec![0], 10.0)?;
/// let model = Model::new(Parts::new(period, vec![permits], vec![pool], Law::none()))?;
///
/// let engine = Engine::new(&model);
/// let outcome = engine.simulate(Key::from_seed(1), &mut Workspace::default());
/// assert_eq!(outcome.total(&engine, "decided"), Some(40)); // 2 a day on 20 working days
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    pub(crate) model: Model,
    pub(crate) start: Day,
    pub(crate) days: usize,
    /// The as-of day, in days since the start.
    pub(crate) as_of: i32,
    pub(crate) streams: Vec<StreamPlan>,
    pub(crate) pools: Vec<PoolPlan>,
    pub(crate) law: LawPlan,
    /// Where households live, if any of them live in reception.
    pub(crate) places: Option<PlacesPlan>,
    pub(crate) spending: SpendingPlan,
    /// Days before the start for which amounts are kept day by day.
    pub(crate) kept_before: usize,
    /// The opening stock of all streams.
    pub(crate) opening: OpeningPlan,
    /// Whether any stream has households of more than one head.
    pub(crate) households_vary: bool,
    /// Whether households of one day may have different due days.
    pub(crate) due_varies: bool,
    /// Whether anybody withdraws.
    pub(crate) withdrawals: bool,
    /// Whether any file is incomplete, so that households leave the queue and come back.
    pub(crate) files_return: bool,
    /// What the queue must know of households while they wait.
    pub(crate) watches: Watches,
    /// Measures that begin and end with the late stock.
    pub(crate) triggers: Vec<TriggerPlan>,
    /// The pool that does the work which notices, appeals and judgments of each stream make.
    pub(crate) casework_of: Vec<usize>,
    /// The branches in which lateness makes work.
    pub(crate) branches: Vec<Branch>,
    /// The branch of each stream, where lateness makes work in it.
    pub(crate) branch_of: Vec<Option<usize>>,
    /// The first day of the last year, in days since the start.
    pub(crate) last_year: i32,
    pub(crate) totals: Vec<Total>,
    pub(crate) series: Vec<Series>,
    pub(crate) wait_groups: Vec<WaitGroupOf>,
    /// The first days of the fiscal years, in days since the start, with their names.
    pub(crate) years: Vec<(i32, i32)>,
}

#[derive(Clone, Debug)]
pub(crate) struct StreamPlan {
    pub(crate) intake: IntakePlan,
    pub(crate) households: Households,
    pub(crate) due: DuePlan,
    pub(crate) withdrawal: Option<Withdrawal>,
    pub(crate) completeness: Option<CompletenessPlan>,
    pub(crate) notice: Option<NoticePlan>,
}

/// Incomplete files, by the day they are opened in days since the start.
#[derive(Clone, Debug)]
pub(crate) struct CompletenessPlan {
    pub(crate) incomplete: Vec<(i32, Share)>,
    pub(crate) wasted: Share,
    pub(crate) delay: DelayTable,
}

/// The behaviour of late households, by first late day in days since the start.
#[derive(Clone, Debug)]
pub(crate) struct NoticePlan {
    pub(crate) behaviour: Vec<(i32, Behaviour)>,
    pub(crate) counts_from: i32,
    pub(crate) premature: Share,
    /// Whether any notice is premature: what is asked of every notice is kept at hand.
    pub(crate) any_premature: bool,
    pub(crate) appeal_delay: DelayTable,
}

#[derive(Clone, Debug)]
pub(crate) struct Behaviour {
    pub(crate) notice: u64,
    pub(crate) delay: DelayTable,
    pub(crate) pursued: u64,
    pub(crate) appeals: u64,
}

/// The entry that holds on a day; the first also holds before its day.
#[inline]
pub(crate) fn dated<T>(entries: &[(i32, T)], t: i32) -> &T {
    match entries {
        [(_, only)] => only,
        _ => &entries[entries.partition_point(|(from, _)| *from <= t).saturating_sub(1)].1,
    }
}

impl Engine {
    /// Compiles a model.
    pub fn new(model: &Model) -> Engine {
        let start = model.period.start();
        let streams: Vec<StreamPlan> =
            (0..model.streams.len()).map(|i| StreamPlan::new(model, i)).collect();
        let years = totals::fiscal_years(model);
        let opening = OpeningPlan::new(model);
        let branches = model.branches_with_casework();
        let mut engine = Engine {
            start,
            days: model.period.days(),
            as_of: model.period.as_of() - start,
            law: LawPlan::new(&model.law),
            places: PlacesPlan::new(model),
            spending: SpendingPlan::new(model),
            kept_before: kept_before(model),
            households_vary: opening.households_vary
                || model.streams.iter().any(|it| !it.households.always_single()),
            opening,
            due_varies: streams.iter().any(|stream| !stream.due.same_for_all()),
            withdrawals: model.streams.iter().any(|it| it.withdrawal.is_some()),
            files_return: model.streams.iter().any(|it| it.completeness.is_some()),
            watches: Watches::new(model),
            triggers: surge::plans(model),
            casework_of: pool_plan::casework_of(model),
            branch_of: pool_plan::branch_of(model.streams.len(), &branches),
            last_year: model.last_year() - start,
            totals: totals::all_totals(model, &years, &branches),
            series: totals::all_series(model),
            wait_groups: groups::all_groups(
                model.streams.len(),
                &years,
                model.period.as_of() - start,
            ),
            pools: Vec::new(),
            branches,
            streams,
            years,
            model: model.clone(),
        };
        engine.pools = (0..model.pools.len()).map(|i| PoolPlan::new(&engine, i)).collect();
        engine
    }

    /// The model that was compiled.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What the totals of an [`Outcome`] are, in their order.
    pub fn totals(&self) -> &[Total] {
        &self.totals
    }

    /// The place of a total among the [totals](Engine::totals); `None` when it is not measured.
    pub(crate) fn place_of(&self, total: Total) -> Option<usize> {
        self.totals.iter().position(|known| *known == total)
    }

    /// What the weekly series of an [`Outcome`] are, in their order.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// What the group waits of an [`Outcome`] are, in their order: the number of a stream and one
    /// of its groups.
    pub fn wait_groups(&self) -> &[(usize, WaitGroup)] {
        &self.wait_groups
    }

    /// The last day of each week that a series has a value for: days 7, 14, … of the scenario.
    pub fn week_ends(&self) -> impl ExactSizeIterator<Item = Day> {
        let start = self.start;
        (0..self.days / 7).map(move |week| start + (7 * week as i32 + 6))
    }

    /// Simulates one future: a pure function of the model and the key.
    ///
    /// The workspace holds nothing that matters; keep one a thread to save its allocations.
    pub fn simulate(&self, key: Key, workspace: &mut Workspace) -> Outcome {
        settle::simulate(self, key, workspace)
    }
}

/// How far before the start the quantities look, at most to the receipt of the oldest case.
fn kept_before(model: &Model) -> usize {
    let start = model.period.start();
    let first_day = |(quantity, day): (Quantity, Day)| match quantity {
        Quantity::OwedGrowthPerWeek => day - 27,
        _ => quantity.since().unwrap_or(start),
    };
    let asked = totals::all_quantities(model).map(first_day).min().unwrap_or(start);
    let oldest = model.streams.iter().filter_map(|it| it.stock.received());
    let oldest = oldest.map(|(first, _)| first).min().unwrap_or(start);
    (start - asked.max(oldest)).max(0) as usize
}

impl StreamPlan {
    fn new(model: &Model, index: usize) -> StreamPlan {
        let of = &model.streams[index];
        let start = model.period.start();
        // Notices of before the start may be known where nobody gives one any more.
        let known = of.stock.all_known().any(|it| it.progress.reached != Reached::Nothing);
        let fixed_0 = Delay::fixed(0).expect("0 days is a delay");
        let none = known.then(|| Notice::new(Share::NONE, fixed_0, Share::ALL));
        let notice = of.notice.as_ref().or(none.as_ref());
        let notice = notice.map(|notice| NoticePlan::new(of, notice, start));
        StreamPlan {
            intake: IntakePlan::new(model, index),
            households: of.households.clone(),
            due: DuePlan::new(model, index),
            withdrawal: of.withdrawal.clone(),
            completeness: of.completeness.as_ref().map(|it| CompletenessPlan::new(it, start)),
            notice,
        }
    }
}

impl CompletenessPlan {
    fn new(of: &Completeness, start: Day) -> CompletenessPlan {
        CompletenessPlan {
            incomplete: since_start(&of.incomplete, start),
            wasted: of.wasted,
            delay: of.delay.table(),
        }
    }
}

impl NoticePlan {
    pub(super) fn new(of: &Stream, notice: &Notice, start: Day) -> NoticePlan {
        let none = Schedule::constant(Share::NONE);
        let appeals = of.appeal.as_ref().map_or(&none, |appeal| &appeal.share);
        // One entry for each day on which any part of the behaviour changes.
        let mut days: Vec<Day> = notice.share.steps().iter().map(|step| step.0).collect();
        days.extend(notice.delay.steps().iter().map(|step| step.0));
        days.extend(notice.pursued.steps().iter().map(|step| step.0));
        days.extend(appeals.steps().iter().map(|step| step.0));
        days.sort_unstable();
        days.dedup();
        let behaviour = |day: &Day| Behaviour {
            notice: notice.share.on(*day).threshold(),
            delay: notice.delay.on(*day).table(),
            pursued: notice.pursued.on(*day).threshold(),
            appeals: appeals.on(*day).threshold(),
        };
        let fixed_0 = Delay::fixed(0).expect("0 days is a delay");
        NoticePlan {
            behaviour: days.iter().map(|day| (*day - start, behaviour(day))).collect(),
            counts_from: notice.counts_from.map_or(i32::MIN, |day| day - start),
            premature: notice.premature,
            any_premature: notice.premature != Share::NONE,
            appeal_delay: of.appeal.as_ref().map_or(fixed_0, |it| it.delay.clone()).table(),
        }
    }
}

fn since_start<T: Clone>(schedule: &Schedule<T>, start: Day) -> Vec<(i32, T)> {
    schedule.steps().iter().map(|(from, value)| (*from - start, value.clone())).collect()
}

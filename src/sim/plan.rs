//! A model compiled for simulation: everything that is the same in all replications, as tables.

use crate::model::CourtPractice;
use crate::model::Effort;
use crate::model::Households;
use crate::model::Law;
use crate::model::Line;
use crate::model::Model;
use crate::model::Notice;
use crate::model::Order;
use crate::model::Payment;
use crate::model::PaymentTrigger;
use crate::model::Pool;
use crate::model::PrematureNotice;
use crate::model::Quantity;
use crate::model::Stream;
use crate::model::Tariff;
use crate::model::Withdrawal;
use crate::random::Delay;
use crate::random::DelayTable;
use crate::random::Key;
use crate::random::Share;
use crate::sim::Outcome;
use crate::sim::Series;
use crate::sim::Total;
use crate::sim::Workspace;
use crate::sim::capacity::CapacityPlan;
use crate::sim::due::DuePlan;
use crate::sim::intake::IntakePlan;
use crate::sim::places::PlacesPlan;
use crate::sim::settle;
use crate::sim::spending::SpendingPlan;
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
    /// The opening stock of all streams, by day of receipt.
    pub(crate) opening: Vec<Opening>,
    /// Whether any stream has households of more than one head.
    pub(crate) households_vary: bool,
    /// Whether households of one day may have different due days.
    pub(crate) due_varies: bool,
    /// Whether anybody withdraws.
    pub(crate) withdrawals: bool,
    pub(crate) totals: Vec<Total>,
    pub(crate) series: Vec<Series>,
    /// The first days of the fiscal years, in days since the start, with their names.
    pub(crate) years: Vec<(i32, i32)>,
}

/// Cases of the opening stock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening {
    pub(crate) received: i32,
    pub(crate) stream: u16,
    pub(crate) cases: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct StreamPlan {
    pub(crate) intake: IntakePlan,
    pub(crate) households: Households,
    pub(crate) due: DuePlan,
    pub(crate) withdrawal: Option<Withdrawal>,
    pub(crate) notice: Option<NoticePlan>,
}

/// The behaviour of late households, by first late day in days since the start.
#[derive(Clone, Debug)]
pub(crate) struct NoticePlan {
    pub(crate) behaviour: Vec<(i32, Behaviour)>,
    pub(crate) counts_from: i32,
    pub(crate) premature: Share,
    pub(crate) appeal_delay: DelayTable,
}

#[derive(Clone, Debug)]
pub(crate) struct Behaviour {
    pub(crate) notice: u64,
    pub(crate) delay: DelayTable,
    pub(crate) pursued: u64,
    pub(crate) appeals: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct PoolPlan {
    pub(crate) capacity: CapacityPlan,
    pub(crate) effort: Effort,
    pub(crate) serves: Vec<bool>,
    pub(crate) lines: Vec<LinePlan>,
    /// Whether whole runs of households can be closed at once.
    pub(crate) takes_runs: bool,
    /// Whether no line keeps a list of its own.
    pub(crate) needs_no_push: bool,
    /// Whether any line of any pool has the random order and must hear who leaves.
    pub(crate) random_lines: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LinePlan {
    pub(crate) order: Order,
    pub(crate) share: f64,
    pub(crate) due_range: (i32, i32),
}

#[derive(Clone, Debug)]
pub(crate) struct LawPlan {
    pub(crate) grace: i32,
    /// From notice to the first day of the administrative penalty.
    pub(crate) to_first_penalty: i32,
    /// From the end of the court term to the first day of the judicial penalty.
    pub(crate) after_court_term: i32,
    /// Days that the day of the decision adds.
    pub(crate) decision_day: i32,
    pub(crate) premature_is_void: bool,
    /// By day of notice, in days since the start.
    pub(crate) tariff: Option<(Vec<(i32, Tariff)>, PaymentPlan)>,
    pub(crate) court: Option<CourtPlan>,
}

#[derive(Clone, Debug)]
pub(crate) struct CourtPlan {
    pub(crate) duration: DelayTable,
    /// By day of judgment, in days since the start.
    pub(crate) practice: Vec<(i32, CourtPractice)>,
    pub(crate) payment: PaymentPlan,
}

#[derive(Clone, Debug)]
pub(crate) struct PaymentPlan {
    pub(crate) trigger: PaymentTrigger,
    pub(crate) after_days: i32,
    pub(crate) delay: DelayTable,
    /// Whether the delay is always the same, so that nothing need be drawn.
    pub(crate) fixed: bool,
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
        let mut engine = Engine {
            start,
            days: model.period.days(),
            as_of: model.period.as_of() - start,
            law: LawPlan::new(&model.law, start),
            places: PlacesPlan::new(model),
            spending: SpendingPlan::new(model),
            kept_before: kept_before(model),
            opening: opening(model),
            households_vary: model.streams.iter().any(|it| !it.households.always_single()),
            due_varies: streams.iter().any(|stream| !stream.due.same_for_all()),
            withdrawals: model.streams.iter().any(|it| it.withdrawal.is_some()),
            totals: totals::all_totals(model, &years),
            series: totals::all_series(model),
            pools: Vec::new(),
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

    /// What the weekly series of an [`Outcome`] are, in their order.
    pub fn series(&self) -> &[Series] {
        &self.series
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
    let oldest = model.streams.iter().filter_map(|it| it.stock.rows().first());
    let oldest = oldest.map(|row| row.0).min().unwrap_or(start);
    (start - asked.max(oldest)).max(0) as usize
}

fn opening(model: &Model) -> Vec<Opening> {
    let start = model.period.start();
    let mut opening = Vec::new();
    for (stream, of) in model.streams.iter().enumerate() {
        for (day, cases) in of.stock.rows() {
            let received = *day - start;
            opening.push(Opening { received, stream: stream as u16, cases: *cases });
        }
    }
    opening.sort_by_key(|row| (row.received, row.stream));
    opening
}

impl StreamPlan {
    fn new(model: &Model, index: usize) -> StreamPlan {
        let of = &model.streams[index];
        let start = model.period.start();
        let notice = of.notice.as_ref().map(|notice| NoticePlan::new(of, notice, start));
        StreamPlan {
            intake: IntakePlan::new(model, index),
            households: of.households.clone(),
            due: DuePlan::new(model, index),
            withdrawal: of.withdrawal.clone(),
            notice,
        }
    }
}

impl NoticePlan {
    fn new(of: &Stream, notice: &Notice, start: Day) -> NoticePlan {
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
            appeal_delay: of.appeal.as_ref().map_or(fixed_0, |it| it.delay.clone()).table(),
        }
    }
}

impl PoolPlan {
    fn new(engine: &Engine, index: usize) -> PoolPlan {
        let model = &engine.model;
        let of = &model.pools[index];
        let serves: Vec<bool> =
            (0..model.streams.len()).map(|stream| of.streams.contains(&stream)).collect();
        let oldest = |pool: &Pool| pool.lines().iter().all(|line| line.order == Order::OldestFirst);
        let alone = model.pools.iter().enumerate().all(|(other, pool)| {
            other == index || !pool.streams.iter().any(|stream| serves[*stream])
        });
        let is_random = |line: &Line| line.order == Order::Random;
        let ranges = of.streams.iter().map(|stream| engine.streams[*stream].due.range());
        let due_range =
            ranges.fold((i32::MAX, i32::MIN), |all, one| (all.0.min(one.0), all.1.max(one.1)));
        let line =
            |line: &Line| LinePlan { order: line.order, share: line.share.value(), due_range };
        PoolPlan {
            capacity: CapacityPlan::new(model, index),
            effort: of.effort,
            takes_runs: oldest(of)
                && of.lines().len() == 1
                && alone
                && !engine.households_vary
                && !engine.withdrawals,
            needs_no_push: oldest(of),
            random_lines: model.pools.iter().any(|pool| pool.lines().iter().any(is_random)),
            lines: of.lines().iter().map(line).collect(),
            serves,
        }
    }
}

impl LawPlan {
    fn new(law: &Law, start: Day) -> LawPlan {
        let conventions = law.conventions;
        LawPlan {
            grace: law.grace_days as i32,
            to_first_penalty: law.grace_days as i32 + conventions.days_after_grace(),
            after_court_term: conventions.days_after_court_term(),
            decision_day: conventions.decision_day_days(),
            premature_is_void: conventions.premature_notice == PrematureNotice::Void,
            tariff: law.administrative.as_ref().map(|penalty| {
                (since_start(&penalty.tariff, start), PaymentPlan::new(&penalty.payment))
            }),
            court: law.court.as_ref().map(|court| CourtPlan {
                duration: court.duration.table(),
                practice: since_start(&court.practice, start),
                payment: PaymentPlan::new(&court.payment),
            }),
        }
    }
}

fn since_start<T: Clone>(schedule: &Schedule<T>, start: Day) -> Vec<(i32, T)> {
    schedule.steps().iter().map(|(from, value)| (*from - start, value.clone())).collect()
}

impl PaymentPlan {
    fn new(payment: &Payment) -> PaymentPlan {
        PaymentPlan {
            trigger: payment.trigger,
            after_days: payment.after_days as i32,
            delay: payment.delay.table(),
            fixed: payment.delay.as_fixed().is_some(),
        }
    }
}

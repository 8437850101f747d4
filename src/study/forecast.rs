//! The forecast: what is owed, lost and still to be avoided, over many futures.

use rayon::iter::IndexedParallelIterator;
use rayon::iter::IntoParallelRefMutIterator;
use rayon::iter::ParallelIterator;

use crate::ensemble::Watch;
use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Part;
use crate::sim::Series;
use crate::sim::Total;
use crate::sim::Waits;
use crate::study::Budget;
use crate::study::BudgetOf;
use crate::study::ExpectedBill;
use crate::study::Setup;
use crate::study::Stopped;
use crate::study::TippingFinding;
use crate::study::expected_bill::of_forecast;
use crate::study::pairs::Pairs;
use crate::study::tipping::Tipped;
use crate::study::worlds;
use crate::study::worlds::Worlds;
use crate::summary;
use crate::summary::Fan;
use crate::summary::Precision;
use crate::summary::ShareEstimate;
use crate::summary::Survival;
use crate::summary::Tally;
use crate::summary::VarianceSplit;
use crate::time::Day;

/// How many futures are simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Replications {
    /// This many.
    Exactly(u32),
    /// As many as it takes until mean and 95% quantile of the bill are known to `relative` (0.01 is
    /// 1%), looked at in batches that double from `at_least` to `at_most`.
    Until {
        /// The relative half-width of the 95% intervals.
        relative: f64,
        /// The replications of the first look.
        at_least: u32,
        /// The replications after which it ends in any case.
        at_most: u32,
    },
}

impl Replications {
    /// A run to a precision, from 400 replications to a million.
    pub fn until(relative: f64) -> Replications {
        Replications::Until { relative, at_least: 400, at_most: 1_000_000 }
    }
}

/// The distribution of one total over all futures.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalFinding {
    /// What it is.
    pub total: Total,
    /// Its values.
    pub tally: Tally,
    /// How much of their spread is what is not known and how much is luck; `None` where everything
    /// is known, in fewer than three futures, and of a day that may never come.
    pub split: Option<VarianceSplit>,
}

/// The fan of one weekly series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesFinding {
    /// What it is.
    pub series: Series,
    /// Rows are weeks, columns are levels.
    pub fan: Fan,
}

/// The chance that a budget is exceeded.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetFinding {
    /// The budget.
    pub budget: Budget,
    /// The share of futures in which the amount is above it.
    pub exceeded: ShareEstimate,
}

/// How long cases wait, all futures pooled; entry d of a list is the number that waited d days.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitFindings {
    /// Cases decided from the as-of day on. Those that still wait are not among them.
    pub decided: Vec<u64>,
    /// Cases pending at the end of the as-of day.
    pub open_as_of: Vec<u64>,
    /// Cases pending at the end of the last day.
    pub open_at_end: Vec<u64>,
    /// Cases received from the as-of day on: how long until their decision, those that still wait
    /// or withdrew counted for as long as they were seen. Free of survivorship bias.
    pub new_cases: Survival,
}

/// What a scenario's futures say.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The seed.
    pub seed: u64,
    /// The number of futures.
    pub replications: u32,
    /// The distribution of every total.
    pub totals: Vec<TotalFinding>,
    /// The last days of the weeks.
    pub weeks: Vec<Day>,
    /// The fan of every weekly series.
    pub series: Vec<SeriesFinding>,
    /// How long cases wait.
    pub waits: WaitFindings,
    /// The chance that each budget is exceeded.
    pub budgets: Vec<BudgetFinding>,
    /// What is lost on the as-of day if all that is there is decided as fast as capacity allows:
    /// the bill of the same futures without any intake after that day, less what was paid before it.
    /// It is worked out for the first 2,048 futures only.
    pub lost_at_capacity: Option<Tally>,
    /// The precision that was reached, when one was asked for.
    pub precision: Option<Precision>,
    /// Where lateness tips in each branch in which it makes work.
    pub tipping: Vec<TippingFinding>,
    /// The expected bill by table, on eight times as many paths as there are futures, at most 16,384,
    /// and on the same ones first; left out where the
    /// [`MeanEngine`](crate::sim::MeanEngine) is not ten times as fast as the simulation of cases,
    /// and where it is refused.
    pub expected_bill: Option<ExpectedBill>,
}

impl Forecast {
    /// The distribution of a total; `None` when it is not measured.
    pub fn total(&self, total: Total) -> Option<&Tally> {
        self.finding(total).map(|finding| &finding.tally)
    }

    /// All that is found of a total; `None` when it is not measured.
    pub fn finding(&self, total: Total) -> Option<&TotalFinding> {
        self.totals.iter().find(|finding| finding.total == total)
    }

    /// The fan of a series; `None` when it is not measured.
    pub fn fan(&self, series: Series) -> Option<&Fan> {
        self.series.iter().find(|finding| finding.series == series).map(|finding| &finding.fan)
    }

    /// The share of futures in which the late stock is never gone within the period.
    pub fn never_gone(&self) -> ShareEstimate {
        let gone = self.total(Total::Gone).expect("always measured");
        summary::share(gone.count_above(i64::from(i32::MAX)), gone.count())
    }
}

/// The tallies of a run; adding outcomes in any order gives the same.
struct Tallies {
    totals: Vec<Tally>,
    cells: Vec<Tally>,
    waits: [Vec<u64>; 5],
}

/// Futures in which what is lost at real capacity is worked out; the first ones, in whole batches.
/// They cost as much as the others together, and this many leave little error.
const AT_CAPACITY: u32 = 2_048;

/// Futures that are simulated a second time with the same world and other luck, to tell what is not
/// known from luck; the first ones, in whole batches.
const PAIRED: u32 = 512;

/// Different values of a total that are kept apart: exact up to this many replications.
const TOTAL_VALUES: usize = 65_536;
/// Different values of a week that are kept apart: exact up to this many replications.
const WEEK_VALUES: usize = 2_048;

impl Tallies {
    fn new(engine: &Engine) -> Tallies {
        let cells = engine.series().len() * engine.week_ends().len();
        Tallies {
            totals: vec![Tally::new(TOTAL_VALUES); engine.totals().len()],
            cells: vec![Tally::new(WEEK_VALUES); cells],
            waits: Default::default(),
        }
    }

    fn add(&mut self, outcomes: &[Outcome]) {
        let values = |of: fn(&Outcome) -> &Vec<i64>, i: usize| -> Vec<i64> {
            outcomes.iter().map(|outcome| of(outcome)[i]).collect()
        };
        self.totals.par_iter_mut().enumerate().for_each(|(i, tally)| {
            tally.add_all(&values(|outcome| &outcome.totals, i));
        });
        self.cells.par_iter_mut().enumerate().for_each(|(i, tally)| {
            tally.add_all(&values(|outcome| &outcome.weeks, i));
        });
        let lists: [fn(&Waits) -> &Vec<u32>; 5] = [
            |waits| &waits.decided,
            |waits| &waits.open_as_of,
            |waits| &waits.open_at_end,
            |waits| &waits.new_decided,
            |waits| &waits.new_left,
        ];
        for (sums, list) in self.waits.iter_mut().zip(lists) {
            for outcome in outcomes {
                let cases = list(&outcome.waits);
                sums.resize(cases.len().max(sums.len()), 0);
                for (sum, cases) in sums.iter_mut().zip(cases) {
                    *sum += u64::from(*cases);
                }
            }
        }
    }
}

/// Simulates the futures of a setup and summarises them.
///
/// # Errors
/// - the watch ended the run, or uncertain numbers got values that cannot be together.
///
/// # Panics
/// - no replication is asked for, or a precision that is not above 0.
///
/// # Example
/// ```
/// # use arrears::model::{Law, Model, Parts, Period, Pool, Stock, Stream};
/// # use arrears::time::{Day, Length, Term};
/// # let start = Day::new(2026, 1, 5)?;
/// # let period = Period::new(start, start, start + 27)?;
/// # let mut permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
/// # permits.stock = Stock::new(vec![(start - 90, 100)]);
/// # let pool = Pool::new("deciders", vec![0], 10.0)?;
/// # let model = Model::new(Parts::new(period, vec![permits], vec![pool], Law::none()))?;
/// use arrears::ensemble::unwatched;
/// use arrears::sim::{Count, Total};
/// use arrears::study::{Replications, Setup, forecast};
///
/// let setup = Setup::new("Permits", "EUR", model);
/// let forecast = forecast(&setup, setup.seed, Replications::Exactly(100), &mut unwatched)?;
/// let decided = forecast.total(Total::Count(Count::Decided)).unwrap();
/// assert_eq!(decided.mean(), Some(40.0)); // 2 a day on 20 working days, in every future
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn forecast(
    setup: &Setup,
    seed: u64,
    replications: Replications,
    watch: Watch<'_>,
) -> Result<Forecast, Stopped> {
    forecast_seen(setup, seed, replications, watch, &mut |_, _| {})
}

/// As [`forecast`], and shows every outcome to `see`, once each and in the order of the
/// replications: what the values of an outcome are, and a batch of outcomes.
///
/// The forecast is the same to the byte as without anyone looking.
///
/// # Errors
/// - the watch ended the run, or uncertain numbers got values that cannot be together.
///
/// # Panics
/// - as [`forecast`].
pub fn forecast_seen(
    setup: &Setup,
    seed: u64,
    replications: Replications,
    watch: Watch<'_>,
    see: &mut dyn FnMut(&[Total], &[Outcome]),
) -> Result<Forecast, Stopped> {
    let engine = Engine::new(&setup.model);
    let as_of = setup.model.period.as_of();
    let make = |setup: &Setup| Ok(Engine::new(&setup.model));
    let at_capacity = |setup: &Setup| Engine::new(&setup.model.without_intake_after(as_of - 1));
    let fastest = at_capacity(setup);
    let mut tallies = Tallies::new(&engine);
    let mut lost = Tally::new(TOTAL_VALUES);
    let bill = engine.place_of(Total::Bill(None));
    let paid = engine.place_of(Total::Split(as_of, Part::Paid));
    let (mut pairs, mut tipped) = (Pairs::new(&engine), Tipped::new(setup, &engine));
    let mut done = 0;
    let mut precision = None;
    for target in looks(replications) {
        worlds::for_each_batch((setup, &engine), seed, done..target, watch, |worlds, range| {
            let asked = || (seed, range.clone());
            let outcomes =
                worlds.readings(&engine, &make, asked(), |number| number, |_, outcome| outcome)?;
            tallies.add(&outcomes);
            tipped.add(worlds, &outcomes);
            see(engine.totals(), &outcomes);
            if let (Some(bill), Some(paid), true) = (bill, paid, range.end <= AT_CAPACITY) {
                let make = |setup: &Setup| Ok(at_capacity(setup));
                let read = |_: &Engine, outcome: Outcome| outcome.totals[bill];
                let bills = worlds.readings(&fastest, &make, asked(), |number| number, read)?;
                let of = |(fast, real): (&i64, &Outcome)| fast - real.totals[paid];
                lost.add_all(&bills.iter().zip(&outcomes).map(of).collect::<Vec<i64>>());
            }
            if let (Worlds::Each(..), true) = (worlds, range.end <= PAIRED) {
                // The other future of a pair has the same world and luck that no replication has.
                let other = |number: u32| u32::MAX - number;
                let read = |_: &Engine, outcome: Outcome| outcome.totals;
                let others = worlds.readings(&engine, &make, asked(), other, read)?;
                pairs.add(&outcomes, &others);
            }
            Ok(())
        })?;
        done = target;
        if let (Replications::Until { relative, .. }, Some(bill)) = (replications, bill) {
            let reached = summary::precision(&tallies.totals[bill], 0.95, relative);
            let enough = reached.mean_reached && reached.quantile_reached;
            precision = Some(reached);
            if enough {
                break;
            }
        }
    }
    let lost = paid.map(|_| lost);
    let expected_bill = of_forecast(setup, &engine, seed, done, watch)?;
    let found = findings(setup, &engine, (seed, done), (tallies, pairs, tipped), lost, precision);
    Ok(Forecast { expected_bill, ..found })
}

/// The numbers of replications after which the precision is looked at; the last one ends the run.
fn looks(replications: Replications) -> Vec<u32> {
    match replications {
        Replications::Exactly(number) => vec![number],
        Replications::Until { at_least, at_most, .. } => {
            let sizes = summary::batch_sizes(u64::from(at_least), u64::from(at_most));
            sizes.map(|size| size as u32).collect()
        }
    }
}

fn findings(
    setup: &Setup,
    engine: &Engine,
    (seed, replications): (u64, u32),
    (tallies, pairs, tipped): (Tallies, Pairs, Tipped),
    lost_at_capacity: Option<Tally>,
    precision: Option<Precision>,
) -> Forecast {
    let weeks: Vec<Day> = engine.week_ends().collect();
    let totals = engine.totals().iter().zip(tallies.totals);
    let finding = |(index, (total, tally)): (usize, (&Total, Tally))| TotalFinding {
        total: *total,
        tally,
        split: pairs.split(index, *total),
    };
    let totals: Vec<TotalFinding> = totals.enumerate().map(finding).collect();
    let cells = tallies.cells.chunks(weeks.len().max(1));
    let series = engine.series().iter().zip(cells);
    let series = series
        .map(|(series, cells)| SeriesFinding { series: *series, fan: summary::fan(cells) })
        .collect();
    let [decided, open_as_of, open_at_end, new_decided, new_left] = tallies.waits;
    let new_cases = summary::survival(&new_decided, &new_left);
    let budgets = setup.budgets.iter().filter_map(|budget| {
        let total = match budget.of {
            BudgetOf::Owed => Total::Owed(budget.year, None),
            BudgetOf::Paid => Total::Paid(budget.year, None),
        };
        let finding = totals.iter().find(|finding| finding.total == total)?;
        let exceeded = summary::exceedance(&finding.tally, budget.amount.in_cents());
        Some(BudgetFinding { budget: *budget, exceeded })
    });
    let budgets = budgets.collect();
    let tally = |total: Total| totals.iter().find(|it| it.total == total).map(|it| &it.tally);
    let tipping = tipped.findings(tally);
    let waits = WaitFindings { decided, open_as_of, open_at_end, new_cases };
    Forecast {
        seed,
        replications,
        totals,
        weeks,
        series,
        waits,
        budgets,
        lost_at_capacity,
        precision,
        tipping,
        expected_bill: None,
    }
}

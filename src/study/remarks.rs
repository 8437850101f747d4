//! What is odd in a scenario that is right: nothing is simulated, means are compared.

use crate::model::Branch;
use crate::model::Model;
use crate::random::Share;
use crate::study::Setup;
use crate::study::tipping::mean_cases;
use crate::study::tipping::work_of_deciding;
use crate::time::Day;

/// Something that may be meant, and more often is not.
///
/// Numbers that are not known stand at their single values.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// From a day to the end, more comes in than is decided, on average.
    CapacityBelowIntake {
        /// The pools and streams that it is about.
        branch: Branch,
        /// The first day: the as-of day, or the first of a month.
        from: Day,
        /// What the pools decide in a week, in decisions.
        capacity: f64,
        /// What the intake of a week takes to decide, in decisions.
        intake: f64,
        /// The same without the cases that would be withdrawn if they waited for ever; above
        /// `capacity`.
        least: f64,
    },
    /// From a day on, no late household of a stream gives notice, or every one that waits long
    /// enough.
    NoticeOfAllOrNone {
        /// The stream, by its number from 0.
        stream: usize,
        /// The day from which the share holds; `None` where it always does.
        from: Option<Day>,
        /// Whether all give notice rather than none.
        all: bool,
    },
    /// The record of a stream's intake ended long before the as-of day.
    OldRecord {
        /// The stream, by its number from 0.
        stream: usize,
        /// The last recorded day.
        last: Day,
    },
    /// The stock of a stream is as large as what comes in during years.
    StockOfYears {
        /// The stream, by its number from 0.
        stream: usize,
        /// The cases that wait on the first day.
        cases: u64,
        /// The cases that come in during a year of 365.25 days, from the first day on.
        a_year: f64,
    },
    /// No case of a stream that comes in from the as-of day on is late before the end.
    TermBeyondEnd {
        /// The stream, by its number from 0.
        stream: usize,
        /// The last day of the term of a case that is received on the as-of day.
        due: Day,
    },
    /// A reported figure is said to be exact.
    FigureWithoutRange {
        /// The figure, by its number from 0.
        observed: usize,
    },
    /// A budget is for a year of which only a part is simulated.
    BudgetOfPartYear {
        /// The budget, by its number from 0.
        budget: usize,
    },
}

impl Remark {
    /// How many days a record of the intake may have ended before the as-of day.
    pub const OLD_RECORD_DAYS: i32 = 62;

    /// How many years of intake a stock may be.
    pub const YEARS_OF_STOCK: f64 = 2.0;

    /// By which share capacity is below the intake before it is said: less may be rounding.
    pub const SHORTFALL: f64 = 0.005;
}

/// What is odd in a scenario, in the order of [`Remark`].
///
/// - Capacity and intake are means over windows of 52 weeks, the last one to the end, each from
///   the as-of day or the first of a month: so a season is no remark. All windows from the day
///   that is named on, and they together, are short by more than [`Remark::SHORTFALL`], as are
///   the first 28 days if there is such a day. Pools that share streams count together;
///   withdrawals are taken to be as many as can be, casework is left out.
/// - A stock is compared with the mean intake of its first 365 days.
/// - A term is compared where anything comes in after the as-of day; suspensions and extensions,
///   which make it longer, are left out.
///
/// Time: days × streams.
///
/// # Example
/// ```
/// use arrears::scenario::Scenario;
/// use arrears::study::{Remark, remarks};
///
/// let text = r#"
/// format = 1
/// title = "Permits"
/// as_of = 2026-01-01
/// end = 2026-12-30
/// stream = [{ name = "permits", term = { weeks = 8 }, intake = { per_week = 55 } }]
/// pool = [{ name = "deciders", decisions_per_week = 50 }]
/// "#;
/// let setup = Scenario::read(text, |_| Err("no such file".to_owned()))?.into_setup();
/// let [Remark::CapacityBelowIntake { from, capacity, intake, .. }] = &remarks(&setup)[..] else {
///     panic!("one remark");
/// };
/// assert_eq!(from.to_string(), "2026-01-01");
/// assert!((capacity - 50.0).abs() < 1e-9 && (intake - 55.0).abs() < 1e-9);
/// # Ok::<(), arrears::error::Problems>(())
/// ```
pub fn remarks(setup: &Setup) -> Vec<Remark> {
    let model = &setup.model;
    let streams = || 0..model.streams.len();
    let mut found: Vec<Remark> =
        model.branches().into_iter().filter_map(|branch| shortfall(model, branch)).collect();
    found.extend(streams().flat_map(|stream| notices(model, stream)));
    found.extend(streams().filter_map(|stream| old_record(model, stream)));
    found.extend(streams().filter_map(|stream| stock(model, stream)));
    found.extend(streams().filter_map(|stream| term(model, stream)));
    let figures = setup.observed.iter().enumerate();
    let exact = figures.filter(|(_, it)| it.low == it.high && it.standard_error.is_none());
    found.extend(exact.map(|(observed, _)| Remark::FigureWithoutRange { observed }));
    let budgets = setup.budgets.iter().enumerate();
    let part = budgets.filter(|(_, it)| !is_whole_year(model, it.year));
    found.extend(part.map(|(budget, _)| Remark::BudgetOfPartYear { budget }));
    found
}

/// The days at the begin of a shortfall that must be short themselves.
const WEEKS_4: usize = 28;

/// Capacity and intake of a branch on the days from the as-of day on, added up.
struct Sums {
    // What came before each day, and last of all: capacity, intake, intake without withdrawals.
    before: Vec<[f64; 3]>,
}

impl Sums {
    fn new(model: &Model, branch: &Branch) -> Sums {
        let (as_of, end) = (model.period.as_of(), model.period.end());
        let mut sum = [0.0; 3];
        let mut before = vec![sum];
        for day in (0..=end - as_of).map(|later| as_of + later) {
            for pool in branch.pools.iter().map(|pool| &model.pools[*pool]) {
                sum[0] += match pool.unlimited_from.is_some_and(|from| from <= day) {
                    true => f64::INFINITY,
                    false => pool.mean_decisions(day, &model.calendar),
                };
            }
            for stream in &branch.streams {
                let cases = mean_cases(model, *stream, day);
                let of = &model.streams[*stream];
                let households = cases / of.households.mean_heads();
                let work = work_of_deciding(model, *stream, day, cases, households);
                let leave = of.withdrawal.as_ref().map_or(0.0, |it| it.share().value());
                sum[1] += work;
                sum[2] += work * (1.0 - leave);
            }
            before.push(sum);
        }
        Sums { before }
    }

    /// The means a week from one day after the as-of day to before another, over whole weeks if
    /// there are any: nobody works on some days of a week.
    fn a_week(&self, from: usize, to: usize) -> [f64; 3] {
        let days = if to - from < 7 { to - from } else { (to - from) / 7 * 7 };
        let sum = |of: usize| self.before[from + days][of] - self.before[from][of];
        let mean = |of: usize| 7.0 * sum(of) / days as f64;
        [mean(0), mean(1), mean(2)]
    }

    fn is_short(&self, from: usize, to: usize) -> bool {
        let [capacity, _, least] = self.a_week(from, to);
        capacity < least * (1.0 - Remark::SHORTFALL)
    }
}

fn shortfall(model: &Model, branch: Branch) -> Option<Remark> {
    let as_of = model.period.as_of();
    let days = (model.period.end() - as_of + 1) as usize;
    let sums = Sums::new(model, &branch);
    let year = Model::LAST_YEAR_DAYS as usize;
    let last = (model.last_year() - as_of) as usize;
    let begins = |later: &usize| *later == 0 || (as_of + *later as i32).civil().2 == 1;
    let starts: Vec<usize> = (0..=last).filter(begins).collect();
    let windows =
        starts.iter().enumerate().rev().map(|(number, start)| match starts.get(number + 1) {
            Some(_) => (*start, start + year),
            None => (*start, days),
        });
    let short = windows.take_while(|(start, to)| sums.is_short(*start, *to));
    let short: Vec<usize> = short.map(|it| it.0).filter(|it| sums.is_short(*it, days)).collect();
    // What comes later makes a year short before anything has changed: its first weeks must be,
    // too.
    let begun = |start: &&usize| sums.is_short(**start, days.min(**start + WEEKS_4));
    let from = *short.iter().rev().find(begun).or(short.last())?;
    let [capacity, intake, least] = sums.a_week(from, days);
    Some(Remark::CapacityBelowIntake { branch, from: as_of + from as i32, capacity, intake, least })
}

fn notices(model: &Model, stream: usize) -> Vec<Remark> {
    let Some(notice) = &model.streams[stream].notice else { return Vec::new() };
    let steps = notice.share.steps();
    let remark = |(number, (from, share)): (usize, &(Day, Share))| {
        let next = steps.get(number + 1).map(|step| step.0);
        let holds =
            *from <= model.period.end() && next.is_none_or(|next| model.period.start() < next);
        let all = match share.value() {
            0.0 => false,
            1.0 => true,
            _ => return None,
        };
        let from = Some(*from).filter(|from| 0 < number && model.period.start() < *from);
        holds.then_some(Remark::NoticeOfAllOrNone { stream, from, all })
    };
    steps.iter().enumerate().filter_map(remark).collect()
}

fn old_record(model: &Model, stream: usize) -> Option<Remark> {
    let last = model.streams[stream].intake.recorded.as_ref()?.last_day();
    let days = model.period.as_of() - last;
    (Remark::OLD_RECORD_DAYS < days).then_some(Remark::OldRecord { stream, last })
}

fn stock(model: &Model, stream: usize) -> Option<Remark> {
    let (start, end) = (model.period.start(), model.period.end());
    let days = (end - start + 1).min(365);
    let sum: f64 = (0..days).map(|later| mean_cases(model, stream, start + later)).sum();
    let a_year = sum * 365.25 / f64::from(days);
    let cases = model.streams[stream].stock.cases();
    let many = 0.0 < a_year && Remark::YEARS_OF_STOCK * a_year < cases as f64;
    many.then_some(Remark::StockOfYears { stream, cases, a_year })
}

fn term(model: &Model, stream: usize) -> Option<Remark> {
    let (as_of, end) = (model.period.as_of(), model.period.end());
    let of = &model.streams[stream];
    let due = |received: Day| {
        let term = of.term.on(received);
        term.last_day(received, 0, model.term_conventions, &model.calendar)
    };
    let changes = of.term.steps().iter().map(|step| step.0);
    let mut received = changes.filter(|day| as_of < *day && *day <= end).chain([as_of]);
    let comes = (as_of.number()..=end.number())
        .any(|day| 0.0 < mean_cases(model, stream, Day::from_number(day)));
    let beyond = comes && received.all(|day| end <= due(day));
    beyond.then(|| Remark::TermBeyondEnd { stream, due: due(as_of) })
}

/// Whether every day of a fiscal year is simulated.
fn is_whole_year(model: &Model, year: i32) -> bool {
    let first = |year: i32| {
        let year = i16::try_from(year).ok()?;
        Day::new(year, model.fiscal_year_starts as i8, 1).ok()
    };
    let begun = first(year).is_none_or(|day| model.period.start() <= day);
    let ended = first(year + 1).is_none_or(|day| day - 1 <= model.period.end());
    begun && ended
}

//! The model as a whole: its parts, and what must hold between them.

use std::ops::Deref;

use crate::error::Fault;
use crate::error::Problems;
use crate::model::Cost;
use crate::model::Law;
use crate::model::Period;
use crate::model::Places;
use crate::model::Pool;
use crate::model::Quantity;
use crate::model::Stream;
use crate::money::Money;
use crate::random::Key;
use crate::time::Calendar;
use crate::time::Day;
use crate::time::Term;
use crate::time::TermConventions;

/// When the late stock counts as gone: the first day, from the as-of day on, with at most `at_most`
/// late cases that stays so for `for_days` days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The most late cases.
    pub at_most: u64,
    /// For how many days, the first included.
    pub for_days: u32,
}

impl Default for Gone {
    /// No late case for 28 days.
    fn default() -> Gone {
        Gone { at_most: 0, for_days: 28 }
    }
}

/// The parts of a model; [`Model::new`] checks what must hold between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The days.
    pub period: Period,
    /// The working days.
    pub calendar: Calendar,
    /// How the last day of a term is counted.
    pub term_conventions: TermConventions,
    /// The streams; at least one.
    pub streams: Vec<Stream>,
    /// The pools; every stream has at least one.
    pub pools: Vec<Pool>,
    /// What lateness costs.
    pub law: Law,
    /// Costs that somebody names.
    pub costs: Vec<Cost>,
    /// The places of reception; needed where a stream has reception.
    pub places: Option<Places>,
    /// The first month of the fiscal year, 1 to 12; the year is named after the calendar year in
    /// which it starts.
    pub fiscal_year_starts: u8,
    /// When the late stock counts as gone.
    pub gone: Gone,
    /// Days on which the final bill is split into paid, lost and avoidable.
    pub split_on: Vec<Day>,
    /// Quantities to look at, each on its day.
    pub quantities: Vec<(Quantity, Day)>,
}

impl Parts {
    /// Streams and pools over a period, Monday to Friday, under a law; the rest by default.
    pub fn new(period: Period, streams: Vec<Stream>, pools: Vec<Pool>, law: Law) -> Parts {
        Parts {
            period,
            calendar: Calendar::office(Vec::new()),
            term_conventions: TermConventions::default(),
            streams,
            pools,
            law,
            costs: Vec::new(),
            places: None,
            fiscal_year_starts: 1,
            gone: Gone::default(),
            split_on: vec![period.as_of()],
            quantities: Vec::new(),
        }
    }
}

/// A checked model: after this nothing can fail.
///
/// Reads as its [`Parts`].
///
/// # Example
/// ```
/// use arrears::model::{Forecast, Intake, Law, Model, Parts, Period, Pool, Stream};
/// use arrears::time::{Day, Length, Term};
///
/// let start = Day::new(2026, 1, 1)?;
/// let period = Period::new(start, start, start + 364)?;
/// let mut permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
/// permits.intake.forecast = Some(Forecast::level(10.0)?);
/// let pool = Pool::new("deciders", vec![0], 60.0)?;
/// let model = Model::new(Parts::new(period, vec![permits], vec![pool], Law::none()))?;
/// assert_eq!(model.streams[0].name, "permits");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    parts: Parts,
}

impl Deref for Model {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl Model {
    /// The most cases that a replication may be expected to hold.
    pub const MAX_CASES: f64 = 100e6;

    /// The most cases that a replication holds. Only a level that wanders very far gets there; what
    /// would come in beyond is left out, as a count of households has 32 bits.
    pub const MOST_CASES: u64 = 400_000_000;

    /// The model of these parts.
    ///
    /// # Errors
    /// All of these at once, each with the key of its place:
    /// - no stream or pool, or more than 4,095 of either; two of the same name.
    /// - a pool that serves no stream, an unknown one, or one twice; a stream without a pool.
    /// - opening stock that is received on or after the start, or of which something is known that
    ///   cannot be ([`crate::model::Progress::faults`]); appeals in it without a court; an amount
    ///   owed together that is more than the penalties' maxima, or of cases that were decided.
    /// - recorded intake that begins after the start or ends after the as-of day, or no forecast
    ///   where the record ends before the last day.
    /// - more than 8 extensions, or one of no days; a schedule of a pool that begins after the start.
    /// - a pool that could make more than 1,000 million decisions in a week, or has more than 1,000
    ///   hires; a productivity not between 0 and 100; what one hired fte decides in a week not
    ///   between 0.001 and 10,000,000; staff whose cost 64 bits cannot hold.
    /// - a day to look at outside the period, or a fiscal year that does not start in a month.
    /// - a penalty that would begin on the very day of its notice or judgment.
    /// - a grace period or court term above 3,660 days, or a payment more than 36,525 days later.
    /// - a change of law that hangs on a stage that comes after what it rules, or a bar on appeals
    ///   that ends before it begins.
    /// - a cost below 0, outside the period, or of the same name as another; reception without
    ///   places, a price below 0, or more heads that leave in a week than 10,000,000.
    /// - more than 100 million cases in a replication, or money that 64 bits cannot hold.
    pub fn new(parts: Parts) -> Result<Model, Problems> {
        let mut problems = Parts::list_problems(&parts.streams, &parts.pools);
        let mut fault = |key: String, fault: Fault| problems.push(fault.at(key));
        parts.check_streams(&mut fault);
        parts.check_stock(&mut fault);
        parts.check_pools(&mut fault);
        parts.check_staff(&mut fault);
        parts.check_days(&mut fault);
        parts.check_law(&mut fault);
        parts.check_costs(&mut fault);
        parts.check_reception(&mut fault);
        parts.check_size(&mut fault);
        problems.into_result(Model { parts })
    }

    /// The first day of the forecast of a stream's intake.
    pub fn first_forecast_day(&self, stream: usize) -> Day {
        let recorded = self.streams[stream].intake.recorded.as_ref();
        recorded.map_or(self.period.start(), |recorded| recorded.last_day() + 1)
    }

    /// The same model without any intake after a day: what is there and nothing more.
    pub fn without_intake_after(&self, day: Day) -> Model {
        let mut parts = self.parts.clone();
        for stream in &mut parts.streams {
            let stops = stream.intake.stop_after;
            stream.intake.stop_after = Some(stops.map_or(day, |last| last.min(day)));
        }
        Model { parts }
    }
}

impl Parts {
    /// What is wrong with the lists of streams and pools, whatever the days are.
    pub(crate) fn list_problems(streams: &[Stream], pools: &[Pool]) -> Problems {
        let mut problems = Problems::default();
        let mut fault = |key: String, fault: Fault| problems.push(fault.at(key));
        let streams: Vec<&str> = streams.iter().map(|stream| stream.name.as_str()).collect();
        let pools: Vec<&str> = pools.iter().map(|pool| pool.name.as_str()).collect();
        for (kind, names) in [("stream", streams), ("pool", pools)] {
            if !(!names.is_empty() && names.len() < Key::MAX_STREAMS) {
                let right = format!("at least one [[{kind}]] and at most 4,095");
                fault(kind.to_owned(), Fault::new(names.len(), right));
            }
            for (i, name) in names.iter().enumerate() {
                if names[..i].contains(name) {
                    let right = "a name of its own: another has it";
                    fault(
                        format!("{kind}[{}].name", i + 1),
                        Fault::new(format!("{name:?}"), right),
                    );
                }
            }
        }
        problems
    }

    fn check_streams(&self, fault: &mut impl FnMut(String, Fault)) {
        let (start, as_of, end) = (self.period.start(), self.period.as_of(), self.period.end());
        for (i, stream) in self.streams.iter().enumerate() {
            let key = |name: &str| format!("stream[{}].{name}", i + 1);
            if let Some(recorded) = &stream.intake.recorded {
                let (first, last) = (recorded.first_day(), recorded.last_day());
                if !(first <= start) {
                    let right = format!("recorded from the start, {start}, on");
                    fault(key("intake.recorded"), Fault::new(format!("from {first}"), right));
                }
                if !(last <= as_of) {
                    let right = format!("recorded up to the as-of day, {as_of}, at the latest");
                    fault(key("intake.recorded"), Fault::new(format!("up to {last}"), right));
                }
                if last < end && stream.intake.forecast.is_none() {
                    let found = format!("a record that ends on {last} and no forecast");
                    let right = "continued by a forecast (per_week = 0 says that nothing comes)";
                    fault(key("intake"), Fault::new(found, right));
                }
            }
            if !(stream.extensions.len() <= 8) {
                let found = stream.extensions.len();
                fault(key("extension"), Fault::new(found, "at most 8 extensions"));
            }
            for (j, extension) in stream.extensions.iter().enumerate() {
                if let Err(wrong) = Term::new(extension.by) {
                    fault(key(&format!("extension[{}].by", j + 1)), wrong);
                }
            }
            if !self.pools.is_empty() && !self.pools.iter().any(|pool| pool.streams.contains(&i)) {
                let found = format!("{:?} in no pool", stream.name);
                fault(key("name"), Fault::new(found, "among the streams of a [[pool]]"));
            }
        }
    }

    fn check_pools(&self, fault: &mut impl FnMut(String, Fault)) {
        let start = self.period.start();
        for (i, pool) in self.pools.iter().enumerate() {
            let key = |name: &str| format!("pool[{}].{name}", i + 1);
            let twice =
                (1..pool.streams.len()).find(|at| pool.streams[..*at].contains(&pool.streams[*at]));
            if pool.streams.is_empty() || twice.is_some() {
                let right = "the names of one or more streams, each once";
                fault(key("streams"), Fault::new(format!("{:?}", pool.streams), right));
            }
            if let Some(unknown) = pool.streams.iter().find(|at| self.streams.len() <= **at) {
                fault(key("streams"), Fault::new(unknown, "the number of a stream, from 0"));
            }
            // Where the pool's numbers count decisions, the other key is for those hired.
            let rate = match &pool.staff.decisions_per_hired_fte_per_week {
                None => "decisions_per_fte_per_week",
                Some(_) => "decisions_per_week",
            };
            let first_days = [
                ("fte", pool.fte.steps()[0].0),
                (rate, pool.decisions_per_fte_per_week.steps()[0].0),
                ("absence", pool.absence.steps()[0].0),
            ];
            for (name, first) in first_days {
                if !(first <= start) {
                    let right = format!("known from the start, {start}, on");
                    fault(key(name), Fault::new(format!("from {first}"), right));
                }
            }
            let steps = pool.fte.steps().iter().chain(pool.decisions_per_fte_per_week.steps());
            let per_week = |step: &(Day, f64)| {
                pool.fte.on(step.0) * pool.decisions_per_fte_per_week.on(step.0)
            };
            let wrong = |per_week: &f64| !(0.0 <= *per_week && *per_week <= Pool::MOST_PER_WEEK);
            if let Some(per_week) = steps.map(per_week).find(wrong) {
                let right = "0 or more and at most 1,000,000,000, all people together";
                let found = format!("{per_week} decisions in a week");
                fault(key(rate), Fault::new(found, right));
            }
        }
    }

    fn check_days(&self, fault: &mut impl FnMut(String, Fault)) {
        let inside = format!("from {} to {}", self.period.start(), self.period.end());
        for (i, day) in self.split_on.iter().enumerate() {
            if !self.period.contains(*day) {
                fault(format!("split_on[{}]", i + 1), Fault::new(day, &inside));
            }
            if self.split_on[..i].contains(day) {
                fault(format!("split_on[{}]", i + 1), Fault::new(day, "a day named only once"));
            }
        }
        for (i, (quantity, day)) in self.quantities.iter().enumerate() {
            if !self.period.contains(*day) {
                fault(format!("observed[{}].date", i + 1), Fault::new(day, &inside));
            }
            if let Some(since) = quantity.since().filter(|since| *day < *since) {
                let right = format!("on or before the date, {day}");
                fault(format!("observed[{}].since", i + 1), Fault::new(since, right));
            }
        }
        if self.gone.for_days < 1 {
            fault("gone.for_days".to_owned(), Fault::new(0, "at least 1 day"));
        }
        if !(1..=12).contains(&self.fiscal_year_starts) {
            let found = self.fiscal_year_starts;
            fault("fiscal_year_starts".to_owned(), Fault::new(found, "a month, 1 to 12"));
        }
    }

    fn check_size(&self, fault: &mut impl FnMut(String, Fault)) {
        let mut all = 0.0;
        for (i, stream) in self.streams.iter().enumerate() {
            let cases = stream.expected_cases(self.period);
            // The stream that is too large by itself, or with which all are.
            let key = match cases <= Model::MAX_CASES {
                true => "stream".to_owned(),
                false => format!("stream[{}]", i + 1),
            };
            let before = all <= Model::MAX_CASES;
            all += cases;
            if before && !(all <= Model::MAX_CASES) {
                let gigabytes = (all * 16.0 / 1e9).round();
                let found = format!(
                    "{all:.0} cases in a replication, which would take {gigabytes} GB a thread"
                );
                let right = "at most 100,000,000 cases in a replication";
                fault(key, Fault::new(found, right));
            }
        }
        let administrative = self.law.most_administrative().in_cents();
        let ordered = self.streams.iter().map(|stream| stream.stock.most_ordered());
        let ordered = ordered.max().unwrap_or(Money::ZERO);
        let judicial = (self.law.most_judicial() + ordered).in_cents();
        // Sums of all cases in cents must fit into 64 bits, in a future of four times as many too.
        let bill = all * (administrative as f64 + judicial as f64);
        if all <= Model::MAX_CASES && !(bill <= i64::MAX as f64 / 8.0) {
            let key = if administrative < judicial { "court" } else { "administrative_penalty" };
            let found = format!("{all:.0} cases that may owe {:.3e} together", bill / 100.0);
            fault(key.to_owned(), Fault::new(found, "at most 11,000,000,000,000,000 in all"));
        }
    }
}

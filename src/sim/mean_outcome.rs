//! What is expected on one path: the numbers of an outcome that can be integrated.

use crate::model::Model;
use crate::model::Quantity;
use crate::random::Key;
use crate::sim::CostLine;
use crate::sim::Count;
use crate::sim::Engine;
use crate::sim::MeanEngine;
use crate::sim::Outcome;
use crate::sim::Part;
use crate::sim::Tier;
use crate::sim::Total;
use crate::sim::mean_moments::ADMINISTRATIVE;
use crate::sim::mean_moments::ADMINISTRATIVE_BEGUN;
use crate::sim::mean_moments::ADMINISTRATIVE_MAXIMUM;
use crate::sim::mean_moments::ADMINISTRATIVE_SQUARED;
use crate::sim::mean_moments::APPEALS;
use crate::sim::mean_moments::JUDGMENTS;
use crate::sim::mean_moments::JUDICIAL;
use crate::sim::mean_moments::JUDICIAL_BEGUN;
use crate::sim::mean_moments::JUDICIAL_MAXIMUM;
use crate::sim::mean_moments::JUDICIAL_SQUARED;
use crate::sim::mean_moments::NOTICES;
use crate::sim::mean_moments::PRODUCT;
use crate::sim::mean_moments::TO_SECOND;
use crate::sim::mean_tally::Flow;
use crate::sim::mean_tally::MeanTally;
use crate::sim::mean_tally::Waited;
use crate::time::Day;

/// What is expected of one number of an outcome on a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanValue {
    /// The conditional mean, in the unit of the number; cents are not whole.
    pub mean: f64,
    /// The conditional variance, in its square; 0 where the path decides alone, `None` where it is not
    /// worked out.
    pub variance: Option<f64>,
}

impl MeanValue {
    /// A number that the path decides.
    fn exact(value: i64) -> MeanValue {
        MeanValue { mean: value as f64, variance: Some(0.0) }
    }

    fn of_mean(mean: f64) -> MeanValue {
        MeanValue { mean, variance: None }
    }

    fn new(mean: f64, variance: f64) -> MeanValue {
        // A difference of two sums may be a little below 0 where it is 0.
        MeanValue { mean, variance: Some(variance.max(0.0)) }
    }
}

/// What is expected on one path of intake and capacity.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanOutcome {
    /// The number of the replication.
    pub replication: u32,
    /// One for each of [`MeanEngine::totals`].
    pub values: Vec<MeanValue>,
}

impl MeanOutcome {
    /// What is expected of the total of this name, as `bill`; `None` when it is not among those of
    /// the engine.
    pub fn total(&self, engine: &MeanEngine, name: &str) -> Option<MeanValue> {
        let index = engine.totals().iter().position(|total| total.to_string() == name)?;
        Some(self.values[index])
    }
}

/// Whether a total can be integrated.
fn is_integrated(model: &Model, total: Total) -> bool {
    match total {
        Total::Bill(_)
        | Total::OwedBefore
        | Total::Owed(..)
        | Total::OwedOn(_)
        | Total::Split(_, Part::Avoidable)
        | Total::AfterEnd
        | Total::Count(_)
        | Total::CountIn(..)
        | Total::Gone => true,
        Total::Quantity(quantity, _) => match quantity {
            Quantity::OpenStock
            | Quantity::LateStock
            | Quantity::Owed { .. }
            | Quantity::Decided { .. } => true,
            Quantity::NoticeShare
            | Quantity::PenaltyShare
            | Quantity::OwedGrowthPerWeek
            | Quantity::Paid { .. } => false,
        },
        Total::Cost(line, _) => match line {
            CostLine::LegalCosts => {
                model.law.court.as_ref().is_some_and(|court| court.legal_costs.is_constant())
            }
            CostLine::Staff
            | CostLine::Hiring
            | CostLine::Overtime
            | CostLine::Measures
            | CostLine::Reception
            | CostLine::EmergencyReception => false,
        },
        Total::Paid(..)
        | Total::Split(_, Part::Paid | Part::Lost)
        | Total::UnderRule(..)
        | Total::Wait(_)
        | Total::Spent(_)
        | Total::PeakOccupied
        | Total::PeakEmergency
        | Total::CaseworkShare(_)
        | Total::LateShare(_) => false,
    }
}

/// The totals of an engine that can be integrated.
pub(super) fn totals(engine: &Engine) -> Vec<Total> {
    let all = engine.totals.iter().copied();
    all.filter(|total| is_integrated(&engine.model, *total)).collect()
}

/// The totals of an engine that the queue decides alone.
pub(super) fn totals_of_queue(engine: &Engine) -> Vec<Total> {
    let all = engine.totals.iter().copied();
    all.filter(|total| is_of_queue(*total)).collect()
}

fn is_of_queue(total: Total) -> bool {
    match total {
        Total::Count(count) | Total::CountIn(count, _) => flow(&Waited::default(), count).is_some(),
        Total::Gone => true,
        Total::Quantity(quantity, _) => match quantity {
            Quantity::OpenStock | Quantity::LateStock | Quantity::Decided { .. } => true,
            Quantity::NoticeShare
            | Quantity::PenaltyShare
            | Quantity::Owed { .. }
            | Quantity::OwedGrowthPerWeek
            | Quantity::Paid { .. } => false,
        },
        Total::Bill(_)
        | Total::OwedBefore
        | Total::Owed(..)
        | Total::Paid(..)
        | Total::OwedOn(_)
        | Total::Split(..)
        | Total::AfterEnd
        | Total::UnderRule(..)
        | Total::Wait(_)
        | Total::Cost(..)
        | Total::Spent(_)
        | Total::PeakOccupied
        | Total::PeakEmergency
        | Total::CaseworkShare(_)
        | Total::LateShare(_) => false,
    }
}

/// What the path decides of a count; `None` for what hangs on notices.
fn flow(waited: &Waited, count: Count) -> Option<Flow> {
    match count {
        Count::Received => Some(waited.received),
        Count::Decided => Some(waited.decided),
        Count::DecidedLate => Some(waited.decided_late),
        Count::Withdrawn => Some(waited.withdrawn),
        Count::Pending => Some(waited.pending),
        Count::Late => Some(waited.late),
        Count::Notices
        | Count::AdministrativePenalties
        | Count::AdministrativeMaxima
        | Count::Appeals
        | Count::Judgments
        | Count::JudicialPenalties
        | Count::JudicialMaxima
        | Count::SecondAppeals
        | Count::SecondJudgments => None,
    }
}

/// The days, since the start, up to whose ends some totals ask what is owed; without the last.
pub(super) fn ends(engine: &Engine, totals: &[Total]) -> Vec<i32> {
    let on = |day: Day| day - engine.start;
    let of = |total: &Total| match *total {
        Total::OwedBefore => vec![-1],
        Total::Owed(year, _) | Total::Cost(_, year) => {
            let (from, until) = engine.fiscal_year(year);
            vec![from - 1, until]
        }
        Total::OwedOn(day) | Total::Split(day, _) => vec![before_decisions(engine, day)],
        Total::Quantity(Quantity::Owed { since }, day) => vec![on(since) - 1, on(day)],
        _ => Vec::new(),
    };
    let mut ends: Vec<i32> = totals.iter().flat_map(of).collect();
    ends.retain(|end| *end < engine.days as i32 - 1);
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// The day up to whose end is owed what would be payable if everybody were decided on a day.
fn before_decisions(engine: &Engine, day: Day) -> i32 {
    day - engine.start - 1 + engine.law.decision_day
}

/// Reads the numbers of a path off its sums, and adds what is known of cases with a notice.
pub(super) fn collect(
    engine: &MeanEngine,
    key: Key,
    tally: &MeanTally,
    known: Option<&Outcome>,
) -> MeanOutcome {
    let reader = Reader { engine, tally };
    let value = |total: &Total| {
        let mut value = reader.value(*total);
        if let Some(known) = known.filter(|_| !is_of_queue(*total)) {
            let of = engine.engine.place_of(*total);
            value.mean += known.totals[of.expect("a total of the engine")] as f64;
        }
        value
    };
    MeanOutcome { replication: key.number(), values: engine.totals.iter().map(value).collect() }
}

struct Reader<'a> {
    engine: &'a MeanEngine,
    tally: &'a MeanTally,
}

impl Reader<'_> {
    fn value(&self, total: Total) -> MeanValue {
        let on = |day: Day| day - self.engine.engine.start;
        match total {
            Total::Bill(tier) => self.bill(tier),
            Total::OwedBefore => MeanValue::of_mean(self.owed(None, -1)),
            Total::Owed(year, tier) => {
                let (from, until) = self.engine.engine.fiscal_year(year);
                MeanValue::of_mean(self.owed(tier, until) - self.owed(tier, from - 1))
            }
            Total::OwedOn(day) => {
                let end = before_decisions(&self.engine.engine, day);
                MeanValue::of_mean(self.owed(None, end))
            }
            Total::Split(day, _) => {
                let end = before_decisions(&self.engine.engine, day);
                MeanValue::of_mean(self.bill(None).mean - self.owed(None, end))
            }
            Total::AfterEnd => MeanValue::of_mean(self.tally.rest),
            Total::Count(count) => match flow(&self.tally.waited, count) {
                Some(flow) => MeanValue::exact(flow.cases),
                None => self.events(count, false),
            },
            Total::CountIn(count, _) => match flow(&self.tally.waited, count) {
                Some(flow) => MeanValue::exact(flow.households),
                None => self.events(count, true),
            },
            Total::Gone => self.gone(),
            Total::Quantity(Quantity::OpenStock, day) => self.stock(false, on(day)),
            Total::Quantity(Quantity::LateStock, day) => self.stock(true, on(day)),
            Total::Quantity(Quantity::Decided { since }, day) => {
                let days = on(since).max(0) as usize..=on(day) as usize;
                MeanValue::exact(self.tally.waited.decided_on[days].iter().sum())
            }
            Total::Quantity(Quantity::Owed { since }, day) => {
                let owed = self.owed(None, on(day)) - self.owed(None, on(since) - 1);
                MeanValue::of_mean(owed)
            }
            Total::Cost(_, year) => self.legal_costs(year),
            Total::Quantity(..)
            | Total::Paid(..)
            | Total::UnderRule(..)
            | Total::Wait(_)
            | Total::Spent(_)
            | Total::PeakOccupied
            | Total::PeakEmergency
            | Total::CaseworkShare(_)
            | Total::LateShare(_) => unreachable!("it cannot be integrated"),
        }
    }

    /// The final bill: of the penalties of a household the mean is E c and the variance
    /// E c² − (E c)², where c counts for each of its penalties.
    fn bill(&self, tier: Option<Tier>) -> MeanValue {
        let (means, seconds) = (self.tally.by_penalties(), self.tally.by_penalties_squared());
        let of = |mean: usize, square: usize| (means.means[mean], seconds.means[square]);
        let administrative = of(ADMINISTRATIVE, ADMINISTRATIVE_SQUARED);
        let judicial = of(JUDICIAL, JUDICIAL_SQUARED);
        let squares = [means.squares[ADMINISTRATIVE], means.squares[JUDICIAL]];
        match tier {
            Some(Tier::Administrative) => {
                MeanValue::new(administrative.0, administrative.1 - squares[0])
            }
            Some(Tier::Judicial) => MeanValue::new(judicial.0, judicial.1 - squares[1]),
            None => {
                let second = administrative.1 + judicial.1 + 2.0 * seconds.means[PRODUCT];
                let square = squares[0] + squares[1] + 2.0 * means.product;
                MeanValue::new(administrative.0 + judicial.0, second - square)
            }
        }
    }

    /// Owed up to the end of a day since the start.
    fn owed(&self, tier: Option<Tier>, end: i32) -> f64 {
        if self.engine.engine.days as i32 - 1 <= end {
            return self.bill(tier).mean;
        }
        let [administrative, judicial] = self.tally.by_end[self.place_of(end)].owed;
        match tier {
            Some(Tier::Administrative) => administrative,
            Some(Tier::Judicial) => judicial,
            None => administrative + judicial,
        }
    }

    fn place_of(&self, end: i32) -> usize {
        self.engine.ends.binary_search(&end).expect("a day that is asked for")
    }

    fn judgments(&self, end: i32) -> f64 {
        if self.engine.engine.days as i32 - 1 <= end {
            return self.events(Count::Judgments, false).mean;
        }
        self.tally.by_end[self.place_of(end)].judgments
    }

    fn legal_costs(&self, year: i32) -> MeanValue {
        let (from, until) = self.engine.engine.fiscal_year(year);
        let court = self.engine.model().law.court.as_ref();
        let each = court.map_or(0, |court| court.legal_costs.versions()[0].value.in_cents());
        let judgments = self.judgments(until) - self.judgments(from - 1);
        MeanValue::of_mean(each as f64 * judgments)
    }

    /// A number of events, in their unit or in the other one.
    fn events(&self, count: Count, in_other: bool) -> MeanValue {
        let second =
            self.engine.engine.law.court.as_ref().is_some_and(|it| it.second_appeal.is_some());
        let (event, both, of_penalties) = match count {
            Count::AdministrativePenalties => (ADMINISTRATIVE_BEGUN, false, true),
            Count::AdministrativeMaxima => (ADMINISTRATIVE_MAXIMUM, false, true),
            Count::JudicialPenalties => (JUDICIAL_BEGUN, second, true),
            Count::JudicialMaxima => (JUDICIAL_MAXIMUM, second, true),
            Count::Appeals => (APPEALS, second, false),
            Count::Judgments => (JUDGMENTS, second, false),
            Count::SecondAppeals => (APPEALS + TO_SECOND, false, false),
            Count::SecondJudgments => (JUDGMENTS + TO_SECOND, false, false),
            Count::Notices => (NOTICES, false, false),
            Count::Received
            | Count::Decided
            | Count::DecidedLate
            | Count::Withdrawn
            | Count::Pending
            | Count::Late => unreachable!("the path decides it"),
        };
        let tally = self.tally;
        let (means, seconds, squares) = match (of_penalties, in_other) {
            (true, false) => {
                (tally.by_penalties(), tally.by_penalties_squared(), tally.by_penalties())
            }
            (false, true) => (tally.by_heads(), tally.by_heads_squared(), tally.by_heads_squared()),
            (true, true) | (false, false) => {
                let sums = tally.by_households();
                (sums, sums, sums)
            }
        };
        if both {
            return MeanValue::of_mean(means.means[event] + means.means[event + TO_SECOND]);
        }
        // It happens once or not at all.
        MeanValue::new(means.means[event], seconds.means[event] - squares.squares[event])
    }

    /// Cases at the end of a day since the start.
    fn stock(&self, late: bool, end: i32) -> MeanValue {
        let waited = &self.tally.waited;
        let changes = if late { &waited.late_change } else { &waited.pending_change };
        MeanValue::exact(changes[..=end as usize].iter().sum())
    }

    /// The day on which the late stock is gone; infinite if it never is.
    fn gone(&self) -> MeanValue {
        let engine = &self.engine.engine;
        let mut late = 0;
        let daily = self.tally.waited.late_change.iter().map(|change| {
            late += change;
            late
        });
        match engine.gone(daily) {
            Total::NEVER => MeanValue { mean: f64::INFINITY, variance: Some(0.0) },
            day => MeanValue::exact(day),
        }
    }
}

//! What is spent beside the penalties: lines of costs, by day.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use crate::model::Court;
use crate::model::Model;
use crate::money::Money;
use crate::sim::Series;
use crate::sim::Total;
use crate::sim::ledger::Ledger;
use crate::sim::places::Occupancy;
use crate::sim::staff_spending::SurgeCosts;
use crate::sim::staff_spending::daily_staff_costs;
use crate::sim::staff_spending::surge_costs;
use crate::sim::surge::Surged;

/// A line of costs beside the penalties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostLine {
    /// The people who decide.
    Staff,
    /// Hiring them.
    Hiring,
    /// Their overtime.
    Overtime,
    /// Named costs, as a director or a team.
    Measures,
    /// Legal costs of judgments.
    LegalCosts,
    /// Regular places in reception.
    Reception,
    /// Places in reception beyond the regular ones.
    EmergencyReception,
}

impl CostLine {
    /// All lines, in the order of reports.
    pub const ALL: [CostLine; 7] = [
        CostLine::Staff,
        CostLine::Hiring,
        CostLine::Overtime,
        CostLine::Measures,
        CostLine::LegalCosts,
        CostLine::Reception,
        CostLine::EmergencyReception,
    ];

    /// Its name, as in files.
    pub fn name(self) -> &'static str {
        match self {
            CostLine::Staff => "staff",
            CostLine::Hiring => "hiring",
            CostLine::Overtime => "overtime",
            CostLine::Measures => "measures",
            CostLine::LegalCosts => "legal_costs",
            CostLine::Reception => "reception",
            CostLine::EmergencyReception => "emergency_reception",
        }
    }

    /// Whether a model has anything to book on this line.
    fn is_of(self, model: &Model) -> bool {
        match self {
            CostLine::Measures => !model.costs.is_empty(),
            CostLine::Reception | CostLine::EmergencyReception => model.has_reception(),
            CostLine::Staff | CostLine::Hiring | CostLine::Overtime => {
                model.pools.iter().any(|pool| pool.staff.cost.is_some())
            }
            CostLine::LegalCosts => model.law.court.as_ref().is_some_and(Court::has_legal_costs),
        }
    }
}

/// The lines that a model has, in the order of reports.
fn lines(model: &Model) -> impl Iterator<Item = CostLine> {
    CostLine::ALL.into_iter().filter(|line| line.is_of(model))
}

/// Whether a model has any line of costs beside the penalties.
pub(crate) fn spends(model: &Model) -> bool {
    lines(model).next().is_some()
}

/// The totals of a model's lines; none when it has no line.
pub(crate) fn totals(model: &Model, years: &[(i32, i32)]) -> Vec<Total> {
    let mut totals = Vec::new();
    if lines(model).next().is_some() {
        for (_, year) in years {
            totals.extend(lines(model).map(|line| Total::Cost(line, *year)));
            totals.push(Total::Spent(*year));
        }
    }
    if model.has_reception() {
        totals.extend([Total::PeakOccupied, Total::PeakEmergency]);
    }
    totals
}

/// The weekly series of a model's lines; none when it has no line.
pub(crate) fn series(model: &Model) -> Vec<Series> {
    let spent = lines(model).next().map(|_| Series::Spent);
    let places = [Series::Occupied, Series::Emergency].into_iter();
    spent.into_iter().chain(places.filter(|_| model.has_reception())).collect()
}

/// The lines of a model, compiled.
#[derive(Clone, Debug)]
pub(crate) struct SpendingPlan {
    // With what is the same in all replications, in cents by day.
    lines: Vec<(CostLine, Vec<i64>)>,
    // One a trigger, in their order.
    surges: Vec<SurgeCosts>,
}

impl SpendingPlan {
    pub(crate) fn new(model: &Model) -> SpendingPlan {
        SpendingPlan {
            lines: lines(model).map(|line| (line, daily_costs(model, line))).collect(),
            surges: surge_costs(model),
        }
    }
}

/// What a line costs on each day in every replication alike, in cents; empty for a line that
/// depends on what happens.
fn daily_costs(model: &Model, line: CostLine) -> Vec<i64> {
    let on = |day| -> Money {
        model.costs.iter().map(|cost| cost.on(day, model.fiscal_year_starts)).sum()
    };
    match line {
        CostLine::Measures => model.period.iter().map(|day| on(day).in_cents()).collect(),
        CostLine::Staff => daily_staff_costs(model, |costs| costs.staff),
        CostLine::Hiring => daily_staff_costs(model, |costs| costs.hiring),
        CostLine::Overtime => daily_staff_costs(model, |costs| costs.overtime),
        CostLine::LegalCosts | CostLine::Reception | CostLine::EmergencyReception => Vec::new(),
    }
}

/// What one replication spends, in cents.
pub(crate) struct Spending<'a> {
    // By day.
    lines: Vec<(CostLine, Cow<'a, [i64]>)>,
    /// On all lines, up to the end of each day; empty when there is no line.
    pub(crate) spent: Vec<i64>,
}

impl<'a> Spending<'a> {
    pub(crate) fn new(
        plan: &'a SpendingPlan,
        ledger: &'a Ledger,
        occupancy: &'a Occupancy,
        surged: &[Surged],
    ) -> Spending<'a> {
        let by_day = |(line, fixed): &'a (CostLine, Vec<i64>)| {
            let days: &[i64] = match line {
                CostLine::Reception => &occupancy.regular_cost,
                CostLine::EmergencyReception => &occupancy.emergency_cost,
                CostLine::LegalCosts => &ledger.legal_costs,
                CostLine::Staff | CostLine::Hiring | CostLine::Overtime | CostLine::Measures => {
                    fixed
                }
            };
            (*line, Cow::Borrowed(days))
        };
        let mut lines: Vec<(CostLine, Cow<'a, [i64]>)> = plan.lines.iter().map(by_day).collect();
        for surge in surged {
            plan.surges[surge.trigger].book(surge, &mut lines);
        }
        let days = if lines.is_empty() { 0 } else { ledger.days as usize };
        let mut sum = 0;
        let next = |t: usize| {
            sum += lines.iter().map(|(_, days)| days[t]).sum::<i64>();
            sum
        };
        let spent = (0..days).map(next).collect();
        Spending { lines, spent }
    }

    /// Spent on one line from one day to another, both included.
    pub(crate) fn on_line(&self, line: CostLine, days: RangeInclusive<usize>) -> i64 {
        let found = self.lines.iter().find(|(known, _)| *known == line).expect("a line");
        found.1[days].iter().sum()
    }

    /// Spent on all lines from one day to another, both included.
    pub(crate) fn on_all(&self, days: RangeInclusive<usize>) -> i64 {
        let before = days.start().checked_sub(1).map_or(0, |t| self.spent[t]);
        self.spent[*days.end()] - before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_off_the_plan_the_ledger_and_the_places() {
        let lines = [
            (CostLine::Measures, vec![1, 2, 3, 4]),
            (CostLine::LegalCosts, Vec::new()),
            (CostLine::Reception, Vec::new()),
            (CostLine::EmergencyReception, Vec::new()),
        ];
        let plan = SpendingPlan { lines: lines.to_vec(), surges: Vec::new() };
        let mut ledger = Ledger::default();
        ledger.reset(4, 0, 0, 0, 0);
        ledger.legal_costs[2] = 50;
        let occupancy = Occupancy {
            regular_cost: vec![100, 100, 200, 0],
            emergency_cost: vec![0, 1_000, 0, 0],
            ..Occupancy::default()
        };
        let spending = Spending::new(&plan, &ledger, &occupancy, &[]);
        assert_eq!(spending.spent, [101, 1_203, 1_456, 1_460]);
        let of = |line| [spending.on_line(line, 0..=1), spending.on_line(line, 2..=3)];
        assert_eq!(of(CostLine::Measures), [3, 7]);
        assert_eq!(of(CostLine::LegalCosts), [0, 50]);
        assert_eq!(of(CostLine::Reception), [200, 200]);
        assert_eq!(of(CostLine::EmergencyReception), [1_000, 0]);
        assert_eq!([spending.on_all(0..=1), spending.on_all(2..=3)], [1_203, 257]);
    }
}

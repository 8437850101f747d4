//! What a policy spends beside the penalties: the one place that says which totals are spending.

use crate::sim::Engine;
use crate::sim::Outcome;
use crate::sim::Series;
use crate::sim::Total;

/// Whether a total is money spent beside the bill. Every cent must be in one such total only.
fn is_spending(total: Total) -> bool {
    match total {
        Total::Bill(_)
        | Total::OwedBefore
        | Total::Owed(..)
        | Total::Paid(..)
        | Total::OwedOn(_)
        | Total::Split(..)
        | Total::AfterEnd
        | Total::Count(_)
        | Total::CountIn(..)
        | Total::UnderRule(..)
        | Total::Gone
        | Total::Wait(_)
        | Total::Quantity(..)
        | Total::Cost(..)
        | Total::PeakOccupied
        | Total::PeakEmergency
        | Total::CaseworkShare(_)
        | Total::LateShare(_) => false,
        // The sum of the lines of a year, each of which is in it.
        Total::Spent(_) => true,
    }
}

/// Whether a model that does not measure a total has none of it, rather than an unknown number.
pub(crate) fn is_zero_when_absent(total: Total) -> bool {
    match total {
        Total::Cost(..) | Total::Spent(_) | Total::PeakOccupied | Total::PeakEmergency => true,
        Total::Bill(_)
        | Total::OwedBefore
        | Total::Owed(..)
        | Total::Paid(..)
        | Total::OwedOn(_)
        | Total::Split(..)
        | Total::AfterEnd
        | Total::Count(_)
        | Total::CountIn(..)
        // A rule that does not change is not counted: all cases fall under it.
        | Total::UnderRule(..)
        | Total::Gone
        | Total::Wait(_)
        | Total::Quantity(..)
        | Total::CaseworkShare(_)
        | Total::LateShare(_) => false,
    }
}

/// Whether a weekly series is money spent beside the bill, summed from the first day on.
fn is_cumulative_spending(series: Series) -> bool {
    match series {
        Series::Pending
        | Series::Late
        | Series::Noticed
        | Series::Running(_)
        | Series::Received
        | Series::Decided
        | Series::Owed
        | Series::OwedInWeek
        | Series::Part(_)
        | Series::StreamPending(_)
        | Series::StreamLate(_)
        | Series::Occupied
        | Series::Emergency => false,
        Series::Spent => true,
    }
}

/// What is spent beside the bill up to the end of a future, in cents; 0 where the model has no
/// costs.
pub(crate) fn spent(engine: &Engine, outcome: &Outcome) -> i64 {
    let amounts = engine.totals().iter().zip(&outcome.totals);
    amounts.filter(|(total, _)| is_spending(**total)).map(|(_, cents)| cents).sum()
}

/// The same up to the end of each week, in cents.
pub(crate) fn spent_by_week(engine: &Engine, outcome: &Outcome) -> Vec<i64> {
    let weeks = engine.week_ends().len();
    let mut spent = vec![0; weeks];
    for (number, series) in engine.series().iter().enumerate() {
        if is_cumulative_spending(*series) {
            let values = &outcome.weeks[number * weeks..(number + 1) * weeks];
            spent.iter_mut().zip(values).for_each(|(sum, cents)| *sum += cents);
        }
    }
    spent
}

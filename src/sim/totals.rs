//! What is measured in every replication: totals, one number each, and weekly series.

use std::fmt;

use crate::model::Branch;
use crate::model::Law;
use crate::model::LawRule;
use crate::model::Model;
use crate::model::Quantity;
use crate::model::RuleVersion;
use crate::model::Unit;
use crate::sim::CostLine;
use crate::sim::Count;
use crate::sim::CountedIn;
use crate::sim::spending;
use crate::time::Day;

/// Which of the two penalties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Tier {
    /// The administrative penalty.
    Administrative = 0,
    /// The judicial penalty.
    Judicial = 1,
}

impl Tier {
    /// Both, administrative first.
    pub const ALL: [Tier; 2] = [Tier::Administrative, Tier::Judicial];

    /// What is counted when a penalty begins, and when it reaches its maximum.
    pub(crate) fn counts(self) -> [Count; 2] {
        match self {
            Tier::Administrative => [Count::AdministrativePenalties, Count::AdministrativeMaxima],
            Tier::Judicial => [Count::JudicialPenalties, Count::JudicialMaxima],
        }
    }
}

/// A part of the final bill, as seen on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Transferred before that day.
    Paid,
    /// Payable even if every open case were decided that day, less what is paid.
    Lost,
    /// The rest of the final bill.
    Avoidable,
}

/// Whose median wait is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Cases decided from the as-of day on, from receipt to decision. Those that still wait are not
    /// among them, so this says little of how long a new case will take.
    Decided,
    /// Cases pending at the end of the as-of day, from receipt to that day.
    OpenAsOf,
    /// Cases pending at the end of the last day, from receipt to that day.
    OpenAtEnd,
}

/// One number of a replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Owed up to the scenario's end: the final bill, of one penalty or both.
    Bill(Option<Tier>),
    /// Owed before the first day, both penalties.
    OwedBefore,
    /// Run up in a fiscal year, of one penalty or both.
    Owed(i32, Option<Tier>),
    /// Transferred in a fiscal year, of one penalty or both.
    Paid(i32, Option<Tier>),
    /// Paid and lost together: what is owed on a day, whatever is decided from then on.
    OwedOn(Day),
    /// A part of the final bill as seen at the start of a day.
    Split(Day, Part),
    /// What the households that are late and pending at the end would add if they were never
    /// decided. Those within their term owe nothing yet and can still be decided in time.
    AfterEnd,
    /// Something that is counted.
    Count(Count),
    /// The same in the other unit: households of what is counted in cases or in penalties, cases
    /// of what is counted in households. Only where households may have more than one head.
    CountIn(Count, CountedIn),
    /// Who falls under one version of a rule of law that has several.
    UnderRule(LawRule, RuleVersion, CountedIn),
    /// The day on which the late stock is gone; [`Total::NEVER`] if it never is.
    Gone,
    /// The median wait in days; −1 where nobody waits.
    Wait(Waiting),
    /// A quantity on a day.
    Quantity(Quantity, Day),
    /// Spent in a fiscal year on one line of costs, beside the penalties.
    Cost(CostLine, i32),
    /// Spent in a fiscal year on all lines of costs together; no penalty is in it.
    Spent(i32),
    /// The most places in reception occupied on one day, from the as-of day on.
    PeakOccupied,
    /// The most emergency places occupied on one day, from the as-of day on.
    PeakEmergency,
    /// The share of the capacity of a branch in the last year that notices, appeals and judgments
    /// took; 0 without capacity. The branch goes by the number of its first pool, from 0.
    CaseworkShare(usize),
    /// The share of the households of a branch whose first late day lies in the last year that were
    /// still pending then; 0 where there are none.
    LateShare(usize),
}

impl Total {
    /// The value of [`Total::Gone`] in a future in which the late stock is never gone.
    pub const NEVER: i64 = i64::MAX;

    /// What the number counts.
    pub fn unit(self) -> Unit {
        match self {
            Total::Bill(_)
            | Total::OwedBefore
            | Total::Owed(..)
            | Total::Paid(..)
            | Total::OwedOn(_)
            | Total::Split(..)
            | Total::AfterEnd
            | Total::Cost(..)
            | Total::Spent(_) => Unit::Cents,
            Total::Count(count) => count.unit(),
            Total::CountIn(_, counted) | Total::UnderRule(_, _, counted) => counted.unit(),
            Total::Gone => Unit::Date,
            Total::Wait(_) => Unit::Days,
            Total::Quantity(quantity, _) => quantity.unit(),
            Total::PeakOccupied | Total::PeakEmergency => Unit::Places,
            Total::CaseworkShare(_) | Total::LateShare(_) => Unit::Millionths,
        }
    }
}

impl fmt::Display for Total {
    /// The name in files, as `owed.judicial.2020` or `lost.2020-03-03`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |tier: &Option<Tier>| match tier {
            None => "",
            Some(Tier::Administrative) => ".administrative",
            Some(Tier::Judicial) => ".judicial",
        };
        match self {
            Total::Bill(tier) => write!(formatter, "bill{}", of(tier)),
            Total::OwedBefore => write!(formatter, "owed.before"),
            Total::Owed(year, tier) => write!(formatter, "owed{}.{year}", of(tier)),
            Total::Paid(year, tier) => write!(formatter, "paid{}.{year}", of(tier)),
            Total::OwedOn(day) => write!(formatter, "owed_on.{day}"),
            Total::Split(day, Part::Paid) => write!(formatter, "paid_by.{day}"),
            Total::Split(day, Part::Lost) => write!(formatter, "lost.{day}"),
            Total::Split(day, Part::Avoidable) => write!(formatter, "avoidable.{day}"),
            Total::AfterEnd => write!(formatter, "after_end"),
            Total::Count(count) => write!(formatter, "{}", count.name()),
            Total::CountIn(count, counted) => {
                write!(formatter, "{}.{}", count.name(), counted.name())
            }
            Total::UnderRule(rule, version, counted) => {
                write!(formatter, "rule.{}.{version}.{}", rule.name(), counted.name())
            }
            Total::Gone => write!(formatter, "gone"),
            Total::Wait(Waiting::Decided) => write!(formatter, "median_wait.decided"),
            Total::Wait(Waiting::OpenAsOf) => write!(formatter, "median_wait.open_as_of"),
            Total::Wait(Waiting::OpenAtEnd) => write!(formatter, "median_wait.open_at_end"),
            Total::Quantity(quantity, day) => {
                let name = match quantity {
                    Quantity::OpenStock => "open_stock",
                    Quantity::LateStock => "late_stock",
                    Quantity::NoticeShare => "notice_share",
                    Quantity::PenaltyShare => "penalty_share",
                    Quantity::Owed { .. } => "owed",
                    Quantity::OwedGrowthPerWeek => "owed_growth_per_week",
                    Quantity::Paid { .. } => "paid",
                    Quantity::Decided { .. } => "decided",
                };
                match quantity.since() {
                    Some(since) => write!(formatter, "{name}.{since}.{day}"),
                    None => write!(formatter, "{name}.{day}"),
                }
            }
            Total::Cost(line, year) => write!(formatter, "cost.{}.{year}", line.name()),
            Total::Spent(year) => write!(formatter, "spent.{year}"),
            Total::PeakOccupied => write!(formatter, "peak_occupied"),
            Total::PeakEmergency => write!(formatter, "peak_emergency"),
            Total::CaseworkShare(pool) => write!(formatter, "casework_share.{}", pool + 1),
            Total::LateShare(pool) => write!(formatter, "late_share.{}", pool + 1),
        }
    }
}

/// A series with one value at the end of each week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// Cases pending.
    Pending,
    /// Late cases.
    Late,
    /// Late cases with a notice.
    Noticed,
    /// Penalties of a tier that run.
    Running(Tier),
    /// Cases received in the week.
    Received,
    /// Cases decided in the week.
    Decided,
    /// Owed since before the first day, both penalties.
    Owed,
    /// Run up in the week, both penalties.
    OwedInWeek,
    /// A part of the final bill, as seen at the start of the week's last day.
    Part(Part),
    /// Cases of one stream pending.
    StreamPending(usize),
    /// Late cases of one stream.
    StreamLate(usize),
    /// Spent since the first day on all lines of costs together; no penalty is in it.
    Spent,
    /// Places in reception that are occupied.
    Occupied,
    /// Emergency places that are occupied: those beyond the regular ones.
    Emergency,
}

impl Series {
    /// What the numbers count.
    pub fn unit(self) -> Unit {
        match self {
            Series::Owed | Series::OwedInWeek | Series::Part(_) | Series::Spent => Unit::Cents,
            Series::Occupied | Series::Emergency => Unit::Places,
            Series::Running(_) => Unit::Penalties,
            Series::Pending
            | Series::Late
            | Series::Noticed
            | Series::Received
            | Series::Decided
            | Series::StreamPending(_)
            | Series::StreamLate(_) => Unit::Cases,
        }
    }

    /// The name in files, as `late` or `late.asylum`; `model` gives the names of streams.
    pub fn name(self, model: &Model) -> String {
        let simple = match self {
            Series::Pending => "pending",
            Series::Late => "late",
            Series::Noticed => "noticed",
            Series::Running(Tier::Administrative) => "running.administrative",
            Series::Running(Tier::Judicial) => "running.judicial",
            Series::Received => "received_in_week",
            Series::Decided => "decided_in_week",
            Series::Owed => "owed",
            Series::OwedInWeek => "owed_in_week",
            Series::Part(Part::Paid) => "paid_by",
            Series::Part(Part::Lost) => "lost",
            Series::Part(Part::Avoidable) => "avoidable",
            Series::StreamPending(stream) => {
                return format!("pending.{}", model.streams[stream].name);
            }
            Series::StreamLate(stream) => return format!("late.{}", model.streams[stream].name),
            Series::Spent => "spent",
            Series::Occupied => "occupied",
            Series::Emergency => "emergency",
        };
        simple.to_owned()
    }
}

/// The fiscal years that a model touches: first day in the period (in days since the start) and
/// name.
pub(crate) fn fiscal_years(model: &Model) -> Vec<(i32, i32)> {
    let start = model.period.start();
    let (year, month, _) = start.civil();
    let first = i32::from(year) - i32::from((month as u8) < model.fiscal_year_starts);
    let begins = |day: &Day| {
        let (_, month, of_month) = day.civil();
        *day != start && month as u8 == model.fiscal_year_starts && of_month == 1
    };
    let later = model.period.iter().filter(begins).map(|day| day - start);
    std::iter::once(0).chain(later).zip(first..).collect()
}

/// The quantities that were asked for, and how fast what is owed grows on each day of a split.
pub(crate) fn all_quantities(model: &Model) -> impl Iterator<Item = (Quantity, Day)> {
    let growth = |day: &Day| (Quantity::OwedGrowthPerWeek, *day);
    let of_splits = model.split_on.iter().map(growth);
    let new = of_splits.filter(|growth| !model.quantities.contains(growth));
    model.quantities.iter().copied().chain(new)
}

/// The versions of the rules that have several, in the order of [`LawRule::ALL`].
fn under_rules(law: &Law) -> impl Iterator<Item = Total> + use<'_> {
    let of_rule = |rule: LawRule| law.versions(rule).into_iter().map(move |it| (rule, it.0));
    let rules = LawRule::ALL.into_iter().filter(|rule| 1 < law.versions(*rule).len());
    let both = |(rule, version)| CountedIn::ALL.map(|it| Total::UnderRule(rule, version, it));
    rules.flat_map(of_rule).flat_map(both)
}

pub(crate) fn all_totals(model: &Model, years: &[(i32, i32)], branches: &[Branch]) -> Vec<Total> {
    let tiers = [None, Some(Tier::Administrative), Some(Tier::Judicial)];
    let mut totals: Vec<Total> = tiers.map(Total::Bill).to_vec();
    totals.push(Total::OwedBefore);
    for (_, year) in years {
        totals.extend(tiers.map(|tier| Total::Owed(*year, tier)));
    }
    for (_, year) in years {
        totals.extend(tiers.map(|tier| Total::Paid(*year, tier)));
    }
    for day in &model.split_on {
        totals.push(Total::OwedOn(*day));
        let parts = [Part::Paid, Part::Lost, Part::Avoidable];
        totals.extend(parts.map(|part| Total::Split(*day, part)));
    }
    totals.push(Total::AfterEnd);
    totals.extend(Count::all_of(model).map(Total::Count));
    if model.streams.iter().any(|it| !it.households.always_single()) {
        totals.extend(Count::all_of(model).map(|count| Total::CountIn(count, count.other_unit())));
    }
    totals.extend(under_rules(&model.law));
    totals.push(Total::Gone);
    let whose = [Waiting::Decided, Waiting::OpenAsOf, Waiting::OpenAtEnd];
    totals.extend(whose.map(Total::Wait));
    totals.extend(all_quantities(model).map(|(quantity, day)| Total::Quantity(quantity, day)));
    totals.extend(spending::totals(model, years));
    let of_branch =
        |it: &Branch| [Total::CaseworkShare(it.pools[0]), Total::LateShare(it.pools[0])];
    totals.extend(branches.iter().flat_map(of_branch));
    totals
}

pub(crate) fn all_series(model: &Model) -> Vec<Series> {
    let mut series = vec![
        Series::Pending,
        Series::Late,
        Series::Noticed,
        Series::Running(Tier::Administrative),
        Series::Running(Tier::Judicial),
        Series::Received,
        Series::Decided,
        Series::Owed,
        Series::OwedInWeek,
        Series::Part(Part::Paid),
        Series::Part(Part::Lost),
        Series::Part(Part::Avoidable),
    ];
    if 1 < model.streams.len() {
        for stream in 0..model.streams.len() {
            series.extend([Series::StreamPending(stream), Series::StreamLate(stream)]);
        }
    }
    series.extend(spending::series(model));
    series
}

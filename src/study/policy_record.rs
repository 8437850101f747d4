//! What is kept of the futures of one policy: tallies that grow batch by batch, in bounded memory.

use crate::model::Unit;
use crate::sim::Engine;
use crate::sim::GroupWait;
use crate::sim::Outcome;
use crate::sim::Series;
use crate::sim::Total;
use crate::sim::WaitGroup;
use crate::study::GoneDifference;
use crate::study::GroupFinding;
use crate::study::PolicyFinding;
use crate::study::SavedPerSpent;
use crate::study::TotalDifference;
use crate::study::TotalOfPolicy;
use crate::study::spending::is_zero_when_absent;
use crate::study::spending::spent;
use crate::study::spending::spent_by_week;
use crate::summary;
use crate::summary::Moments;
use crate::summary::Tally;
use crate::time::Day;

/// What is read off one future of one policy.
pub(crate) struct Reading {
    totals: Vec<i64>,
    bill: i64,
    spent: i64,
    gone: i64,
    owed_by_week: Vec<i64>,
    spent_by_week: Vec<i64>,
    group_waits: Vec<GroupWait>,
}

impl Reading {
    pub(crate) fn new(engine: &Engine, outcome: Outcome) -> Reading {
        let weeks = engine.week_ends().len();
        let owed = engine.series().iter().position(|series| *series == Series::Owed);
        let owed = weeks * owed.expect("what is owed is always measured");
        let total = |total: Total| {
            let at = engine.place_of(total);
            outcome.totals[at.expect("always measured")]
        };
        Reading {
            bill: total(Total::Bill(None)),
            spent: spent(engine, &outcome),
            gone: total(Total::Gone),
            owed_by_week: outcome.weeks[owed..owed + weeks].to_vec(),
            spent_by_week: spent_by_week(engine, &outcome),
            totals: outcome.totals,
            group_waits: outcome.group_waits,
        }
    }

    /// The value of a total, by its place in the outcomes.
    pub(crate) fn total(&self, place: usize) -> i64 {
        self.totals[place]
    }

    /// The bill and all that is spent beside it.
    pub(crate) fn cost(&self) -> i64 {
        self.bill + self.spent
    }

    fn is_gone(&self) -> bool {
        self.gone != Total::NEVER
    }
}

/// Different values that are kept apart: of costs, and of everything else. Means and variances are
/// exact whatever their number.
const COST_VALUES: usize = 65_536;
const OTHER_VALUES: usize = 2_048;
/// More than there are days in a century.
const DATE_VALUES: usize = 65_536;

/// The growing record of one policy beside that of doing nothing.
pub(crate) struct PolicyRecord {
    /// Each total, with its place here and its place in the model of doing nothing.
    totals: Vec<(Total, [Option<usize>; 2])>,
    groups: Vec<(String, WaitGroup, [Option<usize>; 2])>,
    /// Ends of weeks that both models have, from the as-of day on: the day, its place here and its
    /// place in the model of doing nothing.
    weeks: Vec<(Day, usize, usize)>,
    end: Day,
    values: Vec<Tally>,
    differences: Vec<Tally>,
    cost: Tally,
    saved: Tally,
    spent: Tally,
    saved_and_spent: Moments<2>,
    break_even: Tally,
    gone: Tally,
    gone_later: Tally,
    /// Futures in which the late stock is gone under neither, nothing only, this one only, both.
    gone_counts: [u64; 4],
    waits: Vec<Moments<4>>,
}

/// Whether a total is an amount or a number of things: what has a mean and a difference.
fn is_compared(total: &Total) -> bool {
    // The versions of a rule differ from policy to policy: no total stands beside them.
    if let Total::UnderRule(..) = total {
        return false;
    }
    match total.unit() {
        Unit::Cents | Unit::Cases | Unit::Households | Unit::Penalties | Unit::Places => true,
        // A median wait is -1 where nobody waits, a share has no whole, a day may never come.
        Unit::Days | Unit::Millionths | Unit::Date => false,
    }
}

/// The items of one list, then those of the other that are new, each with its places in `mine` and
/// in `nothing`.
fn aligned<T: Clone + PartialEq>(mine: &[T], nothing: &[T]) -> Vec<(T, [Option<usize>; 2])> {
    let new = mine.iter().filter(|item| !nothing.contains(item));
    let place = |list: &[T], item: &T| list.iter().position(|it| it == item);
    let both = |item: &T| (item.clone(), [place(mine, item), place(nothing, item)]);
    nothing.iter().chain(new).map(both).collect()
}

fn compared(engine: &Engine) -> Vec<Total> {
    engine.totals().iter().filter(|total| is_compared(total)).copied().collect()
}

/// The groups of a model by the names of their streams.
fn groups(engine: &Engine) -> Vec<(String, WaitGroup)> {
    let name = |stream: usize| engine.model().streams[stream].name.clone();
    engine.wait_groups().iter().map(|(stream, group)| (name(*stream), *group)).collect()
}

impl PolicyRecord {
    pub(crate) fn new(engine: &Engine, nothing: &Engine) -> PolicyRecord {
        let totals = aligned(&compared(engine), &compared(nothing));
        let totals: Vec<(Total, [Option<usize>; 2])> = totals
            .into_iter()
            .map(|(total, _)| (total, [engine.place_of(total), nothing.place_of(total)]))
            .filter(|(total, places)| {
                is_zero_when_absent(*total) || places.iter().all(Option::is_some)
            })
            .collect();
        let groups = aligned(&groups(engine), &groups(nothing)).into_iter();
        let groups: Vec<_> =
            groups.map(|((stream, group), places)| (stream, group, places)).collect();
        let period = engine.model().period;
        let theirs: Vec<Day> = nothing.week_ends().collect();
        let from_as_of = engine.week_ends().enumerate().filter(|(_, end)| period.as_of() <= *end);
        let shared = |(at, end): (usize, Day)| Some((end, at, theirs.binary_search(&end).ok()?));
        PolicyRecord {
            weeks: from_as_of.filter_map(shared).collect(),
            end: period.end(),
            values: vec![Tally::new(OTHER_VALUES); totals.len()],
            differences: vec![Tally::new(OTHER_VALUES); totals.len()],
            waits: vec![Moments::default(); groups.len()],
            totals,
            groups,
            cost: Tally::new(COST_VALUES),
            saved: Tally::new(OTHER_VALUES),
            spent: Tally::new(OTHER_VALUES),
            saved_and_spent: Moments::default(),
            break_even: Tally::new(DATE_VALUES),
            gone: Tally::new(DATE_VALUES),
            gone_later: Tally::new(DATE_VALUES),
            gone_counts: [0; 4],
        }
    }

    /// Adds the same futures under this policy and under doing nothing, in order.
    pub(crate) fn add(&mut self, policy: &[Reading], nothing: &[Reading]) {
        let pairs = || policy.iter().zip(nothing);
        let all = |of: &dyn Fn(&Reading, &Reading) -> i64| -> Vec<i64> {
            pairs().map(|(mine, other)| of(mine, other)).collect()
        };
        for (number, (_, [here, there])) in self.totals.iter().enumerate() {
            let value =
                |reading: &Reading, at: Option<usize>| at.map_or(0, |at| reading.totals[at]);
            self.values[number].add_all(&all(&|mine, _| value(mine, *here)));
            let difference =
                |mine: &Reading, other: &Reading| value(mine, *here) - value(other, *there);
            self.differences[number].add_all(&all(&difference));
        }
        self.cost.add_all(&all(&|mine, _| mine.cost()));
        self.saved.add_all(&all(&|mine, other| other.bill - mine.bill));
        self.spent.add_all(&all(&|mine, other| mine.spent - other.spent));
        let break_even = all(&|mine, other| self.break_even_of(mine, other));
        self.break_even.add_all(&break_even);
        self.gone.add_all(&all(&|mine, _| mine.gone));
        let both = pairs().filter(|(mine, other)| mine.is_gone() && other.is_gone());
        self.gone_later.add_all(&both.map(|(a, b)| a.gone - b.gone).collect::<Vec<i64>>());
        for (mine, other) in pairs() {
            self.saved_and_spent.add([other.bill - mine.bill, mine.spent - other.spent]);
            let neither_first = 2 * usize::from(mine.is_gone()) + usize::from(other.is_gone());
            self.gone_counts[neither_first] += 1;
            self.add_waits(mine, other);
        }
    }

    fn break_even_of(&self, mine: &Reading, other: &Reading) -> i64 {
        let pays = |owed: [i64; 2], spent: [i64; 2]| spent[0] - spent[1] <= owed[1] - owed[0];
        if !pays([mine.bill, other.bill], [mine.spent, other.spent]) {
            return Total::NEVER;
        }
        let pays_at = |(_, at, there): &&(Day, usize, usize)| {
            pays(
                [mine.owed_by_week[*at], other.owed_by_week[*there]],
                [mine.spent_by_week[*at], other.spent_by_week[*there]],
            )
        };
        let first = self.weeks.iter().rev().take_while(pays_at).last();
        i64::from(first.map_or(self.end, |(day, _, _)| *day).number())
    }

    fn add_waits(&mut self, mine: &Reading, other: &Reading) {
        for ((_, _, [here, there]), moments) in self.groups.iter().zip(&mut self.waits) {
            let wait = |reading: &Reading, at: Option<usize>| {
                at.map_or(GroupWait::default(), |at| reading.group_waits[at])
            };
            let (mine, other) = (wait(mine, *here), wait(other, *there));
            moments.add([mine.days, mine.cases, other.days, other.cases]);
        }
    }

    /// What the futures say; `nothing` is the record of doing nothing, `None` for itself.
    pub(crate) fn finding(
        &self,
        name: &str,
        description: &str,
        nothing: Option<&PolicyRecord>,
    ) -> PolicyFinding {
        let [neither, only_nothing, only_policy, both] = self.gone_counts;
        let days = (0 < both).then(|| summary::mean(&self.gone_later));
        PolicyFinding {
            name: name.to_owned(),
            description: description.to_owned(),
            is_bound: false,
            cost: self.cost.clone(),
            totals: self.total_findings(nothing),
            saved: self.saved.clone(),
            spent: self.spent.clone(),
            saved_per_spent: self.saved_per_spent(),
            break_even: self.break_even.clone(),
            gone: self.gone.clone(),
            gone_difference: GoneDifference { both, only_policy, only_nothing, neither, days },
            groups: self.group_findings(nothing.is_some()),
        }
    }

    fn total_findings(&self, nothing: Option<&PolicyRecord>) -> Vec<TotalOfPolicy> {
        let zeros = || {
            let mut zeros = Tally::new(OTHER_VALUES);
            (0..self.cost.count()).for_each(|_| zeros.add_all(&[0]));
            zeros
        };
        let finding = |(number, (total, _)): (usize, &(Total, _))| {
            let tally = self.values[number].clone();
            let difference = nothing.map(|nothing| {
                let there = nothing.totals.iter().position(|(known, _)| known == total);
                let differences = self.differences[number].clone();
                match there {
                    Some(there) => {
                        TotalDifference::new(&tally, &nothing.values[there], differences)
                    }
                    None => TotalDifference::new(&tally, &zeros(), differences),
                }
            });
            TotalOfPolicy { total: *total, tally, difference }
        };
        self.totals.iter().enumerate().map(finding).collect()
    }

    fn saved_per_spent(&self) -> Option<SavedPerSpent> {
        let moments = &self.saved_and_spent;
        moments.mean(1).filter(|spent| 0.0 < *spent)?;
        let interval = moments.ratio_interval(0, 1, 0.95);
        moments.ratio(0, 1).map(|ratio| SavedPerSpent { ratio, interval })
    }

    fn group_findings(&self, compares: bool) -> Vec<GroupFinding> {
        let finding = |((stream, group, _), moments): (&(String, WaitGroup, _), &Moments<4>)| {
            let longer = moments.ratio_difference([0, 1], [2, 3]);
            GroupFinding {
                stream: stream.clone(),
                group: *group,
                cases: moments.mean(1).unwrap_or(0.0),
                days: moments.ratio(0, 1),
                longer: longer.filter(|_| compares),
            }
        };
        self.groups.iter().zip(&self.waits).map(finding).collect()
    }
}

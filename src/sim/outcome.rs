//! The result of one replication: whole numbers only.

use std::ops::RangeInclusive;

use crate::model::LawRule;
use crate::model::Quantity;
use crate::model::RuleVersion;
use crate::random::Key;
use crate::sim::Count;
use crate::sim::CountedIn;
use crate::sim::fate::NEVER;
use crate::sim::groups::GroupWait;
use crate::sim::groups::GroupWaits;
use crate::sim::ledger::Ledger;
use crate::sim::ledger::StreamLedger;
use crate::sim::places::Occupancy;
use crate::sim::plan::Engine;
use crate::sim::queue::Queue;
use crate::sim::queue::Worked;
use crate::sim::spending::Spending;
use crate::sim::totals::Part;
use crate::sim::totals::Series;
use crate::sim::totals::Tier;
use crate::sim::totals::Total;
use crate::sim::totals::Waiting;
use crate::time::Day;

/// One simulated future: totals, weekly series and waiting times, in cents, counts and days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The number of the replication.
    pub replication: u32,
    /// One number for each of [`Engine::totals`].
    pub totals: Vec<i64>,
    /// For each of [`Engine::series`], one row of [`Engine::week_ends`]; series after series.
    pub weeks: Vec<i64>,
    /// How long cases have waited.
    pub waits: Waits,
    /// For each of [`Engine::wait_groups`], how long its cases wait from the as-of day on.
    pub group_waits: Vec<GroupWait>,
}

impl Outcome {
    /// The total of this name, as `owed.2020`; `None` when there is none.
    pub fn total(&self, engine: &Engine, name: &str) -> Option<i64> {
        let index = engine.totals().iter().position(|total| total.to_string() == name)?;
        Some(self.totals[index])
    }
}

/// Cases by whole days waited: entry d of each list is the number that waited d days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Decided from the as-of day on.
    pub decided: Vec<u32>,
    /// Pending at the end of the as-of day.
    pub open_as_of: Vec<u32>,
    /// Pending at the end of the last day.
    pub open_at_end: Vec<u32>,
    /// Received from the as-of day on, and decided.
    pub new_decided: Vec<u32>,
    /// Received from the as-of day on, and pending at the end or withdrawn after so many days.
    pub new_left: Vec<u32>,
}

impl Waits {
    pub(crate) fn new(engine: &Engine) -> Waits {
        let oldest = engine.opening.rows.first().map_or(0, |row| row.received);
        let days = engine.days + oldest.unsigned_abs() as usize;
        let new_days = engine.days - engine.as_of as usize;
        Waits {
            decided: vec![0; days],
            open_as_of: vec![0; days],
            open_at_end: vec![0; days],
            new_decided: vec![0; new_days],
            new_left: vec![0; new_days],
        }
    }

    /// Adds cases that were received and closed on these days ([`NEVER`] if still pending).
    #[inline]
    pub(crate) fn add(
        &mut self,
        engine: &Engine,
        received: i32,
        closed: i32,
        withdrawn: bool,
        cases: i64,
    ) {
        let (cases, last, as_of) = (cases as u32, engine.days as i32 - 1, engine.as_of);
        if closed < as_of {
            return;
        }
        let is_new = as_of <= received;
        if received <= as_of && as_of < closed {
            self.open_as_of[(as_of - received) as usize] += cases;
        }
        let waited = (closed.min(last) - received) as usize;
        let decided = closed != NEVER && !withdrawn;
        if decided {
            self.decided[waited] += cases;
        } else if closed == NEVER {
            self.open_at_end[waited] += cases;
        }
        if is_new && decided {
            self.new_decided[waited] += cases;
        } else if is_new {
            self.new_left[waited] += cases;
        }
    }

    fn of(&self, whose: Waiting) -> &[u32] {
        match whose {
            Waiting::Decided => &self.decided,
            Waiting::OpenAsOf => &self.open_as_of,
            Waiting::OpenAtEnd => &self.open_at_end,
        }
    }

    /// The smallest number of days that at least half of the cases waited at most; −1 for none.
    fn median(&self, whose: Waiting) -> i64 {
        let list = self.of(whose);
        let all: u64 = list.iter().map(|cases| u64::from(*cases)).sum();
        let mut so_far = 0;
        let reached = list.iter().position(|cases| {
            so_far += u64::from(*cases);
            0 < all && all <= 2 * so_far
        });
        reached.map_or(-1, |days| days as i64)
    }
}

/// Reads the totals and the weekly series off a closed ledger.
pub(crate) fn collect(
    engine: &Engine,
    key: Key,
    ledger: &Ledger,
    waits: Waits,
    groups: GroupWaits,
    queue: &Queue,
) -> Outcome {
    let places = engine.places.as_ref();
    let occupancy = places.map_or(Occupancy::default(), |it| it.occupancy(&ledger.places));
    let spending = Spending::new(&engine.spending, ledger, &occupancy, &queue.surged);
    let pending = pending(engine, ledger);
    let worked = &queue.worked;
    let reader = Reader { engine, ledger, pending, worked, occupancy: &occupancy, spending };
    let total = |total: &Total| reader.total(*total, &waits);
    let totals = engine.totals.iter().map(total).collect();
    let mut weeks = Vec::with_capacity(engine.series.len() * (engine.days / 7));
    for series in &engine.series {
        weeks.extend((0..engine.days / 7).map(|week| reader.at_week(*series, 7 * week + 6)));
    }
    let group_waits = groups.into_list();
    Outcome { replication: key.number(), totals, weeks, waits, group_waits }
}

/// Pending cases of each stream at the end of each day.
fn pending(engine: &Engine, ledger: &Ledger) -> Vec<Vec<i64>> {
    let of_stream = |stream: &StreamLedger| {
        let mut pending = stream.opening;
        let next = |t| {
            pending += stream.received[t] - stream.decided[t] - stream.withdrawn[t];
            pending
        };
        (0..engine.days).map(next).collect()
    };
    ledger.streams.iter().map(of_stream).collect()
}

impl Engine {
    /// First and last day of a fiscal year, in days since the start; the last is cut to the
    /// period's.
    pub(super) fn fiscal_year(&self, year: i32) -> (i32, i32) {
        let years = &self.years;
        let index = years.iter().position(|it| it.1 == year).expect("a year of the model");
        let last = years.get(index + 1).map_or(self.days as i32, |next| next.0) - 1;
        (years[index].0, last)
    }

    /// The day on which the late stock is gone, from the late cases at the end of each day.
    pub(super) fn gone(&self, late: impl Iterator<Item = i64>) -> i64 {
        let gone = self.model.gone;
        let at_most = i64::try_from(gone.at_most).unwrap_or(i64::MAX);
        let mut days = 0;
        for (t, late) in late.enumerate().skip(self.as_of as usize) {
            days = if late <= at_most { days + 1 } else { 0 };
            if gone.for_days <= days {
                let first = t as i32 + 1 - gone.for_days.max(1) as i32;
                return i64::from((self.start + first).number());
            }
        }
        Total::NEVER
    }
}

struct Reader<'a> {
    engine: &'a Engine,
    ledger: &'a Ledger,
    pending: Vec<Vec<i64>>,
    worked: &'a [Worked],
    occupancy: &'a Occupancy,
    spending: Spending<'a>,
}

impl Reader<'_> {
    fn total(&self, total: Total, waits: &Waits) -> i64 {
        let last = self.engine.days as i32 - 1;
        match total {
            Total::Bill(tier) => self.owed(tier, last),
            Total::OwedBefore => self.owed(None, -1),
            Total::Owed(year, tier) => {
                let (from, until) = self.engine.fiscal_year(year);
                self.owed(tier, until) - self.owed(tier, from - 1)
            }
            Total::Paid(year, tier) => {
                let (from, until) = self.engine.fiscal_year(year);
                self.paid_between(tier, from, until)
            }
            Total::OwedOn(day) => self.owed_on(day - self.engine.start),
            Total::Split(day, part) => self.split(day - self.engine.start, part),
            Total::AfterEnd => self.ledger.after_end,
            Total::Count(count) => self.count(count),
            Total::CountIn(count, _) => self.ledger.counted_in_other(count),
            Total::UnderRule(rule, version, counted) => self.under_rule(rule, version, counted),
            Total::Gone => self.engine.gone((0..self.engine.days).map(|t| self.ledger.late_on(t))),
            Total::Wait(whose) => waits.median(whose),
            Total::Quantity(quantity, day) => {
                self.quantity(quantity, (day - self.engine.start) as usize)
            }
            Total::Cost(line, year) => self.spending.on_line(line, self.days_of(year)),
            Total::Spent(year) => self.spending.on_all(self.days_of(year)),
            Total::PeakOccupied => self.peak(&self.occupancy.occupied),
            Total::PeakEmergency => self.peak(&self.occupancy.emergency),
            Total::CaseworkShare(pool) => self.casework_share(pool),
            Total::LateShare(pool) => {
                let [late, all] = self.ledger.terms_ended(self.branch(pool));
                share(late, all)
            }
        }
    }

    fn at_week(&self, series: Series, t: usize) -> i64 {
        let days = t - 6..=t;
        let flow = |of: fn(&StreamLedger) -> &Vec<i64>| -> i64 {
            self.ledger.streams.iter().map(|it| of(it)[days.clone()].iter().sum::<i64>()).sum()
        };
        match series {
            Series::Pending => self.pending_on(t),
            Series::Late => self.ledger.late_on(t),
            Series::Noticed => self.ledger.noticed[t],
            Series::Running(tier) => self.ledger.tiers[tier as usize].running[t],
            Series::Received => flow(|stream| &stream.received),
            Series::Decided => flow(|stream| &stream.decided),
            Series::Owed => self.owed(None, t as i32),
            Series::OwedInWeek => self.owed(None, t as i32) - self.owed(None, t as i32 - 7),
            Series::Part(part) => self.split(t as i32, part),
            Series::StreamPending(stream) => self.pending[stream][t],
            Series::StreamLate(stream) => self.ledger.streams[stream].late[t],
            Series::Spent => self.spending.spent[t],
            Series::Occupied => self.occupancy.occupied[t],
            Series::Emergency => self.occupancy.emergency[t],
        }
    }

    fn pending_on(&self, t: usize) -> i64 {
        self.pending.iter().map(|stream| stream[t]).sum()
    }

    fn owed(&self, tier: Option<Tier>, t: i32) -> i64 {
        match tier {
            Some(tier) => self.ledger.owed(tier, t),
            None => Tier::ALL.iter().map(|tier| self.ledger.owed(*tier, t)).sum(),
        }
    }

    /// Paid from the start of one day to the end of another, in the days of the scenario.
    fn paid_between(&self, tier: Option<Tier>, from: i32, until: i32) -> i64 {
        let tiers = Tier::ALL.iter().filter(|it| tier.is_none_or(|tier| tier == **it));
        tiers.map(|it| self.ledger.paid(*it, until) - self.ledger.paid(*it, from - 1)).sum()
    }

    fn paid_before(&self, t: i32) -> i64 {
        Tier::ALL.iter().map(|tier| self.ledger.paid(*tier, t - 1)).sum()
    }

    fn days_of(&self, year: i32) -> RangeInclusive<usize> {
        let (from, until) = self.engine.fiscal_year(year);
        from as usize..=until as usize
    }

    /// The largest value of a daily series from the as-of day on.
    fn peak(&self, days: &[i64]) -> i64 {
        days[self.engine.as_of as usize..].iter().max().copied().unwrap_or(0)
    }

    /// What would be payable if every open household were decided on day `t`.
    ///
    /// That is what has run up through that day if the day of the decision counts, and through the
    /// day before if not: nobody's past is changed by a decision, and no penalty begins on the day
    /// of its cause.
    fn owed_on(&self, t: i32) -> i64 {
        self.owed(None, t - 1 + self.engine.law.decision_day)
    }

    /// The parts of the final bill at the start of day `t`.
    fn split(&self, t: i32, part: Part) -> i64 {
        match part {
            Part::Paid => self.paid_before(t),
            Part::Lost => self.owed_on(t) - self.paid_before(t),
            Part::Avoidable => self.owed(None, self.engine.days as i32 - 1) - self.owed_on(t),
        }
    }

    fn count(&self, count: Count) -> i64 {
        let last = self.engine.days - 1;
        let sum = |of: fn(&StreamLedger) -> &Vec<i64>| -> i64 {
            self.ledger.streams.iter().map(|stream| of(stream).iter().sum::<i64>()).sum()
        };
        match count {
            Count::Received => sum(|stream| &stream.received),
            Count::Decided => sum(|stream| &stream.decided),
            Count::Withdrawn => sum(|stream| &stream.withdrawn),
            Count::Pending => self.pending_on(last),
            Count::Late => self.ledger.late_on(last),
            Count::DecidedLate
            | Count::Notices
            | Count::AdministrativePenalties
            | Count::AdministrativeMaxima
            | Count::Appeals
            | Count::Judgments
            | Count::JudicialPenalties
            | Count::JudicialMaxima
            | Count::SecondAppeals
            | Count::SecondJudgments => self.ledger.counted(count),
        }
    }

    fn under_rule(&self, rule: LawRule, version: RuleVersion, counted: CountedIn) -> i64 {
        let first = self.engine.law.counted_from(rule).expect("a rule of several versions");
        let versions = self.engine.model.law.versions(rule);
        let version = versions.iter().position(|it| it.0 == version).expect("one of its versions");
        let [households, cases] = self.ledger.counted_under_rule(first + version);
        match counted {
            CountedIn::Households => households,
            CountedIn::Cases => cases,
        }
    }

    /// The branch that begins with a pool.
    fn branch(&self, pool: usize) -> usize {
        let mut branches = self.engine.branches.iter();
        branches.position(|it| it.pools[0] == pool).expect("a branch of the engine")
    }

    fn casework_share(&self, pool: usize) -> i64 {
        let branch = &self.engine.branches[self.branch(pool)];
        let pools = || branch.pools.iter().map(|pool| &self.worked[*pool]);
        let capacity: u64 = pools().map(|it| it.capacity).sum();
        let casework: u64 = pools().map(|it| it.casework).sum();
        // Capacity in millionths of a decision, times a million, may not fit 64 bits.
        (u128::from(casework) * 1_000_000 / u128::from(capacity.max(1))) as i64
    }

    fn quantity(&self, quantity: Quantity, t: usize) -> i64 {
        let day = t as i32;
        let from = |since: Day| since - self.engine.start;
        match quantity {
            Quantity::OpenStock => self.pending_on(t),
            Quantity::LateStock => self.ledger.late_on(t),
            Quantity::NoticeShare => share(self.ledger.noticed[t], self.ledger.late_on(t)),
            Quantity::PenaltyShare => {
                let penalised = self.ledger.penalised[..=t].iter().sum();
                share(penalised, self.ledger.grace_ended[..=t].iter().sum())
            }
            Quantity::Owed { since } => self.owed(None, day) - self.owed(None, from(since) - 1),
            Quantity::OwedGrowthPerWeek => (self.owed(None, day) - self.owed(None, day - 28)) / 4,
            Quantity::Paid { since } => self.paid_between(None, from(since), day),
            Quantity::Decided { since } => {
                let days = from(since).max(0) as usize..=t;
                let decided = |it: &StreamLedger| -> i64 { it.decided[days.clone()].iter().sum() };
                self.ledger.streams.iter().map(decided).sum()
            }
        }
    }
}

/// A share in millionths, rounded down; 0 where there is nothing to share.
fn share(part: i64, whole: i64) -> i64 {
    if whole == 0 { 0 } else { part * 1_000_000 / whole }
}

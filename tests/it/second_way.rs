//! The engine against a slow one of obvious lines: every number of random models, to the cent.

use arrears::model::Intake;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::model::Quantity;
use arrears::model::Stock;
use arrears::model::Withdrawal;
use arrears::random::Delay;
use arrears::random::Key;
use arrears::random::Share;
use arrears::sim::Engine;
use arrears::sim::Outcome;
use arrears::sim::Part;
use arrears::sim::Series;
use arrears::sim::Tier;
use arrears::sim::Total;
use arrears::sim::Waiting;
use arrears::sim::Workspace;
use arrears::time::Day;

use crate::random_costs::with_costs;
use crate::random_models::random_parts;
use crate::slow_engine::Flow;
use crate::slow_engine::Page;
use crate::slow_engine::SlowEngine;
use crate::slow_household::Household;
use crate::slow_places::slow_days;
use crate::slow_places::slow_total;
use crate::slow_places::slow_week;

fn check(seed: u64) {
    check_model(seed, &Model::new(with_costs(seed)).unwrap());
}

/// Checks every number of two futures of a model.
pub fn check_model(seed: u64, model: &Model) {
    let engine = Engine::new(model);
    let mut workspace = Workspace::default();
    for replication in 0..2 {
        let key = Key::from_seed(seed).replication(replication);
        let outcome = engine.simulate(key, &mut workspace);
        let slow = SlowEngine::run(model, key);
        compare(seed, model, &engine, &outcome, &slow);
    }
}

fn compare(seed: u64, model: &Model, engine: &Engine, outcome: &Outcome, slow: &SlowEngine) {
    let mut wrong = Vec::new();
    let days = slow_days(slow);
    for (total, fast) in engine.totals().iter().zip(&outcome.totals) {
        let counted = slow_total(model, &days, *total);
        let slow = counted.unwrap_or_else(|| slow.total(*total));
        if slow != *fast {
            wrong.push(format!("{total}: fast {fast}, slow {slow}"));
        }
    }
    let mut values = outcome.weeks.iter();
    for series in engine.series() {
        for end in engine.week_ends() {
            let fast = *values.next().unwrap();
            let t = (end - model.period.start()) as usize;
            let counted = slow_week(&days, *series, t);
            let slow = counted.unwrap_or_else(|| slow.at_week(*series, end));
            if slow != fast {
                let name = series.name(model);
                wrong.push(format!("{name} on {end}: fast {fast}, slow {slow}"));
            }
        }
    }
    let waits = [
        (&outcome.waits.decided, Waiting::Decided),
        (&outcome.waits.open_as_of, Waiting::OpenAsOf),
        (&outcome.waits.open_at_end, Waiting::OpenAtEnd),
    ];
    for (fast, whose) in waits {
        let fast = fast.iter().enumerate().flat_map(|(d, n)| vec![d as i32; *n as usize]);
        if fast.collect::<Vec<i32>>() != slow.waits(whose) {
            wrong.push(format!("waits {whose:?}"));
        }
    }
    wrong.truncate(12);
    assert!(wrong.is_empty(), "seed {seed}: {:?}\n{}", model.law.conventions, wrong.join("\n"));
}

#[test]
fn a_slow_engine_of_obvious_lines_gives_every_number_of_the_first_models() {
    (0..160).for_each(check);
}

#[test]
fn a_slow_engine_of_obvious_lines_gives_every_number_of_more_models() {
    (1_000..1_160).for_each(check);
}

#[test]
fn the_slow_engine_agrees_where_many_thousands_wait() {
    // Sets and lists that are kept in blocks of some thousand households need more than one.
    for order in [Order::Random, Order::NewestFirst, Order::InTimeFirst, Order::OldestFirst] {
        let mut parts = random_parts(3);
        let start = parts.period.start();
        parts.period = Period::new(start, start, start + 13).unwrap();
        (parts.split_on, parts.quantities) = (vec![start], Vec::new());
        parts.streams.truncate(1);
        let stream = &mut parts.streams[0];
        (stream.notice, stream.intake) = (None, Intake::default());
        stream.withdrawal = Some(Withdrawal::new(Share::ALL, Delay::exponential(200.0).unwrap()));
        stream.stock = Stock::new(Stock::spread(start - 90, start - 1, 9_000).unwrap());
        let mut pool = Pool::new("pool", vec![0], 400.0).unwrap();
        pool.set_lines(vec![Line::new(order, Share::ALL)]).unwrap();
        parts.pools = vec![pool];
        check_model(3, &Model::new(parts).unwrap());
    }
}

impl SlowEngine<'_> {
    pub fn pages_of(&self, from: Day, until: Day) -> impl Iterator<Item = &Page> {
        let index = |day: Day| (day - self.first).clamp(0, self.pages.len() as i32) as usize;
        self.pages[index(from).min(index(until + 1))..index(until + 1)].iter()
    }

    fn owed(&self, tier: Option<Tier>, from: Day, until: Day) -> i64 {
        self.pages_of(from, until).map(|page| of_tier(page.owed, tier)).sum()
    }

    fn paid(&self, tier: Option<Tier>, from: Day, until: Day) -> i64 {
        self.pages_of(from, until).map(|page| of_tier(page.paid, tier)).sum()
    }

    pub fn flow(&self, from: Day, until: Day, of: impl Fn(&Flow) -> i64) -> i64 {
        self.pages_of(from, until).flat_map(|page| &page.flows).map(of).sum()
    }

    fn total(&self, total: Total) -> i64 {
        let (start, end) = (self.model.period.start(), self.model.period.end());
        let fiscal = |day: Day| {
            let (year, month, _) = day.civil();
            i32::from(year) - i32::from((month as u8) < self.model.fiscal_year_starts)
        };
        let days = |year: i32| self.model.period.iter().filter(move |day| fiscal(*day) == year);
        match total {
            Total::Bill(tier) => self.owed(tier, self.first, end),
            Total::OwedBefore => self.owed(None, self.first, start - 1),
            Total::Owed(year, tier) => days(year).map(|day| self.owed(tier, day, day)).sum(),
            Total::Paid(year, tier) => days(year).map(|day| self.paid(tier, day, day)).sum(),
            Total::OwedOn(day) => self.split(day, Part::Paid) + self.split(day, Part::Lost),
            Total::Split(day, part) => self.split(day, part),
            Total::AfterEnd => self.open_at(end).map(|it| self.after_end(it)).sum(),
            Total::Count(count) => self.counted(count),
            Total::CountIn(count, _) => self.counted_in_other(count),
            Total::UnderRule(rule, version, counted) => self.under_rule(rule, version, counted),
            Total::Gone => self.gone(),
            Total::Wait(whose) => {
                let waits = self.waits(whose);
                waits.get(waits.len().max(1).div_ceil(2) - 1).map_or(-1, |days| i64::from(*days))
            }
            Total::Quantity(quantity, day) => self.quantity(quantity, day),
            Total::CaseworkShare(pool) => self.casework_share(pool),
            Total::LateShare(pool) => self.late_share(pool),
            Total::Cost(..) | Total::Spent(_) | Total::PeakOccupied | Total::PeakEmergency => {
                unreachable!("slow_places has these")
            }
        }
    }

    fn split(&self, day: Day, part: Part) -> i64 {
        let paid = self.paid(None, self.first, day - 1);
        let payable = self.pages_of(day, day).next().unwrap().payable;
        let bill = self.owed(None, self.first, self.model.period.end());
        match part {
            Part::Paid => paid,
            Part::Lost => payable - paid,
            Part::Avoidable => bill - payable,
        }
    }

    fn open_at(&self, day: Day) -> impl Iterator<Item = &Household> {
        self.households
            .iter()
            .filter(move |it| it.received <= day && it.closed.is_none_or(|closed| day < closed))
    }

    fn late(&self, day: Day) -> i64 {
        self.flow(day, day, |flow| flow.late)
    }

    fn gone(&self) -> i64 {
        let gone = self.model.gone;
        let stays = |first: &Day| {
            let last = *first + gone.for_days as i32 - 1;
            let few = |later| self.late(*first + later) <= gone.at_most as i64;
            last <= self.model.period.end() && (0..=last - *first).all(few)
        };
        let mut days = self.model.period.iter().filter(|day| self.model.period.as_of() <= *day);
        days.find(stays).map_or(Total::NEVER, |day| i64::from(day.number()))
    }

    /// How many days each case waited, shortest first.
    fn waits(&self, whose: Waiting) -> Vec<i32> {
        let (as_of, end) = (self.model.period.as_of(), self.model.period.end());
        let decided =
            |it: &&Household| it.closed.is_some_and(|closed| as_of <= closed) && !it.withdrawn;
        let each = |it: &Household, until: Day| vec![until - it.received; it.heads as usize];
        let mut waits: Vec<i32> = match whose {
            Waiting::Decided => {
                let households = self.households.iter().filter(decided);
                households.flat_map(|it| each(it, it.closed.unwrap())).collect()
            }
            Waiting::OpenAsOf => self.open_at(as_of).flat_map(|it| each(it, as_of)).collect(),
            Waiting::OpenAtEnd => self.open_at(end).flat_map(|it| each(it, end)).collect(),
        };
        waits.sort_unstable();
        waits
    }

    fn quantity(&self, quantity: Quantity, day: Day) -> i64 {
        let share = |part: i64, whole: i64| part * 1_000_000 / whole.max(1);
        match quantity {
            Quantity::OpenStock => self.flow(day, day, |flow| flow.pending),
            Quantity::LateStock => self.late(day),
            Quantity::NoticeShare => {
                share(self.pages_of(day, day).map(|page| page.noticed).sum(), self.late(day))
            }
            Quantity::PenaltyShare => {
                let ended = |it: &&Household| it.end_of_grace.is_some_and(|end| end <= day);
                let owes = |it: &&Household| {
                    it.clocks[0].as_ref().is_some_and(|c| 0 < c.days && c.first <= day)
                };
                let part = self.households.iter().filter(ended).filter(owes).count();
                let whole = self.households.iter().filter(ended).count();
                share(part as i64, whole as i64)
            }
            Quantity::Owed { since } => self.owed(None, since, day),
            Quantity::OwedGrowthPerWeek => self.owed(None, day - 27, day) / 4,
            Quantity::Paid { since } => self.paid(None, since, day),
            Quantity::Decided { since } => self.flow(since, day, |flow| flow.decided),
        }
    }

    fn at_week(&self, series: Series, end: Day) -> i64 {
        let page = self.pages_of(end, end).next().unwrap();
        match series {
            Series::Pending => self.flow(end, end, |flow| flow.pending),
            Series::Late => self.late(end),
            Series::Noticed => page.noticed,
            Series::Running(tier) => page.running[tier as usize],
            Series::Received => self.flow(end - 6, end, |flow| flow.received),
            Series::Decided => self.flow(end - 6, end, |flow| flow.decided),
            Series::Owed => self.owed(None, self.first, end),
            Series::OwedInWeek => self.owed(None, end - 6, end),
            Series::Part(part) => self.split(end, part),
            Series::StreamPending(stream) => page.flows[stream].pending,
            Series::StreamLate(stream) => page.flows[stream].late,
            Series::Spent | Series::Occupied | Series::Emergency => {
                unreachable!("slow_places has these")
            }
        }
    }
}

fn of_tier(amounts: [i64; 2], tier: Option<Tier>) -> i64 {
    match tier {
        None => amounts.iter().sum(),
        Some(tier) => amounts[tier as usize],
    }
}

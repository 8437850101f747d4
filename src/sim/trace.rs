//! One household of one replication, taken out of it whole: its dates, and when it was paid.

use crate::model::CourtPractice;
use crate::model::Rule;
use crate::model::Tariff;
use crate::money::Money;
use crate::random::Key;
use crate::sim::AppealDates;
use crate::sim::CaseDates;
use crate::sim::Clock;
use crate::sim::Ending;
use crate::sim::Engine;
use crate::sim::Judgment;
use crate::sim::Workspace;
use crate::sim::calendar;
use crate::sim::fate::Appealed;
use crate::sim::fate::Asked;
use crate::sim::fate::Fate;
use crate::sim::fate::NEVER;
use crate::sim::fate::Sites;
use crate::sim::fate::penalties_of;
use crate::sim::fate::whole;
use crate::sim::law_plan::PaymentPlan;
use crate::sim::plan::dated;
use crate::sim::queue::Cohort;
use crate::sim::queue::Queue;
use crate::sim::queue::WITHDRAWN;
use crate::sim::queue::is_pending;
use crate::time::Day;

/// Where a household stands: its stream, its day of receipt, and its place within that day.
///
/// The address is the same in every replication and under every policy, and with it the luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HouseholdAddress {
    /// The number of the stream, from 0.
    pub stream: usize,
    /// The day of receipt.
    pub received: Day,
    /// The place within that day and stream, from 0.
    pub place: u32,
}

/// An amount that is transferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Of which penalty.
    pub clock: Clock,
    /// The day; it may lie after the end of the scenario.
    pub day: Day,
    /// The amount, of all penalties of the household together.
    pub amount: Money,
}

/// One household of one replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Where it stands.
    pub address: HouseholdAddress,
    /// How many people it has.
    pub heads: u32,
    /// What happened to it up to the last day of the scenario.
    pub dates: CaseDates,
    /// When its penalties are transferred, as far as their end is known.
    pub transfers: Vec<Transfer>,
}

impl Engine {
    /// One household of one replication, with the dates that it has there; `None` when nobody
    /// stands at the address.
    ///
    /// The replication's queue is simulated whole, so this takes about as long as the replication.
    ///
    /// # Example
    /// ```
    /// # use arrears::model::{Law, Model, Parts, Period, Pool, Stock, Stream};
    /// # use arrears::time::{Day, Length, Term};
    /// use arrears::random::Key;
    /// use arrears::sim::{Engine, Ending, HouseholdAddress, Workspace};
    ///
    /// # let start = Day::new(2026, 1, 5)?;
    /// # let period = Period::new(start, start, start + 27)?;
    /// # let mut permits = Stream::new("permits", Term::new(Length::Weeks(8))?);
    /// # permits.stock = Stock::new(vec![(start - 90, 100)]);
    /// # let pool = Pool::new("deciders", vec![0], 10.0)?;
    /// # let model = Model::new(Parts::new(period, vec![permits], vec![pool], Law::none()))?;
    /// // Two decisions on every working day from Monday 5 January on, oldest first.
    /// let engine = Engine::new(&model);
    /// let address = HouseholdAddress { stream: 0, received: start - 90, place: 3 };
    /// let trace = engine.trace(Key::from_seed(1), &mut Workspace::default(), address).unwrap();
    /// assert_eq!(trace.dates.ending, Some(Ending::Decided(start + 1)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn trace(
        &self,
        key: Key,
        workspace: &mut Workspace,
        address: HouseholdAddress,
    ) -> Option<Trace> {
        let queue = workspace.run_queue(self, key);
        let (stream, received) = (address.stream, address.received - self.start);
        let cohort = queue.cohorts.iter().find(|it| {
            (usize::from(it.stream), it.received) == (stream, received)
                && address.place < it.households
        })?;
        Some(Tracer { engine: self, key, queue }.trace(cohort, address.place))
    }

    /// The households of one replication whose penalties cost most up to the end of the scenario,
    /// the dearest first, at most `most` of them; of equal ones the first received goes first. Those
    /// that owe nothing are left out.
    pub fn dearest(
        &self,
        key: Key,
        workspace: &mut Workspace,
        most: usize,
    ) -> Vec<(HouseholdAddress, Money)> {
        let queue = workspace.run_queue(self, key);
        let tracer = Tracer { engine: self, key, queue };
        let mut found = Vec::new();
        for cohort in &queue.cohorts {
            for place in 0..cohort.households {
                let owed = match tracer.fate(cohort, place) {
                    Some(_) => tracer.owed(&tracer.trace(cohort, place)),
                    None => Money::ZERO,
                };
                if Money::ZERO < owed {
                    found.push((tracer.address(cohort, place), owed));
                }
            }
        }
        found.sort_by_key(|(address, owed)| {
            (-owed.in_cents(), address.received, address.stream, address.place)
        });
        found.truncate(most);
        found
    }
}

struct Tracer<'a> {
    engine: &'a Engine,
    key: Key,
    queue: &'a Queue,
}

impl<'a> Tracer<'a> {
    fn address(&self, cohort: &Cohort, place: u32) -> HouseholdAddress {
        let received = self.engine.start + cohort.received;
        HouseholdAddress { stream: usize::from(cohort.stream), received, place }
    }

    fn sites(&self, cohort: &Cohort) -> Sites {
        Sites::new(self.key, cohort.stream, self.engine.start + cohort.received)
    }

    fn due(&self, cohort: &Cohort, place: u32) -> i32 {
        let of_day = || self.engine.streams[usize::from(cohort.stream)].due.of_day(cohort.received);
        let due = self.queue.due.get((cohort.first + place) as usize);
        due.copied().unwrap_or_else(of_day)
    }

    /// The day on which it leaves; [`NEVER`] when it is pending at the end.
    fn closed(&self, cohort: &Cohort, place: u32) -> i32 {
        let closed = self.queue.closed[(cohort.first + place) as usize];
        if is_pending(closed) { NEVER } else { (closed & !WITHDRAWN) as i32 }
    }

    /// What a household that becomes late will do, if it does anything.
    fn fate(&self, cohort: &Cohort, place: u32) -> Option<Fate> {
        let engine = self.engine;
        let due = self.due(cohort, place);
        if engine.days as i32 <= due + 1 || self.closed(cohort, place) < due + 1 {
            return None;
        }
        let plan = engine.streams[usize::from(cohort.stream)].notice.as_ref()?;
        let behaviour = dated(&plan.behaviour, due + 1);
        let sites = self.sites(cohort);
        let block = sites.notice.with_place(place).block(0);
        if behaviour.notice <= u64::from(block.lane(0)) {
            return None;
        }
        let fate = whole(engine, plan, behaviour, &sites, &Asked { place, block, due });
        self.happens(cohort, place, fate.notice).then_some(fate)
    }

    /// Whether something that would come on a day does, within the scenario.
    fn happens(&self, cohort: &Cohort, place: u32, t: i32) -> bool {
        t < self.closed(cohort, place) && t < self.engine.days as i32
    }

    fn trace(&self, cohort: &Cohort, place: u32) -> Trace {
        let id = (cohort.first + place) as usize;
        let start = self.engine.start;
        let address = self.address(cohort, place);
        let heads = self.queue.heads.get(id).map_or(1, |heads| u32::from(*heads));
        let mut dates = CaseDates::new(address.received, start + self.due(cohort, place));
        let closed = self.queue.closed[id];
        if !is_pending(closed) {
            let day = start + self.closed(cohort, place);
            let withdrawn = closed & WITHDRAWN != 0;
            dates.ending =
                Some(if withdrawn { Ending::Withdrawn(day) } else { Ending::Decided(day) });
        }
        let penalties =
            penalties_of(self.engine, &self.sites(cohort), place, i64::from(heads)) as u32;
        dates.penalties = penalties;
        let mut transfers = Vec::new();
        if let Some(fate) = self.fate(cohort, place) {
            dates.notice = Some(start + fate.notice);
            dates.pursued = fate.pursued;
            if fate.pursued {
                dates.appeals = self.appeals(cohort, place, &fate);
                transfers = self.transfers(cohort, place, &fate, i64::from(penalties));
            }
        }
        Trace { address, heads, dates, transfers }
    }

    /// The appeals of a fate, each with the practice by which it is judged.
    fn appealed(&self, fate: &Fate) -> [Option<(Appealed, &'a Rule<CourtPractice>)>; 2] {
        let Some(court) = &self.engine.law.court else { return [None, None] };
        let second = court.second_appeal.as_ref().map(|it| &it.practice);
        [fate.appealed.zip(Some(&court.practice)), fate.second.zip(second)]
    }

    fn appeals(&self, cohort: &Cohort, place: u32, fate: &Fate) -> Vec<AppealDates> {
        let start = self.engine.start;
        let mut appeals = Vec::new();
        for (appealed, practice) in self.appealed(fate).into_iter().flatten() {
            if !self.happens(cohort, place, appealed.appeal) {
                break;
            }
            let judgment = self.happens(cohort, place, appealed.judgment).then(|| Judgment {
                day: start + appealed.judgment,
                term_days: Some(practice.versions()[appealed.practice].value.term_days),
                tariff: appealed.tariff(practice).cloned(),
            });
            let judged = judgment.is_some();
            appeals.push(AppealDates { filed: start + appealed.appeal, judgment });
            if !judged {
                break;
            }
        }
        appeals
    }

    /// The penalties of a fate: whose clock, the first day, the tariff, how it is paid, and the
    /// lane that draws when.
    fn penalties(&self, fate: &Fate) -> Vec<(Clock, i32, &'a Tariff, &'a PaymentPlan)> {
        let law = &self.engine.law;
        let mut penalties = Vec::new();
        if let Some((rule, payment)) = &law.tariff
            && let Some(tariff) = rule.of(&fate.case)
        {
            let first = fate.notice + law.to_first_penalty(&fate.case);
            penalties.push((Clock::Administrative, first, tariff, payment));
        }
        let clocks = [Clock::Judicial, Clock::SecondJudicial];
        for (clock, appealed) in clocks.into_iter().zip(self.appealed(fate)) {
            if let (Some((appealed, practice)), Some(court)) = (appealed, &law.court)
                && let Some(tariff) = appealed.tariff(practice)
            {
                penalties.push((clock, appealed.judicial_first, tariff, &court.payment));
            }
        }
        penalties
    }

    fn transfers(&self, cohort: &Cohort, place: u32, fate: &Fate, number: i64) -> Vec<Transfer> {
        let closed = self.closed(cohort, place);
        let end = closed + self.engine.law.decision_day;
        let lanes = self.sites(cohort).payment.with_place(place).block(0);
        let mut transfers = Vec::new();
        for (clock, first, tariff, payment) in self.penalties(fate) {
            let owed_days = (end - first).clamp(0, tariff.days() as i32);
            let exhausted = (owed_days == tariff.days() as i32).then_some(first + owed_days - 1);
            let earliest = payment.earliest(closed, exhausted);
            // What ends after the scenario is not known within it.
            if 0 < owed_days && earliest < self.engine.days as i32 {
                let t = payment.paid_on(earliest, || lanes.lane(clock as usize));
                let amount = tariff.owed(owed_days as u32) * number;
                transfers.push(Transfer { clock, day: self.engine.start + t, amount });
            }
        }
        transfers
    }

    fn owed(&self, trace: &Trace) -> Money {
        let model = self.engine.model();
        let calendar = calendar(&model.law, &trace.dates, model.period.end());
        calendar.expect("a simulated case has dates that follow each other").total()
    }
}

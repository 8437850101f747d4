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
use crate::sim::appeals::Appealed;
use crate::sim::calendar;
use crate::sim::fate::Asked;
use crate::sim::fate::Fate;
use crate::sim::fate::NEVER;
use crate::sim::fate::Sites;
use crate::sim::fate::given;
use crate::sim::fate::gives_notice;
use crate::sim::fate::penalties_of;
use crate::sim::fate::whole;
use crate::sim::law_plan::PaymentPlan;
use crate::sim::opening::KnownNotice;
use crate::sim::opening::Past;
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
        let tracer = Tracer { engine: self, key, queue };
        Some(tracer.trace(&tracer.at(address)?))
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
        for household in tracer.all() {
            let owed = match tracer.fate(&household) {
                Some(_) => tracer.owed(&tracer.trace(&household)),
                None => Money::ZERO,
            };
            if Money::ZERO < owed {
                found.push((tracer.address(&household), owed));
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

/// A household of the replication.
struct Household {
    stream: u16,
    received: i32,
    place: u32,
    heads: u32,
    due: i32,
    /// The day on which it leaves; [`NEVER`] when it is pending at the end.
    closed: i32,
    ending: Option<Ending>,
    known: KnownNotice,
}

impl<'a> Tracer<'a> {
    /// All households: those of the queue, then those decided before the start.
    fn all(&self) -> impl Iterator<Item = Household> {
        let places = |cohort: &Cohort| cohort.first_place..cohort.first_place + cohort.households;
        let cohorts = self.queue.cohorts.iter();
        let queued =
            cohorts.flat_map(move |it| places(it).map(move |place| self.queued(it, place)));
        queued.chain(self.queue.past.iter().map(|past| self.past(past)))
    }

    /// The household at an address.
    fn at(&self, address: HouseholdAddress) -> Option<Household> {
        let (stream, received) = (address.stream, address.received - self.engine.start);
        let place = address.place;
        let cohort = self.queue.cohorts.iter().find(|it| {
            (usize::from(it.stream), it.received) == (stream, received)
                && (it.first_place..it.first_place + it.households).contains(&place)
        });
        let past = self.queue.past.iter().find(|it| {
            (usize::from(it.stream), it.received, it.place) == (stream, received, place)
        });
        let queued = cohort.map(|cohort| self.queued(cohort, place));
        queued.or_else(|| past.map(|past| self.past(past)))
    }

    fn queued(&self, cohort: &Cohort, place: u32) -> Household {
        let Cohort { stream, received, .. } = *cohort;
        let id = cohort.first + (place - cohort.first_place);
        let of_day = || self.engine.streams[usize::from(stream)].due.of_day(received);
        let due = self.queue.due.get(id as usize).copied().unwrap_or_else(of_day);
        let closed = self.queue.closed[id as usize];
        let day = (closed & !WITHDRAWN) as i32;
        let ending = match (is_pending(closed), closed & WITHDRAWN != 0) {
            (true, _) => None,
            (false, true) => Some(Ending::Withdrawn(self.engine.start + day)),
            (false, false) => Some(Ending::Decided(self.engine.start + day)),
        };
        Household {
            stream,
            received,
            place,
            heads: self.queue.heads_of(id),
            due,
            closed: if ending.is_none() { NEVER } else { day },
            ending,
            known: self.queue.known_notice(self.engine, cohort, id),
        }
    }

    fn past(&self, past: &Past) -> Household {
        Household {
            stream: past.stream,
            received: past.received,
            place: past.place,
            heads: u32::from(past.heads),
            due: past.due,
            closed: past.decided,
            ending: Some(Ending::Decided(self.engine.start + past.decided)),
            known: past.given.map_or(KnownNotice::NoneBefore(NEVER), KnownNotice::Given),
        }
    }

    fn address(&self, of: &Household) -> HouseholdAddress {
        let received = self.engine.start + of.received;
        HouseholdAddress { stream: usize::from(of.stream), received, place: of.place }
    }

    fn sites(&self, of: &Household) -> Sites {
        Sites::new(self.key, of.stream, self.engine.start + of.received)
    }

    /// What a household that becomes late will do, if it does anything.
    fn fate(&self, of: &Household) -> Option<Fate> {
        let (engine, due, place) = (self.engine, of.due, of.place);
        if engine.days as i32 <= due + 1 || of.closed < due + 1 {
            return None;
        }
        let plan = engine.streams[usize::from(of.stream)].notice.as_ref()?;
        let behaviour = dated(&plan.behaviour, due + 1);
        let sites = self.sites(of);
        let block = sites.notice.with_place(place).block(0);
        let mut asked = Asked { place, block, due, not_before: i32::MIN };
        let given = match of.known {
            KnownNotice::Given(given) => given,
            KnownNotice::NoneBefore(day) => {
                if gives_notice(plan, behaviour, due, day) <= u64::from(block.lane(0)) {
                    return None;
                }
                asked.not_before = day;
                given(engine, plan, behaviour, &sites, &asked)
            }
        };
        self.happens(of, given.notice).then(|| whole(engine, &sites, &asked, &given))
    }

    /// Whether something that would come on a day does, within the scenario.
    fn happens(&self, of: &Household, t: i32) -> bool {
        t < of.closed && t < self.engine.days as i32
    }

    fn trace(&self, of: &Household) -> Trace {
        let start = self.engine.start;
        let address = self.address(of);
        let mut dates = CaseDates::new(address.received, start + of.due);
        dates.ending = of.ending;
        dates.recorded = matches!(of.known, KnownNotice::Given(_));
        let heads = i64::from(of.heads);
        dates.penalties = penalties_of(self.engine, &self.sites(of), of.place, heads) as u32;
        let mut transfers = Vec::new();
        if let Some(fate) = self.fate(of) {
            dates.notice = Some(start + fate.notice);
            dates.pursued = fate.pursued;
            if fate.pursued {
                dates.appeals = self.appeals(of, &fate);
                transfers = self.transfers(of, &fate, i64::from(dates.penalties));
            }
        }
        Trace { address, heads: of.heads, dates, transfers }
    }

    /// The appeals of a fate, each with the practice by which it is judged.
    fn appealed(&self, fate: &Fate) -> [Option<(Appealed, &'a Rule<CourtPractice>)>; 2] {
        let Some(court) = &self.engine.law.court else { return [None, None] };
        let second = court.second_appeal.as_ref().map(|it| &it.practice);
        [fate.appealed().zip(Some(&court.practice)), fate.second.zip(second)]
    }

    fn appeals(&self, of: &Household, fate: &Fate) -> Vec<AppealDates> {
        let (engine, start) = (self.engine, self.engine.start);
        let mut appeals = Vec::new();
        for (appealed, practice) in self.appealed(fate).into_iter().flatten() {
            if !self.happens(of, appealed.appeal) {
                break;
            }
            let judgment = self.happens(of, appealed.judgment).then(|| Judgment {
                day: start + appealed.judgment,
                term_days: Some(appealed.term_days(engine)),
                tariff: appealed.tariff(engine, practice).cloned(),
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
            let first = fate.notice + law.to_first_penalty(|| fate.case);
            penalties.push((Clock::Administrative, first, tariff, payment));
        }
        let clocks = [Clock::Judicial, Clock::SecondJudicial];
        for (clock, appealed) in clocks.into_iter().zip(self.appealed(fate)) {
            if let (Some((appealed, practice)), Some(court)) = (appealed, &law.court)
                && let Some(tariff) = appealed.tariff(self.engine, practice)
            {
                penalties.push((clock, appealed.judicial_first, tariff, &court.payment));
            }
        }
        penalties
    }

    fn transfers(&self, of: &Household, fate: &Fate, number: i64) -> Vec<Transfer> {
        let closed = of.closed;
        let end = closed + self.engine.law.decision_day;
        let lanes = self.sites(of).payment.with_place(of.place).block(0);
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

//! The opening stock: compiled, and received before the first day.

use crate::model::Further;
use crate::model::KnownCases;
use crate::model::Model;
use crate::model::Reached;
use crate::model::Stock;
use crate::model::Tariff;
use crate::random::Key;
use crate::random::Purpose;
use crate::sim::fate::Given;
use crate::sim::history::History;
use crate::sim::owing::Member;
use crate::sim::plan::Engine;
use crate::sim::queue::Cohort;
use crate::sim::queue::Queue;
use crate::time::Day;

/// What is known of a cohort beside its receipt: nothing.
pub(crate) const NOTHING: u32 = u32::MAX;

/// Cases of the opening stock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening {
    pub(crate) received: i32,
    pub(crate) stream: u16,
    pub(crate) cases: u64,
    /// Which entry of [`Engine::known`] says more of them, or [`NOTHING`].
    pub(crate) known: u32,
}

/// What is known of some cases of the opening stock, in days since the start.
#[derive(Clone, Debug)]
pub(crate) struct KnownPlan {
    /// The heads of each household; 0 where sizes are drawn.
    pub(crate) heads: u8,
    pub(crate) due: Option<i32>,
    /// How many stages they have reached: the notice, the appeal, the judgment.
    pub(crate) reached: usize,
    /// The days of these, as far as they are known.
    pub(crate) days: [Option<i32>; 3],
    pub(crate) pursued: Option<bool>,
    pub(crate) term_days: Option<i32>,
    pub(crate) tariff: Option<Tariff>,
    /// The day before which nothing more has happened, or [`i32::MIN`] where that is not known.
    pub(crate) seen: i32,
    pub(crate) decided: Option<i32>,
    /// Which entry of [`Engine::owing`] they are a part of, or [`NOTHING`].
    pub(crate) owing: u32,
}

impl KnownPlan {
    fn new(of: &KnownCases, start: Day, owing: u32) -> KnownPlan {
        let since = |day: Option<Day>| day.map(|day| day - start);
        let progress = &of.progress;
        let decided = since(progress.decided);
        let mut plan = KnownPlan {
            heads: of.heads.unwrap_or(0),
            due: since(progress.due),
            reached: 0,
            days: progress.reached.days().map(since),
            pursued: None,
            term_days: None,
            tariff: None,
            seen: match progress.further {
                Further::No => decided.unwrap_or(0),
                Further::Unknown => i32::MIN,
            },
            decided,
            owing,
        };
        match &progress.reached {
            Reached::Nothing => {}
            Reached::Notice { pursued, .. } => {
                (plan.reached, plan.pursued) = (1, *pursued);
            }
            Reached::Appeal { .. } => plan.reached = 2,
            Reached::Judgment { term_days, tariff, .. } => {
                plan.reached = 3;
                plan.term_days = term_days.map(|days| days as i32);
                plan.tariff = tariff.clone();
            }
        }
        plan
    }
}

/// The opening stock of all streams.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpeningPlan {
    /// By day of receipt, then stream; of these first those of whom nothing is known, last those who
    /// were decided before the start.
    pub(crate) rows: Vec<Opening>,
    pub(crate) known: Vec<KnownPlan>,
    /// What groups of cases owe together before the start, in cents.
    pub(crate) owing: Vec<i64>,
    /// Whether households of one day and stream may have different due days since more is known of
    /// some.
    pub(crate) due_varies: bool,
    /// Whether some are known to have more than one head.
    pub(crate) households_vary: bool,
}

impl OpeningPlan {
    pub(crate) fn new(model: &Model) -> OpeningPlan {
        let start = model.period.start();
        let mut plan = OpeningPlan::default();
        for (stream, of) in model.streams.iter().enumerate() {
            for (day, cases) in of.stock.rows() {
                let received = *day - start;
                let stream = stream as u16;
                plan.rows.push(Opening { received, stream, cases: *cases, known: NOTHING });
            }
            plan.add_known(stream as u16, &of.stock, start);
        }
        // The sort keeps the order of rows that are equal.
        plan.rows.sort_by_key(|row| (row.received, row.stream));
        plan.due_varies = !plan.known.is_empty();
        plan.households_vary = plan.known.iter().any(|known| 1 < known.heads);
        plan
    }

    fn add_known(&mut self, stream: u16, stock: &Stock, start: Day) {
        let add = |plan: &mut OpeningPlan, of: &KnownCases, owing: u32| {
            let (received, known) = (of.received - start, plan.known.len() as u32);
            plan.rows.push(Opening { received, stream, cases: of.cases, known });
            plan.known.push(KnownPlan::new(of, start, owing));
        };
        let decided = |of: &&KnownCases| of.progress.decided.is_some();
        stock.known().iter().filter(|it| !decided(it)).for_each(|of| add(self, of, NOTHING));
        for group in stock.owing() {
            let owing = self.owing.len() as u32;
            self.owing.push(group.owed.in_cents());
            group.cases.iter().for_each(|of| add(self, of, owing));
        }
        // The last places, so that whoever waits has the same luck whether these are known or not.
        stock.known().iter().filter(decided).for_each(|of| add(self, of, NOTHING));
    }
}

/// What is known at the start of the notice of a household.
#[derive(Clone, Copy, Debug)]
pub(crate) enum KnownNotice {
    /// It has given this one.
    Given(Given),
    /// It has given none before this day; [`i32::MIN`] when nothing is known.
    NoneBefore(i32),
}

/// A household that was decided before the start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Past {
    pub(crate) stream: u16,
    pub(crate) received: i32,
    /// Its place within its day.
    pub(crate) place: u32,
    pub(crate) heads: u8,
    pub(crate) due: i32,
    pub(crate) decided: i32,
    /// `None` when it gave no notice.
    pub(crate) given: Option<Given>,
}

impl Queue {
    /// Receives the opening stock. Households of one stream and day have consecutive places.
    pub(super) fn receive_opening(&mut self, engine: &Engine, key: Key) {
        let (mut last, mut place) = (None, 0);
        for row in &engine.opening.rows {
            if last != Some((row.received, row.stream)) {
                (last, place) = (Some((row.received, row.stream)), 0);
            }
            let known = engine.opening.known.get(row.known as usize);
            place += match known.and_then(|known| known.decided.map(|day| (known, day))) {
                Some((known, decided)) => self.remember(engine, key, row, known, place, decided),
                None => self.receive(engine, key, row, place).households,
            };
        }
        self.set_clocks(engine, key);
        for number in 0..self.cohorts.len() {
            let cohort = self.cohorts[number];
            self.join_lines(engine, &cohort);
        }
    }

    /// Notes households that were decided before the start; returns how many there are.
    fn remember(
        &mut self,
        engine: &Engine,
        key: Key,
        row: &Opening,
        known: &KnownPlan,
        first_place: u32,
        decided: i32,
    ) -> u32 {
        let Opening { received, stream, cases, .. } = *row;
        let heads = known.heads;
        let households = (cases / u64::from(heads)) as u32;
        let history = History::new(engine, key, stream, received, row.known);
        for place in first_place..first_place + households {
            let (due, given) = if known.reached == 0 {
                let due = history.due(place);
                (due, history.perhaps(place, due))
            } else {
                let (due, given) = history.of(place, None);
                (due, Some(given))
            };
            self.past.push(Past { stream, received, place, heads, due, decided, given });
        }
        households
    }

    /// Works out the terms of a cohort of the opening stock, and what those have done that have given
    /// notice.
    pub(super) fn look_back(&mut self, engine: &Engine, key: Key, cohort: &Cohort) {
        let Cohort { stream, received, first, first_place, known, .. } = *cohort;
        let Some(plan) = engine.opening.known.get(known as usize) else {
            let due = &engine.streams[usize::from(stream)].due;
            let term = key.at(Purpose::Term, stream, engine.start + received, 0);
            self.due.extend((0..cohort.households).map(|place| match engine.due_varies {
                true => due.of_household(received, term.with_place(place)),
                false => due.of_day(received),
            }));
            return;
        };
        let history = History::new(engine, key, stream, received, known);
        for later in 0..cohort.households {
            let place = first_place + later;
            if plan.reached == 0 {
                self.due.push(history.due(place));
                continue;
            }
            let (due, given) = history.of(place, None);
            self.due.push(due);
            if plan.owing != NOTHING {
                self.members.push(Member {
                    group: plan.owing,
                    cohort: self.cohorts.len() as u32 - 1,
                    id: first + later,
                    place,
                    given: self.given.len() as u32,
                });
            }
            self.given.push(given);
        }
    }
}

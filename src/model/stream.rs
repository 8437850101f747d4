//! Streams: cases that share intake, term and behaviour.

use crate::model::Appeal;
use crate::model::Completeness;
use crate::model::Households;
use crate::model::Intake;
use crate::model::Notice;
use crate::model::Period;
use crate::model::Reception;
use crate::model::Stock;
use crate::model::Withdrawal;
use crate::random::Delay;
use crate::random::Share;
use crate::time::Day;
use crate::time::Length;
use crate::time::Schedule;
use crate::time::Term;

/// Cases that share intake, term and behaviour.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// What it is called.
    pub name: String,
    /// What waits at the start.
    pub stock: Stock,
    /// What comes in.
    pub intake: Intake,
    /// How large households are.
    pub households: Households,
    /// How long a decision may take, by day of receipt: a new term touches the cases received from
    /// its day on. (A change that touches all cases not yet late is an [`Extension`], or a term, from
    /// the first day of receipt whose term has not passed.)
    pub term: Schedule<Term>,
    /// Extensions of the term; where several apply, the first one counts.
    pub extensions: Vec<Extension>,
    /// Terms that are suspended for a time; none when left out.
    pub suspension: Option<Suspension>,
    /// Households that leave without a decision; none when left out.
    pub withdrawal: Option<Withdrawal>,
    /// Files that are incomplete when they are opened; none when left out.
    pub completeness: Option<Completeness>,
    /// Notices of default; none when left out.
    pub notice: Option<Notice>,
    /// Appeals for not deciding in time; none when left out.
    pub appeal: Option<Appeal>,
    /// Where the households live; nobody in reception when left out.
    pub reception: Option<Reception>,
}

impl Stream {
    /// A stream with this term, and nothing else yet.
    pub fn new(name: &str, term: Term) -> Stream {
        Stream {
            name: name.to_owned(),
            stock: Stock::default(),
            intake: Intake::default(),
            households: Households::single(),
            term: Schedule::constant(term),
            extensions: Vec::new(),
            suspension: None,
            withdrawal: None,
            completeness: None,
            notice: None,
            appeal: None,
            reception: None,
        }
    }

    /// The cases that a replication is expected to hold: stock, those known to have been decided
    /// before the start, record and mean forecast.
    pub fn expected_cases(&self, period: Period) -> f64 {
        let recorded = self.intake.recorded.as_ref();
        let first = recorded.map_or(period.start(), |recorded| recorded.last_day() + 1);
        let on = |day: Day| match recorded.and_then(|recorded| recorded.on(day)) {
            Some(cases) => cases as f64,
            None => self.intake.forecast.as_ref().map_or(0.0, |it| it.mean_on(day, first)),
        };
        let stock = self.stock.cases() as f64 + self.stock.decided() as f64;
        stock + period.iter().map(on).sum::<f64>()
    }
}

/// A longer term for a share of the cases received in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extension {
    /// What is added to the term.
    pub by: Length,
    /// The share of the households whose term is extended.
    pub share: Share,
    /// The first day of receipt; from ever when left out.
    pub received_from: Option<Day>,
    /// The last day of receipt; for ever when left out.
    pub received_until: Option<Day>,
}

impl Extension {
    /// Whether a case received on this day can be extended.
    pub fn covers(&self, received: Day) -> bool {
        self.received_from.is_none_or(|from| from <= received)
            && self.received_until.is_none_or(|until| received <= until)
    }
}

/// Terms that stand still for a number of days, as while waiting for documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspension {
    /// The share of the households whose term is suspended.
    pub share: Share,
    /// By how many days that moves the due day.
    pub days: Delay,
}

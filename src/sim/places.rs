//! Who lives in reception: written as differences when the end of a household's wait is known,
//! summed once, so that nothing is done per household and day.

use crate::model::Model;
use crate::model::Reception;
use crate::random::DelayTable;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::Share;
use crate::sim::ledger::add_on;
use crate::sim::runs::Run;
use crate::time::Day;

/// The reception of a model, compiled.
#[derive(Clone, Debug)]
pub(crate) struct PlacesPlan {
    start: Day,
    streams: Vec<Option<ReceptionPlan>>,
    days: Vec<DayPlaces>,
    /// Heads that may be housed by municipalities on each day; no limit when left out.
    outflow: Option<Vec<i64>>,
}

#[derive(Clone, Debug)]
struct ReceptionPlan {
    housed: Share,
    granted: Share,
    housing_delay: DelayTable,
    leaving_delay: DelayTable,
}

/// The regular places of one day, and what a place costs on it in cents.
#[derive(Clone, Copy, Debug)]
struct DayPlaces {
    regular: i64,
    price: i64,
    emergency_price: i64,
}

/// Who comes to and leaves reception in one replication; empty as long as nobody does.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlacesLedger {
    /// Heads that come less heads that leave, on each day, but for the granted.
    change: Vec<i64>,
    /// Heads of granted households that are ready to leave, by the day on which they are.
    ready: Vec<i64>,
}

impl PlacesLedger {
    pub(crate) fn clear(&mut self) {
        self.change.clear();
        self.ready.clear();
    }

    /// Makes room for so many days.
    fn open(&mut self, days: usize) {
        self.change.resize(days, 0);
        self.ready.resize(days, 0);
    }
}

impl PlacesPlan {
    /// The plan of a model; `None` when nobody lives in reception.
    pub(crate) fn new(model: &Model) -> Option<PlacesPlan> {
        let places = model.places.as_ref().filter(|_| model.has_reception())?;
        let on = |day: Day| DayPlaces {
            regular: i64::try_from(*places.regular.on(day)).unwrap_or(i64::MAX),
            price: places.per_place_day.on(day).in_cents(),
            emergency_price: places.emergency_per_place_day.on(day).in_cents(),
        };
        let limit = places.outflow_per_week.as_ref();
        Some(PlacesPlan {
            start: model.period.start(),
            streams: model.streams.iter().map(|it| it.reception.as_ref().map(compiled)).collect(),
            days: model.period.iter().map(on).collect(),
            outflow: limit.map(|it| daily_outflow(model.period.iter().map(|day| *it.on(day)))),
        })
    }

    /// Writes when the households of a run come and leave; draws for each of them if their stream
    /// has reception.
    pub(crate) fn settle(
        &self,
        key: Key,
        stream: u16,
        run: &Run,
        heads: &[u8],
        ledger: &mut PlacesLedger,
    ) {
        let Some(of) = &self.streams[usize::from(stream)] else { return };
        ledger.open(self.days.len());
        let site = key.at(Purpose::Reception, stream, self.start + run.received, 0);
        for later in 0..run.households {
            let block = site.with_place(run.place + later).block(0);
            if !of.housed.accepts(block.lane(0)) {
                continue;
            }
            let heads = heads.get((run.first + later) as usize).map_or(1, |it| i64::from(*it));
            if run.is_open() {
                add_on(&mut ledger.change, run.received, heads);
                continue;
            }
            let is_granted = !run.withdrawn && of.granted.accepts(block.lane(1));
            let stay = match (run.withdrawn, is_granted) {
                (true, _) => 0,
                (false, true) => of.housing_delay.days(block.lane(2)) as i32,
                (false, false) => of.leaving_delay.days(block.lane(2)) as i32,
            };
            let leaves = run.closed + stay;
            // Who was decided before the start may have left before it.
            if leaves < 0 {
                continue;
            }
            add_on(&mut ledger.change, run.received, heads);
            match is_granted {
                true => add_on(&mut ledger.ready, leaves, heads),
                false => add_on(&mut ledger.change, leaves, -heads),
            }
        }
    }

    /// Who lives in reception at the end of each day, and what that costs.
    pub(crate) fn occupancy(&self, ledger: &PlacesLedger) -> Occupancy {
        let mut found = Occupancy::default();
        let (mut occupied, mut ready) = (0, 0);
        for (t, day) in self.days.iter().enumerate() {
            let on = |list: &[i64]| list.get(t).copied().unwrap_or(0);
            occupied += on(&ledger.change);
            ready += on(&ledger.ready);
            // First come, first served: a counter is enough, as nobody is asked who it is.
            let leave = self.outflow.as_ref().map_or(ready, |limit| ready.min(limit[t]));
            ready -= leave;
            occupied -= leave;
            let regular = occupied.min(day.regular);
            let emergency = occupied - regular;
            found.occupied.push(occupied);
            found.emergency.push(emergency);
            found.regular_cost.push(regular * day.price);
            found.emergency_cost.push(emergency * day.emergency_price);
        }
        found
    }
}

fn compiled(of: &Reception) -> ReceptionPlan {
    ReceptionPlan {
        housed: of.housed,
        granted: of.granted,
        housing_delay: of.housing_delay.table(),
        leaving_delay: of.leaving_delay.table(),
    }
}

/// Whole heads a day from heads a week: the running sum of sevenths, rounded down.
fn daily_outflow(per_week: impl Iterator<Item = f64>) -> Vec<i64> {
    // In whole millionths of a head a week, so that seven sevenths are one.
    let (mut sevenths, mut given) = (0, 0);
    let day = |per_week: f64| {
        sevenths += (per_week * 1e6).round() as i64;
        let heads = sevenths / 7_000_000 - given;
        given += heads;
        heads
    };
    per_week.map(day).collect()
}

/// The places of one replication, by day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Occupancy {
    /// Places occupied at the end of each day.
    pub(crate) occupied: Vec<i64>,
    /// Of these, those beyond the regular places.
    pub(crate) emergency: Vec<i64>,
    /// What the regular places cost on each day, in cents.
    pub(crate) regular_cost: Vec<i64>,
    /// What the emergency places cost on each day, in cents.
    pub(crate) emergency_cost: Vec<i64>,
}

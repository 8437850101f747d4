//! The due day of each household: one a cohort where all have the same, else one a household.

use crate::model::Extension;
use crate::model::Model;
use crate::model::Stream;
use crate::model::Suspension;
use crate::random::DelayTable;
use crate::random::Site;
use crate::time::Calendar;
use crate::time::Day;
use crate::time::Schedule;
use crate::time::Term;
use crate::time::TermConventions;

/// The terms of one stream, compiled: due days by day of receipt, as days since the start.
#[derive(Clone, Debug)]
pub(crate) struct DuePlan {
    start: Day,
    first_received: i32,
    // Without any extension, by day received.
    base: Vec<i32>,
    extensions: Vec<(Extension, Vec<i32>)>,
    suspension: Option<(Suspension, DelayTable)>,
    // By day of receipt.
    terms: Schedule<Term>,
    conventions: TermConventions,
    calendar: Calendar,
    // Within these are the due days of the opening stock of which more is known, if there is any.
    known: Option<(i32, i32)>,
}

/// The days between which due days lie that do not come from the term alone: those that are known,
/// and for a household that has given notice the day before that, from the day of receipt on.
fn known_range(model: &Model, stream: &Stream) -> Option<(i32, i32)> {
    let start = model.period.start();
    let known = stream.stock.all_known();
    let due = known.map(|it| it.progress.due.unwrap_or(it.received) - start);
    let (first, _) = stream.stock.received()?;
    due.max().map(|last| (first - start, last))
}

impl DuePlan {
    pub(crate) fn new(model: &Model, stream: usize) -> DuePlan {
        let of = &model.streams[stream];
        let start = model.period.start();
        let first = of.stock.received().map_or(start, |(first, _)| first);
        let mut plan = DuePlan {
            start,
            first_received: first - start,
            base: Vec::new(),
            extensions: Vec::new(),
            suspension: of.suspension.as_ref().map(|it| (it.clone(), it.days.table())),
            terms: of.term.clone(),
            conventions: model.term_conventions,
            calendar: model.calendar.clone(),
            known: known_range(model, of),
        };
        let days = (first.number()..=model.period.end().number()).map(Day::from_number);
        plan.base = days.clone().map(|day| plan.last_day(day, None, 0)).collect();
        for extension in &of.extensions {
            let due = |day| plan.last_day(day, Some(extension), 0);
            let table = days.clone().map(due).collect();
            plan.extensions.push((*extension, table));
        }
        plan
    }

    fn last_day(&self, received: Day, extension: Option<&Extension>, suspended: u32) -> i32 {
        let term = *self.terms.on(received);
        let extended = |by| term.extended(by).expect("an extension is a checked length");
        let term = extension.map_or(term, |extension| extended(extension.by));
        term.last_day(received, suspended, self.conventions, &self.calendar) - self.start
    }

    /// Whether households received on one day all have the same due day.
    pub(crate) fn same_for_all(&self) -> bool {
        let all = |extension: &Extension| {
            let share = extension.share.value();
            share == 0.0 || share == 1.0
        };
        self.suspension.is_none() && self.extensions.iter().all(|(extension, _)| all(extension))
    }

    /// The earliest and the latest due day that can occur.
    pub(crate) fn range(&self) -> (i32, i32) {
        let tables = || std::iter::once(&self.base).chain(self.extensions.iter().map(|it| &it.1));
        let known = || self.known.iter();
        let earliest = tables().flatten().chain(known().map(|it| &it.0)).min().copied();
        let latest = tables().flatten().chain(known().map(|it| &it.1)).max().copied();
        let (earliest, latest) = (earliest.unwrap_or(0), latest.unwrap_or(0));
        let suspended = self.suspension.as_ref().map_or(0, |it| it.1.days(u32::MAX) as i32);
        // A term that rolls over a long run of days off may end later still.
        (earliest, latest + suspended + 3_660)
    }

    /// The due day of households whose due day depends on their day of receipt alone.
    pub(crate) fn of_day(&self, received: i32) -> i32 {
        let index = (received - self.first_received) as usize;
        let day = self.start + received;
        let covers = |it: &&(Extension, Vec<i32>)| it.0.share.value() == 1.0 && it.0.covers(day);
        self.extensions.iter().find(covers).map_or(self.base[index], |it| it.1[index])
    }

    /// The due day of the household at this site.
    pub(crate) fn of_household(&self, received: i32, site: Site) -> i32 {
        let index = (received - self.first_received) as usize;
        let day = self.start + received;
        let lane = |i: usize| site.block((i / 4) as u8).lane(i % 4);
        let applies = |(i, it): &(usize, &(Extension, Vec<i32>))| {
            it.0.covers(day) && it.0.share.accepts(lane(*i))
        };
        let extension = self.extensions.iter().enumerate().find(applies).map(|(_, it)| it);
        if let Some((suspension, table)) = &self.suspension
            && suspension.share.accepts(lane(8))
        {
            return self.last_day(day, extension.map(|it| &it.0), table.days(lane(9)));
        }
        extension.map_or(self.base[index], |it| it.1[index])
    }
}

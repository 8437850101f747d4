//! How long groups of cases wait from the as-of day on, so that it can be said who waits longer
//! under one policy than under another.

use crate::sim::plan::Engine;

/// Cases of one stream that start to wait, as seen from the as-of day, under the same
/// circumstances.
///
/// Every case that is pending on the as-of day or received later is in exactly one group. Which
/// one does not depend on what is decided from the as-of day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitGroup {
    /// Pending at the start of the as-of day, with a due day before it.
    LateAsOf,
    /// Pending at the start of the as-of day, and still within its term on that day.
    InTimeAsOf,
    /// Received on the as-of day or later, in this fiscal year.
    ReceivedIn(i32),
}

/// The waits of one group in one replication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupWait {
    /// How many cases are in the group.
    pub cases: i64,
    /// The days that they wait, all together: from the as-of day, or from receipt if that is
    /// later, to the decision, the withdrawal or the last day of the scenario.
    pub days: i64,
}

/// The groups of an engine: streams in their order, and for each [`WaitGroup`] in its order.
pub(crate) fn all_groups(streams: usize, years: &[(i32, i32)], as_of: i32) -> Vec<WaitGroupOf> {
    let from_as_of = years[year_index(years, as_of)..].iter();
    let received = from_as_of.map(|(_, year)| WaitGroup::ReceivedIn(*year));
    let groups: Vec<WaitGroup> =
        [WaitGroup::LateAsOf, WaitGroup::InTimeAsOf].into_iter().chain(received).collect();
    let of_stream = |stream| groups.iter().map(move |group| (stream, *group));
    (0..streams).flat_map(of_stream).collect()
}

/// The number of a stream and one of its groups.
pub(crate) type WaitGroupOf = (usize, WaitGroup);

fn year_index(years: &[(i32, i32)], t: i32) -> usize {
    years.partition_point(|(first, _)| *first <= t).saturating_sub(1)
}

/// The waits of all groups of a replication, in the order of [`Engine::wait_groups`].
#[derive(Clone, Debug)]
pub(crate) struct GroupWaits {
    a_stream: usize,
    first_year: usize,
    list: Vec<GroupWait>,
}

impl GroupWaits {
    pub(crate) fn new(engine: &Engine) -> GroupWaits {
        GroupWaits {
            a_stream: engine.wait_groups.len() / engine.streams.len(),
            first_year: year_index(&engine.years, engine.as_of),
            list: vec![GroupWait::default(); engine.wait_groups.len()],
        }
    }

    /// The number of the group of cases of a stream with one day of receipt and one due day, in
    /// days since the start; of no use when they end before the as-of day.
    pub(crate) fn group(&self, engine: &Engine, stream: u16, received: i32, due: i32) -> usize {
        let group = match received < engine.as_of {
            true => usize::from(engine.as_of <= due),
            false => 2 + year_index(&engine.years, received) - self.first_year,
        };
        usize::from(stream) * self.a_stream + group
    }

    /// Adds cases of a group with the same receipt and end (far off if still pending), in days
    /// since the start.
    #[inline]
    pub(crate) fn add(
        &mut self,
        engine: &Engine,
        group: usize,
        [received, closed]: [i32; 2],
        cases: i64,
    ) {
        let (as_of, last) = (engine.as_of, engine.days as i32 - 1);
        if closed < as_of {
            return;
        }
        let days = closed.min(last) - received.max(as_of);
        let wait = &mut self.list[group];
        wait.cases += cases;
        wait.days += cases * i64::from(days);
    }

    pub(crate) fn into_list(self) -> Vec<GroupWait> {
        self.list
    }
}

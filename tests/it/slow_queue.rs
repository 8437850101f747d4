//! The decisions of the slow engine: how the pools spend a day, one household after the other.

use arrears::random::Purpose;
use arrears::time::Day;

use crate::slow_engine::SlowEngine;
use crate::slow_household::Begun;
use crate::slow_household::Household;

impl SlowEngine<'_> {
    /// Step 3 of a day: a pool does the work that lateness made, then decides, line by line.
    pub fn decide(&mut self, pool: usize, day: Day) {
        self.change_lines(pool, day);
        if self.model.pools[pool].unlimited_from.is_some_and(|from| from <= day) {
            return self.decide_all(pool, day);
        }
        let mut whole = self.capacity(pool, day);
        let casework = self.casework[pool].min(whole);
        self.casework[pool] -= casework;
        if self.in_last_year(day) {
            self.worked[pool][0] += whole;
            self.worked[pool][1] += casework;
        }
        whole -= casework;
        let lines = self.model.pools[pool].lines().on(day);
        let mut rest = whole;
        let mut unused = 0;
        let mut picks = 0;
        for (number, line) in lines.iter().enumerate() {
            let part = ((whole as f64 * line.share.value()).round() as u64).min(rest);
            let part = if number + 1 == lines.len() { rest } else { part };
            rest -= part;
            unused += self.spend(pool, number, day, part, &mut picks);
        }
        if 1 < lines.len() {
            for number in 0..lines.len() {
                if 0 < unused {
                    unused = self.spend(pool, number, day, unused, &mut picks);
                }
            }
        }
    }

    fn decide_all(&mut self, pool: usize, day: Day) {
        let streams = &self.model.pools[pool].streams;
        for household in &mut self.households {
            if household.closed.is_none() && streams.contains(&household.stream) {
                household.closed = Some(day);
            }
        }
    }

    /// On the day on which a pool's orders change, what its lines have begun is nobody's.
    fn change_lines(&mut self, pool: usize, day: Day) {
        let lines = self.model.pools[pool].lines();
        let first = day == self.model.period.start();
        if first || lines.index_on(day) == lines.index_on(day - 1) {
            return;
        }
        for line in 0..lines.on(day - 1).len() {
            for begun in self.households.iter_mut().filter_map(|it| it.begun.as_mut()) {
                if begun.pool == pool && begun.line == Some(line) {
                    (begun.line, begun.turn) = (None, self.turns);
                    self.turns += 1;
                }
            }
        }
    }

    /// Spends a part of the capacity on one line; returns what is left when nobody waits.
    fn spend(&mut self, pool: usize, line: usize, day: Day, mut part: u64, picks: &mut u32) -> u64 {
        while 0 < part {
            let Some(next) = self.begin_or_go_on(pool, line, day, picks) else { break };
            let household = &mut self.households[next];
            let begun = household.begun.clone().unwrap();
            if part < begun.needs {
                let needs = begun.needs - part;
                household.begun = Some(Begun { line: Some(line), needs, ..begun });
            } else if begun.incomplete {
                household.begun = None;
                let away = self.days_away(next);
                self.households[next].back = Some(day + away as i32);
            } else {
                household.closed = Some(day);
            }
            part -= begun.needs.min(part);
        }
        part
    }

    fn begin_or_go_on(
        &mut self,
        pool: usize,
        line: usize,
        day: Day,
        picks: &mut u32,
    ) -> Option<usize> {
        let begun_by = |it: &Household, whose: Option<usize>| {
            let begun = it.begun.as_ref().filter(|_| it.closed.is_none());
            begun.is_some_and(|begun| begun.pool == pool && begun.line == whose)
        };
        let all = 0..self.households.len();
        let mine = all.clone().find(|i| begun_by(&self.households[*i], Some(line)));
        let nobodys = all.filter(|i| begun_by(&self.households[*i], None));
        let turn = |i: &usize| self.households[*i].begun.as_ref().unwrap().turn;
        if let Some(begun) = mine.or(nobodys.min_by_key(turn)) {
            return Some(begun);
        }
        let next = self.next(pool, line, day, picks)?;
        let (needs, incomplete) = self.open(pool, next, day);
        let begun = Begun { pool, line: Some(line), needs, incomplete, turn: 0 };
        self.households[next].begun = Some(begun);
        Some(next)
    }

    /// Opens a file: the effort it needs, and whether it turns out to be incomplete.
    fn open(&mut self, pool: usize, number: usize, day: Day) -> (u64, bool) {
        let household = &mut self.households[number];
        let effort = self.model.pools[pool].effort.of(household.heads as u32);
        let files = self.model.streams[household.stream].completeness.as_ref();
        let Some(files) = files.filter(|_| !household.opened) else { return (effort, false) };
        household.opened = true;
        let (stream, received, place) = (household.stream, household.received, household.place);
        let block = self.block(Purpose::Completeness, stream, received, place);
        match files.incomplete.on(day).accepts(block.lane(0)) {
            true => ((effort as f64 * files.wasted.value()).round() as u64, true),
            false => (effort, false),
        }
    }

    fn days_away(&self, number: usize) -> u32 {
        let it = &self.households[number];
        let block = self.block(Purpose::Completeness, it.stream, it.received, it.place);
        let files = self.model.streams[it.stream].completeness.as_ref().unwrap();
        files.delay.table().days(block.lane(1)).max(1)
    }
}

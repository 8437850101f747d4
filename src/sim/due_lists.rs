//! Waiting households by due day.

use crate::sim::line::Span;

const NOBODY: u32 = u32::MAX;

/// First-in-first-out lists by due day, chained through one array.
#[derive(Clone, Debug)]
pub(crate) struct DueLists {
    first_day: i32,
    heads: Vec<u32>,
    tails: Vec<u32>,
    // Households, and the number of the entry that follows in the list.
    entries: Vec<(Span, u32)>,
    // A bit a day on which somebody may wait.
    days: Vec<u64>,
}

impl DueLists {
    pub(crate) fn new((first_day, last_day): (i32, i32)) -> DueLists {
        let days = (last_day - first_day + 1) as usize;
        DueLists {
            first_day,
            heads: vec![NOBODY; days],
            tails: vec![NOBODY; days],
            entries: Vec::new(),
            days: vec![0; days.div_ceil(64)],
        }
    }

    pub(crate) fn clear(&mut self) {
        self.heads.fill(NOBODY);
        self.entries.clear();
        self.days.fill(0);
    }

    pub(crate) fn push(&mut self, span: Span, due: i32) {
        let day = (due - self.first_day) as usize;
        let entry = self.entries.len() as u32;
        self.entries.push((span, NOBODY));
        if self.heads[day] == NOBODY {
            self.heads[day] = entry;
            self.days[day / 64] |= 1 << (day % 64);
        } else {
            self.entries[self.tails[day] as usize].1 = entry;
        }
        self.tails[day] = entry;
    }

    /// Takes out those of the earliest due day, at most `limit`.
    pub(crate) fn pop_first(&mut self, closed: &[u32], limit: u32) -> Option<Span> {
        self.pop_at_or_after(0, closed, limit)
    }

    /// Takes out those of the earliest due day from a day on, at most `limit`.
    pub(crate) fn pop_from(&mut self, due: i32, closed: &[u32], limit: u32) -> Option<Span> {
        self.pop_at_or_after((due - self.first_day).max(0) as usize, closed, limit)
    }

    fn pop_at_or_after(&mut self, first: usize, closed: &[u32], limit: u32) -> Option<Span> {
        let mut day = self.next_day(first)?;
        loop {
            while self.heads[day] != NOBODY {
                let (span, next) = &mut self.entries[self.heads[day] as usize];
                let found = span.first_open(closed, limit);
                span.first = found.map_or(span.end, |found| found.end);
                if span.first == span.end {
                    self.heads[day] = *next;
                    if *next == NOBODY {
                        self.days[day / 64] &= !(1 << (day % 64));
                    }
                }
                if found.is_some() {
                    return found;
                }
            }
            day = self.next_day(day)?;
        }
    }

    /// The first day at or after `first` on which somebody may wait.
    fn next_day(&self, first: usize) -> Option<usize> {
        let mut word = first / 64;
        let mut bits = self.days.get(word)? & (u64::MAX << (first % 64));
        while bits == 0 {
            word += 1;
            bits = *self.days.get(word)?;
        }
        Some(word * 64 + bits.trailing_zeros() as usize)
    }
}

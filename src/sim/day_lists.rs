//! What happens on which day: one list a day, all of them chained through one array.

const END: u32 = u32::MAX;

/// Lists by day, from the day before the first to the last; the last added comes first.
///
/// Entries for the time before the first day are together in one list, [`DayLists::BEFORE`].
#[derive(Clone, Debug)]
pub(crate) struct DayLists<T> {
    heads: Vec<u32>,
    entries: Vec<(T, u32)>,
}

impl<T> Default for DayLists<T> {
    fn default() -> DayLists<T> {
        DayLists { heads: Vec::new(), entries: Vec::new() }
    }
}

impl<T: Copy> DayLists<T> {
    /// The day of everything before the first day.
    pub(crate) const BEFORE: i32 = -1;

    /// Empties all lists and makes one for each of so many days.
    pub(crate) fn reset(&mut self, days: usize) {
        self.heads.clear();
        self.heads.resize(days + 1, END);
        self.entries.clear();
    }

    /// Adds to the list of a day; what is later than the last day is left out.
    #[inline]
    pub(crate) fn add(&mut self, day: i32, value: T) {
        let index = (day.max(Self::BEFORE) + 1) as usize;
        if let Some(head) = self.heads.get_mut(index) {
            self.entries.push((value, *head));
            *head = self.entries.len() as u32 - 1;
        }
    }

    /// Takes one value out of the list of a day, if one is left.
    #[inline]
    pub(crate) fn take(&mut self, day: i32) -> Option<T> {
        let head = &mut self.heads[(day + 1) as usize];
        if *head == END {
            return None;
        }
        let (value, next) = self.entries[*head as usize];
        *head = next;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_its_list_and_the_past_has_one() {
        let mut lists = DayLists::default();
        lists.reset(2);
        for (day, value) in [(0, 'a'), (1, 'b'), (0, 'c'), (-7, 'd'), (2, 'e')] {
            lists.add(day, value);
        }
        let mut all = |day| -> String { std::iter::from_fn(|| lists.take(day)).collect() };
        assert_eq!(["d", "ca", "b"], [-1, 0, 1].map(&mut all).each_ref().map(String::as_str));
        lists.reset(1);
        assert_eq!(lists.take(0), None);
    }
}

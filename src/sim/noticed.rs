//! Who of some late households gives notice, found for many of them without a branch.

use std::ops::Range;

use crate::random::Block;
use crate::random::Site;

/// Households that are asked together; a power of two.
const TOGETHER: usize = 128;

/// Some households of one cohort with one due day, then those of them that give notice if they wait
/// long enough.
#[derive(Clone, Debug)]
pub(crate) struct Noticed {
    number: usize,
    places: [u32; TOGETHER],
    blocks: [Block; TOGETHER],
}

impl Default for Noticed {
    fn default() -> Noticed {
        Noticed { number: 0, places: [0; TOGETHER], blocks: [Block::default(); TOGETHER] }
    }
}

impl Noticed {
    pub(crate) fn is_empty(&self) -> bool {
        self.number == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        self.number == TOGETHER
    }

    /// Adds the first of some places, as many as there is room for; returns how many.
    #[inline]
    pub(crate) fn ask(&mut self, places: Range<u32>) -> u32 {
        let room = &mut self.places[self.number..];
        let taken = room.len().min(places.len());
        room[..taken].iter_mut().zip(places).for_each(|(slot, place)| *slot = place);
        self.number += taken;
        taken as u32
    }

    /// Adds those of some places to which a list says yes, as far as there is room for all; returns
    /// how many were looked at.
    #[inline]
    pub(crate) fn ask_some<T: Copy>(
        &mut self,
        places: Range<u32>,
        list: &[T],
        yes: impl Fn(T) -> bool,
    ) -> u32 {
        const LANES: usize = 16;
        let taken = (TOGETHER - self.number).min(places.len());
        for (at, group) in list[..taken].chunks(LANES).enumerate() {
            // Often nobody is left of whom it is asked.
            if !group.iter().fold(false, |any, it| any | yes(*it)) {
                continue;
            }
            let first = places.start + (at * LANES) as u32;
            for (place, it) in (first..).zip(group) {
                self.places[self.number % TOGETHER] = place;
                self.number += usize::from(yes(*it));
            }
        }
        taken as u32
    }

    /// Keeps those whose first lane is below a bound.
    ///
    /// Most late households end here, so this is where the time goes: a loop without a branch, kept
    /// apart so that it has the registers to itself.
    #[inline(never)]
    pub(crate) fn find(&mut self, site: Site, bound: u64) {
        let mut found = 0;
        for i in 0..self.number.min(TOGETHER) {
            let place = self.places[i];
            let block = site.with_place(place).block(0);
            let here = found % TOGETHER;
            self.places[here] = place;
            self.blocks[here] = block;
            found += usize::from(u64::from(block.lane(0)) < bound);
        }
        self.number = found;
    }

    /// Takes out one of those that were found: its place and its block.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<(u32, Block)> {
        self.number = self.number.checked_sub(1)?;
        Some((self.places[self.number % TOGETHER], self.blocks[self.number % TOGETHER]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Key;
    use crate::random::Purpose;
    use crate::time::Day;

    #[test]
    fn those_are_found_who_are_asked_and_draw_below_the_bound() {
        let site = Key::from_seed(3).at(Purpose::Notice, 0, Day::new(2020, 3, 3).unwrap(), 0);
        for share in [0_u64, 1 << 30, 1 << 32] {
            let mut noticed = Noticed::default();
            // 60 of 100, 20 of those every other one, then as many as there is room for.
            assert_eq!(noticed.ask(40..100), 60);
            let every_other: Vec<u32> = (0..20).collect();
            assert_eq!(noticed.ask_some(200..220, &every_other, |it| it % 2 == 0), 20);
            assert_eq!(noticed.ask(500..600), 58);
            assert!(noticed.is_full());
            let asked = (40..100).chain((200..220).step_by(2)).chain(500..558);
            let block = |place| site.with_place(place).block(0);
            let gives = |place: &u32| u64::from(block(*place).lane(0)) < share;
            let expected: Vec<u32> = asked.filter(gives).collect();
            noticed.find(site, share);
            let mut found: Vec<(u32, Block)> = std::iter::from_fn(|| noticed.take()).collect();
            found.reverse();
            let right: Vec<(u32, Block)> =
                expected.iter().map(|place| (*place, block(*place))).collect();
            assert_eq!(found, right);
            assert!(noticed.is_empty());
        }
    }
}

//! Who waits, as a set of bits from which the k-th can be taken quickly.

use crate::sim::line::Span;

/// Bits in a word.
const BITS: usize = 64;

/// Children of a node.
const CHILDREN: usize = 16;

/// For each child of a node how many households are in the children before it: compared with a
/// number all at once.
type Node = [i32; CHILDREN];

/// A set of household numbers: words of bits, and over the words a tree that counts.
///
/// Time: one step for each sixteenfold of the households, 64 of them for nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct WaitingSet {
    words: Vec<u64>,
    // From the level whose children are words up to that of one node, the root.
    levels: Vec<Vec<Node>>,
    len: usize,
}

impl WaitingSet {
    pub(crate) fn clear(&mut self) {
        self.words.fill(0);
        self.levels.iter_mut().for_each(|level| level.fill([0; CHILDREN]));
        self.len = 0;
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Puts in households none of which is in.
    pub(crate) fn insert(&mut self, span: Span) {
        let Span { mut first, end } = span;
        self.grow((end as usize).div_ceil(BITS));
        self.len += span.len() as usize;
        while first < end {
            let (word, bit) = (first as usize / BITS, first as usize % BITS);
            let households = (BITS - bit).min((end - first) as usize);
            self.words[word] |= (u64::MAX >> (BITS - households)) << bit;
            self.count(word, households as i32);
            first += households as u32;
        }
    }

    /// Takes a household out if it is in.
    pub(crate) fn remove(&mut self, id: u32) {
        let (word, bit) = (id as usize / BITS, 1_u64 << (id as usize % BITS));
        if self.words.get(word).is_some_and(|bits| bits & bit != 0) {
            self.words[word] &= !bit;
            self.count(word, -1);
            self.len -= 1;
        }
    }

    /// Takes out the household with exactly `k` others before it.
    pub(crate) fn take_nth(&mut self, k: usize) -> u32 {
        assert!(k < self.len);
        self.len -= 1;
        let (mut node, mut k) = (0, k as i32);
        for level in self.levels.iter_mut().rev() {
            let (child, before) = pass(&mut level[node], k);
            k -= before;
            node = CHILDREN * node + child;
        }
        let bit = select(self.words[node], k as u32);
        self.words[node] &= !(1 << bit);
        (node * BITS) as u32 + bit
    }

    /// Adds to the counts of a word's ancestors.
    fn count(&mut self, word: usize, change: i32) {
        let mut at = word;
        for level in &mut self.levels {
            let child = at % CHILDREN;
            at /= CHILDREN;
            level[at][child + 1..].iter_mut().for_each(|before| *before += change);
        }
    }

    /// Makes room for so many words.
    fn grow(&mut self, words: usize) {
        if words <= self.words.len() {
            return;
        }
        self.words.resize(words.next_power_of_two().max(CHILDREN), 0);
        self.levels.clear();
        let mut nodes = self.words.len();
        while 1 < nodes {
            nodes = nodes.div_ceil(CHILDREN);
            self.levels.push(vec![[0; CHILDREN]; nodes]);
        }
        for word in 0..self.words.len() {
            self.count(word, self.words[word].count_ones() as i32);
        }
    }
}

/// Takes one household out of a node, that with `k` others before it; returns the child that holds
/// it, and how many are before that child.
///
/// Kept apart so that it becomes a few vector operations.
#[inline(never)]
fn pass(node: &mut Node, k: i32) -> (usize, i32) {
    let is_after = node.map(|before| i32::from(k < before));
    // Nobody is before the first child, so that one at least is not after it.
    let child = (CHILDREN as i32 - 1 - is_after.iter().sum::<i32>()) as usize % CHILDREN;
    let before = node[child];
    node.iter_mut().zip(is_after).for_each(|(before, is_after)| *before -= is_after);
    (child, before)
}

/// The place of the bit of a word that is set and has exactly `k` others set below it.
///
/// Source: S. Vigna, "Broadword implementation of rank/select queries", WEA 2008, algorithm 2: the
/// sums of the bytes up to each byte are compared with `k` all at once.
fn select(bits: u64, k: u32) -> u32 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let pairs = bits - ((bits >> 1) & (0x55 * ONES));
    let fours = (pairs & (0x33 * ONES)) + ((pairs >> 2) & (0x33 * ONES));
    let bytes = (fours + (fours >> 4)) & (0x0F * ONES);
    let up_to = bytes.wrapping_mul(ONES);
    let passed = (((u64::from(k) * ONES) | HIGH) - up_to) & HIGH;
    let byte = ((passed >> 7).wrapping_mul(ONES) >> 56) as u32;
    let before = ((up_to << 8) >> (8 * byte)) as u32 & 0xFF;
    let mut here = bits >> (8 * byte);
    for _ in before..k {
        here &= here - 1;
    }
    8 * byte + here.trailing_zeros()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_place_of_each_bit_is_found() {
        for bits in [1, 1 << 63, u64::MAX, 0x8000_0000_0000_0001, 0xF0F0_0001_8000_00FF] {
            let places: Vec<u32> = (0..64).filter(|place| bits >> place & 1 == 1).collect();
            for (k, place) in places.iter().enumerate() {
                assert_eq!(select(bits, k as u32), *place, "{bits:x}");
            }
        }
    }

    proptest! {
        /// The same as a sorted list that is searched from its start.
        #[test]
        fn it_is_a_sorted_list(
            steps in prop::collection::vec((0..4_u32, 0..90_u32, 0..5_000_u32), 1..200),
            again in any::<bool>(),
        ) {
            let mut set = WaitingSet::default();
            if again {
                set.insert(Span { first: 3, end: 700 });
                set.clear();
            }
            let (mut list, mut next) = (Vec::new(), 0);
            for (what, size, pick) in steps {
                match what {
                    0 | 1 => {
                        // Some numbers never join.
                        let first = next + pick % 70;
                        next = first + size;
                        set.insert(Span { first, end: next });
                        list.extend(first..next);
                    }
                    2 => {
                        set.remove(pick);
                        list.retain(|id| *id != pick);
                    }
                    _ => for step in 0..size as usize {
                        if list.is_empty() {
                            break;
                        }
                        let k = (pick as usize + 7 * step) % list.len();
                        prop_assert_eq!(set.take_nth(k), list.remove(k));
                    },
                }
                prop_assert_eq!(set.len(), list.len());
            }
        }
    }
}

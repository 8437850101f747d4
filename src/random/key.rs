//! The address of a draw: who draws, for what, when and where.
//!
//! The layout of the 128-bit counter is fixed for ever:
//!
//! | bits | field | largest |
//! |---|---|---|
//! | 0–31 | place within the day | 4,294,967,295 |
//! | 32–51 | day (days since 1970 + 524,288) | 1 January 534 to 17 June 3405 |
//! | 52–63 | stream or pool | 4,095 |
//! | 64–71 | draw (number of the block of four) | 255 |
//! | 72–79 | purpose | 255 |
//! | 80–95 | 0, kept free | |
//! | 96–127 | replication | 4,294,967,295 |
//!
//! The key is the seed. One counter gives a block of 128 bits: two words of 64 or four lanes of 32.

use std::convert::Infallible;

use rand_core::TryRng;

use crate::random::philox2x64_10;
use crate::time::Day;

/// What a draw is for; the numbers never change and are never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Purpose {
    /// Cases received by a stream on a day: word 0.
    Intake = 1,
    /// A monthly step of the wandering level of a stream's intake: word 0; the day is the first of
    /// the month.
    IntakeLevel = 2,
    /// Decisions a pool can make on a day: word 0.
    Capacity = 3,
    /// Lane 0 the size of a household, lane 1 whether it has one penalty for all.
    Household = 4,
    /// Lane 0 whether a household withdraws, lane 1 after how long.
    Withdrawal = 5,
    /// Lanes 0 to 7: whether each extension applies; lane 8 whether the term is suspended, lane 9
    /// for how long.
    Term = 6,
    /// Lane 0 whether a household gives notice, lane 1 after how long, lane 2 whether it is
    /// pursued, lane 3 whether it appeals, lane 4 whether the notice is premature.
    Notice = 7,
    /// Lane 0 the delay of the appeal, lane 1 the court's time, lane 2 the daily amount.
    Appeal = 8,
    /// Lane 0 the delay of paying the administrative penalty, lane 1 the judicial penalty, lane 2
    /// the judicial penalty of the second appeal.
    Payment = 9,
    /// The pick of the random order: word 0; the place is the number of the pick on that day.
    Pick = 10,
    /// Lane 0 whether a household lives in reception, lane 1 whether it is granted once decided,
    /// lane 2 how long it stays after the decision.
    Reception = 11,
    /// Lane 0 whether a household's file is incomplete, lane 1 for how long it is away.
    Completeness = 12,
    /// Lane 0 whether a household appeals again, lane 1 after how long, lane 2 the court's time,
    /// lane 3 the daily amount.
    SecondAppeal = 14,
    /// An uncertain input of the scenario, drawn once a replication: word 0; the stream is its
    /// number.
    Parameter = 32,
    /// A draw of a calibration: the day is the generation, the place the draw in it; stream 0 picks
    /// the draw to start from, stream i + 1 moves input i.
    Calibration = 41,
    /// The scramble of low-discrepancy points: the stream is the dimension, the day the digit and
    /// the place the digits before it.
    Scramble = 42,
    /// What a sensitivity design draws beside its points: the stream is the input, the place the
    /// point; word 0 a starting place, word 1 the turn in an order.
    Design = 43,
    /// Which of the weighted draws of the uncertain inputs a replication has: word 0.
    Posterior = 44,
}

/// A seed and a replication: one simulated future's share of chance.
///
/// # Example
/// ```
/// use arrears::random::{Key, Purpose};
/// use arrears::time::Day;
///
/// let key = Key::from_seed(1).replication(17);
/// let site = key.at(Purpose::Notice, 0, Day::new(2020, 3, 3)?, 5);
/// assert_eq!(site.block(0), site.block(0)); // the same address, the same bits
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    seed: u64,
    replication: u32,
}

const DAY_OFFSET: i32 = 1 << 19;

impl Key {
    /// Streams and pools that have an address: 0 to 4,095.
    pub const MAX_STREAMS: usize = 1 << 12;

    /// Replication 0 of a seed.
    pub const fn from_seed(seed: u64) -> Key {
        Key { seed, replication: 0 }
    }

    /// Replication `number` of the same seed.
    pub const fn replication(self, number: u32) -> Key {
        Key { replication: number, ..self }
    }

    /// The seed.
    pub const fn seed(self) -> u64 {
        self.seed
    }

    /// The number of the replication.
    pub const fn number(self) -> u32 {
        self.replication
    }

    /// The site of a purpose: a stream (or pool), a day and a place within that day.
    #[inline]
    pub const fn at(self, purpose: Purpose, stream: u16, day: Day, place: u32) -> Site {
        let day_field = (day.number() + DAY_OFFSET) as u64 & 0xF_FFFF;
        let low = place as u64 | day_field << 32 | (stream as u64) << 52;
        let high = (purpose as u64) << 8 | (self.replication as u64) << 32;
        Site { seed: self.seed, low, high }
    }
}

/// One place at which blocks of chance can be drawn, for one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    seed: u64,
    low: u64,
    high: u64,
}

impl Site {
    /// Block `number` (0 to 255): the lanes 4 x `number` to 4 x `number` + 3 of this site.
    #[inline(always)]
    pub const fn block(self, number: u8) -> Block {
        Block(philox2x64_10([self.low, self.high | number as u64], self.seed))
    }

    /// The same site at another place of the same day.
    #[inline(always)]
    pub const fn with_place(self, place: u32) -> Site {
        Site { low: self.low & !0xFFFF_FFFF | place as u64, ..self }
    }

    /// The blocks of this site one after the other, as a generator of the `rand` crates.
    ///
    /// For callers who bring a distribution of their own; it ends (and starts again) after 256
    /// blocks.
    pub const fn stream(self) -> Stream {
        Stream { site: self, next_word: 0 }
    }
}

/// 128 random bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block([u64; 2]);

impl Block {
    /// Word 0 or 1: 64 random bits.
    #[inline(always)]
    pub const fn word(self, index: usize) -> u64 {
        self.0[index]
    }

    /// Lane 0 to 3: 32 random bits; lanes 0 and 1 are the low and high half of word 0.
    #[inline(always)]
    pub const fn lane(self, index: usize) -> u32 {
        (self.0[index / 2] >> (32 * (index % 2))) as u32
    }

    /// Word 0 or 1 as a number strictly between 0 and 1, in steps of 2⁻⁵².
    #[inline(always)]
    pub fn uniform(self, index: usize) -> f64 {
        ((self.0[index] >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
    }
}

/// The words of a [`Site`] in order, behind the traits of the `rand` crates.
///
/// # Example
/// ```
/// use arrears::random::{Key, Purpose};
/// use arrears::time::Day;
/// use rand_distr::{Distribution, Exp};
///
/// let mut stream = Key::from_seed(1).at(Purpose::Parameter, 0, Day::FIRST, 0).stream();
/// let wait: f64 = Exp::new(1.0 / 30.0)?.sample(&mut stream);
/// assert!(0.0 < wait);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Stream {
    site: Site,
    next_word: u16,
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.try_next_u64()? as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let word =
            self.site.block((self.next_word / 2) as u8).word(usize::from(self.next_word % 2));
        self.next_word = (self.next_word + 1) % 512;
        Ok(word)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.try_next_u64()?.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_field_of_an_address_changes_the_bits() {
        let day = Day::new(2020, 3, 3).unwrap();
        let base = Key::from_seed(1).at(Purpose::Notice, 0, day, 0);
        let blocks = [
            base.block(0),
            base.block(1),
            base.with_place(1).block(0),
            Key::from_seed(2).at(Purpose::Notice, 0, day, 0).block(0),
            Key::from_seed(1).replication(1).at(Purpose::Notice, 0, day, 0).block(0),
            Key::from_seed(1).at(Purpose::Appeal, 0, day, 0).block(0),
            Key::from_seed(1).at(Purpose::Notice, 1, day, 0).block(0),
            Key::from_seed(1).at(Purpose::Notice, 0, day + 1, 0).block(0),
            Key::from_seed(1).at(Purpose::Notice, 0, day, 1 << 31).block(0),
        ];
        let distinct: HashSet<[u64; 2]> = blocks.iter().map(|block| block.0).collect();
        // `with_place(1)` is a field of its own; no two of the nine are the same.
        assert_eq!(distinct.len(), blocks.len());
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        let key = Key::from_seed(0).replication(u32::MAX);
        let site = key.at(Purpose::Parameter, 4_095, Day::LAST, u32::MAX);
        let day = (Day::LAST.number() + (1 << 19)) as u64;
        assert_eq!(site.low, 0xFFFF_FFFF | day << 32 | 0xFFF << 52);
        assert_eq!(site.high, 32 << 8 | 0xFFFF_FFFF << 32);
        assert!(0 < Day::FIRST.number() + (1 << 19) && day < 1 << 20);
    }

    #[test]
    fn lanes_are_halves_of_words() {
        let block = Block([0x1111_2222_3333_4444, 0x5555_6666_7777_8888]);
        let lanes = [0x3333_4444, 0x1111_2222, 0x7777_8888, 0x5555_6666];
        assert_eq!([0, 1, 2, 3].map(|index| block.lane(index)), lanes);
    }

    #[test]
    fn a_uniform_number_is_never_0_or_1() {
        assert!(0.0 < Block([0, 0]).uniform(0));
        assert!(Block([u64::MAX, 0]).uniform(0) < 1.0);
    }
}

//! The reference problem and nothing else: a loop that works out each case's fate when it is
//! decided, as fast as plain Rust allows. The general engine is measured against it.
//!
//! It comes in two forms. [`Addressed`] draws at the library's addresses and so gives the same cases
//! the same luck: its outputs equal the engine's to the cent, which `tests/it/special.rs` checks.
//! [`Sequential`] takes the next number of one fast generator instead; its futures are others, and
//! two policies could not be compared case by case.

use std::hint::black_box;
use std::ops::Range;

use arrears::random::CountTable;
use arrears::random::Delay;
use arrears::random::DelayTable;
use arrears::random::Key;
use arrears::random::Purpose;
use arrears::random::Site;
use arrears::random::Variation;
use arrears::time::Day;
use rand::Rng;
use rand_pcg::Pcg64Mcg;

/// Days of the problem.
const DAYS: usize = 730;
const TERM: usize = 183;
const OLDEST: usize = 300;

/// The outputs that `docs/performance.md` lists for the reference problem.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outputs {
    pub administrative: i64,
    pub judicial: i64,
    pub notices: u32,
    pub appeals: u32,
    pub late_decisions: u32,
    pub pending: Vec<u32>,
    pub late: Vec<u32>,
}

/// Where the loop's random numbers come from.
pub trait Chance {
    fn intake(&mut self, t: usize) -> f64;
    fn capacity(&mut self, t: usize) -> f64;
    /// Called before the cases of one day of receipt.
    fn cohort(&mut self, received: usize);
    /// Four lanes for the notice of a case.
    fn notice(&mut self, place: u32) -> [u32; 4];
    /// Three lanes for its appeal.
    fn appeal(&mut self, place: u32) -> [u32; 3];
}

/// Draws at the library's addresses.
pub struct Addressed {
    key: Key,
    start: Day,
    notice: Site,
    appeal: Site,
}

impl Addressed {
    pub fn new(key: Key, start: Day) -> Addressed {
        let site = key.at(Purpose::Notice, 0, start, 0);
        Addressed { key, start, notice: site, appeal: site }
    }
}

impl Chance for Addressed {
    fn intake(&mut self, t: usize) -> f64 {
        self.key.at(Purpose::Intake, 0, self.start + t as i32, 0).block(0).uniform(0)
    }

    fn capacity(&mut self, t: usize) -> f64 {
        self.key.at(Purpose::Capacity, 0, self.start + t as i32, 0).block(0).uniform(0)
    }

    fn cohort(&mut self, received: usize) {
        let day = self.start + (received as i32 - OLDEST as i32);
        self.notice = self.key.at(Purpose::Notice, 0, day, 0);
        self.appeal = self.key.at(Purpose::Appeal, 0, day, 0);
    }

    #[inline(always)]
    fn notice(&mut self, place: u32) -> [u32; 4] {
        let block = self.notice.with_place(place).block(0);
        [block.lane(0), block.lane(1), block.lane(2), block.lane(3)]
    }

    #[inline(always)]
    fn appeal(&mut self, place: u32) -> [u32; 3] {
        let block = self.appeal.with_place(place).block(0);
        [block.lane(0), block.lane(1), block.lane(2)]
    }
}

/// Takes the next numbers of one generator.
pub struct Sequential(pub Pcg64Mcg);

impl Chance for Sequential {
    fn intake(&mut self, _: usize) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn capacity(&mut self, t: usize) -> f64 {
        self.intake(t)
    }

    fn cohort(&mut self, _: usize) {}

    #[inline(always)]
    fn notice(&mut self, _: u32) -> [u32; 4] {
        // One number is enough: notice and pursuit share its low half without touching.
        let bits = self.0.next_u64();
        [bits as u32, (bits >> 32) as u32, (bits << 31) as u32, 0]
    }

    #[inline(always)]
    fn appeal(&mut self, _: u32) -> [u32; 3] {
        let bits = self.0.next_u64();
        [0, bits as u32, (bits >> 32) as u32]
    }
}

/// The tables of the problem.
pub struct Special {
    intake: CountTable,
    capacity: [CountTable; 2],
    delay: DelayTable,
    judgment: DelayTable,
    administrative: [i64; 43],
}

impl Special {
    pub fn new() -> Special {
        let poisson = |mean| CountTable::new(mean, Variation::POISSON).unwrap();
        let mut administrative = [0; 43];
        for day in 0..42 {
            administrative[day + 1] = administrative[day] + [23, 35, 45][day / 14] * 100;
        }
        Special {
            intake: poisson(70.0),
            capacity: [poisson(65.0), poisson(85.0)],
            delay: Delay::exponential(30.0).unwrap().table(),
            judgment: Delay::gamma(4.0, 14.0).unwrap().table(),
            administrative,
        }
    }

    /// One replication. With `AHEAD`, the first lanes of some cases are looked at ahead and without
    /// a branch, as the engine does; without it, case by case.
    pub fn replication<const AHEAD: bool>(&self, chance: &mut impl Chance) -> Outputs {
        let mut stock = [0_u32; OLDEST + DAYS];
        let mut received = [0_u32; OLDEST + DAYS];
        stock[..OLDEST].fill(50);
        received[..OLDEST].fill(50);
        let mut outputs = Outputs::default();
        // Days are counted from the oldest receipt.
        let (mut oldest, mut pending, mut late) = (0, 15_000, 50 * (OLDEST - TERM - 1) as u32);
        for t in 0..DAYS {
            let today = OLDEST + t;
            received[today] = self.intake.count(chance.intake(t)) as u32;
            stock[today] = received[today];
            pending += stock[today];
            let capacity = &self.capacity[usize::from(180 <= t)];
            let mut left = (capacity.count(chance.capacity(t)) as u32).min(pending);
            pending -= left;
            // The cohort whose last day was yesterday is late from today on.
            late += stock[today - TERM - 1];
            while 0 < left {
                while stock[oldest] == 0 {
                    oldest += 1;
                }
                let decided = left.min(stock[oldest]);
                let place = received[oldest] - stock[oldest];
                stock[oldest] -= decided;
                left -= decided;
                if oldest + TERM < today {
                    late -= decided;
                    outputs.late_decisions += decided;
                    let places = place..place + decided;
                    self.decide::<AHEAD>(chance, &mut outputs, oldest, today, places);
                }
            }
            if t % 7 == 6 {
                outputs.pending.push(pending);
                outputs.late.push(late);
            }
        }
        black_box(outputs)
    }

    #[inline(always)]
    fn decide<const AHEAD: bool>(
        &self,
        chance: &mut impl Chance,
        outputs: &mut Outputs,
        received: usize,
        today: usize,
        places: Range<u32>,
    ) {
        const NOTICE: u32 = (0.40 * 4_294_967_296.0 + 0.5) as u32;
        chance.cohort(received);
        if !AHEAD {
            for place in places {
                let lanes = chance.notice(place);
                if lanes[0] < NOTICE {
                    self.notice(chance, outputs, received, today, place, lanes);
                }
            }
            return;
        }
        let mut noticed = [(0, [0; 4]); 256];
        let mut number = 0;
        for place in places {
            let lanes = chance.notice(place);
            noticed[number % 256] = (place, lanes);
            number += usize::from(lanes[0] < NOTICE);
        }
        for (place, lanes) in noticed[..number].iter().copied() {
            self.notice(chance, outputs, received, today, place, lanes);
        }
    }

    #[inline(always)]
    fn notice(
        &self,
        chance: &mut impl Chance,
        outputs: &mut Outputs,
        received: usize,
        today: usize,
        place: u32,
        lanes: [u32; 4],
    ) {
        const MAIN: u32 = (0.95 * 4_294_967_296.0 + 0.5) as u32;
        let regular = received + TERM + 1 + self.delay.days(lanes[1]) as usize;
        let notice = regular.max(OLDEST);
        if today <= notice {
            return;
        }
        outputs.notices += 1;
        let waited = (today - notice) as i64 - 14;
        if 1 << 31 <= lanes[2] || waited <= 0 {
            return;
        }
        outputs.appeals += 1;
        outputs.administrative += self.administrative[waited.min(42) as usize];
        let lanes = chance.appeal(place);
        let days = waited - i64::from(self.judgment.days(lanes[1])) - 28;
        if 0 < days {
            let per_day = if lanes[2] < MAIN { 10_000 } else { 25_000 };
            outputs.judicial += per_day * days.min(150);
        }
    }
}

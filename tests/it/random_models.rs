//! Small random models with every feature of the model, from a seed: for tests that must hold
//! whatever the model is.

use arrears::model::Appeal;
use arrears::model::CapacityVariation;
use arrears::model::Effort;
use arrears::model::Extension;
use arrears::model::Forecast;
use arrears::model::Gone;
use arrears::model::Households;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Notice;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::model::Quantity;
use arrears::model::Recorded;
use arrears::model::Shock;
use arrears::model::Stock;
use arrears::model::Stream;
use arrears::model::Suspension;
use arrears::model::Withdrawal;
use arrears::random::Delay;
use arrears::random::Share;
use arrears::random::Variation;
use arrears::time::Calendar;
use arrears::time::Day;
use arrears::time::Length;
use arrears::time::Schedule;
use arrears::time::Term;
use arrears::time::TermConventions;
use arrears::time::TermEndOnDayOff;
use arrears::time::TermStart;

use crate::random_law::random_law;
use crate::random_stock::add_known_stock;
use crate::worlds::share;

/// A generator of its own, so that the models change with nothing but this file.
///
/// # Source
/// SplitMix64: G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators
/// (2014), figure 17.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        low + (self.next() % (high - low + 1) as u64) as i32
    }

    /// Yes in so many of 100 throws.
    pub fn percent(&mut self, yes: i32) -> bool {
        self.between(0, 99) < yes
    }

    pub fn real(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.next() >> 11) as f64 / (1_u64 << 53) as f64)
    }

    pub fn one_of<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.between(0, of.len() as i32 - 1) as usize].clone()
    }

    /// Never, always, or something between.
    pub fn share(&mut self) -> Share {
        match self.between(0, 3) {
            0 => Share::ALL,
            1 => self.one_of(&[Share::ALL, Share::NONE]),
            _ => share(self.real(0.1, 1.0)),
        }
    }

    pub fn delay(&mut self) -> Delay {
        let days = self.real(0.5, 40.0);
        match self.between(0, 7) {
            0 | 7 => Delay::fixed(self.between(0, 30) as u32),
            1 => Delay::uniform(self.between(0, 9) as u32, self.between(9, 40) as u32),
            2 => Delay::exponential(days),
            3 => Delay::gamma(self.real(0.5, 4.0), days / 2.0),
            4 => Delay::lognormal(days, self.real(0.2, 1.0)),
            5 => Delay::weibull(self.real(0.7, 3.0), days),
            _ => Delay::discrete(vec![(0, 0.25), (7, 0.5), (60, 0.25)]),
        }
        .unwrap()
    }

    /// One value, or several from dates on.
    pub fn schedule<T>(
        &mut self,
        about: Period,
        mut value: impl FnMut(&mut Dice) -> T,
    ) -> Schedule<T> {
        let mut day = about.start() - self.between(0, 200);
        let mut steps = vec![(day, value(self))];
        while self.percent(40) {
            day = day + self.between(1, 250);
            steps.push((day, value(self)));
        }
        Schedule::new(steps).unwrap()
    }

    fn day_in(&mut self, period: Period) -> Day {
        period.start() + self.between(0, period.days() as i32 - 1)
    }
}

/// The parts of a random model; equal seeds give equal parts.
pub fn random_parts(seed: u64) -> Parts {
    let dice = &mut Dice::new(seed);
    let start = Day::new(2018, 1, 1).unwrap() + dice.between(0, 1_000);
    let days = dice.one_of(&[1, 27, 120, 365, 500, 730]) + dice.between(0, 9);
    let days = days.min(731);
    let as_of = start + if dice.percent(50) { 0 } else { dice.between(0, days - 1) };
    let period = Period::new(start, as_of, start + (days - 1)).unwrap();
    let streams: Vec<Stream> =
        (0..dice.between(1, 3)).map(|i| random_stream(dice, period, i)).collect();
    let pools = random_pools(dice, period, streams.len());
    let mut parts = Parts::new(period, streams, pools, random_law(dice, period));
    parts.calendar = random_calendar(dice, period);
    parts.term_conventions = TermConventions {
        start: dice.one_of(&[TermStart::DayAfterReceipt, TermStart::DayOfReceipt]),
        end_on_day_off: dice.one_of(&[TermEndOnDayOff::Stays, TermEndOnDayOff::NextWorkingDay]),
    };
    parts.fiscal_year_starts = dice.between(1, 12) as u8;
    let (at_most, for_days) = (dice.between(0, 9) as u64, dice.between(1, 28) as u32);
    parts.gone = Gone { at_most, for_days };
    parts.split_on = (0..dice.between(0, 4)).map(|_| dice.day_in(period)).collect();
    parts.split_on.extend([period.start(), period.end()]);
    parts.split_on.sort();
    parts.split_on.dedup();
    parts.quantities = random_quantities(dice, period);
    if dice.percent(25) {
        make_plain(&mut parts);
    }
    // With dice of its own, so that it changes nothing else.
    add_known_stock(&mut Dice::new(seed ^ 0x57_0C4), &mut parts);
    parts
}

/// The plain case, for which the engine has a path of its own: single cases, nobody withdraws, each
/// stream has one pool, oldest first.
fn make_plain(parts: &mut Parts) {
    for stream in &mut parts.streams {
        stream.households = Households::single();
        stream.withdrawal = None;
    }
    let mut served = Vec::new();
    for pool in &mut parts.pools {
        pool.streams.retain(|stream| !served.contains(stream));
        served.extend(&pool.streams);
        let line = Line::new(Order::OldestFirst, Share::ALL);
        pool.set_lines(vec![line]).unwrap();
    }
    parts.pools.retain(|pool| !pool.streams.is_empty());
}

/// A random model; equal seeds give equal models.
pub fn random_model(seed: u64) -> Model {
    Model::new(random_parts(seed)).unwrap()
}

fn random_calendar(dice: &mut Dice, period: Period) -> Calendar {
    let holidays = (0..dice.between(0, 12)).map(|_| dice.day_in(period)).collect();
    match dice.between(0, 2) {
        0 => Calendar::every_day(),
        1 => Calendar::office(holidays),
        _ => Calendar::new([true, false, true, true, false, true, false], holidays).unwrap(),
    }
}

fn random_stream(dice: &mut Dice, period: Period, number: i32) -> Stream {
    let mut stream = Stream::new(&format!("stream {number}"), random_term(dice));
    if dice.percent(20) {
        stream.term = dice.schedule(period, random_term);
    }
    let rows = (0..dice.between(0, 6))
        .map(|_| (period.start() - dice.between(1, 500), dice.between(0, 25) as u64));
    stream.stock = Stock::new(rows.collect());
    random_intake(dice, period, &mut stream);
    if dice.percent(50) {
        let shares = dice.one_of(&[&[0.5, 0.3, 0.2][..], &[0.7, 0.3], &[0.0, 0.0, 1.0]]);
        stream.households = Households::new(shares, dice.share()).unwrap();
    }
    for _ in 0..if dice.percent(40) { dice.between(1, 3) } else { 0 } {
        let from = dice.percent(50).then(|| period.start() - dice.between(-60, 200));
        let until = dice.percent(50).then(|| period.start() + dice.between(0, 300));
        let by = dice.one_of(&[Length::Days(17), Length::Weeks(6), Length::Months(2)]);
        let share = dice.share();
        stream.extensions.push(Extension { by, share, received_from: from, received_until: until });
    }
    if dice.percent(25) {
        stream.suspension = Some(Suspension { share: dice.share(), days: dice.delay() });
    }
    if dice.percent(35) {
        let long = Delay::exponential(dice.real(50.0, 300.0)).unwrap();
        let delay = if dice.percent(30) { dice.delay() } else { long };
        stream.withdrawal = Some(Withdrawal::new(dice.share(), delay));
    }
    if dice.percent(90) {
        stream.notice = Some(random_notice(dice, period));
    }
    if dice.percent(85) {
        let share = dice.schedule(period, Dice::share);
        stream.appeal = Some(Appeal { share, delay: dice.delay() });
    }
    stream
}

fn random_term(dice: &mut Dice) -> Term {
    let length = match dice.between(0, 2) {
        0 => Length::Days(dice.between(1, 120) as u32),
        1 => Length::Weeks(dice.between(1, 12) as u32),
        _ => Length::Months(dice.between(1, 6) as u32),
    };
    Term::new(length).unwrap()
}

fn random_intake(dice: &mut Dice, period: Period, stream: &mut Stream) {
    let per_day = dice.real(0.0, 150.0) / (period.days() as f64).max(30.0);
    if dice.percent(40) {
        let first = period.start() - dice.between(0, 20);
        let weekday = [1.0, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0];
        let days = period.as_of() - first + 1;
        let cases = (per_day * f64::from(days)).round() as u64;
        let last = if dice.percent(70) { period.as_of() } else { first };
        let recorded = Recorded::new(vec![(first, last, cases)], dice.share(), weekday);
        stream.intake.recorded = Some(recorded.unwrap());
    }
    let mut forecast = Forecast::level(per_day).unwrap();
    let ratio = dice.one_of(&[0.0, 1.0, 1.0, 2.5, 8.0]);
    forecast.variation = Variation::negative_binomial(ratio).unwrap();
    if dice.percent(30) {
        forecast.set_growth_per_year(dice.real(-0.5, 1.0)).unwrap();
        forecast.set_weekday([1.0, 1.0, 1.0, 1.0, 1.0, 0.2, 0.0]).unwrap();
    }
    if dice.percent(30) {
        forecast.set_season([1., 2., 1., 1., 1., 3., 1., 1., 1., 0., 1., 1.]).unwrap();
    }
    if dice.percent(30) {
        forecast.set_wander_per_month(dice.real(0.01, 0.4)).unwrap();
    }
    if dice.percent(30) {
        let from = dice.day_in(period);
        let until = dice.percent(60).then(|| from + dice.between(0, 60));
        let factor = dice.one_of(&[0.0, 0.5, 3.0]);
        forecast.add_shock(Shock { from, until, factor }).unwrap();
    }
    stream.intake.forecast = Some(forecast);
    if dice.percent(10) {
        stream.intake.stop_after = Some(dice.day_in(period));
    }
}

fn random_notice(dice: &mut Dice, period: Period) -> Notice {
    Notice {
        share: dice.schedule(period, Dice::share),
        delay: dice.schedule(period, Dice::delay),
        pursued: dice.schedule(period, Dice::share),
        counts_from: dice.percent(30).then(|| period.start() - dice.between(-60, 60)),
        premature: if dice.percent(30) { dice.share() } else { Share::NONE },
    }
}

fn random_pools(dice: &mut Dice, period: Period, streams: usize) -> Vec<Pool> {
    let number = dice.between(1, 3) as usize;
    let mut served: Vec<Vec<usize>> = (0..number)
        .map(|_| (0..streams).filter(|_| dice.percent(60)).collect::<Vec<usize>>())
        .collect();
    for stream in 0..streams {
        if !served.iter().flatten().any(|it| *it == stream) {
            let pool = dice.between(0, number as i32 - 1) as usize;
            served[pool].push(stream);
        }
    }
    served.retain(|streams| !streams.is_empty());
    let pool = |(i, streams): (usize, Vec<usize>)| random_pool(dice, period, i, streams);
    served.into_iter().enumerate().map(pool).collect()
}

fn random_pool(dice: &mut Dice, period: Period, number: usize, streams: Vec<usize>) -> Pool {
    let most = 7.0 * 150.0 * streams.len() as f64 / (period.days() as f64).max(60.0);
    let mut pool = Pool::new(&format!("pool {number}"), streams, 0.0).unwrap();
    pool.decisions_per_fte_per_week = dice.schedule(period, |dice| dice.real(0.0, most));
    pool.fte = dice.schedule(period, |dice| dice.one_of(&[1.0, 0.5, 0.0, 1.25]));
    if dice.percent(30) {
        pool.absence = dice.schedule(period, |dice| share(dice.real(0.0, 0.3)));
    }
    pool.variation = match dice.between(0, 4) {
        0 | 1 => CapacityVariation::None,
        2 => CapacityVariation::Count(Variation::POISSON),
        3 => CapacityVariation::Count(Variation::negative_binomial(3.0).unwrap()),
        _ => CapacityVariation::Relative(dice.real(0.1, 1.0)),
    };
    if dice.percent(60) {
        pool.effort = Effort::new(dice.real(0.2, 2.0), dice.one_of(&[0.0, 0.25, 1.0])).unwrap();
    }
    let orders = [
        Order::OldestFirst,
        Order::OldestFirst,
        Order::NewestFirst,
        Order::EarliestDueFirst,
        Order::InTimeFirst,
        Order::Random,
    ];
    let shares = dice.one_of(&[&[1.0][..], &[1.0], &[0.5, 0.5], &[0.2, 0.3, 0.5], &[0.0, 1.0]]);
    let line = |it: &f64| Line::new(dice.one_of(&orders), share(*it));
    let lines = shares.iter().map(line).collect();
    pool.set_lines(lines).unwrap();
    pool
}

fn random_quantities(dice: &mut Dice, period: Period) -> Vec<(Quantity, Day)> {
    let mut quantities = Vec::new();
    for _ in 0..3 {
        let day = dice.day_in(period);
        let back = dice.between(0, 2 * (day - period.start()) + 1);
        let since = if dice.percent(20) { period.start() } else { day - back };
        let kinds = [
            Quantity::OpenStock,
            Quantity::LateStock,
            Quantity::NoticeShare,
            Quantity::PenaltyShare,
            Quantity::Owed { since },
            Quantity::OwedGrowthPerWeek,
            Quantity::Paid { since },
            Quantity::Decided { since },
        ];
        quantities.extend(kinds.map(|kind| (kind, day)));
    }
    quantities
}

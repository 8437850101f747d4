//! A second engine of obvious lines: day by day, case by case, one day's amount at a time. It
//! shares the addresses of chance with the engine of the library, and no idea of speed.

use arrears::model::DecisionDay;
use arrears::model::Extension;
use arrears::model::Model;
use arrears::model::PrematureNotice;
use arrears::random::Block;
use arrears::random::Key;
use arrears::random::Purpose;
use arrears::random::Variation;
use arrears::random::count;
use arrears::time::Day;
use arrears::time::TermEndOnDayOff;
use arrears::time::TermStart;
use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;

use crate::slow_household::Appeal;
use crate::slow_household::Clock;
use crate::slow_household::Household;

/// A rule of a pool that hangs on the late stock.
#[derive(Clone, Default)]
pub struct Rule {
    /// The first day of the surge that is decided on.
    pub since: Option<Day>,
    /// The first and the last day of those that have ended.
    pub ended: Vec<(Day, Day)>,
}

/// What is written down about one stream on one day.
#[derive(Clone, Default)]
pub struct Flow {
    pub received: i64,
    pub decided: i64,
    pub withdrawn: i64,
    pub pending: i64,
    pub late: i64,
}

/// What is written down about one day.
#[derive(Clone, Default)]
pub struct Page {
    pub owed: [i64; 2],
    pub paid: [i64; 2],
    pub running: [i64; 2],
    pub noticed: i64,
    pub legal_costs: i64,
    pub flows: Vec<Flow>,
    /// All that would ever be payable if every open case were decided on this day.
    pub payable: i64,
}

/// One future, simulated slowly.
pub struct SlowEngine<'a> {
    pub model: &'a Model,
    pub households: Vec<Household>,
    /// The opening stock, until it is received.
    pub opening: Vec<Household>,
    /// The day of the first page: the receipt of the oldest case, or the start.
    pub first: Day,
    pub pages: Vec<Page>,
    pub key: Key,
    pub log_level: Vec<f64>,
    pub exact_intake: Vec<f64>,
    pub exact_capacity: Vec<f64>,
    /// Work that notices, appeals and judgments have made for each pool and that is yet to be done.
    pub casework: Vec<u64>,
    /// The capacity of each pool in the last year, and the casework that was done of it, in
    /// millionths of a decision.
    pub worked: Vec<[u64; 2]>,
    /// The rules of each pool.
    pub rules: Vec<Vec<Rule>>,
    pub turns: u32,
}

impl<'a> SlowEngine<'a> {
    /// Simulates a whole future.
    pub fn run(model: &'a Model, key: Key) -> SlowEngine<'a> {
        let start = model.period.start();
        let oldest = model.streams.iter().filter_map(|it| it.stock.received());
        let first = oldest.map(|(first, _)| first).min().unwrap_or(start);
        let streams = model.streams.len();
        let page = Page { flows: vec![Flow::default(); streams], ..Page::default() };
        let mut slow = SlowEngine {
            model,
            key,
            first,
            households: Vec::new(),
            opening: Vec::new(),
            pages: vec![page; (model.period.end() - first + 1) as usize],
            log_level: vec![0.0; streams],
            exact_intake: vec![0.0; streams],
            exact_capacity: vec![0.0; model.pools.len()],
            casework: vec![0; model.pools.len()],
            worked: vec![[0; 2]; model.pools.len()],
            rules: model.pools.iter().map(|it| vec![Rule::default(); it.triggers.len()]).collect(),
            turns: 0,
        };
        slow.opening = slow.opening_stock();
        for later in 0..slow.pages.len() as i32 {
            slow.day(first + later);
        }
        slow
    }

    fn day(&mut self, day: Day) {
        self.page(day).payable = self.payable_if_all_decided(day);
        if day < self.model.period.start() {
            let today = self.opening.extract_if(.., |it| it.received == day);
            self.households.extend(today);
            for household in self.households.iter_mut().filter(|it| it.past() == Some(day)) {
                household.closed = Some(day);
            }
        } else {
            for stream in 0..self.model.streams.len() {
                let cases = self.cases_received(stream, day);
                self.receive(stream, day, cases);
            }
            self.withdraw(day);
            for pool in 0..self.model.pools.len() {
                self.decide(pool, day);
            }
        }
        for number in 0..self.households.len() {
            let mut household = self.households[number].clone();
            if household.closed.is_none() {
                self.clock(&mut household, day);
                self.make_casework(&household, day);
                self.page(day).legal_costs += self.legal_costs(&household, day);
            }
            self.accrue(&mut household, day);
            self.write(&household, day);
            self.households[number] = household;
        }
        // The time before the first day is one day, on whose evening the rules look at the stock.
        if self.model.period.start() <= day + 1 {
            self.look_at_rules(day);
        }
    }

    /// What happens on a day makes work from the first day on, for the first pool of the stream.
    fn make_casework(&mut self, household: &Household, day: Day) {
        let pools = &self.model.pools;
        let pool = pools.iter().position(|it| it.streams.contains(&household.stream)).unwrap();
        let of = pools[pool].casework;
        let [first, second] = household.appeals_on;
        let happened = [
            (household.noticed, of.notice()),
            (first.filed, of.appeal()),
            (first.judged, of.judgment()),
            (second.filed, of.appeal()),
            (second.judged, of.judgment()),
        ];
        for (on, work) in happened {
            if on == Some(day) && self.model.period.start() <= day {
                self.casework[pool] += work;
            }
        }
    }

    pub fn page(&mut self, day: Day) -> &mut Page {
        &mut self.pages[(day - self.first) as usize]
    }

    /// The literal definition: each open case is decided on this day, the decided ones owe what
    /// they owe.
    fn payable_if_all_decided(&self, day: Day) -> i64 {
        let counts = self.model.law.conventions.decision_day == DecisionDay::Counts;
        let of_clock = |household: &Household, clock: &Clock| {
            let today = household.closed.is_none() && counts;
            let today = if today { clock.amount_on(day) * household.penalties } else { 0 };
            clock.owed + today
        };
        let all = self.households.iter();
        all.flat_map(|it| it.clocks.iter().flatten().map(move |clock| of_clock(it, clock))).sum()
    }

    pub fn block(&self, purpose: Purpose, stream: usize, day: Day, place: u32) -> Block {
        self.key.at(purpose, stream as u16, day, place).block(0)
    }

    // ---- 1. Intake.

    fn cases_received(&mut self, stream: usize, day: Day) -> u64 {
        let of = &self.model.streams[stream];
        if of.intake.stop_after.is_some_and(|last| last < day) {
            return 0;
        }
        if let Some(cases) = of.intake.recorded.as_ref().and_then(|it| it.on(day)) {
            return cases;
        }
        let Some(forecast) = &of.intake.forecast else { return 0 };
        let first = self.model.first_forecast_day(stream);
        let sigma = forecast.wander_per_month();
        if first < day && day.civil().2 == 1 && 0.0 < sigma {
            let uniform = self.block(Purpose::IntakeLevel, stream, day, 0).uniform(0);
            let z = Normal::standard().inverse_cdf(uniform);
            self.log_level[stream] += sigma * z - sigma * sigma / 2.0;
        }
        let mean = forecast.mean_on(day, first) * libm::exp(self.log_level[stream]);
        if forecast.variation == Variation::NONE {
            let whole = |exact: f64| (exact * 1e6).round() as u64 / 1_000_000;
            let before = whole(self.exact_intake[stream]);
            self.exact_intake[stream] += mean;
            return whole(self.exact_intake[stream]) - before;
        }
        count(mean, forecast.variation, self.block(Purpose::Intake, stream, day, 0).uniform(0))
    }

    fn receive(&mut self, stream: usize, day: Day, cases: u64) {
        let households = self.grouped(stream, day, 0, cases, None);
        for mut household in households {
            self.plan_notice(&mut household);
            self.households.push(household);
        }
        self.page(day).flows[stream].received = cases as i64;
    }

    /// The households that the cases of a day form, the first of them with this place.
    pub fn grouped(
        &self,
        stream: usize,
        day: Day,
        first_place: u32,
        cases: u64,
        known_heads: Option<u8>,
    ) -> Vec<Household> {
        let of = &self.model.streams[stream];
        let mut left = cases;
        let mut households = Vec::new();
        while 0 < left {
            let place = first_place + households.len() as u32;
            let lanes = self.block(Purpose::Household, stream, day, place);
            let drawn = u64::from(of.households.heads(lanes.lane(0)));
            let heads = known_heads.map_or(drawn, u64::from).min(left);
            let one = heads == 1 || of.households.one_penalty.accepts(lanes.lane(1));
            households.push(Household {
                stream,
                received: day,
                place,
                heads: heads as i64,
                penalties: if one { 1 } else { heads as i64 },
                due: self.due(stream, day, place),
                withdraws: self.withdrawal(stream, day, place),
                closed: None,
                withdrawn: false,
                begun: None,
                opened: false,
                back: None,
                notice: None,
                pursued: false,
                appeals: false,
                noticed: None,
                end_of_grace: None,
                known: None,
                appeals_on: [Appeal::default(); 2],
                clocks: [None, None, None],
            });
            left -= heads;
        }
        households
    }

    pub fn due(&self, stream: usize, day: Day, place: u32) -> Day {
        let of = &self.model.streams[stream];
        let site = self.key.at(Purpose::Term, stream as u16, day, place);
        let lane = |i: usize| site.block((i / 4) as u8).lane(i % 4);
        let extended = |i: usize, it: &Extension| it.share.accepts(lane(i));
        let mut suspended = 0;
        if let Some(suspension) = &of.suspension
            && suspension.share.accepts(lane(8))
        {
            suspended = suspension.days.table().days(lane(9)) as i32;
        }
        self.last_of_term(stream, day, extended, suspended)
    }

    /// The last day of a term with the first of the extensions that apply.
    pub fn last_of_term(
        &self,
        stream: usize,
        day: Day,
        applies: impl Fn(usize, &Extension) -> bool,
        suspended: i32,
    ) -> Day {
        let of = &self.model.streams[stream];
        let mut end = of.term.on(day).length().after(day);
        for (i, extension) in of.extensions.iter().enumerate() {
            if extension.covers(day) && applies(i, extension) {
                end = extension.by.after(end);
                break;
            }
        }
        end = end + suspended;
        if self.model.term_conventions.start == TermStart::DayOfReceipt {
            end = end - 1;
        }
        if self.model.term_conventions.end_on_day_off == TermEndOnDayOff::NextWorkingDay {
            while !self.model.calendar.is_working_day(end) {
                end = end + 1;
            }
        }
        end
    }

    fn withdrawal(&self, stream: usize, day: Day, place: u32) -> Option<Day> {
        let withdrawal = self.model.streams[stream].withdrawal.as_ref()?;
        // Whoever is in the opening stock did not withdraw on the days before the first.
        let waited = i64::from((self.model.period.start() - day).max(0)) - 1;
        let block = self.block(Purpose::Withdrawal, stream, day, place);
        withdrawal.days(block, waited).map(|days| day + days as i32)
    }

    pub fn plan_notice(&self, household: &mut Household) {
        let Some(notice) = &self.model.streams[household.stream].notice else { return };
        let (stream, received) = (household.stream as u16, household.received);
        let site = self.key.at(Purpose::Notice, stream, received, household.place);
        let (block, first_late) = (site.block(0), household.due + 1);
        if !notice.share.on(first_late).accepts(block.lane(0)) {
            return;
        }
        household.pursued = notice.pursued.on(first_late).accepts(block.lane(2));
        let appeal = self.model.streams[household.stream].appeal.as_ref();
        household.appeals = self.model.law.court.is_some()
            && appeal.is_some_and(|it| it.share.on(first_late).accepts(block.lane(3)));
        let mut day = first_late + notice.delay.on(first_late).table().days(block.lane(1)) as i32;
        if self.model.period.end() < first_late {
            // Whoever is not late within the period gives no notice in it.
            return;
        }
        if notice.premature.accepts(site.block(1).lane(0)) {
            day = household.due;
            if self.model.law.conventions.premature_notice == PrematureNotice::Void {
                household.pursued = false;
            }
        }
        household.notice = Some(notice.counts_from.map_or(day, |from| from.max(day)));
    }

    // ---- 2. Withdrawals.

    fn withdraw(&mut self, day: Day) {
        for household in &mut self.households {
            if household.closed.is_none() && household.withdraws == Some(day) {
                household.closed = Some(day);
                household.withdrawn = true;
            }
        }
    }
}

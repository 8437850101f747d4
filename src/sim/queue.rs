//! The first half of a replication: who leaves the queue when.

use crate::model::Model;
use crate::model::Withdrawal;
use crate::random::Key;
use crate::random::Purpose;
use crate::random::Site;
use crate::sim::day_lists::DayLists;
use crate::sim::fate::Given;
use crate::sim::fate::NEVER;
use crate::sim::noticed::Noticed;
use crate::sim::opening::KnownNotice;
use crate::sim::opening::NOTHING;
use crate::sim::opening::Opening;
use crate::sim::opening::Past;
use crate::sim::owing::Member;
use crate::sim::plan::Engine;
use crate::sim::plan::StreamPlan;
use crate::sim::spend::PoolState;
use crate::sim::surge::Running;
use crate::sim::surge::Surged;
use crate::sim::view::View;
use crate::sim::watch::Watch;

/// The closing day of a household that is pending.
pub(crate) const OPEN: u32 = u32::MAX;
/// The closing day of a household that somebody works on.
pub(crate) const IN_WORK: u32 = u32::MAX - 1;
/// The closing day of a household whose file was incomplete, until it comes back.
pub(crate) const AWAY: u32 = u32::MAX - 2;
/// Set in the closing day of a household that withdrew.
pub(crate) const WITHDRAWN: u32 = 1 << 31;

/// Set in the cohort of a household whose file has been opened.
pub(super) const OPENED: u32 = 1 << 31;

/// Whether a household is pending, by its closing day.
#[inline]
pub(crate) fn is_pending(closed: u32) -> bool {
    AWAY <= closed
}

/// The households of one stream that were received on one day, with consecutive numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cohort {
    pub(crate) stream: u16,
    /// Days since the start; negative for the opening stock.
    pub(crate) received: i32,
    pub(crate) first: u32,
    pub(crate) households: u32,
    /// The place of the first household within its day.
    pub(crate) first_place: u32,
    /// Which of the known rows of the opening stock it is, or [`NOTHING`].
    pub(crate) known: u32,
    /// Where the notices that its households are known to have given are kept, or [`NOTHING`].
    pub(crate) given: u32,
}

impl Cohort {
    /// The place of a household within its day.
    #[inline]
    pub(crate) fn place_of(&self, id: u32) -> u32 {
        self.first_place + (id - self.first)
    }
}

/// All households of a replication. Numbers follow the day of receipt, then stream, then place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    pub(crate) cohorts: Vec<Cohort>,
    /// The closing day of each household, or [`OPEN`], [`IN_WORK`], [`AWAY`]; with [`WITHDRAWN`] set
    /// if so.
    pub(crate) closed: Vec<u32>,
    /// Heads of each household; empty when all are single.
    pub(crate) heads: Vec<u8>,
    /// Due day of each household; empty when a cohort has one due day, or of the opening stock only
    /// where only that has more.
    pub(crate) due: Vec<i32>,
    /// What those of the opening stock have done of whom a notice is known.
    pub(crate) given: Vec<Given>,
    /// Those who were decided before the start.
    pub(crate) past: Vec<Past>,
    /// Those who owe an amount together, until their clocks are set.
    pub(super) members: Vec<Member>,
    /// What each pool has done in the last year.
    pub(crate) worked: Vec<Worked>,
    pub(super) pools: Vec<PoolState>,
    pub(super) watch: Watch,
    pub(super) noticed: Noticed,
    // The cohort of each household, with OPENED set once its file has been opened; empty when all are
    // complete.
    pub(super) files: Vec<u32>,
    pub(super) returning: DayLists<u32>,
    // What follows is kept only where a measure hangs on the late stock.
    pub(super) is_late: Vec<bool>,
    pub(super) late_cases: i64,
    pub(super) running: Vec<Running>,
    /// The surges that have ended, or that run on the last day.
    pub(crate) surged: Vec<Surged>,
    intake: Vec<Vec<u64>>,
    // Cases received so far, the opening stock included.
    cases: u64,
    // The households that withdraw on each day.
    leaving: DayLists<u32>,
}

/// What a pool could do in the last year, and what lateness took of it, in millionths of a decision.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Worked {
    /// Its capacity on the days on which that had a limit.
    pub(crate) capacity: u64,
    /// Of that, what notices, appeals and judgments took.
    pub(crate) casework: u64,
}

impl Queue {
    /// Simulates the queue of one replication from the first day to the last.
    pub(crate) fn run(&mut self, engine: &Engine, key: Key) {
        self.reset(engine, key);
        self.receive_opening(engine, key);
        if engine.watches.any() {
            self.clock(engine, key, DayLists::<u32>::BEFORE);
        }
        for t in 0..engine.days {
            for stream in 0..engine.streams.len() {
                let cases = self.intake[stream][t];
                if 0 < cases {
                    let (received, stream) = (t as i32, stream as u16);
                    let row = Opening { received, stream, cases, known: NOTHING };
                    let cohort = self.receive(engine, key, &row, 0);
                    self.join_lines(engine, &cohort);
                }
            }
            if engine.withdrawals {
                self.withdraw(t);
            }
            if engine.files_return {
                self.bring_back(engine, t as i32);
            }
            for pool in 0..engine.pools.len() {
                self.work(engine, key, pool, t);
            }
            if engine.watches.any() {
                self.clock(engine, key, t as i32);
            }
        }
        self.end_surges(engine);
    }

    fn reset(&mut self, engine: &Engine, key: Key) {
        self.cohorts.clear();
        self.closed.clear();
        self.heads.clear();
        self.due.clear();
        self.given.clear();
        self.past.clear();
        self.files.clear();
        self.worked.clear();
        self.worked.resize(engine.pools.len(), Worked::default());
        self.cases = 0;
        self.is_late.clear();
        self.late_cases = 0;
        self.running.clear();
        self.running.resize(engine.triggers.len(), Running::default());
        self.surged.clear();
        self.watch.reset(engine);
        if engine.withdrawals {
            self.leaving.reset(engine.days);
        }
        if engine.files_return {
            self.returning.reset(engine.days);
        }
        self.intake.resize(engine.streams.len(), Vec::new());
        for (plan, cases) in engine.streams.iter().zip(&mut self.intake) {
            plan.intake.draw(key, cases);
        }
        // The workspace may come from another model.
        self.pools.resize_with(engine.pools.len(), PoolState::default);
        for (state, plan) in self.pools.iter_mut().zip(&engine.pools) {
            state.reset(plan);
        }
    }

    /// Groups the cases of a row into households; the first has this place within its day.
    pub(super) fn receive(
        &mut self,
        engine: &Engine,
        key: Key,
        row: &Opening,
        first_place: u32,
    ) -> Cohort {
        let Opening { received, stream, cases, known } = *row;
        let plan = &engine.streams[usize::from(stream)];
        // The mean was checked, but a level that wanders has no bound.
        let cases = cases.min(Model::MOST_CASES - self.cases);
        self.cases += cases;
        let first = self.closed.len() as u32;
        let day = engine.start + received;
        let heads = engine.opening.known.get(known as usize).map_or(0, |known| known.heads);
        let households = match engine.households_vary {
            true if heads != 0 => self.known_heads(heads, cases),
            true => {
                let site = key.at(Purpose::Household, stream, day, 0);
                self.group(plan, site, first_place, cases)
            }
            false => cases as u32,
        };
        self.closed.resize((first + households) as usize, OPEN);
        let given = engine.opening.known.get(known as usize).filter(|known| 0 < known.reached);
        let given = given.map_or(NOTHING, |_| self.given.len() as u32);
        let cohort = Cohort { stream, received, first, households, first_place, known, given };
        self.cohorts.push(cohort);
        if received < 0 && engine.opening.due_varies {
            self.look_back(engine, key, &cohort);
        } else if engine.due_varies {
            let site = key.at(Purpose::Term, stream, day, 0);
            for place in 0..households {
                self.due.push(plan.due.of_household(received, site.with_place(place)));
            }
        }
        if let Some(withdrawal) = &plan.withdrawal {
            let site = key.at(Purpose::Withdrawal, stream, day, 0);
            self.plan_withdrawals(withdrawal, site, &cohort);
        }
        if engine.files_return {
            self.files.resize((first + households) as usize, self.cohorts.len() as u32 - 1);
        }
        if !engine.triggers.is_empty() {
            self.is_late.resize((first + households) as usize, false);
        }
        cohort
    }

    /// Lets the households of a cohort join the lines that serve their stream.
    pub(super) fn join_lines(&mut self, engine: &Engine, cohort: &Cohort) {
        if engine.watches.any() {
            self.watch_cohort(engine, cohort);
        }
        let Queue { pools, heads, cohorts, due, watch, .. } = self;
        let view = View { engine, today: cohort.received, heads, cohorts, due, watch };
        for (plan, state) in engine.pools.iter().zip(pools) {
            let (work, lines) = state.now(plan);
            if !plan.serves[usize::from(cohort.stream)] || work.needs_no_push {
                continue;
            }
            for (line, of) in lines.iter_mut().zip(&work.lines) {
                if !of.hears_of_everyone() || !of.takes(cohort.received) {
                    continue;
                }
                view.each_due(cohort, |span, due| line.queue.push(span, due, of, &view));
            }
        }
    }

    /// Notes when the households of a cohort become late.
    fn watch_cohort(&mut self, engine: &Engine, cohort: &Cohort) {
        let Queue { heads, cohorts, due, watch, .. } = self;
        let none = &Watch::default();
        let today = cohort.received;
        let view = View { engine, today, heads, cohorts, due, watch: none };
        view.each_due(cohort, |span, due| watch.receive(engine, cohort, span, due));
    }

    /// What is known of the notice of a household.
    #[inline]
    pub(super) fn known_notice(&self, engine: &Engine, cohort: &Cohort, id: u32) -> KnownNotice {
        match engine.opening.known.get(cohort.known as usize) {
            Some(_) if cohort.given != NOTHING => {
                KnownNotice::Given(self.given[(cohort.given + id - cohort.first) as usize])
            }
            Some(known) => KnownNotice::NoneBefore(known.seen),
            None => KnownNotice::NoneBefore(i32::MIN),
        }
    }

    /// Groups the cases of a day into households: sizes are drawn in order of place, and the last
    /// household is cut to the cases that are left. Returns how many there are.
    ///
    /// A loop over all households that draws: kept apart so that it has the registers to itself.
    #[inline(never)]
    fn group(&mut self, plan: &StreamPlan, site: Site, first_place: u32, cases: u64) -> u32 {
        if plan.households.always_single() {
            self.heads.resize(self.heads.len() + cases as usize, 1);
            return cases as u32;
        }
        let (mut place, mut left) = (0, cases);
        while 0 < left {
            let lane = site.with_place(first_place + place).block(0).lane(0);
            let heads = u64::from(plan.households.heads(lane)).min(left);
            self.heads.push(heads as u8);
            left -= heads;
            place += 1;
        }
        place
    }

    /// Households whose heads are known; returns how many there are.
    fn known_heads(&mut self, heads: u8, cases: u64) -> u32 {
        let households = cases / u64::from(heads);
        self.heads.resize(self.heads.len() + households as usize, heads);
        households as u32
    }

    /// Finds who of the households of a day will withdraw when, if they still wait.
    #[inline(never)]
    fn plan_withdrawals(&mut self, withdrawal: &Withdrawal, site: Site, cohort: &Cohort) {
        let Cohort { received, first, households, first_place, .. } = *cohort;
        // Whoever is in the opening stock has not withdrawn in the days up to the start.
        let waited = i64::from(-received.min(0)) - 1;
        for later in 0..households {
            let block = site.with_place(first_place + later).block(0);
            let days = withdrawal.days(block, waited);
            let t = days.map(|days| i64::from(received) + i64::from(days));
            // Nobody leaves before the first day, and who leaves after the last is still there.
            if let Some(t) = t.and_then(|t| i32::try_from(t).ok()).filter(|t| 0 <= *t) {
                self.leaving.add(t, first + later);
            }
        }
    }

    fn withdraw(&mut self, t: usize) {
        while let Some(id) = self.leaving.take(t as i32) {
            if is_pending(self.closed[id as usize]) {
                self.close(id, t as u32 | WITHDRAWN);
                self.forget(id);
            }
        }
    }

    /// What a pool could do and did on day `t`, if that lies in the last year.
    #[inline]
    pub(super) fn note_work(&mut self, engine: &Engine, pool: usize, t: usize, of_day: Worked) {
        if engine.last_year <= t as i32 {
            let worked = &mut self.worked[pool];
            worked.capacity += of_day.capacity;
            worked.casework += of_day.casework;
        }
    }

    /// A household is decided or withdraws.
    #[inline]
    pub(super) fn close(&mut self, id: u32, closed: u32) {
        self.closed[id as usize] = closed;
        if self.is_late.get(id as usize) == Some(&true) {
            self.late_cases -= i64::from(self.heads_of(id));
        }
    }

    pub(super) fn forget(&mut self, id: u32) {
        for line in self.pools.iter_mut().flat_map(PoolState::lines_now) {
            line.queue.forget(id);
        }
    }

    /// The day on which a household was decided or withdrew; [`NEVER`] if it is pending.
    #[inline]
    pub(super) fn closed_on(&self, id: u32) -> i32 {
        let closed = self.closed[id as usize];
        if is_pending(closed) { NEVER } else { (closed & !WITHDRAWN) as i32 }
    }

    #[inline]
    pub(super) fn heads_of(&self, id: u32) -> u32 {
        self.heads.get(id as usize).map_or(1, |heads| u32::from(*heads))
    }
}

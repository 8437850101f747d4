//! Sums over the households of one path.

use crate::sim::ledger::add_on;
use crate::sim::mean_moments::ADMINISTRATIVE;
use crate::sim::mean_moments::APPEALS;
use crate::sim::mean_moments::JUDGMENTS;
use crate::sim::mean_moments::JUDICIAL;
use crate::sim::mean_moments::MOMENTS;
use crate::sim::mean_moments::Moments;
use crate::sim::mean_moments::NOTICES;
use crate::sim::mean_moments::TO_SECOND;
use crate::sim::runs::Run;

/// The heads of some households, and how many penalties they get if they get one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heads {
    pub(super) cases: i64,
    pub(super) households: i64,
    heads_squared: f64,
    // The number of penalties of a household: its mean, the mean of its square, the square of its
    // mean, each summed over the households.
    penalties: f64,
    penalties_squared: f64,
    squared_penalties: f64,
    single: bool,
}

impl Heads {
    /// Households of one head.
    #[inline]
    pub(super) fn single(households: u32) -> Heads {
        let number = f64::from(households);
        let households = i64::from(households);
        Heads {
            cases: households,
            households,
            heads_squared: number,
            penalties: number,
            penalties_squared: number,
            squared_penalties: number,
            single: true,
        }
    }

    /// Households of so many heads, of which a share gets one penalty for all, the others one each.
    pub(super) fn new(heads: &[u8], one_penalty: f64) -> Heads {
        let mut all = Heads { single: false, ..Heads::single(0) };
        for heads in heads {
            all.households += 1;
            all.cases += i64::from(*heads);
            let heads = f64::from(*heads);
            let penalties = one_penalty + (1.0 - one_penalty) * heads;
            all.heads_squared += heads * heads;
            all.penalties += penalties;
            all.penalties_squared += one_penalty + (1.0 - one_penalty) * heads * heads;
            all.squared_penalties += penalties * penalties;
        }
        all
    }
}

/// Sums of means, and of squares of means, each with its weight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub(super) means: Moments,
    pub(super) squares: Moments,
    /// Of the administrative mean times the judicial one.
    pub(super) product: f64,
}

impl Sums {
    #[inline]
    fn add(&mut self, moments: &Moments, of_means: f64, of_squares: f64) {
        let both = self.means.iter_mut().zip(&mut self.squares);
        for ((means, squares), moment) in both.zip(moments) {
            *means += of_means * moment;
            *squares += of_squares * moment * moment;
        }
        self.product += of_squares * moments[ADMINISTRATIVE] * moments[JUDICIAL];
    }
}

/// What is expected by the end of a day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ByThen {
    /// The administrative and the judicial penalty, in cents.
    pub(super) owed: [f64; 2],
    /// Judgments, of households.
    pub(super) judgments: f64,
}

/// The flows of cases, in cases and in households.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flow {
    pub(super) cases: i64,
    pub(super) households: i64,
}

impl Flow {
    #[inline]
    fn add(&mut self, heads: &Heads) {
        self.cases += heads.cases;
        self.households += heads.households;
    }
}

/// Who waited for how long on one path: exact.
#[derive(Clone, Debug, Default)]
pub(super) struct Waited {
    pub(super) received: Flow,
    pub(super) decided: Flow,
    pub(super) decided_late: Flow,
    pub(super) withdrawn: Flow,
    pub(super) pending: Flow,
    pub(super) late: Flow,
    /// Change of the late cases on each day.
    pub(super) late_change: Vec<i64>,
    /// Change of the pending cases on each day; the opening stock comes on the first.
    pub(super) pending_change: Vec<i64>,
    /// Cases decided on each day.
    pub(super) decided_on: Vec<i64>,
}

/// Everything that is summed over the households of one path.
#[derive(Clone, Debug, Default)]
pub(super) struct MeanTally {
    // By households; where some have several heads also by penalties, by the squares of their
    // numbers, by heads, and by their squares.
    sums: [Sums; 5],
    single: bool,
    pub(super) waited: Waited,
    pub(super) by_end: Vec<ByThen>,
    /// What open households would add if they were never decided, in cents.
    pub(super) rest: f64,
}

impl MeanTally {
    pub(super) fn reset(&mut self, days: usize, ends: usize) {
        self.sums = [Sums::default(); 5];
        (self.single, self.rest) = (true, 0.0);
        self.by_end.clear();
        self.by_end.resize(ends, ByThen::default());
        let Waited { late_change, pending_change, decided_on, .. } =
            std::mem::take(&mut self.waited);
        self.waited = Waited { late_change, pending_change, decided_on, ..Waited::default() };
        let Waited { late_change, pending_change, decided_on, .. } = &mut self.waited;
        for daily in [late_change, pending_change, decided_on] {
            daily.clear();
            daily.resize(days, 0);
        }
    }

    /// Sums with weight 1 for each household.
    pub(super) fn by_households(&self) -> &Sums {
        &self.sums[0]
    }

    fn other(&self, number: usize) -> &Sums {
        if self.single { &self.sums[0] } else { &self.sums[number] }
    }

    /// Sums with the number of penalties as weight; squares with the square of its mean.
    pub(super) fn by_penalties(&self) -> &Sums {
        self.other(1)
    }

    /// Sums with the mean square of the number of penalties as weight.
    pub(super) fn by_penalties_squared(&self) -> &Sums {
        self.other(2)
    }

    /// Sums with the number of heads as weight.
    pub(super) fn by_heads(&self) -> &Sums {
        self.other(3)
    }

    /// Sums with the square of the number of heads as weight.
    pub(super) fn by_heads_squared(&self) -> &Sums {
        self.other(4)
    }

    /// Adds households: what is expected of amounts, and of events.
    #[inline]
    pub(super) fn add(&mut self, amounts: &Moments, events: &Moments, heads: &Heads) {
        if std::ptr::eq(amounts, events) {
            return self.add_moments(amounts, heads);
        }
        let mut moments = *amounts;
        for event in [NOTICES, APPEALS, JUDGMENTS, APPEALS + TO_SECOND, JUDGMENTS + TO_SECOND] {
            moments[event] = events[event];
        }
        self.add_moments(&moments, heads);
    }

    #[inline]
    fn add_moments(&mut self, moments: &Moments, heads: &Heads) {
        let households = heads.households as f64;
        self.sums[0].add(moments, households, households);
        if !heads.single {
            self.add_by_heads(moments, heads);
        }
    }

    #[inline(never)]
    fn add_by_heads(&mut self, moments: &Moments, heads: &Heads) {
        self.single = false;
        self.sums[1].add(moments, heads.penalties, heads.squared_penalties);
        self.sums[2].add(moments, heads.penalties_squared, 0.0);
        self.sums[3].add(moments, heads.cases as f64, 0.0);
        self.sums[4].add(moments, heads.heads_squared, heads.heads_squared);
    }

    /// Adds what is expected of households by the end of a day.
    #[inline]
    pub(super) fn add_by(
        &mut self,
        number: usize,
        amounts: &Moments,
        events: &Moments,
        heads: &Heads,
    ) {
        let of = &mut self.by_end[number];
        of.owed[0] += heads.penalties * amounts[ADMINISTRATIVE];
        of.owed[1] += heads.penalties * amounts[JUDICIAL];
        of.judgments +=
            heads.households as f64 * (events[JUDGMENTS] + events[JUDGMENTS + TO_SECOND]);
    }

    /// Adds what households that still wait would cost beyond the end.
    pub(super) fn add_rest(&mut self, in_the_end: f64, amounts: &Moments, heads: &Heads) {
        let by_the_end = amounts[ADMINISTRATIVE] + amounts[JUDICIAL];
        self.rest += heads.penalties * (in_the_end - by_the_end);
    }

    /// Adds a run of households to those who wait, are decided or withdraw.
    #[inline]
    pub(super) fn add_waits(&mut self, run: &Run, heads: &Heads, is_late: bool) {
        let of = &mut self.waited;
        let cases = heads.cases;
        if 0 <= run.received {
            of.received.add(heads);
        }
        add_on(&mut of.pending_change, run.received, cases);
        if is_late {
            add_on(&mut of.late_change, run.due + 1, cases);
            add_on(&mut of.late_change, run.closed, -cases);
        }
        if run.is_open() {
            of.pending.add(heads);
            if is_late {
                of.late.add(heads);
            }
            return;
        }
        add_on(&mut of.pending_change, run.closed, -cases);
        if run.withdrawn {
            of.withdrawn.add(heads);
            return;
        }
        of.decided.add(heads);
        add_on(&mut of.decided_on, run.closed, cases);
        if run.due < run.closed {
            of.decided_late.add(heads);
        }
    }
}

const _: () = assert!(JUDGMENTS + TO_SECOND < MOMENTS);

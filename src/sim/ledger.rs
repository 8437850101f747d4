//! The ledger of one replication: daily series written as differences, summed once at the end.

use crate::model::Tariff;
use crate::money::Money;
use crate::sim::Count;
use crate::sim::places::PlacesLedger;
use crate::sim::totals::Tier;

/// Amounts of one penalty: administrative or judicial.
#[derive(Clone, Debug, Default)]
pub(crate) struct TierLedger {
    // Owed before the first day that is kept, in cents.
    owed_before: i64,
    // Paid before the first day that is kept, in cents.
    paid_before: i64,
    // Change of the amount that runs up a day, in cents.
    rate_change: Vec<i64>,
    // Change of the number of penalties that run.
    running_change: Vec<i64>,
    paid_on: Vec<i64>,
    // Paid up to the end of each day that is kept, in cents; filled by [`Ledger::close`].
    paid: Vec<i64>,
    // Owed up to the end of each day that is kept, in cents; filled by [`Ledger::close`].
    owed: Vec<i64>,
    /// Penalties that run on each day; filled by [`Ledger::close`].
    pub(crate) running: Vec<i64>,
}

/// The flows of one stream.
#[derive(Clone, Debug, Default)]
pub(crate) struct StreamLedger {
    /// Cases received on each day.
    pub(crate) received: Vec<i64>,
    /// Cases decided on each day.
    pub(crate) decided: Vec<i64>,
    /// Cases withdrawn on each day.
    pub(crate) withdrawn: Vec<i64>,
    late_change: Vec<i64>,
    /// Cases in the opening stock.
    pub(crate) opening: i64,
    /// Cases late at the end of each day; filled by [`Ledger::close`].
    pub(crate) late: Vec<i64>,
}

/// All daily series of one replication.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) days: i32,
    // Days before the start for which amounts are kept day by day, since a question asks for them.
    kept_before: i32,
    pub(crate) tiers: [TierLedger; 2],
    pub(crate) streams: Vec<StreamLedger>,
    noticed_change: Vec<i64>,
    /// Late pending cases with a notice at the end of each day; filled by [`Ledger::close`].
    pub(crate) noticed: Vec<i64>,
    /// Households whose grace period ends on each day.
    pub(crate) grace_ended: Vec<i64>,
    /// Households whose administrative penalty begins on each day.
    pub(crate) penalised: Vec<i64>,
    /// Legal costs on each day, in cents.
    pub(crate) legal_costs: Vec<i64>,
    /// Who comes to and leaves reception.
    pub(crate) places: PlacesLedger,
    /// What the penalties of households that are still pending at the end may cost after it.
    pub(crate) after_end: i64,
    counts: [i64; Count::ALL.len()],
    // The same in the other unit, where households may have several heads.
    counts_in_other: [i64; Count::ALL.len()],
    // Households and heads under each version of the rules of law that have several.
    under_rule: Vec<[i64; 2]>,
    // Of each branch in which lateness makes work, the households that became late in the last year,
    // and all whose first late day would lie in it.
    terms_ended: Vec<[i64; 2]>,
}

fn zeroed(series: &mut Vec<i64>, days: usize) {
    series.clear();
    series.resize(days, 0);
}

/// `series[t] += amount`, with days before the first put on it and days after the last left out.
#[inline]
pub(crate) fn add_on(series: &mut [i64], t: i32, amount: i64) {
    if let Some(entry) = series.get_mut(t.max(0) as usize) {
        *entry += amount;
    }
}

impl Ledger {
    pub(crate) fn reset(
        &mut self,
        days: usize,
        kept_before: usize,
        streams: usize,
        rule_versions: usize,
        branches: usize,
    ) {
        self.days = days as i32;
        self.kept_before = kept_before as i32;
        for tier in &mut self.tiers {
            (tier.owed_before, tier.paid_before) = (0, 0);
            zeroed(&mut tier.rate_change, kept_before + days);
            zeroed(&mut tier.running_change, days);
            zeroed(&mut tier.paid_on, kept_before + days);
        }
        self.streams.resize(streams, StreamLedger::default());
        for stream in &mut self.streams {
            stream.opening = 0;
            zeroed(&mut stream.received, days);
            zeroed(&mut stream.decided, days);
            zeroed(&mut stream.withdrawn, days);
            zeroed(&mut stream.late_change, days);
        }
        zeroed(&mut self.noticed_change, days);
        zeroed(&mut self.grace_ended, days);
        zeroed(&mut self.penalised, days);
        zeroed(&mut self.legal_costs, days);
        self.places.clear();
        self.after_end = 0;
        self.counts = [0; Count::ALL.len()];
        self.counts_in_other = [0; Count::ALL.len()];
        self.under_rule.clear();
        self.under_rule.resize(rule_versions, [0; 2]);
        self.terms_ended.clear();
        self.terms_ended.resize(branches, [0; 2]);
    }

    #[inline]
    pub(crate) fn count(&mut self, what: Count, number: i64) {
        self.counts[what as usize] += number;
    }

    pub(crate) fn counted(&self, what: Count) -> i64 {
        self.counts[what as usize]
    }

    /// Counts in the other unit of what is counted.
    #[inline]
    pub(crate) fn count_in_other(&mut self, what: Count, number: i64) {
        self.counts_in_other[what as usize] += number;
    }

    pub(crate) fn counted_in_other(&self, what: Count) -> i64 {
        self.counts_in_other[what as usize]
    }

    /// A household falls under a version of a rule.
    pub(crate) fn under_rule(&mut self, version: usize, heads: i64) {
        let [households, cases] = &mut self.under_rule[version];
        *households += 1;
        *cases += heads;
    }

    /// The households and heads under a version of a rule.
    pub(crate) fn counted_under_rule(&self, version: usize) -> [i64; 2] {
        self.under_rule[version]
    }

    /// The terms of some households of a branch have passed in the last year.
    #[inline]
    pub(crate) fn end_terms(&mut self, branch: usize, households: i64, are_late: bool) {
        let [late, all] = &mut self.terms_ended[branch];
        *late += if are_late { households } else { 0 };
        *all += households;
    }

    /// The households of a branch that became late in the last year, and all whose terms passed.
    pub(crate) fn terms_ended(&self, branch: usize) -> [i64; 2] {
        self.terms_ended[branch]
    }

    /// Cases of a stream are late from one day until the day before another.
    #[inline]
    pub(crate) fn late(&mut self, stream: usize, from: i32, until: i32, cases: i64) {
        let change = &mut self.streams[stream].late_change;
        add_on(change, from, cases);
        add_on(change, until, -cases);
    }

    /// Late cases have given notice, from one day until the day before another.
    #[inline]
    pub(crate) fn noticed(&mut self, from: i32, until: i32, cases: i64) {
        add_on(&mut self.noticed_change, from, cases);
        add_on(&mut self.noticed_change, until, -cases);
    }

    /// The grace period of a household with a notice ends.
    #[inline]
    pub(crate) fn end_grace(&mut self, t: i32) {
        add_on(&mut self.grace_ended, t, 1);
    }

    /// The administrative penalty of a household begins.
    #[inline]
    pub(crate) fn begin_penalty(&mut self, t: i32) {
        add_on(&mut self.penalised, t, 1);
    }

    /// A penalty runs for its first `days` days, from day `first` on, `units` times.
    pub(crate) fn accrue(
        &mut self,
        tier: Tier,
        tariff: &Tariff,
        first: i32,
        days: i32,
        units: i64,
    ) {
        let of = &mut self.tiers[tier as usize];
        if 0 < first + days {
            add_on(&mut of.running_change, first, units);
            add_on(&mut of.running_change, first + days, -units);
        }
        // From here on days are counted from the first that is kept.
        let first = first + self.kept_before;
        if first < 0 {
            of.owed_before += tariff.owed(days.min(-first) as u32).in_cents() * units;
        }
        let (mut from, end) = (first, first + days);
        // The rate changes where a step begins, and falls back to nothing at the end.
        let mut rate = 0;
        for step in tariff.steps() {
            let until = from + step.days as i32;
            if 0 < until {
                let per_day = step.per_day.in_cents() * units;
                add_on(&mut of.rate_change, from, per_day - rate);
                rate = per_day;
            }
            if end <= until {
                break;
            }
            from = until;
        }
        add_on(&mut of.rate_change, end, -rate);
    }

    /// Legal costs are paid on a day from the first on.
    pub(crate) fn legal_costs(&mut self, t: i32, amount: Money) {
        add_on(&mut self.legal_costs, t, amount.in_cents());
    }

    /// An amount is transferred on a day.
    pub(crate) fn pay(&mut self, tier: Tier, t: i32, amount: Money) {
        let of = &mut self.tiers[tier as usize];
        let t = t + self.kept_before;
        if t < 0 {
            of.paid_before += amount.in_cents();
        } else {
            add_on(&mut of.paid_on, t, amount.in_cents());
        }
    }

    /// Sums the differences into daily series.
    pub(crate) fn close(&mut self) {
        for tier in &mut self.tiers {
            let (mut rate, mut owed) = (0, tier.owed_before);
            tier.owed.clear();
            tier.owed.extend(tier.rate_change.iter().map(|change| {
                rate += change;
                owed += rate;
                owed
            }));
            prefix_sums(0, &tier.running_change, &mut tier.running);
            prefix_sums(tier.paid_before, &tier.paid_on, &mut tier.paid);
        }
        for stream in &mut self.streams {
            prefix_sums(0, &stream.late_change, &mut stream.late);
        }
        prefix_sums(0, &self.noticed_change, &mut self.noticed);
    }

    /// Owed by a tier up to the end of day `t`; before all days that are kept what was owed before
    /// them.
    pub(crate) fn owed(&self, tier: Tier, t: i32) -> i64 {
        let of = &self.tiers[tier as usize];
        usize::try_from(t + self.kept_before)
            .map_or(of.owed_before, |t| of.owed[t.min(of.owed.len() - 1)])
    }

    /// Paid by a tier up to the end of day `t`; before all days that are kept what was paid before
    /// them.
    pub(crate) fn paid(&self, tier: Tier, t: i32) -> i64 {
        let of = &self.tiers[tier as usize];
        usize::try_from(t + self.kept_before)
            .map_or(of.paid_before, |t| of.paid[t.min(of.paid.len() - 1)])
    }

    /// Cases late at the end of day `t`, all streams.
    pub(crate) fn late_on(&self, t: usize) -> i64 {
        self.streams.iter().map(|stream| stream.late[t]).sum()
    }
}

fn prefix_sums(before: i64, changes: &[i64], sums: &mut Vec<i64>) {
    let mut sum = before;
    sums.clear();
    sums.extend(changes.iter().map(|change| {
        sum += change;
        sum
    }));
}

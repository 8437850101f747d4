//! What a comparison of policies says.

use crate::sim::Total;
use crate::sim::WaitGroup;
use crate::summary;
use crate::summary::BestShare;
use crate::summary::Estimate;
use crate::summary::Interval;
use crate::summary::PairedCosts;
use crate::summary::PairedDifference;
use crate::summary::ShareEstimate;
use crate::summary::Tally;
use crate::summary::paired_difference;

/// What doing something changes, against doing nothing in the same futures.
///
/// Every policy meets the same seed and replications, and every draw has the same address under all
/// of them, so that good luck and bad luck are the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The seed.
    pub seed: u64,
    /// The number of futures of each policy.
    pub replications: u32,
    /// The policies; number 0 is doing nothing.
    pub policies: Vec<PolicyFinding>,
    /// The cost of each policy in each future: the bill and all that is spent beside it, in cents.
    pub costs: PairedCosts,
    /// Which of them is the best.
    pub contest: Contest,
}

impl Comparison {
    /// The numbers of the policies in rising order of mean cost; of equal ones the first goes
    /// first.
    pub fn ranking(&self) -> Vec<usize> {
        let mut ranking: Vec<usize> = (0..self.policies.len()).collect();
        let cost = |policy: usize| self.policies[policy].cost.sum();
        ranking.sort_by_key(|policy| (cost(*policy), *policy));
        ranking
    }

    /// The policies that may be the best, with 95% confidence for all of them together, in rising
    /// order of mean cost; all that can be chosen when nothing can be said.
    pub fn candidates(&self) -> Vec<usize> {
        let may_be = |policy: &usize| match self.contest.may_be_best(*policy) {
            Some(may_be) => may_be,
            None => self.contest.place(*policy).is_some(),
        };
        self.ranking().into_iter().filter(may_be).collect()
    }
}

/// Which of some policies is the best. [Bounds](crate::study::Policy::is_bound) take no part.
#[derive(Clone, Debug, PartialEq)]
pub struct Contest {
    // The numbers of those that take part, rising; never empty, as policy 0 always does.
    policies: Vec<usize>,
    costs: PairedCosts,
    intervals: Option<Vec<Interval>>,
}

impl Contest {
    /// A contest of some of the policies of which these are the costs in every future.
    pub(crate) fn new(policies: Vec<usize>, costs: PairedCosts) -> Contest {
        let intervals = summary::best_intervals(&costs, 0.95);
        Contest { policies, costs, intervals }
    }

    /// The numbers of the policies that take part, rising.
    pub fn policies(&self) -> &[usize] {
        &self.policies
    }

    fn place(&self, policy: usize) -> Option<usize> {
        self.policies.iter().position(|known| *known == policy)
    }

    /// In how many futures a policy costs least; `None` for a bound.
    pub fn best(&self, policy: usize) -> Option<BestShare> {
        self.place(policy).map(|place| self.costs.best(place))
    }

    /// The expected regret of a policy: how much more it costs than the cheapest of each future, in
    /// the mean, in cents; `None` for a bound.
    pub fn regret(&self, policy: usize) -> Option<Estimate> {
        self.place(policy).map(|place| self.costs.regret(place))
    }

    /// The mean cost of a policy less that of the best of the others, in cents: an interval, and
    /// all intervals hold together with 95% probability, by [`summary::best_intervals`]; `None` for
    /// a bound, with one policy or one future.
    pub fn more_than_best_other(&self, policy: usize) -> Option<Interval> {
        Some(self.intervals.as_ref()?[self.place(policy)?])
    }

    /// Whether a policy may be the best, with 95% confidence for all of them together; `None` when
    /// nothing can be said.
    pub fn may_be_best(&self, policy: usize) -> Option<bool> {
        let interval = self.more_than_best_other(policy)?;
        Some(interval.low < 0.0 || interval.high == 0.0)
    }
}

/// What one policy brings.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyFinding {
    /// What it is called.
    pub name: String,
    /// What it is, in a sentence; may be empty.
    pub description: String,
    /// Whether it is a bound of what any policy can do rather than one that can be chosen.
    pub is_bound: bool,
    /// The cost over the futures: the bill and all that is spent beside it, in cents.
    pub cost: Tally,
    /// Amounts in cents and counts of cases, households and penalties: those of doing nothing, then
    /// those that only this policy has. A line of costs that a model lacks counts as 0; any other
    /// total that one of the two does not measure is left out.
    pub totals: Vec<TotalOfPolicy>,
    /// What is saved in penalties: the bill of doing nothing less this one's, in cents; 0 for
    /// policy 0.
    pub saved: Tally,
    /// What is spent beside the penalties more than by doing nothing, in cents; 0 for policy 0.
    pub spent: Tally,
    /// Saved penalties for each unit of money spent more; `None` where nothing more is spent in the
    /// mean.
    pub saved_per_spent: Option<SavedPerSpent>,
    /// The first day from which on to the end all that was saved in penalties since the start is at
    /// least what was spent more: the end of a week from the as-of day on, or the last day; as the
    /// number of the day, or [`Total::NEVER`].
    pub break_even: Tally,
    /// The day on which the late stock is gone, as the number of the day, or [`Total::NEVER`].
    pub gone: Tally,
    /// How that day differs from doing nothing.
    pub gone_difference: GoneDifference,
    /// How long cases wait, group by group of each stream.
    pub groups: Vec<GroupFinding>,
}

impl PolicyFinding {
    /// A total of this policy; `None` when it is not compared.
    pub fn total(&self, total: Total) -> Option<&TotalOfPolicy> {
        self.totals.iter().find(|finding| finding.total == total)
    }

    /// The share of futures in which the late stock is never gone within the period.
    pub fn never_gone(&self) -> ShareEstimate {
        never(&self.gone)
    }

    /// The share of futures in which the policy never pays for itself within the period.
    pub fn never_even(&self) -> ShareEstimate {
        never(&self.break_even)
    }
}

/// The share of days that never come.
fn never(days: &Tally) -> ShareEstimate {
    summary::share(days.count_above(i64::from(i32::MAX)), days.count())
}

/// One total under one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalOfPolicy {
    /// What it is.
    pub total: Total,
    /// Its values.
    pub tally: Tally,
    /// How it differs from doing nothing; `None` for policy 0.
    pub difference: Option<TotalDifference>,
}

/// How a total differs from doing nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct TotalDifference {
    /// This policy's value less that of doing nothing, future by future.
    pub tally: Tally,
    /// Mean, shares and gain of the same luck.
    pub paired: PairedDifference,
}

impl TotalDifference {
    /// The difference of one total, from its values under the policy and under doing nothing.
    pub(crate) fn new(policy: &Tally, nothing: &Tally, tally: Tally) -> TotalDifference {
        let paired = paired_difference(policy, nothing, &tally);
        TotalDifference { tally, paired }
    }
}

/// Saved penalties for each unit of money spent more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SavedPerSpent {
    /// The ratio of the means, with the standard error of the delta method.
    pub ratio: Estimate,
    /// The 95% interval of Fieller; `None` where the spending is too uncertain to bound it.
    pub interval: Option<Interval>,
}

/// How the day on which the late stock is gone differs from doing nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GoneDifference {
    /// Futures in which it is gone under both.
    pub both: u64,
    /// Futures in which it is gone under this policy only.
    pub only_policy: u64,
    /// Futures in which it is gone when nothing is done only.
    pub only_nothing: u64,
    /// Futures in which it is gone under neither.
    pub neither: u64,
    /// The mean number of days by which it is gone later (earlier below 0), over the futures in
    /// which it is gone under both; `None` without such futures.
    pub days: Option<Estimate>,
}

/// How long the cases of one group of a stream wait under a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupFinding {
    /// The name of the stream.
    pub stream: String,
    /// Which of its cases.
    pub group: WaitGroup,
    /// Cases in a future, in the mean.
    pub cases: f64,
    /// Mean days for each case: the mean of the days of all its cases over the mean number of
    /// cases, with the standard error of the delta method; `None` where there are no cases.
    pub days: Option<Estimate>,
    /// By how many days a case waits longer (less below 0) than when nothing is done, with the
    /// standard error of the delta method on the same futures; `None` for policy 0 and where either
    /// has no such cases.
    pub longer: Option<Estimate>,
}

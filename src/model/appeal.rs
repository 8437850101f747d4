//! The appeals for not deciding in time, and what the court then orders.

use crate::error::Fault;
use crate::model::Payment;
use crate::model::Rule;
use crate::model::Tariff;
use crate::money::Money;
use crate::random::Delay;
use crate::random::Share;
use crate::time::Schedule;

/// Which pursued notices are followed by an appeal, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Appeal {
    /// The share of the pursued notices that appeal; read on the first late day.
    pub share: Schedule<Share>,
    /// Days from the first day on which appeal is allowed (notice + grace days) to the appeal.
    pub delay: Delay,
}

/// The court: how long it takes and what it orders.
///
/// # Source
/// Awb 8:55b (judgment within eight weeks), 8:55d (a further term and a penalty for each day).
#[derive(Clone, Debug, PartialEq)]
pub struct Court {
    /// Days from appeal to judgment.
    pub duration: Delay,
    /// What is ordered.
    pub practice: Rule<CourtPractice>,
    /// The costs of the applicant's lawyer that a judgment makes the service pay, on the day of the
    /// judgment.
    pub legal_costs: Rule<Money>,
    /// Appeals once the first has not helped; none when left out.
    pub second_appeal: Option<SecondAppeal>,
    /// When the judicial penalties are paid.
    pub payment: Payment,
}

impl Court {
    /// A court without legal costs and second appeals.
    pub fn new(duration: Delay, practice: Rule<CourtPractice>, payment: Payment) -> Court {
        let legal_costs = Rule::constant(Money::ZERO);
        Court { duration, practice, legal_costs, second_appeal: None, payment }
    }

    /// Whether any judgment costs anything beside the penalty.
    pub fn has_legal_costs(&self) -> bool {
        self.legal_costs.values().any(|amount| *amount != Money::ZERO)
    }
}

/// What a second appeal follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// The exhausted penalty: the last day owed of the first judicial penalty.
    Maximum,
    /// The passing of the court term: its last day. The first penalty runs on beside it.
    CourtTerm,
}

/// The second appeal of a household that is still pending although a court has ordered a decision.
///
/// No new notice is needed. Rule: second appeal = the day it follows + `delay`; judgment = second
/// appeal + `duration`; then a court term and a penalty of their own. There is no third.
///
/// # Source
/// RBDHA:2025:12547 (no new notice after a court term has passed); RBDHA:2021:2873 (filed 91 days
/// after the court term's last day, 16 days after the maximum was reached).
#[derive(Clone, Debug, PartialEq)]
pub struct SecondAppeal {
    /// The share of the households that appeal again if they wait long enough.
    pub share: Share,
    /// What it follows.
    pub follows: Follows,
    /// Days from the day it follows to the second appeal.
    pub delay: Delay,
    /// Days from the second appeal to its judgment.
    pub duration: Delay,
    /// What is then ordered.
    pub practice: Rule<CourtPractice>,
}

/// What a court orders: a further term, then a daily penalty up to a maximum, or none.
#[derive(Clone, Debug, PartialEq)]
pub struct CourtPractice {
    /// The court term in days.
    pub term_days: u32,
    // Empty where the court sets a term only; else the shares sum to 1. Each with the lanes below
    // which it holds.
    amounts: Vec<(Share, Tariff)>,
    bounds: Vec<u64>,
}

impl CourtPractice {
    /// A court term and the daily amounts, each with its share of the judgments.
    ///
    /// # Errors
    /// - the term is above 3,660 days, there is no amount, or the shares do not sum to 1 (within
    ///   0.000001).
    pub fn new(term_days: u32, amounts: Vec<(Share, Tariff)>) -> Result<CourtPractice, Fault> {
        if !(term_days <= 3_660) {
            return Err(Fault::new(term_days, "at most 3,660 days (10 years)"));
        }
        let sum: f64 = amounts.iter().map(|(share, _)| share.value()).sum();
        if !((sum - 1.0).abs() <= 1e-6) {
            return Err(Fault::new(
                format!("shares that sum to {}", (sum * 1e9).round() / 1e9),
                "shares that sum to 1",
            ));
        }
        let mut so_far = 0.0;
        let bounds = amounts.iter().map(|(share, _)| {
            so_far += share.value();
            Share::new(so_far.min(1.0)).expect("a sum of shares").threshold()
        });
        let bounds = bounds.collect();
        Ok(CourtPractice { term_days, amounts, bounds })
    }

    /// A court term and no penalty.
    ///
    /// # Errors
    /// - the term is above 3,660 days.
    pub fn term_only(term_days: u32) -> Result<CourtPractice, Fault> {
        if !(term_days <= 3_660) {
            return Err(Fault::new(term_days, "at most 3,660 days (10 years)"));
        }
        Ok(CourtPractice { term_days, amounts: Vec::new(), bounds: Vec::new() })
    }

    /// The amounts with their shares; none where the court sets a term only.
    pub fn amounts(&self) -> &[(Share, Tariff)] {
        &self.amounts
    }

    /// The tariff that a lane draws; `None` where the court sets a term only.
    #[inline]
    pub fn tariff(&self, lane: u32) -> Option<&Tariff> {
        let above = self.bounds.iter().position(|bound| u64::from(lane) < *bound);
        let amount = above.map_or(self.amounts.last(), |at| self.amounts.get(at));
        amount.map(|(_, tariff)| tariff)
    }
}

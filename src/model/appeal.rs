//! The appeal for not deciding in time, and what the court then orders.

use crate::error::Fault;
use crate::model::Payment;
use crate::model::Tariff;
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
    /// What is ordered, by the date of the judgment.
    pub practice: Schedule<CourtPractice>,
    /// When the judicial penalty is paid.
    pub payment: Payment,
}

/// What a court orders: a further term, then a daily penalty up to a maximum.
#[derive(Clone, Debug, PartialEq)]
pub struct CourtPractice {
    /// The court term in days.
    pub term_days: u32,
    // Never empty; the shares sum to 1. Each with the lanes below which it holds.
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

    /// The amounts with their shares.
    pub fn amounts(&self) -> &[(Share, Tariff)] {
        &self.amounts
    }

    /// The tariff that a lane draws.
    #[inline]
    pub fn tariff(&self, lane: u32) -> &Tariff {
        &self.amounts[self.amount_index(lane)].1
    }

    /// Which of the amounts a lane draws.
    #[inline]
    pub fn amount_index(&self, lane: u32) -> usize {
        let above = self.bounds.iter().position(|bound| u64::from(lane) < *bound);
        above.unwrap_or(self.amounts.len() - 1)
    }
}

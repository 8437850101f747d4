//! Withdrawal: pending cases that leave without a decision.

use crate::random::Block;
use crate::random::Delay;
use crate::random::DelayTable;
use crate::random::Share;

/// The share of households that would withdraw if they waited for ever, and when.
///
/// A household that is decided before its day does not withdraw. What is owed stays owed.
#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawal {
    share: Share,
    delay: Delay,
    table: DelayTable,
}

impl Withdrawal {
    /// `share` of the households withdraw `delay` after receipt.
    pub fn new(share: Share, delay: Delay) -> Withdrawal {
        let table = delay.table();
        Withdrawal { share, delay, table }
    }

    /// The share that would withdraw in the end.
    pub fn share(&self) -> Share {
        self.share
    }

    /// How long after receipt.
    pub fn delay(&self) -> &Delay {
        &self.delay
    }

    /// Days from receipt to withdrawal, given that the household has not withdrawn in its first
    /// `waited` days (−1 for a new one); `None` when it never withdraws.
    ///
    /// Rule: with F the distribution of the delay and s the share, a household that has waited so
    /// long withdraws with probability s (1 − F) / (1 − s F), after a delay drawn from the rest of
    /// F. For the opening stock this is the law of what is still there.
    pub fn days(&self, block: Block, waited: i64) -> Option<u32> {
        if waited < 0 {
            // The same rule where nobody is gone yet.
            return self.share.accepts(block.lane(0)).then(|| self.table.days(block.lane(1)));
        }
        if !self.share.accepts_later(block.lane(0), self.table.lanes_at_most(waited)) {
            return None;
        }
        self.table.days_from(block.lane(1), waited + 1)
    }
}

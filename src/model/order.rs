//! Whom a pool takes next.

use crate::random::Share;

/// Which waiting household is decided next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The household received first.
    OldestFirst,
    /// The household received last; of those of one day the last in the file's order.
    NewestFirst,
    /// The household whose term ends first.
    EarliestDueFirst,
    /// Households that can still make their term, earliest due first; then the late ones, earliest
    /// due first.
    InTimeFirst,
    /// Any waiting household, each equally likely.
    Random,
}

/// A part of a pool that works in one order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Whom it takes next. Among equals the household that was received first goes first, except
    /// newest first.
    pub order: Order,
    /// Its share of the pool's capacity.
    pub share: Share,
}

//! Whom a pool takes next.

use std::fmt;
use std::sync::Arc;

use crate::money::Money;
use crate::random::Share;
use crate::time::Day;

/// Which waiting household is decided next. Among equals the one that was received first goes first,
/// except newest first.
#[derive(Clone, Debug, PartialEq)]
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
    /// Households that have given notice, the earliest notice first; then the others, oldest first.
    NoticedFirst,
    /// The household for which one more day costs most, all its running penalties together; where
    /// another day costs nothing (none runs yet, or the maximum is reached), oldest first.
    ///
    /// A penalty counts from the day on which it is known to run: the administrative one from its
    /// first day (before it nobody knows whether the notice is pursued), the judicial one in time for
    /// a decision on the last free day, as the judgment has named its first.
    HighestPenaltyFirst,
    /// Households with a penalty that has yet to begin, in their grace period or court term, the
    /// soonest beginning first; then the others, oldest first.
    AboutToDefaultFirst,
    /// An order of the caller's own.
    Own(OwnOrder),
}

impl Order {
    /// Whether it looks at what happens to a case after its receipt: notices, penalties, judgments.
    pub fn looks(&self) -> bool {
        self.looks_at() != Looks::AT_RECEIPT
    }

    /// What of that it looks at.
    pub(crate) fn looks_at(&self) -> Looks {
        let nothing = Looks::AT_RECEIPT;
        match self {
            Order::NoticedFirst => Looks { notice: true, ..nothing },
            Order::HighestPenaltyFirst => Looks { next_day_costs: true, ..nothing },
            Order::AboutToDefaultFirst => Looks { next_penalty: true, ..nothing },
            Order::Own(own) => own.looks,
            Order::OldestFirst
            | Order::NewestFirst
            | Order::EarliestDueFirst
            | Order::InTimeFirst
            | Order::Random => nothing,
        }
    }
}

/// What is known of a waiting household in the morning of a day, before the day's decisions.
///
/// Nothing of the future is in it but what the law or a court has already fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// The number of its stream, from 0.
    pub stream: usize,
    /// The day it was received.
    pub received: Day,
    /// The last day on which a decision is in time.
    pub due: Day,
    /// Whether it had become late by the end of the day before.
    pub late: bool,
    /// How many cases it has.
    pub heads: u32,
    /// The day of its notice, if it has given one.
    pub notice: Option<Day>,
    /// The first day of the next penalty that has yet to begin, if it is in its grace period or in a
    /// court term.
    pub next_penalty: Option<Day>,
    /// The day of its (last) appeal, if it has appealed.
    pub appeal: Option<Day>,
    /// The day of its (last) judgment, if there is one.
    pub judgment: Option<Day>,
    /// What one more day of waiting costs, all penalties that are known to run together.
    pub next_day_costs: Money,
}

/// What an order looks at, beside what is known at receipt (stream, day of receipt, due day, heads).
///
/// What an order of the caller's own does not look at is hidden from it: that field of [`Known`] is `false`, `None` or 0 all
/// the time. What nobody looks at is not worked out while households wait, which saves most of what
/// an order costs.
///
/// # Example
/// ```
/// use arrears::model::Looks;
///
/// let looks = Looks { notice: true, ..Looks::AT_RECEIPT };
/// assert!(looks != Looks::EVERYTHING);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    /// At whether a household is late.
    pub late: bool,
    /// At the day of its notice.
    pub notice: bool,
    /// At the days of its appeal and its judgment.
    pub court: bool,
    /// At the first day of the next penalty.
    pub next_penalty: bool,
    /// At what one more day of waiting costs.
    pub next_day_costs: bool,
}

impl Looks {
    /// At nothing that happens after receipt: a priority that never changes.
    pub const AT_RECEIPT: Looks = Looks {
        late: false,
        notice: false,
        court: false,
        next_penalty: false,
        next_day_costs: false,
    };

    /// At all that is known.
    pub const EVERYTHING: Looks =
        Looks { late: true, notice: true, court: true, next_penalty: true, next_day_costs: true };
}

/// Gives a household a priority, the highest first; `None` puts it behind all that have one, oldest
/// first.
pub type Priority = dyn Fn(&Known) -> Option<i64> + Send + Sync;

/// An order that a caller brings: a priority that is worked out anew whenever what is known of a
/// household changes.
///
/// That is at its receipt, and, as far as it looks at them, when the household becomes late, at its
/// notice, appeal and judgment, and when its next penalty or the cost of its next day changes. The
/// function must depend on nothing else, so that a replication stays the same for ever. It is called
/// a handful of times a household, never per day.
///
/// # Example
/// ```
/// use arrears::model::{Looks, Order, OwnOrder};
///
/// // Large households first, whatever happened to them.
/// let order = Order::Own(OwnOrder::new("large first", |known| Some(i64::from(known.heads))));
/// assert!(order.looks());
///
/// // The same, and cheaper: the engine is told that nothing after receipt matters.
/// let order = OwnOrder::looking_at("large first", Looks::AT_RECEIPT, |known| {
///     Some(i64::from(known.heads))
/// });
/// assert!(!Order::Own(order).looks());
/// ```
#[derive(Clone)]
pub struct OwnOrder {
    name: Arc<str>,
    looks: Looks,
    priority: Arc<Priority>,
}

impl OwnOrder {
    /// An order with a name, for reports, and a priority that may look at everything.
    pub fn new(
        name: &str,
        priority: impl Fn(&Known) -> Option<i64> + Send + Sync + 'static,
    ) -> OwnOrder {
        OwnOrder::looking_at(name, Looks::EVERYTHING, priority)
    }

    /// The same with a priority that sees only some of what happens.
    pub fn looking_at(
        name: &str,
        looks: Looks,
        priority: impl Fn(&Known) -> Option<i64> + Send + Sync + 'static,
    ) -> OwnOrder {
        OwnOrder { name: name.into(), looks, priority: Arc::new(priority) }
    }

    /// What it looks at.
    pub fn looks(&self) -> Looks {
        self.looks
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The priority of a household.
    pub fn priority(&self, known: &Known) -> Option<i64> {
        (self.priority)(known)
    }
}

impl fmt::Debug for OwnOrder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("OwnOrder").field(&self.name).finish()
    }
}

impl PartialEq for OwnOrder {
    /// Whether they are the same function, not only of the same name.
    fn eq(&self, other: &OwnOrder) -> bool {
        self.name == other.name
            && self.looks == other.looks
            && Arc::ptr_eq(&self.priority, &other.priority)
    }
}

/// A part of a pool that works in one order.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Whom it takes next.
    pub order: Order,
    /// Its share of the pool's capacity. What it cannot use goes to the other lines.
    pub share: Share,
    /// It takes only cases received on this day or later; from ever when left out.
    pub received_from: Option<Day>,
    /// It takes only cases received on this day or earlier; for ever when left out.
    pub received_until: Option<Day>,
}

impl Line {
    /// A part of a pool for cases of all days of receipt.
    pub fn new(order: Order, share: Share) -> Line {
        Line { order, share, received_from: None, received_until: None }
    }

    /// Whether it takes cases received on a day.
    pub fn takes(&self, received: Day) -> bool {
        self.received_from.is_none_or(|from| from <= received)
            && self.received_until.is_none_or(|until| received <= until)
    }
}

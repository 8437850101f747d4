//! Quantities that can be looked at on a day, with the definitions that must not be left to taste.

use std::fmt;

use crate::time::Day;

/// A quantity of one simulated future on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Cases pending at the end of the day.
    OpenStock,
    /// Cases pending at the end of the day whose due day has passed.
    LateStock,
    /// Cases in late pending households with a notice, over cases in late pending households.
    NoticeShare,
    /// Of the households whose grace period has ended by the end of the day, those with an
    /// administrative penalty above zero.
    PenaltyShare,
    /// Run up from `since` up to the end of the day, both penalties, paid or not.
    Owed {
        /// The first day counted.
        since: Day,
    },
    /// (owed up to the end of the day − owed up to 28 days before) / 4.
    OwedGrowthPerWeek,
    /// Transferred from `since` up to the end of the day, both penalties.
    Paid {
        /// The first day counted.
        since: Day,
    },
    /// Cases decided from `since` up to the end of the day.
    Decided {
        /// The first day counted.
        since: Day,
    },
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Whole cents of the scenario's currency.
    Cents,
    /// Individuals (heads).
    Cases,
    /// Households (files).
    Households,
    /// Penalties: one a household, or one a head.
    Penalties,
    /// Places, one a head.
    Places,
    /// Whole days.
    Days,
    /// Millionths of a share.
    Millionths,
    /// A day as its number since 1970.
    Date,
}

impl Quantity {
    /// What the number counts.
    pub fn unit(self) -> Unit {
        match self {
            Quantity::OpenStock | Quantity::LateStock | Quantity::Decided { .. } => Unit::Cases,
            Quantity::NoticeShare | Quantity::PenaltyShare => Unit::Millionths,
            Quantity::Owed { .. } | Quantity::OwedGrowthPerWeek | Quantity::Paid { .. } => {
                Unit::Cents
            }
        }
    }

    /// The first day that is counted, where one is.
    pub fn since(self) -> Option<Day> {
        match self {
            Quantity::Owed { since } | Quantity::Paid { since } | Quantity::Decided { since } => {
                Some(since)
            }
            Quantity::OpenStock
            | Quantity::LateStock
            | Quantity::NoticeShare
            | Quantity::PenaltyShare
            | Quantity::OwedGrowthPerWeek => None,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Quantity::OpenStock => write!(formatter, "open cases"),
            Quantity::LateStock => write!(formatter, "late cases"),
            Quantity::NoticeShare => write!(formatter, "share of the late with notice"),
            Quantity::PenaltyShare => write!(formatter, "share of notices with a penalty"),
            Quantity::Owed { since } => write!(formatter, "owed since {since}"),
            Quantity::OwedGrowthPerWeek => write!(formatter, "growth of owed per week"),
            Quantity::Paid { since } => write!(formatter, "paid since {since}"),
            Quantity::Decided { since } => write!(formatter, "decided since {since}"),
        }
    }
}

//! Households: cases that are filed and decided together.

use crate::error::Fault;
use crate::random::Delay;
use crate::random::DelayTable;
use crate::random::Share;

/// How large households are, and whether they get one penalty.
///
/// # Example
/// ```
/// use arrears::model::Households;
/// use arrears::random::Share;
///
/// // 7 in 10 alone, the others two by two; one penalty for all in 9 of 10 households.
/// let households = Households::new(&[0.7, 0.3], Share::new(0.9)?)?;
/// assert!((households.mean_heads() - 1.3).abs() < 1e-15);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Households {
    // shares[i] is the share of households with i + 1 heads; they sum to 1.
    shares: Vec<f64>,
    table: DelayTable,
    /// The probability that there is one penalty for all heads, rather than one for each.
    pub one_penalty: Share,
}

impl Households {
    /// The most heads of a household.
    pub const MAX_HEADS: usize = 100;

    /// Every case is a household of its own.
    pub fn single() -> Households {
        Households::new(&[1.0], Share::ALL).expect("one share of 1")
    }

    /// Households of 1, 2, 3, … heads with these shares.
    ///
    /// # Errors
    /// - there is no share, or more than 100.
    /// - a share is negative, or the shares do not sum to 1 (within 0.000001).
    pub fn new(shares: &[f64], one_penalty: Share) -> Result<Households, Fault> {
        if !(shares.len() <= Households::MAX_HEADS) {
            return Err(Fault::new(shares.len(), "at most 100 shares"));
        }
        let indexed = shares.iter().enumerate().map(|(i, share)| (i as u32, *share)).collect();
        let table = Delay::discrete(indexed)?.table();
        Ok(Households { shares: shares.to_vec(), table, one_penalty })
    }

    /// The heads of the household that a lane draws, 1 or more.
    #[inline]
    pub fn heads(&self, lane: u32) -> u32 {
        1 + self.table.days(lane)
    }

    /// The mean number of heads.
    pub fn mean_heads(&self) -> f64 {
        self.shares.iter().enumerate().map(|(i, share)| (i as f64 + 1.0) * share).sum()
    }

    /// The fewest heads that a household can have; only the last one of a day may have fewer.
    pub fn fewest_heads(&self) -> usize {
        1 + self.shares.iter().position(|share| 0.0 < *share).unwrap_or(0)
    }

    /// The shares of households with 1, 2, 3, … heads.
    pub fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// Whether every household has one head.
    pub fn always_single(&self) -> bool {
        self.shares.len() == 1
    }
}

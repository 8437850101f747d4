//! What each of several changes contributes when all are made together, whatever their order.
//!
//! A game in the sense of Shapley: the players are changes, and the value of a set of them is what
//! a future comes to when just these are made.

use crate::summary::Fractions;

/// The most changes whose contributions are worked out: 256 sets of them.
pub const MOST_CHANGES: usize = 8;

/// The least denominator that all contributions of so many changes have in common: the least common
/// multiple of 1, 2, …, `changes`.
///
/// A contribution sums terms over `changes` × C(`changes` − 1, size of the set); the least common
/// multiple of these is that of 1 to `changes`.
///
/// # Panics
/// - there are more than [`MOST_CHANGES`].
///
/// # Source
/// B. Farhi, An identity involving the least common multiple of binomial coefficients and its
/// application, American Mathematical Monthly 116 (2009), 836–839.
pub fn common_denominator(changes: usize) -> i64 {
    assert!(changes <= MOST_CHANGES, "at most {MOST_CHANGES} changes");
    [1, 1, 2, 6, 12, 60, 60, 420, 840][changes]
}

/// The contribution of each change to the difference between all and none: the Shapley values, as
/// numerators over [`common_denominator`].
///
/// Entry m of `values` is the value when those changes i are made whose bit 2^i is set in m: first
/// the value without any change, last that with all. The contribution of a change is its effect,
/// averaged over all orders in which the changes can be made, each equally likely:
///
/// sum over sets S without i of |S|! (k − |S| − 1)! / k! × (value of S and i − value of S)
///
/// The contributions add up to (last − first) exactly. With no change there is none. Time: k × 2^k.
///
/// # Panics
/// - the number of values is not 2^k with k at most [`MOST_CHANGES`].
///
/// # Example
/// ```
/// use arrears::summary::{common_denominator, shapley_values};
///
/// // One has a left glove, two have a right one; a pair is worth 6.
/// let worth = |set: u32| if set & 1 == 1 && set != 1 { 6 } else { 0 };
/// let values: Vec<i64> = (0..8).map(worth).collect();
/// assert_eq!(common_denominator(3), 6);
/// assert_eq!(shapley_values(&values), [24, 6, 6]); // 4, 1 and 1
/// ```
///
/// # Source
/// L. S. Shapley, A value for n-person games, Contributions to the Theory of Games II (1953),
/// 307–317.
pub fn shapley_values(values: &[i64]) -> Vec<i128> {
    let changes = changes_of(values);
    let denominator = common_denominator(changes);
    // |S|! (k − |S| − 1)! / k! = 1 / (k C(k − 1, |S|)).
    let weights: Vec<i128> = (0..changes)
        .map(|size| i128::from(denominator) / (changes as i128 * binomial(changes - 1, size)))
        .collect();
    let mut contributions = vec![0; changes];
    for (set, value) in values.iter().enumerate() {
        for (change, contribution) in contributions.iter_mut().enumerate() {
            let with = set | 1 << change;
            if with != set {
                let effect = i128::from(values[with]) - i128::from(*value);
                *contribution += weights[set.count_ones() as usize] * effect;
            }
        }
    }
    contributions
}

fn changes_of(values: &[i64]) -> usize {
    let most = 1 << MOST_CHANGES;
    assert!(values.len().is_power_of_two() && values.len() <= most, "2^k values, k at most 8");
    values.len().trailing_zeros() as usize
}

fn binomial(of: usize, choose: usize) -> i128 {
    (0..choose).fold(1, |sofar, i| sofar * (of - i) as i128 / (i + 1) as i128)
}

/// What each of several changes contributes in the mean over many futures.
///
/// The values of a future are those of the same luck under every set of changes, so a contribution
/// is taken future by future and has a standard error of its own. Memory grows with the number of
/// changes and not with the futures.
///
/// # Example
/// ```
/// use arrears::summary::Attribution;
///
/// let mut found = Attribution::new(2);
/// found.add(&[10, 13, 10, 19]); // nothing, the first, the second, both
/// found.add(&[20, 23, 20, 31]);
/// assert_eq!(found.contribution(0).mean().value, 6.5); // (3 + 9 + 3 + 11) / 4
/// assert_eq!(found.contribution(1).mean().value, 3.5); // (0 + 6 + 0 + 8) / 4
/// assert_eq!(found.first(1).mean().value, 0.0);
/// assert_eq!(found.last(1).mean().value, 7.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    start: Fractions,
    end: Fractions,
    contributions: Vec<Fractions>,
    first: Vec<Fractions>,
    last: Vec<Fractions>,
    interplay: Fractions,
}

impl Attribution {
    /// A record without futures.
    ///
    /// # Panics
    /// - there are more than [`MOST_CHANGES`].
    pub fn new(changes: usize) -> Attribution {
        let of = |denominator: i64| vec![Fractions::new(denominator); changes];
        Attribution {
            start: Fractions::new(1),
            end: Fractions::new(1),
            contributions: of(common_denominator(changes)),
            first: of(1),
            last: of(1),
            interplay: Fractions::new(1),
        }
    }

    /// Adds one future: its value under every set of changes, in the order of [`shapley_values`].
    ///
    /// # Panics
    /// - there are not 2^k values.
    pub fn add(&mut self, values: &[i64]) {
        assert_eq!(values.len(), 1 << self.changes(), "a value for each set of changes");
        let all = values.len() - 1;
        let minus = |set: usize, other: usize| i128::from(values[set]) - i128::from(values[other]);
        let contributions = shapley_values(values);
        let denominator = i128::from(common_denominator(self.changes()));
        assert_eq!(
            contributions.iter().sum::<i128>(),
            denominator * minus(all, 0),
            "contributions add up"
        );
        self.start.add(i128::from(values[0]));
        self.end.add(i128::from(values[all]));
        let alone = (0..self.changes()).map(|change| minus(1 << change, 0));
        self.interplay.add(minus(all, 0) - alone.sum::<i128>());
        for (change, contribution) in contributions.into_iter().enumerate() {
            self.contributions[change].add(contribution);
            self.first[change].add(minus(1 << change, 0));
            self.last[change].add(minus(all, all ^ 1 << change));
        }
    }

    /// How many changes there are.
    pub fn changes(&self) -> usize {
        self.contributions.len()
    }

    /// The values without any change.
    pub fn start(&self) -> &Fractions {
        &self.start
    }

    /// The values with all changes.
    pub fn end(&self) -> &Fractions {
        &self.end
    }

    /// The Shapley values of a change.
    ///
    /// # Panics
    /// - there is no such change; so do [`Attribution::first`] and [`Attribution::last`].
    pub fn contribution(&self, change: usize) -> &Fractions {
        &self.contributions[change]
    }

    /// The effects of a change made first, before all others.
    pub fn first(&self, change: usize) -> &Fractions {
        &self.first[change]
    }

    /// The effects of a change made last, after all others.
    pub fn last(&self, change: usize) -> &Fractions {
        &self.last[change]
    }

    /// By how much all changes together do more (or, below 0, less) than the sum of what each does
    /// alone: 0 where no change meets another.
    pub fn interplay(&self) -> &Fractions {
        &self.interplay
    }
}

//! Rounded numbers that still add up.

use crate::summary::Fractions;

/// A start, changes and an end in whole units, with start + changes = end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedUp {
    /// The mean of the start, rounded to the nearest unit, halves up.
    pub start: i128,
    /// The mean of each change, rounded down or up to a whole unit.
    pub changes: Vec<i128>,
    /// The mean of start and changes together, rounded to the nearest unit, halves up.
    pub end: i128,
}

/// The means of a start and of changes in whole units of `unit`, rounded so that they add up.
///
/// Start and end are rounded each for itself. Every change is rounded down, and as many units as
/// then are missing go to the changes with the largest remainders, of equal ones to those that
/// stand first: no change is off by a whole unit. As rounding a sum to the nearest unit moves with
/// whole units, from none to all of the changes get one.
///
/// # Panics
/// - the records have different counts, or `unit` is below 1.
///
/// # Example
/// ```
/// use arrears::summary::{Fractions, add_up};
///
/// let whole = |value: i128| {
///     let mut one = Fractions::new(1);
///     one.add(value);
///     one
/// };
/// // 104 + 33 + 33 + 34 = 204, in tens: 10 + 3 + 3 + 4 = 20.
/// let found = add_up(&whole(104), &[&whole(33), &whole(33), &whole(34)], 10);
/// assert_eq!((found.start, found.changes, found.end), (10, vec![3, 3, 4], 20));
/// ```
///
/// # Source
/// The method of largest remainders: M. L. Balinski, H. P. Young, Fair Representation (1982).
pub fn add_up(start: &Fractions, changes: &[&Fractions], unit: i128) -> AddedUp {
    assert!(0 < unit, "a unit is 1 or more");
    assert!(changes.iter().all(|it| it.count() == start.count()), "the futures are the same");
    let denominators = std::iter::once(start).chain(changes.iter().copied());
    let common = denominators.map(|it| it.exact_mean().1).fold(1, least_common_multiple);
    let numerator = |it: &Fractions| {
        let (numerator, denominator) = it.exact_mean();
        numerator * (common / denominator)
    };
    let size = common * unit;
    let nearest = |numerator: i128| (2 * numerator + size).div_euclid(2 * size);
    let from = numerator(start);
    let numerators: Vec<i128> = changes.iter().map(|it| numerator(it)).collect();
    let (start, end) = (nearest(from), nearest(from + numerators.iter().sum::<i128>()));
    let mut changes: Vec<i128> = numerators.iter().map(|it| it.div_euclid(size)).collect();
    let missing = end - start - changes.iter().sum::<i128>();
    assert!(0 <= missing && missing <= changes.len() as i128, "rounding moves with whole units");
    let mut by_remainder: Vec<usize> = (0..changes.len()).collect();
    by_remainder.sort_by_key(|at| (-numerators[*at].rem_euclid(size), *at));
    for at in by_remainder.into_iter().take(missing as usize) {
        changes[at] += 1;
    }
    AddedUp { start, changes, end }
}

fn least_common_multiple(one: i128, other: i128) -> i128 {
    let (mut divisor, mut rest) = (one, other);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    one / divisor * other
}

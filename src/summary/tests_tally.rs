//! The laws of a tally: nothing but the multiset of its values matters.

use proptest::collection::vec;
use proptest::prelude::Strategy;
use proptest::prelude::any;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::prop_oneof;
use proptest::proptest;

use crate::summary::Tally;

const MOST: usize = Tally::LEAST_MOST_VALUES;

/// A tally that keeps the values of every test exactly.
pub(crate) fn tally(values: &[i64]) -> Tally {
    let mut tally = Tally::new(65_536);
    tally.add_all(values);
    tally
}

fn small_tally(values: &[i64]) -> Tally {
    let mut tally = Tally::new(MOST);
    tally.add_all(values);
    tally
}

/// Numbers of every size and sign, few-valued ones among them, the extremes included.
fn value() -> impl Strategy<Value = i64> {
    prop_oneof![
        -20_i64..20,
        0_i64..100_000,
        (any::<i64>(), 0_u32..64).prop_map(|(value, shift)| value >> shift),
        proptest::sample::select(vec![i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX]),
    ]
}

/// The significant bits by the definition: the largest number at which the distinct values fit.
fn bits_by_definition(values: &[i64]) -> u32 {
    let distinct = |bits: u32| {
        let mut cut: Vec<i128> = values
            .iter()
            .map(|&value| {
                let mut unit = 1_i128;
                while (1_i128 << bits) <= i128::from(value).abs() / unit {
                    unit *= 2;
                }
                i128::from(value) / unit * unit
            })
            .collect();
        cut.sort_unstable();
        cut.dedup();
        cut.len()
    };
    (1..=63).rev().find(|&bits| distinct(bits) <= MOST).expect("one bit always fits")
}

proptest! {
    #[test]
    fn order_batches_and_merges_do_not_matter(
        parts in vec(vec(value(), 0..120), 1..8),
        turn in any::<usize>(),
    ) {
        let mut values: Vec<i64> = parts.concat();
        let at_once = small_tally(&values);

        let mut merged = Tally::new(MOST);
        parts.iter().for_each(|part| merged.merge(&small_tally(part)));
        prop_assert_eq!(&merged, &at_once);

        let backwards = parts.iter().rev().fold(Tally::new(MOST), |left, part| {
            let mut right = small_tally(part);
            right.merge(&left);
            right
        });
        prop_assert_eq!(&backwards, &at_once);

        values.reverse();
        let middle = turn % (values.len() + 1);
        values.rotate_left(middle);
        let mut one_by_one = Tally::new(MOST);
        values.iter().for_each(|&value| one_by_one.add_all(&[value]));
        prop_assert_eq!(&one_by_one, &at_once);
        prop_assert_eq!(at_once.significant_bits().unwrap_or(63), bits_by_definition(&values));
    }

    #[test]
    fn every_rank_is_right_to_the_resolution(values in vec(value(), 1..600)) {
        let tally = small_tally(&values);
        let mut sorted = values;
        sorted.sort_unstable();
        prop_assert_eq!(tally.iter().map(|(_, count)| count).sum::<u64>(), tally.count());
        for (index, &value) in sorted.iter().enumerate() {
            let read = tally.value_at_rank(index as u64 + 1);
            let off = (i128::from(read) - i128::from(value)).unsigned_abs() as f64;
            prop_assert!(off <= value.unsigned_abs() as f64 * tally.relative_resolution());
        }
        prop_assert_eq!(tally.value_at_rank(1), sorted[0]);
        prop_assert_eq!(tally.value_at_rank(tally.count()), sorted[sorted.len() - 1]);
        prop_assert_eq!(tally.min(), sorted.first().copied());
        prop_assert_eq!(tally.max(), sorted.last().copied());
    }

    #[test]
    fn counts_above_a_limit_differ_only_near_the_limit(
        values in vec(value(), 1..600),
        limit in value(),
    ) {
        let tally = small_tally(&values);
        let near = |&&value: &&i64| {
            let off = (i128::from(limit) - i128::from(value)).unsigned_abs() as f64;
            off <= value.unsigned_abs() as f64 * tally.relative_resolution()
        };
        let exact = values.iter().filter(|&&value| limit < value).count() as u64;
        let doubtful = values.iter().filter(near).count() as u64;
        let allowed = if tally.significant_bits().is_none() { 0 } else { doubtful };
        prop_assert!(tally.count_above(limit).abs_diff(exact) <= allowed);
    }

    #[test]
    fn small_values_have_the_moments_of_the_obvious_loop(values in vec(-999_i64..999, 2..300)) {
        let tally = small_tally(&values);
        let n = values.len() as i64;
        let sum: i64 = values.iter().sum();
        // n (n - 1) variance = n (sum of squares) - sum^2, in whole numbers.
        let squares: i64 = values.iter().map(|value| value * value).sum();
        let variance = (n * squares - sum * sum) as f64 / n as f64 / (n - 1) as f64;
        prop_assert_eq!(tally.sum(), i128::from(sum));
        prop_assert_eq!(tally.sum_of_squares(), Some(squares as u128));
        let found = tally.variance().expect("two values or more");
        prop_assert!((found - variance).abs() <= 1e-14 * variance);
        let mean = tally.mean().expect("two values or more");
        prop_assert!((mean - sum as f64 / n as f64).abs() <= 1e-12);
    }
}

#[test]
fn nearly_equal_large_values_keep_their_variance() {
    // Mean ...10, deviations -6, -3, 3, 6: squares 36 + 9 + 9 + 36 = 90, over 3 is 30.
    let tally = small_tally(&[4, 7, 13, 16].map(|small| 1_000_000_000 + small));
    assert_eq!(tally.mean(), Some(1_000_000_010.0));
    assert_eq!(tally.variance(), Some(30.0));
    assert_eq!(tally.standard_deviation(), Some(30f64.sqrt()));
}

#[test]
fn an_empty_tally_and_a_single_value_claim_nothing_they_do_not_know() {
    let empty = Tally::new(MOST);
    assert_eq!((empty.count(), empty.sum(), empty.min(), empty.max()), (0, 0, None, None));
    assert_eq!((empty.mean(), empty.variance(), empty.count_above(0)), (None, None, 0));
    let single = small_tally(&[-7]);
    assert_eq!((single.mean(), single.variance()), (Some(-7.0), None));
    assert_eq!(single.value_at_rank(1), -7);
    assert_eq!((single.count_above(-8), single.count_above(-7)), (1, 0));
}

#[test]
fn one_value_too_many_halves_the_resolution_of_the_large_ones() {
    // 129 values, 128 of them allowed. From 128 to 255 a number has 8 bits: at 8 bits nothing is
    // cut, at 7 bits pairs join from 128 on. 128..=256 are 129 values: 64 pairs and 256.
    let values: Vec<i64> = (128..=256).collect();
    let cut = small_tally(&values);
    assert_eq!(cut.significant_bits(), Some(7));
    assert_eq!(cut.relative_resolution(), 1.0 / 128.0);
    assert_eq!(cut.iter().count(), 65);
    // The bucket of 130 and 131 stands for its middle, 131.
    assert_eq!(cut.iter().nth(1), Some((131, 2)));
    assert_eq!(cut.value_at_rank(3), 131);
    assert_eq!(cut.count_above(130), 127);
    let exact = small_tally(&values[1..]);
    assert_eq!((exact.significant_bits(), exact.relative_resolution()), (None, 0.0));
    assert_eq!(exact.count_above(130), 126);
}

#[test]
#[should_panic(expected = "rank 4 must be in 1..=3")]
fn a_rank_beyond_the_count_is_a_defect() {
    small_tally(&[1, 2, 3]).value_at_rank(4);
}

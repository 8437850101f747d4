//! Contributions against games from the literature, against all orders, and their laws.

use proptest::prelude::*;

use crate::summary::Attribution;
use crate::summary::Fractions;
use crate::summary::MOST_CHANGES;
use crate::summary::add_up;
use crate::summary::common_denominator;
use crate::summary::shapley_values;

/// The values of a game over all sets of its players.
fn game(players: usize, worth: impl Fn(usize) -> i64) -> Vec<i64> {
    (0..1 << players).map(worth).collect()
}

fn has(set: usize, player: usize) -> bool {
    set >> player & 1 == 1
}

/// Checks the contributions of a game, as numerators over a denominator.
#[track_caller]
fn check(values: &[i64], right: &[i128], of: i128) {
    let found = shapley_values(values);
    let common = i128::from(common_denominator(found.len()));
    let found: Vec<i128> = found.iter().map(|it| it * of).collect();
    let right: Vec<i128> = right.iter().map(|it| it * common).collect();
    assert_eq!(found, right);
}

/// Every order in which the players can come, each once.
fn orders(players: usize) -> Vec<Vec<usize>> {
    let Some(last) = players.checked_sub(1) else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for order in orders(last) {
        for at in 0..=last {
            let mut longer = order.clone();
            longer.insert(at, last);
            all.push(longer);
        }
    }
    all
}

#[test]
fn the_common_denominator_is_the_least_that_serves() {
    let divisor = |a: i64, b: i64| {
        let (mut a, mut b) = (a, b);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let factorial = |n: i64| (1..=n).product::<i64>();
    for players in 1..=MOST_CHANGES as i64 {
        // The reduced denominators of s! (k - s - 1)! / k!.
        let reduced = (0..players).map(|size| {
            let above = factorial(size) * factorial(players - size - 1);
            factorial(players) / divisor(factorial(players), above)
        });
        let least = reduced.fold(1, |common, it| common / divisor(common, it) * it);
        assert_eq!(common_denominator(players as usize), least, "{players}");
    }
}

#[test]
fn in_an_additive_game_everybody_gets_the_own_amount() {
    let own = [5, -3, 100, 0, 7, 11, -13, 17];
    let worth =
        |set: usize| 1_000 + (0..8).filter(|it| has(set, *it)).map(|it| own[it]).sum::<i64>();
    check(&game(8, worth), &own.map(i128::from), 1);
}

#[test]
fn the_glove_game() {
    // One left glove, two right ones; a pair is worth 1. Of the six orders the left one completes a
    // pair in four, each right one in one.
    let worth = |set: usize| i64::from(has(set, 0) && (has(set, 1) || has(set, 2)));
    check(&game(3, worth), &[4, 1, 1], 6);
}

#[test]
fn the_committee_of_shapley_and_shubik() {
    // L. S. Shapley, M. Shubik, American Political Science Review 48 (1954), 787-792: 50, 49 and 1
    // votes, 51 decide: powers 2/3, 1/6 and 1/6.
    let votes = [50, 49, 1];
    let worth = |set: usize| {
        i64::from(51 <= (0..3).filter(|it| has(set, *it)).map(|it| votes[it]).sum::<i32>())
    };
    check(&game(3, worth), &[4, 1, 1], 6);
}

#[test]
fn the_airport_game() {
    // S. C. Littlechild, G. Owen, Management Science 20 (1973), 370-372: a runway costs what its
    // largest aircraft needs, and each piece of it is shared by those that need it.
    let needs: [i64; 8] = [12, 20, 33, 40, 47, 60, 61, 90];
    for players in 1..=8 {
        let worth = |set: usize| {
            let all = (0..players).filter(|it| has(set, *it)).map(|it| needs[it]);
            all.max().unwrap_or(0)
        };
        let mut right = Vec::new();
        let (mut so_far, mut before) = (0, 0);
        for (player, need) in needs[..players].iter().enumerate() {
            // In 840ths: every number of users from 1 to 8 divides it.
            so_far += i128::from(need - before) * 840 / (players - player) as i128;
            before = *need;
            right.push(so_far);
        }
        check(&game(players, worth), &right, 840);
    }
}

#[test]
fn nobody_and_one_alone() {
    check(&[42], &[], 1);
    check(&[42, 40], &[-2], 1);
}

#[test]
#[should_panic(expected = "2^k values")]
fn values_that_are_no_game_are_refused() {
    shapley_values(&[1, 2, 3]);
}

#[test]
fn the_same_luck_leaves_no_error_and_luck_of_its_own_does() {
    let mut found = Attribution::new(2);
    // Luck moves everything by thousands; the first adds 4, the second 3 or 5, both 2 more.
    for (luck, second) in [(0, 3), (7_000, 5), (-3_000, 3), (90_000, 5)] {
        let values = [0, 4, second, 4 + second + 2];
        found.add(&values.map(|it| it + luck));
    }
    let one = found.contribution(0).mean();
    assert_eq!((one.value, one.standard_error), (5.0, Some(0.0)));
    // 4, 6, 4, 6: mean 5, squares 4, over 3 and over 4.
    let two = found.contribution(1).mean();
    assert_eq!(two.value, 5.0);
    assert!((two.standard_error.unwrap() - (1.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    assert_eq!([found.first(0), found.last(0)].map(|it| it.mean().value), [4.0, 6.0]);
    assert_eq!([found.first(1), found.last(1)].map(|it| it.mean().value), [4.0, 6.0]);
    let interplay = found.interplay().mean();
    assert_eq!((interplay.value, interplay.standard_error), (2.0, Some(0.0)));
    assert_eq!([found.start(), found.end()].map(|it| it.mean().value), [23_500.0, 23_510.0]);
}

fn record(denominator: i64, numerators: &[i64]) -> Fractions {
    let mut record = Fractions::new(denominator);
    numerators.iter().for_each(|it| record.add(i128::from(*it)));
    record
}

#[test]
fn halves_go_up_and_remainders_to_the_largest() {
    // 2.5 + 1/3 + 1/3 - 2/3 = 2.5: 3 at both ends; rounded down 0, 0 and -1, remainders 1/3 each:
    // the unit that is missing goes to the first.
    let changes = [record(3, &[1]), record(3, &[1]), record(3, &[-2])];
    let found = add_up(&record(2, &[5]), &changes.iter().collect::<Vec<_>>(), 1);
    assert_eq!((found.start, found.changes, found.end), (3, vec![1, 0, -1], 3));
    // -2.5 goes up to -2.
    let found = add_up(&record(2, &[-5]), &[], 1);
    assert_eq!((found.start, found.end), (-2, -2));
}

prop_compose! {
    fn any_game()(players in 0_usize..=6)(
        values in prop::collection::vec(-1_000_000_i64..1_000_000, 1 << players),
    ) -> Vec<i64> {
        values
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn a_contribution_is_the_mean_over_all_orders(values in any_game()) {
        let players = values.len().trailing_zeros() as usize;
        let mut sums = vec![0_i128; players];
        let all = orders(players);
        for order in &all {
            let mut set = 0;
            for player in order {
                let with = set | 1 << player;
                sums[*player] += i128::from(values[with] - values[set]);
                set = with;
            }
        }
        let common = i128::from(common_denominator(players));
        let found: Vec<i128> =
            shapley_values(&values).into_iter().map(|it| it * all.len() as i128).collect();
        let right: Vec<i128> = sums.into_iter().map(|it| it * common).collect();
        prop_assert_eq!(found, right);
    }

    #[test]
    fn contributions_add_up(values in any_game()) {
        let players = values.len().trailing_zeros() as usize;
        let all = i128::from(values[values.len() - 1] - values[0]);
        let sum: i128 = shapley_values(&values).iter().sum();
        prop_assert_eq!(sum, all * i128::from(common_denominator(players)));
    }

    #[test]
    fn renaming_the_players_renames_their_contributions(values in any_game(), turn in 0_usize..6) {
        let players = values.len().trailing_zeros() as usize;
        let renamed = |player: usize| (player + turn) % players;
        let renamed_set = |set: usize| {
            (0..players).filter(|it| has(set, *it)).map(|it| 1 << renamed(it)).sum::<usize>()
        };
        let mut other = vec![0; values.len()];
        for (set, value) in values.iter().enumerate() {
            other[renamed_set(set)] = *value;
        }
        let (found, other) = (shapley_values(&values), shapley_values(&other));
        for player in 0..players {
            prop_assert_eq!(found[player], other[renamed(player)]);
        }
    }

    #[test]
    fn who_changes_nothing_gets_nothing_and_changes_no_share(
        values in any_game(),
        constant in -50_i64..50,
    ) {
        // A further player who adds a constant to every set: a dummy in Shapley's sense.
        let players = values.len().trailing_zeros() as usize;
        let with: Vec<i64> =
            values.iter().copied().chain(values.iter().map(|it| it + constant)).collect();
        let (found, more) = (shapley_values(&values), shapley_values(&with));
        let [few, many] = [players, players + 1].map(|it| i128::from(common_denominator(it)));
        prop_assert_eq!(more[players], i128::from(constant) * many);
        for player in 0..players {
            prop_assert_eq!(found[player] * many, more[player] * few);
        }
    }

    #[test]
    fn players_who_do_the_same_get_the_same(
        few in prop::collection::vec(-1_000_i64..1_000, 24),
    ) {
        // The value depends on the first two players by their number only.
        let worth = |set: usize| few[(set & 3).count_ones() as usize * 8 + (set >> 2)];
        let found = shapley_values(&game(5, worth));
        prop_assert_eq!(found[0], found[1]);
    }

    #[test]
    fn contributions_of_a_sum_are_sums_of_contributions(
        pairs in prop::collection::vec((-9_999_i64..9_999, -9_999_i64..9_999), 32),
    ) {
        let one: Vec<i64> = pairs.iter().map(|it| it.0).collect();
        let other: Vec<i64> = pairs.iter().map(|it| it.1).collect();
        let both: Vec<i64> = pairs.iter().map(|it| 3 * it.0 - it.1).collect();
        let [one, other, both] = [one, other, both].map(|it| shapley_values(&it));
        let right: Vec<i128> = one.iter().zip(&other).map(|(a, b)| 3 * a - b).collect();
        prop_assert_eq!(both, right);
    }

    #[test]
    fn rounded_numbers_add_up_and_none_is_off_by_a_unit(
        futures in prop::collection::vec(
            prop::collection::vec(-1_000_000_i64..1_000_000, 16),
            1..6,
        ),
        digits in 0_u32..5,
    ) {
        let mut found = Attribution::new(4);
        futures.iter().for_each(|values| found.add(values));
        let unit = 10_i128.pow(digits);
        let changes: Vec<&Fractions> = (0..4).map(|it| found.contribution(it)).collect();
        let rounded = add_up(found.start(), &changes, unit);
        prop_assert_eq!(rounded.start + rounded.changes.iter().sum::<i128>(), rounded.end);
        let off = |whole: i128, exact: &Fractions| {
            let (numerator, denominator) = exact.exact_mean();
            (whole * unit * denominator - numerator).abs() as f64 / (unit * denominator) as f64
        };
        prop_assert!(off(rounded.start, found.start()) <= 0.5);
        prop_assert!(off(rounded.end, found.end()) <= 0.5);
        for (whole, exact) in rounded.changes.iter().zip(changes) {
            prop_assert!(off(*whole, exact) < 1.0);
        }
    }
}

//! Drawn delays: against the distribution functions of another crate, and against change.

use arrears::random::Delay;
use arrears::random::Key;
use arrears::random::Purpose;
use arrears::time::Day;
use statrs::distribution::ChiSquared;
use statrs::distribution::ContinuousCDF;
use statrs::distribution::Exp;
use statrs::distribution::Gamma;
use statrs::distribution::LogNormal;
use statrs::distribution::Weibull;

fn lane(seed: u64, place: u32, lane: usize) -> u32 {
    let day = Day::new(2020, 1, 1).unwrap();
    Key::from_seed(seed).at(Purpose::Notice, 0, day, place).block(0).lane(lane)
}

/// Chi-square of a million draws in cells of at least 1 in 200; the level is 1 in 100,000.
fn check_draws(delay: &Delay, at_most: impl Fn(u32) -> f64) {
    const DRAWS: u32 = 1_000_000;
    let table = delay.table();
    let mut counts = vec![0.0; Delay::MAX_DAYS as usize + 1];
    for i in 0..DRAWS {
        counts[table.days(lane(7, i / 4, i as usize % 4)) as usize] += 1.0;
    }
    let (mut chi, mut cells, mut before, mut found) = (0.0, 0, 0.0, 0.0);
    for days in 0..=Delay::MAX_DAYS {
        let sum = if days == Delay::MAX_DAYS { 1.0 } else { at_most(days) };
        found += counts[days as usize];
        if 0.005 <= sum - before && 0.005 <= 1.0 - sum || days == Delay::MAX_DAYS {
            let expected = (sum - before) * f64::from(DRAWS);
            chi += (found - expected) * (found - expected) / expected;
            (cells, before, found) = (cells + 1, sum, 0.0);
        }
    }
    let limit = ChiSquared::new(f64::from(cells - 1)).unwrap().inverse_cdf(1.0 - 1e-5);
    println!("{}: {chi:.1} in {cells} cells, at most {limit:.1}", delay.describe());
    assert!(3 < cells && chi <= limit, "{}: {chi} in {cells} cells", delay.describe());
}

/// The law in whole days and the law of the draws, both against a continuous one.
fn check_continuous(delay: &Delay, law: &impl ContinuousCDF<f64, f64>) {
    let at_most = |days: u32| law.cdf(f64::from(days) + 1.0);
    for days in (0..400).chain([1_000, 5_000, 36_524]) {
        assert!((delay.at_most(days) - at_most(days)).abs() < 1e-12, "{days}");
    }
    check_draws(delay, at_most);
}

#[test]
fn delays_follow_the_distribution_functions_of_statrs() {
    let exponential = Delay::exponential(30.0).unwrap();
    check_continuous(&exponential, &Exp::new(1.0 / 30.0).unwrap());
    let gamma = Delay::gamma(4.0, 14.0).unwrap();
    check_continuous(&gamma, &Gamma::new(4.0, 1.0 / 14.0).unwrap());
    let gamma = Delay::gamma(0.5, 40.0).unwrap();
    check_continuous(&gamma, &Gamma::new(0.5, 1.0 / 40.0).unwrap());
    let lognormal = Delay::lognormal(20.0, 0.7).unwrap();
    check_continuous(&lognormal, &LogNormal::new(20.0_f64.ln(), 0.7).unwrap());
    let weibull = Delay::weibull(1.7, 50.0).unwrap();
    check_continuous(&weibull, &Weibull::new(1.7, 50.0).unwrap());
}

#[test]
fn delays_of_next_to_nothing_and_of_a_century_are_delays() {
    for short in [f64::from_bits(1), 1e-304, 1e-300, 1e-9] {
        for shape in [0.01, 1.0, 10_000.0] {
            let gamma = Delay::gamma(shape, short).unwrap();
            let weibull = Delay::weibull(shape, short).unwrap();
            let lognormal = Delay::lognormal(short, 0.1).unwrap();
            let exponential = Delay::exponential(short).unwrap();
            for delay in [gamma, weibull, lognormal, exponential] {
                assert_eq!(delay.table().days(u32::MAX / 2), 0, "{delay:?}");
            }
        }
    }
    let century = f64::from(Delay::MAX_DAYS);
    for shape in [0.01, 1.0, 10_000.0] {
        for delay in [Delay::gamma(shape, century), Delay::weibull(shape, century)] {
            assert!(delay.unwrap().table().days(u32::MAX) <= Delay::MAX_DAYS);
        }
    }
}

#[test]
fn uniform_and_discrete_delays_have_the_shares_that_were_asked_for() {
    let uniform = Delay::uniform(10, 49).unwrap();
    check_draws(&uniform, |days| ((f64::from(days) - 9.0) / 40.0).clamp(0.0, 1.0));
    let shares = vec![(0, 0.1), (5, 0.2), (6, 0.3), (90, 0.15), (365, 0.25)];
    let discrete = Delay::discrete(shares.clone()).unwrap();
    let sum = |days: u32| shares.iter().filter(|it| it.0 <= days).map(|it| it.1).sum::<f64>();
    check_draws(&discrete, sum);
}

/// Made by this program itself: guards against change only, says nothing about right or wrong.
#[test]
fn the_first_draws_of_each_delay_stay_what_they_are() {
    let shares = vec![(0, 0.1), (5, 0.2), (6, 0.3), (90, 0.15), (365, 0.25)];
    let rows = [
        (Delay::fixed(14), [[14, 14, 14, 14, 14, 14, 14, 14], [14, 14, 14, 14, 14, 14, 14, 14]]),
        (
            Delay::uniform(10, 49),
            [[49, 25, 23, 35, 14, 36, 46, 28], [14, 35, 12, 25, 15, 18, 12, 15]],
        ),
        (Delay::exponential(30.0), [[208, 14, 11, 30, 3, 32, 69, 18], [3, 31, 1, 15, 4, 7, 2, 4]]),
        (
            Delay::gamma(4.0, 14.0),
            [[183, 44, 40, 61, 26, 63, 93, 49], [24, 62, 20, 44, 27, 33, 21, 28]],
        ),
        (
            Delay::lognormal(20.0, 0.7),
            [[176, 16, 14, 25, 8, 26, 49, 18], [8, 26, 6, 16, 9, 11, 7, 9]],
        ),
        (
            Delay::weibull(1.7, 50.0),
            [[156, 33, 28, 50, 15, 52, 81, 37], [13, 51, 10, 33, 16, 21, 10, 17]],
        ),
        (Delay::discrete(shares), [[365, 6, 6, 90, 5, 90, 365, 6], [5, 90, 0, 6, 5, 5, 0, 5]]),
    ];
    for (delay, expected) in rows {
        let table = delay.unwrap().table();
        let of = |seed, i: u32| table.days(lane(seed, i / 4, i as usize % 4));
        let first = |seed| [0, 1, 2, 3, 4, 5, 6, 7].map(|i| of(seed, i));
        assert_eq!([first(1), first(20_200_303)], expected);
    }
}

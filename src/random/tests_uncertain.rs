//! Uncertain numbers against another program, against arithmetic, and against each other.

use crate::error::Fault;
use crate::random::UncertainNumber;

type Known = (UncertainNumber, [f64; 3], f64, f64);

fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs()
}

fn check(rows: Vec<Known>) {
    for (number, quantiles, mean, standard_deviation) in rows {
        for (level, expected) in [0.1, 0.5, 0.9].into_iter().zip(quantiles) {
            let found = number.quantile(level);
            assert!(near(found, expected), "{}: {found}, not {expected}", number.describe());
        }
        assert!(near(number.mean(), mean), "{}: {}", number.describe(), number.mean());
        let found = number.standard_deviation();
        assert!(near(found, standard_deviation), "{}: {found}", number.describe());
    }
}

#[test]
fn whole_distributions_are_those_of_another_program() -> Result<(), Fault> {
    // scipy 1.17: quantiles 10%, 50%, 90%, mean, standard deviation.
    let three = [64.521_767_296_514, 71.912_943_007_101_22, 81.363_513_731_739_36];
    let log = [252.787_541_310_948_26, 450.0, 801.067_959_875_875_9];
    let (log_mean, log_deviation) = (497.948_960_474_050_74, 235.914_367_989_395_02);
    let tri = UncertainNumber::triangular(60.0, 70.0, 95.0)?;
    check(vec![
        (UncertainNumber::uniform(-2.0, 8.0)?, [-1.0, 3.0, 7.0], 3.0, (100.0f64 / 12.0).sqrt()),
        (
            tri,
            [65.916_079_783_099_62, 95.0 - 437.5f64.sqrt(), 85.645_856_533_065_14],
            75.0,
            7.359_800_721_939_873,
        ),
        (UncertainNumber::pert(60.0, 70.0, 95.0)?, three, 72.5, 6.338_656_910_463_874),
        (UncertainNumber::lognormal(450.0, 0.45)?, log, log_mean, log_deviation),
        (
            UncertainNumber::lognormal_with_mean(log_mean, log_deviation)?,
            log,
            log_mean,
            log_deviation,
        ),
    ]);
    Ok(())
}

#[test]
fn cut_distributions_are_those_of_another_program() -> Result<(), Fault> {
    // scipy 1.17: `truncnorm`, and `quad` over the density between the ends.
    check(vec![
        (
            UncertainNumber::normal(0.9, 0.2)?.cut(0.0, 1.0)?,
            [0.603_568_662_407_286_2, 0.820_626_686_435_293_8, 0.962_314_117_464_018_4],
            0.798_172_036_045_102_3,
            0.139_440_475_361_375_27,
        ),
        (
            UncertainNumber::lognormal(450.0, 0.45)?.cut(300.0, 900.0)?,
            [336.526_471_902_455_6, 482.195_912_589_968, 735.916_234_701_323_1],
            510.751_976_827_481_66,
            148.647_888_981_278_6,
        ),
        (
            UncertainNumber::beta(2.0, 3.0)?.cut(0.2, 0.7)?,
            [0.245_620_295_886_708_25, 0.413_828_727_439_164_43, 0.619_705_948_166_323_2],
            0.423_657_375_934_738_3,
            0.135_271_018_131_539_55,
        ),
        (
            UncertainNumber::triangular(60.0, 70.0, 95.0)?.cut(65.0, 90.0)?,
            [67.516_648_189_186_45, 74.536_618_070_318_88, 84.814_225_606_268_32],
            75.396_825_396_825_4,
            6.344_492_297_614_188,
        ),
    ]);
    Ok(())
}

#[test]
fn given_quantiles_come_back_and_the_rest_is_the_stated_rule() -> Result<(), Fault> {
    let given = [(0.1, 300.0), (0.5, 450.0), (0.9, 800.0)];
    let open = UncertainNumber::from_quantiles(&given)?;
    let quantiles = given.map(|(_, value)| value);
    // By numpy and `quad` on the rule; the mean is 450 + (350 − 150) ln 2 / ln 9 on paper.
    check(vec![(open.clone(), quantiles, 513.092_975_357_145_7, 213.128_835_992_699_3)]);
    assert!(near(open.mean(), 450.0 + 200.0 * 2.0f64.ln() / 9.0f64.ln()));
    for (level, value) in [(0.05, 248.989_210_556_521_84), (0.95, 919.025_175_368_115_5)] {
        assert!(near(open.quantile(level), value));
    }
    // The mean excess over the value at 90%: slope x ln(1/0.9) / 0.1.
    let above = open.cut(800.0, 1e9)?;
    let slope = 350.0 / 9.0f64.ln();
    assert!(near(above.mean() - 800.0, slope * (1.0f64 / 0.9).ln() / 0.1));
    // Both ends and the middle: two even halves, 0.5 x 1 + 0.5 x 4 = 2.5.
    let halves = UncertainNumber::from_quantiles(&[(0.0, 0.0), (0.5, 2.0), (1.0, 6.0)])?;
    // The mean square is (4/3) / 2 + ((4 + 12 + 36)/3) / 2 = 28/3.
    check(vec![(halves, [0.4, 2.0, 5.2], 2.5, (28.0f64 / 3.0 - 6.25).sqrt())]);
    Ok(())
}

#[test]
fn every_distribution_is_monotone_and_undone_by_its_levels() -> Result<(), Fault> {
    let all = [
        UncertainNumber::uniform(3.0, 4.0)?,
        UncertainNumber::triangular(0.0, 0.0, 1.0)?,
        UncertainNumber::triangular(0.0, 1.0, 1.0)?,
        UncertainNumber::pert(1e6, 1e6 + 1.0, 1e6 + 4.0)?,
        UncertainNumber::beta(0.4, 60.0)?,
        UncertainNumber::beta_with_mean(0.5, 0.0001)?,
        UncertainNumber::normal(-40.0, 3.0)?,
        UncertainNumber::normal(0.0, 1.0)?.cut(2.0, 3.0)?,
        UncertainNumber::lognormal(1e-3, 2.0)?,
        UncertainNumber::from_quantiles(&[(0.0, 1.0), (0.2, 2.0), (0.3, 2.1), (0.99, 50.0)])?,
        UncertainNumber::from_quantiles(&[(0.0, 1.0), (1.0, 2.0)])?.cut(1.2, 1.9)?,
    ];
    for number in all {
        let mut before = number.support().0;
        let steps = 400;
        let mut sum = 0.0;
        for step in 0..steps {
            let level = (f64::from(step) + 0.5) / f64::from(steps);
            let value = number.quantile(level);
            assert!(before <= value, "{}", number.describe());
            before = value;
            sum += value / f64::from(steps);
            let back = number.at_most(value);
            assert!((back - level).abs() < 1e-9, "{} {level} {back}", number.describe());
        }
        assert!(before <= number.support().1);
        // The mean is the mean over levels; the tails beyond 1/800 carry little.
        let tolerance = 0.05 * number.standard_deviation();
        assert!((sum - number.mean()).abs() <= tolerance, "{} {sum}", number.describe());
    }
    Ok(())
}

#[test]
fn a_list_of_values_keeps_its_ends_when_cut() -> Result<(), Fault> {
    let list = UncertainNumber::discrete(&[(1.0, 1.0), (2.0, 1.0), (4.0, 2.0), (9.0, 4.0)])?;
    // (1 + 2 + 8 + 36) / 8; squares (1 + 4 + 32 + 324) / 8.
    assert_eq!(list.mean(), 47.0 / 8.0);
    assert!(near(list.standard_deviation(), (361.0f64 / 8.0 - (47.0f64 / 8.0).powi(2)).sqrt()));
    let cut = list.cut(2.0, 4.0)?;
    assert_eq!(cut.support(), (2.0, 4.0));
    assert_eq!([0.0, 0.33, 0.34, 1.0].map(|level| cut.quantile(level)), [2.0, 2.0, 4.0, 4.0]);
    assert!(near(cut.mean(), 10.0 / 3.0));
    assert_eq!([1.9, 2.0, 3.9, 4.0].map(|x| (cut.at_most(x) * 3.0).round()), [0.0, 1.0, 1.0, 3.0]);
    assert!(list.cut(2.5, 3.5).is_err());
    Ok(())
}

#[test]
fn what_makes_no_sense_is_refused_with_a_remedy() {
    let nan = f64::NAN;
    let refused = [
        UncertainNumber::uniform(2.0, 2.0),
        UncertainNumber::uniform(nan, 2.0),
        UncertainNumber::triangular(1.0, 5.0, 2.0),
        UncertainNumber::pert(1.0, nan, 2.0),
        UncertainNumber::beta(0.0, 1.0),
        UncertainNumber::beta(2.0, nan),
        UncertainNumber::beta_with_mean(0.5, 0.5),
        UncertainNumber::beta_with_mean(1.0, 0.1),
        UncertainNumber::beta_with_mean(0.5, nan),
        UncertainNumber::normal(0.0, 0.0),
        UncertainNumber::normal(0.0, f64::INFINITY),
        UncertainNumber::lognormal(0.0, 1.0),
        UncertainNumber::lognormal(1.0, 11.0),
        UncertainNumber::lognormal_with_mean(1.0, nan),
        UncertainNumber::lognormal_with_mean(-1.0, 1.0),
        UncertainNumber::discrete(&[]),
        UncertainNumber::discrete(&[(1.0, 0.0)]),
        UncertainNumber::discrete(&[(2.0, 1.0), (1.0, 1.0)]),
        UncertainNumber::from_quantiles(&[]),
        UncertainNumber::from_quantiles(&[(0.5, 1.0)]),
        UncertainNumber::from_quantiles(&[(0.0, 1.0), (0.5, 2.0)]),
        UncertainNumber::from_quantiles(&[(0.1, 2.0), (0.9, 2.0)]),
        UncertainNumber::from_quantiles(&[(0.1, 1.0), (0.9, f64::INFINITY)]),
        UncertainNumber::from_quantiles(&[(0.9, 1.0), (0.1, 2.0)]),
        UncertainNumber::from_quantiles(&[(-0.1, 1.0), (0.1, 2.0)]),
        UncertainNumber::normal(0.0, 1.0).unwrap().cut(1.0, 1.0),
        UncertainNumber::normal(0.0, 1.0).unwrap().cut(8.0, 9.0),
    ];
    for (place, result) in refused.into_iter().enumerate() {
        assert!(result.is_err(), "the number at place {place} was let in");
    }
    let message = UncertainNumber::pert(10.0, 5.0, 20.0).unwrap_err().to_string();
    assert_eq!(message, "PERT from 10 to 20, likeliest 5, must be likeliest between 10 and 20");
    let share = UncertainNumber::lognormal(0.4, 0.2).unwrap();
    assert_eq!(
        share.within(0.0, 1.0).unwrap_err().to_string(),
        "log-normal with median 0.4 and sigma 0.2, which goes from 0 to inf, must be within 0 to \
         1; cut it to that range"
    );
}

//! Sensitivity measures against functions whose shares are known.

use std::f64::consts::PI;

use arrears::random::Copula;
use arrears::random::Key;
use arrears::random::Purpose;
use arrears::random::UncertainNumber;
use arrears::summary::Design;
use arrears::summary::Estimate;
use arrears::summary::MorrisDesign;
use arrears::summary::ShapleyEffects;
use arrears::summary::morris;
use arrears::summary::shapley_effects;
use arrears::summary::shapley_effects_by_sets;
use arrears::summary::sobol_indices;
use arrears::summary::value_of_knowing;
use arrears::time::Day;

// Ishigami, Homma (1990); variance and shares as computed from the closed forms of Sobol, Levitan
// (1999), and shares of Shapley as first + half of the interaction of inputs 1 and 3.
const ISHIGAMI_VARIANCE: f64 = 13.844_588;
const ISHIGAMI_FIRST: [f64; 3] = [0.313_905, 0.442_411, 0.0];
const ISHIGAMI_TOTAL: [f64; 3] = [0.557_589, 0.442_411, 0.243_684];
const ISHIGAMI_SHAPLEY: [f64; 3] = [0.435_747, 0.442_411, 0.121_842];

fn ishigami(levels: &[f64]) -> f64 {
    let x: Vec<f64> = levels.iter().map(|level| PI * (2.0 * level - 1.0)).collect();
    x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
}

/// Within 4.5 standard errors, which must be small enough to mean something.
fn check(what: &str, found: &Estimate, expected: f64, largest_error: f64) {
    let error = found.standard_error.expect("several scrambles");
    assert!(error <= largest_error, "{what}: standard error {error}");
    // Known values are given to six digits.
    let away = (found.value - expected).abs();
    assert!(away <= 4.5 * error + 1e-6, "{what}: {}, not {expected}, error {error}", found.value);
}

#[test]
fn the_shares_of_ishigamis_function_are_found() {
    let design = Design::new(11, 512, 16).unwrap();
    let found = sobol_indices(3, &design, ishigami).expect("it varies");
    check("mean", &found.mean, 3.5, 0.01);
    check("variance", &found.variance, ISHIGAMI_VARIANCE, 0.1);
    check("additive", &found.additive, 0.756_316, 0.02);
    for (input, index) in found.inputs.iter().enumerate() {
        check(&format!("first {input}"), &index.first, ISHIGAMI_FIRST[input], 0.01);
        check(&format!("total {input}"), &index.total, ISHIGAMI_TOTAL[input], 0.02);
    }
    assert_eq!(found.evaluations, 512 * 16 * 5);
    let constant = sobol_indices(2, &design, |_| 7.0);
    assert_eq!(constant, None);
}

#[test]
fn the_shares_of_sobols_g_function_are_found() {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let g = |levels: &[f64]| {
        let factor = |(level, a): (&f64, &f64)| ((4.0 * level - 2.0).abs() + a) / (1.0 + a);
        levels.iter().zip(&a).map(factor).product::<f64>()
    };
    // Saltelli, Sobol (1995): V_i = 1 / (3 (1 + a_i)²), V = Π(1 + V_i) − 1.
    let first = [0.716_192, 0.179_048, 0.023_676, 0.007_162, 0.000_072];
    let total = [0.787_144, 0.242_198, 0.034_317, 0.010_460, 0.000_105];
    let found = sobol_indices(8, &Design::new(12, 1024, 16).unwrap(), g).expect("it varies");
    check("variance", &found.variance, 0.465_424, 0.005);
    for (input, index) in found.inputs.iter().enumerate() {
        check(&format!("first {input}"), &index.first, first[input.min(4)], 0.01);
        check(&format!("total {input}"), &index.total, total[input.min(4)], 0.01);
    }
}

#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    let (mut held, runs) = (0, 100);
    for seed in 0..runs {
        let found = sobol_indices(3, &Design::new(seed, 64, 8).unwrap(), ishigami).unwrap();
        for (index, first) in found.inputs.iter().zip(ISHIGAMI_FIRST) {
            let interval = index.first.interval(0.9).unwrap();
            held += u32::from(interval.low <= first && first <= interval.high);
        }
    }
    // 90% of 300, the three of a run taken as one: standard deviation at most 3 x √(100 x 0.09).
    assert!((f64::from(held) - 270.0).abs() < 4.5 * 9.0, "{held}");
    assert!(held < 300, "never wrong is too wide");
}

#[test]
fn shapleys_shares_of_ishigamis_function_are_found_both_ways() {
    let free = Copula::independent(3);
    let design = Design::new(13, 512, 16).unwrap();
    let by_orders = shapley_effects(&free, &design, ishigami).unwrap();
    let by_sets = shapley_effects_by_sets(&free, &design, ishigami).unwrap();
    assert_eq!(by_orders.evaluations, 512 * 16 * 4);
    assert_eq!(by_sets.evaluations, 512 * 16 * 8);
    for found in [by_orders, by_sets] {
        check("variance", &found.variance, ISHIGAMI_VARIANCE, 0.2);
        for (share, expected) in found.shares.iter().zip(ISHIGAMI_SHAPLEY) {
            check("share", share, expected, 0.02);
        }
        assert!((sum(&found) - 1.0).abs() < 1e-12);
    }
}

fn sum(found: &ShapleyEffects) -> f64 {
    found.shares.iter().map(|share| share.value).sum()
}

/// The copula of normal numbers with given ordinary correlations.
fn copula(names: &[&str], pairs: &[(usize, usize, f64)]) -> Copula {
    let rank = |(one, other, r): &(usize, usize, f64)| (*one, *other, 6.0 / PI * (r / 2.0).asin());
    let pairs: Vec<(usize, usize, f64)> = pairs.iter().map(rank).collect();
    Copula::new(names, &pairs).unwrap()
}

/// The sum of normal numbers with the given standard deviations, at their levels.
fn linear(deviations: &[f64]) -> impl Fn(&[f64]) -> f64 + Sync + use<> {
    let normal = |deviation: &f64| UncertainNumber::normal(0.0, *deviation).unwrap();
    let numbers: Vec<UncertainNumber> = deviations.iter().map(normal).collect();
    move |levels| numbers.iter().zip(levels).map(|(number, level)| number.quantile(*level)).sum()
}

#[test]
fn shapleys_shares_of_two_dependent_normal_numbers_are_the_published_formula() {
    // Iooss, Prieur, Int. J. Uncertainty Quantification 9 (2019), 493–514, section 3: X1 free, X2
    // and X3 with correlation r and deviations 1 and s; of the variance V = 1 + 1 + 2 r s + s²: 1,
    // 1 + r s + r² (s² − 1) / 2 and s² + r s + r² (1 − s²) / 2.
    for (r, s) in [(0.6, 2.0), (-0.8, 2.0)] {
        let variance = 2.0 + 2.0 * r * s + s * s;
        let part = r * r * (s * s - 1.0) / 2.0;
        let shares = [1.0, 1.0 + r * s + part, s * s + r * s - part].map(|it| it / variance);
        let copula = copula(&["a", "b", "c"], &[(1, 2, r)]);
        let design = Design::new(14, 512, 16).unwrap();
        let model = linear(&[1.0, 1.0, s]);
        for found in [
            shapley_effects(&copula, &design, &model).unwrap(),
            shapley_effects_by_sets(&copula, &design, &model).unwrap(),
        ] {
            check("variance", &found.variance, variance, 0.1);
            for (share, expected) in found.shares.iter().zip(shares) {
                check("share", share, expected, 0.02);
            }
        }
    }
}

#[test]
fn shapleys_shares_of_four_dependent_normal_numbers_are_those_of_linear_algebra() {
    let deviations = [1.0, 2.0, 0.5, 1.5];
    let pairs = [(0, 1, 0.5), (0, 3, -0.4), (1, 2, 0.3), (2, 3, 0.6), (1, 3, -0.2)];
    let mut covariance = vec![vec![0.0; 4]; 4];
    for i in 0..4 {
        covariance[i][i] = deviations[i] * deviations[i];
    }
    for (i, j, r) in pairs {
        covariance[i][j] = r * deviations[i] * deviations[j];
        covariance[j][i] = covariance[i][j];
    }
    // Var E(Y | J) = c' C⁻¹ c, with C the covariance of J and c that of J with the sum.
    let with_sum: Vec<f64> = covariance.iter().map(|row| row.iter().sum()).collect();
    let explained = |set: usize| {
        let members: Vec<usize> = (0..4).filter(|i| set >> i & 1 == 1).collect();
        let matrix: Vec<Vec<f64>> =
            members.iter().map(|i| members.iter().map(|j| covariance[*i][*j]).collect()).collect();
        let right: Vec<f64> = members.iter().map(|i| with_sum[*i]).collect();
        let solved = solve(matrix, right.clone());
        solved.iter().zip(&right).map(|(x, c)| x * c).sum::<f64>()
    };
    let weights = [1.0 / 4.0, 1.0 / 12.0, 1.0 / 12.0, 1.0 / 4.0];
    let share = |i: usize| {
        let gain = |set: usize| {
            let weight = weights[set.count_ones() as usize];
            weight * (explained(set | 1 << i) - explained(set))
        };
        (0..16).filter(|set| set >> i & 1 == 0).map(gain).sum::<f64>() / explained(15)
    };
    let copula = copula(&["a", "b", "c", "d"], &pairs);
    let design = Design::new(15, 512, 16).unwrap();
    let found = shapley_effects(&copula, &design, linear(&deviations)).unwrap();
    let exact = shapley_effects_by_sets(&copula, &design, linear(&deviations)).unwrap();
    assert_eq!(exact.evaluations, 512 * 16 * 30);
    for i in 0..4 {
        check("share by orders", &found.shares[i], share(i), 0.02);
        check("share by sets", &exact.shares[i], share(i), 0.02);
    }
}

/// Gauss elimination, without pivoting: the matrices are positive definite.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for i in 0..n {
        let row = matrix[i].clone();
        for j in i + 1..n {
            let factor = matrix[j][i] / row[i];
            (i..n).for_each(|k| matrix[j][k] -= factor * row[k]);
            right[j] -= factor * right[i];
        }
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| matrix[i][k] * right[k]).sum();
        right[i] = (right[i] - known) / matrix[i][i];
    }
    right
}

#[test]
fn morris_finds_the_effects_of_a_whole_grid() {
    // Every effect of the grid of four levels, Δ = 2/3, where each x moves between −π, −π/3, π/3,
    // π: √3/2 (1 + 0.1 (π⁴ + (π/3)⁴) / 2) / Δ, 7 (3/4) / Δ and 0.1 (π⁴ − (π/3)⁴) √3/4 / Δ. SALib
    // prints 7.683, 7.875 and 6.256 from a sample.
    let (fourth, third) = (PI.powi(4), (PI / 3.0).powi(4));
    let root = 3.0f64.sqrt();
    let expected =
        [0.75 * root * (1.0 + 0.05 * (fourth + third)), 7.875, 0.0375 * root * (fourth - third)];
    let places = [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0];
    let whole_grid = |input: usize| {
        let mut sizes = Vec::new();
        for [i, j, k] in (0..64).map(|n| [n / 16, n / 4 % 4, n % 4]) {
            let mut point = [places[i], places[j], places[k]];
            if point[input] < 0.5 {
                let before = ishigami(&point);
                point[input] += 2.0 / 3.0;
                sizes.push((ishigami(&point) - before).abs() / (2.0 / 3.0));
            }
        }
        sizes.iter().sum::<f64>() / sizes.len() as f64
    };
    let design = MorrisDesign::new(16, 2_000, 4, 0.0, 1.0).unwrap();
    let effects = morris(3, &design, ishigami);
    for (input, published) in expected.into_iter().enumerate() {
        assert!((whole_grid(input) - published).abs() < 1e-9, "{}", whole_grid(input));
        check("μ*", &effects[input].mean_size, published, 0.2);
    }
    // The second input acts alone: its effects have two values of equal size.
    assert!(effects[1].mean_size.standard_error.unwrap() < 1e-12);
    assert!(1.0 < effects[2].deviation);
    // Linear: every effect is the coefficient, on any grid.
    let design = MorrisDesign::new(1, 5, 6, 0.05, 0.95).unwrap();
    for effect in morris(2, &design, |x| 3.0 * x[0] + 3.0 * x[1]) {
        assert!((effect.mean.value - 3.0).abs() < 1e-12 && effect.deviation < 1e-12);
    }
}

/// Independent points with luck beside them.
fn sample(runs: u32, inputs: u16) -> Vec<Vec<f64>> {
    let site = |input, run| Key::from_seed(17).at(Purpose::Parameter, input, Day::FIRST, run);
    let row = |run| (0..inputs).map(|input| site(input, run).block(0).uniform(0)).collect();
    (0..runs).map(row).collect()
}

#[test]
fn runs_that_exist_already_tell_the_first_order_shares() {
    let rows = sample(4_000, 3);
    let results: Vec<f64> = rows.iter().map(|row| ishigami(row)).collect();
    let found = value_of_knowing(&rows, &results).unwrap().expect("it varies");
    check("spread", &found.spread, ISHIGAMI_VARIANCE.sqrt(), 0.05);
    for (knowing, first) in found.inputs.iter().zip(ISHIGAMI_FIRST) {
        assert_eq!(knowing.classes, 50);
        check("share", &knowing.share, first, 0.02);
        let left = (ISHIGAMI_VARIANCE * (1.0 - first)).sqrt();
        check("left", &knowing.spread_left, left, 0.1);
        check("saved", &knowing.spread_saved, ISHIGAMI_VARIANCE.sqrt() - left, 0.1);
    }
}

#[test]
fn luck_is_spread_that_no_input_explains() {
    // x + luck of equal variance, and 5 x a number of three values: (1/12, 1/12, 25 x 2/3).
    let rows = sample(3_000, 3);
    let values = UncertainNumber::discrete(&[(-1.0, 1.0), (0.0, 1.0), (1.0, 1.0)]).unwrap();
    let known: Vec<Vec<f64>> =
        rows.iter().map(|row| vec![row[0], values.quantile(row[1])]).collect();
    let result = |(known, row): (&Vec<f64>, &Vec<f64>)| known[0] + 0.5 * known[1] + row[2];
    let results: Vec<f64> = known.iter().zip(&rows).map(result).collect();
    let found = value_of_knowing(&known, &results).unwrap().unwrap();
    let variance = 1.0 / 12.0 + 1.0 / 6.0 + 1.0 / 12.0;
    check("even input", &found.inputs[0].share, 1.0 / 12.0 / variance, 0.03);
    check("three values", &found.inputs[1].share, 1.0 / 6.0 / variance, 0.03);
    assert_eq!(found.inputs[1].classes, 3);
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let design = Design::new(18, 64, 4).unwrap();
            let dependent = copula(&["a", "b", "c"], &[(0, 2, 0.5)]);
            let walks = MorrisDesign::new(18, 20, 4, 0.0, 1.0).unwrap();
            (
                sobol_indices(3, &design, ishigami),
                shapley_effects(&dependent, &design, ishigami),
                shapley_effects_by_sets(&dependent, &design, ishigami),
                morris(3, &walks, ishigami),
            )
        })
    };
    let one = run(1);
    assert_eq!(run(2), one);
    assert_eq!(run(7), one);
}

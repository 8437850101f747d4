//! Calibration against posteriors that are known.

use std::cell::RefCell;
use std::ops::ControlFlow;

use arrears::random::Copula;
use arrears::random::Key;
use arrears::random::Purpose;
use arrears::random::UncertainInputs;
use arrears::random::UncertainNumber;
use arrears::summary::Calibrated;
use arrears::summary::CalibrationError;
use arrears::summary::CalibrationPlan;
use arrears::summary::CalibrationSampling;
use arrears::summary::CalibrationState;
use arrears::summary::CalibrationStop;
use arrears::summary::Target;
use arrears::summary::calibrate;
use arrears::summary::calibrate_by_rejection;
use arrears::summary::calibrate_from;
use arrears::summary::calibration_unwatched;
use arrears::summary::posterior_predictive_p;
use arrears::summary::spread_ratio;
use arrears::summary::weighted_correlation;
use arrears::summary::weighted_mean;
use arrears::time::Day;
use statrs::distribution::ChiSquared;
use statrs::distribution::ContinuousCDF;
use statrs::distribution::Normal;

const SAMPLING: CalibrationSampling = CalibrationSampling {
    seed: 3,
    first: 2_000,
    kept: 1_000,
    goal: 0.05,
    least_acceptance: 0.01,
    acceptable: 1.0,
    most_simulations: 1_000_000,
};

/// Luck of a simulation that the calibration does not draw: uniform and standard normal.
fn luck(seed: u64, number: u32) -> f64 {
    let key = Key::from_seed(seed).replication(number);
    key.at(Purpose::Intake, 0, Day::FIRST, 0).block(0).uniform(0)
}

fn noise(seed: u64, number: u32) -> f64 {
    Normal::standard().inverse_cdf(luck(seed, number))
}

fn normal_inputs(count: usize, correlations: &[(usize, usize, f64)]) -> UncertainInputs {
    let number = UncertainNumber::normal(0.0, 1.0).unwrap();
    let names: Vec<&str> = ["a", "b", "c"][..count].to_vec();
    let copula = Copula::new(&names, correlations).unwrap();
    UncertainInputs::new(vec![number; count], copula).unwrap()
}

/// μ ~ N(0, 1), one observation y ~ N(μ, ½²), known to be `observed`.
fn plan(observed: f64, sampling: CalibrationSampling) -> CalibrationPlan {
    let targets = vec![Target::point("y", observed, 1.0).unwrap()];
    CalibrationPlan::new(normal_inputs(1, &[]), targets, sampling).unwrap()
}

fn observation(seed: u64) -> impl Fn(&[f64], u32) -> Vec<f64> + Sync {
    move |values, number| vec![values[0] + 0.5 * noise(seed, number)]
}

/// Mean and standard deviation of a posterior, to 4.5 standard errors of the effective draws.
fn check(found: &Calibrated, input: usize, mean: f64, deviation: f64) {
    let size = found.effective_size();
    assert!(300.0 < size, "effective size {size}");
    let estimate = found.mean(input);
    let error = estimate.standard_error.unwrap();
    assert!((estimate.value - mean).abs() < 4.5 * error, "{estimate:?}, not {mean}");
    let spread = found.deviation(input).unwrap();
    // Of a normal law: σ / √(2 n).
    let error = deviation / (2.0 * size).sqrt();
    assert!((spread - deviation).abs() < 4.5 * error, "{spread}, not {deviation}");
}

#[test]
fn a_normal_mean_has_its_known_posterior() {
    // Precision 1 + 4: mean 4 y / 5, variance 1/5; a window of ± ε adds (4/5)² ε²/3.
    for (observed, mean) in [(1.5, 1.2), (2.0, 1.6)] {
        let plan = plan(observed, SAMPLING);
        let found = calibrate(&plan, observation(1), &mut calibration_unwatched).unwrap();
        assert_eq!(found.stop, CalibrationStop::GoalReached);
        assert!(found.tolerance() <= 0.05);
        let goal = SAMPLING.goal;
        check(&found, 0, mean, (0.2 + 0.64 * goal * goal / 3.0f64).sqrt());
        // The tolerance falls, and the data inform the mean.
        let falls = found.path.windows(2).all(|pair| pair[1].tolerance <= pair[0].tolerance);
        assert!(falls, "{:?}", found.path);
        let ratio = spread_ratio(1.0, &found.values(0), &found.weights()).unwrap();
        assert!(ratio < 0.6, "{ratio}");
        let p = posterior_predictive_p(&found.results(0), &found.weights(), observed);
        assert!((p.value - 0.5).abs() < 0.1, "{p:?}");
    }
}

#[test]
fn a_wide_window_gives_the_mixture_that_it_stands_for() {
    let plan = plan(1.5, SAMPLING);
    for tolerance in [0.5, 0.1] {
        let found = calibrate_by_rejection(&plan, 60_000, tolerance, observation(2)).unwrap();
        // y is N(0, 5/4) cut to 1.5 ± ε, and μ given y is N(0.8 y, 0.2).
        let deviation = 1.25f64.sqrt();
        let y = UncertainNumber::normal(0.0, deviation).unwrap();
        let y = y.cut(1.5 - tolerance, 1.5 + tolerance).unwrap();
        let variance = 0.2 + (0.8 * y.standard_deviation()).powi(2);
        check(&found, 0, 0.8 * y.mean(), variance.sqrt());
        // To first order 0.2 + 0.64 ε²/3.
        assert!((variance - 0.2 - 0.64 * tolerance * tolerance / 3.0).abs() < 0.01 * tolerance);
    }
}

#[test]
fn dependence_before_is_kept_and_the_sum_is_learnt() {
    // a, b ~ N(0, 1) with correlation r; y = a + b + noise/2 = 2. Cov(a, y) = 1 + r, Var y = 2 (1 +
    // r) + 1/4; E a = 2 (1 + r) / Var y, Var a = 1 − (1 + r)² / Var y, Cov(a, b) = r − (1 + r)² /
    // Var y.
    let r: f64 = 0.6;
    let rank = 6.0 / std::f64::consts::PI * (r / 2.0).asin();
    let targets = vec![Target::point("y", 2.0, 1.0).unwrap()];
    let plan = CalibrationPlan::new(normal_inputs(2, &[(0, 1, rank)]), targets, SAMPLING).unwrap();
    let simulate = |values: &[f64], number| vec![values[0] + values[1] + 0.5 * noise(4, number)];
    let found = calibrate(&plan, simulate, &mut calibration_unwatched).unwrap();
    let variance = 2.0 * (1.0 + r) + 0.25;
    let gain = (1.0 + r) * (1.0 + r) / variance;
    for input in [0, 1] {
        check(&found, input, 2.0 * (1.0 + r) / variance, (1.0 - gain).sqrt());
    }
    let expected = (r - gain) / (1.0 - gain);
    let (a, b) = (found.values(0), found.values(1));
    let correlation = weighted_correlation(&a, &b, &found.weights()).unwrap();
    let error = (1.0 - expected * expected) / found.effective_size().sqrt();
    assert!((correlation - expected).abs() < 4.5 * error, "{correlation}, not {expected}");
}

#[test]
fn a_cookie_comes_from_either_jar_as_bayes_says() {
    // Jars with shares of vanilla 0.2 and 0.6, one vanilla cookie: 0.2 / 0.8 and 0.6 / 0.8.
    let jars = UncertainNumber::discrete(&[(1.0, 1.0), (2.0, 1.0)]).unwrap();
    let inputs = UncertainInputs::independent(vec![jars]).unwrap();
    let targets = vec![Target::range("vanilla", 1.0, 1.0, 1.0).unwrap()];
    let sampling = CalibrationSampling { goal: 0.0, ..SAMPLING };
    let plan = CalibrationPlan::new(inputs, targets, sampling).unwrap();
    let simulate = |values: &[f64], number| {
        let share = if values[0] == 1.0 { 0.2 } else { 0.6 };
        vec![f64::from(u8::from(luck(5, number) < share))]
    };
    let found = calibrate(&plan, simulate, &mut calibration_unwatched).unwrap();
    assert_eq!(found.tolerance(), 0.0);
    let plain = calibrate_by_rejection(&plan, 20_000, 0.0, simulate).unwrap();
    for found in [found, plain] {
        let first: Vec<f64> =
            found.values(0).iter().map(|jar| f64::from(u8::from(*jar == 1.0))).collect();
        let share = weighted_mean(&first, &found.weights());
        let error = share.standard_error.unwrap();
        assert!(error < 0.02 && (share.value - 0.25).abs() < 4.5 * error, "{share:?}");
    }
}

/// The chi-square of ranks in 16 cells of 4 and the probability of a larger one.
fn uniformity(ranks: &[usize]) -> f64 {
    let mut cells = [0.0; 16];
    ranks.iter().for_each(|rank| cells[rank / 4] += 1.0);
    let expected = ranks.len() as f64 / 16.0;
    let square: f64 = cells.iter().map(|cell| (cell - expected).powi(2) / expected).sum();
    1.0 - ChiSquared::new(15.0).unwrap().cdf(square)
}

/// Simulation-based calibration (Talts et al. 2018): draw μ, then y; the rank of μ among L = 63
/// draws of its posterior is uniform on 0 to 63. N = 200 repeats, chi-square on 16 cells at level
/// 0.001.
fn ranks(posterior: impl Fn(f64, u32) -> Vec<f64>) -> Vec<usize> {
    let rank = |repeat: u32| {
        let truth = noise(7, 2 * repeat);
        let observed = truth + 0.5 * noise(7, 2 * repeat + 1);
        let draws = posterior(observed, repeat);
        assert_eq!(draws.len(), 63);
        draws.iter().filter(|draw| **draw < truth).count()
    };
    (0..200).map(rank).collect()
}

#[test]
fn ranks_of_the_truth_among_posterior_draws_are_uniform() {
    let by_rejection = ranks(|observed, repeat| {
        let plan = plan(observed, CalibrationSampling { seed: u64::from(repeat), ..SAMPLING });
        let simulate = observation(1_000 + u64::from(repeat));
        // The first 63 that come within 0.1, however many simulations that takes.
        let near = |simulations| calibrate_by_rejection(&plan, simulations, 0.1, &simulate);
        let tries = [5_000, 50_000, 500_000].into_iter().flat_map(near);
        let enough = tries.map(|found| found.values(0)).find(|values| 63 <= values.len());
        enough.unwrap()[..63].to_vec()
    });
    assert!(0.001 < uniformity(&by_rejection), "{by_rejection:?}");
    let by_generations = ranks(|observed, repeat| {
        let seed = u64::from(repeat);
        let sampling = CalibrationSampling { seed, first: 400, kept: 200, ..SAMPLING };
        let plan = plan(observed, CalibrationSampling { goal: 0.1, ..sampling });
        let simulate = observation(2_000 + u64::from(repeat));
        let found = calibrate(&plan, simulate, &mut calibration_unwatched).unwrap();
        let uniform = luck(8, repeat);
        found.resampled(63, uniform).into_iter().map(|values| values[0]).collect()
    });
    assert!(0.001 < uniformity(&by_generations), "{by_generations:?}");
    // The test can fail: a posterior half as wide as it should be is noticed.
    let wrong = ranks(|observed, repeat| {
        (0..63).map(|draw| 0.8 * observed + 0.2236 * noise(9, repeat * 64 + draw)).collect()
    });
    assert!(uniformity(&wrong) < 1e-6);
}

#[test]
fn what_was_believed_may_exclude_what_was_reported() {
    let number = UncertainNumber::uniform(10.0, 11.0).unwrap();
    let inputs = UncertainInputs::independent(vec![number]).unwrap();
    let targets = vec![
        Target::range("notices", 0.0, 100.0, 1.0).unwrap(),
        Target::range("bill, million EUR", 30.0, 40.0, 2.0).unwrap(),
    ];
    let plan = CalibrationPlan::new(inputs, targets, SAMPLING).unwrap();
    let simulate = |values: &[f64], _| vec![50.0, values[0]];
    let error = calibrate(&plan, simulate, &mut calibration_unwatched).unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("0 of the 1000 nearest simulations come within 1 units"),
        "{message}"
    );
    let end = "to 11 simulated, 30 to 40 reported. Widen the inputs, or the model is wrong";
    assert!(message.contains("\"bill, million EUR\"") && message.ends_with(end), "{message}");
    let error = calibrate_by_rejection(&plan, 1_000, 1.0, simulate).unwrap_err();
    assert!(matches!(error, CalibrationError::OutOfReach { within: 0, of: 1_000, .. }));
    let nothing = |_: &[f64], _| vec![f64::NAN, 35.0];
    let error = calibrate(&plan, nothing, &mut calibration_unwatched).unwrap_err();
    assert_eq!(error, CalibrationError::NoNumbers { finite: 0, of: 2_000 });
}

#[test]
fn it_stops_by_each_of_its_rules() {
    let run =
        |sampling| calibrate(&plan(1.5, sampling), observation(1), &mut calibration_unwatched);
    let found =
        run(CalibrationSampling { most_simulations: 4_500, goal: 0.0, ..SAMPLING }).unwrap();
    assert_eq!(found.stop, CalibrationStop::SimulationsUsed);
    assert!(2_000 < found.simulations() && found.simulations() <= 4_500);
    let found = run(CalibrationSampling { least_acceptance: 0.3, goal: 0.0, ..SAMPLING }).unwrap();
    assert_eq!(found.stop, CalibrationStop::FewComeNearer);
    let (last, before) = (found.path.len() - 1, found.path.len() - 2);
    assert!(found.path[last].acceptance < 0.3 && 0.3 <= found.path[before].acceptance);
    // A goal that the first generation meets keeps all that meet it.
    let found = run(CalibrationSampling { goal: 100.0, acceptable: 100.0, ..SAMPLING }).unwrap();
    assert_eq!((found.draws.len(), found.path.len()), (2_000, 1));
    assert!((found.effective_size() - 2_000.0).abs() < 1e-6);
}

#[test]
fn a_saved_state_goes_on_to_the_same_bits() {
    let plan = plan(1.5, SAMPLING);
    let states = RefCell::new(Vec::new());
    let mut keep = |state: &CalibrationState| {
        states.borrow_mut().push(state.clone());
        ControlFlow::Continue(())
    };
    let whole = calibrate(&plan, observation(1), &mut keep).unwrap();
    assert!(3 < states.borrow().len());
    for state in states.borrow().iter() {
        let found =
            calibrate_from(&plan, state.clone(), observation(1), &mut calibration_unwatched);
        assert_eq!(found.as_ref(), Ok(&whole));
    }
    let mut heard = 0;
    let mut cancel = |_: &CalibrationState| {
        heard += 1;
        if heard == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let error = calibrate(&plan, observation(1), &mut cancel).unwrap_err();
    assert_eq!((error, heard), (CalibrationError::Cancelled, 2));
    // A state of another plan is refused.
    let mut other = states.borrow()[0].clone();
    other.draws[0].distance += 0.1;
    let go_on = |state| {
        calibrate_from(&plan, state, observation(1), &mut calibration_unwatched).unwrap_err()
    };
    assert!(matches!(go_on(other), CalibrationError::OtherState(_)));
    let nothing = CalibrationState { draws: vec![], path: vec![] };
    let message = go_on(nothing).to_string();
    assert_eq!(
        message,
        "the saved state is of another calibration: a state without a generation, must be one of a \
         calibration"
    );
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let plan = plan(1.5, CalibrationSampling { first: 300, kept: 150, ..SAMPLING });
        pool.install(|| calibrate(&plan, observation(1), &mut calibration_unwatched).unwrap())
    };
    let one = run(1);
    assert_eq!(run(2), one);
    assert_eq!(run(7), one);
}

#[test]
fn a_plan_that_makes_no_sense_is_refused_all_at_once() {
    let sampling = CalibrationSampling {
        seed: 1,
        first: 100,
        kept: 2,
        goal: 2.0,
        least_acceptance: f64::NAN,
        acceptable: 1.0,
        most_simulations: 50,
    };
    let problems = CalibrationPlan::new(normal_inputs(1, &[]), vec![], sampling).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "targets  an empty list, must be at least one target\n\
         kept  2, must be at least 3 (inputs + 2) and below first (100)\n\
         goal  2, must be 0 or more and at most what is acceptable (1)\n\
         least_acceptance  NaN, must be between 0.0001 and 0.5\n\
         most_simulations  50, must be at least first (100)"
    );
}

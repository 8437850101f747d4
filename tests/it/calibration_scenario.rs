//! Calibrations of scenarios: posteriors known by hand, saved states, and what cannot be calibrated.

use std::cell::RefCell;
use std::ops::ControlFlow;

use arrears::report;
use arrears::scenario::Scenario;
use arrears::scenario::calibration_state_text;
use arrears::scenario::read_calibration_state;
use arrears::study::CalibrationFinding;
use arrears::study::CalibrationQuestion;
use arrears::study::Setup;
use arrears::study::calibrate;
use arrears::summary::CalibrationSampling;
use arrears::summary::CalibrationState;
use arrears::summary::calibration_unwatched;
use serde_json::Value;

/// 1,000 late cases; each of the deciders decides one case on each of 20 working days before the
/// as-of day, exactly. What they decided was reported; the number of notices was not.
const OFFICE: &str = include_str!("../data/uncertain-office.toml");

fn read(text: &str) -> Setup {
    let read = Scenario::read(text, |_| Err("no such file".to_owned()));
    read.unwrap_or_else(|problems| panic!("{problems}")).into_setup()
}

fn sampling(setup: &Setup) -> CalibrationSampling {
    let usual = CalibrationQuestion::usual_sampling(setup);
    CalibrationSampling { first: 1_000, kept: 500, goal: 0.0, ..usual }
}

fn question(text: &str) -> CalibrationQuestion {
    let setup = read(text);
    CalibrationQuestion::new(&setup, sampling(&setup)).unwrap_or_else(|said| panic!("{said}"))
}

fn found(text: &str) -> CalibrationFinding {
    calibrate(&question(text), None, &mut calibration_unwatched, &|| ()).unwrap()
}

/// That staff is uniform from 9.5 to 10.5, up to the rounding to whole decisions, and that notices
/// are as they were believed.
fn check(found: &CalibrationFinding) {
    let size = found.calibrated.effective_size();
    assert!(300.0 < size, "{size}");
    let staff = found.calibrated.values(1);
    assert!(staff.iter().all(|it| 9.45 <= *it && *it <= 10.55), "{staff:?}");
    let (mean, deviation) = (found.calibrated.mean(1), found.calibrated.deviation(1).unwrap());
    // Moves leave neighbours alike: half of the draws are taken to be independent.
    let error = 2_f64.sqrt() * mean.standard_error.unwrap();
    assert!((mean.value - 10.0).abs() < 4.5 * error + 0.05, "{mean:?}");
    assert!((deviation - 1.0 / 12_f64.sqrt()).abs() < 0.05, "{deviation}");
    assert!(found.inputs[1].is_informed() && !found.inputs[0].is_informed(), "{found:?}");
    let ratio = found.inputs[0].spread_ratio.unwrap();
    assert!((ratio - 1.0).abs() < 0.15, "{ratio}");
    // Luck has no part in it, so that every future meets the figure.
    assert_eq!(found.figures[0].inside.value, 1.0);
    assert!(found.fighting.is_empty());
}

#[test]
fn a_posterior_known_by_hand_is_found() {
    check(&found(OFFICE));
}

#[test]
fn what_is_known_only_in_part_is_reported_in_part() {
    let text = OFFICE
        .replace("value = 200\nlow = 190\nhigh = 210", "value = 100\nlow = 95\nhigh = 105")
        .replace("source =", "reporting_share = 0.5\nsource =");
    check(&found(&text));
}

#[test]
fn a_figure_without_a_range_is_met_up_to_its_standard_error() {
    let text = OFFICE.replace("low = 190\nhigh = 210", "standard_error = 4");
    let setup = read(&text);
    assert_eq!(CalibrationQuestion::usual_sampling(&setup).goal, 1.0);
    let sampling = CalibrationSampling { goal: 1.0, ..sampling(&setup) };
    let question = CalibrationQuestion::new(&setup, sampling).unwrap();
    let found = calibrate(&question, None, &mut calibration_unwatched, &|| ()).unwrap();
    // 196 to 204 decisions.
    assert!(found.calibrated.values(1).iter().all(|it| 9.75 <= *it && *it <= 10.25));
    // Inside means two standard errors.
    assert_eq!(found.figures[0].inside.value, 1.0);
}

#[test]
fn two_figures_that_cannot_both_be_met_fight() {
    // 196 decisions on one reading, 204 on the other, each ± 10 or so: the nearer to one, the
    // farther from the other.
    let other = OFFICE.split("[[observed]]").nth(1).unwrap();
    let low = other.replace("value = 200", "value = 192").replace("high = 210", "high = 206");
    let high = other.replace("value = 200", "value = 208").replace("low = 190", "low = 194");
    let text =
        OFFICE.replace(other, &low) + "[[observed]]" + &high.replace("2026-01-05", "2026-01-04");
    let found = found(&text);
    let pair = found.fighting[0];
    assert_eq!((pair.one, pair.other), (0, 1));
    assert!(pair.correlation < -0.9, "{pair:?}");
    let page = report::calibration_text(&question(&text), &found);
    assert!(page.contains("Which figures fight"), "{page}");
}

#[test]
fn the_draws_come_back_from_their_file_and_a_run_takes_them() {
    let question = question(OFFICE);
    let found = found(OFFICE);
    let file = report::posterior_csv(&question, &found);
    assert!(file.starts_with("weight,stream[1].notice.share,pool[1].fte\n"), "{file}");
    let text = OFFICE.replace("[[stream]]", "posterior = \"posterior.csv\"\n[[stream]]");
    let setup = Scenario::read(&text, |_| Ok(file.clone())).unwrap().into_setup();
    let draws = setup.uncertain.as_ref().unwrap().calibrated().unwrap();
    assert_eq!(draws, &found.weighted_draws());
    // A calibration of it starts from what was believed before all the same.
    let again = CalibrationQuestion::new(&setup, sampling(&setup)).unwrap();
    assert_eq!(again.plan().inputs(), question.plan().inputs());
    assert_eq!(again.uncertain().calibrated(), None);
}

#[test]
fn a_saved_state_goes_on_to_the_same_draws() {
    let question = question(OFFICE);
    let texts = RefCell::new(Vec::new());
    let mut keep = |state: &CalibrationState| {
        texts.borrow_mut().push(calibration_state_text(&question, state));
        ControlFlow::Continue(())
    };
    let whole = calibrate(&question, None, &mut keep, &|| ()).unwrap();
    for text in texts.borrow().iter() {
        let state = read_calibration_state(&question, text).unwrap();
        assert_eq!(&calibration_state_text(&question, &state), text);
        let found = calibrate(&question, Some(state), &mut calibration_unwatched, &|| ()).unwrap();
        assert_eq!(found, whole);
    }
    let text = texts.borrow()[0].clone();
    let refused =
        |text: &str| read_calibration_state(&question, text).unwrap_err().display_in("state");
    assert_eq!(refused(""), "state:1  an empty file, must be arrears calibration, format 1");
    let other = refused(&text.replace("seed 4", "seed 5"));
    assert!(other.starts_with("state:2  \"fingerprint ") && other.ends_with("; take another file"));
    let broken = text.replacen("draw,", "draw,x", 1);
    assert!(refused(&broken).contains("must be a generation or a draw"), "{}", refused(&broken));
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| found(OFFICE))
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(7));
}

#[test]
fn what_cannot_be_calibrated_is_said_all_at_once() {
    let refused = |text: &str| {
        let setup = read(text);
        CalibrationQuestion::new(&setup, sampling(&setup)).unwrap_err().display_in("permits.toml")
    };
    let known = OFFICE
        .replace("{ uniform = [0.2, 0.6], name = \"notices\" }", "0.4")
        .replace("{ uniform = [8, 12], name = \"staff\" }", "10");
    assert_eq!(
        refused(&known),
        "permits.toml  a scenario in which every number is known, must be numbers that are not \
         known, as fte = { pert = [380, 450, 520] }"
    );
    let nothing = OFFICE.split("[[observed]]").next().unwrap();
    assert_eq!(
        refused(nothing),
        "permits.toml  observed  nothing, must be given: figures that were reported, as \
         [[observed]]"
    );
    let later = OFFICE.replace("date = 2026-02-01", "date = 2026-02-02");
    assert_eq!(
        refused(&later),
        "permits.toml  observed[1]  2026-02-02, must be on or before the as-of day, 2026-02-01: \
         nothing later is used"
    );
    let bare = OFFICE.replace("low = 190\nhigh = 210\n", "");
    assert_eq!(
        refused(&bare),
        "permits.toml  observed[1]  a figure without a range, must be a figure with low and high, \
         or with a standard_error"
    );
    // What was believed excludes what was reported.
    let excluded =
        OFFICE.replace("value = 200\nlow = 190\nhigh = 210", "value = 500\nlow = 490\nhigh = 510");
    let setup = read(&excluded);
    let question = CalibrationQuestion::new(&setup, sampling(&setup)).unwrap();
    let error = calibrate(&question, None, &mut calibration_unwatched, &|| ()).unwrap_err();
    let said = error.to_string();
    assert!(said.contains("decided since 2026-01-05, 2026-02-01"), "{said}");
    assert!(
        said.ends_with("490 to 510 reported. Widen the inputs, or the model is wrong"),
        "{said}"
    );
}

#[test]
fn the_page_fits_and_the_json_holds_what_was_found() {
    let question = question(OFFICE);
    let found = found(OFFICE);
    let page = report::calibration_text(&question, &found);
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let joined = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in
        ["All figures can be met together", "next to nothing about: notices", "Pettitt 2011"]
    {
        assert!(joined.contains(words), "{words} in {page}");
    }
    let read: Value = serde_json::from_str(&report::calibration_json(&question, &found)).unwrap();
    assert_eq!(read["format"], 1);
    assert_eq!(read["numbers"][1]["name"], "staff");
    assert_eq!(read["numbers"][1]["informed"], true);
    assert_eq!(read["figures"][0]["reported"], 200);
    assert_eq!(read["draws"], found.calibrated.draws.len());
}

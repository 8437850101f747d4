//! Sensitivity of scenarios: shares that are known by hand, and what cannot be asked.

use arrears::ensemble::unwatched;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::study::GlobalFinding;
use arrears::study::SensitivityFinding;
use arrears::study::SensitivityQuestion;
use arrears::study::SensitivitySize;
use arrears::study::Setup;
use arrears::study::sensitivity;
use arrears::summary::Estimate;
use serde_json::Value;

/// 1,000 late cases; fte × decisions a week × 4 weeks are decided, exactly.
const OFFICE: &str = r#"
format = 1
title = "Permits"
as_of = 2026-01-05
end = 2026-02-01
[[stream]]
name = "permits"
term = { weeks = 8 }
stock = [{ received = 2025-10-01, cases = 1_000 }]
notice = { share = 0.4, delay = { exponential = { mean_days = 30 } } }
[[pool]]
name = "deciders"
fte = { uniform = [8, 12], name = "staff" }
decisions_per_fte_per_week = { uniform = [4, 6], name = "pace" }
[administrative_penalty]
tariff = [{ days = 42, per_day = 30 }]
"#;

const SIZE: SensitivitySize =
    SensitivitySize { futures: 2_000, futures_at_an_end: 4, points: 1_024 };

fn read(text: &str) -> Setup {
    let read = Scenario::read(text, |_| Ok("weight,staff,pace\n1,9,5\n1,11,5.5\n".to_owned()));
    read.unwrap_or_else(|problems| panic!("{problems}")).into_setup()
}

fn asked(text: &str, of: &str) -> SensitivityQuestion {
    SensitivityQuestion::new(&read(text), of, SIZE).unwrap()
}

fn found(question: &SensitivityQuestion) -> SensitivityFinding {
    sensitivity(question, 1, &mut unwatched).unwrap()
}

fn near(found: Estimate, expected: f64) {
    let error = found.standard_error.unwrap();
    assert!(
        error < 0.1 && (found.value - expected).abs() < 4.5 * error + 0.005,
        "{found:?}, {expected}"
    );
}

// 4 × a × b with a uniform on 8 to 12, b on 4 to 6: variances 16/12 and 4/12, means 10 and 5. Shares
// of a: 25 × 4/3, of b: 100 × 1/3, of both together 4/3 × 1/3.
const ALONE: f64 = 25.0 * 4.0 / 3.0;
const TOGETHER: f64 = 4.0 / 9.0;
const ALL: f64 = 2.0 * ALONE + TOGETHER;

#[test]
fn shares_are_those_worked_out_by_hand() {
    let question = asked(OFFICE, "decided");
    let found = found(&question);
    let GlobalFinding::Independent(indices) = &found.global else { panic!("{:?}", found.global) };
    for input in [0, 1] {
        near(indices.inputs[input].first, ALONE / ALL);
        near(indices.inputs[input].total, (ALONE + TOGETHER) / ALL);
        near(found.knowing.as_ref().unwrap().inputs[input].share, ALONE / ALL);
    }
    // Luck is the third: how many are decided has none.
    assert_eq!(indices.inputs.len(), 3);
    near(indices.inputs[2].total, 0.0);
    // 4 × 5 × (8.4 to 11.6) and 4 × 10 × (4.2 to 5.8): 168 to 232 both, up to a started decision.
    for swing in &found.swings {
        assert!((swing.at_low.value - 168.0).abs() <= 1.0, "{swing:?}");
        assert!((swing.at_high.value - 232.0).abs() <= 1.0, "{swing:?}");
        assert!((swing.difference.value - 64.0).abs() <= 2.0, "{swing:?}");
    }
    // High when both are high.
    let rule = found.rules[0].rule.as_ref().unwrap();
    assert_eq!(found.rules[0].budget, None);
    let mut inputs: Vec<usize> = rule.conditions.iter().map(|it| it.input).collect();
    inputs.sort_unstable();
    assert_eq!(inputs, [0, 1]);
    assert!(rule.conditions.iter().all(|it| it.low.is_some() && it.high.is_none()), "{rule:?}");
}

#[test]
fn luck_has_its_own_share() {
    // How many give notice depends on luck, and on nothing else that is not known but how long they
    // wait, which is little.
    let question = asked(
        &OFFICE.replace("[4, 6]", "[4.999, 5.001]").replace("[8, 12]", "[9.999, 10.001]"),
        "notices",
    );
    let found = found(&question);
    let GlobalFinding::Independent(indices) = &found.global else { panic!("{:?}", found.global) };
    near(indices.inputs[2].first, 1.0);
    near(indices.inputs[0].total, 0.0);
}

#[test]
fn what_depends_on_each_other_is_divided_without_rest() {
    let text = OFFICE.replace(
        "[[stream]]",
        "correlation = [{ between = [\"staff\", \"pace\"], rank = 0.6 }]\n[[stream]]",
    );
    let found = found(&asked(&text, "decided"));
    let GlobalFinding::Dependent(effects) = &found.global else { panic!("{:?}", found.global) };
    assert_eq!(effects.shares.len(), 3);
    let sum: f64 = effects.shares.iter().map(|it| it.value).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    // Both act alike, so that they share alike; luck has no part.
    near(effects.shares[0], 0.5);
    near(effects.shares[2], 0.0);
}

#[test]
fn after_a_calibration_the_draws_tell_what_they_can() {
    let text = OFFICE.replace("[[stream]]", "posterior = \"posterior.csv\"\n[[stream]]");
    let question = asked(&text, "decided");
    let found = found(&question);
    assert_eq!(found.global, GlobalFinding::Calibrated);
    // The two draws differ in both numbers: each tells all of it.
    near(found.knowing.as_ref().unwrap().inputs[0].share, 1.0);
    let page = report::sensitivity_text(&question, &found);
    assert!(page.contains("--before"), "{page}");
}

#[test]
fn a_budget_of_the_total_is_what_fails() {
    let text = OFFICE.replace(
        "end = 2026-02-01",
        "end = 2026-12-31\nbudget = [{ year = 2026, of = \"owed\", amount = 100_000 }]",
    );
    let found = found(&asked(&text, "owed.2026"));
    assert!(found.rules[0].budget.is_some());
    assert_eq!(found.rules[0].above, 10_000_000.0);
}

#[test]
fn what_cannot_be_asked_is_said_all_at_once() {
    let refused = |text: &str, of: &str, size: SensitivitySize| {
        SensitivityQuestion::new(&read(text), of, size).unwrap_err().to_string()
    };
    let size = SensitivitySize { futures: 10, futures_at_an_end: 1, points: 100 };
    let said = refused(OFFICE, "owed", size);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "futures  10, must be at least 100 futures");
    assert_eq!(lines[1], "futures_at_an_end  1, must be at least 2 futures at each end");
    assert_eq!(lines[2], "points  100, must be 0, or a power of two from 16 to 1,048,576, as 512");
    assert!(lines[3].starts_with("of  \"owed\", must be the name of a total, as one of: bill, "));
    let known = OFFICE
        .replace("{ uniform = [8, 12], name = \"staff\" }", "10")
        .replace("{ uniform = [4, 6], name = \"pace\" }", "5");
    assert_eq!(
        refused(&known, "bill", SIZE),
        "a scenario in which every number is known, must be numbers that are not known, as fte = { \
         pert = [380, 450, 520] }"
    );
    // A day that may never come has no mean.
    assert!(refused(OFFICE, "gone", SIZE).starts_with("of  \"gone\", must be"));
}

#[test]
fn the_page_fits_the_json_is_whole_and_threads_change_nothing() {
    let question = asked(OFFICE, "decided");
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| found(&question))
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(7));
    let page = report::sensitivity_text(&question, &one);
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    for words in ["What to count next", "One at a time", "All numbers together", "luck"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let read: Value = serde_json::from_str(&report::sensitivity_json(&question, &one)).unwrap();
    assert_eq!(read["numbers"][0]["name"], "staff");
    assert_eq!(read["unit"], "cases");
    assert_eq!(read["rules"][0]["hits"], one.rules[0].hits);
}

//! Rules found in samples whose box is known.

use arrears::random::Key;
use arrears::random::Purpose;
use arrears::summary::Rule;
use arrears::summary::RuleSearch;
use arrears::summary::patient_rule;
use arrears::time::Day;

/// Runs of even inputs, and one more number for the luck of a run.
fn sample(seed: u64, runs: u32, inputs: u16) -> Vec<Vec<f64>> {
    let site = |input, run| Key::from_seed(seed).at(Purpose::Parameter, input, Day::FIRST, run);
    let row = |run| (0..inputs).map(|input| site(input, run).block(0).uniform(0)).collect();
    (0..runs).map(row).collect()
}

fn find(rows: &[Vec<f64>], hits: &[bool]) -> Option<Rule> {
    patient_rule(rows, hits, &RuleSearch::USUAL).unwrap()
}

#[test]
fn a_box_of_two_conditions_is_found_among_six_inputs() {
    let rows = sample(1, 2_000, 6);
    let hits: Vec<bool> = rows.iter().map(|row| 0.7 < row[1] && row[4] < 0.4).collect();
    let rule = find(&rows, &hits).unwrap();
    let mut conditions = rule.conditions.clone();
    conditions.sort_by_key(|condition| condition.input);
    assert_eq!(conditions.iter().map(|it| it.input).collect::<Vec<_>>(), [1, 4]);
    // To a peel of 5% of the runs inside: of the range above 0.7, and below 0.4.
    let (low, high) = (conditions[0].low.unwrap(), conditions[1].high.unwrap());
    assert!((low - 0.7).abs() < 0.05 * 0.3 + 0.01 && (high - 0.4).abs() < 0.05 * 0.4 + 0.01);
    assert_eq!((conditions[0].high, conditions[1].low), (None, None));
    assert!(conditions.iter().all(|condition| condition.quasi_p < 1e-6));
    assert!(0.95 < rule.coverage().value() && 0.95 < rule.density().value());
    // What the rule says of itself is what it does.
    let inside: Vec<bool> = rows.iter().map(|row| rule.holds(row)).collect();
    let count = |keep: &dyn Fn(usize) -> bool| (0..2_000).filter(|run| keep(*run)).count() as u64;
    assert_eq!(rule.support().hits(), count(&|run| inside[run]));
    assert_eq!(rule.coverage().hits(), count(&|run| inside[run] && hits[run]));
    assert_eq!(rule.base().value(), count(&|run| hits[run]) as f64 / 2_000.0);
}

#[test]
fn a_band_is_found_from_both_sides_and_through_luck() {
    // Inside 0.3 to 0.6 of the third input nine of ten are hits, outside one of ten.
    let rows = sample(2, 2_000, 4);
    let hit = |row: &Vec<f64>| {
        let inside = 0.3 <= row[2] && row[2] <= 0.6;
        row[3] < if inside { 0.9 } else { 0.1 }
    };
    let hits: Vec<bool> = rows.iter().map(hit).collect();
    let rows: Vec<Vec<f64>> = rows.into_iter().map(|row| row[..3].to_vec()).collect();
    let rule = find(&rows, &hits).unwrap();
    assert_eq!(rule.conditions.len(), 1);
    let condition = rule.conditions[0];
    assert_eq!(condition.input, 2);
    assert!((condition.low.unwrap() - 0.3).abs() < 0.03, "{condition:?}");
    assert!((condition.high.unwrap() - 0.6).abs() < 0.03, "{condition:?}");
    // 600 runs inside, standard deviation √(0.9 x 0.1 / 600).
    assert!((rule.density().value() - 0.9).abs() < 4.5 * (0.09f64 / 600.0).sqrt() + 0.02);
    // Coverage is 0.27 / (0.27 + 0.07).
    assert!((rule.coverage().value() - 0.27 / 0.34).abs() < 0.05);
}

#[test]
fn luck_alone_gives_a_rule_no_more_often_than_it_may() {
    let mut found = 0;
    for seed in 0..200 {
        let rows = sample(1_000 + seed, 300, 6);
        let hits: Vec<bool> = rows.iter().map(|row| row[5] < 0.3).collect();
        let rows: Vec<Vec<f64>> = rows.into_iter().map(|row| row[..5].to_vec()).collect();
        found += u32::from(find(&rows, &hits).is_some());
    }
    // At most 1% of 200; standard deviation √(200 x 0.01 x 0.99) = 1.4.
    assert!(f64::from(found) <= 2.0 + 4.5 * 1.4, "{found}");
}

#[test]
fn ends_of_the_question_have_no_rule_and_nonsense_is_refused() {
    let rows = sample(3, 50, 2);
    assert_eq!(find(&rows, &[false; 50]), None);
    assert_eq!(find(&rows, &[true; 50]), None);
    let usual = RuleSearch::USUAL;
    let hits = [true; 50];
    let refused = [
        patient_rule(&rows, &hits[..49], &usual),
        patient_rule(&[], &[], &usual),
        patient_rule(&[vec![]], &[true], &usual),
        patient_rule(&[vec![1.0], vec![]], &[true, false], &usual),
        patient_rule(&[vec![f64::NAN]], &[true], &usual),
        patient_rule(&rows, &hits, &RuleSearch { peel: 0.5, ..usual }),
        patient_rule(&rows, &hits, &RuleSearch { level: f64::NAN, ..usual }),
        patient_rule(&rows, &hits, &RuleSearch { least_support: 1.0, ..usual }),
        patient_rule(&rows, &hits, &RuleSearch { most_conditions: 4, ..usual }),
    ];
    assert!(refused.iter().all(Result::is_err));
}

//! No text whatsoever makes the reader of scenarios panic, and every problem has its line.

use arrears::scenario::Scenario;
use proptest::prelude::*;

use crate::scenario_model::CSVS;
use crate::scenario_model::EVERY_KEY;
use crate::scenario_model::load;
use crate::scenario_policies::EVERY_MEASURE;

/// Values that are easy to get wrong, wherever they stand.
const VALUES: [&str; 40] = [
    "0",
    "-1",
    "1",
    "-0.0",
    "1e400",
    "-1e400",
    "1e-320",
    "5e-324",
    "1.7976931348623157e308",
    "nan",
    "-nan",
    "inf",
    "-inf",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "99999999999999999999999999999999999999999",
    "0xffffffffffffffff",
    "4294967296",
    "36525",
    "36526",
    "1_000_000_000_000",
    "0000-01-01",
    "1600-01-01",
    "1599-12-31",
    "2999-12-31",
    "9999-12-31",
    "2020-01-01T00:00:00Z",
    "23:59:60",
    "\"\"",
    "\"é\\u0000\\n\"",
    "\"2020-01\"",
    "\"0000-00\"",
    "true",
    "[]",
    "[[]]",
    "{}",
    "[{}]",
    "[{ from = 2020-01-01 }]",
    "{ a = { b = { c = [[[[{ d = 1 }]]]] } } }",
];

/// Reads a text; whether it is right does not matter.
fn read(text: &str, csv: Option<&str>) {
    let from = |name: &str| csv.map_or_else(|| load(name), |csv| Ok(csv.to_owned()));
    if let Err(problems) = Scenario::read(text, from) {
        assert!(!problems.is_empty());
        let lines = text.lines().count().max(1) as u32;
        for problem in problems.iter() {
            let line = problem.line.expect("every problem has a line");
            assert!(1 <= line, "{problem}");
            assert!(problem.file.is_some() || line <= lines + 1, "{problem}");
            assert!(!problem.to_string().contains('\n'), "{problem}");
        }
    }
}

/// Scenarios with every key, in the parts of a model and in its policies.
const EVERYTHING: [&str; 2] = [EVERY_KEY, EVERY_MEASURE];

/// Where the values of a scenario stand: from after a `=` to the end of the simple value.
fn value_spans(text: &str) -> Vec<(usize, usize)> {
    let starts = text.match_indices("= ").map(|(at, _)| at + 2);
    let spans = starts.map(|start| {
        let rest = &text[start..];
        let length = rest.find([',', '\n', ' ']).unwrap_or(rest.len());
        (start, start + length)
    });
    spans.collect()
}

#[test]
fn every_value_may_be_replaced_by_anything() {
    for text in EVERYTHING {
        for (start, end) in value_spans(text) {
            for value in VALUES {
                read(&format!("{}{value}{}", &text[..start], &text[end..]), None);
            }
        }
    }
}

#[test]
fn every_line_may_be_missing_or_doubled() {
    for text in EVERYTHING {
        let lines: Vec<&str> = text.lines().collect();
        for i in 0..lines.len() {
            let mut fewer = lines.clone();
            fewer.remove(i);
            read(&fewer.join("\n"), None);
            let mut more = lines.clone();
            more.insert(i, lines[i]);
            read(&more.join("\r\n"), None);
        }
    }
}

#[test]
fn a_text_may_end_anywhere() {
    for text in EVERYTHING {
        for (at, _) in text.char_indices() {
            read(&text[..at], None);
        }
    }
}

#[test]
fn a_text_may_nest_absurdly() {
    for depth in [10, 79, 80, 81, 10_000, 100_000] {
        read(&format!("x = {}{}", "[".repeat(depth), "]".repeat(depth)), None);
        read(&format!("x = {}1{}", "{a=".repeat(depth), "}".repeat(depth)), None);
        read(&format!("{}x = 1", "a.".repeat(depth)), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        read(&text, None);
    }

    #[test]
    fn any_text_like_toml_is_read(text in "[\\[\\]{}=\",.a-e0-9é\n# -]{0,60}") {
        read(&text, None);
    }

    #[test]
    fn any_piece_may_be_replaced(
        text in prop::sample::select(EVERYTHING.to_vec()),
        at in any::<prop::sample::Index>(),
        length in 0_usize..40,
        piece in prop_oneof![any::<String>(), "[\\[\\]{}=\",.a-e0-9\n -]{0,20}"],
    ) {
        let letters: Vec<char> = text.chars().collect();
        let at = at.index(letters.len());
        let before: String = letters[..at].iter().collect();
        let after: String = letters[at..].iter().skip(length).collect();
        read(&format!("{before}{piece}{after}"), None);
    }

    #[test]
    fn any_two_values_may_be_replaced(
        text in prop::sample::select(EVERYTHING.to_vec()),
        first in any::<prop::sample::Index>(),
        second in any::<prop::sample::Index>(),
        values in prop::array::uniform2(prop::sample::select(VALUES.to_vec())),
    ) {
        let spans = value_spans(text);
        let mut at = [first.index(spans.len()), second.index(spans.len())];
        at.sort_unstable();
        let [(a, b), (c, d)] = at.map(|at| spans[at]);
        prop_assume!(b <= c);
        let (one, two) = (values[0], values[1]);
        read(&format!("{}{one}{}{two}{}", &text[..a], &text[b..c], &text[d..]), None);
    }

    #[test]
    fn any_csv_is_read(csv in any::<String>()) {
        read(EVERY_KEY, Some(&csv));
    }

    #[test]
    fn any_csv_with_the_right_columns_is_read(
        kind in 0_usize..4,
        rows in "([0-9W\", é\r\n-]|2020-0[1-3]|2999-12-31|1600-01|99999999999999999999){0,30}",
    ) {
        let columns = ["received,cases", "day,count", "week,count", "month,count"][kind];
        read(EVERY_KEY, Some(&format!("{columns}\n{rows}")));
    }

    #[test]
    fn any_piece_of_a_csv_may_be_replaced(
        file in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        length in 0_usize..10,
        piece in any::<String>(),
    ) {
        let (_, csv) = CSVS[file.index(CSVS.len())];
        let at = at.index(csv.len());
        let after: String = csv[at..].chars().skip(length).collect();
        read(EVERY_KEY, Some(&format!("{}{piece}{after}", &csv[..at])));
    }
}

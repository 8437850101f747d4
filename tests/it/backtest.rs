//! Backtests: scores that are known by hand, and series that cannot be scored.

use arrears::ensemble::unwatched;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::scenario::read_observed_series;
use arrears::study::BacktestFinding;
use arrears::study::BacktestQuestion;
use arrears::study::Setup;
use arrears::study::backtest;
use serde_json::Value;

use crate::bundled;

/// 1,000 cases; 10 are decided on each working day, exactly: 950 wait on 9 January 2026.
const OFFICE: &str = r#"
format = 1
title = "Permits"
as_of = 2026-01-04
end = 2026-02-28
[[stream]]
name = "permits"
term = { weeks = 8 }
stock = [{ received = 2025-12-01, cases = 1_000 }]
[[pool]]
name = "deciders"
fte = 10
decisions_per_fte_per_week = 5
"#;

fn read(text: &str) -> Setup {
    Scenario::read(text, |_| Err(String::new())).unwrap_or_else(|it| panic!("{it}")).into_setup()
}

fn asked(text: &str, series: &str) -> Result<BacktestQuestion, String> {
    let series = read_observed_series("seen.csv", series).map_err(|it| it.to_string())?;
    BacktestQuestion::new(vec![read(text)], series).map_err(|it| it.display_in("seen.csv"))
}

fn found(text: &str, series: &str) -> BacktestFinding {
    backtest(&asked(text, series).unwrap(), 1, 500, &mut unwatched).unwrap()
}

const SERIES: &str = "\
date,quantity,value,not_scored
2025-12-05,open_stock,1040,
2025-12-15,open_stock,1020,
2026-01-04,open_stock,1000,
2026-01-09,open_stock,950,
2026-01-16,open_stock,,
2026-01-23,open_stock,860,
2026-01-30,open_stock,790,a new law
2026-03-31,open_stock,500,
";

#[test]
fn an_exact_forecast_scores_its_distance() {
    let found = found(OFFICE, SERIES);
    let values = &found.forecasts[0].values;
    // After the end nothing is forecast.
    assert_eq!(values.len(), 4);
    let scores: Vec<Option<f64>> = values.iter().map(|it| it.score.map(|it| it.crps)).collect();
    assert_eq!(scores, [Some(0.0), None, Some(10.0), None]);
    assert_eq!(values.iter().map(|it| it.median).collect::<Vec<_>>(), [950.0, 900.0, 850.0, 800.0]);
    let first = values[0].score.unwrap();
    assert_eq!((first.inside, first.interval_scores), ([true; 3], [0.0; 3]));
    let third = values[2].score.unwrap();
    assert_eq!(third.inside, [false; 3]);
    // Width 0, and 2 / (1 - level) for each case that it lies outside.
    for (score, level) in third.interval_scores.into_iter().zip([0.5, 0.8, 0.9]) {
        let expected = 10.0 * 2.0 / (1.0 - level);
        assert!((score - expected).abs() < 1e-9, "{score}, {expected}");
    }
    let all = &found.scores[0];
    assert_eq!((all.count, all.crps), (2, 5.0));
    assert_eq!(all.coverage.map(|it| it.hits()), [1, 1, 1]);
    assert_eq!(all.pit_histogram.iter().sum::<usize>(), 2);
    // The trend of the three values before is -4/3 a day: 1,000 on the as-of day, 973 or so later,
    // which is farther off than 10.
    assert!(0.0 < all.skill_over_last_value.unwrap() && 0.0 < all.skill_over_trend.unwrap());
}

#[test]
fn a_forecast_of_what_is_not_known_is_scored_as_the_distribution_it_is() {
    // 8 to 12 people: 1,000 - 5 x people on 9 January, uniform on 940 to 960.
    let text = OFFICE.replace("fte = 10\n", "fte = { uniform = [8, 12] }\n");
    let found = found(&text, SERIES);
    let score = found.forecasts[0].values[0].score.unwrap();
    // Of a uniform distribution of width w at its middle: w / 12; up to luck of 500 draws.
    assert!((score.crps - 20.0 / 12.0).abs() < 0.25, "{score:?}");
    assert!((score.pit - 0.5).abs() < 4.5 * 0.5 / 500_f64.sqrt() + 0.05, "{score:?}");
    assert_eq!(score.inside, [true; 3]);
}

#[test]
fn what_cannot_be_scored_is_said_with_its_line() {
    let wrong = "date,quantity,value,since\n2026-01-xx,open_stock,5,\n2026-01-09,open,5,\n\
                 2026-01-09,open_stock,5.5,\n2026-01-09,decided,5,\n2026-01-09,late_stock,5,2026-01-01\n\
                 2026-01-09,notice_share,40,\n";
    let said = asked(OFFICE, wrong).unwrap_err();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 6, "{said}");
    assert!(lines[0].starts_with("seen.csv:2  date  \"2026-01-xx\", must be a date"), "{said}");
    assert!(lines[1].starts_with("seen.csv:3  quantity  \"open\", must be one of: "), "{said}");
    assert_eq!(lines[2], "seen.csv:4  value  \"5.5\", must be a whole number of cases, or nothing");
    assert!(lines[3].starts_with("seen.csv:5  quantity  \"decided\", must be \"decided\" with"));
    assert!(lines[4].starts_with("seen.csv:6  since  \"2026-01-01\", must be nothing: only"));
    assert_eq!(lines[5], "seen.csv:7  value  \"40\", must be a share between 0 and 1, or nothing");
    let early = "date,quantity,value\n2026-01-04,open_stock,5\n";
    assert_eq!(
        asked(OFFICE, early).unwrap_err(),
        "seen.csv  observed  nothing after the as-of day 2026-01-04, must be a value that is \
         scored, from 2026-01-05 to 2026-02-28"
    );
    let twice = "date,quantity,value\n2026-01-09,open_stock,5\n2026-01-09,open_stock,6\n";
    assert_eq!(
        asked(OFFICE, twice).unwrap_err(),
        "seen.csv  observed  open cases on 2026-01-09 twice, must be each value once"
    );
    assert!(asked(OFFICE, "").is_err());
}

#[test]
fn the_british_backlog_is_scored_against_what_followed() {
    let setup = bundled::setup("uk-legacy-2023.toml");
    let text = bundled::text("uk-legacy-2023-observed.csv");
    let series = read_observed_series("observed.csv", &text).unwrap();
    let question = BacktestQuestion::new(vec![setup], series).unwrap();
    let found = backtest(&question, 1, 300, &mut unwatched).unwrap();
    // Two counts of the legacy cases are scored; one is missing, one counts something else.
    assert_eq!((found.forecasts[0].values.len(), found.scores.len()), (4, 1));
    assert_eq!(found.scores[0].count, 2);
    let page = report::backtest_text(&question, &found);
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert!(page.contains("not blind") && page.contains("not scored"), "{page}");
    let read: Value = serde_json::from_str(&report::backtest_json(&question, &found)).unwrap();
    assert_eq!(read["forecasts"][0]["values"][0]["observed"], Value::Null);
    let csv = report::backtest_csv(&found);
    assert!(csv.starts_with("as_of,quantity,unit,date,observed,statistic,level,value\n"), "{csv}");
}

//! A backtest as plain text: every value beside its forecast, then the scores.

use crate::model::Quantity;
use crate::model::Unit;
use crate::report::calibration_facts::plain;
use crate::report::calibration_facts::quantity_on;
use crate::report::facts::changes;
use crate::report::facts::sentence_case;
use crate::report::facts::value_in_words;
use crate::report::number::Doubt;
use crate::report::number::NOTHING;
use crate::report::number::Number;
use crate::report::number::futures;
use crate::report::number::percent;
use crate::report::page::Page;
use crate::report::page::clean;
use crate::report::page::cut;
use crate::study::AsOfFinding;
use crate::study::BacktestFinding;
use crate::study::BacktestQuestion;
use crate::study::ForecastValue;
use crate::study::QuantityScores;
use crate::study::Score;
use crate::study::Setup;
use crate::summary::ShareEstimate;

/// A backtest as plain text, no line wider than 80 columns.
///
/// The same question and finding give the same text.
pub fn backtest_text(question: &BacktestQuestion, found: &BacktestFinding) -> String {
    let mut page = Page::default();
    let setup = &question.setups()[0];
    page.heading(&setup.title);
    page.paragraph(&format!(
        "How good were forecasts as of {}? Each of {}, scored against what was observed afterwards. \
         The values were known when this was written: the test is not blind.",
        found.forecasts.iter().map(|it| it.as_of.to_string()).collect::<Vec<_>>().join(", "),
        futures(u64::from(found.replications)),
    ));
    if !setup.changed.is_empty() {
        page.paragraph(&format!("With {}.", changes(&setup.changed)));
    }
    for scores in &found.scores {
        page.paragraph(&answer(setup, scores));
    }
    for forecast in &found.forecasts {
        values(&mut page, setup, forecast);
    }
    score_table(&mut page, setup, found);
    how(&mut page, setup, found);
    page.finish()
}

fn words(setup: &Setup, quantity: Quantity, value: f64, doubt: Doubt) -> String {
    plain(setup, value_in_words(setup, quantity, Number { value, doubt }))
}

fn answer(setup: &Setup, scores: &QuantityScores) -> String {
    let inside = |band: usize| format!("{} of {}", scores.coverage[band].hits(), scores.count);
    let skill = |skill: Option<f64>, of: &str| match skill {
        Some(skill) if 0.0 < skill => {
            format!("{} better than {of}", whole_percent(skill))
        }
        Some(skill) => format!("{} worse than {of}", whole_percent(-skill)),
        None => format!("not to be compared with {of}: too little was known"),
    };
    format!(
        "{}: {} inside the 50% band, {} inside the 80% band, {} inside the 90% band; the mean score \
         is {}, {}, {}.",
        sentence_case(&scores.quantity.to_string()),
        inside(0),
        inside(1),
        inside(2),
        score_words(setup, scores.quantity, scores.crps),
        skill(scores.skill_over_last_value, "the last value"),
        skill(scores.skill_over_trend, "the trend"),
    )
}

/// A score with what it counts.
fn score_words(setup: &Setup, quantity: Quantity, score: f64) -> String {
    let number = words(setup, quantity, score, Doubt::Unknown);
    match quantity.unit() {
        Unit::Cents => format!("{} {number}", setup.currency),
        Unit::Millionths => number,
        Unit::Cases
        | Unit::Households
        | Unit::Penalties
        | Unit::Places
        | Unit::Days
        | Unit::Date => format!("{number} cases"),
    }
}

fn whole_percent(share: f64) -> String {
    percent(Number { value: share, doubt: Doubt::Error(0.01) })
}

fn values(page: &mut Page, setup: &Setup, forecast: &AsOfFinding) {
    page.heading(&format!("Forecast as of {}", forecast.as_of));
    page.paragraph(&format!(
        "The median and the bands that hold 50, 80 and 90% of the futures. Amounts are in {}; k: \
         thousand, m: million.",
        setup.currency,
    ));
    let about =
        |it: &ForecastValue, value: f64| words(setup, it.observed.quantity, value, Doubt::Unknown);
    let row = |it: &ForecastValue| {
        let band = |place: usize| {
            let band = it.bands[place];
            format!("{}–{}", about(it, band.low), about(it, band.high))
        };
        vec![
            quantity_on(it.observed.quantity, it.observed.date),
            it.observed.value.map_or(NOTHING.to_owned(), |value| {
                words(setup, it.observed.quantity, value as f64, Doubt::Exact)
            }),
            about(it, it.median),
            band(0),
            band(1),
            band(2),
        ]
    };
    let columns = ["", "observed", "median", "50%", "80%", "90%"];
    page.table(&columns, forecast.values.iter().map(row).collect());
    let scored: Vec<(&ForecastValue, &Score)> =
        forecast.values.iter().filter_map(|it| Some((it, it.score.as_ref()?))).collect();
    page.paragraph(
        "Scores (CRPS), in the unit of the value: 0 is perfect, and of a forecast of one number it \
         is the distance. Beside them those of two forecasts that anybody could have made: that \
         nothing changes, and that the trend goes on.",
    );
    let row = |(it, score): &(&ForecastValue, &Score)| {
        let naive = |of: Option<f64>| of.map_or(NOTHING.to_owned(), |of| about(it, of));
        vec![
            quantity_on(it.observed.quantity, it.observed.date),
            about(it, score.crps),
            naive(score.last_value_crps),
            naive(score.trend_crps),
            format!("{:.2}", score.pit),
        ]
    };
    let columns = ["", "score", "last value", "trend", "PIT"];
    page.table(&columns, scored.iter().map(row).collect());
    let left: Vec<String> = forecast
        .values
        .iter()
        .filter(|it| !it.observed.not_scored.is_empty())
        .map(|it| {
            let why = cut(&it.observed.not_scored, 200);
            format!("{}, {}: not scored, {why}", it.observed.quantity, it.observed.date)
        })
        .collect();
    page.points(&left);
}

fn score_table(page: &mut Page, setup: &Setup, found: &BacktestFinding) {
    page.heading("Scores");
    page.paragraph(
        "Skill is 1 less the score over that of the naive forecast, which is made of the values \
         observed up to the as-of day: 100% is perfect, below 0 worse. PIT: how many values lie in \
         each fifth of their forecast distribution; even is right, the ends too full is too \
         narrow, the middle too wide.",
    );
    let row = |it: &QuantityScores| {
        let skill = |skill: Option<f64>| {
            skill.map_or(NOTHING.to_owned(), |it| format!("{:.0}%", 100.0 * it))
        };
        let inside = |of: &ShareEstimate| format!("{}/{}", of.hits(), of.of());
        let histogram: Vec<String> = it.pit_histogram.iter().map(usize::to_string).collect();
        vec![
            it.quantity.to_string(),
            it.count.to_string(),
            words(setup, it.quantity, it.crps, Doubt::Unknown),
            it.coverage.iter().map(inside).collect::<Vec<_>>().join(" "),
            skill(it.skill_over_last_value),
            skill(it.skill_over_trend),
            histogram.join(" "),
        ]
    };
    let columns = [
        "",
        "values",
        "mean\nscore",
        "inside 50,\n80, 90%",
        "skill over\nlast value",
        "skill over\ntrend",
        "PIT",
    ];
    page.table(&columns, found.scores.iter().map(row).collect());
}

fn how(page: &mut Page, setup: &Setup, found: &BacktestFinding) {
    page.heading("How this was found");
    page.paragraph(&format!(
        "{}: seed {}, {}, fingerprint {} (arrears {}). CRPS: Gneiting, Raftery (2007), in the form \
         that is fair to few futures.",
        clean(&setup.title),
        found.seed,
        futures(u64::from(found.replications)),
        setup.fingerprint,
        env!("CARGO_PKG_VERSION"),
    ));
}

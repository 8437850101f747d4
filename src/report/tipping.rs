//! The tipping point in all formats: how many may be late before lateness feeds itself.

use serde::Serialize;

use crate::report::comparison_json_parts::MeanOut;
use crate::report::csv::Sheet;
use crate::report::csv::or_empty;
use crate::report::csv::rows_of;
use crate::report::facts::share_of_millionths;
use crate::report::facts::spread;
use crate::report::json_totals::ShareOut;
use crate::report::json_totals::share;
use crate::report::number::Doubt;
use crate::report::number::Number;
use crate::report::number::percent;
use crate::report::number::share_limits;
use crate::report::number::share_of_futures;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::study::Forecast;
use crate::study::Setup;
use crate::study::TippingFinding;
use crate::study::TippingPoint;
use crate::study::Tips;
use crate::summary::Estimate;
use crate::summary::Tally;
use crate::summary::mean;

/// A paragraph for each branch in which lateness makes work.
pub(crate) fn tipping(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    for finding in &forecast.tipping {
        let tips = match finding.point.as_ref().map(TippingPoint::tips) {
            None => format!(
                "when more than {} of the households are late, as far as that is known, notices, \
                 appeals and judgments make more work than the intake leaves time for, and the \
                 backlog grows by itself (0%: with nobody late; 100%: never).",
                with_range(&finding.tips_at),
            ),
            Some(Tips::Already) => {
                "the planned capacity does not suffice for the intake, so that the \
                              backlog grows even if nobody is late."
                    .to_owned()
            }
            Some(Tips::At(share)) => format!(
                "when more than {} of the households are late, notices, appeals and judgments \
                 make more work than the intake leaves time for, and the backlog grows by itself.",
                exactly(share),
            ),
            Some(Tips::Never) => {
                "none; there is time for the intake and for all notices, appeals and \
                            judgments, even if all are late."
                    .to_owned()
            }
        };
        let beyond = finding.beyond.map_or(String::new(), |beyond| {
            let (share, limits) = (share_of_futures(beyond), share_limits(beyond));
            format!("; {share} are beyond the point (95% limits: {limits})")
        });
        page.paragraph(&format!(
            "Tipping point of {}, by the means from {} to {}: {tips} Of the households \
             whose terms end in those days, {} are late{beyond}. Notices, appeals and judgments \
             take {} of the capacity{}.",
            pools(setup, finding),
            finding.from,
            finding.until,
            with_range(&finding.late_share),
            with_range(&finding.casework_share),
            on_average(&finding.casework_share),
        ));
    }
}

fn exactly(share: f64) -> String {
    percent(Number { value: share, doubt: Doubt::Exact })
}

/// The names of the pools of a branch, the first of them where they are many.
fn pools(setup: &Setup, finding: &TippingFinding) -> String {
    const MOST: usize = 3;
    let pools = &finding.branch.pools;
    let names = pools.iter().take(MOST).map(|pool| cut(&setup.model.pools[*pool].name, 24));
    let names = names.collect::<Vec<_>>().join(", ");
    match pools.len().saturating_sub(MOST) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}

/// A share with its range, as `34% (31% to 38%)`.
fn with_range(millionths: &Tally) -> String {
    let found = spread(millionths);
    let [low, median, high] =
        [found.low, found.median, found.high].map(|it| percent(share_of_millionths(it)));
    match (millionths.count(), found.is_certain) {
        (1, _) => median,
        (_, true) => format!("{median} (in every future)"),
        (_, false) => format!("{median} ({low} to {high})"),
    }
}

/// The mean of a share with its standard error, where it has one.
fn on_average(millionths: &Tally) -> String {
    let Estimate { value, standard_error, .. } = mean(millionths);
    let Some(error) = standard_error.filter(|error| 0.0 < *error) else { return String::new() };
    // Points of a percent, no finer than the error of the mean, rounded up.
    let decimals = (-(libm::log10(2.0 * error / 1e4)).floor()).clamp(0.0, 4.0);
    let scale = libm::pow(10.0, decimals);
    let error = (error / 1e4 * scale).ceil() / scale;
    let digits = decimals as usize;
    format!("; the mean is {:.digits$}% ± {error:.digits$}%", value / 1e4)
}

/// A tipping point, as the JSON has it; decisions a week, `null` where capacity is unlimited.
#[derive(Serialize)]
pub(crate) struct TippingOut<'a> {
    pools: Vec<&'a str>,
    streams: Vec<&'a str>,
    from: String,
    until: String,
    capacity_per_week: Option<f64>,
    intake_work_per_week: Option<f64>,
    casework_per_week_if_all_late: Option<f64>,
    /// `already`, `at` the share, or `never`; `uncertain` where it differs from future to future.
    tips: &'static str,
    /// (capacity − intake) / casework; below 0 is already, from 1 on never.
    share: Option<f64>,
    /// The share in each future, at least 0 and at most 1.
    tips_at: MeanOut,
    casework_share: MeanOut,
    late_share: MeanOut,
    beyond: Option<ShareOut>,
}

pub(crate) fn tipping_out<'a>(setup: &'a Setup, forecast: &Forecast) -> Vec<TippingOut<'a>> {
    let model = &setup.model;
    let out = |finding: &TippingFinding| {
        let point = finding.point.as_ref();
        let of_pool = |pool: &usize| model.pools[*pool].name.as_str();
        let of_stream = |stream: &usize| model.streams[*stream].name.as_str();
        TippingOut {
            pools: finding.branch.pools.iter().map(of_pool).collect(),
            streams: finding.branch.streams.iter().map(of_stream).collect(),
            from: finding.from.to_string(),
            until: finding.until.to_string(),
            capacity_per_week: point.map(|it| it.capacity).filter(|it| it.is_finite()),
            intake_work_per_week: point.map(|it| it.intake),
            casework_per_week_if_all_late: point.map(|it| it.casework_if_all_late),
            tips: match point.map(TippingPoint::tips) {
                None => "uncertain",
                Some(Tips::Already) => "already",
                Some(Tips::At(_)) => "at",
                Some(Tips::Never) => "never",
            },
            share: point.and_then(TippingPoint::share),
            tips_at: mean_share(&finding.tips_at).into(),
            casework_share: mean_share(&finding.casework_share).into(),
            late_share: mean_share(&finding.late_share).into(),
            beyond: finding.beyond.map(share),
        }
    };
    forecast.tipping.iter().map(out).collect()
}

/// The mean of millionths as a share.
fn mean_share(millionths: &Tally) -> Estimate {
    let found = mean(millionths);
    Estimate {
        value: found.value / 1e6,
        standard_error: found.standard_error.map(|error| error / 1e6),
        ..found
    }
}

/// Rows of `totals.csv`: the point, and the share of the futures beyond it.
pub(crate) fn tipping_rows(sheet: &mut Sheet, forecast: &Forecast) {
    for finding in &forecast.tipping {
        let name = format!("tipping.{}", finding.branch.pools[0] + 1);
        if finding.point.is_none() {
            rows_of(sheet, &name, "millionths", &finding.tips_at);
        }
        let mut row = |unit: &str, statistic: &str, numbers: [String; 3]| {
            let first = [name.as_str(), unit, statistic, ""].map(str::to_owned);
            sheet.row([first.to_vec(), numbers.to_vec()].concat());
        };
        let only = |value: Option<f64>| [or_empty(value), String::new(), String::new()];
        if let Some(point) = &finding.point {
            let capacity = Some(point.capacity).filter(|it| it.is_finite());
            row("decisions_per_week", "capacity", only(capacity));
            row("decisions_per_week", "intake", only(Some(point.intake)));
            let casework = Some(point.casework_if_all_late);
            row("decisions_per_week", "casework_if_all_late", only(casework));
            row("share", "tips_at", only(point.share()));
        }
        if let Some(beyond) = finding.beyond {
            let limits = beyond.interval(0.95);
            let numbers = [beyond.value(), limits.low, limits.high];
            row("share", "beyond", numbers.map(|it| it.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use unicode_width::UnicodeWidthStr;

    use crate::model::Casework;
    use crate::model::Model;
    use crate::model::Parts;
    use crate::report::csv_files;
    use crate::report::json;
    use crate::report::page::WIDTH;
    use crate::report::text;
    use crate::report::worlds;
    use crate::study::Setup;
    use crate::time::Schedule;

    fn with_casework(notice: f64) -> Setup {
        let setup = worlds::office(["asylum", &worlds::hostile()], "Two streams");
        let mut parts = Parts::clone(&setup.model);
        parts.pools[0].casework = Casework::new(notice, 1.0, 1.0).unwrap();
        Setup { model: Model::new(parts).unwrap(), ..setup }
    }

    #[test]
    fn the_point_is_said_where_lateness_makes_work_and_nowhere_else() {
        // Pools of 14 and 6 decisions a week and 21 cases: the intake is more than they can decide.
        for (notice, replications) in [(0.5, 60), (0.5, 1), (0.0, 60)] {
            let setup = with_casework(notice);
            let forecast = worlds::run(&setup, replications);
            let page = text(&setup, &forecast);
            assert!(page.lines().all(|line| line.width() <= WIDTH), "{page}");
            let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(page.contains("Tipping point of asylum, "), "{page}");
            assert!(page.contains("the planned capacity does not suffice"), "{page}");
        }
        // 26 a week: (26 − 21) / 12.6; a hundred more are enough for all that can come.
        for (rate, words) in [(20.0, "when more than 39.7% of the"), (120.0, "end: none; there")] {
            let mut setup = with_casework(0.5);
            let mut parts = Parts::clone(&setup.model);
            parts.pools[0].decisions_per_fte_per_week = Schedule::constant(rate);
            setup.model = Model::new(parts).unwrap();
            let forecast = worlds::run(&setup, 60);
            let page = text(&setup, &forecast);
            let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
            let words = words.replace("end:", &format!("{}:", setup.model.period.end()));
            assert!(page.contains(&words), "{words} in {page}");
            let read: Value = serde_json::from_str(&json(&setup, &forecast)).unwrap();
            let beyond = &read["tipping"][0]["beyond"];
            assert_eq!(beyond.is_null(), rate == 120.0, "{beyond}");
            let has_rows = csv_files(&setup, &forecast)[0].1.contains("tipping.1,share,beyond,,");
            assert_eq!(has_rows, rate == 20.0);
        }
        let setup = worlds::office(["asylum", "labour"], "Two streams");
        let forecast = worlds::run(&setup, 20);
        assert!(!text(&setup, &forecast).contains("Tipping"));
        let documents = [json(&setup, &forecast), csv_files(&setup, &forecast)[0].1.clone()];
        assert!(documents.iter().all(|it| !it.contains("tipping") && !it.contains("casework")));
    }

    #[test]
    fn every_number_of_it_is_in_the_files() {
        let setup = with_casework(0.5);
        let forecast = worlds::run(&setup, 60);
        let read: Value = serde_json::from_str(&json(&setup, &forecast)).unwrap();
        let found = &read["tipping"][0];
        assert_eq!(found["pools"].as_array().unwrap().len(), 2);
        assert_eq!((&found["tips"], &found["beyond"]), (&"already".into(), &Value::Null));
        let (capacity, intake) = (&found["capacity_per_week"], &found["intake_work_per_week"]);
        assert_eq!((capacity, intake), (&20.0.into(), &21.0.into()));
        // 21 × 0.4 × (0.5 + 0.5 × 2)
        assert_eq!(found["casework_per_week_if_all_late"], 12.6);
        let [share, late] = ["casework_share", "late_share"].map(|name| &found[name]["mean"]);
        assert!((0.0..1.0).contains(&share.as_f64().unwrap()), "{share}");
        assert!((0.0..=1.0).contains(&late.as_f64().unwrap()), "{late}");
        let totals = &csv_files(&setup, &forecast)[0].1;
        for row in [
            "tipping.1,decisions_per_week,capacity,,20,,",
            "tipping.1,decisions_per_week,intake,,21,,",
            "tipping.1,decisions_per_week,casework_if_all_late,,12.6,,",
        ] {
            assert!(totals.contains(row), "{row} in {totals}");
        }
    }
}

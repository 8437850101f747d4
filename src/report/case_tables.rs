//! The cases in tables: reported figures beside the model's, the way to a penalty, stocks, waits.

use crate::model::Unit;
use crate::report::calibration_facts::figure_name;
use crate::report::calibration_facts::plain;
use crate::report::facts::days_waited;
use crate::report::facts::mark;
use crate::report::facts::spread;
use crate::report::facts::unit_name;
use crate::report::facts::value_in_words;
use crate::report::law_tables::error;
use crate::report::number::Doubt;
use crate::report::number::Number;
use crate::report::number::count;
use crate::report::number::error_of_count;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::sim::Count;
use crate::sim::CountedIn;
use crate::sim::Series;
use crate::sim::Total;
use crate::study::Forecast;
use crate::study::Observed;
use crate::study::Setup;
use crate::summary::Fan;
use crate::summary::FanRow;
use crate::summary::Survival;
use crate::summary::mean;
use crate::summary::quantile;
use crate::time::Day;

/// Reported figures beside what the model makes of them.
pub(crate) fn observed(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    if setup.observed.is_empty() {
        return;
    }
    page.heading("Reported figures beside the model's");
    page.paragraph(&format!(
        "The last column says where the model's median lies: inside, below or above the range of \
         what was reported. Amounts are in {}; k: thousand, m: million.",
        setup.currency,
    ));
    let row = |observed: &Observed| {
        let Observed { quantity, date, value, low, high, .. } = observed;
        let tally = forecast.total(Total::Quantity(*quantity, *date))?;
        let words = |number: Number| plain(setup, value_in_words(setup, *quantity, number));
        let exact = |value: i64| words(Number::exact(value));
        let spread = spread(tally);
        Some(vec![
            figure_name(observed),
            exact(*value),
            format!("{}–{}", exact(*low), exact(*high)),
            words(spread.median),
            format!("{}–{}", words(spread.low), words(spread.high)),
            mark(observed, quantile(tally, 0.5)).to_owned(),
        ])
    };
    let columns = ["", "reported", "range", "model\nmedian", "90% of\nfutures", "median\nis"];
    page.table(&columns, setup.observed.iter().filter_map(row).collect());
    let sources = setup.observed.iter().filter(|observed| !observed.source.is_empty());
    let source = |it: &Observed| format!("{}, {}: {}", it.quantity, it.date, cut(&it.source, 300));
    let sources: Vec<String> = sources.map(source).collect();
    if !sources.is_empty() {
        page.paragraph("Sources of the reported figures:");
        page.points(&sources);
    }
}

/// What happened to cases and households: from received to the last maximum.
pub(crate) fn funnel(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let period = setup.model.period;
    page.heading("From received to penalty");
    page.paragraph(&format!(
        "Means over the futures ± standard error, and 90% of the futures; from {} to {}.",
        period.start(),
        period.end(),
    ));
    let row = |of: &Count| {
        let tally = forecast.total(Total::Count(*of))?;
        let (mean, spread) = (mean(tally), spread(tally));
        let unit = match Total::Count(*of).unit() {
            Unit::Penalties => String::new(),
            unit => format!(" ({})", unit_name(unit)),
        };
        let error = error_of_count(mean).trim_start_matches("± ").replace("exact", "0");
        Some(vec![
            format!("{}{unit}", count_name(*of)),
            count(mean),
            error,
            count(spread.low),
            count(spread.median),
            count(spread.high),
        ])
    };
    let rows = Count::ALL.iter().filter_map(row).collect();
    page.table(&["", "mean", "±", "5%", "50%", "95%"], rows);
}

/// The same in files and in heads, where households may have several heads.
pub(crate) fn files_and_heads(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let row = |of: Count| {
        let own = forecast.total(Total::Count(of))?;
        let other = forecast.total(Total::CountIn(of, of.other_unit()))?;
        let (households, cases) = match (of.other_unit(), Total::Count(of).unit()) {
            (CountedIn::Households, Unit::Cases) => (other, Some(own)),
            (CountedIn::Households, _) => (other, None),
            (CountedIn::Cases, _) => (own, Some(other)),
        };
        let mut cells = vec![count_name(of).to_owned(), count(mean(households)), error(households)];
        let blank = [String::new(), String::new()];
        cells.extend(cases.map_or(blank, |cases| [count(mean(cases)), error(cases)]));
        Some(cells)
    };
    let rows: Vec<Vec<String>> = Count::all_of(&setup.model).filter_map(row).collect();
    if rows.is_empty() {
        return;
    }
    page.paragraph(
        "Files and heads: means of households and of their cases ± standard error. Penalties are \
         counted once a household here, above once for each head that has its own.",
    );
    page.table(&["", "households", "±", "cases", "±"], rows);
}

fn count_name(count: Count) -> &'static str {
    match count {
        Count::Received => "received",
        Count::Decided => "decided",
        Count::DecidedLate => "of these, decided late",
        Count::Withdrawn => "withdrawn",
        Count::Pending => "pending at the end",
        Count::Late => "of these, late",
        Count::Notices => "notices of default",
        Count::AdministrativePenalties => "administrative penalties",
        Count::AdministrativeMaxima => "of these, at the maximum",
        Count::Appeals => "appeals",
        Count::Judgments => "judgments",
        Count::JudicialPenalties => "judicial penalties",
        Count::JudicialMaxima => "of these, at the maximum",
        Count::SecondAppeals => "second appeals, among the appeals",
        Count::SecondJudgments => "judgments on them",
    }
}

/// Rows of a table of stocks, and streams in a table of streams.
const MOST_ROWS: usize = 12;
const MOST_STREAMS: usize = 20;

/// Pending and late cases on about a dozen days, and each stream's at the end.
pub(crate) fn stocks(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    page.heading("Stocks");
    let weeks = weeks_shown(&forecast.weeks, setup.model.period.as_of());
    if weeks.is_empty() {
        page.paragraph("The period holds no whole week, so there are no weekly stocks.");
        return;
    }
    for (series, name) in [(Series::Pending, "Pending"), (Series::Late, "Late")] {
        let Some(fan) = forecast.fan(series) else { continue };
        page.paragraph(&format!("{name} cases at the end of the day, quantiles of the futures."));
        let row = |week: &usize| {
            let cells = [0, 2, 3, 4, 6].map(|at| fan_cell(&fan.rows[*week], at));
            [forecast.weeks[*week].to_string()].into_iter().chain(cells).collect()
        };
        page.table(&["", "5%", "25%", "50%", "75%", "95%"], weeks.iter().map(row).collect());
    }
    if 1 < setup.model.streams.len() {
        streams(page, setup, forecast);
    }
}

/// One week a quarter from the as-of day on, fewer when there are many, and always the last.
pub(crate) fn weeks_shown(weeks: &[Day], as_of: Day) -> Vec<usize> {
    let first = weeks.partition_point(|end| *end < as_of).min(weeks.len().saturating_sub(1));
    let every = ((weeks.len() - first) / (MOST_ROWS - 2)).max(13);
    let mut shown: Vec<usize> = (first..weeks.len()).step_by(every).collect();
    if shown.last() < weeks.len().checked_sub(1).as_ref() {
        shown.push(weeks.len() - 1);
    }
    shown
}

/// A quantile of a fan; its error is taken to be at least that of the mean.
pub(crate) fn fan_cell(row: &FanRow, column: usize) -> String {
    let error = row.mean.standard_error;
    let median = row.median_low.zip(row.median_high);
    let median = median.map(|(low, high)| (high - low) as f64 / (2.0 * 1.96));
    let doubt = match (error, median) {
        (Some(error), Some(median)) => Doubt::from(Some(error.max(median))),
        (error, median) => Doubt::from(error.or(median)),
    };
    count(Number { value: row.quantiles[column] as f64, doubt })
}

fn streams(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let (names, last) = (&setup.model.streams, forecast.weeks.len() - 1);
    page.paragraph(&format!("Cases by stream at the end of {}.", forecast.weeks[last]));
    let row = |stream: usize| {
        let cells = [Series::StreamPending(stream), Series::StreamLate(stream)];
        let cells = cells.map(|series| forecast.fan(series));
        let [Some(pending), Some(late)] = cells else { return None };
        let cell = |fan: &Fan, at: usize| fan_cell(&fan.rows[last], at);
        let mut cells = vec![cut(&names[stream].name, 30)];
        cells.extend([3, 0, 6].map(|at| cell(pending, at)));
        cells.extend([3, 0, 6].map(|at| cell(late, at)));
        Some(cells)
    };
    let rows = (0..names.len().min(MOST_STREAMS)).filter_map(row).collect();
    page.table(&["", "pending\n50%", "5%", "95%", "late\n50%", "5%", "95%"], rows);
    if MOST_STREAMS < names.len() {
        let left = names.len() - MOST_STREAMS;
        page.paragraph(&format!("{left} more streams are in the JSON and CSV files."));
    }
}

/// How long cases wait, and of which cases each number speaks.
pub(crate) fn waits(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let (as_of, end) = (setup.model.period.as_of(), setup.model.period.end());
    let waits = &forecast.waits;
    page.heading("Waiting times");
    page.paragraph("From receipt on, in days; the cases of all futures together.");
    page.points(&[
        pooled(
            &waits.decided,
            &format!("Cases decided from {as_of} on"),
            "had waited",
            "Cases that still wait are not among them, so a new case must not expect this.",
        ),
        pooled(
            &waits.open_as_of,
            &format!("Cases open at the end of {as_of}"),
            "had waited",
            "This is their wait so far; it is not over.",
        ),
        pooled(
            &waits.open_at_end,
            &format!("Cases open at the end of {end}"),
            "have waited",
            "This is their wait so far; it is not over.",
        ),
        new_cases(&waits.new_cases, as_of),
    ]);
}

fn pooled(list: &[u64], who: &str, verb: &str, whose: &str) -> String {
    match (days_waited(list, 0.5), days_waited(list, 0.9)) {
        (Some(half), Some(most)) => format!(
            "{who}: half {verb} at most {} days, nine in ten at most {} days. {whose}",
            days(half),
            days(most),
        ),
        (_, _) => format!("{who}: there are none."),
    }
}

fn new_cases(survival: &Survival, as_of: Day) -> String {
    let who = format!("New cases, received from {as_of} on");
    if survival.steps().is_empty() {
        return format!("{who}: none is decided within the period.");
    }
    let within = |level: f64| match survival.quantile(level) {
        Some(wait) => format!("within {} days", days(wait)),
        None => "later than the period shows".to_owned(),
    };
    format!(
        "{who}, with those that still wait or withdraw counted for as long as they are seen \
         (Kaplan–Meier): half are decided {}; nine in ten: {}.",
        within(0.5),
        within(0.9),
    )
}

fn days(days: u32) -> String {
    count(Number { value: f64::from(days), doubt: Doubt::Unknown })
}

//! `arrears case`: one case on paper, from dates that are typed.

use std::path::PathBuf;

use arrears::error::Problem;
use arrears::error::Problems;
use arrears::model::Stream;
use arrears::model::Tariff;
use arrears::model::presets::LAWS;
use arrears::money::Money;
use arrears::report;
use arrears::report::CasePage;
use arrears::sim::AppealDates;
use arrears::sim::CaseDates;
use arrears::sim::Ending;
use arrears::sim::Judgment;
use arrears::sim::calendar;
use arrears::study::Setup;
use arrears::time::Day;

use crate::args::Of;
use crate::args::Set;
use crate::end;
use crate::end::End;
use crate::files::Input;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears case --received 2019-01-07 --due 2019-07-07 --noticed 2019-07-08 --decided 2019-08-20
  arrears case office.toml --received 2019-01-07 --noticed 2019-07-08
  arrears case office.toml --received 2019-01-07 --noticed 2019-07-08 --appealed 2019-08-01 \\
      --judged 2019-10-01 --decided 2020-01-15
  arrears case office.toml --received 2019-06-01 --noticed 2020-05-01 --appealed 2020-06-15 \\
      --judged 2020-08-21 --court-term-days 56 --per-day 100 --maximum 7500

Law, conventions and term are those of the scenario; without one the law is the Dutch one by date. What is left out has not happened.";

/// What `arrears case` is told.
#[derive(Debug, clap::Args)]
pub struct Case {
    /// The scenario whose law holds, a TOML file; without one it is the Dutch law by date, amounts
    /// are in EUR, and --due must be given.
    file: Option<PathBuf>,

    /// Which of its values are replaced.
    #[command(flatten)]
    set: Set,

    /// The stream whose term holds, by its name; needed where there are several [default: the only
    /// one].
    #[arg(long, value_name = "NAME")]
    stream: Option<String>,

    /// The day of receipt.
    #[arg(long, value_name = "DATE", value_parser = day)]
    received: Day,

    /// The last day of the term [default: by the term of the stream].
    #[arg(long, value_name = "DATE", value_parser = day)]
    due: Option<Day>,

    /// The day on which the notice of default was received [default: none].
    #[arg(long, value_name = "DATE", value_parser = day)]
    noticed: Option<Day>,

    /// The day of the appeal for not deciding in time [default: none].
    #[arg(long, value_name = "DATE", value_parser = day)]
    appealed: Option<Day>,

    /// The day on which the judgment was sent [default: none].
    #[arg(long, value_name = "DATE", value_parser = day, requires = "appealed")]
    judged: Option<Day>,

    /// The court term in days [default: by the court's practice].
    #[arg(long, value_name = "DAYS", requires = "judged")]
    court_term_days: Option<u32>,

    /// The judicial penalty for each day after the court term [default: the most frequent of the
    /// court's practice].
    #[arg(long, value_name = "AMOUNT", requires = "judged", requires = "maximum")]
    per_day: Option<f64>,

    /// The most that the judicial penalty comes to [default: by the court's practice].
    #[arg(long, value_name = "AMOUNT", requires = "per_day")]
    maximum: Option<f64>,

    /// The day of a second appeal [default: none].
    #[arg(long, value_name = "DATE", value_parser = day, requires = "judged")]
    appealed_again: Option<Day>,

    /// The day on which the second judgment was sent [default: none].
    #[arg(long, value_name = "DATE", value_parser = day, requires = "appealed_again")]
    judged_again: Option<Day>,

    /// The day of the decision [default: still pending].
    #[arg(long, value_name = "DATE", value_parser = day, conflicts_with = "withdrawn")]
    decided: Option<Day>,

    /// The day on which the case was withdrawn [default: it was not].
    #[arg(long, value_name = "DATE", value_parser = day)]
    withdrawn: Option<Day>,

    /// How many penalties run, one for each head of a household that has its own, 1 to 255.
    #[arg(long, value_name = "N", default_value_t = 1)]
    penalties: u32,

    /// The last day of the calendar [default: the day of the decision or withdrawal, else a year
    /// after the last date that is given].
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
}

/// `arrears case`.
pub fn case(told: &Case) -> Result<(), End> {
    let setup = setup(told)?;
    let dutch = LAWS[0].value;
    let law = &setup.as_ref().map_or_else(dutch, |setup| setup.model.law.clone());
    let dates = dates(told, setup.as_ref())?;
    let until = told.until.unwrap_or_else(|| last_day(&dates));
    let page = calendar(law, &dates, until).map_err(|problems| refused(&problems))?;
    end::print(&report::case_text(&CasePage {
        title: &format!("A case received on {}", dates.received),
        currency: setup.as_ref().map_or("EUR", |setup| &setup.currency),
        law,
        articles: law.articles.as_ref(),
        calendar: &page,
        transfers: &[],
    }))
}

/// The scenario, if there is one.
fn setup(told: &Case) -> Result<Option<Setup>, End> {
    let Some(file) = &told.file else {
        return match told.set.settings.first() {
            Some(setting) => Err(End::refused(format!(
                "--set {}  without a scenario, must be left out or have one",
                setting.key()
            ))),
            None => Ok(None),
        };
    };
    let of = Of { file: file.clone(), set: Set { settings: told.set.settings.clone() } };
    Input::read(&of).map(|input| Some(input.setup))
}

fn dates(told: &Case, setup: Option<&Setup>) -> Result<CaseDates, End> {
    let due = match (told.due, setup) {
        (Some(due), _) => due,
        (None, Some(setup)) => due_of(stream(told, setup)?, setup, told.received),
        (None, None) => {
            let right = "given, as 2019-07-07: without a scenario no term is known";
            return Err(End::refused(format!("--due  must be {right}")));
        }
    };
    let mut dates = CaseDates::new(told.received, due);
    dates.notice = told.noticed;
    dates.penalties = told.penalties;
    dates.ending = told.decided.map(Ending::Decided).or(told.withdrawn.map(Ending::Withdrawn));
    let tariff = tariff(told)?;
    if let Some(filed) = told.appealed {
        let term_days = told.court_term_days;
        let judgment = told.judged.map(|day| Judgment { day, term_days, tariff });
        dates.appeals.push(AppealDates { filed, judgment });
    }
    if let Some(filed) = told.appealed_again {
        dates.appeals.push(AppealDates { filed, judgment: told.judged_again.map(Judgment::on) });
    }
    Ok(dates)
}

fn tariff(told: &Case) -> Result<Option<Tariff>, End> {
    let (Some(per_day), Some(maximum)) = (told.per_day, told.maximum) else { return Ok(None) };
    let amount = |option: &str, units: f64| {
        Money::from_units(units).map_err(|fault| End::refused(format!("{option}  {fault}")))
    };
    let (per_day, maximum) = (amount("--per-day", per_day)?, amount("--maximum", maximum)?);
    let tariff = Tariff::capped(per_day, maximum);
    tariff.map(Some).map_err(|fault| End::refused(format!("--per-day, --maximum  {fault}")))
}

fn stream<'a>(told: &Case, setup: &'a Setup) -> Result<&'a Stream, End> {
    let streams = &setup.model.streams;
    let found = match &told.stream {
        None if streams.len() == 1 => streams.first(),
        None => None,
        Some(name) => streams.iter().find(|it| it.name == *name),
    };
    found.ok_or_else(|| {
        let names: Vec<String> = streams.iter().map(|it| format!("{:?}", it.name)).collect();
        End::refused(format!("--stream  must be one of: {}", names.join(", ")))
    })
}

/// The due day without suspension; an extension counts that is for every case of the day.
fn due_of(stream: &Stream, setup: &Setup, received: Day) -> Day {
    let for_all =
        stream.extensions.iter().find(|it| it.share.value() == 1.0 && it.covers(received));
    let term = *stream.term.on(received);
    let term = for_all.map_or(term, |extension| {
        term.extended(extension.by).expect("extensions of a model are checked")
    });
    term.last_day(received, 0, setup.model.term_conventions, &setup.model.calendar)
}

fn last_day(dates: &CaseDates) -> Day {
    if let Some(ending) = dates.ending {
        return ending.day();
    }
    let appeals = dates.appeals.iter();
    let judged = appeals.clone().filter_map(|it| it.judgment.as_ref()).map(|it| it.day);
    let given = appeals.map(|it| it.filed).chain(judged).chain(dates.notice);
    let last = given.max().unwrap_or(dates.due).max(dates.due).max(dates.received);
    last.plus_months(12)
}

/// All that is wrong, each with its option.
fn refused(problems: &Problems) -> End {
    let line =
        |problem: &Problem| format!("--{}  {}", problem.key.replace('_', "-"), problem.fault);
    End::refused(problems.iter().map(line).collect::<Vec<String>>().join("\n"))
}

/// A date, as it is typed.
pub fn day(text: &str) -> Result<Day, String> {
    text.parse::<Day>().map_err(|_| format!("{text:?}, must be a date, as 2020-03-03"))
}

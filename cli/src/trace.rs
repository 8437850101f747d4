//! `arrears trace`: one household of one simulated future, or those that cost most.

use arrears::model::Model;
use arrears::random::Key;
use arrears::report;
use arrears::report::CasePage;
use arrears::sim::Engine;
use arrears::sim::HouseholdAddress;
use arrears::sim::Workspace;
use arrears::sim::calendar;
use arrears::study::Policy;
use arrears::study::Setup;
use arrears::time::Day;

use crate::args::Of;
use crate::args::seed;
use crate::end;
use crate::end::End;
use crate::files::Input;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears trace office.toml
  arrears trace office.toml --replication 17 --case 2019-05-03/12
  arrears trace office.toml --replication 17 --case 2019-05-03/12 --policy \"noticed first\"

Without --case: the households whose penalties cost most in that future, each with its address. An
address is the day of receipt and the place within that day, counted from 1; the same address is the
same household, with the same luck, in every policy.";

/// What `arrears trace` is told.
#[derive(Debug, clap::Args)]
pub struct Trace {
    /// The scenario.
    #[command(flatten)]
    of: Of,

    /// Which future, counted from 0: replication 17 is the same whether it is simulated alone or
    /// among a million.
    #[arg(long, value_name = "N", default_value_t = 0)]
    replication: u32,

    /// Whose calendar: day of receipt and place within that day, as 2019-05-03/12 [default: a list
    /// of those that cost most].
    #[arg(long = "case", value_name = "DATE/PLACE", value_parser = address)]
    case: Option<(Day, u32)>,

    /// The stream of that household, by its name; needed where there are several [default: the only
    /// one].
    #[arg(long, value_name = "NAME")]
    stream: Option<String>,

    /// Under which policy of the scenario, by its name [default: nothing is done].
    #[arg(long, value_name = "NAME")]
    policy: Option<String>,

    /// How many of those that cost most are listed.
    #[arg(long, value_name = "N", default_value_t = 10, conflicts_with = "case")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1000))]
    dearest: u16,

    /// Where chance starts, a whole number of 0 or more [default: scenario's, else 1].
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = seed)]
    seed: Option<u64>,
}

/// `arrears trace`.
pub fn trace(told: &Trace) -> Result<(), End> {
    let Input { setup, .. } = Input::read(&told.of)?;
    let key = Key::from_seed(told.seed.unwrap_or(setup.seed)).replication(told.replication);
    let setup = setup.world(key).map_err(|draw| End::refused(format!("arrears: {draw}")))?;
    let model = model_of(told, &setup)?;
    let stream = stream_of(told, &setup)?;
    let engine = Engine::new(model);
    let Some((received, place)) = told.case else {
        let found = engine.dearest(key, &mut Workspace::default(), usize::from(told.dearest));
        return end::print(&report::dearest_text(&setup, key, told.policy.as_deref(), &found));
    };
    let address = HouseholdAddress { stream: stream?, received, place: place - 1 };
    let Some(trace) = engine.trace(key, &mut Workspace::default(), address) else {
        return Err(End::refused(format!(
            "--case {received}/{place}  nobody stands there in replication {}, must be the \
             address of a household, as `arrears trace` lists them",
            told.replication,
        )));
    };
    let page = calendar(&model.law, &trace.dates, model.period.end());
    let page = page.map_err(|problems| End::refused(problems.to_string()))?;
    let title = report::trace_title(&setup, key, told.policy.as_deref(), &trace);
    end::print(&report::case_text(&CasePage {
        title: &title,
        currency: &setup.currency,
        law: &model.law,
        articles: model.law.articles.as_ref(),
        calendar: &page,
        transfers: &trace.transfers,
    }))
}

fn model_of<'a>(told: &Trace, setup: &'a Setup) -> Result<&'a Model, End> {
    let Some(name) = told.policy.as_deref().filter(|name| *name != Policy::DO_NOTHING) else {
        return Ok(&setup.model);
    };
    let found = setup.policies.iter().find(|policy| policy.name == name);
    found.map(|policy| &policy.model).ok_or_else(|| {
        let names: Vec<String> =
            setup.policies.iter().map(|policy| format!("{:?}", policy.name)).collect();
        let right = match names.is_empty() {
            true => "left out: the scenario has no policies".to_owned(),
            false => format!("one of: {}", names.join(", ")),
        };
        End::refused(format!("--policy {name:?}, must be {right}"))
    })
}

/// The number of the stream; the fault waits until it is needed.
fn stream_of(told: &Trace, setup: &Setup) -> Result<Result<usize, End>, End> {
    let names: Vec<&str> = setup.model.streams.iter().map(|it| it.name.as_str()).collect();
    let listed = || names.iter().map(|it| format!("{it:?}")).collect::<Vec<String>>().join(", ");
    match &told.stream {
        Some(name) => {
            let found = names.iter().position(|it| it == name);
            let fault = || End::refused(format!("--stream {name:?}, must be one of: {}", listed()));
            found.map(Ok).ok_or_else(fault)
        }
        None if names.len() == 1 => Ok(Ok(0)),
        None => {
            Ok(Err(End::refused(format!("--case needs --stream, must be one of: {}", listed()))))
        }
    }
}

/// A day of receipt and a place from 1, as `2019-05-03/12`.
fn address(text: &str) -> Result<(Day, u32), String> {
    let wrong = || {
        format!("{text:?}, must be a day of receipt and a place within it from 1, as 2019-05-03/12")
    };
    let (day, place) = text.split_once('/').ok_or_else(wrong)?;
    let day = day.trim().parse::<Day>().map_err(|_| wrong())?;
    let place = place.trim().parse::<u32>().ok().filter(|place| 1 <= *place);
    Ok((day, place.ok_or_else(wrong)?))
}

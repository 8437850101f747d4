//! `arrears backtest`: forecasts as they could have been made, scored against what followed.

use std::path::PathBuf;

use arrears::report;
use arrears::scenario::Setting;
use arrears::scenario::read_observed_series;
use arrears::study;
use arrears::study::BacktestQuestion;
use arrears::study::Setup;
use arrears::time::Day;

use crate::args::Of;
use crate::args::Simulation;
use crate::end::End;
use crate::files::Input;
use crate::files::text_of;
use crate::one_table::OneTable;
use crate::threads::on_threads;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears backtest uk-legacy-2023.toml --observed uk-legacy-2023-observed.csv
  arrears backtest office.toml --observed seen.csv --as-of 2023-03-01 --as-of 2023-06-01

The CSV has the columns date, quantity (as in [[observed]]) and value, empty where it is missing;
where needed since, and if you like not_scored (why a value is shown and not scored) and source.
Values up to the as-of day make the naive forecasts; later ones are scored.";

/// What `arrears backtest` is told.
#[derive(Debug, clap::Args)]
pub struct Backtest {
    /// The scenario.
    #[command(flatten)]
    of: Of,

    /// What was observed, as CSV.
    #[arg(long, value_name = "FILE")]
    observed: PathBuf,

    /// The day of a forecast instead of the scenario's own, as 2023-03-01; may be given several
    /// times. The scenario must say where its history starts [default: the scenario's].
    #[arg(long = "as-of", value_name = "DATE")]
    as_of: Vec<Day>,

    /// How many futures, from which seed, on how many threads.
    #[command(flatten)]
    simulation: Simulation,

    /// Also write all numbers to this JSON file, amounts in cents; an existing file is replaced
    /// once all is done [default: none].
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Also write backtest.csv to this folder, amounts in cents; the folder is made if it is
    /// missing [default: none].
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
}

/// `arrears backtest`.
pub fn backtest(told: &Backtest) -> Result<(), End> {
    told.simulation.check(told.of.set.keys())?;
    let (setups, mut read) = setups(told)?;
    let name = told.observed.display().to_string();
    let text = text_of(&told.observed)
        .map_err(|reason| End::refused(format!("--observed {name}: {reason}")))?;
    read.push(told.observed.clone());
    let series = read_observed_series(&name, &text);
    let series = series.map_err(|problems| End::refused(problems.to_string()))?;
    let question = BacktestQuestion::new(setups, series);
    let question = question.map_err(|problems| End::refused(problems.display_in(&name)))?;
    let targets = OneTable::check(
        told.json.as_deref(),
        told.csv.as_deref(),
        report::BACKTEST_CSV_NAME,
        &read,
    )?;
    let setup = &question.setups()[0];
    let (seed, replications) =
        (told.simulation.seed(setup), told.simulation.replications(setup).max(2));
    let found = on_threads(&told.simulation, |watch| {
        study::backtest(&question, seed, replications, watch)
    })?;
    targets.tell(
        || report::backtest_json(&question, &found),
        || report::backtest_csv(&found),
        || report::backtest_text(&question, &found),
    )
}

/// The scenario once for each as-of day, and every file that was read.
fn setups(told: &Backtest) -> Result<(Vec<Setup>, Vec<PathBuf>), End> {
    if told.as_of.is_empty() {
        let Input { setup, read, .. } = Input::read(&told.of)?;
        return Ok((vec![setup], read));
    }
    let mut setups = Vec::new();
    let mut files = Vec::new();
    for day in &told.as_of {
        let setting = Setting::parse(&format!("as_of={day}"));
        let setting = setting.map_err(|fault| End::refused(format!("--as-of {fault}")))?;
        let Input { setup, read, .. } = Input::read_with(&told.of, setting)?;
        setups.push(setup);
        files = read;
    }
    Ok((setups, files))
}

//! `arrears calibrate`: what the reported figures say about the numbers that are not known.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;

use arrears::report;
use arrears::scenario::calibration_state_text;
use arrears::scenario::read_calibration_state;
use arrears::study;
use arrears::study::CalibrationFinding;
use arrears::study::CalibrationQuestion;
use arrears::summary::CalibrationError;
use arrears::summary::CalibrationState;

use crate::args::Of;
use crate::args::draws;
use crate::args::seed;
use crate::args::simulations;
use crate::args::threads;
use crate::end;
use crate::end::End;
use crate::files::Input;
use crate::files::reason;
use crate::progress::CalibrationBar;
use crate::targets::Asked;
use crate::targets::Targets;
use crate::targets::replace;
use crate::threads::pool;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears calibrate office.toml
  arrears calibrate office.toml --posterior posterior.csv --json calibration.json
  arrears run office.toml --set posterior=posterior.csv
  arrears calibrate office.toml --state office.state      # go on there if interrupted

Numbers that are not known are written as distributions, as fte = { pert = [380, 450, 520] };
reported figures stand under [[observed]], each with a range or a standard error. The same scenario,
seed and sampling give the same draws, on any number of threads.";

/// What `arrears calibrate` is told.
#[derive(Debug, clap::Args)]
pub struct Calibrate {
    /// The scenario.
    #[command(flatten)]
    of: Of,

    /// How many draws are kept, 10 to 100,000; the first generation has twice as many [default:
    /// 1,300].
    #[arg(long, value_name = "N", value_parser = draws)]
    draws: Option<u32>,

    /// The most simulations [default: 1,000,000].
    #[arg(long, value_name = "N", value_parser = simulations)]
    simulations: Option<u32>,

    /// How far off a kept draw may be and still be of use, where 1 is half the range of a figure, or
    /// its standard error [default: 1].
    #[arg(long, value_name = "X", value_parser = acceptable)]
    acceptable: Option<f64>,

    /// Where chance starts, a whole number of 0 or more [default: scenario's, else 1].
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = seed)]
    seed: Option<u64>,

    /// How many threads compute, 1 to 1,024; changes the time, never the numbers [default: one a
    /// core].
    #[arg(long, value_name = "T", value_parser = threads)]
    threads: Option<usize>,

    /// Write the draws to this CSV file, which a scenario takes as posterior = "FILE"; an existing
    /// file is replaced once all is done [default: none].
    #[arg(long, value_name = "FILE")]
    posterior: Option<PathBuf>,

    /// Also write all numbers to this JSON file, amounts in cents [default: none].
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Keep every finished generation in this file, and go on from it if it is there [default:
    /// none].
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
}

fn acceptable(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|it| 0.0 < *it && *it <= 1e6);
    number.ok_or_else(|| format!("{text:?}, must be above 0, at most 1,000,000, as 1 or 2.5"))
}

/// `arrears calibrate`.
pub fn calibrate(told: &Calibrate) -> Result<(), End> {
    let Input { setup, read, file, .. } = Input::read(&told.of)?;
    let mut sampling = CalibrationQuestion::usual_sampling(&setup);
    sampling.seed = told.seed.unwrap_or(sampling.seed);
    sampling.kept = told.draws.unwrap_or(sampling.kept);
    sampling.first = 2 * sampling.kept;
    sampling.acceptable = told.acceptable.unwrap_or(sampling.acceptable);
    sampling.goal = sampling.goal.min(sampling.acceptable);
    sampling.most_simulations = told.simulations.unwrap_or(sampling.most_simulations);
    let question = CalibrationQuestion::new(&setup, sampling);
    let name = file.display().to_string();
    let question = question.map_err(|it| End::refused(it.display_in(&name)))?;
    let asked = Asked {
        posterior: told.posterior.as_deref(),
        json: told.json.as_deref(),
        ..Asked::default()
    };
    let targets = Targets::check(&asked, &read)?;
    let from = told.state.as_deref().map(|file| saved(&question, file)).transpose()?.flatten();
    let found = simulate(told, &question, from)?;
    let text = |option: &str| match option {
        "--posterior" => report::posterior_csv(&question, &found),
        _ => report::calibration_json(&question, &found),
    };
    let written = targets.write_all(text, Vec::new);
    end::print(&report::calibration_text(&question, &found))?;
    written
}

/// The state in a file, if the file is there.
fn saved(question: &CalibrationQuestion, file: &Path) -> Result<Option<CalibrationState>, End> {
    if !file.exists() {
        return Ok(None);
    }
    let name = file.display();
    let text = fs::read_to_string(file)
        .map_err(|error| End::refused(format!("--state {name}: {}", reason(&error))))?;
    let state = read_calibration_state(question, &text);
    state.map(Some).map_err(|it| End::refused(it.display_in(&format!("--state {name}"))))
}

fn simulate(
    told: &Calibrate,
    question: &CalibrationQuestion,
    from: Option<CalibrationState>,
) -> Result<CalibrationFinding, End> {
    let bar = CalibrationBar::new(question, from.as_ref());
    let mut failed = None;
    let mut keep = |state: &CalibrationState| {
        bar.generation(state);
        let Some(file) = &told.state else { return ControlFlow::Continue(()) };
        match replace(file, &calibration_state_text(question, state)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(end) => {
                failed = Some(end);
                ControlFlow::Break(())
            }
        }
    };
    let found = pool(told.threads, bar.bar(), || {
        study::calibrate(question, from, &mut keep, &|| bar.simulated())
    })?;
    bar.clear();
    match (found, failed) {
        (_, Some(end)) => Err(end),
        (Ok(found), None) => Ok(found),
        (Err(CalibrationError::Cancelled), None) => Err(End::interrupted()),
        (Err(error), None) => Err(End::refused(format!("arrears: {error}"))),
    }
}

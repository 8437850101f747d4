//! `arrears sensitivity`: which of the numbers that are not known make a total uncertain.

use std::path::PathBuf;

use arrears::report;
use arrears::study;
use arrears::study::SensitivityQuestion;
use arrears::study::SensitivitySize;
use arrears::study::Uncertain;

use crate::args::Of;
use crate::args::Simulation;
use crate::args::points;
use crate::args::units;
use crate::end;
use crate::end::End;
use crate::files::Input;
use crate::targets::Asked;
use crate::targets::Targets;
use crate::threads::on_threads;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears sensitivity office.toml
  arrears sensitivity office.toml --of owed.2020 --json sensitivity.json
  arrears sensitivity office.toml --of decided --replications 5000 --points 2048
  arrears sensitivity office.toml --before        # as believed before the calibration

Numbers that are not known are written as distributions, as fte = { pert = [380, 450, 520] }. Totals
have the names of totals.csv.";

/// What `arrears sensitivity` is told.
#[derive(Debug, clap::Args)]
pub struct Sensitivity {
    /// The scenario.
    #[command(flatten)]
    of_file: Of,

    /// Of which total, by its name in totals.csv, as owed.2020 [default: bill].
    #[arg(long, value_name = "TOTAL", default_value = "bill", hide_default_value = true)]
    of: String,

    /// Futures at each end of each number, for one number at a time, 2 to 1,000,000 [default: 30].
    #[arg(long, value_name = "N", value_parser = units)]
    at_ends: Option<u32>,

    /// Points for all numbers together: a power of two from 16 on, or 0 for none; each takes as
    /// many futures as there are numbers, and three more [default: 512].
    #[arg(long, value_name = "N", value_parser = points)]
    points: Option<u32>,

    /// Take the numbers as they were believed before the calibration of the scenario.
    #[arg(long)]
    before: bool,

    /// How many futures, from which seed, on how many threads.
    #[command(flatten)]
    simulation: Simulation,

    /// Also write all numbers to this JSON file, amounts in cents; an existing file is replaced
    /// once all is done [default: none].
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// `arrears sensitivity`.
pub fn sensitivity(told: &Sensitivity) -> Result<(), End> {
    told.simulation.check(told.of_file.set.keys())?;
    let Input { mut setup, read, file, .. } = Input::read(&told.of_file)?;
    if told.before {
        setup.uncertain = setup.uncertain.map(Uncertain::without_calibration);
    }
    let usual = SensitivitySize::USUAL;
    let size = SensitivitySize {
        futures: told.simulation.told_replications().unwrap_or(usual.futures),
        futures_at_an_end: told.at_ends.unwrap_or(usual.futures_at_an_end),
        points: told.points.unwrap_or(usual.points),
    };
    let question = SensitivityQuestion::new(&setup, &told.of, size);
    let name = file.display().to_string();
    let question = question.map_err(|it| End::refused(it.display_in(&name)))?;
    let targets = Targets::check(&Asked { json: told.json.as_deref(), ..Asked::default() }, &read)?;
    let seed = told.simulation.seed(&setup);
    let found = on_threads(&told.simulation, |watch| study::sensitivity(&question, seed, watch))?;
    let written = targets.write(|| report::sensitivity_json(&question, &found), Vec::new);
    end::print(&report::sensitivity_text(&question, &found))?;
    written
}

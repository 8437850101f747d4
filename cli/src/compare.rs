//! `arrears compare`: the same futures under several policies, or in several scenarios.

use std::ffi::OsStr;
use std::path::Path;
use std::path::PathBuf;

use arrears::report;
use arrears::scenario::side_by_side;
use arrears::study;
use arrears::study::Comparison;
use arrears::study::Setup;

use crate::args::Set;
use crate::args::Simulation;
use crate::end;
use crate::end::End;
use crate::files::Input;
use crate::files::read_all;
use crate::targets::Asked;
use crate::targets::Rows;
use crate::targets::Targets;
use crate::threads::on_threads;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears compare office.toml
  arrears compare office.toml --only \"hire 10, overtime\" --json comparison.json
  arrears compare office.toml --set pool.fte=12 --replications 5000
  arrears compare office.toml office-2.toml office-3.toml --csv tables

Every policy meets the same cases and the same luck, so that what differs is what it does. The
numbers of one policy do not depend on which others are compared with it, but for those that are
about all: which is the best, and regret.";

/// What `arrears compare` is told.
#[derive(Debug, clap::Args)]
pub struct Compare {
    /// The scenario whose policies are compared with doing nothing, a TOML file. Or several
    /// scenarios, each a policy as a whole: they are compared with the first, need the same as_of,
    /// end, fiscal year and currency, and their own policies are left out.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Which of its values are replaced, in every scenario.
    #[command(flatten)]
    set: Set,

    /// Compare only these policies, names with commas between; of several scenarios the names of
    /// the files without .toml [default: all].
    #[arg(long, value_name = "NAMES")]
    only: Vec<String>,

    /// How many futures, from which seed, on how many threads.
    #[command(flatten)]
    simulation: Simulation,

    /// Also write all numbers to this JSON file, amounts in cents; an existing file is replaced
    /// once the comparison is done [default: none].
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Also write policies.csv, policy_totals.csv, policy_dates.csv and policy_waits.csv to this
    /// folder, amounts in cents; the folder is made if it is missing [default: none].
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,

    /// Also write every future to this CSV file: a row a replication and policy, a column a total,
    /// amounts in cents [default: none].
    #[arg(long, value_name = "FILE")]
    outcomes: Option<PathBuf>,
}

/// `arrears compare`.
pub fn compare(told: &Compare) -> Result<(), End> {
    told.simulation.check(told.set.keys())?;
    let (setup, read) = read(told)?;
    let asked = Asked {
        json: told.json.as_deref(),
        csv: told.csv.as_deref().map(|dir| (dir, &report::COMPARISON_CSV_NAMES[..])),
        outcomes: told.outcomes.as_deref(),
        ..Asked::default()
    };
    let mut targets = Targets::check(&asked, &read)?;
    let comparison = simulate(told, &setup, targets.rows())?;
    let written = targets.write(
        || report::comparison_json(&setup, &comparison),
        || report::comparison_csv_files(&comparison),
    );
    end::print(&report::comparison_text(&setup, &comparison))?;
    written
}

/// What is compared, and every file that was read.
fn read(told: &Compare) -> Result<(Setup, Vec<PathBuf>), End> {
    let inputs = read_all(&told.files, &told.set)?;
    let read = inputs.iter().flat_map(|input| input.read.clone()).collect();
    let names = names(&told.files);
    let first = names[0].clone();
    let mut setups: Vec<Setup> = inputs.into_iter().map(|input: Input| input.setup).collect();
    let setup = match setups.len() {
        1 => setups.remove(0),
        _ => {
            let scenarios = names.into_iter().zip(setups).collect();
            side_by_side(scenarios).map_err(End::refused)?
        }
    };
    if setup.policies.is_empty() {
        return Err(End::refused(format!(
            "{first}  nothing to compare, must have a [[policy]], or be followed by another \
             scenario"
        )));
    }
    if told.only.is_empty() {
        return Ok((setup, read));
    }
    let setup = setup.only(&told.only);
    Ok((setup.map_err(|faults| End::refused(faults.display_in("--only")))?, read))
}

/// What the scenarios are called: their files without folder and ending, as far as that tells them
/// apart.
fn names(files: &[PathBuf]) -> Vec<String> {
    let stem = |file: &Path| file.file_stem().map(OsStr::to_owned);
    let alone = |file: &PathBuf| files.iter().filter(|it| stem(it) == stem(file)).count() == 1;
    let name = |file: &PathBuf| match stem(file).filter(|_| 1 < files.len() && alone(file)) {
        Some(stem) => stem.to_string_lossy().into_owned(),
        None => file.display().to_string(),
    };
    files.iter().map(name).collect()
}

fn simulate(told: &Compare, setup: &Setup, mut rows: Option<&mut Rows>) -> Result<Comparison, End> {
    let simulation = &told.simulation;
    let (seed, replications) = (simulation.seed(setup), simulation.replications(setup));
    let mut begun = false;
    on_threads(simulation, |watch| {
        study::compare_seen(setup, seed, replications, watch, &mut |totals, future| {
            let Some(rows) = &mut rows else { return };
            if !begun {
                rows.add(&report::policy_outcomes_header(totals));
                begun = true;
            }
            rows.add(&report::policy_outcome_row(totals, future));
        })
    })
}

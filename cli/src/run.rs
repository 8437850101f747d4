//! `arrears run`: a scenario's forecast, or a table of its variants.

use std::path::PathBuf;

use arrears::report;
use arrears::scenario::Axis;
use arrears::scenario::Grid;
use arrears::study;
use arrears::study::Forecast;
use arrears::study::Replications;
use arrears::study::Setup;

use crate::args::Of;
use crate::args::Simulation;
use crate::args::precision;
use crate::args::said_once;
use crate::end;
use crate::end::End;
use crate::files::Input;
use crate::files::read_variants;
use crate::targets::Asked;
use crate::targets::Rows;
use crate::targets::Targets;
use crate::threads::on_threads;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears run office.toml
  arrears run office.toml --precision 1% --json office.json
  arrears run office.toml --replications 10000 --seed 7 --csv tables > office.txt
  arrears run office.toml --set pool.fte=12 --set end=2028-12-31
  arrears run office.toml --grid pool.fte=10..20:2 --grid pool.order=oldest_first,in_time_first
  arrears run office.toml --outcomes outcomes.csv

The same scenario, seed and replications give the same bytes, on any number of threads.";

/// What `arrears run` is told.
#[derive(Debug, clap::Args)]
pub struct Run {
    /// The scenario.
    #[command(flatten)]
    pub of: Of,

    /// Simulate the scenario once for each of these values, as pool.fte=300..600:50 or
    /// pool.order=random,oldest_first, all with the same luck, and print one table. Given several
    /// times: for each combination, at most 1,000 [default: none].
    #[arg(long, value_name = "KEY=VALUES", conflicts_with_all = ["precision", "outcomes"])]
    #[arg(value_parser = Axis::parse)]
    pub grid: Vec<Axis>,

    /// How many futures, from which seed, on how many threads.
    #[command(flatten)]
    pub simulation: Simulation,

    /// Simulate until mean and 95% quantile of the bill are known to this share: the half-widths of
    /// their 95% confidence intervals, as 1%, 0.5% or 0.01. Looks after 400, 800, 1,600, …
    /// replications, and ends at 1,000,000 in any case. Instead of --replications [default: none].
    #[arg(long, value_name = "SHARE", conflicts_with = "replications", value_parser = precision)]
    precision: Option<f64>,

    /// Also write all numbers to this JSON file, amounts in cents; an existing file is replaced
    /// once the forecast is done [default: none].
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,

    /// Also write totals.csv, series.csv, waits.csv, new_cases.csv, observed.csv, budgets.csv and
    /// rules.csv (with --grid: grid.csv) to this folder, amounts in cents; the folder is made if it
    /// is missing [default: none].
    #[arg(long, value_name = "DIR")]
    pub csv: Option<PathBuf>,

    /// Also write every future to this CSV file: a row a replication, a column a total, amounts in
    /// cents [default: none].
    #[arg(long, value_name = "FILE")]
    pub outcomes: Option<PathBuf>,
}

impl Run {
    /// How many futures: as told, otherwise as the scenario says.
    fn replications(&self, setup: &Setup) -> Replications {
        match self.precision {
            Some(relative) => Replications::until(relative),
            None => Replications::Exactly(self.simulation.replications(setup)),
        }
    }

    /// That nothing is said twice.
    fn check(&self) -> Result<(), End> {
        let keys = || {
            let axes = self.grid.iter().map(|it| ("--grid", it.key()));
            self.of.set.keys().chain(axes)
        };
        self.simulation.check(keys())?;
        said_once(&[("replications", "--precision", self.precision.is_some())], keys())
    }
}

/// `arrears run`.
pub fn run(run: &Run) -> Result<(), End> {
    run.check()?;
    match run.grid.is_empty() {
        true => forecast(run),
        false => grid(run),
    }
}

/// The files are written before the text is printed, so that a closed pipe costs
/// nothing; a file that cannot be written does not cost the text.
fn forecast(run: &Run) -> Result<(), End> {
    let Input { setup, read, .. } = Input::read(&run.of)?;
    let mut targets = Targets::check(&asked(run, &report::CSV_NAMES), &read)?;
    let forecast = simulate(run, &setup, targets.rows())?;
    let written =
        targets.write(|| report::json(&setup, &forecast), || report::csv_files(&setup, &forecast));
    end::print(&report::text(&setup, &forecast))?;
    written
}

fn simulate(run: &Run, setup: &Setup, mut rows: Option<&mut Rows>) -> Result<Forecast, End> {
    let seed = run.simulation.seed(setup);
    let replications = run.replications(setup);
    let mut begun = false;
    on_threads(&run.simulation, |watch| {
        study::forecast_seen(setup, seed, replications, watch, &mut |totals, outcomes| {
            let Some(rows) = &mut rows else { return };
            if !begun {
                rows.add(&report::outcomes_header(totals));
                begun = true;
            }
            rows.add(&report::outcome_rows(totals, outcomes));
        })
    })
}

/// With `--grid`: the same for every combination.
fn grid(run: &Run) -> Result<(), End> {
    let grid = Grid::new(run.grid.clone());
    let grid = grid.map_err(|fault| End::refused(format!("--grid: {fault}")))?;
    let (variants, read) = read_variants(&run.of, &grid)?;
    let targets = Targets::check(&asked(run, &[report::VARIANTS_CSV_NAME]), &read)?;
    let (seed, replications) = (run.simulation.seed, run.simulation.told_replications());
    let findings =
        on_threads(&run.simulation, |watch| study::variants(&variants, seed, replications, watch))?;
    let table = || report::variants_csv(&variants, &findings);
    let written = targets.write(
        || report::variants_json(&variants, &findings),
        || vec![(report::VARIANTS_CSV_NAME.to_owned(), table())],
    );
    end::print(&report::variants_text(&variants, &findings))?;
    written
}

fn asked<'a>(run: &'a Run, csv_names: &'a [&'a str]) -> Asked<'a> {
    Asked {
        json: run.json.as_deref(),
        csv: run.csv.as_deref().map(|dir| (dir, csv_names)),
        outcomes: run.outcomes.as_deref(),
        ..Asked::default()
    }
}

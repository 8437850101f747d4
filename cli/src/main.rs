//! The program `arrears`: from a scenario file to a forecast, or to all that is wrong with it.

mod args;
mod bridge;
mod end;
mod files;
mod interrupt;
mod progress;
mod targets;

use std::process::ExitCode;

use arrears::ensemble::Cancelled;
use arrears::ensemble::Watch;
use arrears::report;
use arrears::scenario::Grid;
use arrears::study;
use arrears::study::Forecast;
use arrears::study::Setup;
use clap::Parser;

use crate::args::Args;
use crate::args::Command;
use crate::args::Run;
use crate::end::End;
use crate::files::Input;
use crate::files::read_variants;
use crate::progress::Bar;
use crate::targets::Asked;
use crate::targets::Rows;
use crate::targets::Targets;

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Run(run) if run.grid.is_empty() => forecast(&run),
        Command::Run(run) => grid(&run),
        Command::Check(of) => Input::check(&of).and_then(|input| end::print(&input.summary())),
        Command::Explain(of) => {
            Input::read(&of).and_then(|input| end::print(&report::explain(&input.setup)))
        }
        Command::Bridge(told) => bridge::bridge(&told),
    };
    done.map_or_else(End::report, |()| ExitCode::SUCCESS)
}

/// `arrears run`: the files are written before the text is printed, so that a closed pipe costs
/// nothing; a file that cannot be written does not cost the text.
fn forecast(run: &Run) -> Result<(), End> {
    run.check()?;
    let Input { setup, read, .. } = Input::read(&run.of)?;
    let mut targets = Targets::check(&asked(run, &report::CSV_NAMES), &read)?;
    let forecast = simulate(run, &setup, targets.rows())?;
    let written =
        targets.write(|| report::json(&setup, &forecast), || report::csv_files(&setup, &forecast));
    end::print(&report::text(&setup, &forecast))?;
    written
}

fn simulate(run: &Run, setup: &Setup, mut rows: Option<&mut Rows>) -> Result<Forecast, End> {
    let seed = run.seed.unwrap_or(setup.seed);
    let replications = run.replications(setup);
    let mut begun = false;
    on_threads(run.threads, |watch| {
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

/// `arrears run --grid`: as `run`, for every combination.
fn grid(run: &Run) -> Result<(), End> {
    run.check()?;
    let grid = Grid::new(run.grid.clone());
    let grid = grid.map_err(|fault| End::refused(format!("--grid: {fault}")))?;
    let (variants, read) = read_variants(&run.of, &grid)?;
    let targets = Targets::check(&asked(run, &[report::VARIANTS_CSV_NAME]), &read)?;
    let replications = run.told_replications();
    let findings =
        on_threads(run.threads, |watch| study::variants(&variants, run.seed, replications, watch))?;
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
    }
}

/// Simulates on as many threads as asked for, with a bar; Ctrl-C ends the program.
fn on_threads<T: Send>(
    threads: Option<usize>,
    simulate: impl FnOnce(Watch<'_>) -> Result<T, Cancelled> + Send,
) -> Result<T, End> {
    // 0 lets rayon choose: one thread a core.
    let threads = threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| End::refused(format!("--threads {threads}: {error}")))?;
    let bar = Bar::new();
    interrupt::listen(&bar)?;
    let outcome = pool.install(|| simulate(&mut |progress| bar.show(progress)));
    bar.clear();
    outcome.map_err(|_| End::interrupted())
}

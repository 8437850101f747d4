//! The program `arrears`: from a scenario file to a forecast, or to all that is wrong with it.

mod args;
mod end;
mod files;
mod interrupt;
mod progress;
mod targets;

use std::process::ExitCode;

use arrears::report;
use arrears::study;
use arrears::study::Forecast;
use arrears::study::Setup;
use clap::Parser;

use crate::args::Args;
use crate::args::Command;
use crate::args::Run;
use crate::end::End;
use crate::files::Input;
use crate::progress::Bar;
use crate::targets::Targets;

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Run(run) => forecast(&run),
        Command::Check(of) => Input::read(&of.file).and_then(|input| end::print(&input.summary())),
        Command::Explain(of) => {
            Input::read(&of.file).and_then(|input| end::print(&report::explain(&input.setup)))
        }
    };
    done.map_or_else(End::report, |()| ExitCode::SUCCESS)
}

/// `arrears run`: the files are written before the text is printed, so that a closed pipe costs
/// nothing; a file that cannot be written does not cost the text.
fn forecast(run: &Run) -> Result<(), End> {
    let input = Input::read(&run.file)?;
    let targets = Targets::check(run, &input)?;
    let forecast = simulate(run, &input.setup)?;
    let written = targets.write(&input.setup, &forecast);
    end::print(&report::text(&input.setup, &forecast))?;
    written
}

fn simulate(run: &Run, setup: &Setup) -> Result<Forecast, End> {
    let seed = run.seed.unwrap_or(setup.seed);
    let replications = run.replications(setup);
    // 0 lets rayon choose: one thread a core.
    let threads = run.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| End::refused(format!("--threads {threads}: {error}")))?;
    let bar = Bar::new();
    interrupt::listen(&bar)?;
    let outcome = pool
        .install(|| study::forecast(setup, seed, replications, &mut |progress| bar.show(progress)));
    bar.clear();
    outcome.map_err(|_| End::interrupted())
}

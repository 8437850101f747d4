//! The program `arrears`: from a scenario file to a forecast, or to all that is wrong with it.

mod args;
mod compare;
mod end;
mod files;
mod interrupt;
mod progress;
mod run;
mod targets;
mod threads;

use std::process::ExitCode;

use arrears::report;
use clap::Parser;

use crate::args::Args;
use crate::args::Command;
use crate::end::End;
use crate::files::Input;

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Run(told) => run::run(&told),
        Command::Compare(told) => compare::compare(&told),
        Command::Check(of) => Input::read(&of).and_then(|input| end::print(&input.summary())),
        Command::Explain(of) => {
            Input::read(&of).and_then(|input| end::print(&report::explain(&input.setup)))
        }
    };
    done.map_or_else(End::report, |()| ExitCode::SUCCESS)
}

//! The program `arrears`: from a scenario file to a forecast, or to all that is wrong with it.

mod args;
mod backtest;
mod bridge;
mod calibrate;
mod case;
mod check;
mod compare;
mod end;
mod files;
mod interrupt;
mod lever;
mod manual;
mod new;
mod one_table;
mod plan;
mod price;
mod progress;
mod run;
mod sensitivity;
mod targets;
mod threads;
mod trace;

use std::process::ExitCode;

use arrears::report;
use arrears::scenario::SCHEMA;
use clap::Parser;

use crate::args::Args;
use crate::args::Command;
use crate::end::End;
use crate::files::Input;

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::New(told) => new::new(&told),
        Command::Run(told) => run::run(&told),
        Command::Compare(told) => compare::compare(&told),
        Command::Bridge(told) => bridge::bridge(&told),
        Command::Calibrate(told) => calibrate::calibrate(&told),
        Command::Case(told) => case::case(&told),
        Command::Trace(told) => trace::trace(&told),
        Command::Price(told) => price::price(&told),
        Command::Plan(told) => plan::plan(&told),
        Command::Backtest(told) => backtest::backtest(&told),
        Command::Sensitivity(told) => sensitivity::sensitivity(&told),
        Command::Check(told) => check::check(&told),
        Command::Explain(of) => {
            Input::read(&of).and_then(|input| end::print(&report::explain(&input.setup)))
        }
        Command::Schema => end::print(SCHEMA),
        Command::Completions(told) => manual::completions(&told),
        Command::Man(told) => manual::man(&told),
    };
    done.map_or_else(End::report, |()| ExitCode::SUCCESS)
}

//! `arrears new`: a scenario to fill in.

use std::path::PathBuf;

use arrears::scenario::template;
use arrears::time::Day;

use crate::case::day;
use crate::end;
use crate::end::End;
use crate::targets::create;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears new office.toml
  arrears new office.toml --as-of 2026-04-01
  arrears check office.toml && arrears run office.toml

Every invented number in the file is called an assumption and has a range. The day is never read
from a clock, so that the same command writes the same file.";

/// What `arrears new` is told.
#[derive(Debug, clap::Args)]
pub struct New {
    /// The file to write, as office.toml; one that exists is left alone.
    file: PathBuf,

    /// The day of the forecast, the first of a month, from which all other dates in the file
    /// follow.
    #[arg(long, value_name = "DATE", default_value = "2026-01-01", value_parser = day)]
    as_of: Day,
}

/// `arrears new`.
pub fn new(told: &New) -> Result<(), End> {
    let text = template(told.as_of).map_err(|fault| End::refused(format!("--as-of {fault}")))?;
    create(&told.file, &text)?;
    let file = told.file.display();
    end::print(&format!(
        "{file}: written, as of {}. Its numbers are invented: replace them by yours.\n\
         Next: arrears check {file}, arrears explain {file}, arrears run {file}\n",
        told.as_of
    ))
}

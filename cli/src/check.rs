//! `arrears check`: all that is wrong with a scenario, or what is odd in one that is right.

use arrears::report::remarks_text;
use arrears::study::remarks;

use crate::args::Of;
use crate::end;
use crate::end::End;
use crate::files::Input;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears check office.toml --set pool.fte=12
  arrears check office.toml --quiet && arrears run office.toml";

/// What `arrears check` is told.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// The scenario.
    #[command(flatten)]
    of: Of,

    /// Say nothing of a scenario that is right: its exit status tells.
    #[arg(long)]
    quiet: bool,
}

/// `arrears check`.
pub fn check(told: &Check) -> Result<(), End> {
    let input = Input::check(&told.of)?;
    if told.quiet {
        return Ok(());
    }
    let odd = remarks_text(&input.setup, &remarks(&input.setup));
    let gap = if odd.is_empty() { "" } else { "\n" };
    end::print(&format!("{}{gap}{odd}", input.summary()))
}

//! `arrears bridge`: why one forecast became another.

use std::path::PathBuf;

use arrears::report;
use arrears::study;

use crate::args::Of;
use crate::args::Simulation;
use crate::args::said_once;
use crate::end::End;
use crate::files::read_bridge;
use crate::one_table::OneTable;
use crate::threads::on_threads;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears bridge office.toml
  arrears bridge office.toml --replications 200 --json bridge.json
  arrears bridge office.toml --set 'bridge.step[1].before=[\"stream.notice.share=0.2\"]'

The scenario is the side of now; its [bridge] says what was counted and assumed before. A bridge of
n steps has 2^n worlds, each with so many futures; without --replications it has as many as the
[bridge] says, else as the scenario does.";

/// What `arrears bridge` is told.
#[derive(Debug, clap::Args)]
pub struct Bridge {
    /// The scenario.
    #[command(flatten)]
    of: Of,

    /// How many futures, from which seed, on how many threads.
    #[command(flatten)]
    simulation: Simulation,

    /// Also write all numbers to this JSON file, amounts in cents; an existing file is replaced
    /// once all is done [default: none].
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Also write bridge.csv to this folder, amounts in cents; the folder is made if it is missing
    /// [default: none].
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
}

/// `arrears bridge`: the files are written before the text is printed, as by `arrears run`.
pub fn bridge(told: &Bridge) -> Result<(), End> {
    let simulation = &told.simulation;
    simulation.check(told.of.set.keys())?;
    let own = ("bridge.replications", "--replications", simulation.told_replications().is_some());
    said_once(&[own], told.of.set.keys())?;
    let (bridge, read) = read_bridge(&told.of)?;
    let (json, csv) = (told.json.as_deref(), told.csv.as_deref());
    let files = OneTable::check(json, csv, report::BRIDGE_CSV_NAME, &read)?;
    let (seed, replications) =
        (simulation.seed(bridge.setup()), simulation.replications(bridge.setup()));
    let finding =
        on_threads(simulation, |watch| study::bridge(&bridge, seed, replications, watch))?;
    files.tell(
        || report::bridge_json(&bridge, &finding),
        || report::bridge_csv(&bridge, &finding),
        || report::bridge_text(&bridge, &finding),
    )
}

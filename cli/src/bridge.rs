//! `arrears bridge`: why one forecast became another.

use std::path::PathBuf;

use arrears::report;
use arrears::study;

use crate::args;
use crate::args::Of;
use crate::end;
use crate::end::End;
use crate::files::read_bridge;
use crate::on_threads;
use crate::targets::Asked;
use crate::targets::Targets;

/// What `arrears bridge` is told.
#[derive(Debug, clap::Args)]
pub struct Bridge {
    /// The scenario.
    #[command(flatten)]
    pub of: Of,

    /// How many futures to simulate in each world, 1 to 100,000,000; a bridge of n steps has 2^n
    /// worlds [default: the bridge's, else the scenario's, else 1,000].
    #[arg(long, value_name = "N", value_parser = args::replications)]
    replications: Option<u64>,

    /// Where chance starts, a whole number of 0 or more [default: scenario's, else 1].
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = args::seed)]
    seed: Option<u64>,

    /// How many threads compute, 1 to 1,024; changes the time, never the numbers [default: one a
    /// core].
    #[arg(long, value_name = "T", value_parser = args::threads)]
    threads: Option<usize>,

    /// Also write all numbers to this JSON file, amounts in cents; an existing file is replaced
    /// once all is done [default: none].
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Also write bridge.csv to this folder, amounts in cents; the folder is made if it is missing
    /// [default: none].
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
}

/// Examples of `arrears bridge`, for its help.
pub const EXAMPLES: &str = "\
Examples:
  arrears bridge office.toml
  arrears bridge office.toml --replications 200 --json bridge.json
  arrears bridge office.toml --set 'bridge.step[1].before=[\"stream.notice.share=0.2\"]'

The scenario is the side of now; its [bridge] says what was counted and assumed before.";

/// The files are written before the text is printed, as by `arrears run`.
pub fn bridge(told: &Bridge) -> Result<(), End> {
    let given = [
        ("seed", "--seed", told.seed.is_some()),
        ("replications", "--replications", told.replications.is_some()),
        ("bridge.replications", "--replications", told.replications.is_some()),
    ];
    args::said_once(told.of.set.settings.iter().map(|it| ("--set", it.key())), &given)?;
    let (bridge, read) = read_bridge(&told.of)?;
    let asked = Asked {
        json: told.json.as_deref(),
        csv: told.csv.as_deref().map(|dir| (dir, &[report::BRIDGE_CSV_NAME][..])),
        outcomes: None,
    };
    let targets = Targets::check(&asked, &read)?;
    let setup = bridge.setup();
    let seed = told.seed.unwrap_or(setup.seed);
    let replications = told.replications.and_then(|number| u32::try_from(number).ok());
    let replications = replications.unwrap_or(setup.replications);
    let finding =
        on_threads(told.threads, |watch| study::bridge(&bridge, seed, replications, watch))?;
    let table = || report::bridge_csv(&bridge, &finding);
    let written = targets.write(
        || report::bridge_json(&bridge, &finding),
        || vec![(report::BRIDGE_CSV_NAME.to_owned(), table())],
    );
    end::print(&report::bridge_text(&bridge, &finding))?;
    written
}

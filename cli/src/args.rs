//! What may be typed.

use std::path::PathBuf;

use arrears::scenario::Setting;
use arrears::study::Setup;
use clap::Parser;
use clap::Subcommand;

use crate::backtest;
use crate::backtest::Backtest;
use crate::bridge;
use crate::bridge::Bridge;
use crate::calibrate;
use crate::calibrate::Calibrate;
use crate::case;
use crate::case::Case;
use crate::check;
use crate::check::Check;
use crate::compare;
use crate::compare::Compare;
use crate::end::End;
use crate::manual;
use crate::manual::Completions;
use crate::manual::Man;
use crate::new;
use crate::new::New;
use crate::plan;
use crate::plan::Plan;
use crate::price;
use crate::price::Price;
use crate::run;
use crate::run::Run;
use crate::sensitivity;
use crate::sensitivity::Sensitivity;
use crate::trace;
use crate::trace::Trace;

/// Forecasts case backlogs under a statutory term, and what lateness costs.
///
/// A scenario file says what waits, what comes in, who decides and what lateness costs. `arrears`
/// simulates thousands of futures of it and prints what is already lost, what each year will cost,
/// how sure that is and when the late stock is gone.
#[derive(Debug, Parser)]
#[command(name = "arrears", version, after_help = STATUS, arg_required_else_help = true)]
pub struct Args {
    /// What is asked.
    #[command(subcommand)]
    pub command: Command,
}

const STATUS: &str = "\
Results go to standard output, everything else to standard error.
Exit status: 0 done; 1 a file could not be written; 2 the scenario or the command is wrong,
nothing was written; 130 interrupted, nothing was written.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a commented scenario to fill in; it can be run as it is.
    #[command(after_help = new::EXAMPLES)]
    New(New),
    /// Simulate many futures of a scenario and print the forecast.
    #[command(after_help = run::EXAMPLES)]
    Run(Run),
    /// Simulate the same futures under every policy of a scenario, or of several scenarios, and say
    /// which costs least.
    #[command(after_help = compare::EXAMPLES)]
    Compare(Compare),
    /// Say why one forecast became another: what each changed assumption of a scenario's [bridge]
    /// contributes, all under the same luck.
    #[command(after_help = bridge::EXAMPLES)]
    Bridge(Bridge),
    /// Bring what is not known into line with what was reported: draws of the uncertain numbers that
    /// give the figures of [[observed]].
    #[command(after_help = calibrate::EXAMPLES)]
    Calibrate(Calibrate),
    /// Put one case on paper: from its dates, the calendar with every article and amount.
    #[command(after_help = case::EXAMPLES)]
    Case(Box<Case>),
    /// Take one household out of one future: its calendar, with every date and amount; or list those
    /// that cost most.
    #[command(after_help = trace::EXAMPLES)]
    Trace(Trace),
    /// Say what one person more saves and costs, by the first day.
    #[command(after_help = price::EXAMPLES)]
    Price(Price),
    /// Find how many people, how much overtime or productivity it takes to reach a target.
    #[command(after_help = plan::EXAMPLES)]
    Plan(Plan),
    /// Say which of the numbers that are not known make a total uncertain, what counting each would
    /// be worth, and when a budget fails.
    #[command(after_help = sensitivity::EXAMPLES)]
    Sensitivity(Sensitivity),
    /// Score forecasts against what was observed afterwards, and against naive ones.
    #[command(after_help = backtest::EXAMPLES)]
    Backtest(Backtest),
    /// Say all that is wrong with a scenario, each fault with its line, or what is odd in one that is
    /// right; simulates nothing.
    #[command(after_help = check::EXAMPLES)]
    Check(Check),
    /// Say in plain sentences what a scenario means, every default filled in.
    #[command(after_help = "Example:\n  arrears explain office.toml | less")]
    Explain(Of),
    /// Print a JSON Schema of the scenario file, with which an editor completes and checks it.
    #[command(after_help = "Example:\n  arrears schema > arrears.schema.json")]
    Schema,
    /// Print what a shell needs to complete commands and options.
    #[command(after_help = manual::COMPLETIONS_EXAMPLES)]
    Completions(Completions),
    /// Print the manual page of the program, or of one command.
    #[command(after_help = manual::MAN_EXAMPLES)]
    Man(Man),
}

/// Which scenario.
#[derive(Debug, clap::Args)]
pub struct Of {
    /// The scenario, a TOML file; CSV files that it names are looked for in its folder.
    pub file: PathBuf,

    /// Which of its values are replaced.
    #[command(flatten)]
    pub set: Set,
}

/// Values that are replaced in a scenario before it is read.
#[derive(Debug, clap::Args)]
pub struct Set {
    /// Replace or add one value of the scenario, as pool.fte=400, pool[2].order=random or
    /// 'stream.labour.term={ months = 9 }'; may be given several times. Keys are those of the
    /// messages, values are written as in the scenario, words without quotes [default: none].
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = Setting::parse)]
    pub settings: Vec<Setting>,
}

impl Set {
    /// The keys that are set, each with the option.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.settings.iter().map(|it| ("--set", it.key()))
    }
}

/// How many futures are simulated, from which seed, on how many threads.
#[derive(Debug, clap::Args)]
pub struct Simulation {
    /// How many futures to simulate, 1 to 100,000,000 [default: scenario's, else 1,000].
    #[arg(long, value_name = "N", value_parser = replications)]
    replications: Option<u64>,

    /// Where chance starts, a whole number of 0 or more [default: scenario's, else 1].
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = seed)]
    pub seed: Option<u64>,

    /// How many threads compute, 1 to 1,024; changes the time, never the numbers [default: one a
    /// core].
    #[arg(long, value_name = "T", value_parser = threads)]
    pub threads: Option<usize>,
}

impl Simulation {
    /// How many futures the command says, if it does.
    pub fn told_replications(&self) -> Option<u32> {
        self.replications.and_then(|number| u32::try_from(number).ok())
    }

    /// How many futures: as told, otherwise as the scenario says.
    pub fn replications(&self, setup: &Setup) -> u32 {
        self.told_replications().unwrap_or(setup.replications)
    }

    /// Where chance starts: as told, otherwise as the scenario says.
    pub fn seed(&self, setup: &Setup) -> u64 {
        self.seed.unwrap_or(setup.seed)
    }

    /// That nothing is said twice: seed and replications have options of their own.
    ///
    /// # Errors
    /// - one of them is among these keys, each with the option that it came by, and given as an
    ///   option too.
    pub fn check<'a>(&self, keys: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(), End> {
        let given = [
            ("seed", "--seed", self.seed.is_some()),
            ("replications", "--replications", self.replications.is_some()),
        ];
        said_once(&given, keys)
    }
}

/// That no key is said by an option of its own and as a key too.
pub fn said_once<'a>(
    given: &[(&str, &str, bool)],
    keys: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<(), End> {
    for (by, key) in keys {
        if let Some((_, option, _)) = given.iter().find(|it| it.2 && it.0 == key) {
            let found = format!("{by} {key} beside {option}, must be one of them alone");
            return Err(End::refused(found));
        }
    }
    Ok(())
}

fn replications(text: &str) -> Result<u64, String> {
    whole(text, 1, 100_000_000, "1 to 100,000,000, as 10000")
}

/// A number of units of a lever.
pub fn units(text: &str) -> Result<u32, String> {
    let number = whole(text, 1, 1_000_000, "1 to 1,000,000, as 10")?;
    u32::try_from(number).map_err(|error| error.to_string())
}

/// A seed, as it is typed.
pub fn seed(text: &str) -> Result<u64, String> {
    whole(text, 0, u64::MAX, "0 to 18,446,744,073,709,551,615, as 7")
}

/// A number of draws that are kept.
pub fn draws(text: &str) -> Result<u32, String> {
    let number = whole(text, 10, 100_000, "10 to 100,000, as 2000")?;
    u32::try_from(number).map_err(|error| error.to_string())
}

/// A number of points: 0, or a power of two from 16 on.
pub fn points(text: &str) -> Result<u32, String> {
    let number = text.parse::<u32>().ok();
    let right = |it: &u32| *it == 0 || it.is_power_of_two() && (16..=1 << 20).contains(it);
    number.filter(right).ok_or_else(|| {
        format!("{text:?}, must be 0 or a power of two from 16 to 1,048,576, as 512")
    })
}

/// A number of simulations.
pub fn simulations(text: &str) -> Result<u32, String> {
    let number = whole(text, 1, 1_000_000_000, "1 to 1,000,000,000, as 400000")?;
    u32::try_from(number).map_err(|error| error.to_string())
}

/// A number of threads.
pub fn threads(text: &str) -> Result<usize, String> {
    let number = whole(text, 1, 1_024, "1 to 1,024, as 4")?;
    usize::try_from(number).map_err(|error| error.to_string())
}

/// A whole number; `right` says between which limits, with an example.
fn whole(text: &str, least: u64, most: u64, right: &str) -> Result<u64, String> {
    let number = text.parse::<u64>().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("{text:?}, must be a whole number from {right}"))
}

/// A share above 0 and below 1, as `1%` or `0.01`.
pub fn precision(text: &str) -> Result<f64, String> {
    let (digits, scale) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), 100.0),
        None => (text, 1.0),
    };
    let wrong = || format!("{text:?}, must be above 0% and below 100%, as 1%, 0.5% or 0.01");
    let share = digits.parse::<f64>().map_err(|_| wrong())? / scale;
    if 0.0 < share && share < 1.0 {
        return Ok(share);
    }
    match scale == 1.0 && 1.0 <= share && share < 100.0 {
        true => Err(format!("{}; did you mean {text}%?", wrong())),
        false => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_number_that_cannot_be_used_is_answered_with_its_limits() {
        assert_eq!(replications("100000000"), Ok(100_000_000));
        assert_eq!(seed("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(threads("1024"), Ok(1_024));
        for text in ["", "-1", "0", "1025", "1e3", "1_000", "x", "99999999999999999999"] {
            let right = format!("{text:?}, must be a whole number from 1 to 1,024, as 4");
            assert_eq!(threads(text), Err(right));
        }
        let told = Args::try_parse_from(["arrears", "run", "a.toml", "--seed", "-1"]);
        let message = told.unwrap_err().to_string();
        assert!(message.contains("\"-1\", must be a whole number from 0"), "{message}");
    }

    #[test]
    fn a_precision_is_a_share_or_a_percentage() {
        for (text, share) in [("1%", 0.01), ("0.5%", 0.005), ("0.01", 0.01), ("1 %", 0.01)] {
            assert_eq!(precision(text), Ok(share), "{text}");
        }
        for text in ["", "%", "0", "0%", "-1%", "100%", "1", "NaN", "inf", "1%%", "one"] {
            assert!(precision(text).is_err(), "{text}");
        }
        assert!(precision("1").unwrap_err().ends_with("did you mean 1%?"));
    }
}

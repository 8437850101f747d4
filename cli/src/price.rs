//! `arrears price`: what one person more saves and costs, by the first day.

use std::path::PathBuf;

use arrears::report;
use arrears::scenario::days_every;
use arrears::study;
use arrears::study::Lever;
use arrears::study::PriceQuestion;
use arrears::study::Setup;
use arrears::time::Day;
use clap::ValueEnum;

use crate::args::Of;
use crate::args::Simulation;
use crate::args::units;
use crate::end::End;
use crate::files::Input;
use crate::lever::InPool;
use crate::lever::Training;
use crate::lever::first_day;
use crate::one_table::OneTable;
use crate::threads::on_threads;

/// What stands below the options of the command.
pub const EXAMPLES: &str = "\
Examples:
  arrears price office.toml
  arrears price office.toml --of fte --from 2026-03-01 --every \"2 months\" --training-days 90
  arrears price office.toml --of decisions --pool deciders --csv tables
  arrears price office.toml --set \"pool.staff_cost={ per_fte_per_year = 80_000 }\"

Every first day is simulated in the same futures, with and without, so that what differs is what one
person does.";

/// Of what there is one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// People who are hired, in full-time equivalents.
    Fte,
    /// Decisions in a week, for a pool of which only decisions are known.
    Decisions,
}

impl Unit {
    fn option(self) -> &'static str {
        match self {
            Unit::Fte => "--of fte",
            Unit::Decisions => "--of decisions",
        }
    }
}

/// What `arrears price` is told.
#[derive(Debug, clap::Args)]
pub struct Price {
    /// The scenario.
    #[command(flatten)]
    of: Of,

    /// Of what there is one more [default: fte; decisions where the pool counts no people].
    #[arg(long = "of", value_name = "UNIT")]
    unit: Option<Unit>,

    /// How many more, 1 to 1,000,000 [default: 1].
    #[arg(long, value_name = "N", default_value = "1", hide_default_value = true)]
    #[arg(value_parser = units)]
    units: u32,

    /// In which pool.
    #[command(flatten)]
    pool: InPool,

    /// The earliest first day, as 2026-03-01 [default: the as-of day].
    #[arg(long, value_name = "DATE")]
    from: Option<Day>,

    /// The latest first day [default: the last day of the scenario].
    #[arg(long, value_name = "DATE")]
    until: Option<Day>,

    /// The time between first days: days, weeks or months, as "2 weeks"; at most 1,000 first days
    /// [default: 1 month].
    #[arg(long, value_name = "TIME", default_value = "1 month", hide_default_value = true)]
    every: String,

    /// How those who are hired are trained.
    #[command(flatten)]
    training: Training,

    /// How many futures, from which seed, on how many threads.
    #[command(flatten)]
    simulation: Simulation,

    /// Also write all numbers to this JSON file, amounts in cents; an existing file is replaced
    /// once all is done [default: none].
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Also write price.csv to this folder, amounts in cents; the folder is made if it is missing
    /// [default: none].
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
}

/// `arrears price`.
pub fn price(told: &Price) -> Result<(), End> {
    told.simulation.check(told.of.set.keys())?;
    let Input { setup, read, .. } = Input::read(&told.of)?;
    let question = question(told, &setup)?;
    let (json, csv) = (told.json.as_deref(), told.csv.as_deref());
    let files = OneTable::check(json, csv, report::PRICE_CSV_NAME, &read)?;
    let simulation = &told.simulation;
    let (seed, replications) = (simulation.seed(&setup), simulation.replications(&setup));
    let price = on_threads(simulation, |watch| study::price(&question, seed, replications, watch))?;
    files.tell(
        || report::price_json(&question, &price),
        || report::price_csv(&price),
        || report::price_text(&question, &price),
    )
}

fn question(told: &Price, setup: &Setup) -> Result<PriceQuestion, End> {
    let pool = told.pool.number(setup)?;
    let usual = if setup.model.pools[pool].counts_people { Unit::Fte } else { Unit::Decisions };
    let unit = told.unit.unwrap_or(usual);
    let lever = match unit {
        Unit::Fte => told.training.hire(setup, pool)?,
        Unit::Decisions if told.training.is_told() => {
            let right = "left out: only people who are hired are trained";
            return Err(End::refused(format!("--of decisions  with training, must be {right}")));
        }
        Unit::Decisions => Lever::Decisions,
    };
    let from = first_day(setup, "--from", told.from)?;
    let until = first_day(setup, "--until", told.until.or(Some(setup.model.period.end())))?;
    let starts = days_every(from, until, &told.every);
    let starts = starts.map_err(|fault| End::refused(format!("--every  {fault}")))?;
    PriceQuestion::new(setup, pool, lever, told.units, starts)
        .map_err(|problems| End::refused(problems.display_in(unit.option())))
}

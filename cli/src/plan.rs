//! `arrears plan`: the smallest lever that reaches a target.

use std::path::PathBuf;

use arrears::report;
use arrears::study;
use arrears::study::Lever;
use arrears::study::PlanQuestion;
use arrears::study::Setup;
use arrears::study::Target;
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
A target is P(EVENT) >= SHARE, where SHARE is 0.9 or 90% and EVENT one of:
  late stock <= N by DATE      at most N late cases by that day, and then for as long as the
                               scenario's gone.for_days says; late stock = 0 for none
  late stock <= N on DATE      at most N late cases at the end of that day
  late share <= SHARE on DATE  at most that share of the pending cases is late then
  bill <= AMOUNT               the final bill; amounts as 17_000_000, 17 million, 250 thousand
  owed in YEAR <= AMOUNT       what is run up in a fiscal year
  paid in YEAR <= AMOUNT       what is transferred in a fiscal year

Examples:
  arrears plan office.toml --target \"P(late stock = 0 by 2027-01-01) >= 0.9\" --lever hire
  arrears plan office.toml --target \"P(owed in 2026 <= 150 thousand) >= 80%\" --lever overtime
  arrears plan office.toml --target \"P(late share <= 5% on 2027-01-01) >= 0.9\" \\
    --lever productivity --from 2026-07-01 --at-most 50";

/// What can be turned up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LeverName {
    /// People who are hired, in whole fte; at most 1,000 unless --at-most says otherwise.
    Hire,
    /// Decisions a week, for a pool of which only decisions are known; at most 1,000.
    Decisions,
    /// Overtime, in whole hundredths of normal time; at most 100.
    Overtime,
    /// More decisions in the same time, in whole hundredths; at most 100.
    Productivity,
}

impl LeverName {
    fn usual_most(self) -> u32 {
        match self {
            LeverName::Hire | LeverName::Decisions => 1_000,
            LeverName::Overtime | LeverName::Productivity => 100,
        }
    }

    fn option(self) -> &'static str {
        match self {
            LeverName::Hire => "--lever hire",
            LeverName::Decisions => "--lever decisions",
            LeverName::Overtime => "--lever overtime",
            LeverName::Productivity => "--lever productivity",
        }
    }
}

/// What `arrears plan` is told.
#[derive(Debug, clap::Args)]
pub struct Plan {
    /// The scenario.
    #[command(flatten)]
    of: Of,

    /// What is to happen, and how surely, as "P(late stock = 0 by 2027-01-01) >= 0.9"; see below.
    #[arg(long, value_name = "TARGET")]
    target: Target,

    /// What is turned up until that is reached.
    #[arg(long, value_name = "LEVER")]
    lever: LeverName,

    /// The most that is tried, 1 to 1,000,000 [default: as said at the lever].
    #[arg(long, value_name = "N", value_parser = units)]
    at_most: Option<u32>,

    /// In which pool.
    #[command(flatten)]
    pool: InPool,

    /// The first day of what the lever brings, as 2026-03-01 [default: the as-of day].
    #[arg(long, value_name = "DATE")]
    from: Option<Day>,

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

    /// Also write plan.csv, a row for each number that was tried, to this folder; the folder is
    /// made if it is missing [default: none].
    #[arg(long, value_name = "DIR")]
    csv: Option<PathBuf>,
}

/// `arrears plan`.
pub fn plan(told: &Plan) -> Result<(), End> {
    told.simulation.check(told.of.set.keys())?;
    let Input { setup, read, .. } = Input::read(&told.of)?;
    let question = question(told, &setup)?;
    let (json, csv) = (told.json.as_deref(), told.csv.as_deref());
    let files = OneTable::check(json, csv, report::PLAN_CSV_NAME, &read)?;
    let simulation = &told.simulation;
    let (seed, replications) = (simulation.seed(&setup), simulation.replications(&setup));
    let plan = on_threads(simulation, |watch| study::plan(&question, seed, replications, watch))?;
    files.tell(
        || report::plan_json(&question, &plan),
        || report::plan_csv(&plan),
        || report::plan_text(&question, &plan),
    )
}

fn question(told: &Plan, setup: &Setup) -> Result<PlanQuestion, End> {
    let pool = told.pool.number(setup)?;
    let lever = match told.lever {
        LeverName::Hire => told.training.hire(setup, pool)?,
        LeverName::Decisions | LeverName::Overtime | LeverName::Productivity
            if told.training.is_told() =>
        {
            let right = "left out: only people who are hired are trained";
            let option = told.lever.option();
            return Err(End::refused(format!("{option}  with training, must be {right}")));
        }
        LeverName::Decisions => Lever::Decisions,
        LeverName::Overtime => Lever::Overtime,
        LeverName::Productivity => Lever::Productivity,
    };
    let event = told.target.event.check(&setup.model);
    event.map_err(|fault| End::refused(format!("--target  {fault}")))?;
    let from = first_day(setup, "--from", told.from)?;
    let most = told.at_most.unwrap_or(told.lever.usual_most());
    PlanQuestion::new(setup, told.target, pool, lever, from, most)
        .map_err(|problems| End::refused(problems.display_in(told.lever.option())))
}

//! All numbers together: the share of the spread that each is responsible for, and that of luck.

use std::sync::Mutex;

use crate::error::Problems;
use crate::random::Copula;
use crate::study::SensitivityQuestion;
use crate::study::Stopped;
use crate::study::sensitivity::Steps;
use crate::study::sensitivity::impossible;
use crate::summary::Design;
use crate::summary::ShapleyEffects;
use crate::summary::SobolIndices;
use crate::summary::shapley_effects;
use crate::summary::sobol_indices;

/// The shares of the spread of a total; the last input of each is luck.
#[derive(Clone, Debug, PartialEq)]
pub enum GlobalFinding {
    /// First-order and total shares, of numbers that do not depend on each other.
    Independent(SobolIndices),
    /// Shapley's division, of numbers that do.
    Dependent(ShapleyEffects),
    /// Not asked for.
    NotAsked,
    /// The numbers are draws of a calibration: there are no points between them at which the total
    /// could be looked at. What knowing a number is worth is told by the draws themselves.
    Calibrated,
    /// The total is the same everywhere.
    Constant,
}

/// Scrambles of the points, for the standard errors.
const SCRAMBLES: u32 = 8;

/// Different lucks, of which a point takes one.
const LUCKS: f64 = 65_536.0;

impl GlobalFinding {
    /// How many simulations it takes.
    pub(super) fn simulations(question: &SensitivityQuestion) -> u64 {
        if question.uncertain.calibrated().is_some() {
            return 0;
        }
        let inputs = question.uncertain.inputs().len() as u64 + 1;
        let more = if is_independent(question) { 2 } else { 1 };
        u64::from(question.size.points) * (inputs + more)
    }
}

fn is_independent(question: &SensitivityQuestion) -> bool {
    question.uncertain.before().copula().is_independent()
}

/// The shares of all numbers and of luck, which is one more input: which replication a point takes.
pub(super) fn global(
    question: &SensitivityQuestion,
    seed: u64,
    steps: &mut Steps<'_>,
) -> Result<GlobalFinding, Stopped> {
    if question.uncertain.calibrated().is_some() {
        return Ok(GlobalFinding::Calibrated);
    }
    if question.size.points == 0 {
        return Ok(GlobalFinding::NotAsked);
    }
    let rows = question.size.points / SCRAMBLES;
    let design = Design::new(seed, rows, SCRAMBLES).expect("a power of two was asked for");
    let failed: Mutex<Option<Problems>> = Mutex::new(None);
    let inputs = question.uncertain.inputs().len();
    let model = |levels: &[f64]| {
        let (levels, luck) = levels.split_at(inputs);
        let luck = (luck[0] * LUCKS) as u32;
        let values = match is_independent(question) {
            true => question.uncertain.before().values(levels),
            // The division has made the levels dependent already.
            false => question.uncertain.before().values_at_levels(levels),
        };
        match question.simulate(&values, seed, std::iter::once(luck)) {
            Ok(results) => results[0],
            Err(problems) => {
                *failed.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = Some(problems);
                0.0
            }
        }
    };
    let found = match is_independent(question) {
        true => sobol_indices(inputs + 1, &design, model).map(GlobalFinding::Independent),
        false => {
            shapley_effects(&with_luck(question), &design, model).map(GlobalFinding::Dependent)
        }
    };
    if let Some(problems) = failed.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()) {
        return Err(impossible(0, problems));
    }
    steps.done(GlobalFinding::simulations(question))?;
    Ok(found.unwrap_or(GlobalFinding::Constant))
}

/// The dependence of the numbers, with luck as one more that depends on nothing.
fn with_luck(question: &SensitivityQuestion) -> Copula {
    let copula = question.uncertain.before().copula();
    let inputs = copula.inputs();
    let names = vec![""; inputs + 1];
    let pairs = (0..inputs).flat_map(|other| (0..other).map(move |one| (one, other)));
    let pairs: Vec<(usize, usize, f64)> = pairs
        .map(|(one, other)| (one, other, copula.rank_correlation(one, other)))
        .filter(|(_, _, rank)| *rank != 0.0)
        .collect();
    Copula::new(&names, &pairs).expect("the same correlations, which are possible")
}

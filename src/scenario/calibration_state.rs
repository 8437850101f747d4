//! How far a calibration has come, as text that can be saved and taken up again.

use std::fmt::Write;

use crate::error::Fault;
use crate::error::Problem;
use crate::error::Problems;
use crate::scenario::notes::quoted;
use crate::study::CalibrationQuestion;
use crate::summary::CalibrationDraw;
use crate::summary::CalibrationState;
use crate::summary::Generation;

/// The first line of a saved state.
const FIRST: &str = "arrears calibration, format 1";

/// What a calibration is made of, in one line: another one may not go on from its state.
fn identity(question: &CalibrationQuestion) -> String {
    let sampling = question.plan().sampling();
    format!(
        "fingerprint {}, seed {}, first {}, kept {}",
        question.setup().fingerprint,
        sampling.seed,
        sampling.first,
        sampling.kept,
    )
}

/// The state of a calibration as text; [`read_calibration_state`] gives it back bit by bit.
///
/// A line a generation and a line a kept draw, numbers with all their digits.
pub fn calibration_state_text(question: &CalibrationQuestion, state: &CalibrationState) -> String {
    let mut text = format!("{FIRST}\n{}\n", identity(question));
    for it in &state.path {
        let (simulations, numbers) =
            (it.simulations, [it.tolerance, it.acceptance, it.effective_size]);
        line(&mut text, "generation", &[simulations], &numbers);
    }
    for it in &state.draws {
        let numbers = [&[it.distance], it.scores.as_slice(), &it.results].concat();
        line(&mut text, "draw", &[it.number], &numbers);
    }
    text
}

fn line(text: &mut String, name: &str, whole: &[u32], numbers: &[f64]) {
    text.push_str(name);
    for number in whole {
        write!(text, ",{number}").expect("writing to memory");
    }
    for number in numbers {
        write!(text, ",{number:?}").expect("writing to memory");
    }
    text.push('\n');
}

/// The state of a calibration from its text.
///
/// # Errors
/// - the text is no such state, or the state of another scenario, seed or sampling: the first line
///   that shows it.
pub fn read_calibration_state(
    question: &CalibrationQuestion,
    text: &str,
) -> Result<CalibrationState, Problems> {
    let mut lines = (1..).zip(text.lines());
    let mut expect = |right: String| match lines.next() {
        Some((_, found)) if found == right => Ok(()),
        Some((line, found)) => Err(wrong(line, quoted(found), right + "; take another file")),
        None => Err(wrong(1, "an empty file".to_owned(), right)),
    };
    expect(FIRST.to_owned())?;
    expect(identity(question))?;
    let inputs = question.plan().inputs().count();
    let targets = question.plan().targets().len();
    let mut state = CalibrationState { draws: Vec::new(), path: Vec::new() };
    for (at, line) in lines {
        let refused = || {
            wrong(at, quoted(line), "a generation or a draw, as the program writes them".to_owned())
        };
        let (name, rest) = line.split_once(',').ok_or_else(refused)?;
        let (whole, numbers) = numbers(rest).ok_or_else(refused)?;
        match (name, numbers.len()) {
            ("generation", 3) => state.path.push(Generation {
                simulations: whole,
                tolerance: numbers[0],
                acceptance: numbers[1],
                effective_size: numbers[2],
            }),
            ("draw", count) if count == 1 + inputs + targets => state.draws.push(CalibrationDraw {
                number: whole,
                distance: numbers[0],
                scores: numbers[1..1 + inputs].to_vec(),
                results: numbers[1 + inputs..].to_vec(),
            }),
            _ => return Err(refused()),
        }
    }
    Ok(state)
}

fn numbers(text: &str) -> Option<(u32, Vec<f64>)> {
    let (whole, rest) = text.split_once(',')?;
    let numbers = rest.split(',').map(|number| number.parse().ok());
    Some((whole.parse().ok()?, numbers.collect::<Option<Vec<f64>>>()?))
}

fn wrong(line: u32, found: String, right: String) -> Problems {
    let fault = Fault::new(found, right);
    Problem { file: None, line: Some(line), key: String::new(), fault }.into()
}

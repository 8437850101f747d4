//! A calibration as plain text: what fits, what is now known, and what fights.

use crate::report::calibration_facts::figure_name;
use crate::report::calibration_facts::plain;
use crate::report::calibration_facts::three_digits;
use crate::report::facts::changes;
use crate::report::facts::value_in_words;
use crate::report::number::Doubt;
use crate::report::number::Number;
use crate::report::number::grouped;
use crate::report::number::percent;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::study::CalibratedInput;
use crate::study::CalibrationFinding;
use crate::study::CalibrationQuestion;
use crate::study::FittedFigure;
use crate::study::Pair;
use crate::study::Setup;
use crate::summary::CalibrationStop;

/// A calibration as plain text, no line wider than 80 columns.
///
/// The same question and finding give the same text.
pub fn calibration_text(question: &CalibrationQuestion, found: &CalibrationFinding) -> String {
    let setup = question.setup();
    let mut page = Page::default();
    page.heading(&setup.title);
    page.paragraph(&format!(
        "Calibrated to {} known on {}: what do they say about the {} that are not known?",
        some(found.figures.len(), "figure"),
        setup.model.period.as_of(),
        some(found.inputs.len(), "number"),
    ));
    if !setup.changed.is_empty() {
        page.paragraph(&format!("With {}.", changes(&setup.changed)));
    }
    page.paragraph(&answer(question, found));
    figures(&mut page, setup, found);
    inputs(&mut page, question, found);
    fighting(&mut page, found);
    dependent(&mut page, question, found);
    how(&mut page, question, found);
    page.finish()
}

fn some(number: usize, name: &str) -> String {
    match number {
        1 => format!("1 {name}"),
        many => format!("{} {name}s", grouped(many as u128)),
    }
}

/// Figures that less than half of the futures meet.
fn missed(found: &CalibrationFinding) -> Vec<&FittedFigure> {
    found.figures.iter().filter(|figure| figure.inside.value < 0.5).collect()
}

fn answer(question: &CalibrationQuestion, found: &CalibrationFinding) -> String {
    let missed = missed(found);
    let met = match missed.len() {
        0 => {
            "All figures can be met together: each by most futures of the calibrated model.".into()
        }
        number if number == found.figures.len() => {
            "No figure is met by most futures of the calibrated model.".to_owned()
        }
        number => format!(
            "{} not met by most futures of the calibrated model: {}.",
            if number == 1 { "1 figure is".to_owned() } else { format!("{number} figures are") },
            missed.iter().map(|it| figure_name(&it.observed)).collect::<Vec<_>>().join("; "),
        ),
    };
    let silent: Vec<String> = found
        .inputs
        .iter()
        .zip(question.uncertain().inputs())
        .filter(|(input, _)| !input.is_informed())
        .map(|(_, input)| cut(input.label(), 40))
        .collect();
    let of_inputs = match silent.len() {
        0 => "The figures inform every number.".to_owned(),
        _ => format!("The figures say next to nothing about: {}.", silent.join("; ")),
    };
    format!(
        "{met} {of_inputs} The {} kept are worth {} of equal weight.",
        some(found.calibrated.draws.len(), "draw"),
        grouped(found.calibrated.effective_size().round() as u128),
    )
}

fn figures(page: &mut Page, setup: &Setup, found: &CalibrationFinding) {
    page.heading("How the calibrated model fits the reported figures");
    page.paragraph(&format!(
        "The model's numbers are what would be reported, over futures with new luck. Inside: the \
         share of futures inside the range (of a figure without one, within two standard errors). \
         p: the share at least as high as the reported value; near 0 or 1 the model hardly gives \
         it. Amounts are in {}; k: thousand, m: million.",
        setup.currency,
    ));
    let row = |figure: &FittedFigure| {
        let observed = &figure.observed;
        let words = |value: f64, doubt: Doubt| {
            let number = Number { value, doubt };
            plain(setup, value_in_words(setup, observed.quantity, number))
        };
        let exact = |value: i64| words(value as f64, Doubt::Exact);
        let about = |value: f64| words(value, Doubt::Unknown);
        let predicted = &figure.predicted;
        vec![
            figure_name(observed),
            exact(observed.value),
            match observed.low < observed.high {
                true => format!("{}–{}", exact(observed.low), exact(observed.high)),
                false => format!("± {}", exact(observed.standard_error.unwrap_or(0))),
            },
            about(predicted.median),
            format!("{}–{}", about(predicted.low), about(predicted.high)),
            percent(Number::from(figure.inside)),
            format!("{:.2}", figure.p.value),
        ]
    };
    let columns = ["", "reported", "range", "model\nmedian", "90% of\nfutures", "inside", "p"];
    page.table(&columns, found.figures.iter().map(row).collect());
}

fn inputs(page: &mut Page, question: &CalibrationQuestion, found: &CalibrationFinding) {
    page.heading("What is known of each number");
    page.paragraph(
        "Median, and in brackets the 5% and 95% quantiles, before and after. Spread left: the \
         standard deviation after over that before.",
    );
    let row = |(input, of): (&CalibratedInput, &crate::study::UncertainInput)| {
        let spread = |it: &crate::study::Spread| {
            format!(
                "{} ({}–{})",
                three_digits(it.median),
                three_digits(it.low),
                three_digits(it.high)
            )
        };
        let left = match input.spread_ratio {
            Some(ratio) => percent(Number { value: ratio, doubt: Doubt::Error(0.005) }),
            None => "–".to_owned(),
        };
        let informed = if input.is_informed() { "" } else { "no" };
        vec![
            cut(of.label(), 34),
            spread(&input.before),
            spread(&input.after),
            left,
            informed.to_owned(),
        ]
    };
    let rows = found.inputs.iter().zip(question.uncertain().inputs()).map(row).collect();
    page.table(&["", "before", "after", "spread\nleft", "informed"], rows);
}

fn fighting(page: &mut Page, found: &CalibrationFinding) {
    const MOST: usize = 5;
    page.heading("Which figures fight");
    if found.fighting.is_empty() {
        page.paragraph(
            "None: among the kept draws no figure is met the worse the better another is.",
        );
        return;
    }
    page.paragraph(
        "Among the kept draws, the nearer to the first the farther from the second (rank \
         correlation of the two distances):",
    );
    let point = |pair: &Pair| {
        let names = [pair.one, pair.other].map(|it| figure_name(&found.figures[it].observed));
        format!("{} against {}: {:.2}", names[0], names[1], pair.correlation)
    };
    let points: Vec<String> = found.fighting.iter().take(MOST).map(point).collect();
    page.points(&points);
}

fn dependent(page: &mut Page, question: &CalibrationQuestion, found: &CalibrationFinding) {
    const MOST: usize = 5;
    let strong: Vec<&Pair> =
        found.dependent.iter().filter(|it| 0.2 <= it.correlation.abs()).take(MOST).collect();
    if strong.is_empty() {
        return;
    }
    page.heading("Which numbers now depend on each other");
    page.paragraph("The strongest rank correlations, of those of at least 0.2:");
    let inputs = question.uncertain().inputs();
    let point = |pair: &&Pair| {
        let names = [pair.one, pair.other].map(|it| cut(inputs[it].label(), 40));
        format!("{} and {}: {:.2}", names[0], names[1], pair.correlation)
    };
    page.points(&strong.iter().map(point).collect::<Vec<_>>());
}

fn how(page: &mut Page, question: &CalibrationQuestion, found: &CalibrationFinding) {
    let (setup, calibrated) = (question.setup(), &found.calibrated);
    page.heading("How this was found");
    let stop = match calibrated.stop {
        CalibrationStop::GoalReached => "every kept draw meets all figures as asked",
        CalibrationStop::FewComeNearer => "too few draws came nearer",
        CalibrationStop::SimulationsUsed => "another generation would take too many simulations",
    };
    let sampling = question.plan().sampling();
    page.paragraph(&format!(
        "Sequential Monte Carlo for approximate Bayesian computation (Drovandi, Pettitt 2011): {} in {}; it \
         stopped because {stop}. The worst figure of the worst kept draw is {} off, where 1 is half \
         the range of a figure, or a standard error. Seed {}, fingerprint {} (arrears {}).",
        some(calibrated.simulations() as usize, "simulation"),
        some(calibrated.path.len(), "generation"),
        three_digits(calibrated.tolerance()),
        sampling.seed,
        setup.fingerprint,
        env!("CARGO_PKG_VERSION"),
    ));
}

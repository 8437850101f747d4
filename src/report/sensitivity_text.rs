//! A sensitivity analysis as plain text: what knowing each number is worth comes first.

use crate::model::Unit;
use crate::report::calibration_facts::three_digits;
use crate::report::facts::changes;
use crate::report::facts::unit_name;
use crate::report::number::Doubt;
use crate::report::number::MoneyUnit;
use crate::report::number::Number;
use crate::report::number::count;
use crate::report::number::error_of_percent;
use crate::report::number::futures;
use crate::report::number::percent;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::study::GlobalFinding;
use crate::study::RuleFinding;
use crate::study::SensitivityFinding;
use crate::study::SensitivityQuestion;
use crate::study::SwingFinding;
use crate::study::UncertainInput;
use crate::summary::Estimate;
use crate::summary::KnowingInput;
use crate::summary::Rule;
use crate::summary::RuleCondition;

/// Rows of a table; what follows does next to nothing.
const MOST: usize = 15;

/// A sensitivity analysis as plain text, no line wider than 80 columns.
///
/// Numbers have the digits that their standard errors allow. The same question and finding give the
/// same text.
pub fn sensitivity_text(question: &SensitivityQuestion, found: &SensitivityFinding) -> String {
    let mut page = Page::default();
    let setup = question.setup();
    page.heading(&setup.title);
    page.paragraph(&format!(
        "What makes {} uncertain, seen on {}?",
        total_in_words(question),
        setup.model.period.as_of(),
    ));
    if !setup.changed.is_empty() {
        page.paragraph(&format!("With {}.", changes(&setup.changed)));
    }
    let scale = Scale::of(question, found);
    page.paragraph(&answer(question, found, &scale));
    knowing(&mut page, question, found, &scale);
    swings(&mut page, question, found, &scale);
    global(&mut page, question, found);
    rules(&mut page, question, found, &scale);
    how(&mut page, question, found);
    page.finish()
}

/// The total by the name it has in files, and its unit.
fn total_in_words(question: &SensitivityQuestion) -> String {
    let unit = match question.of().unit() {
        Unit::Cents => question.setup().currency.clone(),
        other => unit_name(other).to_owned(),
    };
    format!("{} (in {unit})", question.of())
}

/// How numbers of the total are printed.
struct Scale {
    unit: Unit,
    money: MoneyUnit,
    name: String,
}

impl Scale {
    fn of(question: &SensitivityQuestion, found: &SensitivityFinding) -> Scale {
        let unit = question.of().unit();
        let money = MoneyUnit::for_largest(found.mean.value.abs() as i64);
        let name = match unit {
            Unit::Cents => money.name(&question.setup().currency),
            other => unit_name(other).to_owned(),
        };
        Scale { unit, money, name }
    }

    fn cell(&self, number: impl Into<Number>) -> String {
        match self.unit {
            Unit::Cents => self.money.amount(number),
            Unit::Cases
            | Unit::Households
            | Unit::Penalties
            | Unit::Places
            | Unit::Days
            | Unit::Millionths
            | Unit::Date => count(number),
        }
    }

    /// A number with its unit.
    fn words(&self, number: impl Into<Number>) -> String {
        match self.unit {
            Unit::Cents => format!("{} {}", self.name, self.cell(number)),
            _ => format!("{} {}", self.cell(number), self.name),
        }
    }
}

fn label(question: &SensitivityQuestion, input: usize) -> String {
    let of: &UncertainInput = &question.uncertain().inputs()[input];
    cut(of.label(), 36)
}

/// The inputs by what knowing them is worth, the most first.
fn ranked(found: &SensitivityFinding) -> Vec<(usize, &KnowingInput)> {
    let inputs = found.knowing.iter().flat_map(|it| it.inputs.iter().enumerate());
    let mut inputs: Vec<(usize, &KnowingInput)> = inputs.collect();
    inputs.sort_by(|(_, one), (_, other)| other.share.value.total_cmp(&one.share.value));
    inputs
}

fn answer(question: &SensitivityQuestion, found: &SensitivityFinding, scale: &Scale) -> String {
    let Some(knowing) = &found.knowing else {
        return "It is the same in all futures: nothing makes it uncertain.".to_owned();
    };
    let seen = |it: &&(usize, &KnowingInput)| {
        let error = it.1.share.standard_error.unwrap_or(0.0);
        3.0 * error < it.1.share.value
    };
    let ranked = ranked(found);
    let first: Vec<String> = ranked
        .iter()
        .filter(seen)
        .take(3)
        .map(|(input, of)| {
            format!("{} ({} of the variance)", label(question, *input), percent(of.share.into()))
        })
        .collect();
    let spread = format!(
        "Its mean is {}, its standard deviation {}.",
        scale.words(found.mean),
        scale.words(knowing.spread),
    );
    match first.len() {
        0 => format!("{spread} No single number explains a part of it that can be told from luck."),
        _ => format!("{spread} Most would be gained by knowing: {}.", first.join("; ")),
    }
}

fn knowing(
    page: &mut Page,
    question: &SensitivityQuestion,
    found: &SensitivityFinding,
    scale: &Scale,
) {
    if found.knowing.is_none() {
        return;
    }
    page.heading("What to count next");
    page.paragraph(&format!(
        "What knowing each number would be worth: the share of the variance that would go on \
         average, ± one standard error, and by how much the standard deviation would fall, in {}.",
        scale.name,
    ));
    let row = |(input, of): &(usize, &KnowingInput)| {
        let share = Number::from(of.share);
        let share = Number { value: share.value.max(0.0), ..share };
        let saved = Number::from(of.spread_saved);
        let saved = Number { value: saved.value.max(0.0), ..saved };
        vec![label(question, *input), percent(share), error_of_percent(share), scale.cell(saved)]
    };
    let ranked = ranked(found);
    let rows = ranked.iter().take(MOST).map(row).collect();
    page.table(&["number", "share", "±", "deviation\nfalls by"], rows);
    left_out(page, ranked.len());
}

fn left_out(page: &mut Page, rows: usize) {
    if MOST < rows {
        page.paragraph(&format!("{} more do less; the JSON has all of them.", rows - MOST));
    }
}

fn swings(
    page: &mut Page,
    question: &SensitivityQuestion,
    found: &SensitivityFinding,
    scale: &Scale,
) {
    page.heading("One at a time");
    page.paragraph(&format!(
        "The mean of the total with one number at its 10% and at its 90% quantile, all others at \
         their medians, in the same futures; in {}. What numbers do together is not seen here.",
        scale.name,
    ));
    let row = |it: &SwingFinding| {
        vec![
            label(question, it.input),
            format!("{} to {}", three_digits(it.low), three_digits(it.high)),
            scale.cell(it.at_low),
            scale.cell(it.at_high),
            scale.cell(it.difference),
        ]
    };
    let rows = found.swings.iter().take(MOST).map(row).collect();
    page.table(&["number", "from 10% to 90%", "at 10%", "at 90%", "difference"], rows);
    left_out(page, found.swings.len());
}

fn global(page: &mut Page, question: &SensitivityQuestion, found: &SensitivityFinding) {
    let inputs = question.uncertain().inputs().len();
    let name = |input: usize| match input {
        luck if luck == inputs => "luck".to_owned(),
        input => label(question, input),
    };
    let share = |of: Estimate| {
        let share = Number::from(of);
        percent(Number { value: share.value.clamp(0.0, 1.0), ..share })
    };
    let error = |of: Estimate| error_of_percent(of.into());
    match &found.global {
        GlobalFinding::NotAsked | GlobalFinding::Constant => {}
        GlobalFinding::Calibrated => {
            page.heading("All numbers together");
            page.paragraph(
                "The numbers are draws of a calibration and depend on each other: their shares \
                 cannot be told apart without more assumptions. The first table counts for each \
                 what it tells about the others too. With --before the numbers are as they were \
                 believed before.",
            );
        }
        GlobalFinding::Independent(indices) => {
            page.heading("All numbers together");
            page.paragraph(
                "Alone: the share of the variance that goes when the number becomes known (first \
                 order). With others: what stays when all others are known, its interactions \
                 included (total). Luck counts as one more. ± one standard error (Sobol, Saltelli).",
            );
            let mut order: Vec<usize> = (0..indices.inputs.len()).collect();
            order.sort_by(|one, other| {
                let total = |it: usize| indices.inputs[it].total.value;
                total(*other).total_cmp(&total(*one))
            });
            let row = |input: &usize| {
                let of = indices.inputs[*input];
                vec![
                    name(*input),
                    share(of.first),
                    error(of.first),
                    share(of.total),
                    error(of.total),
                ]
            };
            let rows = order.iter().take(MOST).map(row).collect();
            page.table(&["number", "alone", "±", "with others", "±"], rows);
            left_out(page, order.len());
        }
        GlobalFinding::Dependent(effects) => {
            page.heading("All numbers together");
            page.paragraph(
                "Each number's share of the variance, what dependent numbers explain together \
                 divided evenly (Shapley effects); the shares sum to 100%. Luck counts as one more. \
                 ± one standard error.",
            );
            let mut order: Vec<usize> = (0..effects.shares.len()).collect();
            order.sort_by(|one, other| {
                effects.shares[*other].value.total_cmp(&effects.shares[*one].value)
            });
            let row = |input: &usize| {
                let of = effects.shares[*input];
                vec![name(*input), share(of), error(of)]
            };
            let rows = order.iter().take(MOST).map(row).collect();
            page.table(&["number", "share", "±"], rows);
            left_out(page, order.len());
        }
    }
}

fn rules(
    page: &mut Page,
    question: &SensitivityQuestion,
    found: &SensitivityFinding,
    scale: &Scale,
) {
    page.heading("When it is high");
    for it in &found.rules {
        page.paragraph(&rule(question, it, scale));
    }
}

fn rule(question: &SensitivityQuestion, it: &RuleFinding, scale: &Scale) -> String {
    let above = scale.words(Number { value: it.above, doubt: Doubt::Unknown });
    let what = match it.budget {
        Some(_) => format!("The budget of {above} is exceeded"),
        None => format!("It is above {above}, as in the highest tenth of the futures,"),
    };
    let Some(rule) = &it.rule else {
        let many = futures(u64::from(it.hits));
        return format!("{what} in {many}; no rule of up to three conditions tells when.");
    };
    let words: Vec<String> = rule.conditions.iter().map(|it| condition(question, it)).collect();
    format!(
        "{what} when {}. Of all futures in which it is, this holds in {} (coverage); of the \
         futures in which this holds, it is in {} (density), against {} of all.",
        words.join(" and "),
        of_futures(rule, Rule::coverage),
        of_futures(rule, Rule::density),
        of_futures(rule, Rule::base),
    )
}

fn of_futures(rule: &Rule, of: fn(&Rule) -> crate::summary::ShareEstimate) -> String {
    let share = of(rule);
    percent(Number { value: share.value(), doubt: share.standard_error().into() })
}

fn condition(question: &SensitivityQuestion, condition: &RuleCondition) -> String {
    let name = label(question, condition.input);
    match (condition.low, condition.high) {
        (Some(low), Some(high)) => {
            format!("{name} is from {} to {}", three_digits(low), three_digits(high))
        }
        (Some(low), None) => format!("{name} is at least {}", three_digits(low)),
        (None, Some(high)) => format!("{name} is at most {}", three_digits(high)),
        (None, None) => name,
    }
}

fn how(page: &mut Page, question: &SensitivityQuestion, found: &SensitivityFinding) {
    let (setup, size) = (question.setup(), question.size());
    page.heading("How this was found");
    page.paragraph(&format!(
        "{} with values and luck of their own for the first table and the rules (classes of equal \
         size; patient rule induction); {} at each end for the second; {} points for the third. \
         Seed {}, fingerprint {} (arrears {}).",
        futures(u64::from(size.futures)),
        futures(u64::from(size.futures_at_an_end)),
        size.points,
        found.seed,
        setup.fingerprint,
        env!("CARGO_PKG_VERSION"),
    ));
}

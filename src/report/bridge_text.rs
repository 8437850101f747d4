//! The bridge between two forecasts as plain text: the question and its answer, then the tables.

use crate::report::bridge_rows::Kind;
use crate::report::bridge_rows::Route;
use crate::report::bridge_rows::Row;
use crate::report::bridge_rows::Scale;
use crate::report::bridge_rows::label;
use crate::report::bridge_rows::routes;
use crate::report::comparison_facts::limits;
use crate::report::comparison_facts::table_in_units;
use crate::report::facts;
use crate::report::facts::changes;
use crate::report::facts::spread;
use crate::report::facts::value_in_words;
use crate::report::number::Digits;
use crate::report::number::NOTHING;
use crate::report::number::Number;
use crate::report::number::futures;
use crate::report::number::grouped;
use crate::report::page::Page;
use crate::report::page::clean;
use crate::report::page::cut;
use crate::study::Bridge;
use crate::study::BridgeFinding;
use crate::summary::Estimate;
use crate::summary::Fractions;
use crate::summary::Tally;

/// The bridge between two forecasts as plain text, no line wider than 80 columns.
///
/// In each table the changes add up to the levels in the digits that are shown; no digit is shown
/// that the least known number of the table does not allow. Control characters of titles and names
/// are left out. The same bridge and finding give the same text.
pub fn bridge_text(bridge: &Bridge, finding: &BridgeFinding) -> String {
    let mut page = Page::default();
    page.heading(&bridge.setup().title);
    question(&mut page, bridge, finding);
    if !bridge.setup().changed.is_empty() {
        page.paragraph(&format!("With {}.", changes(&bridge.setup().changed)));
    }
    reported(&mut page, bridge, finding);
    let [definitions_first, steps_first] = routes(bridge, finding);
    let redefined = definitions_first.rows.iter().any(|row| row.kind == Kind::Definition);
    page.heading(match redefined {
        true => "First what is counted, then what is assumed",
        false => "What is assumed otherwise",
    });
    table(&mut page, bridge, finding, &definitions_first);
    orders(&mut page, bridge, finding);
    if redefined {
        page.heading("The other way round: first what is assumed, then what is counted");
        page.paragraph(
            "The same forecasts, the same futures. What another definition changes depends on the \
             assumptions under which it is made, and what an assumption changes on what is \
             counted.",
        );
        table(&mut page, bridge, finding, &steps_first);
    }
    assumed(&mut page, bridge);
    method(&mut page, bridge, finding);
    page.finish()
}

/// The name of a definition or a step as it may stand in a sentence.
fn quoted(name: &str) -> String {
    format!("“{}”", cut(name, 60))
}

/// A number of a bridge in a sentence.
fn in_words(bridge: &Bridge, number: impl Into<Number>) -> String {
    value_in_words(bridge.setup(), bridge.definitions()[0].quantity, number.into())
}

/// Two numbers of a bridge in a sentence, as `EUR 31.0 to 38.3 million`.
fn range_in_words(bridge: &Bridge, [low, high]: [Number; 2]) -> String {
    facts::range_in_words(bridge.setup(), bridge.definitions()[0].quantity, [low, high])
}

/// The size of a change in a sentence, with its 95% limits.
fn size_in_words(bridge: &Bridge, change: Estimate) -> String {
    let sign = if change.value < 0.0 { -1.0 } else { 1.0 };
    let size = Estimate { value: change.value.abs(), ..change };
    let words = in_words(bridge, size);
    match limits(change).filter(|_| change.standard_error != Some(0.0)) {
        Some(ends) => {
            let mut ends = ends.map(|it| Number { value: sign * it.value, ..it });
            ends.sort_by(|a, b| a.value.total_cmp(&b.value));
            format!("{words} (95% limits: {})", range_in_words(bridge, ends))
        }
        None => words,
    }
}

fn question(page: &mut Page, bridge: &Bridge, finding: &BridgeFinding) {
    let definitions = bridge.definitions();
    let (first, last) = (&definitions[0], &definitions[definitions.len() - 1]);
    let level = |record: &Fractions| in_words(bridge, record.mean());
    page.paragraph(&format!(
        "Question: why did {} ({}) become {} ({})?",
        level(finding.in_old_terms.start()),
        cut(&first.name, 60),
        level(finding.in_new_terms.end()),
        cut(&last.name, 60),
    ));
    let steps = || (0..bridge.steps().len()).map(|it| (it, finding.in_new_terms.contribution(it)));
    let size = |it: &(usize, &Fractions)| it.1.mean().value.abs();
    let largest = steps().max_by(|a, b| size(a).total_cmp(&size(b)).then(b.0.cmp(&a.0)));
    let (number, contribution) = largest.expect("there is a step");
    let adds = |value: f64| if value < 0.0 { "takes away" } else { "adds" };
    let share = contribution.mean();
    let most = format!(
        "of all steps {} moves it most: it {} {}",
        quoted(&bridge.steps()[number].name),
        adds(share.value),
        size_in_words(bridge, share),
    );
    let redefined = !first.counts_as(last);
    let counted = match redefined {
        true => format!(
            "counted as {}, the forecast before would have been {}. What is assumed otherwise \
             turns that into {}",
            cut(&last.name, 60),
            level(finding.in_new_terms.start()),
            level(finding.in_new_terms.end()),
        ),
        false => "it is counted in the same way, but other things are assumed".to_owned(),
    };
    page.paragraph(&format!("Answer: {counted}; {most}."));
}

/// What was said, beside what the model makes of it.
fn reported(page: &mut Page, bridge: &Bridge, finding: &BridgeFinding) {
    let definitions = bridge.definitions();
    let all = definitions.iter().enumerate().filter_map(|(at, definition)| {
        let reported = definition.reported.as_ref()?;
        // The last is of now; the first, and those on the way, are of before.
        let (assumed, tallies) = match at + 1 == definitions.len() {
            true => ("now", &finding.now),
            false => ("before", &finding.before),
        };
        let range = match reported.low == reported.high {
            true => String::new(),
            false => {
                let ends = [reported.low, reported.high].map(Number::exact);
                format!(" ({})", range_in_words(bridge, ends))
            }
        };
        Some(format!(
            "{}: {}{range} was said ({}). As assumed {assumed}, the model gives {}.",
            cut(&definition.name, 60),
            in_words(bridge, Number::exact(reported.value)),
            clean(&reported.source),
            median_with_range(bridge, &tallies[at]),
        ))
    });
    let points: Vec<String> = all.collect();
    if !points.is_empty() {
        page.paragraph("What was said, and what the model gives (median; 90% of the futures):");
        page.points(&points);
    }
}

fn median_with_range(bridge: &Bridge, tally: &Tally) -> String {
    let spread = spread(tally);
    let median = in_words(bridge, spread.median);
    match spread.is_certain {
        true => median,
        false => format!("{median} ({})", range_in_words(bridge, [spread.low, spread.high])),
    }
}

const COLUMNS: [&str; 6] = ["", "mean", "95%\nfrom", "95%\nto", "made\nfirst", "made\nlast"];

fn table(page: &mut Page, bridge: &Bridge, finding: &BridgeFinding, route: &Route<'_>) {
    let rows = |scale: Scale| -> (Vec<String>, Vec<Vec<String>>) {
        let digits = scale.digits(route);
        let whole = route.added_up(digits.step());
        let rows = route.rows.iter().zip(whole);
        let rows = rows.map(|(row, whole)| cells(row, whole, digits)).collect();
        (COLUMNS.map(str::to_owned).to_vec(), rows)
    };
    table_in_units(page, &Scale::of(bridge, finding), rows, |page, scale| {
        page.paragraph(&format!("In {}.", scale.name(bridge)));
    });
}

fn cells(row: &Row<'_>, whole: i128, digits: Digits) -> Vec<String> {
    let is_change = row.kind != Kind::Level;
    let mean = if is_change { digits.change(whole) } else { digits.whole(whole) };
    let mut cells = vec![label(row), mean];
    match row.exact.mean().interval(0.95) {
        Some(it) => cells.extend(digits.outwards([it.low, it.high], is_change)),
        None => cells.extend([NOTHING; 2].map(str::to_owned)),
    }
    match row.first_and_last {
        Some(both) => cells.extend(both.map(|it| digits.rounded(it.mean().value, true))),
        None => cells.extend([String::new(), String::new()]),
    }
    cells
}

fn orders(page: &mut Page, bridge: &Bridge, finding: &BridgeFinding) {
    let steps = bridge.steps().len();
    if steps == 1 {
        page.paragraph("The means are rounded so that they add up, limits outwards.");
        return;
    }
    let interplay = finding.in_new_terms.interplay().mean();
    let together = match interplay.value {
        0.0 => "All steps together come to".to_owned(),
        value => format!(
            "All steps together come to {} {} than",
            size_in_words(bridge, interplay),
            if value < 0.0 { "less" } else { "more" },
        ),
    };
    page.paragraph(&format!(
        "A step can be made first, last or in between, and its effect differs (the two columns on \
         the right). Its mean is the average of its effects over all {} orders of the steps, each \
         equally likely: the Shapley value. {together} the sum of each made first. The means are \
         rounded so that they add up, limits outwards.",
        grouped((1..=steps as u128).product()),
    ));
}

/// What was assumed before, step by step; values in full, as long as somebody may read them.
fn assumed(page: &mut Page, bridge: &Bridge) {
    page.heading("What was assumed before");
    let points = bridge.steps().iter().map(|step| {
        let source = match step.source.as_str() {
            "" => String::new(),
            source => format!(" ({})", clean(source)),
        };
        let before = step.before.iter().map(|it| cut(&it.to_string(), 400));
        let before: Vec<String> = before.collect();
        format!("{}: {}{source}", cut(&step.name, 60), before.join("; "))
    });
    page.points(&points.collect::<Vec<String>>());
}

fn method(page: &mut Page, bridge: &Bridge, finding: &BridgeFinding) {
    let setup = bridge.setup();
    page.heading("How this was found");
    page.paragraph(&format!(
        "{} worlds, one for each set of the steps, each with the same {} and the same luck: the \
         same cases, the same days. Changes are taken future by future, with limits by Student's \
         law. They show the error of simulating, not whether the assumptions are right.",
        grouped(bridge.worlds().len() as u128),
        futures(u64::from(finding.replications)),
    ));
    let fingerprint = match setup.fingerprint.is_empty() {
        true => String::new(),
        false => format!(", fingerprint {}", setup.fingerprint),
    };
    let settings = match setup.changed.is_empty() {
        true => "",
        false => " with the settings named above",
    };
    page.paragraph(&format!(
        "The same numbers again: arrears bridge FILE --seed {} --replications {}{settings} \
         (arrears {}{fingerprint}).",
        finding.seed,
        finding.replications,
        env!("CARGO_PKG_VERSION"),
    ));
}

//! Variants of a scenario as plain text: one row each.

use unicode_width::UnicodeWidthStr;

use crate::report::facts::changes;
use crate::report::facts::quantile_number;
use crate::report::number::Doubt;
use crate::report::number::MoneyUnit;
use crate::report::number::NOTHING;
use crate::report::number::Number;
use crate::report::number::count;
use crate::report::number::date;
use crate::report::number::futures;
use crate::report::number::grouped;
use crate::report::number::money;
use crate::report::number::money_range;
use crate::report::number::percent;
use crate::report::page::Page;
use crate::report::page::WIDTH;
use crate::report::page::clean;
use crate::report::page::cut;
use crate::sim::Total;
use crate::study::ChangedValue;
use crate::study::Setup;
use crate::study::Variant;
use crate::study::VariantFinding;
use crate::study::Variants;
use crate::summary::ShareEstimate;
use crate::summary::Tally;
use crate::summary::mean;
use crate::summary::quantile_estimate;
use crate::time::Day;

/// Variants as plain text, a row each, no line wider than 80 columns.
///
/// Numbers have the digits that their standard errors allow. The findings are those of the
/// variants, in the same order; no variants give an empty page.
pub fn variants_text(variants: &Variants, findings: &[VariantFinding]) -> String {
    let mut page = Page::default();
    let Some(Variant { setup, .. }) = variants.variants.first() else {
        return page.finish();
    };
    page.heading(&setup.title);
    page.paragraph(&intro(variants, findings));
    let common = common_changes(variants, setup);
    if !common.is_empty() {
        page.paragraph(&format!("With {} in all rows.", changes(&common)));
    }
    extremes(&mut page, variants, findings);
    table(&mut page, variants, findings);
    page.heading("Where these numbers come from");
    page.points(&provenance(variants, findings));
    page.finish()
}

/// What `of` gives for all, if it gives the same for all.
fn same<T, U: PartialEq>(all: &[T], of: impl Fn(&T) -> U) -> Option<U> {
    let first = of(all.first()?);
    all.iter().all(|it| of(it) == first).then_some(first)
}

fn intro(variants: &Variants, findings: &[VariantFinding]) -> String {
    let all = &variants.variants;
    let as_of = match same(all, |it| it.setup.model.period.as_of()) {
        Some(day) => format!("As of {day}"),
        None => "As of the day of each row".to_owned(),
    };
    let number = match same(findings, |it| it.replications) {
        Some(number) => format!("with {}", futures(u64::from(number))),
        None => "with its own number of futures".to_owned(),
    };
    let end = match same(all, |it| it.setup.model.period.end()) {
        Some(day) => format!("up to {day}"),
        None => "up to its own last day".to_owned(),
    };
    let luck = match same(findings, |it| it.seed) {
        Some(_) => "; all rows have the same luck, so that they differ only by what is varied",
        None => "",
    };
    let rows = match all.len() {
        1 => "1 combination".to_owned(),
        many => format!("{} combinations", grouped(many as u128)),
    };
    format!("{as_of}, {rows} of {}, each {number} {end}{luck}.", keys(variants))
}

/// The keys that differ, as in a sentence.
fn keys(variants: &Variants) -> String {
    let keys: Vec<String> = variants.keys.iter().map(|key| cut(key, WIDTH - 4)).collect();
    match keys.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        Some(_) | None => keys.concat(),
    }
}

/// What was changed beside the keys that differ.
fn common_changes(variants: &Variants, setup: &Setup) -> Vec<ChangedValue> {
    let common = setup.changed.iter().filter(|it| !variants.keys.contains(&it.key));
    common.cloned().collect()
}

/// A variant in a sentence, as `pool.fte = 400; seed = 7`.
fn named(variants: &Variants, variant: &Variant) -> String {
    let pairs = variants.keys.iter().zip(&variant.values);
    let changed: Vec<ChangedValue> =
        pairs.map(|(key, value)| ChangedValue { key: key.clone(), value: value.clone() }).collect();
    changes(&changed)
}

/// Which rows have the lowest and the highest mean bill, where they differ.
fn extremes(page: &mut Page, variants: &Variants, findings: &[VariantFinding]) {
    let rows = || variants.variants.iter().zip(findings);
    let by_bill = |row: &(&Variant, &VariantFinding)| row.1.bill.mean();
    let lower = |a: &Option<f64>, b: &Option<f64>| a.partial_cmp(b).expect("means are no NaN");
    let least = rows().min_by(|a, b| lower(&by_bill(a), &by_bill(b)));
    let most = rows().max_by(|a, b| lower(&by_bill(a), &by_bill(b)));
    let (Some(least), Some(most)) = (least, most) else { return };
    if by_bill(&least) == by_bill(&most) {
        return;
    }
    let bill = |finding: &VariantFinding| {
        let currency = variants.variants[0].setup.currency.as_str();
        let [low, high] = [0.05, 0.95].map(|level| quantile_number(&finding.bill, level));
        let mean = money(currency, mean(&finding.bill));
        match finding.bill.count() {
            1 => mean,
            _ => format!("{mean} ({})", money_range(currency, low, high)),
        }
    };
    page.paragraph(&format!(
        "The mean bill is lowest with {}: {}; it is highest with {}: {}. A range in brackets holds \
         90% of the futures.",
        named(variants, least.0),
        bill(least.1),
        named(variants, most.0),
        bill(most.1),
    ));
}

const HEADS: [&str; 7] =
    ["bill\nmean", "5%", "95%", "lost\nmean", "late\nat end", "gone", "gone on\nmedian"];

fn table(page: &mut Page, variants: &Variants, findings: &[VariantFinding]) {
    let amounts = findings.iter().flat_map(|it| [Some(&it.bill), it.lost.as_ref()]);
    let largest = amounts.flatten().filter_map(Tally::max).max();
    let unit = MoneyUnit::for_largest(largest.unwrap_or(0));
    let rows = |unit| -> Vec<[String; 7]> { findings.iter().map(|it| cells(it, unit)).collect() };
    let (heads, values) = axes(variants);
    let fits = |unit: &MoneyUnit| {
        let numbers = width(&HEADS, &rows(*unit));
        width(&heads, &values) + numbers <= WIDTH + 2
    };
    let fitting = [unit, unit.coarser()].into_iter().find(fits);
    let unit = fitting.unwrap_or(unit);
    page.paragraph(&format!(
        "In {}: the mean bill, whether paid or not, and the ends of the range that holds 90% of \
         the futures; what is lost on the as-of day: owed and not paid, even if every open case were \
         decided that day (mean). In cases: late on the last day (mean). Then the share of the \
         futures in which the late stock is gone within the period, and the median day on which it \
         is; {NOTHING} where there is none.",
        unit.name(&variants.variants[0].setup.currency),
    ));
    let (heads, values) = match fitting {
        Some(_) => (heads, values),
        None => numbered(page, variants),
    };
    let columns: Vec<&str> = heads.iter().map(String::as_str).chain(HEADS).collect();
    let rows = values.into_iter().zip(rows(unit)).map(|(row, cells)| {
        let cells = Vec::from(cells).into_iter();
        row.into_iter().chain(cells).collect()
    });
    page.table(&columns, rows.collect());
}

/// Numbers in place of values that are too wide for a column; what they stand for is said first.
fn numbered(page: &mut Page, variants: &Variants) -> (Vec<String>, Vec<Vec<String>>) {
    let all = variants.variants.iter().enumerate();
    let values = |it: &Variant| -> Vec<String> {
        it.values.iter().map(|value| cut(value, WIDTH - 4)).collect()
    };
    let points: Vec<String> =
        all.map(|(i, it)| format!("row {}: {}", i + 1, values(it).join("; "))).collect();
    page.paragraph(&format!("The values of {} in each row:", keys(variants)));
    page.points(&points);
    let rows = (1..=variants.variants.len()).map(|number| vec![number.to_string()]);
    (vec!["row".to_owned()], rows.collect())
}

fn cells(finding: &VariantFinding, unit: MoneyUnit) -> [String; 7] {
    let amount = |level: f64| unit.amount(quantile_number(&finding.bill, level));
    let lost = |tally: &Tally| unit.amount(mean(tally));
    [
        unit.amount(mean(&finding.bill)),
        amount(0.05),
        amount(0.95),
        finding.lost.as_ref().map_or(NOTHING.to_owned(), lost),
        count(mean(&finding.late_at_end)),
        share(finding.gone_share()),
        gone_on(&finding.gone),
    ]
}

fn share(found: ShareEstimate) -> String {
    let error = Doubt::Error(found.interval(0.95).half_width() / 2.0);
    percent(Number { value: found.value(), doubt: error })
}

/// The median day; nothing where the late stock is gone in less than half of the futures.
fn gone_on(gone: &Tally) -> String {
    let median = quantile_estimate(gone, 0.5);
    let doubt = match median.high {
        Some(Total::NEVER) => Doubt::Error(365.0),
        Some(_) | None => median.standard_error.into(),
    };
    match median.value {
        Total::NEVER => NOTHING.to_owned(),
        number => date(Day::from_number(number as i32), doubt),
    }
}

/// The columns that some columns of a table take, two to part each from the next.
fn width<H: AsRef<str>, R: AsRef<[String]>>(heads: &[H], rows: &[R]) -> usize {
    let widest = |text: &str| text.split('\n').map(UnicodeWidthStr::width).max().unwrap_or(0);
    let column = |(at, head): (usize, &H)| {
        let cells = rows.iter().map(|row| widest(&row.as_ref()[at])).max().unwrap_or(0);
        2 + cells.max(widest(head.as_ref()))
    };
    heads.iter().enumerate().map(column).sum()
}

/// The heads of the columns of the varied values, and their cells in every row.
fn axes(variants: &Variants) -> (Vec<String>, Vec<Vec<String>>) {
    // The last part of a key says most; the whole key stands above the table.
    let most = if variants.keys.len() == 1 { 20 } else { 16 };
    let head = |key: &String| cut(key.rsplit('.').next().unwrap_or(key), most);
    let row = |it: &Variant| it.values.iter().map(|value| cut(value, WIDTH)).collect();
    (variants.keys.iter().map(head).collect(), variants.variants.iter().map(row).collect())
}

fn provenance(variants: &Variants, findings: &[VariantFinding]) -> Vec<String> {
    let seed = match same(findings, |it| it.seed) {
        Some(seed) => format!("seed {seed}"),
        None => "the seed of each row".to_owned(),
    };
    let title = clean(&variants.variants[0].setup.title);
    vec![
        format!("scenario: {title}"),
        format!("{seed}, arrears {}", env!("CARGO_PKG_VERSION")),
        "each row has a fingerprint of its own, in the files of --json and --csv".to_owned(),
        "a row alone: arrears run FILE with the row's values by --set".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ensemble::unwatched;
    use crate::report::worlds;
    use crate::study::variants;

    /// Variants of two streams with these keys and values; chance is the same in all.
    fn world(keys: &[&str], rows: &[&[&str]], title: &str) -> Variants {
        let variant = |values: &&[&str]| Variant {
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            setup: worlds::office(["asylum", "labour"], title),
        };
        Variants {
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            variants: rows.iter().map(variant).collect(),
        }
    }

    fn page(world: &Variants, replications: u32) -> String {
        let findings = variants(world, None, Some(replications), &mut unwatched).unwrap();
        let text = variants_text(world, &findings);
        for line in text.lines() {
            assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        assert!(!text.contains("NaN") && !text.contains("9,223,372"), "{text}");
        text
    }

    #[test]
    fn a_row_shows_its_values_and_equal_rows_are_equal() {
        let text = page(&world(&["pool.fte"], &[&["12"], &["14"]], "Two streams"), 200);
        assert!(text.starts_with("Two streams\n"), "{text}");
        let rows: Vec<&str> =
            text.lines().filter(|it| it.starts_with("12 ") || it.starts_with("14 ")).collect();
        assert_eq!(rows[0][2..], rows[1][2..], "{text}");
        // Nothing is lowest where all are equal.
        assert!(!text.contains("lowest"), "{text}");
    }

    #[test]
    fn wide_and_hostile_values_get_numbered_rows() {
        let hostile = worlds::hostile();
        let values: [&str; 2] = [&hostile, "{ exponential = { mean_days = 30 } }"];
        let keys = ["stream.\"asylum, spoor 4\".notice.delay", hostile.as_str()];
        let text = page(&world(&keys, &[&values, &["1", "2"]], &hostile), 20);
        assert!(text.contains("\n- row 2: 1; 2\n"), "{text}");
        assert!(text.contains("\nrow  "), "{text}");
    }

    #[test]
    fn one_future_and_no_variant_are_shown_too() {
        let text = page(&world(&["seed"], &[&["1"]], "One"), 1);
        assert!(text.contains("1 combination of seed"), "{text}");
        assert_eq!(page(&world(&["seed"], &[], "None"), 1), "");
    }
}

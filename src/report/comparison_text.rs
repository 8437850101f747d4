//! The comparison as plain text for a terminal: the question and its answer, then the tables.

use crate::report::comparison_best;
use crate::report::comparison_facts::against_first;
use crate::report::comparison_facts::baseline;
use crate::report::comparison_facts::baseline_head;
use crate::report::comparison_facts::limit_cells;
use crate::report::comparison_facts::limits;
use crate::report::comparison_facts::list_of;
use crate::report::comparison_facts::name_of;
use crate::report::comparison_facts::quoted;
use crate::report::comparison_facts::row_name;
use crate::report::comparison_facts::share_cell;
use crate::report::comparison_facts::table_in_units;
use crate::report::comparison_facts::units_of;
use crate::report::comparison_tables;
use crate::report::comparison_waits;
use crate::report::explain_policy::measures;
use crate::report::facts::changes;
use crate::report::number::MoneyUnit;
use crate::report::number::Number;
use crate::report::number::futures;
use crate::report::number::grouped;
use crate::report::number::money;
use crate::report::number::money_range;
use crate::report::number::share_of_futures;
use crate::report::number::with_decimals;
use crate::report::page::Page;
use crate::report::page::clean;
use crate::report::page::cut;
use crate::study::Comparison;
use crate::study::Policy;
use crate::study::Setup;
use crate::summary::Estimate;

/// The comparison as plain text, no line wider than 80 columns.
///
/// Numbers have the digits that their standard errors allow. Control characters of titles and names
/// are left out. The same setup and comparison give the same text.
pub fn comparison_text(setup: &Setup, comparison: &Comparison) -> String {
    let mut page = Page::default();
    page.heading(&setup.title);
    let period = setup.model.period;
    page.paragraph(&format!(
        "As of {}: which of these policies costs least up to {}, penalties and spending together, \
         and how much less than {}? Each of them in the same {}.",
        period.as_of(),
        period.end(),
        baseline(comparison),
        futures(u64::from(comparison.replications)),
    ));
    if !setup.changed.is_empty() {
        page.paragraph(&format!("With {}.", changes(&setup.changed)));
    }
    page.paragraph(&format!("Answer: {}", answer(setup, comparison)));
    if let Some(bound) = bound(setup, comparison) {
        page.paragraph(&bound);
    }
    ranked(&mut page, setup, comparison);
    descriptions(&mut page, setup, comparison);
    comparison_best::which_may_be_best(&mut page, setup, comparison);
    comparison_tables::per_year(&mut page, setup, comparison);
    comparison_tables::spent_and_saved(&mut page, setup, comparison);
    comparison_tables::dates(&mut page, setup, comparison);
    comparison_waits::who_waits_longer(&mut page, setup, comparison);
    method(&mut page, setup, comparison);
    page.finish()
}

fn answer(setup: &Setup, comparison: &Comparison) -> String {
    let (contest, policies) = (&comparison.contest, &comparison.policies);
    if contest.policies().len() == 1 {
        return "there is nothing to choose: no other policy is named.".to_owned();
    }
    let best = comparison.candidates();
    let first = best[0];
    let gain = gain(setup, comparison, first);
    let lead = format!("{} has the lowest mean: {gain}", quoted(&policies[first]));
    if contest.may_be_best(first).is_none() {
        return format!("one future cannot tell. {lead}");
    }
    if best.len() == 1 {
        let least = contest.best(first).expect("it takes part").best;
        return format!(
            "{}, with 95% confidence: {gain} Of all it costs least in {}.",
            quoted(&policies[first]),
            share_of_futures(least),
        );
    }
    let names: Vec<String> = best.iter().map(|policy| quoted(&policies[*policy])).collect();
    format!(
        "it cannot be told for certain; with 95% confidence the best is among {}. {lead}",
        list_of(&names),
    )
}

/// How much less a policy costs than policy 0, as the end of a sentence.
fn gain(setup: &Setup, comparison: &Comparison, policy: usize) -> String {
    if policy == 0 {
        let cost = money(&setup.currency, comparison.costs.mean(0));
        return format!("{cost}, less than any other.");
    }
    let found = against_first(comparison, policy);
    let size = Estimate { value: found.mean.value.abs(), ..found.mean };
    let than = if found.mean.value <= 0.0 { "less" } else { "more" };
    let range = match limits(size) {
        Some([low, high]) if found.mean.standard_error != Some(0.0) => {
            format!(" (95% limits: {})", money_range(&setup.currency, low, high))
        }
        _ => String::new(),
    };
    format!(
        "{} {than} than {}{range}, and less in {}.",
        money(&setup.currency, size),
        baseline(comparison),
        share_of_futures(found.lower),
    )
}

/// What the bound says, where there is one.
fn bound(setup: &Setup, comparison: &Comparison) -> Option<String> {
    let number = comparison.policies.iter().position(|policy| policy.is_bound)?;
    Some(format!(
        "Deciding everything at once is no choice but the bound of what any measure can do: {} \
         takes no part. It would cost {}",
        quoted(&comparison.policies[number]),
        gain(setup, comparison, number),
    ))
}

fn ranked(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    let ranking = comparison.ranking();
    let table = |unit: MoneyUnit| {
        let rows = ranking.iter().map(|policy| row(comparison, *policy, unit)).collect();
        let against = format!("against\n{}", baseline_head(comparison));
        let columns = ["", "cost", &against, "from", "to", "less\nin"];
        (columns.map(str::to_owned).to_vec(), rows)
    };
    let intro = |page: &mut Page, unit: MoneyUnit| {
        page.paragraph(&format!(
            "The cheapest first, means in {}: what it costs; how much more (or, below 0, less) \
             than {}, with 95% limits; in how many of the futures it costs less.",
            unit.name(&setup.currency),
            baseline(comparison),
        ));
    };
    table_in_units(page, &units_of(comparison), table, intro);
}

fn row(comparison: &Comparison, policy: usize, unit: MoneyUnit) -> Vec<String> {
    let mut cells = vec![row_name(&comparison.policies[policy])];
    cells.push(unit.amount(comparison.costs.mean(policy)));
    if policy == 0 {
        cells.extend(vec![String::new(); 4]);
    } else {
        let found = against_first(comparison, policy);
        cells.push(unit.amount(found.mean));
        cells.extend(limit_cells(found.mean, |end: Number| unit.amount(end)));
        cells.push(share_cell(found.lower));
    }
    cells
}

/// What the policies are, in their own words or in those of their measures.
fn descriptions(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    const MOST: usize = 230;
    let mut points = Vec::new();
    let first = &comparison.policies[0];
    if first.name != Policy::DO_NOTHING && !first.description.is_empty() {
        points.push(format!("{}: {}", name_of(first), clean(&first.description)));
    }
    for (finding, policy) in comparison.policies[1..].iter().zip(&setup.policies) {
        let words = match policy.description.is_empty() {
            true => cut(&measures(setup, policy).join(" "), MOST),
            false => clean(&policy.description),
        };
        if !words.is_empty() {
            points.push(format!("{}: {words}", name_of(finding)));
        }
    }
    if !points.is_empty() {
        page.paragraph("What they are:");
        page.points(&points);
    }
}

/// The gain of the same luck, as the least and the largest of all policies.
fn gain_of_same_luck(comparison: &Comparison) -> String {
    let ratio = |policy: usize| against_first(comparison, policy).variance_ratio;
    let mut ratios: Vec<f64> = (1..comparison.policies.len()).filter_map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let rough = |ratio: f64| {
        // The ratio of two variances is known to sqrt(4 / n) of itself.
        let error = ratio * (4.0 / f64::from(comparison.replications)).sqrt();
        with_decimals(Estimate { value: ratio, standard_error: Some(error), ..UNKNOWN }, 1)
    };
    match (ratios.first(), ratios.last()) {
        (Some(least), Some(most)) if rough(*least) != rough(*most) => format!(
            " Independent futures would have to be {} to {} times as many for the same limits.",
            rough(*least),
            rough(*most),
        ),
        (Some(only), _) => format!(
            " Independent futures would have to be {} times as many for the same limits.",
            rough(*only),
        ),
        (None, _) => String::new(),
    }
}

const UNKNOWN: Estimate = Estimate { value: 0.0, standard_error: None, degrees_of_freedom: None };

fn method(page: &mut Page, setup: &Setup, comparison: &Comparison) {
    page.heading("How this was found");
    page.paragraph(&format!(
        "Every policy meets the same {}: the same cases and the same luck. Differences are taken \
         future by future, with limits by Student's law, each row for itself. Which may be the \
         best follows Hsu's comparison with the best (1984) under the same luck, with Bonferroni's \
         inequality (Yang, Nelson 1991): that holds for all rows together.{}",
        futures(u64::from(comparison.replications)),
        gain_of_same_luck(comparison),
    ));
    let fingerprint = match setup.fingerprint.is_empty() {
        true => String::new(),
        false => format!(", fingerprint {}", setup.fingerprint),
    };
    page.paragraph(&format!(
        "The same numbers again: arrears compare FILE … --seed {} --replications {} (arrears \
         {}, {} policies{fingerprint}). More: --json, --csv and --outcomes.",
        comparison.seed,
        comparison.replications,
        env!("CARGO_PKG_VERSION"),
        grouped(comparison.policies.len() as u128),
    ));
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::ensemble::unwatched;
    use crate::model::Cost;
    use crate::model::CostAmount;
    use crate::model::Line;
    use crate::model::Measure;
    use crate::model::Order;
    use crate::money::Money;
    use crate::random::Share;
    use crate::report::comparison_csv_files;
    use crate::report::comparison_json;
    use crate::report::page::WIDTH;
    use crate::report::worlds;
    use crate::study::compare;

    /// Two streams, in which so many policies take measures one after the other.
    fn world(title: &str, measures: impl Fn(&Setup) -> Vec<Vec<Measure>>) -> Setup {
        let mut setup = worlds::office(["asylum", "labour"], title);
        let policy = |(number, measures): (usize, Vec<Measure>)| {
            let name = format!("{} {title}", number + 1);
            Policy::of(&name, &setup.model, measures).unwrap()
        };
        setup.policies = measures(&setup).into_iter().enumerate().map(policy).collect();
        setup
    }

    fn in_time_first(setup: &Setup) -> Measure {
        let lines = vec![Line::new(Order::InTimeFirst, Share::ALL)];
        Measure::Orders { pool: 0, from: setup.model.period.as_of(), lines }
    }

    fn director(setup: &Setup) -> Measure {
        let amount = CostAmount::PerYear(Money::units(180_000));
        let from = setup.model.period.as_of();
        Measure::Cost(Cost { name: "director".to_owned(), from, until: None, amount, source: None })
    }

    #[track_caller]
    fn page(setup: &Setup, replications: u32) -> String {
        let found = compare(setup, 1, replications, &mut unwatched).unwrap();
        let text = comparison_text(setup, &found);
        for line in text.lines() {
            assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
            assert!(!line.chars().any(char::is_control), "{line:?}");
        }
        let files = comparison_csv_files(&found).into_iter().map(|(_, text)| text);
        for text in files.chain([text.clone(), comparison_json(setup, &found)]) {
            for wrong in ["NaN", "inf,", "9223372036854775807", "9,223,372"] {
                assert!(!text.contains(wrong), "{wrong} in {text}");
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_section_is_there_and_what_is_spent_is_earned_back_or_not() {
        let text = page(
            &world("Office", |setup| {
                let as_of = setup.model.period.as_of();
                let all = Measure::DecideAll { from: as_of };
                let overtime = Share::new(0.2).unwrap();
                let overtime =
                    Measure::Overtime { pool: 0, from: as_of, until: None, share: overtime };
                vec![vec![in_time_first(setup), director(setup)], vec![overtime], vec![all]]
            }),
            60,
        );
        for words in [
            "Answer: “2 Office”, with 95% confidence: EUR",
            "“3 Office” takes no part. It would cost EUR",
            "3 Office (bound)",
            "What they are: - 1 Office: Pool asylum, from 2020-03-03 on: Next is the household",
            "Which may be the best",
            "What changes in each year",
            "The same under every policy: lost on 2020-03-03.",
            "then penalties saved for each EUR spent, with 95% limits",
            "do nothing 0 0 0 0 1 Office 149,508 0 180,000 0 2 Office 0 0 0 0",
            "has paid for itself",
            "When the late stock is gone",
            "Who waits longer because of it",
            "late on 2020-03-03",
            "Hsu's comparison with the best (1984)",
        ] {
            assert!(text.contains(words), "{words} in {text}");
        }
    }

    #[test]
    fn where_nothing_is_spent_nothing_is_earned_back() {
        let text = page(&world("Office", |setup| vec![vec![in_time_first(setup)]]), 40);
        assert!(text.contains("nothing has to be earned back"), "{text}");
        assert!(!text.contains("paid for itself"), "{text}");
        assert!(text.contains("Answer: “do nothing”, with 95% confidence: EUR"), "{text}");
    }

    #[test]
    fn one_future_and_no_policy_claim_nothing() {
        let world = |title: &str| world(title, |setup| vec![vec![in_time_first(setup)]]);
        assert!(page(&world("Office"), 1).contains("one future cannot tell."));
        let nothing = Setup { policies: Vec::new(), ..world("Office") };
        assert!(page(&nothing, 20).contains("there is nothing to choose"));
        let same = Setup { policies: vec![Policy::new("same", nothing.model.clone())], ..nothing };
        let text = page(&same, 20);
        assert!(text.contains("the best is among “do nothing” and “same”"), "{text}");
        assert!(text.contains("No group can be seen to wait longer or less under “same”"));
    }

    #[test]
    fn hostile_names_and_values_keep_the_page_in_order() {
        let mut setup = world(&worlds::hostile(), |setup| {
            vec![vec![in_time_first(setup)], vec![director(setup)], vec![]]
        });
        setup.policies[2].description = worlds::hostile();
        setup.changed =
            vec![crate::study::ChangedValue { key: worlds::hostile(), value: worlds::hostile() }];
        setup.baseline = worlds::hostile();
        page(&setup, 20);
    }
}

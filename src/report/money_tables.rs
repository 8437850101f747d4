//! The money in tables: per year and penalty, the limits of its quantiles, its parts, the worst.

use crate::report::facts::amount_with_range;
use crate::report::facts::part_name;
use crate::report::facts::quantile_number;
use crate::report::facts::tier_name;
use crate::report::facts::year_name;
use crate::report::facts::years;
use crate::report::number::Doubt;
use crate::report::number::MoneyUnit;
use crate::report::number::NOTHING;
use crate::report::number::Number;
use crate::report::number::grouped;
use crate::report::number::money;
use crate::report::page::Page;
use crate::sim::Part;
use crate::sim::Tier;
use crate::sim::Total;
use crate::study::Forecast;
use crate::study::Setup;
use crate::summary::Tally;
use crate::summary::expected_shortfall;
use crate::summary::mean;
use crate::summary::quantile_estimate;
use crate::summary::standard_deviation;

const LEVELS: [f64; 3] = [0.05, 0.50, 0.95];

/// All tables of money.
pub(crate) fn money_tables(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let largest = forecast.total(Total::Bill(None)).and_then(Tally::max);
    let unit = MoneyUnit::for_largest(largest.unwrap_or(0));
    page.heading("Owed and paid");
    per_year(page, setup, forecast, unit);
    limits(page, setup, forecast, unit);
    worst(page, setup, forecast);
    page.heading("Paid, lost, avoidable");
    parts(page, setup, forecast, unit);
}

/// The rows of the bill: all, and each penalty where there are two.
fn rows<'a>(
    setup: &Setup,
    forecast: &'a Forecast,
    tiers: &[Option<Tier>],
) -> Vec<(String, &'a Tally)> {
    let start = setup.model.period.start();
    let mut totals: Vec<(String, Total)> = Vec::new();
    let mut add = |name: String, total: &dyn Fn(Option<Tier>) -> Total| {
        for tier in tiers {
            let name = tier.map_or(name.clone(), |tier| format!("  {}", tier_name(tier)));
            totals.push((name, total(*tier)));
        }
    };
    add("bill, all years".to_owned(), &Total::Bill);
    for year in years(forecast) {
        add(format!("owed {}", year_name(setup, year)), &|tier| Total::Owed(year, tier));
    }
    for year in years(forecast) {
        add(format!("paid {}", year_name(setup, year)), &|tier| Total::Paid(year, tier));
    }
    let before = forecast.total(Total::OwedBefore).and_then(Tally::max);
    if before.is_some_and(|most| 0 < most) {
        totals.insert(tiers.len(), (format!("owed before {start}"), Total::OwedBefore));
    }
    let found = |(name, total)| Some((name, forecast.total(total)?));
    totals.into_iter().filter_map(found).collect()
}

fn per_year(page: &mut Page, setup: &Setup, forecast: &Forecast, unit: MoneyUnit) {
    let law = &setup.model.law;
    let tiers = [None, Some(Tier::Administrative), Some(Tier::Judicial)];
    let tiers = match law.administrative.is_some() && law.court.is_some() {
        true => &tiers[..],
        false => &tiers[..1],
    };
    page.paragraph(&format!(
        "In {}: the mean ± its Monte Carlo standard error, the standard deviation (sd) over the \
         futures, and quantiles.",
        unit.name(&setup.currency),
    ));
    let rows = rows(setup, forecast, tiers);
    let rows = rows.into_iter().map(|(name, tally)| distribution(name, tally, unit));
    page.table(&["", "mean", "±", "sd", "5%", "50%", "95%"], rows.collect());
    expected_bill(page, setup, forecast, unit);
}

/// The mean of the bill without the luck of single cases, where it is known.
fn expected_bill(page: &mut Page, setup: &Setup, forecast: &Forecast, unit: MoneyUnit) {
    let Some(found) = &forecast.expected_bill else { return };
    page.paragraph(&format!(
        "The mean of the bill is known better than by these futures: what is expected of the cases \
         on each of {} paths of intake and capacity comes to {} ± {}, in {}.",
        grouped(u128::from(found.replications)),
        unit.amount(found.bill),
        error_cell(unit, found.bill.into()),
        unit.name(&setup.currency),
    ));
}

/// A row of a table of money: mean, its error, standard deviation, quantiles.
pub(crate) fn distribution(name: String, tally: &Tally, unit: MoneyUnit) -> Vec<String> {
    let mean = mean(tally);
    let deviation = standard_deviation(tally);
    let mut cells = vec![name, unit.amount(mean), error_cell(unit, mean.into())];
    cells.push(deviation.map_or(NOTHING.to_owned(), |sd| match sd.value {
        0.0 => "0".to_owned(),
        _ => unit.amount(sd),
    }));
    cells.extend(LEVELS.map(|level| unit.amount(quantile_number(tally, level))));
    cells
}

/// Without the sign, which stands at the head of the column.
fn error_cell(unit: MoneyUnit, number: Number) -> String {
    match number.doubt {
        Doubt::Exact => "0".to_owned(),
        Doubt::Error(_) | Doubt::Unknown => unit.error(number).trim_start_matches("± ").to_owned(),
    }
}

fn limits(page: &mut Page, setup: &Setup, forecast: &Forecast, unit: MoneyUnit) {
    page.paragraph(&format!(
        "Between which limits each quantile lies with 95% confidence, in {}; – where there are \
         too few futures to say.",
        unit.name(&setup.currency),
    ));
    let row = |(name, tally): (String, &Tally)| {
        let cells = LEVELS.iter().flat_map(|level| {
            let found = quantile_estimate(tally, *level);
            let doubt = quantile_number(tally, *level).doubt;
            let limit = |value: Option<i64>| match value {
                Some(value) => unit.amount(Number { value: value as f64, doubt }),
                None => NOTHING.to_owned(),
            };
            [limit(found.low), limit(found.high)]
        });
        [name].into_iter().chain(cells).collect()
    };
    let rows = rows(setup, forecast, &[None]).into_iter().map(row).collect();
    page.table(&["", "5%\nfrom", "to", "50%\nfrom", "to", "95%\nfrom", "to"], rows);
}

fn worst(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let Some(bill) = forecast.total(Total::Bill(None)) else { return };
    let Some(shortfall) = expected_shortfall(bill, 0.95) else {
        page.paragraph(
            "What the worst 5% of the futures cost on average (expected shortfall) needs at least \
             1,000 futures.",
        );
        return;
    };
    let error = match Doubt::from(shortfall.standard_error) {
        Doubt::Error(value) => {
            let error = Number { value, doubt: Doubt::Error(value) };
            format!(" (standard error {})", money(&setup.currency, error))
        }
        Doubt::Exact | Doubt::Unknown => String::new(),
    };
    page.paragraph(&format!(
        "The worst 5% of the futures cost {}{error} on average (expected shortfall of the bill).",
        money(&setup.currency, shortfall),
    ));
}

fn parts(page: &mut Page, setup: &Setup, forecast: &Forecast, unit: MoneyUnit) {
    page.paragraph(&format!(
        "How the bill up to {} divides at the start of a day, in {}. Lost: owed and not paid, even \
         if every open case were decided that day. In every future the three add up to the bill.",
        setup.model.period.end(),
        unit.name(&setup.currency),
    ));
    let mut rows = Vec::new();
    for day in &setup.model.split_on {
        for part in [Part::Paid, Part::Lost, Part::Avoidable] {
            let Some(tally) = forecast.total(Total::Split(*day, part)) else { continue };
            rows.push(distribution(format!("{day} {}", part_name(part)), tally, unit));
        }
    }
    page.table(&["", "mean", "±", "sd", "5%", "50%", "95%"], rows);
    if let Some(after) = forecast.total(Total::AfterEnd) {
        page.paragraph(&format!(
            "Beside the bill, not in it: cases still open on {} may cost another {} after that \
             day, if they were never decided.",
            setup.model.period.end(),
            amount_with_range(&setup.currency, after),
        ));
    }
}

//! What is spent beside the penalties, by year, and the places that are occupied.

use crate::report::case_tables::fan_cell;
use crate::report::case_tables::weeks_shown;
use crate::report::facts::Spread;
use crate::report::facts::cut_years;
use crate::report::facts::spread;
use crate::report::facts::year_name;
use crate::report::facts::years;
use crate::report::money_tables::distribution;
use crate::report::number::MoneyUnit;
use crate::report::number::count;
use crate::report::page::Page;
use crate::sim::CostLine;
use crate::sim::Series;
use crate::sim::Total;
use crate::study::Forecast;
use crate::study::Setup;
use crate::summary::Tally;

/// The other costs, if the model has any.
pub(crate) fn cost_tables(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let years = years(forecast);
    let spent = years.iter().filter_map(|year| forecast.total(Total::Spent(*year)));
    let Some(largest) = spent.filter_map(Tally::max).max() else { return };
    let unit = MoneyUnit::for_largest(largest);
    page.heading("Other costs, by year");
    page.paragraph(&format!(
        "Beside the penalties, and not in the bill; in {}: the mean ± its Monte Carlo standard \
         error, the standard deviation (sd) over the futures, and quantiles.{}",
        unit.name(&setup.currency),
        cut_years(setup, &years),
    ));
    let mut rows = Vec::new();
    for year in years {
        let line = |line: &CostLine| {
            let tally = forecast.total(Total::Cost(*line, year))?;
            Some((line_name(*line), tally))
        };
        let mut lines: Vec<(&str, &Tally)> = CostLine::ALL.iter().filter_map(line).collect();
        if let Some(spent) = forecast.total(Total::Spent(year)).filter(|_| 1 < lines.len()) {
            lines.push(("all together", spent));
        }
        let name = |name: &str| format!("{} {name}", year_name(setup, year));
        rows.extend(lines.into_iter().map(|(it, tally)| distribution(name(it), tally, unit)));
    }
    page.table(&["", "mean", "±", "sd", "5%", "50%", "95%"], rows);
}

/// The name of a line, in headings and sentences.
fn line_name(line: CostLine) -> &'static str {
    match line {
        CostLine::Staff => "staff",
        CostLine::Hiring => "hiring",
        CostLine::Overtime => "overtime",
        CostLine::Measures => "measures",
        CostLine::LegalCosts => "legal costs",
        CostLine::Reception => "reception",
        CostLine::EmergencyReception => "emergency places",
    }
}

/// The places in reception on about a dozen days, if anybody lives there.
pub(crate) fn places(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let peaks = [Total::PeakOccupied, Total::PeakEmergency].map(|total| forecast.total(total));
    let [Some(occupied), Some(emergency)] = peaks else { return };
    page.heading("Places in reception");
    page.paragraph(&format!(
        "The most places occupied on one day from {} on: {}. The most emergency places: {}.",
        setup.model.period.as_of(),
        in_words(&spread(occupied)),
        in_words(&spread(emergency)),
    ));
    let weeks = weeks_shown(&forecast.weeks, setup.model.period.as_of());
    let fans = [Series::Occupied, Series::Emergency].map(|series| forecast.fan(series));
    let ([Some(occupied), Some(emergency)], false) = (fans, weeks.is_empty()) else { return };
    page.paragraph("Occupied at the end of the day, quantiles of the futures.");
    let row = |week: &usize| {
        let cells = |rows: &[_]| [3, 0, 6].map(|at| fan_cell(&rows[*week], at));
        let day = [forecast.weeks[*week].to_string()];
        day.into_iter().chain(cells(&occupied.rows)).chain(cells(&emergency.rows)).collect()
    };
    let columns = ["", "all\n50%", "5%", "95%", "emergency\n50%", "5%", "95%"];
    page.table(&columns, weeks.iter().map(row).collect());
}

/// A count and its range, as `1,240 (1,180 to 1,310)`.
fn in_words(spread: &Spread) -> String {
    let median = count(spread.median);
    match spread.is_certain {
        true => median,
        false => format!("{median} ({} to {})", count(spread.low), count(spread.high)),
    }
}

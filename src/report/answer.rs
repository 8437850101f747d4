//! The answer first: what is owed, paid and lost, what the years cost, when the late stock is gone.

use crate::model::Quantity;
use crate::report::facts::amount_with_range;
use crate::report::facts::changes;
use crate::report::facts::costs_anything;
use crate::report::facts::cut_years;
use crate::report::facts::spread;
use crate::report::facts::year_name;
use crate::report::facts::years;
use crate::report::number::Doubt;
use crate::report::number::MoneyUnit;
use crate::report::number::Number;
use crate::report::number::date;
use crate::report::number::futures;
use crate::report::number::grouped;
use crate::report::number::money;
use crate::report::number::share_limits;
use crate::report::number::share_of_futures;
use crate::report::page::Page;
use crate::report::tipping::tipping;
use crate::sim::Part;
use crate::sim::Total;
use crate::study::BudgetFinding;
use crate::study::BudgetOf;
use crate::study::Forecast;
use crate::study::Setup;
use crate::summary;
use crate::summary::QuantileEstimate;
use crate::summary::Tally;
use crate::summary::quantile_estimate;
use crate::time::Day;

/// Title and answer.
pub(crate) fn answer(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let period = setup.model.period;
    page.heading(&setup.title);
    page.paragraph(&format!(
        "As of {}, with {} up to {}. The first number is the median; a range in brackets \
         holds 90% of the futures, from the 5% to the 95% quantile.",
        period.as_of(),
        futures(u64::from(forecast.replications)),
        period.end(),
    ));
    if !setup.changed.is_empty() {
        page.paragraph(&format!("With {}.", changes(&setup.changed)));
    }
    if costs_anything(&setup.model) {
        owed_and_lost(page, setup, forecast);
        bill_per_year(page, setup, forecast);
        budgets(page, setup, &forecast.budgets);
    } else {
        page.paragraph("Lateness costs nothing in this scenario: it has neither penalty.");
    }
    gone(page, setup, forecast);
    tipping(page, setup, forecast);
}

fn owed_and_lost(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let (as_of, currency) = (setup.model.period.as_of(), setup.currency.as_str());
    let amount = |tally: &Tally| amount_with_range(currency, tally);
    let part = |part: Part| forecast.total(Total::Split(as_of, part));
    let owed = forecast.total(Total::OwedOn(as_of));
    if let (Some(owed), Some(paid), Some(lost)) = (owed, part(Part::Paid), part(Part::Lost)) {
        page.paragraph(&format!(
            "On {as_of} {} is owed so far, paid or not. {} of it was paid before that day; {} is \
             lost: owed and not paid, and to be paid even if every open case were decided that \
             day.",
            amount(owed),
            amount(paid),
            amount(lost),
        ));
    }
    if let Some(growth) = forecast.total(Total::Quantity(Quantity::OwedGrowthPerWeek, as_of)) {
        page.paragraph(&format!(
            "What is owed grows by {} a week, over the four weeks up to {as_of}.",
            amount(growth),
        ));
    }
    for (quantity, day) in setup.model.quantities.iter().filter(|(_, day)| *day == as_of) {
        let Quantity::Owed { since } = quantity else { continue };
        if let Some(tally) = forecast.total(Total::Quantity(*quantity, *day)) {
            page.paragraph(&format!("Owed since {since}, paid or not: {}.", amount(tally)));
        }
    }
    if let Some(lost) = &forecast.lost_at_capacity {
        page.paragraph(&format!(
            "Lost if all that is open is decided only as fast as capacity allows, with no new \
             case from {as_of} on: {}.",
            amount(lost),
        ));
    }
    if let Some(bill) = forecast.total(Total::Bill(None)) {
        let avoidable = match part(Part::Avoidable) {
            Some(tally) => format!(" Of this, {} can still be avoided.", amount(tally)),
            None => String::new(),
        };
        let end = setup.model.period.end();
        page.paragraph(&format!("The bill up to {end}, paid or not: {}.{avoidable}", amount(bill)));
    }
}

fn bill_per_year(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let years = years(forecast);
    let totals = |year: i32| {
        let owed = forecast.total(Total::Owed(year, None));
        owed.zip(forecast.total(Total::Paid(year, None)))
    };
    let tallies = years.iter().filter_map(|year| totals(*year));
    let largest = tallies.flat_map(|(owed, paid)| owed.max().max(paid.max())).max();
    let unit = MoneyUnit::for_largest(largest.unwrap_or(0));
    page.paragraph(&format!(
        "What each fiscal year costs, in {}.{}",
        unit.name(&setup.currency),
        cut_years(setup, &years),
    ));
    let row = |year: &i32| {
        let (owed, paid) = totals(*year)?;
        let mut cells = vec![year_name(setup, *year)];
        for spread in [spread(owed), spread(paid)] {
            cells.extend([spread.median, spread.low, spread.high].map(|it| unit.amount(it)));
        }
        Some(cells)
    };
    let columns = ["year", "owed\nmedian", "5%", "95%", "paid\nmedian", "5%", "95%"];
    page.table(&columns, years.iter().filter_map(row).collect());
}

/// What a budget is for.
pub(crate) fn budget_of(of: BudgetOf) -> &'static str {
    match of {
        BudgetOf::Owed => "what is owed",
        BudgetOf::Paid => "what is paid",
    }
}

fn budgets(page: &mut Page, setup: &Setup, budgets: &[BudgetFinding]) {
    for BudgetFinding { budget, exceeded } in budgets {
        let what = budget_of(budget.of);
        let amount = money(&setup.currency, Number::exact(budget.amount.in_cents()));
        page.paragraph(&format!(
            "The budget of {amount} for {what} in {} is exceeded in {} (95% limits: {}).",
            year_name(setup, budget.year),
            share_of_futures(*exceeded),
            share_limits(*exceeded),
        ));
    }
}

fn gone(page: &mut Page, setup: &Setup, forecast: &Forecast) {
    let (rule, period) = (setup.model.gone, setup.model.period);
    let end = period.end();
    if i64::from(end - period.as_of()) + 1 < i64::from(rule.for_days) {
        page.paragraph(&format!(
            "When the late stock is gone cannot be said: that takes {} days, and there are fewer \
             from {} to {end}.",
            rule.for_days,
            period.as_of(),
        ));
        return;
    }
    let Some(tally) = forecast.total(Total::Gone) else { return };
    let never = forecast.never_gone();
    let [low, median, high] = [0.05, 0.5, 0.95].map(|level| quantile_estimate(tally, level));
    let day = |quantile: QuantileEstimate| match quantile.value {
        Total::NEVER => format!("not before {end}"),
        number => date(Day::from_number(number as i32), doubt_of_day(quantile)),
    };
    let range = format!("({} to {})", day(low), day(high));
    let sentence = if never.hits() == never.of() {
        let gone = summary::share(0, never.of());
        format!(
            "The late stock is gone before {end} in {} (95% limits: {}).",
            share_of_futures(gone),
            share_limits(gone),
        )
    } else if median.value == Total::NEVER {
        let quickest = match low.value {
            Total::NEVER => String::new(),
            _ => format!("; in the quickest 5% it is gone by {}", day(low)),
        };
        format!(
            "The late stock is not gone before {end} in {} (95% limits: {}){quickest}.",
            share_of_futures(never),
            share_limits(never),
        )
    } else if tally.min() == tally.max() {
        format!("The late stock is gone on {} (in every future).", day(median))
    } else if never.hits() == 0 {
        format!("The late stock is gone on {} {range}.", day(median))
    } else {
        format!(
            "The late stock is gone on {} {range}; in {} not before {end}.",
            day(median),
            share_of_futures(never),
        )
    };
    let later = match never.hits() == never.of() {
        true => "",
        false => " Late cases may come back after that: see their table under Stocks.",
    };
    page.paragraph(&format!(
        "{sentence} Gone means: the first day with at most {} late cases that stays so for {} \
         days, all within the period.{later}",
        grouped(u128::from(rule.at_most)),
        rule.for_days,
    ));
}

/// A limit that is never reached is as far off as can be.
fn doubt_of_day(quantile: QuantileEstimate) -> Doubt {
    match quantile.high {
        Some(Total::NEVER) => Doubt::Error(365.0),
        Some(_) | None => quantile.standard_error.into(),
    }
}

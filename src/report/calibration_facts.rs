//! Names and numbers of reported figures, as calibrations show them.

use crate::model::Quantity;
use crate::report::number::grouped;
use crate::study::Observed;
use crate::study::Setup;
use crate::time::Day;

/// A figure with its days, as `owed since 2019-01-01 up to 2020-03-03`.
pub(crate) fn figure_name(observed: &Observed) -> String {
    quantity_on(observed.quantity, observed.date)
}

/// A quantity with its days.
pub(crate) fn quantity_on(quantity: Quantity, date: Day) -> String {
    match quantity.since() {
        Some(_) => format!("{quantity} up to {date}"),
        None => format!("{quantity}, {date}"),
    }
}

/// An amount for a narrow column, as `34.2m`.
pub(crate) fn plain(setup: &Setup, words: String) -> String {
    let amount = words.strip_prefix(&setup.currency).map_or(words.as_str(), str::trim);
    amount.replace(" million", "m").replace(" thousand", "k")
}

/// Three significant digits.
pub(crate) fn three_digits(value: f64) -> String {
    let digits = 2 - value.abs().max(1e-9).log10().floor() as i32;
    match digits {
        digits if digits <= 0 => {
            let step = 10_f64.powi(-digits);
            let rounded = (value / step).round() * step;
            let sign = if rounded < 0.0 { "-" } else { "" };
            format!("{sign}{}", grouped(rounded.abs() as u128))
        }
        digits => format!("{value:.*}", digits.min(4) as usize),
    }
}

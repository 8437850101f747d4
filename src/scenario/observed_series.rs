//! A series that was observed, as CSV: the values against which forecasts are scored.

use toml::de::DeTable;

use crate::error::Fault;
use crate::error::Problems;
use crate::model::Quantity;
use crate::model::Unit;
use crate::money::Money;
use crate::scenario::asked::Kind;
use crate::scenario::asked::QUANTITIES;
use crate::scenario::nearest::one_of_texts;
use crate::scenario::notes::Notes;
use crate::scenario::sheet::Row;
use crate::scenario::sheet::Sheet;
use crate::study::ObservedValue;

/// Reads a series that was observed from the text of a CSV file of this name.
///
/// Columns `date`, `quantity` (as in `[[observed]]`) and `value` (units of the currency, cases, or
/// a share; empty where it is missing); where they are needed `since`, and if there are any
/// `not_scored` (why a value is shown but not scored) and `source`.
///
/// # Errors
/// - anything is wrong with a row: all of it, by line.
///
/// # Example
/// ```
/// use arrears::scenario::read_observed_series;
///
/// let text = "date,quantity,value\n2023-08-31,open_stock,55477\n2023-12-28,open_stock,\n";
/// let series = read_observed_series("observed.csv", text)?;
/// assert_eq!((series[0].value, series[1].value), (Some(55_477), None));
///
/// let problems = read_observed_series("observed.csv", &text.replace("55477", "many"));
/// let said = "observed.csv:2  value  \"many\", must be a whole number of cases, or nothing";
/// assert_eq!(problems.unwrap_err().to_string(), said);
/// # Ok::<(), arrears::error::Problems>(())
/// ```
pub fn read_observed_series(name: &str, text: &str) -> Result<Vec<ObservedValue>, Problems> {
    let nothing = DeTable::new();
    let notes = Notes::new("", &nothing, Vec::new());
    let rows = Sheet::new(&notes, name, text).and_then(|sheet| values(&notes, &sheet));
    let problems = notes.into_problems();
    match rows {
        Some(rows) if problems.is_empty() => Ok(rows),
        _ => Err(problems),
    }
}

/// The places of the columns.
struct Columns {
    date: usize,
    quantity: usize,
    value: usize,
    since: Option<usize>,
    not_scored: Option<usize>,
    source: Option<usize>,
}

fn values(notes: &Notes<'_>, sheet: &Sheet) -> Option<Vec<ObservedValue>> {
    sheet.knows_columns(notes, &["since", "not_scored", "source"])?;
    let [date, quantity, value] = ["date", "quantity", "value"].map(|it| sheet.column(notes, it));
    let columns = Columns {
        date: date?,
        quantity: quantity?,
        value: value?,
        since: sheet.optional_column("since"),
        not_scored: sheet.optional_column("not_scored"),
        source: sheet.optional_column("source"),
    };
    let values: Vec<Option<ObservedValue>> =
        sheet.rows().map(|row| value_of(notes, &columns, row)).collect();
    values.into_iter().collect()
}

fn value_of(notes: &Notes<'_>, columns: &Columns, row: Row<'_>) -> Option<ObservedValue> {
    let date = match row.date(notes, columns.date) {
        Some(None) => row.refuse(notes, columns.date, "a date, as 2023-08-31"),
        Some(date) => date,
        None => None,
    };
    let quantity = quantity(notes, columns, row);
    let text = |column: Option<usize>| column.map_or("", |it| row.cell(it)).to_owned();
    let quantity = quantity?;
    let value = match row.cell(columns.value) {
        "" => None,
        _ => Some(figure(notes, columns, row, quantity)?),
    };
    Some(ObservedValue {
        quantity,
        date: date?,
        value,
        not_scored: text(columns.not_scored),
        source: text(columns.source),
    })
}

fn quantity(notes: &Notes<'_>, columns: &Columns, row: Row<'_>) -> Option<Quantity> {
    let name = row.cell(columns.quantity);
    let Some((_, kind)) = QUANTITIES.iter().find(|(known, _)| *known == name) else {
        let known: Vec<&str> = QUANTITIES.iter().map(|(name, _)| *name).collect();
        return row.refuse(notes, columns.quantity, one_of_texts(name, &known));
    };
    let since = match columns.since {
        Some(column) => row.date(notes, column)?.map(|day| (column, day)),
        None => None,
    };
    match (kind, since) {
        (Kind::On(quantity), None) => Some(*quantity),
        (Kind::On(_), Some((column, _))) => row.refuse(
            notes,
            column,
            "nothing: only owed, paid and decided are counted from a day on",
        ),
        (Kind::Since(quantity), Some((_, day))) => Some(quantity(day)),
        (Kind::Since(_), None) => {
            let right = format!("{name:?} with a column since: the first day that is counted");
            row.refuse(notes, columns.quantity, right)
        }
    }
}

/// A value in the unit of its quantity: whole cents, cases, or millionths of a share.
fn figure(notes: &Notes<'_>, columns: &Columns, row: Row<'_>, quantity: Quantity) -> Option<i64> {
    let number = row.cell(columns.value).parse::<f64>().ok().filter(|it| it.is_finite());
    let wrong = |right: &str| row.refuse(notes, columns.value, format!("{right}, or nothing"));
    match quantity.unit() {
        Unit::Cents => {
            let Some(units) = number else { return wrong("an amount, as 6_500_000") };
            match Money::from_units(units.abs()) {
                Ok(amount) => Some(amount.in_cents() * if units < 0.0 { -1 } else { 1 }),
                Err(Fault { right, .. }) => wrong(&right),
            }
        }
        Unit::Millionths => match number.filter(|it| 0.0 <= *it && *it <= 1.0) {
            Some(share) => Some((share * 1e6).round() as i64),
            None => wrong("a share between 0 and 1"),
        },
        Unit::Cases
        | Unit::Households
        | Unit::Penalties
        | Unit::Places
        | Unit::Days
        | Unit::Date => match number.filter(|it| it.fract() == 0.0 && 0.0 <= *it && *it <= 1e12) {
            Some(cases) => Some(cases as i64),
            None => wrong("a whole number of cases"),
        },
    }
}

//! A register of cases as CSV: one row a household, with the days of what has happened to it.

use crate::error::Fault;
use crate::model::Further;
use crate::model::Households;
use crate::model::KnownCases;
use crate::model::Progress;
use crate::model::Reached;
use crate::model::Tariff;
use crate::money::Money;
use crate::scenario::notes::Notes;
use crate::scenario::sheet::Files;
use crate::scenario::sheet::Row;
use crate::scenario::sheet::Sheet;
use crate::scenario::value::Node;
use crate::time::Day;

/// The names of the columns. An empty cell says that something has not happened; a column that is
/// not there, that it is not known.
const COLUMNS: [&str; 12] = [
    "received",
    "due",
    "heads",
    "noticed",
    "pursued",
    "appealed",
    "judged",
    "court_term_days",
    "court_term_ends",
    "court_per_day",
    "court_maximum",
    "decided",
];

/// What columns lead to nothing without another.
const NEEDS: [(&str, &str); 7] = [
    ("pursued", "noticed"),
    ("appealed", "noticed"),
    ("judged", "appealed"),
    ("court_term_days", "judged"),
    ("court_term_ends", "judged"),
    ("court_per_day", "court_maximum"),
    ("court_maximum", "court_per_day"),
];

/// Where the columns are.
struct Columns {
    received: usize,
    // In the order of `COLUMNS`.
    places: [Option<usize>; COLUMNS.len()],
}

impl Columns {
    fn of(notes: &Notes<'_>, sheet: &Sheet) -> Option<Columns> {
        let known = sheet.knows_columns(notes, &COLUMNS);
        let received = sheet.column(notes, "received");
        let mut right = Some(());
        for (name, needed) in NEEDS {
            let there = |name| sheet.optional_column(name).is_some();
            if there(name) && !there(needed) {
                let wanted = format!("columns of which one is called {needed:?}");
                right = sheet.refuse_columns(notes, name, wanted);
            }
        }
        let (_, received, _) = (known?, received?, right?);
        Some(Columns { received, places: COLUMNS.map(|name| sheet.optional_column(name)) })
    }

    /// The place of a column, if there is one.
    fn at(&self, name: &str) -> Option<usize> {
        let number = COLUMNS.iter().position(|known| *known == name);
        self.places[number.expect("one of the columns")]
    }
}

/// The cases of the register that a value names, for a scenario that starts on a day.
pub(crate) fn register(
    node: &Node<'_>,
    files: &mut Files<'_>,
    start: Option<Day>,
) -> Option<Vec<KnownCases>> {
    let notes = node.notes;
    let mut cases = Vec::new();
    let mut right = true;
    files.read_rows(
        node,
        |sheet| Columns::of(notes, sheet),
        |columns, row| {
            let reader = Reader { notes, columns, row };
            match reader.household(start) {
                Some(household) => cases.push(household),
                None => right = false,
            }
        },
    )?;
    right.then_some(cases)
}

/// The reader of one row.
struct Reader<'a> {
    notes: &'a Notes<'a>,
    columns: &'a Columns,
    row: Row<'a>,
}

impl Reader<'_> {
    fn household(&self, start: Option<Day>) -> Option<KnownCases> {
        let received = match self.row.date(self.notes, self.columns.received) {
            Some(None) => self.refuse("received", "a date, as 2019-11-04"),
            found => found.flatten(),
        };
        let due = self.date("due");
        let decided = self.date("decided");
        let reached = self.reached();
        let heads = self.heads();
        let (reached, further) = reached?;
        let progress = Progress { due: due?, reached, further, decided: decided? };
        let (received, heads) = (received?, heads?);
        let cases = KnownCases { received, cases: u64::from(heads), heads: Some(heads), progress };
        let faults = cases.progress.faults(received, start.unwrap_or(Day::LAST));
        if faults.is_empty() {
            return Some(cases);
        }
        for (about, fault) in faults {
            let term = about == "court_term_days" && self.columns.at(about).is_none();
            self.refuse::<()>(if term { "court_term_ends" } else { about }, fault.right);
        }
        None
    }

    fn cell(&self, name: &str) -> &str {
        self.columns.at(name).map_or("", |column| self.row.cell(column))
    }

    fn refuse<T>(&self, name: &str, right: impl Into<String>) -> Option<T> {
        // Without a column nothing could be found in it.
        self.row.refuse(self.notes, self.columns.at(name).unwrap_or(self.columns.received), right)
    }

    fn date(&self, name: &str) -> Option<Option<Day>> {
        self.columns.at(name).map_or(Some(None), |column| self.row.date(self.notes, column))
    }

    fn heads(&self) -> Option<u8> {
        let most = Households::MAX_HEADS as u8;
        match self.cell("heads") {
            "" => Some(1),
            text => match text.parse::<u8>() {
                Ok(heads) if 1 <= heads && heads <= most => Some(heads),
                _ => self.refuse("heads", format!("a whole number from 1 to {most}, or nothing")),
            },
        }
    }

    /// How far the household has come, and whether that is all.
    fn reached(&self) -> Option<(Reached, Further)> {
        let days = ["noticed", "appealed", "judged"].map(|name| self.date(name));
        let pursued = self.pursued();
        let ordered = self.ordered(days[2].flatten());
        let [noticed, appealed, judged] = days;
        let (noticed, appealed, judged) = (noticed?, appealed?, judged?);
        let (pursued, (term_days, tariff)) = (pursued?, ordered?);
        let is_there = |name| match self.columns.at(name) {
            Some(_) => Further::No,
            None => Further::Unknown,
        };
        match (noticed, appealed, judged) {
            (_, None, Some(_)) => self.refuse("appealed", "a date, as the court has judged"),
            (None, Some(_), _) => self.refuse("noticed", "a date, as the household has appealed"),
            (None, None, None) if pursued.is_some() => {
                self.refuse("pursued", "nothing, as there is no notice")
            }
            (_, Some(_), _) if pursued == Some(false) => {
                self.refuse("pursued", "yes or nothing, as the household has appealed")
            }
            (None, None, None) => Some((Reached::Nothing, is_there("noticed"))),
            (day, None, None) => Some((Reached::Notice { day, pursued }, is_there("appealed"))),
            (noticed, day, None) => Some((Reached::Appeal { noticed, day }, is_there("judged"))),
            (noticed, appealed, day) => {
                let reached = Reached::Judgment { noticed, appealed, day, term_days, tariff };
                Some((reached, Further::No))
            }
        }
    }

    fn pursued(&self) -> Option<Option<bool>> {
        match self.cell("pursued") {
            "" => Some(None),
            "yes" => Some(Some(true)),
            "no" => Some(Some(false)),
            _ => self.refuse("pursued", "yes, no or nothing"),
        }
    }

    /// The court term and the penalty of a judgment.
    fn ordered(&self, judged: Option<Day>) -> Option<(Option<u32>, Option<Tariff>)> {
        const ORDERED: [&str; 4] =
            ["court_term_days", "court_term_ends", "court_per_day", "court_maximum"];
        if self.cell("judged").is_empty() {
            let mut written = ORDERED.into_iter().filter(|name| !self.cell(name).is_empty());
            return match written.next() {
                Some(name) => self.refuse(name, "nothing, as there is no judgment"),
                None => Some((None, None)),
            };
        }
        let term = self.term(judged);
        let tariff = self.tariff();
        Some((term?, tariff?))
    }

    fn term(&self, judged: Option<Day>) -> Option<Option<u32>> {
        let days = match self.cell("court_term_days") {
            "" => Some(None),
            text => match text.parse::<u32>().ok().filter(|_| !text.starts_with('+')) {
                Some(days) => Some(Some(days)),
                None => self.refuse("court_term_days", "a whole number of days, as 28, or nothing"),
            },
        };
        let ends = self.date("court_term_ends");
        match (days?, ends?, judged?) {
            (days, None, _) => Some(days),
            (Some(_), Some(_), _) => {
                self.refuse("court_term_ends", "nothing, as court_term_days says when it ends")
            }
            (None, Some(ends), judged) if ends < judged => {
                self.refuse("court_term_ends", format!("on or after judged, {judged}"))
            }
            (None, Some(ends), judged) => Some(Some((ends - judged) as u32)),
        }
    }

    fn tariff(&self) -> Option<Option<Tariff>> {
        match (self.cell("court_per_day"), self.cell("court_maximum")) {
            ("", "") => return Some(None),
            ("", _) => return self.refuse("court_per_day", "an amount, as there is a maximum"),
            (_, "") => {
                return self.refuse("court_maximum", "an amount, as there is a daily amount");
            }
            (_, _) => {}
        }
        let amount = |name| -> Option<Money> {
            self.columns.at(name).and_then(|column| self.row.money(self.notes, column))
        };
        let (per_day, maximum) = (amount("court_per_day"), amount("court_maximum"));
        let (per_day, maximum) = (per_day?, maximum?);
        match Tariff::capped(per_day, maximum) {
            Ok(tariff) => Some(Some(tariff)),
            Err(Fault { right, .. }) if Money::ZERO < per_day => {
                self.refuse("court_maximum", right)
            }
            Err(Fault { right, .. }) => self.refuse("court_per_day", right),
        }
    }
}

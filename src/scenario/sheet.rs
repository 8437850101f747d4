//! The CSV files that a scenario names: loaded once, read into rows that know their line.

use std::rc::Rc;

use csv::ReaderBuilder;
use csv::StringRecord;
use csv::Trim;

use crate::error::Fault;
use crate::money::Money;
use crate::scenario::notes::Lines;
use crate::scenario::notes::Notes;
use crate::scenario::notes::quoted;
use crate::scenario::notes::shortened;
use crate::scenario::value::Node;
use crate::time::Day;

/// The named files, each loaded when it is first used.
pub(crate) struct Files<'a> {
    load: &'a mut dyn FnMut(&str) -> Result<String, String>,
    // In order of first use.
    loaded: Vec<(String, Result<Rc<str>, String>)>,
}

impl<'a> Files<'a> {
    /// Files that `load` brings.
    pub(crate) fn new(load: &'a mut dyn FnMut(&str) -> Result<String, String>) -> Files<'a> {
        Files { load, loaded: Vec::new() }
    }

    /// The sheet of the file that a value names.
    pub(crate) fn sheet(&mut self, node: &Node<'_>) -> Option<Sheet> {
        let (name, text) = self.named(node)?;
        Sheet::new(node.notes, name, &text)
    }

    /// Reads the file that a value names row by row, without keeping the rows: the columns first,
    /// then each row.
    pub(crate) fn read_rows<C>(
        &mut self,
        node: &Node<'_>,
        columns: impl FnOnce(&Sheet) -> Option<C>,
        mut each: impl FnMut(&C, Row<'_>),
    ) -> Option<()> {
        let (name, text) = self.named(node)?;
        let mut rows = Rows::new(&text);
        let sheet = Sheet::open(node.notes, name, &mut rows)?;
        let columns = columns(&sheet)?;
        let mut empty = true;
        while let Some((line, cells)) = rows.next() {
            each(&columns, Row { sheet: &sheet, line, cells });
            empty = false;
        }
        if empty { sheet.no_rows(node.notes) } else { Some(()) }
    }

    /// The name and the text of the file that a value names.
    fn named<'n>(&mut self, node: &Node<'n>) -> Option<(&'n str, Rc<str>)> {
        let name = node.text(1_000, "stock.csv")?;
        match self.text(name) {
            Ok(text) => Some((name, text)),
            Err(reason) => {
                let reason = shortened(reason.lines().next().unwrap_or(""));
                let found = format!("{} ({reason})", node.shown());
                node.fault(Fault::new(found, "the name of a CSV file that can be read"))
            }
        }
    }

    fn text(&mut self, name: &str) -> Result<Rc<str>, String> {
        if let Some((_, text)) = self.loaded.iter().find(|(known, _)| known == name) {
            return text.clone();
        }
        let text = (self.load)(name).map(Rc::from);
        self.loaded.push((name.to_owned(), text.clone()));
        text
    }

    /// Name and text of each file that could be read, in order of first use.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.loaded.iter();
        texts.filter_map(|(name, text)| Some((name.as_str(), text.as_deref().ok()?)))
    }
}

/// A CSV file: the names of its columns and its rows.
pub(crate) struct Sheet {
    name: String,
    columns: Vec<String>,
    columns_line: u32,
    // The line on which a row starts, and its cells.
    rows: Vec<(u32, StringRecord)>,
}

impl Sheet {
    /// The sheet of a file of this name and text.
    pub(crate) fn new(notes: &Notes<'_>, name: &str, text: &str) -> Option<Sheet> {
        let mut rows = Rows::new(text);
        let mut sheet = Sheet::open(notes, name, &mut rows)?;
        while let Some((line, cells)) = rows.next() {
            sheet.rows.push((line, cells.clone()));
        }
        if sheet.rows.is_empty() {
            return sheet.no_rows(notes);
        }
        Some(sheet)
    }

    /// The sheet of a file of which only the names of the columns have been read.
    fn open(notes: &Notes<'_>, name: &str, rows: &mut Rows<'_>) -> Option<Sheet> {
        let Some((columns_line, header)) = rows.next() else {
            let right = "a file that starts with the names of its columns";
            notes.push_row(name, 1, "", Fault::new("an empty file", right));
            return None;
        };
        let columns = header.iter().map(str::to_owned).collect();
        Some(Sheet { name: name.to_owned(), columns, columns_line, rows: Vec::new() })
    }

    fn no_rows<T>(&self, notes: &Notes<'_>) -> Option<T> {
        let fault = Fault::new("no rows", "followed by at least one row");
        notes.push_row(&self.name, self.columns_line, "", fault);
        None
    }

    /// The name of the file.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The names of the columns.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(String::as_str)
    }

    /// The name of the first column.
    pub(crate) fn first_column(&self) -> &str {
        self.columns.first().map_or("", String::as_str)
    }

    /// Notes that the names of the columns are not what they must be.
    pub(crate) fn refuse_columns<T>(
        &self,
        notes: &Notes<'_>,
        name: &str,
        right: impl Into<String>,
    ) -> Option<T> {
        let found = format!("the columns {}", quoted(&self.columns.join(",")));
        let mut right = right.into();
        // Spreadsheets separate by semicolons where a comma is the decimal mark.
        if self.columns.len() == 1 && self.columns[0].contains([';', '\t']) {
            right.push_str(", separated by commas");
        }
        notes.push_row(&self.name, self.columns_line, name, Fault::new(found, right));
        None
    }

    /// The place of a column; that there is none is noted.
    pub(crate) fn column(&self, notes: &Notes<'_>, name: &str) -> Option<usize> {
        let at = self.columns.iter().position(|column| column == name);
        if at.is_none() {
            let right = format!("columns of which one is called {}", quoted(name));
            return self.refuse_columns(notes, name, right);
        }
        at
    }

    /// The place of a column, if there is one.
    pub(crate) fn optional_column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Notes each column that is missing where another is called nearly so: it would be ignored.
    pub(crate) fn knows_columns(&self, notes: &Notes<'_>, known: &[&str]) -> Option<()> {
        let plain = |name: &str| name.to_lowercase().replace([' ', '-', '_'], "");
        let near = |a: &str, b: &str| strsim::levenshtein(&plain(a), &plain(b)) <= 1;
        let missing = known.iter().filter(|name| self.optional_column(name).is_none());
        let mut right = Some(());
        for name in missing {
            let others = self.columns.iter().filter(|it| !known.contains(&it.as_str()));
            if let Some(meant) = others.filter(|it| it.len() <= 40).find(|it| near(it, name)) {
                let found = format!("the column {}", quoted(meant));
                let fault = Fault::new(found, format!("called {name:?}, or quite otherwise"));
                notes.push_row(&self.name, self.columns_line, name, fault);
                right = None;
            }
        }
        right
    }

    /// The rows in the order of the file.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { sheet: self, line: *line, cells })
    }
}

/// The rows of a text, the names of the columns among them, read one after the other.
struct Rows<'a> {
    text: &'a str,
    lines: Lines,
    reader: csv::Reader<&'a [u8]>,
    cells: StringRecord,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str) -> Rows<'a> {
        // Some spreadsheets begin a file with a mark of its encoding.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(Trim::All)
            .from_reader(text.as_bytes());
        Rows { text, lines: Lines::of(text), reader, cells: StringRecord::new() }
    }

    /// The next row, and the line on which it starts.
    fn next(&mut self) -> Option<(u32, &StringRecord)> {
        // Neither an IO nor an encoding error can happen: the text is a string in memory.
        if !self.reader.read_record(&mut self.cells).unwrap_or(false) {
            return None;
        }
        let at = self.cells.position().map_or(0, |it| it.byte() as usize);
        // The reader counts blank lines before a row as a part of it.
        let rest = self.text.get(at..).unwrap_or("");
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        Some((self.lines.line(at + blank), &self.cells))
    }
}

/// One row of a sheet.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    sheet: &'a Sheet,
    /// The line on which it starts.
    pub(crate) line: u32,
    cells: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// The text of a cell; empty when the row is too short.
    pub(crate) fn cell(&self, column: usize) -> &'a str {
        self.cells.get(column).unwrap_or("")
    }

    /// A whole number of cases.
    pub(crate) fn cases(&self, notes: &Notes<'_>, column: usize) -> Option<u64> {
        const MOST: u64 = 1_000_000_000_000;
        let cell = self.cell(column);
        let digits = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        match cell.parse::<u64>().ok().filter(|_| digits) {
            Some(cases) if cases <= MOST => Some(cases),
            _ if digits => self.refuse(notes, column, "at most 1,000,000,000,000"),
            _ => self.refuse(notes, column, "a whole number, 0 or more"),
        }
    }

    /// A date, or nothing where the cell is empty.
    pub(crate) fn date(&self, notes: &Notes<'_>, column: usize) -> Option<Option<Day>> {
        match (self.cell(column), self.cell(column).parse()) {
            ("", _) => Some(None),
            (_, Ok(day)) => Some(Some(day)),
            (_, Err(_)) => self.refuse(notes, column, "a date, as 2019-11-04, or nothing"),
        }
    }

    /// A finite number.
    pub(crate) fn number(&self, notes: &Notes<'_>, column: usize) -> Option<f64> {
        match self.cell(column).parse().ok().filter(|number: &f64| number.is_finite()) {
            Some(number) => Some(number),
            None => self.refuse(notes, column, "a number, as 0.4"),
        }
    }

    /// An amount of money in units of the currency.
    pub(crate) fn money(&self, notes: &Notes<'_>, column: usize) -> Option<Money> {
        let cell = self.cell(column);
        let written = cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        match cell.parse().ok().filter(|_| written).map(Money::from_units) {
            Some(Ok(amount)) => Some(amount),
            Some(Err(fault)) => self.refuse(notes, column, fault.right),
            None => self.refuse(notes, column, "an amount, as 17000 or 262.50"),
        }
    }

    /// Notes that a cell is not what it must be.
    pub(crate) fn refuse<T>(
        &self,
        notes: &Notes<'_>,
        column: usize,
        right: impl Into<String>,
    ) -> Option<T> {
        let found = match self.cell(column) {
            "" => "nothing".to_owned(),
            text => quoted(text),
        };
        let key = &self.sheet.columns[column];
        notes.push_row(&self.sheet.name, self.line, key, Fault::new(found, right));
        None
    }
}

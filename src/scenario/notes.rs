//! The faults of one scenario, collected with their places while it is read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::DeString;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::error::Fault;
use crate::error::Problem;
use crate::error::Problems;

/// Where each line of a text starts.
pub(crate) struct Lines {
    // Byte offsets, increasing; the first line starts at 0.
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of a text.
    pub(crate) fn of(text: &str) -> Lines {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = ends.map(|(at, _)| at + 1);
        Lines { starts: std::iter::once(0).chain(starts).collect() }
    }

    /// The line, from 1, in which a byte stands.
    pub(crate) fn line(&self, at: usize) -> u32 {
        self.starts.partition_point(|start| *start <= at) as u32
    }
}

/// Where a problem stands; problems are said in this order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A byte offset in the scenario.
    Scenario(usize),
    /// A byte offset in a setting.
    Setting(usize),
    /// A line of a named file.
    Row(String, u32),
}

/// What is wrong with a scenario so far, and where its keys stand.
pub(crate) struct Notes<'a> {
    // The scenario, and after it the values that were set.
    text: &'a str,
    lines: Lines,
    // Byte offset and name of each setting, offsets increasing, all after the scenario.
    settings: Vec<(usize, String)>,
    // Byte offset of each key path, such as `stream[1].notice`.
    places: BTreeMap<String, usize>,
    found: RefCell<Vec<(Place, Problem)>>,
    // Keys of which all that is wrong has been said.
    closed: RefCell<BTreeSet<String>>,
    // What was drawn for the value that starts at a byte offset.
    drawn: BTreeMap<usize, f64>,
}

impl<'a> Notes<'a> {
    /// No faults yet in this text with these keys, at the end of which stand the values of these
    /// settings.
    pub(crate) fn new(
        text: &'a str,
        root: &DeTable<'_>,
        settings: Vec<(usize, String)>,
    ) -> Notes<'a> {
        let mut places = BTreeMap::new();
        add_places(&mut places, "", root);
        let (found, closed) = Default::default();
        Notes {
            text,
            lines: Lines::of(text),
            settings,
            places,
            found,
            closed,
            drawn: BTreeMap::new(),
        }
    }

    /// The same, for a scenario in which values were drawn for what starts at these byte offsets.
    pub(crate) fn with_drawn(mut self, drawn: impl Iterator<Item = (usize, f64)>) -> Notes<'a> {
        self.drawn.extend(drawn);
        self
    }

    /// What was drawn for the value that starts at a byte offset, if it is not known.
    pub(crate) fn drawn(&self, at: usize) -> Option<f64> {
        self.drawn.get(&at).copied()
    }

    /// From now on nothing more is noted of a key: what is wrong with it was noted inside it.
    pub(crate) fn say_no_more_of(&self, key: &str) {
        self.closed.borrow_mut().insert(key.to_owned());
    }

    /// A piece of the text; empty if there is no such piece.
    pub(crate) fn piece(&self, span: std::ops::Range<usize>) -> &'a str {
        self.text.get(span).unwrap_or("")
    }

    /// A value as it is written, on one line and without comments.
    pub(crate) fn one_line(&self, value: &Spanned<DeValue<'_>>) -> String {
        match value.get_ref() {
            DeValue::Array(list) => {
                let entries: Vec<String> = list.iter().map(|it| self.one_line(it)).collect();
                format!("[{}]", entries.join(", "))
            }
            DeValue::Table(table) => {
                // In the order in which they are written.
                let mut entries: Vec<_> = table.iter().collect();
                entries.sort_by_key(|(key, _)| key.span().start);
                let entry = |(key, value): &(&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| {
                    format!("{} = {}", key.get_ref(), self.one_line(value))
                };
                let entries: Vec<String> = entries.iter().map(entry).collect();
                format!("{{ {} }}", entries.join(", "))
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => self.piece(value.span()).to_owned(),
        }
    }

    /// Notes a fault at a key of the scenario or of a setting that stands at a byte offset.
    pub(crate) fn push(&self, at: usize, key: &str, fault: Fault) {
        if self.closed.borrow().contains(key) {
            return;
        }
        let key = key.to_owned();
        let (setting, line) = self.place_of(at);
        let place = if setting.is_none() { Place::Scenario(at) } else { Place::Setting(at) };
        self.found.borrow_mut().push((place, Problem { file: setting, line, key, fault }));
    }

    /// The line of the scenario in which a byte stands, or the setting.
    pub(crate) fn place_of(&self, at: usize) -> (Option<String>, Option<u32>) {
        let before = self.settings.partition_point(|(start, _)| *start <= at);
        let setting = before.checked_sub(1).map(|index| self.settings[index].1.clone());
        let line = setting.is_none().then(|| self.lines.line(at));
        (setting, line)
    }

    /// Notes a fault in a row of a named file, in a column if it has a name.
    pub(crate) fn push_row(&self, file: &str, line: u32, column: &str, fault: Fault) {
        let key = match column {
            "" => String::new(),
            column => path("", column),
        };
        let problem = Problem { file: Some(file.to_owned()), line: Some(line), key, fault };
        self.found.borrow_mut().push((Place::Row(file.to_owned(), line), problem));
    }

    /// Notes what the model finds wrong, which knows keys but not places.
    ///
    /// A key that has a fault already is passed over: the model was built without its value.
    pub(crate) fn adopt(&self, problems: &Problems) {
        let found = self.found.borrow();
        let main = found.iter().filter(|(place, _)| !matches!(place, Place::Row(..)));
        let known: BTreeSet<String> = main.map(|(_, problem)| problem.key.clone()).collect();
        drop(found);
        for problem in problems.iter() {
            // The streams of a pool were checked by name; the model knows only their numbers.
            if problem.key.ends_with("].streams") || known.contains(&problem.key) {
                continue;
            }
            let key = self.as_written(&problem.key);
            self.push(self.place(&key), &key, problem.fault.clone());
        }
    }

    /// The key under which the scenario has what the model calls `key`.
    fn as_written(&self, key: &str) -> String {
        // A pool without people is a pool of one to the model.
        let whole = key.replace("decisions_per_fte_per_week", "decisions_per_week");
        let counts_decisions = !self.places.contains_key(key) && self.places.contains_key(&whole);
        if counts_decisions { whole } else { key.to_owned() }
    }

    /// All problems: the scenario by line, then the settings in their order, then each file by row.
    pub(crate) fn into_problems(self) -> Problems {
        let mut found = self.found.into_inner();
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut problems = Problems::default();
        found.into_iter().for_each(|(_, it)| problems.push(it));
        problems
    }

    /// The offset of a key path, or of the longest part of it that was written.
    fn place(&self, key: &str) -> usize {
        let mut key = key;
        loop {
            if let Some(at) = self.places.get(key) {
                return *at;
            }
            match key.rfind(['.', '[']) {
                Some(end) => key = &key[..end],
                None => return 0,
            }
        }
    }
}

/// The path of a key in a table; an unusual key is quoted.
pub(crate) fn path(table: &str, name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name =
        if !name.is_empty() && name.chars().all(bare) { shortened(name) } else { quoted(name) };
    match table {
        "" => name,
        table => format!("{table}.{name}"),
    }
}

/// A text in quotes, on one line and not too long for a message.
pub(crate) fn quoted(text: &str) -> String {
    format!("{:?}", shortened(text))
}

/// A text cut to what fits into a message.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

// The parser refuses more than 80 levels, so the recursion has an end.
fn add_places(places: &mut BTreeMap<String, usize>, table: &str, entries: &DeTable<'_>) {
    for (name, value) in entries.iter() {
        let key = path(table, name.get_ref());
        add_value(places, &key, value);
        places.insert(key, name.span().start);
    }
}

fn add_value(places: &mut BTreeMap<String, usize>, key: &str, value: &Spanned<DeValue<'_>>) {
    match value.get_ref() {
        DeValue::Table(entries) => add_places(places, key, entries),
        DeValue::Array(values) => {
            for (i, value) in values.iter().enumerate() {
                let key = format!("{key}[{}]", i + 1);
                add_value(places, &key, value);
                places.insert(key, value.span().start);
            }
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {}
    }
}

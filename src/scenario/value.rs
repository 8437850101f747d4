//! One value of the scenario with its place, and how a value of each kind is read.
//!
//! Every reader returns `None` after it has noted what is wrong, so that reading goes on.

use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::DeInteger;
use toml::de::DeValue;

use crate::error::Fault;
use crate::money::Money;
use crate::random::Share;
use crate::scenario::nearest::one_of_texts;
use crate::scenario::notes::Notes;
use crate::scenario::notes::path;
use crate::scenario::notes::quoted;
use crate::scenario::notes::shortened;
use crate::scenario::table::Table;
use crate::time::Day;

/// A value, the path of its key and where the key stands.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    /// The path, such as `stream[1].notice.share`.
    pub(crate) key: String,
    /// The byte offset of the key, or of the value itself in a list.
    pub(crate) at: usize,
    /// Where faults are noted.
    pub(crate) notes: &'a Notes<'a>,
    /// The value as parsed.
    pub(crate) value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Node<'a> {
    /// Notes a fault at this value.
    pub(crate) fn fault<T>(&self, fault: Fault) -> Option<T> {
        self.notes.push(self.at, &self.key, fault);
        None
    }

    /// Notes that this value is not what it must be.
    pub(crate) fn refuse<T>(&self, right: impl Into<String>) -> Option<T> {
        self.fault(Fault::new(self.shown(), right))
    }

    /// Notes the fault of a result; a number is shown as it was written.
    pub(crate) fn check<T>(&self, result: Result<T, Fault>) -> Option<T> {
        match (result, self.value.get_ref()) {
            (Ok(value), _) => Some(value),
            (Err(fault), DeValue::Integer(_) | DeValue::Float(_)) => self.refuse(fault.right),
            (Err(fault), _) => self.fault(fault),
        }
    }

    /// The value as its author wrote it.
    pub(crate) fn shown(&self) -> String {
        if let Some(drawn) = self.drawn() {
            return format!("{drawn} of {}", self.source());
        }
        match self.value.get_ref() {
            DeValue::String(text) => quoted(text),
            DeValue::Array(values) if values.is_empty() => "an empty list".to_owned(),
            DeValue::Array(_) => "a list".to_owned(),
            DeValue::Table(_) => "a table".to_owned(),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => self.source(),
            DeValue::Boolean(value) => value.to_string(),
        }
    }

    /// The value with its type in words, for an author who expected another type to do.
    pub(crate) fn in_words(&self) -> String {
        match self.value.get_ref() {
            DeValue::String(_) => format!("the text {}", self.shown()),
            DeValue::Integer(_) | DeValue::Float(_) => format!("the number {}", self.shown()),
            DeValue::Datetime(time) if time.time.is_none() => format!("the date {}", self.shown()),
            DeValue::Datetime(_) => format!("the time {}", self.shown()),
            DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => self.shown(),
        }
    }

    /// What was drawn in the place of this value, if it is not known.
    fn drawn(&self) -> Option<f64> {
        self.notes.drawn(self.value.span().start)
    }

    fn source(&self) -> String {
        shortened(self.notes.piece(self.value.span()))
    }

    fn wrong_type<T>(&self, right: impl Into<String>) -> Option<T> {
        self.fault(Fault::new(self.in_words(), right))
    }

    /// Whether this is a list.
    pub(crate) fn is_list(&self) -> bool {
        self.value.get_ref().is_array()
    }

    /// Whether this is a table.
    pub(crate) fn is_table(&self) -> bool {
        self.value.get_ref().is_table()
    }

    /// The text, if it is one; notes nothing.
    pub(crate) fn as_text(&self) -> Option<&'a str> {
        self.value.get_ref().as_str()
    }

    /// The value of a key of this table, whatever keys it may have; notes nothing.
    pub(crate) fn entry(&self, name: &str) -> Option<Node<'a>> {
        let (written, value) = self.value.get_ref().as_table()?.get_key_value(name)?;
        Some(Node {
            key: path(&self.key, name),
            at: written.span().start,
            notes: self.notes,
            value,
        })
    }

    /// A finite number, whole or not.
    pub(crate) fn number(&self, example: &str) -> Option<f64> {
        let right = format!("a number, as {example}");
        let number = match self.value.get_ref() {
            DeValue::Integer(whole) => whole_number(whole).map(|whole| whole as f64),
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::String(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => return self.wrong_type(right),
        };
        match number.filter(|number: &f64| number.is_finite()) {
            Some(number) => Some(number),
            None => self.refuse(right),
        }
    }

    /// A whole number in a range.
    ///
    /// What was drawn for a number that is not known is rounded to the nearest one.
    pub(crate) fn whole(&self, range: RangeInclusive<i64>, right: &str) -> Option<i64> {
        if let Some(drawn) = self.drawn() {
            let number = drawn.round() as i64;
            return if range.contains(&number) { Some(number) } else { self.refuse(right) };
        }
        match self.value.get_ref() {
            DeValue::Integer(whole) => match whole_number(whole) {
                Some(number) if range.contains(&number) => Some(number),
                _ => self.refuse(right),
            },
            DeValue::String(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => self.wrong_type(right),
        }
    }

    /// A whole number of cases.
    pub(crate) fn cases(&self) -> Option<u64> {
        let right = "a whole number of cases, 0 or more, at most 1,000,000,000,000";
        let cases = self.whole(0..=1_000_000_000_000, right)?;
        Some(cases.unsigned_abs())
    }

    /// A whole number of days from 0 to `most`.
    pub(crate) fn days(&self, most: u32) -> Option<u32> {
        let shown = crate::money::with_separators(u64::from(most));
        let right = format!("a whole number of days from 0 to {shown}");
        let days = self.whole(0..=i64::from(most), &right)?;
        u32::try_from(days).ok()
    }

    /// A share between 0 and 1.
    pub(crate) fn share(&self) -> Option<Share> {
        let share = self.number("0.4 (a share between 0 and 1)")?;
        self.check(Share::new(share))
    }

    /// An amount of money, written in units of the currency.
    pub(crate) fn money(&self) -> Option<Money> {
        let units = self.number("17_000_000 (units of the currency)")?;
        self.check(Money::from_units(units))
    }

    /// A date.
    pub(crate) fn date(&self) -> Option<Day> {
        let right = "a date without quotes, as 2020-03-03";
        let DeValue::Datetime(datetime) = self.value.get_ref() else {
            return self.wrong_type(right);
        };
        match (datetime.date, datetime.time, datetime.offset) {
            (Some(date), None, None) => {
                // The parser has refused years above 9999.
                let year = i16::try_from(date.year).unwrap_or(i16::MAX);
                self.check(Day::new(year, date.month as i8, date.day as i8))
            }
            _ => self.wrong_type(right),
        }
    }

    /// A text that is not empty and has at most `most` characters.
    pub(crate) fn text(&self, most: usize, example: &str) -> Option<&'a str> {
        let Some(text) = self.as_text() else {
            return self.wrong_type(format!("a text, as {example:?}"));
        };
        if text.trim().is_empty() {
            return self.refuse(format!("a text that is not empty, as {example:?}"));
        }
        let length = text.chars().count();
        if !(length <= most) {
            let found = format!("a text of {length} characters");
            return self.fault(Fault::new(found, format!("at most {most} characters")));
        }
        Some(text)
    }

    /// One of some named choices.
    pub(crate) fn choice<T: Clone>(&self, choices: &[(&str, T)]) -> Option<T> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let Some(text) = self.as_text() else {
            return self.wrong_type(one_of_texts("", &names));
        };
        let chosen = choices.iter().find(|(name, _)| *name == text);
        match chosen {
            Some((_, choice)) => Some(choice.clone()),
            None => self.refuse(one_of_texts(text, &names)),
        }
    }

    /// The values of a list.
    pub(crate) fn list(&self, right: &str) -> Option<Vec<Node<'a>>> {
        let DeValue::Array(values) = self.value.get_ref() else {
            return self.wrong_type(right);
        };
        let nodes = values.iter().enumerate().map(|(i, value)| Node {
            key: format!("{}[{}]", self.key, i + 1),
            at: value.span().start,
            notes: self.notes,
            value,
        });
        Some(nodes.collect())
    }

    /// The values of a list, or this one value.
    pub(crate) fn one_or_more(&self) -> Vec<Node<'a>> {
        match self.is_list() {
            true => self.list("").unwrap_or_default(),
            false => vec![self.clone()],
        }
    }

    /// A list of exactly so many numbers.
    pub(crate) fn numbers<const N: usize>(&self, meaning: &str) -> Option<[f64; N]> {
        let right = format!("a list of {N} numbers, {meaning}");
        let nodes = self.list(&right)?;
        let numbers = each(&nodes, |node| node.number("1.0"))?;
        let count = numbers.len();
        match <[f64; N]>::try_from(numbers) {
            Ok(numbers) => Some(numbers),
            Err(_) => self.fault(Fault::new(format!("a list of {count}"), right)),
        }
    }

    /// A table that may have these keys; any other key is noted.
    pub(crate) fn table(&self, keys: &'static [&'static str]) -> Option<Table<'a>> {
        match self.value.get_ref() {
            DeValue::Table(entries) => Some(Table::new(self, entries, keys)),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => {
                self.wrong_type(format!("a table with the keys {}", keys.join(", ")))
            }
        }
    }
}

/// Reads every value, so that each fault is noted; `None` if there was one.
pub(crate) fn each<'a, T>(
    nodes: &[Node<'a>],
    read: impl FnMut(&Node<'a>) -> Option<T>,
) -> Option<Vec<T>> {
    let values: Vec<Option<T>> = nodes.iter().map(read).collect();
    values.into_iter().collect()
}

fn whole_number(written: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(written.as_str(), written.radix()).ok()
}

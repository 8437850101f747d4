//! A table of the scenario with the keys that it may have.

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::error::Fault;
use crate::scenario::nearest::one_of_keys;
use crate::scenario::notes::Notes;
use crate::scenario::notes::path;
use crate::scenario::notes::quoted;
use crate::scenario::value::Node;

/// A table, the path of its key and where it stands.
///
/// A table is opened with all keys that it may have, and only these can be asked for: so no key is
/// read that is not announced, and one that is misspelt is noted although nobody asks for it.
pub(crate) struct Table<'a> {
    key: String,
    at: usize,
    notes: &'a Notes<'a>,
    entries: &'a DeTable<'a>,
    keys: &'static [&'static str],
}

impl<'a> Table<'a> {
    /// The scenario as a whole.
    pub(crate) fn root(
        notes: &'a Notes<'a>,
        entries: &'a DeTable<'a>,
        keys: &'static [&'static str],
    ) -> Table<'a> {
        let table = Table { key: String::new(), at: 0, notes, entries, keys };
        table.note_unknown_keys();
        table
    }

    /// The table of a value.
    pub(crate) fn new(
        node: &Node<'a>,
        entries: &'a DeTable<'a>,
        keys: &'static [&'static str],
    ) -> Table<'a> {
        let table = Table { key: node.key.clone(), at: node.at, notes: node.notes, entries, keys };
        table.note_unknown_keys();
        table
    }

    fn note_unknown_keys(&self) {
        for (written, _) in self.entries.iter() {
            let name: &str = written.get_ref();
            if !self.keys.contains(&name) {
                let found = format!("unknown key {}", quoted(name));
                let fault = Fault::new(found, one_of_keys(name, self.keys));
                self.notes.push(written.span().start, &path(&self.key, name), fault);
            }
        }
    }

    /// Notes a fault of the table as a whole.
    pub(crate) fn fault<T>(&self, fault: Fault) -> Option<T> {
        self.notes.push(self.at, &self.key, fault);
        None
    }

    /// What is written in it.
    pub(crate) fn entries(&self) -> &'a DeTable<'a> {
        self.entries
    }

    /// Where faults are noted.
    pub(crate) fn notes(&self) -> &'a Notes<'a> {
        self.notes
    }

    /// Whether a key is written.
    pub(crate) fn has(&self, name: &'static str) -> bool {
        self.get(name).is_some()
    }

    /// The value of a key, if it is written.
    pub(crate) fn get(&self, name: &'static str) -> Option<Node<'a>> {
        debug_assert!(self.keys.contains(&name), "{name} is not announced");
        let (written, value): (&Spanned<_>, &'a Spanned<DeValue<'a>>) =
            self.entries.get_key_value(name)?;
        Some(Node {
            key: path(&self.key, name),
            at: written.span().start,
            notes: self.notes,
            value,
        })
    }

    /// The value of a key that must be written; `what` completes "must be given: …".
    pub(crate) fn required<T>(
        &self,
        name: &'static str,
        what: &str,
        read: impl FnOnce(&Node<'a>) -> Option<T>,
    ) -> Option<T> {
        match self.get(name) {
            Some(node) => read(&node),
            None => self.missing(name, what),
        }
    }

    /// Notes that a key is not written.
    pub(crate) fn missing<T>(&self, name: &str, what: &str) -> Option<T> {
        let fault = Fault::new("nothing", format!("given: {what}"));
        self.notes.push(self.at, &path(&self.key, name), fault);
        None
    }

    /// The value of a key, or `default` when it is not written.
    pub(crate) fn optional<T>(
        &self,
        name: &'static str,
        default: T,
        read: impl FnOnce(&Node<'a>) -> Option<T>,
    ) -> Option<T> {
        match self.get(name) {
            Some(node) => read(&node),
            None => Some(default),
        }
    }

    /// The value of a key as `Some`, or `None` inside when it is not written.
    pub(crate) fn maybe<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Node<'a>) -> Option<T>,
    ) -> Option<Option<T>> {
        self.optional(name, None, |node| read(node).map(Some))
    }

    /// The one key of several that is written, if any; a second one is noted.
    pub(crate) fn at_most_one(
        &self,
        names: &[&'static str],
    ) -> Option<Option<(&'static str, Node<'a>)>> {
        let mut written: Vec<(&'static str, Node<'a>)> =
            names.iter().filter_map(|name| Some((*name, self.get(name)?))).collect();
        written.sort_by_key(|(_, node)| node.at);
        let mut written = written.into_iter();
        let Some(first) = written.next() else {
            return Some(None);
        };
        let others: Vec<_> = written.collect();
        for (name, node) in &others {
            let found = format!("{name} beside {}", first.0);
            let right = format!("alone: only one of {}", names.join(", "));
            self.notes.push(node.at, &node.key, Fault::new(found, right));
        }
        others.is_empty().then_some(Some(first))
    }

    /// The one key of several that is written; none or a second one is noted.
    pub(crate) fn exactly_one(
        &self,
        names: &[&'static str],
        example: &str,
    ) -> Option<(&'static str, Node<'a>)> {
        match self.at_most_one(names)? {
            Some(one) => Some(one),
            None => {
                let right = format!("given: one of {}, as {example}", names.join(", "));
                self.fault(Fault::new("nothing", right))
            }
        }
    }
}

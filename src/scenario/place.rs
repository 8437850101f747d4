//! Where a setting goes: into the values of a scenario as they were parsed, before they are read.

use toml::Spanned;
use toml::de::DeArray;
use toml::de::DeString;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::error::Fault;
use crate::scenario::key::Part;
use crate::scenario::nearest::one_of_texts;
use crate::scenario::notes::path;
use crate::scenario::notes::quoted;
use crate::scenario::setting::Setting;
use crate::scenario::setting::value_of;

/// A setting that cannot be placed: its byte offset, the key at which it fails, and why.
pub(crate) type Misplaced = (usize, String, Fault);

/// The text of a scenario, that of the values set in it, and where each of these starts.
///
/// One text for all lets every value keep a place: a byte offset in it.
pub(crate) struct Written {
    /// The scenario, then each value on a line of its own.
    pub(crate) text: String,
    /// The byte offset of each value, in the order of the settings.
    pub(crate) starts: Vec<usize>,
}

impl Written {
    /// The text of a scenario and of these settings.
    pub(crate) fn new(scenario: &str, settings: &[Setting]) -> Written {
        let mut text = scenario.to_owned();
        let mut starts = Vec::new();
        for setting in settings {
            text.push('\n');
            starts.push(text.len());
            text.push_str(setting.value());
        }
        Written { text, starts }
    }
}

/// Puts every setting where it belongs, in their order; gives those that belong nowhere.
///
/// A key may be set once, and no later setting may undo an earlier one.
pub(crate) fn place_all<'a>(
    root: &mut DeTable<'a>,
    settings: &'a [Setting],
    starts: &[usize],
) -> Vec<Misplaced> {
    let mut misplaced = Vec::new();
    let mut done: Vec<(String, String)> = Vec::new();
    for (setting, start) in settings.iter().zip(starts) {
        let value = value_of(setting.value()).expect("checked when it was parsed");
        let new = New { at: *start, value: moved(value, *start), done: &done };
        match in_table(root, "", setting.path().parts(), new) {
            Ok(key) => done.push((key, setting.place())),
            Err((key, fault)) => misplaced.push((*start, key, fault)),
        }
    }
    misplaced
}

/// The value at a key; `None` where none is written.
pub(crate) fn find<'t, 'a>(
    table: &'t DeTable<'a>,
    parts: &[Part],
) -> Option<&'t Spanned<DeValue<'a>>> {
    let (part, rest) = parts.split_first()?;
    match part {
        Part::Name(name) => find_in(table.get(name.as_str())?, rest),
        Part::Number(_) => None,
    }
}

// Each call goes a part or a list further in; the parser bounds the depth of lists.
fn find_in<'t, 'a>(
    value: &'t Spanned<DeValue<'a>>,
    parts: &[Part],
) -> Option<&'t Spanned<DeValue<'a>>> {
    if parts.is_empty() {
        return Some(value);
    }
    match value.get_ref() {
        DeValue::Table(table) => find(table, parts),
        DeValue::Array(list) => {
            let (index, rest) = entry(list, parts).ok()?;
            find_in(list.get(index)?, rest)
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

/// A value on its way to its place.
struct New<'a, 'd> {
    at: usize,
    value: Spanned<DeValue<'a>>,
    // The keys that were set before, each with its setting.
    done: &'d [(String, String)],
}

impl New<'_, '_> {
    /// Whether `key` may be set.
    fn check(&self, key: &str) -> Result<(), (String, Fault)> {
        let undone = self.done.iter().find(|(other, _)| {
            let inside = other.strip_prefix(key);
            inside.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
        match undone {
            Some((_, setting)) => {
                let found = format!("a value that would undo {setting}");
                Err((key.to_owned(), Fault::new(found, "set before it, or left out")))
            }
            None => Ok(()),
        }
    }
}

/// The key at which the value was placed, or at which it could not be.
type Place = Result<String, (String, Fault)>;

// The number of parts is bounded, and with it the depth of these calls.
fn in_table<'a>(table: &mut DeTable<'a>, at: &str, parts: &[Part], new: New<'a, '_>) -> Place {
    let (part, rest) = parts.split_first().expect("a path has a part, and ends with a value");
    let name = match part {
        Part::Name(name) => name,
        Part::Number(number) => {
            let right = format!("a list for [{number}]; a table has keys");
            return Err((at.to_owned(), Fault::new("a table", right)));
        }
    };
    let key = path(at, name);
    if rest.is_empty() {
        new.check(&key)?;
        // The old key would keep its old place.
        table.remove(name.as_str());
        table.insert(Spanned::new(new.at..new.at, name.clone().into()), new.value);
        return Ok(key);
    }
    if let Some(value) = table.get_mut(name.as_str()) {
        return in_value(value, &key, rest, new);
    }
    if let Part::Number(_) = rest[0] {
        return Err((key, Fault::new("nothing", "a list with entries")));
    }
    let place = new.at..new.at;
    let mut made = DeTable::new();
    let placed = in_table(&mut made, &key, rest, new)?;
    let value = Spanned::new(place.clone(), DeValue::Table(made));
    table.insert(Spanned::new(place, name.clone().into()), value);
    Ok(placed)
}

fn in_value<'a>(
    value: &mut Spanned<DeValue<'a>>,
    key: &str,
    parts: &[Part],
    new: New<'a, '_>,
) -> Place {
    let found = match value.get_mut() {
        DeValue::Table(table) => return in_table(table, key, parts, new),
        DeValue::Array(list) => return in_list(list, key, parts, new),
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
    };
    let right = "a table or a list to have keys or entries; set it as a whole";
    Err((key.to_owned(), Fault::new(found, right)))
}

fn in_list<'a>(list: &mut DeArray<'a>, at: &str, parts: &[Part], new: New<'a, '_>) -> Place {
    let (index, rest) = entry(list, parts).map_err(|fault| (at.to_owned(), fault))?;
    let key = format!("{at}[{}]", index + 1);
    let value = list.get_mut(index).expect("an entry that was found");
    if rest.is_empty() {
        new.check(&key)?;
        *value = new.value;
        return Ok(key);
    }
    in_value(value, &key, rest, new)
}

/// Which entry of a list is meant, and the parts that lead on from there.
fn entry<'p>(list: &DeArray<'_>, parts: &'p [Part]) -> Result<(usize, &'p [Part]), Fault> {
    let name = match &parts[0] {
        Part::Number(number) if *number <= list.len() => return Ok((number - 1, &parts[1..])),
        Part::Number(number) => {
            let right = match list.len() {
                0 => "in a list that has entries; this one has none".to_owned(),
                most => format!("from 1 to {most}, the entries there are"),
            };
            return Err(Fault::new(format!("entry {number}"), right));
        }
        Part::Name(name) => name,
    };
    let names: Vec<Option<&str>> =
        list.iter().map(|value| value.get_ref().get("name")?.get_ref().as_str()).collect();
    if let Some(index) = names.iter().position(|known| *known == Some(name)) {
        return Ok((index, &parts[1..]));
    }
    if list.len() == 1 {
        return Ok((0, parts));
    }
    let names: Vec<&str> = names.into_iter().flatten().collect();
    let found = format!("{} in a list of {}", quoted(name), list.len());
    let right = match names.is_empty() {
        true => "the number of an entry, as [1]".to_owned(),
        false => format!("the number of an entry, as [1], or {}", one_of_texts(name, &names)),
    };
    Err(Fault::new(found, right))
}

/// The same value with all its places later by `by` bytes. The parser bounds the depth.
fn moved<'a>(value: Spanned<DeValue<'a>>, by: usize) -> Spanned<DeValue<'a>> {
    let span = value.span().start + by..value.span().end + by;
    let inner = match value.into_inner() {
        DeValue::Array(values) => {
            DeValue::Array(values.into_iter().map(|value| moved(value, by)).collect())
        }
        DeValue::Table(entries) => {
            let entry = |(key, value): (Spanned<DeString<'a>>, Spanned<DeValue<'a>>)| {
                let span = key.span().start + by..key.span().end + by;
                (Spanned::new(span, key.into_inner()), moved(value, by))
            };
            DeValue::Table(entries.into_iter().map(entry).collect())
        }
        simple @ (DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)) => simple,
    };
    Spanned::new(span, inner)
}

//! One value of a scenario that is changed before it is read: `key=value`.

use std::fmt;

use toml::Spanned;
use toml::de::DeValue;

use crate::error::Fault;
use crate::scenario::key::KeyPath;
use crate::scenario::notes::quoted;
use crate::scenario::notes::shortened;
use crate::study::ChangedValue;

/// A value that replaces what a scenario has at a key, or is added there.
///
/// The key is written as in messages: `replications`, `pool[1].fte`, `stream[1].notice.share`. An
/// entry of a list may be called by its `name` instead of its number, `pool.deciders.fte`, in
/// quotes where it is no plain word, `stream."asylum, spoor 4".term`; of a list with one entry
/// neither is needed, `pool.fte`. Where a name and a key are the same word the name is meant.
///
/// The value is TOML; a word that is no TOML is taken as a text, so that `oldest_first` needs no
/// quotes. Tables that are missing on the way are made.
///
/// # Example
/// ```
/// use arrears::scenario::Setting;
///
/// let setting = Setting::parse("pool[1].fte = 400")?;
/// assert_eq!(setting.to_string(), "pool[1].fte=400");
/// assert!(Setting::parse("pool[1].fte").is_err());
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    // The option or the key that it came by, for messages.
    by: String,
    key: KeyPath,
    // Never empty; can be read by `value_of`.
    value: String,
}

/// What a setting looks like.
const RIGHT: &str = "key=value, as pool.fte=400 or stream[1].notice.share=0.4";

impl Setting {
    /// A setting from `key=value`; blanks around key and value are left out.
    ///
    /// # Errors
    /// - there is no `=`, or what stands before it is no key.
    /// - the value is empty, or starts as a quoted text, a list or a table and is no TOML.
    pub fn parse(text: &str) -> Result<Setting, Fault> {
        Setting::from_text("--set", text)
    }

    /// The same with the option or the key by which it came, which stands before it in messages.
    pub(crate) fn from_text(by: &str, text: &str) -> Result<Setting, Fault> {
        let (key, value) = KeyPath::split(text, RIGHT)?;
        Setting::new(by, key, value)
    }

    /// A setting of a key that was read already; `by` stands before it in messages.
    pub(crate) fn new(by: &str, key: KeyPath, value: &str) -> Result<Setting, Fault> {
        let value = value.trim();
        value_of(value)?;
        Ok(Setting { by: by.to_owned(), key, value: value.to_owned() })
    }

    /// The key as it was written.
    pub fn key(&self) -> &str {
        self.key.written()
    }

    /// The value as it was written.
    pub fn value(&self) -> &str {
        &self.value
    }

    pub(crate) fn path(&self) -> &KeyPath {
        &self.key
    }

    /// What stands in a message in place of file and line, as `--set pool[1].fte=x`.
    pub(crate) fn place(&self) -> String {
        let [key, value] = [self.key.written(), &self.value].map(|text| one_line(&shortened(text)));
        format!("{} {key}={value}", self.by)
    }

    /// Key and value as they were written.
    pub(crate) fn changed(&self) -> ChangedValue {
        ChangedValue { key: self.key.written().to_owned(), value: self.value.clone() }
    }
}

impl fmt::Display for Setting {
    /// Key and value as they were written, as `pool[1].fte=400`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}={}", self.key.written(), self.value)
    }
}

/// The value that a text means: TOML, or the text itself when it is a word.
///
/// # Errors
/// - the text is empty.
/// - it starts as a quoted text, a list or a table but is no TOML, or holds a control character.
pub(crate) fn value_of(text: &str) -> Result<Spanned<DeValue<'_>>, Fault> {
    if text.is_empty() {
        return Err(Fault::new("nothing", "a value after the =, as pool.fte=400"));
    }
    match DeValue::parse(text) {
        Ok(value) => Ok(value),
        Err(_) if is_word(text) => {
            Ok(Spanned::new(0..text.len(), DeValue::String(text.to_owned().into())))
        }
        Err(_) => {
            let right = "a value as in a scenario: 400, 0.4, 2020-03-03, \"a text\", \
                         { months = 9 } or [1, 2]";
            Err(Fault::new(quoted(text), right))
        }
    }
}

/// Whether a text that is no TOML may be meant as it stands.
fn is_word(text: &str) -> bool {
    !text.starts_with(['"', '\'', '[', '{']) && !text.chars().any(char::is_control)
}

/// A text with its control characters written out.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for letter in text.chars() {
        match letter.is_control() {
            true => line.extend(letter.escape_default()),
            false => line.push(letter),
        }
    }
    line
}

//! The path of a key as people write it: `stream."asylum, spoor 4".notice.share`, `pool[1].fte`.

use toml::de::DeValue;

use crate::error::Fault;
use crate::scenario::notes::quoted;

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A key of a table, or the `name` of an entry of a list.
    Name(String),
    /// The number of an entry of a list, from 1.
    Number(usize),
}

/// A path that has at least one part; the first is a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyPath {
    written: String,
    parts: Vec<Part>,
}

impl KeyPath {
    /// The most parts of a path, far above those of any key; tables that are made are no deeper.
    const MOST_PARTS: usize = 20;

    /// The path before the first `=` that stands outside quotes, and the text after it; `right`
    /// says what the whole should look like.
    pub(crate) fn split<'a>(text: &'a str, right: &str) -> Result<(KeyPath, &'a str), Fault> {
        let wrong = || Fault::new(quoted(text), right);
        let mut parts = Vec::new();
        let mut rest = text.trim_start();
        loop {
            let (name, after) = name(rest).ok_or_else(wrong)?;
            parts.push(Part::Name(name));
            rest = after.trim_start();
            while let Some(after) = rest.strip_prefix('[') {
                let (number, after) = after.split_once(']').ok_or_else(wrong)?;
                let number = number.trim();
                let digits = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
                let counted = number.parse::<usize>().ok().filter(|it| digits && 1 <= *it);
                let right = "the number of an entry, from 1, as pool[1]";
                let number =
                    counted.ok_or_else(|| Fault::new(quoted(&format!("[{number}]")), right))?;
                parts.push(Part::Number(number));
                rest = after.trim_start();
            }
            if KeyPath::MOST_PARTS < parts.len() {
                return Err(Fault::new(quoted(text), "a key of at most 20 parts"));
            }
            if let Some(value) = rest.strip_prefix('=') {
                let written = text[..text.len() - rest.len()].trim().to_owned();
                return Ok((KeyPath { written, parts }, value));
            }
            rest = rest.strip_prefix('.').ok_or_else(wrong)?.trim_start();
        }
    }

    /// The path as it was written.
    pub(crate) fn written(&self) -> &str {
        &self.written
    }

    /// The name with which it starts.
    pub(crate) fn first(&self) -> &str {
        match &self.parts[0] {
            Part::Name(name) => name,
            Part::Number(_) => unreachable!("the first part is a name"),
        }
    }

    /// Its steps.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }
}

/// The name with which a text starts, and what follows it.
fn name(text: &str) -> Option<(String, &str)> {
    let end = match text.chars().next()? {
        '"' => 1 + closing_quote(&text[1..])? + 1,
        '\'' => 1 + text[1..].find('\'')? + 1,
        _ => {
            let plain = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
            let end = text.find(|letter| !plain(letter)).unwrap_or(text.len());
            return (0 < end).then(|| (text[..end].to_owned(), &text[end..]));
        }
    };
    let value = DeValue::parse(&text[..end]).ok()?;
    Some((value.get_ref().as_str()?.to_owned(), &text[end..]))
}

/// Where a text in double quotes ends, its first quote left out.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<String> {
        let (path, _) = KeyPath::split(text, "right").unwrap();
        let shown = path.parts().iter().map(|part| match part {
            Part::Name(name) => name.clone(),
            Part::Number(number) => number.to_string(),
        });
        shown.collect()
    }

    #[test]
    fn every_form_of_a_key_is_understood() {
        let rows: [(&str, &[&str], &str); 8] = [
            ("replications=5", &["replications"], "5"),
            (" pool[1].fte = 400", &["pool", "1", "fte"], " 400"),
            ("stream.\"asylum, spoor 4\".term=x", &["stream", "asylum, spoor 4", "term"], "x"),
            ("a.'b.c = \"d'.e==", &["a", "b.c = \"d", "e"], "="),
            ("a.\"b\\\"=\\\\\".c=", &["a", "b\"=\\", "c"], ""),
            ("pool . Zürich [ 2 ] [3] . x=[1]", &["pool", "Zürich", "2", "3", "x"], "[1]"),
            ("a.1-b_2=1", &["a", "1-b_2"], "1"),
            ("a.\"\"=1", &["a", ""], "1"),
        ];
        for (text, right, value) in rows {
            assert_eq!(parts(text), right, "{text}");
            assert_eq!(KeyPath::split(text, "").unwrap().1, value);
        }
        let (path, _) = KeyPath::split("  pool [1] . fte  = 4", "").unwrap();
        assert_eq!(path.written(), "pool [1] . fte");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let deep = format!("{}a=1", "a.".repeat(20));
        let wrong = [
            "",
            "=1",
            "a",
            "a.=1",
            ".a=1",
            "a..b=1",
            "a[1=1",
            "a]=1",
            "a b=1",
            "[1]=1",
            "a.\"b=1",
            "a.'b=1",
            "a.\"\\q\"=1",
            "a\"b\"=1",
            "a$=1",
            &deep,
        ];
        for text in wrong {
            assert!(KeyPath::split(text, "right").is_err(), "{text}");
        }
        for number in ["0", "", "-1", "+1", "1.5", "x", "99999999999999999999999"] {
            let fault = KeyPath::split(&format!("a[{number}]=1"), "right").unwrap_err();
            let right =
                format!("\"[{number}]\", must be the number of an entry, from 1, as pool[1]");
            assert_eq!(fault.to_string(), right);
        }
    }
}

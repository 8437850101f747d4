//! What somebody meant who misspelt a name.

use crate::scenario::notes::shortened;

/// The known keys, and the nearest one if it is near; completes "must be …".
pub(crate) fn one_of_keys(found: &str, known: &[&str]) -> String {
    one_of(found, known, |name| name.to_owned())
}

/// The known texts in quotes, and the nearest one if it is near; completes "must be …".
pub(crate) fn one_of_texts(found: &str, known: &[&str]) -> String {
    one_of(found, known, |name| format!("{:?}", shortened(name)))
}

fn one_of(found: &str, known: &[&str], written: impl Fn(&str) -> String) -> String {
    // A longer list helps nobody.
    const MOST: usize = 20;
    let names: Vec<String> = known.iter().take(MOST).map(|name| written(name)).collect();
    let more = if MOST < known.len() { ", …" } else { "" };
    let meant =
        nearest(found, known).map(|name| format!("; did you mean {name:?}?")).unwrap_or_default();
    format!("one of: {}{more}{meant}", names.join(", "))
}

/// The first of the known names with the fewest changed letters, at most two of them.
fn nearest<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    const MOST_CHANGES: usize = 2;
    let near = known.iter().filter_map(|name| {
        // Also saves the time of comparing a name with a novel.
        let close = found.len().abs_diff(name.len()) <= 4 * MOST_CHANGES;
        let changes = if close { strsim::levenshtein(found, name) } else { usize::MAX };
        // Two changes make any word of two letters into any other.
        let meant = changes <= MOST_CHANGES && changes < found.chars().count();
        meant.then_some((changes, *name))
    });
    near.min_by_key(|(changes, _)| *changes).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_at_most_two_letters_away() {
        let known = ["share", "delay", "pursued"];
        assert_eq!(nearest("pursuid", &known), Some("pursued"));
        assert_eq!(nearest("shares", &known), Some("share"));
        assert_eq!(nearest("delta", &known), Some("delay"));
        assert_eq!(nearest("grace", &known), None);
        assert_eq!(nearest("", &known), None);
        assert_eq!(nearest("by", &["of"]), None);
    }
}

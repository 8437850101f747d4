//! The fingerprint of all that was read.

use sha2::Digest;
use sha2::Sha256;

use crate::study::ChangedValue;

/// The first twelve hexadecimal digits of the SHA-256 of the scenario and of name and text of each
/// named file, in order of first use; before each of these stands its length in bytes.
///
/// The lengths keep two files from passing for one that has both texts. After the files follows
/// each setting, as key and value; a length that no text has stands between.
pub(crate) fn fingerprint<'a>(
    scenario: &str,
    files: impl Iterator<Item = (&'a str, &'a str)>,
    settings: &[ChangedValue],
) -> String {
    let mut hash = Sha256::new();
    let add = |hash: &mut Sha256, text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    add(&mut hash, scenario);
    for (name, text) in files {
        add(&mut hash, name);
        add(&mut hash, text);
    }
    // Without settings the fingerprint is that of the texts alone.
    if !settings.is_empty() {
        hash.update(u64::MAX.to_le_bytes());
    }
    for setting in settings {
        add(&mut hash, &setting.key);
        add(&mut hash, &setting.value);
    }
    let digits = hash.finalize();
    digits.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_of_nothing_is_that_of_a_length_of_0() {
        // printf '\0\0\0\0\0\0\0\0' | sha256sum
        assert_eq!(fingerprint("", std::iter::empty(), &[]), "af5570f5a181");
    }

    #[test]
    fn a_text_may_not_move_from_one_file_to_another() {
        let of =
            |files: &[(&'static str, &'static str)]| fingerprint("", files.iter().copied(), &[]);
        assert_ne!(of(&[("a", "bc")]), of(&[("ab", "c")]));
        assert_ne!(of(&[("a", "b")]), of(&[("a", "b"), ("", "")]));
    }
    #[test]
    fn settings_are_covered_and_do_not_pass_for_files() {
        let of = |file: Option<(&'static str, &'static str)>, settings: &[(&str, &str)]| {
            let changed = |(key, value): &(&str, &str)| ChangedValue {
                key: (*key).to_owned(),
                value: (*value).to_owned(),
            };
            let settings: Vec<ChangedValue> = settings.iter().map(changed).collect();
            fingerprint("s", file.into_iter(), &settings)
        };
        let prints = [
            of(None, &[]),
            of(None, &[("a", "b")]),
            of(None, &[("a", "c")]),
            of(None, &[("ab", "")]),
            of(Some(("a", "b")), &[]),
            of(Some(("a", "b")), &[("a", "b")]),
        ];
        for (number, print) in prints.iter().enumerate() {
            assert!(!prints[..number].contains(print), "{number}");
        }
        // one='\1\0\0\0\0\0\0\0'; no='\377\377\377\377\377\377\377\377'
        // printf "${one}s${no}${one}a${one}b" | sha256sum
        assert_eq!(prints[1], "793b4cd2a738");
    }
}

//! The fingerprint of all that was read.

use sha2::Digest;
use sha2::Sha256;

/// The first twelve hexadecimal digits of the SHA-256 of the scenario and of name and text of each
/// named file, in order of first use; before each of these stands its length in bytes.
///
/// The lengths keep two files from passing for one that has both texts.
pub(crate) fn fingerprint<'a>(
    scenario: &str,
    files: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    add(scenario);
    for (name, text) in files {
        add(name);
        add(text);
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
        assert_eq!(fingerprint("", std::iter::empty()), "af5570f5a181");
    }

    #[test]
    fn a_text_may_not_move_from_one_file_to_another() {
        let of = |files: &[(&'static str, &'static str)]| fingerprint("", files.iter().copied());
        assert_ne!(of(&[("a", "bc")]), of(&[("ab", "c")]));
        assert_ne!(of(&[("a", "b")]), of(&[("a", "b"), ("", "")]));
    }
}

//! Values in the place of numbers that are not known: the scenario of one draw.

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::scenario::key::Part;
use crate::scenario::uncertain::WrittenNumber;

/// Values as TOML writes them, exact to the last bit.
pub(crate) fn value_texts(values: &[f64]) -> Vec<String> {
    values.iter().map(|value| format!("{value:?}")).collect()
}

/// Puts each value where its number is written; it keeps the place of what it replaces, so that a
/// fault has its line.
pub(crate) fn put<'a>(root: &mut DeTable<'a>, numbers: &[WrittenNumber], texts: &'a [String]) {
    for (number, text) in numbers.iter().zip(texts) {
        let drawn = DeValue::parse(text).expect("a finite number").into_inner();
        let (first, rest) = number.parts.split_first().expect("a number has a key");
        let Part::Name(name) = first else { unreachable!("a key starts with a name") };
        let value = root.get_mut(name.as_str()).expect("where it was found");
        *at_end(value, rest) = Spanned::new(number.span.clone(), drawn);
    }
}

/// The value to which the parts lead; they were found in the same text.
fn at_end<'v, 'a>(
    value: &'v mut Spanned<DeValue<'a>>,
    parts: &[Part],
) -> &'v mut Spanned<DeValue<'a>> {
    let Some((part, rest)) = parts.split_first() else { return value };
    let inner = match (value.get_mut(), part) {
        (DeValue::Table(entries), Part::Name(name)) => entries.get_mut(name.as_str()),
        (DeValue::Array(values), Part::Number(number)) => values.get_mut(number - 1),
        _ => None,
    };
    at_end(inner.expect("where it was found"), rest)
}

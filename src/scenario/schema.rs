//! The scenario file as a JSON Schema, for editors.

/// A JSON Schema (draft 2020-12) of the scenario file, as a text.
///
/// It knows every key with its type, its limits and what it means, so that an editor completes and
/// checks a scenario while it is written. What must hold between keys only
/// [`Scenario::read`](crate::scenario::Scenario::read) knows. A date, which TOML writes without
/// quotes, is a text here: JSON has none.
///
/// # Example
/// ```
/// use arrears::scenario::SCHEMA;
///
/// let schema: serde_json::Value = serde_json::from_str(SCHEMA)?;
/// assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
/// assert_eq!(schema["properties"]["as_of"]["$ref"], "#/$defs/date");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Source
/// <https://json-schema.org/draft/2020-12>
pub const SCHEMA: &str = include_str!("schema.json");

//! The JSON Schema of the scenario file: right scenarios pass, wrong ones do not, and it has
//! every key that the program reads and the reference explains.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use arrears::scenario::SCHEMA;
use arrears::scenario::template;
use jsonschema::Validator;
use serde_json::Value;

use crate::scenario_model::EVERY_KEY;
use crate::scenario_policies::EVERY_MEASURE;

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

/// A scenario as JSON: dates become texts.
fn json(text: &str) -> Value {
    fn value(written: toml::Value) -> Value {
        match written {
            toml::Value::String(text) => Value::from(text),
            toml::Value::Integer(number) => Value::from(number),
            toml::Value::Float(number) => Value::from(number),
            toml::Value::Boolean(truth) => Value::from(truth),
            toml::Value::Datetime(date) => Value::from(date.to_string()),
            toml::Value::Array(values) => values.into_iter().map(value).collect(),
            toml::Value::Table(table) => {
                table.into_iter().map(|(key, inner)| (key, value(inner))).collect()
            }
        }
    }
    value(toml::Value::Table(text.parse().unwrap()))
}

/// What is wrong with a scenario, in the words of the validator.
fn faults(text: &str) -> Vec<String> {
    let found = json(text);
    let found: Vec<String> = validator()
        .iter_errors(&found)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    found
}

fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn the_schema_is_one() {
    assert!(jsonschema::meta::is_valid(&schema()));
}

#[test]
fn every_right_scenario_passes() {
    let mut texts = vec![
        ("every_key.toml".to_owned(), EVERY_KEY.to_owned()),
        ("every_measure.toml".to_owned(), EVERY_MEASURE.to_owned()),
        ("the template".to_owned(), template("2026-01-01".parse().unwrap()).unwrap()),
    ];
    for entry in fs::read_dir(in_project("examples/scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "toml") {
            texts.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(9 < texts.len());
    for (name, text) in texts {
        assert_eq!(faults(&text), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_example_of_a_distribution_and_a_delay_passes() {
    let text = template("2026-01-01".parse().unwrap()).unwrap();
    let right = [
        "{ uniform = [0.2, 0.4] }",
        "{ triangular = [0.2, 0.3, 0.4], cut = [0.25, 0.35] }",
        "{ beta = { mean = 0.4, standard_deviation = 0.05 } }",
        "{ normal = { mean = 0.4, standard_deviation = 0.05 }, name = \"shares\" }",
        "{ lognormal = { median = 0.3, sigma = 0.3 } }",
        "{ values = [[0.4, 3], [0.6, 1]], value = 0.4 }",
        "{ quantiles = \"10% 0.3, 50% 0.4\" }",
        "[{ from = 2026-01-01, value = 0.1 }, { from = 2026-05-01, value = { uniform = [0, 1] } }]",
    ];
    for share in right {
        let set = format!(
            "\n[[stream]]\nname = \"x\"\nterm = {{ weeks = 8 }}\nnotice = {{ share = {share}, \
             delay = 3 }}\n"
        );
        assert_eq!(faults(&format!("{text}{set}")), Vec::<String>::new(), "{share}");
    }
    let delays = [
        "14",
        "{ days = 14 }",
        "{ uniform = { from_days = 0, to_days = 42 } }",
        "{ uniform = [7, 28] }",
        "{ gamma = { shape = 4, scale_days = { uniform = [10, 18] } } }",
        "{ discrete = [{ days = 3, share = 0.5 }, { days = 9, share = 0.5 }] }",
    ];
    for delay in delays {
        let set = format!(
            "\n[[stream]]\nname = \"x\"\nterm = {{ weeks = 8 }}\nwithdrawal = {{ share = 1, delay \
             = {delay} }}\n"
        );
        assert_eq!(faults(&format!("{text}{set}")), Vec::<String>::new(), "{delay}");
    }
}

#[test]
fn what_is_wrong_does_not_pass() {
    let minimal = fs::read_to_string(in_project("examples/scenarios/minimal.toml")).unwrap();
    assert_eq!(faults(&minimal), Vec::<String>::new());
    // What is replaced, by what, and where the fault is.
    let wrong = [
        ("format = 1", "format = 2", "/format"),
        ("title = \"A small permit office\"", "title = 5", "/title"),
        ("title = \"A small permit office\"", "tilte = \"x\"", ""),
        ("as_of = 2026-01-01", "as_of = \"1 January 2026\"", "/as_of"),
        ("as_of = 2026-01-01", "", ""),
        ("share = 0.3", "share = 30", "/stream/0/notice"),
        ("share = 0.3", "share = \"0.3\"", "/stream/0/notice"),
        ("share = 0.3", "share = { uniform = [0.2] }", "/stream/0/notice"),
        ("share = 0.3", "share = { uniform = [0, 1], pert = [0, 0, 1] }", "/stream/0/notice"),
        ("term.weeks = 8", "term = {}", "/stream/0/term"),
        ("term.weeks = 8", "term.weeks = 8\nterm.days = 3", "/stream/0/term"),
        ("cases = 700", "cases = -1", "/stream/0/stock"),
        ("cases = 700", "case = 700", "/stream/0/stock"),
        ("per_day = 30", "per_day = 30, per_week = 3", "/administrative_penalty/tariff"),
        ("[[stream]]", "[stream]", "/stream"),
    ];
    for (from, to, place) in wrong {
        let text = minimal.replacen(from, to, 1);
        assert_ne!(text, minimal, "{from}");
        let found = faults(&text);
        assert!(found.iter().any(|it| it.starts_with(place)), "{to}: {found:?}");
        assert!(!found.is_empty(), "{to}");
    }
}

/// A key of a table of the schema: its name, what is said of it, and whether it is required.
type Key = (String, Option<String>, bool);

/// Every table of the schema, as its keys.
fn tables(schema: &Value, found: &mut Vec<Vec<Key>>) {
    match schema {
        Value::Object(entries) => {
            if let Some(Value::Object(properties)) = entries.get("properties") {
                let required = entries.get("required").and_then(Value::as_array);
                let key = |(name, inner): (&String, &Value)| {
                    let said = inner.get("description").and_then(Value::as_str).map(str::to_owned);
                    let is_required =
                        required.is_some_and(|it| it.contains(&Value::from(name.as_str())));
                    (name.clone(), said, is_required)
                };
                found.push(properties.iter().map(key).collect());
            }
            entries.values().for_each(|inner| tables(inner, found));
        }
        Value::Array(values) => values.iter().for_each(|inner| tables(inner, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn all_tables() -> Vec<Vec<Key>> {
    let mut found = Vec::new();
    tables(&schema(), &mut found);
    found
}

/// The lists of keys in a text of Rust: those that a table is opened with.
fn key_lists(code: &str) -> Vec<BTreeSet<String>> {
    let opens = [
        ".table(",
        "keys:",
        "KEYS: &[&str] =",
        "NAMES: &[&str] =",
        "MEAN: &[&str] =",
        "let keys =",
        "let names =",
        "dated(node,",
    ];
    let mut found = Vec::new();
    for (at, _) in code.match_indices("&[") {
        let before = code[..at].trim_end();
        let Some(inside) = code[at + 2..].split(']').next() else { continue };
        if !opens.iter().any(|open| before.ends_with(open)) || !inside.contains('"') {
            continue;
        }
        found.push(inside.split('"').skip(1).step_by(2).map(str::to_owned).collect());
    }
    found
}

#[test]
fn the_schema_has_the_tables_that_the_program_reads() {
    let mut read = BTreeSet::new();
    for entry in fs::read_dir(in_project("src/scenario")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "rs") {
            let code = fs::read_to_string(path).unwrap();
            read.extend(key_lists(code.split("#[cfg(test)]").next().unwrap()));
        }
    }
    assert!(40 < read.len(), "{} lists of keys found", read.len());
    let names = |table: &Vec<Key>| table.iter().map(|key| key.0.clone()).collect::<BTreeSet<_>>();
    let known: BTreeSet<BTreeSet<String>> = all_tables().iter().map(names).collect();
    let missing: Vec<_> = read.difference(&known).collect();
    assert!(missing.is_empty(), "read, but not in the schema: {missing:?}");
    let unknown: Vec<_> = known.difference(&read).collect();
    assert!(unknown.is_empty(), "in the schema, but not read: {unknown:?}");
}

/// A row of the reference: the keys, and what the schema should say of them.
struct Row {
    keys: Vec<String>,
    said: String,
    /// `None` where the table of the reference does not say.
    is_required: Option<bool>,
}

/// A text without its links.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        // The name of a key may have brackets itself.
        let opens = if before.ends_with('`') { before.rfind("[`") } else { before.rfind('[') };
        let opens = opens.unwrap();
        plain.push_str(&before[..opens]);
        plain.push_str(&before[opens + 1..]);
        rest = after.split_once(')').unwrap().1;
    }
    plain + rest
}

/// The rows of all tables of keys in the reference, but for that of presets.
fn reference() -> Vec<Row> {
    let text = fs::read_to_string(in_project("docs/scenario-reference.md")).unwrap();
    let mut rows = Vec::new();
    let mut heads: Option<Vec<&str>> = None;
    for line in text.lines() {
        let Some(line) = line.strip_prefix("| ").and_then(|it| it.strip_suffix('|')) else {
            heads = heads.filter(|_| line.starts_with("|---"));
            continue;
        };
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let Some(heads) = &heads else {
            heads = Some(cells);
            continue;
        };
        let cell = |name: &str| {
            let column = heads.iter().position(|head| *head == name);
            column.map_or("", |column| cells[column])
        };
        if heads[0] != "key" || heads.contains(&"name") {
            continue;
        }
        let (default, other) = (cell("default"), cell("the other choice"));
        let mut said = plain(cell("meaning"));
        if !other.is_empty() {
            said = plain(&format!("Default {default}. The other choice: {other}."));
        } else if !default.is_empty() && !default.starts_with("required") && default != "as below" {
            said = format!("{said} Default: {}.", plain(default));
        }
        let keys = cells[0].split('`').skip(1).step_by(2).map(str::to_owned).collect();
        let required = default == "required" || default.starts_with("required if");
        let is_required = heads.contains(&"default").then_some(required);
        rows.push(Row { keys, said, is_required });
    }
    rows
}

#[test]
fn every_key_of_the_reference_is_in_the_schema_in_the_same_words() {
    let keys: Vec<Key> = all_tables().into_iter().flatten().collect();
    let rows = reference();
    assert!(150 < rows.len(), "{} rows found", rows.len());
    for row in rows {
        for key in &row.keys {
            let name = key.rsplit('.').next().unwrap();
            let of_name: Vec<&Key> = keys.iter().filter(|it| it.0 == name).collect();
            let right = |it: &&&Key| {
                let required = row.is_required.is_none_or(|required| required == it.2);
                it.1.as_deref() == Some(row.said.as_str()) && required
            };
            assert!(of_name.iter().any(|it| right(&it)), "{key}: {:?}: {of_name:#?}", row.said);
        }
    }
}

#[test]
fn every_key_of_the_schema_is_named_by_the_reference() {
    let text = fs::read_to_string(in_project("docs/scenario-reference.md")).unwrap();
    for (name, _, _) in all_tables().into_iter().flatten() {
        let named =
            [format!("`{name}`"), format!(".{name}`"), format!("{name} ="), format!("[{name}]")];
        assert!(named.iter().any(|it| text.contains(it)), "{name}");
    }
}

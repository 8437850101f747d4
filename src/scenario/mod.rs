//! The scenario file: what a user writes, read and checked until only a [`Setup`] is left.

mod asked;
mod behaviour;
mod completeness;
mod costs;
mod dates;
mod delay;
mod effect;
mod fingerprint;
mod intake;
mod law;
mod measure;
mod nearest;
mod notes;
mod order;
mod policy;
mod pool;
mod recorded;
mod schedule;
mod setup;
mod sheet;
mod staff;
mod stock;
mod stream;
mod table;
mod value;

use toml::de::DeTable;

use crate::error::Fault;
use crate::error::Problem;
use crate::error::Problems;
use crate::scenario::fingerprint::fingerprint;
use crate::scenario::notes::Lines;
use crate::scenario::notes::Notes;
use crate::scenario::notes::shortened;
use crate::scenario::setup::setup;
use crate::scenario::sheet::Files;
use crate::scenario::table::Table;
use crate::study::Setup;

/// A scenario that has been read and found right.
///
/// The format is described in `docs/scenario-reference.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    setup: Setup,
}

impl Scenario {
    /// Reads a scenario from its text; `load` brings the text of a CSV file that it names, or the
    /// reason why it cannot.
    ///
    /// No file is opened here, so that a scenario can come from anywhere. Each CSV file is loaded
    /// once. The fingerprint of the setup is that of all texts.
    ///
    /// # Errors
    /// - the text is not TOML: the first place where it is not.
    /// - anything else is wrong: all of it, in file order, each with its line: the scenario first,
    ///   then each CSV file. What must hold between the parts of the model is checked as well,
    ///   but for the lists of streams and pools only if `start`, `as_of` and `end` are right.
    ///
    /// # Example
    /// ```
    /// use arrears::scenario::Scenario;
    ///
    /// let text = r#"
    /// format = 1
    /// title = "Permits"
    /// as_of = 2026-01-01
    /// end = 2026-12-31
    /// stream = [{ name = "permits", term = { weeks = 8 }, stock = { file = "stock.csv" } }]
    /// pool = [{ name = "deciders", decisions_per_week = 60 }]
    /// "#;
    /// let load = |name: &str| match name {
    ///     "stock.csv" => Ok("received,cases\n2025-12-01,40\n".to_owned()),
    ///     _ => Err("no such file".to_owned()),
    /// };
    /// let setup = Scenario::read(text, load)?.into_setup();
    /// assert_eq!(setup.model.streams[0].stock.cases(), 40);
    ///
    /// let wrong = text.replace("decisions_per_week = 60", "decisions_per_week = -60");
    /// let problems = Scenario::read(&wrong, load).unwrap_err();
    /// let line = "7  pool[1].decisions_per_week  -60, must be 0 or more, at most 10,000,000";
    /// assert_eq!(problems.display_in("permits.toml"), format!("permits.toml:{line}"));
    /// # Ok::<(), arrears::error::Problems>(())
    /// ```
    pub fn read(
        text: &str,
        load: impl FnMut(&str) -> Result<String, String>,
    ) -> Result<Scenario, Problems> {
        let root = DeTable::parse(text).map_err(|error| not_toml(text, &error))?;
        let notes = Notes::new(text, root.get_ref());
        let mut load = load;
        let mut files = Files::new(&mut load);
        let setup = setup(&Table::root(&notes, root.get_ref(), setup::KEYS), &mut files);
        let fingerprint = fingerprint(text, files.texts());
        let problems = notes.into_problems();
        match setup {
            Some(setup) if problems.is_empty() => {
                Ok(Scenario { setup: Setup { fingerprint, ..setup } })
            }
            _ => {
                assert!(!problems.is_empty(), "whoever gives up says why");
                Err(problems)
            }
        }
    }

    /// What the scenario asks of which model.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What the scenario asks of which model, without the scenario.
    pub fn into_setup(self) -> Setup {
        self.setup
    }
}

/// What is meant by a text that is TOML, as far as it is most often missed.
const TOML: &str = "TOML, with each key once and values as \"a text\", 2020-03-03, 0.4, 17_000_000";

/// The one problem of a text that is not TOML.
fn not_toml(text: &str, error: &toml::de::Error) -> Problems {
    let at = error.span().map_or(0, |span| span.start);
    let message = error.message().lines().next().unwrap_or("");
    let problem = Problem {
        file: None,
        line: Some(Lines::of(text).line(at)),
        key: String::new(),
        fault: Fault::new(shortened(message), TOML),
    };
    problem.into()
}

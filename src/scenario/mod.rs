//! The scenario file: what a user writes, read and checked until only a [`Setup`] is left.

mod asked;
mod behaviour;
mod belief;
mod bridge;
mod bridge_worlds;
mod calibration_state;
mod completeness;
mod conventions;
mod costs;
mod court;
mod dates;
mod delay;
mod drawn;
mod effect;
mod fingerprint;
mod grid;
mod intake;
mod key;
mod law;
mod measure;
mod nearest;
mod notes;
mod observed_series;
mod order;
mod place;
mod policy;
mod pool;
mod posterior;
mod range;
mod reading;
mod recorded;
mod register;
mod rule;
mod schedule;
mod schema;
mod setting;
mod setup;
mod sheet;
mod side_by_side;
mod staff;
mod stages;
mod stock;
mod stream;
mod table;
mod target;
mod template;
mod uncertain;
mod value;

use crate::error::Problems;
use crate::scenario::bridge::Draft;
use crate::scenario::reading::Source;
use crate::study::Setup;

pub use self::calibration_state::calibration_state_text;
pub use self::calibration_state::read_calibration_state;
pub use self::grid::Axis;
pub use self::grid::Grid;
pub use self::observed_series::read_observed_series;
pub use self::range::days_every;
pub use self::schema::SCHEMA;
pub use self::setting::Setting;
pub use self::side_by_side::side_by_side;
pub use self::template::template;

/// A scenario that has been read and found right.
///
/// The format is described in `docs/scenario-reference.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    setup: Setup,
    bridge: Option<Draft>,
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
        Scenario::read_with(text, &[], load)
    }

    /// Reads a scenario in which some values are replaced before anything is checked, as
    /// [`Scenario::read`] does; the fingerprint covers the settings.
    ///
    /// # Errors
    /// - as [`Scenario::read`]; what is wrong in a setting has the setting in place of file and
    ///   line, as `--set pool[1].fte=x`, and stands between the scenario and the CSV files.
    /// - a setting leads nowhere: through a value that is no table, to an entry that a list does
    ///   not have, or to what another setting has set.
    ///
    /// # Example
    /// ```
    /// use arrears::scenario::{Scenario, Setting};
    ///
    /// let text = r#"
    /// format = 1
    /// title = "Permits"
    /// as_of = 2026-01-01
    /// end = 2026-12-31
    /// stream = [{ name = "permits", term = { weeks = 8 } }]
    /// pool = [{ name = "deciders", decisions_per_week = 60 }]
    /// "#;
    /// let load = |_: &str| Err("no such file".to_owned());
    /// let term = Setting::parse("stream.permits.term={ months = 3 }")?;
    /// let seed = Setting::parse("seed=7")?;
    /// let setup = Scenario::read_with(text, &[term, seed], load)?.into_setup();
    /// assert_eq!(setup.seed, 7);
    /// assert_eq!(setup.changed[0].to_string(), "stream.permits.term = { months = 3 }");
    ///
    /// let wrong = [Setting::parse("pool.decisions_per_week=many")?];
    /// let problems = Scenario::read_with(text, &wrong, load).unwrap_err();
    /// let said = "--set pool.decisions_per_week=many  pool[1].decisions_per_week  \
    ///             the text \"many\", must be a number, as 60";
    /// assert_eq!(problems.to_string(), said);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_with(
        text: &str,
        settings: &[Setting],
        load: impl FnMut(&str) -> Result<String, String>,
    ) -> Result<Scenario, Problems> {
        Scenario::read_without(&[], text, settings, load)
    }

    /// Reads a scenario as if some of its keys were not written, as [`Scenario::read_with`] does.
    fn read_without(
        left_out: &[&str],
        text: &str,
        settings: &[Setting],
        load: impl FnMut(&str) -> Result<String, String>,
    ) -> Result<Scenario, Problems> {
        let (setup, bridge) = Source { text, settings, left_out }.read(load)?;
        Ok(Scenario { setup, bridge })
    }

    /// What the scenario asks of which model.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Whether the scenario has a `[bridge]` to another forecast, for [`Scenario::read_bridge`].
    pub fn has_bridge(&self) -> bool {
        self.bridge.is_some()
    }

    /// What the scenario asks of which model, without the scenario.
    pub fn into_setup(self) -> Setup {
        self.setup
    }
}

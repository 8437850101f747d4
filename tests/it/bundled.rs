//! The bundled scenarios, as every test reads them.

use arrears::scenario::Scenario;
use arrears::study::Setup;

pub const NAMES: [&str; 4] = ["minimal.toml", "reference.toml", "ind-2020.toml", "policies.toml"];

/// The setup of a bundled scenario.
pub fn setup(name: &str) -> Setup {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scenarios/");
    let load = |file: &str| std::fs::read_to_string(format!("{folder}{file}"));
    let text = load(name).unwrap();
    Scenario::read(&text, |file| load(file).map_err(|error| error.to_string()))
        .unwrap()
        .into_setup()
}

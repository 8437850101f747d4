//! The bundled scenarios, as every test reads them.

use arrears::scenario::Scenario;
use arrears::study::Bridge;
use arrears::study::Setup;

pub const NAMES: [&str; 6] = [
    "minimal.toml",
    "reference.toml",
    "ind-2020.toml",
    "policies.toml",
    "register.toml",
    "uk-legacy-2023.toml",
];

fn load(name: &str) -> Result<String, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scenarios/");
    std::fs::read_to_string(format!("{folder}{name}")).map_err(|error| error.to_string())
}

/// The text of a bundled file.
pub fn text(name: &str) -> String {
    load(name).unwrap()
}

/// The setup of a bundled scenario.
pub fn setup(name: &str) -> Setup {
    Scenario::read(&load(name).unwrap(), load).unwrap().into_setup()
}

/// The bridge of a bundled scenario.
pub fn bridge(name: &str) -> Bridge {
    Scenario::read_bridge(&load(name).unwrap(), &[], load).unwrap()
}

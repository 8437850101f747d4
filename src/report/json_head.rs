//! What stands at the head of every JSON document.

use serde::Serialize;

use crate::report::json::ChangedOut;
use crate::report::json::settings;
use crate::study::Setup;

/// What was simulated by which program; to be flattened into a document.
#[derive(Serialize)]
pub(crate) struct Head<'a> {
    format: u32,
    program: &'static str,
    version: &'static str,
    title: &'a str,
    fingerprint: &'a str,
    /// Values that the command set.
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<Vec<ChangedOut<'a>>>,
    seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    replications: Option<u32>,
}

impl<'a> Head<'a> {
    /// The head of a document in a version of its format; settings are left out where there are
    /// none, and replications where there is no one number of them.
    pub(crate) fn new(
        format: u32,
        setup: &'a Setup,
        seed: u64,
        replications: impl Into<Option<u32>>,
    ) -> Head<'a> {
        Head {
            format,
            program: "arrears",
            version: env!("CARGO_PKG_VERSION"),
            title: &setup.title,
            fingerprint: &setup.fingerprint,
            settings: Some(settings(&setup.changed)).filter(|it| !it.is_empty()),
            seed,
            replications: replications.into(),
        }
    }

    /// The same with an empty list of settings where there are none.
    pub(crate) fn always_with_settings(self) -> Head<'a> {
        Head { settings: Some(self.settings.unwrap_or_default()), ..self }
    }
}

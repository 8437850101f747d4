//! All integration tests: one file per question.

mod scenario_any_text;
mod scenario_defaults;
mod scenario_errors;
mod scenario_errors_between;
mod scenario_model;
mod special;
mod worlds;

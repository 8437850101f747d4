//! What could be done: a model beside the scenario's own.

use crate::model::Model;

/// Something that could be done instead of nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// What it is called.
    pub name: String,
    /// What it is, in a sentence; empty for none.
    pub description: String,
    /// The world in which it is done. It must have the scenario's as-of day, end and fiscal
    /// year; see [`Policy::mismatch`].
    pub model: Model,
}

impl Policy {
    /// The name of policy 0, the scenario as it is written.
    pub const DO_NOTHING: &'static str = "do nothing";

    /// In what a model cannot be compared with `scenario`: the key of the as-of day, the end or the
    /// first month of the fiscal year, where these differ; `None` when they can be compared.
    pub fn mismatch(model: &Model, scenario: &Model) -> Option<&'static str> {
        let (mine, other) = (model.period, scenario.period);
        if mine.as_of() != other.as_of() {
            Some("as_of")
        } else if mine.end() != other.end() {
            Some("end")
        } else if model.fiscal_year_starts != scenario.fiscal_year_starts {
            Some("fiscal_year_starts")
        } else {
            None
        }
    }
}

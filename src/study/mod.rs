//! Questions put to a model, one function each.

mod compare;
mod comparison;
mod forecast;
mod policy;
mod policy_record;
mod setup;
mod spending;
mod variants;

pub use compare::PolicyFuture;
pub use compare::compare;
pub use compare::compare_seen;
pub use comparison::Comparison;
pub use comparison::GoneDifference;
pub use comparison::GroupFinding;
pub use comparison::PolicyFinding;
pub use comparison::SavedPerSpent;
pub use comparison::TotalDifference;
pub use comparison::TotalOfPolicy;
pub use forecast::BudgetFinding;
pub use forecast::Forecast;
pub use forecast::Replications;
pub use forecast::SeriesFinding;
pub use forecast::TotalFinding;
pub use forecast::WaitFindings;
pub use forecast::forecast;
pub use forecast::forecast_seen;
pub use policy::Policy;
pub use setup::Budget;
pub use setup::BudgetOf;
pub use setup::ChangedValue;
pub use setup::Observed;
pub use setup::Setup;
pub use variants::Variant;
pub use variants::VariantFinding;
pub use variants::Variants;
pub use variants::variants;

//! Questions put to a model, one function each.

mod forecast;
mod setup;

pub use forecast::BudgetFinding;
pub use forecast::Forecast;
pub use forecast::Replications;
pub use forecast::SeriesFinding;
pub use forecast::TotalFinding;
pub use forecast::WaitFindings;
pub use forecast::forecast;
pub use setup::Budget;
pub use setup::BudgetOf;
pub use setup::Observed;
pub use setup::Setup;

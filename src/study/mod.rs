//! Questions put to a model, one function each.

mod setup;

pub use setup::Budget;
pub use setup::BudgetOf;
pub use setup::Observed;
pub use setup::Setup;

//! Findings as text: for a terminal, as JSON and as CSV. Nothing is computed here, no file opened
//! and no clock read: the same findings give the same bytes.

mod answer;
mod case_tables;
mod comparison_csv;
mod comparison_facts;
mod comparison_json;
mod comparison_json_parts;
mod comparison_tables;
mod comparison_text;
mod comparison_waits;
mod cost_tables;
mod csv;
mod explain;
mod explain_costs;
mod explain_law;
mod explain_order;
mod explain_policy;
mod explain_pool;
mod explain_staff;
mod explain_stock;
mod explain_stream;
mod facts;
mod json;
mod json_totals;
mod money_tables;
mod number;
mod outcomes;
mod page;
#[cfg(test)]
mod tests_number;
mod text;
mod variants;
mod variants_files;
#[cfg(test)]
mod worlds;

pub use comparison_csv::COMPARISON_CSV_NAMES;
pub use comparison_csv::comparison_csv_files;
pub use comparison_json::COMPARISON_JSON_FORMAT;
pub use comparison_json::comparison_json;
pub use comparison_text::comparison_text;
pub use csv::CSV_NAMES;
pub use csv::csv_files;
pub use explain::explain;
pub use json::JSON_FORMAT;
pub use json::json;
pub use outcomes::outcome_rows;
pub use outcomes::outcomes_header;
pub use outcomes::policy_outcome_row;
pub use outcomes::policy_outcomes_header;
pub use text::text;
pub use variants::variants_text;
pub use variants_files::VARIANTS_CSV_NAME;
pub use variants_files::variants_csv;
pub use variants_files::variants_json;

//! Findings as text: for a terminal, as JSON and as CSV. Nothing is computed here, no file opened
//! and no clock read: the same findings give the same bytes.

mod answer;
mod case_tables;
mod facts;
mod money_tables;
mod number;
mod page;
mod text;
#[cfg(test)]
mod worlds;

pub use text::text;

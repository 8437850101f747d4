//! arrears
pub mod error;
pub mod model;
pub mod money;
pub mod random;
pub mod sim;
pub mod study;
pub mod summary;
pub mod time;

//! arrears
pub mod error;
pub mod model;
pub mod money;
pub mod random;
pub mod scenario;
pub mod study;
pub mod time;

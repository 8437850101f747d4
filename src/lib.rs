//! Forecasts of case backlogs under a statutory term, and of what lateness costs.
//!
//! A service that must decide each case within a term has more cases than it can decide. `arrears`
//! simulates thousands of futures of its backlog, household by household: intake, capacity,
//! decisions, notices of default, administrative penalties, appeals, court penalties and payments.
//! Then it says what is already lost, what it will cost, how sure that is, and when the stock is
//! gone.
//!
//! Modules stand in one line; each knows only those before it:
//!
//! | module | what it is |
//! |---|---|
//! | [`error`] | what is wrong with an input, all of it at once |
//! | [`money`] | whole cents |
//! | [`time`] | days, working days, terms, values that change on dates |
//! | [`random`] | addresses of chance; distributions of days and counts |
//! | [`model`] | everything assumed about the world |
//! | [`sim`] | one possible future |
//! | [`ensemble`] | many futures |
//! | [`summary`] | from many numbers to a few, each with its standard error |
//! | [`study`] | questions, one function each |
//! | [`scenario`] | the file as written, and the setup it stands for |
//! | [`report`] | findings as text, JSON and CSV; computes nothing |

pub mod ensemble;
pub mod error;
pub mod model;
pub mod money;
pub mod random;
pub mod report;
pub mod scenario;
pub mod sim;
pub mod study;
pub mod summary;
pub mod time;

/// The code of the README runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The code of the guide to policies runs.
#[cfg(doctest)]
#[doc = include_str!("../docs/guides/adding-a-policy.md")]
pub struct GuideToPolicies;

/// The code of the guide to orders runs.
#[cfg(doctest)]
#[doc = include_str!("../docs/guides/adding-an-order.md")]
pub struct GuideToOrders;

/// The code of the guide to prices and plans runs.
#[cfg(doctest)]
#[doc = include_str!("../docs/guides/pricing-and-planning.md")]
pub struct GuideToPrices;

/// The code of the guide to variants runs.
#[cfg(doctest)]
#[doc = include_str!("../docs/guides/variants.md")]
pub struct GuideToVariants;

/// The code of the guide to single cases runs.
#[cfg(doctest)]
#[doc = include_str!("../docs/guides/one-case.md")]
pub struct GuideToOneCase;

/// The code of the guide to bridges runs.
#[cfg(doctest)]
#[doc = include_str!("../docs/guides/bridge.md")]
pub struct GuideToBridges;

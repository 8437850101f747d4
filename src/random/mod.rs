//! Chance with addresses: every draw is a function of its seed, replication, purpose and place.
//!
//! No generator is stored or handed on, so no draw depends on how many were made before it.

mod beta;
mod cholesky;
mod copula;
mod count;
mod delay;
mod inputs;
mod key;
mod normal;
mod philox;
mod quantile_pieces;
mod share;
mod sobol;
mod sobol_numbers;
mod table;
#[cfg(test)]
mod tests_uncertain;
mod uncertain;
mod uncertain_laws;
mod uncertain_shape;
mod weighted_draws;

pub(crate) use beta::beta_at_most;
pub(crate) use cholesky::Cholesky;
pub use copula::Copula;
pub use count::CountTable;
pub use count::Variation;
pub use count::count;
pub use delay::Delay;
pub use inputs::UncertainInputs;
pub use key::Block;
pub use key::Key;
pub use key::Purpose;
pub use key::Site;
pub use key::Stream;
pub(crate) use normal::normal_at_most;
pub(crate) use normal::normal_density;
pub(crate) use normal::normal_level;
pub(crate) use normal::normal_quantile;
pub use philox::philox2x64_10;
pub use share::Share;
pub(crate) use share::threshold_later;
pub use sobol::ScrambledSobol;
pub use table::DelayTable;
pub use uncertain::UncertainNumber;
pub use weighted_draws::WeightedDraws;

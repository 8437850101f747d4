//! Chance with addresses: every draw is a function of its seed, replication, purpose and place.
//!
//! No generator is stored or handed on, so no draw depends on how many were made before it.

mod count;
mod delay;
mod key;
mod philox;
mod share;
mod table;

pub use count::CountTable;
pub use count::Variation;
pub use count::count;
pub use delay::Delay;
pub use key::Block;
pub use key::Key;
pub use key::Purpose;
pub use key::Site;
pub use key::Stream;
pub use philox::philox2x64_10;
pub use share::Share;
pub(crate) use share::threshold_later;
pub use table::DelayTable;

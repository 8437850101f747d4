//! From many numbers to a few, each with its standard error.
//!
//! What goes in is whole: cents, counts, days. The first fraction of a forecast is made here. What
//! is not known is `None`, never an invented number and never NaN.

mod add_up;
mod attribution;
mod best;
mod binomial;
mod estimate;
mod exact;
mod exact_share;
mod fan;
mod fractions;
mod paired;
mod precision;
mod quantile;
mod ratio;
mod risk;
mod survival;
mod tally;
#[cfg(test)]
mod tests_attribution;
#[cfg(test)]
mod tests_tally;

pub use self::add_up::AddedUp;
pub use self::add_up::add_up;
pub use self::attribution::Attribution;
pub use self::attribution::MOST_CHANGES;
pub use self::attribution::common_denominator;
pub use self::attribution::shapley_values;
pub use self::best::best_intervals;
pub use self::estimate::Estimate;
pub use self::estimate::Interval;
pub use self::estimate::ShareEstimate;
pub use self::estimate::mean;
pub use self::estimate::share;
pub use self::estimate::standard_deviation;
pub use self::fan::Fan;
pub use self::fan::FanRow;
pub use self::fan::fan;
pub use self::fractions::Fractions;
pub use self::paired::BestShare;
pub use self::paired::PairedCosts;
pub use self::paired::PairedDifference;
pub use self::paired::paired_difference;
pub use self::precision::Precision;
pub use self::precision::ReplicationsNeeded;
pub use self::precision::batch_sizes;
pub use self::precision::precision;
pub use self::precision::relative_half_width_reached;
pub use self::precision::replications_needed;
pub use self::quantile::QuantileEstimate;
pub use self::quantile::QuantileRanks;
pub use self::quantile::quantile;
pub use self::quantile::quantile_estimate;
pub use self::quantile::quantile_ranks;
pub use self::quantile::wilks_sample_size;
pub use self::ratio::Moments;
pub use self::risk::exceedance;
pub use self::risk::expected_shortfall;
pub use self::survival::Survival;
pub use self::survival::SurvivalStep;
pub use self::survival::survival;
pub use self::tally::Tally;

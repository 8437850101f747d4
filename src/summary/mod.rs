//! From many numbers to a few, each with its standard error.
//!
//! What goes in is whole: cents, counts, days. The first fraction of a forecast is made here. What
//! is not known is `None`, never an invented number and never NaN.

mod best;
mod binomial;
mod design;
mod estimate;
mod exact;
mod exact_share;
mod fan;
mod given_data;
mod jackknife;
mod morris;
mod paired;
mod precision;
mod quantile;
mod ratio;
mod risk;
mod shapley;
mod sobol_indices;
mod survival;
mod tally;
#[cfg(test)]
mod tests_tally;
mod tornado;

pub use self::best::best_intervals;
pub use self::design::Design;
pub use self::estimate::Estimate;
pub use self::estimate::Interval;
pub use self::estimate::ShareEstimate;
pub use self::estimate::mean;
pub use self::estimate::share;
pub use self::estimate::standard_deviation;
pub use self::fan::Fan;
pub use self::fan::FanRow;
pub use self::fan::fan;
pub use self::given_data::KnowingInput;
pub use self::given_data::ValueOfKnowing;
pub use self::given_data::value_of_knowing;
pub use self::morris::MorrisDesign;
pub use self::morris::MorrisEffect;
pub use self::morris::morris;
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
pub use self::shapley::ShapleyEffects;
pub use self::shapley::shapley_effects;
pub use self::shapley::shapley_effects_by_sets;
pub use self::sobol_indices::SobolIndex;
pub use self::sobol_indices::SobolIndices;
pub use self::sobol_indices::sobol_indices;
pub use self::survival::Survival;
pub use self::survival::SurvivalStep;
pub use self::survival::survival;
pub use self::tally::Tally;
pub use self::tornado::Swing;
pub use self::tornado::Tornado;
pub use self::tornado::tornado;

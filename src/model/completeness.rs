//! Files that are not complete when a decider opens them.

use crate::random::Delay;
use crate::random::Share;
use crate::time::Schedule;

/// Incomplete files: they waste a part of the effort, and come back later.
///
/// Rule: a household is drawn a number once; if its file is opened on a day with a share above that
/// number, it is incomplete. Then `wasted` of its effort is spent, it leaves the queue for `delay` days (at
/// least one), and comes back complete, in its place of the order. A team that completes files
/// before they are opened is a lower share from its first day on.
#[derive(Clone, Debug, PartialEq)]
pub struct Completeness {
    /// The share of the files that are incomplete, by the day they are opened.
    pub incomplete: Schedule<Share>,
    /// The share of the effort that an incomplete file wastes.
    pub wasted: Share,
    /// Days until it comes back.
    pub delay: Delay,
}

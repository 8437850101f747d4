//! Incomplete files, as they are written.

use crate::model::Completeness;
use crate::scenario::delay::delay;
use crate::scenario::schedule::schedule;
use crate::scenario::value::Node;

/// Which files are incomplete when they are opened, and what that costs.
pub(crate) fn completeness(node: &Node<'_>) -> Option<Completeness> {
    let table = node.table(&["incomplete", "wasted", "delay"])?;
    let what = "the share of the files that are incomplete, as 0.3";
    let incomplete = table.required("incomplete", what, |node| schedule(node, Node::share));
    let what = "the share of the effort that an incomplete file wastes, as 0.4";
    let wasted = table.required("wasted", what, Node::share);
    let what = "days until the file comes back, as 28";
    let delay = table.required("delay", what, delay);
    Some(Completeness { incomplete: incomplete?, wasted: wasted?, delay: delay? })
}

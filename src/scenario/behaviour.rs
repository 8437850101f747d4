//! How late households act: notice of default and appeal.

use crate::model::Appeal;
use crate::model::Notice;
use crate::random::Delay;
use crate::random::Share;
use crate::scenario::delay::delay;
use crate::scenario::schedule::schedule;
use crate::scenario::value::Node;
use crate::time::Schedule;

/// The notices that a value describes.
pub(crate) fn notice(node: &Node<'_>) -> Option<Notice> {
    let table = node.table(&["share", "delay", "pursued", "counts_from", "premature"])?;
    let what = "the share of the late that gives notice, as 0.4";
    let share = table.required("share", what, shares);
    let what = "days from the first late day to the notice, as 14";
    let delay = table.required("delay", what, |node| schedule(node, delay));
    let pursued = table.optional("pursued", Schedule::constant(Share::ALL), shares);
    let counts_from = table.maybe("counts_from", Node::date);
    let premature = table.optional("premature", Share::NONE, Node::share);
    Some(Notice {
        share: share?,
        delay: delay?,
        pursued: pursued?,
        counts_from: counts_from?,
        premature: premature?,
    })
}

/// The appeals that a value describes.
pub(crate) fn appeal(node: &Node<'_>) -> Option<Appeal> {
    let table = node.table(&["share", "delay"])?;
    let what = "the share of the pursued notices that appeal, as 0.3";
    let share = table.required("share", what, shares);
    let at_once = Delay::fixed(0).expect("no days are a delay");
    let delay = table.optional("delay", at_once, delay);
    Some(Appeal { share: share?, delay: delay? })
}

fn shares(node: &Node<'_>) -> Option<Schedule<Share>> {
    schedule(node, Node::share)
}

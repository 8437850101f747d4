//! Settings that can have no effect, because what they act on is missing.

use crate::error::Fault;
use crate::scenario::costs::note_places_without_reception;
use crate::scenario::table::Table;
use crate::scenario::value::Node;

/// Notes the parts of a scenario that nothing leads to.
///
/// A penalty needs a notice, an appeal a notice and a court, a court an appeal, places somebody who
/// lives in reception.
pub(crate) fn note_settings_without_effect(root: &Table<'_>, streams: &[Node<'_>]) {
    let notices = streams.iter().any(|stream| stream.entry("notice").is_some());
    let appeals = streams.iter().any(|stream| stream.entry("appeal").is_some());
    if let Some(node) = root.get("administrative_penalty").filter(|_| !notices) {
        let right = "together with notice in a [[stream]], or left out";
        node.fault::<()>(Fault::new("a penalty without any notice", right));
    }
    if let Some(node) = root.get("court").filter(|_| !appeals) {
        let right = "together with appeal in a [[stream]], or left out";
        node.fault::<()>(Fault::new("a court without any appeal", right));
    }
    note_places_without_reception(root, streams);
    for stream in streams {
        let Some(appeal) = stream.entry("appeal") else {
            continue;
        };
        if stream.entry("notice").is_none() {
            let right = "together with notice in the same [[stream]], or left out";
            appeal.fault::<()>(Fault::new("an appeal without notice", right));
        }
        if !root.has("court") {
            let right = "together with [court], or left out";
            appeal.fault::<()>(Fault::new("an appeal without a court", right));
        }
    }
}

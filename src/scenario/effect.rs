//! Settings that can have no effect, because what they act on is missing.

use crate::error::Fault;
use crate::model::Reached;
use crate::model::Stock;
use crate::scenario::costs::note_places_without_reception;
use crate::scenario::table::Table;
use crate::scenario::value::Node;

/// Notes the parts of a scenario that nothing leads to.
///
/// A penalty needs a notice, an appeal a notice and a court, a court an appeal, places somebody who
/// lives in reception. Notices and appeals of before the start are some too.
pub(crate) fn note_settings_without_effect(
    root: &Table<'_>,
    streams: &[Node<'_>],
    stocks: &[&Stock],
) {
    let with_stock = || streams.iter().zip(stocks);
    let noticed = |(stream, stock): (&Node<'_>, &&Stock)| {
        let reached = stock.all_known().any(|it| it.progress.reached != Reached::Nothing);
        stream.entry("notice").is_some() || reached || has_register(stream)
    };
    let notices = with_stock().any(noticed);
    let appeals = with_stock().any(|(stream, stock)| {
        let reached = stock.all_known().any(|it| it.progress.reached.has_appealed());
        stream.entry("appeal").is_some() || reached || has_register(stream)
    });
    if let Some(node) = root.get("administrative_penalty").filter(|_| !notices) {
        let right = "together with notice in a [[stream]], or left out";
        node.fault::<()>(Fault::new("a penalty without any notice", right));
    }
    if let Some(node) = root.get("court").filter(|_| !appeals) {
        let right = "together with appeal in a [[stream]], or left out";
        node.fault::<()>(Fault::new("a court without any appeal", right));
    }
    note_places_without_reception(root, streams);
    for (stream, stock) in with_stock() {
        let Some(appeal) = stream.entry("appeal") else {
            continue;
        };
        if !noticed((stream, stock)) {
            let right = "together with notice in the same [[stream]], or left out";
            appeal.fault::<()>(Fault::new("an appeal without notice", right));
        }
        if !root.has("court") {
            let right = "together with [court], or left out";
            appeal.fault::<()>(Fault::new("an appeal without a court", right));
        }
    }
}

/// Whether a stream names a register, right or wrong.
fn has_register(stream: &Node<'_>) -> bool {
    stream.entry("stock").is_some_and(|stock| stock.entry("register").is_some())
}

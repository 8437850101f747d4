//! Households of one future, as text: whose calendar it is, and whose penalties cost most.

use crate::money::Money;
use crate::random::Key;
use crate::report::case_text::digits;
use crate::report::page::Page;
use crate::report::page::cut;
use crate::sim::HouseholdAddress;
use crate::sim::Trace;
use crate::study::Setup;

/// The line above the calendar of a household: its stream and address, its future and the policy.
pub fn trace_title(setup: &Setup, key: Key, policy: Option<&str>, trace: &Trace) -> String {
    let heads = match trace.heads {
        1 => String::new(),
        many => format!(", {many} heads"),
    };
    let stream = cut(&setup.model.streams[trace.address.stream].name, 24);
    let policy = policy.map_or(String::new(), |name| format!(", {}", cut(name, 24)));
    format!("{stream}, {}{heads}, replication {}{policy}", address(&trace.address), key.number())
}

/// The households of one future whose penalties cost most, the dearest first, as text.
///
/// No line is wider than 80 columns; amounts are exact.
pub fn dearest_text(
    setup: &Setup,
    key: Key,
    policy: Option<&str>,
    dearest: &[(HouseholdAddress, Money)],
) -> String {
    let mut page = Page::default();
    page.heading(&setup.title);
    let under = policy.map_or(String::new(), |name| format!(" under “{}”", cut(name, 40)));
    let end = setup.model.period.end();
    let future = format!("replication {} of seed {}", key.number(), key.seed());
    if dearest.is_empty() {
        page.paragraph(&format!("Nobody is owed a penalty in {future}{under} up to {end}."));
        return page.finish();
    }
    page.paragraph(&format!(
        "The households whose penalties cost most in {future}{under} up to {end}, in {}.",
        setup.currency,
    ));
    let many = 1 < setup.model.streams.len();
    let row = |(at, owed): &(HouseholdAddress, Money)| {
        let mut cells = vec![address(at), digits(*owed)];
        if many {
            cells.push(cut(&setup.model.streams[at.stream].name, 40));
        }
        cells
    };
    let columns = ["received / place", "owed", "stream"];
    let columns = if many { &columns[..] } else { &columns[..2] };
    page.table(columns, dearest.iter().map(row).collect());
    page.paragraph(&format!(
        "The calendar of one of them: arrears trace FILE --replication {} --case {}",
        key.number(),
        address(&dearest[0].0),
    ));
    page.finish()
}

/// A day of receipt and a place from 1, as `2019-05-03/12`.
fn address(of: &HouseholdAddress) -> String {
    format!("{}/{}", of.received, u64::from(of.place) + 1)
}

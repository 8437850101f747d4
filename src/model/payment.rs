//! When what is owed is transferred.

use crate::random::Delay;

/// What starts the time of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentTrigger {
    /// The end of the penalty: the decision (or withdrawal), or the last day owed when the maximum
    /// is reached before it.
    LastOwedDay,
    /// The decision (or withdrawal), also when the maximum was reached long before.
    Decision,
}

/// When a penalty is paid: `after_days` plus a drawn delay after its trigger.
///
/// # Source
/// Awb 4:18: the amount is fixed within two weeks after the last owed day; the circular "Wet
/// dwangsom": paid within six weeks after that.
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    /// What starts the time of payment.
    pub trigger: PaymentTrigger,
    /// Days that always pass after it.
    pub after_days: u32,
    /// Days that pass after those.
    pub delay: Delay,
}

//! What must hold of the opening stock, given the start of the scenario and the law.

use crate::error::Fault;
use crate::model::KnownCases;
use crate::model::Owing;
use crate::model::Parts;
use crate::model::Reached;
use crate::model::Stock;
use crate::model::Stream;
use crate::money::Money;

impl Parts {
    pub(super) fn check_stock(&self, fault: &mut impl FnMut(String, Fault)) {
        for (i, stream) in self.streams.iter().enumerate() {
            let mut fault = |wrong: Fault| fault(format!("stream[{}].stock", i + 1), wrong);
            self.check_receipt(&stream.stock, &mut fault);
            self.check_reached(&stream.stock, &mut fault);
            for group in stream.stock.owing() {
                self.check_owing(stream, group, &mut fault);
            }
        }
    }

    fn check_receipt(&self, stock: &Stock, fault: &mut impl FnMut(Fault)) {
        let start = self.period.start();
        if let Some((_, last)) = stock.received().filter(|(_, last)| start <= *last) {
            fault(Fault::new(last, format!("received before the start, {start}")));
        }
        if !(stock.all_known().count() <= Stock::MOST_KNOWN) {
            let found = "more than 4,000,000 rows of which something is known";
            fault(Fault::new(found, "fewer"));
        }
        let faults = stock.all_known().flat_map(|row| row.faults(start));
        // The day of receipt is checked for all rows above.
        if let Some((about, wrong)) = faults.into_iter().find(|(about, _)| *about != "received") {
            fault(Fault::new(format!("{about} {}", wrong.found), wrong.right));
        }
    }

    fn check_reached(&self, stock: &Stock, fault: &mut impl FnMut(Fault)) {
        let reached = || stock.all_known().map(|row| &row.progress.reached);
        if self.law.court.is_none() && reached().any(Reached::has_appealed) {
            let right = "in a scenario with a court";
            fault(Fault::new("cases that have appealed", right));
        }
        let is_empty_term = |reached: &Reached| match reached {
            Reached::Judgment { term_days, .. } => *term_days == Some(0),
            Reached::Nothing | Reached::Notice { .. } | Reached::Appeal { .. } => false,
        };
        let later = self.law.conventions.days_after_court_term();
        if later == 0 && reached().any(is_empty_term) {
            let right = "at least 1 day when the first penalty day is the last day of the term";
            fault(Fault::new("a court term of 0 days", right));
        }
        if stock.owing().iter().flat_map(|it| &it.cases).any(|it| it.progress.decided.is_some()) {
            let right = "waiting: what decided cases owe is worked out by the law";
            fault(Fault::new("decided cases that owe an amount together", right));
        }
    }

    /// Refuses an amount that cannot come out, whatever is drawn.
    fn check_owing(&self, stream: &Stream, group: &Owing, fault: &mut impl FnMut(Fault)) {
        if group.cases.iter().all(|row| row.progress.reached.last_day().is_some()) {
            let right = "together with cases whose last day is not known, so that it can be set";
            fault(Fault::new(format!("{} owed at the start", group.owed), right));
            return;
        }
        let most = group.cases.iter().map(|row| self.most_owed(stream, row));
        let most = Money::cents(most.sum::<f64>() as i64);
        if !(Money::ZERO <= group.owed && group.owed <= most) {
            let right = format!("from 0 to {most}, the most that these cases can owe");
            fault(Fault::new(format!("{} owed at the start", group.owed), right));
        }
    }

    /// The most that cases can owe, in cents: the maxima of their penalties, each as often as there
    /// are cases, or households where each has one penalty and as many heads as can be.
    fn most_owed(&self, stream: &Stream, row: &KnownCases) -> f64 {
        let administrative = self.law.most_administrative();
        let judicial = self.law.most_judicial();
        let most = match &row.progress.reached {
            Reached::Nothing => Money::ZERO,
            Reached::Notice { .. } if row.progress.may_be_further() => administrative + judicial,
            Reached::Notice { .. } => administrative,
            Reached::Appeal { .. } if row.progress.may_be_further() => administrative + judicial,
            Reached::Appeal { .. } => administrative,
            Reached::Judgment { tariff: Some(known), .. } => {
                administrative + judicial.max(known.maximum())
            }
            Reached::Judgment { .. } => administrative + judicial,
        };
        let heads = row.heads.map_or(stream.households.fewest_heads(), usize::from);
        let one_for_all = stream.households.one_penalty.value() == 1.0;
        let heads = if one_for_all { heads as u64 } else { 1 };
        row.cases.div_ceil(heads.max(1)) as f64 * most.in_cents() as f64
    }
}

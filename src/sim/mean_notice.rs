//! On which days a household gives notice, and with which chances.

use crate::random::Share;
use crate::sim::fate::could_have_noticed;
use crate::sim::fate::gives_notice;
use crate::sim::law_plan::LawPlan;
use crate::sim::plan::Behaviour;
use crate::sim::plan::NoticePlan;

/// The chances of the days of a household's notice, if it waits long enough.
#[derive(Clone, Debug)]
pub(super) struct NoticeChances {
    /// The first day, since the start.
    pub(super) first: i32,
    /// The chance of a notice on each day from the first on.
    pub(super) given: Vec<f64>,
    /// The chance of one that is followed up.
    pub(super) pursued: Vec<f64>,
}

/// A chance of as many lanes of 2³².
fn chance(lanes: u64) -> f64 {
    lanes as f64 / 4_294_967_296.0
}

impl NoticeChances {
    /// The chances for households with a due day that are known to have given no notice before a
    /// day, up to a last day; later notices are left out.
    ///
    /// The rule is that of [`crate::sim::fate::notice`].
    pub(super) fn new(
        law: &LawPlan,
        plan: &NoticePlan,
        behaviour: &Behaviour,
        (due, not_before): (i32, i32),
        last: i32,
    ) -> NoticeChances {
        let bound = gives_notice(plan, behaviour, due, not_before);
        let gives = chance(bound.min(1 << 32));
        let pursued = chance(behaviour.pursued.min(1 << 32));
        let known = could_have_noticed(plan, due, not_before);
        let first = if known { not_before } else { due.max(plan.counts_from) };
        let mut all = NoticeChances { first, given: Vec::new(), pursued: Vec::new() };
        let delay = &behaviour.delay;
        let most = due + 1 + delay.most() as i32;
        if known {
            let least = i64::from(not_before - due - 1);
            let gone = chance(delay.lanes_at_most(least - 1));
            if 1.0 <= gone {
                all.add(not_before, last, gives, pursued);
            }
            for day in not_before..=most.min(last) {
                let here = delay.chance_of(i64::from(day - due - 1)) / (1.0 - gone);
                all.add(day, last, gives * here, pursued);
            }
            return all;
        }
        let premature = if plan.premature == Share::NONE { 0.0 } else { plan.premature.value() };
        let counts = if law.premature_is_void { 0.0 } else { pursued };
        all.add(first, last, gives * premature, counts);
        let regular = gives * (1.0 - premature);
        let from = (due + 1).max(plan.counts_from);
        let by_then = delay.lanes_at_most(i64::from(from - due - 1));
        all.add(from, last, regular * chance(by_then), pursued);
        for day in from + 1..=most.min(last) {
            all.add(day, last, regular * delay.chance_of(i64::from(day - due - 1)), pursued);
        }
        all
    }

    fn add(&mut self, day: i32, last: i32, given: f64, pursued: f64) {
        if last < day || given == 0.0 {
            return;
        }
        let at = (day - self.first) as usize;
        if self.given.len() <= at {
            self.given.resize(at + 1, 0.0);
            self.pursued.resize(at + 1, 0.0);
        }
        self.given[at] += given;
        self.pursued[at] += given * pursued;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Law;
    use crate::model::Notice;
    use crate::model::Stream;
    use crate::random::Delay;
    use crate::sim::plan::dated;
    use crate::time::Day;
    use crate::time::Length;
    use crate::time::Term;

    /// 40% give notice after 0, 1, 2 or 3 days, each as likely; half of them pursue it.
    fn chances(
        premature: f64,
        counts_from: Option<i32>,
        due: i32,
        not_before: i32,
    ) -> NoticeChances {
        let start = Day::from_number(0);
        let stream = Stream::new("permits", Term::new(Length::Days(10)).unwrap());
        let share = |value| Share::new(value).unwrap();
        let delay = Delay::uniform(0, 3).unwrap();
        let mut notice = Notice::new(share(0.4), delay, share(0.5));
        notice.premature = share(premature);
        notice.counts_from = counts_from.map(|day| start + day);
        let plan = NoticePlan::new(&stream, &notice, start);
        let behaviour = dated(&plan.behaviour, due + 1);
        let law = LawPlan::new(&Law::none());
        NoticeChances::new(&law, &plan, behaviour, (due, not_before), 100)
    }

    #[track_caller]
    fn check(found: NoticeChances, first: i32, given: &[f64], pursued: &[f64]) {
        assert_eq!(found.first, first);
        let near = |found: &[f64], expected: &[f64]| {
            assert_eq!(found.len(), expected.len(), "{found:?}");
            let close = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9;
            assert!(found.iter().zip(expected).all(close), "{found:?}");
        };
        near(&found.given, given);
        near(&found.pursued, pursued);
    }

    #[test]
    fn notices_begin_on_the_first_late_day() {
        check(
            chances(0.0, None, 7, i32::MIN),
            7,
            &[0.0, 0.1, 0.1, 0.1, 0.1],
            &[0.0, 0.05, 0.05, 0.05, 0.05],
        );
    }

    #[test]
    fn a_premature_notice_is_dated_the_due_day_and_void() {
        check(
            chances(0.5, None, 7, i32::MIN),
            7,
            &[0.2, 0.05, 0.05, 0.05, 0.05],
            &[0.0, 0.025, 0.025, 0.025, 0.025],
        );
    }

    #[test]
    fn notices_of_before_they_count_come_on_the_first_day_that_counts() {
        check(chances(0.0, Some(10), 7, i32::MIN), 10, &[0.3, 0.1], &[0.15, 0.05]);
        check(chances(0.0, Some(99), 7, i32::MIN), 99, &[0.4], &[0.2]);
    }

    #[test]
    fn who_has_given_none_yet_gives_less_often() {
        // Two of four days have gone: (0.4 × 0.5) / (1 − 0.4 × 0.5) = 0.25.
        check(chances(0.0, None, 7, 10), 10, &[0.125, 0.125], &[0.0625, 0.0625]);
        // Before the term has passed there is nothing to be known.
        check(
            chances(0.0, None, 10, 10),
            10,
            &[0.0, 0.1, 0.1, 0.1, 0.1],
            &[0.0, 0.05, 0.05, 0.05, 0.05],
        );
    }
}

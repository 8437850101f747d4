//! What is expected of a household from the end of its grace period on: appeals, judgments and the
//! penalties of the court.

use crate::model::CourtPractice;
use crate::model::Follows;
use crate::model::Rule;
use crate::model::Tariff;
use crate::random::DelayTable;
use crate::sim::law_plan::CourtPlan;
use crate::sim::law_plan::LawPlan;
use crate::sim::law_plan::SecondAppealPlan;
use crate::sim::mean_moments::APPEALS;
use crate::sim::mean_moments::JUDGMENTS;
use crate::sim::mean_moments::JUDICIAL;
use crate::sim::mean_moments::JUDICIAL_BEGUN;
use crate::sim::mean_moments::JUDICIAL_MAXIMUM;
use crate::sim::mean_moments::JUDICIAL_SQUARED;
use crate::sim::mean_moments::Moments;
use crate::sim::mean_moments::NOTHING_YET;
use crate::sim::mean_moments::TO_SECOND;
use crate::sim::mean_moments::add;
use crate::sim::mean_moments::after_days;
use crate::sim::mean_moments::after_wait;

/// What a court orders, with its chance; `None` where it sets a term only.
type Ordered<'a> = (f64, Option<&'a Tariff>);

/// The one practice of a court that never changes.
fn only(practice: &Rule<CourtPractice>) -> &CourtPractice {
    &practice.versions()[0].value
}

/// The amounts that a court orders, with the chances with which a lane draws them.
fn ordered(practice: &CourtPractice) -> Vec<Ordered<'_>> {
    let amounts = practice.amounts();
    let Some((_, last)) = amounts.last() else { return vec![(1.0, None)] };
    let mut left = 1.0;
    let mut all: Vec<Ordered<'_>> = Vec::with_capacity(amounts.len());
    for (share, tariff) in &amounts[..amounts.len() - 1] {
        let chance = share.value().min(left);
        left -= chance;
        all.push((chance, Some(tariff)));
    }
    all.push((left, Some(last)));
    all
}

/// What a tariff amounts to in so many days: cents, whether it runs, whether it is at its maximum.
pub(super) fn run_up(tariff: &Tariff, days: i32) -> (f64, f64, f64) {
    let owed = tariff.owed(days.max(0) as u32).in_cents() as f64;
    let is = |yes: bool| f64::from(u8::from(yes));
    (owed, is(0 < days), is(tariff.days() as i32 <= days))
}

/// By days since the second judgment.
fn second_judged(law: &LawPlan, second: &SecondAppealPlan, days: usize) -> Vec<Moments> {
    let practice = only(&second.practice);
    let to_first = practice.term_days as i32 + law.after_court_term;
    let mut all = vec![NOTHING_YET; days];
    for (since, moments) in all.iter_mut().enumerate().skip(1) {
        moments[JUDGMENTS + TO_SECOND] = 1.0;
        for (chance, tariff) in ordered(practice) {
            let Some(tariff) = tariff else { continue };
            let (owed, begun, most) = run_up(tariff, since as i32 + law.decision_day - to_first);
            moments[JUDICIAL] += chance * owed;
            moments[JUDICIAL_SQUARED] += chance * owed * owed;
            moments[JUDICIAL_BEGUN + TO_SECOND] += chance * begun;
            moments[JUDICIAL_MAXIMUM + TO_SECOND] += chance * most;
        }
    }
    all
}

/// An appeal, by days since the day from which on it is possible: after its delay it is filed, after
/// the court's time it is judged.
fn filed(
    delay: &DelayTable,
    duration: &DelayTable,
    judged: &[Moments],
    appeals: usize,
) -> Vec<Moments> {
    let mut since_appeal = after_wait(duration, judged);
    since_appeal.iter_mut().skip(1).for_each(|moments| moments[appeals] = 1.0);
    after_wait(delay, &since_appeal)
}

/// By days since the judgment on the first appeal.
fn judged(law: &LawPlan, court: &CourtPlan, days: usize) -> Vec<Moments> {
    let practice = only(&court.practice);
    let term = practice.term_days as usize;
    let to_first = term as i32 + law.after_court_term;
    let second = court.second_appeal.as_ref().map(|second| {
        let judged = second_judged(law, second, days);
        let mut all = filed(&second.delay, &second.duration, &judged, APPEALS + TO_SECOND);
        all.iter_mut().flatten().for_each(|moment| *moment *= second.share.value());
        (second.follows, all)
    });
    let mut all = vec![NOTHING_YET; days];
    for (chance, tariff) in ordered(practice) {
        let follows = second.as_ref().and_then(|(follows, all)| {
            let day = match follows {
                Follows::Maximum => (to_first + tariff?.days() as i32 - 1) as usize,
                Follows::CourtTerm => term,
            };
            Some(after_days(day, all))
        });
        let mut both = follows.unwrap_or_else(|| vec![NOTHING_YET; days]);
        for (since, moments) in both.iter_mut().enumerate().skip(1) {
            moments[JUDGMENTS] = 1.0;
            let Some(tariff) = tariff else { continue };
            let (owed, begun, most) = run_up(tariff, since as i32 + law.decision_day - to_first);
            moments[JUDICIAL_SQUARED] += owed * owed + 2.0 * owed * moments[JUDICIAL];
            moments[JUDICIAL] += owed;
            moments[JUDICIAL_BEGUN] = begun;
            moments[JUDICIAL_MAXIMUM] = most;
        }
        all.iter_mut().zip(&both).for_each(|(sum, moments)| add(sum, chance, moments));
    }
    all
}

/// What is expected of a household that appeals, by days since the end of its grace period.
pub(super) fn appealed(
    law: &LawPlan,
    court: &CourtPlan,
    delay: &DelayTable,
    days: usize,
) -> Vec<Moments> {
    filed(delay, &court.duration, &judged(law, court, days), APPEALS)
}

/// What the penalties of the court amount to in the end for a household that appeals and is never
/// decided, in cents.
pub(super) fn in_the_end(court: &CourtPlan) -> f64 {
    let most = |practice: &CourtPractice| -> f64 {
        let cents = |(chance, tariff): Ordered<'_>| chance * maximum(tariff);
        ordered(practice).into_iter().map(cents).sum()
    };
    let first = only(&court.practice);
    let second = court.second_appeal.as_ref().map_or(0.0, |second| {
        let can_follow = match second.follows {
            Follows::CourtTerm => true,
            Follows::Maximum => !first.amounts().is_empty(),
        };
        if can_follow { second.share.value() * most(only(&second.practice)) } else { 0.0 }
    });
    most(first) + second
}

/// The maximum of a tariff in cents; 0 without one.
pub(super) fn maximum(tariff: Option<&Tariff>) -> f64 {
    tariff.map_or(0.0, |tariff| tariff.maximum().in_cents() as f64)
}

/// The days after the end of the grace period from which on nothing changes any more.
pub(super) fn settled_after(law: &LawPlan, court: &CourtPlan, delay: &DelayTable) -> usize {
    let run = |practice: &CourtPractice| {
        let longest = practice.amounts().iter().map(|(_, tariff)| tariff.days()).max();
        practice.term_days + law.after_court_term as u32 + longest.unwrap_or(0)
    };
    let second = court.second_appeal.as_ref().map_or(0, |second| {
        second.delay.most() + second.duration.most() + run(only(&second.practice))
    });
    let first = delay.most() + court.duration.most() + run(only(&court.practice));
    (first + second + 2) as usize
}

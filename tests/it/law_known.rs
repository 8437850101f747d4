//! What orders know of second appeals and suspended penalties, and the work that they make, by hand.
//!
//! The case of [`law_by_date`](crate::law_by_date), which appeals again on day 302, is judged on 342
//! and owes 200 a day from day 357 on.

use std::sync::Arc;
use std::sync::Mutex;

use arrears::model::Casework;
use arrears::model::Change;
use arrears::model::Follows;
use arrears::model::Known;
use arrears::model::Line;
use arrears::model::Looks;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::OwnOrder;
use arrears::model::Parts;
use arrears::model::Pool;
use arrears::model::Rule;
use arrears::model::Stage;
use arrears::model::Stock;
use arrears::model::Stream;
use arrears::money::Money;
use arrears::random::Key;
use arrears::random::Share;
use arrears::sim::simulate;
use arrears::time::Day;
use arrears::time::Length;
use arrears::time::Schedule;
use arrears::time::Term;

use crate::by_hand::check;
use crate::by_hand::day;
use crate::law_by_date::with_second_appeal;

/// All that an order is told of the only case, one after the other.
fn told(parts: Parts) -> Vec<Known> {
    told_of(parts, Looks::EVERYTHING)
}

/// The same for an order that looks only at some of it.
fn told_of(mut parts: Parts, looks: Looks) -> Vec<Known> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let notes = told.clone();
    let order = OwnOrder::looking_at("notes", looks, move |known| {
        notes.lock().unwrap().push(*known);
        None
    });
    parts.pools[0].set_lines(vec![Line::new(Order::Own(order), Share::ALL)]).unwrap();
    simulate(&Model::new(parts).unwrap(), Key::from_seed(1));
    told.lock().unwrap().clone()
}

/// What is known once something holds for the first time.
#[track_caller]
fn once(told: &[Known], holds: impl Fn(&Known) -> bool) -> Known {
    *told.iter().find(|known| holds(known)).expect("told at some time")
}

#[test]
fn an_order_learns_of_a_second_appeal_its_judgment_and_its_penalty() {
    let told = told(with_second_appeal(599, Follows::Maximum, 16));
    let appealed: Vec<Option<Day>> = told.iter().map(|known| known.appeal).collect();
    assert_eq!(appealed.first(), Some(&None));
    assert_eq!(appealed.last(), Some(&Some(day(302))));
    let judged = once(&told, |known| known.judgment == Some(day(342)));
    assert_eq!(judged.appeal, Some(day(302)));
    assert_eq!(judged.next_penalty, Some(day(357)));
    assert_eq!(judged.next_day_costs, Money::ZERO);
    // The first penalty costs 100 a day, the second 200; in the end nothing more.
    let of_second = once(&told, |known| known.next_day_costs == Money::units(200));
    assert_eq!(of_second.judgment, Some(day(342)));
    assert_eq!(told.last().unwrap().next_day_costs, Money::ZERO);
}

#[test]
fn an_order_is_not_told_what_it_does_not_look_at() {
    let parts = || with_second_appeal(599, Follows::Maximum, 16);
    // Asked once, at receipt.
    let at_receipt = told_of(parts(), Looks::AT_RECEIPT);
    assert_eq!(at_receipt.len(), 1);

    let late = told_of(parts(), Looks { late: true, ..Looks::AT_RECEIPT });
    assert_eq!(late.iter().map(|known| known.late).collect::<Vec<_>>(), [false, true]);
    assert!(late.iter().all(|known| known.notice.is_none()));

    let notice = told_of(parts(), Looks { notice: true, ..Looks::AT_RECEIPT });
    let days: Vec<Option<Day>> = notice.iter().map(|known| known.notice).collect();
    let all = told(parts());
    let given = once(&all, |known| known.notice.is_some()).notice;
    assert_eq!((days.first(), days.last()), (Some(&None), Some(&given)));
    assert!(notice.iter().all(|known| !known.late && known.appeal.is_none()));
    assert!(notice.iter().all(|known| known.next_penalty.is_none()));
    assert!(notice.iter().all(|known| known.next_day_costs == Money::ZERO));

    let court = told_of(parts(), Looks { court: true, ..Looks::AT_RECEIPT });
    let last = court.last().unwrap();
    assert_eq!((last.appeal, last.judgment), (Some(day(302)), Some(day(342))));
    assert!(court.iter().all(|known| known.notice.is_none()));
}

#[test]
fn two_judicial_penalties_that_run_at_once_are_known_together() {
    // The second follows the court term: 100 and 200 a day from 196 to 270.
    let told = told(with_second_appeal(599, Follows::CourtTerm, 5));
    once(&told, |known| known.next_day_costs == Money::units(300));
}

#[test]
fn a_suspended_penalty_never_begins_for_an_order() {
    let mut parts = with_second_appeal(599, Follows::Maximum, 16);
    let suspended = Change::new(day(38), Stage::Noticed, None);
    let administrative = parts.law.administrative.as_mut().unwrap();
    let old = administrative.tariff.values().next().unwrap().clone();
    administrative.tariff = Rule::new(old, vec![suspended]).unwrap();
    let told = told(parts);
    let noticed = once(&told, |known| known.notice == Some(day(38)));
    assert_eq!(noticed.next_penalty, None);
    // The first penalty that is known is the judicial one, from the judgment on.
    let begins = once(&told, |known| known.next_penalty.is_some());
    assert_eq!((begins.judgment, begins.next_penalty), (Some(day(108)), Some(day(137))));
}

#[test]
fn second_appeals_and_judgments_make_work_too() {
    // One decision a day for 600 days goes to a stream that is younger and long within its term; the
    // case of the law waits behind it. Two decisions' time for each appeal, three for a judgment.
    for (share, casework) in [(Share::NONE, 5), (Share::ALL, 10)] {
        let mut parts = with_second_appeal(599, Follows::Maximum, 16);
        parts.law.court.as_mut().unwrap().second_appeal.as_mut().unwrap().share = share;
        let mut others = Stream::new("others", Term::new(Length::Days(2_000)).unwrap());
        others.stock = Stock::new(vec![(day(-1), 900)]);
        parts.streams.push(others);
        let mut pool = Pool::new("deciders", vec![0, 1], 7.0).unwrap();
        pool.set_lines(vec![Line::new(Order::NewestFirst, Share::ALL)]).unwrap();
        pool.fte = Schedule::constant(1.0);
        pool.casework = Casework::new(0.0, 2.0, 3.0).unwrap();
        parts.pools = vec![pool];
        check(&parts, &format!("decided = {}, judicial_maxima = {}", 600 - casework, casework / 5));
    }
}

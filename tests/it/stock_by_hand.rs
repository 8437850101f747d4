//! Cases of which it is known at the start how far they have come, with answers that can be worked out
//! on paper.
//!
//! The law is that of `by_hand`: term 28 days, notice 10 days after the first late day, grace 14,
//! appeal at its end, judgment 56 days later, court term 28, EUR 100 a day up to 15,000. The
//! administrative penalty is paid 56 days after its last day, the judicial one 30 days after the
//! decision. Days count from the start.

use arrears::model::Appeal;
use arrears::model::DecisionDay;
use arrears::model::Further;
use arrears::model::Households;
use arrears::model::KnownCases;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::model::PrematureNotice;
use arrears::model::Progress;
use arrears::model::Quantity;
use arrears::model::Reached;
use arrears::model::Stock;
use arrears::model::Tariff;
use arrears::model::Withdrawal;
use arrears::money::Money;
use arrears::random::Key;
use arrears::random::Share;
use arrears::sim::Engine;
use arrears::sim::Workspace;
use arrears::time::Schedule;

use crate::by_hand::check;
use crate::by_hand::day;
use crate::by_hand::fixed;
use crate::by_hand::received_and_decided;
use crate::worlds::court_tariff;
use crate::worlds::share;

/// That a notice was given on day `noticed`.
fn noticed(noticed: i32) -> Progress {
    let reached = Reached::Notice { day: Some(day(noticed)), pursued: None };
    Progress { reached, ..Progress::waiting() }
}

/// That an appeal was filed on day `appealed`.
fn appealed(noticed: i32, appealed: i32) -> Progress {
    let reached = Reached::Appeal { noticed: Some(day(noticed)), day: Some(day(appealed)) };
    Progress { reached, ..Progress::waiting() }
}

/// That judgment was given on day `judged`, with a court term and a penalty if they are known.
fn judged(days: [i32; 3], term_days: Option<u32>, tariff: Option<Tariff>) -> Progress {
    let [noticed, appealed, day] = days.map(|t| Some(day(t)));
    let reached = Reached::Judgment { noticed, appealed, day, term_days, tariff };
    Progress { reached, ..Progress::waiting() }
}

/// Households of one head received on a day.
fn cases(received: i32, cases: u64, progress: Progress) -> KnownCases {
    KnownCases { received: day(received), cases, heads: Some(1), progress }
}

/// One case of which this is known, decided on day `decided`.
fn with(received: i32, progress: Progress, decided: i32) -> Parts {
    let mut parts = received_and_decided(-1, decided);
    parts.streams[0].stock = Stock::default().with_known(vec![cases(received, 1, progress)]);
    parts
}

#[test]
fn a_case_judged_ten_days_before_the_start_runs_on() {
    // Notice on −100: 42 days from −85 to −44. First judicial day: −10 + 28 + 1 = 19.
    let until = |decided| with(-200, judged([-100, -80, -10], None, None), decided);
    let known = "notices = 1, appeals = 1, judgments = 1, owed.before = 1442.00";
    check(&until(18), &format!("{known}, bill.judicial = 0.00, judicial_penalties = 0"));
    check(&until(19), &format!("{known}, bill.judicial = 100.00, judicial_penalties = 1"));
    check(&until(168), &format!("{known}, bill.judicial = 15000.00, judicial_maxima = 1"));
    // Paid on day 12 (−44 + 56) and on day 49 (19 + 30).
    check(&until(19), "paid.2020 = 1542.00, bill = 1542.00, decided_late = 1");
    // A term of 14 days: first day 5. EUR 250 a day up to 500.
    let own = judged([-100, -80, -10], Some(14), Some(court_tariff(250, 500)));
    let until = |decided| with(-200, own.clone(), decided);
    check(&until(4), "bill.judicial = 0.00");
    check(&until(5), "bill.judicial = 250.00, judicial_maxima = 0");
    check(&until(90), "bill.judicial = 500.00, judicial_maxima = 1");
}

/// The same model with another share and delay of the appeals.
fn with_appeals(mut parts: Parts, part: Share, delay: u32) -> Parts {
    let appeal = Appeal { share: Schedule::constant(part), delay: fixed(delay) };
    parts.streams[0].appeal = Some(appeal);
    parts
}

#[test]
fn a_case_that_gave_notice_twenty_days_before_the_start_runs_on() {
    // First day −5: five days of 23 by the start. Appeal −20 + 14 + 30 = 24, judgment 80, first
    // judicial day 109.
    let until = |decided| with_appeals(with(-200, noticed(-20), decided), Share::ALL, 30);
    check(&until(3), "owed.before = 115.00, bill = 207.00, notices = 1, appeals = 0");
    check(&until(24), "appeals = 0, bill = 902.00"); // 30 days: 322 + 490 + 2 x 45
    check(&until(25), "appeals = 1, bill = 947.00");
    check(&until(80), "judgments = 0, bill = 1442.00");
    check(&until(108), "judgments = 1, bill = 1442.00");
    check(&until(109), "bill = 1542.00");
}

#[test]
fn what_is_certain_and_should_have_happened_happens_on_the_first_day() {
    // The appeal of −6 has not come: it comes on day 0; judgment 56, first judicial day 85.
    let until = |decided| with(-200, noticed(-20), decided);
    check(&until(0), "appeals = 0");
    check(&until(1), "appeals = 1");
    check(&until(84), "bill = 1442.00");
    check(&until(85), "bill = 1542.00");
    // Appealed on −100, and no judgment after 56 days: it comes on day 0; first judicial day 29.
    let until = |decided| with(-300, appealed(-120, -100), decided);
    check(&until(0), "appeals = 1, judgments = 0");
    check(&until(28), "judgments = 1, bill = 1442.00");
    check(&until(29), "bill = 1542.00");
    // Appealed on −30: judgment 26, first judicial day 55.
    check(&with(-300, appealed(-120, -30), 26), "judgments = 0");
    check(&with(-300, appealed(-120, -30), 55), "bill = 1542.00");
    // No notice, although the day for it was −61: it comes on day 0; first day 15.
    let until = |decided| with(-100, Progress::waiting(), decided);
    check(&until(0), "notices = 0, owed.before = 0.00");
    check(&until(14), "notices = 1, bill = 0.00");
    check(&until(15), "bill = 23.00");
}

#[test]
fn who_has_not_done_what_only_a_part_does_is_of_the_other_part() {
    // Half appeal, at once: who has not is of the other half.
    let half = with_appeals(with(-200, noticed(-20), 300), share(0.5), 0);
    check(&half, "notices = 1, appeals = 0, bill = 1442.00");
    // Half pursue their notice, and then appeal at once: who has not appealed has not pursued.
    let mut half = with(-200, noticed(-20), 300);
    half.streams[0].notice.as_mut().unwrap().pursued = Schedule::constant(share(0.5));
    check(&half, "notices = 1, appeals = 0, bill = 0.00");
    // Unless it is known.
    let reached = Reached::Notice { day: Some(day(-20)), pursued: Some(true) };
    let known = cases(-200, 1, Progress { reached, ..Progress::waiting() });
    half.streams[0].stock = Stock::default().with_known(vec![known]);
    check(&half, "notices = 1, appeals = 1, judgments = 1");
    let reached = Reached::Notice { day: Some(day(-20)), pursued: Some(false) };
    check(&with(-200, Progress { reached, ..Progress::waiting() }, 300), "bill = 0.00");
    // Half give notice after ten days: who has not will not.
    let mut half = with(-100, Progress::waiting(), 300);
    half.streams[0].notice.as_mut().unwrap().share = Schedule::constant(share(0.5));
    check(&half, "notices = 0, bill = 0.00");
}

#[test]
fn who_waits_without_a_notice_goes_on_waiting() {
    let delayed = |received: i32, delay: u32, decided: i32| {
        let mut parts = with(received, Progress::waiting(), decided);
        parts.streams[0].notice.as_mut().unwrap().delay = Schedule::constant(fixed(delay));
        parts
    };
    // First late day −71: notice 80 days later on day 9, first day 24.
    check(&delayed(-100, 80, 9), "notices = 0");
    check(&delayed(-100, 80, 23), "notices = 1, bill = 0.00");
    check(&delayed(-100, 80, 24), "bill = 23.00");
    // Not late yet: received −5, first late day 24, notice 34, first day 49.
    check(&delayed(-5, 10, 49), "bill = 23.00, owed.before = 0.00");
    // Notices count from day 3 on: that there is none says nothing, and it is sent then.
    let mut from = delayed(-100, 10, 18);
    from.streams[0].notice.as_mut().unwrap().counts_from = Some(day(3));
    check(&from, "notices = 1, bill = 23.00");
}

#[test]
fn where_nothing_is_known_the_clock_is_worked_out_backwards() {
    // First late day −71, notice −61, 42 days from −46 to −5.
    let unknown = || Progress { further: Further::Unknown, ..Progress::waiting() };
    check(&with(-100, unknown(), 3), "notices = 1, owed.before = 1442.00");
    // Notice −20 and nothing known of an appeal: it was on −6, the judgment on 50.
    let known = Progress { further: Further::Unknown, ..noticed(-20) };
    check(&with(-200, known.clone(), 50), "appeals = 1, judgments = 0");
    check(&with(-200, known, 79), "appeals = 1, judgments = 1, bill = 1542.00");
    // Appeal on −100, and nothing known of a judgment: it was on −44, first judicial day −15.
    let known = Progress { further: Further::Unknown, ..appealed(-120, -100) };
    check(&with(-300, known, 0), "judgments = 1, owed.before = 2942.00, bill = 3042.00");
}

#[test]
fn who_was_decided_before_the_start_owes_and_is_paid_but_is_no_stock() {
    let with = |decided: i32| {
        let progress = judged([-100, -80, -70], None, None);
        with(-300, Progress { decided: Some(day(decided)), ..progress }, 0)
    };
    // First judicial day −41: 22 days to −20. Paid on day 12 (−44 + 56) and on day 10 (−20 + 30).
    let nobody = "received = 0, decided = 0, decided_late = 0, pending_at_end = 0";
    check(&with(-20), &format!("{nobody}, notices = 1, appeals = 1, judgments = 1"));
    check(&with(-20), "owed.before = 3642.00, bill = 3642.00, paid.2020 = 3642.00");
    check(&with(-20), "paid_by.2020-01-06 = 0.00, lost.2020-01-06 = 3642.00");
    // Before the judicial penalty: 26 days to −60, 322 + 12 x 35, paid on −4.
    check(&with(-60), &format!("{nobody}, owed.before = 742.00, bill = 742.00, paid.2020 = 0.00"));
    check(&with(-60), "paid_by.2020-01-06 = 742.00, lost.2020-01-06 = 0.00");
    // On the day of the judgment it lapses.
    check(&with(-70), "appeals = 1, judgments = 0");
    // In time, or without a notice, nothing is owed.
    let early = Progress { decided: Some(day(-80)), ..Progress::waiting() };
    let mut parts = with(-20);
    parts.streams[0].stock = Stock::default().with_known(vec![cases(-300, 5, early)]);
    check(&parts, &format!("{nobody}, notices = 0, bill = 0.00"));
}

#[test]
fn a_notice_of_before_the_end_of_the_term_is_premature() {
    // Due −72.
    check(&with(-100, noticed(-80), 50), "notices = 1, appeals = 0, bill = 0.00");
    let counts = |progress, decided| {
        let mut parts = with(-100, progress, decided);
        parts.law.conventions.premature_notice = PrematureNotice::CountsFromEndOfTerm;
        parts
    };
    // As of −72: first day −57, and the appeal that has not come comes on day 0.
    check(&counts(noticed(-80), 0), "owed.before = 1442.00, appeals = 0");
    check(&counts(noticed(-80), 1), "appeals = 1");
    // Who has appealed was late: its term is taken to have ended the day before the notice.
    check(&with(-100, appealed(-80, -60), 0), "owed.before = 1442.00");
    let quantity = (Quantity::Owed { since: day(-66) }, day(0));
    let mut parts = with(-100, appealed(-80, -60), 0);
    parts.quantities = vec![quantity];
    check(&parts, "owed.2019-11-01.2020-01-06 = 1442.00"); // from −65 on
    // A due day that is known is kept: the notice is worth one of that day, −56; 41 days from −41 on.
    let due = Progress { due: Some(day(-56)), ..appealed(-80, -50) };
    check(&with(-100, due, 0), "owed.before = 1397.00");
}

#[test]
fn a_due_day_that_is_known_replaces_the_term() {
    // Due 5: first late day 6, notice 16, first day 31.
    let due = Progress { due: Some(day(5)), ..Progress::waiting() };
    check(&with(-100, due.clone(), 5), "decided_late = 0");
    check(&with(-100, due.clone(), 30), "decided_late = 1, notices = 1, bill = 0.00");
    check(&with(-100, due, 31), "bill = 23.00");
}

/// That a judgment was given on a day that may be known, after an appeal and a notice whose days are
/// not.
fn judged_on(day: Option<i32>) -> Progress {
    let day = day.map(crate::by_hand::day);
    let (noticed, appealed, term_days, tariff) = (None, None, None, None);
    let reached = Reached::Judgment { noticed, appealed, day, term_days, tariff };
    Progress { reached, ..Progress::waiting() }
}

#[test]
fn days_that_are_not_known_are_worked_out() {
    // Due −172: notice −161, appeal −147, judgment −91, first judicial day −62.
    let late = "notices = 1, appeals = 1, judgments = 1, owed.before = 7642.00";
    check(&with(-200, judged_on(None), 0), late);
    // Due −72: there is no time for ten days before the notice. Notice −71, appeal −57, judgment −1,
    // first judicial day 28.
    check(&with(-100, judged_on(None), 27), "owed.before = 1442.00, bill = 1442.00");
    check(&with(-100, judged_on(None), 28), "owed.before = 1442.00, bill = 1542.00");
    // Received −60, it cannot have been judged before the start; it is taken at its word: notice on
    // the day after receipt, judgment −1.
    check(&with(-60, judged_on(None), 28), "owed.before = 1442.00, bill = 1542.00");
    // Judged −10: appeal −66, notice −80, 42 days from −65 on.
    let since = |t| (Quantity::Owed { since: day(t) }, day(0));
    let mut known = with(-200, judged_on(Some(-10)), 19);
    known.quantities = vec![since(-65), since(-64)];
    check(&known, "owed.2019-11-02.2020-01-06 = 1442.00, owed.2019-11-03.2020-01-06 = 1419.00");
    check(&known, "bill = 1542.00");
    // Due −72: the notice cannot have come before −71. It runs from −56 on.
    let mut known = with(-100, judged_on(Some(-10)), 19);
    known.quantities = vec![since(-56), since(-55)];
    check(&known, "owed.2019-11-11.2020-01-06 = 1442.00, owed.2019-11-12.2020-01-06 = 1419.00");
    // The appeal alone is known: notice −84.
    let reached = Reached::Appeal { noticed: None, day: Some(day(-70)) };
    let mut known = with(-200, Progress { reached, ..Progress::waiting() }, 0);
    known.quantities = vec![since(-69), since(-68)];
    check(&known, "owed.2019-10-29.2020-01-06 = 1442.00, owed.2019-10-30.2020-01-06 = 1419.00");
}

/// Cases received on −300 that together owe an amount; nobody is ever decided.
fn owing(progress: &Progress, number: u64, owed: Money) -> Parts {
    let mut parts = received_and_decided(-1, 1_000);
    let all = vec![cases(-300, number, progress.clone())];
    parts.streams[0].stock = Stock::default().with_owing(owed, all);
    parts
}

#[test]
fn clocks_are_set_so_that_what_is_owed_comes_out() {
    // Ten judgments, each with 1,442 behind it: 20 days of 100 each, to the first day after them.
    let judged = |euros| owing(&judged_on(None), 10, Money::units(euros));
    check(&judged(34_420), "owed.before = 34420.00, judgments = 10, judicial_penalties = 10");
    check(&judged(34_520), "owed.before = 34520.00"); // one household a day more
    check(&judged(34_519), "owed.before = 34420.00"); // never more than is said
    check(&judged(34_419), "owed.before = 34320.00");
    check(&judged(164_420), "owed.before = 164420.00, judicial_maxima = 10");
    let mut parts = judged(34_420);
    parts.period = Period::new(day(0), day(0), day(9)).unwrap();
    check(&parts, "bill = 44420.00");
    // Less than the administrative penalties: the judgment was yesterday, as near as can be.
    check(&judged(1_000), "owed.before = 14420.00, judicial_penalties = 10");
    // Four notices that owe 5 days of 23 each: they were on −20, the appeals come on day 0.
    let progress =
        Progress { reached: Reached::Notice { day: None, pursued: None }, ..Progress::waiting() };
    let noticed = |euros| owing(&progress, 4, Money::units(euros));
    check(&noticed(460), "owed.before = 460.00, appeals = 4, judgments = 4");
    check(&noticed(0), "owed.before = 0.00, bill.administrative = 5768.00");
    check(&noticed(5_768), "owed.before = 5768.00");
    // Two households of three heads with three penalties each.
    let mut parts = noticed(690);
    let all = KnownCases { heads: None, ..cases(-300, 6, progress) };
    parts.streams[0].stock = Stock::default().with_owing(Money::units(690), vec![all]);
    parts.streams[0].households = Households::new(&[0.0, 0.0, 1.0], Share::NONE).unwrap();
    check(&parts, "owed.before = 690.00, notices = 2, administrative_penalties = 6");
}

#[test]
fn groups_that_owe_keep_to_themselves() {
    let mut parts = owing(&judged_on(None), 10, Money::units(34_420));
    let stock = parts.streams[0].stock.clone();
    let rest = vec![cases(-300, 7, judged_on(Some(-10))), cases(-300, 2, noticed(-20))];
    // Seven with 1,442 each, two with 5 x 23, beside the group and another like it.
    let stock = stock.with_known(rest).with_owing(
        Money::units(16_420),
        vec![cases(-300, 10, judged_on(None)), cases(-290, 0, noticed(-9))],
    );
    parts.streams[0].stock = stock;
    check(&parts, "owed.before = 61164.00, notices = 29, judgments = 29"); // 34,420 + 16,420 + 10,094 + 230
}

#[test]
fn heads_that_are_known_are_those_of_the_household() {
    let three = |one_penalty| {
        let mut parts = with(-200, noticed(-20), 1_000);
        let known = KnownCases { cases: 3, heads: Some(3), ..cases(-200, 3, noticed(-20)) };
        parts.streams[0].stock = Stock::default().with_known(vec![known]);
        parts.streams[0].households = Households::new(&[1.0], one_penalty).unwrap();
        parts
    };
    check(&three(Share::ALL), "pending_at_end = 3, notices = 1, owed.before = 115.00");
    check(&three(Share::NONE), "pending_at_end = 3, notices = 1, owed.before = 345.00");
}

#[test]
fn orders_that_look_know_what_is_known() {
    // Each is received after the one before it; one is decided on day 0, and no other.
    let rows = [
        (-250, Progress::waiting()),
        (-240, judged([-200, -180, -10], None, None)),
        (-230, judged([-200, -180, -40], None, None)),
        (-220, noticed(-100)),
        (-210, noticed(-210)),
    ];
    let first = |order: Order| {
        let mut parts = received_and_decided(-1, 0);
        let known = rows.iter().map(|(received, progress)| cases(*received, 1, progress.clone()));
        parts.streams[0].stock = Stock::default().with_known(known.collect());
        parts.pools[0].set_lines(vec![Line::new(order, Share::ALL)]).unwrap();
        parts.period = Period::new(day(0), day(0), day(0)).unwrap();
        parts.law.conventions.decision_day = DecisionDay::DoesNotCount;
        let engine = Engine::new(&Model::new(parts).unwrap());
        let outcome = engine.simulate(Key::from_seed(1), &mut Workspace::default());
        let wait = outcome.waits.decided.iter().position(|cases| 0 < *cases).unwrap();
        assert_eq!(outcome.waits.decided.iter().sum::<u32>(), 1);
        -(wait as i32)
    };
    assert_eq!(first(Order::OldestFirst), -250);
    assert_eq!(first(Order::NewestFirst), -210);
    // The notices of −200 are the oldest but for that of −210, which is of the day of receipt and so
    // premature: it is as one of the due day, −182.
    assert_eq!(first(Order::NoticedFirst), -240);
    // The judicial penalty of the third runs since −11, that of the second begins on 19.
    assert_eq!(first(Order::HighestPenaltyFirst), -230);
    assert_eq!(first(Order::AboutToDefaultFirst), -240);
}

#[test]
fn who_is_known_may_withdraw_as_everybody() {
    let mut parts = with(-200, noticed(-20), 1_000);
    parts.streams[0].withdrawal = Some(Withdrawal::new(Share::ALL, fixed(230)));
    // Days −5 to 30: 28 days are 812, and 8 of 45.
    check(&parts, "withdrawn = 1, bill = 1172.00, pending_at_end = 0");
}

//! Law that changes on dates, by hand: each stage a day before and on the day of a change.
//!
//! The case of [`decided_on`], in days since the start: received −1, first late day 28, notice 38,
//! end of grace and appeal 52, first administrative day 53, judgment 108, last day of the court term
//! 136, first judicial day 137, its hundred-and-fiftieth and last 286.

use arrears::model::AppealRight;
use arrears::model::Change;
use arrears::model::CourtPractice;
use arrears::model::Follows;
use arrears::model::Households;
use arrears::model::LawChange;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::model::PrematureNotice;
use arrears::model::Rule;
use arrears::model::SecondAppeal;
use arrears::model::Stage;
use arrears::model::Stock;
use arrears::model::presets;
use arrears::model::presets::preset;
use arrears::money::Money;
use arrears::random::Share;
use arrears::time::Day;
use arrears::time::Schedule;

use crate::by_hand::check;
use crate::by_hand::day;
use crate::by_hand::decided_on;
use crate::by_hand::fixed;
use crate::by_hand::never_decided_until;
use crate::by_hand::received_and_decided;
use crate::worlds::court_tariff;

/// The stages of the case with their days.
const STAGES: [(Stage, i32); 5] = [
    (Stage::Received, -1),
    (Stage::Late, 28),
    (Stage::Noticed, 38),
    (Stage::Appealed, 52),
    (Stage::Judged, 108),
];

/// A rule that changes on day `t` for whoever reaches a stage.
fn changed<T>(old: T, t: i32, stage: Stage, new: T) -> Rule<T> {
    Rule::new(old, vec![Change::new(day(t), stage, new)]).unwrap()
}

fn practice(term: u32, per_day: i64, maximum: i64) -> CourtPractice {
    CourtPractice::new(term, vec![(Share::ALL, court_tariff(per_day, maximum))]).unwrap()
}

/// Checks a case that reaches each of these stages a day before a change, and on its day.
#[track_caller]
fn check_stages(
    stages: &[(Stage, i32)],
    law: impl Fn(&mut Parts, i32, Stage),
    decided: i32,
    [before, from]: [&str; 2],
) {
    for (stage, reached) in stages {
        for (changes_on, expected) in [(reached + 1, before), (*reached, from)] {
            let mut parts = decided_on(decided);
            law(&mut parts, changes_on, *stage);
            check(&parts, expected);
        }
    }
}

#[test]
fn the_tariff_is_suspended_for_whoever_reaches_the_stage_from_the_day_on() {
    let law = |parts: &mut Parts, t, stage| {
        let administrative = parts.law.administrative.as_mut().unwrap();
        let old = administrative.tariff.values().next().unwrap().clone();
        administrative.tariff = changed(old, t, stage, None);
    };
    let bills = ["bill = 1442.00, administrative_penalties = 1", "bill = 0.00, notices = 1"];
    check_stages(&STAGES[..3], law, 100, bills);
}

#[test]
fn grace_is_longer_for_whoever_reaches_the_stage_from_the_day_on() {
    let law = |parts: &mut Parts, t, stage| parts.law.grace_days = changed(14, t, stage, 20);
    // Days 53 to 60 are 8 days of 23; with 20 days of grace 59 and 60 are two.
    let expected = ["bill = 184.00, appeals = 1", "bill = 46.00, appeals = 1"];
    check_stages(&STAGES[..3], law, 60, expected);
    // The appeal comes with the end of grace: on day 52, or on day 58.
    check_stages(&STAGES[..3], law, 58, ["appeals = 1", "appeals = 0"]);
    check_stages(&STAGES[..3], law, 59, ["appeals = 1", "appeals = 1"]);
}

#[test]
fn appeals_are_barred_for_whoever_reaches_the_stage_from_the_day_on() {
    let law = |parts: &mut Parts, t, stage| {
        parts.law.appeal = changed(AppealRight::Allowed, t, stage, AppealRight::Barred);
    };
    let expected = ["appeals = 1, judgments = 1, bill = 1542.00", "appeals = 0, bill = 1442.00"];
    check_stages(&STAGES[..4], law, 137, expected);
}

#[test]
fn the_court_orders_something_else_for_whoever_reaches_the_stage_from_the_day_on() {
    let law = |parts: &mut Parts, t, stage| {
        let old = practice(28, 100, 15_000);
        parts.law.court.as_mut().unwrap().practice = changed(old, t, stage, practice(14, 250, 500));
    };
    // Old: 137 to 140 are 4 days of 100. New: 123 and 124, then the maximum of 500 is reached.
    let expected = ["bill.judicial = 400.00", "bill.judicial = 500.00, judicial_maxima = 1"];
    check_stages(&STAGES, law, 140, expected);
}

#[test]
fn a_court_may_set_a_term_and_no_penalty() {
    let mut parts = decided_on(200);
    let term = CourtPractice::term_only(28).unwrap();
    parts.law.court.as_mut().unwrap().practice = Rule::constant(term);
    check(&parts, "judgments = 1, judicial_penalties = 0, bill = 1442.00, after_end = 0.00");
}

#[test]
fn a_premature_notice_does_not_escape_an_act() {
    // The notice is dated the due day, 27; the case is late and noticed on day 28.
    for (act, bill) in [(28, "0.00"), (29, "1442.00")] {
        let mut parts = decided_on(90);
        parts.law.conventions.premature_notice = PrematureNotice::CountsFromEndOfTerm;
        parts.streams[0].notice.as_mut().unwrap().premature = Share::ALL;
        let administrative = parts.law.administrative.as_mut().unwrap();
        let old = administrative.tariff.values().next().unwrap().clone();
        administrative.tariff = changed(old, act, Stage::Noticed, None);
        check(&parts, &format!("bill = {bill}, notices = 1"));
    }
}

#[test]
fn whoever_may_not_appeal_yet_does_so_when_the_bar_ends() {
    let with = |decided: i32, until: i32| {
        let mut parts = decided_on(decided);
        let until = AppealRight::BarredUntil(day(until));
        parts.law.appeal = changed(AppealRight::Allowed, 38, Stage::Noticed, until);
        parts
    };
    // Barred until 60: appeal on 60, judgment 116, term until 144, first day 145.
    check(&with(60, 60), "appeals = 0, rule.appeal.noticed.2020-02-13.households = 1");
    check(&with(61, 60), "appeals = 1, judgments = 0");
    check(&with(117, 60), "judgments = 1, bill.judicial = 0.00");
    check(&with(144, 60), "bill.judicial = 0.00");
    check(&with(145, 60), "bill.judicial = 100.00");
    // A bar that has ended by the day of the appeal changes nothing.
    check(&with(137, 52), "appeals = 1, bill.judicial = 100.00");
    check(&with(136, 40), "appeals = 1, bill.judicial = 0.00");
}

#[test]
fn a_second_bar_is_asked_about_when_the_first_ends() {
    let changes = vec![
        Change::new(day(38), Stage::Noticed, AppealRight::BarredUntil(day(60))),
        Change::new(day(60), Stage::Appealed, AppealRight::BarredUntil(day(70))),
        Change::new(day(71), Stage::Appealed, AppealRight::Barred),
    ];
    for (decided, appeals) in [(70, 0), (71, 1)] {
        let mut parts = decided_on(decided);
        parts.law.appeal = Rule::new(AppealRight::Allowed, changes.clone()).unwrap();
        check(&parts, &format!("appeals = {appeals}"));
    }
}

/// The law of a case that appeals again.
pub fn with_second_appeal(decided: i32, follows: Follows, delay: u32) -> Parts {
    let mut parts = never_decided_until(599);
    if decided < 599 {
        let mut earlier = decided_on(decided);
        earlier.period = parts.period;
        parts = earlier;
    }
    parts.law.court.as_mut().unwrap().second_appeal = Some(SecondAppeal {
        share: Share::ALL,
        follows,
        delay: fixed(delay),
        duration: fixed(40),
        practice: Rule::constant(practice(14, 200, 15_000)),
    });
    parts
}

#[test]
fn a_second_appeal_follows_the_maximum_to_the_day() {
    // The maximum is reached on 286; second appeal 302, judgment 342, term until 356, first day
    // 357, seventy-fifth and last 431.
    let at = |decided| with_second_appeal(decided, Follows::Maximum, 16);
    let no_second = "second_appeals = 0, second_judgments = 0";
    check(&at(302), &format!("appeals = 1, judgments = 1, {no_second}"));
    check(&at(303), "appeals = 2, judgments = 1, second_appeals = 1, second_judgments = 0");
    check(&at(342), "judgments = 1, bill.judicial = 15000.00");
    check(&at(343), "judgments = 2, second_judgments = 1, judicial_penalties = 1");
    check(&at(356), "bill.judicial = 15000.00, judicial_penalties = 1");
    check(&at(357), "bill.judicial = 15200.00, judicial_penalties = 2, judicial_maxima = 1");
    check(&at(431), "bill.judicial = 30000.00, judicial_maxima = 2");
    check(&at(599), "bill.judicial = 30000.00, bill = 31442.00, after_end = 0.00");
    // Decided on the last day owed of the first penalty: there is nothing to appeal against.
    check(&with_second_appeal(286, Follows::Maximum, 0), "appeals = 1, bill.judicial = 15000.00");
    check(&with_second_appeal(287, Follows::Maximum, 0), "appeals = 2");
}

#[test]
fn a_second_appeal_follows_the_court_term_to_the_day() {
    // The court term ends on 136; second appeal 141, judgment 181, term until 195, first day 196.
    // The first penalty runs on beside it, from 137 to 286.
    let at = |decided| with_second_appeal(decided, Follows::CourtTerm, 5);
    check(&at(141), "appeals = 1");
    check(&at(142), "appeals = 2, second_appeals = 1");
    check(&at(195), "judgments = 2, bill.judicial = 5900.00");
    check(&at(196), "judgments = 2, bill.judicial = 6200.00");
    check(&at(599), "bill.judicial = 30000.00");
}

#[test]
fn a_second_appeal_needs_a_maximum_to_follow_it() {
    for (follows, appeals, bill) in
        [(Follows::Maximum, 1, "0.00"), (Follows::CourtTerm, 2, "15000.00")]
    {
        let mut parts = with_second_appeal(599, follows, 0);
        let term = CourtPractice::term_only(28).unwrap();
        parts.law.court.as_mut().unwrap().practice = Rule::constant(term);
        check(&parts, &format!("appeals = {appeals}, bill.judicial = {bill}"));
    }
}

#[test]
fn a_second_appeal_is_barred_as_a_first_one_is() {
    for (bar, appeals) in [(302, 1), (303, 2)] {
        let mut parts = with_second_appeal(599, Follows::Maximum, 16);
        parts.law.appeal = changed(AppealRight::Allowed, bar, Stage::Appealed, AppealRight::Barred);
        check(&parts, &format!("appeals = {appeals}"));
    }
}

#[test]
fn each_judicial_penalty_is_paid_by_itself() {
    // Paid 30 days after the decision of 357, on 387: both judicial penalties, 15,200 together.
    let mut parts = with_second_appeal(357, Follows::Maximum, 16);
    parts.split_on = vec![day(387), day(388)];
    let before = day(387);
    let after = day(388);
    check(&parts, &format!("paid_by.{before} = 1442.00, paid_by.{after} = 16642.00"));
}

#[test]
fn the_published_second_appeal_of_2021_comes_out() {
    // RBDHA:2021:2873: judgment of 21 August 2020, a term of 8 weeks that ends on 16 October, 100 a
    // day up to 7,500; second appeal on 15 January 2021, 91 days after the term and 16 days after
    // the seventy-fifth day owed.
    let date = |year, month, day| Day::new(year, month, day).unwrap();
    assert_eq!(day(108 + 120), date(2020, 8, 21));
    for (follows, delay) in [(Follows::Maximum, 16), (Follows::CourtTerm, 91)] {
        let until = date(2021, 1, 15) - day(0);
        for (decided, appeals) in [(until, 1), (until + 1, 2)] {
            let mut parts = with_second_appeal(decided, follows, delay);
            // A hundred and twenty days later than the case of the other tests.
            parts.streams[0].notice.as_mut().unwrap().delay = Schedule::constant(fixed(130));
            let july = (preset(presets::PRACTICES, "nl_2020_july").unwrap().value)();
            parts.law.court.as_mut().unwrap().practice = Rule::constant(july);
            check(&parts, &format!("appeals = {appeals}"));
        }
    }
}

#[test]
fn judgments_cost_what_holds_on_their_day() {
    let costs = |t| changed(Money::units(256), t, Stage::Judged, Money::cents(26_250));
    for (t, spent) in [(108, "262.50"), (109, "256.00")] {
        let mut parts = decided_on(200);
        parts.law.court.as_mut().unwrap().legal_costs = costs(t);
        check(&parts, &format!("cost.legal_costs.2020 = {spent}, spent.2020 = {spent}"));
        // Decided on the day of the judgment: there is none.
        let mut parts = decided_on(108);
        parts.law.court.as_mut().unwrap().legal_costs = costs(t);
        check(&parts, "cost.legal_costs.2020 = 0.00, judgments = 0");
    }
    let mut parts = with_second_appeal(599, Follows::Maximum, 16);
    parts.law.court.as_mut().unwrap().legal_costs = costs(109);
    // The second judgment, of day 342, costs the new amount.
    check(&parts, "cost.legal_costs.2020 = 518.50, judgments = 2");
}

#[test]
fn judgments_of_before_the_first_day_are_not_spent() {
    // Received −200: judgment on −91.
    let mut parts = received_and_decided(-200, 50);
    parts.law.court.as_mut().unwrap().legal_costs = Rule::constant(Money::units(256));
    check(&parts, "judgments = 1, cost.legal_costs.2020 = 0.00");
    // Received −109: judgment on day 0.
    let mut parts = received_and_decided(-109, 50);
    parts.law.court.as_mut().unwrap().legal_costs = Rule::constant(Money::units(256));
    check(&parts, "judgments = 1, cost.legal_costs.2020 = 256.00");
}

#[test]
fn the_suspension_act_keeps_the_old_law_for_who_was_late_and_noticed_before() {
    let act = (preset(presets::ACTS, "suspension_act_2020").unwrap().value)();
    let in_force = Day::new(2020, 7, 11).unwrap() - day(0);
    // The notice comes 39 days after receipt.
    for (noticed, bill, appeals) in
        [(in_force - 1, "16442.00", 1), (in_force, "0.00", 0), (in_force + 30, "0.00", 0)]
    {
        let mut parts = received_and_decided(-1, 1_000);
        parts.period = Period::new(day(0), day(0), day(799)).unwrap();
        let later = noticed - 38;
        parts.streams[0].notice.as_mut().unwrap().delay =
            Schedule::constant(fixed((10 + later) as u32));
        LawChange::apply_act(&act, &mut parts.law).unwrap();
        check(&parts, &format!("bill = {bill}, appeals = {appeals}, notices = 1"));
    }
}

#[test]
fn the_amended_act_lets_them_appeal_from_july_2021_without_a_penalty() {
    let act = (preset(presets::ACTS, "suspension_act_2021").unwrap().value)();
    let again = Day::new(2021, 7, 11).unwrap() - day(0);
    for (decided, appeals, judgments) in
        [(again, 0, 0), (again + 1, 1, 0), (again + 56, 1, 0), (again + 57, 1, 1), (1_100, 1, 1)]
    {
        let mut parts = received_and_decided(-1, decided);
        parts.period = Period::new(day(0), day(0), day(1_199)).unwrap();
        parts.streams[0].notice.as_mut().unwrap().delay = Schedule::constant(fixed(300));
        LawChange::apply_act(&act, &mut parts.law).unwrap();
        let counts = format!("appeals = {appeals}, judgments = {judgments}");
        check(&parts, &format!("{counts}, bill = 0.00"));
    }
}

#[test]
fn the_table_counts_files_and_heads_under_each_version() {
    // Households of three; the first is noticed on 37, the second on 38, the third on 39.
    let mut parts = never_decided_until(399);
    parts.streams[0].stock = Stock::new(vec![(day(-2), 3), (day(-1), 3), (day(-3), 3)]);
    parts.streams[0].households = Households::new(&[0.0, 0.0, 1.0], Share::ALL).unwrap();
    let administrative = parts.law.administrative.as_mut().unwrap();
    let old = administrative.tariff.values().next().unwrap().clone();
    administrative.tariff = changed(old, 37, Stage::Noticed, None);
    parts.law.court.as_mut().unwrap().practice =
        changed(practice(28, 100, 15_000), 108, Stage::Judged, practice(56, 100, 7_500));
    let (tariff, court) = ("rule.administrative_tariff", "rule.court_practice");
    let (since, judged) = (format!("noticed.{}", day(37)), format!("judged.{}", day(108)));
    check(&parts, &format!("{tariff}.first.households = 1, {tariff}.first.cases = 3"));
    check(&parts, &format!("{tariff}.{since}.households = 2, {tariff}.{since}.cases = 6"));
    check(&parts, &format!("{court}.first.households = 2, {court}.first.cases = 6"));
    check(&parts, &format!("{court}.{judged}.households = 1, {court}.{judged}.cases = 3"));
    // Files and heads of the whole way.
    let files = "received.households = 0, pending_at_end = 9, pending_at_end.households = 3";
    check(&parts, &format!("{files}, late_at_end.households = 3"));
    check(&parts, "notices = 3, notices.cases = 9, appeals = 3, appeals.cases = 9");
    check(&parts, "judgments.cases = 9, judicial_penalties.households = 3");
    check(&parts, "administrative_penalties = 1, administrative_penalties.households = 1");
}

#[test]
fn each_head_may_have_a_penalty_of_each_appeal() {
    let mut parts = with_second_appeal(599, Follows::Maximum, 16);
    parts.streams[0].stock = Stock::new(vec![(day(-1), 2)]);
    parts.streams[0].households = Households::new(&[0.0, 1.0], Share::NONE).unwrap();
    check(&parts, "appeals = 2, appeals.cases = 4, judicial_penalties = 4, bill = 62884.00");
    check(&parts, "judicial_penalties.households = 2, second_appeals.cases = 2");
}

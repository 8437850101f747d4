//! Worlds of fixed values, with answers that can be worked out on paper.
//!
//! The case of most worlds, in days since the start (Monday 6 January 2020): received −1, due 27
//! (28 days), first late day 28, notice 38 (after 10 days), end of grace and appeal 52, first
//! administrative day 53, forty-second and last 94, judgment 108 (after 56 days), last day of the
//! court term 136, first judicial day 137, hundred-and-fiftieth and last 286.

use arrears::model::AdministrativePenalty;
use arrears::model::Appeal;
use arrears::model::AppealRight;
use arrears::model::Change;
use arrears::model::Conventions;
use arrears::model::Court;
use arrears::model::CourtFirstDay;
use arrears::model::CourtPractice;
use arrears::model::DecisionDay;
use arrears::model::FirstPenaltyDay;
use arrears::model::Households;
use arrears::model::Law;
use arrears::model::Model;
use arrears::model::Notice;
use arrears::model::Parts;
use arrears::model::Payment;
use arrears::model::PaymentTrigger;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::model::PrematureNotice;
use arrears::model::Quantity;
use arrears::model::Rule;
use arrears::model::Stage;
use arrears::model::Step;
use arrears::model::Stock;
use arrears::model::Stream;
use arrears::model::Tariff;
use arrears::model::Withdrawal;
use arrears::money::Money;
use arrears::random::Delay;
use arrears::random::Key;
use arrears::random::Share;
use arrears::sim::Engine;
use arrears::sim::Workspace;
use arrears::time::Calendar;
use arrears::time::Day;
use arrears::time::Length;
use arrears::time::Schedule;
use arrears::time::Term;

use crate::worlds::awb_tariff;
use crate::worlds::court_tariff;

/// Day `t` of the worlds.
pub fn day(t: i32) -> Day {
    Day::new(2020, 1, 6).unwrap() + t
}

pub fn fixed(days: u32) -> Delay {
    Delay::fixed(days).unwrap()
}

/// `expected` reads "name = value, name = value", money in units and cents.
pub fn check(parts: &Parts, expected: &str) {
    let engine = Engine::new(&Model::new(parts.clone()).unwrap());
    let outcome = engine.simulate(Key::from_seed(1), &mut Workspace::default());
    for line in expected.split(", ") {
        let (name, value) = line.split_once(" = ").unwrap();
        let found = outcome.total(&engine, name).unwrap_or_else(|| panic!("no total {name}"));
        let found = match value.contains('.') {
            true => format!("{}.{:02}", found / 100, found % 100),
            false => found.to_string(),
        };
        assert_eq!(found, value, "{name}");
    }
}

/// The default law, with payments 14 + 42 days after the last owed day and 30 after the decision.
pub fn law() -> Law {
    let practice = CourtPractice::new(28, vec![(Share::ALL, court_tariff(100, 15_000))]).unwrap();
    let payment = |trigger, after_days, days| Payment { trigger, after_days, delay: fixed(days) };
    Law {
        conventions: Conventions::default(),
        grace_days: Rule::constant(14),
        appeal: Rule::constant(AppealRight::Allowed),
        administrative: Some(AdministrativePenalty {
            tariff: Rule::constant(Some(awb_tariff())),
            payment: payment(PaymentTrigger::LastOwedDay, 14, 42),
        }),
        articles: None,
        court: Some(Court {
            duration: fixed(56),
            practice: Rule::constant(practice),
            legal_costs: Rule::constant(Money::ZERO),
            second_appeal: None,
            payment: payment(PaymentTrigger::Decision, 0, 30),
        }),
    }
}

/// One case, received the day before the start, that is decided on day `decided`.
pub fn decided_on(decided: i32) -> Parts {
    received_and_decided(-1, decided)
}

/// One case, received on one day before the start and decided on another from the start on.
pub fn received_and_decided(received: i32, decided: i32) -> Parts {
    let mut stream = Stream::new("cases", Term::new(Length::Days(28)).unwrap());
    stream.stock = Stock::new(vec![(day(received), 1)]);
    stream.notice = Some(Notice::new(Share::ALL, fixed(10), Share::ALL));
    stream.appeal = Some(Appeal { share: Schedule::constant(Share::ALL), delay: fixed(0) });
    // Seven decisions a week: one a day, once there is somebody to decide.
    let mut pool = Pool::new("deciders", vec![0], 7.0).unwrap();
    pool.fte = Schedule::new(vec![(day(-1), 0.0), (day(decided), 1.0)]).unwrap();
    let period = Period::new(day(0), day(0), day(399)).unwrap();
    let mut parts = Parts::new(period, vec![stream], vec![pool], law());
    parts.calendar = Calendar::every_day();
    parts
}

pub fn never_decided_until(end: i32) -> Parts {
    let mut parts = decided_on(1_000);
    parts.period = Period::new(day(0), day(0), day(end)).unwrap();
    parts
}

fn check_cost(parts: &Parts, administrative: &str, judicial: &str) {
    check(parts, &format!("bill.administrative = {administrative}, bill.judicial = {judicial}"));
}

#[test]
fn the_life_of_one_case() {
    // Cumulative amounts: the circular's table (14 x 23 = 322, 15 days 357, 42 days 1,442).
    for (decided, what) in [
        (27, "decided_late = 0, notices = 0, bill = 0.00"), // the due day is in time
        (28, "decided_late = 1, notices = 0, bill = 0.00"),
        (38, "decided_late = 1, notices = 0, bill = 0.00"), // no notice on the day of the decision
        (39, "notices = 1, appeals = 0, bill = 0.00"),
        (52, "notices = 1, appeals = 0, bill = 0.00"), // the last day of grace
        (53, "appeals = 1, bill = 23.00, administrative_penalties = 1"),
        (66, "bill = 322.00, administrative_maxima = 0"),
        (67, "bill = 357.00"),
        (93, "bill = 1397.00, administrative_maxima = 0"),
        (94, "bill = 1442.00, administrative_maxima = 1"),
        (95, "bill = 1442.00"),
        (108, "judgments = 0, bill = 1442.00"), // the judgment lapses on its own day
        (109, "judgments = 1, bill.judicial = 0.00"),
        (136, "bill.judicial = 0.00, judicial_penalties = 0"), // the last day of the court term
        (137, "bill.judicial = 100.00, judicial_penalties = 1"),
        (285, "bill.judicial = 14900.00, judicial_maxima = 0"),
        (286, "bill = 16442.00, bill.judicial = 15000.00, judicial_maxima = 1"),
        (399, "bill = 16442.00, decided = 1, decided_late = 1, pending_at_end = 0"),
    ] {
        check(&decided_on(decided), what);
    }
}

#[test]
fn each_convention_moves_one_day() {
    let with = |decided: i32, change: fn(&mut Conventions)| {
        let mut parts = decided_on(decided);
        change(&mut parts.law.conventions);
        parts
    };
    let not_counted = |it: &mut Conventions| it.decision_day = DecisionDay::DoesNotCount;
    for (decided, administrative, judicial) in [
        (53, "0.00", "0.00"),
        (54, "23.00", "0.00"),
        (94, "1397.00", "0.00"),
        (95, "1442.00", "0.00"),
        (137, "1442.00", "0.00"),
        (138, "1442.00", "100.00"),
        (286, "1442.00", "14900.00"),
        (287, "1442.00", "15000.00"),
    ] {
        check_cost(&with(decided, not_counted), administrative, judicial);
    }
    let grace = |it: &mut Conventions| it.first_penalty_day = FirstPenaltyDay::LastDayOfGrace;
    check_cost(&with(51, grace), "0.00", "0.00");
    check_cost(&with(52, grace), "23.00", "0.00");
    check_cost(&with(137, grace), "1442.00", "100.00");
    let term = |it: &mut Conventions| it.court_first_day = CourtFirstDay::LastDayOfTerm;
    check_cost(&with(135, term), "1442.00", "0.00");
    check_cost(&with(136, term), "1442.00", "100.00");
}

#[test]
fn a_premature_notice_is_void_or_counts_from_the_end_of_the_term() {
    let with = |decided: i32, premature_notice: PrematureNotice| {
        let mut parts = decided_on(decided);
        parts.streams[0].notice.as_mut().unwrap().premature = Share::ALL;
        parts.law.conventions.premature_notice = premature_notice;
        parts
    };
    check(&with(300, PrematureNotice::Void), "notices = 1, appeals = 0, bill = 0.00");
    // Notice on the due day, 27: end of grace 41, first penalty day 42, judgment 97, first
    // judicial day 126.
    let counts = PrematureNotice::CountsFromEndOfTerm;
    check(&with(27, counts), "notices = 0, bill = 0.00");
    check(&with(28, counts), "notices = 1, bill = 0.00");
    check(&with(41, counts), "bill = 0.00");
    check(&with(42, counts), "bill = 23.00");
    check(&with(126, counts), "bill.judicial = 100.00");
}

#[test]
fn a_household_gets_one_penalty_or_one_for_each_head() {
    let three = |one_penalty: Share| {
        let mut parts = decided_on(60);
        parts.streams[0].stock = Stock::new(vec![(day(-1), 3)]);
        parts.streams[0].households = Households::new(&[0.0, 0.0, 1.0], one_penalty).unwrap();
        // Three decisions a day: the household leaves on day 60.
        parts.pools[0].decisions_per_fte_per_week = Schedule::constant(21.0);
        parts
    };
    // Days 53 to 60: 8 x 23 = 184.
    let one = "notices = 1, decided = 3, decided_late = 3, administrative_penalties = 1";
    check(&three(Share::ALL), &format!("{one}, bill = 184.00"));
    let each = "notices = 1, decided = 3, decided_late = 3, administrative_penalties = 3";
    check(&three(Share::NONE), &format!("{each}, bill = 552.00"));
}

#[test]
fn a_household_withdraws_and_what_it_owes_stays_owed() {
    let mut parts = never_decided_until(399);
    // Received on −1, it leaves on day 60: the day of leaving is as the day of a decision.
    parts.streams[0].withdrawal = Some(Withdrawal::new(Share::ALL, fixed(61)));
    let counts = "withdrawn = 1, decided = 0, decided_late = 0, pending_at_end = 0";
    check(&parts, &format!("{counts}, bill = 184.00, after_end = 0.00, paid.2020 = 184.00"));
    parts.law.conventions.decision_day = DecisionDay::DoesNotCount;
    check(&parts, &format!("{counts}, bill = 161.00"));
}

#[test]
fn the_tariff_goes_by_the_date_of_the_notice() {
    let step = |(days, euros)| Step { days, per_day: Money::units(euros) };
    let old = Tariff::new([(14, 20), (14, 30), (14, 40)].map(step).to_vec()).unwrap();
    for (changes_on, bill) in [(38, "1442.00"), (39, "1260.00")] {
        let mut parts = decided_on(100);
        let new = Change::new(day(changes_on), Stage::Noticed, Some(awb_tariff()));
        let administrative = parts.law.administrative.as_mut().unwrap();
        administrative.tariff = Rule::new(Some(old.clone()), vec![new]).unwrap();
        check_cost(&parts, bill, "0.00");
    }
}

#[test]
fn court_practice_goes_by_the_date_of_the_judgment() {
    let practice = |term, per_day, maximum| {
        CourtPractice::new(term, vec![(Share::ALL, court_tariff(per_day, maximum))]).unwrap()
    };
    // New: term until 122, 123 to 200 are 78 days of 250. Old: 137 to 200 are 64 days of 100.
    for (changes_on, bill) in [(108, "19500.00"), (109, "6400.00")] {
        let mut parts = decided_on(200);
        let new = Change::new(day(changes_on), Stage::Judged, practice(14, 250, 37_500));
        parts.law.court.as_mut().unwrap().practice =
            Rule::new(practice(28, 100, 15_000), vec![new]).unwrap();
        check_cost(&parts, "1442.00", bill);
    }
}

#[test]
fn stock_that_was_late_before_the_start_owes_before_the_start() {
    // Received −70, due −42, notice −31, first day −16: 14 x 23 + 2 x 35 = 392 by the start.
    let mut parts = received_and_decided(-70, 3);
    let since = |t| (Quantity::Owed { since: day(t) }, day(3));
    parts.quantities = vec![since(0), since(-2), since(-500)];
    parts.quantities.push((Quantity::OwedGrowthPerWeek, day(3)));
    // Days 0 to 3 are 4 x 35 = 140; with −2 and −1 210. In the 28 days up to 3 all of 532 ran up.
    let owed = "owed.before = 392.00, bill = 532.00, owed.2020 = 140.00";
    let quantities = "owed.2020-01-06.2020-01-09 = 140.00, owed.2020-01-04.2020-01-09 = 210.00, \
                      owed.2018-08-24.2020-01-09 = 532.00, \
                      owed_growth_per_week.2020-01-09 = 133.00";
    check(&parts, &format!("{owed}, {quantities}"));
    // Received −100, due −72, notice −61, 42 days from −46 to −5; first judicial day 38.
    check(&received_and_decided(-100, 37), "owed.before = 1442.00, bill = 1442.00");
    check(&received_and_decided(-100, 38), "owed.before = 1442.00, bill = 1542.00");
}

#[test]
fn notices_may_count_only_from_a_day() {
    let with = |decided: i32| {
        let mut parts = received_and_decided(-300, decided);
        parts.streams[0].notice.as_mut().unwrap().counts_from = Some(day(0));
        parts
    };
    check(&with(0), "notices = 0, owed.before = 0.00, bill = 0.00");
    check(&with(14), "notices = 1, owed.before = 0.00, bill = 0.00, appeals = 0");
    check(&with(15), "notices = 1, owed.before = 0.00, bill = 23.00, appeals = 1");
}

//! Work that is no decision, files that come back, unlimited capacity and surges, on paper.
//!
//! One decision a day, every day of the week, unless a test says otherwise.

use arrears::model::Casework;
use arrears::model::Completeness;
use arrears::model::Hire;
use arrears::model::Line;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::model::Period;
use arrears::model::Pool;
use arrears::model::StaffCost;
use arrears::model::Stock;
use arrears::model::Surge;
use arrears::model::Trigger;
use arrears::money::Money;
use arrears::random::Share;
use arrears::time::Calendar;
use arrears::time::Day;
use arrears::time::Schedule;

use crate::by_hand::check;
use crate::by_hand::day;
use crate::by_hand::fixed;
use crate::by_hand::received_and_decided;
use crate::orders_by_hand::cases;
use crate::orders_by_hand::days;
use crate::worlds::share;

/// A case that nobody takes, received on a day, beside a thousand others that never give notice; up
/// to day `end`. Its notice, appeal and judgment cost 1, 2 and 3 decisions.
fn with_casework(received: i32, end: i32) -> Parts {
    let mut parts = cases(&[received, -100], 0);
    parts.period = Period::new(day(0), day(0), day(end)).unwrap();
    parts.streams[1].notice = None;
    parts.streams[1].stock = Stock::new(vec![(day(-100), 1_000)]);
    let mut line = Line::new(Order::OldestFirst, Share::ALL);
    line.received_until = Some(day(-100));
    parts.pools[0].set_lines(vec![line]).unwrap();
    parts.pools[0].casework = Casework::new(1.0, 2.0, 3.0).unwrap();
    parts
}

#[test]
fn notices_appeals_and_judgments_cost_decisions_from_the_next_day_on() {
    // Notice on 38, appeal on 52, judgment on 108; day t is the (t + 1)th.
    for (end, decided) in [(38, 39), (39, 39), (52, 52), (53, 52), (54, 52), (55, 53)] {
        check(&with_casework(-1, end), &format!("decided = {decided}"));
    }
    for (end, decided) in [(108, 106), (109, 106), (111, 106), (112, 107)] {
        check(&with_casework(-1, end), &format!("decided = {decided}"));
    }
}

#[test]
fn what_happened_before_the_first_day_made_its_work_before_it() {
    // Received on −40: notice on −1. Received on −39: on day 0.
    check(&with_casework(-40, 5), "decided = 6");
    check(&with_casework(-39, 5), "decided = 5");
}

#[test]
fn a_premature_notice_is_known_on_the_evening_of_the_due_day() {
    let premature = |end| {
        let mut parts = with_casework(-1, end);
        parts.streams[0].notice.as_mut().unwrap().premature = Share::ALL;
        parts
    };
    check(&premature(27), "decided = 28");
    check(&premature(28), "decided = 28, notices = 1");
    // Its work is done before the decision that would have come on the first late day.
    let mut parts = cases(&[-1, 0], 0);
    parts.streams[0].notice.as_mut().unwrap().premature = Share::ALL;
    parts.streams[1].stock = Stock::new(vec![(day(-2), 28)]);
    parts.pools[0].casework = Casework::new(1.0, 0.0, 0.0).unwrap();
    // The others take the days 0 to 27; the notice takes day 28.
    assert_eq!(days(&parts)[0], 29);
}

/// One case, of a file that is incomplete, and wastes half of the effort, as long as nothing is
/// done about it; one decision a day from day `first` on.
fn incomplete(first: i32, away: u32) -> Parts {
    let mut parts = received_and_decided(-1, first);
    let incomplete = Schedule::constant(Share::ALL);
    let delay = fixed(away);
    parts.streams[0].completeness = Some(Completeness { incomplete, wasted: share(0.5), delay });
    parts
}

#[test]
fn an_incomplete_file_wastes_effort_once_and_comes_back() {
    assert_eq!(days(&incomplete(10, 7)), [17]);
    assert_eq!(days(&incomplete(10, 0)), [11]); // the next day at the earliest
    let mut parts = incomplete(10, 7);
    parts.streams[0].stock = Stock::new(vec![(day(-1), 3)]);
    // Two are opened on day 10, the third on day 11, when half a decision finds nobody. The first
    // two come back on day 17, the third on day 18: one a day.
    assert_eq!(days(&parts), [17 + 18 + 19]);
    // From day 10 on files are completed before they are opened.
    let mut parts = incomplete(10, 7);
    let steps = vec![(day(-9), Share::ALL), (day(10), Share::NONE)];
    parts.streams[0].completeness.as_mut().unwrap().incomplete = Schedule::new(steps).unwrap();
    assert_eq!(days(&parts), [10]);
}

#[test]
fn terms_and_penalties_go_on_while_a_file_is_away() {
    check(&incomplete(27, 1), "decided_late = 1, notices = 0");
    // Opened on day 37, the notice comes on 38; decided on 60: 53 to 60 are eight days of 23.
    check(&incomplete(37, 23), "notices = 1, bill = 184.00");
}

#[test]
fn unlimited_capacity_decides_everything_that_waits_on_its_day() {
    // Also who is away, and on a Sunday (day 6).
    let mut parts = incomplete(2, 90);
    parts.calendar = Calendar::office(Vec::new());
    parts.pools[0].unlimited_from = Some(day(6));
    assert_eq!(days(&parts), [6]);
    // Another pool that takes anybody, one a day on the days 0 to 4, finds nobody on day 5 or later.
    let mut parts = received_and_decided(-1, 0);
    parts.streams[0].stock = Stock::new(vec![(day(-1), 10)]);
    let mut random = Pool::new("another", vec![0], 7.0).unwrap();
    random.set_lines(vec![Line::new(Order::Random, Share::ALL)]).unwrap();
    parts.pools[0].fte = Schedule::constant(0.0);
    parts.pools[0].unlimited_from = Some(day(5));
    parts.pools.push(random);
    // On day 5 the first pool takes the other five.
    assert_eq!(days(&parts), [1 + 2 + 3 + 4 + 5 * 5]);
}

/// A hundred cases, late from day 28 on, and so many more people or hours while they are many.
fn with_surge(surge: Surge) -> Parts {
    let mut parts = received_and_decided(-1, 0);
    parts.streams[0].stock = Stock::new(vec![(day(-1), 100)]);
    let mut trigger = Trigger::new(50, 20, day(0), surge).unwrap();
    trigger.lead_days = 3;
    parts.pools[0].triggers.push(trigger);
    parts
}

#[test]
fn a_surge_begins_and_ends_with_the_late_stock() {
    // 71 are late on the evening of day 28, so that it begins on day 32, when 68 are left. Two a day
    // leave 18 on the evening of day 56; then it is one a day again.
    let hire = Surge::Hire(Hire::new(1.0, Day::FIRST).unwrap());
    for surge in [hire, Surge::Overtime(Share::ALL)] {
        for (end, decided) in [(31, 32), (32, 34), (56, 82), (57, 83), (74, 100)] {
            let mut parts = with_surge(surge.clone());
            parts.period = Period::new(day(0), day(0), day(end)).unwrap();
            check(&parts, &format!("decided = {decided}"));
            // Nobody decides on it before its day; on the evening of day 29 there are 70.
            parts.pools[0].triggers[0].not_before = day(29);
            let later = if 31 < end { decided - 1 } else { decided };
            check(&parts, &format!("decided = {later}"));
        }
    }
}

#[test]
fn those_who_come_with_the_late_stock_cost_what_others_cost() {
    // Their own last day does not matter, and they stay the 25 days of the surge.
    let mut hire = Hire::new(1.0, day(0)).unwrap();
    hire.set_until(day(3)).unwrap();
    let mut parts = with_surge(Surge::Hire(hire));
    parts.period = Period::new(day(0), day(0), day(99)).unwrap();
    // A quarter of overtime at 0.8 of the output is a decision a day.
    let staff = &mut parts.pools[0].staff;
    staff.overtime = Schedule::constant(share(0.25));
    staff.productivity = Schedule::constant(0.8);
    staff.cost = Some(StaffCost::new(Money::units(36_525), Money::units(500), 1.5).unwrap());
    // 100 a day and fte, 37.50 of overtime; 100 days, and 25 of the other.
    let costs =
        "cost.staff.2020 = 12500.00, cost.hiring.2020 = 500.00, cost.overtime.2020 = 4687.50";
    check(&parts, &format!("decided = 100, {costs}"));
}

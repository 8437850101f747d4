//! Orders that look at what becomes of a case, orders by date and ring-fenced lines, on paper.
//!
//! Three cases, each a stream of its own, in days since the start:
//!
//! | case | received | due | notice | administrative penalty | judgment | judicial from |
//! |---|---|---|---|---|---|---|
//! | 0 | −1 | 27 | 38 | 53 to 94 | 108 | 137 |
//! | 1 | −20 | 8 | 19 | 34 to 75 | 89 | 118 |
//! | 2 | −30 | −2 | none | | | |
//!
//! One decision a day is made from some day on; the tests say on which day each case is decided.

use arrears::model::DecisionDay;
use arrears::model::Effort;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::OwnOrder;
use arrears::model::Parts;
use arrears::model::Stock;
use arrears::random::Key;
use arrears::random::Share;
use arrears::sim::Engine;
use arrears::sim::Workspace;
use arrears::time::Schedule;

use crate::by_hand::day;
use crate::by_hand::received_and_decided;
use crate::worlds::share;

/// Cases received on these days, each a stream of its own; one decision a day from `first` on.
pub fn cases(received: &[i32], first: i32) -> Parts {
    let mut parts = received_and_decided(-1, first);
    let one = parts.streams.remove(0);
    for (number, received) in received.iter().enumerate() {
        let mut stream = one.clone();
        stream.name = format!("case {number}");
        stream.stock = Stock::new(vec![(day(*received), 1)]);
        parts.streams.push(stream);
    }
    parts.pools[0].streams = (0..received.len()).collect();
    parts
}

/// The day on which the case of each stream is decided.
pub fn days(parts: &Parts) -> Vec<i64> {
    let engine = Engine::new(&Model::new(parts.clone()).unwrap());
    let outcome = engine.simulate(Key::from_seed(1), &mut Workspace::default());
    let of_stream = |stream: usize| {
        let groups = engine.wait_groups().iter().zip(&outcome.group_waits);
        groups.filter(|(group, _)| group.0 == stream).map(|(_, wait)| wait.days).sum()
    };
    (0..parts.streams.len()).map(of_stream).collect()
}

/// Checks the days of the three cases in an order, by the first day of work.
#[track_caller]
fn check(order: Order, rows: &[(i32, [i64; 3])]) {
    check_with(order, DecisionDay::Counts, rows);
}

#[track_caller]
fn check_with(order: Order, decision_day: DecisionDay, rows: &[(i32, [i64; 3])]) {
    for (first, right) in rows {
        let mut parts = cases(&[-1, -20, -30], *first);
        parts.streams[2].notice = None;
        parts.law.conventions.decision_day = decision_day;
        parts.pools[0].set_lines(vec![Line::new(order.clone(), Share::ALL)]).unwrap();
        assert_eq!(days(&parts), right, "from day {first}");
    }
}

#[test]
fn noticed_first_knows_the_notices_of_the_evening_before() {
    check(
        Order::NoticedFirst,
        &[
            (19, [21, 20, 19]), // the notice of today is not known: the oldest
            (20, [22, 20, 21]),
            (37, [39, 37, 38]),
            (39, [40, 39, 41]), // the earliest notice, the other one, then the oldest
        ],
    );
}

#[test]
fn highest_penalty_first_knows_what_another_day_costs() {
    check(
        Order::HighestPenaltyFirst,
        &[
            (34, [36, 35, 34]), // whether the notice is pursued shows today
            (35, [37, 35, 36]),
            (54, [55, 54, 56]), // 35 against 23 for tomorrow
            (66, [67, 66, 68]), // 45 against 35: tomorrow is day 15 of case 0, day 34 of case 1
            (75, [75, 77, 76]), // its 42nd and last day is today: another costs nothing
            (80, [80, 82, 81]),
            (94, [96, 95, 94]),     // both have reached their maximum
            (116, [118, 117, 116]), // tomorrow is the last free day of the court term
            (117, [119, 117, 118]),
            (140, [141, 140, 142]), // 100 both: the one received first
        ],
    );
    // Where the day of the decision is not owed, the last free day is a day later.
    let rows = [(117, [119, 118, 117]), (118, [120, 118, 119])];
    check_with(Order::HighestPenaltyFirst, DecisionDay::DoesNotCount, &rows);
}

#[test]
fn about_to_default_first_looks_at_grace_and_court_terms() {
    check(
        Order::AboutToDefaultFirst,
        &[
            (19, [21, 20, 19]),
            (20, [22, 20, 21]),
            (34, [36, 34, 35]), // on the morning of its first day a penalty has yet to begin
            (35, [37, 36, 35]),
            (40, [40, 42, 41]),
            (90, [92, 90, 91]),     // in its court term
            (109, [110, 109, 111]), // both are: the soonest first
            (119, [119, 121, 120]),
        ],
    );
}

#[test]
fn an_order_of_ones_own_is_asked_again_when_something_becomes_known() {
    // Late cases by their number of heads do not differ: the oldest. Nobody else has a priority.
    let late = OwnOrder::new("late first", |known| known.late.then_some(1));
    check(Order::Own(late), &[(8, [10, 9, 8]), (27, [29, 28, 27]), (29, [31, 30, 29])]);
    let young = OwnOrder::new("late, youngest first", |known| {
        known.late.then_some(i64::from(known.received.number()))
    });
    // Case 1 is known to be late from the morning of day 10 on, case 0 from that of day 29 on.
    check(
        Order::Own(young),
        &[(9, [11, 10, 9]), (10, [12, 10, 11]), (27, [29, 27, 28]), (29, [29, 30, 31])],
    );
    let court = OwnOrder::new("in court first", |known| {
        let days = [known.notice, known.appeal, known.judgment];
        let days = days.into_iter().flatten();
        days.max().map(|day| i64::from(day.number()))
    });
    // Case 0 gave notice on 38 and appeals on 52, case 1 appealed on 33 and is judged on 89.
    check(Order::Own(court), &[(52, [52, 53, 54]), (53, [53, 54, 55]), (90, [91, 90, 92])]);
}

#[test]
fn what_was_begun_is_finished_first_when_orders_change() {
    // Efforts of 4; two lines of a decision a day each, then one, newest first.
    let mut parts = cases(&[-3, -2, -1], 0);
    let pool = &mut parts.pools[0];
    pool.effort = Effort::new(4.0, 0.0).unwrap();
    pool.fte = Schedule::constant(2.0);
    let half = |order| Line::new(order, share(0.5));
    let two = vec![half(Order::OldestFirst), half(Order::NewestFirst)];
    let one = vec![Line::new(Order::NewestFirst, Share::ALL)];
    let lines = Schedule::new(vec![(day(-9), two), (day(1), one)]).unwrap();
    pool.set_lines_by_date(lines).unwrap();
    // On day 1 the cases 0 and 2 need 3 each. Two a day: 0 on day 2, 2 on day 3, 1 on day 5.
    assert_eq!(days(&parts), [2, 5, 3]);
}

#[test]
fn a_ring_fenced_line_takes_nobody_else_and_gives_what_it_cannot_use() {
    let mut parts = cases(&[-3, -2, -1], 0);
    let mut old = Line::new(Order::NewestFirst, share(0.5));
    old.received_until = Some(day(-2));
    let mut new = Line::new(Order::OldestFirst, share(0.5));
    new.received_from = Some(day(-1));
    parts.pools[0].set_lines(vec![old, new]).unwrap();
    // Half a decision a day each: 1 and 2 on day 1; then all of it for 0.
    assert_eq!(days(&parts), [2, 1, 1]);
    // Nobody takes what no line takes.
    let mut old = Line::new(Order::OldestFirst, Share::ALL);
    old.received_until = Some(day(-2));
    parts.pools[0].set_lines(vec![old]).unwrap();
    assert_eq!(days(&parts), [0, 1, 399]);
}

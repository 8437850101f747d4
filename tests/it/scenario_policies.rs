//! The policies of a scenario: exactly the measures and the model that each means.

use arrears::ensemble::unwatched;
use arrears::error::Fault;
use arrears::model::Attrition;
use arrears::model::Cost;
use arrears::model::CostAmount;
use arrears::model::Extension;
use arrears::model::Hire;
use arrears::model::Line;
use arrears::model::Measure;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::model::Pool;
use arrears::model::StaffCost;
use arrears::model::Surge;
use arrears::model::Trigger;
use arrears::money::Money;
use arrears::random::Share;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::study::Policy;
use arrears::study::Setup;
use arrears::study::compare;
use arrears::time::Day;
use arrears::time::Length;
use arrears::time::Schedule;

use crate::worlds::share;

/// A scenario in which a policy takes each measure.
pub const EVERY_MEASURE: &str = include_str!("every_measure.toml");

fn read(text: &str) -> Setup {
    Scenario::read(text, |_| Err("no such file".to_owned())).unwrap().into_setup()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn policy(name: &str) -> Policy {
    let setup = read(EVERY_MEASURE);
    setup.policies.into_iter().find(|policy| policy.name == name).unwrap()
}

/// Checks that a policy takes these measures, and that its model is the scenario's with what
/// `change` does to it.
#[track_caller]
fn check(name: &str, measures: Vec<Measure>, change: impl FnOnce(&mut Parts)) {
    let found = policy(name);
    assert_eq!(found.measures, measures);
    let mut parts = Parts::clone(&read(EVERY_MEASURE).model);
    change(&mut parts);
    assert_eq!(found.model, Model::new(parts).unwrap());
}

fn spring() -> Result<Hire, Fault> {
    let mut hire = Hire::new(100.0, day("2020-05-01"))?;
    hire.name = Some("spring".to_owned());
    (hire.training_days, hire.learning_days) = (90, 180);
    hire.first_output = share(0.25);
    hire.set_trainers(0.2)?;
    Ok(hire)
}

#[test]
fn hires_join_the_pool() -> Result<(), Fault> {
    let mut team = Hire::new(12.5, day("2020-04-01"))?;
    team.set_until(day("2020-12-31"))?;
    let hires = vec![spring()?, team];
    let measures = hires.iter().map(|hire| Measure::Hire { pool: 0, hire: hire.clone() });
    check("hire", measures.collect(), |parts| parts.pools[0].staff.hires = hires);
    assert_eq!(policy("hire").description, "One hundred more people from May on, and a team");
    Ok(())
}

#[test]
fn a_rule_on_the_late_stock_makes_a_surge() -> Result<(), Fault> {
    let from = day("2020-04-01");
    let mut hire = Hire::new(100.0, from)?;
    hire.training_days = 90;
    let mut trigger = Trigger::new(10_000, 2_000, from, Surge::Hire(hire))?;
    trigger.lead_days = 30;
    let triggers = vec![trigger.clone()];
    check("hire by rule", vec![Measure::When { pool: 0, trigger }], |parts| {
        parts.pools[0].triggers = triggers;
    });
    let trigger = Trigger::new(50, 50, from, Surge::Overtime(share(0.2)))?;
    let triggers = vec![trigger.clone()];
    check("overtime by rule", vec![Measure::When { pool: 1, trigger }], |parts| {
        parts.pools[1].triggers = triggers;
    });
    Ok(())
}

#[test]
fn overtime_comes_beside_what_is_planned() {
    let (from, until) = (day("2020-04-01"), day("2020-06-30"));
    let measure = Measure::Overtime { pool: 0, from, until: Some(until), share: share(0.1) };
    check("overtime", vec![measure], |parts| {
        let planned = Share::new(0.05 + 0.1).unwrap();
        let steps = vec![(Day::FIRST, share(0.05)), (from, planned), (until + 1, share(0.05))];
        parts.pools[0].staff.overtime = Schedule::new(steps).unwrap();
    });
}

#[test]
fn steering_and_what_it_costs_are_two_measures() {
    let from = day("2020-06-01");
    let cost = |name: &str, from, until, amount, source: Option<&str>| Cost {
        name: name.to_owned(),
        from,
        until,
        amount,
        source: source.map(str::to_owned),
    };
    let year = CostAmount::PerYear(Money::units(180_000));
    let until = Some(day("2021-06-30"));
    let director = cost("director", day("2020-05-01"), until, year, Some("assumption"));
    let once = CostAmount::Once(Money::units(50_000));
    let system = cost("system", day("2020-09-01"), None, once, None);
    let measures = vec![
        Measure::Productivity { pool: 0, from, until: None, factor: 1.1 },
        Measure::Cost(director.clone()),
        Measure::Cost(system.clone()),
    ];
    check("steering", measures, |parts| {
        let steps = vec![(Day::FIRST, 1.0), (from, 1.1)];
        parts.pools[0].staff.productivity = Schedule::new(steps).unwrap();
        parts.costs = vec![director, system];
    });
}

/// Checks a policy that changes the orders of a pool from 2020-04-01 on.
#[track_caller]
fn check_orders(name: &str, pool: usize, lines: Vec<Line>) {
    let from = day("2020-04-01");
    let measure = Measure::Orders { pool, from, lines: lines.clone() };
    check(name, vec![measure], |parts| {
        let before = vec![Line::new(Order::OldestFirst, Share::ALL)];
        let steps = vec![(Day::FIRST, before), (from, lines)];
        parts.pools[pool].set_lines_by_date(Schedule::new(steps).unwrap()).unwrap();
    });
}

fn line(order: Order, part: f64, from: Option<&str>, until: Option<&str>) -> Line {
    Line { order, share: share(part), received_from: from.map(day), received_until: until.map(day) }
}

#[test]
fn orders_change_on_their_day() {
    check_orders("noticed first", 0, vec![line(Order::NoticedFirst, 1.0, None, None)]);
    let old = line(Order::OldestFirst, 0.3, None, Some("2020-03-31"));
    let new = line(Order::InTimeFirst, 0.7, Some("2020-04-01"), None);
    check_orders("split", 0, vec![old, new]);
}

#[test]
fn a_ring_fence_parts_a_pool_at_a_day_of_receipt() {
    // What was received up to the day before the first day of the fence, unless it is said.
    let old = line(Order::OldestFirst, 0.4, None, Some("2020-03-31"));
    let new = line(Order::InTimeFirst, 0.6, Some("2020-04-01"), None);
    check_orders("old stock apart", 0, vec![old, new]);
    let old = line(Order::NoticedFirst, 0.0, None, Some("2020-03-03"));
    let new = line(Order::EarliestDueFirst, 1.0, Some("2020-03-04"), None);
    check_orders("old stock apart, in other orders", 1, vec![old, new]);
}

#[test]
fn a_new_pool_is_not_there_before_its_day() -> Result<(), Fault> {
    let from = day("2020-05-01");
    let mut pool = Pool::new("task force", vec![0], 3.0)?;
    pool.fte = Schedule::constant(50.0);
    let attrition = |after| Some(Attrition { per_year: Schedule::constant(share(0.1)), after });
    pool.staff.attrition = attrition(day("2020-03-03"));
    pool.staff.cost = Some(StaffCost::new(Money::units(90_000), Money::ZERO, 1.5)?);
    pool.set_lines(vec![line(Order::OldestFirst, 1.0, None, Some("2020-03-03"))])?;
    let measure = Measure::NewPool { from, until: None, pool: Box::new(pool.clone()) };
    check("task force", vec![measure], |parts| {
        let from_day = |number: f64| Schedule::new(vec![(Day::FIRST, 0.0), (from, number)]);
        pool.fte = from_day(50.0).unwrap();
        pool.decisions_per_fte_per_week = from_day(3.0).unwrap();
        // Its people are all there on its first day.
        pool.staff.attrition = attrition(from);
        parts.pools.push(pool);
    });
    let model = policy("task force").model;
    let costs = [from - 1, from].map(|day| model.pools[2].costs_on(day).staff);
    // 50 × 90,000.00 / 365.25 in cents.
    assert_eq!(costs[0], 0.0);
    assert!((costs[1] - 50.0 * 9_000_000.0 / 365.25).abs() < 1e-6, "{costs:?}");
    Ok(())
}

#[test]
fn files_are_completed_and_terms_extended() {
    let from = day("2020-07-01");
    let measure = Measure::Complete { stream: 0, from, incomplete: share(0.05) };
    check("completeness team", vec![measure], |parts| {
        let files = parts.streams[0].completeness.as_mut().unwrap();
        let steps = vec![(Day::FIRST, share(0.3)), (from, share(0.05))];
        files.incomplete = Schedule::new(steps).unwrap();
    });
    let extension = |by, part, until: Option<&str>| Extension {
        by,
        share: share(part),
        received_from: Some(day("2020-04-01")),
        received_until: until.map(day),
    };
    let asylum = extension(Length::Months(6), 1.0, None);
    let labour = extension(Length::Weeks(2), 0.5, Some("2020-12-31"));
    let extend = |stream, extension| Measure::Extend { stream, extension };
    check("longer terms", vec![extend(0, asylum), extend(1, labour)], |parts| {
        parts.streams[0].extensions = vec![asylum];
        parts.streams[1].extensions = vec![labour];
    });
}

#[test]
fn everything_at_once_is_a_date() {
    let from = day("2020-03-03");
    check("everything at once", vec![Measure::DecideAll { from }], |parts| {
        parts.pools.iter_mut().for_each(|pool| pool.unlimited_from = Some(from));
    });
}

#[test]
fn measures_are_taken_one_after_the_other_and_none_is_no_change() {
    let found = policy("two things").measures;
    // In the order of the keys of this page, not of the file: hires first.
    assert!(matches!(found[..], [Measure::Hire { .. }, Measure::Overtime { .. }]), "{found:?}");
    check("the same again", Vec::new(), |_| {});
}

#[test]
fn the_only_pool_and_the_only_stream_need_no_name() {
    let text = "format = 1\ntitle = \"One\"\nas_of = 2020-03-03\nend = 2020-12-31\n\
                stream = [{ name = \"permits\", term = { weeks = 8 } }]\n\
                pool = [{ name = \"deciders\", fte = 3, decisions_per_fte_per_week = 2 }]\n\
                policy = [{ name = \"more\", hire = { fte = 1, from = 2020-04-01 } }]\n";
    let hire = Hire::new(1.0, day("2020-04-01")).unwrap();
    assert_eq!(read(text).policies[0].measures, [Measure::Hire { pool: 0, hire }]);
}

/// What a JSON comparison says of one policy alone.
fn alone<'a>(json: &'a str, name: &str) -> &'a str {
    let policies = &json[json.find("\"policies\": [").unwrap()..];
    let start = policies.find(&format!("\"name\": \"{name}\"")).unwrap();
    let of = &policies[start..];
    &of[..of.find("\n    }").unwrap()]
}

#[test]
fn a_policy_more_changes_no_byte_of_the_others() {
    let json = |setup: &Setup| {
        let comparison = compare(setup, 7, 40, &mut unwatched).unwrap();
        report::comparison_json(setup, &comparison)
    };
    let setup = read(EVERY_MEASURE);
    let all = json(&setup);
    let few = Setup { policies: setup.policies[2..5].to_vec(), ..setup.clone() };
    let few = json(&few);
    for name in ["do nothing", "overtime", "overtime by rule", "steering"] {
        assert_eq!(alone(&all, name), alone(&few, name));
    }
    // A policy that does nothing has the numbers of doing nothing.
    let same = alone(&all, "the same again");
    assert!(same.contains("\"spent_more_cents\": {\n        \"mean\": 0.0,"), "{same}");
    let cost =
        |of: &str| of[of.find("\"cost\"").unwrap()..of.find("\"cost_diff").unwrap()].to_owned();
    assert_eq!(cost(same), cost(alone(&all, "do nothing")));
}

#[test]
fn explain_tells_every_policy_in_sentences() {
    let text = report::explain(&read(EVERY_MEASURE));
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Policy hire",
        "One hundred more people from May on, and a team All else stays as it is: - Pool",
        "the pool's own from 2020-05-02 on, those hired from the day after their first.",
        "Pool experienced: spring: 100 fte join on 2020-05-01: 90 days of training",
        "Pool experienced: 12.5 fte are there from 2020-04-01 to 2020-12-31: no training",
        "Pool experienced: when more than 10,000 cases are late in the evening of a day, \
         2020-04-01 at the earliest, 100 fte join, with 90 days of training without decisions, \
         from 30 days after the next morning on, until the evening on which fewer than 2,000 are \
         late; and again.",
        "Pool experienced: overtime of 10% of normal time from 2020-04-01 to 2020-06-30, beside \
         what is planned.",
        "Pool counter: when more than 50 cases are late in the evening of a day, 2020-04-01 at the \
         earliest, there is overtime of 20% of normal time from the next morning on, until",
        "Pool experienced: 1.1 times as many decisions in the same time from 2020-06-01 on.",
        "director: EUR 180,000 a year from 2020-05-01 to 2021-06-30, day by day. Source: \
         assumption",
        "Pool experienced, from 2020-04-01 on: Next is the household with the earliest notice",
        "Pool experienced, from 2020-04-01 on: With 40% of its capacity, next is of the cases \
         received on 2020-03-31 or earlier the household received first.",
        "A new pool, task force, is there from 2020-05-01 on. It decides the cases of asylum.",
        "Pool task force: From 2020-05-01 on its own people alone would make 150 decisions in a \
         full week: 50 fte, each 3 decisions, absent 0% of the time.",
        "Stream asylum: from 2020-07-01 on 5% of the files are incomplete when they are opened.",
        "Stream labour: for 50% of the households received from 2020-04-01 to 2020-12-31 the term \
         is 2 weeks longer.",
        "From 2020-03-03 on everything that waits is decided at once, on every day",
        "Policy the same again ───────────────────── It changes nothing.",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

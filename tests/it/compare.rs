//! Policies compared under the same luck: worlds on paper, and what must hold of every comparison.

use arrears::ensemble::unwatched;
use arrears::model::CostAmount;
use arrears::model::Line;
use arrears::model::Model;
use arrears::model::Order;
use arrears::model::Parts;
use arrears::random::Share;
use arrears::report;
use arrears::scenario::Scenario;
use arrears::scenario::side_by_side;
use arrears::sim::Count;
use arrears::sim::Part;
use arrears::sim::Total;
use arrears::sim::WaitGroup;
use arrears::study::Comparison;
use arrears::study::Policy;
use arrears::study::PolicyFinding;
use arrears::study::Setup;
use arrears::study::compare;
use arrears::study::compare_seen;
use arrears::time::Day;
use arrears::time::Schedule;

use crate::bundled;
use crate::worlds;

fn read(text: &str) -> Setup {
    Scenario::read(text, |_| Err("no such file".to_owned())).unwrap().into_setup()
}

fn compared(setup: &Setup, replications: u32) -> Comparison {
    compare(setup, setup.seed, replications, &mut unwatched).unwrap()
}

/// Thirty late cases, all with notice on the first day, 1 January, and one decision a day: case k,
/// from 0, is decided on day k. From day 15 on, 16 January, each costs 10 a day, the day of the
/// decision included. One fte costs 1.00 a day.
const THIRTY: &str = r#"
format = 1
title = "Thirty cases"
as_of = 2020-01-01
end = 2020-02-29
working_days = "every day"
[[stream]]
name = "permits"
term = { days = 10 }
stock = [{ received = 2019-12-01, cases = 30 }]
notice = { share = 1, delay = 0, pursued = 1, counts_from = 2020-01-01 }
[[pool]]
name = "deciders"
fte = 1
decisions_per_fte_per_week = 7
staff_cost = { per_fte_per_year = 365.25 }
[administrative_penalty]
tariff = [{ days = 100, per_day = 10 }]
[[policy]]
name = "two"
hire = { fte = 1, from = 2020-01-01 }
[[policy]]
name = "late"
hire = { fte = 1, from = 2020-01-11 }
[[policy]]
name = "at once"
decide_all_from = 2020-01-01
"#;

fn total(policy: &PolicyFinding, total: Total) -> i64 {
    let tally = &policy.total(total).unwrap().tally;
    assert_eq!(tally.min(), tally.max());
    tally.min().unwrap()
}

fn day(text: &str) -> i64 {
    i64::from(text.parse::<Day>().unwrap().number())
}

#[test]
fn what_each_policy_costs_saves_and_spends_is_arithmetic() {
    let found = compared(&read(THIRTY), 3);
    // Cases 15 to 29 owe 1 to 15 days: 120 days. With two a day the last is decided on day 14. With
    // two from day 10 on, two each are decided on days 15 to 19 and owe 1 to 5 days: 30 days.
    // 60 days of 1 fte, of 2 fte, and 10 of 1 and 50 of 2.
    let rows = [("do nothing", 120_000, 6_000), ("two", 0, 12_000), ("late", 30_000, 11_000)];
    for (policy, (name, bill, spent)) in found.policies.iter().zip(rows) {
        assert_eq!(policy.name, name);
        assert_eq!(total(policy, Total::Bill(None)), bill, "{name}");
        assert_eq!(total(policy, Total::Owed(2020, None)), bill, "{name}");
        assert_eq!(total(policy, Total::Spent(2020)), spent, "{name}");
        assert_eq!(policy.cost.max(), Some(bill + spent), "{name}");
        assert_eq!(policy.saved.max(), Some(120_000 - bill), "{name}");
        assert_eq!(policy.spent.max(), Some(spent - 6_000), "{name}");
    }
    let of = |policy: usize, total| {
        found.policies[policy].total(total).unwrap().difference.as_ref().unwrap().paired.mean
    };
    assert_eq!(of(1, Total::Bill(None)).value, -120_000.0);
    assert_eq!(of(2, Total::Bill(None)).standard_error, Some(0.0));
    // 1,200.00 saved for 60.00 spent; 900.00 for 50.00.
    let per_spent = |policy: usize| found.policies[policy].saved_per_spent.unwrap().ratio.value;
    assert_eq!([per_spent(1), per_spent(2)], [20.0, 18.0]);
    let difference = found.costs.difference(2, 0);
    assert_eq!((difference.mean.value, difference.lower.hits()), (-85_000.0, 3));
}

#[test]
fn the_best_and_regret_are_arithmetic_and_a_bound_takes_no_part() {
    let found = compared(&read(THIRTY), 3);
    // Costs 126,000, 12,000, 41,000; deciding all at once costs 6,000 and cannot be chosen.
    assert_eq!(found.ranking(), [3, 1, 2, 0]);
    assert_eq!(
        found.policies.iter().map(|it| it.is_bound).collect::<Vec<_>>(),
        [false, false, false, true]
    );
    let contest = &found.contest;
    assert_eq!(contest.policies(), [0, 1, 2]);
    let regrets = [0, 1, 2].map(|policy| contest.regret(policy).unwrap().value);
    assert_eq!(regrets, [114_000.0, 0.0, 29_000.0]);
    assert_eq!(contest.best(1).unwrap().alone.hits(), 3);
    assert_eq!(found.candidates(), [1]);
    let interval = contest.more_than_best_other(1).unwrap();
    assert_eq!((interval.low, interval.high), (-29_000.0, 0.0));
    let interval = contest.more_than_best_other(0).unwrap();
    assert_eq!((interval.low, interval.high), (0.0, 114_000.0));
    assert_eq!((contest.best(3), contest.regret(3)), (None, None));
    // Everything is decided on the first day: nothing can be avoided.
    let as_of = "2020-01-01".parse().unwrap();
    assert_eq!(total(&found.policies[3], Total::Split(as_of, Part::Avoidable)), 0);
}

#[test]
fn dates_are_arithmetic() {
    let found = compared(&read(THIRTY), 3);
    // The stock is gone on day 29, 14 and 19.
    let gone = [0, 1, 2].map(|policy| found.policies[policy].gone.max().unwrap());
    assert_eq!(gone, [day("2020-01-30"), day("2020-01-15"), day("2020-01-20")]);
    let later = |policy: usize| found.policies[policy].gone_difference.days.unwrap().value;
    assert_eq!([later(1), later(2)], [-15.0, -10.0]);
    // Weeks end on 7, 14 and 21 January. Up to the 14th nothing is owed and 14.00 and 4.00 are
    // spent more. Up to the 21st doing nothing owes (15 + 14 + … + 10) × 10.00, far more than is
    // spent.
    let even = [1, 2].map(|policy| found.policies[policy].break_even.max().unwrap());
    assert_eq!(even, [day("2020-01-21"); 2]);
    // At a thousand times the price it never pays.
    let text = THIRTY.replace("365.25", "365_250");
    let found = compared(&read(&text), 2);
    assert_eq!(found.policies[1].break_even.min(), Some(Total::NEVER));
    assert_eq!(found.policies[1].never_even().hits(), 2);
    assert_eq!(found.ranking()[1], 0);
}

#[test]
fn who_waits_less_is_arithmetic() {
    let found = compared(&read(THIRTY), 3);
    let waits = |policy: usize| {
        let groups = &found.policies[policy].groups;
        let group = groups.iter().find(|it| it.group == WaitGroup::LateAsOf).unwrap();
        assert_eq!(group.cases, 30.0);
        (group.days.unwrap().value, group.longer.map(|it| it.value))
    };
    // Means of 0 to 29, and of 0, 0, 1, 1 to 14, 14.
    assert_eq!(waits(0), (14.5, None));
    assert_eq!(waits(1), (7.0, Some(-7.5)));
    // (0 + … + 9 + 2 × (10 + … + 19)) / 30.
    assert_eq!(waits(2).0, 335.0 / 30.0);
}

/// Ten late cases, a new one a day, two decisions a day.
const FENCED: &str = r#"
format = 1
title = "Fenced"
as_of = 2020-01-01
end = 2020-01-20
working_days = "every day"
[[stream]]
name = "permits"
term = { days = 10 }
stock = [{ received = 2019-12-01, cases = 10 }]
intake = { per_day = 1, variation = "none" }
[[pool]]
name = "deciders"
decisions_per_week = 14
[[policy]]
name = "half and half"
ring_fence = { from = 2020-01-01, share = 0.5 }
[[policy]]
name = "new ones first"
ring_fence = { from = 2020-01-01, share = 0 }
[[policy]]
name = "a team for the old ones"
ring_fence = { from = 2020-01-01, share = 0 }
[policy.new_pool]
from = 2020-01-01
pool.name = "team"
pool.decisions_per_week = 7
pool.order = [{ order = "oldest_first", share = 1, received_until = 2019-12-31 }]
"#;

#[test]
fn a_ring_fence_keeps_new_cases_in_time_at_the_cost_of_the_old() {
    let found = compared(&read(FENCED), 2);
    let waits = |policy: usize, of: WaitGroup| {
        let groups = &found.policies[policy].groups;
        let group = groups.iter().find(|it| it.group == of).unwrap();
        group.days.unwrap().value
    };
    let year = WaitGroup::ReceivedIn(2020);
    // Oldest first: two a day, 0 to 4 days. The new one of day j is decided on day 5 + j / 2, or on
    // its own: they wait 5, 4, 4, 3, 3, 2, 2, 1, 1 and then 0 days, 25 days in 20 cases.
    assert_eq!((waits(0, WaitGroup::LateAsOf), waits(0, year)), (2.0, 1.25));
    // One a day of each: the old wait 0 to 9 days, the new ones nothing. What new cases leave is
    // one a day as well.
    for policy in [1, 2] {
        assert_eq!((waits(policy, WaitGroup::LateAsOf), waits(policy, year)), (4.5, 0.0));
    }
    // The team decides one more a day: three in all, of which one is new. The old wait 0, 0, 1, 1
    // and so on.
    assert_eq!((waits(3, WaitGroup::LateAsOf), waits(3, year)), (2.0, 0.0));
}

#[test]
fn whoever_looks_on_sees_every_future_under_every_policy() {
    let setup = read(THIRTY);
    let mut seen = Vec::new();
    let found = compare_seen(&setup, 5, 600, &mut unwatched, &mut |totals, future| {
        let place = |total| totals.iter().position(|it| *it == total).unwrap();
        let value = |total| future.values[place(total)].unwrap();
        seen.push((future.replication, future.policy, future.name.to_owned()));
        assert_eq!(value(Total::Count(Count::Decided)), 30);
        assert_eq!(value(Total::Bill(None)), [120_000, 0, 30_000, 0][future.policy]);
    });
    assert_eq!(found.unwrap(), compare(&setup, 5, 600, &mut unwatched).unwrap());
    assert_eq!(seen.len(), 4 * 600);
    let names = ["do nothing", "two", "late", "at once"];
    for (number, (replication, policy, name)) in seen.iter().enumerate() {
        assert_eq!((*replication as usize, *policy), (number / 4, number % 4));
        assert_eq!(name, names[*policy]);
    }
}

#[test]
fn a_line_of_costs_that_a_policy_lacks_is_nothing_and_other_totals_are_unknown() {
    let text = THIRTY.replace("staff_cost = { per_fte_per_year = 365.25 }\n", "");
    let cost = "[[policy]]\nname = \"director\"\n\
                cost = { name = \"director\", from = 2020-01-10, once = 5 }\n";
    let mut setup = read(&format!("{text}{cost}"));
    setup.policies.drain(..3);
    let mut parts = Parts::clone(&setup.model);
    parts.split_on = vec![parts.period.end()];
    setup.policies.push(Policy::new("split at the end", Model::new(parts).unwrap()));
    let CostAmount::Once(once) = setup.policies[0].model.costs[0].amount else { panic!() };
    let mut spent = Vec::new();
    let found = compare_seen(&setup, 1, 1, &mut unwatched, &mut |totals, future| {
        let place = |total| totals.iter().position(|it| *it == total).unwrap();
        let as_of = setup.model.period.as_of();
        let split = future.values[place(Total::Split(as_of, Part::Lost))];
        spent.push((future.values[place(Total::Spent(2020))], split.is_some()));
    });
    let once = once.in_cents();
    assert_eq!(spent, [(Some(0), true), (Some(once), true), (Some(0), false)]);
    let found = found.unwrap();
    assert_eq!(total(&found.policies[1], Total::Spent(2020)), once);
    let as_of = setup.model.period.as_of();
    assert!(found.policies[1].total(Total::Split(as_of, Part::Lost)).is_some());
    assert!(found.policies[2].total(Total::Split(as_of, Part::Lost)).is_none());
}

#[test]
fn other_policies_change_no_number_of_one() {
    let setup = read(THIRTY);
    let alone = |only: &str| {
        let setup = setup.clone().only(&[only.to_owned()]).unwrap();
        compared(&setup, 30).policies.pop().unwrap()
    };
    let all = compared(&setup, 30).policies;
    assert_eq!((alone("two"), alone("late")), (all[1].clone(), all[2].clone()));
    let names = |list: &str| -> Vec<String> {
        let setup = setup.clone().only(&[list.to_owned()]).unwrap();
        setup.policies.into_iter().map(|policy| policy.name).collect()
    };
    assert_eq!(names("late,two"), ["two", "late"]);
    assert_eq!(names("do nothing, two"), ["two"]);
}

#[test]
fn whole_scenarios_are_compared_with_the_first() {
    let two = THIRTY.replace("fte = 1\n", "fte = 2\n").replace("Thirty", "30");
    let scenarios = |texts: &[(&str, &str)]| {
        let read = |(name, text): &(&str, &str)| ((*name).to_owned(), read(text));
        side_by_side(texts.iter().map(read).collect())
    };
    let setup = scenarios(&[("a", THIRTY), ("b", &two)]).unwrap();
    assert_eq!((setup.baseline.as_str(), setup.policies.len()), ("a", 1));
    assert_eq!(setup.policies[0].description, "30 cases");
    let found = compared(&setup, 2);
    assert_eq!(found.costs.difference(1, 0).mean.value, -114_000.0);
    let text = report::comparison_text(&setup, &found);
    assert!(!text.contains("nothing is done") && !text.contains("doing nothing"), "{text}");
    assert!(text.contains("less than “a”"), "{text}");
    // The order of the files and each of their bytes are in the fingerprint.
    let print = |texts: &[(&str, &str)]| scenarios(texts).unwrap().fingerprint;
    let prints = [
        print(&[("a", THIRTY)]),
        print(&[("a", THIRTY), ("b", &two)]),
        print(&[("b", &two), ("a", THIRTY)]),
    ];
    assert!(prints[0] != prints[1] && prints[1] != prints[2], "{prints:?}");
    assert_eq!(prints[1].len(), 12);
}

#[test]
fn scenarios_that_cannot_be_compared_are_told_why() {
    let why = "scenarios are compared over the same days and years";
    let change = |from: &str, to: &str| THIRTY.replace(from, to);
    let other = |text: String| {
        let scenarios = vec![("a".to_owned(), read(THIRTY)), ("b".to_owned(), read(&text))];
        side_by_side(scenarios).unwrap_err().to_string()
    };
    let end = change("end = 2020-02-29", "end = 2020-03-31\nfiscal_year_starts = 4");
    let said = format!(
        "b  end  2020-03-31, must be 2020-02-29, as in a: {why}; --set end=2020-02-29 makes it so \
         in all\n\
         b  fiscal_year_starts  4, must be 1, as in a: {why}; --set fiscal_year_starts=1 makes it \
         so in all"
    );
    assert_eq!(other(end), said);
    let said = "b  currency  CHF, must be EUR, as in a: amounts of two currencies are not \
                compared; --set currency=EUR makes it so in all";
    assert_eq!(other(change("format = 1\n", "format = 1\ncurrency = \"CHF\"\n")), said);
    let said = "b  start  2019-12-20, must be 2020-01-01, as in a: what is spent is counted from \
                the start on; --set start=2020-01-01 makes it so in all";
    assert_eq!(other(change("format = 1\n", "format = 1\nstart = 2019-12-20\n")), said);
    let twice = vec![("a".to_owned(), read(THIRTY)), ("a".to_owned(), read(THIRTY))];
    let said = "a  \"a\", must be a scenario of its own: it is there already";
    assert_eq!(side_by_side(twice).unwrap_err().to_string(), said);
}

#[test]
fn where_nothing_is_spent_another_start_does_no_harm() {
    let free = THIRTY.replace("staff_cost = { per_fte_per_year = 365.25 }\n", "");
    let earlier = free.replace("format = 1\n", "format = 1\nstart = 2019-12-25\n");
    let scenarios = vec![("a".to_owned(), read(&free)), ("b".to_owned(), read(&earlier))];
    let found = compared(&side_by_side(scenarios).unwrap(), 1);
    // Seven cases are decided before 1 January: cases 7 to 29 remain, case k on day k - 7.
    // Cases 22 to 29 owe 1 to 8 days: 36 days.
    assert_eq!(total(&found.policies[1], Total::Bill(None)), 36_000);
}

fn line(order: Order, part: f64) -> Line {
    Line::new(order, Share::new(part).unwrap())
}

#[test]
fn the_same_luck_is_worth_hundreds_of_independent_futures() {
    // On the reference problem: 90 instead of 85 decisions a day from day 180 on, and one in a
    // hundred for the newest case instead of the oldest. Where the order changes altogether, the
    // costs of the two have little to do with each other, and the same luck gains little (docs/testing.md).
    let model = worlds::reference(1.0);
    let mut faster = Parts::clone(&model);
    let start = faster.period.start();
    let weekly = vec![(start, 455.0), (start + 180, 630.0)];
    faster.pools[0].decisions_per_fte_per_week = Schedule::new(weekly).unwrap();
    let mut ordered = Parts::clone(&model);
    let lines = [(Order::NewestFirst, 0.01), (Order::OldestFirst, 0.99)];
    let lines = lines.map(|(order, part)| line(order, part)).to_vec();
    ordered.pools[0].set_lines(lines).unwrap();
    let mut setup = Setup::new("Reference", "EUR", model);
    let models = [("90 a day", faster), ("one newest", ordered)];
    setup.policies =
        models.map(|(name, parts)| Policy::new(name, Model::new(parts).unwrap())).to_vec();
    let found = compared(&setup, 400);
    let ratio = |policy: usize| found.costs.difference(policy, 0).variance_ratio.unwrap();
    assert!(100.0 <= ratio(1), "{}", ratio(1));
    assert!(50.0 <= ratio(2), "{}", ratio(2));
}

#[test]
fn nothing_can_be_avoided_when_all_is_decided_at_once() {
    let mut setup = bundled::setup("ind-2020.toml");
    // One world: this policy is a model, and says nothing of others.
    setup.uncertain = None;
    let mut parts = Parts::clone(&setup.model);
    let as_of = parts.period.as_of();
    parts.pools[0].unlimited_from = Some(as_of);
    setup.policies = vec![Policy::new("at once", Model::new(parts).unwrap())];
    let found = compared(&setup, 4);
    let avoidable = &found.policies[1].total(Total::Split(as_of, Part::Avoidable)).unwrap().tally;
    assert_eq!((avoidable.min(), avoidable.max()), (Some(0), Some(0)));
    assert!(found.policies[1].is_bound);
}

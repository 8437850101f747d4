//! The exact message for every kind of fault in the policies of a scenario.

use crate::scenario_errors::HEAD;
use crate::scenario_errors::POOL;
use crate::scenario_errors::STREAM;
use crate::scenario_errors::check;

/// A scenario with a pool of people and this policy: its name in line 13, this from line 14 on.
fn policy(lines: &str) -> String {
    let people = "fte = 24\ndecisions_per_fte_per_week = 2.5\n";
    format!("{HEAD}{STREAM}{POOL}{people}[[policy]]\nname = \"one\"\n{lines}\n")
}

/// Checks all that is said of a policy with these lines, each fault without file and line; all
/// stand in line 14.
#[track_caller]
fn check_line(lines: &str, faults: &[&str]) {
    let expected = faults.iter().map(|fault| format!("s.toml:14  policy[1].{fault}"));
    check(&policy(lines), &[], &expected.collect::<Vec<String>>().join("\n"));
}

#[test]
fn a_policy_needs_a_name_of_its_own() {
    let text = policy("[[policy]]\nname = \"one\"\n[[policy]]\nname = \"do nothing\"\n[[policy]]");
    let right = "s.toml:15  policy[2].name  \"one\", must be a name of its own: another policy \
                 has it\n\
                 s.toml:17  policy[3].name  \"do nothing\", must be a name of its own: another \
                 policy has it\n\
                 s.toml:18  policy[4].name  nothing, must be given: what the policy is called, as \
                 \"hire 100\"";
    check(&text, &[], right);
    let text = policy("description = 3");
    let right = "s.toml:14  policy[1].description  the number 3, must be a text, as \"One hundred \
                 more deciders from May on\"";
    check(&text, &[], right);
}

#[test]
fn an_unknown_measure_is_answered_with_all() {
    let known = "one of: name, description, hire, overtime, productivity, order, ring_fence, \
                 new_pool, cost, complete, extend, law, grace_days, tariff, appeal, \
                 court_practice, second_court_practice, legal_costs, decide_all_from";
    let fault = format!("hires  unknown key \"hires\", must be {known}; did you mean \"hire\"?");
    check_line("hires = { fte = 100, from = 2020-05-01 }", &[&fault]);
    let text = policy("").replace("[[policy]]", "[policy]");
    let right = "s.toml:12  policy  a table, must be written as [[policy]]";
    check(&text, &[], right);
}

#[test]
fn a_pool_or_stream_that_is_not_there_is_answered_with_those_that_are() {
    let right = "must be the name of a pool, one of: \"deciders\"; did you mean \"deciders\"?";
    let fault = format!("overtime.pool  \"decider\", {right}");
    check_line("overtime = { pool = \"decider\", from = 2020-04-01, share = 0.1 }", &[&fault]);
    check_line(
        "complete = { stream = \"visa\", from = 2020-04-01, incomplete = 0 }",
        &["complete.stream  \"visa\", must be the name of a stream, one of: \"permits\""],
    );
    let second = "[[stream]]\nname = \"visa\"\nterm = { weeks = 8 }\n[[pool]]\nname = \"desk\"\n\
                  decisions_per_week = 1\n";
    let text = policy(
        "hire = { fte = 1, from = 2020-04-01 }\n\
                       extend = { by = { weeks = 1 }, received_from = 2020-04-01 }",
    );
    let right = "s.toml:14  policy[1].hire.pool  nothing, must be given: which pool, by its name\n\
                 s.toml:15  policy[1].extend.stream  nothing, must be given: which stream, by its \
                 name";
    check(&format!("{text}{second}"), &[], right);
}

#[test]
fn the_past_cannot_be_changed_and_what_comes_after_the_end_changes_nothing() {
    let past = "2020-03-02, must be on or after the as-of day, 2020-03-03: the past cannot be \
                changed";
    for (measure, at) in [
        ("hire = { fte = 1, from = 2020-03-02 }", "hire"),
        ("overtime = { from = 2020-03-02, share = 0.1 }", "overtime"),
        ("productivity = { from = 2020-03-02, factor = 1.1 }", "productivity"),
        ("order = { from = 2020-03-02, value = \"random\" }", "order"),
        ("ring_fence = { from = 2020-03-02, share = 0.5 }", "ring_fence"),
        ("cost = { name = \"a\", from = 2020-03-02, once = 1 }", "cost"),
        ("extend = { by = { weeks = 1 }, received_from = 2020-03-02 }", "extend"),
        ("decide_all_from = 2020-03-02", "decide_all_from"),
        (
            "overtime = [{ from = 2020-03-02, share = 0.1, when = { late_above = 9, late_below = \
             3 } }]",
            "overtime[1]",
        ),
        (
            "new_pool = { from = 2020-03-02, pool = { name = \"a\", decisions_per_week = 1 } }",
            "new_pool",
        ),
    ] {
        check_line(measure, &[&format!("{at}  {past}")]);
    }
    check_line(
        "hire = { fte = 1, from = 2021-01-01 }",
        &["hire  2021-01-01, must be on or before the last day, 2020-12-31: later it changes \
           nothing"],
    );
}

#[test]
fn numbers_and_dates_of_measures_are_checked_where_they_stand() {
    check_line(
        "hire = [{ fte = -1, from = 2020-05-01 }, { fte = 1 }]",
        &[
            "hire[1].fte  -1, must be 0 or more, at most 10,000,000",
            "hire[2].from  nothing, must be given: their first day, as 2020-05-01",
        ],
    );
    check_line(
        "hire = { fte = 1, from = 2020-05-01, trainers = 1, when = { late_above = 5, late_below = \
         9 } }",
        &[
            "hire.trainers  trainers without training_days, must be together with training_days, \
             as 90, or left out",
            "hire.when  late_below = 9, must be at most late_above, 5",
        ],
    );
    check_line(
        "overtime = { from = 2020-05-01, until = 2020-04-01, share = 10 }",
        &[
            "overtime.until  2020-04-01, must be on or after 2020-05-01",
            "overtime.share  10, must be between 0 and 1; did you mean 0.1?",
        ],
    );
    check_line(
        "productivity = { from = \"2020-05-01\", factor = 101 }",
        &[
            "productivity.from  the text \"2020-05-01\", must be a date without quotes, as \
             2020-03-03",
            "productivity.factor  101, must be a factor between 0 and 100",
        ],
    );
    check_line(
        "decide_all_from = \"now\"",
        &["decide_all_from  the text \"now\", must be a date without quotes, as 2020-03-03"],
    );
}

#[test]
fn orders_of_measures_are_checked_like_those_of_pools() {
    check_line(
        "order = { from = 2020-05-01, value = [{ order = \"random\", share = 0.6 }] }",
        &["order.value  shares that sum to 0.6, must be shares that sum to 1"],
    );
    check_line(
        "ring_fence = { from = 2020-05-01, old_order = \"oldest\", share = 1.5 }",
        &[
            "ring_fence.old_order  \"oldest\", must be one of: \"oldest_first\", \"newest_first\", \
             \"earliest_due_first\", \"in_time_first\", \"random\", \"noticed_first\", \
             \"highest_penalty_first\", \"about_to_default_first\"",
            "ring_fence.share  1.5, must be between 0 and 1; did you mean 0.015?",
        ],
    );
}

#[test]
fn people_cannot_join_a_pool_whose_people_nobody_counts() {
    let right = "must be for a pool with decisions_per_fte_per_week, what one fte decides in a \
                 week";
    for (measure, at) in [
        ("hire = { fte = 1, from = 2020-05-01 }", "hire"),
        (
            "hire = [{ fte = 1, from = 2020-05-01, when = { late_above = 1, late_below = 1 } }]",
            "hire[1]",
        ),
    ] {
        let text =
            policy(measure).replace("fte = 24\n", "").replace("_per_fte_per_week", "_per_week");
        let fault = "people for \"deciders\", of which only decisions are known";
        check(&text, &[], &format!("s.toml:13  policy[1].{at}  {fault}, {right}"));
    }
}

#[test]
fn a_new_pool_is_checked_like_the_others_and_begins_on_its_day() {
    let new = |pool: &str| format!("new_pool = {{ from = 2020-05-01, pool = {{ {pool} }} }}");
    check_line(
        &new("name = \"deciders\", decisions_per_week = 3"),
        &["new_pool.pool  \"deciders\", must be a name that no other pool has"],
    );
    check_line(
        &new("name = \"team\", streams = [\"visa\"], fte = 3"),
        &[
            "new_pool.pool.decisions_per_fte_per_week  nothing, must be given: decisions that one \
             of them makes in a week, as 2.5",
            "new_pool.pool.streams[1]  \"visa\", must be the name of a stream, one of: \"permits\"",
        ],
    );
    let people = "name = \"team\", fte = 3, decisions_per_fte_per_week = 2";
    check_line(
        &new(&format!("{people}, hire = [{{ fte = 1, from = 2020-04-30 }}]")),
        &["new_pool  hire of \"team\" on 2020-04-30, must be on or after the first day of the \
           pool, 2020-05-01"],
    );
    check_line(
        &new(&format!("{people}, unlimited_from = 2020-04-30")),
        &["new_pool  unlimited_from of \"team\" on 2020-04-30, must be on or after the first day \
           of the pool, 2020-05-01"],
    );
    check_line(
        "new_pool = {}",
        &[
            "new_pool.from  nothing, must be given: the first day, as 2020-04-01",
            "new_pool.pool  nothing, must be given: the pool, with the keys of a [[pool]]",
        ],
    );
}

#[test]
fn a_stream_whose_files_are_complete_needs_no_team() {
    check_line(
        "complete = { from = 2020-05-01, incomplete = 0.05 }",
        &["complete  \"permits\", must be a stream with completeness: its files are never \
           incomplete"],
    );
}

#[test]
fn a_measure_that_hangs_on_the_late_stock_has_no_last_day() {
    let right = "until beside when, must be left out: it ends with fewer late cases than \
                 late_below; or leave out when";
    for (measure, own) in [("hire", "fte = 1"), ("overtime", "share = 0.1")] {
        let when = "when = { late_above = 9, late_below = 3 }";
        check_line(
            &format!("{measure} = {{ {own}, from = 2020-04-01, until = 2020-06-30, {when} }}"),
            &[&format!("{measure}.until  {right}")],
        );
        // What else is wrong is said too.
        check_line(
            &format!(
                "{measure} = {{ {own}, from = 2020-04-01, until = 2020-06-30, when = {{ }} }}"
            ),
            &[
                &format!("{measure}.until  {right}"),
                &format!(
                    "{measure}.when.late_above  nothing, must be given: it begins with more late \
                     cases than this, as 10_000"
                ),
                &format!(
                    "{measure}.when.late_below  nothing, must be given: it ends with fewer late \
                     cases than this, as 2_000"
                ),
            ],
        );
    }
}

#[test]
fn an_extension_must_say_for_whom_and_by_how_much() {
    check_line(
        "extend = { by = 6 }",
        &[
            "extend.received_from  nothing, must be given: the first day of receipt, as 2020-04-01",
            "extend.by  the number 6, must be a table with the keys days, weeks, months",
        ],
    );
}

#[test]
fn what_measures_make_together_is_checked_too() {
    let cost = "{ name = \"a\", from = 2020-05-01, once = 1 }";
    let right = "s.toml:12  policy[1]  with its measures cost[2].name is \"a\", must be a name of \
                 its own: another has it";
    check(&policy(&format!("cost = [{cost}, {cost}]")), &[], right);
    let right = "s.toml:12  policy[1]  with its measures pool[1].hire is 1250003000 \
                 decisions in a week, with those hired and all overtime, must be at most \
                 1,000,000,000, all people together";
    let text = policy(
        "hire = { fte = 10_000_000, from = 2020-05-01 }\n\
         productivity = { from = 2020-05-01, factor = 50 }",
    );
    check(&text, &[], right);
}

#[test]
fn faults_of_policies_stand_among_the_others_in_the_order_of_the_file() {
    let text = policy(
        "hire = { fte = -1, from = 2020-04-01 }\nextend = {}\n\
                       [[policy]]\nname = \"one\"\novertime = { share = 0.1 }",
    )
    .replace("weeks = 8", "weeks = 0");
    let right = "s.toml:7  stream[1].term.weeks  0, must be a whole number of weeks from 1, at \
                 most 7,320 days (20 years)\n\
                 s.toml:14  policy[1].hire.fte  -1, must be 0 or more, at most 10,000,000\n\
                 s.toml:15  policy[1].extend.by  nothing, must be given: what is added to the \
                 term, as { months = 6 }\n\
                 s.toml:15  policy[1].extend.received_from  nothing, must be given: the first day \
                 of receipt, as 2020-04-01\n\
                 s.toml:17  policy[2].name  \"one\", must be a name of its own: another policy has \
                 it\n\
                 s.toml:18  policy[2].overtime.from  nothing, must be given: the first day, as \
                 2020-04-01";
    check(&text, &[], right);
}

//! The exact message for each fault in the law of a scenario and of its policies.

use crate::scenario_errors::check;
use crate::scenario_law::COURT;
use crate::scenario_law::PENALTY;
use crate::scenario_law::with;

#[test]
fn a_rule_cannot_hang_on_what_comes_after_it() {
    let tariff = "[administrative_penalty]\ntariff = [\n\
                  { from = 2019-01-01, preset = \"awb_2019\" },\n\
                  { from = 2020-07-11, touches = \"judged\", suspended = true },\n]\n";
    let right = "s.toml:16  administrative_penalty.tariff[2].touches  \"judged\", must be a stage \
                 that comes before what the rule is about, one of: \"received\", \"late\", \
                 \"noticed\"";
    check(&with(&format!("{tariff}{COURT}")), &[], right);
    let appeal =
        "[law]\nappeal = [{ from = 2020-07-11, touches = \"judged\", value = \"barred\" }]";
    let right = "s.toml:17  law.appeal[1].touches  \"judged\", must be a stage that comes before \
                 what the rule is about, one of: \"received\", \"late\", \"noticed\", \
                 \"appealed\"";
    check(&with(&format!("{COURT}{appeal}")), &[], right);
}

#[test]
fn what_a_change_touches_is_a_stage() {
    let appeal = |row: &str| with(&format!("{COURT}[law]\nappeal = [{{ {row} }}]"));
    let right = "s.toml:17  law.appeal[1].touches  nothing, must be given: which cases it touches, \
                 as \"noticed\"";
    check(&appeal("from = 2020-07-11, value = \"barred\""), &[], right);
    let right = "s.toml:17  law.appeal[1].touches  \"notice\", must be one of: \"received\", \
                 \"late\", \"noticed\", \"appealed\"; did you mean \"noticed\"?";
    let text = appeal("from = 2020-07-11, touches = \"notice\", value = \"barred\"");
    check(&text, &[], right);
    let first = "[court]\nduration = 56\npractice = [\n\
                 { from = 2020-01-01, touches = \"noticed\", preset = \"nl_2020_early\" },\n]";
    let right = "s.toml:16  court.practice[1].touches  \"noticed\", must be left out here: the \
                 first holds for all cases that no later one touches";
    check(&with(first), &[], right);
}

#[test]
fn a_rule_changes_on_one_date_once() {
    let tariff = "[administrative_penalty]\ntariff = [\n\
                  { from = 2019-01-01, preset = \"awb_2019\" },\n\
                  { from = 2020-07-11, suspended = true },\n\
                  { from = 2020-07-11, preset = \"awb_2009\" },\n]\n";
    let right = "s.toml:17  administrative_penalty.tariff[3].from  2020-07-11, must be after \
                 2020-07-11, the date before it in the list";
    check(&with(&format!("{tariff}{COURT}")), &[], right);
}

#[test]
fn acts_that_overlap_are_refused() {
    let acts = "[law]\nact = [\n\"suspension_act_2020\",\n\"suspension_act_2021\",\n]";
    let right = "s.toml:21  law.act[2]  administrative_tariff: 2020-07-11, must be another date: \
                 the rule changes on this one already, and once a day only";
    check(&with(&format!("{PENALTY}{COURT}{acts}")), &[], right);
    let act = "[law]\nact = \"suspension_act_2022\"";
    let right = "s.toml:17  law.act  \"suspension_act_2022\", must be one of: \
                 \"suspension_act_2020\", \"suspension_act_2021\"; did you mean \
                 \"suspension_act_2020\"?";
    check(&with(&format!("{COURT}{act}")), &[], right);
}

#[test]
fn a_bar_ends_after_it_begins() {
    let appeal = "[law]\nappeal = [{ from = 2020-07-11, touches = \"noticed\", value = \"barred\", \
                  until = 2020-07-11 }]";
    let right = "s.toml:17  law.appeal  2020-07-11, must be after 2020-07-11, when appeals are \
                 first barred";
    check(&with(&format!("{COURT}{appeal}")), &[], right);
    let appeal = "[law]\nappeal = [{ from = 2020-07-11, touches = \"noticed\", value = \"allowed\", \
                  until = 2021-07-11 }]";
    let right = "s.toml:17  law.appeal[1].until  2021-07-11, must be left out where appeals are \
                 allowed";
    check(&with(&format!("{COURT}{appeal}")), &[], right);
}

#[test]
fn a_tariff_is_steps_or_a_name_or_suspended() {
    let row = |row: &str| {
        let first = "{ from = 2019-01-01, preset = \"awb_2019\" }";
        let tariff = format!("[administrative_penalty]\ntariff = [\n{first},\n{row},\n]\n");
        with(&format!("{tariff}{COURT}"))
    };
    let key = "s.toml:16  administrative_penalty.tariff[2]";
    let right = format!(
        "{key}.steps  nothing, must be given: days and daily amounts, a preset, or suspended = true"
    );
    check(&row("{ from = 2020-07-11 }"), &[], &right);
    let right = format!("{key}.suspended  false, must be true, or left out");
    check(&row("{ from = 2020-07-11, suspended = false }"), &[], &right);
    let right = format!(
        "{key}.preset  \"awb_2020\", must be one of: \"awb_2009\", \"awb_2019\"; did you mean \
         \"awb_2009\"?"
    );
    check(&row("{ from = 2020-07-11, preset = \"awb_2020\" }"), &[], &right);
    let tariff = with(&format!("[administrative_penalty]\ntariff = \"wab\"\n{COURT}"));
    let right = "s.toml:14  administrative_penalty.tariff  \"wab\", must be one of: \"awb\"; did you \
                 mean \"awb\"?";
    check(&tariff, &[], right);
}

#[test]
fn a_preset_of_the_court_stands_alone() {
    let row = "[court]\nduration = 56\npractice = [{ from = 2020-01-01, preset = \"nl_2020_early\", \
               term_days = 28 }]";
    let right = "s.toml:15  court.practice[1].preset  preset beside term_days, must be alone, or \
                 left out";
    check(&with(row), &[], right);
    let costs = format!("{COURT}legal_costs = -1");
    let right = "s.toml:16  court.legal_costs  -1, must be an amount of 0 or more, at most \
                 10,000,000,000,000";
    check(&with(&costs), &[], right);
    let again = format!("{COURT}second_appeal = {{ share = 0.5 }}");
    let right = "s.toml:16  court.second_appeal.follows  nothing, must be given: \"maximum\" or \
                 \"court_term\"\n\
                 s.toml:16  court.second_appeal.term_days  nothing, must be given: days within \
                 which the court has the decision made, as 28\n\
                 s.toml:16  court.second_appeal.amounts  nothing, must be given: daily amounts, as \
                 [{ per_day = 100, maximum = 15_000 }]";
    check(&with(&again), &[], right);
}

#[test]
fn a_policy_cannot_change_the_law_of_the_past_or_a_rule_that_is_not_there() {
    let policy =
        |law: &str, measure: &str| with(&format!("{law}[[policy]]\nname = \"one\"\n{measure}"));
    let right = "s.toml:18  policy[1].law  2020-07-11, must be on or after the as-of day, \
                 2020-08-01: the past cannot be changed";
    let text = policy(COURT, "law = \"suspension_act_2020\"");
    check(&text.replace("as_of = 2020-03-03", "as_of = 2020-08-01"), &[], right);
    let right = "s.toml:18  policy[1].tariff  administrative_tariff: no such rule, must be a rule \
                 that the law has: an administrative penalty, a court, second appeals";
    check(&policy(COURT, "tariff = { from = 2020-07-11, suspended = true }"), &[], right);
    let twice = "court_practice = [\n{ from = 2020-07-03, preset = \"nl_2020_july\" },\n\
                 { from = 2020-07-03, preset = \"nl_2020_8_plus_8\" },\n]";
    let right = "s.toml:20  policy[1].court_practice[2]  court_practice: 2020-07-03, must be \
                 another date: the rule changes on this one already, and once a day only";
    check(&policy(COURT, twice), &[], right);
}

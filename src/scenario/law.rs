//! The law of a scenario: grace, appeals, acts, and the penalty after a notice.

use crate::model::AdministrativePenalty;
use crate::model::AppealRight;
use crate::model::Conventions;
use crate::model::Law;
use crate::model::LawChange;
use crate::model::Payment;
use crate::model::PaymentTrigger;
use crate::model::Rule;
use crate::model::Stage;
use crate::model::Step;
use crate::model::Tariff;
use crate::model::presets::ACTS;
use crate::model::presets::ARTICLES;
use crate::model::presets::TARIFF_RULES;
use crate::model::presets::TARIFFS;
use crate::random::Delay;
use crate::scenario::court::court;
use crate::scenario::delay::delay;
use crate::scenario::rule::RuleText;
use crate::scenario::rule::preset_of;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;

/// The longest grace period and court term: ten years.
pub(crate) const LONGEST_TERM: u32 = 3_660;

/// The law of a scenario; what is wrong in it is noted and left out.
pub(crate) fn law(root: &Table<'_>, conventions: Conventions) -> Law {
    let mut law = Law { conventions, ..Law::none() };
    law.administrative = root.maybe("administrative_penalty", administrative).flatten();
    law.court = root.maybe("court", court).flatten();
    let table =
        root.get("law").and_then(|node| node.table(&["grace_days", "appeal", "act", "articles"]));
    let Some(table) = table else { return law };
    if let Some(grace_days) = table.get("grace_days").and_then(|node| grace_days(&node)) {
        law.grace_days = grace_days;
    }
    if let Some(appeal) = table.get("appeal").and_then(|node| appeal(&node)) {
        law.appeal = appeal;
    }
    law.articles = table.maybe("articles", |node| preset_of(node, ARTICLES)).flatten();
    if let Some(node) = table.get("act") {
        enact(&node, &mut law);
    }
    law
}

/// The acts that are named, one after the other.
fn enact(node: &Node<'_>, law: &mut Law) {
    for node in node.one_or_more() {
        if let Some(act) = act(&node) {
            node.check(LawChange::apply_act(&act, law));
        }
    }
}

/// An act by its name.
pub(crate) fn act(node: &Node<'_>) -> Option<Vec<LawChange>> {
    preset_of(node, ACTS)
}

const GRACE: RuleText = RuleText {
    keys: &["from", "touches", "name", "value"],
    latest: Stage::Noticed,
    touches: Some(Stage::Noticed),
};

fn grace_days(node: &Node<'_>) -> Option<Rule<u32>> {
    match node.is_list() {
        true => GRACE.versions(node, grace_value),
        false => node.days(LONGEST_TERM).map(Rule::constant),
    }
}

fn grace_value(row: &Table<'_>) -> Option<u32> {
    row.required("value", "the days of grace, as 14", |node| node.days(LONGEST_TERM))
}

/// A change of the grace period.
pub(crate) fn grace_change(node: &Node<'_>) -> Option<LawChange> {
    GRACE.change(node, grace_value).map(LawChange::GraceDays)
}

const APPEAL: RuleText = RuleText {
    keys: &["from", "touches", "name", "value", "until"],
    latest: Stage::Appealed,
    touches: None,
};

const RIGHTS: [(&str, AppealRight); 2] =
    [("allowed", AppealRight::Allowed), ("barred", AppealRight::Barred)];

/// Whether appeal is allowed: always or never, or allowed but for some changes.
fn appeal(node: &Node<'_>) -> Option<Rule<AppealRight>> {
    if !node.is_list() {
        return node.choice(&RIGHTS).map(Rule::constant);
    }
    let changes = APPEAL.changes(node, appeal_right)?;
    node.check(Rule::new(AppealRight::Allowed, changes))
}

fn appeal_right(row: &Table<'_>) -> Option<AppealRight> {
    let what = "\"barred\" or \"allowed\"";
    let right = row.required("value", what, |node| node.choice(&RIGHTS));
    let Some(node) = row.get("until") else { return right };
    let until = node.date()?;
    match right? {
        AppealRight::Barred => Some(AppealRight::BarredUntil(until)),
        AppealRight::Allowed | AppealRight::BarredUntil(_) => {
            node.refuse("left out where appeals are allowed")
        }
    }
}

/// A change of the right to appeal.
pub(crate) fn appeal_change(node: &Node<'_>) -> Option<LawChange> {
    APPEAL.change(node, appeal_right).map(LawChange::Appeal)
}

fn administrative(node: &Node<'_>) -> Option<AdministrativePenalty> {
    let table = node.table(&["tariff", "payment"])?;
    let what = "days and daily amounts, as [{ days = 14, per_day = 23 }], or a name, as \"awb\"";
    let tariff = table.required("tariff", what, tariff_rule);
    let payment = payment(&table, PaymentTrigger::LastOwedDay);
    Some(AdministrativePenalty { tariff: tariff?, payment: payment? })
}

const STEPS: &str = "a list, as [{ days = 14, per_day = 23 }]";

const TARIFF: RuleText = RuleText {
    keys: &["from", "touches", "name", "steps", "preset", "suspended"],
    latest: Stage::Noticed,
    touches: Some(Stage::Noticed),
};

/// One tariff, several by date, or one of a name.
fn tariff_rule(node: &Node<'_>) -> Option<Rule<Option<Tariff>>> {
    if let Some(name) = node.as_text() {
        return match TARIFFS.iter().any(|it| it.name == name) {
            true => preset_of(node, TARIFFS).map(|it| Rule::constant(Some(it))),
            false => preset_of(node, TARIFF_RULES),
        };
    }
    let rows = node.list(STEPS)?;
    let keys = rows.iter().filter_map(|row| row.value.get_ref().as_table());
    let mut keys = keys.flat_map(|table| table.keys());
    if !keys.any(|key| TARIFF.keys.contains(&&**key.get_ref())) {
        return tariff(node).map(|tariff| Rule::constant(Some(tariff)));
    }
    TARIFF.versions(node, tariff_or_none)
}

/// The tariff of a row: its steps, a name, or that it is suspended.
fn tariff_or_none(row: &Table<'_>) -> Option<Option<Tariff>> {
    let Some((name, node)) = row.at_most_one(&["steps", "preset", "suspended"])? else {
        return row.missing("steps", "days and daily amounts, a preset, or suspended = true");
    };
    match name {
        "steps" => tariff(&node).map(Some),
        "preset" => preset_of(&node, TARIFFS).map(Some),
        _ => match node.value.get_ref().as_bool() {
            Some(true) => Some(None),
            Some(false) | None => node.refuse("true, or left out"),
        },
    }
}

/// A change of the tariff.
pub(crate) fn tariff_change(node: &Node<'_>) -> Option<LawChange> {
    TARIFF.change(node, tariff_or_none).map(LawChange::AdministrativeTariff)
}

fn tariff(node: &Node<'_>) -> Option<Tariff> {
    let rows = node.list(STEPS)?;
    let steps = each(&rows, |row| {
        let table = row.table(&["days", "per_day"])?;
        let days = table.required("days", "how many days it lasts, as 14", |node| {
            let right = "a whole number of days from 1 to 36,525";
            u32::try_from(node.whole(1..=36_525, right)?).ok()
        });
        let per_day = table.required("per_day", "the amount for a day, as 23", Node::money);
        let step = Step { days: days?, per_day: per_day? };
        // Each step by itself first: its fault belongs to its own line.
        row.check(Tariff::new(vec![step])).map(|_| step)
    })?;
    node.check(Tariff::new(steps))
}

/// When a penalty is paid: 14 days and up to six weeks after the trigger, unless said otherwise.
pub(crate) fn payment(table: &Table<'_>, trigger: PaymentTrigger) -> Option<Payment> {
    let six_weeks = Delay::uniform(0, 42).expect("0 to 42 days are a delay");
    let default = Payment { trigger, after_days: 14, delay: six_weeks };
    table.optional("payment", default.clone(), |node| {
        let table = node.table(&["trigger", "after_days", "delay"])?;
        let triggers = [
            ("last_owed_day", PaymentTrigger::LastOwedDay),
            ("decision", PaymentTrigger::Decision),
        ];
        let trigger = table.optional("trigger", default.trigger, |node| node.choice(&triggers));
        let after_days =
            table.optional("after_days", default.after_days, |node| node.days(Delay::MAX_DAYS));
        let delay = table.optional("delay", default.delay, delay);
        Some(Payment { trigger: trigger?, after_days: after_days?, delay: delay? })
    })
}

//! Rules of law that change on dates, each change with the cases that it touches.

use crate::model::Change;
use crate::model::Rule;
use crate::model::Stage;
use crate::model::presets::Preset;
use crate::model::presets::preset;
use crate::scenario::nearest::one_of_texts;
use crate::scenario::schedule::later;
use crate::scenario::table::Table;
use crate::scenario::value::Node;
use crate::scenario::value::each;
use crate::time::Day;

/// What the rows of a rule have in common: their keys, and which cases a change may touch.
pub(crate) struct RuleText {
    /// `from`, `touches`, `name` and the keys of the value.
    pub(crate) keys: &'static [&'static str],
    /// The latest stage that a change may hang on.
    pub(crate) latest: Stage,
    /// The stage of a change that names none; `None` where it must be named.
    pub(crate) touches: Option<Stage>,
}

impl RuleText {
    /// A list of versions; the first holds for all cases that no other touches.
    pub(crate) fn versions<'a, T>(
        &self,
        node: &Node<'a>,
        read: impl Fn(&Table<'a>) -> Option<T>,
    ) -> Option<Rule<T>> {
        let rows = node.list("a list, each with its first date, as [{ from = 2020-01-01, … }]")?;
        let mut before = None;
        let mut is_first = true;
        let versions = each(&rows, |row| {
            let table = row.table(self.keys)?;
            let first = std::mem::replace(&mut is_first, false);
            if first && let Some(touches) = table.get("touches") {
                let right =
                    "left out here: the first holds for all cases that no later one touches";
                touches.refuse::<()>(right);
            }
            self.row(&table, first, &mut before, &read)
        })?;
        node.check(Rule::of_versions(versions))
    }

    /// A list of changes of a rule that was something else at first.
    pub(crate) fn changes<'a, T>(
        &self,
        node: &Node<'a>,
        read: impl Fn(&Table<'a>) -> Option<T>,
    ) -> Option<Vec<Change<T>>> {
        let rows = node.list("a list, each with its first date, as [{ from = 2020-07-11, … }]")?;
        let mut before = None;
        each(&rows, |row| self.row(&row.table(self.keys)?, false, &mut before, &read))
    }

    /// One change, as a policy has it.
    pub(crate) fn change<'a, T>(
        &self,
        node: &Node<'a>,
        read: impl Fn(&Table<'a>) -> Option<T>,
    ) -> Option<Change<T>> {
        self.row(&node.table(self.keys)?, false, &mut None, &read)
    }

    fn row<'a, T>(
        &self,
        table: &Table<'a>,
        is_first: bool,
        before: &mut Option<Day>,
        read: &impl Fn(&Table<'a>) -> Option<T>,
    ) -> Option<Change<T>> {
        let from =
            table.required("from", "the first date, as 2020-01-01", |node| later(node, before));
        let touches = match (self.touches, is_first) {
            (_, true) => Some(self.touches.unwrap_or(self.latest)),
            (Some(touches), false) => table.optional("touches", touches, |node| self.touched(node)),
            (None, false) => {
                let what = "which cases it touches, as \"noticed\"";
                table.required("touches", what, |node| self.touched(node))
            }
        };
        let name = table.maybe("name", |node| node.text(60, "suspension act"));
        let value = read(table);
        let name = name?.map(str::to_owned);
        Some(Change { from: from?, touches: touches?, name, value: value? })
    }

    /// A stage that comes before what the rule is about.
    fn touched(&self, node: &Node<'_>) -> Option<Stage> {
        let stages = Stage::ALL.into_iter().filter(|it| *it <= self.latest);
        let names: Vec<&str> = stages.map(Stage::name).collect();
        let text = node.text(60, "noticed")?;
        match Stage::ALL.into_iter().find(|it| it.name() == text) {
            Some(stage) if stage <= self.latest => Some(stage),
            Some(_) => {
                let right = format!(
                    "a stage that comes before what the rule is about, {}",
                    one_of_texts("", &names),
                );
                node.refuse(right)
            }
            None => node.refuse(one_of_texts(text, &names)),
        }
    }
}

/// What a name stands for.
pub(crate) fn preset_of<T: 'static>(node: &Node<'_>, presets: &'static [Preset<T>]) -> Option<T> {
    let names: Vec<&str> = presets.iter().map(|preset| preset.name).collect();
    let name = node.text(60, names[0])?;
    match preset(presets, name) {
        Some(preset) => Some((preset.value)()),
        None => node.refuse(one_of_texts(name, &names)),
    }
}

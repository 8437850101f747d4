//! From text to setup: the values as parsed, what was set, what was drawn, and all that is wrong.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use crate::error::Fault;
use crate::error::Problem;
use crate::error::Problems;
use crate::scenario::belief::belief;
use crate::scenario::bridge::Draft;
use crate::scenario::bridge::bridge;
use crate::scenario::drawn::put;
use crate::scenario::drawn::value_texts;
use crate::scenario::fingerprint::fingerprint;
use crate::scenario::notes::Lines;
use crate::scenario::notes::Notes;
use crate::scenario::notes::shortened;
use crate::scenario::place::Misplaced;
use crate::scenario::place::Written;
use crate::scenario::place::place_all;
use crate::scenario::setting::Setting;
use crate::scenario::setup;
use crate::scenario::sheet::Files;
use crate::scenario::table::Table;
use crate::scenario::uncertain::WrittenNumber;
use crate::scenario::uncertain::written_numbers;
use crate::study::ChangedValue;
use crate::study::Setup;
use crate::study::Uncertain;

/// A scenario as it was written, with what was set in it.
pub(crate) struct Source<'s> {
    pub(crate) text: &'s str,
    pub(crate) settings: &'s [Setting],
    /// Keys that are read as if they were not there.
    pub(crate) left_out: &'s [&'s str],
}

impl<'s> Source<'s> {
    /// What the scenario asks, and its bridge.
    ///
    /// Numbers that are not known are at their single values; that the scenario can also be read with
    /// each of them at its ends is checked.
    pub(crate) fn read(
        &self,
        mut load: impl FnMut(&str) -> Result<String, String>,
    ) -> Result<(Setup, Option<Draft>), Problems> {
        let written = Written::new(self.text, self.settings);
        let (mut root, misplaced) = self.parsed(&written)?;
        let notes = self.notes(&written, &root);
        misplaced.into_iter().for_each(|(at, key, fault)| notes.push(at, &key, fault));
        let numbers = written_numbers(&notes, &root);
        let values: Vec<f64> = numbers.iter().map(|it| it.single).collect();
        let texts = value_texts(&values);
        put(&mut root, &numbers, &texts);
        let notes = notes.with_drawn(places(&numbers, &values));
        let mut files = Files::new(&mut load);
        let table = Table::root(&notes, &root, setup::KEYS);
        let setup = setup::setup(&table, &mut files);
        let bridge = bridge(&table, setup.as_ref().map(|it| it.model.period));
        let belief = belief(&table, &mut files, &numbers);
        let changed: Vec<ChangedValue> = self.settings.iter().map(Setting::changed).collect();
        let fingerprint = fingerprint(self.text, files.texts(), &changed);
        let texts = files.texts().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        let problems = notes.into_problems();
        match (setup, bridge, belief) {
            (Some(setup), Some(bridge), Some(belief)) if problems.is_empty() => {
                let outline = bridge.as_ref().map(Draft::outline);
                let mut setup = Setup { fingerprint, changed, bridge: outline, ..setup };
                if let Some(belief) = belief {
                    let kept = Kept::new(self, numbers, texts);
                    // A world of a bridge is left as it is: the scenario itself is checked.
                    if self.left_out.is_empty() {
                        kept.check_ends()?;
                    }
                    let setup_of = move |values: &[f64]| kept.setup(values);
                    let uncertain =
                        Uncertain::new(belief.inputs, belief.before, Arc::new(setup_of));
                    setup.uncertain = Some(match belief.after {
                        Some(draws) => uncertain.after(draws),
                        None => uncertain,
                    });
                }
                Ok((setup, bridge))
            }
            _ => {
                assert!(!problems.is_empty(), "whoever gives up says why");
                Err(problems)
            }
        }
    }

    /// The setup with these values of the numbers that are not known.
    fn read_drawn(
        &self,
        numbers: &[WrittenNumber],
        values: &[f64],
        mut load: impl FnMut(&str) -> Result<String, String>,
    ) -> Result<Setup, Problems> {
        let texts = value_texts(values);
        let written = Written::new(self.text, self.settings);
        let mut root = self.parsed(&written)?.0;
        put(&mut root, numbers, &texts);
        let notes = self.notes(&written, &root).with_drawn(places(numbers, values));
        let mut files = Files::new(&mut load);
        let setup = setup::setup(&Table::root(&notes, &root, setup::KEYS), &mut files);
        let problems = notes.into_problems();
        match setup {
            Some(setup) if problems.is_empty() => Ok(setup),
            _ => Err(problems),
        }
    }

    fn notes<'a>(&self, written: &'a Written, root: &DeTable<'_>) -> Notes<'a> {
        let names = self.settings.iter().map(Setting::place);
        let places = written.starts.iter().copied().zip(names).collect();
        Notes::new(&written.text, root, places)
    }

    /// The values with what was set in them, and the settings that belong nowhere.
    fn parsed<'a>(&self, written: &Written) -> Result<(DeTable<'a>, Vec<Misplaced>), Problems>
    where
        's: 'a,
    {
        let root: Spanned<DeTable<'a>> =
            DeTable::parse(self.text).map_err(|error| not_toml(self.text, &error))?;
        let mut root = root.into_inner();
        let misplaced = place_all(&mut root, self.settings, &written.starts);
        for key in self.left_out {
            root.remove(*key);
        }
        Ok((root, misplaced))
    }
}

/// What was drawn, by the place where it is written.
fn places<'v>(
    numbers: &'v [WrittenNumber],
    values: &'v [f64],
) -> impl Iterator<Item = (usize, f64)> + 'v {
    numbers.iter().zip(values).map(|(number, value)| (number.span.start, *value))
}

/// A scenario that is read again for each draw of its numbers, without any file.
struct Kept {
    text: String,
    settings: Vec<Setting>,
    left_out: Vec<String>,
    numbers: Vec<WrittenNumber>,
    // Name and text of each file that was read.
    files: Vec<(String, String)>,
}

impl Kept {
    fn new(source: &Source<'_>, numbers: Vec<WrittenNumber>, files: Vec<(String, String)>) -> Kept {
        Kept {
            text: source.text.to_owned(),
            settings: source.settings.to_vec(),
            left_out: source.left_out.iter().map(|key| (*key).to_owned()).collect(),
            numbers,
            files,
        }
    }

    fn setup(&self, values: &[f64]) -> Result<Setup, Problems> {
        let left_out: Vec<&str> = self.left_out.iter().map(String::as_str).collect();
        let source = Source { text: &self.text, settings: &self.settings, left_out: &left_out };
        let load = |name: &str| {
            let text = self.files.iter().find(|(known, _)| known == name).map(|(_, text)| text);
            text.cloned().ok_or_else(|| "was not there at first".to_owned())
        };
        source.read_drawn(&self.numbers, values, load)
    }

    /// That each number alone may have its lowest and its highest value, the others at their
    /// single values: all that is wrong, each thing once.
    fn check_ends(&self) -> Result<(), Problems> {
        let singles: Vec<f64> = self.numbers.iter().map(|it| it.single).collect();
        let mut found: Vec<Problem> = Vec::new();
        for (index, number) in self.numbers.iter().enumerate() {
            // No uniform number that is drawn is nearer to 0 or 1.
            let ends = [f64::EPSILON / 4.0, 1.0 - f64::EPSILON / 2.0];
            for level in ends {
                let mut values = singles.clone();
                values[index] = number.number.quantile(level);
                let problems = self.setup(&values).err().unwrap_or_default();
                for problem in problems.iter().cloned() {
                    let problem = with_remedy(problem, number);
                    if !found.contains(&problem) {
                        found.push(problem);
                    }
                }
            }
        }
        found.sort_by_key(|problem| (problem.file.is_some(), problem.line));
        let mut problems = Problems::default();
        found.into_iter().for_each(|problem| problems.push(problem));
        problems.into_result(())
    }
}

/// A problem that shows at an end of a number, with what helps if it stands at that number.
fn with_remedy(problem: Problem, number: &WrittenNumber) -> Problem {
    if problem.key != number.key {
        return problem;
    }
    let right = format!("{}; cut = [lowest, highest] limits a distribution", problem.fault.right);
    Problem { fault: Fault::new(problem.fault.found, right), ..problem }
}

/// What is meant by a text that is TOML, as far as it is most often missed.
const TOML: &str = "TOML, with each key once and values as \"a text\", 2020-03-03, 0.4, 17_000_000";

/// The one problem of a text that is not TOML.
fn not_toml(text: &str, error: &toml::de::Error) -> Problems {
    let at = error.span().map_or(0, |span| span.start);
    let message = error.message().lines().next().unwrap_or("");
    let problem = Problem {
        file: None,
        line: Some(Lines::of(text).line(at)),
        key: String::new(),
        fault: Fault::new(shortened(message), TOML),
    };
    problem.into()
}

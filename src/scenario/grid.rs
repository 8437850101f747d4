//! Every combination of some values: many scenarios from one file.

use std::collections::BTreeMap;

use crate::error::Fault;
use crate::error::Problem;
use crate::error::Problems;
use crate::scenario::Scenario;
use crate::scenario::key::KeyPath;
use crate::scenario::notes::quoted;
use crate::scenario::range;
use crate::scenario::setting::Setting;
use crate::scenario::setting::value_of;
use crate::study::Variant;
use crate::study::Variants;

/// The option by which an axis comes.
const OPTION: &str = "--grid";

/// A key and the values that it takes in turn.
///
/// # Example
/// ```
/// use arrears::scenario::Axis;
///
/// let fte = Axis::parse("pool.fte=300..600:100")?;
/// assert_eq!(fte.values(), ["300", "400", "500", "600"]);
/// let term = Axis::parse("stream[1].term={ months = 6 }, { months = 9 }")?;
/// assert_eq!(term.values(), ["{ months = 6 }", "{ months = 9 }"]);
/// # Ok::<(), arrears::error::Fault>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    key: KeyPath,
    // From 1 to 1,000, each once; each is a value of a setting.
    values: Vec<String>,
}

/// What an axis looks like.
const RIGHT: &str = "key=a,b,c or key=from..to:step, as pool.fte=300..600:50";

impl Axis {
    /// An axis from `key=a,b,c` or `key=from..to:step`; keys and values are those of [`Setting`].
    ///
    /// A range goes from its start in steps to its end, and has the end if a step ends there.
    /// Numbers are exact decimals, so 0.1..0.5:0.1 has five values. Dates go in steps of days,
    /// weeks or months, as `2020-04-01..2020-12-01:1 month`.
    ///
    /// # Errors
    /// - there is no `=`, what stands before it is no key, or a value is none.
    /// - a range has no step, one of 0, or one that leads away from its end.
    /// - a value occurs twice, or there are more than 1,000.
    pub fn parse(text: &str) -> Result<Axis, Fault> {
        let (key, written) = KeyPath::split(text, RIGHT)?;
        let pieces = pieces(written);
        let values: Vec<String> = match pieces[..] {
            [one] if range::is_range(one) => range::values(one)?,
            _ => pieces.iter().map(|piece| (*piece).to_owned()).collect(),
        };
        if range::MOST_VALUES < values.len() {
            return Err(Fault::new(values.len(), "at most 1,000 values"));
        }
        for (number, value) in values.iter().enumerate() {
            if 1 < values.len() && range::is_range(value) {
                return Err(Fault::new(quoted(value), "a value; a range stands alone"));
            }
            value_of(value)?;
            if values[..number].contains(value) {
                return Err(Fault::new(quoted(value), "in the list once"));
            }
        }
        Ok(Axis { key, values })
    }

    /// The key as it was written.
    pub fn key(&self) -> &str {
        self.key.written()
    }

    /// The values in their order.
    pub fn values(&self) -> &[String] {
        &self.values
    }
}

/// The pieces of a text between commas that stand outside quotes and brackets, without blanks.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut depth, mut quote, mut escaped) = (0, 0_u32, None, false);
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some('"'), '\\') if !escaped => {
                escaped = true;
                continue;
            }
            (Some(open), _) if open == letter && !escaped => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                pieces.push(text[start..at].trim());
                start = at + 1;
            }
            (None, _) => {}
        }
        escaped = false;
    }
    pieces.push(text[start..].trim());
    pieces
}

/// All combinations of the values of some axes; the values of the last axis change fastest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    // At least one; together at most 1,000 combinations.
    axes: Vec<Axis>,
}

impl Grid {
    /// The most combinations.
    pub const MOST: usize = 1_000;

    /// The combinations of these axes.
    ///
    /// # Errors
    /// - there is no axis, or there are more than 1,000 combinations.
    pub fn new(axes: Vec<Axis>) -> Result<Grid, Fault> {
        if axes.is_empty() {
            return Err(Fault::new("no key with values", "given: at least one"));
        }
        let count = axes.iter().try_fold(1_usize, |all, axis| all.checked_mul(axis.values.len()));
        if !count.is_some_and(|count| count <= Grid::MOST) {
            let counts: Vec<String> = axes.iter().map(|it| it.values.len().to_string()).collect();
            let found = format!("{} combinations", counts.join(" x "));
            return Err(Fault::new(found, "at most 1,000"));
        }
        Ok(Grid { axes })
    }

    /// The settings of every combination, one for each axis.
    ///
    /// # Example
    /// ```
    /// use arrears::scenario::{Axis, Grid};
    ///
    /// let axes = ["seed=1,2", "pool.order=random,oldest_first"].map(Axis::parse);
    /// let grid = Grid::new(axes.into_iter().collect::<Result<_, _>>()?)?;
    /// let written = grid.combinations().map(|it| format!("{} {}", it[0], it[1]));
    /// assert_eq!(written.collect::<Vec<String>>(), [
    ///     "seed=1 pool.order=random",
    ///     "seed=1 pool.order=oldest_first",
    ///     "seed=2 pool.order=random",
    ///     "seed=2 pool.order=oldest_first",
    /// ]);
    /// # Ok::<(), arrears::error::Fault>(())
    /// ```
    pub fn combinations(&self) -> impl Iterator<Item = Vec<Setting>> {
        let count: usize = self.axes.iter().map(|axis| axis.values.len()).product();
        (0..count).map(|number| {
            let mut rest = number;
            let mut settings: Vec<Setting> = Vec::new();
            for axis in self.axes.iter().rev() {
                let value = &axis.values[rest % axis.values.len()];
                rest /= axis.values.len();
                let setting = Setting::new(OPTION, axis.key.clone(), value);
                settings.push(setting.expect("checked when the axis was parsed"));
            }
            settings.reverse();
            settings
        })
    }

    /// Reads a scenario once for every combination, with `settings` made in all of them, as
    /// [`Scenario::read_with`] does. Each CSV file is loaded once.
    ///
    /// # Errors
    /// - anything is wrong with a combination: what is wrong with any of them, each thing once; a
    ///   fault of one value has the value in place of file and line, as `--grid pool.fte=-50`.
    /// - the combinations have different currencies.
    pub fn read(
        &self,
        text: &str,
        settings: &[Setting],
        mut load: impl FnMut(&str) -> Result<String, String>,
    ) -> Result<Variants, Problems> {
        let mut loaded: BTreeMap<String, Result<String, String>> = BTreeMap::new();
        let mut load_once =
            |name: &str| loaded.entry(name.to_owned()).or_insert_with(|| load(name)).clone();
        let mut variants = Vec::new();
        let mut problems = Vec::new();
        for combination in self.combinations() {
            let all = [settings, &combination].concat();
            match Scenario::read_with(text, &all, &mut load_once) {
                Ok(scenario) => variants.push(Variant {
                    values: combination.iter().map(|it| it.value().to_owned()).collect(),
                    setup: scenario.into_setup(),
                }),
                Err(found) => add_new(&mut problems, &found),
            }
        }
        let currency = variants.first().map(|first| &first.setup.currency);
        let other = variants.iter().find(|it| Some(&it.setup.currency) != currency);
        if let (Some(one), Some(other)) = (currency, other) {
            let found = format!("{one} and {}", other.setup.currency);
            problems.push(Problem {
                file: Some(OPTION.to_owned()),
                line: None,
                key: "currency".to_owned(),
                fault: Fault::new(found, "the same in all combinations"),
            });
        }
        let mut all = Problems::default();
        problems.into_iter().for_each(|problem| all.push(problem));
        let keys = self.axes.iter().map(|axis| axis.key().to_owned()).collect();
        all.into_result(Variants { keys, variants })
    }
}

/// Adds the problems that are not known yet, up to a number that somebody may want to read.
fn add_new(problems: &mut Vec<Problem>, found: &Problems) {
    const MOST: usize = 1_000;
    let of_grid = |problem: &Problem| {
        problem.file.as_ref().is_some_and(|file| file.starts_with(OPTION) && problem.line.is_none())
    };
    for problem in found.iter() {
        // A key that leads nowhere does so with every value: once is enough.
        let same = |known: &Problem| {
            let alike = known.key == problem.key && known.fault == problem.fault;
            known == problem || alike && of_grid(known) && of_grid(problem)
        };
        if problems.len() < MOST && !problems.iter().any(same) {
            problems.push(problem.clone());
        }
    }
}

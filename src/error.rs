//! What is wrong with an input: where it stands, what was found and what would be right.

use std::error::Error;
use std::fmt;

/// One value that cannot be used: what was found and what would be right.
///
/// A fault knows no place; whoever reads a file adds the place and makes it a [`Problem`].
///
/// # Example
/// ```
/// let fault = arrears::error::Fault::new("40", "a share between 0 and 1; did you mean 0.40?");
/// assert_eq!(fault.to_string(), "40, must be a share between 0 and 1; did you mean 0.40?");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What was found, as its author would recognise it.
    pub found: String,
    /// What would be right: completes the sentence "must be …".
    pub right: String,
}

impl Fault {
    /// A fault from what was found and what would be right.
    pub fn new(found: impl fmt::Display, right: impl Into<String>) -> Fault {
        Fault { found: found.to_string(), right: right.into() }
    }

    /// The same fault at a named place of a model that was built in Rust (no file, no line).
    pub fn at(self, key: impl Into<String>) -> Problem {
        Problem { file: None, line: None, key: key.into(), fault: self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, must be {}", self.found, self.right)
    }
}

impl Error for Fault {}

/// A [`Fault`] and its place.
///
/// Printed as `file:line  key  found, must be right`; without a file the file is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the file, as the scenario names it; `None` for the scenario itself. Of a value
    /// that the command set, the option and its value, as `--set pool.fte=x`.
    pub file: Option<String>,
    /// The line in that file, from 1; `None` for a value that the command set, and for a model that
    /// was built in Rust.
    pub line: Option<u32>,
    /// The key, as `stream[1].notice.share`.
    pub key: String,
    /// What was found there and what would be right.
    pub fault: Fault,
}

impl Problem {
    /// The problem as one line, with `main_file` as the name of the scenario itself.
    pub fn display_in(&self, main_file: &str) -> String {
        let file = self.file.as_deref().unwrap_or(main_file);
        let place = match (file, self.line) {
            ("", None) => String::new(),
            ("", Some(line)) => format!("line {line}  "),
            (file, None) => format!("{file}  "),
            (file, Some(line)) => format!("{file}:{line}  "),
        };
        match self.key.as_str() {
            "" => format!("{place}{}", self.fault),
            key => format!("{place}{key}  {}", self.fault),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.display_in(""))
    }
}

/// All that is wrong with an input, in file order; never empty when it is an error.
///
/// # Example
/// ```
/// use arrears::error::{Fault, Problems};
///
/// let mut problems = Problems::default();
/// problems.push(Fault::new("-3", "0 or more").at("pool[1].fte"));
/// assert_eq!(problems.to_string(), "pool[1].fte  -3, must be 0 or more");
/// assert!(problems.into_result(()).is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Adds one problem at the end.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The problems in order.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// `value` when nothing is wrong.
    ///
    /// # Errors
    /// - there is at least one problem: all of them.
    pub fn into_result<T>(self, value: T) -> Result<T, Problems> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    /// One line a problem, with `main_file` as the name of the scenario itself.
    pub fn display_in(&self, main_file: &str) -> String {
        let lines: Vec<String> = self.0.iter().map(|p| p.display_in(main_file)).collect();
        lines.join("\n")
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.display_in(""))
    }
}

impl Error for Problems {}

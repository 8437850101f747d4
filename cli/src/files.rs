//! What is read: the scenario and the CSV files that it names.

use std::fs;
use std::fs::File;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use arrears::error::Problems;
use arrears::scenario::Grid;
use arrears::scenario::Scenario;
use arrears::scenario::Setting;
use arrears::study::Bridge;
use arrears::study::Setup;
use arrears::study::Variants;

use crate::args::Of;
use crate::args::Set;
use crate::end::End;

/// The largest file that is read, in bytes: far above any scenario, far below any memory.
const MOST_BYTES: u64 = 100_000_000;

/// A scenario that was read and found right.
pub struct Input {
    /// What the scenario asks of which model.
    pub setup: Setup,
    /// The scenario's file, as it was typed.
    pub file: PathBuf,
    /// Every file that was read.
    pub read: Vec<PathBuf>,
    /// Whether there is a bridge to another forecast.
    has_bridge: bool,
}

impl Input {
    /// Reads a scenario; the CSV files that it names are looked for in its folder.
    ///
    /// # Errors
    /// - the scenario cannot be read as text, or anything is wrong with it: all of it.
    pub fn read(of: &Of) -> Result<Input, End> {
        Input::read_file(&of.file, &of.set)
    }

    /// Reads a scenario with one more value replaced.
    ///
    /// # Errors
    /// - as [`Input::read`].
    pub fn read_with(of: &Of, setting: Setting) -> Result<Input, End> {
        let settings = [of.set.settings.as_slice(), &[setting]].concat();
        Input::read_file(&of.file, &Set { settings })
    }

    /// Reads a scenario with these values replaced.
    ///
    /// # Errors
    /// - as [`Input::read`].
    fn read_file(file: &Path, set: &Set) -> Result<Input, End> {
        let (scenario, read) =
            read(file, |text, load| Scenario::read_with(text, &set.settings, load))?;
        let has_bridge = scenario.has_bridge();
        Ok(Input { setup: scenario.into_setup(), file: file.to_owned(), read, has_bridge })
    }

    /// Reads a scenario, and every world of its bridge, if it has one.
    ///
    /// # Errors
    /// - as [`Input::read`]; anything is wrong with a world of the bridge.
    pub fn check(of: &Of) -> Result<Input, End> {
        let input = Input::read(of)?;
        if input.has_bridge {
            read_bridge(of)?;
        }
        Ok(input)
    }

    /// That nothing is wrong, and a line of what it is.
    pub fn summary(&self) -> String {
        let (setup, period) = (&self.setup, self.setup.model.period);
        let some = |number: usize, name: &str| match number {
            1 => format!("1 {name}"),
            many => format!("{many} {name}s"),
        };
        format!(
            "{}: no faults\n{}, {}; {} to {}, forecast as of {}; {}{}\n",
            self.file.display(),
            some(setup.model.streams.len(), "stream"),
            some(setup.model.pools.len(), "pool"),
            period.start(),
            period.end(),
            period.as_of(),
            some(setup.replications as usize, "replication"),
            match setup.changed.len() {
                0 => String::new(),
                number => format!("; {} set by the command", some(number, "value")),
            },
        )
    }
}

/// Reads several scenarios with the same values replaced in all.
///
/// # Errors
/// - anything is wrong with any of them: all of it, file by file.
pub fn read_all(files: &[PathBuf], set: &Set) -> Result<Vec<Input>, End> {
    let mut inputs = Vec::new();
    let mut wrong: Option<End> = None;
    for file in files {
        match (Input::read_file(file, set), wrong.take()) {
            (Ok(input), none) => {
                inputs.push(input);
                wrong = none;
            }
            (Err(end), None) => wrong = Some(end),
            (Err(end), Some(before)) => wrong = Some(before.and(end)),
        }
    }
    wrong.map_or(Ok(inputs), Err)
}

/// Reads a scenario once for every combination of some values; also gives every file that was read.
///
/// # Errors
/// - the scenario cannot be read as text, or anything is wrong with a combination: all of it.
pub fn read_variants(of: &Of, grid: &Grid) -> Result<(Variants, Vec<PathBuf>), End> {
    read(&of.file, |text, load| grid.read(text, &of.set.settings, load))
}

/// Reads the bridge of a scenario; also gives every file that was read.
///
/// # Errors
/// - the scenario cannot be read as text or has no bridge, or anything is wrong with a world of it.
pub fn read_bridge(of: &Of) -> Result<(Bridge, Vec<PathBuf>), End> {
    read(&of.file, |text, load| Scenario::read_bridge(text, &of.set.settings, load))
}

/// Brings the text of a CSV file that a scenario names, or says why not.
type Load<'a> = &'a mut dyn FnMut(&str) -> Result<String, String>;

/// What `make` makes of the text of a scenario, and every file that was read.
fn read<T>(
    file: &Path,
    make: impl FnOnce(&str, Load<'_>) -> Result<T, Problems>,
) -> Result<(T, Vec<PathBuf>), End> {
    let name = file.display();
    let text = text_of(file).map_err(|reason| {
        End::refused(format!("{name}  {reason}; must be a scenario, a TOML file in UTF-8"))
    })?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut read = vec![file.to_owned()];
    let mut load = |name: &str| {
        let path = folder.join(name);
        let text = text_of(&path)?;
        read.push(path);
        Ok(text)
    };
    let made = make(&text, &mut load);
    let made = made.map_err(|problems| End::refused(problems.display_in(&name.to_string())))?;
    Ok((made, read))
}

/// The text of a file, or in a few words why there is none.
pub fn text_of(path: &Path) -> Result<String, String> {
    let metadata = fs::metadata(path).map_err(|error| reason(&error))?;
    if metadata.is_dir() {
        return Err("is a folder".to_owned());
    }
    let file = File::open(path).map_err(|error| reason(&error))?;
    let mut bytes = Vec::new();
    let read = file.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| reason(&error))?;
    if MOST_BYTES < bytes.len() as u64 {
        return Err("is larger than 100 MB".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        format!("is not UTF-8 in line {line}; save it as UTF-8")
    })
}

/// An error of the operating system without its number.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "does not exist".to_owned(),
        ErrorKind::PermissionDenied => "may not be opened".to_owned(),
        _ => error.to_string(),
    }
}

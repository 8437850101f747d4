//! What is written: checked before the long run, put in place whole after it.

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use arrears::report;
use arrears::study::Forecast;
use arrears::study::Setup;
use tempfile::NamedTempFile;

use crate::args::Run;
use crate::end::End;
use crate::files::Input;
use crate::files::reason;
use crate::interrupt;

/// The files that will be written, each with its option.
pub struct Targets {
    json: Option<PathBuf>,
    csv: Option<PathBuf>,
}

impl Targets {
    /// Checks that every file can be written. Writes none.
    ///
    /// # Errors
    /// - a folder is missing or cannot be written to, a file is no file, or it was read.
    pub fn check(run: &Run, input: &Input) -> Result<Targets, End> {
        let read: Vec<PathBuf> =
            input.read.iter().filter_map(|it| it.canonicalize().ok()).collect();
        let refuse = |option: &str, path: &Path, reason: &str| {
            End::refused(format!("{option} {}: {reason}", path.display()))
        };
        let mut files = Vec::new();
        if let Some(file) = &run.json {
            let folder = folder_of(file);
            if !folder.is_dir() {
                let reason = format!("{} is no folder; make it first", folder.display());
                return Err(refuse("--json", file, &reason));
            }
            probe(folder).map_err(|reason| refuse("--json", file, &reason))?;
            files.push(("--json", file.clone()));
        }
        if let Some(dir) = &run.csv {
            // The folders that are missing will be made: what counts is the last that is there.
            let there = dir.ancestors().map(or_here).find(|folder| folder.exists());
            let there = there.unwrap_or(Path::new("."));
            if !there.is_dir() {
                let reason = format!("{} is no folder", there.display());
                return Err(refuse("--csv", dir, &reason));
            }
            probe(there).map_err(|reason| refuse("--csv", dir, &reason))?;
            files.extend(report::CSV_NAMES.map(|name| ("--csv", dir.join(name))));
        }
        for (number, (option, file)) in files.iter().enumerate() {
            let before = &files[..number];
            if before.iter().any(|(_, other)| is_same(file, other)) {
                return Err(refuse(option, file, "would be written twice"));
            }
            if file.exists() && !file.is_file() {
                return Err(refuse(option, file, "is not a file that can be replaced"));
            }
            if file.canonicalize().is_ok_and(|file| read.contains(&file)) {
                return Err(refuse(option, file, "belongs to the scenario; choose another name"));
            }
        }
        Ok(Targets { json: run.json.clone(), csv: run.csv.clone() })
    }

    /// Writes every file beside its place, then puts all in place.
    ///
    /// # Errors
    /// - a file cannot be written.
    pub fn write(&self, setup: &Setup, forecast: &Forecast) -> Result<(), End> {
        let mut files = Vec::new();
        if let Some(file) = &self.json {
            files.push((file.clone(), report::json(setup, forecast)));
        }
        if let Some(dir) = &self.csv {
            let tables = report::csv_files(setup, forecast);
            files.extend(tables.into_iter().map(|(name, text)| (dir.join(name), text)));
        }
        // From here to the end of this function an interruption waits.
        let mut written = interrupt::hold();
        if let Some(dir) = &self.csv {
            fs::create_dir_all(dir).map_err(|error| failed(dir, &error))?;
        }
        let staged = files.iter().map(|(path, text)| {
            // A link stays a link: what it points to is replaced.
            let place = path.canonicalize().unwrap_or_else(|_| path.clone());
            let file = stage(folder_of(&place), text).map_err(|error| failed(path, &error))?;
            Ok((file, place))
        });
        let staged: Vec<(NamedTempFile, PathBuf)> = staged.collect::<Result<_, End>>()?;
        for (file, place) in staged {
            file.persist(&place).map_err(|error| failed(&place, &error.error))?;
            *written = true;
        }
        Ok(())
    }
}

/// Whether two files will stand in the same place.
fn is_same(one: &Path, other: &Path) -> bool {
    let folders = folder_of(one).canonicalize().ok().zip(folder_of(other).canonicalize().ok());
    one.file_name() == other.file_name() && folders.is_some_and(|(one, other)| one == other)
}

fn failed(path: &Path, error: &io::Error) -> End {
    End::failed(format!("arrears: {} could not be written: {}", path.display(), reason(error)))
}

fn folder_of(file: &Path) -> &Path {
    file.parent().map_or(Path::new("."), or_here)
}

/// The folder of a bare name is the present one.
fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// Whether a file can be made in a folder: makes one and takes it away.
fn probe(folder: &Path) -> Result<(), String> {
    let why = |error: io::Error| format!("{} cannot be written to: {error}", folder.display());
    temporary(folder).map(drop).map_err(why)
}

/// A finished file beside its place.
fn stage(folder: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut file = temporary(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".arrears-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: others may read it if the user's mask lets them.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

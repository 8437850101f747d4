//! What is written: checked before the long run, put in place whole after it.

use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::ErrorKind;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use tempfile::NamedTempFile;

use crate::end::End;
use crate::files::reason;
use crate::interrupt;

/// What is to be written, as it was typed.
#[derive(Default)]
pub struct Asked<'a> {
    /// The file of `--json`.
    pub json: Option<&'a Path>,
    /// The folder of `--csv`, and the files that will stand in it.
    pub csv: Option<(&'a Path, &'a [&'a str])>,
    /// The file of `--outcomes`.
    pub outcomes: Option<&'a Path>,
    /// The file of `--posterior`.
    pub posterior: Option<&'a Path>,
}

/// The files that will be written.
pub struct Targets {
    // Each with the option that names it.
    texts: Vec<(&'static str, PathBuf)>,
    csv: Option<PathBuf>,
    outcomes: Option<Rows>,
}

impl Targets {
    /// Checks that every file can be written, beside the files that were read. Writes none.
    ///
    /// # Errors
    /// - a folder is missing or cannot be written to, a file is no file, or it was read.
    pub fn check(asked: &Asked<'_>, read: &[PathBuf]) -> Result<Targets, End> {
        let read: Vec<PathBuf> = read.iter().filter_map(|it| it.canonicalize().ok()).collect();
        let mut files = Vec::new();
        let texts = [("--json", asked.json), ("--posterior", asked.posterior)];
        for (option, file) in texts.into_iter().chain([("--outcomes", asked.outcomes)]) {
            let Some(file) = file else { continue };
            let folder = folder_of(file);
            if !folder.is_dir() {
                let reason = format!("{} is no folder; make it first", folder.display());
                return Err(refuse(option, file, &reason));
            }
            probe(folder).map_err(|reason| refuse(option, file, &reason))?;
            files.push((option, file.to_owned()));
        }
        if let Some((dir, names)) = asked.csv {
            // The folders that are missing will be made: what counts is the last that is there.
            let there = dir.ancestors().map(or_here).find(|folder| folder.exists());
            let there = there.unwrap_or(Path::new("."));
            if !there.is_dir() {
                let reason = format!("{} is no folder", there.display());
                return Err(refuse("--csv", dir, &reason));
            }
            probe(there).map_err(|reason| refuse("--csv", dir, &reason))?;
            files.extend(names.iter().map(|name| ("--csv", dir.join(name))));
        }
        check_each(&files, &read)?;
        let outcomes = asked.outcomes.map(Rows::begin).transpose()?;
        let text = |(option, file): (_, Option<&Path>)| Some((option, file?.to_owned()));
        let texts = texts.into_iter().filter_map(text).collect();
        Ok(Targets { texts, csv: asked.csv.map(|it| it.0.to_owned()), outcomes })
    }

    /// Where the rows of `--outcomes` go, if they are asked for.
    pub fn rows(&mut self) -> Option<&mut Rows> {
        self.outcomes.as_mut()
    }

    /// Writes every file beside its place, then puts all in place.
    ///
    /// # Errors
    /// - a file cannot be written.
    pub fn write(
        self,
        json: impl Fn() -> String,
        tables: impl FnOnce() -> Vec<(String, String)>,
    ) -> Result<(), End> {
        self.write_all(|_| json(), tables)
    }

    /// The same where several options name a file of text: `text` gives that of each.
    ///
    /// # Errors
    /// - a file cannot be written.
    pub fn write_all(
        self,
        text: impl Fn(&str) -> String,
        tables: impl FnOnce() -> Vec<(String, String)>,
    ) -> Result<(), End> {
        let text_of =
            |(option, file): &(&str, PathBuf)| (file.clone(), Content::Text(text(option)));
        let mut files: Vec<(PathBuf, Content)> = self.texts.iter().map(text_of).collect();
        if let Some(dir) = &self.csv {
            let tables = tables().into_iter();
            files.extend(tables.map(|(name, text)| (dir.join(name), Content::Text(text))));
        }
        if let Some(rows) = self.outcomes {
            let file = rows.path.clone();
            files.push((file, Content::Rows(rows)));
        }
        // From here to the end of this function an interruption waits.
        let mut written = interrupt::hold();
        if let Some(dir) = &self.csv {
            fs::create_dir_all(dir).map_err(|error| failed(dir, &error))?;
        }
        let staged = files.into_iter().map(|(path, content)| {
            // A link stays a link: what it points to is replaced.
            let place = path.canonicalize().unwrap_or_else(|_| path.clone());
            let file = stage(folder_of(&place), content).map_err(|error| failed(&path, &error))?;
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

/// Replaces a file by this text, whole or not at all.
///
/// # Errors
/// - it cannot be written.
pub fn replace(path: &Path, text: &str) -> Result<(), End> {
    // An interruption waits until it is in place.
    let _held = interrupt::hold();
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let content = Content::Text(text.to_owned());
    let file = stage(folder_of(&place), content).map_err(|error| failed(path, &error))?;
    file.persist(&place).map(drop).map_err(|error| failed(&place, &error.error))
}

/// Writes a file that is not there yet, whole or not at all.
///
/// # Errors
/// - there is something of that name, or its folder is missing: nothing is written.
/// - it cannot be written.
pub fn create(path: &Path, text: &str) -> Result<(), End> {
    let there = || {
        let name = path.display();
        End::refused(format!("{name}  exists already; choose another name, or remove it first"))
    };
    if path.symlink_metadata().is_ok() {
        return Err(there());
    }
    let folder = folder_of(path);
    if !folder.is_dir() {
        let (name, folder) = (path.display(), folder.display());
        return Err(End::refused(format!("{name}  {folder} is no folder; make it first")));
    }
    let content = Content::Text(text.to_owned());
    let file = stage(folder, content).map_err(|error| failed(path, &error))?;
    // Somebody else may have made it in the meantime.
    file.persist_noclobber(path).map(drop).map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => there(),
        _ => failed(path, &error.error),
    })
}

/// What stands in a file.
enum Content {
    Text(String),
    Rows(Rows),
}

/// Rows that are written while they are made, to a file without a name until all are there: it is
/// gone with the program, however that ends.
pub struct Rows {
    path: PathBuf,
    file: BufWriter<File>,
    // The first error; nothing is written after it.
    failed: Option<io::Error>,
}

impl Rows {
    fn begin(path: &Path) -> Result<Rows, End> {
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let file = tempfile::tempfile_in(folder_of(&place))
            .map_err(|error| refuse("--outcomes", path, &reason(&error)))?;
        Ok(Rows { path: path.to_owned(), file: BufWriter::new(file), failed: None })
    }

    /// Adds whole lines; an error is said when the file is put in place, so that it does not cost
    /// the forecast.
    pub fn add(&mut self, text: &str) {
        if self.failed.is_none() {
            self.failed = self.file.write_all(text.as_bytes()).err();
        }
    }

    fn copy_to(self, target: &mut File) -> io::Result<()> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let mut file = self.file.into_inner().map_err(|error| error.into_error())?;
        file.rewind()?;
        io::copy(&mut file, target).map(drop)
    }
}

/// Checks that no file would be written twice, replace what is no file or what was read.
fn check_each(files: &[(&str, PathBuf)], read: &[PathBuf]) -> Result<(), End> {
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
    Ok(())
}

fn refuse(option: &str, path: &Path, reason: &str) -> End {
    End::refused(format!("{option} {}: {reason}", path.display()))
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
fn stage(folder: &Path, content: Content) -> io::Result<NamedTempFile> {
    let mut file = temporary(folder)?;
    match content {
        Content::Text(text) => file.write_all(text.as_bytes())?,
        Content::Rows(rows) => rows.copy_to(file.as_file_mut())?,
    }
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

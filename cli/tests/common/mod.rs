//! How the tests call the program.

// Each test binary uses its own part of this.
#![allow(dead_code)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use tempfile::TempDir;

/// A scenario with CSV files beside it.
pub const OFFICE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/office.toml");

/// The program with these arguments.
pub fn arrears(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_arrears"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// What the program gives.
pub fn output(arguments: &[&str]) -> Output {
    arrears(arguments).output().unwrap()
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Runs something that must end with status 0 and give nothing but its result.
pub fn result_of(arguments: &[&str]) -> String {
    let found = output(arguments);
    assert_eq!(text(&found.stderr), "", "{arguments:?}");
    assert_eq!(found.status.code(), Some(0), "{arguments:?}");
    text(&found.stdout).to_owned()
}

/// Runs something that must be refused, without a result, and gives what it says.
pub fn refusal_of(arguments: &[&str]) -> String {
    let found = output(arguments);
    assert_eq!(text(&found.stdout), "", "{arguments:?}");
    assert_eq!(found.status.code(), Some(2), "{arguments:?}: {}", text(&found.stderr));
    text(&found.stderr).to_owned()
}

/// The path of a file in a folder.
pub fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

/// What is in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

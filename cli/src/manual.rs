//! `arrears completions` and `arrears man`: the arguments as shells and manuals want them.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_complete::generate;

use crate::args::Args;
use crate::end;
use crate::end::End;

/// What stands below the options of `arrears completions`.
pub const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  arrears completions bash > ~/.local/share/bash-completion/completions/arrears
  arrears completions fish > ~/.config/fish/completions/arrears.fish
  arrears completions zsh > ~/.zfunc/_arrears";

/// What stands below the options of `arrears man`.
pub const MAN_EXAMPLES: &str = "\
Examples:
  arrears man | man -l -
  arrears man run > ~/.local/share/man/man1/arrears-run.1";

/// What `arrears completions` is told.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell.
    shell: Shell,
}

/// What `arrears man` is told.
#[derive(Debug, clap::Args)]
pub struct Man {
    /// The command whose page it is [default: the program as a whole].
    command: Option<String>,
}

/// `arrears completions`.
pub fn completions(told: &Completions) -> Result<(), End> {
    let mut script = Vec::new();
    generate(told.shell, &mut Args::command(), "arrears", &mut script);
    end::print(&String::from_utf8_lossy(&script))
}

/// `arrears man`.
pub fn man(told: &Man) -> Result<(), End> {
    let mut program = Args::command();
    program.build();
    let page = match &told.command {
        Some(name) => page(command(&program, name)?),
        None => page(program),
    };
    let page = page.map_err(|error| End::failed(format!("arrears: no page: {error}")))?;
    end::print(&page)
}

/// The command of a name.
fn command(program: &clap::Command, name: &str) -> Result<clap::Command, End> {
    if let Some(found) = program.find_subcommand(name) {
        return Ok(found.clone());
    }
    let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    let right = names.join(", ");
    Err(End::refused(format!("{name:?}, must be one of the commands {right}")))
}

/// A page in the language of manuals (roff).
fn page(command: clap::Command) -> io::Result<String> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

//! How the program ends: what it prints and with which status.

use std::fmt;
use std::io;
use std::io::ErrorKind;
use std::io::Write;
use std::process::ExitCode;

use arrears::ensemble::Cancelled;
use arrears::study::Stopped;

/// An end other than success.
#[derive(Debug)]
pub struct End {
    status: u8,
    // Empty when there is nothing to say.
    message: String,
}

/// The status of a process that was interrupted: 128 and SIGINT.
pub const INTERRUPTED_STATUS: u8 = 130;

impl End {
    /// The scenario or the command is wrong; nothing was written.
    pub fn refused(message: impl fmt::Display) -> End {
        End { status: 2, message: message.to_string() }
    }

    /// The forecast was made, but not all of it could be written.
    pub fn failed(message: impl fmt::Display) -> End {
        End { status: 1, message: message.to_string() }
    }

    /// Both, of which the first decides the status.
    pub fn and(self, next: End) -> End {
        End { message: format!("{}\n{}", self.message, next.message), ..self }
    }

    /// The user ended the run.
    pub fn interrupted() -> End {
        End { status: INTERRUPTED_STATUS, message: INTERRUPTED_EARLY.to_owned() }
    }

    /// Says what happened on standard error and gives the status.
    pub fn report(self) -> ExitCode {
        if !self.message.is_empty() {
            warn(&self.message);
        }
        ExitCode::from(self.status)
    }
}

impl From<Cancelled> for End {
    fn from(_: Cancelled) -> End {
        End::interrupted()
    }
}

impl From<Stopped> for End {
    fn from(stopped: Stopped) -> End {
        match stopped {
            Stopped::Cancelled => End::interrupted(),
            Stopped::Impossible(draw) => End::refused(format!("arrears: {draw}")),
        }
    }
}

/// What is said of an interruption before any file is in place.
pub const INTERRUPTED_EARLY: &str = "arrears: interrupted, nothing was written";
/// What is said of an interruption after it.
pub const INTERRUPTED_LATE: &str = "arrears: interrupted, the files are in place";

/// A line on standard error; that nobody listens is no error.
pub fn warn(message: &str) {
    let _ = writeln!(io::stderr(), "{message}");
}

/// Prints a result on standard output. A reader that has seen enough ends the program quietly.
pub fn print(text: &str) -> Result<(), End> {
    let mut output = io::stdout().lock();
    let written = output.write_all(text.as_bytes()).and_then(|()| output.flush());
    match written {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => {
            Err(End::failed(format!("arrears: standard output could not be written: {error}")))
        }
    }
}

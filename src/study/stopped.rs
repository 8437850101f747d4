//! Why a study gives no finding.

use std::error::Error;
use std::fmt;

use crate::ensemble::Cancelled;
use crate::error::Problems;

/// A replication whose uncertain numbers got values that cannot be together.
#[derive(Clone, Debug, PartialEq)]
pub struct ImpossibleDraw {
    /// The number of the replication.
    pub replication: u32,
    /// What is wrong with the world of these values.
    pub problems: Problems,
}

impl fmt::Display for ImpossibleDraw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "replication {} draws numbers that cannot be together; cut their distributions, as \
             with cut = [0, 1]:\n{}",
            self.replication, self.problems
        )
    }
}

impl Error for ImpossibleDraw {}

/// Why a study ended before its last replication.
#[derive(Clone, Debug, PartialEq)]
pub enum Stopped {
    /// Its watch ended it.
    Cancelled,
    /// Uncertain numbers got values that cannot be together.
    Impossible(ImpossibleDraw),
}

impl From<Cancelled> for Stopped {
    fn from(_: Cancelled) -> Stopped {
        Stopped::Cancelled
    }
}

impl From<ImpossibleDraw> for Stopped {
    fn from(draw: ImpossibleDraw) -> Stopped {
        Stopped::Impossible(draw)
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stopped::Cancelled => Cancelled.fmt(formatter),
            Stopped::Impossible(draw) => draw.fmt(formatter),
        }
    }
}

impl Error for Stopped {}

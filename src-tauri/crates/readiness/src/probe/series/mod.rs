//! Looks in a row: up or down, how often, for how long, and what nobody saw.

pub mod allowance;
pub mod gate;
pub mod latency;
pub mod rhythm;
pub mod standing;
#[cfg(test)]
mod tests;
pub mod timeline;

use ballast_core::Verdict;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::judge::Judged;
use super::observed::{NotObserved, Observed, Outcome};
use super::specification::is_public;

/// One look, as a series keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    pub at: Timestamp,
    pub verdict: Verdict,
    pub milliseconds: Option<u64>,
    /// One such failure is enough.
    pub is_definite: bool,
}

impl Look {
    #[must_use]
    pub fn of(at: Timestamp, judged: &Judged) -> Self {
        let Judged { verdict, milliseconds, is_definite, .. } = *judged;
        Self { at, verdict, milliseconds, is_definite }
    }
}

/// Whether our own line was there: two independent servers that are not the providers', asked beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnLine {
    Up,
    Down,
    /// No anchors are named, or none was asked.
    Unknown,
}

/// Up if any anchor answered, down if all failed.
#[must_use]
pub fn own_line(anchors_answered: &[bool]) -> OwnLine {
    if anchors_answered.is_empty() {
        OwnLine::Unknown
    } else if anchors_answered.contains(&true) {
        OwnLine::Up
    } else {
        OwnLine::Down
    }
}

/// A failure while our own line was down is no failure of the other side. An answer is one, whatever the
/// anchors say, and targets on this computer or in its network do not need the line.
#[must_use]
pub fn with_own_line(observed: Observed, line: OwnLine) -> Observed {
    let needs_line = match observed.remote {
        Some(address) => is_public(address),
        None => observed.resolved.is_empty() || observed.resolved.iter().copied().any(is_public),
    };
    match observed.outcome {
        Outcome::Failed { .. } if line == OwnLine::Down && needs_line => {
            Observed { outcome: Outcome::NotObserved(NotObserved::OwnLineDown), ..observed }
        }
        _ => observed,
    }
}

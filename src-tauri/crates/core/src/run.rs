//! One execution of a check, as a state machine whose effects are data.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Code;
use crate::verdict::Verdict;

/// Where a run stands. The first two are unfinished; the others are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    Queued,
    Running,
    Finished,
    Errored,
    Cancelled,
    TimedOut,
    /// Its owner vanished: killed, crashed, or the machine went down.
    Interrupted,
}

/// What can happen to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunEvent {
    Started,
    Concluded(Verdict),
    Failed(Code),
    CancelRequested,
    LimitReached,
    OwnerVanished,
    /// Its program is being stopped: whoever runs the schedule next starts it again.
    HandedBack,
}

/// What must be done about it, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunEffect {
    StopWorker,
    RecordEvidence(Verdict),
    ReleaseControl,
}

/// An event that cannot happen in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{event:?} cannot happen to a run that is {state}")]
pub struct Illegal {
    pub state: RunState,
    pub event: RunEvent,
}

impl RunState {
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Running,
        Self::Finished,
        Self::Errored,
        Self::Cancelled,
        Self::TimedOut,
        Self::Interrupted,
    ];

    /// The only way from one state to the next.
    pub fn on(self, event: RunEvent) -> Result<(Self, Vec<RunEffect>), Illegal> {
        use RunEffect::{RecordEvidence, ReleaseControl, StopWorker};
        let unknown = RecordEvidence(Verdict::Inconclusive);
        match (self, event) {
            (Self::Queued, RunEvent::Started) => Ok((Self::Running, vec![])),
            (Self::Running, RunEvent::Concluded(verdict)) => {
                Ok((Self::Finished, vec![RecordEvidence(verdict), ReleaseControl]))
            }
            (Self::Queued | Self::Running, RunEvent::Failed(_)) => {
                Ok((Self::Errored, vec![StopWorker, unknown, ReleaseControl]))
            }
            (Self::Queued | Self::Running, RunEvent::CancelRequested) => {
                Ok((Self::Cancelled, vec![StopWorker, unknown, ReleaseControl]))
            }
            (Self::Running, RunEvent::LimitReached) => {
                Ok((Self::TimedOut, vec![StopWorker, unknown, ReleaseControl]))
            }
            (Self::Queued | Self::Running, RunEvent::HandedBack) => {
                Ok((Self::Interrupted, vec![StopWorker, unknown, ReleaseControl]))
            }
            (Self::Queued | Self::Running, RunEvent::OwnerVanished) => {
                Ok((Self::Interrupted, vec![unknown, ReleaseControl]))
            }
            (state, event) => Err(Illegal { state, event }),
        }
    }

    #[must_use]
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Errored => "errored",
            Self::Cancelled => "cancelled",
            Self::TimedOut => "timed_out",
            Self::Interrupted => "interrupted",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

impl fmt::Display for RunState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn events() -> Vec<RunEvent> {
        vec![
            RunEvent::Started,
            RunEvent::Concluded(Verdict::Passed),
            RunEvent::Concluded(Verdict::Failed),
            RunEvent::Failed(Code::Io),
            RunEvent::CancelRequested,
            RunEvent::LimitReached,
            RunEvent::OwnerVanished,
            RunEvent::HandedBack,
        ]
    }

    #[test]
    fn the_table_of_legal_transitions_is_exactly_this() {
        let mut legal = Vec::new();
        for state in RunState::ALL {
            for event in events() {
                if let Ok((next, _)) = state.on(event) {
                    legal.push(format!("{state} {event:?} {next}"));
                }
            }
        }
        assert_eq!(
            legal,
            [
                "queued Started running",
                "queued Failed(Io) errored",
                "queued CancelRequested cancelled",
                "queued OwnerVanished interrupted",
                "queued HandedBack interrupted",
                "running Concluded(Passed) finished",
                "running Concluded(Failed) finished",
                "running Failed(Io) errored",
                "running CancelRequested cancelled",
                "running LimitReached timed_out",
                "running OwnerVanished interrupted",
                "running HandedBack interrupted",
            ]
        );
    }

    proptest! {
        #[test]
        fn a_final_run_never_moves_and_every_end_leaves_evidence(steps in prop::collection::vec(prop::sample::select(events()), 0..12)) {
            let mut state = RunState::Queued;
            for event in steps {
                match state.on(event) {
                    Ok((next, effects)) => {
                        prop_assert!(!state.is_final());
                        let records = effects.iter().filter(|e| matches!(e, RunEffect::RecordEvidence(_))).count();
                        prop_assert_eq!(records, usize::from(next.is_final()));
                        state = next;
                    }
                    Err(illegal) => prop_assert_eq!(illegal.state, state),
                }
            }
        }
    }
}

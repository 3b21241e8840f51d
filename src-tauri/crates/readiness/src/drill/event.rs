//! What can happen to a drill, what it asks for, and why it says no.

use ballast_core::Span;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::faults::FaultCode;
use super::operator::Turned;
use super::preflight::Item;
use super::review::{Debrief, Obstacle};
use super::state::State;
use crate::estimate::Outcome;
use crate::measure::Moment;

/// A drill that is armed is started within this time, or looked over again.
pub const ARMED_FOR: Span = Span::from_minutes(15);

/// What happened. The journal keeps it as it is, so names and fields only grow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
pub enum Event {
    // Before the start.
    Scheduled {
        at: Timestamp,
        operator: Option<String>,
    },
    WindowOpened,
    WindowMissed,
    Rescheduled {
        at: Timestamp,
        reason: String,
    },
    Cancelled {
        by: String,
        reason: String,
    },
    PreflightPassed {
        items: Vec<Item>,
    },
    PreflightFailed {
        items: Vec<Item>,
    },
    /// What was in the way is not any more: look again.
    Cleared {
        by: String,
    },
    /// What was in the way is the result.
    RecordedAsFailed {
        by: String,
    },
    /// With every command that was shown and agreed to.
    Started {
        keys: Turned,
        consented: Vec<Vec<String>>,
    },
    ArmedTooLong,
    WasSteady,
    WasNotSteady {
        subjects: Vec<String>,
    },

    // Steps forward. `StepStarted` is written before the step acts.
    StepStarted {
        step: usize,
        by: String,
    },
    StepDone {
        step: usize,
    },
    StepVerified {
        step: usize,
        serving: Serving,
    },
    StepFailed {
        step: usize,
        reason: Failed,
    },
    WorksOnBackup {
        first_pass: Moment,
    },
    SwitchTookTooLong,

    // On the backup.
    ObservedEnough,
    StopTripped {
        subject: String,
    },
    RealIncident {
        by: String,
    },

    // Steps back. `UndoStarted` is written before the undo acts.
    UndoStarted {
        step: usize,
    },
    UndoDone {
        step: usize,
    },
    UndoVerified {
        step: usize,
    },
    UndoFailed {
        step: usize,
        reason: Failed,
    },
    WorksOnPrimary,
    PrimaryNotBack {
        subjects: Vec<String>,
    },

    // At any time.
    Aborted {
        by: String,
        reason: String,
    },
    ProgramCrashed,
    /// Only over working backup: `works` says that it was looked at just now.
    ResumedForward {
        by: String,
        works: bool,
    },
    RolledBack {
        by: String,
    },
    DeclaredStuck {
        by: String,
    },
    PrimaryRestored {
        by: String,
    },
    StayedOnBackup {
        by: String,
    },
    BackupAccepted {
        by: String,
    },
    SwitchedBackLater {
        by: String,
    },
    Signed {
        result: Outcome,
        by: String,
        debrief: Debrief,
    },

    // Without a change of state.
    Marked {
        mark: Mark,
    },
    CanaryRead {
        written: Moment,
    },
    HandedOver {
        to: String,
    },
    Noted {
        by: String,
        text: String,
    },
}

/// A moment of the big clock that a person or a probe marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "DrillMark")]
pub enum Mark {
    Injected,
    Detected,
    Decided,
}

/// Which sides serve, as their probes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Serving {
    pub primary: bool,
    pub backup: bool,
}

/// Why a step or its undo failed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[ts(rename = "StepFailed")]
pub enum Failed {
    /// The act itself said no: an exit code, a status.
    Refused {
        answer: String,
    },
    TimedOut,
    /// It said yes, and nothing was to be seen of it.
    NoEffect,
    /// A person said that it did not work.
    Reported {
        text: String,
    },
}

impl Event {
    /// The name under which the journal keeps it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Scheduled { .. } => "scheduled",
            Self::WindowOpened => "window_opened",
            Self::WindowMissed => "window_missed",
            Self::Rescheduled { .. } => "rescheduled",
            Self::Cancelled { .. } => "cancelled",
            Self::PreflightPassed { .. } => "preflight_passed",
            Self::PreflightFailed { .. } => "preflight_failed",
            Self::Cleared { .. } => "cleared",
            Self::RecordedAsFailed { .. } => "recorded_as_failed",
            Self::Started { .. } => "started",
            Self::ArmedTooLong => "armed_too_long",
            Self::WasSteady => "was_steady",
            Self::WasNotSteady { .. } => "was_not_steady",
            Self::StepStarted { .. } => "step_started",
            Self::StepDone { .. } => "step_done",
            Self::StepVerified { .. } => "step_verified",
            Self::StepFailed { .. } => "step_failed",
            Self::WorksOnBackup { .. } => "works_on_backup",
            Self::SwitchTookTooLong => "switch_took_too_long",
            Self::ObservedEnough => "observed_enough",
            Self::StopTripped { .. } => "stop_tripped",
            Self::RealIncident { .. } => "real_incident",
            Self::UndoStarted { .. } => "undo_started",
            Self::UndoDone { .. } => "undo_done",
            Self::UndoVerified { .. } => "undo_verified",
            Self::UndoFailed { .. } => "undo_failed",
            Self::WorksOnPrimary => "works_on_primary",
            Self::PrimaryNotBack { .. } => "primary_not_back",
            Self::Aborted { .. } => "aborted",
            Self::ProgramCrashed => "program_crashed",
            Self::ResumedForward { .. } => "resumed_forward",
            Self::RolledBack { .. } => "rolled_back",
            Self::DeclaredStuck { .. } => "declared_stuck",
            Self::PrimaryRestored { .. } => "primary_restored",
            Self::StayedOnBackup { .. } => "stayed_on_backup",
            Self::BackupAccepted { .. } => "backup_accepted",
            Self::SwitchedBackLater { .. } => "switched_back_later",
            Self::Signed { .. } => "signed",
            Self::Marked { .. } => "marked",
            Self::CanaryRead { .. } => "canary_read",
            Self::HandedOver { .. } => "handed_over",
            Self::Noted { .. } => "noted",
        }
    }
}

/// What somebody outside must do now. All of it may be asked for again after a crash, so it must be as good done
/// twice as once; acts carry a key for that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    AwaitWindow,
    RunPreflight,
    /// Show what is in the way: look again, record as failed, or cancel.
    ShowBlocked,
    AskForKeys,
    /// Passes in a row of every steady number. Answered with `was_steady` or `was_not_steady`.
    MeasureSteady,
    /// Show the step; the operator begins it.
    OfferStep {
        step: usize,
    },
    RunStep {
        step: usize,
        key: String,
    },
    /// Look at its effect, and at which sides serve.
    VerifyStep {
        step: usize,
    },
    VerifyBackup,
    Observe,
    /// End what still runs before anything is undone.
    StopRunning,
    /// Write `undo_started`; the undo itself comes after.
    BeginUndo {
        step: usize,
    },
    RunUndo {
        step: usize,
        key: String,
    },
    VerifyUndo {
        step: usize,
    },
    VerifyPrimary,
    AskAfterCrash,
    ShowInstructions,
    /// "You are running without a backup."
    ShowStay,
    AskForSignature,
    /// The drill is over: it becomes evidence.
    Record,
}

/// Why an event has no place here. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[serde(tag = "illegal", rename_all = "snake_case")]
#[error("{self:?}")]
pub enum Illegal {
    /// No such way out of this state.
    NotHere {
        state: State,
        event: String,
    },
    PlanFaulty {
        faults: Vec<FaultCode>,
    },
    /// Another drill holds the pair.
    PairBusy {
        drill: String,
    },
    /// The list before the start says otherwise.
    PreflightDiffers,
    /// This command was not agreed to.
    NotConsented {
        command: Vec<String>,
    },
    /// Steps go one after the other, and back in reverse order: this one is next.
    OutOfOrder {
        next: Option<usize>,
    },
    /// Steps were not carried out, or not seen to work.
    StepsMissing,
    /// Something is not undone.
    NotUndone {
        step: usize,
    },
    NotWorking,
    /// Something that a person must say is empty.
    TextMissing,
    MayNotSign {
        obstacles: Vec<Obstacle>,
    },
}

//! What goes over the wire: requests and answers of the command list.
//!
//! Instants are RFC 3339 UTC, money is `{amount, currency}`, durations are whole seconds, ratios are
//! numbers from 0 to 1, bytes are integers. Sentences are not here: the window makes them from
//! codes and parameters, the CLI from the same catalogue.

pub use ballast_compare::wire::{ColumnProfile, ExportFormat, FileKind, PreviewRow, SideFacts};
pub use ballast_compare::{
    Cells, ColumnFigures, ColumnKind, Condition, ControlTotal, Drift, DriftKind, Effect, Explanation,
    Figures, KnownDifference, Movement, Normalise, Outcome, Shape, Spec, Tolerance,
};
use ballast_core::alert::{AlertTopic, OutboxState};
use ballast_core::backup::Level;
use ballast_core::dispatch::WaitReason;
use ballast_core::error::{Code, Place};
use ballast_core::evidence::{Artefact, ChainProblem, ClockKind, RecordKind};
use ballast_core::exposure::RecoverySource;
use ballast_core::finding::{FindingKind, Severity};
use ballast_core::run::RunState;
use ballast_core::timetable::Punctuality;
use ballast_core::{Status, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

macro_rules! wire {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })*) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
            #[serde(deny_unknown_fields)]
            pub struct $name { $($body)* }
        )*
    };
}

/// A closed set of words.
macro_rules! words {
    ($($(#[$meta:meta])* pub enum $name:ident { $($word:ident),* $(,)? })*) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
            #[serde(rename_all = "snake_case")]
            pub enum $name { $($word),* }
        )*
    };
}

mod alerts;
mod backups;
mod compare;
mod demo;
mod drills;
mod evidence;
mod providers;
mod readiness;
mod risk;
mod runs;
mod schedule;
mod spotcheck;
mod spotcheck_set_up;
mod spotcheck_work;
mod today;
mod typescript;
mod workspace;

pub use alerts::*;
pub use backups::*;
pub use compare::*;
pub use demo::*;
pub use drills::*;
pub use evidence::*;
pub use providers::*;
pub use readiness::*;
pub use risk::*;
pub use runs::*;
pub use schedule::*;
pub use spotcheck::*;
pub use spotcheck_set_up::*;
pub use spotcheck_work::*;
pub use today::*;
pub use typescript::typescript;
pub use workspace::*;

words! {
    /// The theme a person chose.
    pub enum Theme { System, Light, Dark }
    /// What a run does.
    pub enum RunKind { Backup, Verify, Restore, Compare, Baseline, Freeze, Draw, VerifySample, Judge, Probe, Drill }
    /// What a number of a running job counts.
    pub enum Unit { Bytes, Files, Packs, Trees, Rows, Probes, None }
    /// A step of a job, in the words of the message catalogue (`stage-…`).
    pub enum Stage {
        Waiting, Scan, Copy, Compare, Present, Structure, Content, Restore, Recovery, Finish, ReadOld, ReadNew, Explain, ReadList, Sort, Draw, Judge, Probe,
    }
    /// Where a step stands.
    pub enum StageState { Done, Running, Waiting }
    /// One rung of the ladder, as a mark.
    pub enum Mark { Proven, Stale, Failing, Unproven, Running }
    /// One day of the 90-day strip.
    pub enum DayMark { Passed, Attention, Failed, Missed, Nothing }
    /// What a backup is taken of.
    pub enum SourceKind { Folder, Sqlite, Restic, Archives, AdoptedFolder, AdoptedSqlite }
    /// Why something needs a person, worst first within the same money.
    pub enum NeedCode {
        Failing, TooOld, NeverTested, NeverTimed, Expired, Attention, Unknown, NoBackup, KeepRecoverySheet, Differs, RenameWaits,
        NeverCompared, SignCutover, PayoutsWrong, NeverChecked, RoundWaits, NotReady, NeverDrilled, LoginDue, DrillMissed, MapOld,
    }
    /// The one button of a needs-you row.
    pub enum NeedAction {
        SeeFindings, RunBackup, VerifyRestore, VerifyRecovery, AddBackup, SaveRecoverySheet, SeeComparison, RunComparison, SeeSpotCheck, SeeProvider, SeeMap,
    }
    /// Where the demo company stands.
    pub enum DemoState { Running, Done, Failed }
}

wire! {
    /// An amount as a decimal string and its ISO 4217 code.
    pub struct WireMoney { pub amount: String, pub currency: String }

    /// A name to link to.
    pub struct Named { pub id: String, pub title: String }

    /// An error as every surface shows it.
    pub struct WireError {
        pub code: Code,
        pub message: String,
        pub hint: String,
        #[serde(rename = "where")]
        pub place: Place,
        pub allowed: Vec<String>,
        #[serde(default)]
        pub params: BTreeMap<String, String>,
    }

    /// No parameters.
    pub struct Nothing {}
}

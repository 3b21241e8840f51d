//! What goes over the wire: requests and answers of the command list.
//!
//! Instants are RFC 3339 UTC, money is `{amount, currency}`, durations are whole seconds, ratios are
//! numbers from 0 to 1, bytes are integers. Sentences are not here: the window makes them from
//! codes and parameters, the CLI from the same catalogue.

use ballast_core::backup::Level;
use ballast_core::error::{Code, Place};
use ballast_core::evidence::{Artefact, ChainProblem, ClockKind, RecordKind};
use ballast_core::exposure::RecoverySource;
use ballast_core::finding::{FindingKind, Severity};
use ballast_core::run::RunState;
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

words! {
    /// The theme a person chose.
    pub enum Theme { System, Light, Dark }
    /// What a run does.
    pub enum RunKind { Backup, Verify, Restore }
    /// What a number of a running job counts.
    pub enum Unit { Bytes, Files, Packs, Trees, None }
    /// A step of a job, in the words of the message catalogue (`stage-…`).
    pub enum Stage { Waiting, Scan, Copy, Compare, Present, Structure, Content, Restore, Recovery, Finish }
    /// Where a step stands.
    pub enum StageState { Done, Running, Waiting }
    /// One rung of the ladder, as a mark.
    pub enum Mark { Proven, Stale, Failing, Unproven, Running }
    /// One day of the 90-day strip.
    pub enum DayMark { Passed, Attention, Failed, Missed, Nothing }
    /// What a backup is taken of.
    pub enum SourceKind { Folder, Sqlite, Restic }
    /// Why something needs a person, worst first within the same money.
    pub enum NeedCode { Failing, TooOld, NeverTested, Expired, Attention, Unknown, NoBackup, KeepRecoverySheet }
    /// The one button of a needs-you row.
    pub enum NeedAction { SeeFindings, RunBackup, VerifyRestore, VerifyRecovery, AddBackup, SaveRecoverySheet }
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

    // ---------------------------------------------------------------- the program and its workspace

    pub struct AppState {
        pub version: String,
        /// A BCP 47 tag that `Intl` accepts.
        pub locale: String,
        pub theme: Theme,
        pub person: String,
        pub workspace: Option<WorkspaceInfo>,
    }

    pub struct WorkspaceInfo {
        pub name: String,
        pub path: String,
        pub timezone: String,
        pub currency: String,
        /// Made under a simulated clock: the demo company. Every screen says so.
        pub simulated: bool,
        /// The clock of this workspace, now.
        pub now: Timestamp,
    }

    pub struct SetTheme { pub theme: Theme }
    pub struct OpenWorkspace { pub dir: String }
    pub struct InitRequest { pub name: String, #[serde(default)] #[ts(optional)] pub timezone: Option<String>, #[serde(default)] #[ts(optional)] pub currency: Option<String> }
    pub struct InitReport { pub created: bool, pub path: String, pub name: String, pub timezone: String, pub currency: String, pub workspace: String }

    pub struct ApplyRequest { pub file: String, #[serde(default)] pub dry_run: bool, #[serde(default)] pub force: bool }
    pub struct PlanEntry { pub table: String, pub id: String, #[serde(default, skip_serializing_if = "Vec::is_empty")] pub fields: Vec<String> }
    pub struct ApplyReport {
        pub applied: bool,
        pub created: Vec<PlanEntry>,
        pub changed: Vec<PlanEntry>,
        pub unchanged: u32,
        pub retired: Vec<PlanEntry>,
        /// Codes of things to know, such as `secret_only_in_environment`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub warnings: Vec<Warning>,
    }
    pub struct Warning { pub code: String, pub params: BTreeMap<String, String> }
    pub struct ExportRequest { #[serde(default)] #[ts(optional)] pub file: Option<String> }
    pub struct ExportReport { pub file: Option<String>, pub text: String }

    // ---------------------------------------------------------------- status and Today

    pub struct ProcessStatus {
        pub id: String,
        pub title: String,
        pub status: Status,
        pub recoverable: bool,
        pub exposure: WireMoney,
        #[ts(type = "number")] pub recovery_seconds: u64,
        pub recovery_source: RecoverySource,
    }

    pub struct WireProof { pub repository: String, pub level: Level, pub proven_at: Timestamp, pub expires_at: Timestamp }

    pub struct ControlStatus {
        pub id: String,
        pub kind: String,
        pub title: String,
        pub status: Status,
        pub since: Option<Timestamp>,
        pub last_passed: Option<Timestamp>,
        pub last_failed: Option<Timestamp>,
        pub proofs: Vec<WireProof>,
        pub next_due: Option<Timestamp>,
        pub paused: bool,
    }

    pub struct StatusReport {
        pub sentence: String,
        pub as_of: Timestamp,
        pub processes: Vec<ProcessStatus>,
        pub controls: Vec<ControlStatus>,
    }

    /// The way back that a process would use: the control with the shortest, or the most hopeful, recovery.
    pub struct Fallback { pub control: Option<Named>, pub status: Status, pub at: Option<Timestamp> }

    /// One bar of the exposure chart. The three parts add up to `exposure`.
    pub struct ExposureRow {
        pub id: String,
        pub title: String,
        pub status: Status,
        pub recoverable: bool,
        pub exposure: WireMoney,
        pub damage_per_hour: WireMoney,
        #[ts(type = "number")] pub recovery_seconds: u64,
        pub recovery_source: RecoverySource,
        pub solid: WireMoney,
        pub expired: WireMoney,
        pub untested: WireMoney,
        pub fallback: Fallback,
    }

    pub struct NeedsYou {
        pub code: NeedCode,
        /// The control, repository or process it is about.
        pub about: Named,
        pub process: Option<Named>,
        /// Exposure now, and at best once done.
        pub before: Option<WireMoney>,
        pub after: Option<WireMoney>,
        pub action: NeedAction,
        /// Values for the sentence.
        pub params: BTreeMap<String, String>,
        pub at: Option<Timestamp>,
    }

    pub struct Upcoming { pub at: Timestamp, pub control: Named, pub kind: RunKind, pub level: Option<Level> }

    pub struct Today {
        pub as_of: Timestamp,
        pub recoverable: u32,
        /// Longest exposure first.
        pub processes: Vec<ExposureRow>,
        pub controls: u32,
        pub needs_you: Vec<NeedsYou>,
        pub upcoming: Vec<Upcoming>,
        pub latest_evidence: Vec<EvidenceRow>,
        pub last_check_at: Option<Timestamp>,
        /// Checks whose time has passed without a run.
        pub checks_overdue: u32,
    }

    // ---------------------------------------------------------------- backups

    pub struct Rung {
        pub level: Level,
        pub mark: Mark,
        pub proven_at: Option<Timestamp>,
        pub expires_at: Option<Timestamp>,
        pub failed_at: Option<Timestamp>,
    }

    pub struct BackupRow {
        pub id: String,
        pub title: String,
        pub status: Status,
        pub since: Option<Timestamp>,
        pub source: SourceKind,
        /// The folder or database, as configured.
        pub source_label: String,
        pub repositories: Vec<Named>,
        pub newest_copy_at: Option<Timestamp>,
        #[ts(type = "number | null")] pub age_seconds: Option<u64>,
        #[ts(type = "number | null")] pub max_age_seconds: Option<u64>,
        /// Five, from present to recovery.
        pub ladder: Vec<Rung>,
        /// The highest level with a valid proof on every rung below it.
        pub reached: Option<Level>,
        #[ts(type = "number | null")] pub bytes: Option<u64>,
        /// Sizes of the copies of the last 90 days, oldest first.
        #[ts(type = "Array<number>")] pub size_history: Vec<u64>,
        pub next_run: Option<Upcoming>,
        /// The worst open finding, if the newest check has one.
        pub worst_finding: Option<WireFinding>,
        pub findings: u32,
        pub paused: bool,
        pub running: Option<RunProgress>,
    }

    pub struct BackupList { pub backups: Vec<BackupRow> }
    pub struct BackupId { pub id: String }

    pub struct RepositoryView {
        pub id: String,
        pub location: String,
        pub offsite: bool,
        pub immutable: bool,
        pub media: Option<String>,
        pub made_by_ballast: bool,
        pub snapshots: u32,
        pub newest_copy_at: Option<Timestamp>,
        #[ts(type = "number")] pub packs: u64,
        #[ts(type = "number")] pub bytes: u64,
        /// Holds today: no open critical finding.
        pub intact: bool,
        pub recovery_sheet_kept_at: Option<Timestamp>,
    }

    pub struct Lane { pub name: Stage, pub days: Vec<DayMark> }
    /// One lane per kind of check, one mark per day, ending today.
    pub struct Strip { pub from: String, pub to: String, pub lanes: Vec<Lane> }

    /// How much of the stored bytes was read back, and when. Shares add up to 1.
    pub struct Coverage {
        /// In storage order: share of the bytes, and how fresh the last read is.
        pub band: Vec<CoveragePart>,
        pub within_30_days: f64,
        pub longer_ago: f64,
        pub never: f64,
    }
    pub struct CoveragePart { pub share: f64, pub mark: Mark }

    /// What the newest reading of packs says about all of them.
    pub struct Confidence {
        pub repository: String,
        pub at: Timestamp,
        #[ts(type = "number")] pub units_total: u64,
        #[ts(type = "number")] pub units_read: u64,
        #[ts(type = "number")] pub damaged_found: u64,
        #[ts(type = "number")] pub damaged_at_most: u64,
        pub upper: f64,
        pub confidence: f64,
    }

    /// 3-2-1-1-0 as far as it can be seen from here.
    pub struct Rule32110 { pub copies: u32, pub media: u32, pub offsite: u32, pub immutable: u32, pub errors_proven: bool }

    pub struct BackupDetail {
        pub row: BackupRow,
        pub needed_by: Vec<Named>,
        pub schedule: Option<String>,
        pub keep: BTreeMap<String, u32>,
        pub repositories: Vec<RepositoryView>,
        pub strip: Strip,
        pub coverage: Option<Coverage>,
        pub confidence: Option<Confidence>,
        pub rule: Rule32110,
        pub snapshots: u32,
        pub oldest_copy_at: Option<Timestamp>,
        #[ts(type = "number | null")] pub recovery_seconds: Option<u64>,
        /// Of the newest conclusive check of each level that is not passed, worst first.
        pub findings: Vec<WireFinding>,
        pub findings_at: Option<Timestamp>,
        /// Controls on other repositories that still hold.
        pub intact_repositories: Vec<String>,
        pub evidence: Vec<EvidenceRow>,
        pub evidence_total: u32,
        pub last_run: Option<RunSummary>,
    }

    pub struct BackupRunRequest { pub id: String, #[serde(default)] #[ts(optional)] pub repository: Option<String> }
    pub struct BackupVerifyRequest {
        pub id: String,
        #[serde(default)] #[ts(optional)] pub level: Option<Level>,
        /// `5%`: of packs at content, of files at restore.
        #[serde(default)] #[ts(optional)] pub sample: Option<String>,
        #[serde(default)] #[ts(optional)] pub seed: Option<String>,
        #[serde(default)] #[ts(optional)] pub repository: Option<String>,
    }
    pub struct BackupRestoreRequest {
        pub id: String,
        pub to: String,
        #[serde(default)] #[ts(optional)] pub snapshot: Option<String>,
        #[serde(default)] pub paths: Vec<String>,
        #[serde(default)] pub overwrite: bool,
        #[serde(default)] #[ts(optional)] pub repository: Option<String>,
    }
    pub struct SnapshotsRequest { pub id: String, #[serde(default)] #[ts(optional)] pub repository: Option<String> }
    pub struct WireSnapshot { pub repository: String, pub id: String, pub taken_at: Timestamp, #[ts(type = "number | null")] pub files: Option<u64>, #[ts(type = "number | null")] pub bytes: Option<u64> }
    pub struct SnapshotsReport { pub snapshots: Vec<WireSnapshot> }
    pub struct ConfidenceRequest {
        #[ts(type = "number")] pub units: u64,
        #[ts(type = "number")] pub read: u64,
        #[ts(type = "number")] pub damaged: u64,
        #[serde(default)] #[ts(optional)] pub confidence: Option<f64>,
    }
    pub struct ConfidenceReport {
        #[ts(type = "number")] pub damaged_at_most: u64,
        pub upper: f64,
        pub method: String,
        #[ts(type = "number")] pub units: u64,
        #[ts(type = "number")] pub read: u64,
        #[ts(type = "number")] pub damaged: u64,
        pub confidence: f64,
    }

    /// Makes a backup of a folder, with its repository and its secret, and starts the first proof.
    pub struct ProtectFolder {
        pub folder: String,
        pub destination: String,
        #[serde(default)] #[ts(optional)] pub title: Option<String>,
        /// The company, when this is the first thing in a new workspace.
        #[serde(default)] #[ts(optional)] pub workspace_name: Option<String>,
    }
    pub struct Protected { pub backup: String, pub repository: String, pub run: String }
    pub struct PickFolder { pub title: String }
    pub struct PickedFolder { pub path: Option<String> }
    pub struct RepositoryId { pub repository: String }
    /// Where the sheet with the repository's place, password and commands was written.
    pub struct RecoverySheet { pub file: String }

    // ---------------------------------------------------------------- runs

    pub struct RunStarted { pub run: String }
    pub struct RunId { pub run: String }
    pub struct RunListRequest { #[serde(default)] #[ts(optional)] pub control: Option<String>, #[serde(default)] #[ts(optional)] pub limit: Option<u32> }

    pub struct StageView { pub stage: Stage, pub state: StageState }

    /// A job that is queued or running, as the engine knows it.
    pub struct RunProgress {
        pub run: String,
        pub control: Named,
        pub kind: RunKind,
        pub level: Option<Level>,
        pub repository: Option<String>,
        pub state: RunState,
        pub stage: Stage,
        pub stages: Vec<StageView>,
        #[ts(type = "number")] pub done: u64,
        #[ts(type = "number | null")] pub total: Option<u64>,
        pub unit: Unit,
        #[ts(type = "number | null")] pub per_second: Option<u64>,
        #[ts(type = "number | null")] pub seconds_left: Option<u64>,
        pub started_at: Timestamp,
        pub cancel_requested: bool,
    }

    pub struct RunSummary {
        pub run: String,
        pub control: Named,
        pub kind: RunKind,
        pub level: Option<Level>,
        pub state: RunState,
        pub verdict: Option<Verdict>,
        pub started_at: Timestamp,
        pub finished_at: Option<Timestamp>,
        pub evidence: Option<EvidenceRef>,
        pub error: Option<WireError>,
    }
    pub struct RunList { pub runs: Vec<RunSummary>, pub running: Vec<RunProgress> }
    pub struct RunDetail { pub summary: RunSummary, pub progress: Option<RunProgress>, pub document: Option<CheckDocument> }

    pub struct LevelVerdict { pub repository: String, pub level: Level, pub verdict: Verdict }

    pub struct WireFinding {
        pub kind: FindingKind,
        pub severity: Severity,
        pub subject: String,
        pub detail: String,
        pub hint: String,
        #[serde(default, skip_serializing_if = "Option::is_none")] #[ts(optional)] pub repository: Option<String>,
        #[serde(default)] pub params: BTreeMap<String, String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] pub files: Vec<String>,
    }

    pub struct EvidenceRef { #[ts(type = "number")] pub seq: u64, pub hash: String }

    /// What a check prints.
    pub struct CheckDocument {
        pub control: String,
        pub run: String,
        pub verdict: Verdict,
        pub level: Option<Level>,
        pub levels: Vec<LevelVerdict>,
        pub started_at: Timestamp,
        pub finished_at: Timestamp,
        #[ts(type = "Record<string, unknown>")] pub figures: serde_json::Value,
        pub findings: Vec<WireFinding>,
        pub evidence: Option<EvidenceRef>,
    }

    // ---------------------------------------------------------------- evidence

    pub struct EvidenceListRequest {
        #[serde(default)] #[ts(optional, type = "number")] pub before: Option<u64>,
        #[serde(default)] #[ts(optional)] pub limit: Option<u32>,
        #[serde(default)] #[ts(optional)] pub control: Option<String>,
    }
    pub struct EvidenceRow {
        #[ts(type = "number")] pub seq: u64,
        pub at: Timestamp,
        pub clock: ClockKind,
        pub kind: RecordKind,
        pub control: Option<Named>,
        pub run: Option<String>,
        pub level: Option<Level>,
        pub verdict: Option<Verdict>,
        pub hash: String,
        /// Values for the sentence `evidence-<kind>`: `files`, `bytes`, `units_read`, `units_total`,
        /// `files_restored`, `restore_seconds`, `findings`, `name`.
        pub params: BTreeMap<String, String>,
    }
    pub struct EvidenceList {
        pub records: Vec<EvidenceRow>,
        #[ts(type = "number")] pub total: u64,
        pub head: Option<EvidenceRef>,
    }
    pub struct EvidenceShowRequest { #[ts(type = "number")] pub seq: u64 }
    pub struct EvidenceDetail {
        pub row: EvidenceRow,
        pub previous: String,
        /// The record as it was hashed: canonical JSON.
        pub record: String,
        pub artefacts: Vec<Artefact>,
        pub findings: Vec<WireFinding>,
    }
    pub struct EvidenceVerifyRequest { #[serde(default)] #[ts(optional)] pub against: Option<String> }
    pub struct LedgerProblem { #[ts(type = "number")] pub seq: u64, pub problem: ChainProblem }
    pub struct EvidenceVerifyReport {
        pub verdict: Verdict,
        #[ts(type = "number")] pub records: u64,
        pub head: Option<EvidenceRef>,
        pub problems: Vec<LedgerProblem>,
    }
    pub struct EvidenceExportRequest { pub file: String }
    pub struct EvidenceExportReport { pub file: String, #[ts(type = "number")] pub records: u64 }

    // ---------------------------------------------------------------- the demo company

    pub struct DemoRequest { #[serde(default)] #[ts(optional)] pub dir: Option<String> }
    pub struct DemoProgress {
        pub state: DemoState,
        pub dir: String,
        pub step: u32,
        pub steps: u32,
        pub error: Option<WireError>,
    }
}

/// Every wire type in TypeScript, each exported.
#[must_use]
pub fn typescript() -> String {
    let config = ts_rs::Config::new().with_large_int("number");
    let mut text = String::new();
    macro_rules! export {
        ($($name:ident,)*) => {
            $(text.push_str(&format!("export {}\n\n", $name::decl(&config)));)*
        };
    }
    export!(
        Level,
        Code,
        Place,
        Artefact,
        ChainProblem,
        ClockKind,
        RecordKind,
        RecoverySource,
        FindingKind,
        Severity,
        RunState,
        Status,
        Verdict,
        Theme,
        RunKind,
        Unit,
        Stage,
        StageState,
        Mark,
        DayMark,
        SourceKind,
        NeedCode,
        NeedAction,
        DemoState,
        WireMoney,
        Named,
        WireError,
        Nothing,
        AppState,
        WorkspaceInfo,
        SetTheme,
        OpenWorkspace,
        InitRequest,
        InitReport,
        ApplyRequest,
        PlanEntry,
        ApplyReport,
        Warning,
        ExportRequest,
        ExportReport,
        ProcessStatus,
        WireProof,
        ControlStatus,
        StatusReport,
        Fallback,
        ExposureRow,
        NeedsYou,
        Upcoming,
        Today,
        Rung,
        BackupRow,
        BackupList,
        BackupId,
        RepositoryView,
        Lane,
        Strip,
        Coverage,
        CoveragePart,
        Confidence,
        Rule32110,
        BackupDetail,
        BackupRunRequest,
        BackupVerifyRequest,
        BackupRestoreRequest,
        SnapshotsRequest,
        WireSnapshot,
        SnapshotsReport,
        ConfidenceRequest,
        ConfidenceReport,
        ProtectFolder,
        Protected,
        PickFolder,
        PickedFolder,
        RepositoryId,
        RecoverySheet,
        RunStarted,
        RunId,
        RunListRequest,
        StageView,
        RunProgress,
        RunSummary,
        RunList,
        RunDetail,
        LevelVerdict,
        WireFinding,
        EvidenceRef,
        CheckDocument,
        EvidenceListRequest,
        EvidenceRow,
        EvidenceList,
        EvidenceShowRequest,
        EvidenceDetail,
        EvidenceVerifyRequest,
        LedgerProblem,
        EvidenceVerifyReport,
        EvidenceExportRequest,
        EvidenceExportReport,
        DemoRequest,
        DemoProgress,
    );
    text
}

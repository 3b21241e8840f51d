//! What the engine and a worker say to each other: one request on standard input, then messages,
//! one JSON document a line, on standard output. Secrets travel only here.

use std::path::PathBuf;

use ballast_core::backup::Level;
use ballast_core::{Error, Finding, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ladder::present::History;

/// A repository and what opens it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Access {
    /// Its id in the workspace file.
    pub id: String,
    pub location: PathBuf,
    pub password: String,
    /// Bytes of a data pack in a repository that is made now.
    pub pack_bytes: Option<u64>,
    /// The id that it gave itself when it was first met.
    pub engine_id: Option<String>,
    /// Made by this workspace, so that it may be written to.
    pub made_here: bool,
}

/// What is backed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Folder { paths: Vec<PathBuf>, exclude: Vec<String> },
    Sqlite { path: PathBuf },
}

/// A question to a restored SQLite database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SqliteProbe {
    /// Run `PRAGMA integrity_check`.
    pub integrity: bool,
    /// A query whose first column of its first row is a whole number.
    pub query: Option<String>,
    pub at_least: Option<i64>,
}

/// Whose snapshots are meant in a repository that several backups may share.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scope {
    /// Every snapshot must carry these tags; none for an adopted repository.
    pub tags: Vec<String>,
    /// And one of these: the control's id, and ids that it had before.
    pub one_of: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeTask {
    pub source: Source,
    pub scope: Scope,
    /// Tags beyond the scope's: the head of the ledger.
    pub extra_tags: Vec<String>,
    pub previous_manifest: Option<PathBuf>,
    pub history: History,
    pub work_folder: PathBuf,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VerifyTask {
    pub level: Level,
    pub scope: Scope,
    pub history: History,
    /// The manifest of the newest snapshot, by snapshot id.
    pub manifests: Vec<(String, PathBuf)>,
    pub packs: Vec<KnownPack>,
    /// A SQLite database is opened and questioned; a folder is compared file by file.
    pub sqlite: bool,
    pub probes: Vec<SqliteProbe>,
    /// Share of packs at content, of files at restore; none reads every pack and 59 files.
    pub sample: Option<f64>,
    pub sample_files: Option<u64>,
    pub seed: String,
    pub work_folder: PathBuf,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RestoreTask {
    pub scope: Scope,
    /// The newest copy that the ledger knows; an older one is not given back in its place unasked.
    pub newest_known: Option<String>,
    pub snapshot: Option<String>,
    /// Paths inside the copy; none restores everything.
    pub paths: Vec<String>,
    pub to: PathBuf,
    pub overwrite: bool,
    pub manifests: Vec<(String, PathBuf)>,
}

/// A backup that another tool made, and that is only ever read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adopted {
    /// One archive a copy: every file of the folder whose name fits the pattern (`*` and `?`).
    Archives {
        folder: PathBuf,
        pattern: String,
    },
    /// A folder that is the newest copy, perhaps with a list of its checksums.
    Folder {
        path: PathBuf,
        sums: Option<String>,
    },
    Sqlite {
        path: PathBuf,
    },
}

/// Climbing the ladder of an adopted backup.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LookTask {
    pub what: Adopted,
    pub level: Level,
    pub history: History,
    /// What Ballast saw of each copy, by snapshot id, oldest first.
    pub manifests: Vec<(String, PathBuf)>,
    /// Files that were read before.
    pub packs: Vec<KnownPack>,
    pub probes: Vec<SqliteProbe>,
    /// Share of archives or files at content, of files at restore; none reads everything and 59 files.
    pub sample: Option<f64>,
    pub sample_files: Option<u64>,
    pub seed: String,
    pub work_folder: PathBuf,
}

/// Giving the files of an adopted backup back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExtractTask {
    pub what: Adopted,
    /// The id of a copy or its beginning; none and `latest` give the newest.
    pub snapshot: Option<String>,
    /// Paths inside the copy; none gives everything.
    pub paths: Vec<String>,
    pub to: PathBuf,
    pub overwrite: bool,
    pub manifests: Vec<(String, PathBuf)>,
    pub work_folder: PathBuf,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    List {
        scope: Scope,
    },
    Take(TakeTask),
    Verify(VerifyTask),
    Restore(RestoreTask),
    ListAdopted {
        what: Adopted,
    },
    Look(LookTask),
    Extract(ExtractTask),
    /// What lies at a place that somebody wants to adopt.
    Survey {
        path: PathBuf,
    },
}

/// What a [`Task::Survey`] found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// None where nothing is known of what lies there.
    pub kind: Option<SurveyKind>,
    pub files: u64,
    pub bytes: u64,
    pub newest_at: Option<Timestamp>,
    /// Files that are still being written, by their names.
    pub incomplete: u32,
    /// The name of a list of checksums.
    pub sums: Option<String>,
    /// For archives: which of the files they are.
    pub pattern: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyKind {
    Restic,
    Archives,
    Folder,
    Sqlite,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Request {
    /// The civil clock of the workspace.
    pub now: Timestamp,
    pub access: Access,
    pub task: Task,
}

/// A pack as the ledger knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPack {
    pub id: String,
    pub bytes: u64,
    pub last_read_at: Option<Timestamp>,
}

/// A snapshot as the repository lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub id: String,
    pub taken_at: Timestamp,
    pub files: Option<u64>,
    pub bytes: Option<u64>,
}

/// A level that was climbed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Climbed {
    pub level: Level,
    pub verdict: Verdict,
    pub figures: Value,
    pub findings: Vec<Finding>,
    pub seconds: f64,
}

/// A pack that was read to its last byte.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Read {
    pub id: String,
    pub intact: bool,
}

/// What a task leaves behind.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    pub engine_id: Option<String>,
    /// The repository did not exist and was made.
    pub made: bool,
    pub snapshots: Vec<Listed>,
    pub packs: Vec<(String, u64)>,
    pub reads: Vec<Read>,
    pub levels: Vec<Climbed>,
    /// The snapshot that was taken, or restored from.
    pub snapshot: Option<Listed>,
    /// The manifest of the source, written to the work folder.
    pub manifest: Option<PathBuf>,
    /// What was seen of copies of an adopted backup for the first time, by snapshot id.
    #[serde(default)]
    pub sights: Vec<(String, PathBuf)>,
    /// No pack is stored but those in `packs`: others were replaced or removed.
    #[serde(default)]
    pub packs_are_all: bool,
    #[serde(default)]
    pub survey: Option<Survey>,
    /// Findings of taking a copy or of a restore.
    pub findings: Vec<Finding>,
    pub figures: Value,
}

/// What a worker says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    Progress(Report),
    Done(Box<Answer>),
    Failed(Error),
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub stage: Stage,
    pub done: u64,
    pub total: Option<u64>,
    pub unit: Unit,
}

/// The step that a task is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Scan,
    Copy,
    Compare,
    Present,
    Structure,
    Content,
    Restore,
    Recovery,
    Finish,
}

/// What `done` and `total` count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Bytes,
    Files,
    Trees,
    None,
}

impl From<Level> for Stage {
    fn from(level: Level) -> Self {
        match level {
            Level::Present => Self::Present,
            Level::Structure => Self::Structure,
            Level::Content => Self::Content,
            Level::Restore => Self::Restore,
            Level::Recovery => Self::Recovery,
        }
    }
}

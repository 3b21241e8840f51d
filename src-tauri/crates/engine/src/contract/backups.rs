//! Backups.

use super::*;

wire! {
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
        pub pause: Option<PauseView>,
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
        /// Every line of the schedule, copies first.
        pub lines: Vec<ScheduledLine>,
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
    pub struct PickFile { pub title: String }
    pub struct PickedFile { pub path: Option<String> }

    /// A place that somebody wants to adopt: a folder, a file, or a folder with a pattern such as `nas/*.zip`.
    pub struct AdoptLook { pub path: String }
    /// What lies there, as far as a few seconds tell.
    pub struct Adoptable {
        pub path: String,
        /// None where nothing is known of what lies there.
        pub kind: Option<SourceKind>,
        #[ts(type = "number")] pub files: u64,
        #[ts(type = "number")] pub bytes: u64,
        pub newest_at: Option<Timestamp>,
        /// Files that are still being written, by their names.
        pub incomplete: u32,
        /// The name of a list of checksums that lies there.
        pub sums: Option<String>,
        pub needs_password: bool,
    }
    /// Watches a backup that another tool makes, and starts its first check.
    pub struct AdoptRequest {
        pub path: String,
        /// What it is; none finds out.
        #[serde(default)] #[ts(optional)] pub kind: Option<SourceKind>,
        #[serde(default)] #[ts(optional)] pub title: Option<String>,
        /// Of a repository of restic; kept in a file that only its owner may read.
        #[serde(default)] #[ts(optional)] pub password: Option<String>,
        /// The name of a list of checksums in the folder.
        #[serde(default)] #[ts(optional)] pub sums: Option<String>,
        /// Such as `26h`, which it is where none is given.
        #[serde(default)] #[ts(optional)] pub max_age: Option<String>,
        /// The company, when this is the first thing in a new workspace.
        #[serde(default)] #[ts(optional)] pub workspace_name: Option<String>,
    }
    pub struct Adopted { pub backup: String, pub run: String }
    pub struct RepositoryId { pub repository: String }
    /// Where the sheet with the repository's place, password and commands was written.
    pub struct RecoverySheet { pub file: String }
}

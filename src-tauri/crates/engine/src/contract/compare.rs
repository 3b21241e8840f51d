//! Parallel runs: two systems side by side, day by day, until a person may switch.

use jiff::civil::Date;

use super::*;

words! {
    /// Where one side comes from.
    pub enum SideKind { Csv, Json, JsonLines, Parquet, Xlsx, Sqlite, Postgres, Http }
    /// One day of the calendar of a parallel run.
    pub enum CompareDayState { Clean, Over, Inconclusive, Missed, Running, Planned }
    /// Whether the new system may replace the old one.
    pub enum CutoverDecision { Go, NoGo, NotEnoughEvidence }
    /// What must hold before a switch.
    pub enum CriterionCode {
        CleanRuns, Unexplained, Drift, MissedRuns, MonthEnd, Complete, ControlTotals, UpperBound, WayBack, CriteriaFrozen,
    }
    pub enum CriterionState { Met, Failed, Open }
}

impl From<FileKind> for SideKind {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::Csv => Self::Csv,
            FileKind::Json => Self::Json,
            FileKind::JsonLines => Self::JsonLines,
            FileKind::Parquet => Self::Parquet,
            FileKind::Xlsx => Self::Xlsx,
        }
    }
}

wire! {
    pub struct CompareId { pub id: String }
    pub struct CompareRow {
        pub id: String,
        pub title: String,
        pub status: Status,
        pub old: String,
        pub new: String,
        pub last_run_at: Option<Timestamp>,
        pub last_verdict: Option<Verdict>,
        /// Rows of the last run that differ and nobody has accepted, of how many.
        #[ts(type = "number | null")] pub unexplained: Option<u64>,
        #[ts(type = "number | null")] pub rows: Option<u64>,
        /// Clean runs in a row, of how many are wanted.
        pub clean_runs: u32,
        pub clean_runs_wanted: u32,
        pub decision: CutoverDecision,
        pub next_at: Option<Timestamp>,
        pub running: bool,
    }
    pub struct CompareList { pub parallel_runs: Vec<CompareRow> }

    /// One side as it is set up.
    pub struct SideView { pub kind: SideKind, pub place: String }

    /// The rules of a comparison, as the workspace file says them.
    pub struct CompareRules {
        pub key: Vec<String>,
        pub rename: BTreeMap<String, String>,
        pub ignore: Vec<String>,
        pub tolerance: BTreeMap<String, Tolerance>,
        pub normalise: Normalise,
        pub totals: Vec<String>,
        pub slice: Option<String>,
        pub critical: Vec<String>,
        pub personal: Vec<String>,
        pub schedule: Option<String>,
        pub watch: bool,
        pub starts: Option<Date>,
        pub days: Option<u32>,
        pub clean_runs: u32,
        /// A ratio.
        pub mismatch_rate: f64,
    }

    pub struct CompareDay {
        pub date: Date,
        pub state: CompareDayState,
        pub run: Option<String>,
        #[ts(type = "number | null")] pub unexplained: Option<u64>,
        #[ts(type = "number | null")] pub rows: Option<u64>,
        /// A column was renamed, added or lost on that day.
        pub drifted: bool,
    }

    pub struct Criterion {
        pub code: CriterionCode,
        pub state: CriterionState,
        /// Values for its sentence: `have`, `want`, `longest`, `column`, `date`, `upper`, `limit`.
        pub params: BTreeMap<String, String>,
    }

    pub struct Signature {
        pub person: String,
        pub decision: CutoverDecision,
        pub reason: String,
        pub at: Timestamp,
        #[ts(type = "number")] pub seq: u64,
    }

    pub struct CutoverView {
        pub decision: CutoverDecision,
        pub criteria: Vec<Criterion>,
        /// The first day on which a switch could be signed, if every run to come is clean.
        pub earliest: Option<Date>,
        /// When the criteria were frozen, and their SHA-256.
        pub frozen_at: Option<Timestamp>,
        pub frozen_hash: Option<String>,
        pub clean_runs: u32,
        pub longest_clean_runs: u32,
        /// One-sided 95 % bound on the rate of unexplained rows over the clean runs.
        pub upper: Option<f64>,
        /// What a switch now would change in the control totals: column and new − old.
        pub shift: Vec<TotalShift>,
        pub signatures: Vec<Signature>,
        /// Both signatures say go.
        pub signed: bool,
    }
    pub struct TotalShift { pub column: String, pub difference: String }

    /// A difference that a person accepted.
    pub struct KnownView {
        pub id: String,
        pub column: Option<String>,
        pub shape: Option<Shape>,
        pub conditions: Vec<Condition>,
        pub reason: String,
        pub owner: String,
        pub until: Option<Date>,
        pub accepted_at: Timestamp,
        pub expired: bool,
    }

    pub struct BaselineView { pub at: Timestamp, pub run: String, pub columns: Vec<String> }

    pub struct CompareRunView {
        pub run: String,
        pub day: Date,
        pub at: Timestamp,
        pub verdict: Verdict,
        pub old: Option<SideFacts>,
        pub new: Option<SideFacts>,
        pub figures: Option<Figures>,
        pub findings: Vec<WireFinding>,
        pub evidence: EvidenceRef,
        /// The list of differences is still kept.
        pub has_differences: bool,
    }

    pub struct CompareDetail {
        pub id: String,
        pub title: String,
        pub status: Status,
        pub status_since: Option<Timestamp>,
        pub protects: Vec<Named>,
        pub old: SideView,
        pub new: SideView,
        pub rules: CompareRules,
        pub days: Vec<CompareDay>,
        pub latest: Option<CompareRunView>,
        pub cutover: CutoverView,
        pub known: Vec<KnownView>,
        pub baseline: Option<BaselineView>,
        pub next_at: Option<Timestamp>,
    }

    pub struct CompareRunRequest {
        pub id: String,
        /// The day that dated file names stand for; today where there is none.
        #[serde(default)] #[ts(optional)] pub day: Option<Date>,
        /// Compares the old system with itself.
        #[serde(default)] #[ts(optional)] pub baseline: Option<bool>,
    }

    pub struct CompareFilesRequest {
        pub old: String,
        pub new: String,
        pub key: Vec<String>,
        #[serde(default)] pub rename: BTreeMap<String, String>,
        #[serde(default)] pub ignore: Vec<String>,
        #[serde(default)] pub tolerance: Tolerance,
        #[serde(default)] pub normalise: Normalise,
        /// A file for all differences: .csv, .parquet or .html.
        #[serde(default)] pub export: Option<String>,
        /// How each file is written; what is not said is found out.
        #[serde(default)] #[ts(optional)] pub old_form: Option<FileForm>,
        #[serde(default)] #[ts(optional)] pub new_form: Option<FileForm>,
    }
    #[derive(Default)]
    pub struct FileForm {
        /// Else by the end of its name.
        #[serde(default)] #[ts(optional)] pub kind: Option<FileKind>,
        /// A sheet, or the list in a JSON document as a path: `data.rows`.
        #[serde(default)] #[ts(optional)] pub part: Option<String>,
        #[serde(default)] #[ts(optional)] pub encoding: Option<String>,
        #[serde(default)] #[ts(optional)] pub delimiter: Option<char>,
        #[serde(default)] #[ts(optional)] pub decimal: Option<char>,
        #[serde(default)] #[ts(optional)] pub thousands: Option<char>,
        /// In the words of strftime: `%d.%m.%Y`.
        #[serde(default)] #[ts(optional)] pub date: Option<String>,
    }

    /// A machine that compares for others.
    pub struct CompareWorkerRequest {
        /// An address of this machine and a port.
        pub listen: String,
        /// What all machines see, a folder or a part of a bucket; files elsewhere are not read.
        pub store: String,
        /// The variable with what others must know, where they are on other machines.
        #[serde(default)] #[ts(optional)] pub token_env: Option<String>,
        /// PEM files, in place of the token: what others must be certified by, and what this one is.
        #[serde(default)] #[ts(optional)] pub cert: Option<String>,
        #[serde(default)] #[ts(optional)] pub key: Option<String>,
        #[serde(default)] #[ts(optional)] pub ca: Option<String>,
    }

    /// Two live systems that are asked the same. Paths are such as `$.items[*].price`, or `status`,
    /// `header:NAME`, `body`.
    pub struct CompareResponsesRequest {
        pub old_url: String,
        pub new_url: String,
        /// A file with one request a line.
        pub requests: String,
        #[serde(default)] pub ignore: Vec<String>,
        /// For every number.
        #[serde(default)] pub tolerance: Tolerance,
        /// By path.
        #[serde(default)] pub tolerances: BTreeMap<String, Tolerance>,
        /// Paths of fields, and their names on the new side.
        #[serde(default)] pub rename: BTreeMap<String, String>,
        /// Paths of lists, and the field by which their elements belong together.
        #[serde(default)] pub array_key: BTreeMap<String, String>,
        /// Headers that are compared beside `content-type` and `location`.
        #[serde(default)] pub compare_header: Vec<String>,
        /// Headers that both sides are sent.
        #[serde(default)] pub header: BTreeMap<String, String>,
        /// The same, with the names of environment variables that hold their texts.
        #[serde(default)] pub header_env: BTreeMap<String, String>,
        /// Requests per second that a side is sent.
        #[serde(default)] #[ts(optional)] pub rate: Option<f64>,
        /// How long one call may take.
        #[serde(default)] #[ts(optional, type = "number")] pub timeout_seconds: Option<u64>,
        /// How long all of them may take.
        #[serde(default)] #[ts(optional, type = "number")] pub max_runtime_seconds: Option<u64>,
        /// Draws the order of the requests, and which side is asked first.
        #[serde(default)] #[ts(optional)] pub seed: Option<String>,
        /// How often the old side is compared with itself first.
        #[serde(default)] #[ts(optional)] pub baseline: Option<u32>,
        /// Also requests that change something.
        #[serde(default)] #[ts(optional)] pub allow_writes: Option<bool>,
    }

    pub struct CompareRunId { pub id: String, #[serde(default)] #[ts(optional)] pub run: Option<String> }

    pub struct DifferencesRequest {
        pub id: String,
        /// The newest run that has a list, where none is named.
        #[serde(default)] #[ts(optional)] pub run: Option<String>,
        #[serde(default)] #[ts(optional)] pub column: Option<String>,
        #[serde(default)] #[ts(optional)] pub shape: Option<Shape>,
        #[serde(default)] #[ts(optional)] pub outcome: Option<Outcome>,
        /// Part of a key.
        #[serde(default)] #[ts(optional)] pub find: Option<String>,
        #[serde(default)] #[ts(optional, type = "number")] pub offset: Option<u64>,
        #[serde(default)] #[ts(optional)] pub limit: Option<u32>,
    }
    pub struct Difference {
        #[ts(type = "number")] pub number: u64,
        pub key: Vec<Option<String>>,
        pub column: Option<String>,
        pub shape: Shape,
        pub outcome: Outcome,
        pub old: Option<String>,
        pub new: Option<String>,
        /// new − old and new ÷ old, of decimals.
        pub difference: Option<String>,
        pub factor: Option<String>,
        /// Values of columns with few values, to see what rows have in common.
        pub context: Vec<Condition>,
    }
    pub struct Differences {
        pub run: String,
        pub key: Vec<String>,
        /// How many match what was asked, and how many are listed in all.
        #[ts(type = "number")] pub matching: u64,
        #[ts(type = "number")] pub listed: u64,
        pub rows: Vec<Difference>,
    }

    pub struct CompareExportRequest {
        pub id: String,
        #[serde(default)] #[ts(optional)] pub run: Option<String>,
        pub to: String,
        pub format: ExportFormat,
        /// Personal columns in full; masked otherwise.
        #[serde(default)] #[ts(optional)] pub unmasked: Option<bool>,
    }
    pub struct CompareExported { pub path: String, #[ts(type = "number")] pub rows: u64, #[ts(type = "number")] pub bytes: u64 }

    pub struct AcceptDifference {
        pub id: String,
        /// The id of a finding of the newest run.
        pub finding: String,
        pub reason: String,
        #[serde(default)] #[ts(optional)] pub until: Option<Date>,
        #[serde(default)] #[ts(optional)] pub owner: Option<String>,
    }
    pub struct WithdrawDifference { pub id: String, pub known: String, pub reason: String }
    pub struct AcceptRename { pub id: String, pub from: String, pub to: String, pub reason: String }
    pub struct SignCutover { pub id: String, pub person: String, pub decision: CutoverDecision, pub reason: String }

    /// One side as the wizard asks for it.
    pub struct SideInput {
        pub kind: SideKind,
        /// A file or pattern; the database for SQLite.
        #[serde(default)] #[ts(optional)] pub path: Option<String>,
        #[serde(default)] #[ts(optional)] pub url: Option<String>,
        /// What is in the answer of `url`.
        #[serde(default)] #[ts(optional)] pub file_kind: Option<FileKind>,
        #[serde(default)] #[ts(optional)] pub query: Option<String>,
        /// The name of the environment variable with the connection string.
        #[serde(default)] #[ts(optional)] pub connection_env: Option<String>,
    }
    pub struct CompareLookRequest { pub old: SideInput, pub new: SideInput }
    pub struct CompareLook {
        pub old: Option<SideFacts>,
        pub new: Option<SideFacts>,
        pub findings: Vec<WireFinding>,
        pub proposal: Spec,
        pub columns: Vec<String>,
        pub rows: Vec<PreviewRow>,
    }
    pub struct CompareSetUp {
        pub title: String,
        pub old: SideInput,
        pub new: SideInput,
        pub key: Vec<String>,
        pub rename: BTreeMap<String, String>,
        pub ignore: Vec<String>,
        pub tolerance: BTreeMap<String, Tolerance>,
        pub normalise: Normalise,
        pub schedule: Option<String>,
        pub starts: Option<Date>,
        pub days: Option<u32>,
        pub clean_runs: Option<u32>,
        /// `0.1%`
        pub mismatch_rate: Option<String>,
    }
    /// A parallel run as the form has it now.
    pub struct CompareChange { pub id: String, pub setup: CompareSetUp }
}

//! What the engine and the program `ballast-compare` say to each other: one request on standard input,
//! then messages, one JSON document a line, on standard output. Secrets travel only here.

use std::path::PathBuf;

pub use ballast_core::table::{FileKind, Format, Side, Source};
use ballast_core::{Error, Finding, Verdict};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::figures::Figures;
use crate::spec::Spec;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Request {
    pub now: Timestamp,
    /// The day that dated names stand for, in the workspace's time zone.
    pub day: Date,
    pub old: Side,
    pub new: Side,
    /// Where scratch files go: made and emptied by the program.
    pub work_folder: PathBuf,
    pub limits: Limits,
    /// Several machines in place of this one: a request for `ballast-cluster`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine: Option<Engine>,
    pub task: Task,
}

/// Machines that compare together.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// Where the workers listen: `https://10.0.0.5:50051`.
    pub workers: Vec<String>,
    /// A folder that all of them see.
    pub store: String,
    /// What workers want to hear before they do anything.
    #[serde(default)]
    pub token: Option<String>,
    #[serde(default)]
    pub tls: Option<Tls>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { workers, store, token, tls } = self;
        f.debug_struct("Engine")
            .field("workers", workers)
            .field("store", store)
            .field("token", &token.as_ref().map(|_| "…"))
            .field("tls", tls)
            .finish()
    }
}

/// By what both ends of a connection know each other: PEM files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
    /// Who signed the certificates of the others.
    pub authority: PathBuf,
}

/// What the program may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// The pool of the engine; beyond it, it spills.
    pub pool_bytes: u64,
    pub threads: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pool_bytes: 256 << 20, threads: 2 }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Compares both sides.
    Compare {
        spec: Box<Spec>,
        /// Where the list of differences is written; none for the figures alone.
        differences: Option<PathBuf>,
        /// The list of the run before, for what moved.
        previous: Option<PathBuf>,
        /// Where both sides are kept, compressed; none to keep nothing.
        keep: Option<PathBuf>,
    },
    /// Looks at both sides and proposes how to compare them.
    Look { rows: u32 },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    Progress(Report),
    Done(Box<Answer>),
    Failed(Error),
}

/// How far the program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub stage: Stage,
    pub done: u64,
    pub total: Option<u64>,
    pub unit: Unit,
}

/// The step that a comparison is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    ReadOld,
    ReadNew,
    Compare,
    Explain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Bytes,
    Rows,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Compared(Box<Compared>),
    Looked(Box<Looked>),
}

/// The outcome of a comparison. Where a side could not be read whole, `figures` is empty, the findings
/// say why, and the verdict is inconclusive: never "0 differences".
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Compared {
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    pub figures: Option<Figures>,
    pub old: Option<SideFacts>,
    pub new: Option<SideFacts>,
    /// Both sides as they were read, compressed, where they are to be kept.
    pub kept: Vec<PathBuf>,
}

/// What is known of one side after it was read to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SideFacts {
    /// The file that was read, or where the rows came from; never with a password.
    pub place: String,
    /// Of the bytes that were read; of the rows as CSV where there is no file. 64 hexadecimal digits.
    pub sha256: String,
    #[ts(type = "number")]
    pub bytes: u64,
    #[ts(type = "number")]
    pub rows: u64,
    pub modified_at: Option<Timestamp>,
    /// `UTF-8`, `UTF-16LE`, `windows-1252`; none where bytes are no text.
    pub encoding: Option<String>,
    pub byte_order_mark: bool,
    pub delimiter: Option<char>,
    pub columns: Vec<ColumnProfile>,
}

/// What the cells of one column are like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColumnProfile {
    pub name: String,
    /// Decimal where every cell that is not empty is one, and at least one is there.
    pub kind: crate::figures::ColumnKind,
    #[ts(type = "number")]
    pub empty: u64,
    #[ts(type = "number")]
    pub null: u64,
    /// The most digits after the point.
    pub decimals: u32,
    /// The length of the longest cell, in bytes.
    #[ts(type = "number")]
    pub longest: u64,
    /// No two rows share a value.
    pub unique: bool,
}

/// What the wizard shows before anything is set up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Looked {
    pub old: Option<SideFacts>,
    pub new: Option<SideFacts>,
    /// Why a side could not be read.
    pub findings: Vec<Finding>,
    pub proposal: Spec,
    /// Matched rows: the cells of the compared columns, old and new.
    pub columns: Vec<String>,
    pub rows: Vec<PreviewRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PreviewRow {
    pub key: Vec<String>,
    /// One entry a column of [`Looked::columns`]; none stands for null.
    pub old: Vec<Option<String>>,
    pub new: Vec<Option<String>>,
}

/// What `ballast-compare export` is asked: a list of differences as a file for people.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Export {
    pub differences: PathBuf,
    /// Replaced where it is there.
    pub to: PathBuf,
    pub format: ExportFormat,
    /// Columns whose values are not shown, by their name on either side; those of the key too.
    #[serde(default)]
    pub masked: Vec<String>,
    /// What stands above the table.
    #[serde(default)]
    pub title: String,
    /// Words for people in place of those of this contract: `mismatch`, `only_old`, `column`, `old`…
    #[serde(default)]
    pub words: std::collections::BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    Csv,
    Parquet,
    /// One page that needs nothing else.
    Html,
}

/// What was written: its answer is `{"Ok": Exported}` or `{"Err": Error}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    pub rows: u64,
    pub bytes: u64,
    /// Differences that the file does not name: too many for a list, or for a page.
    pub left_out: u64,
}

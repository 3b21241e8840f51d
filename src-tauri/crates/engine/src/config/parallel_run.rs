//! Parallel runs, and the tables they read.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ballast_compare::{Normalise, Tolerance};
use ballast_core::limits::{MAX_RUNTIME, PROOF_VALID_FOR};
use ballast_core::table::{FileKind, Format};
use ballast_core::{Id, Span};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::SecretRef;
use crate::cluster::Cluster;

/// Where one side of a comparison comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableSource {
    File {
        path: PathBuf,
        kind: FileKind,
    },
    Sqlite {
        path: PathBuf,
        query: String,
    },
    /// The connection string is a secret: it holds a password.
    Postgres {
        connection: SecretRef,
        query: String,
    },
    Http {
        url: String,
        kind: FileKind,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSide {
    pub source: TableSource,
    pub format: Format,
}

/// When a parallel run counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub starts: Date,
    pub days: u32,
}

/// What must hold before a switch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    pub clean_runs: u32,
    /// A percentage as written: `0.1%`.
    pub mismatch_rate: String,
}

impl Default for Acceptance {
    fn default() -> Self {
        Self { clean_runs: 7, mismatch_rate: "0%".to_owned() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParallelRun {
    pub id: Id,
    pub title: Option<String>,
    pub protects: Vec<Id>,
    pub old: TableSide,
    pub new: TableSide,
    /// A second extract of the old system, for the columns that differ by nature.
    pub baseline: Option<TableSide>,
    pub key: Vec<String>,
    pub rename: BTreeMap<String, String>,
    pub ignore: Vec<String>,
    /// By column; `*` for every decimal column. Ratios are decimals: `0.001`.
    pub tolerance: BTreeMap<String, Tolerance>,
    pub normalise: Normalise,
    pub totals: Vec<String>,
    pub slice: Option<String>,
    pub critical: Vec<String>,
    /// Columns with personal data, masked in what is exported.
    pub personal: Vec<String>,
    pub schedule: Option<String>,
    pub watch: bool,
    pub window: Option<Window>,
    pub accept: Acceptance,
    pub max_runtime: Option<Span>,
    pub proof_valid_for: Option<Span>,
    /// None: this machine.
    #[serde(default)]
    pub engine: Option<Cluster>,
}

/// The name for every decimal column in a tolerance.
pub const EVERY_COLUMN: &str = "*";

impl ParallelRun {
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(self.id.as_str())
    }

    #[must_use]
    pub fn valid_for(&self) -> Span {
        self.proof_valid_for.unwrap_or(PROOF_VALID_FOR)
    }

    #[must_use]
    pub fn limit(&self) -> Span {
        self.max_runtime.unwrap_or(MAX_RUNTIME)
    }
}

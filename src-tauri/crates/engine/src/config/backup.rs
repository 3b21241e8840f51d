//! Backups and where their copies lie.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ballast_core::backup::Level;
use ballast_core::limits::{MAX_RUNTIME, PROOF_VALID_FOR};
use ballast_core::status::Requirement;
use ballast_core::{Id, Span};
use serde::{Deserialize, Serialize};

use super::SecretRef;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repository {
    pub id: Id,
    pub title: Option<String>,
    pub location: PathBuf,
    pub password: SecretRef,
    pub media: Option<String>,
    pub offsite: bool,
    pub immutable: bool,
    /// As written: `4MiB`.
    pub pack_size: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Folder {
        paths: Vec<PathBuf>,
        exclude: Vec<String>,
    },
    Sqlite(PathBuf),
    /// Taken by another tool; only ever read.
    Restic {
        location: PathBuf,
        password: SecretRef,
    },
    /// Taken by another tool, one archive a copy: a folder and, as its last part, a pattern.
    Archives(PathBuf),
    /// A folder that another tool fills, with the name of its list of checksums.
    AdoptedFolder {
        path: PathBuf,
        manifest: Option<String>,
    },
    /// A SQLite file that another tool writes.
    AdoptedSqlite(PathBuf),
}

impl Source {
    /// Made by another tool and only ever read.
    #[must_use]
    pub fn is_adopted(&self) -> bool {
        self.adopted_place().is_some()
    }

    /// Where an adopted backup lies: a repository, a folder, a file.
    #[must_use]
    pub fn adopted_place(&self) -> Option<&Path> {
        match self {
            Self::Folder { .. } | Self::Sqlite(_) => None,
            Self::Restic { location, .. } => Some(location),
            Self::Archives(pattern) => Some(pattern.parent().unwrap_or(pattern)),
            Self::AdoptedFolder { path, .. } | Self::AdoptedSqlite(path) => Some(path),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    pub integrity: bool,
    pub query: Option<String>,
    pub at_least: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verify {
    pub level: Level,
    /// A percentage as written: `5%`.
    pub sample: Option<String>,
    pub sample_files: Option<u64>,
    pub schedule: Option<String>,
    pub proof_valid_for: Option<Span>,
    pub probes: Vec<Probe>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backup {
    pub id: Id,
    pub title: Option<String>,
    pub protects: Vec<Id>,
    pub source: Source,
    pub repositories: Vec<Id>,
    pub schedule: Option<String>,
    pub max_age: Option<Span>,
    pub keep: BTreeMap<String, u32>,
    pub max_runtime: Option<Span>,
    pub proof_valid_for: Option<Span>,
    pub verify: Vec<Verify>,
    pub watch: bool,
}

impl Backup {
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

    /// The levels that must be proven; a restore where the file names none.
    #[must_use]
    pub fn requirements(&self) -> Vec<Requirement> {
        if self.verify.is_empty() {
            return vec![Requirement { level: Level::Restore, valid_for: self.valid_for() }];
        }
        let one = |verify: &Verify| Requirement {
            level: verify.level,
            valid_for: verify.proof_valid_for.unwrap_or(self.valid_for()),
        };
        self.verify.iter().map(one).collect()
    }

    #[must_use]
    pub fn is_adopted(&self) -> bool {
        self.source.is_adopted()
    }

    /// The ids of the repositories that hold copies; an adopted one goes by the backup's own id.
    #[must_use]
    pub fn repository_ids(&self) -> Vec<String> {
        if self.is_adopted() {
            vec![self.id.to_string()]
        } else {
            self.repositories.iter().map(Id::to_string).collect()
        }
    }
}

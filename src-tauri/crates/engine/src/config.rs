//! What a workspace sets up, as it is kept in the database. Durations and money stay as people write
//! them; paths are absolute.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ballast_compare::{Normalise, Tolerance};
use ballast_core::backup::Level;
use ballast_core::exposure::{ComponentKind, Group};
use ballast_core::limits::{MAX_RUNTIME, PROOF_VALID_FOR, SPOT_CHECK_VALID_FOR};
use ballast_core::status::Requirement;
use ballast_core::table::{FileKind, Format};
use ballast_core::{Code, Error, Id, Result, Span};
use ballast_spotcheck::plan::{Distribution, Selection};
use ballast_store::{EntryKind, View};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::cluster::Cluster;
use crate::contract::MailSecurity;

/// The `[workspace]` table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub name: String,
    pub timezone: String,
    pub currency: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fiscal_year_starts: Option<u8>,
    /// The folder of the file that was applied last; exports write paths relative to it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub base: Option<PathBuf>,
    /// The `[alerts]` table.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alerts: Option<Alerts>,
}

/// Who is told when something changes, and who watches the watcher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alerts {
    pub desktop: bool,
    pub email: Option<Email>,
    pub webhook: Option<Webhook>,
    /// A program with its arguments; it reads the alert as JSON.
    pub command: Option<Vec<String>>,
    pub heartbeat_out: Option<HeartbeatOut>,
    /// As written: `22:00-07:00`.
    pub quiet_hours: Option<String>,
    /// A schedule line for the weekly summary.
    pub digest: Option<String>,
}

impl Default for Alerts {
    /// Where the file has no `[alerts]`: notifications on the desktop, where there is one.
    fn default() -> Self {
        Self {
            desktop: true,
            email: None,
            webhook: None,
            command: None,
            heartbeat_out: None,
            quiet_hours: None,
            digest: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email {
    pub to: Vec<String>,
    pub from: Option<String>,
    /// `host:port`.
    pub server: String,
    pub security: Option<MailSecurity>,
    /// The name to log in with; without it the secret is `name:password`.
    pub user: Option<String>,
    pub login: Option<SecretRef>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    pub url: String,
    /// Signs what is sent.
    pub secret: Option<SecretRef>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeartbeatOut {
    pub url: String,
    pub every: Span,
}

pub use ballast_outside::secrets::SecretRef;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Process {
    pub id: Id,
    pub title: Option<String>,
    pub owner: Option<String>,
    pub deputy: Option<String>,
    /// A decimal in the workspace's currency.
    pub damage_per_hour: String,
    pub worst_case_outage: Span,
    pub max_outage: Option<Span>,
    pub rto: Option<Span>,
    pub rpo: Option<Span>,
    pub needs: Vec<Group>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Component {
    pub id: Id,
    pub title: Option<String>,
    pub kind: ComponentKind,
    pub outages_per_year: Option<f64>,
    pub outage: Option<Span>,
    pub needs: Vec<Group>,
    pub shares: BTreeMap<String, String>,
}

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

/// A list of payouts, and what its columns mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Population {
    pub side: TableSide,
    /// The column that names a payout.
    pub id: String,
    /// The column with what was paid.
    pub amount: String,
    /// The column with who was paid.
    pub person: Option<String>,
    pub stratum: Option<String>,
    /// Columns that a checker works with.
    pub show: Vec<String>,
    /// What should have been paid.
    #[serde(default)]
    pub sales: Option<Sales>,
}

/// A second list, whose rows each name the payout that they should have led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sales {
    pub side: TableSide,
    /// The column with the ids of payouts.
    pub payout: String,
}

/// How many payouts are drawn, and how. Rates are percentages as written: `5%`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    Percent {
        percent: String,
        at_least: Option<u64>,
        per_stratum: bool,
        confidence: String,
        tolerable: Option<String>,
    },
    Attribute {
        confidence: String,
        tolerable: String,
        expected: Option<String>,
        per_stratum: bool,
        /// Hypergeometric where it is not said.
        #[serde(default)]
        distribution: Option<Distribution>,
    },
    MonetaryUnit {
        confidence: String,
        tolerable: String,
        expected: Option<String>,
        /// Sieve where it is not said.
        #[serde(default)]
        selection: Option<Selection>,
    },
    /// Equal stages: each goes on at exactly so many errors of its own, and accepts with fewer.
    StopOrGo { confidence: String, tolerable: String, go_on: Vec<u64> },
    /// Until the rule of Kaplan and Markov passes; at most so many units of value.
    Anytime { confidence: String, tolerable: String, at_most: u64 },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpotCheck {
    pub id: Id,
    pub title: Option<String>,
    pub protects: Vec<Id>,
    pub population: Population,
    pub sample: Sample,
    /// Conditions such as `amount > 5000`: what meets one is drawn for certain.
    pub always: Vec<String>,
    pub tolerance: Tolerance,
    pub checkers: Vec<String>,
    pub reviewer: Option<String>,
    pub schedule: Option<String>,
    pub max_runtime: Option<Span>,
    pub proof_valid_for: Option<Span>,
}

impl SpotCheck {
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(self.id.as_str())
    }

    #[must_use]
    pub fn valid_for(&self) -> Span {
        self.proof_valid_for.unwrap_or(SPOT_CHECK_VALID_FOR)
    }

    #[must_use]
    pub fn limit(&self) -> Span {
        self.max_runtime.unwrap_or(MAX_RUNTIME)
    }
}

/// Somebody, with everything that lists call this person by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: Id,
    pub name: String,
    pub email: Option<String>,
    /// The name of the user on this computer.
    pub login: Option<String>,
    pub aliases: Vec<String>,
}

impl Person {
    /// Everything that this person is called.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let more = self.email.iter().chain(&self.login).chain(&self.aliases).map(String::as_str);
        [self.id.as_str(), self.name.as_str()].into_iter().chain(more)
    }
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

impl Process {
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(self.id.as_str())
    }
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

/// Everything that is set up.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub settings: Settings,
    pub processes: Vec<Process>,
    pub components: Vec<Component>,
    pub repositories: Vec<Repository>,
    pub backups: Vec<Backup>,
    pub parallel_runs: Vec<ParallelRun>,
    pub spot_checks: Vec<SpotCheck>,
    pub people: Vec<Person>,
}

/// A backup with the instant from which its schedule counts.
#[derive(Clone, Debug)]
pub struct Known<T> {
    pub entry: T,
    pub created_at: Timestamp,
}

fn damaged(error: &serde_json::Error) -> Error {
    Error::new(Code::WorkspaceDamaged).because(error)
}

/// Entries of one kind with when they were first set up.
pub fn known<T: for<'de> Deserialize<'de>>(view: &View<'_>, kind: EntryKind) -> Result<Vec<Known<T>>> {
    view.entries(kind)?
        .into_iter()
        .map(|entry| {
            let parsed = serde_json::from_value(entry.payload).map_err(|error| damaged(&error))?;
            Ok(Known { entry: parsed, created_at: entry.created_at })
        })
        .collect()
}

fn all<T: for<'de> Deserialize<'de>>(view: &View<'_>, kind: EntryKind) -> Result<Vec<T>> {
    Ok(known(view, kind)?.into_iter().map(|known| known.entry).collect())
}

impl Config {
    /// Reads what is in force.
    pub fn load(view: &View<'_>) -> Result<Self> {
        let workspace = view.workspace()?.ok_or_else(|| Error::new(Code::NoWorkspace))?;
        let settings = serde_json::from_value(workspace.payload).map_err(|error| damaged(&error))?;
        Ok(Self {
            settings,
            processes: all(view, EntryKind::Process)?,
            components: all(view, EntryKind::Component)?,
            repositories: all(view, EntryKind::Repository)?,
            backups: all(view, EntryKind::Backup)?,
            parallel_runs: all(view, EntryKind::ParallelRun)?,
            spot_checks: all(view, EntryKind::SpotCheck)?,
            people: all(view, EntryKind::Person)?,
        })
    }

    #[must_use]
    pub fn alerts(&self) -> Alerts {
        self.settings.alerts.clone().unwrap_or_default()
    }

    /// The zone that schedules and days are read in.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.settings.timezone).unwrap_or(TimeZone::UTC)
    }

    pub fn backup(&self, id: &str) -> Result<&Backup> {
        self.backups.iter().find(|backup| backup.id.as_str() == id).ok_or_else(|| {
            Error::new(Code::UnknownId)
                .with("what", "backup")
                .with("id", id)
                .allowed(self.backups.iter().map(|backup| &backup.id))
        })
    }

    pub fn parallel_run(&self, id: &str) -> Result<&ParallelRun> {
        self.parallel_runs.iter().find(|run| run.id.as_str() == id).ok_or_else(|| {
            Error::new(Code::UnknownId)
                .with("what", "parallel run")
                .with("id", id)
                .allowed(self.parallel_runs.iter().map(|run| &run.id))
        })
    }

    pub fn spot_check(&self, id: &str) -> Result<&SpotCheck> {
        self.spot_checks.iter().find(|check| check.id.as_str() == id).ok_or_else(|| {
            Error::new(Code::UnknownId)
                .with("what", "spot check")
                .with("id", id)
                .allowed(self.spot_checks.iter().map(|check| &check.id))
        })
    }

    /// The error for a control that nothing is called.
    #[must_use]
    pub fn no_control(&self, id: &str) -> Error {
        let backups = self.backups.iter().map(|backup| &backup.id);
        let runs = self.parallel_runs.iter().map(|run| &run.id);
        let checks = self.spot_checks.iter().map(|check| &check.id);
        let known = backups.chain(runs).chain(checks);
        Error::new(Code::UnknownId).with("what", "control").with("id", id).allowed(known)
    }

    /// Whether anything is checked under this id.
    #[must_use]
    pub fn has_control(&self, id: &str) -> bool {
        self.backup(id).is_ok() || self.parallel_run(id).is_ok() || self.spot_check(id).is_ok()
    }

    pub fn require_control(&self, id: &str) -> Result<()> {
        if self.has_control(id) { Ok(()) } else { Err(self.no_control(id)) }
    }

    /// What a process or component is called; its id where it has no title.
    #[must_use]
    pub fn title_of(&self, thing: &str) -> String {
        let process = self.processes.iter().find(|process| process.id.as_str() == thing).map(Process::name);
        let component = || {
            let found = self.components.iter().find(|component| component.id.as_str() == thing);
            found.and_then(|component| component.title.as_deref())
        };
        process.or_else(component).unwrap_or(thing).to_owned()
    }

    /// What a control is called; its id where it is set up no more.
    #[must_use]
    pub fn name_of(&self, control: &str) -> String {
        let backup = self.backup(control).map(Backup::name);
        let run = || self.parallel_run(control).map(ParallelRun::name);
        let check = || self.spot_check(control).map(SpotCheck::name);
        backup.or_else(|_| run()).or_else(|_| check()).unwrap_or(control).to_owned()
    }

    pub fn repository(&self, id: &str) -> Result<&Repository> {
        self.repositories.iter().find(|repository| repository.id.as_str() == id).ok_or_else(|| {
            Error::new(Code::UnknownId)
                .with("what", "repository")
                .with("id", id)
                .allowed(self.repositories.iter().map(|r| &r.id))
        })
    }
}

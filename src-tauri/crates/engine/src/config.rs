//! What a workspace sets up, as it is kept in the database. Durations and money stay as people write
//! them; paths are absolute.

mod backup;
mod drill;
mod map;
mod parallel_run;
mod provider_pair;
mod spot_check;

use std::net::SocketAddr;
use std::path::PathBuf;

use ballast_core::{Code, Error, Id, Result, Span};
use ballast_store::{EntryKind, View};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::contract::MailSecurity;

pub use backup::{Backup, Probe, Repository, Source, Verify};
pub use drill::{Canary, Drill};
pub use map::{Change, Component, Loss, Process, RiskOption};
pub use parallel_run::{Acceptance, EVERY_COLUMN, ParallelRun, TableSide, TableSource, Window};
pub use provider_pair::{Capacity, Freshness, ProviderPair, keys_of};
pub use spot_check::{Population, Sales, Sample, SpotCheck};

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
    /// Servers that tell our own line from an outage of somebody else: `[network] anchors`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub anchors: Vec<String>,
    /// Where signs of life of heartbeat probes come in: `[network] heartbeat_port`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub heartbeat_in: Option<SocketAddr>,
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

/// Everything that is set up.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub settings: Settings,
    pub processes: Vec<Process>,
    pub components: Vec<Component>,
    pub options: Vec<RiskOption>,
    pub repositories: Vec<Repository>,
    pub backups: Vec<Backup>,
    pub parallel_runs: Vec<ParallelRun>,
    pub spot_checks: Vec<SpotCheck>,
    pub provider_pairs: Vec<ProviderPair>,
    pub drills: Vec<Drill>,
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
            options: all(view, EntryKind::Option)?,
            repositories: all(view, EntryKind::Repository)?,
            backups: all(view, EntryKind::Backup)?,
            parallel_runs: all(view, EntryKind::ParallelRun)?,
            spot_checks: all(view, EntryKind::SpotCheck)?,
            provider_pairs: all(view, EntryKind::ProviderPair)?,
            drills: all(view, EntryKind::Drill)?,
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

    pub fn provider_pair(&self, id: &str) -> Result<&ProviderPair> {
        self.provider_pairs.iter().find(|pair| pair.id.as_str() == id).ok_or_else(|| {
            Error::new(Code::UnknownId)
                .with("what", "provider pair")
                .with("id", id)
                .allowed(self.provider_pairs.iter().map(|pair| &pair.id))
        })
    }

    pub fn drill(&self, id: &str) -> Result<&Drill> {
        self.drills.iter().find(|drill| drill.id.as_str() == id).ok_or_else(|| {
            Error::new(Code::UnknownId)
                .with("what", "drill")
                .with("id", id)
                .allowed(self.drills.iter().map(|drill| &drill.id))
        })
    }

    /// The process that a pair stands behind: the one it protects, else the first that needs what it protects or one
    /// of its two providers.
    #[must_use]
    pub fn process_behind(&self, pair: &ProviderPair) -> Option<&Process> {
        let direct = self.processes.iter().find(|process| pair.protects.contains(&process.id));
        let of_pair = |id: &Id| pair.protects.contains(id) || *id == pair.primary || *id == pair.backup;
        let needs = |process: &&Process| process.needs.iter().flat_map(|group| &group.any_of).any(of_pair);
        direct.or_else(|| self.processes.iter().find(needs))
    }

    /// The error for a control that nothing is called.
    #[must_use]
    pub fn no_control(&self, id: &str) -> Error {
        let backups = self.backups.iter().map(|backup| &backup.id);
        let runs = self.parallel_runs.iter().map(|run| &run.id);
        let checks = self.spot_checks.iter().map(|check| &check.id);
        let pairs = self.provider_pairs.iter().map(|pair| &pair.id);
        let known = backups.chain(runs).chain(checks).chain(pairs);
        Error::new(Code::UnknownId).with("what", "control").with("id", id).allowed(known)
    }

    /// Whether anything is checked under this id.
    #[must_use]
    pub fn has_control(&self, id: &str) -> bool {
        self.backup(id).is_ok()
            || self.parallel_run(id).is_ok()
            || self.spot_check(id).is_ok()
            || self.provider_pair(id).is_ok()
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
        let pair = || self.provider_pair(control).map(ProviderPair::name);
        let drill = || self.drill(control).map(Drill::name);
        let found = backup.or_else(|_| run()).or_else(|_| check()).or_else(|_| pair()).or_else(|_| drill());
        found.unwrap_or(control).to_owned()
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

//! What a workspace file sets up.

use ballast_core::Result;
use jiff::Timestamp;
use rusqlite::params;
use serde_json::Value;

use crate::workspace::{instant, json, signed};
use crate::{Change, View, from_sqlite};

/// A table of the workspace file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    Process,
    Component,
    Option,
    Repository,
    Backup,
    ParallelRun,
    SpotCheck,
    ProviderPair,
    Drill,
    Person,
}

impl EntryKind {
    pub const ALL: [Self; 10] = [
        Self::Process,
        Self::Component,
        Self::Option,
        Self::Repository,
        Self::Backup,
        Self::ParallelRun,
        Self::SpotCheck,
        Self::ProviderPair,
        Self::Drill,
        Self::Person,
    ];

    /// Somebody put it in place to prove something: it has a schedule, runs and a status.
    #[must_use]
    pub fn is_control(self) -> bool {
        matches!(self, Self::Backup | Self::ParallelRun | Self::SpotCheck | Self::ProviderPair)
    }

    /// The name of its table in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Component => "component",
            Self::Option => "option",
            Self::Repository => "repository",
            Self::Backup => "backup",
            Self::ParallelRun => "parallel_run",
            Self::SpotCheck => "spot_check",
            Self::ProviderPair => "provider_pair",
            Self::Drill => "drill",
            Self::Person => "person",
        }
    }
}

/// One entry; its payload belongs to the crate that owns its type.
#[derive(Clone, Debug)]
pub struct Entry {
    pub kind: EntryKind,
    pub id: String,
    pub created_at: Timestamp,
    pub payload: Value,
}

impl View<'_> {
    /// Entries of one kind that are in force, in the order of the file.
    pub fn entries(&self, kind: EntryKind) -> Result<Vec<Entry>> {
        let mut statement = self
            .0
            .prepare_cached(
                "SELECT id, created_at, payload FROM entry WHERE kind = ?1 AND retired_at IS NULL ORDER BY position, id",
            )
            .map_err(from_sqlite)?;
        let rows = statement
            .query_map([kind.as_str()], |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
            })
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let (id, created_at, payload): (String, String, String) = row.map_err(from_sqlite)?;
            Ok(Entry { kind, id, created_at: instant(&created_at)?, payload: json(&payload)? })
        })
        .collect()
    }
}

impl Change<'_> {
    /// Writes an entry; one that was retired is in force again, with its history.
    pub fn put_entry(
        &self,
        kind: EntryKind,
        id: &str,
        position: usize,
        payload: &Value,
        now: Timestamp,
    ) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO entry (kind, id, position, created_at, payload) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (kind, id) DO UPDATE SET position = ?3, payload = ?5, retired_at = NULL,
                     created_at = CASE WHEN retired_at IS NULL THEN created_at ELSE ?4 END",
                params![kind.as_str(), id, signed(position as u64), now.to_string(), payload.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Takes an entry out of force and keeps its history.
    pub fn retire_entry(&self, kind: EntryKind, id: &str, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE entry SET retired_at = ?3 WHERE kind = ?1 AND id = ?2 AND retired_at IS NULL",
                params![kind.as_str(), id, now.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Gives an entry and everything recorded about it a new id.
    pub fn rename_entry(&self, kind: EntryKind, from: &str, to: &str) -> Result<()> {
        let run = |sql: &str| self.0.execute(sql, [from, to]).map(drop).map_err(from_sqlite);
        let name = kind.as_str();
        run(&format!("UPDATE entry SET id = ?2 WHERE kind = '{name}' AND id = ?1"))?;
        match kind {
            EntryKind::Backup | EntryKind::ParallelRun | EntryKind::SpotCheck | EntryKind::ProviderPair => {
                self.continue_history(from, to)?;
                // A comparison has no repository but itself.
                run("UPDATE attempt SET repository = ?2 WHERE control = ?1 AND repository = ?1")?;
                for table in [
                    "run",
                    "attempt",
                    "snapshot",
                    "timetable",
                    "slot",
                    "missed",
                    "pause",
                    "dead_letter",
                    "told",
                    "news",
                    "watched",
                    "draft",
                    "probe",
                ] {
                    run(&format!("UPDATE {table} SET control = ?2 WHERE control = ?1"))?;
                }
                run("UPDATE drill SET pair = ?2 WHERE pair = ?1")
            }
            EntryKind::Repository => {
                run("UPDATE repository SET id = ?2 WHERE id = ?1")?;
                for table in ["attempt", "snapshot", "pack"] {
                    run(&format!("UPDATE {table} SET repository = ?2 WHERE repository = ?1"))?;
                }
                Ok(())
            }
            EntryKind::Drill => run("UPDATE drill SET written = ?2 WHERE written = ?1"),
            EntryKind::Process | EntryKind::Component | EntryKind::Option | EntryKind::Person => Ok(()),
        }
    }
}

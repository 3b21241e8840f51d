//! The workspace itself, its settings and the repositories it has met.

use ballast_core::{Code, Error, Result};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use crate::{Change, View, from_sqlite};

/// The one workspace of a database.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub id: String,
    /// Made under a simulated clock; records made under one count as proof here, and only here.
    pub simulated: bool,
    pub created_at: Timestamp,
    pub revision: u64,
    /// Name, time zone, currency and fiscal year, as the engine writes them.
    pub payload: Value,
}

/// A repository as it was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepositoryRow {
    pub id: String,
    /// The id that the repository gives itself.
    pub engine_id: String,
    pub made_here: bool,
    pub first_seen_at: Timestamp,
}

pub(crate) fn instant(text: &str) -> Result<Timestamp> {
    text.parse().map_err(|error: jiff::Error| Error::new(Code::WorkspaceDamaged).because(&error))
}

/// The second of an instant, for comparing as text: instants are kept with as many digits as they have,
/// so that "…:00Z" sorts behind "…:00.5Z". What is written within the second is not below it.
pub(crate) fn second_of(at: Timestamp) -> String {
    let second = Timestamp::from_second(at.as_second()).unwrap_or(at);
    second.to_string().trim_end_matches('Z').to_owned()
}

pub(crate) fn json(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|error| Error::new(Code::WorkspaceDamaged).because(&error))
}

pub(crate) fn whole(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl View<'_> {
    pub fn workspace(&self) -> Result<Option<Workspace>> {
        let row = self.0.query_row(
            "SELECT id, simulated, created_at, revision, payload FROM workspace",
            [],
            |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, i64>(3)?,
                    row.get::<_, String>(4)?,
                ))
            },
        );
        let Some((id, simulated, created_at, revision, payload)) = row.optional().map_err(from_sqlite)?
        else {
            return Ok(None);
        };
        let (created_at, payload) = (instant(&created_at)?, json(&payload)?);
        Ok(Some(Workspace { id, simulated, created_at, revision: whole(revision), payload }))
    }

    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        self.0
            .query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0))
            .optional()
            .map_err(from_sqlite)
    }

    pub fn repositories_met(&self) -> Result<Vec<RepositoryRow>> {
        let mut statement = self
            .0
            .prepare_cached("SELECT id, engine_id, made_here, first_seen_at FROM repository ORDER BY id")
            .map_err(from_sqlite)?;
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?)))
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let (id, engine_id, made_here, first_seen_at) = row.map_err(from_sqlite)?;
            Ok(RepositoryRow { id, engine_id, made_here, first_seen_at: instant(&first_seen_at)? })
        })
        .collect()
    }
}

impl Change<'_> {
    /// The same database as it stands inside this change.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View(self.0)
    }

    pub fn put_workspace(&self, workspace: &Workspace) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO workspace (only, id, simulated, created_at, revision, payload) VALUES (1, ?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (only) DO UPDATE SET revision = ?4, payload = ?5",
                params![
                    workspace.id,
                    workspace.simulated,
                    workspace.created_at.to_string(),
                    signed(workspace.revision),
                    workspace.payload.to_string()
                ],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    pub fn put_setting(&self, name: &str, value: &str) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
                [name, value],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Remembers a repository the first time it is met. Meeting it again changes nothing.
    pub fn meet_repository(&self, row: &RepositoryRow) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO repository (id, engine_id, made_here, first_seen_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO NOTHING",
                params![row.id, row.engine_id, row.made_here, row.first_seen_at.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }
}

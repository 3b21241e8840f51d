//! What was given up on, until a person or better times settle it.

use ballast_core::Result;
use jiff::Timestamp;
use rusqlite::params;
use serde_json::Value;

use crate::workspace::{instant, json};
use crate::{Change, View, from_sqlite};

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A job or an alert that was given up on.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadRow {
    pub id: String,
    /// `run` or `alert`.
    pub kind: String,
    pub control: String,
    /// The line of a run, the outbox entry of an alert.
    pub job: String,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    pub attempts: u32,
    pub error: Option<Value>,
    pub run: Option<String>,
}

impl View<'_> {
    /// What was given up on and is not settled, newest first.
    pub fn dead_letters(&self) -> Result<Vec<DeadRow>> {
        let sql = "SELECT id, kind, control, job, first_at, last_at, attempts, error, run FROM dead_letter
                   WHERE settled_at IS NULL ORDER BY last_at DESC, id";
        let mut statement = self.0.prepare_cached(sql).map_err(from_sqlite)?;
        let rows = statement
            .query_map([], |row| {
                Ok((
                    (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?),
                    (row.get::<_, String>(4)?, row.get::<_, String>(5)?, row.get::<_, i64>(6)?),
                    (row.get::<_, Option<String>>(7)?, row.get(8)?),
                ))
            })
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let ((id, kind, control, job), (first, last, attempts), (error, run)) =
                row.map_err(from_sqlite)?;
            let error = error.as_deref().map(json).transpose()?;
            let (first_at, last_at) = (instant(&first)?, instant(&last)?);
            Ok(DeadRow { id, kind, control, job, first_at, last_at, attempts: count(attempts), error, run })
        })
        .collect()
    }
}

impl Change<'_> {
    /// Writes down what was given up on; one that is open already counts on. True for a new one.
    pub fn put_dead_letter(&self, row: &DeadRow) -> Result<bool> {
        let again = self
            .0
            .execute(
                "UPDATE dead_letter SET last_at = ?4, attempts = attempts + ?5, error = ?6, run = coalesce(?7, run)
                 WHERE kind = ?1 AND control = ?2 AND job = ?3 AND settled_at IS NULL",
                params![
                    row.kind,
                    row.control,
                    row.job,
                    row.last_at.to_string(),
                    row.attempts,
                    row.error.as_ref().map(Value::to_string),
                    row.run
                ],
            )
            .map_err(from_sqlite)?;
        if again > 0 {
            return Ok(false);
        }
        self.0
            .execute(
                "INSERT INTO dead_letter (id, kind, control, job, first_at, last_at, attempts, error, run)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    row.id,
                    row.kind,
                    row.control,
                    row.job,
                    row.first_at.to_string(),
                    row.last_at.to_string(),
                    row.attempts,
                    row.error.as_ref().map(Value::to_string),
                    row.run
                ],
            )
            .map_err(from_sqlite)?;
        Ok(true)
    }

    /// Settles one dead letter; false if it is settled already or never was.
    pub fn settle_dead_letter(&self, id: &str, by: &str, now: Timestamp) -> Result<bool> {
        let sql =
            "UPDATE dead_letter SET settled_at = ?2, settled_by = ?3 WHERE id = ?1 AND settled_at IS NULL";
        let changed = self.0.execute(sql, [id, &now.to_string(), by]).map_err(from_sqlite)?;
        Ok(changed > 0)
    }

    /// A job that works again needs nobody any more.
    pub fn settle_dead_runs(&self, control: &str, job: &str, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE dead_letter SET settled_at = ?3, settled_by = 'it works again'
                 WHERE kind = 'run' AND control = ?1 AND job = ?2 AND settled_at IS NULL",
                [control, job, &now.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }
}

//! Alerts: what was told of each control, what is to be told, and the outbox.

use ballast_core::Result;
use ballast_core::alert::OutboxState;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use crate::workspace::{instant, json, signed};
use crate::{Change, View, from_sqlite};

/// What alerts were last told of a control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldRow {
    pub control: String,
    pub status: String,
}

/// A change worth telling.
#[derive(Clone, Debug, PartialEq)]
pub struct NewsRow {
    pub id: i64,
    pub at: Timestamp,
    pub control: String,
    pub topic: String,
    pub payload: Value,
}

/// One alert on one way.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxRow {
    pub id: String,
    pub at: Timestamp,
    pub way: String,
    pub target: String,
    pub topic: String,
    pub subject: String,
    pub payload: Value,
    pub state: OutboxState,
    pub attempts: u32,
    pub next_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    pub error: Option<Value>,
}

const OUTBOX: &str =
    "id, at, way, target, topic, subject, payload, state, attempts, next_at, delivered_at, error";

type Raw = (
    (String, String, String, String, String, String, String, String),
    (u32, Option<String>, Option<String>, Option<String>),
);

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok((
        (
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
            row.get(7)?,
        ),
        (row.get(8)?, row.get(9)?, row.get(10)?, row.get(11)?),
    ))
}

fn outbox_row(raw: Raw) -> Result<OutboxRow> {
    let ((id, at, way, target, topic, subject, payload, state), (attempts, next_at, delivered_at, error)) =
        raw;
    let optional = |text: Option<String>| text.as_deref().map(instant).transpose();
    Ok(OutboxRow {
        id,
        at: instant(&at)?,
        way,
        target,
        topic,
        subject,
        payload: json(&payload)?,
        state: OutboxState::from_name(&state).unwrap_or(OutboxState::Waiting),
        attempts,
        next_at: optional(next_at)?,
        delivered_at: optional(delivered_at)?,
        error: error.as_deref().map(json).transpose()?,
    })
}

impl View<'_> {
    pub fn told(&self, control: &str) -> Result<Option<ToldRow>> {
        let sql = "SELECT control, status FROM told WHERE control = ?1";
        let row = |row: &Row<'_>| Ok(ToldRow { control: row.get(0)?, status: row.get(1)? });
        self.0.query_row(sql, [control], row).optional().map_err(from_sqlite)
    }

    /// What is to be told and stands in no outbox yet, oldest first.
    pub fn news(&self) -> Result<Vec<NewsRow>> {
        let sql = "SELECT id, at, control, topic, payload FROM news ORDER BY id";
        let mut statement = self.0.prepare_cached(sql).map_err(from_sqlite)?;
        let rows = statement
            .query_map([], |row| {
                Ok((
                    row.get(0)?,
                    row.get::<_, String>(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get::<_, String>(4)?,
                ))
            })
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let (id, at, control, topic, payload) = row.map_err(from_sqlite)?;
            Ok(NewsRow { id, at: instant(&at)?, control, topic, payload: json(&payload)? })
        })
        .collect()
    }

    fn outbox_where(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<OutboxRow>> {
        let sql = format!("SELECT {OUTBOX} FROM outbox WHERE {condition}");
        let mut statement = self.0.prepare_cached(&sql).map_err(from_sqlite)?;
        let rows = statement.query_map(values, raw).map_err(from_sqlite)?;
        rows.map(|row| outbox_row(row.map_err(from_sqlite)?)).collect()
    }

    /// What has not arrived yet, oldest first.
    pub fn outbox_waiting(&self) -> Result<Vec<OutboxRow>> {
        self.outbox_where("state = 'waiting' ORDER BY at, id", [])
    }

    /// Newest first.
    pub fn outbox(&self, limit: u32) -> Result<Vec<OutboxRow>> {
        self.outbox_where("1 = 1 ORDER BY at DESC, id DESC LIMIT ?1", [limit])
    }

    pub fn outbox_entry(&self, id: &str) -> Result<Option<OutboxRow>> {
        Ok(self.outbox_where("id = ?1", [id])?.into_iter().next())
    }
}

impl Change<'_> {
    pub fn put_told(&self, row: &ToldRow) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO told (control, status) VALUES (?1, ?2) ON CONFLICT (control) DO UPDATE SET status = ?2",
                [&row.control, &row.status],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    pub fn add_news(&self, at: Timestamp, control: &str, topic: &str, payload: &Value) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO news (at, control, topic, payload) VALUES (?1, ?2, ?3, ?4)",
                [&at.to_string(), control, topic, &payload.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// News up to `id` stand in the outbox now, or came to nothing.
    pub fn news_told(&self, id: i64) -> Result<()> {
        self.0.execute("DELETE FROM news WHERE id <= ?1", [id]).map(drop).map_err(from_sqlite)
    }

    /// Puts an alert into the outbox; one with the same id is there already.
    pub fn put_outbox(&self, row: &OutboxRow) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO outbox (id, at, way, target, topic, subject, payload, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'waiting')
                 ON CONFLICT (id) DO NOTHING",
                params![row.id, row.at.to_string(), row.way, row.target, row.topic, row.subject, row.payload.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// What became of a try. An entry that is settled stays as it is: false.
    pub fn outbox_tried(&self, row: &OutboxRow) -> Result<bool> {
        let changed = self
            .0
            .execute(
                "UPDATE outbox SET state = ?2, attempts = ?3, next_at = ?4, delivered_at = ?5, error = ?6
                 WHERE id = ?1 AND state = 'waiting'",
                params![
                    row.id,
                    row.state.as_str(),
                    row.attempts,
                    row.next_at.map(|at| at.to_string()),
                    row.delivered_at.map(|at| at.to_string()),
                    row.error.as_ref().map(Value::to_string)
                ],
            )
            .map_err(from_sqlite)?;
        Ok(changed > 0)
    }

    /// An entry that was given up on is tried again from the start.
    pub fn outbox_again(&self, id: &str) -> Result<bool> {
        let sql = "UPDATE outbox SET state = 'waiting', attempts = 0, next_at = NULL WHERE id = ?1 AND state = 'given_up'";
        let changed = self.0.execute(sql, [id]).map_err(from_sqlite)?;
        Ok(changed > 0)
    }

    /// Keeps the newest entries that have arrived; the rest is forgotten.
    pub fn trim_outbox(&self, keep: u64) -> Result<()> {
        self.0
            .execute(
                "DELETE FROM outbox WHERE state <> 'waiting' AND id NOT IN (SELECT id FROM outbox ORDER BY at DESC, id DESC LIMIT ?1)",
                [signed(keep)],
            )
            .map(drop)
            .map_err(from_sqlite)
    }
}

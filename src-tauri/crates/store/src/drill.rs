//! Drills: their plans as they stood, and their journals.

use ballast_core::{Code, Error, Result};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use crate::run::Owner;
use crate::workspace::{instant, json, signed, whole};
use crate::{Change, View, from_sqlite};

/// One drill that was begun.
#[derive(Clone, Debug, PartialEq)]
pub struct DrillRow {
    pub id: String,
    /// The id under which the workspace file has it.
    pub written: String,
    pub pair: String,
    pub plan: Value,
    /// The word of its state, as its newest entry leads to.
    pub state: String,
    pub created_at: Timestamp,
    /// The program that carries it.
    pub owner: Option<Owner>,
    pub evidence_seq: Option<u64>,
}

const COLUMNS: &str =
    "id, written, pair, plan, state, created_at, owner_boot, owner_pid, owner_start, evidence_seq";

type Raw = (
    (String, String, String, String, String, String),
    (Option<String>, Option<u32>, Option<i64>, Option<i64>),
);

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok((
        (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?),
        (row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?),
    ))
}

fn drill_of(raw: Raw) -> Result<DrillRow> {
    let ((id, written, pair, plan, state, created_at), (boot, pid, start, evidence_seq)) = raw;
    let owner = match (boot, pid, start) {
        (Some(boot), Some(pid), Some(start)) => Some(Owner { boot, pid, start: whole(start) }),
        _ => None,
    };
    let created_at = instant(&created_at)?;
    let evidence_seq = evidence_seq.map(whole);
    Ok(DrillRow { id, written, pair, plan: json(&plan)?, state, created_at, owner, evidence_seq })
}

impl View<'_> {
    pub fn drill(&self, id: &str) -> Result<Option<DrillRow>> {
        let sql = format!("SELECT {COLUMNS} FROM drill WHERE id = ?1");
        let row = self.0.query_row(&sql, [id], raw).optional().map_err(from_sqlite)?;
        row.map(drill_of).transpose()
    }

    /// All drills, oldest first; those of one pair where it is named.
    pub fn drills(&self, pair: Option<&str>) -> Result<Vec<DrillRow>> {
        let sql =
            format!("SELECT {COLUMNS} FROM drill WHERE ?1 IS NULL OR pair = ?1 ORDER BY created_at, id");
        let mut statement = self.0.prepare_cached(&sql).map_err(from_sqlite)?;
        let rows = statement.query_map([pair], raw).map_err(from_sqlite)?;
        rows.map(|row| row.map_err(from_sqlite).and_then(drill_of)).collect()
    }

    /// Entries in the journals of all drills: none of them changed while this stays the same.
    pub fn drill_entries_written(&self) -> Result<u64> {
        let sql = "SELECT COUNT(*) FROM drill_entry";
        self.0.query_row(sql, [], |row| row.get(0)).map(whole).map_err(from_sqlite)
    }

    /// The journal of a drill, in its order.
    pub fn drill_entries(&self, id: &str) -> Result<Vec<Value>> {
        let sql = "SELECT entry FROM drill_entry WHERE drill = ?1 ORDER BY sequence";
        let mut statement = self.0.prepare_cached(sql).map_err(from_sqlite)?;
        let rows = statement.query_map([id], |row| row.get::<_, String>(0)).map_err(from_sqlite)?;
        rows.map(|row| json(&row.map_err(from_sqlite)?)).collect()
    }
}

impl Change<'_> {
    pub fn put_drill(&self, drill: &DrillRow) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO drill (id, written, pair, plan, state, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    drill.id,
                    drill.written,
                    drill.pair,
                    drill.plan.to_string(),
                    drill.state,
                    drill.created_at.to_string()
                ],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Writes the next entry of a journal, and where it leads. One that is there already is refused.
    pub fn add_drill_entry(&self, drill: &str, sequence: u64, entry: &Value, state: &str) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO drill_entry (drill, sequence, entry) VALUES (?1, ?2, ?3)",
                params![drill, signed(sequence), entry.to_string()],
            )
            .map_err(from_sqlite)?;
        self.0
            .execute("UPDATE drill SET state = ?2 WHERE id = ?1", [drill, state])
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Takes over a drill that `before` carries, or nobody. False where somebody else was faster.
    pub fn take_drill(&self, id: &str, before: Option<&Owner>, owner: Option<&Owner>) -> Result<bool> {
        let known = self.view().drill(id)?;
        let known = known.ok_or_else(|| Error::new(Code::UnknownId).with("what", "drill").with("id", id))?;
        if known.owner.as_ref() != before {
            return Ok(false);
        }
        let values = params![
            id,
            owner.map(|owner| owner.boot.as_str()),
            owner.map(|owner| owner.pid),
            owner.map(|owner| signed(owner.start))
        ];
        let sql = "UPDATE drill SET owner_boot = ?2, owner_pid = ?3, owner_start = ?4 WHERE id = ?1";
        self.0.execute(sql, values).map(|_| true).map_err(from_sqlite)
    }

    /// The record that a drill became.
    pub fn drill_recorded(&self, id: &str, evidence_seq: u64) -> Result<()> {
        let sql = "UPDATE drill SET evidence_seq = ?2 WHERE id = ?1";
        self.0.execute(sql, params![id, signed(evidence_seq)]).map(drop).map_err(from_sqlite)
    }
}

//! The evidence ledger: appended only, hash-chained, checked row by row.

use std::collections::HashMap;

use ballast_core::evidence::{
    Artefact, ChainProblem, ClockKind, GENESIS, Hash, Record, RecordKind, StoredRow, chain, examine,
    from_hex, to_hex,
};
use ballast_core::{Code, Error, Result, Verdict};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use crate::workspace::{signed, whole};
use crate::{Change, Store, View, from_sqlite, sha256_of_file};

/// Where a record names the hashes of what was let go.
pub const ERASED: &str = "erased";

/// A record that is about to be appended; its place and its hash follow from the ledger.
#[derive(Clone, Debug)]
pub struct Draft {
    pub at: Timestamp,
    pub clock: ClockKind,
    pub kind: RecordKind,
    pub control: Option<String>,
    pub run: Option<String>,
    pub verdict: Option<Verdict>,
    pub artefacts: Vec<Artefact>,
    pub body: Value,
}

/// The newest record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: u64,
    /// 64 hexadecimal digits.
    pub hash: String,
}

/// A record with its place in the chain.
#[derive(Clone, Debug)]
pub struct LedgerRow {
    pub record: Record,
    pub hash: String,
    pub previous: String,
    /// Canonical JSON, as it was hashed.
    pub text: String,
}

/// What `evidence verify` found.
#[derive(Clone, Debug)]
pub struct LedgerReport {
    pub records: u64,
    pub head: Option<Head>,
    pub problems: Vec<(u64, ChainProblem)>,
}

fn name<T: serde::Serialize>(value: &T) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

fn hash_of(bytes: Vec<u8>) -> Hash {
    bytes.try_into().unwrap_or(GENESIS)
}

fn row_of(row: &Row<'_>) -> rusqlite::Result<(Vec<u8>, Vec<u8>, Vec<u8>)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn ledger_row((previous, hash, record): (Vec<u8>, Vec<u8>, Vec<u8>)) -> Result<LedgerRow> {
    let damaged = |error: &dyn std::error::Error| Error::new(Code::WorkspaceDamaged).because(error);
    let parsed = serde_json::from_slice(&record).map_err(|error| damaged(&error))?;
    let text = String::from_utf8(record).map_err(|error| damaged(&error))?;
    Ok(LedgerRow { record: parsed, hash: to_hex(&hash), previous: to_hex(&previous), text })
}

impl View<'_> {
    pub fn head(&self) -> Result<Option<Head>> {
        let row = self.0.query_row("SELECT seq, hash FROM ledger_head", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?))
        });
        Ok(row
            .optional()
            .map_err(from_sqlite)?
            .map(|(seq, hash)| Head { seq: whole(seq), hash: to_hex(&hash) }))
    }

    pub fn records(&self) -> Result<u64> {
        self.0
            .query_row("SELECT count(*) FROM evidence", [], |row| row.get(0))
            .map(whole)
            .map_err(from_sqlite)
    }

    pub fn records_of(&self, control: &str) -> Result<u64> {
        let about = self.about(control)?;
        let sql = format!("SELECT count(*) FROM evidence WHERE {}", about.condition);
        self.0.query_row(&sql, about.bound(), |row| row.get(0)).map(whole).map_err(from_sqlite)
    }

    /// Controls that records after `seq` are about.
    pub fn controls_since(&self, seq: u64) -> Result<Vec<String>> {
        let sql = "SELECT DISTINCT control FROM evidence WHERE seq > ?1 AND control IS NOT NULL";
        let mut statement = self.0.prepare_cached(sql).map_err(from_sqlite)?;
        let rows = statement.query_map([signed(seq)], |row| row.get(0)).map_err(from_sqlite)?;
        rows.map(|row| row.map_err(from_sqlite)).collect()
    }

    pub fn record(&self, seq: u64) -> Result<Option<LedgerRow>> {
        let sql = "SELECT previous, hash, record FROM evidence WHERE seq = ?1";
        let row = self.0.query_row(sql, [signed(seq)], row_of).optional().map_err(from_sqlite)?;
        row.map(ledger_row).transpose()
    }

    /// A page of the ledger, newest first: records before `before`, of one control if named.
    pub fn evidence(&self, control: Option<&str>, before: Option<u64>, limit: u32) -> Result<Vec<LedgerRow>> {
        let about = control.map(|control| self.about(control)).transpose()?;
        let condition = about.as_ref().map_or("TRUE", |about| about.condition.as_str());
        let before = before.map_or("TRUE".to_owned(), |before| format!("seq < {before}"));
        let sql = format!(
            "SELECT previous, hash, record FROM evidence WHERE {condition} AND {before} ORDER BY seq DESC LIMIT {limit}"
        );
        let mut statement = self.0.prepare(&sql).map_err(from_sqlite)?;
        let rows = match about {
            Some(about) => statement.query_map(about.bound(), row_of),
            None => statement.query_map([], row_of),
        };
        let rows = rows.map_err(from_sqlite)?;
        rows.map(|row| ledger_row(row.map_err(from_sqlite)?)).collect()
    }
}

impl View<'_> {
    /// Records of some kinds about a control, under all names that it had, oldest first.
    pub fn records_about(&self, control: &str, kinds: &[RecordKind]) -> Result<Vec<LedgerRow>> {
        let about = self.about(control)?;
        let kinds: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.as_str())).collect();
        let sql = format!(
            "SELECT previous, hash, record FROM evidence WHERE {} AND kind IN ({}) ORDER BY seq",
            about.condition,
            kinds.join(", ")
        );
        let mut statement = self.0.prepare(&sql).map_err(from_sqlite)?;
        let rows = statement.query_map(about.bound(), row_of).map_err(from_sqlite)?;
        rows.map(|row| ledger_row(row.map_err(from_sqlite)?)).collect()
    }

    /// The place in the ledger of every run of a kind about a control.
    pub fn runs_in_ledger(&self, control: &str, kind: RecordKind) -> Result<HashMap<String, u64>> {
        let about = self.about(control)?;
        let sql = format!(
            "SELECT run, seq FROM evidence WHERE {} AND kind = '{}' AND run IS NOT NULL",
            about.condition,
            kind.as_str()
        );
        let mut statement = self.0.prepare(&sql).map_err(from_sqlite)?;
        let rows = statement
            .query_map(about.bound(), |row| Ok((row.get(0)?, whole(row.get(1)?))))
            .map_err(from_sqlite)?;
        rows.map(|row| row.map_err(from_sqlite)).collect()
    }
}

impl Change<'_> {
    /// Appends a record and moves the head, in this change.
    pub fn append(&self, draft: Draft) -> Result<Head> {
        let head = self.view().head()?;
        let previous = head.as_ref().and_then(|head| from_hex(&head.hash)).unwrap_or(GENESIS);
        let seq = head.map_or(1, |head| head.seq + 1);
        let Draft { at, clock, kind, control, run, verdict, artefacts, body } = draft;
        let record = Record { seq, at, clock, kind, control, run, verdict, artefacts, body };
        let bytes = record.canonical().map_err(|error| Error::new(Code::Internal).because(&error))?;
        let hash = chain(&previous, &bytes);
        self.0
            .execute(
                "INSERT INTO evidence (seq, previous, hash, record, at, clock, kind, control, run, verdict)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                params![
                    signed(seq),
                    previous,
                    hash,
                    bytes,
                    record.at.to_string(),
                    name(&record.clock),
                    record.kind.as_str(),
                    record.control,
                    record.run,
                    record.verdict.map(Verdict::as_str)
                ],
            )
            .map_err(from_sqlite)?;
        self.0
            .execute(
                "INSERT INTO ledger_head (only, seq, hash) VALUES (1, ?1, ?2)
                 ON CONFLICT (only) DO UPDATE SET seq = ?1, hash = ?2",
                params![signed(seq), hash],
            )
            .map_err(from_sqlite)?;
        Ok(Head { seq, hash: to_hex(&hash) })
    }
}

impl Store {
    /// Recomputes every hash, every query column and every artefact. `against` is a head that was
    /// noted outside; the ledger must still contain it.
    pub fn verify_ledger(&self, against: Option<&Head>) -> Result<LedgerReport> {
        let (head, rows) = self.read(|view| {
            let sql = "SELECT seq, previous, hash, record, at, clock, kind, control, run, verdict FROM evidence ORDER BY seq";
            let mut statement = view.0.prepare(sql).map_err(from_sqlite)?;
            let rows = statement.query_map([], stored_row).map_err(from_sqlite)?;
            let rows: Vec<StoredRow> = rows.collect::<rusqlite::Result<_>>().map_err(from_sqlite)?;
            Ok((view.head()?, rows))
        })?;
        let chain_head = head.as_ref().and_then(|head| Some((head.seq, from_hex(&head.hash)?)));
        let mut problems = examine(&rows, chain_head);
        if let Some(noted) = against {
            let found = rows.iter().find(|row| row.seq == noted.seq);
            if found.is_none_or(|row| to_hex(&row.hash) != noted.hash) {
                let problem = if found.is_none() { ChainProblem::Removed } else { ChainProblem::Changed };
                problems.push((noted.seq, problem));
            }
        }
        let erased = erased(&rows);
        for row in &rows {
            let Ok(record) = serde_json::from_slice::<Record>(&row.record) else { continue };
            for artefact in record.artefacts {
                match sha256_of_file(&self.artefact_path(&artefact.sha256)) {
                    Ok((sha256, _)) if sha256 == artefact.sha256 => {}
                    Ok(_) => problems.push((row.seq, ChainProblem::ArtefactChanged)),
                    // Let go on purpose since, and the ledger says by whom.
                    Err(_) if erased.get(&artefact.sha256).is_some_and(|seq| *seq > row.seq) => {}
                    Err(_) => problems.push((row.seq, ChainProblem::ArtefactMissing)),
                }
            }
        }
        problems.sort_unstable();
        problems.dedup();
        Ok(LedgerReport { records: rows.len() as u64, head, problems })
    }
}

/// Bodies of artefacts that were let go, and the newest record that says so.
fn erased(rows: &[StoredRow]) -> HashMap<String, u64> {
    let records = rows.iter().filter_map(|row| serde_json::from_slice::<Record>(&row.record).ok());
    let mut erased = HashMap::new();
    for record in records.filter(|record| record.kind == RecordKind::InputsErased) {
        for sha256 in record.body.get(ERASED).and_then(Value::as_array).into_iter().flatten() {
            erased.extend(sha256.as_str().map(|sha256| (sha256.to_owned(), record.seq)));
        }
    }
    erased
}

fn stored_row(row: &Row<'_>) -> rusqlite::Result<StoredRow> {
    let seq = whole(row.get(0)?);
    let record: Vec<u8> = row.get(3)?;
    let columns: (String, Option<String>, String, Option<String>, Option<String>, Option<String>) =
        (row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?);
    let columns_agree = serde_json::from_slice::<Record>(&record).is_ok_and(|parsed| {
        let expected = (
            parsed.at.to_string(),
            name(&parsed.clock),
            parsed.kind.as_str().to_owned(),
            parsed.control,
            parsed.run,
            parsed.verdict.map(|verdict| verdict.as_str().to_owned()),
        );
        expected == columns
    });
    Ok(StoredRow { seq, previous: hash_of(row.get(1)?), hash: hash_of(row.get(2)?), record, columns_agree })
}

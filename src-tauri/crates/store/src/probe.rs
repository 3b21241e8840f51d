//! Probes: where each stands, what was learned of its answers, and its looks.

use ballast_core::limits::{PROBE_LOOKS_KEPT, PROBE_LOOKS_KEPT_FOR};
use ballast_core::{Code, Error, Result, Verdict};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use crate::workspace::{json, signed, whole};
use crate::{Change, View, from_sqlite};

/// A probe of a control, by its key.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbeRow {
    pub key: String,
    /// Where it stands, as the engine writes it.
    pub state: Value,
    /// What was learned of its answers.
    pub contract: Option<Value>,
}

/// One look at a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookRow {
    pub at: Timestamp,
    pub verdict: Verdict,
    pub milliseconds: Option<u64>,
    /// One such failure is enough.
    pub is_definite: bool,
}

const VERDICTS: [Verdict; 4] = [Verdict::Passed, Verdict::Anomaly, Verdict::Inconclusive, Verdict::Failed];

fn number_of(verdict: Verdict) -> i64 {
    VERDICTS.iter().position(|one| *one == verdict).and_then(|at| i64::try_from(at).ok()).unwrap_or(2)
}

impl View<'_> {
    pub fn probes(&self, control: &str) -> Result<Vec<ProbeRow>> {
        let sql = "SELECT key, state, contract FROM probe WHERE control = ?1 ORDER BY number";
        let mut statement = self.0.prepare_cached(sql).map_err(from_sqlite)?;
        let rows = statement
            .query_map([control], |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?))
            })
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let (key, state, contract) = row.map_err(from_sqlite)?;
            let contract = contract.as_deref().map(json).transpose()?;
            Ok(ProbeRow { key, state: json(&state)?, contract })
        })
        .collect()
    }

    /// The looks of a probe from an instant on, oldest first.
    pub fn looks(&self, control: &str, key: &str, from: Timestamp) -> Result<Vec<LookRow>> {
        let sql = "SELECT at, verdict, milliseconds, definite FROM look
                   WHERE probe = (SELECT number FROM probe WHERE control = ?1 AND key = ?2) AND at >= ?3 ORDER BY at";
        let mut statement = self.0.prepare_cached(sql).map_err(from_sqlite)?;
        let rows = statement
            .query_map(params![control, key, from.as_millisecond()], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<i64>>(2)?, row.get(3)?))
            })
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let (at, verdict, milliseconds, is_definite) = row.map_err(from_sqlite)?;
            let damaged = || Error::new(Code::WorkspaceDamaged).with("what", "look");
            Ok(LookRow {
                at: Timestamp::from_millisecond(at).map_err(|_| damaged())?,
                verdict: usize::try_from(verdict)
                    .ok()
                    .and_then(|at| VERDICTS.get(at))
                    .copied()
                    .ok_or_else(damaged)?,
                milliseconds: milliseconds.map(whole),
                is_definite,
            })
        })
        .collect()
    }
}

impl Change<'_> {
    fn probe(&self, control: &str, key: &str) -> Result<i64> {
        let known = |sql: &str| {
            self.0.query_row(sql, [control, key], |row| row.get(0)).optional().map_err(from_sqlite)
        };
        match known("SELECT number FROM probe WHERE control = ?1 AND key = ?2")? {
            Some(number) => Ok(number),
            None => known("INSERT INTO probe (control, key, state) VALUES (?1, ?2, '{}') RETURNING number")?
                .ok_or_else(|| Error::new(Code::Internal).with("what", "a probe without a number")),
        }
    }

    /// Where a probe stands now. `contract`: none leaves what was learned as it is.
    pub fn put_probe(&self, control: &str, key: &str, state: &Value, contract: Option<&Value>) -> Result<()> {
        let number = self.probe(control, key)?;
        let sql = "UPDATE probe SET state = ?2, contract = coalesce(?3, contract) WHERE number = ?1";
        let contract = contract.map(Value::to_string);
        self.0.execute(sql, params![number, state.to_string(), contract]).map(drop).map_err(from_sqlite)
    }

    /// Forgets what was learned of the answers of a probe.
    pub fn forget_contract(&self, control: &str, key: &str) -> Result<()> {
        let sql = "UPDATE probe SET contract = NULL WHERE control = ?1 AND key = ?2";
        self.0.execute(sql, [control, key]).map(drop).map_err(from_sqlite)
    }

    /// Writes a look; one of the same millisecond takes its place.
    pub fn put_look(&self, control: &str, key: &str, look: &LookRow) -> Result<()> {
        let number = self.probe(control, key)?;
        let sql = "INSERT INTO look (probe, at, verdict, milliseconds, definite) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (probe, at) DO UPDATE SET verdict = ?3, milliseconds = ?4, definite = ?5";
        let milliseconds = look.milliseconds.map(signed);
        let values = params![
            number,
            look.at.as_millisecond(),
            number_of(look.verdict),
            milliseconds,
            look.is_definite
        ];
        self.0.execute(sql, values).map(drop).map_err(from_sqlite)
    }

    /// Lets go of looks that are too old or too many.
    pub fn trim_looks(&self, control: &str, key: &str, now: Timestamp) -> Result<()> {
        let number = self.probe(control, key)?;
        let oldest = now.checked_sub(PROBE_LOOKS_KEPT_FOR.duration()).unwrap_or(now).as_millisecond();
        let sql = "DELETE FROM look WHERE probe = ?1 AND (at < ?2 OR at <=
                   (SELECT at FROM look WHERE probe = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?3))";
        self.0.execute(sql, params![number, oldest, signed(PROBE_LOOKS_KEPT)]).map(drop).map_err(from_sqlite)
    }
}

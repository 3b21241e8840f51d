//! Pauses: a person stops a schedule for a while.

use ballast_core::Result;
use jiff::Timestamp;
use rusqlite::params;

use crate::workspace::instant;
use crate::{Change, View, from_sqlite};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PauseRow {
    /// None: everything.
    pub control: Option<String>,
    pub since: Timestamp,
    pub until: Timestamp,
    pub reason: String,
    pub person: String,
}

impl View<'_> {
    /// Pauses that have not ended at `now`.
    pub fn pauses(&self, now: Timestamp) -> Result<Vec<PauseRow>> {
        Ok(self.every_pause()?.into_iter().filter(|pause| pause.until > now).collect())
    }

    /// The last pause of each control and of everything, also one that is over.
    pub fn every_pause(&self) -> Result<Vec<PauseRow>> {
        let sql = "SELECT control, since, until, reason, person FROM pause ORDER BY control";
        let mut statement = self.0.prepare_cached(sql).map_err(from_sqlite)?;
        let rows = statement
            .query_map([], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                    row.get(3)?,
                    row.get(4)?,
                ))
            })
            .map_err(from_sqlite)?;
        let mut pauses = Vec::new();
        for row in rows {
            let (control, since, until, reason, person) = row.map_err(from_sqlite)?;
            let (since, until) = (instant(&since)?, instant(&until)?);
            let control = Some(control).filter(|control| !control.is_empty());
            pauses.push(PauseRow { control, since, until, reason, person });
        }
        Ok(pauses)
    }
}

impl Change<'_> {
    pub fn put_pause(&self, pause: &PauseRow) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO pause (control, since, until, reason, person) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (control) DO UPDATE SET since = ?2, until = ?3, reason = ?4, person = ?5",
                params![
                    pause.control.as_deref().unwrap_or_default(),
                    pause.since.to_string(),
                    pause.until.to_string(),
                    pause.reason,
                    pause.person
                ],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Ends a pause now; false if there was none.
    pub fn end_pause(&self, control: Option<&str>, now: Timestamp) -> Result<bool> {
        if !self.view().pauses(now)?.iter().any(|pause| pause.control.as_deref() == control) {
            return Ok(false);
        }
        let sql = "UPDATE pause SET until = ?2 WHERE control = ?1";
        let changed =
            self.0.execute(sql, [control.unwrap_or_default(), &now.to_string()]).map_err(from_sqlite)?;
        Ok(changed > 0)
    }
}

//! The schedule: what is settled of each line, the slots that came due, and what was missed.

use ballast_core::Result;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Row, params};

use crate::workspace::{instant, second_of};
use crate::{Change, View, from_sqlite};

/// A line of the schedule with everything up to its anchor settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRow {
    pub control: String,
    /// Which of the control's lines: `backup`, `verify:content`.
    pub job: String,
    pub line: String,
    pub zone: String,
    pub anchor: Timestamp,
    pub missed: u32,
    pub last_missed_at: Option<Timestamp>,
}

/// A slot that came due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotRow {
    pub control: String,
    pub job: String,
    pub at: Timestamp,
    /// `schedule` or `watch`.
    pub origin: String,
    /// `due`, `started`, `done` or `missed`.
    pub state: String,
    pub attempt: u32,
    pub not_before: Option<Timestamp>,
    pub run: Option<String>,
}

/// Slots of a line that nobody ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissedRow {
    pub control: String,
    pub job: String,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    pub slots: u32,
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn optional(text: Option<String>) -> Result<Option<Timestamp>> {
    text.as_deref().map(instant).transpose()
}

type RawSlot = ((String, String, String, String, String), (i64, Option<String>, Option<String>));

fn raw_slot(row: &Row<'_>) -> rusqlite::Result<RawSlot> {
    Ok((
        (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?),
        (row.get(5)?, row.get(6)?, row.get(7)?),
    ))
}

fn slot_of(((control, job, at, origin, state), (attempt, not_before, run)): RawSlot) -> Result<SlotRow> {
    Ok(SlotRow {
        control,
        job,
        at: instant(&at)?,
        origin,
        state,
        attempt: count(attempt),
        not_before: optional(not_before)?,
        run,
    })
}

const SLOT: &str = "control, job, at, origin, state, attempt, not_before, run";

impl View<'_> {
    /// Every line that was ever scheduled, by control and job.
    pub fn timetable(&self) -> Result<Vec<LineRow>> {
        let sql = "SELECT control, job, line, zone, anchor, missed, last_missed_at FROM timetable ORDER BY control, job";
        let mut statement = self.0.prepare_cached(sql).map_err(from_sqlite)?;
        let rows = statement
            .query_map([], |row| {
                Ok((
                    (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?),
                    (row.get::<_, String>(4)?, row.get::<_, i64>(5)?, row.get::<_, Option<String>>(6)?),
                ))
            })
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let ((control, job, line, zone), (anchor, missed, last)) = row.map_err(from_sqlite)?;
            Ok(LineRow {
                control,
                job,
                line,
                zone,
                anchor: instant(&anchor)?,
                missed: count(missed),
                last_missed_at: optional(last)?,
            })
        })
        .collect()
    }

    fn slots_where(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<SlotRow>> {
        let sql = format!("SELECT {SLOT} FROM slot WHERE {condition}");
        let mut statement = self.0.prepare_cached(&sql).map_err(from_sqlite)?;
        let rows = statement.query_map(values, raw_slot).map_err(from_sqlite)?;
        rows.map(|row| slot_of(row.map_err(from_sqlite)?)).collect()
    }

    /// Slots that are due, oldest first, after the first `skip` of them.
    pub fn due_slots(&self, skip: u32, limit: u32) -> Result<Vec<SlotRow>> {
        self.slots_where("state = 'due' ORDER BY at, control, job LIMIT ?1 OFFSET ?2", [limit, skip])
    }

    /// Slots whose run was started and has not ended, oldest first.
    pub fn started_slots(&self) -> Result<Vec<SlotRow>> {
        self.slots_where("state = 'started' ORDER BY at, control, job", [])
    }

    pub fn slot(&self, control: &str, job: &str, at: Timestamp) -> Result<Option<SlotRow>> {
        let found =
            self.slots_where("control = ?1 AND job = ?2 AND at = ?3", params![control, job, at.to_string()])?;
        Ok(found.into_iter().next())
    }

    /// Slots in `[from, until)`.
    pub fn slots_between(&self, from: Timestamp, until: Timestamp) -> Result<Vec<SlotRow>> {
        self.slots_where(
            "at >= ?1 AND at < ?2 ORDER BY at, control, job",
            [from.to_string(), until.to_string()],
        )
    }

    /// The newest slot of a line that came due, not after `until`.
    pub fn newest_slot(&self, control: &str, job: &str, until: Timestamp) -> Result<Option<Timestamp>> {
        let sql = "SELECT max(at) FROM slot WHERE control = ?1 AND job = ?2 AND at <= ?3";
        let text: Option<String> = self
            .0
            .query_row(sql, params![control, job, until.to_string()], |row| row.get(0))
            .map_err(from_sqlite)?;
        optional(text)
    }

    /// Runs of missed slots that reach into `[from, until)`.
    pub fn missed_between(&self, from: Timestamp, until: Timestamp) -> Result<Vec<MissedRow>> {
        let sql = "SELECT control, job, first_at, last_at, slots FROM missed
                   WHERE last_at >= ?1 AND first_at < ?2 ORDER BY first_at, control, job";
        let mut statement = self.0.prepare_cached(sql).map_err(from_sqlite)?;
        let rows = statement
            .query_map([from.to_string(), until.to_string()], |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, String>(3)?,
                    row.get::<_, i64>(4)?,
                ))
            })
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let (control, job, first, last, slots) = row.map_err(from_sqlite)?;
            let (first_at, last_at) = (instant(&first)?, instant(&last)?);
            Ok(MissedRow { control, job, first_at, last_at, slots: count(slots) })
        })
        .collect()
    }

    /// When a job of a control was last started for, asked for by anybody. Runs after `now` are those
    /// of a clock that was ahead.
    pub fn last_run_of(&self, control: &str, job: &str, now: Timestamp) -> Result<Option<Timestamp>> {
        let sql = "SELECT max(queued_at) FROM run WHERE control = ?1 AND job = ?2 AND queued_at < ?3
                   AND state IN ('queued', 'running', 'finished')";
        let soon = second_of(now.checked_add(SignedDuration::from_secs(1)).unwrap_or(now));
        let text: Option<String> =
            self.0.query_row(sql, [control, job, &soon], |row| row.get(0)).map_err(from_sqlite)?;
        optional(text)
    }

    pub fn watched(&self, control: &str) -> Result<Option<String>> {
        let sql = "SELECT signature FROM watched WHERE control = ?1";
        self.0.query_row(sql, [control], |row| row.get(0)).optional().map_err(from_sqlite)
    }
}

impl Change<'_> {
    /// A new line, or one that says something else now, is settled up to `anchor`.
    pub fn put_line(&self, row: &LineRow) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO timetable (control, job, line, zone, anchor, missed, last_missed_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (control, job) DO UPDATE SET line = ?3, zone = ?4, anchor = ?5",
                params![
                    row.control,
                    row.job,
                    row.line,
                    row.zone,
                    row.anchor.to_string(),
                    row.missed,
                    row.last_missed_at.map(|at| at.to_string())
                ],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    pub fn drop_line(&self, control: &str, job: &str) -> Result<()> {
        let gone = "DELETE FROM timetable WHERE control = ?1 AND job = ?2";
        self.0.execute(gone, [control, job]).map_err(from_sqlite)?;
        // What was due and has not started is due no more.
        let open = "UPDATE slot SET state = 'missed' WHERE control = ?1 AND job = ?2 AND state = 'due'";
        self.0.execute(open, [control, job]).map(drop).map_err(from_sqlite)
    }

    /// Settles a line up to a slot that came due; the ones before it are counted as missed.
    pub fn settle_line(
        &self,
        control: &str,
        job: &str,
        anchor: Timestamp,
        missed: Option<&MissedRow>,
    ) -> Result<()> {
        let (slots, last) = missed.map_or((0, None), |row| (row.slots, Some(row.last_at.to_string())));
        self.0
            .execute(
                "UPDATE timetable SET anchor = ?3, missed = missed + ?4, last_missed_at = coalesce(?5, last_missed_at)
                 WHERE control = ?1 AND job = ?2",
                params![control, job, anchor.to_string(), slots, last],
            )
            .map_err(from_sqlite)?;
        missed.map_or(Ok(()), |row| self.put_missed(row))
    }

    fn put_missed(&self, row: &MissedRow) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO missed (control, job, first_at, last_at, slots) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (control, job, first_at) DO UPDATE SET last_at = max(last_at, ?4), slots = max(slots, ?5)",
                params![row.control, row.job, row.first_at.to_string(), row.last_at.to_string(), row.slots],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// A slot comes due. One that was met before stays as it is: false.
    pub fn slot_due(&self, control: &str, job: &str, at: Timestamp, origin: &str) -> Result<bool> {
        let sql = "INSERT INTO slot (control, job, at, origin, state) VALUES (?1, ?2, ?3, ?4, 'due')
                   ON CONFLICT (control, job, at) DO NOTHING";
        let changed =
            self.0.execute(sql, params![control, job, at.to_string(), origin]).map_err(from_sqlite)?;
        Ok(changed > 0)
    }

    /// Slots of a job that still wait when a newer one comes due were missed.
    pub fn supersede_slots(&self, control: &str, job: &str, newer: Timestamp) -> Result<u32> {
        let old = self.view().slots_where(
            "control = ?1 AND job = ?2 AND at < ?3 AND state = 'due'",
            params![control, job, newer.to_string()],
        )?;
        for slot in &old {
            self.0
                .execute(
                    "UPDATE slot SET state = 'missed' WHERE control = ?1 AND job = ?2 AND at = ?3",
                    params![control, job, slot.at.to_string()],
                )
                .map_err(from_sqlite)?;
            // A watched place has no times that could be missed: the newer look covers the older.
            if slot.origin == "schedule" {
                let missed = MissedRow {
                    control: control.to_owned(),
                    job: job.to_owned(),
                    first_at: slot.at,
                    last_at: slot.at,
                    slots: 1,
                };
                self.put_missed(&missed)?;
                self.0
                    .execute(
                        "UPDATE timetable SET missed = missed + 1, last_missed_at = ?3 WHERE control = ?1 AND job = ?2",
                        params![control, job, slot.at.to_string()],
                    )
                    .map_err(from_sqlite)?;
            }
        }
        Ok(u32::try_from(old.len()).unwrap_or(u32::MAX))
    }

    /// A due slot starts its run. False if it is not due any more.
    pub fn slot_started(&self, control: &str, job: &str, at: Timestamp, run: &str) -> Result<bool> {
        let sql = "UPDATE slot SET state = 'started', run = ?4 WHERE control = ?1 AND job = ?2 AND at = ?3 AND state = 'due'";
        let changed = self.0.execute(sql, params![control, job, at.to_string(), run]).map_err(from_sqlite)?;
        Ok(changed > 0)
    }

    /// A started slot has its conclusion, or none will come.
    pub fn slot_done(&self, control: &str, job: &str, at: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE slot SET state = 'done' WHERE control = ?1 AND job = ?2 AND at = ?3 AND state IN ('due', 'started')",
                params![control, job, at.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// A started slot is due again: it is tried another time, or was handed back.
    pub fn slot_again(
        &self,
        control: &str,
        job: &str,
        at: Timestamp,
        attempt: u32,
        not_before: Option<Timestamp>,
    ) -> Result<()> {
        self.0
            .execute(
                "UPDATE slot SET state = 'due', attempt = ?4, not_before = ?5
                 WHERE control = ?1 AND job = ?2 AND at = ?3 AND state = 'started'",
                params![control, job, at.to_string(), attempt, not_before.map(|at| at.to_string())],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Forgets what was settled before `day`: slots, missed times and dead letters.
    pub fn trim_schedule(&self, before: Timestamp) -> Result<()> {
        let before = before.to_string();
        for sql in [
            "DELETE FROM slot WHERE at < ?1 AND state IN ('done', 'missed')",
            "DELETE FROM missed WHERE last_at < ?1",
            "DELETE FROM dead_letter WHERE settled_at < ?1",
        ] {
            self.0.execute(sql, [&before]).map_err(from_sqlite)?;
        }
        Ok(())
    }

    pub fn put_watched(&self, control: &str, signature: &str, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO watched (control, signature, looked_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (control) DO UPDATE SET signature = ?2, looked_at = ?3",
                [control, signature, &now.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }
}

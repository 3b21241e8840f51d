//! Runs, their journal and what they concluded.

use ballast_core::run::RunState;
use ballast_core::{Code, Error, Result};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use crate::workspace::{instant, json, second_of, signed, whole};
use crate::{Change, View, from_sqlite};

/// The process a run belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub boot: String,
    pub pid: u32,
    pub start: u64,
}

/// A run that is about to be queued.
#[derive(Clone, Debug)]
pub struct NewRun {
    pub id: String,
    pub control: String,
    pub kind: String,
    pub level: Option<String>,
    pub owner: Owner,
    pub request: Value,
    pub at: Timestamp,
    pub asked: Asked,
}

/// Who asked for a run, and for which slot of which line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// `person`, `schedule` or `watch`.
    pub origin: String,
    /// The line that the run counts for, whoever asked.
    pub job: Option<String>,
    pub slot: Option<Timestamp>,
    /// Counted from 1.
    pub attempt: u32,
    /// The epoch of the schedule lease under which it was started; 0 for a person's.
    pub epoch: u64,
}

/// A run as it is stored.
#[derive(Clone, Debug)]
pub struct RunRow {
    pub id: String,
    pub control: String,
    pub kind: String,
    pub level: Option<String>,
    pub state: RunState,
    pub queued_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub owner: Owner,
    pub cancel_requested: bool,
    pub request: Value,
    pub progress: Option<Value>,
    pub verdict: Option<String>,
    pub document: Option<Value>,
    pub error: Option<Value>,
    pub evidence_seq: Option<u64>,
    pub asked: Asked,
}

/// A step of a run from one state to the next, with what came out of it.
#[derive(Clone, Debug)]
pub struct Transition {
    pub run: String,
    pub event: String,
    pub state: RunState,
    pub at: Timestamp,
    pub verdict: Option<String>,
    pub document: Option<Value>,
    pub error: Option<Value>,
    pub evidence_seq: Option<u64>,
}

/// A conclusion about one level of one repository.
#[derive(Clone, Debug)]
pub struct AttemptRow {
    pub run: String,
    pub control: String,
    pub repository: String,
    pub level: String,
    pub verdict: String,
    pub at: Timestamp,
    /// Counts as proof: made under the clock that this workspace lives by.
    pub counts: bool,
    /// Figures and findings of this level.
    pub payload: Value,
}

const COLUMNS: &str = "id, control, kind, level, state, queued_at, started_at, finished_at, owner_boot, owner_pid, \
                       owner_start, cancel_requested, request, progress, verdict, document, error, evidence_seq, \
                       origin, job, slot, attempt, epoch";

type Raw = (
    (String, String, String, Option<String>, String, String, Option<String>, Option<String>),
    (String, u32, i64, bool, String),
    (Option<String>, Option<String>, Option<String>, Option<String>, Option<i64>),
    (String, Option<String>, Option<String>, u32, i64),
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
        (row.get(8)?, row.get(9)?, row.get(10)?, row.get(11)?, row.get(12)?),
        (row.get(13)?, row.get(14)?, row.get(15)?, row.get(16)?, row.get(17)?),
        (row.get(18)?, row.get(19)?, row.get(20)?, row.get(21)?, row.get(22)?),
    ))
}

fn run_of(raw: Raw) -> Result<RunRow> {
    let ((id, control, kind, level, state, queued_at, started_at, finished_at), owner, rest, asked) = raw;
    let (origin, job, slot, attempt, epoch) = asked;
    let slot = slot.as_deref().map(instant).transpose()?;
    let (boot, pid, start, cancel_requested, request) = owner;
    let (progress, verdict, document, error, evidence_seq) = rest;
    let optional = |text: Option<String>| text.as_deref().map(json).transpose();
    let state =
        RunState::from_name(&state).ok_or_else(|| Error::new(Code::WorkspaceDamaged).with("what", &state))?;
    Ok(RunRow {
        id,
        control,
        kind,
        level,
        state,
        queued_at: instant(&queued_at)?,
        started_at: started_at.as_deref().map(instant).transpose()?,
        finished_at: finished_at.as_deref().map(instant).transpose()?,
        owner: Owner { boot, pid, start: whole(start) },
        cancel_requested,
        request: json(&request)?,
        progress: optional(progress)?,
        verdict,
        document: optional(document)?,
        error: optional(error)?,
        evidence_seq: evidence_seq.map(whole),
        asked: Asked { origin, job, slot, attempt, epoch: whole(epoch) },
    })
}

impl View<'_> {
    fn runs_where(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<RunRow>> {
        let sql = format!("SELECT {COLUMNS} FROM run WHERE {condition}");
        let mut statement = self.0.prepare_cached(&sql).map_err(from_sqlite)?;
        let rows = statement.query_map(values, raw).map_err(from_sqlite)?;
        rows.map(|row| run_of(row.map_err(from_sqlite)?)).collect()
    }

    pub fn run(&self, id: &str) -> Result<Option<RunRow>> {
        Ok(self.runs_where("id = ?1", [id])?.into_iter().next())
    }

    /// Runs that are queued or running.
    pub fn unfinished_runs(&self) -> Result<Vec<RunRow>> {
        self.runs_where("state IN ('queued', 'running') ORDER BY queued_at", [])
    }

    /// Newest first; of one control if named.
    pub fn runs(&self, control: Option<&str>, limit: u32) -> Result<Vec<RunRow>> {
        self.runs_where(
            "?1 IS NULL OR control = ?1 ORDER BY queued_at DESC, id DESC LIMIT ?2",
            params![control, limit],
        )
    }

    /// Runs that were started under an epoch of the schedule lease, oldest first.
    pub fn runs_of_epoch(&self, epoch: u64) -> Result<Vec<RunRow>> {
        self.runs_where("epoch = ?1 AND origin <> 'person' ORDER BY rowid", [signed(epoch)])
    }

    /// When anything was last concluded about a control.
    pub fn last_attempt_at(&self, control: &str) -> Result<Option<Timestamp>> {
        let sql = "SELECT at FROM attempt WHERE control = ?1 ORDER BY rowid DESC LIMIT 1";
        let text: Option<String> =
            self.0.query_row(sql, [control], |row| row.get(0)).optional().map_err(from_sqlite)?;
        text.as_deref().map(instant).transpose()
    }

    /// Runs that were queued in `[from, until)`, oldest first.
    pub fn runs_between(&self, from: Timestamp, until: Timestamp) -> Result<Vec<RunRow>> {
        let mut runs = self.runs_where(
            "queued_at >= ?1 AND queued_at < ?2",
            [second_of(from), second_of(until.checked_add(SignedDuration::from_secs(1)).unwrap_or(until))],
        )?;
        runs.retain(|run| (from..until).contains(&run.queued_at));
        runs.sort_by(|a, b| (a.queued_at, &a.id).cmp(&(b.queued_at, &b.id)));
        Ok(runs)
    }

    /// Runs of a job of a control that did not break off, queued in `[from, until)`, oldest first.
    pub fn runs_of_job(
        &self,
        control: &str,
        job: &str,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<RunRow>> {
        let soon = second_of(until.checked_add(SignedDuration::from_secs(1)).unwrap_or(until));
        let mut runs = self.runs_where(
            "control = ?1 AND job = ?2 AND queued_at >= ?3 AND queued_at < ?4
             AND state IN ('queued', 'running', 'finished') ORDER BY queued_at",
            [control, job, &second_of(from), &soon],
        )?;
        runs.retain(|run| (from..until).contains(&run.queued_at));
        Ok(runs)
    }

    /// Everything concluded about a control, in the order it was recorded.
    pub fn attempts(&self, control: &str) -> Result<Vec<AttemptRow>> {
        let mut statement = self
            .0
            .prepare_cached(
                "SELECT run, control, repository, level, verdict, at, counts, payload FROM attempt
                 WHERE control = ?1 ORDER BY rowid",
            )
            .map_err(from_sqlite)?;
        let rows = statement
            .query_map([control], |row| {
                Ok((
                    (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?),
                    (row.get::<_, String>(5)?, row.get(6)?, row.get::<_, String>(7)?),
                ))
            })
            .map_err(from_sqlite)?;
        rows.map(|row| {
            let ((run, control, repository, level, verdict), (at, counts, payload)) =
                row.map_err(from_sqlite)?;
            Ok(AttemptRow {
                run,
                control,
                repository,
                level,
                verdict,
                at: instant(&at)?,
                counts,
                payload: json(&payload)?,
            })
        })
        .collect()
    }
}

impl Change<'_> {
    /// Queues a run and takes its control's lock; `busy` if another run of the control is unfinished.
    pub fn queue_run(&self, new: &NewRun) -> Result<()> {
        let inserted = self.0.execute(
            "INSERT INTO run (id, control, kind, level, state, queued_at, owner_boot, owner_pid, owner_start, request,
                              origin, job, slot, attempt, epoch)
             VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            params![
                new.id,
                new.control,
                new.kind,
                new.level,
                new.at.to_string(),
                new.owner.boot,
                new.owner.pid,
                signed(new.owner.start),
                new.request.to_string(),
                new.asked.origin,
                new.asked.job,
                new.asked.slot.map(|slot| slot.to_string()),
                new.asked.attempt,
                signed(new.asked.epoch)
            ],
        );
        match inserted {
            Ok(_) => self.journal(&new.id, "queued", RunState::Queued, new.at),
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
                Err(Error::new(Code::Busy).with("control", &new.control))
            }
            Err(error) => Err(from_sqlite(error)),
        }
    }

    /// Journals a transition and moves the run.
    pub fn move_run(&self, step: &Transition) -> Result<()> {
        self.journal(&step.run, &step.event, step.state, step.at)?;
        let text = |value: &Option<Value>| value.as_ref().map(Value::to_string);
        let at = step.at.to_string();
        self.0
            .execute(
                "UPDATE run SET state = ?2,
                    started_at = CASE WHEN ?2 = 'running' THEN ?3 ELSE started_at END,
                    finished_at = CASE WHEN ?2 IN ('queued', 'running') THEN NULL ELSE ?3 END,
                    progress = CASE WHEN ?2 IN ('queued', 'running') THEN progress ELSE NULL END,
                    verdict = coalesce(?4, verdict), document = coalesce(?5, document),
                    error = coalesce(?6, error), evidence_seq = coalesce(?7, evidence_seq)
                 WHERE id = ?1",
                params![
                    step.run,
                    step.state.as_str(),
                    at,
                    step.verdict,
                    text(&step.document),
                    text(&step.error),
                    step.evidence_seq.map(signed)
                ],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    fn journal(&self, run: &str, event: &str, state: RunState, at: Timestamp) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO run_event (run, number, at, event, state)
                 SELECT ?1, count(*) + 1, ?2, ?3, ?4 FROM run_event WHERE run = ?1",
                params![run, at.to_string(), event, state.as_str()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    pub fn put_progress(&self, run: &str, progress: &Value) -> Result<()> {
        self.0
            .execute(
                "UPDATE run SET progress = ?2 WHERE id = ?1 AND state = 'running'",
                params![run, progress.to_string()],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Asks the owner of a run to stop it. Says whether the run was still unfinished.
    pub fn request_cancel(&self, run: &str) -> Result<bool> {
        let changed = self
            .0
            .execute(
                "UPDATE run SET cancel_requested = 1 WHERE id = ?1 AND state IN ('queued', 'running')",
                [run],
            )
            .map_err(from_sqlite)?;
        Ok(changed > 0)
    }

    pub fn put_attempt(&self, attempt: &AttemptRow) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO attempt (run, control, repository, level, verdict, at, counts, payload)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    attempt.run,
                    attempt.control,
                    attempt.repository,
                    attempt.level,
                    attempt.verdict,
                    attempt.at.to_string(),
                    attempt.counts,
                    attempt.payload.to_string()
                ],
            )
            .map(drop)
            .map_err(from_sqlite)
    }

    /// Whether a cancel was asked for; false for a run that is gone.
    pub fn cancel_requested(&self, run: &str) -> Result<bool> {
        self.0
            .query_row("SELECT cancel_requested FROM run WHERE id = ?1", [run], |row| row.get(0))
            .optional()
            .map(Option::unwrap_or_default)
            .map_err(from_sqlite)
    }
}

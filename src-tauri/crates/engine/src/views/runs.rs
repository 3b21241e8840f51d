//! Runs as they are shown, going on or finished.

use ballast_core::run::RunState;
use ballast_core::{Code, Error, Result};
use ballast_store::RunRow;
use jiff::Timestamp;
use serde_json::Value;

use crate::config::Config;
use crate::contract::{
    CheckDocument, EvidenceRef, LevelVerdict, Named, RunDetail, RunKind, RunList, RunProgress, RunSummary,
    Stage, StageState, StageView, Unit,
};
use crate::engine::Engine;
use crate::messages::Messages;
use crate::runner::{Document, Job, Progress, is_active};

pub(crate) fn named(config: &Config, control: &str) -> Named {
    Named { id: control.to_owned(), title: config.name_of(control) }
}

pub(crate) fn kind(row: &RunRow) -> RunKind {
    serde_json::from_value(Value::String(row.kind.clone())).unwrap_or(RunKind::Verify)
}

/// How far an unfinished run is.
pub(crate) fn progress(config: &Config, row: &RunRow) -> Option<RunProgress> {
    if !is_active(row.state) {
        return None;
    }
    let told: Option<Progress> = row.progress.clone().and_then(|value| serde_json::from_value(value).ok());
    let job: Option<Job> = serde_json::from_value(row.request.clone()).ok();
    let order = job.map(|job| job.stages()).unwrap_or_default();
    let current = told.as_ref().map(|told| told.stage);
    let at = current.and_then(|current| order.iter().position(|stage| *stage == current));
    let state = |index: usize| match at {
        Some(at) if index < at => StageState::Done,
        Some(at) if index == at => StageState::Running,
        // The last step of all is past every named one.
        None if current == Some(Stage::Finish) => StageState::Done,
        _ => StageState::Waiting,
    };
    let stages = order
        .iter()
        .enumerate()
        .map(|(index, stage)| StageView { stage: *stage, state: state(index) })
        .collect();
    Some(RunProgress {
        run: row.id.clone(),
        control: named(config, &row.control),
        kind: kind(row),
        level: row.level.as_deref().and_then(|level| level.parse().ok()),
        repository: told.as_ref().and_then(|told| told.repository.clone()),
        state: row.state,
        stage: current.unwrap_or(Stage::Waiting),
        stages,
        done: told.as_ref().map_or(0, |told| told.done),
        total: told.as_ref().and_then(|told| told.total),
        unit: told.as_ref().map_or(Unit::None, |told| told.unit),
        per_second: told.as_ref().and_then(|told| told.per_second),
        seconds_left: told.as_ref().and_then(|told| told.seconds_left),
        started_at: row.started_at.unwrap_or(row.queued_at),
        cancel_requested: row.cancel_requested,
    })
}

pub(crate) fn summary(engine: &Engine, config: &Config, messages: &Messages, row: &RunRow) -> RunSummary {
    let evidence = row.evidence_seq.and_then(|seq| engine.store.read(|view| view.record(seq)).ok().flatten());
    let error: Option<Error> = row.error.clone().and_then(|value| serde_json::from_value(value).ok());
    RunSummary {
        run: row.id.clone(),
        control: named(config, &row.control),
        kind: kind(row),
        level: row.level.as_deref().and_then(|level| level.parse().ok()),
        state: row.state,
        verdict: row
            .verdict
            .as_deref()
            .and_then(|text| serde_json::from_value(Value::String(text.to_owned())).ok()),
        started_at: row.started_at.unwrap_or(row.queued_at),
        finished_at: row.finished_at,
        evidence: evidence.map(|record| EvidenceRef { seq: record.record.seq, hash: record.hash }),
        error: error.as_ref().map(|error| messages.error(error)),
    }
}

fn document(messages: &Messages, row: &RunRow, evidence: Option<EvidenceRef>) -> Option<CheckDocument> {
    let document: Document = serde_json::from_value(row.document.clone()?).ok()?;
    let levels = document.levels.into_iter().map(|(repository, level, verdict)| LevelVerdict {
        repository,
        level,
        verdict,
    });
    Some(CheckDocument {
        control: Some(row.control.clone()),
        run: Some(row.id.clone()),
        verdict: document.verdict,
        level: document.level,
        levels: levels.collect(),
        started_at: row.started_at.unwrap_or(row.queued_at),
        finished_at: row.finished_at.unwrap_or(row.queued_at),
        figures: document.figures,
        findings: document.findings.iter().map(|finding| messages.finding(finding)).collect(),
        evidence,
    })
}

pub fn detail(engine: &Engine, messages: &Messages, run: &str) -> Result<RunDetail> {
    let config = engine.config()?;
    let row = engine.store.read(|view| view.run(run))?;
    let row = row.ok_or_else(|| Error::new(Code::UnknownId).with("what", "run").with("id", run))?;
    let summary = summary(engine, &config, messages, &row);
    let document = document(messages, &row, summary.evidence.clone());
    Ok(RunDetail { progress: progress(&config, &row), summary, document })
}

pub fn list(engine: &Engine, messages: &Messages, control: Option<&str>, limit: u32) -> Result<RunList> {
    let config = engine.config()?;
    let (rows, unfinished) =
        engine.store.read(|view| Ok((view.runs(control, limit)?, view.unfinished_runs()?)))?;
    Ok(RunList {
        runs: rows.iter().map(|row| summary(engine, &config, messages, row)).collect(),
        running: unfinished.iter().filter_map(|row| progress(&config, row)).collect(),
    })
}

/// The exit code of a finished run: its verdict's, or 3 when there is none.
#[must_use]
pub fn exit_code(detail: &RunDetail) -> u8 {
    match (&detail.summary.error, detail.summary.state, &detail.document) {
        (Some(error), ..) => error.code.exit_code(),
        (None, RunState::Finished, Some(document)) => document.verdict.exit_code(),
        _ => 3,
    }
}

/// When something last went wrong or right, for lanes of days.
pub(crate) fn ended_at(row: &RunRow) -> Timestamp {
    row.finished_at.or(row.started_at).unwrap_or(row.queued_at)
}

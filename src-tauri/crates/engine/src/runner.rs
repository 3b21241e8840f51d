//! Running jobs: one worker a repository or comparison, progress and cancel through the database, and what comes
//! out of it written in one change: conclusions, ledgers and evidence.

mod comparison;
mod document;
mod judging;
mod lateness;
mod learn;
mod pace;
mod population;
mod probing;
mod sampling;
mod settle;
mod start;
mod task;

use std::time::{Duration, Instant};

use ballast_backup::wire::{Answer, Climbed, Listed, Report, Request, Task};
use ballast_core::backup::Level;
use ballast_core::evidence::{Artefact, RecordKind};
use ballast_core::limits::LISTING_RUNTIME;
use ballast_core::run::{RunEffect, RunEvent, RunState};
use ballast_core::{Code, Error, Finding, FindingKind, Result, Verdict};
use ballast_store::{Draft, RunRow, Staged, Transition};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub(crate) use comparison::{document_figures, side_of};
pub(crate) use document::{Document, findings_of, is_open, once, sentence_values};
pub(crate) use learn::one_level;
use learn::{inconclusive, learn};
use pace::Pace;
pub(crate) use pace::passing;
pub(crate) use population::LEVEL as SPOT_CHECK;
pub(crate) use probing::LEVEL as PROBE;
use start::{BackupRun, Prepared};
pub(crate) use start::{
    hand_back_queued, lives_here, open_repository, start, start_probe, start_slot, sweep,
};
pub(crate) use task::{Target, former_ids};
use task::{adopted, scope, targets, task};

use crate::compared::Eraser;
use crate::config::{Backup, Config, Known};
use crate::contract::{RunKind, Stage, Unit};
use crate::engine::Engine;

/// What is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    Backup,
    Verify {
        level: Level,
        sample: Option<String>,
        seed: Option<String>,
    },
    Restore {
        to: std::path::PathBuf,
        snapshot: Option<String>,
        paths: Vec<String>,
        overwrite: bool,
    },
    /// The day that dated names stand for; today where there is none.
    Compare {
        day: Option<Date>,
    },
    /// The old system against itself.
    Baseline {
        day: Option<Date>,
    },
    /// Begins a round of a spot check: the list as it stands on that day.
    Freeze {
        day: Option<Date>,
    },
    /// Draws the sample of the newest round.
    Draw {
        seed: String,
        people: Vec<String>,
    },
    /// Draws again from the frozen list, and reads the list again.
    VerifySample,
    /// Works out what the answers of the newest round say.
    Judge,
    /// Looks at the probes of a pair, or writes down what their looks said.
    Probe {
        looks: bool,
    },
    /// What a signed drill says of its pair; over as it begins.
    Drill {
        run: String,
    },
}

impl Job {
    #[must_use]
    pub fn kind(&self) -> RunKind {
        match self {
            Self::Backup => RunKind::Backup,
            Self::Verify { .. } => RunKind::Verify,
            Self::Restore { .. } => RunKind::Restore,
            Self::Compare { .. } => RunKind::Compare,
            Self::Baseline { .. } => RunKind::Baseline,
            Self::Freeze { .. } => RunKind::Freeze,
            Self::Draw { .. } => RunKind::Draw,
            Self::VerifySample => RunKind::VerifySample,
            Self::Judge => RunKind::Judge,
            Self::Probe { .. } => RunKind::Probe,
            Self::Drill { .. } => RunKind::Drill,
        }
    }

    fn level(&self) -> Option<Level> {
        match self {
            Self::Verify { level, .. } => Some(*level),
            Self::Backup => Some(Level::Present),
            Self::Restore { .. }
            | Self::Compare { .. }
            | Self::Baseline { .. }
            | Self::Freeze { .. }
            | Self::Draw { .. }
            | Self::VerifySample
            | Self::Judge
            | Self::Probe { .. }
            | Self::Drill { .. } => None,
        }
    }

    fn record_kind(&self) -> RecordKind {
        match self {
            Self::Backup => RecordKind::BackupTaken,
            Self::Verify { .. } => RecordKind::Verified,
            Self::Restore { .. } => RecordKind::Restored,
            Self::Compare { .. } => RecordKind::Compared,
            Self::Baseline { .. } => RecordKind::BaselineTaken,
            Self::Freeze { .. } => RecordKind::PopulationFrozen,
            Self::Draw { .. } => RecordKind::SampleDrawn,
            Self::VerifySample => RecordKind::SampleVerified,
            Self::Judge => RecordKind::SpotChecked,
            Self::Probe { .. } => RecordKind::Probed,
            Self::Drill { .. } => RecordKind::DrillSigned,
        }
    }

    /// The line of the schedule that a run of it counts for.
    pub(crate) fn key(&self) -> Option<String> {
        match self {
            Self::Backup => Some("backup".to_owned()),
            Self::Verify { level, .. } => Some(format!("verify:{}", level.as_str())),
            Self::Compare { .. } => Some("compare".to_owned()),
            Self::Freeze { .. } => Some("freeze".to_owned()),
            Self::Restore { .. }
            | Self::Baseline { .. }
            | Self::Draw { .. }
            | Self::VerifySample
            | Self::Judge
            | Self::Probe { .. }
            | Self::Drill { .. } => None,
        }
    }

    /// The steps that a job goes through, for the bar of stages.
    pub(crate) fn stages(&self) -> Vec<Stage> {
        match self {
            Self::Backup => vec![Stage::Scan, Stage::Copy, Stage::Compare],
            Self::Verify { level, .. } => level.climb().map(|level| pace::stage(level.into())).collect(),
            Self::Restore { .. } => vec![Stage::Scan, Stage::Restore],
            Self::Compare { .. } | Self::Baseline { .. } => {
                vec![Stage::ReadOld, Stage::ReadNew, Stage::Compare, Stage::Explain]
            }
            Self::Freeze { .. } => vec![Stage::ReadList, Stage::Sort],
            Self::Draw { .. } => vec![Stage::Draw],
            Self::VerifySample => vec![Stage::Draw, Stage::ReadList, Stage::Sort],
            Self::Judge => vec![Stage::Judge],
            Self::Probe { .. } => vec![Stage::Probe],
            Self::Drill { .. } => Vec::new(),
        }
    }
}

/// How far a run is, as it stands in the database.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Progress {
    pub stage: Stage,
    pub done: u64,
    pub total: Option<u64>,
    pub unit: Unit,
    pub repository: Option<String>,
    pub per_second: Option<u64>,
    pub seconds_left: Option<u64>,
}

fn name_of<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What the workers of a run brought back.
#[derive(Default)]
struct Outcome {
    document: Option<Document>,
    answers: Vec<(String, Answer)>,
    artefacts: Vec<(String, Artefact)>,
    /// Files that are moved into the store by the change that names them.
    staged: Vec<Staged>,
    /// What was seen of copies of an adopted backup for the first time: repository, copy, manifest.
    sights: Vec<(String, String, Artefact)>,
    /// What a control of one level found, as its attempt keeps it: the level's name and the rest.
    attempt: Option<(&'static str, Value)>,
}

fn execute(engine: &Engine, run: &str, job: &Job, prepared: Prepared) -> Result<()> {
    match prepared {
        Prepared::Backup(prepared) => back_up(engine, run, job, *prepared),
        Prepared::Comparison(prepared) => comparison::execute(engine, run, job, *prepared),
        Prepared::Freezing(prepared) => population::execute(engine, run, *prepared),
        Prepared::Sampling(prepared) => sampling::execute(engine, run, job, *prepared),
        Prepared::Judging(prepared) => judging::execute(engine, run, &prepared),
        Prepared::Probing(prepared) => probing::execute(engine, run, &prepared),
    }
}

/// What the end of a run is when its worker was stopped.
fn stopped(engine: &Engine, run: &str, code: Code) -> Result<RunEvent> {
    let asked = engine.store.read(|view| view.run(run))?.is_some_and(|row| row.cancel_requested);
    Ok(match code {
        Code::TimedOut => RunEvent::LimitReached,
        _ if asked => RunEvent::CancelRequested,
        _ => RunEvent::HandedBack,
    })
}

fn back_up(engine: &Engine, run: &str, job: &Job, prepared: BackupRun) -> Result<()> {
    let BackupRun { config, backup, targets, locked: mut failures } = prepared;
    let row = move_on(engine, run, RunEvent::Started)?;
    let deadline = Instant::now() + Duration::from_secs(backup.entry.limit().seconds());
    let mut outcome = Outcome::default();
    for target in &targets {
        match one_target(engine, run, &config, &backup, job, target, deadline) {
            Ok(answer) => outcome.answers.push((target.id.clone(), answer)),
            Err(error) if matches!(error.code, Code::Cancelled | Code::TimedOut) => {
                return end(engine, &row, stopped(engine, run, error.code)?, Some(error), outcome);
            }
            // One repository that cannot be reached does not keep the others from being looked at.
            Err(error) => {
                // Absent or not, the newest copy that is known grows older than its limit.
                if matches!(job, Job::Verify { .. })
                    && error.code == Code::LocationAbsent
                    && let Some(answer) = too_old(engine, &backup, &target.id)?
                {
                    outcome.answers.push((target.id.clone(), answer));
                }
                failures.push((target.id.clone(), error));
            }
        }
    }
    if outcome.answers.is_empty()
        && let Some((_, error)) = failures.first()
    {
        return end(engine, &row, RunEvent::Failed(error.code), Some(error.clone()), outcome);
    }
    for (id, answer) in &mut outcome.answers {
        if let Some(file) = answer.manifest.take() {
            let artefact = engine.store.keep_artefact(&format!("manifest-{id}.jsonl.zst"), &file)?;
            outcome.artefacts.push((id.clone(), artefact));
        }
        for (copy, file) in std::mem::take(&mut answer.sights) {
            let short = copy.get(..16).unwrap_or(&copy);
            let artefact = engine.store.keep_artefact(&format!("sight-{short}.jsonl.zst"), &file)?;
            outcome.sights.push((id.clone(), copy, artefact));
        }
    }
    let document = document::document(job, &outcome.answers, &failures);
    let verdict = document.verdict;
    outcome.document = Some(document);
    end(engine, &row, RunEvent::Concluded(verdict), None, outcome)
}

/// What is known of copies that cannot be reached: that the newest is older than it may be.
fn too_old(engine: &Engine, backup: &Known<Backup>, repository: &str) -> Result<Option<Answer>> {
    let Some(limit) = backup.entry.max_age else { return Ok(None) };
    let rows = engine.store.read(|view| view.snapshots(backup.entry.id.as_str()))?;
    let there: Vec<_> =
        rows.iter().filter(|row| row.repository == repository && row.missing_since.is_none()).collect();
    let Some(newest) = there.iter().max_by_key(|row| row.taken_at) else { return Ok(None) };
    let age = engine.now().duration_since(newest.taken_at);
    if age <= limit.duration() {
        return Ok(None);
    }
    let finding = Finding::new(FindingKind::TooOld, format!("snapshots/{}", newest.id))
        .with("age_seconds", age.as_secs())
        .with("limit_seconds", limit.seconds());
    let present = Climbed {
        level: Level::Present,
        verdict: Verdict::Failed,
        figures: json!({}),
        findings: vec![finding],
        seconds: 0.0,
    };
    // What was listed before is not listed now; that it went missing is not known.
    let listed = there.iter().map(|row| Listed {
        id: row.id.clone(),
        taken_at: row.taken_at,
        files: row.files,
        bytes: row.bytes,
    });
    Ok(Some(Answer { levels: vec![present], snapshots: listed.collect(), ..Answer::default() }))
}

fn move_on(engine: &Engine, run: &str, event: RunEvent) -> Result<RunRow> {
    let id = run.to_owned();
    let at = engine.now();
    engine.store.write(move |change| {
        let row = change
            .view()
            .run(&id)?
            .ok_or_else(|| Error::new(Code::UnknownId).with("what", "run").with("id", &id))?;
        let (state, _) =
            row.state.on(event).map_err(|illegal| Error::new(Code::Internal).because(&illegal))?;
        let step = Transition {
            run: id,
            event: event_name(event).to_owned(),
            state,
            at,
            verdict: None,
            document: None,
            error: None,
            evidence_seq: None,
        };
        change.move_run(&step)?;
        Ok(row)
    })
}

fn event_name(event: RunEvent) -> &'static str {
    match event {
        RunEvent::Started => "started",
        RunEvent::Concluded(_) => "concluded",
        RunEvent::Failed(_) => "failed",
        RunEvent::CancelRequested => "cancel_requested",
        RunEvent::LimitReached => "limit_reached",
        RunEvent::OwnerVanished => "owner_vanished",
        RunEvent::HandedBack => "handed_back",
    }
}

/// One repository in a worker of its own.
fn one_target(
    engine: &Engine,
    run: &str,
    config: &Config,
    backup: &Known<Backup>,
    job: &Job,
    target: &Target,
    deadline: Instant,
) -> Result<Answer> {
    let request = Request {
        now: engine.now(),
        access: target.access.clone(),
        task: task(engine, run, config, backup, job, target)?,
    };
    let left = deadline.saturating_duration_since(Instant::now());
    let limit = ballast_core::Span::from_seconds(left.as_secs().max(1));
    let mut pace = Pace::default();
    let mut report = |report: Report| tell(engine, run, pace.hear(report.into(), Some(&target.id)));
    engine.workers.run(&request, limit, &mut report, &mut || should_stop(engine, run))
}

/// Writes down how far a run is.
fn tell(engine: &Engine, run: &str, progress: Option<Progress>) {
    if let Some(progress) = progress {
        let (run, value) = (run.to_owned(), serde_json::to_value(progress).unwrap_or_default());
        let _ = engine.store.write(move |change| change.put_progress(&run, &value));
    }
}

/// Whether a person or the end of the program wants a run to stop.
fn should_stop(engine: &Engine, run: &str) -> bool {
    let asked = engine.store.read(|view| view.run(run));
    engine.hands_back(run) || asked.is_ok_and(|row| row.is_some_and(|row| row.cancel_requested))
}

/// The end of a run: everything it learned and its evidence, in one change.
fn end(engine: &Engine, row: &RunRow, event: RunEvent, error: Option<Error>, outcome: Outcome) -> Result<()> {
    let (row, now, counts, clock) = (row.clone(), engine.now(), engine.counts(), engine.clock.kind());
    let workspace = engine.workspace_id.clone();
    let eraser = Eraser::new(engine);
    engine.store.write(move |change| {
        let current = change.view().run(&row.id)?.ok_or_else(|| Error::new(Code::Internal))?;
        // Somebody else saw the end first.
        let Ok((state, effects)) = current.state.on(event) else { return Ok(()) };
        let verdict = effects.iter().find_map(|effect| {
            if let RunEffect::RecordEvidence(verdict) = effect { Some(*verdict) } else { None }
        });
        let job: Option<Job> = serde_json::from_value(row.request.clone()).ok();
        // Its control may have another name by now.
        learn(change, &current, &outcome, now, counts)?;
        // A round that is still open says nothing about what the rounds before it found.
        let came_too_soon = event == RunEvent::Failed(Code::NotYet);
        if outcome.document.is_none() && !came_too_soon {
            inconclusive(change, &current, job.as_ref(), now, counts)?;
        }
        let body = json!({
            "workspace": workspace,
            "state": state,
            "level": row.level,
            "error": error,
            "document": outcome.document,
            "engine": concat!("ballast ", env!("CARGO_PKG_VERSION")),
        });
        outcome.staged.iter().try_for_each(|staged| change.keep(staged))?;
        let head = change.append(Draft {
            at: now,
            clock,
            kind: job.as_ref().map_or(RecordKind::Verified, Job::record_kind),
            control: Some(current.control.clone()),
            run: Some(row.id.clone()),
            verdict,
            artefacts: outcome
                .artefacts
                .iter()
                .map(|(_, artefact)| artefact)
                .chain(outcome.sights.iter().map(|(_, _, artefact)| artefact))
                .chain(outcome.staged.iter().map(|staged| &staged.artefact))
                .cloned()
                .collect(),
            body,
        })?;
        if matches!(outcome.attempt, Some((comparison::LEVEL, _)))
            && let Err(error) = eraser.forget_old_inputs(change, &current.control)
        {
            tracing::warn!(control = current.control, %error, "old inputs could not be let go");
        }
        settle::settle(change, &current, event, error.as_ref(), now)?;
        change.move_run(&Transition {
            run: row.id.clone(),
            event: event_name(event).to_owned(),
            state,
            at: now,
            verdict: verdict.map(|verdict| verdict.as_str().to_owned()),
            document: outcome.document.as_ref().and_then(|document| serde_json::to_value(document).ok()),
            error: error.as_ref().and_then(|error| serde_json::to_value(error).ok()),
            evidence_seq: Some(head.seq),
        })
    })
}

/// Asks the owner of a run to stop it.
pub fn cancel(engine: &Engine, run: &str) -> Result<()> {
    let id = run.to_owned();
    engine.store.write(move |change| change.request_cancel(&id).map(drop))
}

/// Waits until a run is final and, where it is one of this process, has put its scratch files away, hearing of its
/// progress. `look` is called several times a second.
pub fn follow(engine: &Engine, run: &str, look: &mut dyn FnMut(&RunRow)) -> Result<RunRow> {
    loop {
        let row = engine.store.read(|view| view.run(run))?;
        let row = row.ok_or_else(|| Error::new(Code::UnknownId).with("what", "run").with("id", run))?;
        look(&row);
        // A program that ended now would leave behind what the run is about to remove.
        if row.state.is_final() && !start::lives_here(run) {
            return Ok(row);
        }
        let soon = if row.state.is_final() { 5 } else { 100 };
        std::thread::sleep(Duration::from_millis(soon));
    }
}

/// The snapshots that the repositories list now.
pub fn list_snapshots(
    engine: &Engine,
    control: &str,
    only: Option<&str>,
) -> Result<Vec<(String, ballast_backup::wire::Listed)>> {
    let config = engine.config()?;
    let backup = config.backup(control)?;
    let mut all = Vec::new();
    for target in targets(engine, &config, backup, only)?.ready {
        let request = Request {
            now: engine.now(),
            access: target.access,
            task: match adopted(&backup.source) {
                Some(what) => Task::ListAdopted { what },
                None => Task::List { scope: scope(engine, backup)? },
            },
        };
        let answer = engine.workers.run(&request, LISTING_RUNTIME, &mut |_| {}, &mut || false)?;
        all.extend(answer.snapshots.into_iter().map(|listed| (target.id.clone(), listed)));
    }
    Ok(all)
}

/// States in which a run can be shown as going on.
pub(crate) fn is_active(state: RunState) -> bool {
    !state.is_final()
}

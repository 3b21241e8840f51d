//! Running jobs: one worker a repository, progress and cancel through the database, and what comes
//! out of it written in one change: conclusions, ledgers and evidence.

mod document;
mod learn;
mod pace;
mod settle;
mod task;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballast_backup::wire::{Access, Answer, Report, Request, Scope, Stage, Task};
use ballast_core::backup::Level;
use ballast_core::evidence::{Artefact, RecordKind};
use ballast_core::limits::LISTING_RUNTIME;
use ballast_core::run::{RunEffect, RunEvent, RunState};
use ballast_core::{Code, Error, Result};
use ballast_store::{Asked, Draft, NewRun, RunRow, SlotRow, Transition};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub(crate) use document::{Document, findings_of, is_open, once, sentence_values};
use learn::{inconclusive, learn};
use pace::Pace;
pub(crate) use task::{Target, former_ids};
use task::{Targets, adopted, known_backup, scope, targets, task};

use crate::config::{Backup, Config, Known, Repository, Source};
use crate::contract::RunKind;
use crate::engine::{Engine, new_id};
use crate::owner;

/// What is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    Backup,
    Verify { level: Level, sample: Option<String>, seed: Option<String> },
    Restore { to: std::path::PathBuf, snapshot: Option<String>, paths: Vec<String>, overwrite: bool },
}

impl Job {
    #[must_use]
    pub fn kind(&self) -> RunKind {
        match self {
            Self::Backup => RunKind::Backup,
            Self::Verify { .. } => RunKind::Verify,
            Self::Restore { .. } => RunKind::Restore,
        }
    }

    fn level(&self) -> Option<Level> {
        match self {
            Self::Verify { level, .. } => Some(*level),
            Self::Backup => Some(Level::Present),
            Self::Restore { .. } => None,
        }
    }

    fn record_kind(&self) -> RecordKind {
        match self {
            Self::Backup => RecordKind::BackupTaken,
            Self::Verify { .. } => RecordKind::Verified,
            Self::Restore { .. } => RecordKind::Restored,
        }
    }

    /// The line of the schedule that a run of it counts for.
    pub(crate) fn key(&self) -> Option<String> {
        match self {
            Self::Backup => Some("backup".to_owned()),
            Self::Verify { level, .. } => Some(format!("verify:{}", level.as_str())),
            Self::Restore { .. } => None,
        }
    }

    /// The steps that a job goes through, for the bar of stages.
    pub(crate) fn stages(&self) -> Vec<Stage> {
        match self {
            Self::Backup => vec![Stage::Scan, Stage::Copy, Stage::Compare],
            Self::Verify { level, .. } => level.climb().map(Stage::from).collect(),
            Self::Restore { .. } => vec![Stage::Scan, Stage::Restore],
        }
    }
}

/// How far a run is, as it stands in the database.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Progress {
    pub report: Report,
    pub repository: String,
    pub per_second: Option<u64>,
    pub seconds_left: Option<u64>,
}

fn name_of<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Runs whose owner is gone are interrupted: they leave evidence, and their control is free.
pub fn sweep(engine: &Engine) -> Result<()> {
    let orphans: Vec<RunRow> = engine.store.read(|view| view.unfinished_runs())?;
    for run in orphans.into_iter().filter(|run| !owner::is_alive(&run.owner)) {
        end(engine, &run, RunEvent::OwnerVanished, Some(Error::new(Code::Interrupted)), Outcome::default())?;
    }
    Ok(())
}

/// Everything that a run needs before its first worker starts.
struct Prepared {
    config: Config,
    backup: Known<Backup>,
    targets: Vec<Target>,
    locked: Vec<(String, Error)>,
}

/// Reads what is set up, fetches the secrets and refuses what cannot be done.
fn prepare(engine: &Engine, control: &str, job: &Job, only: Option<&str>) -> Result<Prepared> {
    let config = engine.config()?;
    let backup = known_backup(engine, &config, control)?;
    if matches!(job, Job::Backup) && backup.entry.is_adopted() {
        return Err(Error::new(Code::NotSupported)
            .with("what", "Taking copies of an adopted backup, which its own tool does"));
    }
    let Targets { ready: mut targets, locked } = targets(engine, &config, &backup.entry, only)?;
    refuse_loops(engine, &config, &backup.entry, job)?;
    match job {
        Job::Backup => intend_to_make(engine, &mut targets)?,
        _ => {
            // A repository that was never made is not absent: there is nothing in it yet.
            let never = |target: &Target| target.access.engine_id.is_none() && !backup.entry.is_adopted();
            if targets.iter().all(never) {
                return Err(Error::new(Code::NoSnapshot)
                    .with("snapshot", "latest")
                    .with("repository", only.unwrap_or(control)));
            }
        }
    }
    if matches!(job, Job::Restore { .. }) {
        targets = first_intact(engine, control, targets, only)?;
    }
    Ok(Prepared { config, backup, targets, locked })
}

fn new_run(engine: &Engine, control: &str, job: &Job, asked: Asked) -> NewRun {
    let now = engine.now();
    NewRun {
        id: new_id(now),
        control: control.to_owned(),
        kind: name_of(job.kind()),
        level: job.level().map(|level| level.as_str().to_owned()),
        owner: owner::this(),
        request: serde_json::to_value(job).unwrap_or_default(),
        at: now,
        asked,
    }
}

/// Queues a job for a person and starts it on a thread of its own. Errors before the start leave no run.
pub fn start(engine: &Arc<Engine>, control: &str, job: Job, only: Option<&str>) -> Result<String> {
    sweep(engine)?;
    let prepared = prepare(engine, control, &job, only)?;
    let asked = Asked { origin: "person".to_owned(), job: job.key(), slot: None, attempt: 1, epoch: 0 };
    let new = new_run(engine, control, &job, asked);
    let queued = new.clone();
    engine.store.write(move |change| change.queue_run(&queued))?;
    launch(engine, &new, job, move |_| Ok(prepared))?;
    Ok(new.id)
}

/// Starts the run of a slot under the schedule lease of `epoch`; none where the control is busy or the
/// slot is not due any more. Whatever may take time or fail happens on the run's own thread.
pub(crate) fn start_slot(
    engine: &Arc<Engine>,
    epoch: u64,
    slot: &SlotRow,
    job: Job,
) -> Result<Option<String>> {
    let asked = Asked {
        origin: slot.origin.clone(),
        job: Some(slot.job.clone()),
        slot: Some(slot.at),
        attempt: slot.attempt,
        epoch,
    };
    let new = new_run(engine, &slot.control, &job, asked);
    let (queued, due) = (new.clone(), slot.clone());
    let started = engine.store.write(move |change| {
        change.require_lease(epoch)?;
        if !change.slot_started(&due.control, &due.job, due.at, &queued.id)? {
            return Ok(false);
        }
        change.queue_run(&queued).map(|()| true)
    });
    match started {
        Ok(true) => {}
        Ok(false) => return Ok(None),
        Err(error) if error.code == Code::Busy && error.params.contains_key("control") => return Ok(None),
        Err(error) => return Err(error),
    }
    if let Ok(mut runs) = engine.own_runs.lock() {
        runs.insert(new.id.clone());
    }
    let (control, asked_for) = (slot.control.clone(), job.clone());
    launch(engine, &new, job, move |engine| prepare(engine, &control, &asked_for, None))?;
    Ok(Some(new.id))
}

/// Runs a queued run on a thread of its own.
fn launch(
    engine: &Arc<Engine>,
    new: &NewRun,
    job: Job,
    prepare: impl FnOnce(&Engine) -> Result<Prepared> + Send + 'static,
) -> Result<()> {
    let (shared, id) = (Arc::clone(engine), new.id.clone());
    let spawned = std::thread::Builder::new().name(format!("run-{}", new.control)).spawn(move || {
        let outcome = match prepare(&shared) {
            Ok(prepared) => execute(&shared, &id, &job, prepared),
            Err(error) => fail(&shared, &id, error),
        };
        if let Ok(mut runs) = shared.own_runs.lock() {
            runs.remove(&id);
        }
        if let Err(error) = outcome {
            tracing::error!(run = id, %error, "a run could not be recorded");
        }
    });
    spawned.map(drop).map_err(|error| {
        let error = Error::io("thread", &error);
        let _ = fail(engine, &new.id, error.clone());
        error
    })
}

/// Hands back runs of the schedule that have not started yet: what they wait for, a program that is to
/// print a password perhaps, may take its time, and nobody has to.
pub(crate) fn hand_back_queued(engine: &Engine) -> Result<()> {
    let own = engine.own_runs.lock().map(|runs| runs.clone()).unwrap_or_default();
    let rows = engine.store.read(|view| view.unfinished_runs())?;
    for row in rows.iter().filter(|row| row.state == RunState::Queued && own.contains(&row.id)) {
        let error = Error::new(Code::Interrupted);
        end(engine, row, RunEvent::HandedBack, Some(error), Outcome::default())?;
        if let Ok(mut runs) = engine.own_runs.lock() {
            runs.remove(&row.id);
        }
    }
    Ok(())
}

/// A run that ended before its first worker started.
fn fail(engine: &Engine, run: &str, error: Error) -> Result<()> {
    let row = engine.store.read(|view| view.run(run))?.ok_or_else(|| Error::new(Code::Internal))?;
    end(engine, &row, RunEvent::Failed(error.code), Some(error), Outcome::default())
}

/// A copy that holds its own repository grows with every copy; files given back into a repository or the
/// workspace damage it.
fn refuse_loops(engine: &Engine, config: &Config, backup: &Backup, job: &Job) -> Result<()> {
    let invalid = |what: &str, found: &Path| {
        Err(Error::new(Code::InvalidCall).with("what", what).with("found", found.display()))
    };
    for repository in &config.repositories {
        match (job, &backup.source) {
            (Job::Backup, Source::Folder { paths, .. }) if backup.repositories.contains(&repository.id) => {
                if let Some(path) = paths.iter().find(|path| repository.location.starts_with(path)) {
                    return invalid("the repository lies inside the folder that is backed up", path);
                }
            }
            (Job::Restore { to, .. }, _) if to.starts_with(&repository.location) => {
                return invalid("files cannot be given back into a repository", to);
            }
            _ => {}
        }
    }
    match job {
        Job::Restore { to, .. }
            if backup.source.adopted_place().is_some_and(|place| to.starts_with(place)) =>
        {
            invalid("files cannot be given back into a backup that another tool makes", to)
        }
        Job::Restore { to, .. } if to.starts_with(engine.folder()) => {
            invalid("files cannot be given back into the workspace", to)
        }
        _ => Ok(()),
    }
}

/// Whether a password opens a repository; an error says why it does not.
pub(crate) fn open_repository(engine: &Engine, repository: &Repository, password: &str) -> Result<()> {
    let access = Access {
        id: repository.id.to_string(),
        location: repository.location.clone(),
        password: password.to_owned(),
        pack_bytes: None,
        engine_id: None,
        made_here: false,
    };
    let scope = Scope { tags: Vec::new(), one_of: Vec::new() };
    let request = Request { now: engine.now(), access, task: Task::List { scope } };
    engine.workers.run(&request, LISTING_RUNTIME, &mut |_| {}, &mut || false).map(drop)
}

/// The note that a repository is about to be made here, so that one whose first copy was killed
/// half-way is still known as ours.
fn making(id: &str) -> String {
    format!("making_repository:{id}")
}

fn intend_to_make(engine: &Engine, targets: &mut [Target]) -> Result<()> {
    for target in targets.iter_mut().filter(|target| target.access.engine_id.is_none()) {
        let name = making(&target.id);
        let place = target.access.location.display().to_string();
        let intended = engine.store.read(|view| view.setting(&name))?;
        if intended.as_deref() == Some(place.as_str()) {
            target.access.made_here = true;
        } else if !target.access.location.join("config").exists() {
            engine.store.write(move |change| change.put_setting(&name, &place))?;
        }
    }
    Ok(())
}

/// A restore takes the first repository that nothing bad is known of.
fn first_intact(
    engine: &Engine,
    control: &str,
    targets: Vec<Target>,
    only: Option<&str>,
) -> Result<Vec<Target>> {
    let attempts = engine.store.read(|view| view.attempts(control))?;
    let failing = |id: &str| {
        Level::ALL.iter().any(|level| {
            let of_level = attempts.iter().rev().filter(|a| a.repository == id && a.level == level.as_str());
            of_level.map(|a| a.verdict.as_str()).find(|verdict| *verdict != "inconclusive") == Some("failed")
        })
    };
    let intact = targets.iter().position(|target| only.is_some() || !failing(&target.id)).unwrap_or(0);
    Ok(targets.into_iter().skip(intact).take(1).collect())
}

/// What the workers of a run brought back.
#[derive(Default)]
struct Outcome {
    document: Option<Document>,
    answers: Vec<(String, Answer)>,
    artefacts: Vec<(String, Artefact)>,
    /// What was seen of copies of an adopted backup for the first time: repository, copy, manifest.
    sights: Vec<(String, String, Artefact)>,
}

fn execute(engine: &Engine, run: &str, job: &Job, prepared: Prepared) -> Result<()> {
    let Prepared { config, backup, targets, locked: mut failures } = prepared;
    let row = move_on(engine, run, RunEvent::Started)?;
    let deadline = Instant::now() + Duration::from_secs(backup.entry.limit().seconds());
    let mut outcome = Outcome::default();
    for target in &targets {
        match one_target(engine, run, &config, &backup, job, target, deadline) {
            Ok(answer) => outcome.answers.push((target.id.clone(), answer)),
            Err(error) if matches!(error.code, Code::Cancelled | Code::TimedOut) => {
                let asked = engine.store.read(|view| view.run(run))?.is_some_and(|row| row.cancel_requested);
                let event = match error.code {
                    Code::TimedOut => RunEvent::LimitReached,
                    _ if asked => RunEvent::CancelRequested,
                    _ => RunEvent::HandedBack,
                };
                return end(engine, &row, event, Some(error), outcome);
            }
            // One repository that cannot be reached does not keep the others from being looked at.
            Err(error) => failures.push((target.id.clone(), error)),
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
    let mut report = |report: Report| {
        if let Some(progress) = pace.hear(report, &target.id) {
            let (run, value) = (run.to_owned(), serde_json::to_value(progress).unwrap_or_default());
            let _ = engine.store.write(move |change| change.put_progress(&run, &value));
        }
    };
    let id = run.to_owned();
    let mut should_stop = || {
        engine.hands_back(run)
            || engine
                .store
                .read(|view| view.run(&id))
                .is_ok_and(|row| row.is_some_and(|row| row.cancel_requested))
    };
    engine.workers.run(&request, limit, &mut report, &mut should_stop)
}

/// The end of a run: everything it learned and its evidence, in one change.
fn end(engine: &Engine, row: &RunRow, event: RunEvent, error: Option<Error>, outcome: Outcome) -> Result<()> {
    let (row, now, counts, clock) = (row.clone(), engine.now(), engine.counts(), engine.clock.kind());
    let workspace = engine.workspace_id.clone();
    engine.store.write(move |change| {
        let current = change.view().run(&row.id)?.ok_or_else(|| Error::new(Code::Internal))?;
        // Somebody else saw the end first.
        let Ok((state, effects)) = current.state.on(event) else { return Ok(()) };
        let verdict = effects.iter().find_map(|effect| {
            if let RunEffect::RecordEvidence(verdict) = effect { Some(*verdict) } else { None }
        });
        let job: Option<Job> = serde_json::from_value(row.request.clone()).ok();
        learn(change, &row, &outcome, now, counts)?;
        if outcome.document.is_none() {
            inconclusive(change, &row, job.as_ref(), now, counts)?;
        }
        let body = json!({
            "workspace": workspace,
            "state": state,
            "level": row.level,
            "error": error,
            "document": outcome.document,
            "engine": concat!("ballast ", env!("CARGO_PKG_VERSION")),
        });
        let head = change.append(Draft {
            at: now,
            clock,
            kind: job.as_ref().map_or(RecordKind::Verified, Job::record_kind),
            control: Some(row.control.clone()),
            run: Some(row.id.clone()),
            verdict,
            artefacts: outcome
                .artefacts
                .iter()
                .map(|(_, artefact)| artefact)
                .chain(outcome.sights.iter().map(|(_, _, artefact)| artefact))
                .cloned()
                .collect(),
            body,
        })?;
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

/// Waits until a run is final, hearing of its progress. `look` is called several times a second.
pub fn follow(engine: &Engine, run: &str, look: &mut dyn FnMut(&RunRow)) -> Result<RunRow> {
    loop {
        let row = engine.store.read(|view| view.run(run))?;
        let row = row.ok_or_else(|| Error::new(Code::UnknownId).with("what", "run").with("id", run))?;
        look(&row);
        if row.state.is_final() {
            return Ok(row);
        }
        std::thread::sleep(Duration::from_millis(100));
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

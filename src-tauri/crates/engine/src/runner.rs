//! Running jobs: one worker a repository, progress and cancel through the database, and what comes
//! out of it written in one change: conclusions, ledgers and evidence.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ballast_backup::wire::{
    Access, Answer, KnownPack, Report, Request, RestoreTask, Scope, Source as WireSource, SqliteProbe, Stage,
    TakeTask, Task, VerifyTask,
};
use ballast_backup::{History, KnownSnapshot};
use ballast_core::backup::Level;
use ballast_core::evidence::{Artefact, RecordKind};
use ballast_core::limits::{LISTING_RUNTIME, SCHEDULE_GRACE};
use ballast_core::run::{RunEffect, RunEvent, RunState};
use ballast_core::schedule::Schedule;
use ballast_core::{Code, Error, Finding, FindingKind, Result, Severity, Verdict};
use ballast_store::{
    AttemptRow, Change, Draft, EntryKind, NewRun, PackRead, RepositoryRow, RunRow, SnapshotListing,
    SnapshotRow, Transition,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::config::{Backup, Config, Known, Source, known};
use crate::contract::RunKind;
use crate::engine::{Engine, new_id};
use crate::file::share_of;
use crate::{owner, secrets};

/// Progress reaches the database at most twice a second.
const TELL_EVERY: Duration = Duration::from_millis(500);

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

/// What a finished run leaves, before sentences are made of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Document {
    pub level: Option<Level>,
    pub verdict: Verdict,
    pub levels: Vec<(String, Level, Verdict)>,
    pub figures: Value,
    pub findings: Vec<Finding>,
}

/// A repository of a backup, with what opens it.
pub(crate) struct Target {
    pub id: String,
    pub access: Access,
}

fn name_of<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The backup with the instant from which its schedule counts.
pub(crate) fn known_backup(engine: &Engine, config: &Config, id: &str) -> Result<Known<Backup>> {
    config.backup(id)?;
    let all: Vec<Known<Backup>> = engine.store.read(|view| known(view, EntryKind::Backup))?;
    all.into_iter().find(|known| known.entry.id.as_str() == id).ok_or_else(|| Error::new(Code::Internal))
}

/// The repositories of a backup, or the one that was asked for, with their passwords.
pub(crate) fn targets(
    engine: &Engine,
    config: &Config,
    backup: &Backup,
    only: Option<&str>,
) -> Result<Vec<Target>> {
    let met = engine.store.read(|view| view.repositories_met())?;
    let ids = backup.repository_ids();
    if let Some(only) = only.filter(|only| !ids.iter().any(|id| id == only)) {
        return Err(Error::new(Code::UnknownId).with("what", "repository").with("id", only).allowed(&ids));
    }
    ids.into_iter()
        .filter(|id| only.is_none_or(|only| only == id))
        .map(|id| {
            let row = met.iter().find(|row| row.id == id);
            let (location, password, pack_bytes) = match &backup.source {
                Source::Restic { location, password } => (location, password, None),
                _ => {
                    let repository = config.repository(&id)?;
                    let pack_bytes = repository.pack_size.as_deref().and_then(crate::file::bytes_of);
                    (&repository.location, &repository.password, pack_bytes)
                }
            };
            let access = Access {
                id: id.clone(),
                location: location.clone(),
                password: secrets::fetch(password).map_err(|error| error.with("repository", &id))?,
                pack_bytes,
                engine_id: row.map(|row| row.engine_id.clone()),
                made_here: row.is_some_and(|row| row.made_here),
            };
            Ok(Target { id, access })
        })
        .collect()
}

fn scope(engine: &Engine, backup: &Backup) -> Scope {
    if backup.is_adopted() {
        Scope { tags: Vec::new() }
    } else {
        Scope { tags: vec![engine.tag(), format!("control:{}", backup.id)] }
    }
}

/// Runs whose owner is gone are interrupted: they leave evidence, and their control is free.
pub fn sweep(engine: &Engine) -> Result<()> {
    let orphans: Vec<RunRow> = engine.store.read(|view| view.unfinished_runs())?;
    for run in orphans.into_iter().filter(|run| !owner::is_alive(&run.owner)) {
        end(engine, &run, RunEvent::OwnerVanished, Some(Error::new(Code::Interrupted)), Outcome::default())?;
    }
    Ok(())
}

/// Queues a job and starts it on a thread of its own. Errors before the start leave no run.
pub fn start(engine: &Arc<Engine>, control: &str, job: Job, only: Option<&str>) -> Result<String> {
    sweep(engine)?;
    let config = engine.config()?;
    let backup = known_backup(engine, &config, control)?;
    if matches!(job, Job::Backup) && backup.entry.is_adopted() {
        return Err(Error::new(Code::NotSupported).with("what", "adopted"));
    }
    let mut targets = targets(engine, &config, &backup.entry, only)?;
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
    let now = engine.now();
    let new = NewRun {
        id: new_id(now),
        control: control.to_owned(),
        kind: name_of(job.kind()),
        level: job.level().map(|level| level.as_str().to_owned()),
        owner: owner::this(),
        request: serde_json::to_value(&job).unwrap_or_default(),
        at: now,
    };
    let queued = new.clone();
    engine.store.write(move |change| change.queue_run(&queued))?;
    let engine = Arc::clone(engine);
    let id = new.id.clone();
    let run = new.id;
    std::thread::Builder::new()
        .name(format!("run-{control}"))
        .spawn(move || {
            if let Err(error) = execute(&engine, &id, &config, &backup, &job, &targets) {
                tracing::error!(run = id, %error, "a run could not be recorded");
            }
        })
        .map_err(|error| Error::io("thread", &error))?;
    Ok(run)
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
}

fn execute(
    engine: &Engine,
    run: &str,
    config: &Config,
    backup: &Known<Backup>,
    job: &Job,
    targets: &[Target],
) -> Result<()> {
    let row = move_on(engine, run, RunEvent::Started)?;
    let deadline = Instant::now() + Duration::from_secs(backup.entry.limit().seconds());
    let mut outcome = Outcome::default();
    let mut failures: Vec<(String, Error)> = Vec::new();
    for target in targets {
        match one_target(engine, run, config, backup, job, target, deadline) {
            Ok(answer) => outcome.answers.push((target.id.clone(), answer)),
            Err(error) if matches!(error.code, Code::Cancelled | Code::TimedOut) => {
                let event = if error.code == Code::Cancelled {
                    RunEvent::CancelRequested
                } else {
                    RunEvent::LimitReached
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
    }
    let document = document(job, &outcome.answers, &failures);
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
        engine.store.read(|view| view.run(&id)).is_ok_and(|row| row.is_some_and(|row| row.cancel_requested))
    };
    engine.workers.run(&request, limit, &mut report, &mut should_stop)
}

fn task(
    engine: &Engine,
    run: &str,
    config: &Config,
    backup: &Known<Backup>,
    job: &Job,
    target: &Target,
) -> Result<Task> {
    let entry = &backup.entry;
    let control = entry.id.as_str();
    let rows: Vec<SnapshotRow> = engine.store.read(|view| view.snapshots(control))?;
    let rows: Vec<SnapshotRow> = rows.into_iter().filter(|row| row.repository == target.id).collect();
    let scope = scope(engine, entry);
    let manifests: Vec<(String, std::path::PathBuf)> = rows
        .iter()
        .filter_map(|row| Some((row.id.clone(), engine.artefact(row.manifest_sha256.as_deref()?))))
        .collect();
    let work_folder = engine.store.work_folder()?;
    let history = history(engine, config, backup, &rows);
    Ok(match job {
        Job::Backup => {
            let source = match &entry.source {
                Source::Folder { paths, exclude } => {
                    WireSource::Folder { paths: paths.clone(), exclude: exclude.clone() }
                }
                Source::Sqlite(path) => WireSource::Sqlite { path: path.clone() },
                Source::Restic { .. } => return Err(Error::new(Code::NotSupported).with("what", "adopted")),
            };
            let head = engine.store.read(|view| view.head())?;
            let extra_tags =
                head.map(|head| format!("ledger:{}:{}", head.seq, head.hash)).into_iter().collect();
            let previous_manifest = manifests.last().map(|(_, path)| path.clone());
            Task::Take(TakeTask { source, scope, extra_tags, previous_manifest, history, work_folder })
        }
        Job::Verify { level, sample, seed } => {
            let configured = entry.verify.iter().find(|verify| verify.level == *level);
            let packs = engine.store.read(|view| view.packs(&target.id))?;
            let probes = entry.verify.iter().flat_map(|verify| &verify.probes);
            Task::Verify(VerifyTask {
                level: *level,
                scope,
                history,
                manifests,
                packs: packs
                    .into_iter()
                    .map(|pack| KnownPack { id: pack.id, bytes: pack.bytes, last_read_at: pack.last_read_at })
                    .collect(),
                sqlite: matches!(entry.source, Source::Sqlite(_)),
                probes: probes
                    .map(|p| SqliteProbe {
                        integrity: p.integrity,
                        query: p.query.clone(),
                        at_least: p.at_least,
                    })
                    .collect(),
                sample: sample.as_deref().and_then(share_of),
                sample_files: configured.and_then(|verify| verify.sample_files),
                seed: seed.clone().unwrap_or_else(|| run.to_owned()),
                work_folder,
            })
        }
        Job::Restore { to, snapshot, paths, overwrite } => Task::Restore(RestoreTask {
            scope,
            snapshot: snapshot.clone(),
            paths: paths.clone(),
            to: to.clone(),
            overwrite: *overwrite,
            manifests,
        }),
    })
}

/// What is expected of the newest copy, from the ledger of snapshots and the schedule.
fn history(engine: &Engine, config: &Config, backup: &Known<Backup>, rows: &[SnapshotRow]) -> History {
    let newest = rows.iter().map(|row| row.taken_at).max();
    // A copy that went missing is spoken of until a newer one was taken after that was noticed.
    let settled = |row: &SnapshotRow| {
        row.missing_since.is_some_and(|noticed| newest.is_some_and(|newest| newest > noticed))
    };
    let known = rows.iter().filter(|row| !settled(row));
    History {
        known: known
            .map(|row| KnownSnapshot {
                id: row.id.clone(),
                taken_at: row.taken_at,
                files: row.files,
                bytes: row.bytes,
            })
            .collect(),
        max_age: backup.entry.max_age,
        last_slot: missed_slot(engine, config, backup),
        adopted: backup.entry.is_adopted(),
    }
}

/// The newest slot of the backup's schedule whose grace has passed.
pub(crate) fn missed_slot(engine: &Engine, config: &Config, backup: &Known<Backup>) -> Option<Timestamp> {
    let schedule: Schedule = backup.entry.schedule.as_deref()?.parse().ok()?;
    let until = engine.now().checked_sub(SCHEDULE_GRACE.duration()).ok()?;
    schedule.last_before(until, &config.zone()).filter(|slot| *slot >= backup.created_at)
}

/// Speed and time left from what a worker reports.
#[derive(Default)]
struct Pace {
    stage: Option<(Stage, Instant)>,
    told_at: Option<Instant>,
}

impl Pace {
    fn hear(&mut self, report: Report, repository: &str) -> Option<Progress> {
        let now = Instant::now();
        let new_stage = self.stage.is_none_or(|(stage, _)| stage != report.stage);
        if new_stage {
            self.stage = Some((report.stage, now));
        } else if self.told_at.is_some_and(|at| now - at < TELL_EVERY) {
            return None;
        }
        self.told_at = Some(now);
        let seconds = self.stage.map_or(0.0, |(_, since)| (now - since).as_secs_f64());
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let per_second = (seconds > 0.5 && report.done > 0).then(|| (report.done as f64 / seconds) as u64);
        let left = |total: u64| {
            per_second.filter(|rate| *rate > 0).map(|rate| total.saturating_sub(report.done) / rate)
        };
        Some(Progress {
            report,
            repository: repository.to_owned(),
            per_second,
            seconds_left: report.total.and_then(left),
        })
    }
}

/// The figures of all levels in one list; those of packs stand for the whole, those of files have names of their own.
fn flatten(answer: &Answer) -> serde_json::Map<String, Value> {
    let mut figures = serde_json::Map::new();
    let mut by_level = serde_json::Map::new();
    let seconds: f64 = answer.levels.iter().map(|climbed| climbed.seconds).sum();
    for climbed in &answer.levels {
        by_level.insert(climbed.level.as_str().to_owned(), climbed.figures.clone());
        for (key, value) in climbed.figures.as_object().into_iter().flatten() {
            let about_files = climbed.level == Level::Restore && figures.contains_key("units_total");
            let sample_figure = key.starts_with("unit")
                || key.starts_with("damaged")
                || matches!(key.as_str(), "upper" | "confidence" | "bytes_read" | "seed");
            if !(about_files && sample_figure) {
                figures.insert(key.clone(), value.clone());
            }
        }
    }
    for (key, value) in answer.figures.as_object().into_iter().flatten() {
        figures.insert(key.clone(), value.clone());
    }
    if !by_level.is_empty() {
        figures.insert("levels".to_owned(), Value::Object(by_level));
        figures.insert("check_seconds".to_owned(), json!(seconds));
    }
    figures
}

fn document(job: &Job, answers: &[(String, Answer)], failures: &[(String, Error)]) -> Document {
    let mut levels = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    let mut repositories = Vec::new();
    let mut verdict = Verdict::Passed;
    for (id, answer) in answers {
        let mut here = Verdict::Passed;
        for climbed in &answer.levels {
            levels.push((id.clone(), climbed.level, climbed.verdict));
            here = here.max(climbed.verdict);
            for finding in &climbed.findings {
                let finding = Finding { repository: Some(id.clone()), ..finding.clone() };
                // Upper levels meet the same fault again.
                if !findings.contains(&finding) {
                    findings.push(finding);
                }
            }
        }
        let own =
            answer.findings.iter().map(|finding| Finding { repository: Some(id.clone()), ..finding.clone() });
        findings.extend(own);
        here = here.max(Verdict::of(&answer.findings, 1));
        verdict = verdict.max(here);
        let mut figures = flatten(answer);
        figures.insert("repository".to_owned(), json!(id));
        figures.insert("verdict".to_owned(), json!(here));
        repositories.push(Value::Object(figures));
    }
    for (id, error) in failures {
        let kind = match error.code {
            Code::LocationAbsent => FindingKind::LocationAbsent,
            Code::SecretUnavailable => FindingKind::SecretUnavailable,
            _ => FindingKind::NothingExamined,
        };
        let finding = Finding::new(kind, id.clone())
            .with("reason", error.code.as_str())
            .with("path", error.params.get("path").cloned().unwrap_or_default());
        findings.push(Finding { repository: Some(id.clone()), ..finding });
        verdict = verdict.max(Verdict::Inconclusive);
        repositories.push(json!({ "repository": id, "verdict": Verdict::Inconclusive, "error": error.code }));
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut figures = repositories.first().and_then(Value::as_object).cloned().unwrap_or_default();
    for internal in ["repository", "verdict"] {
        figures.remove(internal);
    }
    figures.insert("repositories".to_owned(), Value::Array(repositories));
    Document { level: job.level(), verdict, levels, figures: Value::Object(figures), findings }
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
            artefacts: outcome.artefacts.iter().map(|(_, artefact)| artefact.clone()).collect(),
            body,
        })?;
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

/// A run without a conclusion is an inconclusive attempt at its level, in every repository it did not finish.
fn inconclusive(
    change: &Change<'_>,
    row: &RunRow,
    job: Option<&Job>,
    now: Timestamp,
    counts: bool,
) -> Result<()> {
    let Some(Job::Verify { level, .. }) = job else { return Ok(()) };
    let config = Config::load(&change.view())?;
    let Ok(backup) = config.backup(&row.control) else { return Ok(()) };
    for repository in backup.repository_ids() {
        change.put_attempt(&AttemptRow {
            run: row.id.clone(),
            control: row.control.clone(),
            repository,
            level: level.as_str().to_owned(),
            verdict: Verdict::Inconclusive.as_str().to_owned(),
            at: now,
            counts,
            payload: json!({}),
        })?;
    }
    Ok(())
}

/// Writes conclusions and both ledgers.
fn learn(change: &Change<'_>, row: &RunRow, outcome: &Outcome, now: Timestamp, counts: bool) -> Result<()> {
    // What a cancelled run saw of a repository is no conclusion.
    if outcome.document.is_none() {
        return Ok(());
    }
    for (repository, answer) in &outcome.answers {
        if let Some(engine_id) = &answer.engine_id {
            let intended = answer.snapshot.is_some()
                && matches!(row.kind.as_str(), "backup")
                && change.view().setting(&making(repository))?.is_some();
            let first = RepositoryRow {
                id: repository.clone(),
                engine_id: engine_id.clone(),
                made_here: answer.made || intended,
                first_seen_at: now,
            };
            change.meet_repository(&first)?;
        }
        let before = change.view().snapshots(&row.control)?;
        let manifest = outcome
            .artefacts
            .iter()
            .find(|(id, _)| id == repository)
            .map(|(_, artefact)| artefact.sha256.clone());
        let taken = answer.snapshot.as_ref().filter(|_| manifest.is_some());
        for listed in answer.snapshots.iter().chain(taken) {
            let own = taken.filter(|taken| taken.id == listed.id);
            let listing = SnapshotListing {
                id: listed.id.clone(),
                taken_at: listed.taken_at,
                files: own.map_or(listed.files, |taken| taken.files),
                bytes: own.map_or(listed.bytes, |taken| taken.bytes),
            };
            let known = SnapshotRow {
                repository: repository.clone(),
                id: listing.id,
                control: row.control.clone(),
                taken_at: listing.taken_at,
                missing_since: None,
                files: listing.files,
                bytes: listing.bytes,
                manifest_sha256: own.and(manifest.clone()),
            };
            change.put_snapshot(&known, now)?;
        }
        let present = answer
            .levels
            .iter()
            .any(|climbed| climbed.level == Level::Present && climbed.verdict.is_conclusive());
        if present {
            for gone in before.iter().filter(|old| {
                old.repository == *repository && !answer.snapshots.iter().any(|l| l.id == old.id)
            }) {
                change.snapshot_missing(repository, &gone.id, now)?;
            }
        }
        change.meet_packs(repository, &answer.packs, now)?;
        let reads: Vec<PackRead> =
            answer.reads.iter().map(|read| PackRead { id: read.id.clone(), intact: read.intact }).collect();
        change.packs_read(repository, &reads, now)?;
        for climbed in &answer.levels {
            change.put_attempt(&AttemptRow {
                run: row.id.clone(),
                control: row.control.clone(),
                repository: repository.clone(),
                level: climbed.level.as_str().to_owned(),
                verdict: climbed.verdict.as_str().to_owned(),
                at: now,
                counts,
                payload: json!({ "figures": climbed.figures, "findings": climbed.findings, "seconds": climbed.seconds }),
            })?;
        }
    }
    Ok(())
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
    for target in targets(engine, &config, backup, only)? {
        let request = Request {
            now: engine.now(),
            access: target.access,
            task: Task::List { scope: scope(engine, backup) },
        };
        let answer = engine.workers.run(&request, LISTING_RUNTIME, &mut |_| {}, &mut || false)?;
        all.extend(answer.snapshots.into_iter().map(|listed| (target.id.clone(), listed)));
    }
    Ok(all)
}

/// Whether a finding is open: not just something to know.
pub(crate) fn is_open(finding: &Finding) -> bool {
    finding.severity > Severity::Note
}

/// Findings of one attempt, as they were stored.
pub(crate) fn findings_of(attempt: &AttemptRow) -> Vec<Finding> {
    serde_json::from_value(attempt.payload.get("findings").cloned().unwrap_or_default()).unwrap_or_default()
}

/// States in which a run can be shown as going on.
pub(crate) fn is_active(state: RunState) -> bool {
    !state.is_final()
}

/// Values of an evidence record's sentence.
pub(crate) fn sentence_values(figures: &Value, findings: &[Finding]) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for key in [
        "files",
        "bytes_total",
        "bytes_read",
        "units_read",
        "units_total",
        "files_restored",
        "restore_seconds",
        "snapshots",
        "damaged_found",
    ] {
        match figures.get(key) {
            Some(Value::Number(number)) => {
                let whole = number.as_u64().map(|n| n.to_string());
                let rounded = || number.as_f64().map(|n| n.round().to_string());
                if let Some(text) = whole.or_else(rounded) {
                    values.insert(key.to_owned(), text);
                }
            }
            Some(Value::String(text)) => {
                let rounded = text.parse::<f64>().map_or_else(|_| text.clone(), |n| n.round().to_string());
                values.insert(key.to_owned(), rounded);
            }
            _ => {}
        }
    }
    if let Some(bytes) = values.get("bytes_total").cloned() {
        values.insert("bytes".to_owned(), bytes);
    }
    values.insert(
        "findings".to_owned(),
        findings.iter().filter(|finding| is_open(finding)).count().to_string(),
    );
    values
}

//! Starting runs: what is refused before, who lives, and what is left of those who do not.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::{Arc, Mutex};

use ballast_backup::wire::{Access, Request, Scope, Task};
use ballast_core::backup::Level;
use ballast_core::limits::LISTING_RUNTIME;
use ballast_core::run::{RunEvent, RunState};
use ballast_core::{Code, Error, Result};
use ballast_store::{Asked, NewRun, RunRow, SlotRow};

use super::comparison::{self, ComparisonRun};
use super::judging::{self, Judging};
use super::population::{self, Freezing};
use super::probing::{self, Probing};
use super::sampling::{self, Sampling};
use super::task::{Target, Targets, known_backup, targets};
use super::{Job, Outcome, end, execute, name_of};
use crate::config::{Backup, Config, Known, Repository, Source};
use crate::engine::{Engine, new_id};
use crate::owner;

/// Runs of this process whose thread lives. One of ours that is not among them has ended without a
/// word: a panic, or a disk too full to write the end down.
static LIVING: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Keeps a run among the living, and among what a stopping program waits for, until it is dropped.
struct Life {
    engine: Arc<Engine>,
    run: String,
}

impl Life {
    fn begin(engine: &Arc<Engine>, run: &str) -> Self {
        if let Ok(mut living) = LIVING.lock() {
            living.insert(run.to_owned());
        }
        Self { engine: Arc::clone(engine), run: run.to_owned() }
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if let Ok(mut living) = LIVING.lock() {
            living.remove(&self.run);
        }
        if let Ok(mut own) = self.engine.own_runs.lock() {
            own.remove(&self.run);
        }
    }
}

/// Whether the thread of a run lives in this process.
pub(crate) fn lives_here(run: &str) -> bool {
    LIVING.lock().is_ok_and(|living| living.contains(run))
}

/// Runs whose owner is gone are interrupted: they leave evidence, and their control is free. One that
/// cannot be ended now keeps nobody from ending the others.
pub fn sweep(engine: &Engine) -> Result<()> {
    let me = owner::this();
    let lives = |run: &RunRow| {
        if run.owner == me {
            LIVING.lock().map_or(true, |living| living.contains(&run.id))
        } else {
            owner::is_alive(&run.owner)
        }
    };
    let unfinished: Vec<RunRow> = engine.store.read(|view| view.unfinished_runs())?;
    for run in unfinished.into_iter().filter(|run| !lives(run)) {
        let error = Some(Error::new(Code::Interrupted));
        if let Err(error) = end(engine, &run, RunEvent::OwnerVanished, error, Outcome::default()) {
            tracing::error!(run = run.id, %error, "an interrupted run could not be ended");
        }
    }
    Ok(())
}

/// Everything that a run needs before its first worker starts.
pub(super) enum Prepared {
    Backup(Box<BackupRun>),
    Comparison(Box<ComparisonRun>),
    Freezing(Box<Freezing>),
    Sampling(Box<Sampling>),
    Judging(Box<Judging>),
    Probing(Box<Probing>),
}

pub(super) struct BackupRun {
    pub config: Config,
    pub backup: Known<Backup>,
    pub targets: Vec<Target>,
    pub locked: Vec<(String, Error)>,
}

/// Reads what is set up, fetches the secrets and refuses what cannot be done.
fn prepare(engine: &Engine, control: &str, job: &Job, only: Option<&str>) -> Result<Prepared> {
    let config = engine.config()?;
    match job {
        Job::Compare { day } | Job::Baseline { day } => {
            let baseline = matches!(job, Job::Baseline { .. });
            comparison::prepare(engine, config, control, *day, baseline)
                .map(|prepared| Prepared::Comparison(Box::new(prepared)))
        }
        Job::Freeze { day } => population::prepare(engine, &config, control, *day)
            .map(|prepared| Prepared::Freezing(Box::new(prepared))),
        Job::Draw { .. } | Job::VerifySample => sampling::prepare(engine, &config, control, job)
            .map(|prepared| Prepared::Sampling(Box::new(prepared))),
        Job::Judge => {
            judging::prepare(engine, &config, control).map(|prepared| Prepared::Judging(Box::new(prepared)))
        }
        Job::Probe { looks } => {
            probing::prepare(config, control, *looks).map(|prepared| Prepared::Probing(Box::new(prepared)))
        }
        Job::Drill { .. } => Err(Error::new(Code::Internal)),
        Job::Backup | Job::Verify { .. } | Job::Restore { .. } => {
            prepare_backup(engine, config, control, job, only)
                .map(|prepared| Prepared::Backup(Box::new(prepared)))
        }
    }
}

fn prepare_backup(
    engine: &Engine,
    config: Config,
    control: &str,
    job: &Job,
    only: Option<&str>,
) -> Result<BackupRun> {
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
    Ok(BackupRun { config, backup, targets, locked })
}

pub(super) fn new_run(engine: &Engine, control: &str, job: &Job, asked: Asked) -> NewRun {
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
    let life = Life::begin(engine, &new.id);
    engine.store.write(move |change| change.queue_run(&queued))?;
    launch(life, &new, job, move |_| Ok(prepared))?;
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
    let life = Life::begin(engine, &new.id);
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
    launch(life, &new, job, move |engine| prepare(engine, &control, &asked_for, None))?;
    Ok(Some(new.id))
}

/// Makes evidence of what the looks at a pair said, under the schedule lease of `epoch`; none where the control is
/// busy.
pub(crate) fn start_probe(engine: &Arc<Engine>, epoch: u64, control: &str) -> Result<Option<String>> {
    let job = Job::Probe { looks: false };
    let asked = Asked { origin: "schedule".to_owned(), job: None, slot: None, attempt: 1, epoch };
    let new = new_run(engine, control, &job, asked);
    let queued = new.clone();
    let life = Life::begin(engine, &new.id);
    let started = engine.store.write(move |change| {
        change.require_lease(epoch)?;
        change.queue_run(&queued)
    });
    match started {
        Ok(()) => {}
        Err(error) if error.code == Code::Busy && error.params.contains_key("control") => return Ok(None),
        Err(error) => return Err(error),
    }
    let (about, asked_for) = (control.to_owned(), job.clone());
    launch(life, &new, job, move |engine| prepare(engine, &about, &asked_for, None))?;
    Ok(Some(new.id))
}

/// Runs a queued run on a thread of its own.
fn launch(
    life: Life,
    new: &NewRun,
    job: Job,
    prepare: impl FnOnce(&Engine) -> Result<Prepared> + Send + 'static,
) -> Result<()> {
    let (engine, id) = (Arc::clone(&life.engine), new.id.clone());
    let spawned = std::thread::Builder::new().name(format!("run-{}", new.control)).spawn(move || {
        let engine = &life.engine;
        let done = std::panic::catch_unwind(AssertUnwindSafe(|| match prepare(engine) {
            Ok(prepared) => execute(engine, &id, &job, prepared),
            Err(error) => Err(error),
        }));
        let outcome = done.unwrap_or_else(|_| Err(Error::new(Code::Internal).with("what", "a panic")));
        // What could not even be written down is swept when this run lives no more.
        if let Err(error) = outcome
            && let Err(other) = fail(engine, &id, error.clone())
        {
            tracing::error!(run = id, %error, %other, "a run could not be recorded");
        }
    });
    spawned.map(drop).map_err(|error| {
        let error = Error::io("thread", &error);
        let _ = fail(&engine, &new.id, error.clone());
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
pub(super) fn making(id: &str) -> String {
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

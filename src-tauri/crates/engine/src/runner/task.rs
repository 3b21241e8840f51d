//! What a worker is asked to do: the repository, its password, and what the ledgers remember.

use std::path::PathBuf;

use ballast_backup::wire::{
    Access, Adopted, ExtractTask, KnownPack, LookTask, RestoreTask, Scope, Source as WireSource, SqliteProbe,
    TakeTask, Task, VerifyTask,
};
use ballast_backup::{History, KnownSnapshot};
use ballast_core::limits::SCHEDULE_GRACE;
use ballast_core::schedule::Schedule;
use ballast_core::{Code, Error, Result};
use ballast_store::{EntryKind, SnapshotRow};
use jiff::Timestamp;

use super::Job;
use crate::config::{Backup, Config, Known, Source, known};
use crate::engine::Engine;
use crate::file::share_of;
use crate::secrets;

/// A repository of a backup, with what opens it.
pub(crate) struct Target {
    pub id: String,
    pub access: Access,
}

/// The backup with the instant from which its schedule counts.
pub(crate) fn known_backup(engine: &Engine, config: &Config, id: &str) -> Result<Known<Backup>> {
    config.backup(id)?;
    let all: Vec<Known<Backup>> = engine.store.read(|view| known(view, EntryKind::Backup))?;
    all.into_iter().find(|known| known.entry.id.as_str() == id).ok_or_else(|| Error::new(Code::Internal))
}

/// The repositories of a backup: those that can be opened, and those whose password cannot be read.
#[derive(Default)]
pub(crate) struct Targets {
    pub ready: Vec<Target>,
    pub locked: Vec<(String, Error)>,
}

/// The repositories of a backup, or the one that was asked for, with their passwords.
pub(crate) fn targets(
    engine: &Engine,
    config: &Config,
    backup: &Backup,
    only: Option<&str>,
) -> Result<Targets> {
    let met = engine.store.read(|view| view.repositories_met())?;
    let ids = backup.repository_ids();
    if let Some(only) = only.filter(|only| !ids.iter().any(|id| id == only)) {
        return Err(Error::new(Code::UnknownId).with("what", "repository").with("id", only).allowed(&ids));
    }
    let mut targets = Targets::default();
    for id in ids.into_iter().filter(|id| only.is_none_or(|only| only == id)) {
        let row = met.iter().find(|row| row.id == id);
        if let Some(what) = adopted(&backup.source) {
            // Nothing opens it: what is there can be read, or not.
            let location = place_of(&what);
            let (password, pack_bytes, engine_id, made_here) = (String::new(), None, None, false);
            let access = Access { id: id.clone(), location, password, pack_bytes, engine_id, made_here };
            targets.ready.push(Target { id, access });
            continue;
        }
        let (location, password, pack_bytes) = match &backup.source {
            Source::Restic { location, password } => (location, password, None),
            _ => {
                let repository = config.repository(&id)?;
                let pack_bytes = repository.pack_size.as_deref().and_then(crate::file::bytes_of);
                (&repository.location, &repository.password, pack_bytes)
            }
        };
        match secrets::fetch(password) {
            Ok(password) => {
                let access = Access {
                    id: id.clone(),
                    location: location.clone(),
                    password: password.expose().to_owned(),
                    pack_bytes,
                    engine_id: row.map(|row| row.engine_id.clone()),
                    made_here: row.is_some_and(|row| row.made_here),
                };
                targets.ready.push(Target { id, access });
            }
            Err(error) => targets.locked.push((id.clone(), error.with("repository", &id))),
        }
    }
    // One password that is not to be had does not keep the other repositories from being looked at.
    match targets.locked.first() {
        Some((_, error)) if targets.ready.is_empty() => Err(error.clone()),
        _ => Ok(targets),
    }
}

/// What a worker looks at, where no repository is behind it.
pub(crate) fn adopted(source: &Source) -> Option<Adopted> {
    Some(match source {
        Source::Folder { .. } | Source::Sqlite(_) | Source::Restic { .. } => return None,
        Source::Archives(pattern) => Adopted::Archives {
            folder: pattern.parent().map(PathBuf::from).unwrap_or_default(),
            pattern: pattern.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        },
        Source::AdoptedFolder { path, manifest } => {
            Adopted::Folder { path: path.clone(), sums: manifest.clone() }
        }
        Source::AdoptedSqlite(path) => Adopted::Sqlite { path: path.clone() },
    })
}

fn place_of(what: &Adopted) -> PathBuf {
    match what {
        Adopted::Archives { folder, .. } => folder.clone(),
        Adopted::Folder { path, .. } | Adopted::Sqlite { path } => path.clone(),
    }
}

/// Where ids that a control had before are kept: their copies are still its copies.
pub(crate) fn former_ids(control: &str) -> String {
    format!("former_ids:{control}")
}

pub(super) fn scope(engine: &Engine, backup: &Backup) -> Result<Scope> {
    if backup.is_adopted() {
        return Ok(Scope { tags: Vec::new(), one_of: Vec::new() });
    }
    let former = engine.store.read(|view| view.setting(&former_ids(backup.id.as_str())))?.unwrap_or_default();
    let ids = std::iter::once(backup.id.as_str()).chain(former.split_whitespace());
    Ok(Scope { tags: vec![engine.tag()], one_of: ids.map(|id| format!("control:{id}")).collect() })
}

pub(super) fn task(
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
    let scope = scope(engine, entry)?;
    let manifests: Vec<(String, PathBuf)> = rows
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
                _ => {
                    return Err(Error::new(Code::NotSupported)
                        .with("what", "Taking copies of an adopted backup, which its own tool does"));
                }
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
            let packs: Vec<KnownPack> = packs
                .into_iter()
                .map(|pack| KnownPack { id: pack.id, bytes: pack.bytes, last_read_at: pack.last_read_at })
                .collect();
            let probes: Vec<SqliteProbe> = probes
                .map(|p| SqliteProbe { integrity: p.integrity, query: p.query.clone(), at_least: p.at_least })
                .collect();
            let sample = sample.as_deref().and_then(share_of);
            let sample_files = configured.and_then(|verify| verify.sample_files);
            let seed = seed.clone().unwrap_or_else(|| run.to_owned());
            let level = *level;
            if let Some(what) = adopted(&entry.source) {
                return Ok(Task::Look(LookTask {
                    what,
                    level,
                    history,
                    manifests,
                    packs,
                    probes,
                    sample,
                    sample_files,
                    seed,
                    work_folder,
                }));
            }
            Task::Verify(VerifyTask {
                level,
                scope,
                history,
                manifests,
                packs,
                sqlite: matches!(entry.source, Source::Sqlite(_)),
                probes,
                sample,
                sample_files,
                seed,
                work_folder,
            })
        }
        Job::Restore { to, snapshot, paths, overwrite } if adopted(&entry.source).is_some() => {
            let what = adopted(&entry.source).ok_or_else(|| Error::new(Code::Internal))?;
            let (snapshot, paths) = (snapshot.clone(), paths.clone());
            let (to, overwrite) = (to.clone(), *overwrite);
            Task::Extract(ExtractTask { what, snapshot, paths, to, overwrite, manifests, work_folder })
        }
        Job::Compare { .. }
        | Job::Baseline { .. }
        | Job::Freeze { .. }
        | Job::Draw { .. }
        | Job::VerifySample
        | Job::Judge
        | Job::Probe { .. }
        | Job::Drill { .. } => return Err(Error::new(Code::Internal)),
        Job::Restore { to, snapshot, paths, overwrite } => Task::Restore(RestoreTask {
            scope,
            newest_known: rows.iter().max_by_key(|row| row.taken_at).map(|row| row.id.clone()),
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
        replaced: matches!(backup.entry.source, Source::AdoptedFolder { .. } | Source::AdoptedSqlite(_)),
    }
}

/// The newest slot of the backup's schedule whose grace has passed.
fn missed_slot(engine: &Engine, config: &Config, backup: &Known<Backup>) -> Option<Timestamp> {
    let schedule: Schedule = backup.entry.schedule.as_deref()?.parse().ok()?;
    let until = engine.now().checked_sub(SCHEDULE_GRACE.duration()).ok()?;
    schedule.last_before(until, &config.zone()).filter(|slot| *slot >= backup.created_at)
}

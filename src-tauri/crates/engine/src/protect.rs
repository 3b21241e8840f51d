//! Protecting a folder in one step, and the sheet without which a backup is lost with its machine.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ballast_core::backup::Level;
use ballast_core::evidence::{ClockKind, RecordKind};
use ballast_core::{Code, Error, Id, Result, Span};
use ballast_store::{Change, Draft};
use jiff::Timestamp;
use serde_json::json;

use crate::config::{Backup, Component, Config, Repository, SecretRef, Source, Verify};
use crate::contract::{EvidenceRef, ProtectFolder, Protected};
use crate::engine::Engine;
use crate::file::apply::entries;
use crate::runner::{self, Job};
use crate::schedule::lines;
use crate::secrets;

/// Writes a file that only its owner may read.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<()> {
    let io = |error: std::io::Error| Error::io(path, &error);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(io)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(io)
}

/// Eight groups of five letters and digits that nobody mistakes for one another: 160 bits.
pub(crate) fn new_password() -> Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";
    let mut random = [0u8; 40];
    rustix::rand::getrandom(&mut random, rustix::rand::GetRandomFlags::empty())
        .map_err(|error| Error::new(Code::Internal).because(&std::io::Error::from(error)))?;
    let letters: Vec<u8> = random.iter().map(|byte| LETTERS[usize::from(byte % 32)]).collect();
    let groups: Vec<String> =
        letters.chunks(5).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    Ok(groups.join("-"))
}

/// An id like the one wanted that is not used yet.
pub(crate) fn unused(wanted: &Id, used: &dyn Fn(&str) -> bool) -> Id {
    let name = wanted.as_str();
    let candidates = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}-{number}")));
    candidates
        .filter(|candidate| !used(candidate))
        .find_map(|candidate| candidate.parse().ok())
        .unwrap_or_else(|| wanted.clone())
}

/// An id made of a title that nothing in the workspace has.
pub(crate) fn free_id(config: &Config, title: &str) -> Id {
    unused(&Id::from_title(title), &|id| {
        config.has_control(id)
            || config.repositories.iter().any(|r| r.id.as_str() == id)
            || config.components.iter().any(|c| c.id.as_str() == id)
    })
}

/// Puts a password into the keyring if it answers, else into a file that only its owner may read.
pub(crate) fn keep_secret(engine: &Engine, id: &Id, password: &str) -> Result<SecretRef> {
    let account = format!("{}-{id}", engine.workspace_id);
    if let Some(kept) = ballast_outside::secrets::put(&account, password)? {
        return Ok(kept);
    }
    let folder = engine.folder().join("secrets");
    fs::create_dir_all(&folder).map_err(|error| Error::io(engine.folder(), &error))?;
    let secret = folder.join(id.as_str());
    write_private(&secret, password)?;
    Ok(SecretRef::File(secret))
}

/// What a backup is of, so that processes can need it.
pub(crate) fn data(id: &Id, title: String) -> Component {
    Component::new(id.clone(), Some(title), ballast_core::exposure::ComponentKind::Data)
}

/// A tenth read every night, files given back every week.
pub(crate) fn usual_checks() -> Vec<Verify> {
    let verify = |level, sample: Option<&str>, schedule: &str| Verify {
        level,
        sample: sample.map(str::to_owned),
        sample_files: None,
        schedule: Some(schedule.to_owned()),
        proof_valid_for: None,
        probes: Vec::new(),
    };
    vec![verify(Level::Content, Some("10%"), "0 3 * * *"), verify(Level::Restore, None, "0 4 * * 0")]
}

/// Sets up the backup of a folder and starts its first copy. The password is made here and kept in a
/// file that only its owner may read.
pub fn protect_folder(engine: &Arc<Engine>, request: &ProtectFolder) -> Result<Protected> {
    let invalid =
        |field: &str, found: &str| Error::new(Code::InvalidCall).with("what", field).with("found", found);
    let folder = fs::canonicalize(&request.folder).ok().filter(|folder| folder.is_dir());
    let folder = folder.ok_or_else(|| Error::new(Code::SourceMissing).with("path", &request.folder))?;
    let destination =
        std::path::absolute(&request.destination).map_err(|error| Error::io(&request.destination, &error))?;
    if destination.starts_with(&folder) || folder.starts_with(&destination) {
        return Err(invalid("destination", &request.destination)
            .allowed(["a folder outside the one that is backed up, best on another disk"]));
    }
    let holds_something = fs::read_dir(&destination).is_ok_and(|mut entries| entries.next().is_some());
    let location = if holds_something { destination.join("ballast") } else { destination };
    if fs::read_dir(&location).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::new(Code::TargetNotEmpty).with("path", location.display()));
    }
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = request.title.clone().filter(|title| !title.trim().is_empty()).unwrap_or(name);
    let mut config = engine.config()?;
    let id = free_id(&config, &title);
    let secret = keep_secret(engine, &id, &new_password()?)?;
    add(&mut config, &id, title, folder, location, secret);
    save(engine, config, Vec::new())?;
    let run = runner::start(engine, id.as_str(), Job::Backup, None)?;
    prove_after(engine, &id, &run);
    Ok(Protected { backup: id.to_string(), repository: id.to_string(), run })
}

/// The first copy is only a hope: a restore check follows it.
fn prove_after(engine: &Arc<Engine>, id: &Id, run: &str) {
    let (engine, id, run) = (Arc::clone(engine), id.clone(), run.to_owned());
    std::thread::spawn(move || {
        let verify = Job::Verify { level: Level::Restore, sample: None, seed: None };
        let ended = runner::follow(&engine, &run, &mut |_| {});
        if ended.is_ok_and(|row| row.state == ballast_core::run::RunState::Finished)
            && let Err(error) = runner::start(&engine, id.as_str(), verify, None)
        {
            tracing::warn!(%error, "the first proof could not be started");
        }
    });
}

fn add(config: &mut Config, id: &Id, title: String, folder: PathBuf, location: PathBuf, secret: SecretRef) {
    config.components.push(data(id, title.clone()));
    config.repositories.push(Repository {
        id: id.clone(),
        title: None,
        location,
        password: secret,
        media: None,
        offsite: false,
        immutable: false,
        pack_size: None,
    });
    config.backups.push(Backup {
        id: id.clone(),
        title: Some(title),
        protects: vec![id.clone()],
        source: Source::Folder { paths: vec![folder], exclude: Vec::new() },
        repositories: vec![id.clone()],
        schedule: Some("30 2 * * *".to_owned()),
        max_age: Some(Span::from_hours(26)),
        keep: [("daily".to_owned(), 7), ("weekly".to_owned(), 4), ("monthly".to_owned(), 6)].into(),
        max_runtime: None,
        proof_valid_for: Some(Span::from_days(14)),
        verify: usual_checks(),
        watch: false,
    });
}

/// An entry that got a new id: its table, the old id, the new one.
type Renamed = (&'static str, String, String);

/// Gives entries their new ids, with their history; a backup remembers what it was called.
fn rename(change: &Change<'_>, renames: &[Renamed]) -> Result<()> {
    for (table, from, to) in renames {
        let Some(kind) = ballast_store::EntryKind::ALL.into_iter().find(|kind| kind.as_str() == *table)
        else {
            continue;
        };
        if !change.view().entries(kind)?.iter().any(|entry| entry.id == *from) {
            continue;
        }
        change.rename_entry(kind, from, to)?;
        let before = change.view().setting(&runner::former_ids(from))?.unwrap_or_default();
        change.put_setting(&runner::former_ids(to), format!("{before} {from}").trim())?;
    }
    Ok(())
}

/// Writes a config as a whole, with its evidence, in one change.
pub(crate) fn save(engine: &Engine, config: Config, renames: Vec<Renamed>) -> Result<()> {
    let (now, clock) = (engine.now(), engine.clock.kind());
    engine.store.write(move |change| save_in(change, &config, &renames, now, clock))
}

/// The same, as a part of a change.
pub(crate) fn save_in(
    change: &Change<'_>,
    config: &Config,
    renames: &[Renamed],
    now: Timestamp,
    clock: ClockKind,
) -> Result<()> {
    rename(change, renames)?;
    let old = entries(&Config::load(&change.view())?);
    let new = entries(config);
    for (position, (kind, id, payload)) in new.iter().enumerate() {
        change.put_entry(*kind, id, position, payload, now)?;
    }
    for (kind, id, _) in old.iter().filter(|(kind, id, _)| !new.iter().any(|(k, i, _)| k == kind && i == id))
    {
        change.retire_entry(*kind, id, now)?;
        if kind.is_control() {
            change.end_pause(Some(id), now)?;
        }
    }
    lines::sync(change, config, now)?;
    let mut workspace = change.view().workspace()?.ok_or_else(|| Error::new(Code::NoWorkspace))?;
    workspace.revision += 1;
    workspace.payload =
        serde_json::to_value(&config.settings).map_err(|error| Error::new(Code::Internal).because(&error))?;
    change.put_workspace(&workspace)?;
    let count = |wanted: &dyn Fn(&(ballast_store::EntryKind, String, serde_json::Value)) -> bool| {
        new.iter().filter(|entry| wanted(entry)).count()
    };
    let created = count(&|(k, i, _)| !old.iter().any(|(ok, oi, _)| ok == k && oi == i));
    let changed = count(&|(k, i, p)| old.iter().any(|(ok, oi, op)| ok == k && oi == i && op != p));
    let retired = old.iter().filter(|(k, i, _)| !new.iter().any(|(nk, ni, _)| nk == k && ni == i)).count();
    let setup: Vec<serde_json::Value> = new
        .iter()
        .map(|(kind, id, payload)| json!({ "table": kind.as_str(), "id": id, "entry": payload }))
        .collect();
    change
        .append(Draft {
            at: now,
            clock,
            kind: RecordKind::Applied,
            control: None,
            run: None,
            verdict: None,
            artefacts: Vec::new(),
            body: json!({ "revision": workspace.revision, "created": created, "changed": changed, "retired": retired, "setup": setup }),
        })
        .map(drop)
}

/// Writes the recovery sheet of a repository as a text file and says where.
pub fn recovery_sheet(engine: &Engine, repository: &str, folder: &Path) -> Result<PathBuf> {
    let config = engine.config()?;
    let found = config.repository(repository)?;
    let password = secrets::fetch(&found.password)?;
    // A sheet with a password that opens nothing is worse than none.
    runner::open_repository(engine, found, password.expose())?;
    let commands: Vec<String> = config
        .backups
        .iter()
        .filter(|backup| backup.repositories.contains(&found.id))
        .map(|backup| {
            let place = found.location.display();
            format!(
                "restic -r \"{place}\" restore latest --tag control:{id} --target ./restored/{id}",
                id = backup.id
            )
        })
        .collect();
    let commands = commands.join("\n");
    let messages = crate::messages::Messages::default();
    let location = found.location.display().to_string();
    let text = messages.say(
        "recovery-sheet",
        [
            ("company", config.settings.name.as_str()),
            ("repository", repository),
            ("location", location.as_str()),
            ("password", password.expose()),
            ("workspace", engine.workspace_id.as_str()),
            ("commands", commands.as_str()),
            ("date", engine.now().to_zoned(config.zone()).strftime("%Y-%m-%d").to_string().as_str()),
        ],
    );
    let mut number = 1;
    loop {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("ballast-recovery-sheet-{repository}{suffix}.txt"));
        match write_private(&path, &text) {
            Ok(()) => return Ok(path),
            Err(_) if path.exists() && number < 100 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

/// A person says that the sheet is put away: dated evidence. The password itself is not in it.
pub fn sheet_kept(engine: &Engine, repository: &str, person: &str) -> Result<EvidenceRef> {
    engine.config()?.repository(repository)?;
    let id = repository.to_owned();
    let person = person.to_owned();
    let (now, clock) = (engine.now(), engine.clock.kind());
    let head = engine.store.write(move |change| {
        change.append(Draft {
            at: now,
            clock,
            kind: RecordKind::RecoverySheetKept,
            control: Some(id.clone()),
            run: None,
            verdict: None,
            artefacts: Vec::new(),
            body: json!({ "repository": id, "person": person }),
        })
    })?;
    Ok(EvidenceRef { seq: head.seq, hash: head.hash })
}

//! The verification ladder: five levels, each a module, climbed from the lowest.

pub(crate) mod content;
pub(crate) mod present;
pub(crate) mod recovery;
pub(crate) mod restored;
pub(crate) mod structure;

use std::path::{Path, PathBuf};
use std::time::Instant;

use ballast_core::backup::Level;
use ballast_core::limits::FILES_NAMED_PER_FINDING_MAX;
use ballast_core::{Error, Finding, FindingKind, Result, Verdict};
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};
use rustic_core::repofile::SnapshotFile;
use serde_json::{Value, json};

use crate::Progress;
use crate::catalogue::{Catalogue, Listing, Snapshots, hex, packs_on_disk};
use crate::manifest::{Manifest, Note};
use crate::repository::{Files, Indexed, engine_id, open};
use crate::wire::{Access, Answer, Climbed, Listed, SqliteProbe, Stage, Unit, VerifyTask};

/// What one level examined and found.
#[derive(Default)]
pub(crate) struct Examined {
    pub items: u64,
    pub figures: Value,
    pub findings: Vec<Finding>,
}

/// An opened repository as every level above `present` needs it.
pub(crate) struct Ground<'a> {
    pub files: &'a Files,
    pub catalogue: &'a Catalogue,
    pub snapshots: &'a Snapshots,
    /// None where the index does not read.
    pub indexed: Option<&'a Indexed>,
    pub task: &'a VerifyTask,
    pub ours: bool,
    pub progress: &'a Progress,
}

impl Ground<'_> {
    /// The newest snapshot and its manifest, where one was written.
    pub(crate) fn newest(&self) -> Option<(&SnapshotFile, Option<Manifest>)> {
        let snapshot = self.snapshots.newest()?;
        Some((snapshot, manifest_of(self.task, &hex(&snapshot.id)).ok().flatten()))
    }

    /// The newest copy that the ledger knows is damaged: an older one in its place is no recovery.
    pub(crate) fn newest_is_damaged(&self) -> Option<Finding> {
        let newest = self.task.history.known.iter().max_by_key(|known| known.taken_at)?;
        let damaged = self.snapshots.damaged.contains(&newest.id);
        damaged.then(|| Finding::new(FindingKind::SnapshotDamaged, format!("snapshots/{}", newest.id)))
    }

    /// Every node of a snapshot; what cannot be read of its trees becomes findings.
    pub(crate) fn listing(&self, indexed: &Indexed, snapshot: &SnapshotFile) -> (Listing, Vec<Finding>) {
        let listing = Listing::of(indexed, snapshot.tree);
        let findings = listing
            .faults
            .iter()
            .map(|(path, tree, fault)| {
                crate::catalogue::blob_finding(
                    self.catalogue,
                    self.files,
                    &rustic_core::BlobId::from(**tree),
                    fault,
                    path,
                )
            })
            .collect();
        (listing, findings)
    }

    /// Upper levels cannot look without an index; they say so as the fault that it is.
    pub(crate) fn no_index(&self) -> Examined {
        let findings = self
            .catalogue
            .damaged
            .iter()
            .map(|name| Finding::new(FindingKind::IndexDamaged, format!("index/{name}")));
        Examined { items: 1, figures: json!({}), findings: findings.collect() }
    }
}

/// The manifest of a snapshot: none where none was written, an error where it does not read.
fn manifest_of(task: &VerifyTask, snapshot: &str) -> std::io::Result<Option<Manifest>> {
    let path = task.manifests.iter().find(|(id, _)| id == snapshot).map(|(_, path)| path);
    path.map(|path| Manifest::read(path)).transpose()
}

/// What the manifest says of the source when the copy was taken: files that are not in it.
pub(crate) fn unreadable_then(manifest: &Manifest) -> Option<Finding> {
    let left_out: Vec<String> = manifest
        .files()
        .filter(|entry| entry.note == Some(Note::Unreadable))
        .map(|entry| entry.path.clone())
        .collect();
    let first = left_out.first()?.clone();
    let finding = Finding::new(FindingKind::SourceUnreadable, first).with("affected", left_out.len());
    Some(finding.files(left_out.into_iter().take(FILES_NAMED_PER_FINDING_MAX).collect()))
}

/// Climbs to the asked level; every level below is climbed too, even after a failure where it can.
pub(crate) fn climb(
    now: Timestamp,
    access: &Access,
    task: &VerifyTask,
    progress: &Progress,
) -> Result<Answer> {
    let mut answer = Answer::default();
    progress.begin(Stage::Present, Unit::None, None);
    let started = Instant::now();
    if !access.location.is_dir() {
        return Err(Error::new(ballast_core::Code::LocationAbsent).with("path", access.location.display()));
    }
    let files = Files::at(&access.location)?;
    let opened = match open(access, progress)? {
        Ok(opened) => opened,
        Err(findings) => return locked_out(now, &files, task, findings, progress),
    };
    answer.engine_id = Some(engine_id(&opened));
    let snapshots = Snapshots::read(&files, &opened, &task.scope)?;
    answer.snapshots = snapshots.listed();
    answer.snapshot = snapshots.newest().map(crate::catalogue::listed);

    let mut present = present::examine(now, &task.history, &answer.snapshots, &snapshots.damaged);
    if let Some(newest) = &answer.snapshot {
        match manifest_of(task, &newest.id) {
            Ok(manifest) => present.findings.extend(manifest.as_ref().and_then(unreadable_then)),
            // Without it the copy can only be held against itself.
            Err(error) => present.findings.push(
                Finding::new(FindingKind::Unreadable, "manifest")
                    .severity(ballast_core::Severity::Warning)
                    .with("reason", "manifest")
                    .with("cause", error),
            ),
        }
    }
    answer.levels.push(concluded(Level::Present, present, started));
    if task.level == Level::Present {
        return Ok(answer);
    }

    let started = Instant::now();
    progress.begin(Stage::Structure, Unit::Trees, None);
    let catalogue = Catalogue::read(&files, Some(&opened))?;
    answer.packs = catalogue.stored();
    let indexed = if catalogue.damaged.is_empty() { opened.to_indexed().ok() } else { None };
    let ground = Ground {
        files: &files,
        catalogue: &catalogue,
        snapshots: &snapshots,
        indexed: indexed.as_ref(),
        task,
        ours: access.made_here,
        progress,
    };
    answer.levels.push(concluded(Level::Structure, structure::examine(&ground), started));

    for level in task.level.climb().skip(2) {
        let started = Instant::now();
        let examined = match level {
            Level::Present | Level::Structure => continue,
            Level::Content => {
                let (examined, reads) = content::examine(&ground);
                answer.reads = reads;
                examined
            }
            Level::Restore => {
                restored::examine(&ground).unwrap_or_else(|error| could_not_look(level, &error))
            }
            Level::Recovery => {
                recovery::examine(&ground).unwrap_or_else(|error| could_not_look(level, &error))
            }
        };
        answer.levels.push(concluded(level, examined, started));
    }
    progress.begin(Stage::Finish, Unit::None, None);
    Ok(answer)
}

/// A level that could not be looked at takes nothing away from what the levels below it showed.
pub(crate) fn could_not_look(level: Level, error: &Error) -> Examined {
    let path = error.params.get("path").cloned().unwrap_or_default();
    let finding = Finding::new(FindingKind::NothingExamined, level.as_str())
        .with("reason", error.code.as_str())
        .with("path", path);
    Examined { items: 0, figures: json!({}), findings: vec![finding] }
}

/// Copies that are there by name: without the password, the ledger tells when they were taken.
fn listed_by_name(files: &Files, task: &VerifyTask) -> Result<(Vec<Listed>, Vec<String>)> {
    let (mut listed, mut damaged) = (Vec::new(), Vec::new());
    for (id, _) in files.list(rustic_core::FileType::Snapshot)? {
        let name = hex(&id);
        let Some(known) = task.history.known.iter().find(|known| known.id == name) else { continue };
        if files.is_intact(rustic_core::FileType::Snapshot, &id) {
            listed.push(Listed {
                id: name,
                taken_at: known.taken_at,
                files: known.files,
                bytes: known.bytes,
            });
        } else {
            damaged.push(name);
        }
    }
    Ok((listed, damaged))
}

/// The password does not open it, or the way in is damaged. Copies are still there by name, and packs
/// can still be read and hashed.
fn locked_out(
    now: Timestamp,
    files: &Files,
    task: &VerifyTask,
    findings: Vec<Finding>,
    progress: &Progress,
) -> Result<Answer> {
    let mut answer = Answer::default();
    let wrong_password = findings.iter().any(|finding| finding.kind == FindingKind::WrongPassword);
    for level in task.level.climb() {
        let started = Instant::now();
        let examined = match level {
            Level::Present => {
                let (listed, damaged) = listed_by_name(files, task)?;
                let examined = present::examine(now, &task.history, &listed, &damaged);
                answer.snapshots = listed;
                examined
            }
            Level::Content => {
                let catalogue = Catalogue { on_disk: packs_on_disk(files)?, ..Catalogue::default() };
                let snapshots = Snapshots { read: Vec::new(), damaged: Vec::new() };
                let ground = Ground {
                    files,
                    catalogue: &catalogue,
                    snapshots: &snapshots,
                    indexed: None,
                    task,
                    ours: true,
                    progress,
                };
                let (examined, reads) = content::examine(&ground);
                answer.reads = reads;
                examined
            }
            // The right password may bring every file back.
            Level::Restore if wrong_password => {
                let finding = Finding::new(FindingKind::NothingExamined, level.as_str())
                    .with("reason", "wrong_password");
                Examined { items: 0, figures: json!({}), findings: vec![finding] }
            }
            Level::Structure | Level::Restore | Level::Recovery => {
                Examined { items: 1, figures: json!({}), findings: findings.clone() }
            }
        };
        answer.levels.push(concluded(level, examined, started));
    }
    Ok(answer)
}

pub(crate) fn concluded(level: Level, mut examined: Examined, started: Instant) -> Climbed {
    if examined.items == 0 && examined.findings.iter().all(|f| f.severity < ballast_core::Severity::Blocking)
    {
        examined.findings.push(Finding::new(FindingKind::NothingExamined, level.as_str()));
    }
    let verdict = Verdict::of(&examined.findings, examined.items);
    Climbed {
        level,
        verdict,
        figures: examined.figures,
        findings: examined.findings,
        seconds: started.elapsed().as_secs_f64(),
    }
}

/// Opens a restored database and asks it the user's questions.
pub(crate) fn question_database(path: &Path, name: &str, probes: &[SqliteProbe]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let damaged =
        |error: &rusqlite::Error| Finding::new(FindingKind::DatabaseDamaged, name).with("reason", error);
    let connection = match Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    ) {
        Ok(connection) => connection,
        Err(error) => return vec![damaged(&error)],
    };
    match connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0)) {
        Ok(text) if text == "ok" => {}
        Ok(text) => findings.push(Finding::new(FindingKind::DatabaseDamaged, name).with("reason", text)),
        Err(error) => findings.push(damaged(&error)),
    }
    for probe in probes {
        let Some(query) = &probe.query else { continue };
        match connection.query_row(query, [], |row| row.get::<_, i64>(0)) {
            Ok(found) if probe.at_least.is_some_and(|least| found < least) => {
                let least = probe.at_least.unwrap_or_default();
                findings.push(
                    Finding::new(FindingKind::ProbeFailed, name)
                        .with("query", query)
                        .with("found", found)
                        .with("at_least", least),
                );
            }
            Ok(_) => {}
            Err(error) => findings.push(
                Finding::new(FindingKind::ProbeFailed, name).with("query", query).with("reason", error),
            ),
        }
    }
    findings
}

/// A folder for restored files that is gone again when it is dropped.
pub(crate) fn sandbox(work_folder: &Path) -> Result<(tempfile::TempDir, PathBuf)> {
    let folder = tempfile::Builder::new()
        .prefix("sandbox-")
        .tempdir_in(work_folder)
        .map_err(|error| Error::io(work_folder, &error))?;
    let path = folder.path().to_owned();
    Ok((folder, path))
}

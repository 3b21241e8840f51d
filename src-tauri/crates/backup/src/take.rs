//! Taking a copy: read the source once, note every file on the way, write a snapshot, and hold the
//! snapshot against the notes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ballast_core::backup::Level;
use ballast_core::limits::{FILES_NAMED_PER_FINDING_MAX, MASS_CHANGE_FILES_MIN, MASS_CHANGE_SHARE};
use ballast_core::{Code, Error, Finding, FindingKind, Result, Verdict};
use jiff::Timestamp;
use rustic_core::repofile::SnapshotFile;
use rustic_core::{
    BackupOptions, Excludes, LocalSource, LocalSourceFilterOptions, LocalSourceSaveOptions, SnapshotOptions,
};
use serde_json::json;

use crate::Progress;
use crate::catalogue::{Catalogue, Listing, Snapshots, hex, listed};
use crate::ladder::present;
use crate::manifest::{Entry, Manifest, Note};
use crate::repository::{Files, Indexed, Open, because, engine_id, exists, make, open};
use crate::source::{Listened, Notes, copy_sqlite};
use crate::walk::path_text;
use crate::wire::{Access, Answer, Climbed, Source, Stage, TakeTask, Unit};

pub(crate) fn take(now: Timestamp, access: &Access, task: &TakeTask, progress: &Progress) -> Result<Answer> {
    progress.begin(Stage::Scan, Unit::None, None);
    let mut answer = Answer::default();
    let repository = writable(access, progress, &mut answer)?;
    answer.engine_id = Some(engine_id(&repository));
    let (sandbox, _) = crate::ladder::sandbox(&task.work_folder)?;
    let plan = Plan::of(&task.source, sandbox.path(), progress)?;

    let indexed = repository.to_indexed_ids().map_err(|error| unreadable(access, &error))?;
    let globs: Vec<String> = plan.exclude.iter().map(|pattern| format!("!{pattern}")).collect();
    let excludes = Excludes::default().globs(globs);
    let (save, filter) = (LocalSourceSaveOptions::default(), LocalSourceFilterOptions::default());
    let inner = LocalSource::new(save, &excludes, &filter, &plan.paths)
        .map_err(|error| because(Error::new(Code::InvalidCall).with("what", "exclude"), &error))?;
    let (source, notes) = Listened::new(inner);
    let options = BackupOptions::default().as_path(plan.shown_as.clone());
    progress.begin(Stage::Copy, Unit::Bytes, None);
    let snapshot = indexed
        .archive(&options, &source, new_snapshot(now, task)?, &plan.paths)
        .map_err(|error| unwritable(access, &error))?;
    drop(indexed);

    let (manifest, mut findings) = note_source(&notes, &plan, &snapshot, now, task, progress);
    let files = Files::at(&access.location)?;
    let repository = match open(access, progress)? {
        Ok(repository) => repository,
        Err(findings) => {
            return Err(Error::new(Code::RepositoryUnreadable)
                .with("what", findings.first().map_or("", |f| f.kind.as_str())));
        }
    };
    let snapshots = Snapshots::read(&files, &repository, &task.scope)?;
    // Only what the index describes: a copy that was killed leaves packs which belong to nothing.
    answer.packs = Catalogue::read(&files, Some(&repository))?.stored();
    let repository = repository.to_indexed().map_err(|error| unreadable(access, &error))?;
    findings.extend(dropped(&repository, &snapshot, &manifest));

    answer.snapshots = snapshots.listed();
    answer.snapshot = Some(crate::wire::Listed {
        files: Some(manifest.head.files),
        bytes: Some(manifest.head.bytes),
        ..listed(&snapshot)
    });
    let path = task.work_folder.join(format!("manifest-{}", hex(&snapshot.id)));
    manifest.write(&path).map_err(|error| Error::io(&path, &error))?;
    answer.manifest = Some(path);
    let arrived = present::examine(now, &task.history, &answer.snapshots, &snapshots.damaged);
    findings.extend(arrived.findings);
    let verdict = Verdict::of(&findings, manifest.head.files.max(1));
    answer.levels.push(Climbed {
        level: Level::Present,
        verdict,
        figures: arrived.figures,
        findings,
        seconds: 0.0,
    });
    let summary = snapshot.summary.as_ref();
    answer.figures = json!({
        "snapshot": hex(&snapshot.id),
        "files": manifest.head.files,
        "bytes_total": manifest.head.bytes,
        "files_new": summary.map(|s| s.files_new),
        "files_changed": summary.map(|s| s.files_changed),
        "files_unmodified": summary.map(|s| s.files_unmodified),
        "bytes_added": summary.map(|s| s.data_added_packed),
    });
    Ok(answer)
}

/// Opens the repository to write to it, making it where there is none. A repository that this
/// workspace did not make is refused.
fn writable(access: &Access, progress: &Progress, answer: &mut Answer) -> Result<Open> {
    if !exists(&access.location) {
        // One that was there and is not any more is absent, not new.
        if access.engine_id.is_some() {
            let code =
                if access.location.is_dir() { Code::RepositoryUnreadable } else { Code::LocationAbsent };
            return Err(Error::new(code).with("path", access.location.display()));
        }
        answer.made = true;
        return make(access, progress);
    }
    if !access.made_here {
        return Err(Error::new(Code::RepositoryForeign).with("path", access.location.display()));
    }
    open(access, progress)?.map_err(|findings| {
        let kind = findings.first().map_or(FindingKind::Unreadable, |finding| finding.kind);
        let code =
            if kind == FindingKind::WrongPassword { Code::WrongPassword } else { Code::RepositoryUnreadable };
        Error::new(code).with("path", access.location.display()).with("what", kind.as_str())
    })
}

fn unreadable(access: &Access, error: &rustic_core::RusticError) -> Error {
    because(Error::new(Code::RepositoryUnreadable).with("path", access.location.display()), error)
}

fn unwritable(access: &Access, error: &rustic_core::RusticError) -> Error {
    let code = if is_full(error) { Code::DiskFull } else { Code::RepositoryUnreadable };
    because(Error::new(code).with("path", access.location.display()), error)
}

/// Somewhere in the chain of causes the disk was full.
fn is_full(error: &rustic_core::RusticError) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(cause) = next {
        if cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::StorageFull)
        {
            return true;
        }
        if cause.downcast_ref::<rustic_core::RusticError>().is_some_and(is_full) {
            return true;
        }
        next = cause.source();
    }
    false
}

/// What the engine is told to read, and under which name the copy shows it.
struct Plan {
    paths: Vec<PathBuf>,
    exclude: Vec<String>,
    shown_as: Option<PathBuf>,
}

impl Plan {
    fn of(source: &Source, sandbox: &Path, progress: &Progress) -> Result<Self> {
        match source {
            Source::Folder { paths, exclude } => {
                for path in paths {
                    if !path.exists() {
                        return Err(Error::new(Code::SourceMissing).with("path", path.display()));
                    }
                }
                Ok(Self { paths: paths.clone(), exclude: exclude.clone(), shown_as: None })
            }
            Source::Sqlite { path } => {
                let name = path.file_name().unwrap_or_default();
                let copy = sandbox.join(name);
                copy_sqlite(path, &copy, progress)?;
                Ok(Self { paths: vec![copy], exclude: Vec::new(), shown_as: Some(Path::new("/").join(name)) })
            }
        }
    }

    /// The path in the copy of something that was read from `path`.
    fn shown(&self, path: &Path) -> PathBuf {
        match (&self.shown_as, self.paths.first()) {
            (Some(shown), Some(first)) if path == first => shown.clone(),
            _ => path.to_owned(),
        }
    }
}

fn new_snapshot(now: Timestamp, task: &TakeTask) -> Result<SnapshotFile> {
    let invalid = |error: Box<rustic_core::RusticError>| because(Error::new(Code::Internal), &error);
    let mut options = SnapshotOptions::default();
    for tag in task.scope.tags.iter().chain(task.scope.one_of.first()).chain(&task.extra_tags) {
        options = options.add_tags(tag).map_err(invalid)?;
    }
    options.time = Some(now.to_zoned(jiff::tz::TimeZone::UTC));
    options.to_snapshot().map_err(invalid)
}

/// The manifest of what was read, and what was wrong with the source.
fn note_source(
    notes: &Notes,
    plan: &Plan,
    snapshot: &SnapshotFile,
    now: Timestamp,
    task: &TakeTask,
    progress: &Progress,
) -> (Manifest, Vec<Finding>) {
    let previous = task.previous_manifest.as_deref().and_then(|path| Manifest::read(path).ok());
    let earlier = previous.as_ref().map(Manifest::by_path).unwrap_or_default();
    progress.begin(Stage::Compare, Unit::Files, None);
    let settled = notes.settle(&earlier, progress);
    let entries: Vec<Entry> = settled
        .into_iter()
        .map(|(path, entry)| Entry { path: path_text(&plan.shown(&path)), ..entry })
        .collect();
    let manifest = Manifest::new(hex(&snapshot.id), now, entries);
    let mut findings = Vec::new();
    let unlisted = notes.unlisted();
    if let Some(first) = unlisted.first() {
        let finding = Finding::new(FindingKind::SourceUnreadable, first).with("reason", "unlisted");
        findings.push(finding.with("affected", unlisted.len()));
    }
    let noted = |note: Note| -> Vec<String> {
        manifest.files().filter(|entry| entry.note == Some(note)).map(|entry| entry.path.clone()).collect()
    };
    let unreadable = noted(Note::Unreadable);
    if let Some(first) = unreadable.first() {
        let finding = Finding::new(FindingKind::SourceUnreadable, first).with("affected", unreadable.len());
        findings.push(finding.files(unreadable.into_iter().take(FILES_NAMED_PER_FINDING_MAX).collect()));
    }
    let changing = noted(Note::Changing);
    if let Some(first) = changing.first() {
        let finding = Finding::new(FindingKind::SourceChanging, first).with("affected", changing.len());
        findings.push(finding.files(changing.into_iter().take(FILES_NAMED_PER_FINDING_MAX).collect()));
    }
    findings.extend(previous.as_ref().and_then(|previous| mass_change(previous, &manifest)));
    (manifest, findings)
}

/// Most files changed or gone since the last copy: an accident, or somebody encrypting them.
fn mass_change(previous: &Manifest, manifest: &Manifest) -> Option<Finding> {
    let now = manifest.by_path();
    let different = |old: &&Entry| now.get(old.path.as_str()).is_none_or(|new| new.sha256 != old.sha256);
    let (before, changed) = (previous.head.files, previous.files().filter(different).count() as u64);
    #[allow(clippy::cast_precision_loss)]
    let share = if before == 0 { 0.0 } else { changed as f64 / before as f64 };
    (before >= MASS_CHANGE_FILES_MIN && share > MASS_CHANGE_SHARE).then(|| {
        Finding::new(FindingKind::MassChange, "source").with("changed", changed).with("before", before)
    })
}

/// Files that were read and are not in the copy: the engine drops what it cannot store.
fn dropped(repository: &Indexed, snapshot: &SnapshotFile, manifest: &Manifest) -> Option<Finding> {
    let listing = Listing::of(repository, snapshot.tree);
    let stored: HashMap<String, u64> =
        listing.files().map(|(path, node)| (path_text(path), node.meta.size)).collect();
    let lost: Vec<String> = manifest
        .files()
        .filter(|entry| entry.note != Some(Note::Unreadable) && !stored.contains_key(&entry.path))
        .map(|entry| entry.path.clone())
        .collect();
    let first = lost.first()?.clone();
    let finding = Finding::new(FindingKind::RestoreMismatch, first)
        .with("reason", "absent")
        .with("affected", lost.len());
    Some(finding.files(lost.into_iter().take(FILES_NAMED_PER_FINDING_MAX).collect()))
}

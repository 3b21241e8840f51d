//! Giving the files of an adopted backup back: unpacked, below one folder, each hashed.

use std::path::Path;

use ballast_core::{Code, Error, Finding, FindingKind, Result, Verdict};
use serde_json::json;

use super::restored::stream;
use super::shelf::{Copy, Shelf};
use super::sink::Sink;
use super::sqlite;
use crate::Progress;
use crate::ladder::sandbox;
use crate::manifest::{Entry, Manifest};
use crate::restore::ensure_space;
use crate::wire::{Adopted, Answer, ExtractTask, Stage, Unit};
use crate::worker::prepare_target;

fn find<'a>(shelf: &'a Shelf, asked: Option<&str>) -> Option<&'a Copy> {
    match asked {
        None | Some("latest") => shelf.newest(),
        Some(asked) => shelf.copies.iter().rev().find(|copy| copy.id.starts_with(asked)),
    }
}

/// A file is asked for by its path or by that of a folder above it.
fn is_asked(paths: &[String], name: &str) -> bool {
    let asked = |path: &String| {
        Path::new(name.trim_start_matches("./"))
            .starts_with(path.trim_end_matches('/').trim_start_matches("./"))
    };
    paths.is_empty() || paths.iter().any(asked)
}

/// Errors: `no_snapshot`, `unknown_id` for a path that is not in the copy, `target_not_empty`, `disk_full`.
pub(crate) fn extract(task: &ExtractTask, progress: &Progress) -> Result<Answer> {
    progress.begin(Stage::Scan, Unit::None, None);
    let shelf = Shelf::scan(&task.what)?;
    let copy = find(&shelf, task.snapshot.as_deref()).ok_or_else(|| {
        let asked = task.snapshot.as_deref().unwrap_or("latest");
        Error::new(Code::NoSnapshot).with("snapshot", asked).with("repository", asked)
    })?;
    let listed = shelf.listed().into_iter().find(|listed| listed.id == copy.id);
    prepare_target(&task.to, task.overwrite)?;
    progress.begin(Stage::Restore, Unit::Bytes, None);
    let manifest =
        task.manifests.iter().find(|(id, _)| *id == copy.id).and_then(|(_, path)| Manifest::read(path).ok());
    // Unpacked sizes where they are known, else at least what it takes packed.
    let packed = copy.items.iter().map(|item| item.stamp.bytes).sum();
    ensure_space(&task.to, manifest.as_ref().map_or(packed, |manifest| manifest.head.bytes))?;
    let wanted = |name: &str, _: &[u8]| is_asked(&task.paths, name);
    let mut sink = Sink::new(&task.to, task.overwrite, &wanted, progress);
    sink.keeps_modes = true;
    let mut findings;
    let mut links = 0;
    if let Adopted::Sqlite { path } = &task.what {
        findings = database(task, path, &mut sink)?;
    } else {
        findings = match stream(&shelf, copy, &mut sink) {
            Ok(findings) => findings,
            Err(error) => return Err(sink.error(&error)),
        };
        links = sink.links()?;
        findings.extend(sink.findings());
        let promised = manifest.as_ref().map(Manifest::by_path).unwrap_or_default();
        let wrong = |entry: &Entry| {
            let found = sink.given.get(&entry.path)?;
            let expected = entry.sha256.as_ref().filter(|expected| **expected != found.sha256)?;
            let finding = Finding::new(FindingKind::RestoreMismatch, &entry.path).with("reason", "content");
            Some(
                finding
                    .with("expected", expected)
                    .with("found", &found.sha256)
                    .files(vec![entry.path.clone()]),
            )
        };
        findings.extend(promised.values().filter_map(|entry| wrong(entry)));
    }
    if let Some(path) = task
        .paths
        .iter()
        .find(|path| !sink.given.keys().any(|name| is_asked(std::slice::from_ref(path), name)))
        && findings.is_empty()
    {
        return Err(Error::new(Code::UnknownId).with("what", "path").with("id", path));
    }
    let items = sink.given.len() as u64 + links;
    let verdict = Verdict::of(&findings, items);
    let figures = json!({
        "snapshot": copy.id,
        "files_restored": sink.given.len(),
        "bytes_total": sink.bytes,
        "against_manifest": manifest.is_some(),
        "verdict": verdict,
    });
    Ok(Answer { snapshot: listed, findings, figures, ..Answer::default() })
}

/// The database with its log taken in, as one file.
fn database(task: &ExtractTask, path: &Path, sink: &mut Sink<'_>) -> Result<Vec<Finding>> {
    let (_kept, folder) = sandbox(&task.work_folder)?;
    let copy = match sqlite::copy(path, &folder)? {
        Ok(copy) => copy,
        Err(finding) => return Ok(vec![finding]),
    };
    // Without a log the copy stays as it is, to the last byte.
    if std::fs::read_dir(&folder).is_ok_and(|entries| entries.count() > 1) {
        sqlite::settle(&copy);
    }
    let shelf = Shelf::scan(&Adopted::Sqlite { path: copy })?;
    let Some(newest) = shelf.newest() else { return Ok(Vec::new()) };
    stream(&shelf, newest, sink).map_err(|error| sink.error(&error))
}

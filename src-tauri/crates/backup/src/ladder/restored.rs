//! Restore: drawn files are decrypted and held against the manifest of the source; a SQLite database is
//! opened, checked and questioned.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use ballast_core::bound::{Sample, damaged_at_most, draw};
use ballast_core::limits::RESTORE_SAMPLE_FILES;
use ballast_core::{Finding, FindingKind, Result};
use serde_json::json;

use super::{Examined, Ground, question_database, sandbox};
use crate::manifest::{Entry, Manifest, Note};
use crate::restore::{Restorer, Wanted, ensure_space};
use crate::walk::path_text;
use crate::wire::{Stage, Unit};

const CONFIDENCE: f64 = 0.95;

pub(crate) fn examine(ground: &Ground<'_>) -> Result<Examined> {
    let Some(indexed) = ground.indexed else { return Ok(ground.no_index()) };
    let Some((snapshot, manifest)) = ground.newest() else { return Ok(Examined::default()) };
    let (listing, mut findings) = ground.listing(indexed, snapshot);
    let by_path: HashMap<String, usize> =
        listing.nodes.iter().enumerate().map(|(index, (path, _))| (path_text(path), index)).collect();
    // What the manifest promises, or what the copy lists where there is no manifest.
    let population: Vec<String> = match &manifest {
        Some(manifest) => manifest
            .files()
            .filter(|entry| entry.note != Some(Note::Unreadable))
            .map(|entry| entry.path.clone())
            .collect(),
        None => listing.files().map(|(path, _)| path_text(path)).collect(),
    };
    let wanted = sample_size(ground, population.len());
    let drawn = draw(&ground.task.seed, population.iter().map(String::as_str), wanted);

    let (_kept, folder) = sandbox(&ground.task.work_folder)?;
    let promised = manifest.as_ref().map(Manifest::by_path).unwrap_or_default();
    let mut entries = Vec::new();
    for (number, path) in drawn.iter().enumerate() {
        match by_path.get(*path).and_then(|index| listing.nodes.get(*index)) {
            Some((path, node)) => entries.push(Wanted {
                place: PathBuf::from(number.to_string()),
                path: path.clone(),
                node: node.clone(),
            }),
            // Below a tree that does not read: already found.
            None if !findings.is_empty() => {}
            None => findings.push(
                Finding::new(FindingKind::RestoreMismatch, *path)
                    .with("reason", "absent")
                    .files(vec![(*path).to_owned()]),
            ),
        }
    }
    let bytes: u64 = entries.iter().map(|entry| entry.node.meta.size).sum();
    ensure_space(&folder, bytes)?;
    ground.progress.begin(Stage::Restore, Unit::Bytes, Some(bytes));
    let restorer = Restorer {
        indexed,
        catalogue: ground.catalogue,
        files: ground.files,
        target: &folder,
        overwrite: false,
        progress: ground.progress,
    };
    let given = restorer.give(&entries)?;
    findings.extend(given.findings);
    for (path, hash) in &given.hashes {
        findings.extend(
            promised.get(path.as_str()).and_then(|entry| compare(entry, hash, size_of(&entries, path))),
        );
    }
    if ground.task.sqlite {
        for entry in &entries {
            let place = folder.join(&entry.place);
            if place.exists() {
                findings.extend(question_database(&place, &path_text(&entry.path), &ground.task.probes));
            }
        }
    }
    let bad: HashSet<&str> =
        findings.iter().flat_map(|finding| finding.files.iter().map(String::as_str)).collect();
    let damaged = drawn.iter().filter(|path| bad.contains(**path)).count() as u64;
    let sample =
        Sample { units: population.len() as u64, read: drawn.len() as u64, damaged, confidence: CONFIDENCE };
    let at_most = damaged_at_most(sample);
    #[allow(clippy::cast_precision_loss)]
    let upper = if population.is_empty() { 0.0 } else { at_most as f64 / population.len() as f64 };
    let figures = json!({
        "unit": "file",
        "snapshot": crate::catalogue::hex(&snapshot.id),
        "units_total": sample.units,
        "units_read": sample.read,
        "damaged_found": damaged,
        "damaged_at_most": at_most,
        "upper": upper,
        "confidence": CONFIDENCE,
        "files_restored": given.files,
        "bytes_read": given.bytes,
        "against_manifest": manifest.is_some(),
        "seed": ground.task.seed,
    });
    Ok(Examined { items: drawn.len() as u64, figures, findings })
}

fn size_of(entries: &[Wanted], path: &str) -> u64 {
    entries.iter().find(|entry| path_text(&entry.path) == path).map_or(0, |entry| entry.node.meta.size)
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn sample_size(ground: &Ground<'_>, population: usize) -> usize {
    let by_share = ground.task.sample.map(|share| (population as f64 * share).ceil() as usize);
    let by_count = ground.task.sample_files.and_then(|count| usize::try_from(count).ok());
    let usual = usize::try_from(RESTORE_SAMPLE_FILES).unwrap_or(59);
    by_share.or(by_count).unwrap_or(usual).clamp(population.min(1), population)
}

/// A restored file against what the source was when the copy was taken.
pub(crate) fn compare(promised: &Entry, hash: &str, bytes: u64) -> Option<Finding> {
    let mismatch = |reason: &str| {
        Finding::new(FindingKind::RestoreMismatch, promised.path.clone())
            .with("reason", reason)
            .files(vec![promised.path.clone()])
    };
    match (&promised.sha256, promised.note) {
        // It changed while it was read: only its size can be held against it.
        (_, Some(Note::Changing)) => (promised.stamp.bytes != bytes)
            .then(|| Finding::new(FindingKind::SourceChanging, promised.path.clone()).with("reason", "size")),
        (Some(expected), _) if expected != hash => {
            Some(mismatch("content").with("expected", expected).with("found", hash))
        }
        _ => None,
    }
}

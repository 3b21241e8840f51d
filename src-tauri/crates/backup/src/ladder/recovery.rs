//! Recovery: everything is restored into a sandbox, compared whole with the manifest, and timed.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use ballast_core::limits::FINDINGS_PER_RUN_MAX;
use ballast_core::{Finding, FindingKind, Result};
use serde_json::json;

use super::restored::compare;
use super::{Examined, Ground, question_database, sandbox, unreadable_then};
use crate::manifest::{Manifest, Note};
use crate::restore::{Restorer, Wanted, ensure_space};
use crate::walk::path_text;
use crate::wire::{Stage, Unit};

pub(crate) fn examine(ground: &Ground<'_>) -> Result<Examined> {
    let Some(indexed) = ground.indexed else { return Ok(ground.no_index()) };
    let Some((snapshot, manifest)) = ground.newest() else { return Ok(Examined::default()) };
    let (_kept, folder) = sandbox(&ground.task.work_folder)?;
    let started = Instant::now();
    let (listing, mut findings) = ground.listing(indexed, snapshot);
    let below = |path: &Path| path.strip_prefix("/").map_or_else(|_| PathBuf::from("x"), Path::to_owned);
    let entries: Vec<Wanted> = listing
        .nodes
        .iter()
        .map(|(path, node)| Wanted { place: below(path), path: path.clone(), node: node.clone() })
        .collect();
    let bytes_total: u64 = listing.files().map(|(_, node)| node.meta.size).sum();
    ensure_space(&folder, bytes_total)?;
    ground.progress.begin(Stage::Recovery, Unit::Bytes, Some(bytes_total));
    let restorer = Restorer {
        indexed,
        catalogue: ground.catalogue,
        files: ground.files,
        target: &folder,
        overwrite: false,
        progress: ground.progress,
    };
    let given = restorer.give(&entries)?;
    let restore_seconds = started.elapsed().as_secs_f64();
    findings.extend(given.findings);

    findings.extend(ground.newest_is_damaged());
    if let Some(manifest) = &manifest {
        findings.extend(unreadable_then(manifest));
        findings.extend(compare_whole(manifest, &given.hashes, &entries, &findings));
    }
    if ground.task.sqlite {
        for entry in &entries {
            let place = folder.join(&entry.place);
            if place.is_file() {
                findings.extend(question_database(&place, &path_text(&entry.path), &ground.task.probes));
            }
        }
    }
    let more = findings.len().saturating_sub(FINDINGS_PER_RUN_MAX);
    findings.truncate(FINDINGS_PER_RUN_MAX);
    #[allow(clippy::cast_precision_loss)]
    let bytes_per_second = if restore_seconds > 0.0 { given.bytes as f64 / restore_seconds } else { 0.0 };
    let figures = json!({
        "snapshot": crate::catalogue::hex(&snapshot.id),
        "files_restored": given.files,
        "files_total": listing.files().count(),
        "bytes_total": bytes_total,
        "restore_seconds": restore_seconds,
        "bytes_per_second": bytes_per_second.round(),
        "against_manifest": manifest.is_some(),
        "more_findings": more,
    });
    Ok(Examined { items: entries.len() as u64, figures, findings })
}

/// Every file of the manifest against what came back, and what came back that the manifest never had.
fn compare_whole(
    manifest: &Manifest,
    hashes: &std::collections::HashMap<String, String>,
    entries: &[Wanted],
    known: &[Finding],
) -> Vec<Finding> {
    let named: HashSet<&str> =
        known.iter().flat_map(|finding| finding.files.iter().map(String::as_str)).collect();
    let below_fault = |path: &str| named.iter().any(|name| name.ends_with('/') && path.starts_with(name));
    let sizes: std::collections::HashMap<String, u64> =
        entries.iter().map(|entry| (path_text(&entry.path), entry.node.meta.size)).collect();
    let promised = manifest.by_path();
    let mut findings = Vec::new();
    for entry in manifest.files().filter(|entry| entry.note != Some(Note::Unreadable)) {
        let path = entry.path.as_str();
        match hashes.get(path) {
            Some(hash) => findings.extend(compare(entry, hash, sizes.get(path).copied().unwrap_or_default())),
            None if named.contains(path) || below_fault(path) => {}
            None => findings.push(
                Finding::new(FindingKind::RestoreMismatch, path)
                    .with("reason", "absent")
                    .files(vec![path.to_owned()]),
            ),
        }
    }
    for path in hashes.keys().filter(|path| !promised.contains_key(path.as_str())) {
        findings.push(Finding::new(FindingKind::RestoreMismatch, path.clone()).with("reason", "unexpected"));
    }
    findings.sort_by(|a, b| a.subject.cmp(&b.subject));
    findings
}

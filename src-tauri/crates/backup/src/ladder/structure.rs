//! Structure: it opens, and index, snapshots and trees are whole; every pack has its size.

use std::collections::HashSet;

use ballast_core::{Finding, FindingKind};
use rustic_core::{BlobId, DataId};
use serde_json::json;

use super::{Examined, Ground};
use crate::catalogue::{against_ledger, blob_finding, diagnose_pack, pack_path};
use crate::walk::{BlobFault, Met, path_text, walk};

pub(crate) fn examine(ground: &Ground<'_>) -> Examined {
    let Ground { catalogue, snapshots, .. } = ground;
    let mut findings: Vec<Finding> = snapshots
        .damaged
        .iter()
        .map(|id| Finding::new(FindingKind::SnapshotDamaged, format!("snapshots/{id}")))
        .collect();
    findings.extend(
        catalogue.damaged.iter().map(|name| Finding::new(FindingKind::IndexDamaged, format!("index/{name}"))),
    );
    let Some(indexed) = ground.indexed else {
        let items = catalogue.on_disk.len() as u64;
        return Examined { items, figures: json!({ "packs": items }), findings };
    };
    for (pack, described) in &catalogue.described {
        let found = catalogue.on_disk.get(pack).copied();
        let kind = match found {
            None => FindingKind::PackMissing,
            Some(bytes) if bytes != described.bytes => FindingKind::PackDamaged,
            Some(_) => continue,
        };
        let finding = Finding::new(kind, pack_path(pack)).with("expected_bytes", described.bytes);
        let finding =
            found.map_or(finding.clone(), |bytes| finding.with("found_bytes", bytes).with("reason", "size"));
        let whole = diagnose_pack(Some(indexed), catalogue, snapshots, pack, finding);
        findings.push(whole);
    }
    findings.extend(against_ledger(catalogue, &ground.task.packs, ground.ours));

    let mut seen = HashSet::new();
    let mut unindexed: Vec<String> = Vec::new();
    let mut trees = Vec::new();
    for snapshot in snapshots.read.iter().rev() {
        walk(indexed, snapshot.tree, Some(&mut seen), &mut |met| match met {
            Met::Node { path, node } => {
                ground.progress.add(u64::from(node.subtree.is_some()));
                let lost = |id: &DataId| indexed.get_index_entry(id).is_err();
                if node.content.iter().flatten().any(lost) {
                    unindexed.push(path_text(path));
                }
            }
            Met::Fault { path, tree, fault } => trees.push((path_text(path), tree, fault)),
        });
    }
    for (path, tree, fault) in trees {
        let finding = blob_finding(catalogue, ground.files, &BlobId::from(*tree), &fault, &path);
        findings.push(if fault == BlobFault::NotIndexed {
            finding
        } else {
            Finding { kind: tree_kind(finding.kind), ..finding }
        });
    }
    if !unindexed.is_empty() {
        let count = unindexed.len();
        unindexed.truncate(ballast_core::limits::FILES_NAMED_PER_FINDING_MAX);
        findings
            .push(Finding::new(FindingKind::IndexMissing, "index").with("affected", count).files(unindexed));
    }
    let figures = json!({
        "packs": catalogue.on_disk.len(),
        "bytes_total": catalogue.on_disk.values().sum::<u64>(),
        "index_files": catalogue.index_files,
        "trees": seen.len(),
        "snapshots": snapshots.read.len(),
    });
    Examined { items: snapshots.read.len() as u64, figures, findings }
}

/// A tree that does not read is a damaged tree, unless its whole pack is gone.
fn tree_kind(kind: FindingKind) -> FindingKind {
    if kind == FindingKind::PackDamaged { FindingKind::TreeDamaged } else { kind }
}

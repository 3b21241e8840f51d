//! The catalogue of a repository: its index files, what they say is stored where, and what is there.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ballast_core::limits::FILES_NAMED_PER_FINDING_MAX;
use ballast_core::{Finding, FindingKind, Result, Severity};
use rustic_core::repofile::{BlobType, IndexFile, Node, NodeType, SnapshotFile};
use rustic_core::{BlobId, FileType, Id, TreeId};

use crate::repository::{Files, Indexed, Open};
use crate::walk::{BlobFault, Met, path_text, read_blob, walk};
use crate::wire::{KnownPack, Listed, Scope};

/// A blob in its pack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub id: BlobId,
    pub kind: BlobType,
    pub offset: u32,
    pub length: u32,
}

/// A pack as the index describes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Described {
    pub bytes: u64,
    pub blobs: Vec<Place>,
}

/// What the index says and what is on disk.
#[derive(Default)]
pub(crate) struct Catalogue {
    pub described: BTreeMap<String, Described>,
    pub on_disk: BTreeMap<String, u64>,
    /// Index files that do not read.
    pub damaged: Vec<String>,
    pub index_files: usize,
}

pub(crate) fn hex(id: &Id) -> String {
    id.to_hex().as_str().to_owned()
}

/// The path of a pack in the repository, as people see it.
pub(crate) fn pack_path(id: &str) -> String {
    format!("data/{}/{id}", id.get(..2).unwrap_or_default())
}

impl Catalogue {
    pub(crate) fn read(files: &Files, open: Option<&Open>) -> Result<Self> {
        let mut catalogue = Self { on_disk: packs_on_disk(files)?, ..Self::default() };
        for (id, _) in files.list(FileType::Index)? {
            catalogue.index_files += 1;
            let name = hex(&id);
            if !files.is_intact(FileType::Index, &id) {
                catalogue.damaged.push(name);
                continue;
            }
            let Some(open) = open else { continue };
            match open.get_file::<IndexFile>(&id.into()) {
                Ok(index) => index.packs.into_iter().for_each(|pack| {
                    let bytes = u64::from(pack.pack_size());
                    let blobs = pack
                        .blobs
                        .iter()
                        .map(|blob| Place {
                            id: blob.id,
                            kind: blob.tpe,
                            offset: blob.location.offset,
                            length: blob.location.length,
                        })
                        .collect();
                    catalogue.described.insert(hex(&pack.id), Described { bytes, blobs });
                }),
                Err(_) => catalogue.damaged.push(name),
            }
        }
        Ok(catalogue)
    }

    /// Packs that the index describes and that are there.
    pub(crate) fn stored(&self) -> Vec<(String, u64)> {
        self.described.keys().filter_map(|id| Some((id.clone(), *self.on_disk.get(id)?))).collect()
    }

    /// Which pack holds a blob, and where in it.
    pub(crate) fn place_of(&self, blob: &BlobId) -> Option<(&str, Place)> {
        self.described.iter().find_map(|(pack, described)| {
            described.blobs.iter().find(|place| place.id == *blob).map(|place| (pack.as_str(), *place))
        })
    }
}

pub(crate) fn packs_on_disk(files: &Files) -> Result<BTreeMap<String, u64>> {
    Ok(files.list(FileType::Pack)?.iter().map(|(id, bytes)| (hex(id), *bytes)).collect())
}

impl Scope {
    fn includes(&self, snapshot: &SnapshotFile) -> bool {
        let has = |tag: &String| snapshot.tags.contains(tag);
        self.tags.iter().all(has) && (self.one_of.is_empty() || self.one_of.iter().any(has))
    }
}

/// A snapshot that was read, and how it is listed.
pub(crate) struct Snapshots {
    pub read: Vec<SnapshotFile>,
    /// Files of snapshots that no longer hash to their names or do not parse.
    pub damaged: Vec<String>,
}

impl Snapshots {
    /// Snapshots within the scope, oldest first.
    pub(crate) fn read(files: &Files, open: &Open, scope: &Scope) -> Result<Self> {
        let mut snapshots = Self { read: Vec::new(), damaged: Vec::new() };
        for (id, _) in files.list(FileType::Snapshot)? {
            let parsed = if files.is_intact(FileType::Snapshot, &id) {
                open.get_file::<SnapshotFile>(&id.into()).ok()
            } else {
                None
            };
            match parsed {
                Some(mut snapshot) => {
                    snapshot.id = id.into();
                    if scope.includes(&snapshot) {
                        snapshots.read.push(snapshot);
                    }
                }
                None => snapshots.damaged.push(hex(&id)),
            }
        }
        snapshots.read.sort_by_key(|snapshot| (snapshot.time.timestamp(), hex(&snapshot.id)));
        Ok(snapshots)
    }

    pub(crate) fn listed(&self) -> Vec<Listed> {
        self.read.iter().map(listed).collect()
    }

    pub(crate) fn newest(&self) -> Option<&SnapshotFile> {
        self.read.last()
    }

    /// The snapshot whose id starts with `id`; the newest without one.
    pub(crate) fn find(&self, id: Option<&str>) -> Option<&SnapshotFile> {
        match id {
            None | Some("latest") => self.newest(),
            Some(id) => {
                let mut matching = self.read.iter().filter(|snapshot| hex(&snapshot.id).starts_with(id));
                matching.next().filter(|_| matching.next().is_none())
            }
        }
    }
}

pub(crate) fn listed(snapshot: &SnapshotFile) -> Listed {
    let summary = snapshot.summary.as_ref();
    Listed {
        id: hex(&snapshot.id),
        taken_at: snapshot.time.timestamp(),
        files: summary.map(|s| s.total_files_processed),
        bytes: summary.map(|s| s.total_bytes_processed),
    }
}

/// Which files of the kept snapshots cannot come back without these blobs.
pub(crate) struct Affected {
    /// The first files by name, newest snapshot first.
    pub files: Vec<String>,
    /// How many files in all.
    pub count: u64,
}

/// Walks every kept snapshot for files that need one of `blobs`, or lie below a folder that does.
pub(crate) fn affected_files(
    repository: &Indexed,
    snapshots: &Snapshots,
    blobs: &HashSet<BlobId>,
) -> Affected {
    let mut named: BTreeSet<String> = BTreeSet::new();
    for snapshot in snapshots.read.iter().rev() {
        walk(repository, snapshot.tree, None, &mut |met| match met {
            Met::Node { path, node } => {
                let needs = |id: &Id| blobs.contains(&BlobId::from(*id));
                let content = node.content.iter().flatten().any(|id| needs(id));
                if content || node.subtree.is_some_and(|tree| needs(&tree)) {
                    named.insert(path_text(path));
                }
            }
            Met::Fault { path, .. } => {
                named.insert(format!("{}/", path_text(path).trim_end_matches('/')));
            }
        });
    }
    let count = named.len() as u64;
    Affected { files: named.into_iter().take(FILES_NAMED_PER_FINDING_MAX).collect(), count }
}

/// What is wrong inside a pack whose bytes are not what its name says: the damaged range, and the
/// files that need it.
pub(crate) fn diagnose_pack(
    repository: Option<&Indexed>,
    catalogue: &Catalogue,
    snapshots: &Snapshots,
    pack: &str,
    finding: Finding,
) -> Finding {
    let described = catalogue.described.get(pack);
    let mut finding = finding.with("pack", pack_path(pack));
    if let Some(described) = described {
        finding = finding.with("pack_bytes", described.bytes);
    }
    let (Some(repository), Some(described)) = (repository, described) else { return finding };
    let bad: Vec<&Place> = described
        .blobs
        .iter()
        .filter(|place| read_blob(repository, &place.id, place.kind).is_err())
        .collect();
    if bad.is_empty() {
        return finding.with("reason", "header").with("affected", 0);
    }
    let start = bad.iter().map(|place| place.offset).min().unwrap_or_default();
    let end = bad.iter().map(|place| place.offset + place.length).max().unwrap_or_default();
    let blobs: HashSet<BlobId> = bad.iter().map(|place| place.id).collect();
    let affected = affected_files(repository, snapshots, &blobs);
    let unused = affected.count == 0;
    let finding = finding
        .with("offset", start)
        .with("length", end - start)
        .with("blobs", bad.len())
        .with("affected", affected.count)
        .files(affected.files);
    // Damage that no kept snapshot of this backup uses does not break it.
    if unused { finding.severity(Severity::Warning).with("reason", "unused") } else { finding }
}

/// The finding for a blob that does not read back, in the user's terms.
pub(crate) fn blob_finding(
    catalogue: &Catalogue,
    files: &Files,
    blob: &BlobId,
    fault: &BlobFault,
    file: &str,
) -> Finding {
    let place = catalogue.place_of(blob);
    let kind = match (fault, place) {
        (BlobFault::NotIndexed, _) | (_, None) => FindingKind::IndexMissing,
        (_, Some((pack, _))) if !catalogue.on_disk.contains_key(pack) => FindingKind::PackMissing,
        (_, Some((_, place))) if place.kind == BlobType::Tree => FindingKind::TreeDamaged,
        _ => FindingKind::PackDamaged,
    };
    let finding = Finding::new(kind, file).files(vec![file.to_owned()]).with("affected", 1);
    let Some((pack, place)) = place else { return finding.with("blob", blob.to_hex().as_str()) };
    let expected = catalogue.described.get(pack).map_or(0, |described| described.bytes);
    let _ = files;
    finding
        .with("pack", pack_path(pack))
        .with("pack_bytes", expected)
        .with("offset", place.offset)
        .with("length", place.length)
}

/// Every file and special entry of a tree by its path, with the folders in the order of the walk.
#[derive(Default)]
pub(crate) struct Listing {
    pub nodes: Vec<(std::path::PathBuf, Node)>,
    pub faults: Vec<(String, TreeId, BlobFault)>,
}

impl Listing {
    pub(crate) fn of(repository: &Indexed, root: TreeId) -> Self {
        let mut listing = Self::default();
        walk(repository, root, None, &mut |met| match met {
            Met::Node { path, node } => listing.nodes.push((path.to_owned(), node.clone())),
            Met::Fault { path, tree, fault } => listing.faults.push((path_text(path), tree, fault)),
        });
        listing
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &(std::path::PathBuf, Node)> {
        self.nodes.iter().filter(|(_, node)| matches!(node.node_type, NodeType::File))
    }
}

/// Packs that the ledger knows and that are gone, packs that no index describes any more.
pub(crate) fn against_ledger(catalogue: &Catalogue, ledger: &[KnownPack], ours: bool) -> Vec<Finding> {
    let known: HashMap<&str, &KnownPack> = ledger.iter().map(|pack| (pack.id.as_str(), pack)).collect();
    let mut findings = Vec::new();
    // Only we never remove packs; other programs tidy up.
    if ours {
        for pack in ledger.iter().filter(|pack| {
            !catalogue.on_disk.contains_key(&pack.id) && !catalogue.described.contains_key(&pack.id)
        }) {
            findings.push(
                Finding::new(FindingKind::PackMissing, pack_path(&pack.id))
                    .with("pack", pack_path(&pack.id))
                    .with("affected", 0),
            );
        }
    }
    let strays: Vec<&String> =
        catalogue.on_disk.keys().filter(|pack| !catalogue.described.contains_key(*pack)).collect();
    let (lost, stray): (Vec<&String>, Vec<&String>) =
        strays.into_iter().partition(|pack| known.contains_key(pack.as_str()));
    if !lost.is_empty() && catalogue.damaged.is_empty() && ours {
        findings.push(Finding::new(FindingKind::IndexMissing, "index").with("packs", lost.len()));
    }
    if let Some(first) = stray.first() {
        findings.push(Finding::new(FindingKind::StrayFile, pack_path(first)).with("affected", stray.len()));
    }
    findings
}

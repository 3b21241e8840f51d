//! Content: archives and files are read to the last byte and held against their own checksums, the lists
//! beside them and what they were at first sight. What was never read comes first and is always read.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read as _};

use ballast_core::bound::{Sample, damaged_at_most};
use ballast_core::evidence::to_hex;
use ballast_core::{Error, Finding, FindingKind, Result, Severity};
use ballast_inputs::{Budget, Look, Summed, Visitor};
use jiff::Timestamp;
use rayon::prelude::*;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::shelf::{Copy, Item};
use super::{Ground, archives};
use crate::Progress;
use crate::ladder::Examined;
use crate::ladder::content::choose;
use crate::manifest::{Entry, Kind, Manifest, Stamp};
use crate::source::stamp_of;
use crate::wire::{Adopted, Read, Stage, Unit};

const CONFIDENCE: f64 = 0.95;

/// What was read in this run.
#[derive(Default)]
pub(super) struct ReadNow {
    pub reads: Vec<Read>,
    /// Hashes of whole files by unit.
    pub hashes: HashMap<String, String>,
    /// The files in an archive, by unit.
    pub members: HashMap<String, Vec<Entry>>,
}

/// Writes down what is in an archive. A name that leads outside is never given back, and so not promised.
#[derive(Default)]
pub(super) struct Collect(Vec<Entry>);

impl Collect {
    /// The last of each name, as unpacking leaves it.
    pub(super) fn files(self) -> Vec<Entry> {
        let mut seen = HashSet::new();
        let mut files: Vec<Entry> =
            self.0.into_iter().rev().filter(|entry| seen.insert(entry.path.clone())).collect();
        files.reverse();
        files
    }
}

impl Visitor for Collect {
    fn close(&mut self, entry: &ballast_inputs::Entry, summed: Option<&Summed>) -> io::Result<()> {
        if let Some(summed) = summed.filter(|_| entry.place.is_some()) {
            self.0.push(member(entry, summed));
        }
        Ok(())
    }
}

/// A file of an archive as a manifest keeps it.
pub(super) fn member(entry: &ballast_inputs::Entry, summed: &Summed) -> Entry {
    let modified = entry.modified.and_then(|at| i64::try_from(at.as_nanosecond()).ok()).unwrap_or_default();
    Entry {
        path: entry.name.clone(),
        kind: Kind::File,
        stamp: Stamp { bytes: summed.bytes, modified, changed: 0, inode: 0 },
        sha256: Some(summed.sha256.clone()),
        note: None,
    }
}

fn hash_of(item: &Item, progress: &Progress) -> io::Result<String> {
    let mut file = File::open(&item.path)?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            return Ok(to_hex(&hasher.finalize()));
        }
        hasher.update(&chunk[..read]);
        progress.add(read as u64);
    }
}

struct Outcome {
    hash: Option<String>,
    members: Vec<Entry>,
    findings: Vec<Finding>,
    /// It was written to meanwhile: what was read says nothing.
    changing: bool,
}

fn read_item(ground: &Ground<'_>, item: &Item) -> Outcome {
    let mut outcome = Outcome { hash: None, members: Vec::new(), findings: Vec::new(), changing: false };
    let mut collect = Collect::default();
    let read = hash_of(item, ground.progress).and_then(|hash| {
        outcome.hash = Some(hash);
        if ground.shelf.archives {
            let report = ballast_inputs::read(&item.path, Look::Whole, &Budget::default(), &mut collect)?;
            outcome.findings = archives::findings(&item.name, &report.faults);
        }
        Ok(())
    });
    outcome.members = collect.files();
    if stamp_of(&item.path) != Some(item.stamp) {
        outcome.changing = true;
        outcome.findings = vec![archives::changing(item)];
        return outcome;
    }
    if let Err(error) = read {
        outcome.hash = None;
        outcome.findings.push(Finding::new(FindingKind::Unreadable, &item.name).with("cause", error));
    }
    if let Some(hash) = &outcome.hash {
        let against = [(ground.seen.hash(item), "first_sight"), (item.promised.as_deref(), "sums")];
        let wrong =
            against.into_iter().find(|(expected, _)| expected.is_some_and(|expected| expected != hash));
        if let Some((Some(expected), reason)) = wrong {
            let finding = Finding::new(FindingKind::ChecksumMismatch, &item.name).with("reason", reason);
            outcome
                .findings
                .push(finding.with("expected", expected).with("found", hash).files(vec![item.name.clone()]));
        }
    }
    outcome
}

pub(super) fn examine(ground: &Ground<'_>, read: &mut ReadNow) -> Examined {
    let items: HashMap<&str, &Item> = ground.shelf.units().map(|item| (item.id.as_str(), item)).collect();
    let last_read: HashMap<&str, Option<Timestamp>> =
        ground.task.packs.iter().map(|pack| (pack.id.as_str(), pack.last_read_at)).collect();
    let mut units: Vec<(String, Option<Timestamp>)> =
        items.keys().map(|id| ((*id).to_owned(), last_read.get(id).copied().flatten())).collect();
    units.sort();
    let mut choice = choose(&units, ground.task.sample, &ground.task.seed);
    // What is new is always read: its first sight is what later looks are held against.
    let new: HashSet<&str> =
        items.values().filter(|item| ground.seen.hash(item).is_none()).map(|item| item.id.as_str()).collect();
    choice.drawn.retain(|id| !new.contains(id.as_str()));
    let rotating: HashSet<String> = choice.rotation.iter().cloned().collect();
    choice.rotation.extend(new.iter().filter(|id| !rotating.contains(**id)).map(|id| (*id).to_owned()));

    let chosen: Vec<&Item> = choice
        .rotation
        .iter()
        .chain(&choice.drawn)
        .filter_map(|id| items.get(id.as_str()).copied())
        .collect();
    let bytes = |items: &[&Item]| items.iter().map(|item| item.stamp.bytes).sum::<u64>();
    let (bytes_total, bytes_read) = (bytes(&items.values().copied().collect::<Vec<_>>()), bytes(&chosen));
    ground.progress.begin(Stage::Content, Unit::Bytes, Some(bytes_read));
    let mut outcomes: Vec<(&Item, Outcome)> =
        chosen.par_iter().map(|item| (*item, read_item(ground, item))).collect();
    outcomes.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));

    let (mut findings, mut damaged, mut changing) = (Vec::new(), HashSet::new(), HashSet::new());
    for (item, outcome) in outcomes {
        let bad = outcome.findings.iter().any(|finding| finding.severity == Severity::Critical);
        if outcome.changing {
            changing.insert(item.id.as_str());
        } else {
            if bad {
                damaged.insert(item.id.as_str());
            }
            read.reads.push(Read { id: item.id.clone(), intact: !bad });
            // What is damaged is no sight to hold later looks against: it stays new.
            if !bad {
                read.hashes.extend(outcome.hash.map(|hash| (item.id.clone(), hash)));
                if ground.shelf.archives {
                    read.members.insert(item.id.clone(), outcome.members);
                }
            }
        }
        findings.extend(outcome.findings);
    }
    let count = |ids: &[String], set: &HashSet<&str>| {
        ids.iter().filter(|id| set.contains(id.as_str())).count() as u64
    };
    let settled = |ids: &[String]| ids.len() as u64 - count(ids, &changing);
    let (census, drawn, total) = (settled(&choice.rotation), settled(&choice.drawn), units.len() as u64);
    let rest = Sample {
        units: total - census,
        read: drawn,
        damaged: count(&choice.drawn, &damaged),
        confidence: CONFIDENCE,
    };
    let at_most = count(&choice.rotation, &damaged) + damaged_at_most(rest);
    #[allow(clippy::cast_precision_loss)]
    let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let figures = json!({
        "unit": if ground.shelf.archives { "archive" } else { "file" },
        "units_total": total,
        "units_read": census + drawn,
        "units_rotation": census,
        "units_drawn": drawn,
        "damaged_found": damaged.len(),
        "damaged_at_most": at_most,
        "upper": share(at_most, total),
        "confidence": CONFIDENCE,
        "coverage": share(bytes_read, bytes_total),
        "bytes_total": bytes_total,
        "bytes_read": bytes_read,
        "seed": ground.task.seed,
    });
    Examined { items: census + drawn, figures, findings }
}

/// Writes down what was seen of copies for the first time.
pub(super) fn sights(ground: &Ground<'_>, mut read: ReadNow) -> Result<Vec<(String, std::path::PathBuf)>> {
    let mut written = Vec::new();
    let known: HashSet<&str> = ground.task.manifests.iter().map(|(id, _)| id.as_str()).collect();
    for copy in ground.shelf.copies.iter().filter(|copy| !known.contains(copy.id.as_str())) {
        let Some(entries) = entries(ground, copy, &mut read) else { continue };
        let manifest = Manifest::new(copy.id.clone(), copy.taken_at, entries);
        let file = tempfile::Builder::new()
            .prefix("sight-")
            .tempfile_in(&ground.task.work_folder)
            .map_err(|error| Error::io(&ground.task.work_folder, &error))?;
        manifest.write(file.path()).map_err(|error| Error::io(file.path(), &error))?;
        let (_, path) = file.keep().map_err(|error| Error::io(&ground.task.work_folder, &error.error))?;
        written.push((copy.id.clone(), path));
    }
    Ok(written)
}

/// The manifest of a copy; none before its content was read.
fn entries(ground: &Ground<'_>, copy: &Copy, read: &mut ReadNow) -> Option<Vec<Entry>> {
    let of = |item: &Item, kind| {
        let sha256 = ground.seen.hash(item).map(str::to_owned).or_else(|| read.hashes.get(&item.id).cloned());
        Entry { path: item.name.clone(), kind, stamp: item.stamp, sha256, note: None }
    };
    if matches!(ground.task.what, Adopted::Archives { .. }) {
        let item = copy.items.first()?;
        read.hashes.get(&item.id)?;
        let archive = of(item, Kind::Archive);
        return Some(std::iter::once(archive).chain(read.members.remove(&item.id)?).collect());
    }
    let entries: Vec<Entry> = copy.items.iter().map(|item| of(item, Kind::File)).collect();
    entries.iter().any(|entry| entry.sha256.is_some()).then_some(entries)
}

#[cfg(test)]
mod tests {
    use super::super::Seen;
    use super::super::shelf::Shelf;
    use super::*;
    use crate::History;
    use crate::wire::LookTask;
    use ballast_core::backup::Level;

    #[test]
    fn what_is_written_to_while_it_is_looked_at_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        std::fs::write(&path, b"PK half of it").unwrap();
        let what = Adopted::Archives { folder: folder.path().to_owned(), pattern: "*.zip".to_owned() };
        let task = LookTask {
            what: what.clone(),
            level: Level::Content,
            history: History::default(),
            manifests: Vec::new(),
            packs: Vec::new(),
            probes: Vec::new(),
            sample: None,
            sample_files: None,
            seed: "s".to_owned(),
            work_folder: folder.path().to_owned(),
        };
        let shelf = Shelf::scan(&what).unwrap();
        let progress = Progress::new(|_| {});
        let ground = Ground { task: &task, shelf: &shelf, seen: &Seen::default(), progress: &progress };
        let look = || {
            let mut read = ReadNow::default();
            let examined = examine(&ground, &mut read);
            let found = examined
                .findings
                .iter()
                .chain(&archives::structure(&ground).findings)
                .map(|f| f.kind)
                .collect::<Vec<_>>();
            (examined.items, found, read.reads.len())
        };
        let damaged = FindingKind::ArchiveDamaged;
        assert_eq!(look(), (1, vec![damaged, damaged], 1));
        std::fs::write(&path, b"PK half of it, and more").unwrap();
        let changing = FindingKind::SourceChanging;
        assert_eq!(look(), (0, vec![changing, changing], 0));
    }
}

//! A drop folder of archives: each is a copy.

use std::fs;
use std::path::Path;

use ballast_core::limits::{ADOPTED_FILES_MAX, FILES_NAMED_PER_FINDING_MAX};
use ballast_core::{Code, Error, Finding, FindingKind, Result, Severity};
use ballast_inputs::{Budget, Fault, FaultKind, Look, Visitor};
use rayon::prelude::*;
use serde_json::json;

use super::shelf::{Copy, Item, Shelf, absent, without_unfinished};
use super::sums::{self, Sums};
use super::{Ground, folder};
use crate::ladder::Examined;
use crate::source::{stamp, stamp_of};
use crate::walk::path_text;

/// Lists that may lie beside archives.
const BESIDE: &str = "SHA256SUMS";

/// Whether a name fits a pattern of `*` (any part) and `?` (one character).
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == name[from] => {
                at += 1;
                from += 1;
            }
            _ => match star {
                // The last star takes one more character.
                Some((back, taken)) => {
                    star = Some((back, taken + 1));
                    (at, from) = (back + 1, taken + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|left| *left == '*')
}

fn is_list(name: &str) -> bool {
    [".sha256", ".sha256sum", ".md5", ".sha1", ".asc", ".sig"]
        .into_iter()
        .any(|ending| name.ends_with(ending))
        || name == BESIDE
}

pub(super) fn scan(folder: &Path, pattern: &str) -> Result<Shelf> {
    if !folder.is_dir() {
        return Err(absent(folder));
    }
    let failed = |error: std::io::Error| Error::io(folder, &error);
    let mut shelf = Shelf { archives: true, ..Shelf::default() };
    let mut items = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = path_text(Path::new(&entry.file_name()));
        let unfinished = without_unfinished(&name);
        // Links are not followed, and special files are no archives.
        let meta = match fs::symlink_metadata(entry.path()) {
            Ok(meta) if meta.is_file() && fits(pattern, unfinished.unwrap_or(&name)) && !is_list(&name) => {
                meta
            }
            _ => continue,
        };
        if unfinished.is_some() {
            shelf.incomplete.push(name);
            continue;
        }
        items.push(Item::new(name, entry.path(), stamp(&meta)));
        if items.len() > ADOPTED_FILES_MAX {
            return Err(Error::new(Code::NotSupported)
                .with("what", format!("more than {ADOPTED_FILES_MAX} files in {}", folder.display())));
        }
    }
    if fs::symlink_metadata(folder.join(BESIDE)).is_ok_and(|meta| meta.is_file()) {
        folder::read_sums(&mut shelf, folder, BESIDE);
    }
    for item in &mut items {
        item.promised = promised(&mut shelf, item);
    }
    items.sort_by(|a, b| (a.stamp.modified, &a.name).cmp(&(b.stamp.modified, &b.name)));
    let copy = |item: Item| Copy { id: item.id.clone(), taken_at: item.taken_at(), items: vec![item] };
    shelf.copies = items.into_iter().map(copy).collect();
    shelf.incomplete.sort();
    Ok(shelf)
}

/// The hash that `x.zip.sha256` or the list of the folder names.
fn promised(shelf: &mut Shelf, item: &Item) -> Option<String> {
    let mut beside = item.path.clone().into_os_string();
    beside.push(".sha256");
    let beside = Path::new(&beside);
    if fs::symlink_metadata(beside).is_ok_and(|meta| meta.is_file()) {
        let named = sums::text_of(beside).ok().and_then(|text| sums::parse(&text).ok());
        let hash = named.and_then(|all| {
            all.get(&item.name).or_else(|| all.values().next().filter(|_| all.len() == 1)).cloned()
        });
        if hash.is_none() {
            let name = format!("{}.sha256", item.name);
            shelf.findings.push(
                Finding::new(FindingKind::Unreadable, name)
                    .severity(Severity::Warning)
                    .with("reason", "sums"),
            );
        }
        return hash;
    }
    shelf.sums.as_ref().and_then(|Sums { by_name, .. }| by_name.get(&item.name).cloned())
}

/// Faults of an archive as findings: one for each kind and reason, with the entries that show it.
pub(super) fn findings(archive: &str, faults: &[Fault]) -> Vec<Finding> {
    let mut all: Vec<Finding> = Vec::new();
    for fault in faults {
        let (kind, severity) = match fault.kind {
            FaultKind::Truncated => (FindingKind::ArchiveTruncated, Severity::Critical),
            FaultKind::Damaged => (FindingKind::ArchiveDamaged, Severity::Critical),
            FaultKind::Unsupported | FaultKind::Limit => (FindingKind::Unsupported, Severity::Blocking),
            FaultKind::Outside => (FindingKind::Unsupported, Severity::Warning),
            FaultKind::Note => (FindingKind::Unsupported, Severity::Note),
        };
        let same = |finding: &&mut Finding| {
            finding.kind == kind && finding.params.get("reason").is_some_and(|reason| reason == fault.reason)
        };
        if let Some(finding) = all.iter_mut().find(same) {
            if finding.files.len() < FILES_NAMED_PER_FINDING_MAX {
                finding.files.extend(fault.entry.clone());
            }
            continue;
        }
        let finding = Finding::new(kind, archive).severity(severity).with("reason", fault.reason);
        let finding = fault.cause.as_ref().map_or(finding.clone(), |cause| finding.with("cause", cause));
        all.push(finding.files(fault.entry.iter().cloned().collect()));
    }
    all
}

/// Faults of an archive that lay in a copy. It came back as it was put in: what cannot be seen into says
/// nothing against the copy.
pub(super) fn inner_findings(archive: &str, faults: &[Fault]) -> Vec<Finding> {
    let mut all = findings(archive, faults);
    for finding in all.iter_mut().filter(|finding| finding.kind == FindingKind::Unsupported) {
        let too_much = ["unpacks_to_too_much", "too_many_entries"].map(str::to_owned);
        let is_bomb = finding.params.get("reason").is_some_and(|reason| too_much.contains(reason));
        finding.severity = if is_bomb { Severity::Warning } else { Severity::Note };
    }
    all
}

struct Nobody;

impl Visitor for Nobody {}

/// Every catalogue reads, agrees with its headers, and names nothing outside.
pub(super) fn structure(ground: &Ground<'_>) -> Examined {
    let items: Vec<&Item> = ground.shelf.units().collect();
    let look = |item: &&Item| -> (u64, Vec<Finding>) {
        let read = ballast_inputs::read(&item.path, Look::Catalogue, &Budget::default(), &mut Nobody);
        if stamp_of(&item.path) != Some(item.stamp) {
            return (0, vec![changing(item)]);
        }
        match read {
            Ok(report) => (report.entries, findings(&item.name, &report.faults)),
            Err(error) => (0, vec![Finding::new(FindingKind::Unreadable, &item.name).with("cause", error)]),
        }
    };
    let looked: Vec<(u64, Vec<Finding>)> = items.par_iter().map(look).collect();
    let entries: u64 = looked.iter().map(|(entries, _)| entries).sum();
    let mut findings: Vec<Finding> = looked.into_iter().flat_map(|(_, findings)| findings).collect();
    findings.extend(ground.shelf.findings.iter().cloned());
    let bytes: u64 = items.iter().map(|item| item.stamp.bytes).sum();
    let figures = json!({ "archives": items.len(), "entries": entries, "bytes_total": bytes });
    Examined { items: items.len() as u64, figures, findings }
}

/// It was written to while it was looked at: what was read says nothing.
pub(super) fn changing(item: &Item) -> Finding {
    Finding::new(FindingKind::SourceChanging, &item.name).with("reason", "archive")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_whole_names() {
        for (pattern, name, wanted) in [
            ("*.zip", "a.zip", true),
            ("*.zip", "a.zip.part", false),
            ("*", "anything", true),
            ("nas-????-*.tar.gz", "nas-2026-11.tar.gz", true),
            ("nas-????-*.tar.gz", "nas-26-11.tar.gz", false),
            ("*a*b", "xaxxbab", true),
            ("", "", true),
            ("", "a", false),
            ("a.zip", "a.zip", true),
        ] {
            assert_eq!(fits(pattern, name), wanted, "{pattern} {name}");
        }
    }
}

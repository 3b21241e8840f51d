//! A folder that another tool fills: everything in it is the newest copy.

use std::fs;
use std::path::{Path, PathBuf};

use ballast_core::limits::{ADOPTED_FILES_MAX, FILES_NAMED_PER_FINDING_MAX, FOLDER_DEPTH_MAX};
use ballast_core::{Code, Error, Finding, FindingKind, Result, Severity};
use serde_json::json;

use super::shelf::{Item, Shelf, absent, without_unfinished};
use super::sums::{self, Sums};
use crate::ladder::Examined;
use crate::source::stamp;
use crate::walk::path_text;

pub(super) fn scan(root: &Path, sums: Option<&str>) -> Result<Shelf> {
    if !root.is_dir() {
        return Err(absent(root));
    }
    let mut shelf = Shelf::default();
    if let Some(name) = sums {
        read_sums(&mut shelf, root, name);
    }
    let mut items = Vec::new();
    let mut waiting: Vec<(PathBuf, usize)> = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        let name_of = |path: &Path| path_text(path.strip_prefix(root).unwrap_or(path));
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if folder == root => return Err(Error::io(root, &error)),
            Err(error) => {
                shelf
                    .findings
                    .push(Finding::new(FindingKind::Unreadable, name_of(&folder)).with("cause", error));
                continue;
            }
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            // Links are not followed and special files not opened.
            let Ok(meta) = fs::symlink_metadata(&path) else { continue };
            let name = name_of(&path);
            if meta.is_dir() && depth < FOLDER_DEPTH_MAX {
                waiting.push((path, depth + 1));
            } else if meta.is_file() && without_unfinished(&name).is_some() {
                shelf.incomplete.push(name);
            } else if meta.is_file() && sums != Some(name.as_str()) {
                items.push(Item::new(name, path, stamp(&meta)));
            }
            if items.len() > ADOPTED_FILES_MAX {
                return Err(Error::new(Code::NotSupported)
                    .with("what", format!("more than {ADOPTED_FILES_MAX} files in {}", root.display())));
            }
        }
    }
    items.sort_by(|a, b| a.name.cmp(&b.name));
    for item in &mut items {
        item.promised = shelf.sums.as_ref().and_then(|sums| sums.by_name.get(&item.name).cloned());
    }
    Ok(shelf.with_all(items))
}

/// Reads a list of checksums; one that does not read is a finding.
pub(super) fn read_sums(shelf: &mut Shelf, folder: &Path, name: &str) {
    let bad = |reason: &str| Finding::new(FindingKind::Unreadable, name).with("reason", reason);
    match sums::text_of(&folder.join(name)) {
        Err(error) => shelf.findings.push(bad("sums").with("cause", error)),
        Ok(text) => match sums::parse(&text) {
            Ok(by_name) => shelf.sums = Some(Sums { file: name.to_owned(), by_name }),
            Err(line) => shelf.findings.push(bad("sums").with("line", line)),
        },
    }
}

/// Everything can be listed, and what the list of checksums names is there.
pub(super) fn structure(shelf: &Shelf) -> Examined {
    let mut findings = shelf.findings.clone();
    let items: Vec<&Item> = shelf.units().collect();
    if let Some(Sums { by_name, file }) = &shelf.sums {
        let here: std::collections::HashSet<&str> = items.iter().map(|item| item.name.as_str()).collect();
        let gone: Vec<String> =
            by_name.keys().filter(|name| !here.contains(name.as_str())).cloned().collect();
        findings.extend(named(Finding::new(FindingKind::Missing, file).with("reason", "listed"), gone));
        let more: Vec<String> = items
            .iter()
            .map(|item| &item.name)
            .filter(|name| !by_name.contains_key(*name))
            .cloned()
            .collect();
        let finding =
            Finding::new(FindingKind::StrayFile, file).severity(Severity::Note).with("reason", "unlisted");
        findings.extend(named(finding, more));
    }
    let bytes: u64 = items.iter().map(|item| item.stamp.bytes).sum();
    let figures = json!({ "files": items.len(), "bytes_total": bytes, "sums": shelf.sums.as_ref().map(|sums| sums.by_name.len()) });
    Examined { items: items.len() as u64, figures, findings }
}

fn named(finding: Finding, mut files: Vec<String>) -> Option<Finding> {
    let count = files.len();
    files.truncate(FILES_NAMED_PER_FINDING_MAX);
    (count > 0).then(|| finding.with("affected", count).files(files))
}

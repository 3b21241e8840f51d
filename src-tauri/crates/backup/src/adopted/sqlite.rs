//! A SQLite file that another program writes. It is never opened as a database: opening one writes beside
//! it. It is copied with what belongs to it, and the copy is opened.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use ballast_core::{Error, Finding, FindingKind, Result, Severity};
use rusqlite::Connection;
use serde_json::json;

use super::Ground;
use super::shelf::{Item, Shelf, absent};
use super::sink::SQLITE_MAGIC;
use crate::ladder::{Examined, sandbox};
use crate::manifest::Stamp;
use crate::restore::ensure_space;
use crate::source::{stamp, stamp_of};
use crate::walk::path_text;

/// What is committed and not in the file yet, and what is needed to take back what is half done.
const BESIDE: [&str; 2] = ["-wal", "-journal"];
const COPY_ATTEMPTS: usize = 5;

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| path_text(Path::new(name))).unwrap_or_default()
}

pub(super) fn scan(path: &Path) -> Result<Shelf> {
    let folder = path.parent().filter(|folder| folder.is_dir()).ok_or_else(|| absent(path))?;
    let mut items = Vec::new();
    for file in [path.to_owned(), beside(path, "-wal")] {
        match fs::symlink_metadata(&file) {
            Ok(meta) if meta.is_file() && (file == path || meta.len() > 0) => {
                items.push(Item::new(name_of(&file), file, stamp(&meta)));
            }
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io(folder, &error)),
        }
    }
    // A log without its database is no copy.
    items.retain({
        let is_there = items.iter().any(|item| item.path == path);
        move |_| is_there
    });
    Ok(Shelf::default().with_all(items))
}

/// The copy that is opened, made once for all levels.
#[derive(Default)]
pub(super) struct Copied(Option<(tempfile::TempDir, std::result::Result<PathBuf, Finding>)>);

impl Copied {
    pub(super) fn get(
        &mut self,
        path: &Path,
        work_folder: &Path,
    ) -> Result<std::result::Result<PathBuf, Finding>> {
        if let Some((_, outcome)) = &self.0 {
            return Ok(outcome.clone());
        }
        let (kept, folder) = sandbox(work_folder)?;
        let outcome = copy(path, &folder)?;
        if let Ok(copy) = &outcome {
            settle(copy);
        }
        self.0 = Some((kept, outcome.clone()));
        Ok(outcome)
    }
}

/// Copies the file and what belongs to it, all of one instant; a finding where it is written to meanwhile.
pub(super) fn copy(path: &Path, folder: &Path) -> Result<std::result::Result<PathBuf, Finding>> {
    let files: Vec<PathBuf> =
        std::iter::once(path.to_owned()).chain(BESIDE.map(|ending| beside(path, ending))).collect();
    let look = || -> Vec<Option<Stamp>> { files.iter().map(|file| stamp_of(file)).collect() };
    let target = folder.join(path.file_name().unwrap_or_default());
    for _ in 0..COPY_ATTEMPTS {
        let before = look();
        ensure_space(folder, before.iter().flatten().map(|stamp| stamp.bytes).sum())?;
        for (file, ending) in files.iter().zip(["", "-wal", "-journal"]) {
            let to = beside(&target, ending);
            let _ = fs::remove_file(&to);
            match File::open(file).and_then(|mut from| std::io::copy(&mut from, &mut File::create(&to)?)) {
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound && file != path => {}
                Err(error) => return Err(Error::io(file, &error)),
            }
        }
        if before == look() {
            return Ok(Ok(target));
        }
    }
    let finding = Finding::new(FindingKind::SourceChanging, name_of(path)).severity(Severity::Blocking);
    Ok(Err(finding.with("reason", "database")))
}

/// Takes the log into the copy, or takes back what was half done, as the next opening would.
pub(super) fn settle(copy: &Path) {
    if let Ok(connection) = Connection::open(copy) {
        let _ = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    }
}

/// Whether the head of the file fits its length.
fn header_fault(path: &Path, has_log: bool) -> std::io::Result<Option<&'static str>> {
    let mut head = Vec::new();
    let file = File::open(path)?;
    let bytes = file.metadata()?.len();
    file.take(100).read_to_end(&mut head)?;
    let word = |at: usize| {
        head.get(at..at + 4).map_or(0, |b| u64::from(u32::from_be_bytes([b[0], b[1], b[2], b[3]])))
    };
    if head.is_empty() {
        return Ok(Some("the file is empty"));
    }
    if head.len() < 100 || !head.starts_with(SQLITE_MAGIC) {
        return Ok(Some("its header is not that of a SQLite database"));
    }
    let page = match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        1 => 65_536,
        page => page,
    };
    if page < 512 || !page.is_power_of_two() {
        return Ok(Some("its header is not that of a SQLite database"));
    }
    // The count of pages is only kept up to date by programs that also note so.
    let counted = word(24) == word(92) && !has_log;
    Ok((counted && bytes < word(28) * page).then_some("the file ends before its last page"))
}

pub(super) fn structure(path: &Path, ground: &Ground<'_>, copied: &mut Copied) -> Result<Examined> {
    let Some(newest) = ground.shelf.newest() else { return Ok(Examined::default()) };
    let name = name_of(path);
    let bytes: u64 = newest.items.iter().map(|item| item.stamp.bytes).sum();
    let damaged = |reason: &dyn std::fmt::Display| {
        Finding::new(FindingKind::DatabaseDamaged, &name).with("reason", reason)
    };
    let mut findings = Vec::new();
    match header_fault(path, newest.items.len() > 1) {
        Ok(fault) => findings.extend(fault.map(|fault| damaged(&fault))),
        Err(error) => findings.push(Finding::new(FindingKind::Unreadable, &name).with("cause", error)),
    }
    let mut tables = None;
    if findings.is_empty() {
        match copied.get(path, &ground.task.work_folder)? {
            Err(finding) => findings.push(finding),
            Ok(copy) => {
                let count = Connection::open(&copy).and_then(|open| {
                    open.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
                });
                match count {
                    Ok(count) => tables = Some(count),
                    Err(error) => findings.push(damaged(&error)),
                }
            }
        }
    }
    let figures = json!({ "files": newest.items.len(), "bytes_total": bytes, "schema_entries": tables });
    Ok(Examined { items: 1, figures, findings })
}

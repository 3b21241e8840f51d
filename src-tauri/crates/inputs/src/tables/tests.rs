//! Tables as they come: whole ones, and all that keeps one from being whole.

mod csv;
mod json;
mod postgres;
mod sheet;
mod sqlite;

use std::path::{Path, PathBuf};

use ballast_core::table::{FileKind, Format, Source};
use ballast_core::{Finding, FindingKind, Result};
use jiff::civil::{Date, date};

use super::*;

pub(super) const DAY: Date = date(2026, 11, 21);

/// A sink that keeps everything.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Option<String>>>,
}

impl Sink for Table {
    fn columns(&mut self, names: &[String]) -> Result<()> {
        names.clone_into(&mut self.columns);
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let text = |cell: &Cell<'_>| match cell {
            Cell::Null => None,
            Cell::Text(text) => Some((*text).to_owned()),
        };
        self.rows.push(cells.iter().map(text).collect());
        Ok(())
    }
}

impl Table {
    /// The rows, with `NULL` for null.
    pub fn texts(&self) -> Vec<Vec<&str>> {
        self.rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.as_deref().unwrap_or("NULL")).collect())
            .collect()
    }
}

pub(super) fn read_source(source: &Source, format: &Format) -> Result<(Read, Table), Trouble> {
    let mut table = Table::default();
    let mut kept = Vec::new();
    let reading = Reading { day: DAY, progress: &mut |_, _| {}, keep: Some(&mut kept) };
    let told = read(source, format, reading, &mut table)?;
    assert_eq!(told.rows, table.rows.len() as u64);
    assert_eq!(told.bytes, kept.len() as u64, "what is kept is what was read");
    let hash = ballast_core::evidence::to_hex(&<sha2::Sha256 as sha2::Digest>::digest(&kept));
    assert_eq!(told.sha256, hash, "the hash is of what is kept");
    Ok((told, table))
}

pub(super) fn read_bytes(kind: FileKind, content: &[u8], format: &Format) -> Result<(Read, Table), Trouble> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table");
    std::fs::write(&path, content).unwrap();
    let outcome = read_source(&Source::File { path: path.clone(), kind }, format);
    match &outcome {
        Ok((told, _)) => assert_eq!(told.place, path.display().to_string()),
        Err(Trouble::Finding(finding)) => assert_eq!(finding.subject, path.display().to_string()),
        Err(Trouble::Error(_)) => {}
    }
    outcome
}

/// What is found instead of a table.
pub(super) fn found(outcome: Result<(Read, Table), Trouble>) -> Finding {
    match outcome {
        Err(Trouble::Finding(finding)) => finding,
        other => panic!("no finding: {other:?}"),
    }
}

pub(super) fn reason(finding: &Finding) -> (FindingKind, &str) {
    (finding.kind, finding.params.get("reason").map_or("", String::as_str))
}

fn file(path: PathBuf) -> Source {
    Source::File { path, kind: FileKind::Csv }
}

#[test]
fn what_is_read_elsewhere_is_refused() {
    let path = PathBuf::from("/t");
    for source in [
        Source::File { path, kind: FileKind::Parquet },
        Source::Http { url: "http://x".into(), kind: FileKind::Csv },
    ] {
        let outcome = read_source(&source, &Format::default());
        assert!(matches!(outcome, Err(Trouble::Error(error)) if error.code == Code::NotSupported));
    }
}

#[test]
fn a_file_that_is_not_there_is_late() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("payout-{date}.csv");
    let finding = found(read_source(&file(path), &Format::default()));
    assert_eq!(reason(&finding), (FindingKind::SideLate, "missing"));
    assert!(finding.params["expected"].ends_with("payout-2026-11-21.csv"), "{finding:?}");
    let finding = found(read_source(&file(folder.path().join("absent/*.csv")), &Format::default()));
    assert_eq!(finding.kind, FindingKind::SideLate);
    let finding = found(read_source(&file(folder.path().join("*.csv")), &Format::default()));
    assert_eq!(finding.kind, FindingKind::SideLate);
    let finding = found(read_source(&file(folder.path().to_owned()), &Format::default()));
    assert_eq!(reason(&finding), (FindingKind::Unsupported, "not_a_file"));
}

fn set_modified(path: &Path, seconds: u64) {
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    std::fs::File::options().append(true).open(path).unwrap().set_modified(time).unwrap();
}

#[test]
fn the_newest_match_is_meant_and_the_last_name_of_one_time() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("2026")).unwrap();
    std::fs::create_dir(at("2026/z.csv")).unwrap();
    for (name, seconds) in
        [("2026/b.csv", 100), ("2026/a.csv", 200), ("2026/c.csv", 100), ("2026/d.txt", 300)]
    {
        std::fs::write(at(name), "x").unwrap();
        set_modified(&at(name), seconds);
    }
    let newest = locate(&at("{date:%Y}/*.csv"), DAY);
    assert_eq!(newest, Ok(at("2026/a.csv")));
    set_modified(&at("2026/a.csv"), 50);
    assert_eq!(locate(&at("2026/?.csv"), DAY), Ok(at("2026/c.csv")));
    assert_eq!(locate(&at("{date:%Y}/b.csv"), DAY), Ok(at("2026/b.csv")));
    for wrong in ["*/a.csv", "{date:%Y/a.csv", "{date:%!}/a.csv"] {
        assert!(matches!(locate(&at(wrong), DAY), Err(Trouble::Error(_))), "{wrong}");
    }
    assert!(matches!(locate(&at("{dates}.csv"), DAY), Err(Trouble::Finding(_))), "another word in braces");
}

#[test]
fn a_file_that_may_not_be_read_is_incomplete_and_not_late() {
    let denied = std::io::ErrorKind::PermissionDenied.into();
    let Trouble::Finding(finding) = super::file::not_opened(Path::new("/t"), &denied) else { panic!() };
    assert_eq!(reason(&finding), (FindingKind::SideIncomplete, "no_permission"));
}

#[test]
fn progress_is_told_and_ends_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t");
    for (kind, content) in
        [(FileKind::Csv, "a,b\n".repeat(200_000)), (FileKind::JsonLines, "{\"a\":1}\n".repeat(100_000))]
    {
        std::fs::write(&path, &content).unwrap();
        let mut told = Vec::new();
        let mut progress = |done, of| told.push((done, of));
        let reading = Reading { day: DAY, progress: &mut progress, keep: None };
        read(&Source::File { path: path.clone(), kind }, &Format::default(), reading, &mut Table::default())
            .unwrap();
        let bytes = content.len() as u64;
        assert!(told.len() > 2 && told.is_sorted(), "{told:?}");
        assert!(told.iter().all(|(_, of)| *of == Some(bytes)));
        assert_eq!(told.last().unwrap().0, bytes);
    }
}

#[test]
fn every_reason_has_its_sentence() {
    let catalogue = include_str!("../../../../../ui/messages/core.ftl");
    let has = |id: String| catalogue.lines().any(|line| line.starts_with(&format!("{id} =")));
    let missing: Vec<String> = REASONS
        .iter()
        .map(|(kind, reason)| format!("finding-{}-{reason}", kind.as_str()))
        .filter(|id| !has(id.clone()))
        .collect();
    assert_eq!(missing, [""; 0]);
}

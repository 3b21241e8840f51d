//! Restore and recovery: files of the newest copy are unpacked into a sandbox, drawn ones or all of them,
//! hashed and held against what they were; databases are opened, archives in the archive are read.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Instant;

use ballast_core::bound::{Sample, damaged_at_most, draw};
use ballast_core::evidence::to_hex;
use ballast_core::limits::{FINDINGS_PER_RUN_MAX, RESTORE_SAMPLE_FILES};
use ballast_core::{Error, Finding, FindingKind, Result, Severity};
use ballast_inputs::{Budget, HEAD_BYTES, Look, Summed, Visitor, read_nested};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::content::{Collect, ReadNow};
use super::shelf::{Copy, Item, Shelf};
use super::sink::{SQLITE_MAGIC, Sink, Wanted};
use super::{Ground, archives, sqlite};
use crate::ladder::{Examined, question_database, sandbox};
use crate::manifest::{Entry, Kind, Manifest};
use crate::restore::ensure_space;
use crate::source::stamp_of;
use crate::walk::text_path;
use crate::wire::{Adopted, SqliteProbe, Stage, Unit};

const CONFIDENCE: f64 = 0.95;

/// Tells a visitor of every file of a copy, with its content.
pub(super) fn stream(shelf: &Shelf, copy: &Copy, visitor: &mut dyn Visitor) -> io::Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for item in &copy.items {
        if shelf.archives {
            let report = ballast_inputs::read(&item.path, Look::Whole, &Budget::default(), visitor)?;
            findings.extend(archives::findings(&item.name, &report.faults));
        } else if let Err(cause) = plain(item, visitor)? {
            findings.push(Finding::new(FindingKind::Unreadable, &item.name).with("cause", cause));
        }
    }
    Ok(findings)
}

/// A file that lies there as it is. The outer error is the visitor's, the inner one of reading.
fn plain(item: &Item, visitor: &mut dyn Visitor) -> io::Result<io::Result<()>> {
    let entry = ballast_inputs::Entry {
        name: item.name.clone(),
        place: Some(text_path(&item.name)),
        kind: ballast_inputs::Kind::File,
        bytes: item.stamp.bytes,
        modified: Some(item.taken_at()),
        mode: None,
        target: None,
    };
    visitor.list(&entry)?;
    let mut file = match File::open(&item.path) {
        Ok(file) => file,
        Err(error) => return Ok(Err(error)),
    };
    let mut head = Vec::new();
    if let Err(error) = Read::by_ref(&mut file).take(HEAD_BYTES as u64).read_to_end(&mut head) {
        return Ok(Err(error));
    }
    let Some(mut target) = visitor.open(&entry, &head)? else { return Ok(Ok(())) };
    let mut hasher = Sha256::new_with_prefix(&head);
    target.write_all(&head)?;
    let mut bytes = head.len() as u64;
    let mut chunk = vec![0; 256 * 1024];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => {
                target.write_all(&chunk[..read])?;
                hasher.update(&chunk[..read]);
                bytes += read as u64;
            }
            Err(error) => {
                visitor.close(&entry, None)?;
                return Ok(Err(error));
            }
        }
    }
    visitor.close(&entry, Some(&Summed { bytes, sha256: to_hex(&hasher.finalize()) }))?;
    Ok(Ok(()))
}

/// The files of the newest copy: as they were at first sight, as they were read just now, or as a look
/// through it tells. Whether they are what an earlier look saw.
fn files_of(ground: &Ground<'_>, copy: &Copy, read: &ReadNow) -> Result<(Vec<Entry>, bool)> {
    if !ground.shelf.archives {
        let of = |item: &Item| Entry {
            path: item.name.clone(),
            kind: Kind::File,
            stamp: item.stamp,
            sha256: ground.seen.hash(item).map(str::to_owned).or_else(|| item.promised.clone()),
            note: None,
        };
        let entries: Vec<Entry> = copy.items.iter().map(of).collect();
        let promised = entries.iter().all(|entry| entry.sha256.is_some());
        return Ok((entries, promised));
    }
    let manifest = ground
        .task
        .manifests
        .iter()
        .find(|(id, _)| *id == copy.id)
        .and_then(|(_, path)| Manifest::read(path).ok());
    if let Some(manifest) = manifest {
        return Ok((manifest.files().cloned().collect(), true));
    }
    let item = copy.items.first();
    if let Some(members) = item.and_then(|item| read.members.get(&item.id)) {
        return Ok((members.clone(), false));
    }
    let mut collect = Collect::default();
    if let Some(item) = item {
        ballast_inputs::read(&item.path, Look::Whole, &Budget::default(), &mut collect)
            .map_err(|error| Error::io(&item.path, &error))?;
    }
    Ok((collect.files(), false))
}

/// What unpacking told.
struct Unpacked {
    given: HashMap<String, Summed>,
    bytes: u64,
    findings: Vec<Finding>,
    seconds: f64,
}

fn unpack(ground: &Ground<'_>, copy: &Copy, folder: &Path, wanted: &Wanted<'_>) -> Result<Unpacked> {
    let started = Instant::now();
    let mut sink = Sink::new(folder, false, wanted, ground.progress);
    let mut findings = match stream(ground.shelf, copy, &mut sink) {
        Ok(findings) => findings,
        Err(error) => return Err(sink.error(&error)),
    };
    let seconds = started.elapsed().as_secs_f64();
    if copy.items.iter().any(|item| stamp_of(&item.path) != Some(item.stamp)) {
        // What was written to meanwhile says nothing, good or bad.
        let name = copy.items.first().map(|item| item.name.clone()).unwrap_or_default();
        let finding = Finding::new(FindingKind::SourceChanging, name).severity(Severity::Blocking);
        findings = vec![finding.with("reason", "archive")];
    }
    findings.extend(sink.findings());
    findings.extend(ask(&sink.databases, &ground.task.probes));
    for (name, path) in &sink.archives {
        let inner =
            read_nested(path, folder, &Budget::default(), 1).map_err(|error| Error::io(path, &error))?;
        let outer = copy.items.first().filter(|_| ground.shelf.archives);
        let name = outer.map_or(name.clone(), |item| format!("{}/{name}", item.name));
        findings.extend(archives::inner_findings(&name, &inner.faults));
    }
    Ok(Unpacked { given: sink.given, bytes: sink.bytes, findings, seconds })
}

/// Every database must be whole; a question must be answered by one of them.
pub(super) fn ask(databases: &[(String, std::path::PathBuf)], probes: &[SqliteProbe]) -> Vec<Finding> {
    let (mut findings, mut unanswered) = (Vec::new(), Vec::new());
    for (name, path) in databases {
        let (failed, damaged): (Vec<Finding>, Vec<Finding>) = question_database(path, name, probes)
            .into_iter()
            .partition(|finding| finding.kind == FindingKind::ProbeFailed);
        findings.extend(damaged);
        unanswered.extend(failed);
    }
    for query in probes.iter().filter_map(|probe| probe.query.as_ref()) {
        let of_query: Vec<&Finding> =
            unanswered.iter().filter(|finding| finding.params.get("query") == Some(query)).collect();
        if of_query.len() == databases.len() {
            let none = || Finding::new(FindingKind::ProbeFailed, "restore").with("query", query);
            findings.push(of_query.first().map_or_else(none, |finding| (*finding).clone()));
        }
    }
    findings
}

/// Files that did not come back as they should.
fn compare(ground: &Ground<'_>, files: &[&Entry], unpacked: &Unpacked) -> Vec<Finding> {
    // A fault that was named already says why a file is missing.
    let explained = unpacked.findings.iter().any(|finding| finding.severity >= Severity::Blocking);
    let mut findings = Vec::new();
    for entry in files {
        let about = |kind, reason: &str| {
            Finding::new(kind, &entry.path).with("reason", reason).files(vec![entry.path.clone()])
        };
        match (unpacked.given.get(&entry.path), &entry.sha256) {
            (None, _) if explained => {}
            (None, _) => findings.push(about(FindingKind::RestoreMismatch, "absent")),
            (Some(found), Some(expected)) if found.sha256 != *expected => {
                let (kind, reason) = if ground.shelf.archives {
                    (FindingKind::RestoreMismatch, "content")
                } else {
                    (FindingKind::ChecksumMismatch, "first_sight")
                };
                findings.push(about(kind, reason).with("expected", expected).with("found", &found.sha256));
            }
            _ => {}
        }
    }
    findings
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn sample_size(ground: &Ground<'_>, population: usize) -> usize {
    let by_share = ground.task.sample.map(|share| (population as f64 * share).ceil() as usize);
    let by_count = ground.task.sample_files.and_then(|count| usize::try_from(count).ok());
    let usual = usize::try_from(RESTORE_SAMPLE_FILES).unwrap_or(59);
    by_share.or(by_count).unwrap_or(usual).clamp(population.min(1), population)
}

/// Restore: drawn files of the newest copy.
pub(super) fn drawn(ground: &Ground<'_>, read: &ReadNow, copied: &mut sqlite::Copied) -> Result<Examined> {
    let Some(copy) = ground.shelf.newest() else { return Ok(Examined::default()) };
    if let Adopted::Sqlite { path } = &ground.task.what {
        return Ok(database(ground, copy, copied.get(path, &ground.task.work_folder)?));
    }
    let (files, against) = files_of(ground, copy, read)?;
    let chosen: HashSet<&str> = draw(
        &ground.task.seed,
        files.iter().map(|file| file.path.as_str()),
        sample_size(ground, files.len()),
    )
    .into_iter()
    .collect();
    let picked: Vec<&Entry> = files.iter().filter(|file| chosen.contains(file.path.as_str())).collect();
    let (_kept, folder) = sandbox(&ground.task.work_folder)?;
    let bytes: u64 = picked.iter().map(|file| file.stamp.bytes).sum();
    ensure_space(&folder, bytes)?;
    ground.progress.begin(Stage::Restore, Unit::Bytes, Some(bytes));
    let has_probes = ground.task.probes.iter().any(|probe| probe.query.is_some());
    // A database comes with its log, and questions are asked of every database.
    let log_of = |name: &str| {
        ["-wal", "-journal"].into_iter().find_map(|ending| name.strip_suffix(ending).map(str::to_owned))
    };
    let wanted = |name: &str, head: &[u8]| {
        chosen.contains(name)
            || (has_probes && (head.starts_with(SQLITE_MAGIC) || log_of(name).is_some()))
            || log_of(name).is_some_and(|database| chosen.contains(database.as_str()))
    };
    let mut unpacked = unpack(ground, copy, &folder, &wanted)?;
    let wrong = compare(ground, &picked, &unpacked);
    unpacked.findings.extend(wrong);
    let bad: HashSet<&str> =
        unpacked.findings.iter().flat_map(|finding| finding.files.iter().map(String::as_str)).collect();
    let sample = Sample {
        units: files.len() as u64,
        read: picked.len() as u64,
        damaged: picked.iter().filter(|file| bad.contains(file.path.as_str())).count() as u64,
        confidence: CONFIDENCE,
    };
    let at_most = damaged_at_most(sample);
    #[allow(clippy::cast_precision_loss)]
    let upper = if files.is_empty() { 0.0 } else { at_most as f64 / files.len() as f64 };
    let figures = json!({
        "unit": "file",
        "snapshot": copy.id,
        "units_total": sample.units,
        "units_read": sample.read,
        "damaged_found": sample.damaged,
        "damaged_at_most": at_most,
        "upper": upper,
        "confidence": CONFIDENCE,
        "files_restored": unpacked.given.len(),
        "bytes_read": unpacked.bytes,
        "against_manifest": against,
        "seed": ground.task.seed,
    });
    Ok(Examined { items: sample.read, figures, findings: unpacked.findings })
}

/// A database that was copied with its log.
fn database(
    ground: &Ground<'_>,
    copy: &Copy,
    copied: std::result::Result<std::path::PathBuf, Finding>,
) -> Examined {
    let name = copy.items.first().map(|item| item.name.clone()).unwrap_or_default();
    let findings = match copied {
        Ok(path) => ask(&[(name, path)], &ground.task.probes),
        Err(finding) => vec![finding],
    };
    let damaged = u64::from(findings.iter().any(|finding| finding.severity == Severity::Critical));
    let figures = json!({
        "unit": "file", "snapshot": copy.id, "units_total": 1, "units_read": 1, "damaged_found": damaged,
        "damaged_at_most": damaged, "upper": damaged, "confidence": CONFIDENCE, "files_restored": 1,
    });
    Examined { items: 1, figures, findings }
}

/// Recovery: everything of the newest copy, timed.
pub(super) fn everything(ground: &Ground<'_>, read: &ReadNow) -> Result<Examined> {
    let Some(copy) = ground.shelf.newest() else { return Ok(Examined::default()) };
    let (_kept, folder) = sandbox(&ground.task.work_folder)?;
    let (files, against) = files_of(ground, copy, read)?;
    let bytes: u64 = files.iter().map(|file| file.stamp.bytes).sum();
    ensure_space(&folder, bytes)?;
    ground.progress.begin(Stage::Recovery, Unit::Bytes, Some(bytes));
    let mut unpacked = if let Adopted::Sqlite { path } = &ground.task.what {
        whole_database(ground, copy, path, &folder)?
    } else {
        unpack(ground, copy, &folder, &|_, _| true)?
    };
    if !matches!(ground.task.what, Adopted::Sqlite { .. }) {
        let wrong = compare(ground, &files.iter().collect::<Vec<_>>(), &unpacked);
        unpacked.findings.extend(wrong);
    }
    let more = unpacked.findings.len().saturating_sub(FINDINGS_PER_RUN_MAX);
    unpacked.findings.truncate(FINDINGS_PER_RUN_MAX);
    #[allow(clippy::cast_precision_loss)]
    let bytes_per_second =
        if unpacked.seconds > 0.0 { unpacked.bytes as f64 / unpacked.seconds } else { 0.0 };
    let figures = json!({
        "snapshot": copy.id,
        "files_restored": unpacked.given.len(),
        "files_total": files.len(),
        "bytes_total": bytes,
        "restore_seconds": unpacked.seconds,
        "bytes_per_second": bytes_per_second.round(),
        "against_manifest": against,
        "more_findings": more,
    });
    Ok(Examined { items: files.len() as u64, figures, findings: unpacked.findings })
}

fn whole_database(ground: &Ground<'_>, copy: &Copy, path: &Path, folder: &Path) -> Result<Unpacked> {
    let started = Instant::now();
    let copied = sqlite::copy(path, folder)?;
    let seconds = started.elapsed().as_secs_f64();
    let mut given = HashMap::new();
    let mut findings = Vec::new();
    match copied {
        Err(finding) => findings.push(finding),
        Ok(place) => {
            for item in &copy.items {
                given.insert(item.name.clone(), Summed { bytes: item.stamp.bytes, sha256: String::new() });
            }
            sqlite::settle(&place);
            let name = copy.items.first().map(|item| item.name.clone()).unwrap_or_default();
            findings.extend(ask(&[(name, place)], &ground.task.probes));
        }
    }
    let bytes = copy.items.iter().map(|item| item.stamp.bytes).sum();
    Ok(Unpacked { given, bytes, findings, seconds })
}

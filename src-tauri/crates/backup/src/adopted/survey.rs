//! What lies at a place, so that a person need not say it. Only names and first bytes are looked at.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use ballast_core::limits::ADOPT_LOOK_RUNTIME;
use ballast_core::{Code, Error, Result};
use ballast_inputs::{Format, HEAD_BYTES};
use jiff::Timestamp;

use super::shelf::without_unfinished;
use super::sink::SQLITE_MAGIC;
use crate::wire::{Answer, Survey, SurveyKind};

/// Endings by which archives are known before they are opened; the longer ones first.
const ENDINGS: [&str; 10] =
    [".tar.gz", ".tar.zst", ".tar", ".tgz", ".tzst", ".sql.gz", ".sql.zst", ".zip", ".gz", ".zst"];
const LISTS: [&str; 4] = ["SHA256SUMS", "SHA256SUMS.txt", "sha256sums.txt", "sha256sum.txt"];
/// What makes a folder a restic repository.
const RESTIC: [&str; 4] = ["data", "index", "keys", "snapshots"];

fn head_of(path: &Path) -> Vec<u8> {
    let mut head = Vec::new();
    let _ = File::open(path).and_then(|file| file.take(HEAD_BYTES as u64).read_to_end(&mut head));
    head
}

fn ending_of(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    ENDINGS.into_iter().find(|ending| lower.ends_with(ending))
}

/// Looks for a few seconds; what was counted until then is said.
///
/// Errors: `source_missing`, and a folder that cannot be listed.
pub(crate) fn survey(path: &Path) -> Result<Answer> {
    let meta =
        fs::metadata(path).map_err(|_| Error::new(Code::SourceMissing).with("path", path.display()))?;
    let mut survey =
        Survey { kind: None, files: 0, bytes: 0, newest_at: None, incomplete: 0, sums: None, pattern: None };
    if meta.is_file() {
        add(&mut survey, &meta);
        let head = head_of(path);
        if head.starts_with(SQLITE_MAGIC) {
            survey.kind = Some(SurveyKind::Sqlite);
        } else if Format::of(&head).is_some() {
            survey.kind = Some(SurveyKind::Archives);
            survey.pattern = path.file_name().map(|name| name.to_string_lossy().into_owned());
        }
    } else if meta.is_dir() {
        folder(path, &mut survey)?;
    }
    Ok(Answer { survey: Some(survey), ..Answer::default() })
}

fn add(survey: &mut Survey, meta: &fs::Metadata) {
    survey.files += 1;
    survey.bytes += meta.len();
    let modified = meta.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
    survey.newest_at = survey.newest_at.max(modified);
}

fn folder(root: &Path, survey: &mut Survey) -> Result<()> {
    // The limit of the worker ends a place that hangs; a large one is counted as far as time goes.
    let until = Instant::now() + Duration::from_secs(ADOPT_LOOK_RUNTIME.seconds() / 2);
    let (mut endings, mut others): (BTreeMap<&str, u64>, u64) = (BTreeMap::new(), 0);
    let mut waiting = vec![root.to_owned()];
    while let Some(place) = waiting.pop() {
        let entries = match fs::read_dir(&place) {
            Ok(entries) => entries,
            Err(error) if place == root => return Err(Error::io(root, &error)),
            Err(_) => continue,
        };
        for entry in entries.flatten() {
            if Instant::now() > until {
                break;
            }
            let Ok(meta) = fs::symlink_metadata(entry.path()) else { continue };
            if meta.is_dir() {
                waiting.push(entry.path());
                continue;
            }
            if !meta.is_file() {
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let whole = without_unfinished(&name);
            if whole.is_some() {
                survey.incomplete = survey.incomplete.saturating_add(1);
            } else {
                add(survey, &meta);
            }
            if place == root {
                if LISTS.contains(&name.as_str()) {
                    survey.sums = Some(name);
                } else if let Some(ending) = ending_of(whole.unwrap_or(&name)) {
                    *endings.entry(ending).or_default() += 1;
                } else if !name.ends_with(".sha256") {
                    others += 1;
                }
            } else {
                others += 1;
            }
        }
    }
    let most = endings.iter().max_by_key(|(_, count)| **count).map(|(ending, _)| *ending);
    let archives: u64 = endings.values().sum();
    survey.kind = if root.join("config").is_file() && RESTIC.iter().all(|name| root.join(name).is_dir()) {
        Some(SurveyKind::Restic)
    } else if archives > others {
        survey.pattern = most.map(|ending| format!("*{ending}"));
        Some(SurveyKind::Archives)
    } else if survey.files > 0 {
        Some(SurveyKind::Folder)
    } else {
        None
    };
    Ok(())
}

//! Which file a path means on a day: dated names, and the newest match of a pattern.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use ballast_core::limits::TABLE_FOLDER_ENTRIES_MAX;
use ballast_core::{Code, Error, FindingKind};
use jiff::civil::Date;

use super::file::not_opened;
use super::{Trouble, about, fault};

/// Fills in the day: `{date}` and `{date:%Y%m%d}`, wherever in the path.
fn dated(path: &str, day: Date) -> Result<String, Trouble> {
    let mut filled = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find("{date") {
        let (before, from) = rest.split_at(at);
        let behind = &from["{date".len()..];
        let (form, after) = match (behind.strip_prefix('}'), behind.strip_prefix(':')) {
            (Some(after), _) => ("%Y-%m-%d", after),
            (_, Some(form)) => form.split_once('}').ok_or_else(|| wrong_form(path, "}"))?,
            // Some other word in braces: part of the name.
            _ => {
                filled.push_str(before);
                filled.push_str("{date");
                rest = behind;
                continue;
            }
        };
        let written =
            jiff::fmt::strtime::format(form, day).map_err(|error| wrong_form(path, form).because(&error))?;
        filled.push_str(before);
        filled.push_str(&written);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn wrong_form(path: &str, form: &str) -> Error {
    Error::new(Code::InvalidCall).with("what", "path").with("value", path).with("form", form)
}

/// Whether a name is of a pattern: `*` is any signs, `?` is one.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut from) = (0, 0);
    // Where the last star stood, and what it has taken.
    let mut star: Option<(usize, usize)> = None;
    while from < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(sign) if *sign == '?' || *sign == name[from] => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((stood, taken)) = star else { return false };
                star = Some((stood, taken + 1));
                at = stood + 1;
                from = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|sign| *sign == '*')
}

fn late(expected: &Path) -> Trouble {
    about(fault(FindingKind::SideLate, "missing").with("expected", expected.display()).into(), expected)
}

/// The newest file of a folder whose name is of a pattern; of those of one time the last by name.
fn newest(folder: &Path, pattern: &str, expected: &Path) -> Result<PathBuf, Trouble> {
    let failed = |error: std::io::Error| about(not_opened(expected, &error), expected);
    let mut best: Option<(SystemTime, PathBuf)> = None;
    for (count, entry) in fs::read_dir(folder).map_err(failed)?.enumerate() {
        if count == TABLE_FOLDER_ENTRIES_MAX {
            let finding =
                fault(FindingKind::Unsupported, "too_many_files").with("limit", TABLE_FOLDER_ENTRIES_MAX);
            return Err(about(finding.into(), expected));
        }
        let entry = entry.map_err(failed)?;
        if !entry.file_name().to_str().is_some_and(|name| matches(pattern, name)) {
            continue;
        }
        let path = entry.path();
        // A link counts as what it leads to; what vanished meanwhile is no match.
        if let Ok(meta) = fs::metadata(&path)
            && meta.is_file()
            && let Ok(modified) = meta.modified()
        {
            best = best.max(Some((modified, path)));
        }
    }
    best.map(|(_, path)| path).ok_or_else(|| late(expected))
}

/// Which file `path` means on `day`.
///
/// Errors: a form of date that is none, a pattern elsewhere than in the last part. Findings: `side_late`
/// with the name that was `expected`.
pub fn locate(path: &Path, day: Date) -> Result<PathBuf, Trouble> {
    // Names that are not UTF-8 have no patterns: they are taken as they are.
    let Some(text) = path.to_str() else { return Ok(path.to_owned()) };
    let expected = PathBuf::from(dated(text, day)?);
    let is_pattern =
        |part: Component<'_>| part.as_os_str().to_str().is_some_and(|part| part.contains(['*', '?']));
    let mut parts = expected.components();
    let last = parts.next_back();
    if parts.clone().any(is_pattern) {
        return Err(wrong_form(text, "*").into());
    }
    match last {
        Some(part) if is_pattern(part) => {
            let folder = Some(parts.as_path()).filter(|folder| !folder.as_os_str().is_empty());
            let pattern = part.as_os_str().to_str().unwrap_or_default();
            newest(folder.unwrap_or(Path::new(".")), pattern, &expected)
        }
        _ if fs::symlink_metadata(&expected).is_err_and(|error| {
            matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
        }) =>
        {
            Err(late(&expected))
        }
        _ => Ok(expected),
    }
}

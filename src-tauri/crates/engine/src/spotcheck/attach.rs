//! Files of evidence: looked at, hashed and kept by their content.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use ballast_core::limits::{ANSWER_FILE_BYTES_MAX, ANSWER_FILES_MAX};
use ballast_core::{Code, Error, Result};
use ballast_store::{Staged, Store};

use super::sealed::Attached;

/// What may be evidence: papers, pictures, mails, tables. No programs.
const KINDS: [&str; 16] = [
    "pdf", "png", "jpg", "jpeg", "webp", "heic", "tif", "tiff", "gif", "txt", "csv", "eml", "xlsx", "docx",
    "ods", "odt",
];

/// What the first bytes of a file of this kind may be taken for. None: text, which has no mark.
fn marks(extension: &str) -> &'static [&'static str] {
    match extension {
        "jpg" | "jpeg" => &["jpg"],
        "tif" | "tiff" => &["tif"],
        "heic" => &["heif", "heic", "avif"],
        "xlsx" => &["xlsx", "zip"],
        "docx" => &["docx", "zip"],
        "ods" => &["ods", "zip"],
        "odt" => &["odt", "zip"],
        "pdf" => &["pdf"],
        "png" => &["png"],
        "webp" => &["webp"],
        "gif" => &["gif"],
        _ => &[],
    }
}

fn refused(path: &Path, reason: &str) -> Error {
    Error::new(Code::InvalidCall)
        .with("what", "--attach")
        .with("found", path.display())
        .with("reason", reason)
        .allowed([format!("{}, up to {} MiB each", KINDS.join(" "), ANSWER_FILE_BYTES_MAX >> 20)])
}

/// Copies files beside the store, each with its name, to be moved in by the change that names them.
///
/// Errors: `invalid_call` for too many, too large or empty files, and for what is not what its name says.
pub(super) fn stage(store: &Store, paths: &[String]) -> Result<Vec<(Attached, Staged)>> {
    if paths.len() > ANSWER_FILES_MAX {
        return Err(Error::new(Code::InvalidCall)
            .with("what", "--attach")
            .with("found", paths.len())
            .allowed([format!("at most {ANSWER_FILES_MAX} files")]));
    }
    let number = |(place, path): (usize, &String)| one(store, place + 1, Path::new(path));
    paths.iter().enumerate().map(number).collect()
}

/// Refuses what cannot be evidence; gives its extension.
pub(super) fn check(path: &Path) -> Result<String> {
    let failed = |error: io::Error| Error::io(path, &error);
    let meta = std::fs::metadata(path).map_err(failed)?;
    // A pipe would be waited for.
    if !meta.is_file() {
        return Err(refused(path, "not_a_file"));
    }
    if meta.len() > ANSWER_FILE_BYTES_MAX {
        return Err(refused(path, "too_large"));
    }
    if meta.len() == 0 {
        return Err(refused(path, "empty"));
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let extension = extension.filter(|extension| KINDS.contains(&extension.as_str()));
    let Some(extension) = extension else { return Err(refused(path, "kind")) };
    if !is_what_it_says(path, &extension).map_err(failed)? {
        return Err(refused(path, "content"));
    }
    Ok(extension)
}

fn one(store: &Store, number: usize, path: &Path) -> Result<(Attached, Staged)> {
    let failed = |error: io::Error| Error::io(path, &error);
    let extension = check(path)?;
    let folder = store.work_folder()?;
    let mut copy = tempfile::NamedTempFile::new_in(&folder).map_err(|error| Error::io(&folder, &error))?;
    let mut source = File::open(path).map_err(failed)?.take(ANSWER_FILE_BYTES_MAX + 1);
    let bytes = io::copy(&mut source, copy.as_file_mut()).map_err(failed)?;
    if bytes > ANSWER_FILE_BYTES_MAX {
        return Err(refused(path, "too_large"));
    }
    // It may have changed since it was looked at.
    if !is_what_it_says(copy.path(), &extension).map_err(failed)? {
        return Err(refused(path, "content"));
    }
    let (_, kept) = copy.keep().map_err(|error| Error::io(&folder, &error.error))?;
    // Its own name could say what the checker found.
    let staged = store.stage_artefact(&format!("evidence-{number}"), &kept)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let attached = Attached { name, sha256: staged.artefact.sha256.clone(), bytes };
    Ok((attached, staged))
}

fn is_what_it_says(file: &Path, extension: &str) -> io::Result<bool> {
    let allowed = marks(extension);
    let mut first = Vec::new();
    File::open(file)?.take(8192).read_to_end(&mut first)?;
    let found = infer::get(&first).map(|kind| kind.extension());
    if allowed.is_empty() {
        // Text has no mark; a zero stands in none, unless it is UTF-16.
        let is_utf16 = first.starts_with(&[0xff, 0xfe]) || first.starts_with(&[0xfe, 0xff]);
        return Ok(is_utf16 || !first.contains(&0));
    }
    Ok(found.is_some_and(|found| allowed.contains(&found)))
}

//! The two files of a comparison on the spot: which they are and how they are written.

use std::path::Path;

use ballast_compare::wire::{Side, Source};
use ballast_core::table::{FileKind, Format};
use ballast_core::{Error, Finding, FindingKind, Result};

use super::invalid;
use crate::contract::FileForm;

/// Further from what was typed, a name is no suggestion.
const NEAR: usize = 3;

fn kind_of_name(name: &str) -> Result<FileKind> {
    let end = Path::new(name).extension().map(|end| end.to_string_lossy().to_lowercase());
    match end.as_deref() {
        Some("csv" | "tsv" | "txt" | "tab") => Ok(FileKind::Csv),
        Some("json") => Ok(FileKind::Json),
        Some("jsonl" | "ndjson") => Ok(FileKind::JsonLines),
        Some("parquet") => Ok(FileKind::Parquet),
        Some("xlsx" | "xlsm" | "xls" | "ods") => Ok(FileKind::Xlsx),
        _ => Err(invalid("file", name)
            .with("reason", "its name does not say what it is")
            .allowed(["a name that ends with .csv, .tsv, .json, .jsonl, .parquet or .xlsx", "--format"])),
    }
}

/// There is no such file: a name that was mistyped is no side that comes late.
fn no_such_file(name: &str) -> Error {
    let error = invalid("file", name).with("reason", "there is no such file");
    match nearest(Path::new(name)) {
        Some(nearest) => error.with("nearest", nearest),
        None => error,
    }
}

/// The name in the same folder that reads most like it.
fn nearest(path: &Path) -> Option<String> {
    let typed = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    let names = entries.flatten().take(ballast_core::limits::TABLE_FOLDER_ENTRIES_MAX);
    let near = names.filter_map(|entry| entry.file_name().into_string().ok()).filter_map(|name| {
        let apart = strsim::damerau_levenshtein(typed, &name);
        (apart <= NEAR && apart < typed.len()).then_some((apart, name))
    });
    let (_, name) = near.min()?;
    Some(folder.map_or(name.clone(), |folder| folder.join(&name).display().to_string()))
}

/// One of the two files. Errors: `invalid_call` where its name says nothing, or nothing is called so.
pub(super) fn side(name: &str, form: Option<FileForm>) -> Result<Side> {
    let FileForm { kind, part, encoding, delimiter, decimal, thousands, date } = form.unwrap_or_default();
    let path = std::path::absolute(name).map_err(|error| Error::io(name, &error))?;
    // What a pattern stands for is looked up when it is read.
    let is_pattern = name.contains(['*', '?']) || name.contains("{date");
    if !is_pattern
        && std::fs::metadata(&path).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
    {
        return Err(no_such_file(name));
    }
    let kind = kind.map_or_else(|| kind_of_name(name), Ok)?;
    let format = Format { delimiter, encoding, decimal, thousands, date, part };
    Ok(Side { source: Source::File { path, kind }, format })
}

/// A pattern that no file is of: as mistyped as a name.
pub(super) fn refuse_missing(findings: &[Finding]) -> Result<()> {
    let missing = findings.iter().find(|finding| finding.kind == FindingKind::SideLate);
    missing.map_or(Ok(()), |finding| Err(no_such_file(&finding.subject)))
}

//! A history as a person writes it: `fail@91d,pass@0d`.

use ballast_core::limits::WORKSPACE_ENTRIES_MAX;
use ballast_core::{Code, Error, Result};

use super::{Kind, Outcome, Tried};

/// Reads drills of one kind: `pass`, `fail` or `inconclusive`, an `@` and the age, with commas between. Empty is
/// a pair that was never tried.
///
/// # Errors
/// `invalid_call` names the entry that is wrong, and what is allowed.
pub fn parse_history(text: &str, kind: Kind) -> Result<Vec<Tried>> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let entries: Vec<&str> = text.split(',').map(str::trim).collect();
    if entries.len() > WORKSPACE_ENTRIES_MAX {
        return Err(refused(&format!("{} entries", entries.len())));
    }
    entries.into_iter().map(|entry| parse_entry(entry, kind).ok_or_else(|| refused(entry))).collect()
}

fn parse_entry(entry: &str, kind: Kind) -> Option<Tried> {
    let (outcome, age) = entry.split_once('@')?;
    let outcome = match outcome {
        "pass" => Outcome::Pass,
        "fail" => Outcome::Fail,
        "inconclusive" => Outcome::Inconclusive,
        _ => return None,
    };
    Some(Tried { outcome, kind, age: age.parse().ok()? })
}

fn refused(found: &str) -> Error {
    Error::new(Code::InvalidCall).with("what", "history").with("found", found).allowed([
        "pass@91d",
        "fail@12h",
        "inconclusive@3d",
        "several of these with commas between",
    ])
}

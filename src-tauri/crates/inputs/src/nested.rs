//! Archives in archives, to a depth and within one budget.

use std::fs::File;
use std::io;
use std::path::Path;

use ballast_core::limits::ARCHIVE_NESTING_MAX;

use crate::entry::Entry;
use crate::reading::{Budget, Format, Look, Report, Summed, Visitor, read};

/// Reads an archive that lay in another one, and those in it. `depth` counts from 1; below the limit an
/// archive is a file like any other. Spools to `folder`, which is left as it was.
///
/// Errors: of reading `path` and of writing to `folder`.
pub fn read_nested(path: &Path, folder: &Path, budget: &Budget, depth: usize) -> io::Result<Report> {
    let mut nest = Nest { folder, budget, depth, spool: None, faults: Vec::new() };
    let mut report = read(path, Look::Whole, budget, &mut nest)?;
    report.faults.append(&mut nest.faults);
    Ok(report)
}

struct Nest<'a> {
    folder: &'a Path,
    budget: &'a Budget,
    depth: usize,
    spool: Option<tempfile::NamedTempFile>,
    faults: Vec<crate::Fault>,
}

impl Visitor for Nest<'_> {
    fn open(&mut self, _entry: &Entry, head: &[u8]) -> io::Result<Option<File>> {
        if self.depth >= ARCHIVE_NESTING_MAX || Format::of(head).is_none() {
            return Ok(None);
        }
        let spool = tempfile::NamedTempFile::new_in(self.folder)?;
        let file = spool.reopen()?;
        self.spool = Some(spool);
        Ok(Some(file))
    }

    fn close(&mut self, entry: &Entry, summed: Option<&Summed>) -> io::Result<()> {
        if let (Some(spool), Some(_)) = (self.spool.take(), summed) {
            let inner = read_nested(spool.path(), self.folder, self.budget, self.depth + 1)?;
            self.faults.extend(inner.faults.into_iter().map(|fault| {
                let entry = fault
                    .entry
                    .as_ref()
                    .map_or(entry.name.clone(), |below| format!("{}/{below}", entry.name));
                fault.at(&entry)
            }));
        }
        Ok(())
    }
}

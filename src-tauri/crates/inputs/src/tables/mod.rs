//! Tables of other programs: read once, row by row, within limits, with the hash of exactly the bytes that
//! the rows came from. Whatever keeps a table from being read whole is said; a part of a table is never
//! taken for all of it.

mod csv;
mod declared;
mod delimiter;
mod document;
mod file;
mod json;
mod place;
mod postgres;
mod query;
mod row;
mod sheet;
mod split;
mod sqlite;
mod tap;
mod text;

use std::io::Write;
use std::path::Path;

use ballast_core::table::{FileKind, Format, Source};
use ballast_core::{Code, Error, Finding, FindingKind, Result};
use jiff::Timestamp;
use jiff::civil::Date;

pub use place::locate;

/// One cell. Null is not the empty text; files that know no null have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    Null,
    Text(&'a str),
}

/// Who gets a table: its columns once, then its rows in their order, each as long as the columns.
pub trait Sink {
    fn columns(&mut self, names: &[String]) -> Result<()>;
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()>;
}

/// What reading a table needs from outside.
pub struct Reading<'a> {
    /// The day that dated names stand for.
    pub day: Date,
    /// Bytes or rows done, and of how many where that is known.
    pub progress: &'a mut dyn FnMut(u64, Option<u64>),
    /// Gets the bytes as they were read; of a query the rows as CSV.
    pub keep: Option<&'a mut (dyn Write + Send)>,
}

/// What was read, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The file that was found, or the database without its password.
    pub place: String,
    /// 64 hexadecimal digits, of the bytes of the file; of a query's rows as CSV.
    pub sha256: String,
    pub bytes: u64,
    pub rows: u64,
    pub modified_at: Option<Timestamp>,
    /// As the web names it: `UTF-8`, `UTF-16LE`, `windows-1252`.
    pub encoding: Option<String>,
    pub byte_order_mark: bool,
    pub delimiter: Option<char>,
}

/// Why a table could not be read whole. A finding's subject is the place; its `reason` is one of [`REASONS`],
/// beside `line`, `row`, `column`, `limit`, `expected`, `found` and `cause` where they say more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The call is wrong, or something of ours failed: a full disk, the sink.
    Error(Error),
    /// Something of the table.
    Finding(Finding),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Finding> for Trouble {
    fn from(finding: Finding) -> Self {
        Self::Finding(finding)
    }
}

/// Every reason of a finding about a table, with its kind: the message catalogue has a sentence for each.
pub const REASONS: [(FindingKind, &str); 39] = [
    (FindingKind::Unparsable, "behind_end"),
    (FindingKind::Unparsable, "behind_quote"),
    (FindingKind::Unparsable, "binary"),
    (FindingKind::Unparsable, "cell_too_large"),
    (FindingKind::Unparsable, "column_name"),
    (FindingKind::Unparsable, "database"),
    (FindingKind::Unparsable, "duplicate_column"),
    (FindingKind::Unparsable, "duplicate_name"),
    (FindingKind::Unparsable, "encoding"),
    (FindingKind::Unparsable, "fields"),
    (FindingKind::Unparsable, "json"),
    (FindingKind::Unparsable, "no_parquet"),
    (FindingKind::Unparsable, "no_such_part"),
    (FindingKind::Unparsable, "not_a_list"),
    (FindingKind::Unparsable, "not_an_object"),
    (FindingKind::Unparsable, "query"),
    (FindingKind::Unparsable, "row_too_large"),
    (FindingKind::Unparsable, "too_many_columns"),
    (FindingKind::Unparsable, "too_many_rows"),
    (FindingKind::Unparsable, "workbook"),
    (FindingKind::SideIncomplete, "changed"),
    (FindingKind::SideIncomplete, "does_not_read"),
    (FindingKind::SideIncomplete, "ends_early"),
    (FindingKind::SideIncomplete, "no_permission"),
    (FindingKind::SideIncomplete, "open_quote"),
    (FindingKind::SideIncomplete, "short_row"),
    (FindingKind::SideIncomplete, "timed_out"),
    (FindingKind::SideLate, "missing"),
    (FindingKind::NothingExamined, "empty"),
    (FindingKind::NothingExamined, "header_alone"),
    (FindingKind::Unsupported, "encrypted"),
    (FindingKind::Unsupported, "not_a_file"),
    (FindingKind::Unsupported, "does_not_read"),
    (FindingKind::Unsupported, "older_or_encrypted"),
    (FindingKind::Unsupported, "packing"),
    (FindingKind::Unsupported, "split"),
    (FindingKind::Unsupported, "too_deep"),
    (FindingKind::Unsupported, "too_many_files"),
    (FindingKind::Unsupported, "unpacks_to_too_much"),
];

/// A finding of the table that is being read; [`read`] names the place.
fn fault(kind: FindingKind, reason: &str) -> Finding {
    debug_assert!(REASONS.contains(&(kind, reason)), "{kind:?} {reason} has no sentence");
    Finding::new(kind, "").with("reason", reason)
}

fn unparsable(reason: &str) -> Finding {
    fault(FindingKind::Unparsable, reason)
}

fn incomplete(reason: &str) -> Finding {
    fault(FindingKind::SideIncomplete, reason)
}

/// Names the place of a finding that has none.
fn about(trouble: Trouble, place: &Path) -> Trouble {
    match trouble {
        Trouble::Finding(mut finding) if finding.subject.is_empty() => {
            finding.subject = place.display().to_string();
            Trouble::Finding(finding)
        }
        trouble => trouble,
    }
}

/// What a kind of source told of itself; the rest of [`Read`] is the same for all.
#[derive(Debug, Default)]
struct Told {
    rows: u64,
    encoding: Option<String>,
    byte_order_mark: bool,
    delimiter: Option<char>,
}

/// Reads a table.
///
/// Errors: `not_supported` for Parquet and HTTP, which are not read here; a declared encoding, delimiter or
/// date form that is none; those of the sink and of `keep`. Findings: see [`Trouble`].
pub fn read(
    source: &Source,
    format: &Format,
    mut reading: Reading<'_>,
    sink: &mut dyn Sink,
) -> Result<Read, Trouble> {
    match source {
        Source::File { path, kind } if *kind != FileKind::Parquet => {
            let path = locate(path, reading.day)?;
            file::read(&path, *kind, format, &mut reading, sink)
        }
        Source::File { .. } => Err(not_supported("parquet").into()),
        Source::Http { .. } => Err(not_supported("http").into()),
        Source::Sqlite { path, query } => {
            let path = locate(path, reading.day)?;
            sqlite::read(&path, query, &mut reading, sink)
        }
        Source::Postgres { connection, query } => postgres::read(connection, query, &mut reading, sink),
    }
}

fn not_supported(what: &str) -> Error {
    Error::new(Code::NotSupported).with("what", what)
}

#[cfg(test)]
mod tests;

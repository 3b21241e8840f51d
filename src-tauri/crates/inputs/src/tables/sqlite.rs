//! A query on a SQLite database of another program. Nothing is written beside it: where there is no log
//! that belongs to it, it is read as a file that nobody changes, and held to that; where there is one, both
//! are copied and the copy is opened.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Instant;

use ballast_core::limits::{TABLE_QUERY_RUNTIME, TABLE_RECORD_BYTES_MAX};
use ballast_core::{Code, Error, FindingKind};
use rusqlite::hooks::{AuthAction, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement};

use super::file::{Opened, Stamp};
use super::query::{Answer, write_real};
use super::row::Row;
use super::{Read, Reading, Sink, Trouble, about, fault, incomplete, unparsable};

/// What is committed and not in the file yet, and what is needed to take back what is half done.
const BESIDE: [&str; 2] = ["-wal", "-journal"];
const COPY_ATTEMPTS: usize = 5;
/// Steps of the database's machine between two looks at the clock.
const STEPS: i32 = 10_000;

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn stamps(path: &Path) -> [Option<Stamp>; 3] {
    let stamp = |path: &Path| fs::metadata(path).ok().map(|meta| Stamp::of(&meta));
    [stamp(path), stamp(&beside(path, BESIDE[0])), stamp(&beside(path, BESIDE[1]))]
}

fn has_log(stamps: &[Option<Stamp>; 3]) -> bool {
    stamps[1..].iter().flatten().any(|stamp| stamp.bytes > 0)
}

/// Copies the database and its log, all of one instant.
fn copy(path: &Path, folder: &Path) -> Result<PathBuf, Trouble> {
    let target = folder.join("database");
    for _ in 0..COPY_ATTEMPTS {
        let before = stamps(path);
        for ending in ["", BESIDE[0], BESIDE[1]] {
            let to = beside(&target, ending);
            let _ = fs::remove_file(&to);
            let mut from = match File::open(beside(path, ending)) {
                Ok(from) => from,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound && !ending.is_empty() => continue,
                Err(error) => return Err(super::file::not_opened(path, &error)),
            };
            let copied = File::create(&to).and_then(|mut to| std::io::copy(&mut from, &mut to));
            copied.map_err(|error| Error::io(folder, &error))?;
        }
        if before == stamps(path) {
            return Ok(target);
        }
    }
    Err(incomplete("changed").into())
}

/// The file as the database's own kind of address, that it does not change.
fn address(path: &Path) -> String {
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                address.push(char::from(*byte));
            }
            // Writing to a text cannot fail.
            _ => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address + "?immutable=1"
}

fn open(path: &Path, is_copy: bool) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = if is_copy {
        // The log is taken in as the next opening would.
        Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)?
    } else {
        let flags = flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        Connection::open_with_flags(address(path), flags)?
    };
    connection.pragma_update(None, "query_only", true)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection
        .set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::try_from(TABLE_RECORD_BYTES_MAX).unwrap_or(i32::MAX))?;
    connection.authorizer(Some(|context: rusqlite::hooks::AuthContext<'_>| match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Function { .. }
        | AuthAction::Recursive => Authorization::Allow,
        _ => Authorization::Deny,
    }))?;
    let until = Instant::now() + TABLE_QUERY_RUNTIME.duration().unsigned_abs();
    connection.progress_handler(STEPS, Some(move || Instant::now() > until))?;
    Ok(connection)
}

fn failed(error: &rusqlite::Error) -> Trouble {
    let finding = match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => incomplete("timed_out"),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => unparsable("database"),
        Some(ErrorCode::TooBig) => unparsable("cell_too_large"),
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => incomplete("does_not_read"),
        _ => unparsable("query"),
    };
    finding.with("cause", error).into()
}

fn no_select() -> Trouble {
    Error::new(Code::InvalidCall).with("what", "query").with("reason", "not_one_select").into()
}

fn prepare<'c>(connection: &'c Connection, query: &str) -> Result<Statement<'c>, Trouble> {
    let statement = connection.prepare(query).map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::AuthorizationForStatementDenied) => no_select(),
        _ if matches!(error, rusqlite::Error::MultipleStatement) => no_select(),
        _ => failed(&error),
    })?;
    if statement.column_count() == 0 || !statement.readonly() || statement.is_explain() != 0 {
        return Err(no_select());
    }
    if statement.parameter_count() > 0 {
        return Err(Error::new(Code::InvalidCall).with("what", "query").with("reason", "parameters").into());
    }
    Ok(statement)
}

fn cell(row: &mut Row, column: usize, value: ValueRef<'_>) -> Result<(), Trouble> {
    match value {
        ValueRef::Null => {}
        ValueRef::Integer(number) => row.write(column, |to| {
            let _ = write!(to, "{number}");
        }),
        ValueRef::Real(number) => row.write(column, |to| write_real(number, to)),
        ValueRef::Text(bytes) => {
            let text = std::str::from_utf8(bytes).map_err(|_| unparsable("encoding"))?;
            row.set(column, text);
        }
        ValueRef::Blob(bytes) => row.write(column, |to| to.push_str(&ballast_core::evidence::to_hex(bytes))),
    }
    Ok(())
}

fn rows(
    connection: &Connection,
    query: &str,
    place: &Path,
    reading: &mut Reading<'_>,
    sink: &mut dyn Sink,
) -> Result<Read, Trouble> {
    let mut statement = prepare(connection, query)?;
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let count = columns.len();
    let mut row = Row::new(count);
    let mut found = statement.query([]).map_err(|error| failed(&error))?;
    let mut answer = Answer::new(columns, reading, sink)?;
    while let Some(next) = found.next().map_err(|error| failed(&error))? {
        row.clear();
        for column in 0..count {
            cell(&mut row, column, next.get_ref(column).map_err(|error| failed(&error))?)?;
        }
        row.with(|cells| answer.row(cells))?;
    }
    answer.finish(place.display().to_string())
}

/// Reads what a query gives.
pub(super) fn read(
    path: &Path,
    query: &str,
    reading: &mut Reading<'_>,
    sink: &mut dyn Sink,
) -> Result<Read, Trouble> {
    let outcome = Opened::new(path).and_then(|opened| {
        if opened.bytes == 0 {
            return Err(fault(FindingKind::NothingExamined, "empty").into());
        }
        let before = stamps(path);
        let folder = has_log(&before).then(tempfile::tempdir).transpose();
        let folder = folder.map_err(|error| Error::io(std::env::temp_dir(), &error))?;
        let file = folder.as_ref().map_or(Ok(path.to_owned()), |folder| copy(path, folder.path()))?;
        let connection = open(&file, folder.is_some()).map_err(|error| failed(&error))?;
        let outcome = rows(&connection, query, path, reading, sink);
        let is_same = folder.is_some() || (opened.is_unchanged() && stamps(path) == before);
        match outcome {
            Ok(_) | Err(Trouble::Finding(_)) if !is_same => Err(incomplete("changed").into()),
            Ok(read) => Ok(Read { modified_at: opened.modified_at, ..read }),
            Err(trouble) => Err(trouble),
        }
    });
    outcome.map_err(|trouble| about(trouble, path))
}

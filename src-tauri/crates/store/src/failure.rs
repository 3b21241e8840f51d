//! Errors of SQLite in the words of Ballast.

use ballast_core::{Code, Error};
use rusqlite::ErrorCode;

/// Shared memory for the log could not be sized: the disk is full.
const IO_ERROR_SHARED_MEMORY_SIZE: i32 = 4874;

/// A full disk, a read-only place, a lock and damage each have a code of their own.
#[must_use]
pub fn from_sqlite(error: rusqlite::Error) -> Error {
    let extended = error.sqlite_error().map(|failure| failure.extended_code);
    let code = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Code::DiskFull,
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            Code::WorkspaceReadOnly
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Code::Busy,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Code::WorkspaceDamaged,
        Some(ErrorCode::SystemIoFailure) if extended == Some(IO_ERROR_SHARED_MEMORY_SIZE) => Code::DiskFull,
        Some(ErrorCode::SystemIoFailure) => Code::Io,
        _ => Code::Internal,
    };
    Error::new(code).because(&error)
}

//! The log of a program that nobody watches: one JSON document a line, rotated by size, a few files kept.

use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Mutex;

use ballast_core::limits::{LOG_FILE_BYTES_MAX, LOG_FILES_KEPT};
use file_rotate::compression::Compression;
use file_rotate::suffix::AppendCount;
use file_rotate::{ContentLimit, FileRotate};
use tracing_subscriber::EnvFilter;

/// Where the log of `name` is written.
#[must_use]
pub fn path(folder: &Path, name: &str) -> std::path::PathBuf {
    folder.join("logs").join(format!("{name}.jsonl"))
}

/// Keeps a log of `name` in the workspace from now on: warnings and what the engine does. `RUST_LOG`
/// chooses otherwise.
pub fn keep(folder: &Path, name: &str) {
    let path = path(folder, name);
    if let Some(folder) = path.parent()
        && std::fs::create_dir_all(folder).is_err()
    {
        return;
    }
    let mut private = std::fs::OpenOptions::new();
    private.read(true).create(true).append(true).mode(0o600);
    let writer = FileRotate::new(
        path,
        AppendCount::new(LOG_FILES_KEPT),
        ContentLimit::BytesSurpassed(LOG_FILE_BYTES_MAX),
        Compression::None,
        Some(private),
    );
    let usual = "warn,ballast_engine=info";
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    let subscriber =
        tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(Mutex::new(writer)).finish();
    let _ = tracing::subscriber::set_global_default(subscriber);
}

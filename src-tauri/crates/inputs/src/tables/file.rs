//! One file: opened, read by its kind, and looked at again for whether it stayed the same meanwhile.

use std::fs::{self, File, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use ballast_core::table::{FileKind, Format};
use ballast_core::{FindingKind, Result};
use jiff::Timestamp;

use super::tap::read_failed;
use super::{Read, Reading, Sink, Told, Trouble, about, csv, fault, incomplete, json, sheet};

/// What changes when a file is written to or replaced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub bytes: u64,
    modified: (i64, i64),
    device: u64,
    inode: u64,
}

impl Stamp {
    pub(super) fn of(meta: &Metadata) -> Self {
        Self {
            bytes: meta.len(),
            modified: (meta.mtime(), meta.mtime_nsec()),
            device: meta.dev(),
            inode: meta.ino(),
        }
    }
}

/// A file that is being read.
pub(super) struct Opened {
    pub path: PathBuf,
    pub file: File,
    pub bytes: u64,
    stamp: Stamp,
    pub modified_at: Option<Timestamp>,
}

/// A file that cannot be opened: late where it is not there, incomplete where it must not be read.
pub(super) fn not_opened(path: &Path, cause: &std::io::Error) -> Trouble {
    match cause.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            fault(FindingKind::SideLate, "missing").with("expected", path.display()).into()
        }
        ErrorKind::PermissionDenied => incomplete("no_permission").with("cause", cause).into(),
        _ => read_failed(cause),
    }
}

impl Opened {
    pub(super) fn new(path: &Path) -> Result<Self, Trouble> {
        let failed = |error: std::io::Error| not_opened(path, &error);
        // Opening a pipe would wait for a writer who may never come.
        if !fs::metadata(path).map_err(failed)?.is_file() {
            return Err(fault(FindingKind::Unsupported, "not_a_file").into());
        }
        let file = File::open(path).map_err(failed)?;
        let meta = file.metadata().map_err(failed)?;
        let modified_at = meta.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
        let stamp = Stamp::of(&meta);
        Ok(Self { path: path.to_owned(), file, bytes: meta.len(), stamp, modified_at })
    }

    pub(super) fn again(&self) -> Result<File, Trouble> {
        File::open(&self.path).map_err(|error| not_opened(&self.path, &error))
    }

    /// Whether both the file that was opened and the one of that name are what they were.
    pub(super) fn is_unchanged(&self) -> bool {
        let is_same = |meta: std::io::Result<Metadata>| meta.is_ok_and(|meta| Stamp::of(&meta) == self.stamp);
        is_same(self.file.metadata()) && is_same(fs::metadata(&self.path))
    }
}

/// What a file's reader gives back: bytes, their hash, and what the kind tells.
pub(super) type Outcome = Result<(u64, String, Told), Trouble>;

pub(super) fn read(
    path: &Path,
    kind: FileKind,
    format: &Format,
    reading: &mut Reading<'_>,
    sink: &mut dyn Sink,
) -> Result<Read, Trouble> {
    let place = path.display().to_string();
    let named = |trouble: Trouble| about(trouble, path);
    let opened = Opened::new(path).map_err(named)?;
    let outcome = match kind {
        FileKind::Csv => csv::read(&opened, format, reading, sink),
        FileKind::Json | FileKind::JsonLines => json::read(&opened, kind, format, reading, sink),
        FileKind::Xlsx => sheet::read(&opened, format, reading, sink),
        FileKind::Parquet => Err(super::not_supported("parquet").into()),
    };
    match outcome {
        // Whatever else is wrong with it: it was not finished.
        Ok(_) | Err(Trouble::Finding(_)) if !opened.is_unchanged() => {
            Err(named(incomplete("changed").into()))
        }
        Err(trouble) => Err(named(trouble)),
        Ok((bytes, sha256, told)) => Ok(Read {
            place,
            sha256,
            bytes,
            rows: told.rows,
            modified_at: opened.modified_at,
            encoding: told.encoding,
            byte_order_mark: told.byte_order_mark,
            delimiter: told.delimiter,
        }),
    }
}

//! Both sides, from wherever they come, into scratch files.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use ballast_compare::Spec;
use ballast_compare::wire::{FileKind, Request, Side, SideFacts, Source, Stage, Unit};
use ballast_core::limits::{TABLE_FETCH_BYTES_MAX, TABLE_FETCH_RUNTIME};
use ballast_core::{Code, Error, Finding, Result};
use ballast_inputs::tables::{Read, Reading, Trouble, read};

use crate::ingest::{Ingest, Taken, Taking, batch_bytes, scratch};
use crate::parquet;
use crate::progress::Progress;

/// A side that was read to its end.
pub struct TakenSide {
    pub taken: Taken,
    pub facts: SideFacts,
    pub kept: Option<PathBuf>,
}

/// Both sides, each as far as it could be read.
pub struct Sides {
    pub old: Option<TakenSide>,
    pub new: Option<TakenSide>,
    /// Why a side could not be read.
    pub findings: Vec<Finding>,
}

/// What is the same for both sides.
pub struct Both<'a> {
    pub request: &'a Request,
    pub work: &'a Path,
    pub spec: &'a Spec,
    pub seek_unique: bool,
    pub keep: Option<&'a Path>,
    pub progress: &'a Progress,
}

impl Both<'_> {
    /// Reads both sides at the same time. Errors: what is wrong with the call, or with this machine.
    pub fn take(&self) -> Result<Sides> {
        let (old, new) = std::thread::scope(|scope| {
            let new = scope.spawn(|| self.side(&self.request.new, true));
            let old = self.side(&self.request.old, false);
            (old, new.join().unwrap_or_else(|_| Err(Error::new(Code::Internal).with("what", "read").into())))
        });
        let mut findings = Vec::new();
        let mut whole = |side: Result<TakenSide, Trouble>| match side {
            Ok(side) => Ok(Some(side)),
            Err(Trouble::Error(error)) => Err(error),
            Err(Trouble::Finding(finding)) => {
                findings.push(finding);
                Ok(None)
            }
        };
        let (old, new) = (whole(old)?, whole(new)?);
        Ok(Sides { old, new, findings })
    }

    fn side(&self, side: &Side, is_new: bool) -> Result<TakenSide, Trouble> {
        let name = if is_new { "new" } else { "old" };
        let stage = if is_new { Stage::ReadNew } else { Stage::ReadOld };
        let fetched = self.fetched(&side.source, name)?;
        let source = fetched.as_ref().map_or(&side.source, |(source, _)| source);
        let mut ingest = Ingest::new(Taking {
            path: scratch(self.work, name),
            spec: self.spec.clone(),
            is_new,
            seek_unique: self.seek_unique,
            batch_bytes: batch_bytes(self.request.limits.pool_bytes),
        })?;
        let mut keep = self.keep.map(|folder| Keep::begin(folder, name, source)).transpose()?;
        let unit = match source {
            Source::Sqlite { .. } | Source::Postgres { .. } => Unit::Rows,
            _ => Unit::Bytes,
        };
        let mut tell = |done, total| self.progress.tell(stage, unit, done, total);
        let reading = Reading {
            day: self.request.day,
            progress: &mut tell,
            keep: keep.as_mut().map(|keep| &mut keep.encoder as &mut (dyn Write + Send)),
        };
        let mut told = match source {
            Source::File { path, kind: FileKind::Parquet } => parquet::read(path, reading, &mut ingest)?,
            source => read(source, &side.format, reading, &mut ingest)?,
        };
        if let Some((Source::File { path, .. }, place)) = fetched {
            told.place = place;
            told.modified_at = None;
            let _ = std::fs::remove_file(path);
        }
        let taken = ingest.finish()?;
        let kept = keep.map(Keep::finish).transpose()?;
        Ok(TakenSide { facts: facts(told, &taken), taken, kept })
    }

    /// A table from the web as a file, and how its place is shown.
    fn fetched(&self, source: &Source, name: &str) -> Result<Option<(Source, String)>, Trouble> {
        let Source::Http { url, kind } = source else { return Ok(None) };
        let path = self.work.join(format!("{name}.fetched"));
        let place = ballast_outside::fetch::to_file(url, &path, TABLE_FETCH_BYTES_MAX, TABLE_FETCH_RUNTIME)?;
        Ok(Some((Source::File { path, kind: *kind }, place)))
    }
}

fn facts(read: Read, taken: &Taken) -> SideFacts {
    let Read { place, sha256, bytes, rows, modified_at, encoding, byte_order_mark, delimiter } = read;
    let columns = taken.profiles.clone();
    SideFacts { place, sha256, bytes, rows, modified_at, encoding, byte_order_mark, delimiter, columns }
}

/// A side that is kept as it was read, compressed. It stands at its place once it is whole.
struct Keep {
    encoder: zstd::Encoder<'static, BufWriter<File>>,
    part: PathBuf,
    path: PathBuf,
}

impl Keep {
    fn begin(folder: &Path, name: &str, source: &Source) -> Result<Self> {
        let extension = match source {
            Source::File { path, .. } => path.extension().and_then(OsStr::to_str).unwrap_or("data"),
            _ => "csv",
        };
        let path = folder.join(format!("{name}.{extension}.zst"));
        let part = folder.join(format!("{name}.part"));
        let open = || {
            std::fs::create_dir_all(folder)?;
            zstd::Encoder::new(BufWriter::new(File::create(&part)?), 3)
        };
        let encoder = open().map_err(|error| Error::io(&part, &error))?;
        Ok(Self { encoder, part, path })
    }

    fn finish(self) -> Result<PathBuf> {
        let Self { encoder, part, path } = self;
        let end = || {
            let file = encoder.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            file.sync_all()?;
            std::fs::rename(&part, &path)
        };
        end().map_err(|error| Error::io(&path, &error))?;
        Ok(path)
    }
}

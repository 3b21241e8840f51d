//! Both sides, from wherever they come, into scratch files.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::thread::ScopedJoinHandle;

use ballast_compare::Spec;
use ballast_compare::wire::{FileKind, Request, Side, SideFacts, Source, Stage, Unit};
use ballast_core::limits::{TABLE_FETCH_BYTES_MAX, TABLE_FETCH_RUNTIME};
use ballast_core::{Code, Error, Finding, FindingKind, Result};
use ballast_inputs::tables::{Read, Reading, Trouble, read};

use crate::ingest::{Ingest, Taken, Taking, batch_bytes, scratch};
use crate::parquet;
use crate::progress::Progress;

/// A side that was read to its end.
pub struct TakenSide {
    pub taken: Taken,
    pub facts: SideFacts,
    /// In the work folder.
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
    /// Whether what was read is kept, compressed.
    pub keep: bool,
    pub progress: &'a Progress,
}

impl Both<'_> {
    /// Reads both sides at the same time. Errors: what is wrong with the call, or with this machine.
    pub fn take(&self) -> Result<Sides> {
        let (old, new) = std::thread::scope(|scope| {
            let old = scope.spawn(|| self.side(&self.request.old, false));
            let new = scope.spawn(|| self.side(&self.request.new, true));
            // A library that panics on what it reads is one side that cannot be read.
            let joined = |side: ScopedJoinHandle<'_, _>| {
                side.join()
                    .unwrap_or_else(|_| Err(Error::new(Code::WorkerFailed).with("what", "read").into()))
            };
            (joined(old), joined(new))
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
        let mut keep = self.keep.then(|| Keep::begin(self.work, name, source)).transpose()?;
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
        let place = ballast_outside::fetch::to_file(url, &path, TABLE_FETCH_BYTES_MAX, TABLE_FETCH_RUNTIME)
            .map_err(not_fetched)?;
        Ok(Some((Source::File { path, kind: *kind }, place)))
    }
}

/// What is not there yet is late, and what ended early is half of it; everything else is an error.
fn not_fetched(error: Error) -> Trouble {
    let is = |name: &str, value: &str| error.params.get(name).is_some_and(|found| found == value);
    let finding = |kind, reason: &str| {
        let server = error.params.get("server").cloned().unwrap_or_default();
        Trouble::Finding(Finding::new(kind, server).with("reason", reason))
    };
    match error.code {
        Code::Refused if is("status", "404") || is("status", "410") => {
            finding(FindingKind::SideLate, "missing")
        }
        Code::Unreachable if is("reason", "broken_off") => finding(FindingKind::SideIncomplete, "ends_early"),
        Code::NoAnswer => finding(FindingKind::SideIncomplete, "timed_out"),
        _ => Trouble::Error(error),
    }
}

fn facts(read: Read, taken: &Taken) -> SideFacts {
    let Read { place, sha256, bytes, rows, modified_at, encoding, byte_order_mark, delimiter } = read;
    let columns = taken.profiles.clone();
    SideFacts { place, sha256, bytes, rows, modified_at, encoding, byte_order_mark, delimiter, columns }
}

/// A side that is kept as it was read, compressed.
struct Keep {
    encoder: zstd::Encoder<'static, BufWriter<File>>,
    path: PathBuf,
}

impl Keep {
    fn begin(work: &Path, name: &str, source: &Source) -> Result<Self> {
        let extension = match source {
            Source::File { kind: FileKind::Csv, .. } | Source::Sqlite { .. } | Source::Postgres { .. } => {
                "csv"
            }
            Source::File { kind: FileKind::Json, .. } => "json",
            Source::File { kind: FileKind::JsonLines, .. } => "jsonl",
            Source::File { kind: FileKind::Parquet, .. } => "parquet",
            Source::File { kind: FileKind::Xlsx, .. } => "xlsx",
            Source::Http { .. } => "data",
        };
        let path = work.join(format!("{name}.{extension}.zst"));
        let open = || zstd::Encoder::new(BufWriter::new(File::create(&path)?), 3);
        let encoder = open().map_err(|error| Error::io(&path, &error))?;
        Ok(Self { encoder, path })
    }

    fn finish(self) -> Result<PathBuf> {
        let Self { encoder, path } = self;
        let end = || {
            let file = encoder.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            file.sync_all()
        };
        end().map_err(|error: std::io::Error| Error::io(&path, &error))?;
        Ok(path)
    }
}

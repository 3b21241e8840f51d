//! Reading one archive: what is met on the way, what is wrong with it, and how much may be unpacked.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

use ballast_core::evidence::to_hex;
use ballast_core::limits::{
    ARCHIVE_ENTRIES_MAX, ARCHIVE_RATIO_FREE_BYTES, ARCHIVE_RATIO_MAX, ARCHIVE_UNPACKED_BYTES_MAX,
};
use sha2::{Digest, Sha256};

use crate::entry::{Entry, Kind};
use crate::{packed, tar, zip};

/// How much of a file a [`Visitor`] sees before it decides.
pub const HEAD_BYTES: usize = 512;
const CHUNK_BYTES: usize = 128 * 1024;

/// What an archive is, by its first bytes and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Zip,
    Tar,
    Gzip,
    Zstd,
}

impl Format {
    /// By the first 512 bytes of a file; fewer where it is shorter.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Some(Self::Zip),
            // The one method there is, and no flag that is not defined: two bytes alone may be chance.
            [0x1f, 0x8b, 8, flags, ..] if flags & 0xe0 == 0 => Some(Self::Gzip),
            [0x1f, 0x8b] | [0x1f, 0x8b, 8] => Some(Self::Gzip),
            // A frame, or one to be skipped in front of it.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            _ if tar::is_header(head) => Some(Self::Tar),
            _ => None,
        }
    }
}

/// What is wrong with an archive, or could not be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It ends before its end.
    Truncated,
    /// Its bytes are not what was written.
    Damaged,
    /// It may be whole, but this version cannot tell: encrypted, split, packed in another way.
    Unsupported,
    /// It unpacks to more than the limits allow.
    Limit,
    /// A name that leads outside: absolute, with `..`, with NUL or too long.
    Outside,
    /// Good to know: bytes in front of or behind the archive, names that are not UTF-8, no checksum.
    Note,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    /// A word of the message catalogue.
    pub reason: &'static str,
    /// The entry that it is about, where it is about one.
    pub entry: Option<String>,
    /// What a library said.
    pub cause: Option<String>,
}

impl Fault {
    pub(crate) fn new(kind: FaultKind, reason: &'static str) -> Self {
        Self { kind, reason, entry: None, cause: None }
    }

    pub(crate) fn at(self, entry: &str) -> Self {
        Self { entry: Some(entry.to_owned()), ..self }
    }

    /// An error of reading: an early end is a cut, everything else is damage.
    pub(crate) fn reading(error: &io::Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::UnexpectedEof => FaultKind::Truncated,
            ErrorKind::OutOfMemory => FaultKind::Unsupported,
            _ => FaultKind::Damaged,
        };
        let reason = if kind == FaultKind::Truncated { "ends_early" } else { "does_not_read" };
        Self { cause: Some(error.to_string()), ..Self::new(kind, reason) }
    }
}

/// Why reading stopped: something of the archive, or something of ours, such as a full disk.
pub(crate) enum Stop {
    Fault(Fault),
    Io(io::Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// An error of reading the archive; one of writing is mapped by hand.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Fault(Fault::reading(&error))
    }
}

/// What may still be unpacked, shared by an archive and those inside it.
#[derive(Debug, Default)]
pub struct Budget {
    entries: Cell<u64>,
    packed_bytes: Cell<u64>,
    unpacked_bytes: Cell<u64>,
}

impl Budget {
    fn pack(&self, bytes: u64) {
        self.packed_bytes.set(self.packed_bytes.get().saturating_add(bytes));
    }

    fn take(&self, bytes: u64) -> Result<(), Fault> {
        let unpacked = self.unpacked_bytes.get().saturating_add(bytes);
        self.unpacked_bytes.set(unpacked);
        let allowed = self.packed_bytes.get().saturating_mul(ARCHIVE_RATIO_MAX).max(ARCHIVE_RATIO_FREE_BYTES);
        if unpacked > allowed || unpacked > ARCHIVE_UNPACKED_BYTES_MAX {
            return Err(Fault::new(FaultKind::Limit, "unpacks_to_too_much"));
        }
        Ok(())
    }

    fn meet(&self) -> Result<(), Fault> {
        self.entries.set(self.entries.get() + 1);
        if self.entries.get() > ARCHIVE_ENTRIES_MAX {
            return Err(Fault::new(FaultKind::Limit, "too_many_entries"));
        }
        Ok(())
    }
}

/// How much of an archive is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// What can be seen without unpacking: the catalogue of a zip against its headers, the headers of a
    /// tar, the first header of a packed tar.
    Catalogue,
    /// Everything, to the last byte.
    Whole,
}

/// The content of a file as it was unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summed {
    pub bytes: u64,
    /// 64 hexadecimal digits.
    pub sha256: String,
}

/// Who hears of every entry. Errors are of the visitor's own doing (a full disk) and end the reading.
pub trait Visitor {
    /// Every entry, in the order of the archive, before its content.
    fn list(&mut self, _entry: &Entry) -> io::Result<()> {
        Ok(())
    }
    /// A file with its first bytes: where its content is written to, if anywhere.
    fn open(&mut self, _entry: &Entry, _head: &[u8]) -> io::Result<Option<File>> {
        Ok(None)
    }
    /// A file was read to its end; none where it could not be, or is not what its checksum says.
    fn close(&mut self, _entry: &Entry, _summed: Option<&Summed>) -> io::Result<()> {
        Ok(())
    }
}

/// What reading an archive told.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// None where its first bytes are those of no archive that is known here.
    pub format: Option<Format>,
    pub entries: u64,
    pub files: u64,
    /// Bytes of all files, as unpacked.
    pub unpacked_bytes: u64,
    pub faults: Vec<Fault>,
}

impl Report {
    /// Nothing in it contradicts that it is what was written.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.iter().all(|fault| matches!(fault.kind, FaultKind::Note | FaultKind::Outside))
    }
}

/// One archive that is being read.
pub(crate) struct Reading<'a> {
    pub visitor: &'a mut dyn Visitor,
    pub look: Look,
    pub budget: &'a Budget,
    pub report: Report,
}

impl Reading<'_> {
    /// Tells of an entry. Names that lead outside, and such as are not UTF-8, are faults, each said once.
    pub(crate) fn list(&mut self, entry: &Entry) -> Result<(), Stop> {
        self.budget.meet()?;
        self.report.entries += 1;
        if entry.place.is_none() {
            self.report.faults.push(Fault::new(FaultKind::Outside, "outside").at(&entry.name));
        }
        self.visitor.list(entry).map_err(Stop::Io)
    }

    /// Names one thing once, however many entries show it.
    pub(crate) fn note_once(&mut self, kind: FaultKind, reason: &'static str, entry: Option<&str>) {
        if !self.report.faults.iter().any(|fault| fault.kind == kind && fault.reason == reason) {
            let fault = Fault::new(kind, reason);
            self.report.faults.push(entry.map_or(fault.clone(), |entry| fault.at(entry)));
        }
    }

    /// Reads a file to the end of `content` and hashes it. `is_right` has the last word on what was read.
    pub(crate) fn file<R: Read>(
        &mut self,
        entry: &Entry,
        content: &mut R,
        is_right: impl FnOnce(&mut R, &Summed) -> Result<(), Fault>,
    ) -> Result<(), Stop> {
        let outcome = self.sum(entry, content).and_then(|summed| {
            is_right(content, &summed).map_err(Stop::Fault)?;
            Ok(summed)
        });
        if entry.kind == Kind::File {
            self.visitor.close(entry, outcome.as_ref().ok()).map_err(Stop::Io)?;
        }
        let summed = outcome.map_err(|stop| match stop {
            Stop::Fault(fault) if fault.entry.is_none() => Stop::Fault(fault.at(&entry.name)),
            stop => stop,
        })?;
        if entry.kind == Kind::File {
            self.report.files += 1;
            self.report.unpacked_bytes += summed.bytes;
        }
        Ok(())
    }

    fn sum(&mut self, entry: &Entry, content: &mut impl Read) -> Result<Summed, Stop> {
        let mut chunk = vec![0; CHUNK_BYTES];
        let mut filled = fill(content, &mut chunk[..HEAD_BYTES])?;
        let mut target = if entry.kind == Kind::File {
            self.visitor.open(entry, &chunk[..filled]).map_err(Stop::Io)?
        } else {
            None
        };
        let mut hasher = Sha256::new();
        let mut bytes = 0;
        while filled > 0 {
            let part = &chunk[..filled];
            self.budget.take(filled as u64)?;
            bytes += filled as u64;
            hasher.update(part);
            if let Some(target) = &mut target {
                target.write_all(part).map_err(Stop::Io)?;
            }
            filled = fill(content, &mut chunk)?;
        }
        Ok(Summed { bytes, sha256: to_hex(&hasher.finalize()) })
    }

    /// Reads what is left, which nobody looks at, so that its checksum speaks. Whether all of it was zero.
    pub(crate) fn drain(&mut self, rest: &mut impl Read) -> Result<(u64, bool), Stop> {
        let mut chunk = vec![0; CHUNK_BYTES];
        let (mut bytes, mut empty) = (0, true);
        loop {
            let filled = fill(rest, &mut chunk)?;
            if filled == 0 {
                return Ok((bytes, empty));
            }
            self.budget.take(filled as u64)?;
            bytes += filled as u64;
            empty = empty && chunk[..filled].iter().all(|byte| *byte == 0);
        }
    }
}

/// Fills as much of the buffer as there is.
pub(crate) fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// A place in a file, with a cursor of its own.
pub(crate) struct At<'a> {
    pub file: &'a File,
    pub at: u64,
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for At<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.file.metadata()?.len().checked_add_signed(by),
        };
        self.at = target.ok_or_else(|| io::Error::from(ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

pub(crate) fn buffered(file: &File, at: u64) -> BufReader<At<'_>> {
    BufReader::with_capacity(CHUNK_BYTES, At { file, at })
}

/// Reads the archive at `path`. What is wrong with it is in the report.
///
/// Errors: it cannot be opened, or the visitor's own.
pub fn read(path: &Path, look: Look, budget: &Budget, visitor: &mut dyn Visitor) -> io::Result<Report> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    read_open(&File::open(path)?, &name, look, budget, visitor)
}

/// Reads an archive that is open already, as if its file had this name.
pub(crate) fn read_open(
    file: &File,
    name: &str,
    look: Look,
    budget: &Budget,
    visitor: &mut dyn Visitor,
) -> io::Result<Report> {
    let bytes = file.metadata()?.len();
    let mut head = [0; HEAD_BYTES];
    let filled = fill(&mut At { file, at: 0 }, &mut head)?;
    budget.pack(bytes);
    let mut reading = Reading { visitor, look, budget, report: Report::default() };
    reading.report.format = Format::of(&head[..filled]);
    let outcome = match reading.report.format {
        Some(Format::Zip) => zip::read(file, bytes, &mut reading),
        Some(Format::Tar) => tar::read(&mut buffered(file, 0), &mut reading),
        Some(Format::Gzip) => packed::gzip(file, name, &mut reading),
        Some(Format::Zstd) => packed::zstd(file, bytes, name, &mut reading),
        None if filled == 0 => Err(Fault::new(FaultKind::Truncated, "empty").into()),
        // A zip may have a program in front of it that unpacks it.
        None if zip::has_end(file, bytes)? => {
            reading.report.format = Some(Format::Zip);
            zip::read(file, bytes, &mut reading)
        }
        None => Err(Fault::new(FaultKind::Damaged, "no_archive").into()),
    };
    match outcome {
        Ok(()) => {}
        Err(Stop::Fault(fault)) => reading.report.faults.push(fault),
        Err(Stop::Io(error)) => return Err(error),
    }
    Ok(reading.report)
}

//! tar: headers with their checksums, the long names of GNU and POSIX, and the blocks that end it.

use std::ffi::OsStr;
use std::io::{self, BufReader, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use ballast_core::limits::ARCHIVE_NAME_BYTES_MAX;
use jiff::Timestamp;
use tar::{EntryType, Header, PaxExtensions};

use crate::entry::{Entry, Kind};
use crate::reading::{At, Fault, FaultKind, Look, Reading, Stop, fill};

const BLOCK_BYTES: usize = 512;
/// Extended headers are names, times and attributes; more than this is no header.
const EXTENSION_BYTES_MAX: u64 = 1024 * 1024;

/// A header whose checksum is right: that is not chance.
pub(crate) fn is_header(block: &[u8]) -> bool {
    let Ok(block) = <&[u8; BLOCK_BYTES]>::try_from(block) else { return false };
    let header = Header::from_byte_slice(block);
    let sum = block
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) });
    block.iter().any(|byte| *byte != 0) && header.cksum().is_ok_and(|found| found == sum.sum::<u32>())
}

/// Where a tar is read from; a file can skip what nobody looks at.
pub(crate) trait Source: Read {
    fn skip(&mut self, bytes: u64) -> io::Result<()>;
}

impl Source for BufReader<At<'_>> {
    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let by = i64::try_from(bytes).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        self.seek_relative(by)
    }
}

/// A tar that is unpacked on the way: what is skipped is read all the same.
pub(crate) struct Unpacked<R>(pub R);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl<R: Read> Source for Unpacked<R> {
    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.0.by_ref().take(bytes), &mut io::sink())?;
        if skipped == bytes { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

/// What extended headers say of the entry that follows them.
#[derive(Default)]
struct Extended {
    name: Option<Vec<u8>>,
    target: Option<Vec<u8>>,
    bytes: Option<u64>,
    modified: Option<i64>,
    sparse: bool,
}

fn without_end(mut text: Vec<u8>) -> Vec<u8> {
    while text.last() == Some(&0) {
        text.pop();
    }
    text
}

impl Extended {
    fn read_pax(&mut self, body: &[u8]) -> Result<(), Fault> {
        for extension in PaxExtensions::new(body) {
            let bad = |_| Fault::new(FaultKind::Damaged, "header");
            let extension = extension.map_err(bad)?;
            let value = extension.value_bytes();
            let number =
                || std::str::from_utf8(value).ok().and_then(|text| text.split('.').next()?.parse().ok());
            match extension.key_bytes() {
                b"path" => self.name = Some(value.to_vec()),
                b"linkpath" => self.target = Some(value.to_vec()),
                b"size" => self.bytes = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok()),
                b"mtime" => self.modified = number(),
                key if key.starts_with(b"GNU.sparse.") => self.sparse = true,
                _ => {}
            }
        }
        Ok(())
    }
}

fn bounded<R: Source>(from: &mut R, bytes: u64) -> Result<Vec<u8>, Stop> {
    if bytes > EXTENSION_BYTES_MAX {
        return Err(Fault::new(FaultKind::Limit, "long_header").into());
    }
    let mut body = vec![0; usize::try_from(bytes).unwrap_or_default()];
    from.read_exact(&mut body)?;
    from.skip(padding(bytes))?;
    Ok(body)
}

fn padding(bytes: u64) -> u64 {
    bytes.next_multiple_of(BLOCK_BYTES as u64) - bytes
}

pub(crate) fn read<R: Source>(from: &mut R, reading: &mut Reading<'_>) -> Result<(), Stop> {
    let mut extended = Extended::default();
    loop {
        let mut block = [0; BLOCK_BYTES];
        let filled = fill(from, &mut block)?;
        if filled < BLOCK_BYTES {
            return Err(Fault::new(FaultKind::Truncated, "no_end").into());
        }
        if block.iter().all(|byte| *byte == 0) {
            return end(from, reading);
        }
        if !is_header(&block) {
            return Err(Fault::new(FaultKind::Damaged, "header").into());
        }
        let header = Header::from_byte_slice(&block);
        let stored = header.entry_size().map_err(|_| Fault::new(FaultKind::Damaged, "header"))?;
        match header.entry_type() {
            EntryType::GNULongName => extended.name = Some(without_end(bounded(from, stored)?)),
            EntryType::GNULongLink => extended.target = Some(without_end(bounded(from, stored)?)),
            EntryType::XHeader => extended.read_pax(&bounded(from, stored)?)?,
            EntryType::XGlobalHeader => drop(bounded(from, stored)?),
            _ => one(from, header, std::mem::take(&mut extended), reading)?,
        }
    }
}

/// Two empty blocks, then nothing but what fills the last record.
fn end<R: Source>(from: &mut R, reading: &mut Reading<'_>) -> Result<(), Stop> {
    let (bytes, empty) = reading.drain(from)?;
    if bytes < BLOCK_BYTES as u64 || (empty && bytes % BLOCK_BYTES as u64 != 0) {
        return Err(Fault::new(FaultKind::Truncated, "no_end").into());
    }
    if !empty {
        reading.note_once(FaultKind::Note, "data_after", None);
    }
    Ok(())
}

fn kind_of(header: &Header, name: &[u8]) -> Kind {
    match header.entry_type() {
        EntryType::Regular | EntryType::Continuous if name.ends_with(b"/") => Kind::Folder,
        EntryType::Directory => Kind::Folder,
        EntryType::Symlink => Kind::Link,
        EntryType::Link => Kind::HardLink,
        EntryType::Char | EntryType::Block | EntryType::Fifo => Kind::Special,
        // Unknown types are to be treated as files, says POSIX.
        _ => Kind::File,
    }
}

fn one<R: Source>(
    from: &mut R,
    header: &Header,
    extended: Extended,
    reading: &mut Reading<'_>,
) -> Result<(), Stop> {
    let name = extended.name.unwrap_or_else(|| header.path_bytes().into_owned());
    let stored = match extended.bytes {
        Some(bytes) => bytes,
        None => header.entry_size().map_err(|_| Fault::new(FaultKind::Damaged, "header"))?,
    };
    let mut entry = Entry::new(&name, kind_of(header, &name));
    if name.len() > ARCHIVE_NAME_BYTES_MAX {
        entry.name.truncate(entry.name.floor_char_boundary(ARCHIVE_NAME_BYTES_MAX));
    }
    let seconds = extended.modified.or_else(|| header.mtime().ok().and_then(|at| i64::try_from(at).ok()));
    entry.modified = seconds.and_then(|at| Timestamp::from_second(at).ok());
    entry.mode = header.mode().ok().map(|mode| mode & 0o7777);
    let target = extended.target.or_else(|| header.link_name_bytes().map(std::borrow::Cow::into_owned));
    entry.target = target.map(|target| PathBuf::from(OsStr::from_bytes(&target)));
    entry.bytes = stored;
    if std::str::from_utf8(&name).is_err() {
        reading.note_once(FaultKind::Note, "name", Some(&entry.name));
    }
    reading.list(&entry)?;
    let old_sparse = header.entry_type() == EntryType::GNUSparse;
    if old_sparse {
        skip_sparse_map(from, header)?;
    }
    if old_sparse || extended.sparse {
        reading.note_once(FaultKind::Unsupported, "sparse", Some(&entry.name));
        from.skip(stored)?;
    } else if entry.kind != Kind::File || reading.look == Look::Catalogue {
        from.skip(stored)?;
    } else {
        let mut content = from.by_ref().take(stored);
        reading.file(&entry, &mut content, |_, summed| {
            if summed.bytes == stored { Ok(()) } else { Err(Fault::new(FaultKind::Truncated, "ends_early")) }
        })?;
    }
    Ok(from.skip(padding(stored))?)
}

/// A sparse file of GNU has its map in front of its data, in blocks of its own.
fn skip_sparse_map<R: Source>(from: &mut R, header: &Header) -> Result<(), Stop> {
    let mut goes_on = header.as_bytes()[482] == 1;
    while goes_on {
        let mut block = [0; BLOCK_BYTES];
        from.read_exact(&mut block)?;
        goes_on = block[504] == 1;
    }
    Ok(())
}

//! zip: the catalogue at the end, held against the headers in front of the data, and every entry unpacked
//! and held against its checksum.
//!
//! The catalogue is walked here and not by a library: those that were looked at keep one entry for a name
//! that occurs twice, hold all of a catalogue in memory and do not ask whether catalogue and headers agree.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use ballast_core::limits::ARCHIVE_ENTRIES_MAX;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

use crate::entry::{Entry, Kind};
use crate::reading::{At, Fault, FaultKind, Look, Reading, Stop, Summed, buffered, fill};

const END_BYTES: u64 = 22;
const COMMENT_BYTES_MAX: u64 = 65_535;
const ENCRYPTED: u16 = 1;
const DESCRIPTOR_FOLLOWS: u16 = 8;

fn damaged(reason: &'static str) -> Stop {
    Fault::new(FaultKind::Damaged, reason).into()
}

fn short(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn long(bytes: &[u8], at: usize) -> u64 {
    u64::from(word(bytes, at)) | u64::from(word(bytes, at + 4)) << 32
}

/// Where the catalogue lies.
struct Directory {
    at: u64,
    end: u64,
    entries: u64,
    /// Bytes in front of the archive, by which every offset in it is moved.
    before: u64,
}

/// Finds the record that ends the archive. Bytes behind it are noted; one that is cut off is a cut.
fn find_end(file: &File, bytes: u64, reading: &mut Reading<'_>) -> Result<(u64, Vec<u8>), Stop> {
    let from = bytes.saturating_sub(END_BYTES + COMMENT_BYTES_MAX);
    let mut tail = Vec::new();
    At { file, at: from }.read_to_end(&mut tail)?;
    let ends = |at: usize| {
        let rest = tail.len() - at;
        (rest >= 22)
            .then(|| 22 + usize::from(short(&tail, at + 20)))
            .filter(|needed| *needed <= rest)
            .map(|needed| rest - needed)
    };
    let candidates: Vec<(usize, usize)> = (0..tail.len().saturating_sub(3))
        .rev()
        .filter(|at| tail[*at..].starts_with(b"PK\x05\x06"))
        .filter_map(|at| ends(at).map(|after| (at, after)))
        .collect();
    let exact = candidates.iter().find(|(_, after)| *after == 0).or_else(|| candidates.first());
    let Some((at, after)) = exact else {
        return Err(Fault::new(FaultKind::Truncated, "no_catalogue").into());
    };
    if *after > 0 {
        reading.note_once(FaultKind::Note, "data_after", None);
    }
    Ok((from + *at as u64, tail[*at..*at + 22].to_vec()))
}

/// Whether the file ends as a zip does.
pub(crate) fn has_end(file: &File, bytes: u64) -> io::Result<bool> {
    let mut tail = Vec::new();
    At { file, at: bytes.saturating_sub(END_BYTES + COMMENT_BYTES_MAX) }.read_to_end(&mut tail)?;
    Ok(tail.windows(4).any(|four| four == b"PK\x05\x06"))
}

fn find_directory(file: &File, bytes: u64, reading: &mut Reading<'_>) -> Result<Directory, Stop> {
    let (mut end, record) = find_end(file, bytes, reading)?;
    let (mut entries, mut size, mut offset) =
        (u64::from(short(&record, 10)), u64::from(word(&record, 12)), u64::from(word(&record, 16)));
    let mut disks = (u32::from(short(&record, 4)), u32::from(short(&record, 6)));
    let mut here = u64::from(short(&record, 8));
    let needs_long = entries == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff;
    let mut locator = [0; 20];
    if let Some(at) = end.checked_sub(20).filter(|_| needs_long) {
        fill(&mut At { file, at }, &mut locator)?;
    }
    if locator.starts_with(b"PK\x06\x07") {
        let mut long_end = [0; 56];
        let named = long(&locator, 8);
        let beside = end.checked_sub(76).unwrap_or(named);
        let found = [named, beside].into_iter().find(|at| {
            fill(&mut At { file, at: *at }, &mut long_end).is_ok() && long_end.starts_with(b"PK\x06\x06")
        });
        end = found.ok_or_else(|| damaged("catalogue"))?;
        disks = (word(&long_end, 16), word(&long_end, 20));
        (here, entries, size, offset) =
            (long(&long_end, 24), long(&long_end, 32), long(&long_end, 40), long(&long_end, 48));
    }
    if disks != (0, 0) || here != entries {
        return Err(Fault::new(FaultKind::Unsupported, "split").into());
    }
    if entries > ARCHIVE_ENTRIES_MAX {
        return Err(Fault::new(FaultKind::Limit, "too_many_entries").into());
    }
    let at = end.checked_sub(size).ok_or_else(|| damaged("catalogue"))?;
    let before = at.checked_sub(offset).ok_or_else(|| damaged("catalogue"))?;
    if before > 0 {
        reading.note_once(FaultKind::Note, "data_before", None);
    }
    Ok(Directory { at, end, entries, before })
}

/// An entry as the catalogue has it.
struct Listed {
    entry: Entry,
    raw_name: Vec<u8>,
    flags: u16,
    method: u16,
    crc: u32,
    packed_bytes: u64,
    header_at: u64,
}

/// Sizes and places beyond 4 GiB, and the time to the second, are kept beside the entry.
fn extra_fields(mut extra: &[u8], fields: &mut [(&mut u64, bool)], modified: &mut Option<Timestamp>) {
    while extra.len() >= 4 {
        let (kind, size) = (short(extra, 0), usize::from(short(extra, 2)));
        let Some(body) = extra.get(4..4 + size) else { return };
        match kind {
            1 => {
                let mut at = 0;
                for (field, is_here) in fields.iter_mut().filter(|(_, is_here)| *is_here) {
                    if body.len() >= at + 8 {
                        **field = long(body, at);
                        *is_here = false;
                        at += 8;
                    }
                }
            }
            0x5455 if body.first().is_some_and(|flags| flags & 1 == 1) && body.len() >= 5 => {
                let seconds = i64::from(i32::from_le_bytes([body[1], body[2], body[3], body[4]]));
                *modified = Timestamp::from_second(seconds).ok();
            }
            _ => {}
        }
        extra = &extra[4 + size..];
    }
}

/// The time of DOS has no zone; it is read as UTC.
fn dos_time(time: u16, date: u16) -> Option<Timestamp> {
    let part = |value: u16, shift: u16, mask: u16| i8::try_from(value >> shift & mask).ok();
    let year = i16::try_from(1980 + (date >> 9)).ok()?;
    let date = civil::Date::new(year, part(date, 5, 15)?, part(date, 0, 31)?).ok()?;
    let time =
        civil::Time::new(part(time, 11, 31)?, part(time, 5, 63)?, part(time, 0, 31)? * 2 % 60, 0).ok()?;
    date.to_datetime(time).to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

fn list_one(from: &mut impl Read, directory: &Directory) -> Result<Listed, Stop> {
    let mut fixed = [0; 46];
    from.read_exact(&mut fixed)?;
    if !fixed.starts_with(b"PK\x01\x02") {
        return Err(damaged("catalogue"));
    }
    let mut raw_name = vec![0; usize::from(short(&fixed, 28))];
    let mut extra = vec![0; usize::from(short(&fixed, 30))];
    from.read_exact(&mut raw_name)?;
    from.read_exact(&mut extra)?;
    io::copy(&mut from.by_ref().take(u64::from(short(&fixed, 32))), &mut io::sink())?;
    let wide = |at: usize| (u64::from(word(&fixed, at)), word(&fixed, at) == u32::MAX);
    let ((mut bytes, wide_bytes), (mut packed, wide_packed), (mut header_at, wide_at)) =
        (wide(24), wide(20), wide(42));
    let mut modified = dos_time(short(&fixed, 12), short(&fixed, 14));
    let mut fields = [(&mut bytes, wide_bytes), (&mut packed, wide_packed), (&mut header_at, wide_at)];
    extra_fields(&extra, &mut fields, &mut modified);
    let made_on_unix = fixed[5] == 3;
    let mode = word(&fixed, 38) >> 16;
    let kind = match mode & 0o170_000 {
        _ if raw_name.ends_with(b"/") => Kind::Folder,
        0o120_000 if made_on_unix => Kind::Link,
        0o010_000 | 0o020_000 | 0o060_000 | 0o140_000 if made_on_unix => Kind::Special,
        _ => Kind::File,
    };
    let mut entry = Entry::new(&raw_name, kind);
    entry.bytes = bytes;
    entry.modified = modified;
    entry.mode = (made_on_unix && mode != 0).then_some(mode & 0o7777);
    Ok(Listed {
        entry,
        flags: short(&fixed, 8),
        method: short(&fixed, 10),
        crc: word(&fixed, 16),
        packed_bytes: packed,
        header_at: header_at.saturating_add(directory.before),
        raw_name,
    })
}

pub(crate) fn read(file: &File, bytes: u64, reading: &mut Reading<'_>) -> Result<(), Stop> {
    let directory = find_directory(file, bytes, reading)?;
    let mut catalogue = buffered(file, directory.at).take(directory.end - directory.at);
    let mut data = buffered(file, 0);
    let mut taken: Vec<(u64, u64)> = Vec::new();
    for _ in 0..directory.entries {
        let listed = list_one(&mut catalogue, &directory)?;
        if std::str::from_utf8(&listed.raw_name).is_err() {
            reading.note_once(FaultKind::Note, "name", Some(&listed.entry.name));
        }
        reading.list(&listed.entry)?;
        // One bad entry does not keep the others from being read.
        match one(&mut data, &listed, &directory, reading) {
            Ok(end) => taken.push((listed.header_at, end)),
            Err(Stop::Fault(fault)) if fault.kind != FaultKind::Limit => {
                reading.report.faults.push(if fault.entry.is_none() {
                    fault.at(&listed.entry.name)
                } else {
                    fault
                });
                if reading.report.faults.len() > ballast_core::limits::FINDINGS_PER_RUN_MAX {
                    return Ok(());
                }
            }
            Err(stop) => return Err(stop),
        }
    }
    if catalogue.read(&mut [0])? != 0 {
        return Err(damaged("catalogue"));
    }
    taken.sort_unstable();
    if taken.windows(2).any(|pair| pair[1].0 < pair[0].1) {
        return Err(damaged("overlap"));
    }
    let covered: u64 = taken.iter().map(|(from, to)| to - from).sum();
    if taken.len() as u64 == directory.entries && covered < directory.at - directory.before {
        reading.note_once(FaultKind::Note, "unlisted_bytes", None);
    }
    Ok(())
}

/// Holds the header in front of the data against the catalogue, reads the data, and gives where it ends.
fn one(
    data: &mut BufReader<At<'_>>,
    listed: &Listed,
    directory: &Directory,
    reading: &mut Reading<'_>,
) -> Result<u64, Stop> {
    data.seek(SeekFrom::Start(listed.header_at))?;
    let mut fixed = [0; 30];
    data.read_exact(&mut fixed)?;
    if !fixed.starts_with(b"PK\x03\x04") {
        return Err(damaged("header"));
    }
    let mut name = vec![0; usize::from(short(&fixed, 26))];
    let mut extra = vec![0; usize::from(short(&fixed, 28))];
    data.read_exact(&mut name)?;
    data.read_exact(&mut extra)?;
    let data_at = listed.header_at + 30 + (name.len() + extra.len()) as u64;
    let data_end = data_at.checked_add(listed.packed_bytes).ok_or_else(|| damaged("catalogue"))?;
    let described_later = short(&fixed, 6) & DESCRIPTOR_FOLLOWS != 0;
    let (mut bytes, mut packed) = (u64::from(word(&fixed, 22)), u64::from(word(&fixed, 18)));
    let mut fields =
        [(&mut bytes, word(&fixed, 22) == u32::MAX), (&mut packed, word(&fixed, 18) == u32::MAX)];
    extra_fields(&extra, &mut fields, &mut None);
    let agrees = name == listed.raw_name
        && short(&fixed, 8) == listed.method
        && (short(&fixed, 6) ^ listed.flags) & (ENCRYPTED | DESCRIPTOR_FOLLOWS) == 0
        && (described_later
            || (word(&fixed, 14) == listed.crc
                && bytes == listed.entry.bytes
                && packed == listed.packed_bytes));
    if !agrees {
        return Err(damaged("header"));
    }
    if data_end > directory.at {
        return Err(Fault::new(FaultKind::Truncated, "ends_early").into());
    }
    let descriptor = if described_later { descriptor(data.get_ref().file, data_end, listed)? } else { 0 };
    if listed.flags & ENCRYPTED != 0 {
        reading.note_once(FaultKind::Unsupported, "encrypted", Some(&listed.entry.name));
    } else if !matches!(listed.method, 0 | 8 | 93) {
        reading.note_once(FaultKind::Unsupported, "packing", Some(&listed.entry.name));
    } else if reading.look == Look::Whole && listed.entry.kind != Kind::Folder {
        content(data, listed, reading)?;
    }
    Ok(data_end + descriptor)
}

/// Sizes and checksum behind the data, with or without a signature, in 4 or 8 bytes each.
fn descriptor(file: &File, at: u64, listed: &Listed) -> Result<u64, Stop> {
    let mut found = [0; 24];
    fill(&mut At { file, at }, &mut found)?;
    let (crc, packed, bytes) = (listed.crc, listed.packed_bytes, listed.entry.bytes);
    for signature in [4, 0] {
        if signature == 4 && !found.starts_with(b"PK\x07\x08") {
            continue;
        }
        let body = &found[signature..];
        if word(body, 0) != crc {
            continue;
        }
        if u64::from(word(body, 4)) == packed && u64::from(word(body, 8)) == bytes {
            return Ok(signature as u64 + 12);
        }
        if long(body, 4) == packed && long(body, 12) == bytes {
            return Ok(signature as u64 + 20);
        }
    }
    Err(damaged("header"))
}

/// Counts a checksum on the way.
struct Checked<R> {
    inner: R,
    crc: Crc,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.crc.update(&buffer[..read]);
        Ok(read)
    }
}

fn content(data: &mut BufReader<At<'_>>, listed: &Listed, reading: &mut Reading<'_>) -> Result<(), Stop> {
    let packed = data.by_ref().take(listed.packed_bytes);
    let crc = Crc::new();
    match listed.method {
        0 => reading.file(&listed.entry, &mut Checked { inner: packed, crc }, |read, summed| {
            right(listed, &read.crc, summed, 0)
        }),
        8 => reading.file(
            &listed.entry,
            &mut Checked { inner: DeflateDecoder::new(packed), crc },
            |read, summed| right(listed, &read.crc, summed, read.inner.get_ref().limit()),
        ),
        _ => {
            let decoder = zstd::Decoder::with_buffer(packed)?.single_frame();
            reading.file(&listed.entry, &mut Checked { inner: decoder, crc }, |read, summed| {
                let left = read.inner.get_mut().fill_buf().map_or(0, |rest| rest.len() as u64);
                right(listed, &read.crc, summed, left)
            })
        }
    }
}

/// Size and checksum are what the catalogue says, and no packed byte is left over.
fn right(listed: &Listed, crc: &Crc, summed: &Summed, left: u64) -> Result<(), Fault> {
    if summed.bytes != listed.entry.bytes || left > 0 {
        return Err(Fault::new(FaultKind::Damaged, "size"));
    }
    if crc.sum() != listed.crc {
        return Err(Fault::new(FaultKind::Damaged, "checksum"));
    }
    Ok(())
}

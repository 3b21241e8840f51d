//! gzip and zstd: a tar under them, or one file.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use flate2::bufread::MultiGzDecoder;

use crate::entry::{Entry, Kind};
use crate::reading::{Fault, FaultKind, HEAD_BYTES, Look, Reading, Stop, buffered, fill};
use crate::tar;

/// The window that a frame may ask for, as a power of two: 128 MiB, what zstd itself allows.
const WINDOW_LOG_MAX: u32 = 27;

pub(crate) fn gzip(file: &File, name: &str, reading: &mut Reading<'_>) -> Result<(), Stop> {
    // Every member with its checksum and length, to the last byte of the file.
    unpacked(MultiGzDecoder::new(buffered(file, 0)), name, reading)
}

pub(crate) fn zstd(file: &File, bytes: u64, name: &str, reading: &mut Reading<'_>) -> Result<(), Stop> {
    if !frames_carry_checksums(file, bytes)? {
        reading.note_once(FaultKind::Note, "no_checksum", None);
    }
    let mut decoder = zstd::Decoder::with_buffer(buffered(file, 0))?;
    decoder.window_log_max(WINDOW_LOG_MAX)?;
    unpacked(decoder, name, reading)
}

/// A name without what says how it is packed: `dump.sql` of `dump.sql.gz`, and whether it is that of a tar.
fn inner_name(name: &str) -> (String, bool) {
    let lower = name.to_ascii_lowercase();
    let without =
        |ending: &str| lower.ends_with(ending).then(|| name[..name.len() - ending.len()].to_owned());
    let (inner, is_tar) = [".tgz", ".tzst"]
        .into_iter()
        .find_map(|ending| without(ending).map(|n| (n, true)))
        .unwrap_or_else(|| {
            let inner = [".gz", ".zst"].into_iter().find_map(without).unwrap_or_else(|| name.to_owned());
            let is_tar = inner.to_ascii_lowercase().ends_with(".tar");
            (inner, is_tar)
        });
    (if inner.is_empty() { "content".to_owned() } else { inner }, is_tar)
}

fn unpacked(mut decoder: impl Read, name: &str, reading: &mut Reading<'_>) -> Result<(), Stop> {
    let mut head = [0; HEAD_BYTES];
    let filled = fill(&mut decoder, &mut head)?;
    let (inner, tar_by_name) = inner_name(name);
    // An empty tar is two empty blocks.
    let empty_tar = tar_by_name && filled == HEAD_BYTES && head.iter().all(|byte| *byte == 0);
    let is_tar = tar::is_header(&head[..filled]) || empty_tar;
    let mut whole = head[..filled].chain(&mut decoder);
    if is_tar {
        // Its catalogue is only reached by unpacking all of it: the first header stands for the others.
        if reading.look == Look::Catalogue {
            return Ok(());
        }
        let outcome = tar::read(&mut tar::Unpacked(&mut whole), reading);
        // What a broken tar leaves unread may say more: a checksum that is wrong is the better word.
        return match outcome {
            Err(Stop::Fault(fault)) if fault.kind != FaultKind::Limit => {
                reading.drain(&mut decoder)?;
                Err(Stop::Fault(fault))
            }
            other => other,
        };
    }
    if tar_by_name {
        if reading.look == Look::Whole {
            reading.drain(&mut decoder)?;
        }
        let kind = if filled == 0 { FaultKind::Truncated } else { FaultKind::Damaged };
        return Err(Fault::new(kind, "no_tar").into());
    }
    let entry = Entry::new(inner.as_bytes(), Kind::File);
    reading.list(&entry)?;
    if reading.look == Look::Catalogue {
        return Ok(());
    }
    reading.file(&entry, &mut whole, |_, _| Ok(()))
}

/// Walks the frames without unpacking them. Without a checksum of its content a frame can change unseen.
fn frames_carry_checksums(file: &File, bytes: u64) -> io::Result<bool> {
    let mut from = buffered(file, 0);
    let (mut at, mut all) = (0, true);
    let malformed = || io::Error::from(io::ErrorKind::InvalidData);
    while at < bytes {
        let mut magic = [0; 4];
        from.read_exact(&mut magic)?;
        if magic[0] & 0xf0 == 0x50 && magic[1..] == [0x2a, 0x4d, 0x18] {
            let mut size = [0; 4];
            from.read_exact(&mut size)?;
            at += 8 + u64::from(u32::from_le_bytes(size));
            from.seek(SeekFrom::Start(at))?;
            continue;
        }
        if magic != [0x28, 0xb5, 0x2f, 0xfd] {
            return Err(malformed());
        }
        let mut descriptor = [0];
        from.read_exact(&mut descriptor)?;
        let [descriptor] = descriptor;
        let single = descriptor & 0x20 != 0;
        let has_checksum = descriptor & 0x04 != 0;
        all = all && has_checksum;
        let size_bytes = match descriptor >> 6 {
            0 => u64::from(single),
            power => 1 << power,
        };
        let dictionary_bytes = [0, 1, 2, 4][usize::from(descriptor & 3)];
        at += 5 + u64::from(!single) + dictionary_bytes + size_bytes;
        loop {
            from.seek(SeekFrom::Start(at))?;
            let mut block = [0; 3];
            from.read_exact(&mut block)?;
            let header = u32::from_le_bytes([block[0], block[1], block[2], 0]);
            let stored = if header >> 1 & 3 == 1 { 1 } else { u64::from(header >> 3) };
            at += 3 + stored;
            if header & 1 == 1 {
                break;
            }
        }
        at += if has_checksum { 4 } else { 0 };
        from.seek(SeekFrom::Start(at))?;
    }
    if at > bytes { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(all) }
}

//! One entry of an archive, and where it may lie.

use std::ffi::OsStr;
use std::fmt::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use ballast_core::limits::ARCHIVE_NAME_BYTES_MAX;
use jiff::Timestamp;

/// What an entry is. Links and special files are listed and never followed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Folder,
    Link,
    /// Another name of a file that came earlier in the archive.
    HardLink,
    /// A device, a pipe, a socket.
    Special,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As the archive spells it; bytes that are not UTF-8 read `\xNN`, a backslash `\\`.
    pub name: String,
    /// Where it lies below a folder; none for a name that leads outside of it.
    pub place: Option<PathBuf>,
    pub kind: Kind,
    /// What the archive says; what was unpacked is in [`crate::Summed`].
    pub bytes: u64,
    pub modified: Option<Timestamp>,
    /// Permission bits, where the archive keeps any.
    pub mode: Option<u32>,
    /// Where a link points, as written.
    pub target: Option<PathBuf>,
}

impl Entry {
    pub(crate) fn new(raw: &[u8], kind: Kind) -> Self {
        let place = place_of(raw);
        Self { name: text_of(raw), place, kind, bytes: 0, modified: None, mode: None, target: None }
    }
}

/// A name below a folder and nothing else: relative, no `..`, no NUL, not too long.
pub(crate) fn place_of(raw: &[u8]) -> Option<PathBuf> {
    if raw.len() > ARCHIVE_NAME_BYTES_MAX || raw.contains(&0) || raw.starts_with(b"/") {
        return None;
    }
    let mut place = PathBuf::new();
    for part in raw.split(|byte| *byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." => return None,
            // No file system takes it, and a cut one would name another file.
            part if part.len() > 255 => return None,
            part => place.push(OsStr::from_bytes(part)),
        }
    }
    Some(place)
}

/// A name as text that loses nothing: bytes that are not UTF-8 read `\xNN`, a backslash `\\`.
#[must_use]
pub fn text_of(raw: &[u8]) -> String {
    let mut text = String::new();
    for chunk in raw.utf8_chunks() {
        text.push_str(&chunk.valid().replace('\\', "\\\\"));
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

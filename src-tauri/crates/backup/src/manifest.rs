//! The manifest of a source: every file as it was when the copy was taken, written outside the
//! repository, so that a copy is held against something other than itself.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What an entry is. Links are not followed; special files are not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    File,
    Folder,
    Link,
    Special,
    /// An archive of another program; the files that follow are in it.
    Archive,
}

/// Why a hash is missing or cannot be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Note {
    /// Could not be opened or read to its end.
    Unreadable,
    /// Changed while it was read; compared by size only.
    Changing,
}

/// Size and times by which an unchanged file is known. Instants in nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    #[serde(rename = "s")]
    pub bytes: u64,
    #[serde(rename = "m")]
    pub modified: i64,
    #[serde(rename = "c")]
    pub changed: i64,
    #[serde(rename = "i")]
    pub inode: u64,
}

/// One entry; the short names keep a manifest of a million files small.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Its path in the copy, as `path_text` writes it.
    #[serde(rename = "p")]
    pub path: String,
    #[serde(rename = "t")]
    pub kind: Kind,
    #[serde(flatten)]
    pub stamp: Stamp,
    #[serde(rename = "h", skip_serializing_if = "Option::is_none", default)]
    pub sha256: Option<String>,
    #[serde(rename = "n", skip_serializing_if = "Option::is_none", default)]
    pub note: Option<Note>,
}

/// The first line of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub format: u32,
    pub snapshot: String,
    pub taken_at: Timestamp,
    pub files: u64,
    pub bytes: u64,
}

/// A manifest in memory, in the order of the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub head: Head,
    pub entries: Vec<Entry>,
}

const FORMAT: u32 = 1;

impl Manifest {
    pub(crate) fn new(snapshot: String, taken_at: Timestamp, entries: Vec<Entry>) -> Self {
        let files = || entries.iter().filter(|entry| entry.kind == Kind::File);
        let head = Head {
            format: FORMAT,
            snapshot,
            taken_at,
            files: files().count() as u64,
            bytes: files().map(|entry| entry.stamp.bytes).sum(),
        };
        Self { head, entries }
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.kind == Kind::File)
    }

    /// Files by their path.
    pub(crate) fn by_path(&self) -> HashMap<&str, &Entry> {
        self.files().map(|entry| (entry.path.as_str(), entry)).collect()
    }

    /// JSON lines under zstd. Written whole, then synced.
    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        let file = File::create(path)?;
        let mut packed = zstd::Encoder::new(BufWriter::new(&file), 3)?;
        let mut line = |value: &dyn Fn(&mut Vec<u8>) -> serde_json::Result<()>| -> io::Result<()> {
            let mut bytes = Vec::new();
            value(&mut bytes)?;
            bytes.push(b'\n');
            packed.write_all(&bytes)
        };
        line(&|out| serde_json::to_writer(out, &self.head))?;
        for entry in &self.entries {
            line(&|out| serde_json::to_writer(out, entry))?;
        }
        packed.finish()?.flush()?;
        file.sync_all()
    }

    /// The first entry alone: of an archive, what it was at first sight.
    pub(crate) fn first_entry(path: &Path) -> io::Result<Option<Entry>> {
        let mut lines = BufReader::new(zstd::Decoder::new(File::open(path)?)?).lines().skip(1);
        Ok(lines.next().transpose()?.map(|line| serde_json::from_str(&line)).transpose()?)
    }

    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        let mut lines = BufReader::new(zstd::Decoder::new(File::open(path)?)?).lines();
        let first =
            lines.next().ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "empty manifest"))??;
        let head: Head = serde_json::from_str(&first)?;
        if head.format != FORMAT {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a manifest of another format"));
        }
        let entries =
            lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect::<io::Result<Vec<Entry>>>()?;
        Ok(Self { head, entries })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let stamp = Stamp { bytes: 7, modified: -1, changed: i64::MAX, inode: u64::MAX };
        let entry = |path: &str, note| Entry {
            path: path.into(),
            kind: Kind::File,
            stamp,
            sha256: Some("ab".into()),
            note,
        };
        let entries = vec![entry("/a\nb", None), entry("/c", Some(Note::Changing))];
        let manifest = Manifest::new("id".into(), Timestamp::UNIX_EPOCH, entries);
        let file = tempfile::NamedTempFile::new().unwrap();
        manifest.write(file.path()).unwrap();
        assert_eq!(Manifest::read(file.path()).unwrap(), manifest);
        assert_eq!((manifest.head.files, manifest.head.bytes), (2, 14));
    }
}

//! Sources: what is read when a copy is taken, and what is noted about it on the way.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ballast_core::evidence::to_hex;
use ballast_core::{Code, Error, Result};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use rustic_core::repofile::{Node, NodeType};
use rustic_core::{
    ErrorKind, LocalSource, ReadSource, ReadSourceEntry, ReadSourceOpen, RusticError, RusticResult,
};
use sha2::{Digest, Sha256};

use crate::Progress;
use crate::manifest::{Entry, Kind, Note, Stamp};
use crate::walk::path_text;

/// What reading the source told about one file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Heard {
    Hash(String),
    Unreadable,
}

/// Everything noted while the engine reads a source.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    entries: Mutex<Vec<(PathBuf, Entry)>>,
    heard: Mutex<HashMap<PathBuf, Heard>>,
    /// Places that could not be listed.
    unlisted: Mutex<Vec<String>>,
}

/// The engine's own walk of the source with a listener in it: the hash of a file is of the very
/// bytes that went into the copy, and a file that cannot be opened is noted instead of dropped.
pub(crate) struct Listened {
    inner: LocalSource,
    notes: Arc<Notes>,
}

impl Listened {
    pub(crate) fn new(inner: LocalSource) -> (Self, Arc<Notes>) {
        let notes = Arc::new(Notes::default());
        (Self { inner, notes: Arc::clone(&notes) }, notes)
    }
}

impl ReadSource for Listened {
    type Open = ListenedFile;
    type Iter = Box<dyn Iterator<Item = RusticResult<ReadSourceEntry<ListenedFile>>> + Send>;

    fn size(&self) -> RusticResult<Option<u64>> {
        self.inner.size()
    }

    fn entries(&self) -> Self::Iter {
        let notes = Arc::clone(&self.notes);
        Box::new(self.inner.entries().map(move |item| match item {
            Ok(entry) => {
                notes.meet(&entry.path, &entry.node);
                let path = entry.path.clone();
                let notes = Arc::clone(&notes);
                let open = entry.open.map(|_| ListenedFile { path, notes });
                Ok(ReadSourceEntry { path: entry.path, node: entry.node, open })
            }
            Err(error) => {
                if let Ok(mut unlisted) = notes.unlisted.lock() {
                    unlisted.push(error.display_log());
                }
                Err(error)
            }
        }))
    }
}

/// A file that the engine is about to open.
pub(crate) struct ListenedFile {
    path: PathBuf,
    notes: Arc<Notes>,
}

impl ReadSourceOpen for ListenedFile {
    type Reader = ListenedReader;

    fn open(self) -> RusticResult<ListenedReader> {
        match File::open(&self.path) {
            Ok(file) => {
                Ok(ListenedReader { file, path: self.path, notes: self.notes, hasher: Some(Sha256::new()) })
            }
            Err(error) => {
                self.notes.hear(self.path, Heard::Unreadable);
                Err(RusticError::with_source(ErrorKind::InputOutput, "cannot open", error))
            }
        }
    }
}

/// Passes bytes on and hashes them.
pub(crate) struct ListenedReader {
    file: File,
    path: PathBuf,
    notes: Arc<Notes>,
    hasher: Option<Sha256>,
}

impl Read for ListenedReader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.file.read(buffer) {
            Ok(0) if !buffer.is_empty() => {
                if let Some(hasher) = self.hasher.take() {
                    self.notes.hear(self.path.clone(), Heard::Hash(to_hex(&hasher.finalize())));
                }
                Ok(0)
            }
            Ok(read) => {
                if let Some(hasher) = &mut self.hasher {
                    hasher.update(&buffer[..read]);
                }
                Ok(read)
            }
            Err(error) => {
                self.hasher = None;
                self.notes.hear(self.path.clone(), Heard::Unreadable);
                Err(error)
            }
        }
    }
}

fn nanoseconds(instant: Option<jiff::Timestamp>) -> i64 {
    instant.and_then(|at| i64::try_from(at.as_nanosecond()).ok()).unwrap_or_default()
}

impl Notes {
    fn hear(&self, path: PathBuf, heard: Heard) {
        if let Ok(mut map) = self.heard.lock() {
            map.insert(path, heard);
        }
    }

    fn meet(&self, path: &Path, node: &Node) {
        let kind = match &node.node_type {
            NodeType::File => Kind::File,
            NodeType::Dir => Kind::Folder,
            NodeType::Symlink { .. } => Kind::Link,
            _ => Kind::Special,
        };
        let stamp = Stamp {
            bytes: if kind == Kind::File { node.meta.size } else { 0 },
            modified: nanoseconds(node.meta.mtime),
            changed: nanoseconds(node.meta.ctime),
            inode: node.meta.inode,
        };
        let entry = Entry { path: path_text(path), kind, stamp, sha256: None, note: None };
        if let Ok(mut entries) = self.entries.lock() {
            entries.push((path.to_owned(), entry));
        }
    }

    /// The places that could not be listed, in the engine's words.
    pub(crate) fn unlisted(&self) -> Vec<String> {
        self.unlisted.lock().map(|list| list.clone()).unwrap_or_default()
    }

    /// The entries with their hashes. A file that the engine did not read again, because it did not
    /// change, keeps the hash that `earlier` has for it, or is read now.
    pub(crate) fn settle(
        &self,
        earlier: &HashMap<&str, &Entry>,
        progress: &Progress,
    ) -> Vec<(PathBuf, Entry)> {
        let mut entries = self.entries.lock().map(|mut list| std::mem::take(&mut *list)).unwrap_or_default();
        let heard = self.heard.lock().map(|mut map| std::mem::take(&mut *map)).unwrap_or_default();
        for (path, entry) in entries.iter_mut().filter(|(_, entry)| entry.kind == Kind::File) {
            let known = earlier.get(entry.path.as_str()).filter(|old| old.stamp == entry.stamp);
            entry.sha256 = match heard.get(path) {
                Some(Heard::Hash(hash)) => Some(hash.clone()),
                Some(Heard::Unreadable) => None,
                None => known.and_then(|old| old.sha256.clone()).or_else(|| hash_file(path)),
            };
            entry.note = match entry.sha256 {
                None => Some(Note::Unreadable),
                Some(_) if stamp_of(path) != Some(entry.stamp) => Some(Note::Changing),
                Some(_) => None,
            };
            progress.add(1);
        }
        entries
    }
}

fn hash_file(path: &Path) -> Option<String> {
    ballast_store::sha256_of_file(path).ok().map(|(hash, _)| hash)
}

/// The stamp of a file now; none if it is gone.
pub(crate) fn stamp_of(path: &Path) -> Option<Stamp> {
    std::fs::symlink_metadata(path).ok().map(|meta| stamp(&meta))
}

pub(crate) fn stamp(meta: &std::fs::Metadata) -> Stamp {
    let instant =
        |seconds: i64, nanoseconds: i64| seconds.saturating_mul(1_000_000_000).saturating_add(nanoseconds);
    Stamp {
        bytes: meta.len(),
        modified: instant(meta.mtime(), meta.mtime_nsec()),
        changed: instant(meta.ctime(), meta.ctime_nsec()),
        inode: meta.ino(),
    }
}

/// Copies a live SQLite database with the online backup API: consistent, whatever is being written.
pub(crate) fn copy_sqlite(from: &Path, to: &Path, progress: &Progress) -> Result<()> {
    let failed = |error: rusqlite::Error| {
        Error::new(Code::SourceUnreadable).with("path", from.display()).because(&error)
    };
    if !from.is_file() {
        return Err(Error::new(Code::SourceMissing).with("path", from.display()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(from, flags).map_err(failed)?;
    source.busy_timeout(Duration::from_secs(30)).map_err(failed)?;
    let mut copy = Connection::open(to).map_err(failed)?;
    let backup = Backup::new(&source, &mut copy).map_err(failed)?;
    let mut done = 0;
    // A writer restarts the copy; after ten minutes of that the run's own limit decides.
    loop {
        match backup.step(2048).map_err(failed)? {
            StepResult::Done => {
                // The copy is given back as the original was.
                let mode = std::fs::metadata(from).map(|meta| meta.permissions());
                let _ = mode.and_then(|mode| std::fs::set_permissions(to, mode));
                return Ok(());
            }
            StepResult::More => {}
            StepResult::Busy | StepResult::Locked => std::thread::sleep(Duration::from_millis(50)),
            other => {
                return Err(Error::new(Code::SourceUnreadable)
                    .with("path", from.display())
                    .with("what", format!("{other:?}")));
            }
        }
        let state = backup.progress();
        let copied = u64::try_from(state.pagecount - state.remaining).unwrap_or(0);
        progress.add(copied.saturating_sub(done));
        done = copied;
    }
}

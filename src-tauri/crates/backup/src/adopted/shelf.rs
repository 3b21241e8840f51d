//! What lies there: files with their sizes and times, and which of them make a copy.

use std::path::{Path, PathBuf};

use ballast_core::evidence::to_hex;
use ballast_core::{Code, Error, Finding, Result};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::sums::Sums;
use super::{archives, folder, sqlite};
use crate::KnownSnapshot;
use crate::manifest::Stamp;
use crate::wire::{Adopted, Listed};

/// A file that is read whole or not at all.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its name below the folder, as `path_text` writes it.
    pub name: String,
    pub path: PathBuf,
    pub stamp: Stamp,
    /// Of name, size and time of change: a file that was written again is another one.
    pub id: String,
    /// What lists of checksums beside it say it must be.
    pub promised: Option<String>,
}

impl Item {
    pub(super) fn new(name: String, path: PathBuf, stamp: Stamp) -> Self {
        let text = format!("{name}\0{}\0{}", stamp.bytes, stamp.modified);
        let (of_name, of_all) = (Sha256::digest(&name), Sha256::digest(text));
        // Beginning with the name, so that a newer file of the same name is known as its successor.
        let id = to_hex(&of_name[..NAME_DIGITS / 2]) + &to_hex(&of_all)[NAME_DIGITS..];
        Self { name, path, stamp, id, promised: None }
    }

    pub(super) fn taken_at(&self) -> Timestamp {
        instant(self.stamp.modified)
    }
}

/// Digits of an id that only the name decides.
const NAME_DIGITS: usize = 16;

fn instant(nanoseconds: i64) -> Timestamp {
    Timestamp::from_nanosecond(i128::from(nanoseconds)).unwrap_or_default()
}

/// A copy: one archive, or everything in the folder.
#[derive(Clone, Debug)]
pub(super) struct Copy {
    pub id: String,
    pub taken_at: Timestamp,
    pub items: Vec<Item>,
}

#[derive(Default)]
pub(super) struct Shelf {
    /// Oldest first.
    pub copies: Vec<Copy>,
    /// Names of files that are still being written.
    pub incomplete: Vec<String>,
    /// What is wrong with the place itself: folders and lists of checksums that do not read.
    pub findings: Vec<Finding>,
    /// The list of checksums, where one is named or lies there.
    pub sums: Option<Sums>,
    /// One archive a copy; else files of one copy.
    pub archives: bool,
}

/// Programs that fetch or send files give them such names until they are whole.
pub(super) fn without_unfinished(name: &str) -> Option<&str> {
    [".part", ".tmp", ".crdownload", ".partial", ".filepart"]
        .into_iter()
        .find_map(|ending| name.strip_suffix(ending))
}

pub(super) fn absent(path: &Path) -> Error {
    Error::new(Code::LocationAbsent).with("path", path.display())
}

impl Shelf {
    /// Looks at names, sizes and times. Nothing is opened but lists of checksums.
    pub(super) fn scan(what: &Adopted) -> Result<Self> {
        match what {
            Adopted::Archives { folder, pattern } => archives::scan(folder, pattern),
            Adopted::Folder { path, sums } => folder::scan(path, sums.as_deref()),
            Adopted::Sqlite { path } => sqlite::scan(path),
        }
    }

    /// Everything in the folder as one copy; none where there is nothing.
    pub(super) fn with_all(mut self, items: Vec<Item>) -> Self {
        let mut hasher = Sha256::new();
        for item in &items {
            hasher.update(&item.id);
        }
        if let Some(newest) = items.iter().map(|item| item.stamp.modified).max() {
            self.copies = vec![Copy { id: to_hex(&hasher.finalize()), taken_at: instant(newest), items }];
        }
        self
    }

    pub(super) fn listed(&self) -> Vec<Listed> {
        let one = |copy: &Copy| Listed {
            id: copy.id.clone(),
            taken_at: copy.taken_at,
            files: (!self.archives).then_some(copy.items.len() as u64),
            bytes: Some(copy.items.iter().map(|item| item.stamp.bytes).sum()),
        };
        self.copies.iter().map(one).collect()
    }

    pub(super) fn newest(&self) -> Option<&Copy> {
        self.copies.last()
    }

    /// The files that are read whole.
    pub(super) fn units(&self) -> impl Iterator<Item = &Item> {
        self.copies.iter().flat_map(|copy| &copy.items)
    }

    /// Whether a file of the same name, no older, lies where a known copy lay.
    pub(super) fn replaces(&self, known: &KnownSnapshot) -> bool {
        let same_name =
            |copy: &&Copy| copy.id != known.id && copy.id.get(..NAME_DIGITS) == known.id.get(..NAME_DIGITS);
        self.copies.iter().filter(same_name).any(|copy| copy.taken_at >= known.taken_at)
    }
}

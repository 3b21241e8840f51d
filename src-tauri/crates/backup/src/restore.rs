//! Giving files back. Every blob is held against its name and every file against its manifest; what
//! cannot be given back is a finding, and the rest is still restored.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, FileTimes, OpenOptions, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, lchown, symlink};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use ballast_core::evidence::to_hex;
use ballast_core::{Code, Error, Finding, FindingKind, Result};
use rayon::prelude::*;
use rustic_core::BlobId;
use rustic_core::repofile::{BlobType, Node, NodeType};
use rustix::fs::OFlags;
use sha2::{Digest, Sha256};

use crate::Progress;
use crate::catalogue::{Catalogue, blob_finding};
use crate::repository::{Files, Indexed};
use crate::walk::{path_text, read_blob};

/// An entry to give back: where below the target, its path in the copy, and what it is.
pub(crate) struct Wanted {
    pub place: PathBuf,
    pub path: PathBuf,
    pub node: Node,
}

/// What was given back.
#[derive(Default)]
pub(crate) struct Given {
    pub files: u64,
    pub bytes: u64,
    /// SHA-256 of each restored file by its path in the copy.
    pub hashes: HashMap<String, String>,
    pub findings: Vec<Finding>,
}

/// Where files come from and go to.
pub(crate) struct Restorer<'a> {
    pub indexed: &'a Indexed,
    pub catalogue: &'a Catalogue,
    pub files: &'a Files,
    pub target: &'a Path,
    pub overwrite: bool,
    pub progress: &'a Progress,
}

/// How a file is called until it is whole.
pub(crate) const PART: &str = ".ballast-part-";
/// Names may have 255 bytes with the prefix.
pub(crate) const PART_NAME_BYTES: usize = 200;

/// A place below the target and nothing else: no `..`, no absolute path, whatever a tree says.
fn is_below(place: &Path) -> bool {
    place.components().all(|part| matches!(part, Component::Normal(_)))
}

impl Restorer<'_> {
    /// Restores folders, then files, then links, then the times and modes of folders.
    pub(crate) fn give(&self, wanted: &[Wanted]) -> Result<Given> {
        let mut given = Given::default();
        let (safe, outside): (Vec<&Wanted>, Vec<&Wanted>) =
            wanted.iter().partition(|entry| is_below(&entry.place));
        for entry in outside {
            given.findings.push(
                Finding::new(FindingKind::Unsupported, path_text(&entry.path)).with("reason", "outside"),
            );
        }
        let of =
            |wanted: fn(&NodeType) -> bool| safe.iter().filter(move |entry| wanted(&entry.node.node_type));
        for folder in of(|kind| matches!(kind, NodeType::Dir)) {
            self.make_folder(&folder.place)?;
        }
        let mut files: Vec<&&Wanted> = of(|kind| matches!(kind, NodeType::File)).collect();
        for file in &files {
            if let Some(parent) = file.place.parent() {
                self.make_folder(parent)?;
            }
        }
        // The largest first, so that no core waits for one at the end.
        files.sort_by_key(|entry| std::cmp::Reverse(entry.node.meta.size));
        let done: Mutex<Given> = Mutex::default();
        files.par_iter().try_for_each(|entry| -> Result<()> {
            let outcome = self.give_file(entry)?;
            if let Ok(mut given) = done.lock() {
                match outcome {
                    Ok(hash) => {
                        given.files += 1;
                        given.bytes += entry.node.meta.size;
                        given.hashes.insert(path_text(&entry.path), hash);
                    }
                    Err(finding) => given.findings.push(*finding),
                }
            }
            Ok(())
        })?;
        let mut done = done.into_inner().unwrap_or_default();
        done.findings.sort_by(|a, b| a.subject.cmp(&b.subject));
        given.files = done.files;
        given.bytes = done.bytes;
        given.hashes = done.hashes;
        given.findings.append(&mut done.findings);
        for link in of(|kind| matches!(kind, NodeType::Symlink { .. })) {
            self.give_link(link)?;
        }
        let mut folders: Vec<&&Wanted> = of(|kind| matches!(kind, NodeType::Dir)).collect();
        folders.sort_by_key(|entry| std::cmp::Reverse(entry.place.components().count()));
        for folder in folders {
            settle(&self.target.join(&folder.place), &folder.node);
        }
        Ok(given)
    }

    fn make_folder(&self, place: &Path) -> Result<()> {
        make_folder(self.target, place, self.overwrite)
    }

    /// The hash of the file as written, or why it cannot come back. A file that cannot come back whole is
    /// removed: a wrong file is worse than a missing one.
    fn give_file(&self, entry: &Wanted) -> Result<std::result::Result<String, Box<Finding>>> {
        let whole = self.target.join(&entry.place);
        // Under its own name stands only a whole file, whenever the restore is stopped.
        let name = entry.place.file_name().unwrap_or_default().as_bytes();
        let short = OsStr::from_bytes(&name[..name.len().min(PART_NAME_BYTES)]).to_owned();
        let mut part = OsString::from(PART);
        part.push(short);
        let target = whole.with_file_name(part);
        let failed = |error: std::io::Error| Error::io(&target, &error);
        if self.overwrite
            && let Err(error) = fs::remove_file(&target)
            && error.kind() != ErrorKind::NotFound
        {
            return Err(failed(error));
        }
        let flags = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .custom_flags(flags)
            .open(&target)
            .map_err(failed)?;
        let content = entry.node.content.as_deref().unwrap_or_default();
        let mut hasher = Sha256::new();
        for id in content {
            let id = BlobId::from(**id);
            match read_blob(self.indexed, &id, BlobType::Data) {
                Ok(blob) => {
                    file.write_all(&blob).map_err(failed)?;
                    // The name of a lone blob is the hash of the file already.
                    if content.len() > 1 {
                        hasher.update(&blob);
                    }
                    self.progress.add(blob.len() as u64);
                }
                Err(fault) => {
                    drop(file);
                    let _ = fs::remove_file(&target);
                    return Ok(Err(Box::new(blob_finding(
                        self.catalogue,
                        self.files,
                        &id,
                        &fault,
                        &path_text(&entry.path),
                    ))));
                }
            }
        }
        drop(file);
        settle(&target, &entry.node);
        fs::rename(&target, &whole).map_err(failed)?;
        Ok(Ok(match content {
            [only] => only.to_hex().as_str().to_owned(),
            _ => to_hex(&hasher.finalize()),
        }))
    }

    fn give_link(&self, entry: &Wanted) -> Result<()> {
        let NodeType::Symlink { .. } = &entry.node.node_type else { return Ok(()) };
        let target = self.target.join(&entry.place);
        if let Some(parent) = entry.place.parent() {
            self.make_folder(parent)?;
        }
        if self.overwrite && fs::symlink_metadata(&target).is_ok_and(|meta| !meta.is_dir()) {
            fs::remove_file(&target).map_err(|error| Error::io(&target, &error))?;
        }
        symlink(entry.node.node_type.to_link(), &target).map_err(|error| Error::io(&target, &error))
    }
}

/// Makes a folder below the target. A link in its place would lead outside: it is replaced by the folder
/// that the copy has there.
pub(crate) fn make_folder(target: &Path, place: &Path, overwrite: bool) -> Result<()> {
    let mut folder = target.to_owned();
    for part in place.components() {
        folder.push(part);
        let failed = |error: std::io::Error| Error::io(&folder, &error);
        match fs::symlink_metadata(&folder) {
            Ok(meta) if meta.is_dir() => continue,
            Ok(_) if overwrite => fs::remove_file(&folder).map_err(failed)?,
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        fs::create_dir(&folder).map_err(failed)?;
    }
    Ok(())
}

/// Mode, owner and time, as far as this user may set them. What cannot be set does not make a
/// restore fail: the content is what was promised.
fn settle(path: &Path, node: &Node) {
    if rustix::process::geteuid().is_root()
        && let (Some(user), Some(group)) = (node.meta.uid, node.meta.gid)
    {
        let _ = lchown(path, Some(user), Some(group));
    }
    if let Some(mode) = node.meta.mode {
        let _ = fs::set_permissions(path, Permissions::from_mode(mode & 0o7777));
    }
    if let Some(modified) = node.meta.mtime {
        let modified = SystemTime::from(modified);
        let _ = File::open(path).and_then(|file| file.set_times(FileTimes::new().set_modified(modified)));
    }
}

/// Refuses before anything is written when `needed` bytes do not fit below `folder`.
pub(crate) fn ensure_space(folder: &Path, needed: u64) -> Result<()> {
    let stat = rustix::fs::statvfs(folder).map_err(|error| Error::io(folder, &error.into()))?;
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    if free < needed {
        return Err(Error::new(Code::DiskFull)
            .with("path", folder.display())
            .with("needed", needed)
            .with("free", free));
    }
    Ok(())
}

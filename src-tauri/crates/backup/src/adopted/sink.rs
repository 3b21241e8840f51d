//! Writing files of a copy below one folder, and nowhere else.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs::{self, File, FileTimes, OpenOptions, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ballast_core::{Error, Finding, FindingKind, Result, Severity};
use ballast_inputs::{Entry, Format, Kind, Summed, Visitor};
use rustix::fs::OFlags;

use crate::Progress;
use crate::restore::{PART, PART_NAME_BYTES, make_folder};

/// What a SQLite database begins with.
pub(super) const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

/// Which files are written, by name and first bytes.
pub(super) type Wanted<'a> = dyn Fn(&str, &[u8]) -> bool + 'a;

pub(super) struct Sink<'a> {
    target: &'a Path,
    wanted: &'a Wanted<'a>,
    overwrite: bool,
    progress: &'a Progress,
    /// The file that is being written: its part, and where it belongs.
    writing: Option<(PathBuf, PathBuf)>,
    /// Files as they were written, by name.
    pub given: HashMap<String, Summed>,
    pub bytes: u64,
    pub databases: Vec<(String, PathBuf)>,
    pub archives: Vec<(String, PathBuf)>,
    links: Vec<Entry>,
    /// Names that cannot stand beside others of the same copy.
    conflicts: HashSet<String>,
    /// Files get the modes that the copy has; in a sandbox they must stay readable.
    pub keeps_modes: bool,
    failed: Option<Error>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        target: &'a Path,
        overwrite: bool,
        wanted: &'a Wanted<'a>,
        progress: &'a Progress,
    ) -> Self {
        Self {
            target,
            wanted,
            overwrite,
            progress,
            writing: None,
            given: HashMap::new(),
            bytes: 0,
            databases: Vec::new(),
            archives: Vec::new(),
            links: Vec::new(),
            conflicts: HashSet::new(),
            keeps_modes: false,
            failed: None,
        }
    }

    /// The error behind one that ended the reading.
    pub(super) fn error(&mut self, error: &io::Error) -> Error {
        self.failed.take().unwrap_or_else(|| Error::io(self.target, error))
    }

    pub(super) fn findings(&self) -> Option<Finding> {
        let first = self.conflicts.iter().min()?.clone();
        let finding = Finding::new(FindingKind::Unsupported, first).severity(Severity::Warning);
        Some(finding.with("reason", "conflict").with("affected", self.conflicts.len()))
    }

    fn fail<T>(&mut self, error: Error) -> io::Result<T> {
        self.failed = Some(error);
        Err(io::Error::other("a file could not be written"))
    }

    /// Something that is no folder stands where one is needed.
    fn is_blocked(&self, folder: &Path) -> bool {
        folder.ancestors().any(|part| {
            fs::symlink_metadata(self.target.join(part))
                .is_ok_and(|meta| !part.as_os_str().is_empty() && !meta.is_dir())
        })
    }

    /// Links last, so that nothing is ever written through one.
    pub(super) fn links(&mut self) -> Result<u64> {
        let mut made = 0;
        for link in std::mem::take(&mut self.links) {
            let (Some(place), Some(points_to)) = (&link.place, &link.target) else { continue };
            let whole = self.target.join(place);
            if self.is_blocked(place) && !self.overwrite || whole.is_dir() {
                continue;
            }
            if let Some(parent) = place.parent() {
                make_folder(self.target, parent, self.overwrite)?;
            }
            let _ = fs::remove_file(&whole);
            let done = if link.kind == Kind::Link {
                symlink(points_to, &whole)
            } else if self.given.contains_key(&ballast_inputs::text_of(points_to.as_os_str().as_bytes())) {
                // Another name of a file that was given back just now.
                fs::hard_link(self.target.join(points_to), &whole)
            } else {
                continue;
            };
            done.map_err(|error| Error::io(&whole, &error))?;
            made += 1;
        }
        Ok(made)
    }
}

impl Visitor for Sink<'_> {
    fn list(&mut self, entry: &Entry) -> io::Result<()> {
        let Some(place) = entry.place.as_ref().filter(|_| (self.wanted)(&entry.name, &[])) else {
            return Ok(());
        };
        match entry.kind {
            Kind::Folder if self.is_blocked(place) && !self.overwrite => {
                self.conflicts.insert(entry.name.clone());
            }
            Kind::Folder => {
                if let Err(error) = make_folder(self.target, place, self.overwrite) {
                    return self.fail(error);
                }
            }
            Kind::Link | Kind::HardLink => self.links.push(entry.clone()),
            Kind::File | Kind::Special => {}
        }
        Ok(())
    }

    fn open(&mut self, entry: &Entry, head: &[u8]) -> io::Result<Option<File>> {
        let Some(place) = entry
            .place
            .as_ref()
            .filter(|place| place.file_name().is_some() && (self.wanted)(&entry.name, head))
        else {
            return Ok(None);
        };
        let folder = place.parent().unwrap_or(Path::new(""));
        let whole = self.target.join(place);
        if (self.is_blocked(folder) && !self.overwrite)
            || fs::symlink_metadata(&whole).is_ok_and(|meta| meta.is_dir())
        {
            self.conflicts.insert(entry.name.clone());
            return Ok(None);
        }
        if let Err(error) = make_folder(self.target, folder, self.overwrite) {
            return self.fail(error);
        }
        // Under its own name stands only a whole file, whenever this is stopped.
        let name = place.file_name().unwrap_or_default().as_bytes();
        let mut part_name = OsString::from(PART);
        part_name.push(std::ffi::OsStr::from_bytes(&name[..name.len().min(PART_NAME_BYTES)]));
        let part = whole.with_file_name(part_name);
        let _ = fs::remove_file(&part);
        let flags = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0);
        let file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).custom_flags(flags).open(&part);
        let file = match file {
            Ok(file) => file,
            Err(error) => return self.fail(Error::io(&part, &error)),
        };
        if head.starts_with(SQLITE_MAGIC) {
            self.databases.push((entry.name.clone(), whole.clone()));
        } else if Format::of(head).is_some() {
            self.archives.push((entry.name.clone(), whole.clone()));
        }
        self.writing = Some((part, whole));
        Ok(Some(file))
    }

    fn close(&mut self, entry: &Entry, summed: Option<&Summed>) -> io::Result<()> {
        let Some((part, whole)) = self.writing.take() else { return Ok(()) };
        let Some(summed) = summed else {
            // A wrong file is worse than a missing one.
            let _ = fs::remove_file(&part);
            self.databases.retain(|(_, path)| *path != whole);
            self.archives.retain(|(_, path)| *path != whole);
            return Ok(());
        };
        // What cannot be set does not make a restore fail: the content is what was promised.
        if let Some(modified) = entry.modified {
            let times = FileTimes::new().set_modified(SystemTime::from(modified));
            let _ = File::options().write(true).open(&part).and_then(|file| file.set_times(times));
        }
        if let Some(mode) = entry.mode.filter(|_| self.keeps_modes) {
            let _ = fs::set_permissions(&part, Permissions::from_mode(mode & 0o777));
        }
        if let Err(error) = fs::rename(&part, &whole) {
            return self.fail(Error::io(&whole, &error));
        }
        self.bytes += summed.bytes;
        self.progress.add(summed.bytes);
        self.given.insert(entry.name.clone(), summed.clone());
        Ok(())
    }
}

//! Folders for what is put aside while two tables are compared on the spot, beside no workspace.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use ballast_core::limits::SCRATCH_ENTRIES_MAX;
use ballast_core::{Error, Result};
use jiff::Timestamp;

use crate::owner;

const PREFIX: &str = "ballast-compare-";
/// Locked as long as its folder's program lives. The kernel lets go of it however that ends, and knows better
/// than a number of a process, which counts for something else inside a container.
const LOCK: &str = "owner.lock";

/// A folder of this process, gone with it. What a killed program left behind goes when the next one comes.
pub(crate) struct Scratch {
    pub folder: PathBuf,
    _lock: File,
}

impl Scratch {
    pub(crate) fn new() -> Result<Self> {
        let all = std::env::temp_dir();
        sweep(&all);
        let name = format!("{PREFIX}{}-{}", std::process::id(), Timestamp::now().as_nanosecond());
        let folder = all.join(name);
        let failed = |error: std::io::Error| Error::io(&folder, &error);
        // Rows lie in it, in a folder that all users share.
        DirBuilder::new().mode(0o700).create(&folder).map_err(failed)?;
        // It gets its name when it is locked: one that is not could be taken for that of a dead program.
        let part = folder.join("owner.lock.part");
        let lock = File::create(&part).map_err(failed)?;
        lock.lock().map_err(failed)?;
        fs::rename(&part, folder.join(LOCK)).map_err(failed)?;
        Ok(Self { folder, _lock: lock })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Removes folders whose program is gone. What cannot be looked at stays: it may be somebody's.
fn sweep(all: &Path) {
    let Ok(entries) = fs::read_dir(all) else { return };
    for entry in entries.flatten().take(SCRATCH_ENTRIES_MAX) {
        let name = entry.file_name();
        let pid = name.to_str().and_then(pid_of);
        if let Some(pid) = pid
            && is_own_folder(&entry.path())
            && is_left_behind(&entry.path(), pid)
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The number in the name of a scratch folder; none where it is not one.
fn pid_of(name: &str) -> Option<u32> {
    let (pid, at) = name.strip_prefix(PREFIX)?.split_once('-')?;
    at.parse::<i128>().ok()?;
    pid.parse().ok()
}

/// A folder of this user, and no link to one.
fn is_own_folder(path: &Path) -> bool {
    let me = rustix::process::getuid().as_raw();
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir() && meta.uid() == me)
}

fn is_left_behind(folder: &Path, pid: u32) -> bool {
    match File::open(folder.join(LOCK)) {
        Ok(lock) => match lock.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
        },
        // Killed before it had a lock, or about to take one.
        Err(error) => error.kind() == std::io::ErrorKind::NotFound && !owner::is_running(pid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that no process has: Linux gives none above 2^22.
    const NOBODY: u32 = 1 << 30;

    #[test]
    fn what_the_dead_left_goes_and_what_the_living_need_stays() {
        let all = tempfile::tempdir().unwrap();
        let make = |name: &str, has_lock: bool| {
            let folder = all.path().join(name);
            fs::create_dir(&folder).unwrap();
            fs::write(folder.join("rows"), "1,2").unwrap();
            has_lock.then(|| File::create(folder.join(LOCK)).unwrap())
        };
        let held = make(&format!("{PREFIX}{NOBODY}-1"), true);
        held.as_ref().unwrap().lock().unwrap();
        // Their programs are gone; one of them before it had a lock.
        drop(make(&format!("{PREFIX}{}-2", std::process::id()), true));
        make(&format!("{PREFIX}{NOBODY}-3"), false);
        make(&format!("{PREFIX}{}-4", std::process::id()), false);
        // Not ours, whatever it is called.
        make(&format!("{PREFIX}{NOBODY}-mine"), false);
        make("ballast-compared", false);
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), all.path().join(format!("{PREFIX}{NOBODY}-5"))).unwrap();
        sweep(all.path());
        let mut left: Vec<String> = fs::read_dir(all.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let own = format!("{PREFIX}{}-4", std::process::id());
        let mut wanted = vec![
            "ballast-compared".to_owned(),
            format!("{PREFIX}{NOBODY}-1"),
            format!("{PREFIX}{NOBODY}-5"),
            format!("{PREFIX}{NOBODY}-mine"),
            own,
        ];
        wanted.sort();
        assert_eq!(left, wanted);
    }
}

//! The folder for scratch files: emptied before and after.

use std::path::{Path, PathBuf};

use ballast_core::{Error, Result};

/// What of a comparison stands in the folder; nothing else in it is touched.
const NAME: &str = "ballast-compare";

/// A folder of its own in the work folder, removed with everything in it when it is let go.
#[derive(Debug)]
pub struct WorkFolder(PathBuf);

impl WorkFolder {
    /// Errors: `io`, `disk_full`.
    pub fn make(work: &Path) -> Result<Self> {
        let path = work.join(NAME);
        empty(&path)?;
        std::fs::create_dir_all(&path).map_err(|error| Error::io(&path, &error))?;
        Ok(Self(path))
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Removes what a program that was killed left behind.
    pub fn clear(work: &Path) -> Result<()> {
        empty(&work.join(NAME))
    }
}

/// Puts a file that is whole at its place, which may be on another disk. It stands there whole or not at all.
pub fn put(from: &Path, to: &Path) -> Result<()> {
    let failed = |error| Error::io(to, &error);
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => {
            let mut part = to.as_os_str().to_owned();
            part.push(".part");
            let part = PathBuf::from(part);
            let copy = || {
                std::fs::copy(from, &part)?;
                std::fs::File::open(&part)?.sync_all()?;
                std::fs::rename(&part, to)
            };
            copy().map_err(|error| {
                let _ = std::fs::remove_file(&part);
                failed(error)
            })
        }
        done => done.map_err(failed),
    }
}

fn empty(path: &Path) -> Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io(path, &error)),
        _ => Ok(()),
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        let _ = empty(&self.0);
    }
}

//! Files kept by their content, beside the database: `artefacts/ab/ab12…`.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ballast_core::evidence::{Artefact, to_hex};
use ballast_core::{Error, Result};
use sha2::{Digest, Sha256};

use crate::{Change, Store};

/// The SHA-256 of a file, 64 hexadecimal digits, and its length in bytes.
pub fn sha256_of_file(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((to_hex(&hasher.finalize()), bytes));
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
}

/// Where the content with this hash is kept in the workspace of this folder.
#[must_use]
pub fn artefact_path(workspace: &Path, sha256: &str) -> PathBuf {
    workspace.join("artefacts").join(sha256.get(..2).unwrap_or("xx")).join(sha256)
}

/// A finished file with its hash, beside the store and not yet in it. Where the change does not come about that was
/// to move it in, the file goes with this.
#[derive(Debug)]
pub struct Staged {
    pub artefact: Artefact,
    file: PathBuf,
    target: PathBuf,
}

impl Drop for Staged {
    fn drop(&mut self) {
        // Once it is kept there is nothing at its old place.
        let _ = fs::remove_file(&self.file);
    }
}

impl Change<'_> {
    /// Moves a staged file into the store, within the change that names it: nothing that lets go of what no
    /// record needs can come in between.
    pub fn keep(&self, staged: &Staged) -> Result<()> {
        move_into_place(&staged.file, &staged.target)
    }

    /// Removes the bodies of artefacts, within the change that says so.
    pub fn remove(&self, path: &Path) -> Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io(path, &error)),
            _ => Ok(()),
        }
    }
}

fn move_into_place(file: &Path, target: &Path) -> Result<()> {
    let folder = target.parent().unwrap_or(target);
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, &error))?;
    if target.exists() {
        let _ = fs::remove_file(file);
        return Ok(());
    }
    fs::rename(file, target).map_err(|error| Error::io(target, &error))?;
    File::open(folder).and_then(|f| f.sync_all()).map_err(|error| Error::io(folder, &error))
}

impl Store {
    /// Hashes a finished file and brings it to the disk, so that a change can move it into the store.
    pub fn stage_artefact(&self, name: &str, file: &Path) -> Result<Staged> {
        let io = |error: io::Error| Error::io(file, &error);
        let (sha256, bytes) = sha256_of_file(file).map_err(io)?;
        File::open(file).and_then(|f| f.sync_all()).map_err(io)?;
        let target = self.artefact_path(&sha256);
        Ok(Staged {
            artefact: Artefact { name: name.to_owned(), sha256, bytes },
            file: file.to_owned(),
            target,
        })
    }

    /// Where the content with this hash is kept.
    #[must_use]
    pub fn artefact_path(&self, sha256: &str) -> PathBuf {
        artefact_path(&self.folder, sha256)
    }

    /// Moves a finished file into the store. Content that is already there is kept as it is.
    pub fn keep_artefact(&self, name: &str, file: &Path) -> Result<Artefact> {
        let staged = self.stage_artefact(name, file)?;
        move_into_place(&staged.file, &staged.target)?;
        Ok(staged.artefact.clone())
    }

    /// A place for files that are being written; on the same file system as the artefacts.
    pub fn work_folder(&self) -> Result<PathBuf> {
        let folder = self.folder.join("work");
        fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, &error))?;
        Ok(folder)
    }
}

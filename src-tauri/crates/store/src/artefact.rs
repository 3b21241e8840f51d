//! Files kept by their content, beside the database: `artefacts/ab/ab12…`.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ballast_core::evidence::{Artefact, to_hex};
use ballast_core::{Error, Result};
use sha2::{Digest, Sha256};

use crate::Store;

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

impl Store {
    /// Where the content with this hash is kept.
    #[must_use]
    pub fn artefact_path(&self, sha256: &str) -> PathBuf {
        self.folder.join("artefacts").join(sha256.get(..2).unwrap_or("xx")).join(sha256)
    }

    /// Moves a finished file into the store. Content that is already there is kept as it is.
    pub fn keep_artefact(&self, name: &str, file: &Path) -> Result<Artefact> {
        let (sha256, bytes) = sha256_of_file(file).map_err(|error| Error::io(file, &error))?;
        let target = self.artefact_path(&sha256);
        let folder = target.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(|error| Error::io(folder, &error))?;
        if target.exists() {
            let _ = fs::remove_file(file);
        } else {
            File::open(file).and_then(|f| f.sync_all()).map_err(|error| Error::io(file, &error))?;
            fs::rename(file, &target).map_err(|error| Error::io(&target, &error))?;
            File::open(folder).and_then(|f| f.sync_all()).map_err(|error| Error::io(folder, &error))?;
        }
        Ok(Artefact { name: name.to_owned(), sha256, bytes })
    }

    /// A place for files that are being written; on the same file system as the artefacts.
    pub fn work_folder(&self) -> Result<PathBuf> {
        let folder = self.folder.join("work");
        fs::create_dir_all(&folder).map_err(|error| Error::io(&folder, &error))?;
        Ok(folder)
    }
}

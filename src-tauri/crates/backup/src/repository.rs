//! Opening and making repositories, and what it means when one does not open.

use std::path::Path;
use std::sync::Arc;

use ballast_core::evidence::to_hex;
use ballast_core::{Code, Error, Finding, FindingKind, Result};
use rustic_backend::BackendOptions;
use rustic_core::{
    ConfigOptions, Credentials, FileType, Id, IndexedFullStatus, KeyOptions, OpenStatus, Repository,
    RepositoryBackends, RepositoryOptions, RusticError, WriteBackend,
};
use sha2::{Digest, Sha256};

use crate::Progress;
use crate::progress::EngineBars;
use crate::wire::Access;

pub(crate) type Open = Repository<OpenStatus>;
pub(crate) type Indexed = Repository<IndexedFullStatus>;

/// An error of the engine as a cause, in one line.
pub(crate) fn because(error: Error, cause: &RusticError) -> Error {
    let mut error = error;
    error.causes.push(cause.display_log());
    error
}

/// The files of a repository, before any password.
pub(crate) struct Files {
    pub backends: RepositoryBackends,
    backend: Arc<dyn WriteBackend>,
}

impl Files {
    pub(crate) fn at(location: &Path) -> Result<Self> {
        let text = location.to_str().ok_or_else(|| {
            Error::new(Code::InvalidCall).with("what", "the location of a repository must be valid UTF-8")
        })?;
        let backends = BackendOptions::default()
            .repository(text)
            .to_backends()
            .map_err(|error| because(Error::new(Code::RepositoryUnreadable).with("path", text), &error))?;
        let backend = backends.repository();
        Ok(Self { backends, backend })
    }

    pub(crate) fn list(&self, kind: FileType) -> Result<Vec<(Id, u64)>> {
        let listed = self.backend.list_with_size(kind).map_err(|error| self.unreadable(&error))?;
        Ok(listed.into_iter().map(|(id, bytes)| (id, u64::from(bytes))).collect())
    }

    pub(crate) fn read(
        &self,
        kind: FileType,
        id: &Id,
    ) -> std::result::Result<bytes::Bytes, Box<RusticError>> {
        self.backend.read_full(kind, id)
    }

    /// Whether a file still hashes to its name: its bytes are as they were written.
    pub(crate) fn is_intact(&self, kind: FileType, id: &Id) -> bool {
        self.read(kind, id).is_ok_and(|bytes| to_hex(&Sha256::digest(&bytes)) == id.to_hex().as_str())
    }

    fn unreadable(&self, error: &RusticError) -> Error {
        because(Error::new(Code::RepositoryUnreadable).with("path", self.backend.location()), error)
    }
}

/// A folder that holds a repository: it has a `config`.
pub(crate) fn exists(location: &Path) -> bool {
    location.join("config").is_file()
}

fn options() -> RepositoryOptions {
    RepositoryOptions::default().no_cache(true)
}

/// Opens a repository with its password. The findings say why it does not open; the error, why we
/// could not look.
pub(crate) fn open(access: &Access, progress: &Progress) -> Result<std::result::Result<Open, Vec<Finding>>> {
    if !access.location.is_dir() {
        return Err(Error::new(Code::LocationAbsent).with("path", access.location.display()));
    }
    let files = Files::at(&access.location)?;
    let mut findings = damaged_keys(&files)?;
    if !exists(&access.location) {
        findings.push(Finding::new(FindingKind::ConfigDamaged, "config").with("reason", "missing"));
        return Ok(Err(findings));
    }
    let repository = Repository::new_with_progress(&options(), &files.backends, EngineBars(progress.clone()))
        .map_err(|error| files.unreadable(&error))?;
    match repository.open(&Credentials::password(&access.password)) {
        Ok(open) => {
            let engine_id = engine_id(&open);
            if access.engine_id.as_ref().is_some_and(|known| *known != engine_id) {
                return Err(Error::new(Code::RepositoryForeign).with("path", access.location.display()));
            }
            Ok(Ok(open))
        }
        Err(_) if !findings.is_empty() => Ok(Err(findings)),
        Err(error) if error.is_incorrect_password() => {
            Ok(Err(vec![Finding::new(FindingKind::WrongPassword, access.id.clone())]))
        }
        Err(error) => {
            let finding =
                Finding::new(FindingKind::ConfigDamaged, "config").with("reason", error.display_log());
            Ok(Err(vec![finding]))
        }
    }
}

/// Key files that no longer hash to their names, or that there is none.
fn damaged_keys(files: &Files) -> Result<Vec<Finding>> {
    let keys = files.list(FileType::Key)?;
    if keys.is_empty() {
        return Ok(vec![Finding::new(FindingKind::KeyDamaged, "keys").with("reason", "missing")]);
    }
    let damaged = keys.iter().filter(|(id, _)| !files.is_intact(FileType::Key, id));
    Ok(damaged
        .map(|(id, _)| Finding::new(FindingKind::KeyDamaged, format!("keys/{}", id.to_hex().as_str())))
        .collect())
}

pub(crate) fn engine_id(open: &Open) -> String {
    open.config().id.to_hex().as_str().to_owned()
}

/// Makes a repository where there is none. A folder that holds anything else is refused.
pub(crate) fn make(access: &Access, progress: &Progress) -> Result<Open> {
    let location = &access.location;
    let unwritable = |error: &std::io::Error| Error::io(location, error);
    std::fs::create_dir_all(location).map_err(|error| unwritable(&error))?;
    if access.made_here {
        clear_half_made(location)?;
    }
    if std::fs::read_dir(location).map_err(|error| unwritable(&error))?.next().is_some() {
        return Err(Error::new(Code::TargetNotEmpty).with("path", location.display()));
    }
    let files = Files::at(location)?;
    let mut config = ConfigOptions::default();
    if let Some(bytes) = access.pack_bytes {
        let size = bytesize::ByteSize::b(bytes);
        // Packs grow with the repository unless both are set.
        config = config.set_datapack_size(size).set_datapack_growfactor(0u32);
    }
    Repository::new_with_progress(&options(), &files.backends, EngineBars(progress.clone()))
        .and_then(|repository| {
            repository.init(&Credentials::password(&access.password), &KeyOptions::default(), &config)
        })
        .map_err(|error| files.unreadable(&error))
}

/// Removes what a first copy left that was killed while it made the repository: folders of the format
/// that hold no pack, no index and no snapshot. Anything else stays, and the place is refused.
fn clear_half_made(location: &Path) -> Result<()> {
    const FOLDERS: [&str; 5] = ["data", "index", "keys", "locks", "snapshots"];
    let holds_data = |name: &str| {
        let mut waiting = vec![location.join(name)];
        while let Some(folder) = waiting.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                if !entry.path().is_dir() {
                    return true;
                }
                waiting.push(entry.path());
            }
        }
        false
    };
    if ["data", "index", "snapshots"].into_iter().any(holds_data) {
        return Ok(());
    }
    for name in FOLDERS {
        let folder = location.join(name);
        if folder.is_dir() {
            std::fs::remove_dir_all(&folder).map_err(|error| Error::io(&folder, &error))?;
        }
    }
    let half_written = location.join("config-tmp-");
    if half_written.is_file() {
        std::fs::remove_file(&half_written).map_err(|error| Error::io(&half_written, &error))?;
    }
    Ok(())
}

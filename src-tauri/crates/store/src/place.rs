//! The folder a workspace lives in.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use ballast_core::{Code, Error, Result};

/// File systems over a network, by their magic number (statfs(2)): SQLite's WAL needs shared memory.
const NETWORK_FILE_SYSTEMS: [(u64, &str); 6] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB2"),
    (0x0102_1997, "9P"),
    (0x5346_414f, "AFS"),
];

pub(crate) fn refuse_network(folder: &Path) -> Result<()> {
    let stat = rustix::fs::statfs(folder).map_err(|error| Error::io(folder, &error.into()))?;
    // The width of the field differs between machines; the numbers all fit 32 bits.
    #[allow(clippy::cast_sign_loss, clippy::unnecessary_cast)]
    let magic = stat.f_type as u64 & 0xffff_ffff;
    match NETWORK_FILE_SYSTEMS.iter().find(|(number, _)| *number == magic) {
        Some((_, name)) => {
            Err(Error::new(Code::WorkspaceOnNetwork).with("path", folder.display()).with("what", name))
        }
        None => Ok(()),
    }
}

pub(crate) fn make_private_folder(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| Error::io(folder, &error))?;
    fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(|error| Error::io(folder, &error))
}

/// Only its owner may read it: the last six bits of its mode are clear. A file that is so already is left alone.
pub(crate) fn make_private_file(file: &Path) -> Result<()> {
    let mode = fs::metadata(file).map_err(|error| Error::io(file, &error))?.permissions().mode();
    if mode.trailing_zeros() >= 6 {
        return Ok(());
    }
    fs::set_permissions(file, Permissions::from_mode(0o600)).map_err(|error| Error::io(file, &error))
}

//! Walking the trees of a snapshot, blob by blob, so that damage is a finding and never a crash.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use ballast_core::limits::FOLDER_DEPTH_MAX;
use rustic_core::repofile::{BlobType, Node, Tree};
use rustic_core::{BlobId, TreeId};
use sha2::{Digest, Sha256};

use crate::repository::Indexed;

/// Why a blob could not be read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BlobFault {
    /// No index says where it is.
    NotIndexed,
    /// It was read and decrypted, but is not what its name says.
    WrongContent,
    /// Its bytes could not be read, decrypted or decompressed.
    Unreadable(String),
}

/// Reads, decrypts and decompresses a blob and holds it against its name. The engine alone would
/// return the wrong bytes when two packs were swapped.
pub(crate) fn read_blob(
    repository: &Indexed,
    id: &BlobId,
    kind: BlobType,
) -> Result<bytes::Bytes, BlobFault> {
    let indexed = match kind {
        BlobType::Data => repository.get_index_entry(&rustic_core::DataId::from(**id)).is_ok(),
        BlobType::Tree => repository.get_index_entry(&TreeId::from(**id)).is_ok(),
    };
    if !indexed {
        return Err(BlobFault::NotIndexed);
    }
    let blob =
        repository.get_blob_cached(id, kind).map_err(|error| BlobFault::Unreadable(error.display_log()))?;
    if ballast_core::evidence::to_hex(&Sha256::digest(&blob)) == id.to_hex().as_str() {
        Ok(blob)
    } else {
        Err(BlobFault::WrongContent)
    }
}

/// What a walk meets.
pub(crate) enum Met<'a> {
    Node {
        path: &'a Path,
        node: &'a Node,
    },
    /// A folder whose tree cannot be read; nothing below it is known.
    Fault {
        path: &'a Path,
        tree: TreeId,
        fault: BlobFault,
    },
}

/// Walks a tree depth first. With `once`, trees that were seen before are not read again.
pub(crate) fn walk(
    repository: &Indexed,
    root: TreeId,
    mut once: Option<&mut HashSet<TreeId>>,
    meet: &mut dyn FnMut(Met<'_>),
) {
    let mut waiting: Vec<(PathBuf, TreeId, usize)> = vec![(PathBuf::from("/"), root, 0)];
    while let Some((folder, id, depth)) = waiting.pop() {
        if once.as_deref_mut().is_some_and(|seen| !seen.insert(id)) {
            continue;
        }
        let read = read_blob(repository, &BlobId::from(*id), BlobType::Tree).and_then(|bytes| {
            serde_json::from_slice::<Tree>(&bytes).map_err(|error| BlobFault::Unreadable(error.to_string()))
        });
        let tree = match read {
            Ok(tree) => tree,
            Err(fault) => {
                meet(Met::Fault { path: &folder, tree: id, fault });
                continue;
            }
        };
        for node in &tree.nodes {
            let path = folder.join(node.name());
            meet(Met::Node { path: &path, node });
            if let Some(subtree) = node.subtree.filter(|_| depth < FOLDER_DEPTH_MAX) {
                waiting.push((path, subtree, depth + 1));
            }
        }
    }
}

/// A path as text that loses nothing: bytes that are not UTF-8 read `\xNN`, a backslash `\\`.
pub(crate) fn path_text(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        text.push_str(&chunk.valid().replace('\\', "\\\\"));
        for byte in chunk.invalid() {
            use std::fmt::Write;
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// The path that [`path_text`] wrote.
pub(crate) fn text_path(text: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escaped = (*first == b'\\').then(|| match tail {
            [b'\\', ..] => Some((b'\\', 1)),
            [b'x', high, low, ..] => {
                let digits = [*high, *low];
                std::str::from_utf8(&digits)
                    .ok()
                    .and_then(|d| u8::from_str_radix(d, 16).ok())
                    .map(|byte| (byte, 3))
            }
            _ => None,
        });
        if let Some((byte, used)) = escaped.flatten() {
            bytes.push(byte);
            rest = &tail[used..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    PathBuf::from(OsStr::from_bytes(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_file_reads_back() {
        for name in [
            &b"plain.txt"[..],
            b"\xff\xfe",
            b"new\nline",
            "ümläut 🦷".as_bytes(),
            b"back\\slash",
            b"\\x41",
            b"a\\\xc3",
        ] {
            let path = PathBuf::from(OsStr::from_bytes(name));
            assert_eq!(text_path(&path_text(&path)), path, "{name:?}");
        }
    }
}

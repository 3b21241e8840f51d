//! Files to back up and to compare: the same bytes every time.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

/// Bytes that no compressor makes smaller, the same for the same seed.
pub fn noise(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(count + 8);
    while bytes.len() < count {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        bytes.extend_from_slice(&state.wrapping_mul(0x2545_f491_4f6c_dd1d).to_le_bytes());
    }
    bytes.truncate(count);
    bytes
}

/// Writes a file and the folders above it.
pub fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Sets when a file was last changed.
pub fn date(path: &Path, instant: &str) {
    let done = Command::new("touch").args(["-d", instant]).arg(path).status().unwrap();
    assert!(done.success(), "touch -d {instant} {}", path.display());
}

/// `count` files of `size` bytes below `folder`, ten to a folder.
pub fn fill(folder: &Path, seed: u64, count: u64, size: usize) {
    for number in 0..count {
        let path = folder.join(format!("{:02}/{number:03}.bin", number / 10));
        put(&path, &noise(seed * 10_000 + number, size));
    }
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Everything below a folder by its raw path: type, mode, modification time in seconds, and the hash
/// or the target.
pub fn picture(folder: &Path) -> BTreeMap<Vec<u8>, String> {
    let mut all = BTreeMap::new();
    for path in walk(folder) {
        let meta = fs::symlink_metadata(&path).unwrap();
        let kind = meta.file_type();
        let what = if kind.is_symlink() {
            format!("link to {}", fs::read_link(&path).unwrap().display())
        } else if kind.is_dir() {
            format!("folder {:o}", meta.permissions().mode() & 0o7777)
        } else if kind.is_fifo() {
            "fifo".to_owned()
        } else if kind.is_socket() {
            "socket".to_owned()
        } else {
            let modified = meta.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
            let hash = sha256(&fs::read(&path).unwrap());
            format!("file {:o} {} {hash}", meta.permissions().mode() & 0o7777, modified.as_nanos())
        };
        let below = path.strip_prefix(folder).unwrap();
        all.insert(below.as_os_str().as_bytes().to_vec(), what);
    }
    all
}

/// Every entry below a folder, in a fixed order; links are not followed. What goes away meanwhile is not there.
pub fn walk(folder: &Path) -> Vec<PathBuf> {
    below(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}

fn below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut all = Vec::new();
    for path in entries {
        let Ok(meta) = fs::symlink_metadata(&path) else { continue };
        all.push(path.clone());
        if meta.is_dir() {
            all.extend(below(&path).unwrap_or_default());
        }
    }
    Ok(all)
}

/// The packs of a repository by their paths, with their sizes.
pub fn packs(repository: &Path) -> BTreeMap<PathBuf, u64> {
    let data = repository.join("data");
    if !data.is_dir() {
        return BTreeMap::new();
    }
    let files = walk(&data).into_iter().filter(|path| path.is_file());
    files.map(|path| (path.clone(), fs::metadata(&path).unwrap().len())).collect()
}

/// The names of the files in a folder of a repository: `snapshots`, `index`, `keys`.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Repositories keep their files read-only; damage does not ask.
pub fn writable(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// Turns one bit. A negative place counts from the end.
pub fn flip(path: &Path, place: i64) {
    writable(path);
    let mut file = fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    let from = if place < 0 { SeekFrom::End(place) } else { SeekFrom::Start(place.unsigned_abs()) };
    let at = file.seek(from).unwrap();
    let mut byte = [0];
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&[byte[0] ^ 0x10]).unwrap();
}

/// Turns one bit in the middle.
pub fn flip_middle(path: &Path) {
    let middle = fs::metadata(path).unwrap().len() / 2;
    flip(path, i64::try_from(middle).unwrap());
}

/// Makes a file this long.
pub fn cut(path: &Path, bytes: u64) {
    writable(path);
    fs::OpenOptions::new().write(true).open(path).unwrap().set_len(bytes).unwrap();
}

/// Fills a file with zeros, at its size.
pub fn zero(path: &Path) {
    let size = usize::try_from(fs::metadata(path).unwrap().len()).unwrap();
    writable(path);
    fs::write(path, vec![0; size]).unwrap();
}

/// Copies a tree with everything that is known of it.
pub fn copy_tree(from: &Path, to: &Path) {
    let done = Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap();
    assert!(done.success(), "cp -a {} {}", from.display(), to.display());
}

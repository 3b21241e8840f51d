//! Archives as other programs make them, and what is left of them.

use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::files::{noise, walk};
use crate::ladder;

/// Names and contents, in the order of the archive.
pub type Files = Vec<(String, Vec<u8>)>;

/// Eight files: text, noise, an empty one, some in a folder.
pub fn files(seed: u64) -> Files {
    let text = "order;amount\n".repeat(300).into_bytes();
    let mut all = vec![("orders.csv".to_owned(), text), ("empty".to_owned(), Vec::new())];
    all.extend((0..6).map(|n| (format!("photos/{n}.bin"), noise(seed * 100 + n, 3000))));
    all
}

pub fn a_zip(files: &Files) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

pub fn a_tar(files: &Files) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o640);
        header.set_mtime(1_700_000_000);
        // As other programs do: whatever the name is.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        out.append(&header, content.as_slice()).unwrap();
    }
    out.into_inner().unwrap()
}

pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

pub fn under_zstd(bytes: &[u8]) -> Vec<u8> {
    let mut out = zstd::Encoder::new(Vec::new(), 3).unwrap();
    out.include_checksum(true).unwrap();
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// Dates a file that many hours back.
pub fn age(path: &Path, hours: u64) {
    let then = SystemTime::now() - Duration::from_hours(hours);
    File::options().write(true).open(path).unwrap().set_times(FileTimes::new().set_modified(then)).unwrap();
}

/// Changes a file behind the back of its date, as a disk does.
pub fn rot(path: &Path, change: impl FnOnce(&Path)) {
    let before = fs::metadata(path).unwrap().modified().unwrap();
    change(path);
    let file = File::options().write(true).open(path).unwrap();
    file.set_times(FileTimes::new().set_modified(before)).unwrap();
}

pub fn adopting(what: &str) -> String {
    format!(
        "[[backup]]\nid = \"theirs\"\nadopt = {{ {what} }}\nmax_age = \"26h\"\nverify = [ {{ level = \"recovery\" }} ]\n"
    )
}

/// An ending, and how such an archive is made.
pub type Make = (&'static str, fn(&Files) -> Vec<u8>);

pub fn every_kind() -> [Make; 6] {
    [
        (".zip", a_zip),
        (".tar", a_tar),
        (".tar.gz", |files| gzipped(&a_tar(files))),
        (".tgz", |files| gzipped(&a_tar(files))),
        (".tar.zst", |files| under_zstd(&a_tar(files))),
        (".tzst", |files| under_zstd(&a_tar(files))),
    ]
}

/// Files by name, whatever their modes and times.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walk(folder).into_iter().filter(|path| path.is_file());
    all.map(|path| (path.strip_prefix(folder).unwrap().display().to_string(), fs::read(path).unwrap()))
        .collect()
}

/// Files as [`contents`] gives them.
pub fn wanted(files: &Files) -> BTreeMap<String, Vec<u8>> {
    files.iter().cloned().collect()
}

/// Every level up to recovery passed.
#[track_caller]
pub fn holds(document: &Value) {
    assert_eq!(ladder(document), "passed passed passed passed passed", "{document:#}");
}

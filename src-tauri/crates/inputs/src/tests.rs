//! Archives as other programs make them, whole and damaged.

use std::io::{Cursor, Write};
use std::path::Path;

use proptest::prelude::*;

use super::*;

/// Names and hashes of the files that were read whole, in the order of the archive.
#[derive(Default)]
struct Heard {
    listed: Vec<String>,
    whole: Vec<(String, u64, String)>,
}

impl Visitor for Heard {
    fn list(&mut self, entry: &Entry) -> std::io::Result<()> {
        self.listed.push(entry.name.clone());
        Ok(())
    }
    fn close(&mut self, entry: &Entry, summed: Option<&Summed>) -> std::io::Result<()> {
        if let Some(summed) = summed {
            self.whole.push((entry.name.clone(), summed.bytes, summed.sha256.clone()));
        }
        Ok(())
    }
}

fn look(name: &str, bytes: &[u8], look: Look) -> (Report, Heard) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut heard = Heard::default();
    let report = read(&path, look, &Budget::default(), &mut heard).unwrap();
    (report, heard)
}

fn whole(name: &str, bytes: &[u8]) -> (Report, Heard) {
    look(name, bytes, Look::Whole)
}

fn kinds(report: &Report) -> Vec<(FaultKind, &'static str)> {
    report.faults.iter().map(|fault| (fault.kind, fault.reason)).collect()
}

fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    })
    .take(count)
    .collect()
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    let text = "order;amount\n".repeat(200).into_bytes();
    vec![
        ("orders.csv", text),
        ("photo.bin", noise(1500)),
        ("empty", Vec::new()),
        ("below/note.txt", b"note".to_vec()),
    ]
}

fn a_zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        out.start_file(*name, ::zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn a_tar(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = ::tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(1_700_000_000);
        // As other programs do: the name is not looked at.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        out.append(&header, content.as_slice()).unwrap();
    }
    out.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn under_zstd(bytes: &[u8], checksum: bool) -> Vec<u8> {
    let mut out = zstd::Encoder::new(Vec::new(), 3).unwrap();
    out.include_checksum(checksum).unwrap();
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn every_kind() -> Vec<(&'static str, Vec<u8>)> {
    let tar = a_tar(&files());
    vec![
        ("a.zip", a_zip(&files())),
        ("a.tar.gz", gzipped(&tar)),
        ("a.tgz", gzipped(&tar)),
        ("a.tar.zst", under_zstd(&tar, true)),
        ("a.tar", tar),
        // By content and not by name.
        ("archive", a_zip(&files())),
    ]
}

#[test]
fn whole_archives_of_every_kind_are_read_to_the_end() {
    let wanted: Vec<(String, u64, String)> = files()
        .iter()
        .map(|(name, content)| {
            let hash = ballast_core::evidence::to_hex(&<sha2::Sha256 as sha2::Digest>::digest(content));
            ((*name).to_owned(), content.len() as u64, hash)
        })
        .collect();
    for (name, bytes) in every_kind() {
        let (report, heard) = whole(name, &bytes);
        assert_eq!(kinds(&report), [], "{name}");
        assert_eq!(heard.whole, wanted, "{name}");
        assert_eq!((report.files, report.entries), (4, 4));
        assert!(look(name, &bytes, Look::Catalogue).0.is_sound(), "{name}");
    }
}

#[test]
fn several_members_and_frames_are_one_archive() {
    let tar = a_tar(&files());
    let (front, back) = tar.split_at(1000);
    assert!(whole("a.tar.gz", &[gzipped(front), gzipped(back)].concat()).0.is_sound());
    assert!(whole("a.tar.zst", &[under_zstd(front, true), under_zstd(back, true)].concat()).0.is_sound());
    let (report, _) = whole("a.tar.zst", &under_zstd(&tar, false));
    assert_eq!(kinds(&report), [(FaultKind::Note, "no_checksum")]);
}

#[test]
fn one_packed_file_is_an_archive_of_one() {
    for (name, bytes) in
        [("dump.sql.gz", gzipped(b"select 1")), ("dump.sql.zst", under_zstd(b"select 1", true))]
    {
        let (report, heard) = whole(name, &bytes);
        assert!(report.is_sound());
        assert_eq!(heard.listed, ["dump.sql"]);
    }
    assert_eq!(kinds(&whole("a.tar.gz", &gzipped(b"no tar")).0), [(FaultKind::Damaged, "no_tar")]);
}

#[test]
fn garbage_behind_is_refused_where_the_format_has_an_end() {
    let tar = a_tar(&files());
    for (name, mut bytes) in [("a.tar.gz", gzipped(&tar)), ("a.tar.zst", under_zstd(&tar, true))] {
        bytes.extend_from_slice(b"garbage");
        assert!(!whole(name, &bytes).0.is_sound(), "{name}");
    }
    let mut zip = a_zip(&files());
    zip.extend_from_slice(b"garbage");
    assert_eq!(kinds(&whole("a.zip", &zip).0), [(FaultKind::Note, "data_after")]);
    let zip = [b"garbage".to_vec(), a_zip(&files())].concat();
    assert_eq!(kinds(&whole("a.zip", &zip).0), [(FaultKind::Note, "data_before")]);
    assert_eq!(kinds(&whole("a.zip", b"garbage").0), [(FaultKind::Damaged, "no_archive")]);
}

#[test]
fn a_tar_without_its_end_is_cut() {
    let tar = a_tar(&files());
    let (report, heard) = whole("a.tar", &tar[..tar.len() - 1024]);
    assert_eq!(kinds(&report), [(FaultKind::Truncated, "no_end")]);
    assert_eq!(heard.whole.len(), 4);
    assert_eq!(kinds(&whole("a.tar", &tar[..tar.len() - 512]).0), [(FaultKind::Truncated, "no_end")]);
    assert_eq!(kinds(&whole("a.tar", b"").0), [(FaultKind::Truncated, "empty")]);
}

#[test]
fn a_flipped_plain_tar_is_blind_without_a_hash() {
    let mut tar = a_tar(&files());
    tar[600] ^= 1;
    assert!(whole("a.tar", &tar).0.is_sound());
    tar[20] ^= 1;
    assert!(!whole("a.tar", &tar).0.is_sound(), "the header has a checksum");
}

#[test]
fn names_that_lead_outside_are_found() {
    let evil = [
        ("../evil", b"x".to_vec()),
        ("/etc/evil", b"x".to_vec()),
        ("a/../../b", b"x".to_vec()),
        ("good", b"x".to_vec()),
    ];
    for (name, bytes) in [("a.zip", a_zip(&evil)), ("a.tar", a_tar(&evil)), ("a.tgz", gzipped(&a_tar(&evil)))]
    {
        let (report, _) = whole(name, &bytes);
        assert_eq!(kinds(&report), [(FaultKind::Outside, "outside"); 3], "{name}");
    }
    assert_eq!(entry::place_of(b"a\0b"), None);
    assert_eq!(entry::place_of(&[b'a'; 5000]), None);
    assert_eq!(entry::place_of(b"./a//b/"), Some("a/b".into()));
}

#[test]
fn links_and_devices_are_listed_and_never_followed() {
    let mut out = ::tar::Builder::new(Vec::new());
    for (kind, name) in [
        (::tar::EntryType::Symlink, "link"),
        (::tar::EntryType::Link, "hard"),
        (::tar::EntryType::Char, "dev"),
    ] {
        let mut header = ::tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        out.append_link(&mut header, name, "/etc/passwd").unwrap();
    }
    let (report, heard) = whole("a.tar", &out.into_inner().unwrap());
    assert!(report.is_sound());
    assert_eq!(heard.listed, ["link", "hard", "dev"]);
    assert!(heard.whole.is_empty());
}

#[test]
fn long_names_of_both_kinds_are_read() {
    let long = format!("{}/{}", "a".repeat(150), "b".repeat(150));
    let mut out = ::tar::Builder::new(Vec::new());
    let mut header = ::tar::Header::new_gnu();
    header.set_size(1);
    out.append_data(&mut header, &long, &b"x"[..]).unwrap();
    out.append_pax_extensions([("path", "täg.txt".as_bytes()), ("mtime", b"1700000000.5")]).unwrap();
    let mut header = ::tar::Header::new_ustar();
    header.set_path("other").unwrap();
    header.set_size(1);
    header.set_cksum();
    out.append(&header, &b"y"[..]).unwrap();
    let (report, heard) = whole("a.tar", &out.into_inner().unwrap());
    assert_eq!(kinds(&report), []);
    assert_eq!(heard.listed, [long.as_str(), "täg.txt"]);
}

#[test]
fn what_unpacks_to_too_much_is_not_unpacked() {
    let zeros = vec![0; 8 << 20];
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..40 {
        out.write_all(&zeros).unwrap();
    }
    let (report, _) = whole("bomb.gz", &out.finish().unwrap());
    assert_eq!(kinds(&report), [(FaultKind::Limit, "unpacks_to_too_much")]);
}

#[test]
fn an_encrypted_zip_is_unsupported_and_not_damaged() {
    let mut bytes = a_zip(&[("secret", b"hidden".to_vec())]);
    let central = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[central + 8] |= 1;
    assert_eq!(kinds(&whole("a.zip", &bytes).0), [(FaultKind::Unsupported, "encrypted")]);
}

#[test]
fn a_catalogue_that_contradicts_its_headers_is_damage() {
    let bytes = a_zip(&files());
    let central = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let mut renamed = bytes.clone();
    renamed[central + 46] = b'X';
    assert_eq!(kinds(&look("a.zip", &renamed, Look::Catalogue).0), [(FaultKind::Damaged, "header")]);
    let mut wrong = bytes;
    wrong[40] ^= 0xff;
    assert!(look("a.zip", &wrong, Look::Catalogue).0.is_sound(), "a listing sees no content");
    assert!(!whole("a.zip", &wrong).0.is_sound());
}

#[test]
fn archives_in_archives_are_opened_to_a_depth() {
    let mut bad = a_zip(&files());
    bad[60] ^= 0xff;
    let middle = a_zip(&[("bad.zip", bad)]);
    let outer = gzipped(&a_tar(&[("middle.zip", middle.clone())]));
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let deep = |path: &Path| read_nested(path, folder.path(), &Budget::default(), 1).unwrap();
    let report = deep(&at("middle.zip", &middle));
    assert!(!report.is_sound());
    assert_eq!(report.faults[0].entry.as_deref(), Some("bad.zip/orders.csv"));
    assert!(
        deep(&at("outer.tgz", &outer)).is_sound(),
        "a third one in a second one is a file like any other"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "the spool is gone");
}

/// Damage was found, or what can be read is what was written.
fn found_or_the_same(name: &str, before: &[u8], after: &[u8]) -> bool {
    let (report, heard) = whole(name, after);
    !report.is_sound()
        || (heard.whole == whole(name, before).1.whole && heard.listed == whole(name, before).1.listed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_cut_is_found(at in any::<prop::sample::Index>()) {
        for (name, bytes) in every_kind() {
            let left = at.index(bytes.len());
            let (report, _) = whole(name, &bytes[..left]);
            prop_assert!(!report.is_sound(), "{name} cut to {left} of {}", bytes.len());
        }
    }

    #[test]
    fn the_last_bytes_matter(cut in 1usize..40) {
        for (name, bytes) in every_kind() {
            prop_assert!(!whole(name, &bytes[..bytes.len() - cut]).0.is_sound(), "{name} without its last {cut}");
        }
    }

    #[test]
    fn a_flipped_bit_is_found_or_changes_nothing(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        for (name, bytes) in every_kind().into_iter().filter(|(name, _)| *name != "a.tar") {
            let mut flipped = bytes.clone();
            flipped[at.index(bytes.len())] ^= 1 << bit;
            prop_assert!(found_or_the_same(name, &bytes, &flipped), "{name} at {}", at.index(bytes.len()));
        }
    }

    #[test]
    fn noise_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..2000), magic in 0usize..4) {
        let magics: [&[u8]; 4] = [b"PK\x03\x04", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b""];
        let (report, _) = whole("a", &[magics[magic], &bytes].concat());
        prop_assert!(!report.is_sound() || magic == 3 || report.format == Some(Format::Zstd));
    }
}

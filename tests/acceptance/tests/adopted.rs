//! Backups that other tools made: adopted, looked at on every level, given back, and never written to.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::io::{Cursor, Write};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, SystemTime};

use ballast_acceptance::files::{cut, flip, flip_middle, names, noise, picture, put};
use ballast_acceptance::{HEAD, Workshop, found, ladder, of_kind};
use serde_json::Value;

type Files = Vec<(String, Vec<u8>)>;

fn files(seed: u64) -> Files {
    let text = "order;amount\n".repeat(300).into_bytes();
    let mut all = vec![("orders.csv".to_owned(), text), ("empty".to_owned(), Vec::new())];
    all.extend((0..6).map(|n| (format!("photos/{n}.bin"), noise(seed * 100 + n, 3000))));
    all
}

fn a_zip(files: &Files) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn a_tar(files: &Files) -> Vec<u8> {
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

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn under_zstd(bytes: &[u8]) -> Vec<u8> {
    let mut out = zstd::Encoder::new(Vec::new(), 3).unwrap();
    out.include_checksum(true).unwrap();
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// Dates a file that many hours back.
fn age(path: &Path, hours: u64) {
    let then = SystemTime::now() - Duration::from_hours(hours);
    File::options().write(true).open(path).unwrap().set_times(FileTimes::new().set_modified(then)).unwrap();
}

/// Changes a file behind the back of its date, as a disk does.
fn rot(path: &Path, change: impl FnOnce(&Path)) {
    let before = fs::metadata(path).unwrap().modified().unwrap();
    change(path);
    let file = File::options().write(true).open(path).unwrap();
    file.set_times(FileTimes::new().set_modified(before)).unwrap();
}

fn adopting(what: &str) -> String {
    format!(
        "[[backup]]\nid = \"theirs\"\nadopt = {{ {what} }}\nmax_age = \"26h\"\nverify = [ {{ level = \"recovery\" }} ]\n"
    )
}

/// A drop folder with three archives of a kind, an hour apart, and a workspace that watches it.
fn drop_folder(ending: &str, make: impl Fn(&Files) -> Vec<u8>) -> Workshop {
    let shop = Workshop::new();
    for hour in 1..=3 {
        let path = shop.at(&format!("nas/backup-{hour}{ending}"));
        put(&path, &make(&files(hour)));
        age(&path, 4 - hour);
    }
    shop.run(["init", "--name", "Test"]).exits(0);
    shop.apply(&adopting(&format!("archives = \"nas/*{ending}\"")));
    shop
}

fn zips() -> Workshop {
    drop_folder(".zip", a_zip)
}

fn newest(shop: &Workshop) -> std::path::PathBuf {
    let folder = shop.at("nas");
    let all = names(&folder).into_iter().filter(|name| name.starts_with("backup-3"));
    folder.join(all.last().unwrap())
}

#[track_caller]
fn holds(document: &Value) {
    assert_eq!(ladder(document), "passed passed passed passed passed", "{document:#}");
}

/// Files by name, whatever their modes and times.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = ballast_acceptance::files::walk(folder).into_iter().filter(|path| path.is_file());
    all.map(|path| (path.strip_prefix(folder).unwrap().display().to_string(), fs::read(path).unwrap()))
        .collect()
}

fn wanted(files: &Files) -> BTreeMap<String, Vec<u8>> {
    files.iter().cloned().collect()
}

fn every_kind() -> [(&'static str, fn(&Files) -> Vec<u8>); 6] {
    [
        (".zip", a_zip),
        (".tar", a_tar),
        (".tar.gz", |files| gzipped(&a_tar(files))),
        (".tgz", |files| gzipped(&a_tar(files))),
        (".tar.zst", |files| under_zstd(&a_tar(files))),
        (".tzst", |files| under_zstd(&a_tar(files))),
    ]
}

#[test]
fn archives_of_every_kind_are_proven_given_back_and_never_written_to() {
    for (ending, make) in every_kind() {
        let shop = drop_folder(ending, make);
        let before = picture(&shop.at("nas"));
        let document = shop.verify("theirs", "recovery");
        holds(&document);
        assert_eq!(document["figures"]["unit"], "archive");
        assert_eq!(document["figures"]["units_read"], 3);
        assert_eq!(document["figures"]["files_restored"], 8, "{document:#}");
        assert!(document["figures"]["restore_seconds"].is_number());
        let listed = shop.run(["backup", "snapshots", "theirs"]).exits(0);
        assert_eq!(listed["snapshots"].as_array().unwrap().len(), 3);
        shop.run(["backup", "restore", "theirs", "--to", "back"]).exits(0);
        assert_eq!(contents(&shop.at("back")), wanted(&files(3)), "{ending}");
        let first = listed["snapshots"][0]["id"].as_str().unwrap().to_owned();
        shop.run(["backup", "restore", "theirs", "--to", "old", "--snapshot", &first, "photos"]).exits(0);
        assert_eq!(contents(&shop.at("old")).len(), 6);
        assert_eq!(shop.run(["status"]).exits(0)["controls"][0]["status"], "proven");
        shop.run(["backup", "run", "theirs"]).refuses(2, "not_supported");
        shop.run(["backup", "restore", "theirs", "--to", "nas/back"]).refuses(2, "invalid_call");
        holds(&shop.verify("theirs", "recovery"));
        assert_eq!(picture(&shop.at("nas")), before, "{ending} was written to");
        shop.evidence_holds();
    }
}

#[test]
fn a_bad_checksum_in_a_zip_is_seen_where_its_content_is_read() {
    let shop = zips();
    flip(&newest(&shop), 60);
    let document = shop.verify("theirs", "recovery");
    assert_eq!(ladder(&document), "passed passed failed failed failed", "{document:#}");
    let damage = found(&document, "archive_damaged");
    assert_eq!(damage[0]["subject"], "backup-3.zip");
    assert_eq!(damage[0]["files"], serde_json::json!(["orders.csv"]));
    assert_eq!(shop.run(["status"]).exits(1)["controls"][0]["status"], "failing");
    // An older one still gives its files back.
    let said = shop.run(["backup", "restore", "theirs", "--to", "back"]);
    assert_eq!(said.code, 1, "{said}");
    assert_eq!(contents(&shop.at("back")).len(), 7, "what is whole is given back");
}

#[test]
fn a_packed_tar_that_is_cut_or_flipped_is_seen() {
    for (ending, make) in every_kind().into_iter().skip(2) {
        for cut_bytes in [1, 9, 2000] {
            let shop = drop_folder(ending, make);
            let path = newest(&shop);
            let whole = fs::metadata(&path).unwrap().len();
            cut(&path, whole - cut_bytes);
            let document = shop.verify("theirs", "restore");
            assert!(ladder(&document).ends_with(" failed failed"), "{ending} - {cut_bytes}: {document:#}");
            found(&document, "archive_truncated");
        }
        let shop = drop_folder(ending, make);
        flip_middle(&newest(&shop));
        let document = shop.verify("theirs", "restore");
        assert_eq!(ladder(&document), "passed passed failed failed", "{document:#}");
        found(&document, "archive_damaged");
    }
}

#[test]
fn a_cut_zip_or_tar_has_no_end_and_one_without_bytes_is_nothing() {
    for ending in [".zip", ".tar"] {
        let make: fn(&Files) -> Vec<u8> = if ending == ".zip" { a_zip } else { a_tar };
        for left in ["less", "none"] {
            let shop = drop_folder(ending, make);
            let path = newest(&shop);
            let whole = fs::metadata(&path).unwrap().len();
            cut(&path, if left == "none" { 0 } else { whole - 1500 });
            let document = shop.verify("theirs", "structure");
            assert!(ladder(&document).ends_with("failed"), "{document:#}");
            found(&document, "archive_truncated");
        }
    }
}

#[test]
fn a_plain_tar_hides_a_flip_until_its_hash_is_known() {
    // At first sight nothing says what it should be.
    let shop = drop_folder(".tar", a_tar);
    let first = shop.at("nas/backup-1.tar");
    rot(&first, |path| flip(path, 700));
    holds(&shop.verify("theirs", "recovery"));
    // After that, Ballast knows.
    rot(&first, |path| flip(path, 800));
    let document = shop.verify("theirs", "content");
    assert_eq!(ladder(&document), "passed passed failed", "{document:#}");
    let found = found(&document, "checksum_mismatch");
    assert_eq!(found[0]["params"]["reason"], "first_sight");
    // And a checksum beside it says so at once.
    let shop = drop_folder(".tar", a_tar);
    let path = newest(&shop);
    let sum = ballast_acceptance::files::sha256(&fs::read(&path).unwrap());
    put(&shop.at("nas/backup-3.tar.sha256"), format!("{sum}  backup-3.tar\n").as_bytes());
    holds(&shop.verify("theirs", "recovery"));
    let shop = drop_folder(".tar", a_tar);
    put(&shop.at("nas/backup-3.tar.sha256"), format!("{sum}  backup-3.tar\n").as_bytes());
    flip(&shop.at("nas/backup-3.tar"), 700);
    let document = shop.verify("theirs", "content");
    assert_eq!(of_kind(&document, "checksum_mismatch")[0]["params"]["reason"], "sums", "{document:#}");
}

#[test]
fn a_sample_reads_what_is_new_and_then_in_turn() {
    let shop = Workshop::new();
    for number in 0..10 {
        let path = shop.at(&format!("nas/{number:02}.zip"));
        put(&path, &a_zip(&files(number)));
        age(&path, 20 - number);
    }
    shop.run(["init", "--name", "Test"]).exits(0);
    shop.apply(&adopting("archives = \"nas/*.zip\""));
    let read = |share: &str| {
        let said = shop.run(["backup", "verify", "theirs", "--level", "content", "--sample", share]);
        said.exits(0)["figures"]["units_read"].clone()
    };
    assert_eq!(read("10%"), 10, "all of them are new");
    assert_eq!(read("20%"), 2);
    put(&shop.at("nas/10.zip"), &a_zip(&files(10)));
    put(&shop.at("nas/11.zip"), &a_zip(&files(11)));
    let new = read("10%");
    assert!(new.as_u64().unwrap() >= 2, "{new}");
    // Rotation finds rot in any of them within as many runs as the share says.
    rot(&shop.at("nas/04.zip"), |path| flip(path, 60));
    let codes: Vec<i32> = (0..12)
        .map(|_| shop.run(["backup", "verify", "theirs", "--level", "content", "--sample", "20%"]).code)
        .collect();
    assert!(codes.contains(&1), "{codes:?}");
}

#[test]
fn a_bomb_is_not_unpacked() {
    let shop = zips();
    let zeros = vec![0; 8 << 20];
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..40 {
        out.write_all(&zeros).unwrap();
    }
    put(&shop.at("bombs/a.gz"), &out.finish().unwrap());
    shop.apply(&adopting("archives = \"bombs/*.gz\""));
    let said = shop.run(["backup", "verify", "theirs", "--level", "restore"]);
    let document = said.exits(3);
    assert_eq!(found(&document, "unsupported")[0]["params"]["reason"], "unpacks_to_too_much");
    assert!(!shop.workspace().join("work").exists() || names(&shop.workspace().join("work")).is_empty());
}

#[test]
fn names_that_lead_outside_are_found_and_never_written() {
    for (ending, make) in every_kind() {
        let shop = drop_folder(ending, make);
        let inside = shop.at("evil-absolute");
        let mut evil = files(3);
        evil.push(("../evil".to_owned(), b"evil".to_vec()));
        evil.push((inside.display().to_string(), b"evil".to_vec()));
        put(&newest(&shop), &make(&evil));
        let document = shop.verify("theirs", "recovery");
        let finding = found(&document, "unsupported")[0].clone();
        assert_eq!(finding["params"]["reason"], "outside", "{document:#}");
        assert_eq!(document["verdict"], "anomaly", "{document:#}");
        let said = shop.run(["backup", "restore", "theirs", "--to", "deep/back"]);
        assert_eq!(said.code, 1, "{said}");
        assert_eq!(contents(&shop.at("deep/back")), wanted(&files(3)));
        assert!(!shop.at("deep/evil").exists() && !inside.exists(), "{ending}");
    }
}

#[test]
fn links_in_an_archive_are_never_followed() {
    let shop = Workshop::new();
    put(&shop.at("outside/secret"), b"secret");
    let mut out = tar::Builder::new(Vec::new());
    let mut link = |kind, name: &str, to: &str| {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        out.append_link(&mut header, name, to).unwrap();
    };
    link(tar::EntryType::Symlink, "door", shop.at("outside").to_str().unwrap());
    link(tar::EntryType::Link, "hard", shop.at("outside/secret").to_str().unwrap());
    link(tar::EntryType::Fifo, "pipe", "nothing");
    let mut header = tar::Header::new_gnu();
    header.set_size(4);
    header.set_mode(0o644);
    out.append_data(&mut header, "door/written", &b"evil"[..]).unwrap();
    put(&shop.at("nas/a.tar"), &out.into_inner().unwrap());
    shop.run(["init", "--name", "Test"]).exits(0);
    shop.apply(&adopting("archives = \"nas/*.tar\""));
    shop.verify("theirs", "recovery");
    shop.run(["backup", "restore", "theirs", "--to", "back"]);
    assert_eq!(names(&shop.at("outside")), ["secret"]);
    assert_eq!(fs::read(shop.at("outside/secret")).unwrap(), b"secret");
    assert!(!shop.at("back/hard").exists() && !shop.at("back/pipe").exists());
    // Links beside the archives are not followed either.
    symlink(shop.at("outside"), shop.at("nas/b.tar")).unwrap();
    let listed = shop.run(["backup", "snapshots", "theirs"]).exits(0);
    assert_eq!(listed["snapshots"].as_array().unwrap().len(), 1);
}

#[test]
fn archives_and_databases_in_an_archive_are_opened() {
    let shop = zips();
    let database = shop.at("shop.db");
    rusqlite::Connection::open(&database)
        .unwrap()
        .execute_batch(
            "CREATE TABLE t (a); INSERT INTO t SELECT hex(randomblob(3000)) FROM generate_series(1, 40)",
        )
        .or_else(|_| {
            let open = rusqlite::Connection::open(&database)?;
            open.execute_batch("CREATE TABLE IF NOT EXISTS t (a)")?;
            (0..40)
                .try_for_each(|_| open.execute("INSERT INTO t VALUES (hex(randomblob(3000)))", []).map(drop))
        })
        .unwrap();
    let bytes = fs::read(&database).unwrap();
    let nested = ("inner.zip".to_owned(), a_zip(&files(7)));
    put(&newest(&shop), &a_zip(&vec![("shop.db".to_owned(), bytes.clone()), nested]));
    holds(&shop.verify("theirs", "recovery"));

    // The outer checksum is right; what is inside is not.
    let mut damaged = bytes;
    damaged[4096..8192].fill(0);
    put(&newest(&shop), &a_zip(&vec![("shop.db".to_owned(), damaged)]));
    let document = shop.verify("theirs", "restore");
    assert_eq!(ladder(&document), "passed passed passed failed", "{document:#}");
    found(&document, "database_damaged");

    let mut inner = a_zip(&files(7));
    inner[60] ^= 0xff;
    put(&newest(&shop), &a_zip(&vec![("inner.zip".to_owned(), inner)]));
    let document = shop.verify("theirs", "restore");
    assert_eq!(ladder(&document), "passed passed passed failed", "{document:#}");
    assert_eq!(found(&document, "archive_damaged")[0]["subject"], "backup-3.zip/inner.zip");
}

#[test]
fn half_written_archives_are_not_looked_at() {
    let shop = zips();
    put(&shop.at("nas/backup-4.zip.part"), b"PK\x03\x04 half");
    let document = shop.verify("theirs", "recovery");
    holds(&document);
    assert_eq!(document["figures"]["units_total"], 3);
    put(&shop.at("fetching/a.zip.crdownload"), b"PK\x03\x04 half");
    shop.apply(&adopting("archives = \"fetching/*.zip\"").replace("theirs", "fetching"));
    let said = shop.run(["backup", "verify", "fetching"]);
    let document = said.exits(3);
    assert_eq!(found(&document, "nothing_examined")[0]["params"]["reason"], "incomplete", "{document:#}");
}

#[test]
fn nothing_there_is_never_a_pass() {
    let shop = Workshop::new();
    shop.run(["init", "--name", "Test"]).exits(0);
    for what in ["archives = \"nas/*.zip\"", "folder = \"nas\"", "sqlite = \"nas/shop.db\""] {
        fs::create_dir_all(shop.at("nas")).unwrap();
        shop.apply(&adopting(what));
        let document = shop.run(["backup", "verify", "theirs"]).exits(3);
        found(&document, "nothing_examined");
        fs::remove_dir(shop.at("nas")).unwrap();
        shop.run(["backup", "verify", "theirs"]).refuses(3, "location_absent");
    }
}

#[test]
fn what_is_too_old_gone_or_dated_ahead_is_found() {
    let shop = zips();
    holds(&shop.verify("theirs", "recovery"));
    let path = newest(&shop);
    fs::rename(&path, shop.at("aside")).unwrap();
    let document = shop.verify("theirs", "present");
    assert_eq!(ladder(&document), "failed");
    found(&document, "snapshot_missing");
    fs::rename(shop.at("aside"), &path).unwrap();
    holds(&shop.verify("theirs", "recovery"));
    // Rotation by the other tool is no loss.
    fs::remove_file(shop.at("nas/backup-1.zip")).unwrap();
    holds(&shop.verify("theirs", "recovery"));
    // Written again under its own name, it is newer and not gone.
    put(&path, &a_zip(&files(9)));
    holds(&shop.verify("theirs", "recovery"));

    let old = zips();
    for name in names(&old.at("nas")) {
        age(&old.at("nas").join(name), 30);
    }
    let document = old.verify("theirs", "restore");
    assert_eq!(ladder(&document), "failed passed passed passed", "{document:#}");
    found(&document, "too_old");

    let ahead = zips();
    let later = SystemTime::now() + Duration::from_hours(3);
    let file = File::options().write(true).open(newest(&ahead)).unwrap();
    file.set_times(FileTimes::new().set_modified(later)).unwrap();
    found(&ahead.verify("theirs", "present"), "clock_suspect");

    let small = zips();
    small.verify("theirs", "present");
    put(&small.at("nas/backup-4.zip"), &a_zip(&vec![("a".to_owned(), b"a".to_vec())]));
    found(&small.verify("theirs", "present"), "size_collapse");
}

fn a_folder(sums: bool) -> Workshop {
    let shop = Workshop::new();
    let mut list = String::new();
    for (name, content) in files(1) {
        put(&shop.at("copy").join(&name), &content);
        list.push_str(&format!("{}  ./{name}\n", ballast_acceptance::files::sha256(&content)));
    }
    shop.run(["init", "--name", "Test"]).exits(0);
    if sums {
        put(&shop.at("copy/SHA256SUMS"), list.as_bytes());
        shop.apply(&adopting("folder = \"copy\", manifest = \"SHA256SUMS\""));
    } else {
        shop.apply(&adopting("folder = \"copy\""));
    }
    shop
}

#[test]
fn a_folder_is_held_against_its_list_and_its_first_sight() {
    for sums in [true, false] {
        let shop = a_folder(sums);
        let before = picture(&shop.at("copy"));
        let document = shop.verify("theirs", "recovery");
        holds(&document);
        assert_eq!(document["figures"]["units_total"], 8);
        shop.run(["backup", "restore", "theirs", "--to", "back"]).exits(0);
        let mut back = contents(&shop.at("back"));
        back.remove("SHA256SUMS");
        assert_eq!(back, wanted(&files(1)));
        assert_eq!(picture(&shop.at("copy")), before);
        // A new file is no fault, a lost one only where a list names it.
        put(&shop.at("copy/new.txt"), b"new");
        holds(&shop.verify("theirs", "recovery"));
        rot(&shop.at("copy/orders.csv"), |path| flip(path, 100));
        let document = shop.verify("theirs", "content");
        assert_eq!(ladder(&document), "passed passed failed", "{document:#}");
        assert_eq!(found(&document, "checksum_mismatch")[0]["subject"], "orders.csv");
    }
    let shop = a_folder(true);
    flip(&shop.at("copy/orders.csv"), 100);
    let document = shop.verify("theirs", "restore");
    assert_eq!(ladder(&document), "passed passed failed failed", "{document:#}");
    fs::remove_file(shop.at("copy/photos/1.bin")).unwrap();
    let document = shop.verify("theirs", "structure");
    assert_eq!(found(&document, "missing")[0]["params"]["reason"], "listed");
    put(&shop.at("copy/SHA256SUMS"), b"this is no list\n");
    let document = shop.verify("theirs", "structure");
    assert_eq!(found(&document, "unreadable")[0]["params"]["reason"], "sums");
}

fn a_database() -> Workshop {
    let shop = Workshop::new();
    fs::create_dir_all(shop.at("data")).unwrap();
    let open = rusqlite::Connection::open(shop.at("data/shop.db")).unwrap();
    open.execute_batch("CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT)").unwrap();
    for _ in 0..40 {
        open.execute("INSERT INTO orders (note) VALUES (hex(randomblob(3000)))", []).unwrap();
    }
    shop.run(["init", "--name", "Test"]).exits(0);
    let probes = "probes = [ { sqlite = { integrity = true, query = \"select count(*) from orders\", at_least = 40 } } ]";
    shop.apply(
        &adopting("sqlite = \"data/shop.db\"")
            .replace("level = \"recovery\"", &format!("level = \"recovery\", {probes}")),
    );
    shop
}

#[test]
fn a_database_is_questioned_on_a_copy_and_never_opened() {
    let shop = a_database();
    let before = picture(&shop.at("data"));
    let document = shop.verify("theirs", "recovery");
    holds(&document);
    assert_eq!(picture(&shop.at("data")), before, "a log or an index appeared beside it");
    assert_eq!(names(&shop.at("data")), ["shop.db"]);
    shop.run(["backup", "restore", "theirs", "--to", "back"]).exits(0);
    assert_eq!(fs::read(shop.at("back/shop.db")).unwrap(), fs::read(shop.at("data/shop.db")).unwrap());
    // The question is asked.
    let open = rusqlite::Connection::open(shop.at("data/shop.db")).unwrap();
    open.execute("DELETE FROM orders WHERE id < 10", []).unwrap();
    drop(open);
    let document = shop.verify("theirs", "restore");
    assert_eq!(ladder(&document), "passed passed passed failed", "{document:#}");
    found(&document, "probe_failed");
}

#[test]
fn what_is_only_in_the_log_of_a_database_counts() {
    let shop = a_database();
    let open = rusqlite::Connection::open(shop.at("data/shop.db")).unwrap();
    open.pragma_update(None, "journal_mode", "wal").unwrap();
    open.pragma_update(None, "wal_autocheckpoint", 0).unwrap();
    open.execute("INSERT INTO orders (note) VALUES ('in the log')", []).unwrap();
    let before = (fs::read(shop.at("data/shop.db")).unwrap(), fs::read(shop.at("data/shop.db-wal")).unwrap());
    holds(&shop.verify("theirs", "recovery"));
    shop.run(["backup", "restore", "theirs", "--to", "back"]).exits(0);
    let after = (fs::read(shop.at("data/shop.db")).unwrap(), fs::read(shop.at("data/shop.db-wal")).unwrap());
    assert!(before == after, "the database or its log was written to");
    assert_eq!(names(&shop.at("back")), ["shop.db"]);
    let back = rusqlite::Connection::open(shop.at("back/shop.db")).unwrap();
    let count: i64 = back.query_row("SELECT count(*) FROM orders", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 41);
}

#[test]
fn a_zeroed_page_and_a_turned_bit_in_a_database_are_found() {
    let shop = a_database();
    let path = shop.at("data/shop.db");
    let mut bytes = fs::read(&path).unwrap();
    // The page that the table begins with.
    bytes[4096..8192].fill(0);
    fs::write(&path, &bytes).unwrap();
    let document = shop.verify("theirs", "recovery");
    assert_eq!(ladder(&document), "passed passed passed failed failed", "{document:#}");
    found(&document, "database_damaged");

    // A bit that integrity_check may not see is seen by the hash at first sight.
    let shop = a_database();
    holds(&shop.verify("theirs", "recovery"));
    rot(&shop.at("data/shop.db"), |path| flip(path, 30_000));
    let document = shop.verify("theirs", "content");
    assert_eq!(ladder(&document), "passed passed failed", "{document:#}");
    found(&document, "checksum_mismatch");

    let shop = a_database();
    let path = shop.at("data/shop.db");
    cut(&path, fs::metadata(&path).unwrap().len() - 4096);
    let document = shop.verify("theirs", "structure");
    assert_eq!(ladder(&document), "passed failed", "{document:#}");
    put(&path, b"no database at all");
    assert_eq!(ladder(&shop.verify("theirs", "structure")), "passed failed");
    fs::remove_file(&path).unwrap();
    found(&shop.verify("theirs", "present"), "missing");
}

#[test]
fn one_word_adopts_whatever_lies_there() {
    let shop = Workshop::new();
    put(&shop.at("nas/a.zip"), &a_zip(&files(1)));
    put(&shop.at("nas/a.zip.part"), b"half");
    put(&shop.at("copy/letter.txt"), b"letter");
    fs::create_dir_all(shop.at("data")).unwrap();
    rusqlite::Connection::open(shop.at("data/shop.db")).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    for (path, source) in [
        ("nas", "adopt = { archives = \"nas/*.zip\" }"),
        ("copy", "adopt = { folder = \"copy\" }"),
        ("data/shop.db", "adopt = { sqlite = \"data/shop.db\" }"),
    ] {
        let document = shop.run(["backup", "adopt", path, "--max-age", "8d"]);
        if path == "nas" {
            // There is no workspace yet: one is made.
            assert_eq!(document.code, 0, "{document}");
        }
        let document = document.exits(0);
        assert_eq!(ladder(&document), "passed passed passed passed", "{document:#}");
        assert!(shop.export().contains(source), "{}", shop.export());
    }
    assert!(shop.export().contains("max_age = \"8d\"") && shop.export().contains("watch = true"));
    shop.run(["backup", "adopt", "nowhere"]).refuses(3, "source_missing");
    fs::create_dir_all(shop.at("nothing")).unwrap();
    shop.run(["backup", "adopt", "nothing"]).refuses(2, "invalid_call");
    shop.run(["backup", "adopt", "nas", "--max-age", "soon"]).refuses(2, "invalid_call");
    // What was adopted twice has two names.
    shop.run(["backup", "adopt", "nas/*.zip", "--title", "nas"]).exits(0);
    let listed = shop.run(["backup", "list"]).exits(0);
    let kinds: Vec<&str> = listed["backups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|backup| backup["source"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["archives", "adopted_folder", "adopted_sqlite", "archives"]);
}

#[test]
fn a_repository_of_restic_is_adopted_with_its_password() {
    if ballast_acceptance::restic().is_none() {
        return;
    }
    let shop = Workshop::new();
    put(&shop.at("source/letter.txt"), b"letter");
    for arguments in [&["init"][..], &["backup", "source"][..]] {
        let mut command = std::process::Command::new("restic");
        command
            .args(["--no-cache", "-r", "theirs"])
            .args(arguments)
            .env("RESTIC_PASSWORD", "theirs")
            .current_dir(shop.root());
        assert!(command.output().unwrap().status.success());
    }
    put(&shop.at("wrong"), b"wrong\n");
    put(&shop.at("right"), b"theirs\n");
    shop.run(["backup", "adopt", "theirs"]).refuses(2, "invalid_call");
    shop.run(["backup", "adopt", "theirs", "--password-file", "wrong"]).refuses(3, "wrong_password");
    let document = shop.run(["backup", "adopt", "theirs", "--password-file", "right"]).exits(0);
    assert_eq!(ladder(&document), "passed passed passed passed", "{document:#}");
    assert_eq!(shop.run(["backup", "list"]).exits(0)["backups"].as_array().unwrap().len(), 1);
}

#[test]
fn the_file_reads_back_as_it_was_written() {
    let shop = Workshop::new();
    shop.run(["init", "--name", "Test"]).exits(0);
    let all = [
        "archives = \"nas/*.zip\"",
        "folder = \"copy\", manifest = \"SHA256SUMS\"",
        "folder = \"copy\"",
        "sqlite = \"data/shop.db\"",
    ];
    let file: String = all
        .iter()
        .enumerate()
        .map(|(n, what)| adopting(what).replace("theirs", &format!("theirs-{n}")))
        .collect();
    shop.apply(&file);
    let written = shop.export();
    for what in all {
        assert!(written.contains(&format!("adopt = {{ {what} }}")), "{written}");
    }
    fs::write(shop.at("again.toml"), &written).unwrap();
    let report = shop.run(["apply", "again.toml"]).exits(0);
    assert_eq!((&report["created"], &report["changed"]), (&Value::Array(vec![]), &Value::Array(vec![])));
    for wrong in [
        "archives = \"nas*/a.zip\"",
        "archives = \"a.zip\", sqlite = \"b\"",
        "folder = \"copy\", manifest = \"../SUMS\"",
        "sqlite = \"a\", manifest = \"b\"",
    ] {
        fs::write(shop.at("wrong.toml"), format!("{HEAD}{}", adopting(wrong))).unwrap();
        shop.run(["apply", "wrong.toml"]).refuses(2, "invalid_file");
    }
    fs::write(shop.at("wrong.toml"), format!("{HEAD}{}", adopting("postgres_dump = \"a\""))).unwrap();
    shop.run(["apply", "wrong.toml"]).refuses(2, "not_supported");
}

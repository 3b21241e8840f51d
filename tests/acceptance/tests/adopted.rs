//! Backups that other tools made: adopted, looked at on every level, given back, and never written to.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs::{self, File, FileTimes};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::time::{Duration, SystemTime};

use ballast_acceptance::archives::{
    Files, a_tar, a_zip, adopting, age, contents, every_kind, files, holds, rot, wanted,
};
use ballast_acceptance::files::{cut, flip, flip_middle, names, picture, put};
use ballast_acceptance::{Workshop, found, ladder, of_kind};

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
    folder.join(all.max().unwrap())
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

    // What cannot be seen into came back all the same.
    let mut locked = a_zip(&vec![("secret".to_owned(), b"hidden".to_vec())]);
    let central = locked.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    locked[6] |= 1;
    locked[central + 8] |= 1;
    put(&newest(&shop), &a_zip(&vec![("locked.zip".to_owned(), locked)]));
    let document = shop.verify("theirs", "restore");
    assert!(ladder(&document).ends_with("passed passed passed"), "{document:#}");

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

#[test]
fn an_encrypted_zip_says_nothing_and_a_program_in_front_of_one_is_a_note() {
    let shop = zips();
    let mut bytes = fs::read(newest(&shop)).unwrap();
    // Every entry says that it is encrypted, in both places.
    for at in 0..bytes.len() - 10 {
        match &bytes[at..at + 4] {
            b"PK\x03\x04" => bytes[at + 6] |= 1,
            b"PK\x01\x02" => bytes[at + 8] |= 1,
            _ => {}
        }
    }
    put(&newest(&shop), &bytes);
    let document = shop.verify("theirs", "content");
    assert_eq!(ladder(&document), "passed inconclusive inconclusive", "{document:#}");
    assert_eq!(found(&document, "unsupported")[0]["params"]["reason"], "encrypted");

    let shop = zips();
    let bytes = [b"#!/bin/sh\nexec unzip\n".to_vec(), a_zip(&files(3))].concat();
    put(&newest(&shop), &bytes);
    let document = shop.verify("theirs", "recovery");
    holds(&document);
    assert_eq!(found(&document, "unsupported")[0]["params"]["reason"], "data_before");
}

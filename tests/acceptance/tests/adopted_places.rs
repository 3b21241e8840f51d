//! Folders and databases that other tools write, the words that adopt anything, and the file.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::archives::{a_zip, adopting, contents, files, holds, rot, wanted};
use ballast_acceptance::files::{cut, flip, names, picture, put};
use ballast_acceptance::{HEAD, Workshop, found, ladder};
use serde_json::Value;

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
    // It is smaller than usual, too.
    assert_eq!(ladder(&shop.verify("theirs", "structure")), "anomaly failed");
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

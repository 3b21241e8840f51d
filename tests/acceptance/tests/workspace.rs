//! The workspace itself: tampered evidence, foreign and damaged databases, no rights, no room, two at once.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use ballast_acceptance::files::{fill, flip_middle, names, sha256, walk};
use ballast_acceptance::{PLAIN, Workshop, end_of, tiny_disk, until};
use rusqlite::Connection;
use serde_json::{Value, json};

/// A workspace with six records, two of them with a manifest.
fn recorded() -> Workshop {
    let shop = Workshop::plain();
    fill(&shop.at("source"), 1, 3, 500);
    shop.back_up("files");
    shop.run(["backup", "verify", "files"]).exits(0);
    fill(&shop.at("source"), 2, 3, 500);
    shop.run(["backup", "run", "files"]);
    shop.run(["backup", "verify", "files", "--level", "present"]);
    shop.evidence_holds();
    assert_eq!(shop.run(["evidence", "verify"]).exits(0)["records"], 6);
    shop
}

fn database(shop: &Workshop) -> Connection {
    Connection::open(shop.database()).unwrap()
}

#[track_caller]
fn problems(shop: &Workshop) -> Value {
    let report = shop.run(["evidence", "verify"]).exits(1);
    assert_eq!(report["verdict"], "failed", "{report:#}");
    report["problems"].clone()
}

/// Changes one column of record 4 and gives the problems; the database is put back afterwards.
fn problems_after(shop: &Workshop, change: &str) -> Value {
    let connection = database(shop);
    connection.execute_batch("CREATE TEMP TABLE kept AS SELECT * FROM evidence WHERE seq = 4").unwrap();
    let changed = connection.execute(&format!("UPDATE evidence SET {change} WHERE seq = 4"), []).unwrap();
    assert_eq!(changed, 1);
    let found = problems(shop);
    connection
        .execute_batch("DELETE FROM evidence WHERE seq = 4; INSERT INTO evidence SELECT * FROM kept")
        .unwrap();
    shop.evidence_holds();
    found
}

#[test]
fn a_changed_record_is_found() {
    let shop = recorded();
    // The record, and every column that says something of it.
    for change in [
        "record = CAST(replace(CAST(record AS TEXT), 'passed', 'failed') AS BLOB)",
        "at = '2020-01-01T00:00:00Z'",
        "verdict = 'failed'",
        "control = 'other'",
        "run = 'other'",
        "clock = 'simulated'",
        "kind = 'restored'",
        "hash = zeroblob(32)",
    ] {
        assert_eq!(problems_after(&shop, change), json!([{ "seq": 4, "problem": "changed" }]), "{change}");
    }
}

#[test]
fn a_changed_link_blames_no_other_record() {
    let shop = recorded();
    let found = problems_after(&shop, "previous = zeroblob(32)");
    assert_eq!(found, json!([{ "seq": 4, "problem": "changed" }]));
}

#[test]
fn a_removed_record_is_found() {
    for seq in [1, 3, 6] {
        let shop = recorded();
        database(&shop).execute("DELETE FROM evidence WHERE seq = ?1", [seq]).unwrap();
        assert_eq!(problems(&shop), json!([{ "seq": seq, "problem": "removed" }]));
    }
}

#[test]
fn reordered_records_are_found() {
    let shop = recorded();
    let sql = "UPDATE evidence SET seq = 100 WHERE seq = 3; UPDATE evidence SET seq = 3 WHERE seq = 4; UPDATE evidence SET seq = 4 WHERE seq = 100;";
    database(&shop).execute_batch(sql).unwrap();
    let found = problems(&shop);
    for seq in [3, 4] {
        assert!(
            found.as_array().unwrap().contains(&json!({ "seq": seq, "problem": "reordered" })),
            "{found:#}"
        );
    }
    assert_eq!(found.as_array().unwrap().len(), 2, "{found:#}");
}

#[test]
fn an_inserted_record_is_found() {
    let shop = recorded();
    // A forger who knows the rules, and appends without moving the head.
    let connection = database(&shop);
    let (previous, record): (Vec<u8>, Vec<u8>) = connection
        .query_row("SELECT hash, record FROM evidence WHERE seq = 6", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let forged = String::from_utf8(record).unwrap().replace("\"seq\":6", "\"seq\":7").into_bytes();
    let hash = sha256(&[previous.clone(), forged.clone()].concat());
    let sql = "INSERT INTO evidence SELECT 7, ?1, unhex(?2), ?3, at, clock, kind, control, run, verdict FROM evidence WHERE seq = 6";
    connection.execute(sql, (previous, hash, forged)).unwrap();
    assert_eq!(problems(&shop), json!([{ "seq": 7, "problem": "inserted" }]));
}

#[test]
fn a_head_that_was_noted_outside_finds_a_rewritten_end() {
    let shop = recorded();
    let head = shop.run(["evidence", "verify"]).exits(0)["head"].clone();
    let noted = format!("{}:{}", head["seq"], head["hash"].as_str().unwrap());
    assert_eq!(shop.run(["evidence", "verify", "--against", &noted]).exits(0)["verdict"], "passed");
    // Who can write the file can take the newest record away and move the head: only the note tells.
    let sql = "DELETE FROM evidence WHERE seq = 6; UPDATE ledger_head SET seq = 5, hash = (SELECT hash FROM evidence WHERE seq = 5);";
    database(&shop).execute_batch(sql).unwrap();
    shop.evidence_holds();
    let report = shop.run(["evidence", "verify", "--against", &noted]).exits(1);
    assert_eq!(report["problems"], json!([{ "seq": 6, "problem": "removed" }]));
    // Later records keep the note valid.
    let shop = recorded();
    let head = shop.run(["evidence", "verify"]).exits(0)["head"].clone();
    shop.run(["backup", "verify", "files", "--level", "present"]);
    shop.run([
        "evidence",
        "verify",
        "--against",
        &format!("{}:{}", head["seq"], head["hash"].as_str().unwrap()),
    ])
    .exits(0);
}

#[test]
fn changed_and_missing_artefacts_are_found() {
    for (problem, missing) in [("artefact_changed", false), ("artefact_missing", true)] {
        let shop = recorded();
        let record = shop.run(["evidence", "show", "3"]).exits(0);
        let hash = record["artefacts"][0]["sha256"].as_str().unwrap().to_owned();
        let file = walk(&shop.workspace()).into_iter().find(|path| path.ends_with(&hash)).unwrap();
        if missing {
            fs::remove_file(&file).unwrap();
        } else {
            flip_middle(&file);
        }
        assert_eq!(problems(&shop), json!([{ "seq": 3, "problem": problem }]));
    }
}

/// Every command that opens the workspace ends like this, and the file stays as it is.
#[track_caller]
fn all_refuse(shop: &Workshop, exit: i32, code: &str) {
    let before = fs::read(shop.database()).unwrap();
    let calls: [&[&str]; 6] = [
        &["status"],
        &["init", "--name", "Another"],
        &["apply", "workspace.toml"],
        &["backup", "run", "files"],
        &["evidence", "verify"],
        &["export"],
    ];
    for call in calls {
        shop.run(call).refuses(exit, code);
    }
    assert!(fs::read(shop.database()).unwrap() == before, "the file was changed");
}

#[test]
fn a_workspace_from_the_future() {
    let shop = recorded();
    let known: i64 = database(&shop).query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    database(&shop).execute_batch("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
    all_refuse(&shop, 3, "workspace_newer");
    let error = shop.run(["status"]).refuses(3, "workspace_newer");
    assert!(error["message"].as_str().unwrap().contains("99"), "{error:#}");
    database(&shop).execute_batch(&format!("PRAGMA user_version = {known}")).unwrap();
    shop.evidence_holds();
}

#[test]
fn not_a_database() {
    let shop = Workshop::plain();
    for name in names(&shop.workspace()).iter().filter(|name| name.starts_with("ballast.db")) {
        fs::remove_file(shop.workspace().join(name)).unwrap();
    }
    fs::write(shop.database(), "a letter to the tax office, and nothing else in this file\n".repeat(200))
        .unwrap();
    all_refuse(&shop, 3, "workspace_damaged");
}

#[test]
fn the_database_of_another_program() {
    let shop = Workshop::plain();
    for name in names(&shop.workspace()).iter().filter(|name| name.starts_with("ballast.db")) {
        fs::remove_file(shop.workspace().join(name)).unwrap();
    }
    database(&shop).execute_batch("CREATE TABLE photos (name TEXT)").unwrap();
    all_refuse(&shop, 3, "workspace_damaged");
}

#[test]
fn a_truncated_database() {
    let shop = recorded();
    database(&shop).execute_batch("PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
    let bytes = fs::metadata(shop.database()).unwrap().len();
    ballast_acceptance::files::cut(&shop.database(), bytes / 2);
    let codes: Vec<Value> =
        [&["status"][..], &["evidence", "verify"], &["export"], &["backup", "run", "files"]]
            .into_iter()
            .map(|call| {
                let said = shop.run(call);
                assert_ne!(said.code, 0, "half a database, and all is well\n{said}");
                said.json()["error"]["code"].clone()
            })
            .collect();
    assert!(codes.iter().all(|code| code == "workspace_damaged"), "{codes:?}");
    // An empty file is no workspace either.
    ballast_acceptance::files::cut(&shop.database(), 0);
    let said = shop.run(["status"]);
    assert_ne!(said.code, 0, "{said}");
    assert_ne!(said.json()["error"]["code"], "internal", "{said}");
}

#[test]
fn a_read_only_folder() {
    let mut shop = recorded();
    shop.become_nobody();
    shop.run(["status"]).exits(0);
    fs::set_permissions(shop.workspace(), fs::Permissions::from_mode(0o500)).unwrap();
    for name in names(&shop.workspace()).iter().filter(|name| name.starts_with("ballast.db")) {
        fs::set_permissions(shop.workspace().join(name), fs::Permissions::from_mode(0o400)).unwrap();
    }
    let changed = fs::read_to_string(shop.at("workspace.toml"))
        .unwrap()
        .replace("[[backup]]", "[[backup]]\ntitle = \"Renamed\"");
    let file = shop.at("changed.toml");
    fs::write(&file, changed).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    // What changes nothing needs no right to write.
    shop.run(["apply", "workspace.toml"]).exits(0);
    for call in [&["backup", "run", "files"][..], &["apply", "changed.toml"]] {
        shop.run(call).refuses(3, "workspace_read_only");
    }
    fs::set_permissions(shop.workspace(), fs::Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(shop.database(), fs::Permissions::from_mode(0o600)).unwrap();
    for name in names(&shop.workspace()).iter().filter(|name| name.starts_with("ballast.db")) {
        fs::set_permissions(shop.workspace().join(name), fs::Permissions::from_mode(0o600)).unwrap();
    }
    shop.evidence_holds();
    shop.run(["backup", "run", "files"]).exits(0);
}

#[test]
fn nobody_else_can_read_the_workspace() {
    let shop = recorded();
    assert_eq!(fs::metadata(shop.workspace()).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(shop.database()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_second_writer_is_waited_for() {
    let shop = Workshop::plain();
    let changed = PLAIN.replace("[[backup]]", "[[backup]]\ntitle = \"Papers\"");
    fs::write(shop.at("workspace.toml"), format!("{}{changed}", ballast_acceptance::HEAD)).unwrap();
    let path = shop.database();
    let (locked, wait_locked) = channel();
    let (release, wait_release) = channel::<()>();
    let holder = thread::spawn(move || {
        let connection = Connection::open(path).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        locked.send(()).unwrap();
        let _ = wait_release.recv_timeout(Duration::from_secs(9));
        connection.execute_batch("COMMIT").unwrap();
    });
    wait_locked.recv().unwrap();
    let mut child = shop.begin(["apply", "workspace.toml"]);
    // It has opened the database and waits for the lock: it does not end while we look a while.
    let place = format!("/proc/{}/fd", child.id());
    until("the program to open the database", || {
        let files = fs::read_dir(&place).ok()?.flatten();
        let open = files.filter_map(|file| fs::read_link(file.path()).ok());
        open.into_iter().any(|file| file.ends_with("ballast.db")).then_some(())
    });
    assert!(child.try_wait().unwrap().is_none(), "it waits");
    release.send(()).unwrap();
    let report = end_of(child).exits(0);
    assert_eq!(report["applied"], true);
    holder.join().unwrap();
    assert!(shop.export().contains("Papers"));
    shop.evidence_holds();
}

#[test]
fn a_reader_does_not_wait_for_a_writer() {
    let shop = Workshop::plain();
    let connection = database(&shop);
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    let started = std::time::Instant::now();
    let said = shop.run(["backup", "list"]);
    let waited = started.elapsed();
    connection.execute_batch("COMMIT").unwrap();
    said.exits(0);
    assert!(waited < Duration::from_secs(5), "reading waited {waited:?} for somebody who writes");
}

#[test]
fn looking_changes_nothing() {
    let shop = recorded();
    database(&shop).execute_batch("PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
    let written = || {
        let log = fs::metadata(shop.at("workspace/ballast.db-wal")).map_or(0, |meta| meta.len());
        (sha256(&fs::read(shop.database()).unwrap()), log)
    };
    let before = written();
    for call in [&["status"][..], &["backup", "list"], &["evidence", "verify"], &["run", "list"], &["export"]]
    {
        shop.run(call);
        assert_eq!(written(), before, "{call:?} wrote into the database");
    }
}

#[test]
fn many_at_once() {
    let shop = Workshop::plain();
    let children: Vec<_> = (0..6).map(|_| shop.begin(["repository", "sheet-kept", "repo"])).collect();
    let seqs: std::collections::BTreeSet<u64> =
        children.into_iter().map(|child| end_of(child).exits(0)["seq"].as_u64().unwrap()).collect();
    assert_eq!(seqs.len(), 6, "each has its own place: {seqs:?}");
    shop.evidence_holds();
}

#[test]
fn no_room_for_a_workspace() {
    for bytes in [16 << 10, 64 << 10, 96 << 10] {
        let shop = Workshop::new();
        let Some(_disk) = tiny_disk(&shop.workspace(), bytes) else { return };
        shop.run(["init", "--name", "Test"]).refuses(3, "disk_full");
    }
}

#[test]
fn no_room_left_in_a_workspace() {
    let shop = Workshop::new();
    let Some(_disk) = tiny_disk(&shop.workspace(), 2 << 20) else { return };
    shop.run(["init", "--name", "Test"]).exits(0);
    shop.apply(PLAIN);
    fill(&shop.at("source"), 1, 3, 500);
    shop.back_up("files");
    let filler = shop.workspace().join("filler");
    let mut bytes = vec![0; 2 << 20];
    while fs::write(&filler, &bytes).is_err() {
        let part = fs::metadata(&filler).unwrap().len();
        bytes.truncate(usize::try_from(part).unwrap());
    }
    for call in [&["backup", "run", "files"][..], &["repository", "sheet-kept", "repo"]] {
        // The first pages of the log may still have room; in the end there is none.
        let said = until("the disk to be full", || {
            let said = shop.run(call);
            (said.code != 0).then_some(said)
        });
        said.refuses(3, "disk_full");
    }
    fs::remove_file(&filler).unwrap();
    shop.evidence_holds();
    shop.back_up("files");
}

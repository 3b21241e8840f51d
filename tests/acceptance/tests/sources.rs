//! What goes wrong around a repository that is whole: the clock, the schedule, the source, the disk.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;

use ballast_acceptance::files::{fill, noise, put, walk};
use ballast_acceptance::{Workshop, found, ladder, named_files, of_kind, stock, tiny_disk};
use serde_json::Value;

/// An instant so many days after another.
fn days_after(instant: &str, days: i64) -> String {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let sql = "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', ?1, ?2)";
    connection.query_row(sql, (instant, format!("{days} days")), |row| row.get(0)).unwrap()
}

fn newest_copy(shop: &Workshop, control: &str) -> String {
    let list = shop.run(["backup", "snapshots", control]).exits(0);
    let all =
        list["snapshots"].as_array().unwrap().iter().map(|one| one["taken_at"].as_str().unwrap().to_owned());
    all.max().unwrap()
}

#[test]
fn clock_in_the_future() {
    let mut stock = stock::copy();
    let yesterday = days_after(&newest_copy(&stock.shop, "files"), -1);
    stock.shop.set("BALLAST_NOW", &yesterday);
    let document = stock.climb();
    assert_eq!(ladder(&document), "anomaly passed passed passed passed");
    let finding = found(&document, "clock_suspect")[0];
    assert_eq!(finding["severity"], "warning");
    // In a workspace that lives by the real clock such a record says so, and proves nothing.
    let newest = stock.shop.run(["evidence", "list", "--limit", "1"]).exits(0)["records"][0].clone();
    assert_eq!(newest["clock"], "simulated");
    stock.shop.unset("BALLAST_NOW");
    let status = stock.shop.run(["status"]).exits(1);
    let proofs = status["controls"][0]["proofs"].as_array().unwrap();
    assert!(
        proofs.iter().all(|proof| proof["level"] == "present"),
        "only what the copies proved: {status:#}"
    );
}

#[test]
fn schedule_missed() {
    let mut stock = stock::copy();
    let daily = stock::FILE
        .replace("repositories = [\"repo\"]", "repositories = [\"repo\"]\nschedule = \"30 2 * * *\"");
    stock.shop.apply(&daily);
    assert_eq!(ladder(&stock.shop.verify("files", "structure")), "passed passed");
    let later = days_after(&newest_copy(&stock.shop, "files"), 3);
    stock.shop.set("BALLAST_NOW", &later);
    let document = stock.climb();
    found(&document, "schedule_missed");
    assert_eq!(ladder(&document), "failed passed passed passed passed");
    assert_eq!(of_kind(&document, "too_old").len(), 0, "no max_age was asked for");
    stock.shop.apply(&daily.replace("schedule =", "max_age = \"26h\"\nschedule ="));
    let document = stock.shop.verify("files", "present");
    found(&document, "too_old");
}

#[test]
fn nothing_was_ever_taken() {
    let mut shop = Workshop::plain();
    fill(&shop.at("source"), 1, 3, 1_000);
    shop.run(["backup", "verify", "files"]).refuses(3, "no_snapshot");
    assert_eq!(shop.run(["status"]).exits(3)["controls"][0]["status"], "unproven");
    shop.back_up("files");
    shop.run(["backup", "verify", "files"]).exits(0);
    assert_eq!(shop.run(["status"]).exits(0)["controls"][0]["status"], "proven");
    // Time alone makes a proof expire.
    let later = days_after(&newest_copy(&shop, "files"), 60);
    shop.set("BALLAST_NOW", &later);
    assert_eq!(shop.run(["status"]).exits(1)["controls"][0]["status"], "stale");
}

#[test]
fn source_collapsed() {
    let shop = Workshop::plain();
    fill(&shop.at("source"), 1, 60, 2_000);
    shop.back_up("files");
    shop.back_up("files");
    for path in walk(&shop.at("source")).iter().filter(|path| path.is_file()).skip(10) {
        fs::remove_file(path).unwrap();
    }
    let document = shop.run(["backup", "run", "files"]).exits(1);
    assert_eq!(document["verdict"], "anomaly", "{document:#}");
    let finding = found(&document, "size_collapse")[0];
    assert_eq!(
        (&finding["params"]["files"], &finding["params"]["usual_files"]),
        (&"10".into(), &"60".into())
    );
    // The ladder sees it too, and the copy itself is whole.
    let document = shop.verify("files", "recovery");
    found(&document, "size_collapse");
    assert_eq!(ladder(&document), "anomaly passed passed passed passed");
    let status = shop.run(["status"]).exits(1);
    assert_eq!(status["controls"][0]["status"], "attention", "{status:#}");
}

#[test]
fn mass_change() {
    let shop = Workshop::plain();
    fill(&shop.at("source"), 1, 40, 2_000);
    shop.back_up("files");
    fill(&shop.at("source"), 2, 10, 2_000);
    shop.back_up("files");
    fill(&shop.at("source"), 3, 35, 2_000);
    let document = shop.run(["backup", "run", "files"]).exits(1);
    assert_eq!(document["verdict"], "anomaly", "{document:#}");
    let finding = found(&document, "mass_change")[0];
    assert_eq!((&finding["params"]["changed"], &finding["params"]["before"]), (&"35".into(), &"40".into()));
    assert_eq!(ladder(&shop.verify("files", "recovery")).split(' ').next_back(), Some("passed"));
}

fn unreadable() -> Workshop {
    let mut shop = Workshop::plain();
    fill(&shop.at("source"), 1, 12, 2_000);
    put(&shop.at("source/secret.txt"), b"only for somebody else");
    fs::set_permissions(shop.at("source/secret.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    shop.become_nobody();
    shop
}

#[test]
fn unreadable_source_file() {
    let shop = unreadable();
    let document = shop.run(["backup", "run", "files"]).exits(1);
    assert_eq!(document["verdict"], "anomaly", "{document:#}");
    assert_eq!(ladder(&document), "anomaly");
    found(&document, "source_unreadable");
    let named = named_files(&document);
    assert!(named.iter().any(|name| name.ends_with("/source/secret.txt")) && named.len() == 1, "{named:?}");
    assert_eq!(document["figures"]["files"].as_u64(), Some(13));
    // The others are there.
    shop.run(["backup", "restore", "files", "--to", "back"]);
    assert_eq!(walk(&shop.at("back")).iter().filter(|path| path.is_file()).count(), 12);
}

#[test]
fn a_recovery_without_an_unreadable_file_is_not_whole() {
    let shop = unreadable();
    shop.run(["backup", "run", "files"]).exits(1);
    let document = shop.verify("files", "recovery");
    // Matrix row 24: a warning at recovery, for a file of the source does not come back.
    assert_eq!(ladder(&document), "anomaly passed passed passed anomaly", "{document:#}");
    assert!(named_files(&document).iter().any(|name| name.ends_with("secret.txt")), "{document:#}");
}

#[test]
fn unreadable_source_folder() {
    let mut shop = Workshop::plain();
    fill(&shop.at("source"), 1, 12, 2_000);
    put(&shop.at("source/private/a.txt"), b"a");
    fs::set_permissions(shop.at("source/private"), fs::Permissions::from_mode(0o000)).unwrap();
    shop.become_nobody();
    let document = shop.run(["backup", "run", "files"]).exits(1);
    fs::set_permissions(shop.at("source/private"), fs::Permissions::from_mode(0o755)).unwrap();
    let subjects: Vec<&Value> = found(&document, "source_unreadable").iter().map(|f| &f["subject"]).collect();
    assert!(subjects.iter().any(|subject| subject.as_str().unwrap().contains("private")), "{document:#}");
}

#[test]
fn source_gone() {
    let shop = Workshop::plain();
    let error = shop.run(["backup", "run", "files"]).refuses(3, "source_missing");
    assert!(error["message"].as_str().unwrap().contains("source"));
    fill(&shop.at("source"), 1, 3, 1_000);
    shop.back_up("files");
}

const SHOP: &str = r#"
[[repository]]
id = "repo"
location = "repo"
password = { env = "BALLAST_REPO_PASSWORD" }

[[backup]]
id = "shop-db"
source = { sqlite = "shop.db" }
repositories = ["repo"]
verify = [ { level = "restore", probes = [ { sqlite = { integrity = true, query = "select count(*) from orders", at_least = 1000 } } ] } ]
"#;

fn shop_database(rows: u32) -> Workshop {
    let shop = Workshop::with(SHOP);
    let database = rusqlite::Connection::open(shop.at("shop.db")).unwrap();
    database.execute_batch("CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT NOT NULL)").unwrap();
    let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
               INSERT INTO orders SELECT i, hex(randomblob(40)) FROM n";
    database.execute(sql, [rows]).unwrap();
    shop
}

#[test]
fn a_live_database_is_copied_and_questioned() {
    let shop = shop_database(1_500);
    // A writer that never closes: what it committed is in the copy, also from the write-ahead log.
    let writer = rusqlite::Connection::open(shop.at("shop.db")).unwrap();
    writer.execute_batch("PRAGMA journal_mode = WAL; INSERT INTO orders (note) VALUES ('late')").unwrap();
    writer.execute_batch("BEGIN; INSERT INTO orders (note) VALUES ('not committed')").unwrap();
    shop.back_up("shop-db");
    assert_eq!(ladder(&shop.verify("shop-db", "recovery")), "passed passed passed passed passed");
    shop.run(["backup", "restore", "shop-db", "--to", "back"]).exits(0);
    let back = rusqlite::Connection::open(shop.at("back/shop.db")).unwrap();
    let notes: i64 = back
        .query_row("SELECT count(*) FROM orders WHERE note IN ('late', 'not committed')", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(notes, 1, "the committed row alone");
}

#[test]
fn a_question_that_is_answered_wrong() {
    let shop = shop_database(20);
    shop.back_up("shop-db");
    let document = shop.verify("shop-db", "restore");
    assert_eq!(ladder(&document), "passed passed passed failed");
    let finding = found(&document, "probe_failed")[0];
    assert_eq!((&finding["params"]["found"], &finding["params"]["at_least"]), (&"20".into(), &"1000".into()));
}

#[test]
fn sqlite_page_zeroed() {
    let shop = shop_database(3_000);
    let mut file = fs::OpenOptions::new().write(true).open(shop.at("shop.db")).unwrap();
    file.seek(SeekFrom::Start(20 * 4096)).unwrap();
    file.write_all(&[0; 4096]).unwrap();
    drop(file);
    shop.run(["backup", "run", "shop-db"]).exits(0);
    let document = shop.verify("shop-db", "recovery");
    assert_eq!(ladder(&document), "passed passed passed failed failed");
    assert_eq!(found(&document, "database_damaged")[0]["subject"], "/shop.db");
}

#[test]
fn disk_full_during_a_restore() {
    let stock = stock::copy();
    let Some(_disk) = tiny_disk(&stock.shop.at("small"), 6 << 20) else { return };
    let error = stock.shop.run(["backup", "restore", "files", "--to", "small/back"]).refuses(3, "disk_full");
    assert!(error["message"].as_str().unwrap().contains("small"), "{error:#}");
    // Nothing else suffered, and a part that fits comes back.
    let one = ["backup", "restore", "files", "--to", "small/part", "later-2/00"];
    let document = stock.shop.run(one).exits(0);
    assert_eq!(document["figures"]["files_restored"], 10);
    stock.shop.evidence_holds();
}

#[test]
fn disk_full_during_a_recovery_check_keeps_what_was_seen() {
    let stock = stock::copy();
    let workspace = stock.shop.workspace();
    let names: Vec<String> = ballast_acceptance::files::names(&workspace);
    let work = names.iter().find(|name| name.contains("work")).cloned().unwrap_or_else(|| "work".to_owned());
    let Some(_disk) = tiny_disk(&workspace.join(work), 6 << 20) else { return };
    let said = stock.shop.run(["backup", "verify", "files", "--level", "recovery", "--sample", "5%"]);
    assert_eq!(said.code, 3, "{said}");
    assert!(!said.stdout.contains("worker_failed"), "{said}");
    // Matrix row 39: the levels below pass, recovery alone is inconclusive.
    let document = said.json();
    assert!(document["levels"].is_array(), "what the lower levels proved is lost\n{said}");
    assert_eq!(ladder(&document), "passed passed passed passed inconclusive");
}

#[test]
fn disk_full_at_the_repository() {
    let shop = Workshop::plain();
    let Some(_disk) = tiny_disk(&shop.at("repo"), 4 << 20) else { return };
    put(&shop.at("source/small.txt"), b"fits");
    shop.back_up("files");
    put(&shop.at("source/large.bin"), &noise(1, 12 << 20));
    let said = shop.run(["backup", "run", "files"]);
    said.refuses(3, "disk_full");
    shop.evidence_holds();
    // The copy from before still stands.
    fs::remove_file(shop.at("source/large.bin")).unwrap();
    let document = shop.verify("files", "recovery");
    assert_eq!(ladder(&document), "passed passed passed passed passed", "{document:#}");
}

#[test]
fn the_place_of_the_repository_is_not_connected() {
    let shop = Workshop::plain();
    fill(&shop.at("source"), 1, 3, 1_000);
    shop.back_up("files");
    fs::rename(shop.at("repo"), shop.at("unplugged")).unwrap();
    for call in [
        &["backup", "verify", "files"][..],
        &["backup", "run", "files"],
        &["backup", "restore", "files", "--to", "back"],
    ] {
        let said = shop.run(call);
        assert_eq!(said.code, 3, "{said}");
        assert!(said.stdout.contains("location_absent"), "{said}");
    }
    assert!(!shop.at("repo").exists(), "no new repository was made in its place");
    fs::rename(shop.at("unplugged"), shop.at("repo")).unwrap();
    shop.run(["backup", "verify", "files"]).exits(0);
}

#[test]
fn the_password_cannot_be_read() {
    let shop = Workshop::with(
        &ballast_acceptance::PLAIN.replace("{ env = \"BALLAST_REPO_PASSWORD\" }", "{ file = \"secret\" }"),
    );
    fill(&shop.at("source"), 1, 3, 1_000);
    shop.run(["backup", "run", "files"]).refuses(3, "secret_unavailable");
    put(&shop.at("secret"), b"a password\n");
    fs::set_permissions(shop.at("secret"), fs::Permissions::from_mode(0o644)).unwrap();
    shop.run(["backup", "run", "files"]).refuses(3, "secret_unavailable");
    fs::set_permissions(shop.at("secret"), fs::Permissions::from_mode(0o600)).unwrap();
    shop.back_up("files");
    // The password is nowhere but in its file.
    for path in walk(&shop.workspace()).iter().filter(|path| path.is_file()) {
        let bytes = fs::read(path).unwrap();
        assert!(!bytes.windows(10).any(|window| window == b"a password"), "{}", path.display());
    }
}

//! The demo company: made in two minutes, and its status says the truth about it.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::time::{Duration, Instant};

use ballast_acceptance::files::{packs, sha256, walk};
use ballast_acceptance::{Workshop, finish, found, restic};
use serde_json::Value;

fn entry<'a>(report: &'a Value, list: &str, id: &str) -> &'a Value {
    report[list].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn the_demo_company_says_the_truth() {
    let shop = Workshop::new();
    let started = Instant::now();
    let shown = shop.run(["demo", "workspace"]).exits(0);
    assert!(started.elapsed() < Duration::from_mins(2), "it took {:?}", started.elapsed());

    // The instants of `status` aside, a second look says the same.
    let status = shop.run(["status"]).exits(1);
    assert_eq!(status["controls"], shown["controls"]);
    for (id, wanted) in [
        ("shared-files", "failing"),
        ("shop-db", "proven"),
        ("accounting", "proven"),
        ("product-photos", "stale"),
        ("website", "due"),
        ("mail-archive", "unproven"),
        ("phone-system", "proven"),
    ] {
        assert_eq!(entry(&status, "controls", id)["status"], wanted, "{id}");
    }
    for (id, wanted, recoverable) in [
        ("payouts", "unproven", false),
        ("e-mail", "unproven", false),
        ("orders", "proven", true),
        ("accounting", "proven", true),
        ("price-list", "stale", false),
        ("online-presence", "due", true),
    ] {
        let process = entry(&status, "processes", id);
        assert_eq!(
            (&process["status"], &process["recoverable"]),
            (&wanted.into(), &recoverable.into()),
            "{id}"
        );
        let source = if recoverable { "measured" } else { "declared" };
        assert_eq!(process["recovery_source"], source, "{id}");
    }
    assert_eq!(entry(&status, "processes", "payouts")["exposure"]["amount"], "31200.00");
    assert!(status["sentence"].as_str().unwrap().contains("Shared files"), "{}", status["sentence"]);

    // It fails because of the vault alone; the office holds the files still.
    let detail = shop.run(["backup", "show", "shared-files"]).exits(0);
    for finding in found(&detail, "pack_damaged") {
        assert_eq!(finding["repository"], "vault", "{finding:#}");
        assert!(!finding["files"].as_array().unwrap().is_empty(), "{finding:#}");
    }
    assert_eq!(detail["intact_repositories"], serde_json::json!(["office"]));
    shop.run(["backup", "restore", "shared-files", "--to", "back"]).exits(0);

    shop.evidence_holds();
    let records = shop.run(["evidence", "list", "--limit", "500"]).exits(0);
    let made = records["records"].as_array().unwrap();
    assert!(made.len() > 30 && made.iter().all(|record| record["clock"] == "simulated"), "{records:#}");

    // Real files, a real database, real repositories.
    let files = walk(&shop.at("workspace/company")).iter().filter(|path| path.is_file()).count();
    assert!(files >= 300, "{files} files");
    let database = rusqlite::Connection::open(shop.at("workspace/company/shop.db")).unwrap();
    let orders: i64 = database.query_row("SELECT count(*) FROM orders", [], |row| row.get(0)).unwrap();
    assert_eq!(orders, 4_300);
    for repository in ["office", "storage-box", "vault"] {
        let place = shop.at("workspace/repositories").join(repository);
        assert!(!packs(&place).is_empty(), "{repository}");
        if restic().is_some() {
            let mut check = std::process::Command::new("restic");
            check.args(["check", "--read-data", "--no-cache", "-r"]).arg(&place).arg("--password-file");
            check.arg(shop.at("workspace/secrets").join(repository));
            let said = finish(check);
            assert_eq!(said.code == 0, repository != "vault", "{said}");
        }
    }
    // The same company every time.
    let text = std::fs::read(shop.at("workspace/company/website/index.html")).unwrap();
    assert_eq!(sha256(&text), INDEX, "its files are the same every time");

    shop.run(["demo", "workspace"]).refuses(2, "target_not_empty");
}

const INDEX: &str = "749a9a3d9eeb6415c30cb9a8240268100f0ba25c76969788ce1a4a7bcc64619b";

//! The main road: a workspace, its file, a copy, the ladder, the proof.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::files::{fill, noise, put, walk};
use ballast_acceptance::{PLAIN, Workshop, ladder};
use serde_json::json;

/// The example of workspace-file.md, without the tables that later versions bring.
const EXAMPLE: &str = include_str!("example.toml");

#[test]
fn init_makes_a_workspace_once() {
    let shop = Workshop::new();
    shop.run(["status"]).refuses(2, "no_workspace");
    let first =
        shop.run(["init", "--name", "Harbor", "--timezone", "Europe/Berlin", "--currency", "CHF"]).exits(0);
    assert_eq!((&first["created"], &first["currency"]), (&json!(true), &json!("CHF")));
    let records = shop.run(["evidence", "list"]).exits(0)["total"].clone();
    let again = shop.run(["init", "--name", "Another", "--currency", "USD"]).exits(0);
    assert_eq!(again["created"], false);
    assert_eq!(again["name"], "Harbor");
    assert_eq!(again["workspace"], first["workspace"]);
    assert_eq!(shop.run(["evidence", "list"]).exits(0)["total"], records);
    for bad in [["--timezone", "Europe/Berlinn"], ["--currency", "EURO"], ["--name", " "]] {
        let other = Workshop::new();
        let mut call = vec!["init", "--name", "X"];
        if bad[0] == "--name" {
            call.truncate(1);
        }
        call.extend(bad);
        other.run(call).refuses(2, "invalid_call");
        assert!(!other.workspace().exists(), "a refused call makes nothing");
    }
}

#[test]
fn the_example_applies_and_exports_to_itself() {
    let shop = Workshop::new();
    shop.run(["init", "--name", "Harbor Dental Supply"]).exits(0);
    fs::write(shop.at("workspace.toml"), EXAMPLE).unwrap();
    let plan = shop.run(["apply", "workspace.toml", "--dry-run"]).exits(0);
    assert_eq!((&plan["applied"], plan["created"].as_array().unwrap().len()), (&json!(false), 10));
    assert_eq!(shop.run(["backup", "list"]).exits(0)["backups"], json!([]), "a dry run applies nothing");
    let done = shop.run(["apply", "workspace.toml"]).exits(0);
    assert_eq!(done["applied"], true);
    assert_eq!(done["created"], plan["created"]);
    let unchanged = json!([[], [], []]);
    let changes =
        |report: &serde_json::Value| json!([report["created"], report["changed"], report["retired"]]);
    assert_eq!(changes(&shop.run(["apply", "workspace.toml"]).exits(0)), unchanged, "the second time");
    // Beside the file, and elsewhere: relative paths and absolute ones say the same.
    fs::create_dir(shop.at("elsewhere")).unwrap();
    let before = shop.export();
    for file in ["out.toml", "elsewhere/out.toml"] {
        let report = shop.run(["export", file]).exits(0);
        assert_eq!(report["file"], file);
        assert_eq!(changes(&shop.run(["apply", file]).exits(0)), unchanged, "{file}");
    }
    shop.run(["apply", "workspace.toml"]).exits(0);
    assert_eq!(shop.export(), before);
    // Everything that was written stands in the export.
    for line in EXAMPLE.lines().filter(|line| line.contains(" = ") && !line.contains('{')) {
        let line = line.split(" #").next().unwrap().trim();
        let false_by_default = line.ends_with("= false");
        assert!(false_by_default || before.contains(line), "the export lost: {line}\n{before}");
    }
}

#[test]
fn apply_tells_what_changed_and_keeps_history_over_a_new_name() {
    let shop = Workshop::plain();
    fill(&shop.at("source"), 1, 3, 500);
    shop.back_up("files");
    let report = shop
        .apply(&PLAIN.replace("repositories = [\"repo\"]", "repositories = [\"repo\"]\nmax_age = \"26h\""));
    assert_eq!(report["changed"], json!([{ "table": "backup", "id": "files", "fields": ["max_age"] }]));
    let renamed = PLAIN.replace("id = \"files\"", "id = \"papers\"\nwas = \"files\"");
    let report = shop.apply(&renamed);
    assert_eq!((&report["created"], &report["retired"]), (&json!([]), &json!([])), "{report:#}");
    assert_eq!(
        shop.run(["backup", "snapshots", "papers"]).exits(0)["snapshots"].as_array().unwrap().len(),
        1
    );
    let verified = shop.run(["backup", "verify", "papers", "--level", "recovery"]);
    assert_eq!(verified.code, 0, "the copies of the old name are known under the new one\n{verified}");
    let report = shop.apply("");
    assert_eq!(report["retired"].as_array().unwrap().len(), 2, "{report:#}");
    assert_eq!(shop.run(["backup", "list"]).exits(0)["backups"], json!([]));
}

#[test]
fn an_older_export_does_not_undo_newer_edits() {
    let shop = Workshop::plain();
    shop.run(["export", "old.toml"]).exits(0);
    shop.apply(&PLAIN.replace("[[backup]]", "[[backup]]\ntitle = \"Papers\""));
    let before = shop.export();
    let error = shop.run(["apply", "old.toml"]).refuses(2, "older_revision");
    assert!(error["message"].as_str().unwrap().contains("title"), "{error:#}");
    assert_eq!(shop.export(), before);
    shop.run(["apply", "old.toml", "--force"]).exits(0);
    assert_ne!(shop.export(), before);
}

#[test]
fn from_a_folder_to_a_proven_recovery() {
    let shop = Workshop::with(
        r#"
[[process]]
id = "orders"
damage_per_hour = "420.00"
worst_case_outage = "26h"
needs = ["papers"]

[[component]]
id = "papers"
kind = "data"

[[repository]]
id = "repo"
location = "repo"
password = { env = "BALLAST_REPO_PASSWORD" }

[[backup]]
id = "files"
protects = ["papers"]
source = { folder = ["source"] }
repositories = ["repo"]
verify = [ { level = "recovery" } ]
"#,
    );
    fill(&shop.at("source"), 1, 30, 9_000);
    let status = |code| shop.run(["status"]).exits(code);
    let before = status(3);
    assert_eq!(
        before["processes"][0]["exposure"],
        json!({ "amount": "10920.00", "currency": "EUR" }),
        "420 × 26 h"
    );
    assert_eq!(before["processes"][0]["recovery_source"], "declared");
    assert_eq!(before["processes"][0]["recoverable"], false);
    assert_eq!(before["controls"][0]["status"], "unproven");
    shop.back_up("files");
    assert_eq!(
        status(1)["controls"][0]["status"],
        "stale",
        "a copy that arrived is not the level that was asked for"
    );
    let levels = ["present", "structure", "content", "restore", "recovery"];
    for (number, level) in levels.into_iter().enumerate() {
        let document = shop.verify("files", level);
        assert_eq!(ladder(&document), vec!["passed"; number + 1].join(" "), "{level}");
        assert_eq!((&document["level"], &document["control"]), (&json!(level), &json!("files")));
        assert_eq!(document["findings"], json!([]));
        if number >= 3 {
            let held = &document["figures"]["levels"][level]["against_manifest"];
            assert_eq!(*held, true, "{level} must be held against the manifest of the source");
        }
        let record = shop.run(["evidence", "show", &document["evidence"]["seq"].to_string()]).exits(0);
        assert_eq!(record["row"]["hash"], document["evidence"]["hash"]);
        if level != "recovery" {
            assert_eq!(status(1)["controls"][0]["status"], "stale", "{level} is not what was asked for");
        }
    }
    let after = status(0);
    assert_eq!(after["controls"][0]["status"], "proven");
    assert_eq!(after["processes"][0]["recoverable"], true);
    assert_eq!(after["processes"][0]["recovery_source"], "measured");
    assert_eq!(after["controls"][0]["proofs"].as_array().unwrap().len(), 5);
    shop.evidence_holds();
}

#[test]
fn without_a_level_the_asked_one_is_climbed() {
    let shop = Workshop::with(&PLAIN.replace(
        "repositories = [\"repo\"]",
        "repositories = [\"repo\"]\nverify = [ { level = \"content\", sample = \"50%\" }, { level = \"structure\" } ]",
    ));
    fill(&shop.at("source"), 1, 5, 500);
    shop.back_up("files");
    let document = shop.run(["backup", "verify", "files"]).exits(0);
    assert_eq!(document["level"], "content");
}

#[test]
fn a_seed_draws_the_same_again() {
    let shop = Workshop::plain();
    fill(&shop.at("source"), 1, 100, 300);
    shop.back_up("files");
    let call = ["backup", "verify", "files", "--level", "restore", "--sample", "10%", "--seed", "blue"];
    let figures = |document: serde_json::Value| document["figures"]["levels"]["restore"].clone();
    let (one, two) = (figures(shop.run(call).exits(0)), figures(shop.run(call).exits(0)));
    assert_eq!(one, two);
    assert_eq!((&one["units_total"], &one["units_read"]), (&json!(100), &json!(10)), "{one:#}");
    assert_eq!(one["seed"], "blue");
    // Without a share: 59 files.
    let usual = figures(shop.run(["backup", "verify", "files", "--level", "restore"]).exits(0));
    assert_eq!(usual["units_read"], 59);
}

#[test]
fn confidence_is_the_exact_bound() {
    let shop = Workshop::new();
    for (units, read, damaged, at_most) in [
        ("1000", "50", "0", 56),
        ("10000", "100", "0", 293),
        ("50", "10", "0", 11),
        ("50", "50", "0", 0),
        ("1000", "1000", "3", 3),
    ] {
        let call = ["backup", "confidence", "--units", units, "--read", read, "--damaged", damaged];
        let report = shop.run(call).exits(0);
        assert_eq!(report["damaged_at_most"], at_most, "{read} of {units}");
        let wanted = f64::from(at_most) / units.parse::<f64>().unwrap();
        assert!((report["upper"].as_f64().unwrap() - wanted).abs() < 1e-12);
        assert_eq!(report["method"], "hypergeometric");
    }
    let none = shop.run(["backup", "confidence", "--units", "50", "--read", "0", "--damaged", "0"]).exits(0);
    assert_eq!(none["damaged_at_most"], 50, "nothing read proves nothing");
    assert!(!shop.workspace().exists(), "a calculator needs no workspace and makes none");
    for bad in [["9", "10", "0"], ["10", "5", "6"]] {
        let call = ["backup", "confidence", "--units", bad[0], "--read", bad[1], "--damaged", bad[2]];
        shop.run(call).refuses(2, "invalid_call");
    }
}

#[test]
fn two_repositories_one_damaged() {
    let shop = Workshop::with(&format!(
        "{}\n[[repository]]\nid = \"second\"\nlocation = \"second\"\npassword = {{ env = \"BALLAST_REPO_PASSWORD\" }}\n",
        PLAIN.replace("repositories = [\"repo\"]", "repositories = [\"repo\", \"second\"]")
    ));
    put(&shop.at("source/a.bin"), &noise(1, 2_000_000));
    shop.back_up("files");
    let largest = |repository: &str| {
        let packs = ballast_acceptance::files::packs(&shop.at(repository));
        packs.into_iter().max_by_key(|(_, bytes)| *bytes).unwrap().0
    };
    ballast_acceptance::files::flip_middle(&largest("repo"));
    let document = shop.run(["backup", "verify", "files", "--level", "recovery"]).exits(1);
    let failed: Vec<&serde_json::Value> =
        document["findings"].as_array().unwrap().iter().map(|finding| &finding["repository"]).collect();
    assert!(!failed.is_empty() && failed.iter().all(|repository| **repository == "repo"), "{document:#}");
    let figures = document["figures"]["repositories"].as_array().unwrap();
    let verdicts: Vec<_> = figures.iter().map(|one| (&one["repository"], &one["verdict"])).collect();
    assert_eq!(verdicts, [(&json!("repo"), &json!("failed")), (&json!("second"), &json!("passed"))]);
    assert_eq!(shop.run(["status"]).exits(1)["controls"][0]["status"], "failing");
    // A restore takes the one that holds.
    shop.run(["backup", "restore", "files", "--to", "back"]).exits(0);
    assert_eq!(fs::read(shop.at("back/a.bin")).unwrap(), fs::read(shop.at("source/a.bin")).unwrap());
    shop.run(["backup", "verify", "files", "--repository", "second"]).exits(0);
    let error = shop.run(["backup", "verify", "files", "--repository", "third"]).refuses(2, "unknown_id");
    assert_eq!(error["allowed"], json!(["repo", "second"]));
}

#[test]
fn a_folder_that_holds_something_else_is_not_made_a_repository() {
    let shop = Workshop::plain();
    fill(&shop.at("source"), 1, 3, 500);
    put(&shop.at("repo/holiday.jpg"), b"not a repository");
    shop.run(["backup", "run", "files"]).refuses(2, "target_not_empty");
    assert_eq!(walk(&shop.at("repo")).len(), 1, "nothing was written there");
}

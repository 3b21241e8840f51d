//! Every command answers with exactly one JSON document, in the shape of the contract; a bad call is told apart.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::files::fill;
use ballast_acceptance::{Workshop, program};
use serde_json::Value;

const COMPANY: &str = r#"
[[process]]
id = "orders"
title = "Orders"
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
schedule = "30 2 * * *"
"#;

#[track_caller]
fn has(value: &Value, fields: &str) {
    for field in fields.split(' ') {
        assert!(value.get(field).is_some(), "no field {field} in {value:#}");
    }
}

fn instant(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains('T') && text.ends_with('Z'))
}

#[test]
fn one_document_a_command() {
    let shop = Workshop::new();
    let made = shop.run(["init", "--name", "Test", "--timezone", "Europe/Berlin"]).exits(0);
    has(&made, "created path name timezone currency workspace");
    let plan = shop.apply(COMPANY);
    has(&plan, "applied created changed unchanged retired");
    has(&plan["created"][0], "table id");
    has(
        &shop.run(["apply", "workspace.toml", "--dry-run"]).exits(0),
        "applied created changed unchanged retired",
    );
    has(&shop.run(["export"]).exits(0), "file text");
    fill(&shop.at("source"), 1, 5, 1_000);

    let check = "control run verdict level levels started_at finished_at figures findings evidence";
    let copy = shop.run(["backup", "run", "files"]).exits(0);
    has(&copy, check);
    let verified = shop.run(["backup", "verify", "files", "--level", "recovery"]).exits(0);
    has(&verified, check);
    has(&verified["evidence"], "seq hash");
    assert!(instant(&verified["started_at"]) && instant(&verified["finished_at"]), "{verified:#}");
    let figures = "bytes_total bytes_read units_total units_read coverage upper confidence files_restored restore_seconds bytes_per_second";
    has(&verified["figures"], figures);
    has(&verified["figures"], "units_rotation units_drawn damaged_found repositories");
    for level in verified["levels"].as_array().unwrap() {
        has(level, "repository level verdict");
    }
    has(&shop.run(["backup", "restore", "files", "--to", "back"]).exits(0), check);

    let status = shop.run(["status"]).exits(0);
    has(&status, "sentence as_of processes controls");
    has(&status["processes"][0], "id title status recoverable exposure recovery_seconds recovery_source");
    has(&status["processes"][0]["exposure"], "amount currency");
    has(&status["controls"][0], "id kind title status since last_passed last_failed proofs next_due paused");
    has(&status["controls"][0]["proofs"][0], "repository level proven_at expires_at");
    assert!(instant(&status["as_of"]) && instant(&status["controls"][0]["next_due"]), "{status:#}");

    let list = shop.run(["backup", "list"]).exits(0);
    has(&list["backups"][0], "id title status");
    has(&shop.run(["backup", "show", "files"]).exits(0), "row repositories findings");
    let snapshots = shop.run(["backup", "snapshots", "files"]).exits(0);
    has(&snapshots["snapshots"][0], "repository id taken_at files bytes");
    let bound = shop.run(["backup", "confidence", "--units", "9", "--read", "3", "--damaged", "0"]).exits(0);
    has(&bound, "damaged_at_most upper method units read damaged confidence");

    let runs = shop.run(["run", "list"]).exits(0);
    assert_eq!(runs["runs"].as_array().unwrap().len(), 3);
    has(&runs["runs"][0], "run control kind state verdict started_at finished_at evidence");
    let run = verified["run"].as_str().unwrap();
    assert_eq!(shop.run(["run", "show", run]).exits(0)["document"]["verdict"], "passed");
    // Stopping what has ended is no success, or changes nothing; either way it is one document.
    shop.run(["run", "cancel", run]).json();
    assert_eq!(shop.run(["run", "show", run]).exits(0)["summary"]["state"], "finished");

    let records = shop.run(["evidence", "list"]).exits(0);
    has(&records, "records total head");
    has(&records["records"][0], "seq at clock kind control run verdict hash");
    has(&shop.run(["evidence", "show", "1"]).exits(0), "row previous record artefacts findings");
    let report = shop.run(["evidence", "verify"]).exits(0);
    has(&report, "verdict records head problems");
    has(&report["head"], "seq hash");
    let exported = shop.run(["evidence", "export", "ledger.txt"]).exits(0);
    has(&exported, "file records");
    assert_eq!(
        fs::read_to_string(shop.at("ledger.txt")).unwrap().lines().count() as u64,
        report["records"].as_u64().unwrap()
    );

    let sheet = shop.run(["repository", "sheet", "repo"]).exits(0);
    let text = fs::read_to_string(sheet["file"].as_str().unwrap()).unwrap();
    assert!(text.contains(ballast_acceptance::PASSWORD) && text.contains("restic"), "{text}");
    has(&shop.run(["repository", "sheet-kept", "repo"]).exits(0), "seq hash");
    shop.evidence_holds();
}

#[test]
fn people_read_words() {
    let shop = Workshop::with(COMPANY);
    fill(&shop.at("source"), 1, 5, 1_000);
    let calls: [&[&str]; 8] = [
        &["backup", "run", "files"],
        &["backup", "verify", "files", "--level", "content"],
        &["status"],
        &["backup", "list"],
        &["backup", "snapshots", "files"],
        &["run", "list"],
        &["evidence", "list"],
        &["evidence", "verify"],
    ];
    for call in calls {
        let said = shop.speak(call);
        assert!(!said.stdout.trim().is_empty(), "{said}");
        assert!(!said.stdout.starts_with('{'), "not for people\n{said}");
        assert!(
            !said.stdout.contains('\u{1b}') && !said.stderr.contains('\u{1b}'),
            "colours off a terminal\n{said}"
        );
        assert_eq!(said.stderr, "", "nothing to complain about\n{said}");
    }
}

#[test]
fn bad_calls() {
    let shop = Workshop::with(COMPANY);
    let calls: [&[&str]; 12] = [
        &["fly"],
        &["backup"],
        &["backup", "run"],
        &["backup", "verify", "files", "--level", "perfect"],
        &["backup", "verify", "files", "--sample", "5"],
        &["backup", "verify", "files", "--sample", "0%"],
        &["backup", "verify", "files", "--sample", "101%"],
        &["backup", "restore", "files"],
        &["backup", "confidence", "--units", "10"],
        &["backup", "confidence", "--units", "10", "--read", "-1", "--damaged", "0"],
        &["evidence", "show", "first"],
        &["evidence", "verify", "--against", "1:abc"],
    ];
    for call in calls {
        shop.run(call).refuses(2, "invalid_call");
        let spoken = shop.speak(call);
        assert_eq!(spoken.code, 2, "{spoken}");
        assert!(spoken.stdout.is_empty() && !spoken.stderr.is_empty(), "{spoken}");
    }
    let unknown: [&[&str]; 8] = [
        &["backup", "run", "filse"],
        &["backup", "verify", "filse"],
        &["backup", "restore", "filse", "--to", "back"],
        &["backup", "snapshots", "filse"],
        &["backup", "run", "files", "--repository", "rope"],
        &["run", "show", "01J"],
        &["evidence", "show", "999"],
        &["repository", "sheet", "rope"],
    ];
    for call in unknown {
        let error = shop.run(call).refuses(2, "unknown_id");
        if call[0] == "backup" {
            assert_eq!(
                error["allowed"].as_array().unwrap().len(),
                1,
                "{call:?} names what there is: {error:#}"
            );
        }
    }
    shop.run(["apply", "nowhere.toml"]).json();
    assert_eq!(shop.run(["apply", "nowhere.toml"]).code, 2, "the call names a file that is not there");
}

#[test]
fn the_workspace_is_named_by_flag_or_variable() {
    let shop = Workshop::plain();
    let call = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = std::process::Command::new(program());
        command
            .env_clear()
            .env("HOME", shop.root())
            .args(arguments)
            .arg("--json")
            .envs(variables.iter().copied());
        ballast_acceptance::finish(command)
    };
    let place = shop.workspace().display().to_string();
    assert_eq!(
        call(&["backup", "list"], &[("BALLAST_WORKSPACE", &place)]).exits(0)["backups"][0]["id"],
        "files"
    );
    call(&["backup", "list"], &[("BALLAST_WORKSPACE", "/nowhere")]).refuses(2, "no_workspace");
    assert_eq!(
        call(&["backup", "list", "--workspace", &place], &[("BALLAST_WORKSPACE", "/nowhere")]).code,
        0
    );
    let error = call(&["backup", "list"], &[]).refuses(2, "no_workspace");
    assert!(error["message"].as_str().unwrap().contains(".local/share/ballast"), "{error:#}");
    call(&["status", "--workspace", &place], &[("BALLAST_NOW", "yesterday")]).refuses(2, "invalid_call");
}

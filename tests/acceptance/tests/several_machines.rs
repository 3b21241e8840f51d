//! Parallel runs that several machines compare together, on a machine that lacks the program for it. What the
//! machines answer is tested where that program is.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;

use ballast_acceptance::tables::lines;
use ballast_acceptance::{HEAD, Workshop};

fn file(engine: &str) -> String {
    format!(
        r#"
[[parallel_run]]
id = "engine"
old = {{ csv = "old.csv" }}
new = {{ csv = "new.csv" }}
key = ["id"]
{engine}

[alerts]
desktop = false
"#
    )
}

const NEAR: &str = r#"engine = { workers = ["http://127.0.0.1:9"], store = "runs" }"#;

#[test]
fn the_program_for_several_machines_is_missed_by_name() {
    let mut shop = Workshop::with(&file(NEAR));
    for name in ["old.csv", "new.csv"] {
        fs::write(shop.at(name), lines("id,a", (0..9).map(|id| format!("{id},x")))).unwrap();
    }
    shop.leave_alone();
    let error = shop.run(["compare", "run", "engine"]).refuses(3, "program_missing");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("ballast-cluster"), "{message}");
    assert_ne!(shop.run(["status"]).json()["controls"][0]["status"], "proven");
    let worker = ["compare", "worker", "--listen", "127.0.0.1:0", "--store", "."];
    assert_eq!(shop.run(worker).refuses(3, "program_missing")["message"], message);
    assert_eq!(shop.rows("SELECT verdict FROM run"), [["inconclusive"]]);
    shop.evidence_holds();
}

#[test]
fn the_file_names_the_machines() {
    let far = r#"engine = { workers = ["https://10.0.0.5:50051", "https://10.0.0.6:50051"], store = "s3://runs/nightly", token = { env = "RUNS" }, cert = "own.pem", key = "own.key", ca = "ca.pem" }"#;
    for engine in [NEAR, far] {
        let shop = Workshop::with(&file(engine));
        let once = shop.export();
        assert!(once.contains(engine), "{once}");
    }
    let shop = Workshop::with(&file(""));
    for (engine, exit, code) in [
        (r#"{ workers = ["http://a:1"], store = "gs://runs" }"#, 2, "not_supported"),
        (r#"{ workers = ["a:1"], store = "runs" }"#, 2, "invalid_file"),
        (r#"{ workers = [], store = "runs" }"#, 2, "invalid_file"),
        (r#"{ workers = ["http://a:1"] }"#, 2, "invalid_file"),
        (r#"{ workers = ["http://a:1"], store = "runs", cert = "own.pem" }"#, 2, "invalid_file"),
        (r#"{ workers = ["http://a:1"], store = "runs", shares = 3 }"#, 2, "invalid_file"),
        (r#""elsewhere""#, 2, "invalid_file"),
    ] {
        fs::write(shop.at("other.toml"), format!("{HEAD}{}", file(&format!("engine = {engine}")))).unwrap();
        let said = shop.run(["apply", "other.toml"]);
        let error = said.refuses(exit, code);
        assert_eq!(error["where"]["line"], 12, "{engine}: {error:#}");
    }
}

#[test]
fn the_help_says_what_a_worker_needs() {
    let shop = Workshop::new();
    let said = shop.speak(["compare", "worker", "--help"]);
    assert_eq!(said.code, 0, "{said}");
    for flag in ["--listen", "--store", "--token-env", "--cert", "--key", "--ca", "s3://BUCKET/PREFIX"] {
        assert!(said.stdout.contains(flag), "{flag}\n{said}");
    }
}

//! The Chaos Toolkit takes what is exported, and what it takes comes back as a drill.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::process::{Command, Stdio};

use ballast_acceptance::till::Till;
use serde_json::Value;

/// The program `chaos`: `BALLAST_CHAOS`, else the one on the path; none, with the reason printed, where there is none.
fn chaos() -> Option<String> {
    let program = std::env::var("BALLAST_CHAOS").unwrap_or_else(|_| "chaos".to_owned());
    let found = Command::new(&program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_ok_and(|status| status.success()) {
        return Some(program);
    }
    eprintln!("skipped: chaos is not installed (pip install chaostoolkit)");
    None
}

#[test]
fn an_experiment_comes_back_as_the_drill_that_it_was() {
    let till = Till::new();
    till.shop.run(["drill", "export", "payments-q", "--to", "out"]).exits(0);
    let imported = till.shop.run(["drill", "import", "out/experiment.json"]).exits(0);
    assert_eq!(imported["title"], "Switch payments");
    let toml = imported["toml"].as_str().unwrap();
    for kept in
        ["[[drill]]", "Point the till at b", "command = [\"cp\", \"b\", \"active\"]", "undo", "verify_undo"]
    {
        assert!(toml.contains(kept), "{kept} is missing in\n{toml}");
    }
    assert_eq!(till.active(), "a", "an import runs nothing");
}

#[test]
fn the_other_program_validates_and_runs_an_export() {
    let Some(chaos) = chaos() else { return };
    let till = Till::new();
    till.shop.run(["drill", "export", "payments-q", "--to", "out"]).exits(0);
    let call = |arguments: &[&str]| {
        let mut command = Command::new(&chaos);
        command.args(["--no-version-check"]).args(arguments).current_dir(till.shop.root());
        command.env("HOME", till.shop.root()).output().unwrap()
    };
    let validated = call(&["validate", "out/experiment.json"]);
    assert!(validated.status.success(), "{}", String::from_utf8_lossy(&validated.stderr));
    call(&["run", "--rollback-strategy=always", "--journal-path=run.json", "out/experiment.json"]);
    let journal: Value = serde_json::from_slice(&fs::read(till.shop.at("run.json")).unwrap()).unwrap();
    assert_eq!(journal["status"], "completed", "{journal:#}");
    assert_eq!(journal["rollbacks"][0]["status"], "succeeded", "{journal:#}");
    assert_eq!(till.active(), "a", "and undid it");
}

//! Stopped in the middle, by a person or by force: the workspace opens, the run reads as what it was,
//! the evidence holds, the repository is whole and the next run works.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::process::{Child, Command};

use ballast_acceptance::files::{noise, packs, put, walk};
use ballast_acceptance::{PASSWORD, Workshop, end_of, ladder, until};
use serde_json::Value;

const FILE: &str = r#"
[[repository]]
id = "repo"
location = "repo"
password = { env = "BALLAST_REPO_PASSWORD" }
pack_size = "4MiB"

[[backup]]
id = "files"
source = { folder = ["source"] }
repositories = ["repo"]
"#;
const FILES: u64 = 40;

/// Enough work that its middle cannot be missed.
fn large() -> Workshop {
    let shop = Workshop::with(FILE);
    for number in 0..FILES {
        put(&shop.at(&format!("source/{number:02}.bin")), &noise(number + 1, 5 << 20));
    }
    shop
}

fn running(shop: &Workshop) -> Option<Value> {
    let list = shop.run(["run", "list"]).exits(0);
    list["running"].as_array()?.first().filter(|run| run["state"] == "running").cloned()
}

/// The id of the run, once it is at this stage and `midway` holds.
fn midway(shop: &Workshop, stage: &str, mut midway: impl FnMut() -> bool) -> String {
    until(&format!("the stage {stage}"), || {
        let run = running(shop)?;
        (run["stage"] == stage && midway()).then(|| run["run"].as_str().unwrap().to_owned())
    })
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Asks from a second process; the first says that it was cancelled.
fn cancel(shop: &Workshop, child: Child, run: &str) {
    shop.run(["run", "cancel", run]).exits(0);
    end_of(child).refuses(3, "cancelled");
}

fn restic_accepts(shop: &Workshop) {
    if ballast_acceptance::restic().is_none() {
        return;
    }
    let mut check = Command::new("restic");
    check
        .args(["check", "--read-data", "--no-cache", "-r"])
        .arg(shop.at("repo"))
        .env("RESTIC_PASSWORD", PASSWORD);
    let said = ballast_acceptance::finish(check);
    assert_eq!(said.code, 0, "{said}");
}

/// What holds after every end: nothing is left running, the run has this state and its evidence.
fn ended(shop: &Workshop, run: &str, state: &str) {
    let list = shop.run(["run", "list"]).exits(0);
    assert_eq!(list["running"], serde_json::json!([]));
    let shown = shop.run(["run", "show", run]).exits(0);
    assert_eq!(shown["summary"]["state"], state, "{shown:#}");
    assert_eq!(shown["summary"]["error"]["code"], state, "{shown:#}");
    assert!(shown["summary"]["evidence"]["seq"].is_u64(), "it leaves evidence: {shown:#}");
    assert!(
        shown["summary"]["verdict"].is_null() || shown["summary"]["verdict"] == "inconclusive",
        "{shown:#}"
    );
    shop.evidence_holds();
    let work = walk(&shop.workspace());
    let left: Vec<_> = work.iter().filter(|path| path.display().to_string().contains("sandbox-")).collect();
    assert!(left.is_empty(), "a sandbox was left behind: {left:?}");
    // No worker outlives its program.
    let place = shop.root().display().to_string();
    until("the worker to end", || {
        let orphan = fs::read_dir("/proc").unwrap().flatten().any(|process| {
            let line = fs::read(process.path().join("cmdline")).unwrap_or_default();
            let is_worker = line.split(|byte| *byte == 0).nth(1) == Some(b"worker");
            let log = fs::read_link(process.path().join("fd/2")).unwrap_or_default();
            is_worker && log.display().to_string().starts_with(&place)
        });
        (!orphan).then_some(())
    });
}

fn backup_midway(shop: &Workshop) -> (Child, String) {
    let child = shop.begin(["backup", "run", "files"]);
    let run = midway(shop, "copy", || packs(&shop.at("repo")).len() >= 3);
    (child, run)
}

fn backup_again(shop: &Workshop) {
    restic_accepts(shop);
    shop.back_up("files");
    let document = shop.verify("files", "recovery");
    assert_eq!(ladder(&document), "passed passed passed passed passed", "{document:#}");
    restic_accepts(shop);
}

#[test]
fn a_first_backup_is_killed() {
    let shop = large();
    let (child, run) = backup_midway(&shop);
    kill(child);
    ended(&shop, &run, "interrupted");
    assert_eq!(shop.run(["backup", "snapshots", "files"]).json()["snapshots"], serde_json::json!([]));
    backup_again(&shop);
}

#[test]
fn a_backup_is_cancelled() {
    let shop = large();
    let (child, run) = backup_midway(&shop);
    cancel(&shop, child, &run);
    ended(&shop, &run, "cancelled");
    backup_again(&shop);
}

#[test]
fn a_later_backup_is_killed_and_earlier_copies_stand() {
    let shop = Workshop::with(FILE);
    put(&shop.at("source/first.txt"), b"first");
    shop.back_up("files");
    for number in 0..FILES {
        put(&shop.at(&format!("source/{number:02}.bin")), &noise(number + 1, 5 << 20));
    }
    let before = packs(&shop.at("repo")).len();
    let child = shop.begin(["backup", "run", "files"]);
    let run = midway(&shop, "copy", || packs(&shop.at("repo")).len() >= before + 3);
    kill(child);
    ended(&shop, &run, "interrupted");
    restic_accepts(&shop);
    let document = shop.verify("files", "recovery");
    assert_eq!(ladder(&document), "passed passed passed passed passed", "{document:#}");
    backup_again(&shop);
}

#[test]
fn a_verify_is_killed_then_cancelled_then_done() {
    let shop = large();
    shop.back_up("files");
    let call = ["backup", "verify", "files", "--level", "recovery"];
    let start = |stage: &str| {
        let child = shop.begin(call);
        let run = midway(&shop, stage, || true);
        (child, run)
    };
    let (child, run) = start("recovery");
    kill(child);
    ended(&shop, &run, "interrupted");
    // An interrupted check proves nothing and condemns nothing.
    let status = shop.run(["status"]).exits(1);
    assert_eq!(status["controls"][0]["status"], "stale", "{status:#}");
    let (child, run) = start("content");
    cancel(&shop, child, &run);
    ended(&shop, &run, "cancelled");
    shop.run(call).exits(0);
    restic_accepts(&shop);
}

#[test]
fn a_restore_is_killed_then_cancelled_then_done() {
    let shop = large();
    shop.back_up("files");
    let start = |to: &str| {
        let child = shop.begin(["backup", "restore", "files", "--to", to]);
        let target = shop.at(to);
        let run = midway(&shop, "restore", || target.is_dir() && walk(&target).len() >= 2);
        (child, run)
    };
    let (child, run) = start("killed");
    kill(child);
    assert!(walk(&shop.at("killed")).len() >= 2, "a part is kept");
    ended(&shop, &run, "interrupted");
    let (child, run) = start("cancelled");
    cancel(&shop, child, &run);
    ended(&shop, &run, "cancelled");
    shop.run(["backup", "restore", "files", "--to", "killed"]).refuses(2, "target_not_empty");
    shop.run(["backup", "restore", "files", "--to", "killed", "--overwrite"]).exits(0);
    for number in 0..FILES {
        let name = format!("{number:02}.bin");
        assert!(
            fs::read(shop.at("killed").join(&name)).unwrap()
                == fs::read(shop.at("source").join(&name)).unwrap(),
            "{name}"
        );
    }
    restic_accepts(&shop);
}

#[test]
fn the_worker_alone_is_killed() {
    let shop = large();
    shop.back_up("files");
    let child = shop.begin(["backup", "verify", "files", "--level", "recovery"]);
    let run = midway(&shop, "recovery", || true);
    let children = format!("/proc/{}/task", child.id());
    let worker = until("the worker", || {
        fs::read_dir(&children).ok()?.flatten().find_map(|task| {
            fs::read_to_string(task.path().join("children"))
                .ok()?
                .split_whitespace()
                .next()
                .map(str::to_owned)
        })
    });
    assert!(Command::new("kill").args(["-9", &worker]).status().unwrap().success());
    end_of(child).refuses(3, "worker_failed");
    let shown = shop.run(["run", "show", &run]).exits(0);
    assert_eq!(shown["summary"]["state"], "errored", "{shown:#}");
    shop.evidence_holds();
    shop.run(["backup", "verify", "files", "--level", "recovery"]).exits(0);
}

#[test]
fn one_run_of_a_control_at_a_time() {
    let shop = Workshop::with(FILE);
    put(&shop.at("source/first.txt"), b"first");
    shop.back_up("files");
    for number in 0..FILES {
        put(&shop.at(&format!("source/{number:02}.bin")), &noise(number + 1, 5 << 20));
    }
    let (child, run) = backup_midway(&shop);
    for call in [&["backup", "run", "files"][..], &["backup", "verify", "files"]] {
        let said = shop.run(call);
        assert!(
            running(&shop).is_some_and(|now| now["run"] == run.as_str()),
            "the first ended too early to tell"
        );
        said.refuses(3, "busy");
    }
    let said = end_of(child);
    assert_eq!(said.code, 0, "the first was not disturbed\n{said}");
    assert_eq!(shop.run(["run", "list"]).exits(0)["runs"].as_array().unwrap().len(), 2);
    shop.run(["backup", "verify", "files"]).exits(0);
}

#[test]
fn a_time_limit_ends_a_run() {
    let shop = large();
    shop.apply(&FILE.replace("repositories = [\"repo\"]", "repositories = [\"repo\"]\nmax_runtime = \"1s\""));
    let said = shop.run(["backup", "run", "files"]);
    if said.code == 0 {
        eprintln!("skipped: this machine copies 200 MiB in less than a second");
        return;
    }
    said.refuses(3, "timed_out");
    let list = shop.run(["run", "list"]).exits(0);
    assert_eq!(list["runs"][0]["state"], "timed_out", "{list:#}");
    shop.evidence_holds();
    shop.apply(FILE);
    shop.back_up("files");
}

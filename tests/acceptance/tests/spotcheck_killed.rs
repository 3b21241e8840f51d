//! Killed in the middle of a spot check: nothing is half done, and doing it again works.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::process::Child;
use std::sync::LazyLock;

use ballast_acceptance::files::walk;
use ballast_acceptance::payouts::{Payout, SEED, payouts, smallest};
use ballast_acceptance::spot_checks::{act, shop, shop_of};
use ballast_acceptance::{Workshop, until};
use serde_json::{Value, json};

/// Enough that the middle cannot be missed.
static LONG: LazyLock<Vec<Payout>> = LazyLock::new(|| payouts(150_000));

fn long() -> Workshop {
    shop(&LONG, r#"percent = "0.01%""#, "")
}

/// Waits until a run of this kind is at work, as the database says it, and kills its program.
fn kill_at_work(shop: &Workshop, mut child: Child, kind: &str) -> String {
    let run = until(&format!("a run of kind {kind} at work"), || {
        let sql = format!(
            "SELECT id FROM run WHERE kind = '{kind}' AND state = 'running' AND progress IS NOT NULL"
        );
        Some(shop.cell(&sql)).filter(|run| !run.is_empty())
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(
        shop.cell(&format!("SELECT state FROM run WHERE id = '{run}'")),
        "running",
        "it ended too early"
    );
    run
}

/// The run is read as what it was, and nothing of it lies about.
fn was_interrupted(shop: &Workshop, run: &str) {
    let shown = shop.run(["run", "show", run]).exits(0);
    assert_eq!(shown["summary"]["state"], "interrupted", "{shown:#}");
    assert!(shown["summary"]["evidence"]["seq"].is_u64(), "it leaves evidence: {shown:#}");
    assert_eq!(shop.run(["run", "list"]).exits(0)["running"], json!([]));
    shop.evidence_holds();
    // The process that read the list ends with its program, and the next command clears up behind both.
    until("the helper to end", || {
        let place = shop.root().display().to_string();
        let lives = fs::read_dir("/proc").unwrap().flatten().any(|process| {
            let log = fs::read_link(process.path().join("fd/2")).unwrap_or_default();
            log.display().to_string().starts_with(&place)
        });
        (!lives).then_some(())
    });
    shop.run(["run", "list"]).exits(0);
    let left = walk(&shop.at("workspace/work"));
    assert!(left.is_empty(), "left behind: {left:?}");
}

fn kept(shop: &Workshop) -> BTreeSet<String> {
    let name = |path: std::path::PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    let folder = shop.at("workspace/artefacts");
    if folder.exists() { walk(&folder).into_iter().map(name).collect() } else { BTreeSet::new() }
}

#[test]
fn a_freezing_is_killed() {
    let shop = long();
    let child = shop.begin(["spotcheck", "draw", "payouts"]);
    let run = kill_at_work(&shop, child, "freeze");
    was_interrupted(&shop, &run);
    act(&shop, "show", &[]).refuses(3, "nothing_yet");
    assert_eq!(kept(&shop), BTreeSet::new(), "half a list was kept");
    let frozen = act(&shop, "draw", &[]).exits(0);
    assert_eq!((&frozen["round"], &frozen["population"]["count"]), (&json!(1), &json!(150_000)));
    assert_eq!(act(&shop, "verify", &[]).exits(0)["verdict"], "passed");
}

#[test]
fn a_draw_is_killed() {
    let shop = long();
    act(&shop, "draw", &[]).exits(0);
    let before = kept(&shop);
    let call = ["spotcheck", "draw", "payouts", "--seed", SEED];
    let run = kill_at_work(&shop, shop.begin(call), "draw");
    was_interrupted(&shop, &run);
    let round = act(&shop, "show", &[]).exits(0);
    assert_eq!((&round["round"], &round["seed"], &round["items"]), (&json!(1), &Value::Null, &json!([])));
    assert_eq!(kept(&shop), before, "half a sample was kept");
    act(&shop, "next", &["--as", "Ana"]).refuses(1, "not_yet");
    let drawn = shop.run(call).exits(0);
    let items = drawn["items"].as_array().unwrap();
    let ids: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, smallest(SEED, &*LONG, 15), "it is the sample of the seed");
    shop.evidence_holds();
}

const ALONE: &str = r#"[[spot_check]]
id = "payouts"
population = { csv = "list.csv", id = "payout_id", amount = "amount", person = "rep", stratum = "region", show = ["revenue"] }
sample = { percent = "20%" }
checkers = ["Ana"]
"#;

/// A package with an answer and a file of evidence for each of its items.
fn answered(shop: &Workshop, list: &[Payout]) -> Vec<String> {
    shop.run(["spotcheck", "export-work", "payouts", "--as", "Ana", "--to", "ana.work"]).exits(0);
    let package: Value = serde_json::from_slice(&fs::read(shop.at("ana.work")).unwrap()).unwrap();
    let items = package["items"].as_array().or_else(|| package["core"]["items"].as_array()).unwrap();
    let ids: Vec<String> = items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
    for id in &ids {
        fs::write(shop.at("paper.txt"), format!("what was agreed about {id}\n")).unwrap();
        let amount = list.iter().find(|payout| payout.id == *id).unwrap().amount();
        let call = ["spotcheck", "answer-work", "ana.work", id, "--amount", &amount, "--attach", "paper.txt"];
        shop.run(call).exits(0);
    }
    ids
}

#[test]
fn answers_that_come_back_are_killed_half_way() {
    let list = payouts(200);
    let shop = shop_of(&list, ALONE);
    let ids = answered(&shop, &list);
    assert_eq!(ids.len(), 40);
    let locked = || {
        let count = shop.cell("SELECT count(*) FROM evidence WHERE kind = 'item_answered'");
        count.parse::<usize>().unwrap()
    };
    let import = ["spotcheck", "import-work", "payouts", "ana.work"];
    let mut child = shop.begin(import);
    until("some answers to be locked", || (locked() >= 3).then_some(()));
    child.kill().unwrap();
    child.wait().unwrap();
    let done = locked();
    assert!(done < ids.len(), "it ended too early to tell");
    // Every answer is there whole, with its file, or not at all.
    shop.evidence_holds();
    let row = shop.run(["spotcheck", "list"]).exits(0)["spot_checks"][0].clone();
    assert_eq!(row["stage"], "answering", "{row:#}");
    assert_eq!(walk(&shop.at("workspace/work")), Vec::<std::path::PathBuf>::new(), "left behind");

    let again = shop.run(import).exits(0);
    let names = |field: &str| again[field].as_array().unwrap().len();
    assert_eq!(
        (names("already"), names("accepted"), names("refused")),
        (done, ids.len() - done, 0),
        "{again:#}"
    );
    assert_eq!(locked(), ids.len(), "each is answered once");
    let third = shop.run(import).exits(0);
    assert_eq!(third["already"].as_array().unwrap().len(), ids.len(), "and taking it again changes nothing");
    shop.evidence_holds();
    let papers = walk(&shop.at("workspace/artefacts"));
    let is_paper = |path: &&std::path::PathBuf| {
        fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"what was agreed about"))
    };
    assert_eq!(papers.iter().filter(is_paper).count(), ids.len(), "each with its file");
}

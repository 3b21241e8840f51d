//! A watched folder: a new copy of another tool is looked at when it is complete, and only then.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::thread::sleep;
use std::time::{Duration, Instant};

use ballast_acceptance::agent::within;
use ballast_acceptance::archives::a_zip;
use ballast_acceptance::files::noise;
use ballast_acceptance::{Workshop, until};
use serde_json::{Value, json};

const FILE: &str = r#"
[[backup]]
id = "nas"
adopt = { archives = "nas/*.zip" }
watch = true
verify = [ { level = "content" } ]

[[backup]]
id = "other"
adopt = { archives = "other/*.zip" }
watch = true
verify = [ { level = "content" } ]

[alerts]
desktop = false
"#;

fn watched() -> Workshop {
    let shop = Workshop::with(FILE);
    for folder in ["nas", "other"] {
        fs::create_dir(shop.at(folder)).unwrap();
    }
    shop
}

/// An archive of one file that does not compress.
fn archive(seed: u64) -> Vec<u8> {
    a_zip(&vec![("data.bin".to_owned(), noise(seed, 200_000))])
}

fn runs_of(shop: &Workshop, control: &str) -> Vec<Vec<String>> {
    shop.rows(&format!(
        "SELECT state, verdict, origin FROM run WHERE control = '{control}' ORDER BY queued_at, id"
    ))
}

/// Waits for the end of the `count`th run of a control.
#[track_caller]
fn looked_at(shop: &Workshop, control: &str, count: usize) {
    within(Duration::from_secs(20), &format!("run {count} of {control}"), || {
        let runs = runs_of(shop, control);
        (runs.len() >= count && runs[count - 1][0] == "finished").then_some(())
    });
    assert_eq!(runs_of(shop, control).len(), count);
}

fn method(shop: &Workshop, control: &str) -> Value {
    let status = shop.run(["schedule", "status"]).exits(0);
    let all = status["watching"].as_array().unwrap().clone();
    all.into_iter().find(|watch| watch["control"]["id"] == control).unwrap()["method"].clone()
}

#[test]
fn a_new_archive_is_looked_at_and_an_old_one_is_not_again() {
    let shop = watched();
    let agent = shop.agent();
    assert_eq!(method(&shop, "nas"), "events");
    fs::write(shop.at("nas/one.zip"), archive(1)).unwrap();
    looked_at(&shop, "nas", 1);
    assert_eq!(runs_of(&shop, "nas"), [["finished", "passed", "watch"]]);
    assert_eq!(shop.run(["status"]).json()["controls"][0]["status"], "proven");
    agent.stop();
    agent.end().exits(0);
    // A new agent looks at both at the same time; only one has changed. What arrives is damaged.
    let mut bytes = archive(2);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(shop.at("other/one.zip"), bytes).unwrap();
    let agent = shop.agent();
    looked_at(&shop, "other", 1);
    assert_eq!(runs_of(&shop, "other"), [["finished", "failed", "watch"]]);
    assert_eq!(runs_of(&shop, "nas").len(), 1, "nothing changed there");
    agent.stop();
    agent.end().exits(0);
    shop.evidence_holds();
}

#[test]
fn one_that_grows_is_left_alone_until_it_is_whole() {
    let shop = watched();
    let agent = shop.agent();
    let bytes = archive(4);
    let mut file = OpenOptions::new().create(true).append(true).open(shop.at("nas/slow.zip")).unwrap();
    // Longer than a file that does not change is waited for, and slower than it is looked at.
    let begun = Instant::now();
    for piece in bytes.chunks(bytes.len() / 20 + 1) {
        file.write_all(piece).unwrap();
        sleep(Duration::from_millis(450));
        assert_eq!(runs_of(&shop, "nas"), [[""; 0]; 0], "it was not whole after {:?}", begun.elapsed());
    }
    assert!(begun.elapsed() > Duration::from_secs(8));
    drop(file);
    looked_at(&shop, "nas", 1);
    assert_eq!(runs_of(&shop, "nas"), [["finished", "passed", "watch"]]);
    agent.stop();
    agent.end().exits(0);
}

#[test]
fn a_folder_that_appears_later_is_watched_from_then_on() {
    let shop = Workshop::with(FILE);
    fs::create_dir(shop.at("other")).unwrap();
    let agent = shop.agent();
    assert_eq!(method(&shop, "nas"), json!("absent"));
    fs::write(shop.at("other/one.zip"), archive(5)).unwrap();
    looked_at(&shop, "other", 1);
    assert_eq!(runs_of(&shop, "nas"), [[""; 0]; 0], "nothing to look at is no fault of the copies");
    fs::create_dir(shop.at("nas")).unwrap();
    fs::write(shop.at("nas/one.zip"), archive(6)).unwrap();
    looked_at(&shop, "nas", 1);
    assert_eq!(method(&shop, "nas"), json!("events"));
    agent.stop();
    agent.end().exits(0);
}

#[test]
fn a_pause_holds_a_watched_folder_too() {
    let shop = watched();
    shop.run(["pause", "nas", "--until", "1h", "--reason", "moving"]).exits(0);
    let agent = shop.agent();
    fs::write(shop.at("nas/one.zip"), archive(7)).unwrap();
    fs::write(shop.at("other/one.zip"), archive(8)).unwrap();
    looked_at(&shop, "other", 1);
    until("the slot of the paused one", || {
        (shop.cell("SELECT state FROM slot WHERE control = 'nas'") == "due").then_some(())
    });
    assert_eq!(runs_of(&shop, "nas"), [[""; 0]; 0], "it is paused");
    shop.run(["resume", "nas"]).exits(0);
    looked_at(&shop, "nas", 1);
    agent.stop();
    agent.end().exits(0);
}

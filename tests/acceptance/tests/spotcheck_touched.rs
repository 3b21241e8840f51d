//! Between freezing and drawing: the moment at which tampering pays. And what could never be drawn.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use ballast_acceptance::Workshop;
use ballast_acceptance::files::{walk, writable};
use ballast_acceptance::payouts::{SEED, canonical, csv, payouts};
use serde_json::Value;

const FILE: &str = r#"[[spot_check]]
id = "payouts"
population = { csv = "list.csv", id = "payout_id", amount = "amount", person = "rep", stratum = "region", show = ["revenue"] }
sample = { percent = "10%" }
checkers = ["Ana", "Ben"]
"#;

fn shop() -> Workshop {
    let shop = Workshop::with(FILE);
    fs::write(shop.at("list.csv"), csv(&payouts(40))).unwrap();
    shop
}

fn kept(shop: &Workshop) -> PathBuf {
    let round = shop.run(["spotcheck", "show", "payouts"]).exits(0);
    let hash = round["population"]["sha256"].as_str().unwrap().to_owned();
    walk(&shop.workspace()).into_iter().find(|path| path.ends_with(Path::new(&hash))).unwrap()
}

#[track_caller]
fn reasons(shop: &Workshop) -> Vec<String> {
    let found = shop.run(["spotcheck", "verify", "payouts"]).exits(1);
    let findings = found["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["params"]["reason"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_that_was_changed_before_the_seed_is_named_and_nothing_is_drawn_from_it() {
    let shop = shop();
    shop.run(["spotcheck", "draw", "payouts"]).exits(0);
    assert_eq!(shop.run(["spotcheck", "verify", "payouts"]).exits(0)["verdict"], "passed");
    let kept = kept(&shop);
    writable(&kept);
    fs::write(&kept, canonical(&payouts(40)).replacen("PAY-0003,", "PAY-0003,1", 1)).unwrap();
    assert_eq!(reasons(&shop), ["frozen_list_changed"]);
    let refused = shop.run(["spotcheck", "draw", "payouts", "--seed", SEED]);
    assert_eq!(refused.json()["error"]["code"], "workspace_damaged", "{refused}");
    fs::remove_file(&kept).unwrap();
    assert_eq!(reasons(&shop), ["frozen_list_changed"]);
    // Another list now: which payouts differ, nobody can tell any more.
    fs::write(shop.at("list.csv"), csv(&payouts(39))).unwrap();
    assert_eq!(reasons(&shop), ["frozen_list_changed", "live_list_changed"]);
    let round = shop.run(["spotcheck", "show", "payouts"]).exits(0);
    assert_eq!(round["seed"], Value::Null);
    // A new round stands on a list of its own.
    assert_eq!(shop.run(["spotcheck", "draw", "payouts"]).exits(0)["round"], 2);
    shop.run(["spotcheck", "draw", "payouts", "--seed", SEED]).exits(0);
}

#[test]
fn a_seed_that_is_none_begins_no_round() {
    let shop = shop();
    for flags in [vec!["--seed", "1\n2"], vec!["--seed", SEED, "--as", "Ana", "--as", " ana "]] {
        shop.run([&["spotcheck", "draw", "payouts"], &flags[..]].concat()).refuses(2, "invalid_call");
    }
    let none = shop.speak(["spotcheck", "show", "payouts"]);
    assert!(none.stderr.contains("No round of payouts has begun"), "{none}");
    assert!(none.stderr.contains("ballast spotcheck draw payouts"), "{none}");
}

#[test]
fn rules_name_columns_as_the_list_does() {
    let shop = Workshop::with(&FILE.replace("checkers", "always = [\"region = AT\"]\ncheckers"));
    fs::write(shop.at("list.csv"), csv(&payouts(40))).unwrap();
    let drawn = shop.run(["spotcheck", "draw", "payouts", "--seed", SEED]).exits(0);
    let always = drawn["items"].as_array().unwrap().iter().filter(|item| item["reason"] == "always");
    let strata: Vec<&Value> = always.map(|item| &item["stratum"]).collect();
    assert!(!strata.is_empty() && strata.iter().all(|stratum| **stratum == "AT"), "{drawn:#}");
}

#[test]
fn what_could_never_be_drawn_is_refused_with_its_line() {
    let shop = shop();
    for (from, to, found) in [
        ("\"10%\"", "\"0%\"", "0%"),
        ("percent = \"10%\"", "attribute = { tolerable = \"5%\", expected = \"5%\" }", "5%"),
        ("checkers", "always = [\"branch = A\"]\ncheckers", "branch = A"),
        ("checkers", "tolerance = { abs = \"0.001\" }\ncheckers", "0.001"),
        ("amount = \"amount\"", "amount = \"payout_id\"", "payout_id"),
        ("[\"Ana\", \"Ben\"]", "[\"Ana\", \"ana\"]", "ana"),
    ] {
        let text = FILE.replacen(from, to, 1);
        assert_ne!(text, FILE, "{from}");
        fs::write(shop.at("other.toml"), ballast_acceptance::HEAD.to_owned() + &text).unwrap();
        let said = shop.run(["apply", "other.toml"]);
        said.refuses(2, "invalid_file");
        let error = &said.json()["error"];
        assert!(error["where"]["line"].is_u64(), "{error:#}");
        assert!(error["message"].as_str().unwrap().contains(found), "{error:#}");
    }
}

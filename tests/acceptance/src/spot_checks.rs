//! Rounds of a spot check, worked off by people who find what a test says.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::payouts::{Payout, SEED, csv, payouts};
use crate::{Said, Workshop};

/// A tenth of a list, with two who check and one who does it again.
pub const FILE: &str = r#"[[spot_check]]
id = "payouts"
population = { csv = "list.csv", id = "payout_id", amount = "amount", person = "rep", stratum = "region", show = ["revenue"] }
sample = { percent = "10%", tolerable = "40%" }
checkers = ["Ana", "Ben"]
reviewer = "Cleo"
"#;

pub fn shop_of(list: &[Payout], file: &str) -> Workshop {
    let shop = Workshop::with(file);
    fs::write(shop.at("list.csv"), csv(list)).unwrap();
    shop.run(["spotcheck", "draw", "payouts", "--seed", SEED, "--as", "Ana", "--as", "Ben"]).exits(0);
    shop
}

/// A hundred payouts of which ten are drawn.
pub fn drawn() -> (Workshop, BTreeMap<String, Payout>) {
    let list = payouts(100);
    let shop = shop_of(&list, FILE);
    (shop, list.into_iter().map(|payout| (payout.id.clone(), payout)).collect())
}

pub fn act(shop: &Workshop, verb: &str, flags: &[&str]) -> Said {
    shop.run([&["spotcheck", verb, "payouts"], flags].concat())
}

#[track_caller]
pub fn next(shop: &Workshop, person: &str) -> Value {
    act(shop, "next", &["--as", person]).exits(0)
}

/// Works off everything that is somebody's to do; `figure` says what that person finds.
#[track_caller]
pub fn work_off(shop: &Workshop, person: &str, figure: impl Fn(&str) -> String) -> Vec<String> {
    let mut done = Vec::new();
    while let Some(item) = next(shop, person)["item"]["id"].as_str() {
        act(shop, "answer", &[item, "--as", person, "--amount", &figure(item)]).exits(0);
        done.push(item.to_owned());
    }
    done
}

/// Everything that Ballast says to anybody about this round.
pub fn every_output(shop: &Workshop) -> String {
    let mut all = String::new();
    for verb in ["status", "show", "verify"] {
        all += &shop.run(["spotcheck", verb, "payouts"]).to_string();
        all += &shop.speak(["spotcheck", verb, "payouts"]).to_string();
    }
    for person in ["Ana", "Ben", "Cleo"] {
        all += &shop.speak(["spotcheck", "next", "payouts", "--as", person]).to_string();
    }
    for words in [&["status"][..], &["spotcheck", "list"], &["run", "list"], &["evidence", "list"]] {
        all += &shop.run(words.iter().copied()).to_string();
    }
    let records = shop.run(["evidence", "list"]).exits(0)["total"].as_u64().unwrap();
    for record in 1..=records {
        all += &shop.run(["evidence", "show", &record.to_string()]).to_string();
    }
    for run in shop.run(["run", "list"]).exits(0)["runs"].as_array().unwrap() {
        all += &shop.run(["run", "show", run["run"].as_str().unwrap()]).to_string();
    }
    shop.run(["evidence", "export", "ledger.txt"]).exits(0);
    all + &fs::read_to_string(shop.at("ledger.txt")).unwrap()
}

/// All ten answered as they were paid, but for what `found` says.
pub fn answered(found: &[(usize, &str)]) -> (Workshop, Vec<String>, BTreeMap<String, Payout>) {
    let (shop, list) = drawn();
    let order = act(&shop, "show", &[]).exits(0);
    let ids: Vec<String> = order["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect();
    let figure = |id: &str| {
        let place = ids.iter().position(|other| other == id).unwrap();
        let said = found.iter().find(|(of, _)| *of == place);
        said.map_or_else(|| list[id].amount(), |(_, figure)| (*figure).to_owned())
    };
    work_off(&shop, "Ana", figure);
    work_off(&shop, "Ben", figure);
    (shop, ids, list)
}

/// A spot check of `source`, with further lines.
pub fn file(source: &str, sample: &str, more: &str) -> String {
    format!(
        r#"[[spot_check]]
id = "payouts"
population = {{ {source}, id = "payout_id", amount = "amount", person = "rep", stratum = "region", show = ["revenue"] }}
sample = {{ {sample} }}
{more}
"#
    )
}

/// A workspace with one spot check of `list.csv`.
pub fn shop(list: &[Payout], sample: &str, more: &str) -> Workshop {
    let shop = Workshop::with(&file(r#"csv = "list.csv""#, sample, more));
    fs::write(shop.at("list.csv"), csv(list)).unwrap();
    shop
}

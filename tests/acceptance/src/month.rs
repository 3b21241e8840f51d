//! An old and a new payout engine, night by night.

use std::fs;

use serde_json::Value;

use crate::Workshop;
use crate::tables::lines;

/// What is set up; `{date}` names the night.
pub const FILE: &str = r#"
[[parallel_run]]
id = "engine"
title = "The new engine"
old = { csv = "out/old-{date}.csv" }
new = { csv = "out/new-{date:%Y%m%d}.csv" }
key = ["payout"]
personal = ["person"]
schedule = "0 6 * * *"
window = { starts = 2026-01-26, days = 14 }
accept = { clean_runs = 3, mismatch_rate = "0%" }

[alerts]
desktop = false
"#;

pub const HEADER: &str = "payout,person,region,note,commission";

/// A workspace of January 2026 whose nights are told to run one by one.
pub struct Month {
    pub shop: Workshop,
}

/// Sixty payouts of one night; `note` and `commission` as the engine sees them.
pub fn payouts(header: &str, row: impl Fn(u64, &str) -> String) -> String {
    lines(
        header,
        (1..=60).map(|number| {
            let region = ["DE", "CH", "AT"][usize::try_from(number % 3).unwrap()];
            format!("{number},Person {},{region},{}", number % 7, row(number, region))
        }),
    )
}

pub fn usual(number: u64, _: &str) -> String {
    format!("paid,{}.{:02}", 100 + number * 7, number)
}

pub fn night() -> String {
    payouts(HEADER, usual)
}

/// Another note for a third of the payouts; no sum is touched.
pub fn noted() -> String {
    payouts(HEADER, |number, region| {
        let row = usual(number, region);
        if region == "CH" { row.replace("paid", "settled") } else { row }
    })
}

impl Month {
    #[track_caller]
    pub fn begin(file: &str) -> Self {
        let shop = Workshop::simulated("2026-01-25T10:00:00Z", file);
        fs::create_dir(shop.at("out")).unwrap();
        Self { shop }
    }

    /// An hour after the line was due in Berlin.
    pub fn morning(&mut self, day: &str) {
        self.shop.clock(&format!("{day}T06:00:00Z"));
    }

    pub fn written(&mut self, day: &str, old: Option<&str>, new: Option<&str>) {
        self.morning(day);
        let compact = day.replace('-', "");
        for (name, text) in [(format!("out/old-{day}.csv"), old), (format!("out/new-{compact}.csv"), new)] {
            if let Some(text) = text {
                fs::write(self.shop.at(&name), text).unwrap();
            }
        }
    }

    /// Both engines wrote these, and they are compared. Gives the document.
    #[track_caller]
    pub fn compared(&mut self, day: &str, old: &str, new: &str, code: i32) -> Value {
        self.written(day, Some(old), Some(new));
        self.shop.run(["compare", "run", "engine"]).exits(code)
    }

    #[track_caller]
    pub fn clean(&mut self, days: &[&str]) {
        for day in days {
            let document = self.compared(day, &night(), &night(), 0);
            assert_eq!(document["verdict"], "passed");
        }
    }

    #[track_caller]
    pub fn show(&self) -> Value {
        let said = self.shop.run(["compare", "show", "engine"]);
        let detail = said.json();
        let code = match detail["cutover"]["decision"].as_str() {
            Some("go") => 0,
            Some("no_go") => 1,
            Some("not_enough_evidence") => 3,
            other => panic!("{other:?} is no decision\n{said}"),
        };
        assert_eq!(said.code, code, "the exit code of this decision\n{said}");
        detail
    }

    /// Something a person does; what is shown afterwards.
    #[track_caller]
    pub fn act(&self, call: &[&str]) -> Value {
        let said = self.shop.run(call);
        let detail = said.json();
        assert!(detail.get("error").is_none(), "{said}");
        detail
    }

    #[track_caller]
    pub fn may_not_sign(&self) {
        let sign = ["compare", "sign", "engine", "--as", "Ana", "--result", "go"];
        self.shop.run(sign).refuses(1, "not_yet");
    }

    pub fn sign(&self, person: &str) -> Value {
        self.act(&["compare", "sign", "engine", "--as", person, "--result", "go", "--reason", "a month"])
    }
}

pub fn criterion(detail: &Value, code: &str) -> Value {
    let all = detail["cutover"]["criteria"].as_array().unwrap();
    all.iter().find(|one| one["code"] == code).unwrap_or_else(|| panic!("no {code} in {all:?}"))["state"]
        .clone()
}

/// The states of the days up to and with this one.
pub fn days(detail: &Value, last: &str) -> Vec<String> {
    let days = detail["days"].as_array().unwrap().iter();
    let until = days.filter(|day| day["date"].as_str().unwrap() <= last);
    until.map(|day| day["state"].as_str().unwrap().to_owned()).collect()
}

#[track_caller]
pub fn streak(detail: &Value, now: u64, longest: u64) {
    let cutover = &detail["cutover"];
    let seen = (cutover["clean_runs"].as_u64(), cutover["longest_clean_runs"].as_u64());
    assert_eq!(seen, (Some(now), Some(longest)), "{cutover:#}");
}

pub fn evidence(shop: &Workshop) -> Vec<String> {
    let list = shop.run(["evidence", "list"]).exits(0);
    let kinds = list["records"].as_array().unwrap().iter().rev();
    kinds.map(|record| record["kind"].as_str().unwrap().to_owned()).collect()
}
